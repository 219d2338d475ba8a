/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Calling a function of a program back from a helper. The one door for every helper that does so, whatever engine runs
 * the program.
 */
#ifndef SBPF_CALLBACK_H
#define SBPF_CALLBACK_H

#include <linux/types.h>

/**
 * enum sbpf_callback_kind - who runs a callback
 * @SBPF_CALLBACK_INTERP: a slot in the stack frame of an interpreter run
 * @SBPF_CALLBACK_NATIVE: struct sbpf_native_callback
 */
enum sbpf_callback_kind {
	SBPF_CALLBACK_INTERP = 0x5b,
	SBPF_CALLBACK_NATIVE = 0xb5,
};

/**
 * struct sbpf_callback_head - what the register of a callback argument points to
 * @kind: enum sbpf_callback_kind
 * @index: which callback of the run (interpreter)
 */
struct sbpf_callback_head {
	u8 kind;
	u8 index;
};

/**
 * struct sbpf_native_callback - a callback that is machine code
 * @head: kind SBPF_CALLBACK_NATIVE
 * @fn: the code
 */
struct sbpf_native_callback {
	struct sbpf_callback_head head;
	u64 (*fn)(u64 r1, u64 r2, u64 r3, u64 r4, u64 r5);
};

/**
 * sbpf_callback_call() - run a callback
 * @cb: the value of the helper's SBPF_ARG_CALLBACK argument
 * @r1: first argument of the callback; the others follow
 * @r2: second
 * @r3: third
 * @r4: fourth
 * @r5: fifth
 *
 * Only while the helper that got @cb has not returned.
 *
 * Context: the helper's own. Return: R0 of the callback. Non-zero also when the whole run was stopped meanwhile
 * (instruction budget): a helper that iterates ends on any non-zero value, as the callbacks' contract is anyway.
 */
u64 sbpf_callback_call(u64 cb, u64 r1, u64 r2, u64 r3, u64 r4, u64 r5);

#endif /* SBPF_CALLBACK_H */
