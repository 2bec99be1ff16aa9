/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Adding up, and what the sums say. */
#include "journeys/tally.h"

#include <stdlib.h>
#include <string.h>

enum { PROMOTER = 9, DETRACTOR = 6 }; /* F. Reichheld's scale, 0 to 10 */
enum { FIRST_VALUES = 32 };	      /* room for a month, as a rule */

void jl_tally_init(struct jl_tally *tally, bool keeps_values)
{
	memset(tally, 0, sizeof(*tally));
	tally->keeps_values = keeps_values;
	tally->last_at = JL_INSTANT_NONE;
}

void jl_tally_release(struct jl_tally *tally)
{
	free(tally->values);
	tally->values = NULL;
	tally->n_values = tally->cap = 0;
}

static void seen(struct jl_tally *tally, int64_t at)
{
	if (at > tally->last_at)
		tally->last_at = at;
}

/* One answer or length. A point that stands for several counts once here:
 * what the single values were is not known. */
static void add_value(struct jl_tally *tally, int64_t value)
{
	if (value >= PROMOTER * JL_MICRO)
		tally->promoters++;
	else if (value <= DETRACTOR * JL_MICRO)
		tally->detractors++;
	if (!tally->keeps_values)
		return;
	if (!tally->values) {
		tally->cap = FIRST_VALUES;
		tally->values =
			jl_xrealloc(NULL, tally->cap, sizeof(*tally->values));
	}
	JL_GROW(tally->values, tally->n_values, tally->cap);
	tally->values[tally->n_values++] = value;
}

void jl_tally_add_share(
	struct jl_tally *tally, int64_t value, int64_t n, int64_t last_at)
{
	tally->n += n;
	tally->sum += value;
	tally->whole += value;
	tally->has_totals = true;
	seen(tally, last_at);
}

void jl_tally_forget_values(struct jl_tally *tally)
{
	free(tally->values);
	tally->values = NULL;
	tally->n_values = tally->cap = 0;
}

void jl_tally_add(struct jl_tally *tally, const struct jl_point *point)
{
	if (point->shape == JL_MEASURE_TOTAL) {
		jl_tally_add_share(
			tally, point->value, point->n, point->until - 1);
		return;
	}
	tally->sum += point->value;
	/* What is not over lasts, but is none of those that took so long. */
	if (point->shape == JL_MEASURE_SPAN && point->n == 0) {
		seen(tally, point->occurred_at);
		return;
	}
	tally->n += point->n;
	tally->whole += point->value;
	if (point->n == 1)
		add_value(tally, point->value);
	else
		tally->has_totals = true;
	seen(tally, point->occurred_at);
}

void jl_tally_add_time(struct jl_tally *tally, int64_t microseconds)
{
	tally->sum += microseconds;
}

void jl_tally_add_closed(
	struct jl_tally *tally, const struct jl_point *span, bool is_inherited)
{
	if (span->n == 0)
		return;
	tally->n += span->n;
	tally->inherited_n += is_inherited ? span->n : 0;
	tally->whole += span->value;
	add_value(tally, span->value);
	seen(tally, span->until);
}

void jl_tally_merge(struct jl_tally *tally, const struct jl_tally *other)
{
	tally->n += other->n;
	tally->inherited_n += other->inherited_n;
	tally->opened_n += other->opened_n;
	tally->sum += other->sum;
	tally->whole += other->whole;
	tally->promoters += other->promoters;
	tally->detractors += other->detractors;
	tally->has_totals = tally->has_totals || other->has_totals;
	if (other->last_at != JL_INSTANT_NONE)
		seen(tally, other->last_at);
	if (!tally->keeps_values || other->n_values == 0)
		return;
	if (tally->cap < tally->n_values + other->n_values) {
		tally->cap = tally->n_values + other->n_values;
		tally->values = jl_xrealloc(
			tally->values, tally->cap, sizeof(*tally->values));
	}
	memcpy(tally->values + tally->n_values, other->values,
		other->n_values * sizeof(*other->values));
	tally->n_values += other->n_values;
}

struct jl_aggregate jl_aggregate_parse(const char *text)
{
	static const struct {
		const char *name;
		enum jl_aggregate_kind kind;
	} names[] = {{"sum", JL_AGGREGATE_SUM}, {"mean", JL_AGGREGATE_MEAN},
		{"rate", JL_AGGREGATE_RATE}, {"nps", JL_AGGREGATE_NPS}};
	struct jl_aggregate aggregate = {JL_AGGREGATE_NONE, 0};

	for (size_t i = 0; text && i < JL_COUNT(names); i++)
		if (strcmp(text, names[i].name) == 0)
			aggregate.kind = names[i].kind;
	if (text && text[0] == 'p' && text[1] >= '1' && text[1] <= '9' &&
		strlen(text) <= 3 &&
		strspn(text + 1, "0123456789") == strlen(text + 1)) {
		aggregate.kind = JL_AGGREGATE_QUANTILE;
		aggregate.p = atoi(text + 1) / 100.0;
	}
	return aggregate;
}

bool jl_tally_value(struct jl_tally *tally,
	const struct jl_aggregate *aggregate, double *value)
{
	switch (aggregate->kind) {
	case JL_AGGREGATE_SUM:
		*value = jl_sum_to_double(tally->sum);
		return tally->last_at != JL_INSTANT_NONE || tally->sum != 0;
	case JL_AGGREGATE_MEAN:
	case JL_AGGREGATE_RATE:
		if (tally->n == 0)
			return false;
		*value = jl_sum_to_double(tally->whole) / (double)tally->n;
		return true;
	case JL_AGGREGATE_NPS:
		if (tally->n == 0 || tally->has_totals)
			return false;
		*value = 100.0 *
			 (double)(tally->promoters - tally->detractors) /
			 (double)tally->n;
		return true;
	case JL_AGGREGATE_QUANTILE:
		if (tally->n_values == 0 || tally->has_totals)
			return false;
		*value = jl_quantile(
				 tally->values, tally->n_values, aggregate->p) /
			 (double)JL_MICRO;
		return true;
	default:
		return false;
	}
}

bool jl_tally_interval(const struct jl_tally *tally,
	const struct jl_aggregate *aggregate, struct jl_interval *interval)
{
	double n = (double)tally->n;

	if (tally->n <= 0)
		return false;
	/* Wilson's is of a share: what is more than its n is none. */
	if (aggregate->kind == JL_AGGREGATE_RATE &&
		(tally->whole < 0 ||
			tally->whole > (jl_sum)tally->n * JL_MICRO))
		return false;
	if (aggregate->kind == JL_AGGREGATE_RATE) {
		*interval = jl_wilson(jl_sum_to_double(tally->whole), n);
		return true;
	}
	if (aggregate->kind == JL_AGGREGATE_NPS && !tally->has_totals) {
		*interval = jl_nps_interval(
			(double)tally->promoters, (double)tally->detractors, n);
		return true;
	}
	return false;
}

double jl_display_value(const struct jl_display *display, double value)
{
	return value * display->times / display->per;
}

static struct jl_display duration_display(enum jl_quantity_unit unit)
{
	switch (unit) {
	case JL_QUANTITY_SECONDS:
		return (struct jl_display){"s", 1, 1};
	case JL_QUANTITY_MINUTES:
		return (struct jl_display){"min", 1, 60};
	case JL_QUANTITY_DAYS:
	case JL_QUANTITY_WEEKS:
		return (struct jl_display){"d", 1, 86400};
	default:
		return (struct jl_display){"h", 1, 3600};
	}
}

struct jl_display jl_display_for(const struct jl_metric *metric,
	const struct jl_aggregate *aggregate, const struct jl_quantity *target)
{
	if (aggregate->kind == JL_AGGREGATE_NPS)
		return (struct jl_display){"points", 1, 1};
	if (aggregate->kind == JL_AGGREGATE_RATE)
		return (struct jl_display){"%", 100, 1};
	switch (metric->unit) {
	case JL_UNIT_S:
		return duration_display(
			target ? target->unit : JL_QUANTITY_NONE);
	case JL_UNIT_SHARE:
		if (aggregate->kind == JL_AGGREGATE_SUM)
			return (struct jl_display){"count", 1, 1};
		return (struct jl_display){"%", 100, 1};
	default:
		return (struct jl_display){jl_unit_names[metric->unit], 1, 1};
	}
}
