/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What module init needs of the netfilter hooks. LINK_CREATE finds them through the registry in link.h.
 */
#ifndef SBPF_ATTACH_NETFILTER_H
#define SBPF_ATTACH_NETFILTER_H

int sbpf_netfilter_init(void);
void sbpf_netfilter_exit(void);

#endif /* SBPF_ATTACH_NETFILTER_H */
