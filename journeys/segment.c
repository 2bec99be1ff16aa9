/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Columns of variable-length integers (7 bits a byte, low first). Times are
 * differences in the largest unit that divides them all; values likewise.
 * A column that is the same for all points is one flag, and a case that is the
 * one before is one bit.
 */
#include "journeys/segment.h"

#include "core/mem.h"

#include <stdlib.h>
#include <string.h>

enum {
	HAS_UNTIL = 1 << 0, /* not all are points */
	HAS_N = 1 << 1,	    /* not all n are 1 */
	HAS_CASE = 1 << 0,
	HAS_ORDINAL = 1 << 1,
	VARINT_MAX = 10, /* bytes */
};

int64_t jl_point_end(const struct jl_point *point)
{
	return point->shape == JL_MEASURE_POINT ? point->occurred_at
						: point->until;
}

int32_t jl_quarter_of(int64_t instant)
{
	const int64_t a_day = 86400 * JL_SECOND;
	int64_t day = instant / a_day;
	struct jl_civil civil;

	if (instant < day * a_day)
		day--;
	jl_day_to_civil((int32_t)day, &civil);
	return civil.year * 4 + (civil.month - 1) / 3;
}

int64_t jl_quarter_start(int32_t quarter)
{
	return jl_day_from_civil(quarter / 4, quarter % 4 * 3 + 1, 1) *
	       (86400 * JL_SECOND);
}

void jl_segment_release(struct jl_segment *segment)
{
	free(segment->points);
	free(segment->origins);
	free(segment->places);
	memset(segment, 0, sizeof(*segment));
}

/* Room for so many numbers more; they are put by hand. */
static uint8_t *room_for(struct jl_str *out, size_t numbers)
{
	return (uint8_t *)jl_str_reserve(out, numbers * VARINT_MAX + 1);
}

static uint8_t *put_number(uint8_t *p, uint64_t value)
{
	while (value >= 0x80) {
		*p++ = (uint8_t)(0x80 | (value & 0x7f));
		value >>= 7;
	}
	*p++ = (uint8_t)value;
	return p;
}

static void done_at(struct jl_str *out, const uint8_t *end)
{
	out->len = (size_t)((const char *)end - out->text);
	out->text[out->len] = '\0';
}

static void put(struct jl_str *out, uint64_t value)
{
	done_at(out, put_number(room_for(out, 1), value));
}

/* Small numbers of either sign become small numbers. */
static uint64_t fold(int64_t value)
{
	return ((uint64_t)value << 1) ^ (uint64_t)(value >> 63);
}

static int64_t unfold(uint64_t value)
{
	return (int64_t)(value >> 1) ^ -(int64_t)(value & 1);
}

static uint64_t divisor(uint64_t a, uint64_t b)
{
	while (b) {
		uint64_t rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

static uint64_t size_of(int64_t value)
{
	return value < 0 ? -(uint64_t)value : (uint64_t)value;
}

/* Units that are not worth a division a point: stop looking at 1. */
static uint64_t common_unit(uint64_t unit, int64_t value)
{
	return unit == 1 ? 1 : divisor(unit, size_of(value));
}

void jl_segment_pack_points(const struct jl_segment *s, struct jl_str *out)
{
	uint64_t time_unit = 0, value_unit = 0, flags = 0;
	int64_t before = 0;
	uint8_t *p;

	for (size_t i = 0; i < s->n; i++) {
		const struct jl_point *x = &s->points[i];

		time_unit = common_unit(time_unit, x->occurred_at);
		if (x->shape != JL_MEASURE_POINT) {
			flags |= HAS_UNTIL;
			time_unit = common_unit(
				time_unit, x->until - x->occurred_at);
		}
		if (x->shape != JL_MEASURE_SPAN)
			value_unit = common_unit(value_unit, x->value);
		if (x->n != 1)
			flags |= HAS_N;
	}
	time_unit = time_unit ? time_unit : 1;
	value_unit = value_unit ? value_unit : 1;
	put(out, s->n);
	put(out, flags);
	put(out, time_unit);
	put(out, value_unit);
	put(out, s->n_places);
	for (size_t i = 0; i < s->n_places; i++)
		for (size_t j = 0; j < JL_PLACES; j++)
			jl_str_addn(out, s->places[i].v[j],
				strlen(s->places[i].v[j]) + 1);
	p = room_for(out, 5 * s->n);
	for (size_t i = 0; i < s->n; i++) {
		p = put_number(p, fold((s->points[i].occurred_at - before) /
					  (int64_t)time_unit));
		before = s->points[i].occurred_at;
	}
	/* The shape, and the length of what has one. */
	for (size_t i = 0; flags & HAS_UNTIL && i < s->n; i++) {
		const struct jl_point *x = &s->points[i];
		uint64_t length =
			x->shape == JL_MEASURE_POINT
				? 0
				: (uint64_t)(x->until - x->occurred_at) /
					  time_unit;

		p = put_number(p, length * 3 + x->shape);
	}
	for (size_t i = 0; i < s->n; i++)
		if (s->points[i].shape != JL_MEASURE_SPAN)
			p = put_number(p,
				fold(s->points[i].value / (int64_t)value_unit));
	for (size_t i = 0; flags & HAS_N && i < s->n; i++)
		p = put_number(p, fold(s->points[i].n));
	for (size_t i = 0; s->n_places > 1 && i < s->n; i++)
		p = put_number(p, s->points[i].place);
	done_at(out, p);
}

struct cursor {
	const uint8_t *at, *end;
	bool is_bad;
};

static uint64_t get(struct cursor *c)
{
	uint64_t value = 0;
	int shift = 0;

	/* One byte is the rule. */
	if (c->at < c->end && *c->at < 0x80)
		return *c->at++;
	while (c->at < c->end && shift < 64) {
		uint8_t byte = *c->at++;

		value |= (uint64_t)(byte & 0x7f) << shift;
		if (byte < 0x80)
			return value;
		shift += 7;
	}
	c->is_bad = true;
	return 0;
}

/* from + n * unit, where damaged bytes may wrap around but not overflow. */
static int64_t step(int64_t from, int64_t n, int64_t unit)
{
	return (int64_t)((uint64_t)from + (uint64_t)n * (uint64_t)unit);
}

static const char *get_text(struct cursor *c)
{
	size_t left = (size_t)(c->end - c->at);
	const char *text = (const char *)c->at;
	const uint8_t *nul;

	/* Most dimensions of most places are empty. */
	if (left && *c->at == '\0') {
		c->at++;
		return text;
	}
	nul = left ? memchr(c->at, '\0', left) : NULL;
	if (!nul) {
		c->is_bad = true;
		return "";
	}
	c->at = nul + 1;
	return text;
}

static bool read_places(struct jl_segment *s, struct cursor *c)
{
	uint64_t n = get(c);

	/* Each place takes a byte a text at least. */
	if (c->is_bad || n == 0 || n > (uint64_t)(c->end - c->at) / JL_PLACES)
		return false;
	if (s->places_cap < n) {
		s->places_cap = n;
		s->places = jl_xrealloc(s->places, n, sizeof(*s->places));
	}
	s->n_places = n;
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < JL_PLACES; j++)
			s->places[i].v[j] = get_text(c);
	return !c->is_bad;
}

static void read_shapes(
	struct jl_segment *s, struct cursor *c, int64_t time_unit)
{
	for (size_t i = 0; i < s->n; i++) {
		struct jl_point *p = &s->points[i];
		uint64_t both = get(c);

		p->shape = (uint8_t)(both % 3);
		if (p->shape == JL_MEASURE_POINT)
			continue;
		p->until = step(p->occurred_at, (int64_t)(both / 3), time_unit);
		if (p->shape == JL_MEASURE_SPAN)
			p->value = step(p->until, p->occurred_at, -1);
	}
}

bool jl_segment_unpack_points(
	struct jl_segment *s, const void *bytes, size_t len)
{
	struct cursor c = {bytes, (const uint8_t *)bytes + len, false};
	uint64_t n = get(&c), flags = get(&c);
	int64_t time_unit = (int64_t)get(&c), value_unit = (int64_t)get(&c);
	int64_t time = 0;

	s->n = 0;
	if (c.is_bad || n > len || !read_places(s, &c))
		return false;
	if (s->cap < n) {
		s->cap = n;
		s->points = jl_xrealloc(s->points, n, sizeof(*s->points));
	}
	s->n = n;
	for (size_t i = 0; i < n; i++) {
		struct jl_point *p = &s->points[i];

		time = step(time, unfold(get(&c)), time_unit);
		p->occurred_at = time;
		p->until = JL_INSTANT_NONE;
		p->n = 1;
		p->place = 0;
		p->shape = JL_MEASURE_POINT;
	}
	if (flags & HAS_UNTIL)
		read_shapes(s, &c, time_unit);
	for (size_t i = 0; i < n; i++)
		if (s->points[i].shape != JL_MEASURE_SPAN)
			s->points[i].value =
				step(0, unfold(get(&c)), value_unit);
	for (size_t i = 0; flags & HAS_N && i < n; i++)
		s->points[i].n = unfold(get(&c));
	for (size_t i = 0; s->n_places > 1 && i < n; i++) {
		uint64_t place = get(&c);

		if (place >= s->n_places)
			return false;
		s->points[i].place = (uint32_t)place;
	}
	return !c.is_bad && c.at == c.end;
}

static bool has_case(const struct jl_origin *origin)
{
	static const uint8_t none[JL_CASE_SIZE];

	return memcmp(origin->case_id, none, JL_CASE_SIZE) != 0;
}

void jl_segment_pack_origins(const struct jl_segment *s, struct jl_str *out)
{
	uint64_t flags = 0;
	int64_t line = 0, batch = 0;
	uint8_t *p;

	for (size_t i = 0; i < s->n; i++) {
		if (has_case(&s->origins[i]))
			flags |= HAS_CASE;
		if (s->origins[i].ordinal)
			flags |= HAS_ORDINAL;
	}
	put(out, flags);
	p = (uint8_t *)jl_str_reserve(
		out, s->n * (3 * VARINT_MAX + JL_CASE_SIZE) + 1);
	for (size_t i = 0; i < s->n; i++) {
		const struct jl_origin *o = &s->origins[i];
		bool is_same = i > 0 && memcmp(o->case_id, o[-1].case_id,
						JL_CASE_SIZE) == 0;

		p = put_number(
			p, fold((int64_t)o->batch - batch) << 1 | is_same);
		p = put_number(p, fold((int64_t)o->line - line));
		if (flags & HAS_ORDINAL)
			p = put_number(p, o->ordinal);
		if (flags & HAS_CASE && !is_same) {
			memcpy(p, o->case_id, JL_CASE_SIZE);
			p += JL_CASE_SIZE;
		}
		batch = (int64_t)o->batch;
		line = (int64_t)o->line;
	}
	done_at(out, p);
}

bool jl_segment_unpack_origins(
	struct jl_segment *s, const void *bytes, size_t len)
{
	struct cursor c = {bytes, (const uint8_t *)bytes + len, false};
	uint64_t flags = get(&c);
	int64_t line = 0, batch = 0;

	if (s->origins_cap < s->n) {
		s->origins_cap = s->n;
		s->origins = jl_xrealloc(s->origins, s->n, sizeof(*s->origins));
	}
	for (size_t i = 0; i < s->n && !c.is_bad; i++) {
		struct jl_origin *o = &s->origins[i];
		uint64_t both = get(&c); /* the case is as before; the batch */

		memset(o, 0, sizeof(*o));
		batch = step(batch, unfold(both >> 1), 1);
		line = step(line, unfold(get(&c)), 1);
		o->batch = (uint32_t)batch;
		o->line = (uint64_t)line;
		if (flags & HAS_ORDINAL)
			o->ordinal = (uint32_t)get(&c);
		if (both & 1 && i > 0)
			memcpy(o->case_id, o[-1].case_id, JL_CASE_SIZE);
		if (!(flags & HAS_CASE) || both & 1)
			continue;
		if (c.end - c.at < JL_CASE_SIZE)
			return false;
		memcpy(o->case_id, c.at, JL_CASE_SIZE);
		c.at += JL_CASE_SIZE;
	}
	return !c.is_bad && c.at == c.end;
}
