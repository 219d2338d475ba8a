/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the launcher's files share. The process that was started becomes the command (run.c); a
 * second one, which is neither its child nor its parent, traces it (tracer.c).
 */
#ifndef SANDBPF_TOOL_H
#define SANDBPF_TOOL_H

#include <stdbool.h>
#include <sys/types.h>

/* Exit codes as those of env(1) and timeout(1). */
#define EXIT_SELF	125	/* the launcher could not do its part */
#define EXIT_NOEXEC	126	/* the command cannot be executed */
#define EXIT_NOCMD	127	/* there is no such command */

/* The calls that are redirected: what the seccomp filter tells the tracer. */
enum call {
	CALL_NONE,
	CALL_BPF,
	CALL_PERF_SET_BPF,
	CALL_SOCK_ATTACH,
	CALL_MOUNT,
	CALL_FSOPEN,
	CALL_FOREIGN,	/* bpf(2) by an i386 or x32 entry */
};

/* The device as the command sees it. */
struct device {
	const char *path;	/* absolute */
	dev_t rdev;
	int fd;			/* inherited by the command and its children */
	int base;		/* descriptors of the device are put here or above */
};

/* device.c */
void device_open(struct device *dev, const char *path);

/* mounts.c */
void mounts_private(void);

/* filter.c */
int filter_install(void);

/* tracer.c */
void tracer_start(const struct device *dev);

/* run.c */
int run_command(int argc, char **argv);

/* main.c */
void die(int code, const char *fmt, ...) __attribute__((format(printf, 2, 3), noreturn));

#endif
