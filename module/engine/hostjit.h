/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Inside the hostjit engine: what hostjit.c and hostjit_legalise.c share.
 */
#ifndef SBPF_HOSTJIT_H
#define SBPF_HOSTJIT_H

#include <linux/types.h>
#include "callback.h"
#include "../prog.h"

struct bpf_prog;

/* Only JITs that clear the upper half of a register on every 32-bit operation by themselves. */
#if defined(CONFIG_BPF_JIT) && (defined(CONFIG_X86_64) || defined(CONFIG_ARM64))
#define HOSTJIT_POSSIBLE
#endif

/**
 * struct hostjit_func - one function of a program
 * @fp: the host's program, jited; NULL while it is not compiled yet
 * @tail_calls: it tail calls, or a function it calls does
 * @cb: what a callback argument points to when this function is one
 */
struct hostjit_func {
	struct bpf_prog *fp;
	bool tail_calls;
	struct sbpf_native_callback cb;
};

/**
 * struct hostjit_code - a compiled program, sbpf_prog.code
 * @nr: functions
 * @func: the main function first
 */
struct hostjit_code {
	u32 nr;
	struct hostjit_func func[];
};

/**
 * struct hostjit_unit - one function on its way to the host's JIT
 * @prog: its program
 * @code: the functions; those it calls are compiled
 * @index: which one it is
 * @isa4: the host's JIT knows ISA v4
 * @insns: result: instructions for the host
 * @len: result: slots there
 * @stack_depth: result: stack bytes it needs
 */
struct hostjit_unit {
	const struct sbpf_prog *prog;
	struct hostjit_code *code;
	u32 index;
	bool isa4;
	struct sbpf_insn *insns;
	u32 len;
	u32 stack_depth;
};

int sbpf_hostjit_legalise(struct hostjit_unit *unit);
int sbpf_hostjit_subprog_at(const struct sbpf_prog *prog, u32 start);
u64 sbpf_hostjit_entry(const struct hostjit_func *func);

#endif /* SBPF_HOSTJIT_H */
