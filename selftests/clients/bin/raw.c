// SPDX-License-Identifier: GPL-2.0
/*
 * A client that knows nothing of sandbpf: bpf(2) as <linux/bpf.h> has it. "raw MODE [ARG]"; the exit status
 * is 0, or the line of the check that failed. Built twice: dynamic, calling libc's syscall(), and static, with
 * the instruction itself, where it also checks that a system call leaves its argument registers alone.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <linux/bpf.h>
#include <linux/perf_event.h>

#define PTR(p)		((uint64_t)(uintptr_t)(p))
#define MAGIC		0xcafe4a11UL
#define CHECK(cond)	do {							\
	if (!(cond)) {								\
		fprintf(stderr, "raw: line %d: %s: %m\n", __LINE__, #cond);	\
		_exit(__LINE__ % 100 + 1);					\
	}									\
} while (0)

#ifdef RAW_INSN
static long call5(long nr, long a, long b, long c, long d, long e)
{
	long di = a, si = b, dx = c, ret = nr;
	register long r10 asm("r10") = d;
	register long r8 asm("r8") = e;

	asm volatile("syscall" : "+a"(ret), "+D"(di), "+S"(si), "+d"(dx), "+r"(r10), "+r"(r8)
		     : : "rcx", "r11", "memory");
	if (di != a || si != b || dx != c || r10 != d || r8 != e) {
		fprintf(stderr, "raw: system call %ld changed a register\n", nr);
		_exit(99);
	}
	if (ret < 0) {
		errno = -ret;
		return -1;
	}
	return ret;
}

#define ioctl(fd, req, arg)	call5(__NR_ioctl, fd, req, (long)(arg), 0, 0)
#define setsockopt(fd, level, name, value, len)	\
	call5(__NR_setsockopt, fd, level, name, (long)(value), len)
#else
#define call5(nr, a, b, c, d, e)	syscall(nr, a, b, c, d, e)
#endif

static long bpf(int cmd, union bpf_attr *attr)
{
	return call5(__NR_bpf, cmd, (long)attr, sizeof(*attr), 0, 0);
}

static int map_new(const char *name)
{
	union bpf_attr attr = {
		.map_type = BPF_MAP_TYPE_HASH, .key_size = 4, .value_size = 8, .max_entries = 8,
	};

	strncpy(attr.map_name, name, sizeof(attr.map_name) - 1);
	return bpf(BPF_MAP_CREATE, &attr);
}

static int elem(int cmd, int map, uint32_t *key, uint64_t *value)
{
	union bpf_attr attr = { .map_fd = map, .key = PTR(key), .value = PTR(value) };

	return bpf(cmd, &attr);
}

static uint32_t map_id(int map)
{
	struct bpf_map_info info = {};
	union bpf_attr attr = { .info = {
		.bpf_fd = map, .info = PTR(&info), .info_len = sizeof(info),
	} };

	return bpf(BPF_OBJ_GET_INFO_BY_FD, &attr) ? 0 : info.id;
}

/* A map that is used and works. */
static int map_used(void)
{
	int map = map_new("client");
	uint64_t in = 0x1122334455667788, out = 0;
	uint32_t key = 7, other = 8;

	CHECK(map >= 0);
	CHECK(!elem(BPF_MAP_UPDATE_ELEM, map, &key, &in));
	CHECK(!elem(BPF_MAP_LOOKUP_ELEM, map, &key, &out) && out == in);
	CHECK(elem(BPF_MAP_LOOKUP_ELEM, map, &other, &out) == -1 && errno == ENOENT);
	return map;
}

static int prog_new(int type)
{
	const struct bpf_insn insns[] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 0, .imm = 0 },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	union bpf_attr attr = {
		.prog_type = type, .insns = PTR(insns), .insn_cnt = 2, .license = PTR("GPL"),
	};

	return bpf(BPF_PROG_LOAD, &attr);
}

static void hold(void)
{
	char c;

	printf("id %u\n", map_id(map_used()));
	fflush(stdout);
	while (read(0, &c, 1) > 0)
		;
}

/* What is not bpf(2) but carries a program; and errors that come through as they are. */
static void others(void)
{
	struct perf_event_attr event = {
		.type = PERF_TYPE_SOFTWARE, .size = sizeof(event), .config = PERF_COUNT_SW_CPU_CLOCK,
		.sample_period = 1000000,
	};
	union bpf_attr attr = { .raw_tracepoint.name = PTR("sys_enter") };
	int prog, fd, none = -1;

	prog = prog_new(BPF_PROG_TYPE_RAW_TRACEPOINT);
	CHECK(prog >= 0);
	attr.raw_tracepoint.prog_fd = prog;
	CHECK(bpf(BPF_RAW_TRACEPOINT_OPEN, &attr) >= 0);

	prog = prog_new(BPF_PROG_TYPE_SOCKET_FILTER);
	CHECK(prog >= 0);
	fd = socket(AF_UNIX, SOCK_DGRAM, 0);
	CHECK(fd >= 0);
	CHECK(!setsockopt(fd, SOL_SOCKET, SO_ATTACH_BPF, &prog, sizeof(prog)));
	CHECK(setsockopt(fd, SOL_SOCKET, SO_ATTACH_BPF, &none, sizeof(none)) == -1 && errno == EBADF);
	CHECK(setsockopt(fd, SOL_SOCKET, SO_ATTACH_BPF, &prog, 2) == -1 && errno == EINVAL);
	CHECK(setsockopt(fd, SOL_SOCKET, SO_DETACH_BPF, &prog, sizeof(prog)) == 0);

	prog = prog_new(BPF_PROG_TYPE_PERF_EVENT);
	CHECK(prog >= 0);
	fd = syscall(__NR_perf_event_open, &event, 0, -1, -1, 0);
	CHECK(fd >= 0);
	CHECK(!ioctl(fd, PERF_EVENT_IOC_SET_BPF, prog));
	CHECK(ioctl(fd, PERF_EVENT_IOC_SET_BPF, prog) == -1 && errno == EEXIST);

	CHECK(call5(__NR_bpf, 1000, (long)&attr, sizeof(attr), 0, 0) == -1 && errno == EINVAL);
	CHECK(call5(__NR_bpf, BPF_MAP_CREATE, (long)&attr, 1 << 20, 0, 0) == -1 && errno == E2BIG);
	CHECK(call5(__NR_bpf, BPF_MAP_CREATE, 0, sizeof(attr), 0, 0) == -1 && errno == EFAULT);
}

static void *thread(void *arg)
{
	int i;

	for (i = 0; i < 25; i++)
		close(map_used());
	return arg;
}

static void threads(void)
{
	pthread_t t[4];
	int i;

	for (i = 0; i < 4; i++)
		CHECK(!pthread_create(&t[i], NULL, thread, NULL));
	thread(NULL);
	for (i = 0; i < 4; i++)
		CHECK(!pthread_join(t[i], NULL));
}

static void children(char *self)
{
	char *args[] = { self, "map", NULL };
	int status;
	pid_t pid;

	/* There is no child that the program did not make. */
	CHECK(waitpid(-1, NULL, __WALL) == -1 && errno == ECHILD);
	pid = fork();
	if (!pid) {
		map_used();
		execv(self, args);
		_exit(127);
	}
	CHECK(waitpid(pid, &status, 0) == pid && status == 0);
	pid = vfork();
	if (!pid) {
		execv(self, args);
		_exit(127);
	}
	CHECK(waitpid(pid, &status, 0) == pid && status == 0);
	pid = fork();
	if (!pid) {
		raise(SIGSTOP);
		map_used();
		kill(getpid(), SIGTERM);
	}
	CHECK(waitpid(pid, &status, WUNTRACED) == pid && WIFSTOPPED(status));
	CHECK(WSTOPSIG(status) == SIGSTOP);
	kill(pid, SIGCONT);
	CHECK(waitpid(pid, &status, 0) == pid && WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
}

/* Programs close what they did not open, and use numbers that somebody else thought free. */
static void sweep(void)
{
	int map, null, i;

	CHECK(!close_range(3, ~0U, 0));
	map = map_used();
	CHECK(map == 3);
	close(map);
	for (i = 3; i < 1100; i++)
		close(i);
	null = open("/dev/null", O_RDWR);
	CHECK(null == 3);
	for (i = 1000; i < 1010; i++)
		dup2(null, i);
	map = map_used();
	CHECK(map == 4);
}

static volatile sig_atomic_t alarms;

/* Once: where the handler's call takes longer than a period, a periodic timer would leave the program no time. */
static int alarm_soon(void)
{
	const struct itimerval soon = { .it_value.tv_usec = 3000 };

	return setitimer(ITIMER_REAL, &soon, NULL);
}

static void on_alarm(int sig)
{
	uint64_t value;
	uint32_t key = 1;
	int err = errno;

	(void)sig;
	alarms++;
	/* A call of the handler's own, in the middle of whatever was going on. */
	if (elem(BPF_MAP_LOOKUP_ELEM, -1, &key, &value) != -1 || errno != EBADF)
		_exit(98);
	alarm_soon();
	errno = err;
}

static void signals(void)
{
	struct sigaction act = { .sa_handler = on_alarm };
	int i;

	sigaction(SIGALRM, &act, NULL);
	CHECK(!alarm_soon());
	for (i = 0; i < 100 || (alarms < 20 && i < 5000); i++) {
		close(map_used());
		if (i % 3 == 0)
			close_range(3, ~0U, 0);
	}
	CHECK(alarms >= 20);
}

static void pins(void)
{
	union bpf_attr attr = { .pathname = PTR("/sys/fs/bpf/client"), .bpf_fd = map_used() };
	struct statfs fs;
	int fd;

	CHECK(!statfs("/sys/fs/bpf", &fs) && (unsigned long)fs.f_type == MAGIC);
	CHECK(!bpf(BPF_OBJ_PIN, &attr));
	attr.bpf_fd = 0;
	fd = bpf(BPF_OBJ_GET, &attr);
	CHECK(fd >= 0);
	CHECK(!unlink("/sys/fs/bpf/client"));
}

/* As bpftool does for a directory that is no bpffs yet. */
static void mounts(void)
{
	union bpf_attr attr = { .pathname = PTR("/mnt/client"), .bpf_fd = map_used() };
	int fd;

	CHECK(!unshare(CLONE_NEWNS));
	CHECK(!mount("bpf", "/mnt", "bpf", 0, "mode=0700"));
	CHECK(!bpf(BPF_OBJ_PIN, &attr));
	CHECK(!umount2("/mnt", MNT_DETACH));
#ifdef RAW_INSN
	fd = call5(__NR_fsopen, (long)"bpf", 0, 0, 0, 0);
	CHECK(fd >= 0);
#else
	fd = -1;
#endif
	close(fd);
}

/* What a call costs: element lookups, in nanoseconds each. */
static void cost(void)
{
	struct timespec a, b;
	uint64_t value = 0;
	uint32_t key = 7;
	int map = map_used(), i, n = 2000;

	clock_gettime(CLOCK_MONOTONIC, &a);
	for (i = 0; i < n; i++)
		elem(BPF_MAP_LOOKUP_ELEM, map, &key, &value);
	clock_gettime(CLOCK_MONOTONIC, &b);
	printf("%ld ns\n", ((b.tv_sec - a.tv_sec) * 1000000000L + b.tv_nsec - a.tv_nsec) / n);
}

int main(int argc, char **argv)
{
	const char *mode = argc > 1 ? argv[1] : "map";

	if (!strcmp(mode, "map"))
		map_used();
	else if (!strcmp(mode, "hold"))
		hold();
	else if (!strcmp(mode, "others"))
		others();
	else if (!strcmp(mode, "threads"))
		threads();
	else if (!strcmp(mode, "children"))
		children(argv[0]);
	else if (!strcmp(mode, "sweep"))
		sweep();
	else if (!strcmp(mode, "signals"))
		signals();
	else if (!strcmp(mode, "pins"))
		pins();
	else if (!strcmp(mode, "mounts"))
		mounts();
	else if (!strcmp(mode, "cost"))
		cost();
	else if (!strcmp(mode, "exit"))
		return atoi(argv[2]);
	else if (!strcmp(mode, "kill"))
		raise(atoi(argv[2]));
	else
		return 97;
	return 0;
}
