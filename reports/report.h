/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The neutral page: a header, typed columns, rows, figures, notes. Builders
 * fill it, renderers turn it into a format, and neither knows the other. A
 * number keeps its full digits here; formats for people round it to the
 * column's decimals, formats for machines do not, and a test holds the two to
 * each other.
 */
#ifndef JL_REPORTS_REPORT_H
#define JL_REPORTS_REPORT_H

#include "core/amount.h"
#include "core/instant.h"
#include "core/mem.h"
#include "core/str.h"

enum jl_cell_type {
	JL_CELL_UNKNOWN, /* null: not zero, not empty */
	JL_CELL_TEXT,
	JL_CELL_WHOLE,
	JL_CELL_SUM,	/* exact, in millionths */
	JL_CELL_NUMBER, /* any other number */
	JL_CELL_DATE,	/* JL_DAY_OPEN is "no end": null */
	JL_CELL_TEXTS,
	JL_CELL_SERIES, /* a small curve; a NaN in it is a gap */
};

struct jl_cell {
	enum jl_cell_type type;
	const char *text;
	/* What people read instead of the value: "(nobody)" for null. */
	const char *label;
	int64_t whole;
	jl_sum sum;
	double number;
	int32_t day;
	const char **texts; /* a NULL in it is null: nobody */
	const double *series;
	size_t n;
};

enum {
	JL_COLUMN_RIGHT = 1 << 0,   /* numbers stand to the right */
	JL_COLUMN_MACHINE = 1 << 1, /* only in json and csv: for joining */
	JL_COLUMN_WRAPS = 1 << 2,   /* sentences: broken before others go */
};

/* A column that a narrow terminal goes without; the larger k goes first. */
#define JL_COLUMN_DROP(k) ((unsigned)(k) << 8)

struct jl_column {
	const char *key;   /* snake_case, as in section 3 of the glossary */
	const char *title; /* for people */
	unsigned flags;
};

struct jl_pair_text {
	const char *key, *value; /* value NULL: unknown */
};

/* Process limits of one series of the page. */
struct jl_limits_note {
	const char *series; /* what it is about */
	double mean, average_range, lower, upper, range_limit;
	double screened_range, screened_lower, screened_upper;
	size_t n;
};

struct jl_report {
	const char *name;  /* "accountability" */
	const char *title; /* "Who was in charge of what was measured" */
	const char *ledger_name, *commit, *receipts_root, *zone;
	const char *period; /* in full, or NULL */
	/* The command that gives the same page again, with --rev of its commit.
	 */
	const char **command;
	size_t n_command;
	struct jl_pair_text *parameters;
	size_t n_parameters, parameters_cap;
	struct jl_column *columns;
	size_t n_columns, columns_cap;
	struct jl_cell *cells; /* row by row */
	size_t n_cells, cells_cap;
	const char **notes;
	size_t n_notes, notes_cap;
	bool has_holes; /* and notes say which */
	struct jl_limits_note *limits;
	size_t n_limits, limits_cap;
	struct jl_arena arena; /* all texts live here */
};

struct jl_report *jl_report_new(const char *name, const char *title);
void jl_report_free(struct jl_report *report);

/* Everything given is copied. */
void jl_report_parameter(
	struct jl_report *report, const char *key, const char *value);
void jl_report_command(
	struct jl_report *report, const char *const *words, size_t n);
void jl_report_column(struct jl_report *report, const char *key,
	const char *title, unsigned flags);
void jl_report_note(struct jl_report *report, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* A note that something is not in the page and should be. */
void jl_report_hole(struct jl_report *report, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
const char *jl_report_text(struct jl_report *report, const char *text);

/* Cells are added from left to right, row after row. */
void jl_report_add_unknown(struct jl_report *report, const char *label);
void jl_report_add_text(struct jl_report *report, const char *text);
/* A text with another one for people. */
void jl_report_add_labelled(
	struct jl_report *report, const char *text, const char *label);
void jl_report_add_whole(struct jl_report *report, int64_t whole);
void jl_report_add_sum(struct jl_report *report, jl_sum sum);
void jl_report_add_number(struct jl_report *report, double number);
/* Seconds; people read "2.1 d", "5.3 h", "12 min". */
void jl_report_add_time(struct jl_report *report, double seconds);
void jl_report_add_time_sum(struct jl_report *report, jl_sum seconds);
/* A share of 1; people read "31 %". */
void jl_report_add_share(struct jl_report *report, double share);
void jl_report_add_date(struct jl_report *report, int32_t day);
void jl_report_add_texts(
	struct jl_report *report, const char *const *texts, size_t n);
void jl_report_add_series(
	struct jl_report *report, const double *values, size_t n);

size_t jl_report_rows(const struct jl_report *report);
const struct jl_cell *jl_report_cell(
	const struct jl_report *report, size_t row, size_t column);

/*
 * Decimals that people need for a number of this size: enough for four
 * significant digits, no more than four, and none that would be zeros only.
 */
int jl_decimals(double number);

/* As many digits as a decimal text keeps for certain (15); "null" for NaN. */
void jl_add_double(struct jl_str *out, double number);

/*
 * The cell's value for machines: "" when unknown; a series as numbers with a
 * space between, texts likewise.
 */
void jl_cell_exact(const struct jl_cell *cell, struct jl_str *out);
/* For people: the label, or the value, rounded; a series as a curve. */
void jl_cell_shown(const struct jl_cell *cell, struct jl_str *out);

#endif
