/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The batches of a commit, by their receipts, in ledger order: first-parent
 * position of the receipt, then batch id. The same from git and from the cache.
 * A batch that was retracted keeps its place and does not count.
 * Reads: measures/ in git. Reads and writes: table `batch`.
 */
#ifndef JL_JOURNEYS_BATCHES_H
#define JL_JOURNEYS_BATCHES_H

#include "core/db.h"
#include "journeys/retraction.h"

extern const char jl_batches_tables[];

enum jl_batch_state {
	JL_BATCH_HERE,	    /* in the series */
	JL_BATCH_MISSING,   /* its file is not here */
	JL_BATCH_DAMAGED,   /* its file is not what the receipt says */
	JL_BATCH_RETRACTED, /* it does not count any more */
};

extern const char *const jl_batch_states[];

struct jl_batch_info {
	struct jl_receipt receipt;
	struct jl_oid oid; /* of the receipt's blob */
	uint8_t leaf[JL_DIGEST_SIZE];
	uint64_t position; /* of the commit that brought the receipt */
	uint32_t number;   /* in ledger order, from 1 */
	enum jl_batch_state state;
	const char *why; /* it does not count, for people; "" when it does */
	bool is_in_git;	 /* its file, in the same commit */
	int64_t stamp;	 /* changes when the file is another one; 0: none */
};

struct jl_batches {
	struct jl_batch_info *v;
	size_t n, cap;
	struct jl_arena arena; /* the receipts' texts */
};

void jl_batches_release(struct jl_batches *batches);

/* Should its measures count, and its file is not here or damaged? */
bool jl_batch_is_missed(const struct jl_batch_info *info);

/* Adds the receipts that the commit has and `known` (NULL: none) has not, in
 * the order of their names. */
int jl_batches_read(struct jl_repo *repo, const struct jl_oid *commit,
	const struct jl_batches *known, struct jl_batches *batches,
	struct jl_error *err);

/* A commit whose batches are known, so that a walk can end there. */
struct jl_batches_base {
	const struct jl_batches *batches;
	struct jl_oid commit;
	uint64_t position;
};

/*
 * Brings the batches of the commit into ledger order and numbers them. base
 * may be NULL; *position becomes the commit's own.
 */
int jl_batches_order(struct jl_repo *repo, const struct jl_oid *commit,
	const struct jl_batches_base *base, struct jl_batches *batches,
	uint64_t *position, struct jl_error *err);

/* Are the first n of both the same batches? */
bool jl_batches_begin_alike(
	const struct jl_batches *a, const struct jl_batches *b, size_t n);

/* From and into the cache, with order and state. */
int jl_batches_load(
	struct jl_db *db, struct jl_batches *batches, struct jl_error *err);
int jl_batches_keep(struct jl_db *db, const struct jl_batches *batches,
	struct jl_error *err);

/* The Merkle root over receipts and retractions, sorted by id. */
void jl_batches_root(const struct jl_batches *batches,
	const struct jl_retractions *retractions, char hex[JL_DIGEST_HEX]);

/* The batch that counts and holds just this; borrowed, or NULL. */
const struct jl_batch_info *jl_batches_find_sha256(
	const struct jl_batches *batches, const char *sha256);

#endif
