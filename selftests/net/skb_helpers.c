// SPDX-License-Identifier: GPL-2.0
/*
 * The helpers on packets: what each does to a test packet, byte for byte, and what real packets and sockets say to it.
 * covers: helper:skb_load_bytes helper:skb_load_bytes_relative helper:skb_store_bytes
 * covers: helper:skb_change_tail helper:skb_pull_data helper:l3_csum_replace
 * covers: helper:l4_csum_replace helper:csum_diff helper:csum_update helper:get_hash_recalc
 * covers: helper:set_hash helper:set_hash_invalid helper:get_socket_cookie
 * covers: helper:get_socket_uid helper:skb_cgroup_id helper:clone_redirect
 */
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "packets.h"

#define CLS	SBPF_PROG_TYPE_SCHED_CLS
#define PORT	7000

static struct net_pair net;
static int map;

BEFORE_EACH()
{
	need_device();
	map = numbers_create();
}

/* Arguments: offset, pointer to 8 bytes at fp-8, size. */
#define BYTES_ARGS(offset, size)						\
	MOV_REG(R1, R6), MOV_IMM(R2, offset), MOV_REG(R3, R10), ALU64_IMM(ADD, R3, -8), MOV_IMM(R4, size)

static int cls(const struct sbpf_insn *insns, __u32 cnt)
{
	return ASSERT_OK(prog_load(CLS, insns, cnt));
}

#define CLS_LOAD(insns)	cls(insns, ARRAY_SIZE(insns))

/* Load a program, run it on a fresh frame, forget it. */
static int run_insns(const struct sbpf_insn *insns, __u32 cnt, struct frame *f)
{
	int prog = cls(insns, cnt);
	__u32 ret = frame_run(prog, f);

	close(prog);
	return ret;
}

#define RUN(insns, f)	run_insns(insns, ARRAY_SIZE(insns), f)

TEST(load_bytes)
{
	static const struct {
		int off;
		int size;
		int ret;
		__u32 value;
	} cases[] = {
		{ OFF_ETH_PROTO, 2, 0, 0x0008 },
		{ OFF_SADDR, 4, 0, 0x010200c0 },
		{ sizeof(struct frame) - 4, 4, 0, 0x201f1e1d },
		{ sizeof(struct frame) - 3, 4, -EFAULT, 0 },
		{ sizeof(struct frame), 1, -EFAULT, 0x5a5a5a00 },	/* zeroed is what was asked for */
		{ -1, 4, -EFAULT, 0 },
		{ 0x7ffffff0, 4, -EFAULT, 0 },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct sbpf_insn insns[] = {
			MOV_REG(R6, R1),
			ST(DW, R10, -8, 0),
			ST(W, R10, -8, cases[i].ret ? 0x5a5a5a5a : 0),
			BYTES_ARGS(cases[i].off, cases[i].size),
			CALL(skb_load_bytes),
			LDX(W, R7, R10, -8),
			PUT(map, 0, R7),
			EXIT(),
		};
		struct frame f;

		frame_fill(&f);
		EXPECT_EQ(RUN(insns, &f), cases[i].ret);
		EXPECT_EQ(number(map, 0), cases[i].value);
	}
}

TEST(load_bytes_relative)
{
	static const struct {
		int base;
		int off;
		int ret;
		__u32 value;
	} cases[] = {
		{ SBPF_HDR_START_MAC, OFF_SADDR, 0, 0x010200c0 },
		{ SBPF_HDR_START_NET, 12, 0, 0x010200c0 },
		{ SBPF_HDR_START_NET, sizeof(struct frame) - ETH_HLEN - 4, 0, 0x201f1e1d },
		{ SBPF_HDR_START_NET, sizeof(struct frame) - ETH_HLEN - 3, -EFAULT, 0 },
		{ SBPF_HDR_START_MAC, 0x10000, -EFAULT, 0 },
		{ 2, 0, -EFAULT, 0 },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct sbpf_insn insns[] = {
			MOV_REG(R6, R1),
			BYTES_ARGS(cases[i].off, 4),
			MOV_IMM(R5, cases[i].base),
			CALL(skb_load_bytes_relative),
			LDX(W, R7, R10, -8),
			PUT(map, 0, R7),
			EXIT(),
		};
		struct frame f;

		frame_fill(&f);
		EXPECT_EQ(RUN(insns, &f), cases[i].ret);
		EXPECT_EQ(number(map, 0), cases[i].value);
	}
}

TEST(store_bytes)
{
	static const struct {
		int off;
		int size;
		int flags;
		int ret;
	} cases[] = {
		{ OFF_SADDR, 4, 0, 0 },
		{ OFF_SADDR, 4, SBPF_F_RECOMPUTE_CSUM | SBPF_F_INVALIDATE_HASH, 0 },
		{ sizeof(struct frame) - 8, 8, 0, 0 },
		{ sizeof(struct frame) - 7, 8, 0, -EFAULT },
		{ -1, 4, 0, -EFAULT },
		{ OFF_SADDR, 4, 4, -EINVAL },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct sbpf_insn insns[] = {
			MOV_REG(R6, R1),
			LD_IMM64(R7, 0x8877665544332211ULL),
			STX(DW, R10, R7, -8),
			BYTES_ARGS(cases[i].off, cases[i].size),
			MOV_IMM(R5, cases[i].flags),
			CALL(skb_store_bytes),
			EXIT(),
		};
		struct frame f, want;

		frame_fill(&f);
		want = f;
		if (!cases[i].ret)
			memcpy((char *)&want + cases[i].off, "\x11\x22\x33\x44\x55\x66\x77\x88", cases[i].size);
		EXPECT_EQ(RUN(insns, &f), cases[i].ret);
		EXPECT_EQ(memcmp(&f, &want, sizeof(f)), 0);
	}
}

/* Packet pointers are void after a helper that may move the packet, and good again when loaded anew. */
TEST(pointers_after_change)
{
	struct sbpf_insn stale[] = {
		MOV_REG(R6, R1),
		LDX(W, R7, R6, SKB(data)),
		LDX(W, R8, R6, SKB(data_end)),
		MOV_REG(R2, R7),
		ALU64_IMM(ADD, R2, 14),
		JMP_REG(JGT, R2, R8, 4),
		MOV_IMM(R2, 0),
		CALL(skb_pull_data),
		LDX(B, R0, R7, 0),
		EXIT(),
		MOV_IMM(R0, 0),
		EXIT(),
	};
	struct sbpf_insn fresh[] = {
		MOV_REG(R6, R1),
		MOV_IMM(R2, sizeof(struct frame) + 100),
		MOV_IMM(R3, 0),
		CALL(skb_change_tail),
		LDX(W, R7, R6, SKB(data)),
		LDX(W, R8, R6, SKB(data_end)),
		ALU64_IMM(ADD, R7, sizeof(struct frame) + 100),
		MOV_IMM(R0, 1),
		JMP_REG(JGT, R7, R8, 1),
		LDX(B, R0, R7, -1),
		EXIT(),
	};
	int prog = CLS_LOAD(fresh);
	union sbpf_attr attr;
	struct frame f;

	EXPECT_ERR(PROG_LOAD_BAD(CLS, stale, NULL, 0), EACCES);
	frame_fill(&f);
	memset(&attr, 0, sizeof(attr));
	attr.test.data_in = PTR(&f);
	attr.test.data_size_in = sizeof(f);
	EXPECT_OK(prog_test_run_attr(prog, &attr));
	EXPECT_EQ(attr.test.retval, 0);
	EXPECT_EQ(attr.test.data_size_out, sizeof(f) + 100);
}

TEST(change_tail)
{
	static const struct {
		unsigned int len;
		int flags;
		int ret;
	} cases[] = {
		{ sizeof(struct frame), 0, 0 }, { sizeof(struct frame) - 10, 0, 0 }, { sizeof(struct frame) + 500, 0, 0 },
		{ ETH_HLEN + 20, 0, 0 }, { ETH_HLEN - 1, 0, -EINVAL }, { sizeof(struct frame), 1, -EINVAL },
		{ 1 << 20, 0, -EINVAL },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct sbpf_insn insns[] = {
			MOV_IMM(R2, cases[i].len),
			MOV_IMM(R3, cases[i].flags),
			CALL(skb_change_tail),
			EXIT(),
		};
		unsigned char out[1024], zeroes[500] = {};
		int prog = CLS_LOAD(insns);
		union sbpf_attr attr;
		struct frame f;
		unsigned int len = cases[i].ret ? sizeof(f) : cases[i].len;

		frame_fill(&f);
		memset(&attr, 0, sizeof(attr));
		attr.test.data_in = PTR(&f);
		attr.test.data_size_in = sizeof(f);
		attr.test.data_out = PTR(out);
		attr.test.data_size_out = sizeof(out);
		EXPECT_OK(prog_test_run_attr(prog, &attr));
		tap_note("length %u flags %d", cases[i].len, cases[i].flags);
		EXPECT_EQ(attr.test.retval, cases[i].ret);
		EXPECT_EQ(attr.test.data_size_out, len);
		EXPECT_EQ(memcmp(out, &f, len < sizeof(f) ? len : sizeof(f)), 0);
		if (len > sizeof(f))
			EXPECT_EQ(memcmp(out + sizeof(f), zeroes, len - sizeof(f)), 0);
		close(prog);
	}
}

/* Change an address and a port the way a NAT does: afterwards both checksums are right again. */
TEST(csum_replace)
{
	struct frame f, was;
	__u32 address = inet_addr("198.51.100.77");
	__u16 port = htons(4444);
	struct sbpf_insn insns[] = {
		MOV_REG(R6, R1),
		/* The address, in both checksums. */
		MOV_IMM(R2, OFF_IP_CSUM), LD_IMM64(R3, inet_addr("192.0.2.1")), LD_IMM64(R4, address), MOV_IMM(R5, 4),
		CALL(l3_csum_replace),
		MOV_REG(R7, R0),
		MOV_REG(R1, R6), MOV_IMM(R2, OFF_UDP_CSUM), LD_IMM64(R3, inet_addr("192.0.2.1")), LD_IMM64(R4, address),
		MOV_IMM(R5, 4 | SBPF_F_PSEUDO_HDR | SBPF_F_MARK_MANGLED_0),
		CALL(l4_csum_replace),
		ALU64_REG(OR, R7, R0),
		/* The port. */
		MOV_REG(R1, R6), MOV_IMM(R2, OFF_UDP_CSUM), MOV_IMM(R3, htons(2222)), MOV_IMM(R4, port),
		MOV_IMM(R5, 2 | SBPF_F_MARK_MANGLED_0),
		CALL(l4_csum_replace),
		ALU64_REG(OR, R7, R0),
		ST(W, R10, -8, address),
		BYTES_ARGS(OFF_SADDR, 4), MOV_IMM(R5, 0),
		CALL(skb_store_bytes),
		ALU64_REG(OR, R7, R0),
		ST(H, R10, -8, port),
		BYTES_ARGS(OFF_DPORT, 2), MOV_IMM(R5, 0),
		CALL(skb_store_bytes),
		ALU64_REG(OR, R7, R0),
		MOV_REG(R0, R7),
		EXIT(),
	};

	frame_fill(&f);
	was = f;
	EXPECT_EQ(RUN(insns, &f), 0);
	EXPECT_EQ(f.ip.saddr, address);
	EXPECT_EQ(f.udp.dest, port);
	EXPECT_NE(f.ip.check, was.ip.check);
	EXPECT_EQ(ip_sum(&f.ip), 0xffff);
	EXPECT_EQ(udp_sum(&f.ip, &f.udp), 0xffff);
}

/* A difference from csum_diff in place of a field (width 0). */
TEST(csum_replace_diff)
{
	__u32 address = inet_addr("198.51.100.77");
	struct frame f;
	struct sbpf_insn insns[] = {
		MOV_REG(R6, R1),
		LD_IMM64(R1, inet_addr("192.0.2.1")),
		STX(W, R10, R1, -16),
		LD_IMM64(R1, address),
		STX(W, R10, R1, -8),
		MOV_REG(R1, R10), ALU64_IMM(ADD, R1, -16), MOV_IMM(R2, 4),
		MOV_REG(R3, R10), ALU64_IMM(ADD, R3, -8), MOV_IMM(R4, 4), MOV_IMM(R5, 0),
		CALL(csum_diff),
		MOV_REG(R8, R0),
		MOV_REG(R1, R6), MOV_IMM(R2, OFF_IP_CSUM), MOV_IMM(R3, 0), MOV_REG(R4, R8), MOV_IMM(R5, 0),
		CALL(l3_csum_replace),
		MOV_REG(R7, R0),
		MOV_REG(R1, R6), MOV_IMM(R2, OFF_UDP_CSUM), MOV_IMM(R3, 0), MOV_REG(R4, R8),
		MOV_IMM(R5, SBPF_F_PSEUDO_HDR),
		CALL(l4_csum_replace),
		ALU64_REG(OR, R7, R0),
		BYTES_ARGS(OFF_SADDR, 4), MOV_IMM(R5, 0),
		CALL(skb_store_bytes),
		ALU64_REG(OR, R0, R7),
		EXIT(),
	};

	frame_fill(&f);
	EXPECT_EQ(RUN(insns, &f), 0);
	EXPECT_EQ(f.ip.saddr, address);
	EXPECT_EQ(ip_sum(&f.ip), 0xffff);
	EXPECT_EQ(udp_sum(&f.ip, &f.udp), 0xffff);
}

TEST(csum_replace_errors)
{
	static const struct {
		int l4;
		int off;
		int from;
		int flags;
		int ret;
	} cases[] = {
		{ 0, OFF_IP_CSUM, 1, 0, -EINVAL }, { 0, OFF_IP_CSUM, 1, 3, -EINVAL }, { 0, OFF_IP_CSUM, 1, 0x10, -EINVAL },
		{ 0, OFF_IP_CSUM + 1, 1, 2, -EFAULT }, { 0, 0x10000, 1, 2, -EFAULT },
		{ 0, sizeof(struct frame) & ~1U, 1, 2, -EFAULT },
		{ 1, OFF_UDP_CSUM, 1, 0, -EINVAL }, { 1, OFF_UDP_CSUM, 1, 5, -EINVAL }, { 1, OFF_UDP_CSUM, 1, 0x100, -EINVAL },
		{ 1, OFF_UDP_CSUM + 1, 1, 2, -EFAULT }, { 1, 0x10000, 1, 2, -EFAULT },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct sbpf_insn insns[] = {
			MOV_IMM(R2, cases[i].off), MOV_IMM(R3, cases[i].from), MOV_IMM(R4, 0), MOV_IMM(R5, cases[i].flags),
			cases[i].l4 ? CALL(l4_csum_replace) : CALL(l3_csum_replace),
			EXIT(),
		};
		struct frame f;

		frame_fill(&f);
		tap_note("case %u", i);
		EXPECT_EQ(RUN(insns, &f), cases[i].ret);
	}
}

/* A UDP checksum of 0 means none: it stays, unless asked otherwise. */
TEST(csum_mangled_0)
{
	int enforce;

	for (enforce = 0; enforce <= 1; enforce++) {
		struct sbpf_insn insns[] = {
			MOV_IMM(R2, OFF_UDP_CSUM), MOV_IMM(R3, 0), MOV_IMM(R4, 0x1234),
			MOV_IMM(R5, 2 | SBPF_F_MARK_MANGLED_0 | (enforce ? SBPF_F_MARK_ENFORCE : 0)),
			CALL(l4_csum_replace),
			EXIT(),
		};
		struct frame f;

		frame_fill(&f);
		f.udp.check = 0;
		EXPECT_EQ(RUN(insns, &f), 0);
		EXPECT_EQ(f.udp.check != 0, enforce);
	}
}

static __u32 fold(__u32 sum)
{
	sum = (sum & 0xffff) + (sum >> 16);
	return (sum & 0xffff) + (sum >> 16);
}

TEST(csum_diff)
{
	static const __u32 from[2] = { 0x11223344, 0xfffefdfc }, to[3] = { 0x01020304, 0xa0b0c0d0, 0x7 };
	__u64 from64 = from[0] | (__u64)from[1] << 32, to64 = to[0] | (__u64)to[1] << 32;
	static const struct {
		int from;
		int to;
		__u32 seed;
	} cases[] = { { 0, 12, 0 }, { 8, 0, 0 }, { 8, 12, 0 }, { 4, 4, 0x1234 }, { 0, 0, 0x77 }, { 8, 8, 0xfffffffe } };
	unsigned int i, j;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct sbpf_insn insns[] = {
			LD_IMM64(R1, from64), STX(DW, R10, R1, -8),
			LD_IMM64(R1, to64), STX(DW, R10, R1, -24), ST(W, R10, -16, to[2]),
			MOV_REG(R1, R10), ALU64_IMM(ADD, R1, -8), MOV_IMM(R2, cases[i].from),
			MOV_REG(R3, R10), ALU64_IMM(ADD, R3, -24), MOV_IMM(R4, cases[i].to),
			LD_IMM64(R5, cases[i].seed),
			CALL(csum_diff),
			EXIT(),
		};
		__u64 want = cases[i].seed;
		struct frame f;

		for (j = 0; j < cases[i].from / 4U; j++)
			want += (__u32)~from[j];
		for (j = 0; j < cases[i].to / 4U; j++)
			want += to[j];
		want = (want & 0xffffffff) + (want >> 32);
		frame_fill(&f);
		/* All ones and zero are the same sum. */
		EXPECT_EQ(fold(RUN(insns, &f)) % 0xffff, fold((__u32)((want & 0xffffffff) + (want >> 32))) % 0xffff);
	}
}

TEST(csum_diff_errors)
{
	struct sbpf_insn odd[] = {
		ST(DW, R10, -8, 0),
		MOV_IMM(R1, 0), MOV_IMM(R2, 0), MOV_REG(R3, R10), ALU64_IMM(ADD, R3, -8), MOV_IMM(R4, 6), MOV_IMM(R5, 0),
		CALL(csum_diff),
		EXIT(),
	};
	struct frame f;

	frame_fill(&f);
	EXPECT_EQ(RUN(odd, &f), -EINVAL);
}

/* A test packet's checksum is not one over the whole packet. */
TEST(csum_update)
{
	struct sbpf_insn insns[] = { MOV_IMM(R2, 1), CALL(csum_update), EXIT() };
	struct frame f;

	frame_fill(&f);
	EXPECT_EQ(RUN(insns, &f), -524);
}

TEST(hash)
{
	struct sbpf_insn insns[] = {
		MOV_REG(R6, R1),
		MOV_IMM(R2, 0x1234567),
		CALL(set_hash),
		LDX(W, R7, R6, SKB(hash)),
		PUT(map, 0, R7),
		MOV_REG(R1, R6),
		CALL(get_hash_recalc),
		MOV_REG(R7, R0),
		PUT(map, 1, R7),
		MOV_REG(R1, R6),
		CALL(set_hash_invalid),
		LDX(W, R7, R6, SKB(hash)),
		PUT(map, 2, R7),
		MOV_REG(R1, R6),
		CALL(get_hash_recalc),
		MOV_REG(R7, R0),
		PUT(map, 3, R7),
		LDX(W, R7, R6, SKB(hash)),
		PUT(map, 4, R7),
		MOV_IMM(R0, 0),
		EXIT(),
	};
	struct frame f;
	__u64 first;

	frame_fill(&f);
	EXPECT_EQ(RUN(insns, &f), 0);
	EXPECT_EQ(number(map, 0), 0x1234567);
	EXPECT_EQ(number(map, 1), 0x1234567);
	EXPECT_EQ(number(map, 2), 0);
	EXPECT_NE(number(map, 3), 0);
	EXPECT_EQ(number(map, 3), number(map, 4));
	first = number(map, 3);
	/* The same flow gives the same hash, another one another. */
	EXPECT_EQ(RUN(insns, &f), 0);
	EXPECT_EQ(number(map, 3), first);
	f.udp.dest = htons(9);
	EXPECT_EQ(RUN(insns, &f), 0);
	EXPECT_NE(number(map, 3), first);
}

/* --- real packets --- */

/* Let the kernel compute checksums before a frame leaves, so that the other side has something to check. */
static void tx_checksum_off(const char *dev)
{
	struct ethtool_value off = { .cmd = ETHTOOL_STXCSUM };
	struct ifreq ifr = {};
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	strcpy(ifr.ifr_name, dev);
	ifr.ifr_data = (void *)&off;
	ASSERT_EQ(ioctl(fd, SIOCETHTOOL, &ifr), 0);
	close(fd);
}

/* Rewrite the port of datagrams to PORT as they arrive, with or without telling the checksum. */
static int port_rewriter(int fix)
{
	struct sbpf_insn insns[] = {
		MOV_REG(R6, R1),
		LDX(W, R2, R6, SKB(protocol)),
		JMP_IMM(JNE, R2, htons(ETH_P_IP), 22),
		BYTES_ARGS(9, 1),
		CALL(skb_load_bytes),
		LDX(B, R2, R10, -8),
		JMP_IMM(JNE, R2, IPPROTO_UDP, 14),
		MOV_REG(R1, R6), MOV_IMM(R2, 26), MOV_IMM(R3, htons(PORT)), MOV_IMM(R4, htons(PORT + 1)),
		MOV_IMM(R5, 2 | SBPF_F_MARK_MANGLED_0),
		fix ? CALL(l4_csum_replace) : MOV_IMM(R0, 0),
		ST(H, R10, -8, htons(PORT + 1)),
		BYTES_ARGS(22, 2), MOV_IMM(R5, 0),
		CALL(skb_store_bytes),
		MOV_IMM(R0, TC_ACT_OK),
		EXIT(),
	};

	return CLS_LOAD(insns);
}

TEST(port_rewrite_real)
{
	int sock, link, prog, fix;
	char buf[64];

	net_pair_create(&net);
	tx_checksum_off("veth0");
	net_enter(net.there);
	sock = ASSERT_OK(net_udp_bind(NET_THERE4, PORT + 1));
	for (fix = 1; fix >= 0; fix--) {
		prog = port_rewriter(fix);
		net_enter(net.there);
		link = ASSERT_OK(link_create_netfilter(prog, NFPROTO_IPV4, NF_INET_PRE_ROUTING, 0, 0));
		net_enter(net.here);
		EXPECT_EQ(deliver(sock, NET_THERE4, PORT, 20, buf, sizeof(buf), fix ? 2000 : 100), fix ? 20 : -EAGAIN);
		close(link);
		close(prog);
	}
}

/* Change the destination of frames as they come in, before the IP header's checksum is looked at. */
TEST(address_rewrite_real)
{
	__u32 from = inet_addr(NET_THERE4), to = inet_addr("10.7.0.3");
	int sock, link, prog, fix;
	char buf[64];

	net_pair_create(&net);
	tx_checksum_off("veth0");
	net_enter(net.there);
	net_cmd("ip addr add 10.7.0.3/24 dev veth1");
	sock = ASSERT_OK(net_udp_bind("10.7.0.3", PORT));
	net_enter(net.here);
	EXPECT_OK(net_ping(NET_THERE4, 2000));
	for (fix = 1; fix >= 0; fix--) {
		struct sbpf_insn insns[] = {
			MOV_REG(R6, R1),
			LDX(W, R2, R6, SKB(protocol)),
			JMP_IMM(JNE, R2, htons(ETH_P_IP), 25),
			MOV_REG(R1, R6), MOV_IMM(R2, OFF_IP_CSUM), LD_IMM64(R3, from), LD_IMM64(R4, to), MOV_IMM(R5, 4),
			fix ? CALL(l3_csum_replace) : MOV_IMM(R0, 0),
			MOV_REG(R1, R6), MOV_IMM(R2, OFF_UDP_CSUM), LD_IMM64(R3, from), LD_IMM64(R4, to),
			MOV_IMM(R5, 4 | SBPF_F_PSEUDO_HDR | SBPF_F_MARK_MANGLED_0),
			CALL(l4_csum_replace),
			ST(W, R10, -8, to),
			BYTES_ARGS(OFF_DADDR, 4), MOV_IMM(R5, 0),
			CALL(skb_store_bytes),
			MOV_IMM(R0, TC_ACT_OK),
			EXIT(),
		};

		insns[2].off = ARRAY_SIZE(insns) - 5;
		prog = CLS_LOAD(insns);
		net_enter(net.there);
		link = ASSERT_OK(link_netdev(prog, if_nametoindex("veth1"), NF_NETDEV_INGRESS));
		net_enter(net.here);
		EXPECT_EQ(deliver(sock, NET_THERE4, PORT, 20, buf, sizeof(buf), fix ? 2000 : 100), fix ? 20 : -EAGAIN);
		close(link);
		close(prog);
	}
}

/* Cut four bytes off arriving datagrams. */
TEST(change_tail_real)
{
	struct sbpf_insn insns[] = {
		MOV_REG(R6, R1),
		LDX(W, R7, R6, SKB(len)),
		MOV_IMM(R0, TC_ACT_OK),
		JMP_IMM(JNE, R7, 20 + 8 + 20, 27),
		MOV_REG(R1, R6), MOV_IMM(R2, 20 + 8 + 16), MOV_IMM(R3, 0),
		CALL(skb_change_tail),
		MOV_REG(R8, R0),
		PUT(map, 0, R8),
		/* Lengths of IP and UDP; UDP without a checksum. */
		ST(H, R10, -8, htons(44)),
		BYTES_ARGS(2, 2), MOV_IMM(R5, 0),
		CALL(skb_store_bytes),
		ST(W, R10, -8, htons(24)),
		BYTES_ARGS(24, 4), MOV_IMM(R5, 0),
		CALL(skb_store_bytes),
		MOV_IMM(R0, TC_ACT_OK),
		EXIT(),
	};
	int sock, link, prog;
	char buf[64];

	insns[3].off = ARRAY_SIZE(insns) - 5;
	prog = CLS_LOAD(insns);
	net_pair_create(&net);
	net_enter(net.there);
	sock = ASSERT_OK(net_udp_bind(NET_THERE4, PORT));
	link = ASSERT_OK(link_create_netfilter(prog, NFPROTO_IPV4, NF_INET_PRE_ROUTING, 0, 0));
	net_enter(net.here);
	EXPECT_EQ(deliver(sock, NET_THERE4, PORT, 20, buf, sizeof(buf), 2000), 16);
	EXPECT_EQ(number(map, 0), 0);
	close(link);
}

/* No program can make a packet shorter than its headers. */
TEST(change_tail_floor)
{
	struct sbpf_insn insns[] = {
		MOV_REG(R6, R1),
		MOV_IMM(R2, 19), MOV_IMM(R3, 0),
		CALL(skb_change_tail),
		MOV_REG(R8, R0),
		PUT(map, 0, R8),
		MOV_REG(R1, R6), MOV_IMM(R2, 0), MOV_IMM(R3, 0),
		CALL(skb_change_tail),
		MOV_REG(R8, R0),
		PUT(map, 1, R8),
		COUNT(map, 2),
		MOV_IMM(R0, TC_ACT_OK),
		EXIT(),
	};
	int hook, link, prog = CLS_LOAD(insns);

	net_new();
	for (hook = 0; hook <= NF_INET_LOCAL_OUT; hook += NF_INET_LOCAL_OUT) {
		link = ASSERT_OK(link_create_netfilter(prog, NFPROTO_IPV4, hook, 0, 0));
		numbers_clear(map);
		EXPECT_OK(net_ping("127.0.0.1", 2000));
		EXPECT_GE(number(map, 2), 1);
		EXPECT_EQ((long)number(map, 0), -EINVAL);
		EXPECT_EQ((long)number(map, 1), -EINVAL);
		close(link);
	}
	link = ASSERT_OK(link_netdev(prog, 1, NETDEV_EGRESS));
	numbers_clear(map);
	EXPECT_OK(net_ping("127.0.0.1", 2000));
	EXPECT_EQ((long)number(map, 1), -EINVAL);
	close(link);
}

/* The bytes of a TCP segment lie in pages: out of direct reach until pulled. */
TEST(pull_data_real)
{
	struct sbpf_insn insns[] = {
		MOV_REG(R6, R1),
		LDX(W, R9, R6, SKB(len)),
		MOV_IMM(R0, TC_ACT_OK),
		JMP_IMM(JLT, R9, 1000, 21),
		LDX(W, R2, R6, SKB(data)),
		LDX(W, R3, R6, SKB(data_end)),
		ALU64_IMM(ADD, R2, 500),
		JMP_REG(JLE, R2, R3, 3),
		COUNT(map, 0),
		MOV_REG(R1, R6), MOV_REG(R2, R9),
		CALL(skb_pull_data),
		LDX(W, R2, R6, SKB(data)),
		LDX(W, R3, R6, SKB(data_end)),
		ALU64_IMM(ADD, R2, 500),
		JMP_REG(JGT, R2, R3, 5),
		LDX(B, R7, R2, -1),
		PUT(map, 2, R7),
		COUNT(map, 1),
		MOV_IMM(R0, TC_ACT_OK),
		EXIT(),
	};
	static char data[2000];
	int server, client, conn, link, prog;

	/* COUNT is four slots. */
	insns[3].off = ARRAY_SIZE(insns) - 5;
	insns[7].off = 4;
	insns[18].off = 8;
	prog = CLS_LOAD(insns);
	memset(data, 'x', sizeof(data));
	net_pair_create(&net);
	net_enter(net.there);
	server = ASSERT_OK(net_tcp_listen(NET_THERE4, PORT));
	net_enter(net.here);
	client = ASSERT_OK(net_tcp_connect(NET_THERE4, PORT, 2000));
	conn = ASSERT_OK(net_accept(server, 2000));
	link = ASSERT_OK(link_create_netfilter(prog, NFPROTO_IPV4, NF_INET_LOCAL_OUT, 0, 0));
	EXPECT_EQ(write(client, data, sizeof(data)), sizeof(data));
	EXPECT_GT(net_recv(conn, data, sizeof(data), 2000), 0);
	EXPECT_GE(number(map, 0), 1);
	EXPECT_GE(number(map, 1), 1);
	EXPECT_EQ(number(map, 2), 'x');
	EXPECT_EQ(data[0], 'x');
	close(link);
}

/* A direct write is seen by whoever comes next, and updates no checksum. */
TEST(direct_write_real)
{
	struct sbpf_insn insns[] = {
		LDX(W, R2, R1, SKB(data)),
		LDX(W, R3, R1, SKB(data_end)),
		MOV_REG(R4, R2),
		ALU64_IMM(ADD, R4, 20),
		JMP_REG(JGT, R4, R3, 1),
		ST(B, R2, 1, 0x20),	/* type of service */
		COUNT(map, 0),
		MOV_IMM(R0, TC_ACT_OK),
		EXIT(),
	};
	struct sbpf_insn look[] = {
		LDX(W, R2, R1, SKB(data)),
		LDX(W, R3, R1, SKB(data_end)),
		MOV_REG(R4, R2),
		ALU64_IMM(ADD, R4, 20),
		JMP_REG(JGT, R4, R3, 4),
		LDX(B, R7, R2, 1),
		PUT(map, 1, R7),
		MOV_IMM(R0, TC_ACT_OK),
		EXIT(),
	};
	int link, link2;

	net_pair_create(&net);
	look[4].off = 4;
	link = ASSERT_OK(link_create_netfilter(CLS_LOAD(insns), NFPROTO_IPV4, NF_INET_LOCAL_OUT, 0, 0));
	link2 = ASSERT_OK(link_create_netfilter(CLS_LOAD(look), NFPROTO_IPV4, NF_INET_POST_ROUTING, 0, 0));
	/* The sum of the header is made before the hook, so the packet does not arrive. */
	EXPECT_ERR(net_ping(NET_THERE4, 100), ETIMEDOUT);
	EXPECT_GE(number(map, 0), 1);
	EXPECT_EQ(number(map, 1), 0x20);
	close(link);
	close(link2);
}

/* --- the socket of a packet --- */

/* Number 0: result of a helper that takes the packet alone; only for packets to PORT. */
static int ask_prog(struct sbpf_insn call, int type)
{
	struct sbpf_insn insns[] = {
		MOV_REG(R6, R1),
		BYTES_ARGS(22, 2),
		CALL(skb_load_bytes),
		LDX(H, R2, R10, -8),
		MOV_IMM(R0, 1),
		JMP_IMM(JNE, R2, htons(PORT), 9),
		MOV_REG(R1, R6),
		call,
		MOV_REG(R7, R0),
		PUT(map, 0, R7),
		COUNT(map, 1),
		MOV_IMM(R0, 1),
		EXIT(),
	};

	insns[9].off = ARRAY_SIZE(insns) - 11;
	return nf_load(type, insns, ARRAY_SIZE(insns));
}

/* Datagrams of @sock through a program at LOCAL_OUT. */
static void ask(struct sbpf_insn call, int type, int sock)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(PORT),
				  .sin_addr.s_addr = inet_addr("127.0.0.1") };
	int prog = ask_prog(call, type);
	int link = ASSERT_OK(link_create_netfilter(prog, NFPROTO_IPV4, NF_INET_LOCAL_OUT, 0, 0));

	numbers_clear(map);
	EXPECT_EQ(sendto(sock, "x", 1, 0, (struct sockaddr *)&to, sizeof(to)), 1);
	EXPECT_EQ(number(map, 1), 1);
	close(link);
	close(prog);
}

static const int ask_types[] = { CLS, SBPF_PROG_TYPE_CGROUP_SKB, SBPF_PROG_TYPE_NETFILTER };

TEST(get_socket_cookie)
{
	__u64 cookie = 0;
	socklen_t len = sizeof(cookie);
	unsigned int i;
	int sock;

	net_new();
	sock = ASSERT_OK(net_udp_bind("127.0.0.1", PORT));
	for (i = 0; i < ARRAY_SIZE(ask_types); i++) {
		ask(CALL(get_socket_cookie), ask_types[i], sock);
		ASSERT_EQ(getsockopt(sock, SOL_SOCKET, 57 /* SO_COOKIE */, &cookie, &len), 0);
		EXPECT_NE(cookie, 0);
		EXPECT_EQ(number(map, 0), cookie);
	}
}

TEST(get_socket_uid)
{
	unsigned int i;
	int sock;

	net_new();
	ASSERT_EQ(seteuid(1234), 0);
	sock = socket(AF_INET, SOCK_DGRAM, 0);
	ASSERT_EQ(seteuid(0), 0);
	for (i = 0; i < ARRAY_SIZE(ask_types); i++) {
		ask(CALL(get_socket_uid), ask_types[i], sock);
		EXPECT_EQ(number(map, 0), 1234);
	}
}

TEST(skb_cgroup_id)
{
	struct stat st;
	char pid[32];
	unsigned int i;
	int sock;

	if (mkdir("/sys/fs/cgroup/sandbpf-net", 0755) && errno != EEXIST)
		SKIP("no cgroup v2 hierarchy");
	snprintf(pid, sizeof(pid), "%d", getpid());
	ASSERT_OK(file_write("/sys/fs/cgroup/sandbpf-net/cgroup.procs", pid));
	net_new();
	sock = socket(AF_INET, SOCK_DGRAM, 0);
	ASSERT_OK(file_write("/sys/fs/cgroup/cgroup.procs", pid));
	ASSERT_EQ(stat("/sys/fs/cgroup/sandbpf-net", &st), 0);
	for (i = 0; i < ARRAY_SIZE(ask_types); i++) {
		ask(CALL(skb_cgroup_id), ask_types[i], sock);
		EXPECT_EQ(number(map, 0), st.st_ino);
	}
	close(sock);
	rmdir("/sys/fs/cgroup/sandbpf-net");
}

/* A packet that the kernel itself sends has no socket of a user. */
TEST(no_socket)
{
	int prog, link;
	struct sbpf_insn insns[] = {
		MOV_REG(R6, R1),
		CALL(get_socket_cookie),
		MOV_REG(R7, R0),
		PUT(map, 0, R7),
		MOV_REG(R1, R6),
		CALL(get_socket_uid),
		MOV_REG(R7, R0),
		PUT(map, 1, R7),
		COUNT(map, 2),
		MOV_IMM(R0, 1),
		EXIT(),
	};

	net_pair_create(&net);
	prog = NF_LOAD(SBPF_PROG_TYPE_NETFILTER, insns);
	net_enter(net.there);
	link = ASSERT_OK(link_create_netfilter(prog, NFPROTO_IPV4, NF_INET_PRE_ROUTING, 0, 0));
	net_enter(net.here);
	EXPECT_OK(net_ping(NET_THERE4, 2000));
	EXPECT_GE(number(map, 2), 1);
	EXPECT_EQ(number(map, 0), 0);
	EXPECT_EQ(number(map, 1), 65534);
	close(link);
}

/* --- clone_redirect --- */

/* Packets that device @dev has sent (@field 9) or received (1), from /proc/net/dev of this namespace. */
static long dev_count(const char *dev, int field)
{
	char text[4096], name[IFNAMSIZ + 2], *line, *save;
	long value = -1;
	int i;

	ASSERT_OK(file_read("/proc/thread-self/net/dev", text, sizeof(text)));
	snprintf(name, sizeof(name), "%s:", dev);
	for (line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		char *at = strstr(line, name);

		if (!at)
			continue;
		at += strlen(name);
		for (i = 0; i <= field; i++)
			value = strtol(at, &at, 10);
	}
	return value;
}

/* Clone IPv4 packets to a device; number 0 is the helper's answer, number 1 how often it was asked. */
static int clone_prog(int ifindex, int flags)
{
	struct sbpf_insn insns[] = {
		MOV_REG(R6, R1),
		LDX(W, R2, R6, SKB(protocol)),
		MOV_IMM(R0, TC_ACT_OK),
		JMP_IMM(JNE, R2, htons(ETH_P_IP), 12),
		MOV_IMM(R2, ifindex), MOV_IMM(R3, flags),
		CALL(clone_redirect),
		MOV_REG(R7, R0),
		PUT(map, 0, R7),
		COUNT(map, 1),
		MOV_IMM(R0, TC_ACT_OK),
		EXIT(),
	};

	insns[3].off = ARRAY_SIZE(insns) - 5;
	return CLS_LOAD(insns);
}

TEST(clone_redirect)
{
	int dummy, link, prog, sock;
	long before;
	char buf[64];

	net_pair_create(&net);
	net_cmd("ip link add dummy0 type dummy");
	net_sysctl("ipv6/conf/dummy0/disable_ipv6", "1");
	net_cmd("ip link set dummy0 up");
	dummy = if_nametoindex("dummy0");
	net_enter(net.there);
	sock = ASSERT_OK(net_udp_bind(NET_THERE4, PORT));
	net_enter(net.here);
	EXPECT_OK(net_ping(NET_THERE4, 2000));

	/* On the way out of a device: the datagram arrives and a copy leaves by the other device. */
	prog = clone_prog(dummy, 0);
	link = ASSERT_OK(link_netdev(prog, if_nametoindex("veth0"), NETDEV_EGRESS));
	before = dev_count("dummy0", 9);
	EXPECT_EQ(deliver(sock, NET_THERE4, PORT, 10, buf, sizeof(buf), 2000), 10);
	EXPECT_EQ(number(map, 0), 0);
	EXPECT_EQ(dev_count("dummy0", 9) - before, 1);
	close(link);

	/* At LOCAL_OUT there is no MAC header yet, which a frame needs. */
	numbers_clear(map);
	link = ASSERT_OK(link_create_netfilter(prog, NFPROTO_IPV4, NF_INET_LOCAL_OUT, 0, 0));
	EXPECT_EQ(deliver(sock, NET_THERE4, PORT, 10, buf, sizeof(buf), 2000), 10);
	EXPECT_EQ((long)number(map, 0), -ERANGE);
	close(link);
	close(prog);

	/* No such device, no such flag. */
	prog = clone_prog(12345, 0);
	link = ASSERT_OK(link_netdev(prog, if_nametoindex("veth0"), NETDEV_EGRESS));
	EXPECT_EQ(deliver(sock, NET_THERE4, PORT, 10, buf, sizeof(buf), 2000), 10);
	EXPECT_EQ((long)number(map, 0), -EINVAL);
	close(link);
	close(prog);
	prog = clone_prog(dummy, 2);
	link = ASSERT_OK(link_netdev(prog, if_nametoindex("veth0"), NETDEV_EGRESS));
	EXPECT_EQ(deliver(sock, NET_THERE4, PORT, 10, buf, sizeof(buf), 2000), 10);
	EXPECT_EQ((long)number(map, 0), -EINVAL);
	close(link);
	close(prog);
}

/* Into the receive path of a device, from the IP hooks and from the device's own ingress. */
TEST(clone_redirect_ingress)
{
	static const struct {
		__u32 pf, hook;
	} cases[] = { { NFPROTO_IPV4, NF_INET_PRE_ROUTING }, { NFPROTO_NETDEV, NF_NETDEV_INGRESS } };
	unsigned int i;
	int link, prog;

	net_pair_create(&net);
	net_enter(net.there);
	net_cmd("ip link add ifb7 type ifb");
	net_cmd("ip link set ifb7 up");
	prog = clone_prog(if_nametoindex("ifb7"), SBPF_F_INGRESS);
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		int seen, count = count_prog(CLS, map, 2, TC_ACT_SHOT);

		net_enter(net.there);
		if (cases[i].pf == NFPROTO_NETDEV)
			link = ASSERT_OK(link_netdev(prog, if_nametoindex("veth1"), cases[i].hook));
		else
			link = ASSERT_OK(link_create_netfilter(prog, cases[i].pf, cases[i].hook, 0, 0));
		seen = ASSERT_OK(link_netdev(count, if_nametoindex("ifb7"), NF_NETDEV_INGRESS));
		numbers_clear(map);
		net_enter(net.here);
		EXPECT_OK(net_ping(NET_THERE4, 2000));
		usleep(100000);
		tap_note("family %u: helper says %ld, %llu arrived", cases[i].pf, (long)number(map, 0), number(map, 2));
		EXPECT_EQ(number(map, 0), 0);
		EXPECT_GE(number(map, 2), 1);
		close(seen);
		close(link);
		close(count);
	}
}

/* A program whose clones meet it again is stopped after a few levels. */
TEST(clone_redirect_recursion)
{
	int link, prog;

	net_new();
	net_cmd("ip link add dummy0 type dummy");
	net_cmd("ip addr add 10.8.0.1/24 dev dummy0");
	net_cmd("ip link set dummy0 up");
	prog = clone_prog(if_nametoindex("dummy0"), 0);
	link = ASSERT_OK(link_netdev(prog, if_nametoindex("dummy0"), NETDEV_EGRESS));
	EXPECT_OK(net_udp_send("10.8.0.5", PORT, "x", 1));
	tap_note("%llu levels", number(map, 1));
	EXPECT_GE(number(map, 1), 2);
	EXPECT_LE(number(map, 1), 10);
	EXPECT_EQ(number(map, 0), 0);
	close(link);
}
