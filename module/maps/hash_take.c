// SPDX-License-Identifier: GPL-2.0
/*
 * Hash tables: taking elements out, one by its key or a whole bucket at once, and what was in them with them.
 */
#include <linux/cpumask.h>
#include <linux/percpu.h>
#include <linux/string.h>

#include "hash.h"

/* What user space sees of the value. Bucket locked, so programs that update in place may still write meanwhile. */
static void value_copy(const struct sbpf_hash *hash, struct sbpf_elem *elem, void *value)
{
	void __percpu *values;
	int cpu;

	if (!hash->pool.pcpu_size) {
		memcpy(value, elem_value(hash, elem), hash->map.value_size);
		return;
	}
	values = elem_values(hash, elem);
	for_each_possible_cpu(cpu) {
		sbpf_copy_words(value, per_cpu_ptr(values, cpu), hash->pool.pcpu_size);
		value += hash->pool.pcpu_size;
	}
}

static void elem_release(struct sbpf_hash *hash, struct sbpf_elem *elem, bool wait)
{
	sbpf_pool_put(&hash->pool, elem, wait);
	if (!is_prealloc(hash))
		atomic_dec(&hash->count);
}

static __always_inline int elem_take(struct sbpf_map *map, const void *key, void *value)
{
	struct sbpf_hash *hash = sbpf_to_hash(map);
	u32 h = key_hash(hash, key, map->key_size);
	struct sbpf_bucket *bucket = sbpf_hash_bucket(hash, h);
	struct sbpf_elem *elem = NULL;
	unsigned long *link, irq;
	int err = -ENOENT;
	bool wait;

	wait = sbpf_map_enter(&irq);
	if (unlikely(!sbpf_map_lock(&bucket->lock, wait))) {
		err = -EBUSY;
		goto out;
	}
	link = chain_find_link(bucket, key, map->key_size, h);
	if (!sbpf_link_ends(*link)) {
		elem = sbpf_elem_at(*link);
		if (value)
			value_copy(hash, elem, value);
		WRITE_ONCE(*link, elem->next);
	}
	raw_spin_unlock(&bucket->lock);
	if (elem) {
		elem_release(hash, elem, wait);
		err = 0;
	}
out:
	sbpf_map_leave(irq);
	return err;
}

/**
 * sbpf_hash_delete() - remove an element
 * @map: a hash table
 * @key: key
 *
 * Context: any. Return: 0, -ENOENT, or -EBUSY the bucket is locked and it may not be waited for.
 */
long sbpf_hash_delete(struct sbpf_map *map, const void *key)
{
	return elem_take(map, key, NULL);
}

/**
 * sbpf_hash_take() - remove an element and tell its value
 * @map: a hash table
 * @key: key
 * @value: room for what user space sees of its value
 *
 * Context: any. Return: as sbpf_hash_delete().
 */
int sbpf_hash_take(struct sbpf_map *map, const void *key, void *value)
{
	return elem_take(map, key, value);
}

static u32 chain_length(const struct sbpf_bucket *bucket)
{
	unsigned long link = bucket->head;
	u32 n = 0;

	for (; !sbpf_link_ends(link); link = sbpf_elem_at(link)->next)
		n++;
	return n;
}

/**
 * sbpf_hash_take_bucket() - copy all elements of a bucket, and perhaps remove them
 * @map: a hash table
 * @nr: number of the bucket
 * @keys: room for @room keys
 * @values: room for @room values as user space sees them
 * @room: how many
 * @remove: take them out of the table
 *
 * Either all of the bucket is done or, when there are more elements than room, nothing.
 *
 * Context: process context. Return: how many elements the bucket has, -ENOENT no such bucket, -EBUSY.
 */
int sbpf_hash_take_bucket(struct sbpf_map *map, u32 nr, void *keys, void *values, u32 room, bool remove)
{
	struct sbpf_hash *hash = sbpf_to_hash(map);
	struct sbpf_bucket *bucket;
	unsigned long link, irq;
	struct sbpf_elem *elem;
	u32 value_size;
	bool wait;
	int n;

	if (nr > hash->mask)
		return -ENOENT;
	bucket = &hash->buckets[nr];
	if (sbpf_link_ends(READ_ONCE(bucket->head)))
		return 0;
	wait = sbpf_map_enter(&irq);
	if (unlikely(!sbpf_map_lock(&bucket->lock, wait))) {
		sbpf_map_leave(irq);
		return -EBUSY;
	}
	value_size = hash->pool.pcpu_size ? hash->pool.pcpu_size * num_possible_cpus() : map->value_size;
	n = chain_length(bucket);
	link = n > room ? sbpf_link_end(nr) : bucket->head;
	if (remove && n <= room)
		WRITE_ONCE(bucket->head, sbpf_link_end(nr));
	while (!sbpf_link_ends(link)) {
		elem = sbpf_elem_at(link);
		link = elem->next;
		memcpy(keys, elem->data, map->key_size);
		value_copy(hash, elem, values);
		keys += map->key_size;
		values += value_size;
		/* Free lists are locked inside of bucket locks. */
		if (remove)
			elem_release(hash, elem, wait);
	}
	raw_spin_unlock(&bucket->lock);
	sbpf_map_leave(irq);
	return n;
}
