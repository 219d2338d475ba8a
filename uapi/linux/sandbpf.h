/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * The ABI of /dev/sandbpf, whole: including this file is enough for user space, for the module
 * and for BPF programs. It owns the ioctl; the numbers and layouts live in the files it includes.
 *
 * Values and layouts are those of bpf(2) in Linux v6.8 under the prefix SBPF_/sbpf_. What is ours
 * starts at a high base (SBPF_CMD_OWN_BASE, the top bits of prog_flags) and is marked "Own".
 */
#ifndef _UAPI_LINUX_SANDBPF_H
#define _UAPI_LINUX_SANDBPF_H

#ifndef __VMLINUX_H__
#include <linux/types.h>
#elif !defined(__aligned_u64)	/* a macro, which a header made from BTF does not have */
#define __aligned_u64		__u64 __attribute__((aligned(8)))
#endif

#include "sandbpf/insn.h"
#include "sandbpf/cmd.h"
#include "sandbpf/cmd_own.h"
#include "sandbpf/types.h"
#include "sandbpf/flags.h"
#include "sandbpf/args.h"
#include "sandbpf/attr.h"
#include "sandbpf/info.h"
#include "sandbpf/ctx.h"
#include "sandbpf/helper_flags.h"
#include "sandbpf/helpers.h"
#include "sandbpf_btf.h"

/* Conventional path of the device node. */
#define SBPF_DEVICE		"/dev/sandbpf"

/* f_type of the pinning filesystem: the number statfs(2) reports for a bpffs. */
#define SBPF_FS_MAGIC		0xcafe4a11

#ifndef __bpf__
#include <linux/ioctl.h>

/* Type byte of every ioctl on the device. */
#define SBPF_IOC_MAGIC		0xBF

/**
 * SBPF_IOC - ioctl request number for a command
 * @cmd: a value of enum sbpf_cmd
 * @size: number of bytes that the ioctl argument points to, 0..SBPF_IOC_SIZE_MAX
 *
 * ioctl(fd, SBPF_IOC(cmd, size), attr) does what bpf(cmd, attr, size) does: same return value,
 * same errno, same rules for a @size that differs from sizeof(union sbpf_attr).
 */
#define SBPF_IOC(cmd, size)	_IOC(_IOC_READ | _IOC_WRITE, SBPF_IOC_MAGIC, (cmd), (size))

/* Largest size an attr may claim: one page, as in bpf(2). Larger gives E2BIG. */
#define SBPF_IOC_SIZE_MAX	4096
#endif /* !__bpf__ */

#endif /* _UAPI_LINUX_SANDBPF_H */
