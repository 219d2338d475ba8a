// SPDX-License-Identifier: GPL-2.0
/*
 * Sockets as programs see them (struct sbpf_sock): what every socket has, also a half-open one or one in TIME_WAIT
 * (sock_common), and what a full one has.
 */
#include <linux/kernel.h>
#include <net/sock.h>

#include "../object.h"
#include "../prog_type.h"

#define SOCK_ABI(f)	.off = offsetof(struct sbpf_sock, f), .size = sizeof_field(struct sbpf_sock, f)
#define COMMON(member)	.at = offsetof(struct sock_common, member), .at_size = sizeof_field(struct sock_common, member)
#define FULL(member)	.at = offsetof(struct sock, member), .at_size = sizeof_field(struct sock, member)

#define R		SBPF_FIELD_R
#define RN		(SBPF_FIELD_R | SBPF_FIELD_NARROW)
#define R0		(SBPF_FIELD_R | SBPF_FIELD_NARROW_AT_0)

/* A word of an array; sizeof_field() cannot take an index. */
#define IP6_WORD(f, member, i)						\
	{ .off = offsetof(struct sbpf_sock, f) + 4 * (i), .size = 4, .flags = RN,	\
	  .at = offsetof(struct sock_common, member) + 4 * (i), .at_size = 4 }

#if IS_ENABLED(CONFIG_IPV6)
#define IP6(f, member)	IP6_WORD(f, member, 0), IP6_WORD(f, member, 1), IP6_WORD(f, member, 2), IP6_WORD(f, member, 3),
#else
#define IP6(f, member)
#endif

/* Queue USHRT_MAX is none. */
#ifdef CONFIG_SOCK_RX_QUEUE_MAPPING
#define RX_QUEUE	{ SOCK_ABI(rx_queue_mapping), .flags = R0, COMMON(skc_rx_queue_mapping), .none = USHRT_MAX },
#else
#define RX_QUEUE
#endif

/* Fields of struct sbpf_sock by offset; those of full sockets go between family and src_ip4. */
#define BOUND_AND_FAMILY							\
	{ SOCK_ABI(bound_dev_if), .flags = R, COMMON(skc_bound_dev_if) },	\
	{ SOCK_ABI(family), .flags = R0, COMMON(skc_family) }

#define ADDRESSES_AND_STATE							\
	{ SOCK_ABI(src_ip4), .flags = RN, COMMON(skc_rcv_saddr) },		\
	IP6(src_ip6, skc_v6_rcv_saddr)						\
	{ SOCK_ABI(src_port), .flags = R0, COMMON(skc_num) },			\
	{ SOCK_ABI(dst_port), .flags = RN | SBPF_FIELD_WIDE, COMMON(skc_dport) },	\
	{ SOCK_ABI(dst_ip4), .flags = RN, COMMON(skc_daddr) },			\
	IP6(dst_ip6, skc_v6_daddr)						\
	{ SOCK_ABI(state), .flags = R0, COMMON(skc_state) },			\
	RX_QUEUE

static const struct sbpf_ctx_field common_fields[] = {
	BOUND_AND_FAMILY,
	ADDRESSES_AND_STATE
};

static const struct sbpf_ctx_field fields[] = {
	BOUND_AND_FAMILY,
	{ SOCK_ABI(type), .flags = R0, FULL(sk_type) },
	{ SOCK_ABI(protocol), .flags = R0, FULL(sk_protocol) },
	{ SOCK_ABI(mark), .flags = R, FULL(sk_mark) },
	{ SOCK_ABI(priority), .flags = R, FULL(sk_priority) },
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
