// SPDX-License-Identifier: GPL-2.0
/*
 * The perf event array: user space stores fds of perf events, programs write samples to them and read their counters
 * (helpers/perf.c). An event leaves the map when the map file it was stored through is closed, unless
 * SBPF_F_PRESERVE_ELEMS says that it stays.
 */
#include <linux/err.h>
#include <linux/file.h>
#include <linux/nospec.h>
#include <linux/perf_event.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "../attach/perf.h"
#include "area.h"
#include "array.h"
#include "copy.h"
#include "perf_event_array.h"

/**
 * struct perf_slot - a stored event
 * @rcu: frees it after the last program that saw it
 * @perf_file: the event's file, held
 * @event: the event
 * @map_file: through which file of the map it was stored; only compared, never followed
 */
struct perf_slot {
	struct rcu_head rcu;
	struct file *perf_file;
	struct perf_event *event;
	const struct file *map_file;
};

/**
 * struct perf_array - the map
 * @map: common part
 * @slots: written with xchg() only, so every slot is freed by exactly one writer
 */
struct perf_array {
	struct sbpf_map map;
	struct perf_slot __rcu *slots[];
};

#define PERF_ARRAY_FLAGS	(SBPF_F_NUMA_NODE | SBPF_F_PRESERVE_ELEMS | SBPF_F_RDONLY | SBPF_F_WRONLY)

static inline struct perf_array *to_perf_array(const struct sbpf_map *map)
{
	return container_of(map, struct perf_array, map);
}

/**
 * sbpf_perf_array_event() - the event at an index
 * @map: a perf event array
 * @index: smaller than max_entries
 *
 * Context: RCU read side, any context. Return: the event, valid inside the RCU section; NULL when the slot is empty.
 */
struct perf_event *sbpf_perf_array_event(const struct sbpf_map *map, u32 index)
{
	const struct perf_slot *slot;

	index = array_index_nospec(index, map->max_entries);
	slot = rcu_dereference_check(to_perf_array(map)->slots[index], true);
	return slot ? slot->event : NULL;
}

static int perf_array_alloc_check(const union sbpf_attr *attr)
{
	if (attr->value_size != sizeof(u32))
		return -EINVAL;
	return sbpf_array_alloc_check(attr, PERF_ARRAY_FLAGS);
}

static struct sbpf_map *perf_array_alloc(const union sbpf_attr *attr)
{
	struct perf_array *array;

	array = sbpf_area_alloc(struct_size(array, slots, attr->max_entries), sbpf_map_attr_node(attr));
	if (!array)
		return ERR_PTR(-ENOMEM);
	sbpf_map_init_sizes(&array->map, attr);
	return &array->map;
}

static void slot_free_rcu(struct rcu_head *rcu)
{
	struct perf_slot *slot = container_of(rcu, struct perf_slot, rcu);

	fput(slot->perf_file);
	kfree(slot);
}

/* Put something else, or nothing, in a slot. Return: whether there was an event. */
static bool slot_replace(struct perf_array *array, u32 index, struct perf_slot *new)
{
	struct perf_slot *old = unrcu_pointer(xchg(&array->slots[index], RCU_INITIALIZER(new)));

	if (old)
		call_rcu(&old->rcu, slot_free_rcu);
	return old;
}

static int perf_array_update(struct sbpf_map *map, struct file *file, const void *key, const void *value, u64 flags)
{
	u32 index = sbpf_load32(key);
	struct perf_slot *slot;
	int err;

	if (flags != SBPF_ANY)
		return -EINVAL;
	if (index >= map->max_entries)
		return -E2BIG;
	slot = kzalloc(sizeof(*slot), GFP_KERNEL_ACCOUNT);
	if (!slot)
		return -ENOMEM;
	slot->perf_file = sbpf_perf_file_get(sbpf_load32(value));
	if (IS_ERR(slot->perf_file)) {
		err = PTR_ERR(slot->perf_file);
		kfree(slot);
		return err;
	}
	slot->event = sbpf_perf_file_event(slot->perf_file);
	slot->map_file = file;
	/* Its children count too, which no program could sum up. */
	if (slot->event->attr.inherit) {
		fput(slot->perf_file);
		kfree(slot);
		return -EOPNOTSUPP;
	}
	slot_replace(to_perf_array(map), array_index_nospec(index, map->max_entries), slot);
	return 0;
}

static int perf_array_delete(struct sbpf_map *map, const void *key)
{
	u32 index = sbpf_load32(key);

	if (index >= map->max_entries)
		return -E2BIG;
	return slot_replace(to_perf_array(map), array_index_nospec(index, map->max_entries), NULL) ? 0 : -ENOENT;
}

static void perf_array_release_file(struct sbpf_map *map, struct file *file)
{
	struct perf_array *array = to_perf_array(map);
	const struct perf_slot *slot;
	bool ours;
	u32 i;

	if (map->map_flags & SBPF_F_PRESERVE_ELEMS)
		return;
	for (i = 0; i < map->max_entries; i++) {
		rcu_read_lock();
		slot = rcu_dereference(array->slots[i]);
		ours = slot && slot->map_file == file;
		rcu_read_unlock();
		/*
		 * Stored through another file of the map this moment, the new event goes instead: like an update
		 * that came just before this.
		 */
		if (ours)
			slot_replace(array, i, NULL);
		cond_resched();
	}
}

static void perf_array_free(struct sbpf_map *map)
{
	struct perf_array *array = to_perf_array(map);
	u32 i;

	for (i = 0; i < map->max_entries; i++) {
		slot_replace(array, i, NULL);
		cond_resched();
	}
	sbpf_area_free(array);
}

static u64 perf_array_mem_usage(const struct sbpf_map *map)
{
	return struct_size(to_perf_array(map), slots, map->max_entries);
}

const struct sbpf_map_ops sbpf_perf_event_array_map_ops = {
	.name = "perf_event_array",
	.check_btf = sbpf_map_no_btf,
	.caps = SBPF_MAP_CAP_PERF_EVENT | SBPF_MAP_CAP_FD_VALUE | SBPF_MAP_CAP_KEYED | SBPF_MAP_CAP_UNPRIV |
		SBPF_MAP_CAP_INNER,
	.alloc_check = perf_array_alloc_check,
	.alloc = perf_array_alloc,
	.free = perf_array_free,
	.release_file = perf_array_release_file,
	.next_key = sbpf_array_next_key,
	.user_update = perf_array_update,
	.user_delete = perf_array_delete,
	.mem_usage = perf_array_mem_usage,
};
