/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* show: one journey as it stands on a day. */
#include "cli/commands.h"

#include "journeys/selector.h"
#include "reports/build.h"

struct show_args {
	const char *at;
};

static const struct jl_opt opts[] = {
	{"at", 0, JL_OPT_DAY, offsetof(struct show_args, at), "DATE",
		"on that day instead of today", NULL},
	{NULL, 0, JL_OPT_FLAG, 0, NULL, NULL, NULL},
};

static int run(struct jl_ctx *ctx, void *args, char **operands, int n)
{
	const struct show_args *a = args;
	struct jl_page page = {.ledger = ctx->ledger, .day = ctx->today};
	struct jl_selection selection;
	size_t selected = 0;
	int rc;

	if (n != 1)
		return jl_fail(&ctx->error, JL_EUSAGE,
			"show takes the id of one journey");
	if (a->at)
		jl_day_parse(a->at, &page.day, &ctx->error);
	rc = jl_selection_init(&selection, ctx->ledger,
		(const char *const *)operands, 1, page.day, &ctx->error);
	for (size_t i = 0; rc == 0 && i < ctx->ledger->kinds[JL_KIND_JOURNEY].n;
		i++)
		selected += selection.journeys[i];
	if (rc == 0 && selected > 1) {
		jl_selection_release(&selection);
		return jl_fail(&ctx->error, JL_EUSAGE,
			"'%.80s' selects %zu journeys, and show takes one; "
			"'jledger list %.80s' lists them",
			operands[0], selected, operands[0]);
	}
	for (size_t i = 0; rc == 0 && i < ctx->ledger->kinds[JL_KIND_JOURNEY].n;
		i++)
		if (selection.journeys[i])
			rc = jl_ctx_show(ctx,
				jl_build_show(&page,
					jl_ledger_nth_journey(ctx->ledger, i)));
	if (rc == 0)
		jl_ctx_mention_unrecorded(ctx);
	jl_selection_release(&selection);
	return rc;
}

const struct jl_cmd jl_cmd_show = {
	.name = "show",
	.usage = "show JOURNEY [--at DATE] [--rev REV]",
	.summary = "Show a journey: people, stages, promises, KPIs.",
	.most = 1,
	.operands = {JL_OPERAND_JOURNEY},
	.needs = JL_NEED_FEW | JL_NEED_LEDGER,
	.heeds = JL_HEEDS_ALL,
	.opts = opts,
	.args_size = sizeof(struct show_args),
	.run = run,
};
