// SPDX-License-Identifier: GPL-2.0
/*
 * The helpers on packets: what each does to a test packet, byte for byte. What real packets say to them is in skb_real.c.
 * covers: helper:skb_load_bytes helper:skb_load_bytes_relative helper:skb_store_bytes
 * covers: helper:skb_change_tail helper:skb_change_head helper:skb_pull_data helper:l3_csum_replace
 * covers: helper:l4_csum_replace helper:csum_diff helper:csum_update helper:get_hash_recalc
 * covers: helper:set_hash helper:set_hash_invalid
 */
#include "packets.h"

#define CLS	SBPF_PROG_TYPE_SCHED_CLS

static int map;

BEFORE_EACH()
{
	need_device();
	map = numbers_create();
}

/* Load a program, run it on a fresh frame, forget it. */
static int run_insns(const struct sbpf_insn *insns, __u32 cnt, struct frame *f)
{
	int prog = nf_load(CLS, insns, cnt);
	__u32 ret = frame_run(prog, f);

	close(prog);
	return ret;
}

#define RUN(insns, f)	run_insns(insns, ARRAY_SIZE(insns), f)

TEST(load_bytes)
{
	static const struct {
		int off;
		int size;
		int ret;
		__u32 value;
	} cases[] = {
		{ OFF_ETH_PROTO, 2, 0, 0x0008 },
		{ OFF_SADDR, 4, 0, 0x010200c0 },
		{ sizeof(struct frame) - 4, 4, 0, 0x201f1e1d },
		{ sizeof(struct frame) - 3, 4, -EFAULT, 0 },
		{ sizeof(struct frame), 1, -EFAULT, 0x5a5a5a00 },	/* zeroed is what was asked for */
		{ -1, 4, -EFAULT, 0 },
		{ 0x7ffffff0, 4, -EFAULT, 0 },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct sbpf_insn insns[] = {
			MOV_REG(R6, R1),
			ST(DW, R10, -8, 0),
			ST(W, R10, -8, cases[i].ret ? 0x5a5a5a5a : 0),
			BYTES_ARGS(cases[i].off, cases[i].size),
			CALL(skb_load_bytes),
			LDX(W, R7, R10, -8),
			PUT(map, 0, R7),
			EXIT(),
		};
		struct frame f;

		frame_fill(&f);
		EXPECT_EQ(RUN(insns, &f), cases[i].ret);
		EXPECT_EQ(number(map, 0), cases[i].value);
	}
}

TEST(load_bytes_relative)
{
	static const struct {
		int base;
		int off;
		int ret;
		__u32 value;
	} cases[] = {
		{ SBPF_HDR_START_MAC, OFF_SADDR, 0, 0x010200c0 },
		{ SBPF_HDR_START_NET, 12, 0, 0x010200c0 },
		{ SBPF_HDR_START_NET, sizeof(struct frame) - ETH_HLEN - 4, 0, 0x201f1e1d },
		{ SBPF_HDR_START_NET, sizeof(struct frame) - ETH_HLEN - 3, -EFAULT, 0 },
		{ SBPF_HDR_START_MAC, 0x10000, -EFAULT, 0 },
		{ 2, 0, -EFAULT, 0 },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct sbpf_insn insns[] = {
			MOV_REG(R6, R1),
			BYTES_ARGS(cases[i].off, 4),
			MOV_IMM(R5, cases[i].base),
			CALL(skb_load_bytes_relative),
			LDX(W, R7, R10, -8),
			PUT(map, 0, R7),
			EXIT(),
		};
		struct frame f;

		frame_fill(&f);
		EXPECT_EQ(RUN(insns, &f), cases[i].ret);
		EXPECT_EQ(number(map, 0), cases[i].value);
	}
}

TEST(store_bytes)
{
	static const struct {
		int off;
		int size;
		int flags;
		int ret;
	} cases[] = {
		{ OFF_SADDR, 4, 0, 0 },
		{ OFF_SADDR, 4, SBPF_F_RECOMPUTE_CSUM | SBPF_F_INVALIDATE_HASH, 0 },
		{ sizeof(struct frame) - 8, 8, 0, 0 },
		{ sizeof(struct frame) - 7, 8, 0, -EFAULT },
		{ -1, 4, 0, -EFAULT },
		{ OFF_SADDR, 4, 4, -EINVAL },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct sbpf_insn insns[] = {
			MOV_REG(R6, R1),
			LD_IMM64(R7, 0x8877665544332211ULL),
			STX(DW, R10, R7, -8),
			BYTES_ARGS(cases[i].off, cases[i].size),
			MOV_IMM(R5, cases[i].flags),
			CALL(skb_store_bytes),
			EXIT(),
		};
		struct frame f, want;

		frame_fill(&f);
		want = f;
		if (!cases[i].ret)
			memcpy((char *)&want + cases[i].off, "\x11\x22\x33\x44\x55\x66\x77\x88", cases[i].size);
		EXPECT_EQ(RUN(insns, &f), cases[i].ret);
		EXPECT_EQ(memcmp(&f, &want, sizeof(f)), 0);
	}
}

/* Packet pointers are void after a helper that may move the packet, and good again when loaded anew. */
TEST(pointers_after_change)
{
	struct sbpf_insn stale[] = {
		MOV_REG(R6, R1),
		LDX(W, R7, R6, SKB(data)),
		LDX(W, R8, R6, SKB(data_end)),
		MOV_REG(R2, R7),
		ALU64_IMM(ADD, R2, 14),
		JMP_REG(JGT, R2, R8, 4),
		MOV_IMM(R2, 0),
		CALL(skb_pull_data),
		LDX(B, R0, R7, 0),
		EXIT(),
		MOV_IMM(R0, 0),
		EXIT(),
	};
	struct sbpf_insn fresh[] = {
		MOV_REG(R6, R1),
		MOV_IMM(R2, sizeof(struct frame) + 100),
		MOV_IMM(R3, 0),
		CALL(skb_change_tail),
		LDX(W, R7, R6, SKB(data)),
		LDX(W, R8, R6, SKB(data_end)),
		ALU64_IMM(ADD, R7, sizeof(struct frame) + 100),
		MOV_IMM(R0, 1),
		JMP_REG(JGT, R7, R8, 1),
		LDX(B, R0, R7, -1),
		EXIT(),
	};
	int prog = CLS_LOAD(fresh);
	union sbpf_attr attr;
	struct frame f;

	EXPECT_ERR(PROG_LOAD_BAD(CLS, stale, NULL, 0), EACCES);
	frame_fill(&f);
	memset(&attr, 0, sizeof(attr));
	attr.test.data_in = PTR(&f);
	attr.test.data_size_in = sizeof(f);
	EXPECT_OK(prog_test_run_attr(prog, &attr));
	EXPECT_EQ(attr.test.retval, 0);
	EXPECT_EQ(attr.test.data_size_out, sizeof(f) + 100);
}

TEST(change_tail)
{
	static const struct {
		unsigned int len;
		int flags;
		int ret;
	} cases[] = {
		{ sizeof(struct frame), 0, 0 }, { sizeof(struct frame) - 10, 0, 0 }, { sizeof(struct frame) + 500, 0, 0 },
		{ ETH_HLEN + 20, 0, 0 }, { ETH_HLEN - 1, 0, -EINVAL }, { sizeof(struct frame), 1, -EINVAL },
		{ 1 << 20, 0, -EINVAL },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct sbpf_insn insns[] = {
			MOV_IMM(R2, cases[i].len),
			MOV_IMM(R3, cases[i].flags),
			CALL(skb_change_tail),
			EXIT(),
		};
		unsigned char out[1024], zeroes[500] = {};
		int prog = CLS_LOAD(insns);
		union sbpf_attr attr;
		struct frame f;
		unsigned int len = cases[i].ret ? sizeof(f) : cases[i].len;

		frame_fill(&f);
		memset(&attr, 0, sizeof(attr));
		attr.test.data_in = PTR(&f);
		attr.test.data_size_in = sizeof(f);
		attr.test.data_out = PTR(out);
		attr.test.data_size_out = sizeof(out);
		EXPECT_OK(prog_test_run_attr(prog, &attr));
		tap_note("length %u flags %d", cases[i].len, cases[i].flags);
		EXPECT_EQ(attr.test.retval, cases[i].ret);
		EXPECT_EQ(attr.test.data_size_out, len);
		EXPECT_EQ(memcmp(out, &f, len < sizeof(f) ? len : sizeof(f)), 0);
		if (len > sizeof(f))
			EXPECT_EQ(memcmp(out + sizeof(f), zeroes, len - sizeof(f)), 0);
		close(prog);
	}
}

/* The frame afterwards and the result, by us or by the host: whether the runs worked. */
static bool change_head(bool of_host, int type, int len, int flags, struct frame *f, unsigned char *out, __u32 *size, __u32 *ret)
{
	const struct sbpf_insn insns[] = {
		MOV_IMM(R2, len),
		MOV_IMM(R3, flags),
		CALL(skb_change_head),
		EXIT(),
	};
	union sbpf_attr attr = {
		.prog_type = type, .insns = PTR(insns), .insn_cnt = ARRAY_SIZE(insns), .license = PTR("GPL"),
	};
	int (*bpf)(int cmd, void *attr, unsigned int size) = of_host ? sbpf_host : sbpf;
	int fd = bpf(SBPF_PROG_LOAD, &attr, offsetof(union sbpf_attr, fd_array)), err;

	if (fd == -ENOSYS)
		return false;
	ASSERT_OK(fd);
	frame_fill(f);
	memset(&attr, 0, sizeof(attr));
	attr.test.prog_fd = fd;
	attr.test.data_in = PTR(f);
	attr.test.data_size_in = sizeof(*f);
	attr.test.data_out = PTR(out);
	attr.test.data_size_out = *size;
	err = bpf(SBPF_PROG_TEST_RUN, &attr, offsetof(union sbpf_attr, test.batch_size) + 4);
	EXPECT_OK(err);
	*size = attr.test.data_size_out;
	*ret = attr.test.retval;
	close(fd);
	return true;
}

TEST(change_head)
{
	static const struct {
		int len;
		int flags;
		int ret;
	} cases[] = {
		{ 0, 0, 0 }, { 1, 0, 0 }, { 14, 0, 0 }, { 600, 0, 0 }, { 14, 1, -EINVAL }, { 1 << 24, 0, -EINVAL }, { -1, 0, -EINVAL },
	};
	static const int types[] = { CLS, SBPF_PROG_TYPE_LWT_XMIT };
	unsigned int i, t;

	for (t = 0; t < ARRAY_SIZE(types); t++) {
		for (i = 0; i < ARRAY_SIZE(cases); i++) {
			unsigned char ours[1024] = {}, theirs[1024] = {};
			__u32 size = sizeof(ours), host_size = sizeof(theirs), ret, host_ret;
			unsigned int len = cases[i].ret ? 0 : cases[i].len, k, mac = types[t] == CLS ? 0 : ETH_HLEN;
			struct frame f;

			ASSERT_TRUE(change_head(false, types[t], cases[i].len, cases[i].flags, &f, ours, &size, &ret));
			tap_note("type %d length %d flags %d", types[t], cases[i].len, cases[i].flags);
			EXPECT_EQ((int)ret, cases[i].ret);
			EXPECT_EQ(size, sizeof(f) + len);
			for (k = 0; k < len; k++)
				EXPECT_EQ(ours[mac + k], 0);
			EXPECT_EQ(memcmp(ours + mac + len, (char *)&f + mac, sizeof(f) - mac), 0);
			if (!change_head(true, types[t], cases[i].len, cases[i].flags, &f, theirs, &host_size, &host_ret))
				continue;
			EXPECT_EQ(ret, host_ret);
			EXPECT_EQ(size, host_size);
			EXPECT_EQ(memcmp(ours, theirs, sizeof(ours)), 0);
		}
	}
}

/* Change an address and a port the way a NAT does: afterwards both checksums are right again. */
TEST(csum_replace)
{
	struct frame f, was;
	__u32 address = inet_addr("198.51.100.77");
	__u16 port = htons(4444);
	struct sbpf_insn insns[] = {
		MOV_REG(R6, R1),
		/* The address, in both checksums. */
		MOV_IMM(R2, OFF_IP_CSUM), LD_IMM64(R3, inet_addr("192.0.2.1")), LD_IMM64(R4, address), MOV_IMM(R5, 4),
		CALL(l3_csum_replace),
		MOV_REG(R7, R0),
		MOV_REG(R1, R6), MOV_IMM(R2, OFF_UDP_CSUM), LD_IMM64(R3, inet_addr("192.0.2.1")), LD_IMM64(R4, address),
		MOV_IMM(R5, 4 | SBPF_F_PSEUDO_HDR | SBPF_F_MARK_MANGLED_0),
		CALL(l4_csum_replace),
		ALU64_REG(OR, R7, R0),
		/* The port. */
		MOV_REG(R1, R6), MOV_IMM(R2, OFF_UDP_CSUM), MOV_IMM(R3, htons(2222)), MOV_IMM(R4, port),
		MOV_IMM(R5, 2 | SBPF_F_MARK_MANGLED_0),
		CALL(l4_csum_replace),
		ALU64_REG(OR, R7, R0),
		ST(W, R10, -8, address),
		BYTES_ARGS(OFF_SADDR, 4), MOV_IMM(R5, 0),
		CALL(skb_store_bytes),
		ALU64_REG(OR, R7, R0),
		ST(H, R10, -8, port),
		BYTES_ARGS(OFF_DPORT, 2), MOV_IMM(R5, 0),
		CALL(skb_store_bytes),
		ALU64_REG(OR, R7, R0),
		MOV_REG(R0, R7),
		EXIT(),
	};

	frame_fill(&f);
	was = f;
	EXPECT_EQ(RUN(insns, &f), 0);
	EXPECT_EQ(f.ip.saddr, address);
	EXPECT_EQ(f.udp.dest, port);
	EXPECT_NE(f.ip.check, was.ip.check);
	EXPECT_EQ(ip_sum(&f.ip), 0xffff);
	EXPECT_EQ(udp_sum(&f.ip, &f.udp), 0xffff);
}

/* A difference from csum_diff in place of a field (width 0). */
TEST(csum_replace_diff)
{
	__u32 address = inet_addr("198.51.100.77");
	struct frame f;
	struct sbpf_insn insns[] = {
		MOV_REG(R6, R1),
		LD_IMM64(R1, inet_addr("192.0.2.1")),
		STX(W, R10, R1, -16),
		LD_IMM64(R1, address),
		STX(W, R10, R1, -8),
		MOV_REG(R1, R10), ALU64_IMM(ADD, R1, -16), MOV_IMM(R2, 4),
		MOV_REG(R3, R10), ALU64_IMM(ADD, R3, -8), MOV_IMM(R4, 4), MOV_IMM(R5, 0),
		CALL(csum_diff),
		MOV_REG(R8, R0),
		MOV_REG(R1, R6), MOV_IMM(R2, OFF_IP_CSUM), MOV_IMM(R3, 0), MOV_REG(R4, R8), MOV_IMM(R5, 0),
		CALL(l3_csum_replace),
		MOV_REG(R7, R0),
		MOV_REG(R1, R6), MOV_IMM(R2, OFF_UDP_CSUM), MOV_IMM(R3, 0), MOV_REG(R4, R8),
		MOV_IMM(R5, SBPF_F_PSEUDO_HDR),
		CALL(l4_csum_replace),
		ALU64_REG(OR, R7, R0),
		BYTES_ARGS(OFF_SADDR, 4), MOV_IMM(R5, 0),
		CALL(skb_store_bytes),
		ALU64_REG(OR, R0, R7),
		EXIT(),
	};

	frame_fill(&f);
	EXPECT_EQ(RUN(insns, &f), 0);
	EXPECT_EQ(f.ip.saddr, address);
	EXPECT_EQ(ip_sum(&f.ip), 0xffff);
	EXPECT_EQ(udp_sum(&f.ip, &f.udp), 0xffff);
}

TEST(csum_replace_errors)
{
	static const struct {
		int l4;
		int off;
		int from;
		int flags;
		int ret;
	} cases[] = {
		{ 0, OFF_IP_CSUM, 1, 0, -EINVAL }, { 0, OFF_IP_CSUM, 1, 3, -EINVAL }, { 0, OFF_IP_CSUM, 1, 0x10, -EINVAL },
		{ 0, OFF_IP_CSUM + 1, 1, 2, -EFAULT }, { 0, 0x10000, 1, 2, -EFAULT },
		{ 0, sizeof(struct frame) & ~1U, 1, 2, -EFAULT },
		{ 1, OFF_UDP_CSUM, 1, 0, -EINVAL }, { 1, OFF_UDP_CSUM, 1, 5, -EINVAL }, { 1, OFF_UDP_CSUM, 1, 0x100, -EINVAL },
		{ 1, OFF_UDP_CSUM + 1, 1, 2, -EFAULT }, { 1, 0x10000, 1, 2, -EFAULT },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct sbpf_insn insns[] = {
			MOV_IMM(R2, cases[i].off), MOV_IMM(R3, cases[i].from), MOV_IMM(R4, 0), MOV_IMM(R5, cases[i].flags),
			cases[i].l4 ? CALL(l4_csum_replace) : CALL(l3_csum_replace),
			EXIT(),
		};
		struct frame f;

		frame_fill(&f);
		tap_note("case %u", i);
		EXPECT_EQ(RUN(insns, &f), cases[i].ret);
	}
}

/* A UDP checksum of 0 means none: it stays, unless asked otherwise. */
TEST(csum_mangled_0)
{
	int enforce;

	for (enforce = 0; enforce <= 1; enforce++) {
		struct sbpf_insn insns[] = {
			MOV_IMM(R2, OFF_UDP_CSUM), MOV_IMM(R3, 0), MOV_IMM(R4, 0x1234),
			MOV_IMM(R5, 2 | SBPF_F_MARK_MANGLED_0 | (enforce ? SBPF_F_MARK_ENFORCE : 0)),
			CALL(l4_csum_replace),
			EXIT(),
		};
		struct frame f;

		frame_fill(&f);
		f.udp.check = 0;
		EXPECT_EQ(RUN(insns, &f), 0);
		EXPECT_EQ(f.udp.check != 0, enforce);
	}
}

static __u32 fold(__u32 sum)
{
	sum = (sum & 0xffff) + (sum >> 16);
	return (sum & 0xffff) + (sum >> 16);
}

TEST(csum_diff)
{
	static const __u32 from[2] = { 0x11223344, 0xfffefdfc }, to[3] = { 0x01020304, 0xa0b0c0d0, 0x7 };
	__u64 from64 = from[0] | (__u64)from[1] << 32, to64 = to[0] | (__u64)to[1] << 32;
	static const struct {
		int from;
		int to;
		__u32 seed;
	} cases[] = { { 0, 12, 0 }, { 8, 0, 0 }, { 8, 12, 0 }, { 4, 4, 0x1234 }, { 0, 0, 0x77 }, { 8, 8, 0xfffffffe } };
	unsigned int i, j;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct sbpf_insn insns[] = {
			LD_IMM64(R1, from64), STX(DW, R10, R1, -8),
			LD_IMM64(R1, to64), STX(DW, R10, R1, -24), ST(W, R10, -16, to[2]),
			MOV_REG(R1, R10), ALU64_IMM(ADD, R1, -8), MOV_IMM(R2, cases[i].from),
			MOV_REG(R3, R10), ALU64_IMM(ADD, R3, -24), MOV_IMM(R4, cases[i].to),
			LD_IMM64(R5, cases[i].seed),
			CALL(csum_diff),
			EXIT(),
		};
		__u64 want = cases[i].seed;
		struct frame f;

		for (j = 0; j < cases[i].from / 4U; j++)
			want += (__u32)~from[j];
		for (j = 0; j < cases[i].to / 4U; j++)
			want += to[j];
		want = (want & 0xffffffff) + (want >> 32);
		frame_fill(&f);
		/* All ones and zero are the same sum. */
		EXPECT_EQ(fold(RUN(insns, &f)) % 0xffff, fold((__u32)((want & 0xffffffff) + (want >> 32))) % 0xffff);
	}
}

/* Which of the two zeros it is: all bits set unless nothing at all was added. */
TEST(csum_diff_zero)
{
	const __u64 taken[] = { 0xffffffff, 0xffffffffffffffff, 0xfffffffe00000001 };
	const __u32 left[] = { 0xffffffff, 0, 0xffffffff };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(taken); i++) {
		struct sbpf_insn insns[] = {
			LD_IMM64(R1, taken[i]), STX(DW, R10, R1, -8),
			MOV_REG(R1, R10), ALU64_IMM(ADD, R1, -8), MOV_IMM(R2, 8),
			MOV_IMM(R3, 0), MOV_IMM(R4, 0), MOV_IMM(R5, 0),
			CALL(csum_diff),
			EXIT(),
		};
		struct frame f;

		frame_fill(&f);
		EXPECT_EQ((__u32)RUN(insns, &f), left[i]);
	}
}

TEST(csum_diff_errors)
{
	struct sbpf_insn odd[] = {
		ST(DW, R10, -8, 0),
		MOV_IMM(R1, 0), MOV_IMM(R2, 0), MOV_REG(R3, R10), ALU64_IMM(ADD, R3, -8), MOV_IMM(R4, 6), MOV_IMM(R5, 0),
		CALL(csum_diff),
		EXIT(),
	};
	struct frame f;

	frame_fill(&f);
	EXPECT_EQ(RUN(odd, &f), -EINVAL);
}

/* A test packet's checksum is not one over the whole packet. */
TEST(csum_update)
{
	struct sbpf_insn insns[] = { MOV_IMM(R2, 1), CALL(csum_update), EXIT() };
	struct frame f;

	frame_fill(&f);
	EXPECT_EQ(RUN(insns, &f), -524);
}

TEST(hash)
{
	struct sbpf_insn insns[] = {
		MOV_REG(R6, R1),
		MOV_IMM(R2, 0x1234567),
		CALL(set_hash),
		LDX(W, R7, R6, SKB(hash)),
		PUT(map, 0, R7),
		MOV_REG(R1, R6),
		CALL(get_hash_recalc),
		MOV_REG(R7, R0),
		PUT(map, 1, R7),
		MOV_REG(R1, R6),
		CALL(set_hash_invalid),
		LDX(W, R7, R6, SKB(hash)),
		PUT(map, 2, R7),
		MOV_REG(R1, R6),
		CALL(get_hash_recalc),
		MOV_REG(R7, R0),
		PUT(map, 3, R7),
		LDX(W, R7, R6, SKB(hash)),
		PUT(map, 4, R7),
		MOV_IMM(R0, 0),
		EXIT(),
	};
	struct frame f;
	__u64 first;

	frame_fill(&f);
	EXPECT_EQ(RUN(insns, &f), 0);
	EXPECT_EQ(number(map, 0), 0x1234567);
	EXPECT_EQ(number(map, 1), 0x1234567);
	EXPECT_EQ(number(map, 2), 0);
	EXPECT_NE(number(map, 3), 0);
	EXPECT_EQ(number(map, 3), number(map, 4));
	first = number(map, 3);
	/* The same flow gives the same hash, another one another. */
	EXPECT_EQ(RUN(insns, &f), 0);
	EXPECT_EQ(number(map, 3), first);
	f.udp.dest = htons(9);
	EXPECT_EQ(RUN(insns, &f), 0);
	EXPECT_NE(number(map, 3), first);
}
