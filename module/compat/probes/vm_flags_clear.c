// SPDX-License-Identifier: GPL-2.0
/* Since 6.3 vm_flags is changed through accessors only. */
#include <linux/mm.h>

void probe(struct vm_area_struct *vma);
void probe(struct vm_area_struct *vma)
{
	vm_flags_clear(vma, VM_MAYWRITE);
}
