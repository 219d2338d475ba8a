// SPDX-License-Identifier: GPL-2.0
/* The device: opening it where the command will not stumble over it, and saying why it cannot be. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <linux/sandbpf.h>

#include "sandbpf.h"

/* Above what programs number by hand, below FD_SETSIZE: a table of descriptors is copied at each fork. */
#define FD_BASE		1000
#define FD_RESERVE	24	/* of the limit, where the limit is lower */

static void explain(const char *path, int err)
{
	switch (err) {
	case ENOENT:
	case ENXIO:
	case ENODEV:
		die(EXIT_SELF, "%s: %s: is the module loaded? (modprobe sandbpf)", path, strerror(err));
	case EACCES:
	case EPERM:
		die(EXIT_SELF, "%s: %s: be root, or have the module's parameters mode and gid allow it",
		    path, strerror(err));
	default:
		die(EXIT_SELF, "%s: %s", path, strerror(err));
	}
}

static int fd_base(void)
{
	struct rlimit lim;

	if (getrlimit(RLIMIT_NOFILE, &lim) || lim.rlim_cur >= FD_BASE + FD_RESERVE)
		return FD_BASE;
	return lim.rlim_cur > FD_RESERVE ? lim.rlim_cur - FD_RESERVE : 0;
}

void device_open(struct device *dev, const char *path)
{
	struct stat st;
	int fd;

	fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		explain(path, errno);
	/* Every command needs a valid number: one that is not, tells our device from others. */
	if (fstat(fd, &st) || !S_ISCHR(st.st_mode) ||
	    ioctl(fd, SBPF_IOC(0xff, 0), NULL) != -1 || errno != EINVAL)
		die(EXIT_SELF, "%s is not a device of sandbpf", path);
	dev->path = realpath(path, NULL);
	dev->rdev = st.st_rdev;
	dev->base = fd_base();
	dev->fd = fcntl(fd, F_DUPFD, dev->base);
	if (!dev->path || dev->fd < 0)
		die(EXIT_SELF, "%s: %s", path, strerror(errno));
	close(fd);
}
