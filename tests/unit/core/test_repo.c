/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
#include "core/repo.h"

#include "core/file.h"
#include "tests/support/repo.h"

#include <unistd.h>

static struct jl_oid commit(
	struct repo_fixture *f, const char *path, const char *text)
{
	struct jl_edit edit = {path, text, text ? strlen(text) : 0};
	const struct jl_words words = {"a message\n", 0, 0};
	struct jl_prepared prepared = {0};
	struct jl_error err;
	struct jl_oid oid;

	if (text)
		repo_put(f, path, text);
	if (jl_repo_prepare(f->repo, &edit, 1, &words, &prepared, &err) != 0 ||
		jl_repo_publish(f->repo, &prepared, &err) != 0)
		fail_msg("%s", err.message);
	oid = prepared.commit;
	jl_prepared_release(&prepared);
	assert_number_equal(jl_repo_refresh_index(f->repo, &path, 1, &err), 0);
	return oid;
}

static void a_commit_holds_its_files_and_the_work_tree_is_clean(void **state)
{
	struct repo_fixture *f = *state;
	static const char *const all[] = {"a"};
	struct jl_dirty_list dirty = {0};
	struct jl_oid oid = commit(f, "a/b.json", "one");
	struct jl_error err;
	char *text;
	size_t len;

	assert_number_equal(jl_repo_read(f->repo, &oid, "a/b.json", 1000, &text,
				    &len, &err),
		0);
	assert_string_equal(text, "one");
	free(text);
	assert_error(
		jl_repo_read(f->repo, &oid, "a/c", 1000, &text, &len, &err),
		JL_ENOTFOUND, &err, "no such file");
	assert_number_equal(jl_repo_dirty(f->repo, all, 1, &dirty, &err), 0);
	assert_number_equal(dirty.n, 0);
	jl_dirty_list_release(&dirty);
}

static void what_is_too_large_is_not_read(void **state)
{
	struct repo_fixture *f = *state;
	struct jl_oid oid = commit(f, "a/b.json", "ten bytes.");
	struct jl_error err;
	char *text;
	size_t len;

	assert_error(
		jl_repo_read(f->repo, &oid, "a/b.json", 9, &text, &len, &err),
		JL_EINVALID, &err, "a/b.json: it has 10 bytes");
	assert_number_equal(
		jl_repo_read(f->repo, &oid, "a/b.json", 10, &text, &len, &err),
		0);
	free(text);
}

static void what_the_user_staged_elsewhere_is_left_alone(void **state)
{
	struct repo_fixture *f = *state;
	static const char *const all[] = {"mine", "a"};
	struct jl_dirty_list dirty = {0};
	struct jl_error err;
	struct jl_oid oid;
	char *text, *command;
	size_t len;

	commit(f, "mine", "before");
	repo_put(f, "mine", "staged");
	command = jl_xasprintf("git -C %s add mine", f->folder);
	assert_int_equal(system(command), 0);
	free(command);
	oid = commit(f, "a/x", "new");
	assert_number_equal(
		jl_repo_read(f->repo, &oid, "mine", 1000, &text, &len, &err),
		0);
	assert_string_equal(text, "before");
	free(text);
	assert_number_equal(jl_repo_dirty(f->repo, all, 2, &dirty, &err), 0);
	assert_number_equal(dirty.n, 1);
	assert_string_equal(dirty.v[0].path, "mine");
	jl_dirty_list_release(&dirty);
}

static void a_branch_that_moved_is_not_moved_back(void **state)
{
	struct repo_fixture *f = *state;
	const struct jl_words words = {"mine\n", 0, 0};
	struct jl_edit edit = {"a/mine", "mine", 4};
	struct jl_prepared prepared = {0};
	struct jl_oid theirs, tip;
	struct jl_error err;

	commit(f, "a/b", "one");
	assert_number_equal(
		jl_repo_prepare(f->repo, &edit, 1, &words, &prepared, &err), 0);
	theirs = commit(f, "a/b", "two");
	assert_error(jl_repo_publish(f->repo, &prepared, &err), JL_ERACE, &err,
		"somebody else");
	assert_false(prepared.is_published);
	assert_number_equal(jl_repo_reference(f->repo, "HEAD", &tip, &err), 0);
	assert_true(jl_oid_equal(&tip, &theirs));
	jl_prepared_release(&prepared);
}

/* What git staged since the repository was opened stays staged. */
static void the_index_is_read_under_its_lock(void **state)
{
	struct repo_fixture *f = *state;
	char *command = jl_xasprintf("cd %s && git add c && "
				     "test \"$(git diff --cached "
				     "--name-only)\" = c",
		f->folder);
	struct jl_index_entry entry = {.path = "a", .is_there = true};
	struct jl_oid oid;
	struct jl_error err;

	oid = commit(f, "a", "one");
	repo_put(f, "c", "three");
	assert_int_equal(system(command), 0);
	assert_number_equal(
		jl_repo_file_at(f->repo, &oid, "a", &entry.oid, &err), 0);
	assert_number_equal(jl_repo_stage(f->repo, &entry, 1, &err), 0);
	assert_int_equal(system(command), 0);
	repo_put(f, ".git/index.lock", "");
	assert_error(jl_repo_stage(f->repo, &entry, 1, &err), JL_EENV, &err,
		"git is busy");
	free(command);
}

static void additions_have_first_parent_positions(void **state)
{
	struct repo_fixture *f = *state;
	struct jl_additions all = {0}, some = {0};
	struct jl_oid second, last;
	struct jl_error err;

	commit(f, "other", "1");
	second = commit(f, "m/b.json", "1");
	commit(f, "m/a.json", "1");
	commit(f, "m/b.json", "2");
	commit(f, "m/a.json", NULL);
	last = commit(f, "m/a.json", "back");
	assert_number_equal(
		jl_repo_additions(f->repo, &last, "m", NULL, 0, &all, &err), 0);
	assert_number_equal(all.tip_position, 6);
	assert_number_equal(all.n, 3); /* b, a, and a again */
	assert_string_equal(all.v[0].name, "b.json");
	assert_number_equal(all.v[0].position, 2);
	assert_string_equal(all.v[1].name, "a.json");
	assert_number_equal(all.v[1].position, 3);
	assert_number_equal(
		jl_repo_additions(f->repo, &last, "m", &second, 2, &some, &err),
		0);
	assert_true(some.from_known);
	assert_number_equal(some.tip_position, 6);
	assert_string_equal(some.v[0].name, "a.json");
	assert_number_equal(some.v[0].position, 3);
	jl_additions_release(&all);
	jl_additions_release(&some);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_commit_holds_its_files_and_the_work_tree_is_clean,
			repo_setup, repo_teardown),
		cmocka_unit_test_setup_teardown(
			what_the_user_staged_elsewhere_is_left_alone,
			repo_setup, repo_teardown),
		cmocka_unit_test_setup_teardown(what_is_too_large_is_not_read,
			repo_setup, repo_teardown),
		cmocka_unit_test_setup_teardown(
			a_branch_that_moved_is_not_moved_back, repo_setup,
			repo_teardown),
		cmocka_unit_test_setup_teardown(
			the_index_is_read_under_its_lock, repo_setup,
			repo_teardown),
		cmocka_unit_test_setup_teardown(
			additions_have_first_parent_positions, repo_setup,
			repo_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
