/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * What is derived is handed in blocks to a second thread, which keeps a segment
 * open for each journey, metric, quarter and extract; a full one is packed, and
 * all of them when together they take too much memory. The words belong to the
 * first thread; the second reads only those that were handed over.
 */
#include "journeys/log_builder.h"

#include "core/file.h"
#include "core/hash.h"
#include "core/mem.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 4096 }; /* measures that are handed over together */

/* A measure on its way to the second thread. */
struct item {
	struct jl_derived derived;
	uint32_t journey, batch;
	uint8_t case_id[JL_CASE_SIZE];
};

struct block {
	struct item v[BLOCK];
	size_t n;
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

/* A measure in an open segment. */
struct entry {
	int64_t occurred_at;
	int64_t rest; /* of a span its until, of a point its value */
	uint64_t row;
	uint32_t place;
	uint32_t of_case : 29; /* in the segment's cases */
	uint32_t is_span : 1, has_n : 1;
};

struct open_segment {
	UT_hash_handle hh;
	struct segment_key key;
	int64_t since, until; /* the quarter */
	struct entry *v;
	size_t n, cap;
	uint8_t (*cases)[JL_CASE_SIZE]; /* each as often as it comes anew */
	size_t n_cases, cases_cap;
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
	/* Of the first thread: */
	char *folder;
	struct jl_names words;
	struct block *filling;
	FILE *plain_cases; /* NULL: none yet */
	uint64_t n_plain;
	uint8_t last_plain[JL_CASE_SIZE];
	pthread_t thread;
	bool has_thread;
	/* Between the two: */
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct block *handed; /* NULL: the second has nothing to do */
	struct block *idle;
	bool is_over;
	struct jl_error error; /* of the second; code 0: none */
	/* Of the second: */
	struct place *places, **by_number;
	size_t n_places, places_cap;
	struct place *last_place[JL_DERIVED_METRICS];
	struct open_segment *open, *last_open[JL_DERIVED_METRICS];
	size_t n_entries; /* of all open segments */
	uint32_t *local;  /* places of the segment that is packed, by number */
	size_t local_n;
	struct jl_segment segment; /* that is packed */
	struct jl_str points, origins;
	FILE *parts; /* NULL: none yet */
	uint64_t n_parts;
	size_t full, all_full;
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

struct jl_log_builder *jl_log_builder_new(
	const char *folder, size_t full, size_t all_full)
{
	struct jl_log_builder *b = jl_xcalloc(1, sizeof(*b));

	b->full = full;
	b->all_full = all_full;
	b->folder = jl_xstrdup(folder);
	b->filling = jl_xcalloc(1, sizeof(*b->filling));
	b->idle = jl_xcalloc(1, sizeof(*b->idle));
	pthread_mutex_init(&b->lock, NULL);
	pthread_cond_init(&b->changed, NULL);
	return b;
}

/* The second thread finishes what it has, and ends. */
static void end_thread(struct jl_log_builder *b)
{
	if (!b->has_thread)
		return;
	pthread_mutex_lock(&b->lock);
	b->is_over = true;
	pthread_cond_broadcast(&b->changed);
	pthread_mutex_unlock(&b->lock);
	pthread_join(b->thread, NULL);
	b->has_thread = false;
}

static void free_open(struct jl_log_builder *b)
{
	struct open_segment *o, *next;

	HASH_ITER (hh, b->open, o, next) {
		HASH_DEL(b->open, o);
		free(o->v);
		free(o->cases);
		free(o);
	}
	memset(b->last_open, 0, sizeof(b->last_open));
}

void jl_log_builder_free(struct jl_log_builder *b)
{
	if (!b)
		return;
	end_thread(b);
	pthread_mutex_destroy(&b->lock);
	pthread_cond_destroy(&b->changed);
	free_open(b);
	HASH_CLEAR(hh, b->places);
	for (size_t i = 0; i < b->n_places; i++)
		free(b->by_number[i]);
	free(b->by_number);
	free(b->local);
	jl_segment_release(&b->segment);
	jl_names_release(&b->words);
	jl_str_release(&b->points);
	jl_str_release(&b->origins);
	if (b->parts)
		fclose(b->parts);
	if (b->plain_cases)
		fclose(b->plain_cases);
	free(b->filling);
	free(b->handed);
	free(b->idle);
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

/* The open segment as one that can be packed. */
static void fill_segment(struct jl_log_builder *b, const struct open_segment *o)
{
	struct jl_segment *s = &b->segment;

	if (s->cap < o->n) {
		s->cap = s->origins_cap = o->n;
		s->points = jl_xrealloc(s->points, s->cap, sizeof(*s->points));
		s->origins =
			jl_xrealloc(s->origins, s->cap, sizeof(*s->origins));
	}
	s->n = o->n;
	for (size_t i = 0; i < o->n; i++) {
		const struct entry *e = &o->v[i];
		struct jl_origin *origin = &s->origins[i];

		s->points[i] = (struct jl_point){.occurred_at = e->occurred_at,
			.until = e->is_span ? e->rest : JL_INSTANT_NONE,
			.value = e->is_span ? e->rest - e->occurred_at
					    : e->rest * JL_MICRO,
			.n = e->has_n,
			.place = e->place,
			.shape = e->is_span ? JL_MEASURE_SPAN
					    : JL_MEASURE_POINT};
		*origin = (struct jl_origin){.line = e->row};
		memcpy(origin->case_id, o->cases[e->of_case], JL_CASE_SIZE);
	}
}

static struct part part_of(const struct open_segment *o)
{
	struct part part = {.key = o->key,
		.n = o->n,
		.first_at = INT64_MAX,
		.last_at = INT64_MIN};

	for (size_t i = 0; i < o->n; i++) {
		const struct entry *e = &o->v[i];
		int64_t end = e->is_span ? e->rest : e->occurred_at;

		if (e->occurred_at < part.first_at)
			part.first_at = e->occurred_at;
		/* An open case goes on: it is there in later periods too. */
		if (!e->has_n && e->is_span)
			end = INT64_MAX;
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
	fill_segment(b, o);
	number_places(b);
	jl_str_clear(&b->points);
	jl_str_clear(&b->origins);
	jl_segment_pack_points(&b->segment, &b->points);
	jl_segment_pack_origins(&b->segment, &b->origins);
	part.points_len = b->points.len;
	part.origins_len = b->origins.len;
	b->n_entries -= o->n;
	free(o->v);
	free(o->cases);
	o->v = NULL;
	o->cases = NULL;
	o->n = o->cap = o->n_cases = o->cases_cap = 0;
	errno = 0;
	if (fwrite(&part, sizeof(part), 1, b->parts) != 1 ||
		fwrite(b->points.text, 1, part.points_len, b->parts) !=
			part.points_len ||
		fwrite(b->origins.text, 1, part.origins_len, b->parts) !=
			part.origins_len)
		return jl_scratch_failed(b->folder, err);
	b->n_parts++;
	return 0;
}

static int pack_all(struct jl_log_builder *b, struct jl_error *err)
{
	struct open_segment *o, *next;
	int rc = 0;

	HASH_ITER (hh, b->open, o, next)
		if (rc == 0)
			rc = pack(b, o, err);
	free_open(b);
	return rc;
}

static struct open_segment *open_segment(
	struct jl_log_builder *b, const struct item *item)
{
	int64_t instant = item->derived.occurred_at;
	struct open_segment **last = &b->last_open[item->derived.metric];
	struct open_segment *o = *last;
	struct segment_key key;

	if (o && o->key.journey == item->journey &&
		o->key.batch == item->batch && o->since <= instant &&
		instant < o->until)
		return o;
	key = (struct segment_key){item->journey,
		(uint32_t)item->derived.metric, item->batch,
		jl_quarter_of(instant)};
	HASH_FIND(hh, b->open, &key, sizeof(key), o);
	if (!o) {
		o = jl_xcalloc(1, sizeof(*o));
		o->key = key;
		o->since = jl_quarter_start(key.quarter);
		o->until = jl_quarter_start(key.quarter + 1);
		HASH_ADD(hh, b->open, key, sizeof(o->key), o);
	}
	*last = o;
	return o;
}

static uint32_t case_of(struct open_segment *o, const struct item *item)
{
	size_t n = o->n_cases;

	if (n > 0 && memcmp(o->cases[n - 1], item->case_id, JL_CASE_SIZE) == 0)
		return (uint32_t)n - 1;
	JL_GROW(o->cases, o->n_cases, o->cases_cap);
	memcpy(o->cases[o->n_cases++], item->case_id, JL_CASE_SIZE);
	return (uint32_t)n;
}

static int enter(
	struct jl_log_builder *b, const struct item *item, struct jl_error *err)
{
	const struct jl_derived *d = &item->derived;
	struct open_segment *o = open_segment(b, item);
	bool is_span = d->until != JL_INSTANT_NONE;
	int rc = 0;

	JL_GROW(o->v, o->n, o->cap);
	o->v[o->n] = (struct entry){.occurred_at = d->occurred_at,
		.rest = is_span ? d->until : d->value,
		.row = d->row,
		.place = place_of(b, d),
		.of_case = case_of(o, item),
		.is_span = is_span,
		/* What is open lasts, but is no case that took so long. */
		.has_n = !d->is_open && d->n};
	b->n_entries++;
	if (++o->n == b->full)
		rc = pack(b, o, err);
	if (rc == 0 && b->n_entries == b->all_full)
		rc = pack_all(b, err);
	return rc;
}

/* Metric by metric, so that what is written to one segment is written together;
 * within each as they came. */
static void enter_block(struct jl_log_builder *b, struct block *block)
{
	size_t at[JL_DERIVED_METRICS + 1] = {0};
	uint32_t order[BLOCK];
	struct jl_error err;

	for (size_t i = 0; i < block->n; i++)
		at[block->v[i].derived.metric + 1]++;
	for (int m = 0; m < JL_DERIVED_METRICS; m++)
		at[m + 1] += at[m];
	for (size_t i = 0; i < block->n; i++)
		order[at[block->v[i].derived.metric]++] = (uint32_t)i;
	for (size_t i = 0; i < block->n && !b->error.code; i++)
		if (enter(b, &block->v[order[i]], &err) < 0)
			b->error = err;
	block->n = 0;
}

/* ---- two threads ---- */

static void *enter_blocks(void *data)
{
	struct jl_log_builder *b = data;

	pthread_mutex_lock(&b->lock);
	while (!b->is_over || b->handed) {
		struct block *block = b->handed;

		if (!block) {
			pthread_cond_wait(&b->changed, &b->lock);
			continue;
		}
		pthread_mutex_unlock(&b->lock);
		enter_block(b, block);
		pthread_mutex_lock(&b->lock);
		b->idle = block;
		b->handed = NULL;
		pthread_cond_broadcast(&b->changed);
	}
	pthread_mutex_unlock(&b->lock);
	return NULL;
}

/* The block is handed over as soon as the one before is done with; where no
 * thread can be had, it is done here. */
static int hand_over(struct jl_log_builder *b, struct jl_error *err)
{
	struct jl_error error; /* of the blocks before */

	if (!b->has_thread)
		b->has_thread =
			pthread_create(&b->thread, NULL, enter_blocks, b) == 0;
	if (!b->has_thread) {
		enter_block(b, b->filling);
		error = b->error;
	} else {
		pthread_mutex_lock(&b->lock);
		while (b->handed)
			pthread_cond_wait(&b->changed, &b->lock);
		b->handed = b->filling;
		b->filling = b->idle;
		b->idle = NULL;
		error = b->error;
		pthread_cond_broadcast(&b->changed);
		pthread_mutex_unlock(&b->lock);
	}
	if (error.code)
		*err = error;
	return (int)error.code;
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
	b->n_plain++;
	return 0;
}

int jl_log_builder_add(struct jl_log_builder *b, const struct jl_log_case *of,
	const struct jl_derived *derived, struct jl_error *err)
{
	struct item *item = &b->filling->v[b->filling->n++];
	int rc;

	item->derived = *derived;
	item->journey = of->journey;
	item->batch = of->batch;
	memcpy(item->case_id, of->case_id, JL_CASE_SIZE);
	rc = note_plain(b, of, err);
	return rc == 0 && b->filling->n == BLOCK ? hand_over(b, err) : rc;
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
	errno = 0;
	if (fflush(b->parts) != 0)
		return jl_scratch_failed(b->folder, err);
	rewind(b->parts);
	for (uint64_t i = 0; rc == 0 && i < b->n_parts; i++)
		rc = fread(&part, sizeof(part), 1, b->parts) == 1
			     ? write_part(b, store, &part, batch, err)
			     : jl_scratch_failed(b->folder, err);
	return rc;
}

static int write_plain_cases(
	struct jl_log_builder *b, struct jl_db *db, struct jl_error *err)
{
	struct plain_case plain;
	struct jl_stmt *stmt = NULL;
	int rc = 0;

	if (!b->plain_cases)
		return 0;
	errno = 0;
	if (fflush(b->plain_cases) != 0)
		return jl_scratch_failed(b->folder, err);
	rewind(b->plain_cases);
	rc = jl_series_prepare_case_names(db, &stmt, err);
	for (uint64_t i = 0; rc == 0 && i < b->n_plain; i++) {
		if (fread(&plain, sizeof(plain), 1, b->plain_cases) != 1)
			rc = jl_scratch_failed(b->folder, err);
		if (rc == 0)
			rc = read_bytes(
				b, b->plain_cases, &b->points, plain.len, err);
		if (rc == 0)
			rc = jl_series_name_case(
				stmt, plain.case_id, b->points.text, err);
	}
	jl_stmt_close(stmt);
	return rc;
}

int jl_log_builder_write(struct jl_log_builder *b, struct jl_db *db,
	uint32_t batch, struct jl_error *err)
{
	struct jl_series_store *store = NULL;
	int rc = 0;

	end_thread(b);
	enter_block(b, b->filling);
	if (b->error.code) {
		*err = b->error;
		rc = (int)err->code;
	}
	if (rc == 0)
		rc = pack_all(b, err);
	if (rc == 0)
		rc = jl_series_store_open(db, &store, err);
	if (rc == 0)
		rc = write_parts(b, store, batch, err);
	if (rc == 0)
		rc = jl_series_store_finish(store, err);
	jl_series_store_close(store);
	return rc == 0 ? write_plain_cases(b, db, err) : rc;
}
