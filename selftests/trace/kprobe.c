// SPDX-License-Identifier: GPL-2.0
/*
 * KPROBE: programs on functions, at entry and return, by symbol, by address and through tracefs.
 * timeout: 150
 * covers: prog:KPROBE attach:PERF_EVENT cmd:LINK_CREATE cmd:PERF_EVENT_SET_PROG
 */
#include "trace.h"

#define FUNC	"__x64_sys_getpgid"

TEST(entry_sees_arguments)
{
	volatile struct trace_state *st;
	int perf, link;

	TRACE_LOAD("kp_getpgid");
	st = trace_state();
	perf = ASSERT_OK(perf_open_kprobe(FUNC, 0, false));
	link = ASSERT_OK(perf_link(trace_fd("kp_getpgid"), perf));
	syscall(__NR_getpgid, 4711);
	EXPECT_EQ(st->hits, 1);
	EXPECT_EQ(st->arg[0], 4711);
	EXPECT_HAS(symbol_of(st->arg[1]), "sys_getpgid");
	call_getpgid(99);
	EXPECT_EQ(st->hits, 100);
	close(link);
	call_getpgid(10);
	EXPECT_EQ(st->hits, 100);
}

TEST(return_sees_result)
{
	volatile struct trace_state *st;
	int perf, link;

	TRACE_LOAD("kp_getpgid_ret");
	st = trace_state();
	perf = ASSERT_OK(perf_open_kprobe(FUNC, 0, true));
	link = ASSERT_OK(perf_link(trace_fd("kp_getpgid_ret"), perf));
	EXPECT_EQ(call_getpgid(50), getpgid(0));
	EXPECT_EQ(st->hits, 51);
	EXPECT_EQ(st->ret, getpgid(0));
	syscall(__NR_getpgid, -5);
	EXPECT_EQ(st->ret, -ESRCH);
	close(link);
	call_getpgid(10);
	EXPECT_EQ(st->hits, 53);
}

TEST(by_address)
{
	volatile struct trace_state *st;
	struct sbpf_link_info info = {};
	__u32 len = sizeof(info);
	uint64_t addr;
	int perf, link;

	TRACE_LOAD("kp_getpgid");
	st = trace_state();
	addr = symbol_addr(FUNC);
	ASSERT_NE(addr, 0);
	perf = ASSERT_OK(perf_open_kprobe(NULL, addr, false));
	link = ASSERT_OK(perf_link(trace_fd("kp_getpgid"), perf));
	call_getpgid(5);
	EXPECT_EQ(st->hits, 5);
	ASSERT_OK(obj_info(link, &info, &len));
	EXPECT_EQ(info.perf_event.type, SBPF_PERF_EVENT_KPROBE);
	EXPECT_LE(info.perf_event.kprobe.addr - addr, 4);
}

/* A probe that tracefs made is a trace event. */
static void tracefs_probe(const char *def, const char *name, const char *prog, uint64_t hits)
{
	volatile struct trace_state *st;
	char off[64];
	int perf, link;

	if (access("/sys/kernel/tracing/kprobe_events", W_OK))
		SKIP("no /sys/kernel/tracing/kprobe_events");
	TRACE_LOAD(prog);
	st = trace_state();
	ASSERT_OK(file_write("/sys/kernel/tracing/kprobe_events", def));
	perf = ASSERT_OK(perf_open_tracepoint("sbpf_test", name));
	link = ASSERT_OK(perf_link(trace_fd(prog), perf));
	call_getpgid(20);
	EXPECT_EQ(st->hits, hits);
	close(link);
	call_getpgid(20);
	EXPECT_EQ(st->hits, hits);
	close(perf);
	snprintf(off, sizeof(off), "-:sbpf_test/%s", name);
	/* The last user of the event goes a moment after the link. */
	for (int i = 0; i < 100 && file_write("/sys/kernel/tracing/kprobe_events", off) < 0; i++)
		usleep(10000);
}

TEST(through_tracefs)
{
	tracefs_probe("p:sbpf_test/entry " FUNC, "entry", "kp_getpgid", 20);
}

TEST(return_through_tracefs)
{
	tracefs_probe("r:sbpf_test/ret " FUNC, "ret", "kp_getpgid_ret", 20);
}

TEST(errors)
{
	const struct sbpf_insn nop[] = { MOV_IMM(R0, 0), EXIT() };
	int perf, tp, kp;

	need_device();
	tp = ASSERT_OK(PROG_LOAD(SBPF_PROG_TYPE_TRACEPOINT, nop));
	kp = ASSERT_OK(PROG_LOAD(SBPF_PROG_TYPE_KPROBE, nop));
	perf = ASSERT_OK(perf_open_kprobe(FUNC, 0, false));
	EXPECT_ERR(perf_link(tp, perf), EINVAL);
	EXPECT_OK(perf_link(kp, perf));
	EXPECT_ERR(perf_link(kp, perf), EEXIST);
}

TEST(info)
{
	struct sbpf_link_info info = {};
	__u32 len = sizeof(info);
	char name[64], path[64];
	static char text[1024];
	int perf, link;

	TRACE_LOAD("kp_getpgid_ret");
	perf = ASSERT_OK(perf_open_kprobe(FUNC, 0, true));
	link = ASSERT_OK(perf_link(trace_fd("kp_getpgid_ret"), perf));
	info.perf_event.kprobe.func_name = (uintptr_t)name;
	info.perf_event.kprobe.name_len = sizeof(name);
	ASSERT_OK(obj_info(link, &info, &len));
	EXPECT_EQ(info.type, SBPF_LINK_TYPE_PERF_EVENT);
	EXPECT_EQ(info.perf_event.type, SBPF_PERF_EVENT_KRETPROBE);
	EXPECT_STREQ(name, FUNC);
	EXPECT_EQ(info.perf_event.kprobe.offset, 0);
	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", link);
	ASSERT_OK(file_read(path, text, sizeof(text)));
	EXPECT_HAS(text, "link_type:\tperf\n");
	EXPECT_HAS(text, "event_type:\tkretprobe\n");
}

TEST(set_prog)
{
	volatile struct trace_state *st;
	int perf, users;

	/* Nothing of the tests before this one is counted. */
	ASSERT_EQ(module_users_down_to(0), 0);
	TRACE_LOAD("kp_getpgid");
	st = trace_state();
	users = module_users();
	perf = ASSERT_OK(perf_open_kprobe(FUNC, 0, false));
	ASSERT_OK(perf_set_prog(perf, trace_fd("kp_getpgid")));
	call_getpgid(5);
	EXPECT_EQ(st->hits, 5);
	close(perf);
	call_getpgid(5);
	EXPECT_EQ(st->hits, 5);
	EXPECT_EQ(module_users_down_to(users), users);
}

/* libbpf's own way there. */
TEST(libbpf_attach)
{
	volatile struct trace_state *st;
	struct bpf_link *entry, *ret;

	TRACE_LOAD("kp_getpgid", "kp_getpgid_ret");
	st = trace_state();
	entry = bpf_program__attach(trace_prog("kp_getpgid"));
	ASSERT_TRUE(entry != NULL);
	ret = bpf_program__attach(trace_prog("kp_getpgid_ret"));
	ASSERT_TRUE(ret != NULL);
	call_getpgid(5);
	EXPECT_EQ(st->hits, 10);
	bpf_link__destroy(entry);
	bpf_link__destroy(ret);
	call_getpgid(5);
	EXPECT_EQ(st->hits, 10);
}

/*
 * One probe stays on the function all the time: the first puts a breakpoint or call there and the last takes it away, which
 * QEMU's emulation does not get right while another CPU runs that code, with or without this module.
 */
TEST_TIMEOUT(cycles_under_load, 100)
{
	volatile struct trace_state *st;
	pid_t load;
	int i;

	TRACE_LOAD("kp_getpgid", "kp_getpgid_ret");
	st = trace_state();
	ASSERT_OK(perf_open_kprobe(FUNC, 0, false));
	load = fork();
	if (!load) {
		st->pid = getpid();
		for (;;)
			call_getpgid(1000);
	}
	for (i = 0; i < 200; i++) {
		int perf = ASSERT_OK(perf_open_kprobe(FUNC, 0, i & 1));
		int prog = trace_fd(i & 1 ? "kp_getpgid_ret" : "kp_getpgid");

		if (i & 2)
			ASSERT_OK(perf_set_prog(perf, prog));
		else
			close(ASSERT_OK(perf_link(prog, perf)));
		close(perf);
	}
	kill(load, SIGKILL);
	waitpid(load, NULL, 0);
	EXPECT_GT(st->hits, 0);
}
