// SPDX-License-Identifier: GPL-2.0
/*
 * The verifier log. Text goes into a ring, so that a buffer that is too small keeps the end, where the reason stands;
 * with SBPF_LOG_FIXED it keeps the beginning. Copying to user space is prog.c's.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/mm.h>
#include <linux/string.h>

#include "limits.h"
#include "log.h"

/* One line of the log at most; longer ones are cut. */
#define LOG_LINE_MAX	512

/**
 * sbpf_log_init() - begin a log
 * @log: to fill
 * @level: SBPF_LOG_* bits, 0 for none
 * @size: bytes of the user's buffer, 0 to only count
 *
 * Context: may sleep. Return: 0, or -ENOMEM.
 */
int sbpf_log_init(struct sbpf_log *log, u32 level, u32 size)
{
	memset(log, 0, sizeof(*log));
	log->level = level;
	if (!level || !size)
		return 0;
	log->cap = min(size, SBPF_LOG_BUF_MAX);
	log->buf = kvmalloc(log->cap, GFP_KERNEL_ACCOUNT | __GFP_NOWARN);
	return log->buf ? 0 : -ENOMEM;
}

/**
 * sbpf_log_free() - end a log
 * @log: may be zeroed memory
 */
void sbpf_log_free(struct sbpf_log *log)
{
	kvfree(log->buf);
	log->buf = NULL;
}

/* Room for text: the closing NUL always fits. */
static u32 log_room(const struct sbpf_log *log)
{
	return log->cap ? log->cap - 1 : 0;
}

static void log_append(struct sbpf_log *log, const char *text, u32 len)
{
	u32 room = log_room(log), pos, part;

	if (room && (log->level & SBPF_LOG_FIXED)) {
		if (log->total < room)
			memcpy(log->buf + log->total, text, min_t(u64, len, room - log->total));
	} else if (room) {
		u32 skip = len > room ? len - room : 0;

		pos = (u32)((log->total + skip) % room);
		part = min(len - skip, room - pos);
		memcpy(log->buf + pos, text + skip, part);
		memcpy(log->buf, text + skip + part, len - skip - part);
	}
	log->total += len;
}

/**
 * sbpf_log_print() - add text
 * @log: does nothing when its level is 0
 * @fmt: as printk()
 */
void sbpf_log_print(struct sbpf_log *log, const char *fmt, ...)
{
	char line[LOG_LINE_MAX];
	va_list args;
	int len;

	if (!log->level)
		return;
	va_start(args, fmt);
	len = vscnprintf(line, sizeof(line), fmt, args);
	va_end(args);
	log_append(log, line, len);
}

/**
 * sbpf_log_mark() - remember the current end of the log
 * @log: the log
 *
 * Return: a mark for sbpf_log_reset().
 */
u64 sbpf_log_mark(const struct sbpf_log *log)
{
	return log->total;
}

/**
 * sbpf_log_reset() - forget what was written since a mark
 * @log: the log
 * @mark: from sbpf_log_mark()
 *
 * In a ring that has wrapped since, the text the forgotten part overwrote is lost: the log then starts at the mark.
 */
void sbpf_log_reset(struct sbpf_log *log, u64 mark)
{
	if (mark < log->total)
		log->total = mark;
}

static void log_reverse(char *buf, u32 from, u32 to)
{
	/* swap() evaluates its arguments more than once. */
	for (; from + 1 < to; from++) {
		to--;
		swap(buf[from], buf[to]);
	}
}

/**
 * sbpf_log_finish() - make the buffer one straight NUL-terminated text
 * @log: nothing may be printed afterwards
 *
 * Return: bytes of the text including NUL, 0 when nothing is kept.
 */
u32 sbpf_log_finish(struct sbpf_log *log)
{
	u32 room = log_room(log), kept, split;

	if (!log->cap)
		return 0;
	kept = min_t(u64, log->total, room);
	if (room && log->total > room && !(log->level & SBPF_LOG_FIXED)) {
		/* Rotate the ring in place: the oldest byte is the one that would be overwritten next. */
		split = (u32)(log->total % room);
		log_reverse(log->buf, 0, split);
		log_reverse(log->buf, split, room);
		log_reverse(log->buf, 0, room);
	}
	log->buf[kept] = '\0';
	return kept + 1;
}
