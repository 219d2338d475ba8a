// SPDX-License-Identifier: GPL-2.0
/*
 * perf_event_output from programs on packets: the sample ends in as much of the packet as the flags say.
 * covers: helper:perf_event_output map:PERF_EVENT_ARRAY
 * timeout: 300
 */
#include <linux/perf_event.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include "packets.h"

#define PORT		7000
#define HEADERS		(20 + 8)
#define SMALL		20
#define BIG		20000	/* more than the kernel keeps in one piece */
#define RING_PAGES	16
#define PAGE		4096UL
#define MARK		0x1122334455667788ULL

static struct perf_event_mmap_page *ring;
static unsigned char payload[BIG];
static int map, events;

/* Everything happens on one CPU: a datagram to ourselves arrives where it is sent. */
static void events_open(void)
{
	struct perf_event_attr attr = {
		.size = sizeof(attr), .type = PERF_TYPE_SOFTWARE, .config = PERF_COUNT_SW_BPF_OUTPUT,
		.sample_type = PERF_SAMPLE_RAW, .sample_period = 1, .wakeup_events = 1,
	};
	__u32 key = 0, perf;
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(0, &set);
	ASSERT_EQ(sched_setaffinity(0, sizeof(set), &set), 0);
	perf = syscall(__NR_perf_event_open, &attr, -1, 0, -1, 0);
	ASSERT_OK((int)perf);
	ring = mmap(NULL, (1 + RING_PAGES) * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, perf, 0);
	ASSERT_TRUE(ring != MAP_FAILED);
	events = ASSERT_OK(map_create(SBPF_MAP_TYPE_PERF_EVENT_ARRAY, 4, 4, 8, 0));
	ASSERT_OK(map_update(events, &key, &perf, SBPF_ANY));
}

BEFORE_EACH()
{
	size_t i;

	need_device();
	net_new();
	map = numbers_create();
	events_open();
	for (i = 0; i < sizeof(payload); i++)
		payload[i] = i * 7 + (i >> 8);
}

/* The next sample: the raw bytes and how many there are, -1 if there is none. */
static int sample(unsigned char *buf, size_t room)
{
	__u64 head = __atomic_load_n(&ring->data_head, __ATOMIC_ACQUIRE), at = ring->data_tail;
	unsigned char *data = (unsigned char *)ring + ring->data_offset;
	struct perf_event_header hdr;
	unsigned char rec[65536];
	__u32 size, i;

	if (at == head)
		return -1;
	for (i = 0; i < sizeof(hdr); i++)
		((unsigned char *)&hdr)[i] = data[(at + i) % ring->data_size];
	for (i = 0; i < hdr.size; i++)
		rec[i] = data[(at + i) % ring->data_size];
	__atomic_store_n(&ring->data_tail, at + hdr.size, __ATOMIC_RELEASE);
	ASSERT_EQ(hdr.type, PERF_RECORD_SAMPLE);
	memcpy(&size, rec + sizeof(hdr), sizeof(size));
	ASSERT_LE(size, room);
	memcpy(buf, rec + sizeof(hdr) + sizeof(size), size);
	return size;
}

/*
 * Writes MARK and @len bytes of the packet, all of it if @len is negative. Number 0 is the result, 1 the packet's length,
 * 2 how much of it is in one piece.
 */
static int writer(int type, int len, __u64 flags)
{
	struct sbpf_insn insns[] = {
		MOV_REG(R6, R1),
		LDX(W, R7, R6, SKB(len)), PUT(map, 1, R7),
		LDX(W, R2, R6, SKB(data)), LDX(W, R3, R6, SKB(data_end)),
		ALU64_REG(SUB, R3, R2), PUT(map, 2, R3),
		LD_IMM64(R2, MARK), STX(DW, R10, R2, -8),
		LD_IMM64(R3, flags),
		len < 0 ? MOV_REG(R4, R7) : MOV_IMM(R4, len),
		ALU64_IMM(LSH, R4, 32), ALU64_REG(OR, R3, R4),
		MOV_REG(R1, R6), LD_MAP_FD(R2, events), MOV_REG(R4, R10), ALU64_IMM(ADD, R4, -8), MOV_IMM(R5, 8),
		CALL(perf_event_output),
		MOV_REG(R7, R0), PUT(map, 0, R7),
		MOV_IMM(R0, 1),
		EXIT(),
	};

	return NF_LOAD(type, insns);
}

/* Send @size bytes to ourselves past the program; its result. */
static int pass(int prog, size_t size)
{
	static unsigned char buf[BIG];
	int sock = ASSERT_OK(net_udp_bind("127.0.0.1", PORT));
	int link = ASSERT_OK(link_create_netfilter(prog, NFPROTO_IPV4, NF_INET_LOCAL_IN, 0, 0));

	ASSERT_EQ(net_udp_send("127.0.0.1", PORT, payload, size), (int)size);
	/* SCHED_CLS drops with other numbers than CGROUP_SKB; arriving is not what is tested. */
	net_recv(sock, buf, sizeof(buf), 100);
	close(link);
	close(sock);
	close(prog);
	return (int)number(map, 0);
}

static void check_sample(int len)
{
	static unsigned char buf[65536];
	__u64 mark = MARK;
	int size = sample(buf, sizeof(buf)), data = len - HEADERS;

	/* perf pads so that the next record is aligned to 8, its own length field of 4 included. */
	ASSERT_EQ(size, (8 + len + 4 + 7) / 8 * 8 - 4);
	EXPECT_EQ(memcmp(buf, &mark, 8), 0);
	if (len >= HEADERS) {
		EXPECT_EQ(buf[8], 0x45);
		EXPECT_EQ(buf[8 + 9], IPPROTO_UDP);
		EXPECT_EQ(buf[8 + 22] << 8 | buf[8 + 23], PORT);
		EXPECT_EQ(memcmp(buf + 8 + HEADERS, payload, data), 0);
	}
	EXPECT_EQ(sample(buf, sizeof(buf)), -1);
}

static const int types[] = { SBPF_PROG_TYPE_SCHED_CLS, SBPF_PROG_TYPE_CGROUP_SKB };

TEST_TIMEOUT(packet, SLOW)
{
	const int lens[] = { 0, 1, 20, HEADERS + SMALL, -1 };
	size_t i, t;

	for (t = 0; t < ARRAY_SIZE(types); t++) {
		for (i = 0; i < ARRAY_SIZE(lens); i++) {
			EXPECT_EQ(pass(writer(types[t], lens[i], SBPF_F_CURRENT_CPU), SMALL), 0);
			check_sample(lens[i] < 0 ? HEADERS + SMALL : lens[i]);
		}
	}
	/* By index, too. */
	EXPECT_EQ(pass(writer(types[0], 20, 0), SMALL), 0);
	check_sample(20);
}

/* A packet in pieces. */
TEST_TIMEOUT(paged_packet, SLOW)
{
	EXPECT_EQ(pass(writer(types[0], -1, SBPF_F_CURRENT_CPU), BIG), 0);
	EXPECT_EQ(number(map, 1), HEADERS + BIG);
	ASSERT_LT(number(map, 2), HEADERS + BIG);
	check_sample(HEADERS + BIG);
}

TEST_TIMEOUT(errors, SLOW)
{
	unsigned char buf[8];

	/* More than there is. */
	EXPECT_EQ(pass(writer(types[0], HEADERS + SMALL + 1, SBPF_F_CURRENT_CPU), SMALL), -EFAULT);
	EXPECT_EQ(pass(writer(types[0], 20, SBPF_F_CURRENT_CPU | 1ULL << 52), SMALL), -EINVAL);
	EXPECT_EQ(pass(writer(types[0], 20, 1), SMALL), -ENOENT);
	EXPECT_EQ(pass(writer(types[0], 20, 8), SMALL), -E2BIG);
	EXPECT_EQ(sample(buf, sizeof(buf)), -1);
}

/* An XDP program's sample ends in the beginning of its frame. */
TEST(frame)
{
	const int lens[] = { 0, 1, 14, sizeof(struct frame), sizeof(struct frame) + 1 };
	static unsigned char buf[65536];
	struct frame f;
	__u64 mark = MARK;
	size_t i;

	frame_fill(&f);
	for (i = 0; i < ARRAY_SIZE(lens); i++) {
		struct sbpf_insn insns[] = {
			LD_IMM64(R2, MARK), STX(DW, R10, R2, -8),
			LD_IMM64(R3, SBPF_F_CURRENT_CPU | (__u64)lens[i] << 32),
			LD_MAP_FD(R2, events), MOV_REG(R4, R10), ALU64_IMM(ADD, R4, -8), MOV_IMM(R5, 8),
			CALL(perf_event_output),
			EXIT(),
		};
		int prog = ASSERT_OK(PROG_LOAD(SBPF_PROG_TYPE_XDP, insns)), size;

		if (lens[i] > (int)sizeof(f)) {
			EXPECT_EQ((int)frame_run(prog, &f), -EFAULT);
			EXPECT_EQ(sample(buf, sizeof(buf)), -1);
		} else {
			EXPECT_EQ(frame_run(prog, &f), 0);
			size = sample(buf, sizeof(buf));
			EXPECT_EQ(size, (8 + lens[i] + 4 + 7) / 8 * 8 - 4);
			EXPECT_EQ(memcmp(buf, &mark, 8), 0);
			EXPECT_EQ(memcmp(buf + 8, &f, lens[i]), 0);
		}
		close(prog);
	}
}

/* A program that has no packet writes its own bytes only. */
TEST(no_packet)
{
	const struct sbpf_insn insns[] = {
		MOV_REG(R6, R1),
		LDX(W, R7, R6, offsetof(struct sbpf_sk_lookup, local_port)), ALU64_IMM(LSH, R7, 32),
		LD_IMM64(R2, MARK), STX(DW, R10, R2, -8),
		MOV_IMM(R3, 0), ALU64_REG(OR, R3, R7),
		MOV_REG(R1, R6), LD_MAP_FD(R2, events), MOV_REG(R4, R10), ALU64_IMM(ADD, R4, -8), MOV_IMM(R5, 8),
		CALL(perf_event_output),
		MOV_REG(R7, R0), PUT(map, 0, R7),
		MOV_IMM(R0, 1),
		EXIT(),
	};
	struct prog_opts opts = { .expected_attach_type = SBPF_SK_LOOKUP };
	struct sbpf_sk_lookup ctx = { .family = AF_INET };
	union sbpf_attr attr = { .test = { .ctx_in = PTR(&ctx), .ctx_size_in = sizeof(ctx) } };
	int prog = ASSERT_OK(prog_load_opts(SBPF_PROG_TYPE_SK_LOOKUP, insns, ARRAY_SIZE(insns), &opts));
	unsigned char buf[64];

	attr.test.prog_fd = prog;
	ASSERT_OK(prog_test_run_attr(prog, &attr));
	EXPECT_EQ(number(map, 0), 0);
	check_sample(0);
	/* The port is the number of bytes to append. */
	ctx.local_port = 1;
	ASSERT_OK(prog_test_run_attr(prog, &attr));
	EXPECT_EQ((long)number(map, 0), -EINVAL);
	EXPECT_EQ(sample(buf, sizeof(buf)), -1);
}
