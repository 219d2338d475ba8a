/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What maps, programs, links and BTF have in common: an id, a reference count, and the one way they are freed.
 *
 * Lock ranking (outer first; a lock is only taken while holding locks above it):
 *   1. sbpf_prog.maps_lock	(mutex: the list of maps a program uses)
 *   2. sbpf_link.lock		(mutex: which program a link runs, and whether it is attached)
 *   3. attach locks		(rtnl, trace event mutexes, perf: the host's, taken by attach/)
 *   4. obj.c ids lock		(spinlock, irqs off: id allocation and lookup)
 *   5. map bucket locks		(raw spinlocks with irqs off; leaves, guarded per CPU against NMI)
 */
#ifndef SBPF_OBJ_H
#define SBPF_OBJ_H

#include <linux/types.h>
#include <linux/refcount.h>
#include <linux/workqueue.h>

struct file;
struct sbpf_obj;

/**
 * enum sbpf_obj_kind - the object kinds that have ids and file descriptors
 * @SBPF_OBJ_MAP: struct sbpf_map
 * @SBPF_OBJ_PROG: struct sbpf_prog
 * @SBPF_OBJ_LINK: struct sbpf_link
 * @SBPF_OBJ_BTF: struct sbpf_btf
 * @SBPF_OBJ_KINDS: how many there are
 */
enum sbpf_obj_kind {
	SBPF_OBJ_MAP,
	SBPF_OBJ_PROG,
	SBPF_OBJ_LINK,
	SBPF_OBJ_BTF,
	SBPF_OBJ_KINDS,
};

/**
 * struct sbpf_obj - the head embedded in every object
 * @ref: references by fds, programs, maps, links. The last put unpublishes the id at once.
 * @id: number given to user space, 0 while unpublished. Cyclic from 1 within its kind.
 * @kind: which of the object kinds this is
 * @release: optional: runs in the context of the last put, after the id is gone and before the grace period, to stop new
 *	users (a link leaves its hook)
 * @free: destructor. Runs in process context, after an RCU grace period that began after the last put, so no
 *	program that could have seen the object is still running. May sleep.
 * @rwork: carries @free to the module's workqueue
 */
struct sbpf_obj {
	refcount_t ref;
	u32 id;
	enum sbpf_obj_kind kind;
	void (*release)(struct sbpf_obj *obj);
	void (*free)(struct sbpf_obj *obj);
	struct rcu_work rwork;
};

int sbpf_obj_init(void);
void sbpf_obj_exit(void);

void sbpf_obj_setup(struct sbpf_obj *obj, enum sbpf_obj_kind kind, void (*free)(struct sbpf_obj *obj));
int sbpf_obj_publish(struct sbpf_obj *obj);
void sbpf_obj_unpublish(struct sbpf_obj *obj);
void sbpf_obj_get(struct sbpf_obj *obj);
void sbpf_obj_put(struct sbpf_obj *obj);
struct sbpf_obj *sbpf_obj_get_by_id(enum sbpf_obj_kind kind, u32 id);
int sbpf_obj_next_id(enum sbpf_obj_kind kind, u32 *id);

struct workqueue_struct *sbpf_obj_wq(void);

#endif /* SBPF_OBJ_H */
