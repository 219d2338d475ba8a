// SPDX-License-Identifier: GPL-2.0
/*
 * The stack trace map: programs store stacks under an id made of their hash, user space reads them by id. Walking the
 * stack is in helpers/stack.c.
 *
 * An array of slots, each with a state word and room for one trace:
 *
 *	state: 63      32 31        1  0
 *	      |   hash   | sequence  |busy|
 *
 * A writer claims a slot by setting busy with one compare-and-exchange, fills it, and publishes it by adding one more
 * to the sequence. Whoever finds a slot busy does not wait for it (the writer may be what it interrupted). Readers copy
 * and then check that the state did not change. So no lock is held and nothing is allocated, in any context.
 */
#include <linux/atomic.h>
#include <linux/err.h>
#include <linux/jhash.h>
#include <linux/kernel.h>
#include <linux/nospec.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "area.h"
#include "copy.h"
#include "stack_trace.h"

#define STATE_BUSY	1

/**
 * struct stack_slot - room for one trace
 * @state: see above
 * @nr: frames in @ip; 0 in an empty slot
 * @ip: addresses, innermost first
 */
struct stack_slot {
	atomic64_t state;
	u64 nr;
	u64 ip[];
};

/**
 * struct stack_map - the map
 * @map: common part
 * @stride: bytes from one slot to the next
 * @slots: max_entries of them
 */
struct stack_map {
	struct sbpf_map map;
	u32 stride;
	void *slots;
};

#define STACK_MAP_FLAGS	(SBPF_F_NUMA_NODE | SBPF_F_RDONLY | SBPF_F_WRONLY)

static inline struct stack_map *to_stack_map(const struct sbpf_map *map)
{
	return container_of(map, struct stack_map, map);
}

static inline struct stack_slot *slot_at(const struct sbpf_map *map, u32 id)
{
	const struct stack_map *stacks = to_stack_map(map);

	return stacks->slots + (u64)stacks->stride * array_index_nospec(id, map->max_entries);
}

static inline u32 state_hash(u64 state)
{
	return state >> 32;
}

/* The state one step further: free to busy, or busy to free. */
static inline u64 state_next(u32 hash, u64 state)
{
	return (u64)hash << 32 | (u32)(state + 1);
}

/* SBPF_F_STACK_BUILD_ID is refused: the module cannot tell which file user code comes from without sleeping. */
static int stack_map_alloc_check(const union sbpf_attr *attr)
{
	if (attr->map_flags & ~STACK_MAP_FLAGS)
		return -EINVAL;
	if (!attr->max_entries || attr->key_size != 4 || attr->value_size < 8 || attr->value_size % 8 ||
	    attr->value_size / 8 > SBPF_STACK_DEPTH_MAX)
		return -EINVAL;
	if (attr->max_entries > 1U << 31)
		return -E2BIG;
	return 0;
}

static struct sbpf_map *stack_map_alloc(const union sbpf_attr *attr)
{
	int node = sbpf_map_attr_node(attr);
	struct stack_map *stacks;

	stacks = sbpf_area_alloc(sizeof(*stacks), node);
	if (!stacks)
		return ERR_PTR(-ENOMEM);
	sbpf_map_init_sizes(&stacks->map, attr);
	stacks->stride = sizeof(struct stack_slot) + attr->value_size;
	stacks->slots = sbpf_area_alloc((u64)stacks->stride * attr->max_entries, node);
	if (!stacks->slots) {
		sbpf_area_free(stacks);
		return ERR_PTR(-ENOMEM);
	}
	return &stacks->map;
}

static void stack_map_free(struct sbpf_map *map)
{
	struct stack_map *stacks = to_stack_map(map);

	sbpf_area_free(stacks->slots);
	sbpf_area_free(stacks);
}

/* Whether the slot held exactly this trace while its state was @state. */
static bool slot_holds(const struct stack_slot *slot, u64 state, const u64 *ips, u32 nr)
{
	bool same = READ_ONCE(slot->nr) == nr && !memcmp(slot->ip, ips, nr * sizeof(*ips));

	/* Pairs with slot_claim(). */
	smp_rmb();
	return same && atomic64_read(&slot->state) == state;
}

/* The compare-and-exchange is the barrier that slot_holds() and stack_map_lookup() pair with. */
static bool slot_claim(struct stack_slot *slot, u64 state, u32 hash)
{
	return atomic64_cmpxchg(&slot->state, state, state_next(hash, state)) == state;
}

/* Pairs with the acquiring reads of the state. */
static void slot_publish(struct stack_slot *slot, u64 state, u32 hash)
{
	atomic64_set_release(&slot->state, state_next(hash, state_next(hash, state)));
}

/**
 * sbpf_stack_map_put() - store a trace, or find that it is stored
 * @map: a stack trace map
 * @ips: @nr addresses
 * @nr: 1 to value_size / 8
 * @flags: SBPF_F_FAST_STACK_CMP: equal hashes are equal traces; SBPF_F_REUSE_STACKID: replace another trace in the way
 *
 * A trace of the same hash that is being stored right now is taken for the same trace.
 *
 * Context: any, preemption off. Return: the id; -EEXIST another trace has the place, -EBUSY it is being changed.
 */
long sbpf_stack_map_put(struct sbpf_map *map, const u64 *ips, u32 nr, u64 flags)
{
	u32 hash = jhash2((const u32 *)ips, nr * 2, 0);
	u32 id = reciprocal_scale(hash, map->max_entries);
	struct stack_slot *slot = slot_at(map, id);
	u64 state = atomic64_read_acquire(&slot->state);

	if (state & STATE_BUSY)
		goto busy;
	if (READ_ONCE(slot->nr)) {
		if (state_hash(state) == hash &&
		    ((flags & SBPF_F_FAST_STACK_CMP) || slot_holds(slot, state, ips, nr)))
			return id;
		if (!(flags & SBPF_F_REUSE_STACKID))
			return -EEXIST;
	}
	if (!slot_claim(slot, state, hash)) {
		state = atomic64_read(&slot->state);
		goto busy;
	}
	WRITE_ONCE(slot->nr, nr);
	memcpy(slot->ip, ips, nr * sizeof(*ips));
	slot_publish(slot, state, hash);
	return id;
busy:
	if (state_hash(state) == hash)
		return id;
	return flags & SBPF_F_REUSE_STACKID ? -EBUSY : -EEXIST;
}

static int stack_map_lookup(struct sbpf_map *map, const void *key, void *value, u64 flags)
{
	u32 id = sbpf_load32(key);
	const struct stack_slot *slot;
	u64 state, nr;

	if (id >= map->max_entries)
		return -ENOENT;
	slot = slot_at(map, id);
	for (;; cond_resched()) {
		state = atomic64_read_acquire(&slot->state);
		if (state & STATE_BUSY)
			continue;
		nr = READ_ONCE(slot->nr);
		if (!nr)
			return -ENOENT;
		nr = min_t(u64, nr * sizeof(u64), map->value_size);
		memcpy(value, slot->ip, nr);
		/* Pairs with slot_claim(). */
		smp_rmb();
		if (atomic64_read(&slot->state) == state)
			break;
	}
	memset(value + nr, 0, map->value_size - nr);
	return 0;
}

static int stack_map_update(struct sbpf_map *map, struct file *file, const void *key, const void *value, u64 flags)
{
	return -EINVAL;
}

static int stack_map_delete(struct sbpf_map *map, const void *key)
{
	u32 id = sbpf_load32(key);
	struct stack_slot *slot;
	u64 state;

	if (id >= map->max_entries)
		return -E2BIG;
	slot = slot_at(map, id);
	for (;; cond_resched()) {
		state = atomic64_read_acquire(&slot->state);
		if (state & STATE_BUSY)
			continue;
		if (!READ_ONCE(slot->nr))
			return -ENOENT;
		if (slot_claim(slot, state, 0))
			break;
	}
	WRITE_ONCE(slot->nr, 0);
	slot_publish(slot, state, 0);
	return 0;
}

static int stack_map_next_key(struct sbpf_map *map, const void *key, void *next)
{
	u32 id = 0;

	if (key) {
		id = sbpf_load32(key);
		if (id >= map->max_entries || !READ_ONCE(slot_at(map, id)->nr))
			id = 0;
		else
			id++;
	}
	for (; id < map->max_entries; id++) {
		if (READ_ONCE(slot_at(map, id)->nr)) {
			*(u32 *)next = id;
			return 0;
		}
	}
	return -ENOENT;
}

static u64 stack_map_mem_usage(const struct sbpf_map *map)
{
	return sizeof(struct stack_map) + (u64)to_stack_map(map)->stride * map->max_entries;
}

const struct sbpf_map_ops sbpf_stack_trace_map_ops = {
	.name = "stack_trace",
	.check_btf = sbpf_map_no_btf,
	.caps = SBPF_MAP_CAP_STACKID | SBPF_MAP_CAP_KEYED | SBPF_MAP_CAP_INNER,
	.alloc_check = stack_map_alloc_check,
	.alloc = stack_map_alloc,
	.free = stack_map_free,
	.next_key = stack_map_next_key,
	.user_lookup = stack_map_lookup,
	.user_update = stack_map_update,
	.user_delete = stack_map_delete,
	.mem_usage = stack_map_mem_usage,
};
