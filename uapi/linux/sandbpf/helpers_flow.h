/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Helper ids: control flow, locks, timers, per-CPU and kernel pointers.
 */
#ifndef _UAPI_LINUX_SANDBPF_HELPERS_FLOW_H
#define _UAPI_LINUX_SANDBPF_HELPERS_FLOW_H

enum {
	/**
	 * SBPF_FUNC_tail_call - go on in another program
	 * @proto: long bpf_tail_call(void *ctx, void *prog_array_map, __u32 index)
	 * @ctx: the context that this program was given
	 * @prog_array_map: map of type PROG_ARRAY
	 * @index: slot in the map
	 *
	 * On success the program in the slot takes the place of this one and there is no way back:
	 * it starts with the same context and an empty stack, and its result is the result of the
	 * run. Both programs must be of the same type and agree in expected attach type and in use
	 * of the context. A chain makes at most 33 such calls.
	 *
	 * Return: Only on failure (empty slot, index out of range, chain too long) does the call
	 *   return; R0 then holds no particular value.
	 * Programs: all
	 * Context: any, NMI included
	 * Since: Linux 4.2
	 */
	SBPF_FUNC_tail_call = 12,

	/**
	 * SBPF_FUNC_spin_lock - lock a value against others
	 * @proto: long bpf_spin_lock(struct sbpf_spin_lock *lock)
	 * @lock: the struct sbpf_spin_lock of a map value
	 *
	 * The value's BTF must have the lock as a direct member, aligned to 4 bytes. While the lock
	 * is held a program may call neither helpers nor functions nor load from the packet by
	 * SBPF_ABS, may take no second lock, and must unlock on every path before it ends. User
	 * space takes the same lock with SBPF_F_LOCK. Lookups and updates skip the bytes of the
	 * lock. Interrupts are off meanwhile.
	 *
	 * Return: 0
	 * Programs: all with CAP_BPF, except kprobe, tracepoint, raw_tracepoint, perf_event,
	 *   socket_filter
	 * Context: any but NMI
	 * Since: Linux 5.1
	 */
	SBPF_FUNC_spin_lock = 93,

	/**
	 * SBPF_FUNC_spin_unlock - unlock a value
	 * @proto: long bpf_spin_unlock(struct sbpf_spin_lock *lock)
	 * @lock: the lock that this program holds
	 *
	 * Return: 0
	 * Programs: all with CAP_BPF, except kprobe, tracepoint, raw_tracepoint, perf_event,
	 *   socket_filter
	 * Context: any but NMI
	 * Since: Linux 5.1
	 */
	SBPF_FUNC_spin_unlock = 94,

	/**
	 * SBPF_FUNC_per_cpu_ptr - address of a kernel per-CPU variable on a CPU
	 * @proto: void *bpf_per_cpu_ptr(const void *percpu_ptr, __u32 cpu)
	 * @percpu_ptr: per-CPU variable, loaded with SBPF_PSEUDO_BTF_ID (an extern marked __ksym)
	 * @cpu: CPU number
	 *
	 * The type of the result is the variable's type by BTF.
	 *
	 * Return: Address of that CPU's copy, NULL if there is no such CPU.
	 * Programs: all with CAP_BPF
	 * Context: any, NMI included
	 * Since: Linux 5.10
	 */
	SBPF_FUNC_per_cpu_ptr = 153,

	/**
	 * SBPF_FUNC_this_cpu_ptr - address of a kernel per-CPU variable on this CPU
	 * @proto: void *bpf_this_cpu_ptr(const void *percpu_ptr)
	 * @percpu_ptr: per-CPU variable, loaded with SBPF_PSEUDO_BTF_ID (an extern marked __ksym)
	 *
	 * Return: Address of the running CPU's copy, never NULL.
	 * Programs: all with CAP_BPF
	 * Context: any, NMI included
	 * Since: Linux 5.10
	 */
	SBPF_FUNC_this_cpu_ptr = 154,

	/**
	 * SBPF_FUNC_timer_init - prepare the timer in a map value
	 * @proto: long bpf_timer_init(struct sbpf_timer *timer, void *map, __u64 flags)
	 * @timer: the struct sbpf_timer of a map value
	 * @map: the map that the value belongs to
	 * @flags: clock in the lowest 4 bits: CLOCK_MONOTONIC, CLOCK_REALTIME or CLOCK_BOOTTIME
	 *
	 * The map must be held by user space, through an fd or a pin, for its timers to exist: when
	 * the last one goes, or the element is deleted, the timer is cancelled.
	 *
	 * Return: 0, or a negative errno:
	 *   -EBUSY: already initialised
	 *   -EINVAL: unknown clock or flag
	 *   -EPERM: no user space reference to the map
	 *   -ENOMEM: no memory
	 * Programs: all with CAP_BPF, except kprobe, tracepoint, raw_tracepoint, perf_event
	 * Context: any but NMI
	 * Since: Linux 5.15, GPL only
	 */
	SBPF_FUNC_timer_init = 169,

	/**
	 * SBPF_FUNC_timer_set_callback - say what a timer calls
	 * @proto: long bpf_timer_set_callback(struct sbpf_timer *timer, void *callback_fn)
	 * @timer: initialised timer
	 * @callback_fn: static function int (*)(void *map, void *key, void *value) that returns 0
	 *
	 * The timer keeps the program alive as long as it may call it. The callback may be
	 * exchanged later, also from itself.
	 *
	 * Return: 0, or a negative errno:
	 *   -EINVAL: not initialised
	 *   -EPERM: no user space reference to the map
	 * Programs: all with CAP_BPF, except kprobe, tracepoint, raw_tracepoint, perf_event
	 * Context: any but NMI
	 * Since: Linux 5.15, GPL only
	 */
	SBPF_FUNC_timer_set_callback = 170,

	/**
	 * SBPF_FUNC_timer_start - let a timer run
	 * @proto: long bpf_timer_start(struct sbpf_timer *timer, __u64 nsecs, __u64 flags)
	 * @timer: initialised timer with a callback
	 * @nsecs: nanoseconds from now, or with SBPF_F_TIMER_ABS the time on its clock
	 * @flags: SBPF_F_TIMER_ABS, SBPF_F_TIMER_CPU_PIN
	 *
	 * The callback runs once, in softirq. It may start the timer again. A running timer is
	 * moved to the new time. Without SBPF_F_TIMER_CPU_PIN it may expire on another CPU.
	 *
	 * Return: 0, or a negative errno:
	 *   -EINVAL: not initialised, no callback, or unknown flag
	 *   -EOPNOTSUPP: called from NMI
	 * Programs: all with CAP_BPF, except kprobe, tracepoint, raw_tracepoint, perf_event
	 * Context: any but NMI
	 * Since: Linux 5.15, GPL only
	 */
	SBPF_FUNC_timer_start = 171,

	/**
	 * SBPF_FUNC_timer_cancel - stop a timer and wait for its callback
	 * @proto: long bpf_timer_cancel(struct sbpf_timer *timer)
	 * @timer: initialised timer
	 *
	 * Return: 1 if it was running, 0 if not, or a negative errno:
	 *   -EINVAL: not initialised
	 *   -EDEADLK: called from the timer's own callback, or two callbacks cancel each other
	 *   -EOPNOTSUPP: called from NMI
	 * Programs: all with CAP_BPF, except kprobe, tracepoint, raw_tracepoint, perf_event
	 * Context: any but NMI
	 * Since: Linux 5.15, GPL only
	 */
	SBPF_FUNC_timer_cancel = 172,

	/**
	 * SBPF_FUNC_loop - call a function a number of times
	 * @proto: long bpf_loop(__u32 nr_loops, void *callback_fn, void *callback_ctx, __u64 flags)
	 * @nr_loops: iterations, at most 8388608 (1 << 23)
	 * @callback_fn: static function long (*)(__u32 index, void *ctx), index from 0
	 * @callback_ctx: pointer to the caller's stack, handed to the callback, or NULL
	 * @flags: 0
	 *
	 * The verifier looks at the body once, so the number of iterations costs no verification
	 * time. The callback returns 0 to go on and 1 to stop; nothing else is accepted.
	 *
	 * Return: Number of iterations made, or a negative errno:
	 *   -EINVAL: flags is not 0
	 *   -E2BIG: too many iterations
	 * Programs: all with CAP_BPF
	 * Context: any, NMI included
	 * Since: Linux 5.17
	 */
	SBPF_FUNC_loop = 181,

	/**
	 * SBPF_FUNC_kptr_xchg - exchange the kernel pointer in a map value
	 * @proto: void *bpf_kptr_xchg(void *map_value, void *ptr)
	 * @map_value: the pointer's place in a map value, tagged as a referenced kernel pointer in
	 *   its BTF
	 * @ptr: referenced object of that type, which the map then owns, or NULL
	 *
	 * The exchange is atomic. The reference to ptr is given up, the one to the old object is
	 * taken over and must be released or moved into a map before the program ends.
	 *
	 * Return: The old pointer, or NULL.
	 * Programs: all with CAP_BPF
	 * Context: any, NMI included
	 * Since: Linux 5.19
	 */
	SBPF_FUNC_kptr_xchg = 194,
};

#endif /* _UAPI_LINUX_SANDBPF_HELPERS_FLOW_H */
