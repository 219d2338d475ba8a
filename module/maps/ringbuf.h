/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The ring buffer as the helpers see it: maps/ringbuf.c owns it.
 */
#ifndef SBPF_MAPS_RINGBUF_H
#define SBPF_MAPS_RINGBUF_H

#include "../map.h"

void *sbpf_ringbuf_reserve(struct sbpf_map *map, u64 size);
void sbpf_ringbuf_commit(void *record, u64 flags, bool discard);
u64 sbpf_ringbuf_query(const struct sbpf_map *map, u64 what);

#endif /* SBPF_MAPS_RINGBUF_H */
