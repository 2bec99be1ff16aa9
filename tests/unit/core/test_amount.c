/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
#include "core/amount.h"

#include "tests/support/test.h"

struct amount_row {
	const char *sentence;
	const char *text;
	char mark;
	const char *shown; /* NULL: refused */
	bool is_rounded;
};

static const struct amount_row amounts[] = {
	{"a_whole_number", "42", '.', "42", false},
	{"a_tenth_stays_a_tenth", "0.1", '.', "0.1", false},
	{"a_decimal_comma", "12,5", ',', "12.5", false},
	{"six_decimals_are_kept", "-0.000001", '.', "-0.000001", false},
	{"trailing_zeros_go", "1.500", '.', "1.5", false},
	{"a_leading_plus", "+7", '.', "7", false},
	{"no_digit_before_the_mark", ".25", '.', "0.25", false},
	{"blanks_around", "  3 ", '.', "3", false},
	{"an_exponent", "1.5e3", '.', "1500", false},
	{"a_negative_exponent", "25E-4", '.', "0.0025", false},
	{"half_rounds_to_even_down", "0.0000005", '.', "0", true},
	{"half_rounds_to_even_up", "0.0000015", '.', "0.000002", true},
	{"just_above_half_rounds_up", "0.00000050001", '.', "0.000001", true},
	{"binary_noise_is_rounded", "33.333333333333336", '.', "33.333333",
		true},
	{"the_largest", "900000000000", '.', "900000000000", false},
	{"zero_with_many_zeros", "0.00000000", '.', "0", false},
	{"beyond_the_largest_is_refused", "900000000001", '.', NULL, false},
	{"a_huge_exponent_is_refused", "1e400", '.', NULL, false},
	{"a_word_is_refused", "many", '.', NULL, false},
	{"a_comma_where_the_mark_is_a_point", "12,5", '.', NULL, false},
	{"two_marks_are_refused", "1.2.3", '.', NULL, false},
	{"a_sign_alone_is_refused", "-", '.', NULL, false},
	{"a_mark_alone_is_refused", ".", '.', NULL, false},
	{"nothing_is_refused", "", '.', NULL, false},
	{"infinity_is_refused", "inf", '.', NULL, false},
	{"hexadecimal_is_refused", "0x10", '.', NULL, false},
};

static void reads_amount(void **state)
{
	const struct amount_row *row = *state;
	char text[JL_AMOUNT_TEXT];
	struct jl_error err;
	bool is_rounded;
	int64_t amount;
	int rc = jl_amount_parse(row->text, strlen(row->text), row->mark,
		&amount, &is_rounded, &err);

	if (!row->shown) {
		assert_number_equal(rc, JL_EINVALID);
		return;
	}
	assert_number_equal(rc, 0);
	assert_string_equal(jl_sum_format(amount, text), row->shown);
	assert_int_equal(is_rounded, row->is_rounded);
}

struct split_row {
	const char *sentence;
	int64_t amount, unit;
	int64_t weights[4];
	size_t n;
	int64_t parts[4];
};

#define M JL_MICRO

static const struct split_row splits[] = {
	{"equal_parts", 9 * M, M, {1, 1, 1}, 3, {3 * M, 3 * M, 3 * M}},
	{"the_rest_goes_to_the_earlier_part", 10 * M, M, {1, 1, 1}, 3,
		{4 * M, 3 * M, 3 * M}},
	{"the_largest_remainder_first", 10 * M, M, {16, 15}, 2, {5 * M, 5 * M}},
	{"in_proportion", 31 * M, M, {16, 15}, 2, {16 * M, 15 * M}},
	{"a_weight_of_nothing_gets_nothing", 5 * M, M, {0, 1}, 2, {0, 5 * M}},
	{"tenths_when_the_amount_has_tenths", M / 2, M / 10, {1, 1}, 2,
		{3 * M / 10, 2 * M / 10}},
	{"a_negative_amount", -10 * M, M, {1, 1, 1}, 3,
		{-4 * M, -3 * M, -3 * M}},
	{"zero", 0, M, {1, 1}, 2, {0, 0}},
};

static void splits_amount(void **state)
{
	const struct split_row *row = *state;
	int64_t parts[4];

	jl_amount_split(row->amount, row->unit, row->weights, row->n, parts);
	for (size_t i = 0; i < row->n; i++)
		assert_number_equal(parts[i], row->parts[i]);
}

static void parts_of_any_split_add_up(void **state)
{
	uint64_t seed = 7;

	(void)state;
	for (int round = 0; round < 2000; round++) {
		int64_t weights[31], parts[31], amount, sum = 0;
		size_t n;

		seed = seed * UINT64_C(6364136223846793005) + 1;
		n = 1 + (seed >> 40) % 31;
		amount = (int64_t)(seed >> 20) % (1000 * M);
		for (size_t i = 0; i < n; i++)
			weights[i] = 1 + (int64_t)((seed >> i) & 31);
		jl_amount_split(amount, 1, weights, n, parts);
		for (size_t i = 0; i < n; i++)
			sum += parts[i];
		assert_number_equal(sum, amount);
	}
}

static void sums_beyond_64_bits_are_written_exactly(void **state)
{
	char text[JL_AMOUNT_TEXT];
	jl_sum sum = 0;

	(void)state;
	for (int i = 0; i < 100000000; i += 1000000)
		sum += (jl_sum)JL_AMOUNT_MAX * 1000000;
	sum += 1;
	assert_string_equal(
		jl_sum_format(sum, text), "90000000000000000000.000001");
	assert_string_equal(
		jl_sum_format(-sum, text), "-90000000000000000000.000001");
	assert_near(jl_sum_to_double(sum), 9e19, 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(parts_of_any_split_add_up),
		cmocka_unit_test(sums_beyond_64_bits_are_written_exactly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL) +
	       RUN_ROWS("amounts", amounts, reads_amount) +
	       RUN_ROWS("splits", splits, splits_amount);
}
