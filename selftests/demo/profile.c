// SPDX-License-Identifier: GPL-2.0
/*
 * Demo: sample all CPUs for some seconds and print where the time went, the busiest stacks first:
 *
 *	profile [-l] [SECONDS]		-l: with a load of its own, whose functions have names here
 *
 * Kernel functions are named by /proc/kallsyms.
 */
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <linux/perf_event.h>
#include <linux/types.h>

#include "profile.h"
#include "summary.h"

#define OBJECT		"/progs/profile.bpf.o"
#define FREQUENCY	199	/* samples a second */
#define TOP		8	/* stacks printed */
#define BAR		40	/* characters of the longest bar */

struct row {
	struct profile_key key;
	__u64 count;
};

struct symbol {
	__u64 addr;
	char *name;
};

static struct symbol *symbols;
static size_t nr_symbols;

static void fail(const char *what)
{
	fprintf(stderr, "profile: %s: %s\n", what, strerror(errno));
	exit(1);
}

/* --- the load --- */

#define KEEP	__attribute__((noipa))

/* Make the compiler set up a frame pointer, which stack walks need. */
static void *volatile frame;

static volatile unsigned int sink;

KEEP static void load_hash(void)
{
	unsigned int i, h = 2166136261u;

	frame = __builtin_frame_address(0);
	for (i = 0; i < 2000000; i++)
		h = (h ^ (i & 0xff)) * 16777619;
	sink = h;
}

KEEP static void load_syscalls(void)
{
	int i;

	frame = __builtin_frame_address(0);
	for (i = 0; i < 3000; i++)
		syscall(__NR_getpgid, 0);
	sink++;
}

KEEP static void load_main(void)
{
	frame = __builtin_frame_address(0);
	for (;;) {
		load_hash();
		load_syscalls();
	}
}

static const struct {
	const char *name;
	void (*fn)(void);
} load_functions[] = {
	{ "load_hash", load_hash }, { "load_syscalls", load_syscalls }, { "load_main", load_main },
};

/* --- names --- */

static int by_addr(const void *a, const void *b)
{
	const struct symbol *x = a, *y = b;

	return x->addr < y->addr ? -1 : x->addr > y->addr;
}

static void symbols_read(void)
{
	FILE *file = fopen("/proc/kallsyms", "r");
	size_t room = 0;
	char name[256];
	__u64 addr;
	char type;

	while (file && fscanf(file, "%llx %c %255s%*[^\n]", &addr, &type, name) == 3) {
		if (type != 't' && type != 'T')
			continue;
		if (nr_symbols == room) {
			room = room ? 2 * room : 65536;
			symbols = realloc(symbols, room * sizeof(*symbols));
			if (!symbols)
				fail("no memory");
		}
		symbols[nr_symbols++] = (struct symbol){ addr, strdup(name) };
	}
	if (file)
		fclose(file);
	qsort(symbols, nr_symbols, sizeof(*symbols), by_addr);
}

static const char *kernel_name(__u64 addr)
{
	size_t low = 0, high = nr_symbols;
	static char buf[32];

	while (high - low > 1) {
		size_t mid = (low + high) / 2;

		if (symbols[mid].addr <= addr)
			low = mid;
		else
			high = mid;
	}
	if (nr_symbols && symbols[low].addr && symbols[low].addr <= addr)
		return symbols[low].name;
	snprintf(buf, sizeof(buf), "%#llx", addr);
	return buf;
}

/* The load is a fork of this program, so its functions are where ours are. */
static const char *user_name(__u64 addr, bool is_load)
{
	static char buf[32];
	const char *best = NULL;
	__u64 at = 0;
	size_t i;

	for (i = 0; is_load && i < sizeof(load_functions) / sizeof(load_functions[0]); i++) {
		__u64 start = (uintptr_t)load_functions[i].fn;

		if (start <= addr && addr - start < 512 && start > at) {
			at = start;
			best = load_functions[i].name;
		}
	}
	if (best)
		return best;
	snprintf(buf, sizeof(buf), "%#llx", addr);
	return buf;
}

/* --- the table --- */

static int by_count(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	return x->count < y->count ? 1 : x->count > y->count ? -1 : 0;
}

static void print_stack(int stacks, const struct row *row, pid_t load)
{
	__u64 ips[PROFILE_DEPTH];
	__u32 id = row->key.kernel;
	int i;

	if (row->key.kernel >= 0 && !bpf_map_lookup_elem(stacks, &id, ips))
		for (i = 0; i < PROFILE_DEPTH && ips[i] && i < 6; i++)
			printf("        k  %s\n", kernel_name(ips[i]));
	id = row->key.user;
	if (row->key.user >= 0 && !bpf_map_lookup_elem(stacks, &id, ips))
		for (i = 0; i < PROFILE_DEPTH && ips[i] && i < 4; i++)
			printf("        u  %s\n", user_name(ips[i], row->key.pid == (__u32)load));
}

static int print_table(int counts, int stacks, pid_t load)
{
	static struct row rows[4096];
	struct profile_key *from = NULL;
	__u64 total = 0;
	int nr = 0, i, len;

	while (nr < 4096 && !bpf_map_get_next_key(counts, from, &rows[nr].key)) {
		if (bpf_map_lookup_elem(counts, &rows[nr].key, &rows[nr].count))
			rows[nr].count = 0;
		total += rows[nr].count;
		from = &rows[nr++].key;
	}
	qsort(rows, nr, sizeof(rows[0]), by_count);
	printf("%llu samples, %d different stacks; the busiest:\n\n%8s %6s  %-15s %7s\n", total, nr, "SAMPLES",
	       "SHARE", "COMM", "PID");
	if (total)
		summary("%llu samples of %d stacks, the busiest is %.0f%% of them", total, nr, 100.0 * rows[0].count / total);
	for (i = 0; i < nr && i < TOP; i++) {
		len = rows[0].count ? rows[i].count * BAR / rows[0].count : 0;
		printf("%8llu %5.1f%%  %-15.16s %7u  %.*s\n", rows[i].count, 100.0 * rows[i].count / total,
		       rows[i].key.comm, rows[i].key.pid, len, "########################################");
		print_stack(stacks, &rows[i], load);
	}
	return total ? 0 : 1;
}

static void sample_cpus(struct bpf_program *prog)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_SOFTWARE, .size = sizeof(attr), .config = PERF_COUNT_SW_CPU_CLOCK,
		.freq = 1, .sample_freq = FREQUENCY,
	};
	int cpu, fd, nr = 0;

	for (cpu = 0; cpu < libbpf_num_possible_cpus(); cpu++) {
		fd = syscall(__NR_perf_event_open, &attr, -1, cpu, -1, PERF_FLAG_FD_CLOEXEC);
		if (fd < 0)
			continue;	/* offline */
		if (!bpf_program__attach_perf_event(prog, fd))
			fail("cannot attach");
		nr++;
	}
	if (!nr)
		fail("perf_event_open");
}

int main(int argc, char **argv)
{
	struct bpf_object *obj = bpf_object__open_file(OBJECT, NULL);
	bool with_load = argc > 1 && !strcmp(argv[1], "-l");
	int seconds = 3, err;
	pid_t load = -1;

	if (argc > 1 + with_load)
		seconds = atoi(argv[1 + with_load]);
	if (!obj || bpf_object__load(obj))
		fail("cannot load " OBJECT);
	symbols_read();
	fflush(stdout);
	if (with_load) {
		load = fork();
		if (!load)
			load_main();
	}
	sample_cpus(bpf_object__find_program_by_name(obj, "on_sample"));
	sleep(seconds);
	err = print_table(bpf_object__find_map_fd_by_name(obj, "counts"),
			  bpf_object__find_map_fd_by_name(obj, "stacks"), load);
	if (load > 0) {
		kill(load, SIGKILL);
		waitpid(load, NULL, 0);
	}
	bpf_object__close(obj);
	return err;
}
