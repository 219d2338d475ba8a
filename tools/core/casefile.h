/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Case files: programs as text with what they must give. One file holds many cases:
 *
 *	== name			a case begins
 *	-- asm			its instructions, or
 *	-- raw			its instruction slots as 64-bit hexadecimal numbers
 *	-- mem			optional: bytes in hexadecimal, R1 points to a copy
 *	-- budget		optional: instructions a run may take
 *	-- direct		optional: needs all frames or all stack, cannot be called by another program
 *	-- result		R0, or
 *	-- error		what sbpf_insn_check() says of one of the instructions
 */
#ifndef CORE_CASEFILE_H
#define CORE_CASEFILE_H

#include <stdbool.h>
#include <stddef.h>

enum case_section { CASE_NONE, CASE_ASM, CASE_RAW, CASE_MEM, CASE_BUDGET, CASE_DIRECT, CASE_RESULT, CASE_ERROR, CASE_SECTIONS };

/**
 * struct test_case - one case
 * @name: behind "== "
 * @text: of each section, NULL when it is not there
 * @len: bytes of @text
 */
struct test_case {
	char name[128];
	char *text[CASE_SECTIONS];
	size_t len[CASE_SECTIONS];
};

/* The case at *@text, which moves behind it; false at the end. Free it with case_free(). */
bool case_next(const char **text, struct test_case *c);
void case_free(struct test_case *c);

#endif /* CORE_CASEFILE_H */
