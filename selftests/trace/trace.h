/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the tests of tracing share: loading programs of progs/trace.bpf.o, their global variables, perf events, symbols.
 */
#ifndef SBPF_SELFTESTS_TRACE_H
#define SBPF_SELFTESTS_TRACE_H

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <linux/perf_event.h>
#include <linux/sandbpf.h>

#include "sandbpf.h"
#include "state.h"
#include "tap.h"

#define ENOTSUPP	524

#ifndef TRACE_OBJECT
#define TRACE_OBJECT	"/progs/trace.bpf.o"
#endif

static struct bpf_object *trace_obj;

static inline int trace_quiet(enum libbpf_print_level level, const char *fmt, va_list args)
{
	return 0;
}

/* Load the named programs of the object, and no others. */
static inline void trace_load(const char *const *names)
{
	struct bpf_program *prog;
	const char *const *name;

	need_device();
	trace_obj = bpf_object__open_file(TRACE_OBJECT, NULL);
	ASSERT_TRUE(trace_obj != NULL);
	bpf_object__for_each_program(prog, trace_obj) {
		bool want = false;

		for (name = names; *name; name++)
			want |= !strcmp(bpf_program__name(prog), *name);
		bpf_program__set_autoload(prog, want);
	}
	ASSERT_OK(bpf_object__load(trace_obj));
}

#define TRACE_LOAD(...)		trace_load((const char *const[]){ __VA_ARGS__, NULL })

static inline struct bpf_program *trace_prog(const char *name)
{
	struct bpf_program *prog = bpf_object__find_program_by_name(trace_obj, name);

	ASSERT_TRUE(prog != NULL);
	return prog;
}

static inline int trace_fd(const char *name)
{
	return bpf_program__fd(trace_prog(name));
}

static inline int trace_map(const char *name)
{
	return ASSERT_OK(bpf_object__find_map_fd_by_name(trace_obj, name));
}

/* The variable "st" of the object, as the programs see it right now. */
static inline volatile struct trace_state *trace_state(void)
{
	struct bpf_map *map;
	void *mem;

	map = bpf_object__find_map_by_name(trace_obj, ".bss");
	ASSERT_TRUE(map != NULL);
	mem = mmap(NULL, sizeof(struct trace_state), PROT_READ | PROT_WRITE, MAP_SHARED, bpf_map__fd(map), 0);
	ASSERT_TRUE(mem != MAP_FAILED);
	((struct trace_state *)mem)->pid = getpid();
	((struct trace_state *)mem)->verdict = 1;
	((struct trace_state *)mem)->out_flags = SBPF_F_CURRENT_CPU;
	return mem;
}

static inline int perf_open(struct perf_event_attr *attr, pid_t pid, int cpu)
{
	int fd;

	attr->size = sizeof(*attr);
	fd = syscall(__NR_perf_event_open, attr, pid, cpu, -1, PERF_FLAG_FD_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

/* A perf event for a trace event, as tools open it: on one CPU, which does not matter. */
static inline int perf_open_tracepoint(const char *category, const char *name)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_TRACEPOINT, .sample_period = 1, .sample_type = PERF_SAMPLE_RAW,
		.config = ASSERT_OK(tracepoint_id(category, name)), .wakeup_events = 1,
	};

	return perf_open(&attr, -1, 0);
}

static inline int perf_open_software(int config, pid_t pid, int cpu)
{
	struct perf_event_attr attr = { .type = PERF_TYPE_SOFTWARE, .config = config };

	return perf_open(&attr, pid, cpu);
}

/* A clock that samples the task @pid, in user and kernel mode. */
static inline int perf_open_clock(pid_t pid, int cpu, bool inherit)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_SOFTWARE, .config = PERF_COUNT_SW_CPU_CLOCK, .sample_period = 1000000,
		.sample_type = PERF_SAMPLE_IP, .inherit = inherit,
	};

	return perf_open(&attr, pid, cpu);
}

/* @func: a symbol, or NULL for the address @addr. */
static inline int perf_open_kprobe(const char *func, uint64_t addr, bool ret)
{
	struct perf_event_attr attr = {
		.config = ret, .kprobe_func = (uintptr_t)func, .kprobe_addr = func ? 0 : addr,
	};
	char type[16];

	ASSERT_OK(file_read("/sys/bus/event_source/devices/kprobe/type", type, sizeof(type)));
	attr.type = atoi(type);
	return perf_open(&attr, -1, 0);
}

static inline int perf_link(int prog, int perf)
{
	return link_create(prog, perf, SBPF_PERF_EVENT, 0);
}

static inline int perf_set_prog(int perf, int prog)
{
	union sbpf_attr attr = { .perf_event_set_prog = { .perf_fd = perf, .prog_fd = prog } };

	return sbpf(SBPF_PERF_EVENT_SET_PROG, &attr, sizeof(attr));
}

/* System calls of this process that the programs wait for. */
static inline void call_getppid(int times)
{
	while (times--)
		syscall(__NR_getppid);
}

static inline int call_getpgid(int times)
{
	int ret = 0;

	while (times--)
		ret = syscall(__NR_getpgid, 0);
	return ret;
}

static inline long trace_ms_since(const struct timespec *from)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (now.tv_sec - from->tv_sec) * 1000 + (now.tv_nsec - from->tv_nsec) / 1000000;
}

static inline void burn(int ms)
{
	struct timespec from;

	clock_gettime(CLOCK_MONOTONIC, &from);
	while (trace_ms_since(&from) < ms)
		;
}

static inline void pin_to(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	ASSERT_EQ(sched_setaffinity(0, sizeof(set), &set), 0);
}

struct trace_symbol {
	uint64_t addr;
	char *name;
};

static struct trace_symbol *trace_symbols;
static size_t trace_nr_symbols;

static inline int trace_by_addr(const void *a, const void *b)
{
	const struct trace_symbol *x = a, *y = b;

	return x->addr < y->addr ? -1 : x->addr > y->addr;
}

static inline void trace_symbols_read(void)
{
	char line[512], sym[300], mod[64];
	size_t room = 0;
	uint64_t addr;
	FILE *file = fopen("/proc/kallsyms", "r");

	while (file && fgets(line, sizeof(line), file)) {
		mod[0] = '\0';
		if (sscanf(line, "%lx %*c %199s %63s", &addr, sym, mod) < 2)
			continue;
		if (trace_nr_symbols == room) {
			room = room ? room * 2 : 65536;
			trace_symbols = realloc(trace_symbols, room * sizeof(*trace_symbols));
		}
		strcat(sym, mod);
		trace_symbols[trace_nr_symbols].addr = addr;
		trace_symbols[trace_nr_symbols++].name = strdup(sym);
	}
	if (file)
		fclose(file);
	qsort(trace_symbols, trace_nr_symbols, sizeof(*trace_symbols), trace_by_addr);
}

/* The symbol that @addr is in, with "[module]" if it is in one; "?" if none. */
static inline const char *symbol_of(uint64_t addr)
{
	size_t low = 0, high, mid;

	if (!trace_nr_symbols)
		trace_symbols_read();
	for (high = trace_nr_symbols; high - low > 1;) {
		mid = (low + high) / 2;
		if (trace_symbols[mid].addr <= addr)
			low = mid;
		else
			high = mid;
	}
	if (!trace_nr_symbols || trace_symbols[low].addr > addr || addr - trace_symbols[low].addr > 0x10000)
		return "?";
	return trace_symbols[low].name;
}

static inline uint64_t symbol_addr(const char *name)
{
	char line[512], sym[200];
	uint64_t start, found = 0;
	FILE *file = fopen("/proc/kallsyms", "r");

	while (file && !found && fgets(line, sizeof(line), file))
		if (sscanf(line, "%lx %*c %199s", &start, sym) == 2 && !strcmp(sym, name))
			found = start;
	if (file)
		fclose(file);
	return found;
}

/* References to the module, as lsmod shows. */
static inline int module_users(void)
{
	char line[256];
	int users = -1;
	FILE *file = fopen("/proc/modules", "r");

	while (file && fgets(line, sizeof(line), file))
		sscanf(line, "sandbpf %*u %d", &users);
	if (file)
		fclose(file);
	return users;
}

/* The references left once they are down to @users; what closed files held may go a moment later. */
static inline int module_users_down_to(int users)
{
	int i;

	for (i = 0; i < 500 && module_users() > users; i++)
		usleep(10000);
	return module_users();
}

#endif
