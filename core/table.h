/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * A foreign file as rows with named columns, whether it is CSV in one of its
 * dialects, JSON lines, or the events of a log in XES (core/xes.h).
 */
#ifndef JL_CORE_TABLE_H
#define JL_CORE_TABLE_H

#include <stdbool.h>

#include "core/csv.h"

enum jl_table_format { JL_TABLE_CSV, JL_TABLE_JSON_LINES, JL_TABLE_XES };

struct jl_table_options {
	enum jl_table_format format;
	const char *encoding; /* NULL is UTF-8 */
	char delimiter;	      /* '\0': find out */
	int skip_lines;	      /* before the header */
	int header_lines;     /* several are joined top-down; 0 counts as 1 */
	bool learns; /* of JSON lines and XES: each column that a row has */
};

struct jl_table;

int jl_table_open(const char *path, const struct jl_table_options *options,
	struct jl_table **out, struct jl_error *err);
void jl_table_close(struct jl_table *table);

enum { JL_TABLE_NO_COLUMN = -1, JL_TABLE_TWO_COLUMNS = -2 };

/*
 * The number of the named column; or that the file has none, or several of the
 * name. JSON lines and XES have every column: a key that a row lacks is an
 * empty cell.
 */
int jl_table_column(struct jl_table *table, const char *name);
/* How many columns there are, so far, and what they are called. */
int jl_table_n(const struct jl_table *table);
const char *jl_table_name(const struct jl_table *table, int column);
/* Of JSON lines and XES, after the last row: a column that was asked for and
 * that no row had, or NULL. Borrowed. */
const char *jl_table_unseen(const struct jl_table *table);
/* The columns of the file as a list for a message, borrowed. */
const char *jl_table_columns_text(struct jl_table *table);

/* As jl_csv_next, with the same promises. */
int jl_table_next(struct jl_table *table, struct jl_error *err);
const char *jl_table_problem(const struct jl_table *table);
size_t jl_table_line(const struct jl_table *table);
/* The cell, borrowed until the next row. */
struct jl_slice jl_table_cell(const struct jl_table *table, int column);

/* What stands between the file's cells; a comma for JSON lines. */
char jl_table_delimiter(const struct jl_table *table);
/* Adds the row as it was read, as CSV fields with the delimiter before each,
 * and the header for such rows. A line of JSON is one field. A record that is
 * no CSV adds nothing. */
void jl_table_add_row(const struct jl_table *table, struct jl_str *out);
void jl_table_add_header(const struct jl_table *table, struct jl_str *out);

struct jl_input *jl_table_input(struct jl_table *table);

#endif
