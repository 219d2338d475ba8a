// SPDX-License-Identifier: GPL-2.0
/*
 * Ring buffers: creation, mapping, and records that programs write, read through mmap and epoll.
 * covers: helper:ringbuf_output helper:ringbuf_reserve helper:ringbuf_submit
 * covers: helper:ringbuf_discard helper:ringbuf_query map:RINGBUF
 */
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbpf.h"
#include "tap.h"

static long page;

BEFORE_EACH()
{
	need_device();
	page = sysconf(_SC_PAGESIZE);
}

static int ring_create(__u32 bytes)
{
	return map_create(SBPF_MAP_TYPE_RINGBUF, 0, 0, bytes, 0);
}

/* A reader as libbpf's: its position is ours to write, the rest is read-only. */
struct reader {
	int fd;
	unsigned long *read;
	unsigned long *written;
	__u8 *data;
	unsigned long mask;
	__u32 record[8];
};

static struct reader reader_open(int fd, __u32 bytes)
{
	struct reader r = { .fd = fd, .mask = bytes - 1 };
	void *mem;

	r.read = mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	ASSERT_TRUE(r.read != MAP_FAILED);
	mem = mmap(NULL, page + 2 * bytes, PROT_READ, MAP_SHARED, fd, page);
	ASSERT_TRUE(mem != MAP_FAILED);
	r.written = mem;
	r.data = mem + page;
	return r;
}

/*
 * The next record that is not discarded, or NULL. Its length goes to @len. It is a copy: behind the new position
 * writers may be at work.
 */
static const __u32 *reader_next(struct reader *r, __u32 *len)
{
	for (;;) {
		unsigned long pos = *r->read;
		__u32 *hdr = (void *)(r->data + (pos & r->mask)), head;

		if (pos == __atomic_load_n(r->written, __ATOMIC_ACQUIRE))
			return NULL;
		head = __atomic_load_n(hdr, __ATOMIC_ACQUIRE);
		if (head & SBPF_RINGBUF_BUSY_BIT)
			return NULL;
		*len = head & ~SBPF_RINGBUF_DISCARD_BIT;
		ASSERT_LE(*len, sizeof(r->record));
		memcpy(r->record, hdr + 2, *len);
		__atomic_store_n(r->read, pos + ((*len + 8 + 7) & ~7UL), __ATOMIC_RELEASE);
		if (!(head & SBPF_RINGBUF_DISCARD_BIT))
			return r->record;
	}
}

TEST(create_errors)
{
	EXPECT_ERR(map_create(SBPF_MAP_TYPE_RINGBUF, 4, 0, page, 0), EINVAL);
	EXPECT_ERR(map_create(SBPF_MAP_TYPE_RINGBUF, 0, 4, page, 0), EINVAL);
	EXPECT_ERR(ring_create(0), EINVAL);
	EXPECT_ERR(ring_create(page / 2), EINVAL);
	EXPECT_ERR(ring_create(3 * page), EINVAL);
	EXPECT_ERR(map_create(SBPF_MAP_TYPE_RINGBUF, 0, 0, page, SBPF_F_RDONLY_PROG), EINVAL);
	EXPECT_ERR(map_create(SBPF_MAP_TYPE_RINGBUF, 0, 0, page, SBPF_F_NO_PREALLOC), EINVAL);
}

TEST(commands_refused)
{
	int fd = ASSERT_OK(ring_create(page));
	__u64 value;
	__u32 key = 0;

	EXPECT_ERR(map_lookup(fd, NULL, &value), 524);
	EXPECT_ERR(map_update(fd, NULL, &value, 0), 524);
	EXPECT_ERR(map_delete(fd, NULL), 524);
	EXPECT_ERR(map_next_key(fd, NULL, &key), 524);
	EXPECT_ERR(map_lookup(fd, &key, &value), EINVAL);
}

TEST(mapping)
{
	int fd = ASSERT_OK(ring_create(4 * page));
	char *mem;

	/* Writable is the reader's page, alone. */
	EXPECT_TRUE(mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) == MAP_FAILED && errno == EPERM);
	EXPECT_TRUE(mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, page) == MAP_FAILED && errno == EPERM);
	EXPECT_TRUE(mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 2 * page) == MAP_FAILED && errno == EPERM);
	/* 2 pages of positions, 4 of data, the same 4 again, and nothing behind. */
	mem = mmap(NULL, 10 * page, PROT_READ, MAP_SHARED, fd, 0);
	ASSERT_TRUE(mem != MAP_FAILED);
	EXPECT_TRUE(mmap(NULL, 11 * page, PROT_READ, MAP_SHARED, fd, 0) == MAP_FAILED && errno == EINVAL);
	EXPECT_TRUE(mmap(NULL, page, PROT_READ, MAP_SHARED, fd, 10 * page) == MAP_FAILED && errno == EINVAL);
	EXPECT_TRUE(mmap(NULL, page, PROT_READ, MAP_SHARED, fd, ~0UL << 12) == MAP_FAILED);
	EXPECT_TRUE(mprotect(mem, page, PROT_READ | PROT_WRITE) == -1 && errno == EACCES);
	EXPECT_TRUE(mmap(NULL, page, PROT_READ, MAP_PRIVATE, fd, 0) == MAP_FAILED && errno == EINVAL);
	mem = mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	ASSERT_TRUE(mem != MAP_FAILED);
	close(fd);
	*mem = 1;
}

/*
 * The program takes 16 bytes from the packet: what to do, and a number. 0 output, 1 reserve and submit, 2 reserve and
 * discard, 3 query. The flags of the helper are in byte 8.
 */
static int writer_load(int fd)
{
	const struct sbpf_insn insns[] = {
		/* R6 = view, stack[-16..0) = the 16 bytes */
		MOV_REG(R6, R1),
		MOV_IMM(R2, 0),
		MOV_REG(R3, R10),
		ALU64_IMM(ADD, R3, -16),
		MOV_IMM(R4, 16),
		CALL(skb_load_bytes),
		JMP_IMM(JEQ, R0, 0, 2),
		MOV_IMM(R0, 99),
		EXIT(),
		LDX(W, R7, R10, -16),
		LDX(W, R8, R10, -8),
		JMP_IMM(JEQ, R7, 3, 27),
		JMP_IMM(JNE, R7, 0, 8),
		/* output */
		LD_MAP_FD(R1, fd),
		MOV_REG(R2, R10),
		ALU64_IMM(ADD, R2, -16),
		MOV_IMM(R3, 16),
		MOV_REG(R4, R8),
		CALL(ringbuf_output),
		EXIT(),
		/* reserve */
		LD_MAP_FD(R1, fd),
		MOV_IMM(R2, 24),
		MOV_IMM(R3, 0),
		CALL(ringbuf_reserve),
		JMP_IMM(JNE, R0, 0, 2),
		MOV_IMM(R0, 1),
		EXIT(),
		LDX(DW, R1, R10, -16),
		STX(DW, R0, R1, 0),
		MOV_REG(R1, R0),
		MOV_REG(R2, R8),
		JMP_IMM(JEQ, R7, 2, 3),
		CALL(ringbuf_submit),
		MOV_IMM(R0, 0),
		EXIT(),
		CALL(ringbuf_discard),
		JA(-4),
		/* query */
		LD_MAP_FD(R1, fd),
		MOV_REG(R2, R8),
		CALL(ringbuf_query),
		EXIT(),
	};

	return PROG_LOAD(SBPF_PROG_TYPE_SCHED_CLS, insns);
}

static __s32 writer_run(int prog, __u32 what, __u32 number, __u64 flags)
{
	__u32 packet[16] = { what, number, flags, 0 }, ret;

	ASSERT_OK(prog_test_run(prog, packet, sizeof(packet), &ret));
	return ret;
}

TEST(records)
{
	int fd = ASSERT_OK(ring_create(page)), prog = ASSERT_OK(writer_load(fd));
	struct reader r = reader_open(fd, page);
	const __u32 *rec;
	__u32 len, i;

	EXPECT_EQ(writer_run(prog, 3, 0, SBPF_RB_RING_SIZE), page);
	for (i = 0; i < 1000; i++) {
		EXPECT_EQ(writer_run(prog, i % 3, i, 0), 0);
		EXPECT_GT(writer_run(prog, 3, 0, SBPF_RB_AVAIL_DATA), 0);
		rec = reader_next(&r, &len);
		if (i % 3 == 2) {
			EXPECT_TRUE(!rec);
			continue;
		}
		ASSERT_TRUE(rec);
		EXPECT_EQ(len, i % 3 ? 24 : 16);
		EXPECT_EQ(rec[0], i % 3);
		EXPECT_EQ(rec[1], i);
		EXPECT_EQ(writer_run(prog, 3, 0, SBPF_RB_AVAIL_DATA), 0);
	}
	EXPECT_EQ(writer_run(prog, 3, 0, SBPF_RB_PROD_POS), *r.written);
	EXPECT_EQ(writer_run(prog, 3, 0, SBPF_RB_CONS_POS), *r.read);
	EXPECT_EQ(writer_run(prog, 0, 0, 4), -EINVAL);
}

TEST(full)
{
	int fd = ASSERT_OK(ring_create(page)), prog = ASSERT_OK(writer_load(fd));
	struct reader r = reader_open(fd, page);
	__u32 len;
	int n = 0;

	while (!writer_run(prog, 0, n, 0))
		ASSERT_LT(n++, page);
	/* 24 bytes each, and never the whole ring. */
	EXPECT_EQ(n, (page - 1) / 24);
	EXPECT_EQ(writer_run(prog, 0, 0, 0), -EAGAIN);
	EXPECT_EQ(writer_run(prog, 1, 0, 0), 1);
	ASSERT_TRUE(reader_next(&r, &len));
	EXPECT_EQ(writer_run(prog, 0, 0, 0), 0);
	EXPECT_EQ(writer_run(prog, 0, 0, 0), -EAGAIN);
}

static int wait_ms(int ep, int ms)
{
	struct epoll_event event;

	return epoll_wait(ep, &event, 1, ms);
}

TEST(epoll)
{
	int fd = ASSERT_OK(ring_create(page)), prog = ASSERT_OK(writer_load(fd)), ep = epoll_create1(0);
	struct epoll_event event = { .events = EPOLLIN | EPOLLET };
	struct reader r = reader_open(fd, page);
	__u32 len;

	ASSERT_EQ(epoll_ctl(ep, EPOLL_CTL_ADD, fd, &event), 0);
	EXPECT_EQ(wait_ms(ep, 50), 0);
	/* Everything was read: the first record wakes, the second does not. */
	EXPECT_EQ(writer_run(prog, 0, 1, 0), 0);
	EXPECT_EQ(wait_ms(ep, 1000), 1);
	EXPECT_EQ(writer_run(prog, 0, 2, 0), 0);
	EXPECT_EQ(wait_ms(ep, 50), 0);
	EXPECT_EQ(writer_run(prog, 0, 3, SBPF_RB_FORCE_WAKEUP), 0);
	EXPECT_EQ(wait_ms(ep, 1000), 1);
	while (reader_next(&r, &len))
		;
	EXPECT_EQ(writer_run(prog, 0, 4, SBPF_RB_NO_WAKEUP), 0);
	EXPECT_EQ(wait_ms(ep, 50), 0);
	while (reader_next(&r, &len))
		;
	EXPECT_EQ(writer_run(prog, 1, 5, 0), 0);
	EXPECT_EQ(wait_ms(ep, 1000), 1);
}

/* Writers in several processes, one reader that sleeps when there is nothing: every record arrives, once, in order. */
TEST_TIMEOUT(writers, 60)
{
	int fd = ASSERT_OK(ring_create(4 * page)), prog = ASSERT_OK(writer_load(fd)), ep = epoll_create1(0), w, status;
	struct epoll_event event = { .events = EPOLLIN };
	struct reader r = reader_open(fd, 4 * page);
	__u32 next[3] = {}, len, done = 0, i;
	const __u32 *rec;

	ASSERT_EQ(epoll_ctl(ep, EPOLL_CTL_ADD, fd, &event), 0);
	for (w = 0; w < 3; w++) {
		if (fork())
			continue;
		for (i = 0; i < 2000; ) {
			if (writer_run(prog, i % 2, w << 16 | i, 0) == 0)
				i++;
			else
				usleep(100);
		}
		_exit(0);
	}
	while (done < 3 * 2000) {
		rec = reader_next(&r, &len);
		if (!rec) {
			ASSERT_EQ(wait_ms(ep, 10000), 1);
			continue;
		}
		w = rec[1] >> 16;
		ASSERT_LT(w, 3);
		ASSERT_EQ(rec[1] & 0xffff, next[w]);
		ASSERT_EQ(rec[0], next[w] % 2);
		next[w]++;
		done++;
	}
	for (w = 0; w < 3; w++) {
		ASSERT_OK(wait(&status));
		EXPECT_EQ(status, 0);
	}
}
