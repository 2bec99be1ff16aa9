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
	/* One that this commit touched too, and which does not count, because
	 * the file at `path` has the same id and comes first; or NULL. */
	const char *uncounted;
	bool uncounted_is; /* there still */
};

struct jl_file_edits {
	struct jl_file_edit *v;
	size_t n, cap;
	struct jl_arena arena;
};

/* Adds what differs between two trees, of which `before` may be NULL, as edits
 * of the commit at that place. */
int jl_file_edits_add(struct jl_file_edits *edits,
	struct jl_tree_reader *reader, const struct jl_oid *before,
	const struct jl_oid *after, size_t place, struct jl_error *err);

/*
 * Makes of edits of paths edits of ids: each file's together, the newest first,
 * and one of each commit. A file that was moved with its content as it was is
 * none. Of two files with one id the first by path counts, as it does where the
 * ledger is loaded; base is the tree before all of these, or NULL: then files
 * that were there and are not edited are not known of.
 */
int jl_file_edits_arrange(struct jl_file_edits *edits,
	struct jl_tree_reader *reader, const struct jl_oid *base,
	struct jl_error *err);

bool jl_is_same_file(
	const struct jl_file_edit *a, const struct jl_file_edit *b);
/* By record and id. */
int jl_file_edit_order(
	const struct jl_file_edit *a, const struct jl_file_edit *b);

void jl_file_edits_release(struct jl_file_edits *edits);

#endif
