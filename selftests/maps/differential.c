// SPDX-License-Identifier: GPL-2.0
/*
 * The host's own maps as the judge: the same creations and the same random operations on a map of the host and on one of
 * ours must give the same results, errors and bytes.
 * engine: none
 * timeout: 240
 * covers: map:ARRAY map:PERCPU_ARRAY map:HASH map:PERCPU_HASH map:LRU_HASH map:LRU_PERCPU_HASH
 * covers: cmd:MAP_LOOKUP_AND_DELETE_ELEM cmd:MAP_LOOKUP_BATCH cmd:MAP_LOOKUP_AND_DELETE_BATCH
 * covers: cmd:MAP_UPDATE_BATCH cmd:MAP_DELETE_BATCH
 * covers: map:LPM_TRIE map:QUEUE map:STACK map:BLOOM_FILTER map:ARRAY_OF_MAPS map:HASH_OF_MAPS
 */
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sandbpf.h"
#include "tap.h"

static int host_create(const union sbpf_attr *attr, unsigned int size)
{
	return sbpf_host(SBPF_MAP_CREATE, (void *)attr, size);
}

BEFORE_EACH()
{
	union sbpf_attr attr = { .map_type = SBPF_MAP_TYPE_ARRAY, .key_size = 4, .value_size = 4, .max_entries = 1 };
	int fd = host_create(&attr, sizeof(attr));

	need_device();
	if (fd == -ENOSYS)
		SKIP("this kernel has no bpf(2)");
	ASSERT_OK(fd);
	close(fd);
}

static unsigned int seed;

static unsigned int rnd(unsigned int n)
{
	return rand_r(&seed) % n;
}

#define PICK(list)	((list)[rnd(sizeof(list) / sizeof((list)[0]))])
#define ATTR_SIZE	offsetof(union sbpf_attr, btf_fd)	/* every kernel knows these attributes */

static bool is_keyless(__u32 type)
{
	return type == SBPF_MAP_TYPE_QUEUE || type == SBPF_MAP_TYPE_STACK || type == SBPF_MAP_TYPE_BLOOM_FILTER;
}

/* What Linux changed after the oldest kernel that we run on, or after 6.8, which is ours. */
static bool newer_rule(const union sbpf_attr *attr, int theirs, int ours)
{
	bool percpu = attr->map_type == SBPF_MAP_TYPE_PERCPU_ARRAY || attr->map_type == SBPF_MAP_TYPE_PERCPU_HASH ||
		      attr->map_type == SBPF_MAP_TYPE_LRU_PERCPU_HASH;

	/* More bytes than 32 bits can count; before, there was no such memory. */
	if (is_keyless(attr->map_type) && (attr->max_entries + 1ULL) * attr->value_size > 1ULL << 32)
		return theirs == -E2BIG && ours == -ENOMEM;
	/* A value that no per-CPU allocation can hold is refused at once since 6.6. */
	return percpu && attr->value_size > 1 << 15 && theirs == -ENOMEM && ours == -E2BIG;
}

#define INNERS	4

/* Two that may be inside, one of them like the other but for its size, one that may not, and no map at all. */
static void inners_make(int *fds, bool host_side)
{
	static const struct {
		__u32 type, key, value, entries;
	} make[] = {
		{ SBPF_MAP_TYPE_ARRAY, 4, 8, 4 }, { SBPF_MAP_TYPE_ARRAY, 4, 8, 5 }, { SBPF_MAP_TYPE_PROG_ARRAY, 4, 4, 4 },
	};
	int i;

	for (i = 0; i < INNERS - 1; i++) {
		union sbpf_attr attr = { .map_type = make[i].type, .key_size = make[i].key,
					 .value_size = make[i].value, .max_entries = make[i].entries };

		fds[i] = ASSERT_OK(host_side ? host_create(&attr, ATTR_SIZE) : sbpf_raw(SBPF_MAP_CREATE, &attr, ATTR_SIZE));
	}
	fds[i] = 9999;
}

TEST_TIMEOUT(creation, 120)
{
	static const int types[] = {
		SBPF_MAP_TYPE_ARRAY, SBPF_MAP_TYPE_PERCPU_ARRAY, SBPF_MAP_TYPE_HASH, SBPF_MAP_TYPE_PERCPU_HASH,
		SBPF_MAP_TYPE_LRU_HASH, SBPF_MAP_TYPE_LRU_PERCPU_HASH, SBPF_MAP_TYPE_PROG_ARRAY,
		SBPF_MAP_TYPE_RINGBUF, SBPF_MAP_TYPE_PERF_EVENT_ARRAY, SBPF_MAP_TYPE_LPM_TRIE, SBPF_MAP_TYPE_QUEUE,
		SBPF_MAP_TYPE_STACK, SBPF_MAP_TYPE_BLOOM_FILTER, SBPF_MAP_TYPE_ARRAY_OF_MAPS,
		SBPF_MAP_TYPE_HASH_OF_MAPS,
	};
	static const __u32 key_sizes[] = { 4, 4, 4, 4, 0, 1, 8, 13, 512, 513, 1 << 22, ~0U };
	static const __u32 value_sizes[] = { 4, 4, 8, 0, 1, 7, 64, 4096, 1 << 15, 1 << 16, 1 << 22, 0x7fffffff, ~0U };
	static const __u32 entries[] = { 1, 1, 2, 3, 64, 4096, 8192, 12288, 0, 1U << 30, 1U << 31, ~0U };
	int made = 0, refused = 0, i, n, theirs, ours, inner[2][INNERS];
	union sbpf_attr attr;

	inners_make(inner[0], true);
	inners_make(inner[1], false);

	seed = 1;
	for (i = 0; i < 6000; i++) {
		memset(&attr, 0, sizeof(attr));
		attr.map_type = PICK(types);
		attr.key_size = PICK(key_sizes);
		attr.value_size = PICK(value_sizes);
		attr.max_entries = PICK(entries);
		if (attr.map_type == SBPF_MAP_TYPE_RINGBUF && rnd(2))
			attr.key_size = attr.value_size = 0;
		if (is_keyless(attr.map_type) && rnd(4))
			attr.key_size = 0;
		if (rnd(2))
			attr.map_flags = 1U << rnd(15);
		if (attr.map_type == SBPF_MAP_TYPE_LPM_TRIE && rnd(8))
			attr.map_flags |= SBPF_F_NO_PREALLOC;
		if (rnd(4) == 0)
			attr.map_flags |= 1U << rnd(15);
		if (rnd(8) == 0)
			attr.numa_node = rnd(3) - 1;
		/* What only takes time: large, but not too large to be made. */
		if ((__u64)attr.max_entries * (attr.value_size + attr.key_size + 16) > 1 << 20 &&
		    (__u64)attr.max_entries * attr.value_size < 1ULL << 34)
			continue;
		if (attr.map_type == SBPF_MAP_TYPE_BLOOM_FILTER && attr.max_entries > 1 << 20)
			continue;
		n = rnd(3) ? 0 : rnd(INNERS);
		attr.inner_map_fd = inner[0][n];
		theirs = host_create(&attr, ATTR_SIZE);
		attr.inner_map_fd = inner[1][n];
		ours = sbpf_raw(SBPF_MAP_CREATE, &attr, ATTR_SIZE);
		if ((theirs >= 0) != (ours >= 0) || (theirs < 0 && theirs != ours && !newer_rule(&attr, theirs, ours)))
			tap_fail(__FILE__, __LINE__, "type %u key %u value %u entries %u flags %#x node %u: host %d, we %d",
				 attr.map_type, attr.key_size, attr.value_size, attr.max_entries, attr.map_flags,
				 attr.numa_node, theirs, ours);
		made += ours >= 0;
		refused += ours < 0;
		if (theirs >= 0)
			close(theirs);
		if (ours >= 0)
			close(ours);
	}
	tap_note("%d made, %d refused", made, refused);
	EXPECT_GT(made, 300);
	EXPECT_GT(refused, 300);
}

static const int keyed[] = {
	SBPF_MAP_LOOKUP_ELEM, SBPF_MAP_UPDATE_ELEM, SBPF_MAP_DELETE_ELEM, SBPF_MAP_GET_NEXT_KEY,
	SBPF_MAP_LOOKUP_AND_DELETE_ELEM,
};

#define offsetofend(type, member)	(offsetof(type, member) + sizeof(((type *)0)->member))

#define KEYS	48
#define BUF	16384

struct pair {
	int host;
	int ours;
	__u32 key_size;
	__u32 value_bytes;
	bool index;	/* keys are indexes: also their order is the same */
};

static __u8 value[BUF], host_buf[BUF], our_buf[BUF], key[64], unknown[64], scratch[64];

static void key_make(const struct pair *p, __u8 *k, __u32 n)
{
	memset(k, 0x33, p->key_size);
	if (p->index)
		memcpy(k, &n, 4);
	else
		k[p->key_size - 1] = n;
}

static void both(const struct pair *p, int cmd, union sbpf_attr *attr, void *theirs, void *ours)
{
	int a, b;

	memset(host_buf, 0xee, sizeof(host_buf));
	memset(our_buf, 0xee, sizeof(our_buf));
	attr->map_fd = p->host;
	if (theirs)
		attr->value = (unsigned long)theirs;
	a = sbpf_host(cmd, attr, 32);
	attr->map_fd = p->ours;
	if (ours)
		attr->value = (unsigned long)ours;
	b = sbpf_raw(cmd, attr, 32);
	if (a != b || memcmp(host_buf, our_buf, sizeof(host_buf))) {
		tap_fail(__FILE__, __LINE__, "command %d key[0] %u flags %llu: host %d, we %d, buffers %s", cmd, key[0],
			 (unsigned long long)attr->flags, a, b,
			 memcmp(host_buf, our_buf, sizeof(host_buf)) ? "differ" : "agree");
		tap_stop();
	}
}

/* All keys, as sets: the order of a hash table is its own affair. */
static void compare_keys(const struct pair *p)
{
	bool seen[2][256] = {};
	__u8 k[64], next[64];
	int side, n, err;

	for (side = 0; side < 2; side++) {
		for (n = 0; n <= 2 * KEYS; n++) {
			union sbpf_attr attr = { .map_fd = side ? p->ours : p->host };

			attr.key = n ? (unsigned long)k : 0;
			attr.next_key = (unsigned long)next;
			err = side ? sbpf_raw(SBPF_MAP_GET_NEXT_KEY, &attr, 32) :
				     sbpf_host(SBPF_MAP_GET_NEXT_KEY, &attr, 32);
			if (err) {
				ASSERT_EQ(err, -ENOENT);
				break;
			}
			memcpy(k, next, p->key_size);
			EXPECT_FALSE(seen[side][p->index ? k[0] : k[p->key_size - 1]]);
			seen[side][p->index ? k[0] : k[p->key_size - 1]] = true;
		}
		ASSERT_LE(n, KEYS);
	}
	EXPECT_EQ(memcmp(seen[0], seen[1], sizeof(seen[0])), 0);
}

static void operations(int type, __u32 key_size, __u32 value_size, __u32 entries, __u32 flags, int rounds)
{
	union sbpf_attr make = { .map_type = type, .key_size = key_size, .value_size = value_size,
				 .max_entries = entries, .map_flags = flags };
	static const __u64 odd[] = { 3, 4, 5, 8, 1ULL << 32, ~0ULL };
	struct pair p = { .key_size = key_size };
	int i;

	seed = type * 100 + key_size;
	p.index = type == SBPF_MAP_TYPE_ARRAY || type == SBPF_MAP_TYPE_PERCPU_ARRAY;
	p.host = ASSERT_OK(host_create(&make, ATTR_SIZE));
	p.ours = ASSERT_OK(sbpf_raw(SBPF_MAP_CREATE, &make, ATTR_SIZE));
	for (i = 0; i < rounds; i++) {
		union sbpf_attr attr = {};
		unsigned int n;

		key_make(&p, key, rnd(KEYS));
		attr.key = (unsigned long)key;
		for (n = 0; n < 64; n++)
			value[n] = rnd(256);
		switch (rnd(9)) {
		case 0 ... 2:
			attr.flags = rnd(10) ? rnd(3) : PICK(odd);
			both(&p, SBPF_MAP_UPDATE_ELEM, &attr, value, value);
			break;
		case 3:
			both(&p, SBPF_MAP_DELETE_ELEM, &attr, NULL, NULL);
			break;
		case 4 ... 5:
			attr.flags = rnd(20) ? 0 : PICK(odd);
			both(&p, SBPF_MAP_LOOKUP_ELEM, &attr, host_buf, our_buf);
			break;
		case 6:
			/* Only whether there is a next one; for arrays also which. */
			if (p.index || rnd(2)) {
				memset(unknown, 0xdd, sizeof(unknown));
				if (!p.index)
					attr.key = rnd(2) ? (unsigned long)unknown : 0;
				both(&p, SBPF_MAP_GET_NEXT_KEY, &attr, p.index ? host_buf : scratch,
				     p.index ? our_buf : scratch);
			}
			break;
		case 7:
			attr.flags = rnd(20) ? 0 : PICK(odd);
			both(&p, SBPF_MAP_LOOKUP_AND_DELETE_ELEM, &attr, host_buf, our_buf);
			break;
		default:
			attr.key = rnd(2) ? 8 : attr.key;
			both(&p, rnd(2) ? SBPF_MAP_LOOKUP_ELEM : SBPF_MAP_UPDATE_ELEM, &attr, (void *)16, (void *)16);
		}
		if (i % 500 == 499)
			compare_keys(&p);
	}
	close(p.host);
	close(p.ours);
}

TEST(array)
{
	operations(SBPF_MAP_TYPE_ARRAY, 4, 8, 40, 0, 5000);
	operations(SBPF_MAP_TYPE_ARRAY, 4, 13, 40, SBPF_F_MMAPABLE, 5000);
}

TEST(percpu_array)
{
	operations(SBPF_MAP_TYPE_PERCPU_ARRAY, 4, 8, 40, 0, 4000);
	operations(SBPF_MAP_TYPE_PERCPU_ARRAY, 4, 5, 40, 0, 4000);
}

TEST(hash)
{
	operations(SBPF_MAP_TYPE_HASH, 4, 8, 32, 0, 5000);
	operations(SBPF_MAP_TYPE_HASH, 8, 8, 32, SBPF_F_ZERO_SEED, 5000);
	operations(SBPF_MAP_TYPE_HASH, 7, 20, 32, 0, 5000);
}

TEST(hash_no_prealloc)
{
	operations(SBPF_MAP_TYPE_HASH, 4, 8, 32, SBPF_F_NO_PREALLOC, 5000);
	operations(SBPF_MAP_TYPE_HASH, 40, 100, 32, SBPF_F_NO_PREALLOC, 5000);
}

TEST(percpu_hash)
{
	operations(SBPF_MAP_TYPE_PERCPU_HASH, 4, 8, 32, 0, 4000);
	operations(SBPF_MAP_TYPE_PERCPU_HASH, 8, 12, 32, SBPF_F_NO_PREALLOC, 4000);
}

/* Large enough that neither side evicts: whom each would choose may differ. */
TEST(lru)
{
	operations(SBPF_MAP_TYPE_LRU_HASH, 4, 8, 4096, 0, 5000);
	operations(SBPF_MAP_TYPE_LRU_HASH, 8, 8, 4096, SBPF_F_NO_COMMON_LRU, 5000);
	operations(SBPF_MAP_TYPE_LRU_PERCPU_HASH, 4, 8, 4096, 0, 4000);
}

/* The order of a trie's keys is fixed, so all commands must agree on all bytes. */
static void prefixes(__u32 size, __u32 value_size, __u32 entries, int rounds)
{
	union sbpf_attr make = { .map_type = SBPF_MAP_TYPE_LPM_TRIE, .key_size = 4 + size, .value_size = value_size,
				 .max_entries = entries, .map_flags = SBPF_F_NO_PREALLOC };
	static const __u64 odd[] = { 3, 4, 5, 8, 1ULL << 32, ~0ULL };
	struct pair p = { .key_size = 4 + size };
	unsigned int i, n;
	__u32 len;

	seed = size;
	p.host = ASSERT_OK(host_create(&make, ATTR_SIZE));
	p.ours = ASSERT_OK(sbpf_raw(SBPF_MAP_CREATE, &make, ATTR_SIZE));
	for (i = 0; i < (unsigned int)rounds; i++) {
		union sbpf_attr attr = {};

		memset(key, 0, sizeof(key));
		len = rnd(20) ? rnd(size * 8 + 1) : size * 8 + rnd(3);
		if (rnd(3) == 0)
			len = size * 8;
		memcpy(key, &len, 4);
		/* Few different bits, so that prefixes meet, and some behind the prefix, which only come back in keys. */
		for (n = 0; n < 3; n++)
			key[4 + rnd(size)] ^= 1U << rnd(8) & 0xd3;
		for (n = 0; n < 64; n++)
			value[n] = rnd(256);
		attr.key = (unsigned long)key;
		switch (rnd(8)) {
		case 0 ... 2:
			attr.flags = rnd(10) ? rnd(3) : PICK(odd);
			both(&p, SBPF_MAP_UPDATE_ELEM, &attr, value, value);
			break;
		case 3:
			both(&p, SBPF_MAP_DELETE_ELEM, &attr, NULL, NULL);
			break;
		case 4 ... 5:
			both(&p, SBPF_MAP_LOOKUP_ELEM, &attr, host_buf, our_buf);
			break;
		case 6:
			if (rnd(20) == 0) {
				both(&p, SBPF_MAP_LOOKUP_AND_DELETE_ELEM, &attr, host_buf, our_buf);
				break;
			}
			/* fall through */
		default:
			/* From the one before, which is there, or from one that seldom is. */
			memcpy(scratch, host_buf, sizeof(scratch));
			attr.key = rnd(8) ? (unsigned long)scratch : rnd(2) ? (unsigned long)key : 0;
			both(&p, SBPF_MAP_GET_NEXT_KEY, &attr, host_buf, our_buf);
			break;
		}
	}
	/* All of them, in order. */
	for (n = 0; n <= entries; n++) {
		union sbpf_attr attr = { .key = n ? (unsigned long)scratch : 0 };

		memcpy(scratch, host_buf, sizeof(scratch));
		both(&p, SBPF_MAP_GET_NEXT_KEY, &attr, host_buf, our_buf);
		if (host_buf[0] == 0xee)
			break;
	}
	ASSERT_LE(n, entries);
	EXPECT_GT(n, 3);
	close(p.host);
	close(p.ours);
}

TEST_TIMEOUT(lpm_trie, 60)
{
	prefixes(4, 8, 60, 8000);
	prefixes(4, 5, 10, 4000);
	prefixes(1, 8, 100, 4000);
	prefixes(16, 8, 200, 6000);
	prefixes(11, 20, 100, 4000);
}

static __u32 fd_id(int fd, bool host_side)
{
	struct sbpf_map_info info = {};
	union sbpf_attr attr = { .info = { .bpf_fd = fd, .info_len = sizeof(info), .info = (unsigned long)&info } };

	ASSERT_OK(host_side ? sbpf_host(SBPF_OBJ_GET_INFO_BY_FD, &attr, 16) : sbpf_raw(SBPF_OBJ_GET_INFO_BY_FD, &attr, 16));
	return info.id;
}

/* Values are fds on the way in and ids on the way out, each side its own. What is taken out costs a grace period. */
static void outer(int type, __u32 flags, int rounds)
{
	union sbpf_attr make = { .map_type = type, .key_size = 4, .value_size = 4, .max_entries = 8, .map_flags = flags };
	int inner[2][INNERS + 1], i, side, n, err[2], got[2];
	static const __u64 odd[] = { 1, 2, 3, 4, 8, 1ULL << 32 };
	int fd[2];

	seed = type;
	for (side = 0; side < 2; side++) {
		inners_make(inner[side], !side);
		make.inner_map_fd = inner[side][0];
		fd[side] = ASSERT_OK(side ? sbpf_raw(SBPF_MAP_CREATE, &make, ATTR_SIZE) : host_create(&make, ATTR_SIZE));
		inner[side][INNERS] = inner[side][0];
		inner[side][0] = dup(inner[side][0]);
	}
	for (i = 0; i < rounds; i++) {
		static const int cmds[] = {
			SBPF_MAP_UPDATE_ELEM, SBPF_MAP_UPDATE_ELEM, SBPF_MAP_LOOKUP_ELEM, SBPF_MAP_DELETE_ELEM,
		};
		int cmd = PICK(cmds), which = rnd(3) ? 0 : rnd(INNERS + 1);
		__u64 how = rnd(6) ? 0 : PICK(odd);
		__u32 k = rnd(11), val[2];

		for (side = 0; side < 2; side++) {
			union sbpf_attr attr = { .map_fd = fd[side], .key = (unsigned long)&k };

			val[side] = inner[side][which];
			if (cmd != SBPF_MAP_DELETE_ELEM)
				attr.value = (unsigned long)&val[side];
			if (cmd == SBPF_MAP_UPDATE_ELEM)
				attr.flags = how;
			err[side] = side ? sbpf_raw(cmd, &attr, 32) : sbpf_host(cmd, &attr, 32);
			got[side] = -1;
			for (n = 0; cmd == SBPF_MAP_LOOKUP_ELEM && !err[side] && n < 2; n++)
				if (val[side] == fd_id(inner[side][n], !side))
					got[side] = n;
		}
		if (err[0] != err[1] || got[0] != got[1]) {
			tap_fail(__FILE__, __LINE__, "command %d key %u inner %d flags %llu: host %d %d, we %d %d", cmd, k, which,
				 (unsigned long long)how, err[0], got[0], err[1], got[1]);
			tap_stop();
		}
	}
}

TEST_TIMEOUT(map_in_map, 60)
{
	outer(SBPF_MAP_TYPE_ARRAY_OF_MAPS, 0, 400);
	outer(SBPF_MAP_TYPE_HASH_OF_MAPS, 0, 400);
	outer(SBPF_MAP_TYPE_HASH_OF_MAPS, SBPF_F_NO_PREALLOC, 300);
}

/* No keys; with the same seed a Bloom filter errs on both sides alike. */
static void values(int type, __u32 value_size, __u32 entries, __u32 hashes, int rounds)
{
	union sbpf_attr make = { .map_type = type, .value_size = value_size, .max_entries = entries,
				 .map_flags = type == SBPF_MAP_TYPE_BLOOM_FILTER ? SBPF_F_ZERO_SEED : 0,
				 .map_extra = hashes };
	static const __u64 odd[] = { 1, 3, 4, 5, 8, 1ULL << 32, ~0ULL };
	bool bloom = type == SBPF_MAP_TYPE_BLOOM_FILTER;
	struct pair p = {};
	int i;

	seed = type * 100 + value_size;
	p.host = ASSERT_OK(host_create(&make, offsetofend(union sbpf_attr, map_extra)));
	p.ours = ASSERT_OK(sbpf_raw(SBPF_MAP_CREATE, &make, offsetofend(union sbpf_attr, map_extra)));
	for (i = 0; i < rounds; i++) {
		union sbpf_attr attr = {};
		unsigned int n;

		for (n = 0; n < 64; n++)
			value[n] = n ? 0x11 : rnd(256);
		switch (rnd(8)) {
		case 0 ... 1:
			attr.flags = rnd(4) ? 0 : rnd(2) ? SBPF_EXIST : PICK(odd);
			both(&p, SBPF_MAP_UPDATE_ELEM, &attr, value, value);
			break;
		case 2 ... 3:
			both(&p, SBPF_MAP_LOOKUP_ELEM, &attr, bloom ? value : host_buf, bloom ? value : our_buf);
			break;
		case 4:
			both(&p, rnd(2) ? SBPF_MAP_LOOKUP_AND_DELETE_ELEM : rnd(2) ? SBPF_MAP_DELETE_ELEM :
			     SBPF_MAP_GET_NEXT_KEY, &attr, host_buf, our_buf);
			break;
		case 5:
			attr.key = (unsigned long)key;
			both(&p, PICK(keyed), &attr, host_buf, our_buf);
			break;
		case 6:
			both(&p, rnd(2) ? SBPF_MAP_LOOKUP_ELEM : SBPF_MAP_UPDATE_ELEM, &attr, (void *)16, (void *)16);
			break;
		default:
			attr.flags = PICK(odd);
			both(&p, SBPF_MAP_LOOKUP_ELEM, &attr, bloom ? value : host_buf, bloom ? value : our_buf);
		}
	}
	close(p.host);
	close(p.ours);
}

TEST(queue_stack)
{
	values(SBPF_MAP_TYPE_QUEUE, 4, 7, 0, 5000);
	values(SBPF_MAP_TYPE_QUEUE, 13, 3, 0, 5000);
	values(SBPF_MAP_TYPE_STACK, 8, 7, 0, 5000);
	values(SBPF_MAP_TYPE_STACK, 1, 1, 0, 5000);
}

TEST(bloom_filter)
{
	values(SBPF_MAP_TYPE_BLOOM_FILTER, 4, 40, 0, 3000);
	values(SBPF_MAP_TYPE_BLOOM_FILTER, 1, 40, 15, 3000);
	values(SBPF_MAP_TYPE_BLOOM_FILTER, 7, 100, 1, 3000);
	values(SBPF_MAP_TYPE_BLOOM_FILTER, 32, 10, 3, 3000);
}

/* What one side's batch command was given and what it left. */
struct side {
	__u32 count;
	__u8 pos[32];
	__u8 keys[KEYS * 32];
	__u8 values[BUF];
};

#define BATCH_SIZE	offsetofend(union sbpf_attr, batch.flags)

static struct side sides[2];

/* The same command on both, which must leave the same bytes. */
static int both_batch(const struct pair *p, int cmd, const union sbpf_attr *like, bool from_pos)
{
	union sbpf_attr attr;
	int side, err[2];

	for (side = 0; side < 2; side++) {
		struct side *s = &sides[side];

		attr = *like;
		attr.batch.map_fd = side ? p->ours : p->host;
		if (from_pos)
			attr.batch.in_batch = (unsigned long)s->pos;
		if (!attr.batch.out_batch)
			attr.batch.out_batch = (unsigned long)s->pos;
		if (!attr.batch.keys)
			attr.batch.keys = (unsigned long)s->keys;
		if (!attr.batch.values)
			attr.batch.values = (unsigned long)s->values;
		err[side] = side ? sbpf_raw(cmd, &attr, BATCH_SIZE) : sbpf_host(cmd, &attr, BATCH_SIZE);
		s->count = attr.batch.count;
	}
	if (err[0] != err[1] || memcmp(&sides[0], &sides[1], sizeof(sides[0]))) {
		tap_fail(__FILE__, __LINE__, "command %d count %u from %d flags %llu %llu: host %d %u, we %d %u, buffers %s",
			 cmd, like->batch.count, from_pos, (unsigned long long)like->batch.elem_flags,
			 (unsigned long long)like->batch.flags, err[0], sides[0].count, err[1], sides[1].count,
			 memcmp(&sides[0], &sides[1], sizeof(sides[0])) ? "differ" : "agree");
		tap_stop();
	}
	return err[0];
}

/* With the same hash, tables have the same buckets, in which the last one written is in front. */
static void batches(int type, __u32 key_size, __u32 value_size, __u32 entries, __u32 flags, int rounds)
{
	union sbpf_attr make = { .map_type = type, .key_size = key_size, .value_size = value_size,
				 .max_entries = entries, .map_flags = flags };
	static const int cmds[] = {
		SBPF_MAP_UPDATE_BATCH, SBPF_MAP_UPDATE_BATCH, SBPF_MAP_DELETE_BATCH, SBPF_MAP_LOOKUP_BATCH,
		SBPF_MAP_LOOKUP_BATCH, SBPF_MAP_LOOKUP_BATCH, SBPF_MAP_LOOKUP_AND_DELETE_BATCH,
	};
	static const __u64 odd[] = { 1, 2, 4, 8, 1ULL << 32 };
	struct pair p = { .key_size = key_size };
	int i, n, err = 0, errs[4] = {};
	struct side *s = &sides[0];

	seed = type * 100 + key_size;
	p.index = type == SBPF_MAP_TYPE_ARRAY || type == SBPF_MAP_TYPE_PERCPU_ARRAY;
	p.host = ASSERT_OK(host_create(&make, ATTR_SIZE));
	p.ours = ASSERT_OK(sbpf_raw(SBPF_MAP_CREATE, &make, ATTR_SIZE));
	for (i = 0; i < rounds; i++) {
		union sbpf_attr attr = { .batch.count = rnd(4) ? rnd(KEYS) : rnd(4) };
		int cmd = PICK(cmds);
		bool from_pos;

		for (n = 0; n < KEYS; n++) {
			key_make(&p, s->keys + n * key_size, rnd(KEYS));
			if (type == SBPF_MAP_TYPE_LPM_TRIE)
				memcpy(s->keys + n * key_size, &(__u32){ 32 - rnd(9) }, 4);
		}
		for (n = 0; n < BUF; n++)
			s->values[n] = n * 7 + i;
		/* On from where it was, seldom from anywhere. */
		from_pos = !err && rnd(8);
		if (rnd(16) == 0) {
			memset(s->pos, 0, sizeof(s->pos));
			s->pos[0] = rnd(80);
			s->pos[3] = rnd(8) ? 0 : 0x80;
			from_pos = true;
		}
		sides[1] = sides[0];
		if (rnd(24) == 0)
			attr.batch.elem_flags = PICK(odd);
		if (rnd(24) == 0)
			attr.batch.flags = PICK(odd);
		if (rnd(24) == 0)
			attr.batch.keys = 16;
		if (rnd(24) == 0)
			attr.batch.values = 16;
		if (rnd(24) == 0)
			attr.batch.out_batch = 16;
		err = both_batch(&p, cmd, &attr, from_pos);
		errs[0] += !err;
		errs[1] += err == -ENOENT;
		errs[2] += err == -ENOSPC;
		errs[3] += err == -EFAULT;
	}
	tap_note("type %d key %u: %d fine, %d at the end, %d no room, %d faults", type, key_size, errs[0], errs[1], errs[2],
		 errs[3]);
	EXPECT_GT(errs[0], 0);
	EXPECT_GT(errs[1], 0);
	EXPECT_GT(errs[3], 0);
	close(p.host);
	close(p.ours);
}

TEST_TIMEOUT(batch, 60)
{
	batches(SBPF_MAP_TYPE_ARRAY, 4, 8, 40, 0, 1500);
	batches(SBPF_MAP_TYPE_PERCPU_ARRAY, 4, 5, 40, 0, 1500);
	batches(SBPF_MAP_TYPE_HASH, 4, 8, 32, SBPF_F_ZERO_SEED, 2000);
	batches(SBPF_MAP_TYPE_HASH, 8, 13, 8, SBPF_F_ZERO_SEED, 2000);
	batches(SBPF_MAP_TYPE_HASH, 4, 8, 16, SBPF_F_ZERO_SEED | SBPF_F_NO_PREALLOC, 2000);
	batches(SBPF_MAP_TYPE_PERCPU_HASH, 4, 12, 32, SBPF_F_ZERO_SEED, 1500);
	batches(SBPF_MAP_TYPE_LRU_HASH, 4, 8, 4096, SBPF_F_ZERO_SEED, 500);
	batches(SBPF_MAP_TYPE_LRU_PERCPU_HASH, 8, 8, 4096, SBPF_F_ZERO_SEED, 500);
	batches(SBPF_MAP_TYPE_LPM_TRIE, 8, 8, 100, SBPF_F_NO_PREALLOC, 1500);
}

/* Maps whose elements are not for these commands. */
TEST(others)
{
	static const struct {
		__u32 type, key_size, value_size, entries;
	} maps[] = {
		{ SBPF_MAP_TYPE_RINGBUF, 0, 0, 4096 }, { SBPF_MAP_TYPE_PROG_ARRAY, 4, 4, 3 },
	};
	unsigned int i, c, k, f;

	for (i = 0; i < sizeof(maps) / sizeof(maps[0]); i++) {
		union sbpf_attr make = { .map_type = maps[i].type, .key_size = maps[i].key_size,
					 .value_size = maps[i].value_size, .max_entries = maps[i].entries };
		struct pair p = { .key_size = 4 };

		p.host = ASSERT_OK(host_create(&make, ATTR_SIZE));
		p.ours = ASSERT_OK(sbpf_raw(SBPF_MAP_CREATE, &make, ATTR_SIZE));
		for (c = 0; c < sizeof(keyed) / sizeof(keyed[0]); c++) {
			for (k = 0; k < 8; k++) {
				for (f = 0; f < 6; f++) {
					union sbpf_attr attr = { .flags = c < 2 ? f : 0 };

					memcpy(key, &k, 4);
					memset(value, 0xff, 8);
					attr.key = k == 7 && !maps[i].key_size ? 0 : (unsigned long)key;
					both(&p, keyed[c], &attr, c == 1 ? value : host_buf, c == 1 ? value : our_buf);
				}
			}
		}
		for (c = SBPF_MAP_LOOKUP_BATCH; c <= SBPF_MAP_DELETE_BATCH; c++)
			both_batch(&p, c, &(union sbpf_attr){ .batch.count = 1 }, false);
	}
}
