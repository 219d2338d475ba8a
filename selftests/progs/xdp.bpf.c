// SPDX-License-Identifier: GPL-2.0
/* XDP programs as users write them, for net/xdp. */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/udp.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

struct {
	__u64 seen;
	__u32 ifindex;
} stat;

struct headers {
	struct ethhdr eth;
	struct iphdr ip;
	struct udphdr udp;
} __attribute__((packed));

/* The beginning of the frame if it is a UDP packet of IPv4 without options. */
static struct headers *udp_packet(struct xdp_md *ctx)
{
	struct headers *h = (void *)(long)ctx->data;

	if ((void *)(h + 1) > (void *)(long)ctx->data_end)
		return 0;
	if (h->eth.h_proto != bpf_htons(ETH_P_IP) || h->ip.ihl != 5 || h->ip.protocol != IPPROTO_UDP)
		return 0;
	return h;
}

SEC("xdp")
int drop_udp(struct xdp_md *ctx)
{
	if (!udp_packet(ctx))
		return XDP_PASS;
	__sync_fetch_and_add(&stat.seen, 1);
	stat.ifindex = ctx->ingress_ifindex;
	return XDP_DROP;
}

/* Sender and receiver change places, so checksums stay right. */
SEC("xdp")
int echo_udp(struct xdp_md *ctx)
{
	struct headers *h = udp_packet(ctx);
	unsigned char mac[ETH_ALEN];
	__be32 addr;
	__be16 port;

	if (!h)
		return XDP_PASS;
	__builtin_memcpy(mac, h->eth.h_dest, ETH_ALEN);
	__builtin_memcpy(h->eth.h_dest, h->eth.h_source, ETH_ALEN);
	__builtin_memcpy(h->eth.h_source, mac, ETH_ALEN);
	addr = h->ip.saddr;
	h->ip.saddr = h->ip.daddr;
	h->ip.daddr = addr;
	port = h->udp.source;
	h->udp.source = h->udp.dest;
	h->udp.dest = port;
	__sync_fetch_and_add(&stat.seen, 1);
	return XDP_TX;
}

/* IPv4 in IPv4: the outer header goes. */
SEC("xdp")
int decap_ipip(struct xdp_md *ctx)
{
	struct ethhdr *eth = (void *)(long)ctx->data, copy;
	struct iphdr *ip = (void *)(eth + 1);

	if ((void *)(ip + 1) > (void *)(long)ctx->data_end)
		return XDP_PASS;
	if (eth->h_proto != bpf_htons(ETH_P_IP) || ip->ihl != 5 || ip->protocol != IPPROTO_IPIP)
		return XDP_PASS;
	copy = *eth;
	if (bpf_xdp_adjust_head(ctx, sizeof(*ip)))
		return XDP_ABORTED;
	eth = (void *)(long)ctx->data;
	if ((void *)(eth + 1) > (void *)(long)ctx->data_end)
		return XDP_ABORTED;
	*eth = copy;
	__sync_fetch_and_add(&stat.seen, 1);
	return XDP_PASS;
}

/* The last four bytes of UDP packets go, lengths and checksums follow. */
SEC("xdp")
int trim_udp(struct xdp_md *ctx)
{
	struct headers *h = udp_packet(ctx);
	__u32 sum;

	if (!h || bpf_xdp_adjust_tail(ctx, -4))
		return h ? XDP_ABORTED : XDP_PASS;
	h = udp_packet(ctx);
	if (!h)
		return XDP_ABORTED;
	h->ip.tot_len = bpf_htons(bpf_ntohs(h->ip.tot_len) - 4);
	h->udp.len = bpf_htons(bpf_ntohs(h->udp.len) - 4);
	h->udp.check = 0;
	h->ip.check = 0;
	sum = bpf_csum_diff(0, 0, (void *)h + sizeof(h->eth), sizeof(h->ip), 0);
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	h->ip.check = ~sum;
	__sync_fetch_and_add(&stat.seen, 1);
	return XDP_PASS;
}
