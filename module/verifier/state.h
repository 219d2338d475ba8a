/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The abstract state of a program at one instruction: registers, stacks, frames, references.
 */
#ifndef SBPF_VERIFIER_STATE_H
#define SBPF_VERIFIER_STATE_H

#include <linux/types.h>
#include <linux/sandbpf.h>
#include "../limits.h"
#include "scalar.h"

struct sbpf_map;
struct sbpf_object;

/**
 * enum sbpf_reg_kind - what a register holds
 *
 * A new kind (BTF pointers, dynptrs, ...) is a new row in sbpf_reg_kinds[] and, if programs may access the
 * memory behind it, a rule in mem.c.
 */
enum sbpf_reg_kind {
	SBPF_REG_NONE = 0,	/* nothing that may be read */
	SBPF_REG_SCALAR,	/* a number */
	SBPF_REG_CTX,		/* the context of the program */
	SBPF_REG_MAP,		/* a map itself */
	SBPF_REG_VALUE,		/* into the value of a map element */
	SBPF_REG_KEY,		/* into the key of a map element */
	SBPF_REG_STACK,		/* into the stack of frame number .frame */
	SBPF_REG_PKT,		/* into the packet */
	SBPF_REG_PKT_META,	/* into the metadata in front of the packet */
	SBPF_REG_PKT_END,	/* one past the packet */
	SBPF_REG_RECORD,	/* into referenced memory of .size bytes */
	SBPF_REG_FUNC,		/* a function of the program */
	SBPF_REG_OBJECT,	/* a kernel object, .object says which kind */
	SBPF_REG_KINDS,
};

#define SBPF_KIND_PTR	1	/* an address */
#define SBPF_KIND_ARITH	2	/* constants may be added */
#define SBPF_KIND_VAR	4	/* unknown numbers may be added */
#define SBPF_KIND_MEM	8	/* memory of the program's own: readable byte by byte */
#define SBPF_KIND_PKT	16	/* dies when the packet changes */
#define SBPF_KIND_NULLABLE	32	/* comes from where there may be none: comparing it with 0 again is decided */

/**
 * struct sbpf_kind - properties of a register kind
 * @name: as the log prints it
 * @flags: SBPF_KIND_*
 */
struct sbpf_kind {
	const char *name;
	u8 flags;
};

extern const struct sbpf_kind sbpf_reg_kinds[SBPF_REG_KINDS];

/**
 * struct sbpf_reg - what is known of a register or a spilled one
 * @s: SCALAR: the number. Pointers: the variable part of the offset.
 * @kind: enum sbpf_reg_kind
 * @maybe_null: a pointer that may be 0 instead. Only null checks and moves are allowed.
 * @frame: STACK: index of the frame. KEY: index of the frame of the callback that was given it.
 *	FUNC: the function that took the address
 * @past: PKT, PKT_META: enum sbpf_past
 * @off: pointers: the constant part of the offset
 * @id: equal non-zero numbers mean: SCALAR: the same number. Maybe-null pointers: null together. PKT: the same
 *	variable part.
 * @ref: number of the reference it stands for, 0 for none
 * @derived: it was made of a pointer with that reference: that it is null says nothing of the reference
 * @map: MAP, VALUE, KEY: the map
 * @range: PKT, PKT_META: bytes known to be there, from the packet start plus the variable part
 * @size: RECORD: bytes
 * @subprog: FUNC: which function
 * @object: OBJECT: what it points to
 */
struct sbpf_reg {
	struct sbpf_scalar s;
	u8 kind;
	bool maybe_null;
	bool derived;
	union {
		u8 frame;
		u8 past;
	};
	s32 off;
	u32 id;
	u32 ref;
	union {
		struct sbpf_map *map;
		u32 range;
		u32 size;
		u32 subprog;
		const struct sbpf_object *object;
	};
};

/*
 * What a comparison with the end of the packet (for PKT_META, with its start) said of a place: the next one will say the same.
 * Each includes those before.
 */
enum sbpf_past {
	SBPF_PAST_UNKNOWN = 0,
	SBPF_PAST_AT,		/* at the end or behind it */
	SBPF_PAST_BEYOND,	/* behind it */
};

/* What a byte of the stack holds. */
enum sbpf_byte {
	SBPF_BYTE_NONE = 0,	/* never written, or nobody will ask */
	SBPF_BYTE_ANY,		/* some number */
	SBPF_BYTE_ZERO,		/* 0 */
	SBPF_BYTE_SPILL,	/* this byte of the register in .spill; its low bytes come first */
};

#define SBPF_SLOT_SIZE	8
#define SBPF_MAX_SLOTS	(SBPF_STACK_SIZE / SBPF_SLOT_SIZE)

/**
 * struct sbpf_slot - eight aligned bytes of a stack
 * @spill: the register stored here, when @byte[0] is SBPF_BYTE_SPILL
 * @byte: enum sbpf_byte of each. Spilled are all eight, or the lowest 4, 2 or 1 of a number.
 */
struct sbpf_slot {
	struct sbpf_reg spill;
	u8 byte[SBPF_SLOT_SIZE];
};

/**
 * struct sbpf_frame - one function in execution
 * @reg: its registers
 * @callsite: instruction that called it; for the main program 0
 * @subprog: which function
 * @callback: it was entered by the helper called at @callsite
 * @cb_min: with @callback: smallest number it may return
 * @cb_max: largest
 * @entry_refs: references held when it was entered
 * @entry_ids: with @callback: largest reference number then
 * @loop: while it waits for a helper that calls back: which call that is, a number used once
 * @nr_slots: slots in @slot; the stack below them has never been written
 * @cap_slots: room in @slot
 * @slot: slot 0 is at fp-8
 */
struct sbpf_frame {
	struct sbpf_reg reg[SBPF_MAX_REG];
	u32 callsite;
	u32 subprog;
	bool callback;
	s32 cb_min;
	s32 cb_max;
	u32 entry_refs;
	u32 entry_ids;
	u32 loop;
	u32 nr_slots;
	u32 cap_slots;
	struct sbpf_slot *slot;
};

#define SBPF_MAX_REFS	64

/**
 * struct sbpf_state - everything known before an instruction
 * @frame: functions in execution, outermost first
 * @nr_frames: how many
 * @nr_refs: references held
 * @ref: their numbers
 * @ref_insn: the instruction that acquired each
 * @cb_rounds: how often a helper called back on this path
 */
struct sbpf_state {
	struct sbpf_frame *frame[SBPF_MAX_FRAMES];
	u32 nr_frames;
	u32 nr_refs;
	u32 ref[SBPF_MAX_REFS];
	u32 ref_insn[SBPF_MAX_REFS];
	u32 cb_rounds;
};

struct sbpf_state *sbpf_state_new(void);
struct sbpf_state *sbpf_state_dup(const struct sbpf_state *st);
void sbpf_state_free(struct sbpf_state *st);
size_t sbpf_state_size(const struct sbpf_state *st);

int sbpf_frame_push(struct sbpf_state *st, u32 subprog, u32 callsite);
void sbpf_frame_pop(struct sbpf_state *st);
int sbpf_frame_grow(struct sbpf_frame *f, u32 slots);

int sbpf_ref_acquire(struct sbpf_state *st, u32 ref, u32 insn);
bool sbpf_ref_release(struct sbpf_state *st, u32 ref);

void sbpf_reg_clear(struct sbpf_reg *r);
void sbpf_reg_set_unknown(struct sbpf_reg *r);
void sbpf_reg_set_const(struct sbpf_reg *r, u64 v);
void sbpf_reg_set_ptr(struct sbpf_reg *r, enum sbpf_reg_kind kind);
int sbpf_reg_print(const struct sbpf_reg *r, char *buf, size_t size);

typedef void (*sbpf_reg_fn)(struct sbpf_reg *r, void *arg);
void sbpf_state_for_each(struct sbpf_state *st, sbpf_reg_fn fn, void *arg);

static inline struct sbpf_frame *sbpf_state_top(const struct sbpf_state *st)
{
	return st->frame[st->nr_frames - 1];
}

static inline bool sbpf_reg_is_ptr(const struct sbpf_reg *r)
{
	return r->kind > SBPF_REG_SCALAR;
}

static inline bool sbpf_reg_is_const(const struct sbpf_reg *r)
{
	return r->kind == SBPF_REG_SCALAR && sbpf_scalar_is_const(&r->s);
}

static inline bool sbpf_reg_is_null(const struct sbpf_reg *r)
{
	return r->kind == SBPF_REG_SCALAR && sbpf_scalar_is(&r->s, 0);
}

static inline bool sbpf_slot_is_spill(const struct sbpf_slot *slot)
{
	return slot->byte[0] == SBPF_BYTE_SPILL;
}

#endif /* SBPF_VERIFIER_STATE_H */
