// SPDX-License-Identifier: GPL-2.0
/*
 * Arithmetic and comparisons over sets of numbers (struct sbpf_scalar): what each operation makes of them, and what a
 * conditional jump teaches. Owns the soundness of both. Knows nothing of registers, pointers or programs.
 *
 * Every operation is written once, for numbers of w bits, and used for the whole number and for its lower half. Nothing
 * depends on a number being 64 bits wide: with SBPF_SCALAR_BITS 8 the tests run this very file over all inputs.
 */
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/sandbpf.h>
#include "scalar.h"

#ifndef SBPF_SCALAR_BITS
#define SBPF_SCALAR_BITS 64
#endif

#define FULL	SBPF_SCALAR_BITS
#define HALF	(SBPF_SCALAR_BITS / 2)

/* Ranges of a number of w bits; smin and smax are sign-extended from w bits. */
struct ival {
	u64 umin, umax;
	s64 smin, smax;
};

/* An operand of w bits. */
struct part {
	struct ival r;
	struct sbpf_tnum t;
};

static u64 max_u(int w)
{
	return ~0ULL >> (64 - w);
}

static s64 max_s(int w)
{
	return max_u(w) >> 1;
}

static s64 min_s(int w)
{
	return -max_s(w) - 1;
}

static u64 cut(u64 v, int w)
{
	return v & max_u(w);
}

static s64 ext(u64 v, int w)
{
	return (s64)(v << (64 - w)) >> (64 - w);
}

static struct ival ival_any(int w)
{
	return (struct ival){ 0, max_u(w), min_s(w), max_s(w) };
}

static struct ival ival_of(u64 v, int w)
{
	return (struct ival){ cut(v, w), cut(v, w), ext(v, w), ext(v, w) };
}

static struct ival half_get(const struct sbpf_scalar *s)
{
	return (struct ival){ s->umin32, s->umax32, s->smin32, s->smax32 };
}

static void half_set(struct sbpf_scalar *s, struct ival i)
{
	s->umin32 = i.umin;
	s->umax32 = i.umax;
	s->smin32 = i.smin;
	s->smax32 = i.smax;
}

static struct ival full_get(const struct sbpf_scalar *s)
{
	return (struct ival){ s->umin, s->umax, s->smin, s->smax };
}

static void full_set(struct sbpf_scalar *s, struct ival i)
{
	s->umin = i.umin;
	s->umax = i.umax;
	s->smin = i.smin;
	s->smax = i.smax;
}

static void raise_u(struct ival *i, u64 v)
{
	if (v > i->umin)
		i->umin = v;
}

static void lower_u(struct ival *i, u64 v)
{
	if (v < i->umax)
		i->umax = v;
}

static void raise_s(struct ival *i, s64 v)
{
	if (v > i->smin)
		i->smin = v;
}

static void lower_s(struct ival *i, s64 v)
{
	if (v < i->smax)
		i->smax = v;
}

/* Known bits bound the ranges; a range on one side of the sign change bounds the other reading. */
static bool ival_sync(struct ival *i, struct sbpf_tnum t, int w)
{
	u64 sign = 1ULL << (w - 1);

	raise_u(i, t.value);
	lower_u(i, t.value | t.mask);
	raise_s(i, ext(t.value | (t.mask & sign), w));
	lower_s(i, ext(t.value | (t.mask & ~sign), w));
	if (ext(i->umin, w) <= ext(i->umax, w)) {
		raise_s(i, ext(i->umin, w));
		lower_s(i, ext(i->umax, w));
	}
	if (cut(i->smin, w) <= cut(i->smax, w)) {
		raise_u(i, cut(i->smin, w));
		lower_u(i, cut(i->smax, w));
	}
	return i->umin <= i->umax && i->smin <= i->smax;
}

/* The lower half of numbers from a range whose upper half does not vary. */
static void half_from_full(struct ival *h, const struct ival *f)
{
	if (f->umin >> HALF == f->umax >> HALF) {
		raise_u(h, cut(f->umin, HALF));
		lower_u(h, cut(f->umax, HALF));
	}
	if (f->smin >> HALF == f->smax >> HALF) {
		raise_u(h, cut(f->smin, HALF));
		lower_u(h, cut(f->smax, HALF));
	}
	if (f->smin >= min_s(HALF) && f->smax <= max_s(HALF)) {
		raise_s(h, f->smin);
		lower_s(h, f->smax);
	}
}

static void full_from_half(struct ival *f, const struct ival *h)
{
	u64 high = ~max_u(HALF) & max_u(FULL);
	u64 low = (f->umin & high) | h->umin;
	u64 top = (f->umax & high) | h->umax;

	/* A number with the upper half of umin has a lower half of at least h->umin; any other one is larger. */
	raise_u(f, low);
	lower_u(f, top);
	if (f->smin >= min_s(HALF) && f->smax <= max_s(HALF)) {
		raise_s(f, h->smin);
		lower_s(f, h->smax);
	}
}

/**
 * sbpf_scalar_sync() - let everything known of a number sharpen everything else
 * @s: the number
 *
 * Two rounds carry every fact to every other member; a third one only repeats.
 *
 * Context: any. Return: false if the facts contradict each other, that is, no number satisfies them.
 */
bool sbpf_scalar_sync(struct sbpf_scalar *s)
{
	struct ival f = full_get(s), h = half_get(s);
	struct sbpf_tnum low = { 0, max_u(FULL) & ~max_u(HALF) };
	struct sbpf_tnum t;
	int round;

	for (round = 0; round < 3; round++) {
		if (!ival_sync(&f, s->bits, FULL) || !ival_sync(&h, sbpf_tnum_trunc(s->bits, HALF), HALF))
			return false;
		half_from_full(&h, &f);
		full_from_half(&f, &h);
		if (f.umin > f.umax || h.umin > h.umax || f.smin > f.smax || h.smin > h.smax)
			return false;
		if (!sbpf_tnum_meet(s->bits, sbpf_tnum_range(f.umin, f.umax), &s->bits))
			return false;
		t = sbpf_tnum_range(h.umin, h.umax);
		t.mask |= low.mask;
		if (!sbpf_tnum_meet(s->bits, t, &s->bits))
			return false;
	}
	full_set(s, f);
	half_set(s, h);
	return ival_sync(&f, s->bits, FULL) && ival_sync(&h, sbpf_tnum_trunc(s->bits, HALF), HALF);
}

/**
 * sbpf_scalar_set_unknown() - any number
 * @s: filled
 *
 * Context: any.
 */
void sbpf_scalar_set_unknown(struct sbpf_scalar *s)
{
	s->bits = sbpf_tnum_trunc(SBPF_TNUM_UNKNOWN, FULL);
	full_set(s, ival_any(FULL));
	half_set(s, ival_any(HALF));
}

/**
 * sbpf_scalar_set() - exactly one number
 * @s: filled
 * @value: the number
 *
 * Context: any.
 */
void sbpf_scalar_set(struct sbpf_scalar *s, u64 value)
{
	s->bits = sbpf_tnum_const(cut(value, FULL));
	full_set(s, ival_of(value, FULL));
	half_set(s, ival_of(value, HALF));
}

/**
 * sbpf_scalar_set_urange() - all numbers of an unsigned range
 * @s: filled
 * @min: smallest
 * @max: largest, not below @min
 *
 * Context: any.
 */
void sbpf_scalar_set_urange(struct sbpf_scalar *s, u64 min, u64 max)
{
	sbpf_scalar_set_unknown(s);
	s->umin = min;
	s->umax = max;
	if (WARN_ON_ONCE(!sbpf_scalar_sync(s)))
		sbpf_scalar_set_unknown(s);
}

/**
 * sbpf_scalar_set_srange() - all numbers of a signed range
 * @s: filled
 * @min: smallest
 * @max: largest, not below @min
 *
 * Context: any.
 */
void sbpf_scalar_set_srange(struct sbpf_scalar *s, s64 min, s64 max)
{
	sbpf_scalar_set_unknown(s);
	s->smin = min;
	s->smax = max;
	if (WARN_ON_ONCE(!sbpf_scalar_sync(s)))
		sbpf_scalar_set_unknown(s);
}

/* RFC 9669: dividing by zero gives 0, the rest of it is the dividend; the quotient that does not fit wraps. */
static u64 eval_div(u64 x, u64 y, bool mod, bool sign, int w)
{
	if (!y)
		return mod ? x : 0;
	if (!sign)
		return mod ? x % y : x / y;
	if (ext(y, w) == -1)
		return mod ? 0 : -x;
	return mod ? ext(x, w) % ext(y, w) : ext(x, w) / ext(y, w);
}

static u64 eval(u8 op, bool sign, u64 x, u64 y, int w)
{
	u32 n = y & (w - 1);

	switch (op) {
	case SBPF_ADD:
		return cut(x + y, w);
	case SBPF_SUB:
		return cut(x - y, w);
	case SBPF_MUL:
		return cut(x * y, w);
	case SBPF_OR:
		return x | y;
	case SBPF_AND:
		return x & y;
	case SBPF_XOR:
		return x ^ y;
	case SBPF_LSH:
		return cut(x << n, w);
	case SBPF_RSH:
		return x >> n;
	case SBPF_ARSH:
		return cut(ext(x, w) >> n, w);
	case SBPF_DIV:
	case SBPF_MOD:
		return cut(eval_div(x, y, op == SBPF_MOD, sign, w), w);
	default:
		return y;
	}
}

/* Does the sum of two signed w-bit numbers stay in w bits? */
static bool fits_s(s64 a, s64 b, bool sub, int w, s64 *out)
{
	if (sub ? __builtin_sub_overflow(a, b, out) : __builtin_add_overflow(a, b, out))
		return false;
	return *out >= min_s(w) && *out <= max_s(w);
}

static struct ival ival_add(const struct ival *a, const struct ival *b, int w)
{
	struct ival r = ival_any(w);
	u64 low = cut(a->umin + b->umin, w), high = cut(a->umax + b->umax, w);
	s64 smin, smax;

	/* Precise when no sum wraps, and also when every sum does: then low < a->umin and high < a->umax. */
	if ((low < a->umin) == (high < a->umax)) {
		r.umin = low;
		r.umax = high;
	}
	if (fits_s(a->smin, b->smin, false, w, &smin) && fits_s(a->smax, b->smax, false, w, &smax)) {
		r.smin = smin;
		r.smax = smax;
	}
	return r;
}

static struct ival ival_sub(const struct ival *a, const struct ival *b, int w)
{
	struct ival r = ival_any(w);
	s64 smin, smax;

	/* Precise when no difference borrows, and also when every one does. */
	if (a->umin >= b->umax || a->umax < b->umin) {
		r.umin = cut(a->umin - b->umax, w);
		r.umax = cut(a->umax - b->umin, w);
	}
	if (fits_s(a->smin, b->smax, true, w, &smin) && fits_s(a->smax, b->smin, true, w, &smax)) {
		r.smin = smin;
		r.smax = smax;
	}
	return r;
}

static struct ival ival_mul(const struct ival *a, const struct ival *b, int w)
{
	const s64 x[2] = { a->smin, a->smax }, y[2] = { b->smin, b->smax };
	struct ival r = ival_any(w);
	s64 smin = S64_MAX, smax = S64_MIN;
	u64 high;
	int i;

	if (!__builtin_mul_overflow(a->umax, b->umax, &high) && high <= max_u(w)) {
		r.umin = a->umin * b->umin;
		r.umax = high;
	}
	/* A product is extreme where both factors are. */
	for (i = 0; i < 4; i++) {
		s64 p;

		if (__builtin_mul_overflow(x[i & 1], y[i >> 1], &p) || p < min_s(w) || p > max_s(w))
			return r;
		smin = p < smin ? p : smin;
		smax = p > smax ? p : smax;
	}
	r.smin = smin;
	r.smax = smax;
	return r;
}

static struct ival ival_and(const struct ival *a, const struct ival *b, int w)
{
	struct ival r = ival_any(w);

	r.umax = a->umax < b->umax ? a->umax : b->umax;
	if (a->smin >= 0) {
		raise_s(&r, 0);
		lower_s(&r, a->smax);
	}
	if (b->smin >= 0) {
		raise_s(&r, 0);
		lower_s(&r, b->smax);
	}
	return r;
}

static struct ival ival_or(const struct ival *a, const struct ival *b, int w)
{
	struct ival r = ival_any(w);

	r.umin = a->umin > b->umin ? a->umin : b->umin;
	return r;
}

/* Shift counts are taken modulo w. A range of counts that does not wrap keeps its ends, others become [0, w - 1]. */
static void shift_range(const struct ival *n, int w, u32 *low, u32 *high)
{
	bool wraps = n->umax - n->umin >= w || (n->umin & (w - 1)) > (n->umax & (w - 1));

	*low = wraps ? 0 : n->umin & (w - 1);
	*high = wraps ? w - 1 : n->umax & (w - 1);
}

static struct part part_shift(u8 op, const struct part *a, const struct part *b, int w)
{
	struct part p = { ival_any(w), sbpf_tnum_trunc(SBPF_TNUM_UNKNOWN, w) };
	u32 low, high;

	shift_range(&b->r, w, &low, &high);
	switch (op) {
	case SBPF_LSH:
		if (a->r.umax <= max_u(w) >> high) {
			p.r.umin = a->r.umin << low;
			p.r.umax = a->r.umax << high;
		}
		if (low == high && a->r.smin >= min_s(w) >> low && a->r.smax <= max_s(w) >> low) {
			p.r.smin = (s64)((u64)a->r.smin << low);
			p.r.smax = (s64)((u64)a->r.smax << low);
		}
		if (low == high)
			p.t = sbpf_tnum_trunc(sbpf_tnum_shl(a->t, low), w);
		else
			p.t.mask &= ~((1ULL << low) - 1);
		break;
	case SBPF_RSH:
		p.r.umin = a->r.umin >> high;
		p.r.umax = a->r.umax >> low;
		if (low == high)
			p.t = sbpf_tnum_shr(a->t, low);
		break;
	default:
		p.r.smin = a->r.smin >> (a->r.smin < 0 ? low : high);
		p.r.smax = a->r.smax >> (a->r.smax < 0 ? high : low);
		if (low == high) {
			struct sbpf_tnum t = sbpf_tnum_sext(a->t, w);

			t.value = (s64)t.value >> low;
			t.mask = (s64)t.mask >> low;
			p.t = sbpf_tnum_trunc(t, w);
		}
	}
	return p;
}

static struct ival ival_udiv(const struct ival *a, const struct ival *b, int w, bool mod)
{
	struct ival r = ival_any(w);

	if (mod) {
		r.umax = a->umax;
		if (b->umin && b->umax - 1 < r.umax)
			r.umax = b->umax - 1;
		/* A dividend below every divisor is its own rest; so is any dividend of zero. */
		if (a->umax < b->umin || !b->umax)
			r.umin = a->umin;
		return r;
	}
	r.umax = b->umax ? a->umax / (b->umin ? b->umin : 1) : 0;
	r.umin = b->umin ? a->umin / b->umax : 0;
	return r;
}

/* Signed division by a positive constant; everything else is left unknown. */
static struct ival ival_sdiv(const struct ival *a, const struct ival *b, int w, bool mod)
{
	struct ival r = ival_any(w);
	s64 d = b->smin;

	if (d != b->smax || d <= 0)
		return r;
	if (mod) {
		r.smin = a->smin < 0 ? -(d - 1) : 0;
		r.smax = a->smax > 0 ? d - 1 : 0;
		/* The rest is never further from zero than the dividend. */
		raise_s(&r, a->smin < 0 ? a->smin : 0);
		lower_s(&r, a->smax > 0 ? a->smax : 0);
		return r;
	}
	r.smin = a->smin / d;
	r.smax = a->smax / d;
	return r;
}

static struct part part_alu(u8 op, bool sign, const struct part *a, const struct part *b, int w)
{
	struct part p = { ival_any(w), sbpf_tnum_trunc(SBPF_TNUM_UNKNOWN, w) };

	if (!a->t.mask && !b->t.mask) {
		p.t = sbpf_tnum_const(eval(op, sign, a->t.value, b->t.value, w));
		p.r = ival_of(p.t.value, w);
		return p;
	}
	switch (op) {
	case SBPF_ADD:
		p.r = ival_add(&a->r, &b->r, w);
		p.t = sbpf_tnum_trunc(sbpf_tnum_add(a->t, b->t), w);
		break;
	case SBPF_SUB:
		p.r = ival_sub(&a->r, &b->r, w);
		p.t = sbpf_tnum_trunc(sbpf_tnum_sub(a->t, b->t), w);
		break;
	case SBPF_MUL:
		p.r = ival_mul(&a->r, &b->r, w);
		p.t = sbpf_tnum_trunc(sbpf_tnum_mul(a->t, b->t), w);
		break;
	case SBPF_AND:
		p.r = ival_and(&a->r, &b->r, w);
		p.t = sbpf_tnum_and(a->t, b->t);
		break;
	case SBPF_OR:
		p.r = ival_or(&a->r, &b->r, w);
		p.t = sbpf_tnum_or(a->t, b->t);
		break;
	case SBPF_XOR:
		p.t = sbpf_tnum_xor(a->t, b->t);
		break;
	case SBPF_LSH:
	case SBPF_RSH:
	case SBPF_ARSH:
		return part_shift(op, a, b, w);
	case SBPF_DIV:
	case SBPF_MOD:
		p.r = sign ? ival_sdiv(&a->r, &b->r, w, op == SBPF_MOD) :
			     ival_udiv(&a->r, &b->r, w, op == SBPF_MOD);
		break;
	default:
		return *b;
	}
	return p;
}

/* Operations whose result's lower half is decided by the operands' lower halves. */
static bool op_is_modular(u8 op)
{
	return op == SBPF_ADD || op == SBPF_SUB || op == SBPF_MUL || op == SBPF_AND || op == SBPF_OR ||
	       op == SBPF_XOR || op == SBPF_MOV;
}

static struct part part_low(const struct sbpf_scalar *s)
{
	return (struct part){ half_get(s), sbpf_tnum_trunc(s->bits, HALF) };
}

static void set_low(struct sbpf_scalar *d, const struct part *p)
{
	sbpf_scalar_set_unknown(d);
	d->bits = p->t;
	full_set(d, (struct ival){ p->r.umin, p->r.umax, 0, max_s(FULL) });
	half_set(d, p->r);
}

static void settle(struct sbpf_scalar *d)
{
	/*
	 * An operation on a non-empty set has results. But a set may be empty without anybody having noticed, on a path that
	 * is never taken; facts about it may then contradict each other only now. Anything is right for such a path.
	 */
	if (!sbpf_scalar_sync(d))
		sbpf_scalar_set_unknown(d);
}

/**
 * sbpf_scalar_alu() - d = d op s
 * @d: left operand and result
 * @s: right operand
 * @op: SBPF_ADD to SBPF_ARSH, without SBPF_NEG and SBPF_END
 * @sign: signed division or rest
 * @wide: 64 bits; else 32 bits with the upper half of the result 0
 *
 * Context: any.
 */
void sbpf_scalar_alu(struct sbpf_scalar *d, const struct sbpf_scalar *s, u8 op, bool sign, bool wide)
{
	struct part a = part_low(d), b = part_low(s), low, all;
	struct ival h;

	if (!wide) {
		low = part_alu(op, sign, &a, &b, HALF);
		set_low(d, &low);
		settle(d);
		return;
	}
	low = op_is_modular(op) ? part_alu(op, sign, &a, &b, HALF) : (struct part){ .r = ival_any(HALF) };
	h = low.r;
	/* Moving the whole lower half up keeps its ranges: half of a sign extension by two shifts. */
	if (op == SBPF_LSH && sbpf_scalar_is_const(s) && (s->bits.value & (FULL - 1)) == HALF) {
		all.t = sbpf_tnum_trunc(sbpf_tnum_shl(d->bits, HALF), FULL);
		all.r = (struct ival){ a.r.umin << HALF, a.r.umax << HALF, ext((u64)a.r.smin << HALF, FULL),
				       ext((u64)a.r.smax << HALF, FULL) };
	} else {
		a = (struct part){ full_get(d), d->bits };
		b = (struct part){ full_get(s), s->bits };
		all = part_alu(op, sign, &a, &b, FULL);
	}
	d->bits = all.t;
	full_set(d, all.r);
	half_set(d, h);
	settle(d);
}

/**
 * sbpf_scalar_neg() - d = 0 - d
 * @d: the number
 * @wide: 64 bits; else 32 bits with the upper half of the result 0
 *
 * Context: any.
 */
void sbpf_scalar_neg(struct sbpf_scalar *d, bool wide)
{
	struct sbpf_scalar zero;

	sbpf_scalar_set(&zero, 0);
	sbpf_scalar_alu(&zero, d, SBPF_SUB, false, wide);
	*d = zero;
}

/**
 * sbpf_scalar_zext() - keep the low bits
 * @d: the number
 * @bits: how many
 *
 * Context: any.
 */
void sbpf_scalar_zext(struct sbpf_scalar *d, u32 bits)
{
	struct part p = { ival_any(bits), sbpf_tnum_trunc(d->bits, bits) };

	if (d->umax <= max_u(bits))
		return;
	if (bits == HALF) {
		p = part_low(d);
	} else if (d->umin >> bits == d->umax >> bits) {
		p.r.umin = cut(d->umin, bits);
		p.r.umax = cut(d->umax, bits);
	}
	sbpf_scalar_set_unknown(d);
	d->bits = p.t;
	d->umin = p.r.umin;
	d->umax = p.r.umax;
	if (bits == HALF)
		half_set(d, p.r);
	settle(d);
}

/**
 * sbpf_scalar_sext() - sign-extend the low bits
 * @d: the number
 * @bits: how many
 *
 * Context: any.
 */
void sbpf_scalar_sext(struct sbpf_scalar *d, u32 bits)
{
	struct ival low = half_get(d);
	struct sbpf_tnum t = sbpf_tnum_trunc(sbpf_tnum_sext(d->bits, bits), FULL);

	if (d->smin >= min_s(bits) && d->smax <= max_s(bits))
		return;
	sbpf_scalar_set_unknown(d);
	d->bits = t;
	d->smin = bits == HALF ? low.smin : min_s(bits);
	d->smax = bits == HALF ? low.smax : max_s(bits);
	settle(d);
}

/**
 * sbpf_scalar_swap() - reverse the low bytes, clear the rest
 * @d: the number
 * @bytes: 2, 4 or 8
 *
 * Context: any.
 */
void sbpf_scalar_swap(struct sbpf_scalar *d, u32 bytes)
{
	struct sbpf_tnum t = sbpf_tnum_swap(d->bits, bytes);

	sbpf_scalar_set_unknown(d);
	d->bits = t;
	settle(d);
}

/* a < b, or a <= b; in the reading that @sign says. False when no pair of members can satisfy it. */
static bool refine_order(struct ival *a, struct ival *b, bool sign, bool strict, int w)
{
	if (sign) {
		if (strict && (b->smax == min_s(w) || a->smin == max_s(w)))
			return false;
		lower_s(a, b->smax - strict);
		raise_s(b, a->smin + strict);
		return a->smin <= a->smax && b->smin <= b->smax;
	}
	if (strict && (!b->umax || a->umin == max_u(w)))
		return false;
	lower_u(a, b->umax - strict);
	raise_u(b, a->umin + strict);
	return a->umin <= a->umax && b->umin <= b->umax;
}

/* a != v: a range loses an end that equals v. */
static bool refine_not(struct ival *a, u64 v, int w)
{
	if (a->umin == a->umax && a->umin == v)
		return false;
	if (a->umin == v)
		a->umin++;
	else if (a->umax == v)
		a->umax--;
	if (a->smin == a->smax && a->smin == ext(v, w))
		return false;
	if (a->smin == ext(v, w))
		a->smin++;
	else if (a->smax == ext(v, w))
		a->smax--;
	return true;
}

static bool refine_equal(struct part *a, struct part *b)
{
	if (!sbpf_tnum_meet(a->t, b->t, &a->t))
		return false;
	raise_u(&a->r, b->r.umin);
	lower_u(&a->r, b->r.umax);
	raise_s(&a->r, b->r.smin);
	lower_s(&a->r, b->r.smax);
	*b = *a;
	return true;
}

/* (a & b) != 0, or == 0 */
static bool refine_common_bits(struct part *a, struct part *b, bool some)
{
	u64 may = (a->t.value | a->t.mask) & (b->t.value | b->t.mask);
	u64 must = a->t.value & b->t.value;

	if (some) {
		if (!may)
			return false;
		if (!must && !(may & (may - 1))) {
			/* Only one bit can be common, so both have it. */
			a->t.value |= may;
			a->t.mask &= ~may;
			b->t.value |= may;
			b->t.mask &= ~may;
		}
		return true;
	}
	if (must)
		return false;
	a->t.mask &= ~b->t.value;
	b->t.mask &= ~a->t.value;
	return true;
}

static bool part_refine(struct part *a, struct part *b, u8 cond, bool taken, int w)
{
	bool sign = cond == SBPF_JSGT || cond == SBPF_JSGE || cond == SBPF_JSLT || cond == SBPF_JSLE;

	switch (cond) {
	case SBPF_JEQ:
	case SBPF_JNE:
		if ((cond == SBPF_JEQ) == taken)
			return refine_equal(a, b);
		if (!b->t.mask && !refine_not(&a->r, b->t.value, w))
			return false;
		return a->t.mask || refine_not(&b->r, a->t.value, w);
	case SBPF_JSET:
		return refine_common_bits(a, b, taken);
	case SBPF_JGT:
	case SBPF_JSGT:
		return taken ? refine_order(&b->r, &a->r, sign, true, w) : refine_order(&a->r, &b->r, sign, false, w);
	case SBPF_JGE:
	case SBPF_JSGE:
		return taken ? refine_order(&b->r, &a->r, sign, false, w) : refine_order(&a->r, &b->r, sign, true, w);
	case SBPF_JLT:
	case SBPF_JSLT:
		return taken ? refine_order(&a->r, &b->r, sign, true, w) : refine_order(&b->r, &a->r, sign, false, w);
	case SBPF_JLE:
	case SBPF_JSLE:
		return taken ? refine_order(&a->r, &b->r, sign, false, w) : refine_order(&b->r, &a->r, sign, true, w);
	default:
		return true;
	}
}

/**
 * sbpf_scalar_refine() - assume that a conditional jump went one way
 * @a: left operand, sharpened
 * @b: right operand, sharpened; not the same object as @a
 * @cond: SBPF_JEQ, ...
 * @taken: the condition is true; else it is false
 * @wide: 64 bits are compared; else the lower 32
 *
 * Context: any. Return: false when the jump cannot go that way; @a and @b are then worthless.
 */
bool sbpf_scalar_refine(struct sbpf_scalar *a, struct sbpf_scalar *b, u8 cond, bool taken, bool wide)
{
	struct part pa, pb;

	if (wide) {
		pa = (struct part){ full_get(a), a->bits };
		pb = (struct part){ full_get(b), b->bits };
		if (!part_refine(&pa, &pb, cond, taken, FULL))
			return false;
		a->bits = pa.t;
		b->bits = pb.t;
		full_set(a, pa.r);
		full_set(b, pb.r);
		if ((cond == SBPF_JEQ && taken) || (cond == SBPF_JNE && !taken))
			return sbpf_scalar_meet(a, b) && sbpf_scalar_meet(b, a);
	} else {
		pa = part_low(a);
		pb = part_low(b);
		if (!part_refine(&pa, &pb, cond, taken, HALF))
			return false;
		a->bits.value = (a->bits.value & ~max_u(HALF)) | pa.t.value;
		a->bits.mask = (a->bits.mask & ~max_u(HALF)) | pa.t.mask;
		b->bits.value = (b->bits.value & ~max_u(HALF)) | pb.t.value;
		b->bits.mask = (b->bits.mask & ~max_u(HALF)) | pb.t.mask;
		half_set(a, pa.r);
		half_set(b, pb.r);
	}
	return sbpf_scalar_sync(a) && sbpf_scalar_sync(b);
}

/**
 * sbpf_scalar_meet() - what is known when two descriptions hold of the same number
 * @a: one of them, sharpened
 * @b: the other
 *
 * Context: any. Return: false when they contradict each other; @a is then worthless.
 */
bool sbpf_scalar_meet(struct sbpf_scalar *a, const struct sbpf_scalar *b)
{
	struct ival f = full_get(a), h = half_get(a);

	if (!sbpf_tnum_meet(a->bits, b->bits, &a->bits))
		return false;
	raise_u(&f, b->umin);
	lower_u(&f, b->umax);
	raise_s(&f, b->smin);
	lower_s(&f, b->smax);
	raise_u(&h, b->umin32);
	lower_u(&h, b->umax32);
	raise_s(&h, b->smin32);
	lower_s(&h, b->smax32);
	if (f.umin > f.umax || f.smin > f.smax || h.umin > h.umax || h.smin > h.smax)
		return false;
	full_set(a, f);
	half_set(a, h);
	return sbpf_scalar_sync(a);
}

/**
 * sbpf_scalar_within() - is one set part of another?
 * @out: the larger one
 * @in: the smaller one
 *
 * Context: any. Return: true when every number in @in is certainly in @out.
 */
bool sbpf_scalar_within(const struct sbpf_scalar *out, const struct sbpf_scalar *in)
{
	return sbpf_tnum_within(out->bits, in->bits) && out->umin <= in->umin && out->umax >= in->umax &&
	       out->smin <= in->smin && out->smax >= in->smax && out->umin32 <= in->umin32 &&
	       out->umax32 >= in->umax32 && out->smin32 <= in->smin32 && out->smax32 >= in->smax32;
}

/**
 * sbpf_scalar_has() - is a number in the set?
 * @s: the set
 * @v: the number
 *
 * Context: any. Return: whether it is.
 */
bool sbpf_scalar_has(const struct sbpf_scalar *s, u64 v)
{
	return sbpf_tnum_has(s->bits, v) && v >= s->umin && v <= s->umax && ext(v, FULL) >= s->smin &&
	       ext(v, FULL) <= s->smax && cut(v, HALF) >= s->umin32 && cut(v, HALF) <= s->umax32 &&
	       ext(v, HALF) >= s->smin32 && ext(v, HALF) <= s->smax32;
}

#ifdef SBPF_KUNIT
#include "../tests/scalar_test.c"
#endif
