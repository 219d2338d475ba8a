// SPDX-License-Identifier: GPL-2.0
/*
 * PROG_TEST_RUN for the program types on packets: build a packet from the user's bytes, run the program on it, hand back
 * what became of both.
 */
#include <linux/err.h>
#include <linux/etherdevice.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/netfilter.h>
#include <linux/nsproxy.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <net/net_namespace.h>
#include <net/sock.h>

#include "../cmd.h"
#include "../prog.h"
#include "../skb_view.h"
#include "skb_types.h"
#include "test_run.h"

#define HEADROOM	(NET_SKB_PAD + NET_IP_ALIGN)
#define TAILROOM	SKB_DATA_ALIGN(sizeof(struct skb_shared_info))

/* The socket a test packet belongs to: programs may ask for its addresses, cookie and owner. */
static struct proto test_proto = {
	.name = "sandbpf_test",
	.owner = THIS_MODULE,
	.obj_size = sizeof(struct sock),
};

/* The user's bytes as a linear packet. ERR_PTR: -EINVAL too many, -ENOMEM, -EFAULT. */
static struct sk_buff *packet_make(const union sbpf_attr *attr)
{
	u32 size = attr->test.data_size_in;
	struct sk_buff *skb;

	if (size > PAGE_SIZE - HEADROOM - TAILROOM)
		return ERR_PTR(-EINVAL);
	skb = alloc_skb(HEADROOM + SKB_DATA_ALIGN(size), GFP_USER);
	if (!skb)
		return ERR_PTR(-ENOMEM);
	skb_reserve(skb, HEADROOM);
	if (copy_from_user(__skb_put(skb, size), u64_to_user_ptr(attr->test.data_in), size)) {
		kfree_skb(skb);
		return ERR_PTR(-EFAULT);
	}
	return skb;
}

#define CLEAR(ctx, field)	memset(&(ctx)->field, 0, sizeof((ctx)->field))

/* Only what says something about the packet may be given; the rest is the kernel's to say. */
static bool ctx_only_settable(const struct __sbpf_sk_buff *ctx)
{
	struct __sbpf_sk_buff rest = *ctx;

	CLEAR(&rest, mark);
	CLEAR(&rest, priority);
	CLEAR(&rest, ingress_ifindex);
	CLEAR(&rest, ifindex);
	CLEAR(&rest, cb);
	CLEAR(&rest, tstamp);
	CLEAR(&rest, wire_len);
	CLEAR(&rest, gso_segs);
	CLEAR(&rest, gso_size);
	CLEAR(&rest, hwtstamp);
	return !memchr_inv(&rest, 0, sizeof(rest));
}

static int ctx_to_packet(const struct __sbpf_sk_buff *ctx, struct sk_buff *skb)
{
	struct skb_shared_info *shinfo = skb_shinfo(skb);

	if (!ctx_only_settable(ctx) || ctx->gso_segs > GSO_MAX_SEGS)
		return -EINVAL;
	if (ctx->wire_len && (ctx->wire_len < skb->len || ctx->wire_len > GSO_LEGACY_MAX_SIZE))
		return -EINVAL;
	skb->mark = ctx->mark;
	skb->priority = ctx->priority;
	skb->skb_iif = ctx->ingress_ifindex;
	skb->tstamp = ctx->tstamp;
	shinfo->gso_segs = ctx->gso_segs;
	shinfo->gso_size = ctx->gso_size;
	shinfo->hwtstamps.hwtstamp = ctx->hwtstamp;
	return 0;
}

static void packet_to_ctx(struct __sbpf_sk_buff *ctx, const struct sbpf_skb_ctx *view)
{
	const struct sk_buff *skb = view->skb;

	ctx->mark = skb->mark;
	ctx->priority = skb->priority;
	ctx->ingress_ifindex = skb->skb_iif;
	ctx->ifindex = skb->dev->ifindex;
	ctx->tstamp = skb->tstamp;
	memcpy(ctx->cb, view->cb, sizeof(ctx->cb));
	ctx->wire_len = view->wire_len;
	ctx->gso_segs = skb_shinfo(skb)->gso_segs;
	ctx->hwtstamp = skb_shinfo(skb)->hwtstamps.hwtstamp;
}

/* The packet is at its network header: the socket gets the addresses of an IP packet. */
static int socket_take_addresses(struct sock *sk, const struct sk_buff *skb)
{
	if (skb->protocol == htons(ETH_P_IP)) {
		if (skb_headlen(skb) < sizeof(struct iphdr))
			return -EINVAL;
		sk->sk_family = AF_INET;
		sk->sk_rcv_saddr = ip_hdr(skb)->saddr;
		sk->sk_daddr = ip_hdr(skb)->daddr;
	}
#if IS_ENABLED(CONFIG_IPV6)
	if (skb->protocol == htons(ETH_P_IPV6)) {
		if (skb_headlen(skb) < sizeof(struct ipv6hdr))
			return -EINVAL;
		sk->sk_family = AF_INET6;
		sk->sk_v6_rcv_saddr = ipv6_hdr(skb)->saddr;
		sk->sk_v6_daddr = ipv6_hdr(skb)->daddr;
	}
#endif
	return 0;
}

/*
 * Programs that see a packet from its network header on still get and give a whole frame: the MAC header is stripped
 * before the runs and zeroes take its place afterwards.
 */
static int mac_header_return(struct sk_buff *skb)
{
	if (skb_headroom(skb) < ETH_HLEN &&
	    pskb_expand_head(skb, HH_DATA_ALIGN(ETH_HLEN - skb_headroom(skb)), 0, GFP_USER))
		return -ENOMEM;
	memset(__skb_push(skb, ETH_HLEN), 0, ETH_HLEN);
	return 0;
}

/* Everything that happens between having a packet with a socket and a device, and letting go of them. */
static int packet_run(struct sbpf_prog *prog, struct sbpf_call *call, struct sk_buff *skb, struct net_device *dev,
		      struct __sbpf_sk_buff *ctx)
{
	bool is_l2 = prog->type_id == SBPF_PROG_TYPE_SCHED_CLS || prog->type_id == SBPF_PROG_TYPE_SCHED_ACT;
	struct sbpf_skb_ctx view;
	u32 retval, duration;
	int err;

	skb->protocol = eth_type_trans(skb, dev);
	skb_reset_network_header(skb);
	err = socket_take_addresses(skb->sk, skb);
	if (err)
		return err;
	if (is_l2)
		__skb_push(skb, ETH_HLEN);
	err = ctx ? ctx_to_packet(ctx, skb) : 0;
	if (err)
		return err;

	sbpf_skb_view_init(&view, prog, skb, NULL);
	sbpf_skb_view_extend(&view);
	memset(view.cb, 0, sizeof(view.cb));
	/* As in Linux: without a context nobody says what the packet takes on the wire. */
	view.wire_len = ctx ? ctx->wire_len ?: skb->len : 0;
	if (ctx)
		memcpy(view.cb, ctx->cb, sizeof(view.cb));
	err = sbpf_test_runs(prog, &view.base, call->attr.test.repeat, &retval, &duration);
	if (!err && !is_l2)
		err = mac_header_return(skb);
	if (err)
		return err;
	if (ctx)
		packet_to_ctx(ctx, &view);
	err = sbpf_test_result_put(call, skb->data, skb_headlen(skb), retval, duration);
	return err ?: sbpf_test_ctx_put(call, ctx, sizeof(*ctx));
}

/* The device of a test packet: the one asked for, else loopback. */
static struct net_device *device_get(struct net *net, const struct __sbpf_sk_buff *ctx)
{
	struct net_device *dev = net->loopback_dev;

	if (ctx && ctx->ifindex > 1)
		return dev_get_by_index(net, ctx->ifindex);
	dev_hold(dev);
	return dev;
}

static int packet_run_with_socket(struct sbpf_prog *prog, struct sbpf_call *call, struct sk_buff *skb,
				  struct __sbpf_sk_buff *ctx)
{
	struct net *net = current->nsproxy->net_ns;
	struct net_device *dev;
	struct sock *sk;
	int err = -ENODEV;

	sk = sk_alloc(net, AF_UNSPEC, GFP_USER, &test_proto, 1);
	if (!sk)
		return -ENOMEM;
	sock_init_data(NULL, sk);
	dev = device_get(net, ctx);
	if (dev) {
		skb->sk = sk;
		err = packet_run(prog, call, skb, dev, ctx);
		skb->sk = NULL;
		dev_put(dev);
	}
	sk_free(sk);
	return err;
}

/**
 * sbpf_skb_test_run() - PROG_TEST_RUN of a program whose context is __sk_buff
 * @prog: the program
 * @call: the user's frame (data_in, from the MAC header on) and context (ctx_in); results go back to it
 *
 * Context: process context, may sleep.
 * Return: 0; -EINVAL, -E2BIG context too large, -ENODEV, -ENOMEM, -EFAULT, -EINTR, -ENOSPC output did not fit.
 */
int sbpf_skb_test_run(struct sbpf_prog *prog, struct sbpf_call *call)
{
	const union sbpf_attr *attr = &call->attr;
	struct __sbpf_sk_buff *ctx;
	struct sk_buff *skb;
	int err;

	if (attr->test.flags || attr->test.cpu || attr->test.batch_size)
		return -EINVAL;
	if (attr->test.data_size_in < ETH_HLEN)
		return -EINVAL;
	skb = packet_make(attr);
	if (IS_ERR(skb))
		return PTR_ERR(skb);
	ctx = sbpf_test_ctx_make(attr, sizeof(*ctx));
	err = PTR_ERR_OR_ZERO(ctx);
	if (!err) {
		err = packet_run_with_socket(prog, call, skb, ctx);
		kfree(ctx);
	}
	kfree_skb(skb);
	return err;
}

/* Family and hook may be chosen; everything that is a pointer is ours. */
static int state_take(struct nf_hook_state *state, const struct nf_hook_state *given, struct net_device *dev)
{
	if (given->in || given->out || given->net || given->sk || given->okfn)
		return -EINVAL;
	if (given->pf != NFPROTO_IPV4 && given->pf != NFPROTO_IPV6)
		return -EINVAL;
	state->pf = given->pf;
	state->hook = given->hook;
	if (state->hook <= NF_INET_FORWARD)
		state->in = dev;
	if (state->hook >= NF_INET_FORWARD && state->hook <= NF_INET_POST_ROUTING)
		state->out = dev;
	return 0;
}

/* A packet on its way out starts at its IP header; all others come with the MAC header they arrived with. */
static int state_apply(const struct nf_hook_state *state, struct sk_buff *skb, struct net_device *dev)
{
	bool ipv6 = state->pf == NFPROTO_IPV6;
	u32 ip_len = ipv6 ? sizeof(struct ipv6hdr) : sizeof(struct iphdr);

	if (state->hook == NF_INET_LOCAL_OUT) {
		if (skb->len < ip_len)
			return -EINVAL;
		skb->protocol = htons(ipv6 ? ETH_P_IPV6 : ETH_P_IP);
		skb->dev = dev;
		skb_reset_network_header(skb);
		return 0;
	}
	if (skb->len < ETH_HLEN + ip_len)
		return -EINVAL;
	skb->protocol = eth_type_trans(skb, dev);
	skb_reset_network_header(skb);
	if (skb->protocol != htons(ETH_P_IP) && skb->protocol != htons(ETH_P_IPV6))
		return -EPROTO;
	return skb->protocol == htons(ipv6 ? ETH_P_IPV6 : ETH_P_IP) ? 0 : -EINVAL;
}

static int nf_packet_run(struct sbpf_prog *prog, struct sbpf_call *call, struct sk_buff *skb,
			 const struct nf_hook_state *given)
{
	struct net_device *dev = current->nsproxy->net_ns->loopback_dev;
	struct nf_hook_state state = {
		.pf = NFPROTO_IPV4, .hook = NF_INET_LOCAL_OUT, .net = current->nsproxy->net_ns, .out = dev,
	};
	struct sbpf_skb_ctx view;
	u32 retval, duration;
	int err = 0;

	if (given) {
		state.out = NULL;
		err = state_take(&state, given, dev);
	}
	if (!err)
		err = state_apply(&state, skb, dev);
	if (err)
		return err;
	sbpf_skb_view_init(&view, prog, skb, &state);
	err = sbpf_test_runs(prog, &view.base, call->attr.test.repeat, &retval, &duration);
	return err ?: sbpf_test_result_put(call, NULL, 0, retval, duration);
}

/**
 * sbpf_nf_test_run() - PROG_TEST_RUN of a NETFILTER program
 * @prog: the program
 * @call: the user's packet, and as context a struct nf_hook_state of which only pf and hook may be set
 *
 * Context: process context, may sleep.
 * Return: 0; -EINVAL, -E2BIG, -EPROTO not an IP packet, -ENOMEM, -EFAULT, -EINTR.
 */
int sbpf_nf_test_run(struct sbpf_prog *prog, struct sbpf_call *call)
{
	const union sbpf_attr *attr = &call->attr;
	struct nf_hook_state *given;
	struct sk_buff *skb;
	int err;

	if (attr->test.flags || attr->test.cpu || attr->test.batch_size)
		return -EINVAL;
	if (attr->test.data_size_in < sizeof(struct iphdr))
		return -EINVAL;
	skb = packet_make(attr);
	if (IS_ERR(skb))
		return PTR_ERR(skb);
	given = sbpf_test_ctx_make(attr, sizeof(*given));
	err = PTR_ERR_OR_ZERO(given);
	if (!err) {
		err = nf_packet_run(prog, call, skb, given);
		kfree(given);
	}
	kfree_skb(skb);
	return err;
}
