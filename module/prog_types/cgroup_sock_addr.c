// SPDX-License-Identifier: GPL-2.0
/*
 * CGROUP_SOCK_ADDR: a program sees, and may change, the addresses that sockets of a cgroup are bound to, connect to, send to
 * or report. There is no hook yet.
 */
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/kernel.h>

#include "../helper.h"
#include "../prog_type.h"
#include "../sock_view.h"

#define ADDR_ABI(f)									\
	.off = offsetof(struct sbpf_sock_addr, f), .size = sizeof_field(struct sbpf_sock_addr, f)

/* Of the address. Addresses are in network order on both sides. */
#define ADDR_AT(type, member)								\
	.nhops = 1, .hop = { offsetof(struct sbpf_sock_addr_ctx, addr) },		\
	.at = offsetof(type, member), .at_size = sizeof_field(type, member)

/* Of the address a message is sent from. */
#define SRC_AT(bytes)									\
	.nhops = 1, .hop = { offsetof(struct sbpf_sock_addr_ctx, msg_src) }, .at = 0, .at_size = (bytes)

#define SOCK_AT(member)									\
	.nhops = 1, .hop = { offsetof(struct sbpf_sock_addr_ctx, sk) },			\
	.at = offsetof(struct sock, member), .at_size = sizeof_field(struct sock, member)

#define ADDR_RW		(SBPF_FIELD_RW | SBPF_FIELD_NARROW)
#define ADDR_RW_IP6	(SBPF_FIELD_RW | SBPF_FIELD_BYTES | SBPF_FIELD_WORDS_W)

#define OF_IP4										\
	(SBPF_ATTACH_BIT(CGROUP_INET4_BIND) | SBPF_ATTACH_BIT(CGROUP_INET4_CONNECT) |	\
	 SBPF_ATTACH_BIT(CGROUP_INET4_GETPEERNAME) | SBPF_ATTACH_BIT(CGROUP_INET4_GETSOCKNAME) |	\
	 SBPF_ATTACH_BIT(CGROUP_UDP4_SENDMSG) | SBPF_ATTACH_BIT(CGROUP_UDP4_RECVMSG))
#define OF_IP6										\
	(SBPF_ATTACH_BIT(CGROUP_INET6_BIND) | SBPF_ATTACH_BIT(CGROUP_INET6_CONNECT) |	\
	 SBPF_ATTACH_BIT(CGROUP_INET6_GETPEERNAME) | SBPF_ATTACH_BIT(CGROUP_INET6_GETSOCKNAME) |	\
	 SBPF_ATTACH_BIT(CGROUP_UDP6_SENDMSG) | SBPF_ATTACH_BIT(CGROUP_UDP6_RECVMSG))
/* What asks for an address cannot be refused one. */
#define ASKS										\
	(SBPF_ATTACH_BIT(CGROUP_INET4_GETPEERNAME) | SBPF_ATTACH_BIT(CGROUP_INET6_GETPEERNAME) |	\
	 SBPF_ATTACH_BIT(CGROUP_INET4_GETSOCKNAME) | SBPF_ATTACH_BIT(CGROUP_INET6_GETSOCKNAME) |	\
	 SBPF_ATTACH_BIT(CGROUP_UDP4_RECVMSG) | SBPF_ATTACH_BIT(CGROUP_UDP6_RECVMSG))
#define BINDS	(SBPF_ATTACH_BIT(CGROUP_INET4_BIND) | SBPF_ATTACH_BIT(CGROUP_INET6_BIND))

static const struct sbpf_ctx_field fields[] = {
	{ ADDR_ABI(user_family), .flags = SBPF_FIELD_R, ADDR_AT(struct sockaddr, sa_family) },
	{ ADDR_ABI(user_ip4), .flags = ADDR_RW, .attach = OF_IP4, ADDR_AT(struct sockaddr_in, sin_addr) },
	{ ADDR_ABI(user_ip6), .flags = ADDR_RW_IP6, .attach = OF_IP6,
	  .nhops = 1, .hop = { offsetof(struct sbpf_sock_addr_ctx, addr) },
	  .at = offsetof(struct sockaddr_in6, sin6_addr), .at_size = 8 },
	{ ADDR_ABI(user_port), .flags = ADDR_RW, ADDR_AT(struct sockaddr_in, sin_port) },
	{ ADDR_ABI(family), .flags = SBPF_FIELD_R, SOCK_AT(sk_family) },
	{ ADDR_ABI(type), .flags = SBPF_FIELD_R, SOCK_AT(sk_type) },
	{ ADDR_ABI(protocol), .flags = SBPF_FIELD_R, SOCK_AT(sk_protocol) },
	{ ADDR_ABI(msg_src_ip4), .flags = ADDR_RW, .attach = SBPF_ATTACH_BIT(CGROUP_UDP4_SENDMSG), SRC_AT(4) },
	{ ADDR_ABI(msg_src_ip6), .flags = ADDR_RW_IP6, .attach = SBPF_ATTACH_BIT(CGROUP_UDP6_SENDMSG), SRC_AT(8) },
	{ ADDR_ABI(sk), .kind = SBPF_FIELD_OBJECT, .flags = SBPF_FIELD_R | SBPF_FIELD_NOT_NULL,
	  .at = offsetof(struct sbpf_sock_addr_ctx, sk), .at_size = sizeof(void *), .object = &sbpf_sock_object },
};

static bool attach_type_ok(u32 attach_type)
{
	return attach_type < 64 && ((OF_IP4 | OF_IP6) >> attach_type & 1);
}

/* Bit 0 passes, bit 1 of a bind lets it have a port below 1024. */
static bool ret_range(u32 attach_type, s32 *min, s32 *max)
{
	*min = ASKS >> attach_type & 1;
	*max = BINDS >> attach_type & 1 ? 3 : 1;
	return true;
}

const struct sbpf_prog_ops sbpf_cgroup_sock_addr_prog_type = {
	.name = "cgroup_sock_addr",
	.flags = SBPF_PT_NET_ADMIN | SBPF_PT_NO_HOOK,
	.contexts = SBPF_IN_NET,
	.ctx_size = sizeof(struct sbpf_sock_addr),
	.fields = fields,
	.nr_fields = ARRAY_SIZE(fields),
	.safe_ret = 0,
	.attach_type_ok = attach_type_ok,
	.ret_range = ret_range,
};
