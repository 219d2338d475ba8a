/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The views of what happens to a socket: the contexts of programs on sockets, their addresses, options, TCP events, messages
 * and look-ups. All live on the stack of the hook, which holds the socket.
 */
#ifndef SBPF_SOCK_VIEW_H
#define SBPF_SOCK_VIEW_H

#include <linux/skmsg.h>
#include <net/sock.h>
#include "ctx.h"

/**
 * struct sbpf_sock_ctx - a socket is made, bound or released (CGROUP_SOCK)
 * @base: head; kind SBPF_CTX_SOCK
 * @sk: the socket, a full one
 */
struct sbpf_sock_ctx {
	struct sbpf_ctx base;
	struct sock *sk;
};

/**
 * struct sbpf_sock_addr_ctx - a socket is given an address, or asked for one (CGROUP_SOCK_ADDR)
 * @base: head; kind SBPF_CTX_SOCK_ADDR
 * @sk: the socket, a full one
 * @addr: the address, of the family that the attach type names: struct sockaddr_in or sockaddr_in6. The port is at the same
 *	place in both.
 * @msg_src: of a message sent: its source address, struct in_addr or in6_addr
 */
struct sbpf_sock_addr_ctx {
	struct sbpf_ctx base;
	struct sock *sk;
	struct sockaddr *addr;
	void *msg_src;
};

/**
 * struct sbpf_sock_ops_ctx - something happens to a TCP connection (SOCK_OPS)
 * @base: head; kind SBPF_CTX_SOCK_OPS
 * @sk: the socket, or a half-open one
 * @full: @sk if that is a full socket that the program may look into, else NULL
 * @args: arguments of the event; the program's reply goes into the first
 * @skb: the segment, NULL if there is none
 * @shinfo: shared info of @skb
 * @skb_data: its TCP header
 * @skb_data_end: one past the header, == @skb_data without a segment
 * @op: enum of SBPF_SOCK_OPS_*: the event
 * @is_fullsock: @full is there
 */
struct sbpf_sock_ops_ctx {
	struct sbpf_ctx base;
	struct sock *sk;
	struct sock *full;
	u32 args[4];
	struct sk_buff *skb;
	struct skb_shared_info *shinfo;
	void *skb_data;
	void *skb_data_end;
	u32 op;
	u32 is_fullsock;
};

/**
 * struct sbpf_sockopt_ctx - an option of a socket is read or written (CGROUP_SOCKOPT)
 * @base: head; kind SBPF_CTX_SOCKOPT
 * @sk: the socket, a full one
 * @optval: first byte of the value
 * @optval_end: one past the last that is there
 * @level: SOL_*
 * @optname: number of the option
 * @optlen: bytes of the value as the user says, may be more than are there
 * @retval: what getsockopt(2) returned
 */
struct sbpf_sockopt_ctx {
	struct sbpf_ctx base;
	struct sock *sk;
	void *optval;
	void *optval_end;
	s32 level;
	s32 optname;
	s32 optlen;
	s32 retval;
};

/**
 * struct sbpf_sk_lookup_ctx - a packet looks for its socket (SK_LOOKUP)
 * @base: head; kind SBPF_CTX_SK_LOOKUP
 * @selected: the socket chosen so far, or NULL
 * @remote6: the sender's IPv6 address, NULL if that is no IPv6 packet
 * @local6: the receiver's
 * @remote4: the sender's IPv4 address, 0 if that is no IPv4 packet
 * @local4: the receiver's
 * @ifindex: device that the packet came in on
 * @family: AF_INET or AF_INET6
 * @protocol: IPPROTO_TCP or IPPROTO_UDP
 * @remote_port: the sender's port, network order
 * @zero: 0; what is behind the port in the ABI
 * @local_port: the receiver's port, host order
 */
struct sbpf_sk_lookup_ctx {
	struct sbpf_ctx base;
	struct sock *selected;
	const struct in6_addr *remote6;
	const struct in6_addr *local6;
	__be32 remote4;
	__be32 local4;
	u32 ifindex;
	u16 family;
	u16 protocol;
	__be16 remote_port;
	u16 zero;
	u16 local_port;
};

/**
 * struct sbpf_msg_ctx - a message is sent through a socket of a sock map (SK_MSG)
 * @base: head; kind SBPF_CTX_MSG
 * @msg: the message; its first bytes, as many as lie in one piece, are the program's to read and write
 */
struct sbpf_msg_ctx {
	struct sbpf_ctx base;
	struct sk_msg *msg;
};

#endif /* SBPF_SOCK_VIEW_H */
