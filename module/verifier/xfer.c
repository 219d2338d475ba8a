// SPDX-License-Identifier: GPL-2.0
/*
 * What instructions do to the state: arithmetic on numbers and pointers, constants, and the dispatch to memory, calls and
 * jumps. What they demand of plain registers was checked before (require.c).
 */
#include <linux/kernel.h>
#include "env.h"

/* Two registers with the same id hold the same number; a constant needs no id to show that. */
static void link_copies(struct sbpf_env *env, struct sbpf_reg *r)
{
	if (r->kind == SBPF_REG_SCALAR && !r->id && !sbpf_scalar_is_const(&r->s))
		r->id = sbpf_env_new_id(env);
}

static int number_from_ptr(struct sbpf_env *env, struct sbpf_reg *r, u32 regno)
{
	if (!env->leaks)
		return sbpf_reject(env, SBPF_WHY_PTR_LEAK, "the address in R%u would become a number", regno);
	sbpf_reg_set_unknown(r);
	return 0;
}

static int xfer_mov(struct sbpf_env *env, const struct sbpf_insn *insn)
{
	bool wide = SBPF_CLASS(insn->code) == SBPF_ALU64;
	struct sbpf_reg *dst = sbpf_env_reg(env, insn->dst_reg), *src = sbpf_env_reg(env, insn->src_reg);
	struct sbpf_reg val;
	int err;

	if (SBPF_SRC(insn->code) == SBPF_K) {
		sbpf_reg_set_const(dst, wide ? (u64)(s64)insn->imm : (u32)insn->imm);
		return 0;
	}
	if (wide && !insn->off) {
		link_copies(env, src);
		*dst = *src;
		return 0;
	}
	if (sbpf_reg_is_ptr(src)) {
		val = *src;
		err = number_from_ptr(env, &val, insn->src_reg);
		if (err)
			return err;
	} else {
		link_copies(env, src);
		val = *src;
	}
	if (insn->off)
		sbpf_scalar_sext(&val.s, insn->off);
	if (!wide)
		sbpf_scalar_zext(&val.s, 32);
	/* A number that the extension cannot have changed is still the same number. */
	if (insn->off && (src->s.smin < -(1LL << (insn->off - 1)) || src->s.smax >= 1LL << (insn->off - 1)))
		val.id = 0;
	if (!wide && src->s.umax > U32_MAX)
		val.id = 0;
	*dst = val;
	return 0;
}

/* Negation and byte order: one operand. */
static int xfer_unary(struct sbpf_env *env, const struct sbpf_insn *insn)
{
	struct sbpf_reg *dst = sbpf_env_reg(env, insn->dst_reg);
	bool wide = SBPF_CLASS(insn->code) == SBPF_ALU64;
	bool swap;
	int err;

	if (sbpf_reg_is_ptr(dst)) {
		err = number_from_ptr(env, dst, insn->dst_reg);
		if (err)
			return err;
	}
	dst->id = 0;
	if (SBPF_OP(insn->code) == SBPF_NEG) {
		sbpf_scalar_neg(&dst->s, wide);
		return 0;
	}
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	swap = wide || SBPF_SRC(insn->code) == SBPF_TO_LE;
#else
	swap = wide || SBPF_SRC(insn->code) == SBPF_TO_BE;
#endif
	if (swap)
		sbpf_scalar_swap(&dst->s, insn->imm / 8);
	else
		sbpf_scalar_zext(&dst->s, insn->imm);
	return 0;
}

/* Without CAP_PERFMON a pointer always points into its object, so that no speculation can take it elsewhere. */
static int check_unpriv_place(struct sbpf_env *env, const struct sbpf_reg *p, u32 regno)
{
	s32 min = 0, max;

	switch (p->kind) {
	case SBPF_REG_STACK:
		min = -SBPF_STACK_SIZE;
		max = -1;
		break;
	case SBPF_REG_VALUE:
		max = p->map->value_size - 1;
		break;
	default:
		return 0;
	}
	if (p->off < min || p->off > max)
		return sbpf_reject(env, SBPF_WHY_PTR_RANGE, "R%u would leave its object, offset %d", regno, p->off);
	return 0;
}

static int ptr_add_const(struct sbpf_env *env, struct sbpf_reg *p, u32 regno, s64 delta)
{
	if (delta > SBPF_MAX_VAR_OFF || delta < -SBPF_MAX_VAR_OFF || p->off + delta > SBPF_MAX_VAR_OFF ||
	    p->off + delta < -SBPF_MAX_VAR_OFF)
		return sbpf_reject(env, SBPF_WHY_PTR_RANGE, "R%u: %lld is added to offset %d", regno, delta, p->off);
	p->off += delta;
	return env->leaks ? 0 : check_unpriv_place(env, p, regno);
}

static int ptr_add_var(struct sbpf_env *env, struct sbpf_reg *p, u32 regno, const struct sbpf_scalar *num, u8 op)
{
	const char *name = sbpf_reg_kinds[p->kind].name;

	if (!(sbpf_reg_kinds[p->kind].flags & SBPF_KIND_VAR))
		return sbpf_reject(env, SBPF_WHY_PTR_ARITH_VAR, "R%u is %s, the number is not constant", regno, name);
	if (!env->leaks)
		return sbpf_reject(env, SBPF_WHY_PTR_ARITH_VAR, "R%u is %s, the number is not constant, no CAP_PERFMON",
				   regno, name);
	if (num->smin < -SBPF_MAX_VAR_OFF || num->smin > SBPF_MAX_VAR_OFF)
		return sbpf_reject(env, SBPF_WHY_PTR_RANGE, "R%u: the number may be as small as %lld", regno, num->smin);
	sbpf_scalar_alu(&p->s, num, op, false, true);
	if (p->s.smin < -SBPF_MAX_VAR_OFF || p->s.smin > SBPF_MAX_VAR_OFF)
		return sbpf_reject(env, SBPF_WHY_PTR_RANGE, "R%u: the offset may be as small as %lld", regno, p->s.smin);
	if (p->kind == SBPF_REG_PKT || p->kind == SBPF_REG_PKT_META) {
		/* A new place in the packet, of which nothing is known to be there. */
		p->id = sbpf_env_new_id(env);
		p->range = 0;
	}
	return 0;
}

/*
 * Without CAP_PERFMON a number that is known from a comparison only is another one where the CPU guesses that comparison
 * wrong, and the pointer it moves leads anywhere. So lowering replaces the register by the constant that the verifier
 * knows, which has to be the same one on every path.
 */
static int pin_operand(struct sbpf_env *env, const struct sbpf_insn *insn, enum sbpf_pin pin, s64 val)
{
	struct sbpf_insn_aux *aux = &env->aux[env->insn];

	if (env->leaks || SBPF_SRC(insn->code) == SBPF_K)
		return 0;
	if (aux->pin == SBPF_PIN_NONE) {
		aux->pin = pin;
		aux->pin_val = val;
	}
	if (aux->pin == pin && aux->pin_val == val)
		return 0;
	return sbpf_reject(env, SBPF_WHY_PTR_ARITH_VAR, "R%u and R%u: not the same constant on every path, no CAP_PERFMON",
			   insn->dst_reg, insn->src_reg);
}

/* dst op= src, at least one of them a pointer */
static int xfer_ptr(struct sbpf_env *env, const struct sbpf_insn *insn, struct sbpf_reg *dst,
		    const struct sbpf_reg *src)
{
	bool wide = SBPF_CLASS(insn->code) == SBPF_ALU64;
	u8 op = SBPF_OP(insn->code);
	const struct sbpf_reg *num = sbpf_reg_is_ptr(dst) ? src : dst;
	struct sbpf_reg p = sbpf_reg_is_ptr(dst) ? *dst : *src;
	u32 regno = sbpf_reg_is_ptr(dst) ? insn->dst_reg : insn->src_reg;
	int err;

	if (op == SBPF_SUB && env->leaks && (sbpf_reg_is_ptr(num) || !wide)) {
		sbpf_reg_set_unknown(dst);
		if (!wide)
			sbpf_scalar_zext(&dst->s, 32);
		return 0;
	}
	if (!wide)
		return sbpf_reject(env, SBPF_WHY_PTR_ARITH_32, "R%u is a pointer", regno);
	if (sbpf_reg_is_ptr(num) || (op != SBPF_ADD && op != SBPF_SUB) || (op == SBPF_SUB && num == dst))
		return sbpf_reject(env, SBPF_WHY_PTR_ARITH, "R%u is a pointer", regno);
	if (p.maybe_null)
		return sbpf_reject(env, SBPF_WHY_PTR_ARITH_NULL, "R%u may be 0", regno);
	/* Adding 0 adds nothing: *dst becomes the pointer itself. */
	if (p.kind == SBPF_REG_MAP && op == SBPF_ADD && env->leaks && sbpf_scalar_is(&num->s, 0)) {
		*dst = p;
		return 0;
	}
	/* As Linux, which wants to see negative numbers added. */
	if (p.kind == SBPF_REG_STACK && op == SBPF_SUB)
		return sbpf_reject(env, SBPF_WHY_PTR_ARITH, "R%u is fp: add the negative number instead", regno);
	if (!(sbpf_reg_kinds[p.kind].flags & SBPF_KIND_ARITH))
		return sbpf_reject(env, SBPF_WHY_PTR_ARITH_KIND, "R%u is %s", regno, sbpf_reg_kinds[p.kind].name);
	if (!sbpf_scalar_is_const(&num->s)) {
		err = ptr_add_var(env, &p, regno, &num->s, op);
	} else {
		s64 delta = num->s.bits.value;

		/* What bounds it, where the CPU guesses a comparison wrong? Of these two it is known. */
		if (!env->leaks && SBPF_SRC(insn->code) == SBPF_X && p.kind != SBPF_REG_STACK && p.kind != SBPF_REG_VALUE)
			return sbpf_reject(env, SBPF_WHY_PTR_ARITH_VAR, "R%u is %s, the number is in a register, no CAP_PERFMON",
					   regno, sbpf_reg_kinds[p.kind].name);
		if (delta == S64_MIN)
			return sbpf_reject(env, SBPF_WHY_PTR_RANGE, "R%u: %lld is added", regno, delta);
		err = ptr_add_const(env, &p, regno, op == SBPF_SUB ? -delta : delta);
		if (!err)
			err = pin_operand(env, insn, num == dst ? SBPF_PIN_DST : SBPF_PIN_SRC, delta);
	}
	if (sbpf_reg_kinds[p.kind].flags & SBPF_KIND_PKT)
		p.past = SBPF_PAST_UNKNOWN;
	if (!err)
		*dst = p;
	return err;
}

static bool is_shift(u8 op)
{
	return op == SBPF_LSH || op == SBPF_RSH || op == SBPF_ARSH;
}

/**
 * sbpf_xfer_alu() - arithmetic
 * @env: the verification
 * @insn: a SBPF_OPK_ALU instruction whose registers are initialised
 *
 * Context: process. Return: 0 or the errno of the rejection.
 */
int sbpf_xfer_alu(struct sbpf_env *env, const struct sbpf_insn *insn)
{
	bool wide = SBPF_CLASS(insn->code) == SBPF_ALU64;
	struct sbpf_reg *dst = sbpf_env_reg(env, insn->dst_reg), *src, imm;
	u8 op = SBPF_OP(insn->code);
	int err;

	if (op == SBPF_MOV)
		return xfer_mov(env, insn);
	if (op == SBPF_NEG || op == SBPF_END)
		return xfer_unary(env, insn);
	if (SBPF_SRC(insn->code) == SBPF_K) {
		sbpf_reg_set_const(&imm, wide ? (u64)(s64)insn->imm : (u32)insn->imm);
		src = &imm;
	} else {
		src = sbpf_env_reg(env, insn->src_reg);
	}
	if (sbpf_reg_is_ptr(dst) || sbpf_reg_is_ptr(src))
		return xfer_ptr(env, insn, dst, src);
	if (wide && (op == SBPF_ADD || op == SBPF_SUB)) {
		err = pin_operand(env, insn, SBPF_PIN_NUMBERS, 0);
		if (err)
			return err;
	}
	if (dst == src && (op == SBPF_SUB || op == SBPF_XOR)) {
		sbpf_reg_set_const(dst, 0);
		return 0;
	}
	/* What RFC 9669 masks was hardly meant: as in Linux, nothing is concluded from it. */
	if (is_shift(op) && src->s.umin >= (wide ? 64 : 32)) {
		sbpf_reg_set_unknown(dst);
		sbpf_scalar_zext(&dst->s, wide ? 64 : 32);
		return 0;
	}
	sbpf_scalar_alu(&dst->s, &src->s, op, insn->off == 1, wide);
	dst->id = 0;
	return 0;
}

static int xfer_map_ref(struct sbpf_env *env, const struct sbpf_insn *insn, struct sbpf_reg *dst)
{
	bool value = insn->src_reg == SBPF_PSEUDO_MAP_VALUE || insn->src_reg == SBPF_PSEUDO_MAP_IDX_VALUE;
	u32 off = insn[1].imm;
	struct sbpf_map *map;
	u64 addr;

	if ((u32)insn->imm >= env->prog->nr_maps)
		return sbpf_reject(env, SBPF_WHY_BAD_MAP_REF, "map number %u of %u", insn->imm, env->prog->nr_maps);
	map = env->prog->maps[insn->imm];
	if (!value && off)
		return sbpf_reject(env, SBPF_WHY_BAD_MAP_REF, "a map has no offset");
	if (!value) {
		sbpf_reg_set_ptr(dst, SBPF_REG_MAP);
		dst->map = map;
		return 0;
	}
	if (!map->ops->direct_value || off >= SBPF_MAX_VAR_OFF || off >= map->value_size ||
	    map->ops->direct_value(map, &addr, off))
		return sbpf_reject(env, SBPF_WHY_MAP_VALUE_ADDR, "offset %u in map %s", off, map->ops->name);
	sbpf_reg_set_ptr(dst, SBPF_REG_VALUE);
	dst->map = map;
	dst->off = off;
	return 0;
}

static int xfer_ld_imm64(struct sbpf_env *env, const struct sbpf_insn *insn)
{
	struct sbpf_reg *dst = sbpf_env_reg(env, insn->dst_reg);

	switch (insn->src_reg) {
	case 0:
		sbpf_reg_set_const(dst, sbpf_insn_imm64(insn));
		return 0;
	case SBPF_PSEUDO_MAP_FD:
	case SBPF_PSEUDO_MAP_IDX:
	case SBPF_PSEUDO_MAP_VALUE:
	case SBPF_PSEUDO_MAP_IDX_VALUE:
		return xfer_map_ref(env, insn, dst);
	case SBPF_PSEUDO_FUNC:
		sbpf_reg_set_ptr(dst, SBPF_REG_FUNC);
		dst->subprog = env->note[env->insn + 1 + insn->imm].subprog;
		dst->frame = env->note[env->insn].subprog;
		return 0;
	default:
		return sbpf_reject(env, SBPF_WHY_BAD_PSEUDO, "src_reg is %u", insn->src_reg);
	}
}

static int xfer_store(struct sbpf_env *env, const struct sbpf_insn *insn)
{
	struct sbpf_reg imm;

	if (sbpf_insn_op(insn)->kind == SBPF_OPK_ST) {
		sbpf_reg_set_const(&imm, (s64)insn->imm);
		return sbpf_mem_store(env, insn, &imm);
	}
	link_copies(env, sbpf_env_reg(env, insn->src_reg));
	return sbpf_mem_store(env, insn, sbpf_env_reg(env, insn->src_reg));
}

/* R0 is the number found in the packet; the packet load is a call in all but name. */
static void xfer_ld_pkt(struct sbpf_env *env, const struct sbpf_insn *insn)
{
	struct sbpf_reg *r0 = sbpf_env_reg(env, SBPF_REG_0);

	sbpf_clobber_args(env);
	sbpf_reg_set_unknown(r0);
	sbpf_scalar_zext(&r0->s, sbpf_insn_bytes(insn) * 8);
}

/**
 * sbpf_xfer() - walk over one instruction
 * @env: the verification; env->insn and env->st move on
 * @insn: the instruction, whose registers are initialised
 *
 * Context: process. Return: SBPF_STEP_NEXT, SBPF_STEP_END, or the errno of the rejection.
 */
int sbpf_xfer(struct sbpf_env *env, const struct sbpf_insn *insn)
{
	int err = 0;

	switch (sbpf_insn_op(insn)->kind) {
	case SBPF_OPK_ALU:
		err = sbpf_xfer_alu(env, insn);
		break;
	case SBPF_OPK_LD_IMM64:
		err = xfer_ld_imm64(env, insn);
		break;
	case SBPF_OPK_LD_PKT:
		xfer_ld_pkt(env, insn);
		break;
	case SBPF_OPK_LDX:
		err = sbpf_mem_load(env, insn);
		break;
	case SBPF_OPK_ST:
	case SBPF_OPK_STX:
		err = xfer_store(env, insn);
		break;
	case SBPF_OPK_ATOMIC:
		err = sbpf_mem_atomic(env, insn);
		break;
	case SBPF_OPK_JA:
	case SBPF_OPK_JCC:
		return sbpf_branch(env, insn);
	case SBPF_OPK_CALL:
		return sbpf_call(env, insn);
	case SBPF_OPK_EXIT:
		return sbpf_call_exit(env);
	default:
		return sbpf_reject(env, SBPF_WHY_BAD_INSN, "unknown kind of instruction");
	}
	env->insn += sbpf_insn_slots(insn);
	return err;
}
