// SPDX-License-Identifier: GPL-2.0
/* Since 6.2 the devnode callback of a device type gets a const device. */
#include <linux/device.h>

char *probe_devnode(const struct device *dev, umode_t *mode, kuid_t *uid, kgid_t *gid);
const struct device_type probe_type = { .devnode = probe_devnode };
