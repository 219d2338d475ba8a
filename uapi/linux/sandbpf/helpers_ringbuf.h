/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Helper ids: ring buffers and dynptrs.
 */
#ifndef _UAPI_LINUX_SANDBPF_HELPERS_RINGBUF_H
#define _UAPI_LINUX_SANDBPF_HELPERS_RINGBUF_H

enum {
	SBPF_FUNC_ringbuf_output = 130,
	SBPF_FUNC_ringbuf_reserve = 131,
	SBPF_FUNC_ringbuf_submit = 132,
	SBPF_FUNC_ringbuf_discard = 133,
	SBPF_FUNC_ringbuf_query = 134,
	SBPF_FUNC_dynptr_from_mem = 197,
	SBPF_FUNC_ringbuf_reserve_dynptr = 198,
	SBPF_FUNC_ringbuf_submit_dynptr = 199,
	SBPF_FUNC_ringbuf_discard_dynptr = 200,
	SBPF_FUNC_dynptr_read = 201,
	SBPF_FUNC_dynptr_write = 202,
	SBPF_FUNC_dynptr_data = 203,
	SBPF_FUNC_user_ringbuf_drain = 209,
};

#endif /* _UAPI_LINUX_SANDBPF_HELPERS_RINGBUF_H */
