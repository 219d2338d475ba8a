// SPDX-License-Identifier: GPL-2.0
/*
 * Programs in NMI context. An emulated machine has no performance counters whose overflow would be an NMI, but it has
 * debug registers: a breakpoint in the kernel is a debug exception, which the kernel treats as an NMI wherever it hits,
 * with interrupts off or a lock held, and which has a small stack of its own.
 *
 * The events are those of a CPU, not of a task: for the first event of a task perf patches the scheduler, and QEMU before
 * 8.1 can lose a change of code that another emulated CPU is just running.
 * timeout: 200
 */
#define TRACE_OBJECT	"/progs/nmi.bpf.o"
#include "trace.h"

#include <linux/hw_breakpoint.h>

#include "nmi.h"

static int open_breakpoint(__u32 type, __u64 addr, int cpu)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_BREAKPOINT, .bp_type = type, .bp_addr = addr, .bp_len = sizeof(long),
		.sample_period = 1, .sample_type = PERF_SAMPLE_IP,
	};

	ASSERT_NE(addr, 0);
	return ASSERT_OK(perf_open(&attr, -1, cpu));
}

/* Let programs write samples on every CPU. */
static void open_outputs(void)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_SOFTWARE, .config = PERF_COUNT_SW_BPF_OUTPUT, .sample_type = PERF_SAMPLE_RAW,
		.sample_period = 1, .wakeup_events = 1,
	};
	__u32 cpu, nr = sysconf(_SC_NPROCESSORS_ONLN);

	for (cpu = 0; cpu < nr; cpu++) {
		__u32 perf = ASSERT_OK(perf_open(&attr, -1, cpu));

		ASSERT_TRUE(mmap(NULL, 9 * 4096, PROT_READ | PROT_WRITE, MAP_SHARED, perf, 0) != MAP_FAILED);
		ASSERT_OK(map_update(trace_map("events"), &cpu, &perf, SBPF_ANY));
	}
}

static volatile struct trace_state *start(void)
{
	static __u64 readable = 1;
	volatile struct trace_state *st;

	st = trace_state();
	st->out_flags = (uintptr_t)&readable;
	open_outputs();
	return st;
}

/* The maps of the program in the hands of user space, so that breakpoints hit inside their operations. */
static void use_maps(int rounds)
{
	int table = trace_map("table"), lru = trace_map("lru");
	__u64 val = 1;
	__u32 key;

	while (rounds--) {
		key = rounds % NMI_KEYS;
		map_update(table, &key, &val, SBPF_ANY);
		map_update(lru, &key, &val, SBPF_ANY);
		map_delete(table, &key);
	}
}

static void note(volatile struct trace_state *st)
{
	tap_note("%llu hits; done: table %llu lru %llu ring %llu stack %llu perf %llu print %llu user %llu",
		 st->hits, st->arg[NMI_TABLE], st->arg[NMI_LRU], st->arg[NMI_RING], st->arg[NMI_STACK],
		 st->arg[NMI_PERF], st->arg[NMI_PRINT], st->arg[NMI_USER]);
}

/*
 * Whenever this CPU takes a spin lock: among others those of the very maps the program uses. Where a lock is held, an
 * operation fails; it must not wait.
 */
TEST_TIMEOUT(at_every_spin_lock, 90)
{
	__u64 addr = symbol_addr("_raw_spin_lock");
	volatile struct trace_state *st;
	int perf, link, i;

	TRACE_LOAD("pe_all");
	st = start();
	pin_to(0);
	perf = open_breakpoint(HW_BREAKPOINT_X, addr, 0);
	link = ASSERT_OK(perf_link(trace_fd("pe_all"), perf));
	for (i = 0; i < 200 && st->hits < 2000; i++)
		use_maps(50);
	close(link);
	note(st);
	EXPECT_GT(st->hits, 100);
	EXPECT_EQ((__u64)st->ret, addr);
	for (i = 0; i < NMI_THINGS; i++)
		EXPECT_GT(st->arg[i], 0);
	close(perf);
}

/* Where the kernel's clock ticks: in an interrupt, under the locks of timekeeping. */
TEST_TIMEOUT(at_every_tick, 60)
{
	int link[8], i, nr = sysconf(_SC_NPROCESSORS_ONLN);
	__u64 addr = symbol_addr("jiffies_64");
	volatile struct trace_state *st;

	TRACE_LOAD("pe_all");
	st = start();
	for (i = 0; i < nr && i < 8; i++)
		link[i] = ASSERT_OK(perf_link(trace_fd("pe_all"),
					      open_breakpoint(HW_BREAKPOINT_W, addr, i)));
	for (i = 0; i < 200 && st->hits < 50; i++) {
		use_maps(20);
		burn(20);
	}
	note(st);
	EXPECT_GT(st->hits, 10);
	EXPECT_LT(st->ret, 0);		/* a kernel address */
	EXPECT_GT(st->arg[NMI_RING], 0);
	EXPECT_GT(st->arg[NMI_PRINT], 0);
	for (i = 0; i < nr && i < 8; i++)
		close(link[i]);
}

static __u64 misses(int prog)
{
	struct sbpf_prog_info info = {};
	__u32 len = sizeof(info);

	ASSERT_OK(obj_info(prog, &info, &len));
	return info.recursion_misses;
}

static int open_print_event(int prog)
{
	int link = raw_tracepoint_open("bpf_trace_printk", prog);

	/* On kernels without bpf(2) the event is the module's. */
	return ASSERT_OK(link == -ENOENT ? raw_tracepoint_open("sbpf_trace_printk", prog) : link);
}

/* The stack has room for one program: those that its own doings set off are refused and counted. */
TEST_TIMEOUT(no_program_inside_another, 60)
{
	static const char *const names[] = { "rawtp_print_0", "rawtp_print_1", "rawtp_print_2" };
	volatile struct trace_state *st;
	int perf, link, i;

	TRACE_LOAD("pe_all", "rawtp_print_0", "rawtp_print_1", "rawtp_print_2");
	st = start();
	for (i = 0; i < 3; i++)
		open_print_event(trace_fd(names[i]));
	pin_to(0);
	perf = open_breakpoint(HW_BREAKPOINT_X, symbol_addr("_raw_spin_lock"), 0);
	link = ASSERT_OK(perf_link(trace_fd("pe_all"), perf));
	for (i = 0; i < 100 && st->hits < 500; i++)
		use_maps(20);
	close(link);
	note(st);
	EXPECT_GT(st->arg[NMI_PRINT], 50);
	for (i = 0; i < 3; i++) {
		EXPECT_EQ(st->hits_on[i], 0);
		EXPECT_GE(misses(trace_fd(names[i])), st->arg[NMI_PRINT]);
	}
	close(perf);
}
