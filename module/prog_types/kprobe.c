// SPDX-License-Identifier: GPL-2.0
/*
 * KPROBE programs: the context is the registers at the probe, read-only. They run wherever a probe can be: under any lock,
 * with interrupts off, in NMI.
 */
#include <linux/kernel.h>
#include <asm/ptrace.h>

#include "../helper.h"
#include "../prog_type.h"

static const struct sbpf_ctx_field kprobe_fields[] = {
	{
		.off = 0, .size = sizeof(struct pt_regs), .flags = SBPF_FIELD_R | SBPF_FIELD_BYTES,
	},
};

/* A probe's result has no effect on the probed function; 0 is what a program that does nothing returns. */
const struct sbpf_prog_ops sbpf_kprobe_prog_type = {
	.name = "kprobe",
	.flags = SBPF_PT_PERFMON | SBPF_PT_TRACING,
	.contexts = SBPF_IN_ANY,
	.ctx_size = sizeof(struct pt_regs),
	.fields = kprobe_fields,
	.nr_fields = ARRAY_SIZE(kprobe_fields),
	.safe_ret = 0,
};
