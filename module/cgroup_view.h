/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The views of what a task of a cgroup does to devices and to files under /proc/sys.
 */
#ifndef SBPF_CGROUP_VIEW_H
#define SBPF_CGROUP_VIEW_H

#include <linux/types.h>
#include "ctx.h"

/**
 * struct sbpf_device_ctx - a device node is made or opened (CGROUP_DEVICE)
 * @base: head; kind SBPF_CTX_DEVICE
 * @access_type: SBPF_DEVCG_ACC_* << 16 | SBPF_DEVCG_DEV_*
 * @major: of the device
 * @minor: of the device
 */
struct sbpf_device_ctx {
	struct sbpf_ctx base;
	u32 access_type;
	u32 major;
	u32 minor;
};

/**
 * struct sbpf_sysctl_ctx - a file under /proc/sys is read or written (CGROUP_SYSCTL)
 * @base: head; kind SBPF_CTX_SYSCTL
 * @pos: where in the file; the program may move it
 * @write: 1 for a write, 0 for a read
 */
struct sbpf_sysctl_ctx {
	struct sbpf_ctx base;
	loff_t *pos;
	u32 write;
};

#endif /* SBPF_CGROUP_VIEW_H */
