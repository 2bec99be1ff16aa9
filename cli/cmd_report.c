/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* report: the pages of the CCO office, by the catalogue of reports. */
#include "cli/commands.h"

#include "core/file.h"
#include "journeys/checkpoint.h"
#include "reports/catalogue.h"

#include <stdlib.h>
#include <string.h>

struct report_args {
	const char *period, *view, *by, *metric, *split, *days, *size, *seed,
		*then;
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
		"give figures although a batch's file is missing", NULL},
	{"rank", 0, JL_OPT_FLAG, AT(is_ranked), NULL,
		"accountability: the furthest off target first", NULL},
	{"days", 0, JL_OPT_TEXT, AT(days), "N",
		"late-entries: at least so many days late (1)", NULL},
	{"size", 0, JL_OPT_TEXT, AT(size), "N", "sample: how many changes (25)",
		NULL},
	{"seed", 0, JL_OPT_TEXT, AT(seed), "TEXT",
		"sample: what the draw depends on (the commit)", NULL},
	{"then", 0, JL_OPT_TEXT, AT(then), "WHEN",
		"restatements: a commit, the day before which, or the report "
		"that saw it (the period's end)",
		NULL},
	{NULL, 0, JL_OPT_FLAG, 0, NULL, NULL, NULL},
};

static int place_of(const char *const *names, const char *word)
{
	for (int i = 0; names[i]; i++)
		if (strcmp(names[i], word) == 0)
			return i;
	return -1;
}

static int read_by(struct jl_ctx *ctx, const char *by, struct jl_request *r)
{
	char *words = jl_xstrdup(by);
	int rc = 0;

	for (char *word = strtok(words, ","); word && rc == 0;
		word = strtok(NULL, ",")) {
		int place = place_of(jl_by_names, word);
		const char *near;

		for (size_t i = 0; i < r->n_by; i++)
			if (place == (int)r->by[i])
				rc = jl_fail(&ctx->error, JL_EUSAGE,
					"--by: '%s' is there twice", word);
		if (place >= 0 && rc == 0)
			r->by[r->n_by++] = (enum jl_by)place;
		if (place >= 0)
			continue;
		near = jl_nearest(word, jl_by_names, JL_BYS);
		jl_fail(&ctx->error, JL_EUSAGE, "--by: '%.40s' is no dimension",
			word);
		rc = jl_suggest(&ctx->error, near);
	}
	free(words);
	return rc;
}

static int find_kind(struct jl_ctx *ctx, const char *word,
	const struct jl_report_kind **kind)
{
	const char **names = jl_xcalloc(jl_n_report_kinds, sizeof(*names));
	struct jl_str list = JL_STR_INIT;
	const char *near;

	for (size_t i = 0; i < jl_n_report_kinds; i++) {
		names[i] = jl_report_kinds[i].name;
		jl_str_addf(&list, "%s%s", i ? ", " : "", names[i]);
		if (word && strcmp(word, names[i]) == 0)
			*kind = &jl_report_kinds[i];
	}
	near = word ? jl_nearest(word, names, jl_n_report_kinds) : NULL;
	if (!*kind && near)
		jl_fail(&ctx->error, JL_EUSAGE,
			"there is no report '%.40s'; did you mean '%s'?", word,
			near);
	else if (!*kind)
		jl_fail(&ctx->error, JL_EUSAGE, "which report? There are: %s",
			jl_str_text(&list));
	jl_str_release(&list);
	free(names);
	return *kind ? 0 : JL_EUSAGE;
}

/* An option that the report would not heed is refused, not ignored. */
static int check_asked(struct jl_ctx *ctx, const struct jl_report_kind *kind,
	const struct report_args *a)
{
	const struct {
		const char *option;
		bool is_asked;
		enum jl_asked asked;
	} rows[] = {
		{"view", a->view != NULL, JL_ASKED_VIEW},
		{"by", a->by != NULL, JL_ASKED_BY},
		{"metric", a->metric != NULL, JL_ASKED_METRIC},
		{"split", a->split != NULL, JL_ASKED_SPLIT},
		{"partial", a->is_partial, JL_ASKED_PARTIAL},
		{"rank", a->is_ranked, JL_ASKED_RANK},
		{"days", a->days != NULL, JL_ASKED_DAYS},
		{"size", a->size != NULL, JL_ASKED_SAMPLE},
		{"seed", a->seed != NULL, JL_ASKED_SAMPLE},
		{"then", a->then != NULL, JL_ASKED_THEN},
	};

	for (size_t i = 0; i < JL_COUNT(rows); i++)
		if (rows[i].is_asked && !(kind->takes & rows[i].asked))
			return jl_fail(&ctx->error, JL_EUSAGE,
				"report %s takes no --%s", kind->name,
				rows[i].option);
	return 0;
}

static int no_metric(struct jl_ctx *ctx, const char *word)
{
	const char *near = jl_ledger_nearest(ctx->ledger, JL_KIND_METRIC, word);

	if (near)
		return jl_fail(&ctx->error, JL_EINVALID,
			"--metric: there is no metric '%.60s'; did you mean "
			"'%s'?",
			word, near);
	return jl_fail(&ctx->error, JL_EINVALID,
		"--metric: there is no metric '%.60s'; 'jledger list metrics' "
		"shows them",
		word);
}

/* 0 where nothing was asked for. */
static int read_number(
	struct jl_ctx *ctx, const char *option, const char *text, long *number)
{
	char *end = NULL;

	*number = 0;
	if (!text)
		return 0;
	*number = strtol(text, &end, 10);
	if (*end || end == text || *number < 1 || *number > 1000000)
		return jl_fail(&ctx->error, JL_EUSAGE,
			"%s: '%.40s' is no whole number from 1 to a million",
			option, text);
	return 0;
}

/* A file that saw the ledger then is there today, and not where the report is
 * made again: its commit is what counts. */
static int settle_then(struct jl_ctx *ctx, struct jl_request *r,
	struct jl_checkpoint *checkpoint)
{
	int rc;

	if (!r->then || !jl_file_exists(r->then))
		return 0;
	rc = jl_checkpoint_read(ctx->repo, r->then, checkpoint, &ctx->error);
	if (rc < 0)
		return rc;
	for (size_t i = 1; i < ctx->n_words; i++)
		if (strcmp(ctx->words[i - 1], "--then") == 0) {
			free(ctx->words[i]);
			ctx->words[i] = jl_xstrdup(checkpoint->commit);
		}
	r->then = checkpoint->commit;
	return 0;
}

static int read_request(
	struct jl_ctx *ctx, const struct report_args *a, struct jl_request *r)
{
	const struct jl_settings *settings = &ctx->ledger->settings;
	long days, size;

	if (read_number(ctx, "--days", a->days, &days) < 0 ||
		read_number(ctx, "--size", a->size, &size) < 0)
		return JL_EUSAGE;
	r->days = (int32_t)days;
	r->size = (size_t)size;
	r->seed = a->seed;
	r->then = a->then;
	if (jl_period_parse(a->period ? a->period : "last-quarter", ctx->today,
		    jl_fiscal_start(settings), &r->period, &ctx->error) < 0)
		return ctx->error.code = JL_EUSAGE;
	if (a->metric && !jl_ledger_metric(ctx->ledger, a->metric))
		return no_metric(ctx, a->metric);
	r->metric = a->metric;
	r->is_partial = a->is_partial;
	r->is_ranked = a->is_ranked;
	if (a->view)
		r->view = (enum jl_view)place_of(views, a->view);
	if (a->split)
		r->split = (enum jl_split)place_of(jl_split_names, a->split);
	return a->by ? read_by(ctx, a->by, r) : 0;
}

/* With the journeys that the words select, or what they name in the history. */
static int make(struct jl_ctx *ctx, const struct jl_report_kind *kind,
	const struct jl_request *asked, const char *const *words, size_t n,
	struct jl_report **report)
{
	const int32_t last = asked->period.until - 1;
	const struct jl_past_source source = {
		ctx->repo, ctx->cache, ctx->history};
	const struct jl_history_filter filter = {.ledger = ctx->ledger,
		.selectors = words,
		.n_selectors = n,
		.day = last,
		.period = &asked->period};
	struct jl_selection selection = {0};
	struct jl_request r = *asked;
	int rc = 0;

	r.selection = &selection;
	r.source = &source;
	r.signers = jl_signers_new(ctx->repo);
	if (kind->takes & JL_ASKED_HISTORY)
		r.filter = &filter;
	else
		/* owner:ID means in charge at the period's end. */
		rc = jl_selection_init(&selection, ctx->ledger, words, n,
			last < ctx->today ? last : ctx->today, &ctx->error);
	if (rc == 0)
		rc = kind->make(&r, report, &ctx->error);
	jl_signers_free(r.signers);
	jl_selection_release(&selection);
	return rc;
}

static int run(struct jl_ctx *ctx, void *args, char **operands, int n)
{
	const struct report_args *a = args;
	struct jl_checkpoint then;
	struct jl_request r = {.ledger = ctx->ledger, .today = ctx->today};
	const struct jl_report_kind *kind = NULL;
	struct jl_report *report = NULL;
	int rc = find_kind(ctx, n > 0 ? operands[0] : NULL, &kind);

	if (rc == 0)
		rc = check_asked(ctx, kind, a);
	if (rc == 0)
		rc = read_request(ctx, a, &r);
	if (rc == 0)
		rc = settle_then(ctx, &r, &then);
	if (rc == 0)
		rc = jl_ctx_open(ctx,
			JL_NEED_INDEX | (kind->takes & (JL_ASKED_HISTORY |
							       JL_ASKED_THEN)
							? JL_NEED_HISTORY
							: 0));
	if (rc < 0)
		return rc;
	r.index = ctx->index;
	rc = make(ctx, kind, &r, (const char *const *)operands + 1,
		(size_t)(n - 1), &report);
	if (rc == 0)
		return jl_ctx_show(ctx, report);
	jl_report_free(report);
	return rc;
}

const struct jl_cmd jl_cmd_report = {
	.name = "report",
	.usage = "report NAME [SELECTOR...] [--period PERIOD]",
	.summary = "Make a report, as text, json, csv, md or html.",
	.most = JL_ANY_NUMBER,
	.operands = {JL_OPERAND_REPORT, JL_OPERAND_SELECTOR},
	.help = "reports:\n"
		"  accountability  who was in charge of what was measured\n"
		"  friction        what friction customers met, --by journey "
		"metric stage\n"
		"                  step to_step channel to_channel function "
		"to_function case\n"
		"                  owner kind month quarter\n"
		"  journey         one journey on one page: stages, steps, "
		"seams, owners\n"
		"  seams           where cases change hands: functions, or "
		"--by "
		"channel\n"
		"  coverage        what has no owner, deputy, stakeholder, "
		"contract or measure\n"
		"for auditors, of what was recorded in the period:\n"
		"  changes         all that was changed, with the evidence for "
		"each\n"
		"  sample          a sample of the changes that anybody can "
		"draw again\n"
		"  late-entries    what was recorded after the day it holds "
		"from\n"
		"  goalposts       targets and promises moved, and how things "
		"stood then\n"
		"for auditors, of the days of the period:\n"
		"  restatements    what was reported then, and would be now, "
		"and why\n"
		"  lineage         from a figure to batches, lines of files, "
		"and maps\n"
		"  continuity      was each journey owned on each day",
	.needs = JL_NEED_LEDGER,
	.heeds = JL_HEEDS_ALL,
	.opts = opts,
	.args_size = sizeof(struct report_args),
	.run = run,
};
