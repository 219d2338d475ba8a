/* SPDX-License-Identifier: GPL-2.0 */
/*
 * BTF: the types of programs and maps, as user space describes them. A BTF object is checked once, when it is loaded, and
 * never changes; whoever holds a reference may follow type ids and names in it without further checks.
 */
#ifndef SBPF_BTF_H
#define SBPF_BTF_H

#include <linux/types.h>
#include <linux/sandbpf.h>
#include "obj.h"

struct file;
struct sbpf_log;

/**
 * struct sbpf_btf - one BTF object
 * @obj: id, references
 * @blob: the allocation that @data lies in
 * @data: as user space gave it
 * @data_size: bytes
 * @types: the type section; types are aligned to 4
 * @types_len: bytes of it
 * @strings: the string section: ends with a NUL, begins with the empty string
 * @strings_len: bytes of it
 * @nr_types: ids are smaller; void counts
 * @offsets: of each type in @types; that of void, 0, means nothing
 * @targets: what a type that stands for another one (typedef, const, variable, ...) comes to in the end, by its id
 * @sizes: bytes of arrays, by id
 */
struct sbpf_btf {
	struct sbpf_obj obj;
	void *blob;
	const void *data;
	u32 data_size;
	const void *types;
	u32 types_len;
	const char *strings;
	u32 strings_len;
	u32 nr_types;
	u32 *offsets;
	u32 *targets;
	u32 *sizes;
};

static inline u32 sbpf_btf_kind(const struct sbpf_btf_type *t)
{
	return SBPF_BTF_INFO_KIND(t->info);
}

static inline u32 sbpf_btf_vlen(const struct sbpf_btf_type *t)
{
	return SBPF_BTF_INFO_VLEN(t->info);
}

static inline bool sbpf_btf_kflag(const struct sbpf_btf_type *t)
{
	return SBPF_BTF_INFO_KFLAG(t->info);
}

/* btf_check.c: free of files and user memory */
int sbpf_btf_check(struct sbpf_btf *btf, struct sbpf_log *log);
const char *sbpf_btf_kind_name(u32 kind);
u32 sbpf_btf_type_bytes(const struct sbpf_btf_type *t);
bool sbpf_btf_name_ok(const struct sbpf_btf *btf, u32 off);
__printf(4, 5) int sbpf_btf_refuse(const struct sbpf_btf *btf, struct sbpf_log *log, u32 id, const char *fmt, ...);

/* btf_resolve.c: likewise */
int sbpf_btf_resolve(struct sbpf_btf *btf, struct sbpf_log *log);
const struct sbpf_btf_type *sbpf_btf_type(const struct sbpf_btf *btf, u32 id);
const struct sbpf_btf_type *sbpf_btf_sized(const struct sbpf_btf *btf, u32 *id, u32 *size);
const char *sbpf_btf_name(const struct sbpf_btf *btf, u32 off);
bool sbpf_btf_int_regular(const struct sbpf_btf_type *t);

/* btf.c */
struct sbpf_btf *sbpf_btf_create(const void __user *data, u32 size, struct sbpf_log *log);
struct sbpf_btf *sbpf_btf_get_by_fd(u32 fd);
void sbpf_btf_put(struct sbpf_btf *btf);
int sbpf_btf_new_fd(struct sbpf_btf *btf);
struct sbpf_btf *sbpf_btf_from_file(struct file *file);

#endif /* SBPF_BTF_H */
