// SPDX-License-Identifier: GPL-2.0
/*
 * Maps without keys, by programs and by user space: queues, stacks and Bloom filters.
 * timeout: 120
 * covers: map:QUEUE map:STACK map:BLOOM_FILTER helper:map_push_elem helper:map_pop_elem helper:map_peek_elem
 */
#include <linux/perf_event.h>
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

enum { PUSH, POP, PEEK };

static const int types[] = { SBPF_MAP_TYPE_QUEUE, SBPF_MAP_TYPE_STACK };

struct request {
	__u32 value;
	__u32 flags;
	__u64 pad[7];
};

/* One operation, with the value and flags that the packet, a struct request, says. Returns what it gives, or the error. */
static int worker_load(int fd, int what)
{
	const int helpers[] = { SBPF_FUNC_map_push_elem, SBPF_FUNC_map_pop_elem, SBPF_FUNC_map_peek_elem };
	const struct sbpf_insn insns[] = {
		MOV_IMM(R2, 0),
		MOV_REG(R3, R10),
		ALU64_IMM(ADD, R3, -8),
		MOV_IMM(R4, 8),
		CALL(skb_load_bytes),
		LDX(W, R3, R10, -4),
		LD_MAP_FD(R1, fd),
		MOV_REG(R2, R10),
		ALU64_IMM(ADD, R2, -8),
		CALL_ID(helpers[what]),
		JMP_IMM(JNE, R0, 0, 2),
		JMP_IMM(JEQ, R0, what == PUSH ? 0 : 1, 1),
		LDX(W, R0, R10, -8),
		EXIT(),
	};

	return PROG_LOAD(SBPF_PROG_TYPE_SCHED_CLS, insns);
}

static __s32 work(int prog, __u32 value, __u32 flags)
{
	struct request req = { value, flags };
	__u32 ret;

	ASSERT_OK(prog_test_run(prog, &req, sizeof(req), &ret));
	return ret;
}

TEST(create_errors)
{
	unsigned int i;

	for (i = 0; i < 2; i++) {
		EXPECT_ERR(map_create(types[i], 4, 8, 4, 0), EINVAL);
		EXPECT_ERR(map_create(types[i], 0, 0, 4, 0), EINVAL);
		EXPECT_ERR(map_create(types[i], 0, 8, 0, 0), EINVAL);
		EXPECT_ERR(map_create(types[i], 0, 8, 4, SBPF_F_NO_PREALLOC), EINVAL);
		EXPECT_ERR(map_create(types[i], 0, (4 << 20) + 1, 4, 0), E2BIG);
		EXPECT_OK(map_create(types[i], 0, 13, 4, SBPF_F_RDONLY_PROG));
	}
}

/* @newest_first: what a stack does and a queue does not. */
static void elements(int type, bool newest_first)
{
	int fd = ASSERT_OK(map_create(type, 0, 4, 3, 0));
	int push = ASSERT_OK(worker_load(fd, PUSH)), pop = ASSERT_OK(worker_load(fd, POP));
	int peek = ASSERT_OK(worker_load(fd, PEEK));
	__u32 value = 44, key = 0;

	EXPECT_EQ(work(pop, 7, 0), -ENOENT);
	EXPECT_EQ(work(peek, 7, 0), -ENOENT);
	EXPECT_ERR(map_lookup(fd, NULL, &value), ENOENT);
	EXPECT_EQ(work(push, 1, SBPF_NOEXIST), -EINVAL);
	EXPECT_EQ(work(push, 1, SBPF_F_LOCK), -EINVAL);
	EXPECT_EQ(work(push, 1, 0), 0);
	EXPECT_EQ(work(push, 2, 0), 0);
	EXPECT_EQ(work(peek, 0, 0), newest_first ? 2 : 1);
	value = 3;
	EXPECT_OK(map_update(fd, NULL, &value, 0));
	EXPECT_EQ(work(push, 4, 0), -E2BIG);
	EXPECT_ERR(map_update(fd, NULL, &value, 0), E2BIG);
	/* 1 makes room. */
	EXPECT_EQ(work(push, 4, SBPF_EXIST), 0);
	ASSERT_OK(map_lookup(fd, NULL, &value));
	EXPECT_EQ(value, newest_first ? 4 : 2);
	EXPECT_EQ(work(pop, 0, 0), newest_first ? 4 : 2);
	EXPECT_EQ(work(pop, 0, 0), 3);
	EXPECT_EQ(work(pop, 0, 0), newest_first ? 2 : 4);
	EXPECT_EQ(work(pop, 0, 0), -ENOENT);
	/* There are no keys. */
	EXPECT_ERR(map_lookup(fd, &key, &value), EINVAL);
	EXPECT_ERR(map_update(fd, &key, &value, 0), EINVAL);
	EXPECT_ERR(map_delete(fd, NULL), EINVAL);
	EXPECT_ERR(map_next_key(fd, NULL, &key), EINVAL);
}

TEST(queue)
{
	elements(SBPF_MAP_TYPE_QUEUE, false);
}

TEST(stack)
{
	elements(SBPF_MAP_TYPE_STACK, true);
}

TEST(access_by_programs)
{
	unsigned int i;
	int fd;

	for (i = 0; i < 2; i++) {
		fd = ASSERT_OK(map_create(types[i], 0, 4, 3, SBPF_F_RDONLY_PROG));
		EXPECT_OK(worker_load(fd, PEEK));
		tap_note("the next two are refused");
		EXPECT_ERR(worker_load(fd, PUSH), EACCES);
		EXPECT_ERR(worker_load(fd, POP), EACCES);
	}
	fd = ASSERT_OK(map_create(SBPF_MAP_TYPE_HASH, 4, 4, 3, 0));
	EXPECT_ERR(worker_load(fd, PEEK), EINVAL);
	fd = ASSERT_OK(map_create(SBPF_MAP_TYPE_BLOOM_FILTER, 0, 4, 3, 0));
	EXPECT_ERR(worker_load(fd, POP), EINVAL);
}

/* Without CAP_PERFMON what is asked for must have been written; what is peeked at need not. */
TEST(peek_reads_or_writes)
{
	int queue = ASSERT_OK(map_create(SBPF_MAP_TYPE_QUEUE, 0, 4, 3, 0));
	int bloom = ASSERT_OK(map_create(SBPF_MAP_TYPE_BLOOM_FILTER, 0, 4, 3, 0)), i;

	ASSERT_OK(keep_caps(1ULL << CAP_BPF));
	for (i = 0; i < 2; i++) {
		const struct sbpf_insn insns[] = {
			LD_MAP_FD(R1, i ? bloom : queue),
			MOV_REG(R2, R10),
			ALU64_IMM(ADD, R2, -8),
			CALL(map_peek_elem),
			MOV_IMM(R0, 0),
			EXIT(),
		};
		int err = prog_load_bad(SBPF_PROG_TYPE_SOCKET_FILTER, insns, 7, NULL, 0);

		if (i)
			EXPECT_ERR(err, EACCES);
		else
			EXPECT_OK(err);
	}
}

TEST(bloom_filter)
{
	int fd = ASSERT_OK(map_create(SBPF_MAP_TYPE_BLOOM_FILTER, 0, 4, 1000, 0));
	int push = ASSERT_OK(worker_load(fd, PUSH)), peek = ASSERT_OK(worker_load(fd, PEEK));
	__u32 value, key = 0, wrong = 0;

	EXPECT_EQ(work(push, 1, SBPF_EXIST), -EINVAL);
	EXPECT_EQ(work(peek, 5, 0), -ENOENT);
	for (value = 1; value <= 500; value++) {
		ASSERT_EQ(work(push, value, 0), 0);
		value++;
		ASSERT_OK(map_update(fd, NULL, &value, 0));
	}
	for (value = 1; value <= 500; value++) {
		ASSERT_EQ(work(peek, value, 0), value);
		ASSERT_OK(map_lookup(fd, NULL, &value));
	}
	for (value = 10000; value < 12000; value++)
		wrong += !map_lookup(fd, NULL, &value);
	tap_note("%u of 2000 strangers found", wrong);
	EXPECT_LT(wrong, 60);
	EXPECT_ERR(map_lookup(fd, &key, &value), EINVAL);
	EXPECT_ERR(map_delete(fd, NULL), EOPNOTSUPP);
	EXPECT_ERR(map_next_key(fd, NULL, &key), EOPNOTSUPP);
	EXPECT_ERR(map_update(fd, NULL, &value, SBPF_NOEXIST), EINVAL);
}

TEST(bloom_filter_create)
{
	union sbpf_attr attr = { .map_type = SBPF_MAP_TYPE_BLOOM_FILTER, .value_size = 4, .max_entries = 10 };
	struct sbpf_map_info info = {};
	__u32 len = sizeof(info);
	int fd;

	attr.map_extra = 16;
	EXPECT_ERR(sbpf_raw(SBPF_MAP_CREATE, &attr, sizeof(attr)), EINVAL);
	attr.map_extra = 1ULL << 32;
	EXPECT_ERR(sbpf_raw(SBPF_MAP_CREATE, &attr, sizeof(attr)), EINVAL);
	attr.map_extra = 15;
	fd = ASSERT_OK(sbpf_raw(SBPF_MAP_CREATE, &attr, sizeof(attr)));
	ASSERT_OK(obj_info(fd, &info, &len));
	EXPECT_EQ(info.map_extra, 15);
	EXPECT_ERR(map_create(SBPF_MAP_TYPE_BLOOM_FILTER, 4, 4, 10, 0), EINVAL);
	EXPECT_ERR(map_create(SBPF_MAP_TYPE_BLOOM_FILTER, 0, 0, 10, 0), EINVAL);
	EXPECT_ERR(map_create(SBPF_MAP_TYPE_BLOOM_FILTER, 0, 4, 0, 0), EINVAL);
	EXPECT_ERR(map_create(SBPF_MAP_TYPE_BLOOM_FILTER, 0, 4, 10, SBPF_F_NO_PREALLOC), EINVAL);
	EXPECT_ERR(map_create(SBPF_MAP_TYPE_BLOOM_FILTER, 0, (4 << 20) + 1, 10, 0), E2BIG);
}

/* Two put in, two take out: everything comes out, once, and what one put in comes out of a queue in order. */
TEST_TIMEOUT(concurrent, 60)
{
	enum { N = 1500 };
	int fd = ASSERT_OK(map_create(SBPF_MAP_TYPE_QUEUE, 0, 4, 64, 0));
	int out = ASSERT_OK(map_create(SBPF_MAP_TYPE_QUEUE, 0, 4, 2 * N + 2, 0));
	int pop = ASSERT_OK(worker_load(fd, POP)), all = ASSERT_OK(worker_load(out, POP));
	static bool seen[2 * N];
	int w, i, status;
	__s32 got;

	for (w = 0; w < 4; w++) {
		__u32 value, last[2] = {};

		if (fork())
			continue;
		for (i = 0; w < 2 && i < N; i++) {
			value = 1 + w * N + i;
			while ((status = map_update(fd, NULL, &value, 0)) == -E2BIG)
				;
			ASSERT_OK(status);
		}
		for (i = 0; w >= 2 && i < N; i++) {
			while ((got = work(pop, 0, 0)) == -ENOENT)
				;
			value = got;
			ASSERT_LE(value, 2 * N);
			ASSERT_GT(value, last[value > N]);
			last[value > N] = value;
			ASSERT_OK(map_update(out, NULL, &value, 0));
		}
		_exit(0);
	}
	for (w = 0; w < 4; w++) {
		ASSERT_OK(wait(&status));
		EXPECT_EQ(status, 0);
	}
	for (i = 0; i < 2 * N; i++) {
		got = work(all, 0, 0);
		ASSERT_TRUE(got > 0 && got <= 2 * N);
		ASSERT_FALSE(seen[got - 1]);
		seen[got - 1] = true;
	}
	EXPECT_EQ(work(all, 0, 0), -ENOENT);
}

/* A program in the timer interrupt pushes and pops what user space does. */
TEST_TIMEOUT(interrupts, 60)
{
	struct perf_event_attr event = {
		.type = PERF_TYPE_SOFTWARE, .size = sizeof(event), .config = PERF_COUNT_SW_CPU_CLOCK,
		.freq = 1, .sample_freq = 3000,
	};
	unsigned int k;

	for (k = 0; k < 2; k++) {
		int fd = ASSERT_OK(map_create(types[k], 0, 4, 16, 0));
		int runs = ASSERT_OK(map_create(SBPF_MAP_TYPE_ARRAY, 4, 8, 1, 0)), prog, perf, link, i, err, bad = 0;
		const struct sbpf_insn insns[] = {
			ST(W, R10, -8, 77),
			LD_MAP_FD(R1, fd),
			MOV_REG(R2, R10),
			ALU64_IMM(ADD, R2, -8),
			MOV_IMM(R3, SBPF_EXIST),
			CALL(map_push_elem),
			LD_MAP_FD(R1, fd),
			MOV_REG(R2, R10),
			ALU64_IMM(ADD, R2, -8),
			CALL(map_pop_elem),
			LD_MAP_VALUE(R1, runs, 0),
			MOV_IMM(R2, 1),
			ATOMIC(DW, SBPF_ADD, R1, R2, 0),
			MOV_IMM(R0, 0),
			EXIT(),
		};
		__u32 value, zero = 0;
		__u64 count;

		prog = ASSERT_OK(PROG_LOAD(SBPF_PROG_TYPE_PERF_EVENT, insns));
		perf = syscall(SYS_perf_event_open, &event, 0, -1, -1, 0);
		ASSERT_TRUE(perf >= 0);
		link = ASSERT_OK(link_create(prog, perf, SBPF_PERF_EVENT, 0));
		for (i = 0; i < 8000; i++) {
			value = 77;
			err = map_update(fd, NULL, &value, SBPF_EXIST);
			bad += err != 0;
			value = 0;
			err = map_lookup(fd, NULL, &value);
			bad += err ? err != -ENOENT || value : value != 77;
		}
		EXPECT_EQ(bad, 0);
		close(link);
		close(perf);
		ASSERT_OK(map_lookup(runs, &zero, &count));
		tap_note("%llu interrupts", (unsigned long long)count);
		EXPECT_GT(count, 0);
	}
}
