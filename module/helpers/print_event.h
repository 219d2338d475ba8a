/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The trace event that carries the lines of trace_printk on kernels that have none for it. Its name
 * ends in that of Linux's event, so that whoever searches the trace for it finds these lines too.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM sandbpf

#if !defined(SBPF_HELPERS_PRINT_EVENT_H) || defined(TRACE_HEADER_MULTI_READ)
#define SBPF_HELPERS_PRINT_EVENT_H

#include <linux/tracepoint.h>

TRACE_EVENT(sbpf_trace_printk,
	TP_PROTO(const char *line, u32 size),
	TP_ARGS(line, size),
	TP_STRUCT__entry(
		__dynamic_array(char, line, size)
	),
	TP_fast_assign(
		memcpy(__get_dynamic_array(line), line, size);
	),
	TP_printk("%s", __get_str(line))
);

#endif /* SBPF_HELPERS_PRINT_EVENT_H */

#undef TRACE_INCLUDE_PATH
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_PATH helpers
#define TRACE_INCLUDE_FILE print_event
#include <trace/define_trace.h>
