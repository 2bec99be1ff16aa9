/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Family cadence: what was to be looked at, or measured, again by now. */
#include "journeys/check.h"

#include <stdlib.h>
#include <string.h>

#define DAY (INT64_C(86400) * JL_SECOND)

/* When the journey was last looked at: at its review, or when it got its first
 * owner; JL_DAY_MIN when neither is known. */
static int32_t last_review(const struct jl_journey *j)
{
	int32_t first = JL_DAY_OPEN;

	if (j->review.last > JL_DAY_MIN)
		return j->review.last;
	for (size_t i = 0; i < j->owners.n; i++)
		if (j->owners.v[i].since < first)
			first = j->owners.v[i].since;
	return first == JL_DAY_OPEN ? JL_DAY_MIN : first;
}

static void check_review(struct jl_check *check)
{
	const struct jl_journey *j = check->journey;
	int32_t last = last_review(j);
	int64_t due = last + j->review.every / DAY;
	char a[JL_DAY_TEXT], b[JL_DAY_TEXT];

	if (j->review.every < DAY || last == JL_DAY_MIN || due >= check->today)
		return;
	jl_check_find(check, "review-overdue", "/review",
		"a review was due on %s; the last one was %s%s",
		jl_day_format((int32_t)due, a),
		j->review.last > JL_DAY_MIN
			? "on "
			: "never, and the first owner began on ",
		jl_day_format(last, b));
}

/* The last day that a batch with this metric is about; JL_DAY_MIN: none is. */
static int32_t last_measured(
	const struct jl_batches *batches, const char *metric)
{
	int32_t last = JL_DAY_MIN;

	for (size_t i = 0; i < batches->n; i++) {
		const struct jl_receipt *r = &batches->v[i].receipt;
		struct jl_error err;
		int32_t day;

		if (batches->v[i].state != JL_BATCH_RETRACTED &&
			jl_texts_have(&r->metrics, metric) && r->last &&
			jl_day_parse(r->last, &day, &err) == 0 && day > last)
			last = day;
	}
	return last;
}

static void check_measures(struct jl_check *check)
{
	const struct jl_journey *j = check->journey;

	for (size_t i = 0; check->batches && i < j->kpis.n; i++) {
		const struct jl_kpi *kpi = &j->kpis.v[i];
		const struct jl_metric *metric =
			jl_ledger_metric(check->ledger, kpi->metric);
		char day[JL_DAY_TEXT], fresh[JL_DURATION_TEXT];
		int32_t last;
		char *pointer;

		if (!metric || !metric->freshness)
			continue;
		last = last_measured(check->batches, metric->id);
		if (last > JL_DAY_MIN &&
			last + metric->freshness / DAY >= check->today)
			continue;
		pointer = jl_xasprintf("/kpis/%zu", i);
		jl_duration_format(metric->freshness, fresh);
		if (last == JL_DAY_MIN)
			jl_check_find(check, "measures-stale", pointer,
				"'%s' is blind: no import has had the metric "
				"'%s'",
				kpi->id ? kpi->id : "?", metric->id);
		else
			jl_check_find(check, "measures-stale", pointer,
				"'%s' is blind: the last import of '%s' ends "
				"on %s, and its measures are fresh for %s",
				kpi->id ? kpi->id : "?", metric->id,
				jl_day_format(last, day), fresh);
		free(pointer);
	}
}

static const struct jl_rule rules[] = {
	{.id = "review-overdue",
		.severity = JL_SEVERITY_WARNING,
		.summary = "A journey is reviewed as often as it says.",
		.hint = "review it, and 'jledger set JOURNEY review.last=DATE'",
		.is_of_business = true,
		.run = check_review},
	{.id = "measures-stale",
		.severity = JL_SEVERITY_WARNING,
		.summary = "A KPI's measures are as fresh as its metric "
			   "promises.",
		.hint = "import what has been measured since",
		.is_of_business = true,
		.run = check_measures},
};

const struct jl_rule_family jl_rules_cadence = {
	"cadence", rules, JL_COUNT(rules)};
