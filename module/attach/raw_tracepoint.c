// SPDX-License-Identifier: GPL-2.0
/*
 * RAW_TRACEPOINT programs on tracepoints, of the kernel and of modules, by name. The program is a probe of the
 * tracepoint like any other and sees its arguments as they are passed.
 */
#include <linux/err.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/tracepoint.h>

#include "trace.h"
#include "tp_proto.h"
#include "../link.h"

/**
 * struct raw_tp_link - a program on a tracepoint
 * @link: common part
 * @tp: the tracepoint
 * @owner: module the tracepoint is in, held; NULL for the kernel's own
 * @stub: the probe: raw_tp_hit_few() or raw_tp_hit_many()
 * @proto: what its arguments are
 */
struct raw_tp_link {
	struct sbpf_link link;
	struct tracepoint *tp;
	struct module *owner;
	void *stub;
	struct sbpf_tp_proto proto;
};

/* Modules with tracepoints, kept by the notifier. The lock is taken under the notifier's own and is a leaf. */
struct tp_owner {
	struct list_head node;
	struct module *mod;
};

static LIST_HEAD(owners);
static DEFINE_MUTEX(owners_lock);

static __always_inline void raw_tp_run(struct raw_tp_link *tp, const u64 *args, struct sbpf_trace_ctx *view)
{
	u64 ret;

	view->base.kind = SBPF_CTX_ARGS;
	view->r1 = args;
	view->args = args;
	sbpf_trace_run(rcu_dereference_check(tp->link.prog, true), view, &ret);
}

/*
 * The probes. A tracepoint calls its probes with the prototype it declares; what the machine's calling convention leaves in
 * registers and on the stack is the same for every prototype of integers and pointers, so one function serves all of
 * one size: the first argument is the probe's data, five more come in registers.
 */
static noinline void raw_tp_hit_few(void *data, u64 a0, u64 a1, u64 a2, u64 a3, u64 a4)
{
	struct raw_tp_link *tp = data;
	const u64 *mask = tp->proto.mask;
	const u64 args[SBPF_TP_ARGS_MAX] = {
		a0 & mask[0], a1 & mask[1], a2 & mask[2], a3 & mask[3], a4 & mask[4],
	};
	struct sbpf_trace_ctx view = { .caller = (unsigned long)__builtin_return_address(0) };

	sbpf_trace_anchor(&view);
	raw_tp_run(tp, args, &view);
}

static noinline void raw_tp_hit_many(void *data, u64 a0, u64 a1, u64 a2, u64 a3, u64 a4, u64 a5, u64 a6, u64 a7,
				     u64 a8, u64 a9, u64 a10, u64 a11)
{
	struct raw_tp_link *tp = data;
	const u64 *mask = tp->proto.mask;
	const u64 args[SBPF_TP_ARGS_MAX] = {
		a0 & mask[0], a1 & mask[1], a2 & mask[2], a3 & mask[3], a4 & mask[4], a5 & mask[5],
		a6 & mask[6], a7 & mask[7], a8 & mask[8], a9 & mask[9], a10 & mask[10], a11 & mask[11],
	};
	struct sbpf_trace_ctx view = { .caller = (unsigned long)__builtin_return_address(0) };

	sbpf_trace_anchor(&view);
	raw_tp_run(tp, args, &view);
}

struct tp_search {
	const char *name;
	struct tracepoint *found;
};

static void tp_match(struct tracepoint *tp, void *priv)
{
	struct tp_search *search = priv;

	if (!search->found && !strcmp(tp->name, search->name))
		search->found = tp;
}

static struct tracepoint *tp_find_in_module(const struct module *mod, const char *name)
{
	unsigned int i;

	for (i = 0; i < mod->num_tracepoints; i++) {
		struct tracepoint *tp = tracepoint_ptr_deref(&mod->tracepoints_ptrs[i]);

		if (!strcmp(tp->name, name))
			return tp;
	}
	return NULL;
}

/* Find a tracepoint by name and hold the module it is in. */
static struct tracepoint *tp_get(const char *name, struct module **ownerp)
{
	struct tp_search search = { .name = name };
	struct tp_owner *owner;

	*ownerp = NULL;
	for_each_kernel_tracepoint(tp_match, &search);
	if (search.found)
		return search.found;

	mutex_lock(&owners_lock);
	list_for_each_entry(owner, &owners, node) {
		search.found = tp_find_in_module(owner->mod, name);
		if (!search.found)
			continue;
		if (try_module_get(owner->mod))
			*ownerp = owner->mod;
		else
			search.found = NULL;
		break;
	}
	mutex_unlock(&owners_lock);
	return search.found;
}

static int owner_coming(struct module *mod)
{
	struct tp_owner *owner = kzalloc(sizeof(*owner), GFP_KERNEL);

	if (!owner)
		return -ENOMEM;
	owner->mod = mod;
	mutex_lock(&owners_lock);
	list_add_tail(&owner->node, &owners);
	mutex_unlock(&owners_lock);
	return 0;
}

static void owner_going(const struct module *mod)
{
	struct tp_owner *owner, *next;

	mutex_lock(&owners_lock);
	list_for_each_entry_safe(owner, next, &owners, node) {
		if (mod && owner->mod != mod)
			continue;
		list_del(&owner->node);
		kfree(owner);
	}
	mutex_unlock(&owners_lock);
}

static int owner_notify(struct notifier_block *nb, unsigned long state, void *data)
{
	struct tp_module *tp_mod = data;

	switch (state) {
	case MODULE_STATE_COMING:
		/* Without memory the module's tracepoints stay unknown (-ENOENT); it is not kept from loading. */
		if (owner_coming(tp_mod->mod))
			pr_warn_ratelimited("sandbpf: no memory to note the tracepoints of a module\n");
		break;
	case MODULE_STATE_GOING:
		owner_going(tp_mod->mod);
		break;
	}
	return NOTIFY_OK;
}

static struct notifier_block owner_nb = { .notifier_call = owner_notify };

static void raw_tp_detach(struct sbpf_link *link)
{
	struct raw_tp_link *tp = container_of(link, struct raw_tp_link, link);

	WARN_ON_ONCE(tracepoint_probe_unregister(tp->tp, tp->stub, tp));
}

/* Calls that took the probe's address before it was unregistered may still be under way, also in SRCU. */
static void raw_tp_free(struct sbpf_link *link)
{
	struct raw_tp_link *tp = container_of(link, struct raw_tp_link, link);

	tracepoint_synchronize_unregister();
	module_put(tp->owner);
	kfree(tp);
}

static int raw_tp_fill_info(const struct sbpf_link *link, struct sbpf_link_info *info)
{
	const struct raw_tp_link *tp = container_of(link, struct raw_tp_link, link);

	return sbpf_trace_name_put(info->raw_tracepoint.tp_name, &info->raw_tracepoint.tp_name_len, tp->tp->name);
}

static void raw_tp_show_fdinfo(const struct sbpf_link *link, struct seq_file *seq)
{
	const struct raw_tp_link *tp = container_of(link, struct raw_tp_link, link);

	seq_printf(seq, "tp_name:\t%s\n", tp->tp->name);
}

static const struct sbpf_link_ops raw_tp_link_ops = {
	.detach = raw_tp_detach,
	.free = raw_tp_free,
	.fill_info = raw_tp_fill_info,
	.show_fdinfo = raw_tp_show_fdinfo,
};

/**
 * sbpf_raw_tracepoint_open() - attach a program to a tracepoint
 * @name: of the tracepoint, as events are called in tracefs ("sched_switch") and without events too
 * @prog: a RAW_TRACEPOINT program; the link takes its own reference
 *
 * Context: process context.
 * Return: the link, attached, unpublished. ERR_PTR: -ENOENT no such tracepoint, -EINVAL the program reads an argument
 * that the tracepoint does not have, -EOPNOTSUPP on kernels that check the types of indirect calls, -ENOMEM.
 */
struct sbpf_link *sbpf_raw_tracepoint_open(const char *name, struct sbpf_prog *prog)
{
	struct raw_tp_link *tp;
	int err;

	if (IS_ENABLED(CONFIG_CFI_CLANG))
		return ERR_PTR(-EOPNOTSUPP);
	tp = kzalloc(sizeof(*tp), GFP_KERNEL_ACCOUNT);
	if (!tp)
		return ERR_PTR(-ENOMEM);
	sbpf_link_setup(&tp->link, &raw_tp_link_ops, SBPF_LINK_TYPE_RAW_TRACEPOINT, SBPF_TRACE_RAW_TP, prog);
	err = -ENOENT;
	tp->tp = tp_get(name, &tp->owner);
	if (!tp->tp)
		goto fail;
	err = sbpf_tp_proto_find(name, &tp->proto);
	if (err)
		goto fail;
	err = -EINVAL;
	if (prog->max_ctx_off > tp->proto.nr_args * sizeof(u64))
		goto fail;
	tp->stub = tp->proto.nr_args > 5 ? (void *)raw_tp_hit_many : (void *)raw_tp_hit_few;
	err = tracepoint_probe_register(tp->tp, tp->stub, tp);
	if (err)
		goto fail;
	tp->link.attached = true;
	return &tp->link;
fail:
	sbpf_link_abort(&tp->link);
	return ERR_PTR(err);
}

/**
 * sbpf_raw_tracepoint_init() - begin to follow which modules have tracepoints
 *
 * Return: 0 or -errno.
 */
int __init sbpf_raw_tracepoint_init(void)
{
	return register_tracepoint_module_notifier(&owner_nb);
}

/**
 * sbpf_raw_tracepoint_exit() - stop following them
 */
void sbpf_raw_tracepoint_exit(void)
{
	unregister_tracepoint_module_notifier(&owner_nb);
	owner_going(NULL);
	sbpf_tp_proto_exit();
}
