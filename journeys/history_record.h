/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* The versions of one file of the ledger, and what differs between them. */
#ifndef JL_JOURNEYS_HISTORY_RECORD_H
#define JL_JOURNEYS_HISTORY_RECORD_H

#include "journeys/history.h"

/* What the file at a path is of, and its id, which goes into the arena; -1: not
 * a file of the ledger. */
int jl_record_of_path(
	const char *path, struct jl_arena *arena, const char **id);

/* What a file says; all zero is that it says nothing. */
struct jl_version {
	void *definition; /* the last that could be read, or NULL */
	char *text;	  /* of that */
	size_t len;
	bool is_usable; /* of the decisions, which nobody reads yet: always */
	bool is_broken; /* the last could not be read */
	char *problem;	/* why */
};

/*
 * Reads a version; what it says lives in the arena, which all versions of a
 * file share: what is as it was in `before` (which may be NULL) is taken over.
 * Fails only where git cannot be read.
 */
int jl_version_read(struct jl_repo *repo, int record, const char *id,
	const struct jl_oid *blob, const struct jl_version *before,
	struct jl_arena *arena, struct jl_version *version,
	struct jl_error *err);
void jl_version_release(struct jl_version *version);

/* Adds what differs; NULL is no file. */
void jl_version_compare(int record, const char *id,
	const struct jl_version *before, const struct jl_version *after,
	jl_direction_of *direction_of, void *data, struct jl_changes *changes);

/* `after` becomes the version before the next, and is all zero; one that is
 * broken leaves the last one that could be read. */
void jl_version_follow(
	struct jl_version *before, struct jl_version *after, bool is_there);

#endif
