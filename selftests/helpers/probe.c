// SPDX-License-Identifier: GPL-2.0
/*
 * Reading memory at addresses that may be anything: what is there is read exactly, what is not
 * there is an error, and the buffer is zero after an error.
 * covers: helper:probe_read helper:probe_read_kernel helper:probe_read_kernel_str
 * covers: helper:probe_read_str helper:probe_read_user helper:probe_read_user_str
 */
#include <sys/mman.h>

#include "call.h"

#define NON_CANONICAL	0x8000000000000000ULL
#define KERNEL_HOLE	0xffffffffff000000ULL	/* below the fixmap's top, never mapped */

static long page;

BEFORE_EACH()
{
	page = sysconf(_SC_PAGESIZE);
}

/* Two pages, the second gone; the address of the hole. */
static char *hole_make(void)
{
	char *mem =
		mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	ASSERT_TRUE(mem != MAP_FAILED);
	memset(mem, 'm', 2 * page);
	munmap(mem + page, page);
	return mem + page;
}

/*
 * Call the helper for @size bytes at @addr; the buffer comes back in @buf, 64 bytes that were 'x'.
 */
static int64_t probe(int helper, uint64_t addr, uint32_t size, char *buf)
{
	struct code c = {};

	memset(buf, 'x', 64);
	shared_put(MEMORY, buf, 64);
	ADD(&c, SHARED_ADDR(R1, MEMORY), MOV_IMM(R2, size), LD_IMM64(R3, addr), CALL_ID(helper));
	code_keep(&c, 0);
	code_end(&c);
	code_run(&c);
	shared_get(MEMORY, buf, 64);
	return shared_result(0);
}

/* The same, reading from offset @off of the shared memory: a kernel address that is good. */
static int64_t probe_shared(int helper, uint32_t off, uint32_t size, char *buf)
{
	struct code c = {};

	memset(buf, 'x', 64);
	shared_put(MEMORY, buf, 64);
	ADD(&c, SHARED_ADDR(R1, MEMORY), MOV_IMM(R2, size), SHARED_ADDR(R3, off), CALL_ID(helper));
	code_keep(&c, 0);
	code_end(&c);
	code_run(&c);
	shared_get(MEMORY, buf, 64);
	return shared_result(0);
}

static bool is_all(const char *buf, char c, int from, int to)
{
	for (; from < to; from++)
		if (buf[from] != c)
			return false;
	return true;
}

/* User strings are copied in words, of which what is behind the end becomes zero. */
static bool is_zero_or(const char *buf, char c, int from, int to)
{
	for (; from < to; from++)
		if (buf[from] && buf[from] != c)
			return false;
	return true;
}

static void want_error(int helper, uint64_t addr, uint32_t size, int64_t err)
{
	char buf[64];
	int64_t ret = probe(helper, addr, size, buf);

	ok(ret == err, "%u bytes at 0x%llx: %lld, want %lld", size, (unsigned long long)addr,
	   (long long)ret, (long long)err);
	ok(is_all(buf, 0, 0, size) && is_all(buf, 'x', size, 64),
	   "buffer not zero, or more than it");
}

static void read_user(int helper)
{
	static const uint32_t sizes[] = { 1, 2, 3, 7, 8, 9, 31, 64 };
	char *hole = hole_make(), buf[64], *fresh;
	size_t i;
	int k;

	for (k = 0; k < 64; k++)
		hole[k - 64] = k + 1;
	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		ok(!probe(helper, (uintptr_t)hole - sizes[i], sizes[i], buf), "%u bytes", sizes[i]);
		ok(!memcmp(buf, hole - sizes[i], sizes[i]) && is_all(buf, 'x', sizes[i], 64),
		   "%u bytes: content", sizes[i]);
		want_error(helper, (uintptr_t)hole - sizes[i] + 1, sizes[i], -EFAULT);
	}
	ok(!probe(helper, (uintptr_t)hole - 1, 0, buf) && is_all(buf, 'x', 0, 64), "nothing");
	want_error(helper, (uintptr_t)hole, 8, -EFAULT);
	want_error(helper, 0, 8, -EFAULT);
	want_error(helper, 1, 8, -EFAULT);

	/* Mapped, but there is no page yet, and the helper must not wait for one. */
	fresh = mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	want_error(helper, (uintptr_t)fresh, 8, -EFAULT);
	*fresh = 1;
	EXPECT_EQ(probe(helper, (uintptr_t)fresh, 8, buf), 0);
	mprotect(fresh, page, PROT_NONE);
	want_error(helper, (uintptr_t)fresh, 8, -EFAULT);
}

TEST_TIMEOUT(probe_read_user, 60)
{
	const int helper = SBPF_FUNC_probe_read_user;

	read_user(helper);
	want_error(helper, NON_CANONICAL, 8, -EFAULT);
	want_error(helper, KERNEL_HOLE, 8, -EFAULT);
	want_error(helper, -8ULL, 8, -EFAULT);
	want_error(helper, -1ULL, 64, -EFAULT);
}

TEST_TIMEOUT(probe_read, 60)
{
	static const char text[] = "kernel memory";
	char buf[64];

	read_user(SBPF_FUNC_probe_read);
	shared_put(1024, text, sizeof(text));
	EXPECT_EQ(probe_shared(SBPF_FUNC_probe_read, 1024, sizeof(text), buf), 0);
	EXPECT_STREQ(buf, text);
	want_error(SBPF_FUNC_probe_read, NON_CANONICAL, 8, -ERANGE);
}

TEST_TIMEOUT(probe_read_kernel, 60)
{
	static const uint32_t sizes[] = { 1, 2, 3, 7, 8, 9, 31, 64 };
	const int helper = SBPF_FUNC_probe_read_kernel;
	char data[64], buf[64], on_stack[64] = "user memory";
	size_t i;

	for (i = 0; i < sizeof(data); i++)
		data[i] = i + 1;
	shared_put(1024, data, sizeof(data));
	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		ok(!probe_shared(helper, 1024, sizes[i], buf), "%u bytes", sizes[i]);
		ok(!memcmp(buf, data, sizes[i]) && is_all(buf, 'x', sizes[i], 64),
		   "%u bytes: content", sizes[i]);
	}
	ok(!probe_shared(helper, 1027, 9, buf) && !memcmp(buf, data + 3, 9), "not aligned");
	/* User addresses are none of the kernel's. */
	want_error(helper, (uintptr_t)on_stack, 8, -ERANGE);
	want_error(helper, 0, 8, -ERANGE);
	want_error(helper, NON_CANONICAL, 8, -ERANGE);
	want_error(helper, KERNEL_HOLE, 8, -EFAULT);
}

/* What the _str helpers have in common: @put places a string, and returns its address. */
static void check_string(int64_t ret, const char *buf, const char *text, uint32_t size)
{
	uint32_t len = strlen(text) + 1, got = len < size ? len : size;

	ok(ret == got, "\"%s\" into %u bytes: %lld, want %u", text, size, (long long)ret, got);
	if (!got)
		return;
	ok(!memcmp(buf, text, got - 1) && !buf[got - 1], "\"%s\" into %u bytes: \"%.*s\"", text,
	   size, size, buf);
	/* Behind the string nothing of its surroundings: programs use such buffers as keys. */
	ok(is_zero_or(buf, 'x', got, 64), "\"%s\" into %u bytes: more was written", text, size);
}

static const char *const strings[] = { "",	  "a",	      "string",
				       "7 bytes", "8 bytes.", "a string of 31 characters, long" };
static const uint32_t rooms[] = { 0, 1, 2, 7, 8, 9, 32, 64 };

static void string_user(int helper)
{
	char *hole = hole_make(), buf[64], *at;
	size_t s, r;

	for (s = 0; s < ARRAY_SIZE(strings); s++) {
		for (r = 0; r < ARRAY_SIZE(rooms); r++) {
			int64_t ret;

			/* The string ends with its page. */
			at = hole - strlen(strings[s]) - 1;
			strcpy(at, strings[s]);
			ret = probe(helper, (uintptr_t)at, rooms[r], buf);
			check_string(ret, buf, strings[s], rooms[r]);
			/* And in the middle of other things. */
			at = hole - 200 + 3 * s;
			memset(hole - 200, 'y', 200);
			strcpy(at, strings[s]);
			ret = probe(helper, (uintptr_t)at, rooms[r], buf);
			check_string(ret, buf, strings[s], rooms[r]);
		}
	}
	memset(hole - 64, 'z', 64);
	want_error(helper, (uintptr_t)hole - 10, 64, -EFAULT);
	EXPECT_EQ(probe(helper, (uintptr_t)hole - 10, 10, buf), 10);
	ok(!memcmp(buf, "zzzzzzzzz", 10), "cut before the hole");
	want_error(helper, (uintptr_t)hole, 16, -EFAULT);
	want_error(helper, 0, 16, -EFAULT);
}

TEST_TIMEOUT(probe_read_user_str, 90)
{
	const int helper = SBPF_FUNC_probe_read_user_str;

	string_user(helper);
	want_error(helper, NON_CANONICAL, 16, -EFAULT);
	want_error(helper, KERNEL_HOLE, 16, -EFAULT);
}

static void string_kernel(int helper)
{
	char around[64], buf[64];
	size_t s, r;
	int shift;

	for (s = 0; s < ARRAY_SIZE(strings); s++) {
		for (r = 0; r < ARRAY_SIZE(rooms); r++) {
			shift = (s + r) % 8;
			memset(around, 'y', sizeof(around));
			strcpy(around + shift, strings[s]);
			shared_put(1024, around, sizeof(around));
			check_string(probe_shared(helper, 1024 + shift, rooms[r], buf), buf,
				     strings[s], rooms[r]);
		}
	}
}

TEST_TIMEOUT(probe_read_kernel_str, 90)
{
	const int helper = SBPF_FUNC_probe_read_kernel_str;
	char on_stack[16] = "user memory";

	string_kernel(helper);
	want_error(helper, (uintptr_t)on_stack, 16, -ERANGE);
	want_error(helper, NON_CANONICAL, 16, -ERANGE);
	want_error(helper, KERNEL_HOLE, 16, -EFAULT);
}

TEST_TIMEOUT(probe_read_str, 150)
{
	string_user(SBPF_FUNC_probe_read_str);
	string_kernel(SBPF_FUNC_probe_read_str);
}

static int load_probe(int type, const char *license, int helper)
{
	const struct sbpf_insn insns[] = {
		MOV_REG(R1, R10), ALU64_IMM(ADD, R1, -8), MOV_IMM(R2, 8), MOV_IMM(R3, 0),
		CALL_ID(helper),  MOV_IMM(R0, 0),	  EXIT(),
	};
	char log[16384];
	struct prog_opts opts = {
		.license = license, .log_level = 1, .log = log, .log_size = sizeof(log),
	};
	int fd = prog_load_opts(type, insns, ARRAY_SIZE(insns), &opts);

	if (fd >= 0)
		close(fd);
	return fd < 0 ? fd : 0;
}

TEST(who_may_probe)
{
	static const int all[] = {
		SBPF_FUNC_probe_read_user,
		SBPF_FUNC_probe_read_kernel,
		SBPF_FUNC_probe_read_user_str,
		SBPF_FUNC_probe_read_kernel_str,
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(all); i++) {
		EXPECT_ERR(load_probe(SBPF_PROG_TYPE_KPROBE, "Proprietary", all[i]), EINVAL);
		EXPECT_OK(load_probe(SBPF_PROG_TYPE_KPROBE, "GPL", all[i]));
		EXPECT_OK(load_probe(SBPF_PROG_TYPE_SCHED_CLS, "GPL", all[i]));
	}
	EXPECT_ERR(load_probe(SBPF_PROG_TYPE_SCHED_CLS, "GPL", SBPF_FUNC_probe_read), EINVAL);
	EXPECT_ERR(load_probe(SBPF_PROG_TYPE_SOCKET_FILTER, "GPL", SBPF_FUNC_probe_read_str),
		   EINVAL);
	EXPECT_OK(load_probe(SBPF_PROG_TYPE_TRACEPOINT, "GPL", SBPF_FUNC_probe_read));
}
