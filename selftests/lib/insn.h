/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Instructions as C initialisers. Sizes are B, H, W, DW; operations are the names of
 * uapi's sandbpf/insn.h without prefix: ALU64_IMM(ADD, R1, 4), LDX(W, R0, R1, 8).
 */
#ifndef SELFTEST_INSN_H
#define SELFTEST_INSN_H

#include <linux/sandbpf.h>

enum { R0, R1, R2, R3, R4, R5, R6, R7, R8, R9, R10 };

#define INSN(c, d, s, o, i) \
	((struct sbpf_insn){ .code = (c), .dst_reg = (d), .src_reg = (s), .off = (o), .imm = (i) })

#define ALU64_REG(op, d, s)	INSN(SBPF_ALU64 | SBPF_##op | SBPF_X, d, s, 0, 0)
#define ALU64_IMM(op, d, i)	INSN(SBPF_ALU64 | SBPF_##op | SBPF_K, d, 0, 0, i)
#define ALU32_REG(op, d, s)	INSN(SBPF_ALU | SBPF_##op | SBPF_X, d, s, 0, 0)
#define ALU32_IMM(op, d, i)	INSN(SBPF_ALU | SBPF_##op | SBPF_K, d, 0, 0, i)
/* off says how: DIV/MOD 1 = signed, MOV 8/16/32 = sign-extend. */
#define ALU64_REG_OFF(op, d, s, o)	INSN(SBPF_ALU64 | SBPF_##op | SBPF_X, d, s, o, 0)
#define ALU64_IMM_OFF(op, d, o, i)	INSN(SBPF_ALU64 | SBPF_##op | SBPF_K, d, 0, o, i)
#define ALU32_REG_OFF(op, d, s, o)	INSN(SBPF_ALU | SBPF_##op | SBPF_X, d, s, o, 0)
#define ALU32_IMM_OFF(op, d, o, i)	INSN(SBPF_ALU | SBPF_##op | SBPF_K, d, 0, o, i)
#define MOV_REG(d, s)		ALU64_REG(MOV, d, s)
#define MOV_IMM(d, i)		ALU64_IMM(MOV, d, i)
#define MOV32_REG(d, s)		ALU32_REG(MOV, d, s)
#define MOV32_IMM(d, i)		ALU32_IMM(MOV, d, i)
#define TO_BE(d, bits)		INSN(SBPF_ALU | SBPF_END | SBPF_TO_BE, d, 0, 0, bits)
#define TO_LE(d, bits)		INSN(SBPF_ALU | SBPF_END | SBPF_TO_LE, d, 0, 0, bits)
#define BSWAP(d, bits)		INSN(SBPF_ALU64 | SBPF_END | SBPF_TO_LE, d, 0, 0, bits)

/* d = *(size *)(s + o) */
#define LDX(size, d, s, o)	INSN(SBPF_LDX | SBPF_MEM | SBPF_##size, d, s, o, 0)
#define LDXSX(size, d, s, o)	INSN(SBPF_LDX | SBPF_MEMSX | SBPF_##size, d, s, o, 0)
/* *(size *)(d + o) = s, respectively = i */
#define STX(size, d, s, o)	INSN(SBPF_STX | SBPF_MEM | SBPF_##size, d, s, o, 0)
#define ST(size, d, o, i)	INSN(SBPF_ST | SBPF_MEM | SBPF_##size, d, 0, o, i)
#define ATOMIC(size, op, d, s, o)	INSN(SBPF_STX | SBPF_ATOMIC | SBPF_##size, d, s, o, op)
#define LD_ABS(size, i)		INSN(SBPF_LD | SBPF_ABS | SBPF_##size, 0, 0, 0, i)
#define LD_IND(size, s, i)	INSN(SBPF_LD | SBPF_IND | SBPF_##size, 0, s, 0, i)

/* Two slots each. */
#define LD_IMM64_RAW(d, s, lo, hi) \
	INSN(SBPF_LD | SBPF_DW | SBPF_IMM, d, s, 0, (__s32)(lo)), INSN(0, 0, 0, 0, (__s32)(hi))
#define LD_IMM64(d, v)		LD_IMM64_RAW(d, 0, (__u64)(v), (__u64)(v) >> 32)
#define LD_MAP_FD(d, fd)	LD_IMM64_RAW(d, SBPF_PSEUDO_MAP_FD, fd, 0)
#define LD_MAP_VALUE(d, fd, o)	LD_IMM64_RAW(d, SBPF_PSEUDO_MAP_VALUE, fd, o)
#define LD_FUNC(d, rel)		LD_IMM64_RAW(d, SBPF_PSEUDO_FUNC, rel, 0)

#define JMP_REG(op, d, s, o)	INSN(SBPF_JMP | SBPF_##op | SBPF_X, d, s, o, 0)
#define JMP_IMM(op, d, i, o)	INSN(SBPF_JMP | SBPF_##op | SBPF_K, d, 0, o, i)
#define JMP32_REG(op, d, s, o)	INSN(SBPF_JMP32 | SBPF_##op | SBPF_X, d, s, o, 0)
#define JMP32_IMM(op, d, i, o)	INSN(SBPF_JMP32 | SBPF_##op | SBPF_K, d, 0, o, i)
#define JA(o)			INSN(SBPF_JMP | SBPF_JA, 0, 0, o, 0)
#define JA32(i)			INSN(SBPF_JMP32 | SBPF_JA, 0, 0, 0, i)
/* A helper by name: CALL(map_lookup_elem). */
#define CALL(helper)		INSN(SBPF_JMP | SBPF_CALL, 0, 0, 0, SBPF_FUNC_##helper)
#define CALL_ID(id)		INSN(SBPF_JMP | SBPF_CALL, 0, 0, 0, id)
/* A function of the program, @rel instructions after the next one. */
#define CALL_REL(rel)		INSN(SBPF_JMP | SBPF_CALL, 0, SBPF_PSEUDO_CALL, 0, rel)
#define EXIT()			INSN(SBPF_JMP | SBPF_EXIT, 0, 0, 0, 0)

#endif
