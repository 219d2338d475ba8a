/* SPDX-License-Identifier: GPL-2.0 */
/* The concrete world that programs run in: a packet, values of maps, helpers that do something. All of it by seed. */
#ifndef FUZZ_MACHINE_H
#define FUZZ_MACHINE_H

#include "world.h"
#include "module/helper.h"
#include "module/map.h"
#include "module/prog_type.h"

#define MACHINE_MAPS	11
#define MACHINE_ELEMS	8
#define MACHINE_RECORDS	8
#define MACHINE_KEYS	8

/**
 * struct machine - memory that both runs see at the same addresses
 * @view: the context
 * @pkt: two places that the packet can be in; helpers that change it move it to the other
 * @at: which one it is in
 * @meta_len: bytes of metadata in front of it
 * @len: bytes of packet
 * @value: elements of each map
 * @elems: how many each has
 * @record: ring buffer records
 * @record_size: bytes of each, 0: not in use
 * @key: keys that callbacks are given, and ...
 * @nr_keys: ... how many are in use
 * @rng: what helpers make results of
 * @calls: helpers called so far
 */
struct machine {
	u8 *view;
	u8 *pkt[2];
	u32 at;
	u32 meta_len;
	u32 len;
	u8 *value[MACHINE_MAPS][MACHINE_ELEMS];
	u32 elems[MACHINE_MAPS];
	u8 *record[MACHINE_RECORDS];
	u32 record_size[MACHINE_RECORDS];
	u64 *key[MACHINE_KEYS];
	u32 nr_keys;
	u64 rng;
	u64 calls;
};

extern struct machine machine;

u64 fuzz_rng(u64 *state);
u64 fuzz_edgy(u64 *state);
void machine_init(void);
void machine_reset(u64 seed);
u64 machine_digest(void);
u8 *machine_data(void);
void *machine_lookup(const struct sbpf_map *map, u64 key);

#endif /* FUZZ_MACHINE_H */
