// SPDX-License-Identifier: GPL-2.0
/*
 * How long objects live: as long as anyone refers to them, and not longer. In any order of closing,
 * across fork, exec, sockets and sudden death, and while others look them up by id.
 * engine: none
 * timeout: 120
 * covers: cmd:PROG_GET_NEXT_ID cmd:MAP_GET_NEXT_ID cmd:LINK_GET_NEXT_ID
 * covers: cmd:PROG_GET_FD_BY_ID cmd:MAP_GET_FD_BY_ID cmd:LINK_GET_FD_BY_ID cmd:RAW_TRACEPOINT_OPEN
 */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>

#include "abi.h"
#include "fdpass.h"

/* A map, a program that uses it, and a link that runs the program. */
enum { MAP, PROG, LINK, KINDS };

static const unsigned int by_id[KINDS] = {
	SBPF_MAP_GET_FD_BY_ID, SBPF_PROG_GET_FD_BY_ID, SBPF_LINK_GET_FD_BY_ID,
};

struct trio {
	int fd[KINDS];
	uint32_t id[KINDS];
};

BEFORE_EACH()
{
	abi_open();
	/* The test before may have left objects that are on their way out. */
	ASSERT_TRUE(abi_settle(0));
}

/*
 * The tracepoint is one that nothing hits meanwhile: QEMU before 8.1 can lose a change of code that
 * another emulated CPU is just running, and then runs into the same breakpoint for ever.
 */
static bool trio_make(struct trio *t)
{
	struct sbpf_insn insns[] = {
		ST(W, R10, -4, 0),
		MOV_REG(R2, R10),
		ALU64_IMM(ADD, R2, -4),
		LD_MAP_FD(R1, 0),
		CALL(map_lookup_elem),
		MOV_IMM(R0, 0),
		EXIT(),
	};
	union sbpf_attr attr = { .raw_tracepoint = { .name = PTR("task_rename") } };

	t->fd[MAP] = abi_map(SBPF_MAP_TYPE_ARRAY, 4, 8, 1, 0);
	insns[3].imm = t->fd[MAP];
	t->fd[PROG] = abi_prog(SBPF_PROG_TYPE_RAW_TRACEPOINT, insns, ARRAY_SIZE(insns));
	attr.raw_tracepoint.prog_fd = t->fd[PROG];
	t->fd[LINK] = abi_cmd(SBPF_RAW_TRACEPOINT_OPEN, &attr);
	t->id[MAP] = abi_map_id(t->fd[MAP]);
	t->id[PROG] = abi_prog_id(t->fd[PROG]);
	t->id[LINK] = abi_link_id(t->fd[LINK]);
	return t->fd[MAP] >= 0 && t->fd[PROG] >= 0 && t->fd[LINK] >= 0 &&
	       t->id[MAP] && t->id[PROG] && t->id[LINK];
}

static void trio_close(struct trio *t)
{
	int i;

	for (i = 0; i < KINDS; i++)
		if (t->fd[i] >= 0)
			close(t->fd[i]);
}

static bool alive(int kind, uint32_t id)
{
	int fd = abi_fd_by_id(by_id[kind], id);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

/* The map lives while the program does, the program while the link does, and nothing else holds. */
TEST(close_order)
{
	static const int orders[][KINDS] = {
		{ MAP, PROG, LINK }, { MAP, LINK, PROG }, { PROG, MAP, LINK },
		{ PROG, LINK, MAP }, { LINK, MAP, PROG }, { LINK, PROG, MAP },
	};
	bool open[KINDS], want[KINDS];
	struct trio t;
	size_t o, k;
	int i, wrong;

	for (o = 0; o < ARRAY_SIZE(orders); o++) {
		if (!trio_make(&t)) {
			ok(false, "objects: %d %d %d", t.fd[MAP], t.fd[PROG], t.fd[LINK]);
			trio_close(&t);
			return;
		}
		open[MAP] = open[PROG] = open[LINK] = true;
		wrong = 0;
		for (k = 0; k < KINDS; k++) {
			close(t.fd[orders[o][k]]);
			open[orders[o][k]] = false;
			want[LINK] = open[LINK];
			want[PROG] = open[PROG] || want[LINK];
			want[MAP] = open[MAP] || want[PROG];
			/* Death takes a grace period, life is checked at once. */
			for (i = 0; i < KINDS; i++)
				wrong += want[i] && !alive(i, t.id[i]);
			for (i = 0; i < 200 && ((alive(MAP, t.id[MAP]) && !want[MAP]) ||
						(alive(PROG, t.id[PROG]) && !want[PROG]) ||
						(alive(LINK, t.id[LINK]) && !want[LINK])); i++)
				usleep(10000);
			wrong += i == 200;
		}
		ok(!wrong && abi_settle(0), "closing in order %d %d %d: %d wrong",
		   orders[o][0], orders[o][1], orders[o][2], wrong);
	}
}

TEST(fork)
{
	struct trio t;
	int pipefd[2], status;
	char byte;
	pid_t child;

	ok(trio_make(&t), "objects");
	if (pipe(pipefd))
		abort();
	child = fork();
	if (!child) {
		uint32_t key = 0;
		uint64_t val = 7;

		close(pipefd[1]);
		/* The parent has closed everything when this returns. */
		if (read(pipefd[0], &byte, 1))
			_exit(1);
		if (abi_elem(SBPF_MAP_UPDATE_ELEM, t.fd[MAP], &key, &val, 0))
			_exit(2);
		if (abi_prog_id(t.fd[PROG]) != t.id[PROG])
			_exit(3);
		_exit(0);
	}
	close(pipefd[0]);
	trio_close(&t);
	close(pipefd[1]);
	waitpid(child, &status, 0);
	ok(WIFEXITED(status) && !WEXITSTATUS(status),
	   "a child goes on using what its parent closed: %d", WEXITSTATUS(status));
	ok(abi_settle(0), "all gone when the child is");
}

TEST(killed)
{
	struct trio t;
	int pipefd[2];
	char byte = 0;
	pid_t child;

	if (pipe(pipefd))
		abort();
	child = fork();
	if (!child) {
		byte = trio_make(&t);
		if (write(pipefd[1], &byte, 1) == 1)
			pause();
		_exit(0);
	}
	ok(read(pipefd[0], &byte, 1) == 1 && byte, "objects of a child");
	ok(abi_count_all() == KINDS, "they are there");
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	ok(abi_settle(0), "gone after it was killed");
	close(pipefd[0]);
	close(pipefd[1]);
}

TEST(sockets)
{
	uint32_t key = 0;
	uint64_t val = 42;
	struct trio t;
	int pair[2], i;

	ok(trio_make(&t), "objects");
	abi_elem(SBPF_MAP_UPDATE_ELEM, t.fd[MAP], &key, &val, 0);
	socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, pair);
	for (i = 0; i < KINDS; i++)
		if (fd_send(pair[0], t.fd[i]))
			ok(false, "fd sent");
	trio_close(&t);
	ok(alive(MAP, t.id[MAP]) && alive(PROG, t.id[PROG]) && alive(LINK, t.id[LINK]),
	   "objects live inside a socket");
	for (i = 0; i < KINDS; i++)
		t.fd[i] = fd_receive(pair[1]);
	val = 0;
	ok(!abi_elem(SBPF_MAP_LOOKUP_ELEM, t.fd[MAP], &key, &val, 0) && val == 42,
	   "the map came out with its content");
	ok(abi_link_id(t.fd[LINK]) == t.id[LINK], "the link came out");
	trio_close(&t);
	ok(abi_settle(0), "gone after that");

	ok(trio_make(&t), "objects again");
	for (i = 0; i < KINDS; i++)
		fd_send(pair[0], t.fd[i]);
	trio_close(&t);
	close(pair[0]);
	close(pair[1]);
	ok(abi_settle(0), "gone with the socket nobody read");
}

TEST(fd_kinds)
{
	char path[64];
	struct trio t;
	int fd, i, copies[64], n = 0;

	ok(trio_make(&t), "objects");
	for (i = 0; i < KINDS; i++)
		n += !!(fcntl(t.fd[i], F_GETFD) & FD_CLOEXEC);
	ok(n == KINDS, "fds close on exec: %d", n);

	snprintf(path, sizeof(path), "/proc/self/fd/%d", t.fd[MAP]);
	fd = open(path, O_RDWR);
	ok(fd < 0, "no second open through /proc: %d", fd);

	for (i = 0; i < 64; i++)
		copies[i] = dup(t.fd[i % KINDS]);
	trio_close(&t);
	ok(alive(MAP, t.id[MAP]) && alive(PROG, t.id[PROG]) && alive(LINK, t.id[LINK]),
	   "duplicates count");
	for (i = 63; i >= 0; i--)
		close(copies[i]);
	ok(abi_settle(0), "gone with the last duplicate");
}

TEST(ids)
{
	uint32_t ids[32], id = 0, next;
	int fds[32], i, found = 0, grows = 1;

	for (i = 0; i < 32; i++) {
		fds[i] = abi_map(SBPF_MAP_TYPE_ARRAY, 4, 8, 1, 0);
		ids[i] = abi_map_id(fds[i]);
		grows &= !i || ids[i] > ids[i - 1];
	}
	ok(grows, "ids grow");
	for (i = 0; i < 32; i += 2)
		close(fds[i]);
	abi_settle(16);
	while (!abi_next_id(SBPF_MAP_GET_NEXT_ID, id, &next)) {
		if (next <= id)
			break;
		id = next;
		for (i = 1; i < 32; i += 2)
			found += ids[i] == id;
	}
	ok(found == 16, "the walk finds exactly those that are left: %d of 16", found);
	fds[0] = abi_map(SBPF_MAP_TYPE_ARRAY, 4, 8, 1, 0);
	ok(abi_map_id(fds[0]) > ids[31], "an id is not used again at once");
	close(fds[0]);
	for (i = 1; i < 32; i += 2)
		close(fds[i]);
	ok(abi_settle(0), "gone");
}

static volatile bool stop;

static void *maker(void *unused)
{
	struct trio t;
	long n = 0;

	for (; !stop; n++) {
		trio_make(&t);
		trio_close(&t);
	}
	return (void *)n;
}

/* Walks the ids that come and go meanwhile. Returns how often something impossible came back. */
static void *walker(void *unused)
{
	long wrong = 0;
	uint32_t id;
	int k, fd;

	while (!stop) {
		for (k = 0; k < KINDS; k++) {
			static const unsigned int next[KINDS] = {
				SBPF_MAP_GET_NEXT_ID, SBPF_PROG_GET_NEXT_ID, SBPF_LINK_GET_NEXT_ID,
			};

			for (id = 0; !abi_next_id(next[k], id, &id);) {
				fd = abi_fd_by_id(by_id[k], id);
				if (fd >= 0)
					close(fd);
				else if (fd != -ENOENT)
					wrong++;
			}
		}
	}
	return (void *)wrong;
}

TEST(race)
{
	pthread_t makers[2], walkers[2];
	void *made[2], *wrong[2];
	int i;

	for (i = 0; i < 2; i++) {
		pthread_create(&makers[i], NULL, maker, NULL);
		pthread_create(&walkers[i], NULL, walker, NULL);
	}
	sleep(3);
	stop = true;
	for (i = 0; i < 2; i++) {
		pthread_join(makers[i], &made[i]);
		pthread_join(walkers[i], &wrong[i]);
	}
	ok(made[0] && made[1] && !wrong[0] && !wrong[1],
	   "looked up while made and closed: %ld and %ld rounds, %ld and %ld errors",
	   (long)made[0], (long)made[1], (long)wrong[0], (long)wrong[1]);
	ok(abi_settle(0), "gone");
}

/* The program that one thread binds maps to while another dumps it, made anew when it can hold no more. */
#define BOUND_MAX	63

struct bind_race {
	int map;
	uint32_t map_id;
	int prog;
	long dumps;
	long wrong;
};

static int bind_race_prog(int map)
{
	const struct sbpf_insn insns[] = { LD_MAP_FD(R1, map), MOV_IMM(R0, 0), EXIT() };

	return abi_prog(SBPF_PROG_TYPE_RAW_TRACEPOINT, insns, ARRAY_SIZE(insns));
}

/* The dump names the map that the code refers to, which is found in the list that is being replaced. */
static void *dumper(void *arg)
{
	struct bind_race *race = arg;

	while (!stop) {
		struct sbpf_insn code[4] = {};
		struct sbpf_prog_info info = { .xlated_prog_insns = PTR(code), .xlated_prog_len = sizeof(code) };
		union sbpf_attr attr = {
			.info = { .bpf_fd = __atomic_load_n(&race->prog, __ATOMIC_ACQUIRE),
				  .info = PTR(&info), .info_len = sizeof(info) },
		};

		if (abi_cmd(SBPF_OBJ_GET_INFO_BY_FD, &attr))
			continue;
		race->dumps++;
		race->wrong += code[0].src_reg != SBPF_PSEUDO_MAP_FD || code[0].imm != (int)race->map_id;
	}
	return NULL;
}

TEST(bind_while_dumped)
{
	struct bind_race race = { .map = abi_map(SBPF_MAP_TYPE_ARRAY, 4, 8, 1, 0) };
	int maps[BOUND_MAX], i, bound = 0, old = -1;
	struct timespec start, now;
	pthread_t thread;

	race.map_id = abi_map_id(race.map);
	for (i = 0; i < BOUND_MAX; i++)
		maps[i] = abi_map(SBPF_MAP_TYPE_ARRAY, 4, 8, 1, 0);
	race.prog = bind_race_prog(race.map);
	ok(race.map >= 0 && race.prog >= 0 && maps[BOUND_MAX - 1] >= 0, "objects");
	stop = false;
	pthread_create(&thread, NULL, dumper, &race);
	clock_gettime(CLOCK_MONOTONIC, &start);
	do {
		int next = bind_race_prog(race.map);

		/* The dumper may be about to use the fd it has just read: it goes one round later. */
		close(old);
		old = race.prog;
		__atomic_store_n(&race.prog, next, __ATOMIC_RELEASE);
		for (i = 0; i < BOUND_MAX; i++) {
			union sbpf_attr attr = { .prog_bind_map = { .prog_fd = next, .map_fd = maps[i] } };

			bound += !abi_cmd(SBPF_PROG_BIND_MAP, &attr);
		}
		clock_gettime(CLOCK_MONOTONIC, &now);
	} while (now.tv_sec - start.tv_sec < 4);
	stop = true;
	pthread_join(thread, NULL);
	tap_note("%d maps bound, %ld dumps", bound, race.dumps);
	ok(bound >= BOUND_MAX && race.dumps > 10, "both had their turn");
	ok(!race.wrong, "%ld dumps do not name the map", race.wrong);
}
