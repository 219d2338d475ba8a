/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Helper ids: packets: data, checksums, metadata.
 */
#ifndef _UAPI_LINUX_SANDBPF_HELPERS_SKB_H
#define _UAPI_LINUX_SANDBPF_HELPERS_SKB_H

enum {
	/**
	 * SBPF_FUNC_skb_store_bytes - write bytes into a packet
	 * @proto: long bpf_skb_store_bytes(struct __sbpf_sk_buff *skb, __u32 offset, const void
	 *   *from, __u32 len, __u64 flags)
	 * @skb: the context that this program was given
	 * @offset: where in the packet, bytes
	 * @from: bytes to write
	 * @len: number of bytes
	 * @flags: SBPF_F_RECOMPUTE_CSUM keeps a checksum the device computed over the packet right;
	 *   SBPF_F_INVALIDATE_HASH forgets the flow hash
	 *
	 * Checksums inside the packet are the program's business: l3_csum_replace and
	 * l4_csum_replace. Packet pointers that the program holds are invalid afterwards.
	 *
	 * Return: 0, or a negative errno:
	 *   -EFAULT: out of range, or the packet cannot be made writable
	 *   -EINVAL: unknown flag
	 * Programs: tc, lwt_xmit, sk_skb
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.1
	 */
	SBPF_FUNC_skb_store_bytes = 9,

	/**
	 * SBPF_FUNC_l3_csum_replace - adjust a network header's checksum
	 * @proto: long bpf_l3_csum_replace(struct __sbpf_sk_buff *skb, __u32 offset, __u64 from,
	 *   __u64 to, __u64 flags)
	 * @skb: the context that this program was given
	 * @offset: where the checksum is in the packet, bytes; even
	 * @from: old content of the field that changed
	 * @to: new content; or with from 0 and width 0 a difference from csum_diff
	 * @flags: width of the field in bytes, 0, 2 or 4
	 *
	 * Fields are in network byte order, as they are in the packet. Packet pointers that the
	 * program holds are invalid afterwards.
	 *
	 * Return: 0, or a negative errno:
	 *   -EINVAL: unknown flag or width, or from not 0 with width 0
	 *   -EFAULT: out of range, odd offset, or not writable
	 * Programs: tc, lwt_xmit
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.1
	 */
	SBPF_FUNC_l3_csum_replace = 10,

	/**
	 * SBPF_FUNC_l4_csum_replace - adjust a transport header's checksum
	 * @proto: long bpf_l4_csum_replace(struct __sbpf_sk_buff *skb, __u32 offset, __u64 from,
	 *   __u64 to, __u64 flags)
	 * @skb: the context that this program was given
	 * @offset: where the checksum is in the packet, bytes; even
	 * @from: old content of the field that changed
	 * @to: new content; or with from 0 and width 0 a difference from csum_diff
	 * @flags: width of the field in bytes, 0, 2 or 4, and SBPF_F_PSEUDO_HDR,
	 *   SBPF_F_MARK_MANGLED_0, SBPF_F_MARK_ENFORCE, SBPF_F_IPV6
	 *
	 * SBPF_F_PSEUDO_HDR says that the field counts in the pseudo header: IP addresses.
	 * SBPF_F_MARK_MANGLED_0 is for UDP, where 0 means no checksum: it stays 0, and a computed 0
	 * becomes 0xffff. Packet pointers that the program holds are invalid afterwards.
	 *
	 * Return: 0, or a negative errno:
	 *   -EINVAL: unknown flag or width, or from not 0 with width 0
	 *   -EFAULT: out of range, odd offset, or not writable
	 * Programs: tc, lwt_xmit
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.1
	 */
	SBPF_FUNC_l4_csum_replace = 11,

	/**
	 * SBPF_FUNC_get_cgroup_classid - net_cls class of the sender
	 * @proto: __u32 bpf_get_cgroup_classid(struct __sbpf_sk_buff *skb)
	 * @skb: the context that this program was given
	 *
	 * The class that the net_cls controller (cgroup v1) gives the task that sends; useful on
	 * egress only.
	 *
	 * Return: The class id, 0 if none was set.
	 * Programs: tc, lwt, sk_msg, cgroup_sock, cgroup_sock_addr
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.3
	 */
	SBPF_FUNC_get_cgroup_classid = 17,

	/**
	 * SBPF_FUNC_skb_vlan_push - put a VLAN tag on a packet
	 * @proto: long bpf_skb_vlan_push(struct __sbpf_sk_buff *skb, __be16 vlan_proto, __u16
	 *   vlan_tci)
	 * @skb: the context that this program was given
	 * @vlan_proto: ETH_P_8021Q or ETH_P_8021AD in network byte order; anything else counts as
	 *   the first
	 * @vlan_tci: priority and VLAN id, host byte order
	 *
	 * Packet pointers that the program holds are invalid afterwards.
	 *
	 * Return: 0, or a negative errno:
	 *   -ENOMEM: no memory
	 * Programs: tc
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.3
	 */
	SBPF_FUNC_skb_vlan_push = 18,

	/**
	 * SBPF_FUNC_skb_vlan_pop - take the outer VLAN tag off a packet
	 * @proto: long bpf_skb_vlan_pop(struct __sbpf_sk_buff *skb)
	 * @skb: the context that this program was given
	 *
	 * A packet without a tag is left as it is. Packet pointers that the program holds are
	 * invalid afterwards.
	 *
	 * Return: 0, or a negative errno:
	 *   -ENOMEM: no memory
	 * Programs: tc
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.3
	 */
	SBPF_FUNC_skb_vlan_pop = 19,

	/**
	 * SBPF_FUNC_get_route_realm - realm of the route a packet takes
	 * @proto: __u32 bpf_get_route_realm(struct __sbpf_sk_buff *skb)
	 * @skb: the context that this program was given
	 *
	 * Known once the packet is routed, that is on egress. See ip-route(8), realm; needs
	 * CONFIG_IP_ROUTE_CLASSID.
	 *
	 * Return: The realm, 0 if there is none.
	 * Programs: tc, lwt
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.4
	 */
	SBPF_FUNC_get_route_realm = 24,

	/**
	 * SBPF_FUNC_skb_load_bytes - read bytes of a packet
	 * @proto: long bpf_skb_load_bytes(const void *skb, __u32 offset, void *to, __u32 len)
	 * @skb: the context that this program was given
	 * @offset: where in the packet, bytes
	 * @to: receives the bytes
	 * @len: number of bytes, above 0
	 *
	 * Reaches also the parts that data and data_end do not cover.
	 *
	 * Return: 0, or a negative errno with the buffer zeroed:
	 *   -EFAULT: out of range
	 * Programs: socket_filter, tc, cgroup_skb, sk_skb, lwt, flow_dissector, sk_reuseport
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.5
	 */
	SBPF_FUNC_skb_load_bytes = 26,

	/**
	 * SBPF_FUNC_csum_diff - checksum of a change
	 * @proto: __s64 bpf_csum_diff(__be32 *from, __u32 from_size, __be32 *to, __u32 to_size,
	 *   __wsum seed)
	 * @from: old bytes, or NULL
	 * @from_size: bytes at from, a multiple of 4, may be 0
	 * @to: new bytes, or NULL
	 * @to_size: bytes at to, a multiple of 4, may be 0
	 * @seed: checksum to continue, 0 to begin
	 *
	 * The sizes need not be equal. from alone takes bytes away, to alone adds bytes.
	 *
	 * Return: 32-bit sum for l3_csum_replace, l4_csum_replace and csum_update, or a negative
	 *   errno:
	 *   -EINVAL: a size is no multiple of 4, or both together exceed 512
	 * Programs: tc, xdp, lwt
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.6
	 */
	SBPF_FUNC_csum_diff = 28,

	/**
	 * SBPF_FUNC_skb_change_proto - turn an IPv4 packet into IPv6 or back
	 * @proto: long bpf_skb_change_proto(struct __sbpf_sk_buff *skb, __be16 proto, __u64 flags)
	 * @skb: the context that this program was given
	 * @proto: ETH_P_IP or ETH_P_IPV6 in network byte order
	 * @flags: 0
	 *
	 * Room for the other header is made and the packet's type is set; writing the header and
	 * fixing checksums is the program's business. Segments to be cut later are adjusted. Packet
	 * pointers that the program holds are invalid afterwards.
	 *
	 * Return: 0, or a negative errno:
	 *   -EINVAL: flags is not 0
	 *   -ENOTSUPP: not one of the two, or a packet to be segmented that is not TCP
	 *   -ENOMEM: no memory
	 * Programs: tc
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.8
	 */
	SBPF_FUNC_skb_change_proto = 31,

	/**
	 * SBPF_FUNC_skb_change_type - set who a packet is for
	 * @proto: long bpf_skb_change_type(struct __sbpf_sk_buff *skb, __u32 type)
	 * @skb: the context that this program was given
	 * @type: PACKET_HOST, PACKET_BROADCAST, PACKET_MULTICAST or PACKET_OTHERHOST
	 *
	 * Used to let in, or keep out, packets whose MAC address says otherwise.
	 *
	 * Return: 0, or a negative errno:
	 *   -EINVAL: another type now, or wanted
	 * Programs: tc
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.8
	 */
	SBPF_FUNC_skb_change_type = 32,

	/**
	 * SBPF_FUNC_skb_under_cgroup - does a packet's socket belong to a cgroup
	 * @proto: long bpf_skb_under_cgroup(struct __sbpf_sk_buff *skb, void *map, __u32 index)
	 * @skb: the context that this program was given
	 * @map: map of type CGROUP_ARRAY
	 * @index: slot in the map
	 *
	 * Return: 1 if it is in that cgroup (v2) or below, 0 if not, or a negative errno:
	 *   -ENOENT: no full socket
	 *   -E2BIG: index out of range
	 *   -EAGAIN: slot is empty
	 * Programs: tc, lwt
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.8
	 */
	SBPF_FUNC_skb_under_cgroup = 33,

	/**
	 * SBPF_FUNC_get_hash_recalc - flow hash of a packet, computed if needed
	 * @proto: __u32 bpf_get_hash_recalc(struct __sbpf_sk_buff *skb)
	 * @skb: the context that this program was given
	 *
	 * Return: The hash, skb->hash.
	 * Programs: tc, lwt
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.8
	 */
	SBPF_FUNC_get_hash_recalc = 34,

	/**
	 * SBPF_FUNC_skb_change_tail - cut or extend a packet
	 * @proto: long bpf_skb_change_tail(struct __sbpf_sk_buff *skb, __u32 len, __u64 flags)
	 * @skb: the context that this program was given
	 * @len: new length, bytes
	 * @flags: 0
	 *
	 * For building replies in place. New bytes are zero. Offloads and checksums of the device
	 * are given up. The packet cannot be cut into the headers that the kernel has found. Packet
	 * pointers that the program holds are invalid afterwards.
	 *
	 * Return: 0, or a negative errno:
	 *   -EINVAL: length out of bounds, or flags is not 0
	 *   -ENOTSUPP: packet is encapsulated
	 *   -ENOMEM: no memory
	 * Programs: tc, lwt_xmit, sk_skb
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.9
	 */
	SBPF_FUNC_skb_change_tail = 38,

	/**
	 * SBPF_FUNC_skb_pull_data - make packet bytes directly accessible
	 * @proto: long bpf_skb_pull_data(struct __sbpf_sk_buff *skb, __u32 len)
	 * @skb: the context that this program was given
	 * @len: bytes from the start; 0: all that are contiguous now
	 *
	 * The bytes lie contiguous from data afterwards and are not shared with other users of the
	 * packet, so that they may be written. Call it when a check against data_end fails on bytes
	 * that should be there. Packet pointers that the program holds are invalid afterwards.
	 *
	 * Return: 0, or a negative errno:
	 *   -ENOMEM: the packet is shorter, or no memory
	 * Programs: tc, lwt, lwt_seg6local, sk_skb
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.9
	 */
	SBPF_FUNC_skb_pull_data = 39,

	/**
	 * SBPF_FUNC_csum_update - add to the checksum a device computed
	 * @proto: __s64 bpf_csum_update(struct __sbpf_sk_buff *skb, __wsum csum)
	 * @skb: the context that this program was given
	 * @csum: difference, from csum_diff
	 *
	 * For direct writes: the device's sum over the packet no longer fits what is there.
	 *
	 * Return: The new sum, or a negative errno:
	 *   -ENOTSUPP: the packet has no such sum
	 * Programs: tc, lwt_xmit
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.9
	 */
	SBPF_FUNC_csum_update = 40,

	/**
	 * SBPF_FUNC_set_hash_invalid - forget a packet's flow hash
	 * @proto: void bpf_set_hash_invalid(struct __sbpf_sk_buff *skb)
	 * @skb: the context that this program was given
	 *
	 * For use after headers were changed. It is computed anew when somebody asks.
	 *
	 * Return: Nothing.
	 * Programs: tc, lwt_xmit
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.9
	 */
	SBPF_FUNC_set_hash_invalid = 41,

	/**
	 * SBPF_FUNC_skb_change_head - make room in front of a packet
	 * @proto: long bpf_skb_change_head(struct __sbpf_sk_buff *skb, __u32 len, __u64 flags)
	 * @skb: the context that this program was given
	 * @len: bytes to add
	 * @flags: 0
	 *
	 * The MAC header moves to the new start; for packets without one that are to go to an
	 * Ethernet device. The new bytes are zero. Packet pointers that the program holds are
	 * invalid afterwards.
	 *
	 * Return: 0, or a negative errno:
	 *   -EINVAL: too long, or flags is not 0
	 *   -ENOMEM: no memory
	 * Programs: tc, lwt_xmit, sk_skb
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.10
	 */
	SBPF_FUNC_skb_change_head = 43,

	/**
	 * SBPF_FUNC_get_socket_cookie - number that identifies a socket
	 * @proto: __u64 bpf_get_socket_cookie(void *ctx)
	 * @ctx: the context that this program was given; in tracing programs a struct sock
	 *
	 * The number is given on first use, never reused, and the one that user space reads with
	 * SO_COOKIE.
	 *
	 * Return: The cookie, 0 if there is no socket.
	 * Programs: socket_filter, tc, cgroup_skb, cgroup_sock, cgroup_sock_addr, sock_ops, sk_skb,
	 *   sk_reuseport, tracing, lsm
	 * Context: any, NMI included
	 * Since: Linux 4.12
	 */
	SBPF_FUNC_get_socket_cookie = 46,

	/**
	 * SBPF_FUNC_get_socket_uid - owner of a packet's socket
	 * @proto: __u32 bpf_get_socket_uid(struct __sbpf_sk_buff *skb)
	 * @skb: the context that this program was given
	 *
	 * Return: User id in the socket's network namespace; the overflow id (usually 65534) if
	 *   there is no full socket.
	 * Programs: socket_filter, tc, cgroup_skb, sk_skb
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.12
	 */
	SBPF_FUNC_get_socket_uid = 47,

	/**
	 * SBPF_FUNC_set_hash - set a packet's flow hash
	 * @proto: long bpf_set_hash(struct __sbpf_sk_buff *skb, __u32 hash)
	 * @skb: the context that this program was given
	 * @hash: new hash
	 *
	 * Return: 0
	 * Programs: tc
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.13
	 */
	SBPF_FUNC_set_hash = 48,

	/**
	 * SBPF_FUNC_skb_adjust_room - add or remove bytes after a header
	 * @proto: long bpf_skb_adjust_room(struct __sbpf_sk_buff *skb, __s32 len_diff, __u32 mode,
	 *   __u64 flags)
	 * @skb: the context that this program was given
	 * @len_diff: bytes to add, or negative to remove, up to 4095
	 * @mode: SBPF_ADJ_ROOM_MAC: after the MAC header; SBPF_ADJ_ROOM_NET: after the network
	 *   header
	 * @flags: SBPF_F_ADJ_ROOM_*
	 *
	 * For tunnels made by programs. SBPF_F_ADJ_ROOM_ENCAP_* say what the new bytes will hold,
	 * so that later segmentation works; SBPF_F_ADJ_ROOM_DECAP_* give the IP version that is
	 * left. Segment sizes are adapted unless SBPF_F_ADJ_ROOM_FIXED_GSO. The device's checksum
	 * is dropped unless SBPF_F_ADJ_ROOM_NO_CSUM_RESET. New bytes are zero. Packet pointers that
	 * the program holds are invalid afterwards.
	 *
	 * Return: 0, or a negative errno:
	 *   -EINVAL: unknown flag or mode, flags that exclude each other
	 *   -EFAULT: more than 4095 bytes
	 *   -ENOTSUPP: packet is not IP, or does not fit the MTU or the headers
	 *   -ENOMEM: no memory
	 * Programs: tc, sk_skb
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.13
	 */
	SBPF_FUNC_skb_adjust_room = 50,

	/**
	 * SBPF_FUNC_skb_get_xfrm_state - IPsec state a packet came through
	 * @proto: long bpf_skb_get_xfrm_state(struct __sbpf_sk_buff *skb, __u32 index, struct
	 *   sbpf_xfrm_state *xfrm_state, __u32 size, __u64 flags)
	 * @skb: the context that this program was given
	 * @index: which state in the packet's path, from 0
	 * @xfrm_state: receives it
	 * @size: sizeof(struct sbpf_xfrm_state)
	 * @flags: 0
	 *
	 * Return: 0, or a negative errno with the buffer zeroed:
	 *   -EINVAL: no such state, size, or flags is not 0
	 * Programs: tc
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.18
	 */
	SBPF_FUNC_skb_get_xfrm_state = 66,

	/**
	 * SBPF_FUNC_skb_load_bytes_relative - read bytes from a header on
	 * @proto: long bpf_skb_load_bytes_relative(const void *skb, __u32 offset, void *to, __u32
	 *   len, __u32 start_header)
	 * @skb: the context that this program was given
	 * @offset: bytes from the header
	 * @to: receives the bytes
	 * @len: number of bytes, above 0
	 * @start_header: SBPF_HDR_START_MAC or SBPF_HDR_START_NET
	 *
	 * Return: 0, or a negative errno with the buffer zeroed:
	 *   -EFAULT: out of range, or the packet has no such header
	 * Programs: socket_filter, tc, cgroup_skb, sk_reuseport
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.18
	 */
	SBPF_FUNC_skb_load_bytes_relative = 68,

	/**
	 * SBPF_FUNC_skb_cgroup_id - cgroup of a packet's socket
	 * @proto: __u64 bpf_skb_cgroup_id(struct __sbpf_sk_buff *skb)
	 * @skb: the context that this program was given
	 *
	 * The same number as the inode of the cgroup's directory in the v2 hierarchy. Known where
	 * the socket is: on egress, and on ingress after the socket was found.
	 *
	 * Return: The id, 0 if there is no full socket.
	 * Programs: tc, cgroup_skb
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.18
	 */
	SBPF_FUNC_skb_cgroup_id = 79,

	/**
	 * SBPF_FUNC_skb_ancestor_cgroup_id - cgroup above that of a packet's socket
	 * @proto: __u64 bpf_skb_ancestor_cgroup_id(struct __sbpf_sk_buff *skb, int ancestor_level)
	 * @skb: the context that this program was given
	 * @ancestor_level: 0 for the root cgroup, 1 for its children, and so on
	 *
	 * Return: The id, 0 if there is no full socket or it is not that deep.
	 * Programs: tc, cgroup_skb
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.19
	 */
	SBPF_FUNC_skb_ancestor_cgroup_id = 83,

	/**
	 * SBPF_FUNC_skb_ecn_set_ce - mark congestion in the IP header
	 * @proto: long bpf_skb_ecn_set_ce(struct __sbpf_sk_buff *skb)
	 * @skb: the context that this program was given
	 *
	 * Sets CE where the sender has said that it understands ECN. The header checksum is kept
	 * right.
	 *
	 * Return: 1 if the packet is marked now, 0 if not.
	 * Programs: tc, cgroup_skb
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 5.1
	 */
	SBPF_FUNC_skb_ecn_set_ce = 97,

	/**
	 * SBPF_FUNC_csum_level - change how many checksums count as checked
	 * @proto: long bpf_csum_level(struct __sbpf_sk_buff *skb, __u64 level)
	 * @skb: the context that this program was given
	 * @level: SBPF_CSUM_LEVEL_QUERY, _INC, _DEC or _RESET
	 *
	 * A device may have checked the checksums of several nested headers. A program that adds or
	 * removes one with skb_adjust_room and SBPF_F_ADJ_ROOM_NO_CSUM_RESET corrects their number;
	 * RESET makes the stack check itself.
	 *
	 * Return: 0, for QUERY the level, or a negative errno:
	 *   -EACCES: nothing counts as checked
	 *   -EINVAL: unknown level
	 * Programs: tc, lwt_xmit
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 5.8
	 */
	SBPF_FUNC_csum_level = 135,

	/**
	 * SBPF_FUNC_skb_cgroup_classid - net_cls class of a packet's socket
	 * @proto: __u64 bpf_skb_cgroup_classid(struct __sbpf_sk_buff *skb)
	 * @skb: the context that this program was given
	 *
	 * Unlike get_cgroup_classid it never looks at the current task.
	 *
	 * Return: The class id, 0 if there is none.
	 * Programs: tc
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 5.10
	 */
	SBPF_FUNC_skb_cgroup_classid = 151,

	/**
	 * SBPF_FUNC_skb_set_tstamp - set a packet's time and its clock
	 * @proto: long bpf_skb_set_tstamp(struct __sbpf_sk_buff *skb, __u64 tstamp, __u32
	 *   tstamp_type)
	 * @skb: the context that this program was given
	 * @tstamp: nanoseconds
	 * @tstamp_type: SBPF_SKB_TSTAMP_DELIVERY_MONO: time to leave, not 0;
	 *   SBPF_SKB_TSTAMP_UNSPEC: tstamp is 0
	 *
	 * A time to leave survives redirection and is what the fq qdisc goes by.
	 *
	 * Return: 0, or a negative errno:
	 *   -EINVAL: time and clock do not fit
	 *   -EOPNOTSUPP: packet is not IP
	 * Programs: tc
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 5.18
	 */
	SBPF_FUNC_skb_set_tstamp = 192,
};

#endif /* _UAPI_LINUX_SANDBPF_HELPERS_SKB_H */
