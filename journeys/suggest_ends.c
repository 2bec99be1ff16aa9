/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* The last activity of each case, by a second reading. */
#include "core/datepattern.h"
#include "core/hash.h"
#include "journeys/cells.h"
#include "journeys/suggest_look.h"

#include <stdlib.h>
#include <string.h>

struct case_end {
	UT_hash_handle hh;
	int64_t at; /* of the last event */
	uint32_t activity;
	char key[];
};

struct second_look {
	const struct jl_look *l;
	int notation; /* of the times */
	struct jl_names activities;
	struct case_end *cases;
};

static bool read_time(const struct jl_slice *cell, int notation, int64_t *at)
{
	struct jl_civil civil;
	bool has_offset = false;
	int offset_s = 0;

	if (!jl_time_by_pattern(cell->text, cell->len,
		    jl_time_notations[notation], &civil, &has_offset,
		    &offset_s))
		return false;
	*at = jl_instant_from_civil(&civil, has_offset ? offset_s : 0);
	return true;
}

static void see_event(struct second_look *s, const struct jl_table *table)
{
	const struct jl_look *l = s->l;
	struct jl_slice id =
		jl_trimmed(jl_table_cell(table, (int)l->numbers[JL_LOOK_CASE]));
	struct jl_slice activity = jl_trimmed(
		jl_table_cell(table, (int)l->numbers[JL_LOOK_ACTIVITY]));
	struct jl_slice time = jl_trimmed(
		jl_table_cell(table, (int)l->numbers[JL_LOOK_OCCURRED_AT]));
	struct case_end *c;
	int64_t at;

	if (id.len == 0 || activity.len == 0 ||
		!read_time(&time, s->notation, &at))
		return;
	HASH_FIND(hh, s->cases, id.text, id.len, c);
	if (!c) {
		c = jl_xcalloc(1, sizeof(*c) + id.len + 1);
		memcpy(c->key, id.text, id.len);
		c->at = INT64_MIN;
		HASH_ADD_KEYPTR(hh, s->cases, c->key, id.len, c);
	}
	if (at >= c->at) {
		c->at = at;
		c->activity = jl_names_number(
			&s->activities, activity.text, activity.len);
	}
}

/* An activity with which one case in fifty ends at least, and after which
 * nothing comes in most cases that have it. */
static void settle_ends(struct jl_look *l, struct second_look *s)
{
	const struct jl_column_profile *activity = l->columns[JL_LOOK_ACTIVITY];
	uint64_t *last = jl_xcalloc(s->activities.n, sizeof(*last));
	uint64_t cases = HASH_COUNT(s->cases), covered = 0;
	struct case_end *c, *next;

	HASH_ITER (hh, s->cases, c, next)
		last[c->activity]++;
	for (uint32_t i = 0; i < s->activities.n; i++) {
		size_t len;
		const char *text = jl_names_text(&s->activities, i, &len);
		uint32_t number;
		uint64_t all =
			jl_names_find(&activity->values, text, len, &number)
				? activity->counts[number]
				: 0;

		if (last[i] * 50 < cases || last[i] * 2 < all)
			continue;
		jl_names_number(&l->ends, text, len);
		covered += last[i];
	}
	/* When most cases end otherwise, it is not known what ends one. */
	if (covered * 5 < cases * 4)
		jl_names_release(&l->ends);
	free(last);
}

int jl_look_find_ends(struct jl_look *l, struct jl_error *err)
{
	struct second_look s = {.l = l,
		.notation =
			jl_profile_notation(l->columns[JL_LOOK_OCCURRED_AT])};
	struct jl_table *table = NULL;
	struct case_end *c, *next;
	int rc = jl_table_open(l->path, &l->options, &table, err);

	while (rc == 0 && (rc = jl_table_next(table, err)) > 0) {
		rc = 0;
		if (!jl_table_problem(table) &&
			(size_t)jl_table_n(table) > l->numbers[JL_LOOK_CASE] &&
			(size_t)jl_table_n(table) >
				l->numbers[JL_LOOK_ACTIVITY] &&
			(size_t)jl_table_n(table) >
				l->numbers[JL_LOOK_OCCURRED_AT])
			see_event(&s, table);
	}
	if (rc == 0)
		settle_ends(l, &s);
	HASH_ITER (hh, s.cases, c, next) {
		HASH_DEL(s.cases, c);
		free(c);
	}
	jl_names_release(&s.activities);
	jl_table_close(table);
	return rc;
}
