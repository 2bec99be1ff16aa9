/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* The head and foot that all pages share. */
#include "reports/build.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void jl_build_page(struct jl_report *report, const struct jl_page *page)
{
	const struct jl_ledger *ledger = page->ledger;
	char period[JL_PERIOD_TEXT], day[JL_DAY_TEXT];

	report->ledger_name = jl_report_text(
		report, ledger->settings.name ? ledger->settings.name : "");
	report->commit =
		*ledger->commit ? jl_report_text(report, ledger->commit) : NULL;
	report->zone = jl_report_text(report, jl_zone_name(ledger->zone));
	if (page->index)
		report->receipts_root =
			jl_report_text(report, page->index->root);
	if (page->period) {
		jl_period_format(page->period, period);
		report->period = jl_report_text(report, period);
		jl_report_parameter(report, "period", period);
	} else {
		jl_day_format(page->day, day);
		report->period = jl_report_text(report, day);
		jl_report_parameter(report, "at", day);
	}
	if (page->period)
		jl_report_parameter(report, "view",
			page->view == JL_VIEW_NOW ? "now" : "then");
	for (size_t i = 0; !page->is_of_history && i < ledger->n_files; i++)
		if (ledger->files[i].is_broken)
			jl_report_hole(report,
				"%s could not be read and is not in this page: "
				"'jledger check' says why",
				ledger->files[i].path);
}

void jl_build_add_time(
	struct jl_report *report, struct jl_tally *tally, const char *quantile)
{
	struct jl_aggregate aggregate = jl_aggregate_parse(quantile);
	double value;

	if (jl_tally_value(tally, &aggregate, &value))
		jl_report_add_time(report, value);
	else
		jl_report_add_unknown(report, NULL);
}

void jl_build_note_orphans(
	struct jl_report *report, const struct jl_orphans *orphans)
{
	if (orphans->n > 0)
		jl_report_note(report,
			"about %llu measures are in no row, because the ledger "
			"does not define their journey or metric (%s)",
			(unsigned long long)orphans->n, orphans->example);
}

void jl_build_note_cut(struct jl_report *report, uint64_t n)
{
	if (n > 0)
		jl_report_note(report,
			"%llu period total%s over an edge of this period: a "
			"total counts whole in the period in which it ends",
			(unsigned long long)n, n == 1 ? " reaches" : "s reach");
}

bool jl_build_is_by_function(const struct jl_metric *metric)
{
	return metric->kind == JL_FRICTION_HANDOFF ||
	       metric->kind == JL_FRICTION_PING_PONG;
}

/* Of events the receipt says it, whatever became of the map since. */
static void function_source(const struct jl_page *page,
	const struct jl_receipt *r, const char **column, const char **constant)
{
	const struct jl_map *map = jl_ledger_map(page->ledger, r->map);

	*column = r->function_column;
	*constant = r->function_constant;
	if (r->kind == JL_MAP_EVENTS || !map)
		return;
	*column = map->columns.function.column;
	*constant = map->columns.function.constant;
}

static bool is_same_text(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

/* May the batch have to do with the page? */
static bool concerns(const struct jl_page *page, const struct jl_batch_info *b)
{
	return b->state != JL_BATCH_RETRACTED &&
	       jl_batch_may_hold(
		       b, NULL, page->period->since, page->period->until);
}

/* Did a batch of the map before this one take its functions from there too? */
static bool is_told(const struct jl_page *page, size_t i, const char *column,
	const char *constant)
{
	const struct jl_batches *batches = &page->index->batches;
	const struct jl_receipt *r = &batches->v[i].receipt;

	for (size_t k = 0; k < i; k++) {
		const struct jl_receipt *other = &batches->v[k].receipt;
		const char *its_column, *its_constant;

		function_source(page, other, &its_column, &its_constant);
		if (concerns(page, &batches->v[k]) &&
			strcmp(other->map, r->map) == 0 &&
			is_same_text(column, its_column) &&
			is_same_text(constant, its_constant))
			return true;
	}
	return false;
}

void jl_build_note_functions(struct jl_report *r, const struct jl_page *page)
{
	const struct jl_batches *batches = &page->index->batches;

	for (size_t i = 0; i < batches->n; i++) {
		const struct jl_receipt *receipt = &batches->v[i].receipt;
		const char *column, *constant;

		if (!concerns(page, &batches->v[i]))
			continue;
		function_source(page, receipt, &column, &constant);
		if (is_told(page, i, column, constant))
			continue;
		if (column)
			jl_report_note(r,
				"function is the column '%s' by map %s", column,
				receipt->map);
		else if (constant)
			jl_report_note(r, "function is %s for all by map %s",
				constant, receipt->map);
	}
}

void jl_build_note_partial(
	struct jl_report *r, const struct jl_page *page, const char *metric)
{
	for (size_t i = 0; i < page->index->batches.n; i++) {
		const struct jl_batch_info *b = &page->index->batches.v[i];

		if (jl_batch_is_missed(b) &&
			jl_batch_may_hold(b, metric, page->period->since,
				page->period->until))
			jl_report_note(r, "partial: the file of batch %s is %s",
				b->receipt.id, jl_batch_states[b->state]);
	}
}

/* Who finds nothing may have asked of another time. */
void jl_build_note_empty(struct jl_report *r, const struct jl_page *page)
{
	const struct jl_batches *batches = &page->index->batches;
	const char *first = NULL, *last = NULL;

	for (size_t i = 0; i < batches->n; i++) {
		const struct jl_receipt *b = &batches->v[i].receipt;

		if (batches->v[i].state == JL_BATCH_RETRACTED)
			continue;
		/* Days as they are written sort as they follow each other. */
		if (!first || strcmp(b->first, first) < 0)
			first = b->first;
		if (!last || strcmp(b->last, last) > 0)
			last = b->last;
	}
	if (first)
		jl_report_note(r,
			"nothing was measured of this in the period; what was "
			"measured lies between %s and %s: --period %s..%s",
			first, last, first, last);
}

void jl_build_note_open(struct jl_report *r, const struct jl_friction *friction)
{
	const struct jl_aggregate p50 = jl_aggregate_parse("p50");
	struct jl_friction_group *most = NULL;
	const char *where = "";
	double ended, all;
	unsigned long long n;
	size_t rows = 0;

	for (size_t i = 0; i < friction->n; i++) {
		rows += friction->v[i].survival.n > 0;
		if (friction->v[i].open &&
			(!most || friction->v[i].open > most->open))
			most = &friction->v[i];
	}
	if (!most)
		return;
	jl_report_note(r,
		"open cases are not over at the end of their log: their time "
		"counts up to their last event, they are no value yet, and "
		"they are open in the row in which the log ends; p50 KM is the "
		"median with them, each for as long as it is known to last "
		"within its row (Kaplan-Meier)");
	if (!jl_tally_value(&most->tally, &p50, &ended))
		return;
	if (rows > 1)
		where = "in the row with most open ones, ";
	n = (unsigned long long)most->tally.n + most->open;
	if (!jl_survival_median(&most->survival, &all))
		jl_report_note(r,
			"%sof %llu cases %llu %s open, and less than half are "
			"known to end: the median of those that ended is too "
			"short",
			where, n, (unsigned long long)most->open,
			most->open == 1 ? "is" : "are");
	else if (fabs(all / (double)JL_SECOND - ended) > ended / 100)
		jl_report_note(r,
			"%sof %llu cases %llu %s open: the median of those "
			"that ended is %.0f %% of that with the open ones",
			where, n, (unsigned long long)most->open,
			most->open == 1 ? "is" : "are",
			100 * ended * (double)JL_SECOND / all);
}

/* So many are told by name. */
enum { EDGES_TOLD = 4 };

/* To whole days, hours or minutes, whichever says enough. */
static int64_t round_up(int64_t length)
{
	const int64_t minute = 60 * JL_SECOND, day = 24 * 60 * minute;
	int64_t unit = length >= 3 * day	   ? day
		       : length >= 3 * 60 * minute ? 60 * minute
						   : minute;

	return (length + unit - 1) / unit * unit;
}

static void note_edge(struct jl_report *r, struct jl_zone *zone,
	const struct jl_log_edge *e, bool is_begin)
{
	char day[JL_DAY_TEXT], length[JL_DURATION_TEXT];
	char usual[JL_DURATION_TEXT + 64] = "";

	jl_day_format(
		jl_zone_day(zone, is_begin ? e->first_at : e->extract_end),
		day);
	jl_duration_format(round_up(e->usual), length);
	if (e->has_usual)
		snprintf(usual, sizeof(usual),
			", and nine of ten take up to %s", length);
	if (is_begin)
		jl_report_note(r,
			"the log of map %s begins on %s: cases that were under "
			"way then are not in it%s, so its first days have too "
			"little",
			e->map, day, usual);
	else
		jl_report_note(r,
			"the log of map %s ends on %s: cases that were under "
			"way then are not over in it%s, so its last days have "
			"too little",
			e->map, day, usual);
}

void jl_build_note_edges(struct jl_report *r, const struct jl_page *page,
	const struct jl_log_edges *edges)
{
	struct jl_zone *zone = page->ledger->zone;
	int64_t since = jl_zone_midnight(zone, page->period->since);
	int64_t until = jl_zone_midnight(zone, page->period->until);
	size_t n = 0;

	for (size_t i = 0; i < edges->n; i++) {
		const struct jl_log_edge *e = &edges->v[i];
		/* Where nothing ended, all of it is near its ends. */
		int64_t near =
			e->has_usual ? e->usual : e->extract_end - e->first_at;

		if (since < e->first_at + near && until > e->first_at &&
			n++ < EDGES_TOLD)
			note_edge(r, zone, e, true);
		if (since < e->extract_end && until > e->extract_end - near &&
			n++ < EDGES_TOLD)
			note_edge(r, zone, e, false);
	}
	if (n > EDGES_TOLD)
		jl_report_note(r,
			"and %zu more beginnings and ends of logs lie in or "
			"near the period",
			n - EDGES_TOLD);
}
