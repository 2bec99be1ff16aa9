/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
#include "journeys/segment.h"

#include "journeys/series.h"
#include "tests/support/test.h"

static uint64_t seed = 11;

static uint32_t any(uint32_t below)
{
	seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
	return (uint32_t)(seed >> 33) % below;
}

static const struct jl_place two_places[2] = {
	{{"stage", "", "", "app", "", "ops", ""}},
	{{"", "", "", "", "", "", ""}}};

/* A segment of any shapes: some with ends, some with n, some with cases. */
static void make(struct jl_segment *s, size_t n, unsigned style)
{
	int64_t time = (int64_t)any(1000000) * JL_SECOND;

	memset(s, 0, sizeof(*s));
	s->n = s->cap = s->origins_cap = n;
	s->points = jl_xcalloc(n, sizeof(*s->points));
	s->origins = jl_xcalloc(n, sizeof(*s->origins));
	s->places = jl_xcalloc(2, sizeof(*s->places));
	s->n_places = s->places_cap = 2;
	memcpy(s->places, two_places, sizeof(two_places));
	for (size_t i = 0; i < n; i++) {
		struct jl_point *p = &s->points[i];
		struct jl_origin *o = &s->origins[i];

		time += (int64_t)any(5000) * (style & 1 ? 1 : JL_SECOND);
		p->occurred_at = style & 2 ? -time : time;
		if (style & 2 && i)
			p->occurred_at = s->points[i - 1].occurred_at + 1;
		p->until = JL_INSTANT_NONE;
		p->value = ((int64_t)any(2000) - 1000) *
			   (style & 4 ? 1 : JL_MICRO);
		p->n = style & 8 ? (int64_t)any(50) : 1;
		p->place = any(2);
		p->shape = style & 16 ? (uint8_t)any(3) : JL_MEASURE_POINT;
		if (p->shape != JL_MEASURE_POINT)
			p->until = p->occurred_at + (int64_t)any(100000);
		if (p->shape == JL_MEASURE_SPAN)
			p->value = p->until - p->occurred_at;
		o->batch = 1 + any(3);
		o->line = any(100000);
		o->ordinal = style & 32 ? any(4) : 0;
		if (style & 64)
			memset(o->case_id, (int)any(256), JL_CASE_SIZE);
	}
}

static void what_is_packed_is_unpacked_in_every_style(void **state)
{
	(void)state;
	for (unsigned style = 0; style < 128; style++) {
		struct jl_str points = JL_STR_INIT, origins = JL_STR_INIT;
		struct jl_segment a, b = {0};

		make(&a, 1 + any(200), style);
		jl_segment_pack_points(&a, &points);
		jl_segment_pack_origins(&a, &origins);
		assert_true(
			jl_segment_unpack_points(&b, points.text, points.len));
		assert_true(jl_segment_unpack_origins(
			&b, origins.text, origins.len));
		assert_number_equal(b.n, a.n);
		for (size_t i = 0; i < a.n; i++) {
			assert_number_equal(b.points[i].occurred_at,
				a.points[i].occurred_at);
			assert_number_equal(
				b.points[i].until, a.points[i].until);
			assert_number_equal(
				b.points[i].value, a.points[i].value);
			assert_number_equal(b.points[i].n, a.points[i].n);
			assert_number_equal(
				b.points[i].shape, a.points[i].shape);
			assert_number_equal(
				b.points[i].place, a.points[i].place);
			assert_number_equal(
				b.origins[i].batch, a.origins[i].batch);
			assert_number_equal(
				b.origins[i].line, a.origins[i].line);
			assert_number_equal(
				b.origins[i].ordinal, a.origins[i].ordinal);
			assert_memory_equal(b.origins[i].case_id,
				a.origins[i].case_id, JL_CASE_SIZE);
		}
		assert_string_equal(b.places[0].v[3], "app");
		jl_segment_release(&a);
		jl_segment_release(&b);
		jl_str_release(&points);
		jl_str_release(&origins);
	}
}

static void damaged_bytes_are_refused_or_harmless(void **state)
{
	(void)state;
	for (unsigned round = 0; round < 3000; round++) {
		struct jl_str points = JL_STR_INIT;
		struct jl_segment a, b = {0};

		make(&a, 1 + any(20), any(128));
		jl_segment_pack_points(&a, &points);
		points.text[any((uint32_t)points.len)] ^= (char)(1 + any(255));
		if (jl_segment_unpack_points(&b, points.text,
			    any(4) ? points.len : any((uint32_t)points.len)))
			for (size_t i = 0; i < b.n; i++)
				assert_true(b.points[i].place < b.n_places);
		jl_segment_release(&a);
		jl_segment_release(&b);
		jl_str_release(&points);
	}
}

/* ---- overlaps, through the builder and a database in memory ---- */

struct given {
	uint32_t batch;
	int day; /* of January 2026 */
	int value;
	const char *case_id;
};

struct overlap_row {
	const char *sentence;
	struct given given[6];
	size_t n;
	const char *wanted; /* day:value of batch, in order */
	uint64_t identical, restated, repeated;
};

static const struct overlap_row overlaps[] = {
	{"rows_of_one_batch", {{1, 2, 5, "a"}, {1, 1, 6, "b"}}, 2,
		"1:6@1 2:5@1 ", 0, 0, 0},
	{"an_identical_row_of_a_later_batch_is_one_measure",
		{{1, 1, 5, "a"}, {2, 1, 5, "a"}}, 2, "1:5@1 ", 1, 0, 0},
	{"another_value_of_a_later_batch_supersedes",
		{{1, 1, 5, "a"}, {2, 1, 7, "a"}}, 2, "1:7@2 ", 0, 1, 0},
	{"the_last_in_ledger_order_wins",
		{{3, 1, 9, "a"}, {1, 1, 5, "a"}, {2, 1, 7, "a"}}, 3, "1:9@3 ",
		0, 2, 0},
	{"two_rows_of_one_file_without_a_case_are_two_measures",
		{{1, 1, 5, ""}, {1, 1, 4, ""}}, 2, "1:5@1 1:4@1 ", 0, 0, 1},
	{"such_rows_in_a_later_file_meet_in_their_order",
		{{1, 1, 5, ""}, {1, 1, 4, ""}, {2, 1, 5, ""}, {2, 1, 6, ""}}, 4,
		"1:5@1 1:6@2 ", 1, 1, 1},
	{"a_longer_file_adds_what_is_new",
		{{1, 1, 5, "a"}, {2, 1, 5, "a"}, {2, 2, 6, "a"}}, 3,
		"1:5@1 2:6@2 ", 1, 0, 0},
	{"another_case_is_another_measure", {{1, 1, 5, "a"}, {2, 1, 5, "b"}}, 2,
		"1:5@2 1:5@1 ", 0, 0, 0},
};

static struct jl_measure measure(const struct given *g, uint64_t line)
{
	struct jl_measure m = {.shape = JL_MEASURE_POINT,
		.occurred_at = (INT64_C(1767225600) + (g->day - 1) * 86400) *
			       JL_SECOND,
		.until = JL_INSTANT_NONE,
		.value = g->value * JL_MICRO,
		.n = 1,
		.line = line};

	for (int i = 0; i < JL_DIMENSIONS; i++)
		m.dimensions[i] = (struct jl_slice){"", 0};
	m.dimensions[JL_DIMENSION_JOURNEY] = (struct jl_slice){"j", 1};
	m.dimensions[JL_DIMENSION_METRIC] = (struct jl_slice){"m", 1};
	m.dimensions[JL_DIMENSION_CASE] =
		(struct jl_slice){g->case_id, strlen(g->case_id)};
	return m;
}

/* Sorted by time, then case: "b" first, since its SHA-256 begins with 3e and
 * that of "a" with ca. */
static void read_back(struct jl_db *db, struct jl_str *got)
{
	struct jl_series_query query = {.since = INT64_MIN + 1,
		.until = INT64_MAX,
		.with_origins = true};
	struct jl_series_reader *reader;
	struct jl_series series = {0};
	const struct jl_segment *s;
	struct jl_error err;

	assert_number_equal(jl_series_load(db, &series, &err), 0);
	assert_number_equal(jl_series_open(&series, &query, &reader, &err), 0);
	while (jl_series_next(reader, &s, &err) > 0)
		for (size_t i = 0; i < s->n; i++)
			jl_str_addf(got, "%d:%d@%u ",
				(int)((s->points[i].occurred_at / JL_SECOND -
					      INT64_C(1767225600)) /
					86400) +
					1,
				(int)(s->points[i].value / JL_MICRO),
				s->origins[i].batch);
	jl_series_close(reader);
	jl_series_release(&series);
}

/* one_by_one: each batch by a builder of its own, as imports come; else all at
 * once, as a rebuild does. */
static void build(const struct overlap_row *row, bool one_by_one,
	struct jl_str *got, struct jl_series_result *result)
{
	struct jl_builder *builder = NULL;
	struct jl_error err;
	struct jl_db *db;

	assert_number_equal(jl_db_open(NULL, &db, &err), 0);
	assert_number_equal(jl_db_exec(db, jl_series_tables, &err), 0);
	assert_number_equal(jl_db_exec(db, jl_directory_table, &err), 0);
	for (uint32_t batch = 1; batch <= 3; batch++) {
		if (!builder)
			builder = jl_builder_new("/tmp");
		for (size_t i = 0; i < row->n; i++) {
			struct jl_measure m = measure(&row->given[i], i + 2);

			if (row->given[i].batch == batch)
				assert_number_equal(jl_builder_add(builder, &m,
							    batch, &err),
					0);
		}
		if (!one_by_one && batch < 3)
			continue;
		assert_number_equal(
			jl_builder_write(builder, db, result, &err), 0);
		jl_builder_free(builder);
		builder = NULL;
	}
	read_back(db, got);
	jl_db_close(db);
}

static void resolves_overlap(void **state)
{
	const struct overlap_row *row = *state;
	struct jl_series_result one = {0}, all = {0};
	struct jl_str a = JL_STR_INIT, b = JL_STR_INIT;

	build(row, true, &a, &one);
	build(row, false, &b, &all);
	assert_string_equal(jl_str_text(&b), jl_str_text(&a));
	assert_string_equal(jl_str_text(&a), row->wanted);
	assert_number_equal(one.identical, row->identical);
	assert_number_equal(one.restated, row->restated);
	assert_number_equal(one.repeated_keys, row->repeated);
	assert_number_equal(all.identical, row->identical);
	assert_number_equal(all.restated, row->restated);
	jl_str_release(&one.restatements);
	jl_str_release(&all.restatements);
	jl_str_release(&a);
	jl_str_release(&b);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_packed_is_unpacked_in_every_style),
		cmocka_unit_test(damaged_bytes_are_refused_or_harmless),
	};

	return cmocka_run_group_tests(tests, NULL, NULL) +
	       RUN_ROWS("overlaps", overlaps, resolves_overlap);
}
