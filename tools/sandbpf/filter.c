// SPDX-License-Identifier: GPL-2.0
/*
 * The seccomp filter: which calls stop for the tracer. Everything else runs at full speed; for all numbers
 * but ioctl and setsockopt the kernel does not even run the filter, because it knows the answer.
 * A call that stops and finds no tracer fails with ENOSYS: nothing ever gets to the host's BPF by accident.
 */
#include <errno.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/perf_event.h>
#include <linux/seccomp.h>

#include "sandbpf.h"

#ifndef __x86_64__
#error "The launcher rewrites registers of x86-64 only; libsandbpf-preload.so does not need it."
#endif

#define I386_NR_BPF	357
#define X32_NR_BPF	(0x40000000 | __NR_bpf)

/* Arguments of interest are ints: the low half counts. */
#define LOAD(off)	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, off)
#define LOAD_NR		LOAD(offsetof(struct seccomp_data, nr))
#define LOAD_ARCH	LOAD(offsetof(struct seccomp_data, arch))
#define LOAD_ARG(n)	LOAD(offsetof(struct seccomp_data, args) + (n) * 8)
/* Skip @n instructions unless the accumulator is @value. */
#define UNLESS(value, n)	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, n)
#define ALLOW		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define TRACE(call)	BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE | (call))

static struct sock_filter code[] = {
	LOAD_ARCH,
	UNLESS(AUDIT_ARCH_I386, 4),
	LOAD_NR,
	UNLESS(I386_NR_BPF, 1),
	TRACE(CALL_FOREIGN),
	ALLOW,
	LOAD_NR,
	UNLESS(X32_NR_BPF, 1),
	TRACE(CALL_FOREIGN),
	UNLESS(__NR_bpf, 1),
	TRACE(CALL_BPF),
	UNLESS(__NR_mount, 1),
	TRACE(CALL_MOUNT),
	UNLESS(__NR_fsopen, 1),
	TRACE(CALL_FSOPEN),
	UNLESS(__NR_ioctl, 4),
	LOAD_ARG(1),
	UNLESS(PERF_EVENT_IOC_SET_BPF, 1),
	TRACE(CALL_PERF_SET_BPF),
	ALLOW,
	UNLESS(__NR_setsockopt, 5),
	LOAD_ARG(1),
	UNLESS(SOL_SOCKET, 3),
	LOAD_ARG(2),
	UNLESS(SO_ATTACH_BPF, 1),
	TRACE(CALL_SOCK_ATTACH),
	ALLOW,
};

/* Returns 0 or an errno. */
int filter_install(void)
{
	struct sock_fprog prog = { .len = sizeof(code) / sizeof(code[0]), .filter = code };
	/* The command asked for no sandbox, so it does not pay for mitigations that one implies. */
	const unsigned int flags = SECCOMP_FILTER_FLAG_SPEC_ALLOW;

	if (!syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, flags, &prog))
		return 0;
	if (errno != EACCES)
		return errno;
	/* Without CAP_SYS_ADMIN the price is that set-user-ID bits do nothing. */
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return errno;
	return syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, flags, &prog) ? errno : 0;
}
