/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* One case at a time is held. */
#include "journeys/event_case.h"

#include "core/mem.h"
#include "core/str.h"
#include "journeys/contacts.h"

#include <stdlib.h>
#include <string.h>

enum { ACTIVITIES_MAX = 1 << 16 };

/* What rows of a kind have in common, as numbers. */
struct kind {
	bool is_known;
	uint32_t activity, stage, step, function, channel;
};

struct jl_event_cases {
	struct jl_deriver *deriver;
	struct jl_names *words;
	jl_derived_take *take;
	void *data;
	struct jl_contacts *contacts;
	struct jl_error *err;
	int rc; /* of what took the measures of the case */
	/* Numbers are one more than those of the names: 0 is not known. */
	struct jl_names activities;
	struct jl_str journey, case_text; /* of the case */
	struct jl_log_case of;
	struct jl_event *v;
	size_t n, cap;
	struct kind *kinds; /* by a row's kind */
	size_t n_kinds;
	struct jl_event_count count;
};

static void take_derived(void *data, const struct jl_derived *derived)
{
	struct jl_event_cases *c = data;

	if (c->rc == 0)
		c->rc = c->take(c->data, &c->of, derived, c->err);
}

struct jl_event_cases *jl_event_cases_new(const struct jl_log_terms *terms,
	uint32_t batch, struct jl_names *words, jl_derived_take *take,
	void *data, struct jl_contacts *contacts)
{
	struct jl_event_cases *c = jl_xcalloc(1, sizeof(*c));

	c->of.batch = batch;
	c->words = words;
	c->contacts = contacts;
	c->deriver = jl_deriver_new(terms, take_derived, c);
	c->take = take;
	c->data = data;
	return c;
}

void jl_event_cases_free(struct jl_event_cases *c)
{
	if (!c)
		return;
	jl_deriver_free(c->deriver);
	jl_names_release(&c->activities);
	jl_str_release(&c->journey);
	jl_str_release(&c->case_text);
	free(c->v);
	free(c->kinds);
	free(c);
}

/* A case is over when the last that was done of it ends one. */
static bool has_ended(const struct jl_event_cases *c)
{
	for (size_t i = c->n; i > 0; i--)
		if (c->v[i - 1].transition == JL_TRANSITION_COMPLETE)
			return c->v[i - 1].is_end;
	return false;
}

static int finish_case(struct jl_event_cases *c, struct jl_error *err)
{
	struct jl_case_events events = {c->v, c->n, has_ended(c)};

	if (c->n == 0)
		return 0;
	c->rc = 0;
	c->err = err;
	jl_derive_case(c->deriver, &events);
	c->count.cases++;
	c->count.open_cases += !events.has_ended;
	c->n = 0;
	return c->rc;
}

static bool is_same(const struct jl_str *s, const struct jl_slice *text)
{
	return s->len == text->len &&
	       memcmp(jl_str_text(s), text->text, text->len) == 0;
}

static void set_text(struct jl_str *s, const struct jl_slice *text)
{
	jl_str_clear(s);
	jl_str_addn(s, text->text, text->len);
}

static int begin_case(struct jl_event_cases *c, const struct jl_event_row *row,
	struct jl_error *err)
{
	const struct jl_slice *text = &row->texts[JL_EVENT_CASE];

	set_text(&c->case_text, text);
	set_text(&c->journey, &row->texts[JL_EVENT_JOURNEY]);
	c->of.journey = jl_word(c->words, &row->texts[JL_EVENT_JOURNEY]);
	c->of.plain = (struct jl_slice){"", 0};
	if (!jl_case_id(text, c->of.case_id))
		c->of.plain = (struct jl_slice){
			jl_str_text(&c->case_text), c->case_text.len};
	/* Numbers tell activities of one case apart, and are used again. */
	if (c->activities.n > ACTIVITIES_MAX) {
		jl_names_release(&c->activities);
		for (size_t i = 0; i < c->n_kinds; i++)
			c->kinds[i].is_known = false;
	}
	return c->contacts ? jl_contacts_add(c->contacts, &c->of, row, err) : 0;
}

static struct kind read_kind(
	struct jl_event_cases *c, const struct jl_event_row *row)
{
	const struct jl_slice *t = row->texts;

	return (struct kind){.is_known = true,
		.activity = jl_word(&c->activities, &t[JL_EVENT_ACTIVITY]),
		.stage = jl_word(c->words, &t[JL_EVENT_STAGE]),
		.step = jl_word(c->words, &t[JL_EVENT_STEP]),
		.function = jl_word(c->words, &t[JL_EVENT_FUNCTION]),
		.channel = jl_word(c->words, &t[JL_EVENT_CHANNEL])};
}

/* Looked up once for each kind. */
static struct kind kind_of(
	struct jl_event_cases *c, const struct jl_event_row *row)
{
	if (row->kind == 0)
		return read_kind(c, row);
	if (row->kind >= c->n_kinds) {
		size_t n = 2 * (size_t)row->kind + 64;

		c->kinds = jl_xrealloc(c->kinds, n, sizeof(*c->kinds));
		memset(c->kinds + c->n_kinds, 0,
			(n - c->n_kinds) * sizeof(*c->kinds));
		c->n_kinds = n;
	}
	if (!c->kinds[row->kind].is_known)
		c->kinds[row->kind] = read_kind(c, row);
	return c->kinds[row->kind];
}

int jl_event_cases_add(struct jl_event_cases *c, const struct jl_event_row *row,
	struct jl_error *err)
{
	const struct jl_slice *t = row->texts;
	struct kind kind;
	int rc = 0;

	if (!is_same(&c->case_text, &t[JL_EVENT_CASE]) ||
		!is_same(&c->journey, &t[JL_EVENT_JOURNEY])) {
		rc = finish_case(c, err);
		if (rc == 0)
			rc = begin_case(c, row, err);
	}
	kind = kind_of(c, row);
	JL_GROW(c->v, c->n, c->cap);
	c->v[c->n++] = (struct jl_event){.occurred_at = row->occurred_at,
		.started_at = row->started_at,
		.deadline = row->deadline,
		.activity = kind.activity,
		.stage = kind.stage,
		.step = kind.step,
		.function = kind.function,
		.channel = kind.channel,
		.transition = row->transition,
		.is_end = row->is_end,
		.row = row->row};
	c->count.events++;
	return rc;
}

int jl_event_cases_end(struct jl_event_cases *c, struct jl_error *err)
{
	return finish_case(c, err);
}

void jl_event_cases_count(
	const struct jl_event_cases *c, struct jl_event_count *count)
{
	*count = c->count;
	count->odd = *jl_deriver_oddities(c->deriver);
}
