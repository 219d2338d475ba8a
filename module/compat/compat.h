/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Included before every source file. Adds what an older kernel lacks under the
 * name that the newest supported kernel uses; changes nothing that is there.
 */
#ifndef SBPF_COMPAT_H
#define SBPF_COMPAT_H

#include "sbpf_config.h"

#ifndef __ASSEMBLY__

#ifdef SBPF_HAVE_DEVNODE_CONST
#define SBPF_DEVNODE_CONST const
#else
#define SBPF_DEVNODE_CONST
#endif

#ifndef SBPF_HAVE_VM_FLAGS_CLEAR
#include <linux/mm.h>
static inline void vm_flags_clear(struct vm_area_struct *vma, unsigned long flags)
{
	vma->vm_flags &= ~flags;
}
#endif

#ifndef SBPF_HAVE_PERF_SAMPLE_SAVE_RAW_DATA
#include <linux/perf_event.h>
static inline void perf_sample_save_raw_data(struct perf_sample_data *data, struct perf_event *event,
					     struct perf_raw_record *raw)
{
	if (!(event->attr.sample_type & PERF_SAMPLE_RAW))
		return;
	data->raw = raw;
	data->sample_flags |= PERF_SAMPLE_RAW;
}
#endif

#ifdef SBPF_HAVE_MNT_IDMAP
#define SBPF_MNT_IDMAP	struct mnt_idmap
#else
#define SBPF_MNT_IDMAP	struct user_namespace
#define nop_mnt_idmap	init_user_ns
#endif

#ifndef SBPF_HAVE_SIMPLE_INODE_INIT_TS
#include <linux/fs.h>
static inline struct timespec64 inode_set_mtime_to_ts(struct inode *inode, struct timespec64 ts)
{
	inode->i_mtime = ts;
	return ts;
}

static inline struct timespec64 simple_inode_init_ts(struct inode *inode)
{
	inode->i_atime = inode_set_ctime_current(inode);
	return inode_set_mtime_to_ts(inode, inode->i_atime);
}
#endif

#endif /* !__ASSEMBLY__ */

#endif
