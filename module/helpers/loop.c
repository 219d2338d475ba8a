// SPDX-License-Identifier: GPL-2.0
/*
 * The helper that calls a function of the program a number of times.
 */
#include <linux/errno.h>
#include <linux/kernel.h>

#include "../engine/callback.h"
#include "../helper.h"
#include "../limits.h"

/* The callback is told the number of the round and the context; anything but 0 from it ends the loop. */
SBPF_HELPER4(sbpf_loop, u32, nr_loops, u64, callback, u64, ctx, u64, flags)
{
	u32 i;

	if (flags)
		return -EINVAL;
	if (nr_loops > SBPF_MAX_LOOPS)
		return -E2BIG;
	for (i = 0; i < nr_loops; i++)
		if (sbpf_callback_call(callback, i, ctx, 0, 0, 0))
			return i + 1;
	return i;
}

static const struct sbpf_callback loop_callback = {
	.arg = { SBPF_CB_SCALAR, SBPF_CB_CTX },
	.ret_min = 0,
	.ret_max = 1,
};

static const struct sbpf_helper loop_helpers[] = {
	[SBPF_FUNC_loop] = {
		.name = "loop", .fn = sbpf_loop, .ret = SBPF_RET_INT,
		.arg = { SBPF_ARG_ANY, SBPF_ARG_CALLBACK, SBPF_ARG_CALLBACK_CTX, SBPF_ARG_ANY },
		.ret_min = -EINVAL, .ret_max = SBPF_MAX_LOOPS,
		.contexts = SBPF_IN_ANY, .progs = SBPF_PROGS_ALL, .flags = SBPF_HF_BPF,
		.callback = &loop_callback,
	},
};

SBPF_HELPER_FAMILY(loop);
