/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * The context of SBPF_PROG_TYPE_PERF_EVENT. Apart from sandbpf.h because it pulls in the
 * architecture's register file.
 */
#ifndef _UAPI_LINUX_SANDBPF_PERF_EVENT_H
#define _UAPI_LINUX_SANDBPF_PERF_EVENT_H

#ifndef __VMLINUX_H__
#include <asm/bpf_perf_event.h>
#endif

/**
 * struct sbpf_perf_event_data - a sample of a perf event
 * @regs: registers at the sample
 * @sample_period: events between samples, or ns for clocks
 * @addr: data address of the sample, 0 if there is none
 */
struct sbpf_perf_event_data {
	bpf_user_pt_regs_t	regs;
	__u64			sample_period;
	__u64			addr;
};

#endif /* _UAPI_LINUX_SANDBPF_PERF_EVENT_H */
