/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a helper is: one row of data for the verifier plus one function. The rows live in helpers/, by family; nothing
 * outside a row knows a helper by its number.
 */
#ifndef SBPF_HELPER_H
#define SBPF_HELPER_H

#include <linux/init.h>
#include <linux/types.h>
#include "insn.h"
#include "object.h"

/**
 * enum sbpf_arg_type - what a helper demands of one argument
 *
 * The verifier checks (verifier/call.c) that the argument register satisfies it on every path.
 */
enum sbpf_arg_type {
	SBPF_ARG_NONE = 0,	/* not used; arguments are contiguous from the first */
	SBPF_ARG_ANY,		/* any initialised value */
	SBPF_ARG_CTX,		/* the program's context, unmodified */
	SBPF_ARG_CONST_MAP,	/* a map, known at load time; .map_caps says what it must be able to do */
	SBPF_ARG_MAP_KEY,	/* key_size initialised bytes of the map argument before */
	SBPF_ARG_MAP_VALUE,	/* value_size initialised bytes */
	SBPF_ARG_MAP_VALUE_OUT,	/* value_size bytes the helper fills */
	SBPF_ARG_MEM,		/* initialised memory; the next argument is its size */
	SBPF_ARG_MEM_OUT,	/* memory the helper fills, may be uninitialised; the next argument is its size */
	SBPF_ARG_MEM_RW,	/* initialised memory the helper also writes; the next argument is its size */
	SBPF_ARG_FIXED_MEM,	/* .arg_size[i] initialised bytes */
	SBPF_ARG_FIXED_MEM_OUT,	/* .arg_size[i] bytes the helper fills, aligned to its size up to 8 */
	SBPF_ARG_SIZE,		/* size in bytes of the memory before, at least 1 */
	SBPF_ARG_SIZE_OR_ZERO,	/* the same, zero allowed */
	SBPF_ARG_CONST_SIZE,	/* constant: size of the memory this helper returns (RET_ALLOC_MEM_OR_NULL) */
	SBPF_ARG_ALLOC_MEM,	/* a record acquired from RET_ALLOC_MEM_OR_NULL, offset 0 */
	SBPF_ARG_CONST_STR,	/* NUL-terminated constant in a frozen read-only map */
	SBPF_ARG_CALLBACK,	/* a static function of the program; .callback is its signature */
	SBPF_ARG_CALLBACK_CTX,	/* pointer into the stack handed to the callback, or 0 */
	SBPF_ARG_OBJECT,	/* a kernel object as .arg_object says */
	SBPF_ARG_SPIN_LOCK,	/* a spin lock inside a map value */
	SBPF_ARG_TIMER,		/* a timer inside a map value */
	SBPF_ARG_DYNPTR,	/* a dynptr on the stack; .flags say whether it is made or consumed */
	SBPF_ARG_TYPE_MASK = 0xff,
	SBPF_ARG_MAYBE_NULL = 0x100,	/* or'ed in: a null pointer is fine too */
};

/**
 * enum sbpf_ret_type - what R0 holds after the call
 */
enum sbpf_ret_type {
	SBPF_RET_INT = 1,		/* scalar inside [.ret_min, .ret_max] unless both are 0 (any) */
	SBPF_RET_VOID,			/* nothing: R0 may not be read */
	SBPF_RET_MAP_VALUE_OR_NULL,	/* value of the map argument */
	SBPF_RET_ALLOC_MEM_OR_NULL,	/* referenced record of CONST_SIZE bytes */
	SBPF_RET_OBJECT_OR_NULL,	/* a kernel object as .ret_object says */
};

/* Where a helper is safe to run; where a program type may run. See engine/run.h. */
#define SBPF_IN_TASK		1	/* process context, preemption possible */
#define SBPF_IN_SOFTIRQ		2
#define SBPF_IN_IRQ		4	/* hard irq, or irqs off under any lock */
#define SBPF_IN_NMI		8	/* any point of the kernel at all */
#define SBPF_IN_ANY		15
#define SBPF_IN_NET		(SBPF_IN_TASK | SBPF_IN_SOFTIRQ)

/* Flags of a row. */
#define SBPF_HF_GPL		0x0001	/* the program must have a GPL-compatible licence */
#define SBPF_HF_PERFMON		0x0002	/* the loader needs CAP_PERFMON */
#define SBPF_HF_BPF		0x0004	/* the loader needs CAP_BPF (not for unprivileged programs) */
#define SBPF_HF_ACQUIRE		0x0008	/* the result carries a reference the program must give back */
#define SBPF_HF_RELEASE		0x0010	/* gives the reference of its first ALLOC_MEM or OBJECT argument back */
#define SBPF_HF_CHANGES_PKT	0x0020	/* packet pointers are void after the call */
#define SBPF_HF_SLEEPS		0x0040
#define SBPF_HF_TAIL_CALL	0x0080	/* becomes SBPF_OP_TAIL_CALL, .fn is never called */
#define SBPF_HF_PKT_ARGS	0x0100	/* memory arguments may point into the packet */
#define SBPF_HF_FMT		0x0200	/* MEM before SIZE is a printf format, checked at run time */
#define SBPF_HF_RET_LE_SIZE	0x0400	/* a non-negative result is at most the SIZE argument */
#define SBPF_HF_WRITE_USER	0x0800	/* refused under kernel lockdown integrity */
#define SBPF_HF_READ_KERNEL	0x1000	/* refused under kernel lockdown confidentiality */
#define SBPF_HF_CAST		0x2000	/* the result is the object of the argument, as something else: no reference of its own */

/**
 * enum sbpf_map_op - which generic map operation a helper is
 *
 * Lowering replaces the generic helper by the map type's own function when the map is known at load time.
 */
enum sbpf_map_op {
	SBPF_MAP_OP_NONE = 0,
	SBPF_MAP_OP_LOOKUP,	/* sbpf_map_ops.gen_lookup or .prog_lookup */
	SBPF_MAP_OP_UPDATE,	/* sbpf_map_ops.prog_update */
	SBPF_MAP_OP_DELETE,	/* sbpf_map_ops.prog_delete */
};

/**
 * struct sbpf_callback - signature of a function a helper calls back
 * @arg: enum sbpf_cb_arg for R1 to R5
 * @ret_min: smallest R0 the callback may return
 * @ret_max: largest
 */
struct sbpf_callback {
	u8 arg[5];
	s32 ret_min;
	s32 ret_max;
};

enum sbpf_cb_arg {
	SBPF_CB_UNINIT = 0,	/* register not readable */
	SBPF_CB_SCALAR,
	SBPF_CB_MAP,		/* the helper's map argument */
	SBPF_CB_MAP_KEY,	/* key_size readable bytes */
	SBPF_CB_MAP_VALUE,	/* as a non-null lookup result */
	SBPF_CB_CTX,		/* the CALLBACK_CTX argument of the helper */
};

/**
 * struct sbpf_helper - one row
 * @name: as in bpf-helpers(7), without the bpf_ prefix
 * @fn: the function
 * @ret: what it returns
 * @arg: what it demands
 * @arg_size: bytes behind a FIXED_MEM argument
 * @ret_min: with RET_INT and either bound non-zero, smallest result
 * @ret_max: largest result
 * @map_caps: capabilities (SBPF_MAP_CAP_*) the CONST_MAP argument must have all of
 * @contexts: SBPF_IN_* it is safe in
 * @progs: bit mask of program types (SBPF_PROGS()) that may call it
 * @flags: SBPF_HF_*
 * @map_op: enum sbpf_map_op
 * @arg_object: what an OBJECT argument points to
 * @ret_object: with RET_OBJECT_OR_NULL, what the result points to
 * @callback: with a CALLBACK argument, its signature
 * @check_format: with a CONST_STR argument that is a format: judges it for this many values; 0 or -EINVAL. Optional.
 * @prepare: makes ready what @fn needs (a seed, an event switched on); called in process context each time a program that
 *	calls the helper is loaded, before it can run. 0, or the -errno that PROG_LOAD is to fail with. Optional.
 */
struct sbpf_helper {
	const char *name;
	sbpf_helper_fn fn;
	int (*prepare)(void);
	int (*check_format)(const char *fmt, u32 size, u32 nr_args);
	u8 ret;
	u16 arg[5];
	u16 arg_size[5];
	s64 ret_min;
	s64 ret_max;
	u32 map_caps;
	u8 contexts;
	u64 progs;
	u32 flags;
	u8 map_op;
	const struct sbpf_object *arg_object;
	const struct sbpf_object *ret_object;
	const struct sbpf_callback *callback;
};

#define SBPF_PROG_BIT(type)	(1ULL << SBPF_PROG_TYPE_##type)
#define SBPF_PROGS_ALL		(~0ULL)
#define SBPF_PROGS_TRACING	(SBPF_PROG_BIT(KPROBE) | SBPF_PROG_BIT(TRACEPOINT) | \
				 SBPF_PROG_BIT(RAW_TRACEPOINT) | SBPF_PROG_BIT(PERF_EVENT))
/* The types of programs that run in the middle of anything else, and have Linux's tracing helpers. */
#define SBPF_PROGS_TRACING_ALL (SBPF_PROGS_TRACING | SBPF_PROG_BIT(RAW_TRACEPOINT_WRITABLE) | \
				 SBPF_PROG_BIT(TRACING) | SBPF_PROG_BIT(LSM) | SBPF_PROG_BIT(SYSCALL))
#define SBPF_PROGS_CLS		(SBPF_PROG_BIT(SCHED_CLS) | SBPF_PROG_BIT(SCHED_ACT))
#define SBPF_PROGS_LWT		(SBPF_PROG_BIT(LWT_IN) | SBPF_PROG_BIT(LWT_OUT) | SBPF_PROG_BIT(LWT_XMIT))
/* The types that run in a task of a cgroup, for what it does. */
#define SBPF_PROGS_CGROUP	(SBPF_PROG_BIT(CGROUP_DEVICE) | SBPF_PROG_BIT(CGROUP_SOCK) | SBPF_PROG_BIT(CGROUP_SOCK_ADDR) | \
				 SBPF_PROG_BIT(CGROUP_SYSCTL) | SBPF_PROG_BIT(CGROUP_SOCKOPT))
#define SBPF_PROGS_SKB		(SBPF_PROGS_CLS | SBPF_PROG_BIT(SOCKET_FILTER) | SBPF_PROG_BIT(CGROUP_SKB) | \
				 SBPF_PROG_BIT(NETFILTER))

/* A family: a table indexed by helper id with holes, and its length. Listed in helper.c. */
struct sbpf_helper_family {
	const struct sbpf_helper *rows;
	u32 nr;
};

#define SBPF_HELPER_FAMILY(name)						\
	const struct sbpf_helper_family sbpf_helpers_##name = {			\
		.rows = name##_helpers, .nr = ARRAY_SIZE(name##_helpers),	\
	}

const struct sbpf_helper *sbpf_helper_find(u32 id);
u32 sbpf_helper_id(sbpf_helper_fn fn);
int __init sbpf_helper_audit(void);

/*
 * Definers: SBPF_HELPERn(name, type1, arg1, ...) { body } makes the function sbpf_<name> of type sbpf_helper_fn whose
 * body sees typed arguments.
 */
#define SBPF_CAST_ARG(type, reg)	((type)(unsigned long)(reg))
#define SBPF_HELPER0(fname)							\
	static __always_inline u64 fname##_body(void);				\
	static u64 fname(u64 r1, u64 r2, u64 r3, u64 r4, u64 r5)		\
	{ return fname##_body(); }						\
	static __always_inline u64 fname##_body(void)
#define SBPF_HELPER1(fname, t1, a1)						\
	static __always_inline u64 fname##_body(t1 a1);				\
	static u64 fname(u64 r1, u64 r2, u64 r3, u64 r4, u64 r5)		\
	{ return fname##_body(SBPF_CAST_ARG(t1, r1)); }				\
	static __always_inline u64 fname##_body(t1 a1)
#define SBPF_HELPER2(fname, t1, a1, t2, a2)					\
	static __always_inline u64 fname##_body(t1 a1, t2 a2);			\
	static u64 fname(u64 r1, u64 r2, u64 r3, u64 r4, u64 r5)		\
	{ return fname##_body(SBPF_CAST_ARG(t1, r1), SBPF_CAST_ARG(t2, r2)); }	\
	static __always_inline u64 fname##_body(t1 a1, t2 a2)
#define SBPF_HELPER3(fname, t1, a1, t2, a2, t3, a3)				\
	static __always_inline u64 fname##_body(t1 a1, t2 a2, t3 a3);		\
	static u64 fname(u64 r1, u64 r2, u64 r3, u64 r4, u64 r5)		\
	{ return fname##_body(SBPF_CAST_ARG(t1, r1), SBPF_CAST_ARG(t2, r2),	\
			      SBPF_CAST_ARG(t3, r3)); }				\
	static __always_inline u64 fname##_body(t1 a1, t2 a2, t3 a3)
#define SBPF_HELPER4(fname, t1, a1, t2, a2, t3, a3, t4, a4)			\
	static __always_inline u64 fname##_body(t1 a1, t2 a2, t3 a3, t4 a4);	\
	static u64 fname(u64 r1, u64 r2, u64 r3, u64 r4, u64 r5)		\
	{ return fname##_body(SBPF_CAST_ARG(t1, r1), SBPF_CAST_ARG(t2, r2),	\
			      SBPF_CAST_ARG(t3, r3), SBPF_CAST_ARG(t4, r4)); }	\
	static __always_inline u64 fname##_body(t1 a1, t2 a2, t3 a3, t4 a4)
#define SBPF_HELPER5(fname, t1, a1, t2, a2, t3, a3, t4, a4, t5, a5)		\
	static __always_inline u64 fname##_body(t1 a1, t2 a2, t3 a3, t4 a4, t5 a5); \
	static u64 fname(u64 r1, u64 r2, u64 r3, u64 r4, u64 r5)		\
	{ return fname##_body(SBPF_CAST_ARG(t1, r1), SBPF_CAST_ARG(t2, r2),	\
			      SBPF_CAST_ARG(t3, r3), SBPF_CAST_ARG(t4, r4),	\
			      SBPF_CAST_ARG(t5, r5)); }				\
	static __always_inline u64 fname##_body(t1 a1, t2 a2, t3 a3, t4 a4, t5 a5)

#endif /* SBPF_HELPER_H */
