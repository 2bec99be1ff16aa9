/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* who: who is in charge on a day, and who said so. */
#include "cli/commands.h"

#include "journeys/selector.h"
#include "reports/build.h"

struct who_args {
	const char *at;
};

static const struct jl_opt opts[] = {
	{"at", 0, JL_OPT_DAY, offsetof(struct who_args, at), "DATE",
		"on that day instead of today", NULL},
	{NULL, 0, JL_OPT_FLAG, 0, NULL, NULL, NULL},
};

static int run(struct jl_ctx *ctx, void *args, char **operands, int n)
{
	const struct who_args *a = args;
	struct jl_page page = {.ledger = ctx->ledger, .day = ctx->today};
	struct jl_selection selection;
	int rc;

	if (a->at)
		jl_day_parse(a->at, &page.day, &ctx->error);
	rc = jl_selection_init(&selection, ctx->ledger,
		(const char *const *)operands, (size_t)n, page.day,
		&ctx->error);
	if (rc == 0)
		rc = jl_ctx_show(ctx, jl_build_who(&page, selection.journeys));
	if (rc == 0)
		jl_ctx_mention_unrecorded(ctx);
	jl_selection_release(&selection);
	return rc;
}

const struct jl_cmd jl_cmd_who = {
	.name = "who",
	.usage = "who [SELECTOR...] [--at DATE] [--rev REV]",
	.summary = "Say who is in charge, and who stands in.",
	.most = JL_ANY_NUMBER,
	.operands = {JL_OPERAND_SELECTOR},
	.needs = JL_NEED_FEW | JL_NEED_LEDGER,
	.heeds = JL_HEEDS_ALL,
	.opts = opts,
	.args_size = sizeof(struct who_args),
	.run = run,
};
