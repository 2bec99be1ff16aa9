/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The rows of the history in the cache, and what is packed in them. A row has a
 * checksum, because SQLite's own checks miss one flipped bit in five; reading
 * one that does not match is JL_EDAMAGED.
 */
#ifndef JL_JOURNEYS_HISTORY_ROWS_H
#define JL_JOURNEYS_HISTORY_ROWS_H

#include "journeys/history.h"
#include "journeys/history_build.h"

/* Makes a copy of the tables, of this connection alone, which hides them. */
extern const char jl_history_copy[];

/* Adds a commit by a statement whose parameters are position, oid, checksum and
 * packed; `packed` is room for it. Of a side no changes are counted. */
int jl_history_insert_commit(struct jl_stmt *stmt, const struct jl_commit *c,
	uint64_t position, int64_t changes_before, int64_t n_changes,
	struct jl_str *packed, struct jl_error *err);

/* The same of a change: position, number, record, id, side, checksum, packed;
 * side is the commit that wrote it, or NULL. */
int jl_history_insert_change(struct jl_stmt *stmt,
	const struct jl_built_change *built, const struct jl_oid *side,
	uint64_t position, int64_t number, struct jl_str *packed,
	struct jl_error *err);

/* Reads position, oid, checksum, packed from the column on. */
int jl_history_read_commit(struct jl_stmt *stmt, int column,
	struct jl_arena *arena, struct jl_history_commit *commit,
	struct jl_error *err);

/* Reads position, number, record, id, side, checksum, packed, which are the
 * first columns. */
int jl_history_read_change(struct jl_stmt *stmt, struct jl_arena *arena,
	struct jl_history_change *change, struct jl_error *err);

/* JL_EDAMAGED. */
int jl_history_damaged(struct jl_error *err);

#endif
