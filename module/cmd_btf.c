// SPDX-License-Identifier: GPL-2.0
/*
 * The command that makes BTF objects. Those over all kinds of object are in cmd_obj.c.
 */
#include <linux/capability.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/uaccess.h>

#include "btf.h"
#include "cmd_handlers.h"
#include "limits.h"
#include "log.h"
#include "prog.h"

/**
 * cmd_btf_load() - SBPF_BTF_LOAD
 * @call: attributes
 *
 * Return: fd; -EPERM, -E2BIG too large or too new, -EINVAL, -EEXIST a type contains itself, -ELOOP, -ENOTSUPP another
 * version, -EFAULT, -ENOMEM, -ENOSPC log buffer too small, -EMFILE.
 */
int cmd_btf_load(struct sbpf_call *call)
{
	const union sbpf_attr *attr = &call->attr;
	const struct sbpf_log_attr want = {
		.level = attr->btf_log_level, .size = attr->btf_log_size, .buf = attr->btf_log_buf,
		.true_size_off = offsetof(union sbpf_attr, btf_log_true_size),
	};
	struct sbpf_btf *btf;
	struct sbpf_log log;
	int err;

	if (!(sbpf_priv_current() & SBPF_PRIV_BPF))
		return -EPERM;
	if (attr->btf_size > SBPF_BTF_MAX_SIZE)
		return -E2BIG;
	err = sbpf_call_log_check(&want) ?: sbpf_log_init(&log, want.level, want.size);
	if (err)
		return err;
	btf = sbpf_btf_create(u64_to_user_ptr(attr->btf), attr->btf_size, &log);
	err = sbpf_call_log_out(call, &log, &want, PTR_ERR_OR_ZERO(btf));
	sbpf_log_free(&log);
	if (!err)
		err = sbpf_obj_publish(&btf->obj);
	if (!err)
		err = sbpf_btf_new_fd(btf);
	if (err < 0 && !IS_ERR(btf))
		sbpf_btf_put(btf);
	return err;
}
