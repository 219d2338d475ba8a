/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The prototypes of tracepoints: how many arguments, how wide.
 */
#ifndef SBPF_ATTACH_TP_PROTO_H
#define SBPF_ATTACH_TP_PROTO_H

#include <linux/types.h>

/* ABI: arguments a raw tracepoint program can see. */
#define SBPF_TP_ARGS_MAX	12

/**
 * struct sbpf_tp_proto - arguments of a tracepoint
 * @nr_args: how many
 * @mask: which bits of each belong to it; 0 beyond @nr_args
 */
struct sbpf_tp_proto {
	u32 nr_args;
	u64 mask[SBPF_TP_ARGS_MAX];
};

int sbpf_tp_proto_find(const char *name, struct sbpf_tp_proto *proto);
void sbpf_tp_proto_exit(void);

#endif /* SBPF_ATTACH_TP_PROTO_H */
