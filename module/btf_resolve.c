// SPDX-License-Identifier: GPL-2.0
/*
 * The second half of what BTF must fulfil: every reference leads to a type that can stand there, nothing contains itself,
 * and members lie inside their structs.
 *
 * References are followed depth first, without recursion: the way down is a stack of DEPTH_MAX types. A walk that began
 * at a pointer ends at structs and arrays, one that began at a struct or array ends at pointers. So a struct may point to
 * itself, but neither contain itself nor may pointers go round in a circle.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>

#include "btf.h"
#include "log.h"

/* ABI: how many types may wait for each other, and how many modifiers (const, typedef, ...) may follow each other. */
#define DEPTH_MAX	32
#define MODIFIERS_MAX	32

#define KIND(k)		(1U << SBPF_BTF_KIND_##k)
#define MODIFIERS	(KIND(TYPEDEF) | KIND(VOLATILE) | KIND(CONST) | KIND(RESTRICT) | KIND(TYPE_TAG))
#define STRUCTS		(KIND(STRUCT) | KIND(UNION))
#define ENUMS		(KIND(ENUM) | KIND(ENUM64))
#define VOID		(1U << 0)
/* Nothing refers to these but a section to its variables. */
#define SOURCES		(KIND(VAR) | KIND(DECL_TAG) | KIND(DATASEC))
#define SIZELESS	(VOID | KIND(FWD) | KIND(FUNC) | KIND(FUNC_PROTO) | KIND(DECL_TAG))
#define REFERRING	(MODIFIERS | KIND(PTR) | STRUCTS | KIND(ARRAY) | KIND(VAR) | KIND(FUNC) | KIND(DECL_TAG) | KIND(DATASEC))
/* What a pointer may lead to though it has no size. */
#define POINTED		(VOID | KIND(FWD) | KIND(FUNC_PROTO))

enum state { NEW, WAITING, RESOLVED };

/* Where the walk does not go on, as kinds. */
enum walk { FROM_ANY, FROM_PTR, FROM_STRUCT };

static const u32 goes_on[] = {
	[FROM_ANY] = REFERRING,
	[FROM_PTR] = MODIFIERS | KIND(PTR),
	[FROM_STRUCT] = MODIFIERS | KIND(ARRAY) | STRUCTS,
};

/**
 * struct resolver - a resolution under way
 * @btf: what is resolved
 * @log: gets the reason of a refusal
 * @state: of each type
 * @walk: how the walk began
 * @depth: types on @stack
 * @stack: those that wait, each for the one above it, and the entry of each that comes next
 */
struct resolver {
	struct sbpf_btf *btf;
	struct sbpf_log *log;
	u8 *state;
	enum walk walk;
	u32 depth;
	struct {
		u32 id;
		u32 next;
	} stack[DEPTH_MAX];
};

#define REFUSE(r, ...)	sbpf_btf_refuse((r)->btf, (r)->log, (r)->stack[(r)->depth - 1].id, __VA_ARGS__)

/* More results of a step: there is a type to resolve first, or the type is done. */
enum step { STEP_DOWN = 1, STEP_DONE };

static const struct sbpf_btf_type void_type;

/**
 * sbpf_btf_type() - the type of an id
 * @btf: checked
 * @id: any number
 *
 * Return: the type, that of 0 is void; NULL if there is none.
 */
const struct sbpf_btf_type *sbpf_btf_type(const struct sbpf_btf *btf, u32 id)
{
	if (!id)
		return &void_type;
	return id < btf->nr_types ? btf->types + btf->offsets[id] : NULL;
}

/**
 * sbpf_btf_name() - a string
 * @btf: with its strings known
 * @off: any number
 *
 * Return: the string; the empty one if there is none.
 */
const char *sbpf_btf_name(const struct sbpf_btf *btf, u32 off)
{
	return off < btf->strings_len ? btf->strings + off : "";
}

static bool is(const struct sbpf_btf_type *t, u32 kind_set)
{
	return (1U << sbpf_btf_kind(t)) & kind_set;
}

/**
 * sbpf_btf_sized() - a type that has a size, behind typedefs and the like
 * @btf: resolved, or the type is
 * @id: in: any; out: of what is returned
 * @size: set to its bytes. May be NULL.
 *
 * Return: the type; NULL if it has none.
 */
const struct sbpf_btf_type *sbpf_btf_sized(const struct sbpf_btf *btf, u32 *id, u32 *size)
{
	const struct sbpf_btf_type *t = sbpf_btf_type(btf, *id);
	u32 at = *id;

	if (t && is(t, MODIFIERS | KIND(VAR))) {
		at = btf->targets[at];
		t = sbpf_btf_type(btf, at);
	}
	if (!t || is(t, SIZELESS | MODIFIERS | KIND(VAR)))
		return NULL;
	*id = at;
	if (size)
		*size = is(t, KIND(ARRAY)) ? btf->sizes[at] : is(t, KIND(PTR)) ? sizeof(void *) : t->size;
	return t;
}

static u32 int_word(const struct sbpf_btf_type *t)
{
	return *(const u32 *)(t + 1);
}

/**
 * sbpf_btf_int_regular() - is it an integer as C has it?
 * @t: an INT
 *
 * Return: whether it has 8, 16, 32, 64 or 128 bits, from the first one on.
 */
bool sbpf_btf_int_regular(const struct sbpf_btf_type *t)
{
	u32 word = int_word(t);

	switch (SBPF_BTF_INT_BITS(word)) {
	case 8:
	case 16:
	case 32:
	case 64:
	case 128:
		return !SBPF_BTF_INT_OFFSET(word);
	default:
		return false;
	}
}

/* Begin with a type that nobody waits for. */
static int push(struct resolver *r, u32 id)
{
	const struct sbpf_btf_type *t = sbpf_btf_type(r->btf, id);

	if (r->depth == DEPTH_MAX) {
		REFUSE(r, "more than %d types wait for each other", DEPTH_MAX);
		return -E2BIG;
	}
	if (r->state[id] != NEW) {
		REFUSE(r, "type %u, which it refers to, leads back here", id);
		return -EEXIST;
	}
	r->state[id] = WAITING;
	r->stack[r->depth].id = id;
	r->stack[r->depth].next = 0;
	r->depth++;
	if (r->walk == FROM_ANY && is(t, KIND(PTR)))
		r->walk = FROM_PTR;
	else if (r->walk == FROM_ANY && is(t, STRUCTS | KIND(ARRAY)))
		r->walk = FROM_STRUCT;
	return STEP_DOWN;
}

static int done(struct resolver *r, u32 target, u32 size)
{
	u32 id = r->stack[--r->depth].id;

	r->btf->targets[id] = target;
	r->btf->sizes[id] = size;
	r->state[id] = RESOLVED;
	return STEP_DONE;
}

/* Is there a type to be resolved before one can go on from @id? */
static bool needs_first(const struct resolver *r, u32 id)
{
	return is(sbpf_btf_type(r->btf, id), goes_on[r->walk]) && r->state[id] != RESOLVED;
}

/* What can be referred to. */
static const struct sbpf_btf_type *referred(const struct resolver *r, u32 id)
{
	const struct sbpf_btf_type *t = sbpf_btf_type(r->btf, id);

	return t && !is(t, SOURCES) ? t : NULL;
}

/*
 * A typedef, const, ..., pointer or variable. A modifier that was resolved on a walk from a struct may come to a pointer that
 * was not: pointers and variables see to that one too, so that it does not lead back.
 */
static int resolve_reference(struct resolver *r, u32 id, const struct sbpf_btf_type *t)
{
	const struct sbpf_btf_type *next = referred(r, t->type);
	u32 to = t->type, behind;

	if (!next)
		return REFUSE(r, "refers to %u, which is no type that can be referred to", to);
	if (needs_first(r, to))
		return push(r, to);
	if (!is(t, MODIFIERS) && is(next, MODIFIERS)) {
		behind = r->btf->targets[to];
		if (is(sbpf_btf_type(r->btf, behind), KIND(PTR)) && needs_first(r, behind))
			return push(r, behind);
	}
	if (!sbpf_btf_sized(r->btf, &to, NULL)) {
		if (is(t, KIND(VAR)))
			return REFUSE(r, "a variable of type %u, which has no size", to);
		if (r->state[to] == RESOLVED)
			to = r->btf->targets[to];
		if (!is(sbpf_btf_type(r->btf, to), POINTED))
			return REFUSE(r, "refers to type %u, which is no type of a value", to);
	}
	return done(r, to, 0);
}

static int resolve_array(struct resolver *r, u32 id, const struct sbpf_btf_type *t)
{
	const struct sbpf_btf_array *array = (const void *)(t + 1);
	const struct sbpf_btf_type *index = referred(r, array->index_type), *elem = referred(r, array->type);
	u32 to = array->index_type, size;

	if (!index || is(index, SIZELESS))
		return REFUSE(r, "an array with index type %u, which has no size", to);
	if (needs_first(r, to))
		return push(r, to);
	index = sbpf_btf_sized(r->btf, &to, NULL);
	if (!index || !is(index, KIND(INT)) || !sbpf_btf_int_regular(index))
		return REFUSE(r, "an array with index type %u, which is no integer", array->index_type);
	to = array->type;
	if (!elem || is(elem, SIZELESS))
		return REFUSE(r, "an array of type %u, which has no size", to);
	if (needs_first(r, to))
		return push(r, to);
	elem = sbpf_btf_sized(r->btf, &to, &size);
	if (!elem)
		return REFUSE(r, "an array of type %u, which has no size", array->type);
	if (is(elem, KIND(INT)) && !sbpf_btf_int_regular(elem))
		return REFUSE(r, "an array of integers of %u bits", SBPF_BTF_INT_BITS(int_word(elem)));
	if (array->nelems && size > U32_MAX / array->nelems)
		return REFUSE(r, "an array of %u elements of %u bytes is too large", array->nelems, size);
	return done(r, to, size * array->nelems);
}

/* Does a member of @bits bits, from bit @bit on, end behind the struct? */
static bool ends_behind(const struct sbpf_btf_type *t, u32 bit, u32 bits)
{
	return bit / 8 > t->size || DIV_ROUND_UP(bit % 8 + bits, 8) > t->size - bit / 8;
}

static int member_int(struct resolver *r, u32 i, const struct sbpf_btf_type *t, const struct sbpf_btf_member *m,
		      const struct sbpf_btf_type *type)
{
	u32 word = int_word(type), bits = SBPF_BTF_INT_BITS(word), bit = m->offset, width;

	if (sbpf_btf_kflag(t)) {
		bit = SBPF_BTF_MEMBER_BIT_OFFSET(m->offset);
		width = SBPF_BTF_MEMBER_BITFIELD_SIZE(m->offset);
		if (!sbpf_btf_int_regular(type))
			return REFUSE(r, "member %u: an integer that is none of C", i);
		if (!width && bit % 8)
			return REFUSE(r, "member %u: at bit %u, though it is no bitfield", i, bit);
		if (width > bits)
			return REFUSE(r, "member %u: a bitfield of %u bits in an integer of %u", i, width, bits);
		bits = width ?: bits;
	} else if (check_add_overflow(bit, SBPF_BTF_INT_OFFSET(word), &bit)) {
		return REFUSE(r, "member %u: at bit %u", i, m->offset);
	}
	if (bit % 8 + bits > 128)
		return REFUSE(r, "member %u: %u bits from bit %u on are spread over more than 16 bytes", i, bits, bit);
	if (ends_behind(t, bit, bits))
		return REFUSE(r, "member %u: %u bits from bit %u on end behind the %u bytes of it all", i, bits, bit, t->size);
	return 0;
}

/* Bitfields of enumerations are at most as wide as an int, whatever the enumeration. */
static int member_enum_bits(struct resolver *r, u32 i, const struct sbpf_btf_type *t, const struct sbpf_btf_member *m)
{
	u32 bit = SBPF_BTF_MEMBER_BIT_OFFSET(m->offset), width = SBPF_BTF_MEMBER_BITFIELD_SIZE(m->offset);

	if (!width && bit % 8)
		return REFUSE(r, "member %u: at bit %u, though it is no bitfield", i, bit);
	if (width > 32)
		return REFUSE(r, "member %u: a bitfield of %u bits in an enumeration", i, width);
	if (DIV_ROUND_UP(bit + (width ?: 32), 8) > t->size)
		return REFUSE(r, "member %u: ends behind the %u bytes of it all", i, t->size);
	return 0;
}

static int check_member(struct resolver *r, u32 i, const struct sbpf_btf_type *t, const struct sbpf_btf_member *m)
{
	const struct sbpf_btf_type *type;
	u32 to = m->type, size, align;

	type = sbpf_btf_sized(r->btf, &to, &size);
	if (!type || is(type, SOURCES))
		return REFUSE(r, "member %u: type %u has no size", i, m->type);
	if (is(type, KIND(INT)))
		return member_int(r, i, t, m, type);
	if (sbpf_btf_kflag(t) && is(type, ENUMS))
		return member_enum_bits(r, i, t, m);
	if (sbpf_btf_kflag(t) && SBPF_BTF_MEMBER_BITFIELD_SIZE(m->offset))
		return REFUSE(r, "member %u: a bitfield of a type that is no number", i);
	/* The least that all machines agree on. */
	align = is(type, KIND(FLOAT)) ? min_t(u32, size, sizeof(void *)) * 8 : 8;
	if (m->offset % align)
		return REFUSE(r, "member %u: at bit %u, no multiple of %u", i, m->offset, align);
	if (size > t->size - min(t->size, m->offset / 8))
		return REFUSE(r, "member %u: %u bytes at %u end behind the %u of it all", i, size, m->offset / 8, t->size);
	return 0;
}

static int resolve_struct(struct resolver *r, u32 id, const struct sbpf_btf_type *t)
{
	const struct sbpf_btf_member *members = (const void *)(t + 1);
	u32 *next = &r->stack[r->depth - 1].next;
	const struct sbpf_btf_type *type;
	int err;

	for (; *next < sbpf_btf_vlen(t); ++*next) {
		type = referred(r, members[*next].type);
		if (!type || is(type, SIZELESS))
			return REFUSE(r, "member %u: type %u has no size", *next, members[*next].type);
		if (needs_first(r, members[*next].type))
			return push(r, members[*next].type);
		err = check_member(r, *next, t, &members[*next]);
		if (err)
			return err;
	}
	return done(r, 0, 0);
}

static int resolve_datasec(struct resolver *r, u32 id, const struct sbpf_btf_type *t)
{
	const struct sbpf_btf_var_secinfo *vars = (const void *)(t + 1);
	u32 *next = &r->stack[r->depth - 1].next, to, size;
	const struct sbpf_btf_type *var;

	/* One variable has nothing to do with the other. */
	r->walk = FROM_ANY;
	for (; *next < sbpf_btf_vlen(t); ++*next) {
		var = sbpf_btf_type(r->btf, vars[*next].type);
		if (!var || !is(var, KIND(VAR)))
			return REFUSE(r, "entry %u: type %u is no variable", *next, vars[*next].type);
		if (needs_first(r, vars[*next].type))
			return push(r, vars[*next].type);
		to = var->type;
		if (!sbpf_btf_sized(r->btf, &to, &size) || vars[*next].size < size)
			return REFUSE(r, "entry %u: its variable does not fit into %u bytes", *next, vars[*next].size);
	}
	return done(r, 0, 0);
}

static int resolve_func(struct resolver *r, u32 id, const struct sbpf_btf_type *t)
{
	const struct sbpf_btf_type *proto = sbpf_btf_type(r->btf, t->type);
	const struct sbpf_btf_param *params;
	u32 i;

	if (!proto || !is(proto, KIND(FUNC_PROTO)))
		return REFUSE(r, "a function of type %u, which is no FUNC_PROTO", t->type);
	params = (const void *)(proto + 1);
	for (i = 0; i < sbpf_btf_vlen(proto); i++)
		if (!params[i].name_off && params[i].type)
			return REFUSE(r, "parameter %u of the function has no name", i);
	return done(r, t->type, 0);
}

static int resolve_decl_tag(struct resolver *r, u32 id, const struct sbpf_btf_type *t)
{
	const struct sbpf_btf_decl_tag *tag = (const void *)(t + 1);
	const struct sbpf_btf_type *what = sbpf_btf_type(r->btf, t->type);

	if (!what || !is(what, STRUCTS | KIND(FUNC) | KIND(VAR) | KIND(TYPEDEF)))
		return REFUSE(r, "type %u cannot have a tag", t->type);
	if (needs_first(r, t->type))
		return push(r, t->type);
	if (tag->component_idx != -1) {
		if (is(what, KIND(FUNC)))
			what = sbpf_btf_type(r->btf, what->type);
		if (!is(what, STRUCTS | KIND(FUNC_PROTO)) || tag->component_idx >= sbpf_btf_vlen(what))
			return REFUSE(r, "type %u has no component %d", t->type, tag->component_idx);
	}
	return done(r, t->type, 0);
}

static int resolve_one(struct resolver *r)
{
	u32 id = r->stack[r->depth - 1].id;
	const struct sbpf_btf_type *t = sbpf_btf_type(r->btf, id);

	switch (sbpf_btf_kind(t)) {
	case SBPF_BTF_KIND_ARRAY:
		return resolve_array(r, id, t);
	case SBPF_BTF_KIND_STRUCT:
	case SBPF_BTF_KIND_UNION:
		return resolve_struct(r, id, t);
	case SBPF_BTF_KIND_DATASEC:
		return resolve_datasec(r, id, t);
	case SBPF_BTF_KIND_FUNC:
		return resolve_func(r, id, t);
	case SBPF_BTF_KIND_DECL_TAG:
		return resolve_decl_tag(r, id, t);
	default:
		return resolve_reference(r, id, t);
	}
}

/* Resolve a type and all that it waits for. */
static int resolve(struct resolver *r, u32 id)
{
	int ret;

	if (!is(sbpf_btf_type(r->btf, id), REFERRING) || r->state[id] == RESOLVED)
		return 0;
	r->walk = FROM_ANY;
	r->depth = 0;
	ret = push(r, id);
	while (ret > 0 && r->depth)
		ret = resolve_one(r);
	return min(ret, 0);
}

/* Something that a function takes or gives. */
static int resolve_value(struct resolver *r, u32 proto, u32 id, const char *what, u32 nr)
{
	int err;

	if (!referred(r, id))
		return sbpf_btf_refuse(r->btf, r->log, proto, "%s %u: there is no type %u for it", what, nr, id);
	err = resolve(r, id);
	if (!err && !sbpf_btf_sized(r->btf, &id, NULL))
		err = sbpf_btf_refuse(r->btf, r->log, proto, "%s %u: its type has no size", what, nr);
	return err;
}

static int resolve_func_proto(struct resolver *r, u32 id, const struct sbpf_btf_type *t)
{
	const struct sbpf_btf_param *params = (const void *)(t + 1);
	u32 nr = sbpf_btf_vlen(t), i;
	int err = t->type ? resolve_value(r, id, t->type, "result", 0) : 0;

	/* "...": the last parameter, void and without a name. */
	if (nr && !params[nr - 1].type) {
		nr--;
		if (params[nr].name_off)
			err = err ?: sbpf_btf_refuse(r->btf, r->log, id, "parameter %u is void", nr);
	}
	for (i = 0; i < nr && !err; i++) {
		if (params[i].name_off && !sbpf_btf_name_ok(r->btf, params[i].name_off))
			return sbpf_btf_refuse(r->btf, r->log, id, "parameter %u: its name is none", i);
		err = resolve_value(r, id, params[i].type, "parameter", i);
	}
	return err;
}

static int resolve_all(struct resolver *r)
{
	const struct sbpf_btf_type *t;
	int err = 0;
	u32 id;

	for (id = 1; id < r->btf->nr_types && !err; id++) {
		t = sbpf_btf_type(r->btf, id);
		err = resolve(r, id);
		if (!err && is(t, KIND(FUNC_PROTO)))
			err = resolve_func_proto(r, id, t);
		/* Many functions may share one prototype of many parameters. */
		if (fatal_signal_pending(current))
			return -EINTR;
		cond_resched();
	}
	return err;
}

/*
 * Tags of types come before other modifiers, and modifiers are not stacked too high; what was seen to be right for a lower
 * id is not looked at again.
 */
static int check_modifiers(const struct sbpf_btf *btf, struct sbpf_log *log)
{
	const struct sbpf_btf_type *t;
	u32 id, at, nr;
	bool tags;

	for (id = 1; id < btf->nr_types; id++) {
		t = sbpf_btf_type(btf, id);
		tags = is(t, KIND(TYPE_TAG));
		for (at = id, nr = 0; is(t, MODIFIERS); nr++) {
			if (nr == MODIFIERS_MAX) {
				sbpf_btf_refuse(btf, log, id, "more than %d modifiers", MODIFIERS_MAX);
				return -ELOOP;
			}
			if (is(t, KIND(TYPE_TAG)) && !tags)
				return sbpf_btf_refuse(btf, log, id, "a tag behind another modifier");
			tags = tags && is(t, KIND(TYPE_TAG));
			if (at < id)
				break;
			at = t->type;
			t = sbpf_btf_type(btf, at);
		}
		cond_resched();
	}
	return 0;
}

static int note_offsets(struct sbpf_btf *btf)
{
	u32 at = 0, id;

	btf->offsets = kvcalloc(btf->nr_types, sizeof(u32), GFP_KERNEL_ACCOUNT | __GFP_NOWARN);
	btf->targets = kvcalloc(btf->nr_types, sizeof(u32), GFP_KERNEL_ACCOUNT | __GFP_NOWARN);
	btf->sizes = kvcalloc(btf->nr_types, sizeof(u32), GFP_KERNEL_ACCOUNT | __GFP_NOWARN);
	if (!btf->offsets || !btf->targets || !btf->sizes)
		return -ENOMEM;
	for (id = 1; id < btf->nr_types; id++) {
		btf->offsets[id] = at;
		at += sbpf_btf_type_bytes(btf->types + at);
	}
	return 0;
}

/**
 * sbpf_btf_resolve() - see that the types go together
 * @btf: checked by sbpf_btf_check(); @offsets, @targets and @sizes are filled in
 * @log: gets the reason if not
 *
 * Context: process context, may sleep.
 * Return: 0; -EINVAL, -EEXIST a type leads back to itself, -E2BIG too many wait for each other, -ELOOP too many modifiers,
 * -EINTR the task is killed, -ENOMEM.
 */
int sbpf_btf_resolve(struct sbpf_btf *btf, struct sbpf_log *log)
{
	struct resolver *r;
	int err;

	err = note_offsets(btf);
	if (err)
		return err;
	r = kzalloc(sizeof(*r), GFP_KERNEL);
	if (!r)
		return -ENOMEM;
	r->btf = btf;
	r->log = log;
	r->state = kvzalloc(btf->nr_types, GFP_KERNEL_ACCOUNT | __GFP_NOWARN);
	err = r->state ? resolve_all(r) : -ENOMEM;
	kvfree(r->state);
	kfree(r);
	return err ?: check_modifiers(btf, log);
}

#ifdef SBPF_KUNIT
#include "tests/btf_resolve_test.c"
#endif
