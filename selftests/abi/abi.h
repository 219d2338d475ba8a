/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the tests of the ABI share: commands without any help, so that every byte of what is passed
 * is the test's own choice.
 */
#ifndef SBPF_SELFTESTS_ABI_H
#define SBPF_SELFTESTS_ABI_H

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <linux/sandbpf.h>

#include "sandbpf.h"
#include "tap.h"

#define ENOTSUPP	524
#define NOBODY		65534


/* Like EXPECT_TRUE(), with the values that matter in the words of the test. */
#define ok(cond, ...)						\
	do {							\
		if (!(cond))					\
			tap_fail(__FILE__, __LINE__, __VA_ARGS__);	\
	} while (0)

static int abi_dev = -1;

/* Open the device once; the tests of who may open it do it themselves. */
static inline int abi_open(void)
{
	if (abi_dev < 0)
		abi_dev = open(SBPF_DEVICE, O_RDWR | O_CLOEXEC);
	return abi_dev;
}

static inline void abi_close(void)
{
	close(abi_dev);
	abi_dev = -1;
}

/* One command with @size bytes of attributes. Returns its result or -errno. */
static inline int abi_raw(unsigned int cmd, void *attr, size_t size)
{
	int ret = ioctl(abi_open(), SBPF_IOC(cmd, size), attr);

	return ret < 0 ? -errno : ret;
}

static inline int abi_cmd(unsigned int cmd, union sbpf_attr *attr)
{
	return abi_raw(cmd, attr, sizeof(*attr));
}

static inline int abi_map(uint32_t type, uint32_t key, uint32_t value, uint32_t entries,
			  uint32_t flags)
{
	union sbpf_attr attr = {
		.map_type = type, .key_size = key, .value_size = value,
		.max_entries = entries, .map_flags = flags,
	};

	return abi_cmd(SBPF_MAP_CREATE, &attr);
}

static inline int abi_elem(unsigned int cmd, int map, const void *key, void *value, uint64_t flags)
{
	union sbpf_attr attr = {
		.map_fd = map, .key = PTR(key), .value = PTR(value), .flags = flags
	};

	return abi_cmd(cmd, &attr);
}

static inline void abi_prog_attr(union sbpf_attr *attr, uint32_t type,
				 const struct sbpf_insn *insns, uint32_t cnt)
{
	memset(attr, 0, sizeof(*attr));
	attr->prog_type = type;
	attr->insns = PTR(insns);
	attr->insn_cnt = cnt;
	attr->license = PTR("GPL");
}

static inline int abi_prog(uint32_t type, const struct sbpf_insn *insns, uint32_t cnt)
{
	union sbpf_attr attr;

	abi_prog_attr(&attr, type, insns, cnt);
	return abi_cmd(SBPF_PROG_LOAD, &attr);
}

/* The smallest program. */
static inline int abi_prog_empty(uint32_t type)
{
	const struct sbpf_insn insns[] = { MOV_IMM(R0, 0), EXIT() };

	return abi_prog(type, insns, ARRAY_SIZE(insns));
}

/* The id of the object behind an fd, 0 if it has none. Works for every kind. */
static inline uint32_t abi_id(int fd, uint32_t off)
{
	uint8_t info[256] = {};
	union sbpf_attr attr = { .info = { .bpf_fd = fd, .info = PTR(info) } };
	uint32_t id;

	attr.info.info_len = off + sizeof(id);
	if (abi_cmd(SBPF_OBJ_GET_INFO_BY_FD, &attr))
		return 0;
	memcpy(&id, info + off, sizeof(id));
	return id;
}

#define abi_map_id(fd)	abi_id(fd, offsetof(struct sbpf_map_info, id))
#define abi_prog_id(fd)	abi_id(fd, offsetof(struct sbpf_prog_info, id))
#define abi_link_id(fd)	abi_id(fd, offsetof(struct sbpf_link_info, id))

static inline int abi_next_id(unsigned int cmd, uint32_t start, uint32_t *next)
{
	union sbpf_attr attr = { .start_id = start };
	int ret = abi_cmd(cmd, &attr);

	*next = attr.next_id;
	return ret;
}

static inline int abi_fd_by_id(unsigned int cmd, uint32_t id)
{
	union sbpf_attr attr = { .prog_id = id };

	return abi_cmd(cmd, &attr);
}

/* How many objects of a kind there are. */
static inline int abi_count(unsigned int next_cmd)
{
	uint32_t id = 0;
	int n = 0;

	while (!abi_next_id(next_cmd, id, &id))
		n++;
	return n;
}

static inline int abi_count_all(void)
{
	return abi_count(SBPF_MAP_GET_NEXT_ID) + abi_count(SBPF_PROG_GET_NEXT_ID) +
	       abi_count(SBPF_LINK_GET_NEXT_ID);
}

/* Objects are freed after a grace period: wait until there are no more than @want. */
static inline bool abi_settle(int want)
{
	int i;

	for (i = 0; i < 500; i++) {
		if (abi_count_all() <= want)
			return true;
		usleep(10000);
	}
	return false;
}

#endif /* SBPF_SELFTESTS_ABI_H */
