// SPDX-License-Identifier: GPL-2.0
/*
 * Queues and stacks: values without keys in a ring that is allocated once. A queue gives out the oldest, a stack the
 * newest; both drop the oldest when a full one is told to make room.
 */
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/slab.h>

#include "area.h"
#include "copy.h"
#include "lock.h"

/**
 * struct ring - the map
 * @map: common part
 * @lock: protects @first, @count and the values; taken in map operations
 * @elem_size: bytes from one value to the next, multiple of 8
 * @first: where the oldest value is
 * @count: how many there are
 * @values: max_entries of them
 */
struct ring {
	struct sbpf_map map;
	raw_spinlock_t lock;
	u32 elem_size;
	u32 first;
	u32 count;
	u8 values[] __aligned(8);
};

#define RING_FLAGS	(SBPF_F_NUMA_NODE | SBPF_MAP_ACCESS_FLAGS)

static inline struct ring *to_ring(const struct sbpf_map *map)
{
	return container_of(map, struct ring, map);
}

static int ring_alloc_check(const union sbpf_attr *attr)
{
	if (!attr->max_entries || attr->key_size || !attr->value_size)
		return -EINVAL;
	if ((attr->map_flags & ~RING_FLAGS) || !sbpf_map_access_ok(attr->map_flags))
		return -EINVAL;
	if (attr->value_size > KMALLOC_MAX_SIZE)
		return -E2BIG;
	return 0;
}

static struct sbpf_map *ring_alloc(const union sbpf_attr *attr)
{
	u32 elem_size = round_up(attr->value_size, 8);
	struct ring *ring;

	ring = sbpf_area_alloc(sizeof(*ring) + (u64)elem_size * attr->max_entries, sbpf_map_attr_node(attr));
	if (!ring)
		return ERR_PTR(-ENOMEM);
	sbpf_map_init_sizes(&ring->map, attr);
	raw_spin_lock_init(&ring->lock);
	ring->elem_size = elem_size;
	return &ring->map;
}

static void ring_free(struct sbpf_map *map)
{
	sbpf_area_free(to_ring(map));
}

/* The place of the @n-th value, counted from the oldest. */
static void *ring_at(struct ring *ring, u32 n)
{
	u64 i = (u64)ring->first + n;

	if (i >= ring->map.max_entries)
		i -= ring->map.max_entries;
	return ring->values + i * ring->elem_size;
}

static void ring_drop_oldest(struct ring *ring)
{
	ring->first = ring->first + 1 < ring->map.max_entries ? ring->first + 1 : 0;
	ring->count--;
}

static long ring_push(struct sbpf_map *map, const void *value, u64 flags)
{
	struct ring *ring = to_ring(map);
	unsigned long irq;
	long err = 0;
	bool wait;

	if (unlikely(flags != SBPF_ANY && flags != SBPF_EXIST))
		return -EINVAL;
	wait = sbpf_map_enter(&irq);
	if (unlikely(!sbpf_map_lock(&ring->lock, wait))) {
		err = -EBUSY;
		goto out;
	}
	if (ring->count == map->max_entries && flags == SBPF_EXIST)
		ring_drop_oldest(ring);
	if (ring->count == map->max_entries)
		err = -E2BIG;
	else
		sbpf_copy(ring_at(ring, ring->count++), value, map->value_size);
	raw_spin_unlock(&ring->lock);
out:
	sbpf_map_leave(irq);
	return err;
}

/* @value is the program's and has whatever alignment its own has. */
static __always_inline long ring_get(struct sbpf_map *map, void *value, bool newest, bool remove)
{
	struct ring *ring = to_ring(map);
	long err = -EBUSY;
	unsigned long irq;
	bool wait;

	wait = sbpf_map_enter(&irq);
	if (likely(sbpf_map_lock(&ring->lock, wait))) {
		err = -ENOENT;
		if (ring->count) {
			memcpy(value, ring_at(ring, newest ? ring->count - 1 : 0), map->value_size);
			if (remove && newest)
				ring->count--;
			else if (remove)
				ring_drop_oldest(ring);
			err = 0;
		}
		raw_spin_unlock(&ring->lock);
	}
	sbpf_map_leave(irq);
	if (err)
		memset(value, 0, map->value_size);
	return err;
}

static long queue_peek(struct sbpf_map *map, void *value)
{
	return ring_get(map, value, false, false);
}

static long queue_pop(struct sbpf_map *map, void *value)
{
	return ring_get(map, value, false, true);
}

static long stack_peek(struct sbpf_map *map, void *value)
{
	return ring_get(map, value, true, false);
}

static long stack_pop(struct sbpf_map *map, void *value)
{
	return ring_get(map, value, true, true);
}

/* What takes a key makes no sense here. */
static long ring_delete(struct sbpf_map *map, const void *key)
{
	return -EINVAL;
}

static int ring_next_key(struct sbpf_map *map, const void *key, void *next)
{
	return -EINVAL;
}

static u64 ring_mem_usage(const struct sbpf_map *map)
{
	return sizeof(struct ring) + (u64)to_ring(map)->elem_size * map->max_entries;
}

#define RING_OPS					\
	.caps = SBPF_MAP_CAP_PUSH | SBPF_MAP_CAP_PEEK | SBPF_MAP_CAP_POP | SBPF_MAP_CAP_INNER,	\
	.alloc_check = ring_alloc_check,		\
	.alloc = ring_alloc,				\
	.free = ring_free,				\
	.delete = ring_delete,				\
	.push = ring_push,				\
	.next_key = ring_next_key,			\
	.mem_usage = ring_mem_usage

const struct sbpf_map_ops sbpf_queue_map_ops = {
	.name = "queue",
	.peek = queue_peek,
	.pop = queue_pop,
	RING_OPS,
};

const struct sbpf_map_ops sbpf_stack_map_ops = {
	.name = "stack",
	.peek = stack_peek,
	.pop = stack_pop,
	RING_OPS,
};

#ifdef SBPF_KUNIT
#include "../tests/queue_stack_test.c"
#endif
