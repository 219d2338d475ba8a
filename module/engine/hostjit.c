// SPDX-License-Identifier: GPL-2.0
/*
 * The engine that gives programs to the host kernel's JIT compiler, one host program per function. Owns compilation,
 * entry and release of machine code; hostjit_legalise.c makes the instructions digestible.
 *
 * The host's interpreter must never get our programs (it cannot run what we make), so a program that was not jited is
 * given back at once. The code is not registered with kallsyms, which only the host's own loader can do: the host finds
 * no exception table for it, so nothing that may fault on purpose goes here.
 */
#include <linux/bpf.h>
#include <linux/filter.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include "engine.h"
#include "hostjit.h"
#include "../log.h"
#include "../maps/area.h"
#include "../maps/prog_array.h"

#ifdef HOSTJIT_POSSIBLE

static_assert(sizeof(struct bpf_insn) == sizeof(struct sbpf_insn));
static_assert(SBPF_OP_TAIL_CALL == (BPF_JMP | BPF_TAIL_CALL));
static_assert(MAX_TAIL_CALL_CNT == SBPF_MAX_TAIL_CALLS);

/**
 * sbpf_hostjit_entry() - address of compiled code
 * @func: compiled
 *
 * Return: the address.
 */
u64 sbpf_hostjit_entry(const struct hostjit_func *func)
{
	return (unsigned long)func->fp->bpf_func;
}

/**
 * sbpf_hostjit_subprog_at() - the function that begins at an instruction
 * @prog: a lowered program
 * @start: index of the instruction
 *
 * Return: index of the function, -ENOENT.
 */
int sbpf_hostjit_subprog_at(const struct sbpf_prog *prog, u32 start)
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

static bool is_own_call(const struct sbpf_insn *insn)
{
	return insn->code == (SBPF_JMP | SBPF_CALL) && insn->src_reg == SBPF_PSEUDO_CALL;
}

static bool has_own_call(const struct sbpf_insn *insns, u32 len)
{
	u32 i;

	for (i = 0; i < len; i += sbpf_insn_slots(&insns[i]))
		if (is_own_call(&insns[i]))
			return true;
	return false;
}

/*
 * Let the host compile @len instructions. Constant blinding may leave another program than the one given in; whichever
 * remains is returned. -EOPNOTSUPP when the JIT is off or must not have this program; -ENOMEM when it gave up, which it
 * does without a reason: legalised code is what it can do, so it was for want of memory, its own limit included.
 */
static struct bpf_prog *compile_insns(const struct sbpf_insn *insns, u32 len, u32 stack_depth, bool tail_calls,
				      bool is_main)
{
	struct bpf_prog *fp;
	int err = 0;

	fp = bpf_prog_alloc(bpf_prog_size(len), __GFP_NOWARN);
	if (!fp)
		return ERR_PTR(-ENOMEM);
	/* A blinded program must not have calls that look like distances, see hostjit_legalise.c. */
	if (!fp->jit_requested || (fp->blinding_requested && has_own_call(insns, len))) {
		bpf_prog_free(fp);
		return ERR_PTR(-EOPNOTSUPP);
	}
	/* Any type but 0, which means classic BPF to the JIT. */
	fp->type = BPF_PROG_TYPE_SOCKET_FILTER;
	fp->gpl_compatible = 1;
	fp->len = len;
	memcpy(fp->insnsi, insns, len * sizeof(*insns));
	fp->aux->stack_depth = stack_depth;
	fp->aux->tail_call_reachable = tail_calls;
	fp->aux->func_idx = !is_main;
	fp = bpf_prog_select_runtime(fp, &err);
	if (!err && fp->jited)
		return fp;
	bpf_prog_free(fp);
	return ERR_PTR(-ENOMEM);
}

/*
 * Does this host's JIT know ISA v4? One that does not takes a sign-extending move for a plain one, so it is asked by
 * running one. The answer is remembered once the JIT was on: 0 unknown, 1 no, 2 yes.
 */
static int isa4_state;
static DEFINE_MUTEX(isa4_lock);

static int probe_isa4(void)
{
	static const struct sbpf_insn insns[] = {
		{ .code = SBPF_ALU64 | SBPF_MOV | SBPF_K, .dst_reg = SBPF_REG_1, .imm = 0x181 },
		{ .code = SBPF_ALU64 | SBPF_MOV | SBPF_X, .dst_reg = SBPF_REG_0, .src_reg = SBPF_REG_1, .off = 8 },
		{ .code = SBPF_JMP | SBPF_EXIT },
	};
	struct bpf_prog *fp;
	s32 result;

	fp = compile_insns(insns, ARRAY_SIZE(insns), 0, false, true);
	if (IS_ERR(fp))
		return 0;
	result = fp->bpf_func(NULL, NULL);
	bpf_prog_free(fp);
	return result == (s8)0x81 ? 2 : 1;
}

static bool host_has_isa4(void)
{
	mutex_lock(&isa4_lock);
	if (!isa4_state)
		isa4_state = probe_isa4();
	mutex_unlock(&isa4_lock);
	return isa4_state == 2;
}

/*
 * One round over the calls of a function: are all its callees compiled? Learns on the way whether one of them tail
 * calls.
 */
static bool callees_ready(const struct sbpf_prog *prog, struct hostjit_code *code, u32 index)
{
	const struct sbpf_subprog *sub = &prog->subprogs[index];
	bool ready = true;
	int callee;
	u32 i;

	for (i = sub->start; i < sub->end; i += sbpf_insn_slots(&prog->insns[i])) {
		if (!is_own_call(&prog->insns[i]))
			continue;
		callee = sbpf_hostjit_subprog_at(prog, i + 1 + prog->insns[i].imm);
		if (callee < 0 || !code->func[callee].fp)
			ready = false;
		else
			code->func[index].tail_calls |= code->func[callee].tail_calls;
	}
	return ready;
}

static int compile_func(const struct sbpf_prog *prog, struct hostjit_code *code, u32 index)
{
	struct hostjit_func *func = &code->func[index];
	struct hostjit_unit unit = {
		.prog = prog, .code = code, .index = index, .isa4 = host_has_isa4(),
	};
	struct bpf_prog *fp;
	int err;

	/* The JIT counts tail calls per entry from the kernel: through callbacks they could nest without end. */
	func->tail_calls |= prog->subprogs[index].has_tail_call;
	if (func->tail_calls && prog->subprogs[index].is_callback)
		return -EOPNOTSUPP;
	err = sbpf_hostjit_legalise(&unit);
	if (err)
		return err;
	fp = compile_insns(unit.insns, unit.len, unit.stack_depth, func->tail_calls, index == 0);
	kvfree(unit.insns);
	if (IS_ERR(fp))
		return PTR_ERR(fp);
	func->fp = fp;
	func->cb.head.kind = SBPF_CALLBACK_NATIVE;
	func->cb.fn = (sbpf_helper_fn)(unsigned long)sbpf_hostjit_entry(func);
	return 0;
}

/* Callees first. Calls nest at most SBPF_MAX_FRAMES deep, so as many rounds do. */
static int compile_all(const struct sbpf_prog *prog, struct hostjit_code *code)
{
	u32 round, i, left = code->nr;
	int err;

	for (round = 0; left && round <= SBPF_MAX_FRAMES; round++) {
		for (i = 0; i < code->nr; i++) {
			if (code->func[i].fp || !callees_ready(prog, code, i))
				continue;
			err = compile_func(prog, code, i);
			if (err)
				return err;
			left--;
		}
	}
	return WARN_ON_ONCE(left) ? -EFAULT : 0;
}

static void code_free(struct hostjit_code *code)
{
	u32 i;

	for (i = 0; i < code->nr; i++)
		if (code->func[i].fp)
			bpf_prog_free(code->func[i].fp);
	kvfree(code);
}

static int hostjit_prepare(struct sbpf_prog *prog, struct sbpf_log *log)
{
	struct hostjit_code *code;
	int err;

	if (prog->len > SBPF_HOSTJIT_MAX_INSNS) {
		sbpf_log_print(log, "hostjit: more than %u instructions\n", SBPF_HOSTJIT_MAX_INSNS);
		return -EOPNOTSUPP;
	}
	code = kvzalloc(struct_size(code, func, prog->nr_subprogs), GFP_KERNEL_ACCOUNT);
	if (!code)
		return -ENOMEM;
	code->nr = prog->nr_subprogs;
	err = compile_all(prog, code);
	if (err) {
		code_free(code);
		if (err == -ENOMEM)
			return err;
		sbpf_log_print(log, "hostjit: the host's JIT is off or cannot do this program (%d)\n", err);
		return -EOPNOTSUPP;
	}
	prog->code = code;
	/* The code takes the context in its first argument and looks at no other, so it can be entered as it is. */
	prog->run = (sbpf_run_fn)(unsigned long)sbpf_hostjit_entry(&code->func[0]);
	return 0;
}

static bool hostjit_available(void)
{
	return true;
}

static void hostjit_release(struct sbpf_prog *prog)
{
	code_free(prog->code);
	prog->code = NULL;
}

static size_t hostjit_code_size(const struct sbpf_prog *prog)
{
	const struct hostjit_code *code = prog->code;
	size_t size = struct_size(code, func, code->nr);
	u32 i;

	for (i = 0; i < code->nr; i++)
		size += code->func[i].fp->pages * PAGE_SIZE + code->func[i].fp->jited_len;
	return size;
}

static const void *hostjit_image(const struct sbpf_prog *prog, u32 func, u32 *size)
{
	const struct hostjit_code *code = prog->code;

	*size = code->func[func].fp->jited_len;
	return code->func[func].fp->bpf_func;
}

const struct sbpf_engine sbpf_hostjit_engine = {
	.name = "hostjit",
	.flag = SBPF_F_ENGINE_HOSTJIT,
	.available = hostjit_available,
	.prepare = hostjit_prepare,
	.release = hostjit_release,
	.code_size = hostjit_code_size,
	.image = hostjit_image,
};

/**
 * sbpf_hostjit_array_alloc() - the form of a program array that jited code reads
 * @max_entries: slots
 *
 * There whether or not the JIT is on: it may be switched on later.
 *
 * Context: process context, may sleep. Return: the array, NULL without memory.
 */
void *sbpf_hostjit_array_alloc(u32 max_entries)
{
	struct bpf_array *array;

	array = sbpf_area_alloc(struct_size(array, ptrs, max_entries), NUMA_NO_NODE);
	if (array)
		array->map.max_entries = max_entries;
	return array;
}

/**
 * sbpf_hostjit_array_set() - fill a slot
 * @shadow: the array
 * @index: slot, inside it
 * @prog: a program of this engine, kept alive by the caller until after RCU; or NULL
 *
 * Context: process context.
 */
void sbpf_hostjit_array_set(void *shadow, u32 index, const struct sbpf_prog *prog)
{
	const struct hostjit_code *code = prog && prog->engine == &sbpf_hostjit_engine ? prog->code : NULL;
	struct bpf_array *array = shadow;

	smp_store_release(&array->ptrs[index], code ? code->func[0].fp : NULL);
}

/**
 * sbpf_hostjit_array_free() - undo sbpf_hostjit_array_alloc()
 * @shadow: out of reach of programs (after RCU)
 */
void sbpf_hostjit_array_free(void *shadow)
{
	sbpf_area_free(shadow);
}

#else /* !HOSTJIT_POSSIBLE */

static bool hostjit_available(void)
{
	return false;
}

static int hostjit_prepare(struct sbpf_prog *prog, struct sbpf_log *log)
{
	return -EOPNOTSUPP;
}

static void hostjit_release(struct sbpf_prog *prog)
{
}

const struct sbpf_engine sbpf_hostjit_engine = {
	.name = "hostjit",
	.flag = SBPF_F_ENGINE_HOSTJIT,
	.available = hostjit_available,
	.prepare = hostjit_prepare,
	.release = hostjit_release,
};

void *sbpf_hostjit_array_alloc(u32 max_entries)
{
	return NULL;
}

void sbpf_hostjit_array_set(void *shadow, u32 index, const struct sbpf_prog *prog)
{
}

void sbpf_hostjit_array_free(void *shadow)
{
}

#endif
