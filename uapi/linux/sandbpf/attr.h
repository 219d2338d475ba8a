/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * union sbpf_attr: the argument of every command. Offsets and size are those of union bpf_attr in
 * Linux v6.8 (144 bytes).
 */
#ifndef _UAPI_LINUX_SANDBPF_ATTR_H
#define _UAPI_LINUX_SANDBPF_ATTR_H

/* Bytes of a name, with its terminating zero. Letters, digits, '_' and '.'. */
#define SBPF_OBJ_NAME_LEN	16U

/**
 * union sbpf_attr - argument of a command
 *
 * Each command uses one member (the comment names it). Pointers are user addresses in __u64.
 * Bytes after the last field that a command uses must be zero.
 */
union sbpf_attr {
	struct {	/* SBPF_MAP_CREATE */
		__u32	map_type;		/* enum sbpf_map_type */
		__u32	key_size;		/* bytes */
		__u32	value_size;		/* bytes */
		__u32	max_entries;
		__u32	map_flags;
		__u32	inner_map_fd;		/* template for maps of maps */
		__u32	numa_node;		/* with SBPF_F_NUMA_NODE */
		char	map_name[SBPF_OBJ_NAME_LEN];
		__u32	map_ifindex;		/* device for offload */
		__u32	btf_fd;
		__u32	btf_key_type_id;
		__u32	btf_value_type_id;
		__u32	btf_vmlinux_value_type_id;
		__u64	map_extra;		/* BLOOM_FILTER: hash functions in bits 0-3 */
	};

	struct {	/* SBPF_MAP_*_ELEM, SBPF_MAP_GET_NEXT_KEY, SBPF_MAP_FREEZE */
		__u32		map_fd;
		__aligned_u64	key;
		union {
			__aligned_u64	value;
			__aligned_u64	next_key;
		};
		__u64		flags;
	};

	struct {	/* SBPF_MAP_*_BATCH */
		__aligned_u64	in_batch;	/* 0: from the start */
		__aligned_u64	out_batch;	/* out: where to go on */
		__aligned_u64	keys;
		__aligned_u64	values;
		__u32		count;		/* in: room; out: elements done */
		__u32		map_fd;
		__u64		elem_flags;
		__u64		flags;
	} batch;

	struct {	/* SBPF_PROG_LOAD */
		__u32		prog_type;	/* enum sbpf_prog_type */
		__u32		insn_cnt;
		__aligned_u64	insns;		/* struct sbpf_insn[insn_cnt] */
		__aligned_u64	license;	/* string */
		__u32		log_level;
		__u32		log_size;	/* bytes at log_buf */
		__aligned_u64	log_buf;
		__u32		kern_version;	/* ignored */
		__u32		prog_flags;
		char		prog_name[SBPF_OBJ_NAME_LEN];
		__u32		prog_ifindex;
		__u32		expected_attach_type;	/* enum sbpf_attach_type */
		__u32		prog_btf_fd;
		__u32		func_info_rec_size;
		__aligned_u64	func_info;	/* struct sbpf_func_info[] */
		__u32		func_info_cnt;
		__u32		line_info_rec_size;
		__aligned_u64	line_info;	/* struct sbpf_line_info[] */
		__u32		line_info_cnt;
		__u32		attach_btf_id;
		union {
			__u32	attach_prog_fd;
			__u32	attach_btf_obj_fd;
		};
		__u32		core_relo_cnt;
		__aligned_u64	fd_array;	/* __s32[] */
		__aligned_u64	core_relos;	/* struct sbpf_core_relo[] */
		__u32		core_relo_rec_size;
		__u32		log_true_size;	/* out: bytes the whole log takes */
	};

	struct {	/* SBPF_OBJ_PIN, SBPF_OBJ_GET */
		__aligned_u64	pathname;
		__u32		bpf_fd;
		__u32		file_flags;
		__s32		path_fd;	/* with SBPF_F_PATH_FD */
	};

	struct {	/* SBPF_PROG_ATTACH, SBPF_PROG_DETACH */
		union {
			__u32	target_fd;
			__u32	target_ifindex;
		};
		__u32		attach_bpf_fd;
		__u32		attach_type;	/* enum sbpf_attach_type */
		__u32		attach_flags;
		__u32		replace_bpf_fd;
		union {
			__u32	relative_fd;
			__u32	relative_id;
		};
		__u64		expected_revision;
	};

	struct {	/* SBPF_PROG_TEST_RUN */
		__u32		prog_fd;
		__u32		retval;		/* out */
		__u32		data_size_in;
		__u32		data_size_out;	/* in: room; out: bytes */
		__aligned_u64	data_in;
		__aligned_u64	data_out;
		__u32		repeat;
		__u32		duration;	/* out: mean ns of a run */
		__u32		ctx_size_in;
		__u32		ctx_size_out;	/* in: room; out: bytes */
		__aligned_u64	ctx_in;
		__aligned_u64	ctx_out;
		__u32		flags;
		__u32		cpu;
		__u32		batch_size;
	} test;

	struct {	/* SBPF_*_GET_NEXT_ID, SBPF_*_GET_FD_BY_ID */
		union {
			__u32	start_id;
			__u32	prog_id;
			__u32	map_id;
			__u32	btf_id;
			__u32	link_id;
		};
		__u32		next_id;	/* out */
		__u32		open_flags;
	};

	struct {	/* SBPF_OBJ_GET_INFO_BY_FD */
		__u32		bpf_fd;
		__u32		info_len;	/* in: room; out: bytes */
		__aligned_u64	info;
	} info;

	struct {	/* SBPF_PROG_QUERY */
		union {
			__u32	target_fd;
			__u32	target_ifindex;
		};
		__u32		attach_type;
		__u32		query_flags;
		__u32		attach_flags;	/* out */
		__aligned_u64	prog_ids;	/* out: __u32[] */
		union {
			__u32	prog_cnt;	/* in: room; out: programs */
			__u32	count;
		};
		__u32		:32;
		__aligned_u64	prog_attach_flags;	/* out: __u32[] */
		__aligned_u64	link_ids;	/* out: __u32[] */
		__aligned_u64	link_attach_flags;	/* out: __u32[] */
		__u64		revision;	/* out */
	} query;

	struct {	/* SBPF_RAW_TRACEPOINT_OPEN */
		__u64		name;		/* string */
		__u32		prog_fd;
	} raw_tracepoint;

	struct {	/* SBPF_BTF_LOAD */
		__aligned_u64	btf;
		__aligned_u64	btf_log_buf;
		__u32		btf_size;
		__u32		btf_log_size;
		__u32		btf_log_level;
		__u32		btf_log_true_size;	/* out */
	};

	struct {	/* SBPF_TASK_FD_QUERY */
		__u32		pid;
		__u32		fd;
		__u32		flags;
		__u32		buf_len;	/* in: room; out: strlen of the whole name */
		__aligned_u64	buf;		/* out: string */
		__u32		prog_id;	/* out */
		__u32		fd_type;	/* out: enum sbpf_task_fd_type */
		__u64		probe_offset;	/* out */
		__u64		probe_addr;	/* out */
	} task_fd_query;

	struct {	/* SBPF_LINK_CREATE */
		union {
			__u32	prog_fd;
			__u32	map_fd;		/* struct_ops */
		};
		union {
			__u32	target_fd;
			__u32	target_ifindex;
		};
		__u32		attach_type;	/* enum sbpf_attach_type */
		__u32		flags;
		union {
			__u32	target_btf_id;
			struct {
				__aligned_u64	iter_info;	/* union sbpf_iter_link_info */
				__u32		iter_info_len;
			};
			struct {
				__u64		bpf_cookie;
			} perf_event;
			struct {
				__u32		flags;
				__u32		cnt;
				__aligned_u64	syms;
				__aligned_u64	addrs;
				__aligned_u64	cookies;
			} kprobe_multi;
			struct {
				__u32		target_btf_id;
				__u64		cookie;
			} tracing;
			struct {
				__u32		pf;
				__u32		hooknum;
				__s32		priority;
				__u32		flags;
			} netfilter;
			struct {
				union {
					__u32	relative_fd;
					__u32	relative_id;
				};
				__u64		expected_revision;
			} tcx;
			struct {
				__aligned_u64	path;
				__aligned_u64	offsets;
				__aligned_u64	ref_ctr_offsets;
				__aligned_u64	cookies;
				__u32		cnt;
				__u32		flags;
				__u32		pid;
			} uprobe_multi;
			struct {
				union {
					__u32	relative_fd;
					__u32	relative_id;
				};
				__u64		expected_revision;
			} netkit;
		};
	} link_create;

	struct {	/* SBPF_LINK_UPDATE */
		__u32		link_fd;
		union {
			__u32	new_prog_fd;
			__u32	new_map_fd;
		};
		__u32		flags;
		union {
			__u32	old_prog_fd;	/* with SBPF_F_REPLACE */
			__u32	old_map_fd;
		};
	} link_update;

	struct {	/* SBPF_LINK_DETACH */
		__u32		link_fd;
	} link_detach;

	struct {	/* SBPF_ENABLE_STATS */
		__u32		type;		/* enum sbpf_stats_type */
	} enable_stats;

	struct {	/* SBPF_ITER_CREATE */
		__u32		link_fd;
		__u32		flags;
	} iter_create;

	struct {	/* SBPF_PROG_BIND_MAP */
		__u32		prog_fd;
		__u32		map_fd;
		__u32		flags;
	} prog_bind_map;

	struct {	/* Own: SBPF_PERF_EVENT_SET_PROG */
		__u32		perf_fd;
		__u32		prog_fd;
	} perf_event_set_prog;

	struct {	/* Own: SBPF_SOCK_ATTACH_PROG */
		__u32		sock_fd;
		__u32		prog_fd;
		__u32		flags;
	} sock_attach_prog;
} __attribute__((aligned(8)));

#endif /* _UAPI_LINUX_SANDBPF_ATTR_H */
