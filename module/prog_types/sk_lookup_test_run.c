// SPDX-License-Identifier: GPL-2.0
/*
 * PROG_TEST_RUN for SK_LOOKUP: the user says what packet looks for its socket, and learns which one it would get.
 */
#include <linux/err.h>
#include <linux/slab.h>
#include <linux/sock_diag.h>
#include <linux/string.h>

#include "../cmd.h"
#include "../prog.h"
#include "../sock_view.h"
#include "sk_lookup.h"
#include "test_run.h"

static int view_fill(struct sbpf_sk_lookup_ctx *view, const struct sbpf_sk_lookup *ctx)
{
	/* No test says on which device: what is behind the last field that may be given is zero. */
	const void *rest = &ctx->ingress_ifindex;

	if (ctx->cookie || memchr_inv(rest, 0, sizeof(*ctx) - offsetof(struct sbpf_sk_lookup, ingress_ifindex)))
		return -EINVAL;
	if (ctx->local_port > U16_MAX)
		return -ERANGE;
	view->family = ctx->family;
	view->protocol = ctx->protocol;
	view->remote_port = ctx->remote_port;
	view->local_port = ctx->local_port;
	switch (view->family) {
	case AF_INET:
		view->remote4 = (__force __be32)ctx->remote_ip4;
		view->local4 = (__force __be32)ctx->local_ip4;
		return 0;
#if IS_ENABLED(CONFIG_IPV6)
	case AF_INET6:
		view->remote6 = (const struct in6_addr *)ctx->remote_ip6;
		view->local6 = (const struct in6_addr *)ctx->local_ip6;
		return 0;
#endif
	default:
		return -EAFNOSUPPORT;
	}
}

static u64 cookie_of(struct sock *sk)
{
	u32 half[2];

	sock_diag_save_cookie(sk, half);
	return half[0] | (u64)half[1] << 32;
}

static int run_with_ctx(struct sbpf_prog *prog, struct sbpf_call *call, struct sbpf_sk_lookup *ctx)
{
	struct sbpf_sk_lookup_ctx view = { .base.kind = SBPF_CTX_SK_LOOKUP };
	u32 retval, duration;
	int err;

	err = view_fill(&view, ctx);
	if (!err)
		err = sbpf_test_runs(prog, &view.base, call->attr.test.repeat, &retval, &duration);
	if (err)
		return err;
	ctx->cookie = retval == SBPF_SK_PASS && view.selected ? cookie_of(view.selected) : 0;
	err = sbpf_test_result_put(call, NULL, 0, retval, duration);
	return err ?: sbpf_test_ctx_put(call, ctx, sizeof(*ctx));
}

/**
 * sbpf_sk_lookup_test_run() - PROG_TEST_RUN of an SK_LOOKUP program
 * @prog: the program
 * @call: the packet is in ctx_in (struct sbpf_sk_lookup); with the cookie of the chosen socket it goes back to ctx_out
 *
 * Context: process context, may sleep.
 * Return: 0; -EINVAL, -ERANGE no such port, -EAFNOSUPPORT, -E2BIG context too large, -ENOMEM, -EFAULT, -EINTR, -ENOSPC output
 * did not fit.
 */
int sbpf_sk_lookup_test_run(struct sbpf_prog *prog, struct sbpf_call *call)
{
	const union sbpf_attr *attr = &call->attr;
	struct sbpf_sk_lookup *ctx;
	int err;

	if (attr->test.flags || attr->test.cpu || attr->test.batch_size || attr->test.data_in || attr->test.data_size_in ||
	    attr->test.data_out || attr->test.data_size_out)
		return -EINVAL;
	ctx = sbpf_test_ctx_make(attr, sizeof(*ctx));
	if (IS_ERR_OR_NULL(ctx))
		return ctx ? PTR_ERR(ctx) : -EINVAL;
	err = run_with_ctx(prog, call, ctx);
	kfree(ctx);
	return err;
}
