// SPDX-License-Identifier: GPL-2.0
/*
 * csum_update on packets that carry the sum over all of their bytes (CHECKSUM_COMPLETE). No device of the guest gives
 * one, but a GRE tunnel with checksums does: it has added up the outer packet, and keeps what is left for the inner one.
 * covers: helper:csum_update helper:csum_diff
 * timeout: 300
 */
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "packets.h"

#define PORT		7000
#define HERE		"10.8.0.1"
#define THERE		"10.8.0.2"
#define PAYLOAD		20
#define INNER		(20 + 8 + PAYLOAD)
#define OFF_PAYLOAD	(20 + 8)

static struct net_pair net;
static int map;

/* Nothing may leave the checksum of the inner packet to somebody else. */
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

static void tunnel(const char *local, const char *remote, const char *addr)
{
	char line[128];

	snprintf(line, sizeof(line), "ip link add tun1 type gre local %s remote %s icsum ocsum", local, remote);
	if (system(line))
		SKIP("the kernel has no GRE tunnels");
	net_cmd("ip addr add %s/24 dev tun1", addr);
	net_cmd("ip link set tun1 up");
	tx_checksum_off("tun1");
}

BEFORE_EACH()
{
	need_device();
	map = numbers_create();
	net_pair_create(&net);
	tx_checksum_off("veth0");
	tunnel(NET_HERE4, NET_THERE4, HERE);
	net_enter(net.there);
	tunnel(NET_THERE4, NET_HERE4, THERE);
}

static __u32 fold(__u64 sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return sum;
}

/* The rest of the program is for UDP alone: the inner packets. */
#define ONLY_UDP(rest)								\
	MOV_REG(R6, R1),							\
	BYTES_ARGS(9, 1),							\
	CALL(skb_load_bytes),							\
	LDX(B, R2, R10, -8),							\
	JMP_IMM(JNE, R2, IPPROTO_UDP, rest)

/* What csum_update returns is the new sum, and the old one was that of the packet. */
TEST_TIMEOUT(sum, SLOW)
{
	struct sbpf_insn insns[] = {
		ONLY_UDP(0),
		MOV_REG(R1, R6), MOV_IMM(R2, 0), CALL(csum_update), MOV_REG(R7, R0), PUT(map, 0, R7),
		MOV_REG(R1, R6), MOV_IMM(R2, 0x1234567), CALL(csum_update), MOV_REG(R7, R0), PUT(map, 1, R7),
		MOV_REG(R1, R6), MOV_IMM(R2, ~0x1234567), CALL(csum_update), MOV_REG(R7, R0), PUT(map, 2, R7),
		LDX(W, R3, R6, SKB(data)), LDX(W, R2, R6, SKB(data_end)),
		MOV_REG(R1, R3), ALU64_IMM(ADD, R1, INNER), JMP_REG(JGT, R1, R2, 8),
		MOV_IMM(R1, 0), MOV_IMM(R2, 0), MOV_IMM(R4, INNER), MOV_IMM(R5, 0), CALL(csum_diff),
		PUT(map, 3, R0),
		MOV_IMM(R0, TC_ACT_OK),
		EXIT(),
	};
	int sock, last = ARRAY_SIZE(insns) - 2;
	__u64 sum;
	char buf[64];

	insns[8].off = last - 9;
	sock = ASSERT_OK(net_udp_bind(THERE, PORT));
	ASSERT_OK(link_create_netfilter(CLS_LOAD(insns), NFPROTO_IPV4, NF_INET_PRE_ROUTING, 0, 0));
	net_enter(net.here);
	EXPECT_EQ(deliver(sock, THERE, PORT, PAYLOAD, buf, sizeof(buf), 2000), PAYLOAD);
	sum = number(map, 0);
	/* Not an error, which would be negative. */
	ASSERT_EQ(sum >> 32, 0);
	ASSERT_NE(sum, 0);
	EXPECT_EQ(number(map, 1), (sum + 0x1234567) % 0xffffffff);
	EXPECT_EQ(number(map, 2) % 0xffffffff, sum % 0xffffffff);
	EXPECT_EQ(fold(number(map, 3)) % 0xffff, fold(sum) % 0xffff);
}

/* Writes other bytes into the payload of arriving datagrams, and adds the difference if @tell. */
static int payload_writer(int tell)
{
	struct sbpf_insn insns[] = {
		ONLY_UDP(0),
		BYTES_ARGS(OFF_PAYLOAD, 4), CALL(skb_load_bytes),
		ST(W, R10, -16, htonl(0x6b65726e)),
		MOV_REG(R1, R10), ALU64_IMM(ADD, R1, -8), MOV_IMM(R2, 4), MOV_REG(R3, R10), ALU64_IMM(ADD, R3, -16),
		MOV_IMM(R4, 4), MOV_IMM(R5, 0), CALL(csum_diff),
		MOV_REG(R2, R0), MOV_REG(R1, R6), tell ? CALL(csum_update) : MOV_IMM(R0, 0),
		MOV_REG(R7, R0), PUT(map, 0, R7), COUNT(map, 1),
		LDX(W, R1, R10, -16), STX(W, R10, R1, -8),
		BYTES_ARGS(OFF_PAYLOAD, 4), MOV_IMM(R5, 0), CALL(skb_store_bytes),
		MOV_IMM(R0, TC_ACT_OK),
		EXIT(),
	};

	insns[8].off = ARRAY_SIZE(insns) - 2 - 9;
	return CLS_LOAD(insns);
}

/*
 * The datagram's own checksum stays that of the old bytes. Who does not tell is believed, for nobody adds up again; who
 * tells is found out.
 */
TEST_TIMEOUT(effect, SLOW)
{
	int sock = ASSERT_OK(net_udp_bind(THERE, PORT)), link, prog, tell;
	char buf[64] = "";

	for (tell = 0; tell < 2; tell++) {
		numbers_clear(map);
		prog = payload_writer(tell);
		net_enter(net.there);
		link = ASSERT_OK(link_create_netfilter(prog, NFPROTO_IPV4, NF_INET_PRE_ROUTING, 0, 0));
		net_enter(net.here);
		EXPECT_EQ(deliver(sock, THERE, PORT, PAYLOAD, buf, sizeof(buf), tell ? 300 : 2000),
			  tell ? -EAGAIN : PAYLOAD);
		EXPECT_EQ(number(map, 1), 1);
		EXPECT_EQ(number(map, 0) >> 32, 0);
		if (!tell)
			EXPECT_EQ(memcmp(buf, "kernbpf", 8), 0);
		close(link);
		close(prog);
	}
}
