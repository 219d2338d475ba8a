// SPDX-License-Identifier: GPL-2.0
/*
 * The generator. It knows roughly what each register holds, so that most of what it writes makes sense, and then works
 * where verifiers make mistakes: numbers are bounded in a dozen ways, most of them right and some by one too few, and used
 * as an offset at the very end of an object.
 *
 * R6 is the context all the time. R0 to R5 are for the moment, R7 to R9 for what lives longer.
 */
#include "gen.h"
#include "module/insn.h"

#define SLOTS		12	/* fp-8 to fp-96 hold numbers */
#define BUF		(-(SLOTS + 4) * 8)	/* 32 bytes for keys and what helpers fill */
#define OUTS		128
#define FUNCS		6

/* What a register is known to hold; pointers are to .size bytes. */
#define NONE		0
#define NUM		1
#define VALUE		2
#define PACKET		3

struct func {
	u32 at[4];	/* where it is referred to */
	u32 nr_at;
	bool callback;
	bool each;
};

struct gen {
	u64 rng;
	struct sbpf_insn *insn;
	u32 len;
	u8 kind[SBPF_MAX_REG];
	u16 size[SBPF_MAX_REG];
	bool slot[SLOTS];
	u32 out[OUTS];
	u32 nr_out;
	struct func func[FUNCS];
	u32 nr_funcs;
	u32 loops;
	bool sub;
};

static u32 pick(struct gen *g, u32 n)
{
	return fuzz_rng(&g->rng) % n;
}

static bool one_in(struct gen *g, u32 n)
{
	return !pick(g, n);
}

static void emit(struct gen *g, u8 code, u8 dst, u8 src, s16 off, s32 imm)
{
	if (g->len < GEN_MAX)
		g->insn[g->len++] = (struct sbpf_insn){
			.code = code, .dst_reg = dst, .src_reg = src, .off = off, .imm = imm,
		};
}

static void mov(struct gen *g, u8 dst, u8 src)
{
	emit(g, SBPF_ALU64 | SBPF_MOV | SBPF_X, dst, src, 0, 0);
	g->kind[dst] = g->kind[src];
	g->size[dst] = g->size[src];
}

static void movi(struct gen *g, u8 dst, s32 imm)
{
	emit(g, SBPF_ALU64 | SBPF_MOV | SBPF_K, dst, 0, 0, imm);
	g->kind[dst] = NUM;
}

static void two(struct gen *g, u8 dst, u8 src, u64 v, u32 high)
{
	emit(g, SBPF_LD | SBPF_IMM | SBPF_DW, dst, src, 0, v);
	emit(g, 0, 0, 0, 0, high);
}

static void call(struct gen *g, u32 id)
{
	u32 i;

	emit(g, SBPF_JMP | SBPF_CALL, 0, 0, 0, id);
	for (i = 0; i <= 5; i++)
		g->kind[i] = NONE;
	g->kind[0] = NUM;
}

static u8 any_reg(struct gen *g)
{
	static const u8 regs[] = { 0, 1, 2, 3, 4, 5, 7, 8, 9 };

	return regs[pick(g, ARRAY_SIZE(regs))];
}

static u8 other_reg(struct gen *g, u8 a, u8 b)
{
	u8 r;

	do
		r = any_reg(g);
	while (r == a || r == b);
	return r;
}

/* A number that nothing is known of, from where such numbers come from. */
static void fresh(struct gen *g, u8 dst)
{
	static const s16 fields[] = { 0, 4, 8, 12, 16, 32, 40, 48, 56, 64, 68 };

	g->kind[dst] = NUM;
	switch (pick(g, 5)) {
	case 0:
		two(g, dst, SBPF_PSEUDO_MAP_VALUE, 2, 0);
		emit(g, SBPF_LDX | (one_in(g, 3) ? SBPF_MEMSX | SBPF_W : SBPF_MEM | SBPF_DW), dst, dst, 8 * pick(g, 8), 0);
		break;
	case 1:
		two(g, dst, SBPF_PSEUDO_MAP_VALUE, 2, 8 * pick(g, 8));
		emit(g, SBPF_LDX | SBPF_MEM | SBPF_DW, dst, dst, 0, 0);
		break;
	case 2:
		if (!g->sub) {
			emit(g, SBPF_LDX | SBPF_MEM | (one_in(g, 4) ? SBPF_B : SBPF_W), dst, 6, fields[pick(g, 6)], 0);
			break;
		}
		fallthrough;
	case 3:
		if (!g->sub) {
			emit(g, SBPF_LDX | SBPF_MEM | SBPF_W, dst, 6, 48 + 4 * pick(g, 5), 0);
			break;
		}
		fallthrough;
	default:
		two(g, dst, 0, fuzz_edgy(&g->rng), one_in(g, 3) ? fuzz_edgy(&g->rng) >> 32 : 0);
	}
}

static u8 num(struct gen *g)
{
	u32 i;
	u8 r;

	for (i = 0; i < 6; i++) {
		r = any_reg(g);
		if (g->kind[r] == NUM)
			return r;
	}
	r = any_reg(g);
	fresh(g, r);
	return r;
}

static void t_alu(struct gen *g)
{
	static const u8 ops[] = {
		SBPF_ADD, SBPF_SUB, SBPF_MUL, SBPF_DIV, SBPF_OR, SBPF_AND, SBPF_LSH, SBPF_RSH, SBPF_MOD, SBPF_XOR, SBPF_ARSH,
		SBPF_ADD, SBPF_SUB, SBPF_AND, SBPF_NEG, SBPF_END, SBPF_MOV, SBPF_MOV,
	};
	u8 op = ops[pick(g, ARRAY_SIZE(ops))], dst = num(g), src = num(g);
	u8 class = one_in(g, 2) ? SBPF_ALU : SBPF_ALU64;
	u32 bits = class == SBPF_ALU ? 32 : 64;
	s32 imm = fuzz_edgy(&g->rng);

	switch (op) {
	case SBPF_NEG:
		emit(g, class | op, dst, 0, 0, 0);
		return;
	case SBPF_END:
		emit(g, class | op | (class == SBPF_ALU && one_in(g, 2) ? SBPF_TO_BE : 0), dst, 0, 0, 16 << pick(g, 3));
		return;
	case SBPF_MOV:
		dst = any_reg(g);
		emit(g, class | op | SBPF_X, dst, src, one_in(g, 2) ? 0 : 8 << pick(g, bits == 64 ? 3 : 2), 0);
		g->kind[dst] = NUM;
		return;
	case SBPF_DIV:
	case SBPF_MOD:
		emit(g, class | op | (one_in(g, 2) ? SBPF_X : SBPF_K), dst, 0, pick(g, 2), imm ?: 1);
		break;
	case SBPF_LSH:
	case SBPF_RSH:
	case SBPF_ARSH:
		emit(g, class | op | (one_in(g, 3) ? SBPF_X : SBPF_K), dst, 0, 0, pick(g, bits));
		break;
	default:
		emit(g, class | op | (one_in(g, 2) ? SBPF_X : SBPF_K), dst, 0, 0, imm);
	}
	if (SBPF_SRC(g->insn[g->len - 1].code) == SBPF_X) {
		g->insn[g->len - 1].src_reg = src;
		g->insn[g->len - 1].imm = 0;
	}
}

static const u8 conds[] = {
	SBPF_JEQ, SBPF_JNE, SBPF_JGT, SBPF_JGE, SBPF_JLT, SBPF_JLE, SBPF_JSGT, SBPF_JSGE, SBPF_JSLT, SBPF_JSLE, SBPF_JSET,
};

/* A comparison of numbers; the distance is filled in later. */
static u32 jump_if(struct gen *g)
{
	u8 a = num(g), b = num(g), class = one_in(g, 3) ? SBPF_JMP32 : SBPF_JMP, op = conds[pick(g, ARRAY_SIZE(conds))];

	if (one_in(g, 3))
		emit(g, class | op | SBPF_X, a, b, 0, 0);
	else
		emit(g, class | op | SBPF_K, a, 0, 0, fuzz_edgy(&g->rng));
	return g->len - 1;
}

static void land(struct gen *g, u32 jump)
{
	g->insn[jump].off = g->len - jump - 1;
}

static void out_if(struct gen *g, u8 code, u8 dst, u8 src, s32 imm)
{
	if (g->nr_out == OUTS)
		return;
	g->out[g->nr_out++] = g->len;
	emit(g, code, dst, src, 0, imm);
}

static void block(struct gen *g, u32 n, u32 depth);

/* What is known where two ways meet. */
static void join(struct gen *g, const struct gen *was)
{
	u32 i;

	for (i = 0; i < SBPF_REG_10; i++)
		if (g->kind[i] != was->kind[i] || (g->kind[i] > NUM && g->size[i] != was->size[i]))
			g->kind[i] = NONE;
	for (i = 0; i < SLOTS; i++)
		g->slot[i] &= was->slot[i];
}

static void t_if(struct gen *g, u32 depth)
{
	u32 jump = jump_if(g), skip;
	struct gen was = *g, then;

	block(g, 1 + pick(g, 4), depth + 1);
	if (one_in(g, 2)) {
		land(g, jump);
		join(g, &was);
		return;
	}
	skip = g->len;
	emit(g, SBPF_JMP | SBPF_JA, 0, 0, 0, 0);
	land(g, jump);
	then = *g;
	memcpy(g->kind, was.kind, sizeof(g->kind));
	memcpy(g->size, was.size, sizeof(g->size));
	memcpy(g->slot, was.slot, sizeof(g->slot));
	block(g, 1 + pick(g, 4), depth + 1);
	land(g, skip);
	join(g, &then);
}

/* Make @r at most @max, seen unsigned, in one of many ways; sometimes it is one more. */
static void bound(struct gen *g, u8 r, u32 max)
{
	u32 m = max + (one_in(g, 12) ? 1 : 0), mask = 1;
	u8 t = other_reg(g, r, r);

	while (mask * 2 - 1 <= m)
		mask *= 2;
	switch (pick(g, 11)) {
	case 0:
		emit(g, (one_in(g, 2) ? SBPF_ALU : SBPF_ALU64) | SBPF_AND | SBPF_K, r, 0, 0, mask - 1);
		break;
	case 1:
		out_if(g, SBPF_JMP | SBPF_JGT | SBPF_K, r, 0, m);
		break;
	case 2:
		out_if(g, SBPF_JMP | SBPF_JSGT | SBPF_K, r, 0, m);
		out_if(g, SBPF_JMP | SBPF_JSLT | SBPF_K, r, 0, 0);
		break;
	case 3:
		out_if(g, SBPF_JMP32 | SBPF_JGE | SBPF_K, r, 0, m + 1);
		emit(g, SBPF_ALU | SBPF_MOV | SBPF_X, r, r, 0, 0);
		break;
	case 4:
		emit(g, (one_in(g, 2) ? SBPF_ALU : SBPF_ALU64) | SBPF_MOD | SBPF_K, r, 0, 0, m + 1);
		break;
	case 5:
		/* Through a copy. */
		mov(g, t, r);
		out_if(g, SBPF_JMP | SBPF_JGT | SBPF_K, t, 0, m);
		break;
	case 6:
		/* Through a sum. */
		emit(g, SBPF_ALU64 | SBPF_ADD | SBPF_K, r, 0, 0, -7);
		out_if(g, SBPF_JMP | SBPF_JGE | SBPF_K, r, 0, m + 1);
		break;
	case 7:
		emit(g, SBPF_ALU | SBPF_RSH | SBPF_K, r, 0, 0, 32 - __builtin_ctz(mask) ?: 1);
		if (mask == 1)
			movi(g, r, 0);
		break;
	case 8:
		out_if(g, (one_in(g, 2) ? SBPF_JMP : SBPF_JMP32) | SBPF_JSET | SBPF_K, r, 0, -(s32)mask);
		if (one_in(g, 2))
			emit(g, SBPF_ALU | SBPF_MOV | SBPF_X, r, r, 0, 0);
		break;
	case 9:
		/* By another register. */
		movi(g, t, m);
		out_if(g, SBPF_JMP | SBPF_JLT | SBPF_X, t, r, 0);
		break;
	default:
		out_if(g, SBPF_JMP32 | SBPF_JSGT | SBPF_K, r, 0, m);
		out_if(g, SBPF_JMP32 | SBPF_JSLT | SBPF_K, r, 0, 0);
		emit(g, SBPF_ALU | SBPF_MOV | SBPF_X, r, r, 0, 0);
	}
	g->kind[r] = NUM;
}

static void access_mem(struct gen *g, u8 ptr, s16 off, u32 code)
{
	u8 r;

	switch (pick(g, 3)) {
	case 0:
		emit(g, SBPF_ST | SBPF_MEM | code, ptr, 0, off, fuzz_edgy(&g->rng));
		break;
	case 1:
		r = num(g);
		if (r != ptr) {
			emit(g, SBPF_STX | SBPF_MEM | code, ptr, r, off, 0);
			break;
		}
		fallthrough;
	default:
		r = any_reg(g);
		emit(g, SBPF_LDX | (code != SBPF_DW && one_in(g, 3) ? SBPF_MEMSX : SBPF_MEM) | code, r, ptr, off, 0);
		g->kind[r] = NUM;
	}
}

static const u8 codes[] = { SBPF_B, SBPF_H, SBPF_W, SBPF_DW };

/* A bounded number as offset into a map value. */
static void t_index(struct gen *g)
{
	static const u8 maps[] = { 1, 2, 2, 2 }, sizes[] = { 48, 64, 64, 64 };
	u32 m = pick(g, ARRAY_SIZE(maps)), c = pick(g, 4), bytes = 1 << c, first = pick(g, 24), max;
	u8 n = num(g), i = other_reg(g, n, n), p = other_reg(g, n, i);

	max = sizes[m] - bytes - first;
	if (one_in(g, 3))
		emit(g, SBPF_ALU | SBPF_MOV | SBPF_X, i, n, 0, 0);
	else
		mov(g, i, n);
	g->kind[i] = NUM;
	bound(g, i, max);
	if (one_in(g, 4))
		t_alu(g);
	/* The bound may have used the register as a copy. */
	two(g, p, SBPF_PSEUDO_MAP_VALUE, maps[m], 0);
	g->kind[p] = NONE;
	if (one_in(g, 6)) {
		emit(g, SBPF_ALU64 | SBPF_ADD | SBPF_K, p, 0, 0, first + max);
		emit(g, SBPF_ALU64 | SBPF_SUB | SBPF_X, p, i, 0, 0);
		access_mem(g, p, 0, codes[c]);
		return;
	}
	emit(g, SBPF_ALU64 | SBPF_ADD | SBPF_X, p, i, 0, 0);
	access_mem(g, p, first, codes[c]);
}

static void t_stack(struct gen *g)
{
	u32 s = pick(g, SLOTS), c = pick(g, 4), in = 0;
	bool before = !g->slot[s] && one_in(g, 24);	/* what was there before, or what is there on one path only */
	u8 r = num(g), i;

	if (!before && (!g->slot[s] || one_in(g, 3))) {
		if (!g->slot[s] && c != 3)
			emit(g, SBPF_ST | SBPF_MEM | SBPF_DW, 10, 0, -8 * (s + 1), fuzz_edgy(&g->rng));
		if (one_in(g, 3))
			in = pick(g, 8 >> c) << c;
		emit(g, SBPF_STX | SBPF_MEM | codes[c], 10, r, -8 * (s32)(s + 1) + in, 0);
		g->slot[s] = true;
		return;
	}
	if (!before && one_in(g, 3)) {
		/* At a place that is not known. */
		for (s = 0; s < SLOTS && g->slot[s]; s++)
			;
		if (s < 2)
			return;
		i = other_reg(g, r, r);
		mov(g, i, r);
		emit(g, SBPF_ALU64 | SBPF_AND | SBPF_K, i, 0, 0, 8);
		emit(g, SBPF_ALU64 | SBPF_ADD | SBPF_X, i, 10, 0, 0);
		g->kind[i] = NONE;
		access_mem(g, i, -16, codes[c]);
		return;
	}
	if (one_in(g, 2))
		in = pick(g, 8 >> c) << c;
	i = any_reg(g);
	emit(g, SBPF_LDX | (c != 3 && one_in(g, 3) ? SBPF_MEMSX : SBPF_MEM) | codes[c], i, 10, -8 * (s32)(s + 1) + in, 0);
	g->kind[i] = NUM;
}

static void t_spill_ptr(struct gen *g)
{
	u8 r = any_reg(g), to;
	u32 s = pick(g, SLOTS);

	if (g->kind[r] < VALUE)
		return;
	emit(g, SBPF_STX | SBPF_MEM | SBPF_DW, 10, r, -8 * (s32)(s + 1), 0);
	g->slot[s] = false;
	to = any_reg(g);
	g->kind[to] = g->kind[r];
	g->size[to] = g->size[r];
	emit(g, SBPF_LDX | SBPF_MEM | SBPF_DW, to, 10, -8 * (s32)(s + 1), 0);
}

static void t_lookup(struct gen *g)
{
	static const u8 sizes[] = { 16, 48, 64 };
	u32 m = pick(g, 3), i;
	u8 keep = 7 + pick(g, 3);

	if (one_in(g, 2))
		emit(g, SBPF_ST | SBPF_MEM | SBPF_DW, 10, 0, BUF, pick(g, 12));
	else
		emit(g, SBPF_STX | SBPF_MEM | SBPF_DW, 10, num(g), BUF, 0);
	emit(g, SBPF_ALU64 | SBPF_MOV | SBPF_X, 2, 10, 0, 0);
	emit(g, SBPF_ALU64 | SBPF_ADD | SBPF_K, 2, 0, 0, BUF);
	two(g, 1, SBPF_PSEUDO_MAP_FD, m, 0);
	call(g, SBPF_FUNC_map_lookup_elem);
	mov(g, keep, 0);
	i = one_in(g, 2) ? 0 : keep;
	out_if(g, SBPF_JMP | SBPF_JEQ | SBPF_K, i, 0, 0);
	g->kind[keep] = g->kind[0] = VALUE;
	g->size[keep] = g->size[0] = sizes[m];
	i = pick(g, 4);
	access_mem(g, keep, (sizes[m] - (1 << i)) & -(1 << i), codes[i]);
}

/* Behind a packet pointer that something was added to: nothing of what was proven is true of that place. */
static void elsewhere(struct gen *g, u8 r, u8 code)
{
	u8 n = num(g), p = other_reg(g, n, r);

	mov(g, p, n);
	emit(g, SBPF_ALU64 | SBPF_AND | SBPF_K, p, 0, 0, 15);
	emit(g, SBPF_ALU64 | SBPF_ADD | SBPF_X, p, r, 0, 0);
	g->kind[p] = NONE;
	access_mem(g, p, 0, code);
}

/* What a pointer is kept for. */
static void t_pointer(struct gen *g)
{
	u8 r = any_reg(g);
	u32 c = pick(g, 4);

	if (g->kind[r] < VALUE || g->size[r] < (1 << c)) {
		t_index(g);
		return;
	}
	if (g->kind[r] == PACKET && one_in(g, 6)) {
		elsewhere(g, r, codes[c]);
		return;
	}
	access_mem(g, r, pick(g, g->size[r] - (1 << c) + 1) & -(1 << c), codes[c]);
}

/* A part of the packet, proven by one of the comparisons that prove it. */
static void t_packet(struct gen *g)
{
	static const struct { u8 op; bool swapped, stays; } forms[] = {
		{ SBPF_JGT, false, false }, { SBPF_JLE, false, true }, { SBPF_JGE, false, false }, { SBPF_JLT, false, true },
		{ SBPF_JLT, true, false }, { SBPF_JGE, true, true }, { SBPF_JLE, true, false }, { SBPF_JGT, true, true },
	};
	u32 f = pick(g, ARRAY_SIZE(forms)), c = pick(g, 4), need = (1 << c) + pick(g, 24);
	u8 n = num(g), a, b;
	s32 off = need - (1 << c);

	if (g->sub)
		return;
	mov(g, 7, n);
	emit(g, SBPF_LDX | SBPF_MEM | SBPF_W, 2, 6, offsetof(struct __sbpf_sk_buff, data), 0);
	emit(g, SBPF_LDX | SBPF_MEM | SBPF_W, 3, 6, offsetof(struct __sbpf_sk_buff, data_end), 0);
	if (one_in(g, 2)) {
		emit(g, SBPF_ALU64 | SBPF_AND | SBPF_K, 7, 0, 0, (16 << pick(g, 3)) - 1);
		emit(g, SBPF_ALU64 | SBPF_ADD | SBPF_X, 2, 7, 0, 0);
	}
	emit(g, SBPF_ALU64 | SBPF_MOV | SBPF_X, 4, 2, 0, 0);
	emit(g, SBPF_ALU64 | SBPF_ADD | SBPF_K, 4, 0, 0, need - one_in(g, 10));
	a = forms[f].swapped ? 3 : 4;
	b = forms[f].swapped ? 4 : 3;
	g->kind[2] = g->kind[3] = g->kind[4] = NONE;
	if (forms[f].stays) {
		emit(g, SBPF_JMP | forms[f].op | SBPF_X, a, b, 1, 0);
		out_if(g, SBPF_JMP | SBPF_JA, 0, 0, 0);
	} else {
		out_if(g, SBPF_JMP | forms[f].op | SBPF_X, a, b, 0);
	}
	if (one_in(g, 2)) {
		n = 7 + pick(g, 3);
		emit(g, SBPF_ALU64 | SBPF_MOV | SBPF_X, n, 2, 0, 0);
		g->kind[n] = PACKET;
		g->size[n] = need;
		if (one_in(g, 12))
			elsewhere(g, n, codes[c]);
	}
	if (one_in(g, 6))
		off++;
	if (one_in(g, 4))
		access_mem(g, 4, -(1 << c), codes[c]);
	else
		access_mem(g, 2, off, codes[c]);
}

static void t_loop(struct gen *g, u32 depth)
{
	u32 top, n = 1 + pick(g, 7), i;
	u8 r = 7 + pick(g, 3), step = 1 + pick(g, 2);
	bool saved[SLOTS];

	if (g->loops >= 2)
		return;
	g->loops++;
	/* The counter is on the stack, where the body does not touch it. */
	movi(g, r, 0);
	emit(g, SBPF_STX | SBPF_MEM | SBPF_DW, 10, r, BUF - 8 * (s32)g->loops, 0);
	for (i = 0; i < SBPF_REG_6; i++)
		g->kind[i] = NONE;
	for (i = 7; i <= 9; i++)
		if (i != r)
			g->kind[i] = NONE;
	memcpy(saved, g->slot, sizeof(saved));
	top = g->len;
	block(g, 1 + pick(g, 4), depth + 1);
	emit(g, SBPF_LDX | SBPF_MEM | SBPF_DW, r, 10, BUF - 8 * (s32)g->loops, 0);
	emit(g, SBPF_ALU64 | SBPF_ADD | SBPF_K, r, 0, 0, step);
	emit(g, SBPF_STX | SBPF_MEM | SBPF_DW, 10, r, BUF - 8 * (s32)g->loops, 0);
	emit(g, SBPF_JMP | (one_in(g, 2) ? SBPF_JLT : SBPF_JSLE) | SBPF_K, r, 0, (s16)(top - g->len - 1), n);
	g->kind[r] = NUM;
	for (i = 0; i < SLOTS; i++)
		g->slot[i] &= saved[i];
	g->loops--;
}

static void t_atomic(struct gen *g)
{
	static const s32 ops[] = {
		SBPF_ADD, SBPF_OR, SBPF_AND, SBPF_XOR, SBPF_ADD | SBPF_FETCH, SBPF_OR | SBPF_FETCH, SBPF_AND | SBPF_FETCH,
		SBPF_XOR | SBPF_FETCH, SBPF_XCHG, SBPF_CMPXCHG,
	};
	u8 code = one_in(g, 2) ? SBPF_W : SBPF_DW, n = num(g), p;
	s32 op = ops[pick(g, ARRAY_SIZE(ops))];
	u32 s = pick(g, SLOTS);

	if (op == SBPF_CMPXCHG && g->kind[0] != NUM)
		fresh(g, 0);
	if (g->slot[s] && one_in(g, 2)) {
		emit(g, SBPF_STX | SBPF_ATOMIC | code, 10, n, -8 * (s32)(s + 1), op);
		return;
	}
	p = other_reg(g, n, 0);
	two(g, p, SBPF_PSEUDO_MAP_VALUE, 2, 8 * pick(g, 8));
	g->kind[p] = VALUE;
	g->size[p] = 8;
	emit(g, SBPF_STX | SBPF_ATOMIC | code, p, n, 0, op);
}

static void t_record(struct gen *g)
{
	u32 size = 8 * (1 + pick(g, 4)), c = pick(g, 4), jump;

	two(g, 1, SBPF_PSEUDO_MAP_FD, 4, 0);
	movi(g, 2, size);
	movi(g, 3, 0);
	call(g, SBPF_FUNC_ringbuf_reserve);
	jump = g->len;
	emit(g, SBPF_JMP | SBPF_JEQ | SBPF_K, 0, 0, 0, 0);
	mov(g, 8, 0);
	g->kind[0] = g->kind[8] = NONE;
	access_mem(g, 8, size - (1 << c), codes[c]);
	emit(g, SBPF_ALU64 | SBPF_MOV | SBPF_X, 1, 8, 0, 0);
	movi(g, 2, 0);
	call(g, one_in(g, 2) ? SBPF_FUNC_ringbuf_submit : SBPF_FUNC_ringbuf_discard);
	land(g, jump);
	memset(g->kind, NONE, 6);
	g->kind[7] = g->kind[8] = g->kind[9] = NONE;
}

static void t_helper(struct gen *g)
{
	u8 n = num(g), i;

	switch (pick(g, 5)) {
	case 0:
		call(g, SBPF_FUNC_get_prandom_u32);
		break;
	case 1:
		call(g, SBPF_FUNC_get_smp_processor_id);
		break;
	case 2:
		/* A size that is known to be small, and what it may have left unwritten. */
		emit(g, SBPF_ST | SBPF_MEM | SBPF_DW, 10, 0, BUF, 0);
		emit(g, SBPF_ST | SBPF_MEM | SBPF_DW, 10, 0, BUF + 8, 0);
		mov(g, 2, n);
		bound(g, 2, 16);
		emit(g, SBPF_ALU64 | SBPF_MOV | SBPF_X, 1, 10, 0, 0);
		emit(g, SBPF_ALU64 | SBPF_ADD | SBPF_K, 1, 0, 0, BUF);
		movi(g, 3, 0);
		call(g, one_in(g, 2) ? SBPF_FUNC_probe_read_kernel : SBPF_FUNC_probe_read_kernel_str);
		emit(g, SBPF_LDX | SBPF_MEM | codes[pick(g, 4)], 7 + pick(g, 3), 10, BUF, 0);
		g->kind[g->insn[g->len - 1].dst_reg] = NUM;
		break;
	case 3:
		if (g->sub)
			break;
		mov(g, 2, n);
		emit(g, SBPF_ALU64 | SBPF_MOV | SBPF_X, 1, 6, 0, 0);
		movi(g, 3, 0);
		call(g, SBPF_FUNC_skb_change_tail);
		/* Old pointers are good for nothing, which is sometimes overlooked here. */
		for (i = 7; i <= 9; i++)
			if (g->kind[i] == PACKET && !one_in(g, 4))
				g->kind[i] = NONE;
		break;
	default:
		emit(g, SBPF_ST | SBPF_MEM | SBPF_DW, 10, 0, BUF, pick(g, 10));
		emit(g, SBPF_ALU64 | SBPF_MOV | SBPF_X, 2, 10, 0, 0);
		emit(g, SBPF_ALU64 | SBPF_ADD | SBPF_K, 2, 0, 0, BUF);
		two(g, 3, SBPF_PSEUDO_MAP_VALUE, 2, 0);
		two(g, 1, SBPF_PSEUDO_MAP_FD, pick(g, 3), 0);
		movi(g, 4, 0);
		call(g, SBPF_FUNC_map_update_elem);
	}
}

static void t_call(struct gen *g)
{
	bool callback = one_in(g, 2);
	struct func *f;
	u32 i;

	if (g->sub || g->nr_funcs == FUNCS)
		return;
	f = &g->func[g->nr_funcs++];
	f->callback = callback;
	f->nr_at = 1;
	/* Two numbers on the stack that the function may change. */
	for (i = 0; i < 2; i++)
		if (!g->slot[i] || one_in(g, 2))
			emit(g, SBPF_ST | SBPF_MEM | SBPF_DW, 10, 0, -8 * (s32)(i + 1), pick(g, 16));
	g->slot[0] = g->slot[1] = true;
	if (callback) {
		f->each = one_in(g, 2);
		f->at[0] = g->len;
		two(g, 2, SBPF_PSEUDO_FUNC, 0, 0);
		emit(g, SBPF_ALU64 | SBPF_MOV | SBPF_X, 3, 10, 0, 0);
		emit(g, SBPF_ALU64 | SBPF_ADD | SBPF_K, 3, 0, 0, -16);
		if (f->each)
			two(g, 1, SBPF_PSEUDO_MAP_FD, 1, 0);
		else
			movi(g, 1, pick(g, 6));
		movi(g, 4, 0);
		call(g, f->each ? SBPF_FUNC_for_each_map_elem : SBPF_FUNC_loop);
	} else {
		mov(g, 1, num(g));
		emit(g, SBPF_ALU64 | SBPF_MOV | SBPF_X, 2, 10, 0, 0);
		emit(g, SBPF_ALU64 | SBPF_ADD | SBPF_K, 2, 0, 0, -16);
		f->at[0] = g->len;
		call(g, 0);
		g->insn[g->len - 1].src_reg = SBPF_PSEUDO_CALL;
	}
	/* What the function left there is a number that may bound something. */
	emit(g, SBPF_LDX | SBPF_MEM | SBPF_DW, 7, 10, -16, 0);
	g->kind[7] = NUM;
}

static void block(struct gen *g, u32 n, u32 depth)
{
	while (n-- && g->len < GEN_MAX / 2) {
		switch (pick(g, 18)) {
		case 0: case 1: case 2: case 3:
			t_alu(g);
			break;
		case 4: case 5:
			if (depth < 4)
				t_if(g, depth);
			break;
		case 6: case 7:
			t_index(g);
			break;
		case 8: case 9:
			t_stack(g);
			break;
		case 10:
			t_lookup(g);
			break;
		case 11:
			t_packet(g);
			break;
		case 12:
			if (depth < 3)
				t_loop(g, depth);
			break;
		case 13:
			t_atomic(g);
			break;
		case 14:
			if (one_in(g, 3))
				t_record(g);
			else
				t_spill_ptr(g);
			break;
		case 15:
			t_helper(g);
			break;
		case 16:
			if (!depth)
				t_call(g);
			break;
		default:
			t_pointer(g);
		}
	}
}

/* R0 and the way out, where all the failed bounds end up too. */
static void finish(struct gen *g, bool bit)
{
	u8 r = num(g);
	u32 i;

	if (r)
		emit(g, SBPF_ALU64 | SBPF_MOV | SBPF_X, 0, r, 0, 0);
	if (bit)
		emit(g, SBPF_ALU64 | SBPF_AND | SBPF_K, 0, 0, 0, 1);
	emit(g, SBPF_JMP | SBPF_EXIT, 0, 0, 0, 0);
	if (!g->nr_out)
		return;
	for (i = 0; i < g->nr_out; i++)
		g->insn[g->out[i]].off += g->len - g->out[i] - 1;
	g->nr_out = 0;
	emit(g, SBPF_ALU64 | SBPF_MOV | SBPF_K, 0, 0, 0, 0);
	emit(g, SBPF_JMP | SBPF_EXIT, 0, 0, 0, 0);
}

static void gen_func(struct gen *g, const struct func *f)
{
	u32 i;

	for (i = 0; i < f->nr_at; i++)
		g->insn[f->at[i]].imm = g->len - f->at[i] - 1;
	memset(g->kind, NONE, sizeof(g->kind));
	memset(g->slot, 0, sizeof(g->slot));
	g->sub = true;
	if (f->each) {
		/* R2 points to the key, R3 to the value, R4 to two numbers of the caller. */
		emit(g, SBPF_LDX | SBPF_MEM | SBPF_W, 1, 2, 0, 0);
		mov(g, 8, 3);
		g->kind[8] = VALUE;
		g->size[8] = 48;
	}
	/* R1 is a number, R2 points to two numbers of the caller. */
	g->kind[1] = NUM;
	mov(g, 9, f->each ? 4 : 2);
	g->kind[9] = VALUE;
	g->size[9] = 16;
	block(g, 2 + pick(g, 5), 1);
	finish(g, f->callback);
}

/* The program of a seed, in @insns, which has room for GEN_MAX. Returns its length. */
u32 gen_program(u64 seed, struct sbpf_insn *insns)
{
	static struct gen g;
	u32 i;

	memset(&g, 0, sizeof(g));
	g.rng = seed;
	g.insn = insns;
	emit(&g, SBPF_ALU64 | SBPF_MOV | SBPF_X, 6, 1, 0, 0);
	block(&g, 3 + pick(&g, 12), 0);
	finish(&g, one_in(&g, 4));
	for (i = 0; i < g.nr_funcs; i++)
		gen_func(&g, &g.func[i]);
	if (one_in(&g, 3))
		gen_mutate(fuzz_rng(&g.rng), insns, g.len);
	return g.len;
}
