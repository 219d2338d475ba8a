/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a link is: the object that ties one program to one hook, and the registry of hooks. A hook is a file in attach/.
 */
#ifndef SBPF_LINK_H
#define SBPF_LINK_H

#include <linux/types.h>
#include <linux/mutex.h>
#include <linux/sandbpf.h>
#include "obj.h"
#include "prog.h"

struct seq_file;
struct sbpf_link;
struct sbpf_call;
struct file;

/**
 * struct sbpf_link_ops - what a kind of link does
 * @detach: leave the hook; when it returns no new run of the program starts through this link. Process context, may
 *	sleep, called at most once, with link->lock held.
 * @free: free the link's memory. Process context, after detach and after an RCU grace period.
 * @update: swap the program (already type checked) for RCU readers; NULL: -EINVAL. With link->lock held. The caller puts
 *	the old program.
 * @fill_info: the type-specific part of struct sbpf_link_info; may write strings to user memory
 * @show_fdinfo: the type-specific lines of fdinfo
 */
struct sbpf_link_ops {
	void (*detach)(struct sbpf_link *link);
	void (*free)(struct sbpf_link *link);
	int (*update)(struct sbpf_link *link, struct sbpf_prog *new);
	int (*fill_info)(const struct sbpf_link *link, struct sbpf_link_info *info);
	void (*show_fdinfo)(const struct sbpf_link *link, struct seq_file *seq);
};

/**
 * struct sbpf_link - common part of every link, embedded first in the hook's own struct
 * @obj: id and references
 * @ops: what it does
 * @prog: the program; readers on the hot path use rcu_dereference(), changes hold @lock
 * @type: enum sbpf_link_type
 * @attach_type: enum sbpf_attach_type
 * @can_detach: LINK_DETACH is allowed (Linux allows it for some types only)
 * @attached: still on its hook; protected by @lock
 * @lock: serialises update and detach. Process context. Taken before any lock of the hook.
 */
struct sbpf_link {
	struct sbpf_obj obj;
	const struct sbpf_link_ops *ops;
	struct sbpf_prog __rcu *prog;
	u32 type;
	u32 attach_type;
	bool can_detach;
	bool attached;
	struct mutex lock;
};

/**
 * struct sbpf_attach - one row of the registry of hooks for LINK_CREATE
 * @name: for the support matrix, e.g. "netfilter"
 * @attach_type: the attach_type that selects it
 * @progs: bit mask of program types it takes
 * @create: make the link from call->attr.link_create and attach it. On success the new link owns a program reference it
 *	took itself; returned with one reference, attached, unpublished. ERR_PTR on failure, nothing left behind.
 */
struct sbpf_attach {
	const char *name;
	u32 attach_type;
	u64 progs;
	struct sbpf_link *(*create)(struct sbpf_call *call, struct sbpf_prog *prog);
};

const struct sbpf_attach *sbpf_attach_find(u32 attach_type, u32 prog_type);

extern const struct sbpf_attach sbpf_netfilter_attach;
extern const struct sbpf_attach sbpf_perf_event_attach;
extern const struct sbpf_attach sbpf_xdp_attach;

/* attach/raw_tracepoint.c: the command SBPF_RAW_TRACEPOINT_OPEN. */
struct sbpf_link *sbpf_raw_tracepoint_open(const char *name, struct sbpf_prog *prog);

/* link.c */
void sbpf_link_setup(struct sbpf_link *link, const struct sbpf_link_ops *ops, u32 type, u32 attach_type,
		     struct sbpf_prog *prog);
void sbpf_link_abort(struct sbpf_link *link);
struct sbpf_link *sbpf_link_get_by_fd(u32 fd);
struct sbpf_link *sbpf_link_from_file(struct file *file);
const char *sbpf_link_type_name(u32 type);
int sbpf_link_new_fd(struct sbpf_link *link, const char *name);
void sbpf_link_put(struct sbpf_link *link);
int sbpf_link_detach(struct sbpf_link *link);

#endif /* SBPF_LINK_H */
