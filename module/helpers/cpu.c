// SPDX-License-Identifier: GPL-2.0
/*
 * Helpers about the CPU a program runs on: its number, its node, and its own stream of random
 * numbers.
 */
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/prandom.h>
#include <linux/smp.h>
#include <linux/topology.h>

#include "../helper.h"

/*
 * One generator a CPU, so that no program waits for another. An NMI may enter while the state is
 * being stepped: the stream then repeats or skips, which is as random as before. Not for secrets.
 */
static DEFINE_PER_CPU(struct rnd_state, rnd_states);

static int prandom_prepare(void)
{
	static DEFINE_MUTEX(lock);
	static bool seeded;

	mutex_lock(&lock);
	if (!seeded)
		prandom_seed_full_state(&rnd_states);
	seeded = true;
	mutex_unlock(&lock);
	return 0;
}

SBPF_HELPER0(get_prandom_u32_helper)
{
	u32 val;

	val = prandom_u32_state(&get_cpu_var(rnd_states));
	put_cpu_var(rnd_states);
	return val;
}

SBPF_HELPER0(get_smp_processor_id_helper)
{
	return raw_smp_processor_id();
}

SBPF_HELPER0(get_numa_node_id_helper)
{
	return numa_node_id();
}

static const struct sbpf_helper cpu_helpers[] = {
	[SBPF_FUNC_get_prandom_u32] = {
		.name = "get_prandom_u32", .fn = get_prandom_u32_helper, .prepare = prandom_prepare,
		.ret = SBPF_RET_INT, .contexts = SBPF_IN_ANY, .progs = SBPF_PROGS_ALL,
	},
	[SBPF_FUNC_get_smp_processor_id] = {
		.name = "get_smp_processor_id", .fn = get_smp_processor_id_helper,
		.ret = SBPF_RET_INT, .contexts = SBPF_IN_ANY, .progs = SBPF_PROGS_ALL,
	},
	[SBPF_FUNC_get_numa_node_id] = {
		.name = "get_numa_node_id", .fn = get_numa_node_id_helper,
		.ret = SBPF_RET_INT, .contexts = SBPF_IN_ANY, .progs = SBPF_PROGS_ALL,
	},
};

SBPF_HELPER_FAMILY(cpu);
