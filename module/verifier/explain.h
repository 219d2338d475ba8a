/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Why programs are rejected: one row a reason, with a name that stays.
 */
#ifndef SBPF_VERIFIER_EXPLAIN_H
#define SBPF_VERIFIER_EXPLAIN_H

#include <linux/types.h>
#include <linux/errno.h>

struct sbpf_env;
struct sbpf_slot;

/* X(identifier, stable name, errno, rule) */
#define SBPF_REASONS(X)										\
	X(INTERNAL, "internal", EFAULT, "the verifier contradicts itself; please report this")		\
	X(INTERRUPTED, "interrupted", EINTR, "a fatal signal ends the verification")			\
	X(EMPTY, "empty-program", EINVAL, "a program has at least one instruction")			\
	X(BAD_INSN, "bad-instruction", EINVAL, "every instruction is one that RFC 9669 or Linux defines")	\
	X(BAD_JUMP, "bad-jump", EINVAL, "a jump stays inside its function and hits an instruction")		\
	X(BAD_CALL, "bad-call", EINVAL, "a call hits the first slot of an instruction")			\
	X(FALL_OFF, "fall-off", EINVAL, "a function ends in exit or an unconditional jump")			\
	X(UNREACHABLE, "unreachable", EINVAL, "every instruction can be reached")				\
	X(BACK_EDGE, "back-edge", EINVAL, "loops need CAP_BPF")						\
	X(CALLS_PRIV, "calls-privilege", EPERM, "functions need CAP_BPF")					\
	X(RECURSION, "recursion", E2BIG, "functions do not call themselves")				\
	X(TOO_MANY_SUBPROGS, "too-many-functions", E2BIG, "there is a limit to the number of functions")	\
	X(CALL_DEPTH, "call-depth", E2BIG, "calls are nested at most 8 deep")				\
	X(STACK_DEPTH, "stack-depth", EACCES, "all frames of a call chain fit into 512 bytes of stack")	\
	X(TAIL_CALL_STACK, "tail-call-stack", EACCES, "callers of a function that tail calls use less than 256 bytes of stack") \
	X(MIXED_CALLBACK, "mixed-callback", EINVAL, "a function is either called or handed to a helper")	\
	X(TOO_BIG, "too-big", E2BIG, "unprivileged programs have at most 4096 instructions")			\
	X(TOO_COMPLEX, "too-complex", E2BIG, "all paths together are at most a million instructions")	\
	X(TOO_MUCH_STATE, "too-much-state", E2BIG, "the states kept for all paths take a limited amount of memory")	\
	X(INFINITE_LOOP, "infinite-loop", EINVAL, "every loop changes something that ends it")		\
	X(UNINIT_REG, "uninitialised-register", EACCES, "a register is written before it is read")		\
	X(FP_WRITE, "frame-pointer-write", EACCES, "R10 is read-only")					\
	X(BAD_MAP_REF, "bad-map-reference", EINVAL, "a map reference names one of the program's maps")	\
	X(MAP_VALUE_ADDR, "map-value-address", EINVAL, "only some maps have values with fixed addresses, and offsets stay inside") \
	X(BAD_PSEUDO, "unknown-reference", EINVAL, "the kind of 64-bit constant is known")			\
	X(PTR_LEAK, "pointer-leak", EACCES, "addresses stay secret without CAP_PERFMON")			\
	X(PTR_ARITH, "pointer-arithmetic", EACCES, "pointers allow addition and subtraction of numbers only")	\
	X(PTR_ARITH_KIND, "pointer-arithmetic-kind", EACCES, "this kind of pointer cannot be moved")		\
	X(PTR_ARITH_VAR, "pointer-arithmetic-variable", EACCES, "only constants are added to this pointer")	\
	X(PTR_ARITH_NULL, "pointer-arithmetic-null", EACCES, "a pointer is compared with 0 before it is moved")	\
	X(PTR_ARITH_32, "pointer-arithmetic-32", EACCES, "pointers are 64 bits wide")			\
	X(PTR_RANGE, "pointer-range", EACCES, "offsets stay within 2^29")					\
	X(PTR_COMPARE, "pointer-comparison", EACCES, "pointers are compared with 0 only, without CAP_PERFMON")	\
	X(NOT_POINTER, "not-a-pointer", EACCES, "memory is accessed through pointers")			\
	X(MAYBE_NULL, "maybe-null", EACCES, "a pointer that may be 0 is compared with 0 before it is used")	\
	X(NO_MEMORY_ACCESS, "opaque-pointer", EACCES, "this kind of pointer gives no access to memory")		\
	X(MISALIGNED, "misaligned", EACCES, "accesses are aligned to their size")				\
	X(STACK_BOUNDS, "stack-bounds", EACCES, "the stack is the 512 bytes below R10")			\
	X(STACK_UNINIT, "stack-uninitialised", EACCES, "stack bytes are written before they are read")	\
	X(STACK_SPILL, "stack-spilled-pointer", EACCES, "a pointer on the stack is read and written as a whole")	\
	X(STACK_FRAME, "stack-frame-escape", EINVAL, "a pointer to a function's stack does not outlive the function") \
	X(VALUE_BOUNDS, "map-value-bounds", EACCES, "accesses stay inside the map value")			\
	X(KEY_BOUNDS, "map-key-bounds", EACCES, "accesses stay inside the map key")				\
	X(RECORD_BOUNDS, "record-bounds", EACCES, "accesses stay inside the record")				\
	X(READ_ONLY, "read-only", EACCES, "read-only memory is not written")					\
	X(WRITE_ONLY, "write-only", EACCES, "write-only memory is not read")					\
	X(PKT_BOUNDS, "packet-bounds", EACCES, "packet bytes are compared against data_end first")		\
	X(PKT_ACCESS, "packet-access", EACCES, "this program type does not access packets directly")		\
	X(CTX_MODIFIED, "context-modified", EACCES, "the context pointer is used as it was given")		\
	X(CTX_FIELD, "context-field", EACCES, "an access to the context or to a kernel object hits one of its fields")		\
	X(CTX_WRITE, "context-write", EACCES, "this context field is not written this way")			\
	X(CTX_PRIV, "context-privilege", EACCES, "this context field is not for unprivileged programs")	\
	X(MIXED_ACCESS, "mixed-access", EINVAL, "one instruction accesses the context always or never")		\
	X(ATOMIC_MEM, "atomic-memory", EACCES, "atomics work on the stack, on map values and on records")		\
	X(LD_PKT_TYPE, "packet-load-type", EINVAL, "this program type has no legacy packet loads")			\
	X(LD_PKT_CTX, "packet-load-context", EINVAL, "R6 is the context at a legacy packet load")			\
	X(LD_PKT_PLACE, "packet-load-place", EINVAL, "legacy packet loads are in the main function, without references held") \
	X(HELPER_UNKNOWN, "helper-unknown", EINVAL, "the helper exists")					\
	X(HELPER_TYPE, "helper-program-type", EINVAL, "the helper is for this program type")			\
	X(HELPER_CONTEXT, "helper-context", EINVAL, "the helper is safe wherever the program runs")		\
	X(HELPER_SLEEP, "helper-sleeps", EINVAL, "helpers that sleep are for sleepable programs")			\
	X(HELPER_GPL, "helper-gpl", EINVAL, "the helper is for programs with a GPL-compatible licence")		\
	X(HELPER_PRIV, "helper-privilege", EINVAL, "the helper needs CAP_BPF or CAP_PERFMON")			\
	X(HELPER_MAP, "helper-map", EINVAL, "the helper works with this type of map")				\
	X(HELPER_MAP_WRITE, "helper-map-write", EACCES, "programs do not write to a read-only map")		\
	X(ARG_TYPE, "argument-type", EACCES, "a helper's argument is of the kind it expects")			\
	X(ARG_CONST, "argument-constant", EACCES, "this argument is a constant")				\
	X(ARG_SIZE, "argument-size", EACCES, "a size is not negative, not 0 where 0 makes no sense, and has a limit") \
	X(ARG_FORMAT, "argument-format", EINVAL, "a format has conversions that programs may use, and a value for each") \
	X(ARG_STR, "argument-string", EACCES, "a constant string is in a frozen read-only map and ends in NUL")	\
	X(ARG_REF, "argument-reference", EINVAL, "a helper that takes a reference back gets one that is held")	\
	X(REF_LEAK, "reference-leak", EINVAL, "every reference is given back")				\
	X(REF_CALLBACK, "reference-callback", EINVAL, "a callback leaves the references as they were")		\
	X(REF_TOO_MANY, "reference-limit", E2BIG, "a limited number of references is held at once")		\
	X(TAIL_CALL_PLACE, "tail-call-place", EINVAL, "callbacks do not tail call")				\
	X(RET_VALUE, "return-value", EINVAL, "the program returns what its hook understands")			\
	X(RET_CALLBACK, "return-value-callback", EINVAL, "a callback returns what its helper understands")

#define SBPF_REASON_ENUM(id, name, err, rule) SBPF_WHY_##id,
enum sbpf_reason {
	SBPF_REASONS(SBPF_REASON_ENUM)
	SBPF_REASON_COUNT,
};

const char *sbpf_reason_name(enum sbpf_reason why);
__printf(3, 4) int sbpf_reject(struct sbpf_env *env, enum sbpf_reason why, const char *fmt, ...);
void sbpf_explain_rejection(struct sbpf_env *env);
void sbpf_explain_line(struct sbpf_env *env, u32 insn);
void sbpf_explain_insn(struct sbpf_env *env, u32 insn);
void sbpf_explain_slot(struct sbpf_env *env, const struct sbpf_slot *slot, u32 nr);
void sbpf_explain_state(struct sbpf_env *env);

#endif /* SBPF_VERIFIER_EXPLAIN_H */
