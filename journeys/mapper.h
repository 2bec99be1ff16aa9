/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Applying a map: each row of a foreign file becomes one measure for each
 * metric that the map names, or is refused with a reason. What a cell means is
 * remembered, so that a word is looked up once and not a million times.
 */
#ifndef JL_JOURNEYS_MAPPER_H
#define JL_JOURNEYS_MAPPER_H

#include "core/digest.h"
#include "core/table.h"
#include "journeys/ledger.h"
#include "journeys/measure.h"

struct jl_mapper;

/*
 * Opens the file as the map says. keyed makes the pseudonyms of cases and may
 * be NULL when the map has none. ledger, map and keyed must outlive it. Fails,
 * naming all that is wrong in the sentence, when map and file do not fit.
 */
int jl_mapper_open(const char *path, const struct jl_map *map,
	const struct jl_ledger *ledger, struct jl_keyed *keyed,
	struct jl_mapper **out, struct jl_error *err);
void jl_mapper_close(struct jl_mapper *mapper);

/*
 * The next row: 1, and then either *n measures (at least one), borrowed until
 * the next call, or *n is 0 and *reason says why the row is refused. 0 at the
 * end of the file.
 */
int jl_mapper_next(struct jl_mapper *mapper, const struct jl_measure **measures,
	size_t *n, const char **reason, struct jl_error *err);

/* The file's line at which the row begins. */
size_t jl_mapper_line(const struct jl_mapper *mapper);

/* How many values had more than six decimals. */
uint64_t jl_mapper_rounded(const struct jl_mapper *mapper);

struct jl_input *jl_mapper_input(struct jl_mapper *mapper);

/* The file, for its rows as they were read. */
struct jl_table *jl_mapper_table(struct jl_mapper *mapper);

#endif
