/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Helper ids: reading and writing memory of kernel and user space.
 */
#ifndef _UAPI_LINUX_SANDBPF_HELPERS_PROBE_H
#define _UAPI_LINUX_SANDBPF_HELPERS_PROBE_H

enum {
	/**
	 * SBPF_FUNC_probe_read - read memory, kernel or user
	 * @proto: long bpf_probe_read(void *dst, __u32 size, const void *unsafe_ptr)
	 * @dst: receives the bytes
	 * @size: number of bytes, may be 0
	 * @unsafe_ptr: any address
	 *
	 * On machines where the two do not overlap the address decides whether kernel or user
	 * memory is read. New programs say which they mean, with probe_read_kernel or
	 * probe_read_user. Refused under kernel lockdown like probe_read_kernel.
	 *
	 * Return: 0, or a negative errno with dst zeroed:
	 *   -EFAULT: not readable, or user memory that is paged out
	 *   -ERANGE: neither an address of the kernel nor of the process
	 * Programs: tracing
	 * Context: any, NMI included
	 * Since: Linux 4.1, GPL only
	 */
	SBPF_FUNC_probe_read = 4,

	/**
	 * SBPF_FUNC_probe_write_user - write memory of the current process
	 * @proto: long bpf_probe_write_user(void *dst, const void *src, __u32 len)
	 * @dst: user address
	 * @src: bytes to write
	 * @len: number of bytes
	 *
	 * Dangerous: the process may be using the memory at that moment, and its other threads may
	 * see any part of it. Loading a program with this helper leaves a warning in the kernel
	 * log. It is for experiments, not for security decisions. Under kernel lockdown (integrity)
	 * such programs are not loaded.
	 *
	 * Return: 0, or a negative errno:
	 *   -EPERM: kernel thread, exiting task, or another task's memory is active
	 *   -EFAULT: not writable, or paged out
	 * Programs: tracing, with CAP_SYS_ADMIN
	 * Context: task
	 * Since: Linux 4.8, GPL only
	 */
	SBPF_FUNC_probe_write_user = 36,

	/**
	 * SBPF_FUNC_probe_read_str - read a string, kernel or user
	 * @proto: long bpf_probe_read_str(void *dst, __u32 size, const void *unsafe_ptr)
	 * @dst: receives the string, always terminated if size is above 0
	 * @size: bytes at dst
	 * @unsafe_ptr: any address
	 *
	 * The older form of probe_read_kernel_str and probe_read_user_str; the address decides
	 * which.
	 *
	 * Return: Bytes written with the terminating zero, or a negative errno with dst zeroed:
	 *   -EFAULT: not readable
	 * Programs: tracing
	 * Context: any, NMI included
	 * Since: Linux 4.11, GPL only
	 */
	SBPF_FUNC_probe_read_str = 45,

	/**
	 * SBPF_FUNC_probe_read_user - read memory of the current process
	 * @proto: long bpf_probe_read_user(void *dst, __u32 size, const void *unsafe_ptr)
	 * @dst: receives the bytes
	 * @size: number of bytes, may be 0
	 * @unsafe_ptr: user address
	 *
	 * Memory that is not present is not fetched: the read fails. Sleepable programs use
	 * copy_from_user.
	 *
	 * Return: 0, or a negative errno with dst zeroed:
	 *   -EFAULT: not user memory, not mapped, or paged out
	 * Programs: all with CAP_PERFMON
	 * Context: any, NMI included
	 * Since: Linux 5.5, GPL only
	 */
	SBPF_FUNC_probe_read_user = 112,

	/**
	 * SBPF_FUNC_probe_read_kernel - read kernel memory
	 * @proto: long bpf_probe_read_kernel(void *dst, __u32 size, const void *unsafe_ptr)
	 * @dst: receives the bytes
	 * @size: number of bytes, may be 0
	 * @unsafe_ptr: kernel address
	 *
	 * Faults are caught, so a wild pointer costs an error and nothing else. Under kernel
	 * lockdown (confidentiality) programs with this helper are not loaded.
	 *
	 * Return: 0, or a negative errno with dst zeroed:
	 *   -EFAULT: not mapped
	 *   -ERANGE: not an address of the kernel
	 * Programs: all with CAP_PERFMON
	 * Context: any, NMI included
	 * Since: Linux 5.5, GPL only
	 */
	SBPF_FUNC_probe_read_kernel = 113,

	/**
	 * SBPF_FUNC_probe_read_user_str - read a string of the current process
	 * @proto: long bpf_probe_read_user_str(void *dst, __u32 size, const void *unsafe_ptr)
	 * @dst: receives the string, always terminated if size is above 0
	 * @size: bytes at dst
	 * @unsafe_ptr: user address
	 *
	 * A longer string is cut to size - 1 bytes. Bytes after the terminating zero are left
	 * alone. The return value is the number of bytes to pass on to an output helper.
	 *
	 * Return: Bytes written with the terminating zero, or a negative errno with dst zeroed:
	 *   -EFAULT: not readable
	 * Programs: all with CAP_PERFMON
	 * Context: any, NMI included
	 * Since: Linux 5.5, GPL only
	 */
	SBPF_FUNC_probe_read_user_str = 114,

	/**
	 * SBPF_FUNC_probe_read_kernel_str - read a string in kernel memory
	 * @proto: long bpf_probe_read_kernel_str(void *dst, __u32 size, const void *unsafe_ptr)
	 * @dst: receives the string, always terminated if size is above 0
	 * @size: bytes at dst
	 * @unsafe_ptr: kernel address
	 *
	 * A longer string is cut to size - 1 bytes. Refused under kernel lockdown like
	 * probe_read_kernel.
	 *
	 * Return: Bytes written with the terminating zero, or a negative errno with dst zeroed:
	 *   -EFAULT: not readable
	 *   -ERANGE: not an address of the kernel
	 * Programs: all with CAP_PERFMON
	 * Context: any, NMI included
	 * Since: Linux 5.5, GPL only
	 */
	SBPF_FUNC_probe_read_kernel_str = 115,

	/**
	 * SBPF_FUNC_copy_from_user - read memory of the current process, waiting for it
	 * @proto: long bpf_copy_from_user(void *dst, __u32 size, const void *user_ptr)
	 * @dst: receives the bytes
	 * @size: number of bytes
	 * @user_ptr: user address
	 *
	 * Pages that are swapped out or not yet read are fetched.
	 *
	 * Return: 0, or a negative errno with dst zeroed:
	 *   -EFAULT: not readable
	 * Programs: sleepable programs
	 * Context: task, may sleep
	 * Since: Linux 5.10
	 */
	SBPF_FUNC_copy_from_user = 148,

	/**
	 * SBPF_FUNC_copy_from_user_task - read memory of another process, waiting for it
	 * @proto: long bpf_copy_from_user_task(void *dst, __u32 size, const void *user_ptr, struct
	 *   task_struct *tsk, __u64 flags)
	 * @dst: receives the bytes
	 * @size: number of bytes
	 * @user_ptr: address in the memory of tsk
	 * @tsk: task to read from
	 * @flags: 0
	 *
	 * Return: 0, or a negative errno with dst zeroed:
	 *   -EFAULT: not readable in full, or the task has no memory
	 *   -EINVAL: flags is not 0
	 * Programs: sleepable tracing, lsm
	 * Context: task, may sleep
	 * Since: Linux 5.18, GPL only
	 */
	SBPF_FUNC_copy_from_user_task = 191,
};

#endif /* _UAPI_LINUX_SANDBPF_HELPERS_PROBE_H */
