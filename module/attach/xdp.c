// SPDX-License-Identifier: GPL-2.0
/*
 * XDP links: LINK_CREATE with attach type XDP. A program sees each frame that comes in on a device before the network stack
 * does, from the first place in the stack where a module can stand: the head of netfilter's ingress hook. What it works on is
 * the packet's own memory, as with Linux's generic mode (XDP_FLAGS_SKB_MODE).
 */
#include <linux/etherdevice.h>
#include <linux/if_arp.h>
#include <linux/if_link.h>
#include <linux/if_vlan.h>
#include <linux/netdevice.h>
#include <linux/netfilter.h>
#include <linux/nsproxy.h>
#include <linux/seq_file.h>
#include <linux/skbuff.h>
#include <linux/slab.h>
#include <net/net_namespace.h>

#include "../cmd.h"
#include "../engine/run.h"
#include "../helper.h"
#include "../xdp_view.h"
#include "netfilter.h"

/**
 * struct frame - what a packet was before the program ran
 * @eth: its MAC header
 * @len: bytes from the MAC header on
 */
struct frame {
	struct ethhdr eth;
	u32 len;
};

/*
 * Programs see all of a frame, and what they write to is ours alone, with room in front of it. A checksum that the sender left
 * to the device is put in, and one that the device computed over the frame is forgotten: it will not be that of a frame that a
 * program has changed.
 */
static bool packet_prepare(struct sk_buff *skb, const struct sbpf_prog *prog)
{
	int room = XDP_PACKET_HEADROOM + ETH_HLEN - (int)skb_headroom(skb);

	if (skb_shared(skb) || skb_linearize(skb))
		return false;
	if (!prog->writes_pkt)
		return true;
	if ((skb_cloned(skb) || room > 0) &&
	    pskb_expand_head(skb, room > 0 ? ALIGN(room, NET_SKB_PAD) : 0, 0, GFP_ATOMIC))
		return false;
	if (skb->ip_summed == CHECKSUM_PARTIAL && !skb_is_gso(skb) && skb_checksum_help(skb))
		return false;
	if (skb->ip_summed == CHECKSUM_COMPLETE)
		skb->ip_summed = CHECKSUM_NONE;
	return true;
}

static void view_init(struct sbpf_xdp_ctx *view, struct xdp_rxq_info *rxq, struct sk_buff *skb)
{
	u32 tailroom = SKB_DATA_ALIGN(sizeof(struct skb_shared_info));

	rxq->dev = skb->dev;
	rxq->queue_index = skb_rx_queue_recorded(skb) ? skb_get_rx_queue(skb) : 0;
	view->base.kind = SBPF_CTX_XDP;
	xdp_init_buff(&view->xdp, skb_end_offset(skb) + tailroom, rxq);
	xdp_prepare_buff(&view->xdp, skb->head, skb_headroom(skb), skb->len, true);
}

/*
 * The packet follows the frame that the program left. A packet that stands for many (GSO) cannot: its headers are known to the
 * stack by where they are.
 */
static bool packet_follow(struct sk_buff *skb, const struct sbpf_xdp_ctx *view, const struct frame *before)
{
	const struct xdp_buff *xdp = &view->xdp;
	int front = xdp->data - (void *)skb->data;
	u32 len = xdp->data_end - xdp->data;

	if (!front && len == before->len)
		return true;
	if (skb_is_gso(skb))
		return false;
	if (front > 0)
		__skb_pull(skb, front);
	else
		__skb_push(skb, -front);
	skb_set_tail_pointer(skb, len);
	skb->len = len;
	skb_reset_mac_header(skb);
	skb_set_network_header(skb, ETH_HLEN);
	skb_set_transport_header(skb, ETH_HLEN);
	return true;
}

/* On into the stack: what it concluded from the MAC header is concluded again. May free the packet. */
static unsigned int packet_pass(struct sk_buff *skb, const struct sbpf_xdp_ctx *view, const struct frame *before)
{
	u32 meta = view->xdp.data - view->xdp.data_meta;

	if (memcmp(skb->data, &before->eth, ETH_HLEN)) {
		skb->pkt_type = PACKET_HOST;
		skb->protocol = eth_type_trans(skb, skb->dev);
	} else {
		__skb_pull(skb, ETH_HLEN);
	}
	if (meta)
		skb_metadata_set(skb, meta);
	/* A VLAN header was taken out before we saw the packet; the stack does not look for another one. */
	if (eth_type_vlan(skb->protocol) && !skb_vlan_untag(skb))
		return NF_STOLEN;
	return NF_ACCEPT;
}

/* Back out of the device it came from, unless it would be back at once, and for ever. May consume the packet. */
static unsigned int packet_transmit(struct sk_buff *skb)
{
	if (skb->dev->flags & IFF_LOOPBACK)
		return NF_DROP;
	/* When it came in is not when it is to go out. */
	skb_clear_tstamp(skb);
	dev_queue_xmit(skb);
	return NF_STOLEN;
}

static noinline unsigned int frame_run(const struct sbpf_prog *prog, struct sk_buff *skb)
{
	struct sbpf_xdp_ctx view;
	struct xdp_rxq_info rxq;
	struct frame before;
	u32 action;

	if (!packet_prepare(skb, prog))
		return NF_DROP;
	__skb_push(skb, ETH_HLEN);
	memcpy(&before.eth, skb->data, ETH_HLEN);
	before.len = skb->len;
	view_init(&view, &rxq, skb);
	action = sbpf_run(prog, &view.base);
	if (action != SBPF_XDP_PASS && action != SBPF_XDP_TX)
		return NF_DROP;
	if (!packet_follow(skb, &view, &before))
		return NF_DROP;
	if (action == SBPF_XDP_TX)
		return packet_transmit(skb);
	return packet_pass(skb, &view, &before);
}

/* Packets that were sent here by somebody in the stack have been seen where they came in. RCU read side, softirq. */
static unsigned int xdp_hook(void *priv, struct sk_buff *skb, const struct nf_hook_state *state)
{
	const struct sbpf_nf_link *nl = priv;
	unsigned int verdict;

	if (skb_is_redirected(skb) || skb->mac_len != ETH_HLEN)
		return NF_ACCEPT;
	/* Programs stay on their CPU; nearly always this only counts. */
	local_bh_disable();
	verdict = frame_run(rcu_dereference(nl->link.prog), skb);
	local_bh_enable();
	return verdict;
}

static int xdp_fill_info(const struct sbpf_link *link, struct sbpf_link_info *info)
{
	const struct sbpf_nf_link *nl = container_of(link, struct sbpf_nf_link, link);

	info->xdp.ifindex = READ_ONCE(nl->hooked) ? nl->ifindex : 0;
	return 0;
}

static void xdp_show_fdinfo(const struct sbpf_link *link, struct seq_file *seq)
{
	const struct sbpf_nf_link *nl = container_of(link, struct sbpf_nf_link, link);

	seq_printf(seq, "ifindex:\t%u\n", READ_ONCE(nl->hooked) ? nl->ifindex : 0);
}

static const struct sbpf_link_ops xdp_link_ops = {
	.detach = sbpf_nf_link_detach,
	.free = sbpf_nf_link_free,
	.update = sbpf_nf_link_update,
	.fill_info = xdp_fill_info,
	.show_fdinfo = xdp_show_fdinfo,
};

/* Programs expect an Ethernet header. */
static int device_fits(const struct net_device *dev)
{
	return dev->type == ARPHRD_ETHER || dev->type == ARPHRD_LOOPBACK ? 0 : -EOPNOTSUPP;
}

/* Where on the device: there is one mode here. */
static int flags_check(u32 flags)
{
	if (flags & ~XDP_FLAGS_MODES || hweight32(flags) > 1)
		return -EINVAL;
	return flags & ~XDP_FLAGS_SKB_MODE ? -EOPNOTSUPP : 0;
}

static struct sbpf_link *xdp_create(struct sbpf_call *call, struct sbpf_prog *prog)
{
	const union sbpf_attr *attr = &call->attr;
	struct net *net = current->nsproxy->net_ns;
	struct sbpf_nf_link *nl;
	int err = flags_check(attr->link_create.flags);

	if (err)
		return ERR_PTR(err);
	if (!ns_capable(net->user_ns, CAP_NET_ADMIN))
		return ERR_PTR(-EPERM);
	nl = kzalloc(sizeof(*nl), GFP_KERNEL_ACCOUNT);
	if (!nl)
		return ERR_PTR(-ENOMEM);
	sbpf_link_setup(&nl->link, &xdp_link_ops, SBPF_LINK_TYPE_XDP, attr->link_create.attach_type, prog);
	nl->net = net;
	nl->ifindex = attr->link_create.target_ifindex;
	nl->alone = true;
	nl->ops.pf = NFPROTO_NETDEV;
	nl->ops.hooknum = NF_NETDEV_INGRESS;
	nl->ops.priority = INT_MIN;
	nl->ops.hook = xdp_hook;
	nl->ops.priv = nl;
	err = sbpf_nf_link_enter_device(nl, device_fits);
	if (err) {
		sbpf_link_abort(&nl->link);
		return ERR_PTR(err);
	}
	nl->link.attached = true;
	nl->link.can_detach = true;
	return &nl->link;
}

const struct sbpf_attach sbpf_xdp_attach = {
	.name = "xdp",
	.attach_type = SBPF_XDP,
	.progs = SBPF_PROG_BIT(XDP),
	.create = xdp_create,
};
