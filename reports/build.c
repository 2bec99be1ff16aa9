/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* The head and foot that all pages share. */
#include "reports/build.h"

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
