// SPDX-License-Identifier: GPL-2.0
/*
 * The trie for longest prefix matches: a key is a string of bits and how many of them count; a lookup finds the longest
 * of the stored prefixes that the given one begins with.
 *
 * It is a binary tree with path compression (D. R. Morrison, "PATRICIA", 1968). A node stands for the prefix that all
 * below it begin with; the next bit says which child. Where two prefixes part and none is stored is a fork: a node
 * without value, which always has both children.
 *
 *	            (10/8)                 stored: 10/8, 10.1/16, 10.1.2/24, 10.1.3/24
 *	           0/    \1
 *	     (10.1/16)    -
 *	     0/    \1
 *	 [10.1.2/23] -                     the fork
 *	  0/     \1
 *	(10.1.2/24) (10.1.3/24)
 *
 * Bits are kept as numbers of 64 bits, the first bit of the key highest, so a level of the tree costs one exclusive or and
 * one mask for keys of up to 8 bytes.
 *
 * Writers hold the lock. Readers hold nothing: what they may see change is which children a node has and whether it has a
 * value. A node that left the trie keeps all else until a grace period has passed (sbpf_pool_put_rcu()).
 */
#include <linux/bitops.h>
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>

#include "../btf.h"
#include "area.h"
#include "copy.h"
#include "lock.h"
#include "pool.h"

/* Bytes of a key without its length. */
#define DATA_MAX	256
#define WORDS_MAX	(DATA_MAX / 8)

/* Linux's largest value: what kmalloc() can give less the key and a node of its own. */
#define VALUE_MAX	(KMALLOC_MAX_SIZE - DATA_MAX - 40)

#define TRIE_FLAGS	(SBPF_F_NO_PREALLOC | SBPF_F_NUMA_NODE | SBPF_MAP_ACCESS_FLAGS)

/**
 * struct trie_node - the data of a pool element that is in the trie. The element's @hash is the length of the prefix, its
 *	@index 1 when there is a value and 0 in a fork.
 * @child: by the bit behind the prefix
 * @bits: all bits of the key that made the node, those behind the prefix too. Behind them is the value.
 */
struct trie_node {
	struct trie_node __rcu *child[2];
	u64 bits[];
};

/**
 * struct trie - the map
 * @map: common part
 * @lock: of writers; taken in map operations
 * @root: of the tree
 * @count: stored prefixes, under @lock
 * @data_size: bytes of a key without its length
 * @words: numbers that hold them
 * @pool: free nodes
 */
struct trie {
	struct sbpf_map map;
	raw_spinlock_t lock;
	struct trie_node __rcu *root;
	u32 count;
	u32 data_size;
	u32 words;
	struct sbpf_pool pool;
};

static inline struct trie *to_trie(const struct sbpf_map *map)
{
	return container_of(map, struct trie, map);
}

static __always_inline struct sbpf_elem *node_elem(const struct trie_node *node)
{
	return (void *)node - offsetof(struct sbpf_elem, data);
}

static __always_inline u32 node_len(const struct trie_node *node)
{
	return node_elem(node)->hash;
}

static __always_inline bool node_has_value(const struct trie_node *node)
{
	return READ_ONCE(node_elem(node)->index);
}

static __always_inline void *node_value(const struct trie *trie, struct trie_node *node)
{
	return &node->bits[trie->words];
}

/* A reader's step. Valid until the RCU section ends; programs are in one. */
static __always_inline struct trie_node *child_of(struct trie_node __rcu **slot)
{
	return rcu_dereference_check(*slot, true);
}

/* A writer's. */
static __always_inline struct trie_node *slot_node(const struct trie *trie, struct trie_node __rcu **slot)
{
	return rcu_dereference_protected(*slot, lockdep_is_held(&trie->lock));
}

/* The part of a word that counts when @bits bits of it do, less than 64. */
static __always_inline u64 mask_first(u32 bits)
{
	return ~(~0ULL >> bits);
}

static __always_inline bool bit_at(const u64 *bits, u32 n)
{
	return bits[n / 64] << (n % 64) >> 63;
}

/* The child on the way to a key of @size bytes. */
static __always_inline struct trie_node *child_towards(struct trie_node *node, const u64 *bits, u32 len, u32 size)
{
	return child_of(&node->child[size <= 8 ? bits[0] << len >> 63 : bit_at(bits, len)]);
}

/* The bytes behind the length of a key, as numbers; what is missing to the last one is 0. */
static __always_inline void bits_load(u64 *bits, const u8 *data, u32 size)
{
	u32 i;

	for (; size >= 8; size -= 8, data += 8)
		*bits++ = sbpf_load64_be(data);
	if (!size)
		return;
	*bits = 0;
	for (i = 0; i < size; i++)
		*bits |= (u64)data[i] << (56 - 8 * i);
}

static void bits_store(u8 *data, const u64 *bits, u32 size)
{
	u32 i;

	for (i = 0; i < size; i++)
		data[i] = bits[i / 8] >> (56 - 8 * (i % 8));
}

/* How many of the first @len bits are the same. Those before @from are. */
static u32 bits_common(const u64 *a, const u64 *b, u32 from, u32 len)
{
	u32 i;

	for (i = from / 64; i * 64 < len; i++) {
		if (a[i] != b[i])
			return min_t(u32, len, i * 64 + 64 - fls64(a[i] ^ b[i]));
	}
	return len;
}

/* Are bits @from to @len the same? Those before it are. */
static __always_inline bool bits_equal(const u64 *a, const u64 *b, u32 from, u32 len)
{
	u32 i;

	for (i = from / 64; i < len / 64; i++) {
		if (a[i] != b[i])
			return false;
	}
	return !(len % 64) || !((a[i] ^ b[i]) & mask_first(len % 64));
}

/*
 * Walk down as far as the key goes. With a constant @size all is unrolled: keys of less than 8 bytes fit into a number, of
 * which each step compares the whole prefix at once.
 */
static __always_inline struct trie_node *trie_find(struct trie *trie, const void *key, u32 size)
{
	u32 key_len = sbpf_load32(key), len = 0, from;
	struct trie_node *node, *best = NULL;
	u64 bits[WORDS_MAX];

	if (unlikely(key_len > size * 8))
		return NULL;
	bits_load(bits, key + sizeof(u32), size);
	for (node = child_of(&trie->root); node; node = child_towards(node, bits, len, size)) {
		from = size > 8 ? len : 0;
		len = node_len(node);
		if (len > key_len)
			break;
		if (size < 8 ? (node->bits[0] ^ bits[0]) & mask_first(len) :
			       !bits_equal(node->bits, bits, from, len))
			break;
		if (node_has_value(node))
			best = node;
		if (len == key_len)
			break;
	}
	return best;
}

static noinline struct trie_node *trie_find_any(struct trie *trie, const void *key)
{
	return trie_find(trie, key, trie->data_size);
}

static __always_inline void *trie_read(struct sbpf_map *map, const void *key)
{
	struct trie *trie = to_trie(map);
	struct trie_node *node;

	switch (trie->data_size) {
	case 4:
		node = trie_find(trie, key, 4);
		break;
	case 16:
		node = trie_find(trie, key, 16);
		break;
	default:
		node = trie_find_any(trie, key);
	}
	return node ? node_value(trie, node) : NULL;
}

static void *trie_lookup(struct sbpf_map *map, const void *key)
{
	return trie_read(map, key);
}

/**
 * struct place - where a key is in the trie, or would be
 * @key: it
 * @bits: its bits
 * @len: its length
 * @slot: the link that leads to the node there
 * @node: the first node on the way whose prefix does not lie before the key, or NULL
 * @common: first bits that @node and the key share
 * @parent: the node before it
 * @parent_slot: the link that leads to that
 */
struct place {
	const void *key;
	u64 bits[WORDS_MAX];
	u32 len;
	struct trie_node __rcu **slot;
	struct trie_node *node;
	u32 common;
	struct trie_node *parent;
	struct trie_node __rcu **parent_slot;
};

static bool place_init(struct place *at, const struct trie *trie, const void *key)
{
	at->key = key;
	at->len = sbpf_load32(key);
	if (at->len > trie->data_size * 8)
		return false;
	bits_load(at->bits, key + sizeof(u32), trie->data_size);
	return true;
}

static void place_find(struct place *at, struct trie *trie)
{
	u32 len;

	lockdep_assert_held(&trie->lock);
	at->common = 0;
	at->parent = NULL;
	at->parent_slot = NULL;
	at->slot = &trie->root;
	while ((at->node = slot_node(trie, at->slot))) {
		len = node_len(at->node);
		at->common = bits_common(at->node->bits, at->bits, at->common, min(len, at->len));
		if (at->common < len || len == at->len)
			return;
		at->parent = at->node;
		at->parent_slot = at->slot;
		at->slot = &at->node->child[bit_at(at->bits, len)];
	}
}

/* Is the place that of a node with exactly this prefix? */
static bool place_is_exact(const struct place *at)
{
	return at->node && at->common == at->len && node_len(at->node) == at->len;
}

static struct trie_node *node_new(struct trie *trie, u32 len, const u64 *bits, bool wait)
{
	struct sbpf_elem *elem = sbpf_pool_get(&trie->pool, wait);
	struct trie_node *node;

	if (!elem)
		return NULL;
	elem->hash = len;
	elem->index = 0;
	node = (void *)elem->data;
	RCU_INIT_POINTER(node->child[0], NULL);
	RCU_INIT_POINTER(node->child[1], NULL);
	memcpy(node->bits, bits, trie->words * sizeof(u64));
	return node;
}

/* The new node beside the one that is there, below a fork. */
static bool place_fork(struct place *at, struct trie *trie, struct trie_node *new, bool wait)
{
	struct trie_node *fork = node_new(trie, at->common, at->node->bits, wait);
	bool side = bit_at(at->bits, at->common);

	if (!fork)
		return false;
	RCU_INIT_POINTER(fork->child[side], new);
	RCU_INIT_POINTER(fork->child[!side], at->node);
	rcu_assign_pointer(*at->slot, fork);
	return true;
}

/* Readers see the trie before or after this, never in between: what is new is complete when the one link changes. */
static bool place_insert(struct place *at, struct trie *trie, struct trie_node *new, bool wait)
{
	if (!at->node) {
		rcu_assign_pointer(*at->slot, new);
	} else if (place_is_exact(at)) {
		RCU_INIT_POINTER(new->child[0], slot_node(trie, &at->node->child[0]));
		RCU_INIT_POINTER(new->child[1], slot_node(trie, &at->node->child[1]));
		rcu_assign_pointer(*at->slot, new);
		sbpf_pool_put_rcu(&trie->pool, node_elem(at->node));
	} else if (at->common == at->len) {
		RCU_INIT_POINTER(new->child[bit_at(at->node->bits, at->len)], at->node);
		rcu_assign_pointer(*at->slot, new);
	} else {
		return place_fork(at, trie, new, wait);
	}
	return true;
}

static long trie_write_locked(struct trie *trie, struct place *at, const void *value, u64 flags, bool wait)
{
	struct trie_node *new;
	bool old;

	place_find(at, trie);
	old = place_is_exact(at) && node_has_value(at->node);
	if (old && flags == SBPF_NOEXIST)
		return -EEXIST;
	if (!old && flags == SBPF_EXIST)
		return -ENOENT;
	if (!old && trie->count == trie->map.max_entries)
		return -ENOSPC;
	new = node_new(trie, at->len, at->bits, wait);
	if (!new)
		return -ENOMEM;
	node_elem(new)->index = 1;
	sbpf_copy(node_value(trie, new), value, trie->map.value_size);
	if (!place_insert(at, trie, new, wait)) {
		sbpf_pool_put(&trie->pool, node_elem(new), wait);
		return -ENOMEM;
	}
	trie->count += !old;
	return 0;
}

static long trie_write(struct trie *trie, const void *key, const void *value, u64 flags)
{
	struct place at;
	unsigned long irq;
	long err = -EBUSY;
	bool wait;

	/* Also SBPF_F_LOCK: no value has a lock. */
	if (flags > SBPF_EXIST || !place_init(&at, trie, key))
		return -EINVAL;
	wait = sbpf_map_enter(&irq);
	if (sbpf_map_lock(&trie->lock, wait)) {
		err = trie_write_locked(trie, &at, value, flags, wait);
		raw_spin_unlock(&trie->lock);
	}
	sbpf_map_leave(irq);
	return err;
}

/* An update may need two nodes: its own and a fork. */
static bool trie_grow(struct trie *trie, gfp_t gfp)
{
	return sbpf_pool_grow(&trie->pool, gfp) && sbpf_pool_grow(&trie->pool, gfp);
}

static long trie_update(struct sbpf_map *map, const void *key, const void *value, u64 flags)
{
	struct trie *trie = to_trie(map);
	long err = trie_write(trie, key, value, flags);

	/* The CPU's list was empty. Try to fill it from where that is allowed. */
	if (unlikely(err == -ENOMEM) && preemptible() && trie_grow(trie, GFP_NOWAIT))
		err = trie_write(trie, key, value, flags);
	return err;
}

static int trie_user_update(struct sbpf_map *map, struct file *file, const void *key, const void *value, u64 flags)
{
	struct trie *trie = to_trie(map);
	long err = trie_write(trie, key, value, flags);

	if (err == -ENOMEM && trie_grow(trie, GFP_KERNEL))
		err = trie_write(trie, key, value, flags);
	return err;
}

static long trie_delete_locked(struct trie *trie, struct place *at)
{
	struct trie_node *node, *left, *right, *parent;

	place_find(at, trie);
	if (!place_is_exact(at) || !node_has_value(at->node))
		return -ENOENT;
	trie->count--;
	node = at->node;
	parent = at->parent;
	left = slot_node(trie, &node->child[0]);
	right = slot_node(trie, &node->child[1]);
	if (left && right) {
		/* Programs may still look at the value, which stays where it is. */
		WRITE_ONCE(node_elem(node)->index, 0);
		return 0;
	}
	if (!left && !right && parent && !node_has_value(parent)) {
		/* A fork with one child is none: the other child takes its place. */
		left = slot_node(trie, &parent->child[at->slot == &parent->child[0]]);
		rcu_assign_pointer(*at->parent_slot, left);
		sbpf_pool_put_rcu(&trie->pool, node_elem(parent));
	} else {
		rcu_assign_pointer(*at->slot, left ?: right);
	}
	sbpf_pool_put_rcu(&trie->pool, node_elem(node));
	return 0;
}

static long trie_delete(struct sbpf_map *map, const void *key)
{
	struct trie *trie = to_trie(map);
	struct place at;
	unsigned long irq;
	long err = -EBUSY;
	bool wait;

	if (!place_init(&at, trie, key))
		return -EINVAL;
	wait = sbpf_map_enter(&irq);
	if (sbpf_map_lock(&trie->lock, wait)) {
		err = trie_delete_locked(trie, &at);
		raw_spin_unlock(&trie->lock);
	}
	sbpf_map_leave(irq);
	return err;
}

/* The first node in order of the tree below @node: children come before their parent, so it is a leaf. */
static struct trie_node *first_below(struct trie_node *node)
{
	struct trie_node *next;

	while ((next = child_of(&node->child[0]) ?: child_of(&node->child[1])))
		node = next;
	return node;
}

/*
 * What comes after the node with this key, longer prefixes before those that they begin with. On the way down to it, each
 * node tells what would come after its child: the tree on the right, else itself. The last that had an answer is right.
 */
static struct trie_node *node_after(struct trie *trie, struct trie_node *root, const void *key, bool *found)
{
	u32 key_len = sbpf_load32(key), len;
	struct trie_node *node, *right, *next = NULL;
	u64 bits[WORDS_MAX];
	bool below = false, side;

	*found = false;
	if (key_len > trie->data_size * 8)
		return NULL;
	bits_load(bits, key + sizeof(u32), trie->data_size);
	for (node = root; node; node = child_of(&node->child[side])) {
		len = node_len(node);
		if (len > key_len || !bits_equal(node->bits, bits, 0, len))
			return NULL;
		if (len == key_len) {
			*found = node_has_value(node);
			return below ? first_below(next) : next;
		}
		side = bit_at(bits, len);
		right = side ? NULL : child_of(&node->child[1]);
		if (right || node_has_value(node)) {
			next = right ?: node;
			below = right;
		}
	}
	return NULL;
}

static int trie_next_key(struct sbpf_map *map, const void *key, void *next)
{
	struct trie *trie = to_trie(map);
	struct trie_node *root = child_of(&trie->root), *node = NULL;
	bool found = false;

	if (!root)
		return -ENOENT;
	if (key)
		node = node_after(trie, root, key, &found);
	if (!found)
		node = first_below(root);
	if (!node)
		return -ENOENT;
	*(u32 *)next = node_len(node);
	bits_store(next + sizeof(u32), node->bits, trie->data_size);
	return 0;
}

static u64 trie_prog_lookup(u64 map, u64 key, u64 r3, u64 r4, u64 r5)
{
	return (unsigned long)trie_read((void *)(unsigned long)map, (void *)(unsigned long)key);
}

static u64 trie_prog_update(u64 map, u64 key, u64 value, u64 flags, u64 r5)
{
	return trie_update((void *)(unsigned long)map, (void *)(unsigned long)key, (void *)(unsigned long)value, flags);
}

static u64 trie_prog_delete(u64 map, u64 key, u64 r3, u64 r4, u64 r5)
{
	return trie_delete((void *)(unsigned long)map, (void *)(unsigned long)key);
}

static int trie_alloc_check(const union sbpf_attr *attr)
{
	if (!attr->max_entries || !(attr->map_flags & SBPF_F_NO_PREALLOC))
		return -EINVAL;
	if ((attr->map_flags & ~TRIE_FLAGS) || !sbpf_map_access_ok(attr->map_flags))
		return -EINVAL;
	if (attr->key_size <= sizeof(u32) || attr->key_size > sizeof(u32) + DATA_MAX)
		return -EINVAL;
	if (!attr->value_size || attr->value_size > VALUE_MAX)
		return -EINVAL;
	return 0;
}

static struct sbpf_map *trie_alloc(const union sbpf_attr *attr)
{
	struct trie *trie;
	int err;

	trie = sbpf_area_alloc(sizeof(*trie), NUMA_NO_NODE);
	if (!trie)
		return ERR_PTR(-ENOMEM);
	sbpf_map_init_sizes(&trie->map, attr);
	raw_spin_lock_init(&trie->lock);
	trie->data_size = attr->key_size - sizeof(u32);
	trie->words = DIV_ROUND_UP(trie->data_size, 8);
	trie->pool.node = sbpf_map_attr_node(attr);
	trie->pool.elem_size = sizeof(struct sbpf_elem) + sizeof(struct trie_node) + trie->words * sizeof(u64) +
			       round_up(attr->value_size, 8);
	err = sbpf_pool_init(&trie->pool);
	if (err)
		goto err_trie;
	err = sbpf_pool_grow_init(&trie->pool, attr->max_entries);
	if (err)
		goto err_pool;
	return &trie->map;

err_pool:
	sbpf_pool_grow_destroy(&trie->pool);
	sbpf_pool_destroy(&trie->pool);
err_trie:
	sbpf_area_free(trie);
	return ERR_PTR(err);
}

/* Take the leaves off until nothing is left: the parents of a leaf are turned around on the way down to find back. */
static void nodes_free(struct trie *trie)
{
	struct trie_node *node = rcu_dereference_protected(trie->root, true), *up = NULL, *down;

	while (node) {
		down = rcu_dereference_protected(node->child[0], true);
		if (down) {
			RCU_INIT_POINTER(node->child[0], NULL);
		} else {
			down = rcu_dereference_protected(node->child[1], true);
			RCU_INIT_POINTER(node->child[1], NULL);
		}
		if (down) {
			/* Nobody needs the bits any more. */
			node->bits[0] = (unsigned long)up;
			up = node;
			node = down;
			continue;
		}
		sbpf_pool_elem_free(&trie->pool, node_elem(node));
		cond_resched();
		node = up;
		up = node ? (struct trie_node *)(unsigned long)node->bits[0] : NULL;
	}
}

static void trie_free(struct sbpf_map *map)
{
	struct trie *trie = to_trie(map);

	nodes_free(trie);
	sbpf_pool_grow_destroy(&trie->pool);
	sbpf_pool_destroy(&trie->pool);
	sbpf_area_free(trie);
}

/* Forks are not counted: there are fewer than prefixes. */
static u64 trie_mem_usage(const struct sbpf_map *map)
{
	const struct trie *trie = to_trie(map);

	return sizeof(*trie) + sbpf_pool_mem_usage(&trie->pool) + (u64)READ_ONCE(trie->count) * trie->pool.elem_size;
}

/* A key begins with the length of its prefix, so it is a struct. */
static int trie_check_btf(const struct sbpf_map *map, const struct sbpf_btf_type *key, const struct sbpf_btf_type *value)
{
	return sbpf_btf_kind(key) == SBPF_BTF_KIND_STRUCT ? 0 : -EINVAL;
}

const struct sbpf_map_ops sbpf_lpm_trie_map_ops = {
	.name = "lpm_trie",
	.check_btf = trie_check_btf,
	.caps = SBPF_MAP_CAP_LOOKUP | SBPF_MAP_CAP_UPDATE | SBPF_MAP_CAP_DELETE | SBPF_MAP_CAP_KEYED |
		SBPF_MAP_CAP_BATCH | SBPF_MAP_CAP_BATCH_DELETE | SBPF_MAP_CAP_INNER,
	.alloc_check = trie_alloc_check,
	.alloc = trie_alloc,
	.free = trie_free,
	.lookup = trie_lookup,
	.update = trie_update,
	.delete = trie_delete,
	.next_key = trie_next_key,
	.user_update = trie_user_update,
	.prog_lookup = trie_prog_lookup,
	.prog_update = trie_prog_update,
	.prog_delete = trie_prog_delete,
	.mem_usage = trie_mem_usage,
};

#ifdef SBPF_KUNIT
#include "../tests/lpm_trie_test.c"
#endif
