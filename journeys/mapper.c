/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The mapper first ties every canonical column to a column of the file (or a
 * constant), then goes row by row. Ids are checked against the ledger here,
 * so a batch never names what is not defined.
 */
#include "journeys/mapper.h"

#include "core/datepattern.h"
#include "core/hash.h"
#include "core/period.h"
#include "journeys/map.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { UNIT_S, UNIT_MIN, UNIT_H, UNIT_D };

/* What a cell of one column means, once found out. */
struct meaning {
	UT_hash_handle hh;
	const char *text;     /* in the arena; "" when not known */
	const char *problem;  /* NULL when it means something */
	const void *thing;    /* the journey, for the journey column */
	int64_t since, until; /* of a period */
	char raw[];
};

struct column {
	const struct jl_source *source;
	const char *name; /* the canonical name, for messages */
	int index;	  /* in the file, or -1 */
	enum jl_dimension dimension;
	struct meaning *meanings;
	struct meaning *last; /* rows are often like the row before */
	size_t last_len;
};

struct value {
	const struct jl_map_measure *measure;
	const struct jl_metric *metric;
	int value, n; /* columns, or -1 */
};

struct jl_mapper {
	const struct jl_map *map;
	const struct jl_ledger *ledger;
	struct jl_keyed *keyed;
	struct jl_table *table;
	struct jl_zone *zone;	  /* of times without an offset */
	struct jl_zone *own_zone; /* opened for the map, or NULL */
	char decimal, thousands;
	struct column dimensions[JL_DIMENSIONS];
	struct column occurred_at, until, period;
	struct value *values;
	struct jl_measure *measures;
	struct jl_arena arena;
	char case_text[2 * JL_DIGEST_SIZE + 1];
	char reason[400];
	uint64_t rounded;
};

/* ---- tying the map to the file ---- */

static void lacks(
	struct jl_str *wrong, const char *what, const char *name, int found)
{
	jl_str_addf(wrong, "%s%s: the file has %s '%s'", wrong->len ? "; " : "",
		what,
		found == JL_TABLE_TWO_COLUMNS ? "two columns" : "no column",
		name);
}

static void tie(struct jl_mapper *m, struct column *column, const char *name,
	const struct jl_source *source, struct jl_str *wrong)
{
	column->source = source;
	column->name = name;
	column->index = -1;
	if (!source->column)
		return;
	column->index = jl_table_column(m->table, source->column);
	if (column->index < 0)
		lacks(wrong, name, source->column, column->index);
}

static void tie_columns(struct jl_mapper *m, struct jl_str *wrong)
{
	const struct jl_map_columns *c = &m->map->columns;
	const struct jl_source *const sources[JL_DIMENSIONS] = {
		[JL_DIMENSION_JOURNEY] = &c->journey,
		[JL_DIMENSION_STAGE] = &c->stage,
		[JL_DIMENSION_STEP] = &c->step,
		[JL_DIMENSION_TO_STEP] = &c->to_step,
		[JL_DIMENSION_CHANNEL] = &c->channel,
		[JL_DIMENSION_TO_CHANNEL] = &c->to_channel,
		[JL_DIMENSION_FUNCTION] = &c->function,
		[JL_DIMENSION_TO_FUNCTION] = &c->to_function,
		[JL_DIMENSION_CASE] = &c->case_id,
	};

	for (int i = 0; i < JL_DIMENSIONS; i++) {
		m->dimensions[i].dimension = (enum jl_dimension)i;
		if (sources[i])
			tie(m, &m->dimensions[i], jl_dimension_names[i],
				sources[i], wrong);
	}
	tie(m, &m->occurred_at, "occurred_at", &c->occurred_at, wrong);
	tie(m, &m->until, "until", &c->until, wrong);
	tie(m, &m->period, "period", &c->period, wrong);
}

static bool is_given(const struct column *column)
{
	return column->source->column || column->source->constant;
}

static int value_column(struct jl_mapper *m, const char *what, const char *name,
	struct jl_str *wrong)
{
	int index = -1;

	if (name) {
		index = jl_table_column(m->table, name);
		if (index < 0)
			lacks(wrong, what, name, index);
	}
	return index;
}

static void tie_values(struct jl_mapper *m, struct jl_str *wrong)
{
	size_t n = m->map->measures.n;

	m->values = jl_xcalloc(n, sizeof(*m->values));
	m->measures = jl_xcalloc(n, sizeof(*m->measures));
	for (size_t i = 0; i < n; i++) {
		const struct jl_map_measure *measure = &m->map->measures.v[i];
		struct value *v = &m->values[i];

		v->measure = measure;
		v->metric = jl_ledger_metric(m->ledger, measure->metric);
		v->value = value_column(m, "value", measure->value, wrong);
		v->n = value_column(m, "n", measure->n, wrong);
	}
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

int jl_mapper_open(const char *path, const struct jl_map *map,
	const struct jl_ledger *ledger, struct jl_keyed *keyed,
	struct jl_mapper **out, struct jl_error *err)
{
	struct jl_table_options options = {
		.format = (enum jl_table_format)map->format,
		.encoding = map->encoding,
		.delimiter = delimiter_of(map),
		.skip_lines = (int)map->skip_lines,
		.header_lines = (int)map->header_lines,
	};
	struct jl_mapper *m = jl_xcalloc(1, sizeof(*m));
	struct jl_str wrong = JL_STR_INIT;
	int rc = 0;

	m->map = map;
	m->ledger = ledger;
	m->keyed = keyed;
	m->zone = ledger->zone;
	m->decimal = map->decimal && *map->decimal ? *map->decimal : '.';
	m->thousands = map->thousands ? *map->thousands : '\0';
	if (map->zone) {
		rc = jl_zone_open(map->zone, &m->own_zone, err);
		m->zone = m->own_zone;
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
		rc = jl_table_open(path, &options, &m->table, err);
	if (rc == 0) {
		tie_columns(m, &wrong);
		tie_values(m, &wrong);
		if (wrong.len)
			rc = jl_fail(err, JL_EINVALID,
				"maps/%s.json does not fit %.200s: %.500s. "
				"The file's columns are: %.300s",
				map->id, path, jl_str_text(&wrong),
				jl_table_columns_text(m->table));
	}
	jl_str_release(&wrong);
	if (rc < 0) {
		jl_mapper_close(m);
		return rc;
	}
	*out = m;
	return 0;
}

static void release_column(struct column *column)
{
	struct meaning *meaning, *next;

	HASH_ITER (hh, column->meanings, meaning, next) {
		HASH_DEL(column->meanings, meaning);
		free(meaning);
	}
}

void jl_mapper_close(struct jl_mapper *m)
{
	if (!m)
		return;
	for (int i = 0; i < JL_DIMENSIONS; i++)
		release_column(&m->dimensions[i]);
	release_column(&m->occurred_at);
	release_column(&m->until);
	release_column(&m->period);
	jl_table_close(m->table);
	jl_zone_close(m->own_zone);
	free(m->values);
	free(m->measures);
	jl_arena_release(&m->arena);
	free(m);
}

/* ---- what a cell means ---- */

static bool is_missing(const struct jl_map *map, const char *text, size_t len)
{
	if (len == 0)
		return true;
	for (size_t i = 0; i < map->missing.n; i++)
		if (strlen(map->missing.v[i]) == len &&
			memcmp(map->missing.v[i], text, len) == 0)
			return true;
	return false;
}

static struct jl_slice trimmed(struct jl_slice cell)
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
	struct jl_mapper *m, const struct jl_source *source, const char *raw)
{
	char *text = jl_arena_strdup(&m->arena, raw);

	if (source->lower)
		for (char *p = text; *p; p++)
			*p = (char)tolower((unsigned char)*p);
	if (source->values.n == 0)
		return text;
	for (size_t i = 0; i < source->values.n; i++)
		if (strcmp(source->values.v[i].key, text) == 0)
			return source->values.v[i].value;
	return NULL;
}

static const char *problem(struct jl_mapper *m, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static const char *problem(struct jl_mapper *m, const char *format, ...)
{
	struct jl_str out = JL_STR_INIT;
	const char *kept;
	char raw[400];
	va_list args;

	va_start(args, format);
	vsnprintf(raw, sizeof(raw), format, args);
	va_end(args);
	jl_str_add_harmless(&out, raw);
	kept = jl_arena_strdup(&m->arena, jl_str_text(&out));
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

static void look_up(struct jl_mapper *m, const struct column *column,
	struct meaning *meaning)
{
	const char *text = translate(m, column->source, meaning->raw);

	if (!text) {
		meaning->problem =
			problem(m, "%s: '%.80s' is not among the map's values",
				column->name, meaning->raw);
		return;
	}
	meaning->text = text;
	switch (column->dimension) {
	case JL_DIMENSION_JOURNEY:
		meaning->thing = jl_ledger_journey(m->ledger, text);
		if (!meaning->thing)
			meaning->problem =
				problem(m, "%s: there is no journey '%.80s'",
					column->name, text);
		break;
	case JL_DIMENSION_FUNCTION:
	case JL_DIMENSION_TO_FUNCTION:
		if (!jl_ledger_find(m->ledger, JL_KIND_FUNCTION, text))
			meaning->problem =
				problem(m, "%s: there is no function '%.80s'",
					column->name, text);
		break;
	case JL_DIMENSION_CHANNEL:
	case JL_DIMENSION_TO_CHANNEL:
		if (!is_channel(text))
			meaning->problem =
				problem(m, "%s: there is no channel '%.80s'",
					column->name, text);
		break;
	default:
		break; /* stages and steps depend on the row's journey */
	}
}

static struct meaning *remember(
	struct column *column, const char *raw, size_t len)
{
	struct meaning *meaning = jl_xcalloc(1, sizeof(*meaning) + len + 1);

	memcpy(meaning->raw, raw, len);
	meaning->text = "";
	HASH_ADD_KEYPTR(hh, column->meanings, meaning->raw, len, meaning);
	return meaning;
}

static struct jl_slice cell_of(struct jl_mapper *m, const struct column *column)
{
	const char *constant = column->source->constant;

	if (column->index >= 0)
		return trimmed(jl_table_cell(m->table, column->index));
	return (struct jl_slice){
		constant ? constant : "", constant ? strlen(constant) : 0};
}

/* The meaning of the row's cell; found says whether it was known before. */
static struct meaning *meaning_of(
	struct jl_mapper *m, struct column *column, bool *found)
{
	struct jl_slice cell = cell_of(m, column);
	struct meaning *meaning = column->last;

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

static bool refuse(struct jl_mapper *m, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static bool refuse(struct jl_mapper *m, const char *format, ...)
{
	struct jl_str out = JL_STR_INIT;
	char raw[300];
	va_list args;

	va_start(args, format);
	vsnprintf(raw, sizeof(raw), format, args);
	va_end(args);
	jl_str_add_harmless(&out, raw);
	snprintf(m->reason, sizeof(m->reason), "%s", jl_str_text(&out));
	jl_str_release(&out);
	return false;
}

/* ---- the row ---- */

static bool has_stage(const struct jl_journey *journey, const char *id)
{
	for (size_t i = 0; i < journey->stages.n; i++)
		if (journey->stages.v[i].id &&
			strcmp(journey->stages.v[i].id, id) == 0)
			return true;
	return false;
}

static bool has_step(const struct jl_journey *journey, const char *id)
{
	for (size_t i = 0; i < journey->stages.n; i++)
		for (size_t j = 0; j < journey->stages.v[i].steps.n; j++) {
			const struct jl_journey_step *step =
				&journey->stages.v[i].steps.v[j];

			if (step->id && strcmp(step->id, id) == 0)
				return true;
		}
	return false;
}

static bool read_dimension(struct jl_mapper *m, struct column *column,
	struct jl_measure *measure, const struct jl_journey *journey)
{
	bool found, known = true;
	struct meaning *meaning = meaning_of(m, column, &found);

	if (!found && !is_missing(m->map, meaning->raw, strlen(meaning->raw)))
		look_up(m, column, meaning);
	if (meaning->problem)
		return refuse(m, "%s", meaning->problem);
	measure->dimensions[column->dimension] =
		(struct jl_slice){meaning->text, strlen(meaning->text)};
	if (!*meaning->text || !journey)
		return true;
	if (column->dimension == JL_DIMENSION_STAGE)
		known = has_stage(journey, meaning->text);
	else if (column->dimension == JL_DIMENSION_STEP ||
		 column->dimension == JL_DIMENSION_TO_STEP)
		known = has_step(journey, meaning->text);
	if (!known)
		return refuse(m, "%s: journey '%s' has no %s '%.80s'",
			column->name, journey->id,
			column->dimension == JL_DIMENSION_STAGE ? "stage"
								: "step",
			meaning->text);
	return true;
}

static bool read_case(struct jl_mapper *m, struct jl_measure *measure)
{
	struct column *column = &m->dimensions[JL_DIMENSION_CASE];
	struct jl_slice *out = &measure->dimensions[JL_DIMENSION_CASE];
	uint8_t digest[JL_DIGEST_SIZE];
	struct jl_slice cell;

	*out = (struct jl_slice){"", 0};
	if (!column->source->column || m->map->case_ids == JL_CASE_IDS_NONE)
		return true;
	cell = cell_of(m, column);
	if (is_missing(m->map, cell.text, cell.len))
		return true;
	if (m->map->case_ids == JL_CASE_IDS_PLAIN) {
		*out = cell;
		return true;
	}
	/* Half of the digest: 128 bits keep cases apart. */
	jl_keyed_hash(m->keyed, cell.text, cell.len, digest);
	jl_hex(digest, JL_DIGEST_SIZE / 2, m->case_text);
	*out = (struct jl_slice){m->case_text, JL_DIGEST_SIZE};
	return true;
}

static bool parse_time(struct jl_mapper *m, const char *text, size_t len,
	struct jl_civil *civil, bool *has_offset, int *offset_s)
{
	bool has_time;

	if (m->map->date_format)
		return jl_date_by_pattern(text, len, m->map->date_format, civil,
			has_offset, offset_s);
	return jl_civil_parse(
		text, len, civil, &has_time, has_offset, offset_s);
}

/* Does the program know the day in the ledger's zone, too? */
static bool is_in_reach(
	struct jl_mapper *m, const struct jl_civil *civil, int64_t instant)
{
	int32_t day;

	if (civil->year > 1900 && civil->year < 2199)
		return true;
	day = jl_zone_day(m->ledger->zone, instant);
	return day >= JL_DAY_MIN && day <= JL_DAY_MAX;
}

static bool read_instant(
	struct jl_mapper *m, const struct column *column, int64_t *instant)
{
	struct jl_slice cell = cell_of(m, column);
	struct jl_civil civil;
	bool has_offset;
	int offset_s;

	*instant = JL_INSTANT_NONE;
	if (is_missing(m->map, cell.text, cell.len))
		return true;
	if (parse_time(
		    m, cell.text, cell.len, &civil, &has_offset, &offset_s)) {
		*instant = has_offset ? jl_instant_from_civil(&civil, offset_s)
				      : jl_zone_instant(m->zone, &civil);
		if (is_in_reach(m, &civil, *instant))
			return true;
	}
	return refuse(m,
		"%s: '%.*s' is no time between 1900 and 2199 in the form "
		"%.60s",
		column->name, (int)(cell.len < 60 ? cell.len : 60), cell.text,
		m->map->date_format ? m->map->date_format
				    : "2026-11-22T10:15:00");
}

/* How long a period is that is written by this pattern. */
static int length_of(const char *pattern)
{
	if (strstr(pattern, "%d"))
		return JL_AS_DAY;
	return strstr(pattern, "%m") || strstr(pattern, "%b") ? JL_AS_MONTH
							      : JL_AS_YEAR;
}

/* The month, quarter ... around a date. */
static void around(int as, int32_t day, struct jl_period *period)
{
	static const int months[] = {
		[JL_AS_MONTH] = 1, [JL_AS_QUARTER] = 3, [JL_AS_YEAR] = 12};
	struct jl_civil civil;

	period->since = day;
	period->until = day + 1;
	if (as != JL_AS_MONTH && as != JL_AS_QUARTER && as != JL_AS_YEAR)
		return;
	jl_day_to_civil(day, &civil);
	period->since = jl_month_start(day, -((civil.month - 1) % months[as]));
	period->until = jl_month_start(period->since, months[as]);
}

static void read_period(struct jl_mapper *m, struct meaning *meaning)
{
	int as = m->period.source->as;
	struct jl_error err;
	struct jl_period period = {0};
	struct jl_civil civil;
	bool has_offset;
	int offset_s;

	if (as == JL_AS_WRITTEN && m->map->date_format)
		as = length_of(m->map->date_format);
	if (as != JL_AS_WRITTEN) {
		if (!parse_time(m, meaning->raw, strlen(meaning->raw), &civil,
			    &has_offset, &offset_s)) {
			meaning->problem = problem(m,
				"%s: '%.60s' is no date between 1900 and 2199 "
				"in the form %.60s",
				"period", meaning->raw,
				m->map->date_format ? m->map->date_format
						    : "2026-11-22");
			return;
		}
		around(as,
			jl_day_from_civil(civil.year, civil.month, civil.day),
			&period);
	} else if (jl_period_parse_dated(meaning->raw,
			   jl_fiscal_start(&m->ledger->settings), &period,
			   &err) < 0) {
		meaning->problem =
			problem(m, "%s: %.300s", "period", err.message);
		return;
	}
	/* A total is for whole local days, in the ledger's own zone. */
	meaning->since = jl_zone_midnight(m->ledger->zone, period.since);
	meaning->until = jl_zone_midnight(m->ledger->zone, period.until);
}

static bool read_times(struct jl_mapper *m, struct jl_measure *measure)
{
	bool found;

	if (is_given(&m->period)) {
		struct meaning *meaning = meaning_of(m, &m->period, &found);

		if (!found)
			read_period(m, meaning);
		if (meaning->problem)
			return refuse(m, "%s", meaning->problem);
		measure->occurred_at = meaning->since;
		measure->until = meaning->until;
		return true;
	}
	if (!read_instant(m, &m->occurred_at, &measure->occurred_at))
		return false;
	if (measure->occurred_at == JL_INSTANT_NONE)
		return refuse(m, "occurred_at is empty");
	measure->until = JL_INSTANT_NONE;
	if (is_given(&m->until) && !read_instant(m, &m->until, &measure->until))
		return false;
	if (measure->until != JL_INSTANT_NONE &&
		measure->until < measure->occurred_at)
		return refuse(m, "until lies before occurred_at");
	return true;
}

/* Takes out the mark that groups thousands, where three digits follow it. */
static struct jl_slice without_thousands(
	struct jl_mapper *m, struct jl_slice cell, char buffer[64])
{
	size_t n = 0, digits;

	if (!m->thousands || cell.len >= 64)
		return cell;
	for (size_t i = 0; i < cell.len; i++) {
		for (digits = 0;
			i + 1 + digits < cell.len &&
			isdigit((unsigned char)cell.text[i + 1 + digits]);
			digits++)
			;
		if (cell.text[i] != m->thousands || n == 0 || digits != 3)
			buffer[n++] = cell.text[i];
	}
	return (struct jl_slice){buffer, n};
}

static bool read_amount(
	struct jl_mapper *m, int column, const char *name, int64_t *amount)
{
	struct jl_slice cell = trimmed(jl_table_cell(m->table, column));
	struct jl_error err;
	char buffer[64];
	bool is_rounded;

	cell = without_thousands(m, cell, buffer);
	if (jl_amount_parse(cell.text, cell.len, m->decimal, amount,
		    &is_rounded, &err) < 0)
		return refuse(m, "%s: %s", name, err.message);
	m->rounded += is_rounded;
	return true;
}

/* In seconds, when the file has minutes, hours or days. */
static bool to_seconds(struct jl_mapper *m, int unit, int64_t *amount)
{
	static const int64_t seconds[] = {[UNIT_S] = 1,
		[UNIT_MIN] = 60,
		[UNIT_H] = 3600,
		[UNIT_D] = 86400};

	if (*amount > JL_AMOUNT_MAX / seconds[unit] ||
		*amount < -JL_AMOUNT_MAX / seconds[unit])
		return refuse(m, "the duration is too long");
	*amount *= seconds[unit];
	return true;
}

static bool read_n(
	struct jl_mapper *m, const struct value *v, struct jl_measure *measure)
{
	measure->n = 1;
	if (v->n < 0)
		return true;
	if (!read_amount(m, v->n, v->measure->n, &measure->n))
		return false;
	if (measure->n < 0 || measure->n % JL_MICRO != 0)
		return refuse(m, "%s: n must be a whole number, not negative",
			v->measure->n);
	measure->n /= JL_MICRO;
	return true;
}

/* Is there such a share, duration, answer? */
static bool is_possible(struct jl_mapper *m, const struct value *v,
	const struct jl_measure *measure)
{
	const char *column = v->measure->value;

	if (v->metric->unit == JL_UNIT_SHARE &&
		(measure->value < 0 ||
			(jl_sum)measure->value > (jl_sum)measure->n * JL_MICRO))
		return refuse(m, "%s: a share's value lies between 0 and its n",
			column);
	if (v->metric->unit == JL_UNIT_S && measure->value < 0)
		return refuse(m, "%s: a duration is not negative", column);
	/* Who would recommend it is asked on a scale of 0 to 10. */
	if (v->metric->kind == JL_FRICTION_RECOMMENDATION &&
		v->metric->unit == JL_UNIT_POINTS &&
		measure->shape == JL_MEASURE_POINT &&
		(measure->value < 0 || measure->value > 10 * JL_MICRO))
		return refuse(m, "%s: an answer lies between 0 and 10", column);
	return true;
}

/* One metric of the row. *skip: its cell is empty, it was not measured. */
static bool read_value(struct jl_mapper *m, const struct value *v,
	struct jl_measure *measure, bool *skip)
{
	bool is_total = measure->until != JL_INSTANT_NONE;

	*skip = false;
	measure->shape = is_total ? JL_MEASURE_TOTAL : JL_MEASURE_POINT;
	measure->dimensions[JL_DIMENSION_METRIC] =
		(struct jl_slice){v->metric->id, strlen(v->metric->id)};
	if (v->value < 0 && is_total && v->metric->unit == JL_UNIT_S &&
		!is_given(&m->period)) {
		measure->shape = JL_MEASURE_SPAN;
		measure->value = measure->until - measure->occurred_at;
		measure->n = 1;
		return true;
	}
	if (v->value < 0 && v->metric->unit == JL_UNIT_S)
		return refuse(m,
			"until is empty: a span that has not ended has no "
			"length yet");
	measure->value = JL_MICRO;
	if (v->value >= 0) {
		struct jl_slice cell =
			trimmed(jl_table_cell(m->table, v->value));

		*skip = is_missing(m->map, cell.text, cell.len);
		if (*skip)
			return true;
		if (!read_amount(
			    m, v->value, v->measure->value, &measure->value))
			return false;
	}
	if (v->metric->unit == JL_UNIT_S &&
		!to_seconds(m, v->measure->unit, &measure->value))
		return false;
	if (!read_n(m, v, measure))
		return false;
	return is_possible(m, v, measure);
}

/* A step that is given with a stage is a step of that stage. */
static bool fits_stage(struct jl_mapper *m, const struct jl_measure *base,
	const struct jl_journey *journey)
{
	const char *stage = base->dimensions[JL_DIMENSION_STAGE].text;
	const char *step = base->dimensions[JL_DIMENSION_STEP].text;

	if (!stage || !*stage || !step || !*step)
		return true;
	for (size_t i = 0; i < journey->stages.n; i++) {
		const struct jl_stage *s = &journey->stages.v[i];

		for (size_t k = 0;
			s->id && strcmp(s->id, stage) == 0 && k < s->steps.n;
			k++)
			if (s->steps.v[k].id &&
				strcmp(s->steps.v[k].id, step) == 0)
				return true;
	}
	return refuse(
		m, "step: '%.80s' is no step of stage '%.80s'", step, stage);
}

static bool read_row(struct jl_mapper *m, size_t *n)
{
	struct column *journeys = &m->dimensions[JL_DIMENSION_JOURNEY];
	struct jl_measure base = {.line = jl_table_line(m->table)};
	const struct jl_journey *journey;

	*n = 0;
	if (jl_table_problem(m->table))
		return refuse(m, "%s", jl_table_problem(m->table));
	if (!read_dimension(m, journeys, &base, NULL))
		return false;
	journey = journeys->last->thing;
	if (!journey)
		return refuse(m, "journey is empty");
	for (int i = JL_PLACE_FIRST; i < JL_PLACE_END; i++)
		if (!is_given(&m->dimensions[i]))
			base.dimensions[i] = (struct jl_slice){"", 0};
		else if (!read_dimension(m, &m->dimensions[i], &base, journey))
			return false;
	if (!fits_stage(m, &base, journey))
		return false;
	if (!read_times(m, &base) || !read_case(m, &base))
		return false;
	for (size_t i = 0; i < m->map->measures.n; i++) {
		struct jl_measure *measure = &m->measures[*n];
		bool skip;

		*measure = base;
		if (!read_value(m, &m->values[i], measure, &skip))
			return false;
		*n += !skip;
	}
	return *n > 0 || refuse(m, "nothing was measured in this row");
}

int jl_mapper_next(struct jl_mapper *m, const struct jl_measure **measures,
	size_t *n, const char **reason, struct jl_error *err)
{
	int rc = jl_table_next(m->table, err);
	const char *unseen = rc == 0 ? jl_table_unseen(m->table) : NULL;

	if (unseen && jl_table_line(m->table) > 0)
		return jl_fail(err, JL_EINVALID,
			"maps/%s.json does not fit the file: no line of it has "
			"the key '%.80s'",
			m->map->id, unseen);
	if (rc <= 0)
		return rc;
	if (!read_row(m, n)) {
		*n = 0;
		*reason = m->reason;
	}
	*measures = m->measures;
	return 1;
}

size_t jl_mapper_line(const struct jl_mapper *m)
{
	return jl_table_line(m->table);
}

uint64_t jl_mapper_rounded(const struct jl_mapper *m)
{
	return m->rounded;
}

struct jl_input *jl_mapper_input(struct jl_mapper *m)
{
	return jl_table_input(m->table);
}

const struct jl_table *jl_mapper_table(const struct jl_mapper *m)
{
	return m->table;
}
