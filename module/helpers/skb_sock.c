// SPDX-License-Identifier: GPL-2.0
/*
 * Helpers that ask about the socket a packet, or an event, belongs to. A packet without one, or with one that is not a full socket, gives
 * the answer bpf-helpers(7) has for "none".
 */
#include <linux/cgroup.h>
#include <linux/highuid.h>
#include <linux/sock_diag.h>
#include <linux/user_namespace.h>
#include <net/inet_sock.h>
#include <net/net_namespace.h>
#include <net/sock.h>

#include "../helper.h"
#include "../sock_view.h"
#include "skb.h"

static struct sock *full_sock(const struct sbpf_skb_ctx *view)
{
	struct sock *sk = sk_to_full_sk(view->skb->sk);

	return sk && sk_fullsock(sk) ? sk : NULL;
}

/* The socket of whatever the program runs for, or NULL. */
static struct sock *sock_of(const struct sbpf_ctx *ctx)
{
	switch (ctx->kind) {
	case SBPF_CTX_SOCK:
		return container_of(ctx, const struct sbpf_sock_ctx, base)->sk;
	case SBPF_CTX_SOCK_ADDR:
		return container_of(ctx, const struct sbpf_sock_addr_ctx, base)->sk;
	case SBPF_CTX_SOCK_OPS:
		return container_of(ctx, const struct sbpf_sock_ops_ctx, base)->sk;
	default:
		return container_of(ctx, const struct sbpf_skb_ctx, base)->skb->sk;
	}
}

SBPF_HELPER1(sbpf_get_socket_cookie, const struct sbpf_ctx *, ctx)
{
	struct sock *sk = sock_of(ctx);
	u32 half[2];

	if (!sk)
		return 0;
	sock_diag_save_cookie(sk, half);
	return half[0] | (u64)half[1] << 32;
}

static const struct net *net_of(const struct sbpf_ctx *ctx)
{
	const struct sbpf_skb_ctx *view = container_of(ctx, const struct sbpf_skb_ctx, base);

	switch (ctx->kind) {
	case SBPF_CTX_SOCKOPT:
		return sock_net(container_of(ctx, const struct sbpf_sockopt_ctx, base)->sk);
	case SBPF_CTX_MSG:
		return sock_net(container_of(ctx, const struct sbpf_msg_ctx, base)->msg->sk);
	case SBPF_CTX_SKB:
		if (view->state)
			return view->state->net;
		return view->skb->dev ? dev_net(view->skb->dev) : sock_net(view->skb->sk);
	default:
		return sock_net(sock_of(ctx));
	}
}

SBPF_HELPER1(sbpf_get_netns_cookie, const struct sbpf_ctx *, ctx)
{
	return ctx ? net_of(ctx)->net_cookie : init_net.net_cookie;
}

SBPF_HELPER1(sbpf_get_socket_uid, struct sbpf_skb_ctx *, view)
{
	struct sock *sk = full_sock(view);

	if (!sk)
		return overflowuid;
	return from_kuid_munged(sock_net(sk)->user_ns, sock_net_uid(sock_net(sk), sk));
}

#ifdef CONFIG_SOCK_CGROUP_DATA
SBPF_HELPER1(sbpf_skb_cgroup_id, struct sbpf_skb_ctx *, view)
{
	struct sock *sk = full_sock(view);

	return sk ? cgroup_id(sock_cgroup_ptr(&sk->sk_cgrp_data)) : 0;
}
#endif

static const struct sbpf_helper skb_sock_helpers[] = {
	[SBPF_FUNC_get_socket_cookie] = {
		.name = "get_socket_cookie", .fn = sbpf_get_socket_cookie,
		.ret = SBPF_RET_INT, .arg = { SBPF_ARG_CTX },
		.contexts = SBPF_IN_NET,
		.progs = SBPF_PROGS_SKB | SBPF_PROG_BIT(SK_SKB) | SBPF_PROG_BIT(CGROUP_SOCK) |
			 SBPF_PROG_BIT(CGROUP_SOCK_ADDR) | SBPF_PROG_BIT(SOCK_OPS),
	},
	[SBPF_FUNC_get_socket_uid] = {
		.name = "get_socket_uid", .fn = sbpf_get_socket_uid,
		.ret = SBPF_RET_INT, .arg = { SBPF_ARG_CTX },
		.contexts = SBPF_IN_NET, .progs = SBPF_PROGS_SKB | SBPF_PROG_BIT(SK_SKB),
	},
	[SBPF_FUNC_get_netns_cookie] = {
		.name = "get_netns_cookie", .fn = sbpf_get_netns_cookie,
		.ret = SBPF_RET_INT, .arg = { SBPF_ARG_CTX | SBPF_ARG_MAYBE_NULL },
		.contexts = SBPF_IN_NET,
		.progs = SBPF_PROG_BIT(CGROUP_SOCK) | SBPF_PROG_BIT(CGROUP_SOCK_ADDR) | SBPF_PROG_BIT(CGROUP_SOCKOPT) |
			 SBPF_PROG_BIT(SOCK_OPS) | SBPF_PROG_BIT(SK_MSG) | SBPF_PROGS_SKB,
	},
#ifdef CONFIG_SOCK_CGROUP_DATA
	[SBPF_FUNC_skb_cgroup_id] = {
		.name = "skb_cgroup_id", .fn = sbpf_skb_cgroup_id,
		.ret = SBPF_RET_INT, .arg = { SBPF_ARG_CTX },
		.contexts = SBPF_IN_NET,
		.progs = SBPF_PROGS_CLS | SBPF_PROG_BIT(CGROUP_SKB) | SBPF_PROG_BIT(NETFILTER),
	},
#endif
};

SBPF_HELPER_FAMILY(skb_sock);
