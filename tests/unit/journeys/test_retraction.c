/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Which retractions are in force, from files in git. */
#include "journeys/retraction.h"

#include "journeys/batches.h"
#include "tests/support/ledger.h"
#include "tests/support/test.h"

/* Words "R>B": the retraction R of B. */
static const struct row {
	const char *sentence, *retractions;
	const char *retracted; /* those of a, b and c that are */
} rows[] = {
	{"nothing_is_retracted_by_nothing", "", ""},
	{"one_takes_a_batch_out", "r>b", "b"},
	{"a_retraction_of_it_brings_it_back", "r>b s>r", ""},
	{"and_one_of_that_takes_it_out_again", "r>b s>r t>s", "b"},
	{"two_of_one_batch_are_two", "r>b s>b t>r", "b"},
	{"all_of_them_must_go", "r>b s>b t>r u>s", ""},
	{"one_that_is_retracted_twice_is_out", "r>b s>r t>r u>s", ""},
	{"the_order_of_the_ids_is_no_matter", "t>b r>t", ""},
	{"each_batch_has_its_own", "r>a s>c", "a c"},
	{"two_take_it_out_and_one_of_them_is_gone", "t>b r>t s>t r2>b", "b"},
	/* Nobody but a hand makes these. What each member retracts is another,
	 * so that no batch hangs on a circle; it only must not hang. */
	{"a_circle_says_nothing", "r>s s>r", ""},
	{"nor_does_one_that_retracts_itself", "r>r", ""},
	{"a_batch_beside_a_circle_is_out", "r>s s>r t>b", "b"},
	{"a_circle_broken_from_outside_is_decided", "r>s s>r t>s u>b", "b"},
	{"of_nothing_that_is_there_it_does_no_harm", "r>zz", ""},
};

static struct test_file file_of(const char *word, size_t len)
{
	const char *arrow = memchr(word, '>', len);
	char *id = jl_xstrndup(word, (size_t)(arrow - word));
	char *of = jl_xstrndup(arrow + 1, len - strlen(id) - 1);
	struct test_file file = {jl_xasprintf(JL_RETRACTIONS "/%s.json", id),
		jl_xasprintf("{ \"id\": \"%s\", \"retracts\": \"%s\", "
			     "\"retracted_at\": \"2026-10-05T00:00:00Z\", "
			     "\"retracted_by\": \"A\" }\n",
			id, of)};

	free(id);
	free(of);
	return file;
}

static struct jl_oid commit_all(struct test_ledger *t, const char *retractions)
{
	struct test_file files[8] = {{NULL, NULL}};
	struct jl_oid oid;
	size_t n = 0;

	while (*retractions) {
		size_t len = strcspn(retractions, " ");

		files[n++] = file_of(retractions, len);
		retractions += len + (retractions[len] == ' ');
	}
	oid = test_ledger_commit(t, files, n);
	for (size_t i = 0; i < n; i++) {
		free((char *)files[i].path);
		free((char *)files[i].text);
	}
	return oid;
}

static void leaves_out(void **state)
{
	static const char *const batches[] = {"a", "b", "c"};
	const struct row *row = *state;
	struct jl_retractions retractions = {0};
	struct jl_str out = JL_STR_INIT;
	struct test_ledger t;
	struct jl_error err;
	struct jl_oid oid;

	test_ledger_open(&t, NULL, 0);
	oid = commit_all(&t, row->retractions);
	assert_number_equal(
		jl_retractions_read(t.repo, &oid, &retractions, &err), 0);
	for (size_t i = 0; i < JL_COUNT(batches); i++)
		if (jl_retractions_of(&retractions, batches[i]))
			jl_str_addf(
				&out, "%s%s", out.len ? " " : "", batches[i]);
	assert_string_equal(jl_str_text(&out), row->retracted);
	jl_str_release(&out);
	jl_retractions_release(&retractions);
	test_ledger_close(&t);
}

/* What a report bears witness to are the retractions too. */
static void a_retraction_changes_the_root(void **state)
{
	static const char *const sets[] = {"", "r>b", "r>c"};
	char roots[3][JL_DIGEST_HEX];

	(void)state;
	for (int i = 0; i < 3; i++) {
		struct jl_retractions retractions = {0};
		const struct jl_batches none = {0};
		struct test_ledger t;
		struct jl_error err;
		struct jl_oid oid;

		test_ledger_open(&t, NULL, 0);
		oid = commit_all(&t, sets[i]);
		assert_number_equal(
			jl_retractions_read(t.repo, &oid, &retractions, &err),
			0);
		jl_batches_root(&none, &retractions, roots[i]);
		jl_retractions_release(&retractions);
		test_ledger_close(&t);
	}
	assert_string_not_equal(roots[0], roots[1]);
	assert_string_not_equal(roots[1], roots[2]);
}

static void a_new_one_has_an_id_of_its_own_and_is_in_force(void **state)
{
	const struct jl_retraction new = {.retracts = "b",
		.retracted_at = "2026-10-05T00:00:00Z",
		.retracted_by = "A"};
	struct jl_retractions all = {0};
	char *first, *second;

	(void)state;
	first = jl_xstrdup(jl_retractions_add(&all, &new)->id);
	assert_true(jl_is_id(first));
	assert_non_null(strstr(first, "retract-20261005-"));
	assert_string_equal(jl_retractions_of(&all, "b")->id, first);
	second = jl_xstrdup(jl_retractions_add(&all, &new)->id);
	assert_string_not_equal(first, second);
	jl_retractions_add(&all, &(struct jl_retraction){.retracts = second,
					 .retracted_at = new.retracted_at,
					 .retracted_by = "B"});
	assert_string_equal(jl_retractions_of(&all, "b")->id, first);
	assert_string_equal(jl_retractions_end(&all, second), "b");
	free(first);
	free(second);
	jl_retractions_release(&all);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_retraction_changes_the_root),
		cmocka_unit_test(
			a_new_one_has_an_id_of_its_own_and_is_in_force),
	};

	return RUN_ROWS("retractions", rows, leaves_out) +
	       cmocka_run_group_tests(tests, NULL, NULL);
}
