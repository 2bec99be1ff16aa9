/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Has anything been changed since? Contents are read and hashed, never dates,
 * reflogs or the cache: what was decided (git's objects), what was measured
 * (batch files against receipts), what was promised to stay (receipts, and the
 * checkpoints that earlier reports and seals bear witness to), and who signed.
 */
#ifndef JL_JOURNEYS_VERIFY_H
#define JL_JOURNEYS_VERIFY_H

#include "core/objects.h"
#include "journeys/checkpoint.h"
#include "journeys/ledger.h"
#include "journeys/signature.h"

enum jl_result {
	JL_RESULT_GOOD,
	JL_RESULT_BAD,
	JL_RESULT_NOT_CHECKED, /* it cannot be, here */
};

extern const char *const jl_result_words[]; /* "good", "bad", "not checked" */

/* One finding; or a check that found nothing, and then of how many. */
struct jl_verify_row {
	const char *check; /* "objects" */
	enum jl_result result;
	uint64_t n;	   /* looked at, of a check that found nothing */
	uint64_t position; /* of a commit on the line; 0: of none */
	const char *where; /* a file, a batch, a commit; or NULL */
	const char *what;  /* in words */
};

struct jl_verification {
	struct jl_verify_row *v; /* by check, then in ledger order */
	size_t n, cap;
	uint64_t n_bad, n_not_checked;
	uint64_t n_bad_bytes; /* of the bad ones: not those of what git shows,
				 or of a report that says something else */
	uint64_t commits, objects, batches, rows;
	uint64_t roots_n; /* commits that came of none: one, of one ledger */
	/*
	 * Commits by what their signatures are; those from before anybody's key
	 * was recorded, on the line and in all that they came of, which no
	 * known key can have signed; and the first of the others that keeps the
	 * ledger from being signed throughout.
	 */
	uint64_t signed_n, unsigned_n, unknown_n, other_n, before_n;
	char first_unsigned[JL_OID_HEX];
	uint64_t first_unsigned_position;
	struct jl_arena arena;
};

struct jl_verify_query {
	struct jl_repo *repo;
	struct jl_oid tip;
	const struct jl_ledger *ledger; /* names people; NULL: cannot be read */
	/* Which the ledger must still contain, and where they come from. */
	const struct jl_checkpoint *checkpoints;
	const char *const *sources;
	size_t n_checkpoints;
};

/*
 * Begins it: the files in which git keeps objects, as bytes. libgit2 follows a
 * damaged index wherever it leads, out of its pack too: then *is_readable is
 * false, and nothing else should be read. A damaged loose object harms nobody
 * but itself.
 */
int jl_verify_files(struct jl_repo *repo, struct jl_verification *verification,
	bool *is_readable, struct jl_error *err);

/* Adds all else. Fails only where nothing at all can be checked. */
int jl_verify(const struct jl_verify_query *query,
	struct jl_verification *verification, struct jl_error *err);
/* Is each commit signed by a known key, from the first on that can be? */
bool jl_is_signed_throughout(const struct jl_verification *verification);

/* Is the check one of the ledger's bytes? The others are "mailmap", which is
 * what git shows, "report", which is what somebody kept, and "level V1", which
 * is of signatures. */
bool jl_is_of_bytes(const char *check);

/* Adds a row of a check that was made elsewhere; texts are copied. */
void jl_verification_add(struct jl_verification *verification,
	const char *check, enum jl_result result, const char *where,
	const char *what);
void jl_verification_release(struct jl_verification *verification);

#endif
