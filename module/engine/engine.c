// SPDX-License-Identifier: GPL-2.0
/*
 * The choice of an engine: by load flag, then by the module parameter "engine".
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/string.h>
#include "engine.h"
#include "../log.h"

/* Best first: what "auto" tries. */
static const struct sbpf_engine *const engines[] = {
	&sbpf_hostjit_engine,
	&sbpf_interp_engine,
};

#define ENGINE_FLAGS	(SBPF_F_ENGINE_INTERP | SBPF_F_ENGINE_HOSTJIT)

/* NULL: auto. A pointer is read and written whole. */
static const struct sbpf_engine *preferred;

static int engine_param_set(const char *val, const struct kernel_param *kp)
{
	u32 i;

	if (sysfs_streq(val, "auto")) {
		WRITE_ONCE(preferred, NULL);
		return 0;
	}
	for (i = 0; i < ARRAY_SIZE(engines); i++) {
		if (sysfs_streq(val, engines[i]->name)) {
			WRITE_ONCE(preferred, engines[i]);
			return 0;
		}
	}
	return -EINVAL;
}

static int engine_param_get(char *buf, const struct kernel_param *kp)
{
	const struct sbpf_engine *engine = READ_ONCE(preferred);

	return sysfs_emit(buf, "%s\n", engine ? engine->name : "auto");
}

static const struct kernel_param_ops engine_param_ops = {
	.set = engine_param_set,
	.get = engine_param_get,
};
module_param_cb(engine, &engine_param_ops, NULL, 0644);
MODULE_PARM_DESC(engine, "Engine of programs that do not ask for one: auto (default), interp or hostjit");

static int prepare_on(const struct sbpf_engine *engine, struct sbpf_prog *prog, struct sbpf_log *log)
{
	int err;

	if (!engine->available())
		return -EOPNOTSUPP;
	err = engine->prepare(prog, log);
	if (!err)
		prog->engine = engine;
	return err;
}

/**
 * sbpf_engine_prepare() - make a lowered program runnable
 * @prog: lowered; its run, code and engine are filled
 * @log: says why an engine was passed over
 *
 * An engine that the loader asked for by flag is the only one tried. An instruction budget is kept by the interpreter
 * alone, so a program that has one goes there unless its loader asked otherwise.
 *
 * Context: process context, may sleep.
 * Return: 0; -EINVAL two engines asked for; -EOPNOTSUPP not by this engine or on this kernel; -ENOMEM.
 */
int sbpf_engine_prepare(struct sbpf_prog *prog, struct sbpf_log *log)
{
	u32 asked = prog->load_flags & ENGINE_FLAGS;
	const struct sbpf_engine *first = READ_ONCE(preferred);
	int err = -EOPNOTSUPP;
	u32 i;

	if (asked == ENGINE_FLAGS)
		return -EINVAL;
	if (asked) {
		for (i = 0; i < ARRAY_SIZE(engines); i++)
			if (engines[i]->flag == asked)
				return prepare_on(engines[i], prog, log);
		return -EOPNOTSUPP;
	}
	if (prog->budget)
		first = &sbpf_interp_engine;
	if (first)
		err = prepare_on(first, prog, log);
	/* A JIT that has used up its memory is no reason to refuse the program. */
	for (i = 0; i < ARRAY_SIZE(engines) && (err == -EOPNOTSUPP || err == -ENOMEM); i++)
		if (engines[i] != first)
			err = prepare_on(engines[i], prog, log);
	return err;
}

/**
 * sbpf_engine_release() - undo sbpf_engine_prepare()
 * @prog: no longer run by anybody (after RCU), or never prepared
 *
 * Context: process context, may sleep.
 */
void sbpf_engine_release(struct sbpf_prog *prog)
{
	if (prog->engine)
		prog->engine->release(prog);
	prog->engine = NULL;
}
