/* SPDX-License-Identifier: GPL-2.0 */
/* Running a command and looking at what it said. */
#ifndef SBPF_SELFTESTS_RUN_H
#define SBPF_SELFTESTS_RUN_H

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tap.h"

#define RUN_OUT		65536

static char run_out[RUN_OUT];

/* sh -c the command; its output is in run_out. Returns the exit status, or 128 and the signal. */
static inline int run(const char *fmt, ...)
{
	char cmd[1024], line[1200];
	size_t len;
	va_list ap;
	int status;
	FILE *pipe;

	va_start(ap, fmt);
	vsnprintf(cmd, sizeof(cmd), fmt, ap);
	va_end(ap);
	snprintf(line, sizeof(line), "{ %s\n} 2>&1 </dev/null", cmd);
	pipe = popen(line, "r");
	if (!pipe)
		return -1;
	len = fread(run_out, 1, sizeof(run_out) - 1, pipe);
	run_out[len] = 0;
	status = pclose(pipe);
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* The command must end with @code; otherwise its output is shown. */
#define RUN(code, ...)	do {							\
	int _ret = run(__VA_ARGS__);						\
	if (_ret != (code)) {							\
		tap_fail(__FILE__, __LINE__, "exit status %d, not %d", _ret, code);	\
		tap_note("%s", run_out);					\
	}									\
} while (0)

#endif
