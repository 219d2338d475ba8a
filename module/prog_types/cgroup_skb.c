// SPDX-License-Identifier: GPL-2.0
/*
 * CGROUP_SKB: a program judges an IP packet, which starts at its network header: bit 0 of the result passes it. It may be
 * loaded without capabilities, but then sees packet bytes through helpers only.
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
	SKB_FIELD_DATA(SBPF_FIELD_PRIV),
	SKB_FIELD_DATA_END(SBPF_FIELD_PRIV),
	SKB_FIELD_NAPI_ID
	SKB_FIELDS_SOCK
	SKB_FIELD_TSTAMP(SBPF_FIELD_RW | SBPF_FIELD_PRIV_W),
	SKB_FIELD_GSO_SEGS,
	SKB_FIELD_SK,
	SKB_FIELD_GSO_SIZE,
	SKB_FIELD_HWTSTAMP,
};

static bool attach_type_ok(u32 attach_type)
{
	return attach_type == SBPF_CGROUP_INET_INGRESS || attach_type == SBPF_CGROUP_INET_EGRESS;
}

/* Bit 1 on the way out asks the sender to slow down. */
static bool ret_range(u32 attach_type, s32 *min, s32 *max)
{
	*min = 0;
	*max = attach_type == SBPF_CGROUP_INET_EGRESS ? 3 : 1;
	return true;
}

const struct sbpf_prog_ops sbpf_cgroup_skb_prog_type = {
	.name = "cgroup_skb",
	.flags = SBPF_PT_UNPRIV | SBPF_PT_PKT_READ | SBPF_PT_LD_PKT,
	.contexts = SBPF_IN_NET,
	.ctx_size = sizeof(struct __sbpf_sk_buff),
	.fields = fields,
	.nr_fields = ARRAY_SIZE(fields),
	.safe_ret = 0,
	.attach_type_ok = attach_type_ok,
	.ret_range = ret_range,
	.test_run = sbpf_skb_test_run,
	.ld_pkt = sbpf_skb_ld_pkt,
};
