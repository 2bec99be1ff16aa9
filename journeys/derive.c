/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* One pass over a case for each family of measures. */
#include "journeys/derive.h"

#include "core/mem.h"

#include <stdlib.h>
#include <string.h>

const char *const jl_derived_names[JL_DERIVED_METRICS] = {
	[JL_DERIVED_ELAPSED] = "elapsed",
	[JL_DERIVED_WAIT] = "wait",
	[JL_DERIVED_TOUCH_TIME] = "touch-time",
	[JL_DERIVED_HANDOFF] = "handoff",
	[JL_DERIVED_PING_PONG] = "ping-pong",
	[JL_DERIVED_REWORK] = "rework",
	[JL_DERIVED_SELF_LOOP] = "self-loop",
	[JL_DERIVED_REPETITION] = "repetition",
	[JL_DERIVED_CHANNEL_SWITCH] = "channel-switch",
	[JL_DERIVED_PROMISE_BROKEN] = "promise-broken",
	[JL_DERIVED_ABANDONMENT] = "abandonment",
	[JL_DERIVED_VOLUME] = "volume",
	[JL_DERIVED_REPEAT_CONTACT] = "repeat-contact",
};

/* An instance of an activity that began and is not done yet. */
struct running {
	size_t since; /* the event with which it began, or went on */
	int64_t started_at;
	bool is_suspended;
};

/* What is known of an activity within the case that is looked at. */
struct activity {
	uint64_t seen_in;  /* the serial number of the last case that had it */
	struct running *v; /* first in, first out */
	size_t first, n, cap;
};

struct jl_deriver {
	struct jl_log_terms terms;
	jl_derived_visit *visit;
	void *data;
	struct jl_log_oddities odd;
	struct activity *activities;
	size_t n_activities;
	uint64_t serial; /* of the case */
	/* The case: events that were done, with the begin of each. */
	struct jl_event *done;
	size_t n, cap;
};

struct jl_deriver *jl_deriver_new(
	const struct jl_log_terms *terms, jl_derived_visit *visit, void *data)
{
	struct jl_deriver *d = jl_xcalloc(1, sizeof(*d));

	d->terms = *terms;
	d->visit = visit;
	d->data = data;
	return d;
}

void jl_deriver_free(struct jl_deriver *d)
{
	if (!d)
		return;
	for (size_t i = 0; i < d->n_activities; i++)
		free(d->activities[i].v);
	free(d->activities);
	free(d->done);
	free(d);
}

const struct jl_log_oddities *jl_deriver_oddities(const struct jl_deriver *d)
{
	return &d->odd;
}

static struct activity *activity_of(struct jl_deriver *d, uint32_t number)
{
	if (number >= d->n_activities) {
		size_t n = number + 64;

		d->activities =
			jl_xrealloc(d->activities, n, sizeof(*d->activities));
		memset(d->activities + d->n_activities, 0,
			(n - d->n_activities) * sizeof(*d->activities));
		d->n_activities = n;
	}
	return &d->activities[number];
}

/* ---- what was done, and from when to when ---- */

static void begin(struct activity *a, size_t event, int64_t instant)
{
	JL_GROW(a->v, a->n, a->cap);
	a->v[a->n++] = (struct running){event, instant, false};
}

/* The first instance that is suspended, or is not; NULL when there is none. */
static struct running *find_running(struct activity *a, bool is_suspended)
{
	for (size_t i = a->first; i < a->n; i++)
		if (a->v[i].is_suspended == is_suspended)
			return &a->v[i];
	return NULL;
}

/* A time in which somebody was at work on the activity. */
static void visit_touch(
	struct jl_deriver *d, int64_t since, const struct jl_event *to)
{
	struct jl_derived touch = {.metric = JL_DERIVED_TOUCH_TIME,
		.occurred_at = since,
		.until = to->occurred_at,
		.n = 1,
		.stage = to->stage,
		.step = to->step,
		.channel = to->channel,
		.function = to->function,
		.row = to->row};

	d->visit(d->data, &touch);
}

/* When the instance began that the event ends, and its last active time. */
static int64_t end_instance(struct jl_deriver *d, struct activity *a,
	const struct jl_case_events *events, const struct jl_event *e)
{
	const struct running *r = a->first < a->n ? &a->v[a->first++] : NULL;

	if (r && !r->is_suspended)
		visit_touch(d, events->v[r->since].occurred_at, e);
	if (r)
		return r->started_at;
	if (e->started_at == JL_INSTANT_NONE)
		return e->occurred_at;
	if (e->started_at > e->occurred_at) {
		d->odd.negative_times++;
		return e->occurred_at;
	}
	visit_touch(d, e->started_at, e);
	return e->started_at;
}

static void keep_done(
	struct jl_deriver *d, const struct jl_event *e, int64_t started_at)
{
	JL_GROW(d->done, d->n, d->cap);
	d->done[d->n] = *e;
	d->done[d->n++].started_at = started_at;
}

/* Brings starts and ends together, first in, first out for each activity, and
 * leaves the events that were done in d->done. */
static void match_starts(
	struct jl_deriver *d, const struct jl_case_events *events)
{
	d->n = 0;
	for (size_t i = 0; i < events->n; i++) {
		const struct jl_event *e = &events->v[i];
		struct activity *a = activity_of(d, e->activity);
		struct running *r;

		switch (e->transition) {
		case JL_TRANSITION_START:
			begin(a, i, e->occurred_at);
			break;
		case JL_TRANSITION_SUSPEND:
			r = find_running(a, false);
			if (r) {
				visit_touch(
					d, events->v[r->since].occurred_at, e);
				r->is_suspended = true;
			}
			break;
		case JL_TRANSITION_RESUME:
			r = find_running(a, true);
			if (r) {
				r->since = i;
				r->is_suspended = false;
			} else {
				begin(a, i, e->occurred_at);
			}
			break;
		default:
			keep_done(d, e, end_instance(d, a, events, e));
			break;
		}
	}
	for (size_t i = 0; i < events->n; i++) {
		struct activity *a = activity_of(d, events->v[i].activity);

		d->odd.unmatched_starts += a->n - a->first;
		a->n = a->first = 0;
	}
}

/* ---- measures ---- */

static void visit_elapsed(
	struct jl_deriver *d, const struct jl_case_events *events)
{
	const struct jl_event *last = &d->done[d->n - 1];
	int64_t first = d->done[0].started_at;
	struct jl_derived elapsed = {.metric = JL_DERIVED_ELAPSED,
		.n = 1,
		.is_open = !events->has_ended,
		.row = last->row};

	for (size_t i = 1; i < d->n; i++)
		if (d->done[i].started_at < first)
			first = d->done[i].started_at;
	elapsed.occurred_at = first;
	elapsed.until = last->occurred_at;
	d->visit(d->data, &elapsed);
}

static void visit_waits(struct jl_deriver *d)
{
	for (size_t i = 1; i < d->n; i++) {
		const struct jl_event *a = &d->done[i - 1], *b = &d->done[i];
		struct jl_derived wait = {.metric = JL_DERIVED_WAIT,
			.occurred_at = a->occurred_at,
			.until = b->started_at,
			.n = 1,
			.stage = a->stage,
			.step = a->step,
			.to_step = b->step,
			.channel = a->channel,
			.to_channel = b->channel,
			.function = a->function,
			.to_function = b->function,
			.row = b->row};

		d->odd.equal_instants += a->occurred_at == b->occurred_at;
		if (b->started_at < a->occurred_at) {
			d->odd.overlaps++;
			wait.until = a->occurred_at;
		}
		d->visit(d->data, &wait);
	}
}

static struct jl_derived point(
	enum jl_derived_metric metric, const struct jl_event *event)
{
	return (struct jl_derived){.metric = metric,
		.occurred_at = event->occurred_at,
		.until = JL_INSTANT_NONE,
		.value = 1,
		.n = 1,
		.stage = event->stage,
		.step = event->step,
		.channel = event->channel,
		.function = event->function,
		.row = event->row};
}

static struct jl_derived passing(enum jl_derived_metric metric,
	const struct jl_event *from, const struct jl_event *to)
{
	struct jl_derived p = point(metric, to);

	p.stage = from->stage;
	p.step = from->step;
	p.to_step = to->step;
	p.channel = from->channel;
	p.to_channel = to->channel;
	p.function = from->function;
	p.to_function = to->function;
	return p;
}

/* R(c): the known functions with equal neighbours merged. Each change is a
 * hand-off, each return to the one before the last a ping-pong. */
static void visit_handoffs(struct jl_deriver *d)
{
	const struct jl_event *last = NULL; /* of the run that goes on */
	uint32_t before = 0;		    /* the function of the run before */

	for (size_t i = 0; i < d->n; i++) {
		const struct jl_event *e = &d->done[i];
		struct jl_derived p;

		if (!e->function)
			continue;
		if (last && last->function != e->function) {
			p = passing(JL_DERIVED_HANDOFF, last, e);
			d->visit(d->data, &p);
			p.metric = JL_DERIVED_PING_PONG;
			if (before == e->function)
				d->visit(d->data, &p);
			before = last->function;
		}
		last = e;
	}
}

static void visit_channel_switches(struct jl_deriver *d)
{
	const struct jl_event *last = NULL;

	for (size_t i = 0; i < d->n; i++) {
		const struct jl_event *e = &d->done[i];

		if (!e->channel)
			continue;
		if (last && last->channel != e->channel) {
			struct jl_derived p =
				passing(JL_DERIVED_CHANNEL_SWITCH, last, e);

			d->visit(d->data, &p);
		}
		last = e;
	}
}

static void visit_rework(struct jl_deriver *d)
{
	for (size_t i = 0; i < d->n; i++) {
		const struct jl_event *e = &d->done[i];
		struct activity *a = activity_of(d, e->activity);
		bool is_loop = i > 0 && d->done[i - 1].activity == e->activity;
		struct jl_derived p = point(JL_DERIVED_REWORK, e);

		if (a->seen_in == d->serial) {
			d->visit(d->data, &p);
			p.metric = is_loop ? JL_DERIVED_SELF_LOOP
					   : JL_DERIVED_REPETITION;
			d->visit(d->data, &p);
		}
		a->seen_in = d->serial;
	}
}

/* The deadline that the case was given last. */
static void visit_promise(
	struct jl_deriver *d, const struct jl_case_events *events)
{
	const struct jl_event *last = &d->done[d->n - 1];
	struct jl_derived p = point(JL_DERIVED_PROMISE_BROKEN, last);
	int64_t deadline = JL_INSTANT_NONE;

	for (size_t i = d->n; i > 0 && deadline == JL_INSTANT_NONE; i--)
		deadline = d->done[i - 1].deadline;
	if (deadline == JL_INSTANT_NONE)
		return;
	/* What is open may still be kept until then. */
	if (!events->has_ended && deadline >= d->terms.extract_end)
		return;
	p.occurred_at = deadline;
	p.value = !events->has_ended || last->occurred_at > deadline;
	d->visit(d->data, &p);
}

static void visit_abandonment(
	struct jl_deriver *d, const struct jl_case_events *events)
{
	const struct jl_event *last = &d->done[d->n - 1];
	struct jl_derived p = point(JL_DERIVED_ABANDONMENT, last);

	if (!d->terms.abandoned_after ||
		(!events->has_ended &&
			d->terms.extract_end - last->occurred_at <=
				d->terms.abandoned_after))
		return;
	p.value = !events->has_ended;
	d->visit(d->data, &p);
}

static void visit_volume(struct jl_deriver *d)
{
	for (size_t i = 0; i < d->n; i++) {
		struct jl_derived p = point(JL_DERIVED_VOLUME, &d->done[i]);

		d->visit(d->data, &p);
	}
}

void jl_derive_case(struct jl_deriver *d, const struct jl_case_events *events)
{
	d->serial++;
	for (size_t i = 1; i < events->n; i++)
		d->odd.inversions += events->v[i].row < events->v[i - 1].row;
	match_starts(d, events);
	if (d->n == 0)
		return;
	visit_elapsed(d, events);
	visit_waits(d);
	visit_handoffs(d);
	visit_channel_switches(d);
	visit_rework(d);
	visit_promise(d, events);
	visit_abandonment(d, events);
	visit_volume(d);
}
