/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The history of a ledger: what each commit of the first-parent line changed,
 * in the words of journeys/change.h, with imports, retractions and decisions
 * among it. A file is known by its kind and id, wherever it lies. What a merge
 * brought in stands at the merge, in the name of who wrote it. Record time is
 * the place on that line; a commit's date is only what its clock said.
 * Reads: git. Reads and writes: tables `line`, `side`, `change`.
 */
#ifndef JL_JOURNEYS_HISTORY_H
#define JL_JOURNEYS_HISTORY_H

#include "core/db.h"
#include "journeys/cache.h"
#include "journeys/change.h"

extern const char jl_history_tables[];

/* What a change is of: an enum jl_kind, or one of these. */
enum jl_record {
	JL_RECORD_IMPORT = JL_KINDS,
	JL_RECORD_RETRACTION,
	JL_RECORD_DECISION,
	JL_RECORDS,
};

extern const char *const jl_record_names[]; /* "journey", "import", ... */

struct jl_history_change {
	uint64_t position; /* of its commit on the line, from 1 */
	int64_t number;	   /* within the commit, from 1 */
	int record;	   /* enum jl_kind or jl_record */
	const char *id;	   /* of the definition, batch, ... */
	/* A part of what a new definition says. */
	bool is_part;
	/* As in struct jl_change; texts may be NULL. */
	int64_t what, verdict;
	const char *path, *old, *new, *reason, *sentence;
	int32_t since, until;
};

/* A commit of the line, or one that a merge brought to it. */
struct jl_history_commit {
	uint64_t position;
	struct jl_oid oid;
	int64_t recorded_at; /* seconds; the committer's clock */
	int64_t offset_min;
	const char *author, *email, *subject;
	bool is_merge;
	/* Changes of the commits before it on the line, and its own. */
	int64_t changes_before, n_changes;
};

struct jl_history {
	struct jl_db *db; /* the cache's, or one of its own */
	bool is_private;
	uint64_t n_commits; /* of the line: the position of the last */
	int64_t n_changes;  /* on it */
	/* Commits that were indexed before and are not on the line any more. */
	uint64_t n_forgotten;
	char first_forgotten[JL_OID_HEX];
};

/*
 * The history up to the commit. is_head says that this is the branch's tip, for
 * which the cache is kept; the history of any other commit is one of its own
 * for this command, made of what the cache has of its line.
 */
int jl_history_open(struct jl_repo *repo, struct jl_cache *cache,
	const struct jl_oid *commit, bool is_head, struct jl_history **out,
	struct jl_error *err);
void jl_history_close(struct jl_history *history);

struct jl_history_query {
	const char *id; /* of what record, or NULL: of anything */
	int record;	/* looked at when there is an id */
	bool newest_first;
};

/* Texts are borrowed during the call. Return 1 to see no more, or < 0 with err
 * set. */
typedef int jl_history_visit(void *data, const struct jl_history_change *change,
	const struct jl_history_commit *commit,
	const struct jl_history_commit *writer, struct jl_error *err);

/*
 * Shows the changes in ledger order, or the other way round. `writer` is the
 * commit in which the change was written, which is `commit` unless a merge
 * brought it.
 */
int jl_history_read(const struct jl_history *history,
	const struct jl_history_query *query, jl_history_visit *visit,
	void *data, struct jl_error *err);

/* The commit at a position; texts go into the arena. JL_ENOTFOUND. */
int jl_history_commit_at(const struct jl_history *history, uint64_t position,
	struct jl_arena *arena, struct jl_history_commit *commit,
	struct jl_error *err);

/* Shows the commits of the line in ledger order. */
typedef int jl_history_see_commit(void *data,
	const struct jl_history_commit *commit, struct jl_error *err);
int jl_history_commits(const struct jl_history *history,
	jl_history_see_commit *see, void *data, struct jl_error *err);

#endif
