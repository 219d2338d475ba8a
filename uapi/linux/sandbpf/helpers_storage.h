/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Helper ids: storage attached to sockets, inodes, tasks, cgroups.
 */
#ifndef _UAPI_LINUX_SANDBPF_HELPERS_STORAGE_H
#define _UAPI_LINUX_SANDBPF_HELPERS_STORAGE_H

enum {
	SBPF_FUNC_get_local_storage = 81,
	SBPF_FUNC_sk_storage_get = 107,
	SBPF_FUNC_sk_storage_delete = 108,
	SBPF_FUNC_inode_storage_get = 145,
	SBPF_FUNC_inode_storage_delete = 146,
	SBPF_FUNC_task_storage_get = 156,
	SBPF_FUNC_task_storage_delete = 157,
	SBPF_FUNC_cgrp_storage_get = 210,
	SBPF_FUNC_cgrp_storage_delete = 211,
};

#endif /* _UAPI_LINUX_SANDBPF_HELPERS_STORAGE_H */
