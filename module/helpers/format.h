/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Formatted output of programs: which formats they may use, and rendering them.
 */
#ifndef SBPF_HELPERS_FORMAT_H
#define SBPF_HELPERS_FORMAT_H

#include <linux/types.h>

/* ABI: the values one call may format, beyond trace_printk's three. */
#define SBPF_FORMAT_MAX_ARGS	12

/* ABI: bytes of a line in the trace buffer, with its NUL. */
#define SBPF_FORMAT_LINE	1024

/* ABI: bytes that the values of one call may take up: numbers their size, strings their length. */
#define SBPF_FORMAT_DATA	512

/**
 * struct sbpf_format_bufs - what a call needs while it formats
 * @data: one string at a time, fetched from wherever it is
 * @line: room for a whole line
 */
struct sbpf_format_bufs {
	char data[SBPF_FORMAT_DATA];
	char line[SBPF_FORMAT_LINE];
};

int sbpf_format_check(const char *fmt, u32 size, u32 nr_args);
long sbpf_format_print(char *out, u32 room, const char *fmt, u32 size, const u64 *args, u32 nr_args,
		       struct sbpf_format_bufs *bufs);

int sbpf_format_prepare(void);
void sbpf_format_exit(void);
struct sbpf_format_bufs *sbpf_format_bufs_get(void);
void sbpf_format_bufs_put(void);

#endif /* SBPF_HELPERS_FORMAT_H */
