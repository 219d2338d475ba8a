/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SBPF_PROG_TYPES_SK_LOOKUP_H
#define SBPF_PROG_TYPES_SK_LOOKUP_H

struct sbpf_call;
struct sbpf_prog;

int sbpf_sk_lookup_test_run(struct sbpf_prog *prog, struct sbpf_call *call);

#endif /* SBPF_PROG_TYPES_SK_LOOKUP_H */
