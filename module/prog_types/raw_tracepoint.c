// SPDX-License-Identifier: GPL-2.0
/*
 * RAW_TRACEPOINT programs: the context is an array of the tracepoint's arguments, each widened to 64 bits. The one tracing
 * type that PROG_TEST_RUN can run, with made-up arguments, on a CPU of choice.
 */
#include <linux/cpumask.h>
#include <linux/kernel.h>
#include <linux/smp.h>
#include <linux/uaccess.h>

#include "../attach/tp_proto.h"
#include "../attach/trace.h"
#include "../cmd.h"
#include "../helper.h"
#include "../prog.h"
#include "../prog_type.h"

#define ARGS_SIZE	(SBPF_TP_ARGS_MAX * sizeof(u64))

static const struct sbpf_ctx_field raw_tracepoint_fields[] = {
	{
		.off = 0, .size = ARGS_SIZE, .flags = SBPF_FIELD_R | SBPF_FIELD_BYTES,
	},
};

/**
 * struct test_run - a test run on its way to the CPU that makes it
 * @prog: the program
 * @args: its context
 * @retval: what it returned
 */
struct test_run {
	const struct sbpf_prog *prog;
	u64 args[SBPF_TP_ARGS_MAX];
	u32 retval;
};

/* Noinline: the frame that stack walks of the program start from. */
static noinline void test_run_here(void *data)
{
	struct test_run *run = data;
	struct sbpf_trace_ctx view = {
		.base.kind = SBPF_CTX_ARGS, .r1 = run->args, .args = run->args,
		.caller = (unsigned long)__builtin_return_address(0),
	};
	u64 ret = 0;

	sbpf_trace_anchor(&view);
	sbpf_trace_run(run->prog, &view, &ret);
	run->retval = ret;
}

static int test_run_on(struct test_run *run, u32 flags, u32 cpu)
{
	int this_cpu = get_cpu(), err = 0;

	if (!(flags & SBPF_F_TEST_RUN_ON_CPU) || cpu == this_cpu)
		test_run_here(run);
	else if (cpu >= nr_cpu_ids || !cpu_online(cpu))
		err = -ENXIO;
	else
		err = smp_call_function_single(cpu, test_run_here, run, 1);
	put_cpu();
	return err;
}

/*
 * ctx_in is the argument array; there is no data, no output, no repetition. -EINVAL as on Linux when there is, when the
 * array is shorter than what the program reads, or a CPU is given without the flag that says so.
 */
static int raw_tracepoint_test_run(struct sbpf_prog *prog, struct sbpf_call *call)
{
	union sbpf_attr *attr = &call->attr;
	struct test_run run = { .prog = prog };
	int err;

	if (attr->test.data_in || attr->test.data_out || attr->test.ctx_out || attr->test.duration ||
	    attr->test.repeat || attr->test.batch_size)
		return -EINVAL;
	if (attr->test.ctx_size_in < prog->max_ctx_off || attr->test.ctx_size_in > ARGS_SIZE)
		return -EINVAL;
	if (!(attr->test.flags & SBPF_F_TEST_RUN_ON_CPU) && attr->test.cpu)
		return -EINVAL;
	if (copy_from_user(run.args, u64_to_user_ptr(attr->test.ctx_in), attr->test.ctx_size_in))
		return -EFAULT;
	err = test_run_on(&run, attr->test.flags, attr->test.cpu);
	if (err)
		return err;
	attr->test.retval = run.retval;
	return sbpf_call_put_field(call, test.retval);
}

const struct sbpf_prog_ops sbpf_raw_tracepoint_prog_type = {
	.name = "raw_tracepoint",
	.flags = SBPF_PT_PERFMON | SBPF_PT_TRACING,
	.contexts = SBPF_IN_ANY,
	.ctx_size = ARGS_SIZE,
	.fields = raw_tracepoint_fields,
	.nr_fields = ARRAY_SIZE(raw_tracepoint_fields),
	.safe_ret = 0,
	.test_run = raw_tracepoint_test_run,
};
