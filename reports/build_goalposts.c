/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Targets and promises that were moved, and how things stood then. */
#include "reports/build_history.h"

struct jl_report *jl_build_goalposts(
	const struct jl_page *page, const struct jl_goalposts *posts)
{
	struct jl_report *r = jl_report_new(
		"goalposts", "Which targets and promises were moved");
	size_t in_breach = 0, moves[JL_MOVE_TAKEN_OUT + 1] = {0};

	jl_build_page(r, page);
	jl_report_column(r, "recorded_at", "recorded", 0);
	jl_report_column(r, "by", "by", 0);
	jl_report_column(r, "journey", "journey", 0);
	jl_report_column(r, "of", "of", 0);
	jl_build_change_columns(r);
	jl_report_column(r, "move", "move", 0);
	jl_report_column(r, "change", "change", JL_COLUMN_WRAPS);
	jl_report_column(r, "days_late", "days late",
		JL_COLUMN_RIGHT | JL_COLUMN_DROP(2));
	jl_report_column(r, "kpi", "KPI", JL_COLUMN_MACHINE);
	jl_report_column(r, "n", "n then", JL_COLUMN_RIGHT);
	jl_report_column(r, "value", "value then", JL_COLUMN_RIGHT);
	jl_report_column(r, "unit", "unit", 0);
	jl_report_column(r, "status", "status then", 0);
	jl_report_column(
		r, "reason", "why", JL_COLUMN_WRAPS | JL_COLUMN_DROP(3));
	jl_report_column(r, "commit", "commit", JL_COLUMN_DROP(1));
	for (size_t i = 0; i < posts->n; i++) {
		const struct jl_goalpost *g = &posts->v[i];

		jl_build_add_recorded_at(r, page, &g->row->commit);
		jl_build_add_writer(r, page, g->row);
		jl_report_add_text(r, g->row->change.id);
		jl_report_add_text(r, g->of);
		jl_build_add_change(r, g->row);
		jl_report_add_text(r, jl_move_names[g->move]);
		jl_build_add_words(r, page, g->row);
		jl_report_add_whole(r, jl_days_late(g->row));
		jl_report_add_text(r, g->kpi);
		jl_build_add_standing(r, g);
		jl_build_add_why(r, g->row);
		jl_build_add_commit(r, &g->row->commit.oid);
		moves[g->move]++;
		in_breach += g->standing == JL_STANDING_OFF_TARGET;
	}
	jl_report_note(r,
		"moves: %zu relaxed, %zu redefined, %zu taken out; %zu of them "
		"while off target",
		moves[JL_MOVE_RELAXED], moves[JL_MOVE_REDEFINED],
		moves[JL_MOVE_TAKEN_OUT], in_breach);
	jl_report_note(r,
		"redefined: the number stays, and another thing is counted "
		"(metric, aggregate, scope, period, a higher minimum n), which "
		"may be easier or harder to meet; taken out: a limit, a "
		"contract, a KPI, a promise, or the journey");
	jl_report_note(r,
		"value and status then: over the %d days before the change was "
		"recorded, of whoever was in charge last while anything was "
		"measured, by the contract that was in force before the first "
		"of these moves, with what is measured of these days by now; "
		"of a promise those of its proof",
		JL_GOALPOST_DAYS);
	jl_build_note_partial(r, page, NULL);
	return r;
}
