// SPDX-License-Identifier: GPL-2.0
/*
 * CGROUP_DEVICE: a program says whether tasks of a cgroup may make or open a device node. There is no hook yet.
 */
#include <linux/kernel.h>

#include "../cgroup_view.h"
#include "../helper.h"
#include "../prog_type.h"

#define DEVICE_FIELD(f, more)								\
	{ .off = offsetof(struct sbpf_cgroup_dev_ctx, f), .size = 4, .flags = SBPF_FIELD_R | (more),	\
	  .at = offsetof(struct sbpf_device_ctx, f), .at_size = 4 }

static const struct sbpf_ctx_field fields[] = {
	DEVICE_FIELD(access_type, SBPF_FIELD_NARROW),
	DEVICE_FIELD(major, 0),
	DEVICE_FIELD(minor, 0),
};

/* 0 forbids. */
static bool ret_range(u32 attach_type, s32 *min, s32 *max)
{
	*min = 0;
	*max = 1;
	return true;
}

const struct sbpf_prog_ops sbpf_cgroup_device_prog_type = {
	.name = "cgroup_device",
	.flags = SBPF_PT_NET_ADMIN | SBPF_PT_NO_HOOK,
	.contexts = SBPF_IN_TASK,
	.ctx_size = sizeof(struct sbpf_cgroup_dev_ctx),
	.fields = fields,
	.nr_fields = ARRAY_SIZE(fields),
	.safe_ret = 0,
	.ret_range = ret_range,
};
