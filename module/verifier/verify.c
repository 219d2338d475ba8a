// SPDX-License-Identifier: GPL-2.0
/*
 * The verifier's driver: shape of the program, walk over all paths, stack depth, lowering. Owns the order and the budget;
 * every judgement is in the files it calls.
 */
#include <linux/kernel.h>
#include <linux/errno.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/mm.h>
#include <linux/string.h>
#include "env.h"
#include "live.h"
#include "verifier.h"

/* Instructions between two looks at pending signals. */
#define SIGNAL_INTERVAL	1024

/**
 * sbpf_step() - walk over one instruction
 * @env: the verification; @insn and @st become those of the next one
 *
 * Context: process. Return: SBPF_STEP_NEXT, SBPF_STEP_END, or the errno of the rejection.
 */
int sbpf_step(struct sbpf_env *env)
{
	const struct sbpf_insn *insn = &env->insns[env->insn];
	int err;

	env->aux[env->insn].seen = true;
	env->since_insns++;
	err = sbpf_require(env, insn);
	return err ? err : sbpf_xfer(env, insn);
}

/* Walk from the current state until the path ends. */
static int walk_path(struct sbpf_env *env)
{
	int ret;

	for (;;) {
		if (++env->walked > SBPF_COMPLEXITY_LIMIT)
			return sbpf_reject(env, SBPF_WHY_TOO_COMPLEX, "%u instructions were walked", env->walked - 1);
		if (!(env->walked % SIGNAL_INTERVAL)) {
			if (fatal_signal_pending(current))
				return sbpf_reject(env, SBPF_WHY_INTERRUPTED, "after %u instructions", env->walked);
			cond_resched();
		}
		if (env->note[env->insn].flags & SBPF_NOTE_PRUNE) {
			ret = sbpf_prune(env);
			if (ret > 0 && sbpf_log_wants(env->log, SBPF_LOG_LEVEL2))
				sbpf_log_print(env->log, "%u: nothing new\n", env->insn);
			if (ret)
				return ret < 0 ? ret : 0;
		}
		sbpf_oracle_state(env);
		if (sbpf_log_wants(env->log, SBPF_LOG_LEVEL2))
			sbpf_explain_state(env);
		if (sbpf_log_wants(env->log, SBPF_LOG_LEVEL1 | SBPF_LOG_LEVEL2))
			sbpf_explain_insn(env, env->insn);
		ret = sbpf_step(env);
		if (ret)
			return ret < 0 ? ret : 0;
	}
}

/**
 * sbpf_start() - stand before the first instruction
 * @env: the verification
 *
 * Context: process. Return: 0 or -ENOMEM.
 */
int sbpf_start(struct sbpf_env *env)
{
	env->st = sbpf_state_new();
	if (!env->st || sbpf_frame_push(env->st, 0, 0))
		return -ENOMEM;
	sbpf_reg_set_ptr(sbpf_env_reg(env, SBPF_REG_1), SBPF_REG_CTX);
	env->insn = 0;
	env->next_id = 0;
	env->since_jumps = 0;
	env->since_insns = 0;
	return 0;
}

/* Take the path that was set aside last. */
static bool next_path(struct sbpf_env *env)
{
	struct sbpf_pending *p = env->pending;

	sbpf_state_free(env->st);
	env->st = NULL;
	if (!p)
		return false;
	env->pending = p->next;
	env->nr_pending--;
	env->held -= sbpf_state_size(p->st);
	env->st = p->st;
	env->insn = p->insn;
	env->parent = p->parent;
	env->since_jumps = p->jumps;
	env->since_insns = p->insns;
	sbpf_trail_free(&env->trail);
	env->trail = p->trail;
	/* At level 1 the log shows the failing path alone: what came behind the fork was fine. */
	if (!sbpf_log_wants(env->log, SBPF_LOG_LEVEL2))
		sbpf_log_reset(env->log, p->mark);
	else
		sbpf_log_print(env->log, "\nfrom the jump to %u:\n", p->insn);
	kfree(p);
	return true;
}

/**
 * sbpf_stop() - give up all states
 * @env: the verification
 *
 * Context: process.
 */
void sbpf_stop(struct sbpf_env *env)
{
	struct sbpf_pending *p;

	sbpf_state_free(env->st);
	env->st = NULL;
	while ((p = env->pending)) {
		env->pending = p->next;
		sbpf_state_free(p->st);
		sbpf_trail_free(&p->trail);
		kfree(p);
	}
	env->nr_pending = 0;
	sbpf_prune_free(env);
}

/* What the walk finds out, so that it can be made again. */
static void forget_facts(struct sbpf_env *env)
{
	struct sbpf_prog *prog = env->prog;
	u32 i;

	for (i = 0; i < env->len; i++) {
		env->aux[i].field = NULL;
		env->aux[i].helper = NULL;
		env->aux[i].map = NULL;
		env->aux[i].pin = SBPF_PIN_NONE;
		env->aux[i].barrier = false;
		env->aux[i].seen = false;
		env->note[i].flags &= ~(SBPF_NOTE_CTX | SBPF_NOTE_MEM | SBPF_NOTE_MAPS);
	}
	for (i = 0; i < prog->nr_subprogs; i++)
		prog->subprogs[i].stack_depth = 0;
	prog->uses_cb = false;
	prog->writes_pkt = false;
	prog->calls_ctx_regs = false;
	prog->tail_calls = false;
	prog->helper_flags = 0;
	prog->max_ctx_off = 0;
	env->walked = 0;
	env->why_text[0] = 0;
	env->nr_points = 0;
	env->nr_pruned = 0;
	env->forgot = false;
}

static int walk_all(struct sbpf_env *env)
{
	int err;

	forget_facts(env);
	sbpf_trail_free(&env->trail);
	sbpf_oracle_begin(env);
	err = sbpf_start(env);
	while (!err) {
		err = walk_path(env);
		if (err)
			break;
		sbpf_prune_path_done(env);
		if (!next_path(env))
			break;
	}
	sbpf_oracle_end(env);
	env->failed_walk = err;
	sbpf_stop(env);
	return err;
}

/*
 * First with forgetting. A rejection may then be due to something that did matter: the walk is made once more with all
 * that can be known. What counts is that either walk alone is a proof.
 */
static int walk_twice(struct sbpf_env *env)
{
	u64 mark = sbpf_log_mark(env->log);
	int err;

	env->forget = true;
	err = walk_all(env);
	if (!err || !env->forgot || err == -ENOMEM || err == -EINTR)
		return err;
	sbpf_log_reset(env->log, mark);
	env->forget = false;
	return walk_all(env);
}

static void print_stats(struct sbpf_env *env)
{
	u32 i, used = 0;

	for (i = 0; i < env->prog->nr_subprogs; i++)
		used += env->prog->subprogs[i].stack_depth;
	sbpf_log_print(env->log, "processed %u insns (limit %u), %u checkpoints, %u paths pruned, stack of all functions %u%s\n",
		       env->walked, SBPF_COMPLEXITY_LIMIT, env->nr_points, env->nr_pruned, used,
		       env->forget ? "" : ", walked twice");
}

static int verify(struct sbpf_env *env)
{
	int err;

	err = sbpf_cfg_check(env);
	if (!err)
		err = sbpf_prune_init(env);
	if (!err)
		err = sbpf_live_init(env);
	if (!err)
		err = walk_twice(env);
	if (!err)
		err = sbpf_cfg_stack(env);
	if (err) {
		if (env->why_text[0] && env->log->level)
			sbpf_report(env);
		return err;
	}
	if (!sbpf_log_wants(env->log, SBPF_LOG_LEVEL2))
		sbpf_log_reset(env->log, 0);
	if (sbpf_log_wants(env->log, SBPF_LOG_LEVEL1 | SBPF_LOG_LEVEL2 | SBPF_LOG_STATS))
		print_stats(env);
	env->prog->verified_insns = env->walked;
	return sbpf_lower(env->prog, env->aux, env->log);
}

int sbpf_verify(struct sbpf_prog *prog, struct sbpf_log *log)
{
	struct sbpf_env *env;
	int err = -ENOMEM;

	env = kzalloc(sizeof(*env), GFP_KERNEL_ACCOUNT);
	if (!env)
		return -ENOMEM;
	env->prog = prog;
	env->insns = prog->insns;
	env->len = prog->len;
	env->log = log;
	env->leaks = prog->priv & SBPF_PRIV_PERFMON;
	env->capable = prog->priv & SBPF_PRIV_BPF;
	env->strict = (prog->load_flags & SBPF_F_STRICT_ALIGNMENT) && !(prog->load_flags & SBPF_F_ANY_ALIGNMENT);
	env->aux = kvcalloc((size_t)env->len + 1, sizeof(*env->aux), GFP_KERNEL_ACCOUNT);
	env->note = kvcalloc((size_t)env->len + 1, sizeof(*env->note), GFP_KERNEL_ACCOUNT);
	if (env->aux && env->note)
		err = verify(env);
	sbpf_trail_free(&env->trail);
	sbpf_live_free(env);
	kfree(env->scratch);
	kvfree(env->note);
	kvfree(env->aux);
	kfree(env);
	return err;
}
