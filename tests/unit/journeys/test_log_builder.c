/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
#include "journeys/log_builder.h"

#include "journeys/cache.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

enum { MEASURES = 20000 }; /* some blocks, and a part of one */

static uint64_t seed;

static uint32_t any(uint32_t below)
{
	seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
	return (uint32_t)(seed >> 33) % below;
}

/* What goes in and what comes out, in the same words. */
struct lines {
	char **v;
	size_t n, cap;
};

static void add_line(struct lines *lines, const char *journey,
	const char *metric, const struct jl_point *p, const char *step,
	const char *function, const struct jl_origin *o)
{
	JL_GROW(lines->v, lines->n, lines->cap);
	lines->v[lines->n++] = jl_xasprintf(
		"%s %s %lld %lld %lld of %lld at '%s' '%s' batch %u line %llu "
		"case %02x%02x",
		journey, metric, (long long)p->occurred_at, (long long)p->until,
		(long long)p->value, (long long)p->n, step, function, o->batch,
		(unsigned long long)o->line, o->case_id[0], o->case_id[15]);
}

static int by_text(const void *a, const void *b)
{
	char *const *x = a, *const *y = b;

	return strcmp(*x, *y);
}

static void sort(struct lines *lines)
{
	if (lines->n)
		qsort(lines->v, lines->n, sizeof(*lines->v), by_text);
}

static void release(struct lines *lines)
{
	for (size_t i = 0; i < lines->n; i++)
		free(lines->v[i]);
	free(lines->v);
}

static struct jl_db *database(void)
{
	struct jl_db *db = NULL;
	struct jl_error err;

	assert_int_equal(jl_db_open(NULL, &db, &err), 0);
	assert_int_equal(jl_cache_make_tables(db, &err), 0);
	return db;
}

static uint32_t word(struct jl_log_builder *b, const char *text)
{
	return jl_word(jl_log_builder_words(b),
		&(struct jl_slice){text, strlen(text)});
}

/* Random measures of three journeys and two extracts, over three years. */
static void fill(struct jl_log_builder *b, struct lines *in)
{
	static const char *const journeys[] = {"a", "b", "c"};
	static const char *const texts[] = {"", "ask", "pay", "ops", "it"};
	struct jl_error err;

	seed = 11;
	for (int i = 0; i < MEASURES; i++) {
		uint32_t journey = any(3), step = any(3), function = any(5);
		bool is_span = any(2);
		struct jl_derived d = {.metric = (enum jl_derived_metric)any(
					       JL_DERIVED_METRICS),
			.occurred_at =
				((int64_t)any(1000) - 400) * 86400 * JL_SECOND +
				any(1000),
			.until = JL_INSTANT_NONE,
			.value = any(2),
			.n = any(2),
			.step = word(b, texts[step]),
			.function = word(b, texts[function]),
			.row = (uint64_t)i};
		struct jl_log_case of = {.journey = word(b, journeys[journey]),
			.batch = 1 + any(2)};
		struct jl_point p;
		struct jl_origin o = {.batch = of.batch, .line = d.row};

		if (is_span) {
			d.until = d.occurred_at + any(100000);
			d.is_open = any(4) == 0;
		}
		of.case_id[0] = o.case_id[0] = (uint8_t)any(3);
		of.case_id[15] = o.case_id[15] = 7;
		assert_int_equal(jl_log_builder_add(b, &of, &d, &err), 0);
		p = (struct jl_point){.occurred_at = d.occurred_at,
			.until = d.until,
			.value = is_span ? d.until - d.occurred_at
					 : d.value * JL_MICRO,
			.n = d.is_open ? 0 : d.n};
		add_line(in, journeys[journey], jl_derived_names[d.metric], &p,
			texts[step], texts[function], &o);
	}
	sort(in);
}

static void read_back(struct jl_db *db, struct lines *out)
{
	struct jl_series_query query = {
		.since = INT64_MIN, .until = INT64_MAX, .with_origins = true};
	struct jl_series_reader *reader = NULL;
	struct jl_series series = {0};
	const struct jl_segment *s;
	struct jl_error err;
	int rc;

	assert_int_equal(jl_series_load(db, &series, &err), 0);
	assert_int_equal(jl_series_open(&series, &query, &reader, &err), 0);
	while ((rc = jl_series_next(reader, &s, &err)) > 0)
		for (size_t i = 0; i < s->n; i++) {
			const char *const *place =
				s->places[s->points[i].place].v;

			add_line(out, s->journey, s->metric, &s->points[i],
				place[JL_DIMENSION_STEP - JL_PLACE_FIRST],
				place[JL_DIMENSION_FUNCTION - JL_PLACE_FIRST],
				&s->origins[i]);
		}
	assert_int_equal(rc, 0);
	jl_series_close(reader);
	jl_series_release(&series);
	sort(out);
}

static void are_equal(const struct lines *a, const struct lines *b)
{
	assert_number_equal(a->n, b->n);
	for (size_t i = 0; i < a->n; i++)
		assert_string_equal(a->v[i], b->v[i]);
}

/* However soon segments are full: what goes in comes out. */
static void what_goes_in_comes_out(void **state)
{
	static const struct {
		size_t full, all_full;
	} limits[] = {
		{1, 100}, {3, 7}, {50, 1000}, {JL_LOG_FULL, JL_LOG_ALL_FULL}};

	(void)state;
	for (size_t i = 0; i < JL_COUNT(limits); i++) {
		char *folder = test_folder();
		struct jl_log_builder *b = jl_log_builder_new(
			folder, limits[i].full, limits[i].all_full);
		struct lines in = {0}, out = {0};
		struct jl_db *db = database();
		struct jl_error err;

		fill(b, &in);
		assert_int_equal(jl_log_builder_write(b, db, 0, &err), 0);
		read_back(db, &out);
		assert_number_equal(in.n, MEASURES);
		are_equal(&in, &out);
		release(&in);
		release(&out);
		jl_log_builder_free(b);
		jl_db_close(db);
		free(folder);
	}
}

static void an_extract_can_be_dropped_by_itself(void **state)
{
	const uint32_t second = 2;
	char *folder = test_folder();
	struct jl_log_builder *b = jl_log_builder_new(folder, 100, 1000);
	struct lines in = {0}, out = {0}, kept = {0};
	struct jl_db *db = database();
	struct jl_error err;

	(void)state;
	fill(b, &in);
	assert_int_equal(jl_log_builder_write(b, db, 0, &err), 0);
	assert_int_equal(jl_series_drop(db, &second, 1, &err), 0);
	read_back(db, &out);
	for (size_t i = 0; i < in.n; i++)
		if (strstr(in.v[i], " batch 1 ")) {
			JL_GROW(kept.v, kept.n, kept.cap);
			kept.v[kept.n++] = in.v[i];
		}
	assert_true(kept.n > MEASURES / 3 && kept.n < MEASURES);
	are_equal(&kept, &out);
	free(kept.v);
	release(&in);
	release(&out);
	jl_log_builder_free(b);
	jl_db_close(db);
	free(folder);
}

/* An open case is there in later periods, wherever it is packed. */
static void an_open_case_touches_all_that_comes_after_it(void **state)
{
	const struct jl_series_query later = {
		.since = 86400 * 365 * JL_SECOND, .until = INT64_MAX};
	char *folder = test_folder();
	struct jl_log_builder *b = jl_log_builder_new(folder, 10, 100);
	struct jl_db *db = database();
	struct jl_derived open = {.metric = JL_DERIVED_ELAPSED,
		.occurred_at = 0,
		.until = JL_SECOND,
		.n = 1,
		.is_open = true};
	struct jl_log_case of = {.journey = word(b, "a"), .batch = 1};
	struct jl_series_reader *reader = NULL;
	struct jl_series series = {0};
	const struct jl_segment *s;
	struct jl_error err;

	(void)state;
	assert_int_equal(jl_log_builder_add(b, &of, &open, &err), 0);
	assert_int_equal(jl_log_builder_write(b, db, 0, &err), 0);
	assert_int_equal(jl_series_load(db, &series, &err), 0);
	assert_int_equal(jl_series_open(&series, &later, &reader, &err), 0);
	assert_int_equal(jl_series_next(reader, &s, &err), 1);
	assert_number_equal(s->n, 1);
	jl_series_close(reader);
	jl_series_release(&series);
	jl_log_builder_free(b);
	jl_db_close(db);
	free(folder);
}

static void a_folder_that_cannot_be_written_is_told(void **state)
{
	struct jl_log_builder *b = jl_log_builder_new("/no/such/folder", 1, 10);
	struct lines in = {0};
	struct jl_derived d = {.until = JL_INSTANT_NONE};
	struct jl_log_case of = {.journey = word(b, "a"), .batch = 1};
	struct jl_db *db = database();
	struct jl_error err;
	int rc = 0;

	(void)state;
	for (int i = 0; rc == 0 && i < MEASURES; i++)
		rc = jl_log_builder_add(b, &of, &d, &err);
	if (rc == 0)
		rc = jl_log_builder_write(b, db, 0, &err);
	assert_int_equal(rc, JL_EENV);
	assert_non_null(strstr(err.message, "/no/such/folder"));
	release(&in);
	jl_log_builder_free(b);
	jl_db_close(db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_goes_in_comes_out),
		cmocka_unit_test(an_extract_can_be_dropped_by_itself),
		cmocka_unit_test(an_open_case_touches_all_that_comes_after_it),
		cmocka_unit_test(a_folder_that_cannot_be_written_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
