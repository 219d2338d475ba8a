// SPDX-License-Identifier: GPL-2.0
/*
 * Packet, map values and helpers. Everything is made from a seed, so that a second run finds exactly what the first one
 * found. Objects are allocated one by one: the address sanitizer sees an engine that leaves one.
 */
#include "machine.h"
#include "module/engine/callback.h"

#define PKT_MAX		128
#define RECORD_MAX	256

struct machine machine;

/* Records end where their room does, so that the sanitizer sees what is behind them. */
static u8 *room[MACHINE_RECORDS];

u64 fuzz_rng(u64 *state)
{
	u64 z = (*state += 0x9e3779b97f4a7c15ULL);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
	return z ^ (z >> 31);
}

/* A number near one of the places where arithmetic has its mistakes, or a small one, or any. */
u64 fuzz_edgy(u64 *state)
{
	static const u8 at[] = { 7, 8, 15, 16, 31, 32, 33, 62, 63 };
	u64 r = fuzz_rng(state), v;

	switch (r & 7) {
	case 0:
		return fuzz_rng(state);
	case 1:
		return (u32)fuzz_rng(state);
	case 2:
	case 3:
	case 4:
		v = (r >> 8) % 70;
		break;
	default:
		v = (1ULL << at[(r >> 8) % ARRAY_SIZE(at)]) + (r >> 16) % 5 - 2;
	}
	return r & 8 && !((r >> 4) & 3) ? ~v : v;
}

u8 *machine_data(void)
{
	return machine.pkt[machine.at] + machine.meta_len;
}

static void set_ptr(u32 off, const void *p)
{
	memcpy(machine.view + WORLD_AT(off), &p, sizeof(p));
}

static void place_packet(void)
{
	u8 *data = machine_data();

	set_ptr(offsetof(struct __sbpf_sk_buff, data_meta), machine.pkt[machine.at]);
	set_ptr(offsetof(struct __sbpf_sk_buff, data), data);
	set_ptr(offsetof(struct __sbpf_sk_buff, data_end), data + machine.len);
}

static void fill(u8 *p, u32 size, u64 *rng)
{
	u32 i, n;

	for (i = 0; i < size; i += n) {
		u64 v = fuzz_edgy(rng);

		n = min_t(u32, 8, size - i);
		memcpy(p + i, &v, n);
	}
}

/* The packet goes elsewhere, and what was is overwritten: whoever still looks there sees something else. */
static void move_packet(u32 len)
{
	u32 from = machine.at;

	machine.at = !from;
	memcpy(machine.pkt[machine.at], machine.pkt[from], PKT_MAX);
	memset(machine.pkt[from], 0xdd, PKT_MAX);
	machine.len = min_t(u32, len, PKT_MAX - machine.meta_len);
	place_packet();
}

static u32 map_index(const struct sbpf_map *map)
{
	u32 i;

	for (i = 0; i < MACHINE_MAPS; i++)
		if (world_map(i) == map)
			return i;
	return 0;
}

/**
 * machine_lookup() - the element of a key
 * @map: the map
 * @key: the key, as a number
 *
 * Return: the value, or NULL.
 */
void *machine_lookup(const struct sbpf_map *map, u64 key)
{
	u32 i = map_index(map);

	if (map->inner)
		return key < 2 ? map->inner : NULL;
	if (map->key_size == 4)
		return key < machine.elems[i] ? machine.value[i][key] : NULL;
	return machine.elems[i] && key % 5 ? machine.value[i][key % machine.elems[i]] : NULL;
}

static u64 key_of(const struct sbpf_map *map, u64 addr)
{
	u64 key = 0;

	memcpy(&key, (void *)(unsigned long)addr, min_t(u32, map->key_size, 8));
	return key;
}

static u64 roll(void)
{
	machine.calls++;
	return fuzz_rng(&machine.rng);
}

static u64 do_lookup(u64 r1, u64 r2, u64 r3, u64 r4, u64 r5)
{
	const struct sbpf_map *map = (void *)(unsigned long)r1;

	roll();
	return (unsigned long)machine_lookup(map, key_of(map, r2));
}

static u64 do_update(u64 r1, u64 r2, u64 r3, u64 r4, u64 r5)
{
	const struct sbpf_map *map = (void *)(unsigned long)r1;
	void *value = machine_lookup(map, key_of(map, r2));

	roll();
	if (!value || map->inner)
		return -ENOENT;
	memmove(value, (void *)(unsigned long)r3, map->value_size);
	return 0;
}

static u64 do_delete(u64 r1, u64 r2, u64 r3, u64 r4, u64 r5)
{
	const struct sbpf_map *map = (void *)(unsigned long)r1;

	roll();
	return machine_lookup(map, key_of(map, r2)) ? 0 : -ENOENT;
}

static u64 do_number(u64 r1, u64 r2, u64 r3, u64 r4, u64 r5)
{
	roll();
	return fuzz_edgy(&machine.rng);
}

static u64 do_cpu(u64 r1, u64 r2, u64 r3, u64 r4, u64 r5)
{
	return roll() & 7;
}

static u64 fill_mem(u64 addr, u64 size)
{
	roll();
	fill((void *)(unsigned long)addr, size, &machine.rng);
	return roll() & 1 ? 0 : -EFAULT;
}

static u64 do_fill12(u64 r1, u64 r2, u64 r3, u64 r4, u64 r5)
{
	return fill_mem(r1, r2);
}

static u64 do_fill_str(u64 r1, u64 r2, u64 r3, u64 r4, u64 r5)
{
	u64 ret = fill_mem(r1, r2);

	return ret ?: r2 ? roll() % (r2 + 1) : 0;
}

static u64 do_fill34(u64 r1, u64 r2, u64 r3, u64 r4, u64 r5)
{
	return fill_mem(r3, r4);
}

static u64 do_store_bytes(u64 r1, u64 r2, u64 r3, u64 r4, u64 r5)
{
	if (r4 <= machine.len && (u32)r2 <= machine.len - r4)
		memmove(machine_data() + (u32)r2, (void *)(unsigned long)r3, r4);
	if (roll() & 1)
		move_packet(machine.len);
	return 0;
}

static u64 do_change_tail(u64 r1, u64 r2, u64 r3, u64 r4, u64 r5)
{
	roll();
	move_packet((u32)r2 % 100);
	return 0;
}

static u64 do_reserve(u64 r1, u64 r2, u64 r3, u64 r4, u64 r5)
{
	u32 i;

	if (!(roll() & 3) || r2 > RECORD_MAX || !r2)
		return 0;
	for (i = 0; i < MACHINE_RECORDS; i++)
		if (!machine.record_size[i])
			break;
	if (i == MACHINE_RECORDS)
		return 0;
	machine.record[i] = room[i] + RECORD_MAX - r2;
	machine.record_size[i] = r2;
	fill(machine.record[i], r2, &machine.rng);
	return (unsigned long)machine.record[i];
}

static u64 do_submit(u64 r1, u64 r2, u64 r3, u64 r4, u64 r5)
{
	u32 i;

	roll();
	for (i = 0; i < MACHINE_RECORDS; i++)
		if (machine.record_size[i] && (unsigned long)machine.record[i] == r1)
			break;
	if (i == MACHINE_RECORDS)
		abort();
	machine.record_size[i] = 0;
	return 0;
}

static u64 do_each(u64 r1, u64 r2, u64 r3, u64 r4, u64 r5)
{
	const struct sbpf_map *map = (void *)(unsigned long)r1;
	u32 i, m = map_index(map), seen = 0;

	for (i = 0; i < machine.elems[m]; i++) {
		u64 *key = machine.key[machine.nr_keys++ % MACHINE_KEYS];
		u64 stop;

		*key = i;
		stop = sbpf_callback_call(r2, r1, (unsigned long)key, (unsigned long)machine.value[m][i], r3, 0);
		machine.nr_keys--;
		seen++;
		if (stop)
			break;
	}
	return seen;
}

extern const struct sbpf_helper_family sbpf_helpers_loop;

void sbpf_run_exhausted(const struct sbpf_prog *prog)
{
}

/* Every map has values of its own, instead of the one area that is enough for the verifier. */
static int value_of(const struct sbpf_map *map, u64 *addr, u32 off)
{
	*addr = (unsigned long)machine.value[map_index(map)][0] + off;
	return off < map->value_size ? 0 : -EINVAL;
}

void machine_init(void)
{
	static struct sbpf_map_ops ops[MACHINE_MAPS];
	static const u32 elems[MACHINE_MAPS] = { 4, 8, 1, 1, 0, 0, 1 };
	static const struct { u32 id; sbpf_helper_fn fn; } fns[] = {
		{ SBPF_FUNC_map_lookup_elem, do_lookup }, { SBPF_FUNC_map_update_elem, do_update },
		{ SBPF_FUNC_map_delete_elem, do_delete }, { SBPF_FUNC_probe_read_kernel, do_fill12 },
		{ SBPF_FUNC_probe_read_kernel_str, do_fill_str }, { SBPF_FUNC_ktime_get_ns, do_number },
		{ SBPF_FUNC_get_prandom_u32, do_number }, { SBPF_FUNC_get_smp_processor_id, do_cpu },
		{ SBPF_FUNC_skb_store_bytes, do_store_bytes }, { SBPF_FUNC_skb_load_bytes, do_fill34 },
		{ SBPF_FUNC_get_current_pid_tgid, do_number }, { SBPF_FUNC_get_current_comm, do_fill12 },
		{ SBPF_FUNC_csum_diff, do_number }, { SBPF_FUNC_skb_change_tail, do_change_tail },
		{ SBPF_FUNC_ringbuf_output, do_number }, { SBPF_FUNC_ringbuf_reserve, do_reserve },
		{ SBPF_FUNC_ringbuf_submit, do_submit }, { SBPF_FUNC_ringbuf_discard, do_submit },
		{ SBPF_FUNC_for_each_map_elem, do_each },
	};
	u32 i, j;

	machine.view = calloc(1, WORLD_VIEW_SIZE);
	machine.pkt[0] = malloc(PKT_MAX);
	machine.pkt[1] = malloc(PKT_MAX);
	for (i = 0; i < MACHINE_RECORDS; i++)
		room[i] = malloc(RECORD_MAX);
	for (i = 0; i < MACHINE_KEYS; i++)
		machine.key[i] = malloc(sizeof(u64));
	for (i = 0; i < MACHINE_MAPS; i++) {
		struct sbpf_map *map = world_map(i);

		ops[i] = *map->ops;
		machine.elems[i] = elems[i];
		for (j = 0; j < elems[i]; j++)
			machine.value[i][j] = calloc(1, map->value_size);
		/* What never changes was written when the map was made. */
		if (map->map_flags & SBPF_F_RDONLY_PROG) {
			u64 addr;

			map->ops->direct_value(map, &addr, 0);
			memcpy(machine.value[i][0], (void *)(unsigned long)addr, map->value_size);
		}
		if (ops[i].direct_value)
			ops[i].direct_value = value_of;
		map->ops = &ops[i];
	}
	for (i = 0; i < ARRAY_SIZE(fns); i++)
		world_helper(fns[i].id)->fn = fns[i].fn;
	world_helper(SBPF_FUNC_loop)->fn = sbpf_helpers_loop.rows[SBPF_FUNC_loop].fn;
}

/**
 * machine_reset() - make everything anew
 * @seed: the same one makes the same
 */
void machine_reset(u64 seed)
{
	u64 rng = seed;
	u32 i, j;

	memset(machine.record_size, 0, sizeof(machine.record_size));
	machine.nr_keys = 0;
	fill(machine.view + 64, WORLD_VIEW_SIZE - 64, &rng);
	fill(machine.pkt[0], PKT_MAX, &rng);
	memset(machine.pkt[1], 0xdd, PKT_MAX);
	machine.at = 0;
	machine.meta_len = fuzz_rng(&rng) & 1 ? 8 : 0;
	machine.len = fuzz_rng(&rng) % 90;
	place_packet();
	for (i = 0; i < MACHINE_MAPS; i++)
		for (j = 0; j < machine.elems[i]; j++)
			if (!(world_map(i)->map_flags & SBPF_F_RDONLY_PROG))
				fill(machine.value[i][j], world_map(i)->value_size, &rng);
	machine.rng = rng;
	machine.calls = 0;
}

static u64 mix(u64 h, const u8 *p, u32 size)
{
	u32 i;

	for (i = 0; i < size; i++)
		h = (h ^ p[i]) * 0x100000001b3ULL;
	return h;
}

/* Everything that a run can have changed, in one number. */
u64 machine_digest(void)
{
	u64 h = 0xcbf29ce484222325ULL;
	u32 i, j;

	h = mix(h, machine.view + 64, WORLD_VIEW_SIZE - 64);
	h = mix(h, machine.pkt[machine.at], machine.meta_len + machine.len);
	for (i = 0; i < MACHINE_MAPS; i++)
		for (j = 0; j < machine.elems[i]; j++)
			h = mix(h, machine.value[i][j], world_map(i)->value_size);
	return mix(h, (const u8 *)&machine.calls, sizeof(machine.calls));
}
