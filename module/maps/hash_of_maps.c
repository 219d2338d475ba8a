// SPDX-License-Identifier: GPL-2.0
/*
 * The hash table of maps: a hash table whose values are the addresses of inner maps. Only user space writes to it, so a
 * mutex is enough for each address to be dropped once; programs look up as in any hash table.
 */
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>

#include "../engine/callback.h"
#include "area.h"
#include "copy.h"
#include "map_in_map.h"

/**
 * struct maps_hash - the map
 * @map: common part
 * @template: what inner maps are like; also @map.inner
 * @table: a hash table of the module's own, never seen by user space. Its values are struct sbpf_map *, each with a
 *	reference.
 * @lock: of writers to @table
 */
struct maps_hash {
	struct sbpf_map map;
	struct sbpf_map *template;
	struct sbpf_map *table;
	struct mutex lock;
};

static inline struct maps_hash *to_hash(const struct sbpf_map *map)
{
	return container_of(map, struct maps_hash, map);
}

static int maps_hash_alloc_check(const union sbpf_attr *attr)
{
	/* Only fds can be stored. */
	if (attr->value_size != sizeof(u32))
		return -EINVAL;
	return sbpf_hash_map_ops.alloc_check(attr);
}

static struct sbpf_map *maps_hash_alloc(const union sbpf_attr *attr)
{
	struct sbpf_map *template = sbpf_map_template_create(attr->inner_map_fd);
	union sbpf_attr table_attr = *attr;
	struct maps_hash *hash;
	int err = -ENOMEM;

	if (IS_ERR(template))
		return template;
	hash = kzalloc(sizeof(*hash), GFP_KERNEL_ACCOUNT);
	if (!hash)
		goto err_template;
	table_attr.map_type = SBPF_MAP_TYPE_HASH;
	table_attr.value_size = sizeof(struct sbpf_map *);
	hash->table = sbpf_hash_map_ops.alloc(&table_attr);
	if (IS_ERR(hash->table)) {
		err = PTR_ERR(hash->table);
		goto err_hash;
	}
	hash->table->ops = &sbpf_hash_map_ops;
	sbpf_map_init_sizes(&hash->map, attr);
	mutex_init(&hash->lock);
	hash->template = template;
	hash->map.inner = template;
	return &hash->map;

err_hash:
	kfree(hash);
err_template:
	sbpf_map_template_destroy(template);
	return ERR_PTR(err);
}

/* An element may be given another key's value while a reader looks at it: then that is what he gets, as on Linux. */
static __always_inline struct sbpf_map *inner_find(const struct maps_hash *hash, const void *key)
{
	struct sbpf_map **value = sbpf_hash_map_ops.lookup(hash->table, key);

	return value ? READ_ONCE(*value) : NULL;
}

static void *maps_hash_lookup(struct sbpf_map *map, const void *key)
{
	return inner_find(to_hash(map), key);
}

static u64 maps_hash_prog_lookup(u64 map, u64 key, u64 r3, u64 r4, u64 r5)
{
	return (unsigned long)maps_hash_lookup((void *)(unsigned long)map, (void *)(unsigned long)key);
}

static int maps_hash_user_lookup(struct sbpf_map *map, const void *key, void *value, u64 flags)
{
	const struct sbpf_map *inner;

	rcu_read_lock();
	inner = inner_find(to_hash(map), key);
	if (inner)
		*(u32 *)value = READ_ONCE(inner->obj.id);
	rcu_read_unlock();
	return inner ? 0 : -ENOENT;
}

/* What is stored under a key; the writer's lock keeps it there. */
static struct sbpf_map *inner_stored(struct maps_hash *hash, const void *key)
{
	struct sbpf_map *inner;

	lockdep_assert_held(&hash->lock);
	rcu_read_lock();
	inner = inner_find(hash, key);
	rcu_read_unlock();
	return inner;
}

static int maps_hash_user_update(struct sbpf_map *map, struct file *file, const void *key, const void *value,
				  u64 flags)
{
	struct maps_hash *hash = to_hash(map);
	struct sbpf_map *inner, *old;
	int err;

	inner = sbpf_map_inner_get(map->inner, sbpf_load32(value));
	if (IS_ERR(inner))
		return PTR_ERR(inner);
	mutex_lock(&hash->lock);
	old = inner_stored(hash, key);
	err = sbpf_hash_map_ops.user_update(hash->table, file, key, &inner, flags);
	mutex_unlock(&hash->lock);
	if (err)
		sbpf_map_put(inner);
	else if (old)
		sbpf_map_inner_put(old);
	return err;
}

static int maps_hash_user_delete(struct sbpf_map *map, const void *key)
{
	struct maps_hash *hash = to_hash(map);
	struct sbpf_map *old;
	int err;

	mutex_lock(&hash->lock);
	old = inner_stored(hash, key);
	rcu_read_lock();
	err = sbpf_hash_map_ops.delete(hash->table, key);
	rcu_read_unlock();
	mutex_unlock(&hash->lock);
	if (!err)
		sbpf_map_inner_put(old);
	return err;
}

/* What was removed is still in use by programs until the command, which knows when it is done, has waited for them. */
static int maps_hash_take_bucket(struct sbpf_map *map, u32 nr, void *keys, void *values, u32 room, bool remove)
{
	struct maps_hash *hash = to_hash(map);
	struct sbpf_map **inner;
	u32 *ids = values;
	int n, i;

	inner = kvmalloc_array(room, sizeof(*inner), GFP_KERNEL | __GFP_NOWARN);
	if (!inner)
		return -ENOMEM;
	/* Without writers, what is in the table stays there. */
	mutex_lock(&hash->lock);
	n = sbpf_hash_map_ops.take_bucket(hash->table, nr, keys, inner, room, remove);
	for (i = 0; i < n && n <= (s64)room; i++) {
		ids[i] = READ_ONCE(inner[i]->obj.id);
		if (remove)
			sbpf_map_put(inner[i]);
	}
	mutex_unlock(&hash->lock);
	kvfree(inner);
	return n;
}

static int maps_hash_next_key(struct sbpf_map *map, const void *key, void *next)
{
	return sbpf_hash_map_ops.next_key(to_hash(map)->table, key, next);
}

static u64 inner_drop(u64 table, u64 key, u64 value, u64 ctx, u64 r5)
{
	sbpf_map_put(*(struct sbpf_map **)(unsigned long)value);
	return 0;
}

static void maps_hash_free(struct sbpf_map *map)
{
	struct sbpf_native_callback drop = { .head.kind = SBPF_CALLBACK_NATIVE, .fn = inner_drop };
	struct maps_hash *hash = to_hash(map);

	rcu_read_lock();
	sbpf_hash_map_ops.for_each(hash->table, (unsigned long)&drop, 0);
	rcu_read_unlock();
	sbpf_hash_map_ops.free(hash->table);
	sbpf_map_template_destroy(hash->template);
	kfree(hash);
}

static u64 maps_hash_mem_usage(const struct sbpf_map *map)
{
	return sizeof(struct maps_hash) + sizeof(*map->inner) + sbpf_hash_map_ops.mem_usage(to_hash(map)->table);
}

const struct sbpf_map_ops sbpf_hash_of_maps_map_ops = {
	.name = "hash_of_maps",
	.check_btf = sbpf_map_no_btf,
	.caps = SBPF_MAP_CAP_LOOKUP | SBPF_MAP_CAP_KEYED | SBPF_MAP_CAP_BATCH | SBPF_MAP_CAP_BATCH_DELETE |
		SBPF_MAP_CAP_FD_VALUE | SBPF_MAP_CAP_UNPRIV,
	.alloc_check = maps_hash_alloc_check,
	.alloc = maps_hash_alloc,
	.free = maps_hash_free,
	.lookup = maps_hash_lookup,
	.next_key = maps_hash_next_key,
	.user_lookup = maps_hash_user_lookup,
	.user_update = maps_hash_user_update,
	.user_delete = maps_hash_user_delete,
	.take_bucket = maps_hash_take_bucket,
	.prog_lookup = maps_hash_prog_lookup,
	.mem_usage = maps_hash_mem_usage,
};
