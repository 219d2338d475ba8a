/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Programs on perf events that user space opened. What "on" means depends on the event: a probe on the same function, all
 * hits of the same tracepoint, or the samples of the event itself. One struct sbpf_perf_hook each.
 */
#ifndef SBPF_ATTACH_PERF_H
#define SBPF_ATTACH_PERF_H

#include <linux/kprobes.h>
#include <linux/perf_event.h>
#include <linux/types.h>
#include <linux/workqueue.h>

#include "../link.h"

struct file;
struct seq_file;
struct sbpf_perf_link;
struct trace_event_call;

/**
 * struct sbpf_perf_hook - one kind of perf event
 * @attach: begin to run the program. Process context. 0 or -errno, nothing left behind.
 * @detach: no run begins after the grace period that follows. @link->gone tells that the event does not exist any more.
 *	Process context.
 * @fill_info: the perf_event part of struct sbpf_link_info
 * @show_fdinfo: its lines of fdinfo
 */
struct sbpf_perf_hook {
	int (*attach)(struct sbpf_perf_link *link);
	void (*detach)(struct sbpf_perf_link *link);
	int (*fill_info)(const struct sbpf_perf_link *link, struct sbpf_link_info *info);
	void (*show_fdinfo)(const struct sbpf_perf_link *link, struct seq_file *seq);
};

/**
 * struct sbpf_perf_counters - a kernel-owned perf counter on each online CPU, for all hits of one trace event
 * @node: in the list of all
 * @event: the counter of each CPU, NULL where there is none
 * @id: number of the trace event
 * @hit: called for each hit
 * @context: counter->overflow_handler_context of each
 * @start: makes the first counters
 * @err: what came of it
 */
struct sbpf_perf_counters {
	struct list_head node;
	struct perf_event * __percpu *event;
	u64 id;
	perf_overflow_handler_t hit;
	void *context;
	struct work_struct start;
	int err;
};

/**
 * struct sbpf_perf_link - a program on a perf event
 * @link: common part
 * @hook: what kind of event it is
 * @event: the event. With @file it exists as long as the link; without, until @gone.
 * @file: keeps the event; NULL when the attachment lives in the event (SBPF_PERF_EVENT_SET_PROG)
 * @cookie: given by user space
 * @gone: the event was freed; set before its memory goes. Without @file only.
 * @destroy: what event->destroy was, without @file
 * @gone_work: detaches once @gone is set
 * @orig: what event->overflow_handler was (samples)
 * @counters: (tracepoints, and probes made through tracefs)
 * @syscall: which kind of syscall event it is, if any (tracepoints)
 * @padded: per CPU room for a syscall record, for programs that tail call; else NULL (tracepoints)
 * @rp: the probe; a plain kprobe uses only rp.kp (probes made through perf_event_open)
 * @symbol: what the probe was asked for, NULL when by address
 * @is_ret: a kretprobe
 */
struct sbpf_perf_link {
	struct sbpf_link link;
	const struct sbpf_perf_hook *hook;
	struct perf_event *event;
	struct file *file;
	u64 cookie;
	bool gone;
	void (*destroy)(struct perf_event *event);
	struct work_struct gone_work;
	perf_overflow_handler_t orig;
	struct sbpf_perf_counters counters;
	u8 syscall;
	void __percpu *padded;
	struct kretprobe rp;
	char *symbol;
	bool is_ret;
};

extern const struct sbpf_perf_hook sbpf_perf_sample_hook;
extern const struct sbpf_perf_hook sbpf_perf_tracepoint_hook;
extern const struct sbpf_perf_hook sbpf_perf_kprobe_hook;
extern const struct sbpf_perf_hook sbpf_perf_kprobe_event_hook;

static inline struct sbpf_perf_link *sbpf_perf_link(const struct sbpf_link *link)
{
	return container_of(link, struct sbpf_perf_link, link);
}

/* perf_fd.c */
struct file *sbpf_perf_file_get(u32 fd);
struct perf_event *sbpf_perf_file_event(struct file *file);

/* perf_counters.c */
int sbpf_perf_counters_start(struct sbpf_perf_counters *counters);
void sbpf_perf_counters_stop(struct sbpf_perf_counters *counters);

/* perf_sample.c */
perf_overflow_handler_t sbpf_perf_handler(struct perf_event *event);

#endif /* SBPF_ATTACH_PERF_H */
