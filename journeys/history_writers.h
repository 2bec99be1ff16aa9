/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Who wrote what a merge brought: the commits behind its other parents that no
 * commit before it had, each of which is a side of it.
 */
#ifndef JL_JOURNEYS_HISTORY_WRITERS_H
#define JL_JOURNEYS_HISTORY_WRITERS_H

#include "journeys/history_edits.h"

/* What a side did to a file, which the merge may have brought. */
struct jl_side_edit {
	struct jl_file_edit edit; /* its commit is the merge */
	size_t side;
	size_t rank; /* of the sides of one merge, the newest first, and those
			that are merges themselves behind all others */
};

struct jl_sides {
	struct jl_commits commits;
	size_t *at; /* for each of these, the merge, in the line */
	/* By record and id, then by merge, then by rank. */
	struct jl_side_edit *edits;
	size_t n_edits, edits_cap;
	struct jl_arena arena;
};

/*
 * Finds the sides of each merge of the line. is_known: is a commit on the line
 * before this stretch, or behind a merge of that?
 */
int jl_sides_find(struct jl_repo *repo, const struct jl_commits *line,
	jl_is_known *is_known, void *data, struct jl_sides *sides,
	struct jl_error *err);

/* Those of the same file and merge; *n becomes how many there are. */
const struct jl_side_edit *jl_sides_of(const struct jl_sides *sides,
	const struct jl_file_edit *edit, size_t *n);

void jl_sides_release(struct jl_sides *sides);

#endif
