// SPDX-License-Identifier: GPL-2.0
/*
 * Helpers on ring buffers. The ring itself is in maps/ringbuf.c.
 */
#include <linux/kernel.h>
#include <linux/string.h>

#include "../helper.h"
#include "../map.h"
#include "../maps/ringbuf.h"

#define WAKEUP_FLAGS	(SBPF_RB_NO_WAKEUP | SBPF_RB_FORCE_WAKEUP)

SBPF_HELPER4(ringbuf_output, struct sbpf_map *, map, const void *, data, u64, size, u64, flags)
{
	void *record;

	if (flags & ~(u64)WAKEUP_FLAGS)
		return -EINVAL;
	record = sbpf_ringbuf_reserve(map, size);
	if (!record)
		return -EAGAIN;
	memcpy(record, data, size);
	sbpf_ringbuf_commit(record, flags, false);
	return 0;
}

SBPF_HELPER3(ringbuf_reserve, struct sbpf_map *, map, u64, size, u64, flags)
{
	return flags ? 0 : (unsigned long)sbpf_ringbuf_reserve(map, size);
}

SBPF_HELPER2(ringbuf_submit, void *, record, u64, flags)
{
	sbpf_ringbuf_commit(record, flags, false);
	return 0;
}

SBPF_HELPER2(ringbuf_discard, void *, record, u64, flags)
{
	sbpf_ringbuf_commit(record, flags, true);
	return 0;
}

SBPF_HELPER2(ringbuf_query, struct sbpf_map *, map, u64, what)
{
	return sbpf_ringbuf_query(map, what);
}

static const struct sbpf_helper ringbuf_helpers[] = {
	[SBPF_FUNC_ringbuf_output] = {
		.name = "ringbuf_output", .fn = ringbuf_output, .ret = SBPF_RET_INT,
		.arg = { SBPF_ARG_CONST_MAP, SBPF_ARG_MEM, SBPF_ARG_SIZE_OR_ZERO, SBPF_ARG_ANY },
		.map_caps = SBPF_MAP_CAP_RINGBUF, .contexts = SBPF_IN_ANY, .progs = SBPF_PROGS_ALL,
		.flags = SBPF_HF_BPF | SBPF_HF_PKT_ARGS,
	},
	[SBPF_FUNC_ringbuf_reserve] = {
		.name = "ringbuf_reserve", .fn = ringbuf_reserve, .ret = SBPF_RET_ALLOC_MEM_OR_NULL,
		.arg = { SBPF_ARG_CONST_MAP, SBPF_ARG_CONST_SIZE, SBPF_ARG_ANY },
		.map_caps = SBPF_MAP_CAP_RINGBUF, .contexts = SBPF_IN_ANY, .progs = SBPF_PROGS_ALL,
		.flags = SBPF_HF_BPF | SBPF_HF_ACQUIRE,
	},
	[SBPF_FUNC_ringbuf_submit] = {
		.name = "ringbuf_submit", .fn = ringbuf_submit, .ret = SBPF_RET_VOID,
		.arg = { SBPF_ARG_ALLOC_MEM, SBPF_ARG_ANY },
		.contexts = SBPF_IN_ANY, .progs = SBPF_PROGS_ALL,
		.flags = SBPF_HF_BPF | SBPF_HF_RELEASE,
	},
	[SBPF_FUNC_ringbuf_discard] = {
		.name = "ringbuf_discard", .fn = ringbuf_discard, .ret = SBPF_RET_VOID,
		.arg = { SBPF_ARG_ALLOC_MEM, SBPF_ARG_ANY },
		.contexts = SBPF_IN_ANY, .progs = SBPF_PROGS_ALL,
		.flags = SBPF_HF_BPF | SBPF_HF_RELEASE,
	},
	[SBPF_FUNC_ringbuf_query] = {
		.name = "ringbuf_query", .fn = ringbuf_query, .ret = SBPF_RET_INT,
		.arg = { SBPF_ARG_CONST_MAP, SBPF_ARG_ANY },
		.map_caps = SBPF_MAP_CAP_RINGBUF, .contexts = SBPF_IN_ANY, .progs = SBPF_PROGS_ALL,
		.flags = SBPF_HF_BPF,
	},
};

SBPF_HELPER_FAMILY(ringbuf);
