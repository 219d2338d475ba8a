/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Helper ids: the current task and its cgroup.
 */
#ifndef _UAPI_LINUX_SANDBPF_HELPERS_TASK_H
#define _UAPI_LINUX_SANDBPF_HELPERS_TASK_H

enum {
	SBPF_FUNC_get_current_pid_tgid = 14,
	SBPF_FUNC_get_current_uid_gid = 15,
	SBPF_FUNC_get_current_comm = 16,
	SBPF_FUNC_get_current_task = 35,
	SBPF_FUNC_current_task_under_cgroup = 37,
	SBPF_FUNC_get_current_cgroup_id = 80,
	SBPF_FUNC_send_signal = 109,
	SBPF_FUNC_send_signal_thread = 117,
	SBPF_FUNC_get_ns_current_pid_tgid = 120,
	SBPF_FUNC_get_current_ancestor_cgroup_id = 123,
	SBPF_FUNC_get_current_task_btf = 158,
	SBPF_FUNC_task_pt_regs = 175,
	SBPF_FUNC_find_vma = 180,
};

#endif /* _UAPI_LINUX_SANDBPF_HELPERS_TASK_H */
