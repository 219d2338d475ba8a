// SPDX-License-Identifier: GPL-2.0
/*
 * The array map: max_entries zeroed values in one area, each rounded up to 8 bytes, found by a u32 index. Per-CPU values
 * are in percpu_array.c, arrays of fds in prog_array.c.
 */
#include <linux/err.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/nospec.h>
#include <linux/vmalloc.h>

#include "../btf.h"
#include "../engine/callback.h"
#include "area.h"
#include "array.h"
#include "copy.h"

/**
 * struct array_map - an array
 * @map: common part
 * @elem_size: bytes from one value to the next, multiple of 8
 * @values: the area
 * @pages: with SBPF_F_MMAPABLE what @values is made of
 */
struct array_map {
	struct sbpf_map map;
	u32 elem_size;
	void *values;
	struct sbpf_pages pages;
};

#define ARRAY_FLAGS	(SBPF_F_NUMA_NODE | SBPF_F_MMAPABLE | SBPF_F_PRESERVE_ELEMS | SBPF_F_INNER_MAP | \
			 SBPF_MAP_ACCESS_FLAGS)

static inline struct array_map *to_array(const struct sbpf_map *map)
{
	return container_of(map, struct array_map, map);
}

/**
 * sbpf_array_alloc_check() - the rules that all maps with an index for a key share
 * @attr: of MAP_CREATE
 * @flags: map_flags the type allows
 *
 * Return: 0, -EINVAL or -E2BIG.
 */
int sbpf_array_alloc_check(const union sbpf_attr *attr, u32 flags)
{
	if (!attr->max_entries || attr->key_size != 4 || !attr->value_size)
		return -EINVAL;
	if ((attr->map_flags & ~flags) || !sbpf_map_access_ok(attr->map_flags))
		return -EINVAL;
	/* Must survive rounding up to 8. */
	if (attr->value_size > INT_MAX)
		return -E2BIG;
	return 0;
}

/**
 * sbpf_array_next_key() - the index after another
 * @map: any map with indexes
 * @key: index before; NULL or out of range starts again
 * @next: out
 *
 * Return: 0, or -ENOENT behind the last.
 */
int sbpf_array_next_key(struct sbpf_map *map, const void *key, void *next)
{
	u32 index = key ? sbpf_load32(key) : U32_MAX;

	if (index == map->max_entries - 1)
		return -ENOENT;
	*(u32 *)next = index < map->max_entries ? index + 1 : 0;
	return 0;
}

/**
 * sbpf_array_delete() - elements of an array cannot be deleted
 * @map: array
 * @key: index
 *
 * Return: -EINVAL.
 */
long sbpf_array_delete(struct sbpf_map *map, const void *key)
{
	return -EINVAL;
}

static int array_alloc_check(const union sbpf_attr *attr)
{
	return sbpf_array_alloc_check(attr, ARRAY_FLAGS & ~SBPF_F_PRESERVE_ELEMS);
}

static struct sbpf_map *array_alloc(const union sbpf_attr *attr)
{
	int node = sbpf_map_attr_node(attr);
	struct array_map *array;
	int err = -ENOMEM;
	u64 bytes;

	array = sbpf_area_alloc(sizeof(*array), node);
	if (!array)
		return ERR_PTR(-ENOMEM);
	sbpf_map_init_sizes(&array->map, attr);
	array->elem_size = round_up(attr->value_size, 8);
	bytes = (u64)array->elem_size * attr->max_entries;

	if (attr->map_flags & SBPF_F_MMAPABLE) {
		if (DIV_ROUND_UP_ULL(bytes, PAGE_SIZE) <= U32_MAX)
			err = sbpf_pages_alloc(&array->pages, DIV_ROUND_UP_ULL(bytes, PAGE_SIZE), 0, node);
		array->values = array->pages.addr;
	} else {
		array->values = sbpf_area_alloc(bytes, node);
		err = array->values ? 0 : -ENOMEM;
	}
	if (err) {
		sbpf_area_free(array);
		return ERR_PTR(err);
	}
	return &array->map;
}

static void array_free(struct sbpf_map *map)
{
	struct array_map *array = to_array(map);

	if (map->map_flags & SBPF_F_MMAPABLE)
		sbpf_pages_free(&array->pages);
	else
		sbpf_area_free(array->values);
	sbpf_area_free(array);
}

static __always_inline void *value_at(const struct array_map *array, u32 index)
{
	index = array_index_nospec(index, array->map.max_entries);
	return array->values + (u64)array->elem_size * index;
}

static void *array_lookup(struct sbpf_map *map, const void *key)
{
	u32 index = sbpf_load32(key);

	if (unlikely(index >= map->max_entries))
		return NULL;
	return value_at(to_array(map), index);
}

static __always_inline long array_write(struct sbpf_map *map, const void *key, const void *value, u64 flags)
{
	u32 index = sbpf_load32(key);
	long err;

	err = sbpf_array_update_check(map, index, flags);
	if (unlikely(err))
		return err;
	sbpf_copy(value_at(to_array(map), index), value, map->value_size);
	return 0;
}

static long array_update(struct sbpf_map *map, const void *key, const void *value, u64 flags)
{
	return array_write(map, key, value, flags);
}

static u64 array_prog_lookup(u64 map, u64 key, u64 r3, u64 r4, u64 r5)
{
	return (unsigned long)array_lookup((void *)(unsigned long)map, (void *)(unsigned long)key);
}

static u64 array_prog_update(u64 map, u64 key, u64 value, u64 flags, u64 r5)
{
	return array_write((void *)(unsigned long)map, (void *)(unsigned long)key, (void *)(unsigned long)value, flags);
}

#define INSN(_code, _dst, _src, _off, _imm)						\
	((struct sbpf_insn){ .code = (_code), .dst_reg = (_dst), .src_reg = (_src), .off = (_off), .imm = (_imm) })

/* Where in the instructions of a lookup the index is compared with the number of entries. */
#define GEN_BOUNDS	1

/**
 * sbpf_array_gen_begin() - the beginning of a lookup as instructions
 * @map: any map with indexes, of INT_MAX entries at most: the comparison sign-extends its immediate
 * @buf: where they go
 * @area: what the index is an index of
 * @size: bytes of one element there
 *
 * The index is clamped also on the speculated path behind the bounds check: with one "and" where the number of entries is
 * a power of two, else with the sign of (index - max_entries). sbpf_array_gen_end() must follow.
 *
 * Return: behind the instruction that leaves the address of the element in R0.
 */
struct sbpf_insn *sbpf_array_gen_begin(const struct sbpf_map *map, struct sbpf_insn *buf, const void *area, u32 size)
{
	struct sbpf_insn *insn = buf;

	*insn++ = INSN(SBPF_LDX | SBPF_MEM | SBPF_W, SBPF_REG_0, SBPF_REG_2, 0, 0);
	*insn++ = INSN(SBPF_JMP | SBPF_JGE | SBPF_K, SBPF_REG_0, 0, 0, map->max_entries);
	if (is_power_of_2(map->max_entries)) {
		*insn++ = INSN(SBPF_ALU | SBPF_AND | SBPF_K, SBPF_REG_0, 0, 0, map->max_entries - 1);
	} else {
		*insn++ = INSN(SBPF_ALU64 | SBPF_MOV | SBPF_X, SBPF_REG_1, SBPF_REG_0, 0, 0);
		*insn++ = INSN(SBPF_ALU64 | SBPF_SUB | SBPF_K, SBPF_REG_1, 0, 0, map->max_entries);
		*insn++ = INSN(SBPF_ALU64 | SBPF_ARSH | SBPF_K, SBPF_REG_1, 0, 0, 63);
		*insn++ = INSN(SBPF_ALU64 | SBPF_AND | SBPF_X, SBPF_REG_0, SBPF_REG_1, 0, 0);
	}
	if (is_power_of_2(size))
		*insn++ = INSN(SBPF_ALU64 | SBPF_LSH | SBPF_K, SBPF_REG_0, 0, 0, ilog2(size));
	else
		*insn++ = INSN(SBPF_ALU64 | SBPF_MUL | SBPF_K, SBPF_REG_0, 0, 0, size);
	insn[0] = INSN(SBPF_LD | SBPF_IMM | SBPF_DW, SBPF_REG_1, 0, 0, 0);
	insn[1] = INSN(0, 0, 0, 0, 0);
	sbpf_insn_set_imm64(insn, (unsigned long)area);
	insn += 2;
	*insn++ = INSN(SBPF_ALU64 | SBPF_ADD | SBPF_X, SBPF_REG_0, SBPF_REG_1, 0, 0);
	return insn;
}

/**
 * sbpf_array_gen_end() - the end of it: NULL for an index that is too large
 * @buf: of sbpf_array_gen_begin()
 * @insn: behind the last instruction there
 *
 * Return: how many instructions there are in @buf.
 */
int sbpf_array_gen_end(struct sbpf_insn *buf, struct sbpf_insn *insn)
{
	struct sbpf_insn *bounds = &buf[GEN_BOUNDS];

	*insn++ = INSN(SBPF_JMP | SBPF_JA, 0, 0, 1, 0);
	bounds->off = insn - bounds - 1;
	*insn++ = INSN(SBPF_ALU64 | SBPF_MOV | SBPF_K, SBPF_REG_0, 0, 0, 0);
	return insn - buf;
}

static int array_gen_lookup(const struct sbpf_map *map, struct sbpf_insn *buf)
{
	const struct array_map *array = to_array(map);

	/* A map that stands for others may have another size than they. */
	if ((map->map_flags & SBPF_F_INNER_MAP) || map->max_entries > INT_MAX)
		return 0;
	return sbpf_array_gen_end(buf, sbpf_array_gen_begin(map, buf, array->values, array->elem_size));
}

static long array_for_each(struct sbpf_map *map, u64 cb, u64 ctx)
{
	struct array_map *array = to_array(map);
	u32 key;

	for (key = 0; key < map->max_entries; key++) {
		if (sbpf_callback_call(cb, (unsigned long)map, (unsigned long)&key,
				       (unsigned long)value_at(array, key), ctx, 0))
			return key + 1L;
	}
	return key;
}

static int array_direct_value(const struct sbpf_map *map, u64 *addr, u32 off)
{
	if (map->max_entries != 1)
		return -ENOTSUPP;
	if (off >= map->value_size)
		return -EINVAL;
	*addr = (unsigned long)to_array(map)->values + off;
	return 0;
}

static int array_mmap(struct sbpf_map *map, struct vm_area_struct *vma)
{
	struct array_map *array = to_array(map);
	u64 len = vma->vm_end - vma->vm_start;

	if (!(map->map_flags & SBPF_F_MMAPABLE))
		return -EINVAL;
	if (vma->vm_pgoff > array->pages.nr || len >> PAGE_SHIFT > array->pages.nr - vma->vm_pgoff)
		return -EINVAL;
	return remap_vmalloc_range(vma, array->values, vma->vm_pgoff);
}

static u64 array_mem_usage(const struct sbpf_map *map)
{
	const struct array_map *array = to_array(map);
	u64 bytes = (u64)array->elem_size * map->max_entries;

	if (map->map_flags & SBPF_F_MMAPABLE)
		bytes = (u64)array->pages.nr * (PAGE_SIZE + sizeof(*array->pages.pages));
	return sizeof(*array) + bytes;
}

/**
 * sbpf_array_check_btf() - may an array have such keys and values?
 * @map: array or per-CPU array
 * @key: a u32, or void for the one element that is a section of variables
 * @value: type of the elements
 *
 * Return: 0 or -EINVAL.
 */
int sbpf_array_check_btf(const struct sbpf_map *map, const struct sbpf_btf_type *key, const struct sbpf_btf_type *value)
{
	u32 word;

	if (!sbpf_btf_kind(key))
		return map->type == SBPF_MAP_TYPE_ARRAY && map->max_entries == 1 &&
		       sbpf_btf_kind(value) == SBPF_BTF_KIND_DATASEC ? 0 : -EINVAL;
	if (sbpf_btf_kind(key) != SBPF_BTF_KIND_INT)
		return -EINVAL;
	word = *(const u32 *)(key + 1);
	return SBPF_BTF_INT_BITS(word) == 32 && !SBPF_BTF_INT_OFFSET(word) ? 0 : -EINVAL;
}

const struct sbpf_map_ops sbpf_array_map_ops = {
	.name = "array",
	.check_btf = sbpf_array_check_btf,
	.caps = SBPF_MAP_CAP_LOOKUP | SBPF_MAP_CAP_UPDATE | SBPF_MAP_CAP_DELETE | SBPF_MAP_CAP_FOR_EACH |
		SBPF_MAP_CAP_KEYED | SBPF_MAP_CAP_BATCH | SBPF_MAP_CAP_DIRECT | SBPF_MAP_CAP_UNPRIV |
		SBPF_MAP_CAP_INNER | SBPF_MAP_CAP_INNER_SIZED,
	.alloc_check = array_alloc_check,
	.alloc = array_alloc,
	.free = array_free,
	.lookup = array_lookup,
	.update = array_update,
	.delete = sbpf_array_delete,
	.next_key = sbpf_array_next_key,
	.for_each = array_for_each,
	.gen_lookup = array_gen_lookup,
	.prog_lookup = array_prog_lookup,
	.prog_update = array_prog_update,
	.direct_value = array_direct_value,
	.mmap = array_mmap,
	.mem_usage = array_mem_usage,
};

#ifdef SBPF_KUNIT
#include "../tests/array_test.c"
#endif
