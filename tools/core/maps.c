// SPDX-License-Identifier: GPL-2.0
/*
 * The maps in user space: what they need of the kernel. kunit.c runs their suites.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

#include <kunit/test.h>
#include "core.h"
#include "module/engine/callback.h"
#include "module/maps/area.h"

__thread int core_irqs_off;
__thread bool core_nmi;

static __thread struct irq_work *irq_works;
void *core_percpu_alloc(size_t size)
{
	return size > CORE_CPU_STRIDE ? NULL : core_alloc((CORE_CPUS - 1) * CORE_CPU_STRIDE + size, true);
}

bool irq_work_queue(struct irq_work *work)
{
	if (__atomic_exchange_n(&work->pending, true, __ATOMIC_SEQ_CST))
		return false;
	work->next = irq_works;
	irq_works = work;
	if (!core_irqs_off)
		core_irqs_on();
	return true;
}

void irq_work_sync(struct irq_work *work)
{
	work->pending = false;
}

/* The threads of a test have one list between them. */
static struct rcu_head *rcu_heads;
static pthread_mutex_t rcu_lock = PTHREAD_MUTEX_INITIALIZER;

void call_rcu(struct rcu_head *head, void (*func)(struct rcu_head *head))
{
	pthread_mutex_lock(&rcu_lock);
	head->func = func;
	head->next = rcu_heads;
	rcu_heads = head;
	pthread_mutex_unlock(&rcu_lock);
}

/* Only where no other thread stands in a map. */
void rcu_barrier(void)
{
	struct rcu_head *head, *next;

	pthread_mutex_lock(&rcu_lock);
	head = rcu_heads;
	rcu_heads = NULL;
	pthread_mutex_unlock(&rcu_lock);
	for (; head; head = next) {
		next = head->next;
		head->func(head);
	}
}

/* The interrupts that were held back. They may raise others. */
void core_irqs_on(void)
{
	struct irq_work *work;

	while ((work = irq_works)) {
		irq_works = work->next;
		if (__atomic_exchange_n(&work->pending, false, __ATOMIC_SEQ_CST))
			work->func(work);
	}
}

struct workqueue_struct *sbpf_obj_wq(void)
{
	return NULL;
}

u32 get_random_u32(void)
{
	static u32 x = 0x12345678;

	x ^= x << 13;
	x ^= x >> 17;
	x ^= x << 5;
	return x;
}

u64 sbpf_callback_call(u64 cb, u64 r1, u64 r2, u64 r3, u64 r4, u64 r5)
{
	struct sbpf_native_callback *callback = (void *)(unsigned long)cb;

	return callback->fn(r1, r2, r3, r4, r5);
}

void *sbpf_area_alloc(u64 size, int node)
{
	return core_alloc(size, true);
}

void sbpf_area_free(void *area)
{
	free(area);
}

int sbpf_pages_alloc(struct sbpf_pages *p, u32 nr_once, u32 nr_twice, int node)
{
	size_t once = nr_once * PAGE_SIZE, twice = nr_twice * PAGE_SIZE;
	int fd = memfd_create("pages", 0);
	char *base;

	if (fd < 0 || ftruncate(fd, once + twice))
		return -ENOMEM;
	base = mmap(NULL, once + 2 * twice, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	mmap(base, once + twice, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, 0);
	if (twice)
		mmap(base + once + twice, twice, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, once);
	close(fd);
	p->addr = base;
	p->pages = NULL;
	p->nr = nr_once + nr_twice;
	return 0;
}

void sbpf_pages_free(struct sbpf_pages *p)
{
	munmap(p->addr, p->nr * PAGE_SIZE);
}
