// SPDX-License-Identifier: GPL-2.0
/*
 * What each program type gives its programs, with the host's verifier as the judge: every byte of the context in every width,
 * read and written, and which helpers may be called. And SK_LOOKUP as PROG_TEST_RUN runs it.
 * covers: prog:CGROUP_SOCK prog:CGROUP_SOCK_ADDR prog:CGROUP_SOCKOPT prog:CGROUP_DEVICE prog:CGROUP_SYSCTL prog:SOCK_OPS
 * covers: prog:SK_LOOKUP prog:SK_SKB prog:SK_MSG
 * timeout: 900
 */
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include "insn.h"
#include "sandbpf.h"
#include "tap.h"

#define SLOW	300
#define LOAD_ATTR_SIZE	offsetof(union sbpf_attr, fd_array)

static const struct kind {
	const char *name;
	__u32 type;
	__u32 attach;
	int size;
} kinds[] = {
	{ "socket_filter", SBPF_PROG_TYPE_SOCKET_FILTER, 0, sizeof(struct __sbpf_sk_buff) },
	{ "sched_cls", SBPF_PROG_TYPE_SCHED_CLS, 0, sizeof(struct __sbpf_sk_buff) },
	{ "cgroup_skb", SBPF_PROG_TYPE_CGROUP_SKB, SBPF_CGROUP_INET_EGRESS, sizeof(struct __sbpf_sk_buff) },
	{ "lwt_xmit", SBPF_PROG_TYPE_LWT_XMIT, 0, sizeof(struct __sbpf_sk_buff) },
	{ "sk_skb", SBPF_PROG_TYPE_SK_SKB, 0, sizeof(struct __sbpf_sk_buff) },
	{ "xdp", SBPF_PROG_TYPE_XDP, 0, offsetof(struct sbpf_xdp_md, egress_ifindex) },
	{ "sock_create", SBPF_PROG_TYPE_CGROUP_SOCK, SBPF_CGROUP_INET_SOCK_CREATE, sizeof(struct sbpf_sock) },
	{ "sock_default", SBPF_PROG_TYPE_CGROUP_SOCK, 0, sizeof(struct sbpf_sock) },
	{ "sock_release", SBPF_PROG_TYPE_CGROUP_SOCK, SBPF_CGROUP_INET_SOCK_RELEASE, sizeof(struct sbpf_sock) },
	{ "post_bind4", SBPF_PROG_TYPE_CGROUP_SOCK, SBPF_CGROUP_INET4_POST_BIND, sizeof(struct sbpf_sock) },
	{ "post_bind6", SBPF_PROG_TYPE_CGROUP_SOCK, SBPF_CGROUP_INET6_POST_BIND, sizeof(struct sbpf_sock) },
	{ "bind4", SBPF_PROG_TYPE_CGROUP_SOCK_ADDR, SBPF_CGROUP_INET4_BIND, sizeof(struct sbpf_sock_addr) },
	{ "connect6", SBPF_PROG_TYPE_CGROUP_SOCK_ADDR, SBPF_CGROUP_INET6_CONNECT, sizeof(struct sbpf_sock_addr) },
	{ "sendmsg4", SBPF_PROG_TYPE_CGROUP_SOCK_ADDR, SBPF_CGROUP_UDP4_SENDMSG, sizeof(struct sbpf_sock_addr) },
	{ "sendmsg6", SBPF_PROG_TYPE_CGROUP_SOCK_ADDR, SBPF_CGROUP_UDP6_SENDMSG, sizeof(struct sbpf_sock_addr) },
	{ "recvmsg6", SBPF_PROG_TYPE_CGROUP_SOCK_ADDR, SBPF_CGROUP_UDP6_RECVMSG, sizeof(struct sbpf_sock_addr) },
	{ "getpeername4", SBPF_PROG_TYPE_CGROUP_SOCK_ADDR, SBPF_CGROUP_INET4_GETPEERNAME, sizeof(struct sbpf_sock_addr) },
	{ "getsockopt", SBPF_PROG_TYPE_CGROUP_SOCKOPT, SBPF_CGROUP_GETSOCKOPT, sizeof(struct sbpf_sockopt) },
	{ "setsockopt", SBPF_PROG_TYPE_CGROUP_SOCKOPT, SBPF_CGROUP_SETSOCKOPT, sizeof(struct sbpf_sockopt) },
	{ "device", SBPF_PROG_TYPE_CGROUP_DEVICE, 0, sizeof(struct sbpf_cgroup_dev_ctx) },
	{ "sysctl", SBPF_PROG_TYPE_CGROUP_SYSCTL, 0, sizeof(struct sbpf_sysctl) },
	/* 6.1 has no skb_hwtstamp yet. */
	{ "sock_ops", SBPF_PROG_TYPE_SOCK_OPS, 0, offsetof(struct sbpf_sock_ops, skb_hwtstamp) },
	{ "sk_lookup", SBPF_PROG_TYPE_SK_LOOKUP, SBPF_SK_LOOKUP, sizeof(struct sbpf_sk_lookup) },
	{ "sk_msg", SBPF_PROG_TYPE_SK_MSG, 0, sizeof(struct sbpf_sk_msg_md) },
};

BEFORE_EACH()
{
	need_device();
}

static bool host_is_there(void)
{
	return sbpf_host(SBPF_MAP_GET_NEXT_ID, &(union sbpf_attr){}, sizeof(union sbpf_attr)) != -ENOSYS;
}

static int load(bool of_host, const struct kind *k, const struct sbpf_insn *insns, __u32 cnt, char *log, __u32 log_size)
{
	union sbpf_attr attr = {
		.prog_type = k->type, .expected_attach_type = k->attach, .insns = PTR(insns), .insn_cnt = cnt,
		.license = PTR("GPL"), .log_level = log ? 1 : 0, .log_buf = PTR(log), .log_size = log_size,
	};
	int fd = (of_host ? sbpf_host : sbpf)(SBPF_PROG_LOAD, &attr, LOAD_ATTR_SIZE);

	if (fd >= 0)
		close(fd);
	return fd;
}

static __u8 size_bits(int size)
{
	return size == 1 ? SBPF_B : size == 2 ? SBPF_H : size == 4 ? SBPF_W : SBPF_DW;
}

/* One access; whether we took it. */
static bool access_compare(const struct kind *k, bool write, int off, int size)
{
	const struct sbpf_insn insns[] = {
		MOV_IMM(R2, 0),
		write ? INSN(SBPF_STX | SBPF_MEM | size_bits(size), R1, R2, off, 0) :
			INSN(SBPF_LDX | SBPF_MEM | size_bits(size), R2, R1, off, 0),
		MOV_IMM(R0, 1),
		EXIT(),
	};
	int ours = load(false, k, insns, ARRAY_SIZE(insns), NULL, 0), theirs = load(true, k, insns, ARRAY_SIZE(insns), NULL, 0);

	if ((ours < 0) != (theirs < 0))
		tap_fail(__FILE__, __LINE__, "%s: %s of %d bytes at %d: the host says %d, we %d", k->name,
			 write ? "write" : "read", size, off, theirs, ours);
	return ours >= 0;
}

TEST_TIMEOUT(context_as_on_the_host, SLOW)
{
	unsigned int i;

	if (!host_is_there())
		SKIP("this kernel has no bpf(2)");
	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		const struct kind *k = &kinds[i];
		int off, size, write, taken = 0;

		for (write = 0; write < 2; write++)
			for (size = 1; size <= 8; size *= 2)
				for (off = 0; off < k->size; off += size)
					taken += access_compare(k, write, off, size);
		tap_note("%s: %d accesses are fine", k->name, taken);
		EXPECT_GT(taken, 0);
		/* Across fields, and outside. */
		access_compare(k, false, 2, 4);
		access_compare(k, false, -4, 4);
		access_compare(k, false, k->size - 4, 8);
	}
}

/* Which results a program may have. */
TEST_TIMEOUT(results_as_on_the_host, SLOW)
{
	unsigned int i;
	int ret;

	if (!host_is_there())
		SKIP("this kernel has no bpf(2)");
	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		for (ret = -1; ret <= 5; ret++) {
			const struct sbpf_insn insns[] = { MOV_IMM(R0, ret), EXIT() };
			int ours = load(false, &kinds[i], insns, ARRAY_SIZE(insns), NULL, 0);
			int theirs = load(true, &kinds[i], insns, ARRAY_SIZE(insns), NULL, 0);

			if ((ours < 0) != (theirs < 0))
				tap_fail(__FILE__, __LINE__, "%s: result %d: the host says %d, we %d", kinds[i].name, ret,
					 theirs, ours);
		}
	}
}

/* Does a program type exist with an attach type? Attach types of 6.1 only. */
TEST_TIMEOUT(attach_types_as_on_the_host, SLOW)
{
	static const struct sbpf_insn insns[] = { MOV_IMM(R0, 1), EXIT() };
	unsigned int i;

	if (!host_is_there())
		SKIP("this kernel has no bpf(2)");
	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		struct kind k = kinds[i];

		for (k.attach = 0; k.attach <= SBPF_LSM_CGROUP; k.attach++) {
			int ours, theirs;

			/* Programs of map elements, which are not there. */
			if (k.type == SBPF_PROG_TYPE_XDP && (k.attach == SBPF_XDP_DEVMAP || k.attach == SBPF_XDP_CPUMAP))
				continue;
			ours = load(false, &k, insns, ARRAY_SIZE(insns), NULL, 0);
			theirs = load(true, &k, insns, ARRAY_SIZE(insns), NULL, 0);
			if ((ours < 0) != (theirs < 0))
				tap_fail(__FILE__, __LINE__, "%s: attach type %u: the host says %d, we %d", k.name, k.attach,
					 theirs, ours);
		}
	}
}

static bool has_helper(bool of_host, const struct kind *k, int id)
{
	const struct sbpf_insn insns[] = { CALL_ID(id), MOV_IMM(R0, 1), EXIT() };
	char log[4096] = "";

	if (load(of_host, k, insns, ARRAY_SIZE(insns), log, sizeof(log)) >= 0)
		return true;
	if (of_host)
		return !strstr(log, "unknown func") && !strstr(log, "cannot use helper") && !strstr(log, "invalid func");
	return !strstr(log, "helper-unknown") && !strstr(log, "helper-program-type") && !strstr(log, "helper-context");
}

/* Helpers that we give to more types than the host, which is harmless, or to fewer, which the documentation says. */
static bool helper_differs(const struct kind *k, int id)
{
	bool is_packet = k->size == sizeof(struct __sbpf_sk_buff);

	switch (id) {
	/* Newer kernels give them to more types. */
	case SBPF_FUNC_get_current_cgroup_id:
	case SBPF_FUNC_get_current_ancestor_cgroup_id:
	case SBPF_FUNC_get_current_pid_tgid:
		return true;
	/* Ours knows packets, too. */
	case SBPF_FUNC_get_netns_cookie:
		return is_packet;
	/* Our packets in LWT programs never leave by a device. */
	case SBPF_FUNC_clone_redirect:
		return k->type == SBPF_PROG_TYPE_LWT_XMIT;
	/* Ours asks for the class of a packet, never of a task. */
	case SBPF_FUNC_get_cgroup_classid:
		return !is_packet;
	default:
		return false;
	}
}

/* Of the helpers that there are: each may be called by the same types as on the host. */
TEST_TIMEOUT(helpers_as_on_the_host, SLOW)
{
	unsigned int i;
	int id, known = 0;

	if (!host_is_there())
		SKIP("this kernel has no bpf(2)");
	for (id = 1; id <= SBPF_FUNC_user_ringbuf_drain; id++) {
		bool ours[ARRAY_SIZE(kinds)], any = false;

		for (i = 0; i < ARRAY_SIZE(kinds); i++) {
			ours[i] = has_helper(false, &kinds[i], id);
			any |= ours[i];
		}
		if (!any)
			continue;
		known++;
		for (i = 0; i < ARRAY_SIZE(kinds); i++)
			if (ours[i] != has_helper(true, &kinds[i], id) && !helper_differs(&kinds[i], id))
				tap_fail(__FILE__, __LINE__, "%s: helper %d: the host %s it, we %s", kinds[i].name, id,
					 ours[i] ? "lacks" : "has", ours[i] ? "have it" : "do not");
	}
	EXPECT_GT(known, 30);
}

/* --- SK_LOOKUP runs --- */

static int lookup_run(bool of_host, const struct sbpf_insn *insns, __u32 cnt, struct sbpf_sk_lookup *ctx, __u32 size, __u32 *ret)
{
	union sbpf_attr attr = {
		.prog_type = SBPF_PROG_TYPE_SK_LOOKUP, .expected_attach_type = SBPF_SK_LOOKUP, .insns = PTR(insns),
		.insn_cnt = cnt, .license = PTR("GPL"),
	};
	int (*bpf)(int cmd, void *attr, unsigned int size) = of_host ? sbpf_host : sbpf;
	int fd = ASSERT_OK(bpf(SBPF_PROG_LOAD, &attr, LOAD_ATTR_SIZE)), err;

	memset(&attr, 0, sizeof(attr));
	attr.test.prog_fd = fd;
	attr.test.ctx_in = PTR(ctx);
	attr.test.ctx_out = PTR(ctx);
	attr.test.ctx_size_in = size;
	attr.test.ctx_size_out = size;
	err = bpf(SBPF_PROG_TEST_RUN, &attr, offsetof(union sbpf_attr, test.batch_size) + 4);
	*ret = attr.test.retval;
	close(fd);
	return err;
}

static void packet_fill(struct sbpf_sk_lookup *ctx, int family)
{
	int i;

	memset(ctx, 0, sizeof(*ctx));
	ctx->family = family;
	ctx->protocol = IPPROTO_TCP;
	ctx->remote_port = htons(4711);
	ctx->local_port = 80;
	ctx->remote_ip4 = inet_addr("192.0.2.1");
	ctx->local_ip4 = inet_addr("192.0.2.2");
	for (i = 0; i < 4; i++) {
		ctx->remote_ip6[i] = 0x01020304 * (i + 1);
		ctx->local_ip6[i] = 0x11213141 * (i + 1);
	}
}

/* A result has one bit, so each bit of the bytes at @off takes a run. */
static __u64 value_seen(bool of_host, const struct sbpf_sk_lookup *packet, int off, int size)
{
	__u64 value = 0;
	int bit;

	for (bit = 0; bit < 8 * size; bit++) {
		const struct sbpf_insn insns[] = {
			INSN(SBPF_LDX | SBPF_MEM | size_bits(size), R0, R1, off, 0),
			ALU64_IMM(RSH, R0, bit),
			ALU64_IMM(AND, R0, 1),
			EXIT(),
		};
		struct sbpf_sk_lookup ctx = *packet;
		__u32 ret;

		ASSERT_OK(lookup_run(of_host, insns, ARRAY_SIZE(insns), &ctx, sizeof(ctx), &ret));
		value |= (__u64)ret << bit;
	}
	return value;
}

/* The addresses of the other family read as 0. */
static bool is_of_family(int off, int family)
{
#define WITHIN(f)	(off >= (int)offsetof(struct sbpf_sk_lookup, f) && \
			 off < (int)(offsetof(struct sbpf_sk_lookup, f) + sizeof(((struct sbpf_sk_lookup *)0)->f)))
	if (WITHIN(remote_ip4) || WITHIN(local_ip4))
		return family == AF_INET;
	if (WITHIN(remote_ip6) || WITHIN(local_ip6))
		return family == AF_INET6;
	return true;
}

TEST_TIMEOUT(sk_lookup_values, SLOW)
{
	static const struct {
		int off, size;
	} reads[] = {
#define WHOLE(f)	{ offsetof(struct sbpf_sk_lookup, f), sizeof(((struct sbpf_sk_lookup *)0)->f) }
		WHOLE(family), WHOLE(protocol), WHOLE(remote_ip4), WHOLE(local_ip4), WHOLE(remote_port), WHOLE(local_port),
		WHOLE(ingress_ifindex), WHOLE(remote_ip6[0]), WHOLE(remote_ip6[3]), WHOLE(local_ip6[0]), WHOLE(local_ip6[3]),
		{ offsetof(struct sbpf_sk_lookup, remote_port), 4 },
		{ offsetof(struct sbpf_sk_lookup, remote_port) + 2, 2 },
		{ offsetof(struct sbpf_sk_lookup, remote_ip4) + 1, 1 },
		{ offsetof(struct sbpf_sk_lookup, local_ip6[1]) + 2, 2 },
	};
	static const int families[] = { AF_INET, AF_INET6 };
	bool host = host_is_there();
	unsigned int i, f;

	for (f = 0; f < ARRAY_SIZE(families); f++) {
		struct sbpf_sk_lookup packet;

		packet_fill(&packet, families[f]);
		for (i = 0; i < ARRAY_SIZE(reads); i++) {
			__u64 ours = value_seen(false, &packet, reads[i].off, reads[i].size), expected = 0;

			if (host)
				expected = value_seen(true, &packet, reads[i].off, reads[i].size);
			else if (is_of_family(reads[i].off, families[f]))
				memcpy(&expected, (const char *)&packet + reads[i].off, reads[i].size);
			if (ours != expected)
				tap_fail(__FILE__, __LINE__, "family %d, %d bytes at %d: %llx, expected %llx", families[f],
					 reads[i].size, reads[i].off, ours, expected);
		}
	}
}

/* What may be asked for, and what comes back. */
TEST(sk_lookup_test_run)
{
	static const struct sbpf_insn insns[] = { MOV_IMM(R0, SBPF_SK_PASS), EXIT() };
	struct sbpf_sk_lookup ctx;
	bool host = host_is_there();
	__u32 ret;
	int i;

	for (i = 0; i < 8; i++) {
		int ours, theirs;

		packet_fill(&ctx, AF_INET);
		switch (i) {
		case 1:
			ctx.family = AF_UNIX;
			break;
		case 2:
			ctx.local_port = 65536;
			break;
		case 3:
			ctx.ingress_ifindex = 1;
			break;
		case 4:
			ctx.cookie = 7;
			break;
		case 5:
			ctx.family = AF_INET6;
			break;
		case 6:
			ctx.family = 0;
			break;
		case 7:
			ctx.family |= 65536;
			break;
		}
		ours = lookup_run(false, insns, ARRAY_SIZE(insns), &ctx, sizeof(ctx), &ret);
		if (!ours) {
			EXPECT_EQ(ret, SBPF_SK_PASS);
			EXPECT_EQ(ctx.cookie, 0);
		}
		if (!host)
			continue;
		theirs = lookup_run(true, insns, ARRAY_SIZE(insns), &ctx, sizeof(ctx), &ret);
		tap_note("case %d", i);
		EXPECT_EQ(ours, theirs);
	}
}
