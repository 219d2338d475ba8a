// SPDX-License-Identifier: GPL-2.0
/*
 * The legacy packet loads (LD_ABS, LD_IND) of programs on packets.
 */
#include <linux/filter.h>
#include <linux/skbuff.h>

#include "../ctx.h"
#include "skb_types.h"

/* Offsets below zero name a header: SKF_NET_OFF the network header, SKF_LL_OFF the MAC header. */
static const void *header_bytes(const struct sk_buff *skb, int off, unsigned int size)
{
	const u8 *p;

	if (off >= SKF_NET_OFF) {
		p = skb_network_header(skb) + (off - SKF_NET_OFF);
	} else if (off >= SKF_LL_OFF) {
		if (!skb_mac_header_was_set(skb))
			return NULL;
		p = skb_mac_header(skb) + (off - SKF_LL_OFF);
	} else {
		return NULL;
	}
	if (p < skb->head || p + size > skb_tail_pointer(skb))
		return NULL;
	return p;
}

/**
 * sbpf_skb_ld_pkt() - what LD_ABS and LD_IND are lowered to
 * @ctx: struct sbpf_skb_ctx
 * @off: byte offset from skb->data; the low 32 bits count, as a signed number
 * @size: 1, 2 or 4 bytes
 * @r4: not used
 * @r5: not used
 *
 * Context: RCU read side, any but NMI.
 * Return: the value in host byte order, or negative when any byte of it is outside the packet.
 */
u64 sbpf_skb_ld_pkt(u64 ctx, u64 off, u64 size, u64 r4, u64 r5)
{
	const struct sbpf_skb_ctx *view = (const void *)(unsigned long)ctx;
	int at = (int)off;
	const void *p;
	__be32 word;
	__be16 half;
	u8 buf[4];

	if (at >= 0)
		p = skb_header_pointer(view->skb, at, size, buf);
	else
		p = header_bytes(view->skb, at, size);
	if (!p)
		return -EFAULT;
	switch (size) {
	case 1:
		return *(const u8 *)p;
	case 2:
		memcpy(&half, p, sizeof(half));
		return be16_to_cpu(half);
	default:
		memcpy(&word, p, sizeof(word));
		return be32_to_cpu(word);
	}
}
