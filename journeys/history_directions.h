/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Which way a metric was good at a commit of the line: a target relaxed or
 * tightened is one or the other by what the ledger said then.
 */
#ifndef JL_JOURNEYS_HISTORY_DIRECTIONS_H
#define JL_JOURNEYS_HISTORY_DIRECTIONS_H

#include "journeys/change.h"
#include "journeys/history_edits.h"

struct jl_direction_said {
	const char *id;
	size_t commit; /* from which on; SIZE_MAX: before all of the line */
	enum jl_direction direction;
};

struct jl_directions {
	struct jl_direction_said *v;
	size_t n, cap;
	struct jl_arena arena;
};

/* Reads what the edits of the line say of metrics, and what base_tree, which
 * the line goes on from and which may be NULL, says. */
int jl_directions_read(struct jl_repo *repo, const struct jl_file_edits *edits,
	const struct jl_oid *base_tree, struct jl_directions *directions,
	struct jl_error *err);

/* Neutral where nothing is said. */
enum jl_direction jl_direction_at(const struct jl_directions *directions,
	const char *metric, size_t commit);

void jl_directions_release(struct jl_directions *directions);

#endif
