/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Locks of maps that programs take in any context, NMI included.
 *
 * A map operation is a section with interrupts off, between sbpf_map_enter() and sbpf_map_leave(). Only an NMI, or a
 * program on a probe inside such a section, can nest in it on the same CPU. Who is nested, or in an NMI, never waits
 * for a lock: he tries a bounded number of times and gives up. So there is always somebody who makes progress, whatever
 * locks of whatever maps the interrupted section holds.
 *
 * Ranking inside a section: bucket lock, then one of: LRU hand, per-CPU list of free elements.
 */
#ifndef SBPF_MAPS_LOCK_H
#define SBPF_MAPS_LOCK_H

#include <linux/irqflags.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/spinlock.h>

DECLARE_PER_CPU(int, sbpf_map_depth);

bool sbpf_map_trylock(raw_spinlock_t *lock);

/**
 * sbpf_map_enter() - begin a map operation
 * @irq: where the interrupt state is kept
 *
 * Context: any.
 * Return: whether it may wait for locks; to be handed to sbpf_map_lock().
 */
static __always_inline bool sbpf_map_enter(unsigned long *irq)
{
	local_irq_save(*irq);
	return likely(__this_cpu_inc_return(sbpf_map_depth) == 1) && likely(!in_nmi());
}

/**
 * sbpf_map_leave() - end it
 * @irq: as sbpf_map_enter() left it
 */
static __always_inline void sbpf_map_leave(unsigned long irq)
{
	__this_cpu_dec(sbpf_map_depth);
	local_irq_restore(irq);
}

/**
 * sbpf_map_lock() - take a lock inside a map operation
 * @lock: it
 * @wait: what sbpf_map_enter() returned
 *
 * Return: false when it may not wait and somebody else has it: -EBUSY. Release with raw_spin_unlock().
 */
static __always_inline bool sbpf_map_lock(raw_spinlock_t *lock, bool wait)
{
	if (likely(wait)) {
		raw_spin_lock(lock);
		return true;
	}
	return sbpf_map_trylock(lock);
}

#endif /* SBPF_MAPS_LOCK_H */
