/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a program is, from the bytes user space gave to the code an engine runs.
 */
#ifndef SBPF_PROG_H
#define SBPF_PROG_H

#include <linux/types.h>
#include <linux/mutex.h>
#include <linux/sandbpf.h>
#include "obj.h"
#include "insn.h"
#include "limits.h"
#include "prog_btf.h"

struct sbpf_ctx;
struct sbpf_engine;
struct sbpf_map;
struct sbpf_prog;
struct sbpf_prog_ops;
struct sbpf_log;
struct sbpf_prog_stats;
struct file;

/* What the loader may do; decided once in cmd_prog_load() and handed to the verifier. */
#define SBPF_PRIV_BPF		1	/* CAP_BPF: big programs, loops, calls, all map types */
#define SBPF_PRIV_PERFMON	2	/* CAP_PERFMON: pointer leaks allowed, speculation ignored, tracing helpers */
#define SBPF_PRIV_NET_ADMIN	4
#define SBPF_PRIV_SYS_ADMIN	8

/**
 * struct sbpf_subprog - one function of a program
 * @start: index of its first instruction
 * @end: one past its last
 * @stack_depth: bytes of stack it uses, multiple of 8
 * @is_callback: entered by a helper, not by a call instruction
 * @has_tail_call: contains SBPF_OP_TAIL_CALL
 *
 * subprogs[0] is the main program. Filled by the verifier for the lowered instructions.
 */
struct sbpf_subprog {
	u32 start;
	u32 end;
	u16 stack_depth;
	bool is_callback;
	bool has_tail_call;
};

/**
 * typedef sbpf_run_fn - how an engine is entered
 *
 * @ctx: the view; @prog: the program, prepared by that engine. Returns R0. RCU read side, migration off, any context.
 */
typedef u64 (*sbpf_run_fn)(struct sbpf_ctx *ctx, const struct sbpf_prog *prog);

/**
 * struct sbpf_prog - a loaded program
 * @obj: id and references
 * @run: the engine's entry; hot
 * @code: the engine's own form of the program (opaque); hot
 * @stats: per CPU run statistics
 * @active: per CPU recursion guard of tracing programs
 * @type: row of its program type
 * @type_id: enum sbpf_prog_type
 * @expected_attach_type: enum sbpf_attach_type
 * @load_flags: prog_flags of PROG_LOAD
 * @priv: SBPF_PRIV_* the loader had
 * @gpl: licence is GPL compatible
 * @uses_cb: touches __sk_buff.cb: the hook must zero the view's cb
 * @writes_pkt: writes to the packet or calls a helper that does: the hook must unclone the skb first
 * @tail_calls: another program may run in its place, so nothing can be concluded from what it does itself: @uses_cb,
 *	@writes_pkt and @calls_ctx_regs are set then; @max_ctx_off remains its own
 * @helper_flags: SBPF_HF_* of all helpers it calls, or'ed together
 * @calls_ctx_regs: calls a helper that wants registers from a context that does not carry them
 * @budget: instructions one run may take in the interpreter, 0 for no limit
 * @max_ctx_off: one past the last byte of the context it reads, for attach-time checks
 * @engine: who runs it
 * @insns: before verification the program as given, map references replaced by indexes into @maps; afterwards lowered
 * @len: how many, counting 16-byte instructions twice
 * @subprogs: functions, valid after verification
 * @nr_subprogs: how many
 * @maps: maps it uses; each reference is ours
 * @nr_maps: how many
 * @maps_lock: protects @maps and @nr_maps after load (PROG_BIND_MAP)
 * @btf: what BTF says of its functions and lines, in terms of @insns
 * @tag: first 8 bytes of SHA-1 over the instructions with map references zeroed
 * @name: as given
 * @verified_insns: instructions the verifier walked
 * @load_time: ns since boot, CLOCK_BOOTTIME
 * @uid: of the creator
 * @ifindex: prog_ifindex given (0)
 *
 * Map references in @insns on the way into the verifier: a two-slot load with src_reg SBPF_PSEUDO_MAP_FD or
 * SBPF_PSEUDO_MAP_VALUE carries in insn[0].imm the index into @maps, in insn[1].imm the byte offset of a value address.
 */
struct sbpf_prog {
	struct sbpf_obj obj;
	sbpf_run_fn run;
	void *code;
	struct sbpf_prog_stats __percpu *stats;
	int __percpu *active;
	const struct sbpf_prog_ops *type;
	u32 type_id;
	u32 expected_attach_type;
	u32 load_flags;
	u32 priv;
	bool gpl;
	bool uses_cb;
	bool writes_pkt;
	bool calls_ctx_regs;
	bool tail_calls;
	u32 helper_flags;
	u64 budget;
	u32 max_ctx_off;
	const struct sbpf_engine *engine;
	struct sbpf_insn *insns;
	u32 len;
	struct sbpf_subprog *subprogs;
	u32 nr_subprogs;
	struct sbpf_map **maps;
	u32 nr_maps;
	struct mutex maps_lock;
	struct sbpf_prog_btf btf;
	u8 tag[8];
	char name[SBPF_NAME_LEN];
	u32 verified_insns;
	u64 load_time;
	kuid_t uid;
	u32 ifindex;
};

/**
 * struct sbpf_prog_totals - run statistics over all CPUs; see struct sbpf_prog_stats
 * @cnt: runs
 * @nsecs: ns in them
 * @misses: runs refused by the recursion guard
 * @exhausted: runs ended by the instruction budget
 */
struct sbpf_prog_totals {
	u64 cnt;
	u64 nsecs;
	u64 misses;
	u64 exhausted;
};

/* prog.c */
struct sbpf_prog *sbpf_prog_alloc(u32 len);
int sbpf_prog_resolve_maps(struct sbpf_prog *prog, u64 fd_array, struct sbpf_log *log);
void sbpf_prog_digest(struct sbpf_prog *prog);
int sbpf_prog_bind_map(struct sbpf_prog *prog, struct sbpf_map *map);
void sbpf_prog_stats_sum(const struct sbpf_prog *prog, struct sbpf_prog_totals *sum);
u64 sbpf_prog_mem_usage(const struct sbpf_prog *prog);
struct sbpf_prog *sbpf_prog_get_by_fd(u32 fd);
struct sbpf_prog *sbpf_prog_from_file(struct file *file);
int sbpf_prog_new_fd(struct sbpf_prog *prog);
void sbpf_prog_put(struct sbpf_prog *prog);

static inline void sbpf_prog_get(struct sbpf_prog *prog)
{
	sbpf_obj_get(&prog->obj);
}

#endif /* SBPF_PROG_H */
