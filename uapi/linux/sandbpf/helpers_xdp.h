/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Helper ids: XDP frames.
 */
#ifndef _UAPI_LINUX_SANDBPF_HELPERS_XDP_H
#define _UAPI_LINUX_SANDBPF_HELPERS_XDP_H

enum {
	/**
	 * SBPF_FUNC_xdp_adjust_head - move the start of a frame
	 * @proto: long bpf_xdp_adjust_head(struct sbpf_xdp_md *xdp_md, int delta)
	 * @xdp_md: the context that this program was given
	 * @delta: bytes to add to data; negative: room for a header
	 *
	 * Metadata moves along. Packet pointers that the program holds are invalid afterwards.
	 *
	 * Return: 0, or a negative errno:
	 *   -EINVAL: no headroom left, or less than an Ethernet header would remain
	 * Programs: xdp
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.10
	 */
	SBPF_FUNC_xdp_adjust_head = 44,

	/**
	 * SBPF_FUNC_xdp_adjust_meta - move the start of the metadata
	 * @proto: long bpf_xdp_adjust_meta(struct sbpf_xdp_md *xdp_md, int delta)
	 * @xdp_md: the context that this program was given
	 * @delta: bytes to add to data_meta; negative: more metadata
	 *
	 * The bytes between data_meta and data travel with the frame up to a tc program on the same
	 * device. At most 32 in many drivers, always a multiple of 4. Packet pointers that the
	 * program holds are invalid afterwards.
	 *
	 * Return: 0, or a negative errno:
	 *   -EINVAL: out of range
	 *   -EACCES: length not allowed
	 *   -ENOTSUPP: driver has no metadata
	 * Programs: xdp
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.15
	 */
	SBPF_FUNC_xdp_adjust_meta = 54,

	/**
	 * SBPF_FUNC_xdp_adjust_tail - move the end of a frame
	 * @proto: long bpf_xdp_adjust_tail(struct sbpf_xdp_md *xdp_md, int delta)
	 * @xdp_md: the context that this program was given
	 * @delta: bytes to add to data_end; negative: cut
	 *
	 * New bytes are zero. Packet pointers that the program holds are invalid afterwards.
	 *
	 * Return: 0, or a negative errno:
	 *   -EINVAL: no tailroom, or less than an Ethernet header would remain
	 * Programs: xdp
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.18
	 */
	SBPF_FUNC_xdp_adjust_tail = 65,

	/**
	 * SBPF_FUNC_xdp_get_buff_len - length of a frame with all its pieces
	 * @proto: __u64 bpf_xdp_get_buff_len(struct sbpf_xdp_md *xdp_md)
	 * @xdp_md: the context that this program was given
	 *
	 * data_end - data is the first piece only.
	 *
	 * Return: Bytes.
	 * Programs: xdp, tracing
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 5.18
	 */
	SBPF_FUNC_xdp_get_buff_len = 188,

	/**
	 * SBPF_FUNC_xdp_load_bytes - read bytes of a frame, over all its pieces
	 * @proto: long bpf_xdp_load_bytes(struct sbpf_xdp_md *xdp_md, __u32 offset, void *buf,
	 *   __u32 len)
	 * @xdp_md: the context that this program was given
	 * @offset: where in the frame, bytes
	 * @buf: receives the bytes
	 * @len: number of bytes
	 *
	 * Return: 0, or a negative errno:
	 *   -EINVAL: out of range
	 *   -EFAULT: offset or length above 65535
	 * Programs: xdp
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 5.18
	 */
	SBPF_FUNC_xdp_load_bytes = 189,

	/**
	 * SBPF_FUNC_xdp_store_bytes - write bytes of a frame, over all its pieces
	 * @proto: long bpf_xdp_store_bytes(struct sbpf_xdp_md *xdp_md, __u32 offset, void *buf,
	 *   __u32 len)
	 * @xdp_md: the context that this program was given
	 * @offset: where in the frame, bytes
	 * @buf: bytes to write
	 * @len: number of bytes
	 *
	 * Return: 0, or a negative errno:
	 *   -EINVAL: out of range
	 *   -EFAULT: offset or length above 65535
	 * Programs: xdp
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 5.18
	 */
	SBPF_FUNC_xdp_store_bytes = 190,
};

#endif /* _UAPI_LINUX_SANDBPF_HELPERS_XDP_H */
