// SPDX-License-Identifier: GPL-2.0
/*
 * Tail calls: what they jump to, when they do not happen, how many there may be.
 */
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "sandbpf.h"
#include "tap.h"

#define TYPE	SBPF_PROG_TYPE_SCHED_CLS

/* r1 = context, tail call slot @index of @map, else fall through. */
#define TAIL_CALL(map, index)		\
	LD_MAP_FD(R2, map),		\
	MOV_IMM(R3, index),		\
	CALL(tail_call)

static int progs;

BEFORE_EACH()
{
	need_device();
	progs = ASSERT_OK(map_create(SBPF_MAP_TYPE_PROG_ARRAY, 4, 4, 4, 0));
}

static int load_constant(int value)
{
	const struct sbpf_insn insns[] = { MOV_IMM(R0, value), EXIT() };

	return ASSERT_OK(PROG_LOAD(TYPE, insns));
}

static void put(__u32 slot, __u32 fd)
{
	ASSERT_OK(map_update(progs, &slot, &fd, 0));
}

static __u32 run(int fd)
{
	unsigned char packet[64] = {};
	__u32 retval = ~0U;

	ASSERT_OK(prog_test_run(fd, packet, sizeof(packet), &retval));
	return retval;
}

TEST(goes_to_the_slot)
{
	const struct sbpf_insn insns[] = { TAIL_CALL(progs, 2), MOV_IMM(R0, 1), EXIT() };
	int fd = ASSERT_OK(PROG_LOAD(TYPE, insns));
	__u32 slot = 2;

	EXPECT_EQ(run(fd), 1);
	put(2, load_constant(7));
	EXPECT_EQ(run(fd), 7);
	put(2, load_constant(8));
	EXPECT_EQ(run(fd), 8);
	ASSERT_OK(map_delete(progs, &slot));
	EXPECT_EQ(run(fd), 1);
}

TEST(index_out_of_range)
{
	const struct sbpf_insn insns[] = { TAIL_CALL(progs, 4), MOV_IMM(R0, 1), EXIT() };
	const struct sbpf_insn minus[] = { TAIL_CALL(progs, -1), MOV_IMM(R0, 2), EXIT() };

	put(0, load_constant(7));
	EXPECT_EQ(run(ASSERT_OK(PROG_LOAD(TYPE, insns))), 1);
	EXPECT_EQ(run(ASSERT_OK(PROG_LOAD(TYPE, minus))), 2);
}

/* Without CAP_PERFMON the index is compared once more, and the CPU may not guess how that ends. */
TEST(index_without_perfmon)
{
	const struct sbpf_insn insns[] = {
		LDX(W, R3, R1, offsetof(struct __sbpf_sk_buff, mark)),
		LD_MAP_FD(R2, progs),
		CALL(tail_call),
		MOV_IMM(R0, 1),
		EXIT(),
	};
	struct __sbpf_sk_buff ctx = {};
	unsigned char packet[64] = {};
	union sbpf_attr attr;
	static const struct { __u32 index, result; } cases[] = {
		{ 0, 7 }, { 1, 1 }, { 3, 8 }, { 4, 1 }, { 1U << 31, 1 }, { ~0U, 1 },
	};
	unsigned int i;
	int fd;

	ASSERT_OK(keep_caps(1ULL << CAP_NET_ADMIN | 1ULL << CAP_BPF));
	put(0, load_constant(7));
	put(3, load_constant(8));
	fd = ASSERT_OK(PROG_LOAD(TYPE, insns));
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		memset(&attr, 0, sizeof(attr));
		ctx.mark = cases[i].index;
		attr.test.prog_fd = fd;
		attr.test.data_in = (uintptr_t)packet;
		attr.test.data_size_in = sizeof(packet);
		attr.test.ctx_in = (uintptr_t)&ctx;
		attr.test.ctx_size_in = sizeof(ctx);
		ASSERT_OK(sbpf(SBPF_PROG_TEST_RUN, &attr, sizeof(attr)));
		EXPECT_EQ(attr.test.retval, cases[i].result);
	}
}

/* A program that counts itself in a map and goes round and round. */
TEST(thirty_three_times)
{
	int count = ASSERT_OK(map_create(SBPF_MAP_TYPE_ARRAY, 4, 8, 1, 0));
	const struct sbpf_insn insns[] = {
		LD_MAP_VALUE(R6, count, 0),
		LDX(DW, R7, R6, 0),
		ALU64_IMM(ADD, R7, 1),
		STX(DW, R6, R7, 0),
		TAIL_CALL(progs, 0),
		MOV_IMM(R0, 5),
		EXIT(),
	};
	int fd = ASSERT_OK(PROG_LOAD(TYPE, insns));
	__u64 value = 0;
	__u32 key = 0;

	put(0, fd);
	EXPECT_EQ(run(fd), 5);
	ASSERT_OK(map_lookup(count, &key, &value));
	EXPECT_EQ(value, 34);
	EXPECT_EQ(run(fd), 5);
	ASSERT_OK(map_lookup(count, &key, &value));
	EXPECT_EQ(value, 68);
}

/* The context and the packet are those of the caller. */
TEST(context_goes_along)
{
	const struct sbpf_insn target[] = {
		LDX(W, R0, R1, offsetof(struct __sbpf_sk_buff, len)),
		EXIT(),
	};
	const struct sbpf_insn insns[] = { TAIL_CALL(progs, 0), MOV_IMM(R0, 1), EXIT() };

	put(0, ASSERT_OK(PROG_LOAD(TYPE, target)));
	EXPECT_EQ(run(ASSERT_OK(PROG_LOAD(TYPE, insns))), 64);
}

/* Out of a function of the program: the result goes to its caller. */
TEST(from_a_function)
{
	const struct sbpf_insn insns[] = {
		MOV_IMM(R6, 100),
		CALL_REL(2),
		ALU64_REG(ADD, R0, R6),
		EXIT(),
		TAIL_CALL(progs, 0),
		MOV_IMM(R0, 1),
		EXIT(),
	};
	char log[4096] = "";
	int fd = prog_load_bad(TYPE, insns, sizeof(insns) / sizeof(insns[0]), log, sizeof(log));

	/* Linux asks for BTF that says the function returns an int; so may we. */
	if (fd == -EINVAL)
		SKIP("tail calls in functions are refused: %.60s", log);
	ASSERT_OK(fd);
	EXPECT_EQ(run(fd), 101);
	put(0, load_constant(7));
	EXPECT_EQ(run(fd), 107);
}

TEST(other_kinds_of_programs_are_refused)
{
	const struct sbpf_insn insns[] = { TAIL_CALL(progs, 0), MOV_IMM(R0, 1), EXIT() };
	const struct sbpf_insn other[] = { MOV_IMM(R0, 1), EXIT() };
	__u32 slot = 0, fd;

	ASSERT_OK(PROG_LOAD(TYPE, insns));
	fd = ASSERT_OK(PROG_LOAD(SBPF_PROG_TYPE_SOCKET_FILTER, other));
	EXPECT_ERR(map_update(progs, &slot, &fd, 0), EINVAL);
}
