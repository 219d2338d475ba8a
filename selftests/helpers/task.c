// SPDX-License-Identifier: GPL-2.0
/*
 * Who is running: compared with what the kernel tells the task itself. PROG_TEST_RUN runs the
 * program in the task that asks for it; the last test sees others, through a tracepoint.
 * covers: helper:get_current_pid_tgid helper:get_current_uid_gid helper:get_current_comm
 * covers: helper:get_current_task helper:get_current_cgroup_id
 * covers: helper:get_current_ancestor_cgroup_id helper:get_ns_current_pid_tgid
 */
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "call.h"

static pid_t own_tid(void)
{
	return syscall(SYS_gettid);
}

/* A program that keeps the result of one helper without arguments. */
static int plain_prog(int helper)
{
	struct code c = {};

	ADD(&c, CALL_ID(helper));
	code_keep(&c, 0);
	code_end(&c);
	return ASSERT_OK(code_load(&c));
}

static void *check_pid_tgid(void *arg)
{
	prog_run(*(int *)arg);
	EXPECT_EQ(shared_result(0), (uint64_t)getpid() << 32 | own_tid());
	return (void *)(uintptr_t)own_tid();
}

TEST(get_current_pid_tgid)
{
	int fd = plain_prog(SBPF_FUNC_get_current_pid_tgid);
	pthread_t thread;
	void *tid;

	check_pid_tgid(&fd);
	pthread_create(&thread, NULL, check_pid_tgid, &fd);
	pthread_join(thread, &tid);
	EXPECT_NE((pid_t)(uintptr_t)tid, getpid());
}

TEST(get_current_uid_gid)
{
	int fd = plain_prog(SBPF_FUNC_get_current_uid_gid);

	prog_run(fd);
	EXPECT_EQ(shared_result(0), 0);
	/* The real ids, not the effective ones, which go on letting us run the program. */
	ASSERT_EQ(setresgid(77, 0, 0), 0);
	ASSERT_EQ(setresuid(1234567, 0, 0), 0);
	prog_run(fd);
	EXPECT_EQ(shared_result(0), 77ULL << 32 | 1234567);
}

static void comm_into(uint32_t size, char *got)
{
	char fill[64];
	struct code c = {};

	memset(fill, 'x', sizeof(fill));
	shared_put(MEMORY, fill, sizeof(fill));
	ADD(&c, SHARED_ADDR(R1, MEMORY), MOV_IMM(R2, size), CALL(get_current_comm));
	code_keep(&c, 0);
	code_end(&c);
	code_run(&c);
	EXPECT_EQ(shared_result(0), 0);
	shared_get(MEMORY, got, 64);
}

TEST(get_current_comm)
{
	char got[64], zeros[64] = {};

	prctl(PR_SET_NAME, "name of 15 char");
	comm_into(16, got);
	ok(!memcmp(got, "name of 15 char\0x", 17), "16 bytes: %.16s", got);
	comm_into(64, got);
	ok(!memcmp(got, "name of 15 char", 15) && !memcmp(got + 15, zeros, 49),
	   "padded with zeros");
	comm_into(5, got);
	ok(!memcmp(got, "name\0x", 6), "cut: %.5s", got);
	comm_into(1, got);
	ok(!memcmp(got, "\0x", 2), "one byte");
	prctl(PR_SET_NAME, "ab");
	comm_into(16, got);
	ok(!memcmp(got, "ab\0\0\0\0\0\0\0\0\0\0\0\0\0\0x", 17), "short name");
}

static void *current_task(void *arg)
{
	prog_run(*(int *)arg);
	return (void *)(uintptr_t)shared_result(0);
}

TEST(get_current_task)
{
	int fd = plain_prog(SBPF_FUNC_get_current_task);
	void *first = current_task(&fd), *again = current_task(&fd), *other;
	pthread_t thread;

	pthread_create(&thread, NULL, current_task, &fd);
	pthread_join(thread, &other);
	EXPECT_GT((uintptr_t)first, 1ULL << 63);
	EXPECT_EQ((uintptr_t)first, (uintptr_t)again);
	EXPECT_NE((uintptr_t)first, (uintptr_t)other);
	EXPECT_ERR(helper_without_args(SBPF_PROG_TYPE_RAW_TRACEPOINT, "Proprietary",
				       SBPF_FUNC_get_current_task), EINVAL);
}

/* The task struct is readable, and holds the task's name and number. */
TEST(get_current_task_is_a_task)
{
	char task[8192], name[] = "find-this-name";
	struct code c = {};
	pid_t ids[2] = { own_tid(), getpid() };
	int i, fd, found_name = 0, found_ids = 0;

	prctl(PR_SET_NAME, name);
	for (i = 0; i < 2; i++) {
		c.cnt = 0;
		ADD(&c, CALL(get_current_task), MOV_REG(R3, R0), ALU64_IMM(ADD, R3, i * 2048),
		    SHARED_ADDR(R1, MEMORY), MOV_IMM(R2, 2048), CALL(probe_read_kernel));
		code_keep(&c, 0);
		code_end(&c);
		fd = ASSERT_OK(code_load(&c));
		prog_run(fd);
		close(fd);
		ASSERT_EQ(shared_result(0), 0);
		shared_get(MEMORY, task + i * 2048, 2048);
	}
	for (i = 0; i < 4096 - 16; i++) {
		found_name += !memcmp(task + i, name, sizeof(name));
		found_ids += !memcmp(task + i, ids, sizeof(ids));
	}
	EXPECT_GE(found_name, 1);
	EXPECT_GE(found_ids, 1);
}

#define CGROUPS	"/sys/fs/cgroup"

static uint64_t inode_of(const char *path)
{
	struct stat st;

	ASSERT_EQ(stat(path, &st), 0);
	return st.st_ino;
}

static void enter_cgroup(const char *path)
{
	char procs[128], pid[16];

	snprintf(procs, sizeof(procs), "%s/cgroup.procs", path);
	snprintf(pid, sizeof(pid), "%d", getpid());
	ASSERT_OK(file_write(procs, pid));
}

TEST(cgroup_ids)
{
	static const int levels[] = { 0, 1, 2, 3, -1, 1000000 };
	int fd, i;
	struct code c = {};

	ADD(&c, CALL(get_current_cgroup_id));
	code_keep(&c, 0);
	for (i = 0; i < (int)ARRAY_SIZE(levels); i++) {
		ADD(&c, MOV_IMM(R1, levels[i]), CALL(get_current_ancestor_cgroup_id));
		code_keep(&c, 1 + i);
	}
	code_end(&c);
	fd = ASSERT_OK(code_load(&c));
	mkdir(CGROUPS "/sbpf-outer", 0755);
	ASSERT_TRUE(!mkdir(CGROUPS "/sbpf-outer/inner", 0755) || errno == EEXIST);

	prog_run(fd);
	EXPECT_EQ(shared_result(0), inode_of(CGROUPS));
	EXPECT_EQ(shared_result(1), inode_of(CGROUPS));
	EXPECT_EQ(shared_result(2), 0);

	enter_cgroup(CGROUPS "/sbpf-outer/inner");
	prog_run(fd);
	EXPECT_EQ(shared_result(0), inode_of(CGROUPS "/sbpf-outer/inner"));
	EXPECT_EQ(shared_result(1), inode_of(CGROUPS));
	EXPECT_EQ(shared_result(2), inode_of(CGROUPS "/sbpf-outer"));
	EXPECT_EQ(shared_result(3), inode_of(CGROUPS "/sbpf-outer/inner"));
	for (i = 3; i < (int)ARRAY_SIZE(levels); i++)
		EXPECT_EQ(shared_result(1 + i), 0);
	enter_cgroup(CGROUPS);
	rmdir(CGROUPS "/sbpf-outer/inner");
	rmdir(CGROUPS "/sbpf-outer");
}

/* R0 and the ids that a program finds in the pid namespace @dev, @ino. */
static int64_t ns_ids(uint64_t dev, uint64_t ino, uint32_t size, uint32_t ids[2])
{
	const uint64_t junk[4] = { -1, -1, -1, -1 };
	struct code c = {};

	shared_put(MEMORY, junk, sizeof(junk));
	ADD(&c, LD_IMM64(R1, dev), LD_IMM64(R2, ino), SHARED_ADDR(R3, MEMORY), MOV_IMM(R4, size),
	    CALL(get_ns_current_pid_tgid));
	code_keep(&c, 0);
	code_end(&c);
	code_run(&c);
	shared_get(MEMORY, ids, 8);
	return shared_result(0);
}

static void check_ns(pid_t tid, pid_t pid)
{
	uint32_t ids[2];
	struct stat st;

	ASSERT_EQ(stat("/proc/thread-self/ns/pid", &st), 0);
	EXPECT_EQ(ns_ids(st.st_dev, st.st_ino, 8, ids), 0);
	EXPECT_EQ(ids[0], tid);
	EXPECT_EQ(ids[1], pid);
	EXPECT_EQ(ns_ids(st.st_dev + 1, st.st_ino, 8, ids), -EINVAL);
	EXPECT_EQ(ids[0] | ids[1], 0);
	EXPECT_EQ(ns_ids(st.st_dev | 1ULL << 40, st.st_ino, 8, ids), -EINVAL);
	EXPECT_EQ(ns_ids(st.st_dev, st.st_ino ^ 1, 8, ids), -EINVAL);
	EXPECT_EQ(ids[0] | ids[1], 0);
	EXPECT_EQ(ns_ids(st.st_dev, st.st_ino, 16, ids), -EINVAL);
	EXPECT_EQ(ids[0] | ids[1], 0);
}

TEST(get_ns_current_pid_tgid)
{
	struct stat outer;
	uint32_t ids[2];
	int status;
	pid_t child;

	check_ns(own_tid(), getpid());
	ASSERT_EQ(stat("/proc/self/ns/pid", &outer), 0);
	shared_open();
	ASSERT_EQ(unshare(CLONE_NEWPID), 0);
	child = fork();
	if (!child) {
		/* The first process of the new namespace; /proc is still that of the old one. */
		ASSERT_EQ(getpid(), 1);
		check_ns(1, 1);
		EXPECT_EQ(ns_ids(outer.st_dev, outer.st_ino, 8, ids), -EINVAL);
		_exit(0);
	}
	ASSERT_EQ(waitpid(child, &status, 0), child);
	EXPECT_EQ(status, 0);
}

/* Linux 6.8 gives these to tracing programs only: a packet has no current task. */
TEST(not_for_packets)
{
	static const int helpers[] = {
		SBPF_FUNC_get_current_pid_tgid, SBPF_FUNC_get_current_uid_gid,
	};
	static const int packets[] = {
		SBPF_PROG_TYPE_SOCKET_FILTER, SBPF_PROG_TYPE_SCHED_CLS, SBPF_PROG_TYPE_CGROUP_SKB,
		SBPF_PROG_TYPE_NETFILTER,
	};
	static const int tracing[] = {
		SBPF_PROG_TYPE_KPROBE, SBPF_PROG_TYPE_TRACEPOINT, SBPF_PROG_TYPE_RAW_TRACEPOINT,
		SBPF_PROG_TYPE_PERF_EVENT,
	};
	size_t h, t;

	for (h = 0; h < ARRAY_SIZE(helpers); h++) {
		for (t = 0; t < ARRAY_SIZE(packets); t++)
			EXPECT_ERR(helper_without_args(packets[t], "GPL", helpers[h]), EINVAL);
		for (t = 0; t < ARRAY_SIZE(tracing); t++)
			EXPECT_OK(helper_without_args(tracing[t], "Proprietary", helpers[h]));
	}
}

/* Not a test run: a child changes its name, and the program at that tracepoint says who it was. */
TEST(at_a_tracepoint)
{
	struct code c = {};
	char comm[16];
	int prog, link, status;
	pid_t child;

	ADD(&c, SHARED_ADDR(R1, MEMORY), MOV_IMM(R2, 16), CALL(get_current_comm));
	ADD(&c, CALL(get_current_pid_tgid));
	code_keep(&c, 0);
	ADD(&c, CALL(get_current_uid_gid));
	code_keep(&c, 1);
	code_end(&c);
	prog = ASSERT_OK(code_load(&c));
	link = ASSERT_OK(raw_tracepoint_open("task_rename", prog));
	child = fork();
	if (!child) {
		if (setresgid(8, 8, 8) || setresuid(9, 9, 9))
			_exit(1);
		prctl(PR_SET_NAME, "first");
		prctl(PR_SET_NAME, "second");
		_exit(0);
	}
	ASSERT_EQ(waitpid(child, &status, 0), child);
	EXPECT_EQ(status, 0);
	close(link);
	EXPECT_EQ(shared_result(0), (uint64_t)child << 32 | child);
	EXPECT_EQ(shared_result(1), 8ULL << 32 | 9);
	shared_get(MEMORY, comm, sizeof(comm));
	EXPECT_STREQ(comm, "first");
}
