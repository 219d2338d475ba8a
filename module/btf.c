// SPDX-License-Identifier: GPL-2.0
/*
 * BTF objects: made from user memory, freed when nobody refers to them. What BTF must be is checked in btf_check.c and
 * btf_resolve.c.
 */
#include <linux/anon_inodes.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "btf.h"
#include "log.h"

static void btf_free(struct sbpf_obj *obj)
{
	struct sbpf_btf *btf = container_of(obj, struct sbpf_btf, obj);

	kvfree(btf->sizes);
	kvfree(btf->targets);
	kvfree(btf->offsets);
	kvfree(btf->blob);
	kfree(btf);
}

/*
 * Copy user space's bytes to where what follows the header is aligned: types are read as the words they are, and the header
 * may have any length.
 */
static int copy_in(struct sbpf_btf *btf, const void __user *data, u32 size)
{
	const u32 len_off = offsetof(struct sbpf_btf_header, hdr_len);
	u32 hdr_len = 0, shift;

	btf->blob = kvmalloc(size + sizeof(u32), GFP_KERNEL_ACCOUNT | __GFP_NOWARN);
	if (!btf->blob)
		return -ENOMEM;
	if (copy_from_user(btf->blob, data, size))
		return -EFAULT;
	if (size >= len_off + sizeof(hdr_len))
		memcpy(&hdr_len, btf->blob + len_off, sizeof(hdr_len));
	shift = -hdr_len % sizeof(u32);
	memmove(btf->blob + shift, btf->blob, size);
	btf->data = btf->blob + shift;
	btf->data_size = size;
	return 0;
}

/**
 * sbpf_btf_create() - make a BTF object
 * @data: user address of BTF
 * @size: bytes
 * @log: gets the reason when it is none
 *
 * Context: process context, may sleep.
 * Return: the object with one reference, without an id; ERR_PTR: -EFAULT, -ENOMEM, and as sbpf_btf_check() and
 * sbpf_btf_resolve().
 */
struct sbpf_btf *sbpf_btf_create(const void __user *data, u32 size, struct sbpf_log *log)
{
	struct sbpf_btf *btf = kzalloc(sizeof(*btf), GFP_KERNEL_ACCOUNT);
	int err;

	if (!btf)
		return ERR_PTR(-ENOMEM);
	sbpf_obj_setup(&btf->obj, SBPF_OBJ_BTF, btf_free);
	err = copy_in(btf, data, size) ?: sbpf_btf_check(btf, log) ?: sbpf_btf_resolve(btf, log);
	if (!err)
		return btf;
	sbpf_btf_put(btf);
	return ERR_PTR(err);
}

/**
 * sbpf_btf_put() - drop a reference
 * @btf: the object
 *
 * Context: any but NMI.
 */
void sbpf_btf_put(struct sbpf_btf *btf)
{
	sbpf_obj_put(&btf->obj);
}

static int btf_release(struct inode *inode, struct file *file)
{
	sbpf_btf_put(file->private_data);
	return 0;
}

static void btf_show_fdinfo(struct seq_file *seq, struct file *file)
{
	const struct sbpf_btf *btf = file->private_data;

	seq_printf(seq, "btf_id:\t%u\n", btf->obj.id);
}

static const struct file_operations btf_fops = {
	.owner = THIS_MODULE,
	.release = btf_release,
	.show_fdinfo = btf_show_fdinfo,
};

/**
 * sbpf_btf_new_fd() - a file descriptor for the object
 * @btf: the caller's reference goes to the fd; on failure it stays the caller's
 *
 * Return: the fd, close-on-exec, or -errno.
 */
int sbpf_btf_new_fd(struct sbpf_btf *btf)
{
	return anon_inode_getfd("btf", &btf_fops, btf, O_RDONLY | O_CLOEXEC);
}

/**
 * sbpf_btf_from_file() - the object behind an open file
 * @file: any file
 *
 * Return: the object, without a new reference, or NULL when the file is not BTF of ours.
 */
struct sbpf_btf *sbpf_btf_from_file(struct file *file)
{
	return file->f_op == &btf_fops ? file->private_data : NULL;
}

/**
 * sbpf_btf_get_by_fd() - the object behind a file descriptor
 * @fd: number
 *
 * Return: the object with a new reference; ERR_PTR: -EBADF not open, -EINVAL not BTF of ours.
 */
struct sbpf_btf *sbpf_btf_get_by_fd(u32 fd)
{
	struct file *file = fget(fd);
	struct sbpf_btf *btf;

	if (!file)
		return ERR_PTR(-EBADF);
	btf = sbpf_btf_from_file(file);
	if (btf)
		sbpf_obj_get(&btf->obj);
	else
		btf = ERR_PTR(-EINVAL);
	fput(file);
	return btf;
}
