// SPDX-License-Identifier: GPL-2.0
/*
 * The link commands: create, update, detach, and RAW_TRACEPOINT_OPEN, which is a link too.
 */
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/uaccess.h>

#include "cmd_handlers.h"
#include "link.h"
#include "prog.h"
#include "prog_type.h"

#define TRACEPOINT_NAME_MAX	128

/* Give a freshly attached link its id and fd. Consumes the reference; the link is gone on failure. */
static int link_install(struct sbpf_link *link)
{
	int err;

	err = sbpf_obj_publish(&link->obj);
	if (!err)
		err = sbpf_link_new_fd(link, "bpf_link");
	if (err < 0)
		sbpf_link_put(link);
	return err;
}

/**
 * cmd_link_create() - SBPF_LINK_CREATE
 * @call: attributes
 *
 * Return: fd; -EBADF, -EINVAL no such hook for this program, -EPERM, and what the hook says.
 */
int cmd_link_create(struct sbpf_call *call)
{
	const union sbpf_attr *attr = &call->attr;
	const struct sbpf_attach *hook;
	struct sbpf_prog *prog;
	struct sbpf_link *link;
	int err;

	prog = sbpf_prog_get_by_fd(attr->link_create.prog_fd);
	if (IS_ERR(prog))
		return PTR_ERR(prog);
	hook = sbpf_attach_find(attr->link_create.attach_type, prog->type_id);
	link = hook ? hook->create(call, prog) : ERR_PTR(-EINVAL);
	err = IS_ERR(link) ? PTR_ERR(link) : link_install(link);
	sbpf_prog_put(prog);
	return err;
}

/**
 * cmd_raw_tracepoint_open() - SBPF_RAW_TRACEPOINT_OPEN
 * @call: attributes
 *
 * Return: fd; -EBADF, -EINVAL not a raw tracepoint program, -ENOENT no such tracepoint, -EFAULT, -ENOMEM.
 */
int cmd_raw_tracepoint_open(struct sbpf_call *call)
{
	const union sbpf_attr *attr = &call->attr;
	char name[TRACEPOINT_NAME_MAX];
	struct sbpf_prog *prog;
	struct sbpf_link *link;
	int err;

	prog = sbpf_prog_get_by_fd(attr->raw_tracepoint.prog_fd);
	if (IS_ERR(prog))
		return PTR_ERR(prog);
	err = -EINVAL;
	if (prog->type_id != SBPF_PROG_TYPE_RAW_TRACEPOINT)
		goto out;
	err = -EFAULT;
	if (strncpy_from_user(name, u64_to_user_ptr(attr->raw_tracepoint.name), sizeof(name) - 1) < 0)
		goto out;
	name[sizeof(name) - 1] = '\0';
	link = sbpf_raw_tracepoint_open(name, prog);
	err = IS_ERR(link) ? PTR_ERR(link) : link_install(link);
out:
	sbpf_prog_put(prog);
	return err;
}

/* A program may only take the place of one that passes the same hook checks. */
static bool prog_can_replace(const struct sbpf_prog *old, const struct sbpf_prog *new)
{
	return old->type_id == new->type_id && old->expected_attach_type == new->expected_attach_type;
}

static int link_update(struct sbpf_link *link, struct sbpf_prog *new, const struct sbpf_prog *expected)
{
	struct sbpf_prog *old;
	int err;

	mutex_lock(&link->lock);
	old = rcu_dereference_protected(link->prog, lockdep_is_held(&link->lock));
	if (!link->ops->update)
		err = -EINVAL;
	else if (!link->attached)
		err = -ENOLINK;
	else if (expected && old != expected)
		err = -EPERM;
	else if (!prog_can_replace(old, new))
		err = -EINVAL;
	else
		err = old == new ? 0 : link->ops->update(link, new);
	/* The hook swapped the pointer; references follow it. */
	if (!err && old != new) {
		sbpf_prog_get(new);
		sbpf_prog_put(old);
	}
	mutex_unlock(&link->lock);
	return err;
}

/**
 * cmd_link_update() - SBPF_LINK_UPDATE
 * @call: attributes
 *
 * Return: 0; -EBADF, -EINVAL, -EPERM the old program is another one, -ENOLINK the link is detached.
 */
int cmd_link_update(struct sbpf_call *call)
{
	const union sbpf_attr *attr = &call->attr;
	bool replace = attr->link_update.flags & SBPF_F_REPLACE;
	struct sbpf_prog *new, *expected = NULL;
	struct sbpf_link *link;
	int err;

	if (attr->link_update.flags & ~SBPF_F_REPLACE)
		return -EINVAL;
	if (!replace && attr->link_update.old_prog_fd)
		return -EINVAL;
	link = sbpf_link_get_by_fd(attr->link_update.link_fd);
	if (IS_ERR(link))
		return PTR_ERR(link);
	new = sbpf_prog_get_by_fd(attr->link_update.new_prog_fd);
	err = PTR_ERR_OR_ZERO(new);
	if (err)
		goto out_link;
	if (replace) {
		expected = sbpf_prog_get_by_fd(attr->link_update.old_prog_fd);
		err = PTR_ERR_OR_ZERO(expected);
		if (err)
			goto out_new;
	}
	err = link_update(link, new, expected);
	if (expected)
		sbpf_prog_put(expected);
out_new:
	sbpf_prog_put(new);
out_link:
	sbpf_link_put(link);
	return err;
}

/**
 * cmd_link_detach() - SBPF_LINK_DETACH
 * @call: attributes
 *
 * Return: 0; -EBADF, -EINVAL, -EOPNOTSUPP for kinds of link that only detach by closing.
 */
int cmd_link_detach(struct sbpf_call *call)
{
	struct sbpf_link *link = sbpf_link_get_by_fd(call->attr.link_detach.link_fd);
	int err;

	if (IS_ERR(link))
		return PTR_ERR(link);
	err = link->can_detach ? sbpf_link_detach(link) : -EOPNOTSUPP;
	sbpf_link_put(link);
	return err;
}
