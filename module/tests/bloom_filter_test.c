// SPDX-License-Identifier: GPL-2.0
/*
 * Suite of maps/bloom_filter.c, included by it.
 * covers: map:BLOOM_FILTER
 */
#include "map_test.h"

#define VALUES		1000
#define STRANGERS	10000

/* What was put in is always found; what was not, seldom. */
static void bloom_filter_test_members(struct kunit *test)
{
	static const u32 sizes[] = { 3, 4, 8, 13, 64 };
	const struct sbpf_map_ops *ops = &sbpf_bloom_filter_map_ops;
	u8 value[65] = { }, *odd = value + 1;
	struct sbpf_map *map;
	u32 i, n, wrong;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		map = test_map(test, ops, 0, sizes[i], VALUES, SBPF_F_ZERO_SEED);
		KUNIT_EXPECT_EQ(test, to_bloom(map)->hashes, HASHES_DEFAULT);
		for (n = 0; n < VALUES; n++) {
			memcpy(value, &n, 3);
			KUNIT_EXPECT_EQ(test, ops->push(map, value, SBPF_ANY), 0);
		}
		for (n = 0; n < VALUES; n++) {
			memcpy(value, &n, 3);
			KUNIT_EXPECT_EQ(test, ops->peek(map, value), 0);
			/* Wherever in memory it is. */
			memset(value, 0, sizeof(value));
			memcpy(odd, &n, 3);
			KUNIT_EXPECT_EQ(test, ops->peek(map, odd), 0);
			memset(value, 0, sizeof(value));
		}
		for (n = VALUES, wrong = 0; n < VALUES + STRANGERS; n++) {
			memcpy(value, &n, 3);
			wrong += !ops->peek(map, value);
		}
		KUNIT_EXPECT_LT(test, wrong, STRANGERS / 20);
		memset(value, 0, sizeof(value));
		ops->free(map);
	}
}

static void bloom_filter_test_bits(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, bloom_mask(1, 1), 63);
	KUNIT_EXPECT_EQ(test, bloom_mask(1000, 5), 8191);
	KUNIT_EXPECT_EQ(test, bloom_mask(1U << 30, 1), (1U << 31) - 1);
	KUNIT_EXPECT_EQ(test, bloom_mask(1U << 31, 1), U32_MAX);
	KUNIT_EXPECT_EQ(test, bloom_mask(U32_MAX, 15), U32_MAX);
	KUNIT_EXPECT_EQ(test, bloom_bytes(U32_MAX), 1ULL << 29);
}

static void bloom_filter_test_check(struct kunit *test)
{
	const struct sbpf_map_ops *ops = &sbpf_bloom_filter_map_ops;
	union sbpf_attr attr = { .value_size = 8, .max_entries = 4, .map_extra = 15 };
	struct sbpf_map *map = test_map(test, ops, 0, 8, 4, 0);
	u64 value = 1;

	KUNIT_EXPECT_EQ(test, ops->push(map, &value, SBPF_EXIST), -EINVAL);
	KUNIT_EXPECT_EQ(test, ops->push(map, &value, SBPF_NOEXIST), -EINVAL);
	KUNIT_EXPECT_EQ(test, ops->peek(map, &value), -ENOENT);
	KUNIT_EXPECT_EQ(test, value, 1);
	ops->free(map);
	KUNIT_EXPECT_EQ(test, ops->alloc_check(&attr), 0);
	attr.map_extra = 16;
	KUNIT_EXPECT_EQ(test, ops->alloc_check(&attr), -EINVAL);
	KUNIT_EXPECT_EQ(test, test_check(ops, 4, 8, 4, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, test_check(ops, 0, 0, 4, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, test_check(ops, 0, 8, 0, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, test_check(ops, 0, 8, 4, SBPF_F_NO_PREALLOC), -EINVAL);
	KUNIT_EXPECT_EQ(test, test_check(ops, 0, KMALLOC_MAX_SIZE + 1, 4, 0), -E2BIG);
}

static struct kunit_case bloom_filter_test_cases[] = {
	KUNIT_CASE(bloom_filter_test_members),
	KUNIT_CASE(bloom_filter_test_bits),
	KUNIT_CASE(bloom_filter_test_check),
	{ }
};

static struct kunit_suite bloom_filter_test_suite = {
	.name = "sbpf_bloom_filter",
	.test_cases = bloom_filter_test_cases,
	TEST_SUITE_FIXTURE
};
kunit_test_suite(bloom_filter_test_suite);
