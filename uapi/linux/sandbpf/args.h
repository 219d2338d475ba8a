/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Structures that commands and helpers take besides the attr: relocation and debug records,
 * things that live in map values, arguments of helpers.
 */
#ifndef _UAPI_LINUX_SANDBPF_ARGS_H
#define _UAPI_LINUX_SANDBPF_ARGS_H

/**
 * struct sbpf_func_info - where a function begins
 * @insn_off: its first instruction, counted in instructions
 * @type_id: its SBPF_BTF_KIND_FUNC
 */
struct sbpf_func_info {
	__u32	insn_off;
	__u32	type_id;
};

/**
 * struct sbpf_line_info - where a source line begins
 * @insn_off: its first instruction, counted in instructions
 * @file_name_off: file name, an offset into the BTF strings
 * @line_off: text of the line, an offset into the BTF strings
 * @line_col: line number << 10 | column
 */
struct sbpf_line_info {
	__u32	insn_off;
	__u32	file_name_off;
	__u32	line_off;
	__u32	line_col;
};

#define SBPF_LINE_INFO_LINE_NUM(line_col)	((line_col) >> 10)
#define SBPF_LINE_INFO_LINE_COL(line_col)	((line_col) & 0x3ff)

/**
 * struct sbpf_core_relo - one CO-RE relocation
 * @insn_off: instruction to patch, in bytes
 * @type_id: type in the program's BTF that the access starts from
 * @access_str_off: path such as "0:1:2", an offset into the BTF strings
 * @kind: what to compute
 */
struct sbpf_core_relo {
	__u32				insn_off;
	__u32				type_id;
	__u32				access_str_off;
	enum sbpf_core_relo_kind	kind;
};

/**
 * union sbpf_iter_link_info - parameters of an iterator, link_create.iter_info
 */
union sbpf_iter_link_info {
	struct {
		__u32	map_fd;
	} map;
	struct {
		enum sbpf_cgroup_iter_order	order;
		__u32				cgroup_fd;	/* one of the two, or neither */
		__u64				cgroup_id;
	} cgroup;
	struct {
		__u32	tid;
		__u32	pid;
		__u32	pid_fd;
	} task;
};

/* Key of an LPM_TRIE: prefixlen bits of data count, data is in network byte order. */
struct sbpf_lpm_trie_key {
	__u32	prefixlen;
	__u8	data[0];
};

/* Key of a CGROUP_STORAGE. */
struct sbpf_cgroup_storage_key {
	__u64	cgroup_inode_id;
	__u32	attach_type;		/* enum sbpf_attach_type */
};

/* Value of a DEVMAP: value_size 4 leaves out the program. */
struct sbpf_devmap_val {
	__u32	ifindex;
	union {
		int	fd;		/* written */
		__u32	id;		/* read */
	} bpf_prog;
};

/* Value of a CPUMAP: value_size 4 leaves out the program. */
struct sbpf_cpumap_val {
	__u32	qsize;
	union {
		int	fd;		/* written */
		__u32	id;		/* read */
	} bpf_prog;
};

/* Things inside map values; programs reach them through helpers only. */

struct sbpf_spin_lock {
	__u32	val;
};

struct sbpf_timer {
	__u64	__opaque[2];
} __attribute__((aligned(8)));

struct sbpf_dynptr {
	__u64	__opaque[2];
} __attribute__((aligned(8)));

struct sbpf_list_head {
	__u64	__opaque[2];
} __attribute__((aligned(8)));

struct sbpf_list_node {
	__u64	__opaque[3];
} __attribute__((aligned(8)));

struct sbpf_rb_root {
	__u64	__opaque[2];
} __attribute__((aligned(8)));

struct sbpf_rb_node {
	__u64	__opaque[4];
} __attribute__((aligned(8)));

struct sbpf_refcount {
	__u32	__opaque[1];
} __attribute__((aligned(4)));

/* State of a counting iterator, on the stack of the program. */
struct sbpf_iter_num {
	__u64	__opaque[1];
} __attribute__((aligned(8)));

/* A frame of a stack with SBPF_F_STACK_BUILD_ID or SBPF_F_USER_BUILD_ID. */
enum sbpf_stack_build_id_status {
	SBPF_STACK_BUILD_ID_EMPTY = 0,	/* end of the stack */
	SBPF_STACK_BUILD_ID_VALID = 1,	/* build_id and offset */
	SBPF_STACK_BUILD_ID_IP = 2,	/* ip only */
};

#define SBPF_BUILD_ID_SIZE	20

struct sbpf_stack_build_id {
	__s32		status;		/* enum sbpf_stack_build_id_status */
	unsigned char	build_id[SBPF_BUILD_ID_SIZE];
	union {
		__u64	offset;		/* in the file, bytes */
		__u64	ip;
	};
};

/* A counter and how long it was enabled and really counted (ns). */
struct sbpf_perf_event_value {
	__u64	counter;
	__u64	enabled;
	__u64	running;
};

/* pid and tgid as a pid namespace numbers them. */
struct sbpf_pidns_info {
	__u32	pid;
	__u32	tgid;
};

/* Addresses and ports in network byte order. */
struct sbpf_sock_tuple {
	union {
		struct {
			__be32	saddr;
			__be32	daddr;
			__be16	sport;
			__be16	dport;
		} ipv4;
		struct {
			__be32	saddr[4];
			__be32	daddr[4];
			__be16	sport;
			__be16	dport;
		} ipv6;
	};
};

struct sbpf_tunnel_key {
	__u32	tunnel_id;
	union {
		__u32	remote_ipv4;	/* host byte order */
		__u32	remote_ipv6[4];	/* network byte order */
	};
	__u8	tunnel_tos;
	__u8	tunnel_ttl;
	union {
		__u16	tunnel_ext;
		__be16	tunnel_flags;	/* with SBPF_F_TUNINFO_FLAGS */
	};
	__u32	tunnel_label;
	union {
		__u32	local_ipv4;	/* host byte order */
		__u32	local_ipv6[4];	/* network byte order */
	};
};

struct sbpf_xfrm_state {
	__u32	reqid;
	__u32	spi;			/* network byte order */
	__u16	family;
	__u16	ext;			/* zero */
	union {
		__u32	remote_ipv4;	/* network byte order */
		__u32	remote_ipv6[4];	/* network byte order */
	};
};

/* In and out of the FIB lookup; the comments say which way a field goes. */
struct sbpf_fib_lookup {
	__u8	family;			/* in: AF_INET or AF_INET6; out: of the next hop */
	__u8	l4_protocol;		/* in */
	__be16	sport;			/* in */
	__be16	dport;			/* in */
	union {
		__u16	tot_len;	/* in: length of the IP packet, 0: no MTU check */
		__u16	mtu_result;	/* out: route MTU */
	};
	__u32	ifindex;		/* in: device; out: device to leave by */
	union {
		__u8	tos;		/* in: IPv4 */
		__be32	flowinfo;	/* in: IPv6 */
		__u32	rt_metric;	/* out */
	};
	union {
		__be32	ipv4_src;	/* in; out with SBPF_FIB_LOOKUP_SRC */
		__u32	ipv6_src[4];
	};
	union {
		__be32	ipv4_dst;	/* in; out: gateway, if any */
		__u32	ipv6_dst[4];
	};
	union {
		struct {
			__be16	h_vlan_proto;	/* out, zero */
			__be16	h_vlan_TCI;	/* out, zero */
		};
		__u32	tbid;		/* in, with SBPF_FIB_LOOKUP_TBID */
	};
	__u8	smac[6];		/* out */
	__u8	dmac[6];		/* out */
};

struct sbpf_redir_neigh {
	__u32	nh_family;		/* AF_INET or AF_INET6 */
	union {
		__be32	ipv4_nh;
		__u32	ipv6_nh[4];	/* network byte order */
	};
};

/* A typed pointer for the helpers that print by BTF. */
struct sbpf_btf_ptr {
	void	*ptr;
	__u32	type_id;
	__u32	flags;			/* zero */
};

#endif /* _UAPI_LINUX_SANDBPF_ARGS_H */
