// SPDX-License-Identifier: GPL-2.0
/*
 * Case files: programs as text with what they must give, run through the interpreter. One file holds many cases:
 *
 *	== name			a case begins
 *	-- asm			its instructions, or
 *	-- raw			its instruction slots as 64-bit hexadecimal numbers
 *	-- mem			optional: bytes in hexadecimal, R1 points to a copy
 *	-- budget		optional: instructions a run may take
 *	-- result		R0, or
 *	-- error		what sbpf_insn_check() says of one of the instructions
 */
#include <ctype.h>
#include "core.h"
#include "asm.h"
#include "module/insn.h"

#define INSNS_MAX	70000
#define SECTION_MAX	(1 << 20)

enum section { S_NONE, S_ASM, S_RAW, S_MEM, S_BUDGET, S_RESULT, S_ERROR, S_COUNT };

static const char *const section_names[S_COUNT] = {
	[S_ASM] = "asm", [S_RAW] = "raw", [S_MEM] = "mem", [S_BUDGET] = "budget", [S_RESULT] = "result",
	[S_ERROR] = "error",
};

struct test_case {
	char name[128];
	char *text[S_COUNT];
	size_t len[S_COUNT];
};

static struct sbpf_insn insns[INSNS_MAX];
static int passed, failed;

void core_ok(bool ok, const char *fmt, ...)
{
	va_list args;

	printf("%sok %d - ", ok ? "" : "not ", passed + failed + 1);
	va_start(args, fmt);
	vprintf(fmt, args);
	va_end(args);
	putchar('\n');
	if (ok)
		passed++;
	else
		failed++;
}

int core_summary(void)
{
	printf("1..%d\n%d passed, %d failed, 0 skipped\n", passed + failed, passed, failed);
	return failed != 0;
}

static int parse_raw(const char *text)
{
	int n = 0;
	char *end;

	for (;;) {
		unsigned long long word = strtoull(text, &end, 16);

		if (end == text)
			return n;
		if (n == INSNS_MAX)
			return -1;
		memcpy(&insns[n++], &word, sizeof(word));
		text = end;
	}
}

static size_t parse_mem(const char *text, u8 **mem)
{
	size_t n = 0;
	char *end;

	*mem = malloc(strlen(text) + 1);
	for (;;) {
		unsigned long byte = strtoul(text, &end, 16);

		if (end == text)
			break;
		(*mem)[n++] = byte;
		text = end;
	}
	/* Exactly as long as the case says, so that the sanitizer sees the end. */
	*mem = realloc(*mem, n ?: 1);
	return n;
}

/* What the disassembler writes must assemble to the same bits. */
static bool round_trip(int len, char *why, size_t size)
{
	struct sbpf_insn again[2];
	const char *bad;
	char text[80];
	int i, n;

	for (i = 0; i < len; i += n) {
		n = sbpf_insn_slots(&insns[i]);
		if (sbpf_insn_check(&insns[i], insns + len, &bad))
			continue;
		sbpf_insn_print(&insns[i], text, sizeof(text));
		if (asm_program(text, again, 2, why, size) != n)
			return false;
		if (memcmp(again, &insns[i], n * sizeof(*insns))) {
			snprintf(why, size, "\"%s\" does not assemble to itself", text);
			return false;
		}
	}
	return true;
}

/* Judge one case; NULL when it passed. */
static const char *run_case(const struct test_case *c)
{
	static char why[200];
	struct sbpf_prog *prog;
	const char *bad;
	u8 *mem = NULL;
	u64 want, got;
	int len;

	why[0] = 0;
	len = c->text[S_ASM] ? asm_program(c->text[S_ASM], insns, INSNS_MAX, why, sizeof(why)) :
			       parse_raw(c->text[S_RAW] ?: "");
	if (len <= 0)
		return why[0] ? why : "no instructions";
	if (!round_trip(len, why, sizeof(why)))
		return why;
	prog = core_prog_new(insns, len, c->text[S_BUDGET] ? strtoull(c->text[S_BUDGET], NULL, 0) : 0, &bad);
	if (!prog) {
		if (c->text[S_ERROR] && !strncmp(bad, c->text[S_ERROR], strlen(bad)))
			return NULL;
		snprintf(why, sizeof(why), "refused: %s", bad);
		return why;
	}
	if (c->text[S_MEM])
		parse_mem(c->text[S_MEM], &mem);
	got = c->text[S_ERROR] ? 0 : core_prog_run(prog, mem);
	core_prog_free(prog);
	free(mem);
	if (c->text[S_ERROR])
		return "accepted";
	want = strtoull(c->text[S_RESULT] ?: "x", NULL, 0);
	if (got == want)
		return NULL;
	snprintf(why, sizeof(why), "result 0x%llx instead of 0x%llx", got, want);
	return why;
}

static void finish_case(struct test_case *c)
{
	const char *why;
	int i;

	if (!c->name[0])
		return;
	why = run_case(c);
	core_ok(!why, "%s%s%s", c->name, why ? ": " : "", why ?: "");
	for (i = 0; i < S_COUNT; i++)
		free(c->text[i]);
	memset(c, 0, sizeof(*c));
}

static void append(struct test_case *c, enum section s, const char *line)
{
	size_t len = strlen(line);

	c->text[s] = realloc(c->text[s], c->len[s] + len + 1);
	memcpy(c->text[s] + c->len[s], line, len + 1);
	c->len[s] += len;
}

static enum section section_of(const char *name)
{
	int i;

	for (i = S_ASM; i < S_COUNT; i++)
		if (!strncmp(name, section_names[i], strlen(section_names[i])))
			return i;
	return S_NONE;
}

static int run_file(const char *path)
{
	FILE *f = fopen(path, "r");
	struct test_case c = { "" };
	enum section s = S_NONE;
	char line[1024];

	if (!f) {
		perror(path);
		return -1;
	}
	while (fgets(line, sizeof(line), f)) {
		if (!strncmp(line, "== ", 3)) {
			finish_case(&c);
			snprintf(c.name, sizeof(c.name), "%.*s", (int)strcspn(line + 3, "\n"), line + 3);
			s = S_NONE;
		} else if (!strncmp(line, "-- ", 3)) {
			s = section_of(line + 3);
			append(&c, s, "");
		} else if (s != S_NONE) {
			append(&c, s, line);
		}
	}
	finish_case(&c);
	fclose(f);
	return 0;
}

int core_cases(int argc, char **argv)
{
	int i;

	for (i = 0; i < argc; i++)
		if (run_file(argv[i]))
			return -1;
	return 0;
}

int main(int argc, char **argv)
{
	if (core_cases(argc - 1, argv + 1))
		return 2;
	return core_summary();
}
