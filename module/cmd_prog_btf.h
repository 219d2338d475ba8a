/* SPDX-License-Identifier: GPL-2.0 */
/* BTF records of programs, between user memory and struct sbpf_prog_btf. */
#ifndef SBPF_CMD_PROG_BTF_H
#define SBPF_CMD_PROG_BTF_H

#include "cmd.h"

struct sbpf_prog;

int sbpf_prog_btf_copy_in(struct sbpf_call *call, struct sbpf_prog *prog, struct sbpf_log *log);
int sbpf_prog_btf_info(const struct sbpf_prog *prog, const struct sbpf_prog_info *asked, struct sbpf_prog_info *info);

#endif /* SBPF_CMD_PROG_BTF_H */
