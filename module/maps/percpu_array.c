// SPDX-License-Identifier: GPL-2.0
/*
 * The per-CPU array: programs see the value of their CPU, user space one value of each possible CPU.
 */
#include <linux/err.h>
#include <linux/nospec.h>
#include <linux/percpu.h>
#include <linux/sched/signal.h>

#include "../engine/callback.h"
#include "area.h"
#include "array.h"
#include "copy.h"

/**
 * struct percpu_array - an array of per-CPU values
 * @map: common part
 * @elem_size: bytes of one value of one CPU, multiple of 8
 * @values: one per-CPU allocation an element
 */
struct percpu_array {
	struct sbpf_map map;
	u32 elem_size;
	void __percpu **values;
};

static inline struct percpu_array *to_array(const struct sbpf_map *map)
{
	return container_of(map, struct percpu_array, map);
}

static int percpu_array_alloc_check(const union sbpf_attr *attr)
{
	int err;

	/* A per-CPU value lives on each CPU's own node. */
	if (sbpf_map_attr_node(attr) != NUMA_NO_NODE)
		return -EINVAL;
	err = sbpf_array_alloc_check(attr, SBPF_MAP_ACCESS_FLAGS | SBPF_F_NUMA_NODE);
	if (err)
		return err;
	/* The per-CPU allocator has nothing larger. */
	if (round_up(attr->value_size, 8) > PCPU_MIN_UNIT_SIZE)
		return -E2BIG;
	return 0;
}

static void percpu_array_free(struct sbpf_map *map)
{
	struct percpu_array *array = to_array(map);
	u32 i;

	for (i = 0; i < map->max_entries && array->values[i]; i++) {
		free_percpu(array->values[i]);
		cond_resched();
	}
	sbpf_area_free(array->values);
	sbpf_area_free(array);
}

static struct sbpf_map *percpu_array_alloc(const union sbpf_attr *attr)
{
	struct percpu_array *array;
	u32 i;

	array = sbpf_area_alloc(sizeof(*array), NUMA_NO_NODE);
	if (!array)
		return ERR_PTR(-ENOMEM);
	sbpf_map_init_sizes(&array->map, attr);
	array->elem_size = round_up(attr->value_size, 8);
	array->values = sbpf_area_alloc((u64)attr->max_entries * sizeof(*array->values), NUMA_NO_NODE);
	if (!array->values) {
		sbpf_area_free(array);
		return ERR_PTR(-ENOMEM);
	}
	for (i = 0; i < attr->max_entries; i++) {
		array->values[i] = fatal_signal_pending(current) ? NULL :
			__alloc_percpu_gfp(array->elem_size, 8, GFP_KERNEL_ACCOUNT | __GFP_NOWARN);
		if (!array->values[i]) {
			percpu_array_free(&array->map);
			return ERR_PTR(-ENOMEM);
		}
		cond_resched();
	}
	return &array->map;
}

static __always_inline void __percpu *values_at(const struct percpu_array *array, u32 index)
{
	return array->values[array_index_nospec(index, array->map.max_entries)];
}

static void *percpu_array_lookup(struct sbpf_map *map, const void *key)
{
	u32 index = sbpf_load32(key);

	if (unlikely(index >= map->max_entries))
		return NULL;
	return this_cpu_ptr(values_at(to_array(map), index));
}

static void *percpu_array_lookup_cpu(struct sbpf_map *map, const void *key, u32 cpu)
{
	u32 index = sbpf_load32(key);

	if (unlikely(index >= map->max_entries || cpu >= nr_cpu_ids || !cpu_possible(cpu)))
		return NULL;
	return per_cpu_ptr(values_at(to_array(map), index), array_index_nospec(cpu, nr_cpu_ids));
}

static long percpu_array_update(struct sbpf_map *map, const void *key, const void *value, u64 flags)
{
	u32 index = sbpf_load32(key);
	long err;

	err = sbpf_array_update_check(map, index, flags);
	if (unlikely(err))
		return err;
	sbpf_copy(this_cpu_ptr(values_at(to_array(map), index)), value, map->value_size);
	return 0;
}

static u64 percpu_array_prog_lookup(u64 map, u64 key, u64 r3, u64 r4, u64 r5)
{
	return (unsigned long)percpu_array_lookup((void *)(unsigned long)map, (void *)(unsigned long)key);
}

static u64 percpu_array_prog_update(u64 map, u64 key, u64 value, u64 flags, u64 r5)
{
	return percpu_array_update((void *)(unsigned long)map, (void *)(unsigned long)key,
				   (void *)(unsigned long)value, flags);
}

#ifdef BPF_ADDR_PERCPU
/* A move with this offset turns a per-CPU address into the one of this CPU. */
static int percpu_array_gen_lookup(const struct sbpf_map *map, struct sbpf_insn *buf)
{
	const struct percpu_array *array = to_array(map);
	struct sbpf_insn *insn;

	if (map->max_entries > INT_MAX)
		return 0;
	insn = sbpf_array_gen_begin(map, buf, array->values, sizeof(*array->values));
	*insn++ = (struct sbpf_insn){
		.code = SBPF_LDX | SBPF_MEM | SBPF_DW, .dst_reg = SBPF_REG_0, .src_reg = SBPF_REG_0,
	};
	*insn++ = (struct sbpf_insn){
		.code = SBPF_ALU64 | SBPF_MOV | SBPF_X, .dst_reg = SBPF_REG_0, .src_reg = SBPF_REG_0,
		.off = BPF_ADDR_PERCPU,
	};
	return sbpf_array_gen_end(buf, insn);
}
#else
#define percpu_array_gen_lookup	NULL
#endif

static int percpu_array_user_lookup(struct sbpf_map *map, const void *key, void *value, u64 flags)
{
	struct percpu_array *array = to_array(map);
	u32 index = sbpf_load32(key);
	void __percpu *values;
	int cpu;

	if (index >= map->max_entries)
		return -ENOENT;
	values = values_at(array, index);
	for_each_possible_cpu(cpu) {
		sbpf_copy_words(value, per_cpu_ptr(values, cpu), array->elem_size);
		value += array->elem_size;
	}
	return 0;
}

static int percpu_array_user_update(struct sbpf_map *map, struct file *file, const void *key, const void *value,
				    u64 flags)
{
	struct percpu_array *array = to_array(map);
	u32 index = sbpf_load32(key);
	void __percpu *values;
	int cpu;

	if (flags > SBPF_EXIST)
		return -EINVAL;
	if (index >= map->max_entries)
		return -E2BIG;
	if (flags == SBPF_NOEXIST)
		return -EEXIST;
	values = values_at(array, index);
	for_each_possible_cpu(cpu) {
		sbpf_copy_words(per_cpu_ptr(values, cpu), value, array->elem_size);
		value += array->elem_size;
	}
	return 0;
}

static long percpu_array_for_each(struct sbpf_map *map, u64 cb, u64 ctx)
{
	struct percpu_array *array = to_array(map);
	u32 key;

	for (key = 0; key < map->max_entries; key++) {
		if (sbpf_callback_call(cb, (unsigned long)map, (unsigned long)&key,
				       (unsigned long)this_cpu_ptr(values_at(array, key)), ctx, 0))
			return key + 1L;
	}
	return key;
}

static u64 percpu_array_mem_usage(const struct sbpf_map *map)
{
	const struct percpu_array *array = to_array(map);

	return sizeof(*array) + (u64)map->max_entries *
	       (sizeof(*array->values) + (u64)array->elem_size * num_possible_cpus());
}

const struct sbpf_map_ops sbpf_percpu_array_map_ops = {
	.name = "percpu_array",
	.check_btf = sbpf_array_check_btf,
	.caps = SBPF_MAP_CAP_LOOKUP | SBPF_MAP_CAP_UPDATE | SBPF_MAP_CAP_DELETE | SBPF_MAP_CAP_FOR_EACH |
		SBPF_MAP_CAP_KEYED | SBPF_MAP_CAP_BATCH | SBPF_MAP_CAP_PERCPU | SBPF_MAP_CAP_PERCPU_PTR |
		SBPF_MAP_CAP_UNPRIV | SBPF_MAP_CAP_INNER,
	.alloc_check = percpu_array_alloc_check,
	.alloc = percpu_array_alloc,
	.free = percpu_array_free,
	.lookup = percpu_array_lookup,
	.lookup_cpu = percpu_array_lookup_cpu,
	.update = percpu_array_update,
	.delete = sbpf_array_delete,
	.next_key = sbpf_array_next_key,
	.user_lookup = percpu_array_user_lookup,
	.user_update = percpu_array_user_update,
	.for_each = percpu_array_for_each,
	.gen_lookup = percpu_array_gen_lookup,
	.prog_lookup = percpu_array_prog_lookup,
	.prog_update = percpu_array_prog_update,
	.mem_usage = percpu_array_mem_usage,
};
