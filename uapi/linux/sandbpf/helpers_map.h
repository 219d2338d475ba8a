/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Helper ids: elements of maps.
 */
#ifndef _UAPI_LINUX_SANDBPF_HELPERS_MAP_H
#define _UAPI_LINUX_SANDBPF_HELPERS_MAP_H

enum {
	SBPF_FUNC_map_lookup_elem = 1,
	SBPF_FUNC_map_update_elem = 2,
	SBPF_FUNC_map_delete_elem = 3,
	SBPF_FUNC_map_push_elem = 87,
	SBPF_FUNC_map_pop_elem = 88,
	SBPF_FUNC_map_peek_elem = 89,
	SBPF_FUNC_for_each_map_elem = 164,
	SBPF_FUNC_map_lookup_percpu_elem = 195,
};

#endif /* _UAPI_LINUX_SANDBPF_HELPERS_MAP_H */
