/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Who is in charge on a day, who stands in, and who answers for a vacancy. */
#include "reports/build.h"

#include "journeys/tenure.h"

static void add_person(struct jl_report *r, const struct jl_ledger *ledger,
	const struct jl_tenure *tenure, const char *none)
{
	if (tenure && tenure->person)
		jl_report_add_labelled(r, tenure->person,
			jl_ledger_person_name(ledger, tenure->person));
	else
		jl_report_add_unknown(r, none);
}

static void add_journey(struct jl_report *r, const struct jl_page *page,
	const struct jl_journey *j)
{
	const struct jl_tenure *owner = jl_tenure_at(&j->owners, page->day);

	jl_report_add_text(r, j->id);
	add_person(r, page->ledger, owner, "(nobody)");
	if (owner) {
		jl_report_add_date(r, owner->since);
		jl_report_add_date(r, owner->until);
	} else {
		jl_report_add_unknown(r, NULL);
		jl_report_add_unknown(r, NULL);
	}
	add_person(
		r, page->ledger, jl_tenure_at(&j->deputies, page->day), NULL);
	add_person(
		r, page->ledger, jl_tenure_at(&j->sponsors, page->day), NULL);
	jl_report_add_text(r, owner ? owner->reason : NULL);
}

struct jl_report *jl_build_who(const struct jl_page *page, const bool *wanted)
{
	struct jl_report *r = jl_report_new("who", "Who is in charge");

	jl_build_page(r, page);
	jl_report_column(r, "journey", "journey", 0);
	jl_report_column(r, "owner", "owner", 0);
	jl_report_column(r, "since", "since", 0);
	jl_report_column(r, "until", "until", 0);
	jl_report_column(r, "deputy", "deputy", 0);
	jl_report_column(r, "sponsor", "sponsor", 0);
	jl_report_column(r, "reason", "reason", 0);
	for (size_t i = 0; i < page->ledger->kinds[JL_KIND_JOURNEY].n; i++)
		if (wanted[i])
			add_journey(r, page,
				jl_ledger_nth_journey(page->ledger, i));
	return r;
}
