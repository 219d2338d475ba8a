/* SPDX-License-Identifier: GPL-2.0 */
/* BTF written word by word, right or wrong. */
#ifndef SBPF_SELFTESTS_BLOB_H
#define SBPF_SELFTESTS_BLOB_H

#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sandbpf.h"
#include "tap.h"

#define INFO(kind, kflag, vlen)	((__u32)(kflag) << 31 | SBPF_BTF_KIND_##kind << 24 | (vlen))
#define INT_WORD(encoding, offset, bits)	((encoding) << 24 | (offset) << 16 | (bits))

#define BLOB_WORDS	4096
#define BLOB_CHARS	4096

/* Types and strings under construction; blob_finish() makes BTF of them. */
struct blob {
	__u32 word[BLOB_WORDS];
	__u32 words;
	char str[BLOB_CHARS];
	__u32 chars;
	struct {
		struct sbpf_btf_header hdr;
		__u8 rest[sizeof(__u32) * BLOB_WORDS + BLOB_CHARS];
	} out;
};

static inline void blob_begin(struct blob *b)
{
	b->words = 0;
	b->str[0] = '\0';
	b->chars = 1;
}

static inline void blob_add(struct blob *b, const __u32 *words, __u32 nr)
{
	memcpy(b->word + b->words, words, nr * sizeof(*words));
	b->words += nr;
}

#define BLOB_ADD(b, ...)	do {							\
	const __u32 _words[] = { __VA_ARGS__ };						\
	blob_add(b, _words, sizeof(_words) / sizeof(*_words));				\
} while (0)

/* A string; its offset. */
static inline __u32 blob_str(struct blob *b, const char *s)
{
	__u32 off = b->chars;

	strcpy(b->str + off, s);
	b->chars += strlen(s) + 1;
	return off;
}

/* BTF in b->out; its size. */
static inline __u32 blob_finish(struct blob *b)
{
	__u32 bytes = b->words * sizeof(__u32);

	b->out.hdr = (struct sbpf_btf_header){
		.magic = SBPF_BTF_MAGIC, .version = SBPF_BTF_VERSION, .hdr_len = sizeof(b->out.hdr),
		.type_len = bytes, .str_off = bytes, .str_len = b->chars,
	};
	memcpy(b->out.rest, b->word, bytes);
	memcpy(b->out.rest + bytes, b->str, b->chars);
	return sizeof(b->out.hdr) + bytes + b->chars;
}

/* BTF_LOAD of @size bytes: an fd or -errno. */
static inline int btf_load(const void *data, __u32 size)
{
	union sbpf_attr attr = { .btf = PTR(data), .btf_size = size };

	return sbpf(SBPF_BTF_LOAD, &attr, sizeof(attr));
}

#endif
