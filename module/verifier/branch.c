// SPDX-License-Identifier: GPL-2.0
/*
 * Jumps: which ways are possible, and what each way teaches about numbers, null pointers and packet ranges.
 */
#include <linux/kernel.h>
#include <linux/errno.h>
#include <linux/slab.h>
#include "env.h"

/* Comparisons with packet ends count only up to this offset, so that no sum of addresses can wrap. */
#define MAX_PKT_OFF	0xffff

/**
 * sbpf_branch_push() - remember a path to be walked later
 * @env: the verification
 * @st: the state it begins with, owned by the verification from now on, also on failure
 * @insn: where it begins
 *
 * Context: process. Return: 0, -ENOMEM, or -E2BIG when too many are waiting.
 */
int sbpf_branch_push(struct sbpf_env *env, struct sbpf_state *st, u32 insn)
{
	struct sbpf_pending *p;
	int err;

	if (!st)
		return -ENOMEM;
	if (env->nr_pending >= SBPF_MAX_PENDING) {
		sbpf_state_free(st);
		return sbpf_reject(env, SBPF_WHY_TOO_COMPLEX, "%u paths wait to be walked", env->nr_pending);
	}
	err = sbpf_prune_charge(env, st);
	if (err) {
		sbpf_state_free(st);
		return err;
	}
	p = kzalloc(sizeof(*p), GFP_KERNEL_ACCOUNT);
	if (!p) {
		sbpf_state_free(st);
		return -ENOMEM;
	}
	env->nr_pending++;
	p->st = st;
	p->insn = insn;
	p->mark = sbpf_log_mark(env->log);
	p->next = env->pending;
	env->pending = p;
	if (env->log->level && !env->replay)
		sbpf_trail_fork(&env->trail, &p->trail);
	sbpf_prune_fork(env, p);
	return 0;
}

struct number {
	u32 id;
	const struct sbpf_scalar *s;
};

static void copy_number(struct sbpf_reg *r, void *arg)
{
	const struct number *n = arg;

	if (r->kind == SBPF_REG_SCALAR && r->id == n->id)
		r->s = *n->s;
}

/* What is now known of a register is known of all its copies. */
static void learn(struct sbpf_state *st, u32 regno, const struct sbpf_scalar *s)
{
	struct sbpf_reg *r = &sbpf_state_top(st)->reg[regno];
	struct number n = { r->id, s };

	r->s = *s;
	if (r->id)
		sbpf_state_for_each(st, copy_number, &n);
}

struct null_check {
	struct sbpf_state *st;
	u32 id;
	bool is_null;
};

static void settle_null(struct sbpf_reg *r, void *arg)
{
	struct null_check *c = arg;

	if (!r->maybe_null || r->id != c->id)
		return;
	if (c->is_null) {
		/* There was nothing to get, so there is nothing to give back. */
		if (r->ref && !r->derived)
			sbpf_ref_release(c->st, r->ref);
		sbpf_reg_set_const(r, 0);
	} else {
		r->maybe_null = false;
		r->id = 0;
	}
}

static void learn_null(struct sbpf_state *st, u32 id, bool is_null)
{
	struct null_check c = { st, id, is_null };

	sbpf_state_for_each(st, settle_null, &c);
}

struct range_find {
	u8 kind;
	u32 id;
	u32 range;
};

static void widen_range(struct sbpf_reg *r, void *arg)
{
	const struct range_find *f = arg;

	if (r->kind == f->kind && r->id == f->id && r->range < f->range)
		r->range = f->range;
}

/* @p lies at or, if @before, before the end: all pointers to the same place of the packet profit. */
static void learn_range(struct sbpf_state *st, const struct sbpf_reg *p, bool before)
{
	struct range_find f = { p->kind, p->id, p->off + before };

	if (p->off < 0 || p->off > MAX_PKT_OFF || p->s.smin < 0 || p->s.umax > MAX_PKT_OFF ||
	    p->off + p->s.umax > MAX_PKT_OFF)
		return;
	sbpf_state_for_each(st, widen_range, &f);
}

/* Walk the jump target later and go on behind the jump; @other is the state of the former. */
static int both_ways(struct sbpf_env *env, const struct sbpf_insn *insn, struct sbpf_state *other)
{
	int err = sbpf_branch_push(env, other, env->insn + 1 + sbpf_insn_jump(insn));

	env->insn++;
	return err;
}

static int one_way(struct sbpf_env *env, const struct sbpf_insn *insn, bool taken)
{
	env->insn += taken ? 1 + sbpf_insn_jump(insn) : 1;
	return SBPF_STEP_NEXT;
}

/* Comparisons that are true of a number and itself. */
static bool reflexive(u8 cond)
{
	return cond == SBPF_JEQ || cond == SBPF_JGE || cond == SBPF_JLE || cond == SBPF_JSGE || cond == SBPF_JSLE;
}

static int branch_numbers(struct sbpf_env *env, const struct sbpf_insn *insn, const struct sbpf_reg *dst,
			  const struct sbpf_reg *src, bool wide)
{
	struct sbpf_scalar yes_a = dst->s, yes_b = src->s, no_a = dst->s, no_b = src->s;
	bool reg = SBPF_SRC(insn->code) == SBPF_X, same, may_take, may_fall;
	u8 cond = SBPF_OP(insn->code);
	struct sbpf_state *other;

	same = reg && (dst == src || (dst->id && dst->id == src->id));
	if (same && cond != SBPF_JSET) {
		may_take = reflexive(cond);
		may_fall = !may_take;
	} else {
		may_take = sbpf_scalar_refine(&yes_a, &yes_b, cond, true, wide);
		may_fall = sbpf_scalar_refine(&no_a, &no_b, cond, false, wide);
		if (same) {
			may_take = may_take && sbpf_scalar_meet(&yes_a, &yes_b);
			may_fall = may_fall && sbpf_scalar_meet(&no_a, &no_b);
		}
	}
	/* A CPU may guess the jump wrong: without CAP_PERFMON also the impossible way must be safe. */
	if (!env->leaks || (!may_take && !may_fall)) {
		if (!may_take) {
			yes_a = dst->s;
			yes_b = src->s;
		}
		if (!may_fall) {
			no_a = dst->s;
			no_b = src->s;
		}
		may_take = true;
		may_fall = true;
	}
	if (!may_take || !may_fall) {
		learn(env->st, insn->dst_reg, may_take ? &yes_a : &no_a);
		if (reg && !same)
			learn(env->st, insn->src_reg, may_take ? &yes_b : &no_b);
		return one_way(env, insn, may_take);
	}
	other = sbpf_state_dup(env->st);
	if (!other)
		return -ENOMEM;
	learn(other, insn->dst_reg, &yes_a);
	learn(env->st, insn->dst_reg, &no_a);
	if (reg && !same) {
		learn(other, insn->src_reg, &yes_b);
		learn(env->st, insn->src_reg, &no_b);
	}
	return both_ways(env, insn, other);
}

/* A pointer that may be 0 is compared with 0. */
static int branch_null(struct sbpf_env *env, const struct sbpf_insn *insn, const struct sbpf_reg *ptr)
{
	bool taken_is_null = SBPF_OP(insn->code) == SBPF_JEQ;
	struct sbpf_state *other = sbpf_state_dup(env->st);
	u32 id = ptr->id;

	if (!other)
		return -ENOMEM;
	learn_null(other, id, taken_is_null);
	learn_null(env->st, id, !taken_is_null);
	return both_ways(env, insn, other);
}

/* Is it the start of the packet, unmoved? */
static bool is_pkt_start(const struct sbpf_reg *r)
{
	return r->kind == SBPF_REG_PKT && !r->off && !r->id && sbpf_scalar_is(&r->s, 0);
}

static bool is_pkt_limit(const struct sbpf_reg *p, const struct sbpf_reg *end)
{
	return (p->kind == SBPF_REG_PKT && end->kind == SBPF_REG_PKT_END) ||
	       (p->kind == SBPF_REG_PKT_META && is_pkt_start(end));
}

/* The comparison with operands exchanged. */
static u8 mirrored(u8 cond)
{
	switch (cond) {
	case SBPF_JGT:
		return SBPF_JLT;
	case SBPF_JGE:
		return SBPF_JLE;
	case SBPF_JLT:
		return SBPF_JGT;
	case SBPF_JLE:
		return SBPF_JGE;
	default:
		return cond;
	}
}

/* What a comparison with the end teaches of a place that is before it or past it. */
struct pkt_lesson {
	bool before;		/* strictly, on the way where it is not past */
	enum sbpf_past past;	/* on the other way */
	bool past_taken;	/* which is the one that jumps */
};

static const struct pkt_lesson pkt_lessons[] = {
	[SBPF_JGT >> 4] = { false, SBPF_PAST_BEYOND, true },
	[SBPF_JGE >> 4] = { true, SBPF_PAST_AT, true },
	[SBPF_JLT >> 4] = { true, SBPF_PAST_AT, false },
	[SBPF_JLE >> 4] = { false, SBPF_PAST_BEYOND, false },
};

/* A place in the packet, in register @regno, is compared with the packet's end. */
static int branch_pkt(struct sbpf_env *env, const struct sbpf_insn *insn, u32 regno, u8 cond)
{
	const struct sbpf_reg *p = sbpf_env_reg(env, regno);
	const struct pkt_lesson *l = cond >> 4 < ARRAY_SIZE(pkt_lessons) ? &pkt_lessons[cond >> 4] : NULL;
	struct sbpf_reg place = *p;
	struct sbpf_state *other;

	if (l && l->past && env->leaks && p->past >= l->past)
		return one_way(env, insn, l->past_taken);
	other = sbpf_state_dup(env->st);
	if (!other)
		return -ENOMEM;
	if (l && l->past) {
		struct sbpf_state *past = l->past_taken ? other : env->st;

		learn_range(l->past_taken ? env->st : other, &place, l->before);
		sbpf_state_top(past)->reg[regno].past = l->past;
	}
	return both_ways(env, insn, other);
}

/*
 * Is it known not to be null because it could have been? What never could is not compared with 0 but by mistake: then both
 * ways are walked, and without CAP_PERFMON the comparison is refused as one that tells where things are.
 */
static bool is_checked(const struct sbpf_reg *r)
{
	return (sbpf_reg_kinds[r->kind].flags & SBPF_KIND_NULLABLE) && sbpf_scalar_is(&r->s, 0);
}

static int branch_pointers(struct sbpf_env *env, const struct sbpf_insn *insn, const struct sbpf_reg *dst,
			   const struct sbpf_reg *src, bool wide)
{
	u8 cond = SBPF_OP(insn->code);
	bool equality = cond == SBPF_JEQ || cond == SBPF_JNE;

	if (wide && equality) {
		if (dst->maybe_null && sbpf_reg_is_null(src))
			return branch_null(env, insn, dst);
		if (src->maybe_null && sbpf_reg_is_null(dst))
			return branch_null(env, insn, src);
		if (sbpf_reg_is_null(src) && is_checked(dst))
			return env->leaks ? one_way(env, insn, cond == SBPF_JNE) :
					    both_ways(env, insn, sbpf_state_dup(env->st));
	}
	if (wide && is_pkt_limit(dst, src))
		return branch_pkt(env, insn, insn->dst_reg, cond);
	if (wide && is_pkt_limit(src, dst))
		return branch_pkt(env, insn, insn->src_reg, mirrored(cond));
	if (!env->leaks)
		return sbpf_reject(env, SBPF_WHY_PTR_COMPARE, "R%u is a pointer",
				   sbpf_reg_is_ptr(dst) ? insn->dst_reg : insn->src_reg);
	return both_ways(env, insn, sbpf_state_dup(env->st));
}

/**
 * sbpf_branch() - walk over a jump
 * @env: the verification
 * @insn: a SBPF_OPK_JA or SBPF_OPK_JCC instruction
 *
 * Context: process. Return: SBPF_STEP_NEXT, or the errno of the rejection.
 */
int sbpf_branch(struct sbpf_env *env, const struct sbpf_insn *insn)
{
	bool wide = SBPF_CLASS(insn->code) == SBPF_JMP;
	const struct sbpf_reg *dst, *src;
	struct sbpf_reg imm;

	env->since_jumps++;
	if (sbpf_insn_op(insn)->kind == SBPF_OPK_JA)
		return one_way(env, insn, true);
	dst = sbpf_env_reg(env, insn->dst_reg);
	src = sbpf_env_reg(env, insn->src_reg);
	if (SBPF_SRC(insn->code) == SBPF_K) {
		sbpf_reg_set_const(&imm, wide ? (u64)(s64)insn->imm : (u32)insn->imm);
		src = &imm;
	}
	if (sbpf_reg_is_ptr(dst) || sbpf_reg_is_ptr(src))
		return branch_pointers(env, insn, dst, src, wide);
	return branch_numbers(env, insn, dst, src, wide);
}
