// SPDX-License-Identifier: GPL-2.0
/*
 * Formatted output: every conversion that bpf-helpers(7) allows against the C library or a fixed
 * text, everything else refused, and lines that arrive in the kernel's trace buffer.
 * covers: helper:snprintf helper:trace_printk helper:trace_vprintk
 */
#include <arpa/inet.h>

#include "call.h"

#define TRACING		"/sys/kernel/tracing/"
#define ARGS_MAX	12

/* A value to format: a number, or (@off not 0) the address of that offset in the shared memory. */
struct arg {
	uint64_t val;
	uint32_t off;
};

#define N(v)	{ .val = (uint64_t)(v) }
#define AT(o)	{ .off = (o) }

/* Put the values into an array on the stack whose address becomes @reg. */
static void code_args(struct code *c, int reg, const struct arg *args, int nr)
{
	int i;

	for (i = 0; i < nr; i++) {
		if (args[i].off)
			ADD(c, SHARED_ADDR(R0, args[i].off), STX(DW, R10, R0, -8 * (nr - i)));
		else
			ADD(c, LD_IMM64(R0, args[i].val), STX(DW, R10, R0, -8 * (nr - i)));
	}
	if (nr)
		ADD(c, MOV_REG(reg, R10), ALU64_IMM(ADD, reg, -8 * nr));
	else
		ADD(c, MOV_IMM(reg, 0));
}

/*
 * snprintf() into @room bytes; what is in the buffer afterwards goes to @got (1024 bytes, were
 * 'x').
 */
static int64_t format(const char *fmt, const struct arg *args, int nr, uint32_t room, char *got)
{
	int fmt_fd = const_string(fmt), fd;
	struct code c = {};
	char log[65536];

	memset(got, 'x', 1024);
	shared_put(MEMORY, got, 1024);
	code_args(&c, R4, args, nr);
	ADD(&c, SHARED_ADDR(R1, MEMORY), MOV_IMM(R2, room), LD_MAP_VALUE(R3, fmt_fd, 0),
	    MOV_IMM(R5, nr * 8), CALL(snprintf));
	code_keep(&c, 0);
	code_end(&c);
	fd = prog_load_bad(SBPF_PROG_TYPE_RAW_TRACEPOINT, c.insn, c.cnt, log, sizeof(log));
	close(fmt_fd);
	if (fd < 0)
		return fd;
	prog_run(fd);
	close(fd);
	shared_get(MEMORY, got, 1024);
	return shared_result(0);
}

static void want(const char *expected, const char *fmt, const struct arg *args, int nr)
{
	int64_t ret, len = strlen(expected) + 1;
	char got[1024];

	ret = format(fmt, args, nr, 512, got);
	got[1023] = '\0';
	ok(ret == len && !strcmp(got, expected), "\"%s\": %lld \"%s\", want %lld \"%s\"", fmt,
	   (long long)ret, ret < 0 ? "" : got, (long long)len, expected);
	ok(ret < 0 || got[len] == 'x', "\"%s\": more was written", fmt);
}

#define WANT(expected, fmt, ...)						\
	do {									\
		const struct arg _args[] = { __VA_ARGS__ };			\
										\
		want(expected, fmt, _args, ARRAY_SIZE(_args));			\
	} while (0)

/* Formats that the C library knows too. */
#define SAME(fmt, ...)								\
	do {									\
		char _want[512];						\
										\
		snprintf(_want, sizeof(_want), fmt, SAME_ARGS(__VA_ARGS__));	\
		WANT(_want, fmt, N(__VA_ARGS__));				\
	} while (0)
#define SAME_ARGS(x)	(x)

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat"
TEST_TIMEOUT(numbers, 60)
{
	SAME("%d", -5);
	SAME("%i", 123456789);
	SAME("%u", 4000000000u);
	SAME("%x", 0xdeadbeef);
	SAME("%X", 0xdeadbeef);
	SAME("%ld", -5L);
	SAME("%li", -(1L << 62));
	SAME("%lu", -1UL);
	SAME("%lx", 0x123456789abcdefUL);
	SAME("%lX", 0x123456789abcdefUL);
	SAME("%lld", -9223372036854775807LL);
	SAME("%llu", -1ULL);
	SAME("%llx", 0xfedcba9876543210ULL);
	SAME("%5d|", 42);
	SAME("%-5d|", 42);
	SAME("%05d|", -42);
	SAME("%+d", 42);
	SAME("% d", 42);
	SAME("%-+8d|", 42);
	SAME("%+05d", 42);
	SAME("%100u", 1u);
	SAME("%020llx", 0x123ULL);
	SAME("%c", 'q');
	SAME("%5c|", 'q');
	SAME("%-5c|", 'q');
	/* Only the low half of the value counts. */
	WANT("7", "%d", N(0x100000007));
	WANT("-1", "%d", N(0xffffffff));
	WANT("ffffffff", "%x", N(-1));
}
#pragma GCC diagnostic pop

TEST(text)
{
	WANT("plain", "plain");
	WANT("", "");
	WANT("100%", "100%%");
	WANT("100% of 5", "100%% of %d", N(5));
	WANT("%d", "%%d");
	WANT("\ttab\n", "\ttab\n");
	WANT("gr\xc3\xbc\xc3\x9f", "gr\xc3\xbc\xc3\x9f");
	WANT("1 2 3", "%d %d %d", N(1), N(2), N(3));
	WANT("123456789abc", "%x%x%x%x%x%x%x%x%x%x%x%x", N(1), N(2), N(3), N(4), N(5), N(6), N(7),
	     N(8), N(9), N(10), N(11), N(12));
	/* More values than conversions are fine. */
	WANT("1", "%d", N(1), N(2));
}

TEST_TIMEOUT(strings, 60)
{
	char user[] = "from user", *unmapped = (char *)16;

	shared_put(2048, "kernel", 7);
	shared_put(2064, "", 1);
	WANT("<kernel>", "<%s>", AT(2048));
	WANT("<>", "<%s>", AT(2064));
	WANT("<    kernel>", "<%10s>", AT(2048));
	WANT("<kernel    >", "<%-10s>", AT(2048));
	WANT("<kernel>", "<%pks>", AT(2048));
	WANT("<from user>", "<%pus>", N(user));
	WANT("<from user>", "<%s>", N(user));
	WANT("kernel, from user.", "%pks, %pus.", AT(2048), N(user));
	/* What cannot be read is an empty string. */
	WANT("<>", "<%s>", N(unmapped));
	WANT("<>", "<%pus>", N(unmapped));
	WANT("<>", "<%pks>", N(user));
	WANT("<>", "<%pks>", N(0x8000000000000000));
	WANT("<>", "<%pus>", AT(2048));
}

TEST_TIMEOUT(addresses, 60)
{
	const uint8_t v4[] = { 192, 168, 7, 1 };
	const char *text6 = "2001:db8::ff00:42:8329";
	uint8_t v6[16];
	char got[1024];
	const struct arg number[] = { N(0xffffffff81234567) };

	inet_pton(AF_INET6, text6, v6);
	shared_put(2048, v4, sizeof(v4));
	shared_put(2080, v6, sizeof(v6));
	WANT("192.168.7.1", "%pI4", AT(2048));
	WANT("192.168.007.001", "%pi4", AT(2048));
	WANT("2001:0db8:0000:0000:0000:ff00:0042:8329", "%pI6", AT(2080));
	WANT("20010db8000000000000ff0000428329", "%pi6", AT(2080));
	WANT("192.168.7.1 and 5", "%pI4 and %d", AT(2048), N(5));
	WANT("0.0.0.0", "%pI4", N(16));
	/* As the kernel: every letter that follows is taken for part of the conversion. */
	WANT("192.168.7.1.", "%pI4xyz.", AT(2048));
	WANT("ffffffff81234567", "%px", number[0]);
	WANT("0x0000000000000010", "0x%px", N(0x10));
	/* Hashed: not the value, the same each time. */
	ok(format("%p", number, 1, 64, got) == 17 && strcmp(got, "ffffffff81234567"), "%%p: %s",
	   got);
	ok(format("%p.", number, 1, 64, got) == 18, "%%p before a dot: %s", got);
	ok(format("%pK", number, 1, 64, got) == 17, "%%pK: %s", got);
}

/* The address of a kernel function, from /proc/kallsyms. */
static uint64_t symbol(const char *name)
{
	FILE *file = fopen("/proc/kallsyms", "r");
	char line[256], sym[128];
	unsigned long long addr;
	uint64_t found = 0;

	while (file && !found && fgets(line, sizeof(line), file))
		if (sscanf(line, "%llx %*c %127s", &addr, sym) == 2 && !strcmp(sym, name))
			found = addr;
	if (file)
		fclose(file);
	return found;
}

TEST(symbols)
{
	uint64_t addr = symbol("schedule");
	const struct arg arg = N(addr + 1);
	char got[1024];

	ASSERT_NE(addr, 0);
	WANT("schedule", "%ps", arg);
	format("%pS", &arg, 1, 200, got);
	ok(!strncmp(got, "schedule+0x1/0x", 15), "%%pS: %s", got);
	format("%pB", &arg, 1, 200, got);
	ok(!strncmp(got, "schedule+0x1/0x", 15), "%%pB: %s", got);
	WANT("     schedule|", "%13ps|", arg);
}

TEST(refused)
{
	static const char *const bad[] = {
		"%",	       "%5",	  "abc%",  "%q",    "%h",    "%hd",  "%hhd", "%zu",
		"%f",	       "%e",	  "%g",	   "%n",    "%o",    "%#x",  "%.5d", "%*d",
		"%.3s",	       "%5%",	  "%ls",   "%lllx", "%lp",   "%sx",  "%s1",  "%pu",
		"%pk",	       "%pI",	  "%pI5",  "%pi",   "%pM",   "%pUb", "%pV",  "%pe",
		"%pd",	       "%pf",	  "%pa",   "%pksx", "%pus1", "%L",   "\x01", "bell\a",
		"esc \x1b[0m", "%d \x7f", "%\xc3",
	};
	const struct arg one = N(1);
	char got[1024];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		int64_t ret = format(bad[i], &one, 1, 64, got);

		ok(ret == -EINVAL, "\"%s\": %lld", bad[i], (long long)ret);
	}
	EXPECT_EQ(format("%d", NULL, 0, 64, got), -EINVAL);
	EXPECT_EQ(format("%d %d", &one, 1, 64, got), -EINVAL);
	EXPECT_EQ(format("%s", NULL, 0, 64, got), -EINVAL);
}

TEST(room)
{
	const struct arg one = N(12345);
	char got[1024];

	EXPECT_EQ(format("%d", &one, 1, 6, got), 6);
	ok(!memcmp(got, "12345\0x", 7), "exact");
	EXPECT_EQ(format("%d", &one, 1, 4, got), 6);
	ok(!memcmp(got, "123\0x", 5), "cut");
	EXPECT_EQ(format("%d", &one, 1, 1, got), 6);
	ok(!memcmp(got, "\0x", 2), "one byte");
	EXPECT_EQ(format("ab%d", &one, 1, 2, got), 8);
	ok(!memcmp(got, "a\0x", 3), "cut in the text");
	EXPECT_EQ(format("%d", &one, 1, 0, got), 6);
	EXPECT_EQ(got[0], 'x');
	/* Wider than any buffer: counted, not printed. */
	EXPECT_EQ(format("%5000d|", &one, 1, 10, got), 5002);
	ok(!memcmp(got, "         \0x", 11), "spaces");
	EXPECT_EQ(format("%-5000d|", &one, 1, 10, got), 5002);
	ok(!memcmp(got, "12345    \0x", 11), "number and spaces");
	EXPECT_EQ(format("%05000d|", &one, 1, 10, got), 5002);
	ok(!memcmp(got, "000000000\0x", 11), "zeros");
}

TEST(too_much)
{
	struct arg args[ARGS_MAX];
	char text[600], got[1024];
	int i;

	/* Strings share 512 bytes; the one that hits the end is cut, the next one is too many. */
	memset(text, 'a', sizeof(text));
	text[299] = '\0';
	shared_put(2048, text, 300);
	for (i = 0; i < ARGS_MAX; i++)
		args[i] = (struct arg)AT(2048);
	EXPECT_EQ(format("%s", args, 1, 1000, got), 300);
	EXPECT_EQ(format("%s %s", args, 2, 1000, got), 299 + 1 + 211 + 1);
	EXPECT_EQ(format("%s %s %s", args, 3, 1000, got), -ENOSPC);
}

TEST(size_of_values)
{
	static const int sizes[] = { 4, 7, 13, 104, 200 };
	int fmt_fd = const_string("%d");
	char log[65536];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		struct code c = {};
		int fd;

		ADD(&c, SHARED_ADDR(R1, MEMORY), MOV_IMM(R2, 16), LD_MAP_VALUE(R3, fmt_fd, 0),
		    SHARED_ADDR(R4, 2048), MOV_IMM(R5, sizes[i]), CALL(snprintf));
		code_keep(&c, 0);
		code_end(&c);
		fd = prog_load_bad(SBPF_PROG_TYPE_RAW_TRACEPOINT, c.insn, c.cnt, log, sizeof(log));
		if (fd < 0) {
			EXPECT_EQ(fd, -EINVAL);
			continue;
		}
		prog_run(fd);
		ok((int64_t)shared_result(0) == -EINVAL, "%d bytes: %lld", sizes[i],
		   (long long)shared_result(0));
	}
}

/* Whether the trace buffer has a line that ends in ": <text>". */
static bool traced(const char *text)
{
	FILE *file = fopen(TRACING "trace", "r");
	static char line[2048];
	char tail[1200];
	bool found = false;

	snprintf(tail, sizeof(tail), "bpf_trace_printk: %s\n", text);
	while (file && fgets(line, sizeof(line), file)) {
		size_t len = strlen(line), want_len = strlen(tail);

		found |= len >= want_len && !strcmp(line + len - want_len, tail);
	}
	if (file)
		fclose(file);
	return found;
}

static void trace_clear(void)
{
	if (access(TRACING "trace", R_OK))
		SKIP("no tracefs here");
	file_write(TRACING "trace", "");
}

/* Load and run a program that prints @fmt, which lies in the shared memory. Returns R0. */
static int64_t print(const char *fmt, const struct arg *args, int nr)
{
	struct code c = {};
	int i;

	shared_put(2048, fmt, strlen(fmt) + 1);
	for (i = 0; i < nr; i++)
		if (args[i].off)
			ADD(&c, SHARED_ADDR(R3 + i, args[i].off));
		else
			ADD(&c, LD_IMM64(R3 + i, args[i].val));
	for (; i < 3; i++)
		ADD(&c, MOV_IMM(R3 + i, 0));
	ADD(&c, SHARED_ADDR(R1, 2048), MOV_IMM(R2, strlen(fmt) + 1), CALL(trace_printk));
	code_keep(&c, 0);
	code_end(&c);
	code_run(&c);
	return shared_result(0);
}

TEST(trace_printk)
{
	const struct arg args[] = { N(-7), AT(3000), N(0xabc) };
	char text[64];

	trace_clear();
	shared_put(3000, "a string", 9);
	EXPECT_EQ(print("hello from a program", NULL, 0), 20);
	EXPECT_TRUE(traced("hello from a program"));
	EXPECT_EQ(print("values %d %s %lx", args, 3), 22);
	EXPECT_TRUE(traced("values -7 a string abc"));
	EXPECT_EQ(print("100%%", NULL, 0), 4);
	EXPECT_TRUE(traced("100%"));
	/* Bad formats come to nothing. */
	EXPECT_EQ(print("bad %q", args, 3), -EINVAL);
	EXPECT_EQ(print("four %d %d %d %d", args, 3), -EINVAL);
	snprintf(text, sizeof(text), "from %d", getpid());
	EXPECT_FALSE(traced(text));
	EXPECT_GT(print(text, NULL, 0), 0);
	EXPECT_TRUE(traced(text));
}

/* The format must end inside its size. */
TEST(trace_printk_without_end)
{
	struct code c = {};

	shared_put(2048, "12345678", 8);
	ADD(&c, SHARED_ADDR(R1, 2048), MOV_IMM(R2, 8), CALL(trace_printk));
	code_keep(&c, 0);
	code_end(&c);
	code_run(&c);
	EXPECT_EQ(shared_result(0), -EINVAL);
}

/* A line is at most 1023 characters; the length returned is that of the whole. */
TEST(trace_printk_long)
{
	const struct arg arg = N(1);
	char line[1024];

	trace_clear();
	EXPECT_EQ(print("%1500d", &arg, 1), 1500);
	memset(line, ' ', 1023);
	line[1023] = '\0';
	EXPECT_TRUE(traced(line));
}

static int64_t vprint(const char *fmt, const struct arg *args, int nr, uint32_t size)
{
	struct code c = {};

	shared_put(2048, fmt, strlen(fmt) + 1);
	code_args(&c, R3, args, nr);
	ADD(&c, SHARED_ADDR(R1, 2048), MOV_IMM(R2, strlen(fmt) + 1), MOV_IMM(R4, size),
	    CALL(trace_vprintk));
	code_keep(&c, 0);
	code_end(&c);
	code_run(&c);
	return shared_result(0);
}

TEST(trace_vprintk)
{
	struct arg args[ARGS_MAX];
	int i;

	trace_clear();
	for (i = 0; i < ARGS_MAX; i++)
		args[i] = (struct arg)N(i + 1);
	EXPECT_EQ(vprint("all %d %d %d %d %d %d %d %d %d %d %d %d", args, 12, 96), 30);
	EXPECT_TRUE(traced("all 1 2 3 4 5 6 7 8 9 10 11 12"));
	EXPECT_EQ(vprint("none", args, 0, 0), 4);
	EXPECT_TRUE(traced("none"));
	EXPECT_EQ(vprint("too many %d %d %d", args, 2, 16), -EINVAL);
	EXPECT_EQ(vprint("odd size %d", args, 12, 12), -EINVAL);
}

/* Somebody switches the event off; loading a program that prints switches it on again. */
TEST(event_is_switched_on)
{
	static const char *const files[] = {
		TRACING "events/bpf_trace/bpf_trace_printk/enable",
		TRACING "events/sandbpf/sbpf_trace_printk/enable",
	};
	const char *file = access(files[0], W_OK) ? files[1] : files[0];
	char buf[16] = {};

	trace_clear();
	ASSERT_OK(file_write(file, "0"));
	EXPECT_GT(print("printed after switching off", NULL, 0), 0);
	EXPECT_OK(file_read(file, buf, sizeof(buf)));
	EXPECT_EQ(buf[0], '1');
	EXPECT_TRUE(traced("printed after switching off"));
}

TEST(gpl_only)
{
	const struct sbpf_insn insns[] = {
		ST(DW, R10, -8, 0), MOV_REG(R1, R10), ALU64_IMM(ADD, R1, -8), MOV_IMM(R2, 8),
		CALL(trace_printk), MOV_IMM(R0, 0), EXIT(),
	};
	char log[16384];
	struct prog_opts opts = {
		.license = "Proprietary", .log_level = 1, .log = log, .log_size = sizeof(log),
	};

	EXPECT_ERR(prog_load_opts(SBPF_PROG_TYPE_SCHED_CLS, insns, ARRAY_SIZE(insns), &opts),
		   EINVAL);
	opts.license = "Dual MIT/GPL";
	EXPECT_OK(prog_load_opts(SBPF_PROG_TYPE_SCHED_CLS, insns, ARRAY_SIZE(insns), &opts));
}
