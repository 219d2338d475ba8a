/* SPDX-License-Identifier: GPL-2.0 */
/* The pages about the verifier's rules, made of the cases that have a section "doc". */
#ifndef PAGES_H
#define PAGES_H

extern const char *pages_dir;

void pages_begin(const char *name, const char *doc);
void pages_example(const char *name, const char *program, const char *log);
int pages_end(void);

#endif /* PAGES_H */
