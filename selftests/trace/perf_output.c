// SPDX-License-Identifier: GPL-2.0
/*
 * perf_event_output, perf_event_read, perf_event_read_value and the map they work on.
 * covers: helper:perf_event_output helper:perf_event_read helper:perf_event_read_value
 * covers: map:PERF_EVENT_ARRAY
 */
#include "trace.h"

#define FUNC	"__x64_sys_getpgid"

static struct {
	int nr;
	int lost;
	int bad;
	int cpu;
	__u64 last;
	char comm[16];
} got;

static void on_sample(void *ctx, int cpu, void *data, __u32 size)
{
	const struct trace_sample *sample = data;

	got.nr++;
	got.cpu = cpu;
	/* perf pads records to 8 bytes. */
	if (size < sizeof(*sample) || sample->seq != got.last + 1 || sample->pid != (__u32)getpid() ||
	    sample->cpu != (__u32)cpu)
		got.bad++;
	got.last = sample->seq;
	memcpy(got.comm, sample->comm, sizeof(got.comm));
}

static void on_lost(void *ctx, int cpu, __u64 nr)
{
	got.lost += nr;
}

static int attach_kprobe(const char *prog)
{
	int perf = ASSERT_OK(perf_open_kprobe(FUNC, 0, false));

	return ASSERT_OK(perf_link(trace_fd(prog), perf));
}

/* An event that programs may write samples to. */
static int output_event(int cpu, __u64 sample_type)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_SOFTWARE, .config = PERF_COUNT_SW_BPF_OUTPUT, .sample_type = sample_type,
		.sample_period = 1, .wakeup_events = 1,
	};

	return perf_open(&attr, -1, cpu);
}

static void put_event(__u32 index, int perf)
{
	__u32 val = perf;

	ASSERT_OK(map_update(trace_map("events"), &index, &val, SBPF_ANY));
}

static void read_through_libbpf(const char *prog, void (*call)(void))
{
	volatile struct trace_state *st;
	struct perf_buffer *buf;
	int i;

	TRACE_LOAD(prog);
	st = trace_state();
	buf = perf_buffer__new(trace_map("events"), 8, on_sample, on_lost, NULL, NULL);
	ASSERT_TRUE(buf != NULL);
	ASSERT_TRUE(bpf_program__attach(trace_prog(prog)) != NULL);
	pin_to(0);
	for (i = 0; i < 50; i++)
		call();
	ASSERT_OK(perf_buffer__poll(buf, 1000));
	EXPECT_EQ(st->hits, 50);
	EXPECT_EQ(st->ret, 0);
	EXPECT_EQ(got.nr, 50);
	EXPECT_EQ(got.bad, 0);
	EXPECT_EQ(got.lost, 0);
	EXPECT_EQ(got.cpu, 0);
	EXPECT_STREQ(got.comm, "perf_output");
	perf_buffer__free(buf);
}

static void one_getpgid(void)
{
	call_getpgid(1);
}

static void one_getppid(void)
{
	call_getppid(1);
}

static void one_kill(void)
{
	syscall(__NR_kill, getpid(), 0);
}

TEST(kprobe)
{
	read_through_libbpf("kp_output", one_getpgid);
}

TEST(raw_tracepoint)
{
	read_through_libbpf("rawtp_output", one_getppid);
}

TEST(tracepoint)
{
	read_through_libbpf("tp_output", one_kill);
}

/* Everything perf can add to a sample, from each kind of hook. */
TEST(all_sample_parts)
{
	const char *progs[] = { "kp_output", "rawtp_output", "tp_output" };
	struct perf_event_attr attr = {
		.type = PERF_TYPE_SOFTWARE, .config = PERF_COUNT_SW_BPF_OUTPUT, .sample_period = 1,
		.sample_type = PERF_SAMPLE_RAW | PERF_SAMPLE_IP | PERF_SAMPLE_TID | PERF_SAMPLE_TIME |
			       PERF_SAMPLE_ADDR | PERF_SAMPLE_CALLCHAIN | PERF_SAMPLE_ID | PERF_SAMPLE_CPU |
			       PERF_SAMPLE_PERIOD | PERF_SAMPLE_REGS_USER | PERF_SAMPLE_STACK_USER |
			       PERF_SAMPLE_REGS_INTR,
		.sample_regs_user = 0xff, .sample_regs_intr = 0xff, .sample_stack_user = 512, .wakeup_events = 1,
	};
	unsigned int i;

	for (i = 0; i < 3; i++) {
		struct perf_event_mmap_page *ring;
		volatile struct trace_state *st;
		struct perf_event_header *hdr;
		struct bpf_link *link;
		int perf;

		TRACE_LOAD(progs[i]);
		st = trace_state();
		pin_to(0);
		perf = ASSERT_OK(perf_open(&attr, -1, 0));
		ring = mmap(NULL, 9 * 4096, PROT_READ | PROT_WRITE, MAP_SHARED, perf, 0);
		ASSERT_TRUE(ring != MAP_FAILED);
		put_event(0, perf);
		link = bpf_program__attach(trace_prog(progs[i]));
		ASSERT_TRUE(link != NULL);
		one_getpgid();
		one_getppid();
		one_kill();
		EXPECT_EQ(st->hits, 1);
		EXPECT_EQ(st->ret, 0);
		hdr = (void *)((char *)ring + ring->data_offset);
		EXPECT_EQ(hdr->type, PERF_RECORD_SAMPLE);
		EXPECT_EQ(hdr->size, ring->data_head);
		/* IDENTIFIER is not asked for, so the record begins with the instruction pointer. */
		if (i < 2) {
			__u64 ip = *(__u64 *)(hdr + 1);

			EXPECT_STRNE(symbol_of(ip), "?");
			EXPECT_TRUE(!strstr(symbol_of(ip), "[sandbpf]"));
		}
		bpf_link__destroy(link);
		close(perf);
		bpf_object__close(trace_obj);
	}
}

TEST(errors)
{
	volatile struct trace_state *st;
	int other, software;
	__u32 key;

	TRACE_LOAD("kp_output");
	st = trace_state();
	attach_kprobe("kp_output");
	pin_to(0);

	one_getpgid();
	EXPECT_EQ(st->ret, -ENOENT);
	st->out_flags = 8;
	one_getpgid();
	EXPECT_EQ(st->ret, -E2BIG);
	st->out_flags = 1ULL << 32;
	one_getpgid();
	EXPECT_EQ(st->ret, -EINVAL);

	if (cpus_possible() > 1) {
		other = ASSERT_OK(output_event(1, PERF_SAMPLE_RAW));
		put_event(1, other);
		st->out_flags = 1;
		one_getpgid();
		EXPECT_EQ(st->ret, -EOPNOTSUPP);
	}
	/* No ring. */
	put_event(0, ASSERT_OK(output_event(0, PERF_SAMPLE_RAW)));
	st->out_flags = SBPF_F_CURRENT_CPU;
	one_getpgid();
	EXPECT_EQ(st->ret, -ENOSPC);
	/* Not an output event. */
	software = ASSERT_OK(perf_open_software(PERF_COUNT_SW_CPU_CLOCK, -1, 0));
	put_event(0, software);
	one_getpgid();
	EXPECT_EQ(st->ret, -EINVAL);

	key = 0;
	ASSERT_OK(map_delete(trace_map("events"), &key));
	one_getpgid();
	EXPECT_EQ(st->ret, -ENOENT);
}

TEST(full_ring)
{
	struct perf_event_mmap_page *ring;
	volatile struct trace_state *st;
	int perf, i, ok = 0, full = 0;

	TRACE_LOAD("kp_output");
	st = trace_state();
	pin_to(0);
	perf = ASSERT_OK(output_event(0, PERF_SAMPLE_RAW));
	ring = mmap(NULL, 3 * 4096, PROT_READ | PROT_WRITE, MAP_SHARED, perf, 0);
	ASSERT_TRUE(ring != MAP_FAILED);
	put_event(0, perf);
	attach_kprobe("kp_output");
	st->out_big = 1;
	for (i = 0; i < 5; i++) {
		one_getpgid();
		ok += st->ret == 0;
		full += st->ret == -ENOSPC;
	}
	EXPECT_EQ(ok, 1);
	EXPECT_EQ(full, 4);
	__atomic_store_n(&ring->data_tail, ring->data_head, __ATOMIC_RELEASE);
	one_getpgid();
	EXPECT_EQ(st->ret, 0);
}

TEST(map_rules)
{
	int map, perf, inherit, i;
	struct perf_event_attr attr = {
		.type = PERF_TYPE_SOFTWARE, .config = PERF_COUNT_SW_TASK_CLOCK, .inherit = 1,
	};
	__u32 key = 0, val, next;

	need_device();
	EXPECT_ERR(map_create(SBPF_MAP_TYPE_PERF_EVENT_ARRAY, 4, 8, 4, 0), EINVAL);
	EXPECT_ERR(map_create(SBPF_MAP_TYPE_PERF_EVENT_ARRAY, 8, 4, 4, 0), EINVAL);
	EXPECT_ERR(map_create(SBPF_MAP_TYPE_PERF_EVENT_ARRAY, 4, 4, 0, 0), EINVAL);
	EXPECT_ERR(map_create(SBPF_MAP_TYPE_PERF_EVENT_ARRAY, 4, 4, 4, SBPF_F_RDONLY_PROG), EINVAL);
	EXPECT_ERR(map_create(SBPF_MAP_TYPE_PERF_EVENT_ARRAY, 4, 4, 4, SBPF_F_MMAPABLE), EINVAL);
	map = ASSERT_OK(map_create(SBPF_MAP_TYPE_PERF_EVENT_ARRAY, 4, 4, 4, 0));

	perf = ASSERT_OK(perf_open_software(PERF_COUNT_SW_TASK_CLOCK, 0, -1));
	inherit = ASSERT_OK(perf_open(&attr, 0, -1));
	val = perf;
	EXPECT_OK(map_update(map, &key, &val, SBPF_ANY));
	EXPECT_ERR(map_update(map, &key, &val, SBPF_EXIST), EINVAL);
	EXPECT_ERR(map_lookup(map, &key, &val), ENOTSUPP);
	val = inherit;
	EXPECT_ERR(map_update(map, &key, &val, SBPF_ANY), EOPNOTSUPP);
	val = map;
	EXPECT_ERR(map_update(map, &key, &val, SBPF_ANY), EBADF);
	val = -1;
	EXPECT_ERR(map_update(map, &key, &val, SBPF_ANY), EBADF);
	val = perf;
	key = 4;
	EXPECT_ERR(map_update(map, &key, &val, SBPF_ANY), E2BIG);
	EXPECT_ERR(map_delete(map, &key), E2BIG);
	key = 1;
	EXPECT_ERR(map_delete(map, &key), ENOENT);
	key = 0;
	EXPECT_OK(map_delete(map, &key));
	EXPECT_ERR(map_delete(map, &key), ENOENT);
	EXPECT_OK(map_next_key(map, NULL, &next));
	for (i = 0; i < 3; i++) {
		EXPECT_EQ(next, (__u32)i);
		EXPECT_OK(map_next_key(map, &next, &next));
	}
	EXPECT_ERR(map_next_key(map, &next, &next), ENOENT);
	for (i = 0; i < 1000; i++)
		ASSERT_OK(map_update(map, &key, &val, SBPF_ANY));
}

/* An event goes with the map file it was put in through, unless the map preserves its elements. */
static void events_after_close(__u32 flags, int err)
{
	int map, again, perf;
	__u32 key = 2, val, id;
	struct sbpf_map_info info = {};
	__u32 len = sizeof(info);

	need_device();
	map = ASSERT_OK(map_create(SBPF_MAP_TYPE_PERF_EVENT_ARRAY, 4, 4, 4, flags));
	ASSERT_OK(obj_info(map, &info, &len));
	id = info.id;
	again = ASSERT_OK(obj_fd_by_id(SBPF_MAP_GET_FD_BY_ID, id));
	perf = ASSERT_OK(perf_open_software(PERF_COUNT_SW_TASK_CLOCK, 0, -1));
	val = perf;
	ASSERT_OK(map_update(map, &key, &val, SBPF_ANY));
	close(map);
	EXPECT_ERR(map_delete(again, &key), err);
}

TEST(events_go_with_the_map_file)
{
	events_after_close(0, ENOENT);
}

TEST(events_preserved)
{
	events_after_close(SBPF_F_PRESERVE_ELEMS, 0);
}

TEST(read_matches_the_counter)
{
	volatile struct trace_state *st;
	struct perf_event_attr attr = {
		.type = PERF_TYPE_SOFTWARE, .config = PERF_COUNT_SW_PAGE_FAULTS,
		.read_format = PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING,
	};
	volatile char *mem;
	__u64 val[3];
	int perf, i;

	TRACE_LOAD("kp_read");
	st = trace_state();
	pin_to(0);
	perf = ASSERT_OK(perf_open(&attr, 0, -1));
	put_event(0, perf);
	attach_kprobe("kp_read");
	mem = mmap(NULL, 100 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	madvise((void *)mem, 100 * 4096, MADV_NOHUGEPAGE);
	for (i = 0; i < 100; i++)
		mem[i * 4096] = 1;
	one_getpgid();
	ASSERT_EQ(read(perf, val, sizeof(val)), (ssize_t)sizeof(val));
	EXPECT_EQ(st->ret, 0);
	EXPECT_GE(st->arg[0], 100);
	EXPECT_EQ(st->arg[0], val[0]);
	EXPECT_EQ(st->arg[1], val[0]);
	/* Read a moment before. */
	EXPECT_LE(st->arg[2], val[1]);
	EXPECT_GT(st->arg[2], 0);
	EXPECT_LT(val[1] - st->arg[2], 1000000000ULL);
	EXPECT_EQ(st->arg[2], st->arg[3]);
}

TEST(read_errors)
{
	volatile struct trace_state *st;
	pid_t child;
	int perf;

	TRACE_LOAD("kp_read");
	st = trace_state();
	attach_kprobe("kp_read");
	pin_to(0);
	one_getpgid();
	EXPECT_EQ((__s64)st->arg[0], -ENOENT);
	EXPECT_EQ(st->ret, -ENOENT);
	st->out_flags = 100;
	one_getpgid();
	EXPECT_EQ((__s64)st->arg[0], -E2BIG);
	st->out_flags = 1ULL << 40;
	one_getpgid();
	EXPECT_EQ((__s64)st->arg[0], -EINVAL);
	st->out_flags = 0;
	/* Another task's. */
	child = fork();
	if (!child) {
		pause();
		_exit(0);
	}
	perf = ASSERT_OK(perf_open_software(PERF_COUNT_SW_TASK_CLOCK, child, -1));
	put_event(0, perf);
	one_getpgid();
	EXPECT_EQ(st->ret, -EINVAL);
	EXPECT_EQ(st->arg[1], 0);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	if (cpus_possible() > 1) {
		perf = ASSERT_OK(perf_open_software(PERF_COUNT_SW_CPU_CLOCK, -1, 1));
		put_event(0, perf);
		one_getpgid();
		EXPECT_EQ(st->ret, -EINVAL);
	}
	perf = ASSERT_OK(perf_open_software(PERF_COUNT_SW_CPU_CLOCK, -1, 0));
	put_event(0, perf);
	one_getpgid();
	EXPECT_EQ(st->ret, 0);
}
