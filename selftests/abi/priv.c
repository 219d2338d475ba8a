// SPDX-License-Identifier: GPL-2.0
/*
 * Who may do what: each capability for itself and in the combinations that matter, and users
 * without any, with and without the module parameter "unprivileged".
 * engine: none
 * timeout: 210
 * covers: cmd:MAP_CREATE cmd:PROG_LOAD
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "abi.h"
#include "module.h"

#define C(name)		(1ULL << CAP_##name)

static uint32_t some_map_id;

/* Become nobody with these capabilities only. */
static void become(uint64_t caps)
{
	if (prctl(PR_SET_KEEPCAPS, 1) || setresgid(NOBODY, NOBODY, NOBODY) ||
	    setresuid(NOBODY, NOBODY, NOBODY) || keep_caps(caps))
		exit(99);
}

enum what {
	MAP_ARRAY, MAP_LRU, LOAD_FILTER, LOAD_CGROUP_SKB, LOAD_CLS, LOAD_NETFILTER, LOAD_KPROBE,
	LOAD_TRACEPOINT, LOAD_RAWTP, LOAD_PERF, NEXT_ID, FD_BY_ID, STATS, WHATS
};

static const char *const names[WHATS] = {
	"array", "LRU hash", "socket filter", "cgroup_skb", "sched_cls", "netfilter", "kprobe",
	"tracepoint", "raw_tracepoint", "perf_event", "next id", "fd by id", "statistics",
};

static int do_what(enum what what)
{
	static const uint32_t types[WHATS] = {
		[LOAD_FILTER] = SBPF_PROG_TYPE_SOCKET_FILTER,
		[LOAD_CGROUP_SKB] = SBPF_PROG_TYPE_CGROUP_SKB,
		[LOAD_CLS] = SBPF_PROG_TYPE_SCHED_CLS,
		[LOAD_NETFILTER] = SBPF_PROG_TYPE_NETFILTER,
		[LOAD_KPROBE] = SBPF_PROG_TYPE_KPROBE,
		[LOAD_TRACEPOINT] = SBPF_PROG_TYPE_TRACEPOINT,
		[LOAD_RAWTP] = SBPF_PROG_TYPE_RAW_TRACEPOINT,
		[LOAD_PERF] = SBPF_PROG_TYPE_PERF_EVENT,
	};
	const struct sbpf_insn insns[] = { MOV_IMM(R0, 0), EXIT() };
	union sbpf_attr attr = {};
	uint32_t id;

	switch (what) {
	case MAP_ARRAY:
		return abi_map(SBPF_MAP_TYPE_ARRAY, 4, 4, 1, 0);
	case MAP_LRU:
		return abi_map(SBPF_MAP_TYPE_LRU_HASH, 4, 4, 16, 0);
	case NEXT_ID:
		return abi_next_id(SBPF_MAP_GET_NEXT_ID, 0, &id);
	case FD_BY_ID:
		return abi_fd_by_id(SBPF_MAP_GET_FD_BY_ID, some_map_id);
	case STATS:
		return abi_cmd(SBPF_ENABLE_STATS, &attr);
	default:
		abi_prog_attr(&attr, types[what], insns, ARRAY_SIZE(insns));
		if (what == LOAD_NETFILTER)
			attr.expected_attach_type = SBPF_NETFILTER;
		return abi_cmd(SBPF_PROG_LOAD, &attr);
	}
}

/* Run @fn in a child with other credentials; its result is the number of things that went wrong. */
static int in_child(uint64_t caps, int (*fn)(uint64_t arg), uint64_t arg)
{
	int status;
	pid_t child;

	fflush(NULL);
	child = fork();
	if (!child) {
		become(caps);
		_exit(fn(arg));
	}
	waitpid(child, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 255;
}

/* @allowed is a mask of enum what; everything else must be EPERM. */
static int check_all(uint64_t allowed)
{
	int i, got, wrong = 0;

	for (i = 0; i < WHATS; i++) {
		got = do_what(i);
		if ((got >= 0) == !!(allowed & 1 << i) && (got >= 0 || got == -EPERM))
			continue;
		printf("# %s: %d\n", names[i], got);
		fflush(stdout);
		wrong++;
	}
	return wrong;
}

#define W(what)		(1ULL << (what))
#define WITH_BPF	(W(MAP_ARRAY) | W(MAP_LRU) | W(LOAD_FILTER) | W(LOAD_CGROUP_SKB))
#define WITH_NET	(W(LOAD_CLS) | W(LOAD_NETFILTER))
#define WITH_PERFMON	(W(LOAD_KPROBE) | W(LOAD_TRACEPOINT) | W(LOAD_RAWTP) | W(LOAD_PERF))
#define WITH_NOTHING	(W(MAP_ARRAY) | W(LOAD_FILTER) | W(LOAD_CGROUP_SKB))

static const struct {
	const char *name;
	uint64_t caps, allowed;
} cases[] = {
	{ "BPF", C(BPF), WITH_BPF },
	{ "BPF and NET_ADMIN", C(BPF) | C(NET_ADMIN), WITH_BPF | WITH_NET },
	{ "BPF and PERFMON", C(BPF) | C(PERFMON), WITH_BPF | WITH_PERFMON },
	{ "BPF, NET_ADMIN and PERFMON", C(BPF) | C(NET_ADMIN) | C(PERFMON),
	  WITH_BPF | WITH_NET | WITH_PERFMON },
	{ "SYS_ADMIN", C(SYS_ADMIN), (1ULL << WHATS) - 1 },
};

static const struct {
	const char *name;
	uint64_t caps;
} weak[] = {
	{ "nothing", 0 },
	{ "NET_ADMIN", C(NET_ADMIN) },
	{ "PERFMON", C(PERFMON) },
	{ "everything but BPF and SYS_ADMIN",
	  ((1ULL << (CAP_BPF + 1)) - 1) & ~(C(BPF) | C(SYS_ADMIN)) },
};

static void test_capabilities(void)
{
	size_t i;
	int wrong;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		wrong = in_child(cases[i].caps, check_all, cases[i].allowed);
		ok(!wrong, "with %s: %d of %d wrong", cases[i].name, wrong, WHATS);
	}
}

static void test_without_bpf(bool unprivileged)
{
	uint64_t allowed = unprivileged ? WITH_NOTHING : 0;
	size_t i;
	int wrong;

	for (i = 0; i < ARRAY_SIZE(weak); i++) {
		wrong = in_child(weak[i].caps, check_all, allowed);
		ok(!wrong, "with %s, unprivileged=%d: %d of %d wrong", weak[i].name, unprivileged,
		   wrong, WHATS);
	}
}

static int check_open(uint64_t unused)
{
	int fd = open(SBPF_DEVICE, O_RDWR);

	return fd >= 0 ? 1 : errno != EACCES;
}

/* Programs and the errors nobody must get for them, one bit each in the result. */
static int check_rules(uint64_t unused)
{
	const struct sbpf_insn leak[] = { MOV_REG(R0, R1), EXIT() };
	const struct sbpf_insn leak_stack[] = { MOV_REG(R0, R10), EXIT() };
	const struct sbpf_insn loop[] = {
		MOV_IMM(R0, 0), ALU64_IMM(ADD, R0, 1),
		INSN(SBPF_JMP | SBPF_JLT | SBPF_K, 0, 0, -2, 5), EXIT(),
	};
	const struct sbpf_insn jiffies[] = { CALL(jiffies64), EXIT() };
	const struct sbpf_insn time[] = { CALL(ktime_get_ns), MOV_IMM(R0, 0), EXIT() };
	const struct sbpf_insn local_call[] = {
		CALL_REL(1), EXIT(), MOV_IMM(R0, 0), EXIT(),
	};
	const struct {
		const struct sbpf_insn *insns;
		uint32_t cnt;
		int want;	/* 0: loads */
	} progs[] = {
		{ leak, ARRAY_SIZE(leak), -EACCES },
		{ leak_stack, ARRAY_SIZE(leak_stack), -EACCES },
		{ loop, ARRAY_SIZE(loop), -EINVAL },
		{ jiffies, ARRAY_SIZE(jiffies), -EINVAL },
		{ local_call, ARRAY_SIZE(local_call), -EPERM },
		{ time, ARRAY_SIZE(time), 0 },
	};
	size_t i;
	int wrong = 0;

	for (i = 0; i < ARRAY_SIZE(progs); i++) {
		int got = abi_prog(SBPF_PROG_TYPE_SOCKET_FILTER, progs[i].insns, progs[i].cnt);

		if (progs[i].want ? got == progs[i].want : got >= 0)
			continue;
		printf("# program %zu: %d, want %d\n", i, got, progs[i].want);
		fflush(stdout);
		wrong++;
	}
	return wrong;
}

/* Whoever holds the fd may ask about a program, but not see its code. Every wrong answer is a bit. */
static int check_info(uint64_t fd)
{
	uint64_t code[64], ksym = 0;
	struct sbpf_prog_info info = {
		.xlated_prog_insns = PTR(code), .xlated_prog_len = sizeof(code),
		.jited_ksyms = PTR(&ksym), .nr_jited_ksyms = 1,
	};
	union sbpf_attr attr = { .info = { .bpf_fd = fd, .info_len = sizeof(info), .info = PTR(&info) } };

	if (abi_cmd(SBPF_OBJ_GET_INFO_BY_FD, &attr))
		return 1;
	return !info.id << 1 | !!info.xlated_prog_len << 2 | !!info.jited_prog_len << 3 |
	       !!info.nr_jited_ksyms << 4 | !!ksym << 5;
}

static int check_size(uint64_t want)
{
	struct sbpf_insn *insns = calloc(4097, sizeof(*insns));
	int i, got;

	for (i = 0; i < 4096; i++)
		insns[i] = MOV_IMM(R0, 0);
	insns[4096] = EXIT();
	got = abi_prog(SBPF_PROG_TYPE_SOCKET_FILTER, insns, 4097);
	free(insns);
	printf("# 4097 instructions: %d\n", got);
	fflush(stdout);
	return want ? got != -(int)want : got < 0;
}

/* Load the module with other parameters; all objects must be gone. */
static bool reload(const char *params)
{
	int err;

	abi_close();
	err = module_unload();
	if (!err)
		err = module_load(params);
	abi_open();
	return !err && abi_dev >= 0;
}

static void check_node(unsigned int mode, gid_t gid)
{
	struct stat st;

	ASSERT_EQ(stat(SBPF_DEVICE, &st), 0);
	EXPECT_TRUE(S_ISCHR(st.st_mode));
	EXPECT_EQ(st.st_mode & 0777, mode);
	EXPECT_EQ(st.st_uid, 0);
	EXPECT_EQ(st.st_gid, gid);
}

static int map_make(void)
{
	int map;

	abi_open();
	map = ASSERT_OK(abi_map(SBPF_MAP_TYPE_ARRAY, 4, 4, 1, 0));
	some_map_id = abi_map_id(map);
	return map;
}

TEST_TIMEOUT(as_loaded, 60)
{
	int prog, wrong;

	check_node(0600, 0);
	ok(!in_child(0, check_open, 0), "nobody can open it");
	map_make();
	test_capabilities();
	test_without_bpf(false);
	prog = ASSERT_OK(abi_prog_empty(SBPF_PROG_TYPE_SOCKET_FILTER));
	wrong = in_child(0, check_info, prog);
	ok(!wrong, "info for a holder of the fd without capabilities: wrong %#x", wrong);
	ok(!in_child(C(BPF), check_size, 0), "4097 instructions with BPF");
}

TEST_TIMEOUT(unprivileged, 140)
{
	char before[512], rest[512], params[600];
	int map;

	module_params(before, sizeof(before), NULL);
	module_params(rest, sizeof(rest), "unprivileged");
	snprintf(params, sizeof(params), "%s unprivileged=1 mode=432 gid=%d", rest, NOBODY);
	if (!reload(params)) {
		reload(before);
		FAIL("cannot load with %s", params);
	}
	check_node(0660, NOBODY);
	ok(in_child(0, check_open, 0), "the group cannot open it");
	map = map_make();
	test_capabilities();
	test_without_bpf(true);
	ok(!in_child(0, check_rules, 0), "rules for programs of nobody");
	ok(!in_child(0, check_size, E2BIG), "4097 instructions of nobody");
	close(map);
	ok(reload(before), "cannot load as before");
}
