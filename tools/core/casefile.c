// SPDX-License-Identifier: GPL-2.0
/*
 * Reading of case files, for the user-space build of the core and for the guest.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "casefile.h"

static const char *const section_names[CASE_SECTIONS] = {
	[CASE_ASM] = "asm", [CASE_RAW] = "raw", [CASE_MEM] = "mem", [CASE_BUDGET] = "budget",
	[CASE_DIRECT] = "direct", [CASE_RESULT] = "result", [CASE_ERROR] = "error",
};

static enum case_section section_of(const char *name)
{
	int i;

	for (i = CASE_ASM; i < CASE_SECTIONS; i++)
		if (!strncmp(name, section_names[i], strlen(section_names[i])))
			return i;
	return CASE_NONE;
}

static void append(struct test_case *c, enum case_section s, const char *line, size_t len)
{
	c->text[s] = realloc(c->text[s], c->len[s] + len + 1);
	memcpy(c->text[s] + c->len[s], line, len);
	c->len[s] += len;
	c->text[s][c->len[s]] = 0;
}

bool case_next(const char **text, struct test_case *c)
{
	enum case_section s = CASE_NONE;
	const char *p = *text;
	bool begun = false;
	size_t len;

	memset(c, 0, sizeof(*c));
	for (; *p; p += len) {
		len = strcspn(p, "\n");
		if (!strncmp(p, "== ", 3)) {
			if (begun)
				break;
			begun = true;
			snprintf(c->name, sizeof(c->name), "%.*s", (int)len - 3, p + 3);
		} else if (begun && !strncmp(p, "-- ", 3)) {
			s = section_of(p + 3);
			append(c, s, "", 0);
		} else if (s != CASE_NONE) {
			append(c, s, p, len + (p[len] == '\n'));
		}
		len += p[len] == '\n';
	}
	*text = p;
	return begun;
}

void case_free(struct test_case *c)
{
	int i;

	for (i = 0; i < CASE_SECTIONS; i++)
		free(c->text[i]);
}
