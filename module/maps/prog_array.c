// SPDX-License-Identifier: GPL-2.0
/*
 * The program array: user space stores programs by fd, tail calls of programs go through it. Programs cannot look into
 * it. The first program, stored or using the map, decides what kind all others must be; so a tail call never enters code
 * of another engine or another kind of context.
 */
#include <linux/err.h>
#include <linux/mutex.h>
#include <linux/nospec.h>
#include <linux/overflow.h>
#include <linux/rcupdate.h>
#include <linux/seq_file.h>

#include "../engine/engine.h"
#include "area.h"
#include "array.h"
#include "copy.h"
#include "prog_array.h"

static inline struct sbpf_prog_array *to_array(const struct sbpf_map *map)
{
	return container_of(map, struct sbpf_prog_array, map);
}

static int prog_array_alloc_check(const union sbpf_attr *attr)
{
	/* Only fds can be stored, and programs never read or write them. */
	if (attr->value_size != sizeof(u32))
		return -EINVAL;
	return sbpf_array_alloc_check(attr, SBPF_F_NUMA_NODE | SBPF_F_RDONLY | SBPF_F_WRONLY);
}

static struct sbpf_map *prog_array_alloc(const union sbpf_attr *attr)
{
	struct sbpf_prog_array *array;

	array = sbpf_area_alloc(struct_size(array, progs, attr->max_entries), sbpf_map_attr_node(attr));
	if (!array)
		return ERR_PTR(-ENOMEM);
	sbpf_map_init_sizes(&array->map, attr);
	mutex_init(&array->lock);
	array->shadow = sbpf_hostjit_array_alloc(attr->max_entries);
	if (!array->shadow && sbpf_hostjit_engine.available()) {
		sbpf_area_free(array);
		return ERR_PTR(-ENOMEM);
	}
	return &array->map;
}

/* Put @prog, whose reference the slot takes over, or nothing into a slot. Returns what was there, with its reference. */
static struct sbpf_prog *slot_set(struct sbpf_prog_array *array, u32 index, struct sbpf_prog *prog)
{
	struct sbpf_prog *old;

	lockdep_assert_held(&array->lock);
	old = rcu_replace_pointer(array->progs[index], prog, lockdep_is_held(&array->lock));
	if (array->shadow)
		sbpf_hostjit_array_set(array->shadow, index, prog);
	return old;
}

/* The programs may hold this very map: without user space nobody could ever take them out. */
static void prog_array_clear(struct sbpf_map *map)
{
	struct sbpf_prog_array *array = to_array(map);
	struct sbpf_prog *old;
	u32 i;

	for (i = 0; i < map->max_entries; i++) {
		if (!rcu_access_pointer(array->progs[i]))
			continue;
		mutex_lock(&array->lock);
		old = slot_set(array, i, NULL);
		mutex_unlock(&array->lock);
		if (old)
			sbpf_prog_put(old);
		cond_resched();
	}
}

static void prog_array_free(struct sbpf_map *map)
{
	struct sbpf_prog_array *array = to_array(map);

	prog_array_clear(map);
	if (array->shadow)
		sbpf_hostjit_array_free(array->shadow);
	sbpf_area_free(array);
}

static int claim_locked(struct sbpf_prog_array *array, const struct sbpf_prog *prog)
{
	lockdep_assert_held(&array->lock);
	if (!array->owned) {
		array->owner_engine = prog->engine;
		array->owner_type = prog->type_id;
		array->owner_attach_type = prog->expected_attach_type;
		array->owned = true;
		return 0;
	}
	if (array->owner_engine != prog->engine || array->owner_type != prog->type_id ||
	    array->owner_attach_type != prog->expected_attach_type)
		return -EINVAL;
	return 0;
}

/**
 * sbpf_prog_array_claim() - a program is going to tail call through a map
 * @map: of any type
 * @prog: its engine is chosen
 *
 * Context: process context. Return: 0, also for maps of other types; -EINVAL when the map holds another kind of program.
 */
int sbpf_prog_array_claim(struct sbpf_map *map, const struct sbpf_prog *prog)
{
	struct sbpf_prog_array *array = to_array(map);
	int err;

	if (!(map->ops->caps & SBPF_MAP_CAP_TAIL_CALL))
		return 0;
	mutex_lock(&array->lock);
	err = claim_locked(array, prog);
	mutex_unlock(&array->lock);
	return err;
}

static int prog_array_user_lookup(struct sbpf_map *map, const void *key, void *value, u64 flags)
{
	struct sbpf_prog_array *array = to_array(map);
	u32 index = sbpf_load32(key);
	struct sbpf_prog *prog;
	int err = -ENOENT;

	if (index >= map->max_entries)
		return -ENOENT;
	rcu_read_lock();
	prog = rcu_dereference(array->progs[array_index_nospec(index, map->max_entries)]);
	if (prog) {
		*(u32 *)value = READ_ONCE(prog->obj.id);
		err = 0;
	}
	rcu_read_unlock();
	return err;
}

static int prog_array_user_update(struct sbpf_map *map, struct file *file, const void *key, const void *value,
				  u64 flags)
{
	struct sbpf_prog_array *array = to_array(map);
	u32 index = sbpf_load32(key);
	struct sbpf_prog *prog, *old;
	int err;

	if (flags != SBPF_ANY)
		return -EINVAL;
	if (index >= map->max_entries)
		return -E2BIG;
	index = array_index_nospec(index, map->max_entries);
	prog = sbpf_prog_get_by_fd(sbpf_load32(value));
	if (IS_ERR(prog))
		return PTR_ERR(prog);

	mutex_lock(&array->lock);
	err = claim_locked(array, prog);
	old = err ? prog : slot_set(array, index, prog);
	mutex_unlock(&array->lock);
	if (old)
		sbpf_prog_put(old);
	return err;
}

static int prog_array_user_delete(struct sbpf_map *map, const void *key)
{
	struct sbpf_prog_array *array = to_array(map);
	u32 index = sbpf_load32(key);
	struct sbpf_prog *old;

	if (index >= map->max_entries)
		return -E2BIG;
	mutex_lock(&array->lock);
	old = slot_set(array, array_index_nospec(index, map->max_entries), NULL);
	mutex_unlock(&array->lock);
	if (!old)
		return -ENOENT;
	sbpf_prog_put(old);
	return 0;
}

static u64 prog_array_mem_usage(const struct sbpf_map *map)
{
	const struct sbpf_prog_array *array = to_array(map);

	return struct_size(array, progs, map->max_entries) +
	       (array->shadow ? (u64)map->max_entries * sizeof(void *) : 0);
}

static void prog_array_show_fdinfo(const struct sbpf_map *map, struct seq_file *seq)
{
	const struct sbpf_prog_array *array = to_array(map);

	if (!READ_ONCE(array->owned))
		return;
	seq_printf(seq, "owner_prog_type:\t%u\nowner_jited:\t%u\n", array->owner_type,
		   array->owner_engine == &sbpf_hostjit_engine);
}

const struct sbpf_map_ops sbpf_prog_array_map_ops = {
	.name = "prog_array",
	.caps = SBPF_MAP_CAP_TAIL_CALL | SBPF_MAP_CAP_KEYED | SBPF_MAP_CAP_FD_VALUE | SBPF_MAP_CAP_UNPRIV,
	.alloc_check = prog_array_alloc_check,
	.alloc = prog_array_alloc,
	.free = prog_array_free,
	.release_uref = prog_array_clear,
	.next_key = sbpf_array_next_key,
	.user_lookup = prog_array_user_lookup,
	.user_update = prog_array_user_update,
	.user_delete = prog_array_user_delete,
	.mem_usage = prog_array_mem_usage,
	.show_fdinfo = prog_array_show_fdinfo,
};
