/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* The statistics that stand beside names, each with its source. */
#ifndef JL_JOURNEYS_STATISTICS_H
#define JL_JOURNEYS_STATISTICS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct jl_interval {
	double low, high;
};

/*
 * The quantile of type 7 (R. J. Hyndman and Y. Fan, "Sample Quantiles in
 * Statistical Packages", 1996; R's default): linear between the order
 * statistics around (n - 1) p. Reorders the values. n is at least 1, p lies
 * between 0 and 1.
 */
double jl_quantile(int64_t *values, size_t n, double p);

/*
 * The 95 % score interval of a share of successes out of n (E. B. Wilson,
 * 1927). n is at least 1.
 */
struct jl_interval jl_wilson(double successes, double n);

/*
 * The 95 % adjusted Wald interval of a net promoter score in points (-100 to
 * 100), from the numbers of promoters and detractors among n answers: three
 * answers are added, 3/4 promoters and 3/4 detractors (B. Rocks, "Interval
 * Estimation for the Net Promoter Score", 2016).
 */
struct jl_interval jl_nps_interval(
	double promoters, double detractors, double n);

/*
 * The XmR chart (D. J. Wheeler, "Understanding Variation"): natural process
 * limits mean +- 2.66 mR, upper range limit 3.268 mR, where mR is the average
 * of the moving ranges; screened: once more without the ranges above the
 * limit.
 */
struct jl_xmr {
	double mean, average_range, lower, upper, range_limit;
	double screened_range, screened_lower, screened_upper;
};

/* false when there are fewer than two values. */
bool jl_xmr(const double *values, size_t n, struct jl_xmr *xmr);

/*
 * Which of the four rules a value of the series sets off, judged by the
 * screened limits: 1 beyond a limit; 2 two of three beyond two thirds of the
 * way to one limit; 3 four of five beyond one third of the way; 4 eight in a
 * row on one side of the mean (Western Electric, 1956). Bits 0 to 3, and
 * `above` says on which side.
 */
unsigned jl_xmr_rules(const struct jl_xmr *xmr, const double *values, size_t n,
	size_t i, bool *above);

#endif
