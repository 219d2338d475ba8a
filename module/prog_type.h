/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a program type is: the context its programs see, what they may return, where they run, and who may load them. A
 * type is one const row in prog_types/, listed in prog_type.c.
 */
#ifndef SBPF_PROG_TYPE_H
#define SBPF_PROG_TYPE_H

#include <linux/types.h>
#include <linux/sandbpf.h>
#include "object.h"

struct sbpf_prog;
struct sbpf_call;

/* Kinds of value a context field holds. */
enum sbpf_field_kind {
	SBPF_FIELD_SCALAR = 0,
	SBPF_FIELD_PKT,		/* first byte of the packet */
	SBPF_FIELD_PKT_END,
	SBPF_FIELD_PKT_META,
	SBPF_FIELD_OBJECT,	/* typed pointer to a kernel object, or NULL */
	SBPF_FIELD_PTR,		/* kernel pointer: readable as a number by privileged programs only */
};

#define SBPF_FIELD_R		1
#define SBPF_FIELD_W		2
#define SBPF_FIELD_RW		3
#define SBPF_FIELD_NARROW	4	/* reads of less than .size are fine */
#define SBPF_FIELD_BYTES	8	/* an area: naturally aligned reads of 1 to 8 bytes anywhere inside */
#define SBPF_FIELD_NULL_OK	16	/* a NULL on the way to the field reads as 0 */
#define SBPF_FIELD_PRIV		32	/* not for programs without CAP_PERFMON/CAP_BPF */
#define SBPF_FIELD_PRIV_W	64	/* such programs may read it, not write it */
#define SBPF_FIELD_BOOL		128	/* reads as 1 when the real field is not 0 */
#define SBPF_FIELD_WIDE		256	/* a read of twice .size at its beginning is fine, the rest is 0 */
#define SBPF_FIELD_NARROW_AT_0	512	/* reads of less than .size are fine at its beginning */
#define SBPF_FIELD_WORDS_W	1024	/* an area that is written in words or pairs of words */
#define SBPF_FIELD_NOT_NULL	2048	/* of a pointer to an object: there always is one */

#define SBPF_FIELD_MAX_HOPS	3

/**
 * struct sbpf_ctx_field - one field of a context as programs see it, and where it really is
 * @off: byte offset in the context struct of the ABI
 * @size: bytes there
 * @kind: enum sbpf_field_kind
 * @flags: SBPF_FIELD_*
 * @nhops: how many pointers to follow from the view before the final load (0: the field is in the view)
 * @hop: byte offsets of those pointers, the first in the view
 * @at: byte offset of the real field behind the last pointer. With SBPF_FIELD_BYTES, the address of the area's first
 *	byte; the access offset inside the area is added.
 * @at_size: bytes of the real field: 1, 2, 4 or 8
 * @shift: the loaded value is shifted right by this ...
 * @mask: ... and masked with this, if non-zero (bit fields). Not for writable fields.
 * @scale: and multiplied by this, if non-zero
 * @min: a loaded value below this reads as 0. Fields of at most 4 bytes.
 * @none: if non-zero, a loaded value equal to this reads as -1. Fields of at most 4 bytes.
 * @object: with SBPF_FIELD_OBJECT: what it points to
 * @limit: if non-zero, values from this on are not stored. Fields of at most 4 bytes, written whole, behind a pointer.
 * @attach: if non-zero, the expected attach types (a bit each) whose programs have the field
 * @attach_w: if non-zero, those whose programs may write it
 *
 * Lowering turns a load of the field into a chain of loads, a store into the same chain through the view's scratch slot.
 */
struct sbpf_ctx_field {
	u16 off;
	u16 size;
	u16 flags;
	u8 kind;
	u8 nhops;
	u8 at_size;
	u16 hop[SBPF_FIELD_MAX_HOPS];
	u16 at;
	u8 shift;
	u32 mask;
	u32 scale;
	u32 min;
	u32 limit;
	u32 none;
	const struct sbpf_object *object;
	u64 attach;
	u64 attach_w;
};

#define SBPF_ATTACH_BIT(type)	(1ULL << SBPF_##type)

/* Bytes of the view that belong to the program (__sk_buff.cb): the hook must zero them when a program uses them. */
static inline bool sbpf_field_is_own(const struct sbpf_ctx_field *f)
{
	return !f->nhops && (f->flags & SBPF_FIELD_BYTES) && (f->flags & SBPF_FIELD_W);
}

/* Flags of a type. */
#define SBPF_PT_NET_ADMIN	0x01	/* loading needs CAP_NET_ADMIN */
#define SBPF_PT_PERFMON		0x02	/* loading needs CAP_PERFMON */
#define SBPF_PT_UNPRIV		0x04	/* may be loaded without capabilities when unprivileged=1 */
#define SBPF_PT_PKT_READ	0x08	/* direct packet access */
#define SBPF_PT_PKT_WRITE	0x10	/* ... also writing */
#define SBPF_PT_LD_PKT		0x20	/* legacy packet loads (LD_ABS, LD_IND) */
#define SBPF_PT_TRACING		0x40	/* run with the per-CPU recursion guard */
#define SBPF_PT_PKT_ARGS	0x80	/* helpers take packet memory, whether they ask for it or not */
#define SBPF_PT_NO_HOOK		0x100	/* nothing runs them yet, but PROG_TEST_RUN if .test_run is there */

/**
 * struct sbpf_prog_ops - one program type (the row; enum sbpf_prog_type is its number)
 * @name: as bpftool prints it ("sched_cls")
 * @flags: SBPF_PT_*
 * @contexts: SBPF_IN_* its hooks run programs in; helpers must be safe in all of them
 * @ctx_size: bytes of the context as programs see it
 * @fields: its fields, sorted by offset
 * @nr_fields: how many
 * @safe_ret: R0 when a program is stopped (instruction budget): what its hook takes for "as if it had not acted, on
 *	the safe side"
 * @attach_type: the expected_attach_type that 0 stands for
 * @attach_type_ok: whether PROG_LOAD may name this expected_attach_type. NULL: any (ignored), as Linux.
 * @ret_range: bounds of R0 at exit for this expected_attach_type; returns false when R0 is free
 * @test_run: PROG_TEST_RUN; NULL: -ENOTSUPP (524), as Linux
 * @ld_pkt: for SBPF_PT_LD_PKT: R1 view, R2 offset, R3 size 1/2/4; value in host order or negative when out of packet
 */
struct sbpf_prog_ops {
	const char *name;
	u32 flags;
	u8 contexts;
	u32 ctx_size;
	const struct sbpf_ctx_field *fields;
	u32 nr_fields;
	u32 safe_ret;
	u32 attach_type;
	bool (*attach_type_ok)(u32 attach_type);
	bool (*ret_range)(u32 attach_type, s32 *min, s32 *max);
	int (*test_run)(struct sbpf_prog *prog, struct sbpf_call *call);
	u64 (*ld_pkt)(u64 ctx, u64 off, u64 size, u64 r4, u64 r5);
};

const struct sbpf_prog_ops *sbpf_prog_type_find(u32 type);

extern const struct sbpf_prog_ops sbpf_socket_filter_prog_type;
extern const struct sbpf_prog_ops sbpf_cgroup_skb_prog_type;
extern const struct sbpf_prog_ops sbpf_sched_cls_prog_type;
extern const struct sbpf_prog_ops sbpf_sched_act_prog_type;
extern const struct sbpf_prog_ops sbpf_lwt_in_prog_type;
extern const struct sbpf_prog_ops sbpf_lwt_out_prog_type;
extern const struct sbpf_prog_ops sbpf_lwt_xmit_prog_type;
extern const struct sbpf_prog_ops sbpf_xdp_prog_type;
extern const struct sbpf_prog_ops sbpf_cgroup_sock_prog_type;
extern const struct sbpf_prog_ops sbpf_cgroup_sock_addr_prog_type;
extern const struct sbpf_prog_ops sbpf_cgroup_sockopt_prog_type;
extern const struct sbpf_prog_ops sbpf_cgroup_device_prog_type;
extern const struct sbpf_prog_ops sbpf_cgroup_sysctl_prog_type;
extern const struct sbpf_prog_ops sbpf_sock_ops_prog_type;
extern const struct sbpf_prog_ops sbpf_sk_lookup_prog_type;
extern const struct sbpf_prog_ops sbpf_sk_skb_prog_type;
extern const struct sbpf_prog_ops sbpf_sk_msg_prog_type;
extern const struct sbpf_prog_ops sbpf_netfilter_prog_type;
extern const struct sbpf_prog_ops sbpf_kprobe_prog_type;
extern const struct sbpf_prog_ops sbpf_tracepoint_prog_type;
extern const struct sbpf_prog_ops sbpf_raw_tracepoint_prog_type;
extern const struct sbpf_prog_ops sbpf_perf_event_prog_type;

#endif /* SBPF_PROG_TYPE_H */
