// SPDX-License-Identifier: GPL-2.0
/*
 * Links in general: the registry of hooks, file descriptors, detaching. What a hook does is in attach/.
 */
#include <linux/anon_inodes.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/seq_file.h>

#include "link.h"

static const struct sbpf_attach *const hooks[] = {
	&sbpf_netfilter_attach,
	&sbpf_perf_event_attach,
	&sbpf_xdp_attach,
	NULL,
};

/**
 * sbpf_attach_find() - the hook for a LINK_CREATE
 * @attach_type: enum sbpf_attach_type
 * @prog_type: enum sbpf_prog_type
 *
 * Return: the row, or NULL when no hook of this attach type takes such programs.
 */
const struct sbpf_attach *sbpf_attach_find(u32 attach_type, u32 prog_type)
{
	const struct sbpf_attach *const *hook;

	for (hook = hooks; *hook; hook++)
		if ((*hook)->attach_type == attach_type && ((*hook)->progs & (1ULL << prog_type)))
			return *hook;
	return NULL;
}

static void link_free(struct sbpf_obj *obj)
{
	struct sbpf_link *link = container_of(obj, struct sbpf_link, obj);
	struct sbpf_prog *prog = rcu_dereference_protected(link->prog, true);

	link->ops->free(link);
	sbpf_prog_put(prog);
}

/* Nobody has the link any more: leave the hook now, so that the grace period before link_free() covers its last run. */
static void link_last_put(struct sbpf_obj *obj)
{
	sbpf_link_detach(container_of(obj, struct sbpf_link, obj));
}

/**
 * sbpf_link_setup() - fill the common part of a new link
 * @link: zeroed, embedded in the hook's struct
 * @ops: what the hook does
 * @type: enum sbpf_link_type
 * @attach_type: enum sbpf_attach_type
 * @prog: a reference is taken
 *
 * From here on the link is freed by sbpf_link_put(), or by sbpf_link_abort() while it is not attached.
 */
void sbpf_link_setup(struct sbpf_link *link, const struct sbpf_link_ops *ops, u32 type, u32 attach_type,
		     struct sbpf_prog *prog)
{
	sbpf_prog_get(prog);
	link->ops = ops;
	link->type = type;
	link->attach_type = attach_type;
	RCU_INIT_POINTER(link->prog, prog);
	mutex_init(&link->lock);
	sbpf_obj_setup(&link->obj, SBPF_OBJ_LINK, link_free);
	link->obj.release = link_last_put;
}

/**
 * sbpf_link_abort() - give up a link whose attaching failed
 * @link: set up, not attached
 */
void sbpf_link_abort(struct sbpf_link *link)
{
	WARN_ON_ONCE(link->attached);
	sbpf_obj_put(&link->obj);
}

/**
 * sbpf_link_detach() - leave the hook; nothing happens if the link has left it already
 * @link: the link
 *
 * Context: process context. Return: 0.
 */
int sbpf_link_detach(struct sbpf_link *link)
{
	mutex_lock(&link->lock);
	if (link->attached) {
		link->attached = false;
		link->ops->detach(link);
	}
	mutex_unlock(&link->lock);
	return 0;
}

/**
 * sbpf_link_put() - drop a reference; the last one detaches
 * @link: the link
 *
 * Context: process context.
 */
void sbpf_link_put(struct sbpf_link *link)
{
	sbpf_obj_put(&link->obj);
}

static int link_release(struct inode *inode, struct file *file)
{
	sbpf_link_put(file->private_data);
	return 0;
}

static void link_show_fdinfo(struct seq_file *seq, struct file *file)
{
	struct sbpf_link *link = file->private_data;
	const struct sbpf_prog *prog;

	rcu_read_lock();
	prog = rcu_dereference(link->prog);
	seq_printf(seq, "link_type:\t%s\nlink_id:\t%u\nprog_tag:\t%*phN\nprog_id:\t%u\n",
		   sbpf_link_type_name(link->type), link->obj.id, (int)sizeof(prog->tag), prog->tag, prog->obj.id);
	rcu_read_unlock();
	if (link->ops->show_fdinfo)
		link->ops->show_fdinfo(link, seq);
}

/* As in fdinfo of bpf(2). */
static const char *const type_names[] = {
	[SBPF_LINK_TYPE_UNSPEC] = "<invalid>",
	[SBPF_LINK_TYPE_RAW_TRACEPOINT] = "raw_tracepoint",
	[SBPF_LINK_TYPE_PERF_EVENT] = "perf",
	[SBPF_LINK_TYPE_XDP] = "xdp",
	[SBPF_LINK_TYPE_NETFILTER] = "netfilter",
};

/**
 * sbpf_link_type_name() - name of a link type in fdinfo
 * @type: enum sbpf_link_type
 *
 * Return: its name.
 */
const char *sbpf_link_type_name(u32 type)
{
	return type < ARRAY_SIZE(type_names) && type_names[type] ? type_names[type] : "<invalid>";
}

static const struct file_operations link_fops = {
	.owner = THIS_MODULE,
	.release = link_release,
	.show_fdinfo = link_show_fdinfo,
};

/**
 * sbpf_link_new_fd() - a file descriptor for the link
 * @link: the caller's reference goes to the fd; on failure it stays the caller's
 * @name: of the anonymous inode, "bpf_link" when newly made, "bpf-link" when opened by id
 *
 * Return: the fd, close-on-exec, or -errno.
 */
int sbpf_link_new_fd(struct sbpf_link *link, const char *name)
{
	return anon_inode_getfd(name, &link_fops, link, O_CLOEXEC);
}

/**
 * sbpf_link_from_file() - the link behind an open file
 * @file: any file
 *
 * Return: the link, without a new reference, or NULL when the file is not a link of ours.
 */
struct sbpf_link *sbpf_link_from_file(struct file *file)
{
	return file->f_op == &link_fops ? file->private_data : NULL;
}

/**
 * sbpf_link_get_by_fd() - the link behind a file descriptor
 * @fd: number
 *
 * Return: the link with a new reference; ERR_PTR: -EBADF not open, -EINVAL not a link of ours.
 */
struct sbpf_link *sbpf_link_get_by_fd(u32 fd)
{
	struct file *file = fget(fd);
	struct sbpf_link *link;

	if (!file)
		return ERR_PTR(-EBADF);
	link = sbpf_link_from_file(file);
	if (link)
		sbpf_obj_get(&link->obj);
	else
		link = ERR_PTR(-EINVAL);
	fput(file);
	return link;
}
