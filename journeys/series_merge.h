/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Sorted records become segments: what the series already has of a segment is
 * read, overlaps are resolved, and the result is stored. Between the builder,
 * which sorts, and the series, which keeps.
 */
#ifndef JL_JOURNEYS_SERIES_MERGE_H
#define JL_JOURNEYS_SERIES_MERGE_H

#include "core/names.h"
#include "journeys/series.h"

/* The texts that records name by number. */
struct jl_record_names {
	struct jl_names journeys, metrics, places;
};

/* A measure on its way into the series. */
struct jl_record {
	uint64_t segment; /* quarter, metric and journey by number, sortable */
	int64_t occurred_at, until, value, n;
	uint64_t line;
	uint32_t place, batch, ordinal;
	uint8_t shape;
	bool is_old; /* from the series: it has its ordinal */
	uint8_t case_id[JL_CASE_SIZE];
};

/* The segment's number: quarters since year 0, a metric and a journey. */
uint64_t jl_record_segment(int quarter, uint32_t metric, uint32_t journey);

/* A jl_record_order: by key, then batch, line, ordinal. ctx is the places. */
int jl_record_compare(const void *places, const void *a, const void *b);

/* The number of the place in the dimensions of a measure. */
uint32_t jl_record_place(
	struct jl_names *places, const struct jl_slice *dimensions);

struct jl_merger;

/* Borrows all three; the result is counted up. */
int jl_merger_open(struct jl_db *db, struct jl_record_names *names,
	struct jl_series_result *result, struct jl_merger **out,
	struct jl_error *err);
void jl_merger_close(struct jl_merger *merger);

/* Records come in order; the series has a segment when the next begins. */
int jl_merger_add(struct jl_merger *merger, const struct jl_record *record,
	struct jl_error *err);
/* The last segment, too. */
int jl_merger_finish(struct jl_merger *merger, struct jl_error *err);

#endif
