/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* report: the pages of the CCO office. A new report is a new row here. */
#include "cli/commands.h"

#include "journeys/selector.h"
#include "reports/build.h"

#include <stdlib.h>
#include <string.h>

struct report_args {
	const char *period, *view, *by, *metric, *split;
	bool is_partial, is_ranked;
};

static const char *const views[] = {"then", "now", NULL};

#define AT(member) offsetof(struct report_args, member)

static const struct jl_opt opts[] = {
	{"period", 'p', JL_OPT_TEXT, AT(period), "PERIOD",
		"2026-Q3, 2026-09, FY2026, 2026-07-01..2026-09-30, last-month "
		"... (last-quarter)",
		NULL},
	{"view", 0, JL_OPT_CHOICE, AT(view), "VIEW",
		"then: who was in charge when it happened; now: today's "
		"owners, to compare",
		views},
	{"by", 0, JL_OPT_TEXT, AT(by), "D[,D...]",
		"friction: group by these dimensions (journey,metric)", NULL},
	{"metric", 0, JL_OPT_TEXT, AT(metric), "METRIC",
		"friction: this metric only", NULL},
	{"split", 0, JL_OPT_CHOICE, AT(split), "SPLIT",
		"friction: totals across a hand-over are shared, by-day or "
		"period-end",
		jl_split_names},
	{"partial", 0, JL_OPT_FLAG, AT(is_partial), NULL,
		"give figures although a batch's file is not here", NULL},
	{"rank", 0, JL_OPT_FLAG, AT(is_ranked), NULL,
		"accountability: the furthest off target first", NULL},
	{NULL, 0, JL_OPT_FLAG, 0, NULL, NULL, NULL},
};

/* What the reports are given. */
struct request {
	struct jl_ctx *ctx;
	const struct report_args *args;
	struct jl_selection selection;
	struct jl_period period;
	enum jl_view view;
	struct jl_page page;
};

static bool wants_kpi(
	void *data, const struct jl_journey *journey, const struct jl_kpi *kpi)
{
	struct request *r = data;

	return jl_selection_has_kpi(&r->selection, journey, kpi);
}

static struct jl_account_query account_query(struct request *r)
{
	return (struct jl_account_query){
		.ledger = r->ctx->ledger,
		.index = r->ctx->index,
		.period = r->period,
		.today = r->ctx->today,
		.view = r->view,
		.is_partial = r->args->is_partial,
		.wants = wants_kpi,
		.wants_data = r,
	};
}

static int accountability(struct request *r, struct jl_report **report)
{
	struct jl_account_query query = account_query(r);
	struct jl_accounts accounts;
	int rc = jl_accounts_make(&query, &accounts, &r->ctx->error);

	if (rc < 0)
		return rc;
	*report = jl_build_accountability(
		&r->page, &accounts, r->args->is_ranked);
	jl_accounts_release(&accounts);
	return 0;
}

static int coverage(struct request *r, struct jl_report **report)
{
	struct jl_account_query query = account_query(r);
	struct jl_accounts accounts;
	int rc;

	query.skips_months = true;
	rc = jl_accounts_make(&query, &accounts, &r->ctx->error);
	if (rc < 0)
		return rc;
	*report = jl_build_coverage(&r->page, &accounts, r->selection.journeys);
	jl_accounts_release(&accounts);
	return 0;
}

static int place_of(const char *const *names, const char *word)
{
	for (int i = 0; names[i]; i++)
		if (strcmp(names[i], word) == 0)
			return i;
	return -1;
}

static int read_by(struct request *r, struct jl_friction_query *query)
{
	char *words = jl_xstrdup(r->args->by ? r->args->by : "journey,metric");
	int rc = 0;

	for (char *word = strtok(words, ","); word && rc == 0;
		word = strtok(NULL, ",")) {
		int by = place_of(jl_by_names, word);
		const char *near;

		if (by >= 0) {
			if (query->n_by < JL_BYS)
				query->by[query->n_by++] = (enum jl_by)by;
			continue;
		}
		near = jl_nearest(word, jl_by_names, JL_BYS);
		rc = jl_fail(&r->ctx->error, JL_EUSAGE,
			"--by: '%.40s' is no dimension%s%s%s", word,
			near ? "; did you mean '" : "", near ? near : "",
			near ? "'?" : "");
	}
	free(words);
	return rc;
}

static bool wants_journey(void *data, const char *journey)
{
	struct request *r = data;
	const struct jl_ledger *ledger = r->ctx->ledger;
	const struct jl_journey *first = jl_ledger_nth_journey(ledger, 0);
	const struct jl_journey *j = jl_ledger_journey(ledger, journey);

	return j && r->selection.journeys[j - first];
}

static int friction(struct request *r, struct jl_report **report)
{
	struct jl_friction_query query = {
		.ledger = r->ctx->ledger,
		.index = r->ctx->index,
		.period = r->period,
		.today = r->ctx->today,
		.view = r->view,
		.metric = r->args->metric,
		.wants = wants_journey,
		.wants_data = r,
	};
	struct jl_friction result;
	const char *missing;
	int rc = read_by(r, &query);

	if (rc < 0)
		return rc;
	if (r->args->split)
		query.split =
			(enum jl_split)place_of(jl_split_names, r->args->split);
	if (query.metric && !jl_ledger_metric(query.ledger, query.metric))
		return jl_fail(&r->ctx->error, JL_EINVALID,
			"--metric: there is no metric '%.60s'; 'jledger list "
			"metrics' shows them",
			query.metric);
	missing = r->args->is_partial
			  ? NULL
			  : jl_missing_batch(query.index, query.metric,
				    r->period.since, r->period.until);
	if (missing)
		return jl_fail(&r->ctx->error, JL_EENV,
			"the file of batch %s is not here, and the figures "
			"need it; fetch it, or ask for --partial",
			missing);
	rc = jl_friction_make(&query, &result, &r->ctx->error);
	if (rc < 0)
		return rc;
	*report = jl_build_friction(&r->page, &query, &result);
	jl_friction_release(&result);
	return 0;
}

static const struct {
	const char *name;
	const char *question;
	int (*make)(struct request *r, struct jl_report **report);
} catalogue[] = {
	{"accountability", "who was in charge of what was measured",
		accountability},
	{"friction", "what friction customers met, by any dimensions",
		friction},
	{"coverage",
		"what has no owner, deputy, stakeholder, contract or measure",
		coverage},
};

static int unknown_report(struct jl_ctx *ctx, const char *word)
{
	const char *names[JL_COUNT(catalogue)];
	const char *near;
	struct jl_str list = JL_STR_INIT;

	for (size_t i = 0; i < JL_COUNT(catalogue); i++) {
		names[i] = catalogue[i].name;
		jl_str_addf(&list, "%s%s", i ? ", " : "", names[i]);
	}
	near = word ? jl_nearest(word, names, JL_COUNT(names)) : NULL;
	if (near)
		jl_fail(&ctx->error, JL_EUSAGE,
			"there is no report '%.40s'; did you mean '%s'?", word,
			near);
	else
		jl_fail(&ctx->error, JL_EUSAGE, "which report? There are: %s",
			jl_str_text(&list));
	jl_str_release(&list);
	return JL_EUSAGE;
}

static int run(struct jl_ctx *ctx, void *args, char **operands, int n)
{
	struct request r = {.ctx = ctx, .args = args};
	const struct jl_settings *settings = &ctx->ledger->settings;
	struct jl_report *report = NULL;
	size_t which = 0;
	int rc;

	while (n > 0 && which < JL_COUNT(catalogue) &&
		strcmp(catalogue[which].name, operands[0]) != 0)
		which++;
	if (n == 0 || which == JL_COUNT(catalogue))
		return unknown_report(ctx, n > 0 ? operands[0] : NULL);
	if (jl_period_parse(r.args->period ? r.args->period : "last-quarter",
		    ctx->today,
		    settings->fiscal_year_start
			    ? (int)settings->fiscal_year_start
			    : 1,
		    &r.period, &ctx->error) < 0)
		return ctx->error.code = JL_EUSAGE;
	if (r.args->view && strcmp(r.args->view, "now") == 0)
		r.view = JL_VIEW_NOW;
	r.page = (struct jl_page){.ledger = ctx->ledger,
		.index = ctx->index,
		.period = &r.period,
		.day = ctx->today,
		.view = r.view};
	rc = jl_selection_init(&r.selection, ctx->ledger,
		(const char *const *)operands + 1, (size_t)(n - 1),
		/* owner:ID means in charge at the period's end. */
		r.period.until - 1 < ctx->today ? r.period.until - 1
						: ctx->today,
		&ctx->error);
	if (rc == 0)
		rc = catalogue[which].make(&r, &report);
	if (rc == 0)
		rc = jl_ctx_show(ctx, report);
	jl_selection_release(&r.selection);
	return rc;
}

const struct jl_cmd jl_cmd_report = {
	.name = "report",
	.usage = "report accountability|friction|coverage [SELECTOR...] "
		 "[--period PERIOD]",
	.summary = "Make a report, as text, json, csv, md or html.",
	.help = "reports:\n"
		"  accountability  who was in charge of what was measured\n"
		"  friction        what friction customers met, --by journey "
		"metric stage\n"
		"                  step to_step channel to_channel function "
		"to_function case\n"
		"                  owner kind month quarter\n"
		"  coverage        what has no owner, deputy, stakeholder, "
		"contract or measure",
	.needs = JL_NEED_LEDGER | JL_NEED_INDEX,
	.opts = opts,
	.args_size = sizeof(struct report_args),
	.run = run,
};
