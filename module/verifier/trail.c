// SPDX-License-Identifier: GPL-2.0
/*
 * Which way a path went at each fork. Walking is deterministic, so that is all it takes to walk one path again
 * (report.c). Paths that part share what is behind them: a fork costs a bit, and every 64th one some memory.
 */
#include <linux/bits.h>
#include <linux/mm.h>
#include <linux/slab.h>

#include "trail.h"

#define CHUNK_WAYS	64

/**
 * struct sbpf_trail_chunk - CHUNK_WAYS forks
 * @older: those before
 * @ways: as in struct sbpf_trail
 * @users: trails and chunks that point here
 */
struct sbpf_trail_chunk {
	struct sbpf_trail_chunk *older;
	u64 ways;
	u32 users;
};

/* What is in @t may be shared from now on. */
static void close_chunk(struct sbpf_trail *t)
{
	struct sbpf_trail_chunk *chunk;

	if (t->nr < CHUNK_WAYS)
		return;
	chunk = kmalloc(sizeof(*chunk), GFP_KERNEL_ACCOUNT | __GFP_NOWARN);
	if (!chunk) {
		t->lost = true;
		t->nr = 0;
		return;
	}
	chunk->older = t->older;
	chunk->ways = t->ways;
	chunk->users = 1;
	t->older = chunk;
	t->ways = 0;
	t->nr = 0;
}

/**
 * sbpf_trail_fork() - the path forks
 * @on: its trail so far; gets the way that is walked on
 * @aside: gets the way that is set aside
 *
 * Context: process.
 */
void sbpf_trail_fork(struct sbpf_trail *on, struct sbpf_trail *aside)
{
	close_chunk(on);
	on->ways <<= 1;
	on->nr++;
	*aside = *on;
	aside->ways |= 1;
	if (aside->older)
		aside->older->users++;
}

/**
 * sbpf_trail_free() - the path has ended
 * @t: its trail; empty afterwards
 *
 * Context: any.
 */
void sbpf_trail_free(struct sbpf_trail *t)
{
	struct sbpf_trail_chunk *chunk = t->older, *older;

	while (chunk && !--chunk->users) {
		older = chunk->older;
		kfree(chunk);
		chunk = older;
	}
	*t = (struct sbpf_trail){ 0 };
}

/**
 * sbpf_trail_ways() - the whole trail as an array, for sbpf_trail_way()
 * @t: the trail
 * @nr: gets how often the path forked
 *
 * Context: process. Return: kvfree() it; NULL: no memory.
 */
u64 *sbpf_trail_ways(const struct sbpf_trail *t, u32 *nr)
{
	const struct sbpf_trail_chunk *chunk;
	u32 full = 0;
	u64 *ways;

	for (chunk = t->older; chunk; chunk = chunk->older)
		full++;
	ways = kvmalloc_array(full + 1, sizeof(*ways), GFP_KERNEL_ACCOUNT | __GFP_NOWARN);
	if (!ways)
		return NULL;
	*nr = full * CHUNK_WAYS + t->nr;
	ways[full] = t->nr ? t->ways << (CHUNK_WAYS - t->nr) : 0;
	for (chunk = t->older; chunk; chunk = chunk->older)
		ways[--full] = chunk->ways;
	return ways;
}

/**
 * sbpf_trail_way() - which way the path went at a fork
 * @ways: what sbpf_trail_ways() made
 * @fork: its number, the path's first is 0
 *
 * Context: any. Return: true if that was the way that had been set aside.
 */
bool sbpf_trail_way(const u64 *ways, u32 fork)
{
	return ways[fork / CHUNK_WAYS] >> (CHUNK_WAYS - 1 - fork % CHUNK_WAYS) & 1;
}
