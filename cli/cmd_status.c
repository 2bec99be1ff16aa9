/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* status: where the journeys stand over the last whole quarter. */
#include "cli/commands.h"

#include "journeys/selector.h"
#include "reports/build.h"

struct status_args {
	const char *period;
};

static const struct jl_opt opts[] = {
	{"period", 'p', JL_OPT_TEXT, offsetof(struct status_args, period),
		"PERIOD", "2026-Q3, 2026-09, last-month ... (last-quarter)",
		NULL},
	{NULL, 0, JL_OPT_FLAG, 0, NULL, NULL, NULL},
};

static bool wants(
	void *data, const struct jl_journey *journey, const struct jl_kpi *kpi)
{
	return jl_selection_has_kpi(data, journey, kpi);
}

static int run(struct jl_ctx *ctx, void *args, char **operands, int n)
{
	const struct status_args *a = args;
	const struct jl_settings *settings = &ctx->ledger->settings;
	struct jl_selection selection;
	struct jl_accounts accounts;
	struct jl_account_query query = {
		.ledger = ctx->ledger,
		.index = ctx->index,
		.today = ctx->today,
		.skips_months = true,
		.wants = wants,
		.wants_data = &selection,
	};
	struct jl_page page = {.ledger = ctx->ledger,
		.index = ctx->index,
		.period = &query.period,
		.day = ctx->today};
	int rc = jl_period_parse(a->period ? a->period : "last-quarter",
		ctx->today, jl_fiscal_start(settings), &query.period,
		&ctx->error);

	if (rc < 0)
		return ctx->error.code = JL_EUSAGE;
	rc = jl_selection_init(&selection, ctx->ledger,
		(const char *const *)operands, (size_t)n,
		/* owner:ID means in charge at the period's end. */
		query.period.until - 1 < ctx->today ? query.period.until - 1
						    : ctx->today,
		&ctx->error);
	if (rc == 0)
		rc = jl_accounts_make(&query, &accounts, &ctx->error);
	if (rc == 0) {
		rc = jl_ctx_show(ctx,
			jl_build_status(&page, &accounts, selection.journeys));
		jl_accounts_release(&accounts);
		jl_ctx_mention_unrecorded(ctx);
	}
	jl_selection_release(&selection);
	return rc;
}

const struct jl_cmd jl_cmd_status = {
	.name = "status",
	.usage = "status [SELECTOR...] [--period PERIOD]",
	.summary = "Show where the journeys stand.",
	.most = JL_ANY_NUMBER,
	.operands = {JL_OPERAND_SELECTOR},
	.needs = JL_NEED_LEDGER | JL_NEED_INDEX,
	.heeds = JL_HEEDS_ALL,
	.opts = opts,
	.args_size = sizeof(struct status_args),
	.run = run,
};
