// SPDX-License-Identifier: GPL-2.0
/*
 * PROG_TEST_RUN for XDP: the user's bytes become a frame with room around it, the program runs, what became of the frame goes
 * back.
 */
#include <linux/err.h>
#include <linux/etherdevice.h>
#include <linux/netdevice.h>
#include <linux/nsproxy.h>
#include <linux/skbuff.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <net/net_namespace.h>

#include "../cmd.h"
#include "../prog.h"
#include "../xdp_view.h"
#include "test_run.h"
#include "xdp.h"

#define FRAME_ROOM	4096
#define TAILROOM	SKB_DATA_ALIGN(sizeof(struct skb_shared_info))

/* What the user may say of a frame: metadata in front of it (data is their length), and where it came in. */
static int ctx_check(const struct sbpf_xdp_md *ctx, u32 size)
{
	if (ctx->data_meta || ctx->data_end != size || ctx->data > size || size - ctx->data < ETH_HLEN)
		return -EINVAL;
	if (xdp_metalen_invalid(ctx->data) || ctx->data > XDP_PACKET_HEADROOM - sizeof(struct xdp_frame))
		return -EINVAL;
	if (ctx->egress_ifindex || (!ctx->ingress_ifindex && ctx->rx_queue_index))
		return -EINVAL;
	return 0;
}

/* The user's bytes, with metadata of @meta bytes at their beginning, in a buffer as drivers have it. */
static int frame_make(const union sbpf_attr *attr, struct xdp_buff *xdp, u32 meta)
{
	u32 size = attr->test.data_size_in, headroom = XDP_PACKET_HEADROOM - meta;
	u8 *start;

	if (size > FRAME_ROOM - headroom - TAILROOM)
		return -EINVAL;
	start = kzalloc(FRAME_ROOM, GFP_USER);
	if (!start)
		return -ENOMEM;
	if (copy_from_user(start + headroom, u64_to_user_ptr(attr->test.data_in), size)) {
		kfree(start);
		return -EFAULT;
	}
	xdp_prepare_buff(xdp, start, headroom, size, true);
	xdp->data += meta;
	return 0;
}

/* The device the frame came in on; loopback unless the user names one. */
static int queue_get(struct xdp_rxq_info *rxq, const struct sbpf_xdp_md *ctx)
{
	struct net *net = current->nsproxy->net_ns;

	if (!ctx || !ctx->ingress_ifindex) {
		rxq->dev = net->loopback_dev;
		dev_hold(rxq->dev);
		return 0;
	}
	rxq->dev = dev_get_by_index(net, ctx->ingress_ifindex);
	if (!rxq->dev)
		return -ENODEV;
	if (ctx->rx_queue_index >= rxq->dev->real_num_rx_queues) {
		dev_put(rxq->dev);
		return -EINVAL;
	}
	rxq->queue_index = ctx->rx_queue_index;
	return 0;
}

static int frame_run(struct sbpf_prog *prog, struct sbpf_call *call, struct sbpf_xdp_ctx *view, struct sbpf_xdp_md *ctx)
{
	const struct xdp_buff *xdp = &view->xdp;
	u32 retval, duration;
	int err;

	err = sbpf_test_runs(prog, &view->base, call->attr.test.repeat, &retval, &duration);
	if (err)
		return err;
	if (ctx) {
		ctx->data = xdp->data - xdp->data_meta;
		ctx->data_end = xdp->data_end - xdp->data_meta;
		ctx->data_meta = 0;
	}
	err = sbpf_test_result_put(call, xdp->data_meta, xdp->data_end - xdp->data_meta, retval, duration);
	return err ?: sbpf_test_ctx_put(call, ctx, sizeof(*ctx));
}

static int run_with_ctx(struct sbpf_prog *prog, struct sbpf_call *call, struct sbpf_xdp_md *ctx)
{
	struct xdp_rxq_info rxq = {};
	struct sbpf_xdp_ctx view = { .base.kind = SBPF_CTX_XDP };
	int err = ctx ? ctx_check(ctx, call->attr.test.data_size_in) : 0;

	if (!err)
		err = queue_get(&rxq, ctx);
	if (err)
		return err;
	xdp_init_buff(&view.xdp, FRAME_ROOM, &rxq);
	err = frame_make(&call->attr, &view.xdp, ctx ? ctx->data : 0);
	if (!err) {
		err = frame_run(prog, call, &view, ctx);
		kfree(view.xdp.data_hard_start);
	}
	dev_put(rxq.dev);
	return err;
}

/**
 * sbpf_xdp_test_run() - PROG_TEST_RUN of an XDP program
 * @prog: the program
 * @call: the user's frame (data_in) and context (ctx_in, struct sbpf_xdp_md); results go back to it. As on Linux, data_in and
 *	data_out begin with the metadata.
 *
 * Frames of several pieces and live frames (SBPF_F_TEST_XDP_LIVE_FRAMES) are not there: -EINVAL.
 *
 * Context: process context, may sleep.
 * Return: 0; -EINVAL, -ENODEV, -E2BIG context too large, -ENOMEM, -EFAULT, -EINTR, -ENOSPC output did not fit.
 */
int sbpf_xdp_test_run(struct sbpf_prog *prog, struct sbpf_call *call)
{
	const union sbpf_attr *attr = &call->attr;
	struct sbpf_xdp_md *ctx;
	int err;

	if (attr->test.flags || attr->test.cpu || attr->test.batch_size || attr->test.data_size_in < ETH_HLEN)
		return -EINVAL;
	ctx = sbpf_test_ctx_make(attr, sizeof(*ctx));
	if (IS_ERR(ctx))
		return PTR_ERR(ctx);
	err = run_with_ctx(prog, call, ctx);
	kfree(ctx);
	return err;
}
