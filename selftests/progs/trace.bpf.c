// SPDX-License-Identifier: GPL-2.0
/*
 * Programs of the tests in trace/. A test loads those it needs; results are in struct trace_state.
 */
#include <linux/bpf.h>
#include <linux/ptrace.h>
#include <linux/bpf_perf_event.h>
#include <bpf/bpf_helpers.h>

#include "../trace/state.h"

char LICENSE[] SEC("license") = "GPL";

#define NR_getppid	110

struct {
	__uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
	__uint(key_size, 4);
	__uint(value_size, 4);
	__uint(max_entries, 8);
} events SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_STACK_TRACE);
	__uint(key_size, 4);
	__uint(value_size, 64 * 8);
	__uint(max_entries, 256);
} stacks SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_STACK_TRACE);
	__uint(key_size, 4);
	__uint(value_size, 64 * 8);
	__uint(max_entries, 1);
} one_stack SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(key_size, 4);
	__uint(value_size, 4096);
	__uint(max_entries, 1);
} big SEC(".maps");

struct trace_state st;

static __always_inline int is_mine(void)
{
	return bpf_get_current_pid_tgid() >> 32 == st.pid;
}

static __always_inline void hit(void)
{
	__sync_fetch_and_add(&st.hits, 1);
	__sync_fetch_and_add(&st.hits_on[bpf_get_smp_processor_id() & 7], 1);
}

SEC("raw_tp/sys_enter")
int rawtp_count(struct bpf_raw_tracepoint_args *ctx)
{
	if (!is_mine() || ctx->args[1] != NR_getppid)
		return 0;
	hit();
	st.arg[0] = ctx->args[0];
	st.arg[1] = ctx->args[1];
	return 0;
}

/* TP_PROTO(struct task_struct *p, pid_t old_pid, struct linux_binprm *bprm) */
SEC("raw_tp/sched_process_exec")
int rawtp_exec(struct bpf_raw_tracepoint_args *ctx)
{
	if (!is_mine())
		return 0;
	hit();
	st.arg[0] = ctx->args[0];
	st.arg[1] = ctx->args[1];
	st.arg[2] = ctx->args[2];
	return 0;
}

/* Run by PROG_TEST_RUN: the sum of its arguments, and where it ran. */
SEC("raw_tp/sched_switch")
int rawtp_sum(struct bpf_raw_tracepoint_args *ctx)
{
	hit();
	return ctx->args[0] + ctx->args[1] + ctx->args[3];
}

struct sys_enter {
	__u64 hidden;
	__s64 nr;
	__u64 args[6];
};

SEC("tracepoint/syscalls/sys_enter_kill")
int tp_kill(struct sys_enter *ctx)
{
	if (!is_mine())
		return 0;
	hit();
	st.arg[0] = ctx->nr;
	st.arg[1] = ctx->args[0];
	st.arg[2] = ctx->args[1];
	return 0;
}

/* kill has two arguments. */
SEC("tracepoint/syscalls/sys_enter_kill")
int tp_kill_too_far(struct sys_enter *ctx)
{
	st.arg[0] = ctx->args[2];
	return 0;
}

struct sys_exit {
	__u64 hidden;
	__s64 nr;
	__s64 ret;
};

SEC("tracepoint/syscalls/sys_exit_kill")
int tp_kill_exit(struct sys_exit *ctx)
{
	if (!is_mine())
		return 0;
	hit();
	st.arg[0] = ctx->nr;
	st.ret = ctx->ret;
	return 0;
}

struct process_exec {
	__u64 hidden;
	__u32 filename_loc;
	__s32 pid;
	__s32 old_pid;
};

/* The string lies behind the fields; its place is computed from the context pointer. */
SEC("tracepoint/sched/sched_process_exec")
int tp_exec(struct process_exec *ctx)
{
	if (!is_mine())
		return 0;
	hit();
	st.arg[0] = ctx->pid;
	st.ret = bpf_probe_read_kernel_str(st.name, sizeof(st.name), (void *)ctx + (ctx->filename_loc & 0xffff));
	return 0;
}

SEC("tracepoint/sched/sched_process_exec")
int tp_exec_too_far(__u64 *ctx)
{
	st.arg[0] = ctx[3];
	return 0;
}

SEC("kprobe/__x64_sys_getpgid")
int kp_getpgid(struct pt_regs *ctx)
{
	struct pt_regs *user = (void *)ctx->rdi;
	__u64 di = 0;

	if (!is_mine())
		return 0;
	hit();
	bpf_probe_read_kernel(&di, sizeof(di), &user->rdi);
	st.arg[0] = di;
	st.arg[1] = ctx->rip;
	return 0;
}

SEC("kretprobe/__x64_sys_getpgid")
int kp_getpgid_ret(struct pt_regs *ctx)
{
	if (!is_mine())
		return 0;
	hit();
	st.ret = ctx->rax;
	return 0;
}

SEC("perf_event")
int pe_sample(struct bpf_perf_event_data *ctx)
{
	struct bpf_perf_event_value val = {};

	hit();
	st.arg[0] = ctx->regs.rip;
	st.arg[1] = ctx->sample_period;
	st.arg[2] = ctx->addr;
	st.ret = bpf_perf_prog_read_value(ctx, &val, sizeof(val));
	st.arg[3] = val.counter;
	st.arg[4] = val.enabled;
	st.arg[5] = val.running;
	if (is_mine())
		__sync_fetch_and_add(&st.arg[6], 1);
	return st.verdict;
}

static __always_inline void output(void *ctx)
{
	struct trace_sample sample = {};
	__u32 zero = 0;
	char *room;

	sample.seq = st.hits;
	sample.pid = st.pid;
	sample.cpu = bpf_get_smp_processor_id();
	bpf_get_current_comm(sample.comm, sizeof(sample.comm));
	if (!st.out_big) {
		st.ret = bpf_perf_event_output(ctx, &events, st.out_flags, &sample, sizeof(sample));
		return;
	}
	room = bpf_map_lookup_elem(&big, &zero);
	if (room)
		st.ret = bpf_perf_event_output(ctx, &events, st.out_flags, room, 4096);
}

SEC("kprobe/__x64_sys_getpgid")
int kp_output(struct pt_regs *ctx)
{
	if (!is_mine())
		return 0;
	hit();
	output(ctx);
	return 0;
}

SEC("raw_tp/sys_enter")
int rawtp_output(struct bpf_raw_tracepoint_args *ctx)
{
	if (!is_mine() || ctx->args[1] != NR_getppid)
		return 0;
	hit();
	output(ctx);
	return 0;
}

SEC("tracepoint/syscalls/sys_enter_kill")
int tp_output(void *ctx)
{
	if (!is_mine())
		return 0;
	hit();
	output(ctx);
	return 0;
}

SEC("kprobe/__x64_sys_getpgid")
int kp_read(struct pt_regs *ctx)
{
	struct bpf_perf_event_value val = {};

	if (!is_mine())
		return 0;
	hit();
	st.arg[0] = bpf_perf_event_read(&events, st.out_flags);
	st.ret = bpf_perf_event_read_value(&events, st.out_flags, &val, sizeof(val));
	st.arg[1] = val.counter;
	st.arg[2] = val.enabled;
	st.arg[3] = val.running;
	return 0;
}

static __always_inline void stack(void *ctx)
{
	st.ret = bpf_get_stackid(ctx, &stacks, st.stack_flags);
	st.arg[0] = bpf_get_stack(ctx, st.frames, sizeof(st.frames), st.stack_flags & 0x1ff);
}

SEC("kprobe/__x64_sys_getpgid")
int kp_stack(struct pt_regs *ctx)
{
	if (is_mine())
		stack(ctx);
	return 0;
}

SEC("raw_tp/sys_enter")
int rawtp_stack(struct bpf_raw_tracepoint_args *ctx)
{
	if (is_mine() && ctx->args[1] == NR_getppid)
		stack(ctx);
	return 0;
}

SEC("tracepoint/sched/sched_process_exec")
int tp_stack(void *ctx)
{
	if (is_mine())
		stack(ctx);
	return 0;
}

SEC("perf_event")
int pe_stack(struct bpf_perf_event_data *ctx)
{
	__s64 id;

	if (!is_mine())
		return 0;
	hit();
	id = bpf_get_stackid(ctx, &stacks, st.stack_flags | BPF_F_REUSE_STACKID);
	if (id >= 0)
		st.ret = id;
	else
		st.arg[0]++;
	return 0;
}

SEC("kprobe/__x64_sys_getpgid")
int kp_one_stack(struct pt_regs *ctx)
{
	if (is_mine())
		st.ret = bpf_get_stackid(ctx, &one_stack, st.stack_flags);
	return 0;
}

SEC("kprobe/__x64_sys_getpgid")
int kp_bad_flags(struct pt_regs *ctx)
{
	if (!is_mine())
		return 0;
	st.arg[0] = bpf_get_stackid(ctx, &stacks, 1 << 12);
	st.arg[1] = bpf_get_stack(ctx, st.frames, sizeof(st.frames), BPF_F_REUSE_STACKID);
	st.arg[2] = bpf_get_stack(ctx, st.frames, 12, 0);
	st.arg[3] = bpf_get_stack(ctx, st.frames, 16, 0);
	st.arg[4] = bpf_get_stack(ctx, st.frames, 0, 0);
	return 0;
}
