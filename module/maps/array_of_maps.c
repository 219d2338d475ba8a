// SPDX-License-Identifier: GPL-2.0
/*
 * The array of maps: user space stores maps by fd and reads their ids, programs look an inner map up by its index.
 */
#include <linux/err.h>
#include <linux/nospec.h>
#include <linux/overflow.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>

#include "area.h"
#include "array.h"
#include "copy.h"
#include "map_in_map.h"

/**
 * struct maps_array - the map
 * @map: common part
 * @template: what inner maps are like; also @map.inner
 * @slots: inner maps, each with a reference. Written with xchg() only, so each is dropped by exactly one writer.
 */
struct maps_array {
	struct sbpf_map map;
	struct sbpf_map *template;
	struct sbpf_map __rcu *slots[];
};

static inline struct maps_array *to_array(const struct sbpf_map *map)
{
	return container_of(map, struct maps_array, map);
}

static int maps_array_alloc_check(const union sbpf_attr *attr)
{
	/* Only fds can be stored, and programs never read or write them. */
	if (attr->value_size != sizeof(u32))
		return -EINVAL;
	return sbpf_array_alloc_check(attr, SBPF_F_NUMA_NODE | SBPF_F_RDONLY | SBPF_F_WRONLY);
}

static struct sbpf_map *maps_array_alloc(const union sbpf_attr *attr)
{
	struct sbpf_map *template = sbpf_map_template_create(attr->inner_map_fd);
	struct maps_array *array;

	if (IS_ERR(template))
		return template;
	array = sbpf_area_alloc(struct_size(array, slots, attr->max_entries), sbpf_map_attr_node(attr));
	if (!array) {
		sbpf_map_template_destroy(template);
		return ERR_PTR(-ENOMEM);
	}
	sbpf_map_init_sizes(&array->map, attr);
	array->template = template;
	array->map.inner = template;
	return &array->map;
}

/* Put a map, whose reference the slot takes over, or nothing into a slot. Returns what was there, with its reference. */
static struct sbpf_map *slot_replace(struct maps_array *array, u32 index, struct sbpf_map *inner)
{
	return unrcu_pointer(xchg(&array->slots[index], RCU_INITIALIZER(inner)));
}

static void maps_array_free(struct sbpf_map *map)
{
	struct maps_array *array = to_array(map);
	struct sbpf_map *old;
	u32 i;

	for (i = 0; i < map->max_entries; i++) {
		old = slot_replace(array, i, NULL);
		if (old)
			sbpf_map_put(old);
		cond_resched();
	}
	sbpf_map_template_destroy(array->template);
	sbpf_area_free(array);
}

/* The value that programs get is the inner map. */
static void *maps_array_lookup(struct sbpf_map *map, const void *key)
{
	u32 index = sbpf_load32(key);

	if (unlikely(index >= map->max_entries))
		return NULL;
	return rcu_dereference_check(to_array(map)->slots[array_index_nospec(index, map->max_entries)], true);
}

static u64 maps_array_prog_lookup(u64 map, u64 key, u64 r3, u64 r4, u64 r5)
{
	return (unsigned long)maps_array_lookup((void *)(unsigned long)map, (void *)(unsigned long)key);
}

static int maps_array_user_lookup(struct sbpf_map *map, const void *key, void *value, u64 flags)
{
	const struct sbpf_map *inner;

	rcu_read_lock();
	inner = maps_array_lookup(map, key);
	if (inner)
		*(u32 *)value = READ_ONCE(inner->obj.id);
	rcu_read_unlock();
	return inner ? 0 : -ENOENT;
}

static int maps_array_user_update(struct sbpf_map *map, struct file *file, const void *key, const void *value,
				  u64 flags)
{
	u32 index = sbpf_load32(key);
	struct sbpf_map *inner, *old;

	if (flags != SBPF_ANY)
		return -EINVAL;
	if (index >= map->max_entries)
		return -E2BIG;
	inner = sbpf_map_inner_get(map->inner, sbpf_load32(value));
	if (IS_ERR(inner))
		return PTR_ERR(inner);
	old = slot_replace(to_array(map), array_index_nospec(index, map->max_entries), inner);
	if (old)
		sbpf_map_inner_put(old);
	return 0;
}

static int maps_array_user_delete(struct sbpf_map *map, const void *key)
{
	u32 index = sbpf_load32(key);
	struct sbpf_map *old;

	if (index >= map->max_entries)
		return -E2BIG;
	old = slot_replace(to_array(map), array_index_nospec(index, map->max_entries), NULL);
	if (!old)
		return -ENOENT;
	sbpf_map_inner_put(old);
	return 0;
}

static u64 maps_array_mem_usage(const struct sbpf_map *map)
{
	return struct_size(to_array(map), slots, map->max_entries) + sizeof(*map->inner);
}

const struct sbpf_map_ops sbpf_array_of_maps_map_ops = {
	.name = "array_of_maps",
	.check_btf = sbpf_map_no_btf,
	.caps = SBPF_MAP_CAP_LOOKUP | SBPF_MAP_CAP_KEYED | SBPF_MAP_CAP_BATCH | SBPF_MAP_CAP_FD_VALUE |
		SBPF_MAP_CAP_UNPRIV,
	.alloc_check = maps_array_alloc_check,
	.alloc = maps_array_alloc,
	.free = maps_array_free,
	.lookup = maps_array_lookup,
	.next_key = sbpf_array_next_key,
	.user_lookup = maps_array_user_lookup,
	.user_update = maps_array_user_update,
	.user_delete = maps_array_user_delete,
	.prog_lookup = maps_array_prog_lookup,
	.mem_usage = maps_array_mem_usage,
};
