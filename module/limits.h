/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Every tunable ceiling of the module in one place, each with the reason for its value. Values that are part of
 * Linux's ABI (tail call limit, name length, ...) keep Linux's number and say so.
 */
#ifndef SBPF_LIMITS_H
#define SBPF_LIMITS_H

/* ABI: size of BPF object names, with the closing NUL. */
#define SBPF_NAME_LEN		16

/* ABI: instructions one PROG_LOAD may carry: 1M privileged, 4096 without CAP_BPF. */
#define SBPF_MAX_INSNS		1000000
#define SBPF_MAX_INSNS_UNPRIV	4096

/* ABI: instructions the verifier walks over all paths before it gives up. */
#define SBPF_COMPLEXITY_LIMIT	1000000

/* ABI: paths that may wait at once to be walked; each holds a copy of the state, kilobytes of kernel memory. */
#define SBPF_MAX_PENDING	8192

/* States one verification keeps, in bytes: ten times what real programs need. Linux leaves it to the memory cgroup. */
#define SBPF_MAX_STATE_BYTES	(256U << 20)

/* ABI: stack bytes of one program including the frames of its static functions. */
#define SBPF_STACK_SIZE		512

/* ABI: depth of bpf-to-bpf calls, and how many functions one program may have. */
#define SBPF_MAX_FRAMES		8
#define SBPF_MAX_SUBPROGS	256

/* ABI: how often one run may tail call. */
#define SBPF_MAX_TAIL_CALLS	33

/* ABI: iterations of the loop helper. */
#define SBPF_MAX_LOOPS		(1U << 23)

/* ABI: maps one program may use. */
#define SBPF_MAX_USED_MAPS	64

/* Pointers are tracked with offsets inside +-2^29, so that sums of two never overflow an s32. */
#define SBPF_MAX_VAR_OFF	(1 << 29)

/* ABI: bytes of one BTF object, and characters of a name in it. */
#define SBPF_BTF_MAX_SIZE	(16U << 20)
#define SBPF_BTF_NAME_MAX	512

/* The log is assembled in kernel memory before it is copied out; larger user buffers are used up to this size. */
#define SBPF_LOG_BUF_MAX	(16U << 20)

/* Programs larger than this do not go to the host's JIT: constant blinding there is superlinear (facts of 6.1). */
#define SBPF_HOSTJIT_MAX_INSNS	65536

/* ABI: largest key of a hash table, which is copied through the stack by some callers. */
#define SBPF_MAX_KEY_SIZE	512

#endif /* SBPF_LIMITS_H */
