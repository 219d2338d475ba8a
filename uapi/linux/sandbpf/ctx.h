/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Contexts: what R1 points to when a program starts, as the program sees it. Which fields may be
 * read or written in which widths is the business of each program type. The context of perf event
 * programs is in <linux/sandbpf_perf_event.h>, because it holds the architecture's registers.
 */
#ifndef _UAPI_LINUX_SANDBPF_CTX_H
#define _UAPI_LINUX_SANDBPF_CTX_H

/* A pointer that takes eight bytes whatever the width of pointers. */
#define __sbpf_md_ptr(type, name)	\
union {					\
	type name;			\
	__u64 :64;			\
} __attribute__((aligned(8)))

struct sbpf_flow_keys;
struct sbpf_sock;
struct nf_hook_state;
struct sk_buff;

/**
 * struct __sbpf_sk_buff - a packet
 *
 * The program's view of the kernel's sk_buff.
 */
struct __sbpf_sk_buff {
	__u32	len;			/* bytes of the packet */
	__u32	pkt_type;		/* PACKET_HOST ... of <linux/if_packet.h> */
	__u32	mark;
	__u32	queue_mapping;
	__u32	protocol;		/* ETH_P_*, network byte order */
	__u32	vlan_present;
	__u32	vlan_tci;
	__u32	vlan_proto;
	__u32	priority;
	__u32	ingress_ifindex;
	__u32	ifindex;
	__u32	tc_index;
	__u32	cb[5];			/* scratch, shared by programs of one hook */
	__u32	hash;
	__u32	tc_classid;
	__u32	data;			/* first byte that may be accessed directly */
	__u32	data_end;		/* one after the last such byte */
	__u32	napi_id;
	__u32	family;			/* AF_*, of the socket; as the next six */
	__u32	remote_ip4;		/* network byte order */
	__u32	local_ip4;		/* network byte order */
	__u32	remote_ip6[4];		/* network byte order */
	__u32	local_ip6[4];		/* network byte order */
	__u32	remote_port;		/* network byte order */
	__u32	local_port;		/* host byte order */
	__u32	data_meta;
	__sbpf_md_ptr(struct sbpf_flow_keys *, flow_keys);
	__u64	tstamp;			/* ns */
	__u32	wire_len;
	__u32	gso_segs;
	__sbpf_md_ptr(struct sbpf_sock *, sk);
	__u32	gso_size;
	__u8	tstamp_type;		/* SBPF_SKB_TSTAMP_* */
	__u32	:24;
	__u64	hwtstamp;		/* ns of the device's clock */
};

/* tstamp_type: the clock of tstamp. */
enum {
	SBPF_SKB_TSTAMP_UNSPEC = 0,		/* not known */
	SBPF_SKB_TSTAMP_DELIVERY_MONO = 1,	/* time to leave, CLOCK_MONOTONIC */
};

/**
 * struct sbpf_nf_ctx - a packet at a netfilter hook
 * @state: struct nf_hook_state of the kernel, readable by BTF
 * @skb: struct sk_buff of the kernel, readable by BTF
 */
struct sbpf_nf_ctx {
	__sbpf_md_ptr(const struct nf_hook_state *, state);
	__sbpf_md_ptr(struct sk_buff *, skb);
};

/**
 * struct sbpf_xdp_md - a frame in the driver
 */
struct sbpf_xdp_md {
	__u32	data;
	__u32	data_end;
	__u32	data_meta;
	__u32	ingress_ifindex;
	__u32	rx_queue_index;
	__u32	egress_ifindex;
};

/**
 * struct sbpf_sock - a socket
 */
struct sbpf_sock {
	__u32	bound_dev_if;
	__u32	family;
	__u32	type;
	__u32	protocol;
	__u32	mark;
	__u32	priority;
	__u32	src_ip4;		/* network byte order */
	__u32	src_ip6[4];		/* network byte order */
	__u32	src_port;		/* host byte order */
	__be16	dst_port;		/* network byte order */
	__u16	:16;
	__u32	dst_ip4;		/* network byte order */
	__u32	dst_ip6[4];		/* network byte order */
	__u32	state;			/* SBPF_TCP_* */
	__s32	rx_queue_mapping;	/* -1: none */
};

/**
 * struct sbpf_tcp_sock - the TCP part of a socket
 *
 * Counters are of the whole connection unless said otherwise.
 */
struct sbpf_tcp_sock {
	__u32	snd_cwnd;		/* congestion window, packets */
	__u32	srtt_us;		/* smoothed round trip, us << 3 */
	__u32	rtt_min;		/* us */
	__u32	snd_ssthresh;		/* packets */
	__u32	rcv_nxt;
	__u32	snd_nxt;
	__u32	snd_una;
	__u32	mss_cache;		/* bytes */
	__u32	ecn_flags;
	__u32	rate_delivered;		/* packets in the last rate sample */
	__u32	rate_interval_us;	/* length of that sample */
	__u32	packets_out;		/* in flight now */
	__u32	retrans_out;		/* of these, sent again */
	__u32	total_retrans;
	__u32	segs_in;
	__u32	data_segs_in;
	__u32	segs_out;
	__u32	data_segs_out;
	__u32	lost_out;
	__u32	sacked_out;
	__u64	bytes_received;
	__u64	bytes_acked;
	__u32	dsack_dups;
	__u32	delivered;		/* data packets, also the repeated */
	__u32	delivered_ce;		/* of these, with congestion marked */
	__u32	icsk_retransmits;	/* timeouts in a row */
};

struct sbpf_xdp_sock {
	__u32	queue_id;
};

/**
 * struct sbpf_sk_msg_md - data of a sendmsg on a socket in a sockmap
 */
struct sbpf_sk_msg_md {
	__sbpf_md_ptr(void *, data);
	__sbpf_md_ptr(void *, data_end);
	__u32	family;
	__u32	remote_ip4;		/* network byte order */
	__u32	local_ip4;		/* network byte order */
	__u32	remote_ip6[4];		/* network byte order */
	__u32	local_ip6[4];		/* network byte order */
	__u32	remote_port;		/* network byte order */
	__u32	local_port;		/* host byte order */
	__u32	size;			/* bytes of the message */
	__sbpf_md_ptr(struct sbpf_sock *, sk);
};

/**
 * struct sbpf_sk_reuseport_md - a packet that needs a listener of a reuseport group
 *
 * @data starts at the TCP or UDP header. @migrating_sk is set when a closing listener's
 * connection looks for another one, and NULL otherwise.
 */
struct sbpf_sk_reuseport_md {
	__sbpf_md_ptr(void *, data);
	__sbpf_md_ptr(void *, data_end);
	__u32	len;			/* bytes from data, all of the packet */
	__u32	eth_protocol;		/* ETH_P_*, network byte order */
	__u32	ip_protocol;		/* IPPROTO_* */
	__u32	bind_inany;		/* group is bound to the wildcard address */
	__u32	hash;
	__sbpf_md_ptr(struct sbpf_sock *, sk);
	__sbpf_md_ptr(struct sbpf_sock *, migrating_sk);
};

/**
 * struct sbpf_sock_addr - the address in bind, connect, sendmsg and their like
 *
 * The user_ fields are the address that user space gave or gets; programs may change them.
 */
struct sbpf_sock_addr {
	__u32	user_family;
	__u32	user_ip4;		/* network byte order */
	__u32	user_ip6[4];		/* network byte order */
	__u32	user_port;		/* network byte order */
	__u32	family;
	__u32	type;
	__u32	protocol;
	__u32	msg_src_ip4;		/* network byte order */
	__u32	msg_src_ip6[4];		/* network byte order */
	__sbpf_md_ptr(struct sbpf_sock *, sk);
};

/**
 * struct sbpf_sock_ops - an event of a TCP socket
 * @op: SBPF_SOCK_OPS_*
 */
struct sbpf_sock_ops {
	__u32	op;
	union {
		__u32	args[4];
		__u32	reply;
		__u32	replylong[4];
	};
	__u32	family;
	__u32	remote_ip4;		/* network byte order */
	__u32	local_ip4;		/* network byte order */
	__u32	remote_ip6[4];		/* network byte order */
	__u32	local_ip6[4];		/* network byte order */
	__u32	remote_port;		/* network byte order */
	__u32	local_port;		/* host byte order */
	__u32	is_fullsock;		/* 0: the TCP fields read as zero */
	__u32	snd_cwnd;
	__u32	srtt_us;		/* us << 3 */
	__u32	bpf_sock_ops_cb_flags;	/* SBPF_SOCK_OPS_*_FLAG */
	__u32	state;
	__u32	rtt_min;
	__u32	snd_ssthresh;
	__u32	rcv_nxt;
	__u32	snd_nxt;
	__u32	snd_una;
	__u32	mss_cache;
	__u32	ecn_flags;
	__u32	rate_delivered;
	__u32	rate_interval_us;
	__u32	packets_out;
	__u32	retrans_out;
	__u32	total_retrans;
	__u32	segs_in;
	__u32	data_segs_in;
	__u32	segs_out;
	__u32	data_segs_out;
	__u32	lost_out;
	__u32	sacked_out;
	__u32	sk_txhash;
	__u64	bytes_received;
	__u64	bytes_acked;
	__sbpf_md_ptr(struct sbpf_sock *, sk);
	__sbpf_md_ptr(void *, skb_data);	/* TCP header */
	__sbpf_md_ptr(void *, skb_data_end);
	__u32	skb_len;
	__u32	skb_tcp_flags;
	__u64	skb_hwtstamp;		/* ns */
};

/**
 * struct sbpf_sk_lookup - a packet that needs a listening socket
 */
struct sbpf_sk_lookup {
	union {
		__sbpf_md_ptr(struct sbpf_sock *, sk);	/* chosen so far */
		__u64	cookie;		/* test run: cookie of the chosen one */
	};
	__u32	family;
	__u32	protocol;		/* IPPROTO_* */
	__u32	remote_ip4;		/* network byte order */
	__u32	remote_ip6[4];		/* network byte order */
	__be16	remote_port;		/* network byte order */
	__u16	:16;
	__u32	local_ip4;		/* network byte order */
	__u32	local_ip6[4];		/* network byte order */
	__u32	local_port;		/* host byte order */
	__u32	ingress_ifindex;
};

/**
 * struct sbpf_cgroup_dev_ctx - access to a device node
 * @access_type: SBPF_DEVCG_ACC_* << 16 | SBPF_DEVCG_DEV_*
 * @major: major number
 * @minor: minor number
 */
struct sbpf_cgroup_dev_ctx {
	__u32	access_type;
	__u32	major;
	__u32	minor;
};

/**
 * struct sbpf_sysctl - access to a file below /proc/sys
 * @write: 1 for write, 0 for read
 * @file_pos: position in the file, may be changed
 */
struct sbpf_sysctl {
	__u32	write;
	__u32	file_pos;
};

/**
 * struct sbpf_sockopt - getsockopt or setsockopt
 *
 * The value lies from @optval to @optval_end; @optlen is what user space gave or gets.
 */
struct sbpf_sockopt {
	__sbpf_md_ptr(struct sbpf_sock *, sk);
	__sbpf_md_ptr(void *, optval);
	__sbpf_md_ptr(void *, optval_end);
	__s32	level;
	__s32	optname;
	__s32	optlen;
	__s32	retval;
};

/**
 * struct sbpf_flow_keys - what a flow dissector fills
 *
 * Offsets are in bytes from the start of the packet data.
 */
struct sbpf_flow_keys {
	__u16	nhoff;			/* network header */
	__u16	thoff;			/* transport header */
	__u16	addr_proto;		/* ETH_P_IP or ETH_P_IPV6: which addresses count */
	__u8	is_frag;
	__u8	is_first_frag;
	__u8	is_encap;
	__u8	ip_proto;
	__be16	n_proto;
	__be16	sport;
	__be16	dport;
	union {
		struct {
			__be32	ipv4_src;
			__be32	ipv4_dst;
		};
		struct {
			__u32	ipv6_src[4];	/* network byte order */
			__u32	ipv6_dst[4];	/* network byte order */
		};
	};
	__u32	flags;			/* SBPF_FLOW_DISSECTOR_F_* */
	__be32	flow_label;
};

/**
 * struct sbpf_raw_tracepoint_args - arguments of a raw tracepoint
 * @args: as the tracepoint's prototype orders them, each widened to 64 bits
 */
struct sbpf_raw_tracepoint_args {
	__u64	args[0];
};

#endif /* _UAPI_LINUX_SANDBPF_CTX_H */
