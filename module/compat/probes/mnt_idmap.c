// SPDX-License-Identifier: GPL-2.0
/* Since 6.3 inode operations get the mapping of the mount where they got its user namespace. */
#include <linux/fs.h>

int probe_mkdir(struct mnt_idmap *idmap, struct inode *dir, struct dentry *dentry, umode_t mode);
const struct inode_operations probe_iops = { .mkdir = probe_mkdir };
