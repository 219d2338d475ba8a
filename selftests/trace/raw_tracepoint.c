// SPDX-License-Identifier: GPL-2.0
/*
 * RAW_TRACEPOINT: programs on real tracepoints, by name; what they see, how they end, and PROG_TEST_RUN.
 * timeout: 120
 * covers: prog:RAW_TRACEPOINT cmd:RAW_TRACEPOINT_OPEN cmd:PROG_TEST_RUN
 */
#include "trace.h"

TEST(sees_each_hit)
{
	volatile struct trace_state *st;
	int link;

	TRACE_LOAD("rawtp_count");
	st = trace_state();
	link = ASSERT_OK(raw_tracepoint_open("sys_enter", trace_fd("rawtp_count")));
	call_getppid(100);
	EXPECT_EQ(st->hits, 100);
	EXPECT_NE(st->arg[0], 0);
	EXPECT_EQ(st->arg[1], __NR_getppid);
	close(link);
	call_getppid(100);
	EXPECT_EQ(st->hits, 100);
}

/* pid_t has 32 bits; whatever was in the upper half of the register must not be seen. */
TEST(narrow_arguments_are_clean)
{
	volatile struct trace_state *st;
	int status;
	pid_t pid;

	TRACE_LOAD("rawtp_exec");
	st = trace_state();
	ASSERT_OK(raw_tracepoint_open("sched_process_exec", trace_fd("rawtp_exec")));
	pid = fork();
	if (!pid) {
		st->pid = getpid();
		execl("/bin/true", "true", NULL);
		_exit(1);
	}
	ASSERT_EQ(waitpid(pid, &status, 0), pid);
	EXPECT_EQ(status, 0);
	EXPECT_EQ(st->hits, 1);
	EXPECT_EQ(st->arg[1], (__u64)pid);
	EXPECT_GT(st->arg[0], 1ULL << 63);
	EXPECT_GT(st->arg[2], 1ULL << 63);
}

TEST(errors)
{
	const struct sbpf_insn far[] = { LDX(DW, R0, R1, 8 * 8), MOV_IMM(R0, 0), EXIT() };
	const struct sbpf_insn nop[] = { MOV_IMM(R0, 0), EXIT() };
	union sbpf_attr attr = {};
	int prog, filter;

	need_device();
	prog = ASSERT_OK(PROG_LOAD(SBPF_PROG_TYPE_RAW_TRACEPOINT, nop));
	filter = ASSERT_OK(PROG_LOAD(SBPF_PROG_TYPE_SOCKET_FILTER, nop));
	EXPECT_ERR(raw_tracepoint_open("no_such_tracepoint", prog), ENOENT);
	EXPECT_ERR(raw_tracepoint_open("", prog), ENOENT);
	EXPECT_ERR(raw_tracepoint_open("sys_enter", filter), EINVAL);
	EXPECT_ERR(raw_tracepoint_open("sys_enter", -1), EBADF);
	EXPECT_ERR(raw_tracepoint_open("sys_enter", 0), EINVAL);
	attr.raw_tracepoint.prog_fd = prog;
	attr.raw_tracepoint.name = 8;
	EXPECT_ERR(sbpf(SBPF_RAW_TRACEPOINT_OPEN, &attr, sizeof(attr)), EFAULT);

	/* sys_enter has two arguments; that the kernel tells only with BTF. */
	prog = ASSERT_OK(PROG_LOAD(SBPF_PROG_TYPE_RAW_TRACEPOINT, far));
	if (!access("/sys/kernel/btf/vmlinux", R_OK))
		EXPECT_ERR(raw_tracepoint_open("sys_enter", prog), EINVAL);
	else
		EXPECT_OK(raw_tracepoint_open("sys_enter", prog));
}

TEST(context_is_read_only_and_bounded)
{
	const struct sbpf_insn write[] = { MOV_IMM(R0, 0), STX(DW, R1, R0, 0), EXIT() };
	const struct sbpf_insn behind[] = { LDX(DW, R0, R1, 12 * 8), MOV_IMM(R0, 0), EXIT() };
	const struct sbpf_insn before[] = { LDX(DW, R0, R1, -8), MOV_IMM(R0, 0), EXIT() };
	const struct sbpf_insn askew[] = { LDX(W, R0, R1, 2), MOV_IMM(R0, 0), EXIT() };
	const struct sbpf_insn narrow[] = { LDX(B, R0, R1, 5), MOV_IMM(R0, 0), EXIT() };
	const int types[] = { SBPF_PROG_TYPE_RAW_TRACEPOINT, SBPF_PROG_TYPE_KPROBE };
	unsigned int i;

	need_device();
	for (i = 0; i < 2; i++) {
		EXPECT_ERR(PROG_LOAD_BAD(types[i], write, NULL, 0), EACCES);
		EXPECT_ERR(PROG_LOAD_BAD(types[i], before, NULL, 0), EACCES);
		EXPECT_ERR(PROG_LOAD_BAD(types[i], askew, NULL, 0), EACCES);
		EXPECT_OK(PROG_LOAD(types[i], narrow));
	}
	EXPECT_ERR(PROG_LOAD_BAD(SBPF_PROG_TYPE_RAW_TRACEPOINT, behind, NULL, 0), EACCES);
}

TEST(info)
{
	struct sbpf_link_info info = {};
	__u32 len = sizeof(info);
	char name[64], path[64];
	int link;

	TRACE_LOAD("rawtp_count");
	link = ASSERT_OK(raw_tracepoint_open("sys_enter", trace_fd("rawtp_count")));
	ASSERT_OK(obj_info(link, &info, &len));
	EXPECT_EQ(info.type, SBPF_LINK_TYPE_RAW_TRACEPOINT);
	EXPECT_EQ(info.raw_tracepoint.tp_name_len, sizeof("sys_enter"));

	info.raw_tracepoint.tp_name = (uintptr_t)name;
	info.raw_tracepoint.tp_name_len = sizeof(name);
	ASSERT_OK(obj_info(link, &info, &len));
	EXPECT_STREQ(name, "sys_enter");

	info.raw_tracepoint.tp_name = (uintptr_t)name;
	info.raw_tracepoint.tp_name_len = 4;
	EXPECT_ERR(obj_info(link, &info, &len), ENOSPC);
	EXPECT_STREQ(name, "sys");
	info.raw_tracepoint.tp_name = 0;
	info.raw_tracepoint.tp_name_len = 4;
	EXPECT_ERR(obj_info(link, &info, &len), EINVAL);

	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", link);
	static char text[1024];

	ASSERT_OK(file_read(path, text, sizeof(text)));
	EXPECT_HAS(text, "link_type:\traw_tracepoint\n");
	EXPECT_HAS(text, "tp_name:\tsys_enter\n");
	EXPECT_ERR(link_detach(link), EOPNOTSUPP);
}

TEST(test_run)
{
	__u64 args[12] = { 1, 20, 4000, 300 };
	volatile struct trace_state *st;
	union sbpf_attr attr;
	int prog, cpu;

	TRACE_LOAD("rawtp_sum");
	st = trace_state();
	prog = trace_fd("rawtp_sum");

#define RUN(...)	({								\
		memset(&attr, 0, sizeof(attr));						\
		attr.test.ctx_in = (uintptr_t)args;					\
		attr.test.ctx_size_in = 32;						\
		__VA_ARGS__;								\
		prog_test_run_attr(prog, &attr); })

	EXPECT_OK(RUN());
	EXPECT_EQ(attr.test.retval, 321);
	for (cpu = 0; cpu < cpus_possible(); cpu++) {
		__u64 before = st->hits_on[cpu];

		EXPECT_OK(RUN(attr.test.flags = SBPF_F_TEST_RUN_ON_CPU, attr.test.cpu = cpu));
		EXPECT_EQ(attr.test.retval, 321);
		EXPECT_EQ(st->hits_on[cpu], before + 1);
	}
	EXPECT_OK(RUN(attr.test.ctx_size_in = sizeof(args)));
	EXPECT_ERR(RUN(attr.test.ctx_size_in = 24), EINVAL);
	EXPECT_ERR(RUN(attr.test.ctx_size_in = sizeof(args) + 8), EINVAL);
	EXPECT_ERR(RUN(attr.test.ctx_size_in = 0, attr.test.ctx_in = 0), EINVAL);
	EXPECT_ERR(RUN(attr.test.cpu = 1), EINVAL);
	EXPECT_ERR(RUN(attr.test.flags = SBPF_F_TEST_RUN_ON_CPU, attr.test.cpu = 100000), ENXIO);
	EXPECT_ERR(RUN(attr.test.repeat = 1), EINVAL);
	EXPECT_ERR(RUN(attr.test.data_in = (uintptr_t)args, attr.test.data_size_in = 8), EINVAL);
	EXPECT_ERR(RUN(attr.test.duration = 1), EINVAL);
	EXPECT_ERR(RUN(attr.test.ctx_in = 8), EFAULT);
}

/* Only raw tracepoints can be run without their hook. */
TEST(no_test_run_of_the_others)
{
	const struct sbpf_insn nop[] = { MOV_IMM(R0, 0), EXIT() };
	const int types[] = { SBPF_PROG_TYPE_KPROBE, SBPF_PROG_TYPE_TRACEPOINT, SBPF_PROG_TYPE_PERF_EVENT };
	union sbpf_attr attr = {};
	unsigned int i;

	need_device();
	for (i = 0; i < 3; i++) {
		int prog = ASSERT_OK(PROG_LOAD(types[i], nop));

		EXPECT_ERR(prog_test_run_attr(prog, &attr), ENOTSUPP);
	}
}

/*
 * The first and the last program of a tracepoint patch it into the kernel and out again; those between do not. Patching while
 * another CPU runs the code is what QEMU's emulation does not get right, with or without this module.
 */
TEST_TIMEOUT(attach_detach_under_load, 90)
{
	volatile struct trace_state *st;
	int i, prog, link[2];
	pid_t load;

	TRACE_LOAD("rawtp_count");
	st = trace_state();
	prog = trace_fd("rawtp_count");
	for (i = 0; i < 50; i++)
		close(ASSERT_OK(raw_tracepoint_open("sys_enter", prog)));
	for (i = 0; i < 2; i++)
		link[i] = ASSERT_OK(raw_tracepoint_open("sys_enter", prog));
	load = fork();
	if (!load) {
		st->pid = getpid();
		for (;;)
			call_getppid(1000);
	}
	for (i = 0; i < 1000; i++)
		close(ASSERT_OK(raw_tracepoint_open("sys_enter", prog)));
	kill(load, SIGKILL);
	waitpid(load, NULL, 0);
	close(link[0]);
	close(link[1]);
	EXPECT_GT(st->hits, 0);
}

/* Whoever dies with a link takes the link along. */
TEST(process_exit_detaches)
{
	volatile struct trace_state *st;
	int prog, ready[2];
	pid_t child;
	char c;

	TRACE_LOAD("rawtp_count");
	st = trace_state();
	prog = trace_fd("rawtp_count");
	ASSERT_EQ(pipe(ready), 0);
	child = fork();
	if (!child) {
		if (raw_tracepoint_open("sys_enter", prog) >= 0 && write(ready[1], "", 1) == 1)
			pause();
		_exit(1);
	}
	ASSERT_EQ(read(ready[0], &c, 1), 1);
	call_getppid(10);
	EXPECT_EQ(st->hits, 10);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	call_getppid(10);
	EXPECT_EQ(st->hits, 10);
}

/* Many programs on one tracepoint all run. */
TEST(many_on_one)
{
	volatile struct trace_state *st;
	int link[20], i;

	TRACE_LOAD("rawtp_count");
	st = trace_state();
	for (i = 0; i < 20; i++)
		link[i] = ASSERT_OK(raw_tracepoint_open("sys_enter", trace_fd("rawtp_count")));
	call_getppid(1);
	EXPECT_EQ(st->hits, 20);
	for (i = 0; i < 20; i += 2)
		close(link[i]);
	call_getppid(1);
	EXPECT_EQ(st->hits, 30);
}
