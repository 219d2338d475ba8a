// SPDX-License-Identifier: GPL-2.0
/*
 * The loop helper: how often it calls, what the callback sees, who ends it.
 * covers: helper:loop
 */
#include <errno.h>

#include "sandbpf.h"
#include "tap.h"

/* What a run is told, and what it says. */
struct control {
	__u64 nr;
	__u64 flags;
	__u64 stop;	/* the callback ends the loop in this round */
	__s64 result;
	__u64 sum;	/* of all indexes */
};

#define NEVER		(~0ULL)
#define MAX_LOOPS	(1 << 23)

BEFORE_EACH()
{
	need_device();
}

static int control_create(void)
{
	return ASSERT_OK(map_create(SBPF_MAP_TYPE_ARRAY, 4, sizeof(struct control), 1, 0));
}

static int adder_load(int map)
{
	const struct sbpf_insn insns[] = {
		LD_MAP_VALUE(R6, map, 0),
		ST(DW, R10, -8, 0),
		LDX(W, R1, R6, 0),
		LD_FUNC(R2, 10),
		MOV_REG(R3, R10),
		ALU64_IMM(ADD, R3, -8),
		LDX(DW, R4, R6, 8),
		CALL(loop),
		STX(DW, R6, R0, 24),
		LDX(DW, R1, R10, -8),
		STX(DW, R6, R1, 32),
		MOV_IMM(R0, 0),
		EXIT(),
		/* callback: R1 index, R2 &sum */
		LDX(DW, R3, R2, 0),
		ALU64_REG(ADD, R3, R1),
		STX(DW, R2, R3, 0),
		LD_MAP_VALUE(R4, map, 0),
		LDX(DW, R5, R4, 16),
		MOV_IMM(R0, 0),
		JMP_REG(JNE, R1, R5, 1),
		MOV_IMM(R0, 1),
		EXIT(),
	};

	return ASSERT_OK(PROG_LOAD(SBPF_PROG_TYPE_SCHED_CLS, insns));
}

static struct control run(int map, int prog, __u64 nr, __u64 flags, __u64 stop)
{
	struct control control = { .nr = nr, .flags = flags, .stop = stop, .result = -1, .sum = -1 };
	char packet[64] = {};
	__u32 key = 0, ret;

	ASSERT_OK(map_update(map, &key, &control, SBPF_ANY));
	ASSERT_OK(prog_test_run(prog, packet, sizeof(packet), &ret));
	ASSERT_OK(map_lookup(map, &key, &control));
	return control;
}

TEST(rounds)
{
	static const __u64 counts[] = { 0, 1, 2, 10, 1000, 100000 };
	int map = control_create(), prog = adder_load(map);
	struct control c;
	unsigned int i;

	for (i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		c = run(map, prog, counts[i], 0, NEVER);
		EXPECT_EQ(c.result, (__s64)counts[i]);
		EXPECT_EQ(c.sum, counts[i] ? counts[i] * (counts[i] - 1) / 2 : 0);
	}
}

TEST(callback_ends_it)
{
	int map = control_create(), prog = adder_load(map);
	struct control c;

	c = run(map, prog, 10, 0, 3);
	EXPECT_EQ(c.result, 4);
	EXPECT_EQ(c.sum, 0 + 1 + 2 + 3);
	c = run(map, prog, 10, 0, 0);
	EXPECT_EQ(c.result, 1);
	EXPECT_EQ(c.sum, 0);
	/* In the last round it makes no difference. */
	c = run(map, prog, 10, 0, 9);
	EXPECT_EQ(c.result, 10);
	EXPECT_EQ(c.sum, 45);
}

TEST(errors)
{
	int map = control_create(), prog = adder_load(map);
	struct control c;

	c = run(map, prog, 10, 1, NEVER);
	EXPECT_EQ(c.result, -EINVAL);
	EXPECT_EQ(c.sum, 0);
	c = run(map, prog, 10, 1ULL << 32, NEVER);
	EXPECT_EQ(c.result, -EINVAL);
	c = run(map, prog, MAX_LOOPS + 1, 0, NEVER);
	EXPECT_EQ(c.result, -E2BIG);
	EXPECT_EQ(c.sum, 0);
	c = run(map, prog, 0xffffffff, 0, NEVER);
	EXPECT_EQ(c.result, -E2BIG);
	/* The largest count is fine. */
	c = run(map, prog, MAX_LOOPS, 0, 5);
	EXPECT_EQ(c.result, 6);
}

/* A loop in a loop, each counting on its own stack: 7 rounds of 11. */
TEST(nested)
{
	const struct sbpf_insn insns[] = {
		ST(DW, R10, -8, 0),
		MOV_IMM(R1, 7),
		LD_FUNC(R2, 7),
		MOV_REG(R3, R10),
		ALU64_IMM(ADD, R3, -8),
		MOV_IMM(R4, 0),
		CALL(loop),
		LDX(DW, R0, R10, -8),
		EXIT(),
		/* outer: R2 &count of the program */
		MOV_REG(R6, R2),
		ST(DW, R10, -8, 0),
		MOV_IMM(R1, 11),
		LD_FUNC(R2, 11),
		MOV_REG(R3, R10),
		ALU64_IMM(ADD, R3, -8),
		MOV_IMM(R4, 0),
		CALL(loop),
		LDX(DW, R1, R6, 0),
		LDX(DW, R2, R10, -8),
		ALU64_REG(ADD, R1, R2),
		STX(DW, R6, R1, 0),
		MOV_IMM(R0, 0),
		EXIT(),
		/* inner: R2 &count of outer */
		LDX(DW, R1, R2, 0),
		ALU64_IMM(ADD, R1, 1),
		STX(DW, R2, R1, 0),
		MOV_IMM(R0, 0),
		EXIT(),
	};
	int prog = ASSERT_OK(PROG_LOAD(SBPF_PROG_TYPE_SCHED_CLS, insns));
	char packet[64] = {};
	__u32 ret;

	ASSERT_OK(prog_test_run(prog, packet, sizeof(packet), &ret));
	EXPECT_EQ(ret, 77);
}

/* What a callback must not do. */
TEST(callbacks_refused)
{
	const struct sbpf_insn returns_two[] = {
		MOV_IMM(R1, 1),
		LD_FUNC(R2, 6),
		MOV_IMM(R3, 0),
		MOV_IMM(R4, 0),
		CALL(loop),
		MOV_IMM(R0, 0),
		EXIT(),
		MOV_IMM(R0, 2),
		EXIT(),
	};
	const struct sbpf_insn reads_third[] = {
		MOV_IMM(R1, 1),
		LD_FUNC(R2, 6),
		MOV_IMM(R3, 0),
		MOV_IMM(R4, 0),
		CALL(loop),
		MOV_IMM(R0, 0),
		EXIT(),
		MOV_REG(R0, R3),
		MOV_IMM(R0, 0),
		EXIT(),
	};
	char log[4096];

	EXPECT_TRUE(PROG_LOAD_BAD(SBPF_PROG_TYPE_SCHED_CLS, returns_two, log, sizeof(log)) < 0);
	EXPECT_TRUE(PROG_LOAD_BAD(SBPF_PROG_TYPE_SCHED_CLS, reads_third, log, sizeof(log)) < 0);
}
