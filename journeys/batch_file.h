/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Batch files: what one import brought in, as canonical CSV (UTF-8, LF, RFC
 * 4180, fixed columns), plain when small and compressed when large. The SHA-256
 * is that of the CSV text, so that it does not depend on how it was compressed:
 * `zstd -dc FILE | sha256sum` shows it.
 * Reads and writes: measures/<batch>.csv, measures/<batch>.csv.zst.
 */
#ifndef JL_JOURNEYS_BATCH_FILE_H
#define JL_JOURNEYS_BATCH_FILE_H

#include "core/csv.h"
#include "core/digest.h"
#include "core/repo.h"
#include "core/zone.h"
#include "journeys/definitions.h"

struct jl_batch_writer;

/*
 * Writes to a temporary file in folder, first the header, which ends with its
 * line. Once the text is longer than `small` bytes it is compressed.
 */
int jl_batch_create(const char *folder, size_t small, const char *header,
	struct jl_batch_writer **out, struct jl_error *err);
/* Where up to `room` bytes of a row may be put; jl_batch_row_done is told where
 * they end. */
char *jl_batch_room(struct jl_batch_writer *writer, size_t room);
int jl_batch_row_done(
	struct jl_batch_writer *writer, const char *end, struct jl_error *err);
/*
 * Flushes everything to the disk. hex becomes the SHA-256 of the text, bytes
 * its length, is_large whether the file is compressed.
 */
int jl_batch_finish(struct jl_batch_writer *writer, char hex[JL_DIGEST_HEX],
	uint64_t *bytes, bool *is_large, struct jl_error *err);
/* Where the finished file is, to be moved from there. Borrowed. */
const char *jl_batch_path(const struct jl_batch_writer *writer);
/* Of a small batch: its text, borrowed until the writer is closed. */
const char *jl_batch_text(const struct jl_batch_writer *writer);
/* Removes the temporary file if it was not published. */
void jl_batch_discard(struct jl_batch_writer *writer);

/* Is the file kept outside git, in the work tree only? */
bool jl_batch_is_outside_git(const struct jl_receipt *receipt);

/* The name of the file comes from the receipt, which may be anybody's: it must
 * be the batch's own and not lead out of the ledger. */
int jl_batch_check_name(const struct jl_receipt *receipt, struct jl_error *err);

/* ---- cells: each put returns where it ended ---- */

char *jl_put_text(char *p, const struct jl_slice *text);
/* In quotes where it must be: up to twice its length and two. */
char *jl_put_quoted(char *p, const struct jl_slice *text);
/* With the zone's offset; up to JL_INSTANT_TEXT. */
char *jl_put_instant(char *p, struct jl_zone *zone, int64_t instant);
bool jl_cell_instant(const struct jl_slice *cell, int64_t *instant);
bool jl_cell_whole(const struct jl_slice *cell, int64_t *number);

/* ---- reading ---- */

struct jl_batch_reader;

/*
 * The batch as the commit has it when its file is in git, else the file that
 * lies in the work tree. JL_ENOTFOUND when it is in neither, JL_EDAMAGED when
 * it is no batch file with so many columns (0: any).
 */
int jl_batch_open(struct jl_repo *repo, const struct jl_oid *commit,
	const struct jl_receipt *receipt, size_t n_columns,
	struct jl_batch_reader **out, struct jl_error *err);
/* 1 and the cells of a row, borrowed until the next call; 0 the end, reached
 * with the SHA-256 that the receipt names; else JL_EDAMAGED or < 0. */
int jl_batch_next_row(struct jl_batch_reader *reader,
	const struct jl_slice **cells, struct jl_error *err);
/* JL_EDAMAGED, for a row whose cells are not what they should be. */
int jl_batch_row_damaged(
	const struct jl_batch_reader *reader, struct jl_error *err);
/*
 * Reads it to the end: 0 when it has the SHA-256 that the receipt names, and
 * *rows becomes how many rows it has; otherwise as jl_batch_open and
 * jl_batch_next_row.
 */
int jl_batch_check(struct jl_repo *repo, const struct jl_oid *commit,
	const struct jl_receipt *receipt, int64_t *rows, struct jl_error *err);

void jl_batch_close(struct jl_batch_reader *reader);

#endif
