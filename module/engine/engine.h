/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What an engine is: it takes a lowered program and makes it runnable.
 *
 * Lowered programs are valid BPF instructions where: context accesses are plain loads and stores through the view in R1;
 * map references are two-slot loads with src_reg 0 and the address of the struct sbpf_map or value; helper calls are
 * SBPF_CALL with src_reg 0 whose target is sbpf_insn_call_fn(), and with a non-zero off where the call looks up in map
 * number off - 1 of the program and that map's gen_lookup may take its place; calls of own functions are SBPF_CALL with src_reg
 * SBPF_PSEUDO_CALL and the distance in instructions in imm; callback addresses are two-slot loads with src_reg
 * SBPF_PSEUDO_FUNC and the distance in instructions in insn[0].imm (the engine turns them into what
 * sbpf_callback_call() takes); tail calls are SBPF_OP_TAIL_CALL; legacy packet loads are gone. Division by zero and all of
 * ISA v4 are still as RFC 9669 says: an engine that lacks something legalises it itself.
 */
#ifndef SBPF_ENGINE_H
#define SBPF_ENGINE_H

#include "../prog.h"

/**
 * struct sbpf_engine - one engine
 * @name: "interp" or "hostjit"
 * @flag: the load flag that asks for it
 * @available: whether this kernel offers it right now
 * @prepare: fill prog->run and prog->code from prog->insns. -EOPNOTSUPP when this engine cannot do this program (the
 *	reason goes to the log); the caller then falls back unless the engine was asked for by flag.
 * @release: free prog->code; after RCU
 * @code_size: bytes of memory behind prog->code
 * @image: machine code of function @func for OBJ_GET_INFO_BY_FD: address and size; NULL where there is none
 */
struct sbpf_engine {
	const char *name;
	u32 flag;
	bool (*available)(void);
	int (*prepare)(struct sbpf_prog *prog, struct sbpf_log *log);
	void (*release)(struct sbpf_prog *prog);
	size_t (*code_size)(const struct sbpf_prog *prog);
	const void *(*image)(const struct sbpf_prog *prog, u32 func, u32 *size);
};

extern const struct sbpf_engine sbpf_interp_engine;
extern const struct sbpf_engine sbpf_hostjit_engine;

/* engine.c: chooses by load flag, then module parameter "engine" (auto, interp, hostjit); auto prefers hostjit. */
int sbpf_engine_prepare(struct sbpf_prog *prog, struct sbpf_log *log);
void sbpf_engine_release(struct sbpf_prog *prog);

#endif /* SBPF_ENGINE_H */
