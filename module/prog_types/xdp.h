/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SBPF_PROG_TYPES_XDP_H
#define SBPF_PROG_TYPES_XDP_H

struct sbpf_call;
struct sbpf_prog;

/* xdp_test_run.c */
int sbpf_xdp_test_run(struct sbpf_prog *prog, struct sbpf_call *call);

#endif /* SBPF_PROG_TYPES_XDP_H */
