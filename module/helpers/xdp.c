// SPDX-License-Identifier: GPL-2.0
/*
 * Helpers on frames: where a frame begins and ends, and its bytes.
 */
#include <linux/if_ether.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "../helper.h"
#include "../xdp_view.h"

/* The kernel keeps a struct xdp_frame at the beginning of the room in front of a frame when it forwards it. */
static void *room_start(const struct xdp_buff *xdp)
{
	return xdp->data_hard_start + sizeof(struct xdp_frame);
}

SBPF_HELPER2(sbpf_xdp_adjust_head, struct sbpf_xdp_ctx *, view, int, delta)
{
	struct xdp_buff *xdp = &view->xdp;
	long meta = xdp->data - xdp->data_meta, front = xdp->data - room_start(xdp), len = xdp->data_end - xdp->data;

	if (unlikely(delta < meta - front || delta > len - ETH_HLEN))
		return -EINVAL;
	if (meta)
		memmove(xdp->data_meta + delta, xdp->data_meta, meta);
	xdp->data_meta += delta;
	xdp->data += delta;
	return 0;
}

SBPF_HELPER2(sbpf_xdp_adjust_meta, struct sbpf_xdp_ctx *, view, int, delta)
{
	struct xdp_buff *xdp = &view->xdp;
	long meta = xdp->data - xdp->data_meta - (long)delta;

	if (unlikely(meta < 0 || meta > xdp->data - room_start(xdp)))
		return -EINVAL;
	if (unlikely(xdp_metalen_invalid(meta)))
		return -EACCES;
	xdp->data_meta = xdp->data - meta;
	return 0;
}

SBPF_HELPER2(sbpf_xdp_adjust_tail, struct sbpf_xdp_ctx *, view, int, delta)
{
	struct xdp_buff *xdp = &view->xdp;
	long len = xdp->data_end - xdp->data, room = xdp_data_hard_end(xdp) - xdp->data_end;

	if (unlikely(delta > room || delta < ETH_HLEN - len))
		return -EINVAL;
	/* Programs must not see what was there. */
	if (delta > 0)
		memset(xdp->data_end, 0, delta);
	xdp->data_end += delta;
	return 0;
}

SBPF_HELPER1(sbpf_xdp_get_buff_len, const struct sbpf_xdp_ctx *, view)
{
	return view->xdp.data_end - view->xdp.data;
}

/* Bytes [off, off + len) of the frame, or -errno. */
static __always_inline long bytes_find(const struct sbpf_xdp_ctx *view, u32 off, u32 len, void **bytes)
{
	if (unlikely(off > 0xffff || len > 0xffff))
		return -EFAULT;
	if (unlikely(off + len > view->xdp.data_end - view->xdp.data))
		return -EINVAL;
	*bytes = view->xdp.data + off;
	return 0;
}

SBPF_HELPER4(sbpf_xdp_load_bytes, const struct sbpf_xdp_ctx *, view, u32, off, void *, buf, u32, len)
{
	void *bytes;
	long err = bytes_find(view, off, len, &bytes);

	/* The verifier takes the buffer for written. */
	if (likely(!err))
		memcpy(buf, bytes, len);
	else
		memset(buf, 0, len);
	return err;
}

SBPF_HELPER4(sbpf_xdp_store_bytes, const struct sbpf_xdp_ctx *, view, u32, off, const void *, buf, u32, len)
{
	void *bytes;
	long err = bytes_find(view, off, len, &bytes);

	if (likely(!err))
		memcpy(bytes, buf, len);
	return err;
}

static const struct sbpf_helper xdp_helpers[] = {
	[SBPF_FUNC_xdp_adjust_head] = {
		.name = "xdp_adjust_head", .fn = sbpf_xdp_adjust_head,
		.ret = SBPF_RET_INT, .arg = { SBPF_ARG_CTX, SBPF_ARG_ANY },
		.contexts = SBPF_IN_NET, .progs = SBPF_PROG_BIT(XDP), .flags = SBPF_HF_CHANGES_PKT,
	},
	[SBPF_FUNC_xdp_adjust_meta] = {
		.name = "xdp_adjust_meta", .fn = sbpf_xdp_adjust_meta,
		.ret = SBPF_RET_INT, .arg = { SBPF_ARG_CTX, SBPF_ARG_ANY },
		.contexts = SBPF_IN_NET, .progs = SBPF_PROG_BIT(XDP), .flags = SBPF_HF_CHANGES_PKT,
	},
	[SBPF_FUNC_xdp_adjust_tail] = {
		.name = "xdp_adjust_tail", .fn = sbpf_xdp_adjust_tail,
		.ret = SBPF_RET_INT, .arg = { SBPF_ARG_CTX, SBPF_ARG_ANY },
		.contexts = SBPF_IN_NET, .progs = SBPF_PROG_BIT(XDP), .flags = SBPF_HF_CHANGES_PKT,
	},
	[SBPF_FUNC_xdp_get_buff_len] = {
		.name = "xdp_get_buff_len", .fn = sbpf_xdp_get_buff_len,
		.ret = SBPF_RET_INT, .arg = { SBPF_ARG_CTX },
		.contexts = SBPF_IN_NET, .progs = SBPF_PROG_BIT(XDP),
	},
	[SBPF_FUNC_xdp_load_bytes] = {
		.name = "xdp_load_bytes", .fn = sbpf_xdp_load_bytes,
		.ret = SBPF_RET_INT, .arg = { SBPF_ARG_CTX, SBPF_ARG_ANY, SBPF_ARG_MEM_OUT, SBPF_ARG_SIZE },
		.contexts = SBPF_IN_NET, .progs = SBPF_PROG_BIT(XDP),
	},
	[SBPF_FUNC_xdp_store_bytes] = {
		.name = "xdp_store_bytes", .fn = sbpf_xdp_store_bytes,
		.ret = SBPF_RET_INT, .arg = { SBPF_ARG_CTX, SBPF_ARG_ANY, SBPF_ARG_MEM, SBPF_ARG_SIZE },
		.contexts = SBPF_IN_NET, .progs = SBPF_PROG_BIT(XDP),
	},
};

SBPF_HELPER_FAMILY(xdp);
