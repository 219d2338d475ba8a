// SPDX-License-Identifier: GPL-2.0
/*
 * CGROUP_SOCK: a program sees each socket that a task of a cgroup makes, binds or releases. There is no hook yet.
 */
#include "../helper.h"
#include "../sock_view.h"

#define SOCK_VIA	.nhops = 1, .hop = { offsetof(struct sbpf_sock_ctx, sk) },
#include "../objects/sock_fields.h"

#define MADE	(SBPF_ATTACH_BIT(CGROUP_INET_SOCK_CREATE) | SBPF_ATTACH_BIT(CGROUP_INET_SOCK_RELEASE))
#define BOUND4	SBPF_ATTACH_BIT(CGROUP_INET4_POST_BIND)
#define BOUND6	SBPF_ATTACH_BIT(CGROUP_INET6_POST_BIND)

static const struct sbpf_ctx_field fields[] = {
	SOCK_FIELD_BOUND_DEV_IF(.flags = SBPF_FIELD_RW, .attach = MADE),
	SOCK_FIELD_FAMILY,
	SOCK_FIELD_TYPE,
	SOCK_FIELD_PROTOCOL,
	SOCK_FIELD_MARK(.flags = SBPF_FIELD_RW, .attach = MADE),
	SOCK_FIELD_PRIORITY(.flags = SBPF_FIELD_RW, .attach = MADE),
	SOCK_FIELD_SRC_IP4(.attach = BOUND4),
	SOCK_FIELDS_SRC_IP6(.attach = BOUND6)
	SOCK_FIELD_SRC_PORT(.attach = BOUND4 | BOUND6),
	SOCK_FIELD_DST_PORT,
	SOCK_FIELD_DST_IP4,
	SOCK_FIELDS_DST_IP6
	SOCK_FIELD_STATE,
	SOCK_FIELD_RX_QUEUE
};

static bool attach_type_ok(u32 attach_type)
{
	return attach_type < 64 && ((MADE | BOUND4 | BOUND6) >> attach_type & 1);
}

/* 0 forbids. */
static bool ret_range(u32 attach_type, s32 *min, s32 *max)
{
	*min = 0;
	*max = 1;
	return true;
}

const struct sbpf_prog_ops sbpf_cgroup_sock_prog_type = {
	.name = "cgroup_sock",
	.flags = SBPF_PT_NET_ADMIN | SBPF_PT_NO_HOOK,
	.contexts = SBPF_IN_NET,
	.ctx_size = sizeof(struct sbpf_sock),
	.fields = fields,
	.nr_fields = ARRAY_SIZE(fields),
	.safe_ret = 0,
	.attach_type = SBPF_CGROUP_INET_SOCK_CREATE,
	.attach_type_ok = attach_type_ok,
	.ret_range = ret_range,
};
