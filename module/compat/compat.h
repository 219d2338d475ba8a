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

#endif /* !__ASSEMBLY__ */

#endif
