// SPDX-License-Identifier: GPL-2.0
/*
 * The context of programs on packets: what each program type may read and write of __sk_buff, in which widths, what the
 * fields hold, and what PROG_TEST_RUN takes and gives back.
 * covers: prog:SOCKET_FILTER prog:SCHED_CLS prog:SCHED_ACT prog:CGROUP_SKB prog:LWT_IN prog:LWT_OUT prog:LWT_XMIT
 * covers: prog:NETFILTER cmd:PROG_TEST_RUN
 * timeout: 300
 */
#include <sys/wait.h>

#include "../abi/module.h"
#include "packets.h"

BEFORE_EACH()
{
	need_device();
}

#define CLS	SBPF_PROG_TYPE_SCHED_CLS
#define CGS	SBPF_PROG_TYPE_CGROUP_SKB
#define SOF	SBPF_PROG_TYPE_SOCKET_FILTER

static const int types[] = {
	CLS, CGS, SOF, SBPF_PROG_TYPE_SCHED_ACT, SBPF_PROG_TYPE_LWT_IN, SBPF_PROG_TYPE_LWT_XMIT,
};

/* Which of them may read or write a field: bits by position in types[]. */
struct field {
	const char *name;
	int off;
	int size;
	int read;
	int write;
	int narrow;	/* reads of parts are fine */
};

#define F(f, r, w, n)	{ #f, SKB(f), sizeof(((struct __sbpf_sk_buff *)0)->f), r, w, n }

static const struct field fields[] = {
	F(len, 63, 0, 1), F(pkt_type, 63, 0, 1), F(mark, 63, 59, 1), F(queue_mapping, 63, 9, 1), F(protocol, 63, 0, 1),
	F(vlan_present, 63, 0, 1), F(vlan_tci, 63, 0, 1), F(vlan_proto, 63, 0, 1), F(priority, 63, 59, 1),
	F(ingress_ifindex, 63, 0, 1), F(ifindex, 63, 0, 1), F(tc_index, 63, 9, 1), F(cb[0], 63, 63, 1), F(cb[4], 63, 63, 1),
	F(hash, 63, 0, 1), F(tc_classid, 9, 9, 1), F(data, 59, 0, 0), F(data_end, 59, 0, 0), F(napi_id, 63, 0, 1),
	F(family, 2, 0, 1), F(remote_ip4, 2, 0, 0), F(local_ip4, 2, 0, 0), F(remote_ip6[0], 2, 0, 0),
	F(remote_ip6[3], 2, 0, 0), F(local_ip6[0], 2, 0, 0), F(local_ip6[3], 2, 0, 0), F(remote_port, 2, 0, 1),
	F(local_port, 2, 0, 1), F(data_meta, 9, 0, 0), F(flow_keys, 0, 0, 0), F(tstamp, 11, 11, 0), F(wire_len, 9, 0, 1),
	F(gso_segs, 63, 0, 1), F(gso_size, 63, 0, 1), F(tstamp_type, 9, 0, 0), F(hwtstamp, 11, 0, 0), F(sk, 63, 0, 0),
};

static __u8 size_bits(int size)
{
	return size == 1 ? SBPF_B : size == 2 ? SBPF_H : size == 4 ? SBPF_W : SBPF_DW;
}

static int try_access(int type, int store, int off, int size)
{
	struct sbpf_insn insns[] = {
		MOV_IMM(R2, 0),
		store ? INSN(SBPF_STX | SBPF_MEM | size_bits(size), R1, R2, off, 0) :
			INSN(SBPF_LDX | SBPF_MEM | size_bits(size), R2, R1, off, 0),
		MOV_IMM(R0, 0),
		EXIT(),
	};
	int fd = PROG_LOAD_BAD(type, insns, NULL, 0);

	if (fd >= 0)
		close(fd);
	return fd < 0 ? fd : 0;
}

static void expect_access(const struct field *f, int t, int store, int off, int size, int allowed)
{
	int ret = try_access(types[t], store, off, size);

	if ((ret == 0) == !!allowed && (allowed || ret == -EACCES))
		return;
	tap_fail(__FILE__, __LINE__, "%s of %d bytes at %s+%d by type %d: %d", store ? "store" : "load", size, f->name,
		 off - f->off, types[t], ret);
}

TEST_TIMEOUT(access_rights, SLOW)
{
	unsigned int i, t;

	for (i = 0; i < ARRAY_SIZE(fields); i++) {
		for (t = 0; t < ARRAY_SIZE(types); t++) {
			const struct field *f = &fields[i];

			expect_access(f, t, 0, f->off, f->size, f->read & 1 << t);
			expect_access(f, t, 1, f->off, f->size, f->write & 1 << t);
			if (f->size < 4)
				continue;
			expect_access(f, t, 0, f->off, 1, f->read & 1 << t && f->narrow);
			expect_access(f, t, 0, f->off + 2, 2, f->read & 1 << t && f->narrow);
			/* Never across the end of a field. */
			expect_access(f, t, 0, f->off + 2, 4, 0);
		}
	}
}

TEST(outside)
{
	unsigned int t;

	for (t = 0; t < ARRAY_SIZE(types); t++) {
		EXPECT_ERR(try_access(types[t], 0, sizeof(struct __sbpf_sk_buff), 4), EACCES);
		EXPECT_ERR(try_access(types[t], 0, -4, 4), EACCES);
		EXPECT_ERR(try_access(types[t], 0, SKB(tstamp_type) + 1, 1), EACCES);
		/* Two fields at once. */
		EXPECT_ERR(try_access(types[t], 0, SKB(mark), 8), EACCES);
	}
}

/* cb is an area: any aligned width, up to its end. */
TEST(cb_widths)
{
	unsigned int t;

	for (t = 0; t < ARRAY_SIZE(types); t++) {
		EXPECT_OK(try_access(types[t], 0, SKB(cb[0]), 8));
		EXPECT_OK(try_access(types[t], 1, SKB(cb[0]) + 3, 1));
		EXPECT_OK(try_access(types[t], 1, SKB(cb[0]) + 2, 2));
		EXPECT_OK(try_access(types[t], 1, SKB(cb[2]), 8));
		EXPECT_ERR(try_access(types[t], 0, SKB(cb[4]), 8), EACCES);
		EXPECT_ERR(try_access(types[t], 0, SKB(cb[4]) + 2, 4), EACCES);
	}
}

/* Without privileges a cgroup_skb program has no packet pointers and cannot set the time stamp. */
static void unprivileged_access(void)
{
	ASSERT_OK(sbpf_device());
	ASSERT_OK(keep_caps(0));
	EXPECT_OK(try_access(CGS, 0, SKB(mark), 4));
	EXPECT_OK(try_access(CGS, 0, SKB(tstamp), 8));
	EXPECT_ERR(try_access(CGS, 0, SKB(data), 4), EACCES);
	EXPECT_ERR(try_access(CGS, 0, SKB(data_end), 4), EACCES);
	EXPECT_ERR(try_access(CGS, 1, SKB(tstamp), 8), EACCES);
	EXPECT_OK(try_access(SOF, 0, SKB(len), 4));
	EXPECT_ERR(try_access(CLS, 0, SKB(len), 4), EPERM);
}

/* The module has to be loaded anew for that, so the device is used in a child only. */
TEST_TIMEOUT(unprivileged, 60)
{
	char before[512], params[600];
	int status = -1;
	pid_t child;

	module_params(before, sizeof(before), NULL);
	snprintf(params, sizeof(params), "%s unprivileged=1", before);
	close(sbpf_device());
	sbpf_device_use(-1);
	ASSERT_OK(module_unload());
	if (module_load(params)) {
		module_load(before);
		FAIL("cannot load with %s", params);
	}
	child = fork();
	if (!child) {
		unprivileged_access();
		_exit(0);
	}
	waitpid(child, &status, 0);
	EXPECT_EQ(status, 0);
	ASSERT_OK(module_unload());
	ASSERT_OK(module_load(before));
}

/* Run a program that returns one 32-bit load from the context. */
static __u32 field_value(int type, int off, int size, struct __sbpf_sk_buff *ctx)
{
	struct sbpf_insn insns[] = {
		INSN(SBPF_LDX | SBPF_MEM | size_bits(size), R0, R1, off, 0),
		EXIT(),
	};
	struct frame f;
	union sbpf_attr attr;
	int prog;

	frame_fill(&f);
	prog = ASSERT_OK(PROG_LOAD(type, insns));
	memset(&attr, 0, sizeof(attr));
	attr.test.data_in = PTR(&f);
	attr.test.data_size_in = sizeof(f);
	if (ctx) {
		attr.test.ctx_in = PTR(ctx);
		attr.test.ctx_size_in = sizeof(*ctx);
	}
	ASSERT_OK(prog_test_run_attr(prog, &attr));
	close(prog);
	return attr.test.retval;
}

TEST(values)
{
	struct __sbpf_sk_buff ctx = {
		.mark = 0x12345678, .priority = 77, .ingress_ifindex = 11, .wire_len = 2000, .gso_segs = 3, .gso_size = 500,
		.cb = { 1, 2, 3, 4, 0x55667788 }, .tstamp = 0x1122334455667788ULL, .hwtstamp = 0x99aabbccddULL,
	};

	EXPECT_EQ(field_value(CLS, SKB(len), 4, NULL), sizeof(struct frame));
	EXPECT_EQ(field_value(SOF, SKB(len), 4, NULL), sizeof(struct frame) - ETH_HLEN);
	EXPECT_EQ(field_value(CLS, SKB(protocol), 4, NULL), htons(ETH_P_IP));
	EXPECT_EQ(field_value(CLS, SKB(ifindex), 4, NULL), 1);
	/* The frame's destination is not loopback's address. */
	EXPECT_EQ(field_value(CLS, SKB(pkt_type), 4, NULL), 3);
	EXPECT_EQ(field_value(CLS, SKB(vlan_present), 4, NULL), 0);
	EXPECT_EQ(field_value(CLS, SKB(napi_id), 4, NULL), 0);
	EXPECT_EQ(field_value(CLS, SKB(mark), 4, &ctx), 0x12345678);
	EXPECT_EQ(field_value(CLS, SKB(mark), 1, &ctx), 0x78);
	EXPECT_EQ(field_value(CLS, SKB(mark) + 1, 1, &ctx), 0x56);
	EXPECT_EQ(field_value(CLS, SKB(mark) + 2, 2, &ctx), 0x1234);
	EXPECT_EQ(field_value(CLS, SKB(priority), 4, &ctx), 77);
	EXPECT_EQ(field_value(CLS, SKB(ingress_ifindex), 4, &ctx), 11);
	EXPECT_EQ(field_value(CLS, SKB(cb[4]), 4, &ctx), 0x55667788);
	EXPECT_EQ(field_value(CLS, SKB(cb[4]) + 2, 2, &ctx), 0x5566);
	EXPECT_EQ(field_value(CLS, SKB(wire_len), 4, &ctx), 2000);
	EXPECT_EQ(field_value(CLS, SKB(gso_segs), 4, &ctx), 3);
	EXPECT_EQ(field_value(CLS, SKB(gso_size), 4, &ctx), 500);
	EXPECT_EQ(field_value(CLS, SKB(tstamp), 8, &ctx), 0x55667788);
	EXPECT_EQ(field_value(CLS, SKB(hwtstamp), 8, &ctx), 0xaabbccdd);
	EXPECT_EQ(field_value(CLS, SKB(tc_classid), 4, &ctx), 0);
}

/* The socket of a test run has the packet's addresses. What a cgroup_skb program returns is 0 or 1, so compare inside. */
TEST(socket_fields)
{
	static const struct {
		int off;
		__u32 value;
	} cases[] = {
		{ SKB(family), 2 /* AF_INET */ },
		{ SKB(local_port), 0 },
		{ SKB(remote_port), 0 },
	};
	unsigned int i;
	struct frame f;

	frame_fill(&f);
	for (i = 0; i < ARRAY_SIZE(cases) + 2; i++) {
		int off = i < ARRAY_SIZE(cases) ? cases[i].off : i & 1 ? SKB(local_ip4) : SKB(remote_ip4);
		__u32 want = i < ARRAY_SIZE(cases) ? cases[i].value : off == SKB(local_ip4) ? f.ip.saddr : f.ip.daddr;
		struct sbpf_insn insns[] = {
			LDX(W, R2, R1, off),
			LD_IMM64(R3, want),
			MOV_IMM(R0, 1),
			JMP_REG(JEQ, R2, R3, 1),
			MOV_IMM(R0, 0),
			EXIT(),
		};
		int prog = ASSERT_OK(PROG_LOAD(CGS, insns));
		__u32 ret = 0;

		EXPECT_OK(prog_test_run(prog, &f, sizeof(f), &ret));
		if (ret != 1)
			tap_note("field at %d", off);
		EXPECT_EQ(ret, 1);
		close(prog);
	}
}

/* Stores reach the packet and come back in ctx_out. */
TEST(stores)
{
	struct sbpf_insn insns[] = {
		ST(W, R1, SKB(mark), 0x11223344),
		MOV_IMM(R2, 55),
		STX(W, R1, R2, SKB(priority)),
		ST(B, R1, SKB(cb[1]), 9),
		LD_IMM64(R2, 0x0102030405060708ULL),
		STX(DW, R1, R2, SKB(tstamp)),
		STX(DW, R1, R2, SKB(cb[2])),
		/* The register that carries the pointers meanwhile must survive. */
		MOV_IMM(R0, 1), MOV_IMM(R3, 3), MOV_IMM(R4, 4), MOV_IMM(R5, 5),
		STX(W, R1, R3, SKB(tc_index)),
		ST(W, R1, SKB(queue_mapping), 5),
		MOV_IMM(R2, 0x10000),
		STX(W, R1, R2, SKB(queue_mapping)),
		ST(W, R1, SKB(queue_mapping), 0xffff),
		ST(W, R1, SKB(tc_classid), 0x50007),
		ALU64_REG(ADD, R0, R3), ALU64_REG(ADD, R0, R4), ALU64_REG(ADD, R0, R5),
		LDX(W, R2, R1, SKB(tc_index)),
		ALU64_IMM(LSH, R2, 8),
		ALU64_REG(ADD, R0, R2),
		LDX(W, R2, R1, SKB(queue_mapping)),
		ALU64_IMM(LSH, R2, 16),
		ALU64_REG(ADD, R0, R2),
		LDX(W, R2, R1, SKB(tc_classid)),
		ALU64_IMM(LSH, R2, 24),
		ALU64_REG(ADD, R0, R2),
		EXIT(),
	};
	struct __sbpf_sk_buff out = {};
	union sbpf_attr attr;
	struct frame f;
	int prog = ASSERT_OK(PROG_LOAD(CLS, insns));

	frame_fill(&f);
	memset(&attr, 0, sizeof(attr));
	attr.test.data_in = PTR(&f);
	attr.test.data_size_in = sizeof(f);
	attr.test.ctx_out = PTR(&out);
	attr.test.ctx_size_out = sizeof(out);
	ASSERT_OK(prog_test_run_attr(prog, &attr));
	EXPECT_EQ(attr.test.retval, 7 << 24 | 5 << 16 | 3 << 8 | 13);
	EXPECT_EQ(out.mark, 0x11223344);
	EXPECT_EQ(out.priority, 55);
	EXPECT_EQ(out.cb[0], 0);
	EXPECT_EQ(out.cb[1], 9);
	EXPECT_EQ(out.cb[2], 0x05060708);
	EXPECT_EQ(out.cb[3], 0x01020304);
	EXPECT_EQ(out.tstamp, 0x0102030405060708ULL);
	EXPECT_EQ(out.ifindex, 1);
	EXPECT_EQ(attr.test.ctx_size_out, sizeof(out));
}

/* NETFILTER: two pointers, readable as numbers. */
TEST(netfilter_context)
{
	struct prog_opts opts = { .expected_attach_type = SBPF_NETFILTER };
	struct sbpf_insn insns[] = {
		LDX(DW, R2, R1, 0),
		LDX(DW, R3, R1, 8),
		MOV_IMM(R0, 0),
		JMP_IMM(JEQ, R2, 0, 2),
		JMP_IMM(JEQ, R3, 0, 1),
		MOV_IMM(R0, 1),
		EXIT(),
	};
	struct frame f;
	__u32 ret = 7;
	int prog = ASSERT_OK(prog_load_opts(SBPF_PROG_TYPE_NETFILTER, insns, ARRAY_SIZE(insns), &opts));

	frame_fill(&f);
	EXPECT_OK(prog_test_run(prog, &f.ip, sizeof(f) - ETH_HLEN, &ret));
	EXPECT_EQ(ret, 1);
}

/* --- what PROG_TEST_RUN takes --- */

static int run_len(int prog, __u32 len)
{
	static char data[8192] = { [12] = 8, [14] = 0x45 };

	return prog_test_run(prog, data, len, NULL);
}

TEST(test_run_sizes)
{
	struct sbpf_insn insns[] = { LDX(W, R0, R1, SKB(len)), EXIT() };
	int prog = ASSERT_OK(PROG_LOAD(CLS, insns));

	EXPECT_ERR(run_len(prog, 0), EINVAL);
	EXPECT_ERR(run_len(prog, ETH_HLEN - 1), EINVAL);
	/* An IPv4 packet without room for its header. */
	EXPECT_ERR(run_len(prog, ETH_HLEN + 19), EINVAL);
	EXPECT_OK(run_len(prog, ETH_HLEN + 20));
	EXPECT_OK(run_len(prog, 3000));
	EXPECT_ERR(run_len(prog, 4096), EINVAL);
	EXPECT_ERR(prog_test_run(prog, (void *)8, 64, NULL), EFAULT);
}

TEST(test_run_attributes)
{
	struct sbpf_insn insns[] = { MOV_IMM(R0, 42), EXIT() };
	int prog = ASSERT_OK(PROG_LOAD(CLS, insns));
	struct __sbpf_sk_buff ctx[2] = {};
	unsigned char out[128];
	union sbpf_attr attr, good;
	struct frame f;

	frame_fill(&f);
	memset(&good, 0, sizeof(good));
	good.test.data_in = PTR(&f);
	good.test.data_size_in = sizeof(f);
	attr = good;
	EXPECT_OK(prog_test_run_attr(prog, &attr));
	EXPECT_EQ(attr.test.retval, 42);
	EXPECT_EQ(attr.test.data_size_out, sizeof(f));
	attr = good;
	attr.test.flags = SBPF_F_TEST_RUN_ON_CPU;
	EXPECT_ERR(prog_test_run_attr(prog, &attr), EINVAL);
	attr = good;
	attr.test.cpu = 1;
	EXPECT_ERR(prog_test_run_attr(prog, &attr), EINVAL);
	attr = good;
	attr.test.batch_size = 1;
	EXPECT_ERR(prog_test_run_attr(prog, &attr), EINVAL);
	attr = good;
	attr.test.ctx_size_in = 8;
	EXPECT_ERR(prog_test_run_attr(prog, &attr), EINVAL);
	attr = good;
	attr.test.ctx_out = PTR(ctx);
	EXPECT_ERR(prog_test_run_attr(prog, &attr), EINVAL);
	EXPECT_ERR(prog_test_run(-1, &f, sizeof(f), NULL), EBADF);

	/* A short buffer gets the beginning of the packet, its true size, and ENOSPC. */
	memset(out, 0xee, sizeof(out));
	attr = good;
	attr.test.data_out = PTR(out);
	attr.test.data_size_out = 20;
	EXPECT_ERR(prog_test_run_attr(prog, &attr), ENOSPC);
	EXPECT_EQ(attr.test.data_size_out, sizeof(f));
	EXPECT_EQ(attr.test.retval, 42);
	EXPECT_EQ(memcmp(out, &f, 20), 0);
	EXPECT_EQ(out[20], 0xee);
	attr = good;
	attr.test.data_out = 8;
	EXPECT_ERR(prog_test_run_attr(prog, &attr), EFAULT);

	/* A larger context is fine while the rest is zero. */
	attr = good;
	attr.test.ctx_in = PTR(ctx);
	attr.test.ctx_size_in = sizeof(ctx);
	EXPECT_OK(prog_test_run_attr(prog, &attr));
	ctx[1].len = 1;
	EXPECT_ERR(prog_test_run_attr(prog, &attr), E2BIG);
	attr.test.ctx_size_in = 4;
	EXPECT_OK(prog_test_run_attr(prog, &attr));
}

/* Only some fields of the context may be given. */
TEST(test_run_context)
{
	struct sbpf_insn insns[] = { MOV_IMM(R0, 42), EXIT() };
	int prog = ASSERT_OK(PROG_LOAD(CLS, insns)), i;
	struct __sbpf_sk_buff ctx = {};
	union sbpf_attr attr, good;
	struct frame f;

	frame_fill(&f);
	memset(&good, 0, sizeof(good));
	good.test.data_in = PTR(&f);
	good.test.data_size_in = sizeof(f);
	for (i = 0; i < (int)sizeof(ctx); i++) {
		int ok = (i >= SKB(mark) && i < SKB(mark) + 4) || (i >= SKB(priority) && i < SKB(tc_index)) ||
			 (i >= SKB(cb[0]) && i < SKB(hash)) || (i >= SKB(tstamp) && i < SKB(sk)) ||
			 (i >= SKB(gso_size) && i < SKB(gso_size) + 4) || i >= SKB(hwtstamp);
		int ret;

		memset(&ctx, 0, sizeof(ctx));
		((unsigned char *)&ctx)[i] = 1;
		attr = good;
		attr.test.ctx_in = PTR(&ctx);
		attr.test.ctx_size_in = sizeof(ctx);
		ret = prog_test_run_attr(prog, &attr);
		/* wire_len must be from the length to 65536, and no such devices as ifindex 256 and more. */
		if (i >= SKB(wire_len) && i < SKB(wire_len) + 4)
			ok = i == SKB(wire_len) + 1 || i == SKB(wire_len) + 2;
		if (i > SKB(ifindex) && i < SKB(ifindex) + 4) {
			EXPECT_EQ(ret, -ENODEV);
			continue;
		}
		if (i >= SKB(gso_segs) + 2 && i < SKB(gso_segs) + 4)
			ok = 0;
		if ((ret == 0) != ok)
			tap_fail(__FILE__, __LINE__, "byte %d of the context: %d", i, ret);
	}
}

/* cb is kept from run to run; the duration is that of one run. */
TEST(test_run_repeat)
{
	struct sbpf_insn insns[] = {
		LDX(W, R0, R1, SKB(cb[0])),
		ALU64_IMM(ADD, R0, 1),
		STX(W, R1, R0, SKB(cb[0])),
		EXIT(),
	};
	int prog = ASSERT_OK(PROG_LOAD(CLS, insns));
	union sbpf_attr attr;
	struct frame f;

	frame_fill(&f);
	memset(&attr, 0, sizeof(attr));
	attr.test.data_in = PTR(&f);
	attr.test.data_size_in = sizeof(f);
	attr.test.repeat = 1000;
	ASSERT_OK(prog_test_run_attr(prog, &attr));
	EXPECT_EQ(attr.test.retval, 1000);
	EXPECT_LT(attr.test.duration, 1000000);
}

/* Types that see the packet from its network header on give it back with a MAC header of zeroes. */
TEST(test_run_mac_header)
{
	struct sbpf_insn insns[] = { MOV_IMM(R0, 1), EXIT() };
	int prog = ASSERT_OK(PROG_LOAD(CGS, insns));
	static const unsigned char zeroes[ETH_HLEN];
	struct frame f, g;

	frame_fill(&f);
	g = f;
	EXPECT_EQ(frame_run(prog, &g), 1);
	EXPECT_EQ(memcmp(&g, zeroes, ETH_HLEN), 0);
	EXPECT_EQ(memcmp(&g.ip, &f.ip, sizeof(f) - ETH_HLEN), 0);
}

/* Direct packet access of test runs, reads and writes. */
TEST(test_run_direct)
{
	struct sbpf_insn insns[] = {
		LDX(W, R2, R1, SKB(data)),
		LDX(W, R3, R1, SKB(data_end)),
		MOV_REG(R4, R2),
		ALU64_IMM(ADD, R4, 14),
		MOV_IMM(R0, -1),
		JMP_REG(JGT, R4, R3, 3),
		LDX(H, R0, R2, 12),
		ST(B, R2, 0, 0x7e),
		ST(W, R2, 6, 0x01010101),
		EXIT(),
	};
	int prog = ASSERT_OK(PROG_LOAD(CLS, insns));
	struct frame f;

	frame_fill(&f);
	EXPECT_EQ(frame_run(prog, &f), htons(ETH_P_IP));
	EXPECT_EQ(f.eth.h_dest[0], 0x7e);
	EXPECT_EQ(f.eth.h_source[0], 1);
	EXPECT_EQ(f.eth.h_source[3], 1);
	EXPECT_EQ(f.eth.h_source[5], 1);
}

/* The legacy loads: network order becomes host order, the packet's end ends the program with 0. */
TEST(legacy_loads)
{
	static const struct {
		struct sbpf_insn load;
		__u32 want;
	} cases[] = {
		{ LD_ABS(H, 12), ETH_P_IP },
		{ LD_ABS(B, 14), 0x45 },
		{ LD_ABS(W, 26), 0xc0000201 },
		{ LD_IND(W, R7, 26), 0xc0000202 },
		{ LD_ABS(B, sizeof(struct frame) - 1), 32 },
		{ LD_ABS(B, sizeof(struct frame)), 0 },
		{ LD_ABS(W, sizeof(struct frame) - 3), 0 },
		{ LD_ABS(B, -0x100000), 0x45 },		/* network header */
		{ LD_ABS(H, -0x200000 + 12), ETH_P_IP },	/* MAC header */
		{ LD_ABS(B, -0x300000), 0 },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct sbpf_insn insns[] = { MOV_REG(R6, R1), MOV_IMM(R7, 4), cases[i].load, EXIT() };
		int prog = ASSERT_OK(PROG_LOAD(CLS, insns));
		struct frame f;

		frame_fill(&f);
		tap_note("load %u", i);
		EXPECT_EQ(frame_run(prog, &f), cases[i].want);
		close(prog);
	}
}

static int nf_run(int prog, const void *data, __u32 len, int pf, int hook)
{
	/* struct nf_hook_state begins with hook and pf. */
	struct {
		__u8 hook, pf;
		__u8 rest[46];
	} state = { .hook = hook, .pf = pf };
	union sbpf_attr attr;
	int ret;

	memset(&attr, 0, sizeof(attr));
	attr.test.data_in = PTR(data);
	attr.test.data_size_in = len;
	attr.test.ctx_in = PTR(&state);
	attr.test.ctx_size_in = sizeof(state);
	ret = prog_test_run_attr(prog, &attr);
	return ret ?: (int)attr.test.retval;
}

TEST(netfilter_test_run)
{
	struct prog_opts opts = { .expected_attach_type = SBPF_NETFILTER };
	struct sbpf_insn insns[] = {
		MOV_IMM(R2, 0),
		MOV_REG(R3, R10),
		ALU64_IMM(ADD, R3, -8),
		MOV_IMM(R4, 1),
		CALL(skb_load_bytes),
		LDX(B, R1, R10, -8),
		MOV_IMM(R0, 0),
		JMP_IMM(JNE, R1, 0x45, 1),
		MOV_IMM(R0, 1),
		EXIT(),
	};
	int prog = ASSERT_OK(prog_load_opts(SBPF_PROG_TYPE_NETFILTER, insns, ARRAY_SIZE(insns), &opts));
	union sbpf_attr attr;
	struct frame f;
	__u32 ret = 9;

	frame_fill(&f);
	EXPECT_OK(prog_test_run(prog, &f.ip, sizeof(f) - ETH_HLEN, &ret));
	EXPECT_EQ(ret, 1);
	EXPECT_EQ(nf_run(prog, &f, sizeof(f), NFPROTO_IPV4, NF_INET_PRE_ROUTING), 1);
	EXPECT_EQ(nf_run(prog, &f.ip, sizeof(f) - ETH_HLEN, NFPROTO_IPV4, NF_INET_LOCAL_OUT), 1);
	EXPECT_EQ(nf_run(prog, &f, sizeof(f), NFPROTO_IPV6, NF_INET_PRE_ROUTING), -EINVAL);
	EXPECT_EQ(nf_run(prog, &f, sizeof(f), 1, NF_INET_PRE_ROUTING), -EINVAL);
	EXPECT_EQ(nf_run(prog, &f, ETH_HLEN + 19, NFPROTO_IPV4, NF_INET_PRE_ROUTING), -EINVAL);
	EXPECT_ERR(prog_test_run(prog, &f.ip, 19, NULL), EINVAL);
	f.eth.h_proto = htons(ETH_P_ARP);
	EXPECT_EQ(nf_run(prog, &f, sizeof(f), NFPROTO_IPV4, NF_INET_PRE_ROUTING), -EPROTO);
	memset(&attr, 0, sizeof(attr));
	attr.test.data_in = PTR(&f.ip);
	attr.test.data_size_in = sizeof(f) - ETH_HLEN;
	attr.test.cpu = 1;
	EXPECT_ERR(prog_test_run_attr(prog, &attr), EINVAL);
}

/* A packet of a route begins at its network header; only on the way out it may be changed. */
TEST(lwt)
{
	static const int lwt[] = { SBPF_PROG_TYPE_LWT_IN, SBPF_PROG_TYPE_LWT_OUT, SBPF_PROG_TYPE_LWT_XMIT };
	unsigned int t;

	for (t = 0; t < ARRAY_SIZE(lwt); t++) {
		struct sbpf_insn insns[] = {
			LDX(W, R2, R1, SKB(data)), LDX(W, R3, R1, SKB(data_end)),
			MOV_REG(R4, R2), ALU64_IMM(ADD, R4, 20), MOV_IMM(R0, 0),
			JMP_REG(JGT, R4, R3, 2),
			LDX(B, R0, R2, 0),
			lwt[t] == SBPF_PROG_TYPE_LWT_XMIT ? ST(B, R2, 8, 7) : MOV_IMM(R5, 7),
			EXIT(),
		};
		struct frame f;
		int prog = ASSERT_OK(PROG_LOAD(lwt[t], insns));

		frame_fill(&f);
		EXPECT_EQ(frame_run(prog, &f), 0x45);
		EXPECT_EQ(f.ip.ttl, lwt[t] == SBPF_PROG_TYPE_LWT_XMIT ? 7 : 64);
		close(prog);
		insns[7] = ST(B, R2, 8, 7);
		prog = PROG_LOAD_BAD(lwt[t], insns, NULL, 0);
		if (lwt[t] == SBPF_PROG_TYPE_LWT_XMIT)
			close(ASSERT_OK(prog));
		else
			EXPECT_ERR(prog, EACCES);
	}
}
