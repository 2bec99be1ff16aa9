/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Who wrote what a merge brought: the commits behind its other parents that no
 * commit before it had, each of which is a side of it.
 */
#ifndef JL_JOURNEYS_HISTORY_WRITERS_H
#define JL_JOURNEYS_HISTORY_WRITERS_H

#include "journeys/history_edits.h"

struct jl_sides {
	struct jl_commits commits;
	size_t *at; /* for each of these, the merge, in the line */
};

/*
 * Finds the sides of each merge of the line, and enters in each edit of a merge
 * the side that wrote it; one that none wrote is the merge's own. is_known: is
 * a commit on the line before this stretch, or behind a merge of that?
 */
int jl_writers_find(struct jl_repo *repo, const struct jl_commits *line,
	jl_is_known *is_known, void *data, struct jl_file_edits *edits,
	struct jl_sides *sides, struct jl_error *err);
void jl_sides_release(struct jl_sides *sides);

#endif
