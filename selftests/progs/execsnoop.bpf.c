// SPDX-License-Identifier: GPL-2.0
/*
 * Demo: who executes what. One record a successful execve, through a ring buffer; read by demo/execsnoop.c.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#include "../demo/execsnoop.h"

char LICENSE[] SEC("license") = "GPL";

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 256 * 1024);
} records SEC(".maps");

/* As /sys/kernel/tracing/events/sched/sched_process_exec/format says. */
struct process_exec {
	__u64 common;
	__u32 filename_loc;	/* where the string is: offset in the lower half, length in the upper */
	__s32 pid;
	__s32 old_pid;
};

SEC("tracepoint/sched/sched_process_exec")
int on_exec(struct process_exec *ctx)
{
	struct exec_record *rec = bpf_ringbuf_reserve(&records, sizeof(*rec), 0);

	if (!rec)
		return 0;
	rec->ns = bpf_ktime_get_ns();
	rec->pid = bpf_get_current_pid_tgid() >> 32;
	rec->uid = bpf_get_current_uid_gid();
	rec->cpu = bpf_get_smp_processor_id();
	rec->cgroup = bpf_get_current_cgroup_id();
	bpf_get_current_comm(rec->comm, sizeof(rec->comm));
	bpf_probe_read_kernel_str(rec->file, sizeof(rec->file), (void *)ctx + (ctx->filename_loc & 0xffff));
	bpf_ringbuf_submit(rec, 0);
	return 0;
}
