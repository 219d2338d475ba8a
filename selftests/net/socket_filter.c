// SPDX-License-Identifier: GPL-2.0
/*
 * Socket filters: programs on real sockets through SOCK_ATTACH_PROG, and how they get along with the kernel's own filters.
 * covers: cmd:SOCK_ATTACH_PROG prog:SOCKET_FILTER
 * timeout: 300
 */
#include <linux/filter.h>
#include <sys/socket.h>

#include "packets.h"

#define PORT	7000

static int map;

BEFORE_EACH()
{
	need_device();
	map = numbers_create();
	net_new();
}

static int attach_flags(int sock, int prog, __u32 flags)
{
	union sbpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.sock_attach_prog.sock_fd = sock;
	attr.sock_attach_prog.prog_fd = prog;
	attr.sock_attach_prog.flags = flags;
	return sbpf(SBPF_SOCK_ATTACH_PROG, &attr, sizeof(attr));
}

static int attach(int sock, int prog)
{
	return attach_flags(sock, prog, 0);
}

/* Counts in number @i and keeps @keep bytes of the packet, which begins with its UDP header. */
static int filter(int i, int keep)
{
	struct sbpf_insn insns[] = { COUNT(map, i), MOV_IMM(R0, keep), EXIT() };

	return ASSERT_OK(PROG_LOAD(SBPF_PROG_TYPE_SOCKET_FILTER, insns));
}

static int detach(int sock)
{
	int zero = 0;

	return setsockopt(sock, SOL_SOCKET, SO_DETACH_FILTER, &zero, sizeof(zero)) ? -errno : 0;
}

TEST_TIMEOUT(keep_trim_drop, SLOW)
{
	int sock = ASSERT_OK(net_udp_bind("127.0.0.1", PORT));
	char buf[64];

	ASSERT_OK(attach(sock, filter(0, 0xffff)));
	EXPECT_EQ(deliver(sock, "127.0.0.1", PORT, 20, buf, sizeof(buf), 2000), 20);
	EXPECT_EQ(number(map, 0), 1);
	/* Replaced while attached. */
	ASSERT_OK(attach(sock, filter(1, 8 + 5)));
	EXPECT_EQ(deliver(sock, "127.0.0.1", PORT, 20, buf, sizeof(buf), 2000), 5);
	ASSERT_OK(attach(sock, filter(2, 0)));
	EXPECT_EQ(deliver(sock, "127.0.0.1", PORT, 20, buf, sizeof(buf), 50), -EAGAIN);
	EXPECT_EQ(number(map, 0), 1);
	EXPECT_EQ(number(map, 1), 1);
	EXPECT_EQ(number(map, 2), 1);
	EXPECT_OK(detach(sock));
	EXPECT_EQ(deliver(sock, "127.0.0.1", PORT, 20, buf, sizeof(buf), 2000), 20);
	EXPECT_ERR(detach(sock), ENOENT);
}

/* The program reads the packet, by helper and by legacy load, and the socket's owner. */
TEST_TIMEOUT(reads, SLOW)
{
	struct sbpf_insn insns[] = {
		MOV_REG(R6, R1),
		LD_ABS(H, 2),
		MOV_REG(R7, R0),
		PUT(map, 0, R7),
		MOV_REG(R1, R6), MOV_IMM(R2, 8), MOV_REG(R3, R10), ALU64_IMM(ADD, R3, -8), MOV_IMM(R4, 4),
		CALL(skb_load_bytes),
		LDX(W, R7, R10, -8),
		PUT(map, 1, R7),
		MOV_REG(R1, R6),
		CALL(get_socket_uid),
		MOV_REG(R7, R0),
		PUT(map, 2, R7),
		LDX(W, R7, R6, SKB(len)),
		PUT(map, 3, R7),
		MOV_IMM(R0, 0xffff),
		EXIT(),
	};
	int sock = ASSERT_OK(net_udp_bind("127.0.0.1", PORT));
	char buf[64];

	ASSERT_OK(attach(sock, ASSERT_OK(PROG_LOAD(SBPF_PROG_TYPE_SOCKET_FILTER, insns))));
	EXPECT_EQ(deliver(sock, "127.0.0.1", PORT, 20, buf, sizeof(buf), 2000), 20);
	EXPECT_EQ(number(map, 0), PORT);
	EXPECT_EQ(number(map, 1), 0x646e6173);	/* "sand" */
	EXPECT_EQ(number(map, 2), 0);
	EXPECT_EQ(number(map, 3), 28);
}

/* Accepted sockets inherit the filter, which lives until the last of them is closed. */
TEST_TIMEOUT(inherited, SLOW)
{
	int server = ASSERT_OK(net_tcp_listen("127.0.0.1", PORT)), prog = filter(0, 0xffff), client, conn;
	__u64 before;
	char c;

	ASSERT_OK(attach(server, prog));
	close(prog);
	client = ASSERT_OK(net_tcp_connect("127.0.0.1", PORT, 2000));
	conn = ASSERT_OK(net_accept(server, 2000));
	close(server);
	usleep(300000);
	before = number(map, 0);
	EXPECT_EQ(write(client, "x", 1), 1);
	EXPECT_EQ(net_recv(conn, &c, 1, 2000), 1);
	EXPECT_GT(number(map, 0), before);
	close(conn);
	close(client);
}

/* Filters of the kernel and of ours take each other's place. */
TEST_TIMEOUT(with_kernel_filters, SLOW)
{
	struct sock_filter drop[] = { { 0x06, 0, 0, 0 } };
	struct sock_fprog classic = { 1, drop };
	int sock = ASSERT_OK(net_udp_bind("127.0.0.1", PORT)), i;
	char buf[64];

	for (i = 0; i < 3; i++) {
		ASSERT_EQ(setsockopt(sock, SOL_SOCKET, SO_ATTACH_FILTER, &classic, sizeof(classic)), 0);
		EXPECT_EQ(deliver(sock, "127.0.0.1", PORT, 20, buf, sizeof(buf), 50), -EAGAIN);
		ASSERT_OK(attach(sock, filter(0, 0xffff)));
		EXPECT_EQ(deliver(sock, "127.0.0.1", PORT, 20, buf, sizeof(buf), 2000), 20);
	}
	EXPECT_EQ(number(map, 0), 3);
	ASSERT_EQ(setsockopt(sock, SOL_SOCKET, SO_ATTACH_FILTER, &classic, sizeof(classic)), 0);
}

TEST_TIMEOUT(errors, SLOW)
{
	struct sbpf_insn one[] = { MOV_IMM(R0, 1), EXIT() };
	int cls = ASSERT_OK(PROG_LOAD(SBPF_PROG_TYPE_SCHED_CLS, one)), prog = filter(0, 0xffff), yes = 1;
	int sock = ASSERT_OK(net_udp_bind("127.0.0.1", PORT));

	EXPECT_ERR(attach_flags(sock, prog, 1), EINVAL);
	EXPECT_ERR(attach(sock, cls), EINVAL);
	EXPECT_ERR(attach(sock, -1), EBADF);
	EXPECT_ERR(attach(-1, prog), EBADF);
	EXPECT_ERR(attach(prog, prog), ENOTSOCK);
	ASSERT_EQ(setsockopt(sock, SOL_SOCKET, SO_LOCK_FILTER, &yes, sizeof(yes)), 0);
	EXPECT_ERR(attach(sock, prog), EPERM);
}

/* Attached filters count as option memory of the socket and give it back. */
TEST_TIMEOUT(many, SLOW)
{
	int sock = ASSERT_OK(net_udp_bind("127.0.0.1", PORT)), prog = filter(0, 0xffff), i;
	char buf[64];

	for (i = 0; i < 2000; i++) {
		int ret = attach(sock, prog);

		if (ret) {
			EXPECT_OK(ret);
			break;
		}
	}
	EXPECT_EQ(deliver(sock, "127.0.0.1", PORT, 20, buf, sizeof(buf), 2000), 20);
	EXPECT_EQ(number(map, 0), 1);
}
