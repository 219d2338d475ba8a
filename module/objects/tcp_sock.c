// SPDX-License-Identifier: GPL-2.0
/*
 * The TCP part of a socket as programs see it (struct sbpf_tcp_sock).
 */
#include <linux/kernel.h>
#include <linux/tcp.h>
#include <net/inet_connection_sock.h>

#include "../object.h"
#include "../prog_type.h"

/* Each is read as a whole. Names of the ABI are those of the kernel but for two. */
#define TCP_FIELD_AT(f, offset, bytes)							\
	{ .off = offsetof(struct sbpf_tcp_sock, f), .size = sizeof_field(struct sbpf_tcp_sock, f),	\
	  .flags = SBPF_FIELD_R, .at = (offset), .at_size = (bytes) }
#define TCP_FIELD(f)	TCP_FIELD_AT(f, offsetof(struct tcp_sock, f), sizeof_field(struct tcp_sock, f))

static const struct sbpf_ctx_field fields[] = {
	TCP_FIELD(snd_cwnd),
	TCP_FIELD(srtt_us),
	TCP_FIELD_AT(rtt_min, offsetof(struct tcp_sock, rtt_min.s[0].v), sizeof(u32)),
	TCP_FIELD(snd_ssthresh),
	TCP_FIELD(rcv_nxt),
	TCP_FIELD(snd_nxt),
	TCP_FIELD(snd_una),
	TCP_FIELD(mss_cache),
	TCP_FIELD(ecn_flags),
	TCP_FIELD(rate_delivered),
	TCP_FIELD(rate_interval_us),
	TCP_FIELD(packets_out),
	TCP_FIELD(retrans_out),
	TCP_FIELD(total_retrans),
	TCP_FIELD(segs_in),
	TCP_FIELD(data_segs_in),
	TCP_FIELD(segs_out),
	TCP_FIELD(data_segs_out),
	TCP_FIELD(lost_out),
	TCP_FIELD(sacked_out),
	TCP_FIELD(bytes_received),
	TCP_FIELD(bytes_acked),
	TCP_FIELD(dsack_dups),
	TCP_FIELD(delivered),
	TCP_FIELD(delivered_ce),
	TCP_FIELD_AT(icsk_retransmits, offsetof(struct inet_connection_sock, icsk_retransmits),
		     sizeof_field(struct inet_connection_sock, icsk_retransmits)),
};

const struct sbpf_object sbpf_tcp_sock_object = {
	.name = "tcp_sock",
	.fields = fields,
	.nr_fields = ARRAY_SIZE(fields),
	.base = &sbpf_sock_common_object,
};
