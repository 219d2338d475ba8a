// SPDX-License-Identifier: GPL-2.0
/*
 * Hash tables: plain, per-CPU values, and both with LRU eviction (the clock that chooses the victims is in lru.c).
 *
 * Buckets are chains with single links. Writers lock the bucket; readers walk without a lock while elements may be
 * unlinked and reused under their feet. That is safe because memory of an element stays an element, new elements go to
 * the front of a chain, and the end of a chain carries the number of its bucket: a reader that an element has carried
 * off into another chain finds the wrong number there and starts again. So does one who found nothing in a chain that has
 * another front by then.
 */
#include <linux/capability.h>
#include <linux/err.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/nospec.h>
#include <linux/percpu.h>
#include <linux/random.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>

#include "../engine/callback.h"
#include "area.h"
#include "hash.h"

#define HASH_FLAGS	(SBPF_F_NO_PREALLOC | SBPF_F_NO_COMMON_LRU | SBPF_F_NUMA_NODE | SBPF_F_ZERO_SEED | \
			 SBPF_MAP_ACCESS_FLAGS)

/* Largest number of entries whose buckets, 16 bytes each on Linux, still fit into 4 GiB. */
#define HASH_MAX_ENTRIES	(1U << 27)

/* What makes the kinds of tables differ; constant in every specialised function below. */
struct kind {
	bool percpu;
	bool lru;
};

static const struct kind plain = { };
static const struct kind percpu = { .percpu = true };
static const struct kind lru = { .lru = true };
static const struct kind lru_percpu = { .percpu = true, .lru = true };

/*
 * Find without a lock. RCU read side. A chain that got a new front meanwhile is walked again: the key may have moved
 * there from behind the reader, by being updated.
 */
static __always_inline struct sbpf_elem *chain_find(const struct sbpf_hash *hash, const void *key, u32 size)
{
	u32 h = key_hash(hash, key, size);
	const struct sbpf_bucket *bucket = sbpf_hash_bucket(hash, h);
	unsigned long link, head;
	struct sbpf_elem *elem;

	do {
		link = head = READ_ONCE(bucket->head);
		while (!sbpf_link_ends(link)) {
			elem = sbpf_elem_at(link);
			if (READ_ONCE(elem->hash) == h && key_equal(elem, key, size))
				return elem;
			link = READ_ONCE(elem->next);
		}
		/* Pairs with chain_insert(). */
		smp_rmb();
	} while (unlikely(link != sbpf_link_end(h & hash->mask) || READ_ONCE(bucket->head) != head));
	return NULL;
}

static noinline struct sbpf_elem *hash_find_any(const struct sbpf_hash *hash, const void *key)
{
	return chain_find(hash, key, hash->map.key_size);
}

static __always_inline struct sbpf_elem *hash_find(const struct sbpf_hash *hash, const void *key)
{
	switch (hash->map.key_size) {
	case 4:
		return chain_find(hash, key, 4);
	case 8:
		return chain_find(hash, key, 8);
	default:
		return hash_find_any(hash, key);
	}
}

/* One value for this CPU, or one for each CPU, each rounded up to 8 bytes. */
static void pcpu_write(const struct sbpf_hash *hash, struct sbpf_elem *elem, const void *value, bool all)
{
	void __percpu *values = elem_values(hash, elem);
	int cpu;

	if (!all) {
		sbpf_copy(this_cpu_ptr(values), value, hash->map.value_size);
		return;
	}
	for_each_possible_cpu(cpu) {
		sbpf_copy_words(per_cpu_ptr(values, cpu), value, hash->pool.pcpu_size);
		value += hash->pool.pcpu_size;
	}
}

/* A program gives the value of its CPU only; the element may have been another's before. */
static void pcpu_init(const struct sbpf_hash *hash, struct sbpf_elem *elem, const void *value, bool all)
{
	void __percpu *values = elem_values(hash, elem);
	int cpu;

	if (!all) {
		for_each_possible_cpu(cpu)
			memset(per_cpu_ptr(values, cpu), 0, hash->pool.pcpu_size);
	}
	pcpu_write(hash, elem, value, all);
}

/* A free element for a key that is not in the table yet, or the error that says why not. Bucket locked. */
static __always_inline struct sbpf_elem *elem_for_new(struct sbpf_hash *hash, bool wait)
{
	struct sbpf_elem *elem;

	if (is_prealloc(hash)) {
		elem = sbpf_pool_get(&hash->pool, wait);
		return elem ?: ERR_PTR(-E2BIG);
	}
	if (atomic_inc_return(&hash->count) > hash->map.max_entries) {
		atomic_dec(&hash->count);
		return ERR_PTR(-E2BIG);
	}
	elem = sbpf_pool_get(&hash->pool, wait);
	if (!elem)
		atomic_dec(&hash->count);
	return elem ?: ERR_PTR(-ENOMEM);
}

/* An element that will take the place of another. Bucket locked. */
static __always_inline struct sbpf_elem *elem_for_old(struct sbpf_hash *hash, bool wait)
{
	struct sbpf_elem *elem;

	elem = is_prealloc(hash) ? sbpf_pool_replace(&hash->pool, wait) : sbpf_pool_get(&hash->pool, wait);
	return elem ?: ERR_PTR(-ENOMEM);
}

/*
 * Put @new in front, take @old, which @link leads to, out. Readers see one or both, never none: who misses @old sees that
 * there is a new front. Bucket locked.
 */
static __always_inline void chain_insert(struct sbpf_bucket *bucket, struct sbpf_elem *new, struct sbpf_elem *old,
					 unsigned long *link)
{
	new->next = bucket->head;
	smp_store_release(&bucket->head, (unsigned long)new);
	if (!old)
		return;
	if (link == &bucket->head)
		link = &new->next;
	/* Pairs with chain_find(). */
	smp_store_release(link, old->next);
}

/**
 * struct write - one update on its way through hash_write_locked()
 * @key: key
 * @value: value, or one of each CPU
 * @flags: SBPF_ANY, NOEXIST, EXIST
 * @h: hash of @key
 * @wait: as sbpf_map_enter() says
 * @all: @value is one of each CPU
 * @spare: in LRU tables, an element that was evicted for this update
 */
struct write {
	const void *key;
	const void *value;
	u64 flags;
	u32 h;
	bool wait;
	bool all;
	struct sbpf_elem *spare;
};

/* Returns -E2BIG when the key is new and there is no free element. */
static __always_inline long hash_write_locked(struct sbpf_hash *hash, struct sbpf_bucket *bucket, struct write *w,
					      const struct kind kind)
{
	u32 key_size = hash->map.key_size;
	struct sbpf_elem *new, *old;
	unsigned long *link;

	link = chain_find_link(bucket, w->key, key_size, w->h);
	old = sbpf_link_ends(*link) ? NULL : sbpf_elem_at(*link);
	if (unlikely(old && w->flags == SBPF_NOEXIST))
		return -EEXIST;
	if (unlikely(!old && w->flags == SBPF_EXIST))
		return -ENOENT;
	if (kind.percpu && old) {
		pcpu_write(hash, old, w->value, w->all);
		if (kind.lru)
			sbpf_lru_touch(hash->lru, old);
		return 0;
	}

	if (kind.lru && w->spare && !old) {
		new = w->spare;
		w->spare = NULL;
	} else {
		new = old ? elem_for_old(hash, w->wait) : elem_for_new(hash, w->wait);
		if (IS_ERR(new))
			return PTR_ERR(new);
	}
	sbpf_copy(new->data, w->key, key_size);
	if (kind.percpu)
		pcpu_init(hash, new, w->value, w->all);
	else
		sbpf_copy(elem_value(hash, new), w->value, hash->map.value_size);
	WRITE_ONCE(new->hash, w->h);
	if (kind.lru && old)
		sbpf_lru_touch(hash->lru, new);
	else if (kind.lru)
		sbpf_lru_enter(hash->lru, new);
	chain_insert(bucket, new, old, link);
	if (old) {
		if (is_prealloc(hash))
			sbpf_pool_replaced(&hash->pool, old, w->wait);
		else
			sbpf_pool_put(&hash->pool, old, w->wait);
	}
	return 0;
}

static __always_inline long hash_write(struct sbpf_hash *hash, const void *key, const void *value, u64 flags,
				       bool all, const struct kind kind)
{
	struct write w = { .key = key, .value = value, .flags = flags, .all = all };
	struct sbpf_bucket *bucket;
	unsigned long irq;
	long err;

	/* Also SBPF_F_LOCK: no value has a lock. */
	if (unlikely(flags > SBPF_EXIST))
		return -EINVAL;
	w.h = key_hash(hash, key, hash->map.key_size);
	bucket = sbpf_hash_bucket(hash, w.h);

	w.wait = sbpf_map_enter(&irq);
	if (unlikely(!sbpf_map_lock(&bucket->lock, w.wait))) {
		err = -EBUSY;
		goto out;
	}
	err = hash_write_locked(hash, bucket, &w, kind);
	raw_spin_unlock(&bucket->lock);

	if (kind.lru && unlikely(err == -E2BIG)) {
		/* Eviction locks other buckets, so ours must be unlocked; the table may be another one afterwards. */
		err = -ENOMEM;
		w.spare = sbpf_lru_evict(hash, w.wait);
		if (!w.spare)
			goto out;
		if (sbpf_map_lock(&bucket->lock, w.wait)) {
			err = hash_write_locked(hash, bucket, &w, kind);
			raw_spin_unlock(&bucket->lock);
		} else {
			err = -EBUSY;
		}
		if (w.spare)
			sbpf_pool_put(&hash->pool, w.spare, w.wait);
	}
out:
	sbpf_map_leave(irq);
	return err;
}

/* -ENOMEM without preallocation: the CPU's list was empty. Try to fill it from where that is allowed. */
static noinline long hash_write_again(struct sbpf_hash *hash, const void *key, const void *value, u64 flags,
				      const struct kind kind)
{
	if (!preemptible() || !sbpf_pool_grow(&hash->pool, GFP_NOWAIT))
		return -ENOMEM;
	return hash_write(hash, key, value, flags, false, kind);
}

static __always_inline long hash_prog_write(struct sbpf_map *map, const void *key, const void *value, u64 flags,
					    const struct kind kind)
{
	struct sbpf_hash *hash = sbpf_to_hash(map);
	long err = hash_write(hash, key, value, flags, false, kind);

	if (!kind.lru && unlikely(err == -ENOMEM) && !is_prealloc(hash))
		err = hash_write_again(hash, key, value, flags, kind);
	return err;
}

/* User space may wait for memory. */
static __always_inline int hash_user_write(struct sbpf_map *map, const void *key, const void *value, u64 flags,
					   const struct kind kind)
{
	struct sbpf_hash *hash = sbpf_to_hash(map);
	long err = hash_write(hash, key, value, flags, kind.percpu, kind);

	if (!kind.lru && unlikely(err == -ENOMEM) && !is_prealloc(hash) && sbpf_pool_grow(&hash->pool, GFP_KERNEL))
		err = hash_write(hash, key, value, flags, kind.percpu, kind);
	return err;
}

static int hash_next_key(struct sbpf_map *map, const void *key, void *next)
{
	struct sbpf_hash *hash = sbpf_to_hash(map);
	struct sbpf_elem *elem = key ? hash_find(hash, key) : NULL;
	unsigned long link;
	u32 i = 0;

	if (elem) {
		i = key_hash(hash, key, map->key_size) & hash->mask;
		link = READ_ONCE(elem->next);
		if (!sbpf_link_ends(link))
			goto found;
		i++;
	}
	for (; i <= hash->mask; i++) {
		link = READ_ONCE(hash->buckets[i].head);
		if (!sbpf_link_ends(link))
			goto found;
	}
	return -ENOENT;
found:
	memcpy(next, sbpf_elem_at(link)->data, map->key_size);
	return 0;
}

/*
 * The next link is read before the callback, which may delete its element. A callback that puts the element to come in
 * front of the one it was called for, each time, would be called for ever: there is an end when it was called for more
 * elements than the table can have, and as many again for those that others replaced meanwhile.
 */
static __always_inline long hash_walk(struct sbpf_map *map, u64 cb, u64 ctx, const struct kind kind)
{
	struct sbpf_hash *hash = sbpf_to_hash(map);
	long n = 0, end = 2L * map->max_entries;
	struct sbpf_elem *elem;
	unsigned long link;
	void *value;
	u32 i;

	for (i = 0; i <= hash->mask; i++) {
		link = READ_ONCE(hash->buckets[i].head);
		while (!sbpf_link_ends(link)) {
			elem = sbpf_elem_at(link);
			link = READ_ONCE(elem->next);
			value = kind.percpu ? this_cpu_ptr(elem_values(hash, elem)) : elem_value(hash, elem);
			n++;
			if (sbpf_callback_call(cb, (unsigned long)map, (unsigned long)elem->data,
					       (unsigned long)value, ctx, 0) || n >= end)
				return n;
		}
	}
	return n;
}

static long plain_for_each(struct sbpf_map *map, u64 cb, u64 ctx)
{
	return hash_walk(map, cb, ctx, plain);
}

static long percpu_for_each(struct sbpf_map *map, u64 cb, u64 ctx)
{
	return hash_walk(map, cb, ctx, percpu);
}

static __always_inline void *hash_read(struct sbpf_map *map, const void *key, const struct kind kind)
{
	struct sbpf_hash *hash = sbpf_to_hash(map);
	struct sbpf_elem *elem = hash_find(hash, key);

	if (!elem)
		return NULL;
	if (kind.lru)
		sbpf_lru_touch(hash->lru, elem);
	return kind.percpu ? this_cpu_ptr(elem_values(hash, elem)) : elem_value(hash, elem);
}

static void *percpu_lookup_cpu(struct sbpf_map *map, const void *key, u32 cpu)
{
	struct sbpf_hash *hash = sbpf_to_hash(map);
	struct sbpf_elem *elem;

	if (cpu >= nr_cpu_ids || !cpu_possible(cpu))
		return NULL;
	elem = hash_find(hash, key);
	if (!elem)
		return NULL;
	if (hash->lru)
		sbpf_lru_touch(hash->lru, elem);
	return per_cpu_ptr(elem_values(hash, elem), array_index_nospec(cpu, nr_cpu_ids));
}

/* That user space looks does not make an element recently used. */
static int lru_user_lookup(struct sbpf_map *map, const void *key, void *value, u64 flags)
{
	struct sbpf_hash *hash = sbpf_to_hash(map);
	struct sbpf_elem *elem;

	rcu_read_lock();
	elem = hash_find(hash, key);
	if (elem)
		memcpy(value, elem_value(hash, elem), map->value_size);
	rcu_read_unlock();
	return elem ? 0 : -ENOENT;
}

static int percpu_user_lookup(struct sbpf_map *map, const void *key, void *value, u64 flags)
{
	struct sbpf_hash *hash = sbpf_to_hash(map);
	struct sbpf_elem *elem;
	int cpu;

	rcu_read_lock();
	elem = hash_find(hash, key);
	if (elem) {
		for_each_possible_cpu(cpu) {
			sbpf_copy_words(value, per_cpu_ptr(elem_values(hash, elem), cpu), hash->pool.pcpu_size);
			value += hash->pool.pcpu_size;
		}
	}
	rcu_read_unlock();
	return elem ? 0 : -ENOENT;
}

static int hash_check(const union sbpf_attr *attr, const struct kind kind)
{
	bool own_lru = attr->map_flags & SBPF_F_NO_COMMON_LRU;

	/* Collisions can be made at will. */
	if ((attr->map_flags & SBPF_F_ZERO_SEED) && !capable(CAP_SYS_ADMIN))
		return -EPERM;
	if ((attr->map_flags & ~HASH_FLAGS) || !sbpf_map_access_ok(attr->map_flags))
		return -EINVAL;
	if (own_lru && !kind.lru)
		return -EINVAL;
	if (kind.lru && (attr->map_flags & SBPF_F_NO_PREALLOC))
		return -ENOTSUPP;
	if (sbpf_map_attr_node(attr) != NUMA_NO_NODE && (kind.percpu || own_lru))
		return -EINVAL;
	if (!attr->max_entries || !attr->key_size || !attr->value_size)
		return -EINVAL;
	if ((u64)attr->key_size + attr->value_size >= KMALLOC_MAX_SIZE - 2 * sizeof(struct sbpf_elem))
		return -E2BIG;
	if (kind.percpu && round_up(attr->value_size, 8) > PCPU_MIN_UNIT_SIZE)
		return -E2BIG;
	return 0;
}

static int buckets_alloc(struct sbpf_hash *hash, int node)
{
	u32 nr, i;

	if (hash->map.max_entries > HASH_MAX_ENTRIES)
		return -E2BIG;
	nr = roundup_pow_of_two(hash->map.max_entries);
	hash->buckets = sbpf_area_alloc((u64)nr * sizeof(*hash->buckets), node);
	if (!hash->buckets)
		return -ENOMEM;
	hash->mask = nr - 1;
	for (i = 0; i < nr; i++) {
		hash->buckets[i].head = sbpf_link_end(i);
		raw_spin_lock_init(&hash->buckets[i].lock);
		if (!(i % 1024))
			cond_resched();
	}
	return 0;
}

static void elems_free(struct sbpf_hash *hash)
{
	unsigned long link;
	u32 i;

	for (i = 0; i <= hash->mask; i++) {
		link = hash->buckets[i].head;
		while (!sbpf_link_ends(link)) {
			struct sbpf_elem *elem = sbpf_elem_at(link);

			link = elem->next;
			sbpf_pool_elem_free(&hash->pool, elem);
		}
		cond_resched();
	}
}

static void hash_free(struct sbpf_map *map)
{
	struct sbpf_hash *hash = sbpf_to_hash(map);

	if (map->map_flags & SBPF_F_NO_PREALLOC) {
		elems_free(hash);
		sbpf_pool_grow_destroy(&hash->pool);
	}
	sbpf_pool_destroy(&hash->pool);
	sbpf_lru_destroy(hash->lru);
	sbpf_area_free(hash->buckets);
	sbpf_area_free(hash);
}

/* Every CPU's part of the clock has the same size. */
static u32 lru_round(u32 nr)
{
	u32 cpus = num_possible_cpus();
	u32 up = roundup(nr, cpus);

	return up >= nr ? up : rounddown(nr, cpus);
}

static int pool_setup(struct sbpf_hash *hash, const union sbpf_attr *attr, const struct kind kind)
{
	struct sbpf_pool *pool = &hash->pool;
	int err;

	hash->value_off = sizeof(struct sbpf_elem) + round_up(attr->key_size, 8);
	pool->elem_size = hash->value_off + (kind.percpu ? sizeof(void *) : round_up(attr->value_size, 8));
	pool->pcpu_size = kind.percpu ? round_up(attr->value_size, 8) : 0;
	pool->pcpu_off = hash->value_off;
	pool->node = sbpf_map_attr_node(attr);
	err = sbpf_pool_init(pool);
	if (err)
		return err;
	if (attr->map_flags & SBPF_F_NO_PREALLOC) {
		err = sbpf_pool_grow_init(pool, hash->map.max_entries);
		if (err)
			sbpf_pool_grow_destroy(pool);
	} else {
		err = sbpf_pool_fill(pool, hash->map.max_entries, !kind.percpu);
	}
	if (!err && kind.lru) {
		hash->lru = sbpf_lru_create(pool->nr, attr->map_flags & SBPF_F_NO_COMMON_LRU, pool->node);
		if (!hash->lru)
			err = -ENOMEM;
	}
	if (err)
		sbpf_pool_destroy(pool);
	return err;
}

static struct sbpf_map *hash_make(const union sbpf_attr *attr, const struct kind kind)
{
	int node = sbpf_map_attr_node(attr);
	struct sbpf_hash *hash;
	int err;

	hash = sbpf_area_alloc(sizeof(*hash), node);
	if (!hash)
		return ERR_PTR(-ENOMEM);
	sbpf_map_init_sizes(&hash->map, attr);
	if (attr->map_flags & SBPF_F_NO_COMMON_LRU)
		hash->map.max_entries = lru_round(attr->max_entries);
	hash->seed = attr->map_flags & SBPF_F_ZERO_SEED ? 0 : get_random_u32();
	err = buckets_alloc(hash, node);
	if (err)
		goto err_hash;
	err = pool_setup(hash, attr, kind);
	if (err)
		goto err_buckets;
	return &hash->map;

err_buckets:
	sbpf_area_free(hash->buckets);
err_hash:
	sbpf_area_free(hash);
	return ERR_PTR(err);
}

static u64 hash_mem_usage(const struct sbpf_map *map)
{
	const struct sbpf_hash *hash = sbpf_to_hash(map);
	u64 bytes = sizeof(*hash) + (hash->mask + 1ULL) * sizeof(*hash->buckets) + sbpf_pool_mem_usage(&hash->pool);

	if (!is_prealloc(hash))
		bytes += (u64)atomic_read(&hash->count) *
			 (hash->pool.elem_size + (u64)hash->pool.pcpu_size * num_possible_cpus());
	if (hash->lru)
		bytes += sbpf_lru_mem_usage(hash->lru);
	return bytes;
}

/* The callbacks of one kind, specialised by its constant description. */
#define HASH_KIND(_kind)									\
static int _kind##_check(const union sbpf_attr *attr)						\
{												\
	return hash_check(attr, _kind);								\
}												\
static struct sbpf_map *_kind##_alloc(const union sbpf_attr *attr)				\
{												\
	return hash_make(attr, _kind);								\
}												\
static void *_kind##_lookup(struct sbpf_map *map, const void *key)				\
{												\
	return hash_read(map, key, _kind);							\
}												\
static long _kind##_update(struct sbpf_map *map, const void *key, const void *value, u64 flags)	\
{												\
	return hash_prog_write(map, key, value, flags, _kind);					\
}												\
static int _kind##_user_update(struct sbpf_map *map, struct file *file, const void *key,	\
			       const void *value, u64 flags)					\
{												\
	return hash_user_write(map, key, value, flags, _kind);					\
}												\
static u64 _kind##_prog_lookup(u64 map, u64 key, u64 r3, u64 r4, u64 r5)			\
{												\
	return (unsigned long)hash_read((void *)(unsigned long)map,				\
					(void *)(unsigned long)key, _kind);			\
}												\
static u64 _kind##_prog_update(u64 map, u64 key, u64 value, u64 flags, u64 r5)			\
{												\
	return _kind##_update((void *)(unsigned long)map, (void *)(unsigned long)key,		\
			      (void *)(unsigned long)value, flags);				\
}

HASH_KIND(plain)
HASH_KIND(percpu)
HASH_KIND(lru)
HASH_KIND(lru_percpu)

static u64 prog_delete(u64 map, u64 key, u64 r3, u64 r4, u64 r5)
{
	return sbpf_hash_delete((void *)(unsigned long)map, (void *)(unsigned long)key);
}

#define HASH_CAPS	(SBPF_MAP_CAP_LOOKUP | SBPF_MAP_CAP_UPDATE | SBPF_MAP_CAP_DELETE | SBPF_MAP_CAP_FOR_EACH | \
			 SBPF_MAP_CAP_KEYED | SBPF_MAP_CAP_BATCH | SBPF_MAP_CAP_BATCH_DELETE | \
			 SBPF_MAP_CAP_INNER)

#define HASH_OPS(_kind)				\
	.alloc_check = _kind##_check,		\
	.alloc = _kind##_alloc,			\
	.free = hash_free,			\
	.lookup = _kind##_lookup,		\
	.update = _kind##_update,		\
	.delete = sbpf_hash_delete,			\
	.next_key = hash_next_key,		\
	.user_update = _kind##_user_update,	\
	.user_take = sbpf_hash_take,		\
	.take_bucket = sbpf_hash_take_bucket,	\
	.prog_lookup = _kind##_prog_lookup,	\
	.prog_update = _kind##_prog_update,	\
	.prog_delete = prog_delete,		\
	.mem_usage = hash_mem_usage

const struct sbpf_map_ops sbpf_hash_map_ops = {
	.name = "hash",
	.caps = HASH_CAPS | SBPF_MAP_CAP_UNPRIV,
	.for_each = plain_for_each,
	HASH_OPS(plain),
};

const struct sbpf_map_ops sbpf_percpu_hash_map_ops = {
	.name = "percpu_hash",
	.caps = HASH_CAPS | SBPF_MAP_CAP_PERCPU | SBPF_MAP_CAP_PERCPU_PTR | SBPF_MAP_CAP_UNPRIV,
	.user_lookup = percpu_user_lookup,
	.lookup_cpu = percpu_lookup_cpu,
	.for_each = percpu_for_each,
	HASH_OPS(percpu),
};

const struct sbpf_map_ops sbpf_lru_hash_map_ops = {
	.name = "lru_hash",
	.caps = HASH_CAPS,
	.user_lookup = lru_user_lookup,
	.for_each = plain_for_each,
	HASH_OPS(lru),
};

const struct sbpf_map_ops sbpf_lru_percpu_hash_map_ops = {
	.name = "lru_percpu_hash",
	.caps = HASH_CAPS | SBPF_MAP_CAP_PERCPU | SBPF_MAP_CAP_PERCPU_PTR,
	.user_lookup = percpu_user_lookup,
	.lookup_cpu = percpu_lookup_cpu,
	.for_each = percpu_for_each,
	HASH_OPS(lru_percpu),
};

#ifdef SBPF_KUNIT
#include "../tests/hash_test.c"
#endif
