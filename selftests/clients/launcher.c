// SPDX-License-Identifier: GPL-2.0
/*
 * Unmodified programs on the device: what "sandbpf run" and the preloaded library redirect, and that the
 * launcher is otherwise not noticed. The clients are bin/raw.c, dynamic and static.
 * engine: none
 * timeout: 120
 */
#include <linux/bpf.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "run.h"
#include "sandbpf.h"

#define DYNAMIC	"/clients/raw"
#define STATIC	"/clients/raw-static"
#define PRELOAD	"env LD_PRELOAD=/lib/libsandbpf-preload.so "

long __real_syscall(long nr, ...);

/* Has the host's own BPF a map of that id with the clients' name? */
static bool host_has_client(void)
{
	union bpf_attr next = {};

	while (!__real_syscall(__NR_bpf, BPF_MAP_GET_NEXT_ID, &next, sizeof(next))) {
		struct bpf_map_info info = {};
		union bpf_attr attr = { .map_id = next.next_id };
		int fd = __real_syscall(__NR_bpf, BPF_MAP_GET_FD_BY_ID, &attr, sizeof(attr));

		memset(&attr, 0, sizeof(attr));
		attr.info.bpf_fd = fd;
		attr.info.info = (unsigned long)&info;
		attr.info.info_len = sizeof(info);
		__real_syscall(__NR_bpf, BPF_OBJ_GET_INFO_BY_FD, &attr, sizeof(attr));
		close(fd);
		if (!strcmp(info.name, "client"))
			return true;
		next.start_id = next.next_id;
	}
	return false;
}

/* Start @command in mode "hold", look for its map in both worlds. */
static void expect_in_sandbpf(const char *command)
{
	struct sbpf_map_info info = {};
	unsigned int len = sizeof(info), id = 0;
	char line[200];
	FILE *client;
	int fd;

	snprintf(line, sizeof(line), "mkfifo /tmp/hold.%d; exec %s hold </tmp/hold.%d", getpid(), command,
		 getpid());
	client = popen(line, "r");
	ASSERT_TRUE(client);
	snprintf(line, sizeof(line), "/tmp/hold.%d", getpid());
	while (access(line, F_OK))
		usleep(1000);
	FILE *hold = fopen(line, "w");

	ASSERT_TRUE(hold);
	ASSERT_EQ(fscanf(client, "id %u", &id), 1);
	fd = ASSERT_OK(obj_fd_by_id(SBPF_MAP_GET_FD_BY_ID, id));
	ASSERT_OK(obj_info(fd, &info, &len));
	EXPECT_STREQ(info.name, "client");
	EXPECT_EQ(info.id, id);
	EXPECT_FALSE(host_has_client());
	close(fd);
	fclose(hold);
	EXPECT_EQ(pclose(client), 0);
	unlink(line);
}

TEST(objects_are_sandbpfs)
{
	expect_in_sandbpf("sandbpf run -- " DYNAMIC);
	expect_in_sandbpf("sandbpf run -- " STATIC);
	expect_in_sandbpf(PRELOAD DYNAMIC);
}

TEST_TIMEOUT(programs_links_sockets_events, 40)
{
	RUN(0, "sandbpf run -- " DYNAMIC " others");
	RUN(0, "sandbpf run " STATIC " others");
	RUN(0, PRELOAD DYNAMIC " others");
}

TEST_TIMEOUT(threads, 40)
{
	RUN(0, "sandbpf run -- " DYNAMIC " threads");
	RUN(0, "sandbpf run -- " STATIC " threads");
	RUN(0, PRELOAD DYNAMIC " threads");
}

TEST_TIMEOUT(children, 40)
{
	RUN(0, "sandbpf run -- " DYNAMIC " children");
	RUN(0, "sandbpf run -- " STATIC " children");
	RUN(0, "sandbpf run -- sh -c '" STATIC " map && " DYNAMIC " map'");
	RUN(0, PRELOAD DYNAMIC " children");
}

TEST_TIMEOUT(descriptors_closed, 40)
{
	RUN(0, "sandbpf run -- " DYNAMIC " sweep");
	EXPECT_STREQ(run_out, "");
	RUN(0, "sandbpf run -- " STATIC " sweep");
	RUN(0, "ulimit -n 100; sandbpf run -- " STATIC " map");
}

/* A device that cannot be had again: said once where the program's messages go, and its call fails. */
TEST(device_lost_for_good)
{
	RUN(0, "mkdir -p /tmp/jail && cp " STATIC " /bin/busybox /tmp/jail");
	RUN(0, "sandbpf run -- chroot /tmp/jail /raw-static map");
	EXPECT_TRUE(run("sandbpf run -- chroot /tmp/jail /raw-static sweep"));
	EXPECT_HAS(run_out, "closed its descriptor of /dev/sandbpf, and cannot open it again");
}

TEST_TIMEOUT(signals, 60)
{
	RUN(0, "sandbpf run -- " STATIC " signals");
	RUN(0, "sandbpf run -- " DYNAMIC " signals");
}

TEST(status_and_signals_are_the_commands)
{
	RUN(0, "sandbpf run -- " STATIC " exit 0");
	RUN(42, "sandbpf run -- " STATIC " exit 42");
	RUN(128 + SIGTERM, "sandbpf run -- " STATIC " kill 15; exit $?");
	RUN(128 + SIGKILL, "sandbpf run -- " STATIC " kill 9; exit $?");
	/* Nobody waits for the tracer: a reader sees the end, also when a daemon stays. */
	RUN(0, "sandbpf run -- sh -c 'sleep 300 >/dev/null 2>&1 & echo $!' > /tmp/daemon; kill $(cat /tmp/daemon)");
	/* Killed like any command. */
	RUN(128 + SIGINT, "sandbpf run -- sh -c 'kill -INT $$; sleep 9'; exit $?");
}

TEST(failures_are_clear)
{
	RUN(125, "sandbpf run -- ");
	EXPECT_HAS(run_out, "no command");
	RUN(125, "sandbpf walk");
	EXPECT_HAS(run_out, "usage:");
	RUN(125, "sandbpf run --device /dev/nothing -- true");
	EXPECT_HAS(run_out, "/dev/nothing: No such file or directory: is the module loaded?");
	RUN(125, "sandbpf run --device /dev/null -- true");
	EXPECT_HAS(run_out, "is not a device of sandbpf");
	RUN(127, "sandbpf run -- /no/such/command");
	EXPECT_HAS(run_out, "/no/such/command");
	RUN(126, "sandbpf run -- /tests");
	/* Root reads everything, so somebody else asks. */
	ASSERT_EQ(setresgid(65534, 65534, 65534), 0);
	ASSERT_EQ(setresuid(65534, 65534, 65534), 0);
	RUN(125, "sandbpf run -- true");
	EXPECT_HAS(run_out, "/dev/sandbpf: Permission denied: be root, or have");
}

/* A device of another name is taken as it is given. */
TEST(other_device_name)
{
	RUN(0, "rm -f /tmp/dev; mknod /tmp/dev c $(cat /sys/class/sandbpf/sandbpf/dev | tr : ' ') && "
	    "sandbpf run --device /tmp/dev -- " STATIC " sweep");
}

TEST(filesystem_at_the_usual_place)
{
	if (access("/sys/fs/bpf", F_OK))
		SKIP("this kernel has no /sys/fs/bpf");
	RUN(0, "sandbpf run -- " STATIC " pins");
	/* The system's mount, when there is one: pins outlive the command. */
	ASSERT_EQ(mount("sandbpf", "/sys/fs/sandbpf", "sandbpf", 0, NULL), 0);
	RUN(0, "sandbpf run -- sh -c 'mkdir /sys/fs/bpf/dir'; test -d /sys/fs/sandbpf/dir");
	RUN(0, "sandbpf run -- rmdir /sys/fs/bpf/dir");
	EXPECT_EQ(umount("/sys/fs/sandbpf"), 0);
}

TEST(mounting_a_bpffs)
{
	RUN(0, "sandbpf run -- " STATIC " mounts");
	RUN(0, "sandbpf run -- " DYNAMIC " mounts");
	RUN(0, PRELOAD DYNAMIC " mounts");
}

/* Not a test of speed: what the documentation says a call costs comes from here. */
TEST(cost_of_a_call)
{
	RUN(0, "sandbpf run -- " DYNAMIC " cost");
	tap_note("a lookup under sandbpf run: %s", run_out);
	RUN(0, PRELOAD DYNAMIC " cost");
	tap_note("a lookup with the library: %s", run_out);
}
