/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * What is in the columns of a foreign file, by looking at its first rows: which
 * values, how many different ones, and whether they are times or numbers.
 */
#ifndef JL_JOURNEYS_PROFILE_H
#define JL_JOURNEYS_PROFILE_H

#include "core/names.h"
#include "core/table.h"

enum {
	JL_PROFILE_ROWS = 200000, /* that are looked at */
	JL_PROFILE_COLUMNS = 500,
	JL_PROFILE_VALUES = 300,   /* so many different ones are remembered */
	JL_PROFILE_VALUE_MAX = 200 /* bytes of one */
};

struct jl_column_profile {
	const char *name; /* the table's */
	uint64_t filled;  /* rows in which it is not empty */
	struct jl_names values;
	uint64_t counts[JL_PROFILE_VALUES]; /* of the values, by number */
	bool has_more; /* different values than are remembered */
	uint64_t numbers;
	/* Of the known notations of times: how many of its values each reads,
	 * and how many said their offset. */
	uint64_t *times, with_offset;
};

struct jl_profile {
	struct jl_column_profile **v; /* by number of the table's column */
	size_t n, cap;
	uint64_t rows;
	bool is_whole; /* the file has no more rows */
};

/* The notations of times that are tried; NULL is ISO 8601, the first. */
extern const char *const jl_time_notations[];
extern const size_t jl_n_time_notations;

/* Reads up to JL_PROFILE_ROWS of a table that learns. */
int jl_profile_make(struct jl_table *table, struct jl_profile *profile,
	struct jl_error *err);
void jl_profile_release(struct jl_profile *profile);

/* The notation that reads all the column's values, by its place; -1: none. */
int jl_profile_notation(const struct jl_column_profile *column);

#endif
