/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The elements of a hash table that are not in it: per-CPU lists of free ones, spares for replacing, and where they
 * come from. An element of a table is reused at once, as on Linux: who looked it up may see it become another. Its memory
 * stays an element until an RCU grace period has passed. Nodes of a trie are not reused before that.
 */
#ifndef SBPF_MAPS_POOL_H
#define SBPF_MAPS_POOL_H

#include <linux/atomic.h>
#include <linux/irq_work.h>
#include <linux/llist.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/workqueue.h>

struct mem_cgroup;

/**
 * struct sbpf_elem - one element
 * @next: the next in its bucket, or the bucket's number with the lowest bit set (SBPF_ELEM_END). Kept while the element
 *	is free, because a reader may stand on it.
 * @free: link while free
 * @hash: of its key; in a trie the length of its prefix
 * @index: number among the preallocated elements; in a trie whether it has a value
 * @data: the key, and behind it, aligned to 8, the value or the per-CPU address of the values
 */
struct sbpf_elem {
	unsigned long next;
	struct llist_node free;
	u32 hash;
	u32 index;
	u8 data[] __aligned(8);
};

struct sbpf_pool;

/**
 * struct sbpf_pool_cpu - free elements of one CPU
 * @lock: protects @head and @nr; taken inside map operations only
 * @head: list of free elements
 * @nr: how many
 * @spare: one element more than max_entries, to replace one that is in the table; taken and given by xchg
 * @work: tops up or trims the list when elements are allocated at run time
 * @pool: for @work
 */
struct sbpf_pool_cpu {
	raw_spinlock_t lock;
	struct llist_node *head;
	u32 nr;
	struct sbpf_elem *spare;
	struct irq_work work;
	struct sbpf_pool *pool;
};

/**
 * struct sbpf_pool - all free elements of a map
 * @cpu: per CPU
 * @spill: free elements put back where no list could be locked
 * @elem_size: bytes of an element
 * @elems: the preallocated ones, NULL when elements are allocated at run time
 * @nr: how many
 * @pcpu_size: bytes of the per-CPU value of an element, 0 when the value is in the element
 * @pcpu_off: where in the element the address of the per-CPU value is
 * @node: NUMA node
 * @low: run-time allocation: fewer free elements than this on a CPU's list call for more
 * @high: more than this are given back
 * @grow_work: allocates where the interrupt could not
 * @trim_work: frees after a grace period
 * @memcg: who pays
 * @dead: elements given back that readers may still stand on (sbpf_pool_put_rcu())
 * @dead_work: starts the grace period of @dead
 * @dying: those that are waiting for a grace period
 * @dying_rcu: ends it
 * @waiting: whether @dying and @dying_rcu are in use
 * @died: whether they ever were
 */
struct sbpf_pool {
	struct sbpf_pool_cpu __percpu *cpu;
	struct llist_head spill;
	u32 elem_size;
	void *elems;
	u32 nr;
	u32 pcpu_size;
	u32 pcpu_off;
	int node;
	u32 low;
	u32 high;
	struct work_struct grow_work;
	struct work_struct trim_work;
	struct mem_cgroup *memcg;
	struct llist_head dead;
	struct irq_work dead_work;
	struct llist_node *dying;
	struct rcu_head dying_rcu;
	atomic_t waiting;
	bool died;
};

#define SBPF_ELEM_END	1UL

/* pool.c */
int sbpf_pool_init(struct sbpf_pool *pool);
int sbpf_pool_fill(struct sbpf_pool *pool, u32 nr, bool spares);
void sbpf_pool_destroy(struct sbpf_pool *pool);
struct sbpf_elem *sbpf_pool_get(struct sbpf_pool *pool, bool wait);
void sbpf_pool_put(struct sbpf_pool *pool, struct sbpf_elem *elem, bool wait);
u64 sbpf_pool_mem_usage(const struct sbpf_pool *pool);

/* pool_grow.c: elements allocated at run time (SBPF_F_NO_PREALLOC) */
int sbpf_pool_grow_init(struct sbpf_pool *pool, u32 max_entries);
void sbpf_pool_grow_destroy(struct sbpf_pool *pool);
bool sbpf_pool_grow(struct sbpf_pool *pool, gfp_t gfp);
void sbpf_pool_put_rcu(struct sbpf_pool *pool, struct sbpf_elem *elem);
void sbpf_pool_elem_free(struct sbpf_pool *pool, struct sbpf_elem *elem);

static inline struct sbpf_elem *sbpf_pool_elem(const struct sbpf_pool *pool, u32 index)
{
	return pool->elems + (u64)index * pool->elem_size;
}

static inline void __percpu **sbpf_elem_pcpu(const struct sbpf_pool *pool, struct sbpf_elem *elem)
{
	return (void __percpu **)((void *)elem + pool->pcpu_off);
}

/**
 * sbpf_pool_replace() - an element for taking the place of another one that is in the table
 * @pool: pool with spares
 * @wait: as sbpf_map_enter() says
 *
 * Return: an element, or NULL.
 */
static __always_inline struct sbpf_elem *sbpf_pool_replace(struct sbpf_pool *pool, bool wait)
{
	struct sbpf_elem *elem = this_cpu_xchg(pool->cpu->spare, NULL);

	/* Nested in somebody who has taken it. */
	return likely(elem) ? elem : sbpf_pool_get(pool, wait);
}

/**
 * sbpf_pool_replaced() - give the other one back
 * @pool: pool with spares
 * @elem: no longer in the table
 * @wait: as sbpf_map_enter() says
 */
static __always_inline void sbpf_pool_replaced(struct sbpf_pool *pool, struct sbpf_elem *elem, bool wait)
{
	if (unlikely(this_cpu_cmpxchg(pool->cpu->spare, NULL, elem)))
		sbpf_pool_put(pool, elem, wait);
}

#endif /* SBPF_MAPS_POOL_H */
