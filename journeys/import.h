/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Import: a foreign file and a map become one immutable batch and its receipt
 * in git. The order of writing: batch file to a temporary name, flushed,
 * renamed, folder flushed; then the receipt is committed; only then is the
 * import acknowledged. A crash before the commit leaves nothing behind that
 * the next writer does not clear.
 * Writes: measures/<batch>.csv[.zst], measures/<batch>.json,
 * <file>.rejected.csv.
 */
#ifndef JL_JOURNEYS_IMPORT_H
#define JL_JOURNEYS_IMPORT_H

#include "journeys/index.h"
#include "journeys/ledger.h"
#include "journeys/log_builder.h"
#include "journeys/map.h"
#include "journeys/mapper.h"

struct jl_import {
	/* in: */
	struct jl_repo *repo;
	const struct jl_ledger *ledger;
	const struct jl_index *index; /* as it stands before */
	const struct jl_map *map;
	struct jl_keyed *keyed; /* for pseudonyms, may be NULL */
	const char *path;
	bool is_strict; /* a bad row: import nothing */
	bool is_again;	/* a new batch, although one holds just this */
	bool is_dry;	/* look, write nothing */
	int64_t now;
	void (*progress)(void *data, uint64_t done, uint64_t size);
	void *progress_data;
	/* out; texts live as long as this struct's arena: */
	const char *batch; /* the new batch's id, or NULL when none is made */
	const char *known; /* the batch that holds just this already, */
	uint64_t known_superseded; /* and how much of it counts no more */
	bool is_restored;	   /* and whose file was lost and is back */
	const char *rejected_path; /* where the refused rows are, or NULL */
	struct jl_refusal {
		size_t line;
		const char *reason;
	} reasons[5]; /* of the first of them */
	size_t n_reasons;
	uint64_t rows, measures, rejected, rounded;
	/* Of events, which are the measures then: */
	uint64_t cases, open_cases, spoilt;
	struct jl_log_oddities odd;
	/* Transitions that the map does not read, by their words. */
	uint64_t skipped;
	struct jl_skipped {
		const char *word;
		uint64_t n;
	} skips[8];
	size_t n_skips;
	char first_event[JL_DAY_TEXT], last_event[JL_DAY_TEXT];
	const char *source_sha256;
	const char *large_file; /* that is not in git, or NULL */
	char first[JL_DAY_TEXT], last[JL_DAY_TEXT];
	/* What was imported, for the index: one of the two. */
	struct jl_builder *builder;
	struct jl_log_builder *log_builder;
	struct jl_arena arena;
};

/*
 * Does it. 0 when it is done, also when there was nothing new or rows were
 * refused; JL_EINVALID with is_strict when a row was refused, and when no row
 * was any good: then nothing is imported.
 */
int jl_import_run(struct jl_import *import, struct jl_error *err);
void jl_import_release(struct jl_import *import);

#endif
