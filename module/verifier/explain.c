// SPDX-License-Identifier: GPL-2.0
/*
 * What the user is told: the table of reasons, and the log lines for instructions and states. Judges nothing.
 */
#include <linux/kernel.h>
#include <linux/string.h>
#include "../btf.h"
#include "env.h"

/**
 * struct reason - one rule programs break
 * @name: stable; documentation and tests use it
 * @err: errno of PROG_LOAD
 * @rule: the rule, as a sentence
 */
struct reason {
	const char *name;
	int err;
	const char *rule;
};

#define SBPF_REASON_ROW(id, reason_name, reason_err, reason_rule)	\
	[SBPF_WHY_##id] = { .name = reason_name, .err = reason_err, .rule = reason_rule },

static const struct reason reasons[SBPF_REASON_COUNT] = {
	SBPF_REASONS(SBPF_REASON_ROW)
};

/**
 * sbpf_reason_name() - the stable name of a reason
 * @why: the reason
 *
 * Context: any. Return: e.g. "stack-bounds".
 */
const char *sbpf_reason_name(enum sbpf_reason why)
{
	return why < SBPF_REASON_COUNT ? reasons[why].name : "?";
}

/**
 * sbpf_reject() - the program is not accepted
 * @env: the verification; env->insn is the instruction to blame
 * @why: the rule it breaks
 * @fmt: what exactly is wrong, one clause without full stop
 *
 * Context: process. Return: the negative errno of the reason.
 */
int sbpf_reject(struct sbpf_env *env, enum sbpf_reason why, const char *fmt, ...)
{
	va_list args;

	env->why = why;
	env->why_insn = env->insn;
	va_start(args, fmt);
	vscnprintf(env->why_text, sizeof(env->why_text), fmt, args);
	va_end(args);
	return -reasons[why].err;
}

/* Where in the source an instruction is, if that is known. */
static void print_place(struct sbpf_env *env, u32 insn)
{
	const struct sbpf_line_info *line = sbpf_prog_btf_line(env->prog, insn);

	if (line)
		sbpf_log_print(env->log, "%s:%u, ", sbpf_btf_name(env->prog->btf.btf, line->file_name_off),
			       SBPF_LINE_INFO_LINE_NUM(line->line_col));
}

/**
 * sbpf_explain_rejection() - log the rule that is broken, and what exactly is wrong
 * @env: the verification, after sbpf_reject()
 *
 * The last line of the log is the whole reason, for clients that show no more than that.
 *
 * Context: process.
 */
void sbpf_explain_rejection(struct sbpf_env *env)
{
	u32 insn = env->why_insn;
	char code[64];

	sbpf_log_print(env->log, "rule %s: %s\n", reasons[env->why].name, reasons[env->why].rule);
	if (insn >= env->len) {
		sbpf_log_print(env->log, "rejected: %s\n", env->why_text);
		return;
	}
	sbpf_log_print(env->log, "rejected at ");
	print_place(env, insn);
	if (env->note && (env->note[insn].flags & SBPF_NOTE_START)) {
		sbpf_insn_print(&env->insns[insn], code, sizeof(code));
		sbpf_log_print(env->log, "insn %u (%s): %s\n", insn, code, env->why_text);
	} else {
		sbpf_log_print(env->log, "insn %u: %s\n", insn, env->why_text);
	}
}

/* Instructions of one line have many records, which differ in the column. */
static bool same_line(const struct sbpf_line_info *a, const struct sbpf_line_info *b)
{
	return a == b || (a && b && a->file_name_off == b->file_name_off && a->line_off == b->line_off &&
			  SBPF_LINE_INFO_LINE_NUM(a->line_col) == SBPF_LINE_INFO_LINE_NUM(b->line_col));
}

/**
 * sbpf_explain_line() - log the source line of an instruction, unless that is what the log has shown last
 * @env: the verification; nothing is logged for programs that came without line_info
 * @insn: which
 *
 * Context: process.
 */
void sbpf_explain_line(struct sbpf_env *env, u32 insn)
{
	const struct sbpf_line_info *line = sbpf_prog_btf_line(env->prog, insn);

	if (!same_line(line, env->line) && line)
		sbpf_log_print(env->log, "; %s:%u: %s\n", sbpf_btf_name(env->prog->btf.btf, line->file_name_off),
			       SBPF_LINE_INFO_LINE_NUM(line->line_col),
			       skip_spaces(sbpf_btf_name(env->prog->btf.btf, line->line_off)));
	env->line = line;
}

/**
 * sbpf_explain_insn() - log one instruction
 * @env: the verification
 * @insn: which
 *
 * Context: process.
 */
void sbpf_explain_insn(struct sbpf_env *env, u32 insn)
{
	char code[64];

	sbpf_explain_line(env, insn);
	sbpf_insn_print(&env->insns[insn], code, sizeof(code));
	sbpf_log_print(env->log, "%u: (%02x) %s\n", insn, env->insns[insn].code, code);
}

/**
 * sbpf_explain_slot() - log what is known of eight bytes of a stack
 * @env: the verification
 * @slot: them
 * @nr: slot 0 is right below R10
 *
 * Context: process.
 */
void sbpf_explain_slot(struct sbpf_env *env, const struct sbpf_slot *slot, u32 nr)
{
	static const char sign[] = { [SBPF_BYTE_NONE] = '?', [SBPF_BYTE_ANY] = 'm', [SBPF_BYTE_ZERO] = '0',
				     [SBPF_BYTE_SPILL] = 'r' };
	char bytes[SBPF_SLOT_SIZE + 1], text[160];
	u32 i, known = 0;

	for (i = 0; i < SBPF_SLOT_SIZE; i++) {
		bytes[i] = sign[slot->byte[i]];
		known += slot->byte[i] != SBPF_BYTE_NONE;
	}
	bytes[i] = 0;
	if (!known)
		return;
	if (sbpf_slot_is_spill(slot)) {
		sbpf_reg_print(&slot->spill, text, sizeof(text));
		sbpf_log_print(env->log, " fp-%u=%s(%s)", (nr + 1) * SBPF_SLOT_SIZE, bytes, text);
	} else {
		sbpf_log_print(env->log, " fp-%u=%s", (nr + 1) * SBPF_SLOT_SIZE, bytes);
	}
}

/**
 * sbpf_explain_state() - log what is known of the innermost function
 * @env: the verification
 *
 * Context: process.
 */
void sbpf_explain_state(struct sbpf_env *env)
{
	const struct sbpf_frame *f = sbpf_state_top(env->st);
	char text[160];
	u32 i;

	sbpf_log_print(env->log, "; frame %u:", env->st->nr_frames - 1);
	for (i = 0; i < SBPF_REG_10; i++) {
		if (f->reg[i].kind == SBPF_REG_NONE)
			continue;
		sbpf_reg_print(&f->reg[i], text, sizeof(text));
		sbpf_log_print(env->log, " R%u=%s", i, text);
	}
	for (i = 0; i < f->nr_slots; i++)
		sbpf_explain_slot(env, &f->slot[i], i);
	sbpf_log_print(env->log, "\n");
}
