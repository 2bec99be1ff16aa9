/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * A segment: the measures of one journey, metric and (UTC) quarter, in time
 * order, and its packed form. What figures need (time, value, n, place) is
 * packed apart from where it came from (case, batch, line), which few
 * questions need.
 */
#ifndef JL_JOURNEYS_SEGMENT_H
#define JL_JOURNEYS_SEGMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/str.h"
#include "journeys/measure.h"

enum { JL_CASE_SIZE = 16 };

struct jl_point {
	int64_t occurred_at, until, value, n; /* as struct jl_measure */
	uint32_t place;			      /* in the segment's places */
	uint8_t shape;			      /* enum jl_measure_shape */
};

/* When it is over: its instant, or its until. */
int64_t jl_point_end(const struct jl_point *point);

/* Quarters since year 0, in UTC: where the series is cut, no more. */
int32_t jl_quarter_of(int64_t instant);
int64_t jl_quarter_start(int32_t quarter);

struct jl_origin {
	uint8_t case_id[JL_CASE_SIZE]; /* all zero: not known */
	uint32_t batch;		       /* its number in the cache */
	uint32_t ordinal; /* among rows of its batch with the same key */
	uint64_t line;
};

/* The texts of a place, by enum jl_dimension - JL_PLACE_FIRST. */
struct jl_place {
	const char *v[JL_PLACES];
};

struct jl_segment {
	const char *journey, *metric;
	int quarter; /* counted from year 0 */
	struct jl_point *points;
	struct jl_origin *origins; /* as many, or NULL when not read */
	size_t n, cap, origins_cap;
	struct jl_place *places; /* texts belong to whoever filled them in */
	size_t n_places, places_cap;
};

void jl_segment_release(struct jl_segment *segment);

void jl_segment_pack_points(
	const struct jl_segment *segment, struct jl_str *out);
void jl_segment_pack_origins(
	const struct jl_segment *segment, struct jl_str *out);

/*
 * Fills points and places, whose texts point into the bytes. false when the
 * bytes are damaged.
 */
bool jl_segment_unpack_points(
	struct jl_segment *segment, const void *bytes, size_t len);
/* After the points: fills origins. */
bool jl_segment_unpack_origins(
	struct jl_segment *segment, const void *bytes, size_t len);

#endif
