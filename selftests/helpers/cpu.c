// SPDX-License-Identifier: GPL-2.0
/*
 * The CPU, its node, and its random numbers.
 * covers: helper:get_numa_node_id helper:get_prandom_u32 helper:get_smp_processor_id
 */
#include <sched.h>
#include <sys/syscall.h>

#include "call.h"

static void pin(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	ASSERT_EQ(sched_setaffinity(0, sizeof(set), &set), 0);
}

TEST(cpu_and_node)
{
	int cpus = sysconf(_SC_NPROCESSORS_ONLN), i, fd;
	unsigned int cpu, node;
	struct code c = {};

	ADD(&c, CALL(get_smp_processor_id));
	code_keep(&c, 0);
	ADD(&c, CALL(get_numa_node_id));
	code_keep(&c, 1);
	code_end(&c);
	fd = ASSERT_OK(code_load(&c));
	for (i = 0; i < cpus; i++) {
		pin(i);
		prog_run(fd);
		ASSERT_EQ(syscall(SYS_getcpu, &cpu, &node, NULL), 0);
		EXPECT_EQ(shared_result(0), cpu);
		EXPECT_EQ(shared_result(1), node);
		EXPECT_EQ(cpu, i);
	}
	ok(cpus > 1, "only one CPU to look at");
}

static int compare_u32(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

TEST(get_prandom_u32)
{
	uint32_t vals[1024];
	int fd, i, same = 0, bit, ones;
	struct code c = {};

	ADD(&c, CALL(get_prandom_u32));
	code_keep(&c, 0);
	code_end(&c);
	fd = ASSERT_OK(code_load(&c));
	for (i = 0; i < 1024; i++) {
		prog_run(fd);
		EXPECT_EQ(shared_result(0) >> 32, 0);
		vals[i] = shared_result(0);
	}
	/* Each bit is set in 512 of 1024 on average; 6 standard deviations are 96. */
	for (bit = 0; bit < 32; bit++) {
		for (ones = 0, i = 0; i < 1024; i++)
			ones += vals[i] >> bit & 1;
		ok(ones > 512 - 96 && ones < 512 + 96, "bit %d set in %d of 1024", bit, ones);
	}
	qsort(vals, 1024, sizeof(vals[0]), compare_u32);
	for (i = 1; i < 1024; i++)
		same += vals[i] == vals[i - 1];
	ok(same <= 2, "%d of 1024 values twice", same);
}
