// SPDX-License-Identifier: GPL-2.0
/*
 * The opcode table: what every opcode byte is (RFC 9669 and Linux's legacy packet loads), which fields it uses, and
 * how it reads as text. Owns legality of a single instruction; whether it is safe where it stands is the verifier's.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include "insn.h"

#define DST_RW		(SBPF_OPF_DST_R | SBPF_OPF_DST_W)

/* An operation in all four forms: 32/64 bit, register/immediate. */
#define ALU_ROWS(op, mnemonic, version, dst, extra)					\
	[SBPF_ALU | (op) | SBPF_K] = { mnemonic "32", SBPF_OPK_ALU, version,		\
		(dst) | SBPF_OPF_IMM | SBPF_OPF_32 | ((extra) & ~SBPF_OPF_OFF_SX) },	\
	[SBPF_ALU | (op) | SBPF_X] = { mnemonic "32", SBPF_OPK_ALU, version,		\
		(dst) | SBPF_OPF_SRC_R | SBPF_OPF_32 | (extra) },			\
	[SBPF_ALU64 | (op) | SBPF_K] = { mnemonic "64", SBPF_OPK_ALU, version,		\
		(dst) | SBPF_OPF_IMM | ((extra) & ~SBPF_OPF_OFF_SX) },			\
	[SBPF_ALU64 | (op) | SBPF_X] = { mnemonic "64", SBPF_OPK_ALU, version,		\
		(dst) | SBPF_OPF_SRC_R | (extra) }

/* A comparison in all four forms. The 32-bit ones came with ISA v3, the "less" ones with v2. */
#define JCC_ROWS(op, mnemonic, version, extra)						\
	[SBPF_JMP | (op) | SBPF_K] = { mnemonic, SBPF_OPK_JCC, version,			\
		SBPF_OPF_DST_R | SBPF_OPF_IMM | SBPF_OPF_OFF | (extra) },		\
	[SBPF_JMP | (op) | SBPF_X] = { mnemonic, SBPF_OPK_JCC, version,			\
		SBPF_OPF_DST_R | SBPF_OPF_SRC_R | SBPF_OPF_OFF | (extra) },		\
	[SBPF_JMP32 | (op) | SBPF_K] = { mnemonic "32", SBPF_OPK_JCC, 3,		\
		SBPF_OPF_DST_R | SBPF_OPF_IMM | SBPF_OPF_OFF | SBPF_OPF_32 | (extra) },	\
	[SBPF_JMP32 | (op) | SBPF_X] = { mnemonic "32", SBPF_OPK_JCC, 3,		\
		SBPF_OPF_DST_R | SBPF_OPF_SRC_R | SBPF_OPF_OFF | SBPF_OPF_32 | (extra) }

/* Load and the two stores of one width. */
#define MEM_ROWS(width, suffix)								\
	[SBPF_LDX | SBPF_MEM | (width)] = { "ldx" suffix, SBPF_OPK_LDX, 1,		\
		SBPF_OPF_DST_W | SBPF_OPF_SRC_R | SBPF_OPF_OFF },			\
	[SBPF_ST | SBPF_MEM | (width)] = { "st" suffix, SBPF_OPK_ST, 1,			\
		SBPF_OPF_DST_R | SBPF_OPF_OFF | SBPF_OPF_IMM },				\
	[SBPF_STX | SBPF_MEM | (width)] = { "stx" suffix, SBPF_OPK_STX, 1,		\
		SBPF_OPF_DST_R | SBPF_OPF_SRC_R | SBPF_OPF_OFF }

#define MEMSX_ROW(width, suffix)							\
	[SBPF_LDX | SBPF_MEMSX | (width)] = { "ldxs" suffix, SBPF_OPK_LDX, 4,		\
		SBPF_OPF_DST_W | SBPF_OPF_SRC_R | SBPF_OPF_OFF | SBPF_OPF_SIGNED }

#define LD_PKT_ROWS(width, suffix)							\
	[SBPF_LD | SBPF_ABS | (width)] = { "ldabs" suffix, SBPF_OPK_LD_PKT, 0,		\
		SBPF_OPF_IMM | SBPF_OPF_CLOBBERS },					\
	[SBPF_LD | SBPF_IND | (width)] = { "ldind" suffix, SBPF_OPK_LD_PKT, 0,		\
		SBPF_OPF_SRC_R | SBPF_OPF_IMM | SBPF_OPF_CLOBBERS }

#define ATOMIC_ROW(width, suffix)							\
	[SBPF_STX | SBPF_ATOMIC | (width)] = { "atomic" suffix, SBPF_OPK_ATOMIC, 3,	\
		SBPF_OPF_DST_R | SBPF_OPF_SRC_R | SBPF_OPF_OFF | SBPF_OPF_IMM_ATOMIC }

/*
 * One row an opcode byte.
 *
 * Source: RFC 9669, sections 4 and 5; packet loads and the internal tail call: Linux's instruction set document.
 */
const struct sbpf_op sbpf_ops[256] = {
	ALU_ROWS(SBPF_ADD, "add", 1, DST_RW, 0),
	ALU_ROWS(SBPF_SUB, "sub", 1, DST_RW, 0),
	ALU_ROWS(SBPF_MUL, "mul", 1, DST_RW, 0),
	ALU_ROWS(SBPF_DIV, "div", 1, DST_RW, SBPF_OPF_OFF_SIGNED),
	ALU_ROWS(SBPF_OR, "or", 1, DST_RW, 0),
	ALU_ROWS(SBPF_AND, "and", 1, DST_RW, 0),
	ALU_ROWS(SBPF_LSH, "lsh", 1, DST_RW, 0),
	ALU_ROWS(SBPF_RSH, "rsh", 1, DST_RW, 0),
	ALU_ROWS(SBPF_MOD, "mod", 1, DST_RW, SBPF_OPF_OFF_SIGNED),
	ALU_ROWS(SBPF_XOR, "xor", 1, DST_RW, 0),
	ALU_ROWS(SBPF_MOV, "mov", 1, SBPF_OPF_DST_W, SBPF_OPF_OFF_SX),
	ALU_ROWS(SBPF_ARSH, "arsh", 1, DST_RW, 0),
	[SBPF_ALU | SBPF_NEG] = { "neg32", SBPF_OPK_ALU, 1, DST_RW | SBPF_OPF_32 },
	[SBPF_ALU64 | SBPF_NEG] = { "neg64", SBPF_OPK_ALU, 1, DST_RW },
	[SBPF_ALU | SBPF_END | SBPF_TO_LE] = { "le", SBPF_OPK_ALU, 1, DST_RW | SBPF_OPF_IMM_WIDTH },
	[SBPF_ALU | SBPF_END | SBPF_TO_BE] = { "be", SBPF_OPK_ALU, 1, DST_RW | SBPF_OPF_IMM_WIDTH },
	[SBPF_ALU64 | SBPF_END] = { "bswap", SBPF_OPK_ALU, 4, DST_RW | SBPF_OPF_IMM_WIDTH },

	[SBPF_LD | SBPF_IMM | SBPF_DW] = { "lddw", SBPF_OPK_LD_IMM64, 1,
		SBPF_OPF_DST_W | SBPF_OPF_PSEUDO | SBPF_OPF_IMM | SBPF_OPF_TWO },
	LD_PKT_ROWS(SBPF_W, "w"),
	LD_PKT_ROWS(SBPF_H, "h"),
	LD_PKT_ROWS(SBPF_B, "b"),
	MEM_ROWS(SBPF_DW, "dw"),
	MEM_ROWS(SBPF_W, "w"),
	MEM_ROWS(SBPF_H, "h"),
	MEM_ROWS(SBPF_B, "b"),
	MEMSX_ROW(SBPF_W, "w"),
	MEMSX_ROW(SBPF_H, "h"),
	MEMSX_ROW(SBPF_B, "b"),
	ATOMIC_ROW(SBPF_DW, "64"),
	ATOMIC_ROW(SBPF_W, "32"),

	[SBPF_JMP | SBPF_JA] = { "ja", SBPF_OPK_JA, 1, SBPF_OPF_OFF },
	[SBPF_JMP32 | SBPF_JA] = { "gotol", SBPF_OPK_JA, 4, SBPF_OPF_IMM | SBPF_OPF_JUMP_IMM },
	JCC_ROWS(SBPF_JEQ, "jeq", 1, 0),
	JCC_ROWS(SBPF_JGT, "jgt", 1, 0),
	JCC_ROWS(SBPF_JGE, "jge", 1, 0),
	JCC_ROWS(SBPF_JSET, "jset", 1, 0),
	JCC_ROWS(SBPF_JNE, "jne", 1, 0),
	JCC_ROWS(SBPF_JSGT, "jsgt", 1, SBPF_OPF_SIGNED),
	JCC_ROWS(SBPF_JSGE, "jsge", 1, SBPF_OPF_SIGNED),
	JCC_ROWS(SBPF_JLT, "jlt", 2, 0),
	JCC_ROWS(SBPF_JLE, "jle", 2, 0),
	JCC_ROWS(SBPF_JSLT, "jslt", 2, SBPF_OPF_SIGNED),
	JCC_ROWS(SBPF_JSLE, "jsle", 2, SBPF_OPF_SIGNED),
	[SBPF_JMP | SBPF_CALL] = { "call", SBPF_OPK_CALL, 1, SBPF_OPF_PSEUDO | SBPF_OPF_IMM | SBPF_OPF_CLOBBERS },
	[SBPF_JMP | SBPF_EXIT] = { "exit", SBPF_OPK_EXIT, 1, 0 },
	[SBPF_OP_BARRIER] = { "barrier", SBPF_OPK_BARRIER, 0, SBPF_OPF_INTERNAL },
	[SBPF_OP_TAIL_CALL] = { "tail_call", SBPF_OPK_CALL, 0, SBPF_OPF_CLOBBERS | SBPF_OPF_INTERNAL },
};

static bool atomic_is_fetch(s32 imm)
{
	return imm & SBPF_FETCH;
}

static bool atomic_op_ok(s32 imm)
{
	switch (imm) {
	case SBPF_ADD:
	case SBPF_OR:
	case SBPF_AND:
	case SBPF_XOR:
	case SBPF_ADD | SBPF_FETCH:
	case SBPF_OR | SBPF_FETCH:
	case SBPF_AND | SBPF_FETCH:
	case SBPF_XOR | SBPF_FETCH:
	case SBPF_XCHG:
	case SBPF_CMPXCHG:
		return true;
	default:
		return false;
	}
}

/**
 * sbpf_insn_reads() - registers an instruction reads by itself
 * @insn: a legal instruction
 *
 * The arguments of a call are the business of whoever knows the callee, they are not in here.
 *
 * Return: bit mask, bit n for Rn.
 */
u16 sbpf_insn_reads(const struct sbpf_insn *insn)
{
	const struct sbpf_op *op = sbpf_insn_op(insn);
	u16 regs = 0;

	if (op->flags & SBPF_OPF_DST_R)
		regs |= 1U << insn->dst_reg;
	if (op->flags & SBPF_OPF_SRC_R)
		regs |= 1U << insn->src_reg;
	if (op->kind == SBPF_OPK_ATOMIC && insn->imm == SBPF_CMPXCHG)
		regs |= 1U << SBPF_REG_0;
	if (op->kind == SBPF_OPK_LD_PKT)
		regs |= 1U << SBPF_REG_6;
	if (op->kind == SBPF_OPK_EXIT)
		regs |= 1U << SBPF_REG_0;
	return regs;
}

/**
 * sbpf_insn_writes() - registers an instruction writes or makes useless
 * @insn: a legal instruction
 *
 * Return: bit mask, bit n for Rn.
 */
u16 sbpf_insn_writes(const struct sbpf_insn *insn)
{
	const struct sbpf_op *op = sbpf_insn_op(insn);
	u16 regs = 0;

	if (op->flags & SBPF_OPF_DST_W)
		regs |= 1U << insn->dst_reg;
	if (op->kind == SBPF_OPK_ATOMIC && atomic_is_fetch(insn->imm))
		regs |= 1U << (insn->imm == SBPF_CMPXCHG ? SBPF_REG_0 : insn->src_reg);
	if (op->flags & SBPF_OPF_CLOBBERS)
		regs |= 0x3f;
	return regs;
}

/* The second slot of a 64-bit load carries nothing but the upper half. */
static const char *check_second_slot(const struct sbpf_insn *insn, const struct sbpf_insn *end)
{
	if (insn + 1 >= end)
		return "the program ends inside a 64-bit immediate load";
	if (insn[1].code || insn[1].dst_reg || insn[1].src_reg || insn[1].off)
		return "the second half of a 64-bit immediate load has a non-zero field besides imm";
	return NULL;
}

static const char *check_pseudo(const struct sbpf_insn *insn, const struct sbpf_op *op)
{
	if (op->kind == SBPF_OPK_CALL && insn->src_reg > SBPF_PSEUDO_KFUNC_CALL)
		return "src_reg of a call is no known kind of call";
	if (op->kind == SBPF_OPK_LD_IMM64 && insn->src_reg > SBPF_PSEUDO_MAP_IDX_VALUE)
		return "src_reg of a 64-bit immediate load is no known kind of reference";
	return NULL;
}

static const char *check_off(const struct sbpf_insn *insn, u16 flags)
{
	s16 off = insn->off;

	if (!off || (flags & SBPF_OPF_OFF))
		return NULL;
	if (flags & SBPF_OPF_OFF_SIGNED)
		return off == 1 ? NULL : "off of a division must be 0 or 1";
	if (flags & SBPF_OPF_OFF_SX) {
		if (off == 8 || off == 16 || (off == 32 && !(flags & SBPF_OPF_32)))
			return NULL;
		return "off of a move must be 0, 8, 16, or 32 in 64 bits";
	}
	return "off is not used here and must be 0";
}

static const char *check_imm(const struct sbpf_insn *insn, const struct sbpf_op *op)
{
	s32 imm = insn->imm;

	if (op->flags & SBPF_OPF_IMM_WIDTH)
		return imm == 16 || imm == 32 || imm == 64 ? NULL : "a byte swap is 16, 32 or 64 bits wide";
	if (op->flags & SBPF_OPF_IMM_ATOMIC)
		return atomic_op_ok(imm) ? NULL : "imm is no atomic operation";
	if (imm && !(op->flags & SBPF_OPF_IMM))
		return "imm is not used here and must be 0";
	return NULL;
}

/* What cannot be seen from one field: constants that make the operation meaningless. */
static const char *check_constant(const struct sbpf_insn *insn, const struct sbpf_op *op)
{
	u8 alu = SBPF_OP(insn->code);

	if (op->kind != SBPF_OPK_ALU || !(op->flags & SBPF_OPF_IMM))
		return NULL;
	if ((alu == SBPF_DIV || alu == SBPF_MOD) && !insn->imm)
		return "division by the constant 0";
	if ((alu == SBPF_LSH || alu == SBPF_RSH || alu == SBPF_ARSH) &&
	    (u32)insn->imm >= (op->flags & SBPF_OPF_32 ? 32 : 64))
		return "shift by a constant that is not inside the width";
	return NULL;
}

/**
 * sbpf_insn_check() - is this a legal instruction, all by itself
 * @insn: the instruction as user space gave it
 * @end: one past the last slot of the program
 * @why: on failure, which rule it breaks
 *
 * Jump targets, register contents and the numbers of helpers are not looked at.
 *
 * Return: 0 or -EINVAL.
 */
int sbpf_insn_check(const struct sbpf_insn *insn, const struct sbpf_insn *end, const char **why)
{
	const struct sbpf_op *op = sbpf_insn_op(insn);

	*why = NULL;
	if (op->kind == SBPF_OPK_ILLEGAL || (op->flags & SBPF_OPF_INTERNAL))
		*why = "no such opcode";
	else if (insn->dst_reg >= SBPF_MAX_REG)
		*why = "dst_reg is no register";
	else if (insn->dst_reg && !(op->flags & DST_RW))
		*why = "dst_reg is not used here and must be 0";
	else if (insn->src_reg >= SBPF_MAX_REG && !(op->flags & SBPF_OPF_PSEUDO))
		*why = "src_reg is no register";
	else if (insn->src_reg && !(op->flags & (SBPF_OPF_SRC_R | SBPF_OPF_PSEUDO)))
		*why = "src_reg is not used here and must be 0";
	if (!*why && (op->flags & SBPF_OPF_PSEUDO))
		*why = check_pseudo(insn, op);
	if (!*why)
		*why = check_off(insn, op->flags);
	if (!*why)
		*why = check_imm(insn, op);
	if (!*why)
		*why = check_constant(insn, op);
	if (!*why && (op->flags & SBPF_OPF_TWO))
		*why = check_second_slot(insn, end);
	return *why ? -EINVAL : 0;
}

static const char *const alu_sign[16] = {
	[SBPF_ADD >> 4] = "+=", [SBPF_SUB >> 4] = "-=", [SBPF_MUL >> 4] = "*=", [SBPF_DIV >> 4] = "/=",
	[SBPF_OR >> 4] = "|=", [SBPF_AND >> 4] = "&=", [SBPF_LSH >> 4] = "<<=", [SBPF_RSH >> 4] = ">>=",
	[SBPF_MOD >> 4] = "%=", [SBPF_XOR >> 4] = "^=", [SBPF_MOV >> 4] = "=", [SBPF_ARSH >> 4] = "s>>=",
};

static const char *const jump_sign[16] = {
	[SBPF_JEQ >> 4] = "==", [SBPF_JGT >> 4] = ">", [SBPF_JGE >> 4] = ">=", [SBPF_JSET >> 4] = "&",
	[SBPF_JNE >> 4] = "!=", [SBPF_JSGT >> 4] = "s>", [SBPF_JSGE >> 4] = "s>=", [SBPF_JLT >> 4] = "<",
	[SBPF_JLE >> 4] = "<=", [SBPF_JSLT >> 4] = "s<", [SBPF_JSLE >> 4] = "s<=",
};

static int print_alu(const struct sbpf_insn *insn, const struct sbpf_op *op, char *buf, size_t size)
{
	char reg = op->flags & SBPF_OPF_32 ? 'w' : 'r';
	u8 alu = SBPF_OP(insn->code);
	const char *sign = alu_sign[alu >> 4];
	unsigned int dst = insn->dst_reg;

	if (alu == SBPF_END)
		return scnprintf(buf, size, "r%u = %s%d r%u", dst, op->name, insn->imm, dst);
	if (alu == SBPF_NEG)
		return scnprintf(buf, size, "%c%u = -%c%u", reg, dst, reg, dst);
	if (alu == SBPF_MOV && insn->off)
		return scnprintf(buf, size, "%c%u = (s%d)%c%u", reg, dst, insn->off, reg, insn->src_reg);
	if (op->flags & SBPF_OPF_SRC_R)
		return scnprintf(buf, size, "%c%u %s%s %c%u", reg, dst,
				 (alu == SBPF_DIV || alu == SBPF_MOD) && insn->off ? "s" : "", sign, reg,
				 insn->src_reg);
	return scnprintf(buf, size, "%c%u %s%s %d", reg, dst,
			 (alu == SBPF_DIV || alu == SBPF_MOD) && insn->off ? "s" : "", sign, insn->imm);
}

static int print_atomic(const struct sbpf_insn *insn, char *buf, size_t size)
{
	bool wide = SBPF_SIZE(insn->code) == SBPF_DW;
	char reg = wide ? 'r' : 'w';
	unsigned int bits = wide ? 64 : 32, src = insn->src_reg, dst = insn->dst_reg;
	static const char *const names[16] = {
		[SBPF_ADD >> 4] = "add", [SBPF_OR >> 4] = "or", [SBPF_AND >> 4] = "and", [SBPF_XOR >> 4] = "xor",
	};

	if (insn->imm == SBPF_CMPXCHG)
		return scnprintf(buf, size, "%c0 = cmpxchg_%u(r%u %+d, %c0, %c%u)", reg, bits, dst, insn->off, reg,
				 reg, src);
	if (insn->imm == SBPF_XCHG)
		return scnprintf(buf, size, "%c%u = xchg_%u(r%u %+d, %c%u)", reg, src, bits, dst, insn->off, reg,
				 src);
	if (atomic_is_fetch(insn->imm))
		return scnprintf(buf, size, "%c%u = atomic_fetch_%s((u%u *)(r%u %+d), %c%u)", reg, src,
				 names[(insn->imm >> 4) & 15], bits, dst, insn->off, reg, src);
	return scnprintf(buf, size, "lock *(u%u *)(r%u %+d) %s %c%u", bits, dst, insn->off,
			 alu_sign[(insn->imm >> 4) & 15], reg, src);
}

static int print_ld_imm64(const struct sbpf_insn *insn, char *buf, size_t size)
{
	unsigned int dst = insn->dst_reg;

	switch (insn->src_reg) {
	case SBPF_PSEUDO_MAP_FD:
	case SBPF_PSEUDO_MAP_IDX:
		return scnprintf(buf, size, "r%u = map[%d] ll", dst, insn->imm);
	case SBPF_PSEUDO_MAP_VALUE:
	case SBPF_PSEUDO_MAP_IDX_VALUE:
		return scnprintf(buf, size, "r%u = map[%d].value%+d ll", dst, insn->imm, insn[1].imm);
	case SBPF_PSEUDO_BTF_ID:
		return scnprintf(buf, size, "r%u = btf[%d] ll", dst, insn->imm);
	case SBPF_PSEUDO_FUNC:
		return scnprintf(buf, size, "r%u = func%+d ll", dst, insn->imm);
	default:
		return scnprintf(buf, size, "r%u = 0x%llx ll", dst, (unsigned long long)sbpf_insn_imm64(insn));
	}
}

static int print_mem(const struct sbpf_insn *insn, const struct sbpf_op *op, char *buf, size_t size)
{
	unsigned int bits = sbpf_insn_bytes(insn) * 8;
	char sign = op->flags & SBPF_OPF_SIGNED ? 's' : 'u';

	if (op->kind == SBPF_OPK_LDX)
		return scnprintf(buf, size, "r%u = *(%c%u *)(r%u %+d)", insn->dst_reg, sign, bits, insn->src_reg,
				 insn->off);
	if (op->kind == SBPF_OPK_STX)
		return scnprintf(buf, size, "*(u%u *)(r%u %+d) = r%u", bits, insn->dst_reg, insn->off,
				 insn->src_reg);
	return scnprintf(buf, size, "*(u%u *)(r%u %+d) = %d", bits, insn->dst_reg, insn->off, insn->imm);
}

static int print_call(const struct sbpf_insn *insn, char *buf, size_t size)
{
	if (insn->code == SBPF_OP_TAIL_CALL)
		return scnprintf(buf, size, "tail_call");
	if (insn->src_reg == SBPF_PSEUDO_CALL)
		return scnprintf(buf, size, "call pc%+d", insn->imm);
	if (insn->src_reg == SBPF_PSEUDO_KFUNC_CALL)
		return scnprintf(buf, size, "call kfunc#%d", insn->imm);
	return scnprintf(buf, size, "call %d", insn->imm);
}

static int print_jcc(const struct sbpf_insn *insn, const struct sbpf_op *op, char *buf, size_t size)
{
	char reg = op->flags & SBPF_OPF_32 ? 'w' : 'r';
	const char *sign = jump_sign[SBPF_OP(insn->code) >> 4];

	if (op->flags & SBPF_OPF_SRC_R)
		return scnprintf(buf, size, "if %c%u %s %c%u goto %+d", reg, insn->dst_reg, sign, reg,
				 insn->src_reg, insn->off);
	return scnprintf(buf, size, "if %c%u %s %d goto %+d", reg, insn->dst_reg, sign, insn->imm, insn->off);
}

/**
 * sbpf_insn_print() - an instruction as text, in the notation of the LLVM assembler
 * @insn: the instruction; a 64-bit load has its second slot behind it. Need not be legal.
 * @buf: where to
 * @size: bytes there; 64 are enough for every instruction
 *
 * Return: bytes written without the closing NUL.
 */
int sbpf_insn_print(const struct sbpf_insn *insn, char *buf, size_t size)
{
	const struct sbpf_op *op = sbpf_insn_op(insn);

	switch (op->kind) {
	case SBPF_OPK_ALU:
		return print_alu(insn, op, buf, size);
	case SBPF_OPK_LD_IMM64:
		return print_ld_imm64(insn, buf, size);
	case SBPF_OPK_LD_PKT:
		if (op->flags & SBPF_OPF_SRC_R)
			return scnprintf(buf, size, "r0 = *(u%u *)skb[r%u %+d]", sbpf_insn_bytes(insn) * 8,
					 insn->src_reg, insn->imm);
		return scnprintf(buf, size, "r0 = *(u%u *)skb[%d]", sbpf_insn_bytes(insn) * 8, insn->imm);
	case SBPF_OPK_LDX:
	case SBPF_OPK_ST:
	case SBPF_OPK_STX:
		return print_mem(insn, op, buf, size);
	case SBPF_OPK_ATOMIC:
		if (atomic_op_ok(insn->imm))
			return print_atomic(insn, buf, size);
		break;
	case SBPF_OPK_JA:
		return scnprintf(buf, size, "%s %+d", op->flags & SBPF_OPF_JUMP_IMM ? "gotol" : "goto",
				 sbpf_insn_jump(insn));
	case SBPF_OPK_JCC:
		return print_jcc(insn, op, buf, size);
	case SBPF_OPK_CALL:
		return print_call(insn, buf, size);
	case SBPF_OPK_EXIT:
		return scnprintf(buf, size, "exit");
	case SBPF_OPK_BARRIER:
		return scnprintf(buf, size, "barrier");
	}
	return scnprintf(buf, size, "illegal 0x%02x dst %u src %u off %d imm %d", insn->code, insn->dst_reg,
			 insn->src_reg, insn->off, insn->imm);
}

#ifdef SBPF_KUNIT
#include "tests/insn_test.c"
#endif
