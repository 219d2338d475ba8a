/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the suites of the map types share. They run as KUnit suites on a kernel and in user space (tools/core), where a
 * test also chooses the CPU it is on.
 */
#ifndef SBPF_TESTS_MAP_TEST_H
#define SBPF_TESTS_MAP_TEST_H

#include <kunit/test.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>

#include "../engine/callback.h"
#include "../map.h"

#ifdef __KERNEL__
#define test_cpu(n)	((void)(n))

/* KUnit runs a module's suites before its init function; what maps need of that is there for the time of a suite. */
static bool test_owns_obj;

static int test_suite_init(struct kunit_suite *suite)
{
	if (sbpf_obj_wq())
		return 0;
	test_owns_obj = true;
	return sbpf_obj_init();
}

static void test_suite_exit(struct kunit_suite *suite)
{
	if (test_owns_obj)
		sbpf_obj_exit();
	test_owns_obj = false;
}

#define TEST_SUITE_FIXTURE	.suite_init = test_suite_init, .suite_exit = test_suite_exit
#else
#define TEST_SUITE_FIXTURE
#define test_cpu(n)	(core_cpu = (n) % CORE_CPUS)
#endif

/* As a program runs: not migrated, RCU read side. */
static inline void test_prog_begin(void)
{
	preempt_disable();
	rcu_read_lock();
}

static inline void test_prog_end(void)
{
	rcu_read_unlock();
	preempt_enable();
}

/* Repeatable random numbers. */
static inline u32 test_rand(u32 *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

static inline struct sbpf_map *test_map(struct kunit *test, const struct sbpf_map_ops *ops, u32 key_size,
					u32 value_size, u32 max_entries, u32 flags)
{
	union sbpf_attr attr = { };
	struct sbpf_map *map;

	attr.key_size = key_size;
	attr.value_size = value_size;
	attr.max_entries = max_entries;
	attr.map_flags = flags;
	KUNIT_ASSERT_EQ(test, ops->alloc_check(&attr), 0);
	map = ops->alloc(&attr);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, map);
	map->ops = ops;
	return map;
}

static inline int test_check(const struct sbpf_map_ops *ops, u32 key_size, u32 value_size, u32 max_entries, u32 flags)
{
	union sbpf_attr attr = { };

	attr.key_size = key_size;
	attr.value_size = value_size;
	attr.max_entries = max_entries;
	attr.map_flags = flags;
	return ops->alloc_check(&attr);
}

static inline long test_update(struct sbpf_map *map, const void *key, const void *value, u64 flags)
{
	long err;

	test_prog_begin();
	err = map->ops->update(map, key, value, flags);
	test_prog_end();
	return err;
}

static inline long test_delete(struct sbpf_map *map, const void *key)
{
	long err;

	test_prog_begin();
	err = map->ops->delete(map, key);
	test_prog_end();
	return err;
}

/* Looks up as a program and copies @size bytes of the value. */
static inline bool test_lookup(struct sbpf_map *map, const void *key, void *value, u32 size)
{
	const void *found;

	test_prog_begin();
	found = map->ops->lookup(map, key);
	if (found)
		memcpy(value, found, size);
	test_prog_end();
	return found;
}

static inline int test_next_key(struct sbpf_map *map, const void *key, void *next)
{
	int err;

	rcu_read_lock();
	err = map->ops->next_key(map, key, next);
	rcu_read_unlock();
	return err;
}

#endif /* SBPF_TESTS_MAP_TEST_H */
