// SPDX-License-Identifier: GPL-2.0
/*
 * Runs case files (casefile.h) through lowering and the interpreter.
 */
#include <ctype.h>
#include "core.h"
#include "asm.h"
#include "casefile.h"
#include "module/insn.h"

#define INSNS_MAX	70000

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
	len = c->text[CASE_ASM] ? asm_program(c->text[CASE_ASM], insns, INSNS_MAX, why, sizeof(why)) :
			       parse_raw(c->text[CASE_RAW] ?: "");
	if (len <= 0)
		return why[0] ? why : "no instructions";
	if (!round_trip(len, why, sizeof(why)))
		return why;
	prog = core_prog_new(insns, len, c->text[CASE_BUDGET] ? strtoull(c->text[CASE_BUDGET], NULL, 0) : 0, &bad);
	if (!prog) {
		if (c->text[CASE_ERROR] && !strncmp(bad, c->text[CASE_ERROR], strlen(bad)))
			return NULL;
		snprintf(why, sizeof(why), "refused: %s", bad);
		return why;
	}
	if (c->text[CASE_MEM])
		parse_mem(c->text[CASE_MEM], &mem);
	got = c->text[CASE_ERROR] ? 0 : core_prog_run(prog, mem);
	core_prog_free(prog);
	free(mem);
	if (c->text[CASE_ERROR])
		return "accepted";
	want = strtoull(c->text[CASE_RESULT] ?: "x", NULL, 0);
	if (got == want)
		return NULL;
	snprintf(why, sizeof(why), "result 0x%llx instead of 0x%llx", got, want);
	return why;
}

static char *read_file(const char *path)
{
	FILE *f = fopen(path, "r");
	char *text = NULL;
	size_t len = 0, n;

	if (!f)
		return NULL;
	do {
		text = realloc(text, len + 65537);
		n = fread(text + len, 1, 65536, f);
		len += n;
	} while (n);
	text[len] = 0;
	fclose(f);
	return text;
}

static int run_file(const char *path)
{
	char *text = read_file(path);
	const char *rest = text, *why;
	struct test_case c;

	if (!text) {
		perror(path);
		return -1;
	}
	while (case_next(&rest, &c)) {
		why = run_case(&c);
		core_ok(!why, "%s%s%s", c.name, why ? ": " : "", why ?: "");
		case_free(&c);
	}
	free(text);
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
