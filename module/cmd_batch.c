// SPDX-License-Identifier: GPL-2.0
/*
 * The batch commands: many elements in one call. Tables that are made of buckets are read a bucket at a time, so that
 * nothing is seen twice or missed however the table changes; everything else goes from key to key.
 */
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/rcupdate.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "cmd_handlers.h"
#include "cmd_map.h"
#include "map.h"

/* Elements that a bucket usually has at most; when one has more, the buffers grow. */
#define BUCKET_ROOM	5

/* Buckets, mostly empty ones, that are looked at before others may run. */
#define BUCKETS_AT_ONCE	1024

static int batch_check(const union sbpf_attr *attr)
{
	/* SBPF_F_LOCK asks for a spin lock in the value, which no map has without BTF. */
	return attr->batch.elem_flags ? -EINVAL : 0;
}

static int put_count(struct sbpf_call *call, u32 count)
{
	return sbpf_call_put(call, offsetof(union sbpf_attr, batch.count), &count, sizeof(count)) ? -EFAULT : 0;
}

/* On errors too, user space is told how far it went. */
static int batch_end(struct sbpf_call *call, u32 done, int err)
{
	return put_count(call, done) ?: err;
}

/* Between elements: a batch may be as long as the memory of its caller, who may have been killed meanwhile. */
static int batch_pause(void)
{
	cond_resched();
	return fatal_signal_pending(current) ? -EINTR : 0;
}

static void __user *key_at(const union sbpf_attr *attr, const struct sbpf_map *map, u32 i)
{
	return u64_to_user_ptr(attr->batch.keys + (u64)i * map->key_size);
}

static void __user *value_at(const union sbpf_attr *attr, const struct sbpf_elem_op *op, u32 i)
{
	return u64_to_user_ptr(attr->batch.values + (u64)i * op->value_size);
}

static int batch_key(struct sbpf_elem_op *op)
{
	op->key = kvmalloc(op->map->key_size, GFP_KERNEL | __GFP_NOWARN);
	return op->key ? 0 : -ENOMEM;
}

/* Update or delete the element of key @nr. */
static int write_one(const union sbpf_attr *attr, struct sbpf_elem_op *op, u32 nr, bool update)
{
	if (copy_from_user(op->key, key_at(attr, op->map, nr), op->map->key_size))
		return -EFAULT;
	if (!update)
		return sbpf_elem_delete(op);
	if (copy_from_user(op->value, value_at(attr, op, nr), op->value_size))
		return -EFAULT;
	return sbpf_elem_update(op, attr->batch.elem_flags);
}

static int write_all(struct sbpf_call *call, struct sbpf_elem_op *op, bool update)
{
	const union sbpf_attr *attr = &call->attr;
	u32 done = 0;
	int err = 0;

	while (!err && done < attr->batch.count) {
		err = write_one(attr, op, done, update);
		if (err)
			break;
		done++;
		err = batch_pause();
	}
	return batch_end(call, done, err);
}

/* The map stays writable for the whole command: it cannot be frozen in the middle. */
static int batch_write(struct sbpf_call *call, bool update)
{
	const union sbpf_attr *attr = &call->attr;
	struct sbpf_elem_op op;
	int err;

	err = sbpf_elem_op_begin(&op, attr->batch.map_fd, FMODE_CAN_WRITE);
	if (err)
		goto out;
	err = -EPERM;
	if (!sbpf_map_write_begin(op.map))
		goto out;
	err = -ENOTSUPP;
	if (!(op.map->ops->caps & (update ? SBPF_MAP_CAP_BATCH : SBPF_MAP_CAP_BATCH_DELETE)))
		goto out_write;
	err = batch_check(attr);
	if (err || !attr->batch.count)
		goto out_write;
	err = put_count(call, 0) ?: batch_key(&op);
	if (!err && update)
		err = sbpf_elem_op_value(&op);
	if (!err)
		err = write_all(call, &op, update);
out_write:
	sbpf_map_write_end(op.map);
out:
	sbpf_elem_op_end(&op);
	return err;
}

/**
 * cmd_map_update_batch() - SBPF_MAP_UPDATE_BATCH
 * @call: attributes
 *
 * Return: 0; -EBADF, -EINVAL, -EPERM, -ENOTSUPP, -EFAULT, -ENOMEM, and as cmd_map_update_elem().
 */
int cmd_map_update_batch(struct sbpf_call *call)
{
	return batch_write(call, true);
}

/**
 * cmd_map_delete_batch() - SBPF_MAP_DELETE_BATCH
 * @call: attributes
 *
 * Return: 0; -EBADF, -EINVAL, -EPERM, -ENOTSUPP, -EFAULT, -ENOMEM, and as cmd_map_delete_elem().
 */
int cmd_map_delete_batch(struct sbpf_call *call)
{
	return batch_write(call, false);
}

/* The key after @prev, the first one for NULL. */
static int next_key(struct sbpf_elem_op *op, const void *prev)
{
	int err;

	rcu_read_lock();
	err = op->map->ops->next_key(op->map, prev, op->key);
	rcu_read_unlock();
	return err;
}

/* From key to key; the position is the last key. */
static int lookup_keys(struct sbpf_call *call, struct sbpf_elem_op *op)
{
	const union sbpf_attr *attr = &call->attr;
	u32 size = op->map->key_size, max = attr->batch.count, n = 0;
	bool first = !attr->batch.in_batch;
	void *last;
	int err;

	last = kvmalloc(size, GFP_KERNEL | __GFP_NOWARN);
	if (!last)
		return -ENOMEM;
	err = -EFAULT;
	if (!first && copy_from_user(last, u64_to_user_ptr(attr->batch.in_batch), size))
		goto out;
	while (n < max) {
		err = next_key(op, first ? NULL : last);
		if (err)
			break;
		err = sbpf_elem_lookup(op, attr->batch.elem_flags);
		if (err && err != -ENOENT)
			goto out;
		if (!err && (copy_to_user(key_at(attr, op->map, n), op->key, size) ||
			     copy_to_user(value_at(attr, op, n), op->value, op->value_size))) {
			err = -EFAULT;
			goto out;
		}
		/* An element that went in between is passed over. */
		n += !err;
		first = false;
		swap(last, op->key);
		err = batch_pause();
		if (err)
			break;
	}
	err = batch_end(call, n, err);
	if (n && copy_to_user(u64_to_user_ptr(attr->batch.out_batch), last, size))
		err = -EFAULT;
out:
	kvfree(last);
	return err;
}

/**
 * struct buckets - a walk over the buckets of a table
 * @op: the command
 * @remove: take what is read out of the table
 * @keys: room for keys
 * @values: room for values
 * @room: of how many elements
 */
struct buckets {
	struct sbpf_elem_op *op;
	bool remove;
	void *keys;
	void *values;
	u32 room;
};

static int buckets_grow(struct buckets *b, u32 room)
{
	kvfree(b->keys);
	kvfree(b->values);
	b->room = room;
	b->keys = kvmalloc_array(room, b->op->map->key_size, GFP_KERNEL | __GFP_NOWARN);
	b->values = kvmalloc_array(room, b->op->value_size, GFP_KERNEL | __GFP_NOWARN);
	return b->keys && b->values ? 0 : -ENOMEM;
}

/*
 * One bucket into the buffers, but not more than @left elements of it. Returns how many it has; if that is more than
 * @left, the buffers hold nothing.
 */
static int bucket_read(struct buckets *b, u32 nr, u32 left)
{
	struct sbpf_map *map = b->op->map;
	int n, err;

	for (;;) {
		n = map->ops->take_bucket(map, nr, b->keys, b->values, min(b->room, left), b->remove);
		if (n <= (int)b->room || n > (s64)left)
			return n;
		err = buckets_grow(b, n);
		if (err)
			return err;
	}
}

/*
 * Bucket after bucket; the position is the number of the next one. A bucket is read as a whole or not at all: -ENOSPC when
 * not even the first one fits.
 */
static int lookup_buckets(struct sbpf_call *call, struct sbpf_elem_op *op, bool remove)
{
	const union sbpf_attr *attr = &call->attr;
	struct buckets b = { .op = op, .remove = remove };
	u32 max = attr->batch.count, done = 0, start = 0, nr;
	int n, err;

	if (attr->batch.in_batch && copy_from_user(&start, u64_to_user_ptr(attr->batch.in_batch), sizeof(start)))
		return -EFAULT;
	nr = start;
	err = buckets_grow(&b, BUCKET_ROOM);
	while (!err) {
		n = bucket_read(&b, nr, max - done);
		if (n > (s64)max - done) {
			err = done ? 0 : -ENOSPC;
			break;
		}
		if (n < 0) {
			err = n;
			break;
		}
		if (n && (copy_to_user(key_at(attr, op->map, done), b.keys, (size_t)n * op->map->key_size) ||
			  copy_to_user(value_at(attr, op, done), b.values, (size_t)n * op->value_size))) {
			err = -EFAULT;
			goto out;
		}
		done += n;
		nr++;
		if (n || !(nr % BUCKETS_AT_ONCE))
			err = batch_pause();
	}
	/* The walk had ended before: there is no new position to tell. */
	if (err == -ENOENT && nr == start)
		goto out;
	if (copy_to_user(u64_to_user_ptr(attr->batch.out_batch), &nr, sizeof(nr)))
		err = -EFAULT;
	else
		err = batch_end(call, done, err);
out:
	kvfree(b.keys);
	kvfree(b.values);
	return err;
}

static int batch_read(struct sbpf_call *call, struct sbpf_elem_op *op, bool remove)
{
	const struct sbpf_map_ops *ops = op->map->ops;
	const union sbpf_attr *attr = &call->attr;
	int err;

	if (!(ops->caps & SBPF_MAP_CAP_BATCH) || (remove && !ops->take_bucket))
		return -ENOTSUPP;
	err = batch_check(attr);
	if (!err && ops->take_bucket && attr->batch.flags)
		err = -EINVAL;
	if (err || !attr->batch.count)
		return err;
	/* Until it is known better. */
	err = put_count(call, 0);
	if (err)
		return err;
	if (!ops->take_bucket)
		return batch_key(op) ?: sbpf_elem_op_value(op) ?: lookup_keys(call, op);
	err = lookup_buckets(call, op, remove);
	/* As for MAP_DELETE_ELEM, user space has the inner maps for itself when the command returns. */
	if (remove && op->map->inner)
		synchronize_rcu();
	return err;
}

/**
 * cmd_map_lookup_batch() - SBPF_MAP_LOOKUP_BATCH
 * @call: attributes
 *
 * Return: 0; -ENOENT the end was reached, -ENOSPC, -EBADF, -EINVAL, -EPERM, -ENOTSUPP, -EBUSY, -EFAULT, -ENOMEM.
 */
int cmd_map_lookup_batch(struct sbpf_call *call)
{
	struct sbpf_elem_op op;
	int err;

	err = sbpf_elem_op_begin(&op, call->attr.batch.map_fd, FMODE_CAN_READ);
	if (!err)
		err = batch_read(call, &op, false);
	sbpf_elem_op_end(&op);
	return err;
}

/**
 * cmd_map_lookup_and_delete_batch() - SBPF_MAP_LOOKUP_AND_DELETE_BATCH
 * @call: attributes
 *
 * Return: as cmd_map_lookup_batch().
 */
int cmd_map_lookup_and_delete_batch(struct sbpf_call *call)
{
	struct sbpf_elem_op op;
	int err;

	err = sbpf_elem_op_begin(&op, call->attr.batch.map_fd, FMODE_CAN_READ | FMODE_CAN_WRITE);
	if (!err && !sbpf_map_write_begin(op.map)) {
		err = -EPERM;
	} else if (!err) {
		err = batch_read(call, &op, true);
		sbpf_map_write_end(op.map);
	}
	sbpf_elem_op_end(&op);
	return err;
}
