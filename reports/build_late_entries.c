/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Facts that were recorded after the day from which they hold. */
#include "reports/build_history.h"

#include <stdlib.h>

static int by_lateness(const void *a, const void *b)
{
	const struct jl_history_row *const *x = a, *const *y = b;
	int32_t p = jl_days_late(*x), q = jl_days_late(*y);

	if (p != q)
		return p > q ? -1 : 1;
	if ((*x)->change.position != (*y)->change.position)
		return (*x)->change.position < (*y)->change.position ? -1 : 1;
	return (*x)->change.number < (*y)->change.number ? -1 : 1;
}

/* Did the ledger say something else of these days before? */
static const char *entry_of(const struct jl_history_change *c)
{
	return c->is_part ? "with-definition" : c->old ? "restated" : "late";
}

struct jl_report *jl_build_late_entries(
	const struct jl_page *page, const struct jl_population *p, int32_t days)
{
	struct jl_report *r =
		jl_report_new("late-entries", "What was recorded late");
	const struct jl_history_row **rows =
		jl_xcalloc(p->rows.n, sizeof(const struct jl_history_row *));
	size_t n = 0, restated = 0;

	jl_build_page(r, page);
	jl_build_history_columns(r);
	jl_report_column(r, "entry", "entry", 0);
	jl_report_column(r, "days_late", "days late", JL_COLUMN_RIGHT);
	jl_report_column(
		r, "reason", "why", JL_COLUMN_WRAPS | JL_COLUMN_DROP(3));
	jl_report_column(r, "commit", "commit", JL_COLUMN_DROP(1));
	for (size_t i = 0; i < p->rows.n; i++)
		if (jl_days_late(&p->rows.v[i]) >= days)
			rows[n++] = &p->rows.v[i];
	if (n)
		qsort(rows, n, sizeof(const struct jl_history_row *),
			by_lateness);
	for (size_t i = 0; i < n; i++) {
		const struct jl_history_row *row = rows[i];

		jl_build_add_history(r, page, row);
		jl_report_add_text(r, entry_of(&row->change));
		jl_report_add_whole(r, jl_days_late(row));
		jl_build_add_why(r, row);
		jl_build_add_commit(r, &row->commit.oid);
		restated += row->change.old && !row->change.is_part;
	}
	jl_report_note(r,
		"%zu dated fact%s recorded %d day%s or more after the day from "
		"which %s; %zu of them restate%s what the ledger said before",
		n, n == 1 ? " was" : "s were", (int)days,
		jl_plural((uint64_t)days), n == 1 ? "it holds" : "they hold",
		restated, restated == 1 ? "s" : "");
	jl_report_note(r,
		"with-definition: said by a definition when it was new, which "
		"'report changes' counts as one change; restated: the ledger "
		"said something else of these days before; late: it said "
		"nothing");
	if (p->n_disbelieved)
		jl_build_note_population(r, p);
	free(rows);
	return r;
}
