/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Where each journey stood when the period ended: who was in charge, and the
 * KPIs of that part of the period by status. */
#include "reports/build.h"

#include "journeys/tenure.h"

struct counts {
	size_t by_standing[JL_STANDING_OFF_TARGET + 1];
	int64_t last_at;
};

/* The part of whoever was in charge when the period ended: nobody is shown
 * beside what was measured under a predecessor. */
static const struct jl_part *last_part(const struct jl_account *a)
{
	const struct jl_part *last = &a->total;

	for (size_t i = 0; i < a->n; i++)
		if (a->parts[i].kind != JL_PART_SHARED)
			last = &a->parts[i];
	return last;
}

/* Each KPI by how it stood at the period's end. */
static struct counts count(const struct jl_accounts *accounts, size_t *at,
	const struct jl_journey *journey)
{
	struct counts c = {.last_at = JL_INSTANT_NONE};

	for (; *at < accounts->n && accounts->v[*at].journey == journey;
		(*at)++) {
		const struct jl_account *a = &accounts->v[*at];

		c.by_standing[last_part(a)->standing]++;
		if (a->last_at > c.last_at)
			c.last_at = a->last_at;
	}
	return c;
}

static void add_row(struct jl_report *r, const struct jl_page *page,
	const struct jl_journey *j, const struct counts *c)
{
	int32_t day = page->period->until - 1;
	const struct jl_tenure *owner = jl_tenure_at(&j->owners, day);
	const struct jl_tenure *sponsor = jl_tenure_at(&j->sponsors, day);
	struct jl_str label = JL_STR_INIT;

	jl_report_add_text(r, j->id);
	if (owner) {
		jl_report_add_labelled(r, owner->person,
			jl_ledger_person_name(page->ledger, owner->person));
	} else {
		jl_str_add(&label, "(nobody)");
		if (sponsor)
			jl_str_addf(&label, ", sponsor %s",
				jl_ledger_person_name(
					page->ledger, sponsor->person));
		jl_report_add_unknown(r, jl_str_text(&label));
	}
	if (owner)
		jl_report_add_date(r, owner->since);
	else
		jl_report_add_unknown(r, NULL);
	jl_report_add_whole(r, (int64_t)c->by_standing[JL_STANDING_ON_TARGET]);
	jl_report_add_whole(r, (int64_t)c->by_standing[JL_STANDING_AT_RISK]);
	jl_report_add_whole(r, (int64_t)c->by_standing[JL_STANDING_OFF_TARGET]);
	jl_report_add_whole(r, (int64_t)c->by_standing[JL_STANDING_TOO_FEW]);
	jl_report_add_whole(
		r, (int64_t)(c->by_standing[JL_STANDING_BLIND] +
			     c->by_standing[JL_STANDING_NO_CONTRACT]));
	if (c->last_at == JL_INSTANT_NONE)
		jl_report_add_unknown(r, NULL);
	else
		jl_report_add_date(
			r, jl_zone_day(page->ledger->zone, c->last_at));
	jl_str_release(&label);
}

/* What is blind may be so for want of a file. */
static void note_missing(struct jl_report *r, const struct jl_page *page)
{
	for (size_t i = 0; i < page->index->batches.n; i++) {
		const struct jl_batch_info *b = &page->index->batches.v[i];

		if (jl_batch_is_missed(b) &&
			jl_batch_may_hold(b, NULL, page->period->since,
				page->period->until))
			jl_report_note(r,
				"the file of batch %s is %s: its KPIs are "
				"blind",
				b->receipt.id, jl_batch_states[b->state]);
	}
}

struct jl_report *jl_build_status(const struct jl_page *page,
	const struct jl_accounts *accounts, const bool *wanted)
{
	struct jl_report *r =
		jl_report_new("status", "Where the journeys stand");
	size_t at = 0, n = 0, vacant = 0;

	jl_build_page(r, page);
	jl_report_column(r, "journey", "journey", 0);
	jl_report_column(r, "owner", "in charge", 0);
	jl_report_column(r, "since", "since", JL_COLUMN_DROP(1));
	jl_report_column(r, "on_target", "on target", JL_COLUMN_RIGHT);
	jl_report_column(r, "at_risk", "at risk", JL_COLUMN_RIGHT);
	jl_report_column(r, "off_target", "off target", JL_COLUMN_RIGHT);
	jl_report_column(r, "too_few", "too few", JL_COLUMN_RIGHT);
	jl_report_column(r, "blind", "blind", JL_COLUMN_RIGHT);
	jl_report_column(
		r, "last_measured", "last measured", JL_COLUMN_DROP(2));
	for (size_t i = 0; i < page->ledger->kinds[JL_KIND_JOURNEY].n; i++) {
		const struct jl_journey *j =
			jl_ledger_nth_journey(page->ledger, i);
		struct counts c = count(accounts, &at, j);

		if (!wanted[i])
			continue;
		add_row(r, page, j, &c);
		n++;
		vacant += jl_tenure_at(&j->owners, page->period->until - 1) ==
			  NULL;
	}
	note_missing(r, page);
	jl_report_note(r, "%zu journey%s, %zu without an owner at the end", n,
		jl_plural(n), vacant);
	return r;
}
