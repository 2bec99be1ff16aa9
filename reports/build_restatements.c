/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* What was reported then against what it would be now, and why. */
#include "reports/build.h"

#include <stdlib.h>

static void add_whose(struct jl_report *r, const struct jl_ledger *ledger,
	const struct jl_restatement *s)
{
	if (s->owner)
		jl_report_add_labelled(
			r, s->owner, jl_ledger_person_name(ledger, s->owner));
	else
		jl_report_add_unknown(r, s->kind == JL_PART_NOBODY ? "(nobody)"
					 : s->kind == JL_PART_SHARED ? "shared"
								     : "total");
}

struct jl_report *jl_build_restatements(const struct jl_page *page,
	const struct jl_restatements *s, const char *then)
{
	struct jl_report *r = jl_report_new(
		"restatements", "What was reported then, and would be now");

	jl_build_page(r, page);
	jl_report_parameter(r, "then", then);
	jl_report_column(r, "journey", "journey", 0);
	jl_report_column(r, "kpi", "KPI", 0);
	jl_report_column(r, "part", "part", JL_COLUMN_MACHINE);
	jl_report_column(r, "owner", "in charge", 0);
	jl_report_column(r, "figure", "figure", 0);
	jl_report_column(r, "then", "then", JL_COLUMN_RIGHT);
	jl_report_column(r, "now", "now", JL_COLUMN_RIGHT);
	jl_report_column(r, "cause", "cause", 0);
	for (size_t i = 0; i < s->n; i++) {
		const struct jl_restatement *x = &s->v[i];
		char *cause = jl_causes_text(x->causes);

		jl_report_add_text(r, x->journey);
		jl_report_add_text(r, x->kpi);
		jl_report_add_text(r, jl_part_names[x->kind]);
		add_whose(r, page->ledger, x);
		jl_report_add_text(r, x->figure);
		jl_report_add_text(r, x->then);
		jl_report_add_text(r, x->now);
		jl_report_add_text(r, cause);
		free(cause);
	}
	jl_report_note(r,
		"%zu of %llu figures are not what they were at commit %.12s",
		s->n, (unsigned long long)s->figures, then);
	jl_report_note(r,
		"the ledger of then is given the measures of now (late data, "
		"retracted data), then the tenures, then the contracts, then "
		"the rest of the definitions: a figure's causes are the steps "
		"at which it changes");
	jl_build_note_partial(r, page, NULL);
	return r;
}
