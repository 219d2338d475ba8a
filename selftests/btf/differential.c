// SPDX-License-Identifier: GPL-2.0
/*
 * The host's BTF_LOAD as the judge: the same bytes must be taken by both or refused by both with the same error, be they
 * the kernel's own BTF, what clang wrote, or random types with random mistakes.
 * engine: none
 * timeout: 120
 * covers: cmd:BTF_LOAD
 */
#include <fcntl.h>
#include <stdio.h>
#include <glob.h>

#include <bpf/btf.h>
#include <bpf/libbpf.h>

#include "blob.h"

#define ROUNDS	100000

static int host_load(const void *data, __u32 size)
{
	union sbpf_attr attr = { .btf = PTR(data), .btf_size = size };

	return sbpf_host(SBPF_BTF_LOAD, &attr, offsetof(union sbpf_attr, btf_log_true_size));
}

BEFORE_EACH()
{
	need_device();
	if (host_load(NULL, 0) == -ENOSYS)
		SKIP("this kernel has no bpf(2)");
}

/* What both say: 0 or -errno. */
static int verdicts(const void *data, __u32 size, int *ours)
{
	int theirs = host_load(data, size);

	*ours = btf_load(data, size);
	if (theirs >= 0)
		close(theirs);
	if (*ours >= 0)
		close(*ours);
	*ours = *ours < 0 ? *ours : 0;
	return theirs < 0 ? theirs : 0;
}

static unsigned int seed;

static unsigned int rnd(unsigned int n)
{
	return rand_r(&seed) % n;
}

static bool one_in(unsigned int n)
{
	return !rnd(n);
}

static struct blob blob;
static __u32 types, name;

/* A type id, seldom one that is not there. */
static __u32 ref(void)
{
	return one_in(40) ? rnd(2 * types + 2) : rnd(types + 1);
}

static __u32 any_name(void)
{
	return one_in(30) ? rnd(blob.chars + 4) : one_in(4) ? 0 : name;
}

static void add_int(void)
{
	static const __u32 bits[] = { 8, 16, 32, 64, 128, 1, 7, 33 };
	__u32 nr = one_in(8) ? bits[rnd(8)] : bits[rnd(4)], offset = one_in(20) ? rnd(40) : 0;

	BLOB_ADD(&blob, name, INFO(INT, 0, 0), one_in(20) ? rnd(20) : (nr + offset + 7) / 8,
		 INT_WORD(one_in(20) ? rnd(16) : 1U << rnd(3) >> 1, offset, nr));
}

static void add_struct(bool is_union)
{
	__u32 i, nr = rnd(4), kflag = one_in(2), at = 0, size = one_in(20) ? rnd(200) : 128;

	BLOB_ADD(&blob, any_name(), INFO(STRUCT, kflag, nr) + (is_union << 24), size);
	for (i = 0; i < nr; i++) {
		BLOB_ADD(&blob, any_name(), ref(), (one_in(30) ? rnd(2000) : at) | (kflag && one_in(3) ? rnd(40) << 24 : 0));
		if (!is_union)
			at += one_in(8) ? rnd(100) : 64 * rnd(6);
	}
}

static void add_enum(bool wide)
{
	__u32 i, nr = rnd(3);

	BLOB_ADD(&blob, any_name(), (wide ? INFO(ENUM64, 0, nr) : INFO(ENUM, 0, nr)) | one_in(3) << 31,
		 one_in(20) ? rnd(20) : 1U << rnd(4));
	for (i = 0; i < nr; i++) {
		BLOB_ADD(&blob, one_in(30) ? any_name() : name, rnd(1000));
		if (wide)
			BLOB_ADD(&blob, rnd(1000));
	}
}

static void add_func_proto(void)
{
	__u32 i, nr = rnd(4);

	BLOB_ADD(&blob, one_in(40) ? name : 0, INFO(FUNC_PROTO, 0, nr), ref());
	for (i = 0; i < nr; i++)
		BLOB_ADD(&blob, one_in(8) ? any_name() : name, ref());
}

static void add_datasec(void)
{
	__u32 i, nr = rnd(3), at = 0, size;

	BLOB_ADD(&blob, name, INFO(DATASEC, 0, nr), one_in(20) ? rnd(300) : 300);
	for (i = 0; i < nr; i++, at += size) {
		size = one_in(4) ? rnd(100) : 128;
		BLOB_ADD(&blob, ref(), one_in(20) ? rnd(100) : at, size);
	}
}

/* Types that only refer, by kind. */
static void add_reference(__u32 kind)
{
	bool named = kind == SBPF_BTF_KIND_TYPEDEF || kind == SBPF_BTF_KIND_TYPE_TAG || kind == SBPF_BTF_KIND_FUNC;

	BLOB_ADD(&blob, one_in(40) ? any_name() : named ? name : 0, kind << 24 | (one_in(40) ? rnd(3) : 0), ref());
}

static void add_type(void)
{
	static const __u8 references[] = {
		SBPF_BTF_KIND_PTR, SBPF_BTF_KIND_TYPEDEF, SBPF_BTF_KIND_VOLATILE, SBPF_BTF_KIND_CONST,
		SBPF_BTF_KIND_RESTRICT, SBPF_BTF_KIND_TYPE_TAG, SBPF_BTF_KIND_FUNC, SBPF_BTF_KIND_PTR, SBPF_BTF_KIND_CONST,
	};
	static const __u8 floats[] = { 2, 4, 8, 12, 16, 3, 0 };

	switch (rnd(16)) {
	case 0: case 1: case 2:
		add_int();
		break;
	case 3:
		BLOB_ADD(&blob, one_in(40), INFO(ARRAY, 0, 0), one_in(40), ref(), one_in(3) ? ref() : 1, rnd(5));
		break;
	case 4: case 5:
		add_struct(one_in(3));
		break;
	case 6:
		add_enum(one_in(2));
		break;
	case 7:
		BLOB_ADD(&blob, one_in(20) ? any_name() : name, INFO(FWD, 0, 0) | one_in(2) << 31, one_in(40));
		break;
	case 8:
		add_func_proto();
		break;
	case 9:
		BLOB_ADD(&blob, one_in(20) ? any_name() : name, INFO(VAR, 0, 0), ref(), one_in(20) ? rnd(4) : rnd(2));
		break;
	case 10:
		add_datasec();
		break;
	case 11:
		BLOB_ADD(&blob, name, INFO(FLOAT, 0, 0), floats[rnd(7)]);
		break;
	case 12:
		BLOB_ADD(&blob, name, INFO(DECL_TAG, 0, 0), ref(), one_in(2) ? ~0U : rnd(4));
		break;
	default:
		add_reference(references[rnd(sizeof(references))]);
	}
}

/* Some types, the first one an int. */
static __u32 random_types(void)
{
	__u32 i;

	blob_begin(&blob);
	name = blob_str(&blob, "name");
	/* Not printable either: since 6.11 that would do for a section. */
	blob_str(&blob, "no\1name\1");
	types = 1 + (one_in(50) ? rnd(100) : rnd(12));
	BLOB_ADD(&blob, name, INFO(INT, 0, 0), 4, INT_WORD(0, 0, 32));
	for (i = 1; i < types; i++)
		add_type();
	return blob_finish(&blob);
}

/* What was loaded, as words; the last ones are strings. */
static void describe(__u32 size)
{
	const __u32 *word = (void *)&blob.out;
	__u32 i;

	for (i = 0; i < size / sizeof(*word); i++)
		tap_note("word %d: %#x", (int)(i - sizeof(blob.out.hdr) / sizeof(*word)), word[i]);
}

TEST_TIMEOUT(random_types_are_judged_alike, 100)
{
	unsigned int round, taken = 0, refused[600] = {}, kinds = 0, i;
	int theirs, ours;
	__u32 size;

	for (round = 0; round < ROUNDS; round++) {
		seed = round;
		size = random_types();
		if (one_in(10))
			((__u8 *)&blob.out)[rnd(size - blob.chars)] ^= 1 << rnd(8);
		theirs = verdicts(&blob.out, size, &ours);
		if (theirs != ours) {
			tap_fail(__FILE__, __LINE__, "round %u: the host says %d, we say %d", round, theirs, ours);
			describe(size);
			break;
		}
		taken += !ours;
		refused[-ours]++;
	}
	for (i = 1; i < 600; i++)
		kinds += !!refused[i];
	tap_note("%u rounds, %u taken", round, taken);
	/* Neither all right nor all wrong. */
	EXPECT_GT(taken, ROUNDS / 50);
	EXPECT_LT(taken, ROUNDS / 2);
	EXPECT_GE(kinds, 3);
}

static void *file_map(const char *path, size_t *size)
{
	static char buf[16 << 20];
	int fd = open(path, O_RDONLY);
	ssize_t len;

	*size = 0;
	while (fd >= 0 && (len = read(fd, buf + *size, sizeof(buf) - *size)) > 0)
		*size += len;
	close(fd);
	return buf;
}

TEST(kernels_own)
{
	size_t size;
	void *data = file_map("/sys/kernel/btf/vmlinux", &size);
	int theirs, ours;

	if (!size)
		SKIP("this kernel has no BTF of its own");
	theirs = verdicts(data, size, &ours);
	tap_note("%zu bytes: %d", size, theirs);
	EXPECT_EQ(ours, theirs);
}

/* What clang wrote and libbpf completed. */
TEST(compiled_programs)
{
	struct bpf_object *obj;
	int theirs, ours;
	const void *data;
	glob_t found;
	__u32 size;
	size_t i;

	ASSERT_EQ(glob("/progs/*.bpf.o", 0, NULL, &found), 0);
	for (i = 0; i < found.gl_pathc; i++) {
		obj = bpf_object__open(found.gl_pathv[i]);
		ASSERT_TRUE(obj);
		data = btf__raw_data(bpf_object__btf(obj), &size);
		theirs = verdicts(data, size, &ours);
		tap_note("%s: %d", found.gl_pathv[i], theirs);
		EXPECT_EQ(ours, theirs);
		bpf_object__close(obj);
	}
	EXPECT_GT(i, 0);
	globfree(&found);
}
