/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Memory of maps and the attribute rules that all map types share. What is in the memory is the types' business.
 */
#ifndef SBPF_MAPS_AREA_H
#define SBPF_MAPS_AREA_H

#include <linux/numa.h>
#include <linux/types.h>
#include "../map.h"

struct page;
struct vm_area_struct;

/* Flags that limit who may read or write; user space by fd, programs by map. */
#define SBPF_MAP_ACCESS_FLAGS	(SBPF_F_RDONLY | SBPF_F_WRONLY | SBPF_F_RDONLY_PROG | SBPF_F_WRONLY_PROG)

void *sbpf_area_alloc(u64 size, int node);
void sbpf_area_free(void *area);

/**
 * struct sbpf_pages - pages that are mapped in the kernel and can be mapped into user space
 * @addr: where the kernel sees them
 * @pages: the vmap()ed array; pages that are mapped twice appear twice
 * @nr: distinct pages, the first ones of @pages
 */
struct sbpf_pages {
	void *addr;
	struct page **pages;
	u32 nr;
};

int sbpf_pages_alloc(struct sbpf_pages *p, u32 nr_once, u32 nr_twice, int node);
void sbpf_pages_free(struct sbpf_pages *p);

/**
 * sbpf_map_access_ok() - whether the access flags of a new map make sense
 * @flags: map_flags
 *
 * Return: false when programs are denied both reading and writing. The fd flags are judged by the command layer.
 */
static inline bool sbpf_map_access_ok(u32 flags)
{
	return (flags & (SBPF_F_RDONLY_PROG | SBPF_F_WRONLY_PROG)) != (SBPF_F_RDONLY_PROG | SBPF_F_WRONLY_PROG);
}

static inline int sbpf_map_attr_node(const union sbpf_attr *attr)
{
	return attr->map_flags & SBPF_F_NUMA_NODE ? (int)attr->numa_node : NUMA_NO_NODE;
}

/**
 * sbpf_map_init_sizes() - fill what a type's alloc owes to the common part
 * @map: zeroed
 * @attr: checked attributes
 */
static inline void sbpf_map_init_sizes(struct sbpf_map *map, const union sbpf_attr *attr)
{
	map->type = attr->map_type;
	map->key_size = attr->key_size;
	map->value_size = attr->value_size;
	map->max_entries = attr->max_entries;
	map->map_flags = attr->map_flags;
	map->numa_node = sbpf_map_attr_node(attr);
}

#endif /* SBPF_MAPS_AREA_H */
