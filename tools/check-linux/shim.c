// SPDX-License-Identifier: GPL-2.0
/*
 * Every syscall(__NR_bpf, ...) of the program, libbpf's included, comes through here (-Wl,--wrap=syscall). It goes to
 * the host's bpf(2), or to /dev/sandbpf if $SBPF_TARGET is "sandbpf". What matters is written down:
 *
 *   L errno last-line-of-the-log     PROG_LOAD of the program under test (0: accepted)
 *   R errno result                   PROG_TEST_RUN
 *   M errno type                     MAP_CREATE that failed
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/sandbpf.h>

#include "shim.h"

/* The helper programs that fill prog arrays are loaded without this flag, the one under test always with it. */
#define UNDER_TEST	SBPF_F_TEST_RND_HI32

long __real_syscall(long nr, ...);
long __wrap_syscall(long nr, ...);

static FILE *out;
static int device = -1;

int shim_open(const char *results)
{
	const char *target = getenv("SBPF_TARGET");

	if (target && !strcmp(target, "sandbpf")) {
		device = open("/dev/sandbpf", O_RDWR | O_CLOEXEC);
		if (device < 0) {
			perror("/dev/sandbpf");
			return -1;
		}
	}
	out = fopen(results, "we");
	return out ? 0 : -1;
}

int shim_close(void)
{
	return fclose(out) ? 2 : 0;
}

void shim_begin(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vfprintf(out, fmt, ap);
	va_end(ap);
	fputc('\n', out);
	fflush(out);
}

static unsigned int engine_flag(void)
{
	const char *name = getenv("SBPF_ENGINE");

	if (device >= 0 && name && !strcmp(name, "interp"))
		return SBPF_F_ENGINE_INTERP;
	if (device >= 0 && name && !strcmp(name, "hostjit"))
		return SBPF_F_ENGINE_HOSTJIT;
	return 0;
}

static long forward(int cmd, union sbpf_attr *attr, unsigned int size)
{
	if (device < 0)
		return __real_syscall(__NR_bpf, (long)cmd, (long)attr, (long)size);
	return ioctl(device, SBPF_IOC(cmd, size), attr);
}

/* Linux ends the log with statistics, which do not say why. */
static void log_line(const char *log)
{
	const char *end, *start;
	char line[160];
	size_t n;

	if (!log)
		return;
	end = log + strlen(log);
	do {
		while (end > log && end[-1] == '\n')
			end--;
		for (start = end; start > log && start[-1] != '\n'; start--)
			;
		n = end - start < (long)sizeof(line) - 1 ? (size_t)(end - start) : sizeof(line) - 1;
		memcpy(line, start, n);
		line[n] = 0;
		end = start;
	} while (end > log && (!strncmp(line, "processed ", 10) || !strncmp(line, "verification time", 17) ||
			       !strncmp(line, "stack depth", 11)));
	fprintf(out, " %s", line);
}

static void note(int cmd, const union sbpf_attr *attr, long ret, int err)
{
	switch (cmd) {
	case SBPF_PROG_LOAD:
		if (!(attr->prog_flags & UNDER_TEST))
			return;
		fprintf(out, "L %d", ret < 0 ? err : 0);
		if (ret < 0)
			log_line((const char *)(unsigned long)attr->log_buf);
		fputc('\n', out);
		return;
	case SBPF_PROG_TEST_RUN:
		fprintf(out, "R %d %u\n", ret < 0 ? err : 0, ret < 0 ? 0 : attr->test.retval);
		return;
	case SBPF_MAP_CREATE:
		if (ret < 0)
			fprintf(out, "M %d %u\n", err, attr->map_type);
		return;
	}
}

static long observed_bpf(int cmd, union sbpf_attr *attr, unsigned int size)
{
	unsigned int flags = 0;
	long ret;
	int err;

	if (cmd == SBPF_PROG_LOAD) {
		flags = attr->prog_flags;
		attr->prog_flags |= engine_flag();
		if (attr->log_buf && attr->log_size)
			*(char *)(unsigned long)attr->log_buf = 0;
	}
	ret = forward(cmd, attr, size);
	err = errno;
	if (cmd == SBPF_PROG_LOAD)
		attr->prog_flags = flags;
	if (out)
		note(cmd, attr, ret, err);
	errno = err;
	return ret;
}

long __wrap_syscall(long nr, ...)
{
	long arg[6];
	va_list ap;
	int i;

	va_start(ap, nr);
	for (i = 0; i < 6; i++)
		arg[i] = va_arg(ap, long);
	va_end(ap);
	if (nr == __NR_bpf)
		return observed_bpf((int)arg[0], (union sbpf_attr *)arg[1], (unsigned int)arg[2]);
	return __real_syscall(nr, arg[0], arg[1], arg[2], arg[3], arg[4], arg[5]);
}
