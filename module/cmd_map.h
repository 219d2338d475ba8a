/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the commands on elements share, one at a time (cmd_map.c) or many (cmd_batch.c).
 */
#ifndef SBPF_CMD_MAP_H
#define SBPF_CMD_MAP_H

#include <linux/fs.h>
#include <linux/types.h>

struct sbpf_map;

/**
 * struct sbpf_elem_op - one element command under way
 * @file: the map's file, held
 * @map: the map behind it
 * @key: kernel copy of the key, NULL for keyless maps and for "before the first"
 * @value: kernel buffer of @value_size bytes, may be NULL
 * @value_size: bytes of a value as user space sees it
 */
struct sbpf_elem_op {
	struct file *file;
	struct sbpf_map *map;
	void *key;
	void *value;
	u32 value_size;
};

int sbpf_elem_op_begin(struct sbpf_elem_op *op, u32 fd, fmode_t need);
int sbpf_elem_op_value(struct sbpf_elem_op *op);
void sbpf_elem_op_end(struct sbpf_elem_op *op);

int sbpf_elem_lookup(struct sbpf_elem_op *op, u64 flags);
int sbpf_elem_update(struct sbpf_elem_op *op, u64 flags);
int sbpf_elem_delete(struct sbpf_elem_op *op);

#endif /* SBPF_CMD_MAP_H */
