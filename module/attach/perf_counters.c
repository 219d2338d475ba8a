// SPDX-License-Identifier: GPL-2.0
/*
 * Kernel-owned perf counters of one trace event on every online CPU, following CPU hotplug. Through their overflow handler
 * a module sees each hit of any trace event with its record and registers, without an API of the event's own.
 *
 * Counters are made by workers, with the kernel's credentials: Linux does not ask for the attacher's either. Not by the
 * callback of CPU hotplug: perf takes the trace events' mutex, under which the kernel takes the hotplug lock.
 */
#include <linux/cpuhotplug.h>
#include <linux/cpumask.h>
#include <linux/err.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/perf_event.h>
#include <linux/workqueue.h>

#include "perf.h"
#include "trace.h"

/* Protects the list and the counters in it. Process context; perf's locks nest inside. */
static DEFINE_MUTEX(counters_lock);
static LIST_HEAD(counters_list);

/* CPUs that came up and have no living counters yet. */
static struct cpumask cpus_up;
static enum cpuhp_state hotplug;

static int counter_make(struct sbpf_perf_counters *counters, unsigned int cpu)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_TRACEPOINT, .size = sizeof(attr), .config = counters->id,
		.sample_period = 1, .sample_type = PERF_SAMPLE_RAW,
	};
	struct perf_event *event;

	event = perf_event_create_kernel_counter(&attr, cpu, NULL, counters->hit, counters->context);
	if (IS_ERR(event))
		return PTR_ERR(event);
	*per_cpu_ptr(counters->event, cpu) = event;
	return 0;
}

static void counter_drop(struct sbpf_perf_counters *counters, unsigned int cpu)
{
	struct perf_event **event = per_cpu_ptr(counters->event, cpu);

	if (*event)
		perf_event_release_kernel(*event);
	*event = NULL;
}

static void counters_drop(struct sbpf_perf_counters *counters)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu)
		counter_drop(counters, cpu);
}

static void counters_start_work(struct work_struct *work)
{
	struct sbpf_perf_counters *counters = container_of(work, struct sbpf_perf_counters, start);
	unsigned int cpu;
	int err = 0;

	mutex_lock(&counters_lock);
	for_each_online_cpu(cpu) {
		err = counter_make(counters, cpu);
		/* Gone down this moment. */
		if (err == -ENODEV)
			err = 0;
		if (err)
			break;
	}
	if (err)
		counters_drop(counters);
	else
		list_add(&counters->node, &counters_list);
	counters->err = err;
	mutex_unlock(&counters_lock);
}

/* perf took the counters of a CPU that went down from their context; they do not come back with it. */
static void cpus_up_work(struct work_struct *work)
{
	struct sbpf_perf_counters *counters;
	unsigned int cpu;
	int err;

	mutex_lock(&counters_lock);
	for_each_possible_cpu(cpu) {
		if (!cpumask_test_and_clear_cpu(cpu, &cpus_up))
			continue;
		list_for_each_entry(counters, &counters_list, node) {
			counter_drop(counters, cpu);
			err = counter_make(counters, cpu);
			if (err && err != -ENODEV)
				pr_warn_ratelimited("sandbpf: CPU %u is not traced for event %llu: error %d\n",
						    cpu, counters->id, err);
		}
	}
	mutex_unlock(&counters_lock);
}

static DECLARE_WORK(cpus_up_worker, cpus_up_work);

static int cpu_came_up(unsigned int cpu)
{
	cpumask_set_cpu(cpu, &cpus_up);
	queue_work(system_unbound_wq, &cpus_up_worker);
	return 0;
}

/**
 * sbpf_perf_counters_start() - begin to count a trace event on all CPUs
 * @counters: id, hit and context filled in, the rest zero
 *
 * A CPU that comes up later is counted on a moment after it is up.
 *
 * Context: process context. Return: 0; -ENOMEM, and what perf says of the event.
 */
int sbpf_perf_counters_start(struct sbpf_perf_counters *counters)
{
	counters->event = alloc_percpu_gfp(struct perf_event *, GFP_KERNEL_ACCOUNT);
	if (!counters->event)
		return -ENOMEM;
	INIT_WORK(&counters->start, counters_start_work);
	queue_work(system_unbound_wq, &counters->start);
	flush_work(&counters->start);
	if (counters->err)
		free_percpu(counters->event);
	return counters->err;
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
	mutex_lock(&counters_lock);
	list_del(&counters->node);
	counters_drop(counters);
	mutex_unlock(&counters_lock);
	free_percpu(counters->event);
}

/**
 * sbpf_perf_counters_init() - register with CPU hotplug
 *
 * Return: 0 or -errno.
 */
int __init sbpf_perf_counters_init(void)
{
	int state = cpuhp_setup_state_nocalls(CPUHP_AP_ONLINE_DYN, "sandbpf/trace:online", cpu_came_up, NULL);

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
	cpuhp_remove_state_nocalls(hotplug);
	cancel_work_sync(&cpus_up_worker);
}
