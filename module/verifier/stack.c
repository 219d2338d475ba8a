// SPDX-License-Identifier: GPL-2.0
/*
 * The stack, byte by byte: what reads find, what writes leave behind, and how much of it each function uses.
 *
 * Stack pointers know their frame, so a function can work on the stack of one that called it.
 */
#include <linux/kernel.h>
#include <linux/string.h>
#include "env.h"

/* A range of stack bytes: offsets from the frame pointer, all below 0. */
struct span {
	struct sbpf_frame *f;
	s32 min;	/* lowest first byte */
	s32 max;	/* highest first byte */
	s32 end;	/* one past the highest last byte */
};

static u32 slot_of(s32 off)
{
	return (-off - 1) / SBPF_SLOT_SIZE;
}

static u32 byte_of(s32 off)
{
	return off & (SBPF_SLOT_SIZE - 1);
}

static u8 byte_at(const struct sbpf_frame *f, s32 off)
{
	return slot_of(off) < f->nr_slots ? f->slot[slot_of(off)].byte[byte_of(off)] : SBPF_BYTE_NONE;
}

/* Where an access of @size bytes can go. Notes how deep the function's stack is. */
static int span_get(struct sbpf_env *env, const struct sbpf_reg *r, u32 regno, s32 off, u32 size, struct span *sp)
{
	struct sbpf_subprog *sub;
	s64 min, max;

	env->access = (struct sbpf_access){ regno, size, off };
	if (r->s.smin < -SBPF_MAX_VAR_OFF || r->s.smax > SBPF_MAX_VAR_OFF)
		return sbpf_reject(env, SBPF_WHY_STACK_BOUNDS, "R%u is fp plus a number without bounds", regno);
	min = r->s.smin + r->off + off;
	max = r->s.smax + r->off + off;
	if (min < -SBPF_STACK_SIZE || max + size > 0 || max >= 0)
		return sbpf_reject(env, SBPF_WHY_STACK_BOUNDS, "R%u: %u bytes at fp%+lld..%+lld", regno, size, min, max);
	sp->f = env->st->frame[r->frame];
	sp->min = min;
	sp->max = max;
	sp->end = max + size;
	sub = &env->prog->subprogs[sp->f->subprog];
	sub->stack_depth = max_t(u32, sub->stack_depth, round_up(-sp->min, SBPF_SLOT_SIZE));
	return 0;
}

static int check_align(struct sbpf_env *env, const struct span *sp, const struct sbpf_reg *r, s32 off, u32 size)
{
	struct sbpf_tnum t = sbpf_tnum_add(r->s.bits, sbpf_tnum_const(r->off + off));

	if (sbpf_tnum_aligned(t, size))
		return 0;
	return sbpf_reject(env, SBPF_WHY_MISALIGNED, "%u bytes at fp%+d", size, sp->min);
}

/* The register stops being one: only what its bytes are is kept. */
static void slot_scatter(struct sbpf_slot *slot)
{
	u8 left = SBPF_BYTE_ANY;
	u32 i;

	if (!sbpf_slot_is_spill(slot))
		return;
	if (sbpf_reg_is_null(&slot->spill))
		left = SBPF_BYTE_ZERO;
	for (i = 0; i < SBPF_SLOT_SIZE; i++)
		if (slot->byte[i] == SBPF_BYTE_SPILL)
			slot->byte[i] = left;
	sbpf_reg_clear(&slot->spill);
}

static bool slot_is_ptr(const struct sbpf_slot *slot)
{
	return sbpf_slot_is_spill(slot) && sbpf_reg_is_ptr(&slot->spill);
}

/* Is the value in the register all of the slot's bytes, or only the lowest ones? */
static u32 spilled_bytes(const struct sbpf_slot *slot)
{
	u32 n = 0;

	while (n < SBPF_SLOT_SIZE && slot->byte[n] == SBPF_BYTE_SPILL)
		n++;
	return n;
}

/*
 * May the bytes be read? Who may read kernel memory may also read what was on the stack before: some number (bpf(2) since
 * Linux 6.3).
 */
static int check_init(struct sbpf_env *env, const struct span *sp, u32 regno, bool *zero)
{
	s32 o;

	*zero = true;
	for (o = sp->min; o < sp->end; o++) {
		u8 b = byte_at(sp->f, o);

		if (b == SBPF_BYTE_NONE && !env->leaks)
			return sbpf_reject(env, SBPF_WHY_STACK_UNINIT, "R%u: the byte at fp%+d was never written", regno, o);
		if (b == SBPF_BYTE_SPILL) {
			const struct sbpf_slot *slot = &sp->f->slot[slot_of(o)];

			if (sbpf_reg_is_ptr(&slot->spill) && !env->leaks)
				return sbpf_reject(env, SBPF_WHY_STACK_SPILL, "R%u: part of the pointer at fp%+d", regno, o);
			*zero &= sbpf_reg_is_null(&slot->spill);
		} else {
			*zero &= b == SBPF_BYTE_ZERO;
		}
	}
	return 0;
}

/* A load that hits a pointer, but is not the load of that pointer. Few mean to do that. */
static int check_whole(struct sbpf_env *env, const struct span *sp, u32 regno)
{
	const u32 slot = slot_of(sp->min);

	if (slot < sp->f->nr_slots && slot_is_ptr(&sp->f->slot[slot]))
		return sbpf_reject(env, SBPF_WHY_STACK_SPILL, "R%u: part of the pointer at fp%+d", regno, sp->min);
	return 0;
}

/**
 * sbpf_stack_read() - load from the stack
 * @env: the verification
 * @r: stack pointer
 * @regno: its number, for the log
 * @off: offset in the instruction
 * @size: 1, 2, 4 or 8
 * @out: what is found there, zero-extended
 *
 * Context: process. Return: 0 or -EACCES.
 */
int sbpf_stack_read(struct sbpf_env *env, const struct sbpf_reg *r, u32 regno, s32 off, u32 size,
		    struct sbpf_reg *out)
{
	struct span sp;
	bool zero;
	int err;

	err = span_get(env, r, regno, off, size, &sp);
	if (!err)
		err = check_align(env, &sp, r, off, size);
	if (err)
		return err;
	if (sp.min == sp.max && slot_of(sp.min) < sp.f->nr_slots && !byte_of(sp.min)) {
		const struct sbpf_slot *slot = &sp.f->slot[slot_of(sp.min)];

		if (spilled_bytes(slot) >= size && (size == SBPF_SLOT_SIZE || !sbpf_reg_is_ptr(&slot->spill))) {
			*out = slot->spill;
			if (size < SBPF_SLOT_SIZE && out->s.umax >> (size * 8)) {
				sbpf_scalar_zext(&out->s, size * 8);
				out->id = 0;
			}
			return 0;
		}
	}
	err = check_init(env, &sp, regno, &zero);
	if (!err && sp.min == sp.max)
		err = check_whole(env, &sp, regno);
	if (err)
		return err;
	sbpf_reg_set_unknown(out);
	if (zero)
		sbpf_reg_set_const(out, 0);
	sbpf_scalar_zext(&out->s, size * 8);
	return 0;
}

/* A pointer to a stack frame must be gone when the frame is, one to a map key when the callback that got it is. */
static int check_escape(struct sbpf_env *env, const struct sbpf_reg *to, const struct sbpf_reg *val)
{
	if (val->kind == SBPF_REG_STACK && val->frame > to->frame)
		return sbpf_reject(env, SBPF_WHY_STACK_FRAME, "a pointer to the callee's stack goes to the caller's");
	if (val->kind == SBPF_REG_KEY && val->frame > to->frame)
		return sbpf_reject(env, SBPF_WHY_STACK_FRAME, "a pointer to the callback's key goes to the caller's stack");
	return 0;
}

static int write_fixed(struct sbpf_env *env, const struct span *sp, u32 size, const struct sbpf_reg *val)
{
	struct sbpf_slot *slot = &sp->f->slot[slot_of(sp->min)];
	u32 at = byte_of(sp->min), i;
	u8 left = SBPF_BYTE_ANY;

	if (size == SBPF_SLOT_SIZE) {
		slot->spill = *val;
		memset(slot->byte, SBPF_BYTE_SPILL, SBPF_SLOT_SIZE);
		return 0;
	}
	if (slot_is_ptr(slot) && !env->leaks)
		return sbpf_reject(env, SBPF_WHY_STACK_SPILL, "part of the pointer at fp%+d is overwritten", sp->min);
	slot_scatter(slot);
	if (sbpf_reg_is_null(val)) {
		left = SBPF_BYTE_ZERO;
	} else if (!at && val->kind == SBPF_REG_SCALAR) {
		slot->spill = *val;
		if (val->s.umax >> (size * 8)) {
			sbpf_scalar_zext(&slot->spill.s, size * 8);
			slot->spill.id = 0;
		}
		left = SBPF_BYTE_SPILL;
	}
	for (i = 0; i < size; i++)
		slot->byte[at + i] = left;
	return 0;
}

/* One of several places is written: every byte may be the new number or the old one. */
static int write_blurred(struct sbpf_env *env, const struct span *sp, bool zero)
{
	s32 o;

	for (o = sp->min; o < sp->end; o++) {
		struct sbpf_slot *slot = &sp->f->slot[slot_of(o)];
		u8 *b = &slot->byte[byte_of(o)];

		if (slot_is_ptr(slot) && !env->leaks)
			return sbpf_reject(env, SBPF_WHY_STACK_SPILL, "the pointer at fp%+d may be overwritten", o);
		slot_scatter(slot);
		if (*b != SBPF_BYTE_NONE && !(zero && *b == SBPF_BYTE_ZERO))
			*b = SBPF_BYTE_ANY;
	}
	return 0;
}

/*
 * Without CAP_PERFMON: may a load that overtakes the store, as CPUs speculate, find something else than a number where
 * the store puts one, or a number where it puts a pointer?
 */
static void note_barrier(struct sbpf_env *env, const struct span *sp, const struct sbpf_reg *val)
{
	bool barrier = sbpf_reg_is_ptr(val);
	s32 o;

	if (env->leaks)
		return;
	for (o = sp->min; o < sp->end; o++) {
		const struct sbpf_slot *slot = &sp->f->slot[slot_of(o)];

		barrier |= slot->byte[byte_of(o)] == SBPF_BYTE_NONE || slot_is_ptr(slot);
	}
	env->aux[env->insn].barrier |= barrier;
}

/**
 * sbpf_stack_write() - store to the stack
 * @env: the verification
 * @r: stack pointer
 * @regno: its number, for the log
 * @off: offset in the instruction
 * @size: 1, 2, 4 or 8
 * @val: what is stored; its low @size bytes
 *
 * Context: process. Return: 0, -EACCES, -EINVAL, -ENOMEM.
 */
int sbpf_stack_write(struct sbpf_env *env, const struct sbpf_reg *r, u32 regno, s32 off, u32 size,
		     const struct sbpf_reg *val)
{
	struct span sp;
	int err;

	err = span_get(env, r, regno, off, size, &sp);
	if (!err)
		err = check_align(env, &sp, r, off, size);
	if (!err)
		err = check_escape(env, r, val);
	if (!err)
		err = sbpf_frame_grow(sp.f, slot_of(sp.min) + 1);
	if (err)
		return err;
	note_barrier(env, &sp, val);
	if (sp.min == sp.max)
		return write_fixed(env, &sp, size, val);
	return write_blurred(env, &sp, sbpf_reg_is_null(val));
}

/**
 * sbpf_stack_range() - a helper, or an atomic, works on stack memory
 * @env: the verification
 * @r: stack pointer
 * @regno: its number, for the log
 * @off: offset to add
 * @size: bytes, at least 1
 * @access: SBPF_ACC_READ, SBPF_ACC_WRITE, SBPF_ACC_RAW. Memory that is written without RAW must be readable.
 *
 * Context: process. Return: 0, -EACCES, -ENOMEM.
 */
int sbpf_stack_range(struct sbpf_env *env, const struct sbpf_reg *r, u32 regno, s32 off, u32 size, int access)
{
	struct span sp;
	bool zero;
	int err;
	s32 o;

	err = span_get(env, r, regno, off, size, &sp);
	/* Only a fixed place is certain to be filled. */
	if (!err && (!(access & SBPF_ACC_RAW) || sp.min != sp.max))
		err = check_init(env, &sp, regno, &zero);
	else if (!err && !env->leaks)
		for (o = sp.min; o < sp.end && !err; o++)
			if (slot_of(o) < sp.f->nr_slots && slot_is_ptr(&sp.f->slot[slot_of(o)]))
				err = sbpf_reject(env, SBPF_WHY_STACK_SPILL, "the pointer at fp%+d is overwritten", o);
	if (err || !(access & SBPF_ACC_WRITE))
		return err;
	err = sbpf_frame_grow(sp.f, slot_of(sp.min) + 1);
	if (err)
		return err;
	for (o = sp.min; o < sp.end; o++) {
		struct sbpf_slot *slot = &sp.f->slot[slot_of(o)];

		slot_scatter(slot);
		slot->byte[byte_of(o)] = SBPF_BYTE_ANY;
	}
	return 0;
}
