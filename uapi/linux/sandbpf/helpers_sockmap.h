/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Helper ids: socket maps, messages, reuseport.
 */
#ifndef _UAPI_LINUX_SANDBPF_HELPERS_SOCKMAP_H
#define _UAPI_LINUX_SANDBPF_HELPERS_SOCKMAP_H

enum {
	/**
	 * SBPF_FUNC_sk_redirect_map - pass stream data to a socket of an array
	 * @proto: long bpf_sk_redirect_map(struct __sbpf_sk_buff *skb, void *map, __u32 key, __u64
	 *   flags)
	 * @skb: the context that this program was given
	 * @map: map of type SOCKMAP
	 * @key: slot in the map
	 * @flags: 0 to send through it, SBPF_F_INGRESS to let it receive
	 *
	 * Return: The code to end with: SBPF_SK_PASS, or SBPF_SK_DROP if there is no socket.
	 * Programs: sk_skb
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.14
	 */
	SBPF_FUNC_sk_redirect_map = 52,

	/**
	 * SBPF_FUNC_sock_map_update - put the current socket into an array
	 * @proto: long bpf_sock_map_update(struct sbpf_sock_ops *skops, void *map, void *key, __u64
	 *   flags)
	 * @skops: the context that this program was given
	 * @map: map of type SOCKMAP
	 * @key: __u32 slot
	 * @flags: SBPF_ANY, SBPF_NOEXIST or SBPF_EXIST
	 *
	 * The programs attached to the map then run on the socket's data.
	 *
	 * Return: 0, or a negative errno:
	 *   -EINVAL: flag, or a socket the map does not take
	 *   -E2BIG: slot out of range
	 *   -EEXIST: SBPF_NOEXIST and the slot is used
	 *   -ENOENT: SBPF_EXIST and the slot is empty
	 *   -EOPNOTSUPP: not an event at which the socket is established
	 *   -EBUSY: socket has programs of another map
	 * Programs: sock_ops
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.14
	 */
	SBPF_FUNC_sock_map_update = 53,

	/**
	 * SBPF_FUNC_msg_redirect_map - pass a message to a socket of an array
	 * @proto: long bpf_msg_redirect_map(struct sbpf_sk_msg_md *msg, void *map, __u32 key, __u64
	 *   flags)
	 * @msg: the context that this program was given
	 * @map: map of type SOCKMAP
	 * @key: slot in the map
	 * @flags: 0 to send through it, SBPF_F_INGRESS to let it receive
	 *
	 * Return: The code to end with: SBPF_SK_PASS, or SBPF_SK_DROP if there is no socket.
	 * Programs: sk_msg
	 * Context: task
	 * Since: Linux 4.17
	 */
	SBPF_FUNC_msg_redirect_map = 60,

	/**
	 * SBPF_FUNC_msg_apply_bytes - let the verdict hold for a number of bytes
	 * @proto: long bpf_msg_apply_bytes(struct sbpf_sk_msg_md *msg, __u32 bytes)
	 * @msg: the context that this program was given
	 * @bytes: bytes from here that get this verdict
	 *
	 * Fewer than the message has: the program runs again on the rest. More: later messages pass
	 * under the same verdict until the bytes are used up.
	 *
	 * Return: 0
	 * Programs: sk_msg
	 * Context: task
	 * Since: Linux 4.17
	 */
	SBPF_FUNC_msg_apply_bytes = 61,

	/**
	 * SBPF_FUNC_msg_cork_bytes - wait for a number of bytes
	 * @proto: long bpf_msg_cork_bytes(struct sbpf_sk_msg_md *msg, __u32 bytes)
	 * @msg: the context that this program was given
	 * @bytes: bytes that must be there before the program runs again
	 *
	 * Return: 0
	 * Programs: sk_msg
	 * Context: task
	 * Since: Linux 4.17
	 */
	SBPF_FUNC_msg_cork_bytes = 62,

	/**
	 * SBPF_FUNC_msg_pull_data - make message bytes directly accessible
	 * @proto: long bpf_msg_pull_data(struct sbpf_sk_msg_md *msg, __u32 start, __u32 end, __u64
	 *   flags)
	 * @msg: the context that this program was given
	 * @start: first byte wanted
	 * @end: byte after the last one
	 * @flags: 0
	 *
	 * Sets data and data_end to these bytes, copied if they lie in several pieces or user space
	 * could still change them. Packet pointers that the program holds are invalid afterwards.
	 *
	 * Return: 0, or a negative errno:
	 *   -EINVAL: out of range, or flags is not 0
	 *   -ENOMEM: no memory
	 * Programs: sk_msg
	 * Context: task
	 * Since: Linux 4.17
	 */
	SBPF_FUNC_msg_pull_data = 63,

	/**
	 * SBPF_FUNC_sock_hash_update - put the current socket into a hash
	 * @proto: long bpf_sock_hash_update(struct sbpf_sock_ops *skops, void *map, void *key,
	 *   __u64 flags)
	 * @skops: the context that this program was given
	 * @map: map of type SOCKHASH
	 * @key: key, key_size bytes
	 * @flags: SBPF_ANY, SBPF_NOEXIST or SBPF_EXIST
	 *
	 * Return: 0, or a negative errno as for sock_map_update:
	 *   -E2BIG: the map is full
	 *   -ENOMEM: no memory
	 * Programs: sock_ops
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.18
	 */
	SBPF_FUNC_sock_hash_update = 70,

	/**
	 * SBPF_FUNC_msg_redirect_hash - pass a message to a socket of a hash
	 * @proto: long bpf_msg_redirect_hash(struct sbpf_sk_msg_md *msg, void *map, void *key,
	 *   __u64 flags)
	 * @msg: the context that this program was given
	 * @map: map of type SOCKHASH
	 * @key: key, key_size bytes
	 * @flags: 0 to send through it, SBPF_F_INGRESS to let it receive
	 *
	 * Return: The code to end with: SBPF_SK_PASS, or SBPF_SK_DROP if there is no socket.
	 * Programs: sk_msg
	 * Context: task
	 * Since: Linux 4.18
	 */
	SBPF_FUNC_msg_redirect_hash = 71,

	/**
	 * SBPF_FUNC_sk_redirect_hash - pass stream data to a socket of a hash
	 * @proto: long bpf_sk_redirect_hash(struct __sbpf_sk_buff *skb, void *map, void *key, __u64
	 *   flags)
	 * @skb: the context that this program was given
	 * @map: map of type SOCKHASH
	 * @key: key, key_size bytes
	 * @flags: 0 to send through it, SBPF_F_INGRESS to let it receive
	 *
	 * Return: The code to end with: SBPF_SK_PASS, or SBPF_SK_DROP if there is no socket.
	 * Programs: sk_skb
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.18
	 */
	SBPF_FUNC_sk_redirect_hash = 72,

	/**
	 * SBPF_FUNC_sk_select_reuseport - choose a listener of a reuseport group
	 * @proto: long bpf_sk_select_reuseport(struct sbpf_sk_reuseport_md *reuse, void *map, void
	 *   *key, __u64 flags)
	 * @reuse: the context that this program was given
	 * @map: map of type REUSEPORT_SOCKARRAY, SOCKMAP or SOCKHASH
	 * @key: __u32 slot, or the hash's key
	 * @flags: 0
	 *
	 * Return: 0, or a negative errno:
	 *   -ENOENT: no such entry
	 *   -EINVAL: flags is not 0
	 *   -EAFNOSUPPORT: family differs from the packet's
	 *   -EPROTOTYPE: protocol differs
	 *   -EBADFD: socket is not of this group
	 * Programs: sk_reuseport
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.19
	 */
	SBPF_FUNC_sk_select_reuseport = 82,

	/**
	 * SBPF_FUNC_msg_push_data - insert bytes into a message
	 * @proto: long bpf_msg_push_data(struct sbpf_sk_msg_md *msg, __u32 start, __u32 len, __u64
	 *   flags)
	 * @msg: the context that this program was given
	 * @start: where, bytes
	 * @len: bytes to insert; they are to be written by the program
	 * @flags: 0
	 *
	 * Packet pointers that the program holds are invalid afterwards.
	 *
	 * Return: 0, or a negative errno:
	 *   -EINVAL: out of range, or flags is not 0
	 *   -ENOMEM: no memory
	 * Programs: sk_msg
	 * Context: task
	 * Since: Linux 4.20
	 */
	SBPF_FUNC_msg_push_data = 90,

	/**
	 * SBPF_FUNC_msg_pop_data - remove bytes from a message
	 * @proto: long bpf_msg_pop_data(struct sbpf_sk_msg_md *msg, __u32 start, __u32 len, __u64
	 *   flags)
	 * @msg: the context that this program was given
	 * @start: where, bytes
	 * @len: bytes to remove
	 * @flags: 0
	 *
	 * Packet pointers that the program holds are invalid afterwards.
	 *
	 * Return: 0, or a negative errno:
	 *   -EINVAL: out of range, or flags is not 0
	 *   -ENOMEM: no memory
	 * Programs: sk_msg
	 * Context: task
	 * Since: Linux 5.0
	 */
	SBPF_FUNC_msg_pop_data = 91,
};

#endif /* _UAPI_LINUX_SANDBPF_HELPERS_SOCKMAP_H */
