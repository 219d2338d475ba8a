// SPDX-License-Identifier: GPL-2.0
/*
 * Suite of verifier/lower.c, included by it: dead code goes and what is left fits together; calls and context accesses
 * become what engines take.
 */
#include <kunit/test.h>
#include <linux/slab.h>

/* Lower @len instructions of a program with one function. The result is the caller's: lower_free(). */
static struct sbpf_prog *lower_it(struct kunit *test, const struct sbpf_insn *insns, u32 len,
				  const struct sbpf_insn_aux *aux)
{
	struct sbpf_prog *prog = kzalloc(sizeof(*prog), GFP_KERNEL);
	struct sbpf_log log = { };

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, prog);
	prog->insns = kvmalloc_array(len, sizeof(*insns), GFP_KERNEL);
	prog->subprogs = kzalloc(sizeof(*prog->subprogs), GFP_KERNEL);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, prog->insns);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, prog->subprogs);
	memcpy(prog->insns, insns, len * sizeof(*insns));
	prog->len = len;
	prog->nr_subprogs = 1;
	prog->subprogs[0].end = len;
	KUNIT_ASSERT_EQ(test, sbpf_lower(prog, aux, &log), 0);
	return prog;
}

static void lower_free(struct sbpf_prog *prog)
{
	kfree(prog->subprogs);
	kvfree(prog->insns);
	kfree(prog);
}

static void lower_test_dead_code(struct kunit *test)
{
	const struct sbpf_insn insns[] = {
		{ .code = SBPF_ALU64 | SBPF_MOV | SBPF_K, .imm = 1 },
		{ .code = SBPF_JMP | SBPF_JEQ | SBPF_K, .imm = 1, .off = 2 },
		{ .code = SBPF_ALU64 | SBPF_MOV | SBPF_K, .imm = 2 },
		{ .code = SBPF_JMP | SBPF_EXIT },
		{ .code = SBPF_ALU64 | SBPF_MOV | SBPF_K, .imm = 3 },
		{ .code = SBPF_JMP | SBPF_EXIT },
	};
	const struct sbpf_insn_aux aux[ARRAY_SIZE(insns)] = {
		{ .seen = true }, { .seen = true }, { }, { }, { .seen = true }, { .seen = true },
	};
	struct sbpf_prog *prog = lower_it(test, insns, ARRAY_SIZE(insns), aux);

	/* The jump has one way left, which is no jump but a step. */
	KUNIT_EXPECT_EQ(test, prog->len, 4);
	KUNIT_EXPECT_EQ(test, prog->insns[1].code, SBPF_JMP | SBPF_JA);
	KUNIT_EXPECT_EQ(test, prog->insns[1].off, 0);
	KUNIT_EXPECT_EQ(test, prog->insns[2].imm, 3);
	KUNIT_EXPECT_EQ(test, prog->subprogs[0].end, 4);
	KUNIT_EXPECT_FALSE(test, prog->subprogs[0].has_tail_call);
	lower_free(prog);
}

static u64 lower_test_fn(u64 r1, u64 r2, u64 r3, u64 r4, u64 r5)
{
	return 0;
}

static void lower_test_calls(struct kunit *test)
{
	static const struct sbpf_helper helper = { .name = "test", .fn = lower_test_fn };
	static const struct sbpf_helper tail = { .name = "tail", .flags = SBPF_HF_TAIL_CALL };
	const struct sbpf_insn insns[] = {
		{ .code = SBPF_JMP | SBPF_CALL, .imm = 77 },
		{ .code = SBPF_JMP | SBPF_CALL, .imm = 78 },
		{ .code = SBPF_JMP | SBPF_EXIT },
	};
	const struct sbpf_insn_aux aux[] = {
		{ .seen = true, .helper = &helper }, { .seen = true, .helper = &tail }, { .seen = true },
	};
	struct sbpf_prog *prog = lower_it(test, insns, ARRAY_SIZE(insns), aux);

	KUNIT_EXPECT_TRUE(test, sbpf_insn_call_fn(&prog->insns[0]) == lower_test_fn);
	KUNIT_EXPECT_EQ(test, prog->insns[0].off, 0);
	KUNIT_EXPECT_EQ(test, prog->insns[1].code, SBPF_OP_TAIL_CALL);
	KUNIT_EXPECT_TRUE(test, prog->subprogs[0].has_tail_call);
	lower_free(prog);
}

/* A field behind a pointer that may be NULL, of which the program reads the second byte. */
static void lower_test_field(struct kunit *test)
{
	static const struct sbpf_ctx_field field = {
		.off = 8, .size = 4, .kind = SBPF_FIELD_SCALAR, .flags = SBPF_FIELD_NULL_OK,
		.nhops = 1, .hop = { 24 }, .at = 40, .at_size = 4,
	};
	const struct sbpf_insn insns[] = {
		{ .code = SBPF_LDX | SBPF_MEM | SBPF_B, .dst_reg = 2, .src_reg = 1, .off = 9 },
		{ .code = SBPF_JMP | SBPF_EXIT },
	};
	const struct sbpf_insn_aux aux[] = { { .seen = true, .field = &field }, { .seen = true } };
	struct sbpf_prog *prog = lower_it(test, insns, ARRAY_SIZE(insns), aux);

	KUNIT_ASSERT_EQ(test, prog->len, 4);
	KUNIT_EXPECT_EQ(test, prog->insns[0].code, SBPF_LDX | SBPF_MEM | SBPF_DW);
	KUNIT_EXPECT_EQ(test, prog->insns[0].off, 24);
	KUNIT_EXPECT_EQ(test, prog->insns[1].code, SBPF_JMP | SBPF_JEQ | SBPF_K);
	KUNIT_EXPECT_EQ(test, prog->insns[1].off, 1);
	KUNIT_EXPECT_EQ(test, prog->insns[2].code, SBPF_LDX | SBPF_MEM | SBPF_B);
	KUNIT_EXPECT_EQ(test, (u8)prog->insns[2].src_reg, 2);
	KUNIT_EXPECT_EQ(test, prog->insns[2].off, 41);
	lower_free(prog);
}

static struct kunit_case lower_test_cases[] = {
	KUNIT_CASE(lower_test_dead_code),
	KUNIT_CASE(lower_test_calls),
	KUNIT_CASE(lower_test_field),
	{ }
};

static struct kunit_suite lower_test_suite = {
	.name = "sbpf_lower",
	.test_cases = lower_test_cases,
};
kunit_test_suite(lower_test_suite);
