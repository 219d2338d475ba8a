// SPDX-License-Identifier: GPL-2.0
/*
 * map_lookup_percpu_elem: a program reads and writes the values of other CPUs.
 * covers: helper:map_lookup_percpu_elem
 */
#include <stdlib.h>

#include "sandbpf.h"
#include "tap.h"

/* What a run is told, and what it says. */
struct control {
	__u64 cpu;
	__u64 found;
	__u64 value;
};

#define KEY	3

BEFORE_EACH()
{
	need_device();
}

/* Reads the value of KEY on control.cpu into control.value and adds 1000 to it in the map. */
static int reader_load(int map, int control)
{
	const struct sbpf_insn insns[] = {
		LD_MAP_VALUE(R6, control, 0),
		ST(DW, R6, 8, 0),
		ST(W, R10, -4, KEY),
		LD_MAP_FD(R1, map),
		MOV_REG(R2, R10),
		ALU64_IMM(ADD, R2, -4),
		LDX(W, R3, R6, 0),
		CALL(map_lookup_percpu_elem),
		JMP_IMM(JEQ, R0, 0, 5),
		LDX(DW, R1, R0, 0),
		STX(DW, R6, R1, 16),
		ST(DW, R6, 8, 1),
		ALU64_IMM(ADD, R1, 1000),
		STX(DW, R0, R1, 0),
		MOV_IMM(R0, 0),
		EXIT(),
	};

	return ASSERT_OK(PROG_LOAD(SBPF_PROG_TYPE_SCHED_CLS, insns));
}

static struct control run(int prog, int map, __u64 cpu)
{
	struct control control = { .cpu = cpu };
	char packet[64] = {};
	__u32 key = 0, ret;

	ASSERT_OK(map_update(map, &key, &control, SBPF_ANY));
	ASSERT_OK(prog_test_run(prog, packet, sizeof(packet), &ret));
	ASSERT_OK(map_lookup(map, &key, &control));
	return control;
}

TEST(every_cpu)
{
	static const int types[] = {
		SBPF_MAP_TYPE_PERCPU_ARRAY, SBPF_MAP_TYPE_PERCPU_HASH, SBPF_MAP_TYPE_LRU_PERCPU_HASH,
	};
	int control = ASSERT_OK(map_create(SBPF_MAP_TYPE_ARRAY, 4, sizeof(struct control), 1, 0));
	int cpus = cpus_possible(), map, prog, cpu;
	__u64 *values = calloc(cpus, 8);
	struct control c;
	unsigned int i;
	__u32 key = KEY;

	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		map = ASSERT_OK(map_create(types[i], 4, 8, 10, 0));
		prog = reader_load(map, control);
		if (types[i] != SBPF_MAP_TYPE_PERCPU_ARRAY)
			EXPECT_EQ(run(prog, control, 0).found, 0);
		for (cpu = 0; cpu < cpus; cpu++)
			values[cpu] = 100 + cpu;
		ASSERT_OK(map_update(map, &key, values, SBPF_ANY));
		for (cpu = 0; cpu < cpus; cpu++) {
			c = run(prog, control, cpu);
			EXPECT_EQ(c.found, 1);
			EXPECT_EQ(c.value, 100 + cpu);
		}
		ASSERT_OK(map_lookup(map, &key, values));
		for (cpu = 0; cpu < cpus; cpu++)
			EXPECT_EQ(values[cpu], 1100 + cpu);
		/* CPUs that cannot be. */
		EXPECT_EQ(run(prog, control, 1 << 20).found, 0);
		EXPECT_EQ(run(prog, control, 0xffffffff).found, 0);
		EXPECT_EQ(run(prog, control, 0x80000000).found, 0);
	}
	free(values);
}

/* Only maps with a value for each CPU have it. */
TEST(other_maps_refused)
{
	int map = ASSERT_OK(map_create(SBPF_MAP_TYPE_HASH, 4, 8, 10, 0));
	const struct sbpf_insn insns[] = {
		ST(W, R10, -4, KEY),
		LD_MAP_FD(R1, map),
		MOV_REG(R2, R10),
		ALU64_IMM(ADD, R2, -4),
		MOV_IMM(R3, 0),
		CALL(map_lookup_percpu_elem),
		MOV_IMM(R0, 0),
		EXIT(),
	};

	EXPECT_TRUE(PROG_LOAD_BAD(SBPF_PROG_TYPE_SCHED_CLS, insns, NULL, 0) < 0);
}
