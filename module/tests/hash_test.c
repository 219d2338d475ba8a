// SPDX-License-Identifier: GPL-2.0
/*
 * Suite of maps/hash.c, included by it: tables against a plain array that remembers what must be in them.
 * covers: map:HASH map:PERCPU_HASH
 */
#include "map_test.h"

#define KEYS		96	/* different keys used */
#define CAPACITY	64
#define KEY_MAX		40

/**
 * struct model - what must be in the table
 * @present: by number of the key
 * @value: likewise
 * @nr: how many are present
 */
struct model {
	bool present[KEYS];
	u64 value[KEYS];
	u32 nr;
};

static void key_make(u8 *key, u32 size, u32 id)
{
	memset(key, 0x5a, size);
	key[0] = id;
	key[size - 1] ^= id * 7;
}

static long model_update(struct model *m, u32 id, u64 value, u64 flags, u32 capacity)
{
	if (flags > SBPF_EXIST)
		return -EINVAL;
	if (m->present[id] && flags == SBPF_NOEXIST)
		return -EEXIST;
	if (!m->present[id] && flags == SBPF_EXIST)
		return -ENOENT;
	if (!m->present[id] && m->nr == capacity)
		return -E2BIG;
	m->nr += !m->present[id];
	m->present[id] = true;
	m->value[id] = value;
	return 0;
}

static long model_delete(struct model *m, u32 id)
{
	if (!m->present[id])
		return -ENOENT;
	m->present[id] = false;
	m->nr--;
	return 0;
}

/* Every element is in exactly one place: in the table, on a list, spare, spilled. */
static void audit(struct kunit *test, struct sbpf_hash *hash, u32 in_table)
{
	struct llist_node *node;
	u32 chained = 0, idle = 0, i;
	unsigned long link;
	int cpu;

	for (i = 0; i <= hash->mask; i++) {
		for (link = hash->buckets[i].head; !sbpf_link_ends(link); link = sbpf_elem_at(link)->next) {
			KUNIT_EXPECT_EQ(test, sbpf_elem_at(link)->hash & hash->mask, i);
			chained++;
		}
		KUNIT_EXPECT_EQ(test, link, sbpf_link_end(i));
	}
	KUNIT_EXPECT_EQ(test, chained, in_table);
	for_each_possible_cpu(cpu) {
		struct sbpf_pool_cpu *c = per_cpu_ptr(hash->pool.cpu, cpu);
		u32 nr = 0;

		for (node = c->head; node; node = node->next)
			nr++;
		KUNIT_EXPECT_EQ(test, nr, c->nr);
		idle += nr + !!c->spare;
	}
	for (node = hash->pool.spill.first; node; node = node->next)
		idle++;
	if (is_prealloc(hash))
		KUNIT_EXPECT_EQ(test, chained + idle, hash->pool.nr);
	else
		KUNIT_EXPECT_EQ(test, atomic_read(&hash->count), chained);
}

static void check_keys(struct kunit *test, struct sbpf_map *map, const struct model *m, u32 key_size)
{
	u8 key[KEY_MAX], next[KEY_MAX];
	bool seen[KEYS] = { };
	u32 n = 0;
	int err;

	for (err = test_next_key(map, NULL, next); !err; err = test_next_key(map, key, next)) {
		KUNIT_ASSERT_TRUE(test, next[0] < KEYS);
		KUNIT_EXPECT_FALSE(test, seen[next[0]]);
		KUNIT_EXPECT_TRUE(test, m->present[next[0]]);
		seen[next[0]] = true;
		memcpy(key, next, key_size);
		KUNIT_ASSERT_LE(test, ++n, KEYS);
	}
	KUNIT_EXPECT_EQ(test, err, -ENOENT);
	KUNIT_EXPECT_EQ(test, n, m->nr);
}

static void run_model(struct kunit *test, const struct sbpf_map_ops *ops, u32 key_size, u32 flags, u32 seed)
{
	struct sbpf_map *map = test_map(test, ops, key_size, 8, CAPACITY, flags);
	struct model *m = kzalloc(sizeof(*m), GFP_KERNEL);
	u8 key[KEY_MAX];
	u64 value, got = 0;
	u32 i, id;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, m);
	for (i = 0; i < 6000; i++) {
		id = test_rand(&seed) % KEYS;
		key_make(key, key_size, id);
		test_cpu(test_rand(&seed));
		value = (u64)i << 32 | id;
		/* Phases in which the table fills up, and others in which it empties. */
		if (test_rand(&seed) % 8 < (i / 500 % 2 ? 5 : 2)) {
			u64 f = test_rand(&seed) % 12 ? test_rand(&seed) % 3 : 3 + test_rand(&seed) % 9;

			KUNIT_EXPECT_EQ(test, test_update(map, key, &value, f),
					model_update(m, id, value, f, CAPACITY));
		} else if (test_rand(&seed) % 2) {
			KUNIT_EXPECT_EQ(test, test_delete(map, key), model_delete(m, id));
		} else {
			KUNIT_EXPECT_EQ(test, test_lookup(map, key, &got, sizeof(got)), m->present[id]);
			if (m->present[id])
				KUNIT_EXPECT_EQ(test, got, m->value[id]);
		}
		if (i % 1000 == 999) {
			check_keys(test, map, m, key_size);
			audit(test, sbpf_to_hash(map), m->nr);
		}
	}
	kfree(m);
	ops->free(map);
}

static void hash_test_model(struct kunit *test)
{
	run_model(test, &sbpf_hash_map_ops, 4, 0, 1);
	run_model(test, &sbpf_hash_map_ops, 8, 0, 2);
	run_model(test, &sbpf_hash_map_ops, 3, SBPF_F_ZERO_SEED, 3);
	run_model(test, &sbpf_hash_map_ops, 40, 0, 4);
}

static void hash_test_no_prealloc(struct kunit *test)
{
	run_model(test, &sbpf_hash_map_ops, 4, SBPF_F_NO_PREALLOC, 5);
	run_model(test, &sbpf_hash_map_ops, 13, SBPF_F_NO_PREALLOC, 6);
}

/* What a program found stays what it was when somebody replaces the value. */
static void hash_test_replace(struct kunit *test)
{
	struct sbpf_map *map = test_map(test, &sbpf_hash_map_ops, 4, 8, 4, 0);
	u64 one = 1, two = 2, *old, *new;
	u32 key = 7;

	test_prog_begin();
	KUNIT_EXPECT_EQ(test, map->ops->update(map, &key, &one, SBPF_ANY), 0);
	old = map->ops->lookup(map, &key);
	KUNIT_EXPECT_EQ(test, map->ops->update(map, &key, &two, SBPF_EXIST), 0);
	new = map->ops->lookup(map, &key);
	KUNIT_EXPECT_TRUE(test, old && new && old != new);
	if (old && new) {
		KUNIT_EXPECT_EQ(test, *old, 1);
		KUNIT_EXPECT_EQ(test, *new, 2);
	}
	test_prog_end();
	map->ops->free(map);
}

/* A bucket with more elements than there is room for stays as it is; else all of it goes, and nothing is lost on the way. */
static void take_buckets(struct kunit *test, struct sbpf_map *map, struct model *m)
{
	u32 keys[CAPACITY], before = m->nr, nr, i;
	u64 values[CAPACITY];
	int n, again;

	for (nr = 0; (n = map->ops->take_bucket(map, nr, keys, values, 0, true)) != -ENOENT; nr++) {
		KUNIT_ASSERT_LE(test, n, CAPACITY);
		again = map->ops->take_bucket(map, nr, keys, values, CAPACITY, false);
		KUNIT_ASSERT_EQ(test, again, n);
		audit(test, sbpf_to_hash(map), m->nr);
		memset(values, 0, sizeof(values));
		KUNIT_ASSERT_EQ(test, map->ops->take_bucket(map, nr, keys, values, n, true), n);
		for (i = 0; i < n; i++) {
			KUNIT_ASSERT_LE(test, keys[i], KEYS - 1);
			KUNIT_EXPECT_EQ(test, values[i], m->value[keys[i]]);
			KUNIT_EXPECT_EQ(test, model_delete(m, keys[i]), 0);
		}
		KUNIT_EXPECT_EQ(test, map->ops->take_bucket(map, nr, keys, values, 0, true), 0);
	}
	KUNIT_EXPECT_GE(test, nr, CAPACITY);
	KUNIT_EXPECT_GT(test, before, 0);
	KUNIT_EXPECT_EQ(test, m->nr, 0);
	KUNIT_EXPECT_EQ(test, map->ops->take_bucket(map, U32_MAX, keys, values, 0, false), -ENOENT);
}

static void hash_test_take(struct kunit *test)
{
	u32 flags[] = { 0, SBPF_F_NO_PREALLOC }, i, round, key;
	struct sbpf_map *map;
	struct model *m;
	u64 value;

	for (i = 0; i < ARRAY_SIZE(flags); i++) {
		map = test_map(test, &sbpf_hash_map_ops, 4, 8, CAPACITY, flags[i]);
		m = kzalloc(sizeof(*m), GFP_KERNEL);
		KUNIT_ASSERT_NOT_ERR_OR_NULL(test, m);
		for (round = 0; round < 3; round++) {
			for (key = 0; key < CAPACITY; key++) {
				test_cpu(key);
				value = key * 11 + round;
				KUNIT_EXPECT_EQ(test, test_update(map, &key, &value, SBPF_NOEXIST), 0);
				model_update(m, key, value, SBPF_NOEXIST, CAPACITY);
			}
			key = 5;
			value = 0;
			KUNIT_EXPECT_EQ(test, map->ops->user_take(map, &key, &value), 0);
			KUNIT_EXPECT_EQ(test, value, m->value[key]);
			KUNIT_EXPECT_EQ(test, model_delete(m, key), 0);
			KUNIT_EXPECT_EQ(test, map->ops->user_take(map, &key, &value), -ENOENT);
			audit(test, sbpf_to_hash(map), m->nr);
			take_buckets(test, map, m);
			audit(test, sbpf_to_hash(map), 0);
		}
		kfree(m);
		map->ops->free(map);
	}
}

/* A full table still takes new values of keys that it has. */
static void hash_test_full(struct kunit *test)
{
	u32 flags[] = { 0, SBPF_F_NO_PREALLOC }, i, key;
	struct sbpf_map *map;
	u64 value;

	for (i = 0; i < ARRAY_SIZE(flags); i++) {
		map = test_map(test, &sbpf_hash_map_ops, 4, 8, 5, flags[i]);
		for (key = 0; key < 5; key++) {
			value = key;
			KUNIT_EXPECT_EQ(test, test_update(map, &key, &value, SBPF_NOEXIST), 0);
		}
		KUNIT_EXPECT_EQ(test, test_update(map, &key, &value, SBPF_ANY), -E2BIG);
		for (key = 0; key < 5; key++) {
			value = key + 100;
			KUNIT_EXPECT_EQ(test, test_update(map, &key, &value, SBPF_ANY), 0);
			KUNIT_EXPECT_TRUE(test, test_lookup(map, &key, &value, sizeof(value)));
			KUNIT_EXPECT_EQ(test, value, key + 100);
		}
		KUNIT_EXPECT_EQ(test, test_update(map, &key, &value, SBPF_ANY), -E2BIG);
		key = 2;
		KUNIT_EXPECT_EQ(test, test_delete(map, &key), 0);
		key = 77;
		KUNIT_EXPECT_EQ(test, test_update(map, &key, &value, SBPF_ANY), 0);
		audit(test, sbpf_to_hash(map), 5);
		map->ops->free(map);
	}
}

static void hash_test_percpu(struct kunit *test)
{
	const struct sbpf_map_ops *ops = &sbpf_percpu_hash_map_ops;
	u32 flags[] = { 0, SBPF_F_NO_PREALLOC }, i, key = 3;
	u32 cpus = num_possible_cpus(), n;
	u64 *values = kcalloc(cpus, sizeof(u64), GFP_KERNEL), value = 42;
	struct sbpf_map *map;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, values);
	for (i = 0; i < ARRAY_SIZE(flags); i++) {
		map = test_map(test, ops, 4, 6, 4, flags[i]);
		for (n = 0; n < cpus; n++)
			values[n] = 0x1000 + n;
		KUNIT_EXPECT_EQ(test, ops->user_update(map, NULL, &key, values, SBPF_EXIST), -ENOENT);
		KUNIT_EXPECT_EQ(test, ops->user_update(map, NULL, &key, values, SBPF_NOEXIST), 0);
		KUNIT_EXPECT_EQ(test, ops->user_update(map, NULL, &key, values, SBPF_NOEXIST), -EEXIST);
		memset(values, 0, cpus * sizeof(u64));
		KUNIT_EXPECT_EQ(test, ops->user_lookup(map, &key, values, 0), 0);
		for (n = 0; n < cpus; n++)
			KUNIT_EXPECT_EQ(test, values[n], 0x1000 + n);
		/* The element is used again: a program gives one value, the others are zero. */
		KUNIT_EXPECT_EQ(test, test_delete(map, &key), 0);
		KUNIT_EXPECT_EQ(test, ops->user_lookup(map, &key, values, 0), -ENOENT);
		KUNIT_EXPECT_EQ(test, test_update(map, &key, &value, SBPF_ANY), 0);
		KUNIT_EXPECT_EQ(test, ops->user_lookup(map, &key, values, 0), 0);
		for (n = 0, value = 0; n < cpus; n++)
			value += values[n];
		KUNIT_EXPECT_EQ(test, value, 42);
		ops->free(map);
	}
	kfree(values);
}

static u64 count_callback(u64 map, u64 key, u64 value, u64 ctx, u64 r5)
{
	u64 *sum = (void *)(unsigned long)ctx;

	*sum += *(u64 *)(unsigned long)value;
	return *sum >= 1000;
}

static u64 delete_callback(u64 map, u64 key, u64 value, u64 ctx, u64 r5)
{
	return sbpf_hash_delete((void *)(unsigned long)map, (void *)(unsigned long)key) != 0;
}

/**
 * struct swap - for swap_callback()
 * @key: two keys of one bucket
 * @calls: how often it was called
 */
struct swap {
	u32 key[2];
	u32 calls;
};

/* Takes the element that comes next out and puts it back, in front of the one it is called for. */
static u64 swap_callback(u64 map, u64 key, u64 value, u64 ctx, u64 r5)
{
	struct sbpf_map *table = (void *)(unsigned long)map;
	struct swap *swap = (void *)(unsigned long)ctx;
	u32 *other = &swap->key[*(u32 *)(unsigned long)key == swap->key[0]];
	u64 val = 1;

	if (++swap->calls > 100)
		return 1;
	return sbpf_hash_delete(table, other) || table->ops->update(table, other, &val, SBPF_ANY);
}

/* A walk ends whatever its callback does to the chain. */
static void hash_test_walk_ends(struct kunit *test)
{
	struct sbpf_native_callback cb = { .head.kind = SBPF_CALLBACK_NATIVE, .fn = swap_callback };
	struct sbpf_map *map = test_map(test, &sbpf_hash_map_ops, 4, 8, 2, 0);
	struct sbpf_hash *hash = sbpf_to_hash(map);
	struct swap swap = { };
	u64 value = 1;

	do {
		swap.key[1]++;
	} while ((key_hash(hash, &swap.key[0], 4) ^ key_hash(hash, &swap.key[1], 4)) & hash->mask);
	KUNIT_EXPECT_EQ(test, test_update(map, &swap.key[0], &value, SBPF_ANY), 0);
	KUNIT_EXPECT_EQ(test, test_update(map, &swap.key[1], &value, SBPF_ANY), 0);
	test_prog_begin();
	KUNIT_EXPECT_GT(test, map->ops->for_each(map, (unsigned long)&cb, (unsigned long)&swap), 2);
	test_prog_end();
	KUNIT_EXPECT_LE(test, swap.calls, 2 * map->max_entries);
	map->ops->free(map);
}

static void hash_test_for_each(struct kunit *test)
{
	struct sbpf_native_callback count = { .head.kind = SBPF_CALLBACK_NATIVE, .fn = count_callback };
	struct sbpf_native_callback delete = { .head.kind = SBPF_CALLBACK_NATIVE, .fn = delete_callback };
	struct sbpf_map *map = test_map(test, &sbpf_hash_map_ops, 4, 8, 32, 0);
	u64 value = 3, sum = 0;
	u32 key;

	for (key = 0; key < 20; key++)
		KUNIT_EXPECT_EQ(test, test_update(map, &key, &value, SBPF_ANY), 0);
	test_prog_begin();
	KUNIT_EXPECT_EQ(test, map->ops->for_each(map, (unsigned long)&count, (unsigned long)&sum), 20);
	KUNIT_EXPECT_EQ(test, sum, 60);
	sum = 994;
	KUNIT_EXPECT_EQ(test, map->ops->for_each(map, (unsigned long)&count, (unsigned long)&sum), 2);
	KUNIT_EXPECT_EQ(test, map->ops->for_each(map, (unsigned long)&delete, 0), 20);
	KUNIT_EXPECT_EQ(test, map->ops->for_each(map, (unsigned long)&delete, 0), 0);
	test_prog_end();
	audit(test, sbpf_to_hash(map), 0);
	map->ops->free(map);
}

/* Who comes in the middle of another operation on the same bucket is told so, whatever it wants. */
static void hash_test_nested(struct kunit *test)
{
	struct sbpf_map *map = test_map(test, &sbpf_hash_map_ops, 4, 8, 4, 0);
	struct sbpf_hash *hash = sbpf_to_hash(map);
	u32 key = 1;
	u64 value = 1;
	struct sbpf_bucket *bucket = sbpf_hash_bucket(hash, key_hash(hash, &key, 4));
	unsigned long irq;

	KUNIT_EXPECT_EQ(test, test_update(map, &key, &value, SBPF_ANY), 0);
	KUNIT_EXPECT_TRUE(test, sbpf_map_enter(&irq));
	raw_spin_lock(&bucket->lock);
	KUNIT_EXPECT_EQ(test, test_update(map, &key, &value, SBPF_ANY), -EBUSY);
	KUNIT_EXPECT_EQ(test, test_delete(map, &key), -EBUSY);
	KUNIT_EXPECT_TRUE(test, test_lookup(map, &key, &value, sizeof(value)));
	raw_spin_unlock(&bucket->lock);
	/* Nested, but nothing is locked: goes through. */
	value = 5;
	KUNIT_EXPECT_EQ(test, test_update(map, &key, &value, SBPF_ANY), 0);
	sbpf_map_leave(irq);
	KUNIT_EXPECT_EQ(test, test_delete(map, &key), 0);
	audit(test, hash, 0);
	map->ops->free(map);
}

static void hash_test_check(struct kunit *test)
{
	const struct sbpf_map_ops *ops = &sbpf_hash_map_ops;

	KUNIT_EXPECT_EQ(test, test_check(ops, 0, 8, 4, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, test_check(ops, 4, 0, 4, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, test_check(ops, 4, 8, 0, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, test_check(ops, 4, 8, 4, SBPF_F_NO_COMMON_LRU), -EINVAL);
	KUNIT_EXPECT_EQ(test, test_check(ops, 4, 8, 4, SBPF_F_MMAPABLE), -EINVAL);
	KUNIT_EXPECT_EQ(test, test_check(ops, 4, 8, 4, SBPF_F_RDONLY_PROG | SBPF_F_WRONLY_PROG), -EINVAL);
	KUNIT_EXPECT_EQ(test, test_check(ops, 4, KMALLOC_MAX_SIZE, 4, 0), -E2BIG);
	KUNIT_EXPECT_EQ(test, test_check(ops, KMALLOC_MAX_SIZE, 4, 4, 0), -E2BIG);
	KUNIT_EXPECT_EQ(test, test_check(ops, U32_MAX, U32_MAX, 4, 0), -E2BIG);
	ops = &sbpf_percpu_hash_map_ops;
	KUNIT_EXPECT_EQ(test, test_check(ops, 4, PCPU_MIN_UNIT_SIZE + 1, 4, 0), -E2BIG);
	KUNIT_EXPECT_EQ(test, test_check(ops, 4, 8, 4, SBPF_F_NUMA_NODE), -EINVAL);
	ops = &sbpf_lru_hash_map_ops;
	KUNIT_EXPECT_EQ(test, test_check(ops, 4, 8, 4, SBPF_F_NO_PREALLOC), -ENOTSUPP);
	KUNIT_EXPECT_EQ(test, test_check(ops, 4, 8, 4, SBPF_F_NO_COMMON_LRU | SBPF_F_NUMA_NODE), -EINVAL);
	KUNIT_EXPECT_EQ(test, test_check(ops, 4, 8, 4, SBPF_F_NO_COMMON_LRU), 0);
}

#ifndef __KERNEL__
#include <pthread.h>

#define WORKERS		CORE_CPUS
#define WORK		60000

struct worker {
	pthread_t thread;
	struct sbpf_map *map;
	int cpu;
	u32 errors;
};

/* A value always tells its key and is the same twice, so a table that mixes elements up is found out. */
static void *worker(void *arg)
{
	struct worker *w = arg;
	u32 seed = 99 + w->cpu, i, key;
	u64 value[2];
	long err;

	core_cpu = w->cpu;
	for (i = 0; i < WORK; i++) {
		key = test_rand(&seed) % KEYS;
		value[0] = (u64)key << 32 | i;
		value[1] = ~value[0];
		switch (test_rand(&seed) % 4) {
		case 0:
			err = w->map->ops->update(w->map, &key, value, test_rand(&seed) % 3);
			w->errors += err && err != -EEXIST && err != -ENOENT && err != -E2BIG;
			break;
		case 1:
			err = w->map->ops->update(w->map, &key, value, SBPF_ANY);
			w->errors += err && err != -E2BIG;
			break;
		case 2:
			err = w->map->ops->delete(w->map, &key);
			w->errors += err && err != -ENOENT;
			break;
		default:
			w->map->ops->lookup(w->map, &key);
		}
	}
	return NULL;
}

static void run_workers(struct kunit *test, struct sbpf_map *map)
{
	struct worker w[WORKERS] = { };
	u32 key, n = 0, i;
	u64 *value;

	for (i = 0; i < WORKERS; i++) {
		w[i].map = map;
		w[i].cpu = i;
		pthread_create(&w[i].thread, NULL, worker, &w[i]);
	}
	for (i = 0; i < WORKERS; i++) {
		pthread_join(w[i].thread, NULL);
		KUNIT_EXPECT_EQ(test, w[i].errors, 0);
	}
	for (key = 0; key < KEYS; key++) {
		value = map->ops->lookup(map, &key);
		if (!value)
			continue;
		n++;
		KUNIT_EXPECT_EQ(test, value[0] >> 32, key);
		KUNIT_EXPECT_EQ(test, value[1], ~value[0]);
	}
	audit(test, sbpf_to_hash(map), n);
	map->ops->free(map);
}

static void hash_test_threads(struct kunit *test)
{
	run_workers(test, test_map(test, &sbpf_hash_map_ops, 4, 16, KEYS, 0));
	run_workers(test, test_map(test, &sbpf_hash_map_ops, 4, 16, KEYS / 2, 0));
	run_workers(test, test_map(test, &sbpf_lru_hash_map_ops, 4, 16, KEYS / 2, 0));
	run_workers(test, test_map(test, &sbpf_lru_hash_map_ops, 4, 16, KEYS / 2, SBPF_F_NO_COMMON_LRU));
}

/* An allocation that fails at any place leaves nothing behind; the leak checker looks. */
static void hash_test_nomem(struct kunit *test)
{
	static const struct {
		const struct sbpf_map_ops *ops;
		u32 flags;
	} kinds[] = {
		{ &sbpf_hash_map_ops, 0 }, { &sbpf_hash_map_ops, SBPF_F_NO_PREALLOC },
		{ &sbpf_percpu_hash_map_ops, 0 }, { &sbpf_percpu_hash_map_ops, SBPF_F_NO_PREALLOC },
		{ &sbpf_lru_hash_map_ops, 0 }, { &sbpf_lru_percpu_hash_map_ops, SBPF_F_NO_COMMON_LRU },
	};
	union sbpf_attr attr = { .key_size = 4, .value_size = 8, .max_entries = 10 };
	struct sbpf_map *map;
	u32 i, n;

	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		for (n = 0; n < 1000; n++) {
			attr.map_flags = kinds[i].flags;
			core_fail_alloc(n);
			map = kinds[i].ops->alloc(&attr);
			core_fail_alloc(-1);
			if (!IS_ERR(map))
				break;
			KUNIT_EXPECT_EQ(test, PTR_ERR(map), -ENOMEM);
		}
		KUNIT_ASSERT_TRUE(test, !IS_ERR(map));
		KUNIT_EXPECT_GT(test, n, 3);
		kinds[i].ops->free(map);
	}
}
#endif

static struct kunit_case hash_test_cases[] = {
	KUNIT_CASE(hash_test_model),
	KUNIT_CASE(hash_test_no_prealloc),
	KUNIT_CASE(hash_test_replace),
	KUNIT_CASE(hash_test_take),
	KUNIT_CASE(hash_test_full),
	KUNIT_CASE(hash_test_percpu),
	KUNIT_CASE(hash_test_for_each),
	KUNIT_CASE(hash_test_walk_ends),
	KUNIT_CASE(hash_test_nested),
	KUNIT_CASE(hash_test_check),
#ifndef __KERNEL__
	KUNIT_CASE(hash_test_threads),
	KUNIT_CASE(hash_test_nomem),
#endif
	{ }
};

static struct kunit_suite hash_test_suite = {
	.name = "sbpf_hash",
	.test_cases = hash_test_cases,
	TEST_SUITE_FIXTURE
};
kunit_test_suite(hash_test_suite);
