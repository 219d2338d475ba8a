// SPDX-License-Identifier: GPL-2.0
/*
 * Elements of hash tables that are allocated at run time (SBPF_F_NO_PREALLOC). Programs run where nothing may be
 * allocated, so each CPU keeps a few free elements; an irq_work tops the list up as soon as interrupts are on again, and
 * a work item does it where the interrupt found no memory. Both charge the memcg of the map's creator.
 *
 *	program takes the last but few --> irq_work: GFP_NOWAIT --(no memory)--> grow_work: GFP_KERNEL
 *	program gives back too many    --> irq_work ---------------------------> trim_work: grace period, kfree
 *	program gives back a trie's    --> irq_work --> grace period ----------> the list of free elements
 */
#include <linux/atomic.h>
#include <linux/errno.h>
#include <linux/memcontrol.h>
#include <linux/mm.h>
#include <linux/rcupdate.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>

#include "../obj.h"
#include "lock.h"
#include "pool.h"

/* A CPU's list is topped up to about this many bytes, within these numbers of elements. */
#define LIST_BYTES	4096
#define LIST_MIN	4
#define LIST_MAX	32

static void *elem_alloc(struct sbpf_pool *pool, gfp_t gfp)
{
	struct sbpf_elem *elem;

	gfp |= __GFP_NOWARN | __GFP_ACCOUNT;
	elem = kmalloc_node(pool->elem_size, gfp, pool->node);
	if (!elem)
		return NULL;
	elem->index = 0;
	if (pool->pcpu_size) {
		*sbpf_elem_pcpu(pool, elem) = __alloc_percpu_gfp(pool->pcpu_size, 8, gfp);
		if (!*sbpf_elem_pcpu(pool, elem)) {
			kfree(elem);
			return NULL;
		}
	}
	return elem;
}

/**
 * sbpf_pool_elem_free() - free an element for good
 * @pool: its pool
 * @elem: allocated at run time; no reader can stand on it any more
 *
 * Context: process context.
 */
void sbpf_pool_elem_free(struct sbpf_pool *pool, struct sbpf_elem *elem)
{
	if (pool->pcpu_size)
		free_percpu(*sbpf_elem_pcpu(pool, elem));
	kfree(elem);
}

/**
 * sbpf_pool_grow() - allocate one more element and put it on this CPU's list
 * @pool: pool of a map without preallocation
 * @gfp: GFP_KERNEL where the caller may sleep; GFP_NOWAIT otherwise. Charged to the creator of the map.
 *
 * Context: process context with interrupts on, or hard irq; outside of map operations.
 * Return: whether there was memory.
 */
bool sbpf_pool_grow(struct sbpf_pool *pool, gfp_t gfp)
{
	struct mem_cgroup *old = set_active_memcg(pool->memcg);
	struct sbpf_elem *elem = elem_alloc(pool, gfp);
	unsigned long irq;
	bool wait;

	set_active_memcg(old);
	if (!elem)
		return false;
	wait = sbpf_map_enter(&irq);
	sbpf_pool_put(pool, elem, wait);
	sbpf_map_leave(irq);
	return true;
}

/* Interrupts are on again on the CPU whose list ran low or over. */
static void pool_irq_work(struct irq_work *work)
{
	struct sbpf_pool_cpu *c = container_of(work, struct sbpf_pool_cpu, work);
	struct sbpf_pool *pool = c->pool;
	u32 want = (pool->low + pool->high) / 2;

	if (READ_ONCE(c->nr) > pool->high)
		queue_work(sbpf_obj_wq(), &pool->trim_work);
	if (READ_ONCE(c->nr) >= pool->low)
		return;
	while (READ_ONCE(c->nr) < want) {
		if (!sbpf_pool_grow(pool, GFP_NOWAIT)) {
			queue_work(sbpf_obj_wq(), &pool->grow_work);
			return;
		}
	}
}

/* Put an element on the list of any CPU. */
static void list_add_on(struct sbpf_pool_cpu *c, struct sbpf_elem *elem)
{
	unsigned long irq;
	bool wait = sbpf_map_enter(&irq);

	if (sbpf_map_lock(&c->lock, wait)) {
		elem->free.next = c->head;
		c->head = &elem->free;
		c->nr++;
		raw_spin_unlock(&c->lock);
	} else {
		llist_add(&elem->free, &c->pool->spill);
	}
	sbpf_map_leave(irq);
}

static void pool_grow_work(struct work_struct *work)
{
	struct sbpf_pool *pool = container_of(work, struct sbpf_pool, grow_work);
	struct mem_cgroup *old = set_active_memcg(pool->memcg);
	u32 want = (pool->low + pool->high) / 2;
	int cpu;

	for_each_possible_cpu(cpu) {
		struct sbpf_pool_cpu *c = per_cpu_ptr(pool->cpu, cpu);
		u32 quota = READ_ONCE(c->nr) < pool->low ? want : 0;

		for (; quota && READ_ONCE(c->nr) < want; quota--) {
			struct sbpf_elem *elem = elem_alloc(pool, GFP_KERNEL | __GFP_NORETRY);

			if (!elem)
				goto out;
			list_add_on(c, elem);
		}
	}
out:
	set_active_memcg(old);
}

/* Cut a list down to the middle between the marks; what is cut off is added to @surplus. */
static void list_trim(struct sbpf_pool *pool, struct sbpf_pool_cpu *c, struct llist_node **surplus)
{
	u32 keep = (pool->low + pool->high) / 2;
	struct llist_node *node;
	unsigned long irq;
	bool wait;

	wait = sbpf_map_enter(&irq);
	if (sbpf_map_lock(&c->lock, wait)) {
		while (c->nr > keep && c->head) {
			node = c->head;
			c->head = node->next;
			c->nr--;
			node->next = *surplus;
			*surplus = node;
		}
		raw_spin_unlock(&c->lock);
	}
	sbpf_map_leave(irq);
}

static void list_free(struct sbpf_pool *pool, struct llist_node *node)
{
	while (node) {
		struct llist_node *next = node->next;

		sbpf_pool_elem_free(pool, container_of(node, struct sbpf_elem, free));
		node = next;
		cond_resched();
	}
}

static void pool_trim_work(struct work_struct *work)
{
	struct sbpf_pool *pool = container_of(work, struct sbpf_pool, trim_work);
	struct llist_node *surplus = NULL;
	int cpu;

	for_each_possible_cpu(cpu) {
		struct sbpf_pool_cpu *c = per_cpu_ptr(pool->cpu, cpu);

		if (READ_ONCE(c->nr) > pool->high)
			list_trim(pool, c, &surplus);
		cond_resched();
	}
	if (!surplus)
		return;
	synchronize_rcu();
	list_free(pool, surplus);
}

/**
 * sbpf_pool_put_rcu() - give an element back that readers may still stand on
 * @pool: of a map without preallocation
 * @elem: not in the map any more; not used again before a grace period has passed
 *
 * Context: any.
 */
void sbpf_pool_put_rcu(struct sbpf_pool *pool, struct sbpf_elem *elem)
{
	if (llist_add(&elem->free, &pool->dead))
		irq_work_queue(&pool->dead_work);
}

static void dying_done(struct rcu_head *rcu)
{
	struct sbpf_pool *pool = container_of(rcu, struct sbpf_pool, dying_rcu);
	struct llist_node *node = pool->dying;
	unsigned long irq;
	bool wait;

	while (node) {
		struct llist_node *next = node->next;

		wait = sbpf_map_enter(&irq);
		sbpf_pool_put(pool, container_of(node, struct sbpf_elem, free), wait);
		sbpf_map_leave(irq);
		node = next;
	}
	/* A full barrier: who gave one back before this may have found us waiting, and left it to us. */
	atomic_xchg(&pool->waiting, 0);
	if (!llist_empty(&pool->dead))
		irq_work_queue(&pool->dead_work);
}

/* One batch at a time: what dies while it waits is the next one. */
static void pool_dead_work(struct irq_work *work)
{
	struct sbpf_pool *pool = container_of(work, struct sbpf_pool, dead_work);

	if (atomic_xchg(&pool->waiting, 1))
		return;
	pool->died = true;
	pool->dying = llist_del_all(&pool->dead);
	call_rcu(&pool->dying_rcu, dying_done);
}

/**
 * sbpf_pool_grow_init() - let a pool allocate at run time
 * @pool: from sbpf_pool_init(), without preallocated elements
 * @max_entries: of the map
 *
 * Context: process context, may sleep.
 * Return: 0, or -ENOMEM; the caller then calls sbpf_pool_grow_destroy() all the same.
 */
int sbpf_pool_grow_init(struct sbpf_pool *pool, u32 max_entries)
{
	u32 want = clamp_t(u32, LIST_BYTES / pool->elem_size, LIST_MIN, LIST_MAX);
	int cpu;
	u32 i;

	pool->low = want / 2;
	pool->high = want + want / 2;
	want = min(want, max_entries);
#ifdef CONFIG_MEMCG
	pool->memcg = get_mem_cgroup_from_mm(current->mm);
#endif
	INIT_WORK(&pool->grow_work, pool_grow_work);
	INIT_WORK(&pool->trim_work, pool_trim_work);
	init_llist_head(&pool->dead);
	init_irq_work(&pool->dead_work, pool_dead_work);
	for_each_possible_cpu(cpu)
		init_irq_work(&per_cpu_ptr(pool->cpu, cpu)->work, pool_irq_work);

	for_each_online_cpu(cpu) {
		for (i = 0; i < want; i++) {
			struct sbpf_elem *elem = elem_alloc(pool, GFP_KERNEL);

			if (!elem)
				return -ENOMEM;
			list_add_on(per_cpu_ptr(pool->cpu, cpu), elem);
		}
	}
	return 0;
}

/**
 * sbpf_pool_grow_destroy() - undo sbpf_pool_grow_init()
 * @pool: nobody takes or gives elements any more; no reader is left
 *
 * Context: process context, may sleep. sbpf_pool_destroy() must follow.
 */
void sbpf_pool_grow_destroy(struct sbpf_pool *pool)
{
	bool again;
	int cpu;

	do {
		irq_work_sync(&pool->dead_work);
		/* The barrier comes after the look: a callback that waits no longer may still be at its end. */
		again = atomic_read(&pool->waiting) || !llist_empty(&pool->dead);
		if (pool->died)
			rcu_barrier();
	} while (again);
	for_each_possible_cpu(cpu)
		irq_work_sync(&per_cpu_ptr(pool->cpu, cpu)->work);
	cancel_work_sync(&pool->grow_work);
	cancel_work_sync(&pool->trim_work);
	for_each_possible_cpu(cpu)
		list_free(pool, per_cpu_ptr(pool->cpu, cpu)->head);
	list_free(pool, llist_del_all(&pool->spill));
#ifdef CONFIG_MEMCG
	mem_cgroup_put(pool->memcg);
#endif
}
