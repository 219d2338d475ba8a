// SPDX-License-Identifier: GPL-2.0
/* Traced threads: the table of them, their memory and their descriptors. */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "tracee.h"

#define BUCKETS		256	/* a power of two */
#define RED_ZONE	128	/* below the stack pointer; functions of x86-64 may use it */
#define WORD		sizeof(uint64_t)

static struct tracee *table[BUCKETS];

static struct tracee **slot(pid_t tid)
{
	struct tracee **p = &table[(unsigned int)tid & (BUCKETS - 1)];

	while (*p && (*p)->tid != tid)
		p = &(*p)->next;
	return p;
}

/* The record of @tid, made with @dev_fd if there is none. A new thread may stop before its parent tells. */
struct tracee *tracee_get(pid_t tid, int dev_fd)
{
	struct tracee **p = slot(tid);

	if (!*p) {
		*p = calloc(1, sizeof(**p));
		if (!*p)
			abort();	/* the kernel then kills what is traced */
		(*p)->tid = tid;
		(*p)->dev_fd = dev_fd;
		(*p)->low_fd = -1;
	}
	return *p;
}

void tracee_drop(pid_t tid)
{
	struct tracee **p = slot(tid), *t = *p;

	if (t) {
		*p = t->next;
		free(t);
	}
}

bool tracee_read(const struct tracee *t, uint64_t addr, void *buf, size_t len)
{
	struct iovec here = { buf, len }, there = { (void *)addr, len };

	return process_vm_readv(t->tid, &here, 1, &there, 1, 0) == (ssize_t)len;
}

/*
 * Put @len bytes where the thread's next call can use them: t->block.addr. The place is below its stack
 * and red zone. What was there is put back by tracee_give_back(): a goroutine's stack is small, and
 * below it there may be somebody else's memory. PTRACE_POKEDATA, unlike process_vm_writev(2), lets the
 * stack grow.
 */
bool tracee_lend(struct tracee *t, const void *data, size_t len)
{
	struct block *b = &t->block;
	uint64_t words[BLOCK_WORDS] = {};
	unsigned int i;

	if (len > sizeof(words))
		return false;
	memcpy(words, data, len);
	b->addr = (t->regs.rsp - RED_ZONE - sizeof(words)) & ~(uint64_t)15;
	/* As near to the stack as it gets. */
	b->addr += (sizeof(words) - len) & ~(uint64_t)15;
	b->count = 0;
	for (i = 0; i < (len + WORD - 1) / WORD; i++) {
		errno = 0;
		b->words[i] = ptrace(PTRACE_PEEKDATA, t->tid, b->addr + i * WORD, 0);
		if (errno || ptrace(PTRACE_POKEDATA, t->tid, b->addr + i * WORD, words[i])) {
			tracee_give_back(t);
			return false;
		}
		b->count = i + 1;
	}
	return true;
}

void tracee_give_back(struct tracee *t)
{
	struct block *b = &t->block;
	unsigned int i;

	for (i = 0; i < b->count; i++)
		ptrace(PTRACE_POKEDATA, t->tid, b->addr + i * WORD, b->words[i]);
	b->count = 0;
}

/* Is the thread's @fd the device? Asked at each call, because a program may close what it did not open. */
bool tracee_has_device(const struct tracee *t, const struct device *dev, int fd)
{
	char path[64];
	struct stat st;

	snprintf(path, sizeof(path), "/proc/%d/fd/%d", t->tid, fd);
	if (!stat(path, &st))
		return S_ISCHR(st.st_mode) && st.st_rdev == dev->rdev;
	/* Who may not look trusts that nothing happened to it. */
	return errno == EACCES || errno == EPERM;
}

/*
 * A message to where the program's own go. The tracer keeps no descriptor of its own, so that nobody who
 * waits for the end of a pipe waits for it.
 */
void tracee_tell(const struct tracee *t, const char *fmt, ...)
{
	char path[64];
	va_list ap;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/fd/2", t->tid);
	fd = open(path, O_WRONLY | O_APPEND | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return;
	dprintf(fd, "sandbpf: process %d: ", t->tid);
	va_start(ap, fmt);
	vdprintf(fd, fmt, ap);
	va_end(ap);
	dprintf(fd, "\n");
	close(fd);
}
