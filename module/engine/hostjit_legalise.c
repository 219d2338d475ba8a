// SPDX-License-Identifier: GPL-2.0
/*
 * From lowered instructions to ones that the host's JIT takes as they are. The JIT trusts its input: it divides by zero
 * and overflows when told to, and one that is older than an instruction may translate it into something else without a
 * word. So division gets its guards here, what the host does not know becomes older instructions, and every reference
 * becomes an address.
 *
 * With constant blinding the host rewrites the program once more. Then it uses its hidden register wherever there is an
 * immediate, so nothing here may live in that register; and it takes every call with SBPF_PSEUDO_CALL for a distance, so
 * these are only written where the JIT needs them for tail calls (hostjit.c keeps blinding away from such programs).
 */
#include <linux/filter.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include "hostjit.h"
#include "../maps/prog_array.h"
#include "../rewrite.h"

#ifdef HOSTJIT_POSSIBLE

static_assert(SBPF_OP_BARRIER == (BPF_ST | BPF_NOSPEC));

/* Stack bytes an instruction that is done by a function takes: R0 to R5. */
#define SAVE_SIZE	(6 * 8)

/**
 * struct legaliser - one sbpf_hostjit_legalise() at work
 * @unit: the function
 * @start: index of its first instruction in the program
 * @frame: stack bytes of the function itself
 * @saves: some instruction needs SAVE_SIZE bytes below them
 */
struct legaliser {
	struct hostjit_unit *unit;
	u32 start;
	u32 frame;
	bool saves;
};

/* The quotient of the smallest number and -1 does not fit and wraps; its remainder is 0. */
static s64 sdiv(s64 a, s64 b)
{
	if (!b)
		return 0;
	return b == -1 ? (s64)-(u64)a : div64_s64(a, b);
}

static u64 sdiv64(u64 a, u64 b, u64 r3, u64 r4, u64 r5)
{
	return sdiv(a, b);
}

static u64 smod64(u64 a, u64 b, u64 r3, u64 r4, u64 r5)
{
	return b ? a - sdiv(a, b) * b : a;
}

static u64 sdiv32(u64 a, u64 b, u64 r3, u64 r4, u64 r5)
{
	return (u32)sdiv((s32)a, (s32)b);
}

static u64 smod32(u64 a, u64 b, u64 r3, u64 r4, u64 r5)
{
	s64 x = (s32)a, y = (s32)b;

	return (u32)(y ? x - sdiv(x, y) * y : x);
}

static bool is_reg_form(const struct sbpf_insn *insn)
{
	return SBPF_SRC(insn->code) == SBPF_X;
}

/* @to = @from as it was when R0 to R5 were parked at @base. */
static void emit_operand(struct sbpf_expansion *e, u8 to, u8 from, s16 base)
{
	if (from <= SBPF_REG_5)
		sbpf_emit(e, SBPF_LDX | SBPF_MEM | SBPF_DW, to, SBPF_REG_10, base + 8 * from, 0);
	else
		sbpf_emit(e, SBPF_ALU64 | SBPF_MOV | SBPF_X, to, from, 0, 0);
}

/*
 * A signed division by a function. All registers but the destination keep their values: the caller-saved ones are parked
 * below the frame.
 */
static int expand_by_function(struct legaliser *l, const struct sbpf_insn *insn, struct sbpf_expansion *e)
{
	bool wide = SBPF_CLASS(insn->code) == SBPF_ALU64, div = SBPF_OP(insn->code) == SBPF_DIV;
	sbpf_helper_fn fn = wide ? (div ? sdiv64 : smod64) : (div ? sdiv32 : smod32);
	s16 base = -(s16)(l->frame + SAVE_SIZE);
	u8 dst = insn->dst_reg, reg;
	int err;

	l->saves = true;
	for (reg = SBPF_REG_0; reg <= SBPF_REG_5; reg++)
		sbpf_emit(e, SBPF_STX | SBPF_MEM | SBPF_DW, SBPF_REG_10, reg, base + 8 * reg, 0);
	/* From the parked copies, whatever the registers are. */
	emit_operand(e, SBPF_REG_1, dst, base);
	if (is_reg_form(insn))
		emit_operand(e, SBPF_REG_2, insn->src_reg, base);
	else
		sbpf_emit(e, SBPF_ALU64 | SBPF_MOV | SBPF_K, SBPF_REG_2, 0, 0, insn->imm);
	sbpf_emit(e, SBPF_JMP | SBPF_CALL, 0, 0, 0, 0);
	err = sbpf_insn_set_call(&e->insn[e->len - 1], fn);
	if (dst != SBPF_REG_0)
		sbpf_emit(e, SBPF_ALU64 | SBPF_MOV | SBPF_X, dst, SBPF_REG_0, 0, 0);
	for (reg = SBPF_REG_0; reg <= SBPF_REG_5; reg++)
		if (reg != dst)
			sbpf_emit(e, SBPF_LDX | SBPF_MEM | SBPF_DW, reg, SBPF_REG_10, base + 8 * reg, 0);
	return err;
}

/* What a division by zero leaves: 0 as quotient, the dividend as remainder. */
static void emit_div_zero(struct sbpf_expansion *e, u8 class, bool div, u8 dst)
{
	if (div)
		sbpf_emit(e, SBPF_ALU | SBPF_XOR | SBPF_X, dst, dst, 0, 0);
	else
		sbpf_emit(e, class | SBPF_MOV | SBPF_X, dst, dst, 0, 0);
}

/* What a signed division by -1 leaves. */
static void emit_div_minus_one(struct sbpf_expansion *e, u8 class, bool div, u8 dst)
{
	if (div)
		sbpf_emit(e, class | SBPF_NEG, dst, 0, 0, 0);
	else
		sbpf_emit(e, SBPF_ALU | SBPF_XOR | SBPF_X, dst, dst, 0, 0);
}

static int expand_division(struct legaliser *l, const struct sbpf_insn *insn, struct sbpf_expansion *e)
{
	u8 class = SBPF_CLASS(insn->code), jump = class == SBPF_ALU64 ? SBPF_JMP : SBPF_JMP32;
	bool div = SBPF_OP(insn->code) == SBPF_DIV, sign = insn->off;
	u8 dst = insn->dst_reg, src = insn->src_reg;

	if (sign && !l->unit->isa4)
		return expand_by_function(l, insn, e);
	if (!is_reg_form(insn)) {
		if (sign && insn->imm == -1)
			emit_div_minus_one(e, class, div, dst);
		else
			e->insn[e->len++] = *insn;
		return 0;
	}
	if (sign) {
		sbpf_emit(e, jump | SBPF_JEQ | SBPF_K, src, 0, 3, 0);
		sbpf_emit(e, jump | SBPF_JEQ | SBPF_K, src, 0, 4, -1);
	} else {
		sbpf_emit(e, jump | SBPF_JEQ | SBPF_K, src, 0, 2, 0);
	}
	e->insn[e->len++] = *insn;
	sbpf_emit(e, SBPF_JMP | SBPF_JA, 0, 0, sign ? 3 : 1, 0);
	emit_div_zero(e, class, div, dst);
	if (sign) {
		sbpf_emit(e, SBPF_JMP | SBPF_JA, 0, 0, 1, 0);
		emit_div_minus_one(e, class, div, dst);
	}
	return 0;
}

/* Keep the lower @bits of a register and let the highest of them fill it up. */
static void emit_sign_extend(struct sbpf_expansion *e, u8 class, u8 reg, u32 bits)
{
	u32 shift = (class == SBPF_ALU64 ? 64 : 32) - bits;

	sbpf_emit(e, class | SBPF_LSH | SBPF_K, reg, 0, 0, shift);
	sbpf_emit(e, class | SBPF_ARSH | SBPF_K, reg, 0, 0, shift);
}

static int expand_alu(struct legaliser *l, const struct sbpf_insn *insn, struct sbpf_expansion *e)
{
	u8 class = SBPF_CLASS(insn->code), op = SBPF_OP(insn->code);

	if (op == SBPF_DIV || op == SBPF_MOD)
		return expand_division(l, insn, e);
	if (!l->unit->isa4 && op == SBPF_MOV && insn->off) {
		sbpf_emit(e, class | SBPF_MOV | SBPF_X, insn->dst_reg, insn->src_reg, 0, 0);
		emit_sign_extend(e, class, insn->dst_reg, insn->off);
		return 0;
	}
	if (!l->unit->isa4 && op == SBPF_END && class == SBPF_ALU64) {
#ifdef __BIG_ENDIAN
		sbpf_emit(e, SBPF_ALU | SBPF_END | SBPF_TO_LE, insn->dst_reg, 0, 0, insn->imm);
#else
		sbpf_emit(e, SBPF_ALU | SBPF_END | SBPF_TO_BE, insn->dst_reg, 0, 0, insn->imm);
#endif
		return 0;
	}
	e->insn[e->len++] = *insn;
	return 0;
}

static int expand_load(struct legaliser *l, const struct sbpf_insn *insn, struct sbpf_expansion *e)
{
	u32 bytes = sbpf_insn_bytes(insn);

	if (l->unit->isa4 || SBPF_MODE(insn->code) != SBPF_MEMSX) {
		e->insn[e->len++] = *insn;
		return 0;
	}
	sbpf_emit(e, SBPF_LDX | SBPF_MEM | SBPF_SIZE(insn->code), insn->dst_reg, insn->src_reg, insn->off, 0);
	emit_sign_extend(e, SBPF_ALU64, insn->dst_reg, bytes * 8);
	return 0;
}

/* The function that the call or reference at @i, an index inside the unit, means. */
static int callee_of(const struct legaliser *l, const struct sbpf_insn *insn, u32 i)
{
	return sbpf_hostjit_subprog_at(l->unit->prog, l->start + i + 1 + insn->imm);
}

/* A lookup as instructions, where the map has them. Returns how many there are. */
static int expand_lookup(struct legaliser *l, const struct sbpf_insn *insn, struct sbpf_expansion *e)
{
	const struct sbpf_prog *prog = l->unit->prog;
	const struct sbpf_map *map;
	int n;

	BUILD_BUG_ON(SBPF_MAP_GEN_MAX > SBPF_EXPANSION_MAX);
	if (WARN_ON_ONCE(insn->off < 0 || insn->off > prog->nr_maps))
		return -EFAULT;
	map = prog->maps[insn->off - 1];
	n = map->ops->gen_lookup(map, e->insn);
	if (WARN_ON_ONCE(n < 0 || n > SBPF_MAP_GEN_MAX))
		return -EFAULT;
	e->len = n;
	return n;
}

/*
 * The JIT wants the host's kind of array; without one there is nothing to call. It compares the index, but a CPU that
 * guesses the outcome goes on with any index: programs without CAP_PERFMON get a comparison that is not guessed around.
 * R4 and R5 are nobody's here, a call takes them.
 */
static void expand_tail_call(const struct legaliser *l, struct sbpf_expansion *e)
{
	if (!(l->unit->prog->priv & SBPF_PRIV_PERFMON)) {
		sbpf_emit(e, SBPF_ALU | SBPF_MOV | SBPF_X, SBPF_REG_3, SBPF_REG_3, 0, 0);
		sbpf_emit(e, SBPF_LDX | SBPF_MEM | SBPF_W, SBPF_REG_4, SBPF_REG_2,
			  offsetof(struct sbpf_prog_array, map.max_entries), 0);
		sbpf_emit(e, SBPF_JMP | SBPF_JGE | SBPF_X, SBPF_REG_3, SBPF_REG_4, 4, 0);
		sbpf_emit(e, SBPF_OP_BARRIER, 0, 0, 0, 0);
	}
	sbpf_emit(e, SBPF_LDX | SBPF_MEM | SBPF_SIZE(sizeof(void *) == 8 ? SBPF_DW : SBPF_W), SBPF_REG_2, SBPF_REG_2,
		  offsetof(struct sbpf_prog_array, shadow), 0);
	sbpf_emit(e, SBPF_JMP | SBPF_JEQ | SBPF_K, SBPF_REG_2, 0, 1, 0);
	sbpf_emit(e, SBPF_OP_TAIL_CALL, 0, 0, 0, 0);
}

static int expand_call(struct legaliser *l, const struct sbpf_insn *insn, u32 i, struct sbpf_expansion *e)
{
	const struct hostjit_func *func = l->unit->code->func;
	int callee, err;

	if (insn->code == SBPF_OP_TAIL_CALL) {
		expand_tail_call(l, e);
		return 0;
	}
	if (insn->off) {
		err = expand_lookup(l, insn, e);
		if (err)
			return min(err, 0);
	}
	e->insn[e->len] = *insn;
	e->insn[e->len].off = 0;
	if (insn->src_reg == SBPF_PSEUDO_CALL) {
		callee = callee_of(l, insn, i);
		if (WARN_ON_ONCE(callee < 0))
			return -EFAULT;
		err = sbpf_insn_set_call(&e->insn[e->len],
					 (sbpf_helper_fn)(unsigned long)sbpf_hostjit_entry(&func[callee]));
		if (err)
			return err;
		if (func[callee].tail_calls)
			e->insn[e->len].src_reg = SBPF_PSEUDO_CALL;
	}
	e->len++;
	return 0;
}

static int expand_ld_imm64(struct legaliser *l, const struct sbpf_insn *insn, u32 i, struct sbpf_expansion *e)
{
	int callee;

	e->insn[e->len] = insn[0];
	e->insn[e->len + 1] = insn[1];
	if (insn->src_reg == SBPF_PSEUDO_FUNC) {
		callee = callee_of(l, insn, i);
		if (WARN_ON_ONCE(callee < 0))
			return -EFAULT;
		e->insn[e->len].src_reg = 0;
		sbpf_insn_set_imm64(&e->insn[e->len], (unsigned long)&l->unit->code->func[callee].cb.head);
	}
	e->len += 2;
	return 0;
}

static int expand(void *arg, u32 i, struct sbpf_expansion *e)
{
	struct legaliser *l = arg;
	const struct sbpf_insn *insn = &l->unit->prog->insns[l->start + i];

	switch (sbpf_insn_op(insn)->kind) {
	case SBPF_OPK_ALU:
		return expand_alu(l, insn, e);
	case SBPF_OPK_LDX:
		return expand_load(l, insn, e);
	case SBPF_OPK_CALL:
		return expand_call(l, insn, i, e);
	case SBPF_OPK_LD_IMM64:
		return expand_ld_imm64(l, insn, i, e);
	case SBPF_OPK_ATOMIC:
		e->insn[e->len++] = *insn;
		/* The CPU leaves the upper half alone when the comparison succeeds. */
		if (insn->imm == SBPF_CMPXCHG && SBPF_SIZE(insn->code) == SBPF_W)
			sbpf_emit(e, SBPF_ALU | SBPF_MOV | SBPF_X, SBPF_REG_0, SBPF_REG_0, 0, 0);
		return 0;
	case SBPF_OPK_JA:
		/* Short when it can be, whatever it was; rewriting makes it long again when it must be. */
		sbpf_emit(e, SBPF_JMP | SBPF_JA, 0, 0, 0, 0);
		return 0;
	default:
		e->insn[e->len++] = *insn;
		return 0;
	}
}

/* A long jump is of ISA v4 and has no older form. */
static bool has_long_jump(const struct hostjit_unit *unit)
{
	u32 i;

	for (i = 0; i < unit->len; i += sbpf_insn_slots(&unit->insns[i]))
		if (unit->insns[i].code == (SBPF_JMP32 | SBPF_JA))
			return true;
	return false;
}

/**
 * sbpf_hostjit_legalise() - make one function ready for the host's JIT
 * @unit: the function; its results are filled
 *
 * Context: process context, may sleep.
 * Return: 0; -ENOMEM; -ERANGE when a distance outgrew what the host can express; -EOPNOTSUPP when the stack is too small.
 */
int sbpf_hostjit_legalise(struct hostjit_unit *unit)
{
	const struct sbpf_subprog *sub = &unit->prog->subprogs[unit->index];
	struct legaliser l = {
		.unit = unit,
		.start = sub->start,
		.frame = round_up(sub->stack_depth, 8),
	};
	struct sbpf_rewrite rw = {
		.in = unit->prog->insns + sub->start,
		.len = sub->end - sub->start,
		.expand = expand,
		.arg = &l,
	};
	u32 *pos;
	int err;

	err = sbpf_rewrite(&rw, &unit->insns, &unit->len, &pos);
	if (err)
		return err;
	kvfree(pos);
	unit->stack_depth = l.frame + (l.saves ? SAVE_SIZE : 0);
	if (unit->stack_depth > SBPF_STACK_SIZE)
		err = -EOPNOTSUPP;
	else if (!unit->isa4 && has_long_jump(unit))
		err = -ERANGE;
	if (err) {
		kvfree(unit->insns);
		unit->insns = NULL;
	}
	return err;
}

#endif /* HOSTJIT_POSSIBLE */
