/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What progs/firewall.bpf.c and demo/firewall.c tell each other.
 */
#ifndef DEMO_FIREWALL_H
#define DEMO_FIREWALL_H

#include <linux/types.h>

/* The rules; element 0 of the map "rules". */
struct fw_rules {
	__u32 icmp_per_second;	/* packets a second and source that may pass for good ... */
	__u32 icmp_burst;	/* ... and at once */
	__u32 tcp_port;		/* TCP to this port is dropped */
};

/* Index into the per-CPU array "counters". */
enum fw_protocol { FW_ICMP, FW_TCP, FW_UDP, FW_OTHER, FW_PROTOCOLS };

struct fw_counter {
	__u64 passed;
	__u64 passed_bytes;
	__u64 dropped;
	__u64 dropped_bytes;
};

/* What a source of ICMP still has, in the hash map "sources" by IPv4 address. */
struct fw_source {
	__u64 filled_ns;	/* when tokens were added last */
	__u64 tokens;		/* thousandths of a packet */
	__u64 dropped;
};

#endif
