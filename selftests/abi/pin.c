// SPDX-License-Identifier: GPL-2.0
/*
 * Pinning: names in the module's filesystem that keep objects alive, who may make, open and remove
 * them, and what the filesystem itself is like.
 * engine: none
 * covers: cmd:OBJ_PIN cmd:OBJ_GET
 */
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/wait.h>

#include "abi.h"
#include "module.h"

#define DIR	"/sys/fs/sandbpf"

static int pin_at(int fd, int dfd, const char *path, uint32_t flags)
{
	union sbpf_attr attr = {
		.pathname = PTR(path), .bpf_fd = fd, .file_flags = flags, .path_fd = dfd,
	};

	return abi_cmd(SBPF_OBJ_PIN, &attr);
}

static int get_at(int dfd, const char *path, uint32_t flags)
{
	union sbpf_attr attr = { .pathname = PTR(path), .file_flags = flags, .path_fd = dfd };

	return abi_cmd(SBPF_OBJ_GET, &attr);
}

#define pin(fd, path)		pin_at(fd, 0, path, 0)
#define get(path, flags)	get_at(0, path, flags)

static int link_make(int prog)
{
	union sbpf_attr attr = {
		.raw_tracepoint = { .name = PTR("task_rename"), .prog_fd = prog },
	};

	return abi_cmd(SBPF_RAW_TRACEPOINT_OPEN, &attr);
}

static int array(void)
{
	return abi_map(SBPF_MAP_TYPE_ARRAY, 4, 8, 2, 0);
}

/* Every test has a mount of its own, which goes with its mount namespace. */
BEFORE_EACH()
{
	abi_open();
	ASSERT_TRUE(abi_settle(0));
	ASSERT_EQ(unshare(CLONE_NEWNS), 0);
	ASSERT_EQ(mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL), 0);
	ASSERT_EQ(mount("sandbpf", DIR, "sandbpf", 0, NULL), 0);
	umask(0);
}

TEST(survives_its_process)
{
	uint32_t key = 1, ids[3];
	uint64_t val = 77;
	int fd, status;
	pid_t child;

	child = fork();
	if (!child) {
		int map = array(), prog = abi_prog_empty(SBPF_PROG_TYPE_RAW_TRACEPOINT);
		int link = link_make(prog);

		_exit(abi_elem(SBPF_MAP_UPDATE_ELEM, map, &key, &val, 0) || pin(map, DIR "/m") ||
		      pin(prog, DIR "/p") || pin(link, DIR "/l"));
	}
	waitpid(child, &status, 0);
	ASSERT_EQ(status, 0);
	usleep(100000);
	EXPECT_EQ(abi_count_all(), 3);

	fd = ASSERT_OK(get(DIR "/m", 0));
	ids[0] = abi_map_id(fd);
	EXPECT_NE(ids[0], 0);
	val = 0;
	EXPECT_OK(abi_elem(SBPF_MAP_LOOKUP_ELEM, fd, &key, &val, 0));
	EXPECT_EQ(val, 77);
	close(fd);
	fd = ASSERT_OK(get(DIR "/p", 0));
	ids[1] = abi_prog_id(fd);
	close(fd);
	fd = ASSERT_OK(get(DIR "/l", 0));
	EXPECT_NE(abi_link_id(fd), 0);
	close(fd);

	/* One name less, one object less; the link keeps its program. */
	EXPECT_EQ(unlink(DIR "/p"), 0);
	usleep(100000);
	fd = EXPECT_OK(abi_fd_by_id(SBPF_PROG_GET_FD_BY_ID, ids[1]));
	close(fd);
	EXPECT_EQ(unlink(DIR "/l"), 0);
	EXPECT_TRUE(abi_settle(1));
	EXPECT_EQ(unlink(DIR "/m"), 0);
	EXPECT_TRUE(abi_settle(0));
}

TEST(umount_lets_go)
{
	int map = array();

	ASSERT_OK(pin(map, DIR "/m"));
	close(map);
	usleep(100000);
	EXPECT_EQ(abi_count_all(), 1);
	EXPECT_EQ(umount(DIR), 0);
	EXPECT_TRUE(abi_settle(0));
}

TEST(module_stays)
{
	abi_close();
	EXPECT_EQ(module_unload_once(), -EAGAIN);
	EXPECT_EQ(umount(DIR), 0);
}

TEST(errors)
{
	union sbpf_attr attr = { .pathname = PTR(DIR "/x") };
	int map = array(), other = open("/proc/self/status", O_RDONLY);

	/* What is pinned. */
	EXPECT_ERR(pin(-1, DIR "/x"), EINVAL);
	EXPECT_ERR(pin(other, DIR "/x"), EINVAL);
	EXPECT_ERR(pin(map, NULL), EFAULT);
	EXPECT_ERR(pin(map, DIR "/none/x"), ENOENT);
	EXPECT_ERR(pin(map, DIR), EEXIST);
	EXPECT_ERR(pin(map, "/tmp/x"), EPERM);
	EXPECT_NE(access("/tmp/x", F_OK), 0);
	EXPECT_ERR(pin(map, DIR "/a.b"), EPERM);
	EXPECT_ERR(pin_at(map, 0, DIR "/x", SBPF_F_RDONLY), EINVAL);
	EXPECT_ERR(pin_at(map, 1, DIR "/x", 0), EINVAL);
	EXPECT_OK(pin(map, DIR "/x"));
	EXPECT_ERR(pin(map, DIR "/x"), EEXIST);
	EXPECT_ERR(pin(map, DIR "/x/y"), ENOTDIR);

	/* What is opened. */
	EXPECT_ERR(get(NULL, 0), EFAULT);
	EXPECT_ERR(get(DIR "/none", 0), ENOENT);
	EXPECT_ERR(get(DIR, 0), EACCES);
	EXPECT_ERR(get("/proc/self/status", SBPF_F_RDONLY), EACCES);
	EXPECT_ERR(get(DIR "/x", SBPF_F_RDONLY | SBPF_F_WRONLY), EINVAL);
	EXPECT_ERR(get(DIR "/x", SBPF_F_NO_PREALLOC), EINVAL);
	EXPECT_ERR(get_at(1, DIR "/x", 0), EINVAL);
	attr.bpf_fd = 1;
	EXPECT_ERR(abi_cmd(SBPF_OBJ_GET, &attr), EINVAL);

	/* Bytes that the commands do not know. */
	attr = (union sbpf_attr) { .pathname = PTR(DIR "/x") };
	((char *)&attr)[offsetof(union sbpf_attr, path_fd) + 4] = 1;
	EXPECT_ERR(abi_cmd(SBPF_OBJ_GET, &attr), EINVAL);
	EXPECT_ERR(abi_cmd(SBPF_OBJ_PIN, &attr), EINVAL);
}

TEST(path_fd)
{
	int map = array(), dir, fd;

	ASSERT_EQ(mkdir(DIR "/d", 0700), 0);
	dir = open(DIR "/d", O_PATH | O_DIRECTORY);
	ASSERT_TRUE(dir >= 0);
	EXPECT_OK(pin_at(map, dir, "m", SBPF_F_PATH_FD));
	EXPECT_ERR(pin_at(map, dir, "m", SBPF_F_PATH_FD), EEXIST);
	EXPECT_ERR(pin_at(map, 999, "n", SBPF_F_PATH_FD), EBADF);
	EXPECT_ERR(pin_at(map, map, "n", SBPF_F_PATH_FD), ENOTDIR);
	EXPECT_EQ(access(DIR "/d/m", F_OK), 0);
	fd = EXPECT_OK(get_at(dir, "m", SBPF_F_PATH_FD));
	EXPECT_EQ(abi_map_id(fd), abi_map_id(map));
	/* An absolute path does not care. */
	EXPECT_OK(get_at(999, DIR "/d/m", SBPF_F_PATH_FD));
	EXPECT_OK(get_at(AT_FDCWD, DIR "/d/m", SBPF_F_PATH_FD));
	EXPECT_ERR(get_at(999, "m", SBPF_F_PATH_FD), EBADF);
}

TEST(access_modes)
{
	uint32_t key = 0;
	uint64_t val = 3, got = 0;
	int map = array(), prog = abi_prog_empty(SBPF_PROG_TYPE_RAW_TRACEPOINT);
	int link = link_make(prog), ro, wo;

	ASSERT_OK(pin(map, DIR "/m"));
	ASSERT_OK(pin(prog, DIR "/p"));
	ASSERT_OK(pin(link, DIR "/l"));
	ro = ASSERT_OK(get(DIR "/m", SBPF_F_RDONLY));
	wo = ASSERT_OK(get(DIR "/m", SBPF_F_WRONLY));
	EXPECT_ERR(abi_elem(SBPF_MAP_UPDATE_ELEM, ro, &key, &val, 0), EPERM);
	EXPECT_ERR(abi_elem(SBPF_MAP_DELETE_ELEM, ro, &key, NULL, 0), EPERM);
	EXPECT_OK(abi_elem(SBPF_MAP_UPDATE_ELEM, wo, &key, &val, 0));
	EXPECT_ERR(abi_elem(SBPF_MAP_LOOKUP_ELEM, wo, &key, &got, 0), EPERM);
	EXPECT_ERR(abi_elem(SBPF_MAP_GET_NEXT_KEY, wo, NULL, &key, 0), EPERM);
	EXPECT_OK(abi_elem(SBPF_MAP_LOOKUP_ELEM, ro, &key, &got, 0));
	EXPECT_EQ(got, 3);
	EXPECT_EQ(fcntl(ro, F_GETFL) & O_ACCMODE, O_RDONLY);
	EXPECT_EQ(fcntl(wo, F_GETFL) & O_ACCMODE, O_WRONLY);
	/* Programs are opened whatever is asked for, links for both only. */
	EXPECT_OK(get(DIR "/p", SBPF_F_RDONLY));
	EXPECT_ERR(get(DIR "/l", SBPF_F_RDONLY), EINVAL);
	EXPECT_OK(get(DIR "/l", 0));
}

/* What the directories are for: names are files, and move, double and vanish like them. */
TEST(files)
{
	int map = array(), fd;
	uint32_t id = abi_map_id(map);
	char target[64] = "";
	struct stat st;

	ASSERT_EQ(mkdir(DIR "/d", 0711), 0);
	ASSERT_EQ(stat(DIR "/d", &st), 0);
	EXPECT_EQ(st.st_mode, S_IFDIR | 0711);
	EXPECT_EQ(st.st_nlink, 2);
	ASSERT_OK(pin(map, DIR "/d/m"));
	close(map);
	ASSERT_EQ(stat(DIR "/d/m", &st), 0);
	EXPECT_EQ(st.st_mode, S_IFREG | 0600);
	EXPECT_EQ(rmdir(DIR "/d"), -1);
	EXPECT_EQ(errno, ENOTEMPTY);

	EXPECT_EQ(link(DIR "/d/m", DIR "/m2"), 0);
	EXPECT_EQ(unlink(DIR "/d/m"), 0);
	EXPECT_EQ(rename(DIR "/m2", DIR "/d/m3"), 0);
	EXPECT_EQ(symlink("d/m3", DIR "/s"), 0);
	EXPECT_EQ(readlink(DIR "/s", target, sizeof(target)), 4);
	EXPECT_STREQ(target, "d/m3");
	fd = EXPECT_OK(get(DIR "/s", 0));
	EXPECT_EQ(abi_map_id(fd), id);
	close(fd);

	/* Objects are no files to read, nor are there any other kinds of file. */
	EXPECT_EQ(open(DIR "/d/m3", O_RDONLY), -1);
	EXPECT_EQ(errno, EIO);
	EXPECT_EQ(open(DIR "/file", O_CREAT | O_RDWR, 0600), -1);
	EXPECT_EQ(errno, EACCES);
	EXPECT_EQ(mkdir(DIR "/with.dot", 0700), -1);
	EXPECT_EQ(errno, EPERM);
	EXPECT_EQ(mknod(DIR "/null", S_IFCHR | 0600, 0x103), -1);
	EXPECT_EQ(errno, EPERM);

	EXPECT_EQ(unlink(DIR "/d/m3"), 0);
	EXPECT_EQ(rmdir(DIR "/d"), 0);
	EXPECT_ERR(get(DIR "/s", 0), ENOENT);
	EXPECT_TRUE(abi_settle(0));
}

/* In a child without privilege, which inherits the device. */
static int as_nobody(int (*fn)(int), int arg)
{
	int status;
	pid_t child = fork();

	if (!child) {
		if (setgid(NOBODY) || setuid(NOBODY))
			_exit(255);
		_exit(-fn(arg));
	}
	waitpid(child, &status, 0);
	return WIFEXITED(status) ? -WEXITSTATUS(status) : -255;
}

static int nobody_gets(int flags)
{
	int fd = get(DIR "/m", flags);

	return fd < 0 ? fd : 0;
}

static int nobody_pins(int fd)
{
	return pin(fd, DIR "/theirs");
}

static int nobody_unlinks(int arg)
{
	return unlink(DIR "/m") ? -errno : 0;
}

TEST(permissions)
{
	int map = array();

	ASSERT_OK(pin(map, DIR "/m"));
	EXPECT_EQ(as_nobody(nobody_gets, 0), -EACCES);
	chmod(DIR "/m", 0604);
	EXPECT_EQ(as_nobody(nobody_gets, 0), -EACCES);
	EXPECT_EQ(as_nobody(nobody_gets, SBPF_F_WRONLY), -EACCES);
	EXPECT_EQ(as_nobody(nobody_gets, SBPF_F_RDONLY), 0);
	chmod(DIR "/m", 0606);
	EXPECT_EQ(as_nobody(nobody_gets, 0), 0);
	/* The root directory is sticky, and open to all unless the mount says otherwise. */
	EXPECT_EQ(as_nobody(nobody_unlinks, 0), -EPERM);
	EXPECT_EQ(as_nobody(nobody_pins, map), 0);
	chmod(DIR, 0755);
	EXPECT_EQ(unlink(DIR "/theirs"), 0);
	EXPECT_EQ(as_nobody(nobody_pins, map), -EACCES);
}

TEST(mount_options)
{
	static const char dir[] = "/tmp/pins";
	char mounts[16384] = "";
	struct statfs fs;
	struct stat st;
	int map = array();

	ASSERT_EQ(statfs(DIR, &fs), 0);
	EXPECT_EQ((uint32_t)fs.f_type, SBPF_FS_MAGIC);
	ASSERT_EQ(stat(DIR, &st), 0);
	EXPECT_EQ(st.st_mode, S_IFDIR | S_ISVTX | 0777);

	mkdir(dir, 0700);
	ASSERT_EQ(mount("none", dir, "sandbpf", 0, "mode=710,uid=7,gid=9,unheard_of=1"), 0);
	ASSERT_EQ(stat(dir, &st), 0);
	EXPECT_EQ(st.st_mode, S_IFDIR | S_ISVTX | 0710);
	EXPECT_EQ(st.st_uid, 7);
	EXPECT_EQ(st.st_gid, 9);
	EXPECT_OK(file_read("/proc/mounts", mounts, sizeof(mounts)));
	EXPECT_HAS(mounts, " /tmp/pins sandbpf rw,relatime,uid=7,gid=9,mode=710 0 0\n");

	/* Another mount is another filesystem. */
	EXPECT_OK(pin(map, "/tmp/pins/m"));
	EXPECT_ERR(get(DIR "/m", 0), ENOENT);
	EXPECT_EQ(umount(dir), 0);
	rmdir(dir);
}

/* Not through mount(2), which writes the reason to the kernel's log. */
TEST(bad_mount_options)
{
	static const char *const options[][2] = {
		{ "mode", "zz" }, { "mode", "8" }, { "uid", "4294967295" }, { "gid", "4294967295" }, { "uid", "x" },
	};
	int fs = fsopen("sandbpf", FSOPEN_CLOEXEC);
	size_t i;

	ASSERT_TRUE(fs >= 0);
	for (i = 0; i < ARRAY_SIZE(options); i++) {
		EXPECT_EQ(fsconfig(fs, FSCONFIG_SET_STRING, options[i][0], options[i][1], 0), -1);
		EXPECT_EQ(errno, EINVAL);
	}
	EXPECT_EQ(fsconfig(fs, FSCONFIG_SET_STRING, "mode", "700", 0), 0);
	close(fs);
}

TEST(no_user_namespace_mounts_it)
{
	int status;
	pid_t child = fork();

	if (!child) {
		if (setgid(NOBODY) || setuid(NOBODY) || unshare(CLONE_NEWUSER | CLONE_NEWNS))
			_exit(200);
		_exit(mount("none", DIR, "sandbpf", 0, NULL) ? errno : 0);
	}
	waitpid(child, &status, 0);
	if (WEXITSTATUS(status) == 200)
		SKIP("no user namespaces");
	EXPECT_EQ(WEXITSTATUS(status), EPERM);
}

/* Names come and go while others open them. */
TEST_TIMEOUT(race, 40)
{
	int i, map = array(), gets = 0, other = 0;
	pid_t child = fork();

	if (!child) {
		for (;;) {
			pin(map, DIR "/r");
			unlink(DIR "/r");
		}
	}
	for (i = 0; i < 5000; i++) {
		int fd = get(DIR "/r", 0);

		if (fd >= 0) {
			gets++;
			close(fd);
		} else if (fd != -ENOENT) {
			other++;
		}
	}
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	tap_note("opened %d times of %d", gets, i);
	EXPECT_EQ(other, 0);
	close(map);
	unlink(DIR "/r");
	EXPECT_TRUE(abi_settle(0));
}
