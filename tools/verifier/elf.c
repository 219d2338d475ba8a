// SPDX-License-Identifier: GPL-2.0
/*
 * Object files of clang through the verifier: every section "TYPE/name" is a program, functions in .text are appended to
 * it, symbols of the section "maps" are the maps of world.c. Those of files whose name begins with "rejected" break the rule
 * that they are named after; behind the name may be ",unpriv" and ",nogpl".
 *
 *	elf [-v] [-s] FILE...		-v: logs, -s: what each program cost
 */
#include <elf.h>
#include "world.h"
#include "module/insn.h"

#define INSNS_MAX	65536

static bool verbose, stats;
static int passed, failed;

struct object {
	const char *data;
	const Elf64_Ehdr *eh;
	const Elf64_Shdr *sh;
	const Elf64_Sym *syms;
	const char *names;
	u32 nr_syms;
};

static const char *section_name(const struct object *o, u32 i)
{
	return o->data + o->sh[o->eh->e_shstrndx].sh_offset + o->sh[i].sh_name;
}

static int section_find(const struct object *o, const char *name)
{
	int i;

	for (i = 1; i < o->eh->e_shnum; i++)
		if (!strcmp(section_name(o, i), name))
			return i;
	return -1;
}

static char *slurp(const char *path)
{
	FILE *f = fopen(path, "rb");
	char *data = NULL;
	long size;

	if (!f)
		return NULL;
	fseek(f, 0, SEEK_END);
	size = ftell(f);
	rewind(f);
	data = malloc(size + 1);
	if (fread(data, 1, size, f) != (size_t)size) {
		free(data);
		data = NULL;
	}
	fclose(f);
	return data;
}

/* A reference in section @sec, whose code was copied to @base; .text is at @text. */
static bool relocate_one(const struct object *o, const Elf64_Rel *rel, struct sbpf_insn *insns, u32 base, u32 text)
{
	const Elf64_Sym *sym = &o->syms[ELF64_R_SYM(rel->r_info)];
	u32 at = base + rel->r_offset / 8;
	struct sbpf_insn *insn = &insns[at];
	s64 target;

	if (sym->st_shndx == SHN_UNDEF || !strcmp(section_name(o, sym->st_shndx), "maps")) {
		int map = world_map_find(o->names + sym->st_name);

		insn->src_reg = SBPF_PSEUDO_MAP_FD;
		insn->imm = map;
		return map >= 0;
	}
	if (!strncmp(section_name(o, sym->st_shndx), ".rodata", 7)) {
		insn->src_reg = SBPF_PSEUDO_MAP_VALUE;
		insn[1].imm = insn->imm + sym->st_value;
		insn->imm = world_map_find("m_rodata");
		return true;
	}
	if (strcmp(section_name(o, sym->st_shndx), ".text"))
		return false;
	if (sbpf_insn_is_ld_imm64(insn)) {
		target = text + (sym->st_value + insn->imm) / 8;
		insn->src_reg = SBPF_PSEUDO_FUNC;
	} else {
		target = text + sym->st_value / 8;
		if (ELF64_ST_TYPE(sym->st_info) == STT_SECTION)
			target = text + insn->imm + 1;
	}
	insn->imm = target - at - 1;
	return true;
}

static bool relocate(const struct object *o, u32 sec, struct sbpf_insn *insns, u32 base, u32 text)
{
	u32 i, j;

	for (i = 1; i < o->eh->e_shnum; i++) {
		const Elf64_Rel *rel = (const void *)(o->data + o->sh[i].sh_offset);

		if (o->sh[i].sh_type != SHT_REL || o->sh[i].sh_info != sec)
			continue;
		for (j = 0; j < o->sh[i].sh_size / sizeof(*rel); j++)
			if (!relocate_one(o, &rel[j], insns, base, text))
				return false;
	}
	return true;
}

/* Functions that the program does not use are not loaded: the verifier wants to reach everything. */
static u32 link_program(const struct object *o, u32 sec, struct sbpf_insn *insns)
{
	int text = section_find(o, ".text");
	u32 len = o->sh[sec].sh_size / 8, used = 0, i, at, size, end = len;
	bool again = true;
	struct { u32 from, to, size; } moved[64];
	u32 nr = 0;

	(void)used;
	memcpy(insns, o->data + o->sh[sec].sh_offset, o->sh[sec].sh_size);
	if (text < 0 || !o->sh[text].sh_size)
		return relocate(o, sec, insns, 0, len) ? len : 0;
	/* With all of .text behind it, references are right; then unused functions are cut out, callers last. */
	size = o->sh[text].sh_size / 8;
	memcpy(insns + len, o->data + o->sh[text].sh_offset, o->sh[text].sh_size);
	if (!relocate(o, sec, insns, 0, len) || !relocate(o, text, insns, len, len))
		return 0;
	/* Calls inside .text that need no relocation are relative already. */
	end = len + size;
	for (i = 0; i < o->nr_syms && nr < 64; i++) {
		const Elf64_Sym *s = &o->syms[i];

		if (s->st_shndx == text && ELF64_ST_TYPE(s->st_info) == STT_FUNC) {
			moved[nr].from = len + s->st_value / 8;
			moved[nr++].size = s->st_size / 8;
		}
	}
	while (again) {
		again = false;
		for (i = 0; i < nr; i++) {
			bool wanted = false;

			if (!moved[i].size)
				continue;
			for (at = 0; at < end; at++) {
				const struct sbpf_insn *in = &insns[at];
				bool ref = (in->code == (SBPF_JMP | SBPF_CALL) && in->src_reg == SBPF_PSEUDO_CALL) ||
					   (sbpf_insn_is_ld_imm64(in) && in->src_reg == SBPF_PSEUDO_FUNC);

				if (ref && at + 1 + in->imm == moved[i].from &&
				    (at < moved[i].from || at >= moved[i].from + moved[i].size))
					wanted = true;
			}
			if (wanted)
				continue;
			/* Close the gap and mend the distances over it. */
			for (at = 0; at < end; at++) {
				struct sbpf_insn *in = &insns[at];
				bool ref = (in->code == (SBPF_JMP | SBPF_CALL) && in->src_reg == SBPF_PSEUDO_CALL) ||
					   (sbpf_insn_is_ld_imm64(in) && in->src_reg == SBPF_PSEUDO_FUNC);

				if (!ref)
					continue;
				if (at < moved[i].from && at + 1 + in->imm > moved[i].from)
					in->imm -= moved[i].size;
				else if (at > moved[i].from && at + 1 + in->imm < moved[i].from)
					in->imm += moved[i].size;
			}
			memmove(insns + moved[i].from, insns + moved[i].from + moved[i].size,
				(end - moved[i].from - moved[i].size) * sizeof(*insns));
			end -= moved[i].size;
			for (at = 0; at < nr; at++)
				if (moved[at].from > moved[i].from)
					moved[at].from -= moved[i].size;
			moved[i].size = 0;
			again = true;
		}
	}
	return end;
}

static void run_program(const struct object *o, u32 sec, const char *file)
{
	static struct sbpf_insn insns[INSNS_MAX];
	struct world_load load = { 0 };
	const char *name = section_name(o, sec);
	bool reject = !strncmp(file, "rejected", 8), good;
	char type[32], want[64], rule[64];
	u32 len;

	snprintf(type, sizeof(type), "%.*s", (int)strcspn(name, "/"), name);
	snprintf(want, sizeof(want), "%.*s", (int)strcspn(strchr(name, '/') + 1, ","), strchr(name, '/') + 1);
	load.type = type;
	load.unpriv = strstr(name, ",unpriv");
	load.gpl = !strstr(name, ",nogpl");
	len = link_program(o, sec, insns);
	if (sbpf_log_init(&load.log, verbose ? SBPF_LOG_LEVEL2 | SBPF_LOG_STATS : SBPF_LOG_LEVEL1, 4 << 20))
		abort();
	world_load(&load, insns, len);
	sbpf_log_finish(&load.log);
	world_broken_rule(load.log.buf, rule, sizeof(rule));
	good = reject ? load.err && !strcmp(rule, want) : !load.err;
	printf("%sok %d - %s %s", !good ? "not " : "", passed + failed + 1, file, name);
	if (stats && !load.err)
		printf(" (%u instructions, %u walked)", len, load.prog->verified_insns);
	printf("\n");
	if (verbose || !good)
		printf("%s\n", load.log.buf);
	if (good)
		passed++;
	else
		failed++;
	world_unload(&load);
	sbpf_log_free(&load.log);
}

static int run_file(const char *path)
{
	struct object o = { .data = slurp(path) };
	u32 i;

	if (!o.data) {
		perror(path);
		return 1;
	}
	o.eh = (const void *)o.data;
	o.sh = (const void *)(o.data + o.eh->e_shoff);
	for (i = 1; i < o.eh->e_shnum; i++) {
		if (o.sh[i].sh_type != SHT_SYMTAB)
			continue;
		o.syms = (const void *)(o.data + o.sh[i].sh_offset);
		o.nr_syms = o.sh[i].sh_size / sizeof(*o.syms);
		o.names = o.data + o.sh[o.sh[i].sh_link].sh_offset;
	}
	for (i = 1; i < o.eh->e_shnum; i++)
		if (o.sh[i].sh_type == SHT_PROGBITS && (o.sh[i].sh_flags & SHF_EXECINSTR) &&
		    strchr(section_name(&o, i), '/'))
			run_program(&o, i, strrchr(path, '/') ? strrchr(path, '/') + 1 : path);
	free((void *)o.data);
	return 0;
}

int main(int argc, char **argv)
{
	int i, err = 0;

	for (i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "-v"))
			verbose = true;
		else if (!strcmp(argv[i], "-s"))
			stats = true;
		else
			err |= run_file(argv[i]);
	}
	printf("1..%d\n%d passed, %d failed, 0 skipped\n", passed + failed, passed, failed);
	return err || failed;
}
