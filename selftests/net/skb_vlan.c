// SPDX-License-Identifier: GPL-2.0
/*
 * VLAN tags put on packets and taken off, and the class of a packet: on test packets (the host's own test runs are the judge)
 * and on packets between two devices.
 * covers: helper:skb_vlan_push helper:skb_vlan_pop helper:get_cgroup_classid helper:get_route_realm
 * timeout: 300
 */
#include <sys/mount.h>
#include <sys/stat.h>

#include "packets.h"

#define PORT	7000
#define CLS	SBPF_PROG_TYPE_SCHED_CLS

static int map;

BEFORE_EACH()
{
	need_device();
	map = numbers_create();
}

struct outcome {
	int err;
	__u32 retval;
	__u32 size;
	__u8 data[256];
};

typedef int (*bpf_fn)(int cmd, void *attr, unsigned int size);

static struct outcome run_on(bpf_fn bpf, const struct sbpf_insn *insns, __u32 cnt, const void *data, __u32 size)
{
	union sbpf_attr load = { .prog_type = CLS, .insns = PTR(insns), .insn_cnt = cnt, .license = PTR("GPL") };
	struct outcome out = {};
	union sbpf_attr run = { .test = { .data_in = PTR(data), .data_size_in = size, .data_out = PTR(out.data),
					  .data_size_out = sizeof(out.data) } };
	int prog = bpf(SBPF_PROG_LOAD, &load, offsetof(union sbpf_attr, fd_array));

	if (prog < 0) {
		out.err = prog;
		return out;
	}
	run.test.prog_fd = prog;
	out.err = bpf(SBPF_PROG_TEST_RUN, &run, offsetof(union sbpf_attr, test.flags));
	out.retval = run.test.retval;
	out.size = run.test.data_size_out;
	close(prog);
	return out;
}

/* One step: 0 pops, 1 pushes an 802.1Q tag, 2 an 802.1ad tag, 3 one of no kind. A failure goes to bit 31 of R7. Six slots. */
#define STEP(kind, nr)									\
	MOV_REG(R1, R6), MOV_IMM(R2, (kind) == 2 ? htons(0x88a8) : (kind) == 3 ? 0x1234 : htons(0x8100)),	\
	MOV_IMM(R3, 0x100 + (nr)),							\
	(kind) ? CALL(skb_vlan_push) : CALL(skb_vlan_pop),				\
	JMP_IMM(JEQ, R0, 0, 1), LD_BIT31

#define LD_BIT31	ALU32_IMM(OR, R7, (int)(1U << 31))

/* Every sequence of three steps, on packets without a tag, with one and with two; tag, protocol and bytes are compared. */
TEST(as_on_the_host)
{
	__u8 data[80] = { 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2 };
	static const __u8 heads[3][10] = {
		{ 0x08, 0x00, 0x45 }, { 0x81, 0x00, 0x00, 0x05, 0x08, 0x00, 0x45 },
		{ 0x88, 0xa8, 0x00, 0x06, 0x81, 0x00, 0x00, 0x05, 0x08, 0x00 },
	};
	struct outcome ours, theirs;
	int kind, a, b, c, i, changed = 0;

	for (i = 0; i < 54; i++)
		data[22 + i] = i;
	for (kind = 0; kind < 3; kind++) {
		memcpy(data + 12, heads[kind], sizeof(heads[kind]));
		for (i = 0; i < 64; i++) {
			a = i & 3, b = i >> 2 & 3, c = i >> 4;
			const struct sbpf_insn insns[] = {
				MOV_REG(R6, R1), MOV_IMM(R7, 0),
				STEP(a, 1), STEP(b, 2), STEP(c, 3),
				LDX(W, R0, R6, SKB(vlan_tci)), LDX(W, R1, R6, SKB(vlan_present)), ALU64_IMM(LSH, R1, 20),
				ALU64_REG(OR, R0, R1), ALU64_REG(OR, R0, R7), EXIT(),
			};

			theirs = run_on(sbpf_host, insns, ARRAY_SIZE(insns), data, sizeof(data));
			if (theirs.err == -ENOSYS)
				SKIP("this kernel has no bpf(2)");
			ours = run_on(sbpf, insns, ARRAY_SIZE(insns), data, sizeof(data));
			changed += ours.size != sizeof(data);
			if (ours.err != theirs.err || ours.retval != theirs.retval || ours.size != theirs.size ||
			    memcmp(ours.data, theirs.data, sizeof(ours.data)))
				tap_fail(__FILE__, __LINE__, "packet %d, steps %d %d %d: %d, %x, %u bytes; the host: %d, %x, %u", kind,
					 a, b, c, ours.err, ours.retval, ours.size, theirs.err, theirs.retval, theirs.size);
		}
	}
	EXPECT_GT(changed, 50);
}

/* A tag is put on at the way out, seen at the way in, and taken off there, so that the packet arrives. */
TEST_TIMEOUT(over_the_cable, SLOW)
{
	struct sbpf_insn push[] = {
		MOV_IMM(R2, htons(0x8100)), MOV_IMM(R3, 7), CALL(skb_vlan_push), MOV_REG(R6, R0), PUT(map, 0, R6),
		MOV_IMM(R0, TC_ACT_OK), EXIT(),
	};
	struct sbpf_insn pop[] = {
		MOV_REG(R6, R1), LDX(W, R7, R6, SKB(vlan_tci)), LDX(W, R8, R6, SKB(vlan_present)),
		JMP_IMM(JEQ, R8, 0, 12),
		PUT(map, 1, R7), PUT(map, 2, R8),
		MOV_REG(R1, R6), CALL(skb_vlan_pop), MOV_REG(R7, R0),
		PUT(map, 3, R7),
		MOV_IMM(R0, TC_ACT_OK), EXIT(),
	};
	struct net_pair pair;
	int sock, out, in;
	char buf[64];

	net_pair_create(&pair);
	out = ASSERT_OK(PROG_LOAD(CLS, push));
	in = ASSERT_OK(PROG_LOAD(CLS, pop));
	net_enter(pair.there);
	sock = ASSERT_OK(net_udp_bind(NET_THERE4, PORT));
	net_enter(pair.here);
	/* Neighbours are known before tags come into play. */
	ASSERT_OK(net_ping(NET_THERE4, 5000));
	ASSERT_OK(link_netdev(out, if_nametoindex("veth0"), SBPF_NF_NETDEV_EGRESS));
	ASSERT_OK(net_udp_send(NET_THERE4, PORT, "tagged", 6));
	net_enter(pair.there);
	EXPECT_EQ(net_recv(sock, buf, sizeof(buf), 200), -EAGAIN);
	EXPECT_EQ(number(map, 0), 0);
	ASSERT_OK(link_netdev(in, if_nametoindex("veth1"), SBPF_NF_NETDEV_INGRESS));
	net_enter(pair.here);
	ASSERT_OK(net_udp_send(NET_THERE4, PORT, "tagged", 6));
	net_enter(pair.there);
	EXPECT_EQ(net_recv(sock, buf, sizeof(buf), 5000), 6);
	EXPECT_EQ(number(map, 1), 7);
	EXPECT_EQ(number(map, 2), 1);
	EXPECT_EQ(number(map, 3), 0);
}

/* What @helper says of a datagram that this process sends to @addr, when it has been routed. */
static __u64 class_of(__u32 helper, const char *addr)
{
	struct sbpf_insn insns[] = {
		MOV_REG(R6, R1), LDX(W, R7, R6, SKB(protocol)), JMP_IMM(JNE, R7, htons(ETH_P_IP), 5),
		/* Nobody listens, and the answer that says so has no class. */
		CALL_ID(helper), MOV_REG(R6, R0), LD_MAP_VALUE(R1, map, 0), ATOMIC(DW, SBPF_OR, R1, R6, 0),
		MOV_IMM(R0, TC_ACT_OK), EXIT(),
	};
	int prog = ASSERT_OK(PROG_LOAD(CLS, insns)), link;

	numbers_clear(map);
	link = ASSERT_OK(link_create_netfilter(prog, NFPROTO_IPV4, NF_INET_POST_ROUTING, 0, 0));
	ASSERT_OK(net_udp_send(addr, PORT, "x", 1));
	close(link);
	close(prog);
	return number(map, 0);
}

/* The class that the net_cls controller gives the sender. */
TEST_TIMEOUT(cgroup_class, SLOW)
{
	static const char dir[] = "/tmp/net_cls";
	char pid[16];

	net_new();
	mkdir(dir, 0755);
	if (mount("none", dir, "cgroup", 0, "net_cls"))
		SKIP("this kernel has no net_cls controller");
	ASSERT_OK(mkdir("/tmp/net_cls/here", 0755));
	ASSERT_OK(file_write("/tmp/net_cls/here/net_cls.classid", "0x00100001"));
	EXPECT_EQ(class_of(SBPF_FUNC_get_cgroup_classid, "127.0.0.1"), 0);
	snprintf(pid, sizeof(pid), "%d", getpid());
	ASSERT_OK(file_write("/tmp/net_cls/here/cgroup.procs", pid));
	EXPECT_EQ(class_of(SBPF_FUNC_get_cgroup_classid, "127.0.0.1"), 0x00100001);
	ASSERT_OK(file_write("/tmp/net_cls/cgroup.procs", pid));
	EXPECT_OK(rmdir("/tmp/net_cls/here"));
	EXPECT_OK(umount(dir));
}

TEST_TIMEOUT(realm, SLOW)
{
	struct net_pair pair;

	if (access("/proc/net/rt_acct", F_OK))
		SKIP("this kernel has no realms");
	net_pair_create(&pair);
	net_cmd("ip route add 10.9.0.0/24 dev veth0 realm 5");
	net_cmd("ip neigh add 10.9.0.1 lladdr 02:00:00:00:00:09 dev veth0");
	EXPECT_EQ(class_of(SBPF_FUNC_get_route_realm, "10.9.0.1"), 5);
	EXPECT_EQ(class_of(SBPF_FUNC_get_route_realm, NET_THERE4), 0);
}
