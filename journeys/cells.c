/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Looking cells up in the map and the ledger, each word once. */
#include "journeys/cells.h"

#include "core/datepattern.h"
#include "journeys/map.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- tying the map to the file ---- */

static void lacks(
	struct jl_str *wrong, const char *what, const char *name, int found)
{
	jl_str_addf(wrong, "%s%s: the file has %s '%s'", wrong->len ? "; " : "",
		what,
		found == JL_TABLE_TWO_COLUMNS ? "two columns" : "no column",
		name);
}

void jl_cells_tie(struct jl_cells *c, struct jl_tied *column, const char *name,
	const struct jl_source *source, struct jl_str *wrong)
{
	column->source = source;
	column->name = name;
	column->index = -1;
	if (!source->column)
		return;
	column->index = jl_table_column(c->table, source->column);
	if (column->index < 0)
		lacks(wrong, name, source->column, column->index);
}

bool jl_is_tied(const struct jl_tied *column)
{
	return column->source->column || column->source->constant;
}

static void add_wrong(void *data, const char *pointer, const char *sentence)
{
	struct jl_str *wrong = data;

	(void)pointer;
	jl_str_addf(wrong, "%s%s", wrong->len ? "; " : "", sentence);
}

static char delimiter_of(const struct jl_map *map)
{
	if (!map->delimiter || !*map->delimiter)
		return '\0';
	if (strcmp(map->delimiter, "tab") == 0)
		return '\t';
	return map->delimiter[0];
}

int jl_cells_open(struct jl_cells *c, const char *path,
	const struct jl_map *map, const struct jl_ledger *ledger,
	struct jl_keyed *keyed, struct jl_error *err)
{
	struct jl_table_options options = {
		.format = (enum jl_table_format)map->format,
		.encoding = map->encoding,
		.delimiter = delimiter_of(map),
		.skip_lines = (int)map->skip_lines,
		.header_lines = (int)map->header_lines,
	};
	struct jl_str wrong = JL_STR_INIT;
	int rc = 0;

	*c = (struct jl_cells){.map = map,
		.ledger = ledger,
		.keyed = keyed,
		.zone = ledger->zone};
	if (map->zone) {
		rc = jl_zone_open(map->zone, &c->own_zone, err);
		c->zone = c->own_zone;
		if (rc < 0)
			jl_within(err, "maps/%s.json: zone", map->id);
	}
	if (rc == 0) {
		jl_map_check(ledger, map, add_wrong, &wrong);
		if (wrong.len)
			rc = jl_fail(err, JL_EINVALID,
				"maps/%s.json cannot be used: %.500s", map->id,
				jl_str_text(&wrong));
	}
	if (rc == 0)
		rc = jl_table_open(path, &options, &c->table, err);
	jl_str_release(&wrong);
	return rc;
}

void jl_cells_close(struct jl_cells *c)
{
	jl_table_close(c->table);
	jl_zone_close(c->own_zone);
	jl_arena_release(&c->arena);
}

int jl_cells_column(struct jl_cells *c, const char *what, const char *name,
	struct jl_str *wrong)
{
	int index = -1;

	if (name) {
		index = jl_table_column(c->table, name);
		if (index < 0)
			lacks(wrong, what, name, index);
	}
	return index;
}

int jl_cells_fit(struct jl_cells *c, const char *path,
	const struct jl_str *wrong, struct jl_error *err)
{
	if (!wrong->len)
		return 0;
	return jl_fail(err, JL_EINVALID,
		"maps/%s.json does not fit %.200s: %.500s. The file's columns "
		"are: %.300s",
		c->map->id, path, jl_str_text(wrong),
		jl_table_columns_text(c->table));
}

void jl_tied_release(struct jl_tied *column)
{
	struct jl_meaning *meaning, *next;

	HASH_ITER (hh, column->meanings, meaning, next) {
		HASH_DEL(column->meanings, meaning);
		free(meaning);
	}
}

/* ---- what a cell means ---- */

bool jl_is_missing(const struct jl_map *map, const char *text, size_t len)
{
	if (len == 0)
		return true;
	for (size_t i = 0; i < map->missing.n; i++)
		if (strlen(map->missing.v[i]) == len &&
			memcmp(map->missing.v[i], text, len) == 0)
			return true;
	return false;
}

struct jl_slice jl_trimmed(struct jl_slice cell)
{
	while (cell.len && isspace((unsigned char)*cell.text)) {
		cell.text++;
		cell.len--;
	}
	while (cell.len && isspace((unsigned char)cell.text[cell.len - 1]))
		cell.len--;
	return cell;
}

/* The file's word in the ledger's words; NULL when the map has none. */
static const char *translate(
	struct jl_cells *c, const struct jl_source *source, const char *raw)
{
	char *text = jl_arena_strdup(&c->arena, raw);

	if (source->lower)
		for (char *p = text; *p; p++)
			*p = (char)tolower((unsigned char)*p);
	if (source->values.n == 0)
		return text;
	return jl_pairs_find(&source->values, text);
}

const char *jl_cells_problem(struct jl_cells *c, const char *format, ...)
{
	struct jl_str out = JL_STR_INIT;
	const char *kept;
	char raw[400];
	va_list args;

	va_start(args, format);
	vsnprintf(raw, sizeof(raw), format, args);
	va_end(args);
	jl_str_add_harmless(&out, raw);
	kept = jl_arena_strdup(&c->arena, jl_str_text(&out));
	jl_str_release(&out);
	return kept;
}

static bool is_channel(const char *text)
{
	for (size_t i = 0; jl_channels[i]; i++)
		if (strcmp(jl_channels[i], text) == 0)
			return true;
	return false;
}

static void look_up(struct jl_cells *c, const struct jl_tied *column,
	struct jl_meaning *meaning)
{
	const char *text = translate(c, column->source, meaning->raw);

	if (!text) {
		meaning->problem = jl_cells_problem(c,
			"%s: '%.80s' is not among the map's values",
			column->name, meaning->raw);
		return;
	}
	meaning->text = text;
	switch (column->dimension) {
	case JL_DIMENSION_JOURNEY:
		meaning->thing = jl_ledger_journey(c->ledger, text);
		if (!meaning->thing)
			meaning->problem = jl_cells_problem(c,
				"%s: there is no journey '%.80s'", column->name,
				text);
		break;
	case JL_DIMENSION_FUNCTION:
	case JL_DIMENSION_TO_FUNCTION:
		if (!jl_ledger_find(c->ledger, JL_KIND_FUNCTION, text))
			meaning->problem = jl_cells_problem(c,
				"%s: there is no function '%.80s'",
				column->name, text);
		break;
	case JL_DIMENSION_CHANNEL:
	case JL_DIMENSION_TO_CHANNEL:
		if (!is_channel(text))
			meaning->problem = jl_cells_problem(c,
				"%s: there is no channel '%.80s'", column->name,
				text);
		break;
	default:
		break; /* stages and steps depend on the row's journey */
	}
}

static struct jl_meaning *remember(
	struct jl_tied *column, const char *raw, size_t len)
{
	struct jl_meaning *meaning = jl_xcalloc(1, sizeof(*meaning) + len + 1);

	memcpy(meaning->raw, raw, len);
	meaning->text = "";
	HASH_ADD_KEYPTR(hh, column->meanings, meaning->raw, len, meaning);
	return meaning;
}

struct jl_slice jl_cells_text(struct jl_cells *c, const struct jl_tied *column)
{
	const char *constant = column->source->constant;

	if (column->index >= 0)
		return jl_trimmed(jl_table_cell(c->table, column->index));
	return (struct jl_slice){
		constant ? constant : "", constant ? strlen(constant) : 0};
}

/* The meaning of the row's cell; found says whether it was known before. */
struct jl_meaning *jl_cells_meaning(
	struct jl_cells *c, struct jl_tied *column, bool *found)
{
	struct jl_slice cell = jl_cells_text(c, column);
	struct jl_meaning *meaning = column->last;

	*found = true;
	if (meaning && column->last_len == cell.len &&
		memcmp(meaning->raw, cell.text, cell.len) == 0)
		return meaning;
	HASH_FIND(hh, column->meanings, cell.text, cell.len, meaning);
	if (!meaning) {
		meaning = remember(column, cell.text, cell.len);
		*found = false;
	}
	column->last = meaning;
	column->last_len = cell.len;
	return meaning;
}

bool jl_cells_refuse(struct jl_cells *c, const char *format, ...)
{
	struct jl_str out = JL_STR_INIT;
	char raw[300];
	va_list args;

	va_start(args, format);
	vsnprintf(raw, sizeof(raw), format, args);
	va_end(args);
	jl_str_add_harmless(&out, raw);
	snprintf(c->reason, sizeof(c->reason), "%s", jl_str_text(&out));
	jl_str_release(&out);
	return false;
}

/* Has the journey this stage or step? What it said for the last journey is
 * remembered: rows are many, and so may steps be. */
static bool is_place(const struct jl_tied *column, struct jl_meaning *meaning,
	const struct jl_journey *journey)
{
	if (meaning->looked_up_in == journey)
		return meaning->is_place;
	meaning->looked_up_in = journey;
	switch (column->dimension) {
	case JL_DIMENSION_STAGE:
		meaning->is_place =
			jl_journey_has_stage(journey, meaning->text);
		break;
	case JL_DIMENSION_STEP:
	case JL_DIMENSION_TO_STEP:
		meaning->is_place =
			jl_journey_step(journey, meaning->text, NULL);
		break;
	default:
		meaning->is_place = true; /* of no journey in particular */
	}
	return meaning->is_place;
}

bool jl_cells_dimension(struct jl_cells *c, struct jl_tied *column,
	const struct jl_journey *journey, struct jl_slice *out)
{
	bool found;
	struct jl_meaning *meaning = jl_cells_meaning(c, column, &found);

	if (!found &&
		!jl_is_missing(c->map, meaning->raw, strlen(meaning->raw)))
		look_up(c, column, meaning);
	if (meaning->problem)
		return jl_cells_refuse(c, "%s", meaning->problem);
	*out = (struct jl_slice){meaning->text, strlen(meaning->text)};
	if (!*meaning->text || !journey)
		return true;
	if (!is_place(column, meaning, journey))
		return jl_cells_refuse(c, "%s: journey '%s' has no %s '%.80s'",
			column->name, journey->id,
			column->dimension == JL_DIMENSION_STAGE ? "stage"
								: "step",
			meaning->text);
	return true;
}

bool jl_cells_case(
	struct jl_cells *c, const struct jl_tied *column, struct jl_slice *out)
{
	uint8_t digest[JL_DIGEST_SIZE];
	struct jl_slice cell;

	*out = (struct jl_slice){"", 0};
	if (!column->source->column || c->map->case_ids == JL_CASE_IDS_NONE)
		return true;
	cell = jl_cells_text(c, column);
	if (jl_is_missing(c->map, cell.text, cell.len))
		return true;
	if (c->map->case_ids == JL_CASE_IDS_PLAIN) {
		*out = cell;
		return true;
	}
	/* Half of the digest: 128 bits keep cases apart. */
	jl_keyed_hash(c->keyed, cell.text, cell.len, digest);
	jl_hex(digest, JL_DIGEST_SIZE / 2, c->case_text);
	*out = (struct jl_slice){c->case_text, JL_DIGEST_SIZE};
	return true;
}

bool jl_cells_time(struct jl_cells *c, const char *text, size_t len,
	struct jl_civil *civil, bool *has_offset, int *offset_s)
{
	return jl_time_by_pattern(
		text, len, c->map->date_format, civil, has_offset, offset_s);
}

/* Does the program know the day in the ledger's zone, too? */
static bool is_in_reach(
	struct jl_cells *c, const struct jl_civil *civil, int64_t instant)
{
	int32_t day;

	if (civil->year > 1900 && civil->year < 2199)
		return true;
	day = jl_zone_day(c->ledger->zone, instant);
	return day >= JL_DAY_MIN && day <= JL_DAY_MAX;
}

bool jl_cells_instant(
	struct jl_cells *c, const struct jl_tied *column, int64_t *instant)
{
	struct jl_slice cell = jl_cells_text(c, column);
	struct jl_civil civil;
	bool has_offset;
	int offset_s;

	*instant = JL_INSTANT_NONE;
	if (jl_is_missing(c->map, cell.text, cell.len))
		return true;
	if (jl_cells_time(
		    c, cell.text, cell.len, &civil, &has_offset, &offset_s)) {
		*instant = has_offset ? jl_instant_from_civil(&civil, offset_s)
				      : jl_zone_instant(c->zone, &civil);
		if (is_in_reach(c, &civil, *instant))
			return true;
	}
	return jl_cells_refuse(c,
		"%s: '%.*s' is no time between 1900 and 2199 in the form "
		"%.60s",
		column->name, (int)(cell.len < 60 ? cell.len : 60), cell.text,
		c->map->date_format ? c->map->date_format
				    : "2026-11-22T10:15:00");
}
