/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Maps: how a foreign file becomes measures. What can be said of a map without
 * a file; journeys/mapper.h reads files by it.
 */
#ifndef JL_JOURNEYS_MAP_H
#define JL_JOURNEYS_MAP_H

#include "journeys/ledger.h"

/* Called with a JSON pointer into the map and what is wrong there. */
typedef void jl_map_problem(
	void *data, const char *pointer, const char *sentence);

/* Reports all that keeps any file from being imported by the map. */
void jl_map_check(const struct jl_ledger *ledger, const struct jl_map *map,
	jl_map_problem *report, void *data);

/* Does the map give cases that need a pseudonym? */
bool jl_map_needs_key(const struct jl_map *map);

#endif
