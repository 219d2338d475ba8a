// SPDX-License-Identifier: GPL-2.0
/*
 * libsandbpf-preload.so: for programs that make their system calls through libc's functions. Needs no
 * ptrace, so strace and gdb work; costs nothing but a look at the device per call. Environment:
 * SANDBPF_DEVICE is the device (default: /dev/sandbpf).
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/perf_event.h>
#include <linux/sandbpf.h>

#define EXPORT		__attribute__((visibility("default")))
#define FD_BASE		1000
#define UNKNOWN_CMD	0xff

static struct device {
	int fd;		/* -1 until it is needed */
	dev_t rdev;
} device = { .fd = -1 };

/* A system call that is not redirected, and sets errno as libc does. */
static long direct(long nr, long a, long b, long c)
{
	static long (*real)(long nr, ...);

	if (!real)
		real = dlsym(RTLD_NEXT, "syscall");
	return real(nr, a, b, c);
}

static int device_open(void)
{
	const char *path = getenv("SANDBPF_DEVICE") ? : SBPF_DEVICE;
	int low = open(path, O_RDWR | O_CLOEXEC), fd;
	static int told;
	struct stat st;

	if (low < 0) {
		if (!__atomic_exchange_n(&told, 1, __ATOMIC_RELAXED))
			dprintf(2, "libsandbpf-preload: %s: %m\n", path);
		return -1;
	}
	/* Out of the way of programs that count or close descriptors. */
	fd = fcntl(low, F_DUPFD_CLOEXEC, FD_BASE);
	if (fd < 0)
		fd = low;
	else
		close(low);
	if (fstat(fd, &st)) {
		close(fd);
		return -1;
	}
	device.rdev = st.st_rdev;
	__atomic_store_n(&device.fd, fd, __ATOMIC_RELEASE);
	return fd;
}

/* The device; opened again if the program closed it. Two threads that both do leave one fd over. */
static int device_fd(void)
{
	int fd = __atomic_load_n(&device.fd, __ATOMIC_ACQUIRE);
	struct stat st;

	if (fd >= 0 && !fstat(fd, &st) && S_ISCHR(st.st_mode) && st.st_rdev == device.rdev)
		return fd;
	return device_open();
}

static int command(unsigned int cmd, void *attr, size_t size)
{
	int err = errno, fd, ret;

	fd = device_fd();
	if (fd < 0)
		return -1;
	ret = direct(__NR_ioctl, fd, SBPF_IOC(cmd, size), (long)attr);
	if (ret >= 0)
		errno = err;
	return ret;
}

/* What does not fit into an ioctl number is what bpf(2) refuses, with the same errno. */
static int bpf_command(unsigned int cmd, void *attr, unsigned int size)
{
	return command(cmd < SBPF_CMD_OWN_BASE ? cmd : UNKNOWN_CMD, attr,
		       size <= SBPF_IOC_SIZE_MAX ? size : SBPF_IOC_SIZE_MAX + 1);
}

EXPORT long syscall(long nr, ...)
{
	static long (*real)(long nr, ...);
	long arg[6];
	va_list ap;
	int i;

	va_start(ap, nr);
	for (i = 0; i < 6; i++)
		arg[i] = va_arg(ap, long);
	va_end(ap);
	if (nr == __NR_bpf)
		return bpf_command(arg[0], (void *)arg[1], arg[2]);
	if (!real)
		real = dlsym(RTLD_NEXT, "syscall");
	return real(nr, arg[0], arg[1], arg[2], arg[3], arg[4], arg[5]);
}

EXPORT int ioctl(int fd, unsigned long request, ...)
{
	union sbpf_attr attr = {};
	va_list ap;
	long arg;

	va_start(ap, request);
	arg = va_arg(ap, long);
	va_end(ap);
	if ((unsigned int)request != PERF_EVENT_IOC_SET_BPF)
		return direct(__NR_ioctl, fd, request, arg);
	attr.perf_event_set_prog.perf_fd = fd;
	attr.perf_event_set_prog.prog_fd = arg;
	return command(SBPF_PERF_EVENT_SET_PROG, &attr, sizeof(attr.perf_event_set_prog));
}

EXPORT int setsockopt(int fd, int level, int name, const void *value, socklen_t len)
{
	static int (*real)(int fd, int level, int name, const void *value, socklen_t len);
	union sbpf_attr attr = {};

	if (level != SOL_SOCKET || name != SO_ATTACH_BPF || len != sizeof(__u32) || !value) {
		if (!real)
			real = dlsym(RTLD_NEXT, "setsockopt");
		return real(fd, level, name, value, len);
	}
	attr.sock_attach_prog.sock_fd = fd;
	memcpy(&attr.sock_attach_prog.prog_fd, value, sizeof(__u32));
	return command(SBPF_SOCK_ATTACH_PROG, &attr, sizeof(attr.sock_attach_prog));
}

EXPORT int mount(const char *source, const char *target, const char *type, unsigned long flags,
		 const void *data)
{
	static int (*real)(const char *source, const char *target, const char *type,
			   unsigned long flags, const void *data);

	if (!real)
		real = dlsym(RTLD_NEXT, "mount");
	return real(source, target, type && !strcmp(type, "bpf") ? "sandbpf" : type, flags, data);
}
