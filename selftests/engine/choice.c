// SPDX-License-Identifier: GPL-2.0
/*
 * Which engine runs a program, what a program costs in memory, and the instruction budget.
 * engine: none
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sandbpf.h"
#include "tap.h"

#define TYPE	SBPF_PROG_TYPE_SCHED_CLS
#define PARAM	"/sys/module/sandbpf/parameters/engine"
#define JIT	"/proc/sys/net/core/bpf_jit_enable"
#define HARDEN	"/proc/sys/net/core/bpf_jit_harden"

static char old_jit[16], old_harden[16], old_param[16];

/* At the end of every test that changes them: other programs come after this one. */
static void restore(void)
{
	file_write(JIT, old_jit);
	file_write(HARDEN, old_harden);
	file_write(PARAM, old_param);
}

BEFORE_EACH()
{
	need_device();
	if (file_read(JIT, old_jit, sizeof(old_jit)) < 0)
		SKIP("this kernel has no JIT");
	ASSERT_OK(file_read(HARDEN, old_harden, sizeof(old_harden)));
	ASSERT_OK(file_read(PARAM, old_param, sizeof(old_param)));
	ASSERT_OK(file_write(JIT, "1"));
	ASSERT_OK(file_write(PARAM, "auto"));
}

static const struct sbpf_insn seven[] = { MOV_IMM(R0, 7), EXIT() };

static int load(const struct sbpf_insn *insns, int len, __u32 flags)
{
	struct prog_opts opts = { .flags = flags };

	return prog_load_opts(TYPE, insns, len, &opts);
}

/* The value behind "key:" of a descriptor's fdinfo. */
static const char *fdinfo(int fd, const char *key)
{
	static char text[2048];
	char path[64], *p;

	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", fd);
	ASSERT_OK(file_read(path, text, sizeof(text)));
	p = strstr(text, key);
	ASSERT_TRUE(p);
	p += strlen(key) + 1;
	p += strspn(p, "\t ");
	p[strcspn(p, "\n")] = 0;
	return p;
}

static __u32 run(int fd)
{
	unsigned char packet[64] = {};
	__u32 retval = ~0U;

	ASSERT_OK(prog_test_run(fd, packet, sizeof(packet), &retval));
	return retval;
}

TEST(by_flag)
{
	int fd = ASSERT_OK(load(seven, 2, SBPF_F_ENGINE_INTERP));

	EXPECT_STREQ(fdinfo(fd, "engine"), "interp");
	EXPECT_EQ(run(fd), 7);
	fd = ASSERT_OK(load(seven, 2, SBPF_F_ENGINE_HOSTJIT));
	EXPECT_STREQ(fdinfo(fd, "engine"), "hostjit");
	EXPECT_EQ(run(fd), 7);
	EXPECT_ERR(load(seven, 2, SBPF_F_ENGINE_INTERP | SBPF_F_ENGINE_HOSTJIT), EINVAL);
}

TEST(by_parameter)
{
	EXPECT_STREQ(fdinfo(ASSERT_OK(load(seven, 2, 0)), "engine"), "hostjit");
	ASSERT_OK(file_write(PARAM, "interp"));
	EXPECT_STREQ(fdinfo(ASSERT_OK(load(seven, 2, 0)), "engine"), "interp");
	EXPECT_STREQ(fdinfo(ASSERT_OK(load(seven, 2, SBPF_F_ENGINE_HOSTJIT)), "engine"), "hostjit");
	ASSERT_OK(file_write(PARAM, "hostjit"));
	EXPECT_STREQ(fdinfo(ASSERT_OK(load(seven, 2, 0)), "engine"), "hostjit");
	EXPECT_ERR(file_write(PARAM, "steam"), EINVAL);
	restore();
}

TEST(without_the_hosts_jit)
{
	ASSERT_OK(file_write(JIT, "0"));
	EXPECT_STREQ(fdinfo(ASSERT_OK(load(seven, 2, 0)), "engine"), "interp");
	EXPECT_ERR(load(seven, 2, SBPF_F_ENGINE_HOSTJIT), EOPNOTSUPP);
	restore();
}

/* Constant blinding gives the program back as another one. */
TEST(with_constant_blinding)
{
	const struct sbpf_insn insns[] = {
		LD_IMM64(R6, 0x1122334455667788ULL),
		MOV_IMM(R1, 30),
		CALL_REL(4),
		ALU64_IMM(XOR, R6, 0x55667788),
		ALU64_IMM(RSH, R6, 56),
		ALU64_REG(ADD, R0, R6),
		EXIT(),
		MOV_IMM(R2, 4),
		MOV_REG(R0, R1),
		ALU64_REG(DIV, R0, R2),
		JMP_IMM(JEQ, R0, 7, 1),
		MOV_IMM(R0, 1000),
		EXIT(),
	};
	int fd;

	ASSERT_OK(file_write(HARDEN, "2"));
	fd = EXPECT_OK(load(insns, sizeof(insns) / sizeof(insns[0]), SBPF_F_ENGINE_HOSTJIT));
	restore();
	EXPECT_EQ(run(fd), 7 + 0x11);
}

/* 64 bytes an instruction and 8 KiB. */
TEST(memory)
{
	enum { N = 4000 };
	static struct sbpf_insn insns[N];
	int i, engine;

	for (i = 0; i < N - 1; i++)
		insns[i] = i ? ALU64_IMM(ADD, R0, i) : MOV_IMM(R0, 0);
	insns[i] = EXIT();
	for (engine = 0; engine < 2; engine++) {
		__u32 flag = engine ? SBPF_F_ENGINE_HOSTJIT : SBPF_F_ENGINE_INTERP;

		EXPECT_LE(atol(fdinfo(ASSERT_OK(load(insns, N, flag)), "memlock")), 64 * N + 8192);
		EXPECT_LE(atol(fdinfo(ASSERT_OK(load(seven, 2, flag)), "memlock")), 64 * 2 + 8192);
	}
}

/* A program of a million rounds of the loop helper, each with some instructions. */
static int load_long_one(__u32 flags)
{
	const struct sbpf_insn insns[] = {
		MOV_IMM(R1, 1000000),
		LD_FUNC(R2, 6),
		MOV_IMM(R3, 0),
		MOV_IMM(R4, 0),
		CALL(loop),
		MOV_IMM(R0, 5),
		EXIT(),
		MOV_IMM(R0, 0),
		EXIT(),
	};

	return load(insns, sizeof(insns) / sizeof(insns[0]), flags);
}

TEST(budget_ends_a_run)
{
	int fd = ASSERT_OK(load_long_one(SBPF_F_BUDGET_LOG2(12)));

	/* Only the interpreter keeps budgets. */
	EXPECT_STREQ(fdinfo(fd, "engine"), "interp");
	EXPECT_STREQ(fdinfo(fd, "budget_exhausted"), "0");
	EXPECT_NE(run(fd), 5);
	EXPECT_STREQ(fdinfo(fd, "budget_exhausted"), "1");
}

TEST(budget_that_suffices)
{
	int fd = ASSERT_OK(load_long_one(SBPF_F_BUDGET_LOG2(24)));

	EXPECT_EQ(run(fd), 5);
	EXPECT_STREQ(fdinfo(fd, "budget_exhausted"), "0");
}
