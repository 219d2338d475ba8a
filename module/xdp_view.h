/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The view of a frame: the context of XDP programs.
 */
#ifndef SBPF_XDP_VIEW_H
#define SBPF_XDP_VIEW_H

#include <net/xdp.h>
#include "ctx.h"

/**
 * struct sbpf_xdp_ctx - view of a frame
 * @base: head; kind SBPF_CTX_XDP
 * @xdp: the frame as the kernel describes it: in one piece, with its device and queue in @xdp.rxq. Room in front of it begins
 *	at @xdp.data_hard_start, @xdp.frame_sz says where the room behind it ends.
 */
struct sbpf_xdp_ctx {
	struct sbpf_ctx base;
	struct xdp_buff xdp;
};

#endif /* SBPF_XDP_VIEW_H */
