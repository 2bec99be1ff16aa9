/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* What a map must say, and that what it names is defined. */
#include "journeys/map.h"

#include "core/datepattern.h"
#include "core/input.h"
#include "journeys/event.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct pass {
	const struct jl_ledger *ledger;
	const struct jl_map *map;
	jl_map_problem *report;
	void *data;
};

bool jl_map_needs_key(const struct jl_map *map)
{
	return (map->columns.case_id.column &&
		       map->case_ids == JL_CASE_IDS_HASHED) ||
	       map->columns.customer.column;
}

static void problem(const struct pass *p, const char *pointer,
	const char *format, ...) __attribute__((format(printf, 3, 4)));

static void problem(
	const struct pass *p, const char *pointer, const char *format, ...)
{
	char sentence[400];
	va_list args;

	va_start(args, format);
	vsnprintf(sentence, sizeof(sentence), format, args);
	va_end(args);
	p->report(p->data, pointer, sentence);
}

static bool is_given(const struct jl_source *source)
{
	return (source->column && *source->column) || source->constant;
}

static bool is_channel(const char *text)
{
	for (size_t i = 0; jl_channels[i]; i++)
		if (*text && strcmp(jl_channels[i], text) == 0)
			return true;
	return false;
}

/* JL_KINDS stands for channels. */
static void check_id(const struct pass *p, const char *key, const char *where,
	enum jl_kind kind, const char *id)
{
	bool is_known =
		kind == JL_KINDS
			? is_channel(id)
			: jl_ledger_find(p->ledger, kind, id) ||
				  jl_ledger_is_broken(p->ledger, kind, id);
	const char *near;
	char *pointer;

	if (is_known)
		return;
	near = kind == JL_KINDS ? NULL : jl_ledger_nearest(p->ledger, kind, id);
	pointer = jl_xasprintf("/columns/%s/%s", key, where);
	problem(p, pointer, "%s: there is no %s '%.80s'%s%s%s", key,
		kind == JL_KINDS ? "channel" : jl_kinds[kind].name, id,
		near ? "; did you mean '" : "", near ? near : "",
		near ? "'?" : "");
	free(pointer);
}

static void check_ids(const struct pass *p, const char *key,
	const struct jl_source *source, enum jl_kind kind)
{
	if (source->constant)
		check_id(p, key, "constant", kind, source->constant);
	for (size_t i = 0; i < source->values.n; i++) {
		char *where =
			jl_xasprintf("values/%s", source->values.v[i].key);

		check_id(p, key, where, kind, source->values.v[i].value);
		free(where);
	}
}

static void check_columns(const struct pass *p)
{
	const struct jl_map_columns *c = &p->map->columns;

	if (!is_given(&c->journey))
		problem(p, "/columns",
			"the map does not say where the journey comes from "
			"(columns.journey)");
	if (is_given(&c->occurred_at) == is_given(&c->period))
		problem(p, "/columns",
			"the map needs either columns.occurred_at or "
			"columns.period");
	check_ids(p, "journey", &c->journey, JL_KIND_JOURNEY);
	check_ids(p, "function", &c->function, JL_KIND_FUNCTION);
	check_ids(p, "to_function", &c->to_function, JL_KIND_FUNCTION);
	check_ids(p, "channel", &c->channel, JL_KINDS);
	check_ids(p, "to_channel", &c->to_channel, JL_KINDS);
}

static void check_measures(const struct pass *p)
{
	const struct jl_map *map = p->map;

	if (map->measures.n == 0)
		problem(p, "/measures", "the map names no measures");
	for (size_t i = 0; i < map->measures.n; i++) {
		const struct jl_map_measure *m = &map->measures.v[i];
		const struct jl_metric *metric =
			m->metric ? jl_ledger_metric(p->ledger, m->metric)
				  : NULL;
		char *pointer = jl_xasprintf("/measures/%zu", i);

		if (!metric)
			problem(p, pointer, "there is no metric '%.80s'",
				m->metric ? m->metric : "");
		else if (metric->unit == JL_UNIT_S && !m->value &&
			 !is_given(&map->columns.until))
			problem(p, pointer,
				"'%.80s' is a duration: it needs a column "
				"'value', or columns.until",
				m->metric);
		else if (metric->unit == JL_UNIT_SHARE && (!m->value || !m->n))
			problem(p, pointer,
				"'%.80s' is a share: it needs the columns "
				"'value' and 'n'",
				m->metric);
		free(pointer);
	}
}

static void check_transition(const struct pass *p, size_t i)
{
	const char *word = p->map->lifecycle.v[i];
	char *pointer;

	for (int k = 0; k < JL_TRANSITIONS; k++)
		if (strcmp(jl_transition_names[k], word) == 0)
			return;
	pointer = jl_xasprintf("/lifecycle/%zu", i);
	problem(p, pointer,
		"'%.40s' is none of: complete, start, suspend, resume", word);
	free(pointer);
}

/* That a step is one of the journey is seen with the journey. */
static void check_events(const struct pass *p)
{
	const struct jl_map *map = p->map;

	if (!map->columns.case_id.column)
		problem(p, "/columns",
			"an event belongs to a case: columns.case says where "
			"that comes from");
	if (map->case_ids == JL_CASE_IDS_NONE)
		problem(p, "/case_ids",
			"events without their cases are of no use: case_ids is "
			"hashed or plain");
	if (map->activity.n == 0)
		problem(p, "/activity",
			"activity names the columns that say what was done");
	if (is_given(&map->columns.period) || is_given(&map->columns.until))
		problem(p, "/columns",
			"an event has an instant: columns.occurred_at, and "
			"columns.started_at");
	if (map->measures.n > 0)
		problem(p, "/measures",
			"measures of events are derived: a map of events names "
			"none");
	for (size_t i = 0; i < map->lifecycle.n; i++)
		check_transition(p, i);
}

static bool is_delimiter(const char *text)
{
	return strlen(text) <= 1 || strcmp(text, "tab") == 0;
}

static void check_notation(const struct pass *p)
{
	const struct jl_map *map = p->map;

	if (map->date_format && !jl_date_pattern_is_known(map->date_format))
		problem(p, "/date_format",
			"date_format '%.60s' is not known; it is made of %%d "
			"%%m %%b %%Y %%y %%H %%M %%S %%z, as in %%d.%%m.%%Y "
			"%%H:%%M",
			map->date_format);
	if (map->encoding && !jl_input_knows(map->encoding))
		problem(p, "/encoding",
			"'%.40s' is not an encoding that this computer knows",
			map->encoding);
	if (map->delimiter && !is_delimiter(map->delimiter))
		problem(p, "/delimiter",
			"a delimiter is one character, or 'tab'");
	if (map->decimal && strlen(map->decimal) > 1)
		problem(p, "/decimal", "decimal is one character");
	if (map->thousands && strlen(map->thousands) > 1)
		problem(p, "/thousands", "thousands is one character");
}

void jl_map_check(const struct jl_ledger *ledger, const struct jl_map *map,
	jl_map_problem *report, void *data)
{
	struct pass p = {ledger, map, report, data};

	check_columns(&p);
	if (map->kind == JL_MAP_EVENTS)
		check_events(&p);
	else
		check_measures(&p);
	check_notation(&p);
}
