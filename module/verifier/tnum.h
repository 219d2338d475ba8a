/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Tristate numbers: 64 bits of which each is known to be 0, known to be 1, or unknown. Pure functions, no allocation.
 */
#ifndef SBPF_VERIFIER_TNUM_H
#define SBPF_VERIFIER_TNUM_H

#include <linux/types.h>

/**
 * struct sbpf_tnum - what is known of each bit of a number
 * @value: the bits known to be 1
 * @mask: the bits that are unknown. @value and @mask have no bit in common.
 *
 * It stands for the set { v : (v & ~mask) == value }.
 */
struct sbpf_tnum {
	u64 value;
	u64 mask;
};

#define SBPF_TNUM_UNKNOWN	((struct sbpf_tnum){ .value = 0, .mask = ~0ULL })

static inline struct sbpf_tnum sbpf_tnum_const(u64 value)
{
	return (struct sbpf_tnum){ .value = value, .mask = 0 };
}

static inline bool sbpf_tnum_is_const(struct sbpf_tnum t)
{
	return !t.mask;
}

static inline bool sbpf_tnum_has(struct sbpf_tnum t, u64 v)
{
	return (v & ~t.mask) == t.value;
}

/* Is everything that @in stands for also in @out? */
static inline bool sbpf_tnum_within(struct sbpf_tnum out, struct sbpf_tnum in)
{
	return !(in.mask & ~out.mask) && (in.value & ~out.mask) == out.value;
}

static inline struct sbpf_tnum sbpf_tnum_and(struct sbpf_tnum a, struct sbpf_tnum b)
{
	u64 ones = a.value & b.value;

	return (struct sbpf_tnum){ ones, (a.value | a.mask) & (b.value | b.mask) & ~ones };
}

static inline struct sbpf_tnum sbpf_tnum_or(struct sbpf_tnum a, struct sbpf_tnum b)
{
	u64 ones = a.value | b.value;

	return (struct sbpf_tnum){ ones, (a.mask | b.mask) & ~ones };
}

static inline struct sbpf_tnum sbpf_tnum_xor(struct sbpf_tnum a, struct sbpf_tnum b)
{
	u64 unknown = a.mask | b.mask;

	return (struct sbpf_tnum){ (a.value ^ b.value) & ~unknown, unknown };
}

static inline struct sbpf_tnum sbpf_tnum_shl(struct sbpf_tnum t, u32 n)
{
	return (struct sbpf_tnum){ t.value << n, t.mask << n };
}

static inline struct sbpf_tnum sbpf_tnum_shr(struct sbpf_tnum t, u32 n)
{
	return (struct sbpf_tnum){ t.value >> n, t.mask >> n };
}

/* Keep the low @bits bits, the others become 0. */
static inline struct sbpf_tnum sbpf_tnum_trunc(struct sbpf_tnum t, u32 bits)
{
	u64 keep = bits >= 64 ? ~0ULL : (1ULL << bits) - 1;

	return (struct sbpf_tnum){ t.value & keep, t.mask & keep };
}

struct sbpf_tnum sbpf_tnum_add(struct sbpf_tnum a, struct sbpf_tnum b);
struct sbpf_tnum sbpf_tnum_sub(struct sbpf_tnum a, struct sbpf_tnum b);
struct sbpf_tnum sbpf_tnum_mul(struct sbpf_tnum a, struct sbpf_tnum b);
struct sbpf_tnum sbpf_tnum_sext(struct sbpf_tnum t, u32 bits);
struct sbpf_tnum sbpf_tnum_swap(struct sbpf_tnum t, u32 bytes);
struct sbpf_tnum sbpf_tnum_range(u64 min, u64 max);
struct sbpf_tnum sbpf_tnum_join(struct sbpf_tnum a, struct sbpf_tnum b);
bool sbpf_tnum_meet(struct sbpf_tnum a, struct sbpf_tnum b, struct sbpf_tnum *out);
bool sbpf_tnum_aligned(struct sbpf_tnum t, u64 size);

#endif /* SBPF_VERIFIER_TNUM_H */
