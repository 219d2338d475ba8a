// SPDX-License-Identifier: GPL-2.0
/*
 * Suite of verifier/tnum.c, included by it: all sets of four bits against each other, with all their members.
 */
#include <kunit/test.h>

#define TNUM_BITS	4
#define TNUM_SETS	81	/* each bit 0, 1 or unknown */
#define TNUM_TOP	(1U << TNUM_BITS)

static struct sbpf_tnum nth_tnum(u32 n)
{
	struct sbpf_tnum t = { };
	u32 bit;

	for (bit = 0; bit < TNUM_BITS; bit++, n /= 3) {
		if (n % 3 == 2)
			t.mask |= 1ULL << bit;
		else if (n % 3)
			t.value |= 1ULL << bit;
	}
	return t;
}

/* Whether every result of two members is in the set made of the two sets. */
static bool pair_sound(struct sbpf_tnum a, struct sbpf_tnum b)
{
	struct sbpf_tnum add = sbpf_tnum_add(a, b), sub = sbpf_tnum_sub(a, b), mul = sbpf_tnum_mul(a, b);
	struct sbpf_tnum and = sbpf_tnum_and(a, b), or = sbpf_tnum_or(a, b), xor = sbpf_tnum_xor(a, b);
	struct sbpf_tnum join = sbpf_tnum_join(a, b), both;
	bool meets = sbpf_tnum_meet(a, b, &both), common = false;
	u64 x, y;

	for (x = 0; x < TNUM_TOP; x++) {
		if (!sbpf_tnum_has(a, x))
			continue;
		if (!sbpf_tnum_has(join, x))
			return false;
		if (sbpf_tnum_has(b, x)) {
			common = true;
			if (!meets || !sbpf_tnum_has(both, x))
				return false;
		}
		for (y = 0; y < TNUM_TOP; y++) {
			if (!sbpf_tnum_has(b, y))
				continue;
			if (!sbpf_tnum_has(join, y) || !sbpf_tnum_has(add, x + y) || !sbpf_tnum_has(sub, x - y) ||
			    !sbpf_tnum_has(mul, x * y) || !sbpf_tnum_has(and, x & y) || !sbpf_tnum_has(or, x | y) ||
			    !sbpf_tnum_has(xor, x ^ y))
				return false;
		}
	}
	return common == meets;
}

static void tnum_test_pairs(struct kunit *test)
{
	u32 i, j, bad = 0;

	for (i = 0; i < TNUM_SETS; i++)
		for (j = 0; j < TNUM_SETS; j++)
			bad += !pair_sound(nth_tnum(i), nth_tnum(j));
	KUNIT_EXPECT_EQ(test, bad, 0);
}

static void tnum_test_within(struct kunit *test)
{
	u32 i, j, v, wrong = 0;

	for (i = 0; i < TNUM_SETS; i++) {
		for (j = 0; j < TNUM_SETS; j++) {
			struct sbpf_tnum out = nth_tnum(i), in = nth_tnum(j);
			bool all = true;

			for (v = 0; v < TNUM_TOP; v++)
				all &= !sbpf_tnum_has(in, v) || sbpf_tnum_has(out, v);
			wrong += all != sbpf_tnum_within(out, in);
		}
	}
	KUNIT_EXPECT_EQ(test, wrong, 0);
}

static void tnum_test_range(struct kunit *test)
{
	u64 min, max, v;
	u32 bad = 0;

	for (min = 0; min < 64; min++)
		for (max = min; max < 64; max++)
			for (v = min; v <= max; v++)
				bad += !sbpf_tnum_has(sbpf_tnum_range(min, max), v);
	KUNIT_EXPECT_EQ(test, bad, 0);
	KUNIT_EXPECT_EQ(test, sbpf_tnum_range(7, 7).mask, 0);
	KUNIT_EXPECT_EQ(test, sbpf_tnum_range(8, 15).mask, 7);
	KUNIT_EXPECT_EQ(test, sbpf_tnum_range(0, ~0ULL).mask, ~0ULL);
}

static void tnum_test_one(struct kunit *test)
{
	u32 i, v, bad = 0;

	for (i = 0; i < TNUM_SETS; i++) {
		struct sbpf_tnum t = nth_tnum(i);

		for (v = 0; v < TNUM_TOP; v++) {
			if (!sbpf_tnum_has(t, v))
				continue;
			bad += !sbpf_tnum_has(sbpf_tnum_sext(t, 4), (s64)((u64)v << 60) >> 60);
			bad += !sbpf_tnum_has(sbpf_tnum_swap(t, 8), (u64)v << 56);
			bad += !sbpf_tnum_has(sbpf_tnum_swap(t, 2), v << 8);
			bad += sbpf_tnum_aligned(t, 4) && v % 4;
		}
	}
	KUNIT_EXPECT_EQ(test, bad, 0);
	KUNIT_EXPECT_TRUE(test, sbpf_tnum_aligned((struct sbpf_tnum){ 8, 0x30 }, 8));
	KUNIT_EXPECT_FALSE(test, sbpf_tnum_aligned((struct sbpf_tnum){ 8, 4 }, 8));
}

static struct kunit_case tnum_test_cases[] = {
	KUNIT_CASE(tnum_test_pairs),
	KUNIT_CASE(tnum_test_within),
	KUNIT_CASE(tnum_test_range),
	KUNIT_CASE(tnum_test_one),
	{ }
};

static struct kunit_suite tnum_test_suite = {
	.name = "sbpf_tnum",
	.test_cases = tnum_test_cases,
};
kunit_test_suite(tnum_test_suite);
