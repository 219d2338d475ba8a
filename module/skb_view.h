/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Building and refreshing the view of a packet (struct sbpf_skb_ctx). Hooks build it, helpers that move the packet's
 * memory refresh it. What its fields mean to a program is in prog_types/skb_fields.h.
 */
#ifndef SBPF_SKB_VIEW_H
#define SBPF_SKB_VIEW_H

#include <linux/skbuff.h>
#include <linux/string.h>
#include "ctx.h"
#include "prog.h"

/* Programs that read nothing from here on do without data_meta, wire_len and shinfo. */
#define SBPF_SKB_VIEW_BASE	offsetof(struct __sbpf_sk_buff, data_meta)

void sbpf_skb_view_extend(struct sbpf_skb_ctx *view);

/**
 * sbpf_skb_view_point() - let the packet pointers of a view point to where its skb is now
 * @view: with @view->skb set
 *
 * Context: any.
 */
static __always_inline void sbpf_skb_view_point(struct sbpf_skb_ctx *view)
{
	struct sk_buff *skb = view->skb;

	view->data = skb->data;
	view->data_end = skb->data + skb_headlen(skb);
}

/**
 * sbpf_skb_view_refresh() - follow a packet whose memory a helper may have moved
 * @view: the view
 *
 * Context: any.
 */
static inline void sbpf_skb_view_refresh(struct sbpf_skb_ctx *view)
{
	struct sk_buff *skb = view->skb;
	unsigned int meta = 0;

	sbpf_skb_view_point(view);
	/* Metadata lies in front of the MAC header: a program that starts elsewhere has none. */
	if (skb_mac_header_was_set(skb) && skb_mac_header(skb) == skb->data)
		meta = skb_metadata_len(skb);
	view->data_meta = skb->data - meta;
	view->shinfo = skb_shinfo(skb);
}

/**
 * sbpf_skb_view_init() - build the view of a packet for one program
 * @view: uninitialised
 * @prog: who will see it
 * @skb: the packet, skb->data where the program's packet starts
 * @state: netfilter hook state or NULL
 *
 * Context: any. Hot: an empty program pays for every store here.
 */
static __always_inline void sbpf_skb_view_init(struct sbpf_skb_ctx *view, const struct sbpf_prog *prog,
					       struct sk_buff *skb, const struct nf_hook_state *state)
{
	view->base.kind = SBPF_CTX_SKB;
	view->skb = skb;
	view->state = state;
	view->tc_classid = 0;
	sbpf_skb_view_point(view);
	if (prog->uses_cb)
		memset(view->cb, 0, sizeof(view->cb));
	if (unlikely(prog->max_ctx_off > SBPF_SKB_VIEW_BASE || prog->tail_calls))
		sbpf_skb_view_extend(view);
}

#endif /* SBPF_SKB_VIEW_H */
