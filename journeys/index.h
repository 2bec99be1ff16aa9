/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Which batches a commit has, in ledger order (first-parent position of the
 * receipt, then batch id), and the series over them. What others imported,
 * merged or pulled is picked up when the index is opened.
 * Reads: measures/ in git and on disk. Writes: tables `batch` and those of
 * journeys/series.h.
 */
#ifndef JL_JOURNEYS_INDEX_H
#define JL_JOURNEYS_INDEX_H

#include "core/digest.h"
#include "journeys/cache.h"
#include "journeys/definitions.h"
#include "journeys/series.h"

extern const char jl_index_tables[];

struct jl_batch_info {
	struct jl_receipt receipt;
	struct jl_oid oid; /* of the receipt's blob */
	uint8_t leaf[JL_DIGEST_SIZE];
	uint64_t position; /* of the commit that brought the receipt */
	uint32_t number;   /* in ledger order, from 1 */
	bool is_here;	   /* its batch file could be read */
};

struct jl_index {
	struct jl_db *db;	       /* the cache's, or a private one */
	struct jl_batch_info *batches; /* in ledger order */
	size_t n, cap;
	char root[JL_DIGEST_HEX]; /* Merkle root over receipts by id */
	struct jl_arena arena;
	bool is_private;
};

/* Measures of a batch that was just imported, not yet in the series. */
struct jl_fresh {
	const char *batch;
	struct jl_builder *builder;
	struct jl_series_result result; /* filled in */
};

/*
 * The index as of the commit. is_head says that this is the branch's tip,
 * for which the cache is kept; for any other commit whose batches differ, a
 * private index is built. fresh may be NULL.
 */
int jl_index_open(struct jl_repo *repo, struct jl_cache *cache,
	const struct jl_oid *commit, bool is_head, struct jl_fresh *fresh,
	struct jl_index **out, struct jl_error *err);
void jl_index_close(struct jl_index *index);

/* The batch with this SHA-256, or NULL. Borrowed. */
const struct jl_batch_info *jl_index_find_sha256(
	const struct jl_index *index, const char *sha256);
/*
 * Has somebody recorded a batch with this SHA-256 since the index was read?
 * For a writer, who holds the lock. *id becomes its id, yours to free, or
 * NULL.
 */
int jl_index_find_newer(struct jl_repo *repo, const struct jl_index *index,
	const char *sha256, char **id, struct jl_error *err);
const struct jl_batch_info *jl_index_nth(
	const struct jl_index *index, uint32_t number);

#endif
