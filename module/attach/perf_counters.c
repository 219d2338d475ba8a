// SPDX-License-Identifier: GPL-2.0
/*
 * Kernel-owned perf counters of one trace event on every online CPU, following CPU hotplug. Through their overflow handler
 * a module sees each hit of any trace event with its record and registers, without an API of the event's own.
 */
#include <linux/cpuhotplug.h>
#include <linux/err.h>
#include <linux/percpu.h>
#include <linux/perf_event.h>

#include "perf.h"
#include "trace.h"

/* The hotplug state that every struct sbpf_perf_counters is an instance of. */
static enum cpuhp_state hotplug;

/* Runs in the kernel's hotplug thread of that CPU, so perf does not ask for the attacher's capabilities; nor does Linux. */
static int counter_start(unsigned int cpu, struct hlist_node *node)
{
	struct sbpf_perf_counters *counters = hlist_entry(node, struct sbpf_perf_counters, node);
	struct perf_event_attr attr = {
		.type = PERF_TYPE_TRACEPOINT, .size = sizeof(attr), .config = counters->id,
		.sample_period = 1, .sample_type = PERF_SAMPLE_RAW,
	};
	struct perf_event *event;

	event = perf_event_create_kernel_counter(&attr, cpu, NULL, counters->hit, counters->context);
	if (!IS_ERR(event)) {
		*per_cpu_ptr(counters->event, cpu) = event;
		return 0;
	}
	/* A CPU that comes up later must not be kept from it by a tracer. */
	if (!counters->starting) {
		pr_warn_ratelimited("sandbpf: CPU %u is not traced for event %llu: error %ld\n", cpu,
				    counters->id, PTR_ERR(event));
		return 0;
	}
	return PTR_ERR(event);
}

static int counter_stop(unsigned int cpu, struct hlist_node *node)
{
	struct sbpf_perf_counters *counters = hlist_entry(node, struct sbpf_perf_counters, node);
	struct perf_event **event = per_cpu_ptr(counters->event, cpu);

	if (*event)
		perf_event_release_kernel(*event);
	*event = NULL;
	return 0;
}

/**
 * sbpf_perf_counters_start() - begin to count a trace event on all CPUs
 * @counters: id, hit and context filled in, the rest zero
 *
 * Context: process context. Return: 0; -ENOMEM, and what perf says of the event.
 */
int sbpf_perf_counters_start(struct sbpf_perf_counters *counters)
{
	int err;

	counters->event = alloc_percpu_gfp(struct perf_event *, GFP_KERNEL_ACCOUNT);
	if (!counters->event)
		return -ENOMEM;
	counters->starting = true;
	err = cpuhp_state_add_instance(hotplug, &counters->node);
	counters->starting = false;
	if (err)
		free_percpu(counters->event);
	return err;
}

/**
 * sbpf_perf_counters_stop() - stop counting
 * @counters: started
 *
 * A hit that is under way on another CPU ends before the next grace period does.
 *
 * Context: process context.
 */
void sbpf_perf_counters_stop(struct sbpf_perf_counters *counters)
{
	WARN_ON_ONCE(cpuhp_state_remove_instance(hotplug, &counters->node));
	free_percpu(counters->event);
}

/**
 * sbpf_perf_counters_init() - register with CPU hotplug
 *
 * Return: 0 or -errno.
 */
int __init sbpf_perf_counters_init(void)
{
	int state = cpuhp_setup_state_multi(CPUHP_AP_ONLINE_DYN, "sandbpf/trace:online", counter_start, counter_stop);

	if (state < 0)
		return state;
	hotplug = state;
	return 0;
}

/**
 * sbpf_perf_counters_exit() - leave CPU hotplug; nothing counts any more
 */
void sbpf_perf_counters_exit(void)
{
	cpuhp_remove_multi_state(hotplug);
}
