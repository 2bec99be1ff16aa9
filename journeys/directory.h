/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The directory of the series: which segments there are, in one checked piece.
 * A segment is looked for here and nowhere else, so none can go missing
 * unnoticed when the cache's file is damaged.
 * Reads and writes: table `directory`.
 */
#ifndef JL_JOURNEYS_DIRECTORY_H
#define JL_JOURNEYS_DIRECTORY_H

#include "core/db.h"
#include "core/names.h"

extern const char jl_directory_table[];

struct jl_directory_entry {
	int64_t id;		   /* of the segment's row */
	int64_t first_at, last_at; /* what its measures touch */
	uint32_t journey, metric;  /* numbers of names */
	int32_t quarter;
	uint32_t n;	/* measures */
	uint32_t batch; /* of events, from which they are derived; or 0 */
	uint32_t unused;
};

struct jl_directory {
	struct jl_names names;
	/* By journey, metric, quarter and batch. Of a batch of events there may
	 * be several segments for one quarter. */
	struct jl_directory_entry *v;
	size_t n, cap;
};

/* Empty when the database has none yet; JL_EDAMAGED. */
int jl_directory_load(
	struct jl_db *db, struct jl_directory *directory, struct jl_error *err);
/* Sorts it and keeps it. */
int jl_directory_keep(
	struct jl_db *db, struct jl_directory *directory, struct jl_error *err);
void jl_directory_release(struct jl_directory *directory);

const char *jl_directory_name(
	const struct jl_directory *directory, uint32_t number);

/* The place of the first entry at or behind this journey, metric and quarter
 * among the first n, which are in order; metric NULL is before all others. */
size_t jl_directory_seek(const struct jl_directory *directory, size_t n,
	const char *journey, const char *metric, int quarter);

/* Adds an entry, out of order until it is kept. */
void jl_directory_add(struct jl_directory *directory, const char *journey,
	const char *metric, const struct jl_directory_entry *entry);

#endif
