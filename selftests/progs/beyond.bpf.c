// SPDX-License-Identifier: GPL-2.0
/* Reads a map value behind its end; btf/prog looks for these lines in the report. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__type(key, __u32);
	__type(value, __u64[4]);
	__uint(max_entries, 1);
} numbers SEC(".maps");

SEC("socket")
int beyond(struct __sk_buff *skb)
{
	__u32 key = 0, at = skb->len & 7;
	__u64 *number = bpf_map_lookup_elem(&numbers, &key);

	if (!number)
		return 0;
	return number[at];
}
