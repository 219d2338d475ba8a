/* SPDX-License-Identifier: GPL-2.0 */
/* What the C test programs share: contexts, helpers, the maps of world.c. */
#include <linux/sandbpf.h>

#define SEC(name)	__attribute__((section(name), used))
#define NOINLINE	__attribute__((noinline))
#define INLINE		static inline __attribute__((always_inline))

typedef __u8 u8;
typedef __u16 u16;
typedef __u32 u32;
typedef __u64 u64;
typedef __s32 s32;
typedef __s64 s64;

#define MAP __attribute__((section("maps")))
extern char m_hash MAP, m_array MAP, m_area MAP, m_ringbuf MAP, m_progs MAP,
	m_events MAP;

static void *(*map_lookup)(void *map, const void *key) = (void *)1;
static long (*map_update)(void *map, const void *key, const void *value, u64 flags) = (void *)2;
static long (*probe_read)(void *dst, u32 size, const void *src) = (void *)113;
static long (*probe_read_str)(void *dst, u32 size, const void *src) = (void *)115;
static u64 (*ktime_get_ns)(void) = (void *)5;
static long (*trace_printk)(const char *fmt, u32 size, ...) = (void *)6;
static u32 (*get_prandom)(void) = (void *)7;
static u32 (*get_cpu)(void) = (void *)8;
static long (*tail_call)(void *ctx, void *map, u32 index) = (void *)12;
static u64 (*get_pid_tgid)(void) = (void *)14;
static long (*get_comm)(void *buf, u32 size) = (void *)16;
static long (*event_output)(void *ctx, void *map, u64 flags, void *data, u64 size) = (void *)25;
static long (*load_bytes)(const void *skb, u32 off, void *to, u32 len) = (void *)26;
static long (*change_tail)(void *skb, u32 len, u64 flags) = (void *)38;
static void *(*ringbuf_reserve)(void *map, u64 size, u64 flags) = (void *)131;
static void (*ringbuf_submit)(void *rec, u64 flags) = (void *)132;
static void (*ringbuf_discard)(void *rec, u64 flags) = (void *)133;
static long (*for_each)(void *map, void *fn, void *ctx, u64 flags) = (void *)164;
static long (*loop)(u32 n, void *fn, void *ctx, u64 flags) = (void *)181;

#define htons(x)	((u16)__builtin_bswap16(x))
#define ntohs(x)	((u16)__builtin_bswap16(x))
#define ntohl(x)	((u32)__builtin_bswap32(x))

struct eth { u8 dst[6], src[6]; u16 proto; } __attribute__((packed));
struct vlan { u16 tci, proto; };
struct ip4 { u8 vihl, tos; u16 len, id, frag; u8 ttl, proto; u16 csum; u32 src, dst; };
struct ip6 { u32 vtf; u16 len; u8 next, hops; u8 src[16], dst[16]; };
struct tcp { u16 src, dst; u32 seq, ack; u16 flags, window, csum, urg; };
struct udp { u16 src, dst, len, csum; };
