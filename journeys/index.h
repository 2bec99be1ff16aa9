/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The series as it stands at a commit: over all its batches in ledger order.
 * What others imported, merged or pulled is picked up when the index is
 * opened. An open index is one snapshot: the receipts' root and all that is
 * read from the series belong together, whatever other commands do meanwhile.
 * Reads: measures/ in git and on disk. Writes: the tables of
 * journeys/batches.h and journeys/series.h.
 */
#ifndef JL_JOURNEYS_INDEX_H
#define JL_JOURNEYS_INDEX_H

#include "journeys/batches.h"
#include "journeys/cache.h"
#include "journeys/ledger.h"
#include "journeys/log_builder.h"
#include "journeys/series.h"

struct jl_index {
	struct jl_db *db; /* the cache's, or a private one */
	struct jl_series series;
	struct jl_batches batches;
	struct jl_retractions retractions;
	char root[JL_DIGEST_HEX]; /* of the checkpoint */
	bool is_private;
	char *scratch; /* where temporary files go; NULL: anywhere */
};

/* Measures of a batch that was just imported, not yet in the series: in one of
 * the builders. */
struct jl_fresh {
	const char *batch;
	struct jl_builder *builder;
	struct jl_log_builder *log_builder;
	/* Filled in: of measures, and of events how many cases take the place
	 * of those of earlier extracts. */
	struct jl_series_result result;
	uint64_t replaced;
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

/*
 * Has somebody recorded a batch with this SHA-256 since the index was read?
 * For a writer, who holds the lock. *id becomes its id, yours to free, or
 * NULL.
 */
int jl_index_find_newer(struct jl_repo *repo, const struct jl_index *index,
	const char *sha256, char **id, struct jl_error *err);

/* May the batch hold measures of the metric (NULL: any) in the days? */
bool jl_batch_may_hold(const struct jl_batch_info *batch, const char *metric,
	int32_t since, int32_t until);
/* A batch that is not in the series and may hold such measures, or NULL. */
const struct jl_batch_info *jl_missing_batch(const struct jl_index *index,
	const char *metric, int32_t since, int32_t until);
/* JL_EENV: that its file is missing, and figures need it. */
int jl_fail_missing(const struct jl_batch_info *missing, struct jl_error *err);

/* Measures that no definition of today's explains: never hidden, but named. */
struct jl_orphans {
	uint64_t n;
	char example[200]; /* the first journey and metric */
};

/* Those that touch [since, until), of journeys or metrics that the ledger
 * lacks. */
void jl_index_orphans(const struct jl_index *index,
	const struct jl_ledger *ledger, int64_t since, int64_t until,
	struct jl_orphans *orphans);

/* How many measures of this batch count, none of a later one superseding. */
int jl_index_count_batch(const struct jl_index *index, uint32_t number,
	uint64_t *n, struct jl_error *err);

#endif
