// SPDX-License-Identifier: GPL-2.0
/*
 * KPROBE programs. A probe that perf_event_open made belongs to perf; the program gets a probe of its own at the same
 * place. A probe made through tracefs has a trace event, whose hits perf counters deliver with the registers at the probe.
 */
#include <linux/capability.h>
#include <linux/kprobes.h>
#include <linux/rcupdate.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/trace_events.h>

#include "perf.h"
#include "trace.h"
#include "../prog.h"

/* Bit 0 of a kprobe event's config, as /sys/bus/event_source/devices/kprobe/format/retprobe says. */
#define CONFIG_RETPROBE	1

/* The name perf gives to probes that were asked for by address. */
#define NAME_BY_ADDRESS	"DUMMY_EVENT"

static __always_inline void kprobe_run(struct sbpf_perf_link *perf, struct pt_regs *regs, unsigned long func)
{
	struct sbpf_trace_ctx view = {
		.base.kind = SBPF_CTX_REGS, .r1 = regs, .regs = regs, .cookie = perf->cookie, .func_ip = func,
	};
	u64 ret;

	if (READ_ONCE(perf->gone))
		return;
	sbpf_trace_anchor(&view);
	sbpf_trace_run(rcu_dereference_check(perf->link.prog, true), &view, &ret);
}

static int kprobe_hit(struct kprobe *kp, struct pt_regs *regs)
{
	kprobe_run(container_of(kp, struct sbpf_perf_link, rp.kp), regs, (unsigned long)kp->addr);
	return 0;
}
NOKPROBE_SYMBOL(kprobe_hit);

static int kretprobe_hit(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	struct kretprobe *rp = get_kretprobe(ri);

	/* The probe is being unregistered. */
	if (!rp)
		return 0;
	kprobe_run(container_of(rp, struct sbpf_perf_link, rp), regs, (unsigned long)rp->kp.addr);
	return 0;
}
NOKPROBE_SYMBOL(kretprobe_hit);

static int kprobe_attach(struct sbpf_perf_link *perf)
{
	const struct perf_event_attr *attr = &perf->event->attr;
	const char *name = trace_event_name(perf->event->tp_event);

	perf->is_ret = attr->config & CONFIG_RETPROBE;
	if (strcmp(name, NAME_BY_ADDRESS)) {
		perf->symbol = kstrdup(name, GFP_KERNEL_ACCOUNT);
		if (!perf->symbol)
			return -ENOMEM;
		perf->rp.kp.symbol_name = perf->symbol;
		perf->rp.kp.offset = attr->probe_offset;
	} else {
		perf->rp.kp.addr = (kprobe_opcode_t *)(unsigned long)attr->kprobe_addr;
	}
	if (perf->is_ret) {
		perf->rp.handler = kretprobe_hit;
		return register_kretprobe(&perf->rp);
	}
	perf->rp.kp.pre_handler = kprobe_hit;
	return register_kprobe(&perf->rp.kp);
}

/* Unregistering waits for handlers that are under way. */
static void kprobe_detach(struct sbpf_perf_link *perf)
{
	if (perf->is_ret)
		unregister_kretprobe(&perf->rp);
	else
		unregister_kprobe(&perf->rp.kp);
}

static int kprobe_fill_info(const struct sbpf_perf_link *perf, struct sbpf_link_info *info)
{
	u32 len = info->perf_event.kprobe.name_len;
	int err;

	err = sbpf_trace_name_put(info->perf_event.kprobe.func_name, &len, perf->symbol ?: "");
	if (err)
		return err;
	info->perf_event.type = perf->is_ret ? SBPF_PERF_EVENT_KRETPROBE : SBPF_PERF_EVENT_KPROBE;
	info->perf_event.kprobe.name_len = len;
	info->perf_event.kprobe.offset = perf->symbol ? perf->rp.kp.offset : 0;
	info->perf_event.kprobe.missed = perf->rp.kp.nmissed + perf->rp.nmissed;
	/* A kernel address, for those who may see such. By symbol, Linux gives none. */
	info->perf_event.kprobe.addr = !perf->symbol && capable(CAP_SYSLOG) ? (unsigned long)perf->rp.kp.addr : 0;
	return 0;
}

static void kprobe_show_fdinfo(const struct sbpf_perf_link *perf, struct seq_file *seq)
{
	seq_printf(seq, "name:\t%s\noffset:\t%#x\nmissed:\t%lu\nevent_type:\t%s\ncookie:\t%llu\n",
		   perf->symbol ?: "", perf->symbol ? perf->rp.kp.offset : 0,
		   perf->rp.kp.nmissed + perf->rp.nmissed, perf->is_ret ? "kretprobe" : "kprobe", perf->cookie);
}

const struct sbpf_perf_hook sbpf_perf_kprobe_hook = {
	.attach = kprobe_attach,
	.detach = kprobe_detach,
	.fill_info = kprobe_fill_info,
	.show_fdinfo = kprobe_show_fdinfo,
};

static noinline void kprobe_event_hit(struct perf_event *event, struct perf_sample_data *data, struct pt_regs *regs)
{
	kprobe_run(event->overflow_handler_context, regs, instruction_pointer(regs));
}

static int kprobe_event_attach(struct sbpf_perf_link *perf)
{
	const struct trace_event_call *call = perf->event->tp_event;

	/* The trace event does not say what kind of probe it is; the record it prints does. */
	perf->is_ret = call->print_fmt && strstr(call->print_fmt, "__probe_ret_ip");
	perf->counters.id = call->event.type;
	perf->counters.hit = kprobe_event_hit;
	perf->counters.context = perf;
	return sbpf_perf_counters_start(&perf->counters);
}

static void kprobe_event_detach(struct sbpf_perf_link *perf)
{
	sbpf_perf_counters_stop(&perf->counters);
}

static const char *kprobe_event_type(const struct sbpf_perf_link *perf, u32 *type)
{
	if (perf->event->tp_event->flags & TRACE_EVENT_FL_KPROBE) {
		*type = perf->is_ret ? SBPF_PERF_EVENT_KRETPROBE : SBPF_PERF_EVENT_KPROBE;
		return perf->is_ret ? "kretprobe" : "kprobe";
	}
	*type = perf->is_ret ? SBPF_PERF_EVENT_URETPROBE : SBPF_PERF_EVENT_UPROBE;
	return perf->is_ret ? "uretprobe" : "uprobe";
}

/* Where tracefs was told to put the probe is not visible to modules: the name and place are left empty. */
static int kprobe_event_fill_info(const struct sbpf_perf_link *perf, struct sbpf_link_info *info)
{
	u32 len = info->perf_event.kprobe.name_len;
	int err;

	err = sbpf_trace_name_put(info->perf_event.kprobe.func_name, &len, "");
	if (err)
		return err;
	kprobe_event_type(perf, &info->perf_event.type);
	info->perf_event.kprobe.name_len = len;
	info->perf_event.kprobe.offset = 0;
	return 0;
}

static void kprobe_event_show_fdinfo(const struct sbpf_perf_link *perf, struct seq_file *seq)
{
	u32 type;

	seq_printf(seq, "event_type:\t%s\ncookie:\t%llu\n", kprobe_event_type(perf, &type), perf->cookie);
}

const struct sbpf_perf_hook sbpf_perf_kprobe_event_hook = {
	.attach = kprobe_event_attach,
	.detach = kprobe_event_detach,
	.fill_info = kprobe_event_fill_info,
	.show_fdinfo = kprobe_event_show_fdinfo,
};
