/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Inside the interpreter: the decoded form of a program and the state of a run. Private to interp.c (decoding, entry,
 * callbacks) and interp_ops.c (what each operation does).
 *
 * A run has one stack area, the program's own 512 bytes and what calls save, growing down as the program's stack does:
 *
 *	top ->	+----------------------------+ <- R10 of the main function
 *		| its stack, stack_depth     |
 *		+----------------------------+
 *		| struct interp_save         |
 *		+----------------------------+ <- R10 of a function it calls
 *		| ...                        |
 *		+----------------------------+
 *		| callback slots             |
 *		| struct interp_run *        |
 *	area ->	+----------------------------+
 */
#ifndef SBPF_INTERP_H
#define SBPF_INTERP_H

#include <linux/build_bug.h>
#include <linux/types.h>
#include "../insn.h"
#include "../limits.h"

struct interp_op;
struct interp_run;
struct sbpf_prog;

/**
 * typedef interp_fn - what an operation does
 *
 * Ends in a jump to the function of the next operation; only the end of a run returns, with NULL.
 */
typedef const struct interp_op *(*interp_fn)(struct interp_run *run, const struct interp_op *pc);

/**
 * struct interp_op - one decoded instruction
 * @fn: what it does
 * @dst: first register
 * @src: second register
 * @off: byte offset of loads and stores
 * @aux: immediate of a comparison; stack depth of the function a call stands in; instructions in a counted block
 * @imm: immediate operand, sign-extended
 * @target: where a jump or a call of an own function goes
 * @call: the helper
 */
struct interp_op {
	interp_fn fn;
	u8 dst;
	u8 src;
	s16 off;
	s32 aux;
	union {
		u64 imm;
		const struct interp_op *target;
		sbpf_helper_fn call;
	};
};
static_assert(sizeof(struct interp_op) <= 24);

/**
 * struct interp_callback - a function that helpers enter
 * @entry: its first operation
 * @need: stack bytes of it and all it calls
 */
struct interp_callback {
	const struct interp_op *entry;
	u32 need;
};

/**
 * struct interp_code - a decoded program, sbpf_prog.code
 * @need: bytes of stack area one run takes
 * @nr_ops: operations
 * @nr_callbacks: callbacks
 * @budget: instructions one run may take, 0 for no limit
 * @callbacks: behind @ops
 * @ops: the program, main function first
 */
struct interp_code {
	u32 need;
	u32 nr_ops;
	u32 nr_callbacks;
	u64 budget;
	struct interp_callback *callbacks;
	struct interp_op ops[];
};

/**
 * struct interp_run - one run
 * @reg: R0 to R10
 * @base: R10 of the function whose exit ends the loop that is running: the main function or a callback
 * @sp: where the frame of the function that is in a helper call ends; callbacks begin there
 * @top: end of the stack area
 * @bottom: what callbacks may not grow below
 * @slots: struct sbpf_callback_head of the callbacks, with the address of this struct in front
 * @code: the program; changes with a tail call
 * @left: instructions until the budget is used up
 * @tail_calls: made so far
 * @nested: bytes of stack area of the runs this one is a part of, see interp_ops.c on tail calls
 * @stopped: the budget is used up: every loop ends as soon as it can
 */
struct interp_run {
	u64 reg[SBPF_MAX_REG];
	u64 base;
	u64 sp;
	u64 top;
	u64 bottom;
	struct sbpf_callback_head *slots;
	const struct interp_code *code;
	s64 left;
	u32 tail_calls;
	u32 nested;
	bool stopped;
};

/**
 * struct interp_save - what a call of an own function keeps, at the R10 of the callee
 * @reg: R6 to R9
 * @fp: R10 of the caller
 * @ret: where the caller goes on
 */
struct interp_save {
	u64 reg[4];
	u64 fp;
	const struct interp_op *ret;
};

/*
 * Indexes of the table of operations. An opcode byte is its own index where it says everything; the others follow. The
 * atomics are by the upper half of their imm, plus one for the fetching form, twice (32 and 64 bits).
 */
enum interp_index {
	IOP_SDIV32_K = 256,
	IOP_SDIV32_X,
	IOP_SDIV64_K,
	IOP_SDIV64_X,
	IOP_SMOD32_K,
	IOP_SMOD32_X,
	IOP_SMOD64_K,
	IOP_SMOD64_X,
	IOP_MOVSX32_8,
	IOP_MOVSX32_16,
	IOP_MOVSX64_8,
	IOP_MOVSX64_16,
	IOP_MOVSX64_32,
	IOP_LE16,
	IOP_LE32,
	IOP_LE64,
	IOP_BE16,
	IOP_BE32,
	IOP_BE64,
	IOP_SWAP16,
	IOP_SWAP32,
	IOP_SWAP64,
	IOP_ATOMIC32,
	IOP_ATOMIC64 = IOP_ATOMIC32 + 32,
	IOP_CALL_OWN = IOP_ATOMIC64 + 32,
	IOP_CALL_BACK,
	IOP_LD_CALLBACK,
	IOP_CHARGE,
	IOP_NR,
};

extern const interp_fn sbpf_interp_ops[IOP_NR];

bool sbpf_interp_nest(struct interp_run *outer, const struct sbpf_prog *prog);

#endif /* SBPF_INTERP_H */
