// SPDX-License-Identifier: GPL-2.0
/*
 * Helpers that read and change the bytes, length and hash of a packet. Checksums are in skb_csum.c.
 *
 * Offsets count from skb->data as the hook hands it over: the MAC header on a device, the network header at the hooks of
 * the IP families.
 */
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/netdevice.h>
#include <linux/netfilter.h>

#include "../helper.h"
#include "skb.h"

SBPF_HELPER4(sbpf_skb_load_bytes, struct sbpf_skb_ctx *, view, u32, offset, void *, to, u32, len)
{
	const void *p = NULL;

	if (likely(offset <= INT_MAX))
		p = skb_header_pointer(view->skb, offset, len, to);
	if (unlikely(!p)) {
		memset(to, 0, len);
		return -EFAULT;
	}
	if (p != to)
		memcpy(to, p, len);
	return 0;
}

/* As in bpf(2) only the linear part counts. */
SBPF_HELPER5(sbpf_skb_load_bytes_relative, struct sbpf_skb_ctx *, view, u32, offset, void *, to, u32, len, u32, base)
{
	const struct sk_buff *skb = view->skb;
	const u8 *start = NULL;

	if (base == SBPF_HDR_START_NET)
		start = skb_network_header(skb);
	else if (base == SBPF_HDR_START_MAC && skb_mac_header_was_set(skb))
		start = skb_mac_header(skb);
	if (unlikely(!start || offset > U16_MAX || start + offset + len > skb_tail_pointer(skb))) {
		memset(to, 0, len);
		return -EFAULT;
	}
	memcpy(to, start + offset, len);
	return 0;
}

SBPF_HELPER5(sbpf_skb_store_bytes, struct sbpf_skb_ctx *, view, u32, offset, const void *, from, u32, len, u64, flags)
{
	struct sk_buff *skb = view->skb;
	void *to;

	if (unlikely(flags & ~(SBPF_F_RECOMPUTE_CSUM | SBPF_F_INVALIDATE_HASH)))
		return -EINVAL;
	if (unlikely(offset > INT_MAX || sbpf_skb_make_writable(view, offset + len)))
		return -EFAULT;
	to = skb->data + offset;
	if (flags & SBPF_F_RECOMPUTE_CSUM)
		__skb_postpull_rcsum(skb, to, len, offset);
	memcpy(to, from, len);
	if (flags & SBPF_F_RECOMPUTE_CSUM)
		__skb_postpush_rcsum(skb, to, len, offset);
	if (flags & SBPF_F_INVALIDATE_HASH)
		skb_clear_hash(skb);
	return 0;
}

SBPF_HELPER2(sbpf_skb_pull_data, struct sbpf_skb_ctx *, view, u32, len)
{
	return sbpf_skb_make_writable(view, len ?: skb_headlen(view->skb));
}

/*
 * What a packet must keep: every header that the code behind the hook takes for granted. On a device that includes the
 * link layer header even when nobody said where the network header is; at the IP hooks the IP header.
 */
static u32 min_len(const struct sbpf_skb_ctx *view)
{
	const struct sk_buff *skb = view->skb;
	int len = max(skb_network_offset(skb), 0);

	if (skb_transport_header_was_set(skb))
		len = max(len, skb_transport_offset(skb));
	if (!view->state)
		return len;
	switch (view->state->pf) {
	case NFPROTO_IPV4:
		return max_t(u32, len, ip_hdr(skb)->ihl * 4);
	case NFPROTO_IPV6:
		return max_t(u32, len, sizeof(struct ipv6hdr));
	default:
		return max_t(u32, len, max_t(u32, skb->mac_len, skb->dev ? skb->dev->hard_header_len : 1));
	}
}

static int grow(struct sk_buff *skb, u32 new_len)
{
	u32 old_len = skb->len;
	int err = __skb_grow_rcsum(skb, new_len);

	if (!err)
		memset(skb->data + old_len, 0, new_len - old_len);
	return err;
}

static int trim(struct sk_buff *skb, u32 new_len)
{
	/* A checksum that was to be filled in later has no place any more. */
	if (skb->ip_summed == CHECKSUM_PARTIAL &&
	    new_len < skb_checksum_start_offset(skb) + skb->csum_offset + sizeof(__sum16))
		skb->ip_summed = CHECKSUM_NONE;
	return __skb_trim_rcsum(skb, new_len);
}

SBPF_HELPER3(sbpf_skb_change_tail, struct sbpf_skb_ctx *, view, u32, new_len, u64, flags)
{
	struct sk_buff *skb = view->skb;
	int err;

	if (unlikely(flags || new_len > SKB_MAX_ALLOC || new_len < min_len(view)))
		return -EINVAL;
	if (skb->encapsulation)
		return -ENOTSUPP;
	err = sbpf_skb_make_writable(view, skb->len);
	if (err)
		return err;
	if (new_len > skb->len)
		err = grow(skb, new_len);
	else if (new_len < skb->len)
		err = trim(skb, new_len);
	if (!err && skb_is_gso(skb))
		skb_gso_reset(skb);
	sbpf_skb_view_refresh(view);
	return err;
}

/* At the hooks of the IP families the stack takes it for granted that a packet starts at its network header. */
SBPF_HELPER3(sbpf_skb_change_head, struct sbpf_skb_ctx *, view, u32, len, u64, flags)
{
	struct sk_buff *skb = view->skb;
	int err;

	if (unlikely(flags || skb->len + len < len || (!skb_is_gso(skb) && skb->len + len > SKB_MAX_ALLOC)))
		return -EINVAL;
	if (view->state && view->state->pf != NFPROTO_NETDEV)
		return -EOPNOTSUPP;
	if (skb_shared(skb))
		return -EBUSY;
	err = skb_cow(skb, len);
	if (!err) {
		memset(__skb_push(skb, len), 0, len);
		skb_reset_mac_header(skb);
		skb_reset_mac_len(skb);
	}
	sbpf_skb_view_refresh(view);
	return err;
}

SBPF_HELPER1(sbpf_get_hash_recalc, struct sbpf_skb_ctx *, view)
{
	return skb_get_hash(view->skb);
}

SBPF_HELPER1(sbpf_set_hash_invalid, struct sbpf_skb_ctx *, view)
{
	skb_clear_hash(view->skb);
	return 0;
}

/* The hash counts as one over ports too, so that nobody computes it again. */
SBPF_HELPER2(sbpf_set_hash, struct sbpf_skb_ctx *, view, u32, hash)
{
	__skb_set_sw_hash(view->skb, hash, true);
	return 0;
}

static const struct sbpf_helper skb_helpers[] = {
	[SBPF_FUNC_skb_load_bytes] = {
		.name = "skb_load_bytes", .fn = sbpf_skb_load_bytes,
		.ret = SBPF_RET_INT, .arg = { SBPF_ARG_CTX, SBPF_ARG_ANY, SBPF_ARG_MEM_OUT, SBPF_ARG_SIZE },
		.contexts = SBPF_IN_NET, .progs = SBPF_PROGS_SKB | SBPF_PROGS_LWT | SBPF_PROG_BIT(SK_SKB),
	},
	[SBPF_FUNC_skb_load_bytes_relative] = {
		.name = "skb_load_bytes_relative", .fn = sbpf_skb_load_bytes_relative,
		.ret = SBPF_RET_INT,
		.arg = { SBPF_ARG_CTX, SBPF_ARG_ANY, SBPF_ARG_MEM_OUT, SBPF_ARG_SIZE, SBPF_ARG_ANY },
		.contexts = SBPF_IN_NET, .progs = SBPF_PROGS_SKB,
	},
	[SBPF_FUNC_skb_store_bytes] = {
		.name = "skb_store_bytes", .fn = sbpf_skb_store_bytes,
		.ret = SBPF_RET_INT,
		.arg = { SBPF_ARG_CTX, SBPF_ARG_ANY, SBPF_ARG_MEM, SBPF_ARG_SIZE, SBPF_ARG_ANY },
		.contexts = SBPF_IN_NET, .flags = SBPF_HF_CHANGES_PKT,
		.progs = SBPF_PROGS_SKB_WRITE | SBPF_PROG_BIT(LWT_XMIT) | SBPF_PROG_BIT(SK_SKB),
	},
	[SBPF_FUNC_skb_pull_data] = {
		.name = "skb_pull_data", .fn = sbpf_skb_pull_data,
		.ret = SBPF_RET_INT, .arg = { SBPF_ARG_CTX, SBPF_ARG_ANY },
		.contexts = SBPF_IN_NET, .flags = SBPF_HF_CHANGES_PKT,
		.progs = SBPF_PROGS_SKB_WRITE | SBPF_PROGS_LWT | SBPF_PROG_BIT(SK_SKB),
	},
	[SBPF_FUNC_skb_change_tail] = {
		.name = "skb_change_tail", .fn = sbpf_skb_change_tail,
		.ret = SBPF_RET_INT, .arg = { SBPF_ARG_CTX, SBPF_ARG_ANY, SBPF_ARG_ANY },
		.contexts = SBPF_IN_NET, .flags = SBPF_HF_CHANGES_PKT,
		.progs = SBPF_PROGS_SKB_WRITE | SBPF_PROG_BIT(LWT_XMIT) | SBPF_PROG_BIT(SK_SKB),
	},
	[SBPF_FUNC_skb_change_head] = {
		.name = "skb_change_head", .fn = sbpf_skb_change_head,
		.ret = SBPF_RET_INT, .arg = { SBPF_ARG_CTX, SBPF_ARG_ANY, SBPF_ARG_ANY },
		.contexts = SBPF_IN_NET, .flags = SBPF_HF_CHANGES_PKT,
		.progs = SBPF_PROGS_SKB_WRITE | SBPF_PROG_BIT(LWT_XMIT) | SBPF_PROG_BIT(SK_SKB),
	},
	[SBPF_FUNC_get_hash_recalc] = {
		.name = "get_hash_recalc", .fn = sbpf_get_hash_recalc,
		.ret = SBPF_RET_INT, .arg = { SBPF_ARG_CTX },
		.contexts = SBPF_IN_NET, .progs = SBPF_PROGS_SKB_WRITE | SBPF_PROGS_LWT,
	},
	[SBPF_FUNC_set_hash_invalid] = {
		.name = "set_hash_invalid", .fn = sbpf_set_hash_invalid,
		.ret = SBPF_RET_INT, .arg = { SBPF_ARG_CTX },
		.contexts = SBPF_IN_NET, .progs = SBPF_PROGS_SKB_WRITE | SBPF_PROG_BIT(LWT_XMIT),
	},
	[SBPF_FUNC_set_hash] = {
		.name = "set_hash", .fn = sbpf_set_hash,
		.ret = SBPF_RET_INT, .arg = { SBPF_ARG_CTX, SBPF_ARG_ANY },
		.contexts = SBPF_IN_NET, .progs = SBPF_PROGS_SKB_WRITE,
	},
};

SBPF_HELPER_FAMILY(skb);
