/* SPDX-License-Identifier: GPL-2.0 */
/* The device node. */
#ifndef SBPF_DEV_H
#define SBPF_DEV_H

#include <linux/init.h>

int __init sbpf_dev_init(void);
void sbpf_dev_exit(void);

#endif /* SBPF_DEV_H */
