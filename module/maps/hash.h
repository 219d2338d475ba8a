/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Hash tables of all kinds: what hash.c, hash_take.c and lru.c share.
 */
#ifndef SBPF_MAPS_HASH_H
#define SBPF_MAPS_HASH_H

#include <linux/bitops.h>
#include <linux/cache.h>
#include <linux/jhash.h>
#include <linux/spinlock.h>
#include "../map.h"
#include "copy.h"
#include "lock.h"
#include "pool.h"

/**
 * struct sbpf_bucket - one chain
 * @head: the first element, or the end mark
 * @lock: protects changes of the chain; lookups take none
 */
struct sbpf_bucket {
	unsigned long head;
	raw_spinlock_t lock;
};

/**
 * struct sbpf_hash - a hash table
 * @map: common part
 * @buckets: chains, @mask + 1 of them
 * @mask: of the hash
 * @seed: of the hash
 * @value_off: where the value, or the per-CPU address of the values, is in an element
 * @lru: the clock of LRU tables, else NULL
 * @count: elements in the table; kept only without preallocation
 * @pool: free elements
 */
struct sbpf_hash {
	struct sbpf_map map;
	struct sbpf_bucket *buckets;
	u32 mask;
	u32 seed;
	u32 value_off;
	struct sbpf_lru *lru;
	atomic_t count;
	struct sbpf_pool pool;
};

/**
 * struct sbpf_lru_hand - one hand of the clock
 * @lock: protects @pos; taken inside map operations, innermost
 * @first: number of the first element this hand passes
 * @nr: how many it passes
 * @pos: the next one, relative to @first
 */
struct sbpf_lru_hand {
	raw_spinlock_t lock;
	u32 first;
	u32 nr;
	u32 pos;
} ____cacheline_aligned_in_smp;

/**
 * struct sbpf_lru - which elements were used lately
 * @ref: one bit an element: looked up or updated since the hand passed last. Set without a lock.
 * @nr: elements
 * @batch: victims one sweep of the hand looks for
 * @nr_hands: 1, or with SBPF_F_NO_COMMON_LRU one for each possible CPU
 * @hands: the hands
 */
struct sbpf_lru {
	unsigned long *ref;
	u32 nr;
	u32 batch;
	u32 nr_hands;
	struct sbpf_lru_hand hands[];
};

/**
 * sbpf_lru_touch() - an element was used
 * @lru: clock
 * @elem: element, perhaps free by now, which does no harm
 *
 * Context: any.
 */
static __always_inline void sbpf_lru_touch(struct sbpf_lru *lru, const struct sbpf_elem *elem)
{
	u32 index = READ_ONCE(elem->index);

	if (!test_bit(index, lru->ref))
		set_bit(index, lru->ref);
}

/**
 * sbpf_lru_enter() - an element is about to be put into the table for a new key
 * @lru: clock
 * @elem: element
 *
 * Context: any.
 */
static __always_inline void sbpf_lru_enter(struct sbpf_lru *lru, const struct sbpf_elem *elem)
{
	if (test_bit(elem->index, lru->ref))
		clear_bit(elem->index, lru->ref);
}

/* lru.c */
struct sbpf_lru *sbpf_lru_create(u32 nr, bool per_cpu, int node);
void sbpf_lru_destroy(struct sbpf_lru *lru);
struct sbpf_elem *sbpf_lru_evict(struct sbpf_hash *hash, bool wait);
u64 sbpf_lru_mem_usage(const struct sbpf_lru *lru);

static inline struct sbpf_hash *sbpf_to_hash(const struct sbpf_map *map)
{
	return container_of(map, struct sbpf_hash, map);
}

static inline struct sbpf_bucket *sbpf_hash_bucket(const struct sbpf_hash *hash, u32 h)
{
	return &hash->buckets[h & hash->mask];
}

static inline struct sbpf_elem *sbpf_elem_at(unsigned long link)
{
	return (struct sbpf_elem *)link;
}

static inline bool sbpf_link_ends(unsigned long link)
{
	return link & SBPF_ELEM_END;
}

static inline unsigned long sbpf_link_end(u32 bucket)
{
	return (unsigned long)bucket << 1 | SBPF_ELEM_END;
}

/* hash_take.c: the keys and values that user space takes out. */
long sbpf_hash_delete(struct sbpf_map *map, const void *key);
int sbpf_hash_take(struct sbpf_map *map, const void *key, void *value);
int sbpf_hash_take_bucket(struct sbpf_map *map, u32 nr, void *keys, void *values, u32 room, bool remove);

static inline bool is_prealloc(const struct sbpf_hash *hash)
{
	return hash->pool.elems;
}

static __always_inline u32 key_hash(const struct sbpf_hash *hash, const void *key, u32 size)
{
	u32 words[2];

	switch (size) {
	case 4:
		words[0] = sbpf_load32(key);
		return jhash2(words, 1, hash->seed);
	case 8:
		words[0] = sbpf_load32(key);
		words[1] = sbpf_load32(key + 4);
		return jhash2(words, 2, hash->seed);
	default:
		return jhash(key, size, hash->seed);
	}
}

static __always_inline bool key_equal(const struct sbpf_elem *elem, const void *key, u32 size)
{
	switch (size) {
	case 4:
		return *(const u32 *)elem->data == sbpf_load32(key);
	case 8:
		return *(const u64 *)elem->data == sbpf_load64(key);
	default:
		return !memcmp(elem->data, key, size);
	}
}

/* Find with the bucket locked: the link that leads to the element, or the one that ends the chain. */
static __always_inline unsigned long *chain_find_link(struct sbpf_bucket *bucket, const void *key, u32 size, u32 h)
{
	unsigned long *link = &bucket->head;

	while (!sbpf_link_ends(*link)) {
		struct sbpf_elem *elem = sbpf_elem_at(*link);

		if (elem->hash == h && key_equal(elem, key, size))
			break;
		link = &elem->next;
	}
	return link;
}

static __always_inline void *elem_value(const struct sbpf_hash *hash, struct sbpf_elem *elem)
{
	return (void *)elem + hash->value_off;
}

static __always_inline void __percpu *elem_values(const struct sbpf_hash *hash, struct sbpf_elem *elem)
{
	return *sbpf_elem_pcpu(&hash->pool, elem);
}

#endif /* SBPF_MAPS_HASH_H */
