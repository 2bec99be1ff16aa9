/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
#include "journeys/series.h"

#include "journeys/cache.h"
#include "tests/support/test.h"

static uint64_t seed = 3;

static uint32_t any(uint32_t below)
{
	seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
	return (uint32_t)(seed >> 33) % below;
}

static struct jl_db *database(void)
{
	struct jl_db *db = NULL;
	struct jl_error err;

	assert_int_equal(jl_db_open(NULL, &db, &err), 0);
	assert_int_equal(jl_cache_make_tables(db, &err), 0);
	return db;
}

struct any_row {
	int journey, metric, place, shape, with_case;
	int64_t at, length, value, n;
};

static struct jl_measure measure_of(const struct any_row *row, uint64_t line)
{
	static const char *const journeys[] = {"a", "b"};
	static const char *const metrics[] = {"wait", "complaint"};
	static const char *const places[] = {"", "ops", "it"};
	static const char *const cases[] = {
		"", "0123456789abcdef0123456789abcdef", "plain one"};
	struct jl_measure m = {.shape = (enum jl_measure_shape)row->shape,
		.occurred_at = row->at,
		.until = JL_INSTANT_NONE,
		.value = row->value,
		.n = row->n,
		.line = line};

	for (int d = 0; d < JL_DIMENSIONS; d++)
		m.dimensions[d] = (struct jl_slice){"", 0};
	m.dimensions[JL_DIMENSION_JOURNEY] =
		(struct jl_slice){journeys[row->journey], 1};
	m.dimensions[JL_DIMENSION_METRIC] = (struct jl_slice){
		metrics[row->metric], strlen(metrics[row->metric])};
	m.dimensions[JL_DIMENSION_FUNCTION] = (struct jl_slice){
		places[row->place], strlen(places[row->place])};
	m.dimensions[JL_DIMENSION_CASE] = (struct jl_slice){
		cases[row->with_case], strlen(cases[row->with_case])};
	if (m.shape != JL_MEASURE_POINT)
		m.until = m.occurred_at + row->length;
	if (m.shape == JL_MEASURE_SPAN)
		m.value = row->length;
	return m;
}

/* Few different keys, so that batches overlap in every way. */
static struct any_row random_row(void)
{
	return (struct any_row){.journey = (int)any(2),
		.metric = (int)any(2),
		.place = (int)any(3),
		.shape = (int)any(3),
		.with_case = (int)any(3),
		.at = (int64_t)any(3) * 91 * 86400 * JL_SECOND,
		.length = (1 + (int64_t)any(2)) * JL_SECOND,
		.value = (int64_t)any(3) * JL_MICRO,
		.n = 1 + (int64_t)any(2)};
}

/* All that the series holds, as one text. */
static char *dump(struct jl_db *db)
{
	struct jl_series_query query = {
		.since = INT64_MIN, .until = INT64_MAX, .with_origins = true};
	struct jl_series_reader *reader = NULL;
	struct jl_series series = {0};
	const struct jl_segment *s;
	struct jl_str out = JL_STR_INIT;
	struct jl_error err;
	int rc;

	assert_int_equal(jl_series_load(db, &series, &err), 0);
	assert_int_equal(jl_series_open(&series, &query, &reader, &err), 0);
	while ((rc = jl_series_next(reader, &s, &err)) > 0)
		for (size_t i = 0; i < s->n; i++) {
			const struct jl_point *p = &s->points[i];
			const struct jl_origin *o = &s->origins[i];

			jl_str_addf(&out,
				"%s %s %d: %lld %lld %d %lld of %lld at %s, "
				"batch %u line %llu ordinal %u case %02x\n",
				s->journey, s->metric, s->quarter,
				(long long)p->occurred_at, (long long)p->until,
				p->shape, (long long)p->value, (long long)p->n,
				s->places[p->place].v[JL_DIMENSION_FUNCTION -
						      JL_PLACE_FIRST],
				o->batch, (unsigned long long)o->line,
				o->ordinal, o->case_id[0]);
		}
	assert_int_equal(rc, 0);
	jl_series_close(reader);
	jl_series_release(&series);
	return jl_str_detach(&out);
}

/* Whatever the batches, the series is the same one by one and at once, and
 * every row was new, known or a restatement. */
static void one_by_one_is_as_all_at_once(void **state)
{
	char *folder = test_folder();
	struct jl_error err;

	(void)state;
	for (int round = 0; round < 200; round++) {
		struct jl_db *a = database(), *b = database();
		struct jl_builder *all = jl_builder_new(folder);
		struct jl_series_result one_by_one = {0}, at_once = {0};
		uint64_t rows = 0;
		char *x, *y;

		for (uint32_t batch = 1; batch <= 4; batch++) {
			struct jl_builder *one = jl_builder_new(folder);

			for (uint32_t i = any(40); i > 0; i--, rows++) {
				struct any_row row = random_row();
				struct jl_measure m =
					measure_of(&row, 2 + rows);

				assert_int_equal(
					jl_builder_add(one, &m, 0, &err), 0);
				assert_int_equal(
					jl_builder_add(all, &m, batch, &err),
					0);
			}
			jl_builder_renumber(one, batch);
			assert_int_equal(
				jl_builder_write(one, a, &one_by_one, &err), 0);
			jl_builder_free(one);
		}
		assert_int_equal(jl_builder_write(all, b, &at_once, &err), 0);
		x = dump(a);
		y = dump(b);
		assert_string_equal(x, y);
		assert_number_equal(one_by_one.added, at_once.added);
		assert_number_equal(one_by_one.identical, at_once.identical);
		assert_number_equal(one_by_one.restated, at_once.restated);
		assert_number_equal(
			at_once.added + at_once.identical + at_once.restated,
			rows);
		free(x);
		free(y);
		jl_str_release(&one_by_one.restatements);
		jl_str_release(&at_once.restatements);
		jl_builder_free(all);
		jl_db_close(a);
		jl_db_close(b);
	}
	test_folder_remove(folder);
}

/* The same rows in any order are the same measures. */
static void a_shuffled_batch_restates_nothing(void **state)
{
	enum { N = 60 };
	char *folder = test_folder();
	struct jl_error err;

	(void)state;
	for (int round = 0; round < 50; round++) {
		struct jl_db *db = database();
		struct jl_series_result result = {0};
		struct any_row rows[N];

		for (int i = 0; i < N; i++) {
			rows[i] = random_row();
			/* A span's end is its value: it has no other. */
			rows[i].shape =
				any(2) ? JL_MEASURE_POINT : JL_MEASURE_TOTAL;
		}
		for (uint32_t batch = 1; batch <= 2; batch++) {
			struct jl_builder *one = jl_builder_new(folder);

			for (int i = 0; i < N; i++) {
				struct jl_measure m =
					measure_of(&rows[i], (uint64_t)i + 2);

				assert_int_equal(
					jl_builder_add(one, &m, batch, &err),
					0);
			}
			assert_int_equal(
				jl_builder_write(one, db, &result, &err), 0);
			jl_builder_free(one);
			for (int i = N - 1; i > 0; i--) {
				int k = (int)any((uint32_t)i + 1);
				struct any_row row = rows[i];

				rows[i] = rows[k];
				rows[k] = row;
			}
		}
		assert_number_equal(result.added, N);
		assert_number_equal(result.identical, N);
		assert_number_equal(result.restated, 0);
		jl_db_close(db);
	}
	test_folder_remove(folder);
}

static void fill(struct jl_db *db)
{
	char *folder = test_folder();
	struct jl_builder *builder = jl_builder_new(folder);
	struct jl_series_result result = {0};
	struct any_row row = {.n = 1, .length = JL_SECOND};
	struct jl_error err;

	/* Quarters 0 to 4 of 1970 and 1971, and a span into the next. */
	for (int i = 0; i < 5; i++) {
		struct jl_measure m;

		row.at = (int64_t)i * 92 * 86400 * JL_SECOND;
		row.shape = i == 1 ? JL_MEASURE_SPAN : JL_MEASURE_POINT;
		row.length = 200LL * 86400 * JL_SECOND;
		m = measure_of(&row, 2);
		assert_int_equal(jl_builder_add(builder, &m, 1, &err), 0);
	}
	assert_int_equal(jl_builder_write(builder, db, &result, &err), 0);
	jl_builder_free(builder);
	test_folder_remove(folder);
}

static size_t count(struct jl_db *db, int64_t since, int64_t until)
{
	struct jl_series_query query = {.journey = "a",
		.metric = "wait",
		.since = since,
		.until = until};
	struct jl_series_reader *reader = NULL;
	struct jl_series series = {0};
	const struct jl_segment *s;
	struct jl_error err;
	size_t n = 0;

	assert_int_equal(jl_series_load(db, &series, &err), 0);
	assert_int_equal(jl_series_open(&series, &query, &reader, &err), 0);
	while (jl_series_next(reader, &s, &err) > 0)
		n++;
	jl_series_close(reader);
	jl_series_release(&series);
	return n;
}

static void only_what_touches_the_time_is_read(void **state)
{
	const int64_t day = 86400 * JL_SECOND;
	struct jl_db *db = database();

	(void)state;
	fill(db);
	assert_number_equal(count(db, INT64_MIN, INT64_MAX), 5);
	assert_number_equal(count(db, 0, day), 1);
	assert_number_equal(count(db, 1, 91 * day), 0);
	/* The span of the second quarter reaches into the third and fourth. */
	assert_number_equal(count(db, 185 * day, 200 * day), 1);
	assert_number_equal(count(db, 292 * day, 293 * day), 1);
	assert_number_equal(count(db, 368 * day + 1, INT64_MAX), 0);
	jl_db_close(db);
}

static void the_last_measure_before_a_time(void **state)
{
	const int64_t day = 86400 * JL_SECOND;
	struct jl_db *db = database();
	struct jl_series series = {0};
	struct jl_error err;
	int64_t last;

	(void)state;
	fill(db);
	assert_int_equal(jl_series_load(db, &series, &err), 0);
	assert_int_equal(
		jl_series_last_at(&series, "a", "wait", INT64_MAX, &last, &err),
		0);
	assert_number_equal(last, 368 * day);
	/* A span ends before its until. */
	assert_int_equal(
		jl_series_last_at(&series, "a", "wait", 100 * day, &last, &err),
		0);
	assert_number_equal(last, 100 * day - 1);
	assert_int_equal(
		jl_series_last_at(&series, "a", "wait", 0, &last, &err), 0);
	assert_true(last == JL_INSTANT_NONE);
	jl_series_release(&series);
	jl_db_close(db);
}

static void a_changed_row_is_damaged(void **state)
{
	static const char *const harms[] = {
		"UPDATE series SET points = x'00'",
		"UPDATE series SET checksum = checksum + 1",
		"DELETE FROM series",
		"UPDATE series SET id = id + 1000",
		("UPDATE directory SET"
		 " names = CAST(replace(names, 'a', 'b') AS BLOB)"),
		"UPDATE directory SET entries = substr(entries, 41)",
		"UPDATE series_origin SET origins = x''",
		"DELETE FROM series_origin",
	};
	struct jl_error err;

	(void)state;
	for (size_t i = 0; i < JL_COUNT(harms); i++) {
		struct jl_series_query query = {.since = INT64_MIN,
			.until = INT64_MAX,
			.with_origins = true};
		struct jl_db *db = database();
		struct jl_series_reader *reader = NULL;
		struct jl_series series = {0};
		const struct jl_segment *s;
		int rc;

		fill(db);
		assert_int_equal(jl_db_exec(db, harms[i], &err), 0);
		rc = jl_series_load(db, &series, &err);
		if (rc == 0)
			rc = jl_series_open(&series, &query, &reader, &err);
		if (rc == 0)
			rc = jl_series_next(reader, &s, &err);
		assert_error(rc, JL_EDAMAGED, &err, "the cache is damaged");
		jl_series_close(reader);
		jl_series_release(&series);
		jl_db_close(db);
	}
}

static void a_plain_case_has_its_name_back(void **state)
{
	struct jl_db *db = database();
	char *folder = test_folder();
	struct jl_builder *builder = jl_builder_new(folder);
	struct jl_series_result result = {0};
	struct any_row row = {.n = 1, .with_case = 2};
	struct jl_measure m = measure_of(&row, 2);
	char hex[2 * JL_CASE_SIZE + 1], *name;
	uint8_t digest[JL_DIGEST_SIZE];
	struct jl_series series = {.db = db};
	struct jl_error err;

	(void)state;
	assert_int_equal(jl_builder_add(builder, &m, 1, &err), 0);
	assert_int_equal(jl_builder_write(builder, db, &result, &err), 0);
	jl_sha256("plain one", 9, digest);
	jl_hex(digest, JL_CASE_SIZE, hex);
	name = jl_series_case_name(&series, hex);
	assert_string_equal(name, "plain one");
	free(name);
	name = jl_series_case_name(&series, "0123456789abcdef0123456789abcdef");
	assert_string_equal(name, "0123456789abcdef0123456789abcdef");
	free(name);
	jl_builder_free(builder);
	test_folder_remove(folder);
	jl_db_close(db);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_by_one_is_as_all_at_once),
		cmocka_unit_test(a_shuffled_batch_restates_nothing),
		cmocka_unit_test(only_what_touches_the_time_is_read),
		cmocka_unit_test(the_last_measure_before_a_time),
		cmocka_unit_test(a_changed_row_is_damaged),
		cmocka_unit_test(a_plain_case_has_its_name_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
