/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Helper ids: ring buffers and dynptrs.
 */
#ifndef _UAPI_LINUX_SANDBPF_HELPERS_RINGBUF_H
#define _UAPI_LINUX_SANDBPF_HELPERS_RINGBUF_H

enum {
	/**
	 * SBPF_FUNC_ringbuf_output - copy a record into a ring buffer
	 * @proto: long bpf_ringbuf_output(void *ringbuf, void *data, __u64 size, __u64 flags)
	 * @ringbuf: map of type RINGBUF
	 * @data: record
	 * @size: bytes at data
	 * @flags: 0, SBPF_RB_NO_WAKEUP or SBPF_RB_FORCE_WAKEUP
	 *
	 * Without a flag the reader is woken if it had seen all earlier records. A reader that
	 * polls anyway is served with SBPF_RB_NO_WAKEUP. Records keep their order over all CPUs.
	 *
	 * Return: 0, or a negative errno:
	 *   -EAGAIN: no room, or the buffer is locked by code this NMI interrupted
	 *   -EINVAL: unknown flag
	 * Programs: all
	 * Context: any, NMI included
	 * Since: Linux 5.8
	 */
	SBPF_FUNC_ringbuf_output = 130,

	/**
	 * SBPF_FUNC_ringbuf_reserve - get room for a record in a ring buffer
	 * @proto: void *bpf_ringbuf_reserve(void *ringbuf, __u64 size, __u64 flags)
	 * @ringbuf: map of type RINGBUF
	 * @size: bytes, a constant
	 * @flags: 0
	 *
	 * The program writes the record in place and must then submit or discard it on every path.
	 * Readers wait for it, and for nothing behind it, until then. The memory is not zeroed.
	 *
	 * Return: Address of size bytes, aligned to 8, or NULL: no room, or locked by code this NMI
	 *   interrupted.
	 * Programs: all
	 * Context: any, NMI included
	 * Since: Linux 5.8
	 */
	SBPF_FUNC_ringbuf_reserve = 131,

	/**
	 * SBPF_FUNC_ringbuf_submit - hand a reserved record to the reader
	 * @proto: void bpf_ringbuf_submit(void *data, __u64 flags)
	 * @data: what ringbuf_reserve returned
	 * @flags: 0, SBPF_RB_NO_WAKEUP or SBPF_RB_FORCE_WAKEUP, as for ringbuf_output
	 *
	 * Return: Nothing. The pointer is invalid afterwards.
	 * Programs: all
	 * Context: any, NMI included
	 * Since: Linux 5.8
	 */
	SBPF_FUNC_ringbuf_submit = 132,

	/**
	 * SBPF_FUNC_ringbuf_discard - give up a reserved record
	 * @proto: void bpf_ringbuf_discard(void *data, __u64 flags)
	 * @data: what ringbuf_reserve returned
	 * @flags: as for ringbuf_submit
	 *
	 * The room stays used until the reader has skipped it.
	 *
	 * Return: Nothing. The pointer is invalid afterwards.
	 * Programs: all
	 * Context: any, NMI included
	 * Since: Linux 5.8
	 */
	SBPF_FUNC_ringbuf_discard = 133,

	/**
	 * SBPF_FUNC_ringbuf_query - ask for the state of a ring buffer
	 * @proto: __u64 bpf_ringbuf_query(void *ringbuf, __u64 flags)
	 * @ringbuf: map of type RINGBUF
	 * @flags: SBPF_RB_AVAIL_DATA, SBPF_RB_RING_SIZE, SBPF_RB_CONS_POS or SBPF_RB_PROD_POS
	 *
	 * A snapshot, out of date when it arrives: for statistics and for choosing when to wake the
	 * reader.
	 *
	 * Return: Bytes or position, 0 for another question.
	 * Programs: all
	 * Context: any, NMI included
	 * Since: Linux 5.8
	 */
	SBPF_FUNC_ringbuf_query = 134,

	/**
	 * SBPF_FUNC_dynptr_from_mem - make a dynptr over a map value
	 * @proto: long bpf_dynptr_from_mem(void *data, __u32 size, __u64 flags, struct sbpf_dynptr
	 *   *ptr)
	 * @data: memory in a map value
	 * @size: bytes, at most 16777215
	 * @flags: 0
	 * @ptr: dynptr on the stack to set up
	 *
	 * A dynptr is a pointer with a length that is checked when it is used, not when the program
	 * is loaded.
	 *
	 * Return: 0, or a negative errno and a dynptr that holds nothing:
	 *   -E2BIG: size too large
	 *   -EINVAL: flags is not 0
	 * Programs: all with CAP_BPF
	 * Context: any, NMI included
	 * Since: Linux 5.19
	 */
	SBPF_FUNC_dynptr_from_mem = 197,

	/**
	 * SBPF_FUNC_ringbuf_reserve_dynptr - get room of variable size in a ring buffer
	 * @proto: long bpf_ringbuf_reserve_dynptr(void *ringbuf, __u32 size, __u64 flags, struct
	 *   sbpf_dynptr *ptr)
	 * @ringbuf: map of type RINGBUF
	 * @size: bytes, need not be constant
	 * @flags: 0
	 * @ptr: dynptr on the stack to set up
	 *
	 * The dynptr must be submitted or discarded on every path, also after an error.
	 *
	 * Return: 0, or a negative errno and a dynptr that holds nothing:
	 *   -EINVAL: no room, or flags is not 0
	 *   -E2BIG: size above 16777215
	 * Programs: all with CAP_BPF
	 * Context: any, NMI included
	 * Since: Linux 5.19
	 */
	SBPF_FUNC_ringbuf_reserve_dynptr = 198,

	/**
	 * SBPF_FUNC_ringbuf_submit_dynptr - hand a record in a dynptr to the reader
	 * @proto: void bpf_ringbuf_submit_dynptr(struct sbpf_dynptr *ptr, __u64 flags)
	 * @ptr: from ringbuf_reserve_dynptr
	 * @flags: as for ringbuf_submit
	 *
	 * Return: Nothing. A dynptr that holds nothing is let go.
	 * Programs: all with CAP_BPF
	 * Context: any, NMI included
	 * Since: Linux 5.19
	 */
	SBPF_FUNC_ringbuf_submit_dynptr = 199,

	/**
	 * SBPF_FUNC_ringbuf_discard_dynptr - give up a record in a dynptr
	 * @proto: void bpf_ringbuf_discard_dynptr(struct sbpf_dynptr *ptr, __u64 flags)
	 * @ptr: from ringbuf_reserve_dynptr
	 * @flags: as for ringbuf_submit
	 *
	 * Return: Nothing. A dynptr that holds nothing is let go.
	 * Programs: all with CAP_BPF
	 * Context: any, NMI included
	 * Since: Linux 5.19
	 */
	SBPF_FUNC_ringbuf_discard_dynptr = 200,

	/**
	 * SBPF_FUNC_dynptr_read - copy out of a dynptr
	 * @proto: long bpf_dynptr_read(void *dst, __u32 len, const struct sbpf_dynptr *src, __u32
	 *   offset, __u64 flags)
	 * @dst: receives the bytes
	 * @len: number of bytes
	 * @src: dynptr
	 * @offset: where in it to start, bytes
	 * @flags: 0
	 *
	 * Return: 0, or a negative errno:
	 *   -E2BIG: reaches past the end
	 *   -EINVAL: dynptr holds nothing, or flags is not 0
	 * Programs: all with CAP_BPF
	 * Context: any, NMI included
	 * Since: Linux 5.19
	 */
	SBPF_FUNC_dynptr_read = 201,

	/**
	 * SBPF_FUNC_dynptr_write - copy into a dynptr
	 * @proto: long bpf_dynptr_write(const struct sbpf_dynptr *dst, __u32 offset, void *src,
	 *   __u32 len, __u64 flags)
	 * @dst: dynptr that may be written
	 * @offset: where in it to start, bytes
	 * @src: bytes to write
	 * @len: number of bytes
	 * @flags: 0; over a packet those of skb_store_bytes
	 *
	 * Over a packet it invalidates all slices of the dynptr and all packet pointers.
	 *
	 * Return: 0, or a negative errno:
	 *   -E2BIG: reaches past the end
	 *   -EINVAL: dynptr holds nothing or is read-only, or unknown flag
	 * Programs: all with CAP_BPF
	 * Context: any, NMI included
	 * Since: Linux 5.19
	 */
	SBPF_FUNC_dynptr_write = 202,

	/**
	 * SBPF_FUNC_dynptr_data - get direct access to a part of a dynptr
	 * @proto: void *bpf_dynptr_data(const struct sbpf_dynptr *ptr, __u32 offset, __u32 len)
	 * @ptr: dynptr over memory or a ring buffer record
	 * @offset: where in it to start, bytes
	 * @len: bytes wanted, a constant
	 *
	 * Return: Address of len bytes, NULL if out of range, read-only, over a packet, or if it
	 *   holds nothing.
	 * Programs: all with CAP_BPF
	 * Context: any, NMI included
	 * Since: Linux 5.19
	 */
	SBPF_FUNC_dynptr_data = 203,

	/**
	 * SBPF_FUNC_user_ringbuf_drain - take records that user space produced
	 * @proto: long bpf_user_ringbuf_drain(void *map, void *callback_fn, void *ctx, __u64 flags)
	 * @map: map of type USER_RINGBUF
	 * @callback_fn: static function long (*)(const struct sbpf_dynptr *dynptr, void *ctx)
	 * @ctx: pointer to the caller's stack, handed to the callback, or NULL
	 * @flags: 0, SBPF_RB_NO_WAKEUP or SBPF_RB_FORCE_WAKEUP
	 *
	 * The callback sees one record at a time, read-only, and returns 0 to go on or 1 to stop.
	 * At most 131072 records a call. A producer that waits for room is woken when something was
	 * taken.
	 *
	 * Return: Records taken, or a negative errno:
	 *   -EBUSY: somebody else is draining
	 *   -EINVAL: user space wrote positions or lengths that make no sense
	 *   -E2BIG: a record is larger than the buffer or than a dynptr holds
	 * Programs: all with CAP_BPF
	 * Context: any but NMI
	 * Since: Linux 6.1
	 */
	SBPF_FUNC_user_ringbuf_drain = 209,
};

#endif /* _UAPI_LINUX_SANDBPF_HELPERS_RINGBUF_H */
