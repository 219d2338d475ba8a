/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The command table: one row a bpf(2) command. The dispatcher copies the attributes in, checks sizes, tails and
 * privilege; handlers see kernel memory only.
 */
#ifndef SBPF_CMD_H
#define SBPF_CMD_H

#include <linux/init.h>
#include <linux/types.h>
#include <linux/sandbpf.h>

struct sbpf_log;

/**
 * struct sbpf_call - one ioctl on its way
 * @attr: attributes, zero beyond what user space gave
 * @uattr: where they came from, for write-back
 * @usize: how many bytes user space gave
 */
struct sbpf_call {
	union sbpf_attr attr;
	void __user *uattr;
	u32 usize;
};

/**
 * struct sbpf_cmd_row - one row
 * @name: enumerator without prefix
 * @fn: the handler: a non-negative result or an fd, or -errno
 * @last: offset of the end of the last attribute the command knows; bytes behind it must be zero (-EINVAL)
 * @flags: SBPF_CMDF_*
 */
struct sbpf_cmd_row {
	const char *name;
	int (*fn)(struct sbpf_call *call);
	u32 last;
	u32 flags;
};

#define SBPF_CMDF_SYS_ADMIN	1	/* needs CAP_SYS_ADMIN */

long sbpf_cmd_dispatch(unsigned int cmd, void __user *uattr, u32 usize);

/* Write @size bytes at offset @off of the user's attributes back. */
int sbpf_call_put(struct sbpf_call *call, u32 off, const void *val, u32 size);
#define sbpf_call_put_field(call, field)						\
	sbpf_call_put(call, offsetof(union sbpf_attr, field), &(call)->attr.field,	\
		      sizeof((call)->attr.field))

/**
 * struct sbpf_log_attr - what log user space wants of a command that has one
 * @level: SBPF_LOG_*
 * @size: bytes at @buf
 * @buf: user address
 * @true_size_off: where in union sbpf_attr the number of bytes goes that the log has
 */
struct sbpf_log_attr {
	u32 level;
	u32 size;
	u64 buf;
	u32 true_size_off;
};

/* cmd_log.c */
int sbpf_call_log_check(const struct sbpf_log_attr *want);
int sbpf_call_log_out(struct sbpf_call *call, struct sbpf_log *log, const struct sbpf_log_attr *want, int verdict);

/* Capabilities as bpf(2) reads them, and whether the administrator lets callers without them create objects. */
u32 sbpf_priv_current(void);
extern bool sbpf_unprivileged;

int __init sbpf_cmd_audit(void);

#endif /* SBPF_CMD_H */
