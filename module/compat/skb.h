/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Packet functions that older kernels lack.
 */
#ifndef SBPF_COMPAT_SKB_H
#define SBPF_COMPAT_SKB_H

#include <linux/skbuff.h>

#ifndef SBPF_HAVE_SKB_SET_REDIRECTED_NOCLEAR
static inline void skb_set_redirected_noclear(struct sk_buff *skb, bool from_ingress)
{
	skb->redirected = 1;
#ifdef CONFIG_NET_REDIRECT
	skb->from_ingress = from_ingress;
#endif
}
#endif

#endif /* SBPF_COMPAT_SKB_H */
