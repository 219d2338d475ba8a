/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Helper ids: tunnels, redirection and routing.
 */
#ifndef _UAPI_LINUX_SANDBPF_HELPERS_TUNNEL_H
#define _UAPI_LINUX_SANDBPF_HELPERS_TUNNEL_H

enum {
	SBPF_FUNC_clone_redirect = 13,
	SBPF_FUNC_skb_get_tunnel_key = 20,
	SBPF_FUNC_skb_set_tunnel_key = 21,
	SBPF_FUNC_redirect = 23,
	SBPF_FUNC_skb_get_tunnel_opt = 29,
	SBPF_FUNC_skb_set_tunnel_opt = 30,
	SBPF_FUNC_redirect_map = 51,
	SBPF_FUNC_fib_lookup = 69,
	SBPF_FUNC_lwt_push_encap = 73,
	SBPF_FUNC_lwt_seg6_store_bytes = 74,
	SBPF_FUNC_lwt_seg6_adjust_srh = 75,
	SBPF_FUNC_lwt_seg6_action = 76,
	SBPF_FUNC_redirect_neigh = 152,
	SBPF_FUNC_redirect_peer = 155,
	SBPF_FUNC_check_mtu = 163,
};

#endif /* _UAPI_LINUX_SANDBPF_HELPERS_TUNNEL_H */
