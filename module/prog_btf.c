// SPDX-License-Identifier: GPL-2.0
/*
 * Records of a program's functions and source lines: do they fit the program, and where are they once it is lowered?
 */
#include <linux/errno.h>
#include <linux/kernel.h>

#include "btf.h"
#include "log.h"
#include "prog.h"
#include "prog_btf.h"

static int check_func(const struct sbpf_prog *prog, struct sbpf_log *log, u32 i)
{
	const struct sbpf_func_info *func = &prog->btf.funcs[i];
	const struct sbpf_btf_type *type = sbpf_btf_type(prog->btf.btf, func->type_id);

	if (func->insn_off != prog->subprogs[i].start) {
		sbpf_log_print(log, "func_info %u: instruction %u is not where function %u begins, that is %u\n", i,
			       func->insn_off, i, prog->subprogs[i].start);
		return -EINVAL;
	}
	if (!type || sbpf_btf_kind(type) != SBPF_BTF_KIND_FUNC) {
		sbpf_log_print(log, "func_info %u: type %u is no function\n", i, func->type_id);
		return -EINVAL;
	}
	return 0;
}

static int check_line(const struct sbpf_prog *prog, struct sbpf_log *log, u32 i)
{
	const struct sbpf_line_info *line = &prog->btf.lines[i];
	const struct sbpf_btf *btf = prog->btf.btf;

	if (line->insn_off >= prog->len || (i && line->insn_off <= line[-1].insn_off)) {
		sbpf_log_print(log, "line_info %u: instruction %u is not behind the one before it, or behind the end at %u\n",
			       i, line->insn_off, prog->len);
		return -EINVAL;
	}
	/* The second half of an instruction has no code. */
	if (!prog->insns[line->insn_off].code) {
		sbpf_log_print(log, "line_info %u: at %u no instruction begins\n", i, line->insn_off);
		return -EINVAL;
	}
	if (line->line_off >= btf->strings_len || line->file_name_off >= btf->strings_len) {
		sbpf_log_print(log, "line_info %u: its text or file name is behind the strings\n", i);
		return -EINVAL;
	}
	return 0;
}

/* Every function begins with a line. */
static int check_lines(const struct sbpf_prog *prog, struct sbpf_log *log)
{
	u32 i, func = 0;
	int err;

	for (i = 0; i < prog->btf.nr_lines; i++) {
		err = check_line(prog, log, i);
		if (err)
			return err;
		if (func == prog->nr_subprogs || prog->btf.lines[i].insn_off < prog->subprogs[func].start)
			continue;
		if (prog->btf.lines[i].insn_off > prog->subprogs[func].start)
			break;
		func++;
	}
	if (func == prog->nr_subprogs)
		return 0;
	sbpf_log_print(log, "line_info: no line begins where function %u does, at instruction %u\n", func,
		       prog->subprogs[func].start);
	return -EINVAL;
}

/**
 * sbpf_prog_btf_check() - do the records fit the program?
 * @prog: as given, its functions found
 * @log: gets the reason if not
 *
 * Return: 0 or -EINVAL.
 */
int sbpf_prog_btf_check(const struct sbpf_prog *prog, struct sbpf_log *log)
{
	int err = 0;
	u32 i;

	if (prog->btf.nr_funcs && prog->btf.nr_funcs != prog->nr_subprogs) {
		sbpf_log_print(log, "func_info has %u functions, the program %u\n", prog->btf.nr_funcs, prog->nr_subprogs);
		return -EINVAL;
	}
	for (i = 0; i < prog->btf.nr_funcs && !err; i++)
		err = check_func(prog, log, i);
	if (!err && prog->btf.nr_lines)
		err = check_lines(prog, log);
	return err;
}

/**
 * sbpf_prog_btf_move() - the program was rewritten
 * @prog: its functions are still where they were
 * @pos: where each instruction went, and the end
 *
 * Records of code that is gone go too.
 */
void sbpf_prog_btf_move(struct sbpf_prog *prog, const u32 *pos)
{
	struct sbpf_prog_btf *b = &prog->btf;
	u32 i, nr, next;

	for (i = 0, nr = 0; i < b->nr_funcs; i++) {
		if (pos[prog->subprogs[i].start] == pos[prog->subprogs[i].end])
			continue;
		b->funcs[nr] = b->funcs[i];
		b->funcs[nr++].insn_off = pos[prog->subprogs[i].start];
	}
	b->nr_funcs = nr;
	for (i = 0, nr = 0; i < b->nr_lines; i++) {
		next = i + 1 < b->nr_lines ? b->lines[i + 1].insn_off : prog->len;
		if (pos[b->lines[i].insn_off] == pos[next])
			continue;
		b->lines[nr] = b->lines[i];
		b->lines[nr].insn_off = pos[b->lines[nr].insn_off];
		nr++;
	}
	b->nr_lines = nr;
}

/**
 * sbpf_prog_btf_line() - the source line of an instruction
 * @prog: its records are checked
 * @insn: index of the instruction
 *
 * Return: the line, or NULL if none is known.
 */
const struct sbpf_line_info *sbpf_prog_btf_line(const struct sbpf_prog *prog, u32 insn)
{
	u32 from = 0, to = prog->btf.nr_lines, mid;

	while (from < to) {
		mid = from + (to - from) / 2;
		if (prog->btf.lines[mid].insn_off <= insn)
			from = mid + 1;
		else
			to = mid;
	}
	return from ? &prog->btf.lines[from - 1] : NULL;
}
