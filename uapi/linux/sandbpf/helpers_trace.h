/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Helper ids: tracing output, arguments and results of traced functions.
 */
#ifndef _UAPI_LINUX_SANDBPF_HELPERS_TRACE_H
#define _UAPI_LINUX_SANDBPF_HELPERS_TRACE_H

enum {
	/**
	 * SBPF_FUNC_trace_printk - print a line into the trace
	 * @proto: long bpf_trace_printk(const char *fmt, __u32 fmt_size, ...)
	 * @fmt: format, terminated by zero
	 * @fmt_size: bytes at fmt with the zero
	 * @...: up to three values of 64 bits
	 *
	 * The line appears in the trace and trace_pipe files of tracefs as the event
	 * bpf_trace:bpf_trace_printk. Conversions: d i u x X with l and ll, width and zero padding,
	 * c, s, p and the kernel's pK, px, ps, pS, pB, pi4, pI4, pi6, pI6, pks, pus (a string in
	 * kernel or user memory), and %%. For debugging: lines of all programs share one buffer and
	 * one lock.
	 *
	 * Return: Bytes printed, or a negative errno:
	 *   -EINVAL: conversion not supported, or not terminated
	 *   -EBUSY: the buffers for formatting are in use by the code that was interrupted
	 * Programs: all with CAP_PERFMON
	 * Context: any, NMI included
	 * Since: Linux 4.1, GPL only
	 */
	SBPF_FUNC_trace_printk = 6,

	/**
	 * SBPF_FUNC_override_return - let the probed function return at once
	 * @proto: long bpf_override_return(void *regs, __u64 rc)
	 * @regs: the context that this program was given
	 * @rc: what the function returns
	 *
	 * The function does not run. Works on functions that the kernel marks as open to error
	 * injection, with CONFIG_BPF_KPROBE_OVERRIDE only, and on their first instruction.
	 *
	 * Return: 0
	 * Programs: kprobe
	 * Context: any, NMI included
	 * Since: Linux 4.16, GPL only
	 */
	SBPF_FUNC_override_return = 58,

	/**
	 * SBPF_FUNC_get_func_ip - address of the traced function
	 * @proto: __u64 bpf_get_func_ip(void *ctx)
	 * @ctx: the context that this program was given
	 *
	 * Return: Entry of the function; for a kprobe inside a function 0; for uprobes the address
	 *   of the probe.
	 * Programs: kprobe, fentry, fexit, modify_return
	 * Context: any, NMI included
	 * Since: Linux 5.15, GPL only
	 */
	SBPF_FUNC_get_func_ip = 173,

	/**
	 * SBPF_FUNC_get_attach_cookie - number given when the program was attached
	 * @proto: __u64 bpf_get_attach_cookie(void *ctx)
	 * @ctx: the context that this program was given
	 *
	 * One program attached many times can tell from it which attachment runs: the bpf_cookie,
	 * or one of the cookies, of SBPF_LINK_CREATE.
	 *
	 * Return: The cookie, 0 if none was given.
	 * Programs: kprobe, tracepoint, perf_event, fentry, fexit, modify_return, lsm
	 * Context: any, NMI included
	 * Since: Linux 5.15
	 */
	SBPF_FUNC_get_attach_cookie = 174,

	/**
	 * SBPF_FUNC_trace_vprintk - print a line with any number of values into the trace
	 * @proto: long bpf_trace_vprintk(const char *fmt, __u32 fmt_size, const void *data, __u32
	 *   data_len)
	 * @fmt: format, as for trace_printk
	 * @fmt_size: bytes at fmt with the zero
	 * @data: array of __u64, one for each conversion; for strings their address
	 * @data_len: bytes at data, a multiple of 8, at most 96
	 *
	 * Return: Bytes printed, or a negative errno:
	 *   -EINVAL: conversion not supported, data_len does not fit
	 *   -EBUSY: the buffers for formatting are in use by the code that was interrupted
	 * Programs: all with CAP_PERFMON
	 * Context: any, NMI included
	 * Since: Linux 5.16, GPL only
	 */
	SBPF_FUNC_trace_vprintk = 177,

	/**
	 * SBPF_FUNC_get_func_arg - argument of the traced function
	 * @proto: long bpf_get_func_arg(void *ctx, __u32 n, __u64 *value)
	 * @ctx: the context that this program was given
	 * @n: argument, from 0
	 * @value: receives its 64 bits
	 *
	 * Return: 0, or a negative errno:
	 *   -EINVAL: no such argument
	 * Programs: fentry, fexit, modify_return, lsm
	 * Context: any, NMI included
	 * Since: Linux 5.17
	 */
	SBPF_FUNC_get_func_arg = 183,

	/**
	 * SBPF_FUNC_get_func_ret - result of the traced function
	 * @proto: long bpf_get_func_ret(void *ctx, __u64 *value)
	 * @ctx: the context that this program was given
	 * @value: receives the 64 bits that the function returned
	 *
	 * Return: 0, or a negative errno:
	 *   -EOPNOTSUPP: the program runs before the function
	 * Programs: fexit, modify_return
	 * Context: any, NMI included
	 * Since: Linux 5.17
	 */
	SBPF_FUNC_get_func_ret = 184,

	/**
	 * SBPF_FUNC_get_func_arg_cnt - number of arguments of the traced function
	 * @proto: long bpf_get_func_arg_cnt(void *ctx)
	 * @ctx: the context that this program was given
	 *
	 * Return: Registers that hold arguments.
	 * Programs: fentry, fexit, modify_return, lsm
	 * Context: any, NMI included
	 * Since: Linux 5.17
	 */
	SBPF_FUNC_get_func_arg_cnt = 185,

	/**
	 * SBPF_FUNC_get_retval - errno that user space will get
	 * @proto: int bpf_get_retval(void)
	 *
	 * What the kernel or an earlier program at the same hook decided so far.
	 *
	 * Return: The value, 0 or a negative errno; for getsockopt the result of the call.
	 * Programs: cgroup types that decide over a system call, lsm_cgroup
	 * Context: task
	 * Since: Linux 5.18
	 */
	SBPF_FUNC_get_retval = 186,

	/**
	 * SBPF_FUNC_set_retval - set the errno that user space will get
	 * @proto: int bpf_set_retval(int retval)
	 * @retval: 0 or a negative errno
	 *
	 * It counts even if the program then allows the operation. A program that forbids without
	 * setting one gives EPERM.
	 *
	 * Return: 0
	 * Programs: cgroup types that decide over a system call, lsm_cgroup
	 * Context: task
	 * Since: Linux 5.18
	 */
	SBPF_FUNC_set_retval = 187,
};

#endif /* _UAPI_LINUX_SANDBPF_HELPERS_TRACE_H */
