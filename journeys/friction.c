/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * One pass over the series. A group is found by the numbers of its key's
 * texts; a text has one number throughout the question.
 */
#include "journeys/friction.h"

#include "core/digest.h"
#include "core/hash.h"
#include "core/mem.h"

#include <stdlib.h>
#include <string.h>

const char *const jl_by_names[] = {"journey", "metric", "stage", "step",
	"to_step", "channel", "to_channel", "function", "to_function", "case",
	"owner", "kind", "month", "quarter", NULL};

enum { KEY = JL_BYS + 1 }; /* and the metric */

struct word {
	UT_hash_handle hh;
	uint32_t number;
	char text[];
};

struct lookup {
	UT_hash_handle hh;
	uint32_t key[KEY];
	size_t group;
};

struct grouper {
	const struct jl_friction_query *query;
	struct jl_friction *out;
	struct word *words;
	const char **texts; /* of the words, in the arena */
	size_t n_texts, texts_cap;
	struct lookup *groups;
	bool has_by[JL_BYS];
	/* Of the segment at hand: */
	const struct jl_segment *segment;
	const struct jl_metric *metric;
	struct jl_charges charges;
	const char *charges_of; /* the journey */
	uint32_t key[KEY];
	/* Of the point at hand: */
	const struct jl_origin *origin;
	size_t survives; /* the group whose last stretch may end here */
	int32_t month_first, month_end; /* days */
	struct lookup *last;
	int64_t *extract_ends; /* by number of the batch, from 1 */
};

static uint32_t word_number(struct grouper *g, const char *text)
{
	size_t len = strlen(text);
	struct word *word;

	HASH_FIND(hh, g->words, text, len, word);
	if (word)
		return word->number;
	word = jl_xcalloc(1, sizeof(*word) + len + 1);
	memcpy(word->text, text, len);
	word->number = (uint32_t)g->n_texts;
	HASH_ADD_KEYPTR(hh, g->words, word->text, len, word);
	JL_GROW(g->texts, g->n_texts, g->texts_cap);
	g->texts[g->n_texts++] = jl_arena_strdup(&g->out->arena, text);
	return word->number;
}

static void free_lookups(struct grouper *g)
{
	struct word *w, *next_word;
	struct lookup *l, *next;

	HASH_ITER (hh, g->words, w, next_word) {
		HASH_DEL(g->words, w);
		free(w);
	}
	HASH_ITER (hh, g->groups, l, next) {
		HASH_DEL(g->groups, l);
		free(l);
	}
	free(g->texts);
	free(g->extract_ends);
	jl_charges_release(&g->charges);
}

static size_t add_group(struct grouper *g, bool is_shared)
{
	struct jl_friction *out = g->out;
	struct jl_friction_group *group;

	JL_GROW(out->v, out->n, out->cap);
	group = &out->v[out->n];
	memset(group, 0, sizeof(*group));
	jl_tally_init(&group->tally, true);
	group->metric = g->metric;
	group->is_shared = is_shared;
	for (size_t i = 0; i < g->query->n_by; i++) {
		uint32_t number = g->key[i];

		group->key[i] = number == UINT32_MAX ? NULL : g->texts[number];
	}
	return out->n++;
}

static struct jl_friction_group *find_group(struct grouper *g, bool is_shared)
{
	struct lookup *l = g->last;

	if (!l || memcmp(l->key, g->key, sizeof(g->key)) != 0) {
		HASH_FIND(hh, g->groups, g->key, sizeof(g->key), l);
		if (!l) {
			l = jl_xcalloc(1, sizeof(*l));
			memcpy(l->key, g->key, sizeof(g->key));
			l->group = add_group(g, is_shared);
			HASH_ADD(hh, g->groups, key, sizeof(l->key), l);
		}
		g->last = l;
	}
	return &g->out->v[l->group];
}

static int by_case(const void *a, const void *b)
{
	return memcmp(a, b, JL_CASE_SIZE);
}

static void keep_different(struct jl_friction_group *group)
{
	size_t kept = 0;

	if (group->n_case_ids)
		qsort(group->case_ids, group->n_case_ids, JL_CASE_SIZE,
			by_case);
	for (size_t i = 0; i < group->n_case_ids; i++)
		if (i == 0 || by_case(group->case_ids[kept - 1],
				      group->case_ids[i]) != 0)
			memmove(group->case_ids[kept++], group->case_ids[i],
				JL_CASE_SIZE);
	group->n_case_ids = kept;
}

/* More of it only where most are different: else they are sorted each time. */
static void make_room(struct jl_friction_group *group)
{
	keep_different(group);
	if (group->n_case_ids < group->case_cap / 2)
		return;
	group->case_cap = group->case_cap ? 2 * group->case_cap : 8;
	group->case_ids = jl_xrealloc(
		group->case_ids, group->case_cap, sizeof(*group->case_ids));
}

static void note_case(
	struct jl_friction_group *group, const struct jl_origin *origin)
{
	static const uint8_t none[JL_CASE_SIZE];
	size_t n = group->n_case_ids;

	if (memcmp(origin->case_id, none, JL_CASE_SIZE) == 0)
		return;
	group->has_cases = true;
	if (n > 0 && by_case(group->case_ids[n - 1], origin->case_id) == 0)
		return;
	/* A case has many measures: before there is no room, once each. */
	if (n == group->case_cap)
		make_room(group);
	memcpy(group->case_ids[group->n_case_ids++], origin->case_id,
		JL_CASE_SIZE);
}

/* Who answers for a vacancy: named when it was one person throughout. */
static void note_sponsor(
	struct jl_friction_group *group, const struct jl_charge *charge)
{
	const char *sponsor = charge->owner ? NULL : charge->sponsor;

	if (!group->has_sponsor)
		group->sponsor = sponsor;
	else if (group->sponsor &&
		 (!sponsor || strcmp(group->sponsor, sponsor) != 0))
		group->sponsor = NULL;
	group->has_sponsor = true;
}

static uint32_t owner_number(struct grouper *g, const struct jl_booking *b)
{
	struct jl_str names = JL_STR_INIT;
	const char *owner = g->charges.v[b->charge].owner;
	uint32_t number;

	if (b->kind != JL_BOOKING_SHARED)
		return owner ? word_number(g, owner) : UINT32_MAX;
	for (size_t i = b->charge; i <= b->last_charge; i++) {
		bool is_new = true;

		for (size_t k = b->charge; k < i; k++)
			is_new = is_new && !jl_is_same_owner(&g->charges.v[k],
						   &g->charges.v[i]);
		owner = g->charges.v[i].owner;
		if (is_new)
			jl_str_addf(&names, "%s%s", names.len ? " " : "",
				owner ? owner : "(nobody)");
	}
	number = word_number(g, jl_str_text(&names));
	jl_str_release(&names);
	return number;
}

static struct jl_friction_group *group_of(
	struct grouper *g, const struct jl_booking *b)
{
	bool is_shared = b->kind == JL_BOOKING_SHARED && g->has_by[JL_BY_OWNER];

	for (size_t i = 0; g->has_by[JL_BY_OWNER] && i < g->query->n_by; i++)
		if (g->query->by[i] == JL_BY_OWNER)
			g->key[i] = owner_number(g, b);
	return find_group(g, is_shared);
}

static void book(void *data, const struct jl_booking *b)
{
	struct grouper *g = data;
	struct jl_friction_group *group = group_of(g, b);

	jl_booking_add(b, &group->tally);
	note_sponsor(group, &g->charges.v[b->charge]);
	note_case(group, g->origin);
}

/* What is known of the case's life, where it is looked at; an open one goes on
 * to the end of what is known. */
static void book_life(void *data, const struct jl_booking *b)
{
	struct grouper *g = data;
	struct jl_friction_group *group = group_of(g, b);
	const struct jl_point *p = b->point;
	size_t number = (size_t)(group - g->out->v);
	struct jl_stretch x = {.entry = b->at - p->occurred_at};

	x.exit = x.entry;
	if (b->kind == JL_BOOKING_TIME) {
		x.exit += b->value;
		jl_survival_add(&group->survival, &x);
		g->survives = number;
	} else if (b->kind == JL_BOOKING_CLOSED && p->n == 0) {
		group->open++;
		if (g->survives != number)
			jl_survival_add(&group->survival, &x);
	} else if (b->kind == JL_BOOKING_CLOSED) {
		x.has_ended = true;
		if (g->survives == number)
			group->survival.v[group->survival.n - 1].has_ended =
				true;
		else
			jl_survival_add(&group->survival, &x);
	}
}

/* Sets the month and quarter of the key to those around the day. */
static void set_month(struct grouper *g, int32_t day)
{
	struct jl_civil c;
	char month[32], quarter[32];

	jl_day_to_civil(day, &c);
	snprintf(month, sizeof(month), "%04d-%02d", c.year % 10000,
		c.month % 100);
	snprintf(quarter, sizeof(quarter), "%04d-Q%d", c.year % 10000,
		(c.month + 2) / 3);
	for (size_t i = 0; i < g->query->n_by; i++) {
		if (g->query->by[i] == JL_BY_MONTH)
			g->key[i] = word_number(g, month);
		else if (g->query->by[i] == JL_BY_QUARTER)
			g->key[i] = word_number(g, quarter);
	}
	g->month_first = jl_month_start(day, 0);
	g->month_end = jl_month_start(day, 1);
}

/* Nothing is known after the extract's end, but the case is open until then. */
static struct jl_point life_of(
	const struct grouper *g, const struct jl_point *elapsed)
{
	struct jl_point life = *elapsed;
	uint32_t batch = g->origin->batch;

	if (life.n == 0 && batch <= g->query->index->batches.n &&
		g->extract_ends[batch] > life.until)
		life.until = g->extract_ends[batch];
	return life;
}

static void attribute(struct grouper *g, const struct jl_point *p,
	int64_t since, int64_t until, jl_book *how)
{
	g->survives = SIZE_MAX;
	jl_attribute(&g->charges, p, g->query->split, g->query->ledger->zone,
		since, until, how, g);
}

/* Each month that the measure touches within the period by itself. */
static void by_months(struct grouper *g, const struct jl_point *p,
	int64_t since, int64_t until, jl_book *how)
{
	struct jl_zone *zone = g->query->ledger->zone;
	int64_t from = p->occurred_at > since ? p->occurred_at : since;
	int64_t end = p->shape == JL_MEASURE_POINT ? p->occurred_at : p->until;
	int32_t day = jl_zone_day(zone, from);

	while (from <= end && from < until) {
		int64_t first, next;

		if (day < g->month_first || day >= g->month_end)
			set_month(g, day);
		first = jl_zone_midnight(zone, g->month_first);
		next = jl_zone_midnight(zone, g->month_end);
		attribute(g, p, first > since ? first : since,
			next < until ? next : until, how);
		from = next;
		day = g->month_end;
	}
}

static void group_point(struct grouper *g, const struct jl_point *p,
	int64_t since, int64_t until)
{
	bool by_month = g->has_by[JL_BY_MONTH] || g->has_by[JL_BY_QUARTER];
	void (*divide)(struct grouper *, const struct jl_point *, int64_t,
		int64_t, jl_book *) = by_month ? by_months : attribute;

	divide(g, p, since, until, book);
	if (p->shape == JL_MEASURE_SPAN &&
		g->metric->kind == JL_FRICTION_ELAPSED) {
		struct jl_point life = life_of(g, p);

		divide(g, &life, since, until, book_life);
	}
}

static const char *dimension_text(
	const struct grouper *g, enum jl_by by, const struct jl_place *place)
{
	enum jl_dimension d;

	switch (by) {
	case JL_BY_JOURNEY:
		return g->segment->journey;
	case JL_BY_METRIC:
		return g->segment->metric;
	case JL_BY_KIND:
		return jl_friction_kinds[g->metric->kind];
	case JL_BY_STAGE:
	case JL_BY_STEP:
	case JL_BY_TO_STEP:
	case JL_BY_CHANNEL:
	case JL_BY_TO_CHANNEL:
	case JL_BY_FUNCTION:
	case JL_BY_TO_FUNCTION:
		d = JL_DIMENSION_STAGE + (by - JL_BY_STAGE);
		return place->v[d - JL_PLACE_FIRST];
	default:
		return "";
	}
}

/* By its digits: the name is looked up once for each group. */
static void set_case(struct grouper *g, size_t at)
{
	static const uint8_t none[JL_CASE_SIZE];
	bool is_known = memcmp(g->origin->case_id, none, JL_CASE_SIZE) != 0;
	char hex[2 * JL_CASE_SIZE + 1];

	jl_hex(g->origin->case_id, JL_CASE_SIZE, hex);
	g->key[at] = word_number(g, is_known ? hex : "");
}

static void name_case(struct grouper *g, struct jl_friction_group *group)
{
	char *name;

	for (size_t i = 0; i < g->query->n_by; i++) {
		if (g->query->by[i] != JL_BY_CASE || !*group->key[i])
			continue;
		name = jl_series_case_name(
			&g->query->index->series, group->key[i]);
		group->key[i] = jl_arena_strdup(&g->out->arena, name);
		free(name);
	}
}

static void group_segment(struct grouper *g)
{
	const struct jl_friction_query *q = g->query;
	const struct jl_segment *s = g->segment;
	int64_t since = jl_zone_midnight(q->ledger->zone, q->period.since);
	int64_t until = jl_zone_midnight(q->ledger->zone, q->period.until);
	uint32_t *numbers = jl_xcalloc(s->n_places * KEY, sizeof(*numbers));

	for (size_t p = 0; p < s->n_places; p++)
		for (size_t i = 0; i < q->n_by; i++)
			numbers[p * KEY + i] = word_number(
				g, dimension_text(g, q->by[i], &s->places[p]));
	memset(g->key, 0, sizeof(g->key));
	g->key[q->n_by] = word_number(g, s->metric);
	g->month_first = g->month_end = 0;
	for (size_t k = 0; k < s->n; k++) {
		const struct jl_point *point = &s->points[k];
		const uint32_t *place = numbers + point->place * KEY;

		g->origin = &s->origins[k];
		if (point->shape == JL_MEASURE_TOTAL &&
			q->split != JL_SPLIT_BY_DAY)
			g->out->n_cut += (point->occurred_at < since &&
						 point->until > since) ||
					 (point->occurred_at < until &&
						 point->until > until);
		for (size_t i = 0; i < q->n_by; i++) {
			if (q->by[i] == JL_BY_CASE)
				set_case(g, i);
			else if (q->by[i] != JL_BY_MONTH &&
				 q->by[i] != JL_BY_QUARTER)
				g->key[i] = place[i];
		}
		group_point(g, point, since, until);
	}
	free(numbers);
}

/* Whoever was in charge; without a question about owners one charge does. */
static void set_charges(struct grouper *g, const struct jl_journey *journey)
{
	if (g->charges_of && strcmp(g->charges_of, journey->id) == 0)
		return;
	jl_charges_release(&g->charges);
	g->charges_of = journey->id;
	if (g->has_by[JL_BY_OWNER])
		jl_charges_init(&g->charges, journey, g->query->ledger->zone,
			g->query->view, g->query->today);
	else
		jl_charges_init_plain(
			&g->charges, journey, g->query->ledger->zone);
}

static void read_extract_ends(struct grouper *g)
{
	const struct jl_batches *batches = &g->query->index->batches;

	g->extract_ends = jl_xcalloc(batches->n + 1, sizeof(int64_t));
	for (size_t i = 0; i < batches->n; i++)
		g->extract_ends[i + 1] =
			jl_receipt_extract_end(&batches->v[i].receipt);
}

static int read_series(struct grouper *g, struct jl_error *err)
{
	const struct jl_friction_query *q = g->query;
	struct jl_series_query select = {
		.journey = q->journey,
		.metric = q->metric,
		.since = jl_zone_midnight(q->ledger->zone, q->period.since),
		.until = jl_zone_midnight(q->ledger->zone, q->period.until),
		.with_origins = true,
	};
	struct jl_series_reader *reader = NULL;
	int rc = jl_series_open(&q->index->series, &select, &reader, err);

	while (rc >= 0 && (rc = jl_series_next(reader, &g->segment, err)) > 0) {
		const struct jl_journey *journey =
			jl_ledger_journey(q->ledger, g->segment->journey);

		g->metric = jl_ledger_metric(q->ledger, g->segment->metric);
		if (!journey || !g->metric ||
			(q->wants && !q->wants(q->wants_data, journey,
					     g->segment->metric)))
			continue;
		set_charges(g, journey);
		group_segment(g);
	}
	jl_series_close(reader);
	return rc;
}

static void count_cases(struct jl_friction_group *group)
{
	keep_different(group);
	group->cases = group->n_case_ids;
	free(group->case_ids);
	group->case_ids = NULL;
	group->n_case_ids = group->case_cap = 0;
}

/* Owners come first, then those who share, then nobody. */
static int rank(const char *key)
{
	return !key ? 2 : strchr(key, ' ') ? 1 : 0;
}

static int by_key(const void *a, const void *b)
{
	const struct jl_friction_group *x = a, *y = b;

	for (size_t i = 0; i < JL_BYS; i++) {
		int order = rank(x->key[i]) - rank(y->key[i]);

		if (!order && x->key[i])
			order = strcmp(x->key[i], y->key[i]);
		if (order)
			return order;
	}
	return strcmp(x->metric->id, y->metric->id);
}

int jl_friction_make(const struct jl_friction_query *query,
	struct jl_friction *friction, struct jl_error *err)
{
	struct grouper g = {.query = query, .out = friction};
	int rc;

	memset(friction, 0, sizeof(*friction));
	for (size_t i = 0; i < query->n_by; i++)
		g.has_by[query->by[i]] = true;
	read_extract_ends(&g);
	rc = read_series(&g, err);
	jl_index_orphans(query->index, query->ledger,
		jl_zone_midnight(query->ledger->zone, query->period.since),
		jl_zone_midnight(query->ledger->zone, query->period.until),
		&friction->orphans);
	for (size_t i = 0; rc == 0 && g.has_by[JL_BY_CASE] && i < friction->n;
		i++)
		name_case(&g, &friction->v[i]);
	free_lookups(&g);
	if (rc < 0) {
		jl_friction_release(friction);
		return rc;
	}
	for (size_t i = 0; i < friction->n; i++)
		count_cases(&friction->v[i]);
	if (friction->n)
		qsort(friction->v, friction->n, sizeof(*friction->v), by_key);
	return 0;
}

void jl_friction_release(struct jl_friction *friction)
{
	for (size_t i = 0; i < friction->n; i++) {
		jl_tally_release(&friction->v[i].tally);
		jl_survival_release(&friction->v[i].survival);
		free(friction->v[i].case_ids);
	}
	free(friction->v);
	jl_arena_release(&friction->arena);
	memset(friction, 0, sizeof(*friction));
}
