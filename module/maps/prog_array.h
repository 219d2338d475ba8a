/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The program array as the engines see it: maps/prog_array.c owns it, a tail call reads it.
 */
#ifndef SBPF_MAPS_PROG_ARRAY_H
#define SBPF_MAPS_PROG_ARRAY_H

#include "../map.h"
#include "../prog.h"

/**
 * struct sbpf_prog_array - programs to tail call
 * @map: the common part; max_entries is the length of @progs
 * @lock: serialises writers of @owner, @progs and @shadow. Process context.
 * @owner_engine: engine of the first program stored or of the first program that uses the map, whichever came first:
 *	all others must have the same, as Linux requires of jited programs
 * @owner_type: likewise enum sbpf_prog_type
 * @owner_attach_type: likewise expected_attach_type
 * @owned: the three above are valid
 * @shadow: the same slots in the form the host's JIT reads, from sbpf_hostjit_array_alloc(); NULL without that engine
 * @progs: each slot holds a reference, read under RCU
 */
struct sbpf_prog_array {
	struct sbpf_map map;
	struct mutex lock;
	const struct sbpf_engine *owner_engine;
	u32 owner_type;
	u32 owner_attach_type;
	bool owned;
	void *shadow;
	struct sbpf_prog __rcu *progs[];
};

/* engine/hostjit.c: the shadow. All process context; the freed array must not be reachable any more (after RCU). */
void *sbpf_hostjit_array_alloc(u32 max_entries);
void sbpf_hostjit_array_set(void *shadow, u32 index, const struct sbpf_prog *prog);
void sbpf_hostjit_array_free(void *shadow);

/*
 * maps/prog_array.c: @prog, whose engine is chosen, uses @map for tail calls. Takes or checks the ownership above.
 * Return: 0 or -EINVAL.
 */
int sbpf_prog_array_claim(struct sbpf_map *map, const struct sbpf_prog *prog);

#endif /* SBPF_MAPS_PROG_ARRAY_H */
