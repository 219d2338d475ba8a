// SPDX-License-Identifier: GPL-2.0
/*
 * The prototypes of the kernel's tracepoints, taken from the BTF the kernel publishes about itself: each tracepoint
 * has there a typedef btf_trace_<name> of its probe functions. The file is read once, when first needed; only the counts
 * and widths of the arguments are kept.
 */
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/overflow.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include <linux/sandbpf_btf.h>

#include "tp_proto.h"

#define BTF_PATH	"/sys/kernel/btf/vmlinux"
#define BTF_PREFIX	"btf_trace_"

/* Larger than any kernel's BTF (about 6 MB today); a file beyond that is not one. */
#define BTF_SIZE_MAX	(64U << 20)

/* How many typedefs, const and the like may lie between a parameter and the type that has a size. */
#define BTF_CHAIN_MAX	32

/**
 * struct btf_blob - a BTF file while it is searched
 * @types: type section, @types_len bytes
 * @types_len: bytes
 * @strings: string section, @strings_len bytes, the last one zero
 * @strings_len: bytes
 * @off: by type id, offset of the type in @types; [0] is unused
 * @nr: how many ids, 0 included
 */
struct btf_blob {
	const void *types;
	u32 types_len;
	const char *strings;
	u32 strings_len;
	u32 *off;
	u32 nr;
};

/* One tracepoint: sizes in bytes of its arguments, and its name. */
struct tp_row {
	u8 nr_args;
	u8 size[SBPF_TP_ARGS_MAX];
	const char *name;
};

/**
 * struct tp_table - what is kept
 * @nr: rows in use
 * @names: the memory that the names are in
 * @rows: one a tracepoint
 */
struct tp_table {
	u32 nr;
	char *names;
	struct tp_row rows[];
};

/* Protects the making of the table. Process context, a leaf but for what reading a file takes. */
static DEFINE_MUTEX(table_lock);
static struct tp_table *table;

/* Bytes behind the common part of a type, or -1 for an unknown kind. */
static int btf_type_extra(u32 info)
{
	u32 vlen = SBPF_BTF_INFO_VLEN(info);

	switch (SBPF_BTF_INFO_KIND(info)) {
	case SBPF_BTF_KIND_INT:
	case SBPF_BTF_KIND_VAR:
	case SBPF_BTF_KIND_DECL_TAG:
		return sizeof(u32);
	case SBPF_BTF_KIND_ARRAY:
		return sizeof(struct sbpf_btf_array);
	case SBPF_BTF_KIND_STRUCT:
	case SBPF_BTF_KIND_UNION:
		return vlen * sizeof(struct sbpf_btf_member);
	case SBPF_BTF_KIND_ENUM:
		return vlen * sizeof(struct sbpf_btf_enum);
	case SBPF_BTF_KIND_ENUM64:
		return vlen * sizeof(struct sbpf_btf_enum64);
	case SBPF_BTF_KIND_FUNC_PROTO:
		return vlen * sizeof(struct sbpf_btf_param);
	case SBPF_BTF_KIND_DATASEC:
		return vlen * sizeof(struct sbpf_btf_var_secinfo);
	case SBPF_BTF_KIND_PTR:
	case SBPF_BTF_KIND_FWD:
	case SBPF_BTF_KIND_TYPEDEF:
	case SBPF_BTF_KIND_VOLATILE:
	case SBPF_BTF_KIND_CONST:
	case SBPF_BTF_KIND_RESTRICT:
	case SBPF_BTF_KIND_FUNC:
	case SBPF_BTF_KIND_FLOAT:
	case SBPF_BTF_KIND_TYPE_TAG:
		return 0;
	}
	return -1;
}

static const struct sbpf_btf_type *btf_type(const struct btf_blob *btf, u32 id)
{
	return id && id < btf->nr ? btf->types + btf->off[id] : NULL;
}

/* Split the file in its sections; every offset is checked. */
static int btf_open(struct btf_blob *btf, const void *data, size_t size)
{
	const struct sbpf_btf_header *hdr = data;
	u64 types, strings;

	if (size < sizeof(*hdr) || hdr->magic != SBPF_BTF_MAGIC || hdr->hdr_len < sizeof(*hdr))
		return -EINVAL;
	types = (u64)hdr->hdr_len + hdr->type_off;
	strings = (u64)hdr->hdr_len + hdr->str_off;
	if (types + hdr->type_len > size || strings + hdr->str_len > size || !hdr->str_len ||
	    !IS_ALIGNED(types, sizeof(u32)))
		return -EINVAL;
	btf->types = data + types;
	btf->types_len = hdr->type_len;
	btf->strings = data + strings;
	btf->strings_len = hdr->str_len;
	return btf->strings[btf->strings_len - 1] ? -EINVAL : 0;
}

/* Walk the types; note where each begins if there is room for it. Return: how many, 0 counted, or -EINVAL. */
static int btf_walk(const struct btf_blob *btf, u32 *off)
{
	u32 pos = 0, nr = 1;

	while (pos < btf->types_len) {
		const struct sbpf_btf_type *type = btf->types + pos;
		u32 left = btf->types_len - pos;
		int extra;

		if (left < sizeof(*type) || nr > SBPF_BTF_MAX_TYPE)
			return -EINVAL;
		extra = btf_type_extra(type->info);
		if (extra < 0 || left - sizeof(*type) < extra)
			return -EINVAL;
		if (off)
			off[nr] = pos;
		nr++;
		pos += sizeof(*type) + extra;
	}
	return nr;
}

static int btf_index(struct btf_blob *btf)
{
	int nr = btf_walk(btf, NULL);

	if (nr < 0)
		return nr;
	btf->off = kvcalloc(nr, sizeof(*btf->off), GFP_KERNEL);
	if (!btf->off)
		return -ENOMEM;
	btf->nr = nr;
	btf_walk(btf, btf->off);
	return 0;
}

static const struct sbpf_btf_type *btf_resolve(const struct btf_blob *btf, u32 id)
{
	const struct sbpf_btf_type *type = btf_type(btf, id);
	int hops;

	for (hops = 0; type && hops < BTF_CHAIN_MAX; hops++) {
		switch (SBPF_BTF_INFO_KIND(type->info)) {
		case SBPF_BTF_KIND_TYPEDEF:
		case SBPF_BTF_KIND_VOLATILE:
		case SBPF_BTF_KIND_CONST:
		case SBPF_BTF_KIND_RESTRICT:
		case SBPF_BTF_KIND_TYPE_TAG:
			type = btf_type(btf, type->type);
			break;
		default:
			return type;
		}
	}
	return NULL;
}

/* Bytes of an argument; what is not a small integer is taken whole. */
static u8 btf_arg_size(const struct btf_blob *btf, u32 id)
{
	const struct sbpf_btf_type *type = btf_resolve(btf, id);

	if (!type)
		return sizeof(u64);
	switch (SBPF_BTF_INFO_KIND(type->info)) {
	case SBPF_BTF_KIND_INT:
	case SBPF_BTF_KIND_ENUM:
	case SBPF_BTF_KIND_ENUM64:
		return clamp_t(u32, type->size, 1, sizeof(u64));
	}
	return sizeof(u64);
}

/* The name of the tracepoint whose probes this type describes, or NULL. */
static const char *btf_tp_name(const struct btf_blob *btf, const struct sbpf_btf_type *type)
{
	const char *name;

	if (SBPF_BTF_INFO_KIND(type->info) != SBPF_BTF_KIND_TYPEDEF || type->name_off >= btf->strings_len)
		return NULL;
	name = btf->strings + type->name_off;
	return strstarts(name, BTF_PREFIX) ? name + strlen(BTF_PREFIX) : NULL;
}

/* typedef void (*btf_trace_x)(void *data, arguments ...) */
static bool btf_tp_args(const struct btf_blob *btf, const struct sbpf_btf_type *type, struct tp_row *row)
{
	const struct sbpf_btf_type *ptr = btf_resolve(btf, type->type), *proto;
	const struct sbpf_btf_param *param;
	u32 i, nr;

	if (!ptr || SBPF_BTF_INFO_KIND(ptr->info) != SBPF_BTF_KIND_PTR)
		return false;
	proto = btf_resolve(btf, ptr->type);
	if (!proto || SBPF_BTF_INFO_KIND(proto->info) != SBPF_BTF_KIND_FUNC_PROTO)
		return false;
	nr = SBPF_BTF_INFO_VLEN(proto->info);
	if (nr < 1 || nr - 1 > SBPF_TP_ARGS_MAX)
		return false;
	param = (const void *)(proto + 1);
	row->nr_args = nr - 1;
	for (i = 0; i < row->nr_args; i++)
		row->size[i] = btf_arg_size(btf, param[i + 1].type);
	return true;
}

static struct tp_table *table_make(const struct btf_blob *btf)
{
	const struct sbpf_btf_type *type;
	size_t names = 0, used = 0;
	struct tp_table *new;
	const char *name;
	u32 id, nr = 0;

	for (id = 1; id < btf->nr; id++) {
		name = btf_tp_name(btf, btf_type(btf, id));
		if (name) {
			nr++;
			names += strlen(name) + 1;
		}
	}
	new = kvzalloc(struct_size(new, rows, nr), GFP_KERNEL);
	if (!new)
		return NULL;
	new->names = kvmalloc(max_t(size_t, names, 1), GFP_KERNEL);
	if (!new->names) {
		kvfree(new);
		return NULL;
	}
	for (id = 1; id < btf->nr && new->nr < nr; id++) {
		struct tp_row *row = &new->rows[new->nr];

		type = btf_type(btf, id);
		name = btf_tp_name(btf, type);
		if (!name || !btf_tp_args(btf, type, row))
			continue;
		row->name = strcpy(new->names + used, name);
		used += strlen(name) + 1;
		new->nr++;
	}
	return new;
}

/* Where the first process sees it: the caller may live in a root of its own. */
static struct file *btf_file(void)
{
	struct file *file;
	struct path root;

	task_lock(&init_task);
	get_fs_root(init_task.fs, &root);
	task_unlock(&init_task);
	file = file_open_root(&root, BTF_PATH, O_RDONLY, 0);
	path_put(&root);
	return file;
}

/*
 * The kernel's BTF in vmalloc memory. Not by kernel_read_file(): security modules want to be told what kind of file that
 * reads, and there is no kind for this one. A read of a file in sysfs returns at most a page.
 */
static void *btf_read(size_t *size)
{
	struct file *file = btf_file();
	loff_t len, pos = 0;
	ssize_t got = 1;
	void *data;

	if (IS_ERR(file))
		return file;
	len = i_size_read(file_inode(file));
	data = len > 0 && len <= BTF_SIZE_MAX ? vmalloc(len) : NULL;
	while (data && pos < len && got > 0)
		got = kernel_read(file, data + pos, len - pos, &pos);
	fput(file);
	if (data && pos == len) {
		*size = len;
		return data;
	}
	vfree(data);
	if (got < 0)
		return ERR_PTR(got);
	return ERR_PTR(data ? -EIO : -ENOMEM);
}

static struct tp_table *table_read(void)
{
	struct btf_blob btf = {};
	struct tp_table *new = NULL;
	size_t size;
	void *data;
	int err;

	data = btf_read(&size);
	if (IS_ERR(data))
		return data;
	err = btf_open(&btf, data, size);
	if (!err)
		err = btf_index(&btf);
	if (!err) {
		new = table_make(&btf);
		err = new ? 0 : -ENOMEM;
	}
	kvfree(btf.off);
	vfree(data);
	return err ? ERR_PTR(err) : new;
}

static int table_get(void)
{
	struct tp_table *new;
	int err = 0;

	mutex_lock(&table_lock);
	if (!table) {
		new = table_read();
		err = PTR_ERR_OR_ZERO(new);
		if (!err)
			smp_store_release(&table, new);
	}
	mutex_unlock(&table_lock);
	return err;
}

/**
 * sbpf_tp_proto_find() - the arguments of a tracepoint
 * @name: of the tracepoint
 * @proto: out
 *
 * A tracepoint that the kernel's BTF does not describe (no BTF in this kernel, or a module's tracepoint) gets the
 * largest prototype there is: its program may read all slots, and finds leftovers in those the tracepoint does not have
 * and in the upper bits of narrow arguments.
 *
 * Context: process context. Return: 0 or -ENOMEM.
 */
int sbpf_tp_proto_find(const char *name, struct sbpf_tp_proto *proto)
{
	const struct tp_table *rows = smp_load_acquire(&table);
	u32 i, arg;

	memset(proto, 0, sizeof(*proto));
	if (!rows && table_get() == -ENOMEM)
		return -ENOMEM;
	rows = smp_load_acquire(&table);
	for (i = 0; rows && i < rows->nr; i++) {
		const struct tp_row *row = &rows->rows[i];

		if (strcmp(row->name, name))
			continue;
		proto->nr_args = row->nr_args;
		for (arg = 0; arg < row->nr_args; arg++)
			proto->mask[arg] = ~0ULL >> (64 - 8 * row->size[arg]);
		return 0;
	}
	proto->nr_args = SBPF_TP_ARGS_MAX;
	memset(proto->mask, 0xff, sizeof(proto->mask));
	return 0;
}

/**
 * sbpf_tp_proto_exit() - free what was kept
 */
void sbpf_tp_proto_exit(void)
{
	if (!table)
		return;
	kvfree(table->names);
	kvfree(table);
}
