/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Helper ids: packets: data, checksums, metadata.
 */
#ifndef _UAPI_LINUX_SANDBPF_HELPERS_SKB_H
#define _UAPI_LINUX_SANDBPF_HELPERS_SKB_H

enum {
	SBPF_FUNC_skb_store_bytes = 9,
	SBPF_FUNC_l3_csum_replace = 10,
	SBPF_FUNC_l4_csum_replace = 11,
	SBPF_FUNC_get_cgroup_classid = 17,
	SBPF_FUNC_skb_vlan_push = 18,
	SBPF_FUNC_skb_vlan_pop = 19,
	SBPF_FUNC_get_route_realm = 24,
	SBPF_FUNC_skb_load_bytes = 26,
	SBPF_FUNC_csum_diff = 28,
	SBPF_FUNC_skb_change_proto = 31,
	SBPF_FUNC_skb_change_type = 32,
	SBPF_FUNC_skb_under_cgroup = 33,
	SBPF_FUNC_get_hash_recalc = 34,
	SBPF_FUNC_skb_change_tail = 38,
	SBPF_FUNC_skb_pull_data = 39,
	SBPF_FUNC_csum_update = 40,
	SBPF_FUNC_set_hash_invalid = 41,
	SBPF_FUNC_skb_change_head = 43,
	SBPF_FUNC_get_socket_cookie = 46,
	SBPF_FUNC_get_socket_uid = 47,
	SBPF_FUNC_set_hash = 48,
	SBPF_FUNC_skb_adjust_room = 50,
	SBPF_FUNC_skb_get_xfrm_state = 66,
	SBPF_FUNC_skb_load_bytes_relative = 68,
	SBPF_FUNC_skb_cgroup_id = 79,
	SBPF_FUNC_skb_ancestor_cgroup_id = 83,
	SBPF_FUNC_skb_ecn_set_ce = 97,
	SBPF_FUNC_csum_level = 135,
	SBPF_FUNC_skb_cgroup_classid = 151,
	SBPF_FUNC_skb_set_tstamp = 192,
};

#endif /* _UAPI_LINUX_SANDBPF_HELPERS_SKB_H */
