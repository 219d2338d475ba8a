/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Helper ids: socket maps, messages, reuseport.
 */
#ifndef _UAPI_LINUX_SANDBPF_HELPERS_SOCKMAP_H
#define _UAPI_LINUX_SANDBPF_HELPERS_SOCKMAP_H

enum {
	SBPF_FUNC_sk_redirect_map = 52,
	SBPF_FUNC_sock_map_update = 53,
	SBPF_FUNC_msg_redirect_map = 60,
	SBPF_FUNC_msg_apply_bytes = 61,
	SBPF_FUNC_msg_cork_bytes = 62,
	SBPF_FUNC_msg_pull_data = 63,
	SBPF_FUNC_sock_hash_update = 70,
	SBPF_FUNC_msg_redirect_hash = 71,
	SBPF_FUNC_sk_redirect_hash = 72,
	SBPF_FUNC_sk_select_reuseport = 82,
	SBPF_FUNC_msg_push_data = 90,
	SBPF_FUNC_msg_pop_data = 91,
};

#endif /* _UAPI_LINUX_SANDBPF_HELPERS_SOCKMAP_H */
