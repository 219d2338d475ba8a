// SPDX-License-Identifier: GPL-2.0
/*
 * The log of the commands that have one: what user space may ask for, and handing it over.
 */
#include <linux/kernel.h>
#include <linux/uaccess.h>

#include "cmd.h"
#include "log.h"

/**
 * sbpf_call_log_check() - may a log be asked for like this?
 * @want: what user space asks for
 *
 * Return: 0; -EINVAL unknown level, a buffer without a size or a level, a size without a buffer, or one out of all proportion.
 */
int sbpf_call_log_check(const struct sbpf_log_attr *want)
{
	if (want->level & ~SBPF_LOG_MASK)
		return -EINVAL;
	if (!want->buf != !want->size)
		return -EINVAL;
	if (want->buf && !want->level)
		return -EINVAL;
	return want->size > UINT_MAX >> 2 ? -EINVAL : 0;
}

/**
 * sbpf_call_log_out() - hand the log to user space
 * @call: the call
 * @log: complete
 * @want: what user space asked for
 * @verdict: the command's result so far
 *
 * Mishaps of the log win over the verdict, as for bpf(2). The size goes to callers that know of it only, also when there is
 * no log.
 *
 * Context: process context.
 * Return: @verdict; -EFAULT, -ENOSPC the buffer was too small.
 */
int sbpf_call_log_out(struct sbpf_call *call, struct sbpf_log *log, const struct sbpf_log_attr *want, int verdict)
{
	u32 size = log->level && log->total ? log->total + 1 : 0, len = sbpf_log_finish(log);

	if (len && copy_to_user(u64_to_user_ptr(want->buf), log->buf, len))
		return -EFAULT;
	if (call->usize >= want->true_size_off + sizeof(size) && sbpf_call_put(call, want->true_size_off, &size, sizeof(size)))
		return -EFAULT;
	if (log->cap && size > log->cap)
		return -ENOSPC;
	return verdict;
}
