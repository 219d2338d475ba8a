// SPDX-License-Identifier: GPL-2.0
/*
 * Wrappers around the commands, one each, and what tests ask of the system.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sandbpf.h"
#include "tap.h"

#define LOG_ROOM	(256 * 1024)

int map_create(int type, __u32 key_size, __u32 value_size, __u32 max_entries, __u32 flags)
{
	union sbpf_attr attr = {
		.map_type = type,
		.key_size = key_size,
		.value_size = value_size,
		.max_entries = max_entries,
		.map_flags = flags,
	};

	return sbpf(SBPF_MAP_CREATE, &attr, sizeof(attr));
}

static int map_elem(int cmd, int fd, const void *key, const void *value, __u64 flags)
{
	union sbpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.map_fd = fd;
	attr.key = PTR(key);
	attr.value = PTR(value);
	attr.flags = flags;
	return sbpf(cmd, &attr, sizeof(attr));
}

int map_lookup(int fd, const void *key, void *value)
{
	return map_elem(SBPF_MAP_LOOKUP_ELEM, fd, key, value, 0);
}

int map_lookup_flags(int fd, const void *key, void *value, __u64 flags)
{
	return map_elem(SBPF_MAP_LOOKUP_ELEM, fd, key, value, flags);
}

int map_update(int fd, const void *key, const void *value, __u64 flags)
{
	return map_elem(SBPF_MAP_UPDATE_ELEM, fd, key, value, flags);
}

int map_delete(int fd, const void *key)
{
	return map_elem(SBPF_MAP_DELETE_ELEM, fd, key, NULL, 0);
}

int map_take(int fd, const void *key, void *value, __u64 flags)
{
	return map_elem(SBPF_MAP_LOOKUP_AND_DELETE_ELEM, fd, key, value, flags);
}

int map_batch(int cmd, int fd, const void *in, void *out, void *keys, void *values, __u32 *count)
{
	union sbpf_attr attr = {
		.batch = {
			.in_batch = PTR(in), .out_batch = PTR(out), .keys = PTR(keys), .values = PTR(values),
			.count = *count, .map_fd = fd,
		},
	};
	int err = sbpf_raw(cmd, &attr, sizeof(attr));

	*count = attr.batch.count;
	return err;
}

int map_next_key(int fd, const void *key, void *next)
{
	return map_elem(SBPF_MAP_GET_NEXT_KEY, fd, key, next, 0);
}

int map_count(int fd)
{
	char key[64];
	int err, n = 0;

	for (err = map_next_key(fd, NULL, key); !err; err = map_next_key(fd, key, key))
		n++;
	return n;
}

int map_freeze(int fd)
{
	return map_elem(SBPF_MAP_FREEZE, fd, NULL, NULL, 0);
}

static int load(int type, const struct sbpf_insn *insns, __u32 cnt, struct prog_opts *opts)
{
	union sbpf_attr attr;
	int fd;

	memset(&attr, 0, sizeof(attr));
	attr.prog_type = type;
	attr.insns = PTR(insns);
	attr.insn_cnt = cnt;
	attr.license = PTR(opts->license ? opts->license : "GPL");
	attr.prog_flags = opts->flags;
	attr.expected_attach_type = opts->expected_attach_type;
	attr.log_level = opts->log_level;
	attr.log_buf = PTR(opts->log);
	attr.log_size = opts->log_size;
	attr.fd_array = PTR(opts->fd_array);
	if (opts->name)
		strncpy(attr.prog_name, opts->name, sizeof(attr.prog_name) - 1);
	fd = sbpf(SBPF_PROG_LOAD, &attr, sizeof(attr));
	opts->log_true_size = attr.log_true_size;
	return fd;
}

int prog_load_opts(int type, const struct sbpf_insn *insns, __u32 cnt, struct prog_opts *opts)
{
	struct prog_opts again = *opts;
	int fd = load(type, insns, cnt, opts);
	char *line, *save;

	if (fd >= 0 || opts->log)
		return fd;
	again.log_level = 1;
	again.log_size = LOG_ROOM;
	again.log = calloc(1, LOG_ROOM);
	if (again.log && load(type, insns, cnt, &again) < 0) {
		tap_note("PROG_LOAD: %s", strerror(-fd));
		for (line = strtok_r(again.log, "\n", &save); line;
		     line = strtok_r(NULL, "\n", &save))
			tap_note("  %s", line);
	}
	free(again.log);
	return fd;
}

int prog_load(int type, const struct sbpf_insn *insns, __u32 cnt)
{
	struct prog_opts opts = {};

	return prog_load_opts(type, insns, cnt, &opts);
}

int prog_load_bad(int type, const struct sbpf_insn *insns, __u32 cnt, char *log, __u32 log_size)
{
	struct prog_opts opts = {
		.log_level = log ? 1 : 0,
		.log = log,
		.log_size = log ? log_size : 0,
	};

	return load(type, insns, cnt, &opts);
}

int prog_test_run_attr(int fd, union sbpf_attr *attr)
{
	attr->test.prog_fd = fd;
	return sbpf(SBPF_PROG_TEST_RUN, attr, sizeof(*attr));
}

int prog_test_run(int fd, const void *data, __u32 len, __u32 *retval)
{
	union sbpf_attr attr;
	int ret;

	memset(&attr, 0, sizeof(attr));
	attr.test.data_in = PTR(data);
	attr.test.data_size_in = len;
	ret = prog_test_run_attr(fd, &attr);
	if (!ret && retval)
		*retval = attr.test.retval;
	return ret;
}

int link_create(int prog_fd, int target_fd, int attach_type, __u32 flags)
{
	union sbpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.link_create.prog_fd = prog_fd;
	attr.link_create.target_fd = target_fd;
	attr.link_create.attach_type = attach_type;
	attr.link_create.flags = flags;
	return sbpf(SBPF_LINK_CREATE, &attr, sizeof(attr));
}

int link_create_netfilter(int prog_fd, __u32 pf, __u32 hooknum, __s32 priority, __u32 flags)
{
	union sbpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.link_create.prog_fd = prog_fd;
	attr.link_create.attach_type = SBPF_NETFILTER;
	attr.link_create.netfilter.pf = pf;
	attr.link_create.netfilter.hooknum = hooknum;
	attr.link_create.netfilter.priority = priority;
	attr.link_create.netfilter.flags = flags;
	return sbpf(SBPF_LINK_CREATE, &attr, sizeof(attr));
}

int link_update(int link_fd, int new_prog_fd, __u32 flags, int old_prog_fd)
{
	union sbpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.link_update.link_fd = link_fd;
	attr.link_update.new_prog_fd = new_prog_fd;
	attr.link_update.flags = flags;
	attr.link_update.old_prog_fd = flags & SBPF_F_REPLACE ? old_prog_fd : 0;
	return sbpf(SBPF_LINK_UPDATE, &attr, sizeof(attr));
}

int link_detach(int link_fd)
{
	union sbpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.link_detach.link_fd = link_fd;
	return sbpf(SBPF_LINK_DETACH, &attr, sizeof(attr));
}

int raw_tracepoint_open(const char *name, int prog_fd)
{
	union sbpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.raw_tracepoint.name = PTR(name);
	attr.raw_tracepoint.prog_fd = prog_fd;
	return sbpf(SBPF_RAW_TRACEPOINT_OPEN, &attr, sizeof(attr));
}

int obj_info(int fd, void *info, __u32 *len)
{
	union sbpf_attr attr;
	int ret;

	memset(&attr, 0, sizeof(attr));
	attr.info.bpf_fd = fd;
	attr.info.info_len = *len;
	attr.info.info = PTR(info);
	ret = sbpf(SBPF_OBJ_GET_INFO_BY_FD, &attr, sizeof(attr));
	*len = attr.info.info_len;
	return ret;
}

int obj_next_id(int cmd, __u32 id, __u32 *next)
{
	union sbpf_attr attr;
	int ret;

	memset(&attr, 0, sizeof(attr));
	attr.start_id = id;
	ret = sbpf(cmd, &attr, sizeof(attr));
	if (!ret)
		*next = attr.next_id;
	return ret;
}

int obj_fd_by_id(int cmd, __u32 id)
{
	union sbpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.prog_id = id;
	return sbpf(cmd, &attr, sizeof(attr));
}

int keep_caps(__u64 keep)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[2];
	int i;

	if (syscall(SYS_capget, &header, data))
		return -errno;
	for (i = 0; i < 2; i++) {
		data[i].permitted &= (__u32)(keep >> (32 * i));
		data[i].effective = data[i].permitted;
		data[i].inheritable = 0;
	}
	return syscall(SYS_capset, &header, data) ? -errno : 0;
}

int file_read(const char *path, char *buf, size_t size)
{
	size_t have = 0;
	ssize_t n;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	while (have < size - 1) {
		n = read(fd, buf + have, size - 1 - have);
		if (n <= 0)
			break;
		have += n;
	}
	close(fd);
	buf[have] = 0;
	return have;
}

int file_write(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	ssize_t n;
	int err;

	if (fd < 0)
		return -errno;
	n = write(fd, text, strlen(text));
	err = n < 0 ? -errno : 0;
	close(fd);
	return err;
}

int tracepoint_id(const char *category, const char *name)
{
	char path[256], text[32];
	int ret;

	snprintf(path, sizeof(path), "/sys/kernel/tracing/events/%s/%s/id", category, name);
	ret = file_read(path, text, sizeof(text));
	return ret < 0 ? ret : atoi(text);
}

int cpus_possible(void)
{
	char text[256], *last;

	if (file_read("/sys/devices/system/cpu/possible", text, sizeof(text)) <= 0)
		return sysconf(_SC_NPROCESSORS_CONF);
	last = strrchr(text, '-');
	if (strrchr(text, ',') > last)
		last = strrchr(text, ',');
	return atoi(last ? last + 1 : text) + 1;
}

void need_device(void)
{
	int fd = sbpf_device();

	if (fd < 0)
		SKIP("%s: %s", SBPF_DEVICE, strerror(-fd));
}
