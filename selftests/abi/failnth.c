// SPDX-License-Identifier: GPL-2.0
/*
 * Every allocation of every command fails once: the kernel's fault injection fails the n-th
 * allocation of this thread, for n from 1 until the command makes no n-th one. Each try must end in
 * success or ENOMEM, and leave nothing behind. Needs a kernel with CONFIG_FAILSLAB.
 * engine: none
 * timeout: 600
 */
#include <stdio.h>
#include <stdlib.h>

#include "abi.h"

#define FAIL_NTH	"/proc/thread-self/fail-nth"
#define FAILSLAB	"/sys/kernel/debug/failslab/"
#define FAIL_PAGE	"/sys/kernel/debug/fail_page_alloc/"

static int map, prog, rawtp, link_fd;
static uint32_t map_id, prog_id, link_id;

static int write_to(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC), ret;

	if (fd < 0)
		return -errno;
	ret = write(fd, text, strlen(text)) < 0 ? -errno : 0;
	close(fd);
	return ret;
}

/* Fail sleeping allocations too, and say nothing. */
static bool injection_setup(void)
{
	write_to(FAILSLAB "verbose", "0");
	write_to(FAIL_PAGE "verbose", "0");
	write_to(FAIL_PAGE "ignore-gfp-wait", "N");
	write_to(FAIL_PAGE "ignore-gfp-highmem", "N");
	write_to(FAIL_PAGE "min-order", "0");
	return !write_to(FAILSLAB "ignore-gfp-wait", "N");
}

static int create(uint32_t type, uint32_t key, uint32_t value, uint32_t entries, uint32_t flags)
{
	return abi_map(type, key, value, entries, flags);
}

static int create_array(void)
{
	return create(SBPF_MAP_TYPE_ARRAY, 4, 8, 16, 0);
}

static int create_percpu_array(void)
{
	return create(SBPF_MAP_TYPE_PERCPU_ARRAY, 4, 8, 16, 0);
}

static int create_hash(void)
{
	return create(SBPF_MAP_TYPE_HASH, 8, 64, 64, 0);
}

static int create_percpu_hash(void)
{
	return create(SBPF_MAP_TYPE_PERCPU_HASH, 8, 64, 16, 0);
}

static int create_lru_hash(void)
{
	return create(SBPF_MAP_TYPE_LRU_HASH, 8, 64, 64, 0);
}

static int create_lazy_hash(void)
{
	return create(SBPF_MAP_TYPE_HASH, 8, 64, 64, SBPF_F_NO_PREALLOC);
}

static int create_prog_array(void)
{
	return create(SBPF_MAP_TYPE_PROG_ARRAY, 4, 4, 16, 0);
}

static int create_perf_event_array(void)
{
	return create(SBPF_MAP_TYPE_PERF_EVENT_ARRAY, 4, 4, 16, 0);
}

static int create_ringbuf(void)
{
	return create(SBPF_MAP_TYPE_RINGBUF, 0, 0, 8192, 0);
}

static int create_stack_trace(void)
{
	return create(SBPF_MAP_TYPE_STACK_TRACE, 4, 64, 16, 0);
}

static int load_empty(uint32_t type, uint32_t flags)
{
	const struct sbpf_insn insns[] = { MOV_IMM(R0, 0), EXIT() };
	union sbpf_attr attr;

	abi_prog_attr(&attr, type, insns, ARRAY_SIZE(insns));
	attr.prog_flags = flags;
	return abi_cmd(SBPF_PROG_LOAD, &attr);
}

static int load_interp(void)
{
	return load_empty(SBPF_PROG_TYPE_SOCKET_FILTER, SBPF_F_ENGINE_INTERP);
}

static int load_hostjit(void)
{
	return load_empty(SBPF_PROG_TYPE_SOCKET_FILTER, SBPF_F_ENGINE_HOSTJIT);
}

/* A program with a branch, a function, a map and helpers, and a log at the highest level. */
static int load_big(uint32_t flags)
{
	static char log[65536];
	const struct sbpf_insn insns[] = {
		ST(DW, R10, -8, 0),
		MOV_REG(R2, R10),
		ALU64_IMM(ADD, R2, -8),
		LD_MAP_FD(R1, map),
		CALL(map_lookup_elem),
		JMP_IMM(JEQ, R0, 0, 1),
		INSN(SBPF_LDX | SBPF_MEM | SBPF_DW, R0, R0, 0, 0),
		CALL(get_prandom_u32),
		CALL_REL(1),
		EXIT(),
		MOV_IMM(R0, 0),
		EXIT(),
	};
	union sbpf_attr attr;

	abi_prog_attr(&attr, SBPF_PROG_TYPE_RAW_TRACEPOINT, insns, ARRAY_SIZE(insns));
	attr.prog_flags = flags;
	attr.log_level = 2;
	attr.log_buf = PTR(log);
	attr.log_size = sizeof(log);
	return abi_cmd(SBPF_PROG_LOAD, &attr);
}

static int load_big_interp(void)
{
	return load_big(SBPF_F_ENGINE_INTERP);
}

static int load_big_hostjit(void)
{
	return load_big(SBPF_F_ENGINE_HOSTJIT);
}

/* An integer with a name. */
static int load_btf(void)
{
	static const struct {
		struct sbpf_btf_header hdr;
		uint32_t word[4];
		char str[5];
	} btf = {
		.hdr = {
			.magic = SBPF_BTF_MAGIC, .version = SBPF_BTF_VERSION, .hdr_len = sizeof(btf.hdr),
			.type_len = sizeof(btf.word), .str_off = sizeof(btf.word), .str_len = sizeof(btf.str),
		},
		.word = { 1, SBPF_BTF_KIND_INT << 24, 4, 32 },
		.str = "\0int",
	};
	static char log[65536];
	union sbpf_attr attr = {
		.btf = PTR(&btf), .btf_size = offsetof(typeof(btf), str) + sizeof(btf.str), .btf_log_buf = PTR(log),
		.btf_log_size = sizeof(log), .btf_log_level = 1,
	};

	return abi_cmd(SBPF_BTF_LOAD, &attr);
}

static int elem_update(void)
{
	uint64_t key = 1, val[8] = {};

	return abi_elem(SBPF_MAP_UPDATE_ELEM, map, &key, val, 0);
}

static int elem_lookup(void)
{
	uint64_t key = 1, val[8];

	return abi_elem(SBPF_MAP_LOOKUP_ELEM, map, &key, val, 0);
}

static int elem_next(void)
{
	uint64_t next;

	return abi_elem(SBPF_MAP_GET_NEXT_KEY, map, NULL, &next, 0);
}

/* Undoes elem_update(), which has succeeded before. */
static int elem_delete(void)
{
	uint64_t key = 1, val[8] = {};
	int ret = abi_elem(SBPF_MAP_DELETE_ELEM, map, &key, NULL, 0);

	if (!ret && abi_elem(SBPF_MAP_UPDATE_ELEM, map, &key, val, 0) == -ENOMEM)
		return -ENOMEM;
	return ret == -ENOENT ? 0 : ret;
}

static int test_run(int fd, uint32_t size)
{
	char data[64] = {}, out[64];
	union sbpf_attr attr = { .test = { .prog_fd = fd } };

	if (size) {
		attr.test.data_in = PTR(data);
		attr.test.data_size_in = size;
		attr.test.data_out = PTR(out);
		attr.test.data_size_out = sizeof(out);
	}
	return abi_cmd(SBPF_PROG_TEST_RUN, &attr);
}

static int run_filter(void)
{
	return test_run(prog, 64);
}

static int run_rawtp(void)
{
	return test_run(rawtp, 0);
}

/* To a program of its own, so that each round binds a first map. */
static int bind_map(void)
{
	union sbpf_attr attr = {};
	int target = load_interp(), ret;

	if (target < 0)
		return target;
	attr.prog_bind_map.prog_fd = target;
	attr.prog_bind_map.map_fd = map;
	ret = abi_cmd(SBPF_PROG_BIND_MAP, &attr);
	close(target);
	return ret;
}

static int rawtp_open(void)
{
	union sbpf_attr attr = {
		.raw_tracepoint = { .name = PTR("task_rename"), .prog_fd = rawtp },
	};

	return abi_cmd(SBPF_RAW_TRACEPOINT_OPEN, &attr);
}

static int enable_stats(void)
{
	union sbpf_attr attr = {};

	return abi_cmd(SBPF_ENABLE_STATS, &attr);
}

static int map_by_id(void)
{
	return abi_fd_by_id(SBPF_MAP_GET_FD_BY_ID, map_id);
}

static int prog_by_id(void)
{
	return abi_fd_by_id(SBPF_PROG_GET_FD_BY_ID, prog_id);
}

static int link_by_id(void)
{
	return abi_fd_by_id(SBPF_LINK_GET_FD_BY_ID, link_id);
}

static int prog_info(void)
{
	char insns[256], code[4096];
	uint32_t ids[4];
	struct sbpf_prog_info info = {
		.xlated_prog_insns = PTR(insns), .xlated_prog_len = sizeof(insns),
		.jited_prog_insns = PTR(code), .jited_prog_len = sizeof(code),
		.map_ids = PTR(ids), .nr_map_ids = ARRAY_SIZE(ids),
	};
	union sbpf_attr attr = {
		.info = { .bpf_fd = rawtp, .info_len = sizeof(info), .info = PTR(&info) },
	};

	return abi_cmd(SBPF_OBJ_GET_INFO_BY_FD, &attr);
}

static const struct {
	const char *name;
	int (*fn)(void);
} cases[] = {
	{ "MAP_CREATE array", create_array },
	{ "MAP_CREATE percpu_array", create_percpu_array },
	{ "MAP_CREATE hash", create_hash },
	{ "MAP_CREATE percpu_hash", create_percpu_hash },
	{ "MAP_CREATE lru_hash", create_lru_hash },
	{ "MAP_CREATE hash without preallocation", create_lazy_hash },
	{ "MAP_CREATE prog_array", create_prog_array },
	{ "MAP_CREATE perf_event_array", create_perf_event_array },
	{ "MAP_CREATE ringbuf", create_ringbuf },
	{ "MAP_CREATE stack_trace", create_stack_trace },
	{ "BTF_LOAD", load_btf },
	{ "MAP_UPDATE_ELEM", elem_update },
	{ "MAP_LOOKUP_ELEM", elem_lookup },
	{ "MAP_GET_NEXT_KEY", elem_next },
	{ "MAP_DELETE_ELEM", elem_delete },
	{ "PROG_LOAD, interpreter", load_interp },
	{ "PROG_LOAD, host JIT", load_hostjit },
	{ "PROG_LOAD of much, interpreter", load_big_interp },
	{ "PROG_LOAD of much, host JIT", load_big_hostjit },
	{ "PROG_TEST_RUN socket_filter", run_filter },
	{ "PROG_TEST_RUN raw_tracepoint", run_rawtp },
	{ "PROG_BIND_MAP", bind_map },
	{ "RAW_TRACEPOINT_OPEN", rawtp_open },
	{ "ENABLE_STATS", enable_stats },
	{ "MAP_GET_FD_BY_ID", map_by_id },
	{ "PROG_GET_FD_BY_ID", prog_by_id },
	{ "LINK_GET_FD_BY_ID", link_by_id },
	{ "OBJ_GET_INFO_BY_FD", prog_info },
};

/* Run with the @nth allocation failing. Returns whether there was an @nth one. */
static bool run_nth(int (*fn)(void), int nth, int *result)
{
	char text[16] = {};
	int fd = open(FAIL_NTH, O_RDWR | O_CLOEXEC), len;

	len = snprintf(text, sizeof(text), "%d", nth);
	if (fd < 0 || pwrite(fd, text, len, 0) != len)
		abort();
	*result = fn();
	memset(text, 0, sizeof(text));
	if (pread(fd, text, sizeof(text) - 1, 0) < 0)
		abort();
	if (pwrite(fd, "0", 1, 0) != 1)
		abort();
	close(fd);
	return atoi(text) == 0;
}

static void test_command(const char *name, int (*fn)(void))
{
	int nth, got = 0, failed = 0, wrong = 0, objects = abi_count_all();

	/* What the first call sets up for good is set up now. */
	got = fn();
	if (got < 0) {
		ok(got == -EOPNOTSUPP, "%s: %d without any failure", name, got);
		return;
	}
	if (got > 2)
		close(got);
	for (nth = 1; nth < 5000; nth++) {
		bool hit = run_nth(fn, nth, &got);

		if (got > 2)
			close(got);
		if (!hit)
			break;
		failed += got == -ENOMEM;
		if (got < 0 && got != -ENOMEM && !wrong++)
			tap_note("%s: failure of allocation %d gives %d", name, nth, got);
	}
	ok(!wrong && got >= 0 && nth < 5000,
	   "%s: %d allocations, %d times ENOMEM, %d times another error", name, nth - 1, failed,
	   wrong);
	ok(abi_settle(objects), "%s: something left behind", name);
	tap_note("%s: %d allocations, ENOMEM %d times", name, nth - 1, failed);
}

TEST_TIMEOUT(every_allocation, 580)
{
	size_t i;

	if (access(FAIL_NTH, W_OK) || !injection_setup())
		SKIP("no fault injection in this kernel");
	abi_open();
	ASSERT_TRUE(abi_settle(0));
	map = ASSERT_OK(abi_map(SBPF_MAP_TYPE_HASH, 8, 64, 16, SBPF_F_NO_PREALLOC));
	prog = ASSERT_OK(abi_prog_empty(SBPF_PROG_TYPE_SOCKET_FILTER));
	rawtp = ASSERT_OK(load_big(0));
	link_fd = ASSERT_OK(rawtp_open());
	map_id = abi_map_id(map);
	prog_id = abi_prog_id(prog);
	link_id = abi_link_id(link_fd);
	EXPECT_OK(elem_update());
	for (i = 0; i < ARRAY_SIZE(cases); i++)
		test_command(cases[i].name, cases[i].fn);
}
