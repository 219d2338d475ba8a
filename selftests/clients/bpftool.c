// SPDX-License-Identifier: GPL-2.0
/*
 * Debian's bpftool, unmodified, under sandbpf run: maps, programs and pins, in text and in JSON.
 * engine: none
 * timeout: 120
 */
#include <sched.h>
#include <sys/mount.h>

#include "run.h"
#include "sandbpf.h"

#define UNDER	"sandbpf run -- "
#define DIR	"/sys/fs/bpf"
#define MAP	DIR "/map"

/* Pins outlive one bpftool only where the filesystem is mounted for all. */
BEFORE_EACH()
{
	if (access("/bin/bpftool", X_OK))
		SKIP("this guest has no bpftool");
	if (access(DIR, F_OK))
		SKIP("this kernel has no " DIR);
	ASSERT_EQ(unshare(CLONE_NEWNS), 0);
	ASSERT_EQ(mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL), 0);
	ASSERT_EQ(mount("sandbpf", "/sys/fs/sandbpf", "sandbpf", 0, NULL), 0);
}

static void make_map(const char *type)
{
	RUN(0, UNDER "bpftool map create " MAP " type %s key 4 value 8 entries 4 name of_bpftool", type);
}

TEST_TIMEOUT(map_elements, 60)
{
	make_map("hash");
	RUN(0, UNDER "bpftool map update pinned " MAP " key 1 0 0 0 value 2 0 0 0 0 0 0 3");
	RUN(0, UNDER "bpftool map lookup pinned " MAP " key 1 0 0 0");
	EXPECT_HAS(run_out, "key: 01 00 00 00  value: 02 00 00 00 00 00 00 03");
	RUN(0, UNDER "bpftool map getnext pinned " MAP);
	EXPECT_HAS(run_out, "01 00 00 00");
	RUN(0, UNDER "bpftool map dump pinned " MAP);
	EXPECT_HAS(run_out, "Found 1 element");
	RUN(0, UNDER "bpftool -j map dump pinned " MAP);
	EXPECT_HAS(run_out, "\"key\":[\"0x01\",\"0x00\",\"0x00\",\"0x00\"]");
	RUN(0, UNDER "bpftool map delete pinned " MAP " key 1 0 0 0");
	RUN(254, UNDER "bpftool map delete pinned " MAP " key 1 0 0 0");
	EXPECT_HAS(run_out, "No such file or directory");
}

TEST_TIMEOUT(map_show, 40)
{
	make_map("array");
	RUN(0, UNDER "bpftool map show");
	EXPECT_HAS(run_out, "array  name of_bpftool");
	EXPECT_HAS(run_out, "key 4B  value 8B  max_entries 4");
	RUN(0, UNDER "bpftool -j map show name of_bpftool");
	EXPECT_HAS(run_out, "\"type\":\"array\",\"name\":\"of_bpftool\"");
	/* It is not in the other world. */
	run("bpftool map show name of_bpftool");
	EXPECT_TRUE(!strstr(run_out, "max_entries"));
}

TEST_TIMEOUT(map_queue, 40)
{
	RUN(0, UNDER "bpftool map create " MAP " type queue value 4 entries 4 name q");
	RUN(0, UNDER "bpftool map enqueue pinned " MAP " value 7 0 0 0");
	RUN(0, UNDER "bpftool map peek pinned " MAP);
	EXPECT_HAS(run_out, "value: 07 00 00 00");
	RUN(0, UNDER "bpftool map dequeue pinned " MAP);
	EXPECT_HAS(run_out, "value: 07 00 00 00");
	RUN(254, UNDER "bpftool map dequeue pinned " MAP);
	EXPECT_HAS(run_out, "Error: empty map");
	RUN(0, UNDER "bpftool map create " DIR "/stack type stack value 4 entries 4 name s");
	RUN(0, UNDER "bpftool map push pinned " DIR "/stack value 9 0 0 0");
	RUN(0, UNDER "bpftool map pop pinned " DIR "/stack");
	EXPECT_HAS(run_out, "value: 09 00 00 00");
}

TEST_TIMEOUT(prog_load_and_show, 60)
{
	RUN(0, UNDER "bpftool prog load /progs/client.bpf.o " DIR "/prog");
	RUN(0, UNDER "bpftool prog show pinned " DIR "/prog");
	EXPECT_HAS(run_out, "socket_filter  name count_packets  tag ");
	RUN(0, UNDER "bpftool -j prog show");
	EXPECT_HAS(run_out, "\"type\":\"socket_filter\",\"name\":\"count_packets\"");
	RUN(0, UNDER "bpftool map show");
	EXPECT_HAS(run_out, "name counters");
	RUN(0, "head -c 64 /dev/zero > /tmp/packet; "
	    UNDER "bpftool prog run pinned " DIR "/prog data_in /tmp/packet repeat 1");
	/* Without the Ethernet header, which a socket does not see. */
	EXPECT_HAS(run_out, "Return value: 50");
	run("bpftool prog show name count_packets");
	EXPECT_TRUE(!strstr(run_out, "socket_filter"));
}

/* What is said of a program and a map in types: dumps, the prototype, source lines and values with the names of C. */
TEST_TIMEOUT(types, 100)
{
	RUN(0, UNDER "bpftool prog load /progs/client.bpf.o " DIR "/prog");
	RUN(0, UNDER "bpftool btf show");
	EXPECT_HAS(run_out, "prog_ids ");
	EXPECT_HAS(run_out, "map_ids ");
	RUN(0, UNDER "bpftool btf dump prog pinned " DIR "/prog");
	EXPECT_HAS(run_out, "FUNC 'count_packets'");
	RUN(0, UNDER "bpftool btf dump prog pinned " DIR "/prog format c");
	EXPECT_HAS(run_out, "typedef unsigned int __u32;");
	RUN(0, UNDER "bpftool prog dump xlated pinned " DIR "/prog linum");
	EXPECT_HAS(run_out, "int count_packets(struct __sk_buff * skb):");
	EXPECT_HAS(run_out, "; return skb->len; [file:");
	RUN(0, UNDER "bpftool map dump name counters");
	EXPECT_HAS(run_out, "\"key\": 0,");
	EXPECT_HAS(run_out, "\"value\": 0");
}
