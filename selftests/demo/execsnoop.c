// SPDX-License-Identifier: GPL-2.0
/*
 * Demo: print who executes what, while a command runs:
 *
 *	execsnoop COMMAND [ARGS]	without a command, until interrupted
 */
#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <linux/types.h>

#include "execsnoop.h"
#include "summary.h"

#define OBJECT		"/progs/execsnoop.bpf.o"
#define CGROUP_ROOT	"/sys/fs/cgroup"

static volatile sig_atomic_t stop;
static unsigned long long start_ns;
static unsigned int printed;

static unsigned long long wanted;
static char found[256];

static int match_cgroup(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)ftw;
	if (type != FTW_D || st->st_ino != wanted)
		return 0;
	snprintf(found, sizeof(found), "%s", path + strlen(CGROUP_ROOT));
	return 1;
}

/* A cgroup's id is the inode number of its directory. */
static const char *cgroup_name(unsigned long long id)
{
	wanted = id;
	snprintf(found, sizeof(found), "%llu", id);
	nftw(CGROUP_ROOT, match_cgroup, 16, FTW_PHYS | FTW_MOUNT);
	return found[0] ? found : "/";
}

static int print_record(void *ctx, void *data, size_t size)
{
	const struct exec_record *rec = data;

	(void)ctx;
	if (size < sizeof(*rec))
		return 0;
	if (!start_ns) {
		start_ns = rec->ns;
		printf("%10s %7s %5s %3s  %-15s %-16s %s\n", "TIME ms", "PID", "UID", "CPU", "COMM", "CGROUP", "FILE");
	}
	printf("%10.2f %7u %5u %3u  %-15s %-16s %s\n", (rec->ns - start_ns) / 1e6, rec->pid, rec->uid, rec->cpu,
	       rec->comm, cgroup_name(rec->cgroup), rec->file);
	printed++;
	return 0;
}

static void on_signal(int sig)
{
	(void)sig;
	stop = 1;
}

static void fail(const char *what)
{
	fprintf(stderr, "execsnoop: %s: %s\n", what, strerror(errno));
	exit(1);
}

int main(int argc, char **argv)
{
	struct bpf_object *obj = bpf_object__open_file(OBJECT, NULL);
	struct bpf_program *prog;
	struct ring_buffer *ring;
	struct bpf_link *link;
	pid_t child = 0;

	if (!obj || bpf_object__load(obj))
		fail("cannot load " OBJECT);
	prog = bpf_object__find_program_by_name(obj, "on_exec");
	link = bpf_program__attach(prog);
	if (!link)
		fail("cannot attach");
	ring = ring_buffer__new(bpf_object__find_map_fd_by_name(obj, "records"), print_record, NULL, NULL);
	if (!ring)
		fail("cannot map the ring buffer");
	signal(SIGINT, on_signal);
	signal(SIGTERM, on_signal);

	if (argc > 1) {
		child = fork();
		if (!child) {
			execvp(argv[1], argv + 1);
			fail(argv[1]);
		}
	}
	while (!stop) {
		ring_buffer__poll(ring, 100);
		fflush(stdout);
		if (child && waitpid(child, NULL, WNOHANG) == child)
			break;
	}
	ring_buffer__consume(ring);
	printf("%u programs executed\n", printed);
	summary("%u programs executed, each with pid, user, name and cgroup", printed);
	bpf_link__destroy(link);
	ring_buffer__free(ring);
	bpf_object__close(obj);
	return printed ? 0 : 1;
}
