/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Row by row; what an activity means is looked up once. */
#include "journeys/event_mapper.h"

#include "journeys/cells.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* What is known of an activity of a journey. */
struct activity {
	UT_hash_handle hh;
	const struct jl_journey *journey;
	const char *stage, *step; /* "" for none */
	bool is_end;
	char key[]; /* journey, a line end, activity */
};

struct jl_event_mapper {
	struct jl_cells cells;
	struct jl_tied journey, case_id, step, function, channel, reason;
	struct jl_tied customer, lifecycle;
	struct jl_tied occurred_at, started_at, deadline;
	int *activity_columns;
	struct activity *activities;
	struct activity *last;	/* events are often like the one before */
	struct jl_str activity; /* of the row */
	struct jl_str key;
	char customer_text[2 * JL_DIGEST_SIZE + 1];
	char transition[40]; /* of the row, in small letters */
	uint64_t rows;
};

static void tie_columns(struct jl_event_mapper *m, struct jl_str *wrong)
{
	const struct jl_map *map = m->cells.map;
	const struct jl_map_columns *c = &map->columns;
	const struct {
		struct jl_tied *column;
		const char *name;
		const struct jl_source *source;
		enum jl_dimension dimension;
	} ties[] = {
		{&m->journey, "journey", &c->journey, JL_DIMENSION_JOURNEY},
		{&m->case_id, "case", &c->case_id, JL_DIMENSION_CASE},
		{&m->step, "step", &c->step, JL_DIMENSION_STEP},
		{&m->function, "function", &c->function, JL_DIMENSION_FUNCTION},
		{&m->channel, "channel", &c->channel, JL_DIMENSION_CHANNEL},
		{&m->reason, "reason", &c->reason, JL_DIMENSIONS},
		{&m->customer, "customer", &c->customer, JL_DIMENSIONS},
		{&m->lifecycle, "lifecycle", &c->lifecycle, JL_DIMENSIONS},
		{&m->occurred_at, "occurred_at", &c->occurred_at,
			JL_DIMENSIONS},
		{&m->started_at, "started_at", &c->started_at, JL_DIMENSIONS},
		{&m->deadline, "deadline", &c->deadline, JL_DIMENSIONS},
	};

	for (size_t i = 0; i < JL_COUNT(ties); i++) {
		ties[i].column->dimension = ties[i].dimension;
		jl_cells_tie(&m->cells, ties[i].column, ties[i].name,
			ties[i].source, wrong);
	}
	m->activity_columns =
		jl_xcalloc(map->activity.n, sizeof(*m->activity_columns));
	for (size_t i = 0; i < map->activity.n; i++)
		m->activity_columns[i] = jl_cells_column(
			&m->cells, "activity", map->activity.v[i], wrong);
}

int jl_event_mapper_open(const char *path, const struct jl_map *map,
	const struct jl_ledger *ledger, struct jl_keyed *keyed,
	struct jl_event_mapper **out, struct jl_error *err)
{
	struct jl_event_mapper *m = jl_xcalloc(1, sizeof(*m));
	struct jl_str wrong = JL_STR_INIT;
	int rc = jl_cells_open(&m->cells, path, map, ledger, keyed, err);

	if (rc == 0) {
		tie_columns(m, &wrong);
		rc = jl_cells_fit(&m->cells, path, &wrong, err);
	}
	jl_str_release(&wrong);
	if (rc < 0) {
		jl_event_mapper_close(m);
		return rc;
	}
	*out = m;
	return 0;
}

static void release_columns(struct jl_event_mapper *m)
{
	struct jl_tied *const tied[] = {&m->journey, &m->case_id, &m->step,
		&m->function, &m->channel, &m->reason, &m->customer,
		&m->lifecycle, &m->occurred_at, &m->started_at, &m->deadline};

	for (size_t i = 0; i < JL_COUNT(tied); i++)
		jl_tied_release(tied[i]);
}

void jl_event_mapper_close(struct jl_event_mapper *m)
{
	struct activity *a, *next;

	if (!m)
		return;
	release_columns(m);
	HASH_ITER (hh, m->activities, a, next) {
		HASH_DEL(m->activities, a);
		free(a);
	}
	jl_cells_close(&m->cells);
	jl_str_release(&m->activity);
	jl_str_release(&m->key);
	free(m->activity_columns);
	free(m);
}

/* ---- what an activity means ---- */

static const char *mapped_step(const struct jl_map *map, const char *activity)
{
	const char *step = jl_pairs_find(&map->steps, activity);

	return step ? step : "";
}

/* The stage of the journey that has the step; "" when there is none. */
static const char *stage_of(const struct jl_journey *journey, const char *step)
{
	const struct jl_stage *stage;

	return *step && jl_journey_step(journey, step, &stage) && stage->id
		       ? stage->id
		       : "";
}

static struct activity *activity_of(
	struct jl_event_mapper *m, const struct jl_journey *journey)
{
	const struct jl_map *map = m->cells.map;
	struct activity *a = m->last;

	jl_str_clear(&m->key);
	jl_str_add(&m->key, journey->id);
	jl_str_addc(&m->key, '\n');
	jl_str_addn(&m->key, jl_str_text(&m->activity), m->activity.len);
	if (a && strcmp(a->key, jl_str_text(&m->key)) == 0)
		return a;
	HASH_FIND_STR(m->activities, jl_str_text(&m->key), a);
	if (!a) {
		a = jl_xcalloc(1, sizeof(*a) + m->key.len + 1);
		memcpy(a->key, m->key.text, m->key.len);
		a->step = mapped_step(map, jl_str_text(&m->activity));
		a->stage = stage_of(journey, a->step);
		a->is_end =
			map->ends.n == 0 ||
			jl_texts_have(&map->ends, jl_str_text(&m->activity));
		HASH_ADD_STR(m->activities, key, a);
	}
	m->last = a;
	return a;
}

/* ---- the row ---- */

static struct jl_slice slice_of(const char *text)
{
	return (struct jl_slice){text, strlen(text)};
}

/* The words of all its columns, joined. */
static bool read_activity(struct jl_event_mapper *m)
{
	struct jl_cells *c = &m->cells;

	jl_str_clear(&m->activity);
	for (size_t i = 0; i < c->map->activity.n; i++) {
		struct jl_slice cell = jl_trimmed(
			jl_table_cell(c->table, m->activity_columns[i]));

		if (jl_is_missing(c->map, cell.text, cell.len))
			continue;
		if (m->activity.len)
			jl_str_addc(&m->activity, '+');
		jl_str_addn(&m->activity, cell.text, cell.len);
	}
	if (m->activity.len == 0)
		return jl_cells_refuse(c, "activity is empty");
	if (strlen(m->activity.text) < m->activity.len)
		return jl_cells_refuse(c, "activity: holds a NUL");
	return true;
}

/* *is_read: is it one that the map reads? */
static bool read_transition(struct jl_event_mapper *m,
	enum jl_transition *transition, bool *is_read)
{
	const struct jl_texts *wanted = &m->cells.map->lifecycle;
	struct jl_slice cell = jl_cells_text(&m->cells, &m->lifecycle);
	char word[sizeof(m->transition)] = "";

	*transition = JL_TRANSITION_COMPLETE;
	*is_read = true;
	if (!jl_is_tied(&m->lifecycle) ||
		jl_is_missing(m->cells.map, cell.text, cell.len))
		return true;
	for (size_t i = 0; i < cell.len && i < sizeof(word) - 1; i++)
		word[i] = (char)tolower((unsigned char)cell.text[i]);
	*is_read = wanted->n == 0 || jl_texts_have(wanted, word);
	memcpy(m->transition, word, sizeof(word));
	for (int i = 0; i < JL_TRANSITIONS; i++)
		if (strcmp(jl_transition_names[i], word) == 0) {
			*transition = (enum jl_transition)i;
			return true;
		}
	/* What else the lifecycle knows (schedule, assign, ...) is no work. */
	*is_read = false;
	return true;
}

static bool read_times(struct jl_event_mapper *m, struct jl_event_row *row)
{
	if (!jl_cells_instant(&m->cells, &m->occurred_at, &row->occurred_at))
		return false;
	if (row->occurred_at == JL_INSTANT_NONE)
		return jl_cells_refuse(&m->cells, "occurred_at is empty");
	row->started_at = row->deadline = JL_INSTANT_NONE;
	if (jl_is_tied(&m->started_at) &&
		!jl_cells_instant(&m->cells, &m->started_at, &row->started_at))
		return false;
	return !jl_is_tied(&m->deadline) ||
	       jl_cells_instant(&m->cells, &m->deadline, &row->deadline);
}

/* A customer never enters git by name. */
static void read_customer(struct jl_event_mapper *m, struct jl_slice *out)
{
	struct jl_slice cell = jl_cells_text(&m->cells, &m->customer);
	uint8_t digest[JL_DIGEST_SIZE];

	*out = slice_of("");
	if (!jl_is_tied(&m->customer) || !m->cells.keyed ||
		jl_is_missing(m->cells.map, cell.text, cell.len))
		return;
	jl_keyed_hash(m->cells.keyed, cell.text, cell.len, digest);
	jl_hex(digest, JL_DIGEST_SIZE / 2, m->customer_text);
	*out = slice_of(m->customer_text);
}

static bool read_places(struct jl_event_mapper *m, struct jl_event_row *row,
	const struct jl_journey *journey)
{
	struct jl_cells *c = &m->cells;
	const struct activity *a = activity_of(m, journey);

	row->texts[JL_EVENT_ACTIVITY] =
		(struct jl_slice){m->activity.text, m->activity.len};
	row->texts[JL_EVENT_STEP] = slice_of(a->step);
	row->texts[JL_EVENT_STAGE] = slice_of(a->stage);
	row->texts[JL_EVENT_FUNCTION] = slice_of("");
	row->texts[JL_EVENT_CHANNEL] = slice_of("");
	row->is_end = a->is_end;
	if (*a->step && !jl_journey_step(journey, a->step, NULL))
		return jl_cells_refuse(c, "journey '%s' has no step '%.80s'",
			journey->id, a->step);
	if (jl_is_tied(&m->step) && !jl_cells_dimension(c, &m->step, journey,
					    &row->texts[JL_EVENT_STEP]))
		return false;
	if (jl_is_tied(&m->step))
		row->texts[JL_EVENT_STAGE] = slice_of(
			stage_of(journey, row->texts[JL_EVENT_STEP].text));
	if (jl_is_tied(&m->function) &&
		!jl_cells_dimension(c, &m->function, journey,
			&row->texts[JL_EVENT_FUNCTION]))
		return false;
	return !jl_is_tied(&m->channel) ||
	       jl_cells_dimension(
		       c, &m->channel, journey, &row->texts[JL_EVENT_CHANNEL]);
}

static bool read_row(
	struct jl_event_mapper *m, struct jl_event_row *row, bool *is_read)
{
	struct jl_cells *c = &m->cells;
	const struct jl_journey *journey;
	struct jl_slice reason;

	*is_read = true;
	if (jl_table_problem(c->table))
		return jl_cells_refuse(c, "%s", jl_table_problem(c->table));
	if (!read_transition(m, &row->transition, is_read) || !*is_read)
		return true;
	if (!jl_cells_dimension(
		    c, &m->journey, NULL, &row->texts[JL_EVENT_JOURNEY]))
		return false;
	journey = m->journey.last->thing;
	if (!journey)
		return jl_cells_refuse(c, "journey is empty");
	if (!jl_cells_case(c, &m->case_id, &row->texts[JL_EVENT_CASE]))
		return false;
	if (row->texts[JL_EVENT_CASE].len == 0)
		return jl_cells_refuse(c, "case is empty");
	if (!read_activity(m) || !read_places(m, row, journey) ||
		!read_times(m, row))
		return false;
	read_customer(m, &row->texts[JL_EVENT_CUSTOMER]);
	reason = jl_cells_text(c, &m->reason);
	row->texts[JL_EVENT_REASON] =
		jl_is_tied(&m->reason) &&
				!jl_is_missing(c->map, reason.text, reason.len)
			? reason
			: slice_of("");
	return true;
}

int jl_event_mapper_next(struct jl_event_mapper *m, struct jl_event_row *row,
	enum jl_event_outcome *outcome, const char **reason,
	struct jl_error *err)
{
	int rc = jl_table_next(m->cells.table, err);
	bool is_read;

	if (rc <= 0)
		return rc;
	*row = (struct jl_event_row){.row = ++m->rows};
	*outcome = JL_EVENT_READ;
	if (!read_row(m, row, &is_read)) {
		*outcome = JL_EVENT_REFUSED;
		*reason = m->cells.reason;
	} else if (!is_read) {
		*outcome = JL_EVENT_SKIPPED;
		*reason = m->transition;
	}
	return 1;
}

struct jl_table *jl_event_mapper_table(struct jl_event_mapper *m)
{
	return m->cells.table;
}
