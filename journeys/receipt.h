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
 * Reads a file of the folder; its texts go into the arena, its leaf in the
 * Merkle tree into leaf. One that cannot be read, or whose id is not its name,
 * is JL_EINVALID.
 */
int jl_receipt_read(struct jl_repo *repo, const struct jl_entry *entry,
	struct jl_arena *arena, struct jl_receipt *receipt,
	uint8_t leaf[JL_DIGEST_SIZE], struct jl_error *err);
int jl_retraction_read(struct jl_repo *repo, const struct jl_entry *entry,
	struct jl_arena *arena, struct jl_retraction *retraction,
	uint8_t leaf[JL_DIGEST_SIZE], struct jl_error *err);

/* Nothing is known of an event log after this; JL_INSTANT_NONE: it is not said,
 * or the batch is none of events. */
int64_t jl_receipt_extract_end(const struct jl_receipt *receipt);

/* Is it the name of a receipt or retraction, and not of a batch file? */
bool jl_is_receipt_name(const char *name);

#endif
