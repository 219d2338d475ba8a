// SPDX-License-Identifier: GPL-2.0
/*
 * Programs as objects: building one from the bytes of user space, the digest, file descriptors, freeing. The checks of the
 * command are in cmd_prog.c, the proof in verifier/, the running in engine/.
 */
#include <crypto/sha1.h>
#include <linux/anon_inodes.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/timekeeping.h>
#include <linux/uaccess.h>

#include "btf.h"
#include "engine/engine.h"
#include "engine/run.h"
#include "log.h"
#include "map.h"
#include "prog.h"
#include "prog_type.h"

static void prog_free(struct sbpf_obj *obj)
{
	struct sbpf_prog *prog = container_of(obj, struct sbpf_prog, obj);
	u32 i;

	sbpf_engine_release(prog);
	for (i = 0; i < prog->nr_maps; i++)
		sbpf_map_put(prog->maps[i]);
	kvfree(prog->maps);
	if (prog->btf.btf)
		sbpf_btf_put(prog->btf.btf);
	kvfree(prog->btf.funcs);
	kvfree(prog->btf.lines);
	kvfree(prog->subprogs);
	kvfree(prog->insns);
	free_percpu(prog->active);
	free_percpu(prog->stats);
	kfree(prog);
}

/**
 * sbpf_prog_alloc() - an empty program
 * @len: instructions it will have
 *
 * Context: process context. Memory is charged to the caller's memcg.
 * Return: the program with one reference and zeroed prog->insns, or ERR_PTR(-ENOMEM).
 */
struct sbpf_prog *sbpf_prog_alloc(u32 len)
{
	struct sbpf_prog *prog = kzalloc(sizeof(*prog), GFP_KERNEL_ACCOUNT);
	int cpu;

	if (!prog)
		return ERR_PTR(-ENOMEM);
	mutex_init(&prog->maps_lock);
	sbpf_obj_setup(&prog->obj, SBPF_OBJ_PROG, prog_free);
	prog->stats = alloc_percpu_gfp(struct sbpf_prog_stats, GFP_KERNEL_ACCOUNT);
	prog->active = alloc_percpu_gfp(int, GFP_KERNEL_ACCOUNT);
	prog->insns = kvcalloc(len, sizeof(*prog->insns), GFP_KERNEL_ACCOUNT | __GFP_NOWARN);
	prog->len = len;
	if (!prog->stats || !prog->active || !prog->insns) {
		sbpf_prog_put(prog);
		return ERR_PTR(-ENOMEM);
	}
	for_each_possible_cpu(cpu)
		u64_stats_init(&per_cpu_ptr(prog->stats, cpu)->syncp);
	return prog;
}

/**
 * sbpf_prog_put() - drop a reference
 * @prog: the program
 *
 * Context: any but NMI.
 */
void sbpf_prog_put(struct sbpf_prog *prog)
{
	sbpf_obj_put(&prog->obj);
}

/*
 * The index of a map in prog->maps, which is a small set: a program uses at most SBPF_MAX_USED_MAPS. Takes over the
 * caller's reference of the map, also on failure.
 */
static int prog_add_map(struct sbpf_prog *prog, struct sbpf_map *map)
{
	struct sbpf_map **maps;
	u32 i;

	for (i = 0; i < prog->nr_maps; i++) {
		if (prog->maps[i] == map) {
			sbpf_map_put(map);
			return i;
		}
	}
	if (prog->nr_maps == SBPF_MAX_USED_MAPS) {
		sbpf_map_put(map);
		return -E2BIG;
	}
	maps = kvmalloc_array(prog->nr_maps + 1, sizeof(*maps), GFP_KERNEL_ACCOUNT);
	if (!maps) {
		sbpf_map_put(map);
		return -ENOMEM;
	}
	if (prog->nr_maps)
		memcpy(maps, prog->maps, prog->nr_maps * sizeof(*maps));
	kvfree(prog->maps);
	prog->maps = maps;
	prog->maps[prog->nr_maps] = map;
	return prog->nr_maps++;
}

/**
 * sbpf_prog_bind_map() - let the program hold a map it does not name in its code
 * @prog: the program
 * @map: the caller's reference is taken over, also on failure
 *
 * Context: process context. Return: 0, -E2BIG or -ENOMEM.
 */
int sbpf_prog_bind_map(struct sbpf_prog *prog, struct sbpf_map *map)
{
	int idx;

	mutex_lock(&prog->maps_lock);
	idx = prog_add_map(prog, map);
	mutex_unlock(&prog->maps_lock);
	return min(idx, 0);
}

static int map_ref_fd(const struct sbpf_insn *insn, u64 fd_array)
{
	int fd;

	if (insn->src_reg == SBPF_PSEUDO_MAP_FD || insn->src_reg == SBPF_PSEUDO_MAP_VALUE)
		return insn->imm;
	if (!fd_array)
		return -EPROTO;
	if (insn->imm < 0 || copy_from_user(&fd, u64_to_user_ptr(fd_array + (u64)insn->imm * sizeof(fd)), sizeof(fd)))
		return -EFAULT;
	return fd;
}

static int map_ref_resolve(struct sbpf_prog *prog, struct sbpf_insn *insn, u64 fd_array, struct sbpf_log *log)
{
	bool value = insn->src_reg == SBPF_PSEUDO_MAP_VALUE || insn->src_reg == SBPF_PSEUDO_MAP_IDX_VALUE;
	u32 pos = insn - prog->insns;
	struct sbpf_map *map;
	int idx;

	if (!value && insn[1].imm) {
		sbpf_log_print(log, "%u: a map reference must not carry an offset\n", pos);
		return -EINVAL;
	}
	idx = map_ref_fd(insn, fd_array);
	if (idx < 0 && insn->src_reg != SBPF_PSEUDO_MAP_FD && insn->src_reg != SBPF_PSEUDO_MAP_VALUE) {
		sbpf_log_print(log, "%u: no file descriptor number %d in fd_array\n", pos, insn->imm);
		return idx;
	}
	map = sbpf_map_get_by_fd(idx, NULL);
	if (IS_ERR(map)) {
		sbpf_log_print(log, "%u: file descriptor %d is not a map\n", pos, idx);
		return PTR_ERR(map);
	}
	if (value && !(map->ops->caps & SBPF_MAP_CAP_DIRECT)) {
		sbpf_log_print(log, "%u: %s maps have no values with a fixed address\n", pos, map->ops->name);
		sbpf_map_put(map);
		return -EINVAL;
	}
	idx = prog_add_map(prog, map);
	if (idx < 0)
		return idx;
	insn->imm = idx;
	insn->src_reg = value ? SBPF_PSEUDO_MAP_VALUE : SBPF_PSEUDO_MAP_FD;
	return 0;
}

/**
 * sbpf_prog_resolve_maps() - replace the map fds in the instructions by indexes into prog->maps
 * @prog: instructions as given
 * @fd_array: user address of the fd_array attribute, or 0
 * @log: for the reason
 *
 * Context: process context.
 * Return: 0; -EBADF, -EINVAL not a map, -EPROTO no fd_array, -EFAULT, -E2BIG too many maps, -ENOMEM.
 */
int sbpf_prog_resolve_maps(struct sbpf_prog *prog, u64 fd_array, struct sbpf_log *log)
{
	struct sbpf_insn *insn = prog->insns, *end = insn + prog->len;
	int err;

	for (; insn + 1 < end; insn++) {
		if (!sbpf_insn_is_ld_imm64(insn))
			continue;
		switch (insn->src_reg) {
		case SBPF_PSEUDO_MAP_FD:
		case SBPF_PSEUDO_MAP_VALUE:
		case SBPF_PSEUDO_MAP_IDX:
		case SBPF_PSEUDO_MAP_IDX_VALUE:
			err = map_ref_resolve(prog, insn, fd_array, log);
			if (err)
				return err;
		}
		insn++;
	}
	return 0;
}

/* The digest is over the instructions with map fds zeroed, since these differ from load to load. */
static void insn_for_digest(struct sbpf_insn *dst, const struct sbpf_insn *src, bool *second_half)
{
	*dst = *src;
	if (*second_half) {
		dst->imm = 0;
		*second_half = false;
	} else if (sbpf_insn_is_ld_imm64(src) &&
		   (src->src_reg == SBPF_PSEUDO_MAP_FD || src->src_reg == SBPF_PSEUDO_MAP_VALUE)) {
		dst->imm = 0;
		*second_half = true;
	}
}

/**
 * sbpf_prog_digest() - compute prog->tag from the instructions as given
 * @prog: instructions not yet touched
 *
 * The tag is the first 8 bytes of SHA-1 (FIPS 180-4) over the program, the same that bpf(2) shows for it.
 */
void sbpf_prog_digest(struct sbpf_prog *prog)
{
	const u32 per_block = SHA1_BLOCK_SIZE / sizeof(struct sbpf_insn);
	struct sbpf_insn block[SHA1_BLOCK_SIZE / sizeof(struct sbpf_insn)];
	u32 state[SHA1_DIGEST_SIZE / 4], work[SHA1_WORKSPACE_WORDS];
	bool second_half = false;
	u32 i, fill = 0;
	__be32 tag[2];
	__be64 bits;

	sha1_init(state);
	for (i = 0; i < prog->len; i++) {
		insn_for_digest(&block[fill++], &prog->insns[i], &second_half);
		if (fill == per_block) {
			sha1_transform(state, (const char *)block, work);
			fill = 0;
		}
	}
	/* Instructions are 8 bytes, so padding is one slot of 0x80, zeros, and one slot with the length in bits. */
	memset(&block[fill], 0, (per_block - fill) * sizeof(block[0]));
	block[fill].code = 0x80;
	if (fill == per_block - 1) {
		sha1_transform(state, (const char *)block, work);
		memset(block, 0, sizeof(block));
	}
	bits = cpu_to_be64((u64)prog->len * sizeof(struct sbpf_insn) * 8);
	memcpy(&block[per_block - 1], &bits, sizeof(bits));
	sha1_transform(state, (const char *)block, work);
	for (i = 0; i < ARRAY_SIZE(tag); i++)
		tag[i] = cpu_to_be32(state[i]);
	memcpy(prog->tag, tag, sizeof(prog->tag));
}

/**
 * sbpf_prog_stats_sum() - run statistics over all CPUs
 * @prog: the program
 * @sum: out
 */
void sbpf_prog_stats_sum(const struct sbpf_prog *prog, struct sbpf_prog_totals *sum)
{
	int cpu;

	memset(sum, 0, sizeof(*sum));
	for_each_possible_cpu(cpu) {
		const struct sbpf_prog_stats *stats = per_cpu_ptr(prog->stats, cpu);
		struct sbpf_prog_totals one;
		unsigned int start;

		do {
			start = u64_stats_fetch_begin(&stats->syncp);
			one.cnt = u64_stats_read(&stats->cnt);
			one.nsecs = u64_stats_read(&stats->nsecs);
			one.misses = u64_stats_read(&stats->misses);
			one.exhausted = u64_stats_read(&stats->exhausted);
		} while (u64_stats_fetch_retry(&stats->syncp, start));
		sum->cnt += one.cnt;
		sum->nsecs += one.nsecs;
		sum->misses += one.misses;
		sum->exhausted += one.exhausted;
	}
}

/**
 * sbpf_prog_mem_usage() - bytes the program holds
 * @prog: the program
 *
 * Return: bytes.
 */
u64 sbpf_prog_mem_usage(const struct sbpf_prog *prog)
{
	u64 bytes = sizeof(*prog) + (u64)prog->len * sizeof(*prog->insns);

	bytes += prog->nr_subprogs * sizeof(*prog->subprogs) + prog->nr_maps * sizeof(*prog->maps);
	if (prog->engine && prog->engine->code_size)
		bytes += prog->engine->code_size(prog);
	return bytes;
}

static int prog_release(struct inode *inode, struct file *file)
{
	sbpf_prog_put(file->private_data);
	return 0;
}

static ssize_t prog_dummy_read(struct file *file, char __user *buf, size_t size, loff_t *pos)
{
	return -EINVAL;
}

static ssize_t prog_dummy_write(struct file *file, const char __user *buf, size_t size, loff_t *pos)
{
	return -EINVAL;
}

static void prog_show_fdinfo(struct seq_file *seq, struct file *file)
{
	const struct sbpf_prog *prog = file->private_data;
	struct sbpf_prog_totals sum;

	sbpf_prog_stats_sum(prog, &sum);
	seq_printf(seq, "prog_type:\t%u\nprog_jited:\t%u\nprog_tag:\t%*phN\nmemlock:\t%llu\nprog_id:\t%u\n",
		   prog->type_id, prog->engine == &sbpf_hostjit_engine, (int)sizeof(prog->tag), prog->tag,
		   sbpf_prog_mem_usage(prog), prog->obj.id);
	seq_printf(seq, "run_time_ns:\t%llu\nrun_cnt:\t%llu\nrecursion_misses:\t%llu\nverified_insns:\t%u\n",
		   sum.nsecs, sum.cnt, sum.misses, prog->verified_insns);
	seq_printf(seq, "engine:\t%s\nbudget_exhausted:\t%llu\n", prog->engine->name, sum.exhausted);
}

static const struct file_operations prog_fops = {
	.owner = THIS_MODULE,
	.release = prog_release,
	.read = prog_dummy_read,
	.write = prog_dummy_write,
	.show_fdinfo = prog_show_fdinfo,
};

/**
 * sbpf_prog_new_fd() - a file descriptor for the program
 * @prog: the caller's reference goes to the fd; on failure it stays the caller's
 *
 * Return: the fd, close-on-exec, or -errno.
 */
int sbpf_prog_new_fd(struct sbpf_prog *prog)
{
	return anon_inode_getfd("bpf-prog", &prog_fops, prog, O_RDWR | O_CLOEXEC);
}

/**
 * sbpf_prog_get_by_fd() - the program behind a file descriptor
 * @fd: number
 *
 * Return: the program with a new reference; ERR_PTR: -EBADF not open, -EINVAL not a program of ours.
 */
struct sbpf_prog *sbpf_prog_get_by_fd(u32 fd)
{
	struct file *file = fget(fd);
	struct sbpf_prog *prog;

	if (!file)
		return ERR_PTR(-EBADF);
	prog = sbpf_prog_from_file(file);
	if (prog)
		sbpf_prog_get(prog);
	else
		prog = ERR_PTR(-EINVAL);
	fput(file);
	return prog;
}

/**
 * sbpf_prog_from_file() - the program behind an open file
 * @file: any file
 *
 * Return: the program, without a new reference, or NULL when the file is not a program of ours.
 */
struct sbpf_prog *sbpf_prog_from_file(struct file *file)
{
	return file->f_op == &prog_fops ? file->private_data : NULL;
}
