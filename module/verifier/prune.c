// SPDX-License-Identifier: GPL-2.0
/*
 * Checkpoints: states from which everything was, or is being, walked. A path that arrives with a state inside that of a
 * finished checkpoint needs no walking: whatever it can do was seen from there.
 *
 * The comparison is plain inclusion, so it is right whatever made the two states alike. What makes pruning effective is
 * that a state is made larger before it is compared (live.c): what seems not to matter later is forgotten, in the walked
 * state as well as in the stored one. A wrong guess there can cost precision, never soundness.
 */
#include <linux/kernel.h>
#include <linux/errno.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "env.h"
#include "live.h"

/* A checkpoint is made after so many jumps and instructions, or the paths between two would be too short to pay. */
#define MIN_JUMPS	2
#define MIN_INSNS	8

/* In a loop that is being unrolled checkpoints are rarer. */
#define MIN_LOOP_JUMPS	20
#define MIN_LOOP_INSNS	100

/* So many rounds back an endless loop is noticed at once; others are ended by the complexity limit. */
#define MAX_ROUNDS_BACK	32

/* The checkpoints of an instruction that finished last are looked at; comparing with all would be quadratic. */
#define MAX_COMPARED	128

/* What must be freed when states are shed for want of memory, or the program is too complex: a quarter of the limit. */
#define MIN_SHED	(SBPF_MAX_STATE_BYTES / 4)

/* Rounds of a callback that are walked with all that is known, before numbers that change are forgotten. */
#define EXACT_ROUNDS	3

/**
 * struct sbpf_point - a checkpoint
 * @next: next at the same instruction that is open, or was closed
 * @all: next of all
 * @parent: the checkpoint before it on its path
 * @until: some path behind it ended because it leads to another round of the callback whose call is checkpoint @until.
 *	Before that one is finished, nobody else may rely on this one.
 * @depth: checkpoints before it on its path
 * @insn: the instruction
 * @st: the state; NULL once it has proved useless
 * @branches: paths through it that are not finished. While there are some it is open: on the path being walked.
 * @hits: how often it ended a path
 * @misses: how often it was compared in vain
 */
struct sbpf_point {
	struct sbpf_point *next;
	struct sbpf_point *all;
	struct sbpf_point *parent;
	struct sbpf_point *until;
	struct sbpf_state *st;
	u32 depth;
	u32 insn;
	u32 branches;
	u32 hits;
	u32 misses;
};

#define MAX_IDS	128

/* Which id of the new state plays the part of which id of the old one. */
struct id_map {
	u32 nr;
	struct {
		u32 old, new;
	} pair[MAX_IDS];
};

/* Each old id stands for one new id; several old ones may stand for the same, for that only adds knowledge. */
static bool ids_match(struct id_map *m, u32 old, u32 new)
{
	u32 i;

	for (i = 0; i < m->nr; i++)
		if (m->pair[i].old == old)
			return m->pair[i].new == new;
	if (m->nr == MAX_IDS)
		return false;
	m->pair[m->nr].old = old;
	m->pair[m->nr++].new = new;
	return true;
}

/* References are counted, so two old ones must not become one. */
static bool refs_match(struct id_map *m, u32 old, u32 new)
{
	u32 i;

	if (!old || !new)
		return old == new;
	for (i = 0; i < m->nr; i++)
		if ((m->pair[i].old == old) != (m->pair[i].new == new))
			return false;
	return ids_match(m, old, new);
}

/* Both states are compared register by register with these. */
struct match {
	struct id_map ids;
	struct id_map refs;
	bool exact;
	bool leaks;
};

static bool number_covers(struct match *m, const struct sbpf_reg *old, const struct sbpf_reg *new)
{
	if (m->exact && !sbpf_scalar_within(&new->s, &old->s))
		return false;
	if (!sbpf_scalar_within(&old->s, &new->s))
		return false;
	/* A constant needs no id to be equal to its copies. */
	if (!old->id || sbpf_scalar_is_const(&old->s))
		return true;
	return new->id ? ids_match(&m->ids, old->id, new->id) : false;
}

static bool reg_covers(struct match *m, const struct sbpf_reg *old, const struct sbpf_reg *new)
{
	if (old->kind == SBPF_REG_NONE)
		return !m->exact || new->kind == SBPF_REG_NONE;
	if (old->kind != new->kind)
		return false;
	if (old->kind == SBPF_REG_SCALAR)
		return number_covers(m, old, new);
	if (old->off != new->off || old->maybe_null != new->maybe_null || old->derived != new->derived ||
	    !sbpf_scalar_within(&old->s, &new->s) || (m->exact && !sbpf_scalar_within(&new->s, &old->s)))
		return false;
	if (!old->id != !new->id || (old->id && !ids_match(&m->ids, old->id, new->id)))
		return false;
	if (!refs_match(&m->refs, old->ref, new->ref))
		return false;
	switch (old->kind) {
	case SBPF_REG_STACK:
		return old->frame == new->frame;
	case SBPF_REG_KEY:
		return old->map == new->map && old->frame == new->frame;
	case SBPF_REG_MAP:
	case SBPF_REG_VALUE:
		return old->map == new->map;
	case SBPF_REG_PKT:
	case SBPF_REG_PKT_META:
		if (m->exact)
			return old->range == new->range && old->past == new->past;
		return old->range <= new->range && old->past <= new->past;
	case SBPF_REG_RECORD:
		return old->size == new->size;
	case SBPF_REG_FUNC:
		return old->subprog == new->subprog && old->frame == new->frame;
	case SBPF_REG_OBJECT:
		return old->object == new->object;
	case SBPF_REG_CTX:
	case SBPF_REG_PKT_END:
		return true;
	default:
		return false;
	}
}

/* With CAP_PERFMON a byte that was never written may be read: it is some number then, on both sides. */
static bool byte_covers(const struct match *m, const struct sbpf_slot *old, const struct sbpf_slot *new, u32 i)
{
	u8 a = old->byte[i], b = new->byte[i];

	if (a == b && a != SBPF_BYTE_SPILL)
		return true;
	if (m->exact)
		return false;
	switch (a) {
	case SBPF_BYTE_NONE:
		if (!m->leaks)
			return true;
		fallthrough;
	case SBPF_BYTE_ANY:
		if (b == SBPF_BYTE_NONE)
			return m->leaks;
		return b != SBPF_BYTE_SPILL || new->spill.kind == SBPF_REG_SCALAR;
	case SBPF_BYTE_ZERO:
		return b == SBPF_BYTE_SPILL && sbpf_reg_is_null(&new->spill);
	default:
		return false;
	}
}

static bool slot_covers(struct match *m, const struct sbpf_slot *old, const struct sbpf_slot *new)
{
	u32 i, same = 0;

	if (sbpf_slot_is_spill(old)) {
		for (i = 0; i < SBPF_SLOT_SIZE && old->byte[i] == SBPF_BYTE_SPILL; i++)
			same += new->byte[i] == SBPF_BYTE_SPILL;
		if (same == i && (i == SBPF_SLOT_SIZE || new->byte[i] != SBPF_BYTE_SPILL)) {
			if (!reg_covers(m, &old->spill, &new->spill))
				return false;
			for (; i < SBPF_SLOT_SIZE; i++)
				if (!byte_covers(m, old, new, i))
					return false;
			return true;
		}
		/* A number of which nothing is known is no more than its bytes. */
		if (m->exact || i != SBPF_SLOT_SIZE || old->spill.kind != SBPF_REG_SCALAR || old->spill.id ||
		    !sbpf_scalar_is_unknown(&old->spill.s))
			return false;
		for (i = 0; i < SBPF_SLOT_SIZE; i++)
			if ((new->byte[i] == SBPF_BYTE_NONE && !m->leaks) ||
			    (new->byte[i] == SBPF_BYTE_SPILL && sbpf_reg_is_ptr(&new->spill)))
				return false;
		return true;
	}
	for (i = 0; i < SBPF_SLOT_SIZE; i++)
		if (!byte_covers(m, old, new, i))
			return false;
	return true;
}

static bool frame_covers(struct match *m, const struct sbpf_frame *old, const struct sbpf_frame *new)
{
	static const struct sbpf_slot empty;
	u32 i, nr = max(old->nr_slots, new->nr_slots);

	if (old->callsite != new->callsite || old->subprog != new->subprog || old->callback != new->callback ||
	    old->entry_refs != new->entry_refs)
		return false;
	for (i = 0; i < SBPF_MAX_REG; i++)
		if (!reg_covers(m, &old->reg[i], &new->reg[i]))
			return false;
	for (i = 0; i < nr; i++)
		if (!slot_covers(m, i < old->nr_slots ? &old->slot[i] : &empty,
				 i < new->nr_slots ? &new->slot[i] : &empty))
			return false;
	return true;
}

struct id_count {
	u32 nr;
	struct {
		u32 id, uses;
	} seen[MAX_IDS];
};

/**
 * struct sbpf_prune_scratch - memory for comparing states, too large for the kernel's stack
 * @match: two states are being compared
 * @count: ids of one are being counted
 */
struct sbpf_prune_scratch {
	union {
		struct match match;
		struct id_count count;
	};
};

/* Is every concrete state that @new stands for one that @old stands for? With @exact also the other way round. */
static bool state_covers(struct sbpf_env *env, const struct sbpf_state *old, const struct sbpf_state *new, bool exact)
{
	struct match *m = &env->scratch->match;
	u32 i;

	if (old->nr_frames != new->nr_frames || old->nr_refs != new->nr_refs ||
	    (exact && old->cb_rounds != new->cb_rounds))
		return false;
	m->ids.nr = 0;
	m->refs.nr = 0;
	m->exact = exact;
	m->leaks = env->leaks;
	for (i = 0; i < old->nr_refs; i++)
		if (!refs_match(&m->refs, old->ref[i], new->ref[i]))
			return false;
	for (i = old->nr_frames; i--;)
		if (!frame_covers(m, old->frame[i], new->frame[i]))
			return false;
	return true;
}

static void count_id(struct sbpf_reg *r, void *arg)
{
	struct id_count *c = arg;
	u32 i;

	if (r->kind != SBPF_REG_SCALAR || !r->id)
		return;
	for (i = 0; i < c->nr; i++)
		if (c->seen[i].id == r->id)
			break;
	if (i == c->nr) {
		if (c->nr == MAX_IDS) {
			r->id = 0;
			return;
		}
		c->seen[c->nr].id = r->id;
		c->seen[c->nr++].uses = 0;
	}
	c->seen[i].uses++;
}

static void drop_lone_id(struct sbpf_reg *r, void *arg)
{
	const struct id_count *c = arg;
	u32 i;

	if (r->kind != SBPF_REG_SCALAR || !r->id)
		return;
	for (i = 0; i < c->nr; i++)
		if (c->seen[i].id == r->id && c->seen[i].uses == 1)
			r->id = 0;
}

/* A number that has no copy needs no id: without it the state covers more. */
static void drop_lone_ids(struct sbpf_env *env)
{
	struct id_count *c = &env->scratch->count;

	c->nr = 0;
	sbpf_state_for_each(env->st, count_id, c);
	sbpf_state_for_each(env->st, drop_lone_id, c);
}

static void blur_number(const struct sbpf_reg *old, struct sbpf_reg *r)
{
	if (old->kind == SBPF_REG_SCALAR && r->kind == SBPF_REG_SCALAR && !sbpf_scalar_within(&old->s, &r->s))
		sbpf_reg_set_unknown(r);
}

/* Forget the numbers that the last round of a callback has changed. */
static void blur_changed(const struct sbpf_state *old, struct sbpf_state *st)
{
	u32 i, j;

	for (i = 0; i < st->nr_frames && i < old->nr_frames; i++) {
		struct sbpf_frame *f = st->frame[i];
		const struct sbpf_frame *o = old->frame[i];

		for (j = 0; j < SBPF_REG_10; j++)
			blur_number(&o->reg[j], &f->reg[j]);
		for (j = 0; j < f->nr_slots && j < o->nr_slots; j++) {
			if (!sbpf_slot_is_spill(&f->slot[j]) || f->slot[j].spill.kind != SBPF_REG_SCALAR)
				continue;
			if (f->slot[j].byte[SBPF_SLOT_SIZE - 1] == SBPF_BYTE_SPILL && sbpf_slot_is_spill(&o->slot[j])) {
				blur_number(&o->slot[j].spill, &f->slot[j].spill);
			} else {
				u32 k;

				/* A part of a slot, or a slot of another shape: only that it is written stays known. */
				for (k = 0; k < SBPF_SLOT_SIZE; k++)
					if (f->slot[j].byte[k] == SBPF_BYTE_SPILL)
						f->slot[j].byte[k] = SBPF_BYTE_ANY;
				sbpf_reg_clear(&f->slot[j].spill);
			}
		}
	}
}

/* Have all paths from here ended for good? */
static bool is_finished(const struct sbpf_point *p)
{
	for (; p; p = p->until)
		if (p->branches)
			return false;
	return true;
}

/*
 * The path ends because it is in another round of the callback called at @head. All it went through since then may be
 * relied upon only once @head is finished: until then a loop of the program itself could hide in the detour.
 *
 * When @head itself waits for another only, it may lie beside this path; the one it waits for lies on it. Taking that one
 * keeps .until pointing to smaller depths, so that following it ends.
 */
static void depend_on(struct sbpf_env *env, struct sbpf_point *head)
{
	struct sbpf_point *p;

	while (!head->branches && head->until)
		head = head->until;
	for (p = env->parent; p && p != head; p = p->parent)
		if (!p->until || p->until->depth > head->depth)
			p->until = head;
}

static void drop_point_state(struct sbpf_env *env, struct sbpf_point *p)
{
	if (p->st)
		env->held -= sbpf_state_size(p->st);
	sbpf_state_free(p->st);
	p->st = NULL;
}

/*
 * Compare with the closed checkpoints. 1: nothing new can come; 0: walk on.
 *
 * Of those that are not finished, a round of a callback may end in one of the same loop: the helper ends it by itself.
 */
static int compare_closed(struct sbpf_env *env, u32 loop)
{
	struct sbpf_point **link = &env->note[env->insn].closed, *p;
	u32 seen = 0;

	while ((p = *link) && seen++ < MAX_COMPARED) {
		bool finished = is_finished(p);

		if (p->st && (finished || (loop && sbpf_state_top(p->st)->loop == loop)) &&
		    state_covers(env, p->st, env->st, false)) {
			p->hits++;
			if (!finished)
				depend_on(env, p);
			return 1;
		}
		if (!p->st || (finished && ++p->misses > 3 * p->hits + 3)) {
			*link = p->next;
			drop_point_state(env, p);
			continue;
		}
		link = &p->next;
	}
	return 0;
}

/* Compare with the earlier rounds of a callback. 1: nothing new can come; 0: walk on; @last is the state of the last one. */
static int compare_rounds(struct sbpf_env *env, u32 loop, u32 *rounds, const struct sbpf_state **last)
{
	struct sbpf_point *p;
	u32 seen = 0;

	for (p = env->note[env->insn].open; p && seen++ < MAX_COMPARED; p = p->next) {
		if (sbpf_state_top(p->st)->loop != loop)
			continue;
		if (state_covers(env, p->st, env->st, false)) {
			depend_on(env, p);
			return 1;
		}
		if (!(*rounds)++)
			*last = p->st;
	}
	return 0;
}

/* Is the path here again in a state that it was in before? Then it always will be. */
static int check_endless(struct sbpf_env *env)
{
	struct sbpf_point *p;
	u32 rounds = 0;

	for (p = env->note[env->insn].open; p && rounds++ < MAX_ROUNDS_BACK; p = p->next)
		if (state_covers(env, p->st, env->st, true))
			return sbpf_reject(env, SBPF_WHY_INFINITE_LOOP, "nothing has changed since the last time here");
	return 0;
}

/* Memory runs short: give up the states that have not ended a path yet, and never may. */
static void shed_states(struct sbpf_env *env)
{
	struct sbpf_point *p;

	for (p = env->all_points; p; p = p->all)
		if (!p->branches && !p->hits)
			drop_point_state(env, p);
}

/**
 * sbpf_prune_charge() - a state is going to be kept
 * @env: the verification
 * @st: the state
 *
 * Who frees it gives its size back.
 *
 * Context: process. Return: 0, or -E2BIG when all that are kept take too much memory.
 */
int sbpf_prune_charge(struct sbpf_env *env, const struct sbpf_state *st)
{
	size_t size = sbpf_state_size(st);

	if (env->held + size > SBPF_MAX_STATE_BYTES) {
		shed_states(env);
		if (env->held + MIN_SHED > SBPF_MAX_STATE_BYTES)
			return sbpf_reject(env, SBPF_WHY_TOO_MUCH_STATE, "%u KiB for checkpoints and waiting paths",
					   (u32)((env->held + size) >> 10));
	}
	env->held += size;
	return 0;
}

static int make_point(struct sbpf_env *env)
{
	struct sbpf_note *note = &env->note[env->insn];
	struct sbpf_point *p;
	int err;

	drop_lone_ids(env);
	err = sbpf_prune_charge(env, env->st);
	if (err)
		return err;
	p = kzalloc(sizeof(*p), GFP_KERNEL_ACCOUNT);
	if (!p)
		return -ENOMEM;
	p->st = sbpf_state_dup(env->st);
	if (!p->st) {
		kfree(p);
		return -ENOMEM;
	}
	p->insn = env->insn;
	/* The path being walked goes on through the new checkpoint; its parent counts that as one. */
	p->branches = 1;
	p->parent = env->parent;
	p->depth = p->parent ? p->parent->depth + 1 : 0;
	p->next = note->open;
	note->open = p;
	p->all = env->all_points;
	env->all_points = p;
	env->parent = p;
	env->nr_points++;
	env->since_jumps = 0;
	env->since_insns = 0;
	return 0;
}

/* Is it time for a checkpoint? */
static bool is_due(const struct sbpf_env *env, bool in_loop)
{
	if (env->prog->load_flags & SBPF_F_TEST_STATE_FREQ)
		return true;
	if (in_loop)
		return env->since_jumps >= MIN_LOOP_JUMPS || env->since_insns >= MIN_LOOP_INSNS;
	return env->since_jumps >= MIN_JUMPS && env->since_insns >= MIN_INSNS;
}

/**
 * sbpf_prune() - has the state before this instruction been dealt with?
 * @env: the verification
 *
 * Context: process. Return: 1 when the path can end here, 0 when it must be walked, or the errno of the rejection.
 */
int sbpf_prune(struct sbpf_env *env)
{
	bool callback = env->note[env->insn].flags & SBPF_NOTE_CALLBACK;
	struct sbpf_frame *f = sbpf_state_top(env->st);
	const struct sbpf_state *last = NULL;
	u32 rounds = 0;
	int ret;

	sbpf_live_forget(env);
	ret = compare_closed(env, f->loop);
	if (!ret && f->loop)
		ret = compare_rounds(env, f->loop, &rounds, &last);
	if (ret) {
		env->nr_pruned++;
		return ret;
	}
	if (f->loop) {
		if (rounds >= EXACT_ROUNDS)
			blur_changed(last, env->st);
		return make_point(env);
	}
	if (!callback && !is_due(env, env->note[env->insn].open))
		return 0;
	ret = check_endless(env);
	if (ret)
		return ret;
	/* The call is new; when the callback has returned, the frame knows. */
	if (callback)
		f->loop = sbpf_env_new_id(env);
	return make_point(env);
}

/**
 * sbpf_prune_init() - have what comparing states needs
 * @env: the verification
 *
 * Context: process. Return: 0 or -ENOMEM.
 */
int sbpf_prune_init(struct sbpf_env *env)
{
	env->scratch = kmalloc(sizeof(*env->scratch), GFP_KERNEL_ACCOUNT);
	return env->scratch ? 0 : -ENOMEM;
}

/**
 * sbpf_prune_fork() - a path was set aside
 * @env: the verification
 * @p: the path; it hangs on the last checkpoint
 *
 * Context: any.
 */
void sbpf_prune_fork(struct sbpf_env *env, struct sbpf_pending *p)
{
	p->parent = env->parent;
	p->jumps = env->since_jumps;
	p->insns = env->since_insns;
	if (p->parent)
		p->parent->branches++;
}

/**
 * sbpf_prune_path_done() - the path being walked has ended without a complaint
 * @env: the verification
 *
 * Checkpoints all of whose paths have ended are finished from now on.
 *
 * Context: any.
 */
void sbpf_prune_path_done(struct sbpf_env *env)
{
	struct sbpf_point *p;

	for (p = env->parent; p && !--p->branches; p = p->parent) {
		struct sbpf_note *note = &env->note[p->insn];

		/* What was opened last is closed first: the paths set aside are taken up in that order. */
		if (WARN_ON_ONCE(note->open != p))
			continue;
		note->open = p->next;
		p->next = note->closed;
		note->closed = p;
	}
	env->parent = NULL;
}

/**
 * sbpf_prune_free() - free all checkpoints
 * @env: the verification
 *
 * Context: process.
 */
void sbpf_prune_free(struct sbpf_env *env)
{
	struct sbpf_point *p;
	u32 i;

	while ((p = env->all_points)) {
		env->all_points = p->all;
		sbpf_state_free(p->st);
		kfree(p);
	}
	for (i = 0; i < env->len; i++) {
		env->note[i].open = NULL;
		env->note[i].closed = NULL;
	}
	env->parent = NULL;
	env->held = 0;
}
