// SPDX-License-Identifier: GPL-2.0
/*
 * Mistakes as people make them in C. The section says which rule they break: TYPE/RULE[,unpriv][,nogpl].
 */
#include "prog.h"

#define BARRIER(x)	asm volatile("" : "+r"(x))

extern char m_rodata MAP, m_wronly MAP;

static long (*copy_from_user)(void *dst, u32 size, const void *src) = (void *)148;
static long (*store_bytes)(void *skb, u32 off, const void *from, u32 len, u64 flags) = (void *)9;
static long (*my_strncmp)(const char *a, u32 size, const char *b) = (void *)182;

struct value { u64 count, bytes; };

/* The null check was forgotten. */
SEC("cls/maybe-null") int count(struct __sbpf_sk_buff *skb)
{
	u64 key = skb->protocol;
	struct value *v = map_lookup(&m_hash, &key);

	v->count++;
	return 0;
}

/* The null check comes after the pointer was moved. */
SEC("cls/pointer-arithmetic-null") int moved(struct __sbpf_sk_buff *skb)
{
	u64 key = skb->protocol, *p = map_lookup(&m_hash, &key);

	p++;
	BARRIER(p);
	return p ? *p : 0;
}

/* An index that nothing bounds. */
SEC("cls/pointer-range") int unbounded(struct __sbpf_sk_buff *skb)
{
	u32 key = 0;
	u8 *v = map_lookup(&m_array, &key);
	u64 i = skb->tstamp;

	return v ? v[i] : 0;
}

/* One too many. */
SEC("cls/map-value-bounds") int one_too_many(struct __sbpf_sk_buff *skb)
{
	u32 key = 0, i = skb->len;
	u8 *v = map_lookup(&m_array, &key);

	if (!v || i > 48)
		return 0;
	return v[i];
}

/* The comparison with data_end was forgotten. */
SEC("cls/packet-bounds") int no_check(struct __sbpf_sk_buff *skb)
{
	struct eth *eth = (void *)(long)skb->data;

	return eth->proto == htons(0x800);
}

/* Pointers into the packet do not outlive a change of it. */
SEC("cls/uninitialised-register") int stale(struct __sbpf_sk_buff *skb)
{
	void *end = (void *)(long)skb->data_end;
	struct eth *eth = (void *)(long)skb->data;

	if ((void *)(eth + 1) > end)
		return 0;
	change_tail(skb, 100, 0);
	return eth->proto;
}

/* Padding counts. */
SEC("filter/stack-uninitialised,unpriv") int padding(struct __sbpf_sk_buff *skb)
{
	struct { u32 proto; u32 hole; } key;
	struct value *v;

	key.proto = skb->protocol;
	v = map_lookup(&m_hash, &key);
	return v ? v->count : 0;
}

SEC("cls/stack-bounds") int big_index(struct __sbpf_sk_buff *skb)
{
	u8 buf[16] = { 0 };
	u32 i = skb->len;

	BARRIER(i);
	if (i > 2000)
		return 0;
	buf[i] = 1;
	asm volatile("" :: "r"(buf) : "memory");
	return 0;
}

static NOINLINE int deep(u32 x)
{
	u8 buf[320];

	buf[0] = x;
	asm volatile("" :: "r"(buf) : "memory");
	return buf[0];
}

SEC("cls/stack-depth") int two_arrays(struct __sbpf_sk_buff *skb)
{
	u8 buf[320];

	buf[0] = skb->len;
	asm volatile("" :: "r"(buf) : "memory");
	return deep(buf[0]);
}

SEC("cls/reference-leak") int early_return(struct __sbpf_sk_buff *skb)
{
	u64 *rec = ringbuf_reserve(&m_ringbuf, 16, 0);

	if (!rec)
		return 0;
	rec[0] = skb->len;
	if (skb->len > 1000)
		return 1;
	ringbuf_submit(rec, 0);
	return 0;
}

SEC("cls/argument-reference") int inside(struct __sbpf_sk_buff *skb)
{
	u64 *rec = ringbuf_reserve(&m_ringbuf, 16, 0);

	if (rec)
		ringbuf_submit(rec + 1, 0);
	return 0;
}

SEC("cls/record-bounds") int past_record(struct __sbpf_sk_buff *skb)
{
	u64 *rec = ringbuf_reserve(&m_ringbuf, 16, 0);

	if (!rec)
		return 0;
	rec[2] = skb->len;
	ringbuf_submit(rec, 0);
	return 0;
}

SEC("cls/argument-constant") int variable_record(struct __sbpf_sk_buff *skb)
{
	u64 *rec = ringbuf_reserve(&m_ringbuf, skb->len, 0);

	if (rec)
		ringbuf_submit(rec, 0);
	return 0;
}

SEC("cls/argument-size") int negative_size(struct __sbpf_sk_buff *skb)
{
	u8 buf[16] = { 0 };
	s64 len = skb->tstamp;

	BARRIER(len);
	if (len > 16)
		return 0;
	load_bytes(skb, 0, buf, len);
	return buf[0];
}

SEC("cls/argument-type") int wrong_order(struct __sbpf_sk_buff *skb)
{
	u64 key = 0;

	return map_lookup(&key, &m_hash) != 0;
}

SEC("cls/argument-string") int string_that_changes(struct __sbpf_sk_buff *skb)
{
	char a[8] = { 0 };
	u32 key = 0;
	const char *b = map_lookup(&m_area, &key);

	return b ? my_strncmp(a, 8, b) : 0;
}

SEC("cls/context-write") int set_len(struct __sbpf_sk_buff *skb)
{
	skb->len = 0;
	return 0;
}

SEC("cls/context-field") int no_such_field(struct __sbpf_sk_buff *skb)
{
	return skb->vlan_present;
}

SEC("cls/context-modified") int variable_field(struct __sbpf_sk_buff *skb)
{
	u8 *p = (void *)skb;

	p += 48;
	BARRIER(p);
	return *(u32 *)p;
}

SEC("cls/helper-gpl,nogpl") int not_gpl(struct __sbpf_sk_buff *skb)
{
	u64 x = 0;

	probe_read(&x, sizeof(x), 0);
	return 0;
}

SEC("trace/helper-program-type") int store_in_trace(void *ctx)
{
	u64 x = 0;

	return store_bytes(ctx, 0, &x, sizeof(x), 0);
}

SEC("cls/helper-context") int sleep_in_interrupt(struct __sbpf_sk_buff *skb)
{
	u64 x = 0;

	return copy_from_user(&x, sizeof(x), 0);
}

SEC("cls/helper-map") int reserve_in_hash(struct __sbpf_sk_buff *skb)
{
	u64 *rec = ringbuf_reserve(&m_hash, 16, 0);

	return rec != 0;
}

SEC("cls/helper-map-write") int update_constant(struct __sbpf_sk_buff *skb)
{
	u8 value[32] = { 1 };
	u32 key = 0;

	return map_update(&m_rodata, &key, value, 0);
}

SEC("cls/read-only") int write_constant(struct __sbpf_sk_buff *skb)
{
	u32 key = 0, *v = map_lookup(&m_rodata, &key);

	if (v)
		*v = 1;
	return 0;
}

SEC("cgroup/return-value") int any_verdict(struct __sbpf_sk_buff *skb)
{
	return skb->len;
}

static long stop_at_len(u32 i, void *ctx)
{
	return i;
}

SEC("cls/return-value-callback") int any_number(struct __sbpf_sk_buff *skb)
{
	return loop(10, stop_at_len, 0, 0);
}

static long keeps(u32 i, void *ctx)
{
	return ringbuf_reserve(&m_ringbuf, 16, 0) != 0;
}

SEC("cls/reference-callback") int callback_keeps(struct __sbpf_sk_buff *skb)
{
	return loop(10, keeps, 0, 0);
}

static long past_key(void *map, u64 *key, void *value, void *ctx)
{
	return key[1] == 1;
}

SEC("cls/map-key-bounds") int longer_key(struct __sbpf_sk_buff *skb)
{
	return for_each(&m_hash, past_key, 0, 0);
}

SEC("cls/too-complex") int no_end(struct __sbpf_sk_buff *skb)
{
	u32 i, sum = 0;

	for (i = 0; i < 10000000; i++) {
		sum += i;
		BARRIER(sum);
	}
	return sum;
}

SEC("cls/infinite-loop") int spins(struct __sbpf_sk_buff *skb)
{
	u32 zero = 0;

	BARRIER(zero);
	while (zero < 1)
		asm volatile("");
	return 0;
}

SEC("cls/not-a-pointer") int kernel_pointer(struct __sbpf_sk_buff *skb)
{
	return *(u32 *)(long)skb->tstamp;
}

SEC("cls/atomic-memory") int count_in_context(struct __sbpf_sk_buff *skb)
{
	__sync_fetch_and_add(&skb->mark, 1);
	return 0;
}

SEC("cls/packet-access") int packet_to_helper(struct __sbpf_sk_buff *skb)
{
	void *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;

	if (data + 16 > end)
		return 0;
	return probe_read(data, 16, 0);
}

SEC("filter/pointer-leak,unpriv") int leak(struct __sbpf_sk_buff *skb)
{
	u32 key = 0;
	u64 *v = map_lookup(&m_area, &key);

	if (v)
		*v = (long)skb;
	return 0;
}

SEC("filter/back-edge,unpriv") int loops(struct __sbpf_sk_buff *skb)
{
	u32 i, sum = 0;

	for (i = 0; i < 100; i++) {
		sum += i;
		BARRIER(sum);
	}
	return sum;
}

static NOINLINE int function(u32 x)
{
	BARRIER(x);
	return x;
}

SEC("filter/calls-privilege,unpriv") int calls(struct __sbpf_sk_buff *skb)
{
	return function(skb->len);
}
