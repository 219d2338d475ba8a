// SPDX-License-Identifier: GPL-2.0
/*
 * Netfilter links: every hook sees real packets, verdicts have their effect, links come and go with traffic on them, and
 * survive the end of their device and namespace.
 * covers: attach:NETFILTER prog:NETFILTER prog:SCHED_CLS prog:CGROUP_SKB cmd:LINK_CREATE
 * covers: cmd:LINK_UPDATE cmd:LINK_DETACH
 * timeout: 900
 */
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>

#include "packets.h"

#define PORT	7000

static struct net_pair net;
static int map;

BEFORE_EACH()
{
	need_device();
	map = numbers_create();
}

struct hook_case {
	const char *name;
	__u32 pf;
	__u32 hook;
	int there;	/* on the receiving side */
	const char *addr;
};

static const struct hook_case hook_cases[] = {
	{ "ipv4 prerouting", NFPROTO_IPV4, NF_INET_PRE_ROUTING, 1, NET_THERE4 },
	{ "ipv4 local in", NFPROTO_IPV4, NF_INET_LOCAL_IN, 1, NET_THERE4 },
	{ "ipv4 local out", NFPROTO_IPV4, NF_INET_LOCAL_OUT, 0, NET_THERE4 },
	{ "ipv4 postrouting", NFPROTO_IPV4, NF_INET_POST_ROUTING, 0, NET_THERE4 },
	{ "ipv6 prerouting", NFPROTO_IPV6, NF_INET_PRE_ROUTING, 1, NET_THERE6 },
	{ "ipv6 local in", NFPROTO_IPV6, NF_INET_LOCAL_IN, 1, NET_THERE6 },
	{ "ipv6 local out", NFPROTO_IPV6, NF_INET_LOCAL_OUT, 0, NET_THERE6 },
	{ "ipv6 postrouting", NFPROTO_IPV6, NF_INET_POST_ROUTING, 0, NET_THERE6 },
	{ "netdev ingress", NFPROTO_NETDEV, NF_NETDEV_INGRESS, 1, NET_THERE4 },
	{ "netdev egress", NFPROTO_NETDEV, NETDEV_EGRESS, 0, NET_THERE4 },
};

static int case_link(const struct hook_case *c, int prog)
{
	int link;

	net_enter(c->there ? net.there : net.here);
	if (c->pf == NFPROTO_NETDEV)
		link = link_netdev(prog, if_nametoindex(c->there ? "veth1" : "veth0"), c->hook);
	else
		link = link_create_netfilter(prog, c->pf, c->hook, 0, 0);
	net_enter(net.here);
	return link;
}

static const struct {
	int type;
	int accept;
	int drop;
} verdict_cases[] = {
	{ SBPF_PROG_TYPE_NETFILTER, NF_ACCEPT, NF_DROP },
	{ SBPF_PROG_TYPE_CGROUP_SKB, 1, 0 },
	{ SBPF_PROG_TYPE_SCHED_CLS, TC_ACT_OK, TC_ACT_SHOT },
};

/* Accepting lets pings through and sees them, dropping stops them, closing the link brings them back. */
TEST_TIMEOUT(hooks, SLOW)
{
	unsigned int i, t;
	int prog, link;

	net_pair_create(&net);
	for (t = 0; t < ARRAY_SIZE(verdict_cases); t++) {
		for (i = 0; i < ARRAY_SIZE(hook_cases); i++) {
			const struct hook_case *c = &hook_cases[i];

			if (c->pf == NFPROTO_NETDEV && verdict_cases[t].type == SBPF_PROG_TYPE_CGROUP_SKB)
				continue;
			tap_note("%s, program type %d", c->name, verdict_cases[t].type);
			numbers_clear(map);
			prog = count_prog(verdict_cases[t].type, map, 0, verdict_cases[t].accept);
			link = ASSERT_OK(case_link(c, prog));
			EXPECT_OK(net_ping(c->addr, 2000));
			EXPECT_GE(number(map, 0), 1);
			close(link);
			close(prog);

			numbers_clear(map);
			prog = count_prog(verdict_cases[t].type, map, 0, verdict_cases[t].drop);
			link = ASSERT_OK(case_link(c, prog));
			close(prog);
			EXPECT_TRUE(net_ping(c->addr, 100) < 0);
			EXPECT_GE(number(map, 0), 1);
			close(link);

			numbers_clear(map);
			EXPECT_OK(net_ping(c->addr, 2000));
			EXPECT_EQ(number(map, 0), 0);
		}
	}
}

/* Forwarded packets pass the FORWARD hook and no other of the three in between. */
TEST_TIMEOUT(forward, SLOW)
{
	static const char hello[] = "hello";
	int prog, link[3];

	net_pair_create(&net);
	net_cmd("ip route add 10.8.0.0/24 via " NET_THERE4);
	net_enter(net.there);
	net_cmd("ip link add dummy0 type dummy");
	net_cmd("ip addr add 10.8.0.1/24 dev dummy0");
	net_cmd("ip link set dummy0 up");
	net_sysctl("ipv4/ip_forward", "1");
	prog = count_prog(SBPF_PROG_TYPE_NETFILTER, map, 0, NF_ACCEPT);
	link[0] = ASSERT_OK(link_create_netfilter(prog, NFPROTO_IPV4, NF_INET_FORWARD, 0, 0));
	prog = count_prog(SBPF_PROG_TYPE_NETFILTER, map, 1, NF_ACCEPT);
	link[1] = ASSERT_OK(link_create_netfilter(prog, NFPROTO_IPV4, NF_INET_LOCAL_IN, 0, 0));
	link[2] = ASSERT_OK(link_create_netfilter(prog, NFPROTO_IPV4, NF_INET_LOCAL_OUT, 0, 0));
	net_enter(net.here);
	EXPECT_OK(net_udp_send("10.8.0.5", PORT, hello, sizeof(hello)));
	usleep(100000);
	EXPECT_EQ(number(map, 0), 1);
	EXPECT_EQ(number(map, 1), 0);
	close(link[0]);
	close(link[1]);
	close(link[2]);
}

/* What every action of tc does at a hook: does the datagram arrive? */
TEST_TIMEOUT(tc_actions, SLOW)
{
	static const struct {
		int action;
		int arrives;
	} cases[] = {
		{ TC_ACT_UNSPEC, 1 }, { TC_ACT_OK, 1 }, { TC_ACT_RECLASSIFY, 1 }, { TC_ACT_SHOT, 0 },
		{ TC_ACT_PIPE, 1 }, { TC_ACT_STOLEN, 0 }, { TC_ACT_QUEUED, 0 }, { TC_ACT_REPEAT, 1 },
		{ TC_ACT_REDIRECT, 0 }, { TC_ACT_TRAP, 0 }, { 12345, 1 },
	};
	static const unsigned int hooks[] = { 0, 2, 8, 9 };
	unsigned int i, h;
	int sock, prog, link;
	char buf[64];

	net_pair_create(&net);
	net_enter(net.there);
	sock = ASSERT_OK(net_udp_bind(NET_THERE4, PORT));
	net_enter(net.here);
	EXPECT_OK(net_ping(NET_THERE4, 2000));
	for (h = 0; h < ARRAY_SIZE(hooks); h++) {
		for (i = 0; i < ARRAY_SIZE(cases); i++) {
			struct sbpf_insn insns[] = {
				MOV_REG(R6, R1),
				LDX(W, R3, R6, SKB(protocol)),
				MOV_IMM(R0, TC_ACT_OK),
				JMP_IMM(JNE, R3, htons(ETH_P_IP), 1),
				MOV_IMM(R0, cases[i].action),
				EXIT(),
			};

			prog = NF_LOAD(SBPF_PROG_TYPE_SCHED_CLS, insns);
			link = ASSERT_OK(case_link(&hook_cases[hooks[h]], prog));
			if ((deliver(sock, NET_THERE4, PORT, 10, buf, sizeof(buf),
				     cases[i].arrives ? 2000 : 50) == 10) != cases[i].arrives) {
				tap_note("%s, action %d", hook_cases[hooks[h]].name, cases[i].action);
				EXPECT_TRUE(!cases[i].arrives);
			}
			close(link);
			close(prog);
		}
	}
}

/* Bit 1 of an egress program's result asks the sender to slow down; it does not drop. */
TEST_TIMEOUT(cgroup_skb_results, SLOW)
{
	struct prog_opts opts = { .expected_attach_type = SBPF_CGROUP_INET_EGRESS };
	int ret, sock, prog, link;
	char buf[64];

	net_pair_create(&net);
	net_enter(net.there);
	sock = ASSERT_OK(net_udp_bind(NET_THERE4, PORT));
	net_enter(net.here);
	for (ret = 0; ret < 4; ret++) {
		struct sbpf_insn insns[] = { MOV_IMM(R0, ret), EXIT() };

		prog = ASSERT_OK(prog_load_opts(SBPF_PROG_TYPE_CGROUP_SKB, insns, ARRAY_SIZE(insns), &opts));
		link = ASSERT_OK(link_create_netfilter(prog, NFPROTO_IPV4, NF_INET_LOCAL_OUT, 0, 0));
		EXPECT_EQ(deliver(sock, NET_THERE4, PORT, 10, buf, sizeof(buf), ret & 1 ? 2000 : 50) == 10, ret & 1);
		close(link);
		close(prog);
	}
}

/* At the IP hooks offset 0 is the IP header, on a device it is the MAC header; direct access agrees with the helper. */
TEST_TIMEOUT(packet_start, SLOW)
{
	struct sbpf_insn insns[] = {
		MOV_REG(R6, R1),
		/* Only IPv4 packets. */
		LDX(W, R3, R6, SKB(protocol)),
		JMP_IMM(JNE, R3, htons(ETH_P_IP), 18),
		MOV_IMM(R2, 0),
		MOV_REG(R3, R10),
		ALU64_IMM(ADD, R3, -8),
		MOV_IMM(R4, 1),
		CALL(skb_load_bytes),
		LDX(B, R7, R10, -8),
		PUT(map, 0, R7),		/* 2 + 1 slots */
		LDX(W, R2, R6, SKB(data)),
		LDX(W, R3, R6, SKB(data_end)),
		MOV_REG(R4, R2),
		ALU64_IMM(ADD, R4, 1),
		JMP_REG(JGT, R4, R3, 4),
		LDX(B, R7, R2, 0),
		PUT(map, 1, R7),
		MOV_IMM(R0, 0),
		EXIT(),
	};
	unsigned int i;
	int prog, link;

	net_pair_create(&net);
	prog = NF_LOAD(SBPF_PROG_TYPE_SCHED_CLS, insns);
	for (i = 0; i < ARRAY_SIZE(hook_cases); i++) {
		if (hook_cases[i].pf == NFPROTO_IPV6)
			continue;
		numbers_clear(map);
		link = ASSERT_OK(case_link(&hook_cases[i], prog));
		EXPECT_OK(net_ping(NET_THERE4, 2000));
		tap_note("%s", hook_cases[i].name);
		/* A MAC address of veth is locally administered and unicast. */
		if (hook_cases[i].pf == NFPROTO_NETDEV)
			EXPECT_EQ(number(map, 0) & 3, 2);
		else
			EXPECT_EQ(number(map, 0), 0x45);
		EXPECT_EQ(number(map, 0), number(map, 1));
		close(link);
	}
}

/* Lower priorities run first, whichever link came first. */
TEST_TIMEOUT(priority, SLOW)
{
	int first = count_prog(SBPF_PROG_TYPE_NETFILTER, map, 0, NF_DROP);
	int second = count_prog(SBPF_PROG_TYPE_NETFILTER, map, 1, NF_ACCEPT);
	int a, b;

	net_new();
	b = ASSERT_OK(link_create_netfilter(second, NFPROTO_IPV4, NF_INET_LOCAL_OUT, 10, 0));
	a = ASSERT_OK(link_create_netfilter(first, NFPROTO_IPV4, NF_INET_LOCAL_OUT, -10, 0));
	net_udp_send("127.0.0.1", PORT, "x", 1);
	EXPECT_EQ(number(map, 0), 1);
	EXPECT_EQ(number(map, 1), 0);
	close(a);
	/* A refused port answers with an ICMP error, which passes the hook too. */
	EXPECT_OK(net_udp_send("127.0.0.1", PORT, "x", 1));
	EXPECT_GE(number(map, 1), 1);
	close(b);
}

/* A link acts in the namespace it was made in and in no other. */
TEST_TIMEOUT(namespace, SLOW)
{
	int prog = count_prog(SBPF_PROG_TYPE_NETFILTER, map, 0, NF_ACCEPT);
	int link;

	net_new();
	link = ASSERT_OK(link_create_netfilter(prog, NFPROTO_IPV4, NF_INET_LOCAL_OUT, 0, 0));
	net_new();
	EXPECT_OK(net_udp_send("127.0.0.1", PORT, "x", 1));
	EXPECT_EQ(number(map, 0), 0);
	close(link);
}

struct sender {
	pthread_t thread;
	int stop;
	__u64 sent;
};

static void *send_all_the_time(void *arg)
{
	struct sender *s = arg;

	while (!__atomic_load_n(&s->stop, __ATOMIC_ACQUIRE)) {
		if (net_udp_send("127.0.0.1", PORT, "x", 1) == 1)
			__atomic_add_fetch(&s->sent, 1, __ATOMIC_RELAXED);
	}
	return NULL;
}

/* Replacing the program while packets pass: each packet is seen by exactly one of the two. */
TEST_TIMEOUT(update_under_traffic, SLOW)
{
	int a = count_prog(SBPF_PROG_TYPE_NETFILTER, map, 0, NF_ACCEPT);
	int b = count_prog(SBPF_PROG_TYPE_NETFILTER, map, 1, NF_ACCEPT);
	struct sender s = {};
	int link, i;

	net_new();
	link = ASSERT_OK(link_create_netfilter(a, NFPROTO_IPV4, NF_INET_LOCAL_OUT, 0, 0));
	ASSERT_EQ(pthread_create(&s.thread, NULL, send_all_the_time, &s), 0);
	for (i = 0; i < 400; i++) {
		EXPECT_OK(link_update(link, i & 1 ? a : b, 0, 0));
		usleep(500);
	}
	__atomic_store_n(&s.stop, 1, __ATOMIC_RELEASE);
	pthread_join(s.thread, NULL);
	tap_note("%llu packets, %llu and %llu", s.sent, number(map, 0), number(map, 1));
	EXPECT_GT(number(map, 0), 0);
	EXPECT_GT(number(map, 1), 0);
	/* A refused port answers with an ICMP error, which passes the hook too. */
	EXPECT_GE(number(map, 0) + number(map, 1), s.sent);
	close(link);
}

/*
 * Attaching and detaching while packets pass. One more link stays: the first at a hook and the last patch the kernel's code
 * (a static key), which QEMU's emulation does not get right while another CPU runs that code.
 */
TEST_TIMEOUT(attach_under_traffic, SLOW)
{
	int prog = count_prog(SBPF_PROG_TYPE_SCHED_CLS, map, 0, TC_ACT_OK);
	struct sender s = {};
	int link, i;

	net_new();
	ASSERT_OK(link_create_netfilter(prog, NFPROTO_IPV4, NF_INET_LOCAL_OUT, 0, 0));
	ASSERT_EQ(pthread_create(&s.thread, NULL, send_all_the_time, &s), 0);
	for (i = 0; i < 100 || (i < 100000 && __atomic_load_n(&s.sent, __ATOMIC_RELAXED) < 100); i++) {
		link = ASSERT_OK(link_create_netfilter(prog, NFPROTO_IPV4, NF_INET_LOCAL_OUT, 0, 0));
		if (i & 1)
			EXPECT_OK(link_detach(link));
		close(link);
	}
	__atomic_store_n(&s.stop, 1, __ATOMIC_RELEASE);
	pthread_join(s.thread, NULL);
	EXPECT_GE(s.sent, 100);
}

TEST_TIMEOUT(update_rules, SLOW)
{
	int a = count_prog(SBPF_PROG_TYPE_NETFILTER, map, 0, NF_ACCEPT);
	int b = count_prog(SBPF_PROG_TYPE_NETFILTER, map, 1, NF_ACCEPT);
	int cls = count_prog(SBPF_PROG_TYPE_SCHED_CLS, map, 2, TC_ACT_OK);
	int link;

	net_new();
	link = ASSERT_OK(link_create_netfilter(a, NFPROTO_IPV4, NF_INET_LOCAL_OUT, 0, 0));
	EXPECT_ERR(link_update(link, cls, 0, 0), EINVAL);
	EXPECT_ERR(link_update(link, b, SBPF_F_REPLACE, b), EPERM);
	EXPECT_OK(link_update(link, b, SBPF_F_REPLACE, a));
	EXPECT_OK(net_udp_send("127.0.0.1", PORT, "x", 1));
	EXPECT_EQ(number(map, 0), 0);
	EXPECT_GE(number(map, 1), 1);
	EXPECT_OK(link_detach(link));
	EXPECT_ERR(link_update(link, a, 0, 0), ENOLINK);
	EXPECT_OK(link_detach(link));
	close(link);
}

static void check_info(int link, __u32 pf, __u32 hook, __s32 prio, __u32 flags)
{
	struct sbpf_link_info info = {};
	__u32 len = sizeof(info);
	char path[64], text[1024], want[128];

	ASSERT_OK(obj_info(link, &info, &len));
	EXPECT_EQ(info.type, SBPF_LINK_TYPE_NETFILTER);
	EXPECT_NE(info.id, 0);
	EXPECT_NE(info.prog_id, 0);
	EXPECT_EQ(info.netfilter.pf, pf);
	EXPECT_EQ(info.netfilter.hooknum, hook);
	EXPECT_EQ(info.netfilter.priority, prio);
	EXPECT_EQ(info.netfilter.flags, flags);
	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", link);
	ASSERT_OK(file_read(path, text, sizeof(text)));
	EXPECT_HAS(text, "link_type:\tnetfilter\n");
	snprintf(want, sizeof(want), "pf:\t%u\thooknum:\t%u\tprio:\t%d\n", pf, hook, prio);
	EXPECT_HAS(text, want);
}

TEST_TIMEOUT(info, SLOW)
{
	int prog = count_prog(SBPF_PROG_TYPE_NETFILTER, map, 0, NF_ACCEPT);
	char path[64], text[1024];
	int link;

	net_new();
	link = ASSERT_OK(link_create_netfilter(prog, NFPROTO_IPV4, NF_INET_LOCAL_OUT, -17, 0));
	check_info(link, NFPROTO_IPV4, NF_INET_LOCAL_OUT, -17, 0);
	EXPECT_OK(link_detach(link));
	check_info(link, NFPROTO_IPV4, NF_INET_LOCAL_OUT, -17, 0);
	close(link);
	link = ASSERT_OK(link_create_netfilter(prog, NFPROTO_IPV6, NF_INET_LOCAL_IN, 5,
					       SBPF_F_NETFILTER_IP_DEFRAG));
	check_info(link, NFPROTO_IPV6, NF_INET_LOCAL_IN, 5, SBPF_F_NETFILTER_IP_DEFRAG);
	close(link);
	link = ASSERT_OK(link_netdev(prog, 1, NF_NETDEV_INGRESS));
	check_info(link, NFPROTO_NETDEV, NF_NETDEV_INGRESS, 0, 0);
	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", link);
	ASSERT_OK(file_read(path, text, sizeof(text)));
	EXPECT_HAS(text, "ifindex:\t1\n");
	close(link);
}

static int create(int prog, __u32 pf, __u32 hook, __s32 prio, __u32 flags)
{
	int link = link_create_netfilter(prog, pf, hook, prio, flags);

	if (link >= 0)
		close(link);
	return link < 0 ? link : 0;
}

TEST_TIMEOUT(errors, SLOW)
{
	struct sbpf_insn one[] = { MOV_IMM(R0, 1), EXIT() };
	int nf = NF_LOAD(SBPF_PROG_TYPE_NETFILTER, one), cls = NF_LOAD(SBPF_PROG_TYPE_SCHED_CLS, one);
	int cg = NF_LOAD(SBPF_PROG_TYPE_CGROUP_SKB, one), sf = NF_LOAD(SBPF_PROG_TYPE_SOCKET_FILTER, one);
	static const __u32 bad_pf[] = { 0, 1, 3, 7, 12, 13, 255, ~0U };
	unsigned int i;

	net_new();
	for (i = 0; i < ARRAY_SIZE(bad_pf); i++)
		EXPECT_ERR(create(nf, bad_pf[i], 0, 0, 0), EAFNOSUPPORT);
	EXPECT_ERR(create(nf, NFPROTO_IPV4, NF_INET_NUMHOOKS, 0, 0), EPROTO);
	EXPECT_ERR(create(nf, NFPROTO_IPV6, ~0U, 0, 0), EPROTO);
	EXPECT_ERR(create(nf, NFPROTO_NETDEV, 2, 0, 0), EPROTO);
	EXPECT_ERR(create(nf, NFPROTO_IPV4, 0, 0, 2), EOPNOTSUPP);
	EXPECT_ERR(create(nf, NFPROTO_NETDEV, 0, 0, SBPF_F_NETFILTER_IP_DEFRAG), EOPNOTSUPP);
	EXPECT_ERR(create(nf, NFPROTO_IPV4, 0, INT_MIN, 0), ERANGE);
	EXPECT_ERR(create(nf, NFPROTO_IPV4, 0, INT_MAX, 0), ERANGE);
	EXPECT_ERR(create(nf, NFPROTO_IPV4, 0, -400, SBPF_F_NETFILTER_IP_DEFRAG), ERANGE);
	EXPECT_OK(create(nf, NFPROTO_IPV4, 0, -400, 0));
	EXPECT_OK(create(nf, NFPROTO_IPV4, 0, -399, SBPF_F_NETFILTER_IP_DEFRAG));
	EXPECT_ERR(create(cg, NFPROTO_NETDEV, 0, 0, 0), EAFNOSUPPORT);
	EXPECT_ERR(create(sf, NFPROTO_IPV4, 0, 0, 0), EINVAL);
	EXPECT_ERR(link_netdev(cls, 0, 0), ENODEV);
	EXPECT_ERR(link_netdev(cls, 9999, 0), ENODEV);
	EXPECT_ERR(link_create(nf, 0, SBPF_NETFILTER, 1), EINVAL);
	EXPECT_ERR(create(-1, NFPROTO_IPV4, 0, 0, 0), EBADF);
	EXPECT_ERR(create(sbpf_device(), NFPROTO_IPV4, 0, 0, 0), EINVAL);
}

/* Attaching needs CAP_NET_ADMIN, whoever loaded the program. */
TEST_TIMEOUT(privilege, SLOW)
{
	struct sbpf_insn one[] = { MOV_IMM(R0, 1), EXIT() };
	int nf = NF_LOAD(SBPF_PROG_TYPE_NETFILTER, one), cg = NF_LOAD(SBPF_PROG_TYPE_CGROUP_SKB, one);

	net_new();
	ASSERT_OK(keep_caps(~(1ULL << CAP_NET_ADMIN)));
	EXPECT_ERR(create(nf, NFPROTO_IPV4, 0, 0, 0), EPERM);
	EXPECT_ERR(create(cg, NFPROTO_IPV4, 0, 0, 0), EPERM);
}

/* Fragments: three packets without the flag, one whole datagram with it. */
static void defrag(__u32 pf, const char *addr, int whole)
{
	struct sbpf_insn insns[] = {
		LDX(W, R6, R1, SKB(len)),
		LD_MAP_VALUE(R1, map, 8),
		LDX(DW, R2, R1, 0),
		JMP_REG(JGE, R2, R6, 1),
		STX(DW, R1, R6, 0),
		COUNT(map, 0),
		MOV_IMM(R0, TC_ACT_OK),
		EXIT(),
	};
	int prog = NF_LOAD(SBPF_PROG_TYPE_SCHED_CLS, insns);
	int sock, link, flag;
	char buf[4096];

	net_enter(net.there);
	sock = ASSERT_OK(net_udp_bind(addr, PORT));
	for (flag = 0; flag <= 1; flag++) {
		net_enter(net.there);
		link = ASSERT_OK(link_create_netfilter(prog, pf, NF_INET_PRE_ROUTING, -399,
						       flag ? SBPF_F_NETFILTER_IP_DEFRAG : 0));
		net_enter(net.here);
		EXPECT_OK(net_ping(addr, 2000));
		/* Nothing but the datagram from here on. */
		usleep(50000);
		numbers_clear(map);
		EXPECT_EQ(deliver(sock, addr, PORT, 3000, buf, sizeof(buf), 2000), 3000);
		tap_note("pf %u, defrag %d: %llu packets, longest %llu", pf, flag, number(map, 0), number(map, 1));
		EXPECT_EQ(number(map, 0), flag ? 1 : 3);
		if (flag)
			EXPECT_EQ(number(map, 1), whole);
		else
			EXPECT_LE(number(map, 1), 1500);
		close(link);
	}
}

TEST_TIMEOUT(defrag, SLOW)
{
	net_pair_create(&net);
	defrag(NFPROTO_IPV4, NET_THERE4, 3000 + 8 + 20);
	defrag(NFPROTO_IPV6, NET_THERE6, 3000 + 8 + 40);
}

/* The device goes under the link: the link stays, off its hook, and another device of the same name is not touched. */
TEST_TIMEOUT(device_gone, SLOW)
{
	int prog = count_prog(SBPF_PROG_TYPE_SCHED_CLS, map, 0, TC_ACT_OK);
	int out, in;

	net_new();
	net_cmd("ip link add dummy0 type dummy");
	net_cmd("ip addr add 10.8.0.1/24 dev dummy0");
	net_cmd("ip link set dummy0 up");
	out = ASSERT_OK(link_netdev(prog, if_nametoindex("dummy0"), NETDEV_EGRESS));
	in = ASSERT_OK(link_netdev(prog, if_nametoindex("dummy0"), NF_NETDEV_INGRESS));
	EXPECT_OK(net_udp_send("10.8.0.5", PORT, "x", 1));
	EXPECT_GE(number(map, 0), 1);
	net_cmd("ip link del dummy0");
	net_cmd("ip link add dummy0 type dummy");
	net_cmd("ip addr add 10.8.0.1/24 dev dummy0");
	net_cmd("ip link set dummy0 up");
	numbers_clear(map);
	EXPECT_OK(net_udp_send("10.8.0.5", PORT, "x", 1));
	EXPECT_EQ(number(map, 0), 0);
	check_info(out, NFPROTO_NETDEV, NETDEV_EGRESS, 0, 0);
	check_info(in, NFPROTO_NETDEV, NF_NETDEV_INGRESS, 0, 0);
	EXPECT_OK(link_update(in, count_prog(SBPF_PROG_TYPE_SCHED_CLS, map, 1, TC_ACT_OK), 0, 0));
	EXPECT_OK(link_detach(out));
	close(out);
	close(in);
}

/* A device that moves to another namespace leaves its links behind. */
TEST_TIMEOUT(device_moves, SLOW)
{
	int prog = count_prog(SBPF_PROG_TYPE_SCHED_CLS, map, 0, TC_ACT_OK);
	int link;

	net_pair_create(&net);
	link = ASSERT_OK(link_netdev(prog, if_nametoindex("veth0"), NETDEV_EGRESS));
	net_cmd("ip link set veth0 netns /proc/%d/fd/%d", getpid(), net.there);
	net_enter(net.there);
	net_cmd("ip addr add 10.9.0.1/24 dev veth0");
	net_cmd("ip link set veth0 up");
	numbers_clear(map);
	net_udp_send("10.9.0.2", PORT, "x", 1);
	EXPECT_EQ(number(map, 0), 0);
	check_info(link, NFPROTO_NETDEV, NETDEV_EGRESS, 0, 0);
	close(link);
}

/* The namespace goes under the link. The other end of its cable tells us when it is gone. */
TEST_TIMEOUT(namespace_gone, SLOW)
{
	int prog = count_prog(SBPF_PROG_TYPE_SCHED_CLS, map, 0, TC_ACT_OK);
	int ip, ip6, dev, i;

	net_pair_create(&net);
	net_enter(net.there);
	ip = ASSERT_OK(link_create_netfilter(prog, NFPROTO_IPV4, NF_INET_PRE_ROUTING, 0, 0));
	ip6 = ASSERT_OK(link_create_netfilter(prog, NFPROTO_IPV6, NF_INET_LOCAL_IN, 0, SBPF_F_NETFILTER_IP_DEFRAG));
	dev = ASSERT_OK(link_netdev(prog, if_nametoindex("veth1"), NF_NETDEV_INGRESS));
	net_enter(net.here);
	EXPECT_OK(net_ping(NET_THERE4, 2000));
	close(net.there);
	for (i = 0; i < 500 && if_nametoindex("veth0"); i++)
		usleep(20000);
	EXPECT_EQ(if_nametoindex("veth0"), 0);
	usleep(100000);
	check_info(ip, NFPROTO_IPV4, NF_INET_PRE_ROUTING, 0, 0);
	check_info(ip6, NFPROTO_IPV6, NF_INET_LOCAL_IN, 0, SBPF_F_NETFILTER_IP_DEFRAG);
	check_info(dev, NFPROTO_NETDEV, NF_NETDEV_INGRESS, 0, 0);
	EXPECT_OK(link_detach(ip));
	EXPECT_OK(link_update(ip6, count_prog(SBPF_PROG_TYPE_SCHED_CLS, map, 1, TC_ACT_OK), 0, 0));
	close(ip);
	close(ip6);
	close(dev);
}

/* A program that breaks the IP header drops the packet; one that changes it properly does not. */
TEST_TIMEOUT(broken_header, SLOW)
{
	static const struct {
		int off;
		int byte;
		int arrives;
	} cases[] = {
		{ 0, 0x46, 0 },		/* options where there were none */
		{ 0, 0x44, 0 },
		{ 0, 0x65, 0 },		/* another version */
		{ 2, 0xff, 0 },		/* longer than the packet */
		{ 8, 99, 1 },		/* time to live: with its checksum, see below */
	};
	unsigned int i;
	int sock, link, prog;
	char buf[64];

	net_pair_create(&net);
	net_enter(net.there);
	sock = ASSERT_OK(net_udp_bind(NET_THERE4, PORT));
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct sbpf_insn insns[] = {
			LDX(W, R2, R1, SKB(data)),
			LDX(W, R3, R1, SKB(data_end)),
			MOV_REG(R4, R2),
			ALU64_IMM(ADD, R4, 20),
			JMP_REG(JGT, R4, R3, 1),
			ST(B, R2, cases[i].off, cases[i].byte),
			MOV_IMM(R0, TC_ACT_OK),
			EXIT(),
		};

		prog = NF_LOAD(SBPF_PROG_TYPE_SCHED_CLS, insns);
		net_enter(net.there);
		/* LOCAL_IN: nobody checks the header's checksum any more. */
		link = ASSERT_OK(link_create_netfilter(prog, NFPROTO_IPV4, NF_INET_LOCAL_IN, 0, 0));
		net_enter(net.here);
		EXPECT_EQ(deliver(sock, NET_THERE4, PORT, 10, buf, sizeof(buf), cases[i].arrives ? 2000 : 50) == 10,
			  cases[i].arrives);
		close(link);
		close(prog);
	}
}
