// SPDX-License-Identifier: GPL-2.0
/*
 * Maps as programs see them: elements, callbacks, tail calls, and programs that run at the same time as user space.
 * covers: helper:map_lookup_elem helper:map_update_elem helper:map_delete_elem
 * covers: helper:for_each_map_elem helper:tail_call map:HASH map:ARRAY map:PERCPU_HASH
 * covers: map:PERCPU_ARRAY map:LRU_HASH map:LRU_PERCPU_HASH map:PROG_ARRAY
 */
#include <linux/perf_event.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbpf.h"
#include "tap.h"

BEFORE_EACH()
{
	need_device();
}

struct request {
	__u32 what;	/* LOOKUP, UPDATE, DELETE, ADD */
	__u32 key;
	__u64 value;
	__u64 flags;
	__u64 pad[5];
};

enum { LOOKUP, UPDATE, DELETE, ADD };

#define NONE	0xdead

/* Does what the packet, a struct request, says. Lookups return the value or NONE. */
static int worker_load(int fd)
{
	const struct sbpf_insn insns[] = {
		MOV_IMM(R2, 0),
		MOV_REG(R3, R10),
		ALU64_IMM(ADD, R3, -24),
		MOV_IMM(R4, 24),
		CALL(skb_load_bytes),
		JMP_IMM(JEQ, R0, 0, 2),
		MOV_IMM(R0, -1),
		EXIT(),
		/* R1 map, R2 key at -20, R3 value at -16, flags at -8 */
		LDX(W, R6, R10, -24),
		LD_MAP_FD(R1, fd),
		MOV_REG(R2, R10),
		ALU64_IMM(ADD, R2, -20),
		JMP_IMM(JEQ, R6, UPDATE, 10),
		JMP_IMM(JEQ, R6, DELETE, 14),
		CALL(map_lookup_elem),
		JMP_IMM(JNE, R0, 0, 2),
		MOV_IMM(R0, NONE),
		EXIT(),
		JMP_IMM(JEQ, R6, LOOKUP, 2),
		LDX(DW, R1, R10, -16),
		ATOMIC(DW, SBPF_ADD, R0, R1, 0),
		LDX(DW, R0, R0, 0),
		EXIT(),
		/* update */
		MOV_REG(R3, R10),
		ALU64_IMM(ADD, R3, -16),
		LDX(DW, R4, R10, -8),
		CALL(map_update_elem),
		EXIT(),
		/* delete */
		CALL(map_delete_elem),
		EXIT(),
	};

	return PROG_LOAD(SBPF_PROG_TYPE_SCHED_CLS, insns);
}

static __s32 work(int prog, __u32 what, __u32 key, __u64 value, __u64 flags)
{
	struct request req = { what, key, value, flags };
	__u32 ret;

	ASSERT_OK(prog_test_run(prog, &req, sizeof(req), &ret));
	return ret;
}

TEST(hash_elements)
{
	static const struct {
		int type;
		__u32 flags;
	} kinds[] = {
		{ SBPF_MAP_TYPE_HASH, 0 }, { SBPF_MAP_TYPE_HASH, SBPF_F_NO_PREALLOC },
		{ SBPF_MAP_TYPE_LRU_HASH, 0 }, { SBPF_MAP_TYPE_LRU_HASH, SBPF_F_NO_COMMON_LRU },
	};
	unsigned int i, key;
	__u64 value;
	int fd, prog;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		fd = ASSERT_OK(map_create(kinds[i].type, 4, 8, 100, kinds[i].flags));
		prog = ASSERT_OK(worker_load(fd));
		EXPECT_EQ(work(prog, LOOKUP, 1, 0, 0), NONE);
		EXPECT_EQ(work(prog, DELETE, 1, 0, 0), -ENOENT);
		EXPECT_EQ(work(prog, UPDATE, 1, 5, SBPF_EXIST), -ENOENT);
		EXPECT_EQ(work(prog, UPDATE, 1, 5, SBPF_NOEXIST), 0);
		EXPECT_EQ(work(prog, UPDATE, 1, 6, SBPF_NOEXIST), -EEXIST);
		EXPECT_EQ(work(prog, UPDATE, 1, 6, SBPF_F_LOCK), -EINVAL);
		EXPECT_EQ(work(prog, UPDATE, 1, 6, 1ULL << 40), -EINVAL);
		EXPECT_EQ(work(prog, LOOKUP, 1, 0, 0), 5);
		EXPECT_EQ(work(prog, ADD, 1, 10, 0), 15);
		key = 1;
		ASSERT_OK(map_lookup(fd, &key, &value));
		EXPECT_EQ(value, 15);
		EXPECT_EQ(work(prog, DELETE, 1, 0, 0), 0);
		EXPECT_ERR(map_lookup(fd, &key, &value), ENOENT);
		for (key = 0; key < 100; key++)
			ASSERT_EQ(work(prog, UPDATE, key, key * 3, 0), 0);
		for (key = 0; key < 100; key++) {
			if (kinds[i].type == SBPF_MAP_TYPE_HASH)
				ASSERT_EQ(work(prog, LOOKUP, key, 0, 0), key * 3);
		}
		if (kinds[i].type == SBPF_MAP_TYPE_HASH)
			EXPECT_EQ(work(prog, UPDATE, 100, 0, 0), -E2BIG);
		else
			EXPECT_EQ(work(prog, UPDATE, 100, 0, 0), 0);
		close(fd);
		close(prog);
	}
}

/* 40 keys in one run of nothing but insertions: more than a CPU has at hand, in a context where nothing can wait. */
TEST(no_prealloc_grows)
{
	int fd = ASSERT_OK(map_create(SBPF_MAP_TYPE_HASH, 4, 1000, 4000, SBPF_F_NO_PREALLOC));
	char value[1000];
	__u32 key;

	for (key = 0; key < 4000; key++) {
		memset(value, key, sizeof(value));
		ASSERT_OK(map_update(fd, &key, value, 0));
	}
	for (key = 0; key < 4000; key++)
		ASSERT_OK(map_delete(fd, &key));
}

TEST(array_elements)
{
	static const __u32 sizes[] = { 1, 3, 64, 100 };
	unsigned int i, key;
	int fd, prog;
	__u64 value;

	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		fd = ASSERT_OK(map_create(SBPF_MAP_TYPE_ARRAY, 4, 8, sizes[i], 0));
		prog = ASSERT_OK(worker_load(fd));
		for (key = 0; key < sizes[i]; key++) {
			EXPECT_EQ(work(prog, LOOKUP, key, 0, 0), 0);
			EXPECT_EQ(work(prog, UPDATE, key, key + 7, 0), 0);
			EXPECT_EQ(work(prog, ADD, key, 1000, 0), key + 1007);
			ASSERT_OK(map_lookup(fd, &key, &value));
			EXPECT_EQ(value, key + 1007);
		}
		EXPECT_EQ(work(prog, LOOKUP, sizes[i], 0, 0), NONE);
		EXPECT_EQ(work(prog, LOOKUP, ~0U, 0, 0), NONE);
		EXPECT_EQ(work(prog, LOOKUP, 1U << 31, 0, 0), NONE);
		EXPECT_EQ(work(prog, UPDATE, sizes[i], 0, 0), -E2BIG);
		EXPECT_EQ(work(prog, UPDATE, 0, 0, SBPF_NOEXIST), -EEXIST);
		EXPECT_EQ(work(prog, DELETE, 0, 0, 0), -EINVAL);
	}
}

TEST(percpu_elements)
{
	static const struct {
		int type;
		__u32 flags;
	} kinds[] = {
		{ SBPF_MAP_TYPE_PERCPU_ARRAY, 0 }, { SBPF_MAP_TYPE_PERCPU_HASH, 0 },
		{ SBPF_MAP_TYPE_PERCPU_HASH, SBPF_F_NO_PREALLOC }, { SBPF_MAP_TYPE_LRU_PERCPU_HASH, 0 },
	};
	int cpus = cpus_possible(), fd, prog, c;
	__u64 *values = calloc(cpus, 8), sum;
	__u32 key = 3, i, other = 9;
	cpu_set_t set;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		fd = ASSERT_OK(map_create(kinds[i].type, 4, 8, 10, kinds[i].flags));
		prog = ASSERT_OK(worker_load(fd));
		for (c = 0; c < cpus; c++)
			values[c] = 100;
		ASSERT_OK(map_update(fd, &key, values, SBPF_ANY));
		for (c = 0; c < cpus; c++) {
			CPU_ZERO(&set);
			CPU_SET(c, &set);
			if (sched_setaffinity(0, sizeof(set), &set))
				continue;
			EXPECT_EQ(work(prog, ADD, key, c + 1, 0), 100 + c + 1);
		}
		ASSERT_OK(map_lookup(fd, &key, values));
		EXPECT_EQ(values[0], 101);
		/* An element that a program makes has its value on that CPU and zero elsewhere. */
		EXPECT_EQ(work(prog, UPDATE, other, 55, 0), 0);
		ASSERT_OK(map_lookup(fd, &other, values));
		for (sum = 0, c = 0; c < cpus; c++)
			sum += values[c];
		EXPECT_EQ(sum, 55);
	}
}

/* Sums values through a callback, which stops at the first that is over 1000. Returns sum << 8 | visited. */
static int summer_load(int fd)
{
	const struct sbpf_insn insns[] = {
		ST(DW, R10, -8, 0),
		LD_MAP_FD(R1, fd),
		LD_FUNC(R2, 9),
		MOV_REG(R3, R10),
		ALU64_IMM(ADD, R3, -8),
		MOV_IMM(R4, 0),
		CALL(for_each_map_elem),
		LDX(DW, R1, R10, -8),
		ALU64_IMM(LSH, R1, 8),
		ALU64_REG(ADD, R0, R1),
		EXIT(),
		/* callback: R3 value, R4 &sum */
		LDX(DW, R1, R3, 0),
		LDX(DW, R2, R4, 0),
		ALU64_REG(ADD, R2, R1),
		STX(DW, R4, R2, 0),
		MOV_IMM(R0, 0),
		JMP_IMM(JLE, R1, 1000, 1),
		MOV_IMM(R0, 1),
		EXIT(),
	};

	return PROG_LOAD(SBPF_PROG_TYPE_SCHED_CLS, insns);
}

TEST(for_each)
{
	static const int types[] = { SBPF_MAP_TYPE_ARRAY, SBPF_MAP_TYPE_HASH, SBPF_MAP_TYPE_LRU_HASH };
	char packet[64] = {};
	unsigned int i, ret;
	__u64 value;
	__u32 key;
	int fd, prog;

	for (i = 0; i < 3; i++) {
		fd = ASSERT_OK(map_create(types[i], 4, 8, 10, 0));
		prog = ASSERT_OK(summer_load(fd));
		for (key = 0; key < 10; key++) {
			value = key + 1;
			ASSERT_OK(map_update(fd, &key, &value, 0));
		}
		ASSERT_OK(prog_test_run(prog, packet, sizeof(packet), &ret));
		if (types[i] != SBPF_MAP_TYPE_LRU_HASH)
			EXPECT_EQ(ret, 55 << 8 | 10);
		for (key = 0; key < 10; key++) {
			value = 2000;
			ASSERT_OK(map_update(fd, &key, &value, 0));
		}
		ASSERT_OK(prog_test_run(prog, packet, sizeof(packet), &ret));
		EXPECT_EQ(ret, 2000 << 8 | 1);
	}
}

/* Counts in @counter, then tail calls slot @slot; returns @ret when that does not happen. */
static int caller_load(int type, int progs, int counter, int slot, int ret)
{
	const struct sbpf_insn insns[] = {
		MOV_REG(R6, R1),
		LD_MAP_VALUE(R1, counter, 0),
		MOV_IMM(R2, 1),
		ATOMIC(DW, SBPF_ADD, R1, R2, 0),
		MOV_REG(R1, R6),
		LD_MAP_FD(R2, progs),
		MOV_IMM(R3, slot),
		CALL(tail_call),
		MOV_IMM(R0, ret),
		EXIT(),
	};

	return PROG_LOAD(type, insns);
}

TEST(tail_calls)
{
	int progs = ASSERT_OK(map_create(SBPF_MAP_TYPE_PROG_ARRAY, 4, 4, 4, 0));
	int counter = ASSERT_OK(map_create(SBPF_MAP_TYPE_ARRAY, 4, 8, 1, 0));
	int self = ASSERT_OK(caller_load(SBPF_PROG_TYPE_SCHED_CLS, progs, counter, 0, 1));
	int next = ASSERT_OK(caller_load(SBPF_PROG_TYPE_SCHED_CLS, progs, counter, 2, 2));
	int last = ASSERT_OK(caller_load(SBPF_PROG_TYPE_SCHED_CLS, progs, counter, 99, 3));
	char packet[64] = {};
	__u32 key = 0, ret;
	__u64 value = 0;

	/* Nothing there: the program goes on. */
	ASSERT_OK(prog_test_run(self, packet, sizeof(packet), &ret));
	EXPECT_EQ(ret, 1);
	/* Itself: 33 times. */
	ASSERT_OK(map_update(progs, &key, &self, 0));
	ASSERT_OK(map_update(counter, &key, &value, 0));
	ASSERT_OK(prog_test_run(self, packet, sizeof(packet), &ret));
	EXPECT_EQ(ret, 1);
	ASSERT_OK(map_lookup(counter, &key, &value));
	EXPECT_EQ(value, 34);
	/* A chain that ends behind the end of the array; replaced slots count at once. */
	ASSERT_OK(map_update(progs, &key, &next, 0));
	key = 2;
	ASSERT_OK(map_update(progs, &key, &last, 0));
	ASSERT_OK(prog_test_run(self, packet, sizeof(packet), &ret));
	EXPECT_EQ(ret, 3);
	ASSERT_OK(map_delete(progs, &key));
	ASSERT_OK(prog_test_run(self, packet, sizeof(packet), &ret));
	EXPECT_EQ(ret, 2);
}

TEST(prog_array_commands)
{
	int progs = ASSERT_OK(map_create(SBPF_MAP_TYPE_PROG_ARRAY, 4, 4, 3, 0));
	int counter = ASSERT_OK(map_create(SBPF_MAP_TYPE_ARRAY, 4, 8, 1, 0));
	int prog = ASSERT_OK(caller_load(SBPF_PROG_TYPE_SCHED_CLS, progs, counter, 0, 1));
	int other = ASSERT_OK(worker_load(counter));
	const struct sbpf_insn filter[] = { MOV_IMM(R0, 0), EXIT() };
	int wrong = ASSERT_OK(PROG_LOAD(SBPF_PROG_TYPE_SOCKET_FILTER, filter));
	struct sbpf_prog_info info = {};
	__u32 key = 1, id, next, len = sizeof(info);
	int bad = 9999;

	EXPECT_ERR(map_create(SBPF_MAP_TYPE_PROG_ARRAY, 4, 8, 3, 0), EINVAL);
	EXPECT_ERR(map_create(SBPF_MAP_TYPE_PROG_ARRAY, 8, 4, 3, 0), EINVAL);
	EXPECT_ERR(map_create(SBPF_MAP_TYPE_PROG_ARRAY, 4, 4, 3, SBPF_F_RDONLY_PROG), EINVAL);

	EXPECT_ERR(map_lookup(progs, &key, &id), ENOENT);
	EXPECT_ERR(map_delete(progs, &key), ENOENT);
	EXPECT_ERR(map_update(progs, &key, &bad, 0), EBADF);
	EXPECT_ERR(map_update(progs, &key, &counter, 0), EINVAL);
	EXPECT_ERR(map_update(progs, &key, &wrong, 0), EINVAL);
	EXPECT_ERR(map_update(progs, &key, &prog, SBPF_NOEXIST), EINVAL);
	EXPECT_OK(map_update(progs, &key, &prog, 0));
	EXPECT_OK(map_update(progs, &key, &other, 0));
	ASSERT_OK(obj_info(other, &info, &len));
	ASSERT_OK(map_lookup(progs, &key, &id));
	EXPECT_EQ(id, info.id);
	ASSERT_OK(map_next_key(progs, NULL, &next));
	EXPECT_EQ(next, 0);
	key = 3;
	EXPECT_ERR(map_update(progs, &key, &prog, 0), E2BIG);
	EXPECT_ERR(map_delete(progs, &key), E2BIG);
	EXPECT_ERR(map_lookup(progs, &key, &id), ENOENT);
	/* The other way round: a program of another type that uses the map. */
	EXPECT_ERR(caller_load(SBPF_PROG_TYPE_SOCKET_FILTER, progs, counter, 0, 1), EINVAL);
}

/* A program and the array that holds it keep each other alive, unless closing the array's last fd empties it. */
TEST(prog_array_circle)
{
	int progs = ASSERT_OK(map_create(SBPF_MAP_TYPE_PROG_ARRAY, 4, 4, 1, 0));
	int counter = ASSERT_OK(map_create(SBPF_MAP_TYPE_ARRAY, 4, 8, 1, 0));
	int prog = ASSERT_OK(caller_load(SBPF_PROG_TYPE_SCHED_CLS, progs, counter, 0, 1)), fd = -1, i;
	struct sbpf_prog_info info = {};
	__u32 key = 0, len = sizeof(info);

	ASSERT_OK(map_update(progs, &key, &prog, 0));
	ASSERT_OK(obj_info(prog, &info, &len));
	close(prog);
	close(progs);
	for (i = 0; i < 200; i++) {
		fd = obj_fd_by_id(SBPF_PROG_GET_FD_BY_ID, info.id);
		if (fd < 0)
			break;
		close(fd);
		usleep(10000);
	}
	EXPECT_EQ(fd, -ENOENT);
}

TEST(lru_keeps_what_programs_use)
{
	const __u32 n = 400;
	int fd = ASSERT_OK(map_create(SBPF_MAP_TYPE_LRU_HASH, 4, 8, n, 0)), prog = ASSERT_OK(worker_load(fd));
	__u32 key, lost = 0;
	__u64 value = 1;

	for (key = 0; key < n; key++)
		ASSERT_OK(map_update(fd, &key, &value, 0));
	for (key = 0; key < n; key += 2)
		ASSERT_EQ(work(prog, LOOKUP, key, 0, 0), 1);
	for (key = n; key < n + n / 4; key++)
		ASSERT_OK(map_update(fd, &key, &value, 0));
	for (key = 0; key < n; key += 2)
		lost += map_lookup(fd, &key, &value) != 0;
	EXPECT_EQ(lost, 0);
}

TEST(access_by_programs)
{
	const struct sbpf_insn look[] = {
		ST(W, R10, -4, 0),
		LD_MAP_FD(R1, 0),
		MOV_REG(R2, R10),
		ALU64_IMM(ADD, R2, -4),
		CALL(map_lookup_elem),
		JMP_IMM(JEQ, R0, 0, 1),
		LDX(DW, R0, R0, 0),
		MOV_IMM(R0, 0),
		EXIT(),
	};
	struct sbpf_insn insns[10];
	int fd;

	memcpy(insns, look, sizeof(look));
	fd = ASSERT_OK(map_create(SBPF_MAP_TYPE_HASH, 4, 8, 4, SBPF_F_WRONLY_PROG));
	insns[1].imm = fd;
	EXPECT_ERR(PROG_LOAD_BAD(SBPF_PROG_TYPE_SCHED_CLS, insns, NULL, 0), EACCES);
	EXPECT_ERR(worker_load(fd), EACCES);
	fd = ASSERT_OK(map_create(SBPF_MAP_TYPE_HASH, 4, 8, 4, SBPF_F_RDONLY_PROG));
	insns[1].imm = fd;
	EXPECT_OK(PROG_LOAD(SBPF_PROG_TYPE_SCHED_CLS, insns));
	EXPECT_ERR(worker_load(fd), EACCES);
	fd = ASSERT_OK(map_create(SBPF_MAP_TYPE_ARRAY, 4, 8, 4, SBPF_F_RDONLY_PROG));
	insns[1].imm = fd;
	EXPECT_OK(PROG_LOAD(SBPF_PROG_TYPE_SCHED_CLS, insns));
}

/* Programs on all CPUs add to one counter while processes replace and delete other keys next to it. */
TEST_TIMEOUT(concurrent, 60)
{
	int fd = ASSERT_OK(map_create(SBPF_MAP_TYPE_HASH, 4, 8, 64, 0)), prog = ASSERT_OK(worker_load(fd)), w, i, status;
	__u32 key = 7;
	__u64 value = 0;

	ASSERT_OK(map_update(fd, &key, &value, 0));
	for (w = 0; w < 4; w++) {
		if (fork())
			continue;
		for (i = 0; i < 1500; i++) {
			__u32 k = 100 + rand() % 40;

			ASSERT_NE(work(prog, ADD, 7, 1, 0), NONE);
			if (w % 2)
				map_update(fd, &k, &(__u64){ k }, 0);
			else
				work(prog, i % 2 ? UPDATE : DELETE, k, k, 0);
		}
		_exit(0);
	}
	for (w = 0; w < 4; w++) {
		ASSERT_OK(wait(&status));
		EXPECT_EQ(status, 0);
	}
	ASSERT_OK(map_lookup(fd, &key, &value));
	EXPECT_EQ(value, 4 * 1500);
}

/* A program in the timer interrupt updates and deletes the very keys that user space works on. */
TEST_TIMEOUT(interrupts, 60)
{
	static const struct {
		int type;
		__u32 flags;
	} kinds[] = {
		{ SBPF_MAP_TYPE_HASH, 0 }, { SBPF_MAP_TYPE_HASH, SBPF_F_NO_PREALLOC }, { SBPF_MAP_TYPE_LRU_HASH, 0 },
	};
	struct perf_event_attr event = {
		.type = PERF_TYPE_SOFTWARE, .size = sizeof(event), .config = PERF_COUNT_SW_CPU_CLOCK,
		.freq = 1, .sample_freq = 3000,
	};
	unsigned int k;

	for (k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
		int fd = ASSERT_OK(map_create(kinds[k].type, 4, 8, 64, kinds[k].flags));
		int runs = ASSERT_OK(map_create(SBPF_MAP_TYPE_ARRAY, 4, 8, 1, 0)), prog, perf, link, i, err, bad = 0;
		const struct sbpf_insn insns[] = {
			CALL(get_prandom_u32),
			ALU64_IMM(AND, R0, 31),
			STX(W, R10, R0, -4),
			STX(DW, R10, R0, -16),
			LD_MAP_FD(R1, fd),
			MOV_REG(R2, R10),
			ALU64_IMM(ADD, R2, -4),
			JMP_IMM(JSGT, R0, 7, 2),
			CALL(map_delete_elem),
			JA(4),
			MOV_REG(R3, R10),
			ALU64_IMM(ADD, R3, -16),
			MOV_IMM(R4, 0),
			CALL(map_update_elem),
			LD_MAP_VALUE(R1, runs, 0),
			MOV_IMM(R2, 1),
			ATOMIC(DW, SBPF_ADD, R1, R2, 0),
			MOV_IMM(R0, 0),
			EXIT(),
		};
		__u32 key, next, n = 0;
		__u64 value;

		prog = ASSERT_OK(PROG_LOAD(SBPF_PROG_TYPE_PERF_EVENT, insns));
		perf = syscall(SYS_perf_event_open, &event, 0, -1, -1, 0);
		ASSERT_TRUE(perf >= 0);
		link = ASSERT_OK(link_create(prog, perf, SBPF_PERF_EVENT, 0));
		for (i = 0; i < 8000; i++) {
			key = rand() % 32;
			value = key;
			err = rand() % 4 ? map_update(fd, &key, &value, 0) : map_delete(fd, &key);
			bad += err && err != -ENOENT;
		}
		EXPECT_EQ(bad, 0);
		close(link);
		close(perf);
		key = 0;
		ASSERT_OK(map_lookup(runs, &key, &value));
		tap_note("%llu interrupts", (unsigned long long)value);
		EXPECT_GT(value, 0);
		while (!map_next_key(fd, n ? &key : NULL, &next)) {
			ASSERT_OK(map_lookup(fd, &next, &value));
			EXPECT_EQ(value, next);
			key = next;
			ASSERT_LT(n++, 64);
		}
	}
}
