/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What all tracing hooks share: the one way to run a program from a probe, and how helpers find out what hit it.
 */
#ifndef SBPF_ATTACH_TRACE_H
#define SBPF_ATTACH_TRACE_H

#include <linux/init.h>
#include <linux/types.h>
#include "../ctx.h"

struct sbpf_prog;

/*
 * How deep tracing programs may nest in each other on one CPU, on each kind of stack: that of the task, that of softirqs
 * and interrupts, and the small ones of NMIs and debug exceptions, which have room for one. The breakpoint of a kprobe
 * counts as NMI too, but stays on the stack it finds.
 */
#define SBPF_TRACE_NEST_MAX	3
#define SBPF_TRACE_NEST_MAX_NMI	1

/* Remember where we are, for stack walks. In the hook's own function, so that its frame outlives the program. */
#define sbpf_trace_anchor(view)								\
	asm volatile("lea (%%rip), %0\n\tmov %%rsp, %1\n\tmov %%rbp, %2"		\
		     : "=r" ((view)->ip), "=r" ((view)->sp), "=r" ((view)->bp))

bool sbpf_trace_run(const struct sbpf_prog *prog, struct sbpf_trace_ctx *view, u64 *ret);
struct sbpf_trace_ctx *sbpf_trace_view(u64 ctx);
int sbpf_trace_name_put(u64 ubuf, u32 *len, const char *name);

int __init sbpf_trace_init(void);
void sbpf_trace_exit(void);

/* raw_tracepoint.c */
int __init sbpf_raw_tracepoint_init(void);
void sbpf_raw_tracepoint_exit(void);

/* perf_event.c, perf_counters.c */
int __init sbpf_perf_counters_init(void);
void sbpf_perf_counters_exit(void);
void sbpf_perf_event_exit(void);

/* helpers/stack.c */
void sbpf_stack_exit(void);

#endif /* SBPF_ATTACH_TRACE_H */
