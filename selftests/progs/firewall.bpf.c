// SPDX-License-Identifier: GPL-2.0
/*
 * Demo: a small firewall for an IPv4 hook of netfilter, where packets start at their IP header. ICMP is limited per source
 * by a token bucket in a hash map, TCP to one port is dropped, everything is counted per protocol in a per-CPU array.
 * Loaded and explained by demo/firewall.c.
 */
#include <linux/bpf.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/pkt_cls.h>
#include <linux/tcp.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "../demo/firewall.h"

char LICENSE[] SEC("license") = "GPL";

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, sizeof(struct fw_rules));
	__uint(max_entries, 1);
} rules SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, sizeof(struct fw_counter));
	__uint(max_entries, FW_PROTOCOLS);
} counters SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, sizeof(struct fw_source));
	__uint(max_entries, 1024);
} sources SEC(".maps");

/* May one more packet of this source pass? Two CPUs at once may let one too many through; that is fine for a limit. */
static __always_inline int source_may(const struct fw_rules *r, __u32 address)
{
	struct fw_source fresh = {}, *source;
	__u64 now = bpf_ktime_get_ns(), full = r->icmp_burst * 1000ULL;

	source = bpf_map_lookup_elem(&sources, &address);
	if (!source) {
		fresh.filled_ns = now;
		fresh.tokens = full;
		bpf_map_update_elem(&sources, &address, &fresh, BPF_NOEXIST);
		source = bpf_map_lookup_elem(&sources, &address);
		if (!source)
			return 0;
	}
	source->tokens += (now - source->filled_ns) / 1000000 * r->icmp_per_second;
	source->filled_ns += (now - source->filled_ns) / 1000000 * 1000000;
	if (source->tokens > full)
		source->tokens = full;
	if (source->tokens < 1000) {
		__sync_fetch_and_add(&source->dropped, 1);
		return 0;
	}
	source->tokens -= 1000;
	return 1;
}

static __always_inline int judge(const struct fw_rules *r, const struct iphdr *ip, void *end, __u32 *protocol)
{
	const struct tcphdr *tcp;

	switch (ip->protocol) {
	case IPPROTO_ICMP:
		*protocol = FW_ICMP;
		return source_may(r, ip->saddr);
	case IPPROTO_TCP:
		*protocol = FW_TCP;
		/* Only the first fragment has ports; options make the header longer. */
		if (ip->frag_off & bpf_htons(0x1fff))
			return 1;
		tcp = (void *)ip + (ip->ihl & 15) * 4;
		if ((void *)(tcp + 1) > end)
			return 0;
		return tcp->dest != bpf_htons(r->tcp_port);
	case IPPROTO_UDP:
		*protocol = FW_UDP;
		return 1;
	}
	return 1;
}

SEC("tc")
int firewall(struct __sk_buff *skb)
{
	void *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
	__u32 protocol = FW_OTHER, zero = 0;
	const struct iphdr *ip = data;
	struct fw_counter *counter;
	const struct fw_rules *r;
	int pass;

	r = bpf_map_lookup_elem(&rules, &zero);
	if (!r || (void *)(ip + 1) > end)
		return TC_ACT_SHOT;
	pass = judge(r, ip, end, &protocol);
	counter = bpf_map_lookup_elem(&counters, &protocol);
	if (counter && pass) {
		counter->passed++;
		counter->passed_bytes += skb->len;
	} else if (counter) {
		counter->dropped++;
		counter->dropped_bytes += skb->len;
	}
	return pass ? TC_ACT_OK : TC_ACT_SHOT;
}
