/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * RFC 4180, as files from offices really are: any delimiter, LF or CRLF,
 * quoted fields with line breaks. A bad record is reported and skipped, and
 * reading goes on with the next line. Written by hand because the reader must
 * keep line numbers, bound every record, and recover by record.
 */
#ifndef JL_CORE_CSV_H
#define JL_CORE_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "core/error.h"
#include "core/input.h"
#include "core/str.h"

/* A longer record is a finding, not a reason to fill the memory. */
#define JL_CSV_RECORD_MAX (1024 * 1024)

/* Text that somebody else owns, not terminated. */
struct jl_slice {
	const char *text;
	size_t len;
};

struct jl_csv;

/*
 * Reads records from input, which must outlive the reader. delimiter '\0'
 * means: as in a first line `sep=;`, else whichever of , ; TAB | the header
 * line holds most of.
 */
struct jl_csv *jl_csv_new(struct jl_input *input, char delimiter);
void jl_csv_free(struct jl_csv *csv);
/* Before the first record: so many lines are no records of the file. */
void jl_csv_skip_lines(struct jl_csv *csv, int n);

/*
 * 1 for the next record, 0 at the end, < 0 when the file cannot be read.
 * Blank lines are passed over. The fields are borrowed until the next call.
 */
int jl_csv_next(struct jl_csv *csv, struct jl_error *err);
size_t jl_csv_n(const struct jl_csv *csv);
const struct jl_slice *jl_csv_fields(const struct jl_csv *csv);
size_t jl_csv_line(const struct jl_csv *csv); /* where the record begins */
/* After the first record: what stands between fields. */
char jl_csv_delimiter(const struct jl_csv *csv);
/* What is wrong with this record, or NULL; its fields are then unusable. */
const char *jl_csv_problem(const struct jl_csv *csv);

/* Adds one field, quoted when it must be. */
void jl_csv_add_field(struct jl_str *out, const char *text, size_t len);
/* The same for a text that a spreadsheet could take for a formula (OWASP, "CSV
 * Injection"): an apostrophe in front says that it is text. */
void jl_csv_add_text(struct jl_str *out, const char *text, size_t len);

#endif
