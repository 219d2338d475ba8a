/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The pinning filesystem: names for objects that outlive the processes which made them.
 */
#ifndef SBPF_FS_H
#define SBPF_FS_H

#include <linux/init.h>
#include <linux/types.h>
#include <linux/compiler.h>

struct sbpf_obj;

int sbpf_fs_pin(struct sbpf_obj *obj, int dfd, const char __user *pathname);
struct sbpf_obj *sbpf_fs_get(int dfd, const char __user *pathname, int open_flags);

int __init sbpf_fs_init(void);
void sbpf_fs_exit(void);

#endif /* SBPF_FS_H */
