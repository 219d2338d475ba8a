// SPDX-License-Identifier: GPL-2.0
/*
 * PERF_EVENT programs: the context is struct sbpf_perf_event_data, the registers at the sample and what the event says of
 * it. They run when the event overflows, which for hardware events is in NMI.
 */
#include <linux/kernel.h>
#include <linux/sandbpf_perf_event.h>

#include "../ctx.h"
#include "../helper.h"
#include "../prog_type.h"

#define AT(field)	offsetof(struct sbpf_trace_ctx, field)
#define OFF(field)	offsetof(struct sbpf_perf_event_data, field)

static const struct sbpf_ctx_field perf_event_fields[] = {
	{
		.off = OFF(regs), .size = sizeof(bpf_user_pt_regs_t), .nhops = 1, .hop = { AT(regs) },
		.flags = SBPF_FIELD_R | SBPF_FIELD_BYTES,
	},
	{
		.off = OFF(sample_period), .size = sizeof(u64), .at = AT(period), .at_size = sizeof(u64),
		.flags = SBPF_FIELD_R | SBPF_FIELD_NARROW,
	},
	{
		.off = OFF(addr), .size = sizeof(u64), .at = AT(addr), .at_size = sizeof(u64),
		.flags = SBPF_FIELD_R | SBPF_FIELD_NARROW,
	},
};

/*
 * A result of 0 drops the sample, any other lets the event deliver it. A program that was stopped has not said that it
 * wants to drop anything: the sample is delivered, as it would be without the program.
 */
const struct sbpf_prog_ops sbpf_perf_event_prog_type = {
	.name = "perf_event",
	.flags = SBPF_PT_PERFMON | SBPF_PT_TRACING,
	.contexts = SBPF_IN_ANY,
	.ctx_size = sizeof(struct sbpf_perf_event_data),
	.fields = perf_event_fields,
	.nr_fields = ARRAY_SIZE(perf_event_fields),
	.safe_ret = 1,
};
