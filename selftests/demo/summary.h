/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One line about what a demo program saw, for the table at the end: it goes to the file that $DEMO_SUMMARY names.
 */
#ifndef DEMO_SUMMARY_H
#define DEMO_SUMMARY_H

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

__attribute__((format(printf, 1, 2))) static inline void summary(const char *format, ...)
{
	const char *path = getenv("DEMO_SUMMARY");
	FILE *file = path ? fopen(path, "w") : NULL;
	va_list args;

	if (!file)
		return;
	va_start(args, format);
	vfprintf(file, format, args);
	va_end(args);
	fclose(file);
}

#endif /* DEMO_SUMMARY_H */
