// SPDX-License-Identifier: GPL-2.0
/*
 * The clocks a program sees are those of clock_gettime(2).
 * covers: helper:ktime_get_ns helper:ktime_get_boot_ns helper:ktime_get_coarse_ns
 * covers: helper:ktime_get_tai_ns helper:jiffies64
 */
#include <sys/timex.h>
#include <time.h>

#include "call.h"

static uint64_t clock_ns(clockid_t id)
{
	struct timespec ts;

	clock_gettime(id, &ts);
	return ts.tv_sec * 1000000000ULL + ts.tv_nsec;
}

static int clock_prog(int helper)
{
	struct code c = {};

	ADD(&c, CALL_ID(helper));
	code_keep(&c, 0);
	code_end(&c);
	return ASSERT_OK(code_load(&c));
}

/* The helper's time lies between two readings by system call, every time. */
static void compare(int helper, clockid_t id)
{
	int fd = clock_prog(helper), i;
	uint64_t before, after, got;

	for (i = 0; i < 20; i++) {
		before = clock_ns(id);
		prog_run(fd);
		after = clock_ns(id);
		got = shared_result(0);
		ok(got >= before && got <= after, "%llu not in %llu..%llu",
		   (unsigned long long)got, (unsigned long long)before, (unsigned long long)after);
	}
	close(fd);
}

TEST(ktime_get_ns)
{
	compare(SBPF_FUNC_ktime_get_ns, CLOCK_MONOTONIC);
}

TEST(ktime_get_boot_ns)
{
	compare(SBPF_FUNC_ktime_get_boot_ns, CLOCK_BOOTTIME);
}

TEST(ktime_get_tai_ns)
{
	struct timex tx = { .modes = ADJ_TAI, .constant = 37 };
	int64_t ahead;

	ASSERT_TRUE(adjtimex(&tx) >= 0);
	ahead = clock_ns(CLOCK_TAI) - clock_ns(CLOCK_REALTIME);
	/* Without the offset the test would not know TAI from real time. */
	ASSERT_GT(ahead, 36000000000LL);
	compare(SBPF_FUNC_ktime_get_tai_ns, CLOCK_TAI);
	tx.constant = 0;
	adjtimex(&tx);
}

TEST(ktime_get_ns_inside_one_run)
{
	struct code c = {};
	int i;

	for (i = 0; i < 30; i++) {
		ADD(&c, CALL(ktime_get_ns));
		code_keep(&c, i);
	}
	code_end(&c);
	code_run(&c);
	for (i = 1; i < 30; i++)
		EXPECT_GE(shared_result(i), shared_result(i - 1));
	EXPECT_LT(shared_result(29) - shared_result(0), 1000000000ULL);
}

/* The coarse clock is for packets: the result leaves through the shared memory all the same. */
TEST(ktime_get_coarse_ns)
{
	unsigned char packet[64] = {};
	uint64_t before, after, got;
	struct code c = {};
	int fd, i;

	ADD(&c, CALL(ktime_get_coarse_ns));
	code_keep(&c, 0);
	code_end(&c);
	fd = ASSERT_OK(prog_load(SBPF_PROG_TYPE_SOCKET_FILTER, c.insn, c.cnt));
	for (i = 0; i < 20; i++) {
		before = clock_ns(CLOCK_MONOTONIC_COARSE);
		ASSERT_OK(prog_test_run(fd, packet, sizeof(packet), NULL));
		after = clock_ns(CLOCK_MONOTONIC_COARSE);
		got = shared_result(0);
		ok(got >= before && got <= after, "%llu not in %llu..%llu",
		   (unsigned long long)got, (unsigned long long)before, (unsigned long long)after);
		usleep(3000);
	}
}

/* It spins while the clock is set, so it is not for programs that run in NMI. */
TEST(ktime_get_coarse_ns_not_everywhere)
{
	static const int refused[] = {
		SBPF_PROG_TYPE_KPROBE, SBPF_PROG_TYPE_TRACEPOINT, SBPF_PROG_TYPE_RAW_TRACEPOINT,
		SBPF_PROG_TYPE_PERF_EVENT, SBPF_PROG_TYPE_NETFILTER,
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(refused); i++)
		EXPECT_ERR(helper_without_args(refused[i], "GPL", SBPF_FUNC_ktime_get_coarse_ns),
			   EINVAL);
	EXPECT_OK(helper_without_args(SBPF_PROG_TYPE_SCHED_CLS, "GPL",
				      SBPF_FUNC_ktime_get_coarse_ns));
	EXPECT_OK(helper_without_args(SBPF_PROG_TYPE_CGROUP_SKB, "GPL",
				      SBPF_FUNC_ktime_get_coarse_ns));
}

TEST(jiffies64)
{
	int fd = clock_prog(SBPF_FUNC_jiffies64);
	static const double rates[] = { 100, 250, 300, 1000 };
	uint64_t first, start, elapsed;
	double rate, off = 1;
	size_t i;

	prog_run(fd);
	start = clock_ns(CLOCK_MONOTONIC);
	first = shared_result(0);
	usleep(800000);
	prog_run(fd);
	elapsed = clock_ns(CLOCK_MONOTONIC) - start;
	rate = (shared_result(0) - first) * 1e9 / elapsed;
	for (i = 0; i < ARRAY_SIZE(rates); i++)
		if (rate / rates[i] > 0.9 && rate / rates[i] < 1.1)
			off = 0;
	ok(!off, "%.1f jiffies a second", rate);
	close(fd);
}
