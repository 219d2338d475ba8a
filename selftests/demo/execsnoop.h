/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SBPF_DEMO_EXECSNOOP_H
#define SBPF_DEMO_EXECSNOOP_H

struct exec_record {
	__u64 ns;
	__u64 cgroup;
	__u32 pid;
	__u32 uid;
	__u32 cpu;
	char comm[16];
	char file[76];
};

#endif
