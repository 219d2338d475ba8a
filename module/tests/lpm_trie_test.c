// SPDX-License-Identifier: GPL-2.0
/*
 * Suite of maps/lpm_trie.c, included by it: the trie against a plain list of prefixes that is searched bit by bit.
 * covers: map:LPM_TRIE
 */
#include "map_test.h"

#define PREFIXES	64

/**
 * struct prefix - what a test uses for a key
 * @len: bits
 * @data: at most so many bytes
 */
struct prefix {
	u32 len;
	u8 data[DATA_MAX];
};

/**
 * struct list - what must be in the trie
 * @key: prefixes in no order
 * @value: likewise
 * @nr: how many
 */
struct list {
	struct prefix key[PREFIXES];
	u64 value[PREFIXES];
	u32 nr;
};

static bool key_bit(const struct prefix *key, u32 n)
{
	return key->data[n / 8] >> (7 - n % 8) & 1;
}

static bool key_begins_with(const struct prefix *key, const struct prefix *prefix)
{
	u32 i;

	if (prefix->len > key->len)
		return false;
	for (i = 0; i < prefix->len; i++) {
		if (key_bit(key, i) != key_bit(prefix, i))
			return false;
	}
	return true;
}

/* The same prefix, whatever is behind it. Returns @list->nr when it is not there. */
static u32 list_find(const struct list *list, const struct prefix *key)
{
	u32 i;

	for (i = 0; i < list->nr; i++) {
		if (list->key[i].len == key->len && key_begins_with(key, &list->key[i]))
			break;
	}
	return i;
}

static const u64 *list_match(const struct list *list, const struct prefix *key)
{
	const u64 *best = NULL;
	u32 len = 0, i;

	for (i = 0; i < list->nr; i++) {
		if (list->key[i].len >= len && key_begins_with(key, &list->key[i])) {
			len = list->key[i].len;
			best = &list->value[i];
		}
	}
	return best;
}

static long list_update(struct list *list, const struct prefix *key, u64 value, u64 flags, u32 capacity)
{
	u32 i = list_find(list, key);

	if (i < list->nr && flags == SBPF_NOEXIST)
		return -EEXIST;
	if (i == list->nr && flags == SBPF_EXIST)
		return -ENOENT;
	if (i == list->nr && list->nr == capacity)
		return -ENOSPC;
	list->nr += i == list->nr;
	list->key[i] = *key;
	list->value[i] = value;
	return 0;
}

static long list_delete(struct list *list, const struct prefix *key)
{
	u32 i = list_find(list, key);

	if (i == list->nr)
		return -ENOENT;
	list->nr--;
	list->key[i] = list->key[list->nr];
	list->value[i] = list->value[list->nr];
	return 0;
}

/* Few different bits, at the front, in the middle and at the end, so that prefixes meet. */
static void key_random(struct prefix *key, u32 size, u32 *seed)
{
	u32 bits = size * 8, r = test_rand(seed);

	memset(key, 0, sizeof(*key));
	key->data[0] = test_rand(seed) & 0xc0;
	key->data[size / 2] ^= test_rand(seed) & 0x18;
	key->data[size - 1] ^= test_rand(seed) & 0x03;
	switch (r % 4) {
	case 0:
		key->len = min(bits, r / 4 % 5);
		break;
	case 1:
		key->len = bits - min(bits, r / 4 % 5);
		break;
	default:
		key->len = r / 4 % (bits + 1);
	}
}

/* Every fork has two children, prefixes grow on the way down, nothing is counted wrong. */
static u32 audit_below(struct kunit *test, struct trie *trie, struct trie_node *node, u32 len)
{
	struct trie_node *left = rcu_dereference_protected(node->child[0], true);
	struct trie_node *right = rcu_dereference_protected(node->child[1], true);
	u32 n = node_has_value(node);

	KUNIT_EXPECT_GE(test, node_len(node), len);
	if (!n)
		KUNIT_EXPECT_TRUE(test, left && right);
	if (left) {
		KUNIT_EXPECT_FALSE(test, bit_at(left->bits, node_len(node)));
		KUNIT_EXPECT_EQ(test, bits_common(left->bits, node->bits, 0, node_len(node)), node_len(node));
		n += audit_below(test, trie, left, node_len(node) + 1);
	}
	if (right) {
		KUNIT_EXPECT_TRUE(test, bit_at(right->bits, node_len(node)));
		KUNIT_EXPECT_EQ(test, bits_common(right->bits, node->bits, 0, node_len(node)), node_len(node));
		n += audit_below(test, trie, right, node_len(node) + 1);
	}
	return n;
}

/* All keys are passed, once, and what begins with another one before that one. */
static void audit_keys(struct kunit *test, struct sbpf_map *map, const struct list *list)
{
	bool seen[PREFIXES] = { };
	struct prefix *key = kzalloc(2 * sizeof(*key), GFP_KERNEL), *next = key + 1;
	u32 n = 0, i, at;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, key);
	while (!test_next_key(map, n ? key : NULL, next)) {
		at = list_find(list, next);
		KUNIT_ASSERT_LE(test, n++, list->nr);
		KUNIT_EXPECT_TRUE(test, at < list->nr && !seen[at]);
		if (at == list->nr)
			break;
		/* Also the bits that do not count are those of the last update. */
		KUNIT_EXPECT_EQ(test, memcmp(next, &list->key[at], map->key_size), 0);
		seen[at] = true;
		for (i = 0; i < list->nr; i++) {
			if (list->key[i].len > next->len && key_begins_with(&list->key[i], next))
				KUNIT_EXPECT_TRUE(test, seen[i]);
		}
		*key = *next;
	}
	KUNIT_EXPECT_EQ(test, n, list->nr);
	kfree(key);
}

static void check_round(struct kunit *test, struct sbpf_map *map, struct list *list, u32 *seed, u64 round)
{
	u32 size = map->key_size - sizeof(u32), i;
	u64 flags = test_rand(seed) % 3, value;
	const u64 *want;
	struct prefix key;

	key_random(&key, size, seed);
	switch (test_rand(seed) % 4) {
	case 0:
		/* Mostly ones that are there. */
		if (list->nr && test_rand(seed) % 4)
			key = list->key[test_rand(seed) % list->nr];
		KUNIT_EXPECT_EQ(test, test_delete(map, &key), list_delete(list, &key));
		break;
	case 1:
		KUNIT_EXPECT_EQ(test, test_update(map, &key, &round, flags),
				list_update(list, &key, round, flags, map->max_entries));
		break;
	default:
		for (i = 0; i < 4; i++) {
			want = list_match(list, &key);
			value = 0;
			KUNIT_EXPECT_EQ(test, test_lookup(map, &key, &value, sizeof(value)), want != NULL);
			if (want)
				KUNIT_EXPECT_EQ(test, value, *want);
			key_random(&key, size, seed);
			key.len = size * 8;
		}
	}
}

static void lpm_trie_test_model(struct kunit *test)
{
	static const u32 sizes[] = { 1, 2, 4, 5, 7, 8, 9, 16, 17, 40, 256 };
	struct list *list = kzalloc(sizeof(*list), GFP_KERNEL);
	struct sbpf_map *map;
	u32 seed = 7, i;
	u64 round;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, list);
	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		struct trie_node *root;

		list->nr = 0;
		map = test_map(test, &sbpf_lpm_trie_map_ops, 4 + sizes[i], 8, PREFIXES - 10, SBPF_F_NO_PREALLOC);
		for (round = 0; round < 12000; round++) {
			test_cpu(round);
			check_round(test, map, list, &seed, round);
			if (round % 1000)
				continue;
			rcu_barrier();
			root = rcu_dereference_protected(to_trie(map)->root, true);
			KUNIT_EXPECT_EQ(test, root ? audit_below(test, to_trie(map), root, 0) : 0, list->nr);
			KUNIT_EXPECT_EQ(test, to_trie(map)->count, list->nr);
			audit_keys(test, map, list);
		}
		map->ops->free(map);
	}
	kfree(list);
}

/* What a program found stays what it was until the program is over, also when its node is gone. */
static void lpm_trie_test_lifetime(struct kunit *test)
{
	struct sbpf_map *map = test_map(test, &sbpf_lpm_trie_map_ops, 8, 8, 100, SBPF_F_NO_PREALLOC);
	struct prefix key = { .len = 24, .data = { 10, 1, 2, 3 } };
	u64 value = 1, *old, n;

	test_prog_begin();
	KUNIT_EXPECT_EQ(test, map->ops->update(map, &key, &value, SBPF_ANY), 0);
	old = map->ops->lookup(map, &key);
	value = 2;
	KUNIT_EXPECT_EQ(test, map->ops->update(map, &key, &value, SBPF_EXIST), 0);
	KUNIT_EXPECT_EQ(test, map->ops->delete(map, &key), 0);
	for (n = 0; n < 4; n++) {
		key.data[0] = n;
		map->ops->update(map, &key, &n, SBPF_ANY);
	}
	KUNIT_EXPECT_TRUE(test, old && *old == 1);
	test_prog_end();
	rcu_barrier();
	map->ops->free(map);
}

static void lpm_trie_test_bounds(struct kunit *test)
{
	struct sbpf_map *map = test_map(test, &sbpf_lpm_trie_map_ops, 8, 8, 2, SBPF_F_NO_PREALLOC);
	struct prefix key = { .len = 33 };
	u64 value = 5;
	u32 next[2];

	KUNIT_EXPECT_EQ(test, test_update(map, &key, &value, SBPF_ANY), -EINVAL);
	KUNIT_EXPECT_EQ(test, test_delete(map, &key), -EINVAL);
	KUNIT_EXPECT_FALSE(test, test_lookup(map, &key, &value, 8));
	KUNIT_EXPECT_EQ(test, test_next_key(map, &key, next), -ENOENT);
	key.len = U32_MAX;
	KUNIT_EXPECT_EQ(test, test_update(map, &key, &value, SBPF_ANY), -EINVAL);
	key.len = 0;
	KUNIT_EXPECT_EQ(test, test_update(map, &key, &value, SBPF_F_LOCK), -EINVAL);
	KUNIT_EXPECT_EQ(test, test_update(map, &key, &value, 3), -EINVAL);
	KUNIT_EXPECT_EQ(test, test_update(map, &key, &value, SBPF_NOEXIST), 0);
	key.len = 32;
	KUNIT_EXPECT_TRUE(test, test_lookup(map, &key, &value, 8));
	KUNIT_EXPECT_EQ(test, test_update(map, &key, &value, SBPF_ANY), 0);
	/* Full: other prefixes have no room, these two still take new values. */
	key.len = 31;
	KUNIT_EXPECT_EQ(test, test_update(map, &key, &value, SBPF_ANY), -ENOSPC);
	key.len = 32;
	KUNIT_EXPECT_EQ(test, test_update(map, &key, &value, SBPF_ANY), 0);
	map->ops->free(map);
}

/* Who comes in the middle of another update is told so; lookups are not disturbed. */
static void lpm_trie_test_nested(struct kunit *test)
{
	struct sbpf_map *map = test_map(test, &sbpf_lpm_trie_map_ops, 8, 8, 4, SBPF_F_NO_PREALLOC);
	struct trie *trie = to_trie(map);
	struct prefix key = { .len = 32, .data = { 1, 2, 3, 4 } };
	unsigned long irq;
	u64 value = 1;

	KUNIT_EXPECT_EQ(test, test_update(map, &key, &value, SBPF_ANY), 0);
	KUNIT_EXPECT_TRUE(test, sbpf_map_enter(&irq));
	raw_spin_lock(&trie->lock);
	KUNIT_EXPECT_EQ(test, test_update(map, &key, &value, SBPF_ANY), -EBUSY);
	KUNIT_EXPECT_EQ(test, test_delete(map, &key), -EBUSY);
	KUNIT_EXPECT_TRUE(test, test_lookup(map, &key, &value, sizeof(value)));
	raw_spin_unlock(&trie->lock);
	KUNIT_EXPECT_EQ(test, test_update(map, &key, &value, SBPF_EXIST), 0);
	sbpf_map_leave(irq);
	map->ops->free(map);
}

static void lpm_trie_test_check(struct kunit *test)
{
	const struct sbpf_map_ops *ops = &sbpf_lpm_trie_map_ops;
	u32 ok = SBPF_F_NO_PREALLOC;

	KUNIT_EXPECT_EQ(test, test_check(ops, 8, 8, 4, ok), 0);
	KUNIT_EXPECT_EQ(test, test_check(ops, 8, 8, 4, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, test_check(ops, 4, 8, 4, ok), -EINVAL);
	KUNIT_EXPECT_EQ(test, test_check(ops, 5, 8, 4, ok), 0);
	KUNIT_EXPECT_EQ(test, test_check(ops, 260, 8, 4, ok), 0);
	KUNIT_EXPECT_EQ(test, test_check(ops, 261, 8, 4, ok), -EINVAL);
	KUNIT_EXPECT_EQ(test, test_check(ops, 8, 0, 4, ok), -EINVAL);
	KUNIT_EXPECT_EQ(test, test_check(ops, 8, 8, 0, ok), -EINVAL);
	KUNIT_EXPECT_EQ(test, test_check(ops, 8, KMALLOC_MAX_SIZE, 4, ok), -EINVAL);
	KUNIT_EXPECT_EQ(test, test_check(ops, 8, 8, 4, ok | SBPF_F_ZERO_SEED), -EINVAL);
	KUNIT_EXPECT_EQ(test, test_check(ops, 8, 8, 4, ok | SBPF_F_RDONLY_PROG | SBPF_F_WRONLY_PROG), -EINVAL);
	/* The largest node is one that kmalloc() has. */
	KUNIT_EXPECT_LE(test, sizeof(struct sbpf_elem) + sizeof(struct trie_node) + DATA_MAX + round_up(VALUE_MAX, 8),
			KMALLOC_MAX_SIZE);
}

#ifndef __KERNEL__
#include <pthread.h>

static volatile bool readers_stop;

struct reader {
	pthread_t thread;
	struct sbpf_map *map;
	int cpu;
	u32 errors;
	volatile u64 found;
};

/* Whatever goes on, an address below 10/8 is found, and the value tells a prefix that it begins with. */
static void *reader(void *arg)
{
	struct reader *r = arg;
	u32 seed = 3 + r->cpu;
	const u8 *value;
	struct prefix key;

	core_cpu = r->cpu;
	while (!readers_stop) {
		memset(&key, 0, sizeof(key));
		key.len = 32;
		key.data[0] = 10;
		key.data[1] = test_rand(&seed) % 4;
		key.data[2] = test_rand(&seed);
		value = r->map->ops->lookup(r->map, &key);
		r->errors += !value || memcmp(value + 4, key.data, value[0] / 8);
		r->found++;
	}
	return NULL;
}

/* A busy machine may let a reader wait for longer than the writer takes. */
static bool readers_read(const struct reader *r, u32 nr)
{
	while (nr--)
		if (r[nr].found <= 100)
			return false;
	return true;
}

static void lpm_trie_test_readers(struct kunit *test)
{
	struct sbpf_map *map = test_map(test, &sbpf_lpm_trie_map_ops, 8, 8, 5000, SBPF_F_NO_PREALLOC);
	struct reader r[CORE_CPUS - 1] = { };
	struct prefix key = { .len = 8, .data = { 10 } };
	u32 seed = 11, i;

	KUNIT_EXPECT_EQ(test, test_update(map, &key, &key, SBPF_ANY), 0);
	readers_stop = false;
	for (i = 0; i < ARRAY_SIZE(r); i++) {
		r[i].map = map;
		r[i].cpu = i + 1;
		pthread_create(&r[i].thread, NULL, reader, &r[i]);
	}
	for (i = 0; i < 60000 || !readers_read(r, ARRAY_SIZE(r)); i++) {
		key.data[1] = test_rand(&seed) % 4;
		key.data[2] = test_rand(&seed);
		key.len = test_rand(&seed) % 2 ? 16 : 24;
		if (key.len == 16)
			key.data[2] = 0;
		if (test_rand(&seed) % 2)
			KUNIT_EXPECT_EQ(test, test_update(map, &key, &key, SBPF_ANY), 0);
		else
			test_delete(map, &key);
	}
	readers_stop = true;
	for (i = 0; i < ARRAY_SIZE(r); i++) {
		pthread_join(r[i].thread, NULL);
		KUNIT_EXPECT_EQ(test, r[i].errors, 0);
	}
	map->ops->free(map);
}
#endif

static struct kunit_case lpm_trie_test_cases[] = {
	KUNIT_CASE(lpm_trie_test_model),
	KUNIT_CASE(lpm_trie_test_lifetime),
	KUNIT_CASE(lpm_trie_test_bounds),
	KUNIT_CASE(lpm_trie_test_nested),
	KUNIT_CASE(lpm_trie_test_check),
#ifndef __KERNEL__
	KUNIT_CASE(lpm_trie_test_readers),
#endif
	{ }
};

static struct kunit_suite lpm_trie_test_suite = {
	.name = "sbpf_lpm_trie",
	.test_cases = lpm_trie_test_cases,
	TEST_SUITE_FIXTURE
};
kunit_test_suite(lpm_trie_test_suite);
