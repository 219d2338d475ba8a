// SPDX-License-Identifier: GPL-2.0
/*
 * The filesystem type "sandbpf": directories, symbolic links, and files that are objects. A file holds a reference of its
 * object like a file descriptor does; the superblock holds the module. Opening an object is OBJ_GET's work, not open(2)'s.
 */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/fs_context.h>
#include <linux/fs_parser.h>
#include <linux/kobject.h>
#include <linux/module.h>
#include <linux/mount.h>
#include <linux/namei.h>
#include <linux/security.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysfs.h>
#include <linux/sandbpf.h>

#include "fs.h"
#include "map.h"
#include "obj.h"

/* Says of an inode that it is a pinned object: i_private is its struct sbpf_obj. */
static const struct inode_operations obj_iops;
static const struct inode_operations dir_iops;

static struct sbpf_obj *inode_obj(const struct inode *inode)
{
	return inode->i_op == &obj_iops ? inode->i_private : NULL;
}

/* A name counts as a file descriptor does: while a map has one, user space can still get at it. */
static void obj_get_user(struct sbpf_obj *obj)
{
	if (obj->kind == SBPF_OBJ_MAP)
		sbpf_map_get_user(container_of(obj, struct sbpf_map, obj));
	else
		sbpf_obj_get(obj);
}

static void obj_put_user(struct sbpf_obj *obj)
{
	if (obj->kind == SBPF_OBJ_MAP)
		sbpf_map_put_user(container_of(obj, struct sbpf_map, obj));
	else
		sbpf_obj_put(obj);
}

static struct inode *fs_new_inode(const struct inode *dir, umode_t mode)
{
	struct inode *inode = new_inode(dir->i_sb);

	if (!inode)
		return NULL;
	inode->i_ino = get_next_ino();
	simple_inode_init_ts(inode);
	inode_init_owner(&nop_mnt_idmap, inode, dir, mode);
	return inode;
}

/* There is no disk that the name could be read from again, so the dentry stays until it is unlinked. */
static void fs_add(struct inode *dir, struct dentry *dentry, struct inode *inode)
{
	d_instantiate(dentry, inode);
	dget(dentry);
	inode_set_mtime_to_ts(dir, inode_set_ctime_current(dir));
}

static int dir_mkdir(SBPF_MNT_IDMAP *idmap, struct inode *dir, struct dentry *dentry, umode_t mode)
{
	struct inode *inode = fs_new_inode(dir, mode | S_IFDIR);

	if (!inode)
		return -ENOSPC;
	inode->i_op = &dir_iops;
	inode->i_fop = &simple_dir_operations;
	inc_nlink(inode);
	inc_nlink(dir);
	fs_add(dir, dentry, inode);
	return 0;
}

static int dir_symlink(SBPF_MNT_IDMAP *idmap, struct inode *dir, struct dentry *dentry, const char *target)
{
	char *link = kstrdup(target, GFP_KERNEL_ACCOUNT | __GFP_NOWARN);
	struct inode *inode;

	if (!link)
		return -ENOMEM;
	inode = fs_new_inode(dir, S_IFLNK | 0777);
	if (!inode) {
		kfree(link);
		return -ENOSPC;
	}
	inode->i_op = &simple_symlink_inode_operations;
	inode->i_link = link;
	fs_add(dir, dentry, inode);
	return 0;
}

/* As in Linux's, user space cannot use a dot in a name. */
static struct dentry *dir_lookup(struct inode *dir, struct dentry *dentry, unsigned int flags)
{
	if (strchr(dentry->d_name.name, '.'))
		return ERR_PTR(-EPERM);
	return simple_lookup(dir, dentry, flags);
}

static const struct inode_operations dir_iops = {
	.lookup = dir_lookup,
	.mkdir = dir_mkdir,
	.symlink = dir_symlink,
	.rmdir = simple_rmdir,
	.rename = simple_rename,
	.link = simple_link,
	.unlink = simple_unlink,
};

static int obj_open(struct inode *inode, struct file *file)
{
	return -EIO;
}

static const struct file_operations obj_fops = {
	.owner = THIS_MODULE,
	.open = obj_open,
};

/* The callback of vfs_mkobj(). */
static int obj_make(struct dentry *dentry, umode_t mode, void *obj)
{
	struct inode *dir = d_inode(dentry->d_parent);
	struct inode *inode = fs_new_inode(dir, mode);

	if (!inode)
		return -ENOSPC;
	obj_get_user(obj);
	inode->i_op = &obj_iops;
	inode->i_fop = &obj_fops;
	inode->i_private = obj;
	fs_add(dir, dentry, inode);
	return 0;
}

/**
 * sbpf_fs_pin() - give an object a name
 * @obj: an object the caller has a reference of; the file takes one of its own
 * @dfd: directory that a relative path begins at, or AT_FDCWD
 * @pathname: path in user memory
 *
 * Context: process context.
 * Return: 0; -EPERM the directory is not of this filesystem, -EEXIST, -ENOENT, -EACCES, -ENOTDIR, -EFAULT, and what the
 * security module says.
 */
int sbpf_fs_pin(struct sbpf_obj *obj, int dfd, const char __user *pathname)
{
	umode_t mode = S_IFREG | (0600 & ~current_umask());
	struct dentry *dentry;
	struct path path;
	int err;

	dentry = user_path_create(dfd, pathname, &path, 0);
	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	err = security_path_mknod(&path, dentry, mode, 0);
	if (!err && d_inode(path.dentry)->i_op != &dir_iops)
		err = -EPERM;
	if (!err)
		err = vfs_mkobj(dentry, mode, obj_make, obj);
	done_path_create(&path, dentry);
	return err;
}

/**
 * sbpf_fs_get() - the object behind a name
 * @dfd: directory that a relative path begins at, or AT_FDCWD
 * @pathname: path in user memory
 * @open_flags: O_RDONLY, O_WRONLY or O_RDWR: what the caller must be allowed to
 *
 * Context: process context.
 * Return: the object with a new user reference; ERR_PTR: -ENOENT, -EACCES not allowed or not an object, -EFAULT.
 */
struct sbpf_obj *sbpf_fs_get(int dfd, const char __user *pathname, int open_flags)
{
	struct sbpf_obj *obj;
	struct path path;
	int err;

	err = user_path_at(dfd, pathname, LOOKUP_FOLLOW, &path);
	if (err)
		return ERR_PTR(err);
	err = path_permission(&path, ACC_MODE(open_flags));
	obj = inode_obj(d_backing_inode(path.dentry));
	if (!err && !obj)
		err = -EACCES;
	if (!err) {
		obj_get_user(obj);
		touch_atime(&path);
	}
	path_put(&path);
	return err ? ERR_PTR(err) : obj;
}

/* In process context, unlike fs_free_inode(): a link leaves its hook here. */
static void fs_destroy_inode(struct inode *inode)
{
	struct sbpf_obj *obj = inode_obj(inode);

	if (obj)
		obj_put_user(obj);
}

/* After a grace period: a path walk may have read the symbolic link until now. */
static void fs_free_inode(struct inode *inode)
{
	if (S_ISLNK(inode->i_mode))
		kfree(inode->i_link);
	free_inode_nonrcu(inode);
}

static int fs_show_options(struct seq_file *seq, struct dentry *root)
{
	const struct inode *inode = d_inode(root);
	umode_t mode = inode->i_mode & S_IALLUGO & ~S_ISVTX;

	if (!uid_eq(inode->i_uid, GLOBAL_ROOT_UID))
		seq_printf(seq, ",uid=%u", from_kuid_munged(&init_user_ns, inode->i_uid));
	if (!gid_eq(inode->i_gid, GLOBAL_ROOT_GID))
		seq_printf(seq, ",gid=%u", from_kgid_munged(&init_user_ns, inode->i_gid));
	if (mode != 0777)
		seq_printf(seq, ",mode=%o", mode);
	return 0;
}

static const struct super_operations fs_super_ops = {
	.statfs = simple_statfs,
	.drop_inode = generic_delete_inode,
	.show_options = fs_show_options,
	.destroy_inode = fs_destroy_inode,
	.free_inode = fs_free_inode,
};

/**
 * struct fs_opts - mount options
 * @uid: owner of the root directory
 * @gid: its group
 * @mode: its permissions
 */
struct fs_opts {
	kuid_t uid;
	kgid_t gid;
	umode_t mode;
};

enum { OPT_UID, OPT_GID, OPT_MODE };

static const struct fs_parameter_spec fs_params[] = {
	fsparam_u32("uid", OPT_UID),
	fsparam_u32("gid", OPT_GID),
	fsparam_u32oct("mode", OPT_MODE),
	{}
};

static int fs_parse_param(struct fs_context *fc, struct fs_parameter *param)
{
	struct fs_opts *opts = fc->fs_private;
	struct fs_parse_result result;
	kuid_t uid;
	kgid_t gid;
	int opt;

	opt = fs_parse(fc, fs_params, param, &result);
	/* Options that nobody knows are passed over, as by Linux's filesystem, which has always done so. */
	if (opt == -ENOPARAM) {
		opt = vfs_parse_fs_param_source(fc, param);
		return opt == -ENOPARAM ? 0 : opt;
	}
	switch (opt) {
	case OPT_UID:
		uid = make_kuid(current_user_ns(), result.uint_32);
		if (!uid_valid(uid) || !kuid_has_mapping(fc->user_ns, uid))
			return invalfc(fc, "uid %u is not mapped", result.uint_32);
		opts->uid = uid;
		return 0;
	case OPT_GID:
		gid = make_kgid(current_user_ns(), result.uint_32);
		if (!gid_valid(gid) || !kgid_has_mapping(fc->user_ns, gid))
			return invalfc(fc, "gid %u is not mapped", result.uint_32);
		opts->gid = gid;
		return 0;
	case OPT_MODE:
		opts->mode = result.uint_32 & S_IALLUGO;
		return 0;
	}
	return opt;
}

static int fs_fill_super(struct super_block *sb, struct fs_context *fc)
{
	static const struct tree_descr no_files[] = { { "" } };
	const struct fs_opts *opts = fc->fs_private;
	struct inode *root;
	int err;

	err = simple_fill_super(sb, SBPF_FS_MAGIC, no_files);
	if (err)
		return err;
	sb->s_op = &fs_super_ops;
	root = d_inode(sb->s_root);
	root->i_op = &dir_iops;
	root->i_uid = opts->uid;
	root->i_gid = opts->gid;
	/* Sticky, like /tmp: whoever may pin must not take away what others have pinned. */
	root->i_mode = S_IFDIR | S_ISVTX | opts->mode;
	return 0;
}

static int fs_get_tree(struct fs_context *fc)
{
	return get_tree_nodev(fc, fs_fill_super);
}

static void fs_free_context(struct fs_context *fc)
{
	kfree(fc->fs_private);
}

static const struct fs_context_operations fs_context_ops = {
	.free = fs_free_context,
	.parse_param = fs_parse_param,
	.get_tree = fs_get_tree,
};

static int fs_init_context(struct fs_context *fc)
{
	struct fs_opts *opts = kzalloc(sizeof(*opts), GFP_KERNEL);

	if (!opts)
		return -ENOMEM;
	opts->uid = current_fsuid();
	opts->gid = current_fsgid();
	opts->mode = 0777;
	fc->fs_private = opts;
	fc->ops = &fs_context_ops;
	return 0;
}

/* Without FS_USERNS_MOUNT: only who has CAP_SYS_ADMIN in the initial user namespace may mount it. */
static struct file_system_type fs_type = {
	.owner = THIS_MODULE,
	.name = "sandbpf",
	.init_fs_context = fs_init_context,
	.parameters = fs_params,
	.kill_sb = kill_litter_super,
};
MODULE_ALIAS_FS("sandbpf");

/**
 * sbpf_fs_init() - register the filesystem, and make the directory where it is mounted by convention
 *
 * Many clients pin below /sys/fs/bpf. A kernel without bpf(2) does not have that directory, so it is made here.
 *
 * Return: 0 or -errno.
 */
int __init sbpf_fs_init(void)
{
	int err;

	err = sysfs_create_mount_point(fs_kobj, "sandbpf");
	if (err)
		return err;
	if (!IS_ENABLED(CONFIG_BPF_SYSCALL)) {
		err = sysfs_create_mount_point(fs_kobj, "bpf");
		if (err)
			goto err_sandbpf;
	}
	err = register_filesystem(&fs_type);
	if (!err)
		return 0;
	if (!IS_ENABLED(CONFIG_BPF_SYSCALL))
		sysfs_remove_mount_point(fs_kobj, "bpf");
err_sandbpf:
	sysfs_remove_mount_point(fs_kobj, "sandbpf");
	return err;
}

/**
 * sbpf_fs_exit() - unregister the filesystem
 *
 * Nothing is mounted any more. Inodes may still wait for a grace period: the caller waits for RCU callbacks.
 */
void sbpf_fs_exit(void)
{
	unregister_filesystem(&fs_type);
	if (!IS_ENABLED(CONFIG_BPF_SYSCALL))
		sysfs_remove_mount_point(fs_kobj, "bpf");
	sysfs_remove_mount_point(fs_kobj, "sandbpf");
}
