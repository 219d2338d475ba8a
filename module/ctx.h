/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The context views: the small structs a hook builds on its stack and hands to a program as R1. What the program
 * believes to read (struct __sbpf_sk_buff, pt_regs, ...) is turned by lowering into loads through these, by the field
 * tables in prog_types/. Helpers with a context argument get the view itself.
 */
#ifndef SBPF_CTX_H
#define SBPF_CTX_H

#include <linux/types.h>

struct sk_buff;
struct skb_shared_info;
struct net;
struct net_device;
struct nf_hook_state;
struct pt_regs;
struct perf_event;
struct perf_sample_data;

enum sbpf_ctx_kind {
	SBPF_CTX_SKB = 1,	/* struct sbpf_skb_ctx */
	SBPF_CTX_REGS,		/* struct sbpf_trace_ctx with .regs */
	SBPF_CTX_RECORD,	/* struct sbpf_trace_ctx with .record */
	SBPF_CTX_ARGS,		/* struct sbpf_trace_ctx with .args */
	SBPF_CTX_PERF,		/* struct sbpf_trace_ctx with .regs, .event, .sample */
	SBPF_CTX_XDP,		/* struct sbpf_xdp_ctx (xdp_view.h) */
	SBPF_CTX_SOCK,		/* struct sbpf_sock_ctx (sock_view.h) */
	SBPF_CTX_SOCK_ADDR,	/* struct sbpf_sock_addr_ctx */
	SBPF_CTX_SOCK_OPS,	/* struct sbpf_sock_ops_ctx */
	SBPF_CTX_SOCKOPT,	/* struct sbpf_sockopt_ctx */
	SBPF_CTX_SK_LOOKUP,	/* struct sbpf_sk_lookup_ctx */
	SBPF_CTX_MSG,		/* struct sbpf_msg_ctx */
	SBPF_CTX_DEVICE,	/* struct sbpf_device_ctx (cgroup_view.h) */
	SBPF_CTX_SYSCTL,	/* struct sbpf_sysctl_ctx */
};

/**
 * struct sbpf_ctx - head of every view
 * @scratch: where lowering parks a register while it stores to a context field. Need not be initialised.
 * @kind: enum sbpf_ctx_kind
 */
struct sbpf_ctx {
	u64 scratch;
	u32 kind;
	u32 pad;
};

/**
 * struct sbpf_skb_ctx - view of a packet
 * @base: head; kind SBPF_CTX_SKB
 * @skb: the packet. Helpers that replace its memory refresh @data and @data_end.
 * @data: first byte a program may read directly: skb->data as the program type sees it
 * @data_end: one past the last linear byte
 * @data_meta: start of the metadata in front of the packet (== @data where the hook has none)
 * @state: netfilter hook state, NULL elsewhere
 * @shinfo: shared info of the packet (GSO fields, hardware time stamp); set like @data_meta and @wire_len only for
 *	programs whose context accesses reach that far (skb_view.h)
 * @cb: the program's own 20 bytes (never the skb's), zeroed by the hook when the program uses them
 * @wire_len: bytes the packet takes on the wire, headers of every segment included
 * @tc_classid: what the program wrote to __sk_buff.tc_classid
 */
struct sbpf_skb_ctx {
	struct sbpf_ctx base;
	struct sk_buff *skb;
	void *data;
	void *data_end;
	void *data_meta;
	const struct nf_hook_state *state;
	struct skb_shared_info *shinfo;
	u32 cb[5];
	u32 wire_len;
	u16 tc_classid;
};

/**
 * struct sbpf_trace_ctx - what the helpers of a tracing program know of the hit it runs for
 * @base: head; its kind says which pointers are valid
 * @r1: the context of the program: the registers, the trace record, the argument array; this struct itself for perf
 *	samples. Programs compute addresses from their context and pass them to probe_read ("ctx + offset of a string in
 *	the record"), so they get the real thing; helpers find the view by it (sbpf_trace_view()).
 * @regs: registers at the probe or sample, or those perf made up for the caller of a tracepoint; NULL for raw tracepoints
 * @record: trace record (TRACEPOINT); @record_size bytes
 * @record_size: bytes
 * @args: raw tracepoint arguments, 12 slots
 * @event: the perf event (PERF_EVENT)
 * @sample: its sample data (PERF_EVENT)
 * @period: period of the sample (PERF_EVENT)
 * @addr: data address of the sample, 0 if there is none (PERF_EVENT)
 * @cookie: of the link, for get_attach_cookie
 * @func_ip: address the probe was set on, for get_func_ip
 * @caller: where the hook was called from, for @regs when there are none
 * @ip: an address inside the hook's own frame, with ...
 * @sp: ... the stack pointer and ...
 * @bp: ... the frame register that were valid there: where an unwinder can start without walking through the engine
 *
 * Lives on the stack of the hook. Nothing is freed with it.
 */
struct sbpf_trace_ctx {
	struct sbpf_ctx base;
	const void *r1;
	struct pt_regs *regs;
	union {
		const void *record;
		const u64 *args;
	};
	u32 record_size;
	struct perf_event *event;
	struct perf_sample_data *sample;
	u64 period;
	u64 addr;
	u64 cookie;
	u64 func_ip;
	unsigned long caller;
	unsigned long ip;
	unsigned long sp;
	unsigned long bp;
};

#endif /* SBPF_CTX_H */
