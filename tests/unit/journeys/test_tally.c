/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
#include "journeys/tally.h"

#include "tests/support/test.h"

/* Of points 1 to n, each of n 1. */
static struct jl_tally of_points(const int64_t *values, size_t n)
{
	struct jl_tally tally;

	jl_tally_init(&tally, true);
	for (size_t i = 0; i < n; i++) {
		struct jl_point p = {.occurred_at = (int64_t)i,
			.until = JL_INSTANT_NONE,
			.value = values[i] * JL_MICRO,
			.n = 1,
			.shape = JL_MEASURE_POINT};

		jl_tally_add(&tally, &p);
	}
	return tally;
}

static const struct row {
	const char *sentence, *aggregate;
	int64_t values[5];
	size_t n;
	bool has_value;
	double value;
} rows[] = {
	{"nothing_has_no_mean", "mean", {0}, 0, false, 0},
	{"a_sum", "sum", {1, 2, 3, 4, 10}, 5, true, 20},
	{"a_mean", "mean", {1, 2, 3, 4, 10}, 5, true, 4},
	/* R: quantile(c(1,2,3,4,10), 0.9, type = 7) is 7.6 */
	{"a_ninetieth_percentile", "p90", {10, 1, 4, 2, 3}, 5, true, 7.6},
	{"a_median", "p50", {10, 1, 4, 2, 3}, 5, true, 3},
	{"a_quantile_of_one", "p99", {7}, 1, true, 7},
	/* 2 promoters (9, 10), 1 detractor (0..6), of 5 */
	{"a_net_promoter_score", "nps", {9, 10, 8, 7, 6}, 5, true, 20},
	{"a_word_that_is_no_aggregate", "median", {1}, 1, false, 0},
};

static void comes_to(void **state)
{
	const struct row *row = *state;
	struct jl_tally tally = of_points(row->values, row->n);
	struct jl_aggregate aggregate = jl_aggregate_parse(row->aggregate);
	double value = 0;

	assert_int_equal(
		jl_tally_value(&tally, &aggregate, &value), row->has_value);
	if (row->has_value)
		assert_near(value, row->value, 1e-12);
	jl_tally_release(&tally);
}

static void rates_are_sums_over_sums(void **state)
{
	struct jl_tally tally;
	struct jl_aggregate rate = jl_aggregate_parse("rate");
	struct jl_point p = {.shape = JL_MEASURE_TOTAL, .until = 1};
	double value;

	(void)state;
	jl_tally_init(&tally, false);
	/* 1 of 10 and 90 of 100: 91 of 110, and not the mean of 10 and 90. */
	p.value = 1 * JL_MICRO;
	p.n = 10;
	jl_tally_add(&tally, &p);
	p.value = 90 * JL_MICRO;
	p.n = 100;
	jl_tally_add(&tally, &p);
	assert_true(jl_tally_value(&tally, &rate, &value));
	assert_near(value, 91.0 / 110, 1e-15);
	jl_tally_release(&tally);
}

static void totals_give_no_quantile(void **state)
{
	struct jl_tally tally;
	struct jl_aggregate p90 = jl_aggregate_parse("p90");
	struct jl_point p = {.shape = JL_MEASURE_TOTAL,
		.until = 1,
		.value = JL_MICRO,
		.n = 10};
	double value;

	(void)state;
	jl_tally_init(&tally, true);
	jl_tally_add(&tally, &p);
	assert_false(jl_tally_value(&tally, &p90, &value));
	jl_tally_release(&tally);
}

static void a_merged_tally_is_that_of_both(void **state)
{
	static const int64_t a[] = {1, 2}, b[] = {3, 4, 10};
	struct jl_tally one = of_points(a, 2), two = of_points(b, 3);
	struct jl_aggregate p90 = jl_aggregate_parse("p90");
	double value;

	(void)state;
	two.inherited_n = 2;
	jl_tally_merge(&one, &two);
	assert_number_equal(one.n, 5);
	assert_number_equal(one.inherited_n, 2);
	assert_true(one.sum == (jl_sum)20 * JL_MICRO);
	assert_true(jl_tally_value(&one, &p90, &value));
	assert_near(value, 7.6, 1e-12);
	jl_tally_forget_values(&one);
	assert_number_equal(one.n, 5);
	jl_tally_release(&one);
	jl_tally_release(&two);
}

static void spent_time_is_one_thing_and_the_whole_another(void **state)
{
	struct jl_tally tally;
	struct jl_aggregate mean = jl_aggregate_parse("mean");
	struct jl_point span = {.shape = JL_MEASURE_SPAN,
		.until = 100 * JL_SECOND,
		.value = 100 * JL_SECOND,
		.n = 1};
	double value;

	(void)state;
	jl_tally_init(&tally, true);
	jl_tally_add_time(&tally, 30 * JL_SECOND);
	jl_tally_add_closed(&tally, &span, true);
	assert_true(tally.sum == 30 * JL_SECOND);
	assert_true(tally.whole == 100 * JL_SECOND);
	assert_number_equal(tally.inherited_n, 1);
	assert_true(jl_tally_value(&tally, &mean, &value));
	assert_near(value, 100, 1e-12);
	jl_tally_release(&tally);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(rates_are_sums_over_sums),
		cmocka_unit_test(totals_give_no_quantile),
		cmocka_unit_test(a_merged_tally_is_that_of_both),
		cmocka_unit_test(spent_time_is_one_thing_and_the_whole_another),
	};

	return RUN_ROWS("aggregates", rows, comes_to) +
	       cmocka_run_group_tests(tests, NULL, NULL);
}
