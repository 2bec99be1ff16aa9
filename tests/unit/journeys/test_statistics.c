/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
#include "journeys/statistics.h"

#include "tests/support/test.h"

struct quantile_row {
	const char *sentence;
	int64_t values[8];
	size_t n;
	double p, wanted;
};

/* By R: quantile(c(...), p, type = 7), worked out from its definition:
 * h = (n - 1) p, the value between the order statistics around h. */
static const struct quantile_row quantiles[] = {
	{"of_one_value", {7}, 1, 0.9, 7},
	{"median_of_two", {10, 20}, 2, 0.5, 15},
	{"median_of_an_odd_number", {9, 1, 5}, 3, 0.5, 5},
	{"p90_of_five", {50, 10, 40, 20, 30}, 5, 0.9, 46},
	{"p25_of_four", {4, 3, 2, 1}, 4, 0.25, 1.75},
	{"with_equal_values", {5, 5, 5, 5, 9}, 5, 0.75, 5},
	{"p99_is_near_the_largest", {1, 2, 3, 4, 5, 6, 7, 8}, 8, 0.99, 7.93},
};

static void computes_quantile(void **state)
{
	const struct quantile_row *row = *state;
	int64_t values[8];

	memcpy(values, row->values, sizeof(values));
	assert_near(jl_quantile(values, row->n, row->p), row->wanted, 1e-9);
}

static int by_value(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static void selection_agrees_with_sorting(void **state)
{
	uint64_t seed = 3;

	(void)state;
	for (int round = 0; round < 3000; round++) {
		int64_t v[60], sorted[60];
		size_t n;
		double p, h, wanted;

		seed = seed * UINT64_C(6364136223846793005) +
		       1442695040888963407;
		n = 1 + (seed >> 33) % 60;
		for (size_t i = 0; i < n; i++) {
			seed = seed * UINT64_C(6364136223846793005) + 1;
			v[i] = (int64_t)(seed >> 58) - 20; /* many alike */
		}
		memcpy(sorted, v, sizeof(v));
		qsort(sorted, n, sizeof(*sorted), by_value);
		p = (double)(round % 100) / 100;
		h = (double)(n - 1) * p;
		wanted = (double)sorted[(size_t)h];
		if ((size_t)h + 1 < n)
			wanted += (h - (double)(size_t)h) *
				  (double)(sorted[(size_t)h + 1] -
					   sorted[(size_t)h]);
		assert_near(jl_quantile(v, n, p), wanted, 1e-9);
	}
}

struct wilson_row {
	const char *sentence;
	double successes, n, low, high;
};

/* R: prop.test(x, n, correct = FALSE)$conf.int, to six digits. */
static const struct wilson_row wilsons[] = {
	{"half_of_ten", 5, 10, 0.236593, 0.763407},
	{"none_of_ten", 0, 10, 0, 0.277533},
	{"all_of_ten", 10, 10, 0.722467, 1},
	{"one_in_a_hundred", 1, 100, 0.001767, 0.054486},
};

static void computes_wilson(void **state)
{
	const struct wilson_row *row = *state;
	struct jl_interval i = jl_wilson(row->successes, row->n);

	assert_near(i.low, row->low, 1e-5);
	assert_near(i.high, row->high, 1e-5);
}

static void an_nps_interval_holds_the_score_and_stays_on_the_scale(void **state)
{
	struct jl_interval i = jl_nps_interval(60, 20, 100);

	(void)state;
	/* (60.75 - 20.75) / 103 = 0.388350; variance (0.791262 - 0.150815)
	 * / 103; 1.959964 * 0.078854 = 0.154552. */
	assert_near(i.low, 38.8350 - 15.4552, 1e-2);
	assert_near(i.high, 38.8350 + 15.4552, 1e-2);
	i = jl_nps_interval(3, 0, 3);
	assert_true(i.high <= 100);
	i = jl_nps_interval(0, 3, 3);
	assert_true(i.low >= -100);
}

static void limits_of_a_small_series_worked_by_hand(void **state)
{
	/* Ranges 2 1 3 20: mean 6.5, limit 21.242: none is screened. */
	static const double values[] = {10, 12, 11, 14, 34};
	struct jl_xmr x;

	(void)state;
	assert_true(jl_xmr(values, 5, &x));
	assert_near(x.mean, 16.2, 1e-12);
	assert_near(x.average_range, 6.5, 1e-12);
	assert_near(x.range_limit, 3.268 * 6.5, 1e-12);
	assert_near(x.upper, 16.2 + 2.66 * 6.5, 1e-12);
	assert_near(x.lower, 16.2 - 2.66 * 6.5, 1e-12);
	assert_near(x.screened_range, 6.5, 1e-12);
	assert_false(jl_xmr(values, 1, &x));
}

static void a_wild_range_is_screened_out_once(void **state)
{
	static const double values[] = {10, 11, 10, 11, 10, 11, 10, 11, 10, 60};
	struct jl_xmr x;

	(void)state;
	assert_true(jl_xmr(values, 10, &x));
	assert_near(x.average_range, 58.0 / 9, 1e-12);
	assert_near(x.screened_range, 1, 1e-12);
}

struct rule_row {
	const char *sentence;
	double values[8];
	unsigned rules; /* of the last value */
	bool above;
};

/* Judged by fixed limits: mean 0, a range whose limit is 3. */
static const struct rule_row rules[] = {
	{"a_value_beyond_the_limit_sets_off_rule_1",
		{0.1, -0.1, 0.1, -0.1, 0.1, -0.1, 0.1, 3.1}, 1, true},
	{"two_of_three_beyond_two_thirds_set_off_rule_2",
		{0.1, -0.1, 0.1, -0.1, 0.1, 2.1, 0.1, 2.1}, 2, true},
	{"four_of_five_beyond_one_third_set_off_rule_3",
		{0.1, -0.1, 0.1, -1.1, -1.1, 0.1, -1.1, -1.1}, 4, false},
	{"eight_on_one_side_set_off_rule_4",
		{0.1, 0.2, 0.1, 0.3, 0.1, 0.2, 0.1, 0.2}, 8, true},
	{"seven_on_one_side_set_off_nothing",
		{-0.1, 0.2, 0.1, 0.3, 0.1, 0.2, 0.1, 0.2}, 0, true},
	{"noise_sets_off_nothing", {1, -1, 1, -1, 1, -1, 1, -0.5}, 0, false},
};

static void judges(void **state)
{
	const struct rule_row *row = *state;
	struct jl_xmr x = {.mean = 0, .screened_range = 3 / 2.66};
	bool above;

	assert_number_equal(
		jl_xmr_rules(&x, row->values, 8, 7, &above), row->rules);
	assert_int_equal(above, row->above);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(selection_agrees_with_sorting),
		cmocka_unit_test(
			an_nps_interval_holds_the_score_and_stays_on_the_scale),
		cmocka_unit_test(limits_of_a_small_series_worked_by_hand),
		cmocka_unit_test(a_wild_range_is_screened_out_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL) +
	       RUN_ROWS("quantiles", quantiles, computes_quantile) +
	       RUN_ROWS("Wilson intervals", wilsons, computes_wilson) +
	       RUN_ROWS("rules", rules, judges);
}
