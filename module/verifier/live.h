/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Guesses about what matters later on, for pruning.
 */
#ifndef SBPF_VERIFIER_LIVE_H
#define SBPF_VERIFIER_LIVE_H

struct sbpf_env;

int sbpf_live_init(struct sbpf_env *env);
void sbpf_live_free(struct sbpf_env *env);
void sbpf_live_forget(struct sbpf_env *env);

#endif /* SBPF_VERIFIER_LIVE_H */
