// SPDX-License-Identifier: GPL-2.0
/*
 * The shape of a program: functions, jumps, reachability, call depth and stack depth. Looks at instructions only; what
 * they do to values is the business of the path walk.
 */
#include <linux/kernel.h>
#include <linux/errno.h>
#include <linux/slab.h>
#include <linux/mm.h>
#include <linux/string.h>
#include "env.h"

/* Is the instruction a reference to a function of the program, and to which instruction? */
static bool func_target(const struct sbpf_insn *insn, u32 i, s64 *target)
{
	const struct sbpf_op *op = sbpf_insn_op(insn);

	if (!(op->kind == SBPF_OPK_CALL && insn->src_reg == SBPF_PSEUDO_CALL) &&
	    !(op->kind == SBPF_OPK_LD_IMM64 && insn->src_reg == SBPF_PSEUDO_FUNC))
		return false;
	*target = (s64)i + 1 + insn->imm;
	return true;
}

static bool is_start(const struct sbpf_env *env, s64 i)
{
	return i >= 0 && i < env->len && (env->note[i].flags & SBPF_NOTE_START);
}

static int check_insns(struct sbpf_env *env)
{
	const struct sbpf_insn *end = env->insns + env->len;
	const char *why;
	u32 i;

	if (!env->len)
		return sbpf_reject(env, SBPF_WHY_EMPTY, "no instructions");
	if (!env->capable && env->len > SBPF_MAX_INSNS_UNPRIV)
		return sbpf_reject(env, SBPF_WHY_TOO_BIG, "%u instructions", env->len);
	for (i = 0; i < env->len; i += sbpf_insn_slots(&env->insns[i])) {
		env->insn = i;
		if (sbpf_insn_check(&env->insns[i], end, &why))
			return sbpf_reject(env, SBPF_WHY_BAD_INSN, "%s", why);
		env->note[i].flags |= SBPF_NOTE_START;
	}
	return 0;
}

/* The first function is the main program, the others begin where something refers to them. */
static int find_subprogs(struct sbpf_env *env)
{
	struct sbpf_subprog *subs;
	u32 i, nr = 0;
	s64 target;

	env->aux[0].subprog_start = true;
	for (i = 0; i < env->len; i++) {
		if (!(env->note[i].flags & SBPF_NOTE_START) || !func_target(&env->insns[i], i, &target))
			continue;
		env->insn = i;
		if (!env->capable)
			return sbpf_reject(env, SBPF_WHY_CALLS_PRIV, "a function of the program is used");
		if (!is_start(env, target))
			return sbpf_reject(env, SBPF_WHY_BAD_CALL, "no instruction begins at %lld", target);
		env->aux[target].subprog_start = true;
		if (sbpf_insn_op(&env->insns[i])->kind == SBPF_OPK_LD_IMM64)
			env->aux[target].callback_start = true;
	}
	for (i = 0; i < env->len; i++)
		nr += env->aux[i].subprog_start;
	env->insn = env->len;
	if (nr > SBPF_MAX_SUBPROGS)
		return sbpf_reject(env, SBPF_WHY_TOO_MANY_SUBPROGS, "%u functions, at most %u", nr, SBPF_MAX_SUBPROGS);
	subs = kvcalloc(nr, sizeof(*subs), GFP_KERNEL_ACCOUNT);
	if (!subs)
		return -ENOMEM;
	kvfree(env->prog->subprogs);
	env->prog->subprogs = subs;
	env->prog->nr_subprogs = nr;
	for (i = 0, nr = 0; i < env->len; i++) {
		if (env->aux[i].subprog_start) {
			if (nr)
				subs[nr - 1].end = i;
			subs[nr].is_callback = env->aux[i].callback_start;
			subs[nr++].start = i;
		}
		env->note[i].subprog = nr - 1;
	}
	subs[nr - 1].end = env->len;
	return 0;
}

/* A function is entered by calls or by helpers, not by both: engines enter them differently. */
static int check_entries(struct sbpf_env *env)
{
	s64 target;
	u32 i;

	for (i = 0; i < env->len; i++) {
		if (!(env->note[i].flags & SBPF_NOTE_START) || !func_target(&env->insns[i], i, &target))
			continue;
		env->insn = i;
		if (sbpf_insn_op(&env->insns[i])->kind == SBPF_OPK_CALL && env->aux[target].callback_start)
			return sbpf_reject(env, SBPF_WHY_MIXED_CALLBACK, "the function at %lld is a callback", target);
		if (!target)
			return sbpf_reject(env, SBPF_WHY_RECURSION, "the main function is called");
	}
	return 0;
}

static int check_jump(struct sbpf_env *env, u32 i, s64 target)
{
	const struct sbpf_subprog *sub = &env->prog->subprogs[env->note[i].subprog];

	if (target < sub->start || target >= sub->end || !is_start(env, target))
		return sbpf_reject(env, SBPF_WHY_BAD_JUMP, "no instruction of this function begins at %lld", target);
	env->note[target].flags |= SBPF_NOTE_PRUNE;
	return 0;
}

static int check_jumps(struct sbpf_env *env)
{
	u32 i, last = 0, s;

	for (s = 0; s < env->prog->nr_subprogs; s++) {
		const struct sbpf_subprog *sub = &env->prog->subprogs[s];

		env->note[sub->start].flags |= SBPF_NOTE_PRUNE;
		for (i = sub->start; i < sub->end; i += sbpf_insn_slots(&env->insns[i])) {
			const struct sbpf_insn *insn = &env->insns[i];
			const struct sbpf_op *op = sbpf_insn_op(insn);
			int err;

			last = i;
			env->insn = i;
			if (op->kind != SBPF_OPK_JA && op->kind != SBPF_OPK_JCC)
				continue;
			err = check_jump(env, i, (s64)i + 1 + sbpf_insn_jump(insn));
			if (err)
				return err;
		}
		if (sbpf_insn_op(&env->insns[last])->kind != SBPF_OPK_EXIT &&
		    sbpf_insn_op(&env->insns[last])->kind != SBPF_OPK_JA)
			return sbpf_reject(env, SBPF_WHY_FALL_OFF, "the function goes on behind its end");
	}
	return 0;
}

/* The instructions that may follow @i inside its function. */
static u32 successors(const struct sbpf_env *env, u32 i, u32 next[2])
{
	const struct sbpf_insn *insn = &env->insns[i];
	u32 nr = 0;

	switch (sbpf_insn_op(insn)->kind) {
	case SBPF_OPK_EXIT:
		return 0;
	case SBPF_OPK_JA:
		next[nr++] = i + 1 + sbpf_insn_jump(insn);
		return nr;
	case SBPF_OPK_JCC:
		next[nr++] = i + 1 + sbpf_insn_jump(insn);
		next[nr++] = i + 1;
		return nr;
	default:
		next[nr++] = i + sbpf_insn_slots(insn);
		return nr;
	}
}

static int walk_function(struct sbpf_env *env, u32 start, u32 *stack)
{
	u32 depth = 0, next[2], nr;

	stack[depth++] = start;
	env->note[start].flags |= SBPF_NOTE_REACHED | SBPF_NOTE_ON_PATH;
	while (depth) {
		u32 i = stack[depth - 1], todo = env->len;

		for (nr = successors(env, i, next); nr--;) {
			if ((env->note[next[nr]].flags & SBPF_NOTE_ON_PATH) && !env->capable) {
				env->insn = i;
				return sbpf_reject(env, SBPF_WHY_BACK_EDGE, "a jump back to %u", next[nr]);
			}
			if (!(env->note[next[nr]].flags & SBPF_NOTE_REACHED))
				todo = next[nr];
		}
		if (todo == env->len) {
			env->note[i].flags &= ~SBPF_NOTE_ON_PATH;
			depth--;
			continue;
		}
		env->note[todo].flags |= SBPF_NOTE_REACHED | SBPF_NOTE_ON_PATH;
		stack[depth++] = todo;
	}
	return 0;
}

static int check_reach(struct sbpf_env *env)
{
	u32 *stack, i;
	int err = 0;

	stack = kvcalloc(env->len, sizeof(*stack), GFP_KERNEL_ACCOUNT);
	if (!stack)
		return -ENOMEM;
	for (i = 0; i < env->prog->nr_subprogs && !err; i++)
		err = walk_function(env, env->prog->subprogs[i].start, stack);
	kvfree(stack);
	for (i = 0; i < env->len && !err; i++) {
		env->insn = i;
		if ((env->note[i].flags & SBPF_NOTE_START) && !(env->note[i].flags & SBPF_NOTE_REACHED))
			err = sbpf_reject(env, SBPF_WHY_UNREACHABLE, "nothing leads here");
	}
	return err;
}

/* What the call graph says of a function. */
struct call_info {
	u32 height;	/* frames of the deepest chain that begins here */
	u32 depth;	/* stack bytes of the deepest chain that begins here */
	u32 above;	/* stack bytes of the deepest chain that leads here, without its own */
	u8 state;	/* 0 not seen, 1 on the path, 2 done */
	u32 pos;	/* where the search goes on */
	u32 order;	/* finished as number ... */
};

static u32 frame_bytes(const struct sbpf_subprog *sub)
{
	return max_t(u32, round_up(sub->stack_depth, 32), 32);
}

/* The next function that @s refers to, or -1. */
static int next_callee(const struct sbpf_env *env, u32 s, u32 *pos)
{
	s64 target;

	for (; *pos < env->prog->subprogs[s].end; (*pos)++) {
		if (!(env->note[*pos].flags & SBPF_NOTE_START) || !func_target(&env->insns[*pos], *pos, &target))
			continue;
		(*pos)++;
		return env->note[target].subprog;
	}
	return -1;
}

/* Depth first over the call graph: recursion, nesting and, callees first, the stack of each chain. */
static int walk_calls(struct sbpf_env *env, struct call_info *ci, u32 root, u32 *order, u32 *nr_order)
{
	const struct sbpf_subprog *subs = env->prog->subprogs;
	u32 path[SBPF_MAX_SUBPROGS], depth = 0;

	path[depth++] = root;
	ci[root].state = 1;
	ci[root].pos = subs[root].start;
	while (depth) {
		u32 s = path[depth - 1];
		int callee = next_callee(env, s, &ci[s].pos);

		if (callee >= 0 && ci[callee].state == 1) {
			env->insn = ci[s].pos - 1;
			return sbpf_reject(env, SBPF_WHY_RECURSION, "a function reaches itself again");
		}
		if (callee >= 0 && !ci[callee].state) {
			ci[callee].state = 1;
			ci[callee].pos = subs[callee].start;
			path[depth++] = callee;
			continue;
		}
		if (callee >= 0) {
			ci[s].height = max(ci[s].height, ci[callee].height);
			ci[s].depth = max(ci[s].depth, ci[callee].depth);
			continue;
		}
		ci[s].height++;
		ci[s].depth += frame_bytes(&subs[s]);
		ci[s].state = 2;
		order[(*nr_order)++] = s;
		if (--depth) {
			u32 caller = path[depth - 1];

			ci[caller].height = max(ci[caller].height, ci[s].height);
			ci[caller].depth = max(ci[caller].depth, ci[s].depth);
		}
	}
	return 0;
}

static int check_tail_call_stack(struct sbpf_env *env, struct call_info *ci, const u32 *order, u32 nr)
{
	const struct sbpf_subprog *subs = env->prog->subprogs;
	int callee;

	/* Callers come after their callees in @order. */
	while (nr--) {
		u32 s = order[nr], pos = subs[s].start;

		env->insn = subs[s].start;
		if (s && subs[s].has_tail_call && ci[s].above >= 256)
			return sbpf_reject(env, SBPF_WHY_TAIL_CALL_STACK, "the callers use %u bytes", ci[s].above);
		while ((callee = next_callee(env, s, &pos)) >= 0)
			ci[callee].above = max(ci[callee].above, ci[s].above + frame_bytes(&subs[s]));
	}
	return 0;
}

static int check_call_graph(struct sbpf_env *env)
{
	u32 i, nr_order = 0, nr = env->prog->nr_subprogs;
	struct call_info *ci;
	u32 *order;
	int err;

	ci = kvcalloc(nr, sizeof(*ci), GFP_KERNEL_ACCOUNT);
	order = kvcalloc(nr, sizeof(*order), GFP_KERNEL_ACCOUNT);
	err = ci && order ? 0 : -ENOMEM;
	for (i = 0; i < nr && !err; i++) {
		if (ci[i].state)
			continue;
		err = walk_calls(env, ci, i, order, &nr_order);
	}
	for (i = 0; i < nr && !err; i++) {
		env->insn = env->prog->subprogs[i].start;
		if (ci[i].height > SBPF_MAX_FRAMES)
			err = sbpf_reject(env, SBPF_WHY_CALL_DEPTH, "%u functions deep", ci[i].height);
		else if (ci[i].depth > SBPF_STACK_SIZE)
			err = sbpf_reject(env, SBPF_WHY_STACK_DEPTH, "%u bytes from this function on", ci[i].depth);
	}
	if (!err)
		err = check_tail_call_stack(env, ci, order, nr_order);
	kvfree(order);
	kvfree(ci);
	return err;
}

static void find_tail_calls(struct sbpf_env *env)
{
	const struct sbpf_helper *h;
	u32 i;

	for (i = 0; i < env->len; i++) {
		const struct sbpf_insn *insn = &env->insns[i];

		if (!(env->note[i].flags & SBPF_NOTE_START) || sbpf_insn_op(insn)->kind != SBPF_OPK_CALL ||
		    insn->src_reg)
			continue;
		h = sbpf_helper_find(insn->imm);
		if (!h)
			continue;
		if (h->flags & SBPF_HF_TAIL_CALL)
			env->prog->subprogs[env->note[i].subprog].has_tail_call = true;
		if (h->callback)
			env->note[i].flags |= SBPF_NOTE_CALLBACK | SBPF_NOTE_PRUNE;
	}
}

/**
 * sbpf_cfg_check() - is the program well formed?
 * @env: the verification; prog->subprogs and the notes are filled
 *
 * Context: process. Return: 0, -EINVAL malformed, -EPERM functions without privilege, -E2BIG too many or too deep.
 */
int sbpf_cfg_check(struct sbpf_env *env)
{
	int err;

	err = check_insns(env);
	if (!err)
		err = find_subprogs(env);
	if (!err)
		err = sbpf_prog_btf_check(env->prog, env->log);
	if (!err)
		err = check_jumps(env);
	if (!err)
		err = check_reach(env);
	if (!err)
		err = check_entries(env);
	if (err)
		return err;
	find_tail_calls(env);
	return check_call_graph(env);
}

/**
 * sbpf_cfg_stack() - does every chain of calls fit into the stack?
 * @env: the verification, after the path walk has measured each function's stack_depth
 *
 * Context: process. Return: 0 or -EACCES.
 */
int sbpf_cfg_stack(struct sbpf_env *env)
{
	return check_call_graph(env);
}
