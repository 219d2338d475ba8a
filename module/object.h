/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Kernel objects that programs hold typed pointers to: they read fields of them as they do of their context, and give the
 * pointers to helpers. An object is one const row in objects/.
 */
#ifndef SBPF_OBJECT_H
#define SBPF_OBJECT_H

#include <linux/types.h>

struct sbpf_ctx_field;

/**
 * struct sbpf_object - a kind of kernel object
 * @name: as the log prints it ("sock")
 * @fields: what programs may read of it, by offset in the struct of the ABI; where it really is counts from the object
 * @nr_fields: how many
 * @base: what a pointer to it may also be used as, NULL: nothing else
 */
struct sbpf_object {
	const char *name;
	const struct sbpf_ctx_field *fields;
	u32 nr_fields;
	const struct sbpf_object *base;
};

extern const struct sbpf_object sbpf_sock_common_object;
extern const struct sbpf_object sbpf_sock_object;
extern const struct sbpf_object sbpf_tcp_sock_object;

/* May a pointer to an @obj be used where a @want is asked for? */
static inline bool sbpf_object_is(const struct sbpf_object *obj, const struct sbpf_object *want)
{
	while (obj && obj != want)
		obj = obj->base;
	return obj;
}

#endif /* SBPF_OBJECT_H */
