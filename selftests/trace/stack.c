// SPDX-License-Identifier: GPL-2.0
/*
 * get_stackid, get_stack and the stack trace map: kernel stacks against /proc/kallsyms, user stacks against this
 * program's own functions.
 * covers: helper:get_stackid helper:get_stack map:STACK_TRACE
 */
#include "trace.h"

#define FUNC	"__x64_sys_getpgid"

static int attach_kprobe(const char *prog)
{
	int perf = ASSERT_OK(perf_open_kprobe(FUNC, 0, false));

	return ASSERT_OK(perf_link(trace_fd(prog), perf));
}

/* Whether a frame of the trace is in the function; notes all frames when not. */
static bool has_function(const __u64 *ips, int nr, const char *name)
{
	int i;

	for (i = 0; i < nr && ips[i]; i++)
		if (strstr(symbol_of(ips[i]), name))
			return true;
	for (i = 0; i < nr && ips[i]; i++)
		tap_note("frame %d: %llx %s", i, ips[i], symbol_of(ips[i]));
	return false;
}

static bool is_clean(const __u64 *ips, int nr)
{
	int i;

	for (i = 0; i < nr && ips[i]; i++) {
		const char *name = symbol_of(ips[i]);

		if (strstr(name, "[sandbpf]") || !strcmp(name, "?")) {
			tap_note("frame %d: %llx %s", i, ips[i], name);
			return false;
		}
	}
	return true;
}

static void copy_frames(volatile struct trace_state *st, __u64 *ips)
{
	int i;

	for (i = 0; i < TRACE_FRAMES; i++)
		ips[i] = st->frames[i];
}

TEST(kernel_stack_of_a_kprobe)
{
	volatile struct trace_state *st;
	__u64 ips[TRACE_FRAMES] = {}, frames[TRACE_FRAMES];
	__u32 id;

	TRACE_LOAD("kp_stack");
	st = trace_state();
	attach_kprobe("kp_stack");
	call_getpgid(1);
	id = ASSERT_OK(st->ret);
	ASSERT_OK(map_lookup(trace_map("stacks"), &id, ips));
	EXPECT_HAS(symbol_of(ips[0]), "sys_getpgid");
	EXPECT_TRUE(has_function(ips, TRACE_FRAMES, "do_syscall_64"));
	EXPECT_TRUE(has_function(ips, TRACE_FRAMES, "entry_SYSCALL_64"));
	EXPECT_TRUE(is_clean(ips, TRACE_FRAMES));
	copy_frames(st, frames);
	EXPECT_TRUE(!memcmp(ips, frames, sizeof(ips)));
	EXPECT_GT((__s64)st->arg[0], 16);
	EXPECT_EQ(st->arg[0] % 8, 0);
	EXPECT_EQ(st->frames[st->arg[0] / 8], 0);

	/* The same stack has the same id. */
	call_getpgid(1);
	EXPECT_EQ(st->ret, id);
}

TEST(skipped_frames)
{
	volatile struct trace_state *st;
	__u64 all[TRACE_FRAMES], rest[TRACE_FRAMES];
	int len;

	TRACE_LOAD("kp_stack");
	st = trace_state();
	attach_kprobe("kp_stack");
	call_getpgid(1);
	len = st->arg[0];
	copy_frames(st, all);
	st->stack_flags = 1;
	call_getpgid(1);
	copy_frames(st, rest);
	EXPECT_EQ((int)st->arg[0], len - 8);
	EXPECT_TRUE(!memcmp(all + 1, rest, len - 8));
	st->stack_flags = len / 8 + 1;
	call_getpgid(1);
	EXPECT_EQ((__s64)st->arg[0], -EFAULT);
	EXPECT_EQ(st->ret, -EFAULT);
	st->stack_flags = len / 8;
	call_getpgid(1);
	EXPECT_EQ(st->arg[0], 0);
	EXPECT_EQ(st->ret, -EFAULT);
}

/* Frames of the module that runs the program are not the traced task's business. */
TEST(kernel_stack_of_a_raw_tracepoint)
{
	volatile struct trace_state *st;
	__u64 ips[TRACE_FRAMES] = {};

	TRACE_LOAD("rawtp_stack");
	st = trace_state();
	ASSERT_OK(raw_tracepoint_open("sys_enter", trace_fd("rawtp_stack")));
	call_getppid(1);
	ASSERT_OK(st->ret);
	EXPECT_GT((__s64)st->arg[0], 8);
	copy_frames(st, ips);
	EXPECT_TRUE(is_clean(ips, TRACE_FRAMES));
	EXPECT_TRUE(has_function(ips, TRACE_FRAMES, "do_syscall_64"));
}

TEST(kernel_stack_of_a_tracepoint)
{
	volatile struct trace_state *st;
	__u64 ips[TRACE_FRAMES] = {};
	pid_t pid;

	TRACE_LOAD("tp_stack");
	st = trace_state();
	ASSERT_TRUE(bpf_program__attach(trace_prog("tp_stack")) != NULL);
	pid = fork();
	if (!pid) {
		st->pid = getpid();
		execl("/bin/true", "true", NULL);
		_exit(1);
	}
	waitpid(pid, NULL, 0);
	ASSERT_OK(st->ret);
	copy_frames(st, ips);
	EXPECT_TRUE(is_clean(ips, TRACE_FRAMES));
	EXPECT_TRUE(has_function(ips, TRACE_FRAMES, "execve"));
	EXPECT_TRUE(has_function(ips, TRACE_FRAMES, "do_syscall_64"));
}

#define KEEP_FRAME	__attribute__((noipa))

/* Make the compiler set up a frame pointer. */
static void *volatile frame;

static KEEP_FRAME int innermost(void)
{
	register long nr asm("rax") = __NR_getpgid, pid asm("rdi") = 0;

	frame = __builtin_frame_address(0);
	asm volatile("syscall" : "+r" (nr) : "r" (pid) : "rcx", "r11", "memory");
	return nr;
}

static KEEP_FRAME int middle(void)
{
	frame = __builtin_frame_address(0);
	return innermost() + 1;
}

static KEEP_FRAME int outermost(void)
{
	frame = __builtin_frame_address(0);
	return middle() + 1;
}

TEST(user_stack)
{
	volatile struct trace_state *st;
	const uintptr_t near = 64;
	__u64 ips[TRACE_FRAMES];
	__u32 id;

	TRACE_LOAD("kp_stack");
	st = trace_state();
	attach_kprobe("kp_stack");
	st->stack_flags = SBPF_F_USER_STACK;
	outermost();
	id = ASSERT_OK(st->ret);
	ASSERT_OK(map_lookup(trace_map("stacks"), &id, ips));
	EXPECT_LT(ips[0] - (uintptr_t)innermost, near);
	EXPECT_LT(ips[1] - (uintptr_t)middle, near);
	EXPECT_LT(ips[2] - (uintptr_t)outermost, near);
	EXPECT_LT(ips[1] - (uintptr_t)middle, ips[1] - (uintptr_t)innermost);
	EXPECT_GT(ips[2], ips[1]);
}

/* A frame pointer that leads nowhere ends the walk. */
TEST(user_stack_with_wild_frame_pointer)
{
	volatile struct trace_state *st;

	TRACE_LOAD("kp_stack");
	st = trace_state();
	attach_kprobe("kp_stack");
	st->stack_flags = SBPF_F_USER_STACK;
	for (uint64_t fp = 0; fp < 3; fp++) {
		static const uint64_t wild[] = { 8, 0xffffffff81000000, 0x8000000000000000 };
		register long nr asm("rax") = __NR_getpgid, pid asm("rdi") = 0;

		asm volatile("push %%rbp; mov %2, %%rbp; syscall; pop %%rbp"
			     : "+r" (nr) : "r" (pid), "r" (wild[fp]) : "rcx", "r11", "memory");
		EXPECT_OK(st->ret);
		EXPECT_EQ(st->arg[0], 8);
	}
}

/* Two different stacks meet in a map of one element. */
TEST(collisions)
{
	volatile struct trace_state *st;
	__u32 id = 0, next;

	TRACE_LOAD("kp_one_stack");
	st = trace_state();
	attach_kprobe("kp_one_stack");
	call_getpgid(1);
	EXPECT_EQ(st->ret, 0);
	st->stack_flags = 1;
	call_getpgid(1);
	EXPECT_EQ(st->ret, -EEXIST);
	st->stack_flags = 1 | SBPF_F_FAST_STACK_CMP;
	call_getpgid(1);
	EXPECT_EQ(st->ret, -EEXIST);
	st->stack_flags = 1 | SBPF_F_REUSE_STACKID;
	call_getpgid(1);
	EXPECT_EQ(st->ret, 0);
	st->stack_flags = 0;
	call_getpgid(1);
	EXPECT_EQ(st->ret, -EEXIST);
	EXPECT_OK(map_next_key(trace_map("one_stack"), NULL, &next));
	EXPECT_EQ(next, 0);
	EXPECT_ERR(map_next_key(trace_map("one_stack"), &next, &next), ENOENT);
	EXPECT_OK(map_delete(trace_map("one_stack"), &id));
	EXPECT_ERR(map_delete(trace_map("one_stack"), &id), ENOENT);
	EXPECT_ERR(map_next_key(trace_map("one_stack"), NULL, &next), ENOENT);
	call_getpgid(1);
	EXPECT_EQ(st->ret, 0);
}

TEST(helper_errors)
{
	volatile struct trace_state *st;

	TRACE_LOAD("kp_bad_flags");
	st = trace_state();
	attach_kprobe("kp_bad_flags");
	call_getpgid(1);
	EXPECT_EQ((__s64)st->arg[0], -EINVAL);
	EXPECT_EQ((__s64)st->arg[1], -EINVAL);
	EXPECT_EQ((__s64)st->arg[2], -EINVAL);
	EXPECT_EQ((__s64)st->arg[3], 16);
	EXPECT_EQ((__s64)st->arg[4], 0);
}

TEST(map_rules)
{
	__u64 value[16] = {};
	__u32 key = 0;
	int map;

	need_device();
	EXPECT_ERR(map_create(SBPF_MAP_TYPE_STACK_TRACE, 8, 64, 4, 0), EINVAL);
	EXPECT_ERR(map_create(SBPF_MAP_TYPE_STACK_TRACE, 4, 4, 4, 0), EINVAL);
	EXPECT_ERR(map_create(SBPF_MAP_TYPE_STACK_TRACE, 4, 12, 4, 0), EINVAL);
	EXPECT_ERR(map_create(SBPF_MAP_TYPE_STACK_TRACE, 4, 128 * 8, 4, 0), EINVAL);
	EXPECT_ERR(map_create(SBPF_MAP_TYPE_STACK_TRACE, 4, 64, 0, 0), EINVAL);
	EXPECT_ERR(map_create(SBPF_MAP_TYPE_STACK_TRACE, 4, 64, 4, SBPF_F_NO_PREALLOC), EINVAL);
	EXPECT_ERR(map_create(SBPF_MAP_TYPE_STACK_TRACE, 4, 64, (1U << 31) + 1, 0), E2BIG);
	EXPECT_OK(map_create(SBPF_MAP_TYPE_STACK_TRACE, 4, 127 * 8, 4, 0));
	map = ASSERT_OK(map_create(SBPF_MAP_TYPE_STACK_TRACE, 4, 128, 4, 0));
	EXPECT_ERR(map_lookup(map, &key, value), ENOENT);
	EXPECT_ERR(map_update(map, &key, value, SBPF_ANY), EINVAL);
	EXPECT_ERR(map_delete(map, &key), ENOENT);
	key = 4;
	EXPECT_ERR(map_lookup(map, &key, value), ENOENT);
	EXPECT_ERR(map_delete(map, &key), E2BIG);
}

/* Programs get ids from the map, and nothing else. */
TEST(programs_cannot_look_up)
{
	int map;

	need_device();
	map = ASSERT_OK(map_create(SBPF_MAP_TYPE_STACK_TRACE, 4, 128, 4, 0));
	const struct sbpf_insn lookup[] = {
		ST(W, R10, -4, 0), MOV_REG(R2, R10), ALU64_IMM(ADD, R2, -4), LD_MAP_FD(R1, map),
		CALL(map_lookup_elem), MOV_IMM(R0, 0), EXIT(),
	};

	EXPECT_LT(PROG_LOAD_BAD(SBPF_PROG_TYPE_KPROBE, lookup, NULL, 0), 0);
}

/* Stacks stored from samples in interrupts, while user space reads and deletes. */
TEST(samples_against_readers)
{
	volatile struct trace_state *st;
	__u64 ips[TRACE_FRAMES];
	int perf, map, i, read = 0;
	struct timespec begin;
	__u32 key = 0, next;

	TRACE_LOAD("pe_stack");
	st = trace_state();
	map = trace_map("stacks");
	perf = ASSERT_OK(perf_open_clock(0, -1, false));
	ASSERT_OK(perf_link(trace_fd("pe_stack"), perf));
	/* How often samples come is up to the machine: enough of both are waited for, not a number of rounds. */
	clock_gettime(CLOCK_MONOTONIC, &begin);
	for (i = 0; (st->hits <= 100 || read <= 100) && trace_ms_since(&begin) < 15000; i++) {
		__u32 *from = NULL;

		while (!map_next_key(map, from, &next)) {
			key = next;
			from = &key;
			if (map_lookup(map, &key, ips) == 0) {
				read++;
				EXPECT_NE(ips[0], 0);
			}
		}
		if (i % 16 == 0)
			map_delete(map, &key);
	}
	EXPECT_GT(st->hits, 100);
	EXPECT_GT(read, 100);
}
