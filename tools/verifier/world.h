/* SPDX-License-Identifier: GPL-2.0 */
/* The world that test programs of the verifier live in: program types, maps, helpers. */
#ifndef WORLD_H
#define WORLD_H

#include "core.h"
#include "module/log.h"
#include "module/prog.h"

/**
 * struct world_load - how a program is loaded
 * @type: one of the types of world.c, by name
 * @unpriv: without capabilities
 * @gpl: the licence is compatible
 * @load_flags: SBPF_F_*
 * @log: explanation, level set by the caller
 * @err: what sbpf_verify() returned
 * @prog: on success the lowered program
 */
struct world_load {
	const char *type;
	bool unpriv;
	bool gpl;
	u32 load_flags;
	struct sbpf_log log;
	int err;
	struct sbpf_prog *prog;
};

int world_load(struct world_load *load, const struct sbpf_insn *insns, u32 len);
void world_unload(struct world_load *load);
int world_map_find(const char *name);
void world_broken_rule(const char *log, char *rule, size_t size);
struct sbpf_helper;
struct sbpf_helper *world_helper(u32 id);
struct sbpf_map *world_map(u32 i);

/* Where the view of a packet has the field at offset @off: each has room for a pointer. */
#define WORLD_AT(off)	(64 + 2 * (off))
#define WORLD_VIEW_SIZE	WORLD_AT(sizeof(struct __sbpf_sk_buff))

#endif /* WORLD_H */
