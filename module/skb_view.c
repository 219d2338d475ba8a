// SPDX-License-Identifier: GPL-2.0
/*
 * The rarely used part of the packet view. The rest is inline in skb_view.h.
 */
#include <linux/tcp.h>
#include <linux/udp.h>

#include "skb_view.h"

/*
 * Bytes on the wire: every segment that will be cut from a GSO packet carries the headers again. The headers are only
 * looked at, not trusted: a packet whose transport header is not all there counts once.
 */
static u32 wire_len(const struct sk_buff *skb)
{
	const struct skb_shared_info *shinfo = skb_shinfo(skb);
	unsigned int hdr_len, segs = shinfo->gso_segs;

	if (!shinfo->gso_size || !skb_transport_header_was_set(skb))
		return skb->len;
	hdr_len = max(skb_transport_offset(skb), 0);
	if (shinfo->gso_type & (SKB_GSO_TCPV4 | SKB_GSO_TCPV6)) {
		const struct tcphdr *tcp;
		struct tcphdr buf;

		tcp = skb_header_pointer(skb, hdr_len, sizeof(buf), &buf);
		if (!tcp)
			return skb->len;
		hdr_len += __tcp_hdrlen(tcp);
	} else {
		hdr_len += sizeof(struct udphdr);
	}
	if (!segs)
		segs = DIV_ROUND_UP(skb->len > hdr_len ? skb->len - hdr_len : 1, shinfo->gso_size);
	return skb->len + (segs - 1) * hdr_len;
}

/**
 * sbpf_skb_view_extend() - fill the fields that few programs look at
 * @view: the common part is filled
 *
 * Context: any.
 */
void sbpf_skb_view_extend(struct sbpf_skb_ctx *view)
{
	sbpf_skb_view_refresh(view);
	view->wire_len = wire_len(view->skb);
}
