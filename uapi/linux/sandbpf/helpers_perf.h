/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Helper ids: perf events, stacks and branch records.
 */
#ifndef _UAPI_LINUX_SANDBPF_HELPERS_PERF_H
#define _UAPI_LINUX_SANDBPF_HELPERS_PERF_H

enum {
	/**
	 * SBPF_FUNC_perf_event_read - value of a counter, old form
	 * @proto: __u64 bpf_perf_event_read(void *map, __u64 flags)
	 * @map: map of type PERF_EVENT_ARRAY
	 * @flags: slot in the map, or SBPF_F_CURRENT_CPU
	 *
	 * An error cannot be told from a large count; perf_event_read_value does not have this
	 * flaw.
	 *
	 * Return: The count, or a negative errno as a 64-bit number:
	 *   -EINVAL: other bits in flags, or the event is not on this CPU
	 *   -E2BIG: slot out of range
	 *   -ENOENT: slot is empty
	 *   -EOPNOTSUPP: the event cannot be read here
	 * Programs: tracing
	 * Context: any, NMI included
	 * Since: Linux 4.3, GPL only
	 */
	SBPF_FUNC_perf_event_read = 22,

	/**
	 * SBPF_FUNC_perf_event_output - send a record through a perf ring buffer
	 * @proto: long bpf_perf_event_output(void *ctx, void *map, __u64 flags, void *data, __u64
	 *   size)
	 * @ctx: the context that this program was given
	 * @map: map of type PERF_EVENT_ARRAY
	 * @flags: slot in the map or SBPF_F_CURRENT_CPU; for packets, bytes of it to append in
	 *   SBPF_F_CTXLEN_MASK
	 * @data: record
	 * @size: bytes at data
	 *
	 * The slot must hold an event of type PERF_TYPE_SOFTWARE, config PERF_COUNT_SW_BPF_OUTPUT,
	 * with PERF_SAMPLE_RAW, opened on the running CPU. User space maps its buffer and gets a
	 * PERF_RECORD_SAMPLE whose raw part is the record, padded to a multiple of 8 less 4. A ring
	 * buffer map costs less and keeps order over CPUs.
	 *
	 * Return: 0, or a negative errno:
	 *   -EINVAL: unknown flag, or the event is of another kind
	 *   -E2BIG: slot out of range
	 *   -ENOENT: slot is empty
	 *   -EOPNOTSUPP: the event belongs to another CPU
	 *   -EFAULT: packet is shorter than the bytes asked for
	 *   -ENOSPC: the buffer is full, the record is lost and counted
	 *   -EBUSY: nested too deeply
	 * Programs: tracing, socket_filter, tc, xdp, lwt, sk_skb, sk_msg, sk_lookup, sock_ops,
	 *   cgroup
	 * Context: any, NMI included
	 * Since: Linux 4.4, GPL only
	 */
	SBPF_FUNC_perf_event_output = 25,

	/**
	 * SBPF_FUNC_get_stackid - store the stack and get a number for it
	 * @proto: long bpf_get_stackid(void *ctx, void *map, __u64 flags)
	 * @ctx: the context that this program was given
	 * @map: map of type STACK_TRACE
	 * @flags: frames to skip (0 to 255) and SBPF_F_USER_STACK, SBPF_F_FAST_STACK_CMP,
	 *   SBPF_F_REUSE_STACKID
	 *
	 * The number is the hash of the stack reduced to max_entries; equal stacks get equal
	 * numbers. When another stack has the number, the call fails, or with SBPF_F_REUSE_STACKID
	 * replaces it. SBPF_F_FAST_STACK_CMP takes stacks of the same hash for equal. User space
	 * looks the number up as a key and gets addresses, innermost first.
	 *
	 * Return: The number, from 0, or a negative errno:
	 *   -EINVAL: unknown flag
	 *   -EFAULT: no stack, for example of a kernel thread with SBPF_F_USER_STACK
	 *   -EEXIST: the number is taken by another stack
	 *   -ENOMEM: no free element
	 * Programs: tracing
	 * Context: any, NMI included
	 * Since: Linux 4.6, GPL only
	 */
	SBPF_FUNC_get_stackid = 27,

	/**
	 * SBPF_FUNC_perf_event_read_value - value and times of a counter
	 * @proto: long bpf_perf_event_read_value(void *map, __u64 flags, struct
	 *   sbpf_perf_event_value *buf, __u32 buf_size)
	 * @map: map of type PERF_EVENT_ARRAY
	 * @flags: slot in the map, or SBPF_F_CURRENT_CPU
	 * @buf: receives counter, enabled and running, the times in nanoseconds
	 * @buf_size: sizeof(struct sbpf_perf_event_value)
	 *
	 * Where events share a hardware counter, running is less than enabled and counter * enabled
	 * / running estimates the whole.
	 *
	 * Return: 0, or a negative errno with buf zeroed:
	 *   -EINVAL: buf_size, other bits in flags, or the event is not on this CPU
	 *   -E2BIG: slot out of range
	 *   -ENOENT: slot is empty
	 *   -EOPNOTSUPP: the event cannot be read here
	 * Programs: tracing
	 * Context: any, NMI included
	 * Since: Linux 4.15, GPL only
	 */
	SBPF_FUNC_perf_event_read_value = 55,

	/**
	 * SBPF_FUNC_perf_prog_read_value - value and times of the event that triggered the program
	 * @proto: long bpf_perf_prog_read_value(void *ctx, struct sbpf_perf_event_value *buf, __u32
	 *   buf_size)
	 * @ctx: the context that this program was given
	 * @buf: receives counter, enabled and running, the times in nanoseconds
	 * @buf_size: sizeof(struct sbpf_perf_event_value)
	 *
	 * Return: 0, or a negative errno with buf zeroed:
	 *   -EINVAL: buf_size
	 * Programs: perf_event
	 * Context: any, NMI included
	 * Since: Linux 4.15, GPL only
	 */
	SBPF_FUNC_perf_prog_read_value = 56,

	/**
	 * SBPF_FUNC_get_stack - copy the stack into a buffer
	 * @proto: long bpf_get_stack(void *ctx, void *buf, __u32 size, __u64 flags)
	 * @ctx: the context that this program was given
	 * @buf: receives __u64 addresses, innermost first, or struct sbpf_stack_build_id
	 * @size: bytes at buf, a multiple of the element's size
	 * @flags: frames to skip (0 to 255) and SBPF_F_USER_STACK, SBPF_F_USER_BUILD_ID
	 *
	 * SBPF_F_USER_BUILD_ID, with SBPF_F_USER_STACK only, gives build id and file offset, which
	 * stay meaningful after the process is gone. The kernel collects at most sysctl
	 * kernel.perf_event_max_stack frames. What is not used of buf is zeroed.
	 *
	 * Return: Bytes written, or a negative errno with buf zeroed:
	 *   -EINVAL: unknown flag or size
	 *   -EFAULT: no stack
	 * Programs: tracing
	 * Context: any, NMI included
	 * Since: Linux 4.18, GPL only
	 */
	SBPF_FUNC_get_stack = 67,

	/**
	 * SBPF_FUNC_skb_output - send a record and packet bytes from a tracing program
	 * @proto: long bpf_skb_output(void *ctx, void *map, __u64 flags, void *data, __u64 size)
	 * @ctx: kernel struct sk_buff, by BTF
	 * @map: map of type PERF_EVENT_ARRAY
	 * @flags: slot in the map or SBPF_F_CURRENT_CPU; bytes of the packet in SBPF_F_CTXLEN_MASK
	 * @data: record
	 * @size: bytes at data
	 *
	 * Works like perf_event_output on a packet.
	 *
	 * Return: 0, or a negative errno as for perf_event_output.
	 * Programs: tracing
	 * Context: any, NMI included
	 * Since: Linux 5.5, GPL only
	 */
	SBPF_FUNC_skb_output = 111,

	/**
	 * SBPF_FUNC_read_branch_records - branches recorded with the sample
	 * @proto: long bpf_read_branch_records(void *ctx, void *buf, __u32 size, __u64 flags)
	 * @ctx: the context that this program was given
	 * @buf: receives struct perf_branch_entry, or NULL
	 * @size: bytes at buf, a multiple of sizeof(struct perf_branch_entry)
	 * @flags: 0, or SBPF_F_GET_BRANCH_RECORDS_SIZE to ask only how many bytes there are
	 *
	 * Return: Bytes written or needed, or a negative errno:
	 *   -EINVAL: unknown flag or size
	 *   -ENOENT: the sample has none, or the machine records none
	 * Programs: perf_event
	 * Context: any, NMI included
	 * Since: Linux 5.7, GPL only
	 */
	SBPF_FUNC_read_branch_records = 119,

	/**
	 * SBPF_FUNC_xdp_output - send a record and frame bytes from a tracing program
	 * @proto: long bpf_xdp_output(void *ctx, void *map, __u64 flags, void *data, __u64 size)
	 * @ctx: kernel struct xdp_buff, by BTF
	 * @map: map of type PERF_EVENT_ARRAY
	 * @flags: slot in the map or SBPF_F_CURRENT_CPU; bytes of the frame in SBPF_F_CTXLEN_MASK
	 * @data: record
	 * @size: bytes at data
	 *
	 * Return: 0, or a negative errno as for perf_event_output.
	 * Programs: tracing
	 * Context: any, NMI included
	 * Since: Linux 5.7, GPL only
	 */
	SBPF_FUNC_xdp_output = 121,

	/**
	 * SBPF_FUNC_get_task_stack - copy the stack of a task into a buffer
	 * @proto: long bpf_get_task_stack(struct task_struct *task, void *buf, __u32 size, __u64
	 *   flags)
	 * @task: task whose stack is wanted
	 * @buf: receives __u64 addresses, innermost first, or struct sbpf_stack_build_id
	 * @size: bytes at buf, a multiple of the element's size
	 * @flags: frames to skip (0 to 255) and SBPF_F_USER_STACK, SBPF_F_USER_BUILD_ID
	 *
	 * A task that is running elsewhere gives what is found on its stack, which may be wrong.
	 * User stacks are those of the current task only.
	 *
	 * Return: Bytes written, or a negative errno with buf zeroed:
	 *   -EINVAL: unknown flag or size
	 *   -EOPNOTSUPP: user stack of another task
	 *   -EFAULT: no stack
	 * Programs: tracing
	 * Context: any, NMI included
	 * Since: Linux 5.9
	 */
	SBPF_FUNC_get_task_stack = 141,

	/**
	 * SBPF_FUNC_get_branch_snapshot - branches the CPU took last
	 * @proto: long bpf_get_branch_snapshot(void *entries, __u32 size, __u64 flags)
	 * @entries: receives struct perf_branch_entry, newest first
	 * @size: bytes at entries
	 * @flags: 0
	 *
	 * Needs branch records in the hardware and an event that has them switched on. Call it
	 * first thing: the branches of the program itself push out older ones.
	 *
	 * Return: Bytes written, or a negative errno:
	 *   -EINVAL: flags is not 0
	 *   -ENOENT: no branch records
	 * Programs: tracing
	 * Context: any, NMI included
	 * Since: Linux 5.16, GPL only
	 */
	SBPF_FUNC_get_branch_snapshot = 176,
};

#endif /* _UAPI_LINUX_SANDBPF_HELPERS_PERF_H */
