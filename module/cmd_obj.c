// SPDX-License-Identifier: GPL-2.0
/*
 * Commands over all kinds of object: pinning, walking ids, opening by id, and OBJ_GET_INFO_BY_FD.
 */
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/capability.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/user_namespace.h>

#include "btf.h"
#include "cmd_handlers.h"
#include "cmd_prog_btf.h"
#include "engine/engine.h"
#include "engine/run.h"
#include "fs.h"
#include "helper.h"
#include "link.h"
#include "map.h"
#include "prog.h"

/* Where a relative path begins. A path_fd that no flag speaks of must be 0. */
static int pin_dfd(const union sbpf_attr *attr, int *dfd)
{
	bool given = attr->file_flags & SBPF_F_PATH_FD;

	*dfd = given ? attr->path_fd : AT_FDCWD;
	return given || !attr->path_fd ? 0 : -EINVAL;
}

/**
 * cmd_obj_pin() - SBPF_OBJ_PIN
 * @call: attributes
 *
 * Return: 0; -EINVAL bad flag or not a map, program or link (also an fd that is not open), and as sbpf_fs_pin().
 */
int cmd_obj_pin(struct sbpf_call *call)
{
	const union sbpf_attr *attr = &call->attr;
	struct sbpf_prog *prog;
	struct sbpf_link *link;
	struct sbpf_map *map;
	struct file *file;
	int err = -EINVAL;
	int dfd;

	if ((attr->file_flags & ~SBPF_F_PATH_FD) || pin_dfd(attr, &dfd))
		return -EINVAL;
	file = fget(attr->bpf_fd);
	if (!file)
		return -EINVAL;
	map = sbpf_map_from_file(file);
	prog = sbpf_prog_from_file(file);
	link = sbpf_link_from_file(file);
	if (map)
		err = sbpf_fs_pin(&map->obj, dfd, u64_to_user_ptr(attr->pathname));
	else if (prog)
		err = sbpf_fs_pin(&prog->obj, dfd, u64_to_user_ptr(attr->pathname));
	else if (link)
		err = sbpf_fs_pin(&link->obj, dfd, u64_to_user_ptr(attr->pathname));
	fput(file);
	return err;
}

static int map_open(struct sbpf_map *map, int open_flags)
{
	int fd = sbpf_map_new_fd(map, open_flags);

	if (fd < 0)
		sbpf_map_put_user(map);
	return fd;
}

static int prog_open(struct sbpf_prog *prog)
{
	int fd = sbpf_prog_new_fd(prog);

	if (fd < 0)
		sbpf_prog_put(prog);
	return fd;
}

static int link_open(struct sbpf_link *link)
{
	int fd = sbpf_link_new_fd(link, "bpf-link");

	if (fd < 0)
		sbpf_link_put(link);
	return fd;
}

/**
 * cmd_obj_get() - SBPF_OBJ_GET
 * @call: attributes
 *
 * Return: fd; -EINVAL bad flag, or a link that is not opened for reading and writing, -EMFILE, and as sbpf_fs_get().
 */
int cmd_obj_get(struct sbpf_call *call)
{
	const union sbpf_attr *attr = &call->attr;
	struct sbpf_link *link;
	struct sbpf_obj *obj;
	int dfd, open_flags;

	if (attr->bpf_fd || (attr->file_flags & ~(SBPF_F_RDONLY | SBPF_F_WRONLY | SBPF_F_PATH_FD)) || pin_dfd(attr, &dfd))
		return -EINVAL;
	open_flags = sbpf_map_open_flags(attr->file_flags);
	if (open_flags < 0)
		return open_flags;
	obj = sbpf_fs_get(dfd, u64_to_user_ptr(attr->pathname), open_flags);
	if (IS_ERR(obj))
		return PTR_ERR(obj);
	switch (obj->kind) {
	case SBPF_OBJ_MAP:
		return map_open(container_of(obj, struct sbpf_map, obj), open_flags);
	case SBPF_OBJ_PROG:
		return prog_open(container_of(obj, struct sbpf_prog, obj));
	default:
		link = container_of(obj, struct sbpf_link, obj);
		if (open_flags == O_RDWR)
			return link_open(link);
		sbpf_link_put(link);
		return -EINVAL;
	}
}

static int obj_get_next_id(struct sbpf_call *call, enum sbpf_obj_kind kind)
{
	u32 id = call->attr.start_id;
	int err;

	if (id >= INT_MAX)
		return -EINVAL;
	id++;
	err = sbpf_obj_next_id(kind, &id);
	if (err)
		return err;
	call->attr.next_id = id;
	return sbpf_call_put_field(call, next_id);
}

/**
 * cmd_prog_get_next_id() - SBPF_PROG_GET_NEXT_ID
 * @call: attributes
 *
 * Return: 0; -ENOENT after the last, -EINVAL, -EPERM, -EFAULT.
 */
int cmd_prog_get_next_id(struct sbpf_call *call)
{
	return obj_get_next_id(call, SBPF_OBJ_PROG);
}

/**
 * cmd_map_get_next_id() - SBPF_MAP_GET_NEXT_ID
 * @call: attributes
 *
 * Return: as cmd_prog_get_next_id().
 */
int cmd_map_get_next_id(struct sbpf_call *call)
{
	return obj_get_next_id(call, SBPF_OBJ_MAP);
}

/**
 * cmd_link_get_next_id() - SBPF_LINK_GET_NEXT_ID
 * @call: attributes
 *
 * Return: as cmd_prog_get_next_id().
 */
int cmd_link_get_next_id(struct sbpf_call *call)
{
	return obj_get_next_id(call, SBPF_OBJ_LINK);
}

/**
 * cmd_btf_get_next_id() - SBPF_BTF_GET_NEXT_ID
 * @call: attributes
 *
 * Return: as cmd_prog_get_next_id().
 */
int cmd_btf_get_next_id(struct sbpf_call *call)
{
	return obj_get_next_id(call, SBPF_OBJ_BTF);
}

/**
 * cmd_prog_get_fd_by_id() - SBPF_PROG_GET_FD_BY_ID
 * @call: attributes
 *
 * Return: fd; -ENOENT, -EPERM, -EMFILE.
 */
int cmd_prog_get_fd_by_id(struct sbpf_call *call)
{
	struct sbpf_obj *obj = sbpf_obj_get_by_id(SBPF_OBJ_PROG, call->attr.prog_id);

	return obj ? prog_open(container_of(obj, struct sbpf_prog, obj)) : -ENOENT;
}

/**
 * cmd_map_get_fd_by_id() - SBPF_MAP_GET_FD_BY_ID
 * @call: attributes; open_flags may hold SBPF_F_RDONLY or SBPF_F_WRONLY
 *
 * Return: fd; -ENOENT, -EPERM, -EINVAL, -EMFILE.
 */
int cmd_map_get_fd_by_id(struct sbpf_call *call)
{
	u32 flags = call->attr.open_flags;
	struct sbpf_obj *obj;
	struct sbpf_map *map;
	int fd;

	if (flags & ~(SBPF_F_RDONLY | SBPF_F_WRONLY))
		return -EINVAL;
	fd = sbpf_map_open_flags(flags);
	if (fd < 0)
		return fd;
	obj = sbpf_obj_get_by_id(SBPF_OBJ_MAP, call->attr.map_id);
	if (!obj)
		return -ENOENT;
	map = container_of(obj, struct sbpf_map, obj);
	sbpf_map_get_user(map);
	fd = map_open(map, fd);
	sbpf_map_put(map);
	return fd;
}

/**
 * cmd_link_get_fd_by_id() - SBPF_LINK_GET_FD_BY_ID
 * @call: attributes
 *
 * Return: fd; -ENOENT, -EPERM, -EMFILE.
 */
int cmd_link_get_fd_by_id(struct sbpf_call *call)
{
	struct sbpf_obj *obj = sbpf_obj_get_by_id(SBPF_OBJ_LINK, call->attr.link_id);

	return obj ? link_open(container_of(obj, struct sbpf_link, obj)) : -ENOENT;
}

/**
 * cmd_btf_get_fd_by_id() - SBPF_BTF_GET_FD_BY_ID
 * @call: attributes
 *
 * Return: fd; -ENOENT, -EPERM, -EMFILE.
 */
int cmd_btf_get_fd_by_id(struct sbpf_call *call)
{
	struct sbpf_obj *obj = sbpf_obj_get_by_id(SBPF_OBJ_BTF, call->attr.btf_id);
	struct sbpf_btf *btf;
	int fd;

	if (!obj)
		return -ENOENT;
	btf = container_of(obj, struct sbpf_btf, obj);
	fd = sbpf_btf_new_fd(btf);
	if (fd < 0)
		sbpf_btf_put(btf);
	return fd;
}

/*
 * Info structs follow the rules of attributes: user space's may be longer, with a zero tail, or shorter. Copies in what
 * user space gave into @info and returns how many bytes are to go back, or -errno.
 */
static int info_copy_in(struct sbpf_call *call, void *info, u32 size)
{
	u8 __user *uinfo = u64_to_user_ptr(call->attr.info.info);
	u32 len = call->attr.info.info_len;
	int zero;

	if (len > PAGE_SIZE)
		return -E2BIG;
	if (len > size) {
		zero = check_zeroed_user(uinfo + size, len - size);
		if (zero <= 0)
			return zero ?: -E2BIG;
		len = size;
	}
	memset(info, 0, size);
	return copy_from_user(info, uinfo, len) ? -EFAULT : (int)len;
}

static int info_copy_out(struct sbpf_call *call, const void *info, u32 len)
{
	if (copy_to_user(u64_to_user_ptr(call->attr.info.info), info, len))
		return -EFAULT;
	call->attr.info.info_len = len;
	return sbpf_call_put_field(call, info.info_len);
}

static int map_info(struct sbpf_call *call, const struct sbpf_map *map)
{
	struct sbpf_map_info info;
	int len = info_copy_in(call, &info, sizeof(info));

	if (len < 0)
		return len;
	memset(&info, 0, sizeof(info));
	info.type = map->type;
	info.id = map->obj.id;
	info.key_size = map->key_size;
	info.value_size = map->value_size;
	info.max_entries = map->max_entries;
	info.map_flags = map->map_flags;
	info.map_extra = map->map_extra;
	memcpy(info.name, map->name, sizeof(map->name));
	if (map->btf) {
		info.btf_id = map->btf->obj.id;
		info.btf_key_type_id = map->btf_key_type_id;
		info.btf_value_type_id = map->btf_value_type_id;
	}
	return info_copy_out(call, &info, len);
}

static int link_info(struct sbpf_call *call, struct sbpf_link *link)
{
	struct sbpf_link_info info;
	int len = info_copy_in(call, &info, sizeof(info));
	int err;

	if (len < 0)
		return len;
	info.type = link->type;
	info.id = link->obj.id;
	rcu_read_lock();
	info.prog_id = rcu_dereference(link->prog)->obj.id;
	rcu_read_unlock();
	if (link->ops->fill_info) {
		err = link->ops->fill_info(link, &info);
		if (err)
			return err;
	}
	return info_copy_out(call, &info, len);
}

/*
 * BTF of ours has no name, so there is at most a NUL to write. A size of 0, or one that is too small, only asks for the
 * real one.
 */
static int btf_info(struct sbpf_call *call, const struct sbpf_btf *btf)
{
	struct sbpf_btf_info info;
	int len = info_copy_in(call, &info, sizeof(info));

	if (len < 0)
		return len;
	if (copy_to_user(u64_to_user_ptr(info.btf), btf->data, min(info.btf_size, btf->data_size)))
		return -EFAULT;
	if (!info.name != !info.name_len)
		return -EINVAL;
	if (info.name && put_user('\0', (char __user *)u64_to_user_ptr(info.name)))
		return -EFAULT;
	info.id = btf->obj.id;
	info.btf_size = btf->data_size;
	info.name_len = 0;
	info.kernel_btf = 0;
	return info_copy_out(call, &info, len);
}

/* The index of the map that lives at this address in the lowered program, or -1. */
static int prog_map_at(const struct sbpf_prog *prog, u64 addr)
{
	u32 i;

	lockdep_assert_held(&prog->maps_lock);
	for (i = 0; i < prog->nr_maps; i++)
		if ((unsigned long)prog->maps[i] == addr)
			return i;
	return -1;
}

/* Kernel addresses do not leave the kernel: maps become ids, calls helper numbers, other addresses 0. */
static void insn_hide_addresses(const struct sbpf_prog *prog, struct sbpf_insn *insn)
{
	u64 imm;
	int map;

	if (sbpf_insn_is_ld_imm64(insn) && !insn->src_reg) {
		imm = sbpf_insn_imm64(insn);
		map = prog_map_at(prog, imm);
		if (map >= 0) {
			insn->src_reg = SBPF_PSEUDO_MAP_FD;
			sbpf_insn_set_imm64(insn, prog->maps[map]->obj.id);
		} else if (imm >= TASK_SIZE_MAX) {
			sbpf_insn_set_imm64(insn, 0);
		}
	} else if (insn->code == (SBPF_JMP | SBPF_CALL) && !insn->src_reg) {
		insn->imm = sbpf_helper_id(sbpf_insn_call_fn(insn));
	}
}

static int prog_info_xlated(struct sbpf_prog *prog, u64 ubuf, u32 size)
{
	size_t bytes = (size_t)prog->len * sizeof(*prog->insns);
	struct sbpf_insn *copy;
	u32 i;
	int err;

	copy = kvmalloc(bytes, GFP_KERNEL | __GFP_NOWARN);
	if (!copy)
		return -ENOMEM;
	memcpy(copy, prog->insns, bytes);
	/* The instructions stay as they are, but PROG_BIND_MAP replaces the list that map addresses are looked up in. */
	mutex_lock(&prog->maps_lock);
	for (i = 0; i < prog->len; i++) {
		insn_hide_addresses(prog, &copy[i]);
		if (sbpf_insn_is_ld_imm64(&copy[i]))
			i++;
	}
	mutex_unlock(&prog->maps_lock);
	err = copy_to_user(u64_to_user_ptr(ubuf), copy, min_t(size_t, size, bytes)) ? -EFAULT : 0;
	kvfree(copy);
	return err;
}

/* The machine code of one function; the interpreter has none, only a place where it is entered. */
static const void *prog_image(const struct sbpf_prog *prog, u32 func, u32 *size)
{
	*size = 0;
	return prog->engine->image ? prog->engine->image(prog, func, size) : (const void *)(unsigned long)prog->run;
}

/*
 * Machine code, its functions' addresses and their sizes. Kernel addresses, which machine code is full of, go to a caller
 * that may read kernel pointers; others get the counts, and a null pointer where they asked for more.
 */
static int prog_info_jited(const struct sbpf_prog *prog, const struct sbpf_prog_info *asked, struct sbpf_prog_info *info)
{
	u8 __user *code = u64_to_user_ptr(asked->jited_prog_insns);
	u64 __user *ksyms = u64_to_user_ptr(asked->jited_ksyms);
	u32 __user *lens = u64_to_user_ptr(asked->jited_func_lens);
	u32 nr = prog->engine->image ? prog->nr_subprogs : 1;
	u32 room = asked->jited_prog_len, i, size, part;
	bool show = capable(CAP_SYSLOG);
	const void *image;

	info->nr_jited_ksyms = nr;
	info->nr_jited_func_lens = nr;
	for (i = 0; i < nr; i++) {
		image = prog_image(prog, i, &size);
		info->jited_prog_len += size;
		if (!show)
			continue;
		part = min(room, size);
		if (part && copy_to_user(code, image, part))
			return -EFAULT;
		code += part;
		room -= part;
		if (i < asked->nr_jited_ksyms && put_user((u64)(unsigned long)image, &ksyms[i]))
			return -EFAULT;
		if (i < asked->nr_jited_func_lens && put_user(size, &lens[i]))
			return -EFAULT;
	}
	if (!show) {
		info->jited_prog_insns = asked->jited_prog_len ? 0 : asked->jited_prog_insns;
		info->jited_ksyms = asked->nr_jited_ksyms ? 0 : asked->jited_ksyms;
		info->jited_func_lens = asked->nr_jited_func_lens ? 0 : asked->jited_func_lens;
	}
	return 0;
}

static int prog_info_map_ids(struct sbpf_prog *prog, struct sbpf_prog_info *info, u32 room)
{
	u32 __user *ids = u64_to_user_ptr(info->map_ids);
	int err = 0;
	u32 i;

	mutex_lock(&prog->maps_lock);
	info->nr_map_ids = prog->nr_maps;
	for (i = 0; i < min(room, prog->nr_maps) && !err; i++)
		err = put_user(prog->maps[i]->obj.id, &ids[i]);
	mutex_unlock(&prog->maps_lock);
	return err;
}

static int prog_info_dumps(struct sbpf_prog *prog, const struct sbpf_prog_info *asked, struct sbpf_prog_info *info)
{
	int err;

	err = prog_info_map_ids(prog, info, asked->nr_map_ids);
	if (err)
		return err;
	/* Without CAP_BPF the code of others is nobody's business. */
	if (!(sbpf_priv_current() & SBPF_PRIV_BPF))
		return 0;
	info->xlated_prog_len = prog->len * sizeof(*prog->insns);
	if (asked->xlated_prog_len) {
		err = prog_info_xlated(prog, asked->xlated_prog_insns, asked->xlated_prog_len);
		if (err)
			return err;
	}
	err = prog_info_jited(prog, asked, info);
	if (err)
		return err;
	info->nr_prog_tags = 1;
	if (asked->nr_prog_tags && copy_to_user(u64_to_user_ptr(asked->prog_tags), prog->tag, sizeof(prog->tag)))
		return -EFAULT;
	return 0;
}

/* The size of a record that user space expects: the real one, or 0 if it asks for none. Tells the real one. */
static bool rec_size_agree(u32 nr, u32 *rec_size, u32 real)
{
	if ((nr || *rec_size) && *rec_size != real)
		return false;
	*rec_size = real;
	return true;
}

/*
 * What user space filled in asks for arrays. Its addresses come back as they were, its counts as what there is.
 */
static int prog_info_begin(const struct sbpf_prog_info *asked, struct sbpf_prog_info *info)
{
	memset(info, 0, sizeof(*info));
	info->map_ids = asked->map_ids;
	info->xlated_prog_insns = asked->xlated_prog_insns;
	info->jited_prog_insns = asked->jited_prog_insns;
	info->jited_ksyms = asked->jited_ksyms;
	info->jited_func_lens = asked->jited_func_lens;
	info->func_info = asked->func_info;
	info->line_info = asked->line_info;
	info->jited_line_info = asked->jited_line_info;
	info->prog_tags = asked->prog_tags;
	info->func_info_rec_size = asked->func_info_rec_size;
	info->line_info_rec_size = asked->line_info_rec_size;
	info->jited_line_info_rec_size = asked->jited_line_info_rec_size;
	if (!rec_size_agree(asked->nr_func_info, &info->func_info_rec_size, sizeof(struct sbpf_func_info)) ||
	    !rec_size_agree(asked->nr_line_info, &info->line_info_rec_size, sizeof(struct sbpf_line_info)) ||
	    !rec_size_agree(asked->nr_jited_line_info, &info->jited_line_info_rec_size, sizeof(u64)))
		return -EINVAL;
	return 0;
}

static int prog_info(struct sbpf_call *call, struct sbpf_prog *prog)
{
	struct sbpf_prog_info asked, info;
	int len = info_copy_in(call, &asked, sizeof(asked));
	struct sbpf_prog_totals sum;
	int err;

	if (len < 0)
		return len;
	err = prog_info_begin(&asked, &info);
	if (err)
		return err;
	info.type = prog->type_id;
	info.id = prog->obj.id;
	memcpy(info.tag, prog->tag, sizeof(info.tag));
	memcpy(info.name, prog->name, sizeof(prog->name));
	info.load_time = prog->load_time;
	info.created_by_uid = from_kuid_munged(current_user_ns(), prog->uid);
	info.gpl_compatible = prog->gpl;
	info.verified_insns = prog->verified_insns;
	sbpf_prog_stats_sum(prog, &sum);
	info.run_cnt = sum.cnt;
	info.run_time_ns = sum.nsecs;
	info.recursion_misses = sum.misses;
	err = prog_info_dumps(prog, &asked, &info) ?: sbpf_prog_btf_info(prog, &asked, &info);
	return err ?: info_copy_out(call, &info, len);
}

/**
 * cmd_obj_get_info_by_fd() - SBPF_OBJ_GET_INFO_BY_FD
 * @call: attributes
 *
 * Return: 0; -EBADFD (sic, as bpf(2)) not open, -EINVAL not an object of ours, -E2BIG, -EFAULT, -ENOSPC, -ENOMEM.
 */
int cmd_obj_get_info_by_fd(struct sbpf_call *call)
{
	struct file *file = fget(call->attr.info.bpf_fd);
	struct sbpf_prog *prog;
	struct sbpf_link *link;
	struct sbpf_map *map;
	struct sbpf_btf *btf;
	int err = -EINVAL;

	if (!file)
		return -EBADFD;
	map = sbpf_map_from_file(file);
	prog = sbpf_prog_from_file(file);
	link = sbpf_link_from_file(file);
	btf = sbpf_btf_from_file(file);
	if (map)
		err = map_info(call, map);
	else if (prog)
		err = prog_info(call, prog);
	else if (link)
		err = link_info(call, link);
	else if (btf)
		err = btf_info(call, btf);
	fput(file);
	return err;
}
