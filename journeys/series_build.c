/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * Measures in any order become sorted segments: as records of one size they
 * go through the sorter, and come back segment by segment to be merged into
 * what the series already has.
 */
#include "journeys/series.h"

#include "core/digest.h"
#include "core/hash.h"
#include "core/mem.h"
#include "core/sorter.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	LISTED = 20, /* restatements that are listed */
	PLACE_TEXT_MAX = 256,
	PLACE_KEY_MAX = JL_PLACES * (PLACE_TEXT_MAX + 1),
	METRICS_MAX = 0xffff,
	CHUNK = 4096, /* names that are kept together */
	CHUNKS = 4096,
};

/* Places, journeys, metrics by number: a text and its hash handle. */
struct name {
	UT_hash_handle hh;
	uint32_t number;
	size_t len;
	char key[]; /* NUL-terminated; a place's texts are separated by NUL */
};

/* Names stay where they are: the sorter's thread reads them. */
struct names {
	struct name *by_key;
	struct name **chunks[CHUNKS];
	size_t n;
	struct name *last; /* most rows are like the row before */
};

struct record {
	uint64_t segment; /* year, metric and journey by number, sortable */
	int64_t occurred_at, until, value, n;
	uint64_t line;
	uint32_t place, batch, ordinal;
	uint8_t shape;
	bool is_old; /* from the series: it has its ordinal */
	uint8_t case_id[JL_CASE_SIZE];
};

struct case_text {
	UT_hash_handle hh;
	uint8_t case_id[JL_CASE_SIZE];
	char text[];
};

struct jl_builder {
	struct names journeys, metrics, places;
	struct jl_sorter *sorter;
	int32_t last_day;
	int last_year;
	struct case_text *cases; /* only those that are not pseudonyms */
	uint32_t renumber;	 /* 0: as they were added */
};

static jl_record_order compare;

struct jl_builder *jl_builder_new(const char *folder)
{
	struct jl_builder *b = jl_xcalloc(1, sizeof(*b));

	b->sorter = jl_sorter_new(folder, sizeof(struct record), compare, b);
	b->last_day = INT32_MAX;
	return b;
}

static struct name *nth(const struct names *names, size_t i)
{
	return names->chunks[i / CHUNK][i % CHUNK];
}

static void names_release(struct names *names)
{
	HASH_CLEAR(hh, names->by_key);
	for (size_t i = 0; i < names->n; i++)
		free(nth(names, i));
	for (size_t i = 0; i < CHUNKS && names->chunks[i]; i++)
		free(names->chunks[i]);
}

void jl_builder_free(struct jl_builder *b)
{
	struct case_text *c, *next_case;

	if (!b)
		return;
	jl_sorter_free(b->sorter);
	names_release(&b->journeys);
	names_release(&b->metrics);
	names_release(&b->places);
	HASH_ITER (hh, b->cases, c, next_case) {
		HASH_DEL(b->cases, c);
		free(c);
	}
	free(b);
}

static void add_name(struct names *names, struct name *name)
{
	struct name ***chunk = &names->chunks[names->n / CHUNK];

	assert(names->n < (size_t)CHUNK * CHUNKS);
	if (!*chunk)
		*chunk = jl_xcalloc(CHUNK, sizeof(**chunk));
	(*chunk)[names->n++ % CHUNK] = name;
}

static uint32_t number_of(struct names *names, const char *key, size_t len)
{
	struct name *name = names->last;

	if (name && name->len == len && memcmp(name->key, key, len) == 0)
		return name->number;
	HASH_FIND(hh, names->by_key, key, len, name);
	if (!name) {
		name = jl_xcalloc(1, sizeof(*name) + len + 1);
		memcpy(name->key, key, len);
		name->len = len;
		name->number = (uint32_t)names->n;
		HASH_ADD_KEYPTR(hh, names->by_key, name->key, len, name);
		add_name(names, name);
	}
	names->last = name;
	return name->number;
}

static uint32_t place_of(
	struct jl_builder *b, const struct jl_slice *dimensions)
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
	return number_of(&b->places, key, len);
}

static int year_of(struct jl_builder *b, int64_t instant)
{
	int64_t day = instant / (86400 * JL_SECOND);
	struct jl_civil civil;

	if (instant < day * 86400 * JL_SECOND)
		day--;
	if (b->last_day != day) {
		jl_day_to_civil((int32_t)day, &civil);
		b->last_day = (int32_t)day;
		b->last_year = civil.year;
	}
	return b->last_year;
}

/* The value of a small hexadecimal digit + 1; 0 for any other character. */
static const uint8_t hex_value[256] = {['0'] = 1,
	['1'] = 2,
	['2'] = 3,
	['3'] = 4,
	['4'] = 5,
	['5'] = 6,
	['6'] = 7,
	['7'] = 8,
	['8'] = 9,
	['9'] = 10,
	['a'] = 11,
	['b'] = 12,
	['c'] = 13,
	['d'] = 14,
	['e'] = 15,
	['f'] = 16};

/* A pseudonym is 32 hexadecimal digits; any other text is remembered. */
static void set_case(
	struct jl_builder *b, const struct jl_slice *text, uint8_t *case_id)
{
	uint8_t digest[JL_DIGEST_SIZE];
	struct case_text *known;
	size_t i = 0;

	memset(case_id, 0, JL_CASE_SIZE);
	if (text->len == 0)
		return;
	if (text->len == 2 * JL_CASE_SIZE) {
		for (; i < JL_CASE_SIZE; i++) {
			unsigned high = hex_value[(uint8_t)text->text[2 * i]];
			unsigned low =
				hex_value[(uint8_t)text->text[2 * i + 1]];

			if (!high || !low)
				break;
			case_id[i] = (uint8_t)((high - 1) << 4 | (low - 1));
		}
		if (i == JL_CASE_SIZE)
			return;
	}
	jl_sha256(text->text, text->len, digest);
	memcpy(case_id, digest, JL_CASE_SIZE);
	HASH_FIND(hh, b->cases, case_id, JL_CASE_SIZE, known);
	if (known)
		return;
	known = jl_xcalloc(1, sizeof(*known) + text->len + 1);
	memcpy(known->case_id, case_id, JL_CASE_SIZE);
	memcpy(known->text, text->text, text->len);
	HASH_ADD(hh, b->cases, case_id, JL_CASE_SIZE, known);
}

/* ---- order ---- */

static const struct name *place_name(const struct jl_builder *b, uint32_t i)
{
	return nth(&b->places, i);
}

static int compare_places(const struct jl_builder *b, uint32_t x, uint32_t y)
{
	const struct name *p, *q;
	int order;

	if (x == y)
		return 0;
	p = place_name(b, x);
	q = place_name(b, y);
	order = memcmp(p->key, q->key, p->len < q->len ? p->len : q->len);
	return order ? order : p->len < q->len ? -1 : p->len > q->len;
}

#define BY(a, b)                                                               \
	do {                                                                   \
		if ((a) != (b))                                                \
			return (a) < (b) ? -1 : 1;                             \
	} while (0)

/* What makes two rows rows about the same thing. */
static int compare_keys(const struct jl_builder *b, const struct record *x,
	const struct record *y)
{
	int order;

	BY(x->segment, y->segment);
	BY(x->occurred_at, y->occurred_at);
	BY(x->shape, y->shape);
	/* A span's end is its value: a later one supersedes. */
	if (x->shape != JL_MEASURE_SPAN)
		BY(x->until, y->until);
	order = compare_places(b, x->place, y->place);
	if (order)
		return order;
	return memcmp(x->case_id, y->case_id, JL_CASE_SIZE);
}

static int compare(const void *ctx, const void *a, const void *b)
{
	const struct record *x = a, *y = b;
	int order = compare_keys(ctx, x, y);

	if (order)
		return order;
	BY(x->batch, y->batch);
	BY(x->line, y->line);
	BY(x->ordinal, y->ordinal);
	return 0;
}

int jl_builder_add(struct jl_builder *b, const struct jl_measure *m,
	uint32_t batch, struct jl_error *err)
{
	const struct jl_slice *d = m->dimensions;
	struct record *r = jl_sorter_add(b->sorter, err);
	uint32_t journey, metric;

	if (!r)
		return (int)err->code;
	journey = number_of(&b->journeys, d[JL_DIMENSION_JOURNEY].text,
		d[JL_DIMENSION_JOURNEY].len);
	metric = number_of(&b->metrics, d[JL_DIMENSION_METRIC].text,
		d[JL_DIMENSION_METRIC].len);
	assert(metric <= METRICS_MAX);
	*r = (struct record){
		.segment = (uint64_t)year_of(b, m->occurred_at) << 48 |
			   (uint64_t)metric << 32 | journey,
		.occurred_at = m->occurred_at,
		.until = m->until,
		.value = m->value,
		.n = m->n,
		.line = m->line,
		.place = place_of(b, d),
		.batch = batch,
		.shape = (uint8_t)m->shape};
	set_case(b, &d[JL_DIMENSION_CASE], r->case_id);
	return 0;
}

void jl_builder_renumber(struct jl_builder *b, uint32_t batch)
{
	b->renumber = batch;
}

/* ---- writing segments ---- */

struct writer {
	struct jl_builder *b;
	struct jl_db *db;
	struct jl_series_result *result;
	struct jl_stmt *find, *insert, *insert_origins, *update,
		*update_origins;
	bool is_empty;		  /* the series had nothing: no need to look */
	struct record *v, *spare; /* of the segment at hand */
	size_t n, cap;
	uint32_t *place_map; /* from the builder's to the segment's */
	size_t place_map_n;
	struct jl_segment out;
	struct jl_str points, origins;
};

static int prepare(struct writer *w, struct jl_error *err)
{
	struct jl_stmt *any = NULL;
	int rc = jl_db_prepare(w->db,
		"SELECT s.id, s.points, o.origins"
		" FROM series s JOIN series_origin o ON o.id = s.id"
		" WHERE s.journey = ? AND s.metric = ? AND s.year = ?",
		&w->find, err);

	if (rc == 0)
		rc = jl_db_prepare(w->db,
			"INSERT INTO series (journey, metric, year, n,"
			" first_at, last_at, points)"
			" VALUES (?, ?, ?, ?, ?, ?, ?)",
			&w->insert, err);
	if (rc == 0)
		rc = jl_db_prepare(w->db,
			"INSERT INTO series_origin (id, origins)"
			" VALUES (?, ?)",
			&w->insert_origins, err);
	if (rc == 0)
		rc = jl_db_prepare(w->db,
			"UPDATE series SET n = ?, first_at = ?, last_at = ?,"
			" points = ? WHERE id = ?",
			&w->update, err);
	if (rc == 0)
		rc = jl_db_prepare(w->db,
			"UPDATE series_origin SET origins = ? WHERE id = ?",
			&w->update_origins, err);
	if (rc == 0)
		rc = jl_db_prepare(
			w->db, "SELECT id FROM series LIMIT 1", &any, err);
	if (rc == 0) {
		rc = jl_stmt_step(any, err);
		w->is_empty = rc == 0;
		rc = rc > 0 ? 0 : rc;
	}
	jl_stmt_close(any);
	return rc;
}

static void finish(struct writer *w)
{
	jl_stmt_close(w->find);
	jl_stmt_close(w->insert);
	jl_stmt_close(w->insert_origins);
	jl_stmt_close(w->update);
	jl_stmt_close(w->update_origins);
	free(w->v);
	free(w->spare);
	free(w->place_map);
	jl_segment_release(&w->out);
	jl_str_release(&w->points);
	jl_str_release(&w->origins);
}

static void add_record(struct writer *w, const struct record *r)
{
	if (w->n == w->cap) {
		w->cap = w->cap ? 2 * w->cap : 1024;
		w->v = jl_xrealloc(w->v, w->cap, sizeof(*w->v));
		w->spare = jl_xrealloc(w->spare, w->cap, sizeof(*w->spare));
	}
	w->v[w->n++] = *r;
}

/* Adds what the series has of this segment; id 0 when it has nothing. */
static int add_old(struct writer *w, const char *journey, const char *metric,
	int year, uint64_t key, int64_t *id, struct jl_error *err)
{
	struct jl_segment old = {0};
	const void *bytes;
	size_t len;
	bool is_sound;
	int rc;

	*id = 0;
	if (w->is_empty)
		return 0;
	jl_stmt_bind_text(w->find, 1, journey);
	jl_stmt_bind_text(w->find, 2, metric);
	jl_stmt_bind_int(w->find, 3, year);
	rc = jl_stmt_step(w->find, err);
	if (rc <= 0)
		return rc;
	*id = jl_stmt_int(w->find, 0);
	bytes = jl_stmt_blob(w->find, 1, &len);
	is_sound = jl_segment_unpack_points(&old, bytes, len);
	if (is_sound) {
		for (size_t i = 0; i < old.n; i++)
			if (old.points[i].place >= old.n_places)
				is_sound = false;
	}
	bytes = jl_stmt_blob(w->find, 2, &len);
	is_sound = is_sound && jl_segment_unpack_origins(&old, bytes, len);
	for (size_t i = 0; is_sound && i < old.n; i++) {
		const struct jl_point *p = &old.points[i];
		const struct jl_origin *o = &old.origins[i];
		struct jl_slice texts[JL_DIMENSIONS] = {{NULL, 0}};
		struct record r = {.segment = key,
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
			const char *text = old.places[p->place].v[j];

			texts[JL_PLACE_FIRST + j] =
				(struct jl_slice){text, strlen(text)};
		}
		r.place = place_of(w->b, texts);
		memcpy(r.case_id, o->case_id, JL_CASE_SIZE);
		add_record(w, &r);
	}
	jl_segment_release(&old);
	jl_stmt_reset(w->find);
	if (!is_sound)
		return jl_fail(err, JL_EDAMAGED,
			"the cache is damaged at journey %s, metric %s",
			journey, metric);
	return 0;
}

static void fill_place(
	const struct jl_builder *b, uint32_t number, struct jl_place *place)
{
	const char *text = place_name(b, number)->key;

	for (size_t i = 0; i < JL_PLACES; i++) {
		place->v[i] = text;
		text += strlen(text) + 1;
	}
}

static void restate(struct writer *w, const char *journey, const char *metric,
	const struct record *before, const struct record *after)
{
	char when[JL_INSTANT_TEXT], old[JL_AMOUNT_TEXT], new[JL_AMOUNT_TEXT];
	struct jl_series_result *result = w->result;

	result->restated++;
	if (result->listed == LISTED)
		return;
	result->listed++;
	jl_instant_format(after->occurred_at, 0, when);
	jl_str_addf(&result->restatements,
		"%s %s at %s: %s of %lld became %s of %lld\n", journey, metric,
		when, jl_sum_format(before->value, old), (long long)before->n,
		jl_sum_format(after->value, new), (long long)after->n);
}

static bool is_identical(const struct record *x, const struct record *y)
{
	return x->value == y->value && x->n == y->n && x->shape == y->shape;
}

/*
 * The rows v[0..n) have the same key, in ledger order. Each batch's rows are
 * numbered; of each number the last value counts, and a row that repeats the
 * value keeps the origin of the one before. Leaves the rest at the front.
 */
static size_t resolve(struct writer *w, struct record *v, size_t n,
	const char *journey, const char *metric)
{
	size_t kept = 0;
	uint32_t ordinal = 0;

	for (size_t i = 0; i < n; i++) {
		struct record r = v[i];
		size_t j = 0;

		if (!r.is_old) {
			ordinal = i > 0 && !v[i - 1].is_old &&
						  v[i - 1].batch == r.batch
					  ? ordinal + 1
					  : 0;
			r.ordinal = ordinal;
		}
		/* Kept rows are mostly in the order of their numbers. */
		if (r.ordinal < kept && v[r.ordinal].ordinal == r.ordinal)
			j = r.ordinal;
		else
			while (j < kept && v[j].ordinal != r.ordinal)
				j++;
		if (j == kept) {
			if (!r.is_old) {
				w->result->added++;
				w->result->repeated_keys += r.ordinal > 0;
			}
			v[kept++] = r;
		} else if (is_identical(&v[j], &r)) {
			w->result->identical++;
		} else {
			restate(w, journey, metric, &v[j], &r);
			v[j] = r;
		}
	}
	/* By number, as they would be had they come all at once. */
	for (size_t i = 1; i < kept; i++) {
		struct record r = v[i];
		size_t j = i;

		for (; j > 0 && v[j - 1].ordinal > r.ordinal; j--)
			v[j] = v[j - 1];
		v[j] = r;
	}
	return kept;
}

/* Fills w->out from the records that are left. */
static void fill_segment(struct writer *w)
{
	struct jl_segment *s = &w->out;

	if (w->place_map_n < w->b->places.n) {
		w->place_map_n = 2 * w->b->places.n;
		w->place_map = jl_xrealloc(
			w->place_map, w->place_map_n, sizeof(uint32_t));
	}
	if (s->cap < w->n) {
		s->cap = s->origins_cap = w->n;
		s->points = jl_xrealloc(s->points, s->cap, sizeof(*s->points));
		s->origins =
			jl_xrealloc(s->origins, s->cap, sizeof(*s->origins));
	}
	s->n_places = 0;
	s->n = w->n;
	for (size_t i = 0; i < w->n; i++)
		w->place_map[w->v[i].place] = UINT32_MAX;
	for (size_t i = 0; i < w->n; i++) {
		const struct record *r = &w->v[i];
		struct jl_origin *o = &s->origins[i];

		if (w->place_map[r->place] == UINT32_MAX) {
			w->place_map[r->place] = (uint32_t)s->n_places;
			JL_GROW(s->places, s->n_places, s->places_cap);
			fill_place(w->b, r->place, &s->places[s->n_places++]);
		}
		s->points[i] = (struct jl_point){.occurred_at = r->occurred_at,
			.until = r->until,
			.value = r->value,
			.n = r->n,
			.place = w->place_map[r->place],
			.shape = r->shape};
		*o = (struct jl_origin){.batch = r->batch,
			.ordinal = r->ordinal,
			.line = r->line};
		memcpy(o->case_id, r->case_id, JL_CASE_SIZE);
	}
}

static int store(struct writer *w, int64_t id, const char *journey,
	const char *metric, int year, struct jl_error *err)
{
	int64_t first = w->v[0].occurred_at, last = first;
	struct jl_stmt *stmt = id ? w->update : w->insert;
	int at = 1, rc;

	for (size_t i = 0; i < w->n; i++) {
		int64_t end = w->v[i].shape == JL_MEASURE_POINT
				      ? w->v[i].occurred_at
				      : w->v[i].until;

		last = end > last ? end : last;
	}
	jl_str_clear(&w->points);
	jl_str_clear(&w->origins);
	jl_segment_pack_points(&w->out, &w->points);
	jl_segment_pack_origins(&w->out, &w->origins);
	if (!id) {
		jl_stmt_bind_text(stmt, at++, journey);
		jl_stmt_bind_text(stmt, at++, metric);
		jl_stmt_bind_int(stmt, at++, year);
	}
	jl_stmt_bind_int(stmt, at++, (int64_t)w->n);
	jl_stmt_bind_int(stmt, at++, first);
	jl_stmt_bind_int(stmt, at++, last);
	jl_stmt_bind_blob(stmt, at++, w->points.text, w->points.len);
	if (id)
		jl_stmt_bind_int(stmt, at++, id);
	rc = jl_stmt_step(stmt, err);
	if (rc < 0)
		return rc;
	stmt = id ? w->update_origins : w->insert_origins;
	if (id) {
		jl_stmt_bind_blob(stmt, 1, w->origins.text, w->origins.len);
		jl_stmt_bind_int(stmt, 2, id);
	} else {
		jl_stmt_bind_int(stmt, 1, jl_db_last_id(w->db));
		jl_stmt_bind_blob(stmt, 2, w->origins.text, w->origins.len);
	}
	return jl_stmt_step(stmt, err);
}

/* The new records of one segment are in w->v: bring them into the series. */
static int write_segment(struct writer *w, struct jl_error *err)
{
	struct jl_builder *b = w->b;
	uint64_t key = w->v[0].segment;
	const char *journey = nth(&b->journeys, key & 0xffffffff)->key;
	const char *metric = nth(&b->metrics, key >> 32 & 0xffff)->key;
	int year = (int)(key >> 48);
	size_t kept = 0;
	int64_t id;
	int rc;

	rc = add_old(w, journey, metric, year, key, &id, err);
	if (rc < 0)
		return rc;
	if (id)
		jl_sort_records(
			w->v, w->n, sizeof(*w->v), w->spare, compare, b);
	for (size_t i = 0, end; i < w->n; i = end) {
		size_t left;

		for (end = i + 1; end < w->n &&
				  compare_keys(b, &w->v[i], &w->v[end]) == 0;
			end++)
			;
		left = resolve(w, w->v + i, end - i, journey, metric);
		memmove(w->v + kept, w->v + i, left * sizeof(*w->v));
		kept += left;
	}
	w->n = kept;
	fill_segment(w);
	rc = store(w, id, journey, metric, year, err);
	w->n = 0;
	return rc;
}

static int write_cases(
	struct jl_builder *b, struct jl_db *db, struct jl_error *err)
{
	struct case_text *c, *next;
	struct jl_stmt *stmt = NULL;
	int rc = jl_db_prepare(db,
		"INSERT INTO case_name (case_id, name) VALUES (?, ?)"
		" ON CONFLICT (case_id) DO NOTHING",
		&stmt, err);

	HASH_ITER (hh, b->cases, c, next) {
		if (rc < 0)
			break;
		jl_stmt_bind_blob(stmt, 1, c->case_id, JL_CASE_SIZE);
		jl_stmt_bind_text(stmt, 2, c->text);
		rc = jl_stmt_step(stmt, err);
	}
	jl_stmt_close(stmt);
	return rc;
}

int jl_builder_write(struct jl_builder *b, struct jl_db *db,
	struct jl_series_result *result, struct jl_error *err)
{
	struct writer w = {.b = b, .db = db, .result = result};
	const void *record;
	int rc = prepare(&w, err);

	while (rc == 0 && (rc = jl_sorter_next(b->sorter, &record, err)) > 0) {
		const struct record *r = record;

		rc = 0;
		if (w.n > 0 && r->segment != w.v[0].segment)
			rc = write_segment(&w, err);
		if (rc == 0) {
			add_record(&w, r);
			if (b->renumber)
				w.v[w.n - 1].batch = b->renumber;
		}
	}
	if (rc == 0 && w.n > 0)
		rc = write_segment(&w, err);
	finish(&w);
	if (rc == 0)
		rc = write_cases(b, db, err);
	return rc;
}
