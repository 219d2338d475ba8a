// SPDX-License-Identifier: GPL-2.0
/*
 * SK_MSG: a program says what becomes of a message that is sent through a socket of a sock map. There is no hook yet.
 */
#include <linux/kernel.h>

#include "../helper.h"
#include "../prog_type.h"
#include "../sock_view.h"

#define MSG_ABI(f)									\
	.off = offsetof(struct sbpf_sk_msg_md, f), .size = sizeof_field(struct sbpf_sk_msg_md, f), .flags = SBPF_FIELD_R

#define MSG_AT(member)									\
	.nhops = 1, .hop = { offsetof(struct sbpf_msg_ctx, msg) },			\
	.at = offsetof(struct sk_msg, member), .at_size = sizeof_field(struct sk_msg, member)

#define SOCK_AT(offset, bytes)								\
	.nhops = 2, .hop = { offsetof(struct sbpf_msg_ctx, msg), offsetof(struct sk_msg, sk) },	\
	.at = (offset), .at_size = (bytes)
#define SOCK(member)	SOCK_AT(offsetof(struct sock_common, member), sizeof_field(struct sock_common, member))

/* A word of an array; sizeof_field() cannot take an index. */
#define IP6_WORD(f, member, i)								\
	{ .off = offsetof(struct sbpf_sk_msg_md, f) + 4 * (i), .size = 4, .flags = SBPF_FIELD_R,	\
	  SOCK_AT(offsetof(struct sock_common, member) + 4 * (i), 4) }
#if IS_ENABLED(CONFIG_IPV6)
#define IP6(f, member)	IP6_WORD(f, member, 0), IP6_WORD(f, member, 1), IP6_WORD(f, member, 2), IP6_WORD(f, member, 3),
#else
#define IP6(f, member)
#endif

/* The remote port is a 16-bit number in network order in the upper half. */
#ifdef __LITTLE_ENDIAN
#define REMOTE_PORT_SCALE	65536
#else
#define REMOTE_PORT_SCALE	0
#endif

static const struct sbpf_ctx_field fields[] = {
	{ MSG_ABI(data), .kind = SBPF_FIELD_PKT, MSG_AT(data) },
	{ MSG_ABI(data_end), .kind = SBPF_FIELD_PKT_END, MSG_AT(data_end) },
	{ MSG_ABI(family), SOCK(skc_family) },
	{ MSG_ABI(remote_ip4), SOCK(skc_daddr) },
	{ MSG_ABI(local_ip4), SOCK(skc_rcv_saddr) },
	IP6(remote_ip6, skc_v6_daddr)
	IP6(local_ip6, skc_v6_rcv_saddr)
	{ MSG_ABI(remote_port), SOCK(skc_dport), .scale = REMOTE_PORT_SCALE },
	{ MSG_ABI(local_port), SOCK(skc_num) },
	{ MSG_ABI(size), MSG_AT(sg.size) },
	{ MSG_ABI(sk) | SBPF_FIELD_NOT_NULL, .kind = SBPF_FIELD_OBJECT, MSG_AT(sk), .object = &sbpf_sock_object },
};

const struct sbpf_prog_ops sbpf_sk_msg_prog_type = {
	.name = "sk_msg",
	.flags = SBPF_PT_NET_ADMIN | SBPF_PT_NO_HOOK | SBPF_PT_PKT_READ | SBPF_PT_PKT_WRITE,
	.contexts = SBPF_IN_NET,
	.ctx_size = sizeof(struct sbpf_sk_msg_md),
	.fields = fields,
	.nr_fields = ARRAY_SIZE(fields),
	.safe_ret = SBPF_SK_DROP,
};
