/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Which files of the ledger the commits of the line changed. */
#ifndef JL_JOURNEYS_HISTORY_EDITS_H
#define JL_JOURNEYS_HISTORY_EDITS_H

#include "core/repo.h"
#include "core/str.h"

/* The folders and files of a ledger, ended by NULL. */
extern const char *const jl_ledger_entries[];

struct jl_file_edit {
	size_t commit;	  /* in the line, whose newest is 0 */
	const char *path; /* where the file is, or was */
	int record;
	const char *id;
	bool was, is;
	struct jl_oid before, after;
	size_t side; /* who wrote it, of those behind a merge; or SIZE_MAX */
};

struct jl_file_edits {
	struct jl_file_edit *v;
	size_t n, cap;
	struct jl_arena arena;
};

/* Adds what the commit at a place of the line changed; before: the tree of the
 * one before it, or NULL. */
int jl_file_edits_add(struct jl_file_edits *edits,
	struct jl_tree_reader *reader, const struct jl_oid *before,
	const struct jl_commit *commit, size_t place, struct jl_error *err);

/*
 * Puts each file's edits together, the newest first. A file that a commit
 * moved, which is gone from one place and new in another, is one edit, or none
 * where its content is what it was.
 */
void jl_file_edits_arrange(struct jl_file_edits *edits);
bool jl_is_same_file(
	const struct jl_file_edit *a, const struct jl_file_edit *b);

void jl_file_edits_release(struct jl_file_edits *edits);

#endif
