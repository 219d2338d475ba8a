/* SPDX-License-Identifier: GPL-2.0 */
/* A traced thread, and what is under way in it. */
#ifndef SANDBPF_TRACEE_H
#define SANDBPF_TRACEE_H

#include <stdint.h>
#include <sys/types.h>
#include <sys/user.h>

#include "sandbpf.h"

#define BLOCK_WORDS	32

/* What runs in place of the call that the thread made. */
enum step {
	STEP_NONE,
	STEP_OPEN,	/* open the device, lost in a sweep of descriptors */
	STEP_MOVE,	/* to a high number */
	STEP_CLOSE,	/* the low number */
	STEP_CALL,	/* the redirected call itself */
};

/* Bytes lent from the thread's stack, below what it uses, for the arguments of a step. */
struct block {
	uint64_t addr;
	uint64_t words[BLOCK_WORDS];	/* what was there */
	unsigned int count;
};

struct tracee {
	pid_t tid;
	int dev_fd;		/* where its device was seen last */
	int low_fd;		/* a device that is to be moved, or -1 */
	enum step step;
	struct user_regs_struct regs;	/* at the call, as the thread made it */
	struct block block;
	struct tracee *next;
};

/* tracee.c */
struct tracee *tracee_get(pid_t tid, int dev_fd);
void tracee_drop(pid_t tid);
bool tracee_read(const struct tracee *t, uint64_t addr, void *buf, size_t len);
bool tracee_lend(struct tracee *t, const void *data, size_t len);
void tracee_give_back(struct tracee *t);
bool tracee_has_device(const struct tracee *t, const struct device *dev, int fd);
void tracee_tell(const struct tracee *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* call.c: false when the call goes on as it is and its end is of no interest */
bool call_begin(struct tracee *t, enum call which, const struct device *dev);
void call_end(struct tracee *t, const struct device *dev);

#endif
