// SPDX-License-Identifier: GPL-2.0
/*
 * What BTF says of a map's keys and values, and whether it may.
 */
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "btf.h"
#include "map.h"

/* Fields that do something in a map's value. None is there yet, so values that have one are refused. */
static const char *const special[] = {
	"bpf_spin_lock", "bpf_timer", "bpf_list_head", "bpf_list_node", "bpf_rb_root", "bpf_rb_node", "bpf_refcount",
};

/* Tags of pointers that the kernel would own. */
static const char *const owned[] = { "kptr", "kptr_ref", "kptr_untrusted", "percpu_kptr" };

/* A struct of one of those names, or a pointer with one of those tags. */
static bool is_special(const struct sbpf_btf *btf, u32 id)
{
	const struct sbpf_btf_type *t = sbpf_btf_sized(btf, &id, NULL);

	if (!t)
		return false;
	if (sbpf_btf_kind(t) == SBPF_BTF_KIND_STRUCT)
		return match_string(special, ARRAY_SIZE(special), sbpf_btf_name(btf, t->name_off)) >= 0;
	if (sbpf_btf_kind(t) != SBPF_BTF_KIND_PTR)
		return false;
	t = sbpf_btf_type(btf, t->type);
	return sbpf_btf_kind(t) == SBPF_BTF_KIND_TYPE_TAG &&
	       match_string(owned, ARRAY_SIZE(owned), sbpf_btf_name(btf, t->name_off)) >= 0;
}

static bool has_special(const struct sbpf_btf *btf, const struct sbpf_btf_type *t)
{
	const struct sbpf_btf_member *m = (const void *)(t + 1);
	const struct sbpf_btf_var_secinfo *v = (const void *)(t + 1);
	u32 i;

	for (i = 0; i < sbpf_btf_vlen(t); i++) {
		if (sbpf_btf_kind(t) == SBPF_BTF_KIND_STRUCT && is_special(btf, m[i].type))
			return true;
		if (sbpf_btf_kind(t) == SBPF_BTF_KIND_DATASEC && is_special(btf, v[i].type))
			return true;
	}
	return false;
}

/* A type of just this size; 0 stands for no key. */
static const struct sbpf_btf_type *type_of_size(const struct sbpf_btf *btf, u32 id, u32 want)
{
	const struct sbpf_btf_type *t;
	u32 size;

	t = sbpf_btf_sized(btf, &id, &size);
	return t && size == want ? t : NULL;
}

static int check(const struct sbpf_map *map, const struct sbpf_btf *btf, u32 key_id, u32 value_id)
{
	const struct sbpf_btf_type *key, *value;

	/* Only types that say what no key means may have none. */
	if (!key_id && !map->ops->check_btf)
		return -EINVAL;
	key = key_id ? type_of_size(btf, key_id, map->key_size) : sbpf_btf_type(btf, 0);
	value = type_of_size(btf, value_id, map->value_size);
	if (!key || !value)
		return -EINVAL;
	if (has_special(btf, value))
		return -EOPNOTSUPP;
	return map->ops->check_btf ? map->ops->check_btf(map, key, value) : 0;
}

/**
 * sbpf_map_set_btf() - note the types of a new map
 * @map: not published yet
 * @attr: of MAP_CREATE
 *
 * Context: process context.
 * Return: 0; -EBADF, -EINVAL not BTF of ours, or types that do not fit the map, -ENOTSUPP a map type without BTF, -EOPNOTSUPP
 * special fields.
 */
int sbpf_map_set_btf(struct sbpf_map *map, const union sbpf_attr *attr)
{
	struct sbpf_btf *btf;

	if (!attr->btf_key_type_id && !attr->btf_value_type_id)
		return 0;
	btf = sbpf_btf_get_by_fd(attr->btf_fd);
	if (IS_ERR(btf))
		return PTR_ERR(btf);
	map->btf = btf;
	map->btf_key_type_id = attr->btf_key_type_id;
	map->btf_value_type_id = attr->btf_value_type_id;
	return check(map, btf, attr->btf_key_type_id, attr->btf_value_type_id);
}
