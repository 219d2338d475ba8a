// SPDX-License-Identifier: GPL-2.0
/*
 * XDP: what a program may read of a frame, the helpers on frames (the host's own test runs are the judge of both), and
 * programs in C on the frames of a real device.
 * covers: prog:XDP attach:XDP cmd:PROG_TEST_RUN cmd:LINK_CREATE helper:xdp_adjust_head helper:xdp_adjust_meta
 * covers: helper:xdp_adjust_tail helper:xdp_get_buff_len helper:xdp_load_bytes helper:xdp_store_bytes
 * timeout: 300
 */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <linux/if_link.h>
#include <sys/socket.h>

#include "packets.h"

#define PORT	7000
#define MD(f)	((int)offsetof(struct sbpf_xdp_md, f))

BEFORE_EACH()
{
	need_device();
}

/* What a test run gave. */
struct outcome {
	int err;
	__u32 retval;
	__u32 size;
	__u8 data[4096];
	struct sbpf_xdp_md ctx;
};

typedef int (*bpf_fn)(int cmd, void *attr, unsigned int size);

/* Load and run once on a frame of @size bytes, @ctx (in) with it if there is one. */
static void run_on(bpf_fn bpf, const struct sbpf_insn *insns, __u32 cnt, __u32 size, const struct sbpf_xdp_md *ctx,
		   struct outcome *out)
{
	union sbpf_attr load = {
		.prog_type = SBPF_PROG_TYPE_XDP, .insns = PTR(insns), .insn_cnt = cnt, .license = PTR("GPL"),
	};
	union sbpf_attr run = {};
	__u8 data[4096];
	__u32 i;
	int prog;

	memset(out, 0, sizeof(*out));
	prog = bpf(SBPF_PROG_LOAD, &load, offsetof(union sbpf_attr, fd_array));
	if (prog < 0) {
		out->err = prog;
		return;
	}
	for (i = 0; i < size; i++)
		data[i] = i * 7 + 1;
	run.test.prog_fd = prog;
	run.test.data_in = PTR(data);
	run.test.data_size_in = size;
	run.test.data_out = PTR(out->data);
	run.test.data_size_out = sizeof(out->data);
	if (ctx) {
		run.test.ctx_in = PTR(ctx);
		run.test.ctx_size_in = sizeof(*ctx);
		run.test.ctx_out = PTR(&out->ctx);
		run.test.ctx_size_out = sizeof(out->ctx);
	}
	out->err = bpf(SBPF_PROG_TEST_RUN, &run, offsetof(union sbpf_attr, test.batch_size) + 4);
	out->retval = run.test.retval;
	out->size = run.test.data_size_out;
	close(prog);
}

static bool have_host(void)
{
	return sbpf_host(SBPF_MAP_GET_NEXT_ID, &(union sbpf_attr){}, sizeof(union sbpf_attr)) != -ENOSYS;
}

static struct outcome mine, theirs;

/* The same on both; what differs is told. */
static bool alike(const char *what, int n, const struct sbpf_insn *insns, __u32 cnt, __u32 size, const struct sbpf_xdp_md *ctx)
{
	run_on(sbpf, insns, cnt, size, ctx, &mine);
	run_on(sbpf_host, insns, cnt, size, ctx, &theirs);
	if (mine.err == theirs.err && (mine.err || (mine.retval == theirs.retval && mine.size == theirs.size &&
	    !memcmp(mine.data, theirs.data, mine.size) && !memcmp(&mine.ctx, &theirs.ctx, sizeof(mine.ctx)))))
		return true;
	tap_fail(__FILE__, __LINE__, "%s %d: err %d, retval %d, %u bytes; the host: err %d, retval %d, %u bytes", what, n,
		 mine.err, mine.retval, mine.size, theirs.err, theirs.retval, theirs.size);
	return false;
}

#define ALIKE(what, n, insns, size, ctx)	alike(what, n, insns, ARRAY_SIZE(insns), size, ctx)

/* Each helper that moves an end of the frame, by more than there is and by less, with and without metadata. */
TEST(ends_move_as_on_the_host)
{
	static const int deltas[] = {
		0, 1, 2, 4, 8, 14, 20, 32, 36, 46, 50, 51, 64, 100, 180, 200, 216, 217, 224, 225, 252, 255, 256, 257, 512, 3000, 3456,
		3457, 3500, 4096, 0x7fffffff,
	};
	static const __u32 helpers[] = { SBPF_FUNC_xdp_adjust_head, SBPF_FUNC_xdp_adjust_meta, SBPF_FUNC_xdp_adjust_tail };
	const struct sbpf_xdp_md with_meta = { .data = 16, .data_end = 80 };
	unsigned int h, i, done = 0;
	int sign;

	if (!have_host())
		SKIP("this kernel has no bpf(2)");
	for (h = 0; h < ARRAY_SIZE(helpers); h++) {
		for (i = 0; i < ARRAY_SIZE(deltas); i++) {
			for (sign = -1; sign <= 1; sign += 2) {
				struct sbpf_insn insns[] = { MOV_IMM(R2, sign * deltas[i]), CALL_ID(helpers[h]), EXIT() };

				ALIKE("helper, plain frame", sign * deltas[i], insns, 64, NULL);
				ALIKE("helper, with metadata", sign * deltas[i], insns, 80, &with_meta);
				done += mine.err == 0 && mine.retval == 0;
			}
		}
	}
	EXPECT_GT(done, 30);
}

/* Bytes come and go, over the end and not. */
TEST(bytes_as_on_the_host)
{
	static const int offs[] = { 0, 1, 13, 59, 60, 61, 64, 65, 0xffff, 0x10000, -1 };
	unsigned int i;

	if (!have_host())
		SKIP("this kernel has no bpf(2)");
	for (i = 0; i < ARRAY_SIZE(offs); i++) {
		struct sbpf_insn load[] = {
			MOV_REG(R6, R1), ST(DW, R10, -8, 0), MOV_IMM(R2, offs[i]), MOV_REG(R3, R10), ALU64_IMM(ADD, R3, -8),
			MOV_IMM(R4, 4), CALL(xdp_load_bytes), JMP_IMM(JNE, R0, 0, 1), LDX(W, R0, R10, -8), EXIT(),
		};
		struct sbpf_insn store[] = {
			MOV_REG(R6, R1), ST(DW, R10, -8, 0x5a5a5a5a), MOV_IMM(R2, offs[i]), MOV_REG(R3, R10),
			ALU64_IMM(ADD, R3, -8), MOV_IMM(R4, 4), CALL(xdp_store_bytes), EXIT(),
		};

		ALIKE("load at", offs[i], load, 64, NULL);
		ALIKE("store at", offs[i], store, 64, NULL);
	}
	struct sbpf_insn len[] = { CALL(xdp_get_buff_len), EXIT() };

	ALIKE("length", 0, len, 64, NULL);
	EXPECT_EQ(mine.retval, 64);
}

/* Each field in each width, read and written. */
TEST(context_as_on_the_host)
{
	static const __u8 sizes[] = { SBPF_B, SBPF_H, SBPF_W, SBPF_DW };
	unsigned int s, accepted = 0;
	int off, write;

	if (!have_host())
		SKIP("this kernel has no bpf(2)");
	for (off = 0; off <= (int)sizeof(struct sbpf_xdp_md); off += 2) {
		for (s = 0; s < ARRAY_SIZE(sizes); s++) {
			for (write = 0; write < 2; write++) {
				struct sbpf_insn insns[] = {
					MOV_IMM(R2, 0),
					write ? INSN(SBPF_STX | SBPF_MEM | sizes[s], R1, R2, off, 0) :
						INSN(SBPF_LDX | SBPF_MEM | sizes[s], R2, R1, off, 0),
					MOV_IMM(R0, 0),
					EXIT(),
				};

				ALIKE(write ? "write at" : "read at", off * 10 + s, insns, 64, NULL);
				accepted += !mine.err;
			}
		}
	}
	EXPECT_EQ(accepted, 5);
}

TEST(values_as_on_the_host)
{
	const struct sbpf_xdp_md in[] = {
		{ .data_end = 64 }, { .data_end = 65 }, { .data = 4, .data_end = 64 }, { .data = 3, .data_end = 64 },
		{ .data = 64, .data_end = 64 }, { .data = 65, .data_end = 64 }, { .data_meta = 1, .data_end = 64 },
		{ .data_end = 64, .ingress_ifindex = 1 }, { .data_end = 64, .ingress_ifindex = 999 },
		{ .data_end = 64, .rx_queue_index = 1 }, { .data_end = 64, .ingress_ifindex = 1, .rx_queue_index = 1 },
		{ .data_end = 64, .egress_ifindex = 1 },
	};
	const struct sbpf_insn insns[] = {
		LDX(W, R2, R1, MD(ingress_ifindex)),
		LDX(W, R3, R1, MD(rx_queue_index)),
		LDX(W, R4, R1, MD(data)),
		LDX(W, R5, R1, MD(data_end)),
		LDX(W, R6, R1, MD(data_meta)),
		ALU64_REG(SUB, R5, R4),
		ALU64_REG(SUB, R4, R6),
		MOV_REG(R0, R2),
		ALU64_IMM(LSH, R0, 8),
		ALU64_REG(ADD, R0, R3),
		ALU64_IMM(LSH, R0, 8),
		ALU64_REG(ADD, R0, R4),
		ALU64_IMM(LSH, R0, 8),
		ALU64_REG(ADD, R0, R5),
		EXIT(),
	};
	unsigned int i;

	if (!have_host())
		SKIP("this kernel has no bpf(2)");
	for (i = 0; i < ARRAY_SIZE(in); i++)
		ALIKE("context", i, insns, 64, &in[i]);
	ALIKE("no context", 0, insns, 64, NULL);
	EXPECT_EQ(mine.retval, 1 << 24 | 64);
	ALIKE("too short", 0, insns, 13, NULL);
	/* The rest would be another piece of the frame. */
	run_on(sbpf, insns, ARRAY_SIZE(insns), 64, &(struct sbpf_xdp_md){ .data_end = 63 }, &mine);
	EXPECT_ERR(mine.err, EINVAL);
}

/* Without the host's word: what a frame looks like after its ends have moved. */
TEST(frame_changes)
{
	struct sbpf_insn insns[] = {
		MOV_REG(R6, R1), MOV_IMM(R2, -4), CALL(xdp_adjust_head), JMP_IMM(JNE, R0, 0, 16),
		MOV_REG(R1, R6), MOV_IMM(R2, -8), CALL(xdp_adjust_meta), JMP_IMM(JNE, R0, 0, 12),
		LDX(W, R2, R6, MD(data_meta)), LDX(W, R3, R6, MD(data)), MOV_REG(R4, R2), ALU64_IMM(ADD, R4, 8),
		JMP_REG(JGT, R4, R3, 7), ST(DW, R2, 0, 0x11),
		MOV_REG(R1, R6), MOV_IMM(R2, 2), CALL(xdp_adjust_tail), JMP_IMM(JNE, R0, 0, 2),
		MOV_IMM(R0, SBPF_XDP_TX), EXIT(),
		MOV_IMM(R0, 0), EXIT(),
	};
	static const __u8 tail[] = { (63 * 7 + 1) & 0xff, 0, 0 };

	run_on(sbpf, insns, ARRAY_SIZE(insns), 64, &(struct sbpf_xdp_md){ .data_end = 64 }, &mine);
	ASSERT_OK(mine.err);
	EXPECT_EQ(mine.retval, SBPF_XDP_TX);
	EXPECT_EQ(mine.size, 8 + 4 + 64 + 2);
	EXPECT_EQ(mine.ctx.data, 8);
	EXPECT_EQ(mine.ctx.data_end, mine.size);
	EXPECT_EQ(mine.data[0], 0x11);
	EXPECT_EQ(mine.data[12], 1);
	EXPECT_TRUE(!memcmp(mine.data + mine.size - 3, tail, 3));
}

/* --- on a device --- */

static struct bpf_object *obj;
static struct net_pair pair;
static int udp;

/* The named program, at veth1, which is where a UDP socket waits; this process is in ->there. */
static struct bpf_link *attach(const char *name)
{
	struct bpf_link *link;

	net_pair_create(&pair);
	net_enter(pair.there);
	udp = ASSERT_OK(net_udp_bind(NET_THERE4, PORT));
	obj = bpf_object__open("/progs/xdp.bpf.o");
	ASSERT_TRUE(obj);
	ASSERT_OK(bpf_object__load(obj));
	link = bpf_program__attach_xdp(bpf_object__find_program_by_name(obj, name), if_nametoindex("veth1"));
	ASSERT_TRUE(link);
	return link;
}

struct stat_value {
	__u64 seen;
	__u32 ifindex;
};

static struct stat_value stat_read(void)
{
	struct stat_value value = {};
	struct bpf_map *map;
	__u32 key = 0;

	bpf_object__for_each_map(map, obj)
		if (strstr(bpf_map__name(map), ".bss"))
			ASSERT_OK(map_lookup(bpf_map__fd(map), &key, &value));
	return value;
}

/* Text by UDP from the other side to ours; what arrives within a while. */
static int send_here(const char *text, char *buf, size_t size, int ms)
{
	net_enter(pair.here);
	ASSERT_OK(net_udp_send(NET_THERE4, PORT, text, strlen(text)));
	net_enter(pair.there);
	return net_recv(udp, buf, size, ms);
}

TEST_TIMEOUT(drop_and_detach, SLOW)
{
	struct bpf_link *link = attach("drop_udp");
	struct sbpf_link_info info = {};
	__u32 len = sizeof(info);
	char buf[64];

	EXPECT_EQ(send_here("one", buf, sizeof(buf), 200), -EAGAIN);
	EXPECT_EQ(stat_read().seen, 1);
	EXPECT_EQ(stat_read().ifindex, if_nametoindex("veth1"));
	net_enter(pair.here);
	EXPECT_OK(net_ping(NET_THERE4, 5000));
	net_enter(pair.there);
	ASSERT_OK(obj_info(bpf_link__fd(link), &info, &len));
	EXPECT_EQ(info.type, SBPF_LINK_TYPE_XDP);
	EXPECT_EQ(info.xdp.ifindex, if_nametoindex("veth1"));
	bpf_link__destroy(link);
	EXPECT_EQ(send_here("two", buf, sizeof(buf), 5000), 3);
	EXPECT_EQ(stat_read().seen, 1);
}

TEST_TIMEOUT(back_out, SLOW)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(PORT), .sin_addr.s_addr = inet_addr(NET_THERE4) };
	char buf[64] = "";
	int sock;

	attach("echo_udp");
	net_enter(pair.here);
	sock = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	ASSERT_EQ(connect(sock, (void *)&to, sizeof(to)), 0);
	ASSERT_EQ(send(sock, "hello", 5, 0), 5);
	EXPECT_EQ(net_recv(sock, buf, sizeof(buf), 5000), 5);
	EXPECT_TRUE(!memcmp(buf, "hello", 5));
	EXPECT_EQ(stat_read().seen, 1);
	EXPECT_EQ(net_recv(udp, buf, sizeof(buf), 50), -EAGAIN);
	/* What comes back is a frame like any other: a program on the other side sees it. */
	obj = bpf_object__open("/progs/xdp.bpf.o");
	ASSERT_TRUE(obj);
	ASSERT_OK(bpf_object__load(obj));
	ASSERT_TRUE(bpf_program__attach_xdp(bpf_object__find_program_by_name(obj, "drop_udp"), if_nametoindex("veth0")));
	ASSERT_EQ(send(sock, "hello", 5, 0), 5);
	EXPECT_EQ(net_recv(sock, buf, sizeof(buf), 200), -EAGAIN);
	EXPECT_EQ(stat_read().seen, 1);
}

/* On the loopback device a frame that is sent back would come again, for ever. */
TEST_TIMEOUT(no_circle, SLOW)
{
	char buf[64];

	net_new();
	udp = ASSERT_OK(net_udp_bind("127.0.0.1", PORT));
	obj = bpf_object__open("/progs/xdp.bpf.o");
	ASSERT_TRUE(obj);
	ASSERT_OK(bpf_object__load(obj));
	ASSERT_TRUE(bpf_program__attach_xdp(bpf_object__find_program_by_name(obj, "echo_udp"), if_nametoindex("lo")));
	ASSERT_OK(net_udp_send("127.0.0.1", PORT, "x", 1));
	EXPECT_EQ(net_recv(udp, buf, sizeof(buf), 200), -EAGAIN);
	EXPECT_EQ(stat_read().seen, 1);
}

/* A UDP packet in an IP packet: the socket gets what is inside. */
TEST_TIMEOUT(header_goes, SLOW)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_addr.s_addr = inet_addr(NET_THERE4) };
	struct frame f;
	char buf[64];
	int sock;

	attach("decap_ipip");
	frame_fill(&f);
	f.ip.saddr = inet_addr(NET_HERE4);
	f.ip.daddr = inet_addr(NET_THERE4);
	f.udp.dest = htons(PORT);
	f.ip.check = 0;
	f.ip.check = htons(~ip_sum(&f.ip));
	f.udp.check = 0;
	net_enter(pair.here);
	sock = ASSERT_OK(socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_IPIP));
	ASSERT_EQ(sendto(sock, &f.ip, sizeof(f) - ETH_HLEN, 0, (void *)&to, sizeof(to)), (int)sizeof(f) - ETH_HLEN);
	net_enter(pair.there);
	EXPECT_EQ(net_recv(udp, buf, sizeof(buf), 5000), sizeof(f.data));
	EXPECT_TRUE(!memcmp(buf, f.data, sizeof(f.data)));
	EXPECT_EQ(stat_read().seen, 1);
}

TEST_TIMEOUT(tail_goes, SLOW)
{
	char buf[64] = "";

	attach("trim_udp");
	EXPECT_EQ(send_here("trimmed by 4", buf, sizeof(buf), 5000), 8);
	EXPECT_TRUE(!memcmp(buf, "trimmed ", 8));
	EXPECT_EQ(stat_read().seen, 1);
}

/* One program a device, replaced in place; the link outlives the device. */
TEST_TIMEOUT(one_a_device, SLOW)
{
	struct bpf_link *link = attach("drop_udp");
	int other = bpf_program__fd(bpf_object__find_program_by_name(obj, "echo_udp"));
	LIBBPF_OPTS(bpf_link_create_opts, skb_mode, .flags = XDP_FLAGS_SKB_MODE);
	LIBBPF_OPTS(bpf_link_create_opts, drv_mode, .flags = XDP_FLAGS_DRV_MODE);
	struct sbpf_link_info info = {};
	__u32 len = sizeof(info);
	char buf[64];
	int fd;

	EXPECT_ERR(bpf_link_create(other, if_nametoindex("veth1"), BPF_XDP, &skb_mode), EBUSY);
	EXPECT_ERR(bpf_link_create(other, if_nametoindex("lo"), BPF_XDP, &drv_mode), EOPNOTSUPP);
	EXPECT_ERR(bpf_link_create(other, 9999, BPF_XDP, &skb_mode), ENODEV);
	skb_mode.flags = XDP_FLAGS_SKB_MODE | XDP_FLAGS_DRV_MODE;
	EXPECT_ERR(bpf_link_create(other, if_nametoindex("lo"), BPF_XDP, &skb_mode), EINVAL);
	ASSERT_OK(bpf_link__update_program(link, bpf_object__find_program_by_name(obj, "trim_udp")));
	EXPECT_EQ(send_here("replaced", buf, sizeof(buf), 5000), 4);
	net_cmd("ip link del veth1");
	ASSERT_OK(obj_info(bpf_link__fd(link), &info, &len));
	EXPECT_EQ(info.xdp.ifindex, 0);
	fd = ASSERT_OK(bpf_link_create(other, if_nametoindex("lo"), BPF_XDP, NULL));
	close(fd);
}
