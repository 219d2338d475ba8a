/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Helper ids: XDP frames.
 */
#ifndef _UAPI_LINUX_SANDBPF_HELPERS_XDP_H
#define _UAPI_LINUX_SANDBPF_HELPERS_XDP_H

enum {
	SBPF_FUNC_xdp_adjust_head = 44,
	SBPF_FUNC_xdp_adjust_meta = 54,
	SBPF_FUNC_xdp_adjust_tail = 65,
	SBPF_FUNC_xdp_get_buff_len = 188,
	SBPF_FUNC_xdp_load_bytes = 189,
	SBPF_FUNC_xdp_store_bytes = 190,
};

#endif /* _UAPI_LINUX_SANDBPF_HELPERS_XDP_H */
