/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A small TAP harness. Each TEST() runs in a process of its own with a time limit,
 * so a test may crash, change its namespaces or drop its privileges. ASSERT_* ends the test,
 * EXPECT_* notes the failure and goes on.
 */
#ifndef SELFTEST_TAP_H
#define SELFTEST_TAP_H

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#define TAP_TIMEOUT	20	/* seconds a test may take, unless it says otherwise */

struct tap_test {
	const char *name;
	void (*run)(void);
	int timeout;
	struct tap_test *next;
};

void tap_register(struct tap_test *test);
/* Run @setup before each test, in the test's process. */
void tap_before_each(void (*setup)(void));
/* A line of diagnostics. */
void tap_note(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void tap_fail(const char *file, int line, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void tap_stop(void) __attribute__((noreturn));
void tap_skip(const char *fmt, ...) __attribute__((format(printf, 1, 2), noreturn));

#define TEST_TIMEOUT(name, seconds)						\
	static void test_##name(void);						\
	static struct tap_test tap_##name = { #name, test_##name, seconds };	\
	static void __attribute__((constructor)) tap_register_##name(void)	\
	{									\
		tap_register(&tap_##name);					\
	}									\
	static void test_##name(void)

#define TEST(name)	TEST_TIMEOUT(name, TAP_TIMEOUT)

#define BEFORE_EACH()								\
	static void tap_setup(void);						\
	static void __attribute__((constructor)) tap_register_setup(void)	\
	{									\
		tap_before_each(tap_setup);					\
	}									\
	static void tap_setup(void)

/* End the test as skipped; say what is missing. */
#define SKIP(...)	tap_skip(__VA_ARGS__)
#define FAIL(...)	do { tap_fail(__FILE__, __LINE__, __VA_ARGS__); tap_stop(); } while (0)

#define TAP_CMP(a, op, b, fatal) do {						\
	__typeof__(a) _a = (a);							\
	__typeof__(b) _b = (b);							\
	if (!(_a op (__typeof__(_a))_b)) {					\
		tap_fail(__FILE__, __LINE__, "%s %s %s: %lld (0x%llx) and %lld (0x%llx)", \
			 #a, #op, #b, (long long)_a, (unsigned long long)_a,	\
			 (long long)_b, (unsigned long long)_b);		\
		if (fatal)							\
			tap_stop();						\
	}									\
} while (0)

#define TAP_TRUE(x, fatal) do {							\
	if (!(x)) {								\
		tap_fail(__FILE__, __LINE__, "%s is false", #x);		\
		if (fatal)							\
			tap_stop();						\
	}									\
} while (0)

/* 0 or more: fine. Less: -errno. */
#define TAP_OK(x, fatal) ({							\
	long long _x = (x);							\
	if (_x < 0) {								\
		tap_fail(__FILE__, __LINE__, "%s: %lld (%s)", #x, _x, strerror((int)-_x)); \
		if (fatal)							\
			tap_stop();						\
	}									\
	_x;									\
})

/* Must give exactly -@err. */
#define TAP_ERR(x, err, fatal) do {						\
	long long _x = (x);							\
	if (_x != -(err)) {							\
		tap_fail(__FILE__, __LINE__, "%s: %lld (%s), expected -%s", #x, _x,	\
			 _x < 0 ? strerror((int)-_x) : "no error", #err);	\
		if (fatal)							\
			tap_stop();						\
	}									\
} while (0)

#define TAP_STR(a, b, same, fatal) do {						\
	const char *_a = (a), *_b = (b);					\
	if ((same) != !strcmp(_a, _b)) {					\
		tap_fail(__FILE__, __LINE__, "%s and %s: '%s' and '%s'", #a, #b, _a, _b); \
		if (fatal)							\
			tap_stop();						\
	}									\
} while (0)

#define TAP_HAS(text, part, fatal) do {						\
	const char *_t = (text), *_p = (part);					\
	if (!strstr(_t, _p)) {							\
		tap_fail(__FILE__, __LINE__, "%s does not contain '%s': '%s'", #text, _p, _t); \
		if (fatal)							\
			tap_stop();						\
	}									\
} while (0)

#define EXPECT_EQ(a, b)		TAP_CMP(a, ==, b, false)
#define EXPECT_NE(a, b)		TAP_CMP(a, !=, b, false)
#define EXPECT_LT(a, b)		TAP_CMP(a, <, b, false)
#define EXPECT_LE(a, b)		TAP_CMP(a, <=, b, false)
#define EXPECT_GT(a, b)		TAP_CMP(a, >, b, false)
#define EXPECT_GE(a, b)		TAP_CMP(a, >=, b, false)
#define EXPECT_TRUE(x)		TAP_TRUE(x, false)
#define EXPECT_FALSE(x)		TAP_TRUE(!(x), false)
#define EXPECT_OK(x)		TAP_OK(x, false)
#define EXPECT_ERR(x, err)	TAP_ERR(x, err, false)
#define EXPECT_STREQ(a, b)	TAP_STR(a, b, 1, false)
#define EXPECT_STRNE(a, b)	TAP_STR(a, b, 0, false)
#define EXPECT_HAS(text, part)	TAP_HAS(text, part, false)

#define ASSERT_EQ(a, b)		TAP_CMP(a, ==, b, true)
#define ASSERT_NE(a, b)		TAP_CMP(a, !=, b, true)
#define ASSERT_LT(a, b)		TAP_CMP(a, <, b, true)
#define ASSERT_LE(a, b)		TAP_CMP(a, <=, b, true)
#define ASSERT_GT(a, b)		TAP_CMP(a, >, b, true)
#define ASSERT_GE(a, b)		TAP_CMP(a, >=, b, true)
#define ASSERT_TRUE(x)		TAP_TRUE(x, true)
#define ASSERT_FALSE(x)		TAP_TRUE(!(x), true)
#define ASSERT_OK(x)		TAP_OK(x, true)
#define ASSERT_ERR(x, err)	TAP_ERR(x, err, true)
#define ASSERT_STREQ(a, b)	TAP_STR(a, b, 1, true)
#define ASSERT_HAS(text, part)	TAP_HAS(text, part, true)

#endif
