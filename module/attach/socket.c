// SPDX-License-Identifier: GPL-2.0
/*
 * Socket filters: the command SOCK_ATTACH_PROG, which does what setsockopt SO_ATTACH_BPF does.
 *
 * A socket takes a struct sk_filter with a program of the kernel. Ours holds a few instructions for the kernel's engine
 * that call back into this module. The kernel frees filters on its own, and tells nobody; so this module keeps one
 * reference of its own to each, which makes the kernel's last one never the last, and looks from time to time which
 * filters have no other left.
 */
#include <linux/err.h>
#include <linux/filter.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/net.h>
#include <linux/slab.h>
#include <linux/workqueue.h>
#include <net/sock.h>

#include "../cmd_handlers.h"
#include "../engine/run.h"
#include "../skb_view.h"
#include "socket.h"

/* How long a filter that nobody uses any more may linger. */
#define REAP_INTERVAL	msecs_to_jiffies(50)

/**
 * struct sock_filter_prog - one program on sockets: on the one it was attached to and on those accepted from it
 * @filter: what the sockets have. Its count is ours plus one a socket.
 * @prog: our program; a reference is held
 * @node: in filters
 */
struct sock_filter_prog {
	struct sk_filter filter;
	struct sbpf_prog *prog;
	struct list_head node;
};

/* Every filter there is. Process context; nothing is taken inside. */
static LIST_HEAD(filters);
static DEFINE_MUTEX(filters_lock);

static void reap(struct work_struct *work);
static DECLARE_DELAYED_WORK(reap_work, reap);

/* What the kernel's instructions call: RCU read side, migration off, softirq or task. */
static u64 filter_run(u64 r1, u64 r2, u64 r3, u64 r4, u64 r5)
{
	const struct sock_filter_prog *sf = (const void *)(unsigned long)r2;
	struct sbpf_skb_ctx view;

	sbpf_skb_view_init(&view, sf->prog, (struct sk_buff *)(unsigned long)r1, NULL);
	return (u32)sbpf_run(sf->prog, &view.base);
}

/* A program of the kernel that hands its packet to filter_run(). -EOPNOTSUPP when no engine of the kernel takes it. */
static struct bpf_prog *trampoline_make(const struct sock_filter_prog *sf)
{
	const struct bpf_insn insns[] = {
		BPF_LD_IMM64(BPF_REG_2, (unsigned long)sf),
		BPF_EMIT_CALL(filter_run),
		BPF_EXIT_INSN(),
	};
	struct bpf_prog *fp;
	int err = 0;

	fp = bpf_prog_alloc(bpf_prog_size(ARRAY_SIZE(insns)), __GFP_NOWARN);
	if (!fp)
		return ERR_PTR(-ENOMEM);
	fp->len = ARRAY_SIZE(insns);
	fp->type = BPF_PROG_TYPE_SOCKET_FILTER;
	fp->gpl_compatible = 1;
	memcpy(fp->insnsi, insns, sizeof(insns));
	fp = bpf_prog_select_runtime(fp, &err);
	if (err) {
		bpf_prog_free(fp);
		return ERR_PTR(-EOPNOTSUPP);
	}
	return fp;
}

/* The sockets are done with it, and so is every packet. */
static void filter_free(struct sock_filter_prog *sf)
{
	bpf_prog_free(sf->filter.prog);
	sbpf_prog_put(sf->prog);
	kfree(sf);
	module_put(THIS_MODULE);
}

static struct sock_filter_prog *filter_make(struct sbpf_prog *prog)
{
	struct sock_filter_prog *sf = kzalloc(sizeof(*sf), GFP_KERNEL_ACCOUNT);
	struct bpf_prog *fp;

	if (!sf)
		return ERR_PTR(-ENOMEM);
	fp = trampoline_make(sf);
	if (IS_ERR(fp)) {
		kfree(sf);
		return ERR_CAST(fp);
	}
	sbpf_prog_get(prog);
	sf->prog = prog;
	sf->filter.prog = fp;
	refcount_set(&sf->filter.refcnt, 1);
	__module_get(THIS_MODULE);
	return sf;
}

static u32 filter_size(const struct sk_filter *filter)
{
	return bpf_prog_size(filter->prog->len);
}

static int optmem_max(const struct sock *sk)
{
#ifdef SBPF_HAVE_EXPORT_sysctl_optmem_max
	return READ_ONCE(sysctl_optmem_max);
#else
	return READ_ONCE(sock_net(sk)->core.sysctl_optmem_max);
#endif
}

/* Filters count as option memory of their socket; the kernel takes that back when it lets go. */
static int filter_charge(struct sock *sk, const struct sk_filter *filter)
{
	int size = filter_size(filter), max = optmem_max(sk);

	if (size > max || atomic_read(&sk->sk_omem_alloc) + size >= max)
		return -ENOMEM;
	atomic_add(size, &sk->sk_omem_alloc);
	return 0;
}

/* Put the filter on the socket. @old: the filter that was there, off the socket and uncharged, or NULL. */
static int filter_install(struct sock *sk, struct sk_filter *filter, struct sk_filter **old)
{
	int err = -EPERM;

	lock_sock(sk);
	if (sock_flag(sk, SOCK_FILTER_LOCKED))
		goto out;
	err = filter_charge(sk, filter);
	if (err)
		goto out;
	*old = rcu_dereference_protected(sk->sk_filter, lockdep_sock_is_held(sk));
	if (*old)
		atomic_sub(filter_size(*old), &sk->sk_omem_alloc);
	refcount_inc(&filter->refcnt);
	rcu_assign_pointer(sk->sk_filter, filter);
out:
	release_sock(sk);
	return err;
}

/* Drop a socket's reference to the filter it had. One of ours is not freed by that, see above. */
static void filter_drop(struct sk_filter *old)
{
	if (!refcount_dec_and_test(&old->refcnt))
		return;
	synchronize_rcu();
	bpf_prog_destroy(old->prog);
	kfree(old);
}

/* Move filters with no reference but ours to @idle. */
static void collect_idle(struct list_head *from, struct list_head *idle)
{
	struct sock_filter_prog *sf, *next;

	list_for_each_entry_safe(sf, next, from, node)
		if (refcount_read(&sf->filter.refcnt) == 1)
			list_move(&sf->node, idle);
}

/*
 * A filter whose count is seen at 1 is on no socket any more, but somebody who found it on one just before may still be
 * about to use it, or to take a reference for an accepted socket. After a grace period a count that is 1 still stays 1.
 */
static void reap(struct work_struct *work)
{
	struct sock_filter_prog *sf, *next;
	LIST_HEAD(idle);
	LIST_HEAD(dead);

	mutex_lock(&filters_lock);
	collect_idle(&filters, &idle);
	if (!list_empty(&idle)) {
		synchronize_rcu();
		collect_idle(&idle, &dead);
		list_splice(&idle, &filters);
	}
	if (!list_empty(&filters))
		schedule_delayed_work(&reap_work, REAP_INTERVAL);
	mutex_unlock(&filters_lock);
	list_for_each_entry_safe(sf, next, &dead, node)
		filter_free(sf);
}

static int socket_attach(struct sock *sk, struct sbpf_prog *prog)
{
	struct sock_filter_prog *sf = filter_make(prog);
	struct sk_filter *old = NULL;
	int err;

	if (IS_ERR(sf))
		return PTR_ERR(sf);
	err = filter_install(sk, &sf->filter, &old);
	if (err) {
		filter_free(sf);
		return err;
	}
	mutex_lock(&filters_lock);
	list_add(&sf->node, &filters);
	schedule_delayed_work(&reap_work, REAP_INTERVAL);
	mutex_unlock(&filters_lock);
	if (old)
		filter_drop(old);
	return 0;
}

/**
 * cmd_sock_attach_prog() - SBPF_SOCK_ATTACH_PROG
 * @call: attributes
 *
 * Return: 0; -EINVAL flags or not a socket filter, -EBADF, -ENOTSOCK, -EPERM the socket's filter is locked, -ENOMEM also
 * when the socket's option memory is used up, -EOPNOTSUPP.
 */
int cmd_sock_attach_prog(struct sbpf_call *call)
{
	const union sbpf_attr *attr = &call->attr;
	struct sbpf_prog *prog;
	struct socket *sock;
	int err;

	if (attr->sock_attach_prog.flags)
		return -EINVAL;
	prog = sbpf_prog_get_by_fd(attr->sock_attach_prog.prog_fd);
	if (IS_ERR(prog))
		return PTR_ERR(prog);
	err = -EINVAL;
	if (prog->type_id != SBPF_PROG_TYPE_SOCKET_FILTER)
		goto out;
	sock = sockfd_lookup(attr->sock_attach_prog.sock_fd, &err);
	if (!sock)
		goto out;
	err = socket_attach(sock->sk, prog);
	sockfd_put(sock);
out:
	sbpf_prog_put(prog);
	return err;
}

/**
 * sbpf_socket_exit() - stop looking for unused filters
 *
 * Context: module exit; no filter is left, but the work that freed the last one may not have returned.
 */
void sbpf_socket_exit(void)
{
	cancel_delayed_work_sync(&reap_work);
}
