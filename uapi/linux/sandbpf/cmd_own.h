/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Commands that bpf(2) does not have; the text above each is its reference. They are numbered from
 * a high base so that Linux never uses the same number; the ioctl number leaves 8 bits.
 */
#ifndef _UAPI_LINUX_SANDBPF_CMD_OWN_H
#define _UAPI_LINUX_SANDBPF_CMD_OWN_H

#define SBPF_CMD_OWN_BASE	200

enum sbpf_own_cmd {
	/**
	 * SBPF_PERF_EVENT_SET_PROG - attach a program to a perf event for the event's life
	 * @perf_event_set_prog.perf_fd: fd of perf_event_open(2), for a software or hardware event,
	 *   a tracepoint, kprobe or uprobe
	 * @perf_event_set_prog.prog_fd: program of the type that fits: PERF_EVENT, TRACEPOINT or
	 *   KPROBE
	 *
	 * Does what ioctl PERF_EVENT_IOC_SET_BPF does with programs of the kernel. There is no
	 * link: the program goes when the last fd of the event does. LINK_CREATE with
	 * SBPF_PERF_EVENT gives more control.
	 *
	 * Return: 0, or an error:
	 *   -EINVAL: the event does not take programs, or not this type
	 *   -EACCES: the program reads beyond the tracepoint's record
	 *   -EEXIST: the event has a program
	 *   -EBADF: an fd is not open, or is no perf event
	 *   -ENOMEM: no memory
	 *   -EOPNOTSUPP: the kernel has no way to reach the event
	 * Privilege: that of the program's type
	 * Since: this module
	 */
	SBPF_PERF_EVENT_SET_PROG = SBPF_CMD_OWN_BASE,

	/**
	 * SBPF_SOCK_ATTACH_PROG - attach a socket filter to a socket
	 * @sock_attach_prog.sock_fd: socket
	 * @sock_attach_prog.prog_fd: program of type SOCKET_FILTER
	 * @sock_attach_prog.flags: 0
	 *
	 * Does what setsockopt SO_ATTACH_BPF does with programs of the kernel: what the program
	 * returns is the number of bytes to keep, 0 to drop the packet. It replaces an earlier
	 * filter; SO_DETACH_FILTER removes it.
	 *
	 * Return: 0, or an error:
	 *   -EINVAL: type of the program, or flags is not 0
	 *   -EPERM: filters of this socket are locked (SO_LOCK_FILTER)
	 *   -EBADF: an fd is not open
	 *   -ENOTSOCK: sock_fd is no socket
	 *   -ENOMEM: no memory
	 *   -EOPNOTSUPP: the kernel has no way to run it on sockets
	 * Privilege: none beyond the fds
	 * Since: this module
	 */
	SBPF_SOCK_ATTACH_PROG = SBPF_CMD_OWN_BASE + 1,

	__SBPF_MAX_OWN_CMD,
};

#define SBPF_MAX_OWN_CMD	__SBPF_MAX_OWN_CMD

#endif /* _UAPI_LINUX_SANDBPF_CMD_OWN_H */
