// SPDX-License-Identifier: GPL-2.0
/*
 * Programs of trace/nmi.c: one that does everything a tracing program may do in NMI context, and what it sets off.
 * Results are in struct trace_state.
 */
#include <linux/bpf.h>
#include <linux/ptrace.h>
#include <linux/bpf_perf_event.h>
#include <bpf/bpf_helpers.h>

#include "../trace/nmi.h"
#include "../trace/state.h"

char LICENSE[] SEC("license") = "GPL";

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__type(key, __u32);
	__type(value, __u64);
	__uint(max_entries, NMI_KEYS);
} table SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__type(key, __u32);
	__type(value, __u64);
	__uint(max_entries, NMI_KEYS);
} lru SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 65536);
} ring SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
	__uint(key_size, 4);
	__uint(value_size, 4);
	__uint(max_entries, 8);
} events SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_STACK_TRACE);
	__uint(key_size, 4);
	__uint(value_size, 64 * 8);
	__uint(max_entries, 64);
} stacks SEC(".maps");

struct trace_state st;

static __always_inline void count(unsigned int what, int done)
{
	if (done)
		__sync_fetch_and_add(&st.arg[what], 1);
}

SEC("perf_event")
int pe_all(struct bpf_perf_event_data *ctx)
{
	__u32 key = bpf_get_prandom_u32() % NMI_KEYS;
	__u64 val = bpf_ktime_get_ns();
	char user[8];

	__sync_fetch_and_add(&st.hits, 1);
	st.ret = ctx->regs.rip;
	count(NMI_TABLE, !bpf_map_update_elem(&table, &key, &val, BPF_ANY));
	count(NMI_LRU, !bpf_map_update_elem(&lru, &key, &val, BPF_ANY));
	count(NMI_RING, !bpf_ringbuf_output(&ring, &val, sizeof(val), BPF_RB_NO_WAKEUP));
	count(NMI_STACK, bpf_get_stackid(ctx, &stacks, BPF_F_REUSE_STACKID) >= 0);
	count(NMI_PERF, !bpf_perf_event_output(ctx, &events, BPF_F_CURRENT_CPU, &val, sizeof(val)));
	count(NMI_PRINT, bpf_printk("nmi %s %llu", "line", val) > 0);
	bpf_get_current_comm(user, sizeof(user));
	count(NMI_USER, !bpf_probe_read_user(user, sizeof(user), (const void *)st.out_flags));
	bpf_map_delete_elem(&table, &key);
	return st.verdict;
}

static long print_again(__u32 index, void *data)
{
	bpf_printk("and again");
	return 1;
}

/* Each is set off by a line that is printed, and prints one itself, on as much stack as a program can have. */
#define PRINTER(nr)								\
SEC("raw_tp/bpf_trace_printk")							\
int rawtp_print_##nr(struct bpf_raw_tracepoint_args *ctx)			\
{										\
	char room[400];								\
										\
	bpf_probe_read_kernel(room, sizeof(room), (const void *)ctx->args[0]);	\
	__sync_fetch_and_add(&st.hits_on[nr], 1);				\
	bpf_loop(1, print_again, NULL, 0);					\
	return room[0];								\
}

PRINTER(0)
PRINTER(1)
PRINTER(2)
