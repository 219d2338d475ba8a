// SPDX-License-Identifier: GPL-2.0
/*
 * How attributes are passed: sizes shorter and longer than the module's struct, tails, addresses,
 * and what is written back. The rules are bpf(2)'s; no command is of interest here.
 * engine: none
 */
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "abi.h"

static long page;

BEFORE_EACH()
{
	page = sysconf(_SC_PAGESIZE);
}

/* Two pages of which the second cannot be touched; the address is that of the hole. */
static char *hole_make(int prot)
{
	char *mem =
		mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (mem == MAP_FAILED || mprotect(mem + page, page, prot))
		abort();
	return mem + page;
}

static void array_attr(union sbpf_attr *attr)
{
	memset(attr, 0, sizeof(*attr));
	attr->map_type = SBPF_MAP_TYPE_ARRAY;
	attr->key_size = 4;
	attr->value_size = 8;
	attr->max_entries = 1;
}

static void expect(int got, int want, const char *what)
{
	ok(got == want, "%s: %d, want %d", what, got, want);
	if (got > 2)
		close(got);
}

static void expect_fd(int got, const char *what)
{
	ok(got >= 0, "%s: %d, want an fd", what, got);
	if (got >= 0)
		close(got);
}

TEST(ioctl_number)
{
	union sbpf_attr attr;

	array_attr(&attr);
	expect(ioctl(abi_open(), _IOC(_IOC_READ | _IOC_WRITE, 'x', 0, sizeof(attr)), &attr) ?
		       -errno :
		       0,
	       -ENOTTY, "another type byte");
	expect(ioctl(abi_open(), _IOC(_IOC_WRITE, SBPF_IOC_MAGIC, 0, sizeof(attr)), &attr) ?
		       -errno :
		       0,
	       -ENOTTY, "another direction");
	expect(ioctl(abi_open(), TCGETS, &attr) ? -errno : 0, -ENOTTY, "an ioctl of terminals");
}

TEST(unknown_commands)
{
	union sbpf_attr attr = {};
	int cmd, wrong = 0, first = -1;

	for (cmd = SBPF_MAX_CMD; cmd < 256; cmd++) {
		if (cmd >= SBPF_CMD_OWN_BASE && cmd < SBPF_MAX_OWN_CMD)
			continue;
		if (abi_cmd(cmd, &attr) != -EINVAL) {
			wrong++;
			first = first < 0 ? cmd : first;
		}
	}
	ok(!wrong, "commands that do not exist are invalid (%d are not, first %d)", wrong, first);
}

TEST(sizes)
{
	char buf[16384] = {};
	union sbpf_attr *attr = (void *)buf;
	size_t last = offsetof(union sbpf_attr, max_entries) + 4;

	array_attr(attr);
	expect_fd(abi_raw(SBPF_MAP_CREATE, buf, sizeof(*attr)), "size of the struct");
	expect_fd(abi_raw(SBPF_MAP_CREATE, buf, last), "shorter: the rest counts as zero");
	expect(abi_raw(SBPF_MAP_CREATE, buf, last - 4), -EINVAL, "too short to hold max_entries");
	expect(abi_raw(SBPF_MAP_CREATE, buf, 0), -EINVAL, "no attributes at all");
	expect_fd(abi_raw(SBPF_MAP_CREATE, buf, sizeof(*attr) + 8), "longer by 8 zeros");
	expect_fd(abi_raw(SBPF_MAP_CREATE, buf, 4096), "one page");
	expect(abi_raw(SBPF_MAP_CREATE, buf, 4097), -E2BIG, "more than a page");
	expect(abi_raw(SBPF_MAP_CREATE, buf, 16383), -E2BIG, "the largest an ioctl can say");

	buf[sizeof(*attr)] = 1;
	expect(abi_raw(SBPF_MAP_CREATE, buf, sizeof(*attr) + 1), -E2BIG, "byte behind the struct");
	expect_fd(abi_raw(SBPF_MAP_CREATE, buf, sizeof(*attr)), "the same byte, not passed");
	buf[sizeof(*attr)] = 0;
	buf[4095] = 1;
	expect(abi_raw(SBPF_MAP_CREATE, buf, 4096), -E2BIG, "last byte of a page");
	buf[4095] = 0;
	buf[offsetof(union sbpf_attr, map_extra) + 8] = 1;
	expect(abi_raw(SBPF_MAP_CREATE, buf, sizeof(*attr)), -EINVAL,
	       "byte inside the struct, behind what the command knows");
	expect_fd(abi_raw(SBPF_MAP_CREATE, buf, offsetof(union sbpf_attr, map_extra) + 8),
		  "the same byte, not passed");
}

TEST(addresses)
{
	char *hole = hole_make(PROT_NONE);
	union sbpf_attr attr;
	size_t cut;

	array_attr(&attr);
	expect(abi_raw(SBPF_MAP_CREATE, NULL, sizeof(attr)), -EFAULT, "NULL");
	expect(abi_raw(SBPF_MAP_CREATE, hole, sizeof(attr)), -EFAULT, "unmapped");
	expect(abi_raw(SBPF_MAP_CREATE, (void *)-4096UL, sizeof(attr)), -EFAULT, "kernel address");
	expect(abi_raw(SBPF_MAP_CREATE, (void *)(1UL << 62), sizeof(attr)), -EFAULT,
	       "non-canonical");
	for (cut = 1; cut < sizeof(attr); cut += 37) {
		memcpy(hole - cut, &attr, cut);
		expect(abi_raw(SBPF_MAP_CREATE, hole - cut, sizeof(attr)), -EFAULT,
		       "runs into a hole");
	}
	memcpy(hole - sizeof(attr), &attr, sizeof(attr));
	expect_fd(abi_raw(SBPF_MAP_CREATE, hole - sizeof(attr), sizeof(attr)),
		  "ends before a hole");
	expect(abi_raw(SBPF_MAP_CREATE, hole - sizeof(attr), sizeof(attr) + 1), -EFAULT,
	       "tail in a hole");
}

TEST(alignment)
{
	char buf[sizeof(union sbpf_attr) + 8];
	union sbpf_attr attr;
	int shift, fds = 0, fd;

	array_attr(&attr);
	for (shift = 1; shift < 8; shift++) {
		memcpy(buf + shift, &attr, sizeof(attr));
		fd = abi_raw(SBPF_MAP_CREATE, buf + shift, sizeof(attr));
		fds += fd >= 0;
		close(fd);
	}
	ok(fds == 7, "attributes may lie at any address: %d of 7", fds);
}

TEST(write_back)
{
	int map = abi_map(SBPF_MAP_TYPE_ARRAY, 4, 8, 1, 0);
	char *rdonly = hole_make(PROT_READ | PROT_WRITE);
	union sbpf_attr attr, copy;

	memset(&attr, 0, sizeof(attr));
	expect(abi_cmd(SBPF_MAP_GET_NEXT_ID, &attr), 0, "next id");
	ok(attr.next_id && !attr.start_id, "only next_id is written: start %u next %u",
	   attr.start_id, attr.next_id);

	memset(rdonly, 0, page);
	mprotect(rdonly, page, PROT_READ);
	expect(abi_raw(SBPF_MAP_GET_NEXT_ID, rdonly, sizeof(attr)), -EFAULT,
	       "result into read-only memory");
	array_attr(&attr);
	mprotect(rdonly, page, PROT_READ | PROT_WRITE);
	memcpy(rdonly, &attr, sizeof(attr));
	mprotect(rdonly, page, PROT_READ);
	expect_fd(abi_raw(SBPF_MAP_CREATE, rdonly, sizeof(attr)),
		  "nothing to write back, so read-only memory will do");

	copy = attr;
	expect_fd(abi_cmd(SBPF_MAP_CREATE, &attr), "map");
	ok(!memcmp(&attr, &copy, sizeof(attr)), "MAP_CREATE leaves its attributes alone");
	close(map);
}

/* Results are written where they belong, however small the user says the struct is; as bpf(2) does. */
TEST(write_back_beyond_the_size)
{
	int map = abi_map(SBPF_MAP_TYPE_ARRAY, 4, 8, 1, 0);
	char *hole = hole_make(PROT_NONE);
	struct sbpf_map_info info;
	union sbpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	expect(abi_raw(SBPF_MAP_GET_NEXT_ID, &attr, sizeof(attr.start_id)), 0, "next id, start_id only");
	ok(attr.next_id == abi_map_id(map), "next id: %u", attr.next_id);
	memset(&attr, 0, sizeof(attr));
	expect(abi_raw(SBPF_MAP_GET_NEXT_ID, &attr, 0), 0, "next id, nothing given");
	ok(attr.next_id == abi_map_id(map), "next id: %u", attr.next_id);
	memset(hole - sizeof(attr.start_id), 0, sizeof(attr.start_id));
	expect(abi_raw(SBPF_MAP_GET_NEXT_ID, hole - sizeof(attr.start_id), sizeof(attr.start_id)), -EFAULT,
	       "next id into a hole");

	/* Without its size the info struct counts as empty. */
	memset(&attr, 0, sizeof(attr));
	attr.info.bpf_fd = map;
	attr.info.info_len = sizeof(info);
	attr.info.info = PTR(&info);
	memset(&info, 0x5a, sizeof(info));
	expect(abi_raw(SBPF_OBJ_GET_INFO_BY_FD, &attr, sizeof(attr.info.bpf_fd)), 0, "info, fd only");
	ok(!attr.info.info_len, "info_len: %u", attr.info.info_len);
	ok(info.type == 0x5a5a5a5a, "nothing else is written: %#x", info.type);
	close(map);
}

TEST(write_back_of_a_run)
{
	const struct sbpf_insn insns[] = { MOV_IMM(R0, 42), EXIT() };
	char packet[64] = {};
	union sbpf_attr attr;
	int prog;

	prog = abi_prog(SBPF_PROG_TYPE_SOCKET_FILTER, insns, ARRAY_SIZE(insns));
	memset(&attr, 0, sizeof(attr));
	attr.test.prog_fd = prog;
	attr.test.data_in = PTR(packet);
	attr.test.data_size_in = sizeof(packet);
	attr.test.duration = ~0U;
	expect(abi_raw(SBPF_PROG_TEST_RUN, &attr, offsetof(union sbpf_attr, test.data_out)), 0,
	       "run, up to data_in");
	ok(attr.test.retval == 42 && attr.test.data_size_out == sizeof(packet) && attr.test.duration != ~0U,
	   "retval %u size %u duration %u", attr.test.retval, attr.test.data_size_out, attr.test.duration);
	close(prog);
}

/* The one exception: log_true_size came later than PROG_LOAD. */
TEST(write_back_of_the_log_size)
{
	const struct sbpf_insn insns[] = { MOV_IMM(R0, 0), EXIT() };
	union sbpf_attr attr;
	char log[4096];

	abi_prog_attr(&attr, SBPF_PROG_TYPE_SOCKET_FILTER, insns, ARRAY_SIZE(insns));
	attr.log_true_size = 77;
	expect_fd(abi_raw(SBPF_PROG_LOAD, &attr, offsetof(union sbpf_attr, log_true_size)), "load without it");
	ok(attr.log_true_size == 77, "left alone: %u", attr.log_true_size);
	expect_fd(abi_cmd(SBPF_PROG_LOAD, &attr), "load with it, no log");
	ok(!attr.log_true_size, "no log has no size: %u", attr.log_true_size);
	attr.log_level = 2;
	attr.log_buf = PTR(log);
	attr.log_size = sizeof(log);
	expect_fd(abi_cmd(SBPF_PROG_LOAD, &attr), "load with it and a log");
	ok(attr.log_true_size == strlen(log) + 1, "log size: %u of %zu", attr.log_true_size, strlen(log) + 1);
}
