// SPDX-License-Identifier: GPL-2.0
/*
 * A thousand times the life of a map, a program and a link: nothing is left, and the memory that is
 * in use afterwards is what was in use before.
 * engine: none
 * timeout: 280
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "abi.h"

#define CYCLES	1000

/* What a leak would show up in. */
static const char *const fields[] = { "Slab:", "VmallocUsed:", "Percpu:", "KernelStack:" };

/* KiB of kernel memory in use. */
static long kernel_memory(void)
{
	FILE *file = fopen("/proc/meminfo", "r");
	char line[128];
	long sum = 0;
	size_t i;

	while (file && fgets(line, sizeof(line), file))
		for (i = 0; i < ARRAY_SIZE(fields); i++)
			if (!strncmp(line, fields[i], strlen(fields[i])))
				sum += atol(line + strlen(fields[i]));
	if (file)
		fclose(file);
	return sum;
}

/* The engines take turns. */
static bool cycle(int round)
{
	struct sbpf_insn insns[] = {
		ST(W, R10, -4, 0),
		MOV_REG(R2, R10),
		ALU64_IMM(ADD, R2, -4),
		LD_MAP_FD(R1, 0),
		CALL(map_lookup_elem),
		MOV_IMM(R0, 0),
		EXIT(),
	};
	union sbpf_attr attr;
	int map, prog, link, err;

	map = abi_map(SBPF_MAP_TYPE_HASH, 4, 256, 256, 0);
	insns[3].imm = map;
	abi_prog_attr(&attr, SBPF_PROG_TYPE_RAW_TRACEPOINT, insns, ARRAY_SIZE(insns));
	attr.prog_flags = round % 2 ? 0 : SBPF_F_ENGINE_INTERP;
	prog = abi_cmd(SBPF_PROG_LOAD, &attr);
	attr = (union sbpf_attr){
		.raw_tracepoint = { .name = PTR("task_rename"), .prog_fd = prog },
	};
	link = abi_cmd(SBPF_RAW_TRACEPOINT_OPEN, &attr);
	attr = (union sbpf_attr){ .test = { .prog_fd = prog } };
	err = abi_cmd(SBPF_PROG_TEST_RUN, &attr);
	close(link);
	close(prog);
	close(map);
	return map >= 0 && prog >= 0 && link >= 0 && !err;
}

/* Up to @n rounds, as many as fit into @seconds. */
static int run(int n, int seconds, int *done)
{
	time_t end = time(NULL) + seconds;
	int i, good = 0;

	for (i = 0; i < n && time(NULL) < end; i++) {
		good += cycle(i);
		/* Freeing is deferred: do not outrun it by more than this. */
		if (i % 50 == 49)
			abi_settle(0);
	}
	*done = i;
	return good;
}

/* The growth of the kernel's memory over that many rounds, in KiB, as soon as it is below @limit. */
static long growth(int rounds, int seconds, long limit)
{
	long before, grown, tries;
	int good, done;

	before = kernel_memory();
	good = run(rounds, seconds, &done);
	EXPECT_EQ(good, done);
	/* All of them, but for kernels so slow that a few will do: those with every check on. */
	EXPECT_GE(done, rounds / 20);
	EXPECT_TRUE(abi_settle(0));
	/* Other users of memory come and go. */
	for (tries = 0; tries < 50; tries++) {
		grown = kernel_memory() - before;
		if (grown < limit)
			break;
		usleep(100000);
	}
	tap_note("%d rounds, %ld KiB more of kernel memory", done, grown);
	return grown;
}

TEST_TIMEOUT(thousand_rounds, 260)
{
	/* A round leaks at least 100 bytes if it leaks. */
	const long limit = 100;
	int good, done, tries;
	long grown;

	abi_open();
	ASSERT_TRUE(abi_settle(0));
	/* The first rounds fill caches that stay. */
	good = run(100, 60, &done);
	ASSERT_EQ(good, done);
	ASSERT_TRUE(abi_settle(0));
	/*
	 * A leak grows with every thousand; what debugging kernels keep for their own sake, such as
	 * KASAN's quarantine of freed objects, grows until it is full.
	 */
	for (tries = 0; tries < 3; tries++) {
		grown = growth(CYCLES, 60, limit);
		if (grown < limit)
			break;
	}
	EXPECT_LT(grown, limit);
}
