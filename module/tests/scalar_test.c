// SPDX-License-Identifier: GPL-2.0
/*
 * Suite of verifier/scalar.c, included by it: ranges that begin and end where something happens, their ends and middles
 * put through every operation and every comparison. tools/verifier/scalar_test.c does the same at length.
 */
#include <kunit/test.h>

static const u64 scalar_edges[] = {
	0, 1, 63, S32_MAX, 1ULL << 31, U32_MAX, S64_MAX, 1ULL << 63, ~0ULL,
};

#define SCALAR_RANGES	(ARRAY_SIZE(scalar_edges) * (ARRAY_SIZE(scalar_edges) + 1) / 2)

/* The n-th range, and a few of its members. */
static void scalar_nth(u32 n, struct sbpf_scalar *s, u64 *member)
{
	u32 lo = 0;

	while (n >= ARRAY_SIZE(scalar_edges) - lo)
		n -= ARRAY_SIZE(scalar_edges) - lo++;
	member[0] = scalar_edges[lo];
	member[1] = scalar_edges[lo + n];
	member[2] = member[0] + (member[1] - member[0]) / 2;
	sbpf_scalar_set_unknown(s);
	sbpf_scalar_set_urange(s, member[0], member[1]);
}

/* RFC 9669, once more. */
static u64 scalar_result(u8 op, bool sign, u64 x, u64 y)
{
	switch (op) {
	case SBPF_ADD:
		return x + y;
	case SBPF_SUB:
		return x - y;
	case SBPF_MUL:
		return x * y;
	case SBPF_AND:
		return x & y;
	case SBPF_OR:
		return x | y;
	case SBPF_XOR:
		return x ^ y;
	case SBPF_LSH:
		return x << (y & 63);
	case SBPF_RSH:
		return x >> (y & 63);
	case SBPF_ARSH:
		return (s64)x >> (y & 63);
	case SBPF_DIV:
		if (!y)
			return 0;
		if (!sign)
			return x / y;
		return y == ~0ULL ? -x : (u64)((s64)x / (s64)y);
	default:
		if (!y)
			return x;
		if (!sign)
			return x % y;
		return y == ~0ULL ? 0 : (u64)((s64)x % (s64)y);
	}
}

static void scalar_test_alu(struct kunit *test)
{
	static const u8 ops[] = {
		SBPF_ADD, SBPF_SUB, SBPF_MUL, SBPF_AND, SBPF_OR, SBPF_XOR, SBPF_LSH, SBPF_RSH, SBPF_ARSH, SBPF_DIV, SBPF_MOD,
	};
	u32 i, j, o, sign, m, bad = 0;

	for (i = 0; i < SCALAR_RANGES; i++) {
		for (j = 0; j < SCALAR_RANGES; j++) {
			for (o = 0; o < 2 * ARRAY_SIZE(ops); o++) {
				struct sbpf_scalar d, s;
				u64 x[3], y[3];

				sign = o % 2 && (ops[o / 2] == SBPF_DIV || ops[o / 2] == SBPF_MOD);
				scalar_nth(i, &d, x);
				scalar_nth(j, &s, y);
				sbpf_scalar_alu(&d, &s, ops[o / 2], sign, true);
				for (m = 0; m < 9; m++)
					bad += !sbpf_scalar_has(&d, scalar_result(ops[o / 2], sign, x[m / 3], y[m % 3]));
			}
		}
	}
	KUNIT_EXPECT_EQ(test, bad, 0);
}

static bool scalar_holds(u8 cond, u64 x, u64 y)
{
	switch (cond) {
	case SBPF_JEQ:
		return x == y;
	case SBPF_JNE:
		return x != y;
	case SBPF_JSET:
		return x & y;
	case SBPF_JGT:
		return x > y;
	case SBPF_JLE:
		return x <= y;
	case SBPF_JSGE:
		return (s64)x >= (s64)y;
	default:
		return (s64)x < (s64)y;
	}
}

/* What a jump teaches never excludes numbers that took it. */
static void scalar_test_refine(struct kunit *test)
{
	static const u8 conds[] = { SBPF_JEQ, SBPF_JNE, SBPF_JSET, SBPF_JGT, SBPF_JLE, SBPF_JSGE, SBPF_JSLT };
	u32 i, j, c, m, bad = 0;

	for (i = 0; i < SCALAR_RANGES; i++) {
		for (j = 0; j < SCALAR_RANGES; j++) {
			for (c = 0; c < 2 * ARRAY_SIZE(conds); c++) {
				struct sbpf_scalar a, b;
				u64 x[3], y[3];
				bool possible;

				scalar_nth(i, &a, x);
				scalar_nth(j, &b, y);
				possible = sbpf_scalar_refine(&a, &b, conds[c / 2], c % 2, true);
				for (m = 0; m < 9; m++) {
					if (scalar_holds(conds[c / 2], x[m / 3], y[m % 3]) != c % 2)
						continue;
					bad += !possible || !sbpf_scalar_has(&a, x[m / 3]) || !sbpf_scalar_has(&b, y[m % 3]);
				}
			}
		}
	}
	KUNIT_EXPECT_EQ(test, bad, 0);
}

static void scalar_test_precise(struct kunit *test)
{
	struct sbpf_scalar a, b;

	sbpf_scalar_set(&a, 5);
	sbpf_scalar_set(&b, 7);
	sbpf_scalar_alu(&a, &b, SBPF_ADD, false, true);
	KUNIT_EXPECT_TRUE(test, sbpf_scalar_is(&a, 12));
	sbpf_scalar_set_unknown(&a);
	sbpf_scalar_set(&b, 0xff);
	sbpf_scalar_alu(&a, &b, SBPF_AND, false, true);
	KUNIT_EXPECT_EQ(test, a.umax, 255);
	sbpf_scalar_set(&b, 16);
	KUNIT_EXPECT_TRUE(test, sbpf_scalar_refine(&a, &b, SBPF_JLT, true, true));
	KUNIT_EXPECT_EQ(test, a.umax, 15);
	sbpf_scalar_set(&b, 16);
	KUNIT_EXPECT_FALSE(test, sbpf_scalar_refine(&a, &b, SBPF_JGE, true, true));
	sbpf_scalar_set(&a, 0x80);
	sbpf_scalar_sext(&a, 8);
	KUNIT_EXPECT_TRUE(test, sbpf_scalar_is(&a, ~0x7fULL));
	sbpf_scalar_zext(&a, 16);
	KUNIT_EXPECT_TRUE(test, sbpf_scalar_is(&a, 0xff80));
	sbpf_scalar_swap(&a, 2);
	KUNIT_EXPECT_TRUE(test, sbpf_scalar_is(&a, 0x80ff));
}

static struct kunit_case scalar_test_cases[] = {
	KUNIT_CASE(scalar_test_alu),
	KUNIT_CASE(scalar_test_refine),
	KUNIT_CASE(scalar_test_precise),
	{ }
};

static struct kunit_suite scalar_test_suite = {
	.name = "sbpf_scalar",
	.test_cases = scalar_test_cases,
};
kunit_test_suite(scalar_test_suite);
