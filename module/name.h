/* SPDX-License-Identifier: GPL-2.0 */
/* Names of objects: what bpf(2) allows in them. */
#ifndef SBPF_NAME_H
#define SBPF_NAME_H

#include <linux/ctype.h>
#include <linux/string.h>
#include "limits.h"

/**
 * sbpf_name_check() - whether user space may call an object so
 * @name: SBPF_NAME_LEN bytes
 *
 * Letters, digits, '_' and '.'; the rest of the buffer zero, at least one byte of it.
 *
 * Return: 0 or -EINVAL.
 */
static inline int sbpf_name_check(const char *name)
{
	const char *end = name + SBPF_NAME_LEN;
	const char *p = name;

	while (p < end && (isalnum(*p) || *p == '_' || *p == '.'))
		p++;
	if (p == end)
		return -EINVAL;
	return memchr_inv(p, 0, end - p) ? -EINVAL : 0;
}

#endif /* SBPF_NAME_H */
