// SPDX-License-Identifier: GPL-2.0
/*
 * The registry of helpers: finds a row by its number, and refuses to load a module whose rows make no sense. The rows are
 * in helpers/.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/errno.h>
#include <linux/printk.h>

#include "helper.h"

/* One line a family. */
#define SBPF_HELPER_FAMILIES(F)	\
	F(cpu)			\
	F(loop)		\
	F(map)			\
	F(perf)			\
	F(print)		\
	F(probe)		\
	F(ringbuf)		\
	F(skb)			\
	F(skb_csum)		\
	F(skb_redirect)	\
	F(skb_vlan)	\
	F(skb_class)	\
	F(sock)	\
	F(xdp)	\
	F(skb_sock)		\
	F(stack)		\
	F(string)		\
	F(task)			\
	F(time)			\
	/* end */

#define DECLARE_FAMILY(name)	extern const struct sbpf_helper_family sbpf_helpers_##name;
#define LIST_FAMILY(name)	&sbpf_helpers_##name,

SBPF_HELPER_FAMILIES(DECLARE_FAMILY)

static const struct sbpf_helper_family *const families[] = {
	SBPF_HELPER_FAMILIES(LIST_FAMILY)
	NULL,
};

/**
 * sbpf_helper_find() - the row of a helper
 * @id: number as in bpf-helpers(7)
 *
 * Return: the row, or NULL when the module does not have it.
 */
const struct sbpf_helper *sbpf_helper_find(u32 id)
{
	const struct sbpf_helper_family *const *family;

	for (family = families; *family; family++)
		if (id < (*family)->nr && (*family)->rows[id].name)
			return &(*family)->rows[id];
	return NULL;
}

/**
 * sbpf_helper_id() - the number of the helper a resolved call goes to
 * @fn: its function
 *
 * Return: the number, 0 when no helper has this function (an inlined map operation).
 */
u32 sbpf_helper_id(sbpf_helper_fn fn)
{
	const struct sbpf_helper_family *const *family;
	u32 id;

	for (family = families; *family; family++)
		for (id = 0; id < (*family)->nr; id++)
			if ((*family)->rows[id].name && (*family)->rows[id].fn == fn)
				return id;
	return 0;
}

static const char *row_fault(const struct sbpf_helper *row)
{
	bool ended = false;
	int i;

	if (!row->fn && !(row->flags & SBPF_HF_TAIL_CALL))
		return "no function";
	if (!row->ret)
		return "no result type";
	if (row->ret == SBPF_RET_OBJECT_OR_NULL && !row->ret_object)
		return "no kind of object for the result";
	if (!row->contexts)
		return "no context";
	if (!row->progs)
		return "no program type";
	for (i = 0; i < ARRAY_SIZE(row->arg); i++) {
		u32 type = row->arg[i] & SBPF_ARG_TYPE_MASK;

		if (type && ended)
			return "hole in the arguments";
		ended = !type;
		if ((type == SBPF_ARG_FIXED_MEM || type == SBPF_ARG_FIXED_MEM_OUT) && !row->arg_size[i])
			return "no size of a memory argument";
		if (type == SBPF_ARG_CALLBACK && !row->callback)
			return "no signature of the callback";
		if (type == SBPF_ARG_OBJECT && !row->arg_object)
			return "no kind of object for an argument";
	}
	return NULL;
}

static int __init rows_audit(const struct sbpf_helper_family *family)
{
	const char *fault;
	u32 id;

	for (id = 0; id < family->nr; id++) {
		if (!family->rows[id].name)
			continue;
		fault = row_fault(&family->rows[id]);
		if (!fault && sbpf_helper_find(id) != &family->rows[id])
			fault = "in two families";
		if (fault) {
			pr_err("sandbpf: helper %u (%s): %s\n", id, family->rows[id].name, fault);
			return -EINVAL;
		}
	}
	return 0;
}

/**
 * sbpf_helper_audit() - check every row of every family
 *
 * Return: 0 or -EINVAL, with the fault in the kernel log.
 */
int __init sbpf_helper_audit(void)
{
	const struct sbpf_helper_family *const *family;
	int err = 0;

	for (family = families; *family && !err; family++)
		err = rows_audit(*family);
	return err;
}
