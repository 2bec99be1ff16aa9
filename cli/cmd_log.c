/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* log: what was recorded, by whom, and why, in one line of time. */
#include "cli/commands.h"

#include "reports/build_history.h"

#include <stdlib.h>

struct log_args {
	const char *period, *field, *by, *most;
	bool has_parts;
};

#define AT(member) offsetof(struct log_args, member)

static const struct jl_opt opts[] = {
	{"period", 'p', JL_OPT_TEXT, AT(period), "PERIOD",
		"recorded in that time: 2026-Q3, last-month ...", NULL},
	{"field", 0, JL_OPT_TEXT, AT(field), "PATH",
		"of that field only: owner, status, KPI/target ...", NULL},
	{"by", 0, JL_OPT_TEXT, AT(by), "PERSON",
		"written by that person, by id or a part of the name", NULL},
	{"max", 'n', JL_OPT_TEXT, AT(most), "N", "the newest N only", NULL},
	{"parts", 0, JL_OPT_FLAG, AT(has_parts), NULL,
		"tell new definitions piece by piece", NULL},
	{NULL, 0, JL_OPT_FLAG, 0, NULL, NULL, NULL},
};

static int read_number(struct jl_ctx *ctx, const char *text, size_t *n)
{
	char *end;
	unsigned long number = strtoul(text, &end, 10);

	if (*end || end == text || *text == '-' || number == 0)
		return jl_fail(&ctx->error, JL_EUSAGE,
			"--max: '%.40s' is no number of changes", text);
	*n = number;
	return 0;
}

/* Whoever finds nothing may have misspelt what was asked for. */
static void note_nothing(struct jl_report *report, const struct log_args *a)
{
	if (a->field)
		jl_report_note(report,
			"no change of a field '%s': 'jledger log -f json' says "
			"what fields are called, as owners/person, or "
			"kpis/KPI/contracts/target",
			a->field);
	if (a->by)
		jl_report_note(report,
			"nothing by '%s': 'jledger list people' has the ids",
			a->by);
	if (a->period)
		jl_report_note(report,
			"a period is one of recording, not of what holds then");
}

static int run(struct jl_ctx *ctx, void *args, char **operands, int n)
{
	const struct log_args *a = args;
	struct jl_page page = {.ledger = ctx->ledger,
		.day = ctx->today,
		.is_of_history = true};
	struct jl_history_filter filter = {.ledger = ctx->ledger,
		.selectors = (const char *const *)operands,
		.n_selectors = (size_t)n,
		.day = ctx->today,
		.field = a->field,
		.by = a->by,
		.with_parts = a->has_parts,
		.newest_first = true};
	struct jl_history_rows rows = {0};
	struct jl_report *report;
	struct jl_period period;
	int rc = 0;

	if (a->field && !*a->field)
		return jl_fail(&ctx->error, JL_EUSAGE,
			"--field takes the name of a field");
	if (a->period) {
		if (jl_period_parse(a->period, ctx->today,
			    jl_fiscal_start(&ctx->ledger->settings), &period,
			    &ctx->error) < 0)
			return ctx->error.code = JL_EUSAGE;
		filter.period = page.period = &period;
	}
	if (a->most)
		rc = read_number(ctx, a->most, &filter.most);
	if (rc == 0)
		rc = jl_history_list(ctx->history, &filter, &rows, &ctx->error);
	if (rc < 0)
		return rc;
	report = jl_build_log(&page, &rows);
	if (rows.n == 0)
		note_nothing(report, a);
	jl_history_rows_release(&rows);
	return jl_ctx_show(ctx, report);
}

const struct jl_cmd jl_cmd_log = {
	.name = "log",
	.usage = "log [SELECTOR...] [--period PERIOD] [--field PATH] "
		 "[--by PERSON]",
	.summary = "Say what was recorded, by whom and why, the newest first.",
	.most = JL_ANY_NUMBER,
	.operands = {JL_OPERAND_SELECTOR},
	.help = "Changes of definitions, imports, retractions and decisions in "
		"one line of time. Besides\nthe usual selectors: KIND:ID, as "
		"person:ana.ruiz, and the id of a batch.\n'log JOURNEY --field "
		"owner' is the history of one field. What a merge brought "
		"stands\nwhere it was merged, in the name of who wrote it.",
	.needs = JL_NEED_NAMED | JL_NEED_LEDGER | JL_NEED_HISTORY,
	.heeds = JL_HEEDS_ALL,
	.opts = opts,
	.args_size = sizeof(struct log_args),
	.run = run,
};
