/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The run contract: the only way a hook enters a program. RCU, migration, recursion and statistics are settled here.
 */
#ifndef SBPF_RUN_H
#define SBPF_RUN_H

#include <linux/jump_label.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>
#include <linux/sched/clock.h>
#include <linux/u64_stats_sync.h>
#include "../prog.h"
#include "../ctx.h"

/**
 * struct sbpf_prog_stats - run statistics of one CPU
 * @cnt: runs, counted while statistics are enabled
 * @nsecs: time in them, ns of sched_clock()
 * @misses: runs not made because a tracing program was already active on this CPU; always counted
 * @exhausted: runs ended by the instruction budget; always counted
 */
struct sbpf_prog_stats {
	u64_stats_t cnt;
	u64_stats_t nsecs;
	u64_stats_t misses;
	u64_stats_t exhausted;
	struct u64_stats_sync syncp;
};

DECLARE_STATIC_KEY_FALSE(sbpf_stats_enabled);

u64 sbpf_run_counted(const struct sbpf_prog *prog, struct sbpf_ctx *ctx);
void sbpf_run_missed(const struct sbpf_prog *prog);
void sbpf_run_exhausted(const struct sbpf_prog *prog);

/**
 * sbpf_run() - run a program from a hook that cannot nest in itself (packets, test runs)
 * @prog: kept alive by the caller (RCU or reference)
 * @ctx: the view
 *
 * Context: any but NMI; RCU read side held; the caller is not migratable (softirq, or migrate_disable()).
 * Return: R0.
 */
static __always_inline u64 sbpf_run(const struct sbpf_prog *prog, struct sbpf_ctx *ctx)
{
	if (static_branch_unlikely(&sbpf_stats_enabled))
		return sbpf_run_counted(prog, ctx);
	return prog->run(ctx, prog);
}

/**
 * sbpf_run_guarded() - run a tracing program, at most one deep per CPU and program
 * @prog: as sbpf_run()
 * @ctx: the view
 * @ret: R0
 *
 * Context: any, NMI included; RCU read side held (rcu_read_lock_notrace-like is enough), preemption off.
 * Return: true if it ran, false if the guard refused it (counted as a miss).
 */
bool sbpf_run_guarded(const struct sbpf_prog *prog, struct sbpf_ctx *ctx, u64 *ret);

#endif /* SBPF_RUN_H */
