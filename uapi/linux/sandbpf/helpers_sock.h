/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Helper ids: sockets and TCP.
 */
#ifndef _UAPI_LINUX_SANDBPF_HELPERS_SOCK_H
#define _UAPI_LINUX_SANDBPF_HELPERS_SOCK_H

enum {
	/**
	 * SBPF_FUNC_setsockopt - set a socket option
	 * @proto: long bpf_setsockopt(void *bpf_socket, int level, int optname, void *optval, int
	 *   optlen)
	 * @bpf_socket: the context that this program was given, or the socket in it
	 * @level: SOL_SOCKET, IPPROTO_TCP, IPPROTO_IP or IPPROTO_IPV6
	 * @optname: option as in socket(7), tcp(7), ip(7), ipv6(7), or SBPF_TCP_BPF_*
	 * @optval: value
	 * @optlen: bytes at optval
	 *
	 * SOL_SOCKET: SO_RCVBUF, SO_SNDBUF, SO_MAX_PACING_RATE, SO_PRIORITY, SO_RCVLOWAT, SO_MARK,
	 * SO_BINDTODEVICE, SO_BINDTOIFINDEX, SO_KEEPALIVE, SO_REUSEADDR, SO_REUSEPORT, SO_TXREHASH.
	 * TCP: TCP_CONGESTION, TCP_NODELAY, TCP_MAXSEG, TCP_WINDOW_CLAMP, keepalive, TCP_SAVE_SYN
	 * and others. IP: IP_TOS. IPv6: IPV6_TCLASS, IPV6_AUTOFLOWLABEL.
	 *
	 * Return: 0, or a negative errno:
	 *   -EINVAL: not a full socket, option or value not accepted
	 *   -ENOPROTOOPT: the socket has no such option
	 * Programs: sock_ops, cgroup_sock_addr, cgroup_sockopt, lsm_cgroup, struct_ops
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.13
	 */
	SBPF_FUNC_setsockopt = 49,

	/**
	 * SBPF_FUNC_getsockopt - read a socket option
	 * @proto: long bpf_getsockopt(void *bpf_socket, int level, int optname, void *optval, int
	 *   optlen)
	 * @bpf_socket: the context that this program was given, or the socket in it
	 * @level: SOL_SOCKET, IPPROTO_TCP, IPPROTO_IP or IPPROTO_IPV6
	 * @optname: as for setsockopt; also TCP_SAVED_SYN and SBPF_TCP_BPF_SYN, _SYN_IP, _SYN_MAC
	 * @optval: receives the value
	 * @optlen: bytes at optval
	 *
	 * Return: 0 (for SBPF_TCP_BPF_SYN* the bytes copied), or a negative errno with optval
	 *   zeroed:
	 *   -EINVAL: not a full socket, or option not accepted
	 *   -ENOSPC: the SYN is longer than optlen, a part of it was copied
	 *   -ENOENT: no SYN is known
	 * Programs: sock_ops, cgroup_sock_addr, cgroup_sockopt, lsm_cgroup, struct_ops
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.15
	 */
	SBPF_FUNC_getsockopt = 57,

	/**
	 * SBPF_FUNC_sock_ops_cb_flags_set - choose the events a TCP socket reports
	 * @proto: long bpf_sock_ops_cb_flags_set(void *bpf_sock, int argval)
	 * @bpf_sock: the context that this program was given
	 * @argval: SBPF_SOCK_OPS_*_FLAG, all that are wanted from now on
	 *
	 * Return: Flags that this kernel does not know, so 0 if all were set, or a negative errno:
	 *   -EINVAL: not a full TCP socket
	 * Programs: sock_ops
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.16
	 */
	SBPF_FUNC_sock_ops_cb_flags_set = 59,

	/**
	 * SBPF_FUNC_bind - bind a connecting socket to an address
	 * @proto: long bpf_bind(void *ctx, void *addr, int addr_len)
	 * @ctx: the context that this program was given
	 * @addr: struct sockaddr_in or sockaddr_in6
	 * @addr_len: bytes at addr
	 *
	 * Gives the processes of a cgroup a source address. With port 0 the port is chosen when the
	 * connection is made, so that one port can serve many targets.
	 *
	 * Return: 0, or a negative errno:
	 *   -EINVAL: address too short, or not valid on this host
	 *   -EAFNOSUPPORT: family is neither AF_INET nor AF_INET6
	 * Programs: cgroup_sock_addr (connect)
	 * Context: task
	 * Since: Linux 4.17
	 */
	SBPF_FUNC_bind = 64,

	/**
	 * SBPF_FUNC_sk_lookup_tcp - find a TCP socket
	 * @proto: struct sbpf_sock *bpf_sk_lookup_tcp(void *ctx, struct sbpf_sock_tuple *tuple,
	 *   __u32 tuple_size, __u64 netns, __u64 flags)
	 * @ctx: the context that this program was given
	 * @tuple: addresses and ports, seen as an arriving packet has them
	 * @tuple_size: sizeof(tuple->ipv4) or sizeof(tuple->ipv6), which chooses the version
	 * @netns: SBPF_F_CURRENT_NETNS for the context's, or the id of another namespace as ip
	 *   netns gives it
	 * @flags: 0
	 *
	 * A connected socket or else a listener. The reference must be given back with sk_release
	 * on every path.
	 *
	 * Return: The socket, NULL if there is none.
	 * Programs: tc, xdp, cgroup_skb, cgroup_sock_addr, sk_skb
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.20
	 */
	SBPF_FUNC_sk_lookup_tcp = 84,

	/**
	 * SBPF_FUNC_sk_lookup_udp - find a UDP socket
	 * @proto: struct sbpf_sock *bpf_sk_lookup_udp(void *ctx, struct sbpf_sock_tuple *tuple,
	 *   __u32 tuple_size, __u64 netns, __u64 flags)
	 * @ctx: the context that this program was given
	 * @tuple: addresses and ports, seen as an arriving packet has them
	 * @tuple_size: sizeof(tuple->ipv4) or sizeof(tuple->ipv6), which chooses the version
	 * @netns: SBPF_F_CURRENT_NETNS for the context's, or the id of another namespace as ip
	 *   netns gives it
	 * @flags: 0
	 *
	 * The reference must be given back with sk_release on every path.
	 *
	 * Return: The socket, NULL if there is none.
	 * Programs: tc, xdp, cgroup_skb, cgroup_sock_addr, sk_skb
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.20
	 */
	SBPF_FUNC_sk_lookup_udp = 85,

	/**
	 * SBPF_FUNC_sk_release - give a socket reference back
	 * @proto: long bpf_sk_release(void *sock)
	 * @sock: socket from a lookup, not NULL
	 *
	 * Pointers derived from it are invalid afterwards.
	 *
	 * Return: 0
	 * Programs: tc, xdp, cgroup_skb, cgroup_sock_addr, sk_skb, sk_lookup
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 4.20
	 */
	SBPF_FUNC_sk_release = 86,

	/**
	 * SBPF_FUNC_sk_fullsock - check that a socket has all fields
	 * @proto: struct sbpf_sock *bpf_sk_fullsock(struct sbpf_sock *sk)
	 * @sk: socket, for example skb->sk
	 *
	 * Sockets in TIME_WAIT and half-open ones are not full.
	 *
	 * Return: The socket with all fields readable, or NULL.
	 * Programs: tc, cgroup_skb
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 5.1
	 */
	SBPF_FUNC_sk_fullsock = 95,

	/**
	 * SBPF_FUNC_tcp_sock - get at the TCP fields of a socket
	 * @proto: struct sbpf_tcp_sock *bpf_tcp_sock(struct sbpf_sock *sk)
	 * @sk: socket
	 *
	 * Return: The TCP part, or NULL if it is not a full TCP socket.
	 * Programs: tc, cgroup_skb, sock_ops, cgroup_sockopt
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 5.1
	 */
	SBPF_FUNC_tcp_sock = 96,

	/**
	 * SBPF_FUNC_get_listener_sock - find the listener behind a half-open connection
	 * @proto: struct sbpf_sock *bpf_get_listener_sock(struct sbpf_sock *sk)
	 * @sk: socket
	 *
	 * It is not a reference of its own: no sk_release.
	 *
	 * Return: The listening socket, or NULL.
	 * Programs: tc, cgroup_skb
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 5.1
	 */
	SBPF_FUNC_get_listener_sock = 98,

	/**
	 * SBPF_FUNC_skc_lookup_tcp - find a TCP socket of any kind
	 * @proto: struct sbpf_sock *bpf_skc_lookup_tcp(void *ctx, struct sbpf_sock_tuple *tuple,
	 *   __u32 tuple_size, __u64 netns, __u64 flags)
	 * @ctx: the context that this program was given
	 * @tuple: addresses and ports, seen as an arriving packet has them
	 * @tuple_size: sizeof(tuple->ipv4) or sizeof(tuple->ipv6), which chooses the version
	 * @netns: SBPF_F_CURRENT_NETNS for the context's, or the id of another namespace as ip
	 *   netns gives it
	 * @flags: 0
	 *
	 * Like sk_lookup_tcp, but gives TIME_WAIT and half-open sockets too; sk_fullsock tells them
	 * apart.
	 *
	 * Return: The socket, to be released with sk_release, or NULL.
	 * Programs: tc, xdp, cgroup_skb, cgroup_sock_addr, sk_skb
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 5.2
	 */
	SBPF_FUNC_skc_lookup_tcp = 99,

	/**
	 * SBPF_FUNC_tcp_check_syncookie - is this ACK the answer to a SYN cookie
	 * @proto: long bpf_tcp_check_syncookie(void *sk, void *iph, __u32 iph_len, void *th, __u32
	 *   th_len)
	 * @sk: listening socket
	 * @iph: IPv4 or IPv6 header of the packet
	 * @iph_len: sizeof(struct iphdr) or sizeof(struct ipv6hdr)
	 * @th: TCP header of the packet
	 * @th_len: its length, at least sizeof(struct tcphdr)
	 *
	 * Return: 0 if the cookie is good, or a negative errno:
	 *   -ENOENT: not an ACK, no recent flood, or cookie wrong
	 *   -EINVAL: a length, or not a listening TCP socket
	 *   -EPROTONOSUPPORT: neither IPv4 nor IPv6
	 * Programs: tc, xdp
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 5.2, GPL only
	 */
	SBPF_FUNC_tcp_check_syncookie = 100,

	/**
	 * SBPF_FUNC_tcp_gen_syncookie - make a SYN cookie for a SYN
	 * @proto: __s64 bpf_tcp_gen_syncookie(void *sk, void *iph, __u32 iph_len, void *th, __u32
	 *   th_len)
	 * @sk: listening socket
	 * @iph: IPv4 or IPv6 header of the packet
	 * @iph_len: sizeof(struct iphdr) or sizeof(struct ipv6hdr)
	 * @th: TCP header of the packet with options
	 * @th_len: its length, at least sizeof(struct tcphdr)
	 *
	 * Return: Cookie in bits 0 to 31, MSS in bits 32 to 47, or a negative errno:
	 *   -ENOENT: no cookie is due, there is no flood
	 *   -EINVAL: a length, not a SYN, or not a listening TCP socket
	 *   -EOPNOTSUPP: SYN cookies are not built in
	 *   -EPROTONOSUPPORT: neither IPv4 nor IPv6
	 * Programs: tc, xdp
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 5.4, GPL only
	 */
	SBPF_FUNC_tcp_gen_syncookie = 110,

	/**
	 * SBPF_FUNC_tcp_send_ack - send an ACK from congestion control
	 * @proto: long bpf_tcp_send_ack(void *tp, __u32 rcv_nxt)
	 * @tp: the connection's struct tcp_sock
	 * @rcv_nxt: sequence number to acknowledge
	 *
	 * Return: 0
	 * Programs: struct_ops (tcp_congestion_ops)
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 5.6
	 */
	SBPF_FUNC_tcp_send_ack = 116,

	/**
	 * SBPF_FUNC_get_netns_cookie - number that identifies a network namespace
	 * @proto: __u64 bpf_get_netns_cookie(void *ctx)
	 * @ctx: the context that this program was given; NULL for the initial namespace
	 *
	 * The number is never reused; user space reads it with SO_NETNS_COOKIE.
	 *
	 * Return: The cookie.
	 * Programs: cgroup_sock, cgroup_sock_addr, cgroup_sockopt, sock_ops, sk_msg; own: socket filter, tc, cgroup_skb,
	 *   netfilter
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 5.7
	 */
	SBPF_FUNC_get_netns_cookie = 122,

	/**
	 * SBPF_FUNC_sk_assign - choose the socket for a packet
	 * @proto: long bpf_sk_assign(void *ctx, void *sk, __u64 flags)
	 * @ctx: the context that this program was given
	 * @sk: socket; NULL in sk_lookup takes a choice back
	 * @flags: tc: 0; sk_lookup: SBPF_SK_LOOKUP_F_REPLACE, SBPF_SK_LOOKUP_F_NO_REUSEPORT
	 *
	 * In tc the packet reaches the socket if routing delivers it locally; this makes
	 * transparent proxies. In sk_lookup the socket must be a TCP listener or an unconnected UDP
	 * socket and fit the packet's protocol and family.
	 *
	 * Return: 0, or a negative errno:
	 *   -EINVAL: unknown flag
	 *   -ENOENT: socket is going away
	 *   -ENETUNREACH: socket is in another network namespace
	 *   -EOPNOTSUPP: tc: not on ingress
	 *   -EEXIST: sk_lookup: already chosen, without SBPF_SK_LOOKUP_F_REPLACE
	 *   -EPROTOTYPE: sk_lookup: protocol differs
	 *   -EAFNOSUPPORT: sk_lookup: family does not fit
	 *   -ESOCKTNOSUPPORT: sk_lookup: connected, or not listening
	 * Programs: tc on ingress, sk_lookup
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 5.7
	 */
	SBPF_FUNC_sk_assign = 124,

	/**
	 * SBPF_FUNC_sk_cgroup_id - cgroup of a socket
	 * @proto: __u64 bpf_sk_cgroup_id(void *sk)
	 * @sk: full socket, not NULL
	 *
	 * Return: The id, as for skb_cgroup_id, 0 if there is none.
	 * Programs: cgroup_skb
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 5.8
	 */
	SBPF_FUNC_sk_cgroup_id = 128,

	/**
	 * SBPF_FUNC_sk_ancestor_cgroup_id - cgroup above that of a socket
	 * @proto: __u64 bpf_sk_ancestor_cgroup_id(void *sk, int ancestor_level)
	 * @sk: full socket, not NULL
	 * @ancestor_level: 0 for the root cgroup, 1 for its children, and so on
	 *
	 * Return: The id, 0 if it is not that deep.
	 * Programs: cgroup_skb
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 5.8
	 */
	SBPF_FUNC_sk_ancestor_cgroup_id = 129,

	/**
	 * SBPF_FUNC_skc_to_tcp6_sock - see a socket as a tcp6_sock
	 * @proto: struct tcp6_sock *bpf_skc_to_tcp6_sock(void *sk)
	 * @sk: socket, not NULL
	 *
	 * Return: The same socket with the kernel's type, readable by BTF, or NULL if it is not a
	 *   full TCP socket of IPv6.
	 * Programs: skb, xdp and socket types, tracing, lsm
	 * Context: any, NMI included
	 * Since: Linux 5.9
	 */
	SBPF_FUNC_skc_to_tcp6_sock = 136,

	/**
	 * SBPF_FUNC_skc_to_tcp_sock - see a socket as a tcp_sock
	 * @proto: struct tcp_sock *bpf_skc_to_tcp_sock(void *sk)
	 * @sk: socket, not NULL
	 *
	 * Return: The same socket with the kernel's type, readable by BTF, or NULL if it is not a
	 *   full TCP socket.
	 * Programs: skb, xdp and socket types, tracing, lsm
	 * Context: any, NMI included
	 * Since: Linux 5.9
	 */
	SBPF_FUNC_skc_to_tcp_sock = 137,

	/**
	 * SBPF_FUNC_skc_to_tcp_timewait_sock - see a socket as a tcp_timewait_sock
	 * @proto: struct tcp_timewait_sock *bpf_skc_to_tcp_timewait_sock(void *sk)
	 * @sk: socket, not NULL
	 *
	 * Return: The same socket with the kernel's type, readable by BTF, or NULL if it is not in
	 *   TIME_WAIT.
	 * Programs: skb, xdp and socket types, tracing, lsm
	 * Context: any, NMI included
	 * Since: Linux 5.9
	 */
	SBPF_FUNC_skc_to_tcp_timewait_sock = 138,

	/**
	 * SBPF_FUNC_skc_to_tcp_request_sock - see a socket as a tcp_request_sock
	 * @proto: struct tcp_request_sock *bpf_skc_to_tcp_request_sock(void *sk)
	 * @sk: socket, not NULL
	 *
	 * Return: The same socket with the kernel's type, readable by BTF, or NULL if it is not
	 *   half-open.
	 * Programs: skb, xdp and socket types, tracing, lsm
	 * Context: any, NMI included
	 * Since: Linux 5.9
	 */
	SBPF_FUNC_skc_to_tcp_request_sock = 139,

	/**
	 * SBPF_FUNC_skc_to_udp6_sock - see a socket as a udp6_sock
	 * @proto: struct udp6_sock *bpf_skc_to_udp6_sock(void *sk)
	 * @sk: socket, not NULL
	 *
	 * Return: The same socket with the kernel's type, readable by BTF, or NULL if it is not a
	 *   UDP socket of IPv6.
	 * Programs: skb, xdp and socket types, tracing, lsm
	 * Context: any, NMI included
	 * Since: Linux 5.9
	 */
	SBPF_FUNC_skc_to_udp6_sock = 140,

	/**
	 * SBPF_FUNC_load_hdr_opt - find a TCP option
	 * @proto: long bpf_load_hdr_opt(void *skops, void *searchby_res, __u32 len, __u64 flags)
	 * @skops: the context that this program was given
	 * @searchby_res: in: byte 0 the kind, byte 1 zero; for kinds 253 and 254 byte 1 the length
	 *   of kind, length and magic, then the magic of 2 or 4 bytes; out: the option
	 * @len: bytes at searchby_res, at least 2
	 * @flags: 0, or SBPF_LOAD_HDR_OPT_TCP_SYN to search the SYN
	 *
	 * Return: Bytes of the option, or a negative errno:
	 *   -ENOMSG: not found
	 *   -ENOENT: no SYN is known
	 *   -ENOSPC: option is longer than len, a part of it was copied
	 *   -EFAULT: options of the packet are damaged
	 *   -EINVAL: an argument
	 *   -EPERM: not at this event
	 * Programs: sock_ops
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 5.10
	 */
	SBPF_FUNC_load_hdr_opt = 142,

	/**
	 * SBPF_FUNC_store_hdr_opt - write a TCP option
	 * @proto: long bpf_store_hdr_opt(void *skops, const void *from, __u32 len, __u64 flags)
	 * @skops: the context that this program was given
	 * @from: option with kind and length
	 * @len: bytes at from, not less than the option's length
	 * @flags: 0
	 *
	 * Padding and the header's length are taken care of.
	 *
	 * Return: 0, or a negative errno:
	 *   -ENOSPC: less was reserved
	 *   -EEXIST: the packet has this option
	 *   -EFAULT: options of the packet are damaged
	 *   -EINVAL: an argument
	 *   -EPERM: not at this event
	 * Programs: sock_ops at SBPF_SOCK_OPS_WRITE_HDR_OPT_CB
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 5.10
	 */
	SBPF_FUNC_store_hdr_opt = 143,

	/**
	 * SBPF_FUNC_reserve_hdr_opt - reserve room for TCP options
	 * @proto: long bpf_reserve_hdr_opt(void *skops, __u32 len, __u64 flags)
	 * @skops: the context that this program was given
	 * @len: bytes, in addition to what was reserved before
	 * @flags: 0
	 *
	 * Return: 0, or a negative errno:
	 *   -ENOSPC: the header has no room
	 *   -EINVAL: an argument
	 *   -EPERM: not at this event
	 * Programs: sock_ops at SBPF_SOCK_OPS_HDR_OPT_LEN_CB
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 5.10
	 */
	SBPF_FUNC_reserve_hdr_opt = 144,

	/**
	 * SBPF_FUNC_skc_to_unix_sock - see a socket as a unix_sock
	 * @proto: struct unix_sock *bpf_skc_to_unix_sock(void *sk)
	 * @sk: socket, not NULL
	 *
	 * Return: The same socket with the kernel's type, readable by BTF, or NULL if it is not of
	 *   AF_UNIX.
	 * Programs: skb, xdp and socket types, tracing, lsm
	 * Context: any, NMI included
	 * Since: Linux 5.16
	 */
	SBPF_FUNC_skc_to_unix_sock = 178,

	/**
	 * SBPF_FUNC_skc_to_mptcp_sock - see a socket as the mptcp_sock it belongs to
	 * @proto: struct mptcp_sock *bpf_skc_to_mptcp_sock(void *sk)
	 * @sk: socket of a subflow, not NULL
	 *
	 * Return: The connection, readable by BTF, or NULL if it is no subflow of MPTCP.
	 * Programs: skb, xdp and socket types, tracing, lsm
	 * Context: any, NMI included
	 * Since: Linux 5.19
	 */
	SBPF_FUNC_skc_to_mptcp_sock = 196,

	/**
	 * SBPF_FUNC_tcp_raw_gen_syncookie_ipv4 - make a SYN cookie without a socket, IPv4
	 * @proto: __s64 bpf_tcp_raw_gen_syncookie_ipv4(struct iphdr *iph, struct tcphdr *th, __u32
	 *   th_len)
	 * @iph: IPv4 header of the SYN
	 * @th: TCP header of the SYN with options
	 * @th_len: its length, at least sizeof(struct tcphdr)
	 *
	 * Return: Cookie in bits 0 to 31, MSS in bits 32 to 47, or a negative errno:
	 *   -EINVAL: th_len
	 * Programs: tc, xdp
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 6.0, GPL only
	 */
	SBPF_FUNC_tcp_raw_gen_syncookie_ipv4 = 204,

	/**
	 * SBPF_FUNC_tcp_raw_gen_syncookie_ipv6 - make a SYN cookie without a socket, IPv6
	 * @proto: __s64 bpf_tcp_raw_gen_syncookie_ipv6(struct ipv6hdr *iph, struct tcphdr *th,
	 *   __u32 th_len)
	 * @iph: IPv6 header of the SYN
	 * @th: TCP header of the SYN with options
	 * @th_len: its length, at least sizeof(struct tcphdr)
	 *
	 * Return: Cookie in bits 0 to 31, MSS in bits 32 to 47, or a negative errno:
	 *   -EINVAL: th_len
	 *   -EPROTONOSUPPORT: IPv6 is not built in
	 * Programs: tc, xdp
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 6.0, GPL only
	 */
	SBPF_FUNC_tcp_raw_gen_syncookie_ipv6 = 205,

	/**
	 * SBPF_FUNC_tcp_raw_check_syncookie_ipv4 - check a SYN cookie without a socket, IPv4
	 * @proto: long bpf_tcp_raw_check_syncookie_ipv4(struct iphdr *iph, struct tcphdr *th)
	 * @iph: IPv4 header of the ACK
	 * @th: TCP header of the ACK
	 *
	 * Return: 0 if the cookie is good, or a negative errno:
	 *   -EACCES: it is not
	 * Programs: tc, xdp
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 6.0, GPL only
	 */
	SBPF_FUNC_tcp_raw_check_syncookie_ipv4 = 206,

	/**
	 * SBPF_FUNC_tcp_raw_check_syncookie_ipv6 - check a SYN cookie without a socket, IPv6
	 * @proto: long bpf_tcp_raw_check_syncookie_ipv6(struct ipv6hdr *iph, struct tcphdr *th)
	 * @iph: IPv6 header of the ACK
	 * @th: TCP header of the ACK
	 *
	 * Return: 0 if the cookie is good, or a negative errno:
	 *   -EACCES: it is not
	 *   -EPROTONOSUPPORT: IPv6 is not built in
	 * Programs: tc, xdp
	 * Context: packet and socket paths (task, softirq)
	 * Since: Linux 6.0, GPL only
	 */
	SBPF_FUNC_tcp_raw_check_syncookie_ipv6 = 207,
};

#endif /* _UAPI_LINUX_SANDBPF_HELPERS_SOCK_H */
