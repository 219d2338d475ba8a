// SPDX-License-Identifier: GPL-2.0
/*
 * Calls of helpers: may this program call this one, does each argument satisfy its type, and what is known afterwards.
 * Works from the helper's row alone; no helper is known by its number.
 */
#include <linux/kernel.h>
#include <linux/errno.h>
#include <linux/string.h>
#include "env.h"

#define MAX_MEM_SIZE	(1U << 29)	/* bytes of memory one argument may span */
#define MAX_ERRNO_VALUE	4095

/**
 * struct call - one helper call being checked
 * @env: the verification
 * @h: the helper
 * @map: the map argument
 * @mem_size: value of the CONST_SIZE argument
 * @size_max: largest value of the last SIZE argument
 * @str: CONST_STR argument, and the bytes from there to the end of its map
 * @str_size: see @str
 * @ref: reference that is given back, or that of the object which is cast
 * @func: CALLBACK argument
 * @cb_ctx: CALLBACK_CTX argument
 */
struct call {
	struct sbpf_env *env;
	const struct sbpf_helper *h;
	struct sbpf_map *map;
	u32 mem_size;
	u64 size_max;
	const char *str;
	u32 str_size;
	u32 ref;
	const struct sbpf_reg *func;
	const struct sbpf_reg *cb_ctx;
};

static int check_allowed(struct sbpf_env *env, const struct sbpf_helper *h, u32 id)
{
	const struct sbpf_prog *prog = env->prog;

	if (!h)
		return sbpf_reject(env, SBPF_WHY_HELPER_UNKNOWN, "there is no helper %u", id);
	if (prog->type_id >= 64 || !(h->progs & (1ULL << prog->type_id)))
		return sbpf_reject(env, SBPF_WHY_HELPER_TYPE, "%s is not for %s programs", h->name, prog->type->name);
	if ((h->flags & SBPF_HF_GPL) && !prog->gpl)
		return sbpf_reject(env, SBPF_WHY_HELPER_GPL, "%s", h->name);
	if (((h->flags & SBPF_HF_PERFMON) && !(prog->priv & SBPF_PRIV_PERFMON)) ||
	    ((h->flags & SBPF_HF_BPF) && !(prog->priv & SBPF_PRIV_BPF)))
		return sbpf_reject(env, SBPF_WHY_HELPER_PRIV, "%s", h->name);
	if (prog->type->contexts & ~h->contexts)
		return sbpf_reject(env, SBPF_WHY_HELPER_CONTEXT, "%s in a %s program", h->name, prog->type->name);
	if ((h->flags & SBPF_HF_SLEEPS) && !(prog->load_flags & SBPF_F_SLEEPABLE))
		return sbpf_reject(env, SBPF_WHY_HELPER_SLEEP, "%s", h->name);
	return 0;
}

static int wrong_kind(struct call *c, u32 regno, const char *expected)
{
	char text[128];

	sbpf_reg_print(sbpf_env_reg(c->env, regno), text, sizeof(text));
	return sbpf_reject(c->env, SBPF_WHY_ARG_TYPE, "R%u of %s is %s, expected %s", regno, c->h->name, text, expected);
}

static int arg_mem(struct call *c, u32 regno, u32 size, int access)
{
	const struct sbpf_reg *r = sbpf_env_reg(c->env, regno);

	if (!sbpf_reg_is_ptr(r) || r->maybe_null || !(sbpf_reg_kinds[r->kind].flags & SBPF_KIND_MEM))
		return wrong_kind(c, regno, "a pointer to memory");
	access |= SBPF_ACC_HELPER;
	if (c->h->flags & SBPF_HF_PKT_ARGS)
		access |= SBPF_ACC_PKT_OK;
	return size ? sbpf_mem_range(c->env, r, regno, 0, size, access) : 0;
}

/* Memory in the register before, @regno is its size. */
static int arg_size(struct call *c, u32 regno, u16 mem, bool zero_ok)
{
	const struct sbpf_reg *r = sbpf_env_reg(c->env, regno), *ptr = sbpf_env_reg(c->env, regno - 1);
	bool fixed;
	int access;

	if (r->kind != SBPF_REG_SCALAR)
		return wrong_kind(c, regno, "a size");
	if (r->s.smin < 0 || r->s.umax >= MAX_MEM_SIZE)
		return sbpf_reject(c->env, SBPF_WHY_ARG_SIZE, "R%u of %s may be %lld..%lld", regno, c->h->name, r->s.smin,
				   r->s.smax);
	if (!r->s.umin && !zero_ok)
		return sbpf_reject(c->env, SBPF_WHY_ARG_SIZE, "R%u of %s may be 0", regno, c->h->name);
	c->size_max = r->s.umax;
	if ((mem & SBPF_ARG_MAYBE_NULL) && sbpf_reg_is_null(ptr)) {
		if (r->s.umax)
			return sbpf_reject(c->env, SBPF_WHY_ARG_SIZE, "R%u of %s is not 0 for memory at 0", regno,
					   c->h->name);
		return 0;
	}
	fixed = sbpf_scalar_is_const(&r->s);
	switch (mem & SBPF_ARG_TYPE_MASK) {
	case SBPF_ARG_MEM:
		access = SBPF_ACC_READ;
		break;
	case SBPF_ARG_MEM_OUT:
		/* Only a known number of bytes is certain to be filled. */
		access = SBPF_ACC_WRITE | (fixed ? SBPF_ACC_RAW : 0);
		break;
	case SBPF_ARG_MEM_RW:
		access = SBPF_ACC_READ | SBPF_ACC_WRITE;
		break;
	default:
		return sbpf_reject(c->env, SBPF_WHY_INTERNAL, "row of %s: a size without memory", c->h->name);
	}
	return arg_mem(c, regno - 1, r->s.umax, access);
}

/* Filled through a typed pointer: as aligned as its size, up to 8. */
static int arg_fixed_out(struct call *c, u32 regno, u32 size)
{
	int err = arg_mem(c, regno, size, SBPF_ACC_WRITE | SBPF_ACC_RAW);

	return err ? err : sbpf_mem_aligned(c->env, sbpf_env_reg(c->env, regno), regno, min(size & -size, 8U));
}

static int arg_map(struct call *c, u32 regno)
{
	const struct sbpf_reg *r = sbpf_env_reg(c->env, regno);
	u32 caps = c->h->map_caps;

	if (r->kind != SBPF_REG_MAP || r->maybe_null)
		return wrong_kind(c, regno, "a map");
	c->map = r->map;
	if ((c->map->ops->caps & caps) != caps)
		return sbpf_reject(c->env, SBPF_WHY_HELPER_MAP, "%s does not work with maps of type %s", c->h->name,
				   c->map->ops->name);
	if ((caps & SBPF_MAP_CAPS_WRITE) && (c->map->map_flags & SBPF_F_RDONLY_PROG))
		return sbpf_reject(c->env, SBPF_WHY_HELPER_MAP_WRITE, "%s writes", c->h->name);
	return 0;
}

static int arg_key_or_value(struct call *c, u32 regno, u16 type)
{
	int access = type == SBPF_ARG_MAP_VALUE_OUT ? SBPF_ACC_WRITE | SBPF_ACC_RAW : SBPF_ACC_READ;

	if (!c->map)
		return sbpf_reject(c->env, SBPF_WHY_INTERNAL, "row of %s: a key or value without map", c->h->name);
	if (c->map->ops->caps & SBPF_MAP_CAP_ASK)
		access = SBPF_ACC_READ;
	return arg_mem(c, regno, type == SBPF_ARG_MAP_KEY ? c->map->key_size : c->map->value_size, access);
}

static int arg_record(struct call *c, u32 regno)
{
	const struct sbpf_reg *r = sbpf_env_reg(c->env, regno);

	if (r->kind != SBPF_REG_RECORD || r->maybe_null || !r->ref)
		return wrong_kind(c, regno, "a record");
	if (r->off || !sbpf_scalar_is(&r->s, 0))
		return sbpf_reject(c->env, SBPF_WHY_ARG_REF, "R%u points into the record, not to its start", regno);
	if (c->h->flags & SBPF_HF_RELEASE)
		c->ref = r->ref;
	return 0;
}

static int arg_object(struct call *c, u32 regno)
{
	const struct sbpf_reg *r = sbpf_env_reg(c->env, regno);

	if (r->kind != SBPF_REG_OBJECT || r->maybe_null || !sbpf_object_is(r->object, c->h->arg_object))
		return wrong_kind(c, regno, c->h->arg_object->name);
	if ((c->h->flags & SBPF_HF_RELEASE) && !r->ref)
		return sbpf_reject(c->env, SBPF_WHY_ARG_REF, "R%u is not a reference", regno);
	c->ref = r->ref;
	return 0;
}

static int arg_const_str(struct call *c, u32 regno)
{
	const struct sbpf_reg *r = sbpf_env_reg(c->env, regno);
	s64 off;
	u64 addr;

	if (r->kind != SBPF_REG_VALUE || r->maybe_null)
		return wrong_kind(c, regno, "a constant string");
	if (!sbpf_map_is_const(r->map) || r->map->max_entries != 1 || !sbpf_scalar_is_const(&r->s))
		return sbpf_reject(c->env, SBPF_WHY_ARG_STR, "R%u of %s can change", regno, c->h->name);
	off = (s64)r->s.bits.value + r->off;
	if (off < 0 || off >= r->map->value_size || r->map->ops->direct_value(r->map, &addr, off))
		return sbpf_reject(c->env, SBPF_WHY_ARG_STR, "R%u of %s is outside the map", regno, c->h->name);
	if (!memchr((const void *)(unsigned long)addr, 0, r->map->value_size - off))
		return sbpf_reject(c->env, SBPF_WHY_ARG_STR, "R%u of %s does not end in NUL", regno, c->h->name);
	c->str = (const char *)(unsigned long)addr;
	c->str_size = r->map->value_size - off;
	return 0;
}

static int arg_const_size(struct call *c, u32 regno)
{
	const struct sbpf_reg *r = sbpf_env_reg(c->env, regno);

	if (!sbpf_reg_is_const(r))
		return sbpf_reject(c->env, SBPF_WHY_ARG_CONST, "R%u of %s is not a constant", regno, c->h->name);
	if (r->s.umax >= MAX_MEM_SIZE)
		return sbpf_reject(c->env, SBPF_WHY_ARG_SIZE, "R%u of %s is %llu", regno, c->h->name, r->s.umax);
	c->mem_size = r->s.umax;
	return 0;
}

static int arg_ctx(struct call *c, u32 regno)
{
	const struct sbpf_reg *r = sbpf_env_reg(c->env, regno);

	if (r->kind != SBPF_REG_CTX)
		return wrong_kind(c, regno, "the context");
	if (r->off || !sbpf_scalar_is(&r->s, 0))
		return sbpf_reject(c->env, SBPF_WHY_CTX_MODIFIED, "R%u of %s is ctx plus something", regno, c->h->name);
	if (c->env->prog->type->flags & SBPF_PT_TRACING)
		c->env->prog->calls_ctx_regs = true;
	return 0;
}

static int arg_callback(struct call *c, u32 regno, u16 type)
{
	const struct sbpf_reg *r = sbpf_env_reg(c->env, regno);

	if (type == SBPF_ARG_CALLBACK) {
		if (r->kind != SBPF_REG_FUNC)
			return wrong_kind(c, regno, "a function");
		/* The call graph, and with it the need for stack, is made of references: one handed around is not in it. */
		if (r->frame != sbpf_state_top(c->env->st)->subprog)
			return sbpf_reject(c->env, SBPF_WHY_ARG_TYPE, "R%u of %s was made by another function", regno,
					   c->h->name);
		c->func = r;
		return 0;
	}
	if (!sbpf_reg_is_null(r) && r->kind != SBPF_REG_STACK)
		return wrong_kind(c, regno, "a pointer to the stack, or 0");
	c->cb_ctx = r;
	return 0;
}

/* A format that can never work is better refused now. Its values are what the last size argument covers. */
static int check_format(struct call *c)
{
	if (!c->h->check_format || !c->str || !c->h->check_format(c->str, c->str_size, c->size_max / sizeof(u64)))
		return 0;
	return sbpf_reject(c->env, SBPF_WHY_ARG_FORMAT, "\"%.32s\" for %s with %llu values", c->str, c->h->name,
			   c->size_max / sizeof(u64));
}

static int check_arg(struct call *c, u32 i)
{
	u32 regno = SBPF_REG_1 + i;
	const struct sbpf_reg *r = sbpf_env_reg(c->env, regno);
	u16 arg = c->h->arg[i], type = arg & SBPF_ARG_TYPE_MASK;

	c->env->blame = 1U << regno;
	if (r->kind == SBPF_REG_NONE)
		return sbpf_reject(c->env, SBPF_WHY_UNINIT_REG, "R%u, argument %u of %s, was never written", regno, i + 1,
				   c->h->name);
	/* Sizes check their memory, of which they know how much it is; a null is theirs to judge too. */
	if ((arg & SBPF_ARG_MAYBE_NULL) && sbpf_reg_is_null(r) && type != SBPF_ARG_CALLBACK_CTX)
		return 0;
	switch (type) {
	case SBPF_ARG_ANY:
		if (sbpf_reg_is_ptr(r) && !c->env->leaks)
			return sbpf_reject(c->env, SBPF_WHY_PTR_LEAK, "the address in R%u goes to %s", regno, c->h->name);
		return 0;
	case SBPF_ARG_CTX:
		return arg_ctx(c, regno);
	case SBPF_ARG_CONST_MAP:
		return arg_map(c, regno);
	case SBPF_ARG_MAP_KEY:
	case SBPF_ARG_MAP_VALUE:
	case SBPF_ARG_MAP_VALUE_OUT:
		return arg_key_or_value(c, regno, type);
	case SBPF_ARG_MEM:
	case SBPF_ARG_MEM_OUT:
	case SBPF_ARG_MEM_RW:
		return arg_mem(c, regno, 0, 0);
	case SBPF_ARG_FIXED_MEM:
		return arg_mem(c, regno, c->h->arg_size[i], SBPF_ACC_READ);
	case SBPF_ARG_FIXED_MEM_OUT:
		return arg_fixed_out(c, regno, c->h->arg_size[i]);
	case SBPF_ARG_SIZE:
	case SBPF_ARG_SIZE_OR_ZERO:
		if (!i)
			return sbpf_reject(c->env, SBPF_WHY_INTERNAL, "row of %s: a size comes first", c->h->name);
		c->env->blame |= 1U << (regno - 1);
		return arg_size(c, regno, c->h->arg[i - 1], type == SBPF_ARG_SIZE_OR_ZERO);
	case SBPF_ARG_CONST_SIZE:
		return arg_const_size(c, regno);
	case SBPF_ARG_ALLOC_MEM:
		return arg_record(c, regno);
	case SBPF_ARG_OBJECT:
		return arg_object(c, regno);
	case SBPF_ARG_CONST_STR:
		return arg_const_str(c, regno);
	case SBPF_ARG_CALLBACK:
	case SBPF_ARG_CALLBACK_CTX:
		return arg_callback(c, regno, type);
	default:
		return sbpf_reject(c->env, SBPF_WHY_ARG_TYPE, "%s takes something that programs cannot have yet", c->h->name);
	}
}

static void drop_pkt(struct sbpf_reg *r, void *arg)
{
	if (sbpf_reg_kinds[r->kind].flags & SBPF_KIND_PKT)
		sbpf_reg_clear(r);
}

/**
 * sbpf_drop_pkt() - the packet may have moved: no pointer into it is good any more
 * @st: the state
 *
 * Context: any.
 */
void sbpf_drop_pkt(struct sbpf_state *st)
{
	sbpf_state_for_each(st, drop_pkt, NULL);
}

/* What is released is no pointer any more. The number remains, for those who may know it. */
static void drop_ref(struct sbpf_reg *r, void *arg)
{
	const struct call *c = arg;

	if (r->ref != c->ref)
		return;
	if (c->env->leaks)
		sbpf_reg_set_unknown(r);
	else
		sbpf_reg_clear(r);
}

static int set_result(struct call *c)
{
	struct sbpf_env *env = c->env;
	const struct sbpf_helper *h = c->h;
	struct sbpf_reg *r0 = sbpf_env_reg(env, SBPF_REG_0);

	switch (h->ret) {
	case SBPF_RET_VOID:
		sbpf_reg_clear(r0);
		return 0;
	case SBPF_RET_INT:
		sbpf_reg_set_unknown(r0);
		if (h->ret_min || h->ret_max)
			sbpf_scalar_set_srange(&r0->s, h->ret_min, h->ret_max);
		if ((h->flags & SBPF_HF_RET_LE_SIZE) && r0->s.smax > (s64)c->size_max)
			sbpf_scalar_set_srange(&r0->s, max_t(s64, r0->s.smin, -MAX_ERRNO_VALUE), c->size_max);
		return 0;
	case SBPF_RET_MAP_VALUE_OR_NULL:
		if (!c->map)
			return sbpf_reject(env, SBPF_WHY_INTERNAL, "row of %s: a value without map", h->name);
		sbpf_reg_set_ptr(r0, c->map->inner ? SBPF_REG_MAP : SBPF_REG_VALUE);
		r0->map = c->map->inner ?: c->map;
		break;
	case SBPF_RET_ALLOC_MEM_OR_NULL:
		sbpf_reg_set_ptr(r0, SBPF_REG_RECORD);
		r0->size = c->mem_size;
		break;
	case SBPF_RET_OBJECT_OR_NULL:
		sbpf_reg_set_ptr(r0, SBPF_REG_OBJECT);
		r0->object = h->ret_object;
		break;
	default:
		return sbpf_reject(env, SBPF_WHY_ARG_TYPE, "%s returns something that programs cannot have yet", h->name);
	}
	r0->maybe_null = true;
	r0->id = sbpf_env_new_id(env);
	if (h->flags & SBPF_HF_CAST) {
		r0->ref = c->ref;
		r0->derived = c->ref;
	}
	if (!(h->flags & SBPF_HF_ACQUIRE))
		return 0;
	r0->ref = sbpf_env_new_id(env);
	if (sbpf_ref_acquire(env->st, r0->ref, env->insn))
		return sbpf_reject(env, SBPF_WHY_REF_TOO_MANY, "%u are held already", env->st->nr_refs);
	return 0;
}

/* The helper is done: what it took, what it gave. */
static int finish(struct call *c)
{
	struct sbpf_env *env = c->env;

	if (c->h->flags & SBPF_HF_RELEASE) {
		if (!c->ref || !sbpf_ref_release(env->st, c->ref))
			return sbpf_reject(env, SBPF_WHY_ARG_REF, "%s gets no reference that is held", c->h->name);
		sbpf_state_for_each(env->st, drop_ref, c);
	}
	if (c->h->flags & SBPF_HF_CHANGES_PKT)
		sbpf_drop_pkt(env->st);
	sbpf_clobber_args(env);
	sbpf_state_top(env->st)->loop = 0;
	return set_result(c);
}

/*
 * A tail call that succeeds ends the function it is in. In a function of the program that means: its caller goes on, with
 * whatever the other program returned, and a packet that the other program may have changed.
 */
static int tail_call_taken(struct sbpf_env *env)
{
	struct sbpf_state *st = env->st, *other;
	u32 back, i;

	for (i = 0; i < st->nr_frames; i++)
		if (st->frame[i]->callback)
			return sbpf_reject(env, SBPF_WHY_TAIL_CALL_PLACE, "a callback is active");
	if (st->nr_refs)
		return sbpf_reject(env, SBPF_WHY_REF_LEAK, "the reference taken at insn %u is held over a tail call",
				   st->ref_insn[0]);
	if (st->nr_frames == 1)
		return 0;
	other = sbpf_state_dup(st);
	if (!other)
		return -ENOMEM;
	back = sbpf_state_top(other)->callsite + 1;
	sbpf_frame_pop(other);
	sbpf_drop_pkt(other);
	sbpf_reg_set_unknown(&sbpf_state_top(other)->reg[SBPF_REG_0]);
	return sbpf_branch_push(env, other, back);
}

/* Fork: the helper is done, or it calls back (again). */
static int call_back(struct call *c)
{
	struct sbpf_env *env = c->env;
	struct sbpf_reg func, ctx;
	struct sbpf_state *st;
	int err;

	if (!c->func || !c->cb_ctx)
		return sbpf_reject(env, SBPF_WHY_INTERNAL, "row of %s: a callback without arguments", c->h->name);
	func = *c->func;
	ctx = *c->cb_ctx;
	st = sbpf_state_dup(env->st);
	if (!st)
		return -ENOMEM;
	swap(env->st, st);
	err = finish(c);
	swap(env->st, st);
	if (err) {
		sbpf_state_free(st);
		return err;
	}
	err = sbpf_branch_push(env, st, env->insn + 1);
	return err ? err : sbpf_callback_enter(env, c->h, &func, &ctx, c->map);
}

static int note_call(struct call *c)
{
	struct sbpf_insn_aux *aux = &c->env->aux[c->env->insn];
	struct sbpf_note *note = &c->env->note[c->env->insn];
	struct sbpf_prog *prog = c->env->prog;

	if (!aux->helper && !(note->flags & SBPF_NOTE_MAPS))
		aux->map = c->map;
	if (aux->map != c->map) {
		aux->map = NULL;
		note->flags |= SBPF_NOTE_MAPS;
	}
	if ((note->flags & SBPF_NOTE_MAPS) && (c->h->flags & SBPF_HF_TAIL_CALL) && !c->env->capable)
		return sbpf_reject(c->env, SBPF_WHY_HELPER_PRIV, "%s with one map on one path and another on another", c->h->name);
	aux->helper = c->h;
	prog->helper_flags |= c->h->flags;
	if (c->h->flags & SBPF_HF_CHANGES_PKT)
		prog->writes_pkt = true;
	/* Whatever programs of this type can do, the one that runs in place of this one may do. */
	if (c->h->flags & SBPF_HF_TAIL_CALL) {
		prog->tail_calls = true;
		prog->uses_cb = true;
		prog->writes_pkt = true;
		prog->calls_ctx_regs = true;
	}
	return 0;
}

/**
 * sbpf_helper_call() - walk over the call of a helper
 * @env: the verification
 * @insn: a SBPF_OPK_CALL instruction with src_reg 0
 *
 * Context: process. Return: SBPF_STEP_NEXT, or the errno of the rejection.
 */
int sbpf_helper_call(struct sbpf_env *env, const struct sbpf_insn *insn)
{
	struct call c = { .env = env, .h = sbpf_helper_find(insn->imm) };
	int err;
	u32 i;

	env->blame = 0;
	err = check_allowed(env, c.h, insn->imm);
	for (i = 0; i < ARRAY_SIZE(c.h->arg) && !err && c.h->arg[i]; i++)
		err = check_arg(&c, i);
	if (!err)
		err = check_format(&c);
	if (err)
		return err;
	env->blame = 0;
	err = note_call(&c);
	if (!err && (c.h->flags & SBPF_HF_TAIL_CALL))
		err = tail_call_taken(env);
	if (err)
		return err;
	if (c.h->callback)
		return call_back(&c);
	err = finish(&c);
	if (err)
		return err;
	env->insn++;
	return SBPF_STEP_NEXT;
}
