/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Receipts and retractions: what an import did, and what was taken back
 * later. Each is one file that is written once and never changed; together
 * they are what the checkpoint of a report bears witness to.
 * Reads: measures/ in git.
 */
#ifndef JL_JOURNEYS_RECEIPT_H
#define JL_JOURNEYS_RECEIPT_H

#include "core/digest.h"
#include "core/repo.h"
#include "journeys/definitions.h"

/* Where retractions are. */
#define JL_RETRACTIONS JL_MEASURES "/retractions"

/*
 * Reads the entry of the folder by its shape into `out`, which begins with the
 * id; texts go into the arena. leaf becomes its leaf in the Merkle tree. One
 * that cannot be read, or whose id is not its name, is JL_EINVALID.
 */
int jl_receipt_read(struct jl_repo *repo, const char *folder,
	const struct jl_entry *entry, const struct jl_shape *shape,
	struct jl_arena *arena, void *out, uint8_t leaf[JL_DIGEST_SIZE],
	struct jl_error *err);

/* Is it the name of a receipt or retraction, and not of a batch file? */
bool jl_is_receipt_name(const char *name);

struct jl_retractions {
	struct jl_retraction_info {
		struct jl_retraction retraction;
		bool is_in_force;
		uint8_t leaf[JL_DIGEST_SIZE];
	} * v;
	size_t n, cap;
	struct jl_arena arena;
};

/* All that the commit has, by id. */
int jl_retractions_read(struct jl_repo *repo, const struct jl_oid *commit,
	struct jl_retractions *retractions, struct jl_error *err);
void jl_retractions_release(struct jl_retractions *retractions);

/* By its id, or NULL. */
const struct jl_retraction *jl_retractions_find(
	const struct jl_retractions *retractions, const char *id);

/*
 * The retraction of the batch or retraction with this id that is in force, or
 * NULL: a retraction that was itself retracted says nothing. The order in
 * which they came does not matter, so that every clone decides alike.
 */
const struct jl_retraction *jl_retractions_of(
	const struct jl_retractions *retractions, const char *id);

/* The text of its file, canonical. */
void jl_retraction_write(
	const struct jl_retraction *retraction, struct jl_str *out);

#endif
