// SPDX-License-Identifier: GPL-2.0
/*
 * The assembler: the inverse of the disassembler in module/insn.c, plus labels. Knows the notation, not what is legal:
 * it has to be able to write every wrong instruction, too.
 */
#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "asm.h"

#define LABELS_MAX	256
#define NAME_MAX_LEN	32

struct label {
	char name[NAME_MAX_LEN];
	int at;
};

/* A jump, call or function reference whose label may come later. */
struct fixup {
	char name[NAME_MAX_LEN];
	int at;
	bool in_imm;
};

struct assembler {
	struct sbpf_insn *insns;
	int len;
	int max;
	struct label labels[LABELS_MAX];
	int nr_labels;
	struct fixup fixups[LABELS_MAX];
	int nr_fixups;
};

static bool lit(const char **p, const char *text)
{
	size_t len = strlen(text);

	if (strncmp(*p, text, len))
		return false;
	*p += len;
	return true;
}

/* rN or wN. */
static bool reg(const char **p, int *num, bool *half)
{
	const char *s = *p;
	char *end;

	if ((*s != 'r' && *s != 'w') || !isdigit((unsigned char)s[1]))
		return false;
	*num = strtol(s + 1, &end, 10);
	if (*num > 15)
		return false;
	*half = *s == 'w';
	*p = end;
	return true;
}

static bool num(const char **p, long long *val)
{
	char *end;

	errno = 0;
	if (**p == '-')
		*val = strtoll(*p, &end, 0);
	else
		*val = (long long)strtoull(*p + (**p == '+'), &end, 0);
	if (end == *p || errno)
		return false;
	*p = end;
	return true;
}

/* u8, s16, ... in a cast; the size code of the opcode. */
static bool width(const char **p, int *size, bool *sign)
{
	static const struct { const char *name; int size; } widths[] = {
		{ "8", SBPF_B }, { "16", SBPF_H }, { "32", SBPF_W }, { "64", SBPF_DW },
	};
	unsigned int i;

	if (**p != 'u' && **p != 's')
		return false;
	*sign = **p == 's';
	for (i = 0; i < 4; i++) {
		const char *s = *p + 1;

		if (lit(&s, widths[i].name)) {
			*size = widths[i].size;
			*p = s;
			return true;
		}
	}
	return false;
}

/* "*(u8*)(r1+4)" */
static bool mem(const char **p, int *size, bool *sign, int *base, long long *off)
{
	bool half;

	return lit(p, "*(") && width(p, size, sign) && lit(p, "*)(") && reg(p, base, &half) && num(p, off) && lit(p, ")");
}

static struct sbpf_insn *add(struct assembler *a, int code, int dst, int src, int off, long long imm)
{
	if (a->len >= a->max)
		return NULL;
	a->insns[a->len] = (struct sbpf_insn){ .code = code, .dst_reg = dst, .src_reg = src, .off = off, .imm = imm };
	return &a->insns[a->len++];
}

/* Where a jump goes: a number, or a label for later. */
static bool target(struct assembler *a, const char **p, bool in_imm, long long *dist)
{
	struct fixup *f;
	size_t len;

	*dist = 0;
	if (num(p, dist))
		return true;
	len = strspn(*p, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");
	if (!len || len >= NAME_MAX_LEN || a->nr_fixups == LABELS_MAX)
		return false;
	f = &a->fixups[a->nr_fixups++];
	memcpy(f->name, *p, len);
	f->name[len] = 0;
	f->at = a->len;
	f->in_imm = in_imm;
	*p += len;
	return true;
}

static const struct { const char *sign; int op; int off; } alu_ops[] = {
	{ "s>>=", SBPF_ARSH, 0 }, { "s/=", SBPF_DIV, 1 }, { "s%=", SBPF_MOD, 1 }, { "+=", SBPF_ADD, 0 },
	{ "-=", SBPF_SUB, 0 }, { "*=", SBPF_MUL, 0 }, { "/=", SBPF_DIV, 0 }, { "%=", SBPF_MOD, 0 },
	{ "|=", SBPF_OR, 0 }, { "&=", SBPF_AND, 0 }, { "^=", SBPF_XOR, 0 }, { "<<=", SBPF_LSH, 0 },
	{ ">>=", SBPF_RSH, 0 },
};

static const struct { const char *sign; int op; } jump_ops[] = {
	{ "s>=", SBPF_JSGE }, { "s<=", SBPF_JSLE }, { "s>", SBPF_JSGT }, { "s<", SBPF_JSLT }, { "==", SBPF_JEQ },
	{ "!=", SBPF_JNE }, { ">=", SBPF_JGE }, { "<=", SBPF_JLE }, { ">", SBPF_JGT }, { "<", SBPF_JLT },
	{ "&", SBPF_JSET },
};

static const struct { const char *name; int op; } atomic_names[] = {
	{ "add", SBPF_ADD }, { "or", SBPF_OR }, { "and", SBPF_AND }, { "xor", SBPF_XOR },
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* "r1+=r2", "w1+=5" */
static bool alu(struct assembler *a, const char *p, int dst, bool half)
{
	int class = half ? SBPF_ALU : SBPF_ALU64, src;
	long long val;
	bool src_half;
	unsigned int i;

	for (i = 0; i < COUNT(alu_ops); i++)
		if (lit(&p, alu_ops[i].sign))
			break;
	if (i == COUNT(alu_ops))
		return false;
	if (reg(&p, &src, &src_half))
		return !*p && src_half == half &&
		       add(a, class | SBPF_X | alu_ops[i].op, dst, src, alu_ops[i].off, 0);
	return num(&p, &val) && !*p && add(a, class | SBPF_K | alu_ops[i].op, dst, 0, alu_ops[i].off, val);
}

/* The right sides of "r1=" that begin with a word: swaps. */
static bool byte_swap(struct assembler *a, const char *p, int dst)
{
	static const struct { const char *name; int code; } swaps[] = {
		{ "le", SBPF_ALU | SBPF_END | SBPF_TO_LE }, { "be", SBPF_ALU | SBPF_END | SBPF_TO_BE },
		{ "bswap", SBPF_ALU64 | SBPF_END },
	};
	const char *digits;
	long bits;
	char *end;
	int again;
	bool half;
	unsigned int i;

	for (i = 0; i < COUNT(swaps); i++)
		if (lit(&p, swaps[i].name))
			break;
	if (i == COUNT(swaps))
		return false;
	digits = p;
	bits = strtol(digits, &end, 10);
	p = end;
	return end != digits && reg(&p, &again, &half) && !*p && again == dst && add(a, swaps[i].code, dst, 0, 0, bits);
}

/* "0x12ll", "map[1]ll", "map[1].value+8ll", "func+3ll" */
static bool imm64(struct assembler *a, const char *p, int dst)
{
	const int code = SBPF_LD | SBPF_IMM | SBPF_DW;
	long long val, off = 0;
	bool value;

	if (lit(&p, "map[")) {
		if (!num(&p, &val) || !lit(&p, "]"))
			return false;
		value = lit(&p, ".value");
		if (value && !num(&p, &off))
			return false;
		return lit(&p, "ll") && !*p &&
		       add(a, code, dst, value ? SBPF_PSEUDO_MAP_VALUE : SBPF_PSEUDO_MAP_FD, 0, val) &&
		       add(a, 0, 0, 0, 0, off);
	}
	if (lit(&p, "func")) {
		size_t len;

		lit(&p, ":");
		if (!target(a, &p, true, &val))
			return false;
		/* Without blanks, "ll" has become a part of the label. */
		len = a->nr_fixups ? strlen(a->fixups[a->nr_fixups - 1].name) : 0;
		if (!val && len > 2)
			a->fixups[a->nr_fixups - 1].name[len - 2] = 0;
		return add(a, code, dst, SBPF_PSEUDO_FUNC, 0, val) && add(a, 0, 0, 0, 0, 0);
	}
	if (!num(&p, &val) || !lit(&p, "ll") || *p)
		return false;
	return add(a, code, dst, 0, 0, (int)val) && add(a, 0, 0, 0, 0, val >> 32);
}

/* "r1=atomic_fetch_add((u64*)(r2+8),r1)", "r1=xchg_64(r2+8,r1)", "r0=cmpxchg_64(r2+8,r0,r1)" */
static bool fetch(struct assembler *a, const char *p, int dst, bool half)
{
	int size = half ? SBPF_W : SBPF_DW, base, src, old, op;
	long long off;
	bool sign, src_half;
	unsigned int i;

	if (lit(&p, "atomic_fetch_")) {
		for (i = 0; i < COUNT(atomic_names); i++)
			if (lit(&p, atomic_names[i].name))
				break;
		if (i == COUNT(atomic_names) || !lit(&p, "((") || !width(&p, &size, &sign) || !lit(&p, "*)("))
			return false;
		op = atomic_names[i].op | SBPF_FETCH;
		return reg(&p, &base, &sign) && num(&p, &off) && lit(&p, "),") && reg(&p, &src, &src_half) &&
		       lit(&p, ")") && !*p && src == dst &&
		       add(a, SBPF_STX | SBPF_ATOMIC | size, base, src, off, op);
	}
	if (lit(&p, "cmpxchg_")) {
		return lit(&p, half ? "32(" : "64(") && reg(&p, &base, &sign) && num(&p, &off) && lit(&p, ",") &&
		       reg(&p, &old, &sign) && lit(&p, ",") && reg(&p, &src, &src_half) && lit(&p, ")") && !*p &&
		       !old && !dst && add(a, SBPF_STX | SBPF_ATOMIC | size, base, src, off, SBPF_CMPXCHG);
	}
	if (lit(&p, "xchg_"))
		return lit(&p, half ? "32(" : "64(") && reg(&p, &base, &sign) && num(&p, &off) && lit(&p, ",") &&
		       reg(&p, &src, &src_half) && lit(&p, ")") && !*p && src == dst &&
		       add(a, SBPF_STX | SBPF_ATOMIC | size, base, src, off, SBPF_XCHG);
	return false;
}

/* "r0=*(u16*)skb[12]", "r0=*(u16*)skb[r7+12]" */
static bool packet_load(struct assembler *a, const char *p, int dst)
{
	long long off;
	int size, src;
	bool sign, half;

	if (!lit(&p, "*(") || !width(&p, &size, &sign) || !lit(&p, "*)skb[") || dst)
		return false;
	if (reg(&p, &src, &half))
		return num(&p, &off) && lit(&p, "]") && !*p && add(a, SBPF_LD | SBPF_IND | size, 0, src, 0, off);
	return num(&p, &off) && lit(&p, "]") && !*p && add(a, SBPF_LD | SBPF_ABS | size, 0, 0, 0, off);
}

/* Everything with a single "=" behind the register. */
static bool assign(struct assembler *a, const char *p, int dst, bool half)
{
	int class = half ? SBPF_ALU : SBPF_ALU64, src, size;
	const char *s = p;
	long long val;
	bool sign, src_half;

	if (reg(&s, &src, &src_half) && !*s)
		return src_half == half && add(a, class | SBPF_MOV | SBPF_X, dst, src, 0, 0);
	s = p;
	if (lit(&s, "-") && reg(&s, &src, &src_half))
		return !*s && src == dst && src_half == half && add(a, class | SBPF_NEG, dst, 0, 0, 0);
	s = p;
	if (lit(&s, "(s") && num(&s, &val) && lit(&s, ")"))
		return reg(&s, &src, &src_half) && !*s && src_half == half &&
		       add(a, class | SBPF_MOV | SBPF_X, dst, src, val, 0);
	s = p;
	if (mem(&s, &size, &sign, &src, &val))
		return !*s && add(a, SBPF_LDX | (sign ? SBPF_MEMSX : SBPF_MEM) | size, dst, src, val, 0);
	s = p;
	if (num(&s, &val) && !*s)
		return add(a, class | SBPF_MOV | SBPF_K, dst, 0, 0, val);
	return packet_load(a, p, dst) || byte_swap(a, p, dst) || fetch(a, p, dst, half) || imm64(a, p, dst);
}

/* "*(u8*)(r1+4)=r2", "lock*(u64*)(r1+4)+=r2" */
static bool store(struct assembler *a, const char *p, bool locked)
{
	int size, base, src;
	long long off, val;
	bool sign, half;
	unsigned int i;

	if (!mem(&p, &size, &sign, &base, &off))
		return false;
	if (locked) {
		for (i = 0; i < COUNT(alu_ops); i++)
			if (lit(&p, alu_ops[i].sign))
				break;
		return i < COUNT(alu_ops) && reg(&p, &src, &half) && !*p &&
		       add(a, SBPF_STX | SBPF_ATOMIC | size, base, src, off, alu_ops[i].op);
	}
	if (!lit(&p, "="))
		return false;
	if (reg(&p, &src, &half))
		return !*p && add(a, SBPF_STX | SBPF_MEM | size, base, src, off, 0);
	return num(&p, &val) && !*p && add(a, SBPF_ST | SBPF_MEM | size, base, 0, off, val);
}

/* "ifr1==r2goto+3" */
static bool branch(struct assembler *a, const char *p)
{
	long long val = 0, dist;
	bool half, src_half, by_reg;
	int dst, src = 0, class;
	unsigned int i;

	if (!reg(&p, &dst, &half))
		return false;
	class = half ? SBPF_JMP32 : SBPF_JMP;
	for (i = 0; i < COUNT(jump_ops); i++)
		if (lit(&p, jump_ops[i].sign))
			break;
	if (i == COUNT(jump_ops))
		return false;
	by_reg = reg(&p, &src, &src_half);
	if (by_reg ? src_half != half : !num(&p, &val))
		return false;
	return lit(&p, "goto") && target(a, &p, false, &dist) && !*p &&
	       add(a, class | jump_ops[i].op | (by_reg ? SBPF_X : SBPF_K), dst, src, dist, val);
}

static bool call(struct assembler *a, const char *p)
{
	long long val;

	if (lit(&p, "kfunc#"))
		return num(&p, &val) && !*p && add(a, SBPF_JMP | SBPF_CALL, 0, SBPF_PSEUDO_KFUNC_CALL, 0, val);
	if (isdigit((unsigned char)*p) || *p == '-')
		return num(&p, &val) && !*p && add(a, SBPF_JMP | SBPF_CALL, 0, 0, 0, val);
	lit(&p, "pc");
	return target(a, &p, true, &val) && !*p && add(a, SBPF_JMP | SBPF_CALL, 0, SBPF_PSEUDO_CALL, 0, val);
}

/* One instruction without blanks. */
static bool instruction(struct assembler *a, const char *p)
{
	long long dist;
	bool half;
	int dst;

	if (!strcmp(p, "exit"))
		return add(a, SBPF_JMP | SBPF_EXIT, 0, 0, 0, 0);
	if (lit(&p, "gotol"))
		return target(a, &p, true, &dist) && !*p && add(a, SBPF_JMP32 | SBPF_JA, 0, 0, 0, dist);
	if (lit(&p, "goto"))
		return target(a, &p, false, &dist) && !*p && add(a, SBPF_JMP | SBPF_JA, 0, 0, dist, 0);
	if (lit(&p, "if"))
		return branch(a, p);
	if (lit(&p, "call"))
		return call(a, p);
	if (lit(&p, "lock"))
		return store(a, p, true);
	if (*p == '*')
		return store(a, p, false);
	if (!reg(&p, &dst, &half))
		return false;
	if (*p == '=')
		return assign(a, p + 1, dst, half);
	return alu(a, p, dst, half);
}

/* "name:" in front of an instruction, or alone. */
static bool take_label(struct assembler *a, char *line)
{
	size_t len = strspn(line, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");
	struct label *l;

	if (!len || line[len] != ':')
		return true;
	if (len >= NAME_MAX_LEN || a->nr_labels == LABELS_MAX)
		return false;
	l = &a->labels[a->nr_labels++];
	memcpy(l->name, line, len);
	l->name[len] = 0;
	l->at = a->len;
	memmove(line, line + len + 1, strlen(line + len + 1) + 1);
	return true;
}

static bool resolve(struct assembler *a, char *why, size_t why_size)
{
	int i, j;

	for (i = 0; i < a->nr_fixups; i++) {
		struct fixup *f = &a->fixups[i];
		int dist;

		for (j = 0; j < a->nr_labels; j++)
			if (!strcmp(a->labels[j].name, f->name))
				break;
		if (j == a->nr_labels) {
			snprintf(why, why_size, "no label %s", f->name);
			return false;
		}
		dist = a->labels[j].at - f->at - 1;
		if (f->in_imm)
			a->insns[f->at].imm = dist;
		else
			a->insns[f->at].off = dist;
	}
	return true;
}

int asm_program(const char *text, struct sbpf_insn *insns, int max, char *why, size_t why_size)
{
	static struct assembler a;
	char line[256];
	size_t n;

	a.insns = insns;
	a.max = max;
	a.len = a.nr_labels = a.nr_fixups = 0;
	while (*text) {
		for (n = 0; *text && *text != '\n'; text++) {
			if (*text == ';') {
				text += strcspn(text, "\n");
				break;
			}
			if (!isspace((unsigned char)*text) && n + 1 < sizeof(line))
				line[n++] = *text;
		}
		line[n] = 0;
		if (*text)
			text++;
		if (!take_label(&a, line) || (*line && !instruction(&a, line))) {
			snprintf(why, why_size, "cannot assemble \"%s\"", line);
			return -1;
		}
	}
	return resolve(&a, why, why_size) ? a.len : -1;
}
