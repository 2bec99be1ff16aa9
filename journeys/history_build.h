/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * From commits to changes: what differs along the line, and who wrote it. Two
 * threads; each version of a file is read and parsed once.
 */
#ifndef JL_JOURNEYS_HISTORY_BUILD_H
#define JL_JOURNEYS_HISTORY_BUILD_H

#include "journeys/history.h"
#include "journeys/history_writers.h"

/* One change of a stretch of the line. */
struct jl_built_change {
	struct jl_change change; /* its kind is that of `record` */
	int record;
	size_t commit; /* in `line` */
	size_t side;   /* in `sides`, or SIZE_MAX */
	size_t number; /* in the order in which files say it */
	bool is_part;
};

struct jl_built_history {
	struct jl_commits line; /* newest first */
	struct jl_sides sides;	/* all that merges of it brought */
	struct jl_built_change *v;
	size_t n, cap;
	struct jl_arena arena;
};

/* What is known of the line before the stretch. */
struct jl_known_history {
	void *data;
	jl_is_known *is_on_line;
	/* Is it on the part that stays, or came to it by a merge? */
	jl_is_known *is_known;
	/* The n-th commit, from 0 and the newest, that changed the record, up
	 * to the last that stays; false when there are no more. */
	bool (*changed_in)(void *data, int record, const char *id, size_t n,
		struct jl_oid *commit);
};

/*
 * The changes of the commits from tip back to, and without, the first that is
 * known, in ledger order; *base and *has_base are those of jl_repo_line.
 */
int jl_history_build(struct jl_repo *repo, const struct jl_oid *tip,
	const struct jl_known_history *known, struct jl_built_history *built,
	struct jl_oid *base, bool *has_base, struct jl_error *err);
void jl_built_history_release(struct jl_built_history *built);

#endif
