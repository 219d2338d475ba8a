// SPDX-License-Identifier: GPL-2.0
/*
 * The one way tracing hooks run a program: guards against recursion and exhausted stacks, and a note for the helpers of
 * what is being traced. What is probed, and how, is in the other files here.
 */
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>
#include <linux/sched/task_stack.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "trace.h"
#include "../engine/run.h"
#include "../prog.h"

/* Contexts by the stack they are on. */
enum {
	ON_TASK,
	ON_IRQ,
	ON_NMI,
	STACKS,
};

/**
 * struct trace_cpu - what runs on a CPU
 * @view: innermost hit whose program is running
 * @depth: how many are nested, by stack
 *
 * Only its own CPU writes it, with preemption off; whoever interrupts leaves it as it was.
 */
struct trace_cpu {
	struct sbpf_trace_ctx *view;
	u8 depth[STACKS];
};

static DEFINE_PER_CPU(struct trace_cpu, trace_cpus);

static int stack_kind(void)
{
	static const u8 kinds[] = { ON_TASK, ON_IRQ, ON_IRQ, ON_NMI };

	return kinds[interrupt_context_level()];
}

/*
 * Is there room for a program one level deeper? What is below may have taken much: a packet program, say, that sends
 * clones of the packet through itself. A page is what the interpreter's largest stack area and a helper take. Stacks other
 * than the task's cannot be measured by a module, but all end in a page that is not mapped, and so can be asked.
 */
static bool has_room(int kind, u8 depth)
{
	const char *here = __builtin_frame_address(0);
	bool on_task = object_is_on_stack(here);
	char byte;

	if (depth >= (kind == ON_NMI && !on_task ? SBPF_TRACE_NEST_MAX_NMI : SBPF_TRACE_NEST_MAX))
		return false;
	if (on_task)
		return here - (const char *)task_stack_page(current) >= PAGE_SIZE;
	return !IS_ENABLED(CONFIG_VMAP_STACK) || !copy_from_kernel_nofault(&byte, here - PAGE_SIZE, sizeof(byte));
}

/**
 * sbpf_trace_run() - run a program for a hit
 * @prog: kept alive by the caller
 * @view: what was hit; @view->r1 is the program's context
 * @ret: R0
 *
 * The program is refused, and a miss counted, when it is active on this CPU already, when other tracing programs
 * are nested as deep as this stack allows or have left no room on it, or when RCU is not watching (idle, entry code).
 *
 * Context: any, NMI included. Return: true if it ran.
 */
bool sbpf_trace_run(const struct sbpf_prog *prog, struct sbpf_trace_ctx *view, u64 *ret)
{
	struct sbpf_trace_ctx *outer;
	struct trace_cpu *cpu;
	int kind = stack_kind();
	bool ran = false;
	u8 *depth;

	preempt_disable_notrace();
	cpu = this_cpu_ptr(&trace_cpus);
	depth = &cpu->depth[kind];
	if (!rcu_is_watching() || !has_room(kind, *depth)) {
		sbpf_run_missed(prog);
		goto out;
	}
	(*depth)++;
	outer = cpu->view;
	/* An interrupt must see the depth it has to stay below, and a view that matches its context argument. */
	barrier();
	WRITE_ONCE(cpu->view, view);
	rcu_read_lock();
	ran = sbpf_run_guarded(prog, (struct sbpf_ctx *)view->r1, ret);
	rcu_read_unlock();
	WRITE_ONCE(cpu->view, outer);
	barrier();
	(*depth)--;
out:
	preempt_enable_notrace();
	return ran;
}

/**
 * sbpf_trace_view() - the hit that a tracing program runs for
 * @ctx: the context argument of a helper
 *
 * A packet program may interrupt a tracing program, so there may be a view that is not the caller's: the context tells.
 *
 * Context: inside a helper. Return: the view, or NULL when the caller is not a tracing program.
 */
struct sbpf_trace_ctx *sbpf_trace_view(u64 ctx)
{
	struct sbpf_trace_ctx *view = this_cpu_read(trace_cpus.view);

	return view && (unsigned long)view->r1 == ctx ? view : NULL;
}

/**
 * sbpf_trace_name_put() - give a name out through a field pair of struct sbpf_link_info
 * @ubuf: user address of the buffer, or 0 to ask for the length only
 * @len: in: its size; out: bytes needed with the closing NUL
 * @name: what to write; a too small buffer gets its beginning
 *
 * Context: process context. Return: 0; -EINVAL buffer without size or the reverse, -ENOSPC too small, -EFAULT.
 */
int sbpf_trace_name_put(u64 ubuf, u32 *len, const char *name)
{
	u32 need = strlen(name) + 1, room = *len;
	char __user *to = u64_to_user_ptr(ubuf);

	if (!room != !ubuf)
		return -EINVAL;
	*len = need;
	if (!ubuf)
		return 0;
	if (room >= need)
		return copy_to_user(to, name, need) ? -EFAULT : 0;
	if (copy_to_user(to, name, room - 1) || put_user('\0', to + room - 1))
		return -EFAULT;
	return -ENOSPC;
}

/**
 * sbpf_trace_init() - bring the tracing hooks up
 *
 * Return: 0 or -errno.
 */
int __init sbpf_trace_init(void)
{
	int err;

	err = sbpf_perf_counters_init();
	if (err)
		return err;
	err = sbpf_raw_tracepoint_init();
	if (err)
		sbpf_perf_counters_exit();
	return err;
}

/**
 * sbpf_trace_exit() - take them down; every link is gone and freed
 */
void sbpf_trace_exit(void)
{
	sbpf_raw_tracepoint_exit();
	sbpf_perf_counters_exit();
	sbpf_perf_event_exit();
	sbpf_stack_exit();
	/* Slots of perf event arrays that were emptied a moment ago. */
	rcu_barrier();
}
