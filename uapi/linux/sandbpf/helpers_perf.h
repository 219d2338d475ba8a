/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Helper ids: perf events, stacks and branch records.
 */
#ifndef _UAPI_LINUX_SANDBPF_HELPERS_PERF_H
#define _UAPI_LINUX_SANDBPF_HELPERS_PERF_H

enum {
	SBPF_FUNC_perf_event_read = 22,
	SBPF_FUNC_perf_event_output = 25,
	SBPF_FUNC_get_stackid = 27,
	SBPF_FUNC_perf_event_read_value = 55,
	SBPF_FUNC_perf_prog_read_value = 56,
	SBPF_FUNC_get_stack = 67,
	SBPF_FUNC_skb_output = 111,
	SBPF_FUNC_read_branch_records = 119,
	SBPF_FUNC_xdp_output = 121,
	SBPF_FUNC_get_task_stack = 141,
	SBPF_FUNC_get_branch_snapshot = 176,
};

#endif /* _UAPI_LINUX_SANDBPF_HELPERS_PERF_H */
