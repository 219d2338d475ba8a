// SPDX-License-Identifier: GPL-2.0
/*
 * TRACEPOINT programs: they see every record of a trace event, on all CPUs and of all tasks, whatever the perf event
 * that names the trace event is bound to; as on Linux.
 */
#include <linux/percpu.h>
#include <linux/perf_event.h>
#include <linux/rcupdate.h>
#include <linux/seq_file.h>
#include <linux/string.h>
#include <linux/trace_events.h>
#include <trace/syscall.h>

#include "perf.h"
#include "trace.h"
#include "../prog.h"

#define SYSCALL_ARGS_MAX	6

enum {
	NO_SYSCALL,
	SYSCALL_ENTER,
	SYSCALL_EXIT,
};

/**
 * struct syscall_record - what programs on syscall events see
 * @hidden: common fields of the record
 * @nr: system call number. The event's own record has it in 32 bits and leaves the rest of the slot undefined.
 * @args: arguments, or the result
 */
struct syscall_record {
	u64 hidden;
	u64 nr;
	u64 args[SYSCALL_ARGS_MAX];
};

static u8 syscall_kind(const struct trace_event_call *call)
{
	if (call->flags & TRACE_EVENT_FL_TRACEPOINT)
		return NO_SYSCALL;
	return strstarts(call->name, "sys_exit") ? SYSCALL_EXIT : SYSCALL_ENTER;
}

/* Bytes of the record up to the end of its last field, as events/.../format in tracefs adds up. */
static u32 record_size(const struct trace_event_call *call)
{
	const struct trace_event_fields *field;
	u32 end = sizeof(struct trace_entry);

	switch (syscall_kind(call)) {
	case SYSCALL_ENTER:
		return offsetof(struct syscall_record, args) +
		       ((const struct syscall_metadata *)call->data)->nb_args * sizeof(u64);
	case SYSCALL_EXIT:
		return offsetofend(struct syscall_record, args[0]);
	}
	for (field = call->class->fields_array; field && field->type; field++) {
		/* Fields that a function defines are not to be seen; nothing is read beyond the records that come. */
		if (field->type == TRACE_FUNCTION_TYPE)
			return PERF_MAX_TRACE_SIZE;
		end = ALIGN(end, field->align) + field->size;
	}
	return end;
}

/*
 * Where the record of a syscall event goes: onto the stack, as large as programs checked when attaching need it; but a
 * program that tail calls may enter one that reads any byte a trace record can have.
 */
static __always_inline struct syscall_record *syscall_room(const struct sbpf_perf_link *perf, struct syscall_record *stack)
{
	return perf->padded ? this_cpu_ptr(perf->padded) : stack;
}

static __always_inline bool syscall_copy(struct syscall_record *to, const void *record, u32 size)
{
	if (size < offsetof(struct syscall_record, args))
		return false;
	memset(to, 0, sizeof(*to));
	memcpy(to, record, min_t(u32, size, sizeof(*to)));
	to->nr = (u32)to->nr;
	return true;
}

static noinline void tracepoint_hit(struct perf_event *event, struct perf_sample_data *data, struct pt_regs *regs)
{
	struct sbpf_perf_link *perf = event->overflow_handler_context;
	const struct sbpf_prog *prog = rcu_dereference_check(perf->link.prog, true);
	struct sbpf_trace_ctx view = { .base.kind = SBPF_CTX_RECORD, .regs = regs, .cookie = perf->cookie };
	struct syscall_record stack, *syscall;
	u64 ret;

	if (!(data->sample_flags & PERF_SAMPLE_RAW) || !data->raw || READ_ONCE(perf->gone))
		return;
	view.r1 = data->raw->frag.data;
	view.record_size = data->raw->frag.size;
	if (perf->syscall != NO_SYSCALL) {
		syscall = syscall_room(perf, &stack);
		if (!syscall_copy(syscall, view.r1, view.record_size))
			return;
		view.r1 = syscall;
		view.record_size = sizeof(*syscall);
	}
	/*
	 * The check when attaching trusts the declared fields; this one trusts nothing. Programs entered by tail calls are
	 * not checked: perf's own records lie in a buffer of PERF_MAX_TRACE_SIZE bytes, as do those of syscalls then.
	 */
	if (prog->max_ctx_off > view.record_size)
		return;
	view.record = view.r1;
	sbpf_trace_anchor(&view);
	sbpf_trace_run(prog, &view, &ret);
}

static int tracepoint_attach(struct sbpf_perf_link *perf)
{
	const struct trace_event_call *call = perf->event->tp_event;
	const struct sbpf_prog *prog = rcu_dereference_protected(perf->link.prog, true);

	if (prog->max_ctx_off > record_size(call))
		return -EACCES;
	perf->syscall = syscall_kind(call);
	if (perf->syscall != NO_SYSCALL && prog->tail_calls) {
		perf->padded = __alloc_percpu_gfp(PERF_MAX_TRACE_SIZE, sizeof(u64), GFP_KERNEL_ACCOUNT);
		if (!perf->padded)
			return -ENOMEM;
	}
	perf->counters.id = call->event.type;
	perf->counters.hit = tracepoint_hit;
	perf->counters.context = perf;
	return sbpf_perf_counters_start(&perf->counters);
}

static void tracepoint_detach(struct sbpf_perf_link *perf)
{
	sbpf_perf_counters_stop(&perf->counters);
}

static int tracepoint_fill_info(const struct sbpf_perf_link *perf, struct sbpf_link_info *info)
{
	u32 len = info->perf_event.tracepoint.name_len;
	int err;

	err = sbpf_trace_name_put(info->perf_event.tracepoint.tp_name, &len, trace_event_name(perf->event->tp_event));
	if (err)
		return err;
	info->perf_event.type = SBPF_PERF_EVENT_TRACEPOINT;
	info->perf_event.tracepoint.name_len = len;
	return 0;
}

static void tracepoint_show_fdinfo(const struct sbpf_perf_link *perf, struct seq_file *seq)
{
	seq_printf(seq, "tp_name:\t%s\nevent_type:\ttracepoint\ncookie:\t%llu\n",
		   trace_event_name(perf->event->tp_event), perf->cookie);
}

const struct sbpf_perf_hook sbpf_perf_tracepoint_hook = {
	.attach = tracepoint_attach,
	.detach = tracepoint_detach,
	.fill_info = tracepoint_fill_info,
	.show_fdinfo = tracepoint_show_fdinfo,
};
