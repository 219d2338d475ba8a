/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Links that run from a hook of netfilter. LINK_CREATE finds those of attach type NETFILTER through the registry in link.h;
 * XDP (xdp.c) is another user of the hook at a device's ingress.
 */
#ifndef SBPF_ATTACH_NETFILTER_H
#define SBPF_ATTACH_NETFILTER_H

#include <linux/list.h>
#include <linux/netfilter.h>
#include "../link.h"

struct net;
struct net_device;

/**
 * struct sbpf_nf_link - a link at one netfilter hook
 * @link: common part; @link.prog is what the hook runs
 * @ops: the registration; its pf, hooknum and priority stay readable after the link left the hook
 * @net: namespace of the hook, valid while @hooked
 * @node: in the list of such links while @hooked
 * @hooked: the hook is registered. Protected by the list's lock.
 * @ifindex: of the device, for the NETDEV family
 * @defrag_off: undoes what the defragmentation flag asked for, NULL without that flag
 * @defrag: the flag was given
 * @alone: no other link may run the same hook function on the device
 */
struct sbpf_nf_link {
	struct sbpf_link link;
	struct nf_hook_ops ops;
	struct net *net;
	struct list_head node;
	bool hooked;
	bool defrag;
	bool alone;
	int ifindex;
	void (*defrag_off)(struct net *net);
};

int sbpf_nf_link_enter_device(struct sbpf_nf_link *nl, int (*fits)(const struct net_device *dev));
void sbpf_nf_link_detach(struct sbpf_link *link);
void sbpf_nf_link_free(struct sbpf_link *link);
int sbpf_nf_link_update(struct sbpf_link *link, struct sbpf_prog *new);

int sbpf_netfilter_init(void);
void sbpf_netfilter_exit(void);

#endif /* SBPF_ATTACH_NETFILTER_H */
