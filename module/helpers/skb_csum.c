// SPDX-License-Identifier: GPL-2.0
/*
 * Helpers that keep checksums right when a program changes a packet.
 */
#include <linux/skbuff.h>
#include <net/checksum.h>

#include "../helper.h"
#include "../maps/copy.h"
#include "skb.h"

/* ABI: most bytes csum_diff takes, both buffers together. */
#define CSUM_DIFF_MAX	512

/* The checksum field at @offset, writable; NULL when it is not inside the packet. */
static __sum16 *csum_field(struct sbpf_skb_ctx *view, u32 offset)
{
	if (offset > U16_MAX || offset & 1 || sbpf_skb_make_writable(view, offset + sizeof(__sum16)))
		return NULL;
	return (__sum16 *)(view->skb->data + offset);
}

/* The width of the changed field is 2 or 4; 0 means that @to is a difference already and @from must be 0. */
SBPF_HELPER5(sbpf_l3_csum_replace, struct sbpf_skb_ctx *, view, u32, offset, u64, from, u64, to, u64, flags)
{
	__sum16 *sum;

	if (unlikely(flags & ~SBPF_F_HDR_FIELD_MASK))
		return -EINVAL;
	sum = csum_field(view, offset);
	if (unlikely(!sum))
		return -EFAULT;
	switch (flags & SBPF_F_HDR_FIELD_MASK) {
	case 0:
		if (unlikely(from))
			return -EINVAL;
		csum_replace_by_diff(sum, (__force __wsum)to);
		return 0;
	case 2:
		csum_replace2(sum, (__force __be16)from, (__force __be16)to);
		return 0;
	case 4:
		csum_replace4(sum, (__force __be32)from, (__force __be32)to);
		return 0;
	}
	return -EINVAL;
}

#define L4_FLAGS	(SBPF_F_MARK_MANGLED_0 | SBPF_F_MARK_ENFORCE | SBPF_F_PSEUDO_HDR | SBPF_F_IPV6 | \
			 SBPF_F_HDR_FIELD_MASK)

SBPF_HELPER5(sbpf_l4_csum_replace, struct sbpf_skb_ctx *, view, u32, offset, u64, from, u64, to, u64, flags)
{
	bool pseudo = flags & SBPF_F_PSEUDO_HDR, zero_means_none = flags & SBPF_F_MARK_MANGLED_0;
	struct sk_buff *skb = view->skb;
	__sum16 *sum;

	if (unlikely(flags & ~L4_FLAGS))
		return -EINVAL;
	sum = csum_field(view, offset);
	if (unlikely(!sum))
		return -EFAULT;
	/* A UDP datagram without a checksum stays without. */
	if (zero_means_none && !(flags & SBPF_F_MARK_ENFORCE) && !*sum)
		return 0;
	switch (flags & SBPF_F_HDR_FIELD_MASK) {
	case 0:
		if (unlikely(from))
			return -EINVAL;
		inet_proto_csum_replace_by_diff(sum, skb, (__force __wsum)to, pseudo, flags & SBPF_F_IPV6);
		break;
	case 2:
		inet_proto_csum_replace2(sum, skb, (__force __be16)from, (__force __be16)to, pseudo);
		break;
	case 4:
		inet_proto_csum_replace4(sum, skb, (__force __be32)from, (__force __be32)to, pseudo);
		break;
	default:
		return -EINVAL;
	}
	if (zero_means_none && !*sum)
		*sum = CSUM_MANGLED_0;
	return 0;
}

/*
 * Ones' complement arithmetic lets us subtract without putting the buffers side by side: word by word, since the sum of
 * them all may be either of the two zeros.
 */
SBPF_HELPER5(sbpf_csum_diff, const void *, from, u32, from_size, const void *, to, u32, to_size, u32, seed)
{
	__wsum sum = (__force __wsum)seed;
	u32 i;

	if (unlikely((from_size | to_size) & 3 || from_size + to_size > CSUM_DIFF_MAX))
		return -EINVAL;
	if (to_size)
		sum = csum_partial(to, to_size, sum);
	for (i = 0; i < from_size; i += sizeof(u32))
		sum = csum_sub(sum, (__force __wsum)sbpf_load32(from + i));
	return (__force u32)sum;
}

SBPF_HELPER2(sbpf_csum_update, struct sbpf_skb_ctx *, view, u32, csum)
{
	struct sk_buff *skb = view->skb;

	if (skb->ip_summed != CHECKSUM_COMPLETE)
		return -ENOTSUPP;
	skb->csum = csum_add(skb->csum, (__force __wsum)csum);
	return (__force u32)skb->csum;
}

static const struct sbpf_helper skb_csum_helpers[] = {
	[SBPF_FUNC_l3_csum_replace] = {
		.name = "l3_csum_replace", .fn = sbpf_l3_csum_replace,
		.ret = SBPF_RET_INT,
		.arg = { SBPF_ARG_CTX, SBPF_ARG_ANY, SBPF_ARG_ANY, SBPF_ARG_ANY, SBPF_ARG_ANY },
		.contexts = SBPF_IN_NET, .progs = SBPF_PROGS_SKB_WRITE | SBPF_PROG_BIT(LWT_XMIT), .flags = SBPF_HF_CHANGES_PKT,
	},
	[SBPF_FUNC_l4_csum_replace] = {
		.name = "l4_csum_replace", .fn = sbpf_l4_csum_replace,
		.ret = SBPF_RET_INT,
		.arg = { SBPF_ARG_CTX, SBPF_ARG_ANY, SBPF_ARG_ANY, SBPF_ARG_ANY, SBPF_ARG_ANY },
		.contexts = SBPF_IN_NET, .progs = SBPF_PROGS_SKB_WRITE | SBPF_PROG_BIT(LWT_XMIT), .flags = SBPF_HF_CHANGES_PKT,
	},
	[SBPF_FUNC_csum_diff] = {
		.name = "csum_diff", .fn = sbpf_csum_diff,
		.ret = SBPF_RET_INT,
		.arg = { SBPF_ARG_MEM | SBPF_ARG_MAYBE_NULL, SBPF_ARG_SIZE_OR_ZERO,
			 SBPF_ARG_MEM | SBPF_ARG_MAYBE_NULL, SBPF_ARG_SIZE_OR_ZERO, SBPF_ARG_ANY },
		.contexts = SBPF_IN_ANY, .progs = SBPF_PROGS_SKB_WRITE | SBPF_PROGS_LWT | SBPF_PROG_BIT(XDP), .flags = SBPF_HF_PKT_ARGS,
	},
	[SBPF_FUNC_csum_update] = {
		.name = "csum_update", .fn = sbpf_csum_update,
		.ret = SBPF_RET_INT, .arg = { SBPF_ARG_CTX, SBPF_ARG_ANY },
		.contexts = SBPF_IN_NET, .progs = SBPF_PROGS_SKB_WRITE | SBPF_PROG_BIT(LWT_XMIT),
	},
};

SBPF_HELPER_FAMILY(skb_csum);
