/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the stack helpers need of the stack trace map.
 */
#ifndef SBPF_MAPS_STACK_TRACE_H
#define SBPF_MAPS_STACK_TRACE_H

#include "../map.h"

/* ABI: frames of one trace (sysctl kernel.perf_event_max_stack, which modules cannot read; this is its default). */
#define SBPF_STACK_DEPTH_MAX	127

long sbpf_stack_map_put(struct sbpf_map *map, const u64 *ips, u32 nr, u64 flags);

#endif /* SBPF_MAPS_STACK_TRACE_H */
