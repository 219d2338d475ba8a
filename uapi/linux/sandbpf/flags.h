/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Flags of the commands. Flags of the helpers are in helper_flags.h.
 */
#ifndef _UAPI_LINUX_SANDBPF_FLAGS_H
#define _UAPI_LINUX_SANDBPF_FLAGS_H

/* flags of SBPF_MAP_UPDATE_ELEM, of the lookups and of the helpers that write elements */
enum {
	SBPF_ANY		= 0,	/* create or replace */
	SBPF_NOEXIST		= 1,	/* create, EEXIST if the key is there */
	SBPF_EXIST		= 2,	/* replace, ENOENT if the key is not there */
	SBPF_F_LOCK		= 4,	/* copy under the struct sbpf_spin_lock in the value */
};

/* map_flags of SBPF_MAP_CREATE */
enum {
	SBPF_F_NO_PREALLOC	= (1U << 0),	/* allocate elements when they are inserted */
	SBPF_F_NO_COMMON_LRU	= (1U << 1),	/* an LRU list of its own for each CPU */
	SBPF_F_NUMA_NODE	= (1U << 2),	/* numa_node is valid */
	SBPF_F_RDONLY		= (1U << 3),	/* the fd may not write (also open_flags) */
	SBPF_F_WRONLY		= (1U << 4),	/* the fd may not read (also open_flags) */
	SBPF_F_STACK_BUILD_ID	= (1U << 5),	/* user stacks as build id + file offset */
	SBPF_F_ZERO_SEED	= (1U << 6),	/* hash without a random seed, for tests */
	SBPF_F_RDONLY_PROG	= (1U << 7),	/* programs may not write */
	SBPF_F_WRONLY_PROG	= (1U << 8),	/* programs may not read */
	SBPF_F_CLONE		= (1U << 9),	/* copy to sockets accepted from a listener */
	SBPF_F_MMAPABLE		= (1U << 10),	/* mmap(2) of the values is allowed */
	SBPF_F_PRESERVE_ELEMS	= (1U << 11),	/* perf events stay when the setting fd closes */
	SBPF_F_INNER_MAP	= (1U << 12),	/* may replace inner maps of other max_entries */
	SBPF_F_LINK		= (1U << 13),	/* struct_ops that a link registers */
	SBPF_F_PATH_FD		= (1U << 14),	/* file_flags: path_fd is valid */
};

/* also an attach flag: relative_fd or relative_id names a link, not a program */
#define SBPF_F_LINK		SBPF_F_LINK

/* prog_flags of SBPF_PROG_LOAD */
#define SBPF_F_STRICT_ALIGNMENT		(1U << 0)	/* demand natural alignment */
#define SBPF_F_ANY_ALIGNMENT		(1U << 1)	/* demand none */
#define SBPF_F_TEST_RND_HI32		(1U << 2)	/* test: spoil unread upper halves */
#define SBPF_F_TEST_STATE_FREQ		(1U << 3)	/* test: checkpoint often */
#define SBPF_F_SLEEPABLE		(1U << 4)	/* may use helpers that sleep */
#define SBPF_F_XDP_HAS_FRAGS		(1U << 5)	/* knows frames of several pieces */
#define SBPF_F_XDP_DEV_BOUND_ONLY	(1U << 6)	/* runs on prog_ifindex only */
#define SBPF_F_TEST_REG_INVARIANTS	(1U << 7)	/* test: broken range rejects */

/*
 * Own: prog_flags bits 24 to 31.
 *
 * SBPF_F_BUDGET_LOG2(n) gives a run of the program a budget of 2^n instructions, n = 1..31, which
 * the interpreter enforces: when it is spent the program ends with its hook's safe verdict. 0 in
 * the field means no budget. The two engine flags exclude each other. Without either, a program
 * that has a budget goes to the interpreter, for others the module parameter "engine" decides.
 */
#define SBPF_F_BUDGET_SHIFT		24
#define SBPF_F_BUDGET_MASK		(0x1fU << SBPF_F_BUDGET_SHIFT)
#define SBPF_F_BUDGET_LOG2(n)		(((__u32)(n) << SBPF_F_BUDGET_SHIFT) & SBPF_F_BUDGET_MASK)
#define SBPF_F_BUDGET_GET_LOG2(flags)	(((__u32)(flags) & SBPF_F_BUDGET_MASK) >> \
					 SBPF_F_BUDGET_SHIFT)
#define SBPF_F_ENGINE_INTERP		(1U << 30)	/* run on our interpreter */
#define SBPF_F_ENGINE_HOSTJIT		(1U << 31)	/* run on the host's JIT, else EOPNOTSUPP */

/* attach_flags of SBPF_PROG_ATTACH */
#define SBPF_F_ALLOW_OVERRIDE	(1U << 0)	/* a program further down replaces this one */
#define SBPF_F_ALLOW_MULTI	(1U << 1)	/* programs further down run as well */
#define SBPF_F_REPLACE		(1U << 2)	/* exchange replace_bpf_fd; LINK_UPDATE likewise */
#define SBPF_F_BEFORE		(1U << 3)	/* put before relative_fd, or first */
#define SBPF_F_AFTER		(1U << 4)	/* put after relative_fd, or last */
#define SBPF_F_ID		(1U << 5)	/* relative_id, not relative_fd */

/* query_flags of SBPF_PROG_QUERY */
#define SBPF_F_QUERY_EFFECTIVE	(1U << 0)	/* with what is inherited from above */

/* flags of SBPF_PROG_TEST_RUN */
#define SBPF_F_TEST_RUN_ON_CPU		(1U << 0)	/* on the CPU in test.cpu */
#define SBPF_F_TEST_XDP_LIVE_FRAMES	(1U << 1)	/* really forward the frames */

/* flags in link_create of SBPF_LINK_CREATE */
enum {
	SBPF_F_KPROBE_MULTI_RETURN = (1U << 0),	/* kprobe_multi.flags: on return */
};

enum {
	SBPF_F_UPROBE_MULTI_RETURN = (1U << 0),	/* uprobe_multi.flags: on return */
};

#define SBPF_F_NETFILTER_IP_DEFRAG	(1U << 0)	/* netfilter.flags: see whole datagrams */

/*
 * Own: netfilter.pf of SBPF_LINK_CREATE takes NFPROTO_NETDEV (5) besides NFPROTO_IPV4 (2) and
 * NFPROTO_IPV6 (10). netfilter.hooknum is then one of these and link_create.target_ifindex the
 * device in the caller's network namespace.
 */
#define SBPF_NF_NETDEV_INGRESS		0
#define SBPF_NF_NETDEV_EGRESS		1

#endif /* _UAPI_LINUX_SANDBPF_FLAGS_H */
