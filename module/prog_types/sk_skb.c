// SPDX-License-Identifier: GPL-2.0
/*
 * SK_SKB: a program cuts a stream that comes out of a socket of a sock map into messages, or says what becomes of one. There
 * is no hook yet.
 */
#include "skb_fields.h"
#include "skb_types.h"

static const struct sbpf_ctx_field fields[] = {
	SKB_FIELD_LEN,
	SKB_FIELD_PKT_TYPE,
	SKB_FIELD_QUEUE(SKB_RN),
	SKB_FIELD_PROTOCOL,
	SKB_FIELD_VLAN_PRESENT
	SKB_FIELD_VLAN_TCI,
	SKB_FIELD_VLAN_PROTO,
	SKB_FIELD_PRIORITY(SKB_RWN),
	SKB_FIELD_IN_IFINDEX,
	SKB_FIELD_IFINDEX,
	SKB_FIELD_TC_INDEX(SKB_RWN)
	SKB_FIELD_CB_READ,
	SKB_FIELD_HASH,
	SKB_FIELD_DATA(0),
	SKB_FIELD_DATA_END(0),
	SKB_FIELD_NAPI_ID
	SKB_FIELDS_SOCK
	SKB_FIELD_GSO_SEGS,
	SKB_FIELD_SK,
	SKB_FIELD_GSO_SIZE,
};

const struct sbpf_prog_ops sbpf_sk_skb_prog_type = {
	.name = "sk_skb",
	.flags = SBPF_PT_NET_ADMIN | SBPF_PT_NO_HOOK | SBPF_PT_PKT_READ | SBPF_PT_PKT_WRITE,
	.contexts = SBPF_IN_NET,
	.ctx_size = sizeof(struct __sbpf_sk_buff),
	.fields = fields,
	.nr_fields = ARRAY_SIZE(fields),
	.safe_ret = SBPF_SK_DROP,
};
