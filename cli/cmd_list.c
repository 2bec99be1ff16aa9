/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* list: what the ledger defines, by kind. */
#include "cli/commands.h"

#include "journeys/selector.h"
#include "reports/build.h"

#include <string.h>

struct list_args {
	const char *at;
};

static const struct jl_opt opts[] = {
	{"at", 0, JL_OPT_DAY, offsetof(struct list_args, at), "DATE",
		"on that day instead of today", NULL},
	{NULL, 0, JL_OPT_FLAG, 0, NULL, NULL, NULL},
};

static int run(struct jl_ctx *ctx, void *args, char **operands, int n)
{
	const struct list_args *a = args;
	struct jl_page page = {.ledger = ctx->ledger, .day = ctx->today};
	enum jl_kind kind =
		n > 0 ? jl_kind_named(operands[0], strlen(operands[0]))
		      : JL_KIND_JOURNEY;
	struct jl_selection selection;
	const char *near = NULL;
	int skip = n > 0 && kind != JL_KINDS ? 1 : 0;
	int rc;

	if (a->at)
		jl_day_parse(a->at, &page.day, &ctx->error);
	if (n > 0 && strcmp(operands[0], "batches") == 0) {
		rc = jl_ctx_open(ctx, JL_NEED_INDEX);
		page.index = ctx->index;
		return rc < 0 ? rc : jl_ctx_show(ctx, jl_build_batches(&page));
	}
	if (skip && n > 1 && kind != JL_KIND_JOURNEY)
		return jl_fail(&ctx->error, JL_EUSAGE,
			"list %s takes no selector: it lists them all",
			operands[0]);
	if (kind == JL_KINDS) {
		kind = JL_KIND_JOURNEY; /* the word is a selector */
		near = jl_kind_nearest(operands[0]);
	}
	rc = jl_selection_init(&selection, ctx->ledger,
		(const char *const *)operands + skip, (size_t)(n - skip),
		page.day, &ctx->error);
	if (rc < 0 && near)
		rc = jl_fail(&ctx->error, JL_EINVALID,
			"'%.60s' selects no journey; did you mean 'list %s'?",
			operands[0], near);
	if (rc == 0)
		rc = jl_ctx_show(
			ctx, jl_build_list(&page, kind, selection.journeys));
	if (rc == 0)
		jl_ctx_mention_unrecorded(ctx);
	jl_selection_release(&selection);
	return rc;
}

const struct jl_cmd jl_cmd_list = {
	.name = "list",
	.usage = "list [SELECTOR...] | journeys [SELECTOR...] | people | "
		 "functions |\n       metrics | maps | batches",
	.summary = "List what is defined, or what was imported.",
	.most = JL_ANY_NUMBER,
	.operands = {JL_OPERAND_LIST, JL_OPERAND_SELECTOR},
	.needs = JL_NEED_LEDGER,
	.heeds = JL_HEEDS_ALL,
	.opts = opts,
	.args_size = sizeof(struct list_args),
	.run = run,
};
