/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Family KPI contract: what was agreed, and whether it can be judged by. */
#include "journeys/check.h"

#include "journeys/tally.h"
#include "journeys/tenure.h"

#include <stdlib.h>

static void check_kpis(struct jl_check *check)
{
	if (check->journey->kpis.n == 0)
		jl_check_find(check, "kpi-missing", "",
			"the journey has no KPI: nobody can tell how it does");
}

static void check_contracts(struct jl_check *check)
{
	const struct jl_journey *j = check->journey;

	for (size_t i = 0; i < j->kpis.n; i++) {
		const struct jl_kpi *kpi = &j->kpis.v[i];
		char *pointer = jl_xasprintf("/kpis/%zu", i);

		if (!jl_contract_at(kpi, check->today))
			jl_check_find(check, "contract-missing", pointer,
				"the KPI '%s' has no contract in force",
				kpi->id ? kpi->id : "?");
		free(pointer);
	}
}

static int by_since(const void *a, const void *b)
{
	const struct jl_contract *const *x = a, *const *y = b;

	if ((*x)->since != (*y)->since)
		return (*x)->since < (*y)->since ? -1 : 1;
	return *x < *y ? -1 : *x > *y;
}

/* Each that begins while one that began earlier goes on, once. */
static void check_overlap_of(struct jl_check *check, size_t i)
{
	const struct jl_kpi *kpi = &check->journey->kpis.v[i];
	size_t n = kpi->contracts.n;
	const struct jl_contract **order = jl_xcalloc(n, sizeof(*order));
	int32_t until = JL_DAY_MIN;

	for (size_t k = 0; k < n; k++)
		order[k] = &kpi->contracts.v[k];
	if (n)
		qsort(order, n, sizeof(*order), by_since);
	for (size_t k = 0; k < n; k++) {
		char *pointer;

		if (k > 0 && order[k]->since < until) {
			pointer = jl_xasprintf("/kpis/%zu/contracts/%zu", i,
				(size_t)(order[k] - kpi->contracts.v));
			jl_check_find(check, "contract-overlap", pointer,
				"two contracts are in force at once");
			free(pointer);
		}
		if (order[k]->until > until)
			until = order[k]->until;
	}
	free(order);
}

static void check_overlap(struct jl_check *check)
{
	for (size_t i = 0; i < check->journey->kpis.n; i++)
		check_overlap_of(check, i);
}

/* Do the written units fit the metric's? */
static bool fits(const struct jl_metric *metric, const struct jl_quantity *q)
{
	if (q->unit == JL_QUANTITY_NONE)
		return true;
	if (metric->unit == JL_UNIT_S)
		return q->unit >= JL_QUANTITY_SECONDS;
	return q->unit == JL_QUANTITY_PLAIN || q->unit == JL_QUANTITY_PERCENT;
}

static void check_units(struct jl_check *check)
{
	const struct jl_journey *j = check->journey;

	for (size_t i = 0; i < j->kpis.n; i++) {
		const struct jl_kpi *kpi = &j->kpis.v[i];
		const struct jl_metric *metric =
			jl_ledger_metric(check->ledger, kpi->metric);

		for (size_t k = 0; metric && k < kpi->contracts.n; k++) {
			const struct jl_contract *c = &kpi->contracts.v[k];
			bool higher = metric->direction ==
				      JL_DIRECTION_HIGHER_IS_BETTER;
			char *pointer = jl_xasprintf(
				"/kpis/%zu/contracts/%zu/target", i, k);

			if (!fits(metric, &c->target) ||
				!fits(metric, &c->at_risk))
				jl_check_find(check, "contract-unit", pointer,
					"the target does not have the unit of "
					"the metric '%s', which is %s",
					metric->id,
					metric->unit == JL_UNIT_S
						? "a duration, as 24h"
						: "a number or a percentage");
			else if (c->target.unit != JL_QUANTITY_NONE &&
				 c->at_risk.unit != JL_QUANTITY_NONE &&
				 (higher ? c->at_risk.amount < c->target.amount
					 : c->at_risk.amount >
							 c->target.amount))
				jl_check_find(check, "at-risk-beyond-target",
					pointer,
					"at_risk lies on the wrong side of "
					"target: it would warn after the "
					"breach");
			free(pointer);
		}
	}
}

static void check_minimum(struct jl_check *check)
{
	const struct jl_journey *j = check->journey;

	for (size_t i = 0; i < j->kpis.n; i++)
		for (size_t k = 0; k < j->kpis.v[i].contracts.n; k++) {
			char *pointer;

			if (j->kpis.v[i].contracts.v[k].minimum_n > 0)
				continue;
			pointer = jl_xasprintf("/kpis/%zu/contracts/%zu", i, k);
			jl_check_find(check, "minimum-n-missing", pointer,
				"the contract has no minimum_n: a single "
				"measure would give a status");
			free(pointer);
		}
}

static void check_per(struct jl_check *check)
{
	const struct jl_journey *j = check->journey;

	for (size_t i = 0; i < j->kpis.n; i++) {
		const struct jl_kpi *kpi = &j->kpis.v[i];
		bool is_sum = kpi->aggregate &&
			      jl_aggregate_parse(kpi->aggregate).kind ==
				      JL_AGGREGATE_SUM;

		for (size_t k = 0; k < kpi->contracts.n; k++) {
			bool has_per =
				kpi->contracts.v[k].per != JL_PER_NOTHING;
			char *pointer;

			if (is_sum == has_per)
				continue;
			pointer = jl_xasprintf("/kpis/%zu/contracts/%zu", i, k);
			jl_check_find(check, "sum-without-per", pointer,
				is_sum ? "the KPI is a sum, and its target "
					 "does not say for what time"
				       : "only the target of a sum is per "
					 "time");
			free(pointer);
		}
	}
}

static const struct jl_rule rules[] = {
	{.id = "kpi-missing",
		.severity = JL_SEVERITY_WARNING,
		.summary = "A journey has at least one KPI.",
		.hint = "add one under kpis",
		.run = check_kpis},
	{.id = "contract-missing",
		.severity = JL_SEVERITY_WARNING,
		.summary = "A KPI has a contract in force.",
		.hint = "'jledger set JOURNEY/KPI target=VALUE --since DATE'",
		.run = check_contracts},
	{.id = "contract-overlap",
		.severity = JL_SEVERITY_ERROR,
		.summary = "On every day at most one contract is in force.",
		.hint = "give the earlier contract an until",
		.run = check_overlap},
	{.id = "contract-unit",
		.severity = JL_SEVERITY_ERROR,
		.summary = "A target has the metric's unit.",
		.run = check_units},
	{.id = "at-risk-beyond-target",
		.severity = JL_SEVERITY_ERROR,
		.summary = "at_risk warns before the target is missed."},
	{.id = "minimum-n-missing",
		.severity = JL_SEVERITY_NOTE,
		.summary = "A contract says how many measures a status needs.",
		.hint = "30 is a common choice",
		.run = check_minimum},
	{.id = "sum-without-per",
		.severity = JL_SEVERITY_WARNING,
		.summary = "The target of a sum says for what time it is.",
		.hint = "add \"per\": \"quarter\" to the contract (or day, "
			"week, month, year), and only to that of a sum",
		.run = check_per},
};

const struct jl_rule_family jl_rules_contracts = {
	"KPI contract", rules, JL_COUNT(rules)};
