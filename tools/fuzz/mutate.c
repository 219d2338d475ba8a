// SPDX-License-Identifier: GPL-2.0
/*
 * Mutations: a program, often one that is accepted, with a few fields of instructions changed.
 */
#include "gen.h"

static void mutate_one(u64 *rng, struct sbpf_insn *insn)
{
	switch (fuzz_rng(rng) % 7) {
	case 0:
		insn->imm += fuzz_rng(rng) & 1 ? 1 : -1;
		break;
	case 1:
		insn->off += (fuzz_rng(rng) & 1 ? 1 : -1) << (fuzz_rng(rng) & 3);
		break;
	case 2:
		insn->imm = fuzz_edgy(rng);
		break;
	case 3:
		/* 32 and 64 bits, jumps and arithmetic alike. */
		if (SBPF_CLASS(insn->code) >= SBPF_ALU)
			insn->code ^= 3;
		break;
	case 4:
		if (SBPF_CLASS(insn->code) >= SBPF_ALU)
			insn->code ^= 0x10 << (fuzz_rng(rng) & 3);
		else
			insn->code ^= 0x08 << (fuzz_rng(rng) & 1);
		break;
	case 5:
		insn->dst_reg = fuzz_rng(rng) % 10;
		break;
	default:
		insn->src_reg = fuzz_rng(rng) % 11;
	}
}

/**
 * gen_mutate() - change a program in a few places
 * @seed: the same one changes the same
 * @insns: the program
 * @len: its length
 */
void gen_mutate(u64 seed, struct sbpf_insn *insns, u32 len)
{
	u64 rng = seed;
	u32 n = 1 + fuzz_rng(&rng) % 3;

	while (n-- && len)
		mutate_one(&rng, &insns[fuzz_rng(&rng) % len]);
}
