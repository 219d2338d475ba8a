// SPDX-License-Identifier: GPL-2.0
/*
 * Memory of maps: zeroed areas of any size, and page arrays that user space can map. All of it is charged to the
 * memcg of the caller and may fail without killing anybody.
 */
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "area.h"

#define AREA_GFP	(GFP_KERNEL_ACCOUNT | __GFP_ZERO | __GFP_NOWARN)

/**
 * sbpf_area_alloc() - zeroed kernel memory for a map
 * @size: bytes, any number
 * @node: NUMA node or NUMA_NO_NODE
 *
 * Context: process context, may sleep.
 * Return: memory for sbpf_area_free(), or NULL.
 */
void *sbpf_area_alloc(u64 size, int node)
{
	void *area;

	if (size > SIZE_MAX)
		return NULL;
	if (size <= PAGE_SIZE << PAGE_ALLOC_COSTLY_ORDER) {
		area = kmalloc_node(size, AREA_GFP | __GFP_NORETRY, node);
		if (area)
			return area;
	}
	/* Only kvmalloc() knows nodes, and it takes no more than INT_MAX. */
	if (node != NUMA_NO_NODE && size <= INT_MAX)
		return kvmalloc_node(size, AREA_GFP | __GFP_RETRY_MAYFAIL, node);
	return __vmalloc(size, AREA_GFP | __GFP_RETRY_MAYFAIL);
}

/**
 * sbpf_area_free() - give memory of sbpf_area_alloc() back
 * @area: it, or NULL
 *
 * Context: process context.
 */
void sbpf_area_free(void *area)
{
	kvfree(area);
}

/**
 * sbpf_pages_alloc() - zeroed pages, mapped one after the other
 * @p: out
 * @nr_once: pages at the beginning
 * @nr_twice: pages that follow, and whose whole sequence is mapped a second time behind its end. A record that wraps
 *	around is contiguous that way.
 * @node: NUMA node or NUMA_NO_NODE
 *
 * Context: process context, may sleep.
 * Return: 0, -ENOMEM, or -EINTR when a fatal signal came meanwhile.
 */
int sbpf_pages_alloc(struct sbpf_pages *p, u32 nr_once, u32 nr_twice, int node)
{
	size_t mapped = (size_t)nr_once + 2 * (size_t)nr_twice;
	int err = -ENOMEM;
	struct page *page;
	u32 i;

	p->addr = NULL;
	p->nr = 0;
	p->pages = NULL;
	/* Refused before it takes everybody's memory only to find that it is not enough. */
	if (mapped > totalram_pages())
		return -ENOMEM;
	p->pages = sbpf_area_alloc((u64)mapped * sizeof(*p->pages), node);
	if (!p->pages)
		return -ENOMEM;
	for (i = 0; i < nr_once + nr_twice; i++) {
		if (fatal_signal_pending(current)) {
			err = -EINTR;
			goto err_free;
		}
		page = alloc_pages_node(node, AREA_GFP | __GFP_RETRY_MAYFAIL, 0);
		if (!page)
			goto err_free;
		p->pages[i] = page;
		if (i >= nr_once)
			p->pages[nr_twice + i] = page;
		p->nr++;
		cond_resched();
	}
	p->addr = vmap(p->pages, mapped, VM_MAP | VM_USERMAP, PAGE_KERNEL);
	if (p->addr)
		return 0;
err_free:
	sbpf_pages_free(p);
	return err;
}

/**
 * sbpf_pages_free() - undo sbpf_pages_alloc()
 * @p: it; user mappings that still exist keep their pages
 *
 * Context: process context, may sleep.
 */
void sbpf_pages_free(struct sbpf_pages *p)
{
	u32 i;

	if (p->addr)
		vunmap(p->addr);
	for (i = 0; i < p->nr; i++) {
		__free_page(p->pages[i]);
		cond_resched();
	}
	sbpf_area_free(p->pages);
	memset(p, 0, sizeof(*p));
}
