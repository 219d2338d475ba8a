/* SPDX-License-Identifier: GPL-2.0 */
/* The core as a user-space library: what tests and fuzzers of it share. */
#ifndef CORE_H
#define CORE_H

#include "shim.h"
#include <linux/sandbpf.h>

struct sbpf_prog;

void core_fail_alloc(long n);

/* prog.c: a program from instructions, without verification: for the engine's own tests. */
struct sbpf_prog *core_prog_new(const struct sbpf_insn *insns, u32 len, u64 budget, const char **why);
void core_prog_free(struct sbpf_prog *prog);
u64 core_prog_run(const struct sbpf_prog *prog, void *mem);
u64 core_prog_exhausted(void);

/* cases.c: run the case files; returns how many failed. */
int core_cases(int argc, char **argv);

/* Results, in TAP. */
void core_ok(bool ok, const char *fmt, ...) __printf(2, 3);
int core_summary(void);

#endif /* CORE_H */
