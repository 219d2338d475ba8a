// SPDX-License-Identifier: GPL-2.0
/*
 * Random commands from four threads while the memory they point to is changed, unmapped and mapped
 * again. Whatever comes back is fine as long as it is a result or an errno of bpf(2), the kernel
 * stays silent, and nothing is left afterwards. $SBPF_SEED chooses another course. timeout: 90
 */
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <time.h>

#include "abi.h"

#define THREADS		4
#define POOL		16
#define SECONDS		12
#define AREA		(64 * 1024)
#define GUARD		(64 * 1024 * 1024)
#define ATTR_MAX	200

struct fuzzer {
	uint64_t state;
	char *area;		/* shared with the mutator */
	int pool[POOL];		/* fds that commands may use */
	long calls;
	long good;		/* commands that did something */
	long strange;		/* results that bpf(2) never gives */
	int strange_ret;
};

static volatile bool stop;
static char *shared;

/*
 * xorshift64*: Vigna, "An experimental exploration of Marsaglia's xorshift generators, scrambled"
 */
static uint64_t rnd(struct fuzzer *f)
{
	f->state ^= f->state >> 12;
	f->state ^= f->state << 25;
	f->state ^= f->state >> 27;
	return f->state * 0x2545F4914F6CDD1DULL;
}

static uint32_t below(struct fuzzer *f, uint32_t n)
{
	return (rnd(f) >> 33) % n;
}

static uint64_t any_ptr(struct fuzzer *f)
{
	switch (below(f, 8)) {
	case 0:
		return 0;
	case 1:
		return rnd(f);
	case 2:
		return PTR(shared + AREA - below(f, 64));
	default:
		return PTR(shared + below(f, AREA));
	}
}

static uint32_t any_fd(struct fuzzer *f)
{
	return below(f, 16) ? (uint32_t)f->pool[below(f, POOL)] :
	       below(f, 2)  ? (uint32_t)rnd(f) :
			      0;
}

static uint32_t any_small(struct fuzzer *f)
{
	static const uint32_t edges[] = { 0,  1,  2,   3,   4,	 7,    8,    12,
					  16, 64, 511, 512, 513, 4096, 65536 };

	return below(f, 4) ? edges[below(f, ARRAY_SIZE(edges))] : below(f, 1000);
}

static void fill_map_create(struct fuzzer *f, union sbpf_attr *attr)
{
	attr->map_type = below(f, 34);
	attr->key_size = below(f, 3) ? 4 : any_small(f);
	attr->value_size = below(f, 2) ? 8 : any_small(f);
	attr->max_entries = below(f, 8) ? any_small(f) : 4096;
	attr->map_flags = below(f, 3) ? 0 : 1u << below(f, 32);
	if (!below(f, 16))
		attr->numa_node = below(f, 3);
}

/* Instructions that have a chance: mostly legal opcodes and small operands. */
static uint32_t fill_insns(struct fuzzer *f, struct sbpf_insn *insns, uint32_t max)
{
	static const uint8_t codes[] = {
		0xb7, 0xbf, 0x07, 0x0f, 0x17, 0x27, 0x37, 0x47, 0x57, 0x67, 0x77, 0x87,
		0x97, 0xa7, 0xc7, 0xb4, 0xbc, 0x04, 0x0c, 0x34, 0x94, 0xd4, 0xdc, 0xd7,
		0x61, 0x69, 0x71, 0x79, 0x81, 0x89, 0x62, 0x6a, 0x72, 0x7a, 0x63, 0x6b,
		0x73, 0x7b, 0xc3, 0xdb, 0x05, 0x15, 0x1d, 0x25, 0x2d, 0x35, 0x45, 0x55,
		0x65, 0xa5, 0xc5, 0x16, 0x06, 0x85, 0x95, 0x20, 0x28, 0x30, 0x40, 0x18,
	};
	uint32_t n = 2 + below(f, max - 4), i;

	for (i = 0; i < n; i++) {
		uint64_t r = rnd(f);

		insns[i] = INSN(codes[r % ARRAY_SIZE(codes)], (r >> 8) % 11, (r >> 16) % 11,
				below(f, 3) ? (int)((r >> 24) % 16) - 8 : 0, any_small(f));
		if (!below(f, 64))
			insns[i].code = r >> 40;
		if (insns[i].code == 0x95 && i + 1 < n && below(f, 4))
			insns[i].code = 0xb7;
	}
	insns[0] = MOV_IMM(R0, any_small(f));
	insns[n++] = MOV_IMM(R0, 0);
	insns[n++] = EXIT();
	return n;
}

static void fill_prog_load(struct fuzzer *f, union sbpf_attr *attr)
{
	static const uint32_t types[] = {
		SBPF_PROG_TYPE_SOCKET_FILTER, SBPF_PROG_TYPE_SCHED_CLS, SBPF_PROG_TYPE_CGROUP_SKB,
		SBPF_PROG_TYPE_KPROBE, SBPF_PROG_TYPE_TRACEPOINT, SBPF_PROG_TYPE_RAW_TRACEPOINT,
		SBPF_PROG_TYPE_PERF_EVENT, SBPF_PROG_TYPE_NETFILTER, SBPF_PROG_TYPE_XDP,
	};
	/*
	 * Every thread has a part of the area for code, which the mutator respects half of the
	 * time.
	 */
	struct sbpf_insn *insns = (void *)f->area;

	attr->prog_type = types[below(f, ARRAY_SIZE(types))];
	attr->insn_cnt = below(f, 64) ? fill_insns(f, insns, 48) : (uint32_t)rnd(f);
	attr->insns = below(f, 32) ? PTR(insns) : any_ptr(f);
	attr->license = below(f, 32) ? PTR("GPL") : any_ptr(f);
	if (!below(f, 4)) {
		attr->log_level = below(f, 8);
		attr->log_size = any_small(f);
		attr->log_buf = any_ptr(f);
	}
	if (!below(f, 4))
		attr->prog_flags = 1u << below(f, 32);
	if (!below(f, 16))
		attr->expected_attach_type = below(f, 60);
	if (!below(f, 32))
		attr->fd_array = any_ptr(f);
}

static void fill_test_run(struct fuzzer *f, union sbpf_attr *attr)
{
	attr->test.prog_fd = any_fd(f);
	if (below(f, 4)) {
		attr->test.data_in = any_ptr(f);
		attr->test.data_size_in = below(f, 2) ? 64 : any_small(f);
	}
	if (!below(f, 3)) {
		attr->test.data_out = any_ptr(f);
		attr->test.data_size_out = any_small(f);
	}
	if (!below(f, 4)) {
		attr->test.ctx_in = any_ptr(f);
		attr->test.ctx_size_in = any_small(f);
	}
	if (!below(f, 4)) {
		attr->test.ctx_out = any_ptr(f);
		attr->test.ctx_size_out = any_small(f);
	}
	attr->test.repeat = below(f, 4);
	if (!below(f, 8))
		attr->test.flags = below(f, 4);
	if (!below(f, 8))
		attr->test.cpu = below(f, 4);
}

static void fill_raw_tracepoint(struct fuzzer *f, union sbpf_attr *attr)
{
	/* Events that are rare: what is loaded here must not slow the test down. */
	static const char *const names[] = { "task_rename", "module_put", "sched_process_exec",
					     "nope" };

	attr->raw_tracepoint.name = below(f, 4) ? PTR(names[below(f, ARRAY_SIZE(names))]) :
						  any_ptr(f);
	attr->raw_tracepoint.prog_fd = any_fd(f);
}

static void fill_link_create(struct fuzzer *f, union sbpf_attr *attr)
{
	attr->link_create.prog_fd = any_fd(f);
	attr->link_create.target_fd = below(f, 2) ? 0 : any_fd(f);
	attr->link_create.attach_type = below(f, 2) ? SBPF_NETFILTER : below(f, 60);
	attr->link_create.flags = below(f, 4) ? 0 : rnd(f);
	/* Local input of IPv6, where this guest has no traffic. */
	attr->link_create.netfilter.pf = below(f, 4) ? 10 : below(f, 16);
	attr->link_create.netfilter.hooknum = 1;
	attr->link_create.netfilter.priority = below(f, 3) ? (int)below(f, 100) : (int)rnd(f);
	attr->link_create.netfilter.flags = below(f, 4);
}

static void fill_attr(struct fuzzer *f, unsigned int cmd, union sbpf_attr *attr)
{
	memset(attr, 0, sizeof(*attr));
	switch (cmd) {
	case SBPF_MAP_CREATE:
		fill_map_create(f, attr);
		break;
	case SBPF_MAP_LOOKUP_ELEM:
	case SBPF_MAP_UPDATE_ELEM:
	case SBPF_MAP_DELETE_ELEM:
	case SBPF_MAP_GET_NEXT_KEY:
		attr->map_fd = any_fd(f);
		attr->key = any_ptr(f);
		attr->value = cmd == SBPF_MAP_DELETE_ELEM && below(f, 8) ? 0 : any_ptr(f);
		attr->flags = below(f, 2) || cmd == SBPF_MAP_DELETE_ELEM ? 0 : below(f, 5);
		break;
	case SBPF_PROG_LOAD:
		fill_prog_load(f, attr);
		break;
	case SBPF_PROG_TEST_RUN:
		fill_test_run(f, attr);
		break;
	case SBPF_OBJ_GET_INFO_BY_FD:
		attr->info.bpf_fd = any_fd(f);
		attr->info.info_len = below(f, 300);
		attr->info.info = any_ptr(f);
		break;
	case SBPF_RAW_TRACEPOINT_OPEN:
		fill_raw_tracepoint(f, attr);
		break;
	case SBPF_LINK_CREATE:
		fill_link_create(f, attr);
		break;
	default:
		attr->link_update.link_fd = any_fd(f);
		attr->link_update.new_prog_fd = any_fd(f);
		attr->link_update.flags = below(f, 6);
		attr->link_update.old_prog_fd = any_fd(f);
	}
}

/* The error numbers that uapi/linux/sandbpf/cmd.h lists. */
static bool expected(int ret)
{
	static const int errnos[] = {
		EPERM,	ENOENT,	  E2BIG,   EBADF,   EAGAIN,	ENOMEM,	      EACCES,
		EFAULT, EBUSY,	  EEXIST,  ENODEV,  EINVAL,	EMFILE,	      ENOSPC,
		ENXIO,	EINTR,	  ENOLINK, EPROTO,  EOPNOTSUPP, EAFNOSUPPORT, ENOTSOCK,
		ESTALE, ENOTSUPP, ERANGE,  EUNATCH, EBADFD,
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(errnos); i++)
		if (ret == -errnos[i])
			return true;
	return ret >= 0;
}

static void keep_fd(struct fuzzer *f, int fd)
{
	int *slot = &f->pool[below(f, POOL)];

	if (*slot >= 0)
		close(*slot);
	*slot = fd;
}

static bool returns_fd(unsigned int cmd)
{
	switch (cmd) {
	case SBPF_MAP_CREATE:
	case SBPF_PROG_LOAD:
	case SBPF_PROG_GET_FD_BY_ID:
	case SBPF_MAP_GET_FD_BY_ID:
	case SBPF_LINK_GET_FD_BY_ID:
	case SBPF_RAW_TRACEPOINT_OPEN:
	case SBPF_LINK_CREATE:
	case SBPF_ENABLE_STATS:
		return true;
	default:
		return false;
	}
}

static void one_call(struct fuzzer *f)
{
	static const uint8_t favourites[] = {
		SBPF_MAP_CREATE,       SBPF_PROG_LOAD,		SBPF_PROG_LOAD,
		SBPF_PROG_LOAD,	       SBPF_PROG_TEST_RUN,	SBPF_PROG_TEST_RUN,
		SBPF_MAP_UPDATE_ELEM,  SBPF_MAP_LOOKUP_ELEM,	SBPF_MAP_DELETE_ELEM,
		SBPF_MAP_GET_NEXT_KEY, SBPF_OBJ_GET_INFO_BY_FD, SBPF_RAW_TRACEPOINT_OPEN,
		SBPF_LINK_CREATE,      SBPF_LINK_UPDATE,	SBPF_LINK_DETACH,
	};
	unsigned int cmd = below(f, 8) ? favourites[below(f, ARRAY_SIZE(favourites))] :
					 below(f, 256);
	size_t size = below(f, 8) ? sizeof(union sbpf_attr) : below(f, ATTR_MAX);
	union { union sbpf_attr attr; char bytes[ATTR_MAX]; } u = {};
	void *where = &u;
	uint32_t i;
	int ret;

	if (below(f, 32))
		fill_attr(f, cmd, &u.attr);
	else
		for (i = 0; i < sizeof(u); i++)
			u.bytes[i] = rnd(f);
	/* Sometimes in the area itself, where it changes while it is read, or is not there. */
	if (!below(f, 8)) {
		where = (void *)any_ptr(f);
		if (where >= (void *)f->area &&
		    (char *)where + ATTR_MAX < f->area + AREA / THREADS / 2)
			memcpy(where, &u, sizeof(u));
	}
	ret = abi_raw(cmd, where, size);
	f->calls++;
	f->good += ret >= 0;
	if (!expected(ret) && !f->strange++)
		f->strange_ret = ret;
	if (ret > 2 && returns_fd(cmd))
		keep_fd(f, ret);
}

static void *fuzz_thread(void *arg)
{
	struct fuzzer *f = arg;
	int i;

	for (i = 0; i < POOL; i++)
		f->pool[i] = i % 2 ? abi_map(SBPF_MAP_TYPE_ARRAY + i % 3, 4, 8, 8, 0) :
				     abi_prog_empty(SBPF_PROG_TYPE_SOCKET_FILTER);
	while (!stop)
		one_call(f);
	for (i = 0; i < POOL; i++)
		if (f->pool[i] >= 0)
			close(f->pool[i]);
	return NULL;
}

/*
 * Changes the upper half of every thread's part, and takes pages of it away for a moment. The lower
 * halves, which threads write to themselves, only get new content.
 */
static void *mutate_thread(void *arg)
{
	struct fuzzer f = { .state = *(uint64_t *)arg };
	long page = sysconf(_SC_PAGESIZE);

	while (!stop) {
		size_t part = AREA / THREADS, at = below(&f, THREADS) * part;
		char *upper = shared + at + part / 2 + below(&f, part / 2 / page) * page;
		int i;

		for (i = 0; i < 64; i++)
			shared[at + below(&f, part / 2)] = rnd(&f);
		mprotect(upper, page, PROT_NONE);
		sched_yield();
		mprotect(upper, page, PROT_READ);
		sched_yield();
		mmap(upper, page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED,
		     -1, 0);
		for (i = 0; i < 64; i++)
			upper[below(&f, page)] = rnd(&f);
	}
	return NULL;
}

TEST_TIMEOUT(random_commands, 60)
{
	const char *env = getenv("SBPF_SEED");
	uint64_t seed = env ? strtoull(env, NULL, 0) : 1;
	pthread_t threads[THREADS], mutator;
	struct fuzzer f[THREADS] = {};
	uint64_t val = 99;
	uint32_t key = 0;
	int i, map;

	abi_open();
	ASSERT_TRUE(abi_settle(0));
	/* Sizes are larger than what is left of the area: nothing of ours may lie behind it. */
	shared = mmap(NULL, AREA + GUARD, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ASSERT_EQ(mprotect(shared, AREA, PROT_READ | PROT_WRITE), 0);
	for (i = 0; i < THREADS; i++) {
		f[i].state = (seed + i) * 0x9E3779B97F4A7C15ULL + 1;
		f[i].area = shared + i * (AREA / THREADS);
		pthread_create(&threads[i], NULL, fuzz_thread, &f[i]);
	}
	pthread_create(&mutator, NULL, mutate_thread, &seed);
	sleep(SECONDS);
	stop = true;
	pthread_join(mutator, NULL);
	for (i = 0; i < THREADS; i++) {
		pthread_join(threads[i], NULL);
		tap_note("thread %d: %ld calls, %ld succeeded", i, f[i].calls, f[i].good);
		ok(!f[i].strange, "%ld strange results, the first %d", f[i].strange,
		   f[i].strange_ret);
		EXPECT_GT(f[i].good, 0);
	}
	map = ASSERT_OK(abi_map(SBPF_MAP_TYPE_ARRAY, 4, 8, 1, 0));
	EXPECT_OK(abi_elem(SBPF_MAP_UPDATE_ELEM, map, &key, &val, 0));
	close(map);
	EXPECT_TRUE(abi_settle(0));
}
