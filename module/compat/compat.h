/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Included before every source file. Adds what an older kernel lacks under the
 * name that the newest supported kernel uses; changes nothing that is there.
 */
#ifndef SBPF_COMPAT_H
#define SBPF_COMPAT_H

#include "sbpf_config.h"

#endif
