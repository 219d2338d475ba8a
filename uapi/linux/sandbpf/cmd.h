/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * The commands of the ioctl. Numbers are those of bpf(2); the text above each is its reference.
 */
#ifndef _UAPI_LINUX_SANDBPF_CMD_H
#define _UAPI_LINUX_SANDBPF_CMD_H

enum sbpf_cmd {
	/**
	 * SBPF_MAP_CREATE - make a map
	 * @map_type: enum sbpf_map_type
	 * @key_size: bytes of a key; 0 for types without keys, 4 for arrays
	 * @value_size: bytes of a value; 0 for ring buffers, 4 for maps that hold fds
	 * @max_entries: most elements; bytes of the data area for ring buffers
	 * @map_flags: SBPF_F_NO_PREALLOC and the others that the type allows
	 * @inner_map_fd: maps of maps: a map like those that will be stored
	 * @numa_node: with SBPF_F_NUMA_NODE: node for the memory
	 * @map_name: letters, digits, '_' and '.'; may be empty
	 * @map_ifindex: device for maps in hardware, else 0
	 * @btf_fd: BTF with the types of key and value, else 0
	 * @btf_key_type_id: type of the key
	 * @btf_value_type_id: type of the value; needed for spin locks, timers and storage maps
	 * @btf_vmlinux_value_type_id: struct_ops: kernel type of the value
	 * @map_extra: bloom filters: hash functions, 1 to 15, 0 for 5; else 0
	 *
	 * The fd is close-on-exec. The memory is charged to the caller's memory cgroup. Elements of
	 * hashes are allocated now unless SBPF_F_NO_PREALLOC is given, so that later insertions
	 * work in any context.
	 *
	 * Return: fd of the map, or an error:
	 *   -EINVAL: type, size, flag or name not valid, or bytes after the last member not zero
	 *   -E2BIG: too large for the kernel to manage
	 *   -ENOMEM: no memory
	 *   -EPERM: capability missing
	 *   -EBADF: inner_map_fd or btf_fd is not open
	 *   -ENOSPC: no fd or id left
	 * Privilege: CAP_BPF; without it, if module parameter unprivileged is 1, only ARRAY,
	 *   PERCPU_ARRAY, HASH, PERCPU_HASH, PROG_ARRAY, PERF_EVENT_ARRAY, CGROUP_ARRAY, RINGBUF,
	 *   USER_RINGBUF, maps of maps and the cgroup storages; CAP_NET_ADMIN in addition for
	 *   SOCKMAP, SOCKHASH, DEVMAP, DEVMAP_HASH, XSKMAP
	 * Since: Linux 3.18
	 */
	SBPF_MAP_CREATE = 0,

	/**
	 * SBPF_MAP_LOOKUP_ELEM - read an element
	 * @map_fd: map
	 * @key: address of the key
	 * @value: address of room for the value; on per-CPU maps for every possible CPU, each value
	 *   rounded up to 8 bytes
	 * @flags: 0, or SBPF_F_LOCK to copy under the value's spin lock
	 *
	 * Maps that hold fds give ids. Locks and timers in the value read as zero.
	 *
	 * Return: 0, or an error:
	 *   -ENOENT: no such key
	 *   -EPERM: the fd is write-only
	 *   -EINVAL: flag
	 *   -EOPNOTSUPP: the type cannot be read by user space
	 *   -ENOTSUPP: likewise, as Linux reports it for most types
	 *   -EFAULT: an address
	 *   -ENOMEM: no memory
	 *   -EBADF: map_fd is not open
	 * Privilege: none beyond the fd, which must be readable
	 * Since: Linux 3.18
	 */
	SBPF_MAP_LOOKUP_ELEM = 1,

	/**
	 * SBPF_MAP_UPDATE_ELEM - write an element
	 * @map_fd: map
	 * @key: address of the key
	 * @value: address of the value; on per-CPU maps of all possible CPUs' values, each rounded
	 *   up to 8 bytes; an fd for maps of objects
	 * @flags: SBPF_ANY, SBPF_NOEXIST or SBPF_EXIST, and SBPF_F_LOCK
	 *
	 * Return: 0, or an error:
	 *   -EEXIST: SBPF_NOEXIST and the key is there
	 *   -ENOENT: SBPF_EXIST and the key is not there
	 *   -E2BIG: the map is full, or the index is out of range
	 *   -EPERM: the fd is read-only, or the map is frozen
	 *   -EINVAL: flag, or an fd of the wrong kind as value
	 *   -EBADF: map_fd, or an fd as value, is not open
	 *   -EBUSY: the bucket is locked, try again
	 *   -EFAULT: an address
	 *   -ENOMEM: no memory
	 * Privilege: none beyond the fd, which must be writable
	 * Since: Linux 3.18
	 */
	SBPF_MAP_UPDATE_ELEM = 2,

	/**
	 * SBPF_MAP_DELETE_ELEM - remove an element
	 * @map_fd: map
	 * @key: address of the key
	 *
	 * Return: 0, or an error:
	 *   -ENOENT: no such key
	 *   -EINVAL: elements of this type cannot be removed
	 *   -EPERM: the fd is read-only, or the map is frozen
	 *   -EBUSY: the bucket is locked, try again
	 *   -EFAULT: an address
	 *   -ENOMEM: no memory
	 *   -EBADF: map_fd is not open
	 * Privilege: none beyond the fd, which must be writable
	 * Since: Linux 3.18
	 */
	SBPF_MAP_DELETE_ELEM = 3,

	/**
	 * SBPF_MAP_GET_NEXT_KEY - walk through the keys
	 * @map_fd: map
	 * @key: address of a key, or 0 for the first
	 * @next_key: address of room for the key after it
	 *
	 * A key that is not there gives the first one again: a walk that others delete under can
	 * start over. MAP_LOOKUP_BATCH does better.
	 *
	 * Return: 0, or an error:
	 *   -ENOENT: key was the last one
	 *   -EPERM: the fd is write-only
	 *   -EFAULT: an address
	 *   -ENOMEM: no memory
	 *   -EBADF: map_fd is not open
	 * Privilege: none beyond the fd, which must be readable
	 * Since: Linux 3.18
	 */
	SBPF_MAP_GET_NEXT_KEY = 4,

	/**
	 * SBPF_PROG_LOAD - verify and load a program
	 * @prog_type: enum sbpf_prog_type
	 * @insn_cnt: instructions, 1 to 1000000, without CAP_BPF to 4096
	 * @insns: address of the instructions
	 * @license: address of a string; "GPL" and its like open helpers marked GPL only
	 * @log_level: 0: none; bit 0: log, bit 1: more of it, bit 2: statistics at the end; bit 3:
	 *   keep the start of a log that is too long instead of its end
	 * @log_size: bytes at log_buf; 0 with log_buf 0
	 * @log_buf: address of the log
	 * @kern_version: ignored
	 * @prog_flags: SBPF_F_STRICT_ALIGNMENT and others; own: SBPF_F_ENGINE_INTERP,
	 *   SBPF_F_ENGINE_HOSTJIT, SBPF_F_BUDGET_LOG2()
	 * @prog_name: letters, digits, '_' and '.'; may be empty
	 * @prog_ifindex: device for programs bound to one, else 0
	 * @expected_attach_type: enum sbpf_attach_type where the program will be attached, if rules
	 *   depend on it
	 * @prog_btf_fd: BTF that func_info, line_info and relocations refer to
	 * @func_info_rec_size: bytes of one record
	 * @func_info: address of struct sbpf_func_info records, by rising insn_off
	 * @func_info_cnt: how many
	 * @line_info_rec_size: bytes of one record
	 * @line_info: address of struct sbpf_line_info records, by rising insn_off
	 * @line_info_cnt: how many
	 * @attach_btf_id: kernel function or type that the program is for
	 * @attach_prog_fd: program that this one extends or traces
	 * @attach_btf_obj_fd: BTF of the kernel module that attach_btf_id is in
	 * @core_relo_cnt: how many relocations
	 * @fd_array: address of fds that SBPF_PSEUDO_MAP_IDX indexes
	 * @core_relos: address of struct sbpf_core_relo records
	 * @core_relo_rec_size: bytes of one record
	 * @log_true_size: out: bytes that the whole log takes, also if log_buf was smaller
	 *
	 * A program that could do harm is rejected, and the log says at which instruction and why.
	 * Linux gives up with EAGAIN when a signal arrives; this module only for fatal signals.
	 *
	 * Return: fd of the program, or an error:
	 *   -EACCES: the program was rejected
	 *   -EINVAL: a member, an instruction, or a program that the verifier cannot follow
	 *   -E2BIG: too many instructions, or too complex
	 *   -ENOSPC: the log did not fit; the program is not loaded
	 *   -EPERM: capability missing, or forbidden by kernel lockdown
	 *   -EFAULT: an address
	 *   -EBADF: an fd is not open
	 *   -EOPNOTSUPP: own: the engine asked for is not there
	 *   -ENOMEM: no memory
	 * Privilege: CAP_BPF; CAP_NET_ADMIN for network types, CAP_PERFMON for tracing types;
	 *   CAP_SYS_ADMIN has all of these; SOCKET_FILTER and CGROUP_SKB without any if module
	 *   parameter unprivileged is 1
	 * Since: Linux 3.18
	 */
	SBPF_PROG_LOAD = 5,

	/**
	 * SBPF_OBJ_PIN - give an object a name in the file system
	 * @pathname: address of the path; the directory must be of this module's file system
	 * @bpf_fd: map, program or link
	 * @file_flags: 0, or SBPF_F_PATH_FD
	 * @path_fd: with SBPF_F_PATH_FD: directory that pathname is relative to
	 *
	 * The object lives as long as the name. unlink(2) takes it away.
	 *
	 * Return: 0, or an error:
	 *   -EPERM: the directory is of another file system, or the name has a dot
	 *   -EEXIST: the name is used
	 *   -ENOENT: a directory of the path is not there
	 *   -EACCES: no permission to write to the directory
	 *   -EINVAL: flag, or not such an object, or bpf_fd is not open
	 *   -EBADF: path_fd is not open
	 *   -EFAULT: an address
	 * Privilege: write permission on the directory
	 * Since: Linux 4.4
	 */
	SBPF_OBJ_PIN = 6,

	/**
	 * SBPF_OBJ_GET - open a pinned object
	 * @pathname: address of the path
	 * @bpf_fd: 0
	 * @file_flags: SBPF_F_RDONLY or SBPF_F_WRONLY for maps, SBPF_F_PATH_FD
	 * @path_fd: with SBPF_F_PATH_FD: directory that pathname is relative to
	 *
	 * Return: fd of the object, or an error:
	 *   -ENOENT: no such file
	 *   -EACCES: permission is missing, or not a pinned object of this file system
	 *   -EINVAL: flag; a link is opened for reading and writing only
	 *   -EBADF: path_fd is not open
	 *   -EFAULT: an address
	 * Privilege: permission on the file
	 * Since: Linux 4.4
	 */
	SBPF_OBJ_GET = 7,

	/**
	 * SBPF_PROG_ATTACH - attach a program without a link
	 * @target_fd: cgroup directory, map or network namespace
	 * @target_ifindex: tcx and netkit: device
	 * @attach_bpf_fd: program
	 * @attach_type: enum sbpf_attach_type
	 * @attach_flags: SBPF_F_ALLOW_OVERRIDE, SBPF_F_ALLOW_MULTI, SBPF_F_REPLACE; tcx:
	 *   SBPF_F_BEFORE, SBPF_F_AFTER, SBPF_F_ID, SBPF_F_LINK
	 * @replace_bpf_fd: with SBPF_F_REPLACE: program to take out
	 * @relative_fd: with SBPF_F_BEFORE or SBPF_F_AFTER: neighbour
	 * @relative_id: the same with SBPF_F_ID
	 * @expected_revision: revision the list must have, 0 for any
	 *
	 * The program stays attached until PROG_DETACH, whatever happens to its fds. Links are the
	 * better way: they end with their last fd. Here the targets are lists of the host's own, or
	 * absent: EINVAL. LINK_CREATE with SBPF_NETFILTER takes CGROUP_SKB and SCHED_CLS programs.
	 *
	 * Return: 0, or an error:
	 *   -EINVAL: the type cannot be attached there, or a flag
	 *   -EPERM: capability missing, or flags differ from those above
	 *   -EEXIST: already attached
	 *   -ESTALE: expected_revision
	 *   -EBADF: an fd is not open
	 * Privilege: that of the program's type
	 * Since: Linux 4.1
	 */
	SBPF_PROG_ATTACH = 8,

	/**
	 * SBPF_PROG_DETACH - take back PROG_ATTACH
	 * @target_fd: as for PROG_ATTACH
	 * @target_ifindex: as for PROG_ATTACH
	 * @attach_bpf_fd: program, where more than one may be attached
	 * @attach_type: enum sbpf_attach_type
	 * @relative_fd: tcx: neighbour
	 * @relative_id: tcx: neighbour by id
	 * @expected_revision: tcx: revision the list must have, 0 for any
	 *
	 * Return: 0, or an error:
	 *   -ENOENT: not attached
	 *   -EINVAL: no such attach type, or a flag
	 *   -EPERM: capability missing
	 *   -EBADF: an fd is not open
	 * Privilege: that of the program's type
	 * Since: Linux 4.1
	 */
	SBPF_PROG_DETACH = 9,

	/**
	 * SBPF_PROG_TEST_RUN - run a program on test data
	 * @test.prog_fd: program
	 * @test.retval: out: its result
	 * @test.data_size_in: bytes at data_in; for packets at least an Ethernet header
	 * @test.data_size_out: in: room at data_out; out: bytes of the packet afterwards
	 * @test.data_in: address of the packet
	 * @test.data_out: address of room for the packet, or 0
	 * @test.repeat: runs, 0 counts as 1
	 * @test.duration: out: mean time of a run, ns
	 * @test.ctx_size_in: bytes at ctx_in
	 * @test.ctx_size_out: in: room at ctx_out; out: bytes of the context afterwards
	 * @test.ctx_in: address of the context, such as struct __sbpf_sk_buff, or 0
	 * @test.ctx_out: address of room for the context, or 0
	 * @test.flags: SBPF_F_TEST_RUN_ON_CPU for RAW_TRACEPOINT, SBPF_F_TEST_XDP_LIVE_FRAMES for
	 *   XDP
	 * @test.cpu: with SBPF_F_TEST_RUN_ON_CPU: where to run
	 * @test.batch_size: with SBPF_F_TEST_XDP_LIVE_FRAMES: frames at a time
	 *
	 * Nothing is sent or received; the program's effects on maps are real. SBPF_PROG_RUN is the
	 * same command.
	 *
	 * Return: 0, or an error:
	 *   -EINVAL: a member, or a context field that cannot be set
	 *   -ENOTSUPP: no test run for this type
	 *   -ENOSPC: data_out or ctx_out was too small; it holds the beginning and the sizes are
	 *     written
	 *   -E2BIG: more context than the module knows, not zero
	 *   -EINTR: signal during a long run
	 *   -ENXIO: no such CPU
	 *   -EFAULT: an address
	 *   -ENOMEM: no memory
	 *   -EBADF: prog_fd is not open
	 * Privilege: none beyond the fd
	 * Since: Linux 4.12
	 */
	SBPF_PROG_TEST_RUN = 10,
	SBPF_PROG_RUN = SBPF_PROG_TEST_RUN,

	/**
	 * SBPF_PROG_GET_NEXT_ID - walk through the programs
	 * @start_id: id, 0 to begin
	 * @next_id: out: the next larger id in use
	 * @open_flags: 0
	 *
	 * Return: 0, or an error:
	 *   -ENOENT: there is none
	 *   -EPERM: capability missing
	 *   -EINVAL: open_flags is not 0
	 *   -EFAULT: the attr
	 * Privilege: CAP_SYS_ADMIN
	 * Since: Linux 4.13
	 */
	SBPF_PROG_GET_NEXT_ID = 11,

	/**
	 * SBPF_MAP_GET_NEXT_ID - walk through the maps
	 * @start_id: id, 0 to begin
	 * @next_id: out: the next larger id in use
	 * @open_flags: 0
	 *
	 * Return: 0, or an error as for PROG_GET_NEXT_ID.
	 * Privilege: CAP_SYS_ADMIN
	 * Since: Linux 4.13
	 */
	SBPF_MAP_GET_NEXT_ID = 12,

	/**
	 * SBPF_PROG_GET_FD_BY_ID - open a program by its id
	 * @prog_id: id
	 * @next_id: 0
	 * @open_flags: 0
	 *
	 * Return: fd of the program, or an error:
	 *   -ENOENT: no such program
	 *   -EPERM: capability missing
	 *   -EINVAL: another member is not 0
	 * Privilege: CAP_SYS_ADMIN
	 * Since: Linux 4.13
	 */
	SBPF_PROG_GET_FD_BY_ID = 13,

	/**
	 * SBPF_MAP_GET_FD_BY_ID - open a map by its id
	 * @map_id: id
	 * @next_id: 0
	 * @open_flags: SBPF_F_RDONLY, SBPF_F_WRONLY or 0
	 *
	 * Return: fd of the map, or an error:
	 *   -ENOENT: no such map
	 *   -EPERM: capability missing
	 *   -EINVAL: flag
	 * Privilege: CAP_SYS_ADMIN
	 * Since: Linux 4.13
	 */
	SBPF_MAP_GET_FD_BY_ID = 14,

	/**
	 * SBPF_OBJ_GET_INFO_BY_FD - ask what an object is
	 * @info.bpf_fd: program, map, BTF or link
	 * @info.info_len: in: bytes at info; out: bytes written
	 * @info.info: address of struct sbpf_prog_info, sbpf_map_info, sbpf_btf_info or
	 *   sbpf_link_info; set pointers and counts in it ask for arrays, the rest must be zero
	 *
	 * A struct shorter than the module's is filled as far as it goes; of a longer one the end
	 * must be zero.
	 *
	 * Return: 0, or an error:
	 *   -E2BIG: bytes behind the module's struct are not zero
	 *   -EINVAL: not such an object, or *_rec_size is not the size of such a record
	 *   -EFAULT: an address
	 *   -ENOSPC: a string did not fit and was cut
	 *   -EBADFD: bpf_fd is not open
	 * Privilege: none beyond the fd; instructions are hidden without CAP_BPF, kernel addresses
	 *   and machine code without CAP_SYSLOG
	 * Since: Linux 4.13
	 */
	SBPF_OBJ_GET_INFO_BY_FD = 15,

	/**
	 * SBPF_PROG_QUERY - list the programs at a hook
	 * @query.target_fd: cgroup directory, map or network namespace
	 * @query.target_ifindex: tcx and netkit: device
	 * @query.attach_type: enum sbpf_attach_type
	 * @query.query_flags: SBPF_F_QUERY_EFFECTIVE: with inherited programs
	 * @query.attach_flags: out: flags of the hook
	 * @query.prog_ids: address of room for ids, or 0
	 * @query.prog_cnt: in: room; out: programs (query.count is the same member)
	 * @query.prog_attach_flags: address of room for the flags of each program, or 0
	 * @query.link_ids: tcx: address of room for ids of links, or 0
	 * @query.link_attach_flags: tcx: address of room for their flags, or 0
	 * @query.revision: tcx: out: revision of the list
	 *
	 * Return: 0, or an error:
	 *   -ENOSPC: more programs than room; as many as fit and the count are written
	 *   -EINVAL: hook or flag
	 *   -EPERM: capability missing
	 *   -EFAULT: an address
	 *   -EBADF: target_fd is not open
	 * Privilege: CAP_NET_ADMIN
	 * Since: Linux 4.15
	 */
	SBPF_PROG_QUERY = 16,

	/**
	 * SBPF_RAW_TRACEPOINT_OPEN - attach a program to a raw tracepoint
	 * @raw_tracepoint.name: address of the tracepoint's name, such as "sched_switch"; 0 for
	 *   TRACING and LSM programs, which know their target
	 * @raw_tracepoint.prog_fd: program
	 *
	 * Return: fd of a link, which detaches when it is closed, or an error:
	 *   -ENOENT: no such tracepoint
	 *   -EINVAL: type of the program, or a name where none belongs
	 *   -EFAULT: an address
	 *   -ENOMEM: no memory
	 *   -EBADF: prog_fd is not open
	 * Privilege: CAP_PERFMON at load time
	 * Since: Linux 4.17
	 */
	SBPF_RAW_TRACEPOINT_OPEN = 17,

	/**
	 * SBPF_BTF_LOAD - load type information
	 * @btf: address of the blob, see <linux/sandbpf_btf.h>
	 * @btf_log_buf: address of the log, or 0
	 * @btf_size: bytes at btf, at most 16 MiB
	 * @btf_log_size: bytes at btf_log_buf
	 * @btf_log_level: 0: none
	 * @btf_log_true_size: out: bytes that the whole log takes
	 *
	 * Return: fd of the BTF, or an error:
	 *   -EINVAL: not valid; the log says where
	 *   -E2BIG: too large
	 *   -EPERM: capability missing
	 *   -ENOSPC: the log did not fit
	 *   -EFAULT: an address
	 *   -ENOMEM: no memory
	 * Privilege: CAP_BPF
	 * Since: Linux 4.18
	 */
	SBPF_BTF_LOAD = 18,

	/**
	 * SBPF_BTF_GET_FD_BY_ID - open type information by its id
	 * @btf_id: id
	 * @next_id: 0
	 * @open_flags: 0
	 *
	 * Return: fd of the BTF, or an error as for PROG_GET_FD_BY_ID.
	 * Privilege: CAP_SYS_ADMIN
	 * Since: Linux 4.18
	 */
	SBPF_BTF_GET_FD_BY_ID = 19,

	/**
	 * SBPF_TASK_FD_QUERY - ask what program an fd of a task runs
	 * @task_fd_query.pid: thread, as the caller's pid namespace numbers it
	 * @task_fd_query.fd: fd of that thread: a perf event or a raw tracepoint link
	 * @task_fd_query.flags: 0
	 * @task_fd_query.buf_len: in: bytes at buf; out: length of the name without its zero
	 * @task_fd_query.buf: address of room for the name of tracepoint, symbol or file
	 * @task_fd_query.prog_id: out: the program
	 * @task_fd_query.fd_type: out: enum sbpf_task_fd_type
	 * @task_fd_query.probe_offset: out: offset from symbol or start of file
	 * @task_fd_query.probe_addr: out: address, if the caller may see it
	 *
	 * Return: 0, or an error:
	 *   -ENOENT: no such task, or no program
	 *   -EBADF: not open there
	 *   -ENOTSUPP: the fd is something else
	 *   -ENOSPC: the name was cut
	 *   -EPERM: capability missing
	 *   -EINVAL: flags is not 0
	 *   -EFAULT: an address
	 * Privilege: CAP_SYS_ADMIN
	 * Since: Linux 4.18
	 */
	SBPF_TASK_FD_QUERY = 20,

	/**
	 * SBPF_MAP_LOOKUP_AND_DELETE_ELEM - read an element and remove it
	 * @map_fd: map: queue, stack, hash or LRU hash, also per-CPU
	 * @key: address of the key; 0 for queues and stacks
	 * @value: address of room for the value
	 * @flags: 0, or SBPF_F_LOCK on hashes
	 *
	 * Return: 0, or an error:
	 *   -ENOENT: no such key, or empty
	 *   -ENOTSUPP: the type cannot do it
	 *   -EPERM: access of the fd, or the map is frozen
	 *   -EINVAL: flag
	 *   -EFAULT: an address
	 *   -EBADF: map_fd is not open
	 * Privilege: none beyond the fd, which must be readable and writable
	 * Since: Linux 4.20
	 */
	SBPF_MAP_LOOKUP_AND_DELETE_ELEM = 21,

	/**
	 * SBPF_MAP_FREEZE - make a map read-only for user space
	 * @map_fd: map
	 *
	 * It cannot be undone. Programs may still write unless the map was made with
	 * SBPF_F_RDONLY_PROG; with it, the verifier takes the values for constants.
	 *
	 * Return: 0, or an error:
	 *   -EBUSY: mapped for writing, or being written
	 *   -ENOTSUPP: struct_ops, or values with locks, timers or kernel pointers
	 *   -EPERM: the fd is read-only, or the map is frozen already
	 *   -EBADF: map_fd is not open
	 * Privilege: none beyond the fd, which must be writable
	 * Since: Linux 5.2
	 */
	SBPF_MAP_FREEZE = 22,

	/**
	 * SBPF_BTF_GET_NEXT_ID - walk through the type information
	 * @start_id: id, 0 to begin
	 * @next_id: out: the next larger id in use
	 * @open_flags: 0
	 *
	 * Return: 0, or an error as for PROG_GET_NEXT_ID.
	 * Privilege: CAP_SYS_ADMIN
	 * Since: Linux 5.4
	 */
	SBPF_BTF_GET_NEXT_ID = 23,

	/**
	 * SBPF_MAP_LOOKUP_BATCH - read many elements
	 * @batch.in_batch: address of the position from the last call, or 0 to begin
	 * @batch.out_batch: address of room for the position; key_size bytes, at least 4
	 * @batch.keys: address of room for keys
	 * @batch.values: address of room for values
	 * @batch.count: in: elements wanted; out: elements read
	 * @batch.map_fd: map
	 * @batch.elem_flags: 0 or SBPF_F_LOCK
	 * @batch.flags: 0
	 *
	 * Return: 0, or an error (count says how many were done):
	 *   -ENOENT: the end was reached
	 *   -ENOSPC: a hash bucket has more than count elements
	 *   -ENOTSUPP: the type cannot do it
	 *   -EINVAL: flag
	 *   -EPERM: the fd is write-only
	 *   -EFAULT: an address; count is not valid
	 *   -EBADF: map_fd is not open
	 * Privilege: none beyond the fd, which must be readable
	 * Since: Linux 5.6
	 */
	SBPF_MAP_LOOKUP_BATCH = 24,

	/**
	 * SBPF_MAP_LOOKUP_AND_DELETE_BATCH - read and remove many elements
	 * @batch.in_batch: as for MAP_LOOKUP_BATCH
	 * @batch.out_batch: as for MAP_LOOKUP_BATCH
	 * @batch.keys: address of room for keys
	 * @batch.values: address of room for values
	 * @batch.count: in: elements wanted; out: elements done
	 * @batch.map_fd: map: a hash of any kind
	 * @batch.elem_flags: 0 or SBPF_F_LOCK
	 * @batch.flags: 0
	 *
	 * Return: 0, or an error as for MAP_LOOKUP_BATCH.
	 * Privilege: none beyond the fd, which must be readable and writable
	 * Since: Linux 5.6
	 */
	SBPF_MAP_LOOKUP_AND_DELETE_BATCH = 25,

	/**
	 * SBPF_MAP_UPDATE_BATCH - write many elements
	 * @batch.keys: address of the keys
	 * @batch.values: address of the values
	 * @batch.count: in: elements; out: elements written
	 * @batch.map_fd: map
	 * @batch.elem_flags: 0 or SBPF_F_LOCK
	 * @batch.flags: 0
	 *
	 * Return: 0, or an error as for MAP_UPDATE_ELEM; it stops at the first one.
	 * Privilege: none beyond the fd, which must be writable
	 * Since: Linux 5.6
	 */
	SBPF_MAP_UPDATE_BATCH = 26,

	/**
	 * SBPF_MAP_DELETE_BATCH - remove many elements
	 * @batch.keys: address of the keys
	 * @batch.count: in: keys; out: elements removed
	 * @batch.map_fd: map
	 * @batch.elem_flags: 0 or SBPF_F_LOCK
	 * @batch.flags: 0
	 *
	 * Return: 0, or an error as for MAP_DELETE_ELEM; it stops at the first one.
	 * Privilege: none beyond the fd, which must be writable
	 * Since: Linux 5.6
	 */
	SBPF_MAP_DELETE_BATCH = 27,

	/**
	 * SBPF_LINK_CREATE - attach a program
	 * @link_create.prog_fd: program
	 * @link_create.map_fd: struct_ops: map
	 * @link_create.target_fd: perf event, cgroup directory, network namespace ... as
	 *   attach_type says
	 * @link_create.target_ifindex: tcx, xdp, netkit: device; own: device of a netfilter link
	 *   with pf NFPROTO_NETDEV
	 * @link_create.attach_type: enum sbpf_attach_type
	 * @link_create.flags: tcx: SBPF_F_BEFORE and its like; xdp: XDP_FLAGS_SKB_MODE or 0; else 0
	 * @link_create.target_btf_id: TRACING: function to attach to instead of the one given at
	 *   load time
	 * @link_create.iter_info: iterators: address of union sbpf_iter_link_info
	 * @link_create.iter_info_len: bytes at iter_info
	 * @link_create.perf_event.bpf_cookie: number for get_attach_cookie
	 * @link_create.kprobe_multi.flags: SBPF_F_KPROBE_MULTI_RETURN: on return
	 * @link_create.kprobe_multi.cnt: functions
	 * @link_create.kprobe_multi.syms: address of addresses of names, or 0
	 * @link_create.kprobe_multi.addrs: address of function addresses, or 0
	 * @link_create.kprobe_multi.cookies: address of a number for each, or 0
	 * @link_create.tracing.target_btf_id: as target_btf_id
	 * @link_create.tracing.cookie: number for get_attach_cookie
	 * @link_create.netfilter.pf: NFPROTO_IPV4, NFPROTO_IPV6; own: NFPROTO_NETDEV
	 * @link_create.netfilter.hooknum: NF_INET_PRE_ROUTING ... NF_INET_POST_ROUTING; own:
	 *   SBPF_NF_NETDEV_INGRESS, SBPF_NF_NETDEV_EGRESS
	 * @link_create.netfilter.priority: order among hooks, lower runs first; not NF_IP_PRI_FIRST
	 *   or NF_IP_PRI_LAST
	 * @link_create.netfilter.flags: SBPF_F_NETFILTER_IP_DEFRAG: reassemble fragments first;
	 *   priority must be above NF_IP_PRI_CONNTRACK_DEFRAG
	 * @link_create.tcx.relative_fd: with SBPF_F_BEFORE or SBPF_F_AFTER: neighbour
	 * @link_create.tcx.relative_id: the same with SBPF_F_ID
	 * @link_create.tcx.expected_revision: revision the list must have, 0 for any
	 * @link_create.uprobe_multi.path: address of the file's path
	 * @link_create.uprobe_multi.offsets: address of offsets in the file
	 * @link_create.uprobe_multi.ref_ctr_offsets: address of offsets of reference counters, or 0
	 * @link_create.uprobe_multi.cookies: address of a number for each, or 0
	 * @link_create.uprobe_multi.cnt: offsets
	 * @link_create.uprobe_multi.flags: SBPF_F_UPROBE_MULTI_RETURN: on return
	 * @link_create.uprobe_multi.pid: only in this process, 0 for all
	 * @link_create.netkit: relative_fd, relative_id and expected_revision as for tcx
	 *
	 * The program runs at the hook from now on until the link's last fd is closed, LINK_DETACH,
	 * or the end of the target. Netfilter links belong to the caller's network namespace and
	 * end with it, or with their device. Their programs are of type NETFILTER and return
	 * NF_DROP (0) or NF_ACCEPT (1). Own: SCHED_CLS programs (TC_ACT_SHOT and TC_ACT_REDIRECT
	 * drop, TC_ACT_STOLEN and its like consume, all else accepts) and, on IPv4 and IPv6,
	 * CGROUP_SKB programs (bit 0 set accepts).
	 *
	 * Return: fd of the link, or an error:
	 *   -EINVAL: the program does not fit the hook, or a member
	 *   -EBADF: an fd is not open, or is no perf event
	 *   -EBUSY: the hook takes no more
	 *   -EEXIST: already attached
	 *   -EOPNOTSUPP: hook or flag that this kernel does not have
	 *   -EAFNOSUPPORT: netfilter: family, or not for this type of program
	 *   -EPROTO: netfilter: hooknum
	 *   -ERANGE: netfilter: priority
	 *   -EPERM: capability missing
	 *   -ENODEV: no such device
	 *   -ESTALE: expected_revision
	 *   -EFAULT: an address
	 *   -ENOMEM: no memory
	 * Privilege: that of the program's type; CAP_NET_ADMIN for netfilter
	 * Since: Linux 5.7
	 */
	SBPF_LINK_CREATE = 28,

	/**
	 * SBPF_LINK_UPDATE - exchange the program of a link
	 * @link_update.link_fd: link
	 * @link_update.new_prog_fd: program of the same type
	 * @link_update.new_map_fd: struct_ops: map
	 * @link_update.flags: 0, or SBPF_F_REPLACE
	 * @link_update.old_prog_fd: with SBPF_F_REPLACE: program that must be there now
	 * @link_update.old_map_fd: struct_ops: likewise
	 *
	 * Runs that have begun end with the old program; no event is missed.
	 *
	 * Return: 0, or an error:
	 *   -EINVAL: the kind of link cannot, or the programs do not match
	 *   -EPERM: SBPF_F_REPLACE and another program is there
	 *   -ENOLINK: the link is detached
	 *   -EBADF: an fd is not open
	 * Privilege: none beyond the fds
	 * Since: Linux 5.7
	 */
	SBPF_LINK_UPDATE = 29,

	/**
	 * SBPF_LINK_GET_FD_BY_ID - open a link by its id
	 * @link_id: id
	 * @next_id: 0
	 * @open_flags: 0
	 *
	 * Return: fd of the link, or an error:
	 *   -ENOENT: no such link
	 *   -EPERM: capability missing
	 *   -EINVAL: another member is not 0
	 * Privilege: CAP_SYS_ADMIN
	 * Since: Linux 5.8
	 */
	SBPF_LINK_GET_FD_BY_ID = 30,

	/**
	 * SBPF_LINK_GET_NEXT_ID - walk through the links
	 * @start_id: id, 0 to begin
	 * @next_id: out: the next larger id in use
	 * @open_flags: 0
	 *
	 * Return: 0, or an error as for PROG_GET_NEXT_ID.
	 * Privilege: CAP_SYS_ADMIN
	 * Since: Linux 5.8
	 */
	SBPF_LINK_GET_NEXT_ID = 31,

	/**
	 * SBPF_ENABLE_STATS - count runs and time of all programs
	 * @enable_stats.type: SBPF_STATS_RUN_TIME
	 *
	 * Return: fd; counting lasts until the last such fd is closed. Or an error:
	 *   -EINVAL: type
	 *   -EPERM: capability missing
	 * Privilege: CAP_SYS_ADMIN
	 * Since: Linux 5.8
	 */
	SBPF_ENABLE_STATS = 32,

	/**
	 * SBPF_ITER_CREATE - open an iterator for reading
	 * @iter_create.link_fd: link of an iterator
	 * @iter_create.flags: 0
	 *
	 * Return: fd; read(2) on it runs the program over all objects and gives its output. Or an
	 *   error:
	 *   -EINVAL: not an iterator link, or flags is not 0
	 *   -EBADF: link_fd is not open
	 *   -ENOMEM: no memory
	 * Privilege: none beyond the fd
	 * Since: Linux 5.8
	 */
	SBPF_ITER_CREATE = 33,

	/**
	 * SBPF_LINK_DETACH - detach a link by force
	 * @link_detach.link_fd: link
	 *
	 * The link stays as an object, without effect.
	 *
	 * Return: 0, or an error:
	 *   -EOPNOTSUPP: the kind of link cannot
	 *   -EBADF: link_fd is not open
	 *   -EINVAL: not a link
	 * Privilege: none beyond the fd
	 * Since: Linux 5.9
	 */
	SBPF_LINK_DETACH = 34,

	/**
	 * SBPF_PROG_BIND_MAP - tie a map's life to a program's
	 * @prog_bind_map.prog_fd: program
	 * @prog_bind_map.map_fd: map
	 * @prog_bind_map.flags: 0
	 *
	 * For maps that the program does not use but that describe it.
	 *
	 * Return: 0, also if it is tied already, or an error:
	 *   -EINVAL: flags is not 0, or not such objects
	 *   -EBADF: an fd is not open
	 *   -ENOMEM: no memory
	 * Privilege: none beyond the fds
	 * Since: Linux 5.10
	 */
	SBPF_PROG_BIND_MAP = 35,

	/**
	 * SBPF_TOKEN_CREATE - the number is reserved
	 *
	 * Linux delegates rights with tokens from 6.9 on, which is beyond the level of this
	 * interface. Rights are given by permissions of the device node instead.
	 *
	 * Return: An error:
	 *   -EINVAL: always
	 * Privilege: none
	 * Since: Linux 6.9
	 */
	SBPF_TOKEN_CREATE = 36,

	__SBPF_MAX_CMD,
};

#define SBPF_MAX_CMD		__SBPF_MAX_CMD

#endif /* _UAPI_LINUX_SANDBPF_CMD_H */
