// SPDX-License-Identifier: GPL-2.0
/*
 * Arrays and per-CPU arrays through the commands: creation, elements, errors, mmap, freeze, access flags.
 * engine: none
 * covers: map:ARRAY map:PERCPU_ARRAY cmd:MAP_CREATE cmd:MAP_LOOKUP_ELEM cmd:MAP_UPDATE_ELEM
 * covers: cmd:MAP_DELETE_ELEM cmd:MAP_GET_NEXT_KEY cmd:MAP_FREEZE
 */
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "sandbpf.h"
#include "tap.h"

BEFORE_EACH()
{
	need_device();
}

static int array(__u32 value_size, __u32 max_entries, __u32 flags)
{
	return map_create(SBPF_MAP_TYPE_ARRAY, 4, value_size, max_entries, flags);
}

TEST(create_errors)
{
	EXPECT_ERR(map_create(SBPF_MAP_TYPE_ARRAY, 2, 8, 1, 0), EINVAL);
	EXPECT_ERR(map_create(SBPF_MAP_TYPE_ARRAY, 8, 8, 1, 0), EINVAL);
	EXPECT_ERR(array(0, 1, 0), EINVAL);
	EXPECT_ERR(array(8, 0, 0), EINVAL);
	EXPECT_ERR(array(8, 1, SBPF_F_NO_PREALLOC), EINVAL);
	EXPECT_ERR(array(8, 1, SBPF_F_PRESERVE_ELEMS), EINVAL);
	EXPECT_ERR(array(8, 1, SBPF_F_RDONLY_PROG | SBPF_F_WRONLY_PROG), EINVAL);
	EXPECT_ERR(array(8, 1, SBPF_F_RDONLY | SBPF_F_WRONLY), EINVAL);
	EXPECT_ERR(array(8, 1, 1U << 20), EINVAL);
	EXPECT_ERR(array(0x80000000U, 1, 0), E2BIG);
	EXPECT_ERR(array(0x7fffffff, 0x7fffffff, 0), ENOMEM);
	EXPECT_ERR(map_create(SBPF_MAP_TYPE_PERCPU_ARRAY, 4, 1 << 20, 1, 0), E2BIG);
	EXPECT_ERR(map_create(SBPF_MAP_TYPE_PERCPU_ARRAY, 4, 8, 1, SBPF_F_MMAPABLE), EINVAL);
	EXPECT_ERR(map_create(SBPF_MAP_TYPE_PERCPU_ARRAY, 4, 8, 1, SBPF_F_INNER_MAP), EINVAL);
}

TEST(numa_node)
{
	union sbpf_attr attr = {
		.map_type = SBPF_MAP_TYPE_ARRAY, .key_size = 4, .value_size = 8, .max_entries = 1,
		.map_flags = SBPF_F_NUMA_NODE, .numa_node = 0,
	};

	ASSERT_OK(sbpf(SBPF_MAP_CREATE, &attr, sizeof(attr)));
	attr.numa_node = 4000;
	EXPECT_ERR(sbpf(SBPF_MAP_CREATE, &attr, sizeof(attr)), EINVAL);
	attr.numa_node = 0;
	attr.map_type = SBPF_MAP_TYPE_PERCPU_ARRAY;
	EXPECT_ERR(sbpf(SBPF_MAP_CREATE, &attr, sizeof(attr)), EINVAL);
}

TEST(elements)
{
	int fd = ASSERT_OK(array(12, 5, 0));
	char value[12], got[12];
	__u32 key, next;

	for (key = 0; key < 5; key++) {
		ASSERT_OK(map_lookup(fd, &key, got));
		EXPECT_TRUE(!got[0] && !memcmp(got, got + 1, 11));
		memset(value, 'a' + key, sizeof(value));
		ASSERT_OK(map_update(fd, &key, value, key & 1 ? SBPF_ANY : SBPF_EXIST));
	}
	for (key = 0; key < 5; key++) {
		memset(value, 'a' + key, sizeof(value));
		ASSERT_OK(map_lookup(fd, &key, got));
		EXPECT_EQ(memcmp(value, got, sizeof(value)), 0);
	}
	key = 5;
	EXPECT_ERR(map_lookup(fd, &key, got), ENOENT);
	EXPECT_ERR(map_update(fd, &key, value, SBPF_ANY), E2BIG);
	EXPECT_ERR(map_delete(fd, &key), EINVAL);
	key = 0;
	EXPECT_ERR(map_update(fd, &key, value, SBPF_NOEXIST), EEXIST);
	EXPECT_ERR(map_update(fd, &key, value, SBPF_F_LOCK), EINVAL);
	EXPECT_ERR(map_update(fd, &key, value, 3), EINVAL);
	EXPECT_ERR(map_update(fd, &key, value, 8), EINVAL);
	EXPECT_ERR(map_lookup_flags(fd, &key, got, 1), EINVAL);
	EXPECT_ERR(map_lookup_flags(fd, &key, got, SBPF_F_LOCK), EINVAL);
	EXPECT_ERR(map_delete(fd, &key), EINVAL);

	ASSERT_OK(map_next_key(fd, NULL, &next));
	EXPECT_EQ(next, 0);
	for (key = 0; key < 4; key++) {
		ASSERT_OK(map_next_key(fd, &key, &next));
		EXPECT_EQ(next, key + 1);
	}
	EXPECT_ERR(map_next_key(fd, &key, &next), ENOENT);
	key = 999;
	ASSERT_OK(map_next_key(fd, &key, &next));
	EXPECT_EQ(next, 0);
}

TEST(bad_addresses)
{
	int fd = ASSERT_OK(array(8, 2, 0));
	__u32 key = 0;
	__u64 value;

	EXPECT_ERR(map_lookup(fd, (void *)8, &value), EFAULT);
	EXPECT_ERR(map_lookup(fd, &key, (void *)8), EFAULT);
	EXPECT_ERR(map_update(fd, &key, (void *)8, 0), EFAULT);
	EXPECT_ERR(map_next_key(fd, &key, (void *)8), EFAULT);
	EXPECT_ERR(map_lookup(0, &key, &value), EINVAL);
	EXPECT_ERR(map_lookup(9999, &key, &value), EBADF);
}

TEST(percpu)
{
	int fd = ASSERT_OK(map_create(SBPF_MAP_TYPE_PERCPU_ARRAY, 4, 5, 3, 0)), cpus = cpus_possible(), i;
	__u64 *values = calloc(cpus, 8), *got = calloc(cpus, 8);
	__u32 key = 2;

	for (i = 0; i < cpus; i++)
		values[i] = 0x1122334400 + i;
	ASSERT_OK(map_update(fd, &key, values, SBPF_ANY));
	ASSERT_OK(map_lookup(fd, &key, got));
	EXPECT_EQ(memcmp(values, got, cpus * 8), 0);
	key = 1;
	ASSERT_OK(map_lookup(fd, &key, got));
	for (i = 0; i < cpus; i++)
		EXPECT_EQ(got[i], 0);
	key = 3;
	EXPECT_ERR(map_lookup(fd, &key, got), ENOENT);
	EXPECT_ERR(map_update(fd, &key, values, SBPF_ANY), E2BIG);
	key = 0;
	EXPECT_ERR(map_update(fd, &key, values, SBPF_NOEXIST), EEXIST);
	EXPECT_ERR(map_update(fd, &key, values, 3), EINVAL);
	EXPECT_ERR(map_delete(fd, &key), EINVAL);
}

TEST(mmap_shared)
{
	long page = sysconf(_SC_PAGESIZE);
	int fd = ASSERT_OK(array(8, 1000, SBPF_F_MMAPABLE));
	__u64 *mem, value = 7, got;
	__u32 key = 3;

	mem = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	ASSERT_TRUE(mem != MAP_FAILED);
	ASSERT_OK(map_update(fd, &key, &value, SBPF_ANY));
	EXPECT_EQ(mem[3], 7);
	mem[999] = 0x123456789;
	key = 999;
	ASSERT_OK(map_lookup(fd, &key, &got));
	EXPECT_EQ(got, 0x123456789);
	EXPECT_EQ(mem[1000], 0);

	EXPECT_TRUE(mmap(NULL, 3 * page, PROT_READ, MAP_SHARED, fd, 0) == MAP_FAILED && errno == EINVAL);
	EXPECT_TRUE(mmap(NULL, page, PROT_READ, MAP_SHARED, fd, 2 * page) == MAP_FAILED && errno == EINVAL);
	EXPECT_TRUE(mmap(NULL, page, PROT_READ, MAP_PRIVATE, fd, 0) == MAP_FAILED && errno == EINVAL);
	EXPECT_TRUE(mmap(NULL, page, PROT_READ, MAP_SHARED, fd, page) != MAP_FAILED);
	/* The mapping outlives the descriptor. */
	close(fd);
	mem[0] = 1;
	EXPECT_EQ(mem[0], 1);
	munmap(mem, 2 * page);

	fd = ASSERT_OK(array(8, 10, 0));
	EXPECT_TRUE(mmap(NULL, page, PROT_READ, MAP_SHARED, fd, 0) == MAP_FAILED);
	/* A type that cannot be mapped at all says so in its own way. */
	fd = ASSERT_OK(map_create(SBPF_MAP_TYPE_HASH, 4, 8, 1, 0));
	EXPECT_TRUE(mmap(NULL, page, PROT_READ, MAP_SHARED, fd, 0) == MAP_FAILED && errno == 524);
}

/* An array of more than the machine has is refused at once, and nobody else goes without meanwhile. */
TEST(mmap_too_large)
{
	EXPECT_ERR(array(1 << 20, 1 << 28, SBPF_F_MMAPABLE), ENOMEM);
}

TEST(freeze)
{
	int fd = ASSERT_OK(array(8, 4, SBPF_F_MMAPABLE));
	__u64 value = 1, *mem;
	__u32 key = 0;

	mem = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	ASSERT_TRUE(mem != MAP_FAILED);
	EXPECT_ERR(map_freeze(fd), EBUSY);
	munmap(mem, 4096);
	mem = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
	ASSERT_TRUE(mem != MAP_FAILED);
	ASSERT_OK(map_freeze(fd));
	EXPECT_ERR(map_freeze(fd), EPERM);
	EXPECT_ERR(map_update(fd, &key, &value, SBPF_ANY), EPERM);
	EXPECT_ERR(map_delete(fd, &key), EPERM);
	/* That the map is frozen is found before anything else. */
	EXPECT_ERR(map_update(fd, (void *)1, &value, SBPF_F_LOCK), EPERM);
	EXPECT_OK(map_lookup(fd, &key, &value));
	EXPECT_TRUE(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) == MAP_FAILED && errno == EPERM);
	EXPECT_TRUE(mprotect(mem, 4096, PROT_READ | PROT_WRITE) == -1 && errno == EACCES);
}

TEST(access_flags)
{
	__u64 value = 1;
	__u32 key = 0, next;
	int fd;

	fd = ASSERT_OK(array(8, 4, SBPF_F_RDONLY));
	EXPECT_OK(map_lookup(fd, &key, &value));
	EXPECT_OK(map_next_key(fd, &key, &next));
	EXPECT_ERR(map_update(fd, &key, &value, SBPF_ANY), EPERM);
	EXPECT_ERR(map_delete(fd, &key), EPERM);
	fd = ASSERT_OK(array(8, 4, SBPF_F_WRONLY));
	EXPECT_OK(map_update(fd, &key, &value, SBPF_ANY));
	EXPECT_ERR(map_lookup(fd, &key, &value), EPERM);
	EXPECT_ERR(map_next_key(fd, &key, &next), EPERM);
}

/* Large, and given back: a leak or a quadratic loop would be felt. */
TEST(large)
{
	__u32 key = 999999;
	int i, fd;

	for (i = 0; i < 5; i++) {
		fd = ASSERT_OK(array(64, 1000000, 0));
		ASSERT_OK(map_update(fd, &key, (char[64]){ 9 }, SBPF_ANY));
		close(fd);
	}
	fd = ASSERT_OK(map_create(SBPF_MAP_TYPE_PERCPU_ARRAY, 4, 8, 20000, 0));
	key = 19999;
	ASSERT_OK(map_lookup(fd, &key, calloc(cpus_possible(), 8)));
}
