// SPDX-License-Identifier: GPL-2.0
/*
 * NETFILTER: a program at a netfilter hook accepts (1) or drops (0) a packet. Its context is two kernel pointers, which a
 * privileged program may pass on to probe_read_kernel; the packet itself is reached with the skb_* helpers, which take
 * this context too (an addition to bpf(2)).
 */
#include <linux/netfilter.h>

#include "../ctx.h"
#include "../helper.h"
#include "../prog.h"
#include "../prog_type.h"
#include "skb_types.h"

#define NF_FIELD(f)							\
	{ .off = offsetof(struct sbpf_nf_ctx, f), .size = 8,		\
	  .kind = SBPF_FIELD_PTR, .flags = SBPF_FIELD_R,		\
	  .at = offsetof(struct sbpf_skb_ctx, f), .at_size = sizeof(void *) }

static const struct sbpf_ctx_field fields[] = {
	NF_FIELD(state),
	NF_FIELD(skb),
};

static bool attach_type_ok(u32 attach_type)
{
	return attach_type == SBPF_NETFILTER;
}

static bool ret_range(u32 attach_type, s32 *min, s32 *max)
{
	*min = NF_DROP;
	*max = NF_ACCEPT;
	return true;
}

const struct sbpf_prog_ops sbpf_netfilter_prog_type = {
	.name = "netfilter",
	.flags = SBPF_PT_NET_ADMIN,
	.contexts = SBPF_IN_NET,
	.ctx_size = sizeof(struct sbpf_nf_ctx),
	.fields = fields,
	.nr_fields = ARRAY_SIZE(fields),
	.safe_ret = NF_DROP,
	.attach_type_ok = attach_type_ok,
	.ret_range = ret_range,
	.test_run = sbpf_nf_test_run,
};
