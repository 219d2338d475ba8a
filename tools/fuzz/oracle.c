// SPDX-License-Identifier: GPL-2.0
/*
 * What the verifier believed before each instruction, and whether a run is inside of it. A state covers a run when all
 * registers and all stack bytes of all frames are what it says; at each instruction one state has to.
 */
#include "ref.h"
#include "module/verifier/env.h"

/* So many states are kept; a program that needs many more is not worth the time of others. */
#define STATES_MAX	6000
#define WALK_MAX	20000

struct kept {
	struct kept *next;
	struct sbpf_state *st;
};

static struct kept **at;
static u32 at_len;
static struct oracle_stats stats;
static u32 starts[SBPF_MAX_SUBPROGS], depths[SBPF_MAX_SUBPROGS], nr_subprogs;

void oracle_reset(void)
{
	struct kept *k;
	u32 i;

	for (i = 0; i < at_len; i++) {
		while ((k = at[i])) {
			at[i] = k->next;
			sbpf_state_free(k->st);
			free(k);
		}
	}
	free(at);
	at = NULL;
	at_len = 0;
	core_interrupt = false;
	memset(&stats, 0, sizeof(stats));
}

const struct oracle_stats *oracle_stats(void)
{
	return &stats;
}

void sbpf_oracle_begin(struct sbpf_env *env)
{
	u32 i;

	oracle_reset();
	at = calloc(env->len, sizeof(*at));
	at_len = env->len;
	nr_subprogs = env->prog->nr_subprogs;
	for (i = 0; i < nr_subprogs; i++)
		starts[i] = env->prog->subprogs[i].start;
}

void sbpf_oracle_state(struct sbpf_env *env)
{
	struct kept *k;

	if (env->walked > WALK_MAX)
		core_interrupt = true;
	if (stats.states == STATES_MAX)
		stats.overflow = true;
	if (stats.overflow)
		return;
	k = malloc(sizeof(*k));
	k->st = sbpf_state_dup(env->st);
	k->next = at[env->insn];
	at[env->insn] = k;
	stats.states++;
}

void sbpf_oracle_end(struct sbpf_env *env)
{
	u32 i;

	for (i = 0; i < nr_subprogs; i++)
		depths[i] = env->prog->subprogs[i].stack_depth;
}

u32 oracle_subprog(u32 start)
{
	u32 i;

	for (i = 0; i < nr_subprogs; i++)
		if (starts[i] == start)
			return i;
	return ~0U;
}

u32 oracle_stack_depth(u32 subprog)
{
	return subprog < nr_subprogs ? depths[subprog] : 0;
}

/* What ids stand for: the same number, or the same variable part. */
struct ids {
	u32 nr;
	struct {
		u32 id;
		u64 val;
	} seen[64];
};

static bool same_for_id(struct ids *ids, u32 id, u64 val)
{
	u32 i;

	if (!id)
		return true;
	for (i = 0; i < ids->nr; i++)
		if (ids->seen[i].id == id)
			return ids->seen[i].val == val;
	if (ids->nr < ARRAY_SIZE(ids->seen)) {
		ids->seen[ids->nr].id = id;
		ids->seen[ids->nr++].val = val;
	}
	return true;
}

static bool is_value(const struct sbpf_reg *a, u64 v)
{
	u32 i, m;

	for (m = 0; m < MACHINE_MAPS; m++) {
		if (world_map(m) != a->map && !(a->map->template && !m))
			continue;
		for (i = 0; i < machine.elems[m]; i++)
			if (sbpf_scalar_has(&a->s, v - a->off - (unsigned long)machine.value[m][i]))
				return true;
	}
	return false;
}

static bool is_record(const struct sbpf_reg *a, u64 v)
{
	u32 i;

	for (i = 0; i < MACHINE_RECORDS; i++)
		if (machine.record_size[i] == a->size &&
		    sbpf_scalar_has(&a->s, v - a->off - (unsigned long)machine.record[i]))
			return true;
	return false;
}

/* In the packet: the variable part, what is said to be there from it on, and on which side of the end it is. */
static bool is_packet(struct ids *ids, const struct sbpf_reg *a, u64 v, u64 begin, u64 end)
{
	u64 var = v - a->off - begin;

	if (!sbpf_scalar_has(&a->s, var) || !same_for_id(ids, a->id, var))
		return false;
	if ((a->past >= SBPF_PAST_AT && v < end) || (a->past == SBPF_PAST_BEYOND && v == end))
		return false;
	return !a->range || (var <= end - begin && a->range <= end - begin - var);
}

static bool covers(const struct ref *r, struct ids *ids, const struct sbpf_reg *a, u64 v)
{
	u64 data = (unsigned long)machine_data();

	if (a->maybe_null && !v)
		return same_for_id(ids, a->id, 0);
	if (a->maybe_null && !same_for_id(ids, a->id, 1))
		return false;
	switch (a->kind) {
	case SBPF_REG_NONE:
		return true;
	case SBPF_REG_SCALAR:
		return sbpf_scalar_has(&a->s, v) && same_for_id(ids, a->id, v);
	case SBPF_REG_CTX:
		return sbpf_scalar_has(&a->s, v - a->off - (unsigned long)machine.view);
	case SBPF_REG_MAP:
		return v == (unsigned long)a->map;
	case SBPF_REG_VALUE:
		return is_value(a, v);
	case SBPF_REG_KEY:
		return a->frame < r->nr_frames && sbpf_scalar_has(&a->s, v - a->off - r->frame[a->frame].key);
	case SBPF_REG_STACK:
		return sbpf_scalar_has(&a->s, v - a->off - ref_fp(a->frame));
	case SBPF_REG_PKT:
		return is_packet(ids, a, v, data, data + machine.len);
	case SBPF_REG_PKT_META:
		return is_packet(ids, a, v, data - machine.meta_len, data);
	case SBPF_REG_PKT_END:
		return v - a->off == data + machine.len;
	case SBPF_REG_RECORD:
		return is_record(a, v);
	case SBPF_REG_FUNC:
		return v == REF_FUNC(a->subprog);
	default:
		return false;
	}
}

static bool slot_covers(const struct ref *r, struct ids *ids, const struct sbpf_slot *slot, const u8 *mem,
			const bool *written)
{
	u32 i, n = 0;
	u64 v = 0;

	for (i = 0; i < SBPF_SLOT_SIZE; i++) {
		/* What was never written is some number, not a known one. */
		if (slot->byte[i] == SBPF_BYTE_ZERO && (mem[i] || !written[i]))
			return false;
		if (slot->byte[i] == SBPF_BYTE_SPILL && n == i)
			n++;
	}
	memcpy(&v, mem, n);
	return !n || covers(r, ids, &slot->spill, v);
}

static bool frame_covers(const struct ref *r, struct ids *ids, const struct sbpf_frame *f, u32 nr)
{
	const struct ref_frame *c = &r->frame[nr];
	u32 i;

	if (f->subprog != c->subprog || f->callback != c->callback || (nr && f->callsite != c->callsite))
		return false;
	for (i = 0; i < SBPF_MAX_REG; i++) {
		if (f->reg[i].kind == SBPF_REG_NONE)
			continue;
		if (!(c->known & (1U << i)) || !covers(r, ids, &f->reg[i], c->reg[i]))
			return false;
	}
	for (i = 0; i < f->nr_slots; i++)
		if (!slot_covers(r, ids, &f->slot[i], (u8 *)(unsigned long)ref_fp(nr) - SBPF_SLOT_SIZE * (i + 1),
				 &c->written[SBPF_STACK_SIZE - SBPF_SLOT_SIZE * (i + 1)]))
			return false;
	return true;
}

static u32 live_records(void)
{
	u32 i, n = 0;

	for (i = 0; i < MACHINE_RECORDS; i++)
		n += machine.record_size[i] != 0;
	return n;
}

static bool state_covers(const struct ref *r, const struct sbpf_state *st)
{
	struct ids ids = { 0 };
	u32 i;

	if (st->nr_frames != r->nr_frames)
		return false;
	for (i = 0; i < st->nr_frames; i++)
		if (!frame_covers(r, &ids, st->frame[i], i))
			return false;
	/* A record that could not be had is still a reference in the state, until its null check. */
	return st->nr_refs >= live_records();
}

/**
 * oracle_check() - is the run where the verifier has been?
 * @r: the run, before an instruction
 *
 * Return: NULL, or what is wrong.
 */
const char *oracle_check(const struct ref *r)
{
	struct kept **link, *k;

	for (link = &at[r->pc]; (k = *link); link = &k->next) {
		if (!state_covers(r, k->st))
			continue;
		/* The next run is likely to be in the same one. */
		*link = k->next;
		k->next = at[r->pc];
		at[r->pc] = k;
		return NULL;
	}
	return "escape: no state that was verified covers the run";
}
