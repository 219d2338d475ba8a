// SPDX-License-Identifier: GPL-2.0
/*
 * Who is evicted from a full LRU table: the clock algorithm (F. J. Corbato, "A paging experiment with the Multics
 * system", 1968), which comes close to least recently used without a list that every lookup must change.
 *
 * Every element has one bit that lookups and updates set. A hand goes round over all elements: where the bit is set, it
 * is cleared and the element spared until the next round; where it is not, the element has not been used for a whole
 * round and is the victim. The bits are dense, so the hand looks at 64 elements at a time, and passing a table of a
 * million entries that were all used takes microseconds. A sweep collects a few victims, so that CPUs that insert at a
 * high rate do not fight for the hand; what is not needed at once goes to the CPU's list of free elements.
 */
#include <linux/atomic.h>
#include <linux/bitops.h>
#include <linux/bits.h>
#include <linux/overflow.h>

#include "area.h"
#include "hash.h"

/* Victims of one sweep; smaller tables take fewer, so that no more than an eighth of the table is empty early. */
#define BATCH_MAX	8

/* A sweep looks at no more than this many words, and then takes whom it is at: bounds the time with interrupts off. */
#define SWEEP_WORDS	(1U << 15)

/**
 * sbpf_lru_create() - a clock
 * @nr: elements, numbered from 0
 * @per_cpu: one hand for each possible CPU with its own part of the elements
 * @node: NUMA node or NUMA_NO_NODE
 *
 * Context: process context, may sleep. Return: the clock or NULL.
 */
struct sbpf_lru *sbpf_lru_create(u32 nr, bool per_cpu, int node)
{
	u32 hands = per_cpu ? min_t(u32, num_possible_cpus(), nr) : 1;
	struct sbpf_lru *lru;
	u32 i;

	lru = sbpf_area_alloc(struct_size(lru, hands, hands), node);
	if (!lru)
		return NULL;
	lru->ref = sbpf_area_alloc(BITS_TO_LONGS(nr) * sizeof(long), node);
	if (!lru->ref) {
		sbpf_area_free(lru);
		return NULL;
	}
	lru->nr = nr;
	lru->nr_hands = hands;
	lru->batch = clamp_t(u32, nr / (8 * num_possible_cpus()), 1, BATCH_MAX);
	for (i = 0; i < hands; i++) {
		struct sbpf_lru_hand *hand = &lru->hands[i];

		raw_spin_lock_init(&hand->lock);
		hand->first = (u64)nr * i / hands;
		hand->nr = (u64)nr * (i + 1) / hands - hand->first;
	}
	return lru;
}

/**
 * sbpf_lru_destroy() - free a clock
 * @lru: it, or NULL
 *
 * Context: process context.
 */
void sbpf_lru_destroy(struct sbpf_lru *lru)
{
	if (!lru)
		return;
	sbpf_area_free(lru->ref);
	sbpf_area_free(lru);
}

/**
 * sbpf_lru_mem_usage() - bytes held
 * @lru: clock
 *
 * Return: bytes.
 */
u64 sbpf_lru_mem_usage(const struct sbpf_lru *lru)
{
	return struct_size(lru, hands, lru->nr_hands) + BITS_TO_LONGS(lru->nr) * sizeof(long);
}

/*
 * Move the hand from where it is to behind the last victim, or to the end of the word if there are fewer than @max in it.
 * Returns how many were found; @passed counts the elements.
 */
static u32 hand_step(struct sbpf_lru *lru, struct sbpf_lru_hand *hand, u32 *victims, u32 max, u32 *passed)
{
	u32 index = hand->first + hand->pos;
	u32 word = index / BITS_PER_LONG, bit = index % BITS_PER_LONG;
	u32 end = min_t(u32, BITS_PER_LONG, bit + hand->nr - hand->pos);
	unsigned long span = GENMASK(end - 1, bit);
	unsigned long used = READ_ONCE(lru->ref[word]) & span;
	unsigned long idle = ~used & span;
	u32 n = 0;

	while (idle && n < max) {
		victims[n] = word * BITS_PER_LONG + __ffs(idle);
		if (++n == max)
			end = __ffs(idle) + 1;
		idle &= idle - 1;
	}
	used &= GENMASK(end - 1, bit);
	if (used)
		atomic_long_andnot(used, (atomic_long_t *)&lru->ref[word]);
	hand->pos += end - bit;
	if (hand->pos >= hand->nr)
		hand->pos = 0;
	*passed += end - bit;
	return n;
}

static u32 hand_sweep(struct sbpf_lru *lru, struct sbpf_lru_hand *hand, u32 *victims, u32 *passed)
{
	u32 words = SWEEP_WORDS, n = 0;

	while (n < lru->batch && words--)
		n += hand_step(lru, hand, victims + n, lru->batch - n, passed);
	if (!n) {
		victims[n++] = hand->first + hand->pos;
		hand->pos = hand->pos + 1 < hand->nr ? hand->pos + 1 : 0;
		*passed += 1;
	}
	return n;
}

/* Take @elem out of the table, if it is there. */
static bool elem_unlink(struct sbpf_hash *hash, struct sbpf_elem *elem, bool wait)
{
	u32 h = READ_ONCE(elem->hash);
	struct sbpf_bucket *bucket = sbpf_hash_bucket(hash, h);
	unsigned long *link = &bucket->head;
	bool found = false;

	if (!sbpf_map_lock(&bucket->lock, wait))
		return false;
	while (!sbpf_link_ends(*link)) {
		if (sbpf_elem_at(*link) == elem) {
			WRITE_ONCE(*link, elem->next);
			found = true;
			break;
		}
		link = &sbpf_elem_at(*link)->next;
	}
	raw_spin_unlock(&bucket->lock);
	return found;
}

/* Some victims may be free already, or on their way into the table: go on for two rounds. */
static struct sbpf_elem *hand_evict(struct sbpf_hash *hash, struct sbpf_lru_hand *hand, bool wait)
{
	u32 victims[BATCH_MAX], n, i, passed = 0;
	struct sbpf_elem *got = NULL, *elem;

	while (!got && passed <= 2 * hand->nr) {
		if (!sbpf_map_lock(&hand->lock, wait))
			return NULL;
		n = hand_sweep(hash->lru, hand, victims, &passed);
		raw_spin_unlock(&hand->lock);
		for (i = 0; i < n; i++) {
			elem = sbpf_pool_elem(&hash->pool, victims[i]);
			if (!elem_unlink(hash, elem, wait))
				continue;
			if (got)
				sbpf_pool_put(&hash->pool, elem, wait);
			else
				got = elem;
		}
	}
	return got;
}

/**
 * sbpf_lru_evict() - make room
 * @hash: an LRU table without free elements
 * @wait: as sbpf_map_enter() says
 *
 * Context: inside a map operation, no bucket locked.
 * Return: an element that is in the table no longer, or NULL when none could be had without waiting, or when other CPUs
 * hold all of them right now.
 */
struct sbpf_elem *sbpf_lru_evict(struct sbpf_hash *hash, bool wait)
{
	struct sbpf_lru *lru = hash->lru;
	u32 own = lru->nr_hands > 1 ? smp_processor_id() % lru->nr_hands : 0;
	struct sbpf_elem *elem;
	u32 i = own;

	do {
		elem = hand_evict(hash, &lru->hands[i], wait);
		if (elem)
			return elem;
		i = i + 1 < lru->nr_hands ? i + 1 : 0;
	} while (i != own);
	/* Somebody may have put one back meanwhile. */
	return sbpf_pool_get(&hash->pool, wait);
}

#ifdef SBPF_KUNIT
#include "../tests/lru_test.c"
#endif
