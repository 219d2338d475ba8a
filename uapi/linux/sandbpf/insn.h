/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Instruction encoding: RFC 9669 (ISA v1 to v4) and the legacy packet loads.
 * The same numbers as <linux/bpf.h> and <linux/bpf_common.h>.
 */
#ifndef _UAPI_LINUX_SANDBPF_INSN_H
#define _UAPI_LINUX_SANDBPF_INSN_H

/* Opcode byte, low three bits: the class. */
#define SBPF_CLASS(code)	((code) & 0x07)
#define SBPF_LD			0x00	/* 64-bit immediates and legacy packet loads */
#define SBPF_LDX		0x01	/* register = memory */
#define SBPF_ST			0x02	/* memory = immediate */
#define SBPF_STX		0x03	/* memory = register, and the atomics */
#define SBPF_ALU		0x04	/* 32-bit arithmetic, clears the upper half */
#define SBPF_JMP		0x05	/* jumps that compare 64 bits, call, exit */
#define SBPF_JMP32		0x06	/* jumps that compare 32 bits */
#define SBPF_ALU64		0x07	/* 64-bit arithmetic */
#define SBPF_RET		0x06	/* classic BPF only, same value as SBPF_JMP32 */
#define SBPF_MISC		0x07	/* classic BPF only, same value as SBPF_ALU64 */

/* Loads and stores, bits 3-4: the width. */
#define SBPF_SIZE(code)		((code) & 0x18)
#define SBPF_W			0x00	/* 4 bytes */
#define SBPF_H			0x08	/* 2 bytes */
#define SBPF_B			0x10	/* 1 byte */
#define SBPF_DW			0x18	/* 8 bytes */

/* Loads and stores, bits 5-7: the addressing mode. */
#define SBPF_MODE(code)		((code) & 0xe0)
#define SBPF_IMM		0x00	/* immediate of two instruction slots */
#define SBPF_ABS		0x20	/* legacy packet load, constant offset */
#define SBPF_IND		0x40	/* legacy packet load, register plus constant */
#define SBPF_MEM		0x60	/* [register + off] */
#define SBPF_LEN		0x80	/* classic BPF only */
#define SBPF_MSH		0xa0	/* classic BPF only */
#define SBPF_MEMSX		0x80	/* [register + off], sign-extended */
#define SBPF_ATOMIC		0xc0	/* read-modify-write, the operation is in imm */
#define SBPF_XADD		0xc0	/* old name of SBPF_ATOMIC with imm SBPF_ADD */

/* Arithmetic and jumps, bit 3: the second operand. */
#define SBPF_SRC(code)		((code) & 0x08)
#define SBPF_K			0x00	/* imm */
#define SBPF_X			0x08	/* src_reg */

/* Arithmetic, bits 4-7: the operation. */
#define SBPF_OP(code)		((code) & 0xf0)
#define SBPF_ADD		0x00
#define SBPF_SUB		0x10
#define SBPF_MUL		0x20
#define SBPF_DIV		0x30	/* off 0: unsigned, off 1: signed */
#define SBPF_OR			0x40
#define SBPF_AND		0x50
#define SBPF_LSH		0x60
#define SBPF_RSH		0x70	/* fills with zeros */
#define SBPF_NEG		0x80
#define SBPF_MOD		0x90	/* off 0: unsigned, off 1: signed */
#define SBPF_XOR		0xa0
#define SBPF_MOV		0xb0	/* off 8, 16, 32: sign-extend that many bits */
#define SBPF_ARSH		0xc0	/* fills with the sign bit */
#define SBPF_END		0xd0	/* byte order; imm is 16, 32 or 64 bits */

/* SBPF_END in class SBPF_ALU: which order. In class SBPF_ALU64 it swaps always. */
#define SBPF_TO_LE		0x00
#define SBPF_TO_BE		0x08
#define SBPF_FROM_LE		SBPF_TO_LE
#define SBPF_FROM_BE		SBPF_TO_BE

/* Jumps, bits 4-7: the condition. */
#define SBPF_JA			0x00	/* always; class SBPF_JMP32: by imm instead of off */
#define SBPF_JEQ		0x10
#define SBPF_JGT		0x20	/* unsigned */
#define SBPF_JGE		0x30	/* unsigned */
#define SBPF_JSET		0x40	/* any common bit */
#define SBPF_JNE		0x50
#define SBPF_JSGT		0x60	/* signed */
#define SBPF_JSGE		0x70	/* signed */
#define SBPF_CALL		0x80
#define SBPF_EXIT		0x90
#define SBPF_JLT		0xa0	/* unsigned */
#define SBPF_JLE		0xb0	/* unsigned */
#define SBPF_JSLT		0xc0	/* signed */
#define SBPF_JSLE		0xd0	/* signed */

/*
 * Atomic operations in imm: SBPF_ADD, SBPF_OR, SBPF_AND or SBPF_XOR, each also with SBPF_FETCH
 * (src_reg receives the old value), and the two below.
 */
#define SBPF_FETCH		0x01
#define SBPF_XCHG		(0xe0 | SBPF_FETCH)	/* src_reg <-> memory */
#define SBPF_CMPXCHG		(0xf0 | SBPF_FETCH)	/* memory == R0: store src_reg; R0 = old */

/* Most instructions in one classic program, and in one loaded by an unprivileged user. */
#ifndef SBPF_MAXINSNS
#define SBPF_MAXINSNS		4096
#endif

enum {
	SBPF_REG_0 = 0,		/* return value */
	SBPF_REG_1,		/* arguments 1 to 5, lost over a call */
	SBPF_REG_2,
	SBPF_REG_3,
	SBPF_REG_4,
	SBPF_REG_5,
	SBPF_REG_6,		/* kept over a call */
	SBPF_REG_7,
	SBPF_REG_8,
	SBPF_REG_9,
	SBPF_REG_10,		/* frame pointer, read-only */
	__SBPF_MAX_REG,
};

#define SBPF_MAX_REG		__SBPF_MAX_REG

/**
 * struct sbpf_insn - one instruction slot
 * @code: class and operation
 * @dst_reg: register written, or base of a store, or left side of a comparison
 * @src_reg: second operand, base of a load, or one of SBPF_PSEUDO_*
 * @off: signed displacement: bytes for memory, instructions for jumps
 * @imm: signed constant, sign-extended to 64 bits where 64 bits are used
 */
struct sbpf_insn {
	__u8	code;
	__u8	dst_reg:4;
	__u8	src_reg:4;
	__s16	off;
	__s32	imm;
};

/*
 * src_reg of the first slot of a 64-bit immediate load (SBPF_LD | SBPF_IMM | SBPF_DW): what the
 * number in imm means. 0 is a plain constant. Offsets of both slots must be zero.
 *
 *	src_reg			first imm		second imm	register becomes
 *	SBPF_PSEUDO_MAP_FD	fd of a map		0		the map
 *	SBPF_PSEUDO_MAP_VALUE	fd of a map		byte offset	address in its first value
 *	SBPF_PSEUDO_BTF_ID	BTF id of a variable	fd of its BTF	address of the variable
 *	SBPF_PSEUDO_FUNC	instructions to skip	0		a function, for callbacks
 *	SBPF_PSEUDO_MAP_IDX	index into fd_array	0		the map
 *	SBPF_PSEUDO_MAP_IDX_VALUE index into fd_array	byte offset	address in its first value
 */
#define SBPF_PSEUDO_MAP_FD		1
#define SBPF_PSEUDO_MAP_VALUE		2
#define SBPF_PSEUDO_BTF_ID		3
#define SBPF_PSEUDO_FUNC		4
#define SBPF_PSEUDO_MAP_IDX		5
#define SBPF_PSEUDO_MAP_IDX_VALUE	6

/* src_reg of SBPF_CALL: 0 calls the helper numbered imm. */
#define SBPF_PSEUDO_CALL		1	/* function of this program, imm instructions on */
#define SBPF_PSEUDO_KFUNC_CALL		2	/* kernel function with BTF id imm */

#endif /* _UAPI_LINUX_SANDBPF_INSN_H */
