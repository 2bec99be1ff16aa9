/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
#include "journeys/survival.h"

#include "core/mem.h"
#include "journeys/statistics.h"
#include "tests/support/test.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "6 9+ 3-12": ages at the end, `+` where it goes on, after an entry. */
static const struct row {
	const char *sentence, *stretches;
	double median; /* NAN: more than half go on */
} rows[] = {
	/* E. A. Gehan (1965), remission of leukaemia in weeks under 6-MP, the
	 * worked example of most textbooks: the median is 23. */
	{"the_textbook_example_comes_out",
		"6 6 6 7 10 13 16 22 23 6+ 9+ 10+ 11+ 17+ 19+ 20+ 25+ 32+ 32+ "
		"34+ 35+",
		23},
	/* The other group, without censoring: 21 values, the 11th is 8. */
	{"all_that_ended_have_their_ordinary_median",
		"1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23", 8},
	{"an_even_number_has_the_middle_of_two", "1 2 4 9", 3},
	{"one_is_its_own_median", "7", 7},
	{"equal_ones_are_one_age", "5 5 5 5", 5},
	{"no_time_at_all_is_an_age", "0 0 0 4", 0},
	{"open_ones_move_the_median_up", "1 2 3 4+ 4+", 3},
	{"when_more_than_half_go_on_there_is_none", "1 2+ 3+ 4+", NAN},
	{"when_all_go_on_there_is_none", "4+ 5+", NAN},
	/* At 2 there are the first two (1/2 left), the third came in at 3. At
	 * 4 one of two ends. */
	{"late_entries_count_from_their_age", "2 4 3-9", 3},
	/* By hand: at 10 one of three (2/3 go on), at 12 one of four, as two
	 * have come in (1/2), at 14 one of three (1/3). */
	{"an_early_end_among_few_does_not_decide_for_those_who_come_late",
		"10 12 14 11-20 11-21", 13},
	{"one_that_ends_as_it_comes_in_was_there", "5-5 7 9", 7},
	{"those_who_come_in_then_are_there_too", "5-5 5-9 5-9", 9},
	{"when_none_is_left_to_look_at_nothing_is_known", "1 5-9 6-9", NAN},
};

static void read_stretches(const char *text, struct jl_survival *s)
{
	char *copy = jl_xstrdup(text);

	for (char *word = strtok(copy, " "); word; word = strtok(NULL, " ")) {
		struct jl_stretch x = {.has_ended = !strchr(word, '+')};
		const char *dash = strchr(word, '-');

		x.entry = dash ? atoi(word) : 0;
		x.exit = atoi(dash ? dash + 1 : word);
		jl_survival_add(s, &x);
	}
	free(copy);
}

static void median(void **state)
{
	const struct row *row = *state;
	struct jl_survival s = {NULL, 0, 0};
	double found = -1;
	bool has_median;

	read_stretches(row->stretches, &s);
	has_median = jl_survival_median(&s, &found);
	assert_int_equal(has_median, !isnan(row->median));
	if (has_median)
		assert_true(found == row->median);
	jl_survival_release(&s);
}

/* Without open cases it is the median that everything else here uses. */
static void without_open_cases_it_is_the_quantile(void **state)
{
	uint64_t seed = 7;

	(void)state;
	for (int round = 0; round < 500; round++) {
		struct jl_survival s = {NULL, 0, 0};
		size_t n = 1 + (size_t)round % 40;
		int64_t values[40];
		double found;

		for (size_t i = 0; i < n; i++) {
			seed = seed * UINT64_C(6364136223846793005) + 1;
			values[i] = (int64_t)(seed >> 33) % 50;
			jl_survival_add(
				&s, &(struct jl_stretch){0, values[i], true});
		}
		assert_true(jl_survival_median(&s, &found));
		assert_true(found == jl_quantile(values, n, 0.5));
		jl_survival_release(&s);
	}
}

int main(void)
{
	struct CMUnitTest tests[JL_COUNT(rows) + 1];

	for (size_t i = 0; i < JL_COUNT(rows); i++)
		tests[i] = (struct CMUnitTest){rows[i].sentence, median, NULL,
			NULL, (void *)(uintptr_t)&rows[i]};
	tests[JL_COUNT(rows)] = (struct CMUnitTest)cmocka_unit_test(
		without_open_cases_it_is_the_quantile);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
