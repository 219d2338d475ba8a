// SPDX-License-Identifier: GPL-2.0
/*
 * /sys/fs/bpf for the command: clients want a filesystem of bpffs's magic there, and pin into it. In a
 * mount namespace of the command's own, sandbpf's filesystem covers it.
 */
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <linux/sandbpf.h>

#include "sandbpf.h"

#define HOST_DIR	"/sys/fs/bpf"
#define OWN_DIR		"/sys/fs/sandbpf"

static bool own_is_mounted(void)
{
	struct statfs fs;

	return !statfs(OWN_DIR, &fs) && (unsigned long)fs.f_type == SBPF_FS_MAGIC;
}

void mounts_private(void)
{
	/* A kernel without bpf(2) may have no such directory: then nothing can insist on it. */
	if (access(HOST_DIR, F_OK))
		return;
	/* Only who could pin there anyway may mount. The others keep what they see. */
	if (unshare(CLONE_NEWNS)) {
		if (errno == EPERM)
			return;
		die(EXIT_SELF, "no mount namespace: %s (--no-mount does without)", strerror(errno));
	}
	/* What the system mounts later is seen by the command, but not the other way round. */
	if (mount("none", "/", NULL, MS_REC | MS_SLAVE, NULL))
		die(EXIT_SELF, "mount namespace: %s (--no-mount does without)", strerror(errno));
	/* Without the system's mount, pins live as long as the command: no side effect remains. */
	if (own_is_mounted()) {
		if (mount(OWN_DIR, HOST_DIR, NULL, MS_BIND, NULL))
			die(EXIT_SELF, "binding %s to %s: %s", OWN_DIR, HOST_DIR, strerror(errno));
	} else if (mount("sandbpf", HOST_DIR, "sandbpf", MS_NOSUID | MS_NODEV | MS_NOEXEC, "mode=0700")) {
		die(EXIT_SELF, "mounting the filesystem sandbpf on %s: %s (--no-mount does without)",
		    HOST_DIR, strerror(errno));
	}
}
