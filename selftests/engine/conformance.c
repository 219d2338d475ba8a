// SPDX-License-Identifier: GPL-2.0
/*
 * The conformance cases of the instruction set (tools/core/cases), loaded through the device
 * and run by each engine.
 * timeout: 900
 *
 * A case becomes a function of a small program, which gives it the case's memory as a packet and
 * stores all 64 bits of its R0 in a map.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "sandbpf.h"
#include "tap.h"
#include "../../tools/core/asm.c"
#include "../../tools/core/casefile.c"

/* Found through -I$(SRC)/uapi. */
#define CASES(name)								\
	extern const char name##_cases[];					\
	__asm__(".section .rodata\n.global " #name "_cases\n" #name "_cases:\n"	\
		".incbin \"../tools/core/cases/" #name ".cases\"\n.byte 0\n.previous\n")

CASES(alu32);
CASES(alu64);
CASES(swap);
CASES(jump);
CASES(memory);
CASES(atomic);
CASES(call);
CASES(illegal);

#define BODY_MAX	4096
#define MEM_MAX		256

static struct sbpf_insn body[BODY_MAX];
static int result_map;

static int parse_mem(const char *text, unsigned char *mem)
{
	int n = 0;
	char *end;

	for (;;) {
		unsigned long byte = strtoul(text, &end, 16);

		if (end == text || n == MEM_MAX)
			return n;
		mem[n++] = byte;
		text = end;
	}
}

static int parse_raw(const char *text)
{
	int n = 0;
	char *end;

	for (;;) {
		unsigned long long word = strtoull(text, &end, 16);

		if (end == text || n == BODY_MAX)
			return n;
		memcpy(&body[n++], &word, sizeof(word));
		text = end;
	}
}

/* The case's R0 through the map; how many instructions the whole program has. */
static int wrap_body(struct sbpf_insn *insns, int len, int mem_len)
{
	const struct sbpf_insn head[] = {
		LDX(W, R2, R1, offsetof(struct __sbpf_sk_buff, data)),
		LDX(W, R3, R1, offsetof(struct __sbpf_sk_buff, data_end)),
		MOV_REG(R4, R2),
		ALU64_IMM(ADD, R4, mem_len),
		JMP_REG(JGT, R4, R3, 6),
		MOV_REG(R1, R2),
		CALL_REL(6),
		LD_MAP_VALUE(R1, result_map, 0),
		STX(DW, R1, R0, 0),
		MOV_IMM(R0, 0),
		EXIT(),
		MOV_IMM(R0, 1),
		EXIT(),
	};
	int n = sizeof(head) / sizeof(head[0]);

	memcpy(insns, head, sizeof(head));
	insns[4].off = n - 2 - 5;
	insns[6].imm = n - 7;
	memcpy(insns + n, body, len * sizeof(*body));
	return n + len;
}

/* Run a case: its R0, or -1 when there is none. */
static bool run(const struct test_case *c, int len, unsigned long long *r0)
{
	static struct sbpf_insn insns[BODY_MAX + 32];
	unsigned char mem[MEM_MAX] = {};
	bool direct = c->text[CASE_DIRECT];
	__u32 key = 0, retval;
	int fd, err, n = 64;

	if (c->text[CASE_MEM])
		n = parse_mem(c->text[CASE_MEM], mem);
	if (direct)
		fd = prog_load(SBPF_PROG_TYPE_SCHED_CLS, body, len);
	else
		fd = prog_load(SBPF_PROG_TYPE_SCHED_CLS, insns, wrap_body(insns, len, n));
	if (fd < 0) {
		tap_note("%s: not loaded: %s", c->name, strerror(-fd));
		return false;
	}
	err = prog_test_run(fd, mem, n, &retval);
	close(fd);
	if (err || (!direct && retval)) {
		tap_note("%s: not run: %d, %u", c->name, err, retval);
		return false;
	}
	*r0 = retval;
	return direct || !map_lookup(result_map, &key, r0);
}

static bool judge(const struct test_case *c)
{
	unsigned long long want, got = 0;
	char why[128] = "";
	int len, fd;

	len = c->text[CASE_ASM] ? asm_program(c->text[CASE_ASM], body, BODY_MAX, why, sizeof(why)) :
				  parse_raw(c->text[CASE_RAW]);
	if (len <= 0) {
		tap_note("%s: %s", c->name, why);
		return false;
	}
	if (c->text[CASE_ERROR]) {
		fd = prog_load_bad(SBPF_PROG_TYPE_SCHED_CLS, body, len, NULL, 0);
		if (fd != -EINVAL)
			tap_note("%s: %d instead of EINVAL", c->name, fd);
		return fd == -EINVAL;
	}
	want = strtoull(c->text[CASE_RESULT], NULL, 0);
	if (c->text[CASE_DIRECT])
		want = (__u32)want;
	if (!run(c, len, &got))
		return false;
	if (got != want)
		tap_note("%s: 0x%llx instead of 0x%llx", c->name, got, want);
	return got == want;
}

static void run_cases(const char *text)
{
	struct test_case c;
	int failed = 0, n = 0;

	need_device();
	result_map = ASSERT_OK(map_create(SBPF_MAP_TYPE_ARRAY, 4, 8, 1, 0));
	while (case_next(&text, &c)) {
		failed += !judge(&c);
		n++;
		case_free(&c);
	}
	EXPECT_GT(n, 10);
	EXPECT_EQ(failed, 0);
}

#define CASE_TEST(name) TEST_TIMEOUT(name, 400) { run_cases(name##_cases); }

CASE_TEST(alu32)
CASE_TEST(alu64)
CASE_TEST(swap)
CASE_TEST(jump)
CASE_TEST(memory)
CASE_TEST(atomic)
CASE_TEST(call)
CASE_TEST(illegal)
