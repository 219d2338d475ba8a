// SPDX-License-Identifier: GPL-2.0
/*
 * Suite of insn.c, included by it: the table agrees with itself, and fields that mean nothing must be zero.
 */
#include <kunit/test.h>

/* The plainest instruction of an opcode; a second slot follows. */
static void insn_plain(u32 code, struct sbpf_insn *insn)
{
	memset(insn, 0, 2 * sizeof(*insn));
	insn->code = code;
	if (sbpf_ops[code].flags & SBPF_OPF_IMM_WIDTH)
		insn->imm = 16;
	else if (sbpf_ops[code].flags & SBPF_OPF_IMM)
		insn->imm = 1;
}

static bool insn_ok(const struct sbpf_insn *insn)
{
	const char *why;

	return !sbpf_insn_check(insn, insn + 2, &why) && !why;
}

static void insn_test_table(struct kunit *test)
{
	struct sbpf_insn insn[2];
	u32 code, legal = 0;
	char text[128];

	for (code = 0; code < 256; code++) {
		const struct sbpf_op *op = &sbpf_ops[code];

		insn_plain(code, insn);
		KUNIT_EXPECT_EQ(test, !op->name, op->kind == SBPF_OPK_ILLEGAL);
		KUNIT_EXPECT_EQ(test, insn_ok(insn), op->name && !(op->flags & SBPF_OPF_INTERNAL));
		if (!op->name)
			continue;
		legal++;
		KUNIT_EXPECT_GT(test, sbpf_insn_print(insn, text, sizeof(text)), 0);
		KUNIT_EXPECT_LE(test, strlen(text), sizeof(text) - 2);
		KUNIT_EXPECT_EQ(test, sbpf_insn_slots(insn), op->flags & SBPF_OPF_TWO ? 2 : 1);
	}
	KUNIT_EXPECT_GT(test, legal, 100);
}

/* Registers there are none of, and values in fields that are not used. */
static void insn_test_fields(struct kunit *test)
{
	struct sbpf_insn insn[2];
	u32 code, flags;

	for (code = 0; code < 256; code++) {
		flags = sbpf_ops[code].flags;
		if (!sbpf_ops[code].name || (flags & SBPF_OPF_INTERNAL))
			continue;
		insn_plain(code, insn);
		insn->dst_reg = SBPF_MAX_REG;
		KUNIT_EXPECT_FALSE(test, insn_ok(insn));
		insn_plain(code, insn);
		insn->src_reg = 15;
		KUNIT_EXPECT_FALSE(test, insn_ok(insn));
		insn_plain(code, insn);
		insn->dst_reg = 1;
		KUNIT_EXPECT_EQ(test, insn_ok(insn), !!(flags & DST_RW));
		insn_plain(code, insn);
		insn->off = 5;
		KUNIT_EXPECT_EQ(test, insn_ok(insn), !!(flags & SBPF_OPF_OFF));
		if (flags & SBPF_OPF_TWO) {
			insn_plain(code, insn);
			insn[1].off = 1;
			KUNIT_EXPECT_FALSE(test, insn_ok(insn));
		}
	}
}

static void insn_test_registers(struct kunit *test)
{
	const struct sbpf_insn add = { .code = SBPF_ALU64 | SBPF_ADD | SBPF_X, .dst_reg = 3, .src_reg = 4 };
	const struct sbpf_insn mov = { .code = SBPF_ALU64 | SBPF_MOV | SBPF_X, .dst_reg = 3, .src_reg = 4 };
	const struct sbpf_insn store = { .code = SBPF_STX | SBPF_MEM | SBPF_DW, .dst_reg = 3, .src_reg = 4 };
	const struct sbpf_insn cmpxchg = {
		.code = SBPF_STX | SBPF_ATOMIC | SBPF_DW, .dst_reg = 3, .src_reg = 4, .imm = SBPF_CMPXCHG,
	};
	const struct sbpf_insn fetch = {
		.code = SBPF_STX | SBPF_ATOMIC | SBPF_DW, .dst_reg = 3, .src_reg = 4, .imm = SBPF_ADD | SBPF_FETCH,
	};

	KUNIT_EXPECT_EQ(test, sbpf_insn_reads(&add), 1 << 3 | 1 << 4);
	KUNIT_EXPECT_EQ(test, sbpf_insn_writes(&add), 1 << 3);
	KUNIT_EXPECT_EQ(test, sbpf_insn_reads(&mov), 1 << 4);
	KUNIT_EXPECT_EQ(test, sbpf_insn_reads(&store), 1 << 3 | 1 << 4);
	KUNIT_EXPECT_EQ(test, sbpf_insn_writes(&store), 0);
	KUNIT_EXPECT_EQ(test, sbpf_insn_reads(&cmpxchg), 1 << 0 | 1 << 3 | 1 << 4);
	KUNIT_EXPECT_EQ(test, sbpf_insn_writes(&cmpxchg), 1 << 0);
	KUNIT_EXPECT_EQ(test, sbpf_insn_writes(&fetch), 1 << 4);
}

static struct kunit_case insn_test_cases[] = {
	KUNIT_CASE(insn_test_table),
	KUNIT_CASE(insn_test_fields),
	KUNIT_CASE(insn_test_registers),
	{ }
};

static struct kunit_suite insn_test_suite = {
	.name = "sbpf_insn",
	.test_cases = insn_test_cases,
};
kunit_test_suite(insn_test_suite);
