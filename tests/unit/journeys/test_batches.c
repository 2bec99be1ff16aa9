/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* Ledger order, in repositories made by plain git. */
#include "journeys/batches.h"

#include "journeys/cache.h"
#include "tests/support/ledger.h"
#include "tests/support/test.h"

/* A history is a script of git: `add ID` writes and commits a receipt. */
static const char prelude[] =
	"set -e; cd \"$FOLDER\"; export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@b "
	"GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@b GIT_CONFIG_GLOBAL="
	"/dev/null GIT_AUTHOR_DATE='2026-01-01T00:00:00Z' "
	"GIT_COMMITTER_DATE='2026-01-01T00:00:00Z'\n"
	"receipt() { mkdir -p measures; cat >measures/$1.json <<-END\n"
	"{ \"id\": \"$1\", \"map\": \"m\", \"map_version\": 1, \"source\": "
	"\"f.csv\", \"source_sha256\": \"00\", \"rows\": 1, \"rejected\": 0, "
	"\"rounded\": 0, \"first\": \"2026-01-01\", \"last\": \"2026-01-31\", "
	"\"metrics\": [\"complaint\"], \"file\": \"measures/$1.csv\", "
	"\"batch_sha256\": \"$1\", \"bytes\": 1, \"imported_at\": "
	"\"2026-02-01T00:00:00Z\", \"imported_by\": \"A\" }\n"
	"END\n"
	"}\n"
	"add() { for id; do receipt $id; done; git add -A; "
	"git commit -qm \"$*\"; }\n"
	"merge() { git merge -q --no-ff -m merge \"$@\"; }\n"
	"{ git checkout -q -b main || :; add root; } >/dev/null 2>&1\n";

static const struct row {
	const char *sentence, *script;
	const char *order; /* of the batches, without root */
} rows[] = {
	{"one_after_the_other", "add b; add a; add c", "b a c"},
	{"in_one_commit_by_their_ids", "add c a b; add aa", "a b c aa"},
	{"a_merge_brings_all_of_its_side_at_once",
		"git checkout -q -b side; add a; add c; git checkout -q main; "
		"add d; merge side; add b",
		"d a c b"},
	{"dates_of_commits_mean_nothing",
		"add a; GIT_AUTHOR_DATE='2001-01-01T00:00:00Z' "
		"GIT_COMMITTER_DATE='2001-01-01T00:00:00Z' add b",
		"a b"},
	{"one_that_left_and_came_back_came_last",
		"add a; add b; git rm -q measures/a.json; git commit -qm rm; "
		"add c; add a",
		"b c a"},
	{"one_that_left_is_not_there",
		"add a; add b; git rm -q measures/a.json; git commit -qm rm",
		"b"},
	{"two_merges_in_their_order",
		"git branch one; git branch two; add m; git checkout -q two; "
		"add b; git checkout -q one; add c; git checkout -q main; "
		"merge two; merge one",
		"m b c"},
	{"what_both_sides_have_came_with_the_first",
		"add a; git branch side; add b; git checkout -q side; add c; "
		"git checkout -q main; merge side",
		"a b c"},
	{"a_fast_forward_is_no_merge",
		"git checkout -q -b side; add b; add a; git checkout -q main; "
		"git merge -q side",
		"b a"},
	{"other_files_are_none",
		"add a; echo x >measures/notes.txt; echo y >measures/x.csv; "
		"mkdir measures/more; echo '{}' >measures/more/z.json; "
		"git add -A; git commit -qm other",
		"a"},
	{"a_change_of_a_receipt_does_not_move_it",
		"add a; add b; echo >>measures/a.json; git commit -qam same",
		"a b"},
};

static void run_script(const char *folder, const char *script)
{
	char *command = jl_xasprintf("%s%s", prelude, script);

	setenv("FOLDER", folder, 1);
	assert_int_equal(system(command), 0);
	free(command);
}

static void say_order(const struct jl_batches *batches, struct jl_str *out)
{
	jl_str_clear(out);
	for (size_t i = 0; i < batches->n; i++) {
		assert_number_equal(batches->v[i].number, i + 1);
		if (strcmp(batches->v[i].receipt.id, "root") != 0)
			jl_str_addf(out, "%s%s", out->len ? " " : "",
				batches->v[i].receipt.id);
	}
}

static void read_batches(struct jl_repo *repo, const char *rev,
	const struct jl_batches_base *base, struct jl_batches *batches,
	struct jl_batches_base *as_base)
{
	struct jl_error err = {0};

	assert_number_equal(
		jl_repo_resolve(repo, rev, &as_base->commit, &err), 0);
	if (jl_batches_read(repo, &as_base->commit, NULL, batches, &err) < 0 ||
		jl_batches_order(repo, &as_base->commit, base, batches,
			&as_base->position, &err) < 0)
		fail_msg("%s", err.message);
	as_base->batches = batches;
}

/* The order from the whole history, from each commit before it as a base, and
 * from the cache. */
static void is_the_order(void **state)
{
	static const char *const bases[] = {"HEAD", "HEAD~1", "HEAD~2"};
	const struct row *row = *state;
	struct jl_str order = JL_STR_INIT;
	struct jl_batches batches = {0}, kept = {0};
	struct jl_batches_base tip;
	struct test_ledger t;
	struct jl_db *db = NULL;
	struct jl_error err;

	test_ledger_open(&t, NULL, 0);
	run_script(t.folder, row->script);
	read_batches(t.repo, "HEAD", NULL, &batches, &tip);
	say_order(&batches, &order);
	assert_string_equal(jl_str_text(&order), row->order);
	for (size_t i = 0; i < JL_COUNT(bases); i++) {
		struct jl_batches before = {0}, after = {0};
		struct jl_batches_base base, again;
		struct jl_oid oid;

		if (jl_repo_resolve(t.repo, bases[i], &oid, &err) < 0)
			continue; /* the history is shorter */
		read_batches(t.repo, bases[i], NULL, &before, &base);
		read_batches(t.repo, "HEAD", &base, &after, &again);
		say_order(&after, &order);
		assert_string_equal(jl_str_text(&order), row->order);
		assert_number_equal(again.position, tip.position);
		jl_batches_release(&before);
		jl_batches_release(&after);
	}
	assert_number_equal(jl_db_open(NULL, &db, &err), 0);
	assert_number_equal(jl_cache_make_tables(db, &err), 0);
	assert_number_equal(jl_batches_keep(db, &batches, &err), 0);
	assert_number_equal(jl_batches_load(db, &kept, &err), 0);
	say_order(&kept, &order);
	assert_string_equal(jl_str_text(&order), row->order);
	assert_true(jl_batches_begin_alike(&batches, &kept, kept.n));
	jl_db_close(db);
	jl_batches_release(&batches);
	jl_batches_release(&kept);
	jl_str_release(&order);
	test_ledger_close(&t);
}

/* RFC 9162 over the receipts by id, so that the order of imports is no part
 * of it: two offices that have the same receipts have the same root. */
static void the_root_depends_on_the_receipts_and_not_on_their_order(
	void **state)
{
	const struct jl_retractions none = {0};
	char roots[2][JL_DIGEST_HEX];
	static const char *const scripts[] = {
		"add a; add b; add c", "add c; add b; add a"};

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct jl_batches batches = {0};
		struct jl_batches_base tip;
		struct test_ledger t;

		test_ledger_open(&t, NULL, 0);
		run_script(t.folder, scripts[i]);
		read_batches(t.repo, "HEAD", NULL, &batches, &tip);
		jl_batches_root(&batches, &none, roots[i]);
		jl_batches_release(&batches);
		test_ledger_close(&t);
	}
	assert_string_equal(roots[0], roots[1]);
}

/* The root of no receipts is the digest of nothing (RFC 9162, 2.1.1). */
static void the_root_of_nothing_is_the_digest_of_nothing(void **state)
{
	const struct jl_retractions no_retractions = {0};
	struct jl_batches none = {0};
	char root[JL_DIGEST_HEX];

	(void)state;
	jl_batches_root(&none, &no_retractions, root);
	assert_string_equal(root, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b"
				  "934ca495991b7852b855");
}

static const struct refusal {
	const char *sentence, *script, *problem;
} refusals[] = {
	{"a_receipt_that_is_no_json", "echo '{' >measures/x.json",
		"measures/x.json:"},
	{"a_receipt_under_another_name",
		"receipt y; mv measures/y.json measures/x.json",
		"the id of a receipt, 'y', is not its file's name"},
	{"a_receipt_without_its_digest",
		"receipt x; sed -i 's/\"batch_sha256\": \"x\", //' "
		"measures/x.json",
		"batch_sha256"},
	{"a_receipt_with_a_key_that_is_none",
		"receipt x; sed -i 's/\"rounded\"/\"runded\"/' measures/x.json",
		"runded"},
};

static void is_refused(void **state)
{
	const struct refusal *row = *state;
	struct jl_batches batches = {0};
	struct test_ledger t;
	struct jl_error err;
	struct jl_oid oid;
	char *script =
		jl_xasprintf("%s; git add -A; git commit -qm x", row->script);

	test_ledger_open(&t, NULL, 0);
	run_script(t.folder, script);
	assert_number_equal(jl_repo_resolve(t.repo, "HEAD", &oid, &err), 0);
	assert_error(jl_batches_read(t.repo, &oid, NULL, &batches, &err),
		JL_EINVALID, &err, row->problem);
	jl_batches_release(&batches);
	test_ledger_close(&t);
	free(script);
}

static void a_batch_is_found_by_its_digest(void **state)
{
	struct jl_batches batches = {0};
	struct jl_batches_base tip;
	struct test_ledger t;

	(void)state;
	test_ledger_open(&t, NULL, 0);
	run_script(t.folder, "add a; add b");
	read_batches(t.repo, "HEAD", NULL, &batches, &tip);
	assert_string_equal(
		jl_batches_find_sha256(&batches, "b")->receipt.id, "b");
	assert_null(jl_batches_find_sha256(&batches, "c"));
	jl_batches_release(&batches);
	test_ledger_close(&t);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			the_root_depends_on_the_receipts_and_not_on_their_order),
		cmocka_unit_test(the_root_of_nothing_is_the_digest_of_nothing),
		cmocka_unit_test(a_batch_is_found_by_its_digest),
	};

	return RUN_ROWS("ledger order", rows, is_the_order) +
	       RUN_ROWS("receipts", refusals, is_refused) +
	       cmocka_run_group_tests(tests, NULL, NULL);
}
