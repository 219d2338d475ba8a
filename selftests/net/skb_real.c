// SPDX-License-Identifier: GPL-2.0
/*
 * The helpers on packets, on real ones: whether the other side of a cable takes what a program made of them, and what
 * helpers say of the sockets behind them.
 * covers: helper:skb_load_bytes helper:skb_store_bytes helper:skb_change_tail helper:skb_change_head helper:skb_pull_data
 * covers: helper:l3_csum_replace helper:l4_csum_replace helper:get_socket_cookie helper:get_netns_cookie
 * covers: helper:get_socket_uid helper:skb_cgroup_id helper:clone_redirect
 * timeout: 900
 */
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>

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

TEST_TIMEOUT(port_rewrite_real, SLOW)
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
TEST_TIMEOUT(address_rewrite_real, SLOW)
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
TEST_TIMEOUT(change_tail_real, SLOW)
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

/* A datagram arrives whatever was put in front of its MAC header; in front of an IP header nothing can be put. */
TEST_TIMEOUT(change_head_real, SLOW)
{
	struct sbpf_insn insns[] = {
		MOV_REG(R6, R1),
		LDX(W, R7, R6, SKB(len)),
		MOV_IMM(R2, 22), MOV_IMM(R3, 0),
		CALL(skb_change_head),
		MOV_REG(R8, R0),
		PUT(map, 0, R8),
		LDX(W, R8, R6, SKB(len)),
		ALU64_REG(SUB, R8, R7),
		PUT(map, 1, R8),
		MOV_IMM(R0, TC_ACT_OK),
		EXIT(),
	};
	int sock, link, prog = CLS_LOAD(insns);
	char buf[64];

	net_pair_create(&net);
	net_enter(net.there);
	sock = ASSERT_OK(net_udp_bind(NET_THERE4, PORT));
	link = ASSERT_OK(link_netdev(prog, if_nametoindex("veth1"), NF_NETDEV_INGRESS));
	net_enter(net.here);
	EXPECT_EQ(deliver(sock, NET_THERE4, PORT, 20, buf, sizeof(buf), 2000), 20);
	EXPECT_EQ(number(map, 0), 0);
	EXPECT_EQ(number(map, 1), 22);
	close(link);
	net_enter(net.there);
	link = ASSERT_OK(link_create_netfilter(prog, NFPROTO_IPV4, NF_INET_PRE_ROUTING, 0, 0));
	net_enter(net.here);
	EXPECT_EQ(deliver(sock, NET_THERE4, PORT, 20, buf, sizeof(buf), 2000), 20);
	EXPECT_EQ((long)number(map, 0), -EOPNOTSUPP);
	EXPECT_EQ(number(map, 1), 0);
	close(link);
}

/* No program can make a packet shorter than its headers. */
TEST_TIMEOUT(change_tail_floor, SLOW)
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
TEST_TIMEOUT(pull_data_real, SLOW)
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
TEST_TIMEOUT(direct_write_real, SLOW)
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

TEST_TIMEOUT(get_socket_cookie, SLOW)
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

TEST_TIMEOUT(get_netns_cookie, SLOW)
{
	__u64 cookie = 0, first = 0;
	socklen_t len = sizeof(cookie);
	unsigned int i;
	int sock, host = socket(AF_INET, SOCK_DGRAM, 0);

	ASSERT_EQ(getsockopt(host, SOL_SOCKET, 71 /* SO_NETNS_COOKIE */, &first, &len), 0);
	net_new();
	sock = ASSERT_OK(net_udp_bind("127.0.0.1", PORT));
	ASSERT_EQ(getsockopt(sock, SOL_SOCKET, 71, &cookie, &len), 0);
	EXPECT_NE(cookie, first);
	for (i = 0; i < ARRAY_SIZE(ask_types); i++) {
		ask(CALL(get_netns_cookie), ask_types[i], sock);
		EXPECT_EQ(number(map, 0), cookie);
	}
}

/* NULL stands for the first namespace, where this process was before. */
TEST(get_netns_cookie_of_null)
{
	struct sbpf_insn insns[] = {
		MOV_IMM(R1, 0),
		CALL(get_netns_cookie),
		MOV_REG(R7, R0), PUT(map, 0, R7),
		MOV_IMM(R0, 0),
		EXIT(),
	};
	int prog = CLS_LOAD(insns), sock = socket(AF_INET, SOCK_DGRAM, 0);
	__u64 cookie = 0;
	socklen_t len = sizeof(cookie);
	struct frame f;

	ASSERT_EQ(getsockopt(sock, SOL_SOCKET, 71 /* SO_NETNS_COOKIE */, &cookie, &len), 0);
	frame_fill(&f);
	frame_run(prog, &f);
	EXPECT_EQ(number(map, 0), cookie);
}

TEST_TIMEOUT(get_socket_uid, SLOW)
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

TEST_TIMEOUT(skb_cgroup_id, SLOW)
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
TEST_TIMEOUT(no_socket, SLOW)
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

TEST_TIMEOUT(clone_redirect, SLOW)
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
TEST_TIMEOUT(clone_redirect_ingress, SLOW)
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
TEST_TIMEOUT(clone_redirect_recursion, SLOW)
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

/* A callback that prints a line. Seven slots. */
#define PRINT_CALLBACK								\
	ST(DW, R10, -8, 'x'),							\
	MOV_REG(R1, R10), ALU64_IMM(ADD, R1, -8), MOV_IMM(R2, 2),		\
	CALL(trace_printk),							\
	MOV_IMM(R0, 1),								\
	EXIT()

/* Tracing programs that are set off by such a line, and print one themselves. */
static void printers_attach(int nr)
{
	const struct sbpf_insn insns[] = {
		ST(DW, R10, -400, 1),
		MOV_IMM(R1, 1), LD_FUNC(R2, 6), MOV_IMM(R3, 0), MOV_IMM(R4, 0),
		CALL(loop),
		MOV_IMM(R0, 0),
		EXIT(),
		PRINT_CALLBACK,
	};

	while (nr--) {
		int prog = ASSERT_OK(PROG_LOAD(SBPF_PROG_TYPE_RAW_TRACEPOINT, insns));
		int link = raw_tracepoint_open("bpf_trace_printk", prog);

		/* On kernels without bpf(2) the event is the module's. */
		ASSERT_OK(link == -ENOENT ? raw_tracepoint_open("sbpf_trace_printk", prog) : link);
	}
}

/*
 * The same with programs that take all the stack there is for one, and print on it what sets off others: a kernel stack
 * has 16 KiB, and eight of these do not fit. A callback makes the interpreter reserve its largest area.
 */
TEST_TIMEOUT(clone_redirect_recursion_on_a_full_stack, SLOW)
{
	struct sbpf_insn insns[] = {
		MOV_REG(R6, R1),
		LDX(W, R2, R6, SKB(protocol)),
		MOV_IMM(R0, TC_ACT_OK),
		JMP_IMM(JNE, R2, htons(ETH_P_IP), 0),
		ST(DW, R10, -448, 1),
		MOV_REG(R1, R6), MOV_IMM(R2, 0), MOV_IMM(R3, 0),
		CALL(clone_redirect),
		MOV_REG(R7, R0),
		MOV_IMM(R1, 1), LD_FUNC(R2, 0), MOV_IMM(R3, 0), MOV_IMM(R4, 0),
		CALL(loop),
		PUT(map, 0, R7),
		COUNT(map, 1),
		MOV_IMM(R0, TC_ACT_OK),
		EXIT(),
		PRINT_CALLBACK,
	};
	int link, prog, i, callback = ARRAY_SIZE(insns) - 7;

	net_new();
	net_cmd("ip link add dummy0 type dummy");
	net_cmd("ip addr add 10.8.0.1/24 dev dummy0");
	net_cmd("ip link set dummy0 up");
	insns[3].off = callback - 1 - 4;
	insns[6].imm = if_nametoindex("dummy0");
	for (i = 0; i < callback; i++)
		if (insns[i].code == (SBPF_LD | SBPF_DW | SBPF_IMM) && insns[i].src_reg == SBPF_PSEUDO_FUNC)
			insns[i].imm = callback - (i + 1);
	prog = CLS_LOAD(insns);
	printers_attach(3);
	link = ASSERT_OK(link_netdev(prog, if_nametoindex("dummy0"), NETDEV_EGRESS));
	EXPECT_OK(net_udp_send("10.8.0.5", PORT, "x", 1));
	tap_note("%llu levels", number(map, 1));
	EXPECT_GE(number(map, 1), 2);
	EXPECT_LE(number(map, 1), 10);
	EXPECT_EQ(number(map, 0), 0);
	close(link);
}
