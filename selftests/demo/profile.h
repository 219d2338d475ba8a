/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SBPF_DEMO_PROFILE_H
#define SBPF_DEMO_PROFILE_H

#define PROFILE_DEPTH	32

struct profile_key {
	__u32 pid;
	__s32 kernel;		/* stack ids; negative: none */
	__s32 user;
	__u32 pad;
	char comm[16];
};

#endif
