/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Unloading and loading the module from inside a test. Such a test leaves it loaded with the
 * parameters it had.
 */
#ifndef SBPF_SELFTESTS_MODULE_H
#define SBPF_SELFTESTS_MODULE_H

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MODULE_FILE	"/sandbpf.ko"
#define MODULE_PARAMS	"/sys/module/sandbpf/parameters"

/* Unload once. Returns 0 or -errno, -EAGAIN (EWOULDBLOCK) when it is in use. */
static inline int module_unload_once(void)
{
	return syscall(SYS_delete_module, "sandbpf", O_NONBLOCK) ? -errno : 0;
}

/* Unload, giving what was closed just now the time to be let go. */
static inline int module_unload(void)
{
	int i, err;

	for (i = 0; i < 500; i++) {
		err = module_unload_once();
		if (err != -EAGAIN)
			return err;
		usleep(10000);
	}
	return err;
}

static inline int module_load(const char *params)
{
	int fd = open(MODULE_FILE, O_RDONLY | O_CLOEXEC), err = 0;

	if (fd < 0)
		return -errno;
	if (syscall(SYS_finit_module, fd, params, 0))
		err = -errno;
	close(fd);
	return err;
}

/* The parameters the module has now, as text for module_load(), without @skip. */
static inline void module_params(char *buf, size_t size, const char *skip)
{
	DIR *dir = opendir(MODULE_PARAMS);
	char path[512], val[64];
	struct dirent *ent;
	size_t len = 0;
	FILE *file;

	buf[0] = '\0';
	while (dir && (ent = readdir(dir))) {
		snprintf(path, sizeof(path), MODULE_PARAMS "/%s", ent->d_name);
		if (ent->d_name[0] == '.' || (skip && !strcmp(ent->d_name, skip)))
			continue;
		file = fopen(path, "r");
		if (!file)
			continue;
		if (fgets(val, sizeof(val), file) && val[0] != '(') {
			val[strcspn(val, "\n")] = '\0';
			len += snprintf(buf + len, size - len, "%s=%s ", ent->d_name, val);
		}
		fclose(file);
	}
	if (dir)
		closedir(dir);
}

#endif /* SBPF_SELFTESTS_MODULE_H */
