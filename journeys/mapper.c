/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The mapper first ties every canonical column to a column of the file (or a
 * constant), then goes row by row. Ids are checked against the ledger here,
 * so a batch never names what is not defined.
 */
#include "journeys/mapper.h"

#include "core/period.h"
#include "journeys/cells.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { UNIT_S, UNIT_MIN, UNIT_H, UNIT_D };

struct value {
	const struct jl_map_measure *measure;
	const struct jl_metric *metric;
	int value, n; /* columns, or -1 */
};

struct jl_mapper {
	struct jl_cells cells;
	char decimal, thousands;
	struct jl_tied dimensions[JL_DIMENSIONS];
	struct jl_tied occurred_at, until, period;
	struct value *values;
	struct jl_measure *measures;
	uint64_t rounded;
};

/* ---- tying the map to the file ---- */

static void tie_columns(struct jl_mapper *m, struct jl_str *wrong)
{
	const struct jl_map_columns *c = &m->cells.map->columns;
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
			jl_cells_tie(&m->cells, &m->dimensions[i],
				jl_dimension_names[i], sources[i], wrong);
	}
	jl_cells_tie(&m->cells, &m->occurred_at, "occurred_at", &c->occurred_at,
		wrong);
	jl_cells_tie(&m->cells, &m->until, "until", &c->until, wrong);
	jl_cells_tie(&m->cells, &m->period, "period", &c->period, wrong);
}

static void tie_values(struct jl_mapper *m, struct jl_str *wrong)
{
	size_t n = m->cells.map->measures.n;

	m->values = jl_xcalloc(n, sizeof(*m->values));
	m->measures = jl_xcalloc(n, sizeof(*m->measures));
	for (size_t i = 0; i < n; i++) {
		const struct jl_map_measure *measure =
			&m->cells.map->measures.v[i];
		struct value *v = &m->values[i];

		v->measure = measure;
		v->metric = jl_ledger_metric(m->cells.ledger, measure->metric);
		v->value = jl_cells_column(
			&m->cells, "value", measure->value, wrong);
		v->n = jl_cells_column(&m->cells, "n", measure->n, wrong);
	}
}

int jl_mapper_open(const char *path, const struct jl_map *map,
	const struct jl_ledger *ledger, struct jl_keyed *keyed,
	struct jl_mapper **out, struct jl_error *err)
{
	struct jl_mapper *m = jl_xcalloc(1, sizeof(*m));
	struct jl_str wrong = JL_STR_INIT;
	int rc = jl_cells_open(&m->cells, path, map, ledger, keyed, err);

	m->decimal = map->decimal && *map->decimal ? *map->decimal : '.';
	m->thousands = map->thousands ? *map->thousands : '\0';
	if (rc == 0) {
		tie_columns(m, &wrong);
		tie_values(m, &wrong);
		rc = jl_cells_fit(&m->cells, path, &wrong, err);
	}
	jl_str_release(&wrong);
	if (rc < 0) {
		jl_mapper_close(m);
		return rc;
	}
	*out = m;
	return 0;
}

void jl_mapper_close(struct jl_mapper *m)
{
	if (!m)
		return;
	for (int i = 0; i < JL_DIMENSIONS; i++)
		jl_tied_release(&m->dimensions[i]);
	jl_tied_release(&m->occurred_at);
	jl_tied_release(&m->until);
	jl_tied_release(&m->period);
	jl_cells_close(&m->cells);
	free(m->values);
	free(m->measures);
	free(m);
}

/* ---- the row ---- */

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

static void read_period(struct jl_mapper *m, struct jl_meaning *meaning)
{
	int as = m->period.source->as;
	struct jl_error err;
	struct jl_period period = {0};
	struct jl_civil civil;
	bool has_offset;
	int offset_s;

	if (as == JL_AS_WRITTEN && m->cells.map->date_format)
		as = length_of(m->cells.map->date_format);
	if (as != JL_AS_WRITTEN) {
		if (!jl_cells_time(&m->cells, meaning->raw,
			    strlen(meaning->raw), &civil, &has_offset,
			    &offset_s)) {
			meaning->problem = jl_cells_problem(&m->cells,
				"%s: '%.60s' is no date between 1900 and 2199 "
				"in the form %.60s",
				"period", meaning->raw,
				m->cells.map->date_format
					? m->cells.map->date_format
					: "2026-11-22");
			return;
		}
		around(as,
			jl_day_from_civil(civil.year, civil.month, civil.day),
			&period);
	} else if (jl_period_parse_dated(meaning->raw,
			   jl_fiscal_start(&m->cells.ledger->settings), &period,
			   &err) < 0) {
		meaning->problem = jl_cells_problem(
			&m->cells, "%s: %.300s", "period", err.message);
		return;
	}
	/* A total is for whole local days, in the ledger's own zone. */
	meaning->since = jl_zone_midnight(m->cells.ledger->zone, period.since);
	meaning->until = jl_zone_midnight(m->cells.ledger->zone, period.until);
}

static bool read_times(struct jl_mapper *m, struct jl_measure *measure)
{
	bool found;

	if (jl_is_tied(&m->period)) {
		struct jl_meaning *meaning =
			jl_cells_meaning(&m->cells, &m->period, &found);

		if (!found)
			read_period(m, meaning);
		if (meaning->problem)
			return jl_cells_refuse(
				&m->cells, "%s", meaning->problem);
		measure->occurred_at = meaning->since;
		measure->until = meaning->until;
		return true;
	}
	if (!jl_cells_instant(
		    &m->cells, &m->occurred_at, &measure->occurred_at))
		return false;
	if (measure->occurred_at == JL_INSTANT_NONE)
		return jl_cells_refuse(&m->cells, "occurred_at is empty");
	measure->until = JL_INSTANT_NONE;
	if (jl_is_tied(&m->until) &&
		!jl_cells_instant(&m->cells, &m->until, &measure->until))
		return false;
	if (measure->until != JL_INSTANT_NONE &&
		measure->until < measure->occurred_at)
		return jl_cells_refuse(
			&m->cells, "until lies before occurred_at");
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
	struct jl_slice cell =
		jl_trimmed(jl_table_cell(m->cells.table, column));
	struct jl_error err;
	char buffer[64];
	bool is_rounded;

	cell = without_thousands(m, cell, buffer);
	if (jl_amount_parse(cell.text, cell.len, m->decimal, amount,
		    &is_rounded, &err) < 0)
		return jl_cells_refuse(&m->cells, "%s: %s", name, err.message);
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
		return jl_cells_refuse(&m->cells, "the duration is too long");
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
		return jl_cells_refuse(&m->cells,
			"%s: n must be a whole number, not negative",
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
		return jl_cells_refuse(&m->cells,
			"%s: a share's value lies between 0 and its n", column);
	if (v->metric->unit == JL_UNIT_S && measure->value < 0)
		return jl_cells_refuse(
			&m->cells, "%s: a duration is not negative", column);
	/* Who would recommend it is asked on a scale of 0 to 10. */
	if (v->metric->kind == JL_FRICTION_RECOMMENDATION &&
		v->metric->unit == JL_UNIT_POINTS &&
		measure->shape == JL_MEASURE_POINT &&
		(measure->value < 0 || measure->value > 10 * JL_MICRO))
		return jl_cells_refuse(&m->cells,
			"%s: an answer lies between 0 and 10", column);
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
		!jl_is_tied(&m->period)) {
		measure->shape = JL_MEASURE_SPAN;
		measure->value = measure->until - measure->occurred_at;
		measure->n = 1;
		return true;
	}
	if (v->value < 0 && v->metric->unit == JL_UNIT_S)
		return jl_cells_refuse(&m->cells,
			"until is empty: a span that has not ended has no "
			"length yet");
	measure->value = JL_MICRO;
	if (v->value >= 0) {
		struct jl_slice cell =
			jl_trimmed(jl_table_cell(m->cells.table, v->value));

		*skip = jl_is_missing(m->cells.map, cell.text, cell.len);
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
	const struct jl_stage *of;

	if (!stage || !*stage || !step || !*step)
		return true;
	if (jl_journey_step(journey, step, &of) && of->id &&
		strcmp(of->id, stage) == 0)
		return true;
	return jl_cells_refuse(&m->cells,
		"step: '%.80s' is no step of stage '%.80s'", step, stage);
}

static bool read_row(struct jl_mapper *m, size_t *n)
{
	struct jl_tied *journeys = &m->dimensions[JL_DIMENSION_JOURNEY];
	struct jl_measure base = {.line = jl_table_line(m->cells.table)};
	const struct jl_journey *journey;

	*n = 0;
	if (jl_table_problem(m->cells.table))
		return jl_cells_refuse(
			&m->cells, "%s", jl_table_problem(m->cells.table));
	if (!jl_cells_dimension(&m->cells, journeys, NULL,
		    &base.dimensions[JL_DIMENSION_JOURNEY]))
		return false;
	journey = journeys->last->thing;
	if (!journey)
		return jl_cells_refuse(&m->cells, "journey is empty");
	for (int i = JL_PLACE_FIRST; i < JL_PLACE_END; i++)
		if (!jl_is_tied(&m->dimensions[i]))
			base.dimensions[i] = (struct jl_slice){"", 0};
		else if (!jl_cells_dimension(&m->cells, &m->dimensions[i],
				 journey, &base.dimensions[i]))
			return false;
	if (!fits_stage(m, &base, journey))
		return false;
	if (!read_times(m, &base) ||
		!jl_cells_case(&m->cells, &m->dimensions[JL_DIMENSION_CASE],
			&base.dimensions[JL_DIMENSION_CASE]))
		return false;
	for (size_t i = 0; i < m->cells.map->measures.n; i++) {
		struct jl_measure *measure = &m->measures[*n];
		bool skip;

		*measure = base;
		if (!read_value(m, &m->values[i], measure, &skip))
			return false;
		*n += !skip;
	}
	return *n > 0 ||
	       jl_cells_refuse(&m->cells, "nothing was measured in this row");
}

int jl_mapper_next(struct jl_mapper *m, const struct jl_measure **measures,
	size_t *n, const char **reason, struct jl_error *err)
{
	int rc = jl_table_next(m->cells.table, err);
	const char *unseen = rc == 0 ? jl_table_unseen(m->cells.table) : NULL;

	if (unseen && jl_table_line(m->cells.table) > 0)
		return jl_fail(err, JL_EINVALID,
			"maps/%s.json does not fit the file: no line of it has "
			"the key '%.80s'",
			m->cells.map->id, unseen);
	if (rc <= 0)
		return rc;
	if (!read_row(m, n)) {
		*n = 0;
		*reason = m->cells.reason;
	}
	*measures = m->measures;
	return 1;
}

size_t jl_mapper_line(const struct jl_mapper *m)
{
	return jl_table_line(m->cells.table);
}

uint64_t jl_mapper_rounded(const struct jl_mapper *m)
{
	return m->rounded;
}

struct jl_input *jl_mapper_input(struct jl_mapper *m)
{
	return jl_table_input(m->cells.table);
}

struct jl_table *jl_mapper_table(struct jl_mapper *m)
{
	return m->cells.table;
}
