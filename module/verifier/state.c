// SPDX-License-Identifier: GPL-2.0
/*
 * The abstract state: making, copying, freeing it, and what it looks like in the log. Owns the memory; what the
 * instructions do to it is elsewhere.
 */
#include <linux/kernel.h>
#include <linux/errno.h>
#include <linux/slab.h>
#include <linux/mm.h>
#include <linux/string.h>
#include "../map.h"
#include "../object.h"
#include "state.h"

const struct sbpf_kind sbpf_reg_kinds[SBPF_REG_KINDS] = {
	[SBPF_REG_NONE]		= { "uninitialised", 0 },
	[SBPF_REG_SCALAR]	= { "number", 0 },
	/* Added to, it is good for probe_read only: tracing programs find strings behind the record that way. */
	[SBPF_REG_CTX]		= { "ctx", SBPF_KIND_PTR | SBPF_KIND_ARITH | SBPF_KIND_VAR },
	[SBPF_REG_MAP]		= { "map", SBPF_KIND_PTR },
	[SBPF_REG_VALUE]	= { "map_value", SBPF_KIND_PTR | SBPF_KIND_ARITH | SBPF_KIND_VAR | SBPF_KIND_MEM |
				    SBPF_KIND_NULLABLE },
	[SBPF_REG_KEY]		= { "map_key", SBPF_KIND_PTR | SBPF_KIND_ARITH | SBPF_KIND_VAR | SBPF_KIND_MEM |
				    SBPF_KIND_NULLABLE },
	[SBPF_REG_STACK]	= { "fp", SBPF_KIND_PTR | SBPF_KIND_ARITH | SBPF_KIND_VAR | SBPF_KIND_MEM },
	[SBPF_REG_PKT]		= { "pkt", SBPF_KIND_PTR | SBPF_KIND_ARITH | SBPF_KIND_VAR | SBPF_KIND_MEM |
				    SBPF_KIND_PKT },
	[SBPF_REG_PKT_META]	= { "pkt_meta", SBPF_KIND_PTR | SBPF_KIND_ARITH | SBPF_KIND_VAR | SBPF_KIND_MEM |
				    SBPF_KIND_PKT },
	[SBPF_REG_PKT_END]	= { "pkt_end", SBPF_KIND_PTR | SBPF_KIND_PKT },
	[SBPF_REG_RECORD]	= { "record", SBPF_KIND_PTR | SBPF_KIND_ARITH | SBPF_KIND_VAR | SBPF_KIND_MEM |
				    SBPF_KIND_NULLABLE },
	[SBPF_REG_FUNC]		= { "func", SBPF_KIND_PTR },
	[SBPF_REG_OBJECT]	= { "object", SBPF_KIND_PTR | SBPF_KIND_NULLABLE },
};

/**
 * sbpf_reg_clear() - nothing that may be read
 * @r: the register
 *
 * Context: any.
 */
void sbpf_reg_clear(struct sbpf_reg *r)
{
	memset(r, 0, sizeof(*r));
}

/**
 * sbpf_reg_set_unknown() - some number
 * @r: the register
 *
 * Context: any.
 */
void sbpf_reg_set_unknown(struct sbpf_reg *r)
{
	memset(r, 0, sizeof(*r));
	r->kind = SBPF_REG_SCALAR;
	sbpf_scalar_set_unknown(&r->s);
}

/**
 * sbpf_reg_set_const() - exactly one number
 * @r: the register
 * @v: the number
 *
 * Context: any.
 */
void sbpf_reg_set_const(struct sbpf_reg *r, u64 v)
{
	memset(r, 0, sizeof(*r));
	r->kind = SBPF_REG_SCALAR;
	sbpf_scalar_set(&r->s, v);
}

/**
 * sbpf_reg_set_ptr() - a pointer with offset 0
 * @r: the register; the members of its kind are left to the caller
 * @kind: which
 *
 * Context: any.
 */
void sbpf_reg_set_ptr(struct sbpf_reg *r, enum sbpf_reg_kind kind)
{
	memset(r, 0, sizeof(*r));
	r->kind = kind;
}

/**
 * sbpf_frame_grow() - have slots to write to
 * @f: the frame
 * @slots: how many slots it must have at least
 *
 * Context: process. Return: 0 or -ENOMEM.
 */
int sbpf_frame_grow(struct sbpf_frame *f, u32 slots)
{
	struct sbpf_slot *slot;
	u32 cap = f->cap_slots ? f->cap_slots : 4;

	if (WARN_ON_ONCE(slots > SBPF_MAX_SLOTS))
		return -EFAULT;
	if (slots <= f->nr_slots)
		return 0;
	if (slots > f->cap_slots) {
		while (cap < slots)
			cap *= 2;
		slot = krealloc(f->slot, array_size(cap, sizeof(*slot)), GFP_KERNEL_ACCOUNT);
		if (!slot)
			return -ENOMEM;
		f->slot = slot;
		f->cap_slots = cap;
	}
	memset(f->slot + f->nr_slots, 0, (slots - f->nr_slots) * sizeof(*f->slot));
	f->nr_slots = slots;
	return 0;
}

/**
 * sbpf_frame_push() - enter a function
 * @st: the state
 * @subprog: which function
 * @callsite: the instruction that calls it
 *
 * Its registers are unreadable but for the frame pointer; its stack is empty.
 *
 * Context: process. Return: 0, -E2BIG when calls are nested too deep, -ENOMEM.
 */
int sbpf_frame_push(struct sbpf_state *st, u32 subprog, u32 callsite)
{
	struct sbpf_frame *f;

	if (st->nr_frames == SBPF_MAX_FRAMES)
		return -E2BIG;
	f = kzalloc(sizeof(*f), GFP_KERNEL_ACCOUNT);
	if (!f)
		return -ENOMEM;
	f->subprog = subprog;
	f->callsite = callsite;
	f->entry_refs = st->nr_refs;
	sbpf_reg_set_ptr(&f->reg[SBPF_REG_10], SBPF_REG_STACK);
	f->reg[SBPF_REG_10].frame = st->nr_frames;
	st->frame[st->nr_frames++] = f;
	return 0;
}

static void frame_free(struct sbpf_frame *f)
{
	if (f)
		kfree(f->slot);
	kfree(f);
}

/**
 * sbpf_frame_pop() - leave the innermost function
 * @st: the state
 *
 * Context: process.
 */
void sbpf_frame_pop(struct sbpf_state *st)
{
	frame_free(st->frame[--st->nr_frames]);
	st->frame[st->nr_frames] = NULL;
}

/**
 * sbpf_state_new() - a state without frames
 *
 * Context: process. Return: the state, or NULL.
 */
struct sbpf_state *sbpf_state_new(void)
{
	return kzalloc(sizeof(struct sbpf_state), GFP_KERNEL_ACCOUNT);
}

/**
 * sbpf_state_free() - free a state
 * @st: the state or NULL
 *
 * Context: process.
 */
void sbpf_state_free(struct sbpf_state *st)
{
	if (!st)
		return;
	while (st->nr_frames)
		sbpf_frame_pop(st);
	kfree(st);
}

static struct sbpf_frame *frame_dup(const struct sbpf_frame *f)
{
	struct sbpf_frame *new = kmemdup(f, sizeof(*f), GFP_KERNEL_ACCOUNT);

	if (!new)
		return NULL;
	new->cap_slots = f->nr_slots;
	new->slot = NULL;
	if (f->nr_slots) {
		new->slot = kmemdup(f->slot, f->nr_slots * sizeof(*f->slot), GFP_KERNEL_ACCOUNT);
		if (!new->slot) {
			kfree(new);
			return NULL;
		}
	}
	return new;
}

/**
 * sbpf_state_dup() - copy a state
 * @st: the original
 *
 * Context: process. Return: the copy, or NULL.
 */
struct sbpf_state *sbpf_state_dup(const struct sbpf_state *st)
{
	struct sbpf_state *new = kmemdup(st, sizeof(*st), GFP_KERNEL_ACCOUNT);

	if (!new)
		return NULL;
	memset(new->frame, 0, sizeof(new->frame));
	for (new->nr_frames = 0; new->nr_frames < st->nr_frames; new->nr_frames++) {
		new->frame[new->nr_frames] = frame_dup(st->frame[new->nr_frames]);
		if (!new->frame[new->nr_frames]) {
			sbpf_state_free(new);
			return NULL;
		}
	}
	return new;
}

/**
 * sbpf_state_size() - memory that a copy of a state takes
 * @st: the state
 *
 * Context: any. Return: bytes.
 */
size_t sbpf_state_size(const struct sbpf_state *st)
{
	size_t size = sizeof(*st);
	u32 i;

	for (i = 0; i < st->nr_frames; i++)
		size += sizeof(*st->frame[i]) + st->frame[i]->nr_slots * sizeof(*st->frame[i]->slot);
	return size;
}

/**
 * sbpf_ref_acquire() - note a reference that the program must give back
 * @st: the state
 * @ref: its number
 * @insn: the instruction that took it
 *
 * Context: any. Return: 0, or -E2BIG when too many are held at once.
 */
int sbpf_ref_acquire(struct sbpf_state *st, u32 ref, u32 insn)
{
	if (st->nr_refs == SBPF_MAX_REFS)
		return -E2BIG;
	st->ref[st->nr_refs] = ref;
	st->ref_insn[st->nr_refs++] = insn;
	return 0;
}

/**
 * sbpf_ref_release() - a reference was given back
 * @st: the state
 * @ref: its number
 *
 * Order is kept, so that states that differ only in history look alike.
 *
 * Context: any. Return: false if it was not held.
 */
bool sbpf_ref_release(struct sbpf_state *st, u32 ref)
{
	u32 i;

	for (i = 0; i < st->nr_refs; i++)
		if (st->ref[i] == ref)
			break;
	if (i == st->nr_refs)
		return false;
	st->nr_refs--;
	for (; i < st->nr_refs; i++) {
		st->ref[i] = st->ref[i + 1];
		st->ref_insn[i] = st->ref_insn[i + 1];
	}
	return true;
}

/**
 * sbpf_state_for_each() - visit every register and spilled register of every frame
 * @st: the state
 * @fn: called with each; may change it, also to something that cannot be spilled (SBPF_REG_NONE)
 * @arg: handed on
 *
 * Context: any.
 */
void sbpf_state_for_each(struct sbpf_state *st, sbpf_reg_fn fn, void *arg)
{
	u32 i, j;

	for (i = 0; i < st->nr_frames; i++) {
		struct sbpf_frame *f = st->frame[i];

		for (j = 0; j < SBPF_MAX_REG; j++)
			fn(&f->reg[j], arg);
		for (j = 0; j < f->nr_slots; j++) {
			struct sbpf_slot *slot = &f->slot[j];

			if (!sbpf_slot_is_spill(slot))
				continue;
			fn(&slot->spill, arg);
			if (slot->spill.kind == SBPF_REG_NONE)
				memset(slot, 0, sizeof(*slot));
		}
	}
}

static int scalar_print(const struct sbpf_scalar *s, char *buf, size_t size)
{
	int n;

	if (sbpf_scalar_is_const(s))
		return scnprintf(buf, size, "%lld", (s64)s->bits.value);
	if (sbpf_scalar_is_unknown(s))
		return scnprintf(buf, size, "any");
	n = scnprintf(buf, size, "%llu..%llu", s->umin, s->umax);
	if (s->smin < 0)
		n += scnprintf(buf + n, size - n, " signed %lld..%lld", s->smin, s->smax);
	if (s->umin32 > (u32)s->umin || s->umax32 < s->umax)
		n += scnprintf(buf + n, size - n, " low %u..%u", s->umin32, s->umax32);
	return n + scnprintf(buf + n, size - n, " bits %llx/%llx", s->bits.value, s->bits.mask);
}

/**
 * sbpf_reg_print() - what is known of a register, for people
 * @r: the register
 * @buf: where to
 * @size: room there
 *
 * Context: any. Return: characters written, without the closing NUL.
 */
int sbpf_reg_print(const struct sbpf_reg *r, char *buf, size_t size)
{
	const char *name;
	int n;

	if (r->kind == SBPF_REG_SCALAR)
		return scalar_print(&r->s, buf, size);
	name = r->kind == SBPF_REG_OBJECT ? r->object->name : sbpf_reg_kinds[r->kind].name;
	n = scnprintf(buf, size, "%s%s", name, r->maybe_null ? "_or_null" : "");
	if (r->kind == SBPF_REG_NONE)
		return n;
	if (r->off)
		n += scnprintf(buf + n, size - n, "%+d", r->off);
	if (!sbpf_scalar_is(&r->s, 0)) {
		n += scnprintf(buf + n, size - n, "+(");
		n += scalar_print(&r->s, buf + n, size - n);
		n += scnprintf(buf + n, size - n, ")");
	}
	if (r->kind == SBPF_REG_PKT || r->kind == SBPF_REG_PKT_META)
		n += scnprintf(buf + n, size - n, " range %u", r->range);
	else if (r->kind == SBPF_REG_VALUE)
		n += scnprintf(buf + n, size - n, " of %u bytes", r->map->value_size);
	else if (r->kind == SBPF_REG_KEY)
		n += scnprintf(buf + n, size - n, " of %u bytes", r->map->key_size);
	else if (r->kind == SBPF_REG_RECORD)
		n += scnprintf(buf + n, size - n, " of %u bytes", r->size);
	if (r->id)
		n += scnprintf(buf + n, size - n, " id %u", r->id);
	return n;
}
