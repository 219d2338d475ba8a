/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the perf helpers need of the perf event array.
 */
#ifndef SBPF_MAPS_PERF_EVENT_ARRAY_H
#define SBPF_MAPS_PERF_EVENT_ARRAY_H

#include "../map.h"

struct perf_event;

struct perf_event *sbpf_perf_array_event(const struct sbpf_map *map, u32 index);

#endif /* SBPF_MAPS_PERF_EVENT_ARRAY_H */
