/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Flags, modes and return codes of helpers and programs. Flags of commands are in flags.h.
 */
#ifndef _UAPI_LINUX_SANDBPF_HELPER_FLAGS_H
#define _UAPI_LINUX_SANDBPF_HELPER_FLAGS_H

/* skb_store_bytes */
enum {
	SBPF_F_RECOMPUTE_CSUM		= (1ULL << 0),	/* keep skb->csum right */
	SBPF_F_INVALIDATE_HASH		= (1ULL << 1),	/* forget skb->hash */
};

/* l3_csum_replace, l4_csum_replace: width of the changed field, 0, 2 or 4 bytes */
enum {
	SBPF_F_HDR_FIELD_MASK		= 0xfULL,
};

/* l4_csum_replace */
enum {
	SBPF_F_PSEUDO_HDR		= (1ULL << 4),	/* field is in the pseudo header */
	SBPF_F_MARK_MANGLED_0		= (1ULL << 5),	/* UDP: leave a checksum of 0 alone */
	SBPF_F_MARK_ENFORCE		= (1ULL << 6),	/* UDP: with the above, set one yet */
	SBPF_F_IPV6			= (1ULL << 7),	/* address of IPv6: skb->csum stays */
};

/* skb_set_tunnel_key, skb_get_tunnel_key */
enum {
	SBPF_F_TUNINFO_IPV6		= (1ULL << 0),	/* remote_ipv6, not remote_ipv4 */
};

/* get_stackid, get_stack, get_task_stack */
enum {
	SBPF_F_SKIP_FIELD_MASK		= 0xffULL,	/* innermost frames to leave out */
	SBPF_F_USER_STACK		= (1ULL << 8),	/* user stack, not kernel stack */
	SBPF_F_FAST_STACK_CMP		= (1ULL << 9),	/* get_stackid: compare hashes only */
	SBPF_F_REUSE_STACKID		= (1ULL << 10),	/* get_stackid: overwrite on collision */
	SBPF_F_USER_BUILD_ID		= (1ULL << 11),	/* get_stack: struct sbpf_stack_build_id */
};

/* skb_set_tunnel_key */
enum {
	SBPF_F_ZERO_CSUM_TX		= (1ULL << 1),	/* no outer UDP checksum (IPv4) */
	SBPF_F_DONT_FRAGMENT		= (1ULL << 2),
	SBPF_F_SEQ_NUMBER		= (1ULL << 3),	/* GRE sequence numbers */
	SBPF_F_NO_TUNNEL_KEY		= (1ULL << 4),	/* no key in the tunnel header */
};

/* skb_get_tunnel_key */
enum {
	SBPF_F_TUNINFO_FLAGS		= (1ULL << 4),	/* fill tunnel_flags */
};

/* perf_event_output, perf_event_read, perf_event_read_value */
enum {
	SBPF_F_INDEX_MASK		= 0xffffffffULL,	/* index into the map */
	SBPF_F_CURRENT_CPU		= SBPF_F_INDEX_MASK,	/* index is this CPU */
	SBPF_F_CTXLEN_MASK		= (0xfffffULL << 32),	/* packet bytes to append */
};

/* netns of the socket lookups */
enum {
	SBPF_F_CURRENT_NETNS		= (-1L),
};

/* csum_level */
enum {
	SBPF_CSUM_LEVEL_QUERY		= 0,
	SBPF_CSUM_LEVEL_INC		= 1,
	SBPF_CSUM_LEVEL_DEC		= 2,
	SBPF_CSUM_LEVEL_RESET		= 3,
};

/* skb_adjust_room */
enum {
	SBPF_F_ADJ_ROOM_FIXED_GSO	= (1ULL << 0),	/* gso_size stays */
	SBPF_F_ADJ_ROOM_ENCAP_L3_IPV4	= (1ULL << 1),
	SBPF_F_ADJ_ROOM_ENCAP_L3_IPV6	= (1ULL << 2),
	SBPF_F_ADJ_ROOM_ENCAP_L4_GRE	= (1ULL << 3),
	SBPF_F_ADJ_ROOM_ENCAP_L4_UDP	= (1ULL << 4),
	SBPF_F_ADJ_ROOM_NO_CSUM_RESET	= (1ULL << 5),
	SBPF_F_ADJ_ROOM_ENCAP_L2_ETH	= (1ULL << 6),	/* inner Ethernet header */
	SBPF_F_ADJ_ROOM_DECAP_L3_IPV4	= (1ULL << 7),
	SBPF_F_ADJ_ROOM_DECAP_L3_IPV6	= (1ULL << 8),
};

enum {
	SBPF_ADJ_ROOM_ENCAP_L2_MASK	= 0xff,
	SBPF_ADJ_ROOM_ENCAP_L2_SHIFT	= 56,
};

/* length of the inner L2 header, bytes */
#define SBPF_F_ADJ_ROOM_ENCAP_L2(len)	(((__u64)(len) & SBPF_ADJ_ROOM_ENCAP_L2_MASK) << \
					 SBPF_ADJ_ROOM_ENCAP_L2_SHIFT)

/* skb_adjust_room: where the room is */
enum sbpf_adj_room_mode {
	SBPF_ADJ_ROOM_NET		= 0,	/* after the network header */
	SBPF_ADJ_ROOM_MAC		= 1,	/* after the MAC header */
};

/* skb_load_bytes_relative: where offset 0 is */
enum sbpf_hdr_start_off {
	SBPF_HDR_START_MAC		= 0,
	SBPF_HDR_START_NET		= 1,
};

/* lwt_push_encap */
enum sbpf_lwt_encap_mode {
	SBPF_LWT_ENCAP_SEG6		= 0,	/* outer IPv6 header with SRH */
	SBPF_LWT_ENCAP_SEG6_INLINE	= 1,	/* SRH in the packet's own header */
	SBPF_LWT_ENCAP_IP		= 2,	/* outer IPv4 or IPv6 header */
};

/* sysctl_get_name */
enum {
	SBPF_F_SYSCTL_BASE_NAME		= (1ULL << 0),	/* file name without directories */
};

/* sk_, inode_, task_, cgrp_storage_get */
enum {
	SBPF_LOCAL_STORAGE_GET_F_CREATE	= (1ULL << 0),	/* create if absent */
	SBPF_SK_STORAGE_GET_F_CREATE	= SBPF_LOCAL_STORAGE_GET_F_CREATE,
};

/* read_branch_records */
enum {
	SBPF_F_GET_BRANCH_RECORDS_SIZE	= (1ULL << 0),	/* return bytes needed */
};

/* ringbuf_output, ringbuf_submit, ringbuf_discard, their dynptr kin, user_ringbuf_drain */
enum {
	SBPF_RB_NO_WAKEUP		= (1ULL << 0),
	SBPF_RB_FORCE_WAKEUP		= (1ULL << 1),
};

/* ringbuf_query */
enum {
	SBPF_RB_AVAIL_DATA		= 0,	/* bytes not yet consumed */
	SBPF_RB_RING_SIZE		= 1,	/* bytes of the data area */
	SBPF_RB_CONS_POS		= 2,
	SBPF_RB_PROD_POS		= 3,
};

/* Record header of a ring buffer: 32 bits length and these, 32 bits page offset. */
enum {
	SBPF_RINGBUF_BUSY_BIT		= (1U << 31),	/* not yet submitted */
	SBPF_RINGBUF_DISCARD_BIT	= (1U << 30),	/* to be skipped */
	SBPF_RINGBUF_HDR_SZ		= 8,		/* bytes */
};

/* sk_assign in SK_LOOKUP programs */
enum {
	SBPF_SK_LOOKUP_F_REPLACE	= (1ULL << 0),	/* overrule an earlier choice */
	SBPF_SK_LOOKUP_F_NO_REUSEPORT	= (1ULL << 1),	/* no choice inside the group */
};

/* bprm_opts_set */
enum {
	SBPF_F_BPRM_SECUREEXEC		= (1ULL << 0),	/* AT_SECURE for the new program */
};

/* redirect, redirect_map, clone_redirect */
enum {
	SBPF_F_INGRESS			= (1ULL << 0),	/* receive instead of send */
	SBPF_F_BROADCAST		= (1ULL << 3),	/* XDP: to every device of the map */
	SBPF_F_EXCLUDE_INGRESS		= (1ULL << 4),	/* XDP: but not where it came from */
};

/* fib_lookup */
enum {
	SBPF_FIB_LOOKUP_DIRECT		= (1U << 0),	/* table only, no rules */
	SBPF_FIB_LOOKUP_OUTPUT		= (1U << 1),	/* as if sent from here */
	SBPF_FIB_LOOKUP_SKIP_NEIGH	= (1U << 2),	/* leave smac and dmac */
	SBPF_FIB_LOOKUP_TBID		= (1U << 3),	/* with DIRECT: table tbid */
	SBPF_FIB_LOOKUP_SRC		= (1U << 4),	/* fill the source address */
};

enum {
	SBPF_FIB_LKUP_RET_SUCCESS	= 0,
	SBPF_FIB_LKUP_RET_BLACKHOLE	= 1,
	SBPF_FIB_LKUP_RET_UNREACHABLE	= 2,
	SBPF_FIB_LKUP_RET_PROHIBIT	= 3,
	SBPF_FIB_LKUP_RET_NOT_FWDED	= 4,	/* for this host, multicast ... */
	SBPF_FIB_LKUP_RET_FWD_DISABLED	= 5,	/* forwarding is off on the device */
	SBPF_FIB_LKUP_RET_UNSUPP_LWT	= 6,	/* next hop encapsulates */
	SBPF_FIB_LKUP_RET_NO_NEIGH	= 7,	/* MAC address not known */
	SBPF_FIB_LKUP_RET_FRAG_NEEDED	= 8,	/* larger than the route's MTU */
	SBPF_FIB_LKUP_RET_NO_SRC_ADDR	= 9,
};

/* check_mtu */
enum sbpf_check_mtu_flags {
	SBPF_MTU_CHK_SEGS		= (1U << 0),	/* each GSO segment as well */
};

enum sbpf_check_mtu_ret {
	SBPF_MTU_CHK_RET_SUCCESS	= 0,
	SBPF_MTU_CHK_RET_FRAG_NEEDED	= 1,
	SBPF_MTU_CHK_RET_SEGS_TOOBIG	= 2,
};

/* timer_start */
enum {
	SBPF_F_TIMER_ABS		= (1ULL << 0),	/* a point in time, not a delay */
	SBPF_F_TIMER_CPU_PIN		= (1ULL << 1),	/* expire on this CPU */
};

/* snprintf_btf, seq_printf_btf */
enum {
	SBPF_BTF_F_COMPACT		= (1ULL << 0),	/* one line */
	SBPF_BTF_F_NONAME		= (1ULL << 1),	/* no member names and types */
	SBPF_BTF_F_PTR_RAW		= (1ULL << 2),	/* pointers not hashed */
	SBPF_BTF_F_ZERO			= (1ULL << 3),	/* members that are zero as well */
};

/* load_hdr_opt */
enum {
	SBPF_LOAD_HDR_OPT_TCP_SYN	= (1ULL << 0),	/* in the SYN, not in this packet */
};

/* Return codes of programs on packets; those below 128 equal TC_ACT_*. */
enum sbpf_ret_code {
	SBPF_OK				= 0,
	SBPF_DROP			= 2,
	SBPF_REDIRECT			= 7,	/* where a redirect helper said */
	SBPF_LWT_REROUTE		= 128,	/* route again by the new header */
	SBPF_FLOW_DISSECTOR_CONTINUE	= 129,	/* use the built-in dissector */
};

/* Return codes of SBPF_TCX_INGRESS and SBPF_TCX_EGRESS programs. */
enum sbpf_tcx_action_base {
	SBPF_TCX_NEXT			= -1,	/* go on with the next program */
	SBPF_TCX_PASS			= 0,
	SBPF_TCX_DROP			= 2,
	SBPF_TCX_REDIRECT		= 7,
};

/* Bytes in front of a frame that an XDP program may grow into. */
#define SBPF_XDP_PACKET_HEADROOM	256

/* Return codes of XDP programs. */
enum sbpf_xdp_action {
	SBPF_XDP_ABORTED		= 0,	/* dropped and traced as an error */
	SBPF_XDP_DROP			= 1,
	SBPF_XDP_PASS			= 2,
	SBPF_XDP_TX			= 3,	/* back out of the same device */
	SBPF_XDP_REDIRECT		= 4,
};

/* Return codes of SK_SKB, SK_MSG, SK_REUSEPORT and SK_LOOKUP programs. */
enum sbpf_sk_action {
	SBPF_SK_DROP			= 0,
	SBPF_SK_PASS			= 1,
};

/* flags of struct sbpf_flow_keys */
enum {
	SBPF_FLOW_DISSECTOR_F_PARSE_1ST_FRAG		= (1U << 0),
	SBPF_FLOW_DISSECTOR_F_STOP_AT_FLOW_LABEL	= (1U << 1),
	SBPF_FLOW_DISSECTOR_F_STOP_AT_ENCAP		= (1U << 2),
};

/* access_type of struct sbpf_cgroup_dev_ctx, upper half */
enum {
	SBPF_DEVCG_ACC_MKNOD		= (1ULL << 0),
	SBPF_DEVCG_ACC_READ		= (1ULL << 1),
	SBPF_DEVCG_ACC_WRITE		= (1ULL << 2),
};

/* access_type of struct sbpf_cgroup_dev_ctx, lower half */
enum {
	SBPF_DEVCG_DEV_BLOCK		= (1ULL << 0),
	SBPF_DEVCG_DEV_CHAR		= (1ULL << 1),
};

/* bpf_sock_ops_cb_flags: which events a socket reports */
enum {
	SBPF_SOCK_OPS_RTO_CB_FLAG			= (1 << 0),
	SBPF_SOCK_OPS_RETRANS_CB_FLAG			= (1 << 1),
	SBPF_SOCK_OPS_STATE_CB_FLAG			= (1 << 2),
	SBPF_SOCK_OPS_RTT_CB_FLAG			= (1 << 3),
	SBPF_SOCK_OPS_PARSE_ALL_HDR_OPT_CB_FLAG		= (1 << 4),
	SBPF_SOCK_OPS_PARSE_UNKNOWN_HDR_OPT_CB_FLAG	= (1 << 5),
	SBPF_SOCK_OPS_WRITE_HDR_OPT_CB_FLAG		= (1 << 6),
	SBPF_SOCK_OPS_ALL_CB_FLAGS			= 0x7F,
};

/* op of struct sbpf_sock_ops; a reply of -1 means the kernel's default */
enum {
	SBPF_SOCK_OPS_VOID			= 0,
	SBPF_SOCK_OPS_TIMEOUT_INIT		= 1,	/* reply: SYN timeout, jiffies */
	SBPF_SOCK_OPS_RWND_INIT			= 2,	/* reply: first window, packets */
	SBPF_SOCK_OPS_TCP_CONNECT_CB		= 3,	/* before connect sends its SYN */
	SBPF_SOCK_OPS_ACTIVE_ESTABLISHED_CB	= 4,	/* connect succeeded */
	SBPF_SOCK_OPS_PASSIVE_ESTABLISHED_CB	= 5,	/* a client was accepted */
	SBPF_SOCK_OPS_NEEDS_ECN			= 6,	/* reply: 1 if ECN is needed */
	SBPF_SOCK_OPS_BASE_RTT			= 7,	/* reply: threshold of congestion, us */
	SBPF_SOCK_OPS_RTO_CB			= 8,	/* args: retransmits, timeout, expired */
	SBPF_SOCK_OPS_RETRANS_CB		= 9,	/* args: sequence, segments, error */
	SBPF_SOCK_OPS_STATE_CB			= 10,	/* args: old state, new state */
	SBPF_SOCK_OPS_TCP_LISTEN_CB		= 11,	/* listen(2) done */
	SBPF_SOCK_OPS_RTT_CB			= 12,	/* args: measured rtt, new srtt */
	SBPF_SOCK_OPS_PARSE_HDR_OPT_CB		= 13,	/* received options to parse */
	SBPF_SOCK_OPS_HDR_OPT_LEN_CB		= 14,	/* reserve room; arg: SBPF_WRITE_HDR_* */
	SBPF_SOCK_OPS_WRITE_HDR_OPT_CB		= 15,	/* write options; arg: the same */
};

/* args[0] of HDR_OPT_LEN_CB and WRITE_HDR_OPT_CB */
enum {
	SBPF_WRITE_HDR_TCP_CURRENT_MSS		= 1,	/* computing the MSS, nothing is sent */
	SBPF_WRITE_HDR_TCP_SYNACK_COOKIE	= 2,	/* SYN-ACK with a SYN cookie */
};

/* state of struct sbpf_sock */
enum {
	SBPF_TCP_ESTABLISHED		= 1,
	SBPF_TCP_SYN_SENT		= 2,
	SBPF_TCP_SYN_RECV		= 3,
	SBPF_TCP_FIN_WAIT1		= 4,
	SBPF_TCP_FIN_WAIT2		= 5,
	SBPF_TCP_TIME_WAIT		= 6,
	SBPF_TCP_CLOSE			= 7,
	SBPF_TCP_CLOSE_WAIT		= 8,
	SBPF_TCP_LAST_ACK		= 9,
	SBPF_TCP_LISTEN			= 10,
	SBPF_TCP_CLOSING		= 11,
	SBPF_TCP_NEW_SYN_RECV		= 12,
	SBPF_TCP_BOUND_INACTIVE		= 13,

	SBPF_TCP_MAX_STATES
};

/* optname of setsockopt and getsockopt at level SOL_TCP, for programs only */
enum {
	SBPF_TCP_BPF_IW			= 1001,	/* initial congestion window, packets */
	SBPF_TCP_BPF_SNDCWND_CLAMP	= 1002,	/* upper limit of the window, packets */
	SBPF_TCP_BPF_DELACK_MAX		= 1003,	/* longest delay of an ACK, us */
	SBPF_TCP_BPF_RTO_MIN		= 1004,	/* shortest retransmit timeout, us */
	SBPF_TCP_BPF_SYN		= 1005,	/* get: the SYN, from its TCP header */
	SBPF_TCP_BPF_SYN_IP		= 1006,	/* get: the SYN, from its IP header */
	SBPF_TCP_BPF_SYN_MAC		= 1007,	/* get: the SYN, from its MAC header */
};

#endif /* _UAPI_LINUX_SANDBPF_HELPER_FLAGS_H */
