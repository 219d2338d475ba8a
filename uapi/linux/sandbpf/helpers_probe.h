/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Helper ids: reading and writing memory of kernel and user space.
 */
#ifndef _UAPI_LINUX_SANDBPF_HELPERS_PROBE_H
#define _UAPI_LINUX_SANDBPF_HELPERS_PROBE_H

enum {
	SBPF_FUNC_probe_read = 4,
	SBPF_FUNC_probe_write_user = 36,
	SBPF_FUNC_probe_read_str = 45,
	SBPF_FUNC_probe_read_user = 112,
	SBPF_FUNC_probe_read_kernel = 113,
	SBPF_FUNC_probe_read_user_str = 114,
	SBPF_FUNC_probe_read_kernel_str = 115,
	SBPF_FUNC_copy_from_user = 148,
	SBPF_FUNC_copy_from_user_task = 191,
};

#endif /* _UAPI_LINUX_SANDBPF_HELPERS_PROBE_H */
