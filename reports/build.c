/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* The head and foot that all pages share. */
#include "reports/build.h"

#include <math.h>
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
	for (size_t i = 0; i < ledger->n_files; i++)
		if (ledger->files[i].is_broken)
			jl_report_note(report,
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

void jl_build_note_functions(struct jl_report *r, const struct jl_page *page)
{
	const struct jl_batches *batches = &page->index->batches;

	for (size_t i = 0; i < batches->n; i++) {
		const char *id = batches->v[i].receipt.map;
		const struct jl_map *map = jl_ledger_map(page->ledger, id);
		bool is_told = false;

		for (size_t k = 0; k < i; k++)
			is_told = is_told ||
				  strcmp(batches->v[k].receipt.map, id) == 0;
		if (is_told || !map ||
			batches->v[i].state == JL_BATCH_RETRACTED)
			continue;
		if (map->columns.function.column)
			jl_report_note(r,
				"function is the column '%s' by map %s",
				map->columns.function.column, id);
		else if (map->columns.function.constant)
			jl_report_note(r, "function is %s for all by map %s",
				map->columns.function.constant, id);
	}
}

/* Of all groups: how many differ, and the one with most open cases. */
void jl_build_note_open(struct jl_report *r, const struct jl_friction *friction)
{
	const struct jl_aggregate p50 = jl_aggregate_parse("p50");
	struct jl_friction_group *most = NULL;
	double ended, all;
	uint64_t n;

	for (size_t i = 0; i < friction->n; i++)
		if (friction->v[i].open &&
			(!most || friction->v[i].open > most->open))
			most = &friction->v[i];
	if (!most)
		return;
	jl_report_note(r,
		"open cases are not over at the end of their log: they spend "
		"their time here and are no value yet; p50 KM is the median "
		"with them (Kaplan-Meier)");
	if (!jl_tally_value(&most->tally, &p50, &ended))
		return;
	n = (uint64_t)most->tally.n + most->open;
	if (!jl_survival_median(&most->survival, &all))
		jl_report_note(r,
			"of %llu cases %llu are open, and less than half are "
			"known to end: the median of those that ended is too "
			"short",
			(unsigned long long)n, (unsigned long long)most->open);
	else if (fabs(all / (double)JL_SECOND - ended) > ended / 100)
		jl_report_note(r,
			"of %llu cases %llu are open: the median of those that "
			"ended is %.0f %% of that with the open ones",
			(unsigned long long)n, (unsigned long long)most->open,
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
	int64_t at = is_begin ? e->first_at : e->extract_end;

	jl_day_format(jl_zone_day(zone, at), day);
	jl_duration_format(round_up(e->usual), length);
	if (is_begin)
		jl_report_note(r,
			"the log of map %s begins on %s: cases that were under "
			"way then are not in it, and nine of ten take up to "
			"%s, so its first days have too little",
			e->map, day, length);
	else
		jl_report_note(r,
			"the log of map %s ends on %s: cases that were under "
			"way then are not over in it, and nine of ten take up "
			"to %s, so its last days have too little",
			e->map, day, length);
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

		if (since < e->first_at + e->usual && until > e->first_at &&
			n++ < EDGES_TOLD)
			note_edge(r, zone, e, true);
		if (since < e->extract_end &&
			until > e->extract_end - e->usual && n++ < EDGES_TOLD)
			note_edge(r, zone, e, false);
	}
	if (n > EDGES_TOLD)
		jl_report_note(r,
			"%zu more logs begin or end in or near the period",
			n - EDGES_TOLD);
}
