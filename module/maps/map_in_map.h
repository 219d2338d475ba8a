/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the maps whose values are maps have in common: the template that tells what all inner maps are like, and how an fd
 * becomes a value.
 */
#ifndef SBPF_MAPS_MAP_IN_MAP_H
#define SBPF_MAPS_MAP_IN_MAP_H

#include "../map.h"

struct sbpf_map *sbpf_map_template_create(u32 fd);
void sbpf_map_template_destroy(struct sbpf_map *template);
struct sbpf_map *sbpf_map_inner_get(const struct sbpf_map *template, u32 fd);
void sbpf_map_inner_put(struct sbpf_map *inner);

#endif /* SBPF_MAPS_MAP_IN_MAP_H */
