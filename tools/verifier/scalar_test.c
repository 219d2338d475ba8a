// SPDX-License-Identifier: GPL-2.0
/*
 * The verifier's arithmetic against brute force. Built three times, with numbers of 4, 8 and 64 bits: with 4 bits all
 * sets that one fact describes are tried against each other, with 8 bits random sets, always with all their members; with
 * 64 bits all ranges and bit patterns in windows around the numbers where something wraps, and random sets with members
 * from their edges.
 *
 *	scalar_test [rounds] [seed]
 */
#include "module/verifier/scalar.c"

#define W FULL
#define MASK max_u(W)

static u64 rng_state;
static unsigned long long checks;

static u64 rng(void)
{
	rng_state ^= rng_state << 13;
	rng_state ^= rng_state >> 7;
	rng_state ^= rng_state << 17;
	return rng_state;
}

/* Numbers near the places where something happens: 0, the sign changes, the ends of the halves. */
static u64 edgy(void)
{
	static const int at[] = { 0, HALF - 1, HALF, FULL - 1 };
	u64 v = rng() % 4 ? (1ULL << at[rng() % 4]) : rng();

	if (!(rng() % 3))
		v = 0;
	v += (s64)(rng() % 9) - 4;
	if (!(rng() % 8))
		v = ~v;
	return v & MASK;
}

/* The semantics, written down a second time, as RFC 9669 has them. */
static u64 reference(u8 op, bool sign, u64 x, u64 y, bool wide)
{
	int w = wide ? FULL : HALF;
	u64 m = max_u(w);
	s64 sx, sy;

	x &= m;
	y &= m;
	sx = ext(x, w);
	sy = ext(y, w);
	switch (op) {
	case SBPF_ADD: return (x + y) & m;
	case SBPF_SUB: return (x - y) & m;
	case SBPF_MUL: return (x * y) & m;
	case SBPF_OR: return x | y;
	case SBPF_AND: return x & y;
	case SBPF_XOR: return x ^ y;
	case SBPF_MOV: return y;
	case SBPF_LSH: return (x << (y & (w - 1))) & m;
	case SBPF_RSH: return x >> (y & (w - 1));
	case SBPF_ARSH: return (u64)(sx >> (y & (w - 1))) & m;
	case SBPF_DIV:
		if (!y)
			return 0;
		if (!sign)
			return x / y;
		return sy == -1 ? (0 - x) & m : (u64)(sx / sy) & m;
	case SBPF_MOD:
		if (!y)
			return x;
		if (!sign)
			return x % y;
		return sy == -1 ? 0 : (u64)(sx % sy) & m;
	}
	abort();
}

static bool holds(u8 cond, u64 x, u64 y, bool wide)
{
	int w = wide ? FULL : HALF;
	s64 sx, sy;

	x &= max_u(w);
	y &= max_u(w);
	sx = ext(x, w);
	sy = ext(y, w);
	switch (cond) {
	case SBPF_JEQ: return x == y;
	case SBPF_JNE: return x != y;
	case SBPF_JGT: return x > y;
	case SBPF_JGE: return x >= y;
	case SBPF_JLT: return x < y;
	case SBPF_JLE: return x <= y;
	case SBPF_JSGT: return sx > sy;
	case SBPF_JSGE: return sx >= sy;
	case SBPF_JSLT: return sx < sy;
	case SBPF_JSLE: return sx <= sy;
	case SBPF_JSET: return x & y;
	}
	abort();
}

static const struct { u8 op; bool sign; } ops[] = {
	{ SBPF_ADD }, { SBPF_SUB }, { SBPF_MUL }, { SBPF_OR }, { SBPF_AND }, { SBPF_XOR }, { SBPF_LSH }, { SBPF_RSH },
	{ SBPF_ARSH }, { SBPF_DIV }, { SBPF_MOD }, { SBPF_DIV, true }, { SBPF_MOD, true }, { SBPF_MOV },
};

static const u8 conds[] = {
	SBPF_JEQ, SBPF_JNE, SBPF_JGT, SBPF_JGE, SBPF_JLT, SBPF_JLE, SBPF_JSGT, SBPF_JSGE, SBPF_JSLT, SBPF_JSLE, SBPF_JSET,
};

#define MEMBERS_MAX	(FULL <= 8 ? 1 << FULL : 64)

struct set {
	struct sbpf_scalar s;
	u32 nr;
	u64 member[FULL <= 8 ? 256 : 64];
};

static void show(const char *name, const struct sbpf_scalar *s)
{
	printf("  %s: bits %llx/%llx u %llx..%llx s %lld..%lld low u %x..%x s %d..%d\n", name, s->bits.value, s->bits.mask,
	       s->umin, s->umax, s->smin, s->smax, s->umin32, s->umax32, s->smin32, s->smax32);
}

static void fail(const char *what, u32 code, bool wide, const struct sbpf_scalar *a, const struct sbpf_scalar *b,
		 const struct sbpf_scalar *r, u64 x, u64 y, u64 z)
{
	printf("not ok - %d bits: %s %#x %s: %llx, %llx -> %llx\n", FULL, what, code, wide ? "wide" : "low", x, y, z);
	show("a", a);
	if (b)
		show("b", b);
	show("result", r);
	exit(1);
}

static void collect(struct set *set, const u64 *candidate, u32 nr)
{
	u32 i;

	set->nr = 0;
	if (FULL <= 8) {
		for (i = 0; i <= MASK; i++)
			if (sbpf_scalar_has(&set->s, i))
				set->member[set->nr++] = i;
		return;
	}
	for (i = 0; i < nr && set->nr < MEMBERS_MAX; i++)
		if (sbpf_scalar_has(&set->s, candidate[i] & MASK))
			set->member[set->nr++] = candidate[i] & MASK;
}

/* One fact about a number, before anything is concluded from it. */
static void add_fact(struct sbpf_scalar *s, u32 kind, u64 a, u64 b)
{
	switch (kind) {
	case 0:
		s->umin = a < b ? a : b;
		s->umax = a < b ? b : a;
		break;
	case 1:
		s->smin = ext(a, W) < ext(b, W) ? ext(a, W) : ext(b, W);
		s->smax = ext(a, W) < ext(b, W) ? ext(b, W) : ext(a, W);
		break;
	case 2:
		s->bits.mask = a;
		s->bits.value = b & ~a;
		break;
	case 3:
		a = cut(a, HALF);
		b = cut(b, HALF);
		s->umin32 = a < b ? a : b;
		s->umax32 = a < b ? b : a;
		break;
	default:
		s->smin32 = ext(a, HALF) < ext(b, HALF) ? ext(a, HALF) : ext(b, HALF);
		s->smax32 = ext(a, HALF) < ext(b, HALF) ? ext(b, HALF) : ext(a, HALF);
	}
}

/* A set with at least one member, synced; the sync itself is checked on the way. */
static bool make_set(struct set *set, u32 facts)
{
	u64 candidate[4 * 64];
	struct set before;
	u32 i, nr = 0;

	sbpf_scalar_set_unknown(&set->s);
	for (i = 0; i < facts; i++) {
		u64 a = edgy(), b = rng() % 3 ? edgy() : (a + rng() % 6) & MASK;
		u32 kind = rng() % 5;

		if (kind == 2 && rng() % 2)
			a = (1ULL << rng() % (W < 64 ? W + 1 : 64)) - 1;
		add_fact(&set->s, kind, a, b);
	}
	if (FULL > 8) {
		for (i = 0; i < 40; i++)
			candidate[nr++] = edgy();
		for (i = 0; i < 8; i++) {
			candidate[nr++] = set->s.umin + i;
			candidate[nr++] = set->s.umax - i;
			candidate[nr++] = set->s.smin + i;
			candidate[nr++] = set->s.smax - i;
			candidate[nr++] = set->s.bits.value | (rng() & set->s.bits.mask);
			candidate[nr++] = set->s.bits.value + i;
			candidate[nr++] = (set->s.umin & ~max_u(HALF)) | (set->s.umin32 + i);
			candidate[nr++] = (set->s.umax & ~max_u(HALF)) | (set->s.umax32 - i);
		}
	}
	before.s = set->s;
	collect(&before, candidate, nr);
	if (!sbpf_scalar_sync(&set->s)) {
		if (before.nr)
			fail("sync finds a contradiction", 0, true, &before.s, NULL, &set->s, before.member[0], 0, 0);
		return false;
	}
	for (i = 0; i < before.nr; i++)
		if (!sbpf_scalar_has(&set->s, before.member[i]))
			fail("sync", 0, true, &before.s, NULL, &set->s, before.member[i], 0, 0);
	set->nr = before.nr;
	memcpy(set->member, before.member, before.nr * sizeof(u64));
	checks += before.nr;
	return set->nr;
}

static void check_alu(const struct set *a, const struct set *b, bool alias)
{
	u32 o, i, j, wide;

	for (o = 0; o < ARRAY_SIZE(ops); o++) {
		for (wide = 0; wide < 2; wide++) {
			struct sbpf_scalar r = a->s;

			sbpf_scalar_alu(&r, alias ? &r : &b->s, ops[o].op, ops[o].sign, wide);
			for (i = 0; i < a->nr; i++) {
				for (j = 0; j < (alias ? 1 : b->nr); j++) {
					u64 y = alias ? a->member[i] : b->member[j];
					u64 z = reference(ops[o].op, ops[o].sign, a->member[i], y, wide);

					checks++;
					if (!sbpf_scalar_has(&r, z))
						fail("alu", ops[o].op | ops[o].sign, wide, &a->s, &b->s, &r,
						     a->member[i], y, z);
				}
			}
		}
	}
}

static void check_refine(const struct set *a, const struct set *b)
{
	u32 c, i, j, wide, taken;

	for (c = 0; c < ARRAY_SIZE(conds); c++) {
		for (wide = 0; wide < 4; wide++) {
			struct sbpf_scalar ra = a->s, rb = b->s;
			bool possible;

			taken = wide >> 1;
			possible = sbpf_scalar_refine(&ra, &rb, conds[c], taken, wide & 1);
			for (i = 0; i < a->nr; i++) {
				for (j = 0; j < b->nr; j++) {
					u64 x = a->member[i], y = b->member[j];

					checks++;
					if (holds(conds[c], x, y, wide & 1) != taken)
						continue;
					if (!possible || !sbpf_scalar_has(&ra, x))
						fail(taken ? "taken" : "not taken", conds[c], wide & 1, &a->s, &b->s, &ra,
						     x, y, possible);
					if (!sbpf_scalar_has(&rb, y))
						fail(taken ? "taken (right)" : "not taken (right)", conds[c], wide & 1,
						     &a->s, &b->s, &rb, x, y, possible);
				}
			}
		}
	}
}

static void check_unary(const struct set *a)
{
	static const u32 widths[] = { FULL / 8 ?: 1, FULL / 4, FULL / 2 };
	struct sbpf_scalar r;
	u32 i, k;

	for (k = 0; k < 3; k++) {
		r = a->s;
		sbpf_scalar_zext(&r, widths[k]);
		for (i = 0; i < a->nr; i++)
			if (!sbpf_scalar_has(&r, cut(a->member[i], widths[k])))
				fail("zext", widths[k], true, &a->s, NULL, &r, a->member[i], 0, 0);
		r = a->s;
		sbpf_scalar_sext(&r, widths[k]);
		for (i = 0; i < a->nr; i++)
			if (!sbpf_scalar_has(&r, cut(ext(a->member[i], widths[k]), FULL)))
				fail("sext", widths[k], true, &a->s, NULL, &r, a->member[i], 0, 0);
	}
	for (k = 0; k < 2; k++) {
		r = a->s;
		sbpf_scalar_neg(&r, k);
		for (i = 0; i < a->nr; i++)
			if (!sbpf_scalar_has(&r, reference(SBPF_SUB, false, 0, a->member[i], k)))
				fail("neg", 0, k, &a->s, NULL, &r, a->member[i], 0, 0);
	}
	for (k = 2; FULL == 64 && k <= 8; k *= 2) {
		r = a->s;
		sbpf_scalar_swap(&r, k);
		for (i = 0; i < a->nr; i++) {
			u64 v = __builtin_bswap64(a->member[i]) >> (64 - 8 * k);

			if (!sbpf_scalar_has(&r, v))
				fail("swap", k, true, &a->s, NULL, &r, a->member[i], 0, v);
		}
	}
}

static void check_pair(const struct set *a, const struct set *b)
{
	struct sbpf_scalar m = a->s;
	bool meets = sbpf_scalar_meet(&m, &b->s);
	u32 i;

	check_alu(a, b, false);
	check_alu(a, b, true);
	check_refine(a, b);
	check_unary(a);
	for (i = 0; i < a->nr; i++) {
		if (!sbpf_scalar_has(&b->s, a->member[i]))
			continue;
		if (!meets || !sbpf_scalar_has(&m, a->member[i]))
			fail("meet", 0, true, &a->s, &b->s, &m, a->member[i], 0, 0);
	}
	if (sbpf_scalar_within(&a->s, &b->s))
		for (i = 0; i < b->nr; i++)
			if (!sbpf_scalar_has(&a->s, b->member[i]))
				fail("within", 0, true, &a->s, &b->s, &a->s, b->member[i], 0, 0);
}

static struct set sets[2048];

/* All sets that one fact describes. */
static u32 make_all(void)
{
	u32 kind, nr = 0;
	u64 a, b;

	for (kind = 0; kind < 5; kind++) {
		for (a = 0; a <= MASK; a++) {
			for (b = kind == 2 ? 0 : a; b <= MASK; b++) {
				struct set *s = &sets[nr];

				if (kind == 2 && (a & b))
					continue;
				if (kind >= 3 && (a > max_u(HALF) || b > max_u(HALF)))
					continue;
				sbpf_scalar_set_unknown(&s->s);
				add_fact(&s->s, kind, a, b);
				if (!sbpf_scalar_sync(&s->s))
					continue;
				collect(s, NULL, 0);
				nr++;
			}
		}
	}
	return nr;
}

/* Against each other. */
static void exhaust(void)
{
	u32 nr = make_all(), i, j;

	for (i = 0; i < nr; i++)
		for (j = 0; j < nr; j++)
			check_pair(&sets[i], &sets[j]);
	printf("ok - %d bits: %u sets against each other, %llu results checked\n", FULL, nr, checks);
}

/*
 * Every range and every pattern of three bits in windows of 8 numbers around the places where something wraps, against
 * each other, with all members.
 */
static void exhaust_windows(void)
{
	static const u64 around[] = { 0, 1ULL << 31, 1ULL << 32, 1ULL << 63, (1ULL << 63) + (1ULL << 31) };
	u32 w, i, j, k, nr = 0;

	for (w = 0; w < ARRAY_SIZE(around); w++) {
		u64 base = around[w] - 4;

		for (k = 0; k < 64; k++) {
			struct set *s = &sets[nr];
			u64 low = base + (k & 7), high = base + (k >> 3);

			if ((k & 7) > k >> 3)
				continue;
			sbpf_scalar_set_unknown(&s->s);
			/* The range that does not wrap; where both do not, they say the same. */
			add_fact(&s->s, low <= high ? 0 : 1, low, high);
			if (!sbpf_scalar_sync(&s->s))
				abort();
			for (s->nr = 0; low != high + 1; low++)
				s->member[s->nr++] = low;
			nr++;
		}
		for (k = 0; k < 64; k++) {
			struct set *s = &sets[nr];

			if ((k & 7) & (k >> 3))
				continue;
			sbpf_scalar_set_unknown(&s->s);
			s->s.bits = (struct sbpf_tnum){ around[w] | (k & 7), k >> 3 };
			if (!sbpf_scalar_sync(&s->s))
				abort();
			for (i = 0, s->nr = 0; i < 8; i++)
				if (!(i & ~(k >> 3)))
					s->member[s->nr++] = around[w] | (k & 7) | i;
			nr++;
		}
	}
	for (i = 0; i < nr; i++)
		for (j = 0; j < nr; j++)
			check_pair(&sets[i], &sets[j]);
	printf("ok - %d bits: %u sets in windows around 0, 2^31, 2^32, 2^63 against each other, %llu results checked\n", FULL,
	       nr, checks);
}

static bool in_tnum(struct sbpf_tnum t, u64 v, int bits)
{
	return sbpf_tnum_has(sbpf_tnum_trunc(t, bits), v & max_u(bits));
}

/* Tristate numbers of 5 bits: all pairs, all members. */
static void exhaust_tnums(void)
{
	enum { BITS = 5, N = 1 << BITS };
	u64 am, av, bm, bv, x, y;
	bool aligned;

	for (am = 0; am < N; am++) for (av = 0; av < N; av++) {
		struct sbpf_tnum a = { av, am };

		if (av & am)
			continue;
		aligned = true;
		for (x = 0; x < N; x++) {
			if (!sbpf_tnum_has(a, x))
				continue;
			checks++;
			aligned &= !(x & 3);
			for (y = 0; y < 60; y += 6)
				if (!in_tnum(sbpf_tnum_swap(sbpf_tnum_shl(a, y), 8), __builtin_bswap64(x << y), 64) ||
				    !in_tnum(sbpf_tnum_swap(sbpf_tnum_shl(a, y), 4), __builtin_bswap32(x << y), 64) ||
				    !in_tnum(sbpf_tnum_swap(sbpf_tnum_shl(a, y), 2), __builtin_bswap16(x << y), 64))
					goto bad;
			if (!sbpf_tnum_has(sbpf_tnum_sext(a, BITS), (u64)ext(x, BITS)))
				goto bad;
			for (y = 0; y < BITS; y++)
				if (!in_tnum(sbpf_tnum_shl(a, y), x << y, 64) || !in_tnum(sbpf_tnum_shr(a, y), x >> y, 64))
					goto bad;
		}
		if (sbpf_tnum_aligned(a, 4) != aligned)
			goto bad;
		for (bm = 0; bm < N; bm++) for (bv = 0; bv < N; bv++) {
			struct sbpf_tnum b = { bv, bm }, add, sub, mul, and, or, xor, meet, join;
			bool meets;

			if (bv & bm)
				continue;
			add = sbpf_tnum_add(a, b);
			sub = sbpf_tnum_sub(a, b);
			mul = sbpf_tnum_mul(a, b);
			and = sbpf_tnum_and(a, b);
			or = sbpf_tnum_or(a, b);
			xor = sbpf_tnum_xor(a, b);
			join = sbpf_tnum_join(a, b);
			meets = sbpf_tnum_meet(a, b, &meet);
			for (x = 0; x < N; x++) {
				if (!sbpf_tnum_has(a, x))
					continue;
				if (!sbpf_tnum_has(join, x))
					goto bad;
				if (sbpf_tnum_has(b, x) && (!meets || !sbpf_tnum_has(meet, x)))
					goto bad;
				if (!sbpf_tnum_has(b, x) && sbpf_tnum_within(b, a))
					goto bad;
				for (y = 0; y < N; y++) {
					if (!sbpf_tnum_has(b, y))
						continue;
					checks++;
					if (!sbpf_tnum_has(add, x + y) || !sbpf_tnum_has(sub, x - y) ||
					    !sbpf_tnum_has(mul, x * y) || !sbpf_tnum_has(and, x & y) ||
					    !sbpf_tnum_has(or, x | y) || !sbpf_tnum_has(xor, x ^ y))
						goto bad;
				}
			}
		}
	}
	for (x = 0; x < N; x++)
		for (y = x; y < N; y++)
			for (av = x; av <= y; av++)
				if (!sbpf_tnum_has(sbpf_tnum_range(x, y), av))
					goto bad;
	printf("ok - tristate numbers of %d bits, %llu pairs of members checked\n", BITS, checks);
	checks = 0;
	return;
bad:
	printf("not ok - tristate numbers\n");
	exit(1);
}

int main(int argc, char **argv)
{
	unsigned long rounds = argc > 1 ? strtoul(argv[1], NULL, 0) : 20000, i;
	static struct set a, b;

	rng_state = argc > 2 ? strtoull(argv[2], NULL, 0) | 1 : 0x9e3779b97f4a7c15ULL;
	if (FULL == 64)
		exhaust_tnums();
	if (FULL == 64)
		exhaust_windows();
	if (FULL == 4)
		exhaust();
	checks = 0;
	for (i = 0; i < rounds; i++)
		if (make_set(&a, 1 + rng() % 3) && make_set(&b, 1 + rng() % 3))
			check_pair(&a, &b);
	printf("ok - %d bits: %lu pairs of random sets, %llu results checked\n", FULL, rounds, checks);
	return 0;
}
