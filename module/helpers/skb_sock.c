// SPDX-License-Identifier: GPL-2.0
/*
 * Helpers that ask about the socket a packet belongs to. A packet without one, or with one that is not a full socket, gives
 * the answer bpf-helpers(7) has for "none".
 */
#include <linux/cgroup.h>
#include <linux/highuid.h>
#include <linux/sock_diag.h>
#include <linux/user_namespace.h>
#include <net/inet_sock.h>
#include <net/sock.h>

#include "../helper.h"
#include "skb.h"

static struct sock *full_sock(const struct sbpf_skb_ctx *view)
{
	struct sock *sk = sk_to_full_sk(view->skb->sk);

	return sk && sk_fullsock(sk) ? sk : NULL;
}

SBPF_HELPER1(sbpf_get_socket_cookie, struct sbpf_skb_ctx *, view)
{
	u32 half[2];

	if (!view->skb->sk)
		return 0;
	sock_diag_save_cookie(view->skb->sk, half);
	return half[0] | (u64)half[1] << 32;
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
		.contexts = SBPF_IN_NET, .progs = SBPF_PROGS_SKB,
	},
	[SBPF_FUNC_get_socket_uid] = {
		.name = "get_socket_uid", .fn = sbpf_get_socket_uid,
		.ret = SBPF_RET_INT, .arg = { SBPF_ARG_CTX },
		.contexts = SBPF_IN_NET, .progs = SBPF_PROGS_SKB,
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
