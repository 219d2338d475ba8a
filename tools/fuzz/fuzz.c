// SPDX-License-Identifier: GPL-2.0
/*
 * The fuzzer of the verifier: generate, verify, and run what was accepted: in the reference interpreter with every access
 * checked and the oracle watching, then in the module's own interpreter, which has to do the same.
 *
 *	fuzz [-s SECONDS] [-n PROGRAMS] [-S SEED] [-1 SEED] [-v] [CASEFILE...]
 *
 * -1 runs the program of one seed and shows it. Programs of the case files are run as they are and then mutated. Crashes
 * tell their seed as well. The status is 1 when something was found.
 */
#include <signal.h>
#include <time.h>
#include <unistd.h>
#include "asm.h"
#include "gen.h"
#include "ref.h"
#include "module/engine/engine.h"
#include "module/insn.h"

#define CORPUS_MAX	1024
#define RUNS		3
#define BUDGET		1000000

static struct {
	struct sbpf_insn *insns;
	u32 len;
} corpus[CORPUS_MAX];
static u32 nr_corpus;

static struct {
	u64 made, accepted, executed, ran, compared, too_long, unwatched, insns, steps;
} count;

static bool verbose;
static u64 current_seed;

struct outcome {
	bool accepted;
	const char *why;
};

static void show(const struct sbpf_insn *insns, u32 len)
{
	char text[128];
	u32 i;

	for (i = 0; i < len; i += sbpf_insn_slots(&insns[i])) {
		sbpf_insn_print(&insns[i], text, sizeof(text));
		printf("%4u: %s\n", i, text);
	}
}

/* Tail calls and packet loads have no counterpart in the reference interpreter. */
static bool can_run(const struct sbpf_insn *insns, u32 len)
{
	const struct sbpf_helper *h;
	u32 i;

	for (i = 0; i < len; i += sbpf_insn_slots(&insns[i])) {
		u8 kind = sbpf_insn_op(&insns[i])->kind;

		if (kind == SBPF_OPK_LD_PKT)
			return false;
		if (kind != SBPF_OPK_CALL || insns[i].src_reg)
			continue;
		/* In code that is never reached anything may be called. */
		h = sbpf_helper_find(insns[i].imm);
		if (h && h->fn == world_helper(SBPF_FUNC_tail_call)->fn)
			return false;
	}
	return true;
}

static const char *run_once(struct world_load *load, const struct sbpf_insn *insns, u32 len, u64 seed)
{
	static struct ref r;
	u64 want, got, after;

	memset(&r, 0, offsetof(struct ref, frame));
	r.nr_frames = r.steps = 0;
	r.why = NULL;
	r.too_long = r.addresses = false;
	r.insns = insns;
	r.len = len;
	r.type = load->prog->type;
	r.check = !oracle_stats()->overflow;
	count.unwatched += !r.check;
	machine_reset(seed);
	want = ref_run(&r);
	count.ran++;
	count.steps += r.steps;
	if (verbose)
		printf("run %#llx: r0 %#llx, %u steps%s%s%s%s\n", seed, want, r.steps, r.addresses ? ", addresses" : "",
		       r.too_long ? ", too long" : "", r.why ? ": " : "", r.why ?: "");
	if (r.why) {
		if (verbose)
			printf("at %u\n", r.pc);
		return r.why;
	}
	count.too_long += r.too_long;
	if (r.too_long || r.addresses)
		return NULL;
	after = machine_digest();
	machine_reset(seed);
	got = load->prog->run((struct sbpf_ctx *)machine.view, load->prog);
	count.compared++;
	if (verbose)
		printf("engine: r0 %#llx\n", got);
	if (got != want)
		return "difference: the engine returns something else";
	return machine_digest() == after ? NULL : "difference: the engine leaves something else behind";
}

/* Verify a program, and run it when it was accepted. */
static struct outcome try(const struct sbpf_insn *insns, u32 len, u64 seed)
{
	static const char *const types[] = { "cls", "cls", "cls", "cgroup" };
	struct world_load load = { .gpl = true };
	struct outcome o = { 0 };
	u32 i;

	load.type = types[(seed >> 8) & 3];
	if (!(seed & 0x70))
		load.load_flags |= SBPF_F_TEST_STATE_FREQ;
	if (sbpf_log_init(&load.log, verbose ? SBPF_LOG_LEVEL1 : 0, verbose ? 1 << 16 : 0))
		abort();
	world_load(&load, insns, len);
	sbpf_log_finish(&load.log);
	if (verbose && load.err)
		printf("%s\n", load.log.buf);
	o.accepted = !load.err;
	if (o.accepted && can_run(insns, len)) {
		load.prog->budget = seed & 0x80 ? BUDGET : 0;
		if (sbpf_interp_engine.prepare(load.prog, &load.log)) {
			o.why = "the engine does not take it";
		} else {
			count.executed++;
			for (i = 0; i < RUNS && !o.why; i++)
				o.why = run_once(&load, insns, len, seed * RUNS + i);
			sbpf_interp_engine.release(load.prog);
		}
	}
	world_unload(&load);
	sbpf_log_free(&load.log);
	oracle_reset();
	return o;
}

/* Put jumps to the next instruction in the place of as many as possible, so that the same still goes wrong. */
static void minimise(struct sbpf_insn *insns, u32 len, u64 seed, const char *why)
{
	bool again = true;
	u32 i;

	while (again) {
		again = false;
		for (i = 0; i < len; i += sbpf_insn_slots(&insns[i])) {
			struct sbpf_insn was[2] = { insns[i], insns[min(i + 1, len - 1)] };
			u32 slots = sbpf_insn_slots(&insns[i]), k;
			struct outcome o;

			if (insns[i].code == (SBPF_JMP | SBPF_JA) && !insns[i].off)
				continue;
			for (k = 0; k < slots; k++)
				insns[i + k] = (struct sbpf_insn){ .code = SBPF_JMP | SBPF_JA };
			o = try(insns, len, seed);
			if (o.why && !strcmp(o.why, why)) {
				again = true;
				continue;
			}
			memcpy(&insns[i], was, slots * sizeof(*was));
		}
	}
}

/* A program by its number: made, or a case of the corpus, changed or as it is. */
static u32 program(u64 seed, struct sbpf_insn *insns)
{
	u64 rng = seed;
	u32 i;

	if (nr_corpus && fuzz_rng(&rng) % 16 == 0) {
		i = fuzz_rng(&rng) % nr_corpus;
		memcpy(insns, corpus[i].insns, corpus[i].len * sizeof(*insns));
		if (fuzz_rng(&rng) % 8)
			gen_mutate(fuzz_rng(&rng), insns, corpus[i].len);
		return corpus[i].len;
	}
	return gen_program(fuzz_rng(&rng), insns);
}

static bool one(u64 seed)
{
	static struct sbpf_insn insns[GEN_MAX];
	u32 len = program(seed, insns);
	struct outcome o;

	current_seed = seed;
	if (verbose)
		show(insns, len);
	o = try(insns, len, seed);
	count.made++;
	count.accepted += o.accepted;
	if (o.accepted)
		count.insns += len;
	if (!o.why)
		return true;
	printf("not ok - seed %llu: %s\n", seed, o.why);
	show(insns, len);
	verbose = false;
	minimise(insns, len, seed, o.why);
	printf("minimised:\n");
	show(insns, len);
	verbose = true;
	try(insns, len, seed);
	verbose = false;
	fflush(stdout);
	return false;
}

/* The programs of a case file of tools/verifier. */
static void read_cases(const char *path)
{
	static struct sbpf_insn insns[GEN_MAX];
	char line[1024], why[300];
	char *text = calloc(1, 1 << 16);
	bool in_asm = false;
	FILE *f = fopen(path, "r");

	if (!f) {
		perror(path);
		exit(2);
	}
	for (;;) {
		bool more = fgets(line, sizeof(line), f);

		if (!more || !strncmp(line, "== ", 3) || !strncmp(line, "-- ", 3)) {
			int len = *text ? asm_program(text, insns, GEN_MAX, why, sizeof(why)) : -1;

			if (len > 0 && nr_corpus < CORPUS_MAX) {
				corpus[nr_corpus].insns = malloc(len * sizeof(*insns));
				memcpy(corpus[nr_corpus].insns, insns, len * sizeof(*insns));
				corpus[nr_corpus++].len = len;
			}
			*text = 0;
			in_asm = more && !strncmp(line, "-- asm", 6);
		} else if (in_asm && strlen(text) + strlen(line) < (1 << 16)) {
			strcat(text, line);
		}
		if (!more)
			break;
	}
	fclose(f);
	free(text);
}

static void died(int sig)
{
	char text[64];
	int n = snprintf(text, sizeof(text), "not ok - seed %llu: crash\n", current_seed);

	if (write(1, text, n) != n)
		_exit(3);
	signal(sig, SIG_DFL);
	raise(sig);
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

static void report(u64 first, double seconds)
{
	printf("# seeds %llu to %llu, %.0f s: %llu programs, %.0f a second; %llu accepted (%.1f %%) of %.0f instructions on average\n",
	       first, first + count.made - 1, seconds, count.made, count.made / seconds, count.accepted,
	       100.0 * count.accepted / count.made, (double)count.insns / (count.accepted ?: 1));
	printf("# %llu runs of %.0f instructions on average, %llu compared with the engine, %llu too long, %llu without the oracle\n",
	       count.ran, (double)count.steps / (count.ran ?: 1), count.compared, count.too_long, count.unwatched);
	fflush(stdout);
}

int main(int argc, char **argv)
{
	double seconds = 0, start = now(), told = start;
	u64 seed = 1, first, programs = 0;
	u32 failed = 0;
	int opt, single = 0;

	while ((opt = getopt(argc, argv, "s:n:S:1:v")) != -1) {
		switch (opt) {
		case 's': seconds = atof(optarg); break;
		case 'n': programs = strtoull(optarg, NULL, 0); break;
		case 'S': seed = strtoull(optarg, NULL, 0); break;
		case '1': seed = strtoull(optarg, NULL, 0); programs = 1; verbose = true; single = 1; break;
		case 'v': verbose = true; break;
		default: return 2;
		}
	}
	for (; optind < argc; optind++)
		read_cases(argv[optind]);
	machine_init();
	ref_init();
	signal(SIGABRT, died);
	signal(SIGSEGV, died);
	for (first = seed; failed < 10; seed++) {
		if ((programs && count.made >= programs) || (seconds && now() - start >= seconds))
			break;
		failed += !one(seed);
		if (!(count.made & 255) && now() - told > 60) {
			told = now();
			report(first, told - start);
		}
	}
	report(first, now() - start);
	if (single)
		return failed > 0;
	printf("%sok - %llu programs accepted and run: %u escapes, differences or wrong accesses\n", failed ? "not " : "",
	       count.executed, failed);
	return failed > 0;
}
