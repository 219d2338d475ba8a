/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the test runs of program types on packets and frames have in common.
 */
#ifndef SBPF_PROG_TYPES_TEST_RUN_H
#define SBPF_PROG_TYPES_TEST_RUN_H

#include <linux/types.h>

struct sbpf_call;
struct sbpf_ctx;
struct sbpf_prog;
union sbpf_attr;

int sbpf_test_runs(const struct sbpf_prog *prog, struct sbpf_ctx *view, u32 repeat, u32 *retval, u32 *duration);
void *sbpf_test_ctx_make(const union sbpf_attr *attr, u32 size);
int sbpf_test_ctx_put(struct sbpf_call *call, const void *ctx, u32 size);
int sbpf_test_result_put(struct sbpf_call *call, const void *data, u32 size, u32 retval, u32 duration);

#endif /* SBPF_PROG_TYPES_TEST_RUN_H */
