/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* The ledger as it stands in the work tree, in a commit, in the cache, and with
 * a text that is not written yet. */
#include "journeys/ledger.h"

#include "core/file.h"
#include "journeys/cache.h"
#include "tests/support/ledger.h"
#include "tests/support/test.h"

static const struct test_file sound[] = {
	{"people/ann.json", "{ \"id\": \"ann\", \"name\": \"Ann\" }"},
	{"people/bob.json", "{ \"id\": \"bob\", \"name\": \"Bob\" }"},
	{"functions/ops.json", "{ \"id\": \"ops\", \"name\": \"Ops\" }"},
	{"metrics/own.json",
		"{ \"id\": \"own\", \"name\": \"Own\", \"kind\": \"wait\", "
		"\"unit\": \"s\", \"direction\": \"lower-is-better\", "
		"\"viewpoint\": \"outside-in\", \"freshness\": \"35d\" }"},
	{"journeys/move.json",
		"{ \"id\": \"move\", \"name\": \"Move\", \"status\": "
		"\"draft\", "
		"\"owners\": [ { \"person\": \"ann\", \"since\": "
		"\"2026-01-01\" } ] }"},
	{"journeys/notes.txt", "not a definition"},
};

static void everything_is_found_by_id(void **state)
{
	struct test_ledger t;
	const struct jl_journey *j;
	const struct jl_metric *m;

	(void)state;
	test_ledger_open(&t, sound, JL_COUNT(sound));
	assert_number_equal(t.ledger->findings.n, 0);
	assert_number_equal(t.ledger->kinds[JL_KIND_PERSON].n, 2);
	assert_number_equal(t.ledger->kinds[JL_KIND_JOURNEY].n, 1);
	j = jl_ledger_journey(t.ledger, "move");
	assert_non_null(j);
	assert_string_equal(j->name, "Move");
	assert_string_equal(j->owners.v[0].person, "ann");
	assert_number_equal(j->owners.v[0].until, JL_DAY_OPEN);
	assert_string_equal(jl_ledger_person_name(t.ledger, "bob"), "Bob");
	assert_string_equal(jl_ledger_person_name(t.ledger, "eve"), "eve");
	m = jl_ledger_metric(t.ledger, "own");
	assert_number_equal(m->freshness, INT64_C(35) * 86400 * JL_SECOND);
	assert_false(m->is_built_in);
	assert_true(jl_ledger_metric(t.ledger, "wait")->is_built_in);
	assert_null(jl_ledger_journey(t.ledger, "mov"));
	assert_null(jl_ledger_metric(t.ledger, "none"));
	assert_string_equal(
		jl_ledger_nearest(t.ledger, JL_KIND_JOURNEY, "mvoe"), "move");
	assert_null(jl_ledger_nearest(t.ledger, JL_KIND_JOURNEY, "elephant"));
	test_ledger_close(&t);
}

static void what_cannot_be_read_is_left_out_and_named(void **state)
{
	static const struct test_file files[] = {
		{"people/ann.json", "{ \"id\": \"ann\", \"name\": \"Ann\" }"},
		{"people/bob.json", "{ \"id\": \"bob\", \"name\": "},
		{"people/cy.json", "{ \"id\": \"cy\", \"name\": \"Cy\", "
				   "\"since\": \"2026-02-30\" }"},
	};
	struct test_ledger t;

	(void)state;
	test_ledger_open(&t, files, JL_COUNT(files));
	assert_number_equal(t.ledger->findings.n, 2);
	assert_non_null(jl_ledger_person(t.ledger, "ann"));
	assert_null(jl_ledger_person(t.ledger, "bob"));
	assert_true(jl_ledger_is_broken(t.ledger, JL_KIND_PERSON, "bob"));
	assert_false(jl_ledger_is_broken(t.ledger, JL_KIND_PERSON, "ann"));
	assert_false(jl_ledger_is_broken(t.ledger, JL_KIND_PERSON, "dee"));
	test_ledger_close(&t);
}

static void a_text_that_is_not_written_yet_takes_its_place(void **state)
{
	static const char renamed[] = "{ \"id\": \"ann\", \"name\": \"Anna\" }";
	static const char added[] = "{ \"id\": \"cy\", \"name\": \"Cy\" }";
	const struct jl_overlay instead = {
		"people/ann.json", renamed, sizeof(renamed) - 1};
	const struct jl_overlay beside = {
		"people/cy.json", added, sizeof(added) - 1};
	struct jl_ledger *ledger = NULL;
	struct test_ledger t;
	struct jl_error err;

	(void)state;
	test_ledger_open(&t, sound, JL_COUNT(sound));
	assert_int_equal(
		jl_ledger_load_work(t.repo, &instead, &ledger, &err), 0);
	assert_number_equal(ledger->kinds[JL_KIND_PERSON].n, 2);
	assert_string_equal(jl_ledger_person_name(ledger, "ann"), "Anna");
	jl_ledger_free(ledger);
	assert_int_equal(
		jl_ledger_load_work(t.repo, &beside, &ledger, &err), 0);
	assert_number_equal(ledger->kinds[JL_KIND_PERSON].n, 3);
	assert_string_equal(jl_ledger_person_name(ledger, "cy"), "Cy");
	jl_ledger_free(ledger);
	test_ledger_close(&t);
}

static void a_commit_says_what_it_said_then(void **state)
{
	static const struct test_file later[] = {
		{"people/ann.json", "{ \"id\": \"ann\", \"name\": \"Anna\" }"},
		{"people/bob.json", NULL},
	};
	struct jl_ledger *ledger = NULL;
	struct test_ledger t;
	struct jl_oid first, second;
	struct jl_error err;

	(void)state;
	test_ledger_open(&t, sound, JL_COUNT(sound));
	first = test_ledger_commit(&t, sound, JL_COUNT(sound));
	second = test_ledger_commit(&t, later, JL_COUNT(later));
	assert_int_equal(
		jl_ledger_load(t.repo, NULL, &first, &ledger, &err), 0);
	assert_string_equal(jl_ledger_person_name(ledger, "ann"), "Ann");
	assert_non_null(jl_ledger_person(ledger, "bob"));
	jl_ledger_free(ledger);
	assert_int_equal(
		jl_ledger_load(t.repo, NULL, &second, &ledger, &err), 0);
	assert_string_equal(jl_ledger_person_name(ledger, "ann"), "Anna");
	assert_null(jl_ledger_person(ledger, "bob"));
	jl_ledger_free(ledger);
	test_ledger_close(&t);
}

/* Parsed, kept and found again: the same. */
static void the_cache_remembers_what_was_parsed(void **state)
{
	struct jl_ledger *ledger = NULL;
	struct jl_cache *cache = NULL;
	struct test_ledger t;
	struct jl_oid oid;
	struct jl_error err;

	(void)state;
	test_ledger_open(&t, sound, JL_COUNT(sound));
	oid = test_ledger_commit(&t, sound, JL_COUNT(sound));
	for (int round = 0; round < 3; round++) {
		const struct jl_metric *m;

		assert_int_equal(jl_cache_open(t.repo, &cache, &err), 0);
		/* Before the last round a kept definition is damaged. */
		if (round == 2)
			assert_int_equal(
				jl_db_exec(jl_cache_db(cache),
					"UPDATE definition SET packed = "
					"CAST(replace(packed, 'ann', "
					"'bob') AS BLOB)",
					&err),
				0);
		assert_int_equal(
			jl_ledger_load(t.repo, cache, &oid, &ledger, &err), 0);
		m = jl_ledger_metric(ledger, "own");
		assert_number_equal(
			m->freshness, INT64_C(35) * 86400 * JL_SECOND);
		assert_string_equal(
			jl_ledger_journey(ledger, "move")->owners.v[0].person,
			"ann");
		assert_number_equal(ledger->findings.n, 0);
		jl_ledger_free(ledger);
		jl_cache_close(cache);
	}
	test_ledger_close(&t);
}

static const struct row {
	const char *sentence, *settings, *problem;
	enum jl_code code;
} rows[] = {
	{"a_newer_format",
		"{ \"format\": 99, \"name\": \"L\", \"zone\": \"UTC\" }",
		"has format 99", JL_EENV},
	{"a_zone_that_is_not_known",
		"{ \"format\": 1, \"name\": \"L\", \"zone\": "
		"\"Europe/Atlantis\" }",
		"'Europe/Atlantis' is not a time zone", JL_EINVALID},
	{"no_zone", "{ \"format\": 1, \"name\": \"L\" }",
		"needs the key 'zone'", JL_EINVALID},
	{"no_json", "{ \"format\": 1,", "ledger.json:1:", JL_EINVALID},
};

static void is_refused(void **state)
{
	const struct row *row = *state;
	struct jl_ledger *ledger = NULL;
	struct test_ledger t;
	struct jl_error err;
	char *path;

	test_ledger_open(&t, NULL, 0);
	path = jl_path_join(t.folder, "ledger.json");
	test_write_file(path, row->settings, strlen(row->settings));
	assert_error(jl_ledger_load_work(t.repo, NULL, &ledger, &err),
		row->code, &err, row->problem);
	free(path);
	test_ledger_close(&t);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_is_found_by_id),
		cmocka_unit_test(what_cannot_be_read_is_left_out_and_named),
		cmocka_unit_test(
			a_text_that_is_not_written_yet_takes_its_place),
		cmocka_unit_test(a_commit_says_what_it_said_then),
		cmocka_unit_test(the_cache_remembers_what_was_parsed),
	};

	return RUN_ROWS("settings", rows, is_refused) +
	       cmocka_run_group_tests(tests, NULL, NULL);
}
