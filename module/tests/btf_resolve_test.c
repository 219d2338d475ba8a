// SPDX-License-Identifier: GPL-2.0
/*
 * Suite of btf_check.c and btf_resolve.c, included by the latter: BTF that is nearly right, from random words, in memory that
 * ends where it does. Nothing may be read behind it, and what was taken can be followed everywhere.
 */
#include <kunit/test.h>
#include <linux/string.h>

#define ROUNDS		4000
#define WORDS		96

static u32 btf_test_seed;

static u32 btf_test_rnd(u32 n)
{
	btf_test_seed = btf_test_seed * 1664525 + 1013904223;
	return (btf_test_seed >> 8) % n;
}

/* Types with few entries, ids and names that are mostly there. Returns how many words were written. */
static u32 btf_test_types(u32 *word, u32 room)
{
	u32 at = 0, i, extra;

	while (at + 24 < room) {
		const u32 kind = 1 + btf_test_rnd(SBPF_NR_BTF_KINDS - 1), vlen = btf_test_rnd(3);
		struct sbpf_btf_type *t = (void *)(word + at);

		t->name_off = btf_test_rnd(8) ? btf_test_rnd(2) : btf_test_rnd(20);
		t->info = kind << 24 | (btf_test_rnd(4) ? 0 : 1U << 31) | vlen;
		t->size = btf_test_rnd(3) ? btf_test_rnd(12) : 8;
		extra = (sbpf_btf_type_bytes(t) - sizeof(*t)) / sizeof(u32);
		if (!extra || btf_test_rnd(4))
			t->info &= ~0xffffU & (btf_test_rnd(8) ? 0x7fffffff : ~0U);
		extra = (sbpf_btf_type_bytes(t) - sizeof(*t)) / sizeof(u32);
		for (i = 0; i < extra; i++)
			word[at + 3 + i] = kind == SBPF_BTF_KIND_INT ? 32 : btf_test_rnd(3) ? btf_test_rnd(10) : 64 * btf_test_rnd(3);
		at += 3 + extra;
		if (!btf_test_rnd(6))
			break;
	}
	return at;
}

/* In memory of its own, of just its size. */
static struct sbpf_btf *btf_test_make(void)
{
	static const char strings[] = "\0name\0.x\0no name";
	struct sbpf_btf *btf = kzalloc(sizeof(*btf), GFP_KERNEL);
	static u32 word[WORDS];
	u32 types = btf_test_types(word, WORDS) * sizeof(u32);
	struct sbpf_btf_header hdr = {
		.magic = SBPF_BTF_MAGIC, .version = SBPF_BTF_VERSION, .hdr_len = sizeof(hdr),
		.type_len = types, .str_off = types, .str_len = sizeof(strings),
	};

	if (!btf)
		return NULL;
	btf->data_size = sizeof(hdr) + types + sizeof(strings);
	btf->blob = kmalloc(btf->data_size, GFP_KERNEL);
	if (btf->blob) {
		memcpy(btf->blob, &hdr, sizeof(hdr));
		memcpy(btf->blob + sizeof(hdr), word, types);
		memcpy(btf->blob + sizeof(hdr) + types, strings, sizeof(strings));
		if (!btf_test_rnd(3))
			((u8 *)btf->blob)[btf_test_rnd(btf->data_size)] ^= 1 << btf_test_rnd(8);
	}
	btf->data = btf->blob;
	return btf;
}

static void btf_test_free(struct sbpf_btf *btf)
{
	kvfree(btf->offsets);
	kvfree(btf->targets);
	kvfree(btf->sizes);
	kfree(btf->blob);
	kfree(btf);
}

/* What types stand for is there and is none that stands for another. */
static void btf_test_follow(struct kunit *test, const struct sbpf_btf *btf)
{
	const struct sbpf_btf_type *t;
	u32 id, to, size;

	for (id = 0; id < btf->nr_types; id++) {
		to = id;
		size = 0;
		t = sbpf_btf_sized(btf, &to, &size);
		if (t)
			KUNIT_EXPECT_FALSE(test, is(t, MODIFIERS | KIND(VAR) | SIZELESS));
		t = sbpf_btf_type(btf, id);
		KUNIT_EXPECT_TRUE(test, !!t);
		if (is(t, MODIFIERS | KIND(PTR)))
			KUNIT_EXPECT_TRUE(test, btf->targets[id] < btf->nr_types && btf->targets[id] != id);
	}
	KUNIT_EXPECT_TRUE(test, !sbpf_btf_type(btf, btf->nr_types));
}

static void btf_test_random(struct kunit *test)
{
	struct sbpf_log log = { };
	u32 round, taken = 0, unresolved = 0;
	struct sbpf_btf *btf;
	int err;

	for (round = 0; round < ROUNDS; round++) {
		btf_test_seed = round;
		btf = btf_test_make();
		KUNIT_ASSERT_TRUE(test, btf && btf->blob);
		err = sbpf_btf_check(btf, &log);
		if (!err) {
			err = sbpf_btf_resolve(btf, &log);
			unresolved += !!err;
		}
		if (!err) {
			btf_test_follow(test, btf);
			taken++;
		}
		btf_test_free(btf);
	}
	KUNIT_EXPECT_GT(test, taken, ROUNDS / 100);
	KUNIT_EXPECT_GT(test, unresolved, ROUNDS / 100);
}

static struct kunit_case btf_test_cases[] = {
	KUNIT_CASE(btf_test_random),
	{ }
};

static struct kunit_suite btf_test_suite = {
	.name = "sbpf_btf",
	.test_cases = btf_test_cases,
};
kunit_test_suite(btf_test_suite);
