// SPDX-License-Identifier: GPL-2.0
/*
 * Batch commands and their callers: flags, rights, buffers that end early or change, counts without bounds, and signals.
 * engine: none
 * timeout: 180
 * covers: cmd:MAP_LOOKUP_BATCH cmd:MAP_LOOKUP_AND_DELETE_BATCH cmd:MAP_UPDATE_BATCH
 * covers: cmd:MAP_DELETE_BATCH
 */
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "sandbpf.h"
#include "tap.h"

#define ENOTSUPP	524
#define N		100

BEFORE_EACH()
{
	need_device();
}

static uint32_t keys[4 * N];
static uint64_t values[4 * N];

/* Keys 1 to N. */
static void fill(void)
{
	uint32_t i;

	for (i = 0; i < N; i++) {
		keys[i] = i + 1;
		values[i] = keys[i] * 1000ull;
	}
}

static int make_full(void)
{
	int fd = ASSERT_OK(map_create(SBPF_MAP_TYPE_HASH, 4, 8, N, 0));
	uint32_t count = N;

	fill();
	ASSERT_OK(map_batch(SBPF_MAP_UPDATE_BATCH, fd, NULL, NULL, keys, values, &count));
	ASSERT_EQ(count, N);
	return fd;
}

TEST(errors)
{
	int fd = make_full(), ringbuf, cmd;
	union sbpf_attr attr;
	uint32_t count, pos = 1u << 20;

	ringbuf = ASSERT_OK(map_create(SBPF_MAP_TYPE_RINGBUF, 0, 0, 4096, 0));
	for (cmd = SBPF_MAP_LOOKUP_BATCH; cmd <= SBPF_MAP_DELETE_BATCH; cmd++) {
		count = 1;
		EXPECT_ERR(map_batch(cmd, -1, NULL, &pos, keys, values, &count), EBADF);
		EXPECT_ERR(map_batch(cmd, 0, NULL, &pos, keys, values, &count), EINVAL);
		EXPECT_ERR(map_batch(cmd, ringbuf, NULL, &pos, keys, values, &count), ENOTSUPP);
		count = 0;
		EXPECT_OK(map_batch(cmd, fd, NULL, &pos, NULL, NULL, &count));
		attr = (union sbpf_attr) {
			.batch = { .map_fd = fd, .count = 1, .keys = PTR(keys), .values = PTR(values),
				   .out_batch = PTR(&pos) },
		};
		attr.batch.elem_flags = SBPF_NOEXIST;
		EXPECT_ERR(sbpf_raw(cmd, &attr, sizeof(attr)), EINVAL);
		/* No value has a lock. */
		attr.batch.elem_flags = SBPF_F_LOCK;
		EXPECT_ERR(sbpf_raw(cmd, &attr, sizeof(attr)), EINVAL);
		attr.batch.elem_flags = 0;
		((char *)&attr)[offsetof(union sbpf_attr, batch.flags) + 8] = 1;
		EXPECT_ERR(sbpf_raw(cmd, &attr, sizeof(attr)), EINVAL);
	}
	attr = (union sbpf_attr) { .batch = { .map_fd = fd, .count = 1, .flags = 1 } };
	EXPECT_ERR(sbpf_raw(SBPF_MAP_LOOKUP_BATCH, &attr, sizeof(attr)), EINVAL);

	/* Bad addresses. What was counted before stays true. */
	count = 4 * N;
	EXPECT_ERR(map_batch(SBPF_MAP_LOOKUP_BATCH, fd, NULL, &pos, NULL, values, &count), EFAULT);
	EXPECT_EQ(count, 0);
	count = 4 * N;
	EXPECT_ERR(map_batch(SBPF_MAP_LOOKUP_BATCH, fd, (void *)1, &pos, keys, values, &count), EFAULT);
	count = 4 * N;
	EXPECT_ERR(map_batch(SBPF_MAP_LOOKUP_BATCH, fd, NULL, NULL, keys, values, &count), EFAULT);
	count = 1;
	EXPECT_ERR(map_batch(SBPF_MAP_UPDATE_BATCH, fd, NULL, NULL, keys, NULL, &count), EFAULT);
	EXPECT_EQ(count, 0);
	count = 1;
	EXPECT_ERR(map_batch(SBPF_MAP_DELETE_BATCH, fd, NULL, NULL, NULL, NULL, &count), EFAULT);
	pos = 1u << 20;
	count = 1;
	EXPECT_ERR(map_batch(SBPF_MAP_LOOKUP_BATCH, fd, &pos, &pos, keys, values, &count), ENOENT);
	EXPECT_EQ(pos, 1u << 20);
}

TEST(rights)
{
	static const int reads[] = { 1, 1, 0, 0 }, writes[] = { 0, 1, 1, 1 };
	int ro = ASSERT_OK(map_create(SBPF_MAP_TYPE_HASH, 4, 8, N, SBPF_F_RDONLY));
	int wo = ASSERT_OK(map_create(SBPF_MAP_TYPE_HASH, 4, 8, N, SBPF_F_WRONLY));
	int frozen = ASSERT_OK(map_create(SBPF_MAP_TYPE_HASH, 4, 8, N, 0)), i;
	uint32_t count, pos, key = 1;
	uint64_t value;

	ASSERT_OK(map_freeze(frozen));
	for (i = 0; i < 4; i++) {
		count = 0;
		EXPECT_EQ(map_batch(SBPF_MAP_LOOKUP_BATCH + i, ro, NULL, &pos, keys, NULL, &count),
			  writes[i] ? -EPERM : 0);
		EXPECT_EQ(map_batch(SBPF_MAP_LOOKUP_BATCH + i, wo, NULL, &pos, keys, NULL, &count),
			  reads[i] ? -EPERM : 0);
		EXPECT_EQ(map_batch(SBPF_MAP_LOOKUP_BATCH + i, frozen, NULL, &pos, keys, NULL, &count),
			  writes[i] ? -EPERM : 0);
	}
	for (i = 0; i < 3; i++) {
		union sbpf_attr attr = {
			.map_fd = i == 0 ? ro : i == 1 ? wo : frozen, .key = PTR(&key), .value = PTR(&value),
		};

		EXPECT_ERR(sbpf(SBPF_MAP_LOOKUP_AND_DELETE_ELEM, &attr, sizeof(attr)), EPERM);
	}
}

#define PAGE	4096

/* Two pages, the second not there. */
static void *edge(void)
{
	char *p = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	ASSERT_TRUE(p != MAP_FAILED);
	ASSERT_OK(munmap(p + PAGE, PAGE));
	return p + PAGE;
}

/* Buffers that end before the elements do. */
TEST(short_buffers)
{
	uint32_t *short_keys = (uint32_t *)edge() - 10, count, pos, i;
	uint64_t *short_values = (uint64_t *)edge() - 5;
	int fd = ASSERT_OK(map_create(SBPF_MAP_TYPE_HASH, 4, 8, N, 0)), array, before;

	fill();
	memcpy(short_keys, keys, 40);
	memcpy(short_values, values, 40);
	count = N;
	EXPECT_ERR(map_batch(SBPF_MAP_UPDATE_BATCH, fd, NULL, NULL, short_keys, values, &count), EFAULT);
	EXPECT_EQ(count, 10);
	EXPECT_EQ(map_count(fd), 10);
	count = N;
	EXPECT_ERR(map_batch(SBPF_MAP_UPDATE_BATCH, fd, NULL, NULL, keys, short_values, &count), EFAULT);
	EXPECT_EQ(count, 5);
	count = N;
	EXPECT_ERR(map_batch(SBPF_MAP_DELETE_BATCH, fd, NULL, NULL, short_keys, NULL, &count), EFAULT);
	EXPECT_EQ(count, 10);
	EXPECT_EQ(map_count(fd), 0);

	count = N;
	ASSERT_OK(map_batch(SBPF_MAP_UPDATE_BATCH, fd, NULL, NULL, keys, values, &count));
	count = N;
	EXPECT_ERR(map_batch(SBPF_MAP_LOOKUP_BATCH, fd, NULL, &pos, short_keys, values, &count), EFAULT);
	EXPECT_EQ(count, 0);
	EXPECT_EQ(map_count(fd), N);
	/* Here too, what was taken out is gone. The other buckets stay. */
	before = map_count(fd);
	count = N;
	EXPECT_ERR(map_batch(SBPF_MAP_LOOKUP_AND_DELETE_BATCH, fd, NULL, &pos, keys, short_values, &count), EFAULT);
	EXPECT_EQ(count, 0);
	EXPECT_LT(map_count(fd), before);
	EXPECT_GT(map_count(fd), 0);

	array = ASSERT_OK(map_create(SBPF_MAP_TYPE_ARRAY, 4, 8, N, 0));
	count = N;
	EXPECT_ERR(map_batch(SBPF_MAP_LOOKUP_BATCH, array, NULL, &pos, keys, short_values, &count), EFAULT);
	EXPECT_EQ(count, 0);
	/* The position is the last thing written. */
	count = 10;
	EXPECT_ERR(map_batch(SBPF_MAP_LOOKUP_BATCH, array, NULL, NULL, short_keys, values, &count), EFAULT);
	EXPECT_EQ(count, 10);
	for (i = 0; i < 10; i++)
		EXPECT_EQ(short_keys[i], i);
}

/* Nothing is allocated or trusted for what a count promises. */
TEST(huge_counts)
{
	int fd = make_full(), array = ASSERT_OK(map_create(SBPF_MAP_TYPE_ARRAY, 4, 8, N, 0));
	uint32_t count = UINT32_MAX, pos, *short_keys = (uint32_t *)edge() - N;

	EXPECT_ERR(map_batch(SBPF_MAP_LOOKUP_BATCH, fd, NULL, &pos, keys, values, &count), ENOENT);
	EXPECT_EQ(count, N);
	count = UINT32_MAX;
	EXPECT_ERR(map_batch(SBPF_MAP_LOOKUP_BATCH, array, NULL, &pos, keys, values, &count), ENOENT);
	EXPECT_EQ(count, N);
	/* From the last one on; then from one that does not exist: from the start. */
	pos = N - 1;
	count = UINT32_MAX;
	EXPECT_ERR(map_batch(SBPF_MAP_LOOKUP_BATCH, array, &pos, &pos, keys, values, &count), ENOENT);
	EXPECT_EQ(count, 0);
	pos = UINT32_MAX;
	count = UINT32_MAX;
	EXPECT_ERR(map_batch(SBPF_MAP_LOOKUP_BATCH, fd, &pos, &pos, keys, values, &count), ENOENT);
	EXPECT_EQ(count, 0);
	count = 3;
	EXPECT_OK(map_batch(SBPF_MAP_LOOKUP_BATCH, array, &pos, &pos, keys, values, &count));
	EXPECT_EQ(pos, 2);

	fill();
	memcpy(short_keys, keys, N * sizeof(*keys));
	count = UINT32_MAX;
	EXPECT_ERR(map_batch(SBPF_MAP_DELETE_BATCH, fd, NULL, NULL, short_keys, NULL, &count), EFAULT);
	EXPECT_EQ(count, N);
	count = UINT32_MAX;
	EXPECT_ERR(map_batch(SBPF_MAP_DELETE_BATCH, fd, NULL, NULL, (void *)~7ul, NULL, &count), EFAULT);
	EXPECT_EQ(count, 0);
	count = UINT32_MAX;
	EXPECT_ERR(map_batch(SBPF_MAP_UPDATE_BATCH, fd, NULL, NULL, short_keys, (void *)~7ul, &count), EFAULT);
	EXPECT_EQ(count, 0);
}

#define LONG_BATCH	(1u << 28)

/* A batch that would take minutes: the map cannot be frozen under it, and its process can be killed. */
TEST_TIMEOUT(killed, 60)
{
	int fd = ASSERT_OK(map_create(SBPF_MAP_TYPE_ARRAY, 4, 1, 1, 0)), status, i, err = 0;
	char *mem = mmap(NULL, 5ul * LONG_BATCH, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	uint32_t count = LONG_BATCH;
	time_t start;
	pid_t pid;

	ASSERT_TRUE(mem != MAP_FAILED);
	pid = fork();
	if (!pid) {
		map_batch(SBPF_MAP_UPDATE_BATCH, fd, NULL, NULL, mem, mem + 4ul * LONG_BATCH, &count);
		_exit(0);
	}
	ASSERT_GT(pid, 0);
	usleep(300000);
	EXPECT_ERR(map_freeze(fd), EBUSY);
	start = time(NULL);
	kill(pid, SIGKILL);
	EXPECT_EQ(waitpid(pid, &status, 0), pid);
	EXPECT_TRUE(WIFSIGNALED(status));
	EXPECT_LT(time(NULL) - start, 20);
	for (i = 0; i < 100; i++) {
		err = map_freeze(fd);
		if (err != -EBUSY)
			break;
		usleep(10000);
	}
	EXPECT_OK(err);
}

static char *shaky;
static volatile int shaky_done;

static void *shaker(void *arg)
{
	while (!shaky_done) {
		mprotect(shaky, 4 * PAGE, PROT_NONE);
		mprotect(shaky, 4 * PAGE, PROT_READ);
		mprotect(shaky, 4 * PAGE, PROT_READ | PROT_WRITE);
		madvise(shaky, 4 * PAGE, MADV_DONTNEED);
	}
	return NULL;
}

/* Another thread takes the buffers away and gives them back while commands work on them. */
TEST_TIMEOUT(shaky_buffers, 60)
{
	static const int cmds[] = {
		SBPF_MAP_UPDATE_BATCH, SBPF_MAP_LOOKUP_BATCH, SBPF_MAP_DELETE_BATCH, SBPF_MAP_LOOKUP_AND_DELETE_BATCH,
	};
	int fd = ASSERT_OK(map_create(SBPF_MAP_TYPE_HASH, 4, 8, 4096, 0)), i, err, faults = 0, fine = 0;
	uint32_t count, pos, key = 0;
	uint64_t value = 1;
	pthread_t thread;

	shaky = mmap(NULL, 4 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ASSERT_TRUE(shaky != MAP_FAILED);
	ASSERT_EQ(pthread_create(&thread, NULL, shaker, NULL), 0);
	for (i = 0; i < 4000; i++) {
		for (key = i; key < (uint32_t)i + 8; key++)
			map_update(fd, &key, &value, 0);
		count = 256;
		err = map_batch(cmds[i % 4], fd, NULL, &pos, shaky, shaky + 2 * PAGE, &count);
		ASSERT_LE(count, 256);
		ASSERT_TRUE(!err || err == -EFAULT || err == -ENOENT);
		faults += err == -EFAULT;
		fine += err != -EFAULT;
	}
	shaky_done = 1;
	pthread_join(thread, NULL);
	tap_note("%d faults, %d not", faults, fine);
	EXPECT_GT(faults, 0);
	EXPECT_GT(fine, 0);
	/* And the table is one that works. */
	for (pos = 0, err = 0; !err; ) {
		count = 4 * N;
		err = map_batch(SBPF_MAP_LOOKUP_AND_DELETE_BATCH, fd, &pos, &pos, keys, calloc(4 * N, 8), &count);
	}
	EXPECT_ERR(err, ENOENT);
	EXPECT_EQ(map_count(fd), 0);
}
