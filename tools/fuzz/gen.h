/* SPDX-License-Identifier: GPL-2.0 */
/* Programs that are hard for verifiers, by seed. */
#ifndef FUZZ_GEN_H
#define FUZZ_GEN_H

#include "machine.h"

#define GEN_MAX		1024

u32 gen_program(u64 seed, struct sbpf_insn *insns);
void gen_mutate(u64 seed, struct sbpf_insn *insns, u32 len);

#endif /* FUZZ_GEN_H */
