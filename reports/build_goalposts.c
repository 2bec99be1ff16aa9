/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Targets and promises that were relaxed, and how things stood then. */
#include "reports/build_history.h"

struct jl_report *jl_build_goalposts(
	const struct jl_page *page, const struct jl_goalposts *posts)
{
	struct jl_report *r = jl_report_new(
		"goalposts", "Which targets and promises were relaxed");
	size_t in_breach = 0;

	jl_build_page(r, page);
	jl_report_column(r, "recorded_at", "recorded", 0);
	jl_report_column(r, "by", "by", 0);
	jl_report_column(r, "journey", "journey", 0);
	jl_report_column(r, "of", "of", 0);
	jl_build_change_columns(r);
	jl_report_column(r, "change", "change", 0);
	jl_report_column(r, "days_late", "days late", JL_COLUMN_RIGHT);
	jl_report_column(r, "kpi", "KPI", JL_COLUMN_MACHINE);
	jl_report_column(r, "n", "n then", JL_COLUMN_RIGHT);
	jl_report_column(r, "value", "value then", JL_COLUMN_RIGHT);
	jl_report_column(r, "unit", "unit", 0);
	jl_report_column(r, "status", "status then", 0);
	jl_report_column(r, "reason", "why", JL_COLUMN_DROP(2));
	jl_report_column(r, "commit", "commit", JL_COLUMN_DROP(1));
	for (size_t i = 0; i < posts->n; i++) {
		const struct jl_goalpost *g = &posts->v[i];

		jl_build_add_recorded_at(r, page, &g->row->commit);
		jl_build_add_writer(r, page, g->row);
		jl_report_add_text(r, g->row->change.id);
		jl_report_add_text(r, g->of);
		jl_build_add_change(r, g->row);
		jl_build_add_words(r, page, g->row);
		jl_report_add_whole(r, jl_days_late(g->row));
		jl_report_add_text(r, g->kpi);
		jl_build_add_standing(r, g);
		jl_build_add_why(r, g->row);
		jl_build_add_commit(r, &g->row->commit.oid);
		in_breach += g->standing == JL_STANDING_OFF_TARGET;
	}
	jl_report_note(r,
		"%zu target%s or promise%s relaxed, %zu of them while off "
		"target",
		posts->n, jl_plural(posts->n),
		posts->n == 1 ? " was" : "s were", in_breach);
	jl_report_note(r,
		"value and status then: over the %d days before the change was "
		"recorded, by the contract that was in force and with what is "
		"measured of these days by now; of a promise those of its "
		"proof",
		JL_GOALPOST_DAYS);
	return r;
}
