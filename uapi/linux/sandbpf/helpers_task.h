/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Helper ids: the current task and its cgroup.
 */
#ifndef _UAPI_LINUX_SANDBPF_HELPERS_TASK_H
#define _UAPI_LINUX_SANDBPF_HELPERS_TASK_H

enum {
	/**
	 * SBPF_FUNC_get_current_pid_tgid - ids of the current thread and process
	 * @proto: __u64 bpf_get_current_pid_tgid(void)
	 *
	 * Numbers of the initial pid namespace. In interrupts and on packet paths the current task
	 * is whichever was interrupted.
	 *
	 * Return: Process id (tgid, what getpid(2) returns) in the upper 32 bits, thread id in the
	 *   lower.
	 * Programs: tracing, lsm, cgroup, sk_msg
	 * Context: any, NMI included
	 * Since: Linux 4.2
	 */
	SBPF_FUNC_get_current_pid_tgid = 14,

	/**
	 * SBPF_FUNC_get_current_uid_gid - user and group of the current task
	 * @proto: __u64 bpf_get_current_uid_gid(void)
	 *
	 * Real ids, numbers of the initial user namespace.
	 *
	 * Return: gid in the upper 32 bits, uid in the lower.
	 * Programs: tracing, lsm, cgroup, sk_msg
	 * Context: any, NMI included
	 * Since: Linux 4.2
	 */
	SBPF_FUNC_get_current_uid_gid = 15,

	/**
	 * SBPF_FUNC_get_current_comm - name of the current task
	 * @proto: long bpf_get_current_comm(void *buf, __u32 size_of_buf)
	 * @buf: receives the name, always terminated by zero
	 * @size_of_buf: bytes at buf, above 0; 16 hold every name
	 *
	 * Return: 0, or a negative errno with buf zeroed:
	 *   -EINVAL: no current task
	 * Programs: tracing, lsm, cgroup
	 * Context: any, NMI included
	 * Since: Linux 4.2
	 */
	SBPF_FUNC_get_current_comm = 16,

	/**
	 * SBPF_FUNC_get_current_task - address of the current task's task_struct
	 * @proto: __u64 bpf_get_current_task(void)
	 *
	 * A number, not a pointer that could be dereferenced: read through it with
	 * probe_read_kernel. get_current_task_btf returns a pointer.
	 *
	 * Return: Address of the task_struct.
	 * Programs: all with CAP_PERFMON
	 * Context: any, NMI included
	 * Since: Linux 4.8, GPL only
	 */
	SBPF_FUNC_get_current_task = 35,

	/**
	 * SBPF_FUNC_current_task_under_cgroup - is the current task below a cgroup
	 * @proto: long bpf_current_task_under_cgroup(void *map, __u32 index)
	 * @map: map of type CGROUP_ARRAY
	 * @index: slot in the map
	 *
	 * Return: 1 if the task is in that cgroup (v2) or below, 0 if not, or a negative errno:
	 *   -E2BIG: index out of range
	 *   -EAGAIN: the slot is empty
	 * Programs: tracing, lsm, cgroup
	 * Context: any, NMI included
	 * Since: Linux 4.9
	 */
	SBPF_FUNC_current_task_under_cgroup = 37,

	/**
	 * SBPF_FUNC_get_current_cgroup_id - id of the current task's cgroup
	 * @proto: __u64 bpf_get_current_cgroup_id(void)
	 *
	 * The same number as the inode of the cgroup's directory in the v2 hierarchy.
	 *
	 * Return: The id.
	 * Programs: all with CAP_BPF
	 * Context: any, NMI included
	 * Since: Linux 4.18
	 */
	SBPF_FUNC_get_current_cgroup_id = 80,

	/**
	 * SBPF_FUNC_send_signal - send a signal to the current process
	 * @proto: long bpf_send_signal(__u32 sig)
	 * @sig: signal number
	 *
	 * Any thread of the process may take it. From contexts in which signals cannot be sent, the
	 * work is put off to the end of the interrupt.
	 *
	 * Return: 0 (sent or queued), or a negative errno:
	 *   -EINVAL: no such signal
	 *   -EPERM: the task is a kernel thread, init, or exiting
	 *   -EBUSY: queue of put-off signals is full
	 * Programs: tracing
	 * Context: any, NMI included
	 * Since: Linux 5.3
	 */
	SBPF_FUNC_send_signal = 109,

	/**
	 * SBPF_FUNC_send_signal_thread - send a signal to the current thread
	 * @proto: long bpf_send_signal_thread(__u32 sig)
	 * @sig: signal number
	 *
	 * Like send_signal, but this thread takes it.
	 *
	 * Return: 0 (sent or queued), or a negative errno as for send_signal.
	 * Programs: tracing
	 * Context: any, NMI included
	 * Since: Linux 5.6
	 */
	SBPF_FUNC_send_signal_thread = 117,

	/**
	 * SBPF_FUNC_get_ns_current_pid_tgid - ids as a pid namespace numbers them
	 * @proto: long bpf_get_ns_current_pid_tgid(__u64 dev, __u64 ino, struct sbpf_pidns_info
	 *   *nsdata, __u32 size)
	 * @dev: st_dev of the namespace's file, /proc/PID/ns/pid, as the kernel encodes it
	 * @ino: its st_ino
	 * @nsdata: receives pid (thread) and tgid (process)
	 * @size: sizeof(struct sbpf_pidns_info)
	 *
	 * The namespace must be the one in which the current task lives.
	 *
	 * Return: 0, or a negative errno with nsdata zeroed:
	 *   -EINVAL: size, or dev and ino name another namespace
	 *   -ENOENT: the task has no pid namespace
	 * Programs: tracing, lsm
	 * Context: any, NMI included
	 * Since: Linux 5.7
	 */
	SBPF_FUNC_get_ns_current_pid_tgid = 120,

	/**
	 * SBPF_FUNC_get_current_ancestor_cgroup_id - id of a cgroup above the current task's
	 * @proto: __u64 bpf_get_current_ancestor_cgroup_id(int ancestor_level)
	 * @ancestor_level: 0 for the root cgroup, 1 for its children, and so on
	 *
	 * Return: The id, 0 if the task's cgroup is not that deep.
	 * Programs: all with CAP_BPF
	 * Context: any, NMI included
	 * Since: Linux 5.7
	 */
	SBPF_FUNC_get_current_ancestor_cgroup_id = 123,

	/**
	 * SBPF_FUNC_get_current_task_btf - the current task as a typed pointer
	 * @proto: struct task_struct *bpf_get_current_task_btf(void)
	 *
	 * The members of struct task_struct can be read directly through it, by BTF, and it can be
	 * given to helpers that take a task.
	 *
	 * Return: The task, never NULL.
	 * Programs: all with CAP_PERFMON
	 * Context: any, NMI included
	 * Since: Linux 5.11, GPL only
	 */
	SBPF_FUNC_get_current_task_btf = 158,

	/**
	 * SBPF_FUNC_task_pt_regs - user registers of a task
	 * @proto: long bpf_task_pt_regs(struct task_struct *task)
	 * @task: task, such as get_current_task_btf returns
	 *
	 * Return: Address of its struct pt_regs, readable by BTF: what was saved when it last
	 *   entered the kernel.
	 * Programs: all with CAP_PERFMON
	 * Context: any, NMI included
	 * Since: Linux 5.15, GPL only
	 */
	SBPF_FUNC_task_pt_regs = 175,

	/**
	 * SBPF_FUNC_find_vma - find the memory area around an address
	 * @proto: long bpf_find_vma(struct task_struct *task, __u64 addr, void *callback_fn, void
	 *   *callback_ctx, __u64 flags)
	 * @task: task whose memory is looked at
	 * @addr: user address
	 * @callback_fn: static function long (*)(struct task_struct *, struct vm_area_struct *,
	 *   void *ctx)
	 * @callback_ctx: pointer to the caller's stack, handed to the callback, or NULL
	 * @flags: 0
	 *
	 * The callback runs once, with the memory map locked for reading, if an area holds the
	 * address.
	 *
	 * Return: 0, or a negative errno:
	 *   -ENOENT: no memory, or no area at the address
	 *   -EBUSY: the lock is taken, or its release could not be put off
	 *   -EINVAL: flags is not 0
	 * Programs: tracing, lsm
	 * Context: any, NMI included
	 * Since: Linux 5.17
	 */
	SBPF_FUNC_find_vma = 180,
};

#endif /* _UAPI_LINUX_SANDBPF_HELPERS_TASK_H */
