/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Which way a path went at each fork.
 */
#ifndef SBPF_VERIFIER_TRAIL_H
#define SBPF_VERIFIER_TRAIL_H

#include <linux/types.h>

struct sbpf_trail_chunk;

/**
 * struct sbpf_trail - the forks of one path, from the program's start
 * @older: all but the newest, NULL if there are no more
 * @ways: the newest; the last fork is the lowest bit. 1: the way that was set aside and walked later.
 * @nr: how many are in @ways
 * @lost: there was no memory for all of them
 */
struct sbpf_trail {
	struct sbpf_trail_chunk *older;
	u64 ways;
	u32 nr;
	bool lost;
};

void sbpf_trail_fork(struct sbpf_trail *on, struct sbpf_trail *aside);
void sbpf_trail_free(struct sbpf_trail *t);
u64 *sbpf_trail_ways(const struct sbpf_trail *t, u32 *nr);
bool sbpf_trail_way(const u64 *ways, u32 fork);

#endif /* SBPF_VERIFIER_TRAIL_H */
