/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * One measured row. Three shapes: a point (occurred_at), a span (occurred_at
 * to until, with its length as value, which can be cut), and a period total
 * (the same two, with value out of n for the whole period).
 */
#ifndef JL_JOURNEYS_MEASURE_H
#define JL_JOURNEYS_MEASURE_H

#include "core/amount.h"
#include "core/csv.h"
#include "core/instant.h"

enum jl_measure_shape { JL_MEASURE_POINT, JL_MEASURE_SPAN, JL_MEASURE_TOTAL };

/* The text columns, in the order of the batch file. */
enum jl_dimension {
	JL_DIMENSION_JOURNEY,
	JL_DIMENSION_METRIC,
	JL_DIMENSION_STAGE,
	JL_DIMENSION_STEP,
	JL_DIMENSION_TO_STEP,
	JL_DIMENSION_CHANNEL,
	JL_DIMENSION_TO_CHANNEL,
	JL_DIMENSION_FUNCTION,
	JL_DIMENSION_TO_FUNCTION,
	JL_DIMENSION_CASE,
	JL_DIMENSIONS,
	/* Those between, which together are the measure's place. */
	JL_PLACE_FIRST = JL_DIMENSION_STAGE,
	JL_PLACE_END = JL_DIMENSION_CASE,
	JL_PLACES = JL_PLACE_END - JL_PLACE_FIRST,
};

extern const char *const jl_dimension_names[JL_DIMENSIONS];

struct jl_measure {
	enum jl_measure_shape shape;
	struct jl_slice dimensions[JL_DIMENSIONS]; /* empty: not known */
	int64_t occurred_at, until; /* until: JL_INSTANT_NONE of a point */
	int64_t value; /* amount; of a span its length in seconds */
	int64_t n;
	uint64_t line; /* of the source file */
};

#endif
