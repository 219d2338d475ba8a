// SPDX-License-Identifier: GPL-2.0
/*
 * Helpers that tell the class of a packet: what its sender, or its route, was given a number for.
 */
#include <linux/kernel.h>
#include <linux/skbuff.h>
#include <net/cls_cgroup.h>
#include <net/dst.h>

#include "../ctx.h"
#include "../helper.h"

SBPF_HELPER1(sbpf_get_cgroup_classid, const struct sbpf_skb_ctx *, view)
{
	return task_get_classid(view->skb);
}

SBPF_HELPER1(sbpf_get_route_realm, const struct sbpf_skb_ctx *, view)
{
#ifdef CONFIG_IP_ROUTE_CLASSID
	const struct dst_entry *dst = skb_dst(view->skb);

	return dst ? dst->tclassid : 0;
#else
	return 0;
#endif
}

/* Linux's, and NETFILTER as our addition. */
#define CLASS_ROW								\
	.ret = SBPF_RET_INT, .arg = { SBPF_ARG_CTX }, .contexts = SBPF_IN_NET,	\
	.progs = SBPF_PROGS_CLS | SBPF_PROGS_LWT | SBPF_PROG_BIT(NETFILTER)

static const struct sbpf_helper skb_class_helpers[] = {
	[SBPF_FUNC_get_cgroup_classid] = {
		.name = "get_cgroup_classid", .fn = sbpf_get_cgroup_classid, CLASS_ROW,
	},
	[SBPF_FUNC_get_route_realm] = {
		.name = "get_route_realm", .fn = sbpf_get_route_realm, CLASS_ROW,
	},
};

SBPF_HELPER_FAMILY(skb_class);
