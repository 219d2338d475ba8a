/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Helper ids: clocks, CPU numbers, random numbers.
 */
#ifndef _UAPI_LINUX_SANDBPF_HELPERS_TIME_H
#define _UAPI_LINUX_SANDBPF_HELPERS_TIME_H

enum {
	/**
	 * SBPF_FUNC_ktime_get_ns - time since boot without suspend
	 * @proto: __u64 bpf_ktime_get_ns(void)
	 *
	 * The clock of clock_gettime(CLOCK_MONOTONIC). Readings in NMI can, while the clock is
	 * being adjusted, be a little off and step back against another CPU.
	 *
	 * Return: Nanoseconds.
	 * Programs: all
	 * Context: any, NMI included
	 * Since: Linux 4.1
	 */
	SBPF_FUNC_ktime_get_ns = 5,

	/**
	 * SBPF_FUNC_get_prandom_u32 - pseudo-random number
	 * @proto: __u32 bpf_get_prandom_u32(void)
	 *
	 * From a generator of its own, which tells nothing about other random numbers of the
	 * kernel. Good for sampling and load balancing; not for secrets.
	 *
	 * Return: 32 random bits.
	 * Programs: all
	 * Context: any, NMI included
	 * Since: Linux 4.1
	 */
	SBPF_FUNC_get_prandom_u32 = 7,

	/**
	 * SBPF_FUNC_get_smp_processor_id - number of the running CPU
	 * @proto: __u32 bpf_get_smp_processor_id(void)
	 *
	 * A program does not migrate while it runs, so the number is the same throughout.
	 *
	 * Return: CPU number, from 0.
	 * Programs: all
	 * Context: any, NMI included
	 * Since: Linux 4.1
	 */
	SBPF_FUNC_get_smp_processor_id = 8,

	/**
	 * SBPF_FUNC_get_numa_node_id - NUMA node of the running CPU
	 * @proto: long bpf_get_numa_node_id(void)
	 *
	 * Return: Node number, 0 on a machine without NUMA.
	 * Programs: all
	 * Context: any, NMI included
	 * Since: Linux 4.10
	 */
	SBPF_FUNC_get_numa_node_id = 42,

	/**
	 * SBPF_FUNC_jiffies64 - timer ticks since boot
	 * @proto: __u64 bpf_jiffies64(void)
	 *
	 * The counter starts at a large value, five minutes before it wraps in 32 bits, and
	 * advances CONFIG_HZ times a second.
	 *
	 * Return: Ticks.
	 * Programs: all with CAP_BPF
	 * Context: any, NMI included
	 * Since: Linux 5.6
	 */
	SBPF_FUNC_jiffies64 = 118,

	/**
	 * SBPF_FUNC_ktime_get_boot_ns - time since boot with suspend
	 * @proto: __u64 bpf_ktime_get_boot_ns(void)
	 *
	 * The clock of clock_gettime(CLOCK_BOOTTIME).
	 *
	 * Return: Nanoseconds.
	 * Programs: all
	 * Context: any, NMI included
	 * Since: Linux 5.8
	 */
	SBPF_FUNC_ktime_get_boot_ns = 125,

	/**
	 * SBPF_FUNC_ktime_get_coarse_ns - time since boot, coarse and cheap
	 * @proto: __u64 bpf_ktime_get_coarse_ns(void)
	 *
	 * The clock of clock_gettime(CLOCK_MONOTONIC_COARSE): the time of the last tick, one to ten
	 * milliseconds old.
	 *
	 * Return: Nanoseconds.
	 * Programs: socket_filter, tc, xdp, lwt, sk_skb, sk_msg, sock_ops, sk_reuseport, sk_lookup,
	 *   flow_dissector, cgroup
	 * Context: any, NMI included
	 * Since: Linux 5.11
	 */
	SBPF_FUNC_ktime_get_coarse_ns = 160,

	/**
	 * SBPF_FUNC_ktime_get_tai_ns - international atomic time
	 * @proto: __u64 bpf_ktime_get_tai_ns(void)
	 *
	 * The clock of clock_gettime(CLOCK_TAI): time of day without leap seconds. It jumps when
	 * the clock is set.
	 *
	 * Return: Nanoseconds since 1970-01-01 on that clock.
	 * Programs: all
	 * Context: any, NMI included
	 * Since: Linux 6.1
	 */
	SBPF_FUNC_ktime_get_tai_ns = 208,
};

#endif /* _UAPI_LINUX_SANDBPF_HELPERS_TIME_H */
