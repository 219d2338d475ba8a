// SPDX-License-Identifier: GPL-2.0
/*
 * Programs for the engine's own tests: checked, lowered and decoded as in the kernel, but not verified, so that a test
 * may hold whatever an opcode has to cope with.
 */
#include "core.h"
#include "module/engine/engine.h"
#include "module/engine/run.h"
#include "module/helper.h"
#include "module/prog_type.h"
#include "module/verifier/aux.h"

static u64 exhausted;

void sbpf_run_exhausted(const struct sbpf_prog *prog)
{
	exhausted++;
}

u64 core_prog_exhausted(void)
{
	return exhausted;
}

u64 sbpf_user_call_base(u64 r1, u64 r2, u64 r3, u64 r4, u64 r5)
{
	return 0;
}

/* The helpers that test programs call: the numbers are those of the kernel's, the rows are ours. */
SBPF_HELPER5(test_mix, u64, a, u64, b, u64, c, u64, d, u64, e)
{
	return a + 3 * b + 5 * c + 7 * d + 11 * e;
}

static const struct sbpf_helper mix_helper = { .name = "mix", .fn = test_mix };
extern const struct sbpf_helper_family sbpf_helpers_loop;

#define MIX_ID	1000

const struct sbpf_helper *sbpf_helper_find(u32 id)
{
	if (id == MIX_ID)
		return &mix_helper;
	if (id < sbpf_helpers_loop.nr && sbpf_helpers_loop.rows[id].name)
		return &sbpf_helpers_loop.rows[id];
	return NULL;
}

static u64 test_ld_pkt(u64 ctx, u64 off, u64 size, u64 r4, u64 r5)
{
	return -EFAULT;
}

static const struct sbpf_prog_ops test_type = {
	.name = "test",
	.safe_ret = 77,
	.ld_pkt = test_ld_pkt,
};

static int cmp_u32(const void *a, const void *b)
{
	return *(const u32 *)a < *(const u32 *)b ? -1 : *(const u32 *)a > *(const u32 *)b;
}

/* Functions begin at 0 and wherever a call or a function reference points. */
static void find_subprogs(struct sbpf_prog *prog)
{
	u32 starts[SBPF_MAX_SUBPROGS] = { 0 }, nr = 1, i, n = 0;

	for (i = 0; i < prog->len; i += sbpf_insn_slots(&prog->insns[i])) {
		const struct sbpf_insn *insn = &prog->insns[i];
		bool call = insn->code == (SBPF_JMP | SBPF_CALL) && insn->src_reg == SBPF_PSEUDO_CALL;
		bool func = sbpf_insn_is_ld_imm64(insn) && insn->src_reg == SBPF_PSEUDO_FUNC;

		if ((call || func) && nr < SBPF_MAX_SUBPROGS)
			starts[nr++] = i + 1 + insn->imm;
	}
	qsort(starts, nr, sizeof(*starts), cmp_u32);
	prog->subprogs = calloc(nr, sizeof(*prog->subprogs));
	for (i = 0; i < nr; i++) {
		if (i && starts[i] == starts[i - 1])
			continue;
		prog->subprogs[n++].start = starts[i];
	}
	for (i = 0; i < n; i++) {
		prog->subprogs[i].end = i + 1 < n ? prog->subprogs[i + 1].start : prog->len;
		prog->subprogs[i].stack_depth = n == 1 ? SBPF_STACK_SIZE : SBPF_STACK_SIZE / SBPF_MAX_FRAMES;
	}
	prog->nr_subprogs = n;
}

/* What the verifier would have left behind, were everything reachable. */
static struct sbpf_insn_aux *make_aux(const struct sbpf_prog *prog, const char **why)
{
	struct sbpf_insn_aux *aux = calloc(prog->len, sizeof(*aux));
	u32 i;

	for (i = 0; i < prog->len; i += sbpf_insn_slots(&prog->insns[i])) {
		const struct sbpf_insn *insn = &prog->insns[i];

		aux[i].seen = true;
		if (insn->code != (SBPF_JMP | SBPF_CALL) || insn->src_reg)
			continue;
		aux[i].helper = sbpf_helper_find(insn->imm);
		if (!aux[i].helper) {
			*why = "no such helper";
			free(aux);
			return NULL;
		}
	}
	return aux;
}

static bool legal(const struct sbpf_prog *prog, const char **why)
{
	u32 i;

	for (i = 0; i < prog->len; i += sbpf_insn_slots(&prog->insns[i]))
		if (sbpf_insn_check(&prog->insns[i], prog->insns + prog->len, why))
			return false;
	return true;
}

/**
 * core_prog_new() - a program ready to run in the interpreter
 * @insns: instructions
 * @len: slots
 * @budget: instructions one run may take, 0 for no limit
 * @why: on failure, the reason
 *
 * Return: the program, NULL on failure.
 */
struct sbpf_prog *core_prog_new(const struct sbpf_insn *insns, u32 len, u64 budget, const char **why)
{
	struct sbpf_prog *prog = calloc(1, sizeof(*prog));
	struct sbpf_insn_aux *aux = NULL;
	struct sbpf_log log = { 0 };
	int err = -EINVAL;

	*why = NULL;
	prog->insns = malloc(len * sizeof(*insns));
	memcpy(prog->insns, insns, len * sizeof(*insns));
	prog->len = len;
	prog->type = &test_type;
	prog->budget = budget;
	if (legal(prog, why)) {
		find_subprogs(prog);
		aux = make_aux(prog, why);
	}
	if (aux)
		err = sbpf_lower(prog, aux, &log);
	if (!err)
		err = sbpf_interp_engine.prepare(prog, &log);
	free(aux);
	if (!err) {
		prog->engine = &sbpf_interp_engine;
		return prog;
	}
	if (!*why)
		*why = err == -ENOMEM ? "out of memory" : "not lowered";
	core_prog_free(prog);
	return NULL;
}

void core_prog_free(struct sbpf_prog *prog)
{
	if (prog->engine)
		prog->engine->release(prog);
	free(prog->subprogs);
	free(prog->insns);
	free(prog);
}

/**
 * core_prog_run() - run a program
 * @prog: the program
 * @mem: its R1
 *
 * Return: R0.
 */
u64 core_prog_run(const struct sbpf_prog *prog, void *mem)
{
	return prog->run(mem, prog);
}
