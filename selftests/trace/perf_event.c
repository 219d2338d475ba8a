// SPDX-License-Identifier: GPL-2.0
/*
 * PERF_EVENT: programs on the samples of a perf event.
 * timeout: 150
 * covers: prog:PERF_EVENT attach:PERF_EVENT cmd:LINK_CREATE cmd:PERF_EVENT_SET_PROG
 * covers: helper:perf_prog_read_value
 */
#include "trace.h"

#define RING_PAGES	8

/* How many samples a ring holds. */
static int ring_samples(struct perf_event_mmap_page *page)
{
	const char *data = (const char *)page + page->data_offset;
	__u64 at = page->data_tail, end = __atomic_load_n(&page->data_head, __ATOMIC_ACQUIRE);
	int nr = 0;

	while (at < end) {
		const struct perf_event_header *hdr = (const void *)(data + at % page->data_size);

		nr += hdr->type == PERF_RECORD_SAMPLE;
		at += hdr->size;
	}
	page->data_tail = end;
	return nr;
}

static struct perf_event_mmap_page *ring_map(int perf)
{
	void *mem = mmap(NULL, (1 + RING_PAGES) * 4096, PROT_READ | PROT_WRITE, MAP_SHARED, perf, 0);

	ASSERT_TRUE(mem != MAP_FAILED);
	return mem;
}

TEST(sees_samples)
{
	volatile struct trace_state *st;
	__u64 hits, counter;
	int perf, link;

	TRACE_LOAD("pe_sample");
	st = trace_state();
	perf = ASSERT_OK(perf_open_clock(0, -1, false));
	link = ASSERT_OK(perf_link(trace_fd("pe_sample"), perf));
	burn(200);
	hits = st->hits;
	EXPECT_GT(hits, 10);
	EXPECT_EQ(st->arg[6], hits);		/* all of them in this process */
	EXPECT_NE(st->arg[0], 0);
	EXPECT_GE(st->arg[1], 1000000);
	EXPECT_EQ(st->arg[2], 0);
	EXPECT_EQ(st->ret, 0);
	counter = st->arg[3];
	EXPECT_GT(counter, 10000000);
	EXPECT_GE(st->arg[4], st->arg[5]);
	EXPECT_GT(st->arg[5], 10000000);
	burn(100);
	EXPECT_GT(st->arg[3], counter);
	close(link);
	hits = st->hits;
	burn(100);
	EXPECT_EQ(st->hits, hits);
}

TEST(verdict_keeps_or_drops_the_sample)
{
	struct perf_event_mmap_page *ring;
	volatile struct trace_state *st;
	int perf, link;

	TRACE_LOAD("pe_sample");
	st = trace_state();
	perf = ASSERT_OK(perf_open_clock(0, -1, false));
	ring = ring_map(perf);
	burn(50);
	EXPECT_GT(ring_samples(ring), 0);
	st->verdict = 0;
	link = ASSERT_OK(perf_link(trace_fd("pe_sample"), perf));
	ring_samples(ring);
	burn(100);
	EXPECT_GT(st->hits, 0);
	EXPECT_EQ(ring_samples(ring), 0);
	st->verdict = 1;
	burn(100);
	EXPECT_GT(ring_samples(ring), 0);
	st->verdict = 0;
	ring_samples(ring);
	close(link);
	burn(100);
	EXPECT_GT(ring_samples(ring), 0);
}

/* perf gives forked children events of their own, which have the program too, and lose it with the parent's. */
TEST(inherited_events)
{
	volatile struct trace_state *st;
	int perf, link, i;
	pid_t child;
	__u64 hits;

	TRACE_LOAD("pe_sample");
	st = trace_state();
	perf = ASSERT_OK(perf_open_clock(0, -1, true));
	link = ASSERT_OK(perf_link(trace_fd("pe_sample"), perf));
	child = fork();
	if (!child) {
		/* The link is to be the parent's alone. */
		close(link);
		st->pid = getpid();
		for (;;)
			if (fork() == 0)
				_exit(0);
			else
				wait(NULL);
	}
	/* The samples counted are to be the child's, and its copy of the link closed. */
	for (i = 0; i < 500 && st->pid == (__u32)getpid(); i++)
		usleep(20000);
	st->arg[6] = 0;
	for (i = 0; i < 500 && st->arg[6] < 5; i++)
		usleep(20000);
	EXPECT_GE(st->arg[6], 5);
	close(link);
	hits = st->hits;
	usleep(200000);
	EXPECT_EQ(st->hits, hits);
	/* Once more, with children there already. */
	link = ASSERT_OK(perf_link(trace_fd("pe_sample"), perf));
	usleep(50000);
	close(link);
	close(perf);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
}

TEST(whole_cpu)
{
	volatile struct trace_state *st;
	int perf;

	TRACE_LOAD("pe_sample");
	st = trace_state();
	pin_to(0);
	perf = ASSERT_OK(perf_open_clock(-1, 0, false));
	ASSERT_OK(perf_link(trace_fd("pe_sample"), perf));
	burn(100);
	EXPECT_GT(st->arg[6], 0);
	EXPECT_EQ(st->hits_on[0], st->hits);
}

/* A software event that hits in kernel mode, in task context. */
TEST(page_faults)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_SOFTWARE, .config = PERF_COUNT_SW_PAGE_FAULTS, .sample_period = 1,
		.sample_type = PERF_SAMPLE_ADDR,
	};
	volatile struct trace_state *st;
	volatile char *mem;
	int perf;

	TRACE_LOAD("pe_sample");
	st = trace_state();
	perf = ASSERT_OK(perf_open(&attr, 0, -1));
	mem = mmap(NULL, 64 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	/* Fails where the kernel has no huge pages, which is as well. */
	madvise((void *)mem, 64 * 4096, MADV_NOHUGEPAGE);
	ASSERT_OK(perf_link(trace_fd("pe_sample"), perf));
	for (int i = 0; i < 64; i++)
		mem[i * 4096] = 1;
	EXPECT_GE(st->hits, 64);
	EXPECT_EQ(st->arg[2] & ~4095ULL, (uintptr_t)mem + 63 * 4096);
}

TEST(errors_and_info)
{
	const struct sbpf_insn nop[] = { MOV_IMM(R0, 0), EXIT() };
	struct sbpf_link_info info = {};
	__u32 len = sizeof(info);
	int perf, pe, kp, link;

	need_device();
	pe = ASSERT_OK(PROG_LOAD(SBPF_PROG_TYPE_PERF_EVENT, nop));
	kp = ASSERT_OK(PROG_LOAD(SBPF_PROG_TYPE_KPROBE, nop));
	perf = ASSERT_OK(perf_open_software(PERF_COUNT_SW_PAGE_FAULTS, 0, -1));
	EXPECT_ERR(perf_link(kp, perf), EINVAL);
	link = ASSERT_OK(perf_link(pe, perf));
	EXPECT_ERR(perf_link(pe, perf), EEXIST);
	EXPECT_ERR(perf_set_prog(perf, pe), EEXIST);
	ASSERT_OK(obj_info(link, &info, &len));
	EXPECT_EQ(info.perf_event.type, SBPF_PERF_EVENT_EVENT);
	EXPECT_EQ(info.perf_event.event.type, PERF_TYPE_SOFTWARE);
	EXPECT_EQ(info.perf_event.event.config, PERF_COUNT_SW_PAGE_FAULTS);
}

TEST(context_rules)
{
	const struct sbpf_insn behind[] = { LDX(DW, R0, R1, 184), MOV_IMM(R0, 0), EXIT() };
	const struct sbpf_insn write[] = { ST(DW, R1, 168, 0), MOV_IMM(R0, 0), EXIT() };
	const struct sbpf_insn narrow[] = { LDX(W, R0, R1, 168), MOV_IMM(R0, 0), EXIT() };

	need_device();
	EXPECT_ERR(PROG_LOAD_BAD(SBPF_PROG_TYPE_PERF_EVENT, behind, NULL, 0), EACCES);
	EXPECT_ERR(PROG_LOAD_BAD(SBPF_PROG_TYPE_PERF_EVENT, write, NULL, 0), EACCES);
	EXPECT_OK(PROG_LOAD(SBPF_PROG_TYPE_PERF_EVENT, narrow));
}

TEST(set_prog_lives_with_the_event)
{
	volatile struct trace_state *st;
	int perf, users;
	__u64 hits;

	/* Nothing of the tests before this one is counted. */
	ASSERT_EQ(module_users_down_to(0), 0);
	TRACE_LOAD("pe_sample");
	st = trace_state();
	users = module_users();
	perf = ASSERT_OK(perf_open_clock(0, -1, false));
	ASSERT_OK(perf_set_prog(perf, trace_fd("pe_sample")));
	EXPECT_GT(module_users(), users);
	burn(100);
	EXPECT_GT(st->hits, 0);
	close(perf);
	hits = st->hits;
	burn(50);
	EXPECT_EQ(st->hits, hits);
	EXPECT_EQ(module_users_down_to(users), users);
}

/* The event's task ends while the program is attached; the file keeps the event. */
TEST(task_of_the_event_exits)
{
	volatile struct trace_state *st;
	int perf, link, i;
	pid_t child;

	TRACE_LOAD("pe_sample");
	st = trace_state();
	for (i = 0; i < 20; i++) {
		child = fork();
		if (!child) {
			burn(10);
			_exit(0);
		}
		perf = perf_open_clock(child, -1, false);
		if (perf < 0) {
			waitpid(child, NULL, 0);
			continue;
		}
		link = perf_link(trace_fd("pe_sample"), perf);
		EXPECT_OK(link);
		if (i & 1)
			close(perf);
		waitpid(child, NULL, 0);
		close(link);
		if (!(i & 1))
			close(perf);
	}
	EXPECT_GT(st->hits, 0);
}

TEST_TIMEOUT(cycles_under_load, 60)
{
	pid_t load;
	int i;

	TRACE_LOAD("pe_sample");
	load = fork();
	if (!load)
		for (;;)
			burn(1000);
	for (i = 0; i < 1000; i++) {
		int perf = ASSERT_OK(perf_open_clock(load, -1, false));

		if (i & 1)
			ASSERT_OK(perf_set_prog(perf, trace_fd("pe_sample")));
		else
			close(ASSERT_OK(perf_link(trace_fd("pe_sample"), perf)));
		close(perf);
	}
	kill(load, SIGKILL);
	waitpid(load, NULL, 0);
}
