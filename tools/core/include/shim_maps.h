/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the maps need of the kernel beyond shim.h: CPUs, locks, interrupts, deferred work. A "CPU" is a number that a test
 * sets (core_cpu); tests with threads give each thread its own. Deferred work runs when the outermost section with
 * interrupts off ends, or when the test says so.
 */
#ifndef CORE_SHIM_MAPS_H
#define CORE_SHIM_MAPS_H

#include "shim.h"

#define CORE_CPUS		4
#define CORE_CPU_STRIDE		16384	/* bytes of one CPU's part of a per-CPU allocation */

extern __thread int core_cpu;
extern __thread int core_irqs_off;

#define nr_cpu_ids		CORE_CPUS
#define num_possible_cpus()	CORE_CPUS
#define num_online_cpus()	CORE_CPUS
#define cpu_possible(cpu)	((cpu) < CORE_CPUS)
#define smp_processor_id()	core_cpu
#define raw_smp_processor_id()	core_cpu
#define for_each_possible_cpu(cpu)	for ((cpu) = 0; (cpu) < CORE_CPUS; (cpu)++)
#define for_each_online_cpu(cpu)	for_each_possible_cpu(cpu)
#define cpu_possible_mask	0
#define cpumask_next(cpu, mask)	((cpu) + 1)
#define cpumask_first(mask)	0
#define cpu_relax()		do { } while (0)

#define PCPU_MIN_UNIT_SIZE	CORE_CPU_STRIDE
void *core_percpu_alloc(size_t size);
#define __alloc_percpu_gfp(size, align, gfp)	core_percpu_alloc(size)
#define alloc_percpu_gfp(type, gfp)	((type *)core_percpu_alloc(sizeof(type)))
#define free_percpu(p)		free((void *)(p))
#define per_cpu_ptr(p, cpu)	((__typeof__(p))((char *)(p) + (size_t)(cpu) * CORE_CPU_STRIDE))
#define this_cpu_ptr(p)		per_cpu_ptr(p, core_cpu)
#define this_cpu_xchg(x, v)	__atomic_exchange_n(this_cpu_ptr(&(x)), v, __ATOMIC_SEQ_CST)
#define this_cpu_cmpxchg(x, o, n) ({						\
	__typeof__(x) tcc_old = (o);						\
	__atomic_compare_exchange_n(this_cpu_ptr(&(x)), &tcc_old, n, false,	\
				    __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);	\
	tcc_old; })
#define DECLARE_PER_CPU(type, name)	extern __thread type name
#define DEFINE_PER_CPU(type, name)	__thread type name
#define __this_cpu_inc_return(x)	(++(x))
#define __this_cpu_dec(x)		((void)--(x))

void core_irqs_on(void);
#define local_irq_save(flags)	do { (flags) = 0; core_irqs_off++; } while (0)
#define local_irq_restore(flags)	do { (void)(flags); if (!--core_irqs_off) core_irqs_on(); } while (0)
extern __thread bool core_nmi;
#define in_nmi()		core_nmi
#define preemptible()		(!core_irqs_off)
#define preempt_disable()	do { } while (0)
#define preempt_enable()	do { } while (0)

#define raw_spin_lock_init(l)	((l)->locked = 0)
#define raw_spin_trylock(l)	(!__atomic_exchange_n(&(l)->locked, 1, __ATOMIC_ACQUIRE))
#define raw_spin_lock(l)	do { while (!raw_spin_trylock(l)) sched_yield(); } while (0)
#define raw_spin_unlock(l)	__atomic_store_n(&(l)->locked, 0, __ATOMIC_RELEASE)
int sched_yield(void);

#define ____cacheline_aligned_in_smp	__attribute__((aligned(64)))
#undef GENMASK
#define GENMASK(h, l)		((~0UL << (l)) & (~0UL >> (63 - (h))))
#define set_bit(n, map)		((void)__atomic_fetch_or(&(map)[(n) / 64], 1UL << ((n) % 64), __ATOMIC_SEQ_CST))
#define clear_bit(n, map)	((void)__atomic_fetch_and(&(map)[(n) / 64], ~(1UL << ((n) % 64)), __ATOMIC_SEQ_CST))
typedef struct { long counter; } atomic_long_t;
#define atomic_long_andnot(v, a)	((void)__atomic_fetch_and(&(a)->counter, ~(v), __ATOMIC_SEQ_CST))
#define atomic_read(a)		__atomic_load_n(&(a)->counter, __ATOMIC_RELAXED)
#define atomic_inc_return(a)	__atomic_add_fetch(&(a)->counter, 1, __ATOMIC_SEQ_CST)
#define atomic_dec(a)		((void)__atomic_sub_fetch(&(a)->counter, 1, __ATOMIC_SEQ_CST))
#define xchg(p, v)		__atomic_exchange_n(p, v, __ATOMIC_SEQ_CST)
#define rounddown(x, y)		((x) - (x) % (y))
#define roundup(x, y)		((((x) + (y) - 1) / (y)) * (y))

struct llist_node { struct llist_node *next; };
struct llist_head { struct llist_node *first; };
#define init_llist_head(h)	((h)->first = NULL)
#define llist_empty(h)		(!READ_ONCE((h)->first))
#define llist_del_all(h)	__atomic_exchange_n(&(h)->first, NULL, __ATOMIC_SEQ_CST)
static inline bool llist_add(struct llist_node *node, struct llist_head *head)
{
	struct llist_node *first = READ_ONCE(head->first);

	do {
		node->next = first;
	} while (!__atomic_compare_exchange_n(&head->first, &first, node, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST));
	return !first;
}

struct irq_work { void (*func)(struct irq_work *work); bool pending; struct irq_work *next; };
#define init_irq_work(w, f)	(*(w) = (struct irq_work){ .func = (f) })
bool irq_work_queue(struct irq_work *work);
void irq_work_sync(struct irq_work *work);
struct workqueue_struct;
#define INIT_WORK(w, f)		((w)->func = (f))
#define queue_work(wq, w)	((void)(wq), (w)->func(w))
#define cancel_work_sync(w)	do { } while (0)
#define synchronize_rcu()	do { } while (0)
/* Grace periods of a test end when it says so, and before a map is freed. */
void call_rcu(struct rcu_head *head, void (*func)(struct rcu_head *head));
void rcu_barrier(void);
#define rcu_dereference_protected(p, c)	(p)
#define rcu_access_pointer(p)	READ_ONCE(p)
#define RCU_INIT_POINTER(p, v)	WRITE_ONCE(p, v)
#define lockdep_is_held(l)	true

struct mem_cgroup;
static inline struct mem_cgroup *set_active_memcg(struct mem_cgroup *memcg)
{
	return memcg;
}

#define GFP_NOWAIT		0
#define __GFP_NORETRY		0
#define __GFP_ACCOUNT		0
#define BITS_PER_BYTE		8
#define KMALLOC_MAX_SIZE	(4UL << 20)
#define kmalloc_node(size, flags, node)	core_alloc(size, (flags) & __GFP_ZERO)
#define NUMA_NO_NODE		(-1)
#define CAP_SYS_ADMIN		21
#define capable(cap)		true
#define PAGE_SHIFT		12
#define PAGE_MASK		(~(PAGE_SIZE - 1))
#define PAGE_ALIGNED(x)		IS_ALIGNED((unsigned long)(x), PAGE_SIZE)
#define DIV_ROUND_UP_ULL(a, b)	DIV_ROUND_UP((u64)(a), b)
u32 get_random_u32(void);
void core_fail_alloc(long n);

static inline u32 bitmap_weight(const unsigned long *map, u32 nr)
{
	u32 n = 0, i;

	for (i = 0; i < nr; i++)
		n += test_bit(i, map);
	return n;
}

typedef struct { int wakeups; } wait_queue_head_t;
#define init_waitqueue_head(w)	((w)->wakeups = 0)
#define wake_up_all(w)		((void)(w)->wakeups++)
typedef unsigned int __poll_t;
#define EPOLLIN			1
#define EPOLLRDNORM		0x40
#define poll_wait(file, w, pts)	do { } while (0)
struct vm_area_struct { unsigned long vm_start, vm_end, vm_flags, vm_pgoff; };
#define VM_WRITE		2
#define remap_vmalloc_range(vma, addr, off)	((void)(addr), -EINVAL)

/* lookup3 takes its place in the kernel; a table needs no more than some mixing. */
static inline u32 core_rol32(u32 w, int n)
{
	return w << n | w >> (32 - n);
}

static inline u32 jhash(const void *key, u32 len, u32 seed)
{
	const u8 *k = key;
	u32 h = seed + 0x9e3779b9 + len;

	while (len--) {
		h = (h ^ *k++) * 0x01000193;
		h ^= core_rol32(h, 13);
	}
	return h ^ h >> 16;
}

#define jhash2(words, n, seed)	jhash(words, (n) * 4, seed)

#endif /* CORE_SHIM_MAPS_H */
