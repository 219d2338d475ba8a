// SPDX-License-Identifier: GPL-2.0
/*
 * PROG_TEST_RUN, the parts that do not depend on what the program sees: the runs, and the way of context and result from and
 * to the user.
 */
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "../cmd.h"
#include "../engine/run.h"
#include "../prog.h"
#include "test_run.h"

/**
 * sbpf_test_runs() - run a program, as often as asked for, on the same context
 * @prog: the program
 * @view: its context; one run after the other sees what the one before made of it
 * @repeat: how often; 0 is once
 * @retval: R0 of the last run
 * @duration: nanoseconds a run took on average
 *
 * Context: process context, may sleep between runs. Programs run with BH off, as their hooks do.
 * Return: 0; -EINTR a signal ended it.
 */
int sbpf_test_runs(const struct sbpf_prog *prog, struct sbpf_ctx *view, u32 repeat, u32 *retval, u32 *duration)
{
	u64 start, spent = 0;
	u32 done = 0;
	int err = 0;

	repeat = max(repeat, 1U);
	rcu_read_lock();
	migrate_disable();
	start = ktime_get_ns();
	for (;;) {
		local_bh_disable();
		*retval = sbpf_run(prog, view);
		local_bh_enable();
		if (++done >= repeat)
			break;
		if (signal_pending(current)) {
			err = -EINTR;
			break;
		}
		if (!need_resched())
			continue;
		spent += ktime_get_ns() - start;
		migrate_enable();
		rcu_read_unlock();
		cond_resched();
		rcu_read_lock();
		migrate_disable();
		start = ktime_get_ns();
	}
	spent += ktime_get_ns() - start;
	migrate_enable();
	rcu_read_unlock();
	*duration = min_t(u64, div_u64(spent, done), U32_MAX);
	return err;
}

/**
 * sbpf_test_ctx_make() - the user's context
 * @attr: of PROG_TEST_RUN
 * @size: bytes of the context as the module knows it; a shorter one is filled up with zeroes
 *
 * Context: process context.
 * Return: to be freed with kfree(); NULL when none is given nor wanted back; ERR_PTR: -E2BIG, -ENOMEM, -EFAULT.
 */
void *sbpf_test_ctx_make(const union sbpf_attr *attr, u32 size)
{
	u32 given = attr->test.ctx_size_in;
	void *ctx;
	int err = 0;

	if (!attr->test.ctx_in && !attr->test.ctx_out)
		return NULL;
	ctx = kzalloc(size, GFP_USER);
	if (!ctx)
		return ERR_PTR(-ENOMEM);
	if (given > PAGE_SIZE)
		err = -E2BIG;
	else if (attr->test.ctx_in)
		err = copy_struct_from_user(ctx, size, u64_to_user_ptr(attr->test.ctx_in), given);
	if (err) {
		kfree(ctx);
		return ERR_PTR(err);
	}
	return ctx;
}

/**
 * sbpf_test_ctx_put() - the context for the user
 * @call: PROG_TEST_RUN
 * @ctx: of sbpf_test_ctx_make(), as it is now
 * @size: its size
 *
 * Context: process context. Return: 0; -EFAULT; -ENOSPC a short buffer got the beginning.
 */
int sbpf_test_ctx_put(struct sbpf_call *call, const void *ctx, u32 size)
{
	union sbpf_attr *attr = &call->attr;
	u32 len = min(size, attr->test.ctx_size_out);

	if (!ctx || !attr->test.ctx_out)
		return 0;
	if (copy_to_user(u64_to_user_ptr(attr->test.ctx_out), ctx, len))
		return -EFAULT;
	attr->test.ctx_size_out = size;
	if (sbpf_call_put_field(call, test.ctx_size_out))
		return -EFAULT;
	return len < size ? -ENOSPC : 0;
}

/**
 * sbpf_test_result_put() - result, time and packet for the user
 * @call: PROG_TEST_RUN
 * @data: the packet
 * @size: its bytes
 * @retval: result of the program
 * @duration: nanoseconds
 *
 * Context: process context.
 * Return: 0; -EFAULT; -ENOSPC a short buffer got the beginning, after all else is written.
 */
int sbpf_test_result_put(struct sbpf_call *call, const void *data, u32 size, u32 retval, u32 duration)
{
	union sbpf_attr *attr = &call->attr;
	u32 room = attr->test.data_size_out ?: size, len = min(size, room);

	if (attr->test.data_out && copy_to_user(u64_to_user_ptr(attr->test.data_out), data, len))
		return -EFAULT;
	attr->test.data_size_out = size;
	attr->test.retval = retval;
	attr->test.duration = duration;
	if (sbpf_call_put_field(call, test.data_size_out) || sbpf_call_put_field(call, test.retval) ||
	    sbpf_call_put_field(call, test.duration))
		return -EFAULT;
	return len < size ? -ENOSPC : 0;
}
