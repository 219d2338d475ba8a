// SPDX-License-Identifier: GPL-2.0
/*
 * Case files for the verifier: programs as text, and whether they are accepted.
 *
 *	== name			a case begins; the name says why it must be so
 *	-- as			optional: type ("cls" unless said), "unpriv", "nogpl", "strict", "freq"
 *	-- asm			instructions
 *	-- accept		or
 *	-- reject		followed by the name of the broken rule
 *	-- insns		optional with accept: at most so many instructions are walked
 *	-- lowered		optional with accept: instructions that follow each other in the lowered program
 *	-- says			optional with reject: what the log says, too
 *	-- doc			the case is an example of the rule that it is named after; this is for its page (pages.c). A case
 *				that follows and is called "<rule>: fixed" is shown beside it. May be without instructions.
 *
 * With -v the log of each case is shown, with -k WORD only the cases whose name has the word are run, with -d DIR the
 * pages are written to that directory.
 */
#include "asm.h"
#include "pages.h"
#include "world.h"
#include "module/verifier/explain.h"

#define INSNS_MAX	8192
#define TEXT_MAX	65536

static struct sbpf_insn insns[INSNS_MAX];
static bool verbose;
static const char *only;
static int passed, failed;

enum section { NONE, AS, ASM, ACCEPT, REJECT, WALKED, LOWERED, SAYS, DOC, SECTIONS };

static const char *const names[SECTIONS] = {
	[AS] = "as", [ASM] = "asm", [ACCEPT] = "accept", [REJECT] = "reject", [WALKED] = "insns",
	[LOWERED] = "lowered", [SAYS] = "says", [DOC] = "doc",
};

struct test_case {
	char name[160];
	char text[SECTIONS][TEXT_MAX];
	bool has[SECTIONS];
};

static void set_options(struct world_load *load, const char *text)
{
	static char type[32];

	strcpy(type, "cls");
	sscanf(text, "%31s", type);
	load->type = type;
	load->unpriv = strstr(text, "unpriv");
	load->gpl = !strstr(text, "nogpl");
	if (strstr(text, "strict"))
		load->load_flags |= SBPF_F_STRICT_ALIGNMENT;
	if (strstr(text, "freq"))
		load->load_flags |= SBPF_F_TEST_STATE_FREQ;
}

/* Do the lines of @text follow each other in the program? */
static bool has_lines(const struct sbpf_prog *prog, const char *text)
{
	static char all[TEXT_MAX];
	size_t len = 1;
	u32 i;

	strcpy(all, "\n");
	for (i = 0; i < prog->len && len < sizeof(all) - 100; i += sbpf_insn_slots(&prog->insns[i])) {
		len += sbpf_insn_print(&prog->insns[i], all + len, sizeof(all) - len);
		len += sprintf(all + len, "\n");
	}
	return strstr(all, text);
}

static const char *judge(const struct test_case *c)
{
	static char why[300];
	struct world_load load = { 0 };
	char rule[64], want[64] = "", says[256] = "";
	int len;

	len = asm_program(c->text[ASM], insns, INSNS_MAX, why, sizeof(why));
	if (len < 0)
		return why;
	set_options(&load, c->text[AS]);
	if (sbpf_log_init(&load.log, verbose ? SBPF_LOG_LEVEL2 | SBPF_LOG_STATS : SBPF_LOG_LEVEL1, 1 << 20))
		abort();
	world_load(&load, insns, len);
	sbpf_log_finish(&load.log);
	if (verbose)
		printf("%s\n", load.log.buf);
	world_broken_rule(load.log.buf, rule, sizeof(rule));
	sscanf(c->text[REJECT], "%63s", want);
	sscanf(c->text[SAYS], " %255[^\n]", says);
	why[0] = 0;
	if (c->has[ACCEPT] && load.err)
		snprintf(why, sizeof(why), "rejected: %s (%d)", rule, load.err);
	else if (!c->has[ACCEPT] && !load.err)
		snprintf(why, sizeof(why), "accepted");
	else if (!c->has[ACCEPT] && strcmp(rule, want))
		snprintf(why, sizeof(why), "rejected for %s (%d), not for %s", rule, load.err, want);
	else if (!strstr(load.log.buf, says))
		snprintf(why, sizeof(why), "the log does not say: %s", says);
	else if (c->has[WALKED] && load.prog->verified_insns > (u32)atoi(c->text[WALKED]))
		snprintf(why, sizeof(why), "%u instructions were walked", load.prog->verified_insns);
	else if (c->has[LOWERED] && !has_lines(load.prog, c->text[LOWERED]))
		snprintf(why, sizeof(why), "lowered to something else");
	pages_example(c->name, c->text[ASM], load.log.buf);
	world_unload(&load);
	sbpf_log_free(&load.log);
	return why[0] ? why : NULL;
}

static void finish_case(struct test_case *c)
{
	const char *why;

	if (c->has[DOC])
		pages_begin(c->name, c->text[DOC]);
	if (c->name[0] && c->has[ASM] && (!only || strstr(c->name, only))) {
		why = judge(c);
		printf("%sok %d - %s%s%s\n", why ? "not " : "", passed + failed + 1, c->name, why ? ": " : "", why ?: "");
		if (why)
			failed++;
		else
			passed++;
	}
	memset(c, 0, sizeof(*c));
}

static enum section section_of(const char *name)
{
	size_t len = strcspn(name, " \n");
	int i;

	for (i = NONE + 1; i < SECTIONS; i++)
		if (strlen(names[i]) == len && !strncmp(name, names[i], len))
			return i;
	return NONE;
}

static int run_file(const char *path)
{
	static struct test_case c;
	enum section s = NONE;
	char line[1024];
	FILE *f = fopen(path, "r");

	if (!f) {
		perror(path);
		return 1;
	}
	while (fgets(line, sizeof(line), f)) {
		if (!strncmp(line, "== ", 3)) {
			finish_case(&c);
			snprintf(c.name, sizeof(c.name), "%.*s", (int)strcspn(line + 3, "\n"), line + 3);
			s = NONE;
		} else if (!strncmp(line, "-- ", 3)) {
			s = section_of(line + 3);
			c.has[s] = true;
			/* One-line sections have their content behind the name. */
			if (s != ASM && s != DOC && s != NONE)
				strcat(c.text[s], line + 3 + strlen(names[s]));
		} else if (s != NONE && strlen(c.text[s]) + strlen(line) < TEXT_MAX) {
			strcat(c.text[s], line);
		}
	}
	finish_case(&c);
	fclose(f);
	return 0;
}

int main(int argc, char **argv)
{
	int i, err = 0;

	for (i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "-v"))
			verbose = true;
		else if (!strcmp(argv[i], "-k") && i + 1 < argc)
			only = argv[++i];
		else if (!strcmp(argv[i], "-d") && i + 1 < argc)
			pages_dir = argv[++i];
		else
			err |= run_file(argv[i]);
	}
	err |= pages_end();
	printf("1..%d\n%d passed, %d failed, 0 skipped\n", passed + failed, passed, failed);
	return err || failed;
}
