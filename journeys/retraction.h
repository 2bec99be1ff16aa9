/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Retractions: that an import, or an earlier retraction, does not count any
 * more. They form a set: which of them are in force does not depend on the
 * order in which they came, so that every clone decides alike.
 * Reads: measures/retractions/ in git.
 */
#ifndef JL_JOURNEYS_RETRACTION_H
#define JL_JOURNEYS_RETRACTION_H

#include "journeys/receipt.h"

struct jl_retractions {
	struct jl_retraction_info {
		struct jl_retraction retraction;
		bool is_in_force;
		uint8_t leaf[JL_DIGEST_SIZE];
	} * v;
	size_t n, cap;
	struct jl_retraction_info **in_force; /* by what they retract */
	size_t n_in_force;
	struct jl_arena arena;
};

/* All that the commit has, by id. */
int jl_retractions_read(struct jl_repo *repo, const struct jl_oid *commit,
	struct jl_retractions *retractions, struct jl_error *err);
void jl_retractions_release(struct jl_retractions *retractions);

/* By its id; borrowed until one is added, or NULL. */
const struct jl_retraction *jl_retractions_find(
	const struct jl_retractions *retractions, const char *id);

/*
 * The retraction of the batch or retraction with this id that is in force, or
 * NULL: a retraction that was itself retracted says nothing. The order in
 * which they came does not matter, so that every clone decides alike.
 */
const struct jl_retraction *jl_retractions_of(
	const struct jl_retractions *retractions, const char *id);

/* What is retracted at the end of the chain: the batch of a retraction, of a
 * retraction of that, and so on. */
const char *jl_retractions_end(
	const struct jl_retractions *retractions, const char *id);

/* Adds one, which is given an id that none of the others has. Borrowed until
 * the next is added. */
const struct jl_retraction *jl_retractions_add(
	struct jl_retractions *retractions,
	const struct jl_retraction *retraction);

/* The text of its file, canonical. */
void jl_retraction_write(
	const struct jl_retraction *retraction, struct jl_str *out);

#endif
