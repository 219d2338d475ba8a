/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the program types on packets share besides the context: test runs and the legacy packet loads.
 */
#ifndef SBPF_SKB_TYPES_H
#define SBPF_SKB_TYPES_H

#include <linux/types.h>

struct sbpf_call;
struct sbpf_prog;

/* skb_test_run.c */
int sbpf_skb_test_run(struct sbpf_prog *prog, struct sbpf_call *call);
int sbpf_nf_test_run(struct sbpf_prog *prog, struct sbpf_call *call);

/* skb_ld_pkt.c */
u64 sbpf_skb_ld_pkt(u64 ctx, u64 off, u64 size, u64 r4, u64 r5);

#endif /* SBPF_SKB_TYPES_H */
