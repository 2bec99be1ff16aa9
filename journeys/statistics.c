/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Quantiles, intervals and process limits. */
#include "journeys/statistics.h"

#include <math.h>

static const double z95 = 1.959963984540054; /* 97.5 % of the normal */
static const double natural_limits = 2.66;   /* 3 / d2(2) */
static const double range_limit = 3.268;     /* D4(2), as Wheeler has it */

static void swap(int64_t *a, int64_t *b)
{
	int64_t t = *a;

	*a = *b;
	*b = t;
}

/* Puts the k-th smallest in its place (C. A. R. Hoare's Find). */
static void select_kth(int64_t *v, size_t n, size_t k)
{
	size_t low = 0, high = n - 1;

	while (low < high) {
		size_t i = low, j = high;
		int64_t pivot = v[low + (high - low) / 2];

		while (i <= j) {
			while (v[i] < pivot)
				i++;
			while (v[j] > pivot)
				j--;
			if (i <= j) {
				swap(&v[i], &v[j]);
				i++;
				if (j == 0)
					break;
				j--;
			}
		}
		if (k <= j)
			high = j;
		else if (k >= i)
			low = i;
		else
			return;
	}
}

double jl_quantile(int64_t *values, size_t n, double p)
{
	double place = (double)(n - 1) * p;
	size_t below = (size_t)place;
	double rest = place - (double)below, low;
	int64_t next;

	select_kth(values, n, below);
	low = (double)values[below];
	if (below + 1 >= n || rest <= 0)
		return low;
	/* The next order statistic is the least of those behind. */
	next = values[below + 1];
	for (size_t i = below + 2; i < n; i++)
		next = values[i] < next ? values[i] : next;
	return low + rest * ((double)next - low);
}

struct jl_interval jl_wilson(double successes, double n)
{
	double p = successes / n, z2 = z95 * z95;
	double centre = (p + z2 / (2 * n)) / (1 + z2 / n);
	double half =
		z95 * sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n);
	struct jl_interval interval = {centre - half, centre + half};

	/* Rounding must not lead out of what a share can be. */
	if (interval.low < 0 || successes <= 0)
		interval.low = 0;
	if (interval.high > 1 || successes >= n)
		interval.high = 1;
	return interval;
}

struct jl_interval jl_nps_interval(
	double promoters, double detractors, double n)
{
	double total = n + 3;
	double up = (promoters + 0.75) / total;
	double down = (detractors + 0.75) / total;
	double score = up - down;
	double half = z95 * sqrt((up + down - score * score) / total);
	struct jl_interval interval = {
		100 * (score - half), 100 * (score + half)};

	if (interval.low < -100)
		interval.low = -100;
	if (interval.high > 100)
		interval.high = 100;
	return interval;
}

/* The average of the moving ranges that are not above the limit. */
static double average_range(const double *values, size_t n, double limit)
{
	double sum = 0;
	size_t kept = 0;

	for (size_t i = 1; i < n; i++) {
		double range = fabs(values[i] - values[i - 1]);

		if (range > limit)
			continue;
		sum += range;
		kept++;
	}
	return kept ? sum / (double)kept : 0;
}

bool jl_xmr(const double *values, size_t n, struct jl_xmr *xmr)
{
	double sum = 0;

	if (n < 2)
		return false;
	for (size_t i = 0; i < n; i++)
		sum += values[i];
	xmr->mean = sum / (double)n;
	xmr->average_range = average_range(values, n, INFINITY);
	xmr->range_limit = range_limit * xmr->average_range;
	xmr->lower = xmr->mean - natural_limits * xmr->average_range;
	xmr->upper = xmr->mean + natural_limits * xmr->average_range;
	xmr->screened_range = average_range(values, n, xmr->range_limit);
	xmr->screened_lower = xmr->mean - natural_limits * xmr->screened_range;
	xmr->screened_upper = xmr->mean + natural_limits * xmr->screened_range;
	return true;
}

/* Of the last `window` values up to i, how many lie beyond this part of the
 * way from the mean to the limit on that side? */
static size_t beyond(const struct jl_xmr *xmr, const double *values, size_t i,
	size_t window, double part, int side)
{
	double reach = natural_limits * xmr->screened_range * part;
	size_t n = 0;

	for (size_t back = 0; back < window && back <= i; back++)
		n += side * (values[i - back] - xmr->mean) > reach;
	return n;
}

unsigned jl_xmr_rules(const struct jl_xmr *xmr, const double *values, size_t n,
	size_t i, bool *above)
{
	unsigned rules = 0;
	int side;

	*above = false;
	if (i >= n || values[i] == xmr->mean)
		return 0;
	side = values[i] > xmr->mean ? 1 : -1;
	*above = side > 0;
	if (beyond(xmr, values, i, 1, 1, side) == 1)
		rules |= 1u << 0;
	if (i >= 2 && beyond(xmr, values, i, 1, 2.0 / 3, side) &&
		beyond(xmr, values, i, 3, 2.0 / 3, side) >= 2)
		rules |= 1u << 1;
	if (i >= 4 && beyond(xmr, values, i, 1, 1.0 / 3, side) &&
		beyond(xmr, values, i, 5, 1.0 / 3, side) >= 4)
		rules |= 1u << 2;
	if (i >= 7 && beyond(xmr, values, i, 8, 0, side) == 8)
		rules |= 1u << 3;
	return rules;
}
