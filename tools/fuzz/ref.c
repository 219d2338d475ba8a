// SPDX-License-Identifier: GPL-2.0
/*
 * The reference interpreter. Every access is looked up among the objects that exist, every read of a register must find one
 * that was written.
 */
#include <sys/mman.h>
#include "ref.h"
#include "module/insn.h"

#define FRAME_GAP	4096

static const char *fail(struct ref *r, const char *why)
{
	if (!r->why)
		r->why = why;
	return why;
}

u64 ref_fp(u32 frame)
{
	return REF_PRIVATE + FRAME_GAP * (frame + 1);
}

void ref_init(void)
{
	void *p = mmap((void *)(unsigned long)REF_PRIVATE, REF_PRIVATE_SIZE, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);

	if (p != (void *)(unsigned long)REF_PRIVATE) {
		perror("mmap");
		exit(2);
	}
}

static struct ref_frame *top(struct ref *r)
{
	return &r->frame[r->nr_frames - 1];
}

static u64 get(struct ref *r, u32 reg)
{
	if (!(top(r)->known & (1U << reg)))
		fail(r, "a register is read that was not written");
	return top(r)->reg[reg];
}

static void set(struct ref *r, u32 reg, u64 v)
{
	top(r)->reg[reg] = v;
	top(r)->known |= 1U << reg;
}

static bool inside(u64 addr, u64 size, u64 begin, u64 len)
{
	return addr >= begin && addr - begin <= len && size <= len - (addr - begin);
}

#define READ	1
#define WRITE	2

static bool in_stack(struct ref *r, u64 addr, u64 size, int access)
{
	u32 i, k;

	for (i = 0; i < r->nr_frames; i++) {
		u32 depth = oracle_stack_depth(r->frame[i].subprog);
		bool *written = r->frame[i].written;

		if (!inside(addr, size, ref_fp(i) - depth, depth))
			continue;
		written += addr - (ref_fp(i) - SBPF_STACK_SIZE);
		for (k = 0; k < size; k++) {
			/* What was there before: another run finds something else. */
			if ((access & READ) && !written[k])
				r->addresses = true;
			if (access & WRITE)
				written[k] = true;
		}
		return true;
	}
	return false;
}

static bool in_value(u64 addr, u64 size, int access)
{
	u32 i, j;

	for (i = 0; i < MACHINE_MAPS; i++) {
		const struct sbpf_map *map = world_map(i);

		if (((access & WRITE) && (map->map_flags & SBPF_F_RDONLY_PROG)) ||
		    ((access & READ) && (map->map_flags & SBPF_F_WRONLY_PROG)))
			continue;
		for (j = 0; j < machine.elems[i]; j++)
			if (inside(addr, size, (unsigned long)machine.value[i][j], map->value_size))
				return true;
	}
	return false;
}

/* May these bytes be accessed? */
static bool access_ok(struct ref *r, u64 addr, u64 size, int access)
{
	u64 data = (unsigned long)machine_data();
	u32 i;

	if (ref_is_private(addr) && in_stack(r, addr, size, access))
		return true;
	if (in_value(addr, size, access))
		return true;
	if ((r->type->flags & SBPF_PT_PKT_READ) && (!(access & WRITE) || (r->type->flags & SBPF_PT_PKT_WRITE)) &&
	    (inside(addr, size, data, machine.len) || inside(addr, size, data - machine.meta_len, machine.meta_len)))
		return true;
	for (i = 0; i < MACHINE_RECORDS; i++)
		if (machine.record_size[i] && inside(addr, size, (unsigned long)machine.record[i], machine.record_size[i]))
			return true;
	for (i = 0; i < r->nr_frames; i++)
		if (r->frame[i].key && !(access & WRITE) && inside(addr, size, r->frame[i].key, r->frame[i].key_size))
			return true;
	fail(r, "memory is accessed outside of every object");
	return false;
}

/* A part of an address is read, or is left behind: the number depends on where the stacks are. */
static void note_parts(struct ref *r, u64 addr, u32 size)
{
	u64 a = addr & ~7ULL, v;

	if (!ref_is_private(addr) || (size == 8 && a == addr))
		return;
	for (; a < addr + size; a += 8) {
		memcpy(&v, (void *)(unsigned long)a, 8);
		r->addresses |= ref_is_private(v);
	}
}

static u64 load(struct ref *r, u64 addr, u32 size)
{
	u64 v = 0;

	if (!access_ok(r, addr, size, READ))
		return 0;
	note_parts(r, addr, size);
	memcpy(&v, (void *)(unsigned long)addr, size);
	return v;
}

static void store(struct ref *r, u64 addr, u32 size, u64 v)
{
	if (!access_ok(r, addr, size, WRITE))
		return;
	note_parts(r, addr, size);
	r->addresses |= ref_is_private(v) && (size < 8 || !ref_is_private(addr) || (addr & 7));
	memcpy((void *)(unsigned long)addr, &v, size);
}

static s64 sx(u64 v, u32 bits)
{
	return (s64)(v << (64 - bits)) >> (64 - bits);
}

/* The context as the program sees it. Fields of this world are where they are, without anything to compute. */
static u8 *ctx_field(struct ref *r, s32 off, u32 size, const struct sbpf_ctx_field **field)
{
	u32 i;

	for (i = 0; i < r->type->nr_fields; i++) {
		const struct sbpf_ctx_field *f = &r->type->fields[i];

		if (off >= f->off && off + (s32)size <= f->off + f->size) {
			*field = f;
			return machine.view + f->at + (off - f->off);
		}
	}
	fail(r, "the context is accessed where it has no field");
	return NULL;
}

static u64 ctx_load(struct ref *r, s32 off, u32 size)
{
	const struct sbpf_ctx_field *f;
	u8 *p = ctx_field(r, off, size, &f);
	u64 v = 0;

	if (p)
		memcpy(&v, p, f->kind ? 8 : size);
	return v;
}

static void ctx_store(struct ref *r, s32 off, u32 size, u64 v)
{
	const struct sbpf_ctx_field *f;
	u8 *p = ctx_field(r, off, size, &f);

	if (p && !(f->flags & SBPF_FIELD_W))
		fail(r, "the context is written where it must not be");
	else if (p)
		memcpy(p, &v, size);
	r->addresses |= ref_is_private(v);
}

static u64 divide(u64 x, u64 y, bool mod, bool sign, u32 bits)
{
	s64 a = sx(x, bits), b = sx(y, bits);

	if (!y)
		return mod ? x : 0;
	if (!sign)
		return mod ? x % y : x / y;
	if (b == -1)
		return mod ? 0 : 0 - (u64)a;
	return mod ? a % b : a / b;
}

static u64 swap_bytes(u64 v, u32 bits)
{
	u64 out = 0;
	u32 i;

	for (i = 0; i < bits; i += 8)
		out = out << 8 | ((v >> i) & 0xff);
	return out;
}

static u64 alu(struct ref *r, const struct sbpf_insn *insn, u64 x, u64 y)
{
	bool wide = SBPF_CLASS(insn->code) == SBPF_ALU64;
	u32 bits = wide ? 64 : 32;
	u64 m = wide ? ~0ULL : U32_MAX;

	switch (SBPF_OP(insn->code)) {
	case SBPF_ADD: return (x + y) & m;
	case SBPF_SUB: return (x - y) & m;
	case SBPF_MUL: return (x * y) & m;
	case SBPF_OR: return (x | y) & m;
	case SBPF_AND: return x & y & m;
	case SBPF_XOR: return (x ^ y) & m;
	case SBPF_LSH: return (x << (y & (bits - 1))) & m;
	case SBPF_RSH: return (x & m) >> (y & (bits - 1));
	case SBPF_ARSH: return (u64)(sx(x, bits) >> (y & (bits - 1))) & m;
	case SBPF_DIV: return divide(x & m, y & m, false, insn->off, bits) & m;
	case SBPF_MOD: return divide(x & m, y & m, true, insn->off, bits) & m;
	case SBPF_NEG: return (0 - x) & m;
	case SBPF_MOV: return (insn->off ? (u64)sx(y, insn->off) : y) & m;
	case SBPF_END:
		if (wide || SBPF_SRC(insn->code) == SBPF_TO_BE)
			return swap_bytes(x, insn->imm);
		return insn->imm == 64 ? x : x & ((1ULL << insn->imm) - 1);
	}
	fail(r, "an operation that does not exist");
	return 0;
}

static void step_alu(struct ref *r, const struct sbpf_insn *insn)
{
	u8 op = SBPF_OP(insn->code);
	bool wide = SBPF_CLASS(insn->code) == SBPF_ALU64;
	u64 x = op == SBPF_MOV ? 0 : get(r, insn->dst_reg), y = (s64)insn->imm, z;

	if (op != SBPF_NEG && op != SBPF_END && SBPF_SRC(insn->code) == SBPF_X)
		y = get(r, insn->src_reg);
	z = alu(r, insn, x, y);
	if (ref_is_private(x) || ref_is_private(y)) {
		bool moves = wide && (op == SBPF_ADD || op == SBPF_SUB || (op == SBPF_MOV && !insn->off));

		r->addresses |= !moves || !ref_is_private(z) || (ref_is_private(x) && ref_is_private(y));
	}
	set(r, insn->dst_reg, z);
}

static bool holds(struct ref *r, const struct sbpf_insn *insn)
{
	bool wide = SBPF_CLASS(insn->code) == SBPF_JMP, by_reg = SBPF_SRC(insn->code) == SBPF_X;
	u64 x = get(r, insn->dst_reg), y = by_reg ? get(r, insn->src_reg) : (u64)(s64)insn->imm;
	s64 a, b;

	if (ref_is_private(x) || ref_is_private(y))
		r->addresses |= !wide || x == y || (x && y);
	if (!wide) {
		x = (u32)x;
		y = (u32)y;
	}
	a = wide ? (s64)x : (s32)x;
	b = wide ? (s64)y : (s32)y;
	switch (SBPF_OP(insn->code)) {
	case SBPF_JEQ: return x == y;
	case SBPF_JNE: return x != y;
	case SBPF_JGT: return x > y;
	case SBPF_JGE: return x >= y;
	case SBPF_JLT: return x < y;
	case SBPF_JLE: return x <= y;
	case SBPF_JSGT: return a > b;
	case SBPF_JSGE: return a >= b;
	case SBPF_JSLT: return a < b;
	case SBPF_JSLE: return a <= b;
	case SBPF_JSET: return x & y;
	}
	fail(r, "a condition that does not exist");
	return false;
}

static void step_atomic(struct ref *r, const struct sbpf_insn *insn)
{
	u32 size = sbpf_insn_bytes(insn);
	u64 addr = get(r, insn->dst_reg) + insn->off, val = get(r, insn->src_reg), old = load(r, addr, size), new;
	u64 m = size == 8 ? ~0ULL : U32_MAX;

	r->addresses |= ref_is_private(old) || ref_is_private(val);
	switch (insn->imm & ~SBPF_FETCH) {
	case SBPF_ADD: new = old + val; break;
	case SBPF_OR: new = old | val; break;
	case SBPF_AND: new = old & val; break;
	case SBPF_XOR: new = old ^ val; break;
	default: new = val;
	}
	if (insn->imm == SBPF_CMPXCHG) {
		new = old == (get(r, 0) & m) ? val : old;
		set(r, 0, old);
	} else if (insn->imm & SBPF_FETCH) {
		set(r, insn->src_reg, old);
	}
	store(r, addr, size, new);
}

static struct ref_frame *push(struct ref *r, u32 subprog, u32 callsite)
{
	struct ref_frame *f;

	if (r->nr_frames == SBPF_MAX_FRAMES) {
		fail(r, "too many functions are active");
		return NULL;
	}
	f = &r->frame[r->nr_frames++];
	memset(f, 0, sizeof(*f));
	f->subprog = subprog;
	f->callsite = callsite;
	memset((u8 *)(unsigned long)ref_fp(r->nr_frames - 1) - SBPF_STACK_SIZE, 0xa5, SBPF_STACK_SIZE);
	set(r, SBPF_REG_10, ref_fp(r->nr_frames - 1));
	return f;
}

static u64 run_until(struct ref *r, u32 depth);

static u64 call_back(struct ref *r, u32 subprog, u32 start, const u64 *arg, u32 nr, u64 key, u32 key_size)
{
	u32 back = r->pc, depth = r->nr_frames, i;
	struct ref_frame *f = push(r, subprog, back);
	u64 ret;

	if (!f)
		return 1;
	f->callback = true;
	f->key = key;
	f->key_size = key_size;
	for (i = 0; i < nr; i++)
		set(r, SBPF_REG_1 + i, arg[i]);
	r->pc = start;
	ret = run_until(r, depth);
	r->nr_frames = depth;
	r->pc = back;
	return r->why || r->too_long ? 1 : ret;
}

/* Helpers that call back are done here: an engine's callbacks are its own. */
static u64 do_loop(struct ref *r, const u64 *a, u32 subprog, u32 start)
{
	u32 i, n = a[0];

	if (a[3])
		return -EINVAL;
	if (n > SBPF_MAX_LOOPS)
		return -E2BIG;
	for (i = 0; i < n; i++) {
		const u64 arg[] = { i, a[2] };

		if (call_back(r, subprog, start, arg, 2, 0, 0))
			return i + 1;
	}
	return i;
}

static u64 do_each(struct ref *r, const u64 *a, u32 subprog, u32 start)
{
	u32 i, m = 0;

	while (world_map(m) && (unsigned long)world_map(m) != a[0])
		m++;
	for (i = 0; world_map(m) && i < machine.elems[m];) {
		u64 *key = machine.key[machine.nr_keys++ % MACHINE_KEYS], stop;
		const u64 arg[] = { a[0], (unsigned long)key, (unsigned long)machine.value[m][i], a[2] };

		*key = i++;
		stop = call_back(r, subprog, start, arg, 4, arg[1], world_map(m)->key_size);
		machine.nr_keys--;
		if (stop)
			break;
	}
	return i;
}

static void check_mem_arg(struct ref *r, u64 addr, u64 size, int access)
{
	u64 a;

	if (!size || !access_ok(r, addr, size, access))
		return;
	for (a = addr & ~7ULL; ref_is_private(addr) && a < addr + size; a += 8) {
		u64 v;

		memcpy(&v, (void *)(unsigned long)a, 8);
		r->addresses |= ref_is_private(v);
	}
}

/* Are the arguments what the helper's row demands? */
static void check_args(struct ref *r, const struct sbpf_helper *h)
{
	const struct sbpf_map *map = NULL;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(h->arg) && h->arg[i]; i++) {
		u64 v = get(r, SBPF_REG_1 + i);

		if ((h->arg[i] & SBPF_ARG_MAYBE_NULL) && !v)
			continue;
		switch (h->arg[i] & SBPF_ARG_TYPE_MASK) {
		case SBPF_ARG_ANY:
			r->addresses |= ref_is_private(v);
			break;
		case SBPF_ARG_CTX:
			if (v != (unsigned long)machine.view)
				fail(r, "a helper gets another context");
			break;
		case SBPF_ARG_CONST_MAP:
			map = (void *)(unsigned long)v;
			break;
		case SBPF_ARG_MAP_KEY:
			check_mem_arg(r, v, map->key_size, READ);
			break;
		case SBPF_ARG_MAP_VALUE:
			check_mem_arg(r, v, map->value_size, READ);
			break;
		case SBPF_ARG_MEM:
			check_mem_arg(r, v, get(r, SBPF_REG_2 + i), READ);
			break;
		case SBPF_ARG_MEM_OUT:
			check_mem_arg(r, v, get(r, SBPF_REG_2 + i), WRITE);
			break;
		}
	}
}

static void step_helper(struct ref *r, const struct sbpf_insn *insn)
{
	const struct sbpf_helper *h = sbpf_helper_find(insn->imm);
	u64 a[5], ret = 0;
	u32 i;

	check_args(r, h);
	if (r->why)
		return;
	memcpy(a, &top(r)->reg[SBPF_REG_1], sizeof(a));
	if (h->callback) {
		u32 subprog = (a[1] - REF_FUNC(0)) / 64, start;

		for (start = 0; start < r->len && oracle_subprog(start) != subprog; start++)
			;
		if (start == r->len)
			fail(r, "a helper gets something that is no function");
		else if (insn->imm == SBPF_FUNC_loop)
			ret = do_loop(r, a, subprog, start);
		else
			ret = do_each(r, a, subprog, start);
		if (r->why)
			return;
	} else {
		ret = h->fn(a[0], a[1], a[2], a[3], a[4]);
	}
	for (i = SBPF_REG_1; i <= SBPF_REG_5; i++)
		top(r)->known &= ~(1U << i);
	set(r, 0, ret);
	if (h->ret == SBPF_RET_VOID)
		top(r)->known &= ~1U;
	r->pc++;
}

static void step_call(struct ref *r, const struct sbpf_insn *insn)
{
	struct ref_frame *caller = top(r), *f;
	u32 target = r->pc + 1 + insn->imm;

	if (!insn->src_reg) {
		step_helper(r, insn);
		return;
	}
	f = push(r, oracle_subprog(target), r->pc);
	if (!f)
		return;
	memcpy(&f->reg[SBPF_REG_1], &caller->reg[SBPF_REG_1], 5 * sizeof(u64));
	f->known |= caller->known & 0x3e;
	caller->known &= ~0x3fU;
	r->pc = target;
}

static u64 imm64(const struct sbpf_insn *insn, u32 pc)
{
	u64 addr = 0;

	switch (insn->src_reg) {
	case 0:
		return (u32)insn->imm | (u64)(u32)insn[1].imm << 32;
	case SBPF_PSEUDO_FUNC:
		return REF_FUNC(oracle_subprog(pc + 1 + insn->imm));
	case SBPF_PSEUDO_MAP_FD:
	case SBPF_PSEUDO_MAP_IDX:
		return (unsigned long)world_map(insn->imm);
	default:
		world_map(insn->imm)->ops->direct_value(world_map(insn->imm), &addr, insn[1].imm);
		return addr;
	}
}

static void step_load(struct ref *r, const struct sbpf_insn *insn)
{
	u64 base = get(r, insn->src_reg), v;
	u32 size = sbpf_insn_bytes(insn);

	if (base == (unsigned long)machine.view)
		v = ctx_load(r, insn->off, size);
	else
		v = load(r, base + insn->off, size);
	if (SBPF_MODE(insn->code) == SBPF_MEMSX)
		v = sx(v, 8 * size);
	set(r, insn->dst_reg, v);
}

static void step_store(struct ref *r, const struct sbpf_insn *insn, u64 v)
{
	u64 base = get(r, insn->dst_reg);

	if (base == (unsigned long)machine.view)
		ctx_store(r, insn->off, sbpf_insn_bytes(insn), v);
	else
		store(r, base + insn->off, sbpf_insn_bytes(insn), v);
}

static void step(struct ref *r)
{
	const struct sbpf_insn *insn = &r->insns[r->pc];

	switch (sbpf_insn_op(insn)->kind) {
	case SBPF_OPK_ALU:
		step_alu(r, insn);
		break;
	case SBPF_OPK_LD_IMM64:
		set(r, insn->dst_reg, imm64(insn, r->pc));
		r->pc++;
		break;
	case SBPF_OPK_LDX:
		step_load(r, insn);
		break;
	case SBPF_OPK_ST:
		step_store(r, insn, (s64)insn->imm);
		break;
	case SBPF_OPK_STX:
		step_store(r, insn, get(r, insn->src_reg));
		break;
	case SBPF_OPK_ATOMIC:
		step_atomic(r, insn);
		break;
	case SBPF_OPK_JA:
		r->pc += sbpf_insn_jump(insn);
		break;
	case SBPF_OPK_JCC:
		if (holds(r, insn))
			r->pc += insn->off;
		break;
	case SBPF_OPK_CALL:
		step_call(r, insn);
		return;
	default:
		fail(r, "an instruction that does not exist");
	}
	r->pc++;
}

/* Until the function at @depth, and with it all above, has returned. */
static u64 run_until(struct ref *r, u32 depth)
{
	while (!r->why && !r->too_long) {
		if (r->pc >= r->len) {
			fail(r, "the program runs off its end");
			break;
		}
		if (r->steps++ > REF_MAX_STEPS) {
			r->too_long = true;
			break;
		}
		if (r->check && oracle_check(r)) {
			fail(r, "escape: no state that was verified covers the run");
			break;
		}
		if (sbpf_insn_op(&r->insns[r->pc])->kind == SBPF_OPK_EXIT) {
			/* A function may return nothing, unless somebody looks. */
			bool nothing = r->nr_frames - 1 != depth && !(top(r)->known & 1);
			u64 ret = nothing ? 0 : get(r, 0);
			u32 back = top(r)->callsite + 1;

			r->nr_frames--;
			if (r->nr_frames == depth)
				return ret;
			if (!nothing)
				set(r, 0, ret);
			r->pc = back;
			continue;
		}
		step(r);
	}
	return 0;
}

/**
 * ref_run() - run a program
 * @r: the program in .insns, .len and .type; .check as wanted; the rest 0
 *
 * Return: R0. What went wrong is in .why.
 */
u64 ref_run(struct ref *r)
{
	u64 ret;

	if (!push(r, 0, 0))
		return 0;
	set(r, SBPF_REG_1, (unsigned long)machine.view);
	ret = run_until(r, 0);
	r->addresses |= ref_is_private(ret);
	return ret;
}
