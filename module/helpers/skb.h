/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the helpers on packets share.
 */
#ifndef SBPF_HELPERS_SKB_H
#define SBPF_HELPERS_SKB_H

#include <linux/netfilter.h>
#include <linux/skbuff.h>
#include "../skb_view.h"

/* Program types whose packets helpers may change: Linux's, and NETFILTER as our addition. */
#define SBPF_PROGS_SKB_WRITE	(SBPF_PROGS_CLS | SBPF_PROG_BIT(NETFILTER))

/**
 * sbpf_skb_make_writable() - make the first bytes of a packet linear and ours alone
 * @view: its packet pointers follow
 * @len: bytes from skb->data on
 *
 * Context: softirq or task.
 * Return: 0; -EBUSY somebody else holds the skb itself, -ENOMEM out of memory or the packet is shorter.
 */
static inline int sbpf_skb_make_writable(struct sbpf_skb_ctx *view, u32 len)
{
	int err;

	if (len > INT_MAX)
		return -ENOMEM;
	if (skb_shared(view->skb))
		return -EBUSY;
	err = skb_ensure_writable(view->skb, len);
	sbpf_skb_view_refresh(view);
	return err;
}

/**
 * sbpf_skb_at_ingress() - has the packet just come in on a device?
 * @view: the view
 *
 * Its MAC header was pushed back for the program only (attach/netfilter.c): a checksum over the packet does not cover it.
 *
 * Context: any. Return: whether it has.
 */
static inline bool sbpf_skb_at_ingress(const struct sbpf_skb_ctx *view)
{
	return view->state && view->state->pf == NFPROTO_NETDEV && view->state->hook == NF_NETDEV_INGRESS;
}

#endif /* SBPF_HELPERS_SKB_H */
