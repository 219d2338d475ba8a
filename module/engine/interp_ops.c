// SPDX-License-Identifier: GPL-2.0
/*
 * What each operation of the interpreter does: one small function each, every one ending in a jump to the next one's.
 * There is no dispatch loop: the indirect jump at the end of every operation has its own place in the branch predictor,
 * and the compiler cannot merge them. Semantics: RFC 9669.
 *
 * The jumps are calls in tail position; Kbuild makes sure that the compiler turns them into jumps whatever else it is
 * told. Nothing here may take the address of a local variable, or it no longer could.
 */
#include <linux/atomic.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/nospec.h>
#include <linux/rcupdate.h>
#include <linux/swab.h>
#include <asm/byteorder.h>
#include "callback.h"
#include "engine.h"
#include "interp.h"
#include "../maps/prog_array.h"

#define OP(name)	static const struct interp_op *op_##name(struct interp_run *run, const struct interp_op *pc)
#define GO(op)		do { const struct interp_op *next_op = (op); return next_op->fn(run, next_op); } while (0)
#define NEXT()		GO(pc + 1)

#define DST		(run->reg[pc->dst])
#define SRC		(run->reg[pc->src])
#define MEM(reg)	((void *)(unsigned long)((reg) + pc->off))

/* Arithmetic: 64 and 32 bits, register and immediate. */
#define ALU(name, type, width, expr)							\
	OP(name##width##_x) { type a = DST, b = SRC; DST = (expr); NEXT(); }		\
	OP(name##width##_k) { type a = DST, b = pc->imm; DST = (expr); NEXT(); }
#define ALU_BOTH(name, expr)	ALU(name, u32, 32, (u32)(expr)) ALU(name, u64, 64, expr)

ALU_BOTH(add, a + b)
ALU_BOTH(sub, a - b)
ALU_BOTH(mul, a * b)
ALU_BOTH(or, a | b)
ALU_BOTH(and, a & b)
ALU_BOTH(xor, a ^ b)
ALU(lsh, u32, 32, a << (b & 31))
ALU(lsh, u64, 64, a << (b & 63))
ALU(rsh, u32, 32, a >> (b & 31))
ALU(rsh, u64, 64, a >> (b & 63))
ALU(arsh, u32, 32, (u32)((s32)a >> (b & 31)))
ALU(arsh, u64, 64, (s64)a >> (b & 63))
ALU(div, u32, 32, b ? a / b : 0)
ALU(div, u64, 64, b ? div64_u64(a, b) : 0)
ALU(mod, u32, 32, b ? a % b : a)
ALU(mod, u64, 64, b ? a - div64_u64(a, b) * b : a)

/* The quotient of the smallest number and -1 does not fit and wraps; its remainder is 0. */
static __always_inline u32 sdiv32(s32 a, s32 b)
{
	if (!b)
		return 0;
	return b == -1 ? -(u32)a : (u32)(a / b);
}

static __always_inline u64 sdiv64(s64 a, s64 b)
{
	if (!b)
		return 0;
	return b == -1 ? -(u64)a : (u64)div64_s64(a, b);
}

ALU(sdiv, u32, 32, sdiv32(a, b))
ALU(sdiv, u64, 64, sdiv64(a, b))
ALU(smod, u32, 32, b ? a - sdiv32(a, b) * b : a)
ALU(smod, u64, 64, b ? a - sdiv64(a, b) * b : a)

OP(mov32_x) { DST = (u32)SRC; NEXT(); }
OP(mov32_k) { DST = (u32)pc->imm; NEXT(); }
OP(mov64_x) { DST = SRC; NEXT(); }
OP(mov64_k) { DST = pc->imm; NEXT(); }
OP(movsx32_8) { DST = (u32)(s8)SRC; NEXT(); }
OP(movsx32_16) { DST = (u32)(s16)SRC; NEXT(); }
OP(movsx64_8) { DST = (s8)SRC; NEXT(); }
OP(movsx64_16) { DST = (s16)SRC; NEXT(); }
OP(movsx64_32) { DST = (s32)SRC; NEXT(); }
OP(neg32) { DST = (u32)-DST; NEXT(); }
OP(neg64) { DST = -DST; NEXT(); }
OP(le16) { DST = (__force u16)cpu_to_le16(DST); NEXT(); }
OP(le32) { DST = (__force u32)cpu_to_le32(DST); NEXT(); }
OP(le64) { DST = (__force u64)cpu_to_le64(DST); NEXT(); }
OP(be16) { DST = (__force u16)cpu_to_be16(DST); NEXT(); }
OP(be32) { DST = (__force u32)cpu_to_be32(DST); NEXT(); }
OP(be64) { DST = (__force u64)cpu_to_be64(DST); NEXT(); }
OP(swap16) { DST = swab16(DST); NEXT(); }
OP(swap32) { DST = swab32(DST); NEXT(); }
OP(swap64) { DST = swab64(DST); NEXT(); }

/* Packets are not aligned. */
#define UNALIGNED(type)		struct unaligned_##type { type v; } __packed
UNALIGNED(u8);
UNALIGNED(u16);
UNALIGNED(u32);
UNALIGNED(u64);

#define LOADS_STORES(name, type)							\
	OP(ldx_##name) { DST = ((struct unaligned_##type *)MEM(SRC))->v; NEXT(); }	\
	OP(st_##name) { ((struct unaligned_##type *)MEM(DST))->v = pc->imm; NEXT(); }	\
	OP(stx_##name) { ((struct unaligned_##type *)MEM(DST))->v = SRC; NEXT(); }

LOADS_STORES(b, u8)
LOADS_STORES(h, u16)
LOADS_STORES(w, u32)
LOADS_STORES(dw, u64)

OP(ldxs_b) { DST = (s8)((struct unaligned_u8 *)MEM(SRC))->v; NEXT(); }
OP(ldxs_h) { DST = (s16)((struct unaligned_u16 *)MEM(SRC))->v; NEXT(); }
OP(ldxs_w) { DST = (s32)((struct unaligned_u32 *)MEM(SRC))->v; NEXT(); }

/* The atomics: the pointer is aligned (the verifier), the fetching forms are full barriers. */
#define ATOMICS(name)									\
	OP(atomic32_##name) { atomic_##name((u32)SRC, (atomic_t *)MEM(DST)); NEXT(); }	\
	OP(atomic64_##name) { atomic64_##name(SRC, (atomic64_t *)MEM(DST)); NEXT(); }	\
	OP(atomic32_fetch_##name) { SRC = (u32)atomic_fetch_##name((u32)SRC, (atomic_t *)MEM(DST)); NEXT(); } \
	OP(atomic64_fetch_##name) { SRC = atomic64_fetch_##name(SRC, (atomic64_t *)MEM(DST)); NEXT(); }

ATOMICS(add)
ATOMICS(or)
ATOMICS(and)
ATOMICS(xor)
OP(atomic32_xchg) { SRC = (u32)atomic_xchg((atomic_t *)MEM(DST), (u32)SRC); NEXT(); }
OP(atomic64_xchg) { SRC = atomic64_xchg((atomic64_t *)MEM(DST), SRC); NEXT(); }
OP(atomic32_cmpxchg)
{
	run->reg[0] = (u32)atomic_cmpxchg((atomic_t *)MEM(DST), (u32)run->reg[0], (u32)SRC);
	NEXT();
}

OP(atomic64_cmpxchg)
{
	run->reg[0] = atomic64_cmpxchg((atomic64_t *)MEM(DST), run->reg[0], SRC);
	NEXT();
}

/* Comparisons: each way has its own jump onwards. */
#define JCC(name, type, width, expr)							\
	OP(name##width##_x) { type a = DST, b = SRC; if (expr) GO(pc->target); NEXT(); } \
	OP(name##width##_k) { type a = DST, b = pc->aux; if (expr) GO(pc->target); NEXT(); }
#define JCC_UNSIGNED(name, expr)	JCC(name, u32, 32, expr) JCC(name, u64, 64, expr)
#define JCC_SIGNED(name, expr)		JCC(name, s32, 32, expr) JCC(name, s64, 64, expr)

JCC_UNSIGNED(jeq, a == b)
JCC_UNSIGNED(jne, a != b)
JCC_UNSIGNED(jset, a & b)
JCC_UNSIGNED(jgt, a > b)
JCC_UNSIGNED(jge, a >= b)
JCC_UNSIGNED(jlt, a < b)
JCC_UNSIGNED(jle, a <= b)
JCC_SIGNED(jsgt, a > b)
JCC_SIGNED(jsge, a >= b)
JCC_SIGNED(jslt, a < b)
JCC_SIGNED(jsle, a <= b)

OP(ja) { GO(pc->target); }

OP(call)
{
	u64 *reg = run->reg;

	reg[0] = pc->call(reg[1], reg[2], reg[3], reg[4], reg[5]);
	NEXT();
}

/* A helper call in a program that has callbacks: they need to know where the stack ends, and may stop the run. */
OP(call_back)
{
	u64 *reg = run->reg;

	run->sp = reg[10] - pc->aux;
	reg[0] = pc->call(reg[1], reg[2], reg[3], reg[4], reg[5]);
	if (unlikely(run->stopped))
		return NULL;
	NEXT();
}

OP(ld_callback)
{
	struct sbpf_callback_head *head = &run->slots[pc->imm];

	head->kind = SBPF_CALLBACK_INTERP;
	head->index = pc->imm;
	DST = (unsigned long)head;
	NEXT();
}

OP(call_own)
{
	u64 *reg = run->reg;
	struct interp_save *save;

	save = (struct interp_save *)(unsigned long)(reg[10] - pc->aux - sizeof(*save));
	save->reg[0] = reg[6];
	save->reg[1] = reg[7];
	save->reg[2] = reg[8];
	save->reg[3] = reg[9];
	save->fp = reg[10];
	save->ret = pc + 1;
	reg[10] = (unsigned long)save;
	GO(pc->target);
}

OP(barrier) { barrier_nospec(); NEXT(); }

OP(exit)
{
	u64 *reg = run->reg;
	const struct interp_save *save;

	if (reg[10] == run->base)
		return NULL;
	save = (const struct interp_save *)(unsigned long)reg[10];
	reg[6] = save->reg[0];
	reg[7] = save->reg[1];
	reg[8] = save->reg[2];
	reg[9] = save->reg[3];
	reg[10] = save->fp;
	GO(save->ret);
}

OP(charge)
{
	run->left -= pc->aux;
	if (unlikely(run->left < 0)) {
		run->stopped = true;
		return NULL;
	}
	NEXT();
}

/* The program a tail call goes to, or NULL when it does not happen. */
static const struct sbpf_prog *tail_target(struct interp_run *run)
{
	const struct sbpf_prog_array *array = (const void *)(unsigned long)run->reg[2];
	u32 index = run->reg[3];
	const struct sbpf_prog *prog;

	if (index >= array->map.max_entries || run->tail_calls >= SBPF_MAX_TAIL_CALLS)
		return NULL;
	index = array_index_nospec(index, array->map.max_entries);
	prog = rcu_dereference_check(array->progs[index], true);
	if (!prog || prog->engine != &sbpf_interp_engine)
		return NULL;
	return prog;
}

/*
 * From the main function the next program simply takes over. From a function called by it, it replaces only that
 * function: its result goes to the caller. It then gets a run of its own, nested in this one.
 */
OP(tail_call)
{
	const struct sbpf_prog *prog = tail_target(run);

	if (!prog)
		NEXT();
	if (run->reg[10] != run->top) {
		if (!sbpf_interp_nest(run, prog))
			NEXT();
		if (unlikely(run->stopped))
			return NULL;
		return op_exit(run, pc);
	}
	run->tail_calls++;
	run->code = prog->code;
	if (run->code->budget && run->left > run->code->budget)
		run->left = run->code->budget;
	GO(run->code->ops);
}

#define ALU_ROWS(op, name)							\
	[SBPF_ALU | (op) | SBPF_K] = op_##name##32_k, [SBPF_ALU | (op) | SBPF_X] = op_##name##32_x, \
	[SBPF_ALU64 | (op) | SBPF_K] = op_##name##64_k, [SBPF_ALU64 | (op) | SBPF_X] = op_##name##64_x
#define JCC_ROWS(op, name)							\
	[SBPF_JMP32 | (op) | SBPF_K] = op_##name##32_k, [SBPF_JMP32 | (op) | SBPF_X] = op_##name##32_x, \
	[SBPF_JMP | (op) | SBPF_K] = op_##name##64_k, [SBPF_JMP | (op) | SBPF_X] = op_##name##64_x
#define MEM_ROWS(width, name)							\
	[SBPF_LDX | SBPF_MEM | (width)] = op_ldx_##name, [SBPF_ST | SBPF_MEM | (width)] = op_st_##name, \
	[SBPF_STX | SBPF_MEM | (width)] = op_stx_##name
#define ATOMIC_ROWS(op, name)							\
	[IOP_ATOMIC32 + ((op) >> 3)] = op_atomic32_##name,				\
	[IOP_ATOMIC32 + ((op) >> 3) + 1] = op_atomic32_fetch_##name,		\
	[IOP_ATOMIC64 + ((op) >> 3)] = op_atomic64_##name,				\
	[IOP_ATOMIC64 + ((op) >> 3) + 1] = op_atomic64_fetch_##name

const interp_fn sbpf_interp_ops[IOP_NR] = {
	ALU_ROWS(SBPF_ADD, add),
	ALU_ROWS(SBPF_SUB, sub),
	ALU_ROWS(SBPF_MUL, mul),
	ALU_ROWS(SBPF_DIV, div),
	ALU_ROWS(SBPF_OR, or),
	ALU_ROWS(SBPF_AND, and),
	ALU_ROWS(SBPF_LSH, lsh),
	ALU_ROWS(SBPF_RSH, rsh),
	ALU_ROWS(SBPF_MOD, mod),
	ALU_ROWS(SBPF_XOR, xor),
	ALU_ROWS(SBPF_MOV, mov),
	ALU_ROWS(SBPF_ARSH, arsh),
	[SBPF_ALU | SBPF_NEG] = op_neg32,
	[SBPF_ALU64 | SBPF_NEG] = op_neg64,
	[IOP_SDIV32_K] = op_sdiv32_k, [IOP_SDIV32_X] = op_sdiv32_x, [IOP_SDIV64_K] = op_sdiv64_k, [IOP_SDIV64_X] = op_sdiv64_x,
	[IOP_SMOD32_K] = op_smod32_k, [IOP_SMOD32_X] = op_smod32_x, [IOP_SMOD64_K] = op_smod64_k, [IOP_SMOD64_X] = op_smod64_x,
	[IOP_MOVSX32_8] = op_movsx32_8, [IOP_MOVSX32_16] = op_movsx32_16,
	[IOP_MOVSX64_8] = op_movsx64_8, [IOP_MOVSX64_16] = op_movsx64_16, [IOP_MOVSX64_32] = op_movsx64_32,
	[IOP_LE16] = op_le16, [IOP_LE32] = op_le32, [IOP_LE64] = op_le64,
	[IOP_BE16] = op_be16, [IOP_BE32] = op_be32, [IOP_BE64] = op_be64,
	[IOP_SWAP16] = op_swap16, [IOP_SWAP32] = op_swap32, [IOP_SWAP64] = op_swap64,

	[SBPF_LD | SBPF_IMM | SBPF_DW] = op_mov64_k,
	MEM_ROWS(SBPF_B, b),
	MEM_ROWS(SBPF_H, h),
	MEM_ROWS(SBPF_W, w),
	MEM_ROWS(SBPF_DW, dw),
	[SBPF_LDX | SBPF_MEMSX | SBPF_B] = op_ldxs_b,
	[SBPF_LDX | SBPF_MEMSX | SBPF_H] = op_ldxs_h,
	[SBPF_LDX | SBPF_MEMSX | SBPF_W] = op_ldxs_w,
	ATOMIC_ROWS(SBPF_ADD, add),
	ATOMIC_ROWS(SBPF_OR, or),
	ATOMIC_ROWS(SBPF_AND, and),
	ATOMIC_ROWS(SBPF_XOR, xor),
	[IOP_ATOMIC32 + (SBPF_XCHG >> 3) + 1] = op_atomic32_xchg,
	[IOP_ATOMIC64 + (SBPF_XCHG >> 3) + 1] = op_atomic64_xchg,
	[IOP_ATOMIC32 + (SBPF_CMPXCHG >> 3) + 1] = op_atomic32_cmpxchg,
	[IOP_ATOMIC64 + (SBPF_CMPXCHG >> 3) + 1] = op_atomic64_cmpxchg,

	[SBPF_JMP | SBPF_JA] = op_ja,
	[SBPF_JMP32 | SBPF_JA] = op_ja,
	JCC_ROWS(SBPF_JEQ, jeq),
	JCC_ROWS(SBPF_JNE, jne),
	JCC_ROWS(SBPF_JSET, jset),
	JCC_ROWS(SBPF_JGT, jgt),
	JCC_ROWS(SBPF_JGE, jge),
	JCC_ROWS(SBPF_JLT, jlt),
	JCC_ROWS(SBPF_JLE, jle),
	JCC_ROWS(SBPF_JSGT, jsgt),
	JCC_ROWS(SBPF_JSGE, jsge),
	JCC_ROWS(SBPF_JSLT, jslt),
	JCC_ROWS(SBPF_JSLE, jsle),
	[SBPF_JMP | SBPF_CALL] = op_call,
	[SBPF_JMP | SBPF_EXIT] = op_exit,
	[SBPF_OP_TAIL_CALL] = op_tail_call,
	[SBPF_OP_BARRIER] = op_barrier,
	[IOP_CALL_OWN] = op_call_own,
	[IOP_CALL_BACK] = op_call_back,
	[IOP_LD_CALLBACK] = op_ld_callback,
	[IOP_CHARGE] = op_charge,
};
