// SPDX-License-Identifier: GPL-2.0
/* Before 6.10 a program of the kernel's own on a perf event wraps the overflow handler too, and keeps the one below here. */
#include <linux/perf_event.h>

perf_overflow_handler_t probe(struct perf_event *event);
perf_overflow_handler_t probe(struct perf_event *event)
{
	return event->orig_overflow_handler;
}
