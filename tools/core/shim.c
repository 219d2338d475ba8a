// SPDX-License-Identifier: GPL-2.0
/*
 * The functions of the kernel's interface that the core calls and user space does not have.
 */
#include "shim.h"
#include "core.h"

/* As if a fatal signal were pending. */
bool core_interrupt;

static long fail_after = -1;

/**
 * core_fail_alloc() - let allocations fail
 * @n: how many still succeed; negative: all
 */
void core_fail_alloc(long n)
{
	fail_after = n;
}

static bool alloc_fails(size_t size)
{
	if (size > (1UL << 31))
		return true;
	return fail_after >= 0 && fail_after-- == 0;
}

void *core_alloc(size_t size, bool zero)
{
	if (alloc_fails(size))
		return NULL;
	return zero ? calloc(1, size ?: 1) : malloc(size ?: 1);
}

void *core_realloc(void *p, size_t size)
{
	return alloc_fails(size) ? NULL : realloc(p, size ?: 1);
}

void core_warn(const char *file, int line, const char *what)
{
	fprintf(stderr, "%s:%d: invariant broken: %s\n", file, line, what);
	abort();
}

int vscnprintf(char *buf, size_t size, const char *fmt, va_list args)
{
	int n = vsnprintf(buf, size, fmt, args);

	if (!size)
		return 0;
	return n < (int)size ? n : (int)size - 1;
}

int scnprintf(char *buf, size_t size, const char *fmt, ...)
{
	va_list args;
	int n;

	va_start(args, fmt);
	n = vscnprintf(buf, size, fmt, args);
	va_end(args);
	return n;
}

ssize_t strscpy(char *dst, const char *src, size_t size)
{
	size_t len = strnlen(src, size);

	if (!size)
		return -E2BIG;
	if (len == size)
		len--;
	memcpy(dst, src, len);
	dst[len] = 0;
	return src[len] ? -E2BIG : (ssize_t)len;
}

void *core_memdup(const void *p, size_t size)
{
	void *copy = core_alloc(size, false);

	return copy ? memcpy(copy, p, size) : NULL;
}
