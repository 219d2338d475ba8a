// SPDX-License-Identifier: GPL-2.0
/*
 * Suite of maps/ringbuf.c, included by it. The test is the reader.
 * covers: map:RINGBUF
 */
#include "map_test.h"

#define RING_BYTES	PAGE_SIZE

static void ringbuf_test_check(struct kunit *test)
{
	const struct sbpf_map_ops *ops = &sbpf_ringbuf_map_ops;

	KUNIT_EXPECT_EQ(test, test_check(ops, 0, 0, PAGE_SIZE, 0), 0);
	KUNIT_EXPECT_EQ(test, test_check(ops, 0, 0, 0, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, test_check(ops, 0, 0, PAGE_SIZE / 2, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, test_check(ops, 0, 0, 3 * PAGE_SIZE, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, test_check(ops, 4, 0, PAGE_SIZE, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, test_check(ops, 0, 4, PAGE_SIZE, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, test_check(ops, 0, 0, PAGE_SIZE, SBPF_F_RDONLY_PROG), -EINVAL);
}

static void ringbuf_test_limits(struct kunit *test)
{
	struct sbpf_map *map = test_map(test, &sbpf_ringbuf_map_ops, 0, 0, RING_BYTES, 0);
	void *record;

	KUNIT_EXPECT_PTR_EQ(test, sbpf_ringbuf_reserve(map, U32_MAX), NULL);
	KUNIT_EXPECT_PTR_EQ(test, sbpf_ringbuf_reserve(map, U64_MAX), NULL);
	KUNIT_EXPECT_PTR_EQ(test, sbpf_ringbuf_reserve(map, RING_BYTES), NULL);
	/* One byte always stays free, or full and empty would look alike. */
	KUNIT_EXPECT_PTR_EQ(test, sbpf_ringbuf_reserve(map, RING_BYTES - 8), NULL);
	record = sbpf_ringbuf_reserve(map, RING_BYTES - 16);
	KUNIT_ASSERT_TRUE(test, record);
	KUNIT_EXPECT_PTR_EQ(test, sbpf_ringbuf_reserve(map, 1), NULL);
	KUNIT_EXPECT_EQ(test, sbpf_ringbuf_query(map, SBPF_RB_AVAIL_DATA), RING_BYTES - 8);
	KUNIT_EXPECT_EQ(test, sbpf_ringbuf_query(map, SBPF_RB_RING_SIZE), RING_BYTES);
	KUNIT_EXPECT_EQ(test, sbpf_ringbuf_query(map, SBPF_RB_CONS_POS), 0);
	KUNIT_EXPECT_EQ(test, sbpf_ringbuf_query(map, SBPF_RB_PROD_POS), RING_BYTES - 8);
	KUNIT_EXPECT_EQ(test, sbpf_ringbuf_query(map, 77), 0);
	sbpf_ringbuf_commit(record, SBPF_RB_NO_WAKEUP, true);
	map->ops->free(map);
}

/* Read one record. Returns its length, -1 at the end or at a busy one, -2 for a discarded one. */
static int read_one(struct ring *ring, u8 *buf)
{
	unsigned long pos = *reader_pos(ring);
	struct ring_hdr *hdr = record_at(ring, pos);
	u32 len;

	if (pos == *writer_pos(ring))
		return -1;
	len = hdr->len;
	if (len & SBPF_RINGBUF_BUSY_BIT)
		return -1;
	smp_store_release(reader_pos(ring), pos + record_bytes(len));
	if (len & SBPF_RINGBUF_DISCARD_BIT)
		return -2;
	memcpy(buf, hdr + 1, len);
	return len;
}

#define PENDING		8

/* Reserve, commit out of order, discard, read: what comes out is what went in, in order of reservation. */
static void ringbuf_test_model(struct kunit *test)
{
	struct sbpf_map *map = test_map(test, &sbpf_ringbuf_map_ops, 0, 0, RING_BYTES, 0);
	struct ring *ring = to_ring(map);
	u8 *buf = kzalloc(RING_BYTES, GFP_KERNEL);
	struct {
		u8 *record;
		u32 len;
		bool committed, discarded;
	} *fifo = kcalloc(256, sizeof(*fifo), GFP_KERNEL);
	u32 seed = 3, head = 0, tail = 0, i, n, len;
	int got;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, buf);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, fifo);
	for (i = 0; i < 50000; i++) {
		u32 what = test_rand(&seed) % 4;

		if (what < 2 && head - tail < 200) {
			len = test_rand(&seed) % 150;
			n = head % 256;
			fifo[n].record = sbpf_ringbuf_reserve(map, len);
			if (!fifo[n].record)
				continue;
			KUNIT_EXPECT_EQ(test, (unsigned long)fifo[n].record % 8, 0);
			memset(fifo[n].record, head, len);
			fifo[n].len = len;
			fifo[n].committed = false;
			head++;
		} else if (what == 2 && head != tail) {
			n = (tail + test_rand(&seed) % min(head - tail, (u32)PENDING)) % 256;
			if (fifo[n].committed)
				continue;
			fifo[n].discarded = test_rand(&seed) % 4 == 0;
			sbpf_ringbuf_commit(fifo[n].record, SBPF_RB_NO_WAKEUP, fifo[n].discarded);
			fifo[n].committed = true;
		} else {
			n = tail % 256;
			got = read_one(ring, buf);
			if (head == tail || !fifo[n].committed) {
				KUNIT_EXPECT_EQ(test, got, -1);
				continue;
			}
			KUNIT_EXPECT_EQ(test, got, fifo[n].discarded ? -2 : (int)fifo[n].len);
			if (got > 0) {
				KUNIT_EXPECT_EQ(test, buf[0], (u8)tail);
				KUNIT_EXPECT_EQ(test, buf[got - 1], (u8)tail);
			}
			tail++;
		}
	}
	KUNIT_EXPECT_GT(test, tail, 3000);
	kfree(fifo);
	kfree(buf);
	map->ops->free(map);
}

/* A reader that lies about its position may lose records, but no two writers ever get the same place. */
static void ringbuf_test_lying_reader(struct kunit *test)
{
	struct sbpf_map *map = test_map(test, &sbpf_ringbuf_map_ops, 0, 0, RING_BYTES, 0);
	struct ring *ring = to_ring(map);
	u8 *first, *other;
	u32 seed = 5, i;

	first = sbpf_ringbuf_reserve(map, 512);
	KUNIT_ASSERT_TRUE(test, first);
	memset(first, 0xaa, 512);
	for (i = 0; i < 1000; i++) {
		*reader_pos(ring) = i % 2 ? *writer_pos(ring) : ((u64)test_rand(&seed) << 32 | test_rand(&seed));
		other = sbpf_ringbuf_reserve(map, 100);
		if (!other)
			continue;
		memset(other, 0x55, 100);
		sbpf_ringbuf_commit(other, SBPF_RB_NO_WAKEUP, false);
	}
	for (i = 0; i < 512; i++)
		KUNIT_EXPECT_EQ(test, first[i], 0xaa);
	sbpf_ringbuf_commit(first, SBPF_RB_NO_WAKEUP, false);
	map->ops->free(map);
}

#ifndef __KERNEL__
static void ringbuf_test_wakeups(struct kunit *test)
{
	struct sbpf_map *map = test_map(test, &sbpf_ringbuf_map_ops, 0, 0, RING_BYTES, 0);
	struct ring *ring = to_ring(map);
	u8 buf[64];

	/* The reader has read everything: the first record wakes it, the second finds it awake. */
	sbpf_ringbuf_commit(sbpf_ringbuf_reserve(map, 8), 0, false);
	KUNIT_EXPECT_EQ(test, ring->waitq.wakeups, 1);
	sbpf_ringbuf_commit(sbpf_ringbuf_reserve(map, 8), 0, false);
	KUNIT_EXPECT_EQ(test, ring->waitq.wakeups, 1);
	sbpf_ringbuf_commit(sbpf_ringbuf_reserve(map, 8), SBPF_RB_FORCE_WAKEUP, false);
	KUNIT_EXPECT_EQ(test, ring->waitq.wakeups, 2);
	while (read_one(ring, buf) != -1)
		;
	sbpf_ringbuf_commit(sbpf_ringbuf_reserve(map, 8), SBPF_RB_NO_WAKEUP, false);
	KUNIT_EXPECT_EQ(test, ring->waitq.wakeups, 2);
	KUNIT_EXPECT_EQ(test, map->ops->poll(map, NULL, NULL), EPOLLIN | EPOLLRDNORM);
	while (read_one(ring, buf) != -1)
		;
	KUNIT_EXPECT_EQ(test, map->ops->poll(map, NULL, NULL), 0);
	sbpf_ringbuf_commit(sbpf_ringbuf_reserve(map, 8), 0, true);
	KUNIT_EXPECT_EQ(test, ring->waitq.wakeups, 3);
	map->ops->free(map);
}
#endif

static struct kunit_case ringbuf_test_cases[] = {
	KUNIT_CASE(ringbuf_test_check),
	KUNIT_CASE(ringbuf_test_limits),
	KUNIT_CASE(ringbuf_test_model),
	KUNIT_CASE(ringbuf_test_lying_reader),
#ifndef __KERNEL__
	KUNIT_CASE(ringbuf_test_wakeups),
#endif
	{ }
};

static struct kunit_suite ringbuf_test_suite = {
	.name = "sbpf_ringbuf",
	.test_cases = ringbuf_test_cases,
	TEST_SUITE_FIXTURE
};
kunit_test_suite(ringbuf_test_suite);
