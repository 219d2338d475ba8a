// SPDX-License-Identifier: GPL-2.0
/*
 * Writes a page for each rule: what the rule is, an example that breaks it and what the log says of that, one that does not.
 * A rule without page is an error.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include "core.h"
#include "module/verifier/explain.h"
#include "pages.h"

const char *pages_dir;

#define RULE_ROW(id, rule_name, rule_err, rule_text) { .name = rule_name, .err = #rule_err, .text = rule_text },

static struct rule {
	const char *name;
	const char *text;
	const char *err;
	bool has_page;
} rules[] = { SBPF_REASONS(RULE_ROW) };

static FILE *page;
static const char *page_name = "";

static void page_open(const char *name)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/%s.rst", pages_dir, name);
	page = fopen(path, "w");
	if (!page) {
		perror(path);
		exit(1);
	}
}

static void page_close(void)
{
	if (page)
		fclose(page);
	page = NULL;
	page_name = "";
}

static void title(const char *text)
{
	size_t i;

	fprintf(page, ".. SPDX-License-Identifier: GPL-2.0\n.. Written by tools/verifier/cases -d, from cases/explained.cases\n\n");
	fprintf(page, "%s\n", text);
	for (i = 0; i < strlen(text); i++)
		fputc('=', page);
	fprintf(page, "\n\n");
}

static void literal(const char *intro, const char *text)
{
	size_t len;

	fprintf(page, "\n%s::\n\n", intro);
	for (; *text; text += len + (text[len] == '\n')) {
		len = strcspn(text, "\n");
		fprintf(page, "%s%.*s\n", len ? "    " : "", (int)len, text);
	}
}

/**
 * pages_begin() - the page of a rule begins
 * @name: the rule
 * @doc: what people should know
 */
void pages_begin(const char *name, const char *doc)
{
	size_t i;

	page_close();
	if (!pages_dir)
		return;
	for (i = 0; i < ARRAY_SIZE(rules) && strcmp(rules[i].name, name); i++)
		;
	if (i == ARRAY_SIZE(rules)) {
		fprintf(stderr, "there is no rule %s\n", name);
		exit(1);
	}
	rules[i].has_page = true;
	page_name = rules[i].name;
	page_open(name);
	title(name);
	fprintf(page, "The rule: %s.\nA program that breaks it is rejected with %s.\n\n%s", rules[i].text,
		rules[i].err, doc);
}

/* The log from the report on: what comes before is the path, instruction by instruction. */
static const char *report_of(const char *log)
{
	const char *report = strstr(log, "\n\n");

	return report ? report + 2 : log + (log[0] == '\n');
}

/**
 * pages_example() - an example, if the page is about it
 * @name: of the case
 * @program: instructions
 * @log: what the verifier said of them
 */
void pages_example(const char *name, const char *program, const char *log)
{
	size_t len = strlen(page_name);

	if (!page || strncmp(name, page_name, len))
		return;
	if (!strcmp(name + len, ": fixed")) {
		literal("This one is accepted", program);
	} else if (!name[len]) {
		if (program[0])
			literal("A program that is rejected", program);
		literal("The log ends with", report_of(log));
	}
}

/**
 * pages_end() - write the index
 *
 * Return: 0, or 1 if a rule has no page.
 */
int pages_end(void)
{
	int missing = 0;
	size_t i;

	page_close();
	if (!pages_dir)
		return 0;
	page_open("index");
	title("Why programs are rejected");
	fprintf(page, "A page a rule. The log of a rejected program names the rule on the line before the last.\n\n");
	for (i = 0; i < ARRAY_SIZE(rules); i++) {
		fprintf(page, "`%s <%s.rst>`_\n    %s\n", rules[i].name, rules[i].name, rules[i].text);
		if (rules[i].has_page)
			continue;
		fprintf(stderr, "no page for rule %s\n", rules[i].name);
		missing = 1;
	}
	page_close();
	return missing;
}
