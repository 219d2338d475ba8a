// SPDX-License-Identifier: GPL-2.0
/*
 * Many elements in one call.
 * engine: none
 * timeout: 120
 * covers: cmd:MAP_LOOKUP_BATCH cmd:MAP_LOOKUP_AND_DELETE_BATCH cmd:MAP_UPDATE_BATCH
 * covers: cmd:MAP_DELETE_BATCH
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sandbpf.h"
#include "tap.h"

#define ENOTSUPP	524
#define N		100

static const struct kind {
	const char *name;
	int type;
	int cpus;	/* values an element has; 0: one for each CPU */
} hashes[] = {
	{ "hash", SBPF_MAP_TYPE_HASH, 1 },
	{ "percpu_hash", SBPF_MAP_TYPE_PERCPU_HASH, 0 },
	{ "lru_hash", SBPF_MAP_TYPE_LRU_HASH, 1 },
	{ "lru_percpu_hash", SBPF_MAP_TYPE_LRU_PERCPU_HASH, 0 },
}, arrays[] = {
	{ "array", SBPF_MAP_TYPE_ARRAY, 1 },
	{ "percpu_array", SBPF_MAP_TYPE_PERCPU_ARRAY, 0 },
};

BEFORE_EACH()
{
	need_device();
}

#define NR(a)	(sizeof(a) / sizeof((a)[0]))

static int cpus(const struct kind *k)
{
	return k->cpus ?: cpus_possible();
}

static uint32_t keys[4 * N];
static uint64_t *values;

static uint64_t value_of(uint32_t key, int cpu)
{
	return key * 1000ull + cpu;
}

/* Keys 1 to @n, a value for every CPU. */
static void fill(const struct kind *k, int n)
{
	int i, cpu;

	free(values);
	values = calloc(4 * N * cpus(k), sizeof(*values));
	for (i = 0; i < n; i++) {
		keys[i] = i + 1;
		for (cpu = 0; cpu < cpus(k); cpu++)
			values[i * cpus(k) + cpu] = value_of(keys[i], cpu);
	}
}

static int make_full(const struct kind *k, uint32_t size, int n)
{
	int fd = ASSERT_OK(map_create(k->type, 4, 8, size, 0));
	uint32_t count = n;

	fill(k, n);
	ASSERT_OK(map_batch(SBPF_MAP_UPDATE_BATCH, fd, NULL, NULL, keys, values, &count));
	ASSERT_EQ(count, n);
	memset(keys, 0xff, sizeof(keys));
	memset(values, 0xff, 4 * N * cpus(k) * sizeof(*values));
	return fd;
}

/* Each key of 1 to @n exactly once, with its values; the buffers hold @count elements. */
static void expect_all(const struct kind *k, uint32_t count, int n)
{
	char seen[4 * N] = {};
	uint32_t i;
	int cpu;

	ASSERT_EQ(count, n);
	for (i = 0; i < count; i++) {
		ASSERT_TRUE(keys[i] >= 1 && keys[i] <= (uint32_t)n);
		EXPECT_EQ(seen[keys[i]]++, 0);
		for (cpu = 0; cpu < cpus(k); cpu++)
			EXPECT_EQ(values[i * cpus(k) + cpu], value_of(keys[i], cpu));
	}
}

TEST(hashes_all_at_once)
{
	uint32_t count, pos;
	size_t i;

	for (i = 0; i < NR(hashes); i++) {
		const struct kind *k = &hashes[i];
		int fd = make_full(k, 4 * N, N);

		tap_note("%s", k->name);
		count = 4 * N;
		EXPECT_ERR(map_batch(SBPF_MAP_LOOKUP_BATCH, fd, NULL, &pos, keys, values, &count), ENOENT);
		expect_all(k, count, N);
		EXPECT_EQ(map_count(fd), N);

		/* The position is the end: nothing is left, and no new position. */
		count = 7;
		EXPECT_ERR(map_batch(SBPF_MAP_LOOKUP_BATCH, fd, &pos, NULL, keys, values, &count), ENOENT);
		EXPECT_EQ(count, 0);

		count = 4 * N;
		EXPECT_ERR(map_batch(SBPF_MAP_LOOKUP_AND_DELETE_BATCH, fd, NULL, &pos, keys, values, &count),
			   ENOENT);
		expect_all(k, count, N);
		EXPECT_EQ(map_count(fd), 0);
		count = 4 * N;
		EXPECT_ERR(map_batch(SBPF_MAP_LOOKUP_BATCH, fd, NULL, &pos, keys, values, &count), ENOENT);
		EXPECT_EQ(count, 0);

		/* What was taken out is free again. */
		fill(k, N);
		count = N;
		EXPECT_OK(map_batch(SBPF_MAP_UPDATE_BATCH, fd, NULL, NULL, keys, values, &count));
		EXPECT_EQ(map_count(fd), N);
		close(fd);
	}
}

/* Without preallocation the table counts its elements: taking them out must be counted too. */
TEST(not_preallocated)
{
	static const struct kind k = { "hash", SBPF_MAP_TYPE_HASH, 1 };
	int fd = ASSERT_OK(map_create(k.type, 4, 8, N, SBPF_F_NO_PREALLOC)), round;
	uint32_t count, pos, extra = 5000;
	uint64_t value = 1;

	for (round = 0; round < 3; round++) {
		fill(&k, N);
		count = N;
		ASSERT_OK(map_batch(SBPF_MAP_UPDATE_BATCH, fd, NULL, NULL, keys, values, &count));
		EXPECT_ERR(map_update(fd, &extra, &value, 0), E2BIG);
		count = 4 * N;
		EXPECT_ERR(map_batch(SBPF_MAP_LOOKUP_AND_DELETE_BATCH, fd, NULL, &pos, keys, values, &count),
			   ENOENT);
		expect_all(&k, count, N);
	}
}

/* Piece by piece, however small the pieces: the same elements, and -ENOSPC says that a piece is too small. */
TEST(hashes_in_pieces)
{
	uint32_t count, pos = 0, total, room, at;
	const void *in;
	size_t i;
	int err;

	for (i = 0; i < NR(hashes); i++) {
		const struct kind *k = &hashes[i];
		int fd = make_full(k, N, N), calls = 0, spaces = 0;

		for (in = NULL, total = 0, room = 1, err = 0; !err && calls < 10 * N; in = &pos, calls++) {
			count = room;
			at = pos;
			err = map_batch(SBPF_MAP_LOOKUP_BATCH, fd, in, &pos, keys + total,
				    values + total * cpus(k), &count);
			ASSERT_LE(count, room);
			if (err == -ENOSPC) {
				EXPECT_EQ(count, 0);
				/* The one before stopped at a bucket that was too full already. */
				if (in)
					EXPECT_EQ(at, pos);
				room++;
				spaces++;
				err = 0;
			}
			total += count;
		}
		tap_note("%s: %d calls, %d too small, %u at most", k->name, calls, spaces, room);
		EXPECT_ERR(err, ENOENT);
		EXPECT_GT(spaces, 0);
		EXPECT_LT(room, 20);
		expect_all(k, total, N);
		close(fd);
	}
}

TEST(arrays_in_pieces)
{
	uint32_t count, pos, total;
	const void *in;
	size_t i;
	int err;

	for (i = 0; i < NR(arrays); i++) {
		const struct kind *k = &arrays[i];
		int fd = ASSERT_OK(map_create(k->type, 4, 8, N, 0)), j;

		fill(k, N);
		for (j = 0; j < N; j++)
			keys[j] = j;
		count = N;
		ASSERT_OK(map_batch(SBPF_MAP_UPDATE_BATCH, fd, NULL, NULL, keys, values, &count));
		memset(values, 0, N * cpus(k) * sizeof(*values));
		for (in = NULL, total = 0, err = 0; !err; in = &pos) {
			count = 7;
			err = map_batch(SBPF_MAP_LOOKUP_BATCH, fd, in, &pos, keys + total,
				    values + total * cpus(k), &count);
			EXPECT_EQ(count, err ? N % 7 : 7);
			total += count;
			EXPECT_EQ(pos, total - 1);
		}
		EXPECT_ERR(err, ENOENT);
		ASSERT_EQ(total, N);
		for (j = 0; j < N; j++) {
			EXPECT_EQ(keys[j], j);
			EXPECT_EQ(values[j * cpus(k)], value_of(j + 1, 0));
		}
		/* One past the end. */
		keys[0] = N - 1;
		keys[1] = N;
		count = 2;
		EXPECT_ERR(map_batch(SBPF_MAP_UPDATE_BATCH, fd, NULL, NULL, keys, values, &count), E2BIG);
		EXPECT_EQ(count, 1);
		count = 1;
		EXPECT_ERR(map_batch(SBPF_MAP_DELETE_BATCH, fd, NULL, NULL, keys, NULL, &count), ENOTSUPP);
		EXPECT_ERR(map_batch(SBPF_MAP_LOOKUP_AND_DELETE_BATCH, fd, NULL, &pos, keys, values, &count),
			   ENOTSUPP);
		close(fd);
	}
}

/* A trie goes from key to key as an array does, in its own order, and can delete. */
TEST(lpm_trie)
{
	struct prefix {
		uint32_t len;
		uint8_t addr[4];
	} in[N], out[N];
	int fd = ASSERT_OK(map_create(SBPF_MAP_TYPE_LPM_TRIE, sizeof(in[0]), 8, N, SBPF_F_NO_PREALLOC));
	uint64_t val_in[N], val_out[N];
	uint32_t count = N, total, calls = 0;
	struct prefix pos;
	bool seen[N] = {};
	int i, err;

	for (i = 0; i < N; i++) {
		in[i] = (struct prefix){ 32 - i % 3, { 10, i, 0, 0 } };
		val_in[i] = i * 7;
	}
	ASSERT_OK(map_batch(SBPF_MAP_UPDATE_BATCH, fd, NULL, NULL, in, val_in, &count));
	EXPECT_EQ(count, N);
	for (total = 0, err = 0; !err; total += count, calls++) {
		count = 9;
		err = map_batch(SBPF_MAP_LOOKUP_BATCH, fd, total ? &pos : NULL, &pos, out + total, val_out + total, &count);
		ASSERT_LE(total + count, N);
	}
	EXPECT_ERR(err, ENOENT);
	EXPECT_EQ(total, N);
	EXPECT_EQ(calls, N / 9 + 1);
	for (i = 0; i < N; i++) {
		ASSERT_LT(out[i].addr[1], N);
		EXPECT_FALSE(seen[out[i].addr[1]]);
		seen[out[i].addr[1]] = true;
		EXPECT_EQ(memcmp(&out[i], &in[out[i].addr[1]], sizeof(out[i])), 0);
		EXPECT_EQ(val_out[i], out[i].addr[1] * 7);
	}
	count = N;
	EXPECT_ERR(map_batch(SBPF_MAP_LOOKUP_AND_DELETE_BATCH, fd, NULL, &pos, out, val_out, &count), ENOTSUPP);
	EXPECT_ERR(map_take(fd, in, val_out, 0), ENOTSUPP);
	/* The second deletion of the same one is what it stops at. */
	in[40] = in[3];
	count = N;
	EXPECT_ERR(map_batch(SBPF_MAP_DELETE_BATCH, fd, NULL, NULL, in, NULL, &count), ENOENT);
	EXPECT_EQ(count, 40);
	count = N;
	EXPECT_ERR(map_batch(SBPF_MAP_LOOKUP_BATCH, fd, NULL, &pos, out, val_out, &count), ENOENT);
	EXPECT_EQ(count, N - 40);
}

static uint32_t map_id(int fd)
{
	struct sbpf_map_info info = {};
	uint32_t len = sizeof(info);

	ASSERT_OK(obj_info(fd, &info, &len));
	return info.id;
}

static bool map_is_there(uint32_t id)
{
	int fd = obj_fd_by_id(SBPF_MAP_GET_FD_BY_ID, id);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

/* A map whose last reference went is freed a little later. */
static bool map_goes(uint32_t id)
{
	int i;

	for (i = 0; i < 1000 && map_is_there(id); i++)
		usleep(5000);
	return !map_is_there(id);
}

#define INNERS	5

/* An outer map with INNERS of 8 slots used; only it holds the inner maps. Fds go in. */
static int make_outer(int type, uint32_t *ids)
{
	union sbpf_attr attr = { .map_type = type, .key_size = 4, .value_size = 4, .max_entries = 8 };
	uint32_t k[INNERS], fds[INNERS], count = INNERS;
	int fd, i;

	for (i = 0; i < INNERS; i++) {
		k[i] = i + 2;
		fds[i] = ASSERT_OK(map_create(SBPF_MAP_TYPE_ARRAY, 4, 8, 1, 0));
		ids[i] = map_id(fds[i]);
	}
	attr.inner_map_fd = fds[0];
	fd = ASSERT_OK(sbpf(SBPF_MAP_CREATE, &attr, sizeof(attr)));
	ASSERT_OK(map_batch(SBPF_MAP_UPDATE_BATCH, fd, NULL, NULL, k, fds, &count));
	EXPECT_EQ(count, INNERS);
	/* What is no map's fd is stopped at. */
	count = INNERS;
	i = fds[3];
	fds[3] = 9999;
	EXPECT_ERR(map_batch(SBPF_MAP_UPDATE_BATCH, fd, NULL, NULL, k, fds, &count), EBADF);
	EXPECT_EQ(count, 3);
	fds[3] = i;
	for (i = 0; i < INNERS; i++)
		close(fds[i]);
	return fd;
}

/* Ids come out. */
static void expect_inners(const uint32_t *k, const uint32_t *v, uint32_t count, const uint32_t *ids)
{
	bool seen[INNERS] = {};
	uint32_t i;

	ASSERT_EQ(count, INNERS);
	for (i = 0; i < INNERS; i++) {
		ASSERT_TRUE(k[i] >= 2 && k[i] < 2 + INNERS);
		EXPECT_FALSE(seen[k[i] - 2]);
		seen[k[i] - 2] = true;
		EXPECT_EQ(v[i], ids[k[i] - 2]);
	}
}

TEST(array_of_maps)
{
	uint32_t ids[INNERS], k[8], v[8], count = 8, pos;
	int fd = make_outer(SBPF_MAP_TYPE_ARRAY_OF_MAPS, ids);

	/* Empty slots are passed over. */
	EXPECT_ERR(map_batch(SBPF_MAP_LOOKUP_BATCH, fd, NULL, &pos, k, v, &count), ENOENT);
	expect_inners(k, v, count, ids);
	EXPECT_EQ(pos, 7);
	count = 8;
	EXPECT_ERR(map_batch(SBPF_MAP_DELETE_BATCH, fd, NULL, NULL, k, NULL, &count), ENOTSUPP);
	EXPECT_ERR(map_batch(SBPF_MAP_LOOKUP_AND_DELETE_BATCH, fd, NULL, &pos, k, v, &count), ENOTSUPP);
	EXPECT_ERR(map_take(fd, k, v, 0), ENOTSUPP);
}

TEST(hash_of_maps)
{
	uint32_t ids[INNERS], k[8], v[8], count = 8, pos, i;
	int fd = make_outer(SBPF_MAP_TYPE_HASH_OF_MAPS, ids);

	EXPECT_ERR(map_batch(SBPF_MAP_LOOKUP_BATCH, fd, NULL, &pos, k, v, &count), ENOENT);
	expect_inners(k, v, count, ids);
	EXPECT_ERR(map_take(fd, k, v, 0), ENOTSUPP);
	for (i = 0; i < INNERS; i++)
		EXPECT_TRUE(map_is_there(ids[i]));

	count = 8;
	EXPECT_ERR(map_batch(SBPF_MAP_LOOKUP_AND_DELETE_BATCH, fd, NULL, &pos, k, v, &count), ENOENT);
	expect_inners(k, v, count, ids);
	EXPECT_EQ(map_count(fd), 0);
	for (i = 0; i < INNERS; i++)
		EXPECT_TRUE(map_goes(ids[i]));
	close(fd);

	fd = make_outer(SBPF_MAP_TYPE_HASH_OF_MAPS, ids);
	count = 2;
	EXPECT_OK(map_batch(SBPF_MAP_DELETE_BATCH, fd, NULL, NULL, k, NULL, &count));
	EXPECT_EQ(map_count(fd), INNERS - 2);
	for (i = 0; i < INNERS; i++)
		if (k[0] == i + 2 || k[1] == i + 2)
			EXPECT_TRUE(map_goes(ids[i]));
		else
			EXPECT_TRUE(map_is_there(ids[i]));
}

/* Values of a per-CPU map stand 8 bytes apart, however small they are. */
TEST(percpu_rounding)
{
	static const int types[] = {
		SBPF_MAP_TYPE_PERCPU_HASH, SBPF_MAP_TYPE_LRU_PERCPU_HASH, SBPF_MAP_TYPE_PERCPU_ARRAY,
	};
	int nr = cpus_possible(), cpu, elem;
	uint8_t in[2][nr][8], out[3][nr][8];
	uint32_t k[2] = { 0, 1 }, got[3], count, pos;
	size_t i;

	for (i = 0; i < NR(types); i++) {
		int fd = ASSERT_OK(map_create(types[i], 4, 5, i == 2 ? 2 : N, 0));

		for (elem = 0; elem < 2; elem++)
			for (cpu = 0; cpu < nr; cpu++)
				memset(in[elem][cpu], 0x40 + elem * 16 + cpu, 8);
		memset(out, 0xee, sizeof(out));
		count = 2;
		ASSERT_OK(map_batch(SBPF_MAP_UPDATE_BATCH, fd, NULL, NULL, k, in, &count));
		count = 3;
		EXPECT_ERR(map_batch(SBPF_MAP_LOOKUP_BATCH, fd, NULL, &pos, got, out, &count), ENOENT);
		ASSERT_EQ(count, 2);
		for (elem = 0; elem < 2; elem++) {
			ASSERT_LT(got[elem], 2);
			for (cpu = 0; cpu < nr; cpu++)
				EXPECT_EQ(memcmp(out[elem][cpu], in[got[elem]][cpu], 5), 0);
		}
		for (cpu = 0; cpu < nr; cpu++)
			EXPECT_EQ(out[2][cpu][0], 0xee);
		if (i < 2) {
			EXPECT_OK(map_take(fd, &k[1], out, 0));
			for (cpu = 0; cpu < nr; cpu++)
				EXPECT_EQ(memcmp(out[0][cpu], in[1][cpu], 5), 0);
			EXPECT_EQ(out[1][0][0], got[1] == 1 ? 0x50 : 0x40);
		}
		close(fd);
	}
}

/* More than it holds: the batch goes on, old ones go. */
TEST(lru_evicts)
{
	static const struct kind k = { "lru_hash", SBPF_MAP_TYPE_LRU_HASH, 1 };
	int fd = ASSERT_OK(map_create(k.type, 4, 8, N, 0));
	uint32_t count = 4 * N, pos;

	fill(&k, 4 * N);
	EXPECT_OK(map_batch(SBPF_MAP_UPDATE_BATCH, fd, NULL, NULL, keys, values, &count));
	EXPECT_EQ(count, 4 * N);
	count = 4 * N;
	EXPECT_ERR(map_batch(SBPF_MAP_LOOKUP_AND_DELETE_BATCH, fd, NULL, &pos, keys, values, &count), ENOENT);
	EXPECT_LE(count, N);
	EXPECT_GT(count, N / 2);
	EXPECT_EQ(map_count(fd), 0);
}

TEST(delete)
{
	uint32_t count;
	size_t i;

	for (i = 0; i < NR(hashes); i++) {
		int fd = make_full(&hashes[i], 4 * N, N);

		fill(&hashes[i], N);
		count = N / 2;
		EXPECT_OK(map_batch(SBPF_MAP_DELETE_BATCH, fd, NULL, NULL, keys, NULL, &count));
		EXPECT_EQ(count, N / 2);
		EXPECT_EQ(map_count(fd), N / 2);
		/* It stops at the first that is not there, and says how far it came. */
		keys[N / 2 + 3] = 1;
		count = N / 2;
		EXPECT_ERR(map_batch(SBPF_MAP_DELETE_BATCH, fd, NULL, NULL, keys + N / 2, NULL, &count), ENOENT);
		EXPECT_EQ(count, 3);
		EXPECT_EQ(map_count(fd), N / 2 - 3);
		close(fd);
	}
}

TEST(full)
{
	static const struct kind k = { "hash", SBPF_MAP_TYPE_HASH, 1 };
	int fd = ASSERT_OK(map_create(k.type, 4, 8, N, 0));
	uint32_t count = N + 10;

	fill(&k, N + 10);
	EXPECT_ERR(map_batch(SBPF_MAP_UPDATE_BATCH, fd, NULL, NULL, keys, values, &count), E2BIG);
	EXPECT_EQ(count, N);
	EXPECT_EQ(map_count(fd), N);
}
