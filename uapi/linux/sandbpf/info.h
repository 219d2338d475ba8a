/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * What SBPF_OBJ_GET_INFO_BY_FD writes. Pointers are user addresses in __u64; a pointer that is
 * not zero asks for the array or string, the count beside it says how much room there is.
 */
#ifndef _UAPI_LINUX_SANDBPF_INFO_H
#define _UAPI_LINUX_SANDBPF_INFO_H

/* Bytes of the digest that identifies a program's instructions. */
#define SBPF_TAG_SIZE		8

/**
 * struct sbpf_prog_info - what is known of a program
 */
struct sbpf_prog_info {
	__u32		type;			/* enum sbpf_prog_type */
	__u32		id;
	__u8		tag[SBPF_TAG_SIZE];
	__u32		jited_prog_len;		/* bytes */
	__u32		xlated_prog_len;	/* bytes */
	__aligned_u64	jited_prog_insns;
	__aligned_u64	xlated_prog_insns;
	__u64		load_time;		/* ns, CLOCK_BOOTTIME */
	__u32		created_by_uid;
	__u32		nr_map_ids;
	__aligned_u64	map_ids;		/* __u32[] */
	char		name[SBPF_OBJ_NAME_LEN];
	__u32		ifindex;
	__u32		gpl_compatible:1;
	__u32		:31;
	__u64		netns_dev;
	__u64		netns_ino;
	__u32		nr_jited_ksyms;
	__u32		nr_jited_func_lens;
	__aligned_u64	jited_ksyms;		/* __u64[] */
	__aligned_u64	jited_func_lens;	/* __u32[] */
	__u32		btf_id;
	__u32		func_info_rec_size;
	__aligned_u64	func_info;
	__u32		nr_func_info;
	__u32		nr_line_info;
	__aligned_u64	line_info;
	__aligned_u64	jited_line_info;	/* __u64[] */
	__u32		nr_jited_line_info;
	__u32		line_info_rec_size;
	__u32		jited_line_info_rec_size;
	__u32		nr_prog_tags;
	__aligned_u64	prog_tags;		/* __u8[][SBPF_TAG_SIZE] */
	__u64		run_time_ns;		/* while statistics are enabled */
	__u64		run_cnt;		/* while statistics are enabled */
	__u64		recursion_misses;	/* runs left out because it was running */
	__u32		verified_insns;		/* instructions the verifier looked at */
	__u32		attach_btf_obj_id;
	__u32		attach_btf_id;
	__u32		:32;
} __attribute__((aligned(8)));

/**
 * struct sbpf_map_info - what is known of a map
 */
struct sbpf_map_info {
	__u32		type;			/* enum sbpf_map_type */
	__u32		id;
	__u32		key_size;		/* bytes */
	__u32		value_size;		/* bytes */
	__u32		max_entries;
	__u32		map_flags;
	char		name[SBPF_OBJ_NAME_LEN];
	__u32		ifindex;
	__u32		btf_vmlinux_value_type_id;
	__u64		netns_dev;
	__u64		netns_ino;
	__u32		btf_id;
	__u32		btf_key_type_id;
	__u32		btf_value_type_id;
	__u32		:32;
	__u64		map_extra;
} __attribute__((aligned(8)));

/**
 * struct sbpf_btf_info - what is known of a BTF object
 */
struct sbpf_btf_info {
	__aligned_u64	btf;
	__u32		btf_size;		/* in: room; out: bytes */
	__u32		id;
	__aligned_u64	name;
	__u32		name_len;
	__u32		kernel_btf;		/* 1: of the kernel or of a module */
} __attribute__((aligned(8)));

/**
 * struct sbpf_link_info - what is known of a link
 *
 * @type says which member of the union is filled.
 */
struct sbpf_link_info {
	__u32	type;				/* enum sbpf_link_type */
	__u32	id;
	__u32	prog_id;
	union {
		struct {
			__aligned_u64	tp_name;	/* in: buffer; out: string */
			__u32		tp_name_len;	/* in: room; out: with the zero */
		} raw_tracepoint;
		struct {
			__u32	attach_type;
			__u32	target_obj_id;		/* program, or BTF object */
			__u32	target_btf_id;
		} tracing;
		struct {
			__u64	cgroup_id;
			__u32	attach_type;
		} cgroup;
		struct {
			__aligned_u64	target_name;	/* in: buffer; out: string */
			__u32		target_name_len;
			union {
				struct {
					__u32	map_id;
				} map;
			};
			union {
				struct {
					__u64	cgroup_id;
					__u32	order;	/* enum sbpf_cgroup_iter_order */
				} cgroup;
				struct {
					__u32	tid;
					__u32	pid;
				} task;
			};
		} iter;
		struct {
			__u32	netns_ino;
			__u32	attach_type;
		} netns;
		struct {
			__u32	ifindex;
		} xdp;
		struct {
			__u32	map_id;
		} struct_ops;
		struct {
			__u32	pf;
			__u32	hooknum;
			__s32	priority;
			__u32	flags;
		} netfilter;
		struct {
			__aligned_u64	addrs;		/* __u64[] */
			__u32		count;		/* in: room; out: functions */
			__u32		flags;
			__u64		missed;
		} kprobe_multi;
		struct {
			__aligned_u64	path;
			__aligned_u64	offsets;	/* __u64[] */
			__aligned_u64	ref_ctr_offsets;	/* __u64[] */
			__aligned_u64	cookies;	/* __u64[] */
			__u32		path_size;	/* in: room; out: with the zero */
			__u32		count;
			__u32		flags;
			__u32		pid;
		} uprobe_multi;
		struct {
			__u32	type;			/* enum sbpf_perf_event_type */
			__u32	:32;
			union {
				struct {		/* UPROBE, URETPROBE */
					__aligned_u64	file_name;
					__u32		name_len;
					__u32		offset;
				} uprobe;
				struct {		/* KPROBE, KRETPROBE */
					__aligned_u64	func_name;
					__u32		name_len;
					__u32		offset;
					__u64		addr;
					__u64		missed;
				} kprobe;
				struct {		/* TRACEPOINT */
					__aligned_u64	tp_name;
					__u32		name_len;
				} tracepoint;
				struct {		/* EVENT */
					__u64		config;
					__u32		type;
				} event;
			};
		} perf_event;
		struct {
			__u32	ifindex;
			__u32	attach_type;
		} tcx;
		struct {
			__u32	ifindex;
			__u32	attach_type;
		} netkit;
	};
} __attribute__((aligned(8)));

#endif /* _UAPI_LINUX_SANDBPF_INFO_H */
