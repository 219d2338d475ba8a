/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Instructions: the one opcode table (legality, field bounds, register use, disassembly) and the few accessors that
 * everything after decoding uses. RFC 9669 is the source; the legacy packet loads are Linux's.
 */
#ifndef SBPF_INSN_H
#define SBPF_INSN_H

#include <linux/types.h>
#include <linux/sandbpf.h>

/* Internal opcode, only in lowered programs: R1 context, R2 struct sbpf_map (prog_array), R3 index. Both engines know it. */
#define SBPF_OP_TAIL_CALL	(SBPF_JMP | 0xf0)

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
 * @flags: SBPF_OPF_*: which fields are used; an unused field must be zero
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
};

extern const struct sbpf_op sbpf_ops[256];

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
