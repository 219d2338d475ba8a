// SPDX-License-Identifier: GPL-2.0
/*
 * Longest prefix matches, by programs and by user space.
 * timeout: 120
 * covers: map:LPM_TRIE helper:map_lookup_elem helper:map_update_elem helper:map_delete_elem
 */
#include <arpa/inet.h>
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

enum { LOOKUP, UPDATE, DELETE };

#define NONE	0xdead

struct key {
	__u32 len;
	__u32 addr;
};

struct request {
	__u32 what;
	struct key key;
	__u32 flags;
	__u64 value;
	__u64 pad[5];
};

static struct key prefix(const char *addr, __u32 len)
{
	return (struct key){ len, inet_addr(addr) };
}

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
		/* R1 map, R2 key at -20, flags at -12, value at -8 */
		LDX(W, R6, R10, -24),
		LD_MAP_FD(R1, fd),
		MOV_REG(R2, R10),
		ALU64_IMM(ADD, R2, -20),
		JMP_IMM(JEQ, R6, UPDATE, 7),
		JMP_IMM(JEQ, R6, DELETE, 11),
		CALL(map_lookup_elem),
		JMP_IMM(JNE, R0, 0, 2),
		MOV_IMM(R0, NONE),
		EXIT(),
		LDX(DW, R0, R0, 0),
		EXIT(),
		/* update */
		MOV_REG(R3, R10),
		ALU64_IMM(ADD, R3, -8),
		LDX(W, R4, R10, -12),
		CALL(map_update_elem),
		EXIT(),
		/* delete */
		CALL(map_delete_elem),
		EXIT(),
	};

	return PROG_LOAD(SBPF_PROG_TYPE_SCHED_CLS, insns);
}

static __s32 work(int prog, __u32 what, struct key key, __u64 value, __u32 flags)
{
	struct request req = { what, key, flags, value };
	__u32 ret;

	ASSERT_OK(prog_test_run(prog, &req, sizeof(req), &ret));
	return ret;
}

static int trie(__u32 entries)
{
	return map_create(SBPF_MAP_TYPE_LPM_TRIE, sizeof(struct key), 8, entries, SBPF_F_NO_PREALLOC);
}

TEST(create_errors)
{
	const __u32 flags = SBPF_F_NO_PREALLOC;
	const int type = SBPF_MAP_TYPE_LPM_TRIE;

	EXPECT_ERR(map_create(type, 8, 8, 4, 0), EINVAL);
	EXPECT_ERR(map_create(type, 4, 8, 4, flags), EINVAL);
	EXPECT_ERR(map_create(type, 261, 8, 4, flags), EINVAL);
	EXPECT_ERR(map_create(type, 8, 0, 4, flags), EINVAL);
	EXPECT_ERR(map_create(type, 8, 4 << 20, 4, flags), EINVAL);
	EXPECT_ERR(map_create(type, 8, 8, 0, flags), EINVAL);
	EXPECT_ERR(map_create(type, 8, 8, 4, flags | SBPF_F_MMAPABLE), EINVAL);
	EXPECT_ERR(map_create(type, 8, 8, 4, flags | SBPF_F_RDONLY_PROG | SBPF_F_WRONLY_PROG), EINVAL);
	EXPECT_OK(map_create(type, 5, 1, 1, flags));
	EXPECT_OK(map_create(type, 260, 100, 0xffffffff, flags));
}

TEST(programs_find_the_longest)
{
	int fd = ASSERT_OK(trie(10)), prog = ASSERT_OK(worker_load(fd));
	struct key key;
	__u64 value;

	EXPECT_EQ(work(prog, LOOKUP, prefix("10.1.2.3", 32), 0, 0), NONE);
	EXPECT_EQ(work(prog, DELETE, prefix("10.0.0.0", 8), 0, 0), -ENOENT);
	EXPECT_EQ(work(prog, UPDATE, prefix("10.0.0.0", 8), 8, SBPF_EXIST), -ENOENT);
	EXPECT_EQ(work(prog, UPDATE, prefix("10.0.0.0", 8), 8, SBPF_NOEXIST), 0);
	EXPECT_EQ(work(prog, UPDATE, prefix("10.9.9.9", 8), 8, SBPF_NOEXIST), -EEXIST);
	EXPECT_EQ(work(prog, UPDATE, prefix("10.1.0.0", 16), 16, 0), 0);
	EXPECT_EQ(work(prog, UPDATE, prefix("10.1.2.0", 24), 24, 0), 0);
	EXPECT_EQ(work(prog, UPDATE, prefix("10.1.3.0", 24), 25, 0), 0);
	EXPECT_EQ(work(prog, UPDATE, prefix("10.1.3.0", 33), 25, 0), -EINVAL);
	EXPECT_EQ(work(prog, UPDATE, prefix("10.1.3.0", 24), 25, SBPF_F_LOCK), -EINVAL);
	EXPECT_EQ(work(prog, LOOKUP, prefix("10.1.2.3", 32), 0, 0), 24);
	EXPECT_EQ(work(prog, LOOKUP, prefix("10.1.3.3", 32), 0, 0), 25);
	EXPECT_EQ(work(prog, LOOKUP, prefix("10.1.4.3", 32), 0, 0), 16);
	EXPECT_EQ(work(prog, LOOKUP, prefix("10.2.3.3", 32), 0, 0), 8);
	EXPECT_EQ(work(prog, LOOKUP, prefix("11.1.2.3", 32), 0, 0), NONE);
	EXPECT_EQ(work(prog, LOOKUP, prefix("10.1.2.0", 20), 0, 0), 16);
	EXPECT_EQ(work(prog, LOOKUP, prefix("10.1.2.0", 4), 0, 0), NONE);
	EXPECT_EQ(work(prog, LOOKUP, prefix("10.1.2.0", 33), 0, 0), NONE);
	EXPECT_EQ(work(prog, DELETE, prefix("10.1.0.0", 16), 0, 0), 0);
	EXPECT_EQ(work(prog, DELETE, prefix("10.1.0.0", 16), 0, 0), -ENOENT);
	EXPECT_EQ(work(prog, LOOKUP, prefix("10.1.4.3", 32), 0, 0), 8);
	EXPECT_EQ(work(prog, UPDATE, prefix("0.0.0.0", 0), 1, 0), 0);
	EXPECT_EQ(work(prog, LOOKUP, prefix("11.1.2.3", 32), 0, 0), 1);
	key = prefix("10.1.2.77", 32);
	ASSERT_OK(map_lookup(fd, &key, &value));
	EXPECT_EQ(value, 24);
	key = prefix("10.0.0.0", 8);
	ASSERT_OK(map_delete(fd, &key));
	EXPECT_EQ(work(prog, LOOKUP, prefix("10.2.3.3", 32), 0, 0), 1);
}

TEST(keys_in_order)
{
	static const struct {
		const char *addr;
		__u32 len;
	} order[] = {
		{ "192.168.0.0", 24 }, { "192.168.1.0", 24 }, { "192.168.128.0", 24 }, { "192.168.0.0", 16 }, { "0.0.0.0", 0 },
	};
	int fd = ASSERT_OK(trie(10)), i;
	struct key key, next;
	__u64 value = 1;

	EXPECT_ERR(map_next_key(fd, NULL, &next), ENOENT);
	for (i = 4; i >= 0; i--) {
		key = prefix(order[i].addr, order[i].len);
		ASSERT_OK(map_update(fd, &key, &value, 0));
	}
	for (i = 0; i < 5; i++) {
		ASSERT_OK(map_next_key(fd, i ? &key : NULL, &next));
		EXPECT_EQ(next.len, order[i].len);
		EXPECT_EQ(next.addr, inet_addr(order[i].addr));
		key = next;
	}
	EXPECT_ERR(map_next_key(fd, &key, &next), ENOENT);
	/* An unknown one starts again. */
	key = prefix("1.2.3.4", 32);
	ASSERT_OK(map_next_key(fd, &key, &next));
	EXPECT_EQ(next.addr, inet_addr("192.168.0.0"));
}

/* Full: no other prefix, but new values for those that are there. */
TEST(full)
{
	int fd = ASSERT_OK(trie(3)), prog = ASSERT_OK(worker_load(fd));
	__u32 i;

	for (i = 1; i <= 3; i++)
		ASSERT_EQ(work(prog, UPDATE, prefix("10.0.0.0", 8 * i), i, 0), 0);
	EXPECT_EQ(work(prog, UPDATE, prefix("10.0.0.0", 9), 1, 0), -ENOSPC);
	EXPECT_EQ(work(prog, UPDATE, prefix("10.0.0.0", 8), 5, 0), 0);
	EXPECT_EQ(work(prog, DELETE, prefix("10.0.0.0", 16), 0, 0), 0);
	EXPECT_EQ(work(prog, UPDATE, prefix("10.0.0.0", 9), 1, 0), 0);
}

/* Many prefixes in a row, then all of them gone and there again: nodes come back after their grace periods. */
TEST_TIMEOUT(burst, 60)
{
	int fd = ASSERT_OK(trie(20000)), round;
	struct key key = { 32, 0 };
	__u64 value, got;
	__u32 i;

	for (round = 0; round < 3; round++) {
		for (i = 0; i < 8000; i++) {
			key.addr = htonl(i * 2654435761U);
			value = i;
			ASSERT_OK(map_update(fd, &key, &value, SBPF_NOEXIST));
		}
		for (i = 0; i < 8000; i++) {
			key.addr = htonl(i * 2654435761U);
			ASSERT_OK(map_lookup(fd, &key, &got));
			ASSERT_EQ(got, i);
		}
		for (i = 0; i < 8000; i++) {
			key.addr = htonl(i * 2654435761U);
			ASSERT_OK(map_delete(fd, &key));
		}
		EXPECT_ERR(map_next_key(fd, NULL, &key), ENOENT);
		key.len = 32;
	}
}

/* Processes change what is below 10.0.0.0/8 while others look there: they always find something that fits. */
TEST_TIMEOUT(concurrent, 60)
{
	int fd = ASSERT_OK(trie(1000)), w, i, status;
	struct key key = prefix("10.0.0.0", 8);
	__u64 value = 8;

	ASSERT_OK(map_update(fd, &key, &value, 0));
	for (w = 0; w < 4; w++) {
		if (fork())
			continue;
		srand(w);
		for (i = 0; i < 4000; i++) {
			__u32 host = 10U << 24 | (rand() % 4) << 16 | (rand() % 8) << 8;

			key.addr = htonl(host);
			if (w % 2) {
				key.len = 16 + 8 * (rand() % 2);
				value = (__u64)(host >> (32 - key.len)) << 8 | key.len;
				if (rand() % 2)
					ASSERT_OK(map_update(fd, &key, &value, 0));
				else
					map_delete(fd, &key);
			} else {
				key.len = 32;
				ASSERT_OK(map_lookup(fd, &key, &value));
				if (value != 8)
					ASSERT_EQ(value >> 8, host >> (32 - (value & 0xff)));
			}
		}
		_exit(0);
	}
	for (w = 0; w < 4; w++) {
		ASSERT_OK(wait(&status));
		EXPECT_EQ(status, 0);
	}
}

/* A program in the timer interrupt changes the prefixes that user space works on. */
TEST_TIMEOUT(interrupts, 60)
{
	struct perf_event_attr event = {
		.type = PERF_TYPE_SOFTWARE, .size = sizeof(event), .config = PERF_COUNT_SW_CPU_CLOCK,
		.freq = 1, .sample_freq = 3000,
	};
	int fd = ASSERT_OK(trie(100)), runs = ASSERT_OK(map_create(SBPF_MAP_TYPE_ARRAY, 4, 8, 1, 0));
	int prog, perf, link, i, err, bad = 0;
	const struct sbpf_insn insns[] = {
		CALL(get_prandom_u32),
		MOV_REG(R6, R0),
		ALU64_IMM(AND, R0, 31),
		STX(W, R10, R0, -4),
		ST(W, R10, -8, 32),
		STX(DW, R10, R0, -16),
		LD_MAP_FD(R1, fd),
		MOV_REG(R2, R10),
		ALU64_IMM(ADD, R2, -8),
		ALU64_IMM(AND, R6, 32),
		JMP_IMM(JEQ, R6, 0, 2),
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
	struct key key = { 32, 0 };
	__u64 value;
	__u32 zero = 0;

	prog = ASSERT_OK(PROG_LOAD(SBPF_PROG_TYPE_PERF_EVENT, insns));
	perf = syscall(SYS_perf_event_open, &event, 0, -1, -1, 0);
	ASSERT_TRUE(perf >= 0);
	link = ASSERT_OK(link_create(prog, perf, SBPF_PERF_EVENT, 0));
	for (i = 0; i < 8000; i++) {
		key.addr = rand() % 32;
		value = key.addr;
		err = rand() % 2 ? map_update(fd, &key, &value, 0) : map_delete(fd, &key);
		bad += err && err != -ENOENT;
		err = map_lookup(fd, &key, &value);
		bad += !err ? value != key.addr : err != -ENOENT;
	}
	EXPECT_EQ(bad, 0);
	close(link);
	close(perf);
	ASSERT_OK(map_lookup(runs, &zero, &value));
	tap_note("%llu interrupts", (unsigned long long)value);
	EXPECT_GT(value, 0);
}
