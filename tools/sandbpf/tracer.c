// SPDX-License-Identifier: GPL-2.0
/*
 * The tracer: a process beside the command that waits for the stops of every thread and child of it. It
 * ends with the last of them, so a daemon that the command leaves behind stays redirected.
 */
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tracee.h"

#define SYSCALL_STOP	(SIGTRAP | 0x80)

/* EXITKILL: should the tracer die, nothing goes on that would be half redirected. */
static const unsigned long ptrace_options = PTRACE_O_TRACESECCOMP | PTRACE_O_TRACESYSGOOD |
	PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACEEXEC |
	PTRACE_O_EXITKILL;

/* Stopped by one of the stop signals: it stays stopped, until SIGCONT. */
static bool is_group_stop(int event, int sig)
{
	return event == PTRACE_EVENT_STOP &&
	       (sig == SIGSTOP || sig == SIGTSTP || sig == SIGTTIN || sig == SIGTTOU);
}

static unsigned long event_message(const struct tracee *t)
{
	unsigned long msg = 0;

	ptrace(PTRACE_GETEVENTMSG, t->tid, 0, &msg);
	return msg;
}

/* Handle a stop and let the thread go on. Failures mean that it was killed meanwhile; its end is reported. */
static void stopped(struct tracee *t, int status, const struct device *dev)
{
	int event = status >> 16, sig = WSTOPSIG(status);
	unsigned long msg;

	if (is_group_stop(event, sig)) {
		ptrace(PTRACE_LISTEN, t->tid, 0, 0);
		return;
	}
	switch (event) {
	case PTRACE_EVENT_SECCOMP:
		if (call_begin(t, event_message(t), dev)) {
			ptrace(PTRACE_SYSCALL, t->tid, 0, 0);
			return;
		}
		break;
	case PTRACE_EVENT_CLONE:
	case PTRACE_EVENT_FORK:
	case PTRACE_EVENT_VFORK:
		tracee_get(event_message(t), dev->fd)->dev_fd = t->dev_fd;
		break;
	case PTRACE_EVENT_EXEC:
		/* A thread that executes a program takes over the id of the first one. */
		msg = event_message(t);
		if (msg && (pid_t)msg != t->tid) {
			t->dev_fd = tracee_get(msg, dev->fd)->dev_fd;
			tracee_drop(msg);
		}
		t->step = STEP_NONE;
		t->low_fd = -1;
		break;
	case 0:
		if (sig != SYSCALL_STOP) {
			ptrace(PTRACE_CONT, t->tid, 0, sig);
			return;
		}
		if (t->step != STEP_NONE)
			call_end(t, dev);
		break;
	}
	ptrace(PTRACE_CONT, t->tid, 0, 0);
}

static void trace(const struct device *dev)
{
	int status;
	pid_t tid;

	for (;;) {
		tid = waitpid(-1, &status, __WALL);
		if (tid < 0 && errno == EINTR)
			continue;
		if (tid < 0)
			return;
		if (WIFSTOPPED(status))
			stopped(tracee_get(tid, dev->fd), status, dev);
		else
			tracee_drop(tid);
	}
}

/* Become nobody's business: no terminal, no descriptors, no directory, no signals. */
static void withdraw(int keep)
{
	sigset_t all;

	setsid();
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	if (dup2(keep, 0) == 0)
		close_range(1, ~0U, 0);
	if (chdir("/"))
		_exit(EXIT_SELF);
	prctl(PR_SET_NAME, "sandbpf-tracer");
}

static void tracer(pid_t target, int sock, const struct device *dev)
{
	pid_t self = getpid();
	int err = 0;
	char go;

	withdraw(sock);
	/* The target allows this process to trace it, where the kernel wants that (Yama). */
	if (send(0, &self, sizeof(self), MSG_NOSIGNAL) != sizeof(self) || recv(0, &go, 1, 0) != 1)
		_exit(EXIT_SELF);
	if (ptrace(PTRACE_SEIZE, target, 0, ptrace_options))
		err = errno;
	send(0, &err, sizeof(err), MSG_NOSIGNAL);
	close(0);
	if (!err)
		trace(dev);
	_exit(0);
}

/* fork(2) whose child's end sends no signal: one that is blocked would be left to the command. */
static pid_t fork_quietly(void)
{
	return syscall(__NR_clone, 0, 0, 0, 0, 0);
}

/* Get this process a tracer, or end it. */
void tracer_start(const struct device *dev)
{
	pid_t self = getpid(), middle, pid;
	int sock[2], err = 0;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sock))
		die(EXIT_SELF, "socketpair: %s", strerror(errno));
	middle = fork_quietly();
	if (middle < 0)
		die(EXIT_SELF, "fork: %s", strerror(errno));
	if (!middle) {
		/* An orphan, so that the command has no child that it did not make. */
		if (!fork_quietly())
			tracer(self, sock[1], dev);
		_exit(0);
	}
	close(sock[1]);
	while (waitpid(middle, NULL, __WALL) < 0 && errno == EINTR)
		;
	if (recv(sock[0], &pid, sizeof(pid), 0) != sizeof(pid))
		die(EXIT_SELF, "the tracer did not start");
	prctl(PR_SET_PTRACER, pid, 0, 0, 0);
	if (send(sock[0], "", 1, MSG_NOSIGNAL) != 1 || recv(sock[0], &err, sizeof(err), 0) != sizeof(err))
		die(EXIT_SELF, "the tracer died");
	if (err == EPERM)
		die(EXIT_SELF, "cannot trace this process: %s. Is it under strace or gdb, or is ptrace forbidden (kernel.yama.ptrace_scope)? libsandbpf-preload.so does without.",
		    strerror(err));
	if (err)
		die(EXIT_SELF, "ptrace: %s", strerror(err));
	close(sock[0]);
}
