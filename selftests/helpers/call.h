/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Calling one helper from a program made on the spot: raw tracepoint programs run by PROG_TEST_RUN
 * in the context of the test itself, with memory to pass and to look at afterwards.
 */
#ifndef SBPF_SELFTESTS_CALL_H
#define SBPF_SELFTESTS_CALL_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sandbpf.h"
#include "tap.h"


#define ok(cond, ...)						\
	do {							\
		if (!(cond))					\
			tap_fail(__FILE__, __LINE__, __VA_ARGS__);	\
	} while (0)

/* What programs and tests share: results and memory, and strings that cannot change. */
#define SHARED_SIZE	4096
#define RESULT(i)	((i) * 8)	/* offset of result number i */
#define MEMORY		512		/* offset where memory for arguments begins */

static int shared_fd = -1;

/* A program being written. */
struct code {
	struct sbpf_insn insn[512];
	uint32_t cnt;
};

static inline void code_add(struct code *c, const struct sbpf_insn *insns, uint32_t cnt)
{
	memcpy(c->insn + c->cnt, insns, cnt * sizeof(*insns));
	c->cnt += cnt;
}

#define ADD(c, ...) \
	do {									\
		const struct sbpf_insn _insns[] = { __VA_ARGS__ };		\
										\
		code_add(c, _insns, ARRAY_SIZE(_insns));	\
	} while (0)

static inline int shared_open(void)
{
	if (shared_fd < 0)
		shared_fd = ASSERT_OK(map_create(SBPF_MAP_TYPE_ARRAY, 4, SHARED_SIZE, 1, 0));
	return shared_fd;
}

static inline void shared_read(char *buf)
{
	uint32_t key = 0;

	ASSERT_OK(map_lookup(shared_open(), &key, buf));
}

static inline void shared_write(const char *buf)
{
	uint32_t key = 0;

	ASSERT_OK(map_update(shared_open(), &key, buf, 0));
}

static inline uint64_t shared_result(int i)
{
	char buf[SHARED_SIZE];
	uint64_t val;

	shared_read(buf);
	memcpy(&val, buf + RESULT(i), sizeof(val));
	return val;
}

/* Put @size bytes at offset @off of the memory that programs see. */
static inline void shared_put(uint32_t off, const void *from, uint32_t size)
{
	char buf[SHARED_SIZE];

	shared_read(buf);
	memcpy(buf + off, from, size);
	shared_write(buf);
}

static inline void shared_get(uint32_t off, void *to, uint32_t size)
{
	char buf[SHARED_SIZE];

	shared_read(buf);
	memcpy(to, buf + off, size);
}

/* @reg = address of offset @off of the shared memory. */
#define SHARED_ADDR(reg, off)	LD_MAP_VALUE(reg, shared_open(), off)

/* Result number @i = R0. */
static inline void code_keep(struct code *c, int i)
{
	ADD(c, MOV_REG(R1, R0), SHARED_ADDR(R2, RESULT(i)), STX(DW, R2, R1, 0));
}

static inline void code_end(struct code *c)
{
	ADD(c, MOV_IMM(R0, 0), EXIT());
}

/* A map with one string that is known at load time. Returns its fd. */
static inline int const_string(const char *text)
{
	uint32_t size = (strlen(text) + 8) & ~7, key = 0;
	char *buf = calloc(1, size);
	int fd;

	strcpy(buf, text);
	fd = ASSERT_OK(map_create(SBPF_MAP_TYPE_ARRAY, 4, size, 1, SBPF_F_RDONLY_PROG));
	ASSERT_OK(map_update(fd, &key, buf, 0));
	ASSERT_OK(map_freeze(fd));
	free(buf);
	return fd;
}

/* Load and run once. */
static inline int code_load(const struct code *c)
{
	return prog_load(SBPF_PROG_TYPE_RAW_TRACEPOINT, c->insn, c->cnt);
}

static inline void prog_run(int fd)
{
	union sbpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	ASSERT_OK(prog_test_run_attr(fd, &attr));
}

static inline void code_run(const struct code *c)
{
	int fd = ASSERT_OK(code_load(c));

	prog_run(fd);
	close(fd);
}

/* Whether a program of @type that calls @helper without arguments may be loaded. */
static inline int helper_without_args(int type, const char *license, int helper)
{
	const struct sbpf_insn insns[] = { CALL_ID(helper), MOV_IMM(R0, 0), EXIT() };
	struct prog_opts opts = { .license = license, .log_level = 0 };
	char log[16384];
	int fd;

	opts.log = log;
	opts.log_size = sizeof(log);
	opts.log_level = 1;
	if (type == SBPF_PROG_TYPE_NETFILTER)
		opts.expected_attach_type = SBPF_NETFILTER;
	fd = prog_load_opts(type, insns, ARRAY_SIZE(insns), &opts);
	if (fd >= 0)
		close(fd);
	return fd < 0 ? fd : 0;
}

#endif /* SBPF_SELFTESTS_CALL_H */
