/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What progs/trace.bpf.c and the tests that load it tell each other, in memory that both have mapped.
 */
#ifndef SBPF_SELFTESTS_TRACE_STATE_H
#define SBPF_SELFTESTS_TRACE_STATE_H

#define TRACE_FRAMES	64

struct trace_state {
	/* Written by the test. */
	__u32 pid;			/* thread group whose hits count */
	__s32 verdict;			/* of pe_sample */
	__u64 out_flags;
	__u64 stack_flags;
	__u32 out_big;			/* output 4096 bytes */
	__u32 pad;

	/* Written by programs. */
	__u64 hits;
	__u64 hits_on[8];		/* by CPU */
	__u64 arg[8];
	__s64 ret;
	char name[64];
	__u64 frames[TRACE_FRAMES];
};

struct trace_sample {
	__u64 seq;
	__u32 pid;
	__u32 cpu;
	char comm[16];
};

#endif
