// SPDX-License-Identifier: GPL-2.0
/*
 * Program types, maps and helpers for tests of the verifier. The rows are shaped like the module's own but stand alone,
 * so that a test says exactly what it depends on.
 */
#include "world.h"
#include "module/helper.h"
#include "module/map.h"
#include "module/prog_type.h"
#include "module/verifier/verifier.h"

static u64 no_call(u64 r1, u64 r2, u64 r3, u64 r4, u64 r5)
{
	abort();
}

u64 sbpf_user_call_base(u64 r1, u64 r2, u64 r3, u64 r4, u64 r5)
{
	return 0;
}

/* Maps. */

static const char rodata[32] = "hello\0\0\0\x05\0\0\0\xff\xff\xff\xff" "0123456789abcdef";
static char area[64];

static int area_value(const struct sbpf_map *map, u64 *addr, u32 off)
{
	*addr = (unsigned long)area + off;
	return off < map->value_size ? 0 : -EINVAL;
}

static int rodata_value(const struct sbpf_map *map, u64 *addr, u32 off)
{
	*addr = (unsigned long)rodata + off;
	return off < map->value_size ? 0 : -EINVAL;
}

#define CAPS_ELEM	(SBPF_MAP_CAP_LOOKUP | SBPF_MAP_CAP_UPDATE | SBPF_MAP_CAP_DELETE | SBPF_MAP_CAP_FOR_EACH)

static const struct sbpf_map_ops hash_ops = { .name = "hash", .caps = CAPS_ELEM };
static const struct sbpf_map_ops array_ops = {
	.name = "array", .caps = SBPF_MAP_CAP_LOOKUP | SBPF_MAP_CAP_UPDATE | SBPF_MAP_CAP_FOR_EACH | SBPF_MAP_CAP_DIRECT,
	.direct_value = area_value,
};
static const struct sbpf_map_ops rodata_ops = {
	.name = "array", .caps = SBPF_MAP_CAP_LOOKUP | SBPF_MAP_CAP_UPDATE | SBPF_MAP_CAP_DIRECT,
	.direct_value = rodata_value,
};
static const struct sbpf_map_ops ringbuf_ops = { .name = "ringbuf", .caps = SBPF_MAP_CAP_RINGBUF };
static const struct sbpf_map_ops progs_ops = { .name = "prog_array", .caps = SBPF_MAP_CAP_TAIL_CALL };
static const struct sbpf_map_ops events_ops = { .name = "perf_event_array", .caps = SBPF_MAP_CAP_PERF_EVENT };

static const struct sbpf_map_ops outer_ops = { .name = "array_of_maps", .caps = SBPF_MAP_CAP_LOOKUP };
static const struct sbpf_map_ops queue_ops = {
	.name = "queue", .caps = SBPF_MAP_CAP_PUSH | SBPF_MAP_CAP_PEEK | SBPF_MAP_CAP_POP,
};
static const struct sbpf_map_ops bloom_ops = {
	.name = "bloom_filter", .caps = SBPF_MAP_CAP_PUSH | SBPF_MAP_CAP_PEEK | SBPF_MAP_CAP_ASK,
};

/* What the maps in m_outer are like. */
static struct sbpf_map inner = { .ops = &hash_ops, .key_size = 8, .value_size = 16, .max_entries = 64, .template = true };

/* Test programs say map[0] to map[10]; C programs use the names. */
static struct sbpf_map maps[] = {
	{ .ops = &hash_ops, .key_size = 8, .value_size = 16, .max_entries = 64, .name = "m_hash" },
	{ .ops = &array_ops, .key_size = 4, .value_size = 48, .max_entries = 8, .name = "m_array" },
	{ .ops = &array_ops, .key_size = 4, .value_size = 64, .max_entries = 1, .name = "m_area" },
	{ .ops = &rodata_ops, .key_size = 4, .value_size = 32, .max_entries = 1, .name = "m_rodata",
	  .map_flags = SBPF_F_RDONLY_PROG, .frozen = true },
	{ .ops = &ringbuf_ops, .max_entries = 4096, .name = "m_ringbuf" },
	{ .ops = &progs_ops, .key_size = 4, .value_size = 4, .max_entries = 4, .name = "m_progs" },
	{ .ops = &array_ops, .key_size = 4, .value_size = 8, .max_entries = 1, .name = "m_wronly",
	  .map_flags = SBPF_F_WRONLY_PROG },
	{ .ops = &events_ops, .key_size = 4, .value_size = 4, .max_entries = 4, .name = "m_events" },
	{ .ops = &outer_ops, .key_size = 4, .value_size = 4, .max_entries = 4, .name = "m_outer", .inner = &inner },
	{ .ops = &queue_ops, .value_size = 8, .max_entries = 4, .name = "m_queue" },
	{ .ops = &bloom_ops, .value_size = 8, .max_entries = 4, .name = "m_bloom" },
};

int world_map_find(const char *name)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(maps); i++)
		if (!strcmp(maps[i].name, name))
			return i;
	return -1;
}

/* Kernel objects: a socket of any kind, a full one, and a third thing. */

#define SOCK_FIELD(name, field_flags, bytes)						\
	{ .off = offsetof(struct sbpf_sock, name), .size = sizeof_field(struct sbpf_sock, name), .at_size = bytes,	\
	  .flags = field_flags, .at = offsetof(struct sbpf_sock, name) }

static const struct sbpf_ctx_field common_fields[] = {
	SOCK_FIELD(bound_dev_if, SBPF_FIELD_R, 4),
	SOCK_FIELD(family, SBPF_FIELD_R | SBPF_FIELD_NARROW_AT_0, 2),
	SOCK_FIELD(dst_port, SBPF_FIELD_R | SBPF_FIELD_NARROW | SBPF_FIELD_WIDE, 2),
};

static const struct sbpf_ctx_field sock_fields[] = {
	SOCK_FIELD(bound_dev_if, SBPF_FIELD_R, 4),
	SOCK_FIELD(family, SBPF_FIELD_R | SBPF_FIELD_NARROW_AT_0, 2),
	SOCK_FIELD(mark, SBPF_FIELD_R, 4),
};

static const struct sbpf_object sock_common = {
	.name = "sock_common", .fields = common_fields, .nr_fields = ARRAY_SIZE(common_fields),
};
static const struct sbpf_object sock = {
	.name = "sock", .fields = sock_fields, .nr_fields = ARRAY_SIZE(sock_fields), .base = &sock_common,
};

/* Helpers. */

static const struct sbpf_callback loop_callback = { .arg = { SBPF_CB_SCALAR, SBPF_CB_CTX }, .ret_max = 1 };
static const struct sbpf_callback each_callback = {
	.arg = { SBPF_CB_MAP, SBPF_CB_MAP_KEY, SBPF_CB_MAP_VALUE, SBPF_CB_CTX }, .ret_max = 1,
};

#define ROW .fn = no_call, .contexts = SBPF_IN_ANY, .progs = SBPF_PROGS_ALL

static struct sbpf_helper helpers[] = {
	[SBPF_FUNC_map_lookup_elem] = {
		ROW, .name = "map_lookup_elem", .ret = SBPF_RET_MAP_VALUE_OR_NULL,
		.arg = { SBPF_ARG_CONST_MAP, SBPF_ARG_MAP_KEY }, .map_caps = SBPF_MAP_CAP_LOOKUP,
		.flags = SBPF_HF_PKT_ARGS,
	},
	[SBPF_FUNC_map_update_elem] = {
		ROW, .name = "map_update_elem", .ret = SBPF_RET_INT,
		.arg = { SBPF_ARG_CONST_MAP, SBPF_ARG_MAP_KEY, SBPF_ARG_MAP_VALUE, SBPF_ARG_ANY },
		.map_caps = SBPF_MAP_CAP_UPDATE, .flags = SBPF_HF_PKT_ARGS,
	},
	[SBPF_FUNC_map_delete_elem] = {
		ROW, .name = "map_delete_elem", .ret = SBPF_RET_INT, .arg = { SBPF_ARG_CONST_MAP, SBPF_ARG_MAP_KEY },
		.map_caps = SBPF_MAP_CAP_DELETE, .flags = SBPF_HF_PKT_ARGS,
	},
	[SBPF_FUNC_map_peek_elem] = {
		ROW, .name = "map_peek_elem", .ret = SBPF_RET_INT, .arg = { SBPF_ARG_CONST_MAP, SBPF_ARG_MAP_VALUE_OUT },
		.map_caps = SBPF_MAP_CAP_PEEK,
	},
	[SBPF_FUNC_probe_read_kernel] = {
		ROW, .name = "probe_read_kernel", .ret = SBPF_RET_INT,
		.arg = { SBPF_ARG_MEM_OUT, SBPF_ARG_SIZE_OR_ZERO, SBPF_ARG_ANY }, .flags = SBPF_HF_GPL,
	},
	[SBPF_FUNC_probe_read_kernel_str] = {
		ROW, .name = "probe_read_kernel_str", .ret = SBPF_RET_INT,
		.arg = { SBPF_ARG_MEM_OUT, SBPF_ARG_SIZE_OR_ZERO, SBPF_ARG_ANY },
		.flags = SBPF_HF_GPL | SBPF_HF_RET_LE_SIZE,
	},
	[SBPF_FUNC_ktime_get_ns] = { ROW, .name = "ktime_get_ns", .ret = SBPF_RET_INT },
	[SBPF_FUNC_trace_printk] = {
		ROW, .name = "trace_printk", .ret = SBPF_RET_INT,
		.arg = { SBPF_ARG_MEM, SBPF_ARG_SIZE, SBPF_ARG_ANY, SBPF_ARG_ANY, SBPF_ARG_ANY },
		.flags = SBPF_HF_GPL | SBPF_HF_PERFMON,
	},
	[SBPF_FUNC_get_prandom_u32] = { ROW, .name = "get_prandom_u32", .ret = SBPF_RET_INT },
	[SBPF_FUNC_get_smp_processor_id] = {
		ROW, .name = "get_smp_processor_id", .ret = SBPF_RET_INT, .ret_max = 7,
	},
	[SBPF_FUNC_skb_store_bytes] = {
		ROW, .name = "skb_store_bytes", .ret = SBPF_RET_INT,
		.arg = { SBPF_ARG_CTX, SBPF_ARG_ANY, SBPF_ARG_MEM, SBPF_ARG_SIZE, SBPF_ARG_ANY },
		.progs = SBPF_PROGS_CLS, .flags = SBPF_HF_CHANGES_PKT,
	},
	[SBPF_FUNC_skb_load_bytes] = {
		ROW, .name = "skb_load_bytes", .ret = SBPF_RET_INT,
		.arg = { SBPF_ARG_CTX, SBPF_ARG_ANY, SBPF_ARG_MEM_OUT, SBPF_ARG_SIZE },
	},
	[SBPF_FUNC_tail_call] = {
		ROW, .name = "tail_call", .ret = SBPF_RET_VOID,
		.arg = { SBPF_ARG_CTX, SBPF_ARG_CONST_MAP, SBPF_ARG_ANY }, .map_caps = SBPF_MAP_CAP_TAIL_CALL,
		.flags = SBPF_HF_TAIL_CALL,
	},
	[SBPF_FUNC_get_current_pid_tgid] = { ROW, .name = "get_current_pid_tgid", .ret = SBPF_RET_INT },
	[SBPF_FUNC_get_current_comm] = {
		ROW, .name = "get_current_comm", .ret = SBPF_RET_INT, .arg = { SBPF_ARG_MEM_OUT, SBPF_ARG_SIZE },
	},
	[SBPF_FUNC_perf_event_output] = {
		ROW, .name = "perf_event_output", .ret = SBPF_RET_INT,
		.arg = { SBPF_ARG_CTX, SBPF_ARG_CONST_MAP, SBPF_ARG_ANY, SBPF_ARG_MEM, SBPF_ARG_SIZE_OR_ZERO },
		.map_caps = SBPF_MAP_CAP_PERF_EVENT,
	},
	[SBPF_FUNC_csum_diff] = {
		ROW, .name = "csum_diff", .ret = SBPF_RET_INT,
		.arg = { SBPF_ARG_MEM | SBPF_ARG_MAYBE_NULL, SBPF_ARG_SIZE_OR_ZERO,
			 SBPF_ARG_MEM | SBPF_ARG_MAYBE_NULL, SBPF_ARG_SIZE_OR_ZERO, SBPF_ARG_ANY },
		.flags = SBPF_HF_PKT_ARGS,
	},
	[SBPF_FUNC_skb_change_tail] = {
		ROW, .name = "skb_change_tail", .ret = SBPF_RET_INT,
		.arg = { SBPF_ARG_CTX, SBPF_ARG_ANY, SBPF_ARG_ANY }, .flags = SBPF_HF_CHANGES_PKT,
	},
	[SBPF_FUNC_strtol] = {
		ROW, .name = "strtol", .ret = SBPF_RET_INT,
		.arg = { SBPF_ARG_MEM, SBPF_ARG_SIZE, SBPF_ARG_ANY, SBPF_ARG_FIXED_MEM_OUT }, .arg_size = { 0, 0, 0, 8 },
	},
	[SBPF_FUNC_strncmp] = {
		ROW, .name = "strncmp", .ret = SBPF_RET_INT,
		.arg = { SBPF_ARG_MEM, SBPF_ARG_SIZE, SBPF_ARG_CONST_STR },
	},
	[SBPF_FUNC_ringbuf_output] = {
		ROW, .name = "ringbuf_output", .ret = SBPF_RET_INT,
		.arg = { SBPF_ARG_CONST_MAP, SBPF_ARG_MEM, SBPF_ARG_SIZE_OR_ZERO, SBPF_ARG_ANY },
		.map_caps = SBPF_MAP_CAP_RINGBUF, .flags = SBPF_HF_PKT_ARGS,
	},
	[SBPF_FUNC_ringbuf_reserve] = {
		ROW, .name = "ringbuf_reserve", .ret = SBPF_RET_ALLOC_MEM_OR_NULL,
		.arg = { SBPF_ARG_CONST_MAP, SBPF_ARG_CONST_SIZE, SBPF_ARG_ANY },
		.map_caps = SBPF_MAP_CAP_RINGBUF, .flags = SBPF_HF_ACQUIRE,
	},
	[SBPF_FUNC_ringbuf_submit] = {
		ROW, .name = "ringbuf_submit", .ret = SBPF_RET_VOID, .arg = { SBPF_ARG_ALLOC_MEM, SBPF_ARG_ANY },
		.flags = SBPF_HF_RELEASE,
	},
	[SBPF_FUNC_ringbuf_discard] = {
		ROW, .name = "ringbuf_discard", .ret = SBPF_RET_VOID, .arg = { SBPF_ARG_ALLOC_MEM, SBPF_ARG_ANY },
		.flags = SBPF_HF_RELEASE,
	},
	[SBPF_FUNC_loop] = {
		ROW, .name = "loop", .ret = SBPF_RET_INT, .callback = &loop_callback,
		.arg = { SBPF_ARG_ANY, SBPF_ARG_CALLBACK, SBPF_ARG_CALLBACK_CTX, SBPF_ARG_ANY },
	},
	[SBPF_FUNC_for_each_map_elem] = {
		ROW, .name = "for_each_map_elem", .ret = SBPF_RET_INT, .callback = &each_callback,
		.arg = { SBPF_ARG_CONST_MAP, SBPF_ARG_CALLBACK, SBPF_ARG_CALLBACK_CTX | SBPF_ARG_MAYBE_NULL,
			 SBPF_ARG_ANY },
		.map_caps = SBPF_MAP_CAP_FOR_EACH,
	},
	[SBPF_FUNC_sk_lookup_tcp] = {
		ROW, .name = "sk_lookup_tcp", .ret = SBPF_RET_OBJECT_OR_NULL, .ret_object = &sock, .arg = { SBPF_ARG_CTX },
		.flags = SBPF_HF_ACQUIRE,
	},
	[SBPF_FUNC_skc_lookup_tcp] = {
		ROW, .name = "skc_lookup_tcp", .ret = SBPF_RET_OBJECT_OR_NULL, .ret_object = &sock_common,
		.arg = { SBPF_ARG_CTX }, .flags = SBPF_HF_ACQUIRE,
	},
	[SBPF_FUNC_sk_release] = {
		ROW, .name = "sk_release", .ret = SBPF_RET_INT, .arg = { SBPF_ARG_OBJECT }, .arg_object = &sock_common,
		.flags = SBPF_HF_RELEASE,
	},
	[SBPF_FUNC_sk_fullsock] = {
		ROW, .name = "sk_fullsock", .ret = SBPF_RET_OBJECT_OR_NULL, .ret_object = &sock, .arg = { SBPF_ARG_OBJECT },
		.arg_object = &sock_common, .flags = SBPF_HF_CAST,
	},
	[SBPF_FUNC_sk_ancestor_cgroup_id] = {
		ROW, .name = "sk_ancestor_cgroup_id", .ret = SBPF_RET_INT, .arg = { SBPF_ARG_OBJECT, SBPF_ARG_ANY },
		.arg_object = &sock,
	},
	[SBPF_FUNC_copy_from_user] = {
		ROW, .name = "copy_from_user", .ret = SBPF_RET_INT,
		.arg = { SBPF_ARG_MEM_OUT, SBPF_ARG_SIZE_OR_ZERO, SBPF_ARG_ANY }, .contexts = SBPF_IN_TASK,
		.flags = SBPF_HF_SLEEPS,
	},
};

const struct sbpf_helper *sbpf_helper_find(u32 id)
{
	return id < ARRAY_SIZE(helpers) && helpers[id].name ? &helpers[id] : NULL;
}

/* For those who run programs: the rows, to be given functions, and the maps, to be given values. */
struct sbpf_helper *world_helper(u32 id)
{
	return &helpers[id];
}

struct sbpf_map *world_map(u32 i)
{
	return i < ARRAY_SIZE(maps) ? &maps[i] : NULL;
}

/* Program types. */

#define FIELD(name, field_flags)							\
	{ .off = offsetof(struct __sbpf_sk_buff, name), .size = 4, .at_size = 4, .flags = field_flags,	\
	  .at = WORLD_AT(offsetof(struct __sbpf_sk_buff, name)) }
#define PKT(name, pkt_kind)								\
	{ .off = offsetof(struct __sbpf_sk_buff, name), .size = 4, .at_size = 8, .flags = SBPF_FIELD_R,	\
	  .kind = pkt_kind, .at = WORLD_AT(offsetof(struct __sbpf_sk_buff, name)) }
#define R	(SBPF_FIELD_R | SBPF_FIELD_NARROW)
#define RW	(SBPF_FIELD_RW | SBPF_FIELD_NARROW)

static const struct sbpf_ctx_field skb_fields[] = {
	FIELD(len, R),
	FIELD(pkt_type, R),
	FIELD(mark, RW),
	FIELD(queue_mapping, R),
	FIELD(protocol, R),
	FIELD(priority, RW),
	FIELD(ifindex, R),
	{ .off = offsetof(struct __sbpf_sk_buff, cb), .size = 20, .at_size = 4, .at = WORLD_AT(offsetof(struct __sbpf_sk_buff, cb)),
	  .flags = SBPF_FIELD_RW | SBPF_FIELD_BYTES },
	FIELD(hash, R),
	PKT(data, SBPF_FIELD_PKT),
	PKT(data_end, SBPF_FIELD_PKT_END),
	PKT(data_meta, SBPF_FIELD_PKT_META),
	{ .off = offsetof(struct __sbpf_sk_buff, tstamp), .size = 8, .at_size = 8, .at = WORLD_AT(offsetof(struct __sbpf_sk_buff, tstamp)),
	  .flags = SBPF_FIELD_RW | SBPF_FIELD_NARROW | SBPF_FIELD_PRIV },
	FIELD(gso_size, R),
};

/* A type that sees the packet's socket. */
static const struct sbpf_ctx_field sk_fields[] = {
	FIELD(len, R),
	{ .off = offsetof(struct __sbpf_sk_buff, sk), .size = 8, .at_size = 8, .kind = SBPF_FIELD_OBJECT, .flags = SBPF_FIELD_R,
	  .at = WORLD_AT(offsetof(struct __sbpf_sk_buff, sk)), .object = &sock_common },
};

static const struct sbpf_ctx_field filter_fields[] = {
	FIELD(len, R),
	FIELD(protocol, R),
	{ .off = offsetof(struct __sbpf_sk_buff, cb), .size = 20, .at_size = 4, .at = WORLD_AT(offsetof(struct __sbpf_sk_buff, cb)),
	  .flags = SBPF_FIELD_RW | SBPF_FIELD_BYTES },
};

static const struct sbpf_ctx_field regs_fields[] = {
	{ .off = 0, .size = 168, .at_size = 8, .nhops = 1, .flags = SBPF_FIELD_R | SBPF_FIELD_BYTES },
	{ .off = 168, .size = 8, .at_size = 8, .kind = SBPF_FIELD_PTR, .flags = SBPF_FIELD_R },
};

static bool zero_or_one(u32 attach_type, s32 *min, s32 *max)
{
	*min = 0;
	*max = 1;
	return true;
}

static u64 ld_pkt(u64 ctx, u64 off, u64 size, u64 r4, u64 r5)
{
	return 0;
}

static const struct sbpf_prog_ops types[] = {
	{ .name = "cls", .flags = SBPF_PT_PKT_READ | SBPF_PT_PKT_WRITE | SBPF_PT_LD_PKT, .contexts = SBPF_IN_NET,
	  .ctx_size = sizeof(struct __sbpf_sk_buff), .fields = skb_fields, .nr_fields = ARRAY_SIZE(skb_fields),
	  .ld_pkt = ld_pkt },
	{ .name = "cgroup", .flags = SBPF_PT_PKT_READ, .contexts = SBPF_IN_NET,
	  .ctx_size = sizeof(struct __sbpf_sk_buff), .fields = skb_fields, .nr_fields = ARRAY_SIZE(skb_fields),
	  .ret_range = zero_or_one },
	{ .name = "filter", .flags = SBPF_PT_LD_PKT | SBPF_PT_UNPRIV, .contexts = SBPF_IN_NET,
	  .ctx_size = sizeof(struct __sbpf_sk_buff), .fields = filter_fields, .nr_fields = ARRAY_SIZE(filter_fields),
	  .ld_pkt = ld_pkt },
	{ .name = "trace", .flags = SBPF_PT_TRACING | SBPF_PT_PERFMON, .contexts = SBPF_IN_ANY, .ctx_size = 176,
	  .fields = regs_fields, .nr_fields = ARRAY_SIZE(regs_fields) },
	{ .name = "sk", .contexts = SBPF_IN_NET, .ctx_size = sizeof(struct __sbpf_sk_buff), .fields = sk_fields,
	  .nr_fields = ARRAY_SIZE(sk_fields) },
};

static const u32 type_ids[] = {
	SBPF_PROG_TYPE_SCHED_CLS, SBPF_PROG_TYPE_CGROUP_SKB, SBPF_PROG_TYPE_SOCKET_FILTER, SBPF_PROG_TYPE_KPROBE,
	SBPF_PROG_TYPE_SCHED_ACT,
};

/**
 * world_load() - verify and lower a program
 * @load: how; @load->log must be initialised
 * @insns: the instructions
 * @len: slots
 *
 * Return: what sbpf_verify() says, also in @load->err.
 */
int world_load(struct world_load *load, const struct sbpf_insn *insns, u32 len)
{
	static struct sbpf_map *map_table[ARRAY_SIZE(maps)];
	struct sbpf_prog *prog = calloc(1, sizeof(*prog));
	u32 i;

	for (i = 0; i < ARRAY_SIZE(maps); i++)
		map_table[i] = &maps[i];
	for (i = 0; i < ARRAY_SIZE(types) && strcmp(types[i].name, load->type); i++)
		;
	if (i == ARRAY_SIZE(types))
		abort();
	prog->type = &types[i];
	prog->type_id = type_ids[i];
	prog->load_flags = load->load_flags;
	prog->priv = load->unpriv ? 0 : SBPF_PRIV_BPF | SBPF_PRIV_PERFMON | SBPF_PRIV_NET_ADMIN | SBPF_PRIV_SYS_ADMIN;
	prog->gpl = load->gpl;
	prog->maps = map_table;
	prog->nr_maps = ARRAY_SIZE(maps);
	/* Exactly as long as the program, so that the sanitizer sees reads behind it. */
	prog->insns = malloc(len * sizeof(*insns) ?: 1);
	memcpy(prog->insns, insns, len * sizeof(*insns));
	prog->len = len;
	load->prog = prog;
	load->err = sbpf_verify(prog, &load->log);
	return load->err;
}

/**
 * world_unload() - free what world_load() made
 * @load: the load
 */
void world_unload(struct world_load *load)
{
	free(load->prog->subprogs);
	free(load->prog->insns);
	free(load->prog);
	load->prog = NULL;
}

/**
 * world_broken_rule() - the rule that a log names last
 * @log: the log
 * @rule: where to, empty if there is none
 * @size: room there
 */
void world_broken_rule(const char *log, char *rule, size_t size)
{
	const char *p = log, *last = NULL;
	size_t n;

	while ((p = strstr(p, "rule "))) {
		if (p == log || p[-1] == '\n')
			last = p + 5;
		p++;
	}
	rule[0] = 0;
	if (!last)
		return;
	n = strcspn(last, ":");
	snprintf(rule, size, "%.*s", (int)n, last);
}
