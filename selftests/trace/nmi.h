/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What progs/nmi.bpf.c counts in struct trace_state.arg: how often each of the things it tries was done.
 */
#ifndef SBPF_SELFTESTS_TRACE_NMI_H
#define SBPF_SELFTESTS_TRACE_NMI_H

#define NMI_KEYS	64

enum {
	NMI_TABLE,
	NMI_LRU,
	NMI_RING,
	NMI_STACK,
	NMI_PERF,
	NMI_PRINT,
	NMI_USER,
	NMI_THINGS,
};

#endif
