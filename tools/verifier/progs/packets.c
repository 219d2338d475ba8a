// SPDX-License-Identifier: GPL-2.0
/* Packet filters as people write them. */
#include "prog.h"

/* Ethernet, up to two VLAN tags, IPv4 with options, TCP: drop one port. */
SEC("cls/tcp_port") int tcp_port(struct __sbpf_sk_buff *skb)
{
	void *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
	struct eth *eth = data;
	struct ip4 *ip;
	struct tcp *tcp;
	u16 proto;

	if ((void *)(eth + 1) > end)
		return 0;
	proto = eth->proto;
	data += sizeof(*eth);
#pragma unroll
	for (int i = 0; i < 2; i++) {
		struct vlan *v = data;

		if (proto != htons(0x8100) && proto != htons(0x88a8))
			break;
		if ((void *)(v + 1) > end)
			return 0;
		proto = v->proto;
		data += sizeof(*v);
	}
	if (proto != htons(0x800))
		return 0;
	ip = data;
	if ((void *)(ip + 1) > end)
		return 0;
	if (ip->proto != 6)
		return 0;
	u32 hlen = (ip->vihl & 15) * 4;
	if (hlen < sizeof(*ip))
		return 0;
	tcp = data + hlen;
	if ((void *)(tcp + 1) > end)
		return 0;
	return tcp->dst == htons(8080) ? 2 : 0;
}

/* Walk the TCP options with a bounded loop. */
SEC("cls/tcp_options") int tcp_options(struct __sbpf_sk_buff *skb)
{
	void *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
	struct eth *eth = data;
	struct ip4 *ip = data + sizeof(*eth);
	struct tcp *tcp = (void *)(ip + 1);
	u8 *p = (void *)(tcp + 1), *stop;

	if ((void *)(tcp + 1) > end || eth->proto != htons(0x800) || ip->vihl != 0x45 || ip->proto != 6)
		return 0;
	stop = (u8 *)tcp + ((ntohs(tcp->flags) >> 12) & 15) * 4;
	for (int i = 0; i < 40; i++) {
		u8 kind, len;

		if (p >= stop || (void *)(p + 1) > end)
			break;
		kind = p[0];
		if (kind == 0)
			break;
		if ((void *)(p + 2) > end)
			break;
		len = p[1];
		if (len < 2)
			break;
		if (kind == 2 && len == 4) {
			if ((void *)(p + 4) > end)
				break;
			return *(u16 *)(p + 2) == htons(1460);
		}
		p += len;
	}
	return 0;
}

/* One's complement sum over at most 64 words. */
SEC("cls/checksum") int checksum(struct __sbpf_sk_buff *skb)
{
	void *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
	u16 *p = data + 14;
	u32 sum = 0;

	for (int i = 0; i < 64; i++) {
		if ((void *)(p + 1) > end)
			break;
		sum += *p++;
	}
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	return (u16)~sum;
}

/* Counters per protocol in an array, flows in a hash, by the source address. */
SEC("cls/counters") int counters(struct __sbpf_sk_buff *skb)
{
	void *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
	struct eth *eth = data;
	struct ip4 *ip = (void *)(eth + 1);
	u64 key, *val, init[2] = { 1, 0 };
	u32 index;

	if ((void *)(ip + 1) > end)
		return 0;
	index = ip->proto;
	if (index < 8) {
		u64 *c = map_lookup(&m_array, &index);

		if (c)
			__sync_fetch_and_add(c + (index & 3), 1);
	}
	key = ip->src;
	val = map_lookup(&m_hash, &key);
	if (val) {
		__sync_fetch_and_add(val, 1);
		val[1] = ktime_get_ns();
		if (val[0] > 1000)
			return 2;
	} else {
		init[1] = ktime_get_ns();
		map_update(&m_hash, &key, init, 1);
	}
	return 0;
}

/* IPv6 extension headers, with a switch and a moving offset. */
SEC("cls/ip6_headers") int ip6_headers(struct __sbpf_sk_buff *skb)
{
	void *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
	struct ip6 *ip6 = data + 14;
	u32 off = 14 + sizeof(*ip6);
	u8 next;

	if ((void *)(ip6 + 1) > end)
		return 0;
	next = ip6->next;
#pragma clang loop unroll(disable)
	for (int i = 0; i < 8; i++) {
		u8 *h = data + off;

		switch (next) {
		case 0: case 43: case 60:
			if ((void *)(h + 2) > end)
				return 0;
			next = h[0];
			off += (h[1] + 1) * 8;
			break;
		case 44:
			if ((void *)(h + 8) > end)
				return 0;
			next = h[0];
			off += 8;
			break;
		case 17: {
			struct udp *u = (void *)h;

			if ((void *)(u + 1) > end)
				return 0;
			return u->dst == htons(53) ? 2 : 1;
		}
		default:
			return 0;
		}
		if (off > 1000)
			return 0;
	}
	return 0;
}

/* Bytes that are not linear: pull them over with a helper, into a buffer with a variable index. */
SEC("cls/dns_name") int dns_name(struct __sbpf_sk_buff *skb)
{
	u8 name[64] = {};
	u32 hash = 5381;

	if (load_bytes(skb, 54, name, sizeof(name)) < 0)
		return 0;
#pragma clang loop unroll(disable)
	for (u32 i = 0; i < sizeof(name); i++) {
		if (!name[i])
			break;
		hash = hash * 33 + name[i];
	}
	u32 at = name[0];
	if (at < 63)
		name[at + 1] = '.';
	return hash == 0x1234 ? name[1] : 0;
}

/* A helper that moves the packet: everything is looked at again. */
SEC("cls/grow") int grow(struct __sbpf_sk_buff *skb)
{
	void *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
	u8 *p = data;

	if (p + 20 > (u8 *)end)
		return 0;
	if (p[0] != 0x45)
		return 0;
	if (change_tail(skb, skb->len + 8, 0))
		return 0;
	data = (void *)(long)skb->data;
	end = (void *)(long)skb->data_end;
	p = data;
	if (p + 20 > (u8 *)end)
		return 0;
	p[8] = 64;
	skb->mark = p[9];
	skb->cb[0] = p[10];
	return 0;
}

static NOINLINE int parse_ip(void *data, void *end, u32 off, u32 *src)
{
	struct ip4 *ip = data + off;

	if ((void *)(ip + 1) > end)
		return -1;
	*src = ip->src;
	return ip->proto;
}

static NOINLINE int classify(struct __sbpf_sk_buff *skb, u32 proto, u32 src)
{
	u64 key = src;
	u64 *v;

	if (proto > 255)
		return 0;
	v = map_lookup(&m_hash, &key);
	if (!v)
		return 1;
	return v[0] > skb->len;
}

/* Functions of the program, with pointers to the packet and to the caller's stack. */
SEC("cls/functions") int functions(struct __sbpf_sk_buff *skb)
{
	void *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
	u32 src = 0;
	int proto = parse_ip(data, end, 14, &src);

	if (proto < 0)
		return 0;
	if (proto == 6)
		tail_call(skb, &m_progs, 1);
	return classify(skb, proto, src);
}

SEC("cls/compare_forms") int compare_forms(struct __sbpf_sk_buff *skb)
{
	u8 *p = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
	u32 n = skb->len & 0xff, sum = 0;

	if (end >= p + 4)
		sum += p[3];
	if (p + 8 < end)
		sum += p[8];
	if (end < p + 64)
		return sum;
	p += n;
	if (p + 4 <= end)
		sum += *(u32 *)p;
	return sum;
}
