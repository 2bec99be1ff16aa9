/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* One journey as it stands on a day: people, stages, promises, KPIs. */
#include "reports/build.h"

#include "journeys/tenure.h"

#include <stdlib.h>

static void add_row(struct jl_report *r, const char *what, const char *id,
	const char *name, int32_t since, int32_t until, const char *detail)
{
	jl_report_add_text(r, what);
	jl_report_add_text(r, id);
	jl_report_add_text(r, name);
	if (since == JL_DAY_MIN)
		jl_report_add_unknown(r, NULL);
	else
		jl_report_add_date(r, since);
	jl_report_add_date(r, until);
	jl_report_add_text(r, detail);
}

static void add_tenures(struct jl_report *r, const struct jl_page *page,
	const char *what, const struct jl_tenures *tenures)
{
	const struct jl_tenure *now = jl_tenure_at(tenures, page->day);

	for (size_t i = 0; i < tenures->n; i++) {
		const struct jl_tenure *t = &tenures->v[i];

		add_row(r, what, t->person,
			t->person
				? jl_ledger_person_name(page->ledger, t->person)
				: NULL,
			t->since, t->until,
			t->reason  ? t->reason
			: t == now ? "now"
				   : NULL);
	}
}

static char *duration_text(int64_t microseconds)
{
	char text[JL_DURATION_TEXT];

	return jl_xstrdup(jl_duration_format(microseconds, text));
}

static void add_steps(struct jl_report *r, const struct jl_journey *j)
{
	for (size_t i = 0; i < j->stages.n; i++) {
		const struct jl_stage *stage = &j->stages.v[i];

		add_row(r, "stage", stage->id, stage->name, JL_DAY_MIN,
			JL_DAY_OPEN,
			stage->moment_of_truth ? "moment of truth" : NULL);
		for (size_t k = 0; k < stage->steps.n; k++) {
			const struct jl_journey_step *s = &stage->steps.v[k];
			struct jl_str detail = JL_STR_INIT;

			jl_str_addf(&detail, "%s%s%s%s%s", jl_lines[s->line],
				s->channel ? ", " : "",
				s->channel ? jl_channels[s->channel] : "",
				s->function ? ", by " : "",
				s->function ? s->function : "");
			if (s->commitment) {
				char *text = duration_text(s->commitment);

				jl_str_addf(&detail, ", within %s", text);
				free(text);
			}
			add_row(r, "step", s->id, s->name, JL_DAY_MIN,
				JL_DAY_OPEN, jl_str_text(&detail));
			jl_str_release(&detail);
		}
	}
}

static void add_promises(struct jl_report *r, const struct jl_page *page,
	const struct jl_journey *j)
{
	for (size_t i = 0; i < j->promises.n; i++) {
		const struct jl_promise *p = &j->promises.v[i];
		const struct jl_limit *limit = jl_limit_at(p, page->day);
		char *within =
			limit ? duration_text(limit->within) : jl_xstrdup("");
		struct jl_str detail = JL_STR_INIT;

		if (limit)
			jl_str_addf(&detail, "within %s", within);
		if (p->proof)
			jl_str_addf(&detail, "%sproof %s",
				detail.len ? ", " : "", p->proof);
		add_row(r, "promise", p->id, p->text,
			limit ? limit->since : JL_DAY_MIN,
			limit ? limit->until : JL_DAY_OPEN,
			jl_str_text(&detail));
		jl_str_release(&detail);
		free(within);
	}
}

static void add_kpis(struct jl_report *r, const struct jl_page *page,
	const struct jl_journey *j)
{
	for (size_t i = 0; i < j->kpis.n; i++) {
		const struct jl_kpi *kpi = &j->kpis.v[i];
		const struct jl_contract *c = jl_contract_at(kpi, page->day);
		struct jl_str detail = JL_STR_INIT;

		jl_str_addf(&detail, "%s of %s",
			kpi->aggregate ? kpi->aggregate : "?",
			kpi->metric ? kpi->metric : "?");
		if (c) {
			char *target = jl_quantity_text(&c->target);

			jl_str_addf(&detail, ", target %s", target);
			free(target);
			if (c->per != JL_PER_NOTHING)
				jl_str_addf(&detail, " per %s",
					jl_per_names[c->per]);
			if (c->at_risk.unit != JL_QUANTITY_NONE) {
				char *at_risk = jl_quantity_text(&c->at_risk);

				jl_str_addf(
					&detail, ", at risk from %s", at_risk);
				free(at_risk);
			}
			if (c->minimum_n)
				jl_str_addf(&detail, ", from n = %lld on",
					(long long)c->minimum_n);
		} else {
			jl_str_add(&detail, ", no contract");
		}
		add_row(r, "kpi", kpi->id, kpi->name, c ? c->since : JL_DAY_MIN,
			c ? c->until : JL_DAY_OPEN, jl_str_text(&detail));
		jl_str_release(&detail);
	}
}

struct jl_report *jl_build_show(
	const struct jl_page *page, const struct jl_journey *j)
{
	struct jl_report *r = jl_report_new("show", j->name ? j->name : j->id);

	jl_build_page(r, page);
	jl_report_parameter(r, "journey", j->id);
	jl_report_column(r, "what", "what", 0);
	jl_report_column(r, "id", "id", 0);
	jl_report_column(r, "name", "name", 0);
	jl_report_column(r, "since", "since", 0);
	jl_report_column(r, "until", "until", 0);
	jl_report_column(r, "detail", "detail", 0);
	add_row(r, "journey", j->id, j->name, JL_DAY_MIN, JL_DAY_OPEN,
		jl_status_names[j->status]);
	add_tenures(r, page, "owner", &j->owners);
	add_tenures(r, page, "deputy", &j->deputies);
	add_tenures(r, page, "sponsor", &j->sponsors);
	for (size_t i = 0; i < j->stakeholders.n; i++) {
		const struct jl_stakeholder *s = &j->stakeholders.v[i];

		add_row(r, "stakeholder", s->function,
			s->person
				? jl_ledger_person_name(page->ledger, s->person)
				: NULL,
			JL_DAY_MIN, JL_DAY_OPEN, jl_raci_names[s->raci]);
	}
	add_steps(r, j);
	add_promises(r, page, j);
	add_kpis(r, page, j);
	if (j->customer_goal)
		jl_report_note(r, "the customer wants to %s", j->customer_goal);
	return r;
}
