// SPDX-License-Identifier: GPL-2.0
/*
 * What things cost in instructions, ours next to the host's own BPF. Only meaningful in the
 * guest that tools/bench/run boots: there one tick of the TSC and one nanosecond are one
 * instruction, and the result is the same every time.
 */
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <x86intrin.h>

#include "sandbpf.h"

long __real_syscall(long nr, ...);

#define KEYS	64
#define REPEAT	20
#define BATCHES	5
#define NONE	(~0ULL)

/* Who runs the programs: the host's bpf(2), or the device with one engine or the other. */
struct runner {
	const char *name;
	int (*call)(int cmd, void *attr, unsigned int size);
	__u32 flags;
};

static int host_call(int cmd, void *attr, unsigned int size)
{
	long ret = __real_syscall(__NR_bpf, cmd, attr, size);

	return ret < 0 ? -errno : ret;
}

static const struct runner runners[] = {
	{ "host", host_call, 0 },
	{ "hostjit", sbpf_raw, SBPF_F_ENGINE_HOSTJIT },
	{ "interp", sbpf_raw, SBPF_F_ENGINE_INTERP },
};

#define RUNNERS	(sizeof(runners) / sizeof(runners[0]))

static int make_map(const struct runner *r, int type)
{
	union sbpf_attr attr = {
		.map_type = type, .key_size = 4, .value_size = 8, .max_entries = 1024,
		.map_flags = type == SBPF_MAP_TYPE_HASH ? SBPF_F_ZERO_SEED : 0,
	};
	int fd = r->call(SBPF_MAP_CREATE, &attr, sizeof(attr));
	__u64 value[256] = { 1 };
	__u32 key;

	for (key = 0; fd >= 0 && key < KEYS; key++) {
		union sbpf_attr up = { .map_fd = fd, .key = (__u64)(unsigned long)&key,
				       .value = (__u64)(unsigned long)value };

		r->call(SBPF_MAP_UPDATE_ELEM, &up, sizeof(up));
	}
	return fd;
}

static int load(const struct runner *r, int type, int attach, const struct sbpf_insn *insns, int len)
{
	union sbpf_attr attr = {
		.prog_type = type, .insns = (__u64)(unsigned long)insns, .insn_cnt = len,
		.license = (__u64)(unsigned long)"GPL", .prog_flags = r->flags,
		.expected_attach_type = attach,
	};

	return r->call(SBPF_PROG_LOAD, &attr, sizeof(attr));
}

/* One operation on each of the keys, one after the other. */
static int map_program(struct sbpf_insn *insns, int map, int helper)
{
	int n = 0, i;

	insns[n++] = ST(DW, R10, -16, 5);
	for (i = 0; i < KEYS; i++) {
		const struct sbpf_insn one[] = {
			ST(W, R10, -4, i),
			LD_MAP_FD(R1, map),
			MOV_REG(R2, R10),
			ALU64_IMM(ADD, R2, -4),
			MOV_REG(R3, R10),
			ALU64_IMM(ADD, R3, -16),
			MOV_IMM(R4, 0),
			CALL_ID(helper),
		};

		memcpy(insns + n, one, sizeof(one));
		n += sizeof(one) / sizeof(one[0]);
	}
	insns[n++] = MOV_IMM(R0, 0);
	insns[n++] = EXIT();
	return n;
}

/* Instructions per run. */
static __u64 test_run(const struct runner *r, int fd)
{
	unsigned char packet[64] = {};
	__u64 best = NONE;
	int i;

	for (i = 0; fd >= 0 && i < BATCHES; i++) {
		union sbpf_attr attr = { .test = { .prog_fd = fd, .repeat = REPEAT, .data_size_in = sizeof(packet),
						   .data_in = (__u64)(unsigned long)packet } };

		if (r->call(SBPF_PROG_TEST_RUN, &attr, sizeof(attr)))
			return NONE;
		if (attr.test.duration < best)
			best = attr.test.duration;
	}
	return best;
}

static void row(const char *name, const __u64 *cost)
{
	unsigned int i;

	printf("%-28s", name);
	for (i = 0; i < RUNNERS; i++) {
		if (cost[i] == NONE)
			printf("%10s", "-");
		else
			printf("%10llu", (unsigned long long)cost[i]);
	}
	for (i = 1; i < RUNNERS; i++) {
		if (cost[0] == NONE || cost[i] == NONE || !cost[0])
			printf("%9s", "-");
		else
			printf("%8.2fx", (double)cost[i] / cost[0]);
	}
	putchar('\n');
	fflush(stdout);
}

static void bench_map(const char *name, int type, int helper)
{
	static struct sbpf_insn insns[KEYS * 10 + 8];
	__u64 cost[RUNNERS];
	unsigned int i;
	int map, fd;

	for (i = 0; i < RUNNERS; i++) {
		map = make_map(&runners[i], type);
		fd = load(&runners[i], SBPF_PROG_TYPE_SCHED_CLS, 0, insns, map_program(insns, map, helper));
		cost[i] = test_run(&runners[i], fd);
		close(fd);
		close(map);
	}
	row(name, cost);
}

/* A route table: 10.0.0.0/8, and below it 10.n.0.0/16 and 10.n.n.0/24 for each of the keys. */
static int make_trie(const struct runner *r)
{
	union sbpf_attr attr = {
		.map_type = SBPF_MAP_TYPE_LPM_TRIE, .key_size = 8, .value_size = 8, .max_entries = 1024,
		.map_flags = SBPF_F_NO_PREALLOC,
	};
	int fd = r->call(SBPF_MAP_CREATE, &attr, sizeof(attr));
	__u64 value = 1;
	unsigned int n, len;

	for (n = 0; fd >= 0 && n < KEYS; n++) {
		for (len = 8; len <= 24; len += 8) {
			struct {
				__u32 len;
				__u8 addr[4];
			} key = { len, { 10, len > 8 ? n : 0, len > 16 ? n : 0 } };
			union sbpf_attr up = { .map_fd = fd, .key = (__u64)(unsigned long)&key,
					       .value = (__u64)(unsigned long)&value };

			r->call(SBPF_MAP_UPDATE_ELEM, &up, sizeof(up));
		}
	}
	return fd;
}

/* Addresses in all of its networks. */
static void bench_trie(void)
{
	static struct sbpf_insn insns[KEYS * 10 + 8];
	__u64 cost[RUNNERS];
	unsigned int i;
	int map, fd, n, k;

	for (i = 0; i < RUNNERS; i++) {
		map = make_trie(&runners[i]);
		n = 0;
		insns[n++] = ST(W, R10, -8, 32);
		for (k = 0; k < KEYS; k++) {
			const struct sbpf_insn one[] = {
				ST(W, R10, -4, 10 | k << 8 | k << 16 | 1 << 24),
				LD_MAP_FD(R1, map),
				MOV_REG(R2, R10),
				ALU64_IMM(ADD, R2, -8),
				CALL(map_lookup_elem),
			};

			memcpy(insns + n, one, sizeof(one));
			n += sizeof(one) / sizeof(one[0]);
		}
		insns[n++] = MOV_IMM(R0, 0);
		insns[n++] = EXIT();
		fd = load(&runners[i], SBPF_PROG_TYPE_SCHED_CLS, 0, insns, n);
		cost[i] = test_run(&runners[i], fd);
		close(fd);
		close(map);
	}
	row("LPM trie lookup x64", cost);
}

static void bench_program(const char *name, const struct sbpf_insn *insns, int len)
{
	__u64 cost[RUNNERS];
	unsigned int i;
	int fd;

	for (i = 0; i < RUNNERS; i++) {
		fd = load(&runners[i], SBPF_PROG_TYPE_SCHED_CLS, 0, insns, len);
		cost[i] = test_run(&runners[i], fd);
		close(fd);
	}
	row(name, cost);
}

/* A socket that sends to itself. */
static int udp_socket(void)
{
	struct sockaddr_in self = { .sin_family = AF_INET, .sin_port = htons(7000) };
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	self.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || bind(fd, (void *)&self, sizeof(self)) || connect(fd, (void *)&self, sizeof(self)))
		exit(1);
	return fd;
}

/* A datagram to ourselves: instructions from send to received. */
static __u64 udp(int fd)
{
	__u64 best = NONE, start, spent;
	char buf[8];
	int i, j;

	for (i = 0; i < BATCHES + 2; i++) {
		start = __rdtsc();
		for (j = 0; j < 100; j++) {
			if (send(fd, "x", 1, 0) != 1 || recv(fd, buf, sizeof(buf), 0) != 1)
				return NONE;
		}
		spent = (__rdtsc() - start) / 100;
		if (spent < best)
			best = spent;
	}
	return best;
}

/* What an empty program at a netfilter hook adds to it. */
static void bench_netfilter(void)
{
	const struct sbpf_insn accept[] = { MOV_IMM(R0, 1), EXIT() };
	int sock = udp_socket(), fd, link;
	__u64 cost[RUNNERS], plain = udp(sock);
	unsigned int i;

	for (i = 0; i < RUNNERS; i++) {
		union sbpf_attr attr = { .link_create = { .attach_type = SBPF_NETFILTER } };

		fd = load(&runners[i], SBPF_PROG_TYPE_NETFILTER, SBPF_NETFILTER, accept, 2);
		attr.link_create.prog_fd = fd;
		attr.link_create.netfilter.pf = 2;
		attr.link_create.netfilter.hooknum = 1;
		attr.link_create.netfilter.priority = 100;
		link = fd < 0 ? fd : runners[i].call(SBPF_LINK_CREATE, &attr, sizeof(attr));
		cost[i] = link < 0 ? NONE : udp(sock) - plain;
		if (link >= 0)
			close(link);
		close(fd);
	}
	row("empty, netfilter LOCAL_IN", cost);
	close(sock);
}

int main(void)
{
	const struct sbpf_insn empty[] = { MOV_IMM(R0, 0), EXIT() };
	const struct sbpf_insn alu[] = {
		MOV_IMM(R0, 0), MOV_IMM(R1, 1000), ALU64_REG(ADD, R0, R1), ALU64_IMM(XOR, R0, 5), ALU64_IMM(LSH, R0, 1),
		ALU64_IMM(SUB, R1, 1), JMP_IMM(JNE, R1, 0, -5), MOV_IMM(R0, 0), EXIT(),
	};

	printf("%-28s%10s%10s%10s%9s%9s\n", "instructions", "host JIT", "hostjit", "interp", "hostjit", "interp");
	bench_netfilter();
	bench_program("empty, test_run", empty, 2);
	bench_program("arithmetic loop x1000", alu, 9);
	bench_map("array lookup x64", SBPF_MAP_TYPE_ARRAY, SBPF_FUNC_map_lookup_elem);
	bench_map("array update x64", SBPF_MAP_TYPE_ARRAY, SBPF_FUNC_map_update_elem);
	bench_map("per-CPU array lookup x64", SBPF_MAP_TYPE_PERCPU_ARRAY, SBPF_FUNC_map_lookup_elem);
	bench_map("hash lookup x64", SBPF_MAP_TYPE_HASH, SBPF_FUNC_map_lookup_elem);
	bench_map("hash update x64", SBPF_MAP_TYPE_HASH, SBPF_FUNC_map_update_elem);
	bench_map("per-CPU hash lookup x64", SBPF_MAP_TYPE_PERCPU_HASH, SBPF_FUNC_map_lookup_elem);
	bench_map("LRU hash lookup x64", SBPF_MAP_TYPE_LRU_HASH, SBPF_FUNC_map_lookup_elem);
	bench_map("LRU hash update x64", SBPF_MAP_TYPE_LRU_HASH, SBPF_FUNC_map_update_elem);
	bench_trie();
	return 0;
}
