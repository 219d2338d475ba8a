// SPDX-License-Identifier: GPL-2.0
/*
 * Functions that helpers call back, any number of times.
 *
 * The walk unrolls the helper's loop: at the call the path forks into "the helper is done" and "it calls back (again)";
 * when the callback returns, the walk is back at the call with what the callback did to its caller's stack. That ends
 * as soon as a round begins in a state that an earlier round covers (prune.c), and rounds are made more and more alike
 * until one does. Unlike a loop of the program's own, the helper's loop is known to end, so nothing else is to prove.
 */
#include <linux/kernel.h>
#include <linux/errno.h>
#include "env.h"

static void set_cb_arg(struct sbpf_reg *r, u8 arg, const struct sbpf_reg *ctx, struct sbpf_map *map,
		       u8 frame)
{
	switch (arg) {
	case SBPF_CB_SCALAR:
		sbpf_reg_set_unknown(r);
		break;
	case SBPF_CB_MAP:
		sbpf_reg_set_ptr(r, SBPF_REG_MAP);
		r->map = map;
		break;
	case SBPF_CB_MAP_KEY:
		/* The helper may have the key on its own stack: it is gone when the callback is (stack.c). */
		sbpf_reg_set_ptr(r, SBPF_REG_KEY);
		r->map = map;
		r->frame = frame;
		break;
	case SBPF_CB_MAP_VALUE:
		sbpf_reg_set_ptr(r, SBPF_REG_VALUE);
		r->map = map;
		break;
	case SBPF_CB_CTX:
		*r = *ctx;
		break;
	default:
		sbpf_reg_clear(r);
	}
}

/**
 * sbpf_callback_enter() - the helper calls back
 * @env: the verification, at the helper call
 * @h: the helper
 * @func: the function to call
 * @ctx: what the caller handed over for it
 * @map: the helper's map argument or NULL
 *
 * The caller's registers stay as they are: the walk comes back to the call with them.
 *
 * Context: process. Return: SBPF_STEP_NEXT, or the errno of the rejection.
 */
int sbpf_callback_enter(struct sbpf_env *env, const struct sbpf_helper *h, const struct sbpf_reg *func,
			const struct sbpf_reg *ctx, struct sbpf_map *map)
{
	const struct sbpf_callback *cb = h->callback;
	struct sbpf_reg handed = *ctx;
	struct sbpf_frame *f;
	u32 subprog = func->subprog, i;
	int err;

	for (i = 0; i < ARRAY_SIZE(cb->arg); i++)
		if ((cb->arg[i] == SBPF_CB_MAP || cb->arg[i] == SBPF_CB_MAP_KEY || cb->arg[i] == SBPF_CB_MAP_VALUE) &&
		    !map)
			return sbpf_reject(env, SBPF_WHY_INTERNAL, "helper %s calls back without a map", h->name);
	err = sbpf_frame_push(env->st, subprog, env->insn);
	if (err == -E2BIG)
		return sbpf_reject(env, SBPF_WHY_CALL_DEPTH, "%u functions are active", env->st->nr_frames);
	if (err)
		return err;
	f = sbpf_state_top(env->st);
	f->callback = true;
	f->cb_min = cb->ret_min;
	f->cb_max = cb->ret_max;
	f->entry_refs = env->st->nr_refs;
	f->entry_ids = env->next_id;
	for (i = 0; i < ARRAY_SIZE(cb->arg); i++)
		set_cb_arg(&f->reg[SBPF_REG_1 + i], cb->arg[i], &handed, map, env->st->nr_frames - 1);
	env->st->cb_rounds++;
	env->insn = env->prog->subprogs[subprog].start;
	return SBPF_STEP_NEXT;
}

/**
 * sbpf_callback_exit() - the callback returns to the helper
 * @env: the verification, at the exit
 *
 * Context: process. Return: SBPF_STEP_NEXT, or the errno of the rejection.
 */
int sbpf_callback_exit(struct sbpf_env *env)
{
	struct sbpf_frame *f = sbpf_state_top(env->st);
	const struct sbpf_reg *r0 = &f->reg[SBPF_REG_0];
	char text[128];
	u32 i, back;

	if (r0->kind != SBPF_REG_SCALAR || r0->s.smin < f->cb_min || r0->s.smax > f->cb_max) {
		sbpf_reg_print(r0, text, sizeof(text));
		return sbpf_reject(env, SBPF_WHY_RET_CALLBACK, "R0 is %s, not within %d..%d", text, f->cb_min, f->cb_max);
	}
	for (i = 0; i < env->st->nr_refs; i++)
		if (env->st->ref[i] > f->entry_ids)
			return sbpf_reject(env, SBPF_WHY_REF_CALLBACK, "the reference taken at insn %u is still held",
					   env->st->ref_insn[i]);
	if (env->st->nr_refs != f->entry_refs)
		return sbpf_reject(env, SBPF_WHY_REF_CALLBACK, "a reference of the caller was given back");
	back = f->callsite;
	sbpf_frame_pop(env->st);
	env->insn = back;
	return SBPF_STEP_NEXT;
}
