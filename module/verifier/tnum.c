// SPDX-License-Identifier: GPL-2.0
/*
 * Arithmetic of tristate numbers. Owns nothing but the mathematics; scalar.c combines it with ranges.
 *
 * Every function over-approximates: for members x of a and y of b, x op y is a member of the result. The algorithms
 * follow from one observation: of two numbers with unknown bits, the sums of the smallest and of the largest members
 * agree in every bit that no carry out of an unknown bit can reach.
 */
#include <linux/kernel.h>
#include <linux/bitops.h>
#include "tnum.h"

/**
 * sbpf_tnum_add() - sum modulo 2^64
 * @a: one number
 * @b: the other
 *
 * Context: any. Return: covers every sum.
 */
struct sbpf_tnum sbpf_tnum_add(struct sbpf_tnum a, struct sbpf_tnum b)
{
	u64 low = a.value + b.value;
	u64 high = low + a.mask + b.mask;
	u64 unknown = (low ^ high) | a.mask | b.mask;

	return (struct sbpf_tnum){ low & ~unknown, unknown };
}

/**
 * sbpf_tnum_sub() - difference modulo 2^64
 * @a: minuend
 * @b: subtrahend
 *
 * Context: any. Return: covers every difference.
 */
struct sbpf_tnum sbpf_tnum_sub(struct sbpf_tnum a, struct sbpf_tnum b)
{
	u64 diff = a.value - b.value;
	u64 high = diff + a.mask;
	u64 low = diff - b.mask;
	u64 unknown = (low ^ high) | a.mask | b.mask;

	return (struct sbpf_tnum){ diff & ~unknown, unknown };
}

/**
 * sbpf_tnum_mul() - product modulo 2^64
 * @a: multiplier, taken bit by bit
 * @b: multiplicand
 *
 * Long multiplication: a bit that is 1 adds the shifted multiplicand, an unknown one adds either that or nothing, which
 * is a number whose every possible 1 is unknown.
 *
 * Context: any. Return: covers every product.
 */
struct sbpf_tnum sbpf_tnum_mul(struct sbpf_tnum a, struct sbpf_tnum b)
{
	struct sbpf_tnum sum = sbpf_tnum_const(a.value * b.value);
	u64 bits = a.value | a.mask;

	if (sbpf_tnum_is_const(a) && sbpf_tnum_is_const(b))
		return sum;
	sum = sbpf_tnum_const(0);
	while (bits) {
		u32 n = __ffs64(bits);
		struct sbpf_tnum part = sbpf_tnum_shl(b, n);

		if (a.mask & (1ULL << n))
			part = (struct sbpf_tnum){ 0, part.value | part.mask };
		sum = sbpf_tnum_add(sum, part);
		bits &= bits - 1;
	}
	return sum;
}

/**
 * sbpf_tnum_sext() - sign extension
 * @t: number
 * @bits: its width, 1 to 64; higher bits of @t are ignored
 *
 * Context: any. Return: 64 bits wide.
 */
struct sbpf_tnum sbpf_tnum_sext(struct sbpf_tnum t, u32 bits)
{
	u32 n = 64 - bits;

	/* The sign bit of both parts is spread: an unknown sign makes every higher bit unknown. */
	return (struct sbpf_tnum){ (u64)((s64)(t.value << n) >> n), (u64)((s64)(t.mask << n) >> n) };
}

static u64 swap_bytes(u64 v, u32 bytes)
{
	u64 out = 0;
	u32 i;

	for (i = 0; i < bytes; i++)
		out |= (v >> 8 * i & 0xff) << 8 * (bytes - 1 - i);
	return out;
}

/**
 * sbpf_tnum_swap() - reverse the order of the low bytes
 * @t: number
 * @bytes: how many, 2, 4 or 8; higher ones become 0
 *
 * Context: any. Return: the swapped number.
 */
struct sbpf_tnum sbpf_tnum_swap(struct sbpf_tnum t, u32 bytes)
{
	return (struct sbpf_tnum){ swap_bytes(t.value, bytes), swap_bytes(t.mask, bytes) };
}

/**
 * sbpf_tnum_range() - the bits that all numbers of a range have in common
 * @min: smallest
 * @max: largest, not below @min
 *
 * Context: any. Return: the leading bits in which @min and @max agree, unknown bits below.
 */
struct sbpf_tnum sbpf_tnum_range(u64 min, u64 max)
{
	u64 differ = min ^ max;
	u64 mask;

	if (!differ)
		return sbpf_tnum_const(min);
	mask = ~0ULL >> (64 - fls64(differ));
	return (struct sbpf_tnum){ min & ~mask, mask };
}

/**
 * sbpf_tnum_join() - smallest number that covers two
 * @a: one
 * @b: the other
 *
 * Context: any. Return: covers both.
 */
struct sbpf_tnum sbpf_tnum_join(struct sbpf_tnum a, struct sbpf_tnum b)
{
	u64 mask = a.mask | b.mask | (a.value ^ b.value);

	return (struct sbpf_tnum){ a.value & ~mask, mask };
}

/**
 * sbpf_tnum_meet() - what is known when both are true
 * @a: one
 * @b: the other
 * @out: result; untouched on failure
 *
 * Context: any. Return: false when the two contradict each other.
 */
bool sbpf_tnum_meet(struct sbpf_tnum a, struct sbpf_tnum b, struct sbpf_tnum *out)
{
	if ((a.value ^ b.value) & ~a.mask & ~b.mask)
		return false;
	out->value = a.value | b.value;
	out->mask = a.mask & b.mask;
	return true;
}

/**
 * sbpf_tnum_aligned() - is the number certainly a multiple?
 * @t: number
 * @size: power of two
 *
 * Context: any. Return: true when every member is a multiple of @size.
 */
bool sbpf_tnum_aligned(struct sbpf_tnum t, u64 size)
{
	return !((t.value | t.mask) & (size - 1));
}

#ifdef SBPF_KUNIT
#include "../tests/tnum_test.c"
#endif
