// SPDX-License-Identifier: GPL-2.0
/*
 * The run contract beyond the fast path of run.h: statistics, and the guard that keeps a tracing program from
 * entering itself. Everything here may be called from NMI.
 */
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/sched/clock.h>
#include "run.h"

DEFINE_STATIC_KEY_FALSE(sbpf_stats_enabled);

/**
 * sbpf_run_counted() - run a program and count the run
 * @prog: as sbpf_run()
 * @ctx: as sbpf_run()
 *
 * Context: as sbpf_run(). Return: R0.
 */
u64 sbpf_run_counted(const struct sbpf_prog *prog, struct sbpf_ctx *ctx)
{
	u64 start = sched_clock(), ret;
	struct sbpf_prog_stats *stats;
	unsigned long flags;

	ret = prog->run(ctx, prog);
	stats = this_cpu_ptr(prog->stats);
	flags = u64_stats_update_begin_irqsave(&stats->syncp);
	u64_stats_inc(&stats->cnt);
	u64_stats_add(&stats->nsecs, sched_clock() - start);
	u64_stats_update_end_irqrestore(&stats->syncp, flags);
	return ret;
}

/**
 * sbpf_run_missed() - count a run that was not made
 * @prog: the program
 *
 * Context: any, NMI included, preemption off.
 */
void sbpf_run_missed(const struct sbpf_prog *prog)
{
	struct sbpf_prog_stats *stats = this_cpu_ptr(prog->stats);
	unsigned long flags;

	flags = u64_stats_update_begin_irqsave(&stats->syncp);
	u64_stats_inc(&stats->misses);
	u64_stats_update_end_irqrestore(&stats->syncp, flags);
}

/**
 * sbpf_run_exhausted() - count a run that its instruction budget ended
 * @prog: the program that was entered
 *
 * Context: that of the run.
 */
void sbpf_run_exhausted(const struct sbpf_prog *prog)
{
	struct sbpf_prog_stats *stats = this_cpu_ptr(prog->stats);
	unsigned long flags;

	flags = u64_stats_update_begin_irqsave(&stats->syncp);
	u64_stats_inc(&stats->exhausted);
	u64_stats_update_end_irqrestore(&stats->syncp, flags);
}

bool sbpf_run_guarded(const struct sbpf_prog *prog, struct sbpf_ctx *ctx, u64 *ret)
{
	bool run = this_cpu_inc_return(*prog->active) == 1;

	if (likely(run))
		*ret = sbpf_run(prog, ctx);
	else
		sbpf_run_missed(prog);
	this_cpu_dec(*prog->active);
	return run;
}
