/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Frames, checksums and small programs for the tests on packets.
 */
#ifndef SELFTEST_PACKETS_H
#define SELFTEST_PACKETS_H

#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/ip.h>
#include <linux/netfilter.h>
#include <linux/pkt_cls.h>
#include <linux/udp.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "net.h"
#include "sandbpf.h"
#include "tap.h"

/* Seconds a test may take that sets up networks: emulated kernels with all checks on are slow. */
#define SLOW		180

#define SKB(f)		((int)offsetof(struct __sbpf_sk_buff, f))

/* Frames as a network card gives them. */
struct frame {
	struct ethhdr eth;
	struct iphdr ip;
	struct udphdr udp;
	unsigned char data[32];
} __attribute__((packed));

#define OFF_ETH_PROTO	12
#define OFF_IP		ETH_HLEN
#define OFF_IP_CSUM	(OFF_IP + 10)
#define OFF_SADDR	(OFF_IP + 12)
#define OFF_DADDR	(OFF_IP + 16)
#define OFF_UDP		(OFF_IP + 20)
#define OFF_DPORT	(OFF_UDP + 2)
#define OFF_UDP_CSUM	(OFF_UDP + 6)

static inline __u32 sum_add(const void *data, size_t len, __u32 sum)
{
	const unsigned char *p = data;
	size_t i;

	for (i = 0; i + 1 < len; i += 2)
		sum += p[i] << 8 | p[i + 1];
	if (len & 1)
		sum += p[len - 1] << 8;
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return sum;
}

/* The one's complement sum over an IPv4 header: 0xffff when its checksum is right. */
static inline __u32 ip_sum(const void *header)
{
	const struct iphdr *ip = header;

	return sum_add(ip, ip->ihl * 4, 0);
}

/* The same over a UDP datagram with its pseudo header. */
static inline __u32 udp_sum(const void *ip_header, const void *udp_header)
{
	const struct iphdr *ip = ip_header;
	const struct udphdr *udp = udp_header;
	__u32 sum = sum_add(&ip->saddr, 8, IPPROTO_UDP + ntohs(udp->len));

	return sum_add(udp, ntohs(udp->len), sum);
}

static inline void frame_fill(struct frame *f)
{
	size_t i;

	memset(f, 0, sizeof(*f));
	memcpy(f->eth.h_dest, "\2\0\0\0\0\2", ETH_ALEN);
	memcpy(f->eth.h_source, "\2\0\0\0\0\1", ETH_ALEN);
	f->eth.h_proto = htons(ETH_P_IP);
	f->ip.version = 4;
	f->ip.ihl = 5;
	f->ip.ttl = 64;
	f->ip.protocol = IPPROTO_UDP;
	f->ip.tot_len = htons(sizeof(*f) - ETH_HLEN);
	f->ip.saddr = inet_addr("192.0.2.1");
	f->ip.daddr = inet_addr("192.0.2.2");
	f->udp.source = htons(1111);
	f->udp.dest = htons(2222);
	f->udp.len = htons(sizeof(f->udp) + sizeof(f->data));
	for (i = 0; i < sizeof(f->data); i++)
		f->data[i] = i + 1;
	f->ip.check = htons(~ip_sum(&f->ip));
	f->udp.check = htons(~udp_sum(&f->ip, &f->udp));
}

/* Test-run a program on the frame; what comes back replaces it. The return value of the program, or the test ends. */
static inline __u32 frame_run(int prog, struct frame *f)
{
	union sbpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.test.data_in = PTR(f);
	attr.test.data_size_in = sizeof(*f);
	attr.test.data_out = PTR(f);
	attr.test.data_size_out = sizeof(*f);
	ASSERT_OK(prog_test_run_attr(prog, &attr));
	return attr.test.retval;
}

/* An array of 64-bit numbers that programs write to and tests read. */
static inline int numbers_create(void)
{
	return ASSERT_OK(map_create(SBPF_MAP_TYPE_ARRAY, 4, 8 * 16, 1, 0));
}

static inline void numbers_clear(int map)
{
	__u64 all[16] = {};
	__u32 key = 0;

	ASSERT_OK(map_update(map, &key, all, 0));
}

static inline __u64 number(int map, int i)
{
	__u64 all[16];
	__u32 key = 0;

	ASSERT_OK(map_lookup(map, &key, all));
	return all[i];
}

/* Add 1 to number @i of @map. Uses R1 and R2. */
#define COUNT(map, i)								\
	LD_MAP_VALUE(R1, map, 8 * (i)), MOV_IMM(R2, 1), ATOMIC(DW, SBPF_ADD, R1, R2, 0)
/* Number @i of @map becomes @reg, which is not R1. */
#define PUT(map, i, reg)	LD_MAP_VALUE(R1, map, 8 * (i)), STX(DW, R1, reg, 0)

/* Load a program that a hook of netfilter takes. */
static inline int nf_load(int type, const struct sbpf_insn *insns, __u32 cnt)
{
	struct prog_opts opts = {
		.expected_attach_type = type == SBPF_PROG_TYPE_NETFILTER ? SBPF_NETFILTER : 0,
	};

	return ASSERT_OK(prog_load_opts(type, insns, cnt, &opts));
}

#define NF_LOAD(type, insns)	nf_load(type, insns, ARRAY_SIZE(insns))

/* Arguments of the helpers on bytes, the context being in R6: offset, pointer to 8 bytes at fp-8, size. Five slots. */
#define BYTES_ARGS(offset, size)						\
	MOV_REG(R1, R6), MOV_IMM(R2, offset), MOV_REG(R3, R10), ALU64_IMM(ADD, R3, -8), MOV_IMM(R4, size)

#define CLS_LOAD(insns)	NF_LOAD(SBPF_PROG_TYPE_SCHED_CLS, insns)

/* A program that counts packets in number @i of @map and returns @verdict. */
static inline int count_prog(int type, int map, int i, int verdict)
{
	struct sbpf_insn insns[] = { COUNT(map, i), MOV_IMM(R0, verdict), EXIT() };

	return NF_LOAD(type, insns);
}

#ifndef NFPROTO_NETDEV
#define NFPROTO_NETDEV	5
#endif
#ifndef NF_NETDEV_INGRESS
#define NF_NETDEV_INGRESS	0
#endif
#define NETDEV_EGRESS	1

static inline int link_netdev(int prog, int ifindex, __u32 hook)
{
	union sbpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.link_create.prog_fd = prog;
	attr.link_create.target_ifindex = ifindex;
	attr.link_create.attach_type = SBPF_NETFILTER;
	attr.link_create.netfilter.pf = NFPROTO_NETDEV;
	attr.link_create.netfilter.hooknum = hook;
	return sbpf(SBPF_LINK_CREATE, &attr, sizeof(attr));
}

/*
 * Send a datagram and say whether it arrives at @sock within @ms milliseconds; what came goes to @buf. A packet dropped on
 * the way out makes sending fail, which is not told apart.
 */
static inline int deliver(int sock, const char *addr, int port, size_t len, void *buf, size_t size, int ms)
{
	static const char bytes[4096] = "sandbpf";

	net_udp_send(addr, port, bytes, len);
	return net_recv(sock, buf, size, ms);
}

#endif
