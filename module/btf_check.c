// SPDX-License-Identifier: GPL-2.0
/*
 * The first half of what BTF must fulfil: the header, the strings, and each type looked at by itself. How the types go
 * together is btf_resolve.c's. The rules are those of Linux 6.8's BTF_LOAD (Documentation/bpf/btf.rst there has the format).
 */
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "btf.h"
#include "limits.h"
#include "log.h"

#define INT_WORD	0x0fffffff	/* what an INT's word may have: bits 8 to 15 mean nothing */
#define INFO_WORD	(0x80000000 | 0x1f000000 | 0xffff)	/* likewise the info of every type: kind_flag, kind, vlen */

/* What a type's name must be. */
enum name_rule {
	NAME_FREE,	/* whatever it likes */
	NAME_NONE,
	NAME_OPTIONAL,	/* none or an identifier */
	NAME_NEEDED,	/* an identifier */
	NAME_TEXT,	/* any text but the empty one */
};

/**
 * struct kind - one kind of type
 * @name: as in logs
 * @name_rule: see above
 * @no_vlen: the number of entries is 0
 * @no_kflag: kind_flag is 0
 * @refers: its type is an id
 * @fixed: bytes that follow struct sbpf_btf_type
 * @entry: bytes of each of vlen entries after them
 * @check: what else must hold. Optional.
 */
struct kind {
	const char *name;
	enum name_rule name_rule;
	bool no_vlen;
	bool no_kflag;
	bool refers;
	u8 fixed;
	u8 entry;
	int (*check)(const struct sbpf_btf *btf, struct sbpf_log *log, u32 id, const struct sbpf_btf_type *t);
};

/**
 * sbpf_btf_refuse() - say why BTF is refused
 * @btf: with its sections known
 * @log: to write to
 * @id: of the type at fault, 0 for the whole
 * @fmt: as printk(), without a newline
 *
 * Return: -EINVAL.
 */
int sbpf_btf_refuse(const struct sbpf_btf *btf, struct sbpf_log *log, u32 id, const char *fmt, ...)
{
	char text[128];
	va_list args;

	va_start(args, fmt);
	vscnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	if (id)
		sbpf_log_print(log, "BTF type %u: %s\n", id, text);
	else
		sbpf_log_print(log, "BTF: %s\n", text);
	return -EINVAL;
}

static bool name_off_ok(const struct sbpf_btf *btf, u32 off)
{
	return off <= SBPF_BTF_MAX_NAME_OFFSET && off < btf->strings_len;
}

static bool name_char_ok(char c)
{
	return isalpha(c) || c == '_' || c == '.';
}

/**
 * sbpf_btf_name_ok() - is it a name that things may have?
 * @btf: with its strings known
 * @off: offset in them
 *
 * Return: whether it is a letter, "_" or ".", followed by such and digits, not too long.
 */
bool sbpf_btf_name_ok(const struct sbpf_btf *btf, u32 off)
{
	const char *name = btf->strings + off;
	u32 i;

	if (!name_off_ok(btf, off) || !name_char_ok(name[0]))
		return false;
	for (i = 1; name[i]; i++)
		if (i >= SBPF_BTF_NAME_MAX || !(name_char_ok(name[i]) || isdigit(name[i])))
			return false;
	return true;
}

/* Can it be the id of a type that is not void? */
static bool id_ok(u32 id)
{
	return id && id <= SBPF_BTF_MAX_TYPE;
}

static int check_int(const struct sbpf_btf *btf, struct sbpf_log *log, u32 id, const struct sbpf_btf_type *t)
{
	u32 word = *(const u32 *)(t + 1), bits = SBPF_BTF_INT_BITS(word) + SBPF_BTF_INT_OFFSET(word);
	u32 encoding = SBPF_BTF_INT_ENCODING(word);

	if (word & ~INT_WORD)
		return sbpf_btf_refuse(btf, log, id, "unknown bits %#x in the word of an integer", word & ~INT_WORD);
	if (bits > 128)
		return sbpf_btf_refuse(btf, log, id, "an integer ends at bit %u, at most 128 are possible", bits);
	if (DIV_ROUND_UP(bits, 8) > t->size)
		return sbpf_btf_refuse(btf, log, id, "an integer of %u bytes ends at bit %u", t->size, bits);
	if ((encoding & (encoding - 1)) || encoding > SBPF_BTF_INT_BOOL) {
		sbpf_btf_refuse(btf, log, id, "the encoding of an integer, %#x, is none of signed, char, bool", encoding);
		return -ENOTSUPP;
	}
	return 0;
}

static int check_array(const struct sbpf_btf *btf, struct sbpf_log *log, u32 id, const struct sbpf_btf_type *t)
{
	const struct sbpf_btf_array *array = (const void *)(t + 1);

	if (t->size)
		return sbpf_btf_refuse(btf, log, id, "the size of an array, %u, follows from its elements and must be 0",
				       t->size);
	if (!id_ok(array->type))
		return sbpf_btf_refuse(btf, log, id, "an array of type %u", array->type);
	if (!id_ok(array->index_type))
		return sbpf_btf_refuse(btf, log, id, "an array whose index is of type %u", array->index_type);
	return 0;
}

static u32 member_bit(const struct sbpf_btf_type *t, const struct sbpf_btf_member *m)
{
	return sbpf_btf_kflag(t) ? SBPF_BTF_MEMBER_BIT_OFFSET(m->offset) : m->offset;
}

static int check_struct(const struct sbpf_btf *btf, struct sbpf_log *log, u32 id, const struct sbpf_btf_type *t)
{
	const struct sbpf_btf_member *m = (const void *)(t + 1);
	u32 i, bit, last = 0;

	for (i = 0; i < sbpf_btf_vlen(t); i++, m++) {
		bit = member_bit(t, m);
		if (!name_off_ok(btf, m->name_off) || (m->name_off && !sbpf_btf_name_ok(btf, m->name_off)))
			return sbpf_btf_refuse(btf, log, id, "member %u: its name is none", i);
		if (!id_ok(m->type))
			return sbpf_btf_refuse(btf, log, id, "member %u is of type %u", i, m->type);
		if (sbpf_btf_kind(t) == SBPF_BTF_KIND_UNION && bit)
			return sbpf_btf_refuse(btf, log, id, "member %u of a union is at bit %u, not 0", i, bit);
		if (bit < last)
			return sbpf_btf_refuse(btf, log, id, "member %u is at bit %u, before the one before it", i, bit);
		/* May be at the end: an array of no elements. */
		if (DIV_ROUND_UP((u64)bit, 8) > t->size)
			return sbpf_btf_refuse(btf, log, id, "member %u is at bit %u, behind the end at byte %u", i, bit,
					       t->size);
		last = bit;
	}
	return 0;
}

static int check_enum(const struct sbpf_btf *btf, struct sbpf_log *log, u32 id, const struct sbpf_btf_type *t)
{
	u32 step = sbpf_btf_kind(t) == SBPF_BTF_KIND_ENUM ? sizeof(struct sbpf_btf_enum) : sizeof(struct sbpf_btf_enum64);
	const void *entry = t + 1;
	u32 i;

	if (t->size > 8 || !is_power_of_2(t->size))
		return sbpf_btf_refuse(btf, log, id, "an enumeration of %u bytes, not 1, 2, 4 or 8", t->size);
	/* Both kinds of entry begin with the name. */
	for (i = 0; i < sbpf_btf_vlen(t); i++, entry += step)
		if (!*(const u32 *)entry || !sbpf_btf_name_ok(btf, *(const u32 *)entry))
			return sbpf_btf_refuse(btf, log, id, "value %u has no name, or one that is none", i);
	return 0;
}

static int check_fwd(const struct sbpf_btf *btf, struct sbpf_log *log, u32 id, const struct sbpf_btf_type *t)
{
	return t->type ? sbpf_btf_refuse(btf, log, id, "a forward declaration refers to type %u, not 0", t->type) : 0;
}

static int check_func(const struct sbpf_btf *btf, struct sbpf_log *log, u32 id, const struct sbpf_btf_type *t)
{
	if (sbpf_btf_vlen(t) > SBPF_BTF_FUNC_GLOBAL)
		return sbpf_btf_refuse(btf, log, id, "a function is static (0) or global (1), not %u", sbpf_btf_vlen(t));
	return 0;
}

static int check_var(const struct sbpf_btf *btf, struct sbpf_log *log, u32 id, const struct sbpf_btf_type *t)
{
	const struct sbpf_btf_var *var = (const void *)(t + 1);

	if (!id_ok(t->type))
		return sbpf_btf_refuse(btf, log, id, "a variable of type %u", t->type);
	if (var->linkage > SBPF_BTF_VAR_GLOBAL_ALLOCATED)
		return sbpf_btf_refuse(btf, log, id, "a variable is static (0) or global (1), not %u", var->linkage);
	return 0;
}

static int check_datasec(const struct sbpf_btf *btf, struct sbpf_log *log, u32 id, const struct sbpf_btf_type *t)
{
	const struct sbpf_btf_var_secinfo *v = (const void *)(t + 1);
	u64 end = 0;
	u32 i;

	if (!t->size)
		return sbpf_btf_refuse(btf, log, id, "an empty section");
	for (i = 0; i < sbpf_btf_vlen(t); i++, v++) {
		if (!id_ok(v->type))
			return sbpf_btf_refuse(btf, log, id, "variable %u is type %u", i, v->type);
		if (v->offset < end)
			return sbpf_btf_refuse(btf, log, id, "variable %u is at byte %u, inside the one before it", i,
					       v->offset);
		end = (u64)v->offset + v->size;
		if (!v->size || v->offset >= t->size || end > t->size)
			return sbpf_btf_refuse(btf, log, id, "variable %u, %u bytes at %u, is not inside the %u of its section",
					       i, v->size, v->offset, t->size);
	}
	return 0;
}

static int check_float(const struct sbpf_btf *btf, struct sbpf_log *log, u32 id, const struct sbpf_btf_type *t)
{
	switch (t->size) {
	case 2:
	case 4:
	case 8:
	case 12:
	case 16:
		return 0;
	default:
		return sbpf_btf_refuse(btf, log, id, "a floating-point number of %u bytes", t->size);
	}
}

static int check_decl_tag(const struct sbpf_btf *btf, struct sbpf_log *log, u32 id, const struct sbpf_btf_type *t)
{
	const struct sbpf_btf_decl_tag *tag = (const void *)(t + 1);

	if (tag->component_idx < -1)
		return sbpf_btf_refuse(btf, log, id, "a tag of component %d", tag->component_idx);
	return 0;
}

#define MODIFIER	.no_vlen = true, .no_kflag = true, .refers = true

static const struct kind kinds[SBPF_NR_BTF_KINDS] = {
	[SBPF_BTF_KIND_INT] = {
		.name = "INT", .no_vlen = true, .no_kflag = true, .fixed = sizeof(u32), .check = check_int,
	},
	[SBPF_BTF_KIND_PTR] = { .name = "PTR", .name_rule = NAME_NONE, MODIFIER },
	[SBPF_BTF_KIND_ARRAY] = {
		.name = "ARRAY", .name_rule = NAME_NONE, .no_vlen = true, .no_kflag = true,
		.fixed = sizeof(struct sbpf_btf_array), .check = check_array,
	},
	[SBPF_BTF_KIND_STRUCT] = {
		.name = "STRUCT", .name_rule = NAME_OPTIONAL, .entry = sizeof(struct sbpf_btf_member), .check = check_struct,
	},
	[SBPF_BTF_KIND_UNION] = {
		.name = "UNION", .name_rule = NAME_OPTIONAL, .entry = sizeof(struct sbpf_btf_member), .check = check_struct,
	},
	[SBPF_BTF_KIND_ENUM] = {
		.name = "ENUM", .name_rule = NAME_OPTIONAL, .entry = sizeof(struct sbpf_btf_enum), .check = check_enum,
	},
	[SBPF_BTF_KIND_FWD] = { .name = "FWD", .name_rule = NAME_NEEDED, .no_vlen = true, .check = check_fwd },
	[SBPF_BTF_KIND_TYPEDEF] = { .name = "TYPEDEF", .name_rule = NAME_NEEDED, MODIFIER },
	[SBPF_BTF_KIND_VOLATILE] = { .name = "VOLATILE", .name_rule = NAME_NONE, MODIFIER },
	[SBPF_BTF_KIND_CONST] = { .name = "CONST", .name_rule = NAME_NONE, MODIFIER },
	[SBPF_BTF_KIND_RESTRICT] = { .name = "RESTRICT", .name_rule = NAME_NONE, MODIFIER },
	[SBPF_BTF_KIND_FUNC] = { .name = "FUNC", .name_rule = NAME_NEEDED, .no_kflag = true, .check = check_func },
	[SBPF_BTF_KIND_FUNC_PROTO] = {
		.name = "FUNC_PROTO", .name_rule = NAME_NONE, .no_kflag = true, .entry = sizeof(struct sbpf_btf_param),
	},
	[SBPF_BTF_KIND_VAR] = {
		.name = "VAR", .name_rule = NAME_NEEDED, .no_vlen = true, .no_kflag = true,
		.fixed = sizeof(struct sbpf_btf_var), .check = check_var,
	},
	[SBPF_BTF_KIND_DATASEC] = {
		.name = "DATASEC", .name_rule = NAME_NEEDED, .no_kflag = true,
		.entry = sizeof(struct sbpf_btf_var_secinfo), .check = check_datasec,
	},
	[SBPF_BTF_KIND_FLOAT] = { .name = "FLOAT", .no_vlen = true, .no_kflag = true, .check = check_float },
	[SBPF_BTF_KIND_DECL_TAG] = {
		.name = "DECL_TAG", .name_rule = NAME_TEXT, .no_vlen = true, .no_kflag = true,
		.fixed = sizeof(struct sbpf_btf_decl_tag), .check = check_decl_tag,
	},
	[SBPF_BTF_KIND_TYPE_TAG] = { .name = "TYPE_TAG", .name_rule = NAME_TEXT, MODIFIER },
	[SBPF_BTF_KIND_ENUM64] = {
		.name = "ENUM64", .name_rule = NAME_OPTIONAL, .entry = sizeof(struct sbpf_btf_enum64), .check = check_enum,
	},
};

/**
 * sbpf_btf_kind_name() - what a kind is called
 * @kind: SBPF_BTF_KIND_*
 *
 * Return: its name.
 */
const char *sbpf_btf_kind_name(u32 kind)
{
	return kind < SBPF_NR_BTF_KINDS && kinds[kind].name ? kinds[kind].name : "void";
}

/**
 * sbpf_btf_type_bytes() - how long a type is
 * @t: checked
 *
 * Return: bytes, with what follows struct sbpf_btf_type.
 */
u32 sbpf_btf_type_bytes(const struct sbpf_btf_type *t)
{
	const struct kind *kind = &kinds[sbpf_btf_kind(t)];

	return sizeof(*t) + kind->fixed + sbpf_btf_vlen(t) * kind->entry;
}

static bool name_fits(const struct sbpf_btf *btf, enum name_rule rule, u32 off)
{
	switch (rule) {
	case NAME_NONE:
		return !off;
	case NAME_OPTIONAL:
		return !off || sbpf_btf_name_ok(btf, off);
	case NAME_NEEDED:
		return off && sbpf_btf_name_ok(btf, off);
	case NAME_TEXT:
		return btf->strings[off];
	default:
		return true;
	}
}

/* Check the type at @t, of which @left bytes are there. Returns how many it takes, or -errno. */
static int check_type(const struct sbpf_btf *btf, struct sbpf_log *log, u32 id, const struct sbpf_btf_type *t, u32 left)
{
	const struct kind *kind;
	u32 nr, need;
	int err;

	if (left < sizeof(*t))
		return sbpf_btf_refuse(btf, log, id, "%u bytes are left, a type needs %zu", left, sizeof(*t));
	nr = sbpf_btf_kind(t);
	if (t->info & ~INFO_WORD)
		return sbpf_btf_refuse(btf, log, id, "unknown bits %#x in the info", t->info & ~INFO_WORD);
	if (!nr || nr >= SBPF_NR_BTF_KINDS)
		return sbpf_btf_refuse(btf, log, id, "there is no kind %u", nr);
	kind = &kinds[nr];
	if (!name_off_ok(btf, t->name_off))
		return sbpf_btf_refuse(btf, log, id, "%s: its name is at %u, behind the strings", kind->name, t->name_off);
	need = sbpf_btf_type_bytes(t);
	if (left < need)
		return sbpf_btf_refuse(btf, log, id, "%s: %u bytes are left, it needs %u", kind->name, left, need);
	if (kind->no_vlen && sbpf_btf_vlen(t))
		return sbpf_btf_refuse(btf, log, id, "%s: has %u entries, must have none", kind->name, sbpf_btf_vlen(t));
	if (kind->no_kflag && sbpf_btf_kflag(t))
		return sbpf_btf_refuse(btf, log, id, "%s: kind_flag must be 0", kind->name);
	if (kind->refers && t->type && !id_ok(t->type))
		return sbpf_btf_refuse(btf, log, id, "%s: refers to type %u", kind->name, t->type);
	if (!name_fits(btf, kind->name_rule, t->name_off))
		return sbpf_btf_refuse(btf, log, id, "%s: %s", kind->name,
				       kind->name_rule == NAME_NONE ? "has a name, must have none" : "its name is none");
	err = kind->check ? kind->check(btf, log, id, t) : 0;
	return err ?: (int)need;
}

static int check_types(struct sbpf_btf *btf, struct sbpf_log *log)
{
	u32 at, id = 1;
	int len;

	for (at = 0; at < btf->types_len; at += len, id++) {
		if (id > SBPF_BTF_MAX_TYPE) {
			sbpf_btf_refuse(btf, log, 0, "more than %u types", SBPF_BTF_MAX_TYPE);
			return -E2BIG;
		}
		len = check_type(btf, log, id, btf->types + at, btf->types_len - at);
		if (len < 0)
			return len;
		if (log->level & SBPF_LOG_LEVEL2)
			sbpf_log_print(log, "BTF type %u: %s %s\n", id,
				       sbpf_btf_kind_name(sbpf_btf_kind(btf->types + at)),
				       sbpf_btf_name(btf, ((const struct sbpf_btf_type *)(btf->types + at))->name_off));
		cond_resched();
	}
	btf->nr_types = id;
	return 0;
}

/* The sections fill what follows the header, in any order: no gap, no overlap, nothing else. */
static bool sections_fill(const struct sbpf_btf_header *hdr, u32 room)
{
	bool types_first = hdr->type_off != hdr->str_off ? hdr->type_off < hdr->str_off : hdr->type_len <= hdr->str_len;
	u32 first_off = types_first ? hdr->type_off : hdr->str_off, first_len = types_first ? hdr->type_len : hdr->str_len;
	u32 next_off = types_first ? hdr->str_off : hdr->type_off, next_len = types_first ? hdr->str_len : hdr->type_len;

	return !first_off && first_len <= room && next_off == first_len && next_len == room - first_len;
}

static int check_header(struct sbpf_btf *btf, struct sbpf_log *log)
{
	struct sbpf_btf_header hdr = {};
	u32 room;

	if (btf->data_size < offsetofend(struct sbpf_btf_header, hdr_len))
		return sbpf_btf_refuse(btf, log, 0, "%u bytes are too few for a header", btf->data_size);
	memcpy(&hdr, btf->data, offsetofend(struct sbpf_btf_header, hdr_len));
	if (btf->data_size < hdr.hdr_len)
		return sbpf_btf_refuse(btf, log, 0, "the header has %u bytes, all has %u", hdr.hdr_len, btf->data_size);
	if (hdr.hdr_len > sizeof(hdr) && memchr_inv(btf->data + sizeof(hdr), 0, hdr.hdr_len - sizeof(hdr))) {
		sbpf_btf_refuse(btf, log, 0, "the header has fields that are not known");
		return -E2BIG;
	}
	room = btf->data_size - hdr.hdr_len;
	memset(&hdr, 0, sizeof(hdr));
	memcpy(&hdr, btf->data, min_t(u32, btf->data_size - room, sizeof(hdr)));
	if (hdr.magic != SBPF_BTF_MAGIC)
		return sbpf_btf_refuse(btf, log, 0, "it begins with %#x, not %#x", hdr.magic, SBPF_BTF_MAGIC);
	if (hdr.version != SBPF_BTF_VERSION || hdr.flags) {
		sbpf_btf_refuse(btf, log, 0, "version %u with flags %#x is not known", hdr.version, hdr.flags);
		return -ENOTSUPP;
	}
	if (!room)
		return sbpf_btf_refuse(btf, log, 0, "nothing but a header");
	if (!sections_fill(&hdr, room))
		return sbpf_btf_refuse(btf, log, 0, "types and strings do not fill the %u bytes after the header", room);
	/* So that offsets of names have a meaning also in the last section. */
	if (hdr.str_off + hdr.str_len != room)
		return sbpf_btf_refuse(btf, log, 0, "the strings are not at the end");
	btf->strings = btf->data + hdr.hdr_len + hdr.str_off;
	btf->strings_len = hdr.str_len;
	if (!hdr.str_len || hdr.str_len - 1 > SBPF_BTF_MAX_NAME_OFFSET || btf->strings[0] || btf->strings[hdr.str_len - 1])
		return sbpf_btf_refuse(btf, log, 0, "the strings do not begin with an empty one, do not end, or are too many");
	if (hdr.type_off % sizeof(u32))
		return sbpf_btf_refuse(btf, log, 0, "the types are at %u, no multiple of 4", hdr.type_off);
	if (!hdr.type_len)
		return sbpf_btf_refuse(btf, log, 0, "no types");
	btf->types = btf->data + hdr.hdr_len + hdr.type_off;
	btf->types_len = hdr.type_len;
	return 0;
}

/**
 * sbpf_btf_check() - is it BTF?
 * @btf: with @data, placed so that what follows its header is aligned to 4; the rest is filled in, but for what
 *	sbpf_btf_resolve() fills
 * @log: gets the reason if not, and with SBPF_LOG_LEVEL2 a line for each type
 *
 * Context: process context, may sleep.
 * Return: 0; -EINVAL, -E2BIG unknown fields of the header or too many types, -ENOTSUPP another version, or an encoding of
 * integers that is none.
 */
int sbpf_btf_check(struct sbpf_btf *btf, struct sbpf_log *log)
{
	int err = check_header(btf, log);

	return err ?: check_types(btf, log);
}
