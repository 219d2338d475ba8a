/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One verification at work: what its files share. Private to this folder.
 */
#ifndef SBPF_VERIFIER_ENV_H
#define SBPF_VERIFIER_ENV_H

#include <linux/types.h>
#include "../helper.h"
#include "../log.h"
#include "../map.h"
#include "../prog.h"
#include "../prog_type.h"
#include "aux.h"
#include "explain.h"
#include "state.h"
#include "trail.h"

/* Flags of struct sbpf_note. */
#define SBPF_NOTE_START		0x01	/* an instruction begins here (not the second slot of a two-slot one) */
#define SBPF_NOTE_PRUNE		0x02	/* states are compared here */
#define SBPF_NOTE_CALLBACK	0x04	/* calls a helper that calls back */
#define SBPF_NOTE_CTX		0x08	/* was seen accessing the context */
#define SBPF_NOTE_MEM		0x10	/* was seen accessing other memory */
#define SBPF_NOTE_MAPS		0x20	/* was seen with two maps */
#define SBPF_NOTE_REACHED	0x40	/* cfg: some static path leads here */
#define SBPF_NOTE_ON_PATH	0x80	/* cfg: on the path being walked */

/**
 * struct sbpf_note - what the verifier itself remembers of an instruction
 * @flags: SBPF_NOTE_*
 * @subprog: the function it belongs to
 * @open: checkpoints made here that the path being walked went through, the last one first
 * @closed: checkpoints made here all of whose paths were walked
 */
struct sbpf_note {
	u16 flags;
	u16 subprog;
	struct sbpf_point *open;
	struct sbpf_point *closed;
};

/**
 * struct sbpf_pending - a path still to be walked
 * @next: the one pushed before
 * @st: the state it begins with
 * @insn: where it begins
 * @parent: the last checkpoint it went through
 * @jumps: jumps walked since then
 * @insns: instructions walked since then
 * @mark: log position to go back to
 * @trail: how the walk got there
 */
struct sbpf_pending {
	struct sbpf_pending *next;
	struct sbpf_state *st;
	u32 insn;
	struct sbpf_point *parent;
	u32 jumps;
	u32 insns;
	u64 mark;
	struct sbpf_trail trail;
};

/**
 * struct sbpf_access - memory that is being accessed, for explanations
 * @regno: through this register
 * @size: bytes; 0 if none has been accessed
 * @off: constant offset in the instruction
 */
struct sbpf_access {
	u32 regno;
	u32 size;
	s32 off;
};

/**
 * struct sbpf_env - one verification
 * @prog: the program
 * @insns: its instructions
 * @len: how many
 * @log: for the user
 * @aux: facts for lowering
 * @note: facts for ourselves
 * @st: the state before instruction @insn
 * @insn: the instruction being walked
 * @parent: the last checkpoint on the way here
 * @pending: paths still to be walked, a stack
 * @nr_pending: how many
 * @all_points: every checkpoint, for freeing
 * @held: bytes that the states of checkpoints and of paths still to be walked take
 * @next_id: source of ids and reference numbers
 * @walked: instructions walked in this pass
 * @since_jumps: jumps walked since the last checkpoint
 * @since_insns: instructions walked since then
 * @leaks: the loader may learn addresses (CAP_PERFMON)
 * @capable: loops, calls and big programs are allowed (CAP_BPF)
 * @strict: demand natural alignment
 * @forget: this pass forgets at checkpoints what seems not to matter
 * @forgot: it did
 * @live: what matters where
 * @scratch: memory of prune.c
 * @nr_points: statistics: checkpoints made
 * @nr_pruned: statistics: paths ended at a checkpoint
 * @trail: the forks on the way here, when there is a log
 * @failed_walk: the rejection came from walking, of which @trail tells
 * @replay: a path is walked once more, so nothing is set aside
 * @line: the source line that the log has shown last
 * @access: the last access to memory
 * @blame: at a call: bit n: register Rn is being checked
 * @why: the reason of the rejection
 * @why_insn: the instruction to blame
 * @why_text: what exactly is wrong
 */
struct sbpf_env {
	struct sbpf_prog *prog;
	const struct sbpf_insn *insns;
	u32 len;
	struct sbpf_log *log;
	struct sbpf_insn_aux *aux;
	struct sbpf_note *note;
	struct sbpf_state *st;
	u32 insn;
	struct sbpf_point *parent;
	struct sbpf_pending *pending;
	u32 nr_pending;
	struct sbpf_point *all_points;
	size_t held;
	u32 next_id;
	u32 walked;
	u32 since_jumps;
	u32 since_insns;
	bool leaks;
	bool capable;
	bool strict;
	bool forget;
	bool forgot;
	struct sbpf_live *live;
	struct sbpf_prune_scratch *scratch;
	u32 nr_points;
	u32 nr_pruned;
	struct sbpf_trail trail;
	bool failed_walk;
	bool replay;
	const struct sbpf_line_info *line;
	struct sbpf_access access;
	u16 blame;
	enum sbpf_reason why;
	u32 why_insn;
	char why_text[192];
};

/* What walking one instruction led to. */
#define SBPF_STEP_NEXT	0	/* env->insn is the next one */
#define SBPF_STEP_END	1	/* the path is over */

static inline struct sbpf_reg *sbpf_env_reg(struct sbpf_env *env, u32 nr)
{
	return &sbpf_state_top(env->st)->reg[nr];
}

static inline u32 sbpf_env_new_id(struct sbpf_env *env)
{
	return ++env->next_id;
}

/* verify.c */
int sbpf_step(struct sbpf_env *env);
int sbpf_start(struct sbpf_env *env);
void sbpf_stop(struct sbpf_env *env);

/* report.c */
void sbpf_report(struct sbpf_env *env);

/* hint.c */
void sbpf_hint(struct sbpf_env *env, bool replayed);

/* cfg.c */
int sbpf_cfg_check(struct sbpf_env *env);
int sbpf_cfg_stack(struct sbpf_env *env);

/* require.c */
int sbpf_require(struct sbpf_env *env, const struct sbpf_insn *insn);

/* xfer.c */
int sbpf_xfer(struct sbpf_env *env, const struct sbpf_insn *insn);
int sbpf_xfer_alu(struct sbpf_env *env, const struct sbpf_insn *insn);

/* branch.c */
int sbpf_branch(struct sbpf_env *env, const struct sbpf_insn *insn);
int sbpf_branch_push(struct sbpf_env *env, struct sbpf_state *st, u32 insn);

/* mem.c */
#define SBPF_ACC_READ	1
#define SBPF_ACC_WRITE	2
#define SBPF_ACC_RAW	4	/* with WRITE: the bytes need not be initialised before, all are afterwards */
#define SBPF_ACC_HELPER	8	/* a helper does it */
#define SBPF_ACC_PKT_OK	16	/* ... and it can handle packet memory */

int sbpf_mem_load(struct sbpf_env *env, const struct sbpf_insn *insn);
int sbpf_mem_store(struct sbpf_env *env, const struct sbpf_insn *insn, const struct sbpf_reg *val);
int sbpf_mem_atomic(struct sbpf_env *env, const struct sbpf_insn *insn);
int sbpf_mem_range(struct sbpf_env *env, const struct sbpf_reg *r, u32 regno, s32 off, u32 size, int access);
int sbpf_mem_aligned(struct sbpf_env *env, const struct sbpf_reg *r, u32 regno, u32 size);
bool sbpf_map_is_const(const struct sbpf_map *map);

/* stack.c */
int sbpf_stack_read(struct sbpf_env *env, const struct sbpf_reg *r, u32 regno, s32 off, u32 size,
		    struct sbpf_reg *out);
int sbpf_stack_write(struct sbpf_env *env, const struct sbpf_reg *r, u32 regno, s32 off, u32 size,
		     const struct sbpf_reg *val);
int sbpf_stack_range(struct sbpf_env *env, const struct sbpf_reg *r, u32 regno, s32 off, u32 size, int access);

/* call.c */
int sbpf_call(struct sbpf_env *env, const struct sbpf_insn *insn);
int sbpf_call_exit(struct sbpf_env *env);

/* helper_call.c */
int sbpf_helper_call(struct sbpf_env *env, const struct sbpf_insn *insn);
void sbpf_clobber_args(struct sbpf_env *env);
void sbpf_drop_pkt(struct sbpf_state *st);

/* callback.c */
int sbpf_callback_enter(struct sbpf_env *env, const struct sbpf_helper *h, const struct sbpf_reg *func,
			const struct sbpf_reg *ctx, struct sbpf_map *map);
int sbpf_callback_exit(struct sbpf_env *env);

/* prune.c */
int sbpf_prune_init(struct sbpf_env *env);
int sbpf_prune(struct sbpf_env *env);
int sbpf_prune_charge(struct sbpf_env *env, const struct sbpf_state *st);
void sbpf_prune_fork(struct sbpf_env *env, struct sbpf_pending *p);
void sbpf_prune_path_done(struct sbpf_env *env);
void sbpf_prune_free(struct sbpf_env *env);

/*
 * tools/fuzz/oracle.c keeps what was believed before each instruction, and compares runs with it. Only user space is built
 * with it.
 */
#ifdef SBPF_ORACLE
void sbpf_oracle_begin(struct sbpf_env *env);
void sbpf_oracle_state(struct sbpf_env *env);
void sbpf_oracle_end(struct sbpf_env *env);
#else
static inline void sbpf_oracle_begin(struct sbpf_env *env) { }
static inline void sbpf_oracle_state(struct sbpf_env *env) { }
static inline void sbpf_oracle_end(struct sbpf_env *env) { }
#endif

#endif /* SBPF_VERIFIER_ENV_H */
