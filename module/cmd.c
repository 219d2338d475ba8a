// SPDX-License-Identifier: GPL-2.0
/*
 * The command table and its dispatcher: sizes, tails and privilege of bpf(2) in one place. Handlers live in cmd_*.c, named
 * after the command.
 */
#include <linux/capability.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/nospec.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "cmd.h"
#include "cmd_handlers.h"
#include "prog.h"

bool sbpf_unprivileged;
module_param_named(unprivileged, sbpf_unprivileged, bool, 0444);
MODULE_PARM_DESC(unprivileged,
		 "let whoever may open the device load socket_filter and cgroup_skb programs (default 0)");

#define LAST(field)	offsetofend(union sbpf_attr, field)

static const struct sbpf_cmd_row cmds[] = {
	[SBPF_MAP_CREATE] = {
		.name = "MAP_CREATE", .fn = cmd_map_create, .last = LAST(map_extra),
	},
	[SBPF_MAP_LOOKUP_ELEM] = {
		.name = "MAP_LOOKUP_ELEM", .fn = cmd_map_lookup_elem, .last = LAST(flags),
	},
	[SBPF_MAP_UPDATE_ELEM] = {
		.name = "MAP_UPDATE_ELEM", .fn = cmd_map_update_elem, .last = LAST(flags),
	},
	[SBPF_MAP_DELETE_ELEM] = {
		.name = "MAP_DELETE_ELEM", .fn = cmd_map_delete_elem, .last = LAST(key),
	},
	[SBPF_MAP_GET_NEXT_KEY] = {
		.name = "MAP_GET_NEXT_KEY", .fn = cmd_map_get_next_key, .last = LAST(next_key),
	},
	[SBPF_MAP_LOOKUP_AND_DELETE_ELEM] = {
		.name = "MAP_LOOKUP_AND_DELETE_ELEM", .fn = cmd_map_lookup_and_delete_elem, .last = LAST(flags),
	},
	[SBPF_MAP_LOOKUP_BATCH] = {
		.name = "MAP_LOOKUP_BATCH", .fn = cmd_map_lookup_batch, .last = LAST(batch.flags),
	},
	[SBPF_MAP_LOOKUP_AND_DELETE_BATCH] = {
		.name = "MAP_LOOKUP_AND_DELETE_BATCH", .fn = cmd_map_lookup_and_delete_batch,
		.last = LAST(batch.flags),
	},
	[SBPF_MAP_UPDATE_BATCH] = {
		.name = "MAP_UPDATE_BATCH", .fn = cmd_map_update_batch, .last = LAST(batch.flags),
	},
	[SBPF_MAP_DELETE_BATCH] = {
		.name = "MAP_DELETE_BATCH", .fn = cmd_map_delete_batch, .last = LAST(batch.flags),
	},
	[SBPF_MAP_FREEZE] = {
		.name = "MAP_FREEZE", .fn = cmd_map_freeze, .last = LAST(map_fd),
	},
	[SBPF_PROG_LOAD] = {
		.name = "PROG_LOAD", .fn = cmd_prog_load, .last = LAST(log_true_size),
	},
	[SBPF_BTF_LOAD] = {
		.name = "BTF_LOAD", .fn = cmd_btf_load, .last = LAST(btf_log_true_size),
	},
	[SBPF_OBJ_PIN] = {
		.name = "OBJ_PIN", .fn = cmd_obj_pin, .last = LAST(path_fd),
	},
	[SBPF_OBJ_GET] = {
		.name = "OBJ_GET", .fn = cmd_obj_get, .last = LAST(path_fd),
	},
	[SBPF_PROG_TEST_RUN] = {
		.name = "PROG_TEST_RUN", .fn = cmd_prog_test_run, .last = LAST(test.batch_size),
	},
	[SBPF_PROG_BIND_MAP] = {
		.name = "PROG_BIND_MAP", .fn = cmd_prog_bind_map, .last = LAST(prog_bind_map.flags),
	},
	[SBPF_PROG_GET_NEXT_ID] = {
		.name = "PROG_GET_NEXT_ID", .fn = cmd_prog_get_next_id, .last = LAST(next_id),
		.flags = SBPF_CMDF_SYS_ADMIN,
	},
	[SBPF_MAP_GET_NEXT_ID] = {
		.name = "MAP_GET_NEXT_ID", .fn = cmd_map_get_next_id, .last = LAST(next_id),
		.flags = SBPF_CMDF_SYS_ADMIN,
	},
	[SBPF_LINK_GET_NEXT_ID] = {
		.name = "LINK_GET_NEXT_ID", .fn = cmd_link_get_next_id, .last = LAST(next_id),
		.flags = SBPF_CMDF_SYS_ADMIN,
	},
	[SBPF_BTF_GET_NEXT_ID] = {
		.name = "BTF_GET_NEXT_ID", .fn = cmd_btf_get_next_id, .last = LAST(next_id),
		.flags = SBPF_CMDF_SYS_ADMIN,
	},
	[SBPF_PROG_GET_FD_BY_ID] = {
		.name = "PROG_GET_FD_BY_ID", .fn = cmd_prog_get_fd_by_id, .last = LAST(prog_id),
		.flags = SBPF_CMDF_SYS_ADMIN,
	},
	[SBPF_MAP_GET_FD_BY_ID] = {
		.name = "MAP_GET_FD_BY_ID", .fn = cmd_map_get_fd_by_id, .last = LAST(open_flags),
		.flags = SBPF_CMDF_SYS_ADMIN,
	},
	[SBPF_LINK_GET_FD_BY_ID] = {
		.name = "LINK_GET_FD_BY_ID", .fn = cmd_link_get_fd_by_id, .last = LAST(link_id),
		.flags = SBPF_CMDF_SYS_ADMIN,
	},
	[SBPF_BTF_GET_FD_BY_ID] = {
		.name = "BTF_GET_FD_BY_ID", .fn = cmd_btf_get_fd_by_id, .last = LAST(btf_id),
		.flags = SBPF_CMDF_SYS_ADMIN,
	},
	[SBPF_OBJ_GET_INFO_BY_FD] = {
		.name = "OBJ_GET_INFO_BY_FD", .fn = cmd_obj_get_info_by_fd, .last = LAST(info.info),
	},
	[SBPF_RAW_TRACEPOINT_OPEN] = {
		.name = "RAW_TRACEPOINT_OPEN", .fn = cmd_raw_tracepoint_open,
		.last = LAST(raw_tracepoint.prog_fd),
	},
	[SBPF_LINK_CREATE] = {
		.name = "LINK_CREATE", .fn = cmd_link_create,
		.last = LAST(link_create.uprobe_multi.pid),
	},
	[SBPF_LINK_UPDATE] = {
		.name = "LINK_UPDATE", .fn = cmd_link_update, .last = LAST(link_update.old_prog_fd),
	},
	[SBPF_LINK_DETACH] = {
		.name = "LINK_DETACH", .fn = cmd_link_detach, .last = LAST(link_detach.link_fd),
	},
	[SBPF_ENABLE_STATS] = {
		.name = "ENABLE_STATS", .fn = cmd_enable_stats, .last = LAST(enable_stats.type),
		.flags = SBPF_CMDF_SYS_ADMIN,
	},
	[SBPF_PERF_EVENT_SET_PROG] = {
		.name = "PERF_EVENT_SET_PROG", .fn = cmd_perf_event_set_prog,
		.last = LAST(perf_event_set_prog.prog_fd),
	},
	[SBPF_SOCK_ATTACH_PROG] = {
		.name = "SOCK_ATTACH_PROG", .fn = cmd_sock_attach_prog,
		.last = LAST(sock_attach_prog.flags),
	},
};

/**
 * sbpf_priv_current() - which of the capabilities bpf(2) asks for the caller has
 *
 * CAP_SYS_ADMIN stands for the other three, as for bpf(2).
 *
 * Context: process context. Return: SBPF_PRIV_* bits.
 */
u32 sbpf_priv_current(void)
{
	u32 priv = 0;

	if (capable(CAP_SYS_ADMIN))
		return SBPF_PRIV_BPF | SBPF_PRIV_PERFMON | SBPF_PRIV_NET_ADMIN | SBPF_PRIV_SYS_ADMIN;
	if (capable(CAP_BPF))
		priv |= SBPF_PRIV_BPF;
	if (capable(CAP_PERFMON))
		priv |= SBPF_PRIV_PERFMON;
	if (capable(CAP_NET_ADMIN))
		priv |= SBPF_PRIV_NET_ADMIN;
	return priv;
}

/*
 * bpf(2) lets user space pass a struct of another size: what it lacks is zero, what it has more must be zero. Return:
 * 0, -E2BIG or -EFAULT.
 */
static int call_copy_in(struct sbpf_call *call, void __user *uattr, u32 usize)
{
	u32 size = min_t(u32, usize, sizeof(call->attr));
	int zero;

	if (usize > PAGE_SIZE)
		return -E2BIG;
	if (usize > size) {
		zero = check_zeroed_user(uattr + size, usize - size);
		if (zero <= 0)
			return zero ?: -E2BIG;
	}
	memset(&call->attr, 0, sizeof(call->attr));
	if (copy_from_user(&call->attr, uattr, size))
		return -EFAULT;
	call->uattr = uattr;
	call->usize = usize;
	return 0;
}

/**
 * sbpf_cmd_dispatch() - carry out one bpf(2) command
 * @nr: command number
 * @uattr: attributes in user memory
 * @usize: their size in bytes
 *
 * Context: process context. Return: what bpf(2) returns; -EINVAL for commands the module does not have.
 */
long sbpf_cmd_dispatch(unsigned int nr, void __user *uattr, u32 usize)
{
	const struct sbpf_cmd_row *cmd;
	struct sbpf_call call;
	int err;

	err = call_copy_in(&call, uattr, usize);
	if (err)
		return err;
	if (nr >= ARRAY_SIZE(cmds))
		return -EINVAL;
	cmd = &cmds[array_index_nospec(nr, ARRAY_SIZE(cmds))];
	if (!cmd->fn)
		return -EINVAL;
	if (memchr_inv((u8 *)&call.attr + cmd->last, 0, sizeof(call.attr) - cmd->last))
		return -EINVAL;
	if ((cmd->flags & SBPF_CMDF_SYS_ADMIN) && !capable(CAP_SYS_ADMIN))
		return -EPERM;
	return cmd->fn(&call);
}

/**
 * sbpf_call_put() - write part of the attributes back to user space
 * @call: the call
 * @off: byte offset in union sbpf_attr
 * @val: what to write
 * @size: bytes
 *
 * Written whatever size user space gave, as bpf(2) does: a result has its place, and whoever asks for it has room there.
 * The one field that is younger than its command, log_true_size, is the command's to look after.
 *
 * Return: 0 or -EFAULT.
 */
int sbpf_call_put(struct sbpf_call *call, u32 off, const void *val, u32 size)
{
	return copy_to_user(call->uattr + off, val, size) ? -EFAULT : 0;
}

/* A row without a name or handler, or one whose attributes reach beyond the union, is a mistake of ours. */
int __init sbpf_cmd_audit(void)
{
	int nr;

	for (nr = 0; nr < ARRAY_SIZE(cmds); nr++) {
		if (!cmds[nr].name != !cmds[nr].fn || cmds[nr].last > sizeof(union sbpf_attr)) {
			pr_err("sandbpf: command %d: bad table row\n", nr);
			return -EINVAL;
		}
	}
	return 0;
}
