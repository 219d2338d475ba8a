/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The little of the kernel's interface that the core (instructions, verifier, interpreter, map algorithms) needs, for
 * user space. The headers in linux/ and asm/ next to this file all lead here.
 */
#ifndef CORE_SHIM_H
#define CORE_SHIM_H

#include <linux/types.h>
#include <endian.h>
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef ENOTSUPP
#define ENOTSUPP	524
#endif

typedef __u8 u8;
typedef __u16 u16;
typedef __u32 u32;
typedef unsigned long long u64;
typedef __s8 s8;
typedef __s16 s16;
typedef __s32 s32;
typedef long long s64;
typedef unsigned int gfp_t;
typedef unsigned int fmode_t;
typedef struct { u32 val; } kuid_t;

#define __user
#define __rcu
#define __percpu
#define __init
#define __exit
#define __force
#undef __always_inline
#define __always_inline		inline __attribute__((always_inline))
#define noinline		__attribute__((noinline))
#undef __packed
#define __packed		__attribute__((packed))
#define __aligned(n)		__attribute__((aligned(n)))
#define __printf(a, b)		__attribute__((format(printf, a, b)))
#define __must_check		__attribute__((warn_unused_result))
#define __maybe_unused		__attribute__((unused))
#define __cold			__attribute__((cold))
#define fallthrough		__attribute__((fallthrough))
#define likely(x)		__builtin_expect(!!(x), 1)
#define unlikely(x)		__builtin_expect(!!(x), 0)
#ifndef static_assert
#define static_assert(expr, ...)	_Static_assert(expr, "" #expr)
#endif
#define BUILD_BUG_ON(cond)	_Static_assert(!(cond), #cond)

#define U8_MAX			((u8)~0U)
#define U16_MAX			((u16)~0U)
#define U32_MAX			((u32)~0U)
#define U64_MAX			((u64)~0ULL)
#define S16_MAX			((s16)(U16_MAX >> 1))
#define S16_MIN			((s16)(-S16_MAX - 1))
#define S32_MAX			((s32)(U32_MAX >> 1))
#define S32_MIN			((s32)(-S32_MAX - 1))
#define S64_MAX			((s64)(U64_MAX >> 1))
#define S64_MIN			((s64)(-S64_MAX - 1))
#define BITS_PER_LONG		64
#define PAGE_SIZE		4096UL

#define ARRAY_SIZE(a)		(sizeof(a) / sizeof((a)[0]))
#define offsetofend(t, m)	(offsetof(t, m) + sizeof(((t *)0)->m))
#define sizeof_field(t, m)	sizeof(((t *)0)->m)
#define container_of(p, t, m)	((t *)((char *)(p) - offsetof(t, m)))
#define BIT(n)			(1UL << (n))
#define BIT_ULL(n)		(1ULL << (n))
#define GENMASK_ULL(h, l)	((~0ULL << (l)) & (~0ULL >> (63 - (h))))
#define DIV_ROUND_UP(a, b)	(((a) + (b) - 1) / (b))
#define round_up(x, y)		((((x) - 1) | ((__typeof__(x))(y) - 1)) + 1)
#define round_down(x, y)	((x) & ~((__typeof__(x))(y) - 1))
#define IS_ALIGNED(x, a)	(((x) & ((__typeof__(x))(a) - 1)) == 0)
#define min(a, b)		({ __typeof__(a) min_a = (a); __typeof__(b) min_b = (b); min_a < min_b ? min_a : min_b; })
#define max(a, b)		({ __typeof__(a) max_a = (a); __typeof__(b) max_b = (b); max_a > max_b ? max_a : max_b; })
#define min_t(t, a, b)		min((t)(a), (t)(b))
#define max_t(t, a, b)		max((t)(a), (t)(b))
#define clamp(v, lo, hi)	min(max(v, lo), hi)
#define clamp_t(t, v, lo, hi)	clamp((t)(v), (t)(lo), (t)(hi))
#define swap(a, b)		do { __typeof__(a) swap_t = (a); (a) = (b); (b) = swap_t; } while (0)
#define abs(x)			({ __typeof__(x) abs_x = (x); abs_x < 0 ? -abs_x : abs_x; })

static inline bool is_power_of_2(unsigned long n)
{
	return n && !(n & (n - 1));
}

static inline int fls64(u64 x)
{
	return x ? 64 - __builtin_clzll(x) : 0;
}

static inline int fls(u32 x)
{
	return x ? 32 - __builtin_clz(x) : 0;
}

#define __ffs(x)		((unsigned long)__builtin_ctzl(x))
#define __ffs64(x)		((unsigned long)__builtin_ctzll(x))
#define ilog2(x)		(fls64(x) - 1)
#define hweight64(x)		__builtin_popcountll(x)
#define hweight32(x)		__builtin_popcount(x)
#define hweight16(x)		__builtin_popcount((u16)(x))
#define hweight8(x)		__builtin_popcount((u8)(x))

static inline unsigned long roundup_pow_of_two(unsigned long n)
{
	return n <= 1 ? 1 : 1UL << fls64(n - 1);
}

/* A broken invariant ends the test run: there is nobody to read a kernel log. */
#define WARN_ON_ONCE(cond)	({ bool warn_c = !!(cond); if (warn_c) core_warn(__FILE__, __LINE__, #cond); warn_c; })
#define WARN_ON(cond)		WARN_ON_ONCE(cond)
#define WARN_ONCE(cond, ...)	WARN_ON_ONCE(cond)
void core_warn(const char *file, int line, const char *what);
#define pr_err(...)		fprintf(stderr, __VA_ARGS__)
#define pr_warn(...)		fprintf(stderr, __VA_ARGS__)

int scnprintf(char *buf, size_t size, const char *fmt, ...) __printf(3, 4);
int vscnprintf(char *buf, size_t size, const char *fmt, va_list args);
ssize_t strscpy(char *dst, const char *src, size_t size);

#define READ_ONCE(x)		(*(const volatile __typeof__(x) *)&(x))
#define WRITE_ONCE(x, v)	(*(volatile __typeof__(x) *)&(x) = (v))
#define smp_load_acquire(p)	__atomic_load_n(p, __ATOMIC_ACQUIRE)
#define smp_store_release(p, v)	__atomic_store_n(p, v, __ATOMIC_RELEASE)
#define smp_rmb()		__atomic_thread_fence(__ATOMIC_ACQUIRE)
#define rcu_dereference(p)	smp_load_acquire(&(p))
#define rcu_dereference_check(p, c)	rcu_dereference(p)
#define rcu_assign_pointer(p, v)	smp_store_release(&(p), v)
#define rcu_read_lock()		do { } while (0)
#define rcu_read_unlock()	do { } while (0)
#define array_index_nospec(i, n)	(i)
#define barrier_nospec()	do { } while (0)
#define cond_resched()		do { } while (0)
#define might_sleep()		do { } while (0)

typedef struct { int counter; } atomic_t;
typedef struct { s64 counter; } atomic64_t;

#define CORE_ATOMIC(name)									\
	static inline void atomic_##name(int v, atomic_t *a)					\
	{ __atomic_fetch_##name(&a->counter, v, __ATOMIC_RELAXED); }				\
	static inline void atomic64_##name(s64 v, atomic64_t *a)				\
	{ __atomic_fetch_##name(&a->counter, v, __ATOMIC_RELAXED); }				\
	static inline int atomic_fetch_##name(int v, atomic_t *a)				\
	{ return __atomic_fetch_##name(&a->counter, v, __ATOMIC_SEQ_CST); }			\
	static inline s64 atomic64_fetch_##name(s64 v, atomic64_t *a)				\
	{ return __atomic_fetch_##name(&a->counter, v, __ATOMIC_SEQ_CST); }
CORE_ATOMIC(add)
CORE_ATOMIC(and)
CORE_ATOMIC(or)
CORE_ATOMIC(xor)

static inline int atomic_xchg(atomic_t *a, int v)
{
	return __atomic_exchange_n(&a->counter, v, __ATOMIC_SEQ_CST);
}

static inline s64 atomic64_xchg(atomic64_t *a, s64 v)
{
	return __atomic_exchange_n(&a->counter, v, __ATOMIC_SEQ_CST);
}

static inline int atomic_cmpxchg(atomic_t *a, int old, int new)
{
	__atomic_compare_exchange_n(&a->counter, &old, new, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
	return old;
}

static inline s64 atomic64_cmpxchg(atomic64_t *a, s64 old, s64 new)
{
	__atomic_compare_exchange_n(&a->counter, &old, new, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
	return old;
}

#define swab16(x)		__builtin_bswap16((u16)(x))
#define swab32(x)		__builtin_bswap32((u32)(x))
#define swab64(x)		__builtin_bswap64((u64)(x))
#if __BYTE_ORDER == __LITTLE_ENDIAN
#undef __BIG_ENDIAN
#define cpu_to_le16(x)		((u16)(x))
#define cpu_to_le32(x)		((u32)(x))
#define cpu_to_le64(x)		((u64)(x))
#define cpu_to_be16(x)		swab16(x)
#define cpu_to_be32(x)		swab32(x)
#define cpu_to_be64(x)		swab64(x)
#else
#undef __LITTLE_ENDIAN
#define cpu_to_le16(x)		swab16(x)
#define cpu_to_le32(x)		swab32(x)
#define cpu_to_le64(x)		swab64(x)
#define cpu_to_be16(x)		((u16)(x))
#define cpu_to_be32(x)		((u32)(x))
#define cpu_to_be64(x)		((u64)(x))
#endif

#define be64_to_cpu(x)		cpu_to_be64(x)

#define div64_u64(a, b)		((u64)(a) / (u64)(b))
#define div64_s64(a, b)		((s64)(a) / (s64)(b))
#define div64_u64_rem(a, b, r)	({ u64 rem_a = (a), rem_b = (b); *(r) = rem_a % rem_b; rem_a / rem_b; })

#define BITS_TO_LONGS(n)	DIV_ROUND_UP(n, BITS_PER_LONG)
#define DECLARE_BITMAP(name, n)	unsigned long name[BITS_TO_LONGS(n)]

static inline void __set_bit(unsigned long n, unsigned long *map)
{
	map[n / BITS_PER_LONG] |= BIT(n % BITS_PER_LONG);
}

static inline void __clear_bit(unsigned long n, unsigned long *map)
{
	map[n / BITS_PER_LONG] &= ~BIT(n % BITS_PER_LONG);
}

static inline bool test_bit(unsigned long n, const unsigned long *map)
{
	return map[n / BITS_PER_LONG] & BIT(n % BITS_PER_LONG);
}

/* Sizes that overflow become sizes that cannot be had. */
static inline size_t size_add(size_t a, size_t b)
{
	size_t sum;

	return __builtin_add_overflow(a, b, &sum) ? SIZE_MAX : sum;
}

static inline size_t size_mul(size_t a, size_t b)
{
	size_t prod;

	return __builtin_mul_overflow(a, b, &prod) ? SIZE_MAX : prod;
}

#define array_size(n, size)	size_mul(n, size)
#define struct_size(p, m, n)	size_add(sizeof(*(p)), size_mul(n, sizeof((p)->m[0])))
#define check_add_overflow(a, b, d)	__builtin_add_overflow(a, b, d)
#define check_sub_overflow(a, b, d)	__builtin_sub_overflow(a, b, d)
#define check_mul_overflow(a, b, d)	__builtin_mul_overflow(a, b, d)

#define GFP_KERNEL		0
#define GFP_KERNEL_ACCOUNT	0
#define __GFP_NOWARN		0
#define __GFP_ZERO		1
#define GFP_ATOMIC		0

/* Every allocation goes through one door, so that a test can make the n-th one fail. */
void *core_alloc(size_t size, bool zero);
void *core_realloc(void *p, size_t size);
#define kmalloc(size, flags)		core_alloc(size, (flags) & __GFP_ZERO)
#define kzalloc(size, flags)		core_alloc(size, true)
#define kcalloc(n, size, flags)		core_alloc(size_mul(n, size), true)
#define kmalloc_array(n, size, flags)	core_alloc(size_mul(n, size), false)
#define kvmalloc(size, flags)		core_alloc(size, (flags) & __GFP_ZERO)
#define kvzalloc(size, flags)		core_alloc(size, true)
#define kvcalloc(n, size, flags)	core_alloc(size_mul(n, size), true)
#define kvmalloc_array(n, size, flags)	core_alloc(size_mul(n, size), (flags) & __GFP_ZERO)
void *core_memdup(const void *p, size_t size);
#define kmemdup(p, size, flags)		core_memdup(p, size)
#define krealloc(p, size, flags)	core_realloc(p, size)
#define krealloc_array(p, n, size, flags)	core_realloc(p, size_mul(n, size))
#define vmalloc(size)			core_alloc(size, false)
#define vzalloc(size)			core_alloc(size, true)
#define kfree(p)			free((void *)(p))
#define kvfree(p)			free((void *)(p))
#define vfree(p)			free((void *)(p))

/* The first byte that is another one. */
static inline void *memchr_inv(const void *p, int c, size_t size)
{
	const unsigned char *at = p;

	for (; size; at++, size--)
		if (*at != (unsigned char)c)
			return (void *)at;
	return NULL;
}

static inline const char *skip_spaces(const char *s)
{
	return s + strspn(s, " \t\n\v\f\r");
}

#define MAX_ERRNO		4095
#define IS_ERR_VALUE(x)		((unsigned long)(x) >= (unsigned long)-MAX_ERRNO)
#define ERR_PTR(e)		((void *)(long)(e))
#define PTR_ERR(p)		((long)(p))
#define IS_ERR(p)		IS_ERR_VALUE(p)
#define IS_ERR_OR_NULL(p)	(!(p) || IS_ERR(p))

/* Types that appear in the headers of the core; user space has one thread and no reason to count. */
typedef struct { int refs; } refcount_t;
struct mutex { int locked; };
struct rcu_head { void *next; void (*func)(struct rcu_head *head); };
struct work_struct { void (*func)(struct work_struct *work); };
struct rcu_work { struct work_struct work; struct rcu_head rcu; };
typedef struct { int locked; } raw_spinlock_t;
typedef struct { int locked; } spinlock_t;
typedef struct { u64 v; } u64_stats_t;
struct u64_stats_sync { int none; };
#define mutex_init(m)		((m)->locked = 0)
#define mutex_lock(m)		((m)->locked = 1)
#define mutex_unlock(m)		((m)->locked = 0)
#define lockdep_assert_held(l)	do { } while (0)
#define DECLARE_STATIC_KEY_FALSE(name)	extern bool name
#define DEFINE_STATIC_KEY_FALSE(name)	bool name
#define static_branch_unlikely(key)	unlikely(*(key))

struct list_head { struct list_head *next, *prev; };
struct hlist_node { struct hlist_node *next, **pprev; };
struct hlist_head { struct hlist_node *first; };

struct file;
struct task_struct;
#define current			((struct task_struct *)NULL)
#define fatal_signal_pending(t)	((void)(t), core_interrupt)
extern bool core_interrupt;
#define signal_pending(t)	((void)(t), false)
#define need_resched()		false

#define EXPORT_SYMBOL_GPL(x)
#define MODULE_PARM_DESC(name, text)

#endif /* CORE_SHIM_H */
