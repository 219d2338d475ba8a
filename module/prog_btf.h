/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a program's BTF says of its instructions: which function begins where, which line of the source. For people and
 * for their tools; what a program may do does not depend on it.
 */
#ifndef SBPF_PROG_BTF_H
#define SBPF_PROG_BTF_H

#include <linux/types.h>
#include <linux/sandbpf.h>

struct sbpf_btf;
struct sbpf_log;
struct sbpf_prog;

/**
 * struct sbpf_prog_btf - the records of one program
 * @btf: what their numbers refer to, NULL if there are none; the reference is ours
 * @funcs: functions by rising insn_off
 * @nr_funcs: how many
 * @lines: lines by rising insn_off
 * @nr_lines: how many
 */
struct sbpf_prog_btf {
	struct sbpf_btf *btf;
	struct sbpf_func_info *funcs;
	u32 nr_funcs;
	struct sbpf_line_info *lines;
	u32 nr_lines;
};

int sbpf_prog_btf_check(const struct sbpf_prog *prog, struct sbpf_log *log);
void sbpf_prog_btf_move(struct sbpf_prog *prog, const u32 *pos);
const struct sbpf_line_info *sbpf_prog_btf_line(const struct sbpf_prog *prog, u32 insn);

#endif /* SBPF_PROG_BTF_H */
