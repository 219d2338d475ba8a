// SPDX-License-Identifier: GPL-2.0
/*
 * A program's records of functions and source lines: which are taken (the host's PROG_LOAD is the judge), what is told of them
 * afterwards, and what libbpf gives for a program in C.
 * covers: cmd:PROG_LOAD cmd:BTF_LOAD cmd:OBJ_GET_INFO_BY_FD
 */
#include <bpf/libbpf.h>

#include "blob.h"
#include "insn.h"

static struct blob blob;

enum { NONE, INTEGER, PROTO, MAIN, SECOND };

static const struct sbpf_insn insns[] = {
	MOV_IMM(R0, 1),
	CALL_REL(1),
	EXIT(),
	LD_IMM64(R0, 7),
	EXIT(),
};

/* With room for what a longer record may say. */
struct func {
	__u32 insn_off, type_id, more;
};

struct line {
	__u32 insn_off, file_name_off, line_off, line_col, more;
};

static struct {
	struct func funcs[3];
	struct line lines[4];
	__u32 text, file;
} rec;

static __u32 types(void)
{
	struct blob *b = &blob;

	blob_begin(b);
	BLOB_ADD(b, blob_str(b, "int"), INFO(INT, 0, 0), 4, INT_WORD(SBPF_BTF_INT_SIGNED, 0, 32));
	BLOB_ADD(b, 0, INFO(FUNC_PROTO, 0, 0), INTEGER);
	BLOB_ADD(b, blob_str(b, "main"), INFO(FUNC, 0, 0), PROTO);
	BLOB_ADD(b, blob_str(b, "second"), INFO(FUNC, 0, 0), PROTO);
	rec.text = blob_str(b, "return second();");
	rec.file = blob_str(b, "two.c");
	return blob_finish(b);
}

/* Records that fit, and the attributes that give them. */
static union sbpf_attr good(int btf)
{
	unsigned int i;

	rec.funcs[0] = (struct func){ 0, MAIN };
	rec.funcs[1] = (struct func){ 3, SECOND };
	rec.funcs[2] = (struct func){};
	for (i = 0; i < 4; i++)
		rec.lines[i] = (struct line){ i, rec.file, rec.text, (i + 1) << 10 | 8 };
	return (union sbpf_attr){
		.prog_type = SBPF_PROG_TYPE_SOCKET_FILTER, .insns = PTR(insns), .insn_cnt = sizeof(insns) / sizeof(*insns),
		.license = PTR("GPL"), .prog_btf_fd = btf,
		.func_info = PTR(rec.funcs), .func_info_cnt = 2, .func_info_rec_size = sizeof(struct func),
		.line_info = PTR(rec.lines), .line_info_cnt = 4, .line_info_rec_size = sizeof(struct line),
	};
}


static const char nothing[] = "nothing";

/* One word changed: of the attributes, or of the records. */
static const struct mutation {
	const char *name;
	__u32 off, value;
	bool in_rec;
} mutations[] = {
#define ATTR(field, value)	"attr " #field " " #value, offsetof(union sbpf_attr, field), value
#define REC(field, value)	"record " #field " " #value, offsetof(typeof(rec), field), value, true
	{ nothing },
	{ ATTR(func_info_rec_size, 4) },
	{ ATTR(func_info_rec_size, 10) },
	{ ATTR(func_info_rec_size, 256) },
	{ ATTR(func_info_cnt, 0) },
	{ ATTR(func_info_cnt, 1) },
	{ ATTR(func_info_cnt, 3) },
	{ ATTR(func_info, 1) },
	{ ATTR(line_info_rec_size, 12) },
	{ ATTR(line_info_rec_size, 18) },
	{ ATTR(line_info_rec_size, 256) },
	{ ATTR(line_info_cnt, 0) },
	{ ATTR(line_info_cnt, 1) },
	{ ATTR(line_info_cnt, 3) },
	{ ATTR(line_info_cnt, -1) },
	{ ATTR(line_info, 1) },
	{ ATTR(prog_btf_fd, 999) },
	{ ATTR(prog_btf_fd, 0) },
	{ REC(funcs[0].insn_off, 1) },
	{ REC(funcs[0].type_id, 0) },
	{ REC(funcs[0].more, 1) },
	{ REC(funcs[1].insn_off, 0) },
	{ REC(funcs[1].insn_off, 4) },
	{ REC(funcs[1].insn_off, 99) },
	{ REC(funcs[1].type_id, PROTO) },
	{ REC(funcs[1].type_id, MAIN) },
	{ REC(funcs[1].type_id, 99) },
	{ REC(funcs[1].more, 1) },
	{ REC(lines[0].insn_off, 1) },
	{ REC(lines[0].file_name_off, 999) },
	{ REC(lines[0].line_off, 999) },
	{ REC(lines[0].line_off, 0) },
	{ REC(lines[0].line_col, -1) },
	{ REC(lines[1].insn_off, 0) },
	{ REC(lines[1].insn_off, 2) },
	{ REC(lines[2].more, 1) },
	{ REC(lines[3].insn_off, 4) },
	{ REC(lines[3].insn_off, 5) },
	{ REC(lines[3].insn_off, 6) },
	{ REC(lines[3].insn_off, -1) },
};

#define ATTR_SIZE	offsetof(union sbpf_attr, fd_array)

static union sbpf_attr mutate(const struct mutation *m, int btf)
{
	union sbpf_attr attr = good(btf);

	/* Of a pointer, the lower half: no such address. */
	if (m->name != nothing)
		memcpy((m->in_rec ? (char *)&rec : (char *)&attr) + m->off, &m->value, sizeof(m->value));
	return attr;
}

BEFORE_EACH()
{
	need_device();
}

TEST(as_the_host_does)
{
	union sbpf_attr load = { .btf = PTR(&blob.out), .btf_size = types() }, a, b;
	int theirs = sbpf_host(SBPF_BTF_LOAD, &load, offsetof(union sbpf_attr, btf_log_true_size)), ours, taken = 0, err;
	unsigned int i;
	long fd;

	if (theirs == -ENOSYS)
		SKIP("this kernel has no bpf(2)");
	ASSERT_OK(theirs);
	ours = ASSERT_OK(btf_load(&blob.out, load.btf_size));
	for (i = 0; i < sizeof(mutations) / sizeof(*mutations); i++) {
		a = mutate(&mutations[i], theirs);
		if (a.prog_btf_fd != (__u32)theirs)
			b = mutate(&mutations[i], ours);
		else
			b = a, b.prog_btf_fd = ours;
		fd = sbpf_host(SBPF_PROG_LOAD, &a, ATTR_SIZE);
		err = sbpf(SBPF_PROG_LOAD, &b, ATTR_SIZE);
		taken += err >= 0;
		if (err >= 0 ? fd < 0 : err != fd)
			tap_fail(__FILE__, __LINE__, "%s: the host says %ld, we %d", mutations[i].name, fd, err);
		/* Who gave longer records is told what is known. */
		EXPECT_EQ(a.func_info_rec_size, b.func_info_rec_size);
		EXPECT_EQ(a.line_info_rec_size, b.line_info_rec_size);
		if (fd >= 0)
			close(fd);
		if (err >= 0)
			close(err);
	}
	EXPECT_GT(taken, 5);
}

TEST(told)
{
	int btf = ASSERT_OK(btf_load(&blob.out, types())), prog;
	union sbpf_attr attr = good(btf);
	struct sbpf_func_info funcs[2] = {};
	struct sbpf_line_info lines[5] = {};
	struct sbpf_prog_info info = {
		.func_info = PTR(funcs), .nr_func_info = 2, .func_info_rec_size = sizeof(*funcs),
		.line_info = PTR(lines), .nr_line_info = 5, .line_info_rec_size = sizeof(*lines),
	};
	struct sbpf_btf_info b = {};
	__u32 len = sizeof(b), i;

	ASSERT_OK(obj_info(btf, &b, &len));
	prog = ASSERT_OK(sbpf(SBPF_PROG_LOAD, &attr, ATTR_SIZE));
	close(btf);
	len = sizeof(info);
	ASSERT_OK(obj_info(prog, &info, &len));
	EXPECT_EQ(info.btf_id, b.id);
	EXPECT_EQ(info.nr_func_info, 2);
	EXPECT_EQ(funcs[0].type_id, MAIN);
	EXPECT_EQ(funcs[1].insn_off, 3);
	EXPECT_EQ(funcs[1].type_id, SECOND);
	EXPECT_EQ(info.nr_line_info, 4);
	for (i = 0; i < 4; i++) {
		EXPECT_EQ(lines[i].insn_off, i);
		EXPECT_EQ(lines[i].line_off, rec.text);
		EXPECT_EQ(lines[i].line_col >> 10, i + 1);
	}
	EXPECT_EQ(lines[4].line_off, 0);
	/* The program holds the BTF. */
	close(ASSERT_OK(obj_fd_by_id(SBPF_BTF_GET_FD_BY_ID, b.id)));
}

/* The log says which record is wrong. */
TEST(explained)
{
	int btf = ASSERT_OK(btf_load(&blob.out, types()));
	union sbpf_attr attr = good(btf);
	char log[4096] = "";

	attr.log_buf = PTR(log);
	attr.log_size = sizeof(log);
	attr.log_level = 1;
	rec.funcs[1].insn_off = 4;
	EXPECT_ERR(sbpf(SBPF_PROG_LOAD, &attr, ATTR_SIZE), EINVAL);
	EXPECT_TRUE(strstr(log, "func_info 1: instruction 4"));
	rec.funcs[1].insn_off = 3;
	rec.lines[3].insn_off = 4;
	EXPECT_ERR(sbpf(SBPF_PROG_LOAD, &attr, ATTR_SIZE), EINVAL);
	EXPECT_TRUE(strstr(log, "line_info 3: at 4"));
}

/* The report of a rejected program shows where in the source each step was, and its last line where the mistake is. */
TEST(source_lines)
{
	static const char *const says[] = {
		"the way here:\n; ", "if (!number)\n", "how it came to be:\n", "at = skb->len & 7;\n", "return number[at];\n",
		"rule map-value-bounds",
	};
	static char log[65536];
	struct bpf_object *obj = bpf_object__open("/progs/beyond.bpf.o");
	const char *at = log, *last;
	unsigned int i;

	ASSERT_TRUE(obj);
	bpf_program__set_log_buf(bpf_object__find_program_by_name(obj, "beyond"), log, sizeof(log));
	libbpf_set_print(NULL);
	EXPECT_ERR(bpf_object__load(obj), EACCES);
	for (i = 0; i < sizeof(says) / sizeof(*says); i++) {
		last = strstr(at, says[i]);
		if (!last)
			tap_note("%s", log);
		ASSERT_TRUE(last);
		at = last;
	}
	last = strstr(at, "\nrejected at ");
	ASSERT_TRUE(last);
	EXPECT_TRUE(strstr(last, "beyond.bpf.c:23, insn "));
	bpf_object__close(obj);
}

/* libbpf loads the object's BTF first, and gives it with each map and program. */
TEST(of_libbpf)
{
	struct bpf_object *obj = bpf_object__open("/progs/client.bpf.o");
	struct bpf_program *prog;
	struct sbpf_func_info func = {};
	struct sbpf_line_info line = {};
	struct sbpf_prog_info info = {
		.func_info = PTR(&func), .nr_func_info = 1, .func_info_rec_size = sizeof(func),
		.line_info = PTR(&line), .nr_line_info = 1, .line_info_rec_size = sizeof(line),
	};
	struct sbpf_map_info map = {};
	__u32 len = sizeof(info);

	ASSERT_TRUE(obj);
	ASSERT_OK(bpf_object__load(obj));
	prog = bpf_object__find_program_by_name(obj, "count_packets");
	ASSERT_TRUE(prog);
	ASSERT_OK(obj_info(bpf_program__fd(prog), &info, &len));
	EXPECT_GT(info.btf_id, 0);
	EXPECT_EQ(info.nr_func_info, 1);
	EXPECT_GT(func.type_id, 0);
	EXPECT_GT(info.nr_line_info, 3);
	EXPECT_EQ(line.insn_off, 0);
	len = sizeof(map);
	ASSERT_OK(obj_info(bpf_map__fd(bpf_object__find_map_by_name(obj, "counters")), &map, &len));
	EXPECT_EQ(map.btf_id, info.btf_id);
	EXPECT_GT(map.btf_value_type_id, 0);
	bpf_object__close(obj);
}
