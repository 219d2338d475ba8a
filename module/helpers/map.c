// SPDX-License-Identifier: GPL-2.0
/*
 * Helpers on elements of maps, and tail calls. What the operations do is in maps/; lowering replaces most of these calls
 * by the map type's own functions or instructions.
 */
#include <linux/kernel.h>

#include "../helper.h"
#include "../map.h"

SBPF_HELPER2(map_lookup_elem, struct sbpf_map *, map, const void *, key)
{
	return (unsigned long)map->ops->lookup(map, key);
}

SBPF_HELPER4(map_update_elem, struct sbpf_map *, map, const void *, key, const void *, value, u64, flags)
{
	return map->ops->update(map, key, value, flags);
}

SBPF_HELPER2(map_delete_elem, struct sbpf_map *, map, const void *, key)
{
	return map->ops->delete(map, key);
}

SBPF_HELPER3(map_push_elem, struct sbpf_map *, map, const void *, value, u64, flags)
{
	return map->ops->push(map, value, flags);
}

SBPF_HELPER2(map_pop_elem, struct sbpf_map *, map, void *, value)
{
	return map->ops->pop(map, value);
}

SBPF_HELPER2(map_peek_elem, struct sbpf_map *, map, void *, value)
{
	return map->ops->peek(map, value);
}

SBPF_HELPER3(map_lookup_percpu_elem, struct sbpf_map *, map, const void *, key, u32, cpu)
{
	return (unsigned long)map->ops->lookup_cpu(map, key, cpu);
}

SBPF_HELPER4(for_each_map_elem, struct sbpf_map *, map, u64, callback, u64, ctx, u64, flags)
{
	if (flags)
		return -EINVAL;
	return map->ops->for_each(map, callback, ctx);
}

static const struct sbpf_callback for_each_callback = {
	.arg = { SBPF_CB_MAP, SBPF_CB_MAP_KEY, SBPF_CB_MAP_VALUE, SBPF_CB_CTX },
	.ret_min = 0,
	.ret_max = 1,
};

static const struct sbpf_helper map_helpers[] = {
	[SBPF_FUNC_map_lookup_elem] = {
		.name = "map_lookup_elem", .fn = map_lookup_elem,
		.ret = SBPF_RET_MAP_VALUE_OR_NULL, .arg = { SBPF_ARG_CONST_MAP, SBPF_ARG_MAP_KEY },
		.map_caps = SBPF_MAP_CAP_LOOKUP, .contexts = SBPF_IN_ANY, .progs = SBPF_PROGS_ALL,
		.flags = SBPF_HF_PKT_ARGS, .map_op = SBPF_MAP_OP_LOOKUP,
	},
	[SBPF_FUNC_map_update_elem] = {
		.name = "map_update_elem", .fn = map_update_elem, .ret = SBPF_RET_INT,
		.arg = { SBPF_ARG_CONST_MAP, SBPF_ARG_MAP_KEY, SBPF_ARG_MAP_VALUE, SBPF_ARG_ANY },
		.map_caps = SBPF_MAP_CAP_UPDATE, .contexts = SBPF_IN_ANY, .progs = SBPF_PROGS_ALL,
		.flags = SBPF_HF_PKT_ARGS, .map_op = SBPF_MAP_OP_UPDATE,
	},
	[SBPF_FUNC_map_delete_elem] = {
		.name = "map_delete_elem", .fn = map_delete_elem, .ret = SBPF_RET_INT,
		.arg = { SBPF_ARG_CONST_MAP, SBPF_ARG_MAP_KEY },
		.map_caps = SBPF_MAP_CAP_DELETE, .contexts = SBPF_IN_ANY, .progs = SBPF_PROGS_ALL,
		.flags = SBPF_HF_PKT_ARGS, .map_op = SBPF_MAP_OP_DELETE,
	},
	[SBPF_FUNC_tail_call] = {
		.name = "tail_call", .ret = SBPF_RET_VOID,
		.arg = { SBPF_ARG_CTX, SBPF_ARG_CONST_MAP, SBPF_ARG_ANY },
		.map_caps = SBPF_MAP_CAP_TAIL_CALL, .contexts = SBPF_IN_ANY, .progs = SBPF_PROGS_ALL,
		.flags = SBPF_HF_TAIL_CALL,
	},
	[SBPF_FUNC_map_push_elem] = {
		.name = "map_push_elem", .fn = map_push_elem, .ret = SBPF_RET_INT,
		.arg = { SBPF_ARG_CONST_MAP, SBPF_ARG_MAP_VALUE, SBPF_ARG_ANY },
		.map_caps = SBPF_MAP_CAP_PUSH, .contexts = SBPF_IN_ANY, .progs = SBPF_PROGS_ALL,
		.flags = SBPF_HF_PKT_ARGS,
	},
	[SBPF_FUNC_map_pop_elem] = {
		.name = "map_pop_elem", .fn = map_pop_elem, .ret = SBPF_RET_INT,
		.arg = { SBPF_ARG_CONST_MAP, SBPF_ARG_MAP_VALUE_OUT },
		.map_caps = SBPF_MAP_CAP_POP, .contexts = SBPF_IN_ANY, .progs = SBPF_PROGS_ALL,
	},
	[SBPF_FUNC_map_peek_elem] = {
		.name = "map_peek_elem", .fn = map_peek_elem, .ret = SBPF_RET_INT,
		.arg = { SBPF_ARG_CONST_MAP, SBPF_ARG_MAP_VALUE_OUT },
		.map_caps = SBPF_MAP_CAP_PEEK, .contexts = SBPF_IN_ANY, .progs = SBPF_PROGS_ALL,
	},
	[SBPF_FUNC_for_each_map_elem] = {
		.name = "for_each_map_elem", .fn = for_each_map_elem, .ret = SBPF_RET_INT,
		.arg = { SBPF_ARG_CONST_MAP, SBPF_ARG_CALLBACK, SBPF_ARG_CALLBACK_CTX | SBPF_ARG_MAYBE_NULL,
			 SBPF_ARG_ANY },
		.map_caps = SBPF_MAP_CAP_FOR_EACH, .contexts = SBPF_IN_ANY, .progs = SBPF_PROGS_ALL,
		.flags = SBPF_HF_BPF, .callback = &for_each_callback,
	},
	[SBPF_FUNC_map_lookup_percpu_elem] = {
		.name = "map_lookup_percpu_elem", .fn = map_lookup_percpu_elem,
		.ret = SBPF_RET_MAP_VALUE_OR_NULL,
		.arg = { SBPF_ARG_CONST_MAP, SBPF_ARG_MAP_KEY, SBPF_ARG_ANY },
		.map_caps = SBPF_MAP_CAP_PERCPU_PTR, .contexts = SBPF_IN_ANY, .progs = SBPF_PROGS_ALL,
	},
};

SBPF_HELPER_FAMILY(map);
