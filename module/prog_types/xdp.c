// SPDX-License-Identifier: GPL-2.0
/*
 * XDP: a program reads and writes a frame before the network stack has seen it, and returns an action (enum
 * sbpf_xdp_action).
 */
#include <linux/kernel.h>
#include <linux/netdevice.h>

#include "../helper.h"
#include "../prog_type.h"
#include "../xdp_view.h"
#include "xdp.h"

#define XDP_ABI(f)							\
	.off = offsetof(struct sbpf_xdp_md, f), .size = sizeof_field(struct sbpf_xdp_md, f), .flags = SBPF_FIELD_R

#define XDP_VIEW(member)						\
	.at = offsetof(struct sbpf_xdp_ctx, xdp.member), .at_size = sizeof_field(struct sbpf_xdp_ctx, xdp.member)

/* Linux's widths: each is read as a whole. egress_ifindex is for programs of DEVMAP elements. */
static const struct sbpf_ctx_field fields[] = {
	{ XDP_ABI(data), .kind = SBPF_FIELD_PKT, XDP_VIEW(data) },
	{ XDP_ABI(data_end), .kind = SBPF_FIELD_PKT_END, XDP_VIEW(data_end) },
	{ XDP_ABI(data_meta), .kind = SBPF_FIELD_PKT_META, XDP_VIEW(data_meta) },
	{ XDP_ABI(ingress_ifindex), .nhops = 2,
	  .hop = { offsetof(struct sbpf_xdp_ctx, xdp.rxq), offsetof(struct xdp_rxq_info, dev) },
	  .at = offsetof(struct net_device, ifindex), .at_size = 4 },
	{ XDP_ABI(rx_queue_index), .nhops = 1, .hop = { offsetof(struct sbpf_xdp_ctx, xdp.rxq) },
	  .at = offsetof(struct xdp_rxq_info, queue_index), .at_size = 4 },
};

/* Programs of map elements run behind a redirect, which is not there. */
static bool attach_type_ok(u32 attach_type)
{
	return attach_type != SBPF_XDP_DEVMAP && attach_type != SBPF_XDP_CPUMAP;
}

const struct sbpf_prog_ops sbpf_xdp_prog_type = {
	.name = "xdp",
	.flags = SBPF_PT_NET_ADMIN | SBPF_PT_PKT_READ | SBPF_PT_PKT_WRITE,
	.contexts = SBPF_IN_NET,
	.ctx_size = sizeof(struct sbpf_xdp_md),
	.fields = fields,
	.nr_fields = ARRAY_SIZE(fields),
	.safe_ret = SBPF_XDP_ABORTED,
	.attach_type_ok = attach_type_ok,
	.test_run = sbpf_xdp_test_run,
};
