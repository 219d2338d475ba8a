// SPDX-License-Identifier: GPL-2.0
/*
 * sandbpf run: prepares this process, gets it a tracer and becomes the command. Because it is the same
 * process, its exit status, signals, job control and parent are the command's without further ado.
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <linux/sandbpf.h>

#include "sandbpf.h"

struct options {
	const char *device;
	bool mount;
};

/* Returns the index of the command's name. */
static int parse(struct options *opt, int argc, char **argv)
{
	static const struct option known[] = {
		{ "device", required_argument, NULL, 'd' },
		{ "no-mount", no_argument, NULL, 'n' },
		{}
	};
	int c;

	/* "+": the command's options are its own. */
	while ((c = getopt_long(argc, argv, "+d:", known, NULL)) != -1) {
		switch (c) {
		case 'd':
			opt->device = optarg;
			break;
		case 'n':
			opt->mount = false;
			break;
		default:
			die(EXIT_SELF, "try 'sandbpf --help'");
		}
	}
	if (optind >= argc)
		die(EXIT_SELF, "run: no command given; try 'sandbpf --help'");
	return optind;
}

int run_command(int argc, char **argv)
{
	struct options opt = { .device = SBPF_DEVICE, .mount = true };
	char **command = argv + parse(&opt, argc, argv);
	struct device dev;
	int err;

	device_open(&dev, opt.device);
	if (opt.mount)
		mounts_private();
	tracer_start(&dev);
	err = filter_install();
	if (err)
		die(EXIT_SELF, "seccomp: %s%s", strerror(err),
		    err == EINVAL ? ": the kernel needs CONFIG_SECCOMP_FILTER" : "");
	execvp(command[0], command);
	err = errno;
	die(err == ENOENT ? EXIT_NOCMD : EXIT_NOEXEC, "%s: %s", command[0], strerror(err));
}
