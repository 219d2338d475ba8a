/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * BTF: the type information that SBPF_BTF_LOAD takes. Layout as <linux/btf.h>.
 *
 * A header, then types one after the other (struct sbpf_btf_type and what its kind adds), then
 * zero-terminated strings. Type ids count from 1; 0 is void.
 */
#ifndef _UAPI_LINUX_SANDBPF_BTF_H
#define _UAPI_LINUX_SANDBPF_BTF_H

#ifndef __VMLINUX_H__
#include <linux/types.h>
#endif

#define SBPF_BTF_MAGIC		0xeB9F
#define SBPF_BTF_VERSION	1

#define SBPF_BTF_MAX_TYPE		0x000fffff	/* largest type id */
#define SBPF_BTF_MAX_NAME_OFFSET	0x00ffffff	/* largest string offset */
#define SBPF_BTF_MAX_VLEN		0xffff		/* most members or parameters */

/**
 * struct sbpf_btf_header - start of a BTF blob
 *
 * Offsets count from the end of the header (@hdr_len), in bytes.
 */
struct sbpf_btf_header {
	__u16	magic;
	__u8	version;
	__u8	flags;
	__u32	hdr_len;
	__u32	type_off;
	__u32	type_len;
	__u32	str_off;
	__u32	str_len;
};

/**
 * struct sbpf_btf_type - common part of a type
 * @name_off: name, an offset into the strings
 * @info: bits 0-15 vlen, 24-28 kind, 31 kind_flag; others zero
 * @size: bytes, for INT, ENUM, ENUM64, FLOAT, STRUCT, UNION, DATASEC
 * @type: another type's id, for the other kinds
 */
struct sbpf_btf_type {
	__u32	name_off;
	__u32	info;
	union {
		__u32	size;
		__u32	type;
	};
};

#define SBPF_BTF_INFO_KIND(info)	(((info) >> 24) & 0x1f)
#define SBPF_BTF_INFO_VLEN(info)	((info) & 0xffff)
#define SBPF_BTF_INFO_KFLAG(info)	((info) >> 31)

enum {
	SBPF_BTF_KIND_UNKN		= 0,
	SBPF_BTF_KIND_INT		= 1,	/* + __u32, see SBPF_BTF_INT_* */
	SBPF_BTF_KIND_PTR		= 2,
	SBPF_BTF_KIND_ARRAY		= 3,	/* + struct sbpf_btf_array */
	SBPF_BTF_KIND_STRUCT		= 4,	/* + struct sbpf_btf_member[vlen] */
	SBPF_BTF_KIND_UNION		= 5,	/* + struct sbpf_btf_member[vlen] */
	SBPF_BTF_KIND_ENUM		= 6,	/* + struct sbpf_btf_enum[vlen] */
	SBPF_BTF_KIND_FWD		= 7,	/* kind_flag: union */
	SBPF_BTF_KIND_TYPEDEF		= 8,
	SBPF_BTF_KIND_VOLATILE		= 9,
	SBPF_BTF_KIND_CONST		= 10,
	SBPF_BTF_KIND_RESTRICT		= 11,
	SBPF_BTF_KIND_FUNC		= 12,	/* vlen: enum sbpf_btf_func_linkage */
	SBPF_BTF_KIND_FUNC_PROTO	= 13,	/* + struct sbpf_btf_param[vlen] */
	SBPF_BTF_KIND_VAR		= 14,	/* + struct sbpf_btf_var */
	SBPF_BTF_KIND_DATASEC		= 15,	/* + struct sbpf_btf_var_secinfo[vlen] */
	SBPF_BTF_KIND_FLOAT		= 16,
	SBPF_BTF_KIND_DECL_TAG		= 17,	/* + struct sbpf_btf_decl_tag */
	SBPF_BTF_KIND_TYPE_TAG		= 18,
	SBPF_BTF_KIND_ENUM64		= 19,	/* + struct sbpf_btf_enum64[vlen] */

	SBPF_NR_BTF_KINDS,
	SBPF_BTF_KIND_MAX		= SBPF_NR_BTF_KINDS - 1,
};

/* The word after a SBPF_BTF_KIND_INT. */
#define SBPF_BTF_INT_ENCODING(val)	(((val) & 0x0f000000) >> 24)
#define SBPF_BTF_INT_OFFSET(val)	(((val) & 0x00ff0000) >> 16)
#define SBPF_BTF_INT_BITS(val)		((val) & 0x000000ff)

#define SBPF_BTF_INT_SIGNED	(1 << 0)
#define SBPF_BTF_INT_CHAR	(1 << 1)
#define SBPF_BTF_INT_BOOL	(1 << 2)

struct sbpf_btf_enum {
	__u32	name_off;
	__s32	val;
};

struct sbpf_btf_array {
	__u32	type;
	__u32	index_type;
	__u32	nelems;
};

/**
 * struct sbpf_btf_member - one member of a struct or union
 * @name_off: name
 * @type: type id
 * @offset: bit offset; with kind_flag, bits 24-31 hold the width of a bitfield
 */
struct sbpf_btf_member {
	__u32	name_off;
	__u32	type;
	__u32	offset;
};

#define SBPF_BTF_MEMBER_BITFIELD_SIZE(val)	((val) >> 24)
#define SBPF_BTF_MEMBER_BIT_OFFSET(val)		((val) & 0xffffff)

struct sbpf_btf_param {
	__u32	name_off;
	__u32	type;
};

enum {
	SBPF_BTF_VAR_STATIC		= 0,
	SBPF_BTF_VAR_GLOBAL_ALLOCATED	= 1,
	SBPF_BTF_VAR_GLOBAL_EXTERN	= 2,
};

enum sbpf_btf_func_linkage {
	SBPF_BTF_FUNC_STATIC	= 0,
	SBPF_BTF_FUNC_GLOBAL	= 1,
	SBPF_BTF_FUNC_EXTERN	= 2,
};

struct sbpf_btf_var {
	__u32	linkage;
};

struct sbpf_btf_var_secinfo {
	__u32	type;
	__u32	offset;
	__u32	size;
};

/**
 * struct sbpf_btf_decl_tag - where a declaration tag sits
 * @component_idx: member or parameter, counted from 0; -1 for the type itself
 */
struct sbpf_btf_decl_tag {
	__s32	component_idx;
};

struct sbpf_btf_enum64 {
	__u32	name_off;
	__u32	val_lo32;
	__u32	val_hi32;
};

#endif /* _UAPI_LINUX_SANDBPF_BTF_H */
