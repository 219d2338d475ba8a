// SPDX-License-Identifier: GPL-2.0
/*
 * Parsing and comparing strings.
 * covers: helper:strncmp helper:strtol helper:strtoul
 */
#include <limits.h>

#include "call.h"

/* Result of strtol or strtoul on the first @len bytes of @text; @val is what it stored. */
static int64_t parse(int helper, const char *text, uint32_t len, uint64_t flags, uint64_t *val)
{
	uint64_t junk = 0x1111111111111111;
	struct code c = {};

	shared_put(RESULT(1), &junk, sizeof(junk));
	shared_put(MEMORY, text, len);
	ADD(&c, SHARED_ADDR(R1, MEMORY), MOV_IMM(R2, len), LD_IMM64(R3, flags),
	    SHARED_ADDR(R4, RESULT(1)), CALL_ID(helper));
	code_keep(&c, 0);
	code_end(&c);
	code_run(&c);
	*val = shared_result(1);
	return shared_result(0);
}

struct number {
	const char *text;
	uint64_t flags;
	int64_t ret;
	uint64_t val;
};

static void check(int helper, const struct number *n)
{
	uint64_t val;
	int64_t ret = parse(helper, n->text, strlen(n->text), n->flags, &val);

	ok(ret == n->ret && val == n->val,
	   "\"%s\" base %llu: %lld, value %lld, want %lld, value %lld", n->text,
	   (unsigned long long)n->flags, (long long)ret, (long long)val, (long long)n->ret,
	   (long long)n->val);
}

#define BOTH                                                                                    \
	{ "0", 0, 1, 0 }, { "7", 10, 1, 7 }, { "42", 0, 2, 42 }, { "42 ", 10, 2, 42 },          \
		{ "42x", 10, 2, 42 }, { "  42", 10, 4, 42 }, { "\t\n\v\f\r 5", 10, 7, 5 },      \
		{ "0x1f", 0, 4, 31 }, { "0X1F", 0, 4, 31 }, { "0x1f", 16, 4, 31 },              \
		{ "1f", 16, 2, 31 }, { "ff", 10, -EINVAL, 0 }, { "1f", 10, 1, 1 },              \
		{ "017", 0, 3, 15 }, { "017", 10, 3, 17 }, { "017", 8, 3, 15 },                 \
		{ "018", 0, 2, 1 }, { "08", 0, 1, 0 }, { "0x", 0, 1, 0 }, { "0xg", 0, 1, 0 },   \
		{ "0x", 16, -EINVAL, 0 }, { "0xg", 16, -EINVAL, 0 }, { "0x10", 10, 1, 0 },      \
		{ "", 10, -EINVAL, 0 }, { " ", 10, -EINVAL, 0 }, { "x", 10, -EINVAL, 0 },       \
		{ "+5", 10, -EINVAL, 0 }, { "--5", 10, -EINVAL, 0 }, { "- 5", 10, -EINVAL, 0 }, \
		{ "-", 10, -EINVAL, 0 }, { "5", 2, -EINVAL, 0 }, { "5", 7, -EINVAL, 0 },        \
		{ "5", 31, -EINVAL, 0 }, { "5", 1 << 5, -EINVAL, 0 },                           \
		{ "5", 10 | 1ULL << 40, -EINVAL, 0 },                                           \
		{ "9223372036854775807", 10, 19, INT64_MAX },                                   \
		{ "0x7fffffffffffffff", 0, 18, INT64_MAX },                                     \
		{ "18446744073709551616", 10, -ERANGE, 0 },                                     \
		{ "99999999999999999999999999", 10, -ERANGE, 0 },                               \
	{                                                                                       \
		"0x10000000000000000", 0, -ERANGE, 0                                            \
	}

TEST_TIMEOUT(strtol, 60)
{
	static const struct number numbers[] = {
		BOTH,
		{ "-1", 10, 2, -1 },
		{ "-0", 10, 2, 0 },
		{ " -17", 0, 4, -17 },
		{ "-0x10", 0, 5, -16 },
		{ "-017", 0, 4, -15 },
		{ "-9223372036854775808", 10, 20, INT64_MIN },
		{ "-9223372036854775809", 10, -ERANGE, 0 },
		{ "9223372036854775808", 10, -ERANGE, 0 },
		{ "18446744073709551615", 10, -ERANGE, 0 },
		{ "-18446744073709551615", 10, -ERANGE, 0 },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(numbers); i++)
		if (numbers[i].text[0])
			check(SBPF_FUNC_strtol, &numbers[i]);
}

TEST_TIMEOUT(strtoul, 60)
{
	static const struct number numbers[] = {
		BOTH,
		{ "18446744073709551615", 10, 20, UINT64_MAX },
		{ "0xffffffffffffffff", 0, 18, UINT64_MAX },
		{ "01777777777777777777777", 0, 23, UINT64_MAX },
		{ "02000000000000000000000", 0, -ERANGE, 0 },
		{ "-1", 10, -EINVAL, 0 },
		{ "-0", 10, -EINVAL, 0 },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(numbers); i++)
		if (numbers[i].text[0])
			check(SBPF_FUNC_strtoul, &numbers[i]);
}

/* The buffer ends where its size says, whatever comes after; at most 63 digits are looked at. */
TEST(bounds)
{
	char zeros[80];
	uint64_t val;

	EXPECT_EQ(parse(SBPF_FUNC_strtoul, "12345", 3, 10, &val), 3);
	EXPECT_EQ(val, 123);
	EXPECT_EQ(parse(SBPF_FUNC_strtol, "-12345", 2, 10, &val), 2);
	EXPECT_EQ(val, -1);
	EXPECT_EQ(parse(SBPF_FUNC_strtol, "-12345", 1, 10, &val), -EINVAL);
	EXPECT_EQ(parse(SBPF_FUNC_strtoul, "0x12", 2, 0, &val), 1);
	EXPECT_EQ(val, 0);
	EXPECT_EQ(parse(SBPF_FUNC_strtoul, "12\00034", 5, 10, &val), 2);
	EXPECT_EQ(val, 12);
	memset(zeros, '0', sizeof(zeros));
	zeros[70] = '1';
	EXPECT_EQ(parse(SBPF_FUNC_strtoul, zeros, sizeof(zeros), 10, &val), 63);
	EXPECT_EQ(val, 0);
	zeros[62] = '1';
	EXPECT_EQ(parse(SBPF_FUNC_strtoul, zeros, sizeof(zeros), 10, &val), 63);
	EXPECT_EQ(val, 1);
}

static int sign(int64_t x)
{
	return x < 0 ? -1 : x > 0;
}

TEST(strncmp)
{
	static const struct { const char *a; uint32_t len; const char *b;
	} cases[] = {
		{ "same", 5, "same" },
		{ "same", 4, "same" },
		{ "sama", 5, "same" },
		{ "samz", 5, "same" },
		{ "same but longer", 16, "same" },
		{ "sam", 4, "same" },
		{ "sameX", 4, "sameY" },
		{ "", 1, "" },
		{ "a", 2, "" },
		{ "", 1, "a" },
		{ "\xff", 2, "a" },
		{ "x", 1, "x and more" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct code c = {};
		int want = sign(strncmp(cases[i].a, cases[i].b, cases[i].len));

		shared_put(MEMORY, cases[i].a, cases[i].len);
		ADD(&c, SHARED_ADDR(R1, MEMORY), MOV_IMM(R2, cases[i].len),
		    LD_MAP_VALUE(R3, const_string(cases[i].b), 0), CALL(strncmp));
		code_keep(&c, 0);
		code_end(&c);
		code_run(&c);
		ok(sign(shared_result(0)) == want, "\"%s\" and \"%s\": %lld, want %d", cases[i].a,
		   cases[i].b, (long long)shared_result(0), want);
	}
}

/* The second string must be constant, and must end. */
TEST(strncmp_needs_a_constant)
{
	uint32_t key = 0;
	char endless[8] = "12345678", log[65536];
	int fd = ASSERT_OK(map_create(SBPF_MAP_TYPE_ARRAY, 4, 8, 1, SBPF_F_RDONLY_PROG)), i;

	ASSERT_OK(map_update(fd, &key, endless, 0));
	for (i = 0; i < 2; i++) {
		struct code c = {};

		ADD(&c, SHARED_ADDR(R1, MEMORY), MOV_IMM(R2, 8), LD_MAP_VALUE(R3, fd, 0),
		    CALL(strncmp));
		code_end(&c);
		/* First not frozen, then without a NUL. */
		EXPECT_LT(prog_load_bad(SBPF_PROG_TYPE_RAW_TRACEPOINT, c.insn, c.cnt, log,
					sizeof(log)),
			  0);
		if (!i)
			ASSERT_OK(map_freeze(fd));
	}
}
