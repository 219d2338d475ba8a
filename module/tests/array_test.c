// SPDX-License-Identifier: GPL-2.0
/*
 * Suite of maps/array.c and maps/percpu_array.c, included by the former.
 * covers: map:ARRAY map:PERCPU_ARRAY
 */
#include <linux/percpu.h>
#include "map_test.h"

static void array_test_check(struct kunit *test)
{
	const struct sbpf_map_ops *ops = &sbpf_array_map_ops;

	KUNIT_EXPECT_EQ(test, test_check(ops, 4, 8, 1, 0), 0);
	KUNIT_EXPECT_EQ(test, test_check(ops, 4, 8, 1, SBPF_F_MMAPABLE | SBPF_F_RDONLY_PROG), 0);
	KUNIT_EXPECT_EQ(test, test_check(ops, 8, 8, 1, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, test_check(ops, 4, 0, 1, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, test_check(ops, 4, 8, 0, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, test_check(ops, 4, 8, 1, SBPF_F_NO_PREALLOC), -EINVAL);
	KUNIT_EXPECT_EQ(test, test_check(ops, 4, 8, 1, SBPF_F_PRESERVE_ELEMS), -EINVAL);
	KUNIT_EXPECT_EQ(test, test_check(ops, 4, 8, 1, SBPF_F_RDONLY_PROG | SBPF_F_WRONLY_PROG), -EINVAL);
	KUNIT_EXPECT_EQ(test, test_check(ops, 4, 0x80000000U, 1, 0), -E2BIG);
	ops = &sbpf_percpu_array_map_ops;
	KUNIT_EXPECT_EQ(test, test_check(ops, 4, 8, 1, 0), 0);
	KUNIT_EXPECT_EQ(test, test_check(ops, 4, 8, 1, SBPF_F_MMAPABLE), -EINVAL);
	KUNIT_EXPECT_EQ(test, test_check(ops, 4, 8, 1, SBPF_F_INNER_MAP), -EINVAL);
	KUNIT_EXPECT_EQ(test, test_check(ops, 4, PCPU_MIN_UNIT_SIZE + 1, 1, 0), -E2BIG);
}

static void check_ops(struct kunit *test, const struct sbpf_map_ops *ops)
{
	struct sbpf_map *map = test_map(test, ops, 4, 8, 5, 0);
	u64 value = 77, got = 0;
	u32 key, next;

	for (key = 0; key < 5; key++) {
		KUNIT_EXPECT_TRUE(test, test_lookup(map, &key, &got, sizeof(got)));
		KUNIT_EXPECT_EQ(test, got, 0);
		value = key + 100;
		KUNIT_EXPECT_EQ(test, test_update(map, &key, &value, key % 2 ? SBPF_ANY : SBPF_EXIST), 0);
	}
	for (key = 0; key < 5; key++) {
		KUNIT_EXPECT_TRUE(test, test_lookup(map, &key, &got, sizeof(got)));
		KUNIT_EXPECT_EQ(test, got, key + 100);
		KUNIT_EXPECT_EQ(test, test_update(map, &key, &value, SBPF_NOEXIST), -EEXIST);
		KUNIT_EXPECT_EQ(test, test_update(map, &key, &value, SBPF_F_LOCK), -EINVAL);
		KUNIT_EXPECT_EQ(test, test_update(map, &key, &value, 8), -EINVAL);
		KUNIT_EXPECT_EQ(test, test_delete(map, &key), -EINVAL);
	}
	KUNIT_EXPECT_FALSE(test, test_lookup(map, &key, &got, sizeof(got)));
	KUNIT_EXPECT_EQ(test, test_update(map, &key, &value, SBPF_ANY), -E2BIG);
	KUNIT_EXPECT_EQ(test, test_update(map, &key, &value, 9), -EINVAL);

	KUNIT_EXPECT_EQ(test, test_next_key(map, NULL, &next), 0);
	KUNIT_EXPECT_EQ(test, next, 0);
	for (key = 0; key < 4; key++) {
		KUNIT_EXPECT_EQ(test, test_next_key(map, &key, &next), 0);
		KUNIT_EXPECT_EQ(test, next, key + 1);
	}
	KUNIT_EXPECT_EQ(test, test_next_key(map, &key, &next), -ENOENT);
	key = 5;
	KUNIT_EXPECT_EQ(test, test_next_key(map, &key, &next), 0);
	KUNIT_EXPECT_EQ(test, next, 0);
	ops->free(map);
}

static void array_test_ops(struct kunit *test)
{
	check_ops(test, &sbpf_array_map_ops);
	check_ops(test, &sbpf_percpu_array_map_ops);
}

static void array_test_values(struct kunit *test)
{
	u32 sizes[] = { 1, 3, 4, 7, 8, 12, 16, 17, 100, 4000 }, i, key;
	u8 *value = kzalloc(4000, GFP_KERNEL), *got = kzalloc(4000, GFP_KERNEL);
	struct sbpf_map *map;

	KUNIT_ASSERT_TRUE(test, value && got);
	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		map = test_map(test, &sbpf_array_map_ops, 4, sizes[i], 3, 0);
		for (key = 0; key < 3; key++) {
			memset(value, 0x10 + key, sizes[i]);
			KUNIT_EXPECT_EQ(test, test_update(map, &key, value, SBPF_ANY), 0);
		}
		for (key = 0; key < 3; key++) {
			memset(value, 0x10 + key, sizes[i]);
			KUNIT_EXPECT_TRUE(test, test_lookup(map, &key, got, sizes[i]));
			KUNIT_EXPECT_EQ(test, memcmp(value, got, sizes[i]), 0);
		}
		map->ops->free(map);
	}
	kfree(value);
	kfree(got);
}

static void array_test_percpu_user(struct kunit *test)
{
	const struct sbpf_map_ops *ops = &sbpf_percpu_array_map_ops;
	struct sbpf_map *map = test_map(test, ops, 4, 5, 2, 0);
	u32 cpus = num_possible_cpus(), key = 1, cpu;
	u64 *values = kcalloc(cpus, sizeof(u64), GFP_KERNEL);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, values);
	for (cpu = 0; cpu < cpus; cpu++)
		values[cpu] = 0xff00 + cpu;
	KUNIT_EXPECT_EQ(test, ops->user_update(map, NULL, &key, values, SBPF_NOEXIST), -EEXIST);
	KUNIT_EXPECT_EQ(test, ops->user_update(map, NULL, &key, values, SBPF_F_LOCK), -EINVAL);
	KUNIT_EXPECT_EQ(test, ops->user_update(map, NULL, &key, values, SBPF_EXIST), 0);
	memset(values, 0, cpus * sizeof(u64));
	KUNIT_EXPECT_EQ(test, ops->user_lookup(map, &key, values, 0), 0);
	for (cpu = 0; cpu < cpus; cpu++)
		KUNIT_EXPECT_EQ(test, values[cpu], 0xff00 + cpu);
	rcu_read_lock();
	KUNIT_EXPECT_PTR_EQ(test, ops->lookup_cpu(map, &key, nr_cpu_ids), NULL);
	KUNIT_EXPECT_EQ(test, *(u64 *)ops->lookup_cpu(map, &key, 0), 0xff00);
	rcu_read_unlock();
	key = 2;
	KUNIT_EXPECT_EQ(test, ops->user_update(map, NULL, &key, values, SBPF_ANY), -E2BIG);
	KUNIT_EXPECT_EQ(test, ops->user_lookup(map, &key, values, 0), -ENOENT);
	kfree(values);
	ops->free(map);
}

static u64 sum_callback(u64 map, u64 key, u64 value, u64 ctx, u64 r5)
{
	*(u64 *)(unsigned long)ctx += *(u32 *)(unsigned long)key;
	return *(u32 *)(unsigned long)key == 6;
}

static void array_test_for_each(struct kunit *test)
{
	struct sbpf_native_callback sum = { .head.kind = SBPF_CALLBACK_NATIVE, .fn = sum_callback };
	const struct sbpf_map_ops *kinds[] = { &sbpf_array_map_ops, &sbpf_percpu_array_map_ops };
	struct sbpf_map *map;
	u64 ctx;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		map = test_map(test, kinds[i], 4, 8, 5, 0);
		ctx = 0;
		test_prog_begin();
		KUNIT_EXPECT_EQ(test, map->ops->for_each(map, (unsigned long)&sum, (unsigned long)&ctx), 5);
		test_prog_end();
		KUNIT_EXPECT_EQ(test, ctx, 10);
		map->ops->free(map);
		map = test_map(test, kinds[i], 4, 8, 10, 0);
		test_prog_begin();
		KUNIT_EXPECT_EQ(test, map->ops->for_each(map, (unsigned long)&sum, (unsigned long)&ctx), 7);
		test_prog_end();
		map->ops->free(map);
	}
}

static void array_test_direct(struct kunit *test)
{
	struct sbpf_map *map = test_map(test, &sbpf_array_map_ops, 4, 20, 1, 0);
	u32 key = 0;
	u64 addr;

	KUNIT_EXPECT_EQ(test, map->ops->direct_value(map, &addr, 0), 0);
	rcu_read_lock();
	KUNIT_EXPECT_EQ(test, addr, (unsigned long)map->ops->lookup(map, &key));
	rcu_read_unlock();
	KUNIT_EXPECT_EQ(test, map->ops->direct_value(map, &addr, 20), -EINVAL);
	map->ops->free(map);
	map = test_map(test, &sbpf_array_map_ops, 4, 20, 2, 0);
	KUNIT_EXPECT_EQ(test, map->ops->direct_value(map, &addr, 0), -ENOTSUPP);
	map->ops->free(map);
}

/* A few instructions are all that inlined lookups use: run them by hand. */
static u64 run_inline(const struct sbpf_insn *insn, int n, u32 index)
{
	u64 reg[3] = { 0, 0, (unsigned long)&index };
	int pc;

	for (pc = 0; pc < n; pc++) {
		const struct sbpf_insn *i = &insn[pc];
		u64 src = SBPF_SRC(i->code) == SBPF_X ? reg[i->src_reg] : (u64)(s64)i->imm;

		switch (i->code) {
		case SBPF_LDX | SBPF_MEM | SBPF_W:
			reg[i->dst_reg] = *(u32 *)(unsigned long)reg[i->src_reg];
			break;
		case SBPF_LD | SBPF_IMM | SBPF_DW:
			reg[i->dst_reg] = sbpf_insn_imm64(i);
			pc++;
			break;
		case SBPF_JMP | SBPF_JGE | SBPF_K:
			pc += reg[i->dst_reg] >= src ? i->off : 0;
			break;
		case SBPF_JMP | SBPF_JA:
			pc += i->off;
			break;
		case SBPF_ALU | SBPF_AND | SBPF_K:
			reg[i->dst_reg] = (u32)reg[i->dst_reg] & (u32)src;
			break;
		case SBPF_ALU64 | SBPF_AND | SBPF_X:
			reg[i->dst_reg] &= src;
			break;
		case SBPF_ALU64 | SBPF_MOV | SBPF_X:
		case SBPF_ALU64 | SBPF_MOV | SBPF_K:
			reg[i->dst_reg] = src;
			break;
		case SBPF_ALU64 | SBPF_SUB | SBPF_K:
			reg[i->dst_reg] -= src;
			break;
		case SBPF_ALU64 | SBPF_ADD | SBPF_X:
			reg[i->dst_reg] += src;
			break;
		case SBPF_ALU64 | SBPF_ARSH | SBPF_K:
			reg[i->dst_reg] = (s64)reg[i->dst_reg] >> src;
			break;
		case SBPF_ALU64 | SBPF_LSH | SBPF_K:
			reg[i->dst_reg] <<= src;
			break;
		case SBPF_ALU64 | SBPF_MUL | SBPF_K:
			reg[i->dst_reg] *= src;
			break;
		default:
			return ~0ULL;
		}
	}
	return reg[0];
}

static void array_test_inline(struct kunit *test)
{
	u32 entries[] = { 1, 2, 5, 64, 1000 }, sizes[] = { 4, 8, 24, 4096 }, i, j, key;
	struct sbpf_insn insns[SBPF_MAP_GEN_MAX];
	struct sbpf_map *map;
	int n;

	for (i = 0; i < ARRAY_SIZE(entries); i++) {
		for (j = 0; j < ARRAY_SIZE(sizes); j++) {
			map = test_map(test, &sbpf_array_map_ops, 4, sizes[j], entries[i], 0);
			n = map->ops->gen_lookup(map, insns);
			KUNIT_EXPECT_GT(test, n, 0);
			KUNIT_EXPECT_LE(test, n, SBPF_MAP_GEN_MAX);
			rcu_read_lock();
			for (key = 0; key < entries[i] + 3; key++)
				KUNIT_EXPECT_EQ(test, run_inline(insns, n, key),
						(unsigned long)map->ops->lookup(map, &key));
			KUNIT_EXPECT_EQ(test, run_inline(insns, n, U32_MAX), 0);
			KUNIT_EXPECT_EQ(test, run_inline(insns, n, 1U << 31), 0);
			rcu_read_unlock();
			map->ops->free(map);
		}
	}
	map = test_map(test, &sbpf_array_map_ops, 4, 8, 4, SBPF_F_INNER_MAP);
	KUNIT_EXPECT_EQ(test, map->ops->gen_lookup(map, insns), 0);
	map->ops->free(map);
}

static struct kunit_case array_test_cases[] = {
	KUNIT_CASE(array_test_check),
	KUNIT_CASE(array_test_ops),
	KUNIT_CASE(array_test_values),
	KUNIT_CASE(array_test_percpu_user),
	KUNIT_CASE(array_test_for_each),
	KUNIT_CASE(array_test_direct),
	KUNIT_CASE(array_test_inline),
	{ }
};

static struct kunit_suite array_test_suite = {
	.name = "sbpf_array",
	.test_cases = array_test_cases,
	TEST_SUITE_FIXTURE
};
kunit_test_suite(array_test_suite);
