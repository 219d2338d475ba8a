// SPDX-License-Identifier: GPL-2.0
/*
 * Guesses about what matters later on, for pruning.
 */
#include <linux/kernel.h>
#include "env.h"
#include "live.h"

int sbpf_live_init(struct sbpf_env *env)
{
	return 0;
}

void sbpf_live_free(struct sbpf_env *env)
{
}

void sbpf_live_forget(struct sbpf_env *env)
{
}
