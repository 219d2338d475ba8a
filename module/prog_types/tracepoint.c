// SPDX-License-Identifier: GPL-2.0
/*
 * TRACEPOINT programs: the context is the trace record, as the event's format file in tracefs describes it, read-only.
 * The first 8 bytes (the record's common fields) cannot be read, as on Linux. That a program stays inside
 * the record of its event is checked when it is attached and again for each record.
 */
#include <linux/kernel.h>
#include <linux/trace_events.h>

#include "../helper.h"
#include "../prog_type.h"

#define RECORD_HIDDEN	sizeof(struct trace_entry)

static const struct sbpf_ctx_field tracepoint_fields[] = {
	{
		.off = RECORD_HIDDEN, .size = PERF_MAX_TRACE_SIZE - RECORD_HIDDEN, .at = RECORD_HIDDEN,
		.flags = SBPF_FIELD_R | SBPF_FIELD_BYTES,
	},
};

static_assert(RECORD_HIDDEN == 8);

const struct sbpf_prog_ops sbpf_tracepoint_prog_type = {
	.name = "tracepoint",
	.flags = SBPF_PT_PERFMON | SBPF_PT_TRACING,
	.contexts = SBPF_IN_ANY,
	.ctx_size = PERF_MAX_TRACE_SIZE,
	.fields = tracepoint_fields,
	.nr_fields = ARRAY_SIZE(tracepoint_fields),
	.safe_ret = 0,
};
