// SPDX-License-Identifier: GPL-2.0
/*
 * The Bloom filter (B. H. Bloom, "Space/time trade-offs in hash coding with allowable errors", 1970): a set that can be
 * asked whether it surely does not have a value. Values cannot be taken out.
 */
#include <linux/bitops.h>
#include <linux/capability.h>
#include <linux/err.h>
#include <linux/jhash.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/random.h>
#include <linux/slab.h>

#include "../btf.h"
#include "area.h"

/* What map_extra says: how many bits a value sets. */
#define HASHES_MASK	0xf
#define HASHES_DEFAULT	5

#define BLOOM_FLAGS	(SBPF_F_NUMA_NODE | SBPF_F_ZERO_SEED | SBPF_MAP_ACCESS_FLAGS)

/**
 * struct bloom - the map
 * @map: common part
 * @mask: number of bits - 1
 * @seed: of the first hash; each further one has the next number
 * @hashes: how many
 * @bits: set without a lock
 */
struct bloom {
	struct sbpf_map map;
	u32 mask;
	u32 seed;
	u32 hashes;
	unsigned long bits[];
};

static inline struct bloom *to_bloom(const struct sbpf_map *map)
{
	return container_of(map, struct bloom, map);
}

static int bloom_alloc_check(const union sbpf_attr *attr)
{
	if (attr->value_size > KMALLOC_MAX_SIZE)
		return -E2BIG;
	if (attr->key_size || !attr->value_size || !attr->max_entries)
		return -EINVAL;
	if ((attr->map_flags & ~BLOOM_FLAGS) || !sbpf_map_access_ok(attr->map_flags))
		return -EINVAL;
	if (attr->map_extra & ~(u64)HASHES_MASK)
		return -EINVAL;
	return 0;
}

/*
 * With n values and k hashes, n * k / ln 2 bits make the fewest errors; 7 / 5 is close to 1 / ln 2. A power of two, so that
 * a mask makes a hash a bit's number.
 */
static u32 bloom_mask(u32 max_entries, u32 hashes)
{
	u32 bits;

	if (check_mul_overflow(max_entries, hashes, &bits) || check_mul_overflow(bits / 5, 7U, &bits) ||
	    bits > 1U << 31)
		return U32_MAX;
	return bits <= BITS_PER_LONG ? BITS_PER_LONG - 1 : roundup_pow_of_two(bits) - 1;
}

static u64 bloom_bytes(u32 mask)
{
	return ((u64)mask + 1) / BITS_PER_BYTE;
}

static struct sbpf_map *bloom_alloc(const union sbpf_attr *attr)
{
	u32 hashes = attr->map_extra ?: HASHES_DEFAULT, mask = bloom_mask(attr->max_entries, hashes);
	struct bloom *bloom;

	bloom = sbpf_area_alloc(sizeof(*bloom) + bloom_bytes(mask), sbpf_map_attr_node(attr));
	if (!bloom)
		return ERR_PTR(-ENOMEM);
	sbpf_map_init_sizes(&bloom->map, attr);
	bloom->mask = mask;
	bloom->hashes = hashes;
	bloom->seed = attr->map_flags & SBPF_F_ZERO_SEED ? 0 : get_random_u32();
	return &bloom->map;
}

static void bloom_free(struct sbpf_map *map)
{
	sbpf_area_free(to_bloom(map));
}

static u32 bit_of(const struct bloom *bloom, const void *value, u32 n)
{
	return jhash(value, bloom->map.value_size, bloom->seed + n) & bloom->mask;
}

static long bloom_push(struct sbpf_map *map, const void *value, u64 flags)
{
	struct bloom *bloom = to_bloom(map);
	u32 n, bit;

	if (flags != SBPF_ANY)
		return -EINVAL;
	for (n = 0; n < bloom->hashes; n++) {
		bit = bit_of(bloom, value, n);
		if (!test_bit(bit, bloom->bits))
			set_bit(bit, bloom->bits);
	}
	return 0;
}

static long bloom_peek(struct sbpf_map *map, void *value)
{
	struct bloom *bloom = to_bloom(map);
	u32 n;

	for (n = 0; n < bloom->hashes; n++) {
		if (!test_bit(bit_of(bloom, value, n), bloom->bits))
			return -ENOENT;
	}
	return 0;
}

static long bloom_delete(struct sbpf_map *map, const void *key)
{
	return -EOPNOTSUPP;
}

static int bloom_next_key(struct sbpf_map *map, const void *key, void *next)
{
	return -EOPNOTSUPP;
}

static u64 bloom_mem_usage(const struct sbpf_map *map)
{
	return sizeof(struct bloom) + bloom_bytes(to_bloom(map)->mask);
}

/* There are no keys. */
static int bloom_check_btf(const struct sbpf_map *map, const struct sbpf_btf_type *key, const struct sbpf_btf_type *value)
{
	return sbpf_btf_kind(key) ? -EINVAL : 0;
}

const struct sbpf_map_ops sbpf_bloom_filter_map_ops = {
	.name = "bloom_filter",
	.check_btf = bloom_check_btf,
	.caps = SBPF_MAP_CAP_PUSH | SBPF_MAP_CAP_PEEK | SBPF_MAP_CAP_ASK | SBPF_MAP_CAP_INNER,
	.alloc_check = bloom_alloc_check,
	.alloc = bloom_alloc,
	.free = bloom_free,
	.delete = bloom_delete,
	.push = bloom_push,
	.peek = bloom_peek,
	.next_key = bloom_next_key,
	.mem_usage = bloom_mem_usage,
};

#ifdef SBPF_KUNIT
#include "../tests/bloom_filter_test.c"
#endif
