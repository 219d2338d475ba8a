// SPDX-License-Identifier: GPL-2.0
/*
 * Helpers on sockets: finding them, giving them back, seeing them as what they are.
 *
 * A socket that is found is referenced unless it is freed by RCU only (SOCK_RCU_FREE: UDP sockets, TCP listeners): programs run
 * inside an RCU read section, and both the look-up and the release leave the count of such a socket alone.
 */
#include <linux/kernel.h>
#include <linux/netdevice.h>
#include <linux/netfilter.h>
#include <linux/skbuff.h>
#include <linux/tcp.h>
#include <net/inet6_hashtables.h>
#include <net/inet_hashtables.h>
#include <net/inet_sock.h>
#include <net/net_namespace.h>
#include <net/sock.h>
#include <net/udp.h>

#include "../ctx.h"
#include "../helper.h"
#include "../sock_view.h"
#include "../xdp_view.h"

/**
 * struct place - where a program looks for sockets
 * @net: namespace of what it runs on
 * @dif: device that it came in on, 0: none
 * @sdif: the same if that belongs to an L3 master device, else 0
 */
struct place {
	struct net *net;
	int dif;
	int sdif;
};

static void place_of_device(struct place *p, const struct net_device *dev)
{
	p->net = dev_net(dev);
	p->dif = dev->ifindex;
	p->sdif = netif_is_l3_slave(dev) ? dev->ifindex : 0;
}

/* A packet on its way out of the host has no device before routing is over. */
static void place_find(struct place *p, const struct sbpf_ctx *ctx)
{
	const struct sbpf_skb_ctx *view;

	if (ctx->kind == SBPF_CTX_XDP) {
		place_of_device(p, container_of(ctx, const struct sbpf_xdp_ctx, base)->xdp.rxq->dev);
		return;
	}
	if (ctx->kind == SBPF_CTX_SOCK_ADDR) {
		*p = (struct place){ .net = sock_net(container_of(ctx, const struct sbpf_sock_addr_ctx, base)->sk) };
		return;
	}
	view = container_of(ctx, const struct sbpf_skb_ctx, base);
	if (view->skb->dev)
		place_of_device(p, view->skb->dev);
	else
		*p = (struct place){ .net = view->state ? view->state->net : sock_net(view->skb->sk) };
}

static struct sock *find_tcp(const struct place *p, const struct sbpf_sock_tuple *t, u32 size, bool *refcounted)
{
	struct inet_hashinfo *table = p->net->ipv4.tcp_death_row.hashinfo;

	if (size == sizeof(t->ipv4))
		return __inet_lookup(p->net, table, NULL, 0, t->ipv4.saddr, t->ipv4.sport, t->ipv4.daddr, t->ipv4.dport,
				     p->dif, p->sdif, refcounted);
#if IS_BUILTIN(CONFIG_IPV6)
	return __inet6_lookup(p->net, table, NULL, 0, (const struct in6_addr *)t->ipv6.saddr, t->ipv6.sport,
			      (const struct in6_addr *)t->ipv6.daddr, ntohs(t->ipv6.dport), p->dif, p->sdif, refcounted);
#else
	return NULL;
#endif
}

static struct udp_table *udp_table_of(struct net *net)
{
#ifdef SBPF_HAVE_NETNS_UDP_TABLE
	return net->ipv4.udp_table;
#else
	return &udp_table;
#endif
}

static struct sock *find_udp(const struct place *p, const struct sbpf_sock_tuple *t, u32 size, bool *refcounted)
{
	*refcounted = false;
	if (size == sizeof(t->ipv4))
		return __udp4_lib_lookup(p->net, t->ipv4.saddr, t->ipv4.sport, t->ipv4.daddr, t->ipv4.dport, p->dif, p->sdif,
					 udp_table_of(p->net), NULL);
#if IS_BUILTIN(CONFIG_IPV6)
	return __udp6_lib_lookup(p->net, (const struct in6_addr *)t->ipv6.saddr, t->ipv6.sport,
				 (const struct in6_addr *)t->ipv6.daddr, t->ipv6.dport, p->dif, p->sdif, udp_table_of(p->net), NULL);
#else
	return NULL;
#endif
}

typedef struct sock *(*find_fn)(const struct place *p, const struct sbpf_sock_tuple *t, u32 size, bool *refcounted);

/* In the namespace of the context, or in one that has a number there. */
static struct sock *lookup(const struct sbpf_ctx *ctx, const struct sbpf_sock_tuple *t, u32 size, u64 netns, u64 flags,
			   find_fn find)
{
	struct net *other = NULL;
	struct sock *sk;
	struct place p;
	bool refcounted;

	if (size != sizeof(t->ipv4) && size != sizeof(t->ipv6))
		return NULL;
	if (flags || ((s32)netns >= 0 && netns > S32_MAX))
		return NULL;
	place_find(&p, ctx);
	if ((s32)netns >= 0) {
		other = get_net_ns_by_id(p.net, netns);
		if (!other)
			return NULL;
		p.net = other;
	}
	sk = find(&p, t, size, &refcounted);
	/* Neither a reference nor RCU would keep it. */
	if (sk && !refcounted && !sock_flag(sk, SOCK_RCU_FREE))
		sk = NULL;
	if (other)
		put_net(other);
	return sk;
}

/* The socket itself, or the listener of a half-open one, which it may have lost; nothing for one in TIME_WAIT. */
static struct sock *full_or_listener(struct sock *sk)
{
	struct sock *full;

	if (!sk)
		return NULL;
	full = sk_to_full_sk(sk);
	if (full && !sk_fullsock(full))
		full = NULL;
	if (full == sk)
		return sk;
	sock_gen_put(sk);
	return full && sock_flag(full, SOCK_RCU_FREE) ? full : NULL;
}

SBPF_HELPER5(sbpf_skc_lookup_tcp, const struct sbpf_ctx *, ctx, const struct sbpf_sock_tuple *, tuple, u32, size, u64, netns,
	     u64, flags)
{
	return (unsigned long)lookup(ctx, tuple, size, netns, flags, find_tcp);
}

SBPF_HELPER5(sbpf_sk_lookup_tcp, const struct sbpf_ctx *, ctx, const struct sbpf_sock_tuple *, tuple, u32, size, u64, netns,
	     u64, flags)
{
	return (unsigned long)full_or_listener(lookup(ctx, tuple, size, netns, flags, find_tcp));
}

SBPF_HELPER5(sbpf_sk_lookup_udp, const struct sbpf_ctx *, ctx, const struct sbpf_sock_tuple *, tuple, u32, size, u64, netns,
	     u64, flags)
{
	return (unsigned long)full_or_listener(lookup(ctx, tuple, size, netns, flags, find_udp));
}

SBPF_HELPER1(sbpf_sk_release, struct sock *, sk)
{
	if (!sk_fullsock(sk) || !sock_flag(sk, SOCK_RCU_FREE))
		sock_gen_put(sk);
	return 0;
}

SBPF_HELPER1(sbpf_sk_fullsock, struct sock *, sk)
{
	return sk_fullsock(sk) ? (unsigned long)sk : 0;
}

SBPF_HELPER1(sbpf_tcp_sock, struct sock *, sk)
{
	return sk_fullsock(sk) && sk->sk_protocol == IPPROTO_TCP ? (unsigned long)sk : 0;
}

SBPF_HELPER1(sbpf_get_listener_sock, struct sock *, sk)
{
	sk = sk_to_full_sk(sk);
	return sk && sk->sk_state == TCP_LISTEN && sock_flag(sk, SOCK_RCU_FREE) ? (unsigned long)sk : 0;
}

/* Linux's, and NETFILTER as our addition. */
#define LOOKUP_PROGS	(SBPF_PROGS_CLS | SBPF_PROG_BIT(XDP) | SBPF_PROG_BIT(CGROUP_SKB) | SBPF_PROG_BIT(NETFILTER) |	\
			 SBPF_PROG_BIT(SK_SKB) | SBPF_PROG_BIT(CGROUP_SOCK_ADDR))
#define SEEING_PROGS	(SBPF_PROGS_CLS | SBPF_PROG_BIT(CGROUP_SKB) | SBPF_PROG_BIT(NETFILTER))

#define LOOKUP_ROW(helper, object)							\
	.name = #helper, .fn = sbpf_##helper,						\
	.ret = SBPF_RET_OBJECT_OR_NULL, .ret_object = &(object),			\
	.arg = { SBPF_ARG_CTX, SBPF_ARG_MEM, SBPF_ARG_SIZE, SBPF_ARG_ANY, SBPF_ARG_ANY },	\
	.contexts = SBPF_IN_NET, .progs = LOOKUP_PROGS, .flags = SBPF_HF_ACQUIRE | SBPF_HF_PKT_ARGS

#define SEEING_ROW(helper, object, types)						\
	.name = #helper, .fn = sbpf_##helper,						\
	.ret = SBPF_RET_OBJECT_OR_NULL, .ret_object = &(object),			\
	.arg = { SBPF_ARG_OBJECT }, .arg_object = &sbpf_sock_common_object,		\
	.contexts = SBPF_IN_NET, .progs = (types)

static const struct sbpf_helper sock_helpers[] = {
	[SBPF_FUNC_sk_lookup_tcp] = {
		LOOKUP_ROW(sk_lookup_tcp, sbpf_sock_object),
	},
	[SBPF_FUNC_sk_lookup_udp] = {
		LOOKUP_ROW(sk_lookup_udp, sbpf_sock_object),
	},
	[SBPF_FUNC_skc_lookup_tcp] = {
		LOOKUP_ROW(skc_lookup_tcp, sbpf_sock_common_object),
	},
	[SBPF_FUNC_sk_release] = {
		.name = "sk_release", .fn = sbpf_sk_release,
		.ret = SBPF_RET_INT, .arg = { SBPF_ARG_OBJECT }, .arg_object = &sbpf_sock_common_object,
		.contexts = SBPF_IN_NET, .progs = LOOKUP_PROGS | SBPF_PROG_BIT(SK_LOOKUP), .flags = SBPF_HF_RELEASE,
	},
	[SBPF_FUNC_sk_fullsock] = {
		SEEING_ROW(sk_fullsock, sbpf_sock_object, SEEING_PROGS), .flags = SBPF_HF_CAST,
	},
	[SBPF_FUNC_tcp_sock] = {
		SEEING_ROW(tcp_sock, sbpf_tcp_sock_object,
			   SEEING_PROGS | SBPF_PROG_BIT(SOCK_OPS) | SBPF_PROG_BIT(CGROUP_SOCKOPT)), .flags = SBPF_HF_CAST,
	},
	[SBPF_FUNC_get_listener_sock] = {
		SEEING_ROW(get_listener_sock, sbpf_sock_object, SEEING_PROGS),
	},
};

SBPF_HELPER_FAMILY(sock);
