// SPDX-License-Identifier: GPL-2.0
/*
 * The program commands: PROG_LOAD step by step, PROG_TEST_RUN, PROG_BIND_MAP, ENABLE_STATS.
 */
#include <linux/anon_inodes.h>
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/license.h>
#include <linux/module.h>
#include <linux/security.h>
#include <linux/slab.h>
#include <linux/timekeeping.h>
#include <linux/uaccess.h>

#include "cmd_handlers.h"
#include "cmd_prog_btf.h"
#include "engine/engine.h"
#include "engine/run.h"
#include "helper.h"
#include "log.h"
#include "map.h"
#include "maps/prog_array.h"
#include "name.h"
#include "prog.h"
#include "prog_type.h"
#include "verifier/verifier.h"

#define LOAD_FLAGS	(SBPF_F_STRICT_ALIGNMENT | SBPF_F_ANY_ALIGNMENT | SBPF_F_TEST_STATE_FREQ | \
			 SBPF_F_TEST_RND_HI32 | SBPF_F_TEST_REG_INVARIANTS | SBPF_F_BUDGET_MASK | \
			 SBPF_F_ENGINE_INTERP | SBPF_F_ENGINE_HOSTJIT)

#define LICENSE_MAX	128

/* Where PROG_LOAD's attributes say what log is wanted. */
static struct sbpf_log_attr load_log_attr(const union sbpf_attr *attr)
{
	return (struct sbpf_log_attr){
		.level = attr->log_level, .size = attr->log_size, .buf = attr->log_buf,
		.true_size_off = offsetof(union sbpf_attr, log_true_size),
	};
}

static int load_check_priv(const union sbpf_attr *attr, const struct sbpf_prog_ops *type, u32 priv)
{
	u32 max = priv & SBPF_PRIV_BPF ? SBPF_MAX_INSNS : SBPF_MAX_INSNS_UNPRIV;

	if (!(priv & SBPF_PRIV_BPF) && !sbpf_unprivileged)
		return -EPERM;
	if (!attr->insn_cnt || attr->insn_cnt > max)
		return -E2BIG;
	if (!type)
		return priv & SBPF_PRIV_BPF ? -EINVAL : -EPERM;
	if (!(priv & SBPF_PRIV_BPF) && !(type->flags & SBPF_PT_UNPRIV))
		return -EPERM;
	if (!(priv & SBPF_PRIV_NET_ADMIN) && (type->flags & SBPF_PT_NET_ADMIN))
		return -EPERM;
	if (!(priv & SBPF_PRIV_PERFMON) && (type->flags & SBPF_PT_PERFMON))
		return -EPERM;
	return 0;
}

static int load_check_flags(u32 flags)
{
	if (flags & ~LOAD_FLAGS)
		return -EINVAL;
	return (flags & SBPF_F_ENGINE_INTERP) && (flags & SBPF_F_ENGINE_HOSTJIT) ? -EINVAL : 0;
}

/* Old programs name none where it is clear. */
static u32 attach_type(const union sbpf_attr *attr, const struct sbpf_prog_ops *type)
{
	return attr->expected_attach_type ?: type->attach_type;
}

static int load_check_attr(const union sbpf_attr *attr, const struct sbpf_prog_ops *type)
{
	/* Neither relocations by the kernel nor programs on kernel functions and other programs are there yet. */
	if (attr->core_relo_cnt || attr->attach_btf_id || attr->attach_prog_fd)
		return -EINVAL;
	if (attr->prog_ifindex)
		return -EOPNOTSUPP;
	if (type->attach_type_ok && !type->attach_type_ok(attach_type(attr, type)))
		return -EINVAL;
	return sbpf_name_check(attr->prog_name);
}

/* Licence of the program: whether it may call GPL-only helpers. 1, 0, or -errno. */
static int load_license(const union sbpf_attr *attr)
{
	char license[LICENSE_MAX];

	if (strncpy_from_user(license, u64_to_user_ptr(attr->license), sizeof(license) - 1) < 0)
		return -EFAULT;
	license[sizeof(license) - 1] = '\0';
	return license_is_gpl_compatible(license);
}

static struct sbpf_prog *load_copy_in(const union sbpf_attr *attr, const struct sbpf_prog_ops *type, u32 priv)
{
	struct sbpf_prog *prog;
	int gpl;

	gpl = load_license(attr);
	if (gpl < 0)
		return ERR_PTR(gpl);
	prog = sbpf_prog_alloc(attr->insn_cnt);
	if (IS_ERR(prog))
		return prog;
	if (copy_from_user(prog->insns, u64_to_user_ptr(attr->insns), (size_t)prog->len * sizeof(*prog->insns))) {
		sbpf_prog_put(prog);
		return ERR_PTR(-EFAULT);
	}
	prog->gpl = gpl;
	prog->priv = priv;
	prog->type = type;
	prog->type_id = attr->prog_type;
	prog->expected_attach_type = attach_type(attr, type);
	prog->load_flags = attr->prog_flags;
	if (attr->prog_flags & SBPF_F_BUDGET_MASK)
		prog->budget = 1ULL << SBPF_F_BUDGET_GET_LOG2(attr->prog_flags);
	prog->load_time = ktime_get_boottime_ns();
	prog->uid = current_uid();
	memcpy(prog->name, attr->prog_name, sizeof(prog->name));
	return prog;
}

/*
 * Under kernel lockdown the helpers that read kernel memory or write user memory do not exist, as for bpf(2). Asked only
 * for programs that call them, because a refusal is logged by the kernel.
 */
static int load_check_lockdown(const struct sbpf_prog *prog, struct sbpf_log *log)
{
	if (((prog->helper_flags & SBPF_HF_READ_KERNEL) && security_locked_down(LOCKDOWN_BPF_READ_KERNEL)) ||
	    ((prog->helper_flags & SBPF_HF_WRITE_USER) && security_locked_down(LOCKDOWN_BPF_WRITE_USER))) {
		sbpf_log_print(log, "kernel lockdown forbids a helper this program calls\n");
		return -EINVAL;
	}
	return 0;
}

/* Tail calls stay within one kind of program and one engine. */
static int load_claim_maps(struct sbpf_prog *prog, struct sbpf_log *log)
{
	int err = 0;
	u32 i;

	for (i = 0; i < prog->nr_maps && !err; i++)
		err = sbpf_prog_array_claim(prog->maps[i], prog);
	if (err)
		sbpf_log_print(log, "the programs in map %u are of another type or on another engine than this one\n",
			       prog->maps[i - 1]->obj.id);
	return err;
}

/* From the bytes as given to code an engine can run. */
static int load_build(struct sbpf_prog *prog, struct sbpf_call *call, struct sbpf_log *log)
{
	int err;

	sbpf_prog_digest(prog);
	err = sbpf_prog_btf_copy_in(call, prog, log);
	if (!err)
		err = sbpf_prog_resolve_maps(prog, call->attr.fd_array, log);
	if (!err)
		err = sbpf_verify(prog, log);
	if (!err)
		err = load_check_lockdown(prog, log);
	if (!err)
		err = sbpf_engine_prepare(prog, log);
	if (!err)
		err = load_claim_maps(prog, log);
	if (!err && (prog->type->flags & SBPF_PT_NO_HOOK))
		sbpf_log_print(log, "there is no hook for %s programs yet: nothing will run it%s\n", prog->type->name,
			       prog->type->test_run ? " but PROG_TEST_RUN" : "");
	return err;
}

/**
 * cmd_prog_load() - SBPF_PROG_LOAD
 * @call: attributes
 *
 * Return: fd; -EINVAL, -EPERM, -E2BIG, -EACCES, -EFAULT, -ENOMEM, -ENOSPC log buffer too small, -EOPNOTSUPP the engine asked
 * for cannot run it, -EINTR.
 */
int cmd_prog_load(struct sbpf_call *call)
{
	const union sbpf_attr *attr = &call->attr;
	const struct sbpf_prog_ops *type = sbpf_prog_type_find(attr->prog_type);
	const struct sbpf_log_attr want = load_log_attr(attr);
	u32 priv = sbpf_priv_current();
	struct sbpf_prog *prog;
	struct sbpf_log log;
	int err;

	err = load_check_flags(attr->prog_flags) ?: load_check_priv(attr, type, priv) ?:
	      load_check_attr(attr, type) ?: sbpf_call_log_check(&want);
	if (err)
		return err;
	prog = load_copy_in(attr, type, priv);
	if (IS_ERR(prog))
		return PTR_ERR(prog);
	err = sbpf_log_init(&log, want.level, want.size);
	if (err)
		goto err_put;
	err = sbpf_call_log_out(call, &log, &want, load_build(prog, call, &log));
	sbpf_log_free(&log);
	if (err)
		goto err_put;
	err = sbpf_obj_publish(&prog->obj);
	if (err)
		goto err_put;
	err = sbpf_prog_new_fd(prog);
	if (err >= 0)
		return err;
err_put:
	sbpf_prog_put(prog);
	return err;
}

/**
 * cmd_prog_test_run() - SBPF_PROG_TEST_RUN
 * @call: attributes
 *
 * Return: 0; -EBADF, -EINVAL, -ENOTSUPP (524) for types that cannot be test-run, and what the type's runner says.
 */
int cmd_prog_test_run(struct sbpf_call *call)
{
	const union sbpf_attr *attr = &call->attr;
	struct sbpf_prog *prog;
	int err;

	if ((attr->test.ctx_size_in && !attr->test.ctx_in) || (!attr->test.ctx_size_in && attr->test.ctx_in) ||
	    (attr->test.ctx_size_out && !attr->test.ctx_out) || (!attr->test.ctx_size_out && attr->test.ctx_out))
		return -EINVAL;
	prog = sbpf_prog_get_by_fd(attr->test.prog_fd);
	if (IS_ERR(prog))
		return PTR_ERR(prog);
	err = prog->type->test_run ? prog->type->test_run(prog, call) : -ENOTSUPP;
	sbpf_prog_put(prog);
	return err;
}

/**
 * cmd_prog_bind_map() - SBPF_PROG_BIND_MAP
 * @call: attributes
 *
 * Return: 0; -EBADF, -EINVAL, -E2BIG, -ENOMEM.
 */
int cmd_prog_bind_map(struct sbpf_call *call)
{
	const union sbpf_attr *attr = &call->attr;
	struct sbpf_prog *prog;
	struct sbpf_map *map;
	int err;

	if (attr->prog_bind_map.flags)
		return -EINVAL;
	prog = sbpf_prog_get_by_fd(attr->prog_bind_map.prog_fd);
	if (IS_ERR(prog))
		return PTR_ERR(prog);
	map = sbpf_map_get_by_fd(attr->prog_bind_map.map_fd, NULL);
	err = IS_ERR(map) ? PTR_ERR(map) : sbpf_prog_bind_map(prog, map);
	sbpf_prog_put(prog);
	return err;
}

static int stats_release(struct inode *inode, struct file *file)
{
	static_branch_dec(&sbpf_stats_enabled);
	return 0;
}

static const struct file_operations stats_fops = {
	.owner = THIS_MODULE,
	.release = stats_release,
};

/**
 * cmd_enable_stats() - SBPF_ENABLE_STATS
 * @call: attributes
 *
 * Run statistics of all programs are kept while any fd made here is open.
 *
 * Return: fd; -EPERM, -EINVAL unknown type, -EMFILE.
 */
int cmd_enable_stats(struct sbpf_call *call)
{
	int fd;

	if (call->attr.enable_stats.type != SBPF_STATS_RUN_TIME)
		return -EINVAL;
	static_branch_inc(&sbpf_stats_enabled);
	fd = anon_inode_getfd("bpf-stats", &stats_fops, NULL, O_CLOEXEC);
	if (fd < 0)
		static_branch_dec(&sbpf_stats_enabled);
	return fd;
}
