/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Enough of KUnit's interface to run the suites in user space.
 */
#ifndef CORE_KUNIT_TEST_H
#define CORE_KUNIT_TEST_H

#include <setjmp.h>
#include "shim_maps.h"

struct kunit {
	const char *name;
	void *priv;
	bool failed;
	jmp_buf abort;
};

struct kunit_case {
	void (*run_case)(struct kunit *test);
	const char *name;
};

struct kunit_suite {
	const char *name;
	const struct kunit_case *test_cases;
};

void core_kunit_run(const struct kunit_suite *suite);
void core_kunit_fail(struct kunit *test, const char *file, int line, const char *what, long long a, long long b);

#define KUNIT_CASE(fn)		{ .run_case = fn, .name = #fn }
#define kunit_test_suite(suite)	\
	static void __attribute__((constructor)) suite##_run(void) { core_kunit_run(&suite); }
#define kunit_info(test, ...)	do { printf("# " __VA_ARGS__); printf("\n"); } while (0)

#define CORE_CHECK(test, a, op, b, stop) do {						\
	long long ck_a = (long long)(a), ck_b = (long long)(b);				\
	if (!(ck_a op ck_b)) {								\
		core_kunit_fail(test, __FILE__, __LINE__, #a " " #op " " #b, ck_a, ck_b);	\
		if (stop)								\
			longjmp((test)->abort, 1);					\
	}										\
} while (0)

#define KUNIT_EXPECT_EQ(t, a, b)	CORE_CHECK(t, a, ==, b, false)
#define KUNIT_EXPECT_NE(t, a, b)	CORE_CHECK(t, a, !=, b, false)
#define KUNIT_EXPECT_LE(t, a, b)	CORE_CHECK(t, a, <=, b, false)
#define KUNIT_EXPECT_GE(t, a, b)	CORE_CHECK(t, a, >=, b, false)
#define KUNIT_EXPECT_LT(t, a, b)	CORE_CHECK(t, a, <, b, false)
#define KUNIT_EXPECT_GT(t, a, b)	CORE_CHECK(t, a, >, b, false)
#define KUNIT_EXPECT_TRUE(t, c)		CORE_CHECK(t, !!(c), ==, true, false)
#define KUNIT_EXPECT_FALSE(t, c)	CORE_CHECK(t, !!(c), ==, false, false)
#define KUNIT_ASSERT_EQ(t, a, b)	CORE_CHECK(t, a, ==, b, true)
#define KUNIT_ASSERT_TRUE(t, c)		CORE_CHECK(t, !!(c), ==, true, true)
#define KUNIT_ASSERT_LE(t, a, b)	CORE_CHECK(t, a, <=, b, true)
#define KUNIT_ASSERT_NOT_ERR_OR_NULL(t, p)	CORE_CHECK(t, IS_ERR_OR_NULL(p), ==, false, true)
#define KUNIT_EXPECT_PTR_EQ(t, a, b)	CORE_CHECK(t, (long)(a), ==, (long)(b), false)

#endif /* CORE_KUNIT_TEST_H */
