// SPDX-License-Identifier: GPL-2.0
/*
 * Entering and leaving functions of the program, and the end of the program. Helpers are in helper_call.c.
 */
#include <linux/kernel.h>
#include "env.h"

/**
 * sbpf_clobber_args() - R1 to R5 are lost over a call
 * @env: the verification
 *
 * Context: any.
 */
void sbpf_clobber_args(struct sbpf_env *env)
{
	u32 i;

	for (i = SBPF_REG_1; i <= SBPF_REG_5; i++)
		sbpf_reg_clear(sbpf_env_reg(env, i));
}

/* A function of the program is walked again for each call, with what the caller knows of the arguments. */
static int call_static(struct sbpf_env *env, const struct sbpf_insn *insn)
{
	u32 target = env->insn + 1 + insn->imm, i;
	struct sbpf_frame *caller = sbpf_state_top(env->st), *callee;
	int err;

	err = sbpf_frame_push(env->st, env->note[target].subprog, env->insn);
	if (err == -E2BIG)
		return sbpf_reject(env, SBPF_WHY_CALL_DEPTH, "%u functions are active", env->st->nr_frames);
	if (err)
		return err;
	callee = sbpf_state_top(env->st);
	for (i = SBPF_REG_1; i <= SBPF_REG_5; i++) {
		callee->reg[i] = caller->reg[i];
		sbpf_reg_clear(&caller->reg[i]);
	}
	sbpf_reg_clear(&caller->reg[SBPF_REG_0]);
	env->insn = target;
	return SBPF_STEP_NEXT;
}

/**
 * sbpf_call() - walk over a call
 * @env: the verification
 * @insn: a SBPF_OPK_CALL instruction
 *
 * Context: process. Return: SBPF_STEP_NEXT, SBPF_STEP_END, or the errno of the rejection.
 */
int sbpf_call(struct sbpf_env *env, const struct sbpf_insn *insn)
{
	switch (insn->src_reg) {
	case 0:
		return sbpf_helper_call(env, insn);
	case SBPF_PSEUDO_CALL:
		return call_static(env, insn);
	default:
		return sbpf_reject(env, SBPF_WHY_BAD_PSEUDO, "src_reg is %u", insn->src_reg);
	}
}

static int exit_main(struct sbpf_env *env)
{
	const struct sbpf_prog_ops *type = env->prog->type;
	const struct sbpf_reg *r0 = sbpf_env_reg(env, SBPF_REG_0);
	char text[128];
	s32 min, max;

	if (sbpf_reg_is_ptr(r0) && !env->leaks)
		return sbpf_reject(env, SBPF_WHY_PTR_LEAK, "R0 is an address and would be returned");
	if (env->st->nr_refs)
		return sbpf_reject(env, SBPF_WHY_REF_LEAK, "the reference taken at insn %u is still held",
				   env->st->ref_insn[0]);
	if (!type->ret_range || !type->ret_range(env->prog->expected_attach_type, &min, &max))
		return SBPF_STEP_END;
	/* Hooks look at R0 as an int. */
	if (r0->kind == SBPF_REG_SCALAR && r0->s.smin32 >= min && r0->s.smax32 <= max)
		return SBPF_STEP_END;
	sbpf_reg_print(r0, text, sizeof(text));
	return sbpf_reject(env, SBPF_WHY_RET_VALUE, "R0 is %s, not within %d..%d", text, min, max);
}

/**
 * sbpf_call_exit() - walk over an exit
 * @env: the verification
 *
 * Context: process. Return: SBPF_STEP_NEXT (back in the caller), SBPF_STEP_END, or the errno of the rejection.
 */
int sbpf_call_exit(struct sbpf_env *env)
{
	struct sbpf_frame *f = sbpf_state_top(env->st);
	struct sbpf_reg r0 = f->reg[SBPF_REG_0];
	u32 back = f->callsite + 1;

	if (env->st->nr_frames == 1)
		return exit_main(env);
	if (r0.kind == SBPF_REG_STACK && r0.frame == env->st->nr_frames - 1)
		return sbpf_reject(env, SBPF_WHY_STACK_FRAME, "R0 points to the stack of the function that ends");
	if (f->callback)
		return sbpf_callback_exit(env);
	sbpf_frame_pop(env->st);
	*sbpf_env_reg(env, SBPF_REG_0) = r0;
	env->insn = back;
	return SBPF_STEP_NEXT;
}
