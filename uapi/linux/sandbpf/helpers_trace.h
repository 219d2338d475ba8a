/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Helper ids: tracing output, arguments and results of traced functions.
 */
#ifndef _UAPI_LINUX_SANDBPF_HELPERS_TRACE_H
#define _UAPI_LINUX_SANDBPF_HELPERS_TRACE_H

enum {
	SBPF_FUNC_trace_printk = 6,
	SBPF_FUNC_override_return = 58,
	SBPF_FUNC_get_func_ip = 173,
	SBPF_FUNC_get_attach_cookie = 174,
	SBPF_FUNC_trace_vprintk = 177,
	SBPF_FUNC_get_func_arg = 183,
	SBPF_FUNC_get_func_ret = 184,
	SBPF_FUNC_get_func_arg_cnt = 185,
	SBPF_FUNC_get_retval = 186,
	SBPF_FUNC_set_retval = 187,
};

#endif /* _UAPI_LINUX_SANDBPF_HELPERS_TRACE_H */
