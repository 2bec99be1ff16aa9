/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Overlaps: rows of the same key are taken batch by batch in ledger order. A
 * row whose value the series has already is that measure again; of what is
 * left, each row supersedes one that was there, in order, and the rest is new.
 */
#include "journeys/series_merge.h"

#include "core/mem.h"
#include "core/sorter.h"

#include <stdlib.h>
#include <string.h>

enum {
	LISTED = 20, /* restatements that are listed */
	PLACE_TEXT_MAX = 256,
	PLACE_KEY_MAX = JL_PLACES * (PLACE_TEXT_MAX + 1),
	QUARTER_SHIFT = 48,
	METRIC_SHIFT = 32,
};

struct jl_merger {
	struct jl_record_names *names;
	struct jl_series_result *result;
	struct jl_series_store *store;
	struct jl_record *v, *spare; /* of the segment at hand */
	size_t n, cap;
	const struct jl_record **olds, **news; /* to be paired */
	bool *is_paired;		       /* by place in v */
	size_t pairs_cap;
	uint32_t *place_map; /* from the names' numbers to the segment's */
	size_t place_map_n;
	struct jl_segment old, out;
};

/* ---- records ---- */

uint64_t jl_record_segment(int quarter, uint32_t metric, uint32_t journey)
{
	return (uint64_t)quarter << QUARTER_SHIFT |
	       (uint64_t)metric << METRIC_SHIFT | journey;
}

uint32_t jl_record_place(
	struct jl_names *places, const struct jl_slice *dimensions)
{
	char key[PLACE_KEY_MAX];
	size_t len = 0;

	for (int i = JL_PLACE_FIRST; i < JL_PLACE_END; i++) {
		const struct jl_slice *d = &dimensions[i];

		/* Ids are short; only a damaged batch has longer ones. */
		size_t room = d->len < PLACE_TEXT_MAX ? d->len : PLACE_TEXT_MAX;

		if (room)
			memcpy(key + len, d->text, room);
		len += room;
		key[len++] = '\0';
	}
	return jl_names_number(places, key, len);
}

static int compare_places(const struct jl_names *places, uint32_t x, uint32_t y)
{
	const char *p, *q;
	size_t p_len, q_len;
	int order;

	if (x == y)
		return 0;
	p = jl_names_text(places, x, &p_len);
	q = jl_names_text(places, y, &q_len);
	order = memcmp(p, q, p_len < q_len ? p_len : q_len);
	return order ? order : p_len < q_len ? -1 : p_len > q_len;
}

#define BY(a, b)                                                               \
	do {                                                                   \
		if ((a) != (b))                                                \
			return (a) < (b) ? -1 : 1;                             \
	} while (0)

/* What makes two rows rows about the same thing. */
static int compare_keys(const struct jl_names *places,
	const struct jl_record *x, const struct jl_record *y)
{
	int order;

	BY(x->segment, y->segment);
	BY(x->occurred_at, y->occurred_at);
	BY(x->shape, y->shape);
	/* A span's end is its value: a later one supersedes. */
	if (x->shape != JL_MEASURE_SPAN)
		BY(x->until, y->until);
	order = compare_places(places, x->place, y->place);
	if (order)
		return order;
	return memcmp(x->case_id, y->case_id, JL_CASE_SIZE);
}

int jl_record_compare(const void *places, const void *a, const void *b)
{
	const struct jl_record *x = a, *y = b;
	int order = compare_keys(places, x, y);

	if (order)
		return order;
	BY(x->batch, y->batch);
	BY(x->line, y->line);
	BY(x->ordinal, y->ordinal);
	return 0;
}

/* ---- what the series has already ---- */

static void add_record(struct jl_merger *m, const struct jl_record *r)
{
	if (m->n == m->cap) {
		m->cap = m->cap ? 2 * m->cap : 1024;
		m->v = jl_xrealloc(m->v, m->cap, sizeof(*m->v));
		m->spare = jl_xrealloc(m->spare, m->cap, sizeof(*m->spare));
	}
	m->v[m->n++] = *r;
}

/* Adds what the series has of this segment; id 0 when it has nothing. */
static int add_old(
	struct jl_merger *m, uint64_t key, int64_t *id, struct jl_error *err)
{
	struct jl_segment *old = &m->old;
	int rc = jl_series_store_find(m->store, old, id, err);

	if (rc < 0 || *id == 0)
		return rc;
	for (size_t i = 0; i < old->n; i++) {
		const struct jl_point *p = &old->points[i];
		const struct jl_origin *o = &old->origins[i];
		struct jl_slice texts[JL_DIMENSIONS] = {{NULL, 0}};
		struct jl_record r = {.segment = key,
			.occurred_at = p->occurred_at,
			.until = p->until,
			.value = p->value,
			.n = p->n,
			.line = o->line,
			.batch = o->batch,
			.ordinal = o->ordinal,
			.shape = p->shape,
			.is_old = true};

		for (size_t j = 0; j < JL_PLACES; j++) {
			const char *text = old->places[p->place].v[j];

			texts[JL_PLACE_FIRST + j] =
				(struct jl_slice){text, strlen(text)};
		}
		r.place = jl_record_place(&m->names->places, texts);
		memcpy(r.case_id, o->case_id, JL_CASE_SIZE);
		add_record(m, &r);
	}
	return 0;
}

/* ---- overlaps ---- */

static void note_doubts(
	struct jl_series_result *result, const struct jl_record *before)
{
	static const uint8_t none[JL_CASE_SIZE];
	size_t i = 0;

	result->nameless += before->shape == JL_MEASURE_POINT &&
			    memcmp(before->case_id, none, JL_CASE_SIZE) == 0;
	while (i < result->n_from && result->from[i] != before->batch)
		i++;
	if (i == result->n_from && i < JL_COUNT(result->from))
		result->from[result->n_from++] = before->batch;
}

static void restate(struct jl_merger *m, const struct jl_record *before,
	const struct jl_record *after)
{
	char when[JL_INSTANT_TEXT], old[JL_AMOUNT_TEXT], new[JL_AMOUNT_TEXT];
	struct jl_series_result *result = m->result;
	struct jl_zone *zone = result->zone;
	int64_t at = after->occurred_at;

	result->restated++;
	note_doubts(result, before);
	if (result->listed == LISTED)
		return;
	result->listed++;
	jl_instant_format(at, zone ? jl_zone_offset(zone, at) : 0, when);
	jl_str_addf(&result->restatements,
		"%s %s at %s: %s of %lld became %s of %lld\n", m->old.journey,
		m->old.metric, when, jl_sum_format(before->value, old),
		(long long)before->n, jl_sum_format(after->value, new),
		(long long)after->n);
}

/* By what was measured; equal ones as they came. */
static int compare_values(const struct jl_record *x, const struct jl_record *y)
{
	BY(x->value, y->value);
	BY(x->n, y->n);
	return 0;
}

static int by_value(const void *a, const void *b)
{
	const struct jl_record *const *x = a, *const *y = b;
	int order = compare_values(*x, *y);

	return order ? order : *x < *y ? -1 : *x > *y;
}

static void reserve_pairs(struct jl_merger *m, size_t n)
{
	if (n <= m->pairs_cap)
		return;
	m->pairs_cap = 2 * n;
	m->olds = jl_xrealloc(m->olds, m->pairs_cap, sizeof(*m->olds));
	m->news = jl_xrealloc(m->news, m->pairs_cap, sizeof(*m->news));
	m->is_paired =
		jl_xrealloc(m->is_paired, m->pairs_cap, sizeof(*m->is_paired));
}

/*
 * Marks which of v[0..kept) came again among v[first..end), each at most once:
 * first those at the same place, which are nearly all, then any others.
 */
static void pair(struct jl_merger *m, const struct jl_record *v, size_t kept,
	size_t first, size_t end)
{
	size_t n_olds = 0, n_news = 0;

	reserve_pairs(m, end);
	memset(m->is_paired, 0, end * sizeof(*m->is_paired));
	for (size_t i = 0; i < kept && first + i < end; i++)
		m->is_paired[i] = m->is_paired[first + i] =
			compare_values(&v[i], &v[first + i]) == 0;
	for (size_t i = 0; i < kept; i++)
		if (!m->is_paired[i])
			m->olds[n_olds++] = &v[i];
	for (size_t i = first; i < end; i++)
		if (!m->is_paired[i])
			m->news[n_news++] = &v[i];
	if (n_olds == 0 || n_news == 0)
		return;
	qsort(m->olds, n_olds, sizeof(*m->olds), by_value);
	qsort(m->news, n_news, sizeof(*m->news), by_value);
	for (size_t i = 0, j = 0; i < n_olds && j < n_news;) {
		int order = compare_values(m->olds[i], m->news[j]);

		if (order == 0)
			m->is_paired[m->olds[i] - v] =
				m->is_paired[m->news[j] - v] = true;
		i += order <= 0;
		j += order >= 0;
	}
}

/* Takes in one batch's rows v[first..end) of a key of which v[0..kept) are
 * left so far; returns how many are left then. */
static size_t take_in(struct jl_merger *m, struct jl_record *v, size_t kept,
	size_t first, size_t end)
{
	size_t before = kept, old = 0;

	pair(m, v, kept, first, end);
	for (size_t i = first; i < end; i++) {
		struct jl_record r = v[i];

		if (m->is_paired[i]) {
			m->result->identical++;
			continue;
		}
		while (old < before && m->is_paired[old])
			old++;
		if (old < before) {
			restate(m, &v[old], &r);
			r.ordinal = v[old].ordinal;
			v[old++] = r;
			continue;
		}
		r.ordinal = (uint32_t)kept;
		m->result->added++;
		m->result->repeated_keys += kept > 0;
		v[kept++] = r;
	}
	return kept;
}

static int by_ordinal(const void *a, const void *b)
{
	const struct jl_record *x = a, *y = b;

	return x->ordinal < y->ordinal ? -1 : x->ordinal > y->ordinal;
}

/*
 * The rows v[0..n) have the same key; those of the series come first, the
 * others by batch. Leaves what counts at the front, and its number.
 */
static size_t resolve(struct jl_merger *m, struct jl_record *v, size_t n)
{
	size_t kept = 0;

	while (kept < n && v[kept].is_old)
		kept++;
	if (kept > 1)
		qsort(v, kept, sizeof(*v), by_ordinal);
	for (size_t first = kept, end; first < n; first = end) {
		for (end = first + 1; end < n && v[end].batch == v[first].batch;
			end++)
			;
		kept = take_in(m, v, kept, first, end);
	}
	return kept;
}

/* ---- segments ---- */

static void fill_place(
	const struct jl_names *places, uint32_t number, struct jl_place *place)
{
	const char *text = jl_names_text(places, number, NULL);

	for (size_t i = 0; i < JL_PLACES; i++) {
		place->v[i] = text;
		text += strlen(text) + 1;
	}
}

/* Fills m->out from the records that are left. */
static void fill_segment(struct jl_merger *m)
{
	const struct jl_names *places = &m->names->places;
	struct jl_segment *s = &m->out;

	if (m->place_map_n < places->n) {
		m->place_map_n = 2 * places->n;
		m->place_map = jl_xrealloc(
			m->place_map, m->place_map_n, sizeof(uint32_t));
	}
	if (s->cap < m->n) {
		s->cap = s->origins_cap = m->n;
		s->points = jl_xrealloc(s->points, s->cap, sizeof(*s->points));
		s->origins =
			jl_xrealloc(s->origins, s->cap, sizeof(*s->origins));
	}
	s->n_places = 0;
	s->n = m->n;
	for (size_t i = 0; i < m->n; i++)
		m->place_map[m->v[i].place] = UINT32_MAX;
	for (size_t i = 0; i < m->n; i++) {
		const struct jl_record *r = &m->v[i];
		struct jl_origin *o = &s->origins[i];

		if (m->place_map[r->place] == UINT32_MAX) {
			m->place_map[r->place] = (uint32_t)s->n_places;
			JL_GROW(s->places, s->n_places, s->places_cap);
			fill_place(places, r->place, &s->places[s->n_places++]);
		}
		s->points[i] = (struct jl_point){.occurred_at = r->occurred_at,
			.until = r->until,
			.value = r->value,
			.n = r->n,
			.place = m->place_map[r->place],
			.shape = r->shape};
		*o = (struct jl_origin){.batch = r->batch,
			.ordinal = r->ordinal,
			.line = r->line};
		memcpy(o->case_id, r->case_id, JL_CASE_SIZE);
	}
}

/* The new records of one segment are in m->v: bring them into the series. */
static int write_segment(struct jl_merger *m, struct jl_error *err)
{
	const struct jl_names *places = &m->names->places;
	uint64_t key = m->v[0].segment;
	size_t kept = 0;
	int64_t id;
	int rc;

	m->old.journey = m->out.journey = jl_names_text(
		&m->names->journeys, (uint32_t)(key & UINT32_MAX), NULL);
	m->old.metric = m->out.metric = jl_names_text(&m->names->metrics,
		(uint32_t)(key >> METRIC_SHIFT & UINT16_MAX), NULL);
	m->old.quarter = m->out.quarter = (int)(key >> QUARTER_SHIFT);
	rc = add_old(m, key, &id, err);
	if (rc < 0)
		return rc;
	if (id)
		jl_sort_records(m->v, m->n, sizeof(*m->v), m->spare,
			jl_record_compare, places);
	for (size_t i = 0, end; i < m->n; i = end) {
		size_t left;

		for (end = i + 1; end < m->n && compare_keys(places, &m->v[i],
							&m->v[end]) == 0;
			end++)
			;
		left = resolve(m, m->v + i, end - i);
		memmove(m->v + kept, m->v + i, left * sizeof(*m->v));
		kept += left;
	}
	m->n = kept;
	fill_segment(m);
	rc = jl_series_store_put(m->store, &m->out, id, err);
	m->n = 0;
	return rc;
}

int jl_merger_open(struct jl_db *db, struct jl_record_names *names,
	struct jl_series_result *result, struct jl_merger **out,
	struct jl_error *err)
{
	struct jl_merger *m = jl_xcalloc(1, sizeof(*m));

	m->names = names;
	m->result = result;
	*out = m;
	return jl_series_store_open(db, &m->store, err);
}

void jl_merger_close(struct jl_merger *m)
{
	if (!m)
		return;
	jl_series_store_close(m->store);
	free(m->v);
	free(m->spare);
	free(m->olds);
	free(m->news);
	free(m->is_paired);
	free(m->place_map);
	jl_segment_release(&m->old);
	jl_segment_release(&m->out);
	free(m);
}

int jl_merger_add(struct jl_merger *m, const struct jl_record *record,
	struct jl_error *err)
{
	int rc = 0;

	if (m->n > 0 && record->segment != m->v[0].segment)
		rc = write_segment(m, err);
	if (rc == 0)
		add_record(m, record);
	return rc;
}

int jl_merger_finish(struct jl_merger *m, struct jl_error *err)
{
	int rc = m->n > 0 ? write_segment(m, err) : 0;

	return rc == 0 ? jl_series_store_finish(m->store, err) : rc;
}
