/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where bpf(2) goes, and a record of what it answered.
 */
#ifndef CHECK_LINUX_SHIM_H
#define CHECK_LINUX_SHIM_H

int shim_open(const char *results);
int shim_close(void);
__attribute__((format(printf, 1, 2))) void shim_begin(const char *fmt, ...);

#endif /* CHECK_LINUX_SHIM_H */
