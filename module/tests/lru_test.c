// SPDX-License-Identifier: GPL-2.0
/*
 * Suite of maps/lru.c, included by it: whom the clock evicts, against a table that really is least recently used.
 * covers: map:LRU_HASH map:LRU_PERCPU_HASH
 */
#include "map_test.h"

static u32 table_count(struct sbpf_map *map)
{
	struct sbpf_hash *hash = sbpf_to_hash(map);
	unsigned long link;
	u32 n = 0, i;

	for (i = 0; i <= hash->mask; i++)
		for (link = hash->buckets[i].head; !sbpf_link_ends(link); link = sbpf_elem_at(link)->next)
			n++;
	return n;
}

/* Any number of insertions succeeds, also into the smallest tables, and the newest key is there. */
static void lru_test_never_full(struct kunit *test)
{
	u32 sizes[] = { 1, 2, 3, 64, 1000 }, flags[] = { 0, SBPF_F_NO_COMMON_LRU }, i, f, key, seed = 1;
	struct sbpf_map *map;
	u64 value;

	for (f = 0; f < ARRAY_SIZE(flags); f++) {
		for (i = 0; i < ARRAY_SIZE(sizes); i++) {
			map = test_map(test, &sbpf_lru_hash_map_ops, 4, 8, sizes[i], flags[f]);
			for (key = 0; key < 3000; key++) {
				test_cpu(test_rand(&seed));
				value = ~key;
				KUNIT_ASSERT_EQ(test, test_update(map, &key, &value, SBPF_ANY), 0);
				KUNIT_ASSERT_TRUE(test, test_lookup(map, &key, &value, sizeof(value)));
				KUNIT_EXPECT_EQ(test, value, ~key);
				KUNIT_ASSERT_LE(test, table_count(map), map->max_entries);
				if (sizes[i] > 100)
					key += 2;
			}
			/* Only a small part may be empty, so that the size asked for is the size had. */
			KUNIT_EXPECT_GE(test, table_count(map), map->max_entries * 7 / 8);
			map->ops->free(map);
		}
	}
}

static void lru_test_used_stay(struct kunit *test)
{
	const u32 n = 512;
	struct sbpf_map *map = test_map(test, &sbpf_lru_hash_map_ops, 4, 8, n, 0);
	u64 value = 0;
	u32 key, lost = 0;

	for (key = 0; key < n; key++)
		KUNIT_EXPECT_EQ(test, test_update(map, &key, &value, SBPF_ANY), 0);
	for (key = 0; key < n; key += 2)
		KUNIT_EXPECT_TRUE(test, test_lookup(map, &key, &value, sizeof(value)));
	for (key = n; key < n + n / 2 - BATCH_MAX; key++)
		KUNIT_EXPECT_EQ(test, test_update(map, &key, &value, SBPF_ANY), 0);
	for (key = 0; key < n; key += 2)
		lost += !test_lookup(map, &key, &value, sizeof(value));
	KUNIT_EXPECT_EQ(test, lost, 0);
	map->ops->free(map);
}

/* That user space looks does not count. */
static void lru_test_user_lookup(struct kunit *test)
{
	struct sbpf_map *map = test_map(test, &sbpf_lru_hash_map_ops, 4, 8, 64, 0);
	u64 value = 9;
	u32 key = 5;

	KUNIT_EXPECT_EQ(test, test_update(map, &key, &value, SBPF_ANY), 0);
	value = 0;
	KUNIT_EXPECT_EQ(test, map->ops->user_lookup(map, &key, &value, 0), 0);
	KUNIT_EXPECT_EQ(test, value, 9);
	KUNIT_EXPECT_EQ(test, bitmap_weight(sbpf_to_hash(map)->lru->ref, sbpf_to_hash(map)->lru->nr), 0);
	KUNIT_EXPECT_TRUE(test, test_lookup(map, &key, &value, sizeof(value)));
	KUNIT_EXPECT_EQ(test, bitmap_weight(sbpf_to_hash(map)->lru->ref, sbpf_to_hash(map)->lru->nr), 1);
	key = 6;
	KUNIT_EXPECT_EQ(test, map->ops->user_lookup(map, &key, &value, 0), -ENOENT);
	map->ops->free(map);
}

#define EXACT_SIZE	128
#define EXACT_KEYS	1024

/* The dumb one: a stamp a key; the oldest goes. */
static bool exact_access(u32 *stamp, u32 *nr, u32 key, u32 now)
{
	u32 i, oldest = 0, min = U32_MAX;

	if (stamp[key]) {
		stamp[key] = now;
		return true;
	}
	if (*nr == EXACT_SIZE) {
		for (i = 0; i < EXACT_KEYS; i++) {
			if (stamp[i] && stamp[i] < min) {
				min = stamp[i];
				oldest = i;
			}
		}
		stamp[oldest] = 0;
		(*nr)--;
	}
	stamp[key] = now;
	(*nr)++;
	return false;
}

/* A skewed load, as of flows: how often is the key there? Within a twentieth of what true LRU reaches. */
static void lru_test_hit_rate(struct kunit *test)
{
	struct sbpf_map *map = test_map(test, &sbpf_lru_hash_map_ops, 4, 8, EXACT_SIZE, 0);
	u32 *stamp = kcalloc(EXACT_KEYS, sizeof(u32), GFP_KERNEL);
	u32 hits = 0, exact_hits = 0, nr = 0, seed = 7, now, key;
	u64 value = 0;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, stamp);
	for (now = 1; now <= 20000; now++) {
		key = test_rand(&seed) % EXACT_KEYS;
		key = key * (test_rand(&seed) % EXACT_KEYS) / EXACT_KEYS;
		key = key * (test_rand(&seed) % EXACT_KEYS) / EXACT_KEYS;
		exact_hits += exact_access(stamp, &nr, key, now);
		if (test_lookup(map, &key, &value, sizeof(value)))
			hits++;
		else
			KUNIT_EXPECT_EQ(test, test_update(map, &key, &value, SBPF_ANY), 0);
	}
	kunit_info(test, "hits %u, exact LRU %u of 20000", hits, exact_hits);
	KUNIT_EXPECT_GE(test, hits * 20, exact_hits * 19);
	KUNIT_EXPECT_GT(test, exact_hits, 5000);
	kfree(stamp);
	map->ops->free(map);
}

static void lru_test_flags(struct kunit *test)
{
	struct sbpf_map *map = test_map(test, &sbpf_lru_hash_map_ops, 4, 8, 16, 0);
	u64 value = 1;
	u32 key = 1;

	KUNIT_EXPECT_EQ(test, test_update(map, &key, &value, SBPF_EXIST), -ENOENT);
	KUNIT_EXPECT_EQ(test, test_update(map, &key, &value, SBPF_NOEXIST), 0);
	KUNIT_EXPECT_EQ(test, test_update(map, &key, &value, SBPF_NOEXIST), -EEXIST);
	KUNIT_EXPECT_EQ(test, test_update(map, &key, &value, SBPF_EXIST), 0);
	KUNIT_EXPECT_EQ(test, test_update(map, &key, &value, SBPF_F_LOCK), -EINVAL);
	KUNIT_EXPECT_EQ(test, test_delete(map, &key), 0);
	KUNIT_EXPECT_EQ(test, test_delete(map, &key), -ENOENT);
	map->ops->free(map);
	map = test_map(test, &sbpf_lru_hash_map_ops, 4, 8, 1, SBPF_F_NO_COMMON_LRU);
	KUNIT_EXPECT_EQ(test, map->max_entries, num_possible_cpus());
	map->ops->free(map);
}

static struct kunit_case lru_test_cases[] = {
	KUNIT_CASE(lru_test_never_full),
	KUNIT_CASE(lru_test_used_stay),
	KUNIT_CASE(lru_test_user_lookup),
	KUNIT_CASE(lru_test_hit_rate),
	KUNIT_CASE(lru_test_flags),
	{ }
};

static struct kunit_suite lru_test_suite = {
	.name = "sbpf_lru",
	.test_cases = lru_test_cases,
	TEST_SUITE_FIXTURE
};
kunit_test_suite(lru_test_suite);
