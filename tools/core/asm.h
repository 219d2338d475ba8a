/* SPDX-License-Identifier: GPL-2.0 */
/* A small assembler for the notation that sbpf_insn_print() writes. */
#ifndef CORE_ASM_H
#define CORE_ASM_H

#include <linux/sandbpf.h>

/**
 * asm_program() - assemble
 * @text: lines of instructions, labels ("name:") and comments (from ";" on)
 * @insns: at most @max slots are written
 * @max: room there
 * @why: on failure, the reason with the line
 *
 * Jumps and calls take a distance (+n, -n) or a label, constants are decimal or 0x hexadecimal.
 *
 * Return: slots, or -1.
 */
int asm_program(const char *text, struct sbpf_insn *insns, int max, char *why, size_t why_size);

#endif /* CORE_ASM_H */
