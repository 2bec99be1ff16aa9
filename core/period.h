/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Periods of local dates as people write them: `2026`, `2026-09`, `2026-Q3`,
 * `2026-09-30`, `FY2026`, `FY2026-Q3`, `2026-09-01..2026-09-30` (both ends
 * included), `this-` and `last-` `month`, `quarter`, `year`, `fiscal-quarter`,
 * `fiscal-year`.
 */
#ifndef JL_CORE_PERIOD_H
#define JL_CORE_PERIOD_H

#include "core/instant.h"

enum jl_step { JL_STEP_DAYS, JL_STEP_MONTHS };

struct jl_period {
	int32_t since, until; /* [since, until) */
	enum jl_step step;    /* what "the period before" is counted in */
	int months;	      /* length, when step is JL_STEP_MONTHS */
};

/*
 * today anchors the relative words; fiscal_start is the month (1..12) in
 * which the fiscal year begins. FY2026 is the fiscal year that begins in
 * calendar year 2026.
 */
int jl_period_parse(const char *text, int32_t today, int fiscal_start,
	struct jl_period *period, struct jl_error *err);

/* As jl_period_parse, for data: no words that mean another time tomorrow. */
int jl_period_parse_dated(const char *text, int fiscal_start,
	struct jl_period *period, struct jl_error *err);

/* The words that mean another time tomorrow, as last-quarter; NULL at the end.
 */
extern const char *const jl_period_words[];

/* The period of the same length that ends where this one begins. */
struct jl_period jl_period_before(const struct jl_period *period);

/* The first day of the month that lies n months after the day's month. */
int32_t jl_month_start(int32_t day, int n);

#define JL_PERIOD_TEXT 64
/* "2026-07-01..2026-09-30": the first and last day, both included. */
const char *jl_period_format(
	const struct jl_period *period, char buf[JL_PERIOD_TEXT]);

#endif
