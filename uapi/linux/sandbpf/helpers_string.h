/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Helper ids: strings and formatted output.
 */
#ifndef _UAPI_LINUX_SANDBPF_HELPERS_STRING_H
#define _UAPI_LINUX_SANDBPF_HELPERS_STRING_H

enum {
	/**
	 * SBPF_FUNC_strtol - convert text to a signed number
	 * @proto: long bpf_strtol(const char *buf, __u64 buf_len, __u64 flags, long *res)
	 * @buf: text; need not end in zero
	 * @buf_len: bytes at buf
	 * @flags: base in the lowest 5 bits: 8, 10, 16, or 0 to see from the prefix 0 or 0x
	 * @res: receives the number
	 *
	 * White space in front is skipped, one minus sign is taken. Conversion stops at the first
	 * character that is no digit.
	 *
	 * Return: Characters used, at least 1, or a negative errno:
	 *   -EINVAL: no digits, or another base
	 *   -ERANGE: does not fit
	 * Programs: all
	 * Context: any, NMI included
	 * Since: Linux 5.2
	 */
	SBPF_FUNC_strtol = 105,

	/**
	 * SBPF_FUNC_strtoul - convert text to an unsigned number
	 * @proto: long bpf_strtoul(const char *buf, __u64 buf_len, __u64 flags, unsigned long *res)
	 * @buf: text; need not end in zero
	 * @buf_len: bytes at buf
	 * @flags: base in the lowest 5 bits: 8, 10, 16, or 0 to see from the prefix 0 or 0x
	 * @res: receives the number
	 *
	 * White space in front is skipped; a minus sign is an error.
	 *
	 * Return: Characters used, at least 1, or a negative errno:
	 *   -EINVAL: no digits, a minus sign, or another base
	 *   -ERANGE: does not fit
	 * Programs: all
	 * Context: any, NMI included
	 * Since: Linux 5.2
	 */
	SBPF_FUNC_strtoul = 106,

	/**
	 * SBPF_FUNC_seq_printf - print formatted into an iterator's output
	 * @proto: long bpf_seq_printf(struct seq_file *m, const char *fmt, __u32 fmt_size, const
	 *   void *data, __u32 data_len)
	 * @m: meta->seq of the iterator's context
	 * @fmt: format as for trace_printk, in read-only memory
	 * @fmt_size: bytes at fmt with the zero
	 * @data: array of __u64, one for each conversion; for strings their address
	 * @data_len: bytes at data, a multiple of 8, at most 96
	 *
	 * A string that cannot be read prints as empty.
	 *
	 * Return: 0, or a negative errno:
	 *   -EINVAL: conversion not supported, data_len does not fit
	 *   -EOVERFLOW: output is full; the same object comes again with more room
	 *   -EBUSY: the buffers for formatting are in use
	 * Programs: iterators
	 * Context: task, may sleep
	 * Since: Linux 5.8, GPL only
	 */
	SBPF_FUNC_seq_printf = 126,

	/**
	 * SBPF_FUNC_seq_write - write bytes into an iterator's output
	 * @proto: long bpf_seq_write(struct seq_file *m, const void *data, __u32 len)
	 * @m: meta->seq of the iterator's context
	 * @data: bytes
	 * @len: number of bytes
	 *
	 * Return: 0, or a negative errno:
	 *   -EOVERFLOW: output is full; the same object comes again with more room
	 * Programs: iterators
	 * Context: task, may sleep
	 * Since: Linux 5.8, GPL only
	 */
	SBPF_FUNC_seq_write = 127,

	/**
	 * SBPF_FUNC_snprintf_btf - print a structure by its type
	 * @proto: long bpf_snprintf_btf(char *str, __u32 str_size, struct sbpf_btf_ptr *ptr, __u32
	 *   btf_ptr_size, __u64 flags)
	 * @str: receives the text, terminated by zero
	 * @str_size: bytes at str
	 * @ptr: address of the data and id of its type in the kernel's BTF
	 * @btf_ptr_size: sizeof(struct sbpf_btf_ptr)
	 * @flags: SBPF_BTF_F_COMPACT, SBPF_BTF_F_NONAME, SBPF_BTF_F_PTR_RAW, SBPF_BTF_F_ZERO
	 *
	 * The data is copied with faults caught. Members that are zero are left out unless
	 * SBPF_BTF_F_ZERO.
	 *
	 * Return: Bytes of the whole text, also if it was cut, or a negative errno:
	 *   -EINVAL: unknown flag, size, or type
	 *   -EFAULT: data not readable
	 * Programs: all with CAP_PERFMON
	 * Context: any, NMI included
	 * Since: Linux 5.10
	 */
	SBPF_FUNC_snprintf_btf = 149,

	/**
	 * SBPF_FUNC_seq_printf_btf - print a structure by its type into an iterator's output
	 * @proto: long bpf_seq_printf_btf(struct seq_file *m, struct sbpf_btf_ptr *ptr, __u32
	 *   ptr_size, __u64 flags)
	 * @m: meta->seq of the iterator's context
	 * @ptr: address of the data and id of its type in the kernel's BTF
	 * @ptr_size: sizeof(struct sbpf_btf_ptr)
	 * @flags: as for snprintf_btf
	 *
	 * Return: 0, or a negative errno as for snprintf_btf and seq_write.
	 * Programs: iterators
	 * Context: task, may sleep
	 * Since: Linux 5.10, GPL only
	 */
	SBPF_FUNC_seq_printf_btf = 150,

	/**
	 * SBPF_FUNC_snprintf - print formatted into a buffer
	 * @proto: long bpf_snprintf(char *str, __u32 str_size, const char *fmt, __u64 *data, __u32
	 *   data_len)
	 * @str: receives the text, terminated by zero if str_size is above 0
	 * @str_size: bytes at str, may be 0
	 * @fmt: format as for trace_printk, a string in a read-only map
	 * @data: array of __u64, one for each conversion; for strings their address
	 * @data_len: bytes at data, a multiple of 8, at most 96
	 *
	 * The format is checked when the program is loaded. A string that cannot be read prints as
	 * empty.
	 *
	 * Return: Bytes of the whole text with the zero, more than str_size if it was cut, or a
	 *   negative errno:
	 *   -EINVAL: data_len does not fit
	 *   -EBUSY: the buffers for formatting are in use by the code that was interrupted
	 * Programs: all with CAP_PERFMON
	 * Context: any, NMI included
	 * Since: Linux 5.13, GPL only
	 */
	SBPF_FUNC_snprintf = 165,

	/**
	 * SBPF_FUNC_strncmp - compare text with a constant
	 * @proto: long bpf_strncmp(const char *s1, __u32 s1_sz, const char *s2)
	 * @s1: text, need not end in zero
	 * @s1_sz: most bytes to compare
	 * @s2: string in a read-only map, terminated by zero
	 *
	 * Return: 0 if equal, below 0 if s1 sorts first, above 0 if s2 does.
	 * Programs: all
	 * Context: any, NMI included
	 * Since: Linux 5.17
	 */
	SBPF_FUNC_strncmp = 182,
};

#endif /* _UAPI_LINUX_SANDBPF_HELPERS_STRING_H */
