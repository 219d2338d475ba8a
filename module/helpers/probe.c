// SPDX-License-Identifier: GPL-2.0
/*
 * Helpers that read memory at any address, and report a fault instead of taking it. None sleeps: a
 * user page that is not present is an error.
 */
#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "../helper.h"
#include "probe.h"

/**
 * sbpf_str_read_kernel() - copy a string from a kernel address that may be bad
 * @dst: @size bytes; nothing behind the closing NUL is written
 * @src: where the string should be
 * @size: room in @dst including the NUL
 *
 * Context: any, NMI included.
 * Return: length including the NUL (a string that is too long is cut: @size); 0 when @size is 0;
 * -ERANGE when @src is no kernel address; -EFAULT when the string runs into a page that is not
 * there. On error @dst[0] is NUL.
 */
long sbpf_str_read_kernel(char *dst, const void *src, u32 size)
{
	u32 done = 0, len, i;
	long err;

	/*
	 * Words that are aligned never straddle two pages, so one that faults holds no part of the
	 * string.
	 */
	while (done < size) {
		char word[8];

		len = sizeof(word) - ((unsigned long)(src + done) & (sizeof(word) - 1));
		len = min(len, size - done);
		err = copy_from_kernel_nofault(word, src + done, len);
		if (err) {
			dst[0] = '\0';
			return done ? -EFAULT : err;
		}
		for (i = 0; i < len; i++) {
			dst[done++] = word[i];
			if (!word[i])
				return done;
		}
	}
	if (size)
		dst[size - 1] = '\0';
	return size;
}

/**
 * sbpf_str_read_user() - copy a string from an address of the current process
 * @dst: @size bytes; nothing behind the closing NUL is written
 * @src: user address
 * @size: room in @dst including the NUL
 *
 * Context: any, NMI included.
 * Return: length including the NUL (a string that is too long is cut: @size); 0 when @size is 0;
 * -EFAULT when the address is bad, its page is not present, or no user memory can be read right
 * now. @dst is then undefined.
 */
long sbpf_str_read_user(char *dst, const void __user *src, u32 size)
{
	char first;
	long ret;

	if (!size)
		return 0;
	/*
	 * Also finds out what a module cannot ask for itself: whether the user's page tables are
	 * the current ones.
	 */
	ret = copy_from_user_nofault(&first, src, 1);
	if (ret)
		return ret;

	pagefault_disable();
	ret = strncpy_from_user(dst, src, size);
	pagefault_enable();
	if (ret < 0)
		return ret;
	if (ret >= size) {
		dst[size - 1] = '\0';
		return size;
	}
	return ret + 1;
}

/**
 * sbpf_str_read_any() - copy a string from a user or a kernel address, whichever it is
 * @dst: @size bytes
 * @src: address below TASK_SIZE: of the current process, else of the kernel
 * @size: room in @dst including the NUL
 *
 * Context: any, NMI included.
 * Return: as sbpf_str_read_user() and sbpf_str_read_kernel().
 */
long sbpf_str_read_any(char *dst, const void *src, u32 size)
{
#ifdef CONFIG_ARCH_HAS_NON_OVERLAPPING_ADDRESS_SPACE
	if ((unsigned long)src < TASK_SIZE)
		return sbpf_str_read_user(dst, (__force const void __user *)src, size);
#endif
	return sbpf_str_read_kernel(dst, src, size);
}

/*
 * Programs use what they read without looking at the result: on failure that must be zeros, not old
 * stack.
 */
static u64 cleared_on_error(void *dst, u32 size, long ret)
{
	if (ret < 0)
		memset(dst, 0, size);
	return ret;
}

SBPF_HELPER3(probe_read_user_helper, void *, dst, u32, size, const void __user *, src)
{
	return cleared_on_error(dst, size, copy_from_user_nofault(dst, src, size));
}

SBPF_HELPER3(probe_read_kernel_helper, void *, dst, u32, size, const void *, src)
{
	return cleared_on_error(dst, size, copy_from_kernel_nofault(dst, src, size));
}

SBPF_HELPER3(probe_read_user_str_helper, void *, dst, u32, size, const void __user *, src)
{
	return cleared_on_error(dst, size, sbpf_str_read_user(dst, src, size));
}

SBPF_HELPER3(probe_read_kernel_str_helper, void *, dst, u32, size, const void *, src)
{
	return cleared_on_error(dst, size, sbpf_str_read_kernel(dst, src, size));
}

#define PROBE_ROW(fname)									\
	.name = #fname, .fn = fname##_helper,							\
	.ret = SBPF_RET_INT, .arg = { SBPF_ARG_MEM_OUT, SBPF_ARG_SIZE_OR_ZERO, SBPF_ARG_ANY },	\
	.contexts = SBPF_IN_ANY
#define PROBE_FLAGS	(SBPF_HF_GPL | SBPF_HF_BPF | SBPF_HF_PERFMON)

/*
 * The old pair that takes either kind of address exists only where the two kinds cannot be
 * confused.
 */
#ifdef CONFIG_ARCH_HAS_NON_OVERLAPPING_ADDRESS_SPACE
SBPF_HELPER3(probe_read_helper, void *, dst, u32, size, const void *, src)
{
	long ret;

	if ((unsigned long)src < TASK_SIZE)
		ret = copy_from_user_nofault(dst, (__force const void __user *)src, size);
	else
		ret = copy_from_kernel_nofault(dst, src, size);
	return cleared_on_error(dst, size, ret);
}

SBPF_HELPER3(probe_read_str_helper, void *, dst, u32, size, const void *, src)
{
	return cleared_on_error(dst, size, sbpf_str_read_any(dst, src, size));
}
#endif

static const struct sbpf_helper probe_helpers[] = {
#ifdef CONFIG_ARCH_HAS_NON_OVERLAPPING_ADDRESS_SPACE
	[SBPF_FUNC_probe_read] = {
		PROBE_ROW(probe_read), .progs = SBPF_PROGS_TRACING_ALL,
		.flags = PROBE_FLAGS | SBPF_HF_READ_KERNEL,
	},
	[SBPF_FUNC_probe_read_str] = {
		PROBE_ROW(probe_read_str), .progs = SBPF_PROGS_TRACING_ALL,
		.flags = PROBE_FLAGS | SBPF_HF_READ_KERNEL | SBPF_HF_RET_LE_SIZE,
	},
#endif
	[SBPF_FUNC_probe_read_user] = {
		PROBE_ROW(probe_read_user), .progs = SBPF_PROGS_ALL, .flags = PROBE_FLAGS,
	},
	[SBPF_FUNC_probe_read_kernel] = {
		PROBE_ROW(probe_read_kernel), .progs = SBPF_PROGS_ALL,
		.flags = PROBE_FLAGS | SBPF_HF_READ_KERNEL,
	},
	[SBPF_FUNC_probe_read_user_str] = {
		PROBE_ROW(probe_read_user_str), .progs = SBPF_PROGS_ALL,
		.flags = PROBE_FLAGS | SBPF_HF_RET_LE_SIZE,
	},
	[SBPF_FUNC_probe_read_kernel_str] = {
		PROBE_ROW(probe_read_kernel_str), .progs = SBPF_PROGS_ALL,
		.flags = PROBE_FLAGS | SBPF_HF_READ_KERNEL | SBPF_HF_RET_LE_SIZE,
	},
};

SBPF_HELPER_FAMILY(probe);
