// SPDX-License-Identifier: GPL-2.0
/*
 * Inner maps. The map that inner_map_fd names at creation is only looked at: a template, a struct sbpf_map without
 * elements, remembers what the verifier has to know, and every map that is stored later must be like it. Programs get
 * the address of the inner map itself, which stays valid to the end of their RCU section: whoever takes an inner map out
 * drops a reference, and the last one is followed by a grace period.
 */
#include <linux/err.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>

#include "map_in_map.h"

/**
 * sbpf_map_template_create() - learn from a map what inner maps are like
 * @fd: of the map
 *
 * Context: process context, may sleep.
 * Return: for sbpf_map_template_destroy(); ERR_PTR: -EBADF, -EINVAL not a map of ours, or one of maps, -ENOTSUPP a type that
 * cannot be inside, -ENOMEM.
 */
struct sbpf_map *sbpf_map_template_create(u32 fd)
{
	struct sbpf_map *map = sbpf_map_get_by_fd(fd, NULL), *template;

	if (IS_ERR(map))
		return map;
	if (map->inner) {
		template = ERR_PTR(-EINVAL);
		goto out;
	}
	if (!(map->ops->caps & SBPF_MAP_CAP_INNER)) {
		template = ERR_PTR(-ENOTSUPP);
		goto out;
	}
	template = kzalloc(sizeof(*template), GFP_KERNEL_ACCOUNT);
	if (!template) {
		template = ERR_PTR(-ENOMEM);
		goto out;
	}
	template->ops = map->ops;
	template->type = map->type;
	template->key_size = map->key_size;
	template->value_size = map->value_size;
	template->max_entries = map->max_entries;
	template->map_flags = map->map_flags;
	template->template = true;
out:
	sbpf_map_put(map);
	return template;
}

/**
 * sbpf_map_template_destroy() - forget it
 * @template: it; no program knows the outer map any more
 */
void sbpf_map_template_destroy(struct sbpf_map *template)
{
	kfree(template);
}

/* What programs were verified for. The number of entries counts only where instructions are made of it. */
static bool inner_fits(const struct sbpf_map *template, const struct sbpf_map *map)
{
	if (map->type != template->type || map->key_size != template->key_size ||
	    map->value_size != template->value_size || map->map_flags != template->map_flags)
		return false;
	return map->max_entries == template->max_entries || !(map->ops->caps & SBPF_MAP_CAP_INNER_SIZED) ||
	       (map->map_flags & SBPF_F_INNER_MAP);
}

/**
 * sbpf_map_inner_get() - the map that user space wants to store
 * @template: of the outer map
 * @fd: the value
 *
 * Context: process context.
 * Return: the map with a new reference; ERR_PTR: -EBADF, -EINVAL not a map of ours, or not like the template.
 */
struct sbpf_map *sbpf_map_inner_get(const struct sbpf_map *template, u32 fd)
{
	struct sbpf_map *map = sbpf_map_get_by_fd(fd, NULL);

	if (IS_ERR(map) || inner_fits(template, map))
		return map;
	sbpf_map_put(map);
	return ERR_PTR(-EINVAL);
}

/**
 * sbpf_map_inner_put() - user space has taken a map out
 * @inner: it
 *
 * Waits until no program works on it any more, so that user space, when its command returns, has the map for itself.
 *
 * Context: process context, may sleep.
 */
void sbpf_map_inner_put(struct sbpf_map *inner)
{
	synchronize_rcu();
	sbpf_map_put(inner);
}
