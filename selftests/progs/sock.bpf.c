// SPDX-License-Identifier: GPL-2.0
/* Programs that find sockets and look at them, for net/sock. */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/udp.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

/* What was seen of the last socket, and how often. */
struct {
	__u64 runs;
	__u64 found;
	__u64 listeners;
	__u64 bytes_received;
	__u64 half_open;
	__u32 family, type, protocol, state;
	__u32 mark, priority, bound_dev_if;
	__u32 src_ip4, dst_ip4, src_port, dst_port;
	__u32 src_ip6_3, dst_ip6_3;
	__s32 rx_queue;
	__u32 snd_cwnd, segs_in, mss_cache, snd_ssthresh;
} seen;

static void look_at(struct bpf_sock *sk)
{
	seen.found++;
	seen.family = sk->family;
	seen.type = sk->type;
	seen.protocol = sk->protocol;
	seen.state = sk->state;
	seen.mark = sk->mark;
	seen.priority = sk->priority;
	seen.bound_dev_if = sk->bound_dev_if;
	seen.src_ip4 = sk->src_ip4;
	seen.dst_ip4 = sk->dst_ip4;
	seen.src_port = sk->src_port;
	seen.dst_port = sk->dst_port;
	seen.src_ip6_3 = sk->src_ip6[3];
	seen.dst_ip6_3 = sk->dst_ip6[3];
	seen.rx_queue = sk->rx_queue_mapping;
}

/* UDP and TCP begin with the ports. */
SEC("xdp")
int find(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
	struct bpf_sock_tuple tuple = {};
	struct ethhdr *eth = data;
	struct iphdr *ip = data + sizeof(*eth);
	struct ipv6hdr *ip6 = data + sizeof(*eth);
	struct bpf_sock *sk;
	struct udphdr *udp;
	__u32 size;
	__u8 proto;

	if ((void *)(ip6 + 1) + sizeof(*udp) > end) {
		if ((void *)(ip + 1) + sizeof(*udp) > end)
			return XDP_PASS;
	}
	if (eth->h_proto == bpf_htons(ETH_P_IP)) {
		udp = (void *)(ip + 1);
		if ((void *)(udp + 1) > end)
			return XDP_PASS;
		tuple.ipv4.saddr = ip->saddr;
		tuple.ipv4.daddr = ip->daddr;
		tuple.ipv4.sport = udp->source;
		tuple.ipv4.dport = udp->dest;
		size = sizeof(tuple.ipv4);
		proto = ip->protocol;
	} else if (eth->h_proto == bpf_htons(ETH_P_IPV6)) {
		if ((void *)(ip6 + 1) > end)
			return XDP_PASS;
		udp = (void *)(ip6 + 1);
		if ((void *)(udp + 1) > end)
			return XDP_PASS;
		__builtin_memcpy(tuple.ipv6.saddr, &ip6->saddr, 16);
		__builtin_memcpy(tuple.ipv6.daddr, &ip6->daddr, 16);
		tuple.ipv6.sport = udp->source;
		tuple.ipv6.dport = udp->dest;
		size = sizeof(tuple.ipv6);
		proto = ip6->nexthdr;
	} else {
		return XDP_PASS;
	}
	seen.runs++;
	if (proto == IPPROTO_UDP)
		sk = bpf_sk_lookup_udp(ctx, &tuple, size, BPF_F_CURRENT_NETNS, 0);
	else if (proto == IPPROTO_TCP)
		sk = bpf_sk_lookup_tcp(ctx, &tuple, size, BPF_F_CURRENT_NETNS, 0);
	else
		return XDP_PASS;
	if (sk) {
		look_at(sk);
		bpf_sk_release(sk);
	}
	return XDP_PASS;
}

/* The socket that a packet was given already, as a connection has it. */
SEC("cgroup_skb/ingress")
int see(struct __sk_buff *skb)
{
	struct bpf_sock *sk = skb->sk, *full;
	struct bpf_tcp_sock *tp;

	if (skb->protocol != bpf_htons(ETH_P_IP))
		return 1;
	seen.runs++;
	if (!sk)
		return 1;
	full = bpf_sk_fullsock(sk);
	if (!full) {
		seen.half_open++;
		return 1;
	}
	look_at(full);
	tp = bpf_tcp_sock(full);
	if (tp) {
		seen.bytes_received = tp->bytes_received;
		seen.snd_cwnd = tp->snd_cwnd;
		seen.segs_in = tp->segs_in;
		seen.mss_cache = tp->mss_cache;
		seen.snd_ssthresh = tp->snd_ssthresh;
	}
	if (bpf_get_listener_sock(sk))
		seen.listeners++;
	return 1;
}

/* The same connection is looked up from the packet and compared with the packet's own. */
SEC("tc")
int half_open(struct __sk_buff *skb)
{
	struct bpf_sock_tuple tuple = {};
	struct bpf_sock *sk, *listener;

	if (skb->protocol != bpf_htons(ETH_P_IP) || bpf_skb_load_bytes(skb, 12, &tuple.ipv4.saddr, 8) ||
	    bpf_skb_load_bytes(skb, 20, &tuple.ipv4.sport, 4))
		return 0;
	seen.runs++;
	sk = bpf_skc_lookup_tcp(skb, &tuple, sizeof(tuple.ipv4), BPF_F_CURRENT_NETNS, 0);
	if (!sk)
		return 0;
	seen.found++;
	seen.state = sk->state;
	if (sk->state == BPF_TCP_NEW_SYN_RECV) {
		seen.half_open++;
		listener = bpf_get_listener_sock(sk);
		if (listener && listener->state == BPF_TCP_LISTEN)
			seen.listeners++;
	}
	bpf_sk_release(sk);
	return 0;
}
