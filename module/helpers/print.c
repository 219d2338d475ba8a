// SPDX-License-Identifier: GPL-2.0
/*
 * Helpers that print: into the trace buffer, or into memory. Formats are format.c's business.
 */
#include <linux/mutex.h>
#include <linux/preempt.h>
#include <linux/string.h>
#include <linux/trace_events.h>
#include <linux/tracepoint.h>

#include "../helper.h"
#include "format.h"

#ifdef CONFIG_BPF_EVENTS
/* The event of Linux's own trace_printk: lines land where every reader expects them. */
#define EVENT_SYSTEM	"bpf_trace"
#define EVENT_NAME	"bpf_trace_printk"

static struct tracepoint *printk_event;

static void event_match(struct tracepoint *tp, void *priv)
{
	if (!strcmp(tp->name, EVENT_NAME))
		WRITE_ONCE(printk_event, tp);
}

static int event_find(void)
{
	if (!READ_ONCE(printk_event))
		for_each_kernel_tracepoint(event_match, NULL);
	return READ_ONCE(printk_event) ? 0 : -EOPNOTSUPP;
}

static void event_emit(const char *line, u32 size)
{
	int (*probes)(void *data, const char *line) = READ_ONCE(printk_event)->iterator;

	preempt_disable_notrace();
	probes(NULL, line);
	preempt_enable_notrace();
}
#else
#define CREATE_TRACE_POINTS
#include "print_event.h"

#define EVENT_SYSTEM	"sandbpf"
#define EVENT_NAME	"sbpf_trace_printk"

static int event_find(void)
{
	return 0;
}

static void event_emit(const char *line, u32 size)
{
	trace_sbpf_trace_printk(line, size);
}
#endif

static int trace_prepare(void)
{
	int err;

	err = sbpf_format_prepare();
	if (!err)
		err = event_find();
	/* Loading such a program is asking to see its lines, whatever was switched off before. */
	if (!err)
		trace_set_clr_event(EVENT_SYSTEM, EVENT_NAME, 1);
	return err;
}

static long trace_line(const char *fmt, u32 size, const u64 *args, u32 nr_args)
{
	struct sbpf_format_bufs *bufs = sbpf_format_bufs_get();
	long len;

	if (!bufs)
		return -EBUSY;
	len = sbpf_format_print(bufs->line, sizeof(bufs->line), fmt, size, args, nr_args, bufs);
	if (len >= 0)
		event_emit(bufs->line, min_t(u32, len, sizeof(bufs->line) - 1) + 1);
	sbpf_format_bufs_put();
	return len;
}

static bool args_ok(const u64 *args, u32 size)
{
	return size % sizeof(u64) == 0 && size <= SBPF_FORMAT_MAX_ARGS * sizeof(u64) &&
	       (args || !size);
}

SBPF_HELPER5(trace_printk_helper, const char *, fmt, u32, size, u64, arg1, u64, arg2, u64, arg3)
{
	u64 args[] = { arg1, arg2, arg3 };

	return trace_line(fmt, size, args, ARRAY_SIZE(args));
}

SBPF_HELPER4(trace_vprintk_helper, const char *, fmt, u32, size, const u64 *, args, u32, args_size)
{
	if (!args_ok(args, args_size))
		return -EINVAL;
	return trace_line(fmt, size, args, args_size / sizeof(u64));
}

SBPF_HELPER5(snprintf_helper, char *, out, u32, room, const char *, fmt, const u64 *, args,
	     u32, args_size)
{
	struct sbpf_format_bufs *bufs = NULL;
	long len;

	if (!args_ok(args, args_size))
		return -EINVAL;
	if (args_size) {
		bufs = sbpf_format_bufs_get();
		if (!bufs)
			return -EBUSY;
	}
	len = sbpf_format_print(out, out ? room : 0, fmt, strlen(fmt) + 1,
				args, args_size / sizeof(u64), bufs);
	if (bufs)
		sbpf_format_bufs_put();
	return len < 0 ? len : len + 1;
}

#define PRINT_FLAGS	(SBPF_HF_GPL | SBPF_HF_BPF | SBPF_HF_PERFMON)

static const struct sbpf_helper print_helpers[] = {
	[SBPF_FUNC_trace_printk] = {
		.name = "trace_printk", .fn = trace_printk_helper, .prepare = trace_prepare,
		.ret = SBPF_RET_INT,
		.arg = { SBPF_ARG_MEM, SBPF_ARG_SIZE },
		.contexts = SBPF_IN_ANY, .progs = SBPF_PROGS_ALL,
		.flags = PRINT_FLAGS | SBPF_HF_FMT,
	},
	[SBPF_FUNC_trace_vprintk] = {
		.name = "trace_vprintk", .fn = trace_vprintk_helper, .prepare = trace_prepare,
		.ret = SBPF_RET_INT,
		.arg = { SBPF_ARG_MEM, SBPF_ARG_SIZE,
			 SBPF_ARG_MEM | SBPF_ARG_MAYBE_NULL, SBPF_ARG_SIZE_OR_ZERO },
		.contexts = SBPF_IN_ANY, .progs = SBPF_PROGS_ALL,
		.flags = PRINT_FLAGS | SBPF_HF_FMT,
	},
	[SBPF_FUNC_snprintf] = {
		.name = "snprintf", .fn = snprintf_helper, .prepare = sbpf_format_prepare,
		.check_format = sbpf_format_check,
		.ret = SBPF_RET_INT,
		.arg = { SBPF_ARG_MEM_OUT | SBPF_ARG_MAYBE_NULL, SBPF_ARG_SIZE_OR_ZERO,
			 SBPF_ARG_CONST_STR,
			 SBPF_ARG_MEM | SBPF_ARG_MAYBE_NULL, SBPF_ARG_SIZE_OR_ZERO },
		.contexts = SBPF_IN_ANY, .progs = SBPF_PROGS_ALL, .flags = PRINT_FLAGS,
	},
};

SBPF_HELPER_FAMILY(print);
