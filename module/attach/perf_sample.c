// SPDX-License-Identifier: GPL-2.0
/*
 * PERF_EVENT programs: they run for each sample of the user's event, before it is delivered, and decide whether it is. The
 * event's overflow handler is wrapped for that; perf hands wrapped handlers down to the events it makes for forked
 * children, so detaching takes the wrapper away from those too.
 */
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/perf_event.h>
#include <linux/rcupdate.h>
#include <linux/seq_file.h>

#include "perf.h"
#include "trace.h"
#include "../prog.h"

static noinline void sample_hit(struct perf_event *event, struct perf_sample_data *data, struct pt_regs *regs)
{
	struct sbpf_perf_link *perf;
	struct sbpf_trace_ctx view = {
		.base.kind = SBPF_CTX_PERF, .r1 = &view, .regs = regs, .event = event, .sample = data,
	};
	u64 ret = 0;

	/* Pairs with the barrier in sample_attach(): who sees the wrapper sees its context. */
	smp_rmb();
	perf = READ_ONCE(event->overflow_handler_context);
	/* Detached this moment. The sample is lost, as one whose program says so. */
	if (!perf)
		return;
	view.period = data->period;
	view.addr = data->sample_flags & PERF_SAMPLE_ADDR ? data->addr : 0;
	view.cookie = perf->cookie;
	sbpf_trace_anchor(&view);
	/* A program that could not run drops the sample, as on Linux. */
	if (regs && (!sbpf_trace_run(rcu_dereference_check(perf->link.prog, true), &view, &ret) || !ret))
		return;
	perf->orig(event, data, regs);
}

/*
 * perf's own stack walk goes wrong from the registers of precise samples, so such an event must bring whole call chains
 * for programs that ask for stacks.
 */
static bool sample_stack_unsafe(const struct perf_event *event, const struct sbpf_prog *prog)
{
	const struct perf_event_attr *attr = &event->attr;

	return attr->precise_ip && prog->calls_ctx_regs &&
	       (!(attr->sample_type & PERF_SAMPLE_CALLCHAIN) || attr->exclude_callchain_kernel ||
		attr->exclude_callchain_user);
}

static int sample_attach(struct sbpf_perf_link *perf)
{
	struct perf_event *event = perf->event;
	const struct sbpf_prog *prog = rcu_dereference_protected(perf->link.prog, true);
	int err = -EINVAL;

	if (sample_stack_unsafe(event, prog))
		return -EPROTO;
	/* Under child_mutex perf copies both fields to an inherited event. */
	mutex_lock(&event->child_mutex);
	if (event->overflow_handler_context)
		goto out;
	perf->orig = READ_ONCE(event->overflow_handler);
	WRITE_ONCE(event->overflow_handler_context, perf);
	/* Pairs with the barrier in sample_hit(). */
	smp_wmb();
	WRITE_ONCE(event->overflow_handler, sample_hit);
	err = 0;
out:
	mutex_unlock(&event->child_mutex);
	return err;
}

static void sample_unwrap(struct perf_event *event, const struct sbpf_perf_link *perf)
{
	if (event->overflow_handler_context != perf)
		return;
	/* What is not ours is left alone. */
	if (READ_ONCE(event->overflow_handler) == sample_hit)
		WRITE_ONCE(event->overflow_handler, perf->orig);
#ifdef SBPF_HAVE_PERF_ORIG_OVERFLOW_HANDLER
	/*
	 * The kernel's own programs are kept off by the context. One that was attached in the same moment as ours may have
	 * looked at it just before, and wrapped our wrapper then.
	 */
	if (READ_ONCE(event->orig_overflow_handler) == sample_hit)
		WRITE_ONCE(event->orig_overflow_handler, perf->orig);
#endif
	/* Pairs with the barrier in sbpf_perf_handler(). */
	smp_wmb();
	WRITE_ONCE(event->overflow_handler_context, NULL);
}

static void sample_detach(struct sbpf_perf_link *perf)
{
	struct perf_event *event = perf->event, *child;

	/* perf frees an event's children before the event. */
	if (perf->gone)
		return;
	mutex_lock(&event->child_mutex);
	sample_unwrap(event, perf);
	list_for_each_entry(child, &event->child_list, child_list)
		sample_unwrap(child, perf);
	mutex_unlock(&event->child_mutex);
}

static int sample_fill_info(const struct sbpf_perf_link *perf, struct sbpf_link_info *info)
{
	info->perf_event.type = SBPF_PERF_EVENT_EVENT;
	info->perf_event.event.type = perf->event->attr.type;
	info->perf_event.event.config = perf->event->attr.config;
	return 0;
}

static void sample_show_fdinfo(const struct sbpf_perf_link *perf, struct seq_file *seq)
{
	seq_printf(seq, "type:\t%u\nconfig:\t%llu\nevent_type:\tevent\ncookie:\t%llu\n",
		   perf->event->attr.type, perf->event->attr.config, perf->cookie);
}

/**
 * sbpf_perf_handler() - how the event delivers samples when no program is in the way
 * @event: any perf event
 *
 * Context: any, RCU read side. Return: the overflow handler below our wrapper.
 */
perf_overflow_handler_t sbpf_perf_handler(struct perf_event *event)
{
	perf_overflow_handler_t handler = READ_ONCE(event->overflow_handler);
	const struct sbpf_perf_link *perf;

	if (handler != sample_hit)
		return handler;
	/* Pairs with the barriers in sample_attach() and sample_unwrap(). */
	smp_rmb();
	perf = READ_ONCE(event->overflow_handler_context);
	return perf ? perf->orig : READ_ONCE(event->overflow_handler);
}

const struct sbpf_perf_hook sbpf_perf_sample_hook = {
	.attach = sample_attach,
	.detach = sample_detach,
	.fill_info = sample_fill_info,
	.show_fdinfo = sample_show_fdinfo,
};
