/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What path exploration leaves behind for lowering: one record an instruction of the program as loaded.
 */
#ifndef SBPF_VERIFIER_AUX_H
#define SBPF_VERIFIER_AUX_H

#include "../prog.h"
#include "../log.h"

struct sbpf_ctx_field;
struct sbpf_helper;

/* An addition or subtraction of registers, seen without CAP_PERFMON. */
enum sbpf_pin {
	SBPF_PIN_NONE = 0,	/* not seen */
	SBPF_PIN_NUMBERS,	/* both are numbers */
	SBPF_PIN_SRC,		/* the pointer is in the destination, the source is the constant .pin_val */
	SBPF_PIN_DST,		/* the other way round */
};

/**
 * struct sbpf_insn_aux - facts about one instruction that hold on every path
 * @field: it accesses the context: this field. The program type's table owns it.
 * @helper: it calls this helper
 * @map: with @helper: the map argument, when it is the same one on every path; else NULL
 * @pin_val: with @pin: the constant
 * @pin: enum sbpf_pin
 * @barrier: loads behind this store must not be speculated to find what was there before
 * @seen: some path reaches it; otherwise lowering drops it
 * @subprog_start: a function begins here
 * @callback_start: the function that begins here is entered by a helper
 */
struct sbpf_insn_aux {
	const struct sbpf_ctx_field *field;
	const struct sbpf_helper *helper;
	struct sbpf_map *map;
	s32 pin_val;
	u8 pin;
	bool barrier;
	bool seen;
	bool subprog_start;
	bool callback_start;
};

/**
 * sbpf_lower() - turn a proven program into what engines take (engine/engine.h says what that is)
 * @prog: insns/len as verified; subprogs[] hold start, end, stack_depth, is_callback of the functions before lowering
 * @aux: @prog->len records
 * @log: for "program too large after lowering"
 *
 * Replaces prog->insns, len and the positions in subprogs[]; sets has_tail_call. Leaves @prog as it was on failure.
 *
 * Context: process context, may sleep. Return: 0, -ENOMEM, -ERANGE.
 */
int sbpf_lower(struct sbpf_prog *prog, const struct sbpf_insn_aux *aux, struct sbpf_log *log);

#endif /* SBPF_VERIFIER_AUX_H */
