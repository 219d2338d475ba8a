// SPDX-License-Identifier: GPL-2.0
/*
 * Guesses about what matters later on, for pruning: which registers and stack slots are read again, and of which numbers
 * the value counts. Before a state becomes a checkpoint everything else in it is forgotten, so that more states fall
 * inside it. What is forgotten is forgotten in the walk as well: a wrong guess here can lead to a rejection (which
 * verify.c then questions without forgetting), never to a proof that is none. That is why this file may be sloppy.
 *
 * A number counts if it may reach a conditional jump, a pointer's offset, a size, or a return value that is checked.
 *
 * Two data flow analyses for each function, over jump targets and calls: forwards, what kind of thing a register is, and
 * where in the stack it points; then backwards, what is needed.
 */
#include <linux/kernel.h>
#include <linux/errno.h>
#include <linux/slab.h>
#include <linux/mm.h>
#include <linux/string.h>
#include "env.h"
#include "live.h"

/* What a register may be, as far as a single look at the code tells. */
enum kind {
	K_NOTHING = 0,	/* not reached yet */
	K_NUM,		/* a number */
	K_CONST,	/* the number .val */
	K_CTX,
	K_PTR,		/* into memory of numbers: map value, packet, record */
	K_MAP,		/* map number .val */
	K_FP,		/* frame pointer plus .val */
	K_STACK,	/* somewhere in the stack */
	K_ARG,		/* anything but a pointer to this function's stack */
	K_ANY,
};

struct guess {
	u8 kind;
	s16 val;
};

struct flow {
	struct guess reg[SBPF_MAX_REG];
	u8 slot[SBPF_MAX_SLOTS];	/* enum kind */
};

/* What is needed before an instruction: one bit a register or slot. */
struct need {
	u16 live;
	u16 value;
	u64 slot_live;
	u64 slot_value;
};

#define USE_FP		1	/* accesses the stack at .off */
#define USE_STACK	2	/* accesses some of the stack */
#define USE_PTR		4	/* may move a pointer */

/* What the forward analysis says of an instruction to the backward one. */
struct use {
	u8 flags;
	s16 off;
	u32 call;	/* calls: index of the slots that are read */
};

/**
 * struct sbpf_live - guesses about one program
 * @index: instruction to entry, plus one; 0 for instructions without
 * @use: one each instruction
 * @nr: entries: jump targets and calls of functions
 * @flow: forward state at each entry; freed after the analysis
 * @need: backward state at each entry
 * @call: slots that each helper call reads
 * @nr_calls: how many helper calls
 */
struct sbpf_live {
	u32 *index;
	struct use *use;
	u32 nr;
	struct flow *flow;
	struct need *need;
	u64 *call;
	u32 nr_calls;
};

/* Slots that [off, off + size) touches, for off < 0. */
static u64 slot_mask(s32 off, u32 size)
{
	s32 last = off + (s32)size - 1;
	u32 low, high;

	if (off < -SBPF_STACK_SIZE)
		off = -SBPF_STACK_SIZE;
	if (last >= 0)
		last = -1;
	if (off >= 0 || last < off)
		return 0;
	low = (-last - 1) / SBPF_SLOT_SIZE;
	high = (-off - 1) / SBPF_SLOT_SIZE;
	return (~0ULL << low) & (~0ULL >> (63 - high));
}

static struct guess guess_join(struct guess a, struct guess b)
{
	bool stack_a = a.kind == K_FP || a.kind == K_STACK, stack_b = b.kind == K_FP || b.kind == K_STACK;

	if (a.kind == K_NOTHING)
		return b;
	if (b.kind == K_NOTHING || (a.kind == b.kind && a.val == b.val))
		return a;
	if (a.kind == b.kind && a.kind != K_FP && a.kind != K_CONST && a.kind != K_MAP)
		return (struct guess){ a.kind };
	if (stack_a && stack_b)
		return (struct guess){ K_STACK };
	if ((a.kind == K_NUM || a.kind == K_CONST) && (b.kind == K_NUM || b.kind == K_CONST))
		return (struct guess){ K_NUM };
	if (a.kind == K_ANY || b.kind == K_ANY || stack_a || stack_b)
		return (struct guess){ K_ANY };
	return (struct guess){ K_ARG };
}

static bool is_number(struct guess g)
{
	return g.kind == K_NUM || g.kind == K_CONST;
}

static struct guess guess_sum(struct guess a, struct guess b, bool sub)
{
	s32 val = sub ? a.val - b.val : a.val + b.val;

	if (is_number(a) && is_number(b))
		return a.kind == K_CONST && b.kind == K_CONST && val == (s16)val ? (struct guess){ K_CONST, val } :
										  (struct guess){ K_NUM };
	if (is_number(a))
		return guess_sum(b, a, sub);
	if (a.kind == K_FP)
		return b.kind == K_CONST && val == (s16)val ? (struct guess){ K_FP, val } : (struct guess){ K_STACK };
	return a.kind == K_MAP || a.kind == K_CTX ? (struct guess){ K_ARG } : a;
}

static void flow_alu(struct flow *f, const struct sbpf_insn *insn, struct use *use)
{
	struct guess *dst = &f->reg[insn->dst_reg], src = { K_NUM };
	bool wide = SBPF_CLASS(insn->code) == SBPF_ALU64;
	u8 op = SBPF_OP(insn->code);

	if (SBPF_SRC(insn->code) == SBPF_X && op != SBPF_END)
		src = f->reg[insn->src_reg];
	else if (insn->imm == (s16)insn->imm)
		src = (struct guess){ K_CONST, insn->imm };
	if (op == SBPF_MOV) {
		*dst = (wide && !insn->off) || src.kind == K_CONST ? src : (struct guess){ K_NUM };
		return;
	}
	if (op != SBPF_NEG && op != SBPF_END && (!is_number(*dst) || !is_number(src)))
		use->flags |= USE_PTR;
	if (wide && (op == SBPF_ADD || op == SBPF_SUB))
		*dst = guess_sum(*dst, src, op == SBPF_SUB);
	else
		*dst = (struct guess){ K_NUM };
}

/* What a load of @bytes at @off from a thing like @base gives. */
static struct guess flow_load(const struct sbpf_env *env, const struct flow *f, struct guess base, s32 off, u32 bytes)
{
	const struct sbpf_prog_ops *type = env->prog->type;
	u32 i;

	switch (base.kind) {
	case K_CTX:
		for (i = 0; i < type->nr_fields; i++)
			if (type->fields[i].off == off && type->fields[i].kind >= SBPF_FIELD_PKT &&
			    type->fields[i].kind <= SBPF_FIELD_OBJECT)
				return (struct guess){ K_PTR };
		return (struct guess){ K_NUM };
	case K_PTR:
		return (struct guess){ K_NUM };
	case K_FP:
		off += base.val;
		if (bytes < 8 || off >= 0 || off < -SBPF_STACK_SIZE)
			return (struct guess){ K_NUM };
		return (struct guess){ f->slot[(-off - 1) / SBPF_SLOT_SIZE] };
	case K_ARG:
		return (struct guess){ K_ARG };
	default:
		return (struct guess){ K_ANY };
	}
}

static void flow_store(struct flow *f, struct guess base, s32 off, u32 bytes, struct guess val)
{
	u8 kind = val.kind;
	u32 i;

	/* Slots do not remember where in the stack something points, nor which map it is. */
	if (kind == K_FP || kind == K_STACK)
		kind = K_ANY;
	if (kind == K_MAP)
		kind = K_ARG;
	if (kind == K_CONST || bytes < 8)
		kind = K_NUM;
	if (base.kind == K_FP) {
		off += base.val;
		if (off < 0 && off >= -SBPF_STACK_SIZE)
			f->slot[(-off - 1) / SBPF_SLOT_SIZE] = kind;
	} else if (base.kind == K_STACK || base.kind == K_ANY) {
		for (i = 0; i < SBPF_MAX_SLOTS; i++)
			f->slot[i] = guess_join((struct guess){ f->slot[i] }, (struct guess){ kind }).kind;
	}
}

static void mark_access(struct use *use, struct guess base, s32 off)
{
	s32 at = base.val + off;

	if (base.kind == K_FP && at == (s16)at) {
		use->flags |= USE_FP;
		use->off = at;
	} else if (base.kind == K_FP || base.kind == K_STACK || base.kind == K_ANY) {
		use->flags |= USE_STACK;
	}
}

/* Bytes that a helper may access through its argument @i; as many as there can be when that is not plain. */
static u32 arg_bytes(const struct sbpf_env *env, const struct flow *f, const struct sbpf_helper *h, u32 i)
{
	const struct sbpf_map *map = NULL;
	u32 j;

	for (j = 0; j < i; j++)
		if (f->reg[SBPF_REG_1 + j].kind == K_MAP && (u32)f->reg[SBPF_REG_1 + j].val < env->prog->nr_maps)
			map = env->prog->maps[f->reg[SBPF_REG_1 + j].val];
	switch (h->arg[i] & SBPF_ARG_TYPE_MASK) {
	case SBPF_ARG_MAP_KEY:
		return map ? map->key_size : SBPF_STACK_SIZE;
	case SBPF_ARG_MAP_VALUE:
	case SBPF_ARG_MAP_VALUE_OUT:
		return map ? map->value_size : SBPF_STACK_SIZE;
	case SBPF_ARG_FIXED_MEM:
	case SBPF_ARG_FIXED_MEM_OUT:
		return h->arg_size[i];
	default:
		if (i + 1 < ARRAY_SIZE(h->arg) && f->reg[SBPF_REG_1 + i + 1].kind == K_CONST)
			return max_t(s16, f->reg[SBPF_REG_1 + i + 1].val, 0);
		return SBPF_STACK_SIZE;
	}
}

static u64 helper_slots(const struct sbpf_env *env, const struct flow *f, const struct sbpf_helper *h)
{
	u64 slots = 0;
	u32 i;

	/* A callback may do anything to the stack that it can reach. */
	if (h->callback)
		return ~0ULL;
	for (i = 0; i < ARRAY_SIZE(h->arg) && h->arg[i]; i++) {
		struct guess g = f->reg[SBPF_REG_1 + i];

		if (g.kind == K_FP)
			slots |= slot_mask(g.val, min_t(u32, arg_bytes(env, f, h, i), SBPF_STACK_SIZE));
		else if (g.kind == K_STACK || g.kind == K_ANY)
			slots = ~0ULL;
	}
	return slots;
}

static void flow_call(const struct sbpf_env *env, struct flow *f, const struct sbpf_insn *insn, struct use *use)
{
	const struct sbpf_helper *h = insn->src_reg ? NULL : sbpf_helper_find(insn->imm);
	struct guess r0 = { K_ANY };
	u32 i;

	if (h) {
		env->live->call[use->call] = helper_slots(env, f, h);
		if (h->ret == SBPF_RET_INT)
			r0.kind = K_NUM;
		else if (h->ret != SBPF_RET_VOID)
			r0.kind = K_PTR;
	} else {
		for (i = SBPF_REG_1; i <= SBPF_REG_5; i++)
			mark_access(use, f->reg[i].kind == K_FP ? (struct guess){ K_STACK } : f->reg[i], 0);
	}
	for (i = SBPF_REG_1; i <= SBPF_REG_5; i++)
		f->reg[i] = (struct guess){ K_NOTHING };
	f->reg[SBPF_REG_0] = r0;
}

static struct guess flow_imm64(const struct sbpf_insn *insn)
{
	switch (insn->src_reg) {
	case 0:
		return (struct guess){ K_NUM };
	case SBPF_PSEUDO_MAP_FD:
	case SBPF_PSEUDO_MAP_IDX:
		return (struct guess){ K_MAP, insn->imm };
	case SBPF_PSEUDO_FUNC:
		return (struct guess){ K_ARG };
	default:
		return (struct guess){ K_PTR };
	}
}

static void flow_insn(const struct sbpf_env *env, struct flow *f, u32 i)
{
	const struct sbpf_insn *insn = &env->insns[i];
	struct use *use = &env->live->use[i];
	u32 bytes = sbpf_insn_bytes(insn);

	use->flags = 0;
	switch (sbpf_insn_op(insn)->kind) {
	case SBPF_OPK_ALU:
		flow_alu(f, insn, use);
		break;
	case SBPF_OPK_LD_IMM64:
		f->reg[insn->dst_reg] = flow_imm64(insn);
		break;
	case SBPF_OPK_LDX:
		mark_access(use, f->reg[insn->src_reg], insn->off);
		f->reg[insn->dst_reg] = flow_load(env, f, f->reg[insn->src_reg], insn->off, bytes);
		break;
	case SBPF_OPK_ST:
		mark_access(use, f->reg[insn->dst_reg], insn->off);
		flow_store(f, f->reg[insn->dst_reg], insn->off, bytes, (struct guess){ K_NUM });
		break;
	case SBPF_OPK_STX:
		mark_access(use, f->reg[insn->dst_reg], insn->off);
		flow_store(f, f->reg[insn->dst_reg], insn->off, bytes, f->reg[insn->src_reg]);
		break;
	case SBPF_OPK_ATOMIC:
		mark_access(use, f->reg[insn->dst_reg], insn->off);
		if (insn->imm & SBPF_FETCH)
			f->reg[insn->imm == SBPF_CMPXCHG ? 0 : insn->src_reg] =
				flow_load(env, f, f->reg[insn->dst_reg], insn->off, bytes);
		break;
	case SBPF_OPK_LD_PKT:
		f->reg[SBPF_REG_0] = (struct guess){ K_NUM };
		break;
	case SBPF_OPK_CALL:
		flow_call(env, f, insn, use);
		break;
	}
}

/* Bring what is known at the end of one edge into the entry at its target. Returns whether that changed it. */
static bool flow_into(struct sbpf_live *l, u32 target, const struct flow *f)
{
	struct flow *to = &l->flow[l->index[target] - 1];
	bool changed = false;
	u32 i;

	for (i = 0; i < SBPF_MAX_REG; i++) {
		struct guess g = guess_join(to->reg[i], f->reg[i]);

		changed |= g.kind != to->reg[i].kind || g.val != to->reg[i].val;
		to->reg[i] = g;
	}
	for (i = 0; i < SBPF_MAX_SLOTS; i++) {
		u8 kind = guess_join((struct guess){ to->slot[i] }, (struct guess){ f->slot[i] }).kind;

		changed |= kind != to->slot[i];
		to->slot[i] = kind;
	}
	return changed;
}

static void flow_function(const struct sbpf_env *env, const struct sbpf_subprog *sub)
{
	struct sbpf_live *l = env->live;
	struct flow f = { 0 };
	bool changed = true;
	u32 i, slots;

	f.reg[SBPF_REG_10].kind = K_FP;
	if (sub->start)
		for (i = SBPF_REG_1; i <= SBPF_REG_5; i++)
			f.reg[i].kind = K_ARG;
	else
		f.reg[SBPF_REG_1].kind = K_CTX;
	flow_into(l, sub->start, &f);
	while (changed) {
		changed = false;
		for (i = sub->start; i < sub->end; i += slots) {
			const struct sbpf_insn *insn = &env->insns[i];
			u8 kind = sbpf_insn_op(insn)->kind;

			slots = sbpf_insn_slots(insn);
			if (l->index[i])
				f = l->flow[l->index[i] - 1];
			flow_insn(env, &f, i);
			if (kind == SBPF_OPK_JA || kind == SBPF_OPK_JCC)
				changed |= flow_into(l, i + 1 + sbpf_insn_jump(insn), &f);
			if (kind != SBPF_OPK_JA && kind != SBPF_OPK_EXIT && l->index[i + slots])
				changed |= flow_into(l, i + slots, &f);
		}
	}
}

static void need_memory(struct need *n, const struct sbpf_insn *insn, const struct use *use)
{
	u64 slots = use->flags & USE_FP ? slot_mask(use->off, sbpf_insn_bytes(insn)) :
		    use->flags & USE_STACK ? ~0ULL : 0;
	u16 dst = 1U << insn->dst_reg, src = 1U << insn->src_reg;

	switch (sbpf_insn_op(insn)->kind) {
	case SBPF_OPK_LDX:
		if (n->value & dst)
			n->slot_value |= slots;
		n->slot_live |= slots;
		n->live &= ~dst;
		n->value &= ~dst;
		n->live |= src;
		break;
	case SBPF_OPK_ATOMIC:
		if ((insn->imm & SBPF_FETCH) && (n->value & (insn->imm == SBPF_CMPXCHG ? 1 : src)))
			n->slot_value |= slots;
		n->slot_live |= slots;
		n->live |= dst | src | (insn->imm == SBPF_CMPXCHG);
		break;
	default:
		if ((n->slot_value & slots) && sbpf_insn_op(insn)->kind == SBPF_OPK_STX)
			n->value |= src;
		if ((use->flags & USE_FP) && sbpf_insn_bytes(insn) == SBPF_SLOT_SIZE) {
			n->slot_live &= ~slots;
			n->slot_value &= ~slots;
		}
		n->live |= sbpf_insn_reads(insn);
	}
}

static void need_call(const struct sbpf_env *env, struct need *n, const struct sbpf_insn *insn, const struct use *use)
{
	const struct sbpf_helper *h = insn->src_reg ? NULL : sbpf_helper_find(insn->imm);
	u32 i;

	n->live &= ~0x3f;
	n->value &= ~0x3f;
	if (!h) {
		n->live |= 0x3e;
		n->value |= 0x3e;
		if (use->flags & USE_STACK) {
			n->slot_live = ~0ULL;
			n->slot_value = ~0ULL;
		}
		return;
	}
	n->slot_live |= env->live->call[use->call];
	if (h->callback)
		n->slot_value = ~0ULL;
	for (i = 0; i < ARRAY_SIZE(h->arg) && h->arg[i]; i++) {
		u16 type = h->arg[i] & SBPF_ARG_TYPE_MASK;

		n->live |= 2U << i;
		if (type != SBPF_ARG_ANY)
			n->value |= 2U << i;
	}
}

static void need_insn(const struct sbpf_env *env, struct need *n, u32 i)
{
	const struct sbpf_insn *insn = &env->insns[i];
	const struct use *use = &env->live->use[i];
	u16 reads = sbpf_insn_reads(insn), dst = 1U << insn->dst_reg;

	switch (sbpf_insn_op(insn)->kind) {
	case SBPF_OPK_ALU:
		if ((n->value & dst) || (use->flags & USE_PTR))
			n->value |= reads;
		if (!(reads & dst)) {
			n->live &= ~dst;
			n->value &= ~dst;
		}
		n->live |= reads;
		break;
	case SBPF_OPK_LD_IMM64:
		n->live &= ~dst;
		n->value &= ~dst;
		break;
	case SBPF_OPK_LDX:
	case SBPF_OPK_ST:
	case SBPF_OPK_STX:
	case SBPF_OPK_ATOMIC:
		need_memory(n, insn, use);
		break;
	case SBPF_OPK_LD_PKT:
		n->live = (n->live & ~0x3f) | reads;
		n->value &= ~0x3f;
		break;
	case SBPF_OPK_JCC:
		n->live |= reads;
		n->value |= reads;
		break;
	case SBPF_OPK_CALL:
		need_call(env, n, insn, use);
		break;
	case SBPF_OPK_EXIT:
		memset(n, 0, sizeof(*n));
		n->live = 1;
		n->value = env->note[i].subprog || env->prog->type->ret_range;
		break;
	}
}

static void need_function(const struct sbpf_env *env, const struct sbpf_subprog *sub)
{
	struct sbpf_live *l = env->live;
	bool changed = true;

	while (changed) {
		struct need n = { 0 };
		u32 i;

		changed = false;
		for (i = sub->end; i-- > sub->start;) {
			const struct sbpf_insn *insn = &env->insns[i];
			u8 kind = sbpf_insn_op(insn)->kind;
			struct need *at;

			if (!(env->note[i].flags & SBPF_NOTE_START))
				continue;
			if (kind == SBPF_OPK_JA)
				memset(&n, 0, sizeof(n));
			if (kind == SBPF_OPK_JA || kind == SBPF_OPK_JCC) {
				at = &l->need[l->index[i + 1 + sbpf_insn_jump(insn)] - 1];
				n.live |= at->live;
				n.value |= at->value;
				n.slot_live |= at->slot_live;
				n.slot_value |= at->slot_value;
			}
			need_insn(env, &n, i);
			if (!l->index[i])
				continue;
			at = &l->need[l->index[i] - 1];
			changed |= at->live != n.live || at->value != n.value || at->slot_live != n.slot_live ||
				   at->slot_value != n.slot_value;
			*at = n;
		}
	}
}

/* Entries are where states are compared, and the calls that outer frames wait at. */
static void number_entries(struct sbpf_env *env)
{
	struct sbpf_live *l = env->live;
	u32 i;

	for (i = 0; i < env->len; i++) {
		const struct sbpf_insn *insn = &env->insns[i];
		bool call = sbpf_insn_op(insn)->kind == SBPF_OPK_CALL;

		if (!(env->note[i].flags & SBPF_NOTE_START))
			continue;
		if ((env->note[i].flags & SBPF_NOTE_PRUNE) || (call && insn->src_reg))
			l->index[i] = ++l->nr;
		if (call && !insn->src_reg)
			l->use[i].call = l->nr_calls++;
	}
}

/**
 * sbpf_live_init() - guess what matters where
 * @env: the verification, after sbpf_cfg_check()
 *
 * Context: process. Return: 0 or -ENOMEM.
 */
int sbpf_live_init(struct sbpf_env *env)
{
	struct sbpf_live *l;
	u32 i;

	l = kzalloc(sizeof(*l), GFP_KERNEL_ACCOUNT);
	if (!l)
		return -ENOMEM;
	env->live = l;
	l->index = kvcalloc((size_t)env->len + 1, sizeof(*l->index), GFP_KERNEL_ACCOUNT);
	l->use = kvcalloc(env->len, sizeof(*l->use), GFP_KERNEL_ACCOUNT);
	if (!l->index || !l->use)
		return -ENOMEM;
	number_entries(env);
	l->flow = kvcalloc(l->nr, sizeof(*l->flow), GFP_KERNEL_ACCOUNT);
	l->need = kvcalloc(l->nr, sizeof(*l->need), GFP_KERNEL_ACCOUNT);
	l->call = kvcalloc((size_t)l->nr_calls + 1, sizeof(*l->call), GFP_KERNEL_ACCOUNT);
	if (!l->flow || !l->need || !l->call)
		return -ENOMEM;
	for (i = 0; i < env->prog->nr_subprogs; i++) {
		flow_function(env, &env->prog->subprogs[i]);
		need_function(env, &env->prog->subprogs[i]);
		cond_resched();
	}
	kvfree(l->flow);
	l->flow = NULL;
	return 0;
}

/**
 * sbpf_live_free() - free the guesses
 * @env: the verification
 *
 * Context: process.
 */
void sbpf_live_free(struct sbpf_env *env)
{
	struct sbpf_live *l = env->live;

	if (!l)
		return;
	kvfree(l->call);
	kvfree(l->need);
	kvfree(l->flow);
	kvfree(l->use);
	kvfree(l->index);
	kfree(l);
	env->live = NULL;
}

static void forget_regs(struct sbpf_env *env, struct sbpf_frame *f, const struct need *n)
{
	u32 i;

	for (i = 0; i < SBPF_REG_10; i++) {
		struct sbpf_reg *r = &f->reg[i];

		if (r->kind == SBPF_REG_NONE)
			continue;
		if (!(n->live & (1U << i))) {
			sbpf_reg_clear(r);
			env->forgot = true;
		} else if (r->kind == SBPF_REG_SCALAR && !(n->value & (1U << i)) &&
			   !sbpf_scalar_is_unknown(&r->s)) {
			sbpf_reg_set_unknown(r);
			env->forgot = true;
		}
	}
}

static void forget_slots(struct sbpf_env *env, struct sbpf_frame *f, const struct need *n)
{
	u32 i, j;

	for (i = 0; i < f->nr_slots; i++) {
		struct sbpf_slot *slot = &f->slot[i];

		if (!(n->slot_live & (1ULL << i))) {
			memset(slot, 0, sizeof(*slot));
			env->forgot = true;
			continue;
		}
		if ((n->slot_value & (1ULL << i)) ||
		    (sbpf_slot_is_spill(slot) && slot->spill.kind != SBPF_REG_SCALAR))
			continue;
		for (j = 0; j < SBPF_SLOT_SIZE; j++)
			if (slot->byte[j] != SBPF_BYTE_NONE)
				slot->byte[j] = SBPF_BYTE_ANY;
		sbpf_reg_clear(&slot->spill);
		env->forgot = true;
	}
}

/**
 * sbpf_live_forget() - drop from the state what seems not to matter from here on
 * @env: the verification, at an instruction where states are compared
 *
 * Context: any.
 */
void sbpf_live_forget(struct sbpf_env *env)
{
	struct sbpf_state *st = env->st;
	u32 i;

	if (!env->forget)
		return;
	for (i = 0; i < st->nr_frames; i++) {
		/* An outer frame waits at its call; what it needs before the call it may still need. */
		u32 at = i + 1 < st->nr_frames ? st->frame[i + 1]->callsite : env->insn;
		u32 index = env->live->index[at];

		if (!index)
			continue;
		forget_regs(env, st->frame[i], &env->live->need[index - 1]);
		forget_slots(env, st->frame[i], &env->live->need[index - 1]);
	}
}
