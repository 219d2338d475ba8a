// SPDX-License-Identifier: GPL-2.0
/*
 * Helpers about the current task: who runs while the program does. In softirq that is whoever was
 * interrupted.
 */
#include <linux/cgroup.h>
#include <linux/cred.h>
#include <linux/fdtable.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/magic.h>
#include <linux/mutex.h>
#include <linux/pid_namespace.h>
#include <linux/proc_fs.h>
#include <linux/proc_ns.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/workqueue.h>

#include "../helper.h"

SBPF_HELPER0(get_current_pid_tgid_helper)
{
	return (u64)current->tgid << 32 | (u32)current->pid;
}

SBPF_HELPER0(get_current_uid_gid_helper)
{
	kuid_t uid;
	kgid_t gid;

	current_uid_gid(&uid, &gid);
	return (u64)from_kgid(&init_user_ns, gid) << 32 | from_kuid(&init_user_ns, uid);
}

SBPF_HELPER2(get_current_comm_helper, char *, buf, u32, size)
{
	/* Not an error when the name is cut short. */
	strscpy_pad(buf, current->comm, size);
	return 0;
}

SBPF_HELPER0(get_current_task_helper)
{
	return (unsigned long)current;
}

#ifdef CONFIG_CGROUPS
SBPF_HELPER0(get_current_cgroup_id_helper)
{
	u64 id;

	rcu_read_lock();
	id = cgroup_id(task_dfl_cgroup(current));
	rcu_read_unlock();
	return id;
}

SBPF_HELPER1(get_current_ancestor_cgroup_id_helper, int, level)
{
	struct cgroup *ancestor;
	u64 id;

	rcu_read_lock();
	ancestor = cgroup_ancestor(task_dfl_cgroup(current), level);
	id = ancestor ? cgroup_id(ancestor) : 0;
	rcu_read_unlock();
	return id;
}
#endif

/*
 * A pid namespace is named by the device and inode number of its file in /proc/PID/ns. The device
 * is that of the one nsfs mount of the kernel, which is learned from a file on it, once.
 */
static dev_t nsfs_dev;

static struct ns_common *init_pid_ns_common(struct ns_common *unused)
{
	return &get_pid_ns(&init_pid_ns)->ns;
}

/* Runs in a kernel thread: the descriptor never appears in a table that user space can see. */
static void nsfs_dev_learn(struct work_struct *work)
{
	struct file *file;
	int fd;

	fd = open_related_ns(&init_pid_ns.ns, init_pid_ns_common);
	if (fd < 0)
		return;
	file = fget(fd);
	if (file) {
		if (file_inode(file)->i_sb->s_magic == NSFS_MAGIC)
			WRITE_ONCE(nsfs_dev, file_inode(file)->i_sb->s_dev);
		fput(file);
	}
	close_fd(fd);
}

static int nsfs_dev_prepare(void)
{
	static DEFINE_MUTEX(lock);
	struct work_struct work;

	mutex_lock(&lock);
	if (!nsfs_dev) {
		INIT_WORK_ONSTACK(&work, nsfs_dev_learn);
		schedule_work(&work);
		flush_work(&work);
		destroy_work_on_stack(&work);
	}
	mutex_unlock(&lock);
	return nsfs_dev ? 0 : -ENOMEM;
}

SBPF_HELPER4(get_ns_current_pid_tgid_helper, u64, dev, u64, ino, struct sbpf_pidns_info *, info,
	     u32, size)
{
	struct pid_namespace *ns;
	long err = -EINVAL;

	if (size != sizeof(*info))
		goto clear;
	ns = task_active_pid_ns(current);
	if (!ns) {
		err = -ENOENT;
		goto clear;
	}
	if (dev != READ_ONCE(nsfs_dev) || ino != ns->ns.inum)
		goto clear;
	info->pid = task_pid_nr_ns(current, ns);
	info->tgid = task_tgid_nr_ns(current, ns);
	return 0;
clear:
	memset(info, 0, size);
	return err;
}

/* The types Linux 6.8 lets ask who is running: tracing, and the cgroup hooks that run in that task. */
#define CURRENT_ANY	(SBPF_PROGS_TRACING_ALL | SBPF_PROGS_CGROUP | SBPF_PROG_BIT(SK_MSG))

static const struct sbpf_helper task_helpers[] = {
	[SBPF_FUNC_get_current_pid_tgid] = {
		.name = "get_current_pid_tgid", .fn = get_current_pid_tgid_helper,
		.ret = SBPF_RET_INT, .contexts = SBPF_IN_ANY, .progs = CURRENT_ANY,
	},
	[SBPF_FUNC_get_current_uid_gid] = {
		.name = "get_current_uid_gid", .fn = get_current_uid_gid_helper,
		.ret = SBPF_RET_INT, .contexts = SBPF_IN_ANY, .progs = CURRENT_ANY,
	},
	[SBPF_FUNC_get_current_comm] = {
		.name = "get_current_comm", .fn = get_current_comm_helper,
		.ret = SBPF_RET_INT, .arg = { SBPF_ARG_MEM_OUT, SBPF_ARG_SIZE },
		.contexts = SBPF_IN_ANY, .progs = SBPF_PROGS_TRACING_ALL | SBPF_PROGS_CGROUP,
	},
	[SBPF_FUNC_get_current_task] = {
		.name = "get_current_task", .fn = get_current_task_helper,
		.ret = SBPF_RET_INT, .contexts = SBPF_IN_ANY, .progs = SBPF_PROGS_ALL,
		.flags = SBPF_HF_GPL | SBPF_HF_BPF | SBPF_HF_PERFMON,
	},
#ifdef CONFIG_CGROUPS
	[SBPF_FUNC_get_current_cgroup_id] = {
		.name = "get_current_cgroup_id", .fn = get_current_cgroup_id_helper,
		.ret = SBPF_RET_INT, .contexts = SBPF_IN_ANY, .progs = SBPF_PROGS_ALL,
		.flags = SBPF_HF_BPF,
	},
	[SBPF_FUNC_get_current_ancestor_cgroup_id] = {
		.name = "get_current_ancestor_cgroup_id",
		.fn = get_current_ancestor_cgroup_id_helper,
		.ret = SBPF_RET_INT, .arg = { SBPF_ARG_ANY },
		.contexts = SBPF_IN_ANY, .progs = SBPF_PROGS_ALL, .flags = SBPF_HF_BPF,
	},
#endif
	[SBPF_FUNC_get_ns_current_pid_tgid] = {
		.name = "get_ns_current_pid_tgid", .fn = get_ns_current_pid_tgid_helper,
		.prepare = nsfs_dev_prepare,
		.ret = SBPF_RET_INT,
		.arg = { SBPF_ARG_ANY, SBPF_ARG_ANY, SBPF_ARG_MEM_OUT, SBPF_ARG_SIZE },
		.contexts = SBPF_IN_ANY, .progs = SBPF_PROGS_TRACING_ALL,
	},
};

SBPF_HELPER_FAMILY(task);
