/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Helper ids: control flow, locks, timers, per-CPU and kernel pointers.
 */
#ifndef _UAPI_LINUX_SANDBPF_HELPERS_FLOW_H
#define _UAPI_LINUX_SANDBPF_HELPERS_FLOW_H

enum {
	SBPF_FUNC_tail_call = 12,
	SBPF_FUNC_loop = 181,
	SBPF_FUNC_spin_lock = 93,
	SBPF_FUNC_spin_unlock = 94,
	SBPF_FUNC_timer_init = 169,
	SBPF_FUNC_timer_set_callback = 170,
	SBPF_FUNC_timer_start = 171,
	SBPF_FUNC_timer_cancel = 172,
	SBPF_FUNC_per_cpu_ptr = 153,
	SBPF_FUNC_this_cpu_ptr = 154,
	SBPF_FUNC_kptr_xchg = 194,
};

#endif /* _UAPI_LINUX_SANDBPF_HELPERS_FLOW_H */
