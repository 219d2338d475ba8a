/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The fields of struct __sbpf_sk_buff, one macro a field: where it really is behind the view (struct sbpf_skb_ctx). Which
 * fields a program type has, and which of them it may write, is said where the macros are used. Included by the
 * program types on packets only.
 *
 * The widths are Linux's: what is marked NARROW may be read in parts, the rest only whole. "flow_keys" is
 * absent: it is for flow dissectors.
 */
#ifndef SBPF_SKB_FIELDS_H
#define SBPF_SKB_FIELDS_H

#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <net/busy_poll.h>
#include <net/sock.h>
#include "../ctx.h"
#include "../helper.h"
#include "../prog.h"
#include "../prog_type.h"

#define SKB_ABI(f)							\
	.off = offsetof(struct __sbpf_sk_buff, f),			\
	.size = sizeof_field(struct __sbpf_sk_buff, f)

/* A word of an array; sizeof_field() cannot take an index. */
#define SKB_ABI_WORD(f, i)						\
	.off = offsetof(struct __sbpf_sk_buff, f) + 4 * (i), .size = 4

/* A member of struct sk_buff. */
#define SKB_AT(member)							\
	.nhops = 1, .hop = { offsetof(struct sbpf_skb_ctx, skb) },	\
	.at = offsetof(struct sk_buff, member), .at_size = sizeof_field(struct sk_buff, member)

/* One byte with a bit field in it. */
#define SKB_BITS(offset, nshift, bits)					\
	.nhops = 1, .hop = { offsetof(struct sbpf_skb_ctx, skb) },	\
	.at = (offset), .at_size = 1, .shift = (nshift), .mask = (bits)

/* A member of the view itself. */
#define SKB_VIEW(member)						\
	.at = offsetof(struct sbpf_skb_ctx, member), .at_size = sizeof_field(struct sbpf_skb_ctx, member)

/* A member of struct skb_shared_info. */
#define SKB_SHINFO(member)						\
	.nhops = 1, .hop = { offsetof(struct sbpf_skb_ctx, shinfo) },	\
	.at = offsetof(struct skb_shared_info, member),			\
	.at_size = sizeof_field(struct skb_shared_info, member)

/* A member of the socket's common part, 0 without a socket. Every kind of sock in skb->sk has that part. */
#define SKB_SOCK_AT(offset, bytes)					\
	.nhops = 2,							\
	.hop = { offsetof(struct sbpf_skb_ctx, skb), offsetof(struct sk_buff, sk) }, \
	.at = (offset), .at_size = (bytes)
#define SKB_SOCK(member)						\
	SKB_SOCK_AT(offsetof(struct sock_common, member), sizeof_field(struct sock_common, member))

#define SKB_RN		(SBPF_FIELD_R | SBPF_FIELD_NARROW)
#define SKB_RWN		(SBPF_FIELD_RW | SBPF_FIELD_NARROW)
#define SKB_SK_RN	(SKB_RN | SBPF_FIELD_NULL_OK)
#define SKB_SK_R	(SBPF_FIELD_R | SBPF_FIELD_NULL_OK)

/* pkt_type is the low or the high three bits of its byte, by bit field order. */
#define SKB_PKT_TYPE_SHIFT	(PKT_TYPE_MAX == 7 ? 0 : 5)

#define SKB_FIELD_LEN		{ SKB_ABI(len), .flags = SKB_RN, SKB_AT(len) }
#define SKB_FIELD_PKT_TYPE						\
	{ SKB_ABI(pkt_type), .flags = SKB_RN, SKB_BITS(PKT_TYPE_OFFSET, SKB_PKT_TYPE_SHIFT, 7) }
#define SKB_FIELD_MARK(rw)	{ SKB_ABI(mark), .flags = rw, SKB_AT(mark) }
#define SKB_FIELD_QUEUE(rw)						\
	{ SKB_ABI(queue_mapping), .flags = rw, SKB_AT(queue_mapping), .limit = NO_QUEUE_MAPPING }
#define SKB_FIELD_PROTOCOL	{ SKB_ABI(protocol), .flags = SKB_RN, SKB_AT(protocol) }
#define SKB_FIELD_VLAN_TCI	{ SKB_ABI(vlan_tci), .flags = SKB_RN, SKB_AT(vlan_tci) }
#define SKB_FIELD_VLAN_PROTO	{ SKB_ABI(vlan_proto), .flags = SKB_RN, SKB_AT(vlan_proto) }
#define SKB_FIELD_PRIORITY(rw)	{ SKB_ABI(priority), .flags = rw, SKB_AT(priority) }
#define SKB_FIELD_IN_IFINDEX	{ SKB_ABI(ingress_ifindex), .flags = SKB_RN, SKB_AT(skb_iif) }
#define SKB_FIELD_IFINDEX						\
	{ SKB_ABI(ifindex), .flags = SKB_RN | SBPF_FIELD_NULL_OK, .nhops = 2,	\
	  .hop = { offsetof(struct sbpf_skb_ctx, skb), offsetof(struct sk_buff, dev) }, \
	  .at = offsetof(struct net_device, ifindex), .at_size = 4 }
#define SKB_FIELD_CB							\
	{ SKB_ABI(cb), .flags = SBPF_FIELD_RW | SBPF_FIELD_BYTES,	\
	  .at = offsetof(struct sbpf_skb_ctx, cb), .at_size = 8 }
/* For types that do not write it: their hooks zero it always. */
#define SKB_FIELD_CB_READ						\
	{ SKB_ABI(cb), .flags = SBPF_FIELD_R | SBPF_FIELD_BYTES,	\
	  .at = offsetof(struct sbpf_skb_ctx, cb), .at_size = 8 }
#define SKB_FIELD_HASH		{ SKB_ABI(hash), .flags = SKB_RN, SKB_AT(hash) }
#define SKB_FIELD_CLASSID(rw)	{ SKB_ABI(tc_classid), .flags = rw, SKB_VIEW(tc_classid) }
#define SKB_FIELD_DATA(priv)						\
	{ SKB_ABI(data), .kind = SBPF_FIELD_PKT, .flags = SBPF_FIELD_R | (priv), SKB_VIEW(data) }
#define SKB_FIELD_DATA_END(priv)					\
	{ SKB_ABI(data_end), .kind = SBPF_FIELD_PKT_END, .flags = SBPF_FIELD_R | (priv),	\
	  SKB_VIEW(data_end) }
#define SKB_FIELD_DATA_META						\
	{ SKB_ABI(data_meta), .kind = SBPF_FIELD_PKT_META, .flags = SBPF_FIELD_R, SKB_VIEW(data_meta) }
#define SKB_FIELD_TSTAMP(rw)	{ SKB_ABI(tstamp), .flags = rw, SKB_AT(tstamp) }
#define SKB_FIELD_WIRE_LEN	{ SKB_ABI(wire_len), .flags = SKB_RN, SKB_VIEW(wire_len) }
#define SKB_FIELD_GSO_SEGS	{ SKB_ABI(gso_segs), .flags = SKB_RN, SKB_SHINFO(gso_segs) }
#define SKB_FIELD_GSO_SIZE	{ SKB_ABI(gso_size), .flags = SKB_RN, SKB_SHINFO(gso_size) }
#define SKB_FIELD_HWTSTAMP						\
	{ SKB_ABI(hwtstamp), .flags = SBPF_FIELD_R, SKB_SHINFO(hwtstamps.hwtstamp) }

#ifdef CONFIG_NET_SCHED
#define SKB_FIELD_TC_INDEX(rw)	{ SKB_ABI(tc_index), .flags = rw, SKB_AT(tc_index) },
#else
#define SKB_FIELD_TC_INDEX(rw)
#endif

/* A bit of its own in older kernels. */
#ifdef PKT_VLAN_PRESENT_OFFSET
#define SKB_FIELD_VLAN_PRESENT						\
	{ SKB_ABI(vlan_present), .flags = SKB_RN, SKB_BITS(PKT_VLAN_PRESENT_OFFSET, PKT_VLAN_PRESENT_BIT, 1) },
#else
#define SKB_FIELD_VLAN_PRESENT						\
	{ SKB_ABI(vlan_present), .flags = SKB_RN | SBPF_FIELD_BOOL, SKB_AT(vlan_all) },
#endif

/* Smaller numbers than MIN_NAPI_ID in that place are the CPU of the sender. */
#ifdef CONFIG_NET_RX_BUSY_POLL
#define SKB_FIELD_NAPI_ID						\
	{ SKB_ABI(napi_id), .flags = SKB_RN, SKB_AT(napi_id), .min = MIN_NAPI_ID },
#else
#define SKB_FIELD_NAPI_ID
#endif

/* The clock of tstamp: one bit in older kernels, two in newer ones. */
#if defined(SKB_BF_MONO_TC_OFFSET) && defined(SKB_TSTAMP_TYPE_MASK)
#define SKB_FIELD_TSTAMP_TYPE						\
	{ SKB_ABI(tstamp_type), .flags = SBPF_FIELD_R,			\
	  SKB_BITS(SKB_BF_MONO_TC_OFFSET, SKB_TSTAMP_TYPE_SHIFT, 3) },
#ifdef SKB_TSTAMP_TYPE_RSHIFT
#define SKB_TSTAMP_TYPE_SHIFT	SKB_TSTAMP_TYPE_RSHIFT
#else
#define SKB_TSTAMP_TYPE_SHIFT	0
#endif
#elif defined(PKT_VLAN_PRESENT_OFFSET) && defined(SKB_MONO_DELIVERY_TIME_MASK)
#define SKB_FIELD_TSTAMP_TYPE						\
	{ SKB_ABI(tstamp_type), .flags = SBPF_FIELD_R,			\
	  SKB_BITS(PKT_VLAN_PRESENT_OFFSET, ilog2(SKB_MONO_DELIVERY_TIME_MASK), 1) },
#else
#define SKB_FIELD_TSTAMP_TYPE
#endif

/* The socket itself, of whatever kind it is. */
#define SKB_FIELD_SK							\
	{ SKB_ABI(sk), .kind = SBPF_FIELD_OBJECT, .flags = SBPF_FIELD_R, SKB_AT(sk),	\
	  .object = &sbpf_sock_common_object }

/* Addresses and ports of the socket. The remote port is a 16-bit number in network order in the upper half. */
#ifdef __LITTLE_ENDIAN
#define SKB_REMOTE_PORT_SCALE	65536
#else
#define SKB_REMOTE_PORT_SCALE	0
#endif
#define SKB_SOCK_IP6(f, member, i)					\
	{ SKB_ABI_WORD(f, i), .flags = SKB_SK_R,			\
	  SKB_SOCK_AT(offsetof(struct sock_common, member) + 4 * (i), 4) }
#if IS_ENABLED(CONFIG_IPV6)
#define SKB_FIELDS_SOCK_IP6						\
	SKB_SOCK_IP6(remote_ip6, skc_v6_daddr, 0), SKB_SOCK_IP6(remote_ip6, skc_v6_daddr, 1),		\
	SKB_SOCK_IP6(remote_ip6, skc_v6_daddr, 2), SKB_SOCK_IP6(remote_ip6, skc_v6_daddr, 3),		\
	SKB_SOCK_IP6(local_ip6, skc_v6_rcv_saddr, 0), SKB_SOCK_IP6(local_ip6, skc_v6_rcv_saddr, 1),	\
	SKB_SOCK_IP6(local_ip6, skc_v6_rcv_saddr, 2), SKB_SOCK_IP6(local_ip6, skc_v6_rcv_saddr, 3),
#else
#define SKB_FIELDS_SOCK_IP6
#endif
#define SKB_FIELDS_SOCK							\
	{ SKB_ABI(family), .flags = SKB_SK_RN, SKB_SOCK(skc_family) },	\
	{ SKB_ABI(remote_ip4), .flags = SKB_SK_R, SKB_SOCK(skc_daddr) },	\
	{ SKB_ABI(local_ip4), .flags = SKB_SK_R, SKB_SOCK(skc_rcv_saddr) },	\
	SKB_FIELDS_SOCK_IP6						\
	{ SKB_ABI(remote_port), .flags = SKB_SK_RN, SKB_SOCK(skc_dport), .scale = SKB_REMOTE_PORT_SCALE }, \
	{ SKB_ABI(local_port), .flags = SKB_SK_RN, SKB_SOCK(skc_num) },

#endif /* SBPF_SKB_FIELDS_H */
