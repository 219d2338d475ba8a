// SPDX-License-Identifier: GPL-2.0
/*
 * SOCK_OPS: a program hears of what happens to TCP connections of a cgroup, and tunes them. There is no hook yet.
 */
#include <linux/kernel.h>
#include <linux/skbuff.h>
#include <linux/tcp.h>
#include <net/tcp.h>

#include "../helper.h"
#include "../prog_type.h"
#include "../sock_view.h"

#define OPS_ABI(f)									\
	.off = offsetof(struct sbpf_sock_ops, f), .size = sizeof_field(struct sbpf_sock_ops, f)

/* A word of an array; sizeof_field() cannot take an index. */
#define OPS_ABI_WORD(f, i)								\
	.off = offsetof(struct sbpf_sock_ops, f) + 4 * (i), .size = 4

#define OPS_VIEW(member)								\
	.at = offsetof(struct sbpf_sock_ops_ctx, member), .at_size = sizeof_field(struct sbpf_sock_ops_ctx, member)

/* Of a socket of whatever kind. */
#define COMMON_AT(offset, bytes)							\
	.flags = SBPF_FIELD_R, .nhops = 1, .hop = { offsetof(struct sbpf_sock_ops_ctx, sk) }, .at = (offset), .at_size = (bytes)
#define COMMON(member)									\
	COMMON_AT(offsetof(struct sock_common, member), sizeof_field(struct sock_common, member))

/* Of a full one; 0 if it is not. */
#define FULL_AT(rw, offset, bytes)							\
	.flags = (rw) | SBPF_FIELD_NULL_OK, .nhops = 1, .hop = { offsetof(struct sbpf_sock_ops_ctx, full) },	\
	.at = (offset), .at_size = (bytes)
#define TCP(f)										\
	{ OPS_ABI(f), FULL_AT(SBPF_FIELD_R, offsetof(struct tcp_sock, f), sizeof_field(struct tcp_sock, f)) }

#define SKB_AT(more, offset, bytes)							\
	.flags = SBPF_FIELD_R | SBPF_FIELD_NULL_OK | (more), .nhops = 1,		\
	.hop = { offsetof(struct sbpf_sock_ops_ctx, skb) }, .at = (offset), .at_size = (bytes)

#define ARG(i, rw)									\
	{ OPS_ABI_WORD(args, i), .flags = rw, .at = offsetof(struct sbpf_sock_ops_ctx, args) + 4 * (i), .at_size = 4 }

#define IP6_WORD(f, member, i)								\
	{ OPS_ABI_WORD(f, i), COMMON_AT(offsetof(struct sock_common, member) + 4 * (i), 4) }
#if IS_ENABLED(CONFIG_IPV6)
#define IP6(f, member)	IP6_WORD(f, member, 0), IP6_WORD(f, member, 1), IP6_WORD(f, member, 2), IP6_WORD(f, member, 3),
#else
#define IP6(f, member)
#endif

/* The remote port is a 16-bit number in network order in the upper half. */
#ifdef __LITTLE_ENDIAN
#define REMOTE_PORT_SCALE	65536
#else
#define REMOTE_PORT_SCALE	0
#endif

static const struct sbpf_ctx_field fields[] = {
	{ OPS_ABI(op), .flags = SBPF_FIELD_R, OPS_VIEW(op) },
	ARG(0, SBPF_FIELD_RW),
	ARG(1, SBPF_FIELD_R),
	ARG(2, SBPF_FIELD_R),
	ARG(3, SBPF_FIELD_R),
	{ OPS_ABI(family), COMMON(skc_family) },
	{ OPS_ABI(remote_ip4), COMMON(skc_daddr) },
	{ OPS_ABI(local_ip4), COMMON(skc_rcv_saddr) },
	IP6(remote_ip6, skc_v6_daddr)
	IP6(local_ip6, skc_v6_rcv_saddr)
	{ OPS_ABI(remote_port), COMMON(skc_dport), .scale = REMOTE_PORT_SCALE },
	{ OPS_ABI(local_port), COMMON(skc_num) },
	{ OPS_ABI(is_fullsock), .flags = SBPF_FIELD_R, OPS_VIEW(is_fullsock) },
	TCP(snd_cwnd),
	TCP(srtt_us),
	TCP(bpf_sock_ops_cb_flags),
	{ OPS_ABI(state), COMMON(skc_state) },
	{ OPS_ABI(rtt_min), FULL_AT(SBPF_FIELD_R, offsetof(struct tcp_sock, rtt_min.s[0].v), sizeof(u32)) },
	TCP(snd_ssthresh),
	TCP(rcv_nxt),
	TCP(snd_nxt),
	TCP(snd_una),
	TCP(mss_cache),
	TCP(ecn_flags),
	TCP(rate_delivered),
	TCP(rate_interval_us),
	TCP(packets_out),
	TCP(retrans_out),
	TCP(total_retrans),
	TCP(segs_in),
	TCP(data_segs_in),
	TCP(segs_out),
	TCP(data_segs_out),
	TCP(lost_out),
	TCP(sacked_out),
	{ OPS_ABI(sk_txhash), FULL_AT(SBPF_FIELD_RW, offsetof(struct sock, sk_txhash), sizeof_field(struct sock, sk_txhash)) },
	TCP(bytes_received),
	TCP(bytes_acked),
	{ OPS_ABI(sk), .kind = SBPF_FIELD_OBJECT, .flags = SBPF_FIELD_R, OPS_VIEW(full), .object = &sbpf_sock_object },
	{ OPS_ABI(skb_data), .kind = SBPF_FIELD_PKT, .flags = SBPF_FIELD_R, OPS_VIEW(skb_data) },
	{ OPS_ABI(skb_data_end), .kind = SBPF_FIELD_PKT_END, .flags = SBPF_FIELD_R, OPS_VIEW(skb_data_end) },
	{ OPS_ABI(skb_len), SKB_AT(0, offsetof(struct sk_buff, len), sizeof_field(struct sk_buff, len)) },
	{ OPS_ABI(skb_tcp_flags), SKB_AT(SBPF_FIELD_NARROW_AT_0,
					 offsetof(struct sk_buff, cb) + offsetof(struct tcp_skb_cb, tcp_flags),
					 sizeof_field(struct tcp_skb_cb, tcp_flags)) },
	{ OPS_ABI(skb_hwtstamp), .flags = SBPF_FIELD_R | SBPF_FIELD_NULL_OK, .nhops = 1,
	  .hop = { offsetof(struct sbpf_sock_ops_ctx, shinfo) },
	  .at = offsetof(struct skb_shared_info, hwtstamps.hwtstamp), .at_size = sizeof(ktime_t) },
};

/* What the kernel takes from a program is in reply. */
static bool ret_range(u32 attach_type, s32 *min, s32 *max)
{
	*min = 0;
	*max = 1;
	return true;
}

const struct sbpf_prog_ops sbpf_sock_ops_prog_type = {
	.name = "sock_ops",
	.flags = SBPF_PT_NET_ADMIN | SBPF_PT_NO_HOOK | SBPF_PT_PKT_READ,
	.contexts = SBPF_IN_NET,
	.ctx_size = sizeof(struct sbpf_sock_ops),
	.fields = fields,
	.nr_fields = ARRAY_SIZE(fields),
	.safe_ret = 0,
	.ret_range = ret_range,
};
