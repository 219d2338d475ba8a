// SPDX-License-Identifier: GPL-2.0
/*
 * Module init and exit, in order.
 */
#include <linux/init.h>
#include <linux/module.h>

static int __init sandbpf_init(void)
{
	return 0;
}

static void __exit sandbpf_exit(void)
{
}

module_init(sandbpf_init);
module_exit(sandbpf_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("A BPF subsystem in a module");
