/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * A checkpoint is what a ledger contained: its commit, and the Merkle root over
 * its receipts. It stands in every report, and in a seal, which is one line of
 * text in a signed tag: "jledger-seal/1 COMMIT ROOT".
 */
#ifndef JL_JOURNEYS_CHECKPOINT_H
#define JL_JOURNEYS_CHECKPOINT_H

#include "core/digest.h"
#include "core/repo.h"

struct jl_checkpoint {
	char commit[JL_OID_HEX];  /* its beginning only: of none that is here */
	char root[JL_DIGEST_HEX]; /* "" when it is not known */
};

#define JL_SEAL_PREFIX "jledger-seal/1"

/* Finds it in a text with the line of a seal, or in a report, which ends with
 * it; of one in JSON in its "ledger" alone. false: there is none, or more than
 * one. */
bool jl_checkpoint_find(
	const char *text, size_t len, struct jl_checkpoint *checkpoint);

/*
 * What a person gives: a seal's line, the file of a report or one that has that
 * line, the name of a seal's tag, or a commit. JL_EINVALID when it is none.
 */
int jl_checkpoint_read(struct jl_repo *repo, const char *word,
	struct jl_checkpoint *checkpoint, struct jl_error *err);

/* The line of a seal, yours to free. */
char *jl_seal_line(const struct jl_checkpoint *checkpoint);

/* The root over the receipts and retractions of a commit. */
int jl_receipts_root(struct jl_repo *repo, const struct jl_oid *commit,
	char root[JL_DIGEST_HEX], struct jl_error *err);

#endif
