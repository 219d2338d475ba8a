/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Strings at addresses that nobody vouches for.
 */
#ifndef SBPF_HELPERS_PROBE_H
#define SBPF_HELPERS_PROBE_H

#include <linux/types.h>

long sbpf_str_read_kernel(char *dst, const void *src, u32 size);
long sbpf_str_read_user(char *dst, const void __user *src, u32 size);
long sbpf_str_read_any(char *dst, const void *src, u32 size);

#endif /* SBPF_HELPERS_PROBE_H */
