// SPDX-License-Identifier: GPL-2.0
/*
 * printf for programs: a subset of the kernel's formats, checked before anything is printed, with
 * every pointer read safely. Single conversions are rendered by the kernel's own snprintf(), so
 * that they look as everywhere else.
 */
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "format.h"
#include "probe.h"

/* What is printed, and where the value comes from. */
enum conv_kind {
	CONV_INT,		/* the argument's low @size bytes */
	CONV_CHAR,
	CONV_STR,		/* string at the argument, user or kernel address */
	CONV_STR_KERNEL,
	CONV_STR_USER,
	CONV_PTR,		/* the argument itself, as the kernel prints pointers */
	CONV_BACKTRACE,		/* symbol of a return address; no width, as with the next two */
	CONV_IP4,		/* 4 or 16 bytes at the argument */
	CONV_IP6,
};

#define FLAG_ZERO	1
#define FLAG_PLUS	2
#define FLAG_LEFT	4
#define FLAG_SPACE	8

/* One conversion, taken apart. */
struct conv {
	u8 kind;
	u8 flags;
	u8 size;		/* bytes of an integer */
	u32 width;		/* 0: none given */
	char how[6];		/* what follows '%', flags and width in a format for snprintf() */
};

/*
 * A position in a format that may lie in memory the program is writing: nothing read is trusted
 * twice.
 */
struct cursor {
	const char *at;
	const char *end;
};

static char peek(const struct cursor *c, u32 ahead)
{
	return ahead < c->end - c->at ? READ_ONCE(c->at[ahead]) : '\0';
}

static void flags_parse(struct cursor *c, struct conv *conv)
{
	for (;; c->at++) {
		switch (peek(c, 0)) {
		case '0':
			conv->flags |= FLAG_ZERO;
			break;
		case '+':
			conv->flags |= FLAG_PLUS;
			break;
		case '-':
			conv->flags |= FLAG_LEFT;
			break;
		case ' ':
			conv->flags |= FLAG_SPACE;
			break;
		default:
			return;
		}
	}
}

static void width_parse(struct cursor *c, struct conv *conv)
{
	u64 width = 0;
	char digit;

	for (; digit = peek(c, 0), isdigit(digit); c->at++)
		width = min_t(u64, width * 10 + (digit - '0'), S32_MAX);
	conv->width = width;
}

/*
 * A string, and a bare %p, must be followed by something that cannot be taken for more of the
 * conversion.
 */
static bool ends_here(char c)
{
	return !c || isspace(c) || ispunct(c);
}

static int int_parse(struct cursor *c, struct conv *conv)
{
	char letter;

	conv->kind = CONV_INT;
	conv->size = sizeof(int);
	if (peek(c, 0) == 'l') {
		conv->size = sizeof(long);
		c->at++;
	}
	if (peek(c, 0) == 'l') {
		conv->size = sizeof(long long);
		c->at++;
	}
	letter = peek(c, 0);
	if (letter != 'i' && letter != 'd' && letter != 'u' && letter != 'x' && letter != 'X')
		return -EINVAL;
	snprintf(conv->how, sizeof(conv->how), conv->size == 8 ? "ll%c" : "%c", letter);
	c->at++;
	return 0;
}

/*
 * Behind "%p". The kernel's own printf takes every letter and digit that follows for part of the
 * conversion.
 */
static int ptr_parse(struct cursor *c, struct conv *conv)
{
	char kind = peek(c, 0), sub = peek(c, 1);
	u32 i;

	if (ends_here(kind)) {
		conv->kind = CONV_PTR;
		strscpy(conv->how, "p", sizeof(conv->how));
		return 0;
	}
	if ((kind == 'k' || kind == 'u') && sub == 's') {
		conv->kind = kind == 'k' ? CONV_STR_KERNEL : CONV_STR_USER;
		c->at += 2;
		return ends_here(peek(c, 0)) ? 0 : -EINVAL;
	}
	if (kind == 'K' || kind == 'x' || kind == 's' || kind == 'S') {
		conv->kind = CONV_PTR;
		conv->how[0] = 'p';
		conv->how[1] = kind;
		for (i = 2; i < sizeof(conv->how) - 1; i++) {
			char more = peek(c, i - 1);

			if (!isalnum(more))
				break;
			conv->how[i] = more;
		}
	} else if (kind == 'B') {
		conv->kind = CONV_BACKTRACE;
	} else if ((kind == 'i' || kind == 'I') && (sub == '4' || sub == '6')) {
		conv->kind = sub == '4' ? CONV_IP4 : CONV_IP6;
		snprintf(conv->how, sizeof(conv->how), "%%p%c%c", kind, sub);
	} else {
		return -EINVAL;
	}
	while (isalnum(peek(c, 0)))
		c->at++;
	return 0;
}

/**
 * conv_parse() - take the next conversion apart
 * @c: behind the '%'; moved behind the conversion
 * @conv: filled
 *
 * Return: 0, or -EINVAL for one that programs may not use.
 */
static int conv_parse(struct cursor *c, struct conv *conv)
{
	*conv = (struct conv){};
	flags_parse(c, conv);
	width_parse(c, conv);
	switch (peek(c, 0)) {
	case 'p':
		c->at++;
		return ptr_parse(c, conv);
	case 's':
		c->at++;
		conv->kind = CONV_STR;
		strscpy(conv->how, "s", sizeof(conv->how));
		return ends_here(peek(c, 0)) ? 0 : -EINVAL;
	case 'c':
		c->at++;
		conv->kind = CONV_CHAR;
		strscpy(conv->how, "c", sizeof(conv->how));
		return 0;
	default:
		return int_parse(c, conv);
	}
}

/**
 * text_parse() - step over plain text
 * @c: moved to the end, or behind the '%' of the next conversion
 * @len: characters of the text; a doubled '%' ends it, and is its last character
 *
 * Return: 1 when a conversion follows, 0 when none does, -EINVAL for a control character.
 */
static int text_parse(struct cursor *c, u32 *len)
{
	const char *start = c->at;

	for (;; c->at++) {
		char now = peek(c, 0);

		*len = c->at - start;
		if (!now)
			return 0;
		if (isascii(now) && !isprint(now) && !isspace(now))
			return -EINVAL;
		if (now != '%')
			continue;
		c->at++;
		if (peek(c, 0) != '%')
			return 1;
		c->at++;
		*len += 1;
		return 0;
	}
}

/**
 * sbpf_format_check() - decide whether programs may use a format
 * @fmt: the format
 * @size: bytes of it; a NUL must be among them
 * @nr_args: how many values there are to format
 *
 * Context: any. Source of the rules: bpf-helpers(7), trace_printk and snprintf.
 * Return: 0; -EINVAL when a conversion is unknown or has no value, or the text has control
 * characters or no end.
 */
int sbpf_format_check(const char *fmt, u32 size, u32 nr_args)
{
	struct cursor c = { .at = fmt, .end = fmt + strnlen(fmt, size) };
	struct conv conv;
	u32 len;
	int ret;

	if (c.end == fmt + size)
		return -EINVAL;
	while (peek(&c, 0)) {
		ret = text_parse(&c, &len);
		if (ret < 0)
			return ret;
		if (!ret)
			continue;
		if (!nr_args--)
			return -EINVAL;
		if (conv_parse(&c, &conv))
			return -EINVAL;
	}
	return 0;
}

/* Where the output goes, and how long it would be if there were room for all of it. */
struct sink {
	char *buf;
	u32 room;		/* with the NUL */
	u32 len;
	u32 data_left;		/* of SBPF_FORMAT_DATA */
	struct sbpf_format_bufs *bufs;
};

static char *sink_at(const struct sink *s)
{
	return s->len < s->room ? s->buf + s->len : NULL;
}

static u32 sink_left(const struct sink *s)
{
	return s->len < s->room ? s->room - s->len : 0;
}

static void sink_text(struct sink *s, const char *text, u32 len)
{
	if (sink_left(s))
		memcpy(sink_at(s), text, min(len, sink_left(s)));
	s->len += len;
}

/* Account for a value the way bpf-helpers(7) bounds them. */
static int sink_charge(struct sink *s, u32 size)
{
	if (s->data_left < size)
		return -ENOSPC;
	s->data_left -= size;
	return 0;
}

static int int_charge(struct sink *s, u32 size)
{
	s->data_left = round_down(s->data_left, sizeof(u32));
	return sink_charge(s, size);
}

/*
 * The format of one conversion for snprintf(). Returns by how much its width had to be cut: see
 * conv_print().
 */
static u32 spec_build(const struct sink *s, const struct conv *conv, char *spec, u32 size)
{
	u32 width = min(conv->width, sink_left(s) + SBPF_FORMAT_LINE);
	u32 at = 0;

	spec[at++] = '%';
	if (conv->flags & FLAG_ZERO)
		spec[at++] = '0';
	if (conv->flags & FLAG_PLUS)
		spec[at++] = '+';
	if (conv->flags & FLAG_LEFT)
		spec[at++] = '-';
	if (conv->flags & FLAG_SPACE)
		spec[at++] = ' ';
	if (width)
		at += scnprintf(spec + at, size - at, "%u", width);
	strscpy(spec + at, conv->how, size - at);
	return conv->width - width;
}

/*
 * Render one value that snprintf() knows how to. A width far beyond the room is cut to what can be
 * seen, which is the same padding, so that no program can keep the CPU busy counting spaces; the
 * length still counts all of it.
 */
static void conv_print(struct sink *s, const struct conv *conv, u64 arg, const char *str)
{
	u32 left = sink_left(s), cut;
	char *at = sink_at(s);
	char spec[24];

	cut = spec_build(s, conv, spec, sizeof(spec));
	switch (conv->kind) {
	case CONV_CHAR:
		s->len += snprintf(at, left, spec, (int)arg);
		break;
	case CONV_STR:
		s->len += snprintf(at, left, spec, str);
		break;
	case CONV_PTR:
		s->len += snprintf(at, left, spec, (void *)(unsigned long)arg);
		break;
	default:
		if (conv->size == sizeof(u64))
			s->len += snprintf(at, left, spec, arg);
		else
			s->len += snprintf(at, left, spec, (u32)arg);
	}
	s->len += cut;
}

static int str_print(struct sink *s, const struct conv *conv, u64 arg)
{
	const void *src = (const void *)(unsigned long)arg;
	char *data = s->bufs->data;
	u32 room = s->data_left;
	long len;

	if (!room)
		return -ENOSPC;
	if (conv->kind == CONV_STR_KERNEL)
		len = sbpf_str_read_kernel(data, src, room);
	else if (conv->kind == CONV_STR_USER)
		len = sbpf_str_read_user(data, (const void __user *)src, room);
	else
		len = sbpf_str_read_any(data, src, room);
	if (len < 0) {
		/* A string that cannot be read prints as an empty one. */
		data[0] = '\0';
		len = 1;
	}
	s->data_left -= len;
	if (conv->kind == CONV_STR)
		conv_print(s, conv, 0, data);
	else
		sink_text(s, data, len - 1);
	return 0;
}

static int ip_print(struct sink *s, const struct conv *conv, u64 arg)
{
	u32 size = conv->kind == CONV_IP4 ? 4 : 16, len;
	u8 addr[16];

	if (s->data_left < size)
		return -ENOSPC;
	if (copy_from_kernel_nofault(addr, (const void *)(unsigned long)arg, size))
		memset(addr, 0, size);
	len = snprintf(sink_at(s), sink_left(s), conv->how, addr);
	s->len += len;
	s->data_left -= min(len + 1, s->data_left);
	return 0;
}

static int value_print(struct sink *s, const struct conv *conv, u64 arg)
{
	u32 len;
	int err;

	switch (conv->kind) {
	case CONV_STR:
	case CONV_STR_KERNEL:
	case CONV_STR_USER:
		return str_print(s, conv, arg);
	case CONV_IP4:
	case CONV_IP6:
		return ip_print(s, conv, arg);
	case CONV_BACKTRACE:
		len = snprintf(sink_at(s), sink_left(s), "%pB", (void *)(unsigned long)arg);
		s->len += len;
		s->data_left -= min(len + 1, s->data_left);
		return 0;
	case CONV_CHAR:
		err = sink_charge(s, 1);
		break;
	case CONV_PTR:
		err = int_charge(s, sizeof(long));
		break;
	default:
		err = int_charge(s, conv->size);
	}
	if (!err)
		conv_print(s, conv, arg, NULL);
	return err;
}

/**
 * sbpf_format_print() - render a format
 * @out: where to, always terminated; NULL when @room is 0
 * @room: bytes of @out
 * @fmt: format, with a NUL inside @size bytes; may be changing while it is read
 * @size: bytes of @fmt
 * @args: values
 * @nr_args: how many
 * @bufs: of sbpf_format_bufs_get(); may be NULL when @nr_args is 0
 *
 * Context: any, NMI included; preemption off while @bufs are used.
 * Return: characters without the NUL, of which only those that fit were written; -EINVAL as
 * sbpf_format_check(), with
 * @out untouched; -ENOSPC when the values are too large all together (SBPF_FORMAT_DATA).
 */
long sbpf_format_print(char *out, u32 room, const char *fmt, u32 size, const u64 *args, u32 nr_args,
		       struct sbpf_format_bufs *bufs)
{
	struct sink s = { .buf = out, .room = room, .data_left = SBPF_FORMAT_DATA, .bufs = bufs };
	struct cursor c = { .at = fmt, .end = fmt + strnlen(fmt, size) };
	struct conv conv;
	const char *text;
	u32 used = 0;
	int ret;

	ret = sbpf_format_check(fmt, size, nr_args);
	if (ret)
		return ret;
	while (ret >= 0 && peek(&c, 0)) {
		u32 len;

		text = c.at;
		ret = text_parse(&c, &len);
		sink_text(&s, text, len);
		if (ret <= 0)
			continue;
		ret = used < nr_args ? conv_parse(&c, &conv) : -EINVAL;
		if (!ret)
			ret = value_print(&s, &conv, args[used++]);
	}
	if (room)
		out[min(s.len, room - 1)] = '\0';
	return ret < 0 ? ret : (long)s.len;
}

/* A program may be interrupted by another one in the middle of formatting: task, irq, NMI. */
#define NEST_MAX	3

static struct sbpf_format_bufs __percpu *nest_bufs[NEST_MAX];
static DEFINE_PER_CPU(int, nest_level);

/**
 * sbpf_format_prepare() - make sure that sbpf_format_bufs_get() has something to give
 *
 * Context: process.
 * Return: 0 or -ENOMEM.
 */
int sbpf_format_prepare(void)
{
	static DEFINE_MUTEX(lock);
	int i, err = 0;

	mutex_lock(&lock);
	for (i = 0; i < NEST_MAX && !err; i++) {
		if (!nest_bufs[i])
			nest_bufs[i] = alloc_percpu(struct sbpf_format_bufs);
		if (!nest_bufs[i])
			err = -ENOMEM;
	}
	mutex_unlock(&lock);
	return err;
}

/**
 * sbpf_format_exit() - give the buffers back
 *
 * Context: module exit, no program is left.
 */
void sbpf_format_exit(void)
{
	int i;

	for (i = 0; i < NEST_MAX; i++)
		free_percpu(nest_bufs[i]);
}

/**
 * sbpf_format_bufs_get() - take a set of buffers of this CPU
 *
 * Context: any. Preemption is off until sbpf_format_bufs_put().
 * Return: the buffers, or NULL when all are in use further up the stack.
 */
struct sbpf_format_bufs *sbpf_format_bufs_get(void)
{
	int level;

	preempt_disable();
	level = this_cpu_inc_return(nest_level);
	if (level <= NEST_MAX)
		return this_cpu_ptr(nest_bufs[level - 1]);
	sbpf_format_bufs_put();
	return NULL;
}

/**
 * sbpf_format_bufs_put() - give the buffers taken last back
 */
void sbpf_format_bufs_put(void)
{
	this_cpu_dec(nest_level);
	preempt_enable();
}
