// SPDX-License-Identifier: GPL-2.0
/*
 * The stack helpers: walks of the kernel's and the user's stack of the task a tracing program interrupted. The map
 * that keeps traces is maps/stack_trace.c.
 *
 * The kernel's stack is walked from the registers at the probe or sample. Where there are none (tracepoints), the walk
 * starts in the hook's frame, which lies outside of everything the module calls to run a program, and shows what
 * called the hook. The user's stack is walked by frame pointers.
 */
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/perf_event.h>
#include <linux/sched.h>
#include <linux/sched/task_stack.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <asm/processor-flags.h>
#include <asm/unwind.h>

#include "../attach/trace.h"
#include "../helper.h"
#include "../maps/stack_trace.h"

#define CONTEXT_LEVELS	4	/* as interrupt_context_level() counts them */

/**
 * struct walk - a stack walk
 * @ip: where addresses go
 * @nr: how many are there
 * @max: how many fit
 * @skip: innermost frames to leave out
 * @seen: frames found, left out ones included
 */
struct walk {
	u64 *ip;
	u32 nr;
	u32 max;
	u32 skip;
	u32 seen;
};

/* Return: whether more are wanted. */
static bool walk_put(struct walk *walk, u64 ip)
{
	if (walk->seen++ >= walk->skip)
		memcpy(&walk->ip[walk->nr++], &ip, sizeof(ip));
	return walk->nr < walk->max && walk->seen < SBPF_STACK_DEPTH_MAX;
}

/* Registers that were really those of the CPU, and not made up of an instruction and a stack pointer. */
static bool regs_complete(const struct pt_regs *regs)
{
	return regs->flags & X86_EFLAGS_FIXED;
}

#ifdef CONFIG_UNWINDER_ORC
/* The hook's own registers, as sbpf_trace_anchor() saved them. */
static void regs_of_hook(const struct sbpf_trace_ctx *view, struct pt_regs *regs)
{
	memset(regs, 0, sizeof(*regs));
	regs->ip = view->ip;
	regs->sp = view->sp;
	regs->bp = view->bp;
	regs->cs = __KERNEL_CS;
	regs->flags = X86_EFLAGS_FIXED;
}
#endif

static void walk_rest(struct walk *walk, struct unwind_state *state)
{
	unsigned long ip;

	for (; !unwind_done(state); unwind_next_frame(state)) {
		ip = unwind_get_return_address(state);
		if (!ip || !walk_put(walk, ip))
			return;
	}
}

static noinline void walk_from_hook(struct walk *walk, const struct sbpf_trace_ctx *view)
{
	/* Made up registers say which frame they mean; the ones inside it (perf's, the tracepoint's) are skipped. */
	unsigned long outer = view->regs ? view->regs->sp : view->sp;
	struct unwind_state state;
#ifdef CONFIG_UNWINDER_ORC
	struct pt_regs regs;

	regs_of_hook(view, &regs);
	unwind_start(&state, current, &regs, NULL);
	while (!unwind_done(&state) && state.sp <= outer)
		unwind_next_frame(&state);
#else
	unwind_start(&state, current, NULL, (unsigned long *)outer);
#endif
	walk_rest(walk, &state);
}

static void walk_kernel(struct walk *walk, const struct sbpf_trace_ctx *view)
{
	struct unwind_state state;

	if (view->regs && user_mode(view->regs))
		return;
	if (!view->regs || !regs_complete(view->regs)) {
		walk_from_hook(walk, view);
		return;
	}
	if (!walk_put(walk, view->regs->ip))
		return;
	unwind_start(&state, current, view->regs, NULL);
	walk_rest(walk, &state);
}

/* One frame of a user stack. Return: whether there is one. */
static bool user_frame(const void __user *fp, bool is_64bit, u64 *next, u64 *ret)
{
	u32 frame32[2];
	u64 frame64[2];

	if (is_64bit) {
		if (copy_from_user_nmi(frame64, fp, sizeof(frame64)))
			return false;
		*next = frame64[0];
		*ret = frame64[1];
	} else {
		if (copy_from_user_nmi(frame32, fp, sizeof(frame32)))
			return false;
		*next = frame32[0];
		*ret = frame32[1];
	}
	return true;
}

static void walk_user(struct walk *walk, const struct sbpf_trace_ctx *view)
{
	struct pt_regs *regs = view->regs;
	bool is_64bit;
	u64 fp, ret;

	if (!regs || !user_mode(regs)) {
		if (!current->mm || (current->flags & PF_KTHREAD))
			return;
		regs = task_pt_regs(current);
	}
	is_64bit = user_64bit_mode(regs);
	fp = regs->bp;
	if (!walk_put(walk, regs->ip))
		return;
	while (user_frame((const void __user *)(unsigned long)fp, is_64bit, &fp, &ret))
		if (!walk_put(walk, ret))
			return;
}

/*
 * Precise samples come with a call chain that hardware and perf made together; their registers are not good for a walk.
 * Markers in it say which addresses are the kernel's and which the user's.
 */
static bool walk_callchain(struct walk *walk, const struct sbpf_trace_ctx *view, bool user)
{
	const struct perf_callchain_entry *chain;
	bool is_user = false;
	u64 i;

	if (!view->sample || !(view->sample->sample_flags & PERF_SAMPLE_CALLCHAIN) || !view->sample->callchain)
		return false;
	chain = view->sample->callchain;
	for (i = 0; i < chain->nr; i++) {
		u64 ip = chain->ip[i];

		if (ip >= PERF_CONTEXT_MAX)
			is_user = ip == PERF_CONTEXT_USER;
		else if (is_user == user && !walk_put(walk, ip))
			break;
	}
	return true;
}

static void walk_stack(struct walk *walk, const struct sbpf_trace_ctx *view, u64 flags)
{
	bool user = flags & SBPF_F_USER_STACK;

	walk->skip = flags & SBPF_F_SKIP_FIELD_MASK;
	if (!walk->max || walk_callchain(walk, view, user))
		return;
	if (user)
		walk_user(walk, view);
	else
		walk_kernel(walk, view);
}

/**
 * struct scratch - room for the traces get_stackid looks up, one for each context that can interrupt another
 * @busy: whether it is in use, by context
 * @ip: the traces
 */
struct scratch {
	bool busy[CONTEXT_LEVELS];
	u64 ip[CONTEXT_LEVELS][SBPF_STACK_DEPTH_MAX];
};

static struct scratch __percpu *scratch;
static DEFINE_MUTEX(scratch_lock);

static int scratch_prepare(void)
{
	int err = 0;

	mutex_lock(&scratch_lock);
	if (!scratch) {
		struct scratch __percpu *new = alloc_percpu(struct scratch);

		if (new)
			smp_store_release(&scratch, new);
		else
			err = -ENOMEM;
	}
	mutex_unlock(&scratch_lock);
	return err;
}

/**
 * sbpf_stack_exit() - free what the stack helpers allocated
 */
void sbpf_stack_exit(void)
{
	free_percpu(scratch);
}

static long stackid_get(const struct sbpf_trace_ctx *view, struct sbpf_map *map, u64 flags)
{
	struct scratch *here = this_cpu_ptr(scratch);
	int level = interrupt_context_level();
	struct walk walk = { .ip = here->ip[level], .max = map->value_size / sizeof(u64) };
	long ret = -EFAULT;

	/* Another program, in the same context, walks a stack: a probe inside the walk. */
	if (here->busy[level])
		return -EFAULT;
	here->busy[level] = true;
	barrier();
	walk_stack(&walk, view, flags);
	if (walk.nr)
		ret = sbpf_stack_map_put(map, walk.ip, walk.nr, flags);
	barrier();
	here->busy[level] = false;
	return ret;
}

SBPF_HELPER3(get_stackid_helper, u64, ctx, struct sbpf_map *, map, u64, flags)
{
	const struct sbpf_trace_ctx *view;
	long ret = -EINVAL;

	preempt_disable_notrace();
	view = sbpf_trace_view(ctx);
	if (view && !(flags & ~(u64)(SBPF_F_SKIP_FIELD_MASK | SBPF_F_USER_STACK | SBPF_F_FAST_STACK_CMP |
				     SBPF_F_REUSE_STACKID)))
		ret = stackid_get(view, map, flags);
	preempt_enable_notrace();
	return ret;
}

static long stack_get(const struct sbpf_trace_ctx *view, u64 *buf, u32 size, u64 flags)
{
	struct walk walk = { .ip = buf, .max = size / sizeof(u64) };

	/* SBPF_F_USER_BUILD_ID too: the module cannot tell which file user code comes from without sleeping. */
	if (flags & ~(u64)(SBPF_F_SKIP_FIELD_MASK | SBPF_F_USER_STACK))
		return -EINVAL;
	if (size % sizeof(u64))
		return -EINVAL;
	walk_stack(&walk, view, flags);
	if (walk.seen < walk.skip)
		return -EFAULT;
	return walk.nr * sizeof(u64);
}

SBPF_HELPER4(get_stack_helper, u64, ctx, void *, buf, u32, size, u64, flags)
{
	const struct sbpf_trace_ctx *view;
	long ret = -EINVAL;

	preempt_disable_notrace();
	view = sbpf_trace_view(ctx);
	if (view)
		ret = stack_get(view, buf, size, flags);
	preempt_enable_notrace();
	if (ret < 0)
		memset(buf, 0, size);
	else
		memset(buf + ret, 0, size - ret);
	return ret;
}

static const struct sbpf_helper stack_helpers[] = {
	[SBPF_FUNC_get_stackid] = {
		.name = "get_stackid", .fn = get_stackid_helper, .prepare = scratch_prepare, .ret = SBPF_RET_INT,
		.arg = { SBPF_ARG_CTX, SBPF_ARG_CONST_MAP, SBPF_ARG_ANY }, .map_caps = SBPF_MAP_CAP_STACKID,
		.contexts = SBPF_IN_ANY, .progs = SBPF_PROGS_TRACING, .flags = SBPF_HF_GPL,
	},
	[SBPF_FUNC_get_stack] = {
		.name = "get_stack", .fn = get_stack_helper, .ret = SBPF_RET_INT,
		.arg = { SBPF_ARG_CTX, SBPF_ARG_MEM_OUT, SBPF_ARG_SIZE_OR_ZERO, SBPF_ARG_ANY },
		.contexts = SBPF_IN_ANY, .progs = SBPF_PROGS_TRACING,
		.flags = SBPF_HF_GPL | SBPF_HF_RET_LE_SIZE,
	},
};

SBPF_HELPER_FAMILY(stack);
