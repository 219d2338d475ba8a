// SPDX-License-Identifier: GPL-2.0
/*
 * Free elements of hash tables: per-CPU lists, refilled from the other CPUs' lists. Allocation at run time is in
 * pool_grow.c.
 */
#include <linux/errno.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/sched/signal.h>

#include "area.h"
#include "lock.h"
#include "pool.h"

/* How many elements a CPU whose list is empty takes from another at a time. */
#define STEAL_BATCH	16

static inline struct sbpf_elem *elem_of(struct llist_node *node)
{
	return container_of(node, struct sbpf_elem, free);
}

/**
 * sbpf_pool_init() - an empty pool
 * @pool: zeroed, elem_size, pcpu_size, pcpu_off and node are set
 *
 * Context: process context, may sleep. Return: 0 or -ENOMEM.
 */
int sbpf_pool_init(struct sbpf_pool *pool)
{
	int cpu;

	init_llist_head(&pool->spill);
	pool->cpu = alloc_percpu_gfp(struct sbpf_pool_cpu, GFP_KERNEL_ACCOUNT | __GFP_NOWARN);
	if (!pool->cpu)
		return -ENOMEM;
	for_each_possible_cpu(cpu) {
		struct sbpf_pool_cpu *c = per_cpu_ptr(pool->cpu, cpu);

		raw_spin_lock_init(&c->lock);
		c->pool = pool;
	}
	return 0;
}

/* Only while nobody else knows the pool: no lock is needed. */
static void pool_seed(struct sbpf_pool_cpu *c, struct sbpf_elem *elem)
{
	elem->free.next = c->head;
	c->head = &elem->free;
	c->nr++;
}

/**
 * sbpf_pool_fill() - preallocate
 * @pool: empty
 * @nr: elements, spread evenly over the CPUs
 * @spares: one more for each CPU
 *
 * Context: process context, may sleep. Return: 0, -ENOMEM or -EINTR; the caller then calls sbpf_pool_destroy().
 */
int sbpf_pool_fill(struct sbpf_pool *pool, u32 nr, bool spares)
{
	u32 share = DIV_ROUND_UP(nr, num_possible_cpus());
	u32 total = nr + (spares ? num_possible_cpus() : 0);
	struct sbpf_elem *elem;
	u32 i = 0, quota;
	int cpu;

	if (total < nr)
		return -ENOMEM;
	pool->elems = sbpf_area_alloc((u64)pool->elem_size * total, pool->node);
	if (!pool->elems)
		return -ENOMEM;
	pool->nr = total;
	for (i = 0; i < total; i++) {
		elem = sbpf_pool_elem(pool, i);
		elem->index = i;
		if (pool->pcpu_size) {
			*sbpf_elem_pcpu(pool, elem) = __alloc_percpu_gfp(pool->pcpu_size, 8,
									 GFP_KERNEL_ACCOUNT | __GFP_NOWARN);
			if (!*sbpf_elem_pcpu(pool, elem))
				return -ENOMEM;
		}
		if (!(i % 256)) {
			if (fatal_signal_pending(current))
				return -EINTR;
			cond_resched();
		}
	}
	i = 0;
	for_each_possible_cpu(cpu) {
		struct sbpf_pool_cpu *c = per_cpu_ptr(pool->cpu, cpu);

		for (quota = min(share, nr - i); quota; quota--)
			pool_seed(c, sbpf_pool_elem(pool, i++));
		cond_resched();
	}
	for_each_possible_cpu(cpu) {
		if (spares)
			per_cpu_ptr(pool->cpu, cpu)->spare = sbpf_pool_elem(pool, i++);
	}
	return 0;
}

/**
 * sbpf_pool_destroy() - free a pool and its preallocated elements
 * @pool: nobody uses it any more; may be incomplete
 *
 * Context: process context, may sleep.
 */
void sbpf_pool_destroy(struct sbpf_pool *pool)
{
	u32 i;

	for (i = 0; pool->pcpu_size && i < pool->nr; i++) {
		void __percpu *values = *sbpf_elem_pcpu(pool, sbpf_pool_elem(pool, i));

		if (!values)
			break;
		free_percpu(values);
		cond_resched();
	}
	sbpf_area_free(pool->elems);
	free_percpu(pool->cpu);
	pool->elems = NULL;
	pool->cpu = NULL;
	pool->nr = 0;
}

/* Take up to @max elements off the list. */
static struct llist_node *list_take(struct sbpf_pool_cpu *c, u32 max, bool wait)
{
	struct llist_node *first, *last;
	u32 n = 1;

	if (!READ_ONCE(c->head) || !sbpf_map_lock(&c->lock, wait))
		return NULL;
	first = c->head;
	if (first) {
		for (last = first; n < max && last->next; n++)
			last = last->next;
		c->head = last->next;
		c->nr -= n;
		last->next = NULL;
	}
	raw_spin_unlock(&c->lock);
	return first;
}

/* This CPU has none: look everywhere else, keep what is too many. */
static noinline struct sbpf_elem *pool_steal(struct sbpf_pool *pool, bool wait)
{
	int self = smp_processor_id(), cpu = self;
	struct llist_node *list, *rest;

	for (;;) {
		cpu = cpumask_next(cpu, cpu_possible_mask);
		if (cpu >= nr_cpu_ids)
			cpu = cpumask_first(cpu_possible_mask);
		if (cpu == self)
			break;
		list = list_take(per_cpu_ptr(pool->cpu, cpu), STEAL_BATCH, wait);
		if (list)
			goto got;
	}
	if (llist_empty(&pool->spill))
		return NULL;
	list = llist_del_all(&pool->spill);
	if (!list)
		return NULL;
got:
	for (rest = list->next; rest; ) {
		struct llist_node *next = rest->next;

		sbpf_pool_put(pool, elem_of(rest), wait);
		rest = next;
	}
	return elem_of(list);
}

/**
 * sbpf_pool_get() - a free element
 * @pool: pool
 * @wait: as sbpf_map_enter() says
 *
 * Context: inside a map operation.
 * Return: an element, or NULL when there is none (or none could be reached without waiting).
 */
struct sbpf_elem *sbpf_pool_get(struct sbpf_pool *pool, bool wait)
{
	struct sbpf_pool_cpu *c = this_cpu_ptr(pool->cpu);
	struct llist_node *node = NULL;

	if (likely(sbpf_map_lock(&c->lock, wait))) {
		node = c->head;
		if (likely(node)) {
			c->head = node->next;
			c->nr--;
		}
		raw_spin_unlock(&c->lock);
	}
	if (unlikely(c->nr < pool->low))
		irq_work_queue(&c->work);
	return likely(node) ? elem_of(node) : pool_steal(pool, wait);
}

/**
 * sbpf_pool_put() - give an element back
 * @pool: pool
 * @elem: not in the table any more
 * @wait: as sbpf_map_enter() says
 *
 * Context: inside a map operation.
 */
void sbpf_pool_put(struct sbpf_pool *pool, struct sbpf_elem *elem, bool wait)
{
	struct sbpf_pool_cpu *c = this_cpu_ptr(pool->cpu);

	if (unlikely(!sbpf_map_lock(&c->lock, wait))) {
		llist_add(&elem->free, &pool->spill);
		return;
	}
	elem->free.next = c->head;
	c->head = &elem->free;
	c->nr++;
	raw_spin_unlock(&c->lock);
	if (unlikely(pool->high && c->nr > pool->high))
		irq_work_queue(&c->work);
}

/**
 * sbpf_pool_mem_usage() - bytes held
 * @pool: pool
 *
 * Return: bytes of elements that are free or preallocated.
 */
u64 sbpf_pool_mem_usage(const struct sbpf_pool *pool)
{
	u64 per_elem = pool->elem_size + (u64)pool->pcpu_size * num_possible_cpus();

	return sizeof(struct sbpf_pool_cpu) * num_possible_cpus() + per_elem * pool->nr;
}
