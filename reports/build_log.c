/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* The history in one line of time: a row for each change. */
#include "reports/build_history.h"

#include <stdlib.h>

struct jl_report *jl_build_log(
	const struct jl_page *page, const struct jl_history_rows *rows)
{
	struct jl_report *r = jl_report_new("log", "What was recorded");

	jl_build_page(r, page);
	jl_report_column(r, "recorded_at", "recorded", 0);
	jl_report_column(r, "by", "by", 0);
	jl_report_column(r, "kind", "kind", JL_COLUMN_MACHINE);
	jl_report_column(r, "id", "of", 0);
	jl_build_change_columns(r);
	jl_report_column(r, "change", "change", JL_COLUMN_WRAPS);
	jl_report_column(
		r, "reason", "why", JL_COLUMN_WRAPS | JL_COLUMN_DROP(3));
	jl_report_column(r, "commit", "commit", JL_COLUMN_DROP(1));
	for (size_t i = 0; i < rows->n; i++) {
		const struct jl_history_row *row = &rows->v[i];

		jl_build_add_recorded_at(r, page, &row->commit);
		jl_build_add_writer(r, page, row);
		jl_report_add_text(r, jl_record_names[row->change.record]);
		jl_build_add_id(r, row);
		jl_build_add_change(r, row);
		jl_build_add_words(r, page, row);
		jl_build_add_why(r, row);
		jl_build_add_commit(r, &row->commit.oid);
	}
	return r;
}
