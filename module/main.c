// SPDX-License-Identifier: GPL-2.0
/*
 * sandbpf: a complete BPF subsystem in a module. This file is the table of contents: what comes up, in which order.
 */
#include <linux/init.h>
#include <linux/module.h>

#include "attach/netfilter.h"
#include "attach/socket.h"
#include "attach/trace.h"
#include "cmd.h"
#include "dev.h"
#include "fs.h"
#include "helper.h"
#include "helpers/format.h"
#include "obj.h"

static int __init sandbpf_init(void)
{
	int err;

	/* Tables first: a module with a hole in a registry must not load. */
	err = sbpf_cmd_audit();
	if (err)
		return err;
	err = sbpf_helper_audit();
	if (err)
		return err;

	err = sbpf_obj_init();
	if (err)
		return err;
	err = sbpf_netfilter_init();
	if (err)
		goto err_obj;
	err = sbpf_trace_init();
	if (err)
		goto err_netfilter;
	err = sbpf_fs_init();
	if (err)
		goto err_trace;
	err = sbpf_dev_init();
	if (err)
		goto err_fs;
	return 0;

err_fs:
	sbpf_fs_exit();
err_trace:
	sbpf_trace_exit();
err_netfilter:
	sbpf_netfilter_exit();
err_obj:
	sbpf_obj_exit();
	return err;
}

/*
 * The module reference of every open file and mount keeps us here until no fd, pin, link or probe is left. So: no new commands, then
 * what is still on its way to being freed.
 */
static void __exit sandbpf_exit(void)
{
	sbpf_dev_exit();
	sbpf_fs_exit();
	sbpf_socket_exit();
	sbpf_netfilter_exit();
	sbpf_obj_exit();
	sbpf_trace_exit();
	sbpf_format_exit();
}

module_init(sandbpf_init);
module_exit(sandbpf_exit);

MODULE_DESCRIPTION("A sandboxed BPF subsystem: verifier, interpreter, maps and helpers behind /dev/sandbpf");
MODULE_AUTHOR("The sandbpf authors");
MODULE_LICENSE("GPL");
