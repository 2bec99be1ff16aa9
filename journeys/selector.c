/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Matching journeys and KPIs against what a person typed. */
#include "journeys/selector.h"

#include "journeys/tenure.h"

#include <stdlib.h>
#include <string.h>

#define OWNER "owner:"
#define FUNCTION "function:"

static bool is_owned_by(
	const struct jl_journey *j, const char *person, int32_t day)
{
	const struct jl_tenure *owner = jl_tenure_at(&j->owners, day);

	return owner && owner->person && jl_glob_match(person, owner->person);
}

static bool involves(const struct jl_journey *j, const char *function)
{
	for (size_t i = 0; i < j->stakeholders.n; i++)
		if (j->stakeholders.v[i].function &&
			jl_glob_match(function, j->stakeholders.v[i].function))
			return true;
	for (size_t i = 0; i < j->stages.n; i++)
		for (size_t k = 0; k < j->stages.v[i].steps.n; k++) {
			const char *f = j->stages.v[i].steps.v[k].function;

			if (f && jl_glob_match(function, f))
				return true;
		}
	return false;
}

/* Does the text select the journey, and the KPI unless that is NULL? */
static bool selects(const char *text, const struct jl_journey *j,
	const struct jl_kpi *kpi, int32_t day)
{
	const char *slash = strchr(text, '/');
	char *journey;
	bool matches;

	if (strncmp(text, OWNER, strlen(OWNER)) == 0)
		return is_owned_by(j, text + strlen(OWNER), day);
	if (strncmp(text, FUNCTION, strlen(FUNCTION)) == 0)
		return involves(j, text + strlen(FUNCTION));
	if (!slash)
		return jl_glob_match(text, j->id);
	journey = jl_xstrndup(text, (size_t)(slash - text));
	matches = jl_glob_match(journey, j->id);
	free(journey);
	if (!matches || kpi)
		return matches && jl_glob_match(slash + 1, kpi->id);
	for (size_t i = 0; i < j->kpis.n; i++)
		if (j->kpis.v[i].id &&
			jl_glob_match(slash + 1, j->kpis.v[i].id))
			return true;
	return false;
}

/* JOURNEY/KPI of a journey that is there: which KPI could be meant? */
static int no_kpi(
	const struct jl_journey *j, const char *kpi, struct jl_error *err)
{
	const char **ids = jl_xcalloc(j->kpis.n, sizeof(*ids));
	const char *near;
	size_t n = 0;

	for (size_t i = 0; i < j->kpis.n; i++)
		if (j->kpis.v[i].id)
			ids[n++] = j->kpis.v[i].id;
	near = jl_nearest(kpi, ids, n);
	free(ids);
	return jl_fail(err, JL_EINVALID,
		"journey '%s' has no KPI '%.80s'%s%s%s%s%s", j->id, kpi,
		near ? "; did you mean '" : "", near ? j->id : "",
		near ? "/" : "", near ? near : "", near ? "'?" : "");
}

/* PREFIX:WORD that selects nothing: is the prefix wrong, or the word? */
static int nobody(
	const struct jl_ledger *ledger, const char *text, struct jl_error *err)
{
	bool is_owner = strncmp(text, OWNER, strlen(OWNER)) == 0;
	bool is_function = strncmp(text, FUNCTION, strlen(FUNCTION)) == 0;
	enum jl_kind kind = is_owner ? JL_KIND_PERSON : JL_KIND_FUNCTION;
	const char *word = strchr(text, ':') + 1;
	const char *near;

	if (!is_owner && !is_function)
		return jl_fail(err, JL_EINVALID,
			"'%.100s' selects no journey: before the colon stands "
			"owner or function",
			text);
	if (jl_ledger_find(ledger, kind, word))
		return jl_fail(err, JL_EINVALID,
			"'%.100s' selects no journey: %s", text,
			is_owner ? "this person owns none on that day"
				 : "this function delivers no step and is "
				   "no stakeholder");
	near = jl_ledger_nearest(ledger, kind, word);
	return jl_fail(err, JL_EINVALID,
		"'%.100s' selects no journey%s%.*s%s%s", text,
		near ? "; did you mean '" : "", near ? (int)(word - text) : 0,
		text, near ? near : "", near ? "'?" : "");
}

static int nothing(
	const struct jl_ledger *ledger, const char *text, struct jl_error *err)
{
	const char *near = jl_ledger_nearest(ledger, JL_KIND_JOURNEY, text);
	const char *slash = strchr(text, '/');
	const struct jl_journey *journey;
	char *id;

	if (strchr(text, ':'))
		return nobody(ledger, text, err);
	if (slash) {
		id = jl_xstrndup(text, (size_t)(slash - text));
		journey = jl_ledger_journey(ledger, id);
		free(id);
		if (journey)
			return no_kpi(journey, slash + 1, err);
	}
	if (jl_ledger_is_broken(ledger, JL_KIND_JOURNEY, text))
		return jl_fail(err, JL_EINVALID,
			"journeys/%s.json could not be read as it is recorded: "
			"'jledger check --rev HEAD' says why",
			text);
	jl_fail(err, JL_EINVALID, "'%.100s' selects no journey", text);
	return jl_suggest(err, near);
}

int jl_selection_init(struct jl_selection *s, const struct jl_ledger *ledger,
	const char *const *texts, size_t n, int32_t day, struct jl_error *err)
{
	size_t journeys = ledger->kinds[JL_KIND_JOURNEY].n;

	*s = (struct jl_selection){
		.ledger = ledger, .texts = texts, .n = n, .day = day};
	s->journeys = jl_xcalloc(journeys, sizeof(*s->journeys));
	for (size_t i = 0; n == 0 && i < journeys; i++)
		s->journeys[i] = jl_ledger_nth_journey(ledger, i)->status !=
				 JL_STATUS_RETIRED;
	for (size_t t = 0; t < n; t++) {
		bool found = false;

		for (size_t i = 0; i < journeys; i++)
			if (selects(texts[t], jl_ledger_nth_journey(ledger, i),
				    NULL, day))
				found = s->journeys[i] = true;
		if (!found) {
			jl_selection_release(s);
			return nothing(ledger, texts[t], err);
		}
	}
	return 0;
}

void jl_selection_release(struct jl_selection *s)
{
	free(s->journeys);
	s->journeys = NULL;
}

const struct jl_journey *jl_selection_only_journey(
	const struct jl_selection *selection)
{
	const struct jl_ledger *ledger = selection->ledger;
	const struct jl_journey *only = NULL;

	for (size_t i = 0; i < jl_ledger_count(ledger, JL_KIND_JOURNEY); i++) {
		if (!selection->journeys[i])
			continue;
		if (only)
			return NULL;
		only = jl_ledger_nth_journey(ledger, i);
	}
	return only;
}

bool jl_selection_has_kpi(const struct jl_selection *s,
	const struct jl_journey *journey, const struct jl_kpi *kpi)
{
	if (s->n == 0)
		return journey->status != JL_STATUS_RETIRED;
	for (size_t t = 0; t < s->n; t++)
		if (selects(s->texts[t], journey, kpi, s->day))
			return true;
	return false;
}

bool jl_selection_has_metric(const struct jl_selection *s,
	const struct jl_journey *journey, const char *metric)
{
	if (s->n == 0)
		return journey->status != JL_STATUS_RETIRED;
	for (size_t t = 0; t < s->n; t++) {
		bool is_kpi = strchr(s->texts[t], '/') != NULL;

		if (!is_kpi && selects(s->texts[t], journey, NULL, s->day))
			return true;
		for (size_t i = 0; is_kpi && i < journey->kpis.n; i++) {
			const struct jl_kpi *kpi = &journey->kpis.v[i];

			if (kpi->id && kpi->metric &&
				strcmp(kpi->metric, metric) == 0 &&
				selects(s->texts[t], journey, kpi, s->day))
				return true;
		}
	}
	return false;
}
