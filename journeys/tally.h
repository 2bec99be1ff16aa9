/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * A tally: what measures come to. Sums are exact; rates are the sum of values
 * over the sum of n, never a mean of rates; quantiles come from the values.
 * A span's seconds are summed where they were spent, while its whole length
 * counts as one value where it closed.
 */
#ifndef JL_JOURNEYS_TALLY_H
#define JL_JOURNEYS_TALLY_H

#include "core/amount.h"
#include "journeys/definitions.h"
#include "journeys/segment.h"
#include "journeys/statistics.h"

struct jl_tally {
	int64_t n;	     /* points count 1 or their n; spans at closing */
	int64_t inherited_n; /* of n: opened under a predecessor */
	int64_t opened_n;    /* spans that began, whether they ended or not */
	jl_sum sum;	     /* what was spent or counted */
	jl_sum whole;	     /* of what is counted in n, uncut */
	int64_t promoters, detractors;
	int64_t *values; /* for quantiles, if they are kept */
	size_t n_values, cap;
	bool keeps_values, has_totals;
	int64_t last_at; /* JL_INSTANT_NONE while empty */
};

void jl_tally_init(struct jl_tally *tally, bool keeps_values);
void jl_tally_release(struct jl_tally *tally);
/* Keeps all but the values: there will be no more quantiles. */
void jl_tally_forget_values(struct jl_tally *tally);

/* A point, or a whole period total. */
void jl_tally_add(struct jl_tally *tally, const struct jl_point *point);
/* A part of a period total. */
void jl_tally_add_share(
	struct jl_tally *tally, int64_t value, int64_t n, int64_t last_at);
/* So much of a span's time. */
void jl_tally_add_time(struct jl_tally *tally, int64_t microseconds);
/* A span that closes here. */
void jl_tally_add_closed(
	struct jl_tally *tally, const struct jl_point *span, bool is_inherited);
/* All of another tally. */
void jl_tally_merge(struct jl_tally *tally, const struct jl_tally *other);

/* How a KPI sums up: "sum", "mean", "rate", "nps", "p90". */
enum jl_aggregate_kind {
	JL_AGGREGATE_NONE, /* not understood */
	JL_AGGREGATE_SUM,
	JL_AGGREGATE_MEAN,
	JL_AGGREGATE_RATE,
	JL_AGGREGATE_NPS,
	JL_AGGREGATE_QUANTILE,
};

struct jl_aggregate {
	enum jl_aggregate_kind kind;
	double p; /* of a quantile */
};

struct jl_aggregate jl_aggregate_parse(const char *text);

/*
 * The tally's value in the metric's base unit: seconds, a share of 1, points
 * of NPS. false when there is none: nothing was measured, or a quantile or
 * NPS is asked of period totals. Reorders the tally's values.
 */
bool jl_tally_value(struct jl_tally *tally,
	const struct jl_aggregate *aggregate, double *value);

/* The 95 % interval of that value, for rates and NPS; false for others. */
bool jl_tally_interval(const struct jl_tally *tally,
	const struct jl_aggregate *aggregate, struct jl_interval *interval);

/* ---- how a value is shown ---- */

/* A word for the unit, and how a base value comes to be in it. */
struct jl_display {
	const char *unit; /* "h", "%", "points", "count" */
	double times, per;
};

double jl_display_value(const struct jl_display *display, double value);

/* As the contract's target was written; contract may be NULL. */
struct jl_display jl_display_for(const struct jl_metric *metric,
	const struct jl_aggregate *aggregate, const struct jl_quantity *target);

#endif
