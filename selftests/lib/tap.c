// SPDX-License-Identifier: GPL-2.0
/*
 * main() of a test program: run each registered test in a child, print TAP.
 * Arguments select tests by name; "-l" lists them; "-n" runs in this process (for a debugger).
 */
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tap.h"

/* Seen by the test's process, its children, and the harness. */
struct shared {
	int failures;
	int skipped;
	char reason[256];
};

static struct tap_test *first, **last = &first;
static void (*before_each)(void);
static struct shared *shared;

void tap_register(struct tap_test *test)
{
	*last = test;
	last = &test->next;
}

void tap_before_each(void (*setup)(void))
{
	before_each = setup;
}

void tap_note(const char *fmt, ...)
{
	char line[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	/* One write, so that the lines of several processes do not mix. */
	dprintf(STDOUT_FILENO, "# %s\n", line);
}

void tap_fail(const char *file, int line, const char *fmt, ...)
{
	const char *base = strrchr(file, '/');
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (shared)
		__atomic_add_fetch(&shared->failures, 1, __ATOMIC_RELAXED);
	tap_note("%s:%d: %s", base ? base + 1 : file, line, text);
}

void tap_stop(void)
{
	_exit(1);
}

void tap_skip(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(shared->reason, sizeof(shared->reason), fmt, ap);
	va_end(ap);
	shared->skipped = 1;
	_exit(0);
}

static void run_here(struct tap_test *test)
{
	if (before_each)
		before_each();
	test->run();
	_exit(0);
}

/* Wait for @pid at most @seconds; false if it had to be killed. */
static bool await(pid_t pid, int seconds, int *status)
{
	struct timespec limit = { .tv_sec = seconds };
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	while (waitpid(pid, status, WNOHANG) != pid) {
		struct timespec before, after;
		long long left;

		clock_gettime(CLOCK_MONOTONIC, &before);
		if (sigtimedwait(&set, NULL, &limit) < 0 && errno == EAGAIN) {
			kill(-pid, SIGKILL);
			waitpid(pid, status, 0);
			return false;
		}
		clock_gettime(CLOCK_MONOTONIC, &after);
		left = (limit.tv_sec - (after.tv_sec - before.tv_sec)) * 1000000000LL +
			limit.tv_nsec - (after.tv_nsec - before.tv_nsec);
		if (left < 0)
			left = 0;
		limit.tv_sec = left / 1000000000LL;
		limit.tv_nsec = left % 1000000000LL;
	}
	return true;
}

/* Limits are for an emulated CPU of one's own; $TAP_SLOW says how many times as long it may take here. */
static int time_limit(const struct tap_test *test)
{
	const char *slow = getenv("TAP_SLOW");
	int factor = slow ? atoi(slow) : 1;

	return test->timeout * (factor > 0 ? factor : 1);
}

static bool run_one(struct tap_test *test, int number)
{
	int status, limit = time_limit(test);
	bool in_time;
	pid_t pid;

	memset(shared, 0, sizeof(*shared));
	pid = fork();
	if (pid < 0) {
		printf("not ok %d %s\n", number, test->name);
		return false;
	}
	if (!pid) {
		sigset_t set;

		setpgid(0, 0);
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		sigemptyset(&set);
		sigprocmask(SIG_SETMASK, &set, NULL);
		run_here(test);
	}
	setpgid(pid, pid);
	in_time = await(pid, limit, &status);
	/* What the test left running goes with it. */
	kill(-pid, SIGKILL);
	if (!in_time) {
		tap_note("%s: no end after %d s", test->name, limit);
	} else if (WIFSIGNALED(status)) {
		tap_note("%s: killed by signal %d (%s)", test->name, WTERMSIG(status),
			 strsignal(WTERMSIG(status)));
	} else if (WEXITSTATUS(status) && !shared->failures) {
		tap_note("%s: exit status %d", test->name, WEXITSTATUS(status));
	} else if (!shared->failures) {
		if (shared->skipped)
			printf("ok %d %s # SKIP %s\n", number, test->name, shared->reason);
		else
			printf("ok %d %s\n", number, test->name);
		return true;
	}
	printf("not ok %d %s\n", number, test->name);
	return false;
}

static bool selected(struct tap_test *test, int argc, char **argv)
{
	int i;

	for (i = 1; i < argc; i++)
		if (!strcmp(argv[i], test->name))
			return true;
	return argc < 2;
}

/* Weak: a program that is no test may use the helpers next to its own main(). */
__attribute__((weak)) int main(int argc, char **argv)
{
	bool list = argc > 1 && !strcmp(argv[1], "-l");
	bool here = argc > 1 && !strcmp(argv[1], "-n");
	struct tap_test *test;
	int number = 0, bad = 0;
	sigset_t set;

	setvbuf(stdout, NULL, _IOLBF, 0);
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
		      -1, 0);
	if (shared == MAP_FAILED)
		return 1;
	if (list || here) {
		argc--;
		argv++;
	}
	for (test = first; test; test = test->next)
		number += selected(test, argc, argv);
	if (list) {
		for (test = first; test; test = test->next)
			puts(test->name);
		return 0;
	}
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, NULL);
	printf("TAP version 13\n1..%d\n", number);
	number = 0;
	for (test = first; test; test = test->next) {
		if (!selected(test, argc, argv))
			continue;
		if (here)
			run_here(test);
		bad += !run_one(test, ++number);
	}
	return bad ? 1 : 0;
}
