/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The cells of a foreign file in the words of a map and a ledger. Canonical
 * columns are tied to the file's, or to a constant; what a word means is found
 * out once and remembered. Ids are checked against the ledger here, so that a
 * batch never names what is not defined. A cell that is no good refuses its
 * row, with a reason.
 */
#ifndef JL_JOURNEYS_CELLS_H
#define JL_JOURNEYS_CELLS_H

#include "core/digest.h"
#include "core/hash.h"
#include "core/mem.h"
#include "core/table.h"
#include "journeys/ledger.h"
#include "journeys/measure.h"
#include "journeys/steps.h"

struct jl_cells {
	const struct jl_map *map;
	const struct jl_ledger *ledger;
	struct jl_keyed *keyed; /* NULL where there are no pseudonyms */
	struct jl_table *table;
	struct jl_zone *zone;	  /* of times without an offset */
	struct jl_zone *own_zone; /* opened for the map, or NULL */
	struct jl_arena arena;
	char case_text[2 * JL_DIGEST_SIZE + 1];
	char reason[400]; /* why the row is refused */
};

/* What a cell of one column means, once found out. */
struct jl_meaning {
	UT_hash_handle hh;
	const char *text;    /* in the arena; "" when not known */
	const char *problem; /* NULL when it means something */
	const void *thing;   /* the journey, for the journey column */
	/* The journey for which it was asked last, and what it said. */
	const struct jl_journey *looked_up_in;
	bool is_place;
	int64_t since, until; /* of a period */
	char raw[];
};

struct jl_tied {
	const struct jl_source *source;
	const char *name; /* the canonical name, for messages */
	int index;	  /* in the file, or -1 */
	enum jl_dimension dimension;
	struct jl_meaning *meanings;
	struct jl_meaning *last; /* rows are often like the row before */
	size_t last_len;
};

/* Opens the file as the map says, if the map can be used at all. After an
 * error the cells are to be closed too. */
int jl_cells_open(struct jl_cells *cells, const char *path,
	const struct jl_map *map, const struct jl_ledger *ledger,
	struct jl_keyed *keyed, struct jl_error *err);
void jl_cells_close(struct jl_cells *cells);

/* Ties a column; what does not fit is added to `wrong`. */
void jl_cells_tie(struct jl_cells *cells, struct jl_tied *column,
	const char *name, const struct jl_source *source, struct jl_str *wrong);
/* The number of a column by its name in the file, or -1 when it lacks it, which
 * is added to `wrong`, or when name is NULL. */
int jl_cells_column(struct jl_cells *cells, const char *what, const char *name,
	struct jl_str *wrong);
/* JL_EINVALID when something was added to `wrong`. */
int jl_cells_fit(struct jl_cells *cells, const char *path,
	const struct jl_str *wrong, struct jl_error *err);
void jl_tied_release(struct jl_tied *column);

/* Does the map say where the column comes from? */
bool jl_is_tied(const struct jl_tied *column);

/* Refuses the row; always false. */
bool jl_cells_refuse(struct jl_cells *cells, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* A reason that is kept as long as the cells. */
const char *jl_cells_problem(struct jl_cells *cells, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

struct jl_slice jl_trimmed(struct jl_slice cell);
/* Is the text empty, or one of the map's words for "not known"? */
bool jl_is_missing(const struct jl_map *map, const char *text, size_t len);

/* The row's cell, trimmed. */
struct jl_slice jl_cells_text(
	struct jl_cells *cells, const struct jl_tied *column);
/* What it means, so far as that was found out; *found: it was met before. */
struct jl_meaning *jl_cells_meaning(
	struct jl_cells *cells, struct jl_tied *column, bool *found);

/* The cell as an id of the ledger. journey, which may be NULL, is what stages
 * and steps belong to. false: the row is refused. */
bool jl_cells_dimension(struct jl_cells *cells, struct jl_tied *column,
	const struct jl_journey *journey, struct jl_slice *out);
/* The case: its pseudonym, or as it stands, or nothing, as the map says. */
bool jl_cells_case(struct jl_cells *cells, const struct jl_tied *column,
	struct jl_slice *out);
/* An instant; JL_INSTANT_NONE when the cell is missing. */
bool jl_cells_instant(
	struct jl_cells *cells, const struct jl_tied *column, int64_t *instant);
/* A date and time by the map's pattern, or ISO 8601. */
bool jl_cells_time(struct jl_cells *cells, const char *text, size_t len,
	struct jl_civil *civil, bool *has_offset, int *offset_s);

#endif
