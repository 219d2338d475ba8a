// SPDX-License-Identifier: GPL-2.0
/*
 * Links at netfilter hooks: LINK_CREATE with attach type NETFILTER for programs on packets, at the hooks of IPv4 and IPv6
 * of the caller's network namespace and, as an addition to bpf(2), at ingress and egress of one device.
 *
 * A link does not keep its namespace or device alive. When that goes, the link stays but has left its hook for good.
 */
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/netfilter.h>
#include <linux/netfilter_ipv4.h>
#include <linux/netfilter_netdev.h>
#include <linux/nsproxy.h>
#include <linux/pkt_cls.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <net/net_namespace.h>
#include <net/netfilter/ipv4/nf_defrag_ipv4.h>
#include <net/netfilter/ipv6/nf_defrag_ipv6.h>

#include "../cmd.h"
#include "../engine/run.h"
#include "../helper.h"
#include "../link.h"
#include "../skb_view.h"
#include "netfilter.h"

/*
 * Every link that is on its hook. The lock is taken inside rtnl_lock and inside sbpf_link.lock; netfilter's own mutexes
 * are taken inside it. Process context.
 */
static LIST_HEAD(nf_links);
static DEFINE_MUTEX(nf_links_lock);

/*
 * Is the IP header still one that the rest of the stack can live with? The stack checked it before the hook and relies on
 * that. @first is the byte of version and header length before the run: options cannot come or go behind the stack's back.
 */
static bool ip_header_sane(const struct sk_buff *skb, u8 pf, u8 first)
{
	unsigned int len = pf == NFPROTO_IPV4 ? sizeof(struct iphdr) : sizeof(struct ipv6hdr);

	if (skb_headlen(skb) < len || ((skb->data[0] ^ first) & 0xf0))
		return false;
	/* A length of 0 is that of a GSO packet beyond 64 KiB. */
	if (pf == NFPROTO_IPV6)
		return ntohs(ipv6_hdr(skb)->payload_len) + len <= skb->len;
	len = ip_hdr(skb)->ihl * 4;
	if (skb->data[0] != first || skb_headlen(skb) < len || ntohs(ip_hdr(skb)->tot_len) > skb->len)
		return false;
	return ntohs(ip_hdr(skb)->tot_len) >= len || (!ip_hdr(skb)->tot_len && skb_is_gso(skb));
}

/*
 * Run a program that may change the packet: its memory is made ours first, and a packet whose IP header it broke does not
 * go on. Out of line: the common program only looks.
 */
static noinline bool run_writer(const struct sbpf_prog *prog, struct sk_buff *skb,
				const struct nf_hook_state *state, u64 *ret)
{
	struct sbpf_skb_ctx view;
	u8 first;

	if (!skb_headlen(skb) || skb_shared(skb) || skb_ensure_writable(skb, skb_headlen(skb)))
		return false;
	first = skb->data[0];
	sbpf_skb_view_init(&view, prog, skb, state);
	*ret = sbpf_run(prog, &view.base);
	return state->pf == NFPROTO_NETDEV || ip_header_sane(skb, state->pf, first);
}

/*
 * Run the link's program on a packet. False: the packet cannot go on, whatever the program said. The caller is in an RCU
 * read-side section.
 */
static __always_inline bool link_run(const struct sbpf_nf_link *nl, struct sk_buff *skb,
				     const struct nf_hook_state *state, u64 *ret)
{
	const struct sbpf_prog *prog = rcu_dereference(nl->link.prog);
	bool pinned = preempt_count(), fit = true;

	/* In softirq context, where most packets are, we stay on this CPU anyway. */
	if (!pinned)
		migrate_disable();
	if (unlikely(prog->writes_pkt)) {
		fit = run_writer(prog, skb, state, ret);
	} else {
		struct sbpf_skb_ctx view;

		sbpf_skb_view_init(&view, prog, skb, state);
		*ret = sbpf_run(prog, &view.base);
	}
	if (!pinned)
		migrate_enable();
	return fit;
}

/* Verdicts. What a program type returns, turned into what netfilter takes. */
static __always_inline unsigned int netfilter_verdict(struct sk_buff *skb, u64 ret)
{
	return (u32)ret == NF_ACCEPT ? NF_ACCEPT : NF_DROP;
}

static __always_inline unsigned int cgroup_skb_verdict(struct sk_buff *skb, u64 ret)
{
	return ret & 1 ? NF_ACCEPT : NF_DROP;
}

static __always_inline unsigned int sched_cls_verdict(struct sk_buff *skb, u64 ret)
{
	switch ((int)ret) {
	case TC_ACT_SHOT:
	case TC_ACT_REDIRECT:
		return NF_DROP;
	case TC_ACT_STOLEN:
	case TC_ACT_QUEUED:
	case TC_ACT_TRAP:
		consume_skb(skb);
		return NF_STOLEN;
	default:
		return NF_ACCEPT;
	}
}

/*
 * The functions netfilter calls, one a program type and a family of hooks, so that nothing has to be looked up per packet.
 * At the IP families the packet starts at its network header and we are called under rcu_read_lock().
 */
#define HOOK_IP(type)									\
static unsigned int type##_ip_hook(void *priv, struct sk_buff *skb,			\
				   const struct nf_hook_state *state)			\
{											\
	u64 ret;									\
											\
	if (!link_run(priv, skb, state, &ret))						\
		return NF_DROP;								\
	return type##_verdict(skb, ret);						\
}

/*
 * On a device the packet starts at the MAC header. On the way in that was pulled already; it is pushed back for the program
 * and pulled again.
 */
#define HOOK_INGRESS(type)								\
static unsigned int type##_ingress_hook(void *priv, struct sk_buff *skb,		\
					const struct nf_hook_state *state)		\
{											\
	bool fit;									\
	u64 ret;									\
											\
	__skb_push(skb, skb->mac_len);							\
	fit = link_run(priv, skb, state, &ret);						\
	if (!fit || unlikely(skb->len < skb->mac_len))					\
		return NF_DROP;								\
	__skb_pull(skb, skb->mac_len);							\
	return type##_verdict(skb, ret);						\
}

/* On the way out it is there, and the section we are in is only known as rcu_read_lock_bh(). */
#define HOOK_EGRESS(type)								\
static unsigned int type##_egress_hook(void *priv, struct sk_buff *skb,		\
				       const struct nf_hook_state *state)		\
{											\
	bool fit;									\
	u64 ret;									\
											\
	rcu_read_lock();								\
	fit = link_run(priv, skb, state, &ret);						\
	rcu_read_unlock();								\
	return fit ? type##_verdict(skb, ret) : NF_DROP;				\
}

HOOK_IP(netfilter)
HOOK_IP(cgroup_skb)
HOOK_IP(sched_cls)
HOOK_INGRESS(netfilter)
HOOK_INGRESS(sched_cls)
HOOK_EGRESS(netfilter)
HOOK_EGRESS(sched_cls)

/**
 * struct hook_row - the hook functions of a program type
 * @type: enum sbpf_prog_type
 * @ip: at the hooks of IPv4 and IPv6
 * @netdev: at ingress and egress of a device; NULL: not there
 */
struct hook_row {
	u32 type;
	nf_hookfn *ip;
	nf_hookfn *netdev[2];
};

static const struct hook_row hook_rows[] = {
	{ SBPF_PROG_TYPE_NETFILTER, netfilter_ip_hook, { netfilter_ingress_hook, netfilter_egress_hook } },
	{ SBPF_PROG_TYPE_SCHED_CLS, sched_cls_ip_hook, { sched_cls_ingress_hook, sched_cls_egress_hook } },
	{ SBPF_PROG_TYPE_SCHED_ACT, sched_cls_ip_hook, { sched_cls_ingress_hook, sched_cls_egress_hook } },
	{ SBPF_PROG_TYPE_CGROUP_SKB, cgroup_skb_ip_hook },
};

static nf_hookfn *hook_find(u32 type, u32 pf, u32 hooknum)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(hook_rows); i++)
		if (hook_rows[i].type == type)
			return pf == NFPROTO_NETDEV ? hook_rows[i].netdev[hooknum] : hook_rows[i].ip;
	return NULL;
}

/*
 * Defragmentation lives in modules of its own; only a link that asks for it needs them. One reference to a symbol of the
 * module keeps it in until the link lets go.
 */
#define DEFRAG_ON(version)								\
static int __maybe_unused defrag_on_ipv##version(struct sbpf_nf_link *nl)			\
{											\
	typeof(&nf_defrag_ipv##version##_enable) on;					\
	int err;									\
											\
	on = symbol_get(nf_defrag_ipv##version##_enable);				\
	if (!on) {									\
		err = request_module("nf_defrag_ipv" #version);			\
		on = symbol_get(nf_defrag_ipv##version##_enable);			\
		if (!on)								\
			return err < 0 ? err : -ENOENT;					\
	}										\
	nl->defrag_off = symbol_get(nf_defrag_ipv##version##_disable);			\
	if (WARN_ON_ONCE(!nl->defrag_off))						\
		err = -ENOENT;								\
	else										\
		err = on(nl->net);							\
	if (err && nl->defrag_off) {							\
		symbol_put(nf_defrag_ipv##version##_disable);				\
		nl->defrag_off = NULL;							\
	}										\
	symbol_put(nf_defrag_ipv##version##_enable);					\
	return err;									\
}

#if IS_ENABLED(CONFIG_NF_DEFRAG_IPV4)
DEFRAG_ON(4)
#endif
#if IS_ENABLED(CONFIG_NF_DEFRAG_IPV6)
DEFRAG_ON(6)
#endif

static int defrag_on(struct sbpf_nf_link *nl)
{
#if IS_ENABLED(CONFIG_NF_DEFRAG_IPV4)
	if (nl->ops.pf == NFPROTO_IPV4)
		return defrag_on_ipv4(nl);
#endif
#if IS_ENABLED(CONFIG_NF_DEFRAG_IPV6)
	if (nl->ops.pf == NFPROTO_IPV6)
		return defrag_on_ipv6(nl);
#endif
	return -EAFNOSUPPORT;
}

static void defrag_off(struct sbpf_nf_link *nl)
{
	if (!nl->defrag_off)
		return;
	nl->defrag_off(nl->net);
	nl->defrag_off = NULL;
#if IS_ENABLED(CONFIG_NF_DEFRAG_IPV4)
	if (nl->ops.pf == NFPROTO_IPV4)
		symbol_put(nf_defrag_ipv4_disable);
#endif
#if IS_ENABLED(CONFIG_NF_DEFRAG_IPV6)
	if (nl->ops.pf == NFPROTO_IPV6)
		symbol_put(nf_defrag_ipv6_disable);
#endif
}

/* Does another link run the same hook on the device? */
static bool is_taken(const struct sbpf_nf_link *nl)
{
	const struct sbpf_nf_link *other;

	list_for_each_entry(other, &nf_links, node)
		if (other->ops.dev == nl->ops.dev && other->ops.hook == nl->ops.hook)
			return true;
	return false;
}

static int hook_enter(struct sbpf_nf_link *nl)
{
	int err = 0;

	if (nl->defrag)
		err = defrag_on(nl);
	if (err)
		return err;
	mutex_lock(&nf_links_lock);
	err = nl->alone && is_taken(nl) ? -EBUSY : nf_register_net_hook(nl->net, &nl->ops);
	if (!err) {
		nl->hooked = true;
		list_add(&nl->node, &nf_links);
	}
	mutex_unlock(&nf_links_lock);
	if (err)
		defrag_off(nl);
	return err;
}

/* Leave the hook if still on it. Runs of the program that began before may go on until an RCU grace period is over. */
static void hook_leave(struct sbpf_nf_link *nl)
{
	lockdep_assert_held(&nf_links_lock);
	if (!nl->hooked)
		return;
	nl->hooked = false;
	list_del(&nl->node);
	nf_unregister_net_hook(nl->net, &nl->ops);
	defrag_off(nl);
	nl->net = NULL;
	nl->ops.dev = NULL;
}

/**
 * sbpf_nf_link_detach() - leave the hook, for struct sbpf_link_ops
 * @link: of a struct sbpf_nf_link
 *
 * Context: process context.
 */
void sbpf_nf_link_detach(struct sbpf_link *link)
{
	struct sbpf_nf_link *nl = container_of(link, struct sbpf_nf_link, link);

	mutex_lock(&nf_links_lock);
	hook_leave(nl);
	mutex_unlock(&nf_links_lock);
}

/**
 * sbpf_nf_link_free() - free the memory, for struct sbpf_link_ops
 * @link: of a struct sbpf_nf_link
 *
 * Context: process context.
 */
void sbpf_nf_link_free(struct sbpf_link *link)
{
	kfree(container_of(link, struct sbpf_nf_link, link));
}

/**
 * sbpf_nf_link_update() - another program, for struct sbpf_link_ops
 * @link: of a struct sbpf_nf_link
 * @new: what packets meet from now on
 *
 * Context: process context. Return: 0.
 */
int sbpf_nf_link_update(struct sbpf_link *link, struct sbpf_prog *new)
{
	rcu_assign_pointer(link->prog, new);
	return 0;
}

static int nf_link_fill_info(const struct sbpf_link *link, struct sbpf_link_info *info)
{
	const struct sbpf_nf_link *nl = container_of(link, struct sbpf_nf_link, link);

	info->netfilter.pf = nl->ops.pf;
	info->netfilter.hooknum = nl->ops.hooknum;
	info->netfilter.priority = nl->ops.priority;
	info->netfilter.flags = nl->defrag ? SBPF_F_NETFILTER_IP_DEFRAG : 0;
	return 0;
}

static void nf_link_show_fdinfo(const struct sbpf_link *link, struct seq_file *seq)
{
	const struct sbpf_nf_link *nl = container_of(link, struct sbpf_nf_link, link);

	seq_printf(seq, "pf:\t%u\thooknum:\t%u\tprio:\t%d\n", nl->ops.pf, nl->ops.hooknum, nl->ops.priority);
	if (nl->ifindex)
		seq_printf(seq, "ifindex:\t%d\n", nl->ifindex);
}

static const struct sbpf_link_ops nf_link_ops = {
	.detach = sbpf_nf_link_detach,
	.free = sbpf_nf_link_free,
	.update = sbpf_nf_link_update,
	.fill_info = nf_link_fill_info,
	.show_fdinfo = nf_link_show_fdinfo,
};

/* Family, hook, flags and priority as bpf(2) judges them, in its order. */
static int attr_check(const union sbpf_attr *attr, u32 prog_type)
{
	u32 pf = attr->link_create.netfilter.pf, flags = attr->link_create.netfilter.flags;
	u32 hooknum = attr->link_create.netfilter.hooknum;
	s32 priority = attr->link_create.netfilter.priority;

	switch (pf) {
	case NFPROTO_IPV4:
	case NFPROTO_IPV6:
		if (hooknum >= NF_INET_NUMHOOKS)
			return -EPROTO;
		break;
	case NFPROTO_NETDEV:
		if (hooknum != NF_NETDEV_INGRESS && hooknum != NF_NETDEV_EGRESS)
			return -EPROTO;
		break;
	default:
		return -EAFNOSUPPORT;
	}
	/* A cgroup's program sees IP packets from their network header on; a device has other packets too. */
	if (!hook_find(prog_type, pf, hooknum))
		return -EAFNOSUPPORT;
	if (flags & ~SBPF_F_NETFILTER_IP_DEFRAG)
		return -EOPNOTSUPP;
	if ((flags & SBPF_F_NETFILTER_IP_DEFRAG) && pf == NFPROTO_NETDEV)
		return -EOPNOTSUPP;
	/* The first and the last place belong to the kernel: bridge netfilter, conntrack's confirmation. */
	if (priority == NF_IP_PRI_FIRST || priority == NF_IP_PRI_LAST)
		return -ERANGE;
	/* Fragments are put together at this place: before it there is nothing to see. */
	if ((flags & SBPF_F_NETFILTER_IP_DEFRAG) && priority <= NF_IP_PRI_CONNTRACK_DEFRAG)
		return -ERANGE;
	return 0;
}

/*
 * Attaching is changing what the namespace does with packets. A cgroup_skb program may have come from an unprivileged
 * loader, so for it the capability has to be that of the initial namespace, as bpf(2) has it.
 */
static bool attach_allowed(const struct net *net, u32 prog_type)
{
	if (prog_type == SBPF_PROG_TYPE_CGROUP_SKB)
		return capable(CAP_NET_ADMIN);
	return ns_capable(net->user_ns, CAP_NET_ADMIN);
}

/**
 * sbpf_nf_link_enter_device() - begin to run at a device
 * @nl: complete but for @nl->ops.dev, which is found by @nl->ifindex in @nl->net
 * @fits: whether the device will do; 0 or -errno. With rtnl held. May be NULL.
 *
 * rtnl is held from the look-up of the device until our notifier can find the link.
 *
 * Context: process context.
 * Return: 0; -ENODEV; -EBUSY with @nl->alone; what netfilter or @fits says.
 */
int sbpf_nf_link_enter_device(struct sbpf_nf_link *nl, int (*fits)(const struct net_device *dev))
{
	int err = -ENODEV;

	rtnl_lock();
	nl->ops.dev = __dev_get_by_index(nl->net, nl->ifindex);
	if (nl->ops.dev && nl->ops.dev->reg_state == NETREG_REGISTERED)
		err = (fits ? fits(nl->ops.dev) : 0) ?: hook_enter(nl);
	rtnl_unlock();
	return err;
}

static struct sbpf_link *netfilter_create(struct sbpf_call *call, struct sbpf_prog *prog)
{
	const union sbpf_attr *attr = &call->attr;
	struct net *net = current->nsproxy->net_ns;
	struct sbpf_nf_link *nl;
	int err;

	if (attr->link_create.flags)
		return ERR_PTR(-EINVAL);
	err = attr_check(attr, prog->type_id);
	if (err)
		return ERR_PTR(err);
	if (!attach_allowed(net, prog->type_id))
		return ERR_PTR(-EPERM);
	nl = kzalloc(sizeof(*nl), GFP_KERNEL_ACCOUNT);
	if (!nl)
		return ERR_PTR(-ENOMEM);
	sbpf_link_setup(&nl->link, &nf_link_ops, SBPF_LINK_TYPE_NETFILTER, attr->link_create.attach_type, prog);
	nl->net = net;
	nl->defrag = attr->link_create.netfilter.flags & SBPF_F_NETFILTER_IP_DEFRAG;
	nl->ops.pf = attr->link_create.netfilter.pf;
	nl->ops.hooknum = attr->link_create.netfilter.hooknum;
	nl->ops.priority = attr->link_create.netfilter.priority;
	nl->ops.hook = hook_find(prog->type_id, nl->ops.pf, nl->ops.hooknum);
	nl->ops.priv = nl;
	if (nl->ops.pf == NFPROTO_NETDEV) {
		nl->ifindex = attr->link_create.target_ifindex;
		err = sbpf_nf_link_enter_device(nl, NULL);
	} else {
		err = hook_enter(nl);
	}
	if (err) {
		sbpf_link_abort(&nl->link);
		return ERR_PTR(err);
	}
	nl->link.attached = true;
	nl->link.can_detach = true;
	return &nl->link;
}

const struct sbpf_attach sbpf_netfilter_attach = {
	.name = "netfilter",
	.attach_type = SBPF_NETFILTER,
	.progs = SBPF_PROG_BIT(NETFILTER) | SBPF_PROGS_CLS | SBPF_PROG_BIT(CGROUP_SKB),
	.create = netfilter_create,
};

/* A device leaves its namespace: for another one or for good. */
static int netdev_event(struct notifier_block *nb, unsigned long event, void *ptr)
{
	struct net_device *dev = netdev_notifier_info_to_dev(ptr);
	struct sbpf_nf_link *nl, *next;

	if (event != NETDEV_UNREGISTER)
		return NOTIFY_DONE;
	mutex_lock(&nf_links_lock);
	list_for_each_entry_safe(nl, next, &nf_links, node)
		if (nl->ops.dev == dev)
			hook_leave(nl);
	mutex_unlock(&nf_links_lock);
	return NOTIFY_DONE;
}

static struct notifier_block netdev_notifier = {
	.notifier_call = netdev_event,
};

static void __net_exit net_exit(struct net *net)
{
	struct sbpf_nf_link *nl, *next;

	mutex_lock(&nf_links_lock);
	list_for_each_entry_safe(nl, next, &nf_links, node)
		if (nl->net == net)
			hook_leave(nl);
	mutex_unlock(&nf_links_lock);
}

static struct pernet_operations net_ops = {
	.exit = net_exit,
};

/**
 * sbpf_netfilter_init() - begin to watch namespaces and devices go
 *
 * Context: module init.
 * Return: 0 or -errno.
 */
int __init sbpf_netfilter_init(void)
{
	int err;

	err = register_pernet_subsys(&net_ops);
	if (err)
		return err;
	err = register_netdevice_notifier(&netdev_notifier);
	if (err)
		unregister_pernet_subsys(&net_ops);
	return err;
}

/**
 * sbpf_netfilter_exit() - the counterpart
 *
 * Context: module exit; no link is left.
 */
void sbpf_netfilter_exit(void)
{
	unregister_netdevice_notifier(&netdev_notifier);
	unregister_pernet_subsys(&net_ops);
}
