/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Copying and comparing keys and values. The usual small sizes are inlined: each is one load and one store, so that
 * readers of a counter never see half of it.
 */
#ifndef SBPF_MAPS_COPY_H
#define SBPF_MAPS_COPY_H

#include <asm/byteorder.h>
#include <linux/compiler.h>
#include <linux/string.h>
#include <linux/types.h>

/* Loads from wherever a program keeps its data: unaligned ones are left to the compiler. */
struct sbpf_any32 { u32 val; } __packed;
struct sbpf_any64 { u64 val; } __packed;

static __always_inline u32 sbpf_load32(const void *src)
{
	return ((const struct sbpf_any32 *)src)->val;
}

static __always_inline u64 sbpf_load64(const void *src)
{
	return ((const struct sbpf_any64 *)src)->val;
}

static __always_inline u64 sbpf_load64_be(const void *src)
{
	return be64_to_cpu((__force __be64)sbpf_load64(src));
}

/**
 * sbpf_copy() - copy a key or a value into a map
 * @dst: aligned to 8
 * @src: aligned to whatever the program had
 * @size: bytes
 */
static __always_inline void sbpf_copy(void *dst, const void *src, u32 size)
{
	switch (size) {
	case 4:
		WRITE_ONCE(*(u32 *)dst, sbpf_load32(src));
		break;
	case 8:
		WRITE_ONCE(*(u64 *)dst, sbpf_load64(src));
		break;
	case 16:
		WRITE_ONCE(((u64 *)dst)[0], sbpf_load64(src));
		WRITE_ONCE(((u64 *)dst)[1], sbpf_load64(src + 8));
		break;
	default:
		memcpy(dst, src, size);
	}
}

/**
 * sbpf_copy_words() - copy a value whose every 8 bytes must be seen whole, as per-CPU counters
 * @dst: aligned to 8
 * @src: aligned to 8
 * @size: bytes, a multiple of 8
 */
static inline void sbpf_copy_words(void *dst, const void *src, u32 size)
{
	const u64 *from = src;
	u64 *to = dst;

	for (size /= 8; size; size--)
		WRITE_ONCE(*to++, READ_ONCE(*from++));
}

#endif /* SBPF_MAPS_COPY_H */
