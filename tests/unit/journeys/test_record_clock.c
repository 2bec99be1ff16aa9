/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Which clocks are believed. */
#include "journeys/record_clock.h"

#include "tests/support/test.h"

enum { MOST = 8 };

static const struct row {
	const char *sentence;
	int64_t clocks[MOST], times[MOST];
	size_t n;
} rows[] = {
	{"clocks_that_agree_are_believed", {1, 2, 2, 5}, {1, 2, 2, 5}, 4},
	{"one_that_was_set_back_is_not", {1, 5, 2, 6}, {1, 5, 5, 6}, 4},
	{"nor_at_the_end", {4, 5, 6, 1}, {4, 5, 6, 6}, 4},
	{"one_that_was_set_ahead_is_not", {1, 9, 2, 3}, {1, 1, 2, 3}, 4},
	{"nor_at_the_beginning", {9, 1, 2, 3}, {1, 1, 2, 3}, 4},
	{"of_two_that_disagree_the_first_is", {5, 1}, {5, 5}, 2},
	{"several_that_were_set_back", {5, 6, 7, 1, 2}, {5, 6, 7, 7, 7}, 5},
	{"one_alone", {7}, {7}, 1},
	{"none", {0}, {0}, 0},
};

static void is_taken(void **state)
{
	const struct row *row = *state;
	struct jl_record_clock clock;

	jl_record_clock_make(row->clocks, row->n, &clock);
	for (size_t i = 0; i < row->n; i++) {
		assert_number_equal(
			jl_recorded_time(&clock, i + 1), row->times[i]);
		assert_number_equal(jl_is_clock_believed(&clock, i + 1),
			row->clocks[i] == row->times[i]);
	}
	jl_record_clock_release(&clock);
}

int main(void)
{
	return RUN_ROWS("record_clock", rows, is_taken);
}
