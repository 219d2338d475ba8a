/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Thin wrappers around the commands, for tests. Unless said otherwise a function
 * returns what bpf(2) would (a descriptor, a count, 0) or a negative errno.
 */
#ifndef SELFTEST_SANDBPF_H
#define SELFTEST_SANDBPF_H

#include <stdbool.h>
#include <stddef.h>
#include <linux/capability.h>
#include <linux/sandbpf.h>

#include "insn.h"

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))
/* A pointer as attributes carry it. */
#define PTR(p)		((__u64)(unsigned long)(p))

/* --- the device (wrap.c) --- */

/* A command through the device; PROG_LOAD gets the engine flag of $SBPF_ENGINE. */
int sbpf(int cmd, void *attr, unsigned int size);
/* The same without touching @attr: what is passed is what the module sees. */
int sbpf_raw(int cmd, void *attr, unsigned int size);
/* The same command to the kernel's own bpf(2): its result or -errno. */
int sbpf_host(int cmd, void *attr, unsigned int size);
/* The device's descriptor, opened at the first use. */
int sbpf_device(void);
/* Use @fd from now on (-1: open anew). */
void sbpf_device_use(int fd);
/* SBPF_F_ENGINE_* that $SBPF_ENGINE ("interp", "hostjit") asks for, or 0. */
__u32 sbpf_engine_flag(void);

/* --- maps --- */

int map_create(int type, __u32 key_size, __u32 value_size, __u32 max_entries, __u32 flags);
int map_lookup(int fd, const void *key, void *value);
int map_lookup_flags(int fd, const void *key, void *value, __u64 flags);
int map_update(int fd, const void *key, const void *value, __u64 flags);
int map_delete(int fd, const void *key);
/* @key NULL: the first key. */
int map_next_key(int fd, const void *key, void *next);
/* How many keys there are, of at most 64 bytes each. */
int map_count(int fd);
int map_freeze(int fd);
/* LOOKUP_AND_DELETE_ELEM. */
int map_take(int fd, const void *key, void *value, __u64 flags);
/* @cmd is one of SBPF_MAP_*_BATCH. @count: in and out. */
int map_batch(int cmd, int fd, const void *in, void *out, void *keys, void *values, __u32 *count);

/* --- programs --- */

struct prog_opts {
	const char *license;		/* default "GPL" */
	const char *name;
	__u32 flags;
	__u32 expected_attach_type;
	__u32 log_level;
	char *log;			/* NULL: see prog_load() */
	__u32 log_size;
	const __s32 *fd_array;
	__u32 log_true_size;		/* out */
};

/*
 * Load; when that fails and the caller gave no log buffer, load again with a log and
 * print it as TAP diagnostics.
 */
int prog_load(int type, const struct sbpf_insn *insns, __u32 cnt);
int prog_load_opts(int type, const struct sbpf_insn *insns, __u32 cnt, struct prog_opts *opts);
/* Load what must be rejected: no diagnostics. @log may be NULL. */
int prog_load_bad(int type, const struct sbpf_insn *insns, __u32 cnt, char *log, __u32 log_size);

#define PROG_LOAD(type, insns)		prog_load(type, insns, sizeof(insns) / sizeof((insns)[0]))
#define PROG_LOAD_BAD(type, insns, log, size) \
	prog_load_bad(type, insns, sizeof(insns) / sizeof((insns)[0]), log, size)

/* PROG_TEST_RUN on @len bytes of @data; the program's return value goes to *@retval. */
int prog_test_run(int fd, const void *data, __u32 len, __u32 *retval);
/* The same with everything; fill in what you need, .prog_fd is set from @fd. */
int prog_test_run_attr(int fd, union sbpf_attr *attr);

/* --- links and objects --- */

int link_create(int prog_fd, int target_fd, int attach_type, __u32 flags);
int link_create_netfilter(int prog_fd, __u32 pf, __u32 hooknum, __s32 priority, __u32 flags);
int link_update(int link_fd, int new_prog_fd, __u32 flags, int old_prog_fd);
int link_detach(int link_fd);
int raw_tracepoint_open(const char *name, int prog_fd);
int obj_info(int fd, void *info, __u32 *len);
/* @cmd is one of SBPF_*_GET_NEXT_ID. */
int obj_next_id(int cmd, __u32 id, __u32 *next);
/* @cmd is one of SBPF_*_GET_FD_BY_ID. */
int obj_fd_by_id(int cmd, __u32 id);

/* --- the system --- */

/* Values of one per-CPU element: possible CPUs. */
int cpus_possible(void);
/* Is the module there, and may we use it? Skips the test if not. */
void need_device(void);
/* Keep of the permitted capabilities those in @keep (bits 1ULL << CAP_*), in effect: 0 or a negative errno. */
int keep_caps(__u64 keep);
/* Read a small file of /proc or /sys into @buf (NUL-terminated); the length or -errno. */
int file_read(const char *path, char *buf, size_t size);
int file_write(const char *path, const char *text);
/* The id of the tracepoint "category:name" as in tracefs' id file. */
int tracepoint_id(const char *category, const char *name);

#endif
