/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The fields of struct sbpf_sock, one macro a field: where they really are in a struct sock. SOCK_VIA is how to get there from
 * what the program holds; who may see and write a field is said where the macros are used.
 */
#ifndef SBPF_OBJECTS_SOCK_FIELDS_H
#define SBPF_OBJECTS_SOCK_FIELDS_H

#include <linux/kernel.h>
#include <net/sock.h>

#include "../object.h"
#include "../prog_type.h"

#define SOCK_ABI(f)	.off = offsetof(struct sbpf_sock, f), .size = sizeof_field(struct sbpf_sock, f)
#define SOCK_COMMON(member)								\
	SOCK_VIA .at = offsetof(struct sock_common, member), .at_size = sizeof_field(struct sock_common, member)
#define SOCK_FULL(member)								\
	SOCK_VIA .at = offsetof(struct sock, member), .at_size = sizeof_field(struct sock, member)

#define SOCK_R		SBPF_FIELD_R
#define SOCK_RN		(SBPF_FIELD_R | SBPF_FIELD_NARROW)
#define SOCK_R0		(SBPF_FIELD_R | SBPF_FIELD_NARROW_AT_0)

/* In the order of their offsets; the arguments are more of the row: flags, attach types. */
#define SOCK_FIELD_BOUND_DEV_IF(...)	{ SOCK_ABI(bound_dev_if), SOCK_COMMON(skc_bound_dev_if), __VA_ARGS__ }
#define SOCK_FIELD_FAMILY	{ SOCK_ABI(family), .flags = SOCK_R0, SOCK_COMMON(skc_family) }
#define SOCK_FIELD_TYPE		{ SOCK_ABI(type), .flags = SOCK_R0, SOCK_FULL(sk_type) }
#define SOCK_FIELD_PROTOCOL	{ SOCK_ABI(protocol), .flags = SOCK_R0, SOCK_FULL(sk_protocol) }
#define SOCK_FIELD_MARK(...)		{ SOCK_ABI(mark), SOCK_FULL(sk_mark), __VA_ARGS__ }
#define SOCK_FIELD_PRIORITY(...)	{ SOCK_ABI(priority), SOCK_FULL(sk_priority), __VA_ARGS__ }
#define SOCK_FIELD_SRC_IP4(...)							\
	{ SOCK_ABI(src_ip4), .flags = SOCK_RN, SOCK_COMMON(skc_rcv_saddr), __VA_ARGS__ }
#define SOCK_FIELDS_SRC_IP6(...)	SOCK_IP6(src_ip6, skc_v6_rcv_saddr, __VA_ARGS__)
#define SOCK_FIELD_SRC_PORT(...)						\
	{ SOCK_ABI(src_port), .flags = SOCK_R0, SOCK_COMMON(skc_num), __VA_ARGS__ }
#define SOCK_FIELD_DST_PORT							\
	{ SOCK_ABI(dst_port), .flags = SOCK_RN | SBPF_FIELD_WIDE, SOCK_COMMON(skc_dport) }
#define SOCK_FIELD_DST_IP4	{ SOCK_ABI(dst_ip4), .flags = SOCK_RN, SOCK_COMMON(skc_daddr) }
#define SOCK_FIELDS_DST_IP6	SOCK_IP6(dst_ip6, skc_v6_daddr, .attach = 0)
#define SOCK_FIELD_STATE	{ SOCK_ABI(state), .flags = SOCK_R0, SOCK_COMMON(skc_state) }

/* A word of an array; sizeof_field() cannot take an index. */
#define SOCK_IP6_WORD(f, member, i, ...)						\
	{ .off = offsetof(struct sbpf_sock, f) + 4 * (i), .size = 4, .flags = SOCK_RN,	\
	  SOCK_VIA .at = offsetof(struct sock_common, member) + 4 * (i), .at_size = 4, __VA_ARGS__ }

#if IS_ENABLED(CONFIG_IPV6)
#define SOCK_IP6(f, member, ...)							\
	SOCK_IP6_WORD(f, member, 0, __VA_ARGS__), SOCK_IP6_WORD(f, member, 1, __VA_ARGS__),	\
	SOCK_IP6_WORD(f, member, 2, __VA_ARGS__), SOCK_IP6_WORD(f, member, 3, __VA_ARGS__),
#else
#define SOCK_IP6(f, member, ...)
#endif

/* Queue USHRT_MAX is none. */
#ifdef CONFIG_SOCK_RX_QUEUE_MAPPING
#define SOCK_FIELD_RX_QUEUE								\
	{ SOCK_ABI(rx_queue_mapping), .flags = SOCK_R0, SOCK_COMMON(skc_rx_queue_mapping), .none = USHRT_MAX },
#else
#define SOCK_FIELD_RX_QUEUE
#endif

#endif /* SBPF_OBJECTS_SOCK_FIELDS_H */
