// SPDX-License-Identifier: GPL-2.0
/*
 * Hash tables through the commands: plain, per-CPU, without preallocation, LRU.
 * engine: none
 * covers: map:HASH map:PERCPU_HASH map:LRU_HASH map:LRU_PERCPU_HASH cmd:MAP_CREATE
 * covers: cmd:MAP_LOOKUP_ELEM cmd:MAP_UPDATE_ELEM cmd:MAP_DELETE_ELEM cmd:MAP_GET_NEXT_KEY
 */
#include <sched.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbpf.h"
#include "tap.h"

BEFORE_EACH()
{
	need_device();
}

static const struct kind {
	const char *name;
	int type;
	__u32 flags;
} kinds[] = {
	{ "hash", SBPF_MAP_TYPE_HASH, 0 },
	{ "hash, no prealloc", SBPF_MAP_TYPE_HASH, SBPF_F_NO_PREALLOC },
	{ "percpu hash", SBPF_MAP_TYPE_PERCPU_HASH, 0 },
	{ "percpu hash, no prealloc", SBPF_MAP_TYPE_PERCPU_HASH, SBPF_F_NO_PREALLOC },
	{ "lru hash", SBPF_MAP_TYPE_LRU_HASH, 0 },
	{ "lru hash, lists of CPUs", SBPF_MAP_TYPE_LRU_HASH, SBPF_F_NO_COMMON_LRU },
	{ "lru percpu hash", SBPF_MAP_TYPE_LRU_PERCPU_HASH, 0 },
};

#define KINDS	(sizeof(kinds) / sizeof(kinds[0]))

static int is_percpu(const struct kind *kind)
{
	return kind->type == SBPF_MAP_TYPE_PERCPU_HASH || kind->type == SBPF_MAP_TYPE_LRU_PERCPU_HASH;
}

static int is_lru(const struct kind *kind)
{
	return kind->type == SBPF_MAP_TYPE_LRU_HASH || kind->type == SBPF_MAP_TYPE_LRU_PERCPU_HASH;
}

TEST(create_errors)
{
	const struct kind *k;

	for (k = kinds; k < kinds + KINDS; k++) {
		tap_note("%s", k->name);
		EXPECT_ERR(map_create(k->type, 0, 8, 4, k->flags), EINVAL);
		EXPECT_ERR(map_create(k->type, 4, 0, 4, k->flags), EINVAL);
		EXPECT_ERR(map_create(k->type, 4, 8, 0, k->flags), EINVAL);
		EXPECT_ERR(map_create(k->type, 4, 8, 4, k->flags | SBPF_F_MMAPABLE), EINVAL);
		EXPECT_ERR(map_create(k->type, 4, 8, 4, k->flags | SBPF_F_INNER_MAP), EINVAL);
		EXPECT_ERR(map_create(k->type, 4, 8, 4, k->flags | SBPF_F_RDONLY_PROG | SBPF_F_WRONLY_PROG), EINVAL);
		EXPECT_ERR(map_create(k->type, 4, 4 << 20, 4, k->flags), E2BIG);
		EXPECT_ERR(map_create(k->type, 4 << 20, 4, 4, k->flags), E2BIG);
		EXPECT_ERR(map_create(k->type, 0xffffffff, 0xffffffff, 4, k->flags), E2BIG);
		EXPECT_ERR(map_create(k->type, 4, 8, 0xffffffff, k->flags), E2BIG);
		if (is_percpu(k))
			EXPECT_ERR(map_create(k->type, 4, 1 << 18, 4, k->flags), E2BIG);
		if (is_lru(k))
			EXPECT_ERR(map_create(k->type, 4, 8, 4, SBPF_F_NO_PREALLOC), 524);
		else
			EXPECT_ERR(map_create(k->type, 4, 8, 4, SBPF_F_NO_COMMON_LRU), EINVAL);
	}
}

TEST(zero_seed_is_privileged)
{
	EXPECT_OK(map_create(SBPF_MAP_TYPE_HASH, 4, 8, 4, SBPF_F_ZERO_SEED));
}

TEST(elements)
{
	int cpus = cpus_possible();
	__u64 *value = calloc(cpus, 8), *got = calloc(cpus, 8);
	const struct kind *k;
	__u32 key, next, seen;
	int fd, err;

	for (k = kinds; k < kinds + KINDS; k++) {
		tap_note("%s", k->name);
		fd = ASSERT_OK(map_create(k->type, 4, 8, 64, k->flags));
		key = 1;
		EXPECT_ERR(map_lookup(fd, &key, got), ENOENT);
		EXPECT_ERR(map_delete(fd, &key), ENOENT);
		EXPECT_ERR(map_next_key(fd, NULL, &next), ENOENT);
		EXPECT_ERR(map_next_key(fd, &key, &next), ENOENT);
		EXPECT_ERR(map_update(fd, &key, value, SBPF_EXIST), ENOENT);
		EXPECT_ERR(map_update(fd, &key, value, 3), EINVAL);
		EXPECT_ERR(map_update(fd, &key, value, SBPF_F_LOCK), EINVAL);
		value[0] = 11;
		EXPECT_OK(map_update(fd, &key, value, SBPF_NOEXIST));
		EXPECT_ERR(map_update(fd, &key, value, SBPF_NOEXIST), EEXIST);
		value[0] = 12;
		value[cpus - 1] = 12;
		EXPECT_OK(map_update(fd, &key, value, SBPF_EXIST));
		ASSERT_OK(map_lookup(fd, &key, got));
		EXPECT_EQ(got[0], 12);
		if (is_percpu(k))
			EXPECT_EQ(memcmp(value, got, 8 * cpus), 0);
		for (key = 0; key < 20; key++)
			ASSERT_OK(map_update(fd, &key, value, SBPF_ANY));
		seen = 0;
		for (err = map_next_key(fd, NULL, &next); !err; err = map_next_key(fd, &key, &next)) {
			ASSERT_LT(next, 20);
			EXPECT_FALSE(seen & 1U << next);
			seen |= 1U << next;
			key = next;
		}
		EXPECT_EQ(err, -ENOENT);
		EXPECT_EQ(seen, 0xfffff);
		/* An unknown key starts again. */
		key = 12345;
		EXPECT_OK(map_next_key(fd, &key, &next));
		for (key = 0; key < 20; key++)
			ASSERT_OK(map_delete(fd, &key));
		EXPECT_ERR(map_next_key(fd, NULL, &next), ENOENT);
		close(fd);
	}
}

TEST(full)
{
	int cpus = cpus_possible();
	__u64 *value = calloc(cpus, 8);
	const struct kind *k;
	__u32 key;
	int fd;

	for (k = kinds; k < kinds + KINDS; k++) {
		if (is_lru(k))
			continue;
		tap_note("%s", k->name);
		fd = ASSERT_OK(map_create(k->type, 4, 8, 100, k->flags));
		for (key = 0; key < 100; key++)
			ASSERT_OK(map_update(fd, &key, value, SBPF_ANY));
		EXPECT_ERR(map_update(fd, &key, value, SBPF_ANY), E2BIG);
		EXPECT_ERR(map_update(fd, &key, value, SBPF_EXIST), ENOENT);
		for (key = 0; key < 100; key++)
			ASSERT_OK(map_update(fd, &key, value, SBPF_ANY));
		key = 50;
		EXPECT_OK(map_delete(fd, &key));
		key = 100;
		EXPECT_OK(map_update(fd, &key, value, SBPF_ANY));
		key = 101;
		EXPECT_ERR(map_update(fd, &key, value, SBPF_ANY), E2BIG);
		close(fd);
	}
}

/* Many more insertions in a row than a CPU keeps free elements. */
TEST_TIMEOUT(no_prealloc_burst, 60)
{
	__u64 value[64] = {};
	int round, fd;
	__u32 key;

	fd = ASSERT_OK(map_create(SBPF_MAP_TYPE_HASH, 4, sizeof(value), 20000, SBPF_F_NO_PREALLOC));
	for (round = 0; round < 2; round++) {
		for (key = 0; key < 20000; key++) {
			value[63] = key;
			ASSERT_OK(map_update(fd, &key, value, SBPF_NOEXIST));
		}
		for (key = 0; key < 20000; key++) {
			ASSERT_OK(map_lookup(fd, &key, value));
			ASSERT_EQ(value[63], key);
		}
		for (key = 0; key < 20000; key++)
			ASSERT_OK(map_delete(fd, &key));
	}
}

TEST(key_sizes)
{
	static const __u32 sizes[] = { 1, 2, 3, 4, 5, 7, 8, 12, 16, 24, 33, 512, 3000 };
	unsigned char key[3000], next[3000];
	__u64 value, got;
	unsigned int i, n;
	int fd;

	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		fd = ASSERT_OK(map_create(SBPF_MAP_TYPE_HASH, sizes[i], 8, 50, 0));
		for (n = 0; n < 50; n++) {
			memset(key, 1, sizeof(key));
			key[sizes[i] - 1] = n;
			value = n + 1000;
			ASSERT_OK(map_update(fd, key, &value, SBPF_NOEXIST));
		}
		for (n = 0; n < 50; n++) {
			key[sizes[i] - 1] = n;
			ASSERT_OK(map_lookup(fd, key, &got));
			EXPECT_EQ(got, n + 1000);
		}
		for (n = 0; !map_next_key(fd, n ? key : NULL, next); n++) {
			memcpy(key, next, sizes[i]);
			ASSERT_LT(n, 50);
		}
		EXPECT_EQ(n, 50);
		close(fd);
	}
}

TEST(lru_evicts)
{
	static const __u32 sizes[] = { 1, 2, 10, 1000 };
	int cpus = cpus_possible();
	__u64 *value = calloc(cpus, 8);
	const struct kind *k;
	__u32 key, next, n;
	unsigned int i;
	int fd;

	for (k = kinds; k < kinds + KINDS; k++) {
		if (!is_lru(k))
			continue;
		tap_note("%s", k->name);
		for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
			fd = ASSERT_OK(map_create(k->type, 4, 8, sizes[i], k->flags));
			for (key = 0; key < 3 * sizes[i] + 10; key++) {
				ASSERT_OK(map_update(fd, &key, value, SBPF_ANY));
				ASSERT_OK(map_lookup(fd, &key, value));
			}
			for (n = 0; !map_next_key(fd, n ? &key : NULL, &next); n++)
				key = next;
			EXPECT_LE(n, sizes[i] + cpus);
			EXPECT_GE(n, sizes[i] * 7 / 8);
			close(fd);
		}
	}
}

TEST(lru_rounds_up)
{
	struct sbpf_map_info info = {};
	int fd = ASSERT_OK(map_create(SBPF_MAP_TYPE_LRU_HASH, 4, 8, 1, SBPF_F_NO_COMMON_LRU));
	__u32 len = sizeof(info);

	ASSERT_OK(obj_info(fd, &info, &len));
	EXPECT_EQ(info.max_entries, cpus_possible());
}

/*
 * Several processes insert, replace and delete keys of their own and common ones. A process always finds its own keys as
 * it left them; nobody ever sees an error that the table should not give.
 */
static void hammer(int fd, int self, int rounds, int type)
{
	__u32 key, common;
	__u64 value, got;
	unsigned int seed = self + 1;
	int i;

	for (i = 0; i < rounds; i++) {
		key = 1000 * (self + 1) + rand_r(&seed) % 50;
		value = (__u64)key << 32 | i;
		ASSERT_OK(map_update(fd, &key, &value, SBPF_ANY));
		if (type == SBPF_MAP_TYPE_HASH) {
			ASSERT_OK(map_lookup(fd, &key, &got));
			ASSERT_EQ(got, value);
		}
		common = rand_r(&seed) % 50;
		value = (__u64)common << 32;
		ASSERT_OK(map_update(fd, &common, &value, SBPF_ANY));
		common = rand_r(&seed) % 50;
		if (rand_r(&seed) % 2) {
			int err = map_delete(fd, &common);

			ASSERT_TRUE(!err || err == -ENOENT);
		}
		if (type == SBPF_MAP_TYPE_HASH && rand_r(&seed) % 2)
			ASSERT_OK(map_delete(fd, &key));
	}
}

static void concurrent(int type, __u32 max_entries, __u32 flags)
{
	int fd = ASSERT_OK(map_create(type, 4, 8, max_entries, flags)), i, status;
	__u32 key, next, n = 0;
	__u64 got;

	for (i = 0; i < 4; i++) {
		if (!fork()) {
			hammer(fd, i, 3000, type);
			_exit(0);
		}
	}
	for (i = 0; i < 4; i++) {
		ASSERT_OK(wait(&status));
		EXPECT_EQ(status, 0);
	}
	while (!map_next_key(fd, n ? &key : NULL, &next)) {
		ASSERT_OK(map_lookup(fd, &next, &got));
		EXPECT_EQ(got >> 32, next);
		key = next;
		ASSERT_LT(n++, max_entries + 64);
	}
	close(fd);
}

TEST_TIMEOUT(concurrent_prealloc, 60)
{
	concurrent(SBPF_MAP_TYPE_HASH, 1000, 0);
}

TEST_TIMEOUT(concurrent_no_prealloc, 60)
{
	concurrent(SBPF_MAP_TYPE_HASH, 1000, SBPF_F_NO_PREALLOC);
}

TEST_TIMEOUT(concurrent_lru, 60)
{
	concurrent(SBPF_MAP_TYPE_LRU_HASH, 60, 0);
	concurrent(SBPF_MAP_TYPE_LRU_HASH, 60, SBPF_F_NO_COMMON_LRU);
}
