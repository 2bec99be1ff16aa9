/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Measures from lines of text, for unit tests. */
#ifndef JL_TESTS_SUPPORT_MEASURES_H
#define JL_TESTS_SUPPORT_MEASURES_H

#include "journeys/index.h"

/*
 * An index in memory with the measures of journey `move`, one a line:
 * `DAY[THH:MM] VALUE[/N]` is a point, two times and a value a period total, two
 * times alone a span. `KEY=TEXT` behind it gives a dimension (metric, step,
 * function, channel, case, ...). metric is that of lines without one.
 */
void test_index_open(struct jl_index *index, struct jl_zone *zone,
	const char *metric, const char *measures, const char *folder);
void test_index_close(struct jl_index *index);

#endif
