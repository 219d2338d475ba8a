/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Helper ids: imm of SBPF_CALL with src_reg 0. One file a family; the text above each number is
 * the helper's reference.
 */
#ifndef _UAPI_LINUX_SANDBPF_HELPERS_H
#define _UAPI_LINUX_SANDBPF_HELPERS_H

#include "helpers_map.h"
#include "helpers_flow.h"
#include "helpers_time.h"
#include "helpers_task.h"
#include "helpers_probe.h"
#include "helpers_perf.h"
#include "helpers_trace.h"
#include "helpers_string.h"
#include "helpers_ringbuf.h"
#include "helpers_skb.h"
#include "helpers_tunnel.h"
#include "helpers_xdp.h"
#include "helpers_sock.h"
#include "helpers_sockmap.h"
#include "helpers_storage.h"
#include "helpers_system.h"

/* 0 is no helper; the table of helpers is SBPF_FUNC_MAX_ID long. */
#define SBPF_FUNC_unspec	0
#define __SBPF_FUNC_MAX_ID	212
#define SBPF_FUNC_MAX_ID	__SBPF_FUNC_MAX_ID

#endif /* _UAPI_LINUX_SANDBPF_HELPERS_H */
