// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/sandbpf: the node and its one ioctl. Owns who may open it; everything behind the ioctl is cmd.c's.
 *
 * It is a character device of its own rather than a miscdevice because only a device with its own type can tell devtmpfs
 * and udev the group of its node.
 */
#include <linux/cdev.h>
#include <linux/device.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/uidgid.h>

#include "cmd.h"
#include "dev.h"

static ushort mode = 0600;
module_param(mode, ushort, 0444);
MODULE_PARM_DESC(mode, "permission bits of /dev/sandbpf (default 0600)");

static uint gid;
module_param(gid, uint, 0444);
MODULE_PARM_DESC(gid, "group of /dev/sandbpf (default 0)");

static long dev_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	if (_IOC_TYPE(cmd) != SBPF_IOC_MAGIC || _IOC_DIR(cmd) != (_IOC_READ | _IOC_WRITE))
		return -ENOTTY;
	return sbpf_cmd_dispatch(_IOC_NR(cmd), (void __user *)arg, _IOC_SIZE(cmd));
}

static const struct file_operations dev_fops = {
	.owner = THIS_MODULE,
	.open = nonseekable_open,
	.unlocked_ioctl = dev_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
};

static char *dev_node(SBPF_DEVNODE_CONST struct device *dev, umode_t *node_mode, kuid_t *node_uid, kgid_t *node_gid)
{
	kgid_t group = make_kgid(&init_user_ns, gid);

	if (node_mode)
		*node_mode = mode & 0777;
	if (node_gid && gid_valid(group))
		*node_gid = group;
	return NULL;
}

static const struct device_type dev_type = {
	.name = "sandbpf",
	.devnode = dev_node,
};

static struct class dev_class = { .name = "sandbpf" };
static struct cdev cdev;
static struct device *device;
static dev_t devt;

static void dev_release(struct device *dev)
{
	kfree(dev);
}

static struct device *dev_make(void)
{
	struct device *dev = kzalloc(sizeof(*dev), GFP_KERNEL);
	int err;

	if (!dev)
		return ERR_PTR(-ENOMEM);
	device_initialize(dev);
	dev->class = &dev_class;
	dev->type = &dev_type;
	dev->devt = devt;
	dev->release = dev_release;
	err = dev_set_name(dev, "sandbpf");
	if (!err)
		err = cdev_device_add(&cdev, dev);
	if (err) {
		put_device(dev);
		return ERR_PTR(err);
	}
	return dev;
}

/**
 * sbpf_dev_init() - make the node; from here on commands may come
 *
 * Return: 0 or -errno.
 */
int __init sbpf_dev_init(void)
{
	int err;

	err = alloc_chrdev_region(&devt, 0, 1, "sandbpf");
	if (err)
		return err;
	err = class_register(&dev_class);
	if (err)
		goto err_region;
	cdev_init(&cdev, &dev_fops);
	cdev.owner = THIS_MODULE;
	device = dev_make();
	if (!IS_ERR(device))
		return 0;
	err = PTR_ERR(device);
	class_unregister(&dev_class);
err_region:
	unregister_chrdev_region(devt, 1);
	return err;
}

/**
 * sbpf_dev_exit() - take the node away
 */
void sbpf_dev_exit(void)
{
	cdev_device_del(&cdev, device);
	put_device(device);
	class_unregister(&dev_class);
	unregister_chrdev_region(devt, 1);
}
