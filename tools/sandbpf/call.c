// SPDX-License-Identifier: GPL-2.0
/*
 * Redirection of one call. At the seccomp stop the registers are changed into another call, at the stop
 * on its exit they become what they were, but for the result: a program may rely on a system call leaving
 * its argument registers alone.
 *
 * If the process has lost the device, the call is used up for a step that gets it back, and made again:
 * the instruction pointer is set back to the system call instruction. Between two steps the thread is in
 * no other state than before its call, so signals may be delivered there.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>

#include <linux/sandbpf.h>

#include "tracee.h"

#define SYSCALL_INSN_SIZE	2
#define UNKNOWN_CMD		0xff

/* Make the pending call fail (or succeed) without running it. */
static bool answer(struct tracee *t, long result)
{
	struct user_regs_struct regs = t->regs;

	regs.orig_rax = -1;
	regs.rax = result;
	ptrace(PTRACE_SETREGS, t->tid, 0, &regs);
	t->step = STEP_NONE;
	return false;
}

static bool replace(struct tracee *t, enum step kind, long nr, uint64_t a, uint64_t b, uint64_t c)
{
	struct user_regs_struct regs = t->regs;

	regs.orig_rax = nr;
	regs.rdi = a;
	regs.rsi = b;
	regs.rdx = c;
	if (ptrace(PTRACE_SETREGS, t->tid, 0, &regs)) {
		tracee_give_back(t);
		return false;
	}
	t->step = kind;
	return true;
}

/* bpf(cmd, attr, size). What does not fit into an ioctl number is what bpf(2) refuses, with the same errno. */
static bool redirect_bpf(struct tracee *t)
{
	unsigned int cmd = t->regs.rdi, size = t->regs.rdx;

	if (cmd >= SBPF_CMD_OWN_BASE)
		cmd = UNKNOWN_CMD;
	if (size > SBPF_IOC_SIZE_MAX)
		size = SBPF_IOC_SIZE_MAX + 1;
	return replace(t, STEP_CALL, __NR_ioctl, t->dev_fd, SBPF_IOC(cmd, size), t->regs.rsi);
}

static bool redirect_own(struct tracee *t, unsigned int cmd, const void *attr, size_t size)
{
	if (!tracee_lend(t, attr, size))
		return answer(t, -EFAULT);
	return replace(t, STEP_CALL, __NR_ioctl, t->dev_fd, SBPF_IOC(cmd, size), t->block.addr);
}

/* ioctl(perf_fd, PERF_EVENT_IOC_SET_BPF, prog_fd) */
static bool redirect_perf(struct tracee *t)
{
	union sbpf_attr attr = { .perf_event_set_prog = {
		.perf_fd = t->regs.rdi, .prog_fd = t->regs.rdx,
	} };

	return redirect_own(t, SBPF_PERF_EVENT_SET_PROG, &attr, sizeof(attr.perf_event_set_prog));
}

/* setsockopt(sock_fd, SOL_SOCKET, SO_ATTACH_BPF, &prog_fd, len) */
static bool redirect_sock(struct tracee *t)
{
	union sbpf_attr attr = { .sock_attach_prog.sock_fd = t->regs.rdi };
	uint32_t prog_fd;

	if ((uint32_t)t->regs.r8 != sizeof(prog_fd))
		return answer(t, -EINVAL);
	if (!tracee_read(t, t->regs.r10, &prog_fd, sizeof(prog_fd)))
		return answer(t, -EFAULT);
	attr.sock_attach_prog.prog_fd = prog_fd;
	return redirect_own(t, SBPF_SOCK_ATTACH_PROG, &attr, sizeof(attr.sock_attach_prog));
}

/* mount(2) or fsopen(2): a bpffs becomes a sandbpf, every other type is none of our business. */
static bool redirect_fs_type(struct tracee *t, unsigned long long *reg)
{
	static const char own[] = "sandbpf";
	const unsigned long long theirs = *reg;
	char type[sizeof("bpf")];
	bool ok;

	if (!tracee_read(t, theirs, type, sizeof(type)) || memcmp(type, "bpf", sizeof(type)))
		return false;
	if (!tracee_lend(t, own, sizeof(own)))
		return answer(t, -EFAULT);
	*reg = t->block.addr;
	ok = !ptrace(PTRACE_SETREGS, t->tid, 0, &t->regs);
	*reg = theirs;
	t->step = STEP_CALL;
	return ok;
}

static bool begin_open(struct tracee *t, const struct device *dev)
{
	if (!tracee_lend(t, dev->path, strlen(dev->path) + 1))
		return answer(t, -EBADF);
	return replace(t, STEP_OPEN, __NR_open, t->block.addr, O_RDWR, 0);
}

/* Get the device to where it belongs, a step at a time. Returns true when a step is under way. */
static bool begin_device(struct tracee *t, const struct device *dev, bool *done)
{
	*done = true;
	if (tracee_has_device(t, dev, t->dev_fd)) {
		if (t->low_fd < 0)
			return *done = false;
		return replace(t, STEP_CLOSE, __NR_close, t->low_fd, 0, 0);
	}
	if (t->low_fd >= 0 && tracee_has_device(t, dev, t->low_fd))
		return replace(t, STEP_MOVE, __NR_fcntl, t->low_fd, F_DUPFD, dev->base);
	t->low_fd = -1;
	if (tracee_has_device(t, dev, dev->fd)) {
		t->dev_fd = dev->fd;
		return *done = false;
	}
	return begin_open(t, dev);
}

/* The thread stopped at the call @which. Returns true if it must be stopped again at the call's end. */
bool call_begin(struct tracee *t, enum call which, const struct device *dev)
{
	bool done, more;

	t->step = STEP_NONE;
	if (ptrace(PTRACE_GETREGS, t->tid, 0, &t->regs))
		return false;
	if (which == CALL_FOREIGN) {
		tracee_tell(t, "bpf(2) of 32-bit programs is not redirected, and refused");
		return answer(t, -ENOSYS);
	}
	if (which == CALL_MOUNT)
		return redirect_fs_type(t, &t->regs.rdx);
	if (which == CALL_FSOPEN)
		return redirect_fs_type(t, &t->regs.rdi);
	more = begin_device(t, dev, &done);
	if (done)
		return more;
	switch (which) {
	case CALL_BPF:
		return redirect_bpf(t);
	case CALL_PERF_SET_BPF:
		return redirect_perf(t);
	case CALL_SOCK_ATTACH:
		return redirect_sock(t);
	default:
		return answer(t, -ENOSYS);
	}
}

/* Has a step that gets the device back left the call to be made? Else @result is the call's. */
static bool end_device(struct tracee *t, const struct device *dev, long result)
{
	switch (t->step) {
	case STEP_OPEN:
		if (result < 0) {
			tracee_tell(t, "closed its descriptor of %s, and cannot open it again: %s",
				    dev->path, strerror(-result));
			return false;
		}
		t->low_fd = result;
		return true;
	case STEP_MOVE:
		/* No room above: it stays where it is. */
		t->dev_fd = result < 0 ? t->low_fd : result;
		if (result < 0)
			t->low_fd = -1;
		return true;
	case STEP_CLOSE:
		t->low_fd = -1;
		return true;
	default:
		return false;
	}
}

/* The thread stopped at the end of what call_begin() made of its call. */
void call_end(struct tracee *t, const struct device *dev)
{
	struct user_regs_struct now, *regs = &t->regs;
	bool again;

	tracee_give_back(t);
	if (ptrace(PTRACE_GETREGS, t->tid, 0, &now))
		return;
	again = end_device(t, dev, (long)now.rax);
	t->step = STEP_NONE;
	/* A result that asks for a restart restarts the call as the program made it: orig_rax is its own. */
	regs->rax = now.rax;
	if (again) {
		regs->rax = regs->orig_rax;
		regs->orig_rax = -1;
		regs->rip -= SYSCALL_INSN_SIZE;
	}
	ptrace(PTRACE_SETREGS, t->tid, 0, regs);
}
