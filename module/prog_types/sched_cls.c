// SPDX-License-Identifier: GPL-2.0
/*
 * SCHED_CLS and, the same but for its name, SCHED_ACT: a program reads and writes a packet and returns one of the TC_ACT_*
 * actions. Where the packet starts is up to the hook: at the MAC header on a device, at the network header at the hooks of the
 * IP families.
 */
#include <linux/pkt_cls.h>

#include "skb_fields.h"
#include "skb_types.h"

static const struct sbpf_ctx_field fields[] = {
	SKB_FIELD_LEN,
	SKB_FIELD_PKT_TYPE,
	SKB_FIELD_MARK(SKB_RWN),
	SKB_FIELD_QUEUE(SKB_RWN),
	SKB_FIELD_PROTOCOL,
	SKB_FIELD_VLAN_PRESENT
	SKB_FIELD_VLAN_TCI,
	SKB_FIELD_VLAN_PROTO,
	SKB_FIELD_PRIORITY(SKB_RWN),
	SKB_FIELD_IN_IFINDEX,
	SKB_FIELD_IFINDEX,
	SKB_FIELD_TC_INDEX(SKB_RWN)
	SKB_FIELD_CB,
	SKB_FIELD_HASH,
	SKB_FIELD_CLASSID(SKB_RWN),
	SKB_FIELD_DATA(0),
	SKB_FIELD_DATA_END(0),
	SKB_FIELD_NAPI_ID
	SKB_FIELD_DATA_META,
	SKB_FIELD_TSTAMP(SBPF_FIELD_RW),
	SKB_FIELD_WIRE_LEN,
	SKB_FIELD_GSO_SEGS,
	SKB_FIELD_SK,
	SKB_FIELD_GSO_SIZE,
	SKB_FIELD_TSTAMP_TYPE
	SKB_FIELD_HWTSTAMP,
};

#define SCHED_TYPE(type_name)							\
	.name = type_name,							\
	.flags = SBPF_PT_NET_ADMIN | SBPF_PT_PKT_READ | SBPF_PT_PKT_WRITE | SBPF_PT_LD_PKT,	\
	.contexts = SBPF_IN_NET,						\
	.ctx_size = sizeof(struct __sbpf_sk_buff),				\
	.fields = fields,							\
	.nr_fields = ARRAY_SIZE(fields),					\
	.safe_ret = TC_ACT_SHOT,						\
	.test_run = sbpf_skb_test_run,						\
	.ld_pkt = sbpf_skb_ld_pkt

const struct sbpf_prog_ops sbpf_sched_cls_prog_type = { SCHED_TYPE("sched_cls") };
const struct sbpf_prog_ops sbpf_sched_act_prog_type = { SCHED_TYPE("sched_act") };
