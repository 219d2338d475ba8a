/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Helper ids: tunnels, redirection and routing.
 */
#ifndef _UAPI_LINUX_SANDBPF_HELPERS_TUNNEL_H
#define _UAPI_LINUX_SANDBPF_HELPERS_TUNNEL_H

enum {
	/**
	 * SBPF_FUNC_clone_redirect - send a copy of a packet to a device
	 * @proto: long bpf_clone_redirect(struct __sbpf_sk_buff *skb, __u32 ifindex, __u64 flags)
	 * @skb: the context that this program was given
	 * @ifindex: device in the packet's network namespace
	 * @flags: 0 to send, SBPF_F_INGRESS to receive there
	 *
	 * The copy goes at once; the packet itself goes on with the program. Packets sent need a
	 * MAC header. Packet pointers that the program holds are invalid afterwards.
	 *
	 * Return: 0, a positive number if the device dropped or delayed it, or a negative errno:
	 *   -EINVAL: unknown flag, or no such device
	 *   -ENOMEM: no memory
	 *   -EBADMSG: test packet with a segment size but no segment type
	 *   -ERANGE: the packet has no MAC header, and the device needs one
	 *   -ENETDOWN: too many copies inside each other, each sent by a program that met the one
	 *     before; or too little stack for one more
	 * Programs: tc, lwt_xmit
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.2
	 */
	SBPF_FUNC_clone_redirect = 13,

	/**
	 * SBPF_FUNC_skb_get_tunnel_key - tunnel a packet came through
	 * @proto: long bpf_skb_get_tunnel_key(struct __sbpf_sk_buff *skb, struct sbpf_tunnel_key
	 *   *key, __u32 size, __u64 flags)
	 * @skb: the context that this program was given
	 * @key: receives addresses, tunnel id, tos, ttl
	 * @size: sizeof(struct sbpf_tunnel_key), or an older, shorter one
	 * @flags: SBPF_F_TUNINFO_IPV6 for IPv6 addresses, SBPF_F_TUNINFO_FLAGS to fill tunnel_flags
	 *
	 * Works with devices in collect metadata mode (ip link ... external) of vxlan, gre, geneve
	 * and others.
	 *
	 * Return: 0, or a negative errno with key zeroed:
	 *   -EINVAL: no tunnel data, size or flag
	 *   -EPROTO: addresses are of the other version
	 * Programs: tc, lwt_xmit
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.3
	 */
	SBPF_FUNC_skb_get_tunnel_key = 20,

	/**
	 * SBPF_FUNC_skb_set_tunnel_key - choose the tunnel a packet goes through
	 * @proto: long bpf_skb_set_tunnel_key(struct __sbpf_sk_buff *skb, struct sbpf_tunnel_key
	 *   *key, __u32 size, __u64 flags)
	 * @skb: the context that this program was given
	 * @key: remote address, tunnel id, tos, ttl, label
	 * @size: sizeof(struct sbpf_tunnel_key), or an older, shorter one
	 * @flags: SBPF_F_TUNINFO_IPV6, SBPF_F_ZERO_CSUM_TX, SBPF_F_DONT_FRAGMENT,
	 *   SBPF_F_SEQ_NUMBER, SBPF_F_NO_TUNNEL_KEY
	 *
	 * Then redirect the packet to a tunnel device in collect metadata mode.
	 *
	 * Return: 0, or a negative errno:
	 *   -EINVAL: size, flag, or fields that do not go together
	 * Programs: tc, lwt_xmit
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.3
	 */
	SBPF_FUNC_skb_set_tunnel_key = 21,

	/**
	 * SBPF_FUNC_redirect - send a packet to a device when the program ends
	 * @proto: long bpf_redirect(__u32 ifindex, __u64 flags)
	 * @ifindex: device in the network namespace of the packet
	 * @flags: 0 to send, SBPF_F_INGRESS to receive there (not XDP)
	 *
	 * The program ends with this helper's result. Cheaper than clone_redirect, because nothing
	 * is copied.
	 *
	 * Return: The code to end with: SBPF_REDIRECT or SBPF_XDP_REDIRECT, on error SBPF_DROP or
	 *   SBPF_XDP_ABORTED.
	 * Programs: tc, xdp, lwt_xmit
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.4
	 */
	SBPF_FUNC_redirect = 23,

	/**
	 * SBPF_FUNC_skb_get_tunnel_opt - tunnel options a packet came with
	 * @proto: long bpf_skb_get_tunnel_opt(struct __sbpf_sk_buff *skb, void *opt, __u32 size)
	 * @skb: the context that this program was given
	 * @opt: receives the options, for example those of geneve
	 * @size: bytes at opt
	 *
	 * Return: Bytes of options, or a negative errno with opt zeroed:
	 *   -ENOENT: no options
	 *   -ENOMEM: size too small
	 * Programs: tc, lwt_xmit
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.6
	 */
	SBPF_FUNC_skb_get_tunnel_opt = 29,

	/**
	 * SBPF_FUNC_skb_set_tunnel_opt - options for the tunnel a packet goes through
	 * @proto: long bpf_skb_set_tunnel_opt(struct __sbpf_sk_buff *skb, void *opt, __u32 size)
	 * @skb: the context that this program was given
	 * @opt: options
	 * @size: bytes at opt, a multiple of 4, at most 255
	 *
	 * Call skb_set_tunnel_key before.
	 *
	 * Return: 0, or a negative errno:
	 *   -EINVAL: no tunnel key was set, or size is odd
	 *   -ENOMEM: too many bytes
	 * Programs: tc, lwt_xmit
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.6
	 */
	SBPF_FUNC_skb_set_tunnel_opt = 30,

	/**
	 * SBPF_FUNC_redirect_map - send a frame to an entry of a map
	 * @proto: long bpf_redirect_map(void *map, __u64 key, __u64 flags)
	 * @map: map of type DEVMAP, DEVMAP_HASH, CPUMAP or XSKMAP
	 * @key: slot or key
	 * @flags: lowest 2 bits: code to end with if there is no entry; SBPF_F_BROADCAST,
	 *   SBPF_F_EXCLUDE_INGRESS
	 *
	 * The program ends with this helper's result. Frames for one target are sent in batches.
	 * With SBPF_F_BROADCAST every device in the map gets a copy.
	 *
	 * Return: SBPF_XDP_REDIRECT, or the lowest 2 bits of flags; SBPF_XDP_ABORTED for an unknown
	 *   flag.
	 * Programs: xdp
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.14
	 */
	SBPF_FUNC_redirect_map = 51,

	/**
	 * SBPF_FUNC_fib_lookup - ask the routing tables
	 * @proto: long bpf_fib_lookup(void *ctx, struct sbpf_fib_lookup *params, int plen, __u32
	 *   flags)
	 * @ctx: the context that this program was given
	 * @params: question and answer, see struct sbpf_fib_lookup
	 * @plen: sizeof(struct sbpf_fib_lookup), 64
	 * @flags: SBPF_FIB_LOOKUP_*
	 *
	 * On success ifindex is the device to leave by, rt_metric the metric, the destination is
	 * replaced by the gateway's address, and smac and dmac are filled from the neighbour table
	 * unless SBPF_FIB_LOOKUP_SKIP_NEIGH. With tot_len given, the MTU is checked.
	 *
	 * Return: 0 to forward, above 0 one of SBPF_FIB_LKUP_RET_*, or a negative errno:
	 *   -EINVAL: plen or flag
	 *   -EAFNOSUPPORT: family is neither AF_INET nor AF_INET6
	 *   -ENODEV: no such device
	 * Programs: tc, xdp
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.18, GPL only
	 */
	SBPF_FUNC_fib_lookup = 69,

	/**
	 * SBPF_FUNC_lwt_push_encap - put a header in front of a packet
	 * @proto: long bpf_lwt_push_encap(struct __sbpf_sk_buff *skb, __u32 type, void *hdr, __u32
	 *   len)
	 * @skb: the context that this program was given
	 * @type: SBPF_LWT_ENCAP_SEG6, SBPF_LWT_ENCAP_SEG6_INLINE (both lwt_in only) or
	 *   SBPF_LWT_ENCAP_IP
	 * @hdr: routing header, or IP header with what follows it
	 * @len: bytes at hdr
	 *
	 * Packet pointers that the program holds are invalid afterwards.
	 *
	 * Return: 0, or a negative errno:
	 *   -EINVAL: type or header not valid, or too long
	 *   -ENOMEM: no memory
	 * Programs: lwt_in, lwt_xmit
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.18
	 */
	SBPF_FUNC_lwt_push_encap = 73,

	/**
	 * SBPF_FUNC_lwt_seg6_store_bytes - write into a segment routing header
	 * @proto: long bpf_lwt_seg6_store_bytes(struct __sbpf_sk_buff *skb, __u32 offset, const
	 *   void *from, __u32 len)
	 * @skb: the context that this program was given
	 * @offset: where in the packet, bytes
	 * @from: bytes to write
	 * @len: number of bytes
	 *
	 * Flags, tag and TLVs of the outermost header may be written, nothing else. Packet pointers
	 * that the program holds are invalid afterwards.
	 *
	 * Return: 0, or a negative errno:
	 *   -EINVAL: no such header
	 *   -EFAULT: other bytes than these
	 * Programs: lwt_seg6local
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.18
	 */
	SBPF_FUNC_lwt_seg6_store_bytes = 74,

	/**
	 * SBPF_FUNC_lwt_seg6_adjust_srh - grow or shrink the TLVs of a segment routing header
	 * @proto: long bpf_lwt_seg6_adjust_srh(struct __sbpf_sk_buff *skb, __u32 offset, __s32
	 *   delta)
	 * @skb: the context that this program was given
	 * @offset: where in the packet, after the segments, bytes
	 * @delta: bytes to add, or negative to remove
	 *
	 * Packet pointers that the program holds are invalid afterwards.
	 *
	 * Return: 0, or a negative errno:
	 *   -EINVAL: no such header
	 *   -EFAULT: offset or delta out of range
	 *   -ENOMEM: no memory
	 * Programs: lwt_seg6local
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.18
	 */
	SBPF_FUNC_lwt_seg6_adjust_srh = 75,

	/**
	 * SBPF_FUNC_lwt_seg6_action - do a segment routing action
	 * @proto: long bpf_lwt_seg6_action(struct __sbpf_sk_buff *skb, __u32 action, void *param,
	 *   __u32 param_len)
	 * @skb: the context that this program was given
	 * @action: SEG6_LOCAL_ACTION_END_X (address), _END_T (table), _END_DT6 (table), _END_B6 or
	 *   _END_B6_ENCAP (header)
	 * @param: argument of the action
	 * @param_len: bytes at param
	 *
	 * Packet pointers that the program holds are invalid afterwards.
	 *
	 * Return: 0, or a negative errno:
	 *   -EINVAL: action or argument not valid
	 *   -EBADMSG: the packet's header is damaged
	 * Programs: lwt_seg6local
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.18
	 */
	SBPF_FUNC_lwt_seg6_action = 76,

	/**
	 * SBPF_FUNC_redirect_neigh - send a packet to a device and fill in MAC addresses
	 * @proto: long bpf_redirect_neigh(__u32 ifindex, struct sbpf_redir_neigh *params, int plen,
	 *   __u64 flags)
	 * @ifindex: device in the network namespace of the packet
	 * @params: address of the next hop, or NULL to look up the route
	 * @plen: sizeof(struct sbpf_redir_neigh), 0 with NULL
	 * @flags: 0
	 *
	 * The program ends with this helper's result. The neighbour is resolved as for a routed
	 * packet.
	 *
	 * Return: The code to end with: SBPF_REDIRECT, or SBPF_DROP on error.
	 * Programs: tc
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 5.10
	 */
	SBPF_FUNC_redirect_neigh = 152,

	/**
	 * SBPF_FUNC_redirect_peer - move a packet to the other end of a device pair
	 * @proto: long bpf_redirect_peer(__u32 ifindex, __u64 flags)
	 * @ifindex: device of a pair (veth, netkit) whose other end is in another network namespace
	 * @flags: 0
	 *
	 * The packet continues on the ingress of the other end at once, without a pass through the
	 * backlog.
	 *
	 * Return: The code to end with: SBPF_REDIRECT, or SBPF_DROP on error.
	 * Programs: tc on ingress
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 5.10
	 */
	SBPF_FUNC_redirect_peer = 155,

	/**
	 * SBPF_FUNC_check_mtu - does a packet fit a device
	 * @proto: long bpf_check_mtu(void *ctx, __u32 ifindex, __u32 *mtu_len, __s32 len_diff,
	 *   __u64 flags)
	 * @ctx: the context that this program was given
	 * @ifindex: device; 0 for the packet's own
	 * @mtu_len: in: length of the IP packet to test, 0 for this packet's; out: the MTU
	 * @len_diff: bytes that are going to be added, or negative
	 * @flags: 0, or SBPF_MTU_CHK_SEGS: test each segment of a packet to be segmented
	 *
	 * Return: 0 if it fits, SBPF_MTU_CHK_RET_FRAG_NEEDED, SBPF_MTU_CHK_RET_SEGS_TOOBIG, or a
	 *   negative errno:
	 *   -EINVAL: flag, or len_diff with SBPF_MTU_CHK_SEGS
	 *   -ENODEV: no such device
	 * Programs: tc, xdp
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 5.12, GPL only
	 */
	SBPF_FUNC_check_mtu = 163,
};

#endif /* _UAPI_LINUX_SANDBPF_HELPERS_TUNNEL_H */
