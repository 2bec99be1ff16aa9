/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Family syntax and shape: mostly found by the reader (journeys/shape.c). */
#include "journeys/check.h"

#include "journeys/tally.h"

#include <stdlib.h>
#include <string.h>

#define BY_READER(rule, text)                                                  \
	{                                                                      \
		.id = rule, .severity = JL_SEVERITY_ERROR, .summary = text     \
	}

static void dates_of_list(struct jl_check *check, const char *list,
	const struct jl_tenures *tenures)
{
	char a[JL_DAY_TEXT], b[JL_DAY_TEXT];

	for (size_t i = 0; i < tenures->n; i++) {
		const struct jl_tenure *t = &tenures->v[i];
		char *pointer;

		if (t->until > t->since)
			continue;
		pointer = jl_xasprintf("/%s/%zu/until", list, i);
		jl_check_find(check, "dates-reversed", pointer,
			"until %s is not after since %s",
			jl_day_format(t->until, a), jl_day_format(t->since, b));
		free(pointer);
	}
}

static void check_dates(struct jl_check *check)
{
	const struct jl_journey *j = check->journey;

	dates_of_list(check, "owners", &j->owners);
	dates_of_list(check, "deputies", &j->deputies);
	dates_of_list(check, "sponsors", &j->sponsors);
	for (size_t i = 0; i < j->promises.n; i++)
		for (size_t k = 0; k < j->promises.v[i].limits.n; k++) {
			const struct jl_limit *limit =
				&j->promises.v[i].limits.v[k];
			char *pointer = jl_xasprintf(
				"/promises/%zu/limits/%zu/until", i, k);

			if (limit->until <= limit->since)
				jl_check_find(check, "dates-reversed", pointer,
					"until is not after since");
			free(pointer);
		}
	for (size_t i = 0; i < j->kpis.n; i++)
		for (size_t k = 0; k < j->kpis.v[i].contracts.n; k++) {
			const struct jl_contract *c =
				&j->kpis.v[i].contracts.v[k];
			char *pointer = jl_xasprintf(
				"/kpis/%zu/contracts/%zu/until", i, k);

			if (c->until <= c->since)
				jl_check_find(check, "dates-reversed", pointer,
					"until is not after since");
			free(pointer);
		}
}

static void check_aggregates(struct jl_check *check)
{
	const struct jl_journey *j = check->journey;

	for (size_t i = 0; i < j->kpis.n; i++) {
		const struct jl_kpi *kpi = &j->kpis.v[i];
		const struct jl_metric *metric =
			jl_ledger_metric(check->ledger, kpi->metric);
		char *pointer = jl_xasprintf("/kpis/%zu/aggregate", i);
		int kind = JL_AGGREGATE_MEAN;

		if (kpi->aggregate)
			kind = (int)jl_aggregate_parse(kpi->aggregate).kind;
		if (kind == JL_AGGREGATE_NONE)
			jl_check_find(check, "bad-aggregate", pointer,
				"'aggregate': '%.40s' is none of: sum, mean, "
				"rate, nps, p1 to p99",
				kpi->aggregate);
		else if (kind == JL_AGGREGATE_NPS && metric &&
			 metric->kind != JL_FRICTION_RECOMMENDATION)
			jl_check_find(check, "bad-aggregate", pointer,
				"nps needs answers from 0 to 10, and '%s' is "
				"of kind %s, not recommendation",
				metric->id, jl_friction_kinds[metric->kind]);
		free(pointer);
	}
}

/* The same id twice in one list of things that have ids. */
static void duplicates(struct jl_check *check, const char *list, size_t n,
	const void *v, size_t size)
{
	for (size_t i = 1; i < n; i++) {
		const char *id, *other;

		memcpy(&id, (const char *)v + i * size, sizeof(id));
		for (size_t j = 0; id && j < i; j++) {
			char *pointer;

			memcpy(&other, (const char *)v + j * size,
				sizeof(other));
			if (!other || strcmp(other, id) != 0)
				continue;
			pointer = jl_xasprintf("/%s/%zu/id", list, i);
			jl_check_find(check, "duplicate-id", pointer,
				"the id '%s' is there twice", id);
			free(pointer);
			break;
		}
	}
}

static bool is_step_before(
	const struct jl_journey *j, size_t stage, size_t step, const char *id)
{
	for (size_t i = 0; i <= stage; i++) {
		const struct jl_stage *s = &j->stages.v[i];
		size_t end = i == stage ? step : s->steps.n;

		for (size_t k = 0; k < end; k++)
			if (s->steps.v[k].id &&
				strcmp(s->steps.v[k].id, id) == 0)
				return true;
	}
	return false;
}

/* Steps are named without their stage: an id is one throughout the journey. */
static void check_steps(struct jl_check *check)
{
	const struct jl_journey *j = check->journey;

	for (size_t i = 0; i < j->stages.n; i++)
		for (size_t k = 0; k < j->stages.v[i].steps.n; k++) {
			const char *id = j->stages.v[i].steps.v[k].id;
			char *pointer;

			if (!id || !is_step_before(j, i, k, id))
				continue;
			pointer =
				jl_xasprintf("/stages/%zu/steps/%zu/id", i, k);
			jl_check_find(check, "duplicate-id", pointer,
				"the id '%s' is there twice", id);
			free(pointer);
		}
}

static void check_duplicates(struct jl_check *check)
{
	const struct jl_journey *j = check->journey;

	duplicates(check, "kpis", j->kpis.n, j->kpis.v, sizeof(*j->kpis.v));
	duplicates(check, "promises", j->promises.n, j->promises.v,
		sizeof(*j->promises.v));
	duplicates(check, "stages", j->stages.n, j->stages.v,
		sizeof(*j->stages.v));
	check_steps(check);
}

static const struct jl_rule rules[] = {
	BY_READER("syntax", "The file is valid JSON in UTF-8."),
	BY_READER("wrong-type", "A value has the type that its key wants."),
	BY_READER("unknown-key", "Every key is known: nothing is lost by a "
				 "slip of the pen."),
	BY_READER("missing-key", "Required keys are there."),
	BY_READER("bad-id", "Ids have small letters, digits, dots, dashes."),
	BY_READER("bad-date", "A date is a day that exists, as 2026-11-22."),
	BY_READER("bad-duration", "A duration looks like 30s, 20min, 24h, 5d "
				  "or 2wk."),
	BY_READER("bad-quantity", "A target looks like 24h, 5% or 0.25."),
	BY_READER("bad-number",
		"A whole number is not negative, and within its "
		"range."),
	BY_READER("empty-text", "A text that is required says something."),
	{.id = "hidden-character",
		.severity = JL_SEVERITY_WARNING,
		.summary = "Texts hold nothing that readers do not see."},
	BY_READER("bad-choice", "A word is one of those that its key knows."),
	BY_READER("wrong-file-name", "A file is named by its id."),
	{.id = "duplicate-id",
		.severity = JL_SEVERITY_ERROR,
		.summary = "An id is there once.",
		.run = check_duplicates},
	{.id = "dates-reversed",
		.severity = JL_SEVERITY_ERROR,
		.summary = "until, which is exclusive, lies after since.",
		.hint = "until is the first day on which it no longer holds",
		.run = check_dates},
	{.id = "bad-aggregate",
		.severity = JL_SEVERITY_ERROR,
		.summary = "A KPI sums up by sum, mean, rate, nps or a "
			   "percentile.",
		.run = check_aggregates},
};

const struct jl_rule_family jl_rules_shape = {
	"syntax and shape", rules, JL_COUNT(rules)};
