// SPDX-License-Identifier: GPL-2.0
/*
 * SOCKET_FILTER: a program looks at a packet on its way into a socket and returns how many bytes of it are kept, 0 for
 * none. It cannot change the packet, and may be loaded without capabilities.
 */
#include "skb_fields.h"
#include "skb_types.h"

static const struct sbpf_ctx_field fields[] = {
	SKB_FIELD_LEN,
	SKB_FIELD_PKT_TYPE,
	SKB_FIELD_MARK(SKB_RN),
	SKB_FIELD_QUEUE(SKB_RN),
	SKB_FIELD_PROTOCOL,
	SKB_FIELD_VLAN_PRESENT
	SKB_FIELD_VLAN_TCI,
	SKB_FIELD_VLAN_PROTO,
	SKB_FIELD_PRIORITY(SKB_RN),
	SKB_FIELD_IN_IFINDEX,
	SKB_FIELD_IFINDEX,
	SKB_FIELD_TC_INDEX(SKB_RN)
	SKB_FIELD_CB,
	SKB_FIELD_HASH,
	SKB_FIELD_NAPI_ID
	SKB_FIELD_GSO_SEGS,
	SKB_FIELD_SK,
	SKB_FIELD_GSO_SIZE,
};

const struct sbpf_prog_ops sbpf_socket_filter_prog_type = {
	.name = "socket_filter",
	.flags = SBPF_PT_UNPRIV | SBPF_PT_LD_PKT,
	.contexts = SBPF_IN_NET,
	.ctx_size = sizeof(struct __sbpf_sk_buff),
	.fields = fields,
	.nr_fields = ARRAY_SIZE(fields),
	.safe_ret = 0,
	.test_run = sbpf_skb_test_run,
	.ld_pkt = sbpf_skb_ld_pkt,
};
