// SPDX-License-Identifier: GPL-2.0
/*
 * Suite of maps/queue_stack.c, included by it: both against a plain array that is shifted.
 * covers: map:QUEUE map:STACK
 */
#include "map_test.h"

#define CAPACITY	7

static void run_model(struct kunit *test, const struct sbpf_map_ops *ops, u32 value_size)
{
	struct sbpf_map *map = test_map(test, ops, 0, value_size, CAPACITY, 0);
	bool stack = ops == &sbpf_stack_map_ops;
	u8 list[CAPACITY], value[24], got[24];
	u32 seed = 3, nr = 0, round, i;
	long want;
	u64 flags;

	for (round = 0; round < 20000; round++) {
		memset(value, round, sizeof(value));
		memset(got, 0xee, sizeof(got));
		i = stack ? nr - 1 : 0;
		switch (test_rand(&seed) % 4) {
		case 0 ... 1:
			flags = test_rand(&seed) % 4;
			want = flags != SBPF_ANY && flags != SBPF_EXIST ? -EINVAL : nr == CAPACITY && !flags ? -E2BIG : 0;
			KUNIT_EXPECT_EQ(test, ops->push(map, value, flags), want);
			if (want)
				break;
			if (nr == CAPACITY)
				memmove(list, list + 1, --nr);
			list[nr++] = round;
			break;
		case 2:
			KUNIT_EXPECT_EQ(test, ops->peek(map, got), nr ? 0 : -ENOENT);
			KUNIT_EXPECT_EQ(test, got[value_size - 1], nr ? list[i] : 0);
			KUNIT_EXPECT_EQ(test, got[value_size], 0xee);
			break;
		default:
			KUNIT_EXPECT_EQ(test, ops->pop(map, got), nr ? 0 : -ENOENT);
			KUNIT_EXPECT_EQ(test, got[0], nr ? list[i] : 0);
			KUNIT_EXPECT_EQ(test, got[value_size], 0xee);
			if (!nr)
				break;
			if (!stack)
				memmove(list, list + 1, nr - 1);
			nr--;
		}
	}
	ops->free(map);
}

static void queue_stack_test_model(struct kunit *test)
{
	static const u32 sizes[] = { 1, 4, 7, 8, 16, 20 };
	u32 i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		run_model(test, &sbpf_queue_map_ops, sizes[i]);
		run_model(test, &sbpf_stack_map_ops, sizes[i]);
	}
}

static void queue_stack_test_nested(struct kunit *test)
{
	const struct sbpf_map_ops *ops = &sbpf_queue_map_ops;
	struct sbpf_map *map = test_map(test, ops, 0, 8, 4, 0);
	unsigned long irq;
	u64 value = 1;

	KUNIT_EXPECT_EQ(test, ops->push(map, &value, SBPF_ANY), 0);
	KUNIT_EXPECT_TRUE(test, sbpf_map_enter(&irq));
	raw_spin_lock(&to_ring(map)->lock);
	KUNIT_EXPECT_EQ(test, ops->push(map, &value, SBPF_ANY), -EBUSY);
	KUNIT_EXPECT_EQ(test, ops->pop(map, &value), -EBUSY);
	KUNIT_EXPECT_EQ(test, value, 0);
	KUNIT_EXPECT_EQ(test, ops->peek(map, &value), -EBUSY);
	raw_spin_unlock(&to_ring(map)->lock);
	KUNIT_EXPECT_EQ(test, ops->pop(map, &value), 0);
	KUNIT_EXPECT_EQ(test, value, 1);
	sbpf_map_leave(irq);
	ops->free(map);
}

static void queue_stack_test_check(struct kunit *test)
{
	const struct sbpf_map_ops *kinds[] = { &sbpf_queue_map_ops, &sbpf_stack_map_ops };
	u32 i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		KUNIT_EXPECT_EQ(test, test_check(kinds[i], 0, 8, 4, SBPF_F_RDONLY_PROG), 0);
		KUNIT_EXPECT_EQ(test, test_check(kinds[i], 4, 8, 4, 0), -EINVAL);
		KUNIT_EXPECT_EQ(test, test_check(kinds[i], 0, 0, 4, 0), -EINVAL);
		KUNIT_EXPECT_EQ(test, test_check(kinds[i], 0, 8, 0, 0), -EINVAL);
		KUNIT_EXPECT_EQ(test, test_check(kinds[i], 0, 8, 4, SBPF_F_NO_PREALLOC), -EINVAL);
		KUNIT_EXPECT_EQ(test, test_check(kinds[i], 0, KMALLOC_MAX_SIZE + 1, 4, 0), -E2BIG);
		KUNIT_EXPECT_EQ(test, test_check(kinds[i], 0, 8, 4, SBPF_F_RDONLY_PROG | SBPF_F_WRONLY_PROG), -EINVAL);
	}
}

static struct kunit_case queue_stack_test_cases[] = {
	KUNIT_CASE(queue_stack_test_model),
	KUNIT_CASE(queue_stack_test_nested),
	KUNIT_CASE(queue_stack_test_check),
	{ }
};

static struct kunit_suite queue_stack_test_suite = {
	.name = "sbpf_queue_stack",
	.test_cases = queue_stack_test_cases,
	TEST_SUITE_FIXTURE
};
kunit_test_suite(queue_stack_test_suite);
