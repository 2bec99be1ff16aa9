/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The holes: what had no owner, no deputy, no stakeholder, no contract, no
 * measure or only stale ones, and from when to when.
 */
#include "reports/build.h"

#include "journeys/tenure.h"

#include <stdlib.h>
#include <string.h>

struct holes {
	struct jl_report *r;
	const struct jl_page *page;
	const struct jl_journey *journey;
	size_t journeys, whole; /* looked at, and without a hole */
	size_t n;		/* of this journey */
};

static void add_hole(struct holes *h, const char *kpi, const char *gap,
	int32_t since, int32_t until, const char *detail)
{
	struct jl_report *r = h->r;

	jl_report_add_text(r, h->journey->id);
	jl_report_add_text(r, kpi);
	jl_report_add_text(r, gap);
	jl_report_add_date(r, since);
	jl_report_add_date(r, until);
	jl_report_add_whole(r, until - since);
	jl_report_add_text(r, detail);
	h->n++;
}

/* The stretches of the period that no tenure of the list covers. */
static void gaps_in(
	struct holes *h, const struct jl_tenures *tenures, const char *gap)
{
	const struct jl_period *p = h->page->period;
	int32_t open = JL_DAY_OPEN; /* where the present gap began */

	for (int32_t day = p->since; day <= p->until; day++) {
		bool is_covered =
			day == p->until || jl_tenure_at(tenures, day) != NULL;

		if (!is_covered && open == JL_DAY_OPEN)
			open = day;
		if (is_covered && open != JL_DAY_OPEN) {
			const struct jl_tenure *sponsor =
				jl_tenure_at(&h->journey->sponsors, open);
			struct jl_str detail = JL_STR_INIT;

			if (tenures == &h->journey->owners && sponsor)
				jl_str_addf(&detail, "sponsor %s",
					jl_ledger_person_name(h->page->ledger,
						sponsor->person));
			add_hole(h, NULL, gap, open, day,
				detail.len ? detail.text : NULL);
			jl_str_release(&detail);
			open = JL_DAY_OPEN;
		}
	}
}

static void missing_stakeholders(struct holes *h)
{
	const struct jl_journey *j = h->journey;
	const struct jl_period *p = h->page->period;

	if (j->stakeholders.n == 0)
		add_hole(h, NULL, "no-stakeholder", p->since, p->until, NULL);
}

static void missing_contract(struct holes *h, const struct jl_kpi *kpi)
{
	const struct jl_period *p = h->page->period;
	int32_t open = JL_DAY_OPEN;

	for (int32_t day = p->since; day <= p->until; day++) {
		bool is_covered =
			day == p->until || jl_contract_at(kpi, day) != NULL;

		if (!is_covered && open == JL_DAY_OPEN)
			open = day;
		if (is_covered && open != JL_DAY_OPEN) {
			add_hole(h, kpi->id, "no-contract", open, day, NULL);
			open = JL_DAY_OPEN;
		}
	}
}

static void missing_measures(struct holes *h, const struct jl_account *a)
{
	const struct jl_period *p = h->page->period;
	struct jl_zone *zone = h->page->ledger->zone;
	char last[JL_DAY_TEXT];

	if (a->missing_batch && !a->is_partial) {
		add_hole(h, a->kpi->id,
			a->missing_batch->state == JL_BATCH_MISSING
				? "batch-missing"
				: "batch-damaged",
			p->since, p->until, a->missing_batch->receipt.id);
	} else if (a->total.tally.n == 0) {
		add_hole(h, a->kpi->id, "no-measure", p->since, p->until, NULL);
	} else if (!a->total.has_value) {
		add_hole(h, a->kpi->id, "no-value", p->since, p->until,
			"the aggregate cannot be had from period totals");
	} else if (a->total.is_stale) {
		struct jl_str detail = JL_STR_INIT;
		int32_t day = jl_zone_day(zone, a->total.tally.last_at);

		jl_str_addf(&detail, "last measured on %s",
			jl_day_format(day, last));
		add_hole(
			h, a->kpi->id, "stale", day + 1, p->until, detail.text);
		jl_str_release(&detail);
	}
}

static void look_at(struct holes *h, const struct jl_accounts *accounts)
{
	const struct jl_journey *j = h->journey;
	const struct jl_period *p = h->page->period;

	h->n = 0;
	gaps_in(h, &j->owners, "no-owner");
	gaps_in(h, &j->deputies, "no-deputy");
	gaps_in(h, &j->sponsors, "no-sponsor");
	missing_stakeholders(h);
	if (j->kpis.n == 0)
		add_hole(h, NULL, "no-kpi", p->since, p->until, NULL);
	for (size_t i = 0; i < accounts->n; i++)
		if (accounts->v[i].journey == j) {
			missing_contract(h, accounts->v[i].kpi);
			missing_measures(h, &accounts->v[i]);
		}
	h->journeys++;
	h->whole += h->n == 0;
}

struct jl_report *jl_build_coverage(const struct jl_page *page,
	const struct jl_accounts *accounts, const bool *wanted)
{
	struct jl_report *r = jl_report_new("coverage",
		"What has no owner, deputy, stakeholder, contract or measure");
	struct holes h = {.r = r, .page = page};

	jl_build_page(r, page);
	jl_report_column(r, "journey", "journey", 0);
	jl_report_column(r, "kpi", "KPI", 0);
	jl_report_column(r, "gap", "gap", 0);
	jl_report_column(r, "since", "since", 0);
	jl_report_column(r, "until", "until", 0);
	jl_report_column(r, "days", "days", JL_COLUMN_RIGHT);
	jl_report_column(r, "detail", "detail", 0);
	for (size_t i = 0; i < page->ledger->kinds[JL_KIND_JOURNEY].n; i++) {
		h.journey = jl_ledger_nth_journey(page->ledger, i);
		if (wanted[i])
			look_at(&h, accounts);
	}
	jl_report_note(r, "without a hole in this period: %zu of %zu journeys",
		h.whole, h.journeys);
	return r;
}
