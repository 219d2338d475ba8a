// SPDX-License-Identifier: GPL-2.0
/*
 * Maps in general: the registry of types, creation, file descriptors, and freezing. What a type does is in maps/; what
 * user space says is in cmd_map.c.
 */
#include <linux/anon_inodes.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/nospec.h>
#include <linux/numa.h>
#include <linux/poll.h>
#include <linux/seq_file.h>

#include "btf.h"
#include "map.h"

static const struct sbpf_map_ops *const types[] = {
	[SBPF_MAP_TYPE_HASH] = &sbpf_hash_map_ops,
	[SBPF_MAP_TYPE_ARRAY] = &sbpf_array_map_ops,
	[SBPF_MAP_TYPE_PROG_ARRAY] = &sbpf_prog_array_map_ops,
	[SBPF_MAP_TYPE_PERCPU_HASH] = &sbpf_percpu_hash_map_ops,
	[SBPF_MAP_TYPE_PERCPU_ARRAY] = &sbpf_percpu_array_map_ops,
	[SBPF_MAP_TYPE_LRU_HASH] = &sbpf_lru_hash_map_ops,
	[SBPF_MAP_TYPE_LRU_PERCPU_HASH] = &sbpf_lru_percpu_hash_map_ops,
	[SBPF_MAP_TYPE_RINGBUF] = &sbpf_ringbuf_map_ops,
	[SBPF_MAP_TYPE_PERF_EVENT_ARRAY] = &sbpf_perf_event_array_map_ops,
	[SBPF_MAP_TYPE_STACK_TRACE] = &sbpf_stack_trace_map_ops,
	[SBPF_MAP_TYPE_LPM_TRIE] = &sbpf_lpm_trie_map_ops,
	[SBPF_MAP_TYPE_QUEUE] = &sbpf_queue_map_ops,
	[SBPF_MAP_TYPE_STACK] = &sbpf_stack_map_ops,
	[SBPF_MAP_TYPE_BLOOM_FILTER] = &sbpf_bloom_filter_map_ops,
	[SBPF_MAP_TYPE_ARRAY_OF_MAPS] = &sbpf_array_of_maps_map_ops,
	[SBPF_MAP_TYPE_HASH_OF_MAPS] = &sbpf_hash_of_maps_map_ops,
};

/**
 * sbpf_map_type_find() - the operations of a map type
 * @type: enum sbpf_map_type
 *
 * Return: its operations, or NULL when the module does not have it.
 */
const struct sbpf_map_ops *sbpf_map_type_find(u32 type)
{
	if (type >= ARRAY_SIZE(types))
		return NULL;
	return types[array_index_nospec(type, ARRAY_SIZE(types))];
}

static void map_free(struct sbpf_obj *obj)
{
	struct sbpf_map *map = container_of(obj, struct sbpf_map, obj);
	struct sbpf_btf *btf = map->btf;

	map->ops->free(map);
	if (btf)
		sbpf_btf_put(btf);
}

/**
 * sbpf_map_create() - make a map
 * @attr: the attributes of MAP_CREATE, name checked
 *
 * Context: process context, may sleep. Memory is charged to the caller's memcg.
 * Return: the map with one reference, unpublished; ERR_PTR: -EINVAL unknown type or bad attributes, -E2BIG, -ENOMEM.
 */
struct sbpf_map *sbpf_map_create(const union sbpf_attr *attr)
{
	const struct sbpf_map_ops *ops = sbpf_map_type_find(attr->map_type);
	struct sbpf_map *map;
	int err;

	if (!ops)
		return ERR_PTR(-EINVAL);
	err = ops->alloc_check(attr);
	if (err)
		return ERR_PTR(err);
	map = ops->alloc(attr);
	if (IS_ERR(map))
		return map;

	map->ops = ops;
	map->type = attr->map_type;
	map->map_extra = attr->map_extra;
	memcpy(map->name, attr->map_name, sizeof(map->name));
	atomic_set(&map->writers, 0);
	atomic_set(&map->urefs, 1);
	sbpf_obj_setup(&map->obj, SBPF_OBJ_MAP, map_free);
	return map;
}

/**
 * sbpf_map_put() - drop a reference
 * @map: the map
 *
 * Context: any but NMI.
 */
void sbpf_map_put(struct sbpf_map *map)
{
	sbpf_obj_put(&map->obj);
}

/* One reference by a file descriptor less: the last one tells the type that user space is gone. */
static void map_put_user(struct sbpf_map *map)
{
	if (atomic_dec_and_test(&map->urefs) && map->ops->release_uref)
		map->ops->release_uref(map);
	sbpf_map_put(map);
}

/**
 * sbpf_map_user_value_size() - bytes of a value as user space sees it
 * @map: the map
 *
 * Return: value_size, 4 for values that are fds, and for per-CPU maps one value rounded up to 8 for each possible CPU.
 */
u32 sbpf_map_user_value_size(const struct sbpf_map *map)
{
	if (map->ops->caps & SBPF_MAP_CAP_PERCPU)
		return round_up(map->value_size, 8) * num_possible_cpus();
	if (map->ops->caps & SBPF_MAP_CAP_FD_VALUE)
		return sizeof(u32);
	return map->value_size;
}

/**
 * sbpf_map_write_begin() - user space is about to write to the map
 * @map: the map
 *
 * Return: false when the map is frozen; else sbpf_map_write_end() must follow.
 */
bool sbpf_map_write_begin(struct sbpf_map *map)
{
	return atomic_inc_unless_negative(&map->writers);
}

/**
 * sbpf_map_write_end() - user space has written
 * @map: the map
 */
void sbpf_map_write_end(struct sbpf_map *map)
{
	atomic_dec(&map->writers);
}

/**
 * sbpf_map_freeze() - let no user space write to the map any more
 * @map: the map
 *
 * Return: 0; -EBUSY when somebody is writing, has it mapped writable, or it is frozen already.
 */
int sbpf_map_freeze(struct sbpf_map *map)
{
	if (atomic_cmpxchg(&map->writers, 0, INT_MIN) != 0)
		return -EBUSY;
	WRITE_ONCE(map->frozen, true);
	return 0;
}

static int map_release(struct inode *inode, struct file *file)
{
	struct sbpf_map *map = file->private_data;

	if (map->ops->release_file)
		map->ops->release_file(map, file);
	map_put_user(map);
	return 0;
}

/* Only so that the file has FMODE_CAN_READ and FMODE_CAN_WRITE, which stand for the right to look up and to update. */
static ssize_t map_dummy_read(struct file *file, char __user *buf, size_t size, loff_t *pos)
{
	return -EINVAL;
}

static ssize_t map_dummy_write(struct file *file, const char __user *buf, size_t size, loff_t *pos)
{
	return -EINVAL;
}

static void map_mmap_open(struct vm_area_struct *vma)
{
	struct sbpf_map *map = vma->vm_file->private_data;

	/* A copy of a writable mapping: the original still counts, so the map cannot be frozen and this cannot fail. */
	if (vma->vm_flags & VM_MAYWRITE)
		WARN_ON_ONCE(!sbpf_map_write_begin(map));
}

static void map_mmap_close(struct vm_area_struct *vma)
{
	struct sbpf_map *map = vma->vm_file->private_data;

	if (vma->vm_flags & VM_MAYWRITE)
		sbpf_map_write_end(map);
}

static const struct vm_operations_struct map_mmap_ops = {
	.open = map_mmap_open,
	.close = map_mmap_close,
};

static int map_mmap(struct file *file, struct vm_area_struct *vma)
{
	struct sbpf_map *map = file->private_data;
	bool write = vma->vm_flags & VM_WRITE;
	int err;

	if (!map->ops->mmap)
		return -ENOTSUPP;
	if (!(vma->vm_flags & VM_SHARED))
		return -EINVAL;
	if (write && (map->map_flags & SBPF_F_RDONLY_PROG) && map->frozen)
		return -EPERM;
	if (write && (map->map_flags & SBPF_F_RDONLY_PROG))
		return -EACCES;
	if (write && !sbpf_map_write_begin(map))
		return -EPERM;

	vma->vm_ops = &map_mmap_ops;
	vm_flags_clear(vma, VM_MAYEXEC);
	/* A mapping that starts out read-only stays so: it was not counted as a writer. */
	if (!write)
		vm_flags_clear(vma, VM_MAYWRITE);
	err = map->ops->mmap(map, vma);
	if (err && write)
		sbpf_map_write_end(map);
	return err;
}

static __poll_t map_poll(struct file *file, struct poll_table_struct *pts)
{
	struct sbpf_map *map = file->private_data;

	return map->ops->poll ? map->ops->poll(map, file, pts) : EPOLLERR;
}

static void map_show_fdinfo(struct seq_file *seq, struct file *file)
{
	const struct sbpf_map *map = file->private_data;

	seq_printf(seq, "map_type:\t%u\nkey_size:\t%u\nvalue_size:\t%u\nmax_entries:\t%u\n",
		   map->type, map->key_size, map->value_size, map->max_entries);
	seq_printf(seq, "map_flags:\t%#x\nmap_extra:\t%#llx\nmemlock:\t%llu\nmap_id:\t%u\nfrozen:\t%u\n",
		   map->map_flags, map->map_extra, map->ops->mem_usage ? map->ops->mem_usage(map) : 0ULL,
		   map->obj.id, map->frozen);
	if (map->ops->show_fdinfo)
		map->ops->show_fdinfo(map, seq);
}

static const struct file_operations map_fops = {
	.owner = THIS_MODULE,
	.release = map_release,
	.read = map_dummy_read,
	.write = map_dummy_write,
	.mmap = map_mmap,
	.poll = map_poll,
	.show_fdinfo = map_show_fdinfo,
};

/**
 * sbpf_map_open_flags() - how a map's file is to be opened
 * @flags: SBPF_F_RDONLY, SBPF_F_WRONLY, other bits ignored
 *
 * Return: O_RDONLY, O_WRONLY or O_RDWR; -EINVAL when both directions are excluded.
 */
int sbpf_map_open_flags(u32 flags)
{
	if ((flags & SBPF_F_RDONLY) && (flags & SBPF_F_WRONLY))
		return -EINVAL;
	if (flags & SBPF_F_RDONLY)
		return O_RDONLY;
	if (flags & SBPF_F_WRONLY)
		return O_WRONLY;
	return O_RDWR;
}

/**
 * sbpf_map_new_fd() - a file descriptor for the map
 * @map: the caller's reference, one uref included, goes to the fd; on failure it stays the caller's
 * @flags: O_RDONLY, O_WRONLY or O_RDWR
 *
 * Return: the fd, close-on-exec, or -errno.
 */
int sbpf_map_new_fd(struct sbpf_map *map, int flags)
{
	return anon_inode_getfd("bpf-map", &map_fops, map, flags | O_CLOEXEC);
}

/**
 * sbpf_map_get_user() - add a user reference, for a further fd
 * @map: the caller has a reference
 */
void sbpf_map_get_user(struct sbpf_map *map)
{
	sbpf_map_get(map);
	/* May start again from 0: the last fd may have gone while programs kept the map. */
	atomic_inc(&map->urefs);
}

/**
 * sbpf_map_put_user() - undo sbpf_map_get_user() or sbpf_map_create(), when no fd took the reference over
 * @map: the map
 */
void sbpf_map_put_user(struct sbpf_map *map)
{
	map_put_user(map);
}

/**
 * sbpf_map_get_by_fd() - the map behind a file descriptor
 * @fd: number
 * @mode: out, may be NULL: FMODE_CAN_READ and FMODE_CAN_WRITE say what the fd allows
 *
 * Return: the map with a new reference; ERR_PTR: -EBADF not open, -EINVAL not a map of ours.
 */
struct sbpf_map *sbpf_map_get_by_fd(u32 fd, fmode_t *mode)
{
	struct file *file = fget(fd);
	struct sbpf_map *map;

	if (!file)
		return ERR_PTR(-EBADF);
	if (file->f_op == &map_fops) {
		map = file->private_data;
		sbpf_map_get(map);
		if (mode)
			*mode = file->f_mode;
	} else {
		map = ERR_PTR(-EINVAL);
	}
	fput(file);
	return map;
}

/**
 * sbpf_map_from_file() - the map behind an open file
 * @file: any file
 *
 * Return: the map, without a new reference, or NULL when the file is not a map of ours.
 */
struct sbpf_map *sbpf_map_from_file(struct file *file)
{
	return file->f_op == &map_fops ? file->private_data : NULL;
}
