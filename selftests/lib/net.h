/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Network namespaces, veth pairs and small traffic for tests. Functions that set
 * things up end the test when they fail; the others return a negative errno.
 */
#ifndef SELFTEST_NET_H
#define SELFTEST_NET_H

#include <stddef.h>
#include <linux/types.h>

/*
 * Two namespaces joined by a cable:
 *
 *	here: veth0 10.7.0.1/24 fd07::1/64  ----  veth1 10.7.0.2/24 fd07::2/64 :there
 *
 * Both go when their descriptors and the test's process are gone.
 */
struct net_pair {
	int here;	/* descriptors of the namespaces */
	int there;
};

#define NET_HERE4	"10.7.0.1"
#define NET_THERE4	"10.7.0.2"
#define NET_HERE6	"fd07::1"
#define NET_THERE6	"fd07::2"

/* A fresh namespace for this process, with lo up. */
void net_new(void);
/* Make the pair; this process is in ->here afterwards. */
void net_pair_create(struct net_pair *pair);
/* Go to the namespace of @fd; its own is returned as a descriptor by net_current(). */
void net_enter(int fd);
int net_current(void);
/* Run a command line ("ip link set ..."), end the test if it fails. */
void net_cmd(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* /proc/sys/net/<name> of this namespace. */
void net_sysctl(const char *name, const char *value);

/* Addresses are text, IPv4 or IPv6. Sockets are close-on-exec. */
int net_udp_bind(const char *addr, int port);
int net_udp_send(const char *addr, int port, const void *data, size_t len);
int net_tcp_listen(const char *addr, int port);
/* -ETIMEDOUT if nothing answers for @ms milliseconds. */
int net_tcp_connect(const char *addr, int port, int ms);
int net_accept(int fd, int ms);
/* Bytes received, or -EAGAIN after @ms milliseconds. */
int net_recv(int fd, void *buf, size_t len, int ms);
/* One echo request and its answer: 0, or -ETIMEDOUT after @ms milliseconds. */
int net_ping(const char *addr, int ms);

#endif
