/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* One case at a time is held; texts are numbered while it lasts. */
#include "journeys/event_case.h"

#include "core/amount.h"
#include "core/mem.h"
#include "core/names.h"
#include "core/str.h"
#include "journeys/contacts.h"

#include <stdlib.h>
#include <string.h>

struct jl_event_cases {
	struct jl_deriver *deriver;
	jl_measure_visit *visit;
	void *data;
	struct jl_contacts *contacts;
	struct jl_error *err;
	int rc; /* of the visits of the case */
	/* Numbers are one more than those of the names: 0 is not known. */
	struct jl_names activities, places;
	struct jl_str journey, case_id; /* of the case */
	struct jl_event *v;
	size_t n, cap;
	struct jl_event_count count;
};

static struct jl_slice text_of(const struct jl_event_cases *c, uint32_t number)
{
	struct jl_slice text = {"", 0};

	if (number)
		text.text = jl_names_text(&c->places, number - 1, &text.len);
	return text;
}

static struct jl_slice slice(const struct jl_str *s)
{
	return (struct jl_slice){jl_str_text(s), s->len};
}

static void visit_derived(void *data, const struct jl_derived *d)
{
	struct jl_event_cases *c = data;
	bool is_span = d->until != JL_INSTANT_NONE;
	const char *metric = jl_derived_names[d->metric];
	struct jl_measure m = {
		.shape = is_span ? JL_MEASURE_SPAN : JL_MEASURE_POINT,
		.dimensions =
			{
				[JL_DIMENSION_JOURNEY] = slice(&c->journey),
				[JL_DIMENSION_METRIC] = {metric,
					strlen(metric)},
				[JL_DIMENSION_STAGE] = text_of(c, d->stage),
				[JL_DIMENSION_STEP] = text_of(c, d->step),
				[JL_DIMENSION_TO_STEP] = text_of(c, d->to_step),
				[JL_DIMENSION_CHANNEL] = text_of(c, d->channel),
				[JL_DIMENSION_TO_CHANNEL] =
					text_of(c, d->to_channel),
				[JL_DIMENSION_FUNCTION] =
					text_of(c, d->function),
				[JL_DIMENSION_TO_FUNCTION] =
					text_of(c, d->to_function),
				[JL_DIMENSION_CASE] = slice(&c->case_id),
			},
		.occurred_at = d->occurred_at,
		.until = d->until,
		.value = is_span ? d->until - d->occurred_at
				 : d->value * JL_MICRO,
		/* What is open lasts, but is no case that took so long. */
		.n = d->is_open ? 0 : d->n,
		.line = d->event->row,
	};

	if (c->rc == 0)
		c->rc = c->visit(c->data, &m, c->err);
}

struct jl_event_cases *jl_event_cases_new(const struct jl_log_terms *terms,
	jl_measure_visit *visit, void *data, struct jl_contacts *contacts)
{
	struct jl_event_cases *c = jl_xcalloc(1, sizeof(*c));

	c->contacts = contacts;
	c->deriver = jl_deriver_new(terms, visit_derived, c);
	c->visit = visit;
	c->data = data;
	return c;
}

void jl_event_cases_free(struct jl_event_cases *c)
{
	if (!c)
		return;
	jl_deriver_free(c->deriver);
	jl_names_release(&c->activities);
	jl_names_release(&c->places);
	jl_str_release(&c->journey);
	jl_str_release(&c->case_id);
	free(c->v);
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

static uint32_t number_of(struct jl_names *names, const struct jl_slice *text)
{
	return text->len ? jl_names_number(names, text->text, text->len) + 1
			 : 0;
}

static void set_text(struct jl_str *s, const struct jl_slice *text)
{
	jl_str_clear(s);
	jl_str_addn(s, text->text, text->len);
}

int jl_event_cases_add(struct jl_event_cases *c, const struct jl_event_row *row,
	struct jl_error *err)
{
	const struct jl_slice *t = row->texts;
	int rc = 0;

	if (!is_same(&c->case_id, &t[JL_EVENT_CASE]) ||
		!is_same(&c->journey, &t[JL_EVENT_JOURNEY])) {
		rc = finish_case(c, err);
		set_text(&c->case_id, &t[JL_EVENT_CASE]);
		set_text(&c->journey, &t[JL_EVENT_JOURNEY]);
		if (rc == 0 && c->contacts)
			rc = jl_contacts_add(c->contacts, row, err);
	}
	JL_GROW(c->v, c->n, c->cap);
	c->v[c->n++] = (struct jl_event){.occurred_at = row->occurred_at,
		.started_at = row->started_at,
		.deadline = row->deadline,
		.activity = number_of(&c->activities, &t[JL_EVENT_ACTIVITY]),
		.stage = number_of(&c->places, &t[JL_EVENT_STAGE]),
		.step = number_of(&c->places, &t[JL_EVENT_STEP]),
		.function = number_of(&c->places, &t[JL_EVENT_FUNCTION]),
		.channel = number_of(&c->places, &t[JL_EVENT_CHANNEL]),
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
