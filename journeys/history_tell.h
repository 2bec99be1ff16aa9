/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Tells what the versions of a file changed, one after the other, and who wrote
 * each of the changes that a merge brought.
 */
#ifndef JL_JOURNEYS_HISTORY_TELL_H
#define JL_JOURNEYS_HISTORY_TELL_H

#include "journeys/change.h"
#include "journeys/history_directions.h"
#include "journeys/history_writers.h"

/* A change, and the edit that made it. */
struct jl_told {
	const struct jl_file_edit *edit;
	struct jl_change change;
	bool is_part; /* of a new definition */
	size_t side;  /* that wrote it; SIZE_MAX: the commit itself */
};

/* For one thread; all but what is told is borrowed. */
struct jl_teller {
	struct jl_repo *repo;
	const struct jl_sides *sides;
	const struct jl_directions *directions;
	/* The n-th commit before the line, the newest first, that changed the
	 * record; false when there are no more. */
	bool (*changed_in)(void *data, int record, const char *id, size_t n,
		struct jl_oid *commit);
	void *data;
	struct jl_told *v; /* yours to free, with its changes */
	size_t n, cap;
};

/* One file's edits, which stand together, the oldest last. */
int jl_tell_file(struct jl_teller *teller, const struct jl_file_edit *edits,
	size_t n, struct jl_error *err);

#endif
