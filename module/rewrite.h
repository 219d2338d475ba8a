/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Rewriting of programs: each instruction becomes a few others, and every distance in the program is put right. What
 * becomes of an instruction is decided by whoever asks: verifier/lower.c for all engines, an engine for itself.
 */
#ifndef SBPF_REWRITE_H
#define SBPF_REWRITE_H

#include <linux/types.h>
#include "insn.h"

/* Instructions one instruction can become: the longest is a signed division done by a function. */
#define SBPF_EXPANSION_MAX	32

/**
 * struct sbpf_expansion - what one instruction turns into
 * @insn: the instructions
 * @len: slots, 0 when it vanishes
 */
struct sbpf_expansion {
	struct sbpf_insn insn[SBPF_EXPANSION_MAX];
	u32 len;
};

static inline void sbpf_emit(struct sbpf_expansion *e, u8 code, u8 dst, u8 src, s16 off, s32 imm)
{
	e->insn[e->len++] = (struct sbpf_insn){
		.code = code, .dst_reg = dst, .src_reg = src, .off = off, .imm = imm,
	};
}

/**
 * struct sbpf_rewrite - what to rewrite and how
 * @in: the instructions; jumps out of them are not allowed
 * @len: slots
 * @whole: @in is a whole program, so that the functions it refers to are in it
 * @expand: fill @e, which is empty, from the instruction at @i. Called twice for each, must do the same both times. When
 *	the instruction is a jump or, in a whole program, refers to a function, and the first instruction of the
 *	expansion does as well, it leads where the old one led. 0 or -errno.
 * @arg: for @expand
 */
struct sbpf_rewrite {
	const struct sbpf_insn *in;
	u32 len;
	bool whole;
	int (*expand)(void *arg, u32 i, struct sbpf_expansion *e);
	void *arg;
};

int sbpf_rewrite(const struct sbpf_rewrite *rw, struct sbpf_insn **out, u32 *out_len, u32 **pos);

#endif /* SBPF_REWRITE_H */
