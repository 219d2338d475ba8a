// SPDX-License-Identifier: GPL-2.0
/*
 * Attaching programs to perf events of user space, by link (LINK_CREATE) or for the life of the event
 * (SBPF_PERF_EVENT_SET_PROG), and which kind of hook an event asks for. The hooks are in kprobe.c, tracepoint.c and
 * perf_sample.c.
 */
#include <linux/err.h>
#include <linux/file.h>
#include <linux/module.h>
#include <linux/rcupdate.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/trace_events.h>
#include <linux/xarray.h>

#include "perf.h"
#include "trace.h"
#include "../cmd.h"
#include "../cmd_handlers.h"
#include "../helper.h"
#include "../prog.h"

/* Attached perf events by address: at most one program each. An entry goes before its event does. */
static DEFINE_XARRAY(attached);

/* Some event was freed that carried a program of ours: its callback may still have an instruction or two to go. */
static bool events_gone;

static void perf_link_detach(struct sbpf_link *link)
{
	struct sbpf_perf_link *perf = sbpf_perf_link(link);

	perf->hook->detach(perf);
	if (!perf->gone)
		xa_erase(&attached, (unsigned long)perf->event);
}

static void perf_link_free(struct sbpf_link *link)
{
	struct sbpf_perf_link *perf = sbpf_perf_link(link);

	if (perf->file)
		fput(perf->file);
	free_percpu(perf->padded);
	kfree(perf->symbol);
	kfree(perf);
}

static int perf_link_fill_info(const struct sbpf_link *link, struct sbpf_link_info *info)
{
	const struct sbpf_perf_link *perf = sbpf_perf_link(link);

	return perf->hook->fill_info(perf, info);
}

static void perf_link_show_fdinfo(const struct sbpf_link *link, struct seq_file *seq)
{
	const struct sbpf_perf_link *perf = sbpf_perf_link(link);

	perf->hook->show_fdinfo(perf, seq);
}

static const struct sbpf_link_ops perf_link_ops = {
	.detach = perf_link_detach,
	.free = perf_link_free,
	.fill_info = perf_link_fill_info,
	.show_fdinfo = perf_link_show_fdinfo,
};

/* Probes and tracepoints have a trace event behind them; made by which interface decides how the module gets at it. */
static const struct sbpf_perf_hook *trace_hook(const struct perf_event *event, u32 prog_type)
{
	const struct trace_event_call *call = event->tp_event;
	bool by_tracefs = event->attr.type == PERF_TYPE_TRACEPOINT;

	if (call->flags & (TRACE_EVENT_FL_KPROBE | TRACE_EVENT_FL_UPROBE)) {
		if (prog_type != SBPF_PROG_TYPE_KPROBE)
			return ERR_PTR(-EINVAL);
		if (by_tracefs)
			return &sbpf_perf_kprobe_event_hook;
		return call->flags & TRACE_EVENT_FL_KPROBE ? &sbpf_perf_kprobe_hook : ERR_PTR(-EOPNOTSUPP);
	}
	if (!by_tracefs || prog_type != SBPF_PROG_TYPE_TRACEPOINT)
		return ERR_PTR(-EINVAL);
	if (!(call->flags & TRACE_EVENT_FL_TRACEPOINT) && strcmp(call->class->system, "syscalls"))
		return ERR_PTR(-EINVAL);
	return &sbpf_perf_tracepoint_hook;
}

static const struct sbpf_perf_hook *event_hook(const struct perf_event *event, u32 prog_type)
{
#ifdef CONFIG_BPF_SYSCALL
	if (event->prog)
		return ERR_PTR(-EEXIST);
#endif
	if (event->tp_event)
		return trace_hook(event, prog_type);
	return prog_type == SBPF_PROG_TYPE_PERF_EVENT ? &sbpf_perf_sample_hook : ERR_PTR(-EINVAL);
}

/*
 * Put a program on an event that the caller keeps from going. On success the link holds @file instead of the caller,
 * if there is one.
 */
static struct sbpf_perf_link *perf_link_make(struct perf_event *event, struct file *file, struct sbpf_prog *prog,
					     u64 cookie)
{
	const struct sbpf_perf_hook *hook = event_hook(event, prog->type_id);
	struct sbpf_perf_link *perf;
	int err;

	if (IS_ERR(hook))
		return ERR_CAST(hook);
	perf = kzalloc(sizeof(*perf), GFP_KERNEL_ACCOUNT);
	if (!perf)
		return ERR_PTR(-ENOMEM);
	perf->event = event;
	perf->cookie = cookie;
	err = xa_insert(&attached, (unsigned long)event, perf, GFP_KERNEL_ACCOUNT);
	if (err) {
		kfree(perf);
		return ERR_PTR(err == -EBUSY ? -EEXIST : err);
	}
	sbpf_link_setup(&perf->link, &perf_link_ops, SBPF_LINK_TYPE_PERF_EVENT, SBPF_PERF_EVENT, prog);
	perf->hook = hook;
	err = hook->attach(perf);
	if (err) {
		xa_erase(&attached, (unsigned long)event);
		sbpf_link_abort(&perf->link);
		return ERR_PTR(err);
	}
	perf->file = file;
	perf->link.attached = true;
	return perf;
}

static struct sbpf_link *perf_event_create(struct sbpf_call *call, struct sbpf_prog *prog)
{
	const union sbpf_attr *attr = &call->attr;
	struct sbpf_perf_link *perf;
	struct file *file;

	if (attr->link_create.flags)
		return ERR_PTR(-EINVAL);
	file = sbpf_perf_file_get(attr->link_create.target_fd);
	if (IS_ERR(file))
		return ERR_CAST(file);
	perf = perf_link_make(sbpf_perf_file_event(file), file, prog, attr->link_create.perf_event.bpf_cookie);
	if (IS_ERR(perf)) {
		fput(file);
		return ERR_CAST(perf);
	}
	return &perf->link;
}

const struct sbpf_attach sbpf_perf_event_attach = {
	.name = "perf_event",
	.attach_type = SBPF_PERF_EVENT,
	.progs = SBPF_PROG_BIT(KPROBE) | SBPF_PROG_BIT(TRACEPOINT) | SBPF_PROG_BIT(PERF_EVENT),
	.create = perf_event_create,
};

static void gone_work(struct work_struct *work)
{
	struct sbpf_perf_link *perf = container_of(work, struct sbpf_perf_link, gone_work);

	sbpf_link_put(&perf->link);
	module_put(THIS_MODULE);
}

/*
 * The event is being freed: it is on no CPU and in no list, so no sample of it is under way. Probes that only took
 * their address from it are removed a moment later by the work, and see @gone meanwhile. The module may be unloaded
 * once the work has run; sbpf_perf_event_exit() waits until we have returned from here.
 */
static void event_gone(struct perf_event *event)
{
	struct sbpf_perf_link *perf = xa_erase(&attached, (unsigned long)event);

	if (WARN_ON_ONCE(!perf))
		return;
	WRITE_ONCE(events_gone, true);
	if (perf->destroy)
		perf->destroy(event);
	WRITE_ONCE(perf->gone, true);
	queue_work(sbpf_obj_wq(), &perf->gone_work);
}

/*
 * Give the attachment to the event: the reference that an fd would hold is the event's, until perf calls the event's
 * destructor. Nobody else changes that pointer once the event is made, and the caller holds the event's file.
 */
static void perf_link_give(struct sbpf_perf_link *perf)
{
	struct perf_event *event = perf->event;

	__module_get(THIS_MODULE);
	INIT_WORK(&perf->gone_work, gone_work);
	perf->destroy = event->destroy;
	WRITE_ONCE(event->destroy, event_gone);
}

/**
 * cmd_perf_event_set_prog() - SBPF_PERF_EVENT_SET_PROG
 * @call: attributes
 *
 * What the ioctl PERF_EVENT_IOC_SET_BPF does for programs of the kernel's own bpf(2): the program stays until the
 * event is closed.
 *
 * Return: 0; -EBADF one of the fds, -EINVAL this program does not go with this event, -EEXIST the event has one, -EACCES
 * the program reads beyond the trace record, -ENOMEM, and what registering the probe says.
 */
int cmd_perf_event_set_prog(struct sbpf_call *call)
{
	struct sbpf_perf_link *perf;
	struct sbpf_prog *prog;
	struct file *file;

	file = sbpf_perf_file_get(call->attr.perf_event_set_prog.perf_fd);
	if (IS_ERR(file))
		return PTR_ERR(file);
	prog = sbpf_prog_get_by_fd(call->attr.perf_event_set_prog.prog_fd);
	if (IS_ERR(prog)) {
		fput(file);
		return PTR_ERR(prog);
	}
	perf = perf_link_make(sbpf_perf_file_event(file), NULL, prog, 0);
	if (!IS_ERR(perf))
		perf_link_give(perf);
	sbpf_prog_put(prog);
	fput(file);
	return PTR_ERR_OR_ZERO(perf);
}

/**
 * sbpf_perf_event_exit() - let nobody return into the module
 */
void sbpf_perf_event_exit(void)
{
	WARN_ON_ONCE(!xa_empty(&attached));
	xa_destroy(&attached);
	/* A task preempted at the very end of event_gone() leaves it before it sleeps again. */
	if (READ_ONCE(events_gone))
		synchronize_rcu_tasks();
}
