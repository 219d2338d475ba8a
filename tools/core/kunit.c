// SPDX-License-Identifier: GPL-2.0
/*
 * The runner of the suites (module/tests/) in user space. They are compiled with the files that they test and register
 * themselves.
 */
#include <kunit/test.h>
#include "core.h"

__thread int core_cpu;

static volatile int nr_failed, nr_run;

void core_kunit_fail(struct kunit *test, const char *file, int line, const char *what, long long a, long long b)
{
	test->failed = true;
	printf("# %s:%d: %s (%lld, %lld)\n", file, line, what, a, b);
}

void core_kunit_run(const struct kunit_suite *suite)
{
	const struct kunit_case *volatile c;

	for (c = suite->test_cases; c->run_case; c++) {
		struct kunit test = { .name = c->name };

		core_cpu = 0;
		if (!setjmp(test.abort))
			c->run_case(&test);
		printf("%sok %d %s.%s\n", test.failed ? "not " : "", ++nr_run, suite->name, c->name);
		fflush(stdout);
		nr_failed += test.failed;
	}
}

int main(void)
{
	printf("1..%d\n", nr_run);
	return nr_failed ? 1 : 0;
}
