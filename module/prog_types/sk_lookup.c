// SPDX-License-Identifier: GPL-2.0
/*
 * SK_LOOKUP: a program chooses the socket of a packet that has no connection yet. There is no hook yet: programs are loaded and
 * test-run.
 */
#include <linux/kernel.h>

#include "../helper.h"
#include "../prog_type.h"
#include "../sock_view.h"
#include "sk_lookup.h"

#define LOOKUP_ABI(f)									\
	.off = offsetof(struct sbpf_sk_lookup, f), .size = sizeof_field(struct sbpf_sk_lookup, f)

#define LOOKUP_VIEW(member)								\
	.at = offsetof(struct sbpf_sk_lookup_ctx, member), .at_size = sizeof_field(struct sbpf_sk_lookup_ctx, member)

#define RN	(SBPF_FIELD_R | SBPF_FIELD_NARROW)

/* A word of an array; sizeof_field() cannot take an index. */
#define IP6_WORD(f, member, i)								\
	{ .off = offsetof(struct sbpf_sk_lookup, f) + 4 * (i), .size = 4, .flags = RN | SBPF_FIELD_NULL_OK,	\
	  .nhops = 1, .hop = { offsetof(struct sbpf_sk_lookup_ctx, member) }, .at = 4 * (i), .at_size = 4 }
#define IP6(f, member)	IP6_WORD(f, member, 0), IP6_WORD(f, member, 1), IP6_WORD(f, member, 2), IP6_WORD(f, member, 3)

static const struct sbpf_ctx_field fields[] = {
	{ LOOKUP_ABI(sk), .kind = SBPF_FIELD_OBJECT, .flags = SBPF_FIELD_R, LOOKUP_VIEW(selected),
	  .object = &sbpf_sock_object },
	{ LOOKUP_ABI(family), .flags = RN, LOOKUP_VIEW(family) },
	{ LOOKUP_ABI(protocol), .flags = RN, LOOKUP_VIEW(protocol) },
	{ LOOKUP_ABI(remote_ip4), .flags = RN, LOOKUP_VIEW(remote4) },
	IP6(remote_ip6, remote6),
	/* Was once a field of 4 bytes, and is still read as one. */
	{ .off = offsetof(struct sbpf_sk_lookup, remote_port), .size = 4, .flags = SBPF_FIELD_R | SBPF_FIELD_BYTES,
	  .at = offsetof(struct sbpf_sk_lookup_ctx, remote_port), .at_size = 4 },
	{ LOOKUP_ABI(local_ip4), .flags = RN, LOOKUP_VIEW(local4) },
	IP6(local_ip6, local6),
	{ LOOKUP_ABI(local_port), .flags = RN, LOOKUP_VIEW(local_port) },
	{ LOOKUP_ABI(ingress_ifindex), .flags = RN, LOOKUP_VIEW(ifindex) },
};

static bool attach_type_ok(u32 attach_type)
{
	return attach_type == SBPF_SK_LOOKUP;
}

static bool ret_range(u32 attach_type, s32 *min, s32 *max)
{
	*min = SBPF_SK_DROP;
	*max = SBPF_SK_PASS;
	return true;
}

const struct sbpf_prog_ops sbpf_sk_lookup_prog_type = {
	.name = "sk_lookup",
	.flags = SBPF_PT_NO_HOOK,
	.contexts = SBPF_IN_NET,
	.ctx_size = sizeof(struct sbpf_sk_lookup),
	.fields = fields,
	.nr_fields = ARRAY_SIZE(fields),
	.safe_ret = SBPF_SK_DROP,
	.attach_type_ok = attach_type_ok,
	.ret_range = ret_range,
	.test_run = sbpf_sk_lookup_test_run,
};
