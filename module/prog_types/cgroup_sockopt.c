// SPDX-License-Identifier: GPL-2.0
/*
 * CGROUP_SOCKOPT: a program sees, and may change, the options that tasks of a cgroup read and write with getsockopt(2) and
 * setsockopt(2). The value is read and written like a packet. There is no hook yet.
 */
#include <linux/kernel.h>

#include "../helper.h"
#include "../prog_type.h"
#include "../sock_view.h"

#define SOCKOPT_FIELD(f)								\
	.off = offsetof(struct sbpf_sockopt, f), .size = sizeof_field(struct sbpf_sockopt, f),	\
	.at = offsetof(struct sbpf_sockopt_ctx, f), .at_size = sizeof_field(struct sbpf_sockopt_ctx, f)

#define GET	SBPF_ATTACH_BIT(CGROUP_GETSOCKOPT)
#define SET	SBPF_ATTACH_BIT(CGROUP_SETSOCKOPT)

static const struct sbpf_ctx_field fields[] = {
	{ SOCKOPT_FIELD(sk), .kind = SBPF_FIELD_OBJECT, .flags = SBPF_FIELD_R | SBPF_FIELD_NOT_NULL,
	  .object = &sbpf_sock_object },
	{ SOCKOPT_FIELD(optval), .kind = SBPF_FIELD_PKT, .flags = SBPF_FIELD_R },
	{ SOCKOPT_FIELD(optval_end), .kind = SBPF_FIELD_PKT_END, .flags = SBPF_FIELD_R },
	{ SOCKOPT_FIELD(level), .flags = SBPF_FIELD_RW, .attach_w = SET },
	{ SOCKOPT_FIELD(optname), .flags = SBPF_FIELD_RW, .attach_w = SET },
	{ SOCKOPT_FIELD(optlen), .flags = SBPF_FIELD_RW },
	{ SOCKOPT_FIELD(retval), .flags = SBPF_FIELD_RW, .attach = GET },
};

static bool attach_type_ok(u32 attach_type)
{
	return attach_type == SBPF_CGROUP_GETSOCKOPT || attach_type == SBPF_CGROUP_SETSOCKOPT;
}

/* 0 forbids. */
static bool ret_range(u32 attach_type, s32 *min, s32 *max)
{
	*min = 0;
	*max = 1;
	return true;
}

const struct sbpf_prog_ops sbpf_cgroup_sockopt_prog_type = {
	.name = "cgroup_sockopt",
	.flags = SBPF_PT_NET_ADMIN | SBPF_PT_NO_HOOK | SBPF_PT_PKT_READ | SBPF_PT_PKT_WRITE | SBPF_PT_PKT_ARGS,
	.contexts = SBPF_IN_TASK,
	.ctx_size = sizeof(struct sbpf_sockopt),
	.fields = fields,
	.nr_fields = ARRAY_SIZE(fields),
	.safe_ret = 0,
	.attach_type_ok = attach_type_ok,
	.ret_range = ret_range,
};
