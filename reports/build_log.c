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
	jl_build_history_columns(r);
	jl_report_column(
		r, "reason", "why", JL_COLUMN_WRAPS | JL_COLUMN_DROP(3));
	jl_report_column(r, "commit", "commit", JL_COLUMN_DROP(1));
	for (size_t i = 0; i < rows->n; i++) {
		const struct jl_history_row *row = &rows->v[i];

		jl_build_add_history(r, page, row);
		jl_build_add_why(r, row);
		jl_build_add_commit(r, &row->commit.oid);
	}
	return r;
}
