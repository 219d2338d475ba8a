// SPDX-License-Identifier: GPL-2.0
/*
 * Sockets as programs see them (struct sbpf_sock): what every socket has, also a half-open one or one in TIME_WAIT
 * (sock_common), and what a full one has.
 */
#define SOCK_VIA	/* the object is the struct sock */
#include "sock_fields.h"

/* Fields of full sockets go between family and src_ip4. */
#define BOUND_AND_FAMILY	SOCK_FIELD_BOUND_DEV_IF(.flags = SOCK_R), SOCK_FIELD_FAMILY

#define ADDRESSES_AND_STATE		\
	SOCK_FIELD_SRC_IP4(),		\
	SOCK_FIELDS_SRC_IP6()		\
	SOCK_FIELD_SRC_PORT(),		\
	SOCK_FIELD_DST_PORT,		\
	SOCK_FIELD_DST_IP4,		\
	SOCK_FIELDS_DST_IP6		\
	SOCK_FIELD_STATE,		\
	SOCK_FIELD_RX_QUEUE

static const struct sbpf_ctx_field common_fields[] = {
	BOUND_AND_FAMILY,
	ADDRESSES_AND_STATE
};

static const struct sbpf_ctx_field fields[] = {
	BOUND_AND_FAMILY,
	SOCK_FIELD_TYPE,
	SOCK_FIELD_PROTOCOL,
	SOCK_FIELD_MARK(.flags = SOCK_R),
	SOCK_FIELD_PRIORITY(.flags = SOCK_R),
	ADDRESSES_AND_STATE
};

const struct sbpf_object sbpf_sock_common_object = {
	.name = "sock_common",
	.fields = common_fields,
	.nr_fields = ARRAY_SIZE(common_fields),
};

const struct sbpf_object sbpf_sock_object = {
	.name = "sock",
	.fields = fields,
	.nr_fields = ARRAY_SIZE(fields),
	.base = &sbpf_sock_common_object,
};
