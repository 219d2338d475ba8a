/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the verifier knows of a number: bits and ranges. Pure functions, no allocation.
 */
#ifndef SBPF_VERIFIER_SCALAR_H
#define SBPF_VERIFIER_SCALAR_H

#include "tnum.h"

/**
 * struct sbpf_scalar - a set of 64-bit numbers: those that satisfy every member
 * @bits: known bits
 * @umin: smallest as unsigned
 * @umax: largest as unsigned
 * @smin: smallest as signed
 * @smax: largest as signed
 * @umin32: smallest of the low 32 bits as unsigned
 * @umax32: largest
 * @smin32: smallest of the low 32 bits as signed
 * @smax32: largest
 */
struct sbpf_scalar {
	struct sbpf_tnum bits;
	u64 umin;
	u64 umax;
	s64 smin;
	s64 smax;
	u32 umin32;
	u32 umax32;
	s32 smin32;
	s32 smax32;
};

void sbpf_scalar_set_unknown(struct sbpf_scalar *s);
void sbpf_scalar_set(struct sbpf_scalar *s, u64 value);
void sbpf_scalar_set_urange(struct sbpf_scalar *s, u64 min, u64 max);
void sbpf_scalar_set_srange(struct sbpf_scalar *s, s64 min, s64 max);
bool sbpf_scalar_sync(struct sbpf_scalar *s);

void sbpf_scalar_alu(struct sbpf_scalar *d, const struct sbpf_scalar *s, u8 op, bool sign, bool wide);
void sbpf_scalar_neg(struct sbpf_scalar *d, bool wide);
void sbpf_scalar_zext(struct sbpf_scalar *d, u32 bits);
void sbpf_scalar_sext(struct sbpf_scalar *d, u32 bits);
void sbpf_scalar_swap(struct sbpf_scalar *d, u32 bytes);

bool sbpf_scalar_refine(struct sbpf_scalar *a, struct sbpf_scalar *b, u8 cond, bool taken, bool wide);
bool sbpf_scalar_meet(struct sbpf_scalar *a, const struct sbpf_scalar *b);
bool sbpf_scalar_within(const struct sbpf_scalar *out, const struct sbpf_scalar *in);
bool sbpf_scalar_has(const struct sbpf_scalar *s, u64 v);

static inline bool sbpf_scalar_is_const(const struct sbpf_scalar *s)
{
	return !s->bits.mask;
}

static inline bool sbpf_scalar_is(const struct sbpf_scalar *s, u64 v)
{
	return !s->bits.mask && s->bits.value == v;
}

static inline bool sbpf_scalar_is_unknown(const struct sbpf_scalar *s)
{
	return s->bits.mask == ~0ULL && !s->umin && s->umax == ~0ULL && s->smin == S64_MIN && s->smax == S64_MAX &&
	       !s->umin32 && s->umax32 == U32_MAX && s->smin32 == S32_MIN && s->smax32 == S32_MAX;
}

#endif /* SBPF_VERIFIER_SCALAR_H */
