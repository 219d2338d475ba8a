// SPDX-License-Identifier: GPL-2.0
/*
 * CGROUP_SYSCTL: a program says whether tasks of a cgroup may read or write a file under /proc/sys. There is no hook yet.
 */
#include <linux/kernel.h>

#include "../cgroup_view.h"
#include "../helper.h"
#include "../prog_type.h"

/* The position is a number of 64 bits of which programs have the lower half. */
#ifdef __BIG_ENDIAN
#define POS_AT	4
#else
#define POS_AT	0
#endif

static const struct sbpf_ctx_field fields[] = {
	{ .off = offsetof(struct sbpf_sysctl, write), .size = 4, .flags = SBPF_FIELD_R | SBPF_FIELD_NARROW,
	  .at = offsetof(struct sbpf_sysctl_ctx, write), .at_size = 4 },
	{ .off = offsetof(struct sbpf_sysctl, file_pos), .size = 4, .flags = SBPF_FIELD_RW | SBPF_FIELD_NARROW,
	  .nhops = 1, .hop = { offsetof(struct sbpf_sysctl_ctx, pos) }, .at = POS_AT, .at_size = 4 },
};

/* 0 forbids. */
static bool ret_range(u32 attach_type, s32 *min, s32 *max)
{
	*min = 0;
	*max = 1;
	return true;
}

const struct sbpf_prog_ops sbpf_cgroup_sysctl_prog_type = {
	.name = "cgroup_sysctl",
	.flags = SBPF_PT_NET_ADMIN | SBPF_PT_NO_HOOK,
	.contexts = SBPF_IN_TASK,
	.ctx_size = sizeof(struct sbpf_sysctl),
	.fields = fields,
	.nr_fields = ARRAY_SIZE(fields),
	.safe_ret = 0,
	.ret_range = ret_range,
};
