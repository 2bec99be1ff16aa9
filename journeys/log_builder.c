/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * A segment is open for each journey, metric, quarter and extract; a full one
 * is packed, and all of them when together they take too much memory.
 */
#include "journeys/log_builder.h"

#include "core/file.h"
#include "core/hash.h"
#include "core/mem.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum {
	FULL = 8192,	   /* measures of one segment */
	ALL_FULL = 1 << 21 /* of all open segments */
};

/* What tells places apart; all words. */
struct place {
	UT_hash_handle hh;
	uint32_t words[JL_PLACES];
	uint32_t number;
};

struct segment_key {
	uint32_t journey, metric, batch;
	int32_t quarter;
};

struct open_segment {
	UT_hash_handle hh;
	struct segment_key key;
	int64_t since, until; /* the quarter */
	struct jl_point *points;
	struct jl_origin *origins;
	size_t n, cap;
};

/* Before the packed bytes in the file. */
struct part {
	struct segment_key key;
	int64_t first_at, last_at;
	uint64_t n, points_len, origins_len;
};

struct plain_case {
	uint8_t case_id[JL_CASE_SIZE];
	uint64_t len;
};

struct jl_log_builder {
	char *folder;
	struct jl_names words;
	struct place *places, **by_number;
	size_t n_places, places_cap;
	struct place *last_place[JL_DERIVED_METRICS];
	struct open_segment *open, *last_open[JL_DERIVED_METRICS];
	size_t n_points; /* of all open segments */
	uint32_t *local; /* places of the segment that is packed, by number */
	size_t local_n;
	struct jl_segment segment; /* that is packed */
	struct jl_str points, origins;
	FILE *parts, *plain_cases; /* NULL: none yet */
	uint8_t last_plain[JL_CASE_SIZE];
};

uint32_t jl_word(struct jl_names *words, const struct jl_slice *text)
{
	return text->len ? jl_names_number(words, text->text, text->len) + 1
			 : 0;
}

struct jl_slice jl_word_text(const struct jl_names *words, uint32_t word)
{
	struct jl_slice text = {"", 0};

	if (word)
		text.text = jl_names_text(words, word - 1, &text.len);
	return text;
}

struct jl_log_builder *jl_log_builder_new(const char *folder)
{
	struct jl_log_builder *b = jl_xcalloc(1, sizeof(*b));

	b->folder = jl_xstrdup(folder);
	return b;
}

void jl_log_builder_free(struct jl_log_builder *b)
{
	struct open_segment *o, *next;

	if (!b)
		return;
	HASH_ITER (hh, b->open, o, next) {
		HASH_DEL(b->open, o);
		free(o->points);
		free(o->origins);
		free(o);
	}
	HASH_CLEAR(hh, b->places);
	for (size_t i = 0; i < b->n_places; i++)
		free(b->by_number[i]);
	free(b->by_number);
	free(b->local);
	free(b->segment.places);
	jl_names_release(&b->words);
	jl_str_release(&b->points);
	jl_str_release(&b->origins);
	if (b->parts)
		fclose(b->parts);
	if (b->plain_cases)
		fclose(b->plain_cases);
	free(b->folder);
	free(b);
}

struct jl_names *jl_log_builder_words(struct jl_log_builder *b)
{
	return &b->words;
}

/* ---- places ---- */

static uint32_t place_of(struct jl_log_builder *b, const struct jl_derived *d)
{
	const uint32_t words[JL_PLACES] = {
		[JL_DIMENSION_STAGE - JL_PLACE_FIRST] = d->stage,
		[JL_DIMENSION_STEP - JL_PLACE_FIRST] = d->step,
		[JL_DIMENSION_TO_STEP - JL_PLACE_FIRST] = d->to_step,
		[JL_DIMENSION_CHANNEL - JL_PLACE_FIRST] = d->channel,
		[JL_DIMENSION_TO_CHANNEL - JL_PLACE_FIRST] = d->to_channel,
		[JL_DIMENSION_FUNCTION - JL_PLACE_FIRST] = d->function,
		[JL_DIMENSION_TO_FUNCTION - JL_PLACE_FIRST] = d->to_function};
	struct place *p = b->last_place[d->metric];

	if (!p || memcmp(p->words, words, sizeof(words)) != 0)
		HASH_FIND(hh, b->places, words, sizeof(words), p);
	if (!p) {
		p = jl_xcalloc(1, sizeof(*p));
		memcpy(p->words, words, sizeof(words));
		p->number = (uint32_t)b->n_places;
		HASH_ADD(hh, b->places, words, sizeof(p->words), p);
		JL_GROW(b->by_number, b->n_places, b->places_cap);
		b->by_number[b->n_places++] = p;
	}
	b->last_place[d->metric] = p;
	return p->number;
}

/* The segment has numbers of its own for the places that it has. */
static void number_places(struct jl_log_builder *b)
{
	struct jl_segment *s = &b->segment;

	if (b->local_n < b->n_places) {
		b->local_n = 2 * b->n_places;
		b->local = jl_xrealloc(b->local, b->local_n, sizeof(*b->local));
	}
	for (size_t i = 0; i < s->n; i++)
		b->local[s->points[i].place] = UINT32_MAX;
	s->n_places = 0;
	for (size_t i = 0; i < s->n; i++) {
		const struct place *p = b->by_number[s->points[i].place];
		uint32_t *local = &b->local[p->number];

		if (*local == UINT32_MAX) {
			*local = (uint32_t)s->n_places;
			JL_GROW(s->places, s->n_places, s->places_cap);
			for (size_t k = 0; k < JL_PLACES; k++)
				s->places[s->n_places].v[k] =
					jl_word_text(&b->words, p->words[k])
						.text;
			s->n_places++;
		}
		s->points[i].place = *local;
	}
}

/* ---- segments ---- */

static struct part part_of(const struct open_segment *o)
{
	struct part part = {.key = o->key,
		.n = o->n,
		.first_at = INT64_MAX,
		.last_at = INT64_MIN};

	for (size_t i = 0; i < o->n; i++) {
		const struct jl_point *p = &o->points[i];
		int64_t end = jl_point_end(p);

		if (p->occurred_at < part.first_at)
			part.first_at = p->occurred_at;
		if (end > part.last_at)
			part.last_at = end;
	}
	return part;
}

/* Packs it into the file; what it had is gone then. */
static int pack(
	struct jl_log_builder *b, struct open_segment *o, struct jl_error *err)
{
	struct part part = part_of(o);

	if (o->n == 0)
		return 0;
	if (!b->parts && jl_scratch_open(b->folder, &b->parts, err) < 0)
		return (int)err->code;
	b->segment.points = o->points;
	b->segment.origins = o->origins;
	b->segment.n = o->n;
	number_places(b);
	jl_str_clear(&b->points);
	jl_str_clear(&b->origins);
	jl_segment_pack_points(&b->segment, &b->points);
	jl_segment_pack_origins(&b->segment, &b->origins);
	part.points_len = b->points.len;
	part.origins_len = b->origins.len;
	b->n_points -= o->n;
	o->n = 0;
	errno = 0;
	if (fwrite(&part, sizeof(part), 1, b->parts) != 1 ||
		fwrite(b->points.text, 1, part.points_len, b->parts) !=
			part.points_len ||
		fwrite(b->origins.text, 1, part.origins_len, b->parts) !=
			part.origins_len)
		return jl_scratch_failed(b->folder, err);
	return 0;
}

static int pack_all(struct jl_log_builder *b, struct jl_error *err)
{
	struct open_segment *o, *next;
	int rc = 0;

	HASH_ITER (hh, b->open, o, next) {
		if (rc == 0)
			rc = pack(b, o, err);
		HASH_DEL(b->open, o);
		free(o->points);
		free(o->origins);
		free(o);
	}
	memset(b->last_open, 0, sizeof(b->last_open));
	return rc;
}

static struct open_segment *open_segment(struct jl_log_builder *b,
	uint32_t journey, uint32_t metric, uint32_t batch, int64_t instant)
{
	struct open_segment *o = b->last_open[metric];
	struct segment_key key;

	if (o && o->key.journey == journey && o->key.batch == batch &&
		o->since <= instant && instant < o->until)
		return o;
	memset(&key, 0, sizeof(key));
	key = (struct segment_key){
		journey, metric, batch, jl_quarter_of(instant)};
	HASH_FIND(hh, b->open, &key, sizeof(key), o);
	if (!o) {
		o = jl_xcalloc(1, sizeof(*o));
		o->key = key;
		o->since = jl_quarter_start(key.quarter);
		o->until = jl_quarter_start(key.quarter + 1);
		HASH_ADD(hh, b->open, key, sizeof(o->key), o);
	}
	b->last_open[metric] = o;
	return o;
}

static void grow(struct open_segment *o)
{
	if (o->n < o->cap)
		return;
	o->cap = o->cap ? 2 * o->cap : 64;
	o->points = jl_xrealloc(o->points, o->cap, sizeof(*o->points));
	o->origins = jl_xrealloc(o->origins, o->cap, sizeof(*o->origins));
}

static int note_plain(struct jl_log_builder *b, const struct jl_log_case *of,
	struct jl_error *err)
{
	struct plain_case plain = {.len = of->plain.len};

	if (of->plain.len == 0 ||
		memcmp(b->last_plain, of->case_id, JL_CASE_SIZE) == 0)
		return 0;
	memcpy(b->last_plain, of->case_id, JL_CASE_SIZE);
	memcpy(plain.case_id, of->case_id, JL_CASE_SIZE);
	if (!b->plain_cases &&
		jl_scratch_open(b->folder, &b->plain_cases, err) < 0)
		return (int)err->code;
	errno = 0;
	if (fwrite(&plain, sizeof(plain), 1, b->plain_cases) != 1 ||
		fwrite(of->plain.text, 1, of->plain.len, b->plain_cases) !=
			of->plain.len)
		return jl_scratch_failed(b->folder, err);
	return 0;
}

int jl_log_builder_add(struct jl_log_builder *b, const struct jl_log_case *of,
	const struct jl_derived *d, struct jl_error *err)
{
	struct open_segment *o = open_segment(
		b, of->journey, d->metric, of->batch, d->occurred_at);
	bool is_span = d->until != JL_INSTANT_NONE;
	struct jl_origin *origin;
	int rc;

	grow(o);
	o->points[o->n] = (struct jl_point){.occurred_at = d->occurred_at,
		.until = d->until,
		.value = is_span ? d->until - d->occurred_at
				 : d->value * JL_MICRO,
		/* What is open lasts, but is no case that took so long. */
		.n = d->is_open ? 0 : d->n,
		.place = place_of(b, d),
		.shape = is_span ? JL_MEASURE_SPAN : JL_MEASURE_POINT};
	origin = &o->origins[o->n++];
	*origin = (struct jl_origin){.line = d->row};
	memcpy(origin->case_id, of->case_id, JL_CASE_SIZE);
	b->n_points++;
	rc = note_plain(b, of, err);
	if (rc == 0 && o->n == FULL)
		rc = pack(b, o, err);
	if (rc == 0 && b->n_points == ALL_FULL)
		rc = pack_all(b, err);
	return rc;
}

/* ---- into the series ---- */

static int read_bytes(struct jl_log_builder *b, FILE *file, struct jl_str *to,
	uint64_t len, struct jl_error *err)
{
	jl_str_clear(to);
	if (fread(jl_str_reserve(to, len + 1), 1, len, file) != len)
		return jl_scratch_failed(b->folder, err);
	to->len = len;
	to->text[len] = '\0';
	return 0;
}

static int write_part(struct jl_log_builder *b, struct jl_series_store *store,
	const struct part *part, uint32_t batch, struct jl_error *err)
{
	struct jl_slice journey = jl_word_text(&b->words, part->key.journey);
	int rc = read_bytes(b, b->parts, &b->points, part->points_len, err);

	if (rc == 0)
		rc = read_bytes(
			b, b->parts, &b->origins, part->origins_len, err);
	if (rc < 0)
		return rc;
	return jl_series_store_append(store,
		&(struct jl_series_part){.journey = journey.text,
			.metric = jl_derived_names[part->key.metric],
			.quarter = part->key.quarter,
			.batch = part->key.batch ? part->key.batch : batch,
			.n = (uint32_t)part->n,
			.first_at = part->first_at,
			.last_at = part->last_at,
			.points = &b->points,
			.origins = &b->origins},
		err);
}

static int write_parts(struct jl_log_builder *b, struct jl_series_store *store,
	uint32_t batch, struct jl_error *err)
{
	struct part part;
	int rc = 0;

	if (!b->parts)
		return 0;
	rewind(b->parts);
	errno = 0;
	while (rc == 0 && fread(&part, sizeof(part), 1, b->parts) == 1)
		rc = write_part(b, store, &part, batch, err);
	return rc == 0 && ferror(b->parts) ? jl_scratch_failed(b->folder, err)
					   : rc;
}

static int write_plain_cases(
	struct jl_log_builder *b, struct jl_db *db, struct jl_error *err)
{
	struct plain_case plain;
	struct jl_stmt *stmt = NULL;
	int rc = 0;

	if (!b->plain_cases)
		return 0;
	rc = jl_series_prepare_case_names(db, &stmt, err);
	rewind(b->plain_cases);
	errno = 0;
	while (rc == 0 &&
		fread(&plain, sizeof(plain), 1, b->plain_cases) == 1) {
		rc = read_bytes(b, b->plain_cases, &b->points, plain.len, err);
		if (rc == 0)
			rc = jl_series_name_case(
				stmt, plain.case_id, b->points.text, err);
	}
	jl_stmt_close(stmt);
	return rc == 0 && ferror(b->plain_cases)
		       ? jl_scratch_failed(b->folder, err)
		       : rc;
}

int jl_log_builder_write(struct jl_log_builder *b, struct jl_db *db,
	uint32_t batch, struct jl_error *err)
{
	struct jl_series_store *store = NULL;
	int rc = pack_all(b, err);

	if (rc == 0)
		rc = jl_series_store_open(db, &store, err);
	if (rc == 0)
		rc = write_parts(b, store, batch, err);
	if (rc == 0)
		rc = jl_series_store_finish(store, err);
	jl_series_store_close(store);
	return rc == 0 ? write_plain_cases(b, db, err) : rc;
}
