// SPDX-License-Identifier: GPL-2.0
/*
 * The perf helpers: samples written to the rings of perf events, and counters read. The map that holds the events is
 * maps/perf_event_array.c.
 *
 * Samples go through the event's own overflow handler, which every kernel has, so that the same code serves kernels
 * with and without bpf(2). The handler does not say whether the ring had room; the event's count of lost samples does.
 */
#include <linux/kernel.h>
#include <linux/perf_event.h>
#include <linux/rcupdate.h>
#include <linux/sched/clock.h>
#include <linux/skbuff.h>

#include "../attach/perf.h"
#include "../attach/trace.h"
#include "../helper.h"
#include "../maps/perf_event_array.h"
#include "../xdp_view.h"

/* Sample parts whose size perf knows only when it writes them, and room enough for all of them together. */
#define SAMPLE_DYNAMIC	(PERF_SAMPLE_READ | PERF_SAMPLE_CALLCHAIN | PERF_SAMPLE_BRANCH_STACK | PERF_SAMPLE_REGS_USER | \
			 PERF_SAMPLE_STACK_USER | PERF_SAMPLE_REGS_INTR | PERF_SAMPLE_AUX)
#define SAMPLE_DYNAMIC_ROOM	16384

/* The event that the flags of a helper choose. RCU read side, preemption off. */
static struct perf_event *event_choose(const struct sbpf_map *map, u64 flags, long *err)
{
	u64 index = flags & SBPF_F_INDEX_MASK;
	struct perf_event *event;

	if (index == SBPF_F_CURRENT_CPU)
		index = smp_processor_id();
	if (unlikely(index >= map->max_entries)) {
		*err = -E2BIG;
		return NULL;
	}
	event = sbpf_perf_array_event(map, index);
	*err = event ? 0 : -ENOENT;
	return event;
}

/* A record's size has 16 bits, which perf does not check. */
static bool sample_fits(const struct perf_event *event, u64 size)
{
	u64 room = U16_MAX - sizeof(struct perf_event_header) - event->header_size - event->id_header_size - sizeof(u64);

	if (event->attr.sample_type & SAMPLE_DYNAMIC)
		room -= SAMPLE_DYNAMIC_ROOM;
	return size <= room;
}

static long sample_write(const struct sbpf_map *map, u64 flags, struct perf_raw_record *raw, u64 size,
			 struct pt_regs *regs)
{
	struct perf_sample_data data;
	struct perf_event *event;
	s64 lost;
	long err;

	event = event_choose(map, flags, &err);
	if (!event)
		return err;
	if (event->attr.type != PERF_TYPE_SOFTWARE || event->attr.config != PERF_COUNT_SW_BPF_OUTPUT)
		return -EINVAL;
	if (event->oncpu != smp_processor_id())
		return -EOPNOTSUPP;
	if (!sample_fits(event, size))
		return -E2BIG;
	if (!READ_ONCE(event->rb))
		return -ENOSPC;
	perf_sample_data_init(&data, 0, 0);
	perf_sample_save_raw_data(&data, event, raw);
	lost = atomic64_read(&event->lost_samples);
	sbpf_perf_handler(event)(event, &data, regs);
	return atomic64_read(&event->lost_samples) == lost ? 0 : -ENOSPC;
}

/* Raw tracepoints have no registers; perf gets what it would make up itself for the place they are called from. */
static noinline long trace_write_without_regs(const struct sbpf_trace_ctx *view, const struct sbpf_map *map, u64 flags,
					      struct perf_raw_record *raw, u64 size)
{
	struct pt_regs regs = { .ip = view->caller, .sp = view->sp, .cs = __KERNEL_CS };

	return sample_write(map, flags, raw, size, &regs);
}

static long trace_write(const struct sbpf_trace_ctx *view, const struct sbpf_map *map, u64 flags, void *data,
			u64 size)
{
	struct perf_raw_record raw = { .frag = { .size = size, .data = data } };

	if (flags & ~(u64)SBPF_F_INDEX_MASK)
		return -EINVAL;
	if (!view->regs)
		return trace_write_without_regs(view, map, flags, &raw, size);
	return sample_write(map, flags, &raw, size, view->regs);
}

static unsigned long packet_copy(void *dst, const void *skb, unsigned long off, unsigned long len)
{
	const void *src = skb_header_pointer(skb, off, len, dst);

	if (!src)
		return len;
	if (src != dst)
		memcpy(dst, src, len);
	return 0;
}

/* Packet programs may append the beginning of the packet. */
static noinline long packet_write(const struct sbpf_skb_ctx *view, const struct sbpf_map *map, u64 flags, void *data,
				  u64 size)
{
	u64 len = (flags & SBPF_F_CTXLEN_MASK) >> 32;
	struct perf_raw_frag packet = { .size = len, .data = view->skb, .copy = packet_copy };
	struct perf_raw_record raw = { .frag = { .size = size, .data = data } };
	struct pt_regs regs = {};

	if (flags & ~(u64)(SBPF_F_CTXLEN_MASK | SBPF_F_INDEX_MASK))
		return -EINVAL;
	if (!view->skb || len > view->skb->len)
		return -EFAULT;
	if (len)
		raw.frag.next = &packet;
	perf_fetch_caller_regs(&regs);
	return sample_write(map, flags, &raw, size + len, &regs);
}

static unsigned long frame_copy(void *dst, const void *view, unsigned long off, unsigned long len)
{
	memcpy(dst, ((const struct sbpf_xdp_ctx *)view)->xdp.data + off, len);
	return 0;
}

/* And XDP programs the beginning of the frame. */
static noinline long frame_write(const struct sbpf_xdp_ctx *view, const struct sbpf_map *map, u64 flags, void *data, u64 size)
{
	u64 len = (flags & SBPF_F_CTXLEN_MASK) >> 32;
	struct perf_raw_frag frame = { .size = len, .data = (void *)view, .copy = frame_copy };
	struct perf_raw_record raw = { .frag = { .size = size, .data = data } };
	struct pt_regs regs = {};

	if (flags & ~(u64)(SBPF_F_CTXLEN_MASK | SBPF_F_INDEX_MASK))
		return -EINVAL;
	if (len > view->xdp.data_end - view->xdp.data)
		return -EFAULT;
	if (len)
		raw.frag.next = &frame;
	perf_fetch_caller_regs(&regs);
	return sample_write(map, flags, &raw, size + len, &regs);
}

/* The rest has nothing to append. */
static noinline long event_write(const struct sbpf_map *map, u64 flags, void *data, u64 size)
{
	struct perf_raw_record raw = { .frag = { .size = size, .data = data } };
	struct pt_regs regs = {};

	if (flags & ~(u64)SBPF_F_INDEX_MASK)
		return -EINVAL;
	perf_fetch_caller_regs(&regs);
	return sample_write(map, flags, &raw, size, &regs);
}

static long view_write(const struct sbpf_ctx *view, const struct sbpf_map *map, u64 flags, void *data, u64 size)
{
	if (view->kind == SBPF_CTX_XDP)
		return frame_write(container_of(view, const struct sbpf_xdp_ctx, base), map, flags, data, size);
	if (view->kind == SBPF_CTX_SKB)
		return packet_write(container_of(view, const struct sbpf_skb_ctx, base), map, flags, data, size);
	return event_write(map, flags, data, size);
}

SBPF_HELPER5(perf_event_output_helper, u64, ctx, const struct sbpf_map *, map, u64, flags, void *, data, u64, size)
{
	const struct sbpf_trace_ctx *view;
	long ret;

	preempt_disable_notrace();
	rcu_read_lock();
	view = sbpf_trace_view(ctx);
	if (view)
		ret = trace_write(view, map, flags, data, size);
	else
		ret = view_write((const void *)(unsigned long)ctx, map, flags, data, size);
	rcu_read_unlock();
	preempt_enable_notrace();
	return ret;
}

/*
 * How long the event was enabled and counting, as perf computes it for a reader on the event's own CPU: what was summed
 * up when the event changed its state last, and the time since.
 */
static void event_times(const struct perf_event *event, struct sbpf_perf_event_value *value)
{
	const struct perf_event_context *ctx = event->ctx;
	int state = event->group_leader->state;
	u64 now, delta;

	if (state > PERF_EVENT_STATE_OFF)
		state = event->state;
	now = READ_ONCE(ctx->time);
	/* While the context is scheduled in, its time goes on; ctx->time is that of the last update. */
	if (smp_load_acquire(&ctx->is_active))
		now = local_clock() + READ_ONCE(ctx->timeoffset);
	delta = now - event->tstamp;
	value->enabled = event->total_time_enabled + (state >= PERF_EVENT_STATE_INACTIVE ? delta : 0);
	value->running = event->total_time_running + (state >= PERF_EVENT_STATE_ACTIVE ? delta : 0);
}

static bool event_has_cgroup(const struct perf_event *event)
{
#ifdef CONFIG_CGROUP_PERF
	return event->cgrp;
#else
	return false;
#endif
}

/*
 * Read a counter here and now, without asking another CPU. Interrupts are off, so no counter is scheduled meanwhile;
 * an event that counts on this CPU cannot stop doing so.
 */
static long event_read(struct perf_event *event, struct sbpf_perf_event_value *value, bool times)
{
	bool of_task = event->attach_state & PERF_ATTACH_TASK;
	int cpu = smp_processor_id();

	lockdep_assert_irqs_disabled();
	if (event->attr.inherit)
		return -EOPNOTSUPP;
	if (of_task ? event->hw.target != current : event->cpu != cpu)
		return -EINVAL;
	if (event->attr.pinned && event->oncpu != cpu)
		return -EBUSY;
	/* The time of a cgroup is not kept where a module can see it. */
	if (times && (event_has_cgroup(event) || !event->ctx))
		return -EOPNOTSUPP;
	if (event->oncpu == cpu)
		event->pmu->read(event);
	value->counter = local64_read(&event->count);
	if (times)
		event_times(event, value);
	return 0;
}

static long map_read(const struct sbpf_map *map, u64 flags, struct sbpf_perf_event_value *value, bool times)
{
	struct perf_event *event;
	unsigned long irqs;
	long err;

	if (flags & ~(u64)SBPF_F_INDEX_MASK)
		return -EINVAL;
	rcu_read_lock();
	local_irq_save(irqs);
	event = event_choose(map, flags, &err);
	if (event)
		err = event_read(event, value, times);
	local_irq_restore(irqs);
	rcu_read_unlock();
	return err;
}

/* The result is the counter or an error; which, the program cannot tell for the last few values below 0. ABI. */
SBPF_HELPER2(perf_event_read_helper, const struct sbpf_map *, map, u64, flags)
{
	struct sbpf_perf_event_value value;
	long err = map_read(map, flags, &value, false);

	return err ? err : value.counter;
}

SBPF_HELPER4(perf_event_read_value_helper, const struct sbpf_map *, map, u64, flags, void *, buf, u32, size)
{
	struct sbpf_perf_event_value value;
	long err = -EINVAL;

	if (size == sizeof(value))
		err = map_read(map, flags, &value, true);
	if (err)
		memset(buf, 0, size);
	else
		memcpy(buf, &value, sizeof(value));
	return err;
}

SBPF_HELPER3(perf_prog_read_value_helper, u64, ctx, void *, buf, u32, size)
{
	const struct sbpf_trace_ctx *view = sbpf_trace_view(ctx);
	struct sbpf_perf_event_value value;
	unsigned long irqs;
	long err = -EINVAL;

	if (size == sizeof(value) && view && view->event) {
		local_irq_save(irqs);
		err = event_read(view->event, &value, true);
		local_irq_restore(irqs);
	}
	if (err)
		memset(buf, 0, size);
	else
		memcpy(buf, &value, sizeof(value));
	return err;
}

static const struct sbpf_helper perf_helpers[] = {
	[SBPF_FUNC_perf_event_read] = {
		.name = "perf_event_read", .fn = perf_event_read_helper, .ret = SBPF_RET_INT,
		.arg = { SBPF_ARG_CONST_MAP, SBPF_ARG_ANY }, .map_caps = SBPF_MAP_CAP_PERF_EVENT,
		.contexts = SBPF_IN_ANY, .progs = SBPF_PROGS_TRACING_ALL, .flags = SBPF_HF_GPL,
	},
	[SBPF_FUNC_perf_event_output] = {
		.name = "perf_event_output", .fn = perf_event_output_helper, .ret = SBPF_RET_INT,
		.arg = { SBPF_ARG_CTX, SBPF_ARG_CONST_MAP, SBPF_ARG_ANY, SBPF_ARG_MEM, SBPF_ARG_SIZE_OR_ZERO },
		.map_caps = SBPF_MAP_CAP_PERF_EVENT, .contexts = SBPF_IN_ANY,
		.progs = SBPF_PROGS_TRACING_ALL | SBPF_PROGS_CLS | SBPF_PROG_BIT(SOCKET_FILTER) |
			 SBPF_PROG_BIT(CGROUP_SKB) | SBPF_PROG_BIT(XDP) | SBPF_PROGS_LWT | SBPF_PROGS_CGROUP |
			 SBPF_PROG_BIT(SOCK_OPS) | SBPF_PROG_BIT(SK_SKB) | SBPF_PROG_BIT(SK_MSG) | SBPF_PROG_BIT(SK_LOOKUP),
		.flags = SBPF_HF_GPL,
	},
	[SBPF_FUNC_perf_event_read_value] = {
		.name = "perf_event_read_value", .fn = perf_event_read_value_helper, .ret = SBPF_RET_INT,
		.arg = { SBPF_ARG_CONST_MAP, SBPF_ARG_ANY, SBPF_ARG_MEM_OUT, SBPF_ARG_SIZE },
		.map_caps = SBPF_MAP_CAP_PERF_EVENT, .contexts = SBPF_IN_ANY, .progs = SBPF_PROGS_TRACING_ALL,
		.flags = SBPF_HF_GPL,
	},
	[SBPF_FUNC_perf_prog_read_value] = {
		.name = "perf_prog_read_value", .fn = perf_prog_read_value_helper, .ret = SBPF_RET_INT,
		.arg = { SBPF_ARG_CTX, SBPF_ARG_MEM_OUT, SBPF_ARG_SIZE },
		.contexts = SBPF_IN_ANY, .progs = SBPF_PROG_BIT(PERF_EVENT), .flags = SBPF_HF_GPL,
	},
};

SBPF_HELPER_FAMILY(perf);
