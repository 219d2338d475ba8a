// SPDX-License-Identifier: GPL-2.0
/*
 * PROG_LOAD's records of functions and lines: in from user memory, and out again with OBJ_GET_INFO_BY_FD.
 */
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "btf.h"
#include "cmd_prog_btf.h"
#include "limits.h"
#include "log.h"
#include "prog.h"

/**
 * struct records - one array of records in user memory
 * @what: for the log
 * @addr: user address of the first one
 * @nr: how many
 * @given: bytes of one there
 * @real: bytes of one as we know it
 * @least: bytes it has always had
 * @size_off: where in union sbpf_attr @given stands
 */
struct records {
	const char *what;
	u64 addr;
	u32 nr;
	u32 given;
	u32 real;
	u32 least;
	u32 size_off;
};

/* ABI: largest record, so that later ones have room. */
#define RECORD_MAX	252

/*
 * Records of user space may be longer than ours, with nothing in what is more, or shorter. Who has something there is told what
 * we know.
 */
static void *records_copy_in(struct sbpf_call *call, struct sbpf_log *log, const struct records *r)
{
	const u8 __user *from = u64_to_user_ptr(r->addr);
	u32 i, known = min(r->given, r->real);
	u8 *all;
	int zero;

	if (r->given < r->least || r->given > RECORD_MAX || r->given % sizeof(u32)) {
		sbpf_log_print(log, "%s: records of %u bytes\n", r->what, r->given);
		return ERR_PTR(-EINVAL);
	}
	/* No more than there are instructions make sense. */
	if (r->nr > SBPF_MAX_INSNS)
		return ERR_PTR(-EINVAL);
	all = kvcalloc(r->nr, r->real, GFP_KERNEL_ACCOUNT | __GFP_NOWARN);
	if (!all)
		return ERR_PTR(-ENOMEM);
	for (i = 0; i < r->nr; i++, from += r->given) {
		zero = r->given > r->real ? check_zeroed_user(from + r->real, r->given - r->real) : 1;
		if (zero > 0 && copy_from_user(all + (size_t)i * r->real, from, known))
			zero = -EFAULT;
		if (zero > 0)
			continue;
		kvfree(all);
		if (zero)
			return ERR_PTR(zero);
		sbpf_log_print(log, "%s %u: has something in fields that are not known\n", r->what, i);
		return ERR_PTR(sbpf_call_put(call, r->size_off, &r->real, sizeof(r->real)) ?: -E2BIG);
	}
	return all;
}

/**
 * sbpf_prog_btf_copy_in() - take over what a program's BTF says of it
 * @call: PROG_LOAD
 * @prog: gets the records; whether they fit it is for sbpf_prog_btf_check() to say
 * @log: gets the reason of a refusal
 *
 * Context: process context, may sleep.
 * Return: 0; -EBADF, -EINVAL no BTF of ours or bad size of records, -E2BIG newer records, -EFAULT, -ENOMEM.
 */
int sbpf_prog_btf_copy_in(struct sbpf_call *call, struct sbpf_prog *prog, struct sbpf_log *log)
{
	const union sbpf_attr *attr = &call->attr;
	const struct records funcs = {
		.what = "func_info", .addr = attr->func_info, .nr = attr->func_info_cnt, .given = attr->func_info_rec_size,
		.real = sizeof(struct sbpf_func_info), .least = sizeof(struct sbpf_func_info),
		.size_off = offsetof(union sbpf_attr, func_info_rec_size),
	};
	const struct records lines = {
		.what = "line_info", .addr = attr->line_info, .nr = attr->line_info_cnt, .given = attr->line_info_rec_size,
		.real = sizeof(struct sbpf_line_info), .least = sizeof(struct sbpf_line_info),
		.size_off = offsetof(union sbpf_attr, line_info_rec_size),
	};
	struct sbpf_btf *btf;
	void *all;

	if (!funcs.nr && !lines.nr)
		return 0;
	btf = sbpf_btf_get_by_fd(attr->prog_btf_fd);
	if (IS_ERR(btf))
		return PTR_ERR(btf);
	prog->btf.btf = btf;
	if (funcs.nr) {
		all = records_copy_in(call, log, &funcs);
		if (IS_ERR(all))
			return PTR_ERR(all);
		prog->btf.funcs = all;
		prog->btf.nr_funcs = funcs.nr;
	}
	if (lines.nr) {
		all = records_copy_in(call, log, &lines);
		if (IS_ERR(all))
			return PTR_ERR(all);
		prog->btf.lines = all;
		prog->btf.nr_lines = lines.nr;
	}
	return 0;
}

/**
 * sbpf_prog_btf_info() - tell user space
 * @prog: loaded
 * @asked: what it asks for
 * @info: gets the counts
 *
 * Context: process context. Return: 0 or -EFAULT.
 */
int sbpf_prog_btf_info(const struct sbpf_prog *prog, const struct sbpf_prog_info *asked, struct sbpf_prog_info *info)
{
	const struct sbpf_prog_btf *b = &prog->btf;
	size_t funcs = min(asked->nr_func_info, b->nr_funcs), lines = min(asked->nr_line_info, b->nr_lines);

	if (b->btf)
		info->btf_id = b->btf->obj.id;
	info->nr_func_info = b->nr_funcs;
	info->nr_line_info = b->nr_lines;
	if (copy_to_user(u64_to_user_ptr(asked->func_info), b->funcs, funcs * sizeof(*b->funcs)) ||
	    copy_to_user(u64_to_user_ptr(asked->line_info), b->lines, lines * sizeof(*b->lines)))
		return -EFAULT;
	return 0;
}
