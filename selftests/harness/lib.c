// SPDX-License-Identifier: GPL-2.0
/*
 * The test library tested: what other tests rely on must work without the module.
 * engine: none
 */
#include <sys/syscall.h>
#include <unistd.h>

#include "net.h"
#include "sandbpf.h"
#include "tap.h"

TEST(other_system_calls_pass)
{
	ASSERT_EQ(syscall(__NR_getpid), getpid());
}

TEST(cpus)
{
	EXPECT_GE(cpus_possible(), 1);
}

TEST(ping_both_ways)
{
	struct net_pair pair;

	net_pair_create(&pair);
	EXPECT_OK(net_ping(NET_THERE4, 3000));
	EXPECT_OK(net_ping(NET_THERE6, 3000));
	EXPECT_ERR(net_ping("10.7.0.3", 300), ETIMEDOUT);
	net_enter(pair.there);
	EXPECT_OK(net_ping(NET_HERE4, 3000));
	EXPECT_OK(net_ping(NET_HERE6, 3000));
}

TEST(udp)
{
	struct net_pair pair;
	char buf[16];
	int fd;

	net_pair_create(&pair);
	net_enter(pair.there);
	fd = ASSERT_OK(net_udp_bind(NET_THERE4, 5000));
	net_enter(pair.here);
	EXPECT_EQ(net_udp_send(NET_THERE4, 5000, "hello", 5), 5);
	EXPECT_EQ(net_recv(fd, buf, sizeof(buf), 2000), 5);
	EXPECT_ERR(net_recv(fd, buf, sizeof(buf), 50), EAGAIN);
}

TEST(tcp)
{
	struct net_pair pair;
	int fd;

	net_pair_create(&pair);
	net_enter(pair.there);
	fd = ASSERT_OK(net_tcp_listen("::", 5001));
	net_enter(pair.here);
	EXPECT_OK(net_tcp_connect(NET_THERE4, 5001, 3000));
	EXPECT_OK(net_accept(fd, 3000));
	EXPECT_OK(net_tcp_connect(NET_THERE6, 5001, 3000));
	EXPECT_ERR(net_tcp_connect(NET_THERE4, 5002, 3000), ECONNREFUSED);
}
