// SPDX-License-Identifier: GPL-2.0
/*
 * The ring buffer: programs on all CPUs write records, one reader in user space takes them, in the order in which they
 * were reserved. The layout is Linux's:
 *
 *	page 0		ours alone: struct ring
 *	page 1		position of the reader	(user page 0: read and write)
 *	page 2		position of the writers	(user page 1: read)
 *	page 3...	data			(user page 2...: read)
 *	and again	the same data, so that a record that wraps around is contiguous
 *
 * A record is 8 bytes of header and the data, rounded up to 8. It is BUSY from reservation to commit; the reader stops
 * at a busy one. Positions only grow; they are taken modulo the size.
 */
#include <linux/err.h>
#include <linux/irq_work.h>
#include <linux/limits.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/poll.h>
#include <linux/vmalloc.h>
#include <linux/wait.h>

#include "area.h"
#include "lock.h"
#include "ringbuf.h"

#define PAGES_BEFORE_DATA	3

/* Lengths must leave the two flag bits of the header alone. */
#define RECORD_MAX		(U32_MAX / 4)

/**
 * struct ring_hdr - what stands before a record
 * @len: bytes of data, SBPF_RINGBUF_BUSY_BIT, SBPF_RINGBUF_DISCARD_BIT
 * @pg_off: pages from the beginning of struct ring to the page of this header; so a record alone leads to its ring
 */
struct ring_hdr {
	u32 len;
	u32 pg_off;
};

/**
 * struct ring - the first page
 * @waitq: readers in poll
 * @work: wakes them, from where programs may not
 * @mask: bytes of data - 1
 * @lock: protects @pending and the writers' position; taken in map operations only
 * @pending: position of the oldest record that may still be busy
 */
struct ring {
	wait_queue_head_t waitq;
	struct irq_work work;
	unsigned long mask;
	raw_spinlock_t lock ____cacheline_aligned_in_smp;
	unsigned long pending;
};

/**
 * struct ringbuf_map - the map
 * @map: common part
 * @pages: the whole layout
 * @ring: its beginning
 */
struct ringbuf_map {
	struct sbpf_map map;
	struct sbpf_pages pages;
	struct ring *ring;
};

static inline struct ring *to_ring(const struct sbpf_map *map)
{
	return container_of(map, struct ringbuf_map, map)->ring;
}

/* Written by user space: any number. */
static inline unsigned long *reader_pos(const struct ring *ring)
{
	return (void *)ring + PAGE_SIZE;
}

static inline unsigned long *writer_pos(const struct ring *ring)
{
	return (void *)ring + 2 * PAGE_SIZE;
}

static inline struct ring_hdr *record_at(const struct ring *ring, unsigned long pos)
{
	return (void *)ring + PAGES_BEFORE_DATA * PAGE_SIZE + (pos & ring->mask);
}

static inline struct ring *record_ring(const struct ring_hdr *hdr)
{
	return (void *)(((unsigned long)hdr & PAGE_MASK) - ((unsigned long)hdr->pg_off << PAGE_SHIFT));
}

static void ring_wake(struct irq_work *work)
{
	wake_up_all(&container_of(work, struct ring, work)->waitq);
}

static int ringbuf_alloc_check(const union sbpf_attr *attr)
{
	if (attr->map_flags & ~SBPF_F_NUMA_NODE)
		return -EINVAL;
	if (attr->key_size || attr->value_size)
		return -EINVAL;
	if (!is_power_of_2(attr->max_entries) || !PAGE_ALIGNED(attr->max_entries))
		return -EINVAL;
	return 0;
}

static struct sbpf_map *ringbuf_alloc(const union sbpf_attr *attr)
{
	int node = sbpf_map_attr_node(attr);
	struct ringbuf_map *rb;
	int err;

	BUILD_BUG_ON(sizeof(struct ring) > PAGE_SIZE);
	rb = sbpf_area_alloc(sizeof(*rb), NUMA_NO_NODE);
	if (!rb)
		return ERR_PTR(-ENOMEM);
	sbpf_map_init_sizes(&rb->map, attr);
	err = sbpf_pages_alloc(&rb->pages, PAGES_BEFORE_DATA, attr->max_entries >> PAGE_SHIFT, node);
	if (err) {
		sbpf_area_free(rb);
		return ERR_PTR(err);
	}
	rb->ring = rb->pages.addr;
	init_waitqueue_head(&rb->ring->waitq);
	init_irq_work(&rb->ring->work, ring_wake);
	raw_spin_lock_init(&rb->ring->lock);
	rb->ring->mask = attr->max_entries - 1;
	return &rb->map;
}

static void ringbuf_free(struct sbpf_map *map)
{
	struct ringbuf_map *rb = container_of(map, struct ringbuf_map, map);

	irq_work_sync(&rb->ring->work);
	sbpf_pages_free(&rb->pages);
	sbpf_area_free(rb);
}

static u32 record_bytes(u32 len)
{
	return round_up((len & ~(SBPF_RINGBUF_BUSY_BIT | SBPF_RINGBUF_DISCARD_BIT)) + SBPF_RINGBUF_HDR_SZ, 8);
}

/*
 * Room for a record, marked busy. The reader's position is whatever user space wrote: with a wrong one it loses records,
 * but never may a record that a program is still filling be given to another one, hence the look at @pending.
 */
static struct ring_hdr *ring_reserve_locked(struct ring *ring, u32 size, unsigned long read)
{
	unsigned long pos = *writer_pos(ring), end = pos + record_bytes(size);
	struct ring_hdr *hdr;
	u32 len;

	while (ring->pending != pos) {
		len = READ_ONCE(record_at(ring, ring->pending)->len);
		if (len & SBPF_RINGBUF_BUSY_BIT)
			break;
		ring->pending += record_bytes(len);
	}
	if (end - read > ring->mask || end - ring->pending > ring->mask)
		return NULL;

	hdr = record_at(ring, pos);
	hdr->len = size | SBPF_RINGBUF_BUSY_BIT;
	hdr->pg_off = ((void *)hdr - (void *)ring) >> PAGE_SHIFT;
	/* The reader looks at the header only after it saw the new position. */
	smp_store_release(writer_pos(ring), end);
	return hdr;
}

/**
 * sbpf_ringbuf_reserve() - room for a record
 * @map: ring buffer
 * @size: bytes
 *
 * Context: any. sbpf_ringbuf_commit() must follow.
 * Return: the data of the record, aligned to 8; NULL when the ring is full, @size is too large for it, or the lock could
 * not be had without waiting where waiting is not allowed.
 */
void *sbpf_ringbuf_reserve(struct sbpf_map *map, u64 size)
{
	struct ring *ring = to_ring(map);
	struct ring_hdr *hdr = NULL;
	unsigned long irq, read;
	bool wait;

	if (unlikely(size > RECORD_MAX || record_bytes(size) > ring->mask + 1))
		return NULL;
	/* The data was read before the position was moved past it. */
	read = smp_load_acquire(reader_pos(ring));

	wait = sbpf_map_enter(&irq);
	if (likely(sbpf_map_lock(&ring->lock, wait))) {
		hdr = ring_reserve_locked(ring, size, read);
		raw_spin_unlock(&ring->lock);
	}
	sbpf_map_leave(irq);
	return hdr ? hdr + 1 : NULL;
}

/**
 * sbpf_ringbuf_commit() - the record is complete
 * @record: data, from sbpf_ringbuf_reserve()
 * @flags: SBPF_RB_NO_WAKEUP, SBPF_RB_FORCE_WAKEUP
 * @discard: the reader is to skip it
 *
 * Without flags the reader is woken only if it has read everything before this record, and so may be asleep.
 *
 * Context: any.
 */
void sbpf_ringbuf_commit(void *record, u64 flags, bool discard)
{
	struct ring_hdr *hdr = record - SBPF_RINGBUF_HDR_SZ;
	struct ring *ring = record_ring(hdr);
	unsigned long pos = (void *)hdr - (void *)record_at(ring, 0);
	u32 len = hdr->len & ~SBPF_RINGBUF_BUSY_BIT;

	/* A full barrier: either the reader sees the record, or we see that it has read all before it. */
	xchg(&hdr->len, discard ? len | SBPF_RINGBUF_DISCARD_BIT : len);

	if (flags & SBPF_RB_FORCE_WAKEUP)
		irq_work_queue(&ring->work);
	else if (!(flags & SBPF_RB_NO_WAKEUP) && (smp_load_acquire(reader_pos(ring)) & ring->mask) == pos)
		irq_work_queue(&ring->work);
}

static unsigned long ring_unread(const struct ring *ring)
{
	unsigned long read = smp_load_acquire(reader_pos(ring));

	return smp_load_acquire(writer_pos(ring)) - read;
}

/**
 * sbpf_ringbuf_query() - state of a ring buffer
 * @map: ring buffer
 * @what: SBPF_RB_AVAIL_DATA, RING_SIZE, CONS_POS, PROD_POS
 *
 * Context: any. Return: bytes, 0 for an unknown @what.
 */
u64 sbpf_ringbuf_query(const struct sbpf_map *map, u64 what)
{
	const struct ring *ring = to_ring(map);

	switch (what) {
	case SBPF_RB_AVAIL_DATA:
		return ring_unread(ring);
	case SBPF_RB_RING_SIZE:
		return ring->mask + 1;
	case SBPF_RB_CONS_POS:
		return smp_load_acquire(reader_pos(ring));
	case SBPF_RB_PROD_POS:
		return smp_load_acquire(writer_pos(ring));
	default:
		return 0;
	}
}

static int ringbuf_mmap(struct sbpf_map *map, struct vm_area_struct *vma)
{
	/* User space may write the reader's position and nothing else. */
	if ((vma->vm_flags & VM_WRITE) && (vma->vm_pgoff || vma->vm_end - vma->vm_start != PAGE_SIZE))
		return -EPERM;
	if (vma->vm_pgoff > U32_MAX)
		return -EINVAL;
	return remap_vmalloc_range(vma, to_ring(map), vma->vm_pgoff + 1);
}

static __poll_t ringbuf_poll(struct sbpf_map *map, struct file *file, struct poll_table_struct *pts)
{
	struct ring *ring = to_ring(map);

	poll_wait(file, &ring->waitq, pts);
	return ring_unread(ring) ? EPOLLIN | EPOLLRDNORM : 0;
}

static u64 ringbuf_mem_usage(const struct sbpf_map *map)
{
	const struct ringbuf_map *rb = container_of(map, struct ringbuf_map, map);
	u64 mapped = PAGES_BEFORE_DATA + 2 * (u64)(map->max_entries >> PAGE_SHIFT);

	return sizeof(*rb) + (u64)rb->pages.nr * PAGE_SIZE + mapped * sizeof(struct page *);
}

const struct sbpf_map_ops sbpf_ringbuf_map_ops = {
	.name = "ringbuf",
	.caps = SBPF_MAP_CAP_RINGBUF | SBPF_MAP_CAP_UNPRIV | SBPF_MAP_CAP_INNER,
	.alloc_check = ringbuf_alloc_check,
	.alloc = ringbuf_alloc,
	.free = ringbuf_free,
	.mmap = ringbuf_mmap,
	.poll = ringbuf_poll,
	.mem_usage = ringbuf_mem_usage,
};

#ifdef SBPF_KUNIT
#include "../tests/ringbuf_test.c"
#endif
