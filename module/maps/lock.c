// SPDX-License-Identifier: GPL-2.0
/*
 * The slow half of lock.h.
 */
#include <linux/processor.h>

#include "lock.h"

DEFINE_PER_CPU(int, sbpf_map_depth);

/* Long enough for a section on another CPU to end, short enough for an NMI when the holder is what it interrupted. */
#define TRIES	200

/**
 * sbpf_map_trylock() - try to take a lock for a short while
 * @lock: it
 *
 * Context: any, inside a map operation.
 * Return: whether it was taken.
 */
bool sbpf_map_trylock(raw_spinlock_t *lock)
{
	int i;

	for (i = 0; i < TRIES; i++) {
		if (raw_spin_trylock(lock))
			return true;
		cpu_relax();
	}
	return false;
}
