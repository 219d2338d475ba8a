// SPDX-License-Identifier: GPL-2.0
/*
 * Maps whose keys and values BTF describes: what fits which type of map (the host's maps are the judge), and what is told of
 * it afterwards.
 * engine: none
 * covers: cmd:MAP_CREATE cmd:BTF_LOAD cmd:OBJ_GET_INFO_BY_FD
 */
#include "blob.h"

static struct blob blob;

enum { NONE, U32, U64, PAIR, NAME, CONST, VARIABLE, SECTION, FORWARD, LOCK, LOCKED, BITS, TAG, OWNED, HOLDER, TYPES };

/* Ids as above. PAIR, SECTION, LOCKED and HOLDER have 8 bytes. */
static __u32 types(void)
{
	struct blob *b = &blob;
	__u32 name;

	blob_begin(b);
	name = blob_str(b, "name");
	BLOB_ADD(b, name, INFO(INT, 0, 0), 4, INT_WORD(0, 0, 32));
	BLOB_ADD(b, name, INFO(INT, 0, 0), 8, INT_WORD(0, 0, 64));
	BLOB_ADD(b, name, INFO(STRUCT, 0, 2), 8, name, U32, 0, name, U32, 32);
	BLOB_ADD(b, name, INFO(TYPEDEF, 0, 0), CONST);
	BLOB_ADD(b, 0, INFO(CONST, 0, 0), U32);
	BLOB_ADD(b, name, INFO(VAR, 0, 0), PAIR, SBPF_BTF_VAR_GLOBAL_ALLOCATED);
	BLOB_ADD(b, name, INFO(DATASEC, 0, 1), 8, VARIABLE, 0, 8);
	BLOB_ADD(b, name, INFO(FWD, 0, 0), 0);
	BLOB_ADD(b, blob_str(b, "bpf_spin_lock"), INFO(STRUCT, 0, 1), 4, blob_str(b, "val"), U32, 0);
	BLOB_ADD(b, name, INFO(STRUCT, 0, 2), 8, name, LOCK, 0, name, U32, 32);
	BLOB_ADD(b, name, INFO(INT, 0, 0), 4, INT_WORD(0, 0, 31));
	BLOB_ADD(b, blob_str(b, "kptr"), INFO(TYPE_TAG, 0, 0), PAIR);
	BLOB_ADD(b, 0, INFO(PTR, 0, 0), TAG);
	BLOB_ADD(b, name, INFO(STRUCT, 0, 1), 8, name, OWNED, 0);
	return blob_finish(b);
}

BEFORE_EACH()
{
	need_device();
}

static const struct kind {
	const char *name;
	__u32 type, key, value, entries, flags;
} maps[] = {
	{ "array", SBPF_MAP_TYPE_ARRAY, 4, 8, 4 },
	{ "array of one", SBPF_MAP_TYPE_ARRAY, 4, 8, 1 },
	{ "per-CPU array of one", SBPF_MAP_TYPE_PERCPU_ARRAY, 4, 8, 1 },
	{ "hash", SBPF_MAP_TYPE_HASH, 4, 8, 4 },
	{ "hash of pairs", SBPF_MAP_TYPE_HASH, 8, 4, 4 },
	{ "per-CPU hash", SBPF_MAP_TYPE_PERCPU_HASH, 4, 8, 4 },
	{ "LRU hash", SBPF_MAP_TYPE_LRU_HASH, 4, 8, 4 },
	{ "LPM trie", SBPF_MAP_TYPE_LPM_TRIE, 8, 8, 4, SBPF_F_NO_PREALLOC },
	{ "queue", SBPF_MAP_TYPE_QUEUE, 0, 8, 4 },
	{ "stack", SBPF_MAP_TYPE_STACK, 0, 8, 4 },
	{ "Bloom filter", SBPF_MAP_TYPE_BLOOM_FILTER, 0, 8, 4 },
	{ "ring buffer", SBPF_MAP_TYPE_RINGBUF, 0, 0, 4096 },
	{ "program array", SBPF_MAP_TYPE_PROG_ARRAY, 4, 4, 4 },
	{ "perf event array", SBPF_MAP_TYPE_PERF_EVENT_ARRAY, 4, 4, 4 },
	{ "stack traces", SBPF_MAP_TYPE_STACK_TRACE, 4, 8, 4 },
};

static union sbpf_attr map_attr(const struct kind *k, int btf, __u32 key, __u32 value)
{
	return (union sbpf_attr){
		.map_type = k->type, .key_size = k->key, .value_size = k->value, .max_entries = k->entries,
		.map_flags = k->flags, .btf_fd = btf, .btf_key_type_id = key, .btf_value_type_id = value,
	};
}

#define ATTR_SIZE	offsetof(union sbpf_attr, btf_vmlinux_value_type_id)

TEST(as_the_host_does)
{
	union sbpf_attr load = { .btf = PTR(&blob.out), .btf_size = types() }, a, b;
	int theirs = sbpf_host(SBPF_BTF_LOAD, &load, offsetof(union sbpf_attr, btf_log_true_size)), ours, taken = 0, err;
	unsigned int i, key, value;
	long fd;

	if (theirs == -ENOSYS)
		SKIP("this kernel has no bpf(2)");
	ASSERT_OK(theirs);
	ours = ASSERT_OK(btf_load(&blob.out, load.btf_size));
	for (i = 0; i < sizeof(maps) / sizeof(*maps); i++) {
		for (key = 0; key <= TYPES; key++) {
			for (value = 0; value <= TYPES; value++) {
				/* A lock, a pointer: the host has them. */
				if (value == LOCKED || value == HOLDER)
					continue;
				a = map_attr(&maps[i], theirs, key, value);
				b = map_attr(&maps[i], ours, key, value);
				fd = sbpf_host(SBPF_MAP_CREATE, &a, ATTR_SIZE);
				err = sbpf(SBPF_MAP_CREATE, &b, ATTR_SIZE);
				taken += err >= 0;
				if (err >= 0 ? fd < 0 : err != fd)
					tap_fail(__FILE__, __LINE__, "%s, key type %u, value type %u: the host says %ld, we %d",
						 maps[i].name, key, value, fd, err);
				if (fd >= 0)
					close(fd);
				if (err >= 0)
					close(err);
			}
		}
	}
	EXPECT_GT(taken, 50);
	a = map_attr(&maps[0], 0, U32, PAIR);
	EXPECT_EQ(sbpf_host(SBPF_MAP_CREATE, &a, ATTR_SIZE), sbpf(SBPF_MAP_CREATE, &a, ATTR_SIZE));
	a = map_attr(&maps[0], 999, U32, PAIR);
	EXPECT_EQ(sbpf_host(SBPF_MAP_CREATE, &a, ATTR_SIZE), sbpf(SBPF_MAP_CREATE, &a, ATTR_SIZE));
}

TEST(told_and_held)
{
	int btf = ASSERT_OK(btf_load(&blob.out, types())), map;
	union sbpf_attr attr = map_attr(&maps[3], btf, NAME, PAIR);
	struct sbpf_btf_info b = {};
	struct sbpf_map_info m = {};
	__u32 len = sizeof(b);
	int ms, fd;

	ASSERT_OK(obj_info(btf, &b, &len));
	map = ASSERT_OK(sbpf(SBPF_MAP_CREATE, &attr, ATTR_SIZE));
	close(btf);
	len = sizeof(m);
	ASSERT_OK(obj_info(map, &m, &len));
	EXPECT_EQ(m.btf_id, b.id);
	EXPECT_EQ(m.btf_key_type_id, NAME);
	EXPECT_EQ(m.btf_value_type_id, PAIR);
	usleep(50000);
	close(ASSERT_OK(obj_fd_by_id(SBPF_BTF_GET_FD_BY_ID, b.id)));
	close(map);
	for (ms = 0; ms < 5000 && (fd = obj_fd_by_id(SBPF_BTF_GET_FD_BY_ID, b.id)) >= 0; ms++) {
		close(fd);
		usleep(1000);
	}
	EXPECT_ERR(fd, ENOENT);
}

TEST(refused)
{
	int btf = ASSERT_OK(btf_load(&blob.out, types()));
	union sbpf_attr attr = map_attr(&maps[3], btf, U32, LOCKED);

	EXPECT_ERR(sbpf(SBPF_MAP_CREATE, &attr, ATTR_SIZE), EOPNOTSUPP);
	attr = map_attr(&maps[3], btf, U32, HOLDER);
	EXPECT_ERR(sbpf(SBPF_MAP_CREATE, &attr, ATTR_SIZE), EOPNOTSUPP);
	attr = map_attr(&maps[3], sbpf_device(), U32, PAIR);
	EXPECT_ERR(sbpf(SBPF_MAP_CREATE, &attr, ATTR_SIZE), EINVAL);
	attr = map_attr(&maps[3], btf, U32, PAIR);
	attr.btf_vmlinux_value_type_id = 1;
	EXPECT_ERR(sbpf(SBPF_MAP_CREATE, &attr, sizeof(attr)), EINVAL);
}
