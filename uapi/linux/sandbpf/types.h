/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * The kinds of things: maps, programs, attach points, links. Numbers only; what the module
 * has of each is in Documentation/support-matrix.rst.
 */
#ifndef _UAPI_LINUX_SANDBPF_TYPES_H
#define _UAPI_LINUX_SANDBPF_TYPES_H

/**
 * enum sbpf_map_type - map_type of SBPF_MAP_CREATE
 *
 * The comment gives key -> value where the type fixes them.
 */
enum sbpf_map_type {
	SBPF_MAP_TYPE_UNSPEC = 0,
	SBPF_MAP_TYPE_HASH = 1,			/* any -> any */
	SBPF_MAP_TYPE_ARRAY = 2,		/* u32 index -> any, all elements exist */
	SBPF_MAP_TYPE_PROG_ARRAY = 3,		/* u32 -> program, for tail calls */
	SBPF_MAP_TYPE_PERF_EVENT_ARRAY = 4,	/* u32 (often the CPU) -> perf event */
	SBPF_MAP_TYPE_PERCPU_HASH = 5,		/* any -> one value for each possible CPU */
	SBPF_MAP_TYPE_PERCPU_ARRAY = 6,		/* u32 -> one value for each possible CPU */
	SBPF_MAP_TYPE_STACK_TRACE = 7,		/* u32 stack id -> u64 addresses */
	SBPF_MAP_TYPE_CGROUP_ARRAY = 8,		/* u32 -> cgroup v2 directory */
	SBPF_MAP_TYPE_LRU_HASH = 9,		/* as HASH, drops the least recently used */
	SBPF_MAP_TYPE_LRU_PERCPU_HASH = 10,	/* as PERCPU_HASH, drops likewise */
	SBPF_MAP_TYPE_LPM_TRIE = 11,		/* prefix -> any, longest match wins */
	SBPF_MAP_TYPE_ARRAY_OF_MAPS = 12,	/* u32 -> map */
	SBPF_MAP_TYPE_HASH_OF_MAPS = 13,	/* any -> map */
	SBPF_MAP_TYPE_DEVMAP = 14,		/* u32 -> net device */
	SBPF_MAP_TYPE_SOCKMAP = 15,		/* u32 -> socket */
	SBPF_MAP_TYPE_CPUMAP = 16,		/* u32 CPU -> queue */
	SBPF_MAP_TYPE_XSKMAP = 17,		/* u32 queue -> AF_XDP socket */
	SBPF_MAP_TYPE_SOCKHASH = 18,		/* any -> socket */
	SBPF_MAP_TYPE_CGROUP_STORAGE_DEPRECATED = 19,
	SBPF_MAP_TYPE_CGROUP_STORAGE = SBPF_MAP_TYPE_CGROUP_STORAGE_DEPRECATED,
	SBPF_MAP_TYPE_REUSEPORT_SOCKARRAY = 20,	/* u32 -> listening socket */
	SBPF_MAP_TYPE_PERCPU_CGROUP_STORAGE_DEPRECATED = 21,
	SBPF_MAP_TYPE_PERCPU_CGROUP_STORAGE = SBPF_MAP_TYPE_PERCPU_CGROUP_STORAGE_DEPRECATED,
	SBPF_MAP_TYPE_QUEUE = 22,		/* no key, first in first out */
	SBPF_MAP_TYPE_STACK = 23,		/* no key, last in first out */
	SBPF_MAP_TYPE_SK_STORAGE = 24,		/* socket (fd) -> any, needs BTF */
	SBPF_MAP_TYPE_DEVMAP_HASH = 25,		/* u32 -> net device, sparse */
	SBPF_MAP_TYPE_STRUCT_OPS = 26,		/* table of functions for the kernel */
	SBPF_MAP_TYPE_RINGBUF = 27,		/* records, program to user space */
	SBPF_MAP_TYPE_INODE_STORAGE = 28,	/* inode (fd) -> any, needs BTF */
	SBPF_MAP_TYPE_TASK_STORAGE = 29,	/* task (pidfd) -> any, needs BTF */
	SBPF_MAP_TYPE_BLOOM_FILTER = 30,	/* set membership with false positives */
	SBPF_MAP_TYPE_USER_RINGBUF = 31,	/* records, user space to program */
	SBPF_MAP_TYPE_CGRP_STORAGE = 32,	/* cgroup (fd) -> any, needs BTF */
	__SBPF_MAX_MAP_TYPE,
};

#define SBPF_MAX_MAP_TYPE	__SBPF_MAX_MAP_TYPE

/**
 * enum sbpf_prog_type - prog_type of SBPF_PROG_LOAD
 *
 * The comment names the context R1 points to and when the program runs.
 */
enum sbpf_prog_type {
	SBPF_PROG_TYPE_UNSPEC = 0,
	SBPF_PROG_TYPE_SOCKET_FILTER = 1,	/* __sbpf_sk_buff; packet reaches a socket */
	SBPF_PROG_TYPE_KPROBE = 2,		/* pt_regs; kprobe or uprobe */
	SBPF_PROG_TYPE_SCHED_CLS = 3,		/* __sbpf_sk_buff; packet passes a device */
	SBPF_PROG_TYPE_SCHED_ACT = 4,		/* __sbpf_sk_buff; tc action */
	SBPF_PROG_TYPE_TRACEPOINT = 5,		/* the event's record; tracepoint */
	SBPF_PROG_TYPE_XDP = 6,			/* sbpf_xdp_md; frame in the driver */
	SBPF_PROG_TYPE_PERF_EVENT = 7,		/* sbpf_perf_event_data; sample */
	SBPF_PROG_TYPE_CGROUP_SKB = 8,		/* __sbpf_sk_buff; packet of a cgroup */
	SBPF_PROG_TYPE_CGROUP_SOCK = 9,		/* sbpf_sock; socket made, bound, released */
	SBPF_PROG_TYPE_LWT_IN = 10,		/* __sbpf_sk_buff; route input */
	SBPF_PROG_TYPE_LWT_OUT = 11,		/* __sbpf_sk_buff; route output */
	SBPF_PROG_TYPE_LWT_XMIT = 12,		/* __sbpf_sk_buff; before transmission */
	SBPF_PROG_TYPE_SOCK_OPS = 13,		/* sbpf_sock_ops; TCP events */
	SBPF_PROG_TYPE_SK_SKB = 14,		/* __sbpf_sk_buff; stream of a sockmap */
	SBPF_PROG_TYPE_CGROUP_DEVICE = 15,	/* sbpf_cgroup_dev_ctx; device node opened */
	SBPF_PROG_TYPE_SK_MSG = 16,		/* sbpf_sk_msg_md; sendmsg of a sockmap */
	SBPF_PROG_TYPE_RAW_TRACEPOINT = 17,	/* sbpf_raw_tracepoint_args; tracepoint */
	SBPF_PROG_TYPE_CGROUP_SOCK_ADDR = 18,	/* sbpf_sock_addr; bind, connect, sendmsg ... */
	SBPF_PROG_TYPE_LWT_SEG6LOCAL = 19,	/* __sbpf_sk_buff; SRv6 endpoint */
	SBPF_PROG_TYPE_LIRC_MODE2 = 20,		/* u32; infrared pulse */
	SBPF_PROG_TYPE_SK_REUSEPORT = 21,	/* sbpf_sk_reuseport_md; choose a listener */
	SBPF_PROG_TYPE_FLOW_DISSECTOR = 22,	/* __sbpf_sk_buff; parse headers */
	SBPF_PROG_TYPE_CGROUP_SYSCTL = 23,	/* sbpf_sysctl; /proc/sys read or written */
	SBPF_PROG_TYPE_RAW_TRACEPOINT_WRITABLE = 24, /* as RAW_TRACEPOINT, may write args[0] */
	SBPF_PROG_TYPE_CGROUP_SOCKOPT = 25,	/* sbpf_sockopt; getsockopt, setsockopt */
	SBPF_PROG_TYPE_TRACING = 26,		/* u64 arguments by BTF; fentry, fexit, iter ... */
	SBPF_PROG_TYPE_STRUCT_OPS = 27,		/* u64 arguments by BTF; a kernel callback */
	SBPF_PROG_TYPE_EXT = 28,		/* that of the function it replaces */
	SBPF_PROG_TYPE_LSM = 29,		/* u64 arguments by BTF; security hook */
	SBPF_PROG_TYPE_SK_LOOKUP = 30,		/* sbpf_sk_lookup; find a listener */
	SBPF_PROG_TYPE_SYSCALL = 31,		/* any; SBPF_PROG_TEST_RUN only */
	SBPF_PROG_TYPE_NETFILTER = 32,		/* sbpf_nf_ctx; netfilter hook */
	__SBPF_MAX_PROG_TYPE,
};

#define SBPF_MAX_PROG_TYPE	__SBPF_MAX_PROG_TYPE

/**
 * enum sbpf_attach_type - where a program is attached
 *
 * Used by SBPF_PROG_LOAD (expected_attach_type), SBPF_PROG_ATTACH, SBPF_PROG_DETACH,
 * SBPF_PROG_QUERY and SBPF_LINK_CREATE (attach_type). The comment names the program types and what
 * makes the program run.
 */
enum sbpf_attach_type {
	SBPF_CGROUP_INET_INGRESS = 0,		/* CGROUP_SKB; packet to a socket of the cgroup */
	SBPF_CGROUP_INET_EGRESS = 1,		/* CGROUP_SKB; packet from such a socket */
	SBPF_CGROUP_INET_SOCK_CREATE = 2,	/* CGROUP_SOCK; socket(2) */
	SBPF_CGROUP_SOCK_OPS = 3,		/* SOCK_OPS; TCP events */
	SBPF_SK_SKB_STREAM_PARSER = 4,		/* SK_SKB; length of the next message */
	SBPF_SK_SKB_STREAM_VERDICT = 5,		/* SK_SKB; what becomes of it */
	SBPF_CGROUP_DEVICE = 6,			/* CGROUP_DEVICE; open or mknod of a device */
	SBPF_SK_MSG_VERDICT = 7,		/* SK_MSG; sendmsg(2) on a socket of the map */
	SBPF_CGROUP_INET4_BIND = 8,		/* CGROUP_SOCK_ADDR; bind(2), IPv4 */
	SBPF_CGROUP_INET6_BIND = 9,		/* CGROUP_SOCK_ADDR; bind(2), IPv6 */
	SBPF_CGROUP_INET4_CONNECT = 10,		/* CGROUP_SOCK_ADDR; connect(2), IPv4 */
	SBPF_CGROUP_INET6_CONNECT = 11,		/* CGROUP_SOCK_ADDR; connect(2), IPv6 */
	SBPF_CGROUP_INET4_POST_BIND = 12,	/* CGROUP_SOCK; bind(2) is done, IPv4 */
	SBPF_CGROUP_INET6_POST_BIND = 13,	/* CGROUP_SOCK; bind(2) is done, IPv6 */
	SBPF_CGROUP_UDP4_SENDMSG = 14,		/* CGROUP_SOCK_ADDR; UDP sent, IPv4 */
	SBPF_CGROUP_UDP6_SENDMSG = 15,		/* CGROUP_SOCK_ADDR; UDP sent, IPv6 */
	SBPF_LIRC_MODE2 = 16,			/* LIRC_MODE2; infrared pulse */
	SBPF_FLOW_DISSECTOR = 17,		/* FLOW_DISSECTOR; parse headers in a netns */
	SBPF_CGROUP_SYSCTL = 18,		/* CGROUP_SYSCTL; access below /proc/sys */
	SBPF_CGROUP_UDP4_RECVMSG = 19,		/* CGROUP_SOCK_ADDR; UDP received, IPv4 */
	SBPF_CGROUP_UDP6_RECVMSG = 20,		/* CGROUP_SOCK_ADDR; UDP received, IPv6 */
	SBPF_CGROUP_GETSOCKOPT = 21,		/* CGROUP_SOCKOPT; getsockopt(2) */
	SBPF_CGROUP_SETSOCKOPT = 22,		/* CGROUP_SOCKOPT; setsockopt(2) */
	SBPF_TRACE_RAW_TP = 23,			/* TRACING; tracepoint with typed arguments */
	SBPF_TRACE_FENTRY = 24,			/* TRACING; before a function */
	SBPF_TRACE_FEXIT = 25,			/* TRACING; after a function */
	SBPF_MODIFY_RETURN = 26,		/* TRACING; before, may replace the result */
	SBPF_LSM_MAC = 27,			/* LSM; security hook */
	SBPF_TRACE_ITER = 28,			/* TRACING; once for each object read */
	SBPF_CGROUP_INET4_GETPEERNAME = 29,	/* CGROUP_SOCK_ADDR; getpeername(2), IPv4 */
	SBPF_CGROUP_INET6_GETPEERNAME = 30,	/* CGROUP_SOCK_ADDR; getpeername(2), IPv6 */
	SBPF_CGROUP_INET4_GETSOCKNAME = 31,	/* CGROUP_SOCK_ADDR; getsockname(2), IPv4 */
	SBPF_CGROUP_INET6_GETSOCKNAME = 32,	/* CGROUP_SOCK_ADDR; getsockname(2), IPv6 */
	SBPF_XDP_DEVMAP = 33,			/* XDP; frame redirected through a DEVMAP */
	SBPF_CGROUP_INET_SOCK_RELEASE = 34,	/* CGROUP_SOCK; socket closed */
	SBPF_XDP_CPUMAP = 35,			/* XDP; frame redirected through a CPUMAP */
	SBPF_SK_LOOKUP = 36,			/* SK_LOOKUP; find a socket in a netns */
	SBPF_XDP = 37,				/* XDP; frame in the driver */
	SBPF_SK_SKB_VERDICT = 38,		/* SK_SKB; verdict without a parser */
	SBPF_SK_REUSEPORT_SELECT = 39,		/* SK_REUSEPORT; choose a listener */
	SBPF_SK_REUSEPORT_SELECT_OR_MIGRATE = 40,	/* SK_REUSEPORT; also when one closes */
	SBPF_PERF_EVENT = 41,			/* PERF_EVENT, TRACEPOINT, KPROBE; perf event */
	SBPF_TRACE_KPROBE_MULTI = 42,		/* KPROBE; many functions at once */
	SBPF_LSM_CGROUP = 43,			/* LSM; security hook for tasks of a cgroup */
	SBPF_STRUCT_OPS = 44,			/* STRUCT_OPS; table of functions */
	SBPF_NETFILTER = 45,			/* NETFILTER, own: SCHED_CLS, CGROUP_SKB */
	SBPF_TCX_INGRESS = 46,			/* SCHED_CLS; packet from a device */
	SBPF_TCX_EGRESS = 47,			/* SCHED_CLS; packet to a device */
	SBPF_TRACE_UPROBE_MULTI = 48,		/* KPROBE; many user functions at once */
	SBPF_CGROUP_UNIX_CONNECT = 49,		/* CGROUP_SOCK_ADDR; connect(2), AF_UNIX */
	SBPF_CGROUP_UNIX_SENDMSG = 50,		/* CGROUP_SOCK_ADDR; datagram sent, AF_UNIX */
	SBPF_CGROUP_UNIX_RECVMSG = 51,		/* CGROUP_SOCK_ADDR; datagram received, AF_UNIX */
	SBPF_CGROUP_UNIX_GETPEERNAME = 52,	/* CGROUP_SOCK_ADDR; getpeername(2), AF_UNIX */
	SBPF_CGROUP_UNIX_GETSOCKNAME = 53,	/* CGROUP_SOCK_ADDR; getsockname(2), AF_UNIX */
	SBPF_NETKIT_PRIMARY = 54,		/* SCHED_CLS; packet through a netkit device */
	SBPF_NETKIT_PEER = 55,			/* SCHED_CLS; packet through its peer */
	__SBPF_MAX_ATTACH_TYPE,
};

#define SBPF_MAX_ATTACH_TYPE	__SBPF_MAX_ATTACH_TYPE

/**
 * enum sbpf_link_type - type of struct sbpf_link_info
 */
enum sbpf_link_type {
	SBPF_LINK_TYPE_UNSPEC = 0,
	SBPF_LINK_TYPE_RAW_TRACEPOINT = 1,	/* from SBPF_RAW_TRACEPOINT_OPEN */
	SBPF_LINK_TYPE_TRACING = 2,		/* fentry, fexit, modify_return, raw_tp, lsm */
	SBPF_LINK_TYPE_CGROUP = 3,		/* a hook of a cgroup */
	SBPF_LINK_TYPE_ITER = 4,		/* an iterator */
	SBPF_LINK_TYPE_NETNS = 5,		/* a hook of a network namespace */
	SBPF_LINK_TYPE_XDP = 6,			/* a device's driver */
	SBPF_LINK_TYPE_PERF_EVENT = 7,		/* a perf event */
	SBPF_LINK_TYPE_KPROBE_MULTI = 8,	/* many kernel functions */
	SBPF_LINK_TYPE_STRUCT_OPS = 9,		/* a table of functions */
	SBPF_LINK_TYPE_NETFILTER = 10,		/* a netfilter hook */
	SBPF_LINK_TYPE_TCX = 11,		/* ingress or egress of a device */
	SBPF_LINK_TYPE_UPROBE_MULTI = 12,	/* many user functions */
	SBPF_LINK_TYPE_NETKIT = 13,		/* a netkit device */
	__SBPF_MAX_LINK_TYPE,
};

#define SBPF_MAX_LINK_TYPE	__SBPF_MAX_LINK_TYPE

/**
 * enum sbpf_perf_event_type - what a link of type PERF_EVENT sits on
 */
enum sbpf_perf_event_type {
	SBPF_PERF_EVENT_UNSPEC = 0,
	SBPF_PERF_EVENT_UPROBE = 1,
	SBPF_PERF_EVENT_URETPROBE = 2,
	SBPF_PERF_EVENT_KPROBE = 3,
	SBPF_PERF_EVENT_KRETPROBE = 4,
	SBPF_PERF_EVENT_TRACEPOINT = 5,
	SBPF_PERF_EVENT_EVENT = 6,
};

/**
 * enum sbpf_task_fd_type - fd_type of SBPF_TASK_FD_QUERY
 */
enum sbpf_task_fd_type {
	SBPF_FD_TYPE_RAW_TRACEPOINT = 0,	/* tracepoint name */
	SBPF_FD_TYPE_TRACEPOINT = 1,		/* tracepoint name */
	SBPF_FD_TYPE_KPROBE = 2,		/* symbol + offset, or address */
	SBPF_FD_TYPE_KRETPROBE = 3,		/* symbol + offset, or address */
	SBPF_FD_TYPE_UPROBE = 4,		/* file + offset */
	SBPF_FD_TYPE_URETPROBE = 5,		/* file + offset */
};

/**
 * enum sbpf_stats_type - type of SBPF_ENABLE_STATS
 */
enum sbpf_stats_type {
	SBPF_STATS_RUN_TIME = 0,	/* run_time_ns and run_cnt of every program */
};

/**
 * enum sbpf_cgroup_iter_order - walk of a cgroup iterator
 */
enum sbpf_cgroup_iter_order {
	SBPF_CGROUP_ITER_ORDER_UNSPEC = 0,
	SBPF_CGROUP_ITER_SELF_ONLY = 1,		/* one cgroup */
	SBPF_CGROUP_ITER_DESCENDANTS_PRE = 2,	/* parents before children */
	SBPF_CGROUP_ITER_DESCENDANTS_POST = 3,	/* children before parents */
	SBPF_CGROUP_ITER_ANCESTORS_UP = 4,	/* towards the root */
};

/**
 * enum sbpf_core_relo_kind - what a CO-RE relocation asks for
 */
enum sbpf_core_relo_kind {
	SBPF_CORE_FIELD_BYTE_OFFSET = 0,
	SBPF_CORE_FIELD_BYTE_SIZE = 1,
	SBPF_CORE_FIELD_EXISTS = 2,
	SBPF_CORE_FIELD_SIGNED = 3,
	SBPF_CORE_FIELD_LSHIFT_U64 = 4,		/* left shift that isolates a bitfield */
	SBPF_CORE_FIELD_RSHIFT_U64 = 5,		/* right shift after it */
	SBPF_CORE_TYPE_ID_LOCAL = 6,
	SBPF_CORE_TYPE_ID_TARGET = 7,
	SBPF_CORE_TYPE_EXISTS = 8,
	SBPF_CORE_TYPE_SIZE = 9,
	SBPF_CORE_ENUMVAL_EXISTS = 10,
	SBPF_CORE_ENUMVAL_VALUE = 11,
	SBPF_CORE_TYPE_MATCHES = 12,
};

#endif /* _UAPI_LINUX_SANDBPF_TYPES_H */
