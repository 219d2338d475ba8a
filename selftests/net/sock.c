// SPDX-License-Identifier: GPL-2.0
/*
 * Sockets in programs: which fields may be read (the host's verifier is the judge), and real sockets found from frames and
 * packets, compared with what their owner knows of them.
 * covers: helper:sk_lookup_tcp helper:sk_lookup_udp helper:skc_lookup_tcp helper:sk_release helper:sk_fullsock
 * covers: helper:tcp_sock helper:get_listener_sock
 * timeout: 300
 */
#include <bpf/libbpf.h>
#include <linux/tcp.h>
#include <sys/socket.h>

#include "packets.h"

#define PORT	7000
#define MARK	77

BEFORE_EACH()
{
	need_device();
}

/* --- what may be read --- */

static int verdict(bool of_host, const struct sbpf_insn *insns, __u32 cnt)
{
	union sbpf_attr load = {
		.prog_type = SBPF_PROG_TYPE_CGROUP_SKB, .insns = PTR(insns), .insn_cnt = cnt, .license = PTR("GPL"),
	};

	return (of_host ? sbpf_host : sbpf)(SBPF_PROG_LOAD, &load, offsetof(union sbpf_attr, fd_array));
}

static __u8 size_bits(int size)
{
	return size == 1 ? SBPF_B : size == 2 ? SBPF_H : size == 4 ? SBPF_W : SBPF_DW;
}

/* Each offset in each width, of the socket of a packet, of a full socket and of its TCP part; a read and a write. */
TEST(fields_as_on_the_host)
{
	static const __u32 casts[] = { 0, SBPF_FUNC_sk_fullsock, SBPF_FUNC_tcp_sock };
	int off, size, write, ours, theirs, taken = 0;
	unsigned int c;

	for (c = 0; c < ARRAY_SIZE(casts); c++) {
		for (off = 0; off <= 128; off++) {
			for (size = 1; size <= 8; size *= 2) {
				for (write = 0; write < 2; write++) {
					const struct sbpf_insn insns[] = {
						LDX(DW, R1, R1, SKB(sk)),
						JMP_IMM(JNE, R1, 0, 2),
						MOV_IMM(R0, 0),
						EXIT(),
						casts[c] ? CALL_ID(casts[c]) : MOV_REG(R0, R1),
						JMP_IMM(JNE, R0, 0, 2),
						MOV_IMM(R0, 0),
						EXIT(),
						MOV_IMM(R2, 0),
						write ? INSN(SBPF_STX | SBPF_MEM | size_bits(size), R0, R2, off, 0) :
							INSN(SBPF_LDX | SBPF_MEM | size_bits(size), R2, R0, off, 0),
						MOV_IMM(R0, 0),
						EXIT(),
					};

					theirs = verdict(true, insns, ARRAY_SIZE(insns));
					if (theirs == -ENOSYS)
						SKIP("this kernel has no bpf(2)");
					ours = verdict(false, insns, ARRAY_SIZE(insns));
					taken += ours >= 0;
					if ((ours < 0) != (theirs < 0))
						tap_fail(__FILE__, __LINE__, "cast %u, %s of %d bytes at %d: the host says %d, we %d",
							 casts[c], write ? "write" : "read", size, off, theirs, ours);
					if (ours >= 0)
						close(ours);
					if (theirs >= 0)
						close(theirs);
				}
			}
		}
	}
	EXPECT_GT(taken, 150);
}

/* --- real sockets --- */

struct seen {
	__u64 runs, found, listeners, bytes_received, half_open;
	__u32 family, type, protocol, state;
	__u32 mark, priority, bound_dev_if;
	__u32 src_ip4, dst_ip4, src_port, dst_port;
	__u32 src_ip6_3, dst_ip6_3;
	__s32 rx_queue;
	__u32 snd_cwnd, segs_in, mss_cache, snd_ssthresh;
};

static struct bpf_object *obj;
static struct net_pair pair;

static int program(const char *name)
{
	obj = bpf_object__open("/progs/sock.bpf.o");
	ASSERT_TRUE(obj);
	ASSERT_OK(bpf_object__load(obj));
	return bpf_program__fd(bpf_object__find_program_by_name(obj, name));
}

/* The program "find" sees each frame that comes to ->there, where this process is afterwards. */
static void find_from_frames(void)
{
	net_pair_create(&pair);
	net_enter(pair.there);
	program("find");
	ASSERT_TRUE(bpf_program__attach_xdp(bpf_object__find_program_by_name(obj, "find"), if_nametoindex("veth1")));
}

static struct bpf_map *seen_map(void)
{
	struct bpf_map *map;

	bpf_object__for_each_map(map, obj)
		if (strstr(bpf_map__name(map), ".bss"))
			return map;
	return NULL;
}

static struct seen seen_read(void)
{
	static char value[4096];
	struct seen seen;
	__u32 key = 0;

	ASSERT_OK(map_lookup(bpf_map__fd(seen_map()), &key, value));
	memcpy(&seen, value, sizeof(seen));
	return seen;
}

static void seen_clear(void)
{
	static const char zero[4096];
	__u32 key = 0;

	ASSERT_OK(map_update(bpf_map__fd(seen_map()), &key, zero, 0));
}

static void mark(int sock)
{
	int value = MARK, prio = 3;

	ASSERT_EQ(setsockopt(sock, SOL_SOCKET, SO_MARK, &value, sizeof(value)), 0);
	ASSERT_EQ(setsockopt(sock, SOL_SOCKET, SO_PRIORITY, &prio, sizeof(prio)), 0);
	ASSERT_EQ(setsockopt(sock, SOL_SOCKET, SO_BINDTODEVICE, "veth1", 6), 0);
}

static void udp_sent(const char *to)
{
	net_enter(pair.here);
	ASSERT_OK(net_udp_send(to, PORT, "x", 1));
	net_enter(pair.there);
}

TEST_TIMEOUT(udp, SLOW)
{
	struct seen seen;
	char buf[8];
	int sock;

	find_from_frames();
	sock = ASSERT_OK(net_udp_bind(NET_THERE4, PORT));
	mark(sock);
	udp_sent(NET_THERE4);
	ASSERT_EQ(net_recv(sock, buf, sizeof(buf), 5000), 1);
	seen = seen_read();
	EXPECT_EQ(seen.found, 1);
	EXPECT_EQ(seen.family, AF_INET);
	EXPECT_EQ(seen.type, SOCK_DGRAM);
	EXPECT_EQ(seen.protocol, IPPROTO_UDP);
	EXPECT_EQ(seen.mark, MARK);
	EXPECT_EQ(seen.priority, 3);
	EXPECT_EQ(seen.bound_dev_if, if_nametoindex("veth1"));
	EXPECT_EQ(seen.src_ip4, inet_addr(NET_THERE4));
	EXPECT_EQ(seen.src_port, PORT);
	EXPECT_EQ(seen.dst_port, 0);
	EXPECT_EQ(seen.rx_queue, -1);
	close(sock);
	seen_clear();
	udp_sent(NET_THERE4);
	usleep(100000);
	seen = seen_read();
	EXPECT_GT(seen.runs, 0);
	EXPECT_EQ(seen.found, 0);
}

TEST_TIMEOUT(udp6, SLOW)
{
	struct seen seen;
	char buf[8];
	int sock;

	find_from_frames();
	sock = ASSERT_OK(net_udp_bind(NET_THERE6, PORT));
	udp_sent(NET_THERE6);
	ASSERT_EQ(net_recv(sock, buf, sizeof(buf), 5000), 1);
	seen = seen_read();
	EXPECT_EQ(seen.found, 1);
	EXPECT_EQ(seen.family, AF_INET6);
	EXPECT_EQ(seen.src_port, PORT);
	EXPECT_EQ(ntohl(seen.src_ip6_3), 2);
}

/* A listener for the first segment, the connection for those with data. */
static void connection(const char *addr, int family)
{
	int listener, client, server, round;
	struct sockaddr_storage peer;
	socklen_t len = sizeof(peer);
	struct seen seen;
	char buf[8];

	find_from_frames();
	listener = ASSERT_OK(net_tcp_listen(addr, PORT));
	net_enter(pair.here);
	client = ASSERT_OK(net_tcp_connect(addr, PORT, 5000));
	ASSERT_EQ(getsockname(client, (void *)&peer, &len), 0);
	net_enter(pair.there);
	server = ASSERT_OK(net_accept(listener, 5000));
	seen = seen_read();
	EXPECT_GT(seen.found, 0);
	/* Many rounds: each takes a reference and gives it back. */
	for (round = 0; round < 20; round++) {
		seen_clear();
		ASSERT_EQ(send(client, "x", 1, 0), 1);
		ASSERT_EQ(net_recv(server, buf, sizeof(buf), 5000), 1);
		seen = seen_read();
		EXPECT_GT(seen.found, 0);
		EXPECT_EQ(seen.state, SBPF_TCP_ESTABLISHED);
	}
	EXPECT_EQ(seen.family, (__u32)family);
	EXPECT_EQ(seen.protocol, IPPROTO_TCP);
	EXPECT_EQ(seen.src_port, PORT);
	/* The 16 bits of the packet, in a word. */
	EXPECT_EQ(seen.dst_port, ((struct sockaddr_in *)&peer)->sin_port);
	if (family == AF_INET)
		EXPECT_EQ(seen.dst_ip4, inet_addr(NET_HERE4));
	else
		EXPECT_EQ(ntohl(seen.dst_ip6_3), 1);
	close(client);
	close(server);
	close(listener);
}

TEST_TIMEOUT(tcp, SLOW)
{
	connection(NET_THERE4, AF_INET);
}

TEST_TIMEOUT(tcp6, SLOW)
{
	connection(NET_THERE6, AF_INET6);
}

/* Of a segment that the stack has found the connection of, against what the connection's owner is told. */
TEST_TIMEOUT(as_the_owner_sees_it, SLOW)
{
	int listener, client, server;
	struct tcp_info info = {};
	socklen_t len = sizeof(info);
	struct seen seen;
	char buf[64];

	net_pair_create(&pair);
	net_enter(pair.there);
	ASSERT_OK(link_create_netfilter(program("see"), NFPROTO_IPV4, NF_INET_LOCAL_IN, 0, 0));
	listener = ASSERT_OK(net_tcp_listen(NET_THERE4, PORT));
	net_enter(pair.here);
	client = ASSERT_OK(net_tcp_connect(NET_THERE4, PORT, 5000));
	net_enter(pair.there);
	server = ASSERT_OK(net_accept(listener, 5000));
	ASSERT_EQ(setsockopt(server, SOL_SOCKET, SO_MARK, &(int){ MARK }, sizeof(int)), 0);
	ASSERT_EQ(send(client, "1234567", 7, 0), 7);
	ASSERT_EQ(net_recv(server, buf, sizeof(buf), 5000), 7);
	usleep(100000);
	ASSERT_EQ(getsockopt(server, IPPROTO_TCP, TCP_INFO, &info, &len), 0);
	seen_clear();
	ASSERT_EQ(send(client, "x", 1, 0), 1);
	ASSERT_EQ(net_recv(server, buf, sizeof(buf), 5000), 1);
	seen = seen_read();
	EXPECT_EQ(seen.found, 1);
	EXPECT_EQ(seen.type, SOCK_STREAM);
	EXPECT_EQ(seen.mark, MARK);
	EXPECT_EQ(seen.state, SBPF_TCP_ESTABLISHED);
	EXPECT_EQ(seen.bytes_received, 7);
	EXPECT_EQ(seen.bytes_received, info.tcpi_bytes_received);
	EXPECT_EQ(seen.snd_cwnd, info.tcpi_snd_cwnd);
	EXPECT_EQ(seen.segs_in, info.tcpi_segs_in);
	EXPECT_EQ(seen.mss_cache, info.tcpi_snd_mss);
	EXPECT_EQ(seen.listeners, 0);
}

/* Between the first segment and the third there is a socket that is no full one. */
TEST_TIMEOUT(half_open, SLOW)
{
	int listener, client;
	struct seen seen;

	net_new();
	ASSERT_OK(link_create_netfilter(program("half_open"), NFPROTO_IPV4, NF_INET_LOCAL_IN, 0, 0));
	listener = ASSERT_OK(net_tcp_listen("127.0.0.1", PORT));
	client = ASSERT_OK(net_tcp_connect("127.0.0.1", PORT, 5000));
	close(ASSERT_OK(net_accept(listener, 5000)));
	seen = seen_read();
	EXPECT_GT(seen.found, 1);
	EXPECT_GT(seen.half_open, 0);
	EXPECT_EQ(seen.listeners, seen.half_open);
	close(client);
	close(listener);
}

/* No such tuple, namespace or flag. */
TEST(not_found)
{
	static const struct {
		int size;
		__u64 netns, flags;
	} cases[] = {
		{ 12, SBPF_F_CURRENT_NETNS, 0 }, { 36, SBPF_F_CURRENT_NETNS, 0 }, { 11, SBPF_F_CURRENT_NETNS, 0 },
		{ 12, 12345, 0 }, { 12, 1ULL << 40, 0 }, { 12, SBPF_F_CURRENT_NETNS, 1 },
	};
	struct frame f;
	unsigned int i;

	frame_fill(&f);
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct sbpf_insn insns[] = {
			ST(DW, R10, -8, 0), ST(DW, R10, -16, 0), ST(DW, R10, -24, 0), ST(DW, R10, -32, 0), ST(DW, R10, -40, 0),
			MOV_REG(R2, R10), ALU64_IMM(ADD, R2, -40), MOV_IMM(R3, cases[i].size),
			LD_IMM64(R4, cases[i].netns), LD_IMM64(R5, cases[i].flags), CALL(sk_lookup_udp),
			JMP_IMM(JNE, R0, 0, 2), MOV_IMM(R0, 7), EXIT(),
			MOV_REG(R1, R0), CALL(sk_release), MOV_IMM(R0, 8), EXIT(),
		};
		int prog = ASSERT_OK(PROG_LOAD(SBPF_PROG_TYPE_XDP, insns));

		EXPECT_EQ(frame_run(prog, &f), 7);
		close(prog);
	}
}
