// SPDX-License-Identifier: GPL-2.0
/*
 * BTF objects: loading, ids, information, lifetime, and what is refused with which error.
 * engine: none
 * covers: cmd:BTF_LOAD cmd:BTF_GET_FD_BY_ID cmd:BTF_GET_NEXT_ID cmd:OBJ_GET_INFO_BY_FD
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>

#include "blob.h"

BEFORE_EACH()
{
	need_device();
}

static struct blob blob;

/* One type of each kind. Ids: 1 int, 2 ptr, 3 array, 4 struct, ... in the order of the kinds. */
static __u32 every_kind(void)
{
	struct blob *b = &blob;
	__u32 name, tag;

	blob_begin(b);
	name = blob_str(b, "a_name");
	tag = blob_str(b, "any text!");
	BLOB_ADD(b, name, INFO(INT, 0, 0), 4, INT_WORD(SBPF_BTF_INT_SIGNED, 0, 32));
	BLOB_ADD(b, 0, INFO(PTR, 0, 0), 4);
	BLOB_ADD(b, 0, INFO(ARRAY, 0, 0), 0, 1, 1, 3);
	BLOB_ADD(b, name, INFO(STRUCT, 0, 3), 24, name, 1, 0, 0, 2, 64, name, 16, 128);
	BLOB_ADD(b, 0, INFO(UNION, 1, 2), 4, name, 1, 3 << 24, name, 6, 0);
	BLOB_ADD(b, name, INFO(ENUM, 1, 2), 4, name, 1, tag - 2, 2);
	BLOB_ADD(b, name, INFO(FWD, 1, 0), 0);
	BLOB_ADD(b, name, INFO(TYPEDEF, 0, 0), 9);
	BLOB_ADD(b, 0, INFO(VOLATILE, 0, 0), 10);
	BLOB_ADD(b, 0, INFO(CONST, 0, 0), 11);
	BLOB_ADD(b, 0, INFO(RESTRICT, 0, 0), 2);
	BLOB_ADD(b, name, INFO(FUNC, 0, SBPF_BTF_FUNC_GLOBAL), 13);
	BLOB_ADD(b, 0, INFO(FUNC_PROTO, 0, 3), 1, name, 2, name, 8, 0, 0);
	BLOB_ADD(b, name, INFO(VAR, 0, 0), 3, SBPF_BTF_VAR_GLOBAL_ALLOCATED);
	BLOB_ADD(b, name, INFO(DATASEC, 0, 1), 20, 14, 4, 12);
	BLOB_ADD(b, name, INFO(FLOAT, 0, 0), 8);
	BLOB_ADD(b, tag, INFO(DECL_TAG, 0, 0), 4, 2);
	BLOB_ADD(b, tag, INFO(TYPE_TAG, 0, 0), 1);
	BLOB_ADD(b, name, INFO(ENUM64, 0, 1), 8, name, 1, 1);
	return blob_finish(b);
}

static int info(int fd, struct sbpf_btf_info *info)
{
	__u32 len = sizeof(*info);
	int err = obj_info(fd, info, &len);

	if (!err)
		EXPECT_EQ(len, sizeof(*info));
	return err;
}

TEST(every_kind_is_taken)
{
	static __u8 back[sizeof(blob.out)];
	struct sbpf_btf_info i = { .btf = PTR(back), .btf_size = sizeof(back) };
	char name[4] = "xxx", fdinfo[256], line[32], path[64];
	__u32 size = every_kind();
	int fd = ASSERT_OK(btf_load(&blob.out, size));

	ASSERT_OK(info(fd, &i));
	EXPECT_EQ(i.btf_size, size);
	EXPECT_EQ(memcmp(back, &blob.out, size), 0);
	EXPECT_GT(i.id, 0);
	EXPECT_EQ(i.kernel_btf, 0);
	EXPECT_EQ(fcntl(fd, F_GETFD), FD_CLOEXEC);
	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", fd);
	ASSERT_GT(file_read(path, fdinfo, sizeof(fdinfo)), 0);
	snprintf(line, sizeof(line), "btf_id:\t%u\n", i.id);
	EXPECT_HAS(fdinfo, line);

	/* A buffer that is too small gets its part, and the size. */
	memset(back, 0xee, sizeof(back));
	i = (struct sbpf_btf_info){ .btf = PTR(back), .btf_size = 10, .name = PTR(name), .name_len = sizeof(name) };
	ASSERT_OK(info(fd, &i));
	EXPECT_EQ(i.btf_size, size);
	EXPECT_EQ(memcmp(back, &blob.out, 10), 0);
	EXPECT_EQ(back[10], 0xee);
	EXPECT_EQ(i.name_len, 0);
	EXPECT_EQ(name[0], 0);
	EXPECT_EQ(name[1], 'x');
	i = (struct sbpf_btf_info){ .name_len = 1 };
	EXPECT_ERR(info(fd, &i), EINVAL);
	i = (struct sbpf_btf_info){ .btf = 8, .btf_size = 1 };
	EXPECT_ERR(info(fd, &i), EFAULT);
}

/* Header and data need not be aligned; a longer header is fine as long as it has nothing in it. */
TEST(any_header_length)
{
	static __u8 odd[sizeof(blob.out) + 64];
	__u32 size = every_kind(), more;

	for (more = 0; more < 9; more++) {
		memset(odd, 0, sizeof(odd));
		memcpy(odd + 1, &blob.out.hdr, sizeof(blob.out.hdr));
		memcpy(odd + 1 + sizeof(blob.out.hdr) + more, blob.out.rest, size - sizeof(blob.out.hdr));
		((struct sbpf_btf_header *)(odd + 1))->hdr_len += more;
		EXPECT_OK(btf_load(odd + 1, size + more));
		if (!more)
			continue;
		odd[sizeof(blob.out.hdr) + more] = 1;
		EXPECT_ERR(btf_load(odd + 1, size + more), E2BIG);
	}
}

TEST(ids)
{
	struct sbpf_btf_info i = {}, j = {};
	__u32 size = every_kind(), id = 0, found = 0;
	int fd = ASSERT_OK(btf_load(&blob.out, size)), again, ms;

	ASSERT_OK(info(fd, &i));
	while (!obj_next_id(SBPF_BTF_GET_NEXT_ID, id, &id))
		found += id == i.id;
	EXPECT_EQ(found, 1);
	again = ASSERT_OK(obj_fd_by_id(SBPF_BTF_GET_FD_BY_ID, i.id));
	ASSERT_OK(info(again, &j));
	EXPECT_EQ(j.id, i.id);
	close(fd);
	close(ASSERT_OK(obj_fd_by_id(SBPF_BTF_GET_FD_BY_ID, i.id)));
	close(again);
	for (ms = 0; ms < 5000 && (fd = obj_fd_by_id(SBPF_BTF_GET_FD_BY_ID, i.id)) >= 0; ms++) {
		close(fd);
		usleep(1000);
	}
	EXPECT_ERR(fd, ENOENT);
	EXPECT_ERR(obj_fd_by_id(SBPF_BTF_GET_FD_BY_ID, 0), ENOENT);
}

/* A failure to install the descriptor leaves nothing behind. */
TEST(no_descriptor_left)
{
	struct rlimit before, none = {};
	__u32 size = every_kind(), id = 0, ids = 0, now = 0;

	while (!obj_next_id(SBPF_BTF_GET_NEXT_ID, id, &id))
		ids++;
	ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
	none.rlim_max = before.rlim_max;
	ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &none), 0);
	EXPECT_ERR(btf_load(&blob.out, size), EMFILE);
	ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
	for (id = 0; !obj_next_id(SBPF_BTF_GET_NEXT_ID, id, &id); )
		now++;
	EXPECT_EQ(now, ids);
}

TEST(attributes)
{
	static char log[4096];
	__u32 size = every_kind();
	union sbpf_attr attr = { .btf = PTR(&blob.out), .btf_size = size };
	const union sbpf_attr good = attr;

	EXPECT_ERR(btf_load(&blob.out, 0), EINVAL);
	EXPECT_ERR(btf_load(NULL, size), EFAULT);
	EXPECT_ERR(btf_load(&blob.out, (16 << 20) + 1), E2BIG);
	attr.btf_log_size = 128;
	EXPECT_ERR(sbpf(SBPF_BTF_LOAD, &attr, sizeof(attr)), EINVAL);
	attr.btf_log_buf = PTR(log);
	EXPECT_ERR(sbpf(SBPF_BTF_LOAD, &attr, sizeof(attr)), EINVAL);
	attr.btf_log_level = 16;
	EXPECT_ERR(sbpf(SBPF_BTF_LOAD, &attr, sizeof(attr)), EINVAL);
	attr = good;
	((__u32 *)&attr)[sizeof(attr) / 4 - 1] = 1;
	EXPECT_ERR(sbpf(SBPF_BTF_LOAD, &attr, sizeof(attr)), EINVAL);
}

TEST(log)
{
	static char log[4096];
	union sbpf_attr attr = { .btf = PTR(&blob.out) };
	__u32 whole;

	attr.btf_size = every_kind();
	attr.btf_log_level = 2;
	attr.btf_log_buf = PTR(log);
	attr.btf_log_size = sizeof(log);
	close(ASSERT_OK(sbpf(SBPF_BTF_LOAD, &attr, sizeof(attr))));
	EXPECT_EQ(attr.btf_log_true_size, strlen(log) + 1);
	EXPECT_HAS(log, "BTF type 3: ARRAY");
	whole = attr.btf_log_true_size;

	attr.btf_log_size = whole - 1;
	EXPECT_ERR(sbpf(SBPF_BTF_LOAD, &attr, sizeof(attr)), ENOSPC);
	EXPECT_EQ(attr.btf_log_true_size, whole);

	/* The reason comes last. */
	blob.word[1] |= 1;
	attr.btf_size = blob_finish(&blob);
	attr.btf_log_level = 1;
	attr.btf_log_size = sizeof(log);
	EXPECT_ERR(sbpf(SBPF_BTF_LOAD, &attr, sizeof(attr)), EINVAL);
	EXPECT_HAS(log, "BTF type 1: INT: has 1 entries, must have none\n");
}

TEST(header_is_judged)
{
	static const struct {
		__u32 off, value, size;
		int err;
	} wrong[] = {
		{ offsetof(struct sbpf_btf_header, magic), 0x9feb, 2, EINVAL },
		{ offsetof(struct sbpf_btf_header, version), 2, 1, 524 },
		{ offsetof(struct sbpf_btf_header, flags), 1, 1, 524 },
		{ offsetof(struct sbpf_btf_header, hdr_len), 0, 4, EINVAL },
		{ offsetof(struct sbpf_btf_header, hdr_len), 1 << 30, 4, EINVAL },
		{ offsetof(struct sbpf_btf_header, type_off), 4, 4, EINVAL },
		{ offsetof(struct sbpf_btf_header, type_len), 0, 4, EINVAL },
		{ offsetof(struct sbpf_btf_header, type_len), ~0U, 4, EINVAL },
		{ offsetof(struct sbpf_btf_header, str_off), 0, 4, EINVAL },
		{ offsetof(struct sbpf_btf_header, str_len), 0, 4, EINVAL },
		{ offsetof(struct sbpf_btf_header, str_len), ~0U, 4, EINVAL },
	};
	unsigned int i;
	__u32 size;

	for (i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		size = every_kind();
		memcpy((char *)&blob.out + wrong[i].off, &wrong[i].value, wrong[i].size);
		EXPECT_ERR(btf_load(&blob.out, size), wrong[i].err);
	}
	size = every_kind();
	for (i = 0; i < sizeof(struct sbpf_btf_header) + 1; i++)
		EXPECT_ERR(btf_load(&blob.out, i), EINVAL);
	EXPECT_ERR(btf_load(&blob.out, size - 1), EINVAL);
	EXPECT_ERR(btf_load(&blob.out, size + 1), EINVAL);
	blob.out.rest[size - sizeof(struct sbpf_btf_header) - 1] = 'x';
	EXPECT_ERR(btf_load(&blob.out, size), EINVAL);
}

/* Types that follow an int (id 1) and a name at offset 1; the error that they bring. */
#define T(err, ...)	{ err, sizeof((__u32[]){ __VA_ARGS__ }) / 4, { __VA_ARGS__ } }

static const struct {
	int err, nr;
	__u32 word[20];
} graphs[] = {
	T(0, 0, INFO(PTR, 0, 0), 2 + 1, 1, INFO(STRUCT, 0, 1), 8, 1, 2, 0),	/* struct that points to itself */
	T(0, 0, INFO(PTR, 0, 0), 0),
	T(0, 0, INFO(STRUCT, 0, 1), 4, 1, 3, 32, 0, INFO(ARRAY, 0, 0), 0, 1, 1, 0),	/* int x[0] at the end */
	T(0, 0, INFO(ARRAY, 0, 0), 0, 3, 1, 3, 0, INFO(ARRAY, 0, 0), 0, 1, 1, 3),
	T(EINVAL, 0, 0, 0),
	T(EINVAL, 0, 20U << 24, 0),
	T(EINVAL, 0, INFO(PTR, 0, 0) | 1 << 16, 1),
	T(EINVAL, 100, INFO(INT, 0, 0), 4, 32),
	T(EINVAL, 0, INFO(PTR, 0, 0)),
	T(EINVAL, 1, INFO(PTR, 0, 0), 1),
	T(EINVAL, 0, INFO(PTR, 1, 0), 1),
	T(EINVAL, 0, INFO(PTR, 0, 1), 1),
	T(EINVAL, 0, INFO(PTR, 0, 0), 3),
	T(EEXIST, 0, INFO(PTR, 0, 0), 2),
	T(EEXIST, 0, INFO(PTR, 0, 0), 3, 0, INFO(CONST, 0, 0), 2),
	T(EEXIST, 1, INFO(STRUCT, 0, 1), 8, 1, 2, 0),
	T(EEXIST, 1, INFO(STRUCT, 0, 1), 8, 1, 3, 0, 0, INFO(ARRAY, 0, 0), 0, 2, 1, 1),
	T(EEXIST, 1, INFO(TYPEDEF, 0, 0), 2),
	T(524, 1, INFO(INT, 0, 0), 4, INT_WORD(3, 0, 32)),
	T(EINVAL, 1, INFO(INT, 0, 0), 4, INT_WORD(0, 0, 33)),
	T(EINVAL, 1, INFO(INT, 0, 0), 32, INT_WORD(0, 1, 128)),
	T(EINVAL, 1, INFO(INT, 0, 0), 4, INT_WORD(0x10, 0, 32)),
	T(EINVAL, 0, INFO(ARRAY, 0, 0), 4, 1, 1, 1),
	T(EINVAL, 0, INFO(ARRAY, 0, 0), 0, 0, 1, 1),
	T(EINVAL, 0, INFO(ARRAY, 0, 0), 0, 1, 0, 1),
	T(EINVAL, 0, INFO(ARRAY, 0, 0), 0, 1, 1, 1 << 30),
	T(EINVAL, 0, INFO(ARRAY, 0, 0), 0, 1, 3, 1, 0, INFO(PTR, 0, 0), 1),
	T(EINVAL, 0, INFO(ARRAY, 0, 0), 0, 3, 1, 1, 1, INFO(FWD, 0, 0), 0),
	T(EINVAL, 1, INFO(STRUCT, 0, 1), 4, 1, 1, 8),
	T(EINVAL, 1, INFO(STRUCT, 0, 1), 4, 1, 1, 40),
	T(EINVAL, 1, INFO(STRUCT, 0, 1), 4, 1, 0, 0),
	T(EINVAL, 1, INFO(STRUCT, 0, 1), 4, 100, 1, 0),
	T(EINVAL, 1, INFO(STRUCT, 0, 2), 8, 1, 1, 32, 1, 1, 0),
	T(EINVAL, 1, INFO(STRUCT, 0, 2), 8, 1, 1, 0),
	T(EINVAL, 1, INFO(UNION, 0, 1), 8, 1, 1, 8),
	T(EINVAL, 1, INFO(STRUCT, 1, 1), 8, 1, 1, 33 << 24),
	T(EINVAL, 1, INFO(STRUCT, 1, 1), 8, 1, 3, 1 << 24, 0, INFO(PTR, 0, 0), 1),
	T(EINVAL, 1, INFO(STRUCT, 0, 1), 8, 1, 3, 4, 0, INFO(PTR, 0, 0), 1),
	T(EINVAL, 1, INFO(STRUCT, 0, 1), 16, 1, 3, 32, 1, INFO(FLOAT, 0, 0), 8),
	T(EINVAL, 1, INFO(ENUM, 0, 0), 3),
	T(EINVAL, 1, INFO(ENUM, 0, 0), 16),
	T(EINVAL, 1, INFO(ENUM, 0, 1), 4, 0, 1),
	T(EINVAL, 1, INFO(ENUM64, 0, 1), 8, 1, 1),
	T(EINVAL, 0, INFO(FWD, 0, 0), 0),
	T(EINVAL, 1, INFO(FWD, 0, 0), 1),
	T(EINVAL, 0, INFO(TYPEDEF, 0, 0), 1),
	T(EINVAL, 1, INFO(FUNC, 0, 0), 1),
	T(EINVAL, 1, INFO(FUNC, 0, 2), 3, 0, INFO(FUNC_PROTO, 0, 0), 0),
	T(EINVAL, 1, INFO(FUNC, 0, 0), 3, 0, INFO(FUNC_PROTO, 0, 1), 0, 0, 1),
	T(EINVAL, 0, INFO(FUNC_PROTO, 0, 1), 3, 1, 1),
	T(EINVAL, 0, INFO(FUNC_PROTO, 0, 2), 0, 1, 0, 1, 1),
	T(EINVAL, 0, INFO(FUNC_PROTO, 0, 1), 0, 1, 0),
	T(EINVAL, 1, INFO(VAR, 0, 0), 0, 1),
	T(EINVAL, 1, INFO(VAR, 0, 0), 1, 2),
	T(EINVAL, 1, INFO(VAR, 0, 0), 3, 1, 1, INFO(FWD, 0, 0), 0),
	T(EINVAL, 0, INFO(PTR, 0, 0), 3, 1, INFO(VAR, 0, 0), 1, 1),
	T(EINVAL, 1, INFO(DATASEC, 0, 0), 0),
	T(EINVAL, 1, INFO(DATASEC, 0, 1), 4, 1, 0, 4),
	T(EINVAL, 1, INFO(DATASEC, 0, 1), 4, 3, 0, 3, 1, INFO(VAR, 0, 0), 1, 1),
	T(EINVAL, 1, INFO(DATASEC, 0, 1), 4, 3, 1, 4, 1, INFO(VAR, 0, 0), 1, 1),
	T(EINVAL, 1, INFO(FLOAT, 0, 0), 5),
	T(EINVAL, 1, INFO(DECL_TAG, 0, 0), 1, ~0U),
	T(EINVAL, 1, INFO(DECL_TAG, 0, 0), 3, 1, 1, INFO(STRUCT, 0, 1), 4, 1, 1, 0),
	T(EINVAL, 1, INFO(DECL_TAG, 0, 0), 3, 0, 1, INFO(TYPEDEF, 0, 0), 1),
	T(EINVAL, 0, INFO(DECL_TAG, 0, 0), 3, ~0U, 1, INFO(TYPEDEF, 0, 0), 1),
	T(EINVAL, 0, INFO(TYPE_TAG, 0, 0), 1),
	T(EINVAL, 0, INFO(CONST, 0, 0), 3, 1, INFO(TYPE_TAG, 0, 0), 1),
};

TEST(types_are_judged)
{
	unsigned int i;
	int fd;

	for (i = 0; i < sizeof(graphs) / sizeof(*graphs); i++) {
		blob_begin(&blob);
		blob_str(&blob, "name");
		BLOB_ADD(&blob, 1, INFO(INT, 0, 0), 4, INT_WORD(0, 0, 32));
		blob_add(&blob, graphs[i].word, graphs[i].nr);
		fd = btf_load(&blob.out, blob_finish(&blob));
		if (graphs[i].err ? fd != -graphs[i].err : fd < 0)
			tap_fail(__FILE__, __LINE__, "case %u: %d, not %d", i, fd, -graphs[i].err);
		close(fd);
	}
}

TEST(names_are_judged)
{
	static const struct {
		const char *name;
		int err;
	} names[] = {
		{ "_a0", 0 }, { ".rodata.str1.1", 0 }, { "0a", EINVAL }, { "a b", EINVAL }, { "a-b", EINVAL }, { "\xc3\xa4", EINVAL },
	};
	char longest[514];
	unsigned int i;

	memset(longest, 'x', sizeof(longest));
	for (i = 0; i < sizeof(names) / sizeof(*names) + 2; i++) {
		bool is_long = i >= sizeof(names) / sizeof(*names);
		int err = is_long ? (i & 1 ? EINVAL : 0) : names[i].err, fd;

		longest[i & 1 ? 513 : 512] = '\0';
		blob_begin(&blob);
		BLOB_ADD(&blob, blob_str(&blob, is_long ? longest : names[i].name), INFO(TYPEDEF, 0, 0), 2);
		BLOB_ADD(&blob, 0, INFO(INT, 0, 0), 4, INT_WORD(0, 0, 32));
		fd = btf_load(&blob.out, blob_finish(&blob));
		if (err)
			EXPECT_ERR(fd, err);
		else
			EXPECT_OK(fd);
		close(fd);
		longest[512] = 'x';
	}
}

/* A row of modifiers or pointers, each to the next one, the last one to an int. */
static int row(__u32 kind, int nr, bool backwards)
{
	int i;

	blob_begin(&blob);
	BLOB_ADD(&blob, 0, INFO(INT, 0, 0), 4, INT_WORD(0, 0, 32));
	for (i = 0; i < nr; i++)
		BLOB_ADD(&blob, 0, kind, backwards ? i + 1 : i == nr - 1 ? 1 : i + 3);
	return btf_load(&blob.out, blob_finish(&blob));
}

TEST(depth_is_limited)
{
	EXPECT_OK(row(INFO(PTR, 0, 0), 32, false));
	EXPECT_ERR(row(INFO(PTR, 0, 0), 33, false), E2BIG);
	/* One after the other each is resolved when the next one comes. */
	EXPECT_OK(row(INFO(PTR, 0, 0), 500, true));
	EXPECT_OK(row(INFO(CONST, 0, 0), 32, false));
	EXPECT_ERR(row(INFO(CONST, 0, 0), 33, false), E2BIG);
}

TEST(privilege)
{
	__u32 size = every_kind();

	ASSERT_EQ(setresuid(65534, 65534, 65534), 0);
	EXPECT_ERR(btf_load(&blob.out, size), EPERM);
	EXPECT_ERR(obj_fd_by_id(SBPF_BTF_GET_FD_BY_ID, 1), EPERM);
}
