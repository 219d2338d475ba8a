// SPDX-License-Identifier: GPL-2.0
/*
 * Demo: a firewall at a netfilter hook of a network namespace. The same traffic goes through before it is there, while it
 * is there, and after it is gone.
 *
 *	client 10.7.0.1, 10.7.0.9  ----  10.7.0.2 server
 *	                                 progs/firewall.bpf.c at IPv4 PRE_ROUTING
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/netfilter.h>
#include <netinet/ip_icmp.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "firewall.h"
#include "net.h"
#include "sandbpf.h"
#include "summary.h"

#define OBJECT		"/progs/firewall.bpf.o"
#define SERVER		"10.7.0.2"
#define FLOODER		"10.7.0.1"
#define POLITE		"10.7.0.9"
#define FLOOD		200
#define PORT_OPEN	80
#define PORT_CLOSED	23
#define PORT_UDP	53

static const struct fw_rules rules = { .icmp_per_second = 5, .icmp_burst = 10, .tcp_port = PORT_CLOSED };

/* How much of each kind of traffic was answered. */
struct answers {
	int flood;
	int polite;
	int open;
	int closed;
	int udp;
};

static const struct answers sent = { .flood = FLOOD, .polite = 5, .open = 5, .closed = 3, .udp = 20 };

static int client_ns, server_ns, tcp_open, tcp_closed, udp_server;

static void fail(const char *what, int err)
{
	fprintf(stderr, "firewall: %s: %s\n", what, strerror(err < 0 ? -err : err));
	exit(1);
}

static void command(const char *line)
{
	if (system(line))
		fail(line, EINVAL);
}

static int namespace_new(void)
{
	int fd;

	if (unshare(CLONE_NEWNET))
		fail("unshare", errno);
	fd = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		fail("/proc/self/ns/net", errno);
	command("ip link set lo up");
	return fd;
}

static void enter(int ns)
{
	if (setns(ns, CLONE_NEWNET))
		fail("setns", errno);
}

static void build_network(void)
{
	char line[256];

	server_ns = namespace_new();
	client_ns = namespace_new();
	snprintf(line, sizeof(line), "ip link add client type veth peer name server netns /proc/%d/fd/%d", getpid(),
		 server_ns);
	command(line);
	command("ip addr add " FLOODER "/24 dev client && ip addr add " POLITE "/24 dev client && ip link set client up");
	enter(server_ns);
	command("ip addr add " SERVER "/24 dev server && ip link set server up");
	tcp_open = net_tcp_listen(SERVER, PORT_OPEN);
	tcp_closed = net_tcp_listen(SERVER, PORT_CLOSED);
	if (tcp_open < 0 || tcp_closed < 0)
		fail("listen", errno);
	udp_server = net_udp_bind(SERVER, PORT_UDP);
	if (udp_server < 0)
		fail("bind", udp_server);
	enter(client_ns);
}

static void wait_ms(int ms)
{
	poll(NULL, 0, ms);
}

static __u16 checksum(const __u16 *word, int count)
{
	__u32 sum = 0;

	while (count--)
		sum += *word++;
	sum = (sum & 0xffff) + (sum >> 16);
	return ~(sum + (sum >> 16));
}

/* Echo requests from @source, one every @interval ms; how many were answered. */
static int ping(const char *source, int count, int interval)
{
	struct sockaddr_in from = { .sin_family = AF_INET }, to = { .sin_family = AF_INET };
	struct icmphdr echo = { .type = ICMP_ECHO };
	unsigned char answer[256];
	int fd, i, answered = 0;

	inet_pton(AF_INET, source, &from.sin_addr);
	inet_pton(AF_INET, SERVER, &to.sin_addr);
	fd = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_ICMP);
	if (fd < 0 || bind(fd, (struct sockaddr *)&from, sizeof(from)))
		fail("raw socket", errno);
	echo.un.echo.id = getpid();
	for (i = 0; i < count; i++) {
		echo.un.echo.sequence = htons(i);
		echo.checksum = 0;
		echo.checksum = checksum((__u16 *)&echo, sizeof(echo) / 2);
		sendto(fd, &echo, sizeof(echo), 0, (struct sockaddr *)&to, sizeof(to));
		if (interval)
			wait_ms(interval);
		while (net_recv(fd, answer, sizeof(answer), 0) > 0)
			answered += answer[20] == ICMP_ECHOREPLY;
	}
	while (net_recv(fd, answer, sizeof(answer), 200) > 0)
		answered += answer[20] == ICMP_ECHOREPLY;
	close(fd);
	return answered;
}

static int connects(int server, int port, int count)
{
	int i, fd, connected = 0;

	for (i = 0; i < count; i++) {
		fd = net_tcp_connect(SERVER, port, 300);
		if (fd < 0)
			continue;
		connected++;
		close(net_accept(server, 300));
		close(fd);
	}
	return connected;
}

static int datagrams(int count)
{
	char buf[64];
	int i, arrived = 0;

	for (i = 0; i < count; i++)
		net_udp_send(SERVER, PORT_UDP, "a query", 7);
	while (net_recv(udp_server, buf, sizeof(buf), 100) > 0)
		arrived++;
	return arrived;
}

static struct answers traffic(const char *when)
{
	struct answers a = {};

	printf("Sending traffic %s ...\n", when);
	fflush(stdout);
	a.flood = ping(FLOODER, sent.flood, 1);
	a.polite = ping(POLITE, sent.polite, 250);
	a.open = connects(tcp_open, PORT_OPEN, sent.open);
	a.closed = connects(tcp_closed, PORT_CLOSED, sent.closed);
	a.udp = datagrams(sent.udp);
	return a;
}

static int map_fd(struct bpf_object *obj, const char *name)
{
	int fd = bpf_object__find_map_fd_by_name(obj, name);

	if (fd < 0)
		fail(name, fd);
	return fd;
}

static struct bpf_object *firewall_load(void)
{
	struct bpf_object *obj = bpf_object__open_file(OBJECT, NULL);
	__u32 zero = 0;
	int err;

	if (!obj)
		fail(OBJECT, errno);
	err = bpf_object__load(obj);
	if (err)
		fail("load", err);
	err = map_update(map_fd(obj, "rules"), &zero, &rules, 0);
	if (err)
		fail("rules", err);
	return obj;
}

/* Attach in the server's namespace, before connection tracking would see the packets. */
static int firewall_attach(struct bpf_object *obj)
{
	struct bpf_program *prog = bpf_object__find_program_by_name(obj, "firewall");
	int link;

	enter(server_ns);
	link = link_create_netfilter(bpf_program__fd(prog), NFPROTO_IPV4, NF_INET_PRE_ROUTING, -300, 0);
	enter(client_ns);
	if (link < 0)
		fail("attach", link);
	return link;
}

static void row(const char *what, int count, int before, int during, int after)
{
	printf("  %-44s %6d %9d %9d %9d\n", what, count, before, during, after);
}

static void print_answers(const struct answers *before, const struct answers *during, const struct answers *after)
{
	printf("\nAnswered, of what the client sent:\n");
	printf("  %-44s %6s %9s %9s %9s\n", "", "sent", "without", "FIREWALL", "without");
	row("ICMP flood from " FLOODER, sent.flood, before->flood, during->flood, after->flood);
	row("ICMP, 4 a second, from " POLITE, sent.polite, before->polite, during->polite, after->polite);
	row("TCP connections to port 80", sent.open, before->open, during->open, after->open);
	row("TCP connections to port 23", sent.closed, before->closed, during->closed, after->closed);
	row("UDP datagrams to port 53", sent.udp, before->udp, during->udp, after->udp);
}

static void print_counters(int map)
{
	static const char *const names[] = { "ICMP", "TCP", "UDP", "other" };
	int cpus = cpus_possible(), cpu;
	struct fw_counter *value = calloc(cpus, sizeof(*value)), sum;
	__u32 i;

	if (!value)
		fail("memory", ENOMEM);
	printf("\nWhat the program counted (per-CPU array, %d CPUs added up):\n", cpus);
	printf("  %-8s %9s %9s %9s %9s\n", "protocol", "passed", "bytes", "dropped", "bytes");
	for (i = 0; i < FW_PROTOCOLS; i++) {
		if (map_lookup(map, &i, value))
			fail("counters", EIO);
		memset(&sum, 0, sizeof(sum));
		for (cpu = 0; cpu < cpus; cpu++) {
			sum.passed += value[cpu].passed;
			sum.passed_bytes += value[cpu].passed_bytes;
			sum.dropped += value[cpu].dropped;
			sum.dropped_bytes += value[cpu].dropped_bytes;
		}
		printf("  %-8s %9llu %9llu %9llu %9llu\n", names[i], sum.passed, sum.passed_bytes, sum.dropped,
		       sum.dropped_bytes);
	}
	free(value);
}

static void print_sources(int map)
{
	struct fw_source source;
	__u32 key, *last = NULL;
	char text[INET_ADDRSTRLEN];

	printf("\nSources of ICMP (LRU hash; %u packets a second each, %u at once):\n", rules.icmp_per_second,
	       rules.icmp_burst);
	printf("  %-15s %9s %12s\n", "address", "dropped", "tokens left");
	while (!map_next_key(map, last, &key)) {
		last = &key;
		if (map_lookup(map, &key, &source))
			continue;
		inet_ntop(AF_INET, &key, text, sizeof(text));
		printf("  %-15s %9llu %12.1f\n", text, source.dropped, source.tokens / 1000.0);
	}
}

/* A demo that shows nothing must not look like one that works. */
static int check(const struct answers *before, const struct answers *during, const struct answers *after)
{
	return before->flood == sent.flood && after->flood == sent.flood && before->closed == sent.closed &&
	       after->closed == sent.closed && during->flood < sent.flood / 2 && during->polite == sent.polite &&
	       during->open == sent.open && !during->closed && during->udp == sent.udp;
}

int main(void)
{
	struct answers before, during, after;
	struct bpf_object *obj;
	int link;

	if (sbpf_device() < 0)
		fail(SBPF_DEVICE, sbpf_device());
	printf("A firewall at a netfilter hook: ICMP limited per source, TCP port %d dropped.\n\n", PORT_CLOSED);
	build_network();
	before = traffic("without the firewall");
	obj = firewall_load();
	link = firewall_attach(obj);
	during = traffic("through the firewall");
	close(link);
	after = traffic("after its link was closed");
	print_answers(&before, &during, &after);
	print_counters(map_fd(obj, "counters"));
	print_sources(map_fd(obj, "sources"));
	bpf_object__close(obj);
	summary("pings of a flood answered: %d of %d, with it %d; port %d open: %d of %d, with it %d", before.flood,
		sent.flood, during.flood, PORT_CLOSED, before.closed, sent.closed, during.closed);
	if (check(&before, &during, &after))
		return 0;
	printf("\nfirewall: this is not what a firewall should do\n");
	return 1;
}
