// SPDX-License-Identifier: GPL-2.0
/*
 * What an instruction demands of the registers it uses, whatever it then does with them. Memory demands are in mem.c and
 * stack.c, those of calls in call.c and helper_call.c.
 */
#include <linux/kernel.h>
#include "env.h"

static int check_ld_pkt(struct sbpf_env *env)
{
	const struct sbpf_reg *ctx = sbpf_env_reg(env, SBPF_REG_6);
	s32 min, max;

	if (!(env->prog->type->flags & SBPF_PT_LD_PKT))
		return sbpf_reject(env, SBPF_WHY_LD_PKT_TYPE, "not in %s programs", env->prog->type->name);
	if (ctx->kind != SBPF_REG_CTX || ctx->off || !sbpf_scalar_is(&ctx->s, 0))
		return sbpf_reject(env, SBPF_WHY_LD_PKT_CTX, "R6 is %s", sbpf_reg_kinds[ctx->kind].name);
	if (env->st->nr_frames > 1)
		return sbpf_reject(env, SBPF_WHY_LD_PKT_PLACE, "this is not the main function");
	if (env->st->nr_refs)
		return sbpf_reject(env, SBPF_WHY_LD_PKT_PLACE, "the reference taken at insn %u is held",
				   env->st->ref_insn[0]);
	/* A packet that is too short ends the program with 0. */
	if (env->prog->type->ret_range && env->prog->type->ret_range(env->prog->expected_attach_type, &min, &max) &&
	    (min > 0 || max < 0))
		return sbpf_reject(env, SBPF_WHY_RET_VALUE, "a short packet would end the program with 0");
	return 0;
}

/**
 * sbpf_require() - may the instruction use its registers?
 * @env: the verification
 * @insn: the instruction
 *
 * Context: process. Return: 0, or the errno of the rejection.
 */
int sbpf_require(struct sbpf_env *env, const struct sbpf_insn *insn)
{
	const struct sbpf_op *op = sbpf_insn_op(insn);
	u16 reads = sbpf_insn_reads(insn);
	u32 nr;

	/* Only the main program must have something to return. */
	if (op->kind == SBPF_OPK_EXIT && env->st->nr_frames > 1)
		reads = 0;
	for (nr = 0; nr < SBPF_MAX_REG; nr++)
		if ((reads & (1U << nr)) && sbpf_env_reg(env, nr)->kind == SBPF_REG_NONE)
			return sbpf_reject(env, SBPF_WHY_UNINIT_REG, "R%u was never written on this path", nr);
	if (sbpf_insn_writes(insn) & (1U << SBPF_REG_10))
		return sbpf_reject(env, SBPF_WHY_FP_WRITE, "R10 is written");
	if (op->kind == SBPF_OPK_LD_PKT) {
		if ((op->flags & SBPF_OPF_SRC_R) && sbpf_reg_is_ptr(sbpf_env_reg(env, insn->src_reg)))
			return sbpf_reject(env, SBPF_WHY_ARG_TYPE, "R%u is not a number", insn->src_reg);
		return check_ld_pkt(env);
	}
	return 0;
}
