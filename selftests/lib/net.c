// SPDX-License-Identifier: GPL-2.0
/*
 * Network namespaces, veth pairs and small traffic for tests. Devices are made
 * with iproute2.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/ip_icmp.h>
#include <poll.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "net.h"
#include "sandbpf.h"
#include "tap.h"

void net_cmd(const char *fmt, ...)
{
	char line[512];
	va_list ap;
	int status;

	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	status = system(line);
	if (status)
		FAIL("'%s' failed with status %d", line, WEXITSTATUS(status));
}

void net_sysctl(const char *name, const char *value)
{
	char path[256];
	int ret;

	snprintf(path, sizeof(path), "/proc/sys/net/%s", name);
	ret = file_write(path, value);
	if (ret)
		FAIL("%s: %s", path, strerror(-ret));
}

int net_current(void)
{
	int fd = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		FAIL("/proc/self/ns/net: %s", strerror(errno));
	return fd;
}

void net_enter(int fd)
{
	if (setns(fd, CLONE_NEWNET))
		FAIL("setns: %s", strerror(errno));
}

void net_new(void)
{
	if (unshare(CLONE_NEWNET))
		FAIL("unshare(CLONE_NEWNET): %s", strerror(errno));
	/* No traffic but the test's own. */
	net_sysctl("ipv6/conf/default/accept_dad", "0");
	net_sysctl("ipv6/conf/default/router_solicitations", "0");
	net_sysctl("ipv6/conf/default/accept_ra", "0");
	net_cmd("ip link set lo up");
}

void net_pair_create(struct net_pair *pair)
{
	net_new();
	pair->there = net_current();
	net_new();
	pair->here = net_current();
	net_cmd("ip link add veth0 type veth peer name veth1 netns /proc/%d/fd/%d", getpid(),
		pair->there);
	net_cmd("ip addr add " NET_HERE4 "/24 dev veth0");
	net_cmd("ip addr add " NET_HERE6 "/64 dev veth0 nodad");
	net_cmd("ip link set veth0 up");
	net_enter(pair->there);
	net_cmd("ip addr add " NET_THERE4 "/24 dev veth1");
	net_cmd("ip addr add " NET_THERE6 "/64 dev veth1 nodad");
	net_cmd("ip link set veth1 up");
	net_enter(pair->here);
}

static int address(const char *addr, int port, struct sockaddr_storage *ss, socklen_t *len)
{
	struct sockaddr_in *in = (struct sockaddr_in *)ss;
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)ss;

	memset(ss, 0, sizeof(*ss));
	if (inet_pton(AF_INET, addr, &in->sin_addr) == 1) {
		in->sin_family = AF_INET;
		in->sin_port = htons(port);
		*len = sizeof(*in);
		return AF_INET;
	}
	if (inet_pton(AF_INET6, addr, &in6->sin6_addr) == 1) {
		in6->sin6_family = AF_INET6;
		in6->sin6_port = htons(port);
		*len = sizeof(*in6);
		return AF_INET6;
	}
	FAIL("'%s' is not an address", addr);
}

/* An open socket for @addr, or -errno. */
static int open_socket(const char *addr, int port, int type, int proto,
		       struct sockaddr_storage *ss, socklen_t *len)
{
	int family = address(addr, port, ss, len), one = 1;
	int fd = socket(family, type | SOCK_CLOEXEC, proto);

	if (fd < 0)
		return -errno;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	return fd;
}

static int close_with(int fd, int err)
{
	close(fd);
	return -err;
}

int net_udp_bind(const char *addr, int port)
{
	struct sockaddr_storage ss;
	socklen_t len;
	int fd = open_socket(addr, port, SOCK_DGRAM, 0, &ss, &len);

	if (fd >= 0 && bind(fd, (struct sockaddr *)&ss, len))
		return close_with(fd, errno);
	return fd;
}

int net_udp_send(const char *addr, int port, const void *data, size_t size)
{
	struct sockaddr_storage ss;
	socklen_t len;
	int fd = open_socket(addr, port, SOCK_DGRAM, 0, &ss, &len);
	ssize_t n;

	if (fd < 0)
		return fd;
	n = sendto(fd, data, size, 0, (struct sockaddr *)&ss, len);
	return close_with(fd, n < 0 ? errno : 0) ?: (int)n;
}

int net_tcp_listen(const char *addr, int port)
{
	struct sockaddr_storage ss;
	socklen_t len;
	int fd = open_socket(addr, port, SOCK_STREAM, 0, &ss, &len);

	if (fd >= 0 && (bind(fd, (struct sockaddr *)&ss, len) || listen(fd, 8)))
		return close_with(fd, errno);
	return fd;
}

static int wait_for(int fd, short events, int ms)
{
	struct pollfd p = { .fd = fd, .events = events };

	return poll(&p, 1, ms) > 0;
}

int net_tcp_connect(const char *addr, int port, int ms)
{
	struct sockaddr_storage ss;
	socklen_t len, size = sizeof(int);
	int fd = open_socket(addr, port, SOCK_STREAM | SOCK_NONBLOCK, 0, &ss, &len), err = 0;

	if (fd < 0)
		return fd;
	if (connect(fd, (struct sockaddr *)&ss, len)) {
		if (errno != EINPROGRESS)
			return close_with(fd, errno);
		if (!wait_for(fd, POLLOUT, ms))
			return close_with(fd, ETIMEDOUT);
		getsockopt(fd, SOL_SOCKET, SO_ERROR, &err, &size);
		if (err)
			return close_with(fd, err);
	}
	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
	return fd;
}

int net_accept(int fd, int ms)
{
	int conn;

	if (!wait_for(fd, POLLIN, ms))
		return -ETIMEDOUT;
	conn = accept4(fd, NULL, NULL, SOCK_CLOEXEC);
	return conn < 0 ? -errno : conn;
}

int net_recv(int fd, void *buf, size_t len, int ms)
{
	ssize_t n;

	if (!wait_for(fd, POLLIN, ms))
		return -EAGAIN;
	n = recv(fd, buf, len, MSG_DONTWAIT);
	return n < 0 ? -errno : n;
}

static __u16 inet_sum(const void *data, size_t len)
{
	const __u16 *word = data;
	__u32 sum = 0;

	for (; len > 1; len -= 2)
		sum += *word++;
	sum = (sum >> 16) + (sum & 0xffff);
	return ~(sum + (sum >> 16));
}

int net_ping(const char *addr, int ms)
{
	static __u16 sequence;
	struct {
		__u8 type, code;
		__u16 sum, id, seq;
	} echo = { .id = getpid(), .seq = ++sequence }, *answer;
	struct sockaddr_storage ss;
	struct timespec now, end;
	unsigned char buf[512];
	socklen_t len;
	bool v6 = strchr(addr, ':');
	int fd, left = ms, n;

	fd = open_socket(addr, 0, SOCK_RAW, v6 ? IPPROTO_ICMPV6 : IPPROTO_ICMP, &ss, &len);
	if (fd < 0)
		return fd;
	echo.type = v6 ? ICMP6_ECHO_REQUEST : ICMP_ECHO;
	echo.sum = v6 ? 0 : inet_sum(&echo, sizeof(echo));
	if (sendto(fd, &echo, sizeof(echo), 0, (struct sockaddr *)&ss, len) < 0)
		return close_with(fd, errno);
	clock_gettime(CLOCK_MONOTONIC, &end);
	while (left > 0) {
		n = net_recv(fd, buf, sizeof(buf), left);
		answer = (void *)(buf + (v6 ? 0 : 20));
		if (n >= (int)sizeof(echo) + (v6 ? 0 : 20) &&
		    answer->type == (v6 ? ICMP6_ECHO_REPLY : ICMP_ECHOREPLY) &&
		    answer->id == echo.id && answer->seq == echo.seq)
			return close_with(fd, 0);
		clock_gettime(CLOCK_MONOTONIC, &now);
		left = ms - (now.tv_sec - end.tv_sec) * 1000 - (now.tv_nsec - end.tv_nsec) / 1000000;
	}
	return close_with(fd, ETIMEDOUT);
}
