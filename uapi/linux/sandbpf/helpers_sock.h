/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Helper ids: sockets and TCP.
 */
#ifndef _UAPI_LINUX_SANDBPF_HELPERS_SOCK_H
#define _UAPI_LINUX_SANDBPF_HELPERS_SOCK_H

enum {
	SBPF_FUNC_setsockopt = 49,
	SBPF_FUNC_getsockopt = 57,
	SBPF_FUNC_sock_ops_cb_flags_set = 59,
	SBPF_FUNC_bind = 64,
	SBPF_FUNC_sk_lookup_tcp = 84,
	SBPF_FUNC_sk_lookup_udp = 85,
	SBPF_FUNC_sk_release = 86,
	SBPF_FUNC_sk_fullsock = 95,
	SBPF_FUNC_tcp_sock = 96,
	SBPF_FUNC_get_listener_sock = 98,
	SBPF_FUNC_skc_lookup_tcp = 99,
	SBPF_FUNC_tcp_check_syncookie = 100,
	SBPF_FUNC_tcp_gen_syncookie = 110,
	SBPF_FUNC_tcp_send_ack = 116,
	SBPF_FUNC_get_netns_cookie = 122,
	SBPF_FUNC_sk_assign = 124,
	SBPF_FUNC_sk_cgroup_id = 128,
	SBPF_FUNC_sk_ancestor_cgroup_id = 129,
	SBPF_FUNC_skc_to_tcp6_sock = 136,
	SBPF_FUNC_skc_to_tcp_sock = 137,
	SBPF_FUNC_skc_to_tcp_timewait_sock = 138,
	SBPF_FUNC_skc_to_tcp_request_sock = 139,
	SBPF_FUNC_skc_to_udp6_sock = 140,
	SBPF_FUNC_load_hdr_opt = 142,
	SBPF_FUNC_store_hdr_opt = 143,
	SBPF_FUNC_reserve_hdr_opt = 144,
	SBPF_FUNC_skc_to_unix_sock = 178,
	SBPF_FUNC_skc_to_mptcp_sock = 196,
	SBPF_FUNC_tcp_raw_gen_syncookie_ipv4 = 204,
	SBPF_FUNC_tcp_raw_gen_syncookie_ipv6 = 205,
	SBPF_FUNC_tcp_raw_check_syncookie_ipv4 = 206,
	SBPF_FUNC_tcp_raw_check_syncookie_ipv6 = 207,
};

#endif /* _UAPI_LINUX_SANDBPF_HELPERS_SOCK_H */
