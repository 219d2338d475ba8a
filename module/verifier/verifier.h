/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The door to the verifier. Everything else in this folder is private to it.
 */
#ifndef SBPF_VERIFIER_H
#define SBPF_VERIFIER_H

#include "../prog.h"
#include "../log.h"

/**
 * sbpf_verify() - prove a program safe and lower it
 * @prog: type, attach type, flags, priv, gpl, insns, maps are filled (struct sbpf_prog). The instructions need not have
 *	been looked at by anybody.
 * @log: where the explanation goes; never NULL, level may be 0
 *
 * On success prog->insns/len hold the lowered program (a new allocation, kvfree()able, the old one freed), and
 * prog->subprogs, nr_subprogs, uses_cb, writes_pkt, helper_flags, calls_ctx_regs, max_ctx_off, verified_insns are filled.
 *
 * Context: process context, may sleep, no locks held; gives up with -EINTR when a fatal signal is pending.
 * Return: 0; -EINVAL for a malformed program, -EACCES for a forbidden access, -EPERM for missing privilege, -E2BIG for
 * too complex, -ENOMEM. The errno is the one Linux gives for the same mistake.
 */
int sbpf_verify(struct sbpf_prog *prog, struct sbpf_log *log);

#endif /* SBPF_VERIFIER_H */
