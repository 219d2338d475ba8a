// SPDX-License-Identifier: GPL-2.0
/*
 * Elements that are read and removed in one.
 * engine: none
 * timeout: 120
 * covers: cmd:MAP_LOOKUP_AND_DELETE_ELEM cmd:MAP_LOOKUP_AND_DELETE_BATCH
 */
#include <pthread.h>
#include <stdint.h>
#include <unistd.h>

#include "sandbpf.h"
#include "tap.h"

#define ENOTSUPP	524

BEFORE_EACH()
{
	need_device();
}

TEST(lookup_and_delete)
{
	static const int hashes[] = {
		SBPF_MAP_TYPE_HASH, SBPF_MAP_TYPE_PERCPU_HASH, SBPF_MAP_TYPE_LRU_HASH, SBPF_MAP_TYPE_LRU_PERCPU_HASH,
	}, others[] = { SBPF_MAP_TYPE_ARRAY, SBPF_MAP_TYPE_PERCPU_ARRAY, SBPF_MAP_TYPE_PROG_ARRAY };
	uint64_t in[cpus_possible()], out[cpus_possible()];
	int fd, cpu, cpus;
	uint32_t key;
	size_t i;

	for (i = 0; i < sizeof(hashes) / sizeof(hashes[0]); i++) {
		fd = ASSERT_OK(map_create(hashes[i], 4, 8, 100, 0));
		cpus = i & 1 ? cpus_possible() : 1;
		for (key = 1; key <= 50; key++) {
			for (cpu = 0; cpu < cpus; cpu++)
				in[cpu] = key * 1000 + cpu;
			ASSERT_OK(map_update(fd, &key, in, 0));
		}
		key = 7;
		EXPECT_ERR(map_take(fd, NULL, out, 0), EFAULT);
		EXPECT_ERR(map_take(fd, &key, out, SBPF_NOEXIST), EINVAL);
		EXPECT_ERR(map_take(fd, &key, out, SBPF_F_LOCK), EINVAL);
		EXPECT_OK(map_take(fd, &key, out, 0));
		for (cpu = 0; cpu < cpus; cpu++)
			EXPECT_EQ(out[cpu], key * 1000 + cpu);
		EXPECT_ERR(map_take(fd, &key, out, 0), ENOENT);
		EXPECT_ERR(map_lookup(fd, &key, out), ENOENT);
		/* It is gone, although its value went nowhere. */
		key = 8;
		EXPECT_ERR(map_take(fd, &key, (void *)16, 0), EFAULT);
		EXPECT_ERR(map_lookup(fd, &key, out), ENOENT);
		key = 9;
		EXPECT_OK(map_lookup(fd, &key, out));
		close(fd);
	}
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		fd = ASSERT_OK(map_create(others[i], 4, i == 2 ? 4 : 8, 100, 0));
		EXPECT_ERR(map_take(fd, &key, out, 0), ENOTSUPP);
		close(fd);
	}
}

/* Without a key: the one that is next. */
TEST(take_keyless)
{
	static const int types[] = { SBPF_MAP_TYPE_QUEUE, SBPF_MAP_TYPE_STACK };
	uint64_t value, bloom = 1;
	uint32_t key = 0;
	size_t i;
	int fd;

	for (i = 0; i < 2; i++) {
		fd = ASSERT_OK(map_create(types[i], 0, 8, 4, 0));
		EXPECT_ERR(map_take(fd, NULL, &value, 0), ENOENT);
		for (value = 1; value <= 3; value++)
			ASSERT_OK(map_update(fd, NULL, &value, 0));
		EXPECT_ERR(map_take(fd, &key, &value, 0), EINVAL);
		EXPECT_ERR(map_take(fd, NULL, &value, SBPF_F_LOCK), EINVAL);
		EXPECT_ERR(map_take(fd, NULL, &value, SBPF_EXIST), EINVAL);
		EXPECT_OK(map_take(fd, NULL, &value, 0));
		EXPECT_EQ(value, i ? 3 : 1);
		/* It is gone, although its value went nowhere. */
		EXPECT_ERR(map_take(fd, NULL, (void *)16, 0), EFAULT);
		EXPECT_OK(map_take(fd, NULL, &value, 0));
		EXPECT_EQ(value, i ? 1 : 3);
		EXPECT_ERR(map_take(fd, NULL, &value, 0), ENOENT);
		EXPECT_OK(map_freeze(fd));
		EXPECT_ERR(map_take(fd, NULL, &value, 0), EPERM);
		close(fd);
	}
	fd = ASSERT_OK(map_create(SBPF_MAP_TYPE_BLOOM_FILTER, 0, 8, 4, 0));
	EXPECT_ERR(map_take(fd, NULL, &bloom, 0), ENOTSUPP);
}

/* Every element that one of them put in is taken out by another, once. */
#define ROUNDS	2000

static int race_fd;
static volatile int race_done;
static int taken[ROUNDS];

static void *producer(void *arg)
{
	uint32_t i;

	for (i = 0; i < ROUNDS; i++) {
		uint64_t value = i;

		while (map_update(race_fd, &i, &value, SBPF_NOEXIST) == -E2BIG)
			usleep(100);
	}
	return NULL;
}

static void *batch_taker(void *arg)
{
	uint32_t k[64], pos = 0, count, i;
	uint64_t v[64];
	int last = 0, err;

	while (last < 2) {
		last = race_done ? last + 1 : 0;
		for (err = 0, pos = 0; !err;) {
			count = 64;
			err = map_batch(SBPF_MAP_LOOKUP_AND_DELETE_BATCH, race_fd, &pos, &pos, k, v, &count);
			for (i = 0; i < count && k[i] < ROUNDS; i++)
				__atomic_fetch_add(&taken[k[i]], v[i] == k[i] ? 1 : 100, __ATOMIC_RELAXED);
		}
		usleep(100);
	}
	return NULL;
}

static void *single_taker(void *arg)
{
	uint32_t key;
	uint64_t v;

	while (!race_done)
		if (!map_next_key(race_fd, NULL, &key) && key < ROUNDS && !map_take(race_fd, &key, &v, 0))
			__atomic_fetch_add(&taken[key], v == key ? 1 : 100, __ATOMIC_RELAXED);
	return NULL;
}

TEST_TIMEOUT(taken_once, 60)
{
	pthread_t threads[3];
	int i, wrong = 0;

	race_fd = ASSERT_OK(map_create(SBPF_MAP_TYPE_HASH, 4, 8, 64, 0));
	pthread_create(&threads[0], NULL, producer, NULL);
	pthread_create(&threads[1], NULL, batch_taker, NULL);
	pthread_create(&threads[2], NULL, single_taker, NULL);
	pthread_join(threads[0], NULL);
	race_done = 1;
	pthread_join(threads[1], NULL);
	pthread_join(threads[2], NULL);
	for (i = 0; i < ROUNDS; i++)
		wrong += taken[i] != 1;
	EXPECT_EQ(wrong, 0);
}
