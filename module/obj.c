// SPDX-License-Identifier: GPL-2.0
/*
 * Object lifetime: ids, references, and the one deferred path on which everything is freed. Knows nothing of what the
 * objects are.
 */
#include <linux/atomic.h>
#include <linux/idr.h>
#include <linux/rcupdate.h>
#include <linux/spinlock.h>
#include <linux/delay.h>

#include "obj.h"

/*
 * ids.lock protects the idrs: lookups by id and cyclic allocation. It is taken with irqs off because the last reference
 * of a program may be put from any context but NMI.
 */
static struct {
	spinlock_t lock;
	struct idr idr[SBPF_OBJ_KINDS];
} ids;

/* Objects set up and not yet freed; the module may go when it is 0. */
static atomic_t live;
static struct workqueue_struct *wq;

/**
 * sbpf_obj_init() - make the id spaces and the workqueue that frees objects
 *
 * Not __init, since KUnit suites use it too: they run before the module's own init function.
 *
 * Return: 0 or -ENOMEM.
 */
int sbpf_obj_init(void)
{
	int kind;

	spin_lock_init(&ids.lock);
	for (kind = 0; kind < SBPF_OBJ_KINDS; kind++)
		idr_init(&ids.idr[kind]);
	wq = alloc_workqueue("sandbpf", WQ_UNBOUND, 0);
	return wq ? 0 : -ENOMEM;
}

/**
 * sbpf_obj_exit() - wait until every object is freed
 *
 * Every file that refers to an object holds the module, so by now all references are gone; what may be left is work on
 * its way: grace periods, and frees that put further objects. Both drain in a bounded number of rounds (link, program,
 * map, inner map).
 */
void sbpf_obj_exit(void)
{
	int kind, round;

	for (round = 0; atomic_read(&live) && round < 1000; round++) {
		rcu_barrier();
		flush_workqueue(wq);
		if (round > 10)
			usleep_range(1000, 2000);
	}
	/* Also when nothing was left: a type may have given memory to RCU with a callback of its own, which is module text. */
	rcu_barrier();
	flush_workqueue(wq);
	WARN_ONCE(atomic_read(&live), "sandbpf: %d objects leaked\n", atomic_read(&live));
	destroy_workqueue(wq);
	wq = NULL;
	for (kind = 0; kind < SBPF_OBJ_KINDS; kind++)
		idr_destroy(&ids.idr[kind]);
}

/**
 * sbpf_obj_wq() - the queue objects are freed on, for deferred work that must be over before the module goes
 *
 * Return: the workqueue, NULL before sbpf_obj_init() and after sbpf_obj_exit().
 */
struct workqueue_struct *sbpf_obj_wq(void)
{
	return wq;
}

/**
 * sbpf_obj_setup() - begin the life of an object, with one reference and no id
 * @obj: zeroed memory
 * @kind: which kind it is
 * @free: destructor, see struct sbpf_obj
 */
void sbpf_obj_setup(struct sbpf_obj *obj, enum sbpf_obj_kind kind, void (*free)(struct sbpf_obj *obj))
{
	refcount_set(&obj->ref, 1);
	obj->id = 0;
	obj->kind = kind;
	obj->release = NULL;
	obj->free = free;
	atomic_inc(&live);
}

/**
 * sbpf_obj_publish() - give the object an id, from which on GET_FD_BY_ID finds it
 * @obj: fully built
 *
 * Context: process context. Return: 0, -ENOSPC or -ENOMEM.
 */
int sbpf_obj_publish(struct sbpf_obj *obj)
{
	int id;

	idr_preload(GFP_KERNEL);
	spin_lock_irq(&ids.lock);
	id = idr_alloc_cyclic(&ids.idr[obj->kind], obj, 1, INT_MAX, GFP_ATOMIC);
	if (id > 0)
		obj->id = id;
	spin_unlock_irq(&ids.lock);
	idr_preload_end();
	return id > 0 ? 0 : id;
}

/**
 * sbpf_obj_unpublish() - take the id away; references stay what they are
 * @obj: any object, published or not
 *
 * Context: any but NMI.
 */
void sbpf_obj_unpublish(struct sbpf_obj *obj)
{
	unsigned long flags;

	spin_lock_irqsave(&ids.lock, flags);
	if (obj->id) {
		idr_remove(&ids.idr[obj->kind], obj->id);
		obj->id = 0;
	}
	spin_unlock_irqrestore(&ids.lock, flags);
}

/**
 * sbpf_obj_get() - take a reference
 * @obj: an object the caller already has a reference of
 */
void sbpf_obj_get(struct sbpf_obj *obj)
{
	refcount_inc(&obj->ref);
}

static void obj_free_work(struct work_struct *work)
{
	struct sbpf_obj *obj = container_of(to_rcu_work(work), struct sbpf_obj, rwork);

	obj->free(obj);
	atomic_dec(&live);
}

/**
 * sbpf_obj_put() - drop a reference; the last one frees, later and elsewhere
 * @obj: the object
 *
 * Context: any but NMI.
 */
void sbpf_obj_put(struct sbpf_obj *obj)
{
	if (!refcount_dec_and_test(&obj->ref))
		return;
	sbpf_obj_unpublish(obj);
	if (obj->release)
		obj->release(obj);
	INIT_RCU_WORK(&obj->rwork, obj_free_work);
	queue_rcu_work(wq, &obj->rwork);
}

/**
 * sbpf_obj_get_by_id() - find an object by its id
 * @kind: id space
 * @id: number
 *
 * Context: process context.
 * Return: the object with a new reference, or NULL if there is none or it is about to go.
 */
struct sbpf_obj *sbpf_obj_get_by_id(enum sbpf_obj_kind kind, u32 id)
{
	struct sbpf_obj *obj;

	spin_lock_irq(&ids.lock);
	obj = id <= INT_MAX ? idr_find(&ids.idr[kind], id) : NULL;
	if (obj && !refcount_inc_not_zero(&obj->ref))
		obj = NULL;
	spin_unlock_irq(&ids.lock);
	return obj;
}

/**
 * sbpf_obj_next_id() - the smallest id in use that is at least *@id
 * @kind: id space
 * @id: in: where to start; out: the id found
 *
 * Context: process context. Return: 0 or -ENOENT.
 */
int sbpf_obj_next_id(enum sbpf_obj_kind kind, u32 *id)
{
	int next = *id;
	bool found;

	if (*id > INT_MAX)
		return -ENOENT;
	spin_lock_irq(&ids.lock);
	found = idr_get_next(&ids.idr[kind], &next);
	spin_unlock_irq(&ids.lock);
	if (!found)
		return -ENOENT;
	*id = next;
	return 0;
}
