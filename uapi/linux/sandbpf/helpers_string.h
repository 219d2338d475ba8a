/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Helper ids: strings and formatted output.
 */
#ifndef _UAPI_LINUX_SANDBPF_HELPERS_STRING_H
#define _UAPI_LINUX_SANDBPF_HELPERS_STRING_H

enum {
	SBPF_FUNC_strtol = 105,
	SBPF_FUNC_strtoul = 106,
	SBPF_FUNC_seq_printf = 126,
	SBPF_FUNC_seq_write = 127,
	SBPF_FUNC_snprintf_btf = 149,
	SBPF_FUNC_seq_printf_btf = 150,
	SBPF_FUNC_snprintf = 165,
	SBPF_FUNC_strncmp = 182,
};

#endif /* _UAPI_LINUX_SANDBPF_HELPERS_STRING_H */
