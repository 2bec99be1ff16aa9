/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The index of all measures: what each batch holds, brought together by
 * journey, metric and quarter, with overlaps resolved. A measure's key is
 * everything about it but its value: journey, metric, times, place and case. An
 * identical row that came again with another batch is one measure; the same key
 * with another value supersedes, later in ledger order. Rows of one batch that
 * agree in all of the key are as many measures. What is derived of events
 * stands beside all that, in segments of its own: it was settled by cases
 * before. Reads and writes: tables `series`, `series_origin`, `case_name`, and
 * the directory.
 */
#ifndef JL_JOURNEYS_SERIES_H
#define JL_JOURNEYS_SERIES_H

#include "core/db.h"
#include "core/zone.h"
#include "journeys/directory.h"
#include "journeys/segment.h"

extern const char jl_series_tables[]; /* the tables' definitions */

/*
 * A case's id: the bytes of a pseudonym, or the beginning of the SHA-256 of any
 * other text; all zero when there is none. True when the text is a pseudonym.
 */
bool jl_case_id(const struct jl_slice *text, uint8_t id[JL_CASE_SIZE]);

/* Forgets all measures. */
int jl_series_clear(struct jl_db *db, struct jl_error *err);

/* ---- building ---- */

/* What bringing batches into the series came to. */
struct jl_series_result {
	uint64_t added, identical, restated, repeated_keys;
	/* The first of the restatements, for people; the text is yours. */
	struct jl_str restatements;
	size_t listed;
	struct jl_zone *zone; /* in which they are told; NULL: UTC */
	/* What may not be meant: points without a case that took the place of
	 * others, and from which batches values were replaced. */
	uint64_t nameless;
	uint32_t from[16]; /* numbers of batches, each once */
	size_t n_from;
};

struct jl_builder;

/* Spills to temporary files in the folder when there are many measures. */
struct jl_builder *jl_builder_new(const char *folder);
void jl_builder_free(struct jl_builder *builder);

/* batch is the number of the batch: a later one in ledger order is larger. */
int jl_builder_add(struct jl_builder *builder, const struct jl_measure *m,
	uint32_t batch, struct jl_error *err);

/* Changes the number under which everything so far was added. */
void jl_builder_renumber(struct jl_builder *builder, uint32_t batch);

/* Brings it all into the series, within the caller's transaction. */
int jl_builder_write(struct jl_builder *builder, struct jl_db *db,
	struct jl_series_result *result, struct jl_error *err);

/* ---- keeping segments ---- */

struct jl_series_store;

int jl_series_store_open(
	struct jl_db *db, struct jl_series_store **out, struct jl_error *err);
void jl_series_store_close(struct jl_series_store *store);

/*
 * Reads the segment whose journey, metric and quarter are filled in, origins
 * too; its texts are borrowed until the next look-up. *id is 0 when the series
 * has none.
 */
int jl_series_store_find(struct jl_series_store *store,
	struct jl_segment *segment, int64_t *id, struct jl_error *err);

/* The directory, once all segments are put. */
int jl_series_store_finish(struct jl_series_store *store, struct jl_error *err);

/* Keeps the segment, in the place of the one with this id, if not 0. */
int jl_series_store_put(struct jl_series_store *store,
	const struct jl_segment *segment, int64_t id, struct jl_error *err);

/* A packed segment of what is derived from a batch of events. It is not looked
 * for nor compared with others: it counts beside them. */
struct jl_series_part {
	const char *journey, *metric;
	int32_t quarter;
	uint32_t batch, n;
	int64_t first_at, last_at;
	const struct jl_str *points, *origins;
};

int jl_series_store_append(struct jl_series_store *store,
	const struct jl_series_part *part, struct jl_error *err);

/* Forgets what was derived from these batches of events, in order of number. */
int jl_series_drop(struct jl_db *db, const uint32_t *batches, size_t n,
	struct jl_error *err);

/* Keeps the texts of cases that are no pseudonyms: a statement, and its use. */
int jl_series_prepare_case_names(
	struct jl_db *db, struct jl_stmt **out, struct jl_error *err);
int jl_series_name_case(struct jl_stmt *stmt,
	const uint8_t case_id[JL_CASE_SIZE], const char *text,
	struct jl_error *err);

/* ---- reading ---- */

/* The series as its directory stands; the snapshot is the caller's. */
struct jl_series {
	struct jl_db *db;
	struct jl_directory directory;
};

int jl_series_load(
	struct jl_db *db, struct jl_series *series, struct jl_error *err);
void jl_series_release(struct jl_series *series);

struct jl_series_query {
	const char *journey, *metric; /* NULL: all */
	int64_t since, until;	      /* instants, [since, until) */
	bool with_origins;
};

struct jl_series_reader;

/* All segments in which a measure may touch the time asked for, by journey,
 * metric and quarter. */
int jl_series_open(const struct jl_series *series,
	const struct jl_series_query *query, struct jl_series_reader **out,
	struct jl_error *err);
/* 1 a segment, borrowed until the next call; 0 no more; < 0. */
int jl_series_next(struct jl_series_reader *reader,
	const struct jl_segment **segment, struct jl_error *err);
void jl_series_close(struct jl_series_reader *reader);

/* When the journey's metric was last measured before the instant, as near as
 * the quarters tell; JL_INSTANT_NONE when it never was. */
int jl_series_last_at(const struct jl_series *series, const char *journey,
	const char *metric, int64_t until, int64_t *last_at,
	struct jl_error *err);

typedef void jl_series_name(
	void *data, const char *journey, const char *metric, uint64_t n);

/* Visits all segments that touch [since, until), in order. */
void jl_series_names(const struct jl_series *series, int64_t since,
	int64_t until, jl_series_name *visit, void *data);

/* The text of a case by the hexadecimal digits of its id: as it was given when
 * plain, else the digits, which are its pseudonym. Yours to free. */
char *jl_series_case_name(const struct jl_series *series, const char *hex);

#endif
