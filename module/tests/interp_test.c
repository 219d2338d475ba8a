// SPDX-License-Identifier: GPL-2.0
/*
 * Suite of engine/interp.c, included by it: lowered programs made here, decoded and run. What each operation does with
 * which numbers is in tools/core/cases, which both engines run.
 */
#include <kunit/test.h>

#define I(_code, _dst, _src, _off, _imm)							\
	{ .code = (_code), .dst_reg = (_dst), .src_reg = (_src), .off = (_off), .imm = (_imm) }
#define I_MOV(dst, imm)		I(SBPF_ALU64 | SBPF_MOV | SBPF_K, dst, 0, 0, imm)
#define I_MOVR(dst, src)	I(SBPF_ALU64 | SBPF_MOV | SBPF_X, dst, src, 0, 0)
#define I_ADDR(dst, src)	I(SBPF_ALU64 | SBPF_ADD | SBPF_X, dst, src, 0, 0)
#define I_EXIT			I(SBPF_JMP | SBPF_EXIT, 0, 0, 0, 0)

/* Decode and run; R1 is @mem. */
static u64 interp_run_it(struct kunit *test, struct sbpf_insn *insns, u32 len, struct sbpf_subprog *subs, u32 nr_subs,
			 void *mem)
{
	struct sbpf_prog *prog = kzalloc(sizeof(*prog), GFP_KERNEL);
	u64 ret;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, prog);
	prog->insns = insns;
	prog->len = len;
	prog->subprogs = subs;
	prog->nr_subprogs = nr_subs;
	KUNIT_ASSERT_EQ(test, interp_prepare(prog, NULL), 0);
	KUNIT_EXPECT_EQ(test, interp_code_size(prog) > len * sizeof(struct interp_op), true);
	ret = prog->run(mem, prog);
	interp_release(prog);
	kfree(prog);
	return ret;
}

static u64 interp_run_main(struct kunit *test, struct sbpf_insn *insns, u32 len, void *mem)
{
	struct sbpf_subprog sub = { .end = len, .stack_depth = 64 };

	return interp_run_it(test, insns, len, &sub, 1, mem);
}

static void interp_test_memory(struct kunit *test)
{
	struct sbpf_insn insns[] = {
		I(SBPF_LDX | SBPF_MEM | SBPF_W, 2, 1, 1, 0),
		I(SBPF_STX | SBPF_MEM | SBPF_DW, 10, 2, -64, 0),
		I(SBPF_LDX | SBPF_MEMSX | SBPF_B, 0, 10, -61, 0),
		I(SBPF_ST | SBPF_MEM | SBPF_H, 1, 0, 6, -2),
		I_EXIT,
	};
	u8 mem[8] = { 9, 1, 2, 3, 0x80 };

	KUNIT_EXPECT_EQ(test, interp_run_main(test, insns, ARRAY_SIZE(insns), mem), (u64)(s8)0x80);
	KUNIT_EXPECT_EQ(test, mem[6] | mem[7] << 8, 0xfffe);
}

static void interp_test_loop(struct kunit *test)
{
	struct sbpf_insn insns[] = {
		I_MOV(0, 0), I_MOV(1, 100),
		I_ADDR(0, 1),
		I(SBPF_ALU64 | SBPF_SUB | SBPF_K, 1, 0, 0, 1),
		I(SBPF_JMP | SBPF_JNE | SBPF_K, 1, 0, -3, 0),
		I_EXIT,
	};

	KUNIT_EXPECT_EQ(test, interp_run_main(test, insns, ARRAY_SIZE(insns), NULL), 5050);
}

/* RFC 9669: no division traps. */
static void interp_test_division(struct kunit *test)
{
	static const struct {
		u64 a, b;
		u64 div, mod, sdiv, smod;
	} cases[] = {
		{ 7, 0, 0, 7, 0, 7 },
		{ 1ULL << 63, -1ULL, 0, 1ULL << 63, 1ULL << 63, 0 },
		{ -7ULL, 2, S64_MAX - 3, 1, -3ULL, -1ULL },
	};
	static const u8 ops[] = { SBPF_DIV, SBPF_MOD };
	u32 i, op, sign;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		const u64 want[] = { cases[i].div, cases[i].mod, cases[i].sdiv, cases[i].smod };

		for (op = 0; op < 2; op++) {
			for (sign = 0; sign < 2; sign++) {
				struct sbpf_insn insns[] = {
					I(SBPF_LDX | SBPF_MEM | SBPF_DW, 0, 1, 0, 0),
					I(SBPF_LDX | SBPF_MEM | SBPF_DW, 2, 1, 8, 0),
					I(SBPF_ALU64 | ops[op] | SBPF_X, 0, 2, sign, 0),
					I_EXIT,
				};
				u64 mem[] = { cases[i].a, cases[i].b };

				KUNIT_EXPECT_EQ(test, interp_run_main(test, insns, ARRAY_SIZE(insns), mem),
						want[2 * sign + op]);
			}
		}
	}
}

static u64 interp_test_helper(u64 r1, u64 r2, u64 r3, u64 r4, u64 r5)
{
	return r1 + 3 * r2;
}

/* An own function keeps the caller's R6 to R9 and has a stack of its own; helpers get their arguments. */
static void interp_test_calls(struct kunit *test)
{
	struct sbpf_insn insns[] = {
		I_MOV(6, 1000),
		I(SBPF_ST | SBPF_MEM | SBPF_DW, 10, 0, -8, 50),
		I_MOV(1, 4), I_MOV(2, 7),
		I(SBPF_JMP | SBPF_CALL, 0, SBPF_PSEUDO_CALL, 0, 4),
		I_ADDR(0, 6),
		I(SBPF_LDX | SBPF_MEM | SBPF_DW, 1, 10, -8, 0),
		I_ADDR(0, 1),
		I_EXIT,
		I_MOV(6, 1),
		I(SBPF_ST | SBPF_MEM | SBPF_DW, 10, 0, -8, 1),
		I(SBPF_JMP | SBPF_CALL, 0, 0, 0, 0),
		I_ADDR(0, 6),
		I_EXIT,
	};
	struct sbpf_subprog subs[] = {
		{ .start = 0, .end = 9, .stack_depth = 8 },
		{ .start = 9, .end = ARRAY_SIZE(insns), .stack_depth = 8 },
	};

	KUNIT_ASSERT_EQ(test, sbpf_insn_set_call(&insns[11], interp_test_helper), 0);
	KUNIT_EXPECT_EQ(test, interp_run_it(test, insns, ARRAY_SIZE(insns), subs, 2, NULL), 4 + 3 * 7 + 1 + 1000 + 50);
}

/* A helper that calls back twice and adds up. */
static u64 interp_test_twice(u64 cb, u64 arg, u64 r3, u64 r4, u64 r5)
{
	return sbpf_callback_call(cb, arg, 0, 0, 0, 0) + sbpf_callback_call(cb, 2 * arg, 0, 0, 0, 0);
}

static void interp_test_callback(struct kunit *test)
{
	struct sbpf_insn insns[] = {
		I_MOV(7, 1000),
		I(SBPF_LD | SBPF_IMM | SBPF_DW, 1, SBPF_PSEUDO_FUNC, 0, 5), I(0, 0, 0, 0, 0),
		I_MOV(2, 5),
		I(SBPF_JMP | SBPF_CALL, 0, 0, 0, 0),
		I_ADDR(0, 7),
		I_EXIT,
		I_MOV(7, 3),
		I_MOVR(0, 1),
		I(SBPF_ALU64 | SBPF_MUL | SBPF_X, 0, 7, 0, 0),
		I_EXIT,
	};
	struct sbpf_subprog subs[] = {
		{ .start = 0, .end = 7, .stack_depth = 0 },
		{ .start = 7, .end = ARRAY_SIZE(insns), .stack_depth = 0, .is_callback = true },
	};

	KUNIT_ASSERT_EQ(test, sbpf_insn_set_call(&insns[4], interp_test_twice), 0);
	KUNIT_EXPECT_EQ(test, interp_run_it(test, insns, ARRAY_SIZE(insns), subs, 2, NULL), 3 * (5 + 10) + 1000);
}

static struct kunit_case interp_test_cases[] = {
	KUNIT_CASE(interp_test_memory),
	KUNIT_CASE(interp_test_loop),
	KUNIT_CASE(interp_test_division),
	KUNIT_CASE(interp_test_calls),
	KUNIT_CASE(interp_test_callback),
	{ }
};

static struct kunit_suite interp_test_suite = {
	.name = "sbpf_interp",
	.test_cases = interp_test_cases,
};
kunit_test_suite(interp_test_suite);
