/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Helper ids: elements of maps.
 */
#ifndef _UAPI_LINUX_SANDBPF_HELPERS_MAP_H
#define _UAPI_LINUX_SANDBPF_HELPERS_MAP_H

enum {
	/**
	 * SBPF_FUNC_map_lookup_elem - find the value stored under a key
	 * @proto: void *bpf_map_lookup_elem(void *map, const void *key)
	 * @map: map to search; not a stack, queue, ring buffer, program array or perf event array
	 * @key: key, key_size bytes, on the stack, in a map value or in a packet
	 *
	 * The pointer leads into the map itself: value_size bytes that may be read and written in
	 * place, on a per-CPU map those of the running CPU, on a map of maps the inner map. It must
	 * be compared with NULL before use. It stays valid until the program ends, even if the
	 * element is deleted meanwhile, but an element of a hash may then already be in use for
	 * another key. On an LRU hash the lookup counts as a use.
	 *
	 * Return: Address of the value, NULL if the key is not there.
	 * Programs: all
	 * Context: any, NMI included
	 * Since: Linux 3.19
	 */
	SBPF_FUNC_map_lookup_elem = 1,

	/**
	 * SBPF_FUNC_map_update_elem - create or replace an element
	 * @proto: long bpf_map_update_elem(void *map, const void *key, const void *value, __u64
	 *   flags)
	 * @map: map to change
	 * @key: key, key_size bytes; for arrays an index below max_entries
	 * @value: new value, value_size bytes; on a per-CPU map for the running CPU only
	 * @flags: SBPF_ANY, SBPF_NOEXIST or SBPF_EXIST; SBPF_F_LOCK to copy under the value's spin
	 *   lock
	 *
	 * On hashes readers see either the old or the new value; on arrays the copy is in place and
	 * a concurrent reader may see a part of it. A hash made with SBPF_F_NO_PREALLOC allocates
	 * here, which can fail in contexts without memory; a preallocated one takes from its pool
	 * and can be called anywhere.
	 *
	 * Return: 0, or a negative errno:
	 *   -EINVAL: unknown flag, or SBPF_F_LOCK without a lock in the value
	 *   -EEXIST: SBPF_NOEXIST and the key is there; on arrays always
	 *   -ENOENT: SBPF_EXIST and the key is not there
	 *   -E2BIG: the map is full, or the index is out of range
	 *   -ENOMEM: no memory for the element
	 *   -EBUSY: the bucket is locked by the code that this program interrupted
	 * Programs: all
	 * Context: any, NMI included
	 * Since: Linux 3.19
	 */
	SBPF_FUNC_map_update_elem = 2,

	/**
	 * SBPF_FUNC_map_delete_elem - remove an element
	 * @proto: long bpf_map_delete_elem(void *map, const void *key)
	 * @map: map to change; not an array
	 * @key: key, key_size bytes
	 *
	 * Pointers to the value that programs still hold stay safe to use until they end. Timers
	 * and kernel pointers in the value are released.
	 *
	 * Return: 0, or a negative errno:
	 *   -ENOENT: no such key
	 *   -EINVAL: elements of this map type cannot be deleted
	 *   -EBUSY: the bucket is locked by the code that this program interrupted
	 * Programs: all
	 * Context: any, NMI included
	 * Since: Linux 3.19
	 */
	SBPF_FUNC_map_delete_elem = 3,

	/**
	 * SBPF_FUNC_map_push_elem - append to a queue or stack, add to a bloom filter
	 * @proto: long bpf_map_push_elem(void *map, const void *value, __u64 flags)
	 * @map: map of type QUEUE, STACK or BLOOM_FILTER
	 * @value: element, value_size bytes
	 * @flags: SBPF_ANY; on queues and stacks SBPF_EXIST drops the oldest element when full
	 *
	 * Return: 0, or a negative errno:
	 *   -E2BIG: full, and SBPF_EXIST was not given
	 *   -EINVAL: another flag
	 *   -EBUSY: called from NMI while the map is locked
	 * Programs: all
	 * Context: any, NMI included
	 * Since: Linux 4.20
	 */
	SBPF_FUNC_map_push_elem = 87,

	/**
	 * SBPF_FUNC_map_pop_elem - take the next element out of a queue or stack
	 * @proto: long bpf_map_pop_elem(void *map, void *value)
	 * @map: map of type QUEUE (oldest first) or STACK (newest first)
	 * @value: buffer of value_size bytes that receives the element
	 *
	 * Return: 0, or a negative errno; the buffer is zeroed on error:
	 *   -ENOENT: empty
	 *   -EBUSY: called from NMI while the map is locked
	 * Programs: all
	 * Context: any, NMI included
	 * Since: Linux 4.20
	 */
	SBPF_FUNC_map_pop_elem = 88,

	/**
	 * SBPF_FUNC_map_peek_elem - look at the next element, or ask a bloom filter
	 * @proto: long bpf_map_peek_elem(void *map, void *value)
	 * @map: map of type QUEUE, STACK or BLOOM_FILTER
	 * @value: value_size bytes: receives the element, or for a bloom filter holds the one to
	 *   test
	 *
	 * Nothing is removed. A bloom filter answers 0 for an element that was pushed and, now and
	 * then, for one that was not.
	 *
	 * Return: 0, or a negative errno:
	 *   -ENOENT: empty; bloom filter: surely never pushed
	 *   -EBUSY: called from NMI while the map is locked
	 * Programs: all
	 * Context: any, NMI included
	 * Since: Linux 4.20
	 */
	SBPF_FUNC_map_peek_elem = 89,

	/**
	 * SBPF_FUNC_for_each_map_elem - call a function for every element of a map
	 * @proto: long bpf_for_each_map_elem(void *map, void *callback_fn, void *callback_ctx,
	 *   __u64 flags)
	 * @map: array or hash, also per-CPU and LRU
	 * @callback_fn: static function long (*)(void *map, const void *key, void *value, void
	 *   *ctx)
	 * @callback_ctx: pointer to the caller's stack, handed to the callback, or NULL
	 * @flags: 0
	 *
	 * The callback returns 0 to go on and 1 to stop. It may change the value and delete the
	 * element it is given. On a per-CPU map it sees the values of the running CPU. Elements
	 * that others insert or delete meanwhile may or may not be visited.
	 *
	 * Return: Number of callbacks made, or a negative errno:
	 *   -EINVAL: flags is not 0
	 * Programs: all with CAP_BPF
	 * Context: any, NMI included
	 * Since: Linux 5.13
	 */
	SBPF_FUNC_for_each_map_elem = 164,

	/**
	 * SBPF_FUNC_map_lookup_percpu_elem - find the value of another CPU
	 * @proto: void *bpf_map_lookup_percpu_elem(void *map, const void *key, __u32 cpu)
	 * @map: per-CPU array, per-CPU hash or per-CPU LRU hash
	 * @key: key, key_size bytes
	 * @cpu: CPU number
	 *
	 * Works like map_lookup_elem, for the given CPU instead of the running one. That CPU may be
	 * writing at the same time.
	 *
	 * Return: Address of the value, NULL if there is no such key or no such CPU.
	 * Programs: all
	 * Context: any, NMI included
	 * Since: Linux 5.19
	 */
	SBPF_FUNC_map_lookup_percpu_elem = 195,
};

#endif /* _UAPI_LINUX_SANDBPF_HELPERS_MAP_H */
