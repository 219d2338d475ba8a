/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Helper ids: clocks, CPU numbers, random numbers.
 */
#ifndef _UAPI_LINUX_SANDBPF_HELPERS_TIME_H
#define _UAPI_LINUX_SANDBPF_HELPERS_TIME_H

enum {
	SBPF_FUNC_ktime_get_ns = 5,
	SBPF_FUNC_get_prandom_u32 = 7,
	SBPF_FUNC_get_smp_processor_id = 8,
	SBPF_FUNC_get_numa_node_id = 42,
	SBPF_FUNC_jiffies64 = 118,
	SBPF_FUNC_ktime_get_boot_ns = 125,
	SBPF_FUNC_ktime_get_coarse_ns = 160,
	SBPF_FUNC_ktime_get_tai_ns = 208,
};

#endif /* _UAPI_LINUX_SANDBPF_HELPERS_TIME_H */
