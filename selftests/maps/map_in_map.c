// SPDX-License-Identifier: GPL-2.0
/*
 * Maps of maps, by programs and by user space.
 * timeout: 120
 * covers: map:ARRAY_OF_MAPS map:HASH_OF_MAPS helper:map_lookup_elem
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

static const int outers[] = { SBPF_MAP_TYPE_ARRAY_OF_MAPS, SBPF_MAP_TYPE_HASH_OF_MAPS };

static int outer_create_flags(int type, int inner, __u32 entries, __u32 flags)
{
	union sbpf_attr attr = { .map_type = type, .key_size = 4, .value_size = 4, .max_entries = entries,
				 .map_flags = flags, .inner_map_fd = inner };

	return sbpf_raw(SBPF_MAP_CREATE, &attr, sizeof(attr));
}

static int outer_create(int type, int inner, __u32 entries)
{
	return outer_create_flags(type, inner, entries, 0);
}

static __u32 map_id(int fd)
{
	struct sbpf_map_info info = {};
	__u32 len = sizeof(info);

	ASSERT_OK(obj_info(fd, &info, &len));
	return info.id;
}

#define NO_OUTER	0xdead0
#define NO_INNER	0xdead1

/* Looks inner map *(packet + 0) up, and in it element *(packet + 4): its value, plus what is at packet + 8. */
static int reader_load(int outer)
{
	const struct sbpf_insn insns[] = {
		MOV_IMM(R2, 0),
		MOV_REG(R3, R10),
		ALU64_IMM(ADD, R3, -16),
		MOV_IMM(R4, 16),
		CALL(skb_load_bytes),
		LD_MAP_FD(R1, outer),
		MOV_REG(R2, R10),
		ALU64_IMM(ADD, R2, -16),
		CALL(map_lookup_elem),
		JMP_IMM(JNE, R0, 0, 2),
		MOV_IMM(R0, NO_OUTER),
		EXIT(),
		MOV_REG(R1, R0),
		MOV_REG(R2, R10),
		ALU64_IMM(ADD, R2, -12),
		CALL(map_lookup_elem),
		JMP_IMM(JNE, R0, 0, 2),
		MOV_IMM(R0, NO_INNER),
		EXIT(),
		LDX(DW, R1, R10, -8),
		ATOMIC(DW, SBPF_ADD, R0, R1, 0),
		LDX(DW, R0, R0, 0),
		EXIT(),
	};

	return PROG_LOAD(SBPF_PROG_TYPE_SCHED_CLS, insns);
}

static __u32 look(int prog, __u32 outer, __u32 inner, __u64 add)
{
	struct {
		__u32 outer, inner;
		__u64 add, pad[6];
	} packet = { outer, inner, add, {} };
	__u32 ret;

	ASSERT_OK(prog_test_run(prog, &packet, sizeof(packet), &ret));
	return ret;
}

TEST(create_errors)
{
	int hash = ASSERT_OK(map_create(SBPF_MAP_TYPE_HASH, 4, 8, 4, 0));
	int progs = ASSERT_OK(map_create(SBPF_MAP_TYPE_PROG_ARRAY, 4, 4, 4, 0));
	const struct sbpf_insn insns[] = { MOV_IMM(R0, 0), EXIT() };
	int prog = ASSERT_OK(PROG_LOAD(SBPF_PROG_TYPE_SOCKET_FILTER, insns)), i, outer;

	for (i = 0; i < 2; i++) {
		union sbpf_attr attr = { .map_type = outers[i], .key_size = 4, .value_size = 8, .max_entries = 4,
					 .inner_map_fd = hash };

		outer = ASSERT_OK(outer_create(outers[i], hash, 4));
		EXPECT_ERR(outer_create(outers[i], 9999, 4), EBADF);
		EXPECT_ERR(outer_create(outers[i], prog, 4), EINVAL);
		EXPECT_ERR(outer_create(outers[i], progs, 4), 524);
		EXPECT_ERR(outer_create(outers[i], outer, 4), EINVAL);
		EXPECT_ERR(outer_create(outers[i], hash, 0), EINVAL);
		/* Sizes come before the inner map. */
		EXPECT_ERR(sbpf_raw(SBPF_MAP_CREATE, &attr, sizeof(attr)), EINVAL);
		attr.inner_map_fd = 9999;
		EXPECT_ERR(sbpf_raw(SBPF_MAP_CREATE, &attr, sizeof(attr)), EINVAL);
		EXPECT_ERR(outer_create_flags(outers[i], hash, 4, SBPF_F_MMAPABLE), EINVAL);
		EXPECT_ERR(outer_create_flags(outers[i], hash, 4, SBPF_F_INNER_MAP), EINVAL);
	}
	EXPECT_ERR(outer_create_flags(outers[0], hash, 4, SBPF_F_RDONLY_PROG), EINVAL);
	EXPECT_OK(outer_create_flags(outers[1], hash, 4, SBPF_F_NO_PREALLOC | SBPF_F_RDONLY_PROG));
}

TEST(elements)
{
	int inner[2] = {
		ASSERT_OK(map_create(SBPF_MAP_TYPE_HASH, 4, 8, 4, 0)), ASSERT_OK(map_create(SBPF_MAP_TYPE_HASH, 4, 8, 100, 0)),
	};
	int other = ASSERT_OK(map_create(SBPF_MAP_TYPE_HASH, 4, 16, 4, 0)), bad = 9999, i, fd, prog;
	__u32 key, id, next;
	__u64 value;

	for (i = 0; i < 2; i++) {
		bool array = outers[i] == SBPF_MAP_TYPE_ARRAY_OF_MAPS;

		fd = ASSERT_OK(outer_create(outers[i], inner[0], 3));
		prog = ASSERT_OK(reader_load(fd));
		key = 1;
		EXPECT_ERR(map_lookup(fd, &key, &id), ENOENT);
		EXPECT_ERR(map_delete(fd, &key), ENOENT);
		EXPECT_EQ(look(prog, 1, 5, 0), NO_OUTER);
		EXPECT_ERR(map_update(fd, &key, &bad, 0), EBADF);
		EXPECT_ERR(map_update(fd, &key, &other, 0), EINVAL);
		EXPECT_ERR(map_update(fd, &key, &fd, 0), EINVAL);
		EXPECT_ERR(map_update(fd, &key, &inner[0], SBPF_EXIST), array ? EINVAL : ENOENT);
		EXPECT_ERR(map_update(fd, &key, &inner[0], 4), EINVAL);
		ASSERT_OK(map_update(fd, &key, &inner[0], 0));
		ASSERT_OK(map_lookup(fd, &key, &id));
		EXPECT_EQ(id, map_id(inner[0]));
		EXPECT_EQ(look(prog, 1, 5, 0), NO_INNER);
		key = 5;
		value = 500;
		ASSERT_OK(map_update(inner[0], &key, &value, 0));
		EXPECT_EQ(look(prog, 1, 5, 7), 507);
		ASSERT_OK(map_lookup(inner[0], &key, &value));
		EXPECT_EQ(value, 507);
		/* Another one in its place, of another size: with hash tables that does not matter. */
		value = 600;
		ASSERT_OK(map_update(inner[1], &key, &value, 0));
		key = 1;
		ASSERT_OK(map_update(fd, &key, &inner[1], 0));
		EXPECT_EQ(look(prog, 1, 5, 0), 600);
		ASSERT_OK(map_lookup(fd, &key, &id));
		EXPECT_EQ(id, map_id(inner[1]));
		ASSERT_OK(map_next_key(fd, NULL, &next));
		EXPECT_EQ(next, array ? 0 : 1);
		ASSERT_OK(map_delete(fd, &key));
		key = 5;
		ASSERT_OK(map_delete(inner[0], &key));
		EXPECT_EQ(look(prog, 1, 5, 0), NO_OUTER);
		EXPECT_EQ(look(prog, 77, 5, 0), NO_OUTER);
		key = 3;
		if (array)
			EXPECT_ERR(map_update(fd, &key, &inner[0], 0), E2BIG);
	}
}

/* Instructions are made of an array's size, unless it says that it may be another. */
TEST(arrays_inside)
{
	__u32 flags[] = { 0, SBPF_F_INNER_MAP }, key = 0, last = 8;
	__u64 value = 11;
	int i, small, large, outer, prog;

	for (i = 0; i < 2; i++) {
		small = ASSERT_OK(map_create(SBPF_MAP_TYPE_ARRAY, 4, 8, 4, flags[i]));
		large = ASSERT_OK(map_create(SBPF_MAP_TYPE_ARRAY, 4, 8, 9, flags[i]));
		outer = ASSERT_OK(outer_create(SBPF_MAP_TYPE_ARRAY_OF_MAPS, small, 2));
		prog = ASSERT_OK(reader_load(outer));
		ASSERT_OK(map_update(outer, &key, &small, 0));
		EXPECT_EQ(look(prog, 0, 3, 5), 5);
		EXPECT_EQ(look(prog, 0, 4, 0), NO_INNER);
		EXPECT_EQ(look(prog, 0, 8, 0), NO_INNER);
		if (!flags[i]) {
			EXPECT_ERR(map_update(outer, &key, &large, 0), EINVAL);
			continue;
		}
		ASSERT_OK(map_update(large, &last, &value, 0));
		ASSERT_OK(map_update(outer, &key, &large, 0));
		EXPECT_EQ(look(prog, 0, 8, 0), 11);
		EXPECT_EQ(look(prog, 0, 9, 0), NO_INNER);
	}
}

/* Every type that can be inside; the template itself may go. */
TEST(all_types_inside)
{
	static const struct {
		int type;
		__u32 key, value, entries, flags;
	} inner[] = {
		{ SBPF_MAP_TYPE_HASH, 4, 8, 4, 0 }, { SBPF_MAP_TYPE_PERCPU_HASH, 4, 8, 4, 0 },
		{ SBPF_MAP_TYPE_LRU_HASH, 4, 8, 4, 0 }, { SBPF_MAP_TYPE_LRU_PERCPU_HASH, 4, 8, 4, 0 },
		{ SBPF_MAP_TYPE_ARRAY, 4, 8, 4, 0 }, { SBPF_MAP_TYPE_PERCPU_ARRAY, 4, 8, 4, 0 },
		{ SBPF_MAP_TYPE_LPM_TRIE, 8, 8, 4, SBPF_F_NO_PREALLOC }, { SBPF_MAP_TYPE_RINGBUF, 0, 0, 4096, 0 },
		{ SBPF_MAP_TYPE_QUEUE, 0, 8, 4, 0 }, { SBPF_MAP_TYPE_STACK, 0, 8, 4, 0 },
		{ SBPF_MAP_TYPE_BLOOM_FILTER, 0, 8, 4, 0 }, { SBPF_MAP_TYPE_PERF_EVENT_ARRAY, 4, 4, 4, 0 },
		{ SBPF_MAP_TYPE_STACK_TRACE, 4, 8, 4, 0 },
	};
	unsigned int i, o;
	__u32 key = 0;
	int fd, outer;

	for (o = 0; o < 2; o++) {
		for (i = 0; i < sizeof(inner) / sizeof(inner[0]); i++) {
			fd = ASSERT_OK(map_create(inner[i].type, inner[i].key, inner[i].value, inner[i].entries, inner[i].flags));
			outer = ASSERT_OK(outer_create(outers[o], fd, 2));
			close(fd);
			fd = ASSERT_OK(map_create(inner[i].type, inner[i].key, inner[i].value, inner[i].entries, inner[i].flags));
			EXPECT_OK(map_update(outer, &key, &fd, 0));
			close(fd);
			close(outer);
		}
	}
}

/* A stored map lives without fds, until it is taken out or the outer map goes. */
TEST(lifetime)
{
	int tmpl = ASSERT_OK(map_create(SBPF_MAP_TYPE_HASH, 4, 8, 4, 0)), outer, fd, i, n, gone;
	__u32 key, ids[3];

	for (i = 0; i < 2; i++) {
		outer = ASSERT_OK(outer_create(outers[i], tmpl, 3));
		for (key = 0; key < 3; key++) {
			fd = ASSERT_OK(map_create(SBPF_MAP_TYPE_HASH, 4, 8, 4, 0));
			ids[key] = map_id(fd);
			ASSERT_OK(map_update(outer, &key, &fd, 0));
			close(fd);
			fd = ASSERT_OK(obj_fd_by_id(SBPF_MAP_GET_FD_BY_ID, ids[key]));
			close(fd);
		}
		key = 0;
		ASSERT_OK(map_delete(outer, &key));
		EXPECT_ERR(obj_fd_by_id(SBPF_MAP_GET_FD_BY_ID, ids[0]), ENOENT);
		key = 1;
		ASSERT_OK(map_update(outer, &key, &tmpl, 0));
		EXPECT_ERR(obj_fd_by_id(SBPF_MAP_GET_FD_BY_ID, ids[1]), ENOENT);
		close(outer);
		for (n = 0, gone = 0; n < 300 && !gone; n++) {
			fd = obj_fd_by_id(SBPF_MAP_GET_FD_BY_ID, ids[2]);
			gone = fd == -ENOENT;
			if (fd >= 0)
				close(fd);
			usleep(10000);
		}
		EXPECT_TRUE(gone);
	}
}

/* Programs look into inner maps while these are replaced, taken out and freed. */
TEST_TIMEOUT(concurrent, 60)
{
	int tmpl = ASSERT_OK(map_create(SBPF_MAP_TYPE_ARRAY, 4, 8, 1, 0)), outer, prog, i, w, status;
	__u32 key = 0, zero = 0;

	for (i = 0; i < 2; i++) {
		outer = ASSERT_OK(outer_create(outers[i], tmpl, 2));
		prog = ASSERT_OK(reader_load(outer));
		for (w = 0; w < 3; w++) {
			int n, fd;

			if (fork())
				continue;
			for (n = 0; n < (w ? 1500 : 150); n++) {
				if (w) {
					__u32 got = look(prog, 0, 0, 0);

					ASSERT_TRUE(got == NO_OUTER || got == 42);
					continue;
				}
				fd = ASSERT_OK(map_create(SBPF_MAP_TYPE_ARRAY, 4, 8, 1, 0));
				ASSERT_OK(map_update(fd, &zero, &(__u64){ 42 }, 0));
				ASSERT_OK(map_update(outer, &key, &fd, 0));
				close(fd);
				if (n % 3 == 0)
					ASSERT_OK(map_delete(outer, &key));
			}
			_exit(0);
		}
		for (w = 0; w < 3; w++) {
			ASSERT_OK(wait(&status));
			EXPECT_EQ(status, 0);
		}
		close(outer);
		close(prog);
	}
}
