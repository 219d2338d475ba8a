// SPDX-License-Identifier: GPL-2.0
/*
 * The link between bpf(2) and the device: every syscall(__NR_bpf, ...) of the program,
 * libbpf's included, becomes an ioctl. Linked with -Wl,--wrap=syscall.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sandbpf.h"

long __real_syscall(long nr, ...);
long __wrap_syscall(long nr, ...);

static int device_fd = -1;

int sbpf_device(void)
{
	int fd = __atomic_load_n(&device_fd, __ATOMIC_ACQUIRE), none = -1;

	if (fd >= 0)
		return fd;
	fd = open(SBPF_DEVICE, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	/* High up, so that tests which count or close descriptors do not meet it. */
	int high = fcntl(fd, F_DUPFD_CLOEXEC, 1000);

	if (high >= 0) {
		close(fd);
		fd = high;
	}
	if (!__atomic_compare_exchange_n(&device_fd, &none, fd, 0, __ATOMIC_ACQ_REL,
					 __ATOMIC_ACQUIRE)) {
		close(fd);
		fd = none;
	}
	return fd;
}

void sbpf_device_use(int fd)
{
	__atomic_store_n(&device_fd, fd, __ATOMIC_RELEASE);
}

__u32 sbpf_engine_flag(void)
{
	const char *name = getenv("SBPF_ENGINE");

	if (name && !strcmp(name, "interp"))
		return SBPF_F_ENGINE_INTERP;
	if (name && !strcmp(name, "hostjit"))
		return SBPF_F_ENGINE_HOSTJIT;
	return 0;
}

int sbpf_raw(int cmd, void *attr, unsigned int size)
{
	int fd = sbpf_device();
	int ret;

	if (fd < 0)
		return fd;
	ret = ioctl(fd, SBPF_IOC(cmd, size), attr);
	return ret < 0 ? -errno : ret;
}

int sbpf(int cmd, void *attr, unsigned int size)
{
	const unsigned int end = offsetof(union sbpf_attr, prog_flags) + sizeof(__u32);
	const __u32 engines = SBPF_F_ENGINE_INTERP | SBPF_F_ENGINE_HOSTJIT;
	union sbpf_attr *load = attr;
	__u32 flags;
	int ret;

	if (cmd != SBPF_PROG_LOAD || size < end || (load->prog_flags & engines))
		return sbpf_raw(cmd, attr, size);
	flags = load->prog_flags;
	load->prog_flags |= sbpf_engine_flag();
	ret = sbpf_raw(cmd, attr, size);
	load->prog_flags = flags;
	return ret;
}

int sbpf_host(int cmd, void *attr, unsigned int size)
{
	long ret = __real_syscall(__NR_bpf, cmd, attr, size);

	return ret < 0 ? -errno : ret;
}

long __wrap_syscall(long nr, ...)
{
	long arg[6];
	va_list ap;
	int i, ret;

	va_start(ap, nr);
	for (i = 0; i < 6; i++)
		arg[i] = va_arg(ap, long);
	va_end(ap);
	if (nr != __NR_bpf)
		return __real_syscall(nr, arg[0], arg[1], arg[2], arg[3], arg[4], arg[5]);
	ret = sbpf((int)arg[0], (void *)arg[1], (unsigned int)arg[2]);
	if (ret >= 0)
		return ret;
	errno = -ret;
	return -1;
}
