// SPDX-License-Identifier: GPL-2.0
/*
 * TRACEPOINT: programs on trace events named by perf events, by link and for the life of the event.
 * timeout: 150
 * covers: prog:TRACEPOINT attach:PERF_EVENT cmd:LINK_CREATE cmd:PERF_EVENT_SET_PROG
 */
#include "trace.h"

static void call_kill(int times)
{
	while (times--)
		syscall(__NR_kill, getpid(), 0);
}

TEST(sees_syscall_arguments)
{
	volatile struct trace_state *st;
	int perf, link;

	TRACE_LOAD("tp_kill");
	st = trace_state();
	perf = ASSERT_OK(perf_open_tracepoint("syscalls", "sys_enter_kill"));
	link = ASSERT_OK(perf_link(trace_fd("tp_kill"), perf));
	call_kill(100);
	EXPECT_EQ(st->hits, 100);
	EXPECT_EQ(st->arg[0], __NR_kill);
	EXPECT_EQ(st->arg[1], (__u64)getpid());
	EXPECT_EQ(st->arg[2], 0);
	close(link);
	call_kill(100);
	EXPECT_EQ(st->hits, 100);
}

TEST(sees_syscall_results)
{
	volatile struct trace_state *st;
	int perf;

	TRACE_LOAD("tp_kill_exit");
	st = trace_state();
	perf = ASSERT_OK(perf_open_tracepoint("syscalls", "sys_exit_kill"));
	ASSERT_OK(perf_link(trace_fd("tp_kill_exit"), perf));
	syscall(__NR_kill, getpid(), 1000);
	EXPECT_EQ(st->hits, 1);
	EXPECT_EQ(st->arg[0], __NR_kill);
	EXPECT_EQ(st->ret, -EINVAL);
}

/* The usual way to a string of a record: context pointer plus offset, through probe_read. */
TEST(sees_strings_behind_the_record)
{
	volatile struct trace_state *st;
	int perf, status;
	pid_t pid;

	TRACE_LOAD("tp_exec");
	st = trace_state();
	perf = ASSERT_OK(perf_open_tracepoint("sched", "sched_process_exec"));
	ASSERT_OK(perf_link(trace_fd("tp_exec"), perf));
	pid = fork();
	if (!pid) {
		st->pid = getpid();
		execl("/bin/true", "true", NULL);
		_exit(1);
	}
	waitpid(pid, &status, 0);
	EXPECT_EQ(st->hits, 1);
	EXPECT_EQ(st->arg[0], (__u64)pid);
	EXPECT_EQ(st->ret, sizeof("/bin/true"));
	EXPECT_STREQ((char *)st->name, "/bin/true");
}

/* The perf event is open on CPU 0; the program runs for hits on all. */
TEST(runs_on_every_cpu)
{
	volatile struct trace_state *st;
	int perf, cpu;

	TRACE_LOAD("tp_kill");
	st = trace_state();
	perf = ASSERT_OK(perf_open_tracepoint("syscalls", "sys_enter_kill"));
	ASSERT_OK(perf_link(trace_fd("tp_kill"), perf));
	for (cpu = 0; cpu < cpus_possible(); cpu++) {
		pin_to(cpu);
		call_kill(3);
		EXPECT_EQ(st->hits_on[cpu], 3);
	}
}

/* A CPU that comes up is traced a moment later. */
static void hits_within_a_second(volatile __u64 *hits)
{
	int i;

	for (i = 0; i < 100 && !*hits; i++) {
		call_kill(1);
		usleep(10000);
	}
	EXPECT_GT(*hits, 0);
}

TEST(cpu_hotplug)
{
	const char *online = "/sys/devices/system/cpu/cpu1/online";
	volatile struct trace_state *st;
	int perf, link;

	if (access(online, W_OK))
		SKIP("one CPU that cannot be unplugged");
	TRACE_LOAD("tp_kill");
	st = trace_state();
	perf = ASSERT_OK(perf_open_tracepoint("syscalls", "sys_enter_kill"));
	link = ASSERT_OK(perf_link(trace_fd("tp_kill"), perf));
	ASSERT_OK(file_write(online, "0"));
	call_kill(1);
	EXPECT_EQ(st->hits, 1);
	ASSERT_OK(file_write(online, "1"));
	pin_to(1);
	hits_within_a_second(&st->hits_on[1]);

	/* Attached while the CPU is away. */
	pin_to(0);
	close(link);
	ASSERT_OK(file_write(online, "0"));
	link = ASSERT_OK(perf_link(trace_fd("tp_kill"), perf));
	ASSERT_OK(file_write(online, "1"));
	pin_to(1);
	st->hits_on[1] = 0;
	hits_within_a_second(&st->hits_on[1]);
	/* And detached while it is. */
	pin_to(0);
	ASSERT_OK(file_write(online, "0"));
	close(link);
	ASSERT_OK(file_write(online, "1"));
}

TEST(record_bounds)
{
	int perf;

	TRACE_LOAD("tp_kill_too_far", "tp_exec_too_far");
	perf = ASSERT_OK(perf_open_tracepoint("syscalls", "sys_enter_kill"));
	EXPECT_ERR(perf_link(trace_fd("tp_kill_too_far"), perf), EACCES);
	EXPECT_ERR(perf_set_prog(perf, trace_fd("tp_kill_too_far")), EACCES);
	close(perf);
	perf = ASSERT_OK(perf_open_tracepoint("sched", "sched_process_exec"));
	EXPECT_ERR(perf_link(trace_fd("tp_exec_too_far"), perf), EACCES);
}

TEST(context_rules)
{
	const struct sbpf_insn hidden[] = { LDX(DW, R0, R1, 0), MOV_IMM(R0, 0), EXIT() };
	const struct sbpf_insn common[] = { LDX(W, R0, R1, 4), MOV_IMM(R0, 0), EXIT() };
	const struct sbpf_insn last[] = { LDX(DW, R0, R1, 8184), MOV_IMM(R0, 0), EXIT() };
	const struct sbpf_insn behind[] = { LDX(DW, R0, R1, 8192), MOV_IMM(R0, 0), EXIT() };
	const struct sbpf_insn write[] = { ST(DW, R1, 8, 0), MOV_IMM(R0, 0), EXIT() };

	need_device();
	EXPECT_ERR(PROG_LOAD_BAD(SBPF_PROG_TYPE_TRACEPOINT, hidden, NULL, 0), EACCES);
	EXPECT_ERR(PROG_LOAD_BAD(SBPF_PROG_TYPE_TRACEPOINT, common, NULL, 0), EACCES);
	EXPECT_ERR(PROG_LOAD_BAD(SBPF_PROG_TYPE_TRACEPOINT, behind, NULL, 0), EACCES);
	EXPECT_ERR(PROG_LOAD_BAD(SBPF_PROG_TYPE_TRACEPOINT, write, NULL, 0), EACCES);
	EXPECT_OK(PROG_LOAD(SBPF_PROG_TYPE_TRACEPOINT, last));
}

TEST(errors)
{
	const struct sbpf_insn nop[] = { MOV_IMM(R0, 0), EXIT() };
	int perf, clock, tp, kp, pe, file, link;

	need_device();
	tp = ASSERT_OK(PROG_LOAD(SBPF_PROG_TYPE_TRACEPOINT, nop));
	kp = ASSERT_OK(PROG_LOAD(SBPF_PROG_TYPE_KPROBE, nop));
	pe = ASSERT_OK(PROG_LOAD(SBPF_PROG_TYPE_PERF_EVENT, nop));
	perf = ASSERT_OK(perf_open_tracepoint("syscalls", "sys_enter_kill"));
	clock = ASSERT_OK(perf_open_clock(0, -1, false));
	file = open("/dev/null", O_RDWR);

	EXPECT_ERR(perf_link(tp, -1), EBADF);
	EXPECT_ERR(perf_link(tp, file), EBADF);
	EXPECT_ERR(perf_link(tp, tp), EBADF);
	EXPECT_ERR(perf_link(-1, perf), EBADF);
	EXPECT_ERR(perf_link(perf, perf), EINVAL);
	EXPECT_ERR(perf_link(kp, perf), EINVAL);
	EXPECT_ERR(perf_link(pe, perf), EINVAL);
	EXPECT_ERR(perf_link(tp, clock), EINVAL);
	EXPECT_ERR(perf_link(kp, clock), EINVAL);
	EXPECT_ERR(link_create(tp, perf, SBPF_PERF_EVENT, 1), EINVAL);
	EXPECT_ERR(perf_set_prog(-1, tp), EBADF);
	EXPECT_ERR(perf_set_prog(file, tp), EBADF);
	EXPECT_ERR(perf_set_prog(perf, -1), EBADF);
	EXPECT_ERR(perf_set_prog(perf, kp), EINVAL);

	link = ASSERT_OK(perf_link(tp, perf));
	EXPECT_ERR(perf_link(tp, perf), EEXIST);
	EXPECT_ERR(perf_set_prog(perf, tp), EEXIST);
	close(link);
	ASSERT_OK(perf_set_prog(perf, tp));
	EXPECT_ERR(perf_link(tp, perf), EEXIST);
}

TEST(info)
{
	struct sbpf_link_info info = {};
	__u32 len = sizeof(info);
	char name[64];
	int perf, link;

	TRACE_LOAD("tp_exec");
	perf = ASSERT_OK(perf_open_tracepoint("sched", "sched_process_exec"));
	link = ASSERT_OK(perf_link(trace_fd("tp_exec"), perf));
	info.perf_event.tracepoint.tp_name = (uintptr_t)name;
	info.perf_event.tracepoint.name_len = sizeof(name);
	ASSERT_OK(obj_info(link, &info, &len));
	EXPECT_EQ(info.type, SBPF_LINK_TYPE_PERF_EVENT);
	EXPECT_EQ(info.perf_event.type, SBPF_PERF_EVENT_TRACEPOINT);
	EXPECT_STREQ(name, "sched_process_exec");
	EXPECT_EQ(info.perf_event.tracepoint.name_len, sizeof("sched_process_exec"));
	EXPECT_ERR(link_detach(link), EOPNOTSUPP);
	EXPECT_ERR(link_update(link, trace_fd("tp_exec"), 0, 0), EINVAL);
}

/* Either may go first. */
TEST(event_and_link_close_in_any_order)
{
	volatile struct trace_state *st;
	int perf, link;

	TRACE_LOAD("tp_kill");
	st = trace_state();
	perf = ASSERT_OK(perf_open_tracepoint("syscalls", "sys_enter_kill"));
	link = ASSERT_OK(perf_link(trace_fd("tp_kill"), perf));
	close(perf);
	call_kill(5);
	EXPECT_EQ(st->hits, 5);
	close(link);
	call_kill(5);
	EXPECT_EQ(st->hits, 5);

	perf = ASSERT_OK(perf_open_tracepoint("syscalls", "sys_enter_kill"));
	link = ASSERT_OK(perf_link(trace_fd("tp_kill"), perf));
	close(link);
	close(perf);
	call_kill(5);
	EXPECT_EQ(st->hits, 5);
}

/* SET_PROG: no fd holds the program but the event's. */
TEST(set_prog_lives_with_the_event)
{
	volatile struct trace_state *st;
	int perf, users;

	/* Nothing of the tests before this one is counted. */
	ASSERT_EQ(module_users_down_to(0), 0);
	TRACE_LOAD("tp_kill");
	st = trace_state();
	users = module_users();
	perf = ASSERT_OK(perf_open_tracepoint("syscalls", "sys_enter_kill"));
	ASSERT_OK(perf_set_prog(perf, trace_fd("tp_kill")));
	EXPECT_GT(module_users(), users);
	call_kill(5);
	EXPECT_EQ(st->hits, 5);
	close(perf);
	/* From the last close on it does not run, even if the probe goes a moment later. */
	call_kill(5);
	EXPECT_EQ(st->hits, 5);
	EXPECT_EQ(module_users_down_to(users), users);
}

TEST(set_prog_across_fork_and_exit)
{
	volatile struct trace_state *st;
	int perf, ready[2], go[2];
	pid_t child;
	char c;

	TRACE_LOAD("tp_kill");
	st = trace_state();
	perf = ASSERT_OK(perf_open_tracepoint("syscalls", "sys_enter_kill"));
	ASSERT_OK(perf_set_prog(perf, trace_fd("tp_kill")));
	ASSERT_EQ(pipe(ready), 0);
	ASSERT_EQ(pipe(go), 0);
	child = fork();
	if (!child) {
		/* Holds the event now. */
		if (write(ready[1], "", 1) == 1 && read(go[0], &c, 1))
			_exit(0);
		_exit(1);
	}
	ASSERT_EQ(read(ready[0], &c, 1), 1);
	close(perf);
	call_kill(3);
	EXPECT_EQ(st->hits, 3);
	ASSERT_EQ(write(go[1], "", 1), 1);
	waitpid(child, NULL, 0);
	call_kill(3);
	EXPECT_EQ(st->hits, 3);
}

TEST_TIMEOUT(cycles_under_load, 100)
{
	volatile struct trace_state *st;
	pid_t load;
	int i, perf;

	TRACE_LOAD("tp_kill");
	st = trace_state();
	/* Keeps the trace event on, so that no code is patched while another CPU runs it. */
	perf = ASSERT_OK(perf_open_tracepoint("syscalls", "sys_enter_kill"));
	ASSERT_OK(perf_link(trace_fd("tp_kill"), perf));
	load = fork();
	if (!load) {
		st->pid = getpid();
		for (;;)
			call_kill(1000);
	}
	for (i = 0; i < 300; i++) {
		int event = ASSERT_OK(perf_open_tracepoint("syscalls", "sys_enter_kill"));

		if (i % 2)
			ASSERT_OK(perf_set_prog(event, trace_fd("tp_kill")));
		else
			close(ASSERT_OK(perf_link(trace_fd("tp_kill"), event)));
		close(event);
	}
	kill(load, SIGKILL);
	waitpid(load, NULL, 0);
	EXPECT_GT(st->hits, 0);
}
