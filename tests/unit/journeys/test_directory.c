/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
#include "journeys/directory.h"

#include "tests/support/test.h"

static struct jl_db *database(void)
{
	struct jl_db *db = NULL;
	struct jl_error err;

	assert_number_equal(jl_db_open(NULL, &db, &err), 0);
	assert_number_equal(jl_db_exec(db, jl_directory_table, &err), 0);
	return db;
}

static void add(struct jl_directory *d, int64_t id, const char *journey,
	const char *metric, int quarter)
{
	struct jl_directory_entry entry = {.id = id,
		.quarter = quarter,
		.first_at = id * 10,
		.last_at = id * 10 + 5,
		.n = (uint32_t)id};

	jl_directory_add(d, journey, metric, &entry);
}

/* Out of order, as segments are stored. */
static void fill(struct jl_directory *d)
{
	add(d, 1, "move", "wait", 8105);
	add(d, 2, "delay", "wait", 8104);
	add(d, 3, "move", "complaint", 8104);
	add(d, 4, "move", "wait", 8104);
	add(d, 5, "delay", "complaint", 8106);
}

static void it_is_in_order_once_it_is_kept(void **state)
{
	static const struct {
		const char *journey, *metric;
		int quarter;
		int64_t id;
	} wanted[] = {
		{"delay", "complaint", 8106, 5},
		{"delay", "wait", 8104, 2},
		{"move", "complaint", 8104, 3},
		{"move", "wait", 8104, 4},
		{"move", "wait", 8105, 1},
	};
	struct jl_directory d = {0}, again = {0};
	struct jl_db *db = database();
	struct jl_error err;

	(void)state;
	fill(&d);
	assert_number_equal(jl_directory_keep(db, &d, &err), 0);
	assert_number_equal(jl_directory_load(db, &again, &err), 0);
	assert_number_equal(again.n, JL_COUNT(wanted));
	for (size_t i = 0; i < again.n; i++) {
		const struct jl_directory_entry *e = &again.v[i];

		assert_string_equal(jl_directory_name(&again, e->journey),
			wanted[i].journey);
		assert_string_equal(
			jl_directory_name(&again, e->metric), wanted[i].metric);
		assert_number_equal(e->quarter, wanted[i].quarter);
		assert_number_equal(e->id, wanted[i].id);
		assert_number_equal(e->first_at, wanted[i].id * 10);
		assert_number_equal(e->last_at, wanted[i].id * 10 + 5);
		assert_number_equal(e->n, wanted[i].id);
	}
	jl_directory_release(&d);
	jl_directory_release(&again);
	jl_db_close(db);
}

static void it_is_empty_where_there_is_none(void **state)
{
	struct jl_directory d = {0};
	struct jl_db *db = database();
	struct jl_error err;

	(void)state;
	assert_number_equal(jl_directory_load(db, &d, &err), 0);
	assert_number_equal(d.n, 0);
	assert_number_equal(jl_directory_seek(&d, 0, "move", NULL, 0), 0);
	jl_directory_release(&d);
	jl_db_close(db);
}

static void a_search_ends_at_or_behind_what_is_looked_for(void **state)
{
	static const struct {
		const char *journey, *metric;
		int quarter;
		size_t place;
	} rows[] = {
		{"a", NULL, 0, 0},
		{"delay", NULL, 0, 0},
		{"delay", "complaint", 8106, 0},
		{"delay", "complaint", 8107, 1},
		{"delay", "wait", 0, 1},
		{"delayed", NULL, 0, 2},
		{"move", NULL, 0, 2},
		{"move", "complaint", 8104, 2},
		{"move", "elapsed", 8104, 3},
		{"move", "wait", 8104, 3},
		{"move", "wait", 8105, 4},
		{"move", "wait", 9999, 5},
		{"z", NULL, 0, 5},
	};
	struct jl_directory d = {0};
	struct jl_db *db = database();
	struct jl_error err;

	(void)state;
	fill(&d);
	assert_number_equal(jl_directory_keep(db, &d, &err), 0);
	for (size_t i = 0; i < JL_COUNT(rows); i++)
		assert_number_equal(jl_directory_seek(&d, d.n, rows[i].journey,
					    rows[i].metric, rows[i].quarter),
			rows[i].place);
	jl_directory_release(&d);
	jl_db_close(db);
}

/* Each way in which a row can be wrong, and none is taken for a short one. */
static void a_changed_directory_is_damaged(void **state)
{
	static const char *const changes[] = {
		"UPDATE directory SET checksum = checksum + 1",
		"UPDATE directory SET entries = substr(entries, 1, "
		"length(entries) - 1)",
		"UPDATE directory SET entries = substr(entries, 1, "
		"length(entries) - 40)",
		"UPDATE directory SET entries = zeroblob(length(entries))",
		"UPDATE directory SET entries = x''",
		"UPDATE directory SET names = x''",
		"UPDATE directory SET names = zeroblob(length(names))",
		"UPDATE directory SET names = names || x'00'",
		"UPDATE directory SET entries = 'text'",
	};

	(void)state;
	for (size_t i = 0; i < JL_COUNT(changes); i++) {
		struct jl_directory d = {0}, again = {0};
		struct jl_db *db = database();
		struct jl_error err;

		fill(&d);
		assert_number_equal(jl_directory_keep(db, &d, &err), 0);
		assert_number_equal(jl_db_exec(db, changes[i], &err), 0);
		if (jl_directory_load(db, &again, &err) != JL_EDAMAGED)
			fail_msg("%s is believed", changes[i]);
		jl_directory_release(&d);
		jl_directory_release(&again);
		jl_db_close(db);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_in_order_once_it_is_kept),
		cmocka_unit_test(it_is_empty_where_there_is_none),
		cmocka_unit_test(a_search_ends_at_or_behind_what_is_looked_for),
		cmocka_unit_test(a_changed_directory_is_damaged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
