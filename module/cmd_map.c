// SPDX-License-Identifier: GPL-2.0
/*
 * The map commands: user memory on one side, kernel copies on the other. What an operation means is the map type's.
 */
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/nodemask.h>
#include <linux/numa.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "cmd_handlers.h"
#include "cmd_map.h"
#include "map.h"
#include "name.h"
#include "prog.h"

static int map_attr_check(const union sbpf_attr *attr)
{
	/* Only struct_ops maps, which are not there, have values that are the kernel's. */
	if (attr->btf_vmlinux_value_type_id || (attr->btf_key_type_id && !attr->btf_value_type_id))
		return -EINVAL;
	if (attr->map_ifindex)
		return -EOPNOTSUPP;
	if (attr->map_extra && attr->map_type != SBPF_MAP_TYPE_BLOOM_FILTER)
		return -EINVAL;
	if ((attr->map_flags & SBPF_F_NUMA_NODE) &&
	    attr->numa_node != (u32)NUMA_NO_NODE &&
	    (attr->numa_node >= nr_node_ids || !node_online(attr->numa_node)))
		return -EINVAL;
	return 0;
}

/**
 * cmd_map_create() - SBPF_MAP_CREATE
 * @call: attributes
 *
 * Return: fd; -EINVAL bad attributes or unknown type, -EPERM, -E2BIG, -ENOMEM, -EMFILE, and as sbpf_map_set_btf().
 */
int cmd_map_create(struct sbpf_call *call)
{
	union sbpf_attr *attr = &call->attr;
	const struct sbpf_map_ops *ops;
	struct sbpf_map *map;
	int flags, err;

	err = map_attr_check(attr);
	if (err)
		return err;
	flags = sbpf_map_open_flags(attr->map_flags);
	if (flags < 0)
		return flags;
	ops = sbpf_map_type_find(attr->map_type);
	if (!ops)
		return -EINVAL;
	if (!(sbpf_priv_current() & SBPF_PRIV_BPF) &&
	    !(sbpf_unprivileged && (ops->caps & SBPF_MAP_CAP_UNPRIV)))
		return -EPERM;
	err = sbpf_name_check(attr->map_name);
	if (err)
		return err;

	map = sbpf_map_create(attr);
	if (IS_ERR(map))
		return PTR_ERR(map);
	err = sbpf_map_set_btf(map, attr);
	if (!err)
		err = sbpf_obj_publish(&map->obj);
	if (!err)
		err = sbpf_map_new_fd(map, flags);
	if (err < 0)
		sbpf_map_put_user(map);
	return err;
}

/**
 * sbpf_elem_op_end() - end an element command
 * @op: begun, perhaps without success
 */
void sbpf_elem_op_end(struct sbpf_elem_op *op)
{
	kvfree(op->key);
	kvfree(op->value);
	if (op->file)
		fput(op->file);
}

/**
 * sbpf_elem_op_begin() - find the map of an element command
 * @op: to fill; sbpf_elem_op_end() must follow in any case
 * @fd: file descriptor of the map
 * @need: FMODE_CAN_READ, FMODE_CAN_WRITE
 *
 * Return: 0, -EBADF, -EINVAL not a map, -EPERM the fd does not allow it.
 */
int sbpf_elem_op_begin(struct sbpf_elem_op *op, u32 fd, fmode_t need)
{
	memset(op, 0, sizeof(*op));
	op->file = fget(fd);
	if (!op->file)
		return -EBADF;
	op->map = sbpf_map_from_file(op->file);
	if (!op->map)
		return -EINVAL;
	/* A frozen map takes the right to write away from every fd. */
	if ((op->file->f_mode & need) != need || ((need & FMODE_CAN_WRITE) && READ_ONCE(op->map->frozen)))
		return -EPERM;
	op->value_size = sbpf_map_user_value_size(op->map);
	return 0;
}

static int elem_op_key(struct sbpf_elem_op *op, u64 ukey)
{
	u32 size = op->map->key_size;

	if (!size)
		return ukey ? -EINVAL : 0;
	op->key = kvmalloc(size, GFP_KERNEL | __GFP_NOWARN);
	if (!op->key)
		return -ENOMEM;
	return copy_from_user(op->key, u64_to_user_ptr(ukey), size) ? -EFAULT : 0;
}

/**
 * sbpf_elem_op_value() - room for a value
 * @op: begun
 *
 * Return: 0 or -ENOMEM.
 */
int sbpf_elem_op_value(struct sbpf_elem_op *op)
{
	op->value = kvzalloc(op->value_size, GFP_KERNEL | __GFP_NOWARN);
	return op->value ? 0 : -ENOMEM;
}

/**
 * sbpf_elem_lookup() - read the element @op->key into @op->value
 * @op: command with key and value
 * @flags: SBPF_F_LOCK, checked
 *
 * Return: 0, -ENOENT, -ENOTSUPP, and what the type says.
 */
int sbpf_elem_lookup(struct sbpf_elem_op *op, u64 flags)
{
	struct sbpf_map *map = op->map;
	const void *value;
	int err = 0;

	if (map->ops->user_lookup)
		return map->ops->user_lookup(map, op->key, op->value, flags);
	if (map->ops->peek)
		return map->ops->peek(map, op->value);
	if (!map->ops->lookup)
		return -ENOTSUPP;
	rcu_read_lock();
	value = map->ops->lookup(map, op->key);
	if (value)
		memcpy(op->value, value, map->value_size);
	else
		err = -ENOENT;
	rcu_read_unlock();
	return err;
}

/**
 * cmd_map_lookup_elem() - SBPF_MAP_LOOKUP_ELEM
 * @call: attributes
 *
 * Return: 0; -EBADF, -EINVAL, -EPERM the fd is write-only, -ENOENT, -EFAULT, -ENOMEM.
 */
int cmd_map_lookup_elem(struct sbpf_call *call)
{
	union sbpf_attr *attr = &call->attr;
	struct sbpf_elem_op op;
	bool asks;
	int err;

	if (attr->flags & ~SBPF_F_LOCK)
		return -EINVAL;
	err = sbpf_elem_op_begin(&op, call->attr.map_fd, FMODE_CAN_READ);
	if (!err && (attr->flags & SBPF_F_LOCK))
		err = -EINVAL;	/* no map has a spin lock without BTF */
	if (!err)
		err = elem_op_key(&op, attr->key);
	if (!err)
		err = sbpf_elem_op_value(&op);
	asks = !err && (op.map->ops->caps & SBPF_MAP_CAP_ASK);
	if (asks && copy_from_user(op.value, u64_to_user_ptr(attr->value), op.value_size))
		err = -EFAULT;
	if (!err)
		err = sbpf_elem_lookup(&op, attr->flags);
	if (!err && !asks && copy_to_user(u64_to_user_ptr(attr->value), op.value, op.value_size))
		err = -EFAULT;
	sbpf_elem_op_end(&op);
	return err;
}

/**
 * sbpf_elem_update() - write @op->value to the element @op->key
 * @op: command with key and value
 * @flags: of MAP_UPDATE_ELEM
 *
 * Return: 0, -EPERM the map is frozen, -ENOTSUPP, and what the type says.
 */
int sbpf_elem_update(struct sbpf_elem_op *op, u64 flags)
{
	struct sbpf_map *map = op->map;
	int err;

	if (!map->ops->user_update && !map->ops->update && !map->ops->push)
		return -ENOTSUPP;
	if (!sbpf_map_write_begin(map))
		return -EPERM;
	if (map->ops->user_update) {
		err = map->ops->user_update(map, op->file, op->key, op->value, flags);
	} else if (map->ops->push) {
		err = map->ops->push(map, op->value, flags);
	} else {
		rcu_read_lock();
		err = map->ops->update(map, op->key, op->value, flags);
		rcu_read_unlock();
	}
	sbpf_map_write_end(map);
	return err;
}

/**
 * cmd_map_update_elem() - SBPF_MAP_UPDATE_ELEM
 * @call: attributes
 *
 * Return: 0; -EBADF, -EINVAL, -EPERM the fd is read-only or the map frozen, -EFAULT, -ENOMEM, and what the map type says
 * (-E2BIG, -EEXIST, -ENOENT, -EBUSY).
 */
int cmd_map_update_elem(struct sbpf_call *call)
{
	union sbpf_attr *attr = &call->attr;
	struct sbpf_elem_op op;
	int err;

	err = sbpf_elem_op_begin(&op, call->attr.map_fd, FMODE_CAN_WRITE);
	if (!err && (attr->flags & SBPF_F_LOCK))
		err = -EINVAL;
	if (!err)
		err = elem_op_key(&op, attr->key);
	if (!err)
		err = sbpf_elem_op_value(&op);
	if (!err && copy_from_user(op.value, u64_to_user_ptr(attr->value), op.value_size))
		err = -EFAULT;
	if (!err)
		err = sbpf_elem_update(&op, attr->flags);
	sbpf_elem_op_end(&op);
	return err;
}

/**
 * sbpf_elem_delete() - remove the element @op->key
 * @op: command with key
 *
 * Return: 0, -EPERM the map is frozen, -ENOTSUPP, and what the type says.
 */
int sbpf_elem_delete(struct sbpf_elem_op *op)
{
	struct sbpf_map *map = op->map;
	int err;

	if (!map->ops->user_delete && !map->ops->delete)
		return -ENOTSUPP;
	if (!sbpf_map_write_begin(map))
		return -EPERM;
	if (map->ops->user_delete) {
		err = map->ops->user_delete(map, op->key);
	} else {
		rcu_read_lock();
		err = map->ops->delete(map, op->key);
		rcu_read_unlock();
	}
	sbpf_map_write_end(map);
	return err;
}

/**
 * cmd_map_delete_elem() - SBPF_MAP_DELETE_ELEM
 * @call: attributes
 *
 * Return: 0; -EBADF, -EINVAL, -EPERM, -ENOENT, -EFAULT, -ENOMEM.
 */
int cmd_map_delete_elem(struct sbpf_call *call)
{
	struct sbpf_elem_op op;
	int err;

	err = sbpf_elem_op_begin(&op, call->attr.map_fd, FMODE_CAN_WRITE);
	if (!err)
		err = elem_op_key(&op, call->attr.key);
	if (!err)
		err = sbpf_elem_delete(&op);
	sbpf_elem_op_end(&op);
	return err;
}

static int elem_take(struct sbpf_elem_op *op)
{
	const struct sbpf_map_ops *ops = op->map->ops;
	int err;

	if (!ops->user_take && !ops->pop)
		return -ENOTSUPP;
	if (!sbpf_map_write_begin(op->map))
		return -EPERM;
	err = ops->user_take ? ops->user_take(op->map, op->key, op->value) : ops->pop(op->map, op->value);
	sbpf_map_write_end(op->map);
	return err;
}

/**
 * cmd_map_lookup_and_delete_elem() - SBPF_MAP_LOOKUP_AND_DELETE_ELEM
 * @call: attributes
 *
 * Return: 0; -EBADF, -EINVAL, -EPERM the fd does not allow both or the map is frozen, -ENOENT, -ENOTSUPP, -EFAULT, -ENOMEM.
 */
int cmd_map_lookup_and_delete_elem(struct sbpf_call *call)
{
	union sbpf_attr *attr = &call->attr;
	struct sbpf_elem_op op;
	int err;

	if (attr->flags & ~SBPF_F_LOCK)
		return -EINVAL;
	err = sbpf_elem_op_begin(&op, attr->map_fd, FMODE_CAN_READ | FMODE_CAN_WRITE);
	if (!err && (attr->flags & SBPF_F_LOCK))
		err = -EINVAL;
	if (!err)
		err = elem_op_key(&op, attr->key);
	if (!err)
		err = sbpf_elem_op_value(&op);
	if (!err)
		err = elem_take(&op);
	if (!err && copy_to_user(u64_to_user_ptr(attr->value), op.value, op.value_size))
		err = -EFAULT;
	sbpf_elem_op_end(&op);
	return err;
}

/**
 * cmd_map_get_next_key() - SBPF_MAP_GET_NEXT_KEY
 * @call: attributes; a null key asks for the first
 *
 * Return: 0; -ENOENT after the last, -EBADF, -EINVAL, -EPERM, -EFAULT, -ENOMEM.
 */
int cmd_map_get_next_key(struct sbpf_call *call)
{
	union sbpf_attr *attr = &call->attr;
	struct sbpf_elem_op op;
	void *next = NULL;
	int err;

	err = sbpf_elem_op_begin(&op, call->attr.map_fd, FMODE_CAN_READ);
	if (!err && attr->key)
		err = elem_op_key(&op, attr->key);
	if (!err && !op.map->ops->next_key)
		err = -ENOTSUPP;
	if (!err) {
		next = kvmalloc(op.map->key_size, GFP_KERNEL | __GFP_NOWARN);
		err = next ? 0 : -ENOMEM;
	}
	if (!err) {
		rcu_read_lock();
		err = op.map->ops->next_key(op.map, op.key, next);
		rcu_read_unlock();
	}
	if (!err && copy_to_user(u64_to_user_ptr(attr->next_key), next, op.map->key_size))
		err = -EFAULT;
	kvfree(next);
	sbpf_elem_op_end(&op);
	return err;
}

/**
 * cmd_map_freeze() - SBPF_MAP_FREEZE
 * @call: attributes
 *
 * Return: 0; -EBADF, -EINVAL, -EPERM the fd is read-only or the map frozen, -EBUSY it is being written.
 */
int cmd_map_freeze(struct sbpf_call *call)
{
	struct sbpf_elem_op op;
	int err;

	err = sbpf_elem_op_begin(&op, call->attr.map_fd, FMODE_CAN_WRITE);
	if (!err)
		err = sbpf_map_freeze(op.map);
	sbpf_elem_op_end(&op);
	return err;
}
