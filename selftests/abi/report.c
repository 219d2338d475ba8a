// SPDX-License-Identifier: GPL-2.0
/*
 * What the log says of a rejected program, in buffers of every size: the report is complete where there is room, and
 * nothing is written behind the buffer where there is not.
 * engine: none
 */
#include <stdlib.h>

#include "abi.h"

#define ROOM	65536
#define CANARY	0x5a

static char log[ROOM + 1];

/* Load what must be rejected, with so much room for the log; the errno of PROG_LOAD. */
static int reject(const struct sbpf_insn *insns, __u32 cnt, __u32 level, __u32 size, __u32 *true_size)
{
	union sbpf_attr attr;
	int err;

	memset(log, CANARY, sizeof(log));
	abi_prog_attr(&attr, SBPF_PROG_TYPE_CGROUP_SKB, insns, cnt);
	attr.expected_attach_type = SBPF_CGROUP_INET_INGRESS;
	attr.log_level = level;
	attr.log_buf = PTR(log);
	attr.log_size = size;
	err = abi_cmd(SBPF_PROG_LOAD, &attr);
	*true_size = attr.log_true_size;
	ok(log[size] == CANARY, "a byte was written behind %u bytes of log", size);
	return err;
}

/* The packet is read two bytes further than was compared. */
static const struct sbpf_insn beyond[] = {
	LDX(W, R2, R1, offsetof(struct __sbpf_sk_buff, data)),
	LDX(W, R3, R1, offsetof(struct __sbpf_sk_buff, data_end)),
	MOV_REG(R4, R2),
	ALU64_IMM(ADD, R4, 14),
	JMP_REG(JGT, R4, R3, 1),
	LDX(W, R0, R2, 12),
	MOV_IMM(R0, 1),
	EXIT(),
};

TEST(the_report)
{
	static const char *const says[] = {
		"the way here:", "how it came to be:", "R2 is pkt", "to satisfy the rule: ",
		"so that 2 more bytes are proven", "Documentation/verifier/packet-bounds.rst", "rule packet-bounds: ",
	};
	const char *at = log, *last;
	__u32 size;
	size_t i;

	abi_open();
	ASSERT_EQ(reject(beyond, ARRAY_SIZE(beyond), 1, ROOM, &size), -EACCES);
	ASSERT_EQ(size, strlen(log) + 1);
	/* All of it, in this order. */
	for (i = 0; i < ARRAY_SIZE(says); i++) {
		last = strstr(at, says[i]);
		ok(last, "not there, or not behind \"%s\": \"%s\"", i ? says[i - 1] : "", says[i]);
		at = last ? last : at;
	}
	/* The summary is the last line. */
	log[strlen(log) - 1] = 0;
	last = strrchr(log, '\n');
	ASSERT_TRUE(last);
	ok(!strncmp(last + 1, "rejected at insn 5 ", 19), "the last line: %s", last + 1);
}

TEST(every_size)
{
	static char whole[ROOM];
	__u32 full, size, said;

	abi_open();
	ASSERT_EQ(reject(beyond, ARRAY_SIZE(beyond), 2, ROOM, &full), -EACCES);
	memcpy(whole, log, ROOM);
	for (size = 128; size <= full + 1; size++) {
		bool fits = size >= full;

		/* The end is kept. */
		EXPECT_EQ(reject(beyond, ARRAY_SIZE(beyond), 2, size, &said), fits ? -EACCES : -ENOSPC);
		EXPECT_EQ(said, full);
		ok(!strcmp(log, whole + (fits ? 0 : full - size)), "the end of the log in %u bytes", size);
		/* The beginning is. */
		EXPECT_EQ(reject(beyond, ARRAY_SIZE(beyond), 2 | 8, size, &said), fits ? -EACCES : -ENOSPC);
		EXPECT_EQ(said, full);
		ok(!strncmp(log, whole, size - 1), "the beginning of the log in %u bytes", size);
	}
}

/* A path of half a million instructions: the last of it is told. */
TEST(a_long_way)
{
	const struct sbpf_insn insns[] = {
		MOV_IMM(R6, 0),
		ALU64_IMM(ADD, R6, 1),
		JMP_IMM(JLT, R6, 200000, -2),
		LDX(W, R0, R6, 0),
		EXIT(),
	};
	__u32 size;

	abi_open();
	ASSERT_EQ(reject(insns, ARRAY_SIZE(insns), 1, ROOM, &size), -ENOSPC);
	ok(strstr(log, "the way here, the last jumps:"), "%s", log + strlen(log) / 2);
	ok(strstr(log, "how it came to be, the last steps:"), "no steps");
	ok(strstr(log, "R6 is 200000"), "not what R6 was");
	ok(strstr(log, "rule not-a-pointer: "), "no rule");
}
