// SPDX-License-Identifier: GPL-2.0
/* sandbpf: the command line. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sandbpf.h"

static const char usage[] =
	"usage: sandbpf run [--device PATH] [--no-mount] [--] COMMAND [ARGUMENT...]\n"
	"\n"
	"run starts an unmodified program whose bpf(2) calls, and the few others that carry a BPF\n"
	"program or mount a bpffs, go to sandbpf instead of the kernel's own BPF.\n"
	"\n"
	"  --device PATH  the device (default: /dev/sandbpf)\n"
	"  --no-mount     leave /sys/fs/bpf as it is\n"
	"\n"
	"Exit status: that of COMMAND; 125 if sandbpf itself fails, 126 if COMMAND cannot be\n"
	"executed, 127 if it is not found.\n";

void die(int code, const char *fmt, ...)
{
	va_list ap;

	fputs("sandbpf: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(code);
}

int main(int argc, char **argv)
{
	if (argc > 1 && !strcmp(argv[1], "run"))
		return run_command(argc - 1, argv + 1);
	if (argc > 1 && (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h"))) {
		fputs(usage, stdout);
		return 0;
	}
	fputs(usage, stderr);
	return EXIT_SELF;
}
