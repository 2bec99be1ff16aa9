/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* The join, measure by measure. */
#include "journeys/attribution.h"

#include "journeys/tenure.h"

#include <stdlib.h>
#include <string.h>

static int by_day(const void *a, const void *b)
{
	const int32_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* All days on which an owner or a sponsor changes, in order, each once. */
static size_t borders(const struct jl_journey *journey, int32_t **days)
{
	const struct jl_tenures *const lists[] = {
		&journey->owners, &journey->sponsors};
	size_t n = 0, kept = 1;
	int32_t *v = jl_xcalloc(
		2 * (journey->owners.n + journey->sponsors.n) + 2, sizeof(*v));

	v[n++] = JL_DAY_MIN;
	for (size_t l = 0; l < JL_COUNT(lists); l++)
		for (size_t i = 0; i < lists[l]->n; i++) {
			v[n++] = lists[l]->v[i].since;
			if (lists[l]->v[i].until != JL_DAY_OPEN)
				v[n++] = lists[l]->v[i].until;
		}
	qsort(v, n, sizeof(*v), by_day);
	for (size_t i = 1; i < n; i++)
		if (v[i] != v[kept - 1])
			v[kept++] = v[i];
	*days = v;
	return kept;
}

static void add_charge(struct jl_charges *charges,
	const struct jl_tenure *owner, const struct jl_tenure *sponsor,
	int32_t since, int32_t until, struct jl_zone *zone)
{
	struct jl_charge charge = {
		.owner = owner ? owner->person : NULL,
		.sponsor = sponsor ? sponsor->person : NULL,
		.tenure_since = owner ? owner->since : since,
		.since = since,
		.until = until,
	};
	struct jl_charge *last =
		charges->n ? &charges->v[charges->n - 1] : NULL;

	/* A sponsor matters only where nobody is in charge. */
	if (charge.owner)
		charge.sponsor = NULL;
	if (last && charge.owner && last->owner &&
		last->tenure_since == charge.tenure_since &&
		strcmp(last->owner, charge.owner) == 0) {
		last->until = until;
		last->until_at = jl_zone_midnight(zone, until);
		return;
	}
	charge.since_at = since == JL_DAY_MIN ? INT64_MIN + 1
					      : jl_zone_midnight(zone, since);
	charge.until_at = jl_zone_midnight(zone, until);
	JL_GROW(charges->v, charges->n, charges->cap);
	charges->v[charges->n++] = charge;
}

static void init_then(struct jl_charges *charges,
	const struct jl_journey *journey, struct jl_zone *zone)
{
	int32_t *days;
	size_t n = borders(journey, &days);

	for (size_t i = 0; i < n; i++)
		add_charge(charges, jl_tenure_at(&journey->owners, days[i]),
			jl_tenure_at(&journey->sponsors, days[i]), days[i],
			i + 1 < n ? days[i + 1] : JL_DAY_OPEN, zone);
	free(days);
}

/* One charge for all of time, beside those that there were. */
static void init_one(struct jl_charges *charges,
	const struct jl_journey *journey, struct jl_zone *zone,
	const struct jl_tenure *owner, const struct jl_tenure *sponsor)
{
	add_charge(charges, owner, sponsor, JL_DAY_MIN, JL_DAY_OPEN, zone);
	charges->then = jl_xcalloc(1, sizeof(*charges->then));
	init_then(charges->then, journey, zone);
}

void jl_charges_init(struct jl_charges *charges,
	const struct jl_journey *journey, struct jl_zone *zone,
	enum jl_view view, int32_t today)
{
	memset(charges, 0, sizeof(*charges));
	if (view == JL_VIEW_NOW)
		init_one(charges, journey, zone,
			jl_tenure_at(&journey->owners, today),
			jl_tenure_at(&journey->sponsors, today));
	else
		init_then(charges, journey, zone);
}

void jl_charges_init_plain(struct jl_charges *charges,
	const struct jl_journey *journey, struct jl_zone *zone)
{
	memset(charges, 0, sizeof(*charges));
	init_one(charges, journey, zone, NULL, NULL);
}

void jl_charges_release(struct jl_charges *charges)
{
	if (charges->then)
		jl_charges_release(charges->then);
	free(charges->then);
	free(charges->v);
	memset(charges, 0, sizeof(*charges));
}

size_t jl_charges_at(const struct jl_charges *charges, int64_t instant)
{
	size_t low = 0, high = charges->n - 1;

	/* The first charge that ends after the instant. */
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (charges->v[middle].until_at <= instant)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static int64_t earlier(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

bool jl_is_same_owner(const struct jl_charge *a, const struct jl_charge *b)
{
	if (!a->owner || !b->owner)
		return a->owner == b->owner;
	return strcmp(a->owner, b->owner) == 0;
}

static void book_span(const struct jl_charges *charges,
	const struct jl_point *p, int64_t since, int64_t until, jl_book *book,
	void *data)
{
	int64_t from = later(p->occurred_at, since);
	int64_t to = earlier(p->until, until);
	struct jl_booking b = {.point = p};
	const struct jl_charge *opened;

	if (p->occurred_at >= since && p->occurred_at < until) {
		b.kind = JL_BOOKING_OPENED;
		b.charge = jl_charges_at(charges, p->occurred_at);
		b.at = p->occurred_at;
		book(data, &b);
	}
	for (size_t i = from < to ? jl_charges_at(charges, from) : charges->n;
		i < charges->n && charges->v[i].since_at < to; i++) {
		b.kind = JL_BOOKING_TIME;
		b.charge = i;
		b.at = later(from, charges->v[i].since_at);
		b.value = earlier(to, charges->v[i].until_at) - b.at;
		book(data, &b);
	}
	if (p->until < since || p->until >= until)
		return;
	b.kind = JL_BOOKING_CLOSED;
	b.charge = jl_charges_at(charges, p->until);
	b.at = p->until;
	b.value = p->value;
	b.n = p->n;
	opened = &charges->v[jl_charges_at(charges, p->occurred_at)];
	b.is_inherited = charges->v[b.charge].owner &&
			 !jl_is_same_owner(opened, &charges->v[b.charge]);
	book(data, &b);
}

/* One charge's part of a total, day by day: of `amount` over n days the days
 * up to the i-th have this much. Whole multiples of unit, no day favoured. */
static int64_t up_to_day(int64_t amount, int64_t unit, size_t i, size_t n)
{
	return (int64_t)((jl_sum)(amount / unit) * (int64_t)i / (int64_t)n) *
	       unit;
}

/*
 * Splits a total over the charges that its local days lie in, by largest
 * remainder in proportion to the days, and each charge's part evenly over its
 * days. What falls on a day does not depend on the period that is asked for,
 * so the parts of neighbouring periods add up too.
 */
static void book_by_day(const struct jl_charges *charges,
	const struct jl_point *p, struct jl_zone *zone, int64_t since,
	int64_t until, jl_book *book, void *data)
{
	const struct jl_charges *then = charges->then ? charges->then : charges;
	int32_t day = jl_zone_day(zone, p->occurred_at);
	int32_t end = jl_zone_day(zone, p->until - 1) + 1;
	size_t first = jl_charges_at(then, p->occurred_at);
	size_t last = jl_charges_at(then, p->until - 1);
	size_t n = last - first + 1;
	int64_t *days = jl_xcalloc(n, sizeof(*days));
	int64_t *values = jl_xcalloc(n, sizeof(*values));
	int64_t *counts = jl_xcalloc(n, sizeof(*counts));
	int64_t unit = jl_amount_unit(p->value);

	for (size_t i = 0; i < n; i++) {
		const struct jl_charge *c = &then->v[first + i];
		int32_t from = c->since > day ? c->since : day;

		days[i] = (c->until < end ? c->until : end) - from;
	}
	jl_amount_split(p->value, unit, days, n, values);
	jl_amount_split(p->n, 1, days, n, counts);
	for (size_t i = 0; i < n; i++)
		for (size_t d = 0; d < (size_t)days[i]; d++, day++) {
			size_t of = (size_t)days[i];
			int64_t midnight = jl_zone_midnight(zone, day);
			struct jl_booking b = {.kind = JL_BOOKING_SHARE,
				.at = later(midnight, p->occurred_at),
				.value = up_to_day(values[i], unit, d + 1, of) -
					 up_to_day(values[i], unit, d, of),
				.n = up_to_day(counts[i], 1, d + 1, of) -
				     up_to_day(counts[i], 1, d, of),
				.point = p};

			if (b.at < since || b.at >= until)
				continue;
			b.charge = jl_charges_at(charges, b.at);
			book(data, &b);
		}
	free(days);
	free(values);
	free(counts);
}

static void book_total(const struct jl_charges *charges,
	const struct jl_point *p, enum jl_split split, struct jl_zone *zone,
	int64_t since, int64_t until, jl_book *book, void *data)
{
	int64_t last_moment = later(p->until - 1, p->occurred_at);
	struct jl_booking b = {.kind = JL_BOOKING_SHARE,
		.at = last_moment,
		.value = p->value,
		.n = p->n,
		.point = p};
	bool crosses = false;
	size_t first;

	if (split == JL_SPLIT_BY_DAY && p->until > p->occurred_at) {
		book_by_day(charges, p, zone, since, until, book, data);
		return;
	}
	if (last_moment < since || last_moment >= until)
		return;
	first = jl_charges_at(charges, p->occurred_at);
	b.charge = jl_charges_at(charges, last_moment);
	for (size_t i = first; i < b.charge; i++)
		crosses = crosses || !jl_is_same_owner(&charges->v[i],
					     &charges->v[b.charge]);
	if (crosses && split == JL_SPLIT_SHARED) {
		b.kind = JL_BOOKING_SHARED;
		b.last_charge = b.charge;
		b.charge = first;
	}
	book(data, &b);
}

void jl_attribute(const struct jl_charges *charges, const struct jl_point *p,
	enum jl_split split, struct jl_zone *zone, int64_t since, int64_t until,
	jl_book *book, void *data)
{
	struct jl_booking b = {.kind = JL_BOOKING_POINT, .point = p};

	if (p->shape == JL_MEASURE_SPAN) {
		book_span(charges, p, since, until, book, data);
		return;
	}
	if (p->shape == JL_MEASURE_TOTAL) {
		book_total(charges, p, split, zone, since, until, book, data);
		return;
	}
	if (p->occurred_at < since || p->occurred_at >= until)
		return;
	b.charge = jl_charges_at(charges, p->occurred_at);
	b.at = p->occurred_at;
	b.value = p->value;
	b.n = p->n;
	book(data, &b);
}

void jl_booking_add(const struct jl_booking *b, struct jl_tally *tally)
{
	switch (b->kind) {
	case JL_BOOKING_POINT:
		jl_tally_add(tally, b->point);
		break;
	case JL_BOOKING_TIME:
		jl_tally_add_time(tally, b->value);
		break;
	case JL_BOOKING_OPENED:
		tally->opened_n++;
		break;
	case JL_BOOKING_CLOSED:
		jl_tally_add_closed(tally, b->point, b->is_inherited);
		break;
	case JL_BOOKING_SHARE:
	case JL_BOOKING_SHARED:
		jl_tally_add_share(tally, b->value, b->n, b->at);
		break;
	}
}
