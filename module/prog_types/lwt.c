// SPDX-License-Identifier: GPL-2.0
/*
 * LWT_IN, LWT_OUT, LWT_XMIT: a program looks at the IP packets of a route, from the network header on, and returns SBPF_OK or
 * SBPF_DROP; on the way out of the host it may change them. Routes find such programs through the kernel's own bpf(2), so
 * there is no hook for ours yet: they are loaded and test-run.
 */
#include "skb_fields.h"
#include "skb_types.h"

static const struct sbpf_ctx_field fields[] = {
	SKB_FIELD_LEN,
	SKB_FIELD_PKT_TYPE,
	SKB_FIELD_MARK(SKB_RWN),
	SKB_FIELD_QUEUE(SKB_RN),
	SKB_FIELD_PROTOCOL,
	SKB_FIELD_VLAN_PRESENT
	SKB_FIELD_VLAN_TCI,
	SKB_FIELD_VLAN_PROTO,
	SKB_FIELD_PRIORITY(SKB_RWN),
	SKB_FIELD_IN_IFINDEX,
	SKB_FIELD_IFINDEX,
	SKB_FIELD_TC_INDEX(SKB_RN)
	SKB_FIELD_CB,
	SKB_FIELD_HASH,
	SKB_FIELD_DATA(0),
	SKB_FIELD_DATA_END(0),
	SKB_FIELD_NAPI_ID
	SKB_FIELD_GSO_SEGS,
	SKB_FIELD_SK,
	SKB_FIELD_GSO_SIZE,
};

#define LWT_TYPE(type_name, more)						\
	.name = type_name,							\
	.flags = SBPF_PT_NET_ADMIN | SBPF_PT_NO_HOOK | SBPF_PT_PKT_READ | (more),	\
	.contexts = SBPF_IN_NET,						\
	.ctx_size = sizeof(struct __sbpf_sk_buff),				\
	.fields = fields,							\
	.nr_fields = ARRAY_SIZE(fields),					\
	.safe_ret = SBPF_DROP,							\
	.test_run = sbpf_skb_test_run

const struct sbpf_prog_ops sbpf_lwt_in_prog_type = { LWT_TYPE("lwt_in", 0) };
const struct sbpf_prog_ops sbpf_lwt_out_prog_type = { LWT_TYPE("lwt_out", 0) };
const struct sbpf_prog_ops sbpf_lwt_xmit_prog_type = { LWT_TYPE("lwt_xmit", SBPF_PT_PKT_WRITE) };
