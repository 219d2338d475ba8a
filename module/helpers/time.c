// SPDX-License-Identifier: GPL-2.0
/*
 * Helpers that read clocks. Each is the kernel's own reader of that clock; nothing is computed
 * here.
 */
#include <linux/jiffies.h>
#include <linux/ktime.h>

#include "../helper.h"

SBPF_HELPER0(ktime_get_ns_helper)
{
	return ktime_get_mono_fast_ns();
}

SBPF_HELPER0(ktime_get_boot_ns_helper)
{
	return ktime_get_boot_fast_ns();
}

SBPF_HELPER0(ktime_get_tai_ns_helper)
{
	return ktime_get_tai_fast_ns();
}

SBPF_HELPER0(ktime_get_coarse_ns_helper)
{
	return ktime_get_coarse_ns();
}

SBPF_HELPER0(jiffies64_helper)
{
	return get_jiffies_64();
}

/*
 * The coarse clock retries while it is being updated: an NMI in the middle of the update would wait
 * for ever.
 */
#define COARSE_CONTEXTS	(SBPF_IN_ANY & ~SBPF_IN_NMI)
/*
 * Linux offers it to the types that can never run in NMI: those of packets and sockets, and some of
 * cgroups.
 */
#define COARSE_PROGS	(SBPF_PROGS_ALL & ~(SBPF_PROGS_TRACING_ALL | SBPF_PROG_BIT(NETFILTER) | \
					    SBPF_PROG_BIT(CGROUP_DEVICE) | SBPF_PROG_BIT(CGROUP_SOCKOPT) |	\
					    SBPF_PROG_BIT(LIRC_MODE2) | SBPF_PROG_BIT(EXT)))

static const struct sbpf_helper time_helpers[] = {
	[SBPF_FUNC_ktime_get_ns] = {
		.name = "ktime_get_ns", .fn = ktime_get_ns_helper,
		.ret = SBPF_RET_INT, .contexts = SBPF_IN_ANY, .progs = SBPF_PROGS_ALL,
	},
	[SBPF_FUNC_ktime_get_boot_ns] = {
		.name = "ktime_get_boot_ns", .fn = ktime_get_boot_ns_helper,
		.ret = SBPF_RET_INT, .contexts = SBPF_IN_ANY, .progs = SBPF_PROGS_ALL,
	},
	[SBPF_FUNC_ktime_get_tai_ns] = {
		.name = "ktime_get_tai_ns", .fn = ktime_get_tai_ns_helper,
		.ret = SBPF_RET_INT, .contexts = SBPF_IN_ANY, .progs = SBPF_PROGS_ALL,
	},
	[SBPF_FUNC_ktime_get_coarse_ns] = {
		.name = "ktime_get_coarse_ns", .fn = ktime_get_coarse_ns_helper,
		.ret = SBPF_RET_INT, .contexts = COARSE_CONTEXTS, .progs = COARSE_PROGS,
	},
	[SBPF_FUNC_jiffies64] = {
		.name = "jiffies64", .fn = jiffies64_helper,
		.ret = SBPF_RET_INT, .contexts = SBPF_IN_ANY, .progs = SBPF_PROGS_ALL,
		.flags = SBPF_HF_BPF,
	},
};

SBPF_HELPER_FAMILY(time);
