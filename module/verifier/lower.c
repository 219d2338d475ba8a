// SPDX-License-Identifier: GPL-2.0
/*
 * Lowering: from the instructions the verifier proved to the ones an engine runs. Owns every rewrite that both engines
 * need; what one engine alone cannot do is that engine's own business. Decides nothing about safety.
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include "aux.h"
#include "../ctx.h"
#include "../helper.h"
#include "../map.h"
#include "../prog_type.h"
#include "../rewrite.h"

/**
 * struct lowering - one sbpf_lower() at work
 * @prog: the program
 * @aux: what the verifier found out
 * @log: for the user
 */
struct lowering {
	struct sbpf_prog *prog;
	const struct sbpf_insn_aux *aux;
	struct sbpf_log *log;
};

static u8 size_code(u32 bytes)
{
	switch (bytes) {
	case 1:
		return SBPF_B;
	case 2:
		return SBPF_H;
	case 4:
		return SBPF_W;
	default:
		return SBPF_DW;
	}
}

static void emit_load(struct sbpf_expansion *e, u32 bytes, u8 dst, u8 src, s16 off)
{
	sbpf_emit(e, SBPF_LDX | SBPF_MEM | size_code(bytes), dst, src, off, 0);
}

/*
 * Follow the pointers of a field. @dst ends as the last pointer; returns the register to go on with. Jumps over what
 * follows when a pointer may be NULL are left open: their positions are in @open.
 */
static u8 emit_hops(struct sbpf_expansion *e, const struct sbpf_ctx_field *f, u8 dst, u8 ctx, u32 *open, u32 *nr_open)
{
	u8 reg = ctx;
	u32 i;

	*nr_open = 0;
	for (i = 0; i < f->nhops; i++) {
		emit_load(e, sizeof(void *), dst, reg, f->hop[i]);
		reg = dst;
		if (f->flags & SBPF_FIELD_NULL_OK) {
			open[(*nr_open)++] = e->len;
			sbpf_emit(e, SBPF_JMP | SBPF_JEQ | SBPF_K, dst, 0, 0, 0);
		}
	}
	return reg;
}

static void close_jumps(struct sbpf_expansion *e, const u32 *open, u32 nr_open)
{
	u32 i;

	for (i = 0; i < nr_open; i++)
		e->insn[open[i]].off = e->len - open[i] - 1;
}

/* Keep the low @bytes bytes of @reg. */
static void emit_truncate(struct sbpf_expansion *e, u8 reg, u32 bytes)
{
	if (bytes == 4)
		sbpf_emit(e, SBPF_ALU | SBPF_MOV | SBPF_X, reg, reg, 0, 0);
	else if (bytes < 4)
		sbpf_emit(e, SBPF_ALU | SBPF_AND | SBPF_K, reg, 0, 0, (1 << (8 * bytes)) - 1);
}

/* Is the field in memory what the program sees, byte for byte? */
static bool field_is_plain(const struct sbpf_ctx_field *f)
{
	return (f->flags & SBPF_FIELD_BYTES) ||
	       (f->at_size == f->size && !f->shift && !f->mask && !f->scale && !f->min && !f->none &&
		!(f->flags & SBPF_FIELD_BOOL));
}

/* The number at f->at, turned into the field's value as the program sees it. */
static void emit_value(struct sbpf_expansion *e, const struct sbpf_ctx_field *f, u8 dst)
{
	if (f->shift)
		sbpf_emit(e, (f->at_size == 8 ? SBPF_ALU64 : SBPF_ALU) | SBPF_RSH | SBPF_K, dst, 0, 0, f->shift);
	if (f->mask)
		sbpf_emit(e, SBPF_ALU | SBPF_AND | SBPF_K, dst, 0, 0, f->mask);
	if (f->flags & SBPF_FIELD_BOOL) {
		sbpf_emit(e, SBPF_JMP | SBPF_JEQ | SBPF_K, dst, 0, 1, 0);
		sbpf_emit(e, SBPF_ALU64 | SBPF_MOV | SBPF_K, dst, 0, 0, 1);
	}
	if (f->min) {
		sbpf_emit(e, SBPF_JMP | SBPF_JGE | SBPF_K, dst, 0, 1, f->min);
		sbpf_emit(e, SBPF_ALU64 | SBPF_MOV | SBPF_K, dst, 0, 0, 0);
	}
	if (f->none) {
		sbpf_emit(e, SBPF_JMP | SBPF_JNE | SBPF_K, dst, 0, 1, f->none);
		sbpf_emit(e, SBPF_ALU | SBPF_MOV | SBPF_K, dst, 0, 0, -1);
	}
	if (f->scale)
		sbpf_emit(e, SBPF_ALU64 | SBPF_MUL | SBPF_K, dst, 0, 0, f->scale);
	if (f->kind == SBPF_FIELD_SCALAR && f->at_size > f->size && !f->mask)
		emit_truncate(e, dst, f->size);
}

/* The @bytes bytes at offset @delta of a field of @size bytes whose value is in @dst. */
static void emit_narrow(struct sbpf_expansion *e, u8 dst, u32 size, u32 delta, u32 bytes)
{
	u32 shift;

	if (bytes >= size)
		return;
#ifdef __BIG_ENDIAN
	shift = 8 * (size - bytes - delta);
#else
	shift = 8 * delta;
#endif
	if (shift)
		sbpf_emit(e, (size == 8 ? SBPF_ALU64 : SBPF_ALU) | SBPF_RSH | SBPF_K, dst, 0, 0, shift);
	emit_truncate(e, dst, bytes);
}

/*
 * A load from the context. The destination doubles as the pointer on the way, so no other register is touched; when a
 * pointer on the way is NULL it is already the 0 that the program is to read.
 */
static void expand_ctx_load(struct lowering *l, u32 i, struct sbpf_expansion *e)
{
	const struct sbpf_insn *insn = &l->prog->insns[i];
	const struct sbpf_ctx_field *f = l->aux[i].field;
	u32 delta = insn->off - f->off, bytes = sbpf_insn_bytes(insn);
	u32 open[SBPF_FIELD_MAX_HOPS], nr_open;
	u8 dst = insn->dst_reg, reg;

	reg = emit_hops(e, f, dst, insn->src_reg, open, &nr_open);
	if (f->kind == SBPF_FIELD_SCALAR && field_is_plain(f)) {
		emit_load(e, min_t(u32, bytes, f->size), dst, reg, f->at + delta);
	} else {
		emit_load(e, f->at_size, dst, reg, f->at);
		emit_value(e, f, dst);
		if (f->kind == SBPF_FIELD_SCALAR)
			emit_narrow(e, dst, f->size, delta, bytes);
	}
	if ((sbpf_insn_op(insn)->flags & SBPF_OPF_SIGNED) && bytes < 8)
		sbpf_emit(e, SBPF_ALU64 | SBPF_MOV | SBPF_X, dst, dst, bytes * 8, 0);
	close_jumps(e, open, nr_open);
}

/* A register that is neither of the two, for a moment. */
static u8 spare_reg(u8 a, u8 b)
{
	u8 reg = SBPF_REG_0;

	while (reg == a || reg == b)
		reg++;
	return reg;
}

/*
 * A store to the context. One that goes through pointers needs a register for them: it is parked in the view's scratch
 * slot meanwhile.
 */
static void expand_ctx_store(struct lowering *l, u32 i, struct sbpf_expansion *e)
{
	const struct sbpf_insn *insn = &l->prog->insns[i];
	const struct sbpf_ctx_field *f = l->aux[i].field;
	u32 delta = insn->off - f->off, open[SBPF_FIELD_MAX_HOPS], nr_open;
	u32 bytes = f->flags & SBPF_FIELD_BYTES ? sbpf_insn_bytes(insn) : min_t(u32, f->at_size, sbpf_insn_bytes(insn));
	u8 code = SBPF_CLASS(insn->code) | SBPF_MEM | size_code(bytes);
	u8 ctx = insn->dst_reg, tmp;

	if (!f->nhops) {
		sbpf_emit(e, code, ctx, insn->src_reg, f->at + delta, insn->imm);
		return;
	}
	tmp = spare_reg(ctx, insn->src_reg);
	sbpf_emit(e, SBPF_STX | SBPF_MEM | SBPF_DW, ctx, tmp, offsetof(struct sbpf_ctx, scratch), 0);
	emit_hops(e, f, tmp, ctx, open, &nr_open);
	if (f->limit && SBPF_CLASS(insn->code) == SBPF_STX)
		sbpf_emit(e, SBPF_JMP | SBPF_JGE | SBPF_K, insn->src_reg, 0, 1, f->limit);
	if (!f->limit || SBPF_CLASS(insn->code) == SBPF_STX || (u32)insn->imm < f->limit)
		sbpf_emit(e, code, tmp, insn->src_reg, f->at + delta, insn->imm);
	close_jumps(e, open, nr_open);
	emit_load(e, 8, tmp, ctx, offsetof(struct sbpf_ctx, scratch));
}

static int emit_call(struct lowering *l, struct sbpf_expansion *e, sbpf_helper_fn fn)
{
	int err;

	sbpf_emit(e, SBPF_JMP | SBPF_CALL, 0, 0, 0, 0);
	err = sbpf_insn_set_call(&e->insn[e->len - 1], fn);
	if (err)
		sbpf_log_print(l->log, "a helper function is too far away to be called\n");
	return err;
}

/* The place of @map among the maps of the program, counted from 1; 0 when it is not one of them. */
static u32 map_number(const struct sbpf_prog *prog, const struct sbpf_map *map)
{
	u32 i;

	for (i = 0; i < prog->nr_maps; i++)
		if (prog->maps[i] == map)
			return i + 1;
	return 0;
}

static int expand_helper_call(struct lowering *l, u32 i, struct sbpf_expansion *e)
{
	const struct sbpf_helper *helper = l->aux[i].helper;
	const struct sbpf_map *map = l->aux[i].map;
	sbpf_helper_fn fn = helper->fn;
	int err;

	if (helper->flags & SBPF_HF_TAIL_CALL) {
		sbpf_emit(e, SBPF_OP_TAIL_CALL, 0, 0, 0, 0);
		return 0;
	}
	if (map && helper->map_op == SBPF_MAP_OP_LOOKUP && map->ops->prog_lookup)
		fn = map->ops->prog_lookup;
	else if (map && helper->map_op == SBPF_MAP_OP_UPDATE && map->ops->prog_update)
		fn = map->ops->prog_update;
	else if (map && helper->map_op == SBPF_MAP_OP_DELETE && map->ops->prog_delete)
		fn = map->ops->prog_delete;
	err = emit_call(l, e, fn);
	/* An engine for which instructions are cheaper than calls puts them in its place. */
	if (map && helper->map_op == SBPF_MAP_OP_LOOKUP && map->ops->gen_lookup && !map->template)
		e->insn[e->len - 1].off = map_number(l->prog, map);
	return err;
}

/*
 * A legacy packet load: a call of the type's ld_pkt. The program is over with result 0 when the packet is too short.
 * R1 to R5 are lost by definition, so nothing has to be saved.
 */
static int expand_ld_pkt(struct lowering *l, u32 i, struct sbpf_expansion *e)
{
	const struct sbpf_insn *insn = &l->prog->insns[i];
	int err;

	if (WARN_ON_ONCE(!l->prog->type->ld_pkt))
		return -EFAULT;
	if (sbpf_insn_op(insn)->flags & SBPF_OPF_SRC_R) {
		sbpf_emit(e, SBPF_ALU64 | SBPF_MOV | SBPF_X, SBPF_REG_2, insn->src_reg, 0, 0);
		sbpf_emit(e, SBPF_ALU64 | SBPF_ADD | SBPF_K, SBPF_REG_2, 0, 0, insn->imm);
	} else {
		sbpf_emit(e, SBPF_ALU64 | SBPF_MOV | SBPF_K, SBPF_REG_2, 0, 0, insn->imm);
	}
	sbpf_emit(e, SBPF_ALU64 | SBPF_MOV | SBPF_X, SBPF_REG_1, SBPF_REG_6, 0, 0);
	sbpf_emit(e, SBPF_ALU64 | SBPF_MOV | SBPF_K, SBPF_REG_3, 0, 0, sbpf_insn_bytes(insn));
	err = emit_call(l, e, l->prog->type->ld_pkt);
	sbpf_emit(e, SBPF_JMP | SBPF_JSGE | SBPF_K, SBPF_REG_0, 0, 2, 0);
	sbpf_emit(e, SBPF_ALU64 | SBPF_MOV | SBPF_K, SBPF_REG_0, 0, 0, 0);
	sbpf_emit(e, SBPF_JMP | SBPF_EXIT, 0, 0, 0, 0);
	return err;
}

/* Does it load the address of a function that helpers call? */
static bool is_func_kept(const struct lowering *l, u32 i)
{
	const struct sbpf_insn *insn = &l->prog->insns[i];

	return insn->src_reg == SBPF_PSEUDO_FUNC && l->aux[i + 1 + insn->imm].seen;
}

static int expand_ld_imm64(struct lowering *l, u32 i, struct sbpf_expansion *e)
{
	const struct sbpf_insn *insn = &l->prog->insns[i];
	struct sbpf_map *map;
	u64 addr;
	int err;

	e->insn[0] = insn[0];
	e->insn[1] = insn[1];
	e->len = 2;
	if (!insn->src_reg || is_func_kept(l, i))
		return 0;
	/* Nobody calls it, and what its address is nobody was told. */
	if (insn->src_reg == SBPF_PSEUDO_FUNC) {
		e->insn[0].src_reg = 0;
		sbpf_insn_set_imm64(e->insn, 0);
		return 0;
	}
	if (WARN_ON_ONCE((u32)insn->imm >= l->prog->nr_maps))
		return -EFAULT;
	map = l->prog->maps[insn->imm];
	switch (insn->src_reg) {
	case SBPF_PSEUDO_MAP_FD:
	case SBPF_PSEUDO_MAP_IDX:
		addr = (unsigned long)map;
		break;
	case SBPF_PSEUDO_MAP_VALUE:
	case SBPF_PSEUDO_MAP_IDX_VALUE:
		if (WARN_ON_ONCE(!map->ops->direct_value))
			return -EFAULT;
		err = map->ops->direct_value(map, &addr, insn[1].imm);
		if (err)
			return err;
		break;
	default:
		WARN_ON_ONCE(1);
		return -EFAULT;
	}
	e->insn[0].src_reg = 0;
	sbpf_insn_set_imm64(e->insn, addr);
	return 0;
}

/* A conditional jump of which one way is dead is no condition; one that goes nowhere is nothing. */
static int expand_jump(struct lowering *l, u32 i, struct sbpf_expansion *e)
{
	const struct sbpf_insn *insn = &l->prog->insns[i];
	u32 target = i + 1 + sbpf_insn_jump(insn);
	bool taken = l->aux[target].seen;
	bool falls = sbpf_insn_op(insn)->kind == SBPF_OPK_JCC && i + 1 < l->prog->len && l->aux[i + 1].seen;

	if (WARN_ON_ONCE(!taken && !falls))
		return -EFAULT;
	if (!taken)
		return 0;
	if (sbpf_insn_op(insn)->kind == SBPF_OPK_JCC && !falls)
		sbpf_emit(e, SBPF_JMP | SBPF_JA, 0, 0, 0, 0);
	else
		e->insn[e->len++] = *insn;
	return 0;
}

/* Nothing but a jump or an exit may stand before code that was dropped. */
static bool falls_into_dead_code(const struct lowering *l, u32 i)
{
	const struct sbpf_insn *insn = &l->prog->insns[i];
	u32 next = i + sbpf_insn_slots(insn);

	switch (sbpf_insn_op(insn)->kind) {
	case SBPF_OPK_JA:
	case SBPF_OPK_JCC:
	case SBPF_OPK_EXIT:
		return false;
	default:
		return next >= l->prog->len || !l->aux[next].seen;
	}
}

/* What moves a pointer is the constant that was proved, whatever the register holds where the CPU guesses wrong. */
static void expand_pinned(const struct sbpf_insn *insn, const struct sbpf_insn_aux *aux, struct sbpf_expansion *e)
{
	if (aux->pin == SBPF_PIN_DST) {
		sbpf_emit(e, SBPF_ALU64 | SBPF_MOV | SBPF_K, insn->dst_reg, 0, 0, aux->pin_val);
		e->insn[e->len++] = *insn;
	} else {
		sbpf_emit(e, SBPF_ALU64 | SBPF_OP(insn->code) | SBPF_K, insn->dst_reg, 0, 0, aux->pin_val);
	}
}

static int expand(void *arg, u32 i, struct sbpf_expansion *e)
{
	struct lowering *l = arg;
	const struct sbpf_insn *insn = &l->prog->insns[i];

	if (!l->aux[i].seen)
		return 0;
	if (WARN_ON_ONCE(falls_into_dead_code(l, i)))
		return -EFAULT;
	switch (sbpf_insn_op(insn)->kind) {
	case SBPF_OPK_ALU:
		if (l->aux[i].pin < SBPF_PIN_SRC)
			break;
		expand_pinned(insn, &l->aux[i], e);
		return 0;
	case SBPF_OPK_LD_IMM64:
		return expand_ld_imm64(l, i, e);
	case SBPF_OPK_LD_PKT:
		return expand_ld_pkt(l, i, e);
	case SBPF_OPK_LDX:
		if (!l->aux[i].field)
			break;
		expand_ctx_load(l, i, e);
		return 0;
	case SBPF_OPK_ST:
	case SBPF_OPK_STX:
		if (!l->aux[i].field)
			break;
		expand_ctx_store(l, i, e);
		return 0;
	case SBPF_OPK_JA:
	case SBPF_OPK_JCC:
		return expand_jump(l, i, e);
	case SBPF_OPK_CALL:
		if (insn->src_reg == SBPF_PSEUDO_CALL)
			break;
		if (WARN_ON_ONCE(!l->aux[i].helper))
			return -EFAULT;
		return expand_helper_call(l, i, e);
	}
	e->insn[e->len++] = *insn;
	if (l->aux[i].barrier)
		sbpf_emit(e, SBPF_OP_BARRIER, 0, 0, 0, 0);
	return 0;
}

/* Functions move with their code; those that nobody calls are gone. */
static void move_subprogs(struct sbpf_prog *prog, const struct sbpf_insn *out, const u32 *pos)
{
	u32 i, j, nr = 0;

	for (i = 0; i < prog->nr_subprogs; i++) {
		struct sbpf_subprog sub = prog->subprogs[i];

		sub.start = pos[sub.start];
		sub.end = pos[sub.end];
		if (sub.start == sub.end)
			continue;
		sub.has_tail_call = false;
		for (j = sub.start; j < sub.end; j += sbpf_insn_slots(&out[j]))
			if (out[j].code == SBPF_OP_TAIL_CALL)
				sub.has_tail_call = true;
		prog->subprogs[nr++] = sub;
	}
	prog->nr_subprogs = nr;
}

/* Ready what the helpers need that are really called. Neighbouring calls of one helper ask once. */
static int helpers_prepare(const struct lowering *l)
{
	const struct sbpf_helper *helper, *last = NULL;
	int err = 0;
	u32 i;

	for (i = 0; i < l->prog->len && !err; i++) {
		helper = l->aux[i].seen ? l->aux[i].helper : NULL;
		if (!helper || !helper->prepare || helper == last)
			continue;
		err = helper->prepare();
		last = helper;
		if (err)
			sbpf_log_print(l->log, "helper %s is not available right now\n", helper->name);
	}
	return err;
}

int sbpf_lower(struct sbpf_prog *prog, const struct sbpf_insn_aux *aux, struct sbpf_log *log)
{
	struct lowering l = { .prog = prog, .aux = aux, .log = log };
	struct sbpf_rewrite rw = { .in = prog->insns, .len = prog->len, .whole = true, .expand = expand, .arg = &l };
	struct sbpf_insn *out;
	u32 *pos, len;
	int err;

	err = helpers_prepare(&l);
	if (!err)
		err = sbpf_rewrite(&rw, &out, &len, &pos);
	if (err == -ERANGE)
		sbpf_log_print(log, "a conditional jump is too far once the program is rewritten\n");
	if (err)
		return err;
	sbpf_prog_btf_move(prog, pos);
	move_subprogs(prog, out, pos);
	kvfree(prog->insns);
	prog->insns = out;
	prog->len = len;
	kvfree(pos);
	return 0;
}

#ifdef SBPF_KUNIT
#include "../tests/lower_test.c"
#endif
