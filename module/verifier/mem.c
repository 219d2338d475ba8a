// SPDX-License-Identifier: GPL-2.0
/*
 * Memory other than the stack: which bytes behind which pointer may be read or written, and what a load then knows. The
 * stack is in stack.c.
 */
#include <linux/kernel.h>
#include <linux/string.h>
#include "env.h"

/* Lowering turns a load from it into what the field's row says. */
static bool has_fields(const struct sbpf_reg *r)
{
	return r->kind == SBPF_REG_CTX || r->kind == SBPF_REG_OBJECT;
}

/* What the pointer may be used for, before offsets matter. */
static int check_base(struct sbpf_env *env, const struct sbpf_reg *r, u32 regno)
{
	char text[128];

	sbpf_reg_print(r, text, sizeof(text));
	if (!sbpf_reg_is_ptr(r))
		return sbpf_reject(env, SBPF_WHY_NOT_POINTER, "R%u is %s", regno, text);
	if (r->maybe_null)
		return sbpf_reject(env, SBPF_WHY_MAYBE_NULL, "R%u is %s", regno, text);
	if (!has_fields(r) && !(sbpf_reg_kinds[r->kind].flags & SBPF_KIND_MEM))
		return sbpf_reject(env, SBPF_WHY_NO_MEMORY_ACCESS, "R%u is %s", regno, text);
	return 0;
}

/* Bytes [off, off + size) behind the pointer, wherever it points to, are inside an object of @limit bytes. */
static int check_bounds(struct sbpf_env *env, const struct sbpf_reg *r, u32 regno, s32 off, u32 size, u32 limit,
			enum sbpf_reason why)
{
	s64 min, max;

	env->access = (struct sbpf_access){ regno, size, off };
	if (r->s.smin < -SBPF_MAX_VAR_OFF || r->s.smax > SBPF_MAX_VAR_OFF)
		return sbpf_reject(env, why, "R%u: the offset has no bounds (%lld..%lld)", regno, r->s.smin, r->s.smax);
	min = r->s.smin + r->off + off;
	max = r->s.smax + r->off + off;
	if (min < 0 || max + size > limit)
		return sbpf_reject(env, why, "R%u: %u bytes at offset %lld..%lld of %u", regno, size, min, max, limit);
	return 0;
}

static int check_map_flags(struct sbpf_env *env, const struct sbpf_map *map, int access)
{
	if ((access & SBPF_ACC_WRITE) && (map->map_flags & SBPF_F_RDONLY_PROG))
		return sbpf_reject(env, SBPF_WHY_READ_ONLY, "the map was made with SBPF_F_RDONLY_PROG");
	if ((access & SBPF_ACC_READ) && (map->map_flags & SBPF_F_WRONLY_PROG))
		return sbpf_reject(env, SBPF_WHY_WRITE_ONLY, "the map was made with SBPF_F_WRONLY_PROG");
	return 0;
}

static int check_pkt(struct sbpf_env *env, const struct sbpf_reg *r, u32 regno, s32 off, u32 size, int access)
{
	u32 flags = env->prog->type->flags;
	s64 min, max;

	env->access = (struct sbpf_access){ regno, size, off };
	if (!(flags & SBPF_PT_PKT_READ))
		return sbpf_reject(env, SBPF_WHY_PKT_ACCESS, "R%u is a packet pointer", regno);
	if ((access & SBPF_ACC_HELPER) && !(access & SBPF_ACC_PKT_OK) && !(flags & SBPF_PT_PKT_ARGS))
		return sbpf_reject(env, SBPF_WHY_PKT_ACCESS, "the helper takes no packet memory in R%u", regno);
	if (access & SBPF_ACC_WRITE) {
		if (!(flags & SBPF_PT_PKT_WRITE))
			return sbpf_reject(env, SBPF_WHY_READ_ONLY, "this program type reads packets only");
		env->prog->writes_pkt = true;
	}
	/*
	 * The range counts from the place that the variable part points to, and it was only set if that part is small
	 * and not negative (branch.c). So the end is checked against it without the variable part. An end before that
	 * place would need no range at all, but then nothing is known of where the place is.
	 */
	min = r->s.smin + r->off + off;
	max = (s64)r->off + off + size;
	if (r->s.smin < 0 || min < 0 || max < (s64)size || max > r->range)
		return sbpf_reject(env, SBPF_WHY_PKT_BOUNDS, "R%u: %u bytes at offset %d, %u are known to be there",
				   regno, size, r->off + off, r->range);
	return 0;
}

/* Natural alignment, where it is demanded. Packets begin two bytes off so that IP headers are aligned. */
static int check_align(struct sbpf_env *env, const struct sbpf_reg *r, u32 regno, s32 off, u32 size, bool always)
{
	struct sbpf_tnum t = sbpf_tnum_add(r->s.bits, sbpf_tnum_const((s64)r->off + off));

	if ((!always && !env->strict) || size == 1)
		return 0;
	if (r->kind == SBPF_REG_PKT)
		t = sbpf_tnum_add(t, sbpf_tnum_const(2));
	if (sbpf_tnum_aligned(t, size))
		return 0;
	return sbpf_reject(env, SBPF_WHY_MISALIGNED, "R%u: %u bytes at offset %d", regno, size, r->off + off);
}

/**
 * sbpf_mem_aligned() - does a pointer have the alignment that a helper relies on?
 * @env: the verification
 * @r: a pointer to memory
 * @regno: its number, for the log
 * @size: power of two
 *
 * Context: process. Return: 0 or -EACCES.
 */
int sbpf_mem_aligned(struct sbpf_env *env, const struct sbpf_reg *r, u32 regno, u32 size)
{
	return check_align(env, r, regno, 0, size, true);
}

/**
 * sbpf_mem_range() - may these bytes be accessed?
 * @env: the verification
 * @r: the pointer
 * @regno: its number, for the log
 * @off: offset to add
 * @size: bytes, at least 1
 * @access: SBPF_ACC_*
 *
 * Stack bytes change accordingly. Not for the context.
 *
 * Context: process. Return: 0, -EACCES, -ENOMEM.
 */
int sbpf_mem_range(struct sbpf_env *env, const struct sbpf_reg *r, u32 regno, s32 off, u32 size, int access)
{
	int err = check_base(env, r, regno);

	if (err)
		return err;
	switch (r->kind) {
	case SBPF_REG_STACK:
		return sbpf_stack_range(env, r, regno, off, size, access);
	case SBPF_REG_VALUE:
		err = check_map_flags(env, r->map, access);
		return err ? err : check_bounds(env, r, regno, off, size, r->map->value_size, SBPF_WHY_VALUE_BOUNDS);
	case SBPF_REG_KEY:
		if (access & SBPF_ACC_WRITE)
			return sbpf_reject(env, SBPF_WHY_READ_ONLY, "R%u points to a map key", regno);
		return check_bounds(env, r, regno, off, size, r->map->key_size, SBPF_WHY_KEY_BOUNDS);
	case SBPF_REG_RECORD:
		return check_bounds(env, r, regno, off, size, r->size, SBPF_WHY_RECORD_BOUNDS);
	case SBPF_REG_PKT:
	case SBPF_REG_PKT_META:
		return check_pkt(env, r, regno, off, size, access);
	default:
		return sbpf_reject(env, SBPF_WHY_NO_MEMORY_ACCESS, "R%u is no pointer to memory", regno);
	}
}

/**
 * sbpf_map_is_const() - will the values of a map never change again?
 * @map: the map
 *
 * Freezing waits until nobody writes (sbpf_map_freeze()).
 *
 * Context: any. Return: true for a map that programs cannot and user space will not write.
 */
bool sbpf_map_is_const(const struct sbpf_map *map)
{
	return (map->map_flags & SBPF_F_RDONLY_PROG) && READ_ONCE(map->frozen) && map->ops->direct_value;
}

/* The number at a known place of a map that never changes. */
static bool const_load(const struct sbpf_reg *r, s32 off, u32 size, u64 *val)
{
	u64 addr, num = 0;
	s64 at;

	if (r->kind != SBPF_REG_VALUE || !sbpf_map_is_const(r->map) || !sbpf_scalar_is_const(&r->s))
		return false;
	/* Only maps of one element have their value where direct_value() says. */
	at = (s64)r->s.bits.value + r->off + off;
	if (r->map->max_entries != 1 || r->map->ops->direct_value(r->map, &addr, at))
		return false;
	switch (size) {
	case 1:
		num = *(const u8 *)(unsigned long)addr;
		break;
	case 2: {
		u16 v;

		memcpy(&v, (const void *)(unsigned long)addr, sizeof(v));
		num = v;
		break;
	}
	case 4: {
		u32 v;

		memcpy(&v, (const void *)(unsigned long)addr, sizeof(v));
		num = v;
		break;
	}
	default:
		memcpy(&num, (const void *)(unsigned long)addr, sizeof(num));
	}
	*val = num;
	return true;
}

/* The one of @nr fields that an access at @off hits, or NULL. */
static const struct sbpf_ctx_field *field_find(const struct sbpf_ctx_field *fields, u32 nr, s32 off)
{
	u32 low = 0, high = nr;

	while (low < high) {
		u32 mid = (low + high) / 2;
		const struct sbpf_ctx_field *f = &fields[mid];

		if (off < f->off)
			high = mid;
		else if (off >= f->off + f->size)
			low = mid + 1;
		else
			return f;
	}
	return NULL;
}

/* One instruction is rewritten for fields or not at all: it cannot also access other memory on another path. */
static int check_mixed(struct sbpf_env *env, const struct sbpf_reg *r)
{
	struct sbpf_note *note = &env->note[env->insn];

	note->flags |= has_fields(r) ? SBPF_NOTE_CTX : SBPF_NOTE_MEM;
	if ((note->flags & SBPF_NOTE_CTX) && (note->flags & SBPF_NOTE_MEM))
		return sbpf_reject(env, SBPF_WHY_MIXED_ACCESS, "the context on one path, other memory on another");
	return 0;
}

static bool is_wide(const struct sbpf_ctx_field *f, s32 off, u32 size)
{
	return (f->flags & SBPF_FIELD_WIDE) && off == f->off && size == 2 * f->size;
}

/* Is the attach type of the program in a set, of which 0 is the one of all? */
static bool attach_type_in(const struct sbpf_env *env, u64 set)
{
	u32 type = env->prog->expected_attach_type;

	return !set || (type < 64 && (set >> type & 1));
}

static int ctx_field(struct sbpf_env *env, const struct sbpf_reg *r, u32 regno, s32 off, u32 size,
		     const struct sbpf_ctx_field **out)
{
	const struct sbpf_ctx_field *f;

	if (r->off || !sbpf_scalar_is(&r->s, 0))
		return sbpf_reject(env, SBPF_WHY_CTX_MODIFIED, "R%u is ctx plus something", regno);
	if (r->kind == SBPF_REG_OBJECT)
		f = field_find(r->object->fields, r->object->nr_fields, off);
	else
		f = field_find(env->prog->type->fields, env->prog->type->nr_fields, off);
	if (!f || (off + size > f->off + f->size && !is_wide(f, off, size)))
		return sbpf_reject(env, SBPF_WHY_CTX_FIELD, "no field holds %u bytes at offset %d", size, off);
	if (off % size)
		return sbpf_reject(env, SBPF_WHY_CTX_FIELD, "%u bytes at offset %d are misaligned", size, off);
	if (!attach_type_in(env, f->attach))
		return sbpf_reject(env, SBPF_WHY_CTX_FIELD, "the field at offset %u is not there for this attach type", f->off);
	if ((f->flags & SBPF_FIELD_PRIV) && !(env->leaks && env->capable))
		return sbpf_reject(env, SBPF_WHY_CTX_PRIV, "the field at offset %u", f->off);
	*out = f;
	return 0;
}

static int ctx_touched(struct sbpf_env *env, const struct sbpf_reg *r, const struct sbpf_ctx_field *f, s32 off, u32 size)
{
	struct sbpf_insn_aux *aux = &env->aux[env->insn];

	if (aux->field && aux->field != f)
		return sbpf_reject(env, SBPF_WHY_MIXED_ACCESS, "a field of one thing on one path, of another on another");
	aux->field = f;
	if (r->kind != SBPF_REG_CTX)
		return 0;
	if (sbpf_field_is_own(f))
		env->prog->uses_cb = true;
	env->prog->max_ctx_off = max_t(u32, env->prog->max_ctx_off, off + size);
	return 0;
}

/* Some number of so many bytes. */
static void set_unknown_bytes(struct sbpf_reg *r, u32 size)
{
	sbpf_reg_set_unknown(r);
	sbpf_scalar_zext(&r->s, size * 8);
}

static int ctx_load(struct sbpf_env *env, const struct sbpf_insn *insn, const struct sbpf_reg *r, u32 size,
		    struct sbpf_reg *out)
{
	const struct sbpf_ctx_field *f;
	int err;

	err = ctx_field(env, r, insn->src_reg, insn->off, size, &f);
	if (err)
		return err;
	if (!(f->flags & SBPF_FIELD_R))
		return sbpf_reject(env, SBPF_WHY_CTX_FIELD, "the field at offset %u is not readable", f->off);
	if (size != f->size && !(f->flags & (SBPF_FIELD_BYTES | SBPF_FIELD_NARROW)) &&
	    (insn->off != f->off || !(f->flags & SBPF_FIELD_NARROW_AT_0)))
		return sbpf_reject(env, SBPF_WHY_CTX_FIELD, "the field at offset %u is read as a whole", f->off);
	if (f->kind != SBPF_FIELD_SCALAR &&
	    (size != f->size || (sbpf_insn_op(insn)->flags & SBPF_OPF_SIGNED)))
		return sbpf_reject(env, SBPF_WHY_CTX_FIELD, "the pointer at offset %u is read as a whole", f->off);
	switch (f->kind) {
	case SBPF_FIELD_SCALAR:
		set_unknown_bytes(out, size);
		break;
	case SBPF_FIELD_PKT:
		sbpf_reg_set_ptr(out, SBPF_REG_PKT);
		break;
	case SBPF_FIELD_PKT_META:
		sbpf_reg_set_ptr(out, SBPF_REG_PKT_META);
		break;
	case SBPF_FIELD_PKT_END:
		sbpf_reg_set_ptr(out, SBPF_REG_PKT_END);
		break;
	case SBPF_FIELD_OBJECT:
		sbpf_reg_set_ptr(out, SBPF_REG_OBJECT);
		out->object = f->object;
		out->maybe_null = !(f->flags & SBPF_FIELD_NOT_NULL);
		out->id = sbpf_env_new_id(env);
		break;
	case SBPF_FIELD_PTR:
		if (!env->leaks)
			return sbpf_reject(env, SBPF_WHY_PTR_LEAK, "the field at offset %u is a kernel address", f->off);
		sbpf_reg_set_unknown(out);
		break;
	default:
		return sbpf_reject(env, SBPF_WHY_INTERNAL, "field kind %u", f->kind);
	}
	if (out->kind >= SBPF_REG_PKT && out->kind <= SBPF_REG_PKT_END && !(env->prog->type->flags & SBPF_PT_PKT_READ))
		return sbpf_reject(env, SBPF_WHY_PKT_ACCESS, "the field at offset %u is a packet pointer", f->off);
	return ctx_touched(env, r, f, insn->off, size);
}

static int ctx_store(struct sbpf_env *env, const struct sbpf_insn *insn, const struct sbpf_reg *r, u32 size)
{
	const struct sbpf_ctx_field *f;
	int err;

	err = ctx_field(env, r, insn->dst_reg, insn->off, size, &f);
	if (err)
		return err;
	if (!(f->flags & SBPF_FIELD_W) || f->kind != SBPF_FIELD_SCALAR)
		return sbpf_reject(env, SBPF_WHY_CTX_WRITE, "the field at offset %u is not writable", f->off);
	if ((f->flags & SBPF_FIELD_PRIV_W) && !(env->leaks && env->capable))
		return sbpf_reject(env, SBPF_WHY_CTX_PRIV, "writing the field at offset %u", f->off);
	if (!attach_type_in(env, f->attach_w))
		return sbpf_reject(env, SBPF_WHY_CTX_WRITE, "the field at offset %u is not writable for this attach type",
				   f->off);
	if (size != f->size && !((f->flags & SBPF_FIELD_WORDS_W) ? size >= 4 : (f->flags & SBPF_FIELD_BYTES)))
		return sbpf_reject(env, SBPF_WHY_CTX_WRITE, "the field at offset %u is written as a whole", f->off);
	return ctx_touched(env, r, f, insn->off, size);
}

/**
 * sbpf_mem_load() - dst = *(src + off)
 * @env: the verification
 * @insn: a SBPF_OPK_LDX instruction whose source is initialised
 *
 * Context: process. Return: 0 or the errno of the rejection.
 */
int sbpf_mem_load(struct sbpf_env *env, const struct sbpf_insn *insn)
{
	const struct sbpf_reg *r = sbpf_env_reg(env, insn->src_reg);
	u32 size = sbpf_insn_bytes(insn);
	struct sbpf_reg out;
	u64 val;
	int err;

	err = check_base(env, r, insn->src_reg);
	if (!err)
		err = check_mixed(env, r);
	if (err)
		return err;
	if (has_fields(r)) {
		err = ctx_load(env, insn, r, size, &out);
	} else if (r->kind == SBPF_REG_STACK) {
		err = sbpf_stack_read(env, r, insn->src_reg, insn->off, size, &out);
	} else {
		err = check_align(env, r, insn->src_reg, insn->off, size, false);
		if (!err)
			err = sbpf_mem_range(env, r, insn->src_reg, insn->off, size, SBPF_ACC_READ);
		set_unknown_bytes(&out, size);
		if (!err && const_load(r, insn->off, size, &val))
			sbpf_reg_set_const(&out, val);
	}
	if (err)
		return err;
	if ((sbpf_insn_op(insn)->flags & SBPF_OPF_SIGNED) && size < 8) {
		if (out.kind != SBPF_REG_SCALAR)
			return sbpf_reject(env, SBPF_WHY_INTERNAL, "sign extension of a pointer");
		/* The copy on the stack is not extended: they are no longer the same number. */
		sbpf_scalar_sext(&out.s, size * 8);
		out.id = 0;
	}
	*sbpf_env_reg(env, insn->dst_reg) = out;
	return 0;
}

/**
 * sbpf_mem_store() - *(dst + off) = val
 * @env: the verification
 * @insn: a SBPF_OPK_ST or SBPF_OPK_STX instruction whose registers are initialised
 * @val: what is stored
 *
 * Context: process. Return: 0 or the errno of the rejection.
 */
int sbpf_mem_store(struct sbpf_env *env, const struct sbpf_insn *insn, const struct sbpf_reg *val)
{
	const struct sbpf_reg *r = sbpf_env_reg(env, insn->dst_reg);
	u32 size = sbpf_insn_bytes(insn);
	int err;

	err = check_base(env, r, insn->dst_reg);
	if (!err)
		err = check_mixed(env, r);
	if (err)
		return err;
	if (sbpf_reg_is_ptr(val) && !env->leaks && (r->kind != SBPF_REG_STACK || size != 8))
		return sbpf_reject(env, SBPF_WHY_PTR_LEAK, "the address in R%u would be stored", insn->src_reg);
	if (has_fields(r))
		return ctx_store(env, insn, r, size);
	if (r->kind == SBPF_REG_STACK)
		return sbpf_stack_write(env, r, insn->dst_reg, insn->off, size, val);
	err = check_align(env, r, insn->dst_reg, insn->off, size, false);
	return err ? err : sbpf_mem_range(env, r, insn->dst_reg, insn->off, size, SBPF_ACC_WRITE);
}

/**
 * sbpf_mem_atomic() - read-modify-write
 * @env: the verification
 * @insn: a SBPF_OPK_ATOMIC instruction whose registers are initialised
 *
 * Context: process. Return: 0 or the errno of the rejection.
 */
int sbpf_mem_atomic(struct sbpf_env *env, const struct sbpf_insn *insn)
{
	const struct sbpf_reg *r = sbpf_env_reg(env, insn->dst_reg), *val = sbpf_env_reg(env, insn->src_reg);
	u32 size = sbpf_insn_bytes(insn);
	struct sbpf_reg old;
	int err;

	err = check_base(env, r, insn->dst_reg);
	if (!err)
		err = check_mixed(env, r);
	if (err)
		return err;
	if (r->kind != SBPF_REG_STACK && r->kind != SBPF_REG_VALUE && r->kind != SBPF_REG_RECORD)
		return sbpf_reject(env, SBPF_WHY_ATOMIC_MEM, "R%u points to %s", insn->dst_reg,
				   sbpf_reg_kinds[r->kind].name);
	if ((sbpf_reg_is_ptr(val) || (insn->imm == SBPF_CMPXCHG && sbpf_reg_is_ptr(sbpf_env_reg(env, 0)))) &&
	    !env->leaks)
		return sbpf_reject(env, SBPF_WHY_PTR_LEAK, "an address would be stored");
	err = check_align(env, r, insn->dst_reg, insn->off, size, true);
	if (!err && r->kind == SBPF_REG_STACK)
		err = sbpf_stack_read(env, r, insn->dst_reg, insn->off, size, &old);
	else
		set_unknown_bytes(&old, size);
	if (!err)
		err = sbpf_mem_range(env, r, insn->dst_reg, insn->off, size, SBPF_ACC_READ | SBPF_ACC_WRITE);
	if (!err && (insn->imm & SBPF_FETCH))
		*sbpf_env_reg(env, insn->imm == SBPF_CMPXCHG ? 0 : insn->src_reg) = old;
	return err;
}
