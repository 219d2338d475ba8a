/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The verifier log: text for the user, kept in kernel memory and copied out once. Knows nothing of user pointers.
 */
#ifndef SBPF_LOG_H
#define SBPF_LOG_H

#include <linux/types.h>

/* ABI: log_level bits. */
#define SBPF_LOG_LEVEL1		1	/* instructions of the failing path, and the reason */
#define SBPF_LOG_LEVEL2		2	/* every path, state at every instruction */
#define SBPF_LOG_STATS		4
#define SBPF_LOG_FIXED		8	/* keep the beginning instead of the end when the buffer is small */
#define SBPF_LOG_MASK		15

/**
 * struct sbpf_log - one PROG_LOAD's log
 * @level: SBPF_LOG_* as given by user space, 0 when no log is wanted
 * @buf: @cap bytes, a ring unless SBPF_LOG_FIXED
 * @cap: capacity in bytes, including the closing NUL
 * @total: bytes written so far, whether or not they were kept, without NUL
 */
struct sbpf_log {
	u32 level;
	u32 cap;
	char *buf;
	u64 total;
};

int sbpf_log_init(struct sbpf_log *log, u32 level, u32 size);
void sbpf_log_free(struct sbpf_log *log);
__printf(2, 3) void sbpf_log_print(struct sbpf_log *log, const char *fmt, ...);
u64 sbpf_log_mark(const struct sbpf_log *log);
void sbpf_log_reset(struct sbpf_log *log, u64 mark);
u32 sbpf_log_finish(struct sbpf_log *log);

static inline bool sbpf_log_wants(const struct sbpf_log *log, u32 bits)
{
	return log && (log->level & bits);
}

#endif /* SBPF_LOG_H */
