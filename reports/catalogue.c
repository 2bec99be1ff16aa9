/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Each report: ask the domain, then hand its answer to the builder. */
#include "reports/catalogue.h"

#include "journeys/derive.h"

#include <string.h>

static struct jl_page page_of(const struct jl_request *r)
{
	return (struct jl_page){.ledger = r->ledger,
		.index = r->index,
		.period = &r->period,
		.day = r->today,
		.view = r->view,
		.is_of_history = r->filter != NULL};
}

static bool wants_kpi(
	void *data, const struct jl_journey *journey, const struct jl_kpi *kpi)
{
	return jl_selection_has_kpi(data, journey, kpi);
}

static bool wants_metric(
	void *data, const struct jl_journey *journey, const char *metric)
{
	return jl_selection_has_metric(data, journey, metric);
}

static struct jl_account_query account_query(const struct jl_request *r)
{
	return (struct jl_account_query){
		.ledger = r->ledger,
		.index = r->index,
		.period = r->period,
		.today = r->today,
		.view = r->view,
		.is_partial = r->is_partial,
		.wants = wants_kpi,
		.wants_data = (void *)(uintptr_t)r->selection,
	};
}

static int accountability(const struct jl_request *r, struct jl_report **report,
	struct jl_error *err)
{
	struct jl_account_query query = account_query(r);
	struct jl_page page = page_of(r);
	struct jl_accounts accounts;
	int rc = jl_accounts_make(&query, &accounts, err);

	if (rc < 0)
		return rc;
	*report = jl_build_accountability(&page, &accounts, r->is_ranked);
	jl_accounts_release(&accounts);
	return 0;
}

static struct jl_friction_query friction_query(
	const struct jl_request *r, const enum jl_by *by, size_t n_by)
{
	struct jl_friction_query query = {
		.ledger = r->ledger,
		.index = r->index,
		.period = r->period,
		.today = r->today,
		.view = r->view,
		.split = r->split,
		.metric = r->metric,
		.n_by = n_by,
		.wants = wants_metric,
		.wants_data = (void *)(uintptr_t)r->selection,
	};

	memcpy(query.by, by, n_by * sizeof(*by));
	return query;
}

/* A figure that a missing file may belong to is not given unasked. */
static int check_files(const struct jl_request *r, struct jl_error *err)
{
	const struct jl_batch_info *missing = jl_missing_batch(
		r->index, r->metric, r->period.since, r->period.until);

	if (!missing || r->is_partial)
		return 0;
	return jl_fail_missing(missing, err);
}

static int note_edges(const struct jl_request *r, const struct jl_page *page,
	struct jl_report *report, struct jl_error *err)
{
	struct jl_log_edges edges;
	int rc = jl_log_edges_make(r->index, r->selection, &edges, err);

	if (rc < 0)
		return rc;
	jl_build_note_edges(report, page, &edges);
	jl_log_edges_release(&edges);
	return 0;
}

static int seams(const struct jl_request *r, struct jl_report **report,
	struct jl_error *err)
{
	/* By channel, who gives must be known too, to be another. */
	enum jl_by by[] = {JL_BY_CHANNEL, JL_BY_TO_FUNCTION, JL_BY_FUNCTION};
	bool is_by_channel = r->n_by == 1 && r->by[0] == JL_BY_CHANNEL;
	struct jl_friction_query query;
	struct jl_page page = page_of(r);
	struct jl_friction result;
	int rc;

	if (r->n_by > 1 ||
		(r->n_by == 1 && !is_by_channel && r->by[0] != JL_BY_FUNCTION))
		return jl_fail(err, JL_EUSAGE,
			"seams are shown --by function or --by channel");
	if (!is_by_channel)
		by[0] = JL_BY_FUNCTION;
	query = friction_query(r, by, is_by_channel ? 3 : 2);
	rc = check_files(r, err);
	if (rc == 0)
		rc = jl_friction_make(&query, &result, err);
	if (rc < 0)
		return rc;
	*report =
		jl_build_seams(&page, &query, &result, r->selection->journeys);
	jl_friction_release(&result);
	return note_edges(r, &page, *report, err);
}

/* Is it one that comes of event logs? */
static bool is_derived(const char *metric)
{
	for (int i = 0; i < JL_DERIVED_METRICS; i++)
		if (strcmp(jl_derived_names[i], metric) == 0)
			return true;
	return false;
}

static int friction(const struct jl_request *r, struct jl_report **report,
	struct jl_error *err)
{
	static const enum jl_by usual[] = {JL_BY_JOURNEY, JL_BY_METRIC};
	struct jl_friction_query query = friction_query(r,
		r->n_by ? r->by : usual, r->n_by ? r->n_by : JL_COUNT(usual));
	struct jl_page page = page_of(r);
	struct jl_friction result;
	int rc = check_files(r, err);

	if (rc == 0)
		rc = jl_friction_make(&query, &result, err);
	if (rc < 0)
		return rc;
	*report = jl_build_friction(&page, &query, &result);
	jl_friction_release(&result);
	return !r->metric || is_derived(r->metric)
		       ? note_edges(r, &page, *report, err)
		       : 0;
}

static int journey(const struct jl_request *r, struct jl_report **report,
	struct jl_error *err)
{
	const struct jl_journey *only = jl_selection_only_journey(r->selection);
	struct jl_journey_friction f = {0};
	const struct {
		struct jl_friction *friction;
		enum jl_by by[2];
		size_t n;
	} questions[] = {
		{&f.whole, {JL_BY_JOURNEY}, 1},
		{&f.stages, {JL_BY_STAGE}, 1},
		{&f.steps, {JL_BY_STEP}, 1},
		{&f.seams, {JL_BY_FUNCTION, JL_BY_TO_FUNCTION}, 2},
		{&f.owners, {JL_BY_OWNER}, 1},
	};
	struct jl_page page = page_of(r);
	int rc;

	if (!only)
		return jl_fail(err, JL_EUSAGE,
			"report journey takes the id of one journey");
	rc = check_files(r, err);
	for (size_t i = 0; rc == 0 && i < JL_COUNT(questions); i++) {
		struct jl_friction_query query =
			friction_query(r, questions[i].by, questions[i].n);

		query.journey = only->id;
		rc = jl_friction_make(&query, questions[i].friction, err);
	}
	if (rc == 0)
		*report = jl_build_journey(&page, only, &f);
	for (size_t i = 0; i < JL_COUNT(questions); i++)
		jl_friction_release(questions[i].friction);
	return rc == 0 ? note_edges(r, &page, *report, err) : rc;
}

static int coverage(const struct jl_request *r, struct jl_report **report,
	struct jl_error *err)
{
	struct jl_account_query query = account_query(r);
	struct jl_page page = page_of(r);
	struct jl_accounts accounts;
	int rc;

	query.skips_months = true;
	rc = jl_accounts_make(&query, &accounts, err);
	if (rc < 0)
		return rc;
	*report = jl_build_coverage(&page, &accounts, r->selection->journeys);
	jl_accounts_release(&accounts);
	return 0;
}

/* ---- what auditors ask ---- */

static int population_of(const struct jl_request *r, bool with_parts,
	struct jl_signers *signers, struct jl_population *population,
	struct jl_error *err)
{
	struct jl_history_filter filter = *r->filter;

	filter.with_parts = with_parts;
	return jl_population_make(
		r->source->history, &filter, signers, population, err);
}

static int changes(const struct jl_request *r, struct jl_report **report,
	struct jl_error *err)
{
	struct jl_page page = page_of(r);
	struct jl_population population;
	int rc = population_of(r, false, r->signers, &population, err);

	if (rc < 0)
		return rc;
	*report = jl_build_changes(&page, &population);
	jl_population_release(&population);
	return 0;
}

static int sample(const struct jl_request *r, struct jl_report **report,
	struct jl_error *err)
{
	struct jl_page page = page_of(r);
	struct jl_population population;
	int rc = population_of(r, false, r->signers, &population, err);

	if (rc < 0)
		return rc;
	*report = jl_build_sample(&page, &population,
		r->seed ? r->seed : r->ledger->commit,
		r->size ? r->size : JL_SAMPLE_SIZE);
	jl_population_release(&population);
	return 0;
}

static int late_entries(const struct jl_request *r, struct jl_report **report,
	struct jl_error *err)
{
	struct jl_page page = page_of(r);
	struct jl_population population;
	int rc = population_of(r, true, NULL, &population, err);

	if (rc < 0)
		return rc;
	*report = jl_build_late_entries(
		&page, &population, r->days ? r->days : 1);
	jl_population_release(&population);
	return 0;
}

static int goalposts(const struct jl_request *r, struct jl_report **report,
	struct jl_error *err)
{
	struct jl_page page = page_of(r);
	struct jl_population population;
	struct jl_goalposts posts;
	int rc = population_of(r, false, NULL, &population, err);

	if (rc < 0)
		return rc;
	rc = jl_goalposts_make(
		r->source, r->index, &population, r->is_partial, &posts, err);
	if (rc == 0) {
		*report = jl_build_goalposts(&page, &posts);
		jl_goalposts_release(&posts);
	}
	jl_population_release(&population);
	return rc;
}

static int lineage(const struct jl_request *r, struct jl_report **report,
	struct jl_error *err)
{
	struct jl_account_query query = account_query(r);
	struct jl_page page = page_of(r);
	struct jl_lineage result;
	int rc = check_files(r, err);

	if (rc == 0)
		rc = jl_lineage_make(&query, &result, err);
	if (rc < 0)
		return rc;
	*report = jl_build_lineage(&page, &result);
	jl_lineage_release(&result);
	return 0;
}

static int restatements(const struct jl_request *r, struct jl_report **report,
	struct jl_error *err)
{
	struct jl_account_query query = account_query(r);
	struct jl_page page = page_of(r);
	struct jl_restatements result;
	char hex[JL_OID_HEX], day[JL_DAY_TEXT];
	struct jl_past past;
	struct jl_oid then;
	int rc;

	query.skips_months = true;
	jl_day_format(r->period.until, day);
	rc = check_files(r, err);
	if (rc == 0)
		rc = jl_past_find(r->source, r->ledger, r->then ? r->then : day,
			&then, err);
	if (rc == 0)
		rc = jl_past_open(r->source, &then, true, &past, err);
	if (rc < 0)
		return rc;
	rc = jl_restatements_make(&query, &past, &result, err);
	if (rc == 0) {
		jl_oid_hex(&then, hex);
		*report = jl_build_restatements(&page, &result, hex);
		jl_restatements_release(&result);
	}
	jl_past_close(&past);
	return rc;
}

static int continuity(const struct jl_request *r, struct jl_report **report,
	struct jl_error *err)
{
	struct jl_page page = page_of(r);

	(void)err;
	/* Of those that are retired, too, it is asked whether they were owned.
	 */
	*report = jl_build_continuity(
		&page, r->selection->n ? r->selection->journeys : NULL);
	return 0;
}

const struct jl_report_kind jl_report_kinds[] = {
	{"accountability", "who was in charge of what was measured",
		JL_ASKED_VIEW | JL_ASKED_PARTIAL | JL_ASKED_RANK,
		accountability},
	{"friction", "what friction customers met, by any dimensions",
		JL_ASKED_VIEW | JL_ASKED_BY | JL_ASKED_METRIC | JL_ASKED_SPLIT |
			JL_ASKED_PARTIAL,
		friction},
	{"journey", "one journey on one page: stages, steps, seams, owners",
		JL_ASKED_VIEW | JL_ASKED_PARTIAL, journey},
	{"seams", "where cases change hands, and how long they wait there",
		JL_ASKED_BY | JL_ASKED_PARTIAL, seams},
	{"coverage",
		"what has no owner, deputy, stakeholder, contract or measure",
		JL_ASKED_PARTIAL, coverage},
	{"changes", "all that was changed, with the evidence for each",
		JL_ASKED_HISTORY, changes},
	{"late-entries", "what was recorded after the day it holds from",
		JL_ASKED_HISTORY | JL_ASKED_DAYS, late_entries},
	{"goalposts", "targets and promises moved, and how things stood then",
		JL_ASKED_HISTORY | JL_ASKED_PARTIAL, goalposts},
	{"restatements", "what was reported then, and would be now, and why",
		JL_ASKED_VIEW | JL_ASKED_PARTIAL | JL_ASKED_THEN, restatements},
	{"lineage", "from a figure to batches, lines of files, and maps",
		JL_ASKED_PARTIAL, lineage},
	{"continuity", "was each journey owned on each day", 0, continuity},
	{"sample", "a sample of the changes that anybody can draw again",
		JL_ASKED_HISTORY | JL_ASKED_SAMPLE, sample},
};
const size_t jl_n_report_kinds = JL_COUNT(jl_report_kinds);
