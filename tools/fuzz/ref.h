/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The reference interpreter: runs a program as it was before lowering, one instruction at a time, trusts nobody, and has
 * its own idea of what instructions mean (RFC 9669). Shares no code with module/engine/.
 */
#ifndef FUZZ_REF_H
#define FUZZ_REF_H

#include "machine.h"
#include "module/limits.h"

/* Addresses of the stacks: what a register holds from here on depends on where the stacks are. */
#define REF_PRIVATE		0x5ba000000000ULL
#define REF_PRIVATE_SIZE	(1U << 20)
#define REF_FUNC(subprog)	(REF_PRIVATE + REF_PRIVATE_SIZE / 2 + 64 * (subprog))
#define REF_MAX_STEPS		20000

static inline bool ref_is_private(u64 v)
{
	return v - REF_PRIVATE < REF_PRIVATE_SIZE;
}

/**
 * struct ref_frame - a function in execution
 * @reg: registers
 * @known: bit set of those that were written
 * @subprog: which function, as the verifier numbers them
 * @callsite: who called
 * @callback: called by a helper
 * @key: with @callback: the map key it was given, and ...
 * @key_size: ... its bytes
 * @written: bytes of the stack that were written, from fp-512 on
 */
struct ref_frame {
	u64 reg[SBPF_MAX_REG];
	u32 known;
	u32 subprog;
	u32 callsite;
	bool callback;
	u64 key;
	u32 key_size;
	bool written[SBPF_STACK_SIZE];
};

/**
 * struct ref - one run
 * @insns: the program as it was loaded
 * @len: slots
 * @type: its type
 * @pc: the instruction
 * @frame: functions in execution, outermost first
 * @nr_frames: how many
 * @steps: instructions so far
 * @too_long: ended before its end
 * @addresses: a number depends on where the stacks are, so another run may end otherwise
 * @check: compare with the oracle
 * @why: what is wrong, NULL for nothing
 */
struct ref {
	const struct sbpf_insn *insns;
	u32 len;
	const struct sbpf_prog_ops *type;
	u32 pc;
	struct ref_frame frame[SBPF_MAX_FRAMES];
	u32 nr_frames;
	u32 steps;
	bool too_long;
	bool addresses;
	bool check;
	const char *why;
};

void ref_init(void);
u64 ref_run(struct ref *r);
u64 ref_fp(u32 frame);

/* oracle.c: the states that the verifier went through, of the last program it accepted. */
struct oracle_stats {
	u32 states;
	bool overflow;
};

void oracle_reset(void);
u32 oracle_subprog(u32 start);
u32 oracle_stack_depth(u32 subprog);
const struct oracle_stats *oracle_stats(void);
const char *oracle_check(const struct ref *r);

#endif /* FUZZ_REF_H */
