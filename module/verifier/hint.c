// SPDX-License-Identifier: GPL-2.0
/*
 * What would satisfy the verifier: a sentence a rule and, where the state at the rejection tells more, the numbers.
 */
#include <linux/kernel.h>
#include "env.h"

static const char *const hints[SBPF_REASON_COUNT] = {
	[SBPF_WHY_INTERNAL] = "report this together with the program",
	[SBPF_WHY_INTERRUPTED] = "load the program again",
	[SBPF_WHY_EMPTY] = "a program that does nothing is \"r0 = 0; exit\"",
	[SBPF_WHY_BAD_INSN] = "compile for an ISA version that this module knows (-mcpu=v1 to v4)",
	[SBPF_WHY_BAD_JUMP] = "let the jump lead to an instruction of the same function; only calls leave it",
	[SBPF_WHY_BAD_CALL] = "let the call lead to the first instruction of a function",
	[SBPF_WHY_FALL_OFF] = "end the function with exit",
	[SBPF_WHY_UNREACHABLE] = "remove the instruction, or jump to it",
	[SBPF_WHY_BACK_EDGE] = "load with CAP_BPF, or unroll the loop",
	[SBPF_WHY_CALLS_PRIV] = "load with CAP_BPF, or have the function inlined (__always_inline)",
	[SBPF_WHY_RECURSION] = "turn the recursion into a loop",
	[SBPF_WHY_TOO_MANY_SUBPROGS] = "inline small functions, or split the program and tail call the second half",
	[SBPF_WHY_CALL_DEPTH] = "inline some of the functions (__always_inline)",
	[SBPF_WHY_STACK_DEPTH] = "make local arrays smaller, or keep large ones in the value of a per-CPU array",
	[SBPF_WHY_TAIL_CALL_STACK] = "use less stack in the functions above, or tail call from the main function",
	[SBPF_WHY_MIXED_CALLBACK] = "write two functions, one to call and one to hand over",
	[SBPF_WHY_TOO_BIG] = "load with CAP_BPF, or split the program with tail calls",
	[SBPF_WHY_TOO_COMPLEX] =
		"bound loops more tightly, use the loop helper, and keep less that differs from path to path across branches",
	[SBPF_WHY_TOO_MUCH_STATE] =
		"keep less on the stack across branches, bound loops more tightly, or use the loop helper",
	[SBPF_WHY_INFINITE_LOOP] = "count in a register or stack slot and compare the count with a constant in every round",
	[SBPF_WHY_UNINIT_REG] = "assign the register on every path to here; calls take R1 to R5 with them",
	[SBPF_WHY_FP_WRITE] = "copy R10 to another register and change that",
	[SBPF_WHY_BAD_MAP_REF] = "create the map first and put its file descriptor into the instruction",
	[SBPF_WHY_MAP_VALUE_ADDR] = "take addresses of values in arrays of one element only, and stay inside the value",
	[SBPF_WHY_BAD_PSEUDO] = "use a kind of reference that this module has",
	[SBPF_WHY_PTR_LEAK] = "load with CAP_PERFMON, or do not let the address out",
	[SBPF_WHY_PTR_ARITH] = "copy the number, not the pointer, before you calculate; only + and - make sense of pointers",
	[SBPF_WHY_PTR_ARITH_KIND] = "use constant offsets in the access itself: *(type *)(pointer + constant)",
	[SBPF_WHY_PTR_ARITH_VAR] = "add constants only; to choose a field by a number, branch on the number",
	[SBPF_WHY_PTR_ARITH_NULL] = "leave when the pointer is 0, then add to it",
	[SBPF_WHY_PTR_ARITH_32] = "keep pointers in 64-bit variables",
	[SBPF_WHY_PTR_RANGE] = "bound the number by a comparison before it is added to the pointer",
	[SBPF_WHY_PTR_COMPARE] = "load with CAP_PERFMON, or compare with 0 only",
	[SBPF_WHY_NOT_POINTER] = "read memory that the program has no pointer to with a probe_read helper, where the type of program has one",
	[SBPF_WHY_MAYBE_NULL] = "leave when the pointer is 0, before it is used",
	[SBPF_WHY_NO_MEMORY_ACCESS] = "hand this pointer to helpers only",
	[SBPF_WHY_MISALIGNED] = "access a multiple of the size, read byte by byte, or load without SBPF_F_STRICT_ALIGNMENT",
	[SBPF_WHY_STACK_BOUNDS] = "bound the index before it is used, or make the array larger",
	[SBPF_WHY_STACK_UNINIT] = "initialise the whole variable, padding included, on every path to here",
	[SBPF_WHY_STACK_SPILL] = "do not overwrite or read parts of a stack slot that holds a pointer",
	[SBPF_WHY_STACK_FRAME] = "let the caller provide the memory",
	[SBPF_WHY_VALUE_BOUNDS] = "compare the offset with the size of the value before it is added, or mask it",
	[SBPF_WHY_KEY_BOUNDS] = "stay inside the key",
	[SBPF_WHY_RECORD_BOUNDS] = "reserve more, or compare the offset with the size first",
	[SBPF_WHY_READ_ONLY] = "write to a copy on the stack or in a map",
	[SBPF_WHY_WRITE_ONLY] = "create the map without SBPF_F_WRONLY_PROG",
	[SBPF_WHY_PKT_BOUNDS] = "compare the end of the access with data_end, after the last call that may change the packet",
	[SBPF_WHY_PKT_ACCESS] = "copy the bytes to the stack with skb_load_bytes",
	[SBPF_WHY_CTX_MODIFIED] = "use the context pointer with constant offsets, and hand it to helpers as it was given",
	[SBPF_WHY_CTX_FIELD] = "read exactly one of the fields that the type of program has, with its size",
	[SBPF_WHY_CTX_WRITE] = "write only fields that the type of program lets programs write, with their size",
	[SBPF_WHY_CTX_PRIV] = "load with CAP_BPF and CAP_PERFMON, or do without the field",
	[SBPF_WHY_MIXED_ACCESS] = "access the context and other memory in different instructions: compute the value in each branch",
	[SBPF_WHY_ATOMIC_MEM] = "count on the stack or in a map value",
	[SBPF_WHY_LD_PKT_TYPE] = "use skb_load_bytes, or a type of program that has packet loads",
	[SBPF_WHY_LD_PKT_CTX] = "keep the context in R6 (compilers do, when the function that reads gets it)",
	[SBPF_WHY_LD_PKT_PLACE] = "use skb_load_bytes here",
	[SBPF_WHY_HELPER_UNKNOWN] = "see sandbpf-helpers(7) for the helpers that there are",
	[SBPF_WHY_HELPER_TYPE] = "see sandbpf-helpers(7) for the types of programs that may call it",
	[SBPF_WHY_HELPER_CONTEXT] = "call it from a type of program that never runs in interrupts",
	[SBPF_WHY_HELPER_SLEEP] = "use the variant that does not sleep, or load a sleepable program",
	[SBPF_WHY_HELPER_GPL] = "declare a licence that is compatible with the GPL, if that is what it is",
	[SBPF_WHY_HELPER_PRIV] = "load with CAP_BPF and CAP_PERFMON",
	[SBPF_WHY_HELPER_MAP] = "use a map of a type that the helper works with",
	[SBPF_WHY_HELPER_MAP_WRITE] = "create the map without SBPF_F_RDONLY_PROG",
	[SBPF_WHY_ARG_TYPE] = "see sandbpf-helpers(7) for what the helper takes",
	[SBPF_WHY_ARG_CONST] = "give a number that is known when the program is loaded",
	[SBPF_WHY_ARG_SIZE] = "compare the size with its limits, as an unsigned number, before the call",
	[SBPF_WHY_ARG_FORMAT] = "see trace_printk in sandbpf-helpers(7) for the conversions that there are",
	[SBPF_WHY_ARG_STR] = "keep the string in .rodata, as \"static const char name[] = ...\"",
	[SBPF_WHY_ARG_REF] = "give back the very pointer that the helper returned",
	[SBPF_WHY_REF_LEAK] = "give the reference back on every path, also on those that end early",
	[SBPF_WHY_REF_CALLBACK] = "give back in the callback what it took, and nothing else",
	[SBPF_WHY_REF_TOO_MANY] = "give references back before more are taken",
	[SBPF_WHY_TAIL_CALL_PLACE] = "let the callback return, and tail call then",
	[SBPF_WHY_RET_VALUE] = "return one of these numbers on every path",
	[SBPF_WHY_RET_CALLBACK] = "return one of these numbers on every path",
};

/* The register through which memory was accessed, NULL if that is not what the rejection is about. */
static const struct sbpf_reg *accessed(struct sbpf_env *env)
{
	return env->access.size ? sbpf_env_reg(env, env->access.regno) : NULL;
}

static void hint_pkt(struct sbpf_env *env)
{
	const struct sbpf_reg *r = accessed(env);
	s64 end;

	if (!r || r->kind != SBPF_REG_PKT)
		return;
	end = (s64)env->access.off + env->access.size;
	if (r->s.smin < 0 || r->s.umax > U16_MAX)
		sbpf_log_print(env->log, "      the number that was added to R%u must be compared first: 0..%u are fine\n",
			       env->access.regno, U16_MAX);
	else if (r->off + end > 0)
		sbpf_log_print(env->log, "      compare R%u%+lld with data_end, so that %lld more bytes are proven: R%u%+lld <= data_end\n",
			       env->access.regno, end, r->off + end - r->range, env->access.regno, end);
}

/* The most that may be added to a pointer so that the access is still inside. */
static void hint_offset(struct sbpf_env *env, s64 base, s64 limit)
{
	const struct sbpf_reg *r = accessed(env);
	s64 most = limit - base - env->access.size;

	if (sbpf_scalar_is_const(&r->s) || most < 0)
		return;
	sbpf_log_print(env->log, "      what was added to R%u may be %lld..%lld; %lld..%lld would be fine here\n",
		       env->access.regno, r->s.smin, r->s.smax, max_t(s64, -base, 0), most);
}

static void hint_bounds(struct sbpf_env *env)
{
	const struct sbpf_reg *r = accessed(env);
	s64 base;

	if (!r)
		return;
	base = (s64)r->off + env->access.off;
	switch (r->kind) {
	case SBPF_REG_VALUE:
		hint_offset(env, base, r->map->value_size);
		break;
	case SBPF_REG_KEY:
		hint_offset(env, base, r->map->key_size);
		break;
	case SBPF_REG_RECORD:
		hint_offset(env, base, r->size);
		break;
	default:
		break;
	}
}

static void hint_null(struct sbpf_env *env)
{
	const struct sbpf_insn *insn = &env->insns[env->why_insn];
	u32 i;

	for (i = 0; i < SBPF_REG_10; i++)
		if ((sbpf_insn_reads(insn) & (1U << i)) && sbpf_env_reg(env, i)->maybe_null)
			sbpf_log_print(env->log, "      if (R%u == 0) return ...; before insn %u\n", i, env->why_insn);
}

static void hint_refs(struct sbpf_env *env)
{
	u32 i;

	for (i = 0; i < env->st->nr_refs; i++)
		sbpf_log_print(env->log, "      what insn %u took is held\n", env->st->ref_insn[i]);
}

static void hint_size(struct sbpf_env *env)
{
	u32 i;

	for (i = SBPF_REG_1; i <= SBPF_REG_5; i++) {
		const struct sbpf_reg *r = sbpf_env_reg(env, i);

		if ((env->blame & (1U << i)) && r->kind == SBPF_REG_SCALAR)
			sbpf_log_print(env->log, "      R%u is %lld..%lld as a signed number, %llu..%llu unsigned\n", i,
				       r->s.smin, r->s.smax, r->s.umin, r->s.umax);
	}
}

/* What the state tells, for the rules where it tells something. */
static void (*const details[SBPF_REASON_COUNT])(struct sbpf_env *env) = {
	[SBPF_WHY_PKT_BOUNDS] = hint_pkt,
	[SBPF_WHY_VALUE_BOUNDS] = hint_bounds,
	[SBPF_WHY_KEY_BOUNDS] = hint_bounds,
	[SBPF_WHY_RECORD_BOUNDS] = hint_bounds,
	[SBPF_WHY_MAYBE_NULL] = hint_null,
	[SBPF_WHY_PTR_ARITH_NULL] = hint_null,
	[SBPF_WHY_REF_LEAK] = hint_refs,
	[SBPF_WHY_REF_TOO_MANY] = hint_refs,
	[SBPF_WHY_ARG_SIZE] = hint_size,
};

/**
 * sbpf_hint() - log what would help
 * @env: the verification, after sbpf_reject()
 * @replayed: the state is that at the rejection
 *
 * Context: process.
 */
void sbpf_hint(struct sbpf_env *env, bool replayed)
{
	sbpf_log_print(env->log, "to satisfy the rule: %s\n", hints[env->why] ?: "see there");
	if (replayed && details[env->why])
		details[env->why](env);
	sbpf_log_print(env->log, "more in Documentation/verifier/%s.rst\n", sbpf_reason_name(env->why));
}
