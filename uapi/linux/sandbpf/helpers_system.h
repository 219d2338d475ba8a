/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Helper ids: files, security, sysctl, infrared, system calls.
 */
#ifndef _UAPI_LINUX_SANDBPF_HELPERS_SYSTEM_H
#define _UAPI_LINUX_SANDBPF_HELPERS_SYSTEM_H

enum {
	/**
	 * SBPF_FUNC_rc_repeat - report that a remote control's key is still held
	 * @proto: long bpf_rc_repeat(void *ctx)
	 * @ctx: the context that this program was given
	 *
	 * Puts off the release of the last key.
	 *
	 * Return: 0
	 * Programs: lirc_mode2
	 * Context: any, NMI included
	 * Since: Linux 4.18, GPL only
	 */
	SBPF_FUNC_rc_repeat = 77,

	/**
	 * SBPF_FUNC_rc_keydown - report a key of a remote control
	 * @proto: long bpf_rc_keydown(void *ctx, __u32 protocol, __u64 scancode, __u32 toggle)
	 * @ctx: the context that this program was given
	 * @protocol: RC_PROTO_* of <linux/lirc.h>
	 * @scancode: decoded code, translated by the device's key table
	 * @toggle: bit that changes when the key was released in between
	 *
	 * The release follows by itself unless the key is reported again or repeated.
	 *
	 * Return: 0
	 * Programs: lirc_mode2
	 * Context: any, NMI included
	 * Since: Linux 4.18, GPL only
	 */
	SBPF_FUNC_rc_keydown = 78,

	/**
	 * SBPF_FUNC_rc_pointer_rel - report a movement of a remote control's pointer
	 * @proto: long bpf_rc_pointer_rel(void *ctx, __s32 rel_x, __s32 rel_y)
	 * @ctx: the context that this program was given
	 * @rel_x: steps to the right
	 * @rel_y: steps down
	 *
	 * Return: 0
	 * Programs: lirc_mode2
	 * Context: any, NMI included
	 * Since: Linux 5.0, GPL only
	 */
	SBPF_FUNC_rc_pointer_rel = 92,

	/**
	 * SBPF_FUNC_sysctl_get_name - name of the file below /proc/sys
	 * @proto: long bpf_sysctl_get_name(struct sbpf_sysctl *ctx, char *buf, __u64 buf_len, __u64
	 *   flags)
	 * @ctx: the context that this program was given
	 * @buf: receives the name, terminated by zero if buf_len is above 0
	 * @buf_len: bytes at buf
	 * @flags: 0: path such as net/ipv4/tcp_mem; SBPF_F_SYSCTL_BASE_NAME: its last part
	 *
	 * Return: Characters without the zero, or a negative errno:
	 *   -E2BIG: cut
	 *   -EINVAL: unknown flag
	 * Programs: cgroup_sysctl
	 * Context: task
	 * Since: Linux 5.2
	 */
	SBPF_FUNC_sysctl_get_name = 101,

	/**
	 * SBPF_FUNC_sysctl_get_current_value - value the file has
	 * @proto: long bpf_sysctl_get_current_value(struct sbpf_sysctl *ctx, char *buf, __u64
	 *   buf_len)
	 * @ctx: the context that this program was given
	 * @buf: receives the text, terminated by zero if buf_len is above 0
	 * @buf_len: bytes at buf
	 *
	 * All of it, as read from the file, wherever user space reads or writes.
	 *
	 * Return: Characters without the zero, or a negative errno:
	 *   -E2BIG: cut
	 *   -EINVAL: the value could not be read
	 * Programs: cgroup_sysctl
	 * Context: task
	 * Since: Linux 5.2
	 */
	SBPF_FUNC_sysctl_get_current_value = 102,

	/**
	 * SBPF_FUNC_sysctl_get_new_value - value that user space writes
	 * @proto: long bpf_sysctl_get_new_value(struct sbpf_sysctl *ctx, char *buf, __u64 buf_len)
	 * @ctx: the context that this program was given
	 * @buf: receives the text, terminated by zero if buf_len is above 0
	 * @buf_len: bytes at buf
	 *
	 * Return: Characters without the zero, or a negative errno:
	 *   -E2BIG: cut
	 *   -EINVAL: the file is being read
	 * Programs: cgroup_sysctl
	 * Context: task
	 * Since: Linux 5.2
	 */
	SBPF_FUNC_sysctl_get_new_value = 103,

	/**
	 * SBPF_FUNC_sysctl_set_new_value - write another value
	 * @proto: long bpf_sysctl_set_new_value(struct sbpf_sysctl *ctx, const char *buf, __u64
	 *   buf_len)
	 * @ctx: the context that this program was given
	 * @buf: text
	 * @buf_len: bytes at buf
	 *
	 * Takes the place of what user space writes; set file_pos to 0 to replace the whole value.
	 *
	 * Return: 0, or a negative errno:
	 *   -E2BIG: too long
	 *   -EINVAL: the file is being read
	 * Programs: cgroup_sysctl
	 * Context: task
	 * Since: Linux 5.2
	 */
	SBPF_FUNC_sysctl_set_new_value = 104,

	/**
	 * SBPF_FUNC_d_path - path of a file
	 * @proto: long bpf_d_path(struct path *path, char *buf, __u32 sz)
	 * @path: struct path by BTF, for example &file->f_path
	 * @buf: receives the path, terminated by zero
	 * @sz: bytes at buf
	 *
	 * Seen from the root of the current process. A deleted file's path ends in " (deleted)".
	 *
	 * Return: Bytes with the zero, or a negative errno:
	 *   -ENAMETOOLONG: sz too small
	 * Programs: lsm, allowed fentry functions, iterators
	 * Context: any, NMI included
	 * Since: Linux 5.10
	 */
	SBPF_FUNC_d_path = 147,

	/**
	 * SBPF_FUNC_bprm_opts_set - set options of a program being executed
	 * @proto: long bpf_bprm_opts_set(struct linux_binprm *bprm, __u64 flags)
	 * @bprm: struct linux_binprm by BTF
	 * @flags: SBPF_F_BPRM_SECUREEXEC to set AT_SECURE, 0 to clear it
	 *
	 * Return: 0, or a negative errno:
	 *   -EINVAL: unknown flag
	 * Programs: lsm (bprm hooks)
	 * Context: task
	 * Since: Linux 5.11
	 */
	SBPF_FUNC_bprm_opts_set = 159,

	/**
	 * SBPF_FUNC_ima_inode_hash - IMA digest of an inode, if it is known
	 * @proto: long bpf_ima_inode_hash(struct inode *inode, void *dst, __u32 size)
	 * @inode: struct inode by BTF
	 * @dst: receives the digest, cut to size
	 * @size: bytes at dst
	 *
	 * Return: Algorithm (HASH_ALGO_*), or a negative errno:
	 *   -EOPNOTSUPP: IMA is off, or has no digest of it
	 *   -EINVAL: an argument
	 * Programs: sleepable lsm
	 * Context: task, may sleep
	 * Since: Linux 5.11
	 */
	SBPF_FUNC_ima_inode_hash = 161,

	/**
	 * SBPF_FUNC_sock_from_file - socket behind an open file
	 * @proto: struct socket *bpf_sock_from_file(struct file *file)
	 * @file: struct file by BTF
	 *
	 * Return: The struct socket, readable by BTF, or NULL if the file is no socket.
	 * Programs: tracing, lsm
	 * Context: any, NMI included
	 * Since: Linux 5.11
	 */
	SBPF_FUNC_sock_from_file = 162,

	/**
	 * SBPF_FUNC_sys_bpf - do a bpf command
	 * @proto: long bpf_sys_bpf(__u32 cmd, void *attr, __u32 attr_size)
	 * @cmd: SBPF_MAP_CREATE, _UPDATE_ELEM, _DELETE_ELEM, _FREEZE, _GET_FD_BY_ID,
	 *   SBPF_PROG_LOAD, SBPF_BTF_LOAD, SBPF_LINK_CREATE or SBPF_RAW_TRACEPOINT_OPEN
	 * @attr: union sbpf_attr in kernel memory, pointers in it as well
	 * @attr_size: bytes at attr
	 *
	 * Objects are those of this module.
	 *
	 * Return: What the command returns: 0, an fd, or a negative errno:
	 *   -EINVAL: another command
	 * Programs: syscall
	 * Context: task, may sleep
	 * Since: Linux 5.14
	 */
	SBPF_FUNC_sys_bpf = 166,

	/**
	 * SBPF_FUNC_btf_find_by_name_kind - find a kernel type by name
	 * @proto: long bpf_btf_find_by_name_kind(char *name, int name_sz, __u32 kind, int flags)
	 * @name: name, terminated by zero
	 * @name_sz: bytes at name with the zero
	 * @kind: SBPF_BTF_KIND_*
	 * @flags: 0
	 *
	 * Looks through the BTF of the kernel and then of the modules.
	 *
	 * Return: Type id in bits 0 to 31, fd of a module's BTF (0: the kernel's) in bits 32 to 63,
	 *   or a negative errno:
	 *   -EINVAL: name or flags
	 *   -ENOENT: not found
	 * Programs: syscall
	 * Context: task, may sleep
	 * Since: Linux 5.14
	 */
	SBPF_FUNC_btf_find_by_name_kind = 167,

	/**
	 * SBPF_FUNC_sys_close - close an fd
	 * @proto: long bpf_sys_close(__u32 fd)
	 * @fd: fd of the current process
	 *
	 * Return: 0, or a negative errno:
	 *   -EBADF: not open
	 * Programs: syscall
	 * Context: task, may sleep
	 * Since: Linux 5.14
	 */
	SBPF_FUNC_sys_close = 168,

	/**
	 * SBPF_FUNC_kallsyms_lookup_name - address of a kernel symbol
	 * @proto: long bpf_kallsyms_lookup_name(const char *name, int name_sz, int flags, __u64
	 *   *res)
	 * @name: name, terminated by zero
	 * @name_sz: bytes at name with the zero
	 * @flags: 0
	 * @res: receives the address, 0 if not found
	 *
	 * Return: 0, or a negative errno:
	 *   -ENOENT: not found
	 *   -EINVAL: name or flags
	 *   -EPERM: the caller may not see kernel addresses
	 * Programs: syscall
	 * Context: task, may sleep
	 * Since: Linux 5.16
	 */
	SBPF_FUNC_kallsyms_lookup_name = 179,

	/**
	 * SBPF_FUNC_ima_file_hash - IMA digest of a file, computed if needed
	 * @proto: long bpf_ima_file_hash(struct file *file, void *dst, __u32 size)
	 * @file: struct file by BTF
	 * @dst: receives the digest, cut to size
	 * @size: bytes at dst
	 *
	 * Return: Algorithm (HASH_ALGO_*), or a negative errno:
	 *   -EOPNOTSUPP: IMA is off, or the digest could not be computed
	 *   -EINVAL: an argument
	 * Programs: sleepable lsm
	 * Context: task, may sleep
	 * Since: Linux 5.18
	 */
	SBPF_FUNC_ima_file_hash = 193,
};

#endif /* _UAPI_LINUX_SANDBPF_HELPERS_SYSTEM_H */
