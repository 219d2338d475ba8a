// SPDX-License-Identifier: GPL-2.0
/*
 * The registry of program types. The rows are in prog_types/.
 */
#include <linux/kernel.h>
#include <linux/nospec.h>

#include "prog_type.h"

static const struct sbpf_prog_ops *const types[] = {
	[SBPF_PROG_TYPE_SOCKET_FILTER] = &sbpf_socket_filter_prog_type,
	[SBPF_PROG_TYPE_KPROBE] = &sbpf_kprobe_prog_type,
	[SBPF_PROG_TYPE_SCHED_CLS] = &sbpf_sched_cls_prog_type,
	[SBPF_PROG_TYPE_SCHED_ACT] = &sbpf_sched_act_prog_type,
	[SBPF_PROG_TYPE_TRACEPOINT] = &sbpf_tracepoint_prog_type,
	[SBPF_PROG_TYPE_XDP] = &sbpf_xdp_prog_type,
	[SBPF_PROG_TYPE_PERF_EVENT] = &sbpf_perf_event_prog_type,
	[SBPF_PROG_TYPE_CGROUP_SKB] = &sbpf_cgroup_skb_prog_type,
	[SBPF_PROG_TYPE_CGROUP_SOCK] = &sbpf_cgroup_sock_prog_type,
	[SBPF_PROG_TYPE_LWT_IN] = &sbpf_lwt_in_prog_type,
	[SBPF_PROG_TYPE_LWT_OUT] = &sbpf_lwt_out_prog_type,
	[SBPF_PROG_TYPE_LWT_XMIT] = &sbpf_lwt_xmit_prog_type,
	[SBPF_PROG_TYPE_SOCK_OPS] = &sbpf_sock_ops_prog_type,
	[SBPF_PROG_TYPE_SK_SKB] = &sbpf_sk_skb_prog_type,
	[SBPF_PROG_TYPE_CGROUP_DEVICE] = &sbpf_cgroup_device_prog_type,
	[SBPF_PROG_TYPE_SK_MSG] = &sbpf_sk_msg_prog_type,
	[SBPF_PROG_TYPE_RAW_TRACEPOINT] = &sbpf_raw_tracepoint_prog_type,
	[SBPF_PROG_TYPE_CGROUP_SOCK_ADDR] = &sbpf_cgroup_sock_addr_prog_type,
	[SBPF_PROG_TYPE_CGROUP_SYSCTL] = &sbpf_cgroup_sysctl_prog_type,
	[SBPF_PROG_TYPE_CGROUP_SOCKOPT] = &sbpf_cgroup_sockopt_prog_type,
	[SBPF_PROG_TYPE_SK_LOOKUP] = &sbpf_sk_lookup_prog_type,
	[SBPF_PROG_TYPE_NETFILTER] = &sbpf_netfilter_prog_type,
};

/**
 * sbpf_prog_type_find() - the row of a program type
 * @type: enum sbpf_prog_type
 *
 * Return: the row, or NULL when the module does not have it.
 */
const struct sbpf_prog_ops *sbpf_prog_type_find(u32 type)
{
	if (type >= ARRAY_SIZE(types))
		return NULL;
	return types[array_index_nospec(type, ARRAY_SIZE(types))];
}
