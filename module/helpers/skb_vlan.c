// SPDX-License-Identifier: GPL-2.0
/*
 * Helpers on VLAN tags.
 *
 * The outermost tag is kept beside the packet, as drivers have it; what is under it is in the packet's bytes.
 */
#include <linux/if_vlan.h>
#include <linux/kernel.h>
#include <linux/skbuff.h>

#include "../helper.h"
#include "skb.h"

/* Tags are part of the MAC header, which must be where the program's packet begins; and the packet must be ours. */
static int check_place(const struct sk_buff *skb)
{
	if (!skb_mac_header_was_set(skb) || skb_mac_header(skb) != skb->data)
		return -EINVAL;
	return skb_shared(skb) ? -EBUSY : 0;
}

/* At the ingress of a device a checksum over the packet does not cover the MAC header; the kernel's functions want it to. */
static void csum_cover(const struct sbpf_skb_ctx *view)
{
	if (sbpf_skb_at_ingress(view))
		skb_postpush_rcsum(view->skb, view->skb->data, view->skb->mac_len);
}

static void csum_uncover(const struct sbpf_skb_ctx *view)
{
	if (sbpf_skb_at_ingress(view))
		skb_postpull_rcsum(view->skb, view->skb->data, view->skb->mac_len);
}

SBPF_HELPER3(sbpf_skb_vlan_push, struct sbpf_skb_ctx *, view, u16, vlan_proto, u16, tci)
{
	__be16 proto = (__force __be16)vlan_proto;
	int err = check_place(view->skb);

	if (unlikely(err))
		return err;
	if (proto != htons(ETH_P_8021Q) && proto != htons(ETH_P_8021AD))
		proto = htons(ETH_P_8021Q);
	csum_cover(view);
	err = skb_vlan_push(view->skb, proto, tci);
	csum_uncover(view);
	sbpf_skb_view_refresh(view);
	return err;
}

SBPF_HELPER1(sbpf_skb_vlan_pop, struct sbpf_skb_ctx *, view)
{
	int err = check_place(view->skb);

	if (unlikely(err))
		return err;
	csum_cover(view);
	err = skb_vlan_pop(view->skb);
	csum_uncover(view);
	sbpf_skb_view_refresh(view);
	return err;
}

static const struct sbpf_helper skb_vlan_helpers[] = {
	[SBPF_FUNC_skb_vlan_push] = {
		.name = "skb_vlan_push", .fn = sbpf_skb_vlan_push,
		.ret = SBPF_RET_INT, .arg = { SBPF_ARG_CTX, SBPF_ARG_ANY, SBPF_ARG_ANY },
		.contexts = SBPF_IN_NET, .progs = SBPF_PROGS_CLS, .flags = SBPF_HF_CHANGES_PKT,
	},
	[SBPF_FUNC_skb_vlan_pop] = {
		.name = "skb_vlan_pop", .fn = sbpf_skb_vlan_pop,
		.ret = SBPF_RET_INT, .arg = { SBPF_ARG_CTX },
		.contexts = SBPF_IN_NET, .progs = SBPF_PROGS_CLS, .flags = SBPF_HF_CHANGES_PKT,
	},
};

SBPF_HELPER_FAMILY(skb_vlan);
