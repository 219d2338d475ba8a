/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Helper ids: files, security, sysctl, infrared, system calls.
 */
#ifndef _UAPI_LINUX_SANDBPF_HELPERS_SYSTEM_H
#define _UAPI_LINUX_SANDBPF_HELPERS_SYSTEM_H

enum {
	SBPF_FUNC_rc_repeat = 77,
	SBPF_FUNC_rc_keydown = 78,
	SBPF_FUNC_rc_pointer_rel = 92,
	SBPF_FUNC_sysctl_get_name = 101,
	SBPF_FUNC_sysctl_get_current_value = 102,
	SBPF_FUNC_sysctl_get_new_value = 103,
	SBPF_FUNC_sysctl_set_new_value = 104,
	SBPF_FUNC_d_path = 147,
	SBPF_FUNC_bprm_opts_set = 159,
	SBPF_FUNC_ima_inode_hash = 161,
	SBPF_FUNC_sock_from_file = 162,
	SBPF_FUNC_sys_bpf = 166,
	SBPF_FUNC_btf_find_by_name_kind = 167,
	SBPF_FUNC_sys_close = 168,
	SBPF_FUNC_kallsyms_lookup_name = 179,
	SBPF_FUNC_ima_file_hash = 193,
};

#endif /* _UAPI_LINUX_SANDBPF_HELPERS_SYSTEM_H */
