// SPDX-License-Identifier: GPL-2.0
/*
 * The interpreter: decoding of lowered programs, entry of a run, callbacks and nested tail calls. What the single
 * operations do is in interp_ops.c, the forms of a program and a run are in interp.h.
 */
#include <linux/bitmap.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "callback.h"
#include "engine.h"
#include "interp.h"
#include "run.h"
#include "../log.h"
#include "../prog_type.h"

/* Stack areas of the entries. The last one holds whatever the verifier lets pass: frames, saves, callback slots. */
#define AREA_MAX	1536
#define MAX_CALLBACKS	256
static_assert(SBPF_STACK_SIZE + SBPF_MAX_FRAMES * sizeof(struct interp_save) + sizeof(struct interp_run *) +
	      MAX_CALLBACKS * sizeof(struct sbpf_callback_head) <= AREA_MAX);

/* Stack area that runs nested in each other by tail calls may have together; beyond it a tail call does not happen. */
#define NEST_MAX	4096

static __always_inline void run_loop(struct interp_run *run, const struct interp_op *pc)
{
	pc->fn(run, pc);
}

static __always_inline void run_setup(struct interp_run *run, u64 *area, u32 size, const struct sbpf_prog *prog)
{
	const struct interp_code *code = prog->code;

	area[0] = (unsigned long)run;
	run->slots = (struct sbpf_callback_head *)(area + 1);
	run->bottom = (unsigned long)(run->slots + round_up(code->nr_callbacks, 4));
	run->top = (unsigned long)area + size;
	run->base = run->top;
	run->reg[10] = run->top;
	run->code = code;
	run->left = code->budget ?: S64_MAX;
	run->stopped = false;
	run->nested = size;
}

/*
 * The entries differ in the size of the stack area only; small programs shall not touch cache lines for nothing.
 */
#define ENTRY(size)									\
static u64 run_##size(struct sbpf_ctx *ctx, const struct sbpf_prog *prog)		\
{											\
	struct interp_run run;								\
	u64 area[(size) / 8];								\
											\
	run_setup(&run, area, size, prog);						\
	run.tail_calls = 0;								\
	run.reg[1] = (unsigned long)ctx;						\
	run_loop(&run, run.code->ops);							\
	if (likely(!run.stopped))							\
		return run.reg[0];							\
	sbpf_run_exhausted(prog);							\
	return prog->type->safe_ret;							\
}

ENTRY(64)
ENTRY(128)
ENTRY(256)
ENTRY(640)
ENTRY(1536)

static const struct {
	u32 size;
	sbpf_run_fn run;
} entries[] = {
	{ 64, run_64 }, { 128, run_128 }, { 256, run_256 }, { 640, run_640 }, { AREA_MAX, run_1536 },
};

/**
 * sbpf_interp_nest() - tail call out of a function that is not the main function
 * @outer: the run; its R1 is the context of the new program, its R0 receives the result
 * @prog: the new program, of this engine
 *
 * Return: false when it does not happen for want of stack.
 */
noinline bool sbpf_interp_nest(struct interp_run *outer, const struct sbpf_prog *prog)
{
	struct interp_run run;
	u64 area[AREA_MAX / 8];

	if (outer->nested + AREA_MAX > NEST_MAX)
		return false;
	run_setup(&run, area, AREA_MAX, prog);
	run.nested += outer->nested;
	run.tail_calls = outer->tail_calls + 1;
	run.left = min(run.left, outer->left);
	run.reg[1] = outer->reg[1];
	run_loop(&run, run.code->ops);
	outer->reg[0] = run.reg[0];
	outer->tail_calls = run.tail_calls;
	outer->left -= min(run.left, outer->left);
	outer->stopped = run.stopped;
	return true;
}

/* A callback runs in the run it belongs to, on the stack below the function that called the helper. */
static u64 call_back(struct sbpf_callback_head *head, u64 r1, u64 r2, u64 r3, u64 r4, u64 r5)
{
	struct sbpf_callback_head *slots = head - head->index;
	struct interp_run *run = ((struct interp_run **)slots)[-1];
	const struct interp_callback *cb = &run->code->callbacks[head->index];
	u64 r6 = run->reg[6], r7 = run->reg[7], r8 = run->reg[8], r9 = run->reg[9], fp = run->reg[10];
	u64 base = run->base, sp = run->sp;

	if (run->stopped)
		return 1;
	if (WARN_ON_ONCE(sp - run->bottom < cb->need)) {
		run->stopped = true;
		return 1;
	}
	run->reg[1] = r1;
	run->reg[2] = r2;
	run->reg[3] = r3;
	run->reg[4] = r4;
	run->reg[5] = r5;
	run->reg[10] = sp;
	run->base = sp;
	run_loop(run, cb->entry);
	run->reg[6] = r6;
	run->reg[7] = r7;
	run->reg[8] = r8;
	run->reg[9] = r9;
	run->reg[10] = fp;
	run->base = base;
	run->sp = sp;
	return run->stopped ? 1 : run->reg[0];
}

u64 sbpf_callback_call(u64 cb, u64 r1, u64 r2, u64 r3, u64 r4, u64 r5)
{
	struct sbpf_callback_head *head = (struct sbpf_callback_head *)(unsigned long)cb;

	if (head->kind == SBPF_CALLBACK_NATIVE)
		return container_of(head, struct sbpf_native_callback, head)->fn(r1, r2, r3, r4, r5);
	if (WARN_ON_ONCE(head->kind != SBPF_CALLBACK_INTERP))
		return 1;
	return call_back(head, r1, r2, r3, r4, r5);
}

/**
 * struct decoder - one program being decoded
 * @prog: the program
 * @log: for the user
 * @pos: index of the operation of every instruction
 * @leader: bit set where a block begins; only with a budget
 * @callback: for each function, its callback number plus one, or 0
 * @need: for each function, stack bytes of it and all it calls
 * @nr_ops: operations
 * @nr_callbacks: callbacks
 * @code: what is made
 */
struct decoder {
	const struct sbpf_prog *prog;
	struct sbpf_log *log;
	u32 *pos;
	unsigned long *leader;
	u16 callback[SBPF_MAX_SUBPROGS];
	u32 need[SBPF_MAX_SUBPROGS];
	u32 nr_ops;
	u32 nr_callbacks;
	struct interp_code *code;
};

static u32 frame_size(const struct sbpf_subprog *sub)
{
	return round_up(sub->stack_depth, 8);
}

/* Where the jump, call or function reference at @i goes. */
static u32 target_of(const struct sbpf_insn *insn, u32 i)
{
	switch (sbpf_insn_op(insn)->kind) {
	case SBPF_OPK_JA:
	case SBPF_OPK_JCC:
		return i + 1 + sbpf_insn_jump(insn);
	default:
		return i + 1 + insn->imm;
	}
}

static bool is_own_call(const struct sbpf_insn *insn)
{
	return insn->code == (SBPF_JMP | SBPF_CALL) && insn->src_reg == SBPF_PSEUDO_CALL;
}

static bool is_callback_load(const struct sbpf_insn *insn)
{
	return sbpf_insn_is_ld_imm64(insn) && insn->src_reg == SBPF_PSEUDO_FUNC;
}

/* The function that begins at @start. */
static int subprog_at(const struct sbpf_prog *prog, u32 start)
{
	u32 lo = 0, hi = prog->nr_subprogs;

	while (lo < hi) {
		u32 mid = lo + (hi - lo) / 2;

		if (prog->subprogs[mid].start == start)
			return mid;
		if (prog->subprogs[mid].start < start)
			lo = mid + 1;
		else
			hi = mid;
	}
	return -ENOENT;
}

/* One round of stack need over all calls. Returns whether anything changed, or -errno. */
static int relax_need(struct decoder *d)
{
	const struct sbpf_prog *prog = d->prog;
	bool changed = false;
	u32 s, i, need;
	int callee;

	for (s = 0; s < prog->nr_subprogs; s++) {
		for (i = prog->subprogs[s].start; i < prog->subprogs[s].end; i += sbpf_insn_slots(&prog->insns[i])) {
			if (!is_own_call(&prog->insns[i]))
				continue;
			callee = subprog_at(prog, target_of(&prog->insns[i], i));
			if (WARN_ON_ONCE(callee < 0))
				return -EFAULT;
			need = frame_size(&prog->subprogs[s]) + sizeof(struct interp_save) + d->need[callee];
			if (need > d->need[s]) {
				d->need[s] = need;
				changed = true;
			}
		}
	}
	return changed;
}

/* Stack bytes of every function with what it calls. Calls nest at most SBPF_MAX_FRAMES deep, so it settles. */
static int find_need(struct decoder *d)
{
	int round, changed = 1;
	u32 s;

	for (s = 0; s < d->prog->nr_subprogs; s++)
		d->need[s] = frame_size(&d->prog->subprogs[s]);
	for (round = 0; changed > 0 && round <= SBPF_MAX_FRAMES; round++)
		changed = relax_need(d);
	if (WARN_ON_ONCE(changed > 0))
		return -EFAULT;
	return changed;
}

/* Number the callbacks. */
static int find_callbacks(struct decoder *d)
{
	const struct sbpf_prog *prog = d->prog;
	int sub;
	u32 i;

	for (i = 0; i < prog->len; i += sbpf_insn_slots(&prog->insns[i])) {
		if (!is_callback_load(&prog->insns[i]))
			continue;
		sub = subprog_at(prog, target_of(&prog->insns[i], i));
		if (WARN_ON_ONCE(sub < 0))
			return -EFAULT;
		if (!d->callback[sub])
			d->callback[sub] = ++d->nr_callbacks;
	}
	return 0;
}

static void mark_leader(struct decoder *d, u32 i)
{
	if (d->leader && i < d->prog->len)
		__set_bit(i, d->leader);
}

/* Blocks begin at functions, jump targets, and behind jumps. */
static void find_leaders(struct decoder *d)
{
	const struct sbpf_prog *prog = d->prog;
	u32 i;

	for (i = 0; i < prog->nr_subprogs; i++)
		mark_leader(d, prog->subprogs[i].start);
	for (i = 0; i < prog->len; i += sbpf_insn_slots(&prog->insns[i])) {
		u8 kind = sbpf_insn_op(&prog->insns[i])->kind;

		if (kind == SBPF_OPK_JA || kind == SBPF_OPK_JCC)
			mark_leader(d, target_of(&prog->insns[i], i));
		if (kind == SBPF_OPK_JA || kind == SBPF_OPK_JCC || kind == SBPF_OPK_EXIT)
			mark_leader(d, i + 1);
	}
}

/* Where every operation will be. */
static void lay_out(struct decoder *d)
{
	const struct sbpf_prog *prog = d->prog;
	u32 i;

	for (i = 0; i < prog->len; i += sbpf_insn_slots(&prog->insns[i])) {
		d->pos[i] = d->nr_ops++;
		if (d->leader && test_bit(i, d->leader))
			d->nr_ops++;
	}
}

static u32 alu_index(const struct sbpf_insn *insn)
{
	bool wide = SBPF_CLASS(insn->code) == SBPF_ALU64;
	bool reg = SBPF_SRC(insn->code) == SBPF_X;
	u32 width = insn->imm == 16 ? 0 : insn->imm == 32 ? 1 : 2;

	switch (SBPF_OP(insn->code)) {
	case SBPF_DIV:
		return insn->off ? IOP_SDIV32_K + 2 * wide + reg : insn->code;
	case SBPF_MOD:
		return insn->off ? IOP_SMOD32_K + 2 * wide + reg : insn->code;
	case SBPF_MOV:
		if (!reg || !insn->off)
			return insn->code;
		return (wide ? IOP_MOVSX64_8 : IOP_MOVSX32_8) + (insn->off == 8 ? 0 : insn->off == 16 ? 1 : 2);
	case SBPF_END:
		return (wide ? IOP_SWAP16 : reg ? IOP_BE16 : IOP_LE16) + width;
	default:
		return insn->code;
	}
}

static u32 op_index(const struct decoder *d, const struct sbpf_insn *insn)
{
	switch (sbpf_insn_op(insn)->kind) {
	case SBPF_OPK_ALU:
		return alu_index(insn);
	case SBPF_OPK_ATOMIC:
		return (SBPF_SIZE(insn->code) == SBPF_DW ? IOP_ATOMIC64 : IOP_ATOMIC32) +
		       ((insn->imm >> 4) & 15) * 2 + (insn->imm & SBPF_FETCH);
	case SBPF_OPK_LD_IMM64:
		return is_callback_load(insn) ? IOP_LD_CALLBACK : insn->code;
	case SBPF_OPK_CALL:
		if (is_own_call(insn))
			return IOP_CALL_OWN;
		return insn->code == (SBPF_JMP | SBPF_CALL) && d->nr_callbacks ? IOP_CALL_BACK : insn->code;
	default:
		return insn->code;
	}
}

/* Fill the operation of the instruction at @i, inside function @sub. */
static int decode_insn(struct decoder *d, u32 i, const struct sbpf_subprog *sub, struct interp_op *op)
{
	const struct sbpf_insn *insn = &d->prog->insns[i];
	u8 kind = sbpf_insn_op(insn)->kind;

	op->fn = sbpf_interp_ops[op_index(d, insn)];
	if (WARN_ON_ONCE(!op->fn))
		return -EFAULT;
	op->dst = insn->dst_reg;
	op->src = insn->src_reg;
	op->off = insn->off;
	op->imm = (s64)insn->imm;
	if (is_callback_load(insn)) {
		op->imm = d->callback[subprog_at(d->prog, target_of(insn, i))] - 1;
	} else if (kind == SBPF_OPK_LD_IMM64) {
		op->imm = sbpf_insn_imm64(insn);
	} else if (kind == SBPF_OPK_JA || kind == SBPF_OPK_JCC || is_own_call(insn)) {
		if (WARN_ON_ONCE(target_of(insn, i) >= d->prog->len))
			return -EFAULT;
		op->target = &d->code->ops[d->pos[target_of(insn, i)]];
		op->aux = kind == SBPF_OPK_JCC ? insn->imm : frame_size(sub);
	} else if (kind == SBPF_OPK_CALL && insn->code != SBPF_OP_TAIL_CALL) {
		op->call = sbpf_insn_call_fn(insn);
		op->aux = frame_size(sub);
	}
	return 0;
}

/* How many instructions the block that begins at @i has. */
static u32 block_len(const struct decoder *d, u32 i)
{
	u32 n = 0;

	do {
		n++;
		i += sbpf_insn_slots(&d->prog->insns[i]);
	} while (i < d->prog->len && !test_bit(i, d->leader));
	return n;
}

static int decode(struct decoder *d)
{
	const struct sbpf_prog *prog = d->prog;
	struct interp_op *op = d->code->ops;
	u32 s, i;
	int err;

	for (s = 0; s < prog->nr_subprogs; s++) {
		if (d->callback[s])
			d->code->callbacks[d->callback[s] - 1] = (struct interp_callback){
				.entry = &d->code->ops[d->pos[prog->subprogs[s].start]],
				.need = d->need[s],
			};
		for (i = prog->subprogs[s].start; i < prog->subprogs[s].end; i += sbpf_insn_slots(&prog->insns[i])) {
			if (d->leader && test_bit(i, d->leader)) {
				op->fn = sbpf_interp_ops[IOP_CHARGE];
				op->aux = block_len(d, i);
				op++;
			}
			err = decode_insn(d, i, &prog->subprogs[s], op++);
			if (err)
				return err;
		}
	}
	return WARN_ON_ONCE(op != d->code->ops + d->nr_ops) ? -EFAULT : 0;
}

/* Stack area of a run. A program that calls back or tail calls gets the largest, for what it enters comes on top. */
static u32 area_need(const struct decoder *d)
{
	u32 s;

	if (d->nr_callbacks)
		return AREA_MAX;
	for (s = 0; s < d->prog->nr_subprogs; s++)
		if (d->prog->subprogs[s].has_tail_call)
			return AREA_MAX;
	return sizeof(struct interp_run *) + d->need[0];
}

static int make_code(struct decoder *d)
{
	size_t size;

	size = size_add(struct_size(d->code, ops, d->nr_ops), array_size(d->nr_callbacks, sizeof(*d->code->callbacks)));
	d->code = kvzalloc(size, GFP_KERNEL_ACCOUNT);
	if (!d->code)
		return -ENOMEM;
	d->code->need = area_need(d);
	d->code->nr_ops = d->nr_ops;
	d->code->nr_callbacks = d->nr_callbacks;
	d->code->budget = d->prog->budget;
	d->code->callbacks = (struct interp_callback *)&d->code->ops[d->nr_ops];
	return decode(d);
}

static int analyse(struct decoder *d)
{
	int err;

	d->pos = kvcalloc(d->prog->len, sizeof(*d->pos), GFP_KERNEL);
	if (!d->pos)
		return -ENOMEM;
	if (d->prog->budget) {
		d->leader = kvcalloc(BITS_TO_LONGS(d->prog->len), sizeof(long), GFP_KERNEL);
		if (!d->leader)
			return -ENOMEM;
		find_leaders(d);
	}
	err = find_callbacks(d);
	if (!err)
		err = find_need(d);
	if (!err)
		lay_out(d);
	return err;
}

static sbpf_run_fn entry_for(u32 need)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(entries); i++)
		if (need <= entries[i].size)
			return entries[i].run;
	return NULL;
}

static int interp_prepare(struct sbpf_prog *prog, struct sbpf_log *log)
{
	struct decoder *d;
	int err = -ENOMEM;

	if (WARN_ON_ONCE(!prog->nr_subprogs || prog->nr_subprogs > SBPF_MAX_SUBPROGS))
		return -EFAULT;
	d = kzalloc(sizeof(*d), GFP_KERNEL);
	if (!d)
		return -ENOMEM;
	d->prog = prog;
	d->log = log;
	err = analyse(d);
	if (!err)
		err = make_code(d);
	if (!err && WARN_ON_ONCE(!entry_for(d->code->need)))
		err = -EFAULT;
	if (!err) {
		prog->run = entry_for(d->code->need);
		prog->code = d->code;
	} else {
		kvfree(d->code);
	}
	kvfree(d->leader);
	kvfree(d->pos);
	kfree(d);
	return err;
}

static bool interp_available(void)
{
	return true;
}

static void interp_release(struct sbpf_prog *prog)
{
	kvfree(prog->code);
	prog->code = NULL;
}

static size_t interp_code_size(const struct sbpf_prog *prog)
{
	const struct interp_code *code = prog->code;

	return struct_size(code, ops, code->nr_ops) + code->nr_callbacks * sizeof(*code->callbacks);
}

const struct sbpf_engine sbpf_interp_engine = {
	.name = "interp",
	.flag = SBPF_F_ENGINE_INTERP,
	.available = interp_available,
	.prepare = interp_prepare,
	.release = interp_release,
	.code_size = interp_code_size,
};

#ifdef SBPF_KUNIT
#include "../tests/interp_test.c"
#endif
