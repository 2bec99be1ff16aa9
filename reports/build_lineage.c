/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* What a figure was made of: batches, files, lines, maps. */
#include "reports/build.h"

#include <stdlib.h>

enum { LINES_SHOWN = 60 };

static void add_lines(struct jl_report *r, const struct jl_lineage_part *p)
{
	char *lines = jl_lineage_lines(p), *shown = jl_xstrdup(lines);
	size_t len = 0;

	for (const char *c = lines; *c; c++)
		len++;
	if (len > LINES_SHOWN) {
		free(shown);
		shown = jl_xasprintf("%.*s ...", LINES_SHOWN, lines);
	}
	jl_report_add_labelled(r, lines, shown);
	free(shown);
	free(lines);
}

static void add_row(struct jl_report *r, const struct jl_page *page,
	const struct jl_lineage_part *p)
{
	const struct jl_receipt *b = &p->batch->receipt;
	const struct jl_metric *metric =
		jl_ledger_metric(page->ledger, p->kpi->metric);
	const char *unit = metric ? jl_unit_names[metric->unit] : NULL;

	jl_report_add_text(r, p->journey->id);
	jl_report_add_text(r, p->kpi->id);
	jl_report_add_text(r, p->kpi->metric);
	jl_report_add_whole(r, p->tally.n);
	jl_report_add_sum(r, p->tally.sum);
	jl_report_add_text(r, unit);
	jl_report_add_text(r, b->id);
	jl_report_add_text(r, b->source);
	jl_report_add_whole(r, (int64_t)p->n_lines);
	add_lines(r, p);
	jl_report_add_text(r, b->map);
	jl_report_add_whole(r, b->map_version);
	jl_report_add_text(r, b->imported_at);
	jl_report_add_text(r, b->imported_by);
	jl_report_add_text(r, b->source_sha256);
	jl_report_add_text(r, b->batch_sha256);
}

struct jl_report *jl_build_lineage(
	const struct jl_page *page, const struct jl_lineage *lineage)
{
	struct jl_report *r =
		jl_report_new("lineage", "What the figures were made of");

	jl_build_page(r, page);
	jl_report_column(r, "journey", "journey", 0);
	jl_report_column(r, "kpi", "KPI", 0);
	jl_report_column(r, "metric", "metric", JL_COLUMN_MACHINE);
	jl_report_column(r, "n", "n", JL_COLUMN_RIGHT);
	jl_report_column(r, "sum", "sum", JL_COLUMN_RIGHT);
	jl_report_column(r, "unit", "unit", 0);
	jl_report_column(r, "batch", "batch", 0);
	jl_report_column(r, "source", "source", 0);
	jl_report_column(r, "n_lines", "lines", JL_COLUMN_RIGHT);
	jl_report_column(r, "lines", "which", JL_COLUMN_DROP(1));
	jl_report_column(r, "map", "map", 0);
	jl_report_column(r, "map_version", "version", JL_COLUMN_RIGHT);
	jl_report_column(r, "imported_at", "imported at", JL_COLUMN_MACHINE);
	jl_report_column(r, "imported_by", "imported by", JL_COLUMN_DROP(2));
	jl_report_column(
		r, "source_sha256", "source SHA-256", JL_COLUMN_MACHINE);
	jl_report_column(r, "batch_sha256", "batch SHA-256", JL_COLUMN_MACHINE);
	for (size_t i = 0; i < lineage->n; i++)
		add_row(r, page, &lineage->v[i]);
	jl_report_note(r,
		"n and sum of a KPI's rows add up to those of its total in "
		"'report accountability' (in JSON and CSV); a sum is in the "
		"metric's own unit, durations in seconds; lines are those of "
		"the source file, "
		"whose SHA-256 the receipt has");
	jl_build_note_partial(r, page, NULL);
	return r;
}
