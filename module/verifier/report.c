// SPDX-License-Identifier: GPL-2.0
/*
 * The report on a rejected program: how what is wrong came to be, the way there, and what would help. Judges nothing.
 *
 * Nothing is recorded for it while programs are verified but which way the path took at its forks (trail.c). The path that
 * failed is walked twice more: first to see which instructions it consists of, of which those are picked that made what is
 * wrong, going back from the end; then to print these with what is known behind each.
 */
#include <linux/kernel.h>
#include <linux/errno.h>
#include <linux/mm.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include "env.h"

/* The last instructions of the path, which is what is looked at. A power of two. */
#define STEPS		4096

/* Lines of the report about values, and jumps of the path. */
#define MAX_PICKS	24
#define MAX_JUMPS	16

#define NO_SLOT		0xff
#define SIGNAL_INTERVAL	1024

/**
 * struct step - an instruction of the path
 * @insn: which
 * @frame: index of the function that executes it
 * @slot_frame: with @slot: in which function's stack
 * @slot: the eight bytes of the stack that it reads or writes, NO_SLOT: none, or it is not known which
 */
struct step {
	u32 insn;
	u8 frame;
	u8 slot_frame;
	u8 slot;
};

/**
 * struct pick - a step that is shown
 * @step: its number
 * @frame: index of the function whose register or slot it is
 * @nr: number of the register or slot
 * @is_slot: which of them
 */
struct pick {
	u32 step;
	u8 frame;
	u8 nr;
	bool is_slot;
};

/**
 * struct report - a report being made
 * @env: the verification
 * @ways: which way the path went at each fork
 * @nr_ways: how often it forked
 * @steps: the last STEPS of the path
 * @nr_steps: length of the path
 * @pick: what is shown, the last step first
 * @nr_picks: how many
 * @cut: there was more to show
 * @regs: registers, by function, whose making is looked for
 * @slots: likewise slots of stacks
 */
struct report {
	struct sbpf_env *env;
	u64 *ways;
	u32 nr_ways;
	struct step *steps;
	u32 nr_steps;
	struct pick pick[MAX_PICKS];
	u32 nr_picks;
	bool cut;
	u16 regs[SBPF_MAX_FRAMES];
	u64 slots[SBPF_MAX_FRAMES];
};

static struct step *step_at(const struct report *r, u32 nr)
{
	return &r->steps[nr % STEPS];
}

static u32 first_step(const struct report *r)
{
	return r->nr_steps > STEPS ? r->nr_steps - STEPS : 0;
}

static const struct sbpf_insn *step_insn(const struct report *r, u32 nr)
{
	return &r->env->insns[step_at(r, nr)->insn];
}

/* The way the path took where it has forked now: the state that was set aside is the right one, or of no interest. */
static void take_way(struct sbpf_env *env, bool aside)
{
	struct sbpf_pending *p = env->pending;

	env->pending = p->next;
	env->nr_pending--;
	env->held -= sbpf_state_size(p->st);
	if (aside) {
		swap(env->st, p->st);
		env->insn = p->insn;
	}
	sbpf_state_free(p->st);
	kfree(p);
}

/* Walk the path that failed again. True: it has failed again. */
static bool replay(struct report *r, void (*before)(struct report *r, u32 nr), void (*after)(struct report *r, u32 nr))
{
	struct sbpf_env *env = r->env;
	const enum sbpf_reason why = env->why;
	const u32 insn = env->why_insn;
	u32 nr, forks = 0;
	int err = sbpf_start(env);

	for (nr = 0; !err; nr++) {
		if (!(nr % SIGNAL_INTERVAL)) {
			if (fatal_signal_pending(current))
				break;
			cond_resched();
		}
		if (env->note[env->insn].flags & SBPF_NOTE_PRUNE)
			err = sbpf_prune(env);
		before(r, nr);
		if (!err)
			err = sbpf_step(env);
		while (!err && env->pending && forks < r->nr_ways)
			take_way(env, sbpf_trail_way(r->ways, forks++));
		if (env->pending)
			break;
		if (!err)
			after(r, nr);
	}
	r->nr_steps = nr;
	return err < 0 && env->why == why && env->why_insn == insn;
}

/* The eight bytes of a stack that the instruction accesses. */
static void find_slot(const struct sbpf_env *env, struct step *s)
{
	const struct sbpf_insn *insn = &env->insns[env->insn];
	const struct sbpf_op *op = sbpf_insn_op(insn);
	const struct sbpf_reg *base;
	s64 off;

	s->slot = NO_SLOT;
	if (op->kind != SBPF_OPK_LDX && op->kind != SBPF_OPK_ST && op->kind != SBPF_OPK_STX &&
	    op->kind != SBPF_OPK_ATOMIC)
		return;
	base = &sbpf_state_top(env->st)->reg[op->kind == SBPF_OPK_LDX ? insn->src_reg : insn->dst_reg];
	if (base->kind != SBPF_REG_STACK || !sbpf_scalar_is_const(&base->s))
		return;
	off = (s64)base->s.bits.value + base->off + insn->off;
	if (off >= 0 || off < -SBPF_STACK_SIZE)
		return;
	s->slot = (-off - 1) / SBPF_SLOT_SIZE;
	s->slot_frame = base->frame;
}

static void record(struct report *r, u32 nr)
{
	struct step *s = step_at(r, nr);

	s->insn = r->env->insn;
	s->frame = r->env->st->nr_frames - 1;
	find_slot(r->env, s);
}

static void nothing(struct report *r, u32 nr)
{
}

/* The registers that are to blame. */
static u16 blamed_regs(const struct sbpf_env *env)
{
	const struct sbpf_insn *insn = &env->insns[env->why_insn];

	/* No register is. */
	if (env->why == SBPF_WHY_REF_LEAK || env->why == SBPF_WHY_REF_CALLBACK || env->why == SBPF_WHY_INFINITE_LOOP)
		return 0;
	switch (sbpf_insn_op(insn)->kind) {
	case SBPF_OPK_LDX:
		return 1U << insn->src_reg;
	case SBPF_OPK_STX:
		if (env->why == SBPF_WHY_PTR_LEAK || env->why == SBPF_WHY_STACK_FRAME)
			return 1U << insn->src_reg;
		fallthrough;
	case SBPF_OPK_ST:
	case SBPF_OPK_ATOMIC:
		return 1U << insn->dst_reg;
	case SBPF_OPK_CALL:
		return env->blame;
	default:
		return sbpf_insn_reads(insn);
	}
}

static void pick(struct report *r, u32 step, u8 frame, u8 nr, bool is_slot)
{
	if (r->nr_picks == MAX_PICKS) {
		r->cut = true;
		return;
	}
	r->pick[r->nr_picks++] = (struct pick){ step, frame, nr, is_slot };
}

/* A function that was called got its arguments from its caller; one that a helper calls, from the helper. */
static void go_back_into_caller(struct report *r, u32 nr, u8 frame)
{
	u16 args = r->regs[frame + 1] & 0x3e;

	r->regs[frame + 1] = 0;
	r->slots[frame + 1] = 0;
	if (step_insn(r, nr)->src_reg == SBPF_PSEUDO_CALL)
		r->regs[frame] |= args;
}

/* A register is made here: of what? */
static void go_back_from(struct report *r, u32 nr, u8 frame, const struct sbpf_insn *insn)
{
	const struct step *s = step_at(r, nr);

	switch (sbpf_insn_op(insn)->kind) {
	case SBPF_OPK_ALU:
		r->regs[frame] |= sbpf_insn_reads(insn) & ~(1U << SBPF_REG_10);
		break;
	case SBPF_OPK_LDX:
		if (s->slot != NO_SLOT)
			r->slots[s->slot_frame] |= 1ULL << s->slot;
		break;
	default:
		break;
	}
}

static void go_back_over_store(struct report *r, u32 nr, u8 frame, const struct sbpf_insn *insn)
{
	const struct step *s = step_at(r, nr);

	if (s->slot == NO_SLOT || !(r->slots[s->slot_frame] & (1ULL << s->slot)))
		return;
	pick(r, nr, s->slot_frame, s->slot, true);
	/* A narrow store makes a part of it. */
	if (sbpf_insn_bytes(insn) == SBPF_SLOT_SIZE)
		r->slots[s->slot_frame] &= ~(1ULL << s->slot);
	if (sbpf_insn_op(insn)->kind == SBPF_OPK_STX)
		r->regs[frame] |= 1U << insn->src_reg;
}

static void go_back_over(struct report *r, u32 nr)
{
	const struct sbpf_insn *insn = step_insn(r, nr);
	u8 frame = step_at(r, nr)->frame, next = step_at(r, nr + 1)->frame, regno;
	u16 regs;

	if (next > frame)
		go_back_into_caller(r, nr, frame);
	if (next < frame) {
		/* What a callback returns is nobody's R0: the call that it returns to was looked at already. */
		r->regs[frame] |= r->regs[next] & 1;
		r->regs[next] &= ~1;
		return;
	}
	if (sbpf_insn_op(insn)->kind == SBPF_OPK_ST || sbpf_insn_op(insn)->kind == SBPF_OPK_STX) {
		go_back_over_store(r, nr, frame, insn);
		return;
	}
	if (sbpf_insn_op(insn)->kind == SBPF_OPK_JCC)
		regs = sbpf_insn_reads(insn) & r->regs[frame];
	else
		regs = sbpf_insn_writes(insn) & r->regs[frame];
	if (!regs)
		return;
	for (regno = 0; regno < SBPF_REG_10; regno++)
		if (regs & (1U << regno))
			pick(r, nr, frame, regno, false);
	if (sbpf_insn_op(insn)->kind == SBPF_OPK_JCC)
		return;
	r->regs[frame] &= ~regs;
	go_back_from(r, nr, frame, insn);
}

/* From the end to where everything that is wrong came from. */
static void pick_steps(struct report *r)
{
	u32 nr = r->nr_steps - 1;
	u8 frame = step_at(r, nr)->frame;

	r->regs[frame] = blamed_regs(r->env) & ~(1U << SBPF_REG_10);
	if (r->env->why == SBPF_WHY_STACK_UNINIT && step_at(r, nr)->slot != NO_SLOT)
		r->slots[step_at(r, nr)->slot_frame] = 1ULL << step_at(r, nr)->slot;
	while (nr-- > first_step(r) && !r->cut)
		go_back_over(r, nr);
}

static void print_insn(const struct report *r, u32 insn)
{
	char code[64];

	sbpf_explain_line(r->env, insn);
	sbpf_insn_print(&r->env->insns[insn], code, sizeof(code));
	sbpf_log_print(r->env->log, "%5u: %-36s", insn, code);
}

/* The jumps that decided where the path went. */
static void print_path(const struct report *r)
{
	struct sbpf_log *log = r->env->log;
	u32 nr = r->nr_steps - 1, jumps = 0;

	while (nr > first_step(r) && jumps < MAX_JUMPS)
		jumps += sbpf_insn_op(step_insn(r, --nr))->kind == SBPF_OPK_JCC;
	if (!jumps)
		return;
	r->env->line = NULL;
	sbpf_log_print(log, "the way here%s:\n", jumps == MAX_JUMPS ? ", the last jumps" : "");
	for (; nr + 1 < r->nr_steps; nr++) {
		const struct step *s = step_at(r, nr);

		if (sbpf_insn_op(&r->env->insns[s->insn])->kind != SBPF_OPK_JCC)
			continue;
		print_insn(r, s->insn);
		sbpf_log_print(log, " %s\n", step_at(r, nr + 1)->insn == s->insn + 1 ? "no" : "yes");
	}
}

/* What is known now of what was picked at this step. */
static void print_picks(struct report *r, u32 nr)
{
	const struct sbpf_state *st = r->env->st;
	char text[160];

	for (; r->nr_picks && r->pick[r->nr_picks - 1].step == nr; r->nr_picks--) {
		const struct pick *p = &r->pick[r->nr_picks - 1];
		const struct sbpf_frame *f;

		print_insn(r, step_at(r, nr)->insn);
		f = p->frame < st->nr_frames ? st->frame[p->frame] : NULL;
		if (f && !p->is_slot) {
			sbpf_reg_print(&f->reg[p->nr], text, sizeof(text));
			sbpf_log_print(r->env->log, " R%u is %s", p->nr, text);
		} else if (f && p->nr < f->nr_slots) {
			sbpf_explain_slot(r->env, &f->slot[p->nr], p->nr);
		}
		sbpf_log_print(r->env->log, "\n");
	}
}

/* How it came to be, if the path can be walked again. */
static bool print_history(struct report *r)
{
	bool again = replay(r, record, nothing);

	sbpf_stop(r->env);
	if (!again)
		return false;
	pick_steps(r);
	print_path(r);
	r->env->line = NULL;
	if (r->nr_picks)
		sbpf_log_print(r->env->log, "how it came to be%s:\n", r->cut ? ", the last steps" : "");
	again = replay(r, nothing, print_picks);
	if (again)
		sbpf_hint(r->env, true);
	sbpf_stop(r->env);
	return again;
}

/* Did the walk end because it had become too much, or was there none? */
static bool has_history(const struct sbpf_env *env)
{
	switch (env->why) {
	case SBPF_WHY_TOO_COMPLEX:
	case SBPF_WHY_TOO_MUCH_STATE:
	case SBPF_WHY_INTERRUPTED:
	case SBPF_WHY_INTERNAL:
		return false;
	default:
		return env->failed_walk && !env->trail.lost;
	}
}

/**
 * sbpf_report() - tell why the program is rejected
 * @env: the verification, after sbpf_reject(); nothing can be verified with it afterwards
 *
 * Context: process.
 */
void sbpf_report(struct sbpf_env *env)
{
	struct report *r = kvzalloc(sizeof(*r), GFP_KERNEL_ACCOUNT | __GFP_NOWARN);
	const enum sbpf_reason why = env->why;
	const u32 insn = env->why_insn;
	char text[sizeof(env->why_text)];
	bool told = false;

	memcpy(text, env->why_text, sizeof(text));
	sbpf_log_print(env->log, "\n");
	if (r && has_history(env)) {
		r->env = env;
		r->ways = sbpf_trail_ways(&env->trail, &r->nr_ways);
		r->steps = kvmalloc_array(STEPS, sizeof(*r->steps), GFP_KERNEL_ACCOUNT | __GFP_NOWARN);
		env->replay = true;
		if (r->ways && r->steps)
			told = print_history(r);
		kvfree(r->steps);
		kvfree(r->ways);
	}
	kvfree(r);
	env->why = why;
	env->why_insn = insn;
	memcpy(env->why_text, text, sizeof(text));
	if (!told)
		sbpf_hint(env, false);
	sbpf_explain_rejection(env);
}
