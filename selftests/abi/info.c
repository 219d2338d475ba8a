// SPDX-License-Identifier: GPL-2.0
/*
 * What user space is told about objects: info structs, fdinfo, names of the anonymous inodes, run
 * statistics, tags. Everything is compared with what was asked for, or with what bpf(2) tells.
 * covers: cmd:OBJ_GET_INFO_BY_FD cmd:ENABLE_STATS cmd:MAP_FREEZE
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "abi.h"

static int get_info(int fd, void *info, uint32_t *len)
{
	union sbpf_attr attr = { .info = { .bpf_fd = fd, .info_len = *len, .info = PTR(info) } };
	int ret = abi_cmd(SBPF_OBJ_GET_INFO_BY_FD, &attr);

	*len = attr.info.info_len;
	return ret;
}

/* The value of a line "name:\tvalue" in fdinfo, empty when there is none. */
static const char *fdinfo(int fd, const char *name)
{
	static char val[128];
	char path[64], line[256];
	size_t len = strlen(name);
	FILE *file;

	val[0] = '\0';
	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", fd);
	file = fopen(path, "r");
	while (file && fgets(line, sizeof(line), file)) {
		if (strncmp(line, name, len) || line[len] != ':' || line[len + 1] != '\t')
			continue;
		snprintf(val, sizeof(val), "%s", line + len + 2);
		val[strcspn(val, "\n")] = '\0';
	}
	if (file)
		fclose(file);
	return val;
}

static void want_number(int fd, const char *name, uint64_t want)
{
	const char *val = fdinfo(fd, name);

	ok(val[0] && strtoull(val, NULL, 0) == want, "fdinfo %s: \"%s\", want %llu", name, val,
	   (unsigned long long)want);
}

static void want_link(int fd, const char *want)
{
	char path[64], got[128] = {};

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (readlink(path, got, sizeof(got) - 1) < 0)
		got[0] = '\0';
	ok(!strcmp(got, want), "file %s, want %s", got, want);
}

TEST(map)
{
	union sbpf_attr attr = {
		.map_type = SBPF_MAP_TYPE_HASH, .key_size = 12, .value_size = 40, .max_entries = 77,
		.map_flags = SBPF_F_NO_PREALLOC, .map_name = "some.map_1",
	};
	struct sbpf_map_info info = {};
	uint32_t len = sizeof(info);
	int fd = abi_cmd(SBPF_MAP_CREATE, &attr), ret;
	char small[12], big[200] = {};

	ret = get_info(fd, &info, &len);
	ok(!ret && len == sizeof(info), "map info: %d, %u bytes", ret, len);
	ok(info.type == SBPF_MAP_TYPE_HASH && info.key_size == 12 && info.value_size == 40 &&
	   info.max_entries == 77 && info.map_flags == SBPF_F_NO_PREALLOC, "as created");
	ok(info.id && !strcmp(info.name, "some.map_1"), "id %u, name %s", info.id, info.name);
	ok(!info.ifindex && !info.btf_id && !info.netns_dev && !info.map_extra, "the rest is zero");

	len = sizeof(small);
	ret = get_info(fd, small, &len);
	ok(!ret && len == sizeof(small) && !memcmp(small, &info, sizeof(small)), "part of it: %u",
	   len);
	len = sizeof(big);
	ret = get_info(fd, big, &len);
	ok(!ret && len == sizeof(info) && !memcmp(big, &info, sizeof(info)), "more room: %u", len);
	len = 0;
	ret = get_info(fd, NULL, &len);
	ok(!ret && !len, "no room: %d", ret);

	want_link(fd, "anon_inode:bpf-map");
	want_number(fd, "map_type", SBPF_MAP_TYPE_HASH);
	want_number(fd, "key_size", 12);
	want_number(fd, "value_size", 40);
	want_number(fd, "max_entries", 77);
	want_number(fd, "map_flags", SBPF_F_NO_PREALLOC);
	want_number(fd, "map_extra", 0);
	want_number(fd, "map_id", info.id);
	want_number(fd, "frozen", 0);
	ok(atol(fdinfo(fd, "memlock")) > 0, "fdinfo memlock: %s", fdinfo(fd, "memlock"));
	attr = (union sbpf_attr){ .map_fd = fd };
	abi_cmd(SBPF_MAP_FREEZE, &attr);
	want_number(fd, "frozen", 1);
	close(fd);
}

/*
 * The tag of a program of two instructions, r0 = 0 and exit, as the kernel's own bpf(2) shows it.
 */
#define EMPTY_TAG	"a04f5eef06a7f555"

static uint64_t boot_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_BOOTTIME, &ts);
	return ts.tv_sec * 1000000000ULL + ts.tv_nsec;
}

static int load(struct sbpf_insn *insns, uint32_t cnt, const char *license, const char *name)
{
	union sbpf_attr attr;

	abi_prog_attr(&attr, SBPF_PROG_TYPE_RAW_TRACEPOINT, insns, cnt);
	attr.license = PTR(license);
	attr.prog_flags = sbpf_engine_flag();
	snprintf(attr.prog_name, sizeof(attr.prog_name), "%s", name);
	return abi_cmd(SBPF_PROG_LOAD, &attr);
}

TEST(prog)
{
	int map = abi_map(SBPF_MAP_TYPE_ARRAY, 4, 8, 1, 0), fd, ret, empty;
	struct sbpf_insn insns[] = {
		LD_MAP_FD(R1, map), MOV_IMM(R0, 0), EXIT(),
	};
	uint64_t before = boot_ns(), after;
	struct sbpf_prog_info info = {};
	struct sbpf_insn xlated[8] = {};
	uint32_t ids[2] = { 1, 1 }, len = sizeof(info);

	fd = load(insns, ARRAY_SIZE(insns), "GPL", "prog_1");
	after = boot_ns();
	info.map_ids = PTR(ids);
	info.nr_map_ids = 2;
	info.xlated_prog_insns = PTR(xlated);
	info.xlated_prog_len = sizeof(xlated);
	ret = get_info(fd, &info, &len);
	ok(!ret && len == sizeof(info), "program info: %d, %u bytes", ret, len);
	ok(info.type == SBPF_PROG_TYPE_RAW_TRACEPOINT && info.id && !strcmp(info.name, "prog_1") &&
	   info.gpl_compatible && info.created_by_uid == getuid(), "as loaded");
	ok(info.load_time >= before && info.load_time <= after, "load time %llu in %llu..%llu",
	   (unsigned long long)info.load_time, (unsigned long long)before,
	   (unsigned long long)after);
	ok(info.nr_map_ids == 1 && ids[0] == abi_map_id(map) && ids[1] == 1,
	   "map ids: %u, first %u", info.nr_map_ids, ids[0]);
	ok(info.verified_insns >= 3, "verified instructions: %u", info.verified_insns);
	ok(info.xlated_prog_len && info.xlated_prog_len % sizeof(xlated[0]) == 0,
	   "xlated: %u bytes", info.xlated_prog_len);
	ok(xlated[info.xlated_prog_len / sizeof(xlated[0]) - 1].code == (SBPF_JMP | SBPF_EXIT),
	   "ends with exit");

	want_link(fd, "anon_inode:bpf-prog");
	want_number(fd, "prog_type", SBPF_PROG_TYPE_RAW_TRACEPOINT);
	want_number(fd, "prog_id", info.id);
	want_number(fd, "run_cnt", 0);
	want_number(fd, "recursion_misses", 0);
	want_number(fd, "verified_insns", info.verified_insns);
	ok(atol(fdinfo(fd, "memlock")) > 0, "fdinfo memlock: %s", fdinfo(fd, "memlock"));
	close(fd);

	empty = load(&insns[2], 2, "Proprietary", "");
	memset(&info, 0, sizeof(info));
	len = sizeof(info);
	ret = get_info(empty, &info, &len);
	ok(!ret && !info.gpl_compatible && !info.nr_map_ids && !info.name[0], "another license: %d",
	   ret);
	ok(!strcmp(fdinfo(empty, "prog_tag"), EMPTY_TAG), "tag %s", fdinfo(empty, "prog_tag"));
	close(empty);
	close(map);
}

/* A program of two functions: machine code by function, tags, sizes of records. */
TEST(prog_functions)
{
	struct sbpf_insn insns[] = { CALL_REL(1), EXIT(), MOV_IMM(R0, 3), EXIT() };
	bool jit = sbpf_engine_flag() == SBPF_F_ENGINE_HOSTJIT;
	uint32_t lens[4] = {}, len = sizeof(struct sbpf_prog_info), nr = jit ? 2 : 1;
	uint8_t code[4096] = {}, tags[2][SBPF_TAG_SIZE] = {};
	struct sbpf_prog_info info = {
		.nr_jited_ksyms = 4, .jited_func_lens = PTR(lens),
		.nr_jited_func_lens = 4, .jited_prog_insns = PTR(code), .jited_prog_len = sizeof(code),
		.prog_tags = PTR(tags), .nr_prog_tags = 2, .func_info = 8, .line_info = 16,
		.jited_line_info = 24,
	};
	uint64_t ksyms[4] = {};
	int fd = load(insns, ARRAY_SIZE(insns), "GPL", "two"), ret;

	info.jited_ksyms = PTR(ksyms);
	ret = get_info(fd, &info, &len);
	ok(!ret, "program info: %d", ret);
	ok(info.nr_jited_ksyms == nr && info.nr_jited_func_lens == nr, "functions: %u, %u",
	   info.nr_jited_ksyms, info.nr_jited_func_lens);
	ok(!!ksyms[0] && !!ksyms[1] == jit && !ksyms[2], "addresses %llx %llx",
	   (unsigned long long)ksyms[0], (unsigned long long)ksyms[1]);
	ok(!!info.jited_prog_len == jit && lens[0] + lens[1] == info.jited_prog_len && !lens[2],
	   "machine code: %u bytes, functions %u and %u", info.jited_prog_len, lens[0], lens[1]);
	if (jit)
		ok(info.jited_prog_len < sizeof(code) && code[lens[0] - 1] && code[lens[0]],
		   "the second function's code follows the first's");
	ok(info.nr_prog_tags == 1 && !memcmp(tags[0], info.tag, sizeof(info.tag)), "tag");
	ok(info.func_info_rec_size == sizeof(struct sbpf_func_info) &&
	   info.line_info_rec_size == sizeof(struct sbpf_line_info) &&
	   info.jited_line_info_rec_size == sizeof(uint64_t), "sizes of records");
	ok(info.jited_ksyms == PTR(ksyms) && info.prog_tags == PTR(tags) && info.func_info == 8 &&
	   info.line_info == 16 && info.jited_line_info == 24, "addresses stay");
	ok(!info.nr_func_info && !info.nr_line_info && !info.nr_jited_line_info && !info.btf_id,
	   "nothing of BTF");
	close(fd);
}

static void run(int fd, int times)
{
	union sbpf_attr attr = { .test = { .prog_fd = fd } };
	int i;

	for (i = 0; i < times; i++)
		abi_cmd(SBPF_PROG_TEST_RUN, &attr);
}

TEST(stats)
{
	struct sbpf_insn insns[] = { CALL(ktime_get_ns), CALL(ktime_get_ns), MOV_IMM(R0, 0),
				     EXIT() };
	union sbpf_attr attr = { .enable_stats = { .type = SBPF_STATS_RUN_TIME } };
	int fd = load(insns, ARRAY_SIZE(insns), "GPL", "timed"), a, b;
	struct sbpf_prog_info info = {};
	uint32_t len = sizeof(info);

	run(fd, 3);
	get_info(fd, &info, &len);
	ok(!info.run_cnt && !info.run_time_ns, "nothing counted: %llu",
	   (unsigned long long)info.run_cnt);
	a = abi_cmd(SBPF_ENABLE_STATS, &attr);
	b = abi_cmd(SBPF_ENABLE_STATS, &attr);
	ok(a >= 0 && b >= 0, "statistics on: %d %d", a, b);
	want_link(a, "anon_inode:bpf-stats");
	run(fd, 5);
	close(a);
	run(fd, 5);
	close(b);
	run(fd, 7);
	memset(&info, 0, sizeof(info));
	get_info(fd, &info, &len);
	ok(info.run_cnt == 10, "runs counted while on: %llu, want 10",
	   (unsigned long long)info.run_cnt);
	ok(info.run_time_ns > 0 && info.run_time_ns < 10000000000ULL, "run time %llu ns",
	   (unsigned long long)info.run_time_ns);
	want_number(fd, "run_cnt", 10);
	close(fd);
}

TEST(link)
{
	struct sbpf_insn insns[] = { MOV_IMM(R0, 0), EXIT() };
	int prog = load(insns, ARRAY_SIZE(insns), "GPL", "linked"), fd, ret;
	union sbpf_attr attr = {
		.raw_tracepoint = { .name = PTR("task_rename"), .prog_fd = prog },
	};
	uint32_t len = sizeof(struct sbpf_link_info);
	struct sbpf_link_info info = {};
	char name[32] = "unchanged";

	fd = abi_cmd(SBPF_RAW_TRACEPOINT_OPEN, &attr);
	info.raw_tracepoint.tp_name = PTR(name);
	info.raw_tracepoint.tp_name_len = sizeof(name);
	ret = get_info(fd, &info, &len);
	ok(!ret, "link info: %d", ret);
	ok(info.type == SBPF_LINK_TYPE_RAW_TRACEPOINT && info.id &&
		   info.prog_id == abi_prog_id(prog),
	   "type %u, id %u, program %u", info.type, info.id, info.prog_id);
	ok(!strcmp(name, "task_rename") && info.raw_tracepoint.tp_name_len == sizeof("task_rename"),
	   "tracepoint %s, %u bytes", name, info.raw_tracepoint.tp_name_len);
	memset(&info, 0, sizeof(info));
	memset(name, 'x', sizeof(name));
	info.raw_tracepoint.tp_name = PTR(name);
	info.raw_tracepoint.tp_name_len = 5;
	ret = get_info(fd, &info, &len);
	ok(ret == -ENOSPC && !memcmp(name, "task\0x", 6), "name cut to the room: %d", ret);

	want_link(fd, "anon_inode:bpf_link");
	ok(!strcmp(fdinfo(fd, "link_type"), "raw_tracepoint"), "fdinfo link_type: %s",
	   fdinfo(fd, "link_type"));
	want_number(fd, "link_id", abi_link_id(fd));
	want_number(fd, "prog_id", abi_prog_id(prog));
	ok(!strcmp(fdinfo(fd, "tp_name"), "task_rename"), "fdinfo tp_name: %s",
	   fdinfo(fd, "tp_name"));
	close(fd);
	close(prog);
}
