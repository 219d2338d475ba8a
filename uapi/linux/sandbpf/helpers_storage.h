/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Helper ids: storage attached to sockets, inodes, tasks, cgroups.
 */
#ifndef _UAPI_LINUX_SANDBPF_HELPERS_STORAGE_H
#define _UAPI_LINUX_SANDBPF_HELPERS_STORAGE_H

enum {
	/**
	 * SBPF_FUNC_get_local_storage - storage of the cgroup a program is attached to
	 * @proto: void *bpf_get_local_storage(void *map, __u64 flags)
	 * @map: map of type CGROUP_STORAGE or PERCPU_CGROUP_STORAGE
	 * @flags: 0
	 *
	 * One area for each attachment, shared by runs on all CPUs: use atomic instructions or a
	 * spin lock. cgrp_storage_get is its successor.
	 *
	 * Return: Address of the area, never NULL.
	 * Programs: cgroup types
	 * Context: any, NMI included
	 * Since: Linux 4.19
	 */
	SBPF_FUNC_get_local_storage = 81,

	/**
	 * SBPF_FUNC_sk_storage_get - storage of a socket
	 * @proto: void *bpf_sk_storage_get(void *map, void *sk, void *value, __u64 flags)
	 * @map: map of type SK_STORAGE
	 * @sk: full socket: struct sbpf_sock, in tracing and lsm programs struct sock by BTF
	 * @value: initial value, or NULL for zeros
	 * @flags: 0, or SBPF_LOCAL_STORAGE_GET_F_CREATE to create it if absent
	 *
	 * It lives as long as the socket and the map.
	 *
	 * Return: Address of the value, NULL if it is not there or could not be created.
	 * Programs: tc, cgroup_skb, cgroup_sock, cgroup_sock_addr, cgroup_sockopt, sock_ops,
	 *   sk_msg, struct_ops, tracing, lsm
	 * Context: any, NMI included
	 * Since: Linux 5.2
	 */
	SBPF_FUNC_sk_storage_get = 107,

	/**
	 * SBPF_FUNC_sk_storage_delete - drop the storage of a socket
	 * @proto: long bpf_sk_storage_delete(void *map, void *sk)
	 * @map: map of type SK_STORAGE
	 * @sk: socket
	 *
	 * Return: 0, or a negative errno:
	 *   -ENOENT: there is none
	 *   -EINVAL: not a full socket
	 * Programs: tc, cgroup_skb, cgroup_sock_addr, cgroup_sockopt, sock_ops, sk_msg, struct_ops,
	 *   tracing, lsm
	 * Context: any, NMI included
	 * Since: Linux 5.2
	 */
	SBPF_FUNC_sk_storage_delete = 108,

	/**
	 * SBPF_FUNC_inode_storage_get - storage of an inode
	 * @proto: void *bpf_inode_storage_get(void *map, void *inode, void *value, __u64 flags)
	 * @map: map of type INODE_STORAGE
	 * @inode: struct inode by BTF
	 * @value: initial value, or NULL for zeros
	 * @flags: 0, or SBPF_LOCAL_STORAGE_GET_F_CREATE to create it if absent
	 *
	 * It lives as long as the inode is in memory and the map exists.
	 *
	 * Return: Address of the value, NULL if it is not there or could not be created.
	 * Programs: lsm
	 * Context: any, NMI included
	 * Since: Linux 5.10
	 */
	SBPF_FUNC_inode_storage_get = 145,

	/**
	 * SBPF_FUNC_inode_storage_delete - drop the storage of an inode
	 * @proto: int bpf_inode_storage_delete(void *map, void *inode)
	 * @map: map of type INODE_STORAGE
	 * @inode: struct inode by BTF
	 *
	 * Return: 0, or a negative errno:
	 *   -ENOENT: there is none
	 * Programs: lsm
	 * Context: any, NMI included
	 * Since: Linux 5.10
	 */
	SBPF_FUNC_inode_storage_delete = 146,

	/**
	 * SBPF_FUNC_task_storage_get - storage of a task
	 * @proto: void *bpf_task_storage_get(void *map, struct task_struct *task, void *value,
	 *   __u64 flags)
	 * @map: map of type TASK_STORAGE
	 * @task: struct task_struct by BTF
	 * @value: initial value, or NULL for zeros
	 * @flags: 0, or SBPF_LOCAL_STORAGE_GET_F_CREATE to create it if absent
	 *
	 * It lives as long as the thread and the map. A program that interrupts another one on the
	 * same storage gets NULL.
	 *
	 * Return: Address of the value, NULL if it is not there or could not be created.
	 * Programs: tracing, lsm
	 * Context: any, NMI included
	 * Since: Linux 5.11
	 */
	SBPF_FUNC_task_storage_get = 156,

	/**
	 * SBPF_FUNC_task_storage_delete - drop the storage of a task
	 * @proto: long bpf_task_storage_delete(void *map, struct task_struct *task)
	 * @map: map of type TASK_STORAGE
	 * @task: struct task_struct by BTF
	 *
	 * Return: 0, or a negative errno:
	 *   -ENOENT: there is none
	 *   -EBUSY: interrupted a program on the same storage
	 *   -EINVAL: task is NULL
	 * Programs: tracing, lsm
	 * Context: any, NMI included
	 * Since: Linux 5.11
	 */
	SBPF_FUNC_task_storage_delete = 157,

	/**
	 * SBPF_FUNC_cgrp_storage_get - storage of a cgroup
	 * @proto: void *bpf_cgrp_storage_get(void *map, struct cgroup *cgroup, void *value, __u64
	 *   flags)
	 * @map: map of type CGRP_STORAGE
	 * @cgroup: struct cgroup by BTF
	 * @value: initial value, or NULL for zeros
	 * @flags: 0, or SBPF_LOCAL_STORAGE_GET_F_CREATE to create it if absent
	 *
	 * It lives as long as the cgroup and the map.
	 *
	 * Return: Address of the value, NULL if it is not there or could not be created.
	 * Programs: all with CAP_BPF
	 * Context: any, NMI included
	 * Since: Linux 6.2
	 */
	SBPF_FUNC_cgrp_storage_get = 210,

	/**
	 * SBPF_FUNC_cgrp_storage_delete - drop the storage of a cgroup
	 * @proto: long bpf_cgrp_storage_delete(void *map, struct cgroup *cgroup)
	 * @map: map of type CGRP_STORAGE
	 * @cgroup: struct cgroup by BTF
	 *
	 * Return: 0, or a negative errno:
	 *   -ENOENT: there is none
	 *   -EBUSY: interrupted a program on the same storage
	 *   -EINVAL: cgroup is NULL
	 * Programs: all with CAP_BPF
	 * Context: any, NMI included
	 * Since: Linux 6.2
	 */
	SBPF_FUNC_cgrp_storage_delete = 211,
};

#endif /* _UAPI_LINUX_SANDBPF_HELPERS_STORAGE_H */
