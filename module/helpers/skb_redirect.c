// SPDX-License-Identifier: GPL-2.0
/*
 * Helpers that send a packet somewhere else.
 */
#include <linux/etherdevice.h>
#include <linux/if_arp.h>
#include <linux/netdevice.h>
#include <linux/percpu.h>
#include <linux/thread_info.h>

#include "../compat/skb.h"
#include "../helper.h"
#include "skb.h"

/*
 * A clone that is sent may meet a program that clones it again. How often is limited as in the kernel's own transmit path;
 * but a level there is a device's, here it has a program and its stack in it too, so the stack is limited as well: to what
 * leaves room for the caller of the first level and for one level more, whatever engine it runs on.
 */
#define REDIRECT_DEPTH_MAX	8
#define REDIRECT_STACK_MAX	(THREAD_SIZE / 4)

/**
 * struct redirect_cpu - redirects under way on a CPU, with BH off
 * @depth: how many are nested
 * @frame: address of a frame of the outermost
 */
struct redirect_cpu {
	unsigned int depth;
	unsigned long frame;
};

static DEFINE_PER_CPU(struct redirect_cpu, redirect_cpus);

/* One level more, unless it would be too deep. BH is off, so all levels are on one stack. */
static bool redirect_enter(struct redirect_cpu *here)
{
	unsigned long frame = (unsigned long)__builtin_frame_address(0);

	if (!here->depth)
		here->frame = frame;
	else if (here->depth >= REDIRECT_DEPTH_MAX || here->frame - frame > REDIRECT_STACK_MAX)
		return false;
	here->depth++;
	return true;
}

static int clone_send(struct sk_buff *skb, struct net_device *dev, bool from_ingress)
{
	skb->dev = dev;
	skb_set_redirected_noclear(skb, from_ingress);
	skb_clear_tstamp(skb);
	return dev_queue_xmit(skb);
}

static int clone_receive(struct sk_buff *skb, struct net_device *dev, bool has_mac)
{
	int err;

	/* A packet on its way out has no device before routing is over. */
	if (!skb->dev)
		skb->dev = dev;
	err = ____dev_forward_skb(dev, skb, false);
	if (err)
		return err;
	if (has_mac) {
		skb->protocol = eth_type_trans(skb, dev);
		skb_postpull_rcsum(skb, eth_hdr(skb), ETH_HLEN);
	} else {
		skb->dev = dev;
	}
	return netif_rx(skb);
}

/* Make the clone start where frames of the target device start, its checksum covering it from there. */
static int clone_align(const struct sbpf_skb_ctx *view, struct sk_buff *clone, bool has_mac)
{
	int off;

	if (has_mac) {
		if (!skb_mac_header_was_set(clone) || clone->mac_header >= clone->network_header)
			return -ERANGE;
		off = clone->data - skb_mac_header(clone);
		if (off > 0)
			skb_push_rcsum(clone, off);
		else if (sbpf_skb_at_ingress(view))
			skb_postpush_rcsum(clone, skb_mac_header(clone), clone->mac_len);
		return 0;
	}
	off = skb_network_offset(clone);
	if (off < 0 || clone->len <= off)
		return -ERANGE;
	if (off) {
		__skb_pull(clone, off);
		if (!sbpf_skb_at_ingress(view))
			skb_postpull_rcsum(clone, clone->data - off, off);
	}
	skb_unset_mac_header(clone);
	skb_reset_mac_len(clone);
	return 0;
}

/* Consumes the clone. BH is off so that the depth counts what is nested and nothing else. */
static int clone_go(const struct sbpf_skb_ctx *view, struct sk_buff *clone, struct net_device *dev, u64 flags)
{
	bool has_mac = dev_is_mac_header_xmit(dev);
	int err = clone_align(view, clone, has_mac);
	struct redirect_cpu *here;

	if (err) {
		kfree_skb(clone);
		return err;
	}
	local_bh_disable();
	here = this_cpu_ptr(&redirect_cpus);
	if (redirect_enter(here)) {
		if (flags & SBPF_F_INGRESS)
			err = clone_receive(clone, dev, has_mac);
		else
			err = clone_send(clone, dev, sbpf_skb_at_ingress(view));
		here->depth--;
	} else {
		kfree_skb(clone);
		err = -ENETDOWN;
	}
	local_bh_enable();
	return err;
}

SBPF_HELPER3(sbpf_clone_redirect, struct sbpf_skb_ctx *, view, u32, ifindex, u64, flags)
{
	struct sk_buff *skb = view->skb, *clone;
	struct net_device *dev;

	if (unlikely(flags & ~SBPF_F_INGRESS))
		return -EINVAL;
	/* Test runs can make GSO packets of no type, which no device understands. */
	if (unlikely(skb_is_gso(skb) && !skb_shinfo(skb)->gso_type))
		return -EBADMSG;
	if (unlikely(!skb->len))
		return -EINVAL;
	dev = dev_get_by_index_rcu(view->state ? view->state->net : dev_net(skb->dev), ifindex);
	if (unlikely(!dev))
		return -EINVAL;
	clone = skb_clone(skb, GFP_ATOMIC);
	if (unlikely(!clone))
		return -ENOMEM;
	/* The program goes on writing to its packet, which must not be the clone's. */
	if (unlikely(sbpf_skb_make_writable(view, skb_headlen(skb)))) {
		kfree_skb(clone);
		return -ENOMEM;
	}
	return clone_go(view, clone, dev, flags);
}

static const struct sbpf_helper skb_redirect_helpers[] = {
	[SBPF_FUNC_clone_redirect] = {
		.name = "clone_redirect", .fn = sbpf_clone_redirect,
		.ret = SBPF_RET_INT, .arg = { SBPF_ARG_CTX, SBPF_ARG_ANY, SBPF_ARG_ANY },
		.contexts = SBPF_IN_NET, .progs = SBPF_PROGS_CLS, .flags = SBPF_HF_CHANGES_PKT,
	},
};

SBPF_HELPER_FAMILY(skb_redirect);
