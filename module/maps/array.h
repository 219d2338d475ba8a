/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the maps with an index for a key have in common.
 */
#ifndef SBPF_MAPS_ARRAY_H
#define SBPF_MAPS_ARRAY_H

#include "../map.h"

int sbpf_array_alloc_check(const union sbpf_attr *attr, u32 flags);
int sbpf_array_next_key(struct sbpf_map *map, const void *key, void *next);
long sbpf_array_delete(struct sbpf_map *map, const void *key);
int sbpf_array_check_btf(const struct sbpf_map *map, const struct sbpf_btf_type *key, const struct sbpf_btf_type *value);
struct sbpf_insn *sbpf_array_gen_begin(const struct sbpf_map *map, struct sbpf_insn *buf, const void *area, u32 size);
int sbpf_array_gen_end(struct sbpf_insn *buf, struct sbpf_insn *insn);

/**
 * sbpf_array_update_check() - judge the index and flags of an update
 * @map: an array whose elements always exist
 * @index: element
 * @flags: as given to map_update_elem
 *
 * Return: 0; -EINVAL for unknown flags, and for SBPF_F_LOCK because no value has a lock; -E2BIG behind the end;
 * -EEXIST with SBPF_NOEXIST.
 */
static __always_inline long sbpf_array_update_check(const struct sbpf_map *map, u32 index, u64 flags)
{
	if (unlikely((flags & ~(u64)SBPF_F_LOCK) > SBPF_EXIST))
		return -EINVAL;
	if (unlikely(index >= map->max_entries))
		return -E2BIG;
	if (unlikely(flags & SBPF_NOEXIST))
		return -EEXIST;
	if (unlikely(flags & SBPF_F_LOCK))
		return -EINVAL;
	return 0;
}

#endif /* SBPF_MAPS_ARRAY_H */
