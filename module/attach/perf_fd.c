// SPDX-License-Identifier: GPL-2.0
/*
 * Perf events behind file descriptors. The kernel's own test, the address of perf's file operations, is not open to
 * modules; the anonymous inode's name is, and nothing else can make an inode of that name.
 */
#include <linux/dcache.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/magic.h>
#include <linux/perf_event.h>
#include <linux/string.h>

#include "perf.h"

static bool file_is_perf_event(const struct file *file)
{
	const struct dentry *dentry = file->f_path.dentry;
	static const char name[] = "[perf_event]";

	/* An anonymous inode's dentry is never renamed, so its name needs no lock. */
	return file_inode(file)->i_sb->s_magic == ANON_INODE_FS_MAGIC &&
	       dentry->d_name.len == sizeof(name) - 1 && !memcmp(dentry->d_name.name, name, sizeof(name) - 1) &&
	       file->f_op && !file->f_op->owner && file->f_op->mmap && file->f_op->unlocked_ioctl &&
	       file->private_data;
}

/**
 * sbpf_perf_file_get() - the file of a perf event
 * @fd: number
 *
 * Context: process context. Return: the file, held; ERR_PTR(-EBADF) not open or not a perf event, as bpf(2).
 */
struct file *sbpf_perf_file_get(u32 fd)
{
	struct file *file = fget(fd);

	if (!file)
		return ERR_PTR(-EBADF);
	if (file_is_perf_event(file))
		return file;
	fput(file);
	return ERR_PTR(-EBADF);
}

/**
 * sbpf_perf_file_event() - the perf event of a file
 * @file: from sbpf_perf_file_get(), still held
 *
 * Return: the event, which lives at least as long as the file.
 */
struct perf_event *sbpf_perf_file_event(struct file *file)
{
	return file->private_data;
}
