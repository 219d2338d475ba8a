/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a map is: the object, the operations of its type, and what the type can do. A type is one file in maps/ ending
 * in one const struct sbpf_map_ops, listed in map.c.
 */
#ifndef SBPF_MAP_H
#define SBPF_MAP_H

#include <linux/types.h>
#include <linux/atomic.h>
#include <linux/sandbpf.h>
#include "obj.h"
#include "helper.h"
#include "limits.h"

struct sbpf_map;
struct sbpf_prog;
struct sbpf_btf;
struct sbpf_btf_type;
struct seq_file;
struct vm_area_struct;
struct poll_table_struct;

/* What a map type can do. A helper's row names what it needs of its map argument; commands ask for CAP_USER_*. */
#define SBPF_MAP_CAP_LOOKUP	0x0001	/* programs: map_lookup_elem and a pointer to the value */
#define SBPF_MAP_CAP_UPDATE	0x0002
#define SBPF_MAP_CAP_DELETE	0x0004
#define SBPF_MAP_CAP_FOR_EACH	0x0008
#define SBPF_MAP_CAP_TAIL_CALL	0x0010
#define SBPF_MAP_CAP_PERF_EVENT	0x0020	/* perf_event_output, perf_event_read* */
#define SBPF_MAP_CAP_RINGBUF	0x0040
#define SBPF_MAP_CAP_STACKID	0x0080
#define SBPF_MAP_CAP_PERCPU	0x0100	/* user space sees one value per possible CPU, each rounded up to 8 */
#define SBPF_MAP_CAP_FD_VALUE	0x0200	/* user space stores fds, reads ids */
#define SBPF_MAP_CAP_DIRECT	0x0400	/* SBPF_PSEUDO_MAP_VALUE addresses */
#define SBPF_MAP_CAP_KEYED	0x0800	/* user space: lookup, update, delete, next key */
#define SBPF_MAP_CAP_PUSH	0x1000	/* programs: map_push_elem */
#define SBPF_MAP_CAP_PERCPU_PTR	0x2000	/* programs: map_lookup_percpu_elem */
#define SBPF_MAP_CAP_UNPRIV	0x4000	/* may be created without CAP_BPF when unprivileged=1 */
#define SBPF_MAP_CAP_POP	0x8000	/* programs: map_pop_elem */
#define SBPF_MAP_CAP_PEEK	0x10000	/* programs: map_peek_elem */
#define SBPF_MAP_CAP_ASK	0x20000	/* a peek, LOOKUP_ELEM too, asks for the value given and writes nothing to it */
#define SBPF_MAP_CAP_INNER	0x40000	/* may be inside a map of maps */
#define SBPF_MAP_CAP_INNER_SIZED 0x80000	/* with as many entries as the template, but for SBPF_F_INNER_MAP */
#define SBPF_MAP_CAP_BATCH	0x100000	/* user space: LOOKUP_BATCH and UPDATE_BATCH */
#define SBPF_MAP_CAP_BATCH_DELETE 0x200000	/* user space: DELETE_BATCH */

/* Helpers that need one of these write: not to a map with SBPF_F_RDONLY_PROG. */
#define SBPF_MAP_CAPS_WRITE	(SBPF_MAP_CAP_UPDATE | SBPF_MAP_CAP_DELETE | SBPF_MAP_CAP_PUSH | SBPF_MAP_CAP_POP)

/**
 * struct sbpf_map_ops - one map type
 * @name: as bpftool prints it ("hash", "percpu_array", ...)
 * @caps: SBPF_MAP_CAP_*
 * @alloc_check: judge the attributes, no side effects. 0 or -errno as bpf(2) gives.
 * @check_btf: judge the types of keys (void: none) and values, which have the right sizes. NULL: any will do, but there must
 *	be a key. 0 or -errno.
 * @alloc: make the map from checked attributes, in process context, all memory accounted to current's memcg. The
 *	common fields are filled by the caller afterwards (sbpf_map_create()). ERR_PTR on failure.
 * @free: undo @alloc. Process context, after RCU; no program can see the map any more.
 * @release_uref: the last file descriptor went (programs may still hold the map). Optional.
 * @release_file: one file of the map went; @file identifies it. Optional.
 * @lookup: for programs: address of the value of this CPU, in a map of maps of the inner map, or NULL. RCU read side, any
 *	context.
 * @lookup_cpu: with SBPF_MAP_CAP_PERCPU_PTR: address of the value of CPU @cpu, or NULL when there is no such element or CPU
 * @update: for programs and, without SBPF_MAP_CAP_PERCPU or FD_VALUE, for user space. RCU read side, any context.
 * @delete: likewise
 * @push: with SBPF_MAP_CAP_PUSH: add an element. Any context.
 * @peek: with SBPF_MAP_CAP_PEEK: copy the next element to @value, or with SBPF_MAP_CAP_ASK, say whether @value is there.
 *	-ENOENT if not; @value is zeroed on errors. Any context.
 * @pop: with SBPF_MAP_CAP_POP: as @peek, and remove it. Any context.
 * @next_key: key after @key (NULL or unknown: the first) into @next; -ENOENT at the end. Process context, RCU.
 * @user_lookup: copy what user space sees of the value into kernel memory of sbpf_map_user_value_size() bytes. NULL:
 *	the generic copy through @lookup. -ENOENT if there is none.
 * @user_update: take what user space wrote through @file. Process context, no RCU read side, may sleep. NULL: @update
 *	is called.
 * @user_delete: NULL: @delete is called
 * @user_take: for LOOKUP_AND_DELETE_ELEM: remove the element, and what @user_lookup says of it to @value. Process context.
 *	NULL: @pop is called.
 * @take_bucket: for LOOKUP_BATCH: copy all elements of bucket @nr to @keys and @values and, for LOOKUP_AND_DELETE_BATCH,
 *	@remove them. Returns how many there are; when that is more than @room, nothing was done. -ENOENT: no such bucket.
 *	NULL: the batch goes along @next_key. Process context.
 * @for_each: call @cb on every element through sbpf_callback_call(), R1 map, R2 key, R3 value, R4 @ctx, until it
 *	returns non-zero. Returns the number of elements visited or -errno. RCU read side.
 * @gen_lookup: write into @buf (room for SBPF_MAP_GEN_MAX) instructions for the host's JIT that do map_lookup_elem: R1 is
 *	the map, R2 the key, R0 the result, R1 to R5 may be clobbered. Returns how many, 0 for "call .prog_lookup instead".
 *	The interpreter calls .prog_lookup always: to it a call costs less than the instructions.
 * @prog_lookup: directly callable forms of the operations (R1 map, R2 key, R3 value, R4 flags); lowering calls them
 *	instead of the generic helpers when they are there, which saves an indirect call.
 * @prog_update: see @prog_lookup
 * @prog_delete: see @prog_lookup
 * @direct_value: address of the value area byte @off for SBPF_PSEUDO_MAP_VALUE; 0 or -errno
 * @mmap: map the value area or ring into user space (struct file_operations.mmap of the map fd)
 * @poll: as struct file_operations.poll
 * @mem_usage: bytes held, for fdinfo's memlock
 * @show_fdinfo: further lines of fdinfo. Optional.
 *
 * Operations left NULL get one generic errno from the command layer (-EOPNOTSUPP or -EINVAL as bpf(2)).
 */
struct sbpf_map_ops {
	const char *name;
	u32 caps;
	int (*alloc_check)(const union sbpf_attr *attr);
	int (*check_btf)(const struct sbpf_map *map, const struct sbpf_btf_type *key, const struct sbpf_btf_type *value);
	struct sbpf_map *(*alloc)(const union sbpf_attr *attr);
	void (*free)(struct sbpf_map *map);
	void (*release_uref)(struct sbpf_map *map);
	void (*release_file)(struct sbpf_map *map, struct file *file);

	void *(*lookup)(struct sbpf_map *map, const void *key);
	void *(*lookup_cpu)(struct sbpf_map *map, const void *key, u32 cpu);
	long (*update)(struct sbpf_map *map, const void *key, const void *value, u64 flags);
	long (*delete)(struct sbpf_map *map, const void *key);
	long (*push)(struct sbpf_map *map, const void *value, u64 flags);
	long (*peek)(struct sbpf_map *map, void *value);
	long (*pop)(struct sbpf_map *map, void *value);
	int (*next_key)(struct sbpf_map *map, const void *key, void *next);
	int (*user_lookup)(struct sbpf_map *map, const void *key, void *value, u64 flags);
	int (*user_update)(struct sbpf_map *map, struct file *file, const void *key, const void *value, u64 flags);
	int (*user_delete)(struct sbpf_map *map, const void *key);
	int (*user_take)(struct sbpf_map *map, const void *key, void *value);
	int (*take_bucket)(struct sbpf_map *map, u32 nr, void *keys, void *values, u32 room, bool remove);
	long (*for_each)(struct sbpf_map *map, u64 cb, u64 ctx);

	int (*gen_lookup)(const struct sbpf_map *map, struct sbpf_insn *buf);
	sbpf_helper_fn prog_lookup;
	sbpf_helper_fn prog_update;
	sbpf_helper_fn prog_delete;

	int (*direct_value)(const struct sbpf_map *map, u64 *addr, u32 off);
	int (*mmap)(struct sbpf_map *map, struct vm_area_struct *vma);
	__poll_t (*poll)(struct sbpf_map *map, struct file *file, struct poll_table_struct *pts);
	u64 (*mem_usage)(const struct sbpf_map *map);
	void (*show_fdinfo)(const struct sbpf_map *map, struct seq_file *seq);
};

#define SBPF_MAP_GEN_MAX	16

/**
 * struct sbpf_map - the common part of every map, embedded first in the type's own struct
 * @obj: id, references of every kind
 * @ops: the type
 * @type: enum sbpf_map_type
 * @key_size: bytes, 0 for keyless maps
 * @value_size: bytes of one value (of one CPU)
 * @max_entries: as given (rounded up where Linux rounds)
 * @map_flags: SBPF_F_* as given
 * @map_extra: as given
 * @frozen: user space may not write any more; programs still may unless SBPF_F_RDONLY_PROG
 * @writers: user-space writers and writable mappings right now; negative once frozen. MAP_FREEZE takes it from 0 to
 *	negative in one step, so no lock is needed (sbpf_map_write_begin()).
 * @urefs: file descriptors (and later pins); whenever it falls to 0, ops->release_uref runs
 * @name: as given, NUL padded
 * @numa_node: as given or NUMA_NO_NODE
 * @btf: describes keys and values, NULL if nothing does; the reference is ours
 * @btf_key_type_id: type of keys, 0 for none
 * @btf_value_type_id: type of values
 * @inner: in a map of maps, what all inner maps are like: the verifier takes it for the inner map
 * @template: it is such a one: no element, no id, no reference; nothing of it may get into instructions
 */
struct sbpf_map {
	struct sbpf_obj obj;
	const struct sbpf_map_ops *ops;
	u32 type;
	u32 key_size;
	u32 value_size;
	u32 max_entries;
	u32 map_flags;
	u64 map_extra;
	bool frozen;
	atomic_t writers;
	atomic_t urefs;
	char name[SBPF_NAME_LEN];
	int numa_node;
	struct sbpf_btf *btf;
	u32 btf_key_type_id;
	u32 btf_value_type_id;
	struct sbpf_map *inner;
	bool template;
};

/* One row a type; NULL or missing: the module does not have it. */
const struct sbpf_map_ops *sbpf_map_type_find(u32 type);

extern const struct sbpf_map_ops sbpf_array_map_ops;
extern const struct sbpf_map_ops sbpf_percpu_array_map_ops;
extern const struct sbpf_map_ops sbpf_hash_map_ops;
extern const struct sbpf_map_ops sbpf_percpu_hash_map_ops;
extern const struct sbpf_map_ops sbpf_lru_hash_map_ops;
extern const struct sbpf_map_ops sbpf_lru_percpu_hash_map_ops;
extern const struct sbpf_map_ops sbpf_prog_array_map_ops;
extern const struct sbpf_map_ops sbpf_perf_event_array_map_ops;
extern const struct sbpf_map_ops sbpf_ringbuf_map_ops;
extern const struct sbpf_map_ops sbpf_stack_trace_map_ops;
extern const struct sbpf_map_ops sbpf_lpm_trie_map_ops;
extern const struct sbpf_map_ops sbpf_queue_map_ops;
extern const struct sbpf_map_ops sbpf_stack_map_ops;
extern const struct sbpf_map_ops sbpf_bloom_filter_map_ops;
extern const struct sbpf_map_ops sbpf_array_of_maps_map_ops;
extern const struct sbpf_map_ops sbpf_hash_of_maps_map_ops;

/* map_btf.c */
int sbpf_map_set_btf(struct sbpf_map *map, const union sbpf_attr *attr);

/* For map types whose keys and values no BTF describes. */
static inline int sbpf_map_no_btf(const struct sbpf_map *map, const struct sbpf_btf_type *key,
				  const struct sbpf_btf_type *value)
{
	return -ENOTSUPP;
}

/* map.c */
bool sbpf_map_write_begin(struct sbpf_map *map);
void sbpf_map_write_end(struct sbpf_map *map);
int sbpf_map_freeze(struct sbpf_map *map);
struct sbpf_map *sbpf_map_create(const union sbpf_attr *attr);
struct sbpf_map *sbpf_map_get_by_fd(u32 fd, fmode_t *mode);
struct sbpf_map *sbpf_map_from_file(struct file *file);
int sbpf_map_open_flags(u32 flags);
int sbpf_map_new_fd(struct sbpf_map *map, int flags);
void sbpf_map_get_user(struct sbpf_map *map);
void sbpf_map_put_user(struct sbpf_map *map);
void sbpf_map_put(struct sbpf_map *map);
u32 sbpf_map_user_value_size(const struct sbpf_map *map);

static inline void sbpf_map_get(struct sbpf_map *map)
{
	sbpf_obj_get(&map->obj);
}

#endif /* SBPF_MAP_H */
