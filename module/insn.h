/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Instructions: the one opcode table (legality, field bounds, register use, disassembly) and the few accessors that
 * everything after decoding uses. RFC 9669 is the source; the legacy packet loads are Linux's.
 */
#ifndef SBPF_INSN_H
#define SBPF_INSN_H

#include <linux/errno.h>
#include <linux/types.h>
#include <linux/sandbpf.h>

/* Internal opcode, only in lowered programs: R1 context, R2 struct sbpf_map (prog_array), R3 index. Both engines know it. */
#define SBPF_OP_TAIL_CALL	(SBPF_JMP | 0xf0)

/* Internal opcode, only in lowered programs: nothing behind it is speculated. The host's JIT knows it by this number. */
#define SBPF_OP_BARRIER		(SBPF_ST | 0xc0)

/**
 * typedef sbpf_helper_fn - every function a program can call
 *
 * All helpers have this very type, so that neither engine casts function pointers (kCFI-safe).
 */
typedef u64 (*sbpf_helper_fn)(u64 r1, u64 r2, u64 r3, u64 r4, u64 r5);

/**
 * struct sbpf_op - what is known of one opcode byte
 * @name: mnemonic for the disassembler, e.g. "add64"
 * @kind: enum sbpf_op_kind, how the verifier and the engines treat it
 * @flags: SBPF_OPF_*
 * @isa: 1 to 4, the ISA version it came with (0: Linux's legacy loads)
 *
 * A row whose name is NULL is an illegal opcode.
 */
struct sbpf_op {
	const char *name;
	u8 kind;
	u8 isa;
	u16 flags;
};

enum sbpf_op_kind {
	SBPF_OPK_ILLEGAL = 0,
	SBPF_OPK_ALU,		/* dst = dst op (src|imm), incl. mov, movsx, neg, end/bswap */
	SBPF_OPK_LD_IMM64,	/* two slots */
	SBPF_OPK_LD_PKT,	/* legacy LD_ABS / LD_IND */
	SBPF_OPK_LDX,		/* dst = *(src + off), zero or sign extending */
	SBPF_OPK_ST,		/* *(dst + off) = imm */
	SBPF_OPK_STX,		/* *(dst + off) = src */
	SBPF_OPK_ATOMIC,
	SBPF_OPK_JA,		/* 16 or 32 bit offset */
	SBPF_OPK_JCC,
	SBPF_OPK_CALL,
	SBPF_OPK_EXIT,
	SBPF_OPK_BARRIER,
};

/* Flags of a row: what the fields of the instruction are. A field that no flag names must be zero. */
#define SBPF_OPF_DST_R		0x0001	/* dst_reg is a register that is read */
#define SBPF_OPF_DST_W		0x0002	/* dst_reg is a register that is written */
#define SBPF_OPF_SRC_R		0x0004	/* src_reg is a register that is read */
#define SBPF_OPF_PSEUDO		0x0008	/* src_reg is an SBPF_PSEUDO_* number */
#define SBPF_OPF_OFF		0x0010	/* off: bytes or instructions */
#define SBPF_OPF_IMM		0x0020	/* imm: any value */
#define SBPF_OPF_OFF_SIGNED	0x0040	/* off: 1 makes the division signed */
#define SBPF_OPF_OFF_SX		0x0080	/* off: 8, 16 (and 32 in 64 bit) makes the move sign-extend */
#define SBPF_OPF_IMM_WIDTH	0x0100	/* imm: 16, 32 or 64 bits to swap */
#define SBPF_OPF_IMM_ATOMIC	0x0200	/* imm: the atomic operation, which decides what else is written */
#define SBPF_OPF_JUMP_IMM	0x0400	/* the distance is in imm */
#define SBPF_OPF_TWO		0x0800	/* takes two slots */
#define SBPF_OPF_CLOBBERS	0x1000	/* R0 is written, R1 to R5 are lost */
#define SBPF_OPF_32		0x2000	/* works on the lower 32 bits */
#define SBPF_OPF_SIGNED		0x4000	/* sign-extending load, signed comparison */
#define SBPF_OPF_INTERNAL	0x8000	/* only lowering makes it */

extern const struct sbpf_op sbpf_ops[256];

/* The row of an instruction. */
static inline const struct sbpf_op *sbpf_insn_op(const struct sbpf_insn *insn)
{
	return &sbpf_ops[insn->code];
}

/* How many slots it takes. */
static inline u32 sbpf_insn_slots(const struct sbpf_insn *insn)
{
	return sbpf_ops[insn->code].flags & SBPF_OPF_TWO ? 2 : 1;
}

/* Bytes a load, store or atomic moves. */
static inline u32 sbpf_insn_bytes(const struct sbpf_insn *insn)
{
	switch (SBPF_SIZE(insn->code)) {
	case SBPF_B:
		return 1;
	case SBPF_H:
		return 2;
	case SBPF_W:
		return 4;
	default:
		return 8;
	}
}

/* Distance of a jump (JA, JCC), from the instruction behind it. */
static inline s32 sbpf_insn_jump(const struct sbpf_insn *insn)
{
	return sbpf_ops[insn->code].flags & SBPF_OPF_JUMP_IMM ? insn->imm : insn->off;
}

u16 sbpf_insn_reads(const struct sbpf_insn *insn);
u16 sbpf_insn_writes(const struct sbpf_insn *insn);
int sbpf_insn_check(const struct sbpf_insn *insn, const struct sbpf_insn *end, const char **why);
int sbpf_insn_print(const struct sbpf_insn *insn, char *buf, size_t size);

/* Calls in lowered code: a 32-bit distance from this function, as the host's JIT wants it. */
#ifdef __KERNEL__
#include <linux/filter.h>
#define sbpf_call_base ((unsigned long)__bpf_call_base)
#else
u64 sbpf_user_call_base(u64 r1, u64 r2, u64 r3, u64 r4, u64 r5);
#define sbpf_call_base ((unsigned long)sbpf_user_call_base)
#endif

/**
 * sbpf_insn_set_call() - make @insn a resolved call of @fn
 * @insn: a SBPF_JMP | SBPF_CALL instruction of the program being lowered
 * @fn: the function
 *
 * Return: 0, or -ERANGE when @fn is further than 2 GiB from the base.
 */
static inline int sbpf_insn_set_call(struct sbpf_insn *insn, sbpf_helper_fn fn)
{
	s64 dist = (s64)((unsigned long)fn - sbpf_call_base);

	if (dist != (s32)dist)
		return -ERANGE;
	insn->src_reg = 0;
	insn->imm = dist;
	return 0;
}

/**
 * sbpf_insn_call_fn() - the function a resolved call instruction of a lowered program calls
 * @insn: SBPF_JMP | SBPF_CALL with src_reg 0
 *
 * Return: the function.
 */
static inline sbpf_helper_fn sbpf_insn_call_fn(const struct sbpf_insn *insn)
{
	return (sbpf_helper_fn)(sbpf_call_base + (s64)insn->imm);
}

/* The 64-bit immediate of a two-slot load. */
static inline u64 sbpf_insn_imm64(const struct sbpf_insn *insn)
{
	return (u32)insn[0].imm | (u64)(u32)insn[1].imm << 32;
}

static inline void sbpf_insn_set_imm64(struct sbpf_insn *insn, u64 val)
{
	insn[0].imm = (u32)val;
	insn[1].imm = val >> 32;
}

static inline bool sbpf_insn_is_ld_imm64(const struct sbpf_insn *insn)
{
	return insn->code == (SBPF_LD | SBPF_IMM | SBPF_DW);
}

#endif /* SBPF_INSN_H */
