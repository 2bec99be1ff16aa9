/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* A first reading profiles the columns, a second, of a file that is not too
 * long, tells with what its cases end. */
#include "journeys/suggest_look.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

bool jl_is_alike(const char *word, const char *id, const char *name)
{
	char *slug = jl_slug(word, '-');
	char *of_name = name ? jl_slug(name, '-') : NULL;
	bool alike = (id && strcmp(slug, id) == 0) ||
		     (of_name && *slug && strcmp(slug, of_name) == 0);

	free(slug);
	free(of_name);
	return alike;
}

const char *jl_look_step(const struct jl_journey *journey, const char *activity)
{
	for (size_t i = 0; i < journey->stages.n; i++)
		for (size_t k = 0; k < journey->stages.v[i].steps.n; k++) {
			const struct jl_journey_step *s =
				&journey->stages.v[i].steps.v[k];

			if (s->id && jl_is_alike(activity, s->id, s->name))
				return s->id;
		}
	return NULL;
}

/* The journey that has most of the activities as steps; else the only one. */
void jl_look_find_journey(struct jl_look *l)
{
	const struct jl_names *activities =
		&l->columns[JL_LOOK_ACTIVITY]->values;
	size_t n = jl_ledger_count(l->ledger, JL_KIND_JOURNEY), best = 0;

	for (size_t i = 0; i < n; i++) {
		const struct jl_journey *j =
			jl_ledger_nth_journey(l->ledger, i);
		size_t met = 0;

		for (uint32_t k = 0; k < activities->n; k++)
			met += jl_look_step(j, jl_names_text(activities, k,
						       NULL)) != NULL;
		if (met > best || n == 1) {
			best = met;
			l->journey = j;
		}
	}
}

static bool ends_with(const char *text, const char *ending)
{
	size_t len = strlen(text), n = strlen(ending);

	return len >= n && strcasecmp(text + len - n, ending) == 0;
}

static enum jl_table_format guess_format(const char *path)
{
	if (ends_with(path, ".xes") || ends_with(path, ".xes.gz"))
		return JL_TABLE_XES;
	if (ends_with(path, ".jsonl") || ends_with(path, ".ndjson") ||
		ends_with(path, ".json"))
		return JL_TABLE_JSON_LINES;
	return JL_TABLE_CSV;
}

int jl_suggest_map(const char *path, const char *id,
	const struct jl_ledger *ledger, struct jl_suggestion *out,
	struct jl_error *err)
{
	struct jl_look l = {.ledger = ledger,
		.path = path,
		.options = {.format = guess_format(path), .learns = true},
		.out = out};
	struct jl_table *table = NULL;
	int rc = jl_table_open(path, &l.options, &table, err);

	memset(out, 0, sizeof(*out));
	if (rc == 0)
		rc = jl_profile_make(table, &l.profile, err);
	out->rows = l.profile.rows;
	if (rc == 0 && l.profile.rows == 0)
		rc = jl_fail(err, JL_EINVALID,
			"%.200s: there is no row that could be read", path);
	if (rc == 0)
		rc = jl_look_choose(&l, err);
	if (rc == 0 && l.profile.is_whole)
		rc = jl_look_find_ends(&l, err);
	if (rc == 0) {
		jl_look_find_journey(&l);
		jl_look_write(&l, id);
	}
	jl_names_release(&l.ends);
	jl_profile_release(&l.profile);
	jl_table_close(table);
	return rc;
}

void jl_suggestion_release(struct jl_suggestion *s)
{
	jl_str_release(&s->map);
	jl_str_release(&s->found);
	jl_str_release(&s->to_do);
}
