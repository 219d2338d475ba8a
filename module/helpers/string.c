// SPDX-License-Identifier: GPL-2.0
/*
 * Helpers that parse and compare strings.
 */
#include <linux/ctype.h>
#include <linux/kernel.h>
#include <linux/overflow.h>
#include <linux/string.h>

#include "../helper.h"

/* ABI: at most this many characters behind white space and sign are looked at. */
#define NUMBER_MAX_CHARS	63
/* ABI: the bits of the flags that hold the base. */
#define NUMBER_BASE_MASK	0x1f

static bool digit_get(char c, unsigned int base, unsigned int *digit)
{
	int val = hex_to_bin(c);

	*digit = val;
	return val >= 0 && val < base;
}

/*
 * Settle base 0 and step over the prefix of a hexadecimal number. Returns the characters of the
 * prefix.
 */
static u32 radix_parse(const char *s, u32 len, unsigned int *base)
{
	bool prefix = len >= 2 && s[0] == '0' && (s[1] | 0x20) == 'x';

	if (!*base) {
		if (!len || s[0] != '0')
			*base = 10;
		else
			*base = prefix && len > 2 && isxdigit(s[2]) ? 16 : 8;
	}
	return *base == 16 && prefix ? 2 : 0;
}

/**
 * number_parse() - parse the number at the start of a buffer
 * @buf: text, not necessarily terminated
 * @len: its bytes
 * @flags: base: 0 (by prefix), 8, 10 or 16; other bits must be zero
 * @res: absolute value
 * @negative: whether there was a minus sign
 *
 * Return: characters used, white space and sign included; -EINVAL when there is no number; -ERANGE
 * when it does not fit 64 bits.
 */
static long number_parse(const char *buf, u32 len, u64 flags, u64 *res, bool *negative)
{
	unsigned int base = flags & NUMBER_BASE_MASK, digit;
	bool overflow = false;
	u32 at = 0, end, first;
	u64 val = 0;

	if (flags & ~(u64)NUMBER_BASE_MASK)
		return -EINVAL;
	if (base != 0 && base != 8 && base != 10 && base != 16)
		return -EINVAL;

	while (at < len && isspace(buf[at]))
		at++;
	*negative = at < len && buf[at] == '-';
	if (*negative)
		at++;

	end = at + min_t(u32, len - at, NUMBER_MAX_CHARS);
	at += radix_parse(buf + at, end - at, &base);
	for (first = at; at < end && digit_get(buf[at], base, &digit); at++) {
		overflow |= check_mul_overflow(val, (u64)base, &val);
		overflow |= check_add_overflow(val, (u64)digit, &val);
	}
	if (at == first)
		return -EINVAL;
	if (overflow)
		return -ERANGE;
	*res = val;
	return at;
}

SBPF_HELPER4(strtol_helper, const char *, buf, u32, len, u64, flags, s64 *, res)
{
	bool negative;
	u64 val;
	long ret;

	*res = 0;
	ret = number_parse(buf, len, flags, &val, &negative);
	if (ret < 0)
		return ret;
	if (val > (u64)S64_MAX + negative)
		return -ERANGE;
	*res = negative ? -val : val;
	return ret;
}

SBPF_HELPER4(strtoul_helper, const char *, buf, u32, len, u64, flags, u64 *, res)
{
	bool negative;
	u64 val;
	long ret;

	*res = 0;
	ret = number_parse(buf, len, flags, &val, &negative);
	if (ret < 0)
		return ret;
	if (negative)
		return -EINVAL;
	*res = val;
	return ret;
}

SBPF_HELPER3(strncmp_helper, const char *, s1, u32, s1_size, const char *, s2)
{
	return (s64)strncmp(s1, s2, s1_size);
}

static const struct sbpf_helper string_helpers[] = {
	[SBPF_FUNC_strtol] = {
		.name = "strtol", .fn = strtol_helper, .ret = SBPF_RET_INT,
		.arg = { SBPF_ARG_MEM, SBPF_ARG_SIZE, SBPF_ARG_ANY, SBPF_ARG_FIXED_MEM_OUT },
		.arg_size = { [3] = sizeof(s64) },
		.contexts = SBPF_IN_ANY, .progs = SBPF_PROGS_ALL,
	},
	[SBPF_FUNC_strtoul] = {
		.name = "strtoul", .fn = strtoul_helper, .ret = SBPF_RET_INT,
		.arg = { SBPF_ARG_MEM, SBPF_ARG_SIZE, SBPF_ARG_ANY, SBPF_ARG_FIXED_MEM_OUT },
		.arg_size = { [3] = sizeof(u64) },
		.contexts = SBPF_IN_ANY, .progs = SBPF_PROGS_ALL,
	},
	[SBPF_FUNC_strncmp] = {
		.name = "strncmp", .fn = strncmp_helper, .ret = SBPF_RET_INT,
		.arg = { SBPF_ARG_MEM, SBPF_ARG_SIZE, SBPF_ARG_CONST_STR },
		.contexts = SBPF_IN_ANY, .progs = SBPF_PROGS_ALL,
	},
};

SBPF_HELPER_FAMILY(string);
