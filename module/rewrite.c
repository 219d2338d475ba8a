// SPDX-License-Identifier: GPL-2.0
/*
 * Rewriting of programs in two passes with the same code: each instruction is expanded first only to learn where
 * everything will be, then to write it. An expansion never depends on positions, so both passes agree.
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "rewrite.h"

/* Where everything will be. */
static int lay_out(const struct sbpf_rewrite *rw, u32 *pos)
{
	struct sbpf_expansion e;
	u32 i, slots, len = 0;
	int err;

	for (i = 0; i < rw->len; i += slots) {
		slots = sbpf_insn_slots(&rw->in[i]);
		pos[i] = len;
		if (slots == 2)
			pos[i + 1] = len;
		e.len = 0;
		err = rw->expand(rw->arg, i, &e);
		if (err)
			return err;
		len += e.len;
	}
	pos[rw->len] = len;
	return 0;
}

static bool is_jump(const struct sbpf_insn *insn)
{
	u8 kind = sbpf_insn_op(insn)->kind;

	return kind == SBPF_OPK_JA || kind == SBPF_OPK_JCC;
}

static bool is_own_reference(const struct sbpf_insn *insn)
{
	if (sbpf_insn_is_ld_imm64(insn))
		return insn->src_reg == SBPF_PSEUDO_FUNC;
	return insn->code == (SBPF_JMP | SBPF_CALL) && insn->src_reg == SBPF_PSEUDO_CALL;
}

static int patch_jump(struct sbpf_insn *insn, s64 dist)
{
	const struct sbpf_op *op = sbpf_insn_op(insn);

	if (op->kind == SBPF_OPK_JA && dist != (s16)dist) {
		*insn = (struct sbpf_insn){ .code = SBPF_JMP32 | SBPF_JA, .imm = dist };
		return 0;
	}
	if (op->flags & SBPF_OPF_JUMP_IMM) {
		insn->imm = dist;
		return 0;
	}
	insn->off = dist;
	return insn->off == dist ? 0 : -ERANGE;
}

/* Let the first instruction of the expansion lead where the old instruction led. */
static int patch_distance(const struct sbpf_rewrite *rw, const u32 *pos, u32 i, struct sbpf_insn *insn)
{
	const struct sbpf_insn *old = &rw->in[i];

	if (is_jump(old) && is_jump(insn))
		return patch_jump(insn, (s64)pos[i + 1 + sbpf_insn_jump(old)] - pos[i] - 1);
	if (rw->whole && is_own_reference(old) && is_own_reference(insn))
		insn->imm = (s64)pos[i + 1 + old->imm] - pos[i] - 1;
	return 0;
}

static int write_out(const struct sbpf_rewrite *rw, const u32 *pos, struct sbpf_insn *out)
{
	struct sbpf_expansion e;
	u32 i, slots;
	int err;

	for (i = 0; i < rw->len; i += slots) {
		slots = sbpf_insn_slots(&rw->in[i]);
		e.len = 0;
		err = rw->expand(rw->arg, i, &e);
		if (err)
			return err;
		if (WARN_ON_ONCE(pos[i] + e.len != pos[i + slots]))
			return -EFAULT;
		if (e.len)
			err = patch_distance(rw, pos, i, e.insn);
		if (err)
			return err;
		memcpy(out + pos[i], e.insn, e.len * sizeof(e.insn[0]));
	}
	return 0;
}

/**
 * sbpf_rewrite() - rewrite a program
 * @rw: what and how
 * @out: the new instructions, kvfree() them
 * @out_len: slots there
 * @pos: for each old slot and the end, its new index, kvfree() it
 *
 * A jump whose distance outgrows 16 bits becomes one of 32 bits.
 *
 * Context: process context, may sleep.
 * Return: 0, -ENOMEM, -ERANGE for a conditional jump that cannot reach its target any more, or what @rw->expand said.
 */
int sbpf_rewrite(const struct sbpf_rewrite *rw, struct sbpf_insn **out, u32 *out_len, u32 **pos)
{
	int err;

	*out = NULL;
	*pos = kvmalloc_array((size_t)rw->len + 1, sizeof(**pos), GFP_KERNEL_ACCOUNT);
	if (!*pos)
		return -ENOMEM;
	err = lay_out(rw, *pos);
	if (err)
		goto fail;
	*out_len = (*pos)[rw->len];
	err = -ENOMEM;
	*out = kvcalloc(*out_len, sizeof(**out), GFP_KERNEL_ACCOUNT);
	if (!*out)
		goto fail;
	err = write_out(rw, *pos, *out);
	if (!err)
		return 0;
fail:
	kvfree(*out);
	kvfree(*pos);
	*out = NULL;
	*pos = NULL;
	return err;
}
