// SPDX-License-Identifier: GPL-2.0
/* Tracing programs as people write them. */
#include "prog.h"

struct regs { u64 r[21]; };

struct event {
	u64 ts;
	u32 pid, tgid;
	char comm[16];
	char path[64];
	u32 len;
	u32 pad;
};

/* Who opens what, through the perf buffer. */
SEC("trace/open") int trace_open(struct regs *ctx)
{
	struct event e = {};
	u64 id = get_pid_tgid();
	long n;

	e.ts = ktime_get_ns();
	e.pid = id;
	e.tgid = id >> 32;
	get_comm(e.comm, sizeof(e.comm));
	n = probe_read_str(e.path, sizeof(e.path), (void *)ctx->r[14]);
	if (n > 0)
		e.len = n;
	event_output(ctx, &m_events, 0xffffffffULL, &e, sizeof(e));
	return 0;
}

/* The same through the ring buffer, with an early way out that gives the record back. */
SEC("trace/exec") int trace_exec(struct regs *ctx)
{
	struct event *e = ringbuf_reserve(&m_ringbuf, sizeof(*e), 0);

	if (!e)
		return 0;
	e->ts = ktime_get_ns();
	e->pid = get_pid_tgid();
	if (probe_read_str(e->path, sizeof(e->path), (void *)ctx->r[13]) < 0) {
		ringbuf_discard(e, 0);
		return 0;
	}
	get_comm(e->comm, sizeof(e->comm));
	ringbuf_submit(e, 0);
	return 0;
}

/* A latency histogram: the logarithm by halving. */
INLINE u32 log2u(u64 v)
{
	u32 n = 0;

	if (v >> 32) { v >>= 32; n += 32; }
	if (v >> 16) { v >>= 16; n += 16; }
	if (v >> 8) { v >>= 8; n += 8; }
	if (v >> 4) { v >>= 4; n += 4; }
	if (v >> 2) { v >>= 2; n += 2; }
	if (v >> 1) n += 1;
	return n;
}

SEC("trace/latency") int trace_latency(struct regs *ctx)
{
	u64 key = get_pid_tgid(), *start, delta;
	u32 slot, zero = 0;
	u32 *hist;

	start = map_lookup(&m_hash, &key);
	if (!start) {
		u64 val[2] = { ktime_get_ns(), ctx->r[0] };

		map_update(&m_hash, &key, val, 0);
		return 0;
	}
	delta = ktime_get_ns() - start[0];
	slot = log2u(delta);
	if (slot > 11)
		slot = 11;
	hist = map_lookup(&m_array, &zero);
	if (hist)
		hist[slot]++;
	return 0;
}

/* Comparing strings byte by byte. */
SEC("trace/strings") int trace_strings(struct regs *ctx)
{
	const char want[] = "nginx";
	char comm[16] = {};

	get_comm(comm, sizeof(comm));
	for (u32 i = 0; i < sizeof(want); i++)
		if (comm[i] != want[i])
			return 0;
	return 1;
}

/* A read whose length the kernel tells, cut to the buffer. */
SEC("trace/buffer") int trace_buffer(struct regs *ctx)
{
	u32 zero = 0;
	char *buf = map_lookup(&m_array, &zero);
	u64 len = ctx->r[12];

	if (!buf)
		return 0;
	if (len > 40)
		len = 40;
	if (probe_read(buf, len, (void *)ctx->r[13]))
		return 0;
	event_output(ctx, &m_events, 0, buf, len);
	return 0;
}

/* Following a list of unknown length. */
SEC("trace/list") int trace_list(struct regs *ctx)
{
	u64 node = ctx->r[14];
	u32 n = 0;

#pragma clang loop unroll(disable)
	for (int i = 0; i < 100; i++) {
		u64 next = 0;

		if (!node || probe_read(&next, sizeof(next), (void *)node))
			break;
		node = next;
		n++;
	}
	return n > 10;
}

/* Callbacks. */
struct sum { u64 total; u32 n, max; };

static long add_up(u32 i, struct sum *s)
{
	s->total += i;
	if (s->n >= 10)
		return 1;
	s->n++;
	return 0;
}

SEC("trace/loop") int trace_loop(struct regs *ctx)
{
	struct sum s = {};

	loop(1000, add_up, &s, 0);
	return s.n;
}

static long each(void *map, u64 *key, u64 *val, struct sum *s)
{
	s->total += val[1];
	if (*key > s->max)
		s->max = *key;
	return 0;
}

SEC("trace/for_each") int trace_for_each(struct regs *ctx)
{
	struct sum s = {};

	for_each(&m_hash, each, &s, 0);
	return s.total > s.max;
}

/* Many independent conditions: without pruning 2^20 paths. */
SEC("trace/diamonds") int trace_diamonds(struct regs *ctx)
{
	u32 flags = 0;

#define D(i) if (ctx->r[i] & 0x10) flags |= 1 << i; else flags += 3;
	D(0) D(1) D(2) D(3) D(4) D(5) D(6) D(7) D(8) D(9) D(10) D(11) D(12) D(13) D(14) D(15) D(16) D(17) D(18) D(19)
	return flags;
}

/* Nested loops with an index into a map value. */
SEC("trace/matrix") int trace_matrix(struct regs *ctx)
{
	u32 zero = 0;
	u8 *m = map_lookup(&m_array, &zero);
	u32 sum = 0;

	if (!m)
		return 0;
#pragma clang loop unroll(disable)
	for (u32 i = 0; i < 6; i++) {
#pragma clang loop unroll(disable)
		for (u32 j = 0; j < 8; j++)
			sum += m[i * 8 + j];
	}
	return sum;
}
