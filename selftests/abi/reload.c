// SPDX-License-Identifier: GPL-2.0
/*
 * Loading and unloading the module: refused while anything is alive, whatever it is and whoever
 * holds it; clean and repeatable otherwise.
 * engine: none
 * timeout: 180
 */
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "abi.h"
#include "fdpass.h"
#include "module.h"

#define CYCLES	24

static int link_make(int prog)
{
	union sbpf_attr attr = {
		.raw_tracepoint = { .name = PTR("task_rename"), .prog_fd = prog },
	};

	return abi_cmd(SBPF_RAW_TRACEPOINT_OPEN, &attr);
}

static int stats_make(void)
{
	union sbpf_attr attr = { .enable_stats = { .type = SBPF_STATS_RUN_TIME } };

	return abi_cmd(SBPF_ENABLE_STATS, &attr);
}

static void busy(const char *what)
{
	int err = module_unload_once();

	ok(err == -EAGAIN, "unloading with %s: %d, want %d", what, err, -EAGAIN);
	if (!err)
		module_load("");
}

/* Each of these is the only thing alive when unloading is tried. */
TEST(busy)
{
	int fd, prog, pair[2];
	char *mem;

	abi_open();
	busy("the device open");

	fd = abi_map(SBPF_MAP_TYPE_ARRAY, 4, 8, 1, SBPF_F_MMAPABLE);
	abi_close();
	busy("a map");

	mem = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	ok(mem != MAP_FAILED, "mmap of an array");
	close(fd);
	busy("a mapping of a map whose fd is closed");
	mem[0] = 1;
	munmap(mem, 4096);

	prog = abi_prog_empty(SBPF_PROG_TYPE_RAW_TRACEPOINT);
	abi_close();
	busy("a program");

	fd = link_make(prog);
	close(prog);
	abi_close();
	busy("a link");
	close(fd);

	fd = stats_make();
	abi_close();
	busy("run statistics switched on");
	close(fd);

	fd = abi_map(SBPF_MAP_TYPE_ARRAY, 4, 8, 1, 0);
	abi_close();
	socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, pair);
	ok(fd_send(pair[0], fd) == 0, "fd sent");
	close(fd);
	busy("a map on its way through a socket");
	close(pair[0]);
	close(pair[1]);
}

TEST(busy_in_child)
{
	int fd = abi_map(SBPF_MAP_TYPE_HASH, 4, 8, 16, 0);
	pid_t child = fork();

	if (!child) {
		pause();
		_exit(0);
	}
	close(fd);
	abi_close();
	busy("a map only a child has");
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
}

/* Let a map, a program and a link go in the very moment of unloading. */
static int one_cycle(const char *params)
{
	int map, prog, link, err;

	map = abi_map(SBPF_MAP_TYPE_HASH, 4, 64, 1000, 0);
	prog = abi_prog_empty(SBPF_PROG_TYPE_RAW_TRACEPOINT);
	link = link_make(prog);
	if (map < 0 || prog < 0 || link < 0)
		return -1;
	close(map);
	close(prog);
	close(link);
	abi_close();
	err = module_unload();
	if (err)
		return err;
	if (!access(SBPF_DEVICE, F_OK))
		return -EEXIST;
	return module_load(params);
}

TEST_TIMEOUT(cycles, 120)
{
	/* KUnit runs its suites each time the module is loaded. */
	int cycles = access("/sys/kernel/debug/kunit", F_OK) ? CYCLES : 2;
	char params[512];
	int i, err = 0;

	module_params(params, sizeof(params), NULL);
	tap_note("parameters: %s", params);
	abi_open();
	ASSERT_TRUE(abi_settle(0));
	for (i = 0; i < cycles && !err; i++)
		err = one_cycle(params);
	ok(!err && i == cycles, "%d of %d rounds of loading and unloading: %d", i, cycles, err);
	ok(abi_open() >= 0 && !abi_count_all(), "not loaded again, or not empty");
}
