// SPDX-License-Identifier: GPL-2.0
/*
 * The errors of every command, at least one case for each that uapi/linux/sandbpf/cmd.h lists and
 * that needs neither another user nor a lack of memory (those: priv.c, failnth.c).
 * engine: none
 * covers: cmd:MAP_CREATE cmd:MAP_LOOKUP_ELEM cmd:MAP_UPDATE_ELEM cmd:MAP_DELETE_ELEM
 * covers: cmd:MAP_GET_NEXT_KEY cmd:MAP_FREEZE cmd:PROG_LOAD cmd:PROG_TEST_RUN cmd:PROG_GET_NEXT_ID
 * covers: cmd:MAP_GET_NEXT_ID cmd:LINK_GET_NEXT_ID cmd:PROG_GET_FD_BY_ID cmd:MAP_GET_FD_BY_ID
 * covers: cmd:LINK_GET_FD_BY_ID cmd:OBJ_GET_INFO_BY_FD cmd:RAW_TRACEPOINT_OPEN cmd:LINK_CREATE
 * covers: cmd:LINK_UPDATE cmd:LINK_DETACH cmd:PROG_BIND_MAP cmd:ENABLE_STATS
 */
#include <stddef.h>
#include <sys/resource.h>

#include "abi.h"

#define BAD_FD	9999
#define BAD_PTR	((void *)8)
#define NO_ID	0x7ffffff0

#define offsetofend(type, member)	(offsetof(type, member) + sizeof(((type *)NULL)->member))

static int hash, array, rdonly, wronly, progs, filter, kprobe, rawtp;
static uint32_t key, value[2];

#define WANT(want, what, call)						\
	do {								\
		int _got = (call), _want = (want);			\
									\
		ok(_got == _want, "%s: %d, want %d", what, _got, _want); \
		if (_got > 2 && _got != _want)				\
			close(_got);					\
	} while (0)

#define CMD(cmd, ...) \
	({ union sbpf_attr _attr = { __VA_ARGS__ }; abi_cmd(SBPF_##cmd, &_attr); })

BEFORE_EACH()
{
	hash = abi_map(SBPF_MAP_TYPE_HASH, 4, 8, 2, 0);
	array = abi_map(SBPF_MAP_TYPE_ARRAY, 4, 8, 2, 0);
	rdonly = abi_map(SBPF_MAP_TYPE_HASH, 4, 8, 2, SBPF_F_RDONLY);
	wronly = abi_map(SBPF_MAP_TYPE_HASH, 4, 8, 2, SBPF_F_WRONLY);
	progs = abi_map(SBPF_MAP_TYPE_PROG_ARRAY, 4, 4, 2, 0);
	filter = abi_prog_empty(SBPF_PROG_TYPE_SOCKET_FILTER);
	kprobe = abi_prog_empty(SBPF_PROG_TYPE_KPROBE);
	rawtp = abi_prog_empty(SBPF_PROG_TYPE_RAW_TRACEPOINT);
	ok(hash >= 0 && array >= 0 && rdonly >= 0 && wronly >= 0 && progs >= 0,
	   "maps: %d %d %d %d %d", hash, array, rdonly, wronly, progs);
	ok(filter >= 0 && kprobe >= 0 && rawtp >= 0, "programs: %d %d %d", filter, kprobe, rawtp);
}

TEST(map_create)
{
	WANT(-EINVAL, "MAP_CREATE type 0", abi_map(0, 4, 4, 1, 0));
	WANT(-EINVAL, "MAP_CREATE no such type", abi_map(9999, 4, 4, 1, 0));
	WANT(-EINVAL, "MAP_CREATE type -1", abi_map(-1, 4, 4, 1, 0));
	WANT(-EINVAL, "MAP_CREATE hash without key", abi_map(SBPF_MAP_TYPE_HASH, 0, 4, 1, 0));
	WANT(-EINVAL, "MAP_CREATE hash without value", abi_map(SBPF_MAP_TYPE_HASH, 4, 0, 1, 0));
	WANT(-EINVAL, "MAP_CREATE hash without entries", abi_map(SBPF_MAP_TYPE_HASH, 4, 4, 0, 0));
	WANT(-E2BIG, "MAP_CREATE huge key", abi_map(SBPF_MAP_TYPE_HASH, 1 << 30, 4, 1, 0));
	WANT(-E2BIG, "MAP_CREATE huge value", abi_map(SBPF_MAP_TYPE_ARRAY, 4, -1, 1, 0));
	WANT(-EINVAL, "MAP_CREATE array with 8 byte key", abi_map(SBPF_MAP_TYPE_ARRAY, 8, 4, 1, 0));
	WANT(-EINVAL, "MAP_CREATE unknown flag", abi_map(SBPF_MAP_TYPE_HASH, 4, 4, 1, 1u << 30));
	WANT(-EINVAL, "MAP_CREATE read-only and write-only",
	     abi_map(SBPF_MAP_TYPE_HASH, 4, 4, 1, SBPF_F_RDONLY | SBPF_F_WRONLY));
	WANT(-EINVAL, "MAP_CREATE NO_PREALLOC of an array",
	     abi_map(SBPF_MAP_TYPE_ARRAY, 4, 4, 1, SBPF_F_NO_PREALLOC));
	WANT(-ENOTSUPP, "MAP_CREATE NO_PREALLOC of an LRU hash",
	     abi_map(SBPF_MAP_TYPE_LRU_HASH, 4, 4, 1, SBPF_F_NO_PREALLOC));
	WANT(-EINVAL, "MAP_CREATE no such node",
	     CMD(MAP_CREATE, .map_type = SBPF_MAP_TYPE_HASH, .key_size = 4, .value_size = 4,
		 .max_entries = 1, .map_flags = SBPF_F_NUMA_NODE, .numa_node = 4000));
	WANT(-EINVAL, "MAP_CREATE space in the name",
	     CMD(MAP_CREATE, .map_type = SBPF_MAP_TYPE_HASH, .key_size = 4, .value_size = 4,
		 .max_entries = 1, .map_name = "a b"));
	WANT(-EINVAL, "MAP_CREATE name without end",
	     CMD(MAP_CREATE, .map_type = SBPF_MAP_TYPE_HASH, .key_size = 4, .value_size = 4,
		 .max_entries = 1, .map_name = "0123456789abcdef"));
	WANT(-EINVAL, "MAP_CREATE bytes behind the name's end",
	     CMD(MAP_CREATE, .map_type = SBPF_MAP_TYPE_HASH, .key_size = 4, .value_size = 4,
		 .max_entries = 1, .map_name = "a\0b"));
	WANT(-EINVAL, "MAP_CREATE map_extra of a hash",
	     CMD(MAP_CREATE, .map_type = SBPF_MAP_TYPE_HASH, .key_size = 4, .value_size = 4,
		 .max_entries = 1, .map_extra = 1));
	WANT(-EINVAL, "MAP_CREATE ringbuf with keys",
	     abi_map(SBPF_MAP_TYPE_RINGBUF, 4, 0, 4096, 0));
	WANT(-EINVAL, "MAP_CREATE ringbuf of 4095", abi_map(SBPF_MAP_TYPE_RINGBUF, 0, 0, 4095, 0));
}

TEST(map_lookup)
{
	key = 7;
	WANT(-ENOENT, "LOOKUP no such key", abi_elem(SBPF_MAP_LOOKUP_ELEM, hash, &key, value, 0));
	WANT(-ENOENT, "LOOKUP index out of range",
	     abi_elem(SBPF_MAP_LOOKUP_ELEM, array, &key, value, 0));
	key = 0;
	WANT(-EPERM, "LOOKUP write-only", abi_elem(SBPF_MAP_LOOKUP_ELEM, wronly, &key, value, 0));
	WANT(-EINVAL, "LOOKUP flag", abi_elem(SBPF_MAP_LOOKUP_ELEM, hash, &key, value, 1));
	WANT(-EINVAL, "LOOKUP F_LOCK without a lock",
	     abi_elem(SBPF_MAP_LOOKUP_ELEM, hash, &key, value, SBPF_F_LOCK));
	WANT(-EBADF, "LOOKUP fd not open", abi_elem(SBPF_MAP_LOOKUP_ELEM, BAD_FD, &key, value, 0));
	WANT(-EBADF, "LOOKUP fd -1", abi_elem(SBPF_MAP_LOOKUP_ELEM, -1, &key, value, 0));
	WANT(-EINVAL, "LOOKUP fd of a program",
	     abi_elem(SBPF_MAP_LOOKUP_ELEM, filter, &key, value, 0));
	WANT(-EINVAL, "LOOKUP fd of the device",
	     abi_elem(SBPF_MAP_LOOKUP_ELEM, abi_open(), &key, value, 0));
	WANT(-EFAULT, "LOOKUP key", abi_elem(SBPF_MAP_LOOKUP_ELEM, array, BAD_PTR, value, 0));
	WANT(-EFAULT, "LOOKUP value", abi_elem(SBPF_MAP_LOOKUP_ELEM, array, &key, BAD_PTR, 0));
}

TEST(map_update)
{
	key = 1;
	WANT(-ENOENT, "UPDATE EXIST",
	     abi_elem(SBPF_MAP_UPDATE_ELEM, hash, &key, value, SBPF_EXIST));
	WANT(0, "UPDATE", abi_elem(SBPF_MAP_UPDATE_ELEM, hash, &key, value, SBPF_ANY));
	WANT(-EEXIST, "UPDATE NOEXIST",
	     abi_elem(SBPF_MAP_UPDATE_ELEM, hash, &key, value, SBPF_NOEXIST));
	WANT(-EEXIST, "UPDATE NOEXIST of an array",
	     abi_elem(SBPF_MAP_UPDATE_ELEM, array, &key, value, SBPF_NOEXIST));
	WANT(-EINVAL, "UPDATE flag", abi_elem(SBPF_MAP_UPDATE_ELEM, hash, &key, value, 8));
	WANT(-EINVAL, "UPDATE F_LOCK without a lock",
	     abi_elem(SBPF_MAP_UPDATE_ELEM, hash, &key, value, SBPF_F_LOCK));
	key = 2;
	WANT(0, "UPDATE second", abi_elem(SBPF_MAP_UPDATE_ELEM, hash, &key, value, SBPF_ANY));
	key = 3;
	WANT(-E2BIG, "UPDATE of a full hash",
	     abi_elem(SBPF_MAP_UPDATE_ELEM, hash, &key, value, SBPF_ANY));
	WANT(-E2BIG, "UPDATE index out of range",
	     abi_elem(SBPF_MAP_UPDATE_ELEM, array, &key, value, SBPF_ANY));
	WANT(-EPERM, "UPDATE read-only", abi_elem(SBPF_MAP_UPDATE_ELEM, rdonly, &key, value, 0));
	WANT(-EBADF, "UPDATE fd not open", abi_elem(SBPF_MAP_UPDATE_ELEM, BAD_FD, &key, value, 0));
	WANT(-EINVAL, "UPDATE fd of a program",
	     abi_elem(SBPF_MAP_UPDATE_ELEM, filter, &key, value, 0));
	WANT(-EFAULT, "UPDATE key", abi_elem(SBPF_MAP_UPDATE_ELEM, hash, BAD_PTR, value, 0));
	WANT(-EFAULT, "UPDATE value", abi_elem(SBPF_MAP_UPDATE_ELEM, hash, &key, BAD_PTR, 0));
	key = 0;
	value[0] = BAD_FD;
	WANT(-EBADF, "UPDATE program not open",
	     abi_elem(SBPF_MAP_UPDATE_ELEM, progs, &key, value, 0));
	value[0] = array;
	WANT(-EINVAL, "UPDATE map as program",
	     abi_elem(SBPF_MAP_UPDATE_ELEM, progs, &key, value, 0));
	value[0] = 0;
}

TEST(map_delete)
{
	key = 9;
	WANT(-ENOENT, "DELETE no such key", abi_elem(SBPF_MAP_DELETE_ELEM, hash, &key, NULL, 0));
	WANT(-EINVAL, "DELETE from an array", abi_elem(SBPF_MAP_DELETE_ELEM, array, &key, NULL, 0));
	WANT(-EPERM, "DELETE read-only", abi_elem(SBPF_MAP_DELETE_ELEM, rdonly, &key, NULL, 0));
	WANT(-EFAULT, "DELETE key", abi_elem(SBPF_MAP_DELETE_ELEM, hash, BAD_PTR, NULL, 0));
	WANT(-EBADF, "DELETE fd not open", abi_elem(SBPF_MAP_DELETE_ELEM, BAD_FD, &key, NULL, 0));
	WANT(-EINVAL, "DELETE fd of a program",
	     abi_elem(SBPF_MAP_DELETE_ELEM, filter, &key, NULL, 0));
}

TEST(map_next_key)
{
	uint32_t next;

	key = 1;
	WANT(-ENOENT, "NEXT_KEY after the last",
	     abi_elem(SBPF_MAP_GET_NEXT_KEY, array, &key, &next, 0));
	WANT(-EPERM, "NEXT_KEY write-only",
	     abi_elem(SBPF_MAP_GET_NEXT_KEY, wronly, &key, &next, 0));
	WANT(-EFAULT, "NEXT_KEY key", abi_elem(SBPF_MAP_GET_NEXT_KEY, hash, BAD_PTR, &next, 0));
	WANT(-EFAULT, "NEXT_KEY next", abi_elem(SBPF_MAP_GET_NEXT_KEY, array, NULL, BAD_PTR, 0));
	WANT(-EBADF, "NEXT_KEY fd not open",
	     abi_elem(SBPF_MAP_GET_NEXT_KEY, BAD_FD, &key, &next, 0));
	WANT(-EINVAL, "NEXT_KEY fd of a program",
	     abi_elem(SBPF_MAP_GET_NEXT_KEY, filter, &key, &next, 0));
}

TEST(map_freeze)
{
	int map = abi_map(SBPF_MAP_TYPE_ARRAY, 4, 8, 1, 0);

	key = 0;
	WANT(-EBADF, "FREEZE fd not open", CMD(MAP_FREEZE, .map_fd = BAD_FD));
	WANT(-EINVAL, "FREEZE a program", CMD(MAP_FREEZE, .map_fd = filter));
	WANT(-EPERM, "FREEZE read-only", CMD(MAP_FREEZE, .map_fd = rdonly));
	WANT(0, "FREEZE", CMD(MAP_FREEZE, .map_fd = map));
	WANT(-EPERM, "FREEZE again", CMD(MAP_FREEZE, .map_fd = map));
	WANT(-EPERM, "UPDATE frozen", abi_elem(SBPF_MAP_UPDATE_ELEM, map, &key, value, 0));
	WANT(-EPERM, "DELETE frozen", abi_elem(SBPF_MAP_DELETE_ELEM, map, &key, NULL, 0));
	WANT(0, "LOOKUP frozen", abi_elem(SBPF_MAP_LOOKUP_ELEM, map, &key, value, 0));
	close(map);
}

static const struct sbpf_insn empty[] = { MOV_IMM(R0, 0), EXIT() };

#define LOAD(...)							\
	CMD(PROG_LOAD, .prog_type = SBPF_PROG_TYPE_SOCKET_FILTER, .insns = PTR(empty),	\
	    .insn_cnt = ARRAY_SIZE(empty), .license = PTR("GPL"), ##__VA_ARGS__)

static int load_with_log(const struct sbpf_insn *insns, uint32_t cnt, uint32_t size, uint32_t level)
{
	static char log[4096];
	union sbpf_attr attr;

	abi_prog_attr(&attr, SBPF_PROG_TYPE_SOCKET_FILTER, insns, cnt);
	attr.log_buf = PTR(log);
	attr.log_size = size;
	attr.log_level = level;
	return abi_cmd(SBPF_PROG_LOAD, &attr);
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Woverride-init"
TEST(prog_load_attr)
{
	WANT(-EINVAL, "LOAD type 0", LOAD(.prog_type = 0));
	WANT(-EINVAL, "LOAD no such type", LOAD(.prog_type = 9999));
	WANT(-E2BIG, "LOAD no instructions", LOAD(.insn_cnt = 0));
	WANT(-E2BIG, "LOAD too many instructions", LOAD(.insn_cnt = 1000001));
	WANT(-EFAULT, "LOAD instructions", LOAD(.insns = PTR(BAD_PTR)));
	WANT(-EFAULT, "LOAD license", LOAD(.license = PTR(BAD_PTR)));
	WANT(-EINVAL, "LOAD flag", LOAD(.prog_flags = 1u << 15));
	WANT(-EINVAL, "LOAD both engines",
	     LOAD(.prog_flags = SBPF_F_ENGINE_INTERP | SBPF_F_ENGINE_HOSTJIT));
	WANT(-EINVAL, "LOAD name", LOAD(.prog_name = "a-b"));
	WANT(-EINVAL, "LOAD log level", LOAD(.log_level = 16));
	WANT(-EINVAL, "LOAD log without room", LOAD(.log_level = 1, .log_buf = PTR(value)));
	WANT(-EINVAL, "LOAD log room without buffer", LOAD(.log_level = 1, .log_size = 128));
	WANT(-EFAULT, "LOAD log buffer",
	     LOAD(.log_level = 2, .log_size = 4096, .log_buf = PTR(BAD_PTR)));
}
#pragma GCC diagnostic pop

TEST(prog_load_code)
{
	const struct sbpf_insn uninit[] = { EXIT() };
	const struct sbpf_insn unknown[] = { INSN(0xff, 0, 0, 0, 0), EXIT() };
	const struct sbpf_insn no_map[] = { LD_MAP_FD(1, BAD_FD), MOV_IMM(R0, 0), EXIT() };
	const struct sbpf_insn prog_as_map[] = { LD_MAP_FD(1, filter), MOV_IMM(R0, 0), EXIT() };
	const struct sbpf_insn no_helper[] = { INSN(SBPF_JMP | SBPF_CALL, 0, 0, 0, 9999), EXIT() };
	const uint32_t type = SBPF_PROG_TYPE_SOCKET_FILTER;

	WANT(-EACCES, "LOAD result not set", abi_prog(type, uninit, ARRAY_SIZE(uninit)));
	WANT(-EINVAL, "LOAD no such opcode", abi_prog(type, unknown, ARRAY_SIZE(unknown)));
	WANT(-EBADF, "LOAD map not open", abi_prog(type, no_map, ARRAY_SIZE(no_map)));
	WANT(-EINVAL, "LOAD program as map", abi_prog(type, prog_as_map, ARRAY_SIZE(prog_as_map)));
	WANT(-EINVAL, "LOAD no such helper", abi_prog(type, no_helper, ARRAY_SIZE(no_helper)));
	WANT(-ENOSPC, "LOAD log too small", load_with_log(uninit, ARRAY_SIZE(uninit), 8, 2));
	WANT(-ENOSPC, "LOAD log of one byte", load_with_log(uninit, ARRAY_SIZE(uninit), 1, 1));
	WANT(-ENOSPC, "LOAD log of one byte", load_with_log(uninit, ARRAY_SIZE(uninit), 1, 9));
	WANT(-ENOSPC, "LOAD log of two bytes", load_with_log(uninit, ARRAY_SIZE(uninit), 2, 1));
	WANT(-EACCES, "LOAD with log", load_with_log(uninit, ARRAY_SIZE(uninit), 4096, 1));
}

TEST(test_run)
{
	char in[64] = {}, out[16];

	WANT(-EBADF, "TEST_RUN fd not open", CMD(PROG_TEST_RUN, .test = { .prog_fd = BAD_FD }));
	WANT(-EINVAL, "TEST_RUN a map", CMD(PROG_TEST_RUN, .test = { .prog_fd = array }));
	WANT(-ENOTSUPP, "TEST_RUN of a kprobe program",
	     CMD(PROG_TEST_RUN, .test = { .prog_fd = kprobe }));
	WANT(-EINVAL, "TEST_RUN context without size",
	     CMD(PROG_TEST_RUN, .test = { .prog_fd = filter, .ctx_in = PTR(in) }));
	WANT(-EINVAL, "TEST_RUN size without context",
	     CMD(PROG_TEST_RUN, .test = { .prog_fd = filter, .ctx_size_in = 8 }));
	WANT(-EINVAL, "TEST_RUN without a packet",
	     CMD(PROG_TEST_RUN, .test = { .prog_fd = filter }));
	WANT(-EFAULT, "TEST_RUN packet",
	     CMD(PROG_TEST_RUN, .test = { .prog_fd = filter, .data_in = PTR(BAD_PTR),
					  .data_size_in = 64 }));
	WANT(-ENOSPC, "TEST_RUN too little room",
	     CMD(PROG_TEST_RUN, .test = { .prog_fd = filter, .data_in = PTR(in),
					  .data_size_in = sizeof(in), .data_out = PTR(out),
					  .data_size_out = sizeof(out) }));
	WANT(-EINVAL, "TEST_RUN flag",
	     CMD(PROG_TEST_RUN, .test = { .prog_fd = filter, .data_in = PTR(in),
					  .data_size_in = sizeof(in), .flags = 1u << 20 }));
	WANT(-EINVAL, "TEST_RUN raw tracepoint with data",
	     CMD(PROG_TEST_RUN, .test = { .prog_fd = rawtp, .data_in = PTR(in),
					  .data_size_in = sizeof(in) }));
	WANT(-ENXIO, "TEST_RUN no such CPU",
	     CMD(PROG_TEST_RUN, .test = { .prog_fd = rawtp, .flags = SBPF_F_TEST_RUN_ON_CPU,
					  .cpu = 100000 }));
	WANT(-EINVAL, "TEST_RUN CPU without flag",
	     CMD(PROG_TEST_RUN, .test = { .prog_fd = rawtp, .cpu = 1 }));
}

TEST(ids)
{
	static const struct {
		const char *name;
		unsigned int next, by_id;
	} kinds[] = {
		{ "map", SBPF_MAP_GET_NEXT_ID, SBPF_MAP_GET_FD_BY_ID },
		{ "program", SBPF_PROG_GET_NEXT_ID, SBPF_PROG_GET_FD_BY_ID },
		{ "link", SBPF_LINK_GET_NEXT_ID, SBPF_LINK_GET_FD_BY_ID },
	};
	union sbpf_attr attr;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		attr = (union sbpf_attr){ .start_id = NO_ID };
		WANT(-ENOENT, "NEXT_ID after the last", abi_cmd(kinds[i].next, &attr));
		attr = (union sbpf_attr){ .start_id = -1 };
		WANT(-EINVAL, "NEXT_ID beyond all ids", abi_cmd(kinds[i].next, &attr));
		attr = (union sbpf_attr){ .open_flags = 1 };
		WANT(-EINVAL, "NEXT_ID open_flags", abi_cmd(kinds[i].next, &attr));
		WANT(-ENOENT, "FD_BY_ID 0", abi_fd_by_id(kinds[i].by_id, 0));
		WANT(-ENOENT, "FD_BY_ID no such id", abi_fd_by_id(kinds[i].by_id, NO_ID));
		WANT(-ENOENT, "FD_BY_ID id -1", abi_fd_by_id(kinds[i].by_id, -1));
		attr = (union sbpf_attr){ .prog_id = 1, .open_flags = 0x80000000 };
		WANT(-EINVAL, "FD_BY_ID open_flags", abi_cmd(kinds[i].by_id, &attr));
	}
}

TEST(info)
{
	char buf[4097] = {};

#define INFO(fd, len, ptr) \
	CMD(OBJ_GET_INFO_BY_FD, .info = { .bpf_fd = (fd), .info_len = (len), .info = PTR(ptr) })
	WANT(-EBADFD, "INFO fd not open", INFO(BAD_FD, 64, buf));
	WANT(-EINVAL, "INFO fd of a file", INFO(abi_open(), 64, buf));
	WANT(-EFAULT, "INFO of a map", INFO(array, 64, BAD_PTR));
	WANT(-EFAULT, "INFO of a program", INFO(filter, 64, BAD_PTR));
	WANT(-E2BIG, "INFO longer than a page", INFO(array, 4097, buf));
	buf[1000] = 1;
	WANT(-E2BIG, "INFO of a map, tail not zero", INFO(array, 1024, buf));
	WANT(-E2BIG, "INFO of a program, tail not zero", INFO(filter, 1024, buf));
}

TEST(info_records)
{
	struct sbpf_prog_info info = {};

	info = (struct sbpf_prog_info){ .nr_func_info = 1, .func_info = PTR(value) };
	WANT(-EINVAL, "INFO function records of no size", INFO(filter, sizeof(info), &info));
	info = (struct sbpf_prog_info){ .func_info_rec_size = 4 };
	WANT(-EINVAL, "INFO function records too small", INFO(filter, sizeof(info), &info));
	info = (struct sbpf_prog_info){ .line_info_rec_size = 4 };
	WANT(-EINVAL, "INFO line records too small", INFO(filter, sizeof(info), &info));
	info = (struct sbpf_prog_info){ .jited_line_info_rec_size = 4 };
	WANT(-EINVAL, "INFO line addresses too small", INFO(filter, sizeof(info), &info));
	info = (struct sbpf_prog_info){ .nr_prog_tags = 1, .prog_tags = PTR(BAD_PTR) };
	WANT(-EFAULT, "INFO tags", INFO(filter, sizeof(info), &info));
	info = (struct sbpf_prog_info){ .nr_map_ids = 1, .map_ids = PTR(BAD_PTR) };
	WANT(0, "INFO ids of maps that it does not have", INFO(filter, sizeof(info), &info));
	info = (struct sbpf_prog_info){ .xlated_prog_len = 8, .xlated_prog_insns = PTR(BAD_PTR) };
	WANT(-EFAULT, "INFO instructions", INFO(filter, sizeof(info), &info));
	info = (struct sbpf_prog_info){ .nr_jited_ksyms = 1, .jited_ksyms = PTR(BAD_PTR) };
	WANT(-EFAULT, "INFO addresses", INFO(filter, sizeof(info), &info));
	info = (struct sbpf_prog_info){ .nr_jited_func_lens = 1, .jited_func_lens = PTR(BAD_PTR) };
	WANT(-EFAULT, "INFO sizes", INFO(filter, sizeof(info), &info));
}

TEST(links)
{
	union sbpf_attr attr = {};
	int link = CMD(RAW_TRACEPOINT_OPEN, .raw_tracepoint = { .name = PTR("task_rename"),
								.prog_fd = rawtp });

#define RAWTP(fd, ptr) \
	CMD(RAW_TRACEPOINT_OPEN, .raw_tracepoint = { .name = PTR(ptr), .prog_fd = (fd) })
	WANT(-EBADF, "RAW_TRACEPOINT_OPEN fd not open", RAWTP(BAD_FD, "task_rename"));
	WANT(-EINVAL, "RAW_TRACEPOINT_OPEN a map", RAWTP(array, "task_rename"));
	WANT(-EINVAL, "RAW_TRACEPOINT_OPEN filter program", RAWTP(filter, "task_rename"));
	WANT(-ENOENT, "RAW_TRACEPOINT_OPEN no such one", RAWTP(rawtp, "no_such_event"));
	WANT(-ENOENT, "RAW_TRACEPOINT_OPEN empty name", RAWTP(rawtp, ""));
	WANT(-EFAULT, "RAW_TRACEPOINT_OPEN name", RAWTP(rawtp, BAD_PTR));
	WANT(-EFAULT, "RAW_TRACEPOINT_OPEN no name", RAWTP(rawtp, NULL));

	ok(link >= 0, "raw tracepoint link: %d", link);
	WANT(-EBADF, "LINK_CREATE fd not open",
	     CMD(LINK_CREATE, .link_create = { .prog_fd = BAD_FD }));
	WANT(-EINVAL, "LINK_CREATE a map", CMD(LINK_CREATE, .link_create = { .prog_fd = array }));
	WANT(-EINVAL, "LINK_CREATE attach type",
	     CMD(LINK_CREATE, .link_create = { .prog_fd = filter, .attach_type = 9999 }));
	WANT(-EINVAL, "LINK_CREATE of a type without hook",
	     CMD(LINK_CREATE, .link_create = { .prog_fd = filter, .attach_type = SBPF_NETFILTER }));

	((char *)&attr)[offsetofend(union sbpf_attr, link_create.uprobe_multi.pid)] = 1;
	attr.link_create.prog_fd = BAD_FD;
	WANT(-EINVAL, "LINK_CREATE byte behind the last member", abi_cmd(SBPF_LINK_CREATE, &attr));

#define UPDATE(l, n, f, o) \
	CMD(LINK_UPDATE, .link_update = { .link_fd = (l), .new_prog_fd = (n), .flags = (f), \
					  .old_prog_fd = (o) })
	WANT(-EBADF, "LINK_UPDATE link not open", UPDATE(BAD_FD, rawtp, 0, 0));
	WANT(-EINVAL, "LINK_UPDATE a map", UPDATE(array, rawtp, 0, 0));
	WANT(-EBADF, "LINK_UPDATE program not open", UPDATE(link, BAD_FD, 0, 0));
	WANT(-EINVAL, "LINK_UPDATE flag", UPDATE(link, rawtp, 1, 0));
	WANT(-EINVAL, "LINK_UPDATE old program without flag", UPDATE(link, rawtp, 0, rawtp));
	WANT(-EBADF, "LINK_UPDATE old program not open",
	     UPDATE(link, rawtp, SBPF_F_REPLACE, BAD_FD));
	WANT(-EINVAL, "LINK_UPDATE of a raw tracepoint", UPDATE(link, rawtp, 0, 0));

	WANT(-EBADF, "LINK_DETACH fd not open", CMD(LINK_DETACH, .link_detach = { BAD_FD }));
	WANT(-EINVAL, "LINK_DETACH a program", CMD(LINK_DETACH, .link_detach = { filter }));
	WANT(-EOPNOTSUPP, "LINK_DETACH of a raw tracepoint",
	     CMD(LINK_DETACH, .link_detach = { link }));
	close(link);
}

TEST(bind_and_stats)
{
#define BIND(p, m, f) \
	CMD(PROG_BIND_MAP, .prog_bind_map = { .prog_fd = (p), .map_fd = (m), .flags = (f) })
	WANT(0, "BIND_MAP", BIND(filter, array, 0));
	WANT(0, "BIND_MAP again", BIND(filter, array, 0));
	WANT(-EINVAL, "BIND_MAP flag", BIND(filter, array, 1));
	WANT(-EBADF, "BIND_MAP program not open", BIND(BAD_FD, array, 0));
	WANT(-EBADF, "BIND_MAP map not open", BIND(filter, BAD_FD, 0));
	WANT(-EINVAL, "BIND_MAP map as program", BIND(array, array, 0));
	WANT(-EINVAL, "BIND_MAP program as map", BIND(filter, filter, 0));
	WANT(-EINVAL, "ENABLE_STATS type", CMD(ENABLE_STATS, .enable_stats = { .type = 1 }));
}

/*
 * PROG_ATTACH is for cgroups, sockmaps, flow dissectors, lirc and tcx. The module has programs of two of these types,
 * but neither hook, and says what a kernel built without them says.
 */
TEST(prog_attach)
{
	static const struct {
		uint32_t type, attach;
	} kinds[] = {
		{ SBPF_PROG_TYPE_CGROUP_SKB, SBPF_CGROUP_INET_INGRESS },
		{ SBPF_PROG_TYPE_CGROUP_SKB, SBPF_CGROUP_INET_EGRESS },
		{ SBPF_PROG_TYPE_SCHED_CLS, SBPF_TCX_INGRESS },
		{ SBPF_PROG_TYPE_PERF_EVENT, SBPF_PERF_EVENT },
		{ SBPF_PROG_TYPE_KPROBE, SBPF_PERF_EVENT },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		union sbpf_attr attr = { .attach_bpf_fd = abi_prog_empty(kinds[i].type),
					 .attach_type = kinds[i].attach, .target_fd = 1 };

		ok((int)attr.attach_bpf_fd >= 0, "program of type %u: %d", kinds[i].type,
		   (int)attr.attach_bpf_fd);
		WANT(-EINVAL, "PROG_ATTACH", abi_cmd(SBPF_PROG_ATTACH, &attr));
		WANT(-EINVAL, "PROG_DETACH", abi_cmd(SBPF_PROG_DETACH, &attr));
		close(attr.attach_bpf_fd);
	}
}

/* Commands that return an fd when there is none left. */
TEST(no_fds_left)
{
	struct rlimit old, none;
	int last = dup(abi_open());

	getrlimit(RLIMIT_NOFILE, &old);
	close(last);
	none = old;
	none.rlim_cur = last;
	setrlimit(RLIMIT_NOFILE, &none);
	WANT(-EMFILE, "MAP_CREATE no fd left", abi_map(SBPF_MAP_TYPE_ARRAY, 4, 4, 1, 0));
	WANT(-EMFILE, "LOAD no fd left", LOAD());
	WANT(-EMFILE, "ENABLE_STATS no fd left", CMD(ENABLE_STATS, .enable_stats = { .type = 0 }));
	WANT(-EMFILE, "RAW_TRACEPOINT_OPEN no fd left", RAWTP(rawtp, "task_rename"));
	WANT(-EMFILE, "FD_BY_ID no fd left",
	     abi_fd_by_id(SBPF_MAP_GET_FD_BY_ID, abi_map_id(array)));
	setrlimit(RLIMIT_NOFILE, &old);
}
