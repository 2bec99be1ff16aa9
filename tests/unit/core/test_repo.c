/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
#include "core/repo.h"

#include "core/file.h"
#include "core/writer.h"
#include "tests/support/test.h"

#include <sys/wait.h>
#include <unistd.h>

struct fixture {
	char *folder;
	struct jl_repo *repo;
};

static int setup(void **state)
{
	struct fixture *f = jl_xcalloc(1, sizeof(*f));
	struct jl_error err;

	setenv("GIT_AUTHOR_NAME", "Ann", 1);
	setenv("GIT_AUTHOR_EMAIL", "ann@example.com", 1);
	f->folder = test_folder();
	assert_number_equal(jl_repo_init(f->folder, &f->repo, &err), 0);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	jl_repo_close(f->repo);
	test_folder_remove(f->folder);
	free(f);
	return 0;
}

static void put(struct fixture *f, const char *path, const char *text)
{
	char *full = jl_path_join(f->folder, path);
	char *folder = jl_xstrndup(full, (size_t)(strrchr(full, '/') - full));
	struct jl_error err;

	assert_number_equal(jl_folder_make(folder, &err), 0);
	test_write_file(full, text, strlen(text));
	free(folder);
	free(full);
}

static struct jl_oid commit(
	struct fixture *f, const char *path, const char *text)
{
	struct jl_edit edit = {path, text, text ? strlen(text) : 0};
	struct jl_error err;
	struct jl_oid oid;

	if (text)
		put(f, path, text);
	if (jl_repo_commit(
		    f->repo, &edit, 1, "a message\n", 0, 0, &oid, &err) != 0)
		fail_msg("%s", err.message);
	assert_number_equal(jl_repo_refresh_index(f->repo, &path, 1, &err), 0);
	return oid;
}

static void a_commit_holds_its_files_and_the_work_tree_is_clean(void **state)
{
	struct fixture *f = *state;
	static const char *const all[] = {"a"};
	struct jl_dirty_list dirty = {0};
	struct jl_oid oid = commit(f, "a/b.json", "one");
	struct jl_error err;
	char *text;
	size_t len;

	assert_number_equal(
		jl_repo_read(f->repo, &oid, "a/b.json", &text, &len, &err), 0);
	assert_string_equal(text, "one");
	free(text);
	assert_error(jl_repo_read(f->repo, &oid, "a/c", &text, &len, &err),
		JL_ENOTFOUND, &err, "no such file");
	assert_number_equal(jl_repo_dirty(f->repo, all, 1, &dirty, &err), 0);
	assert_number_equal(dirty.n, 0);
	jl_dirty_list_release(&dirty);
}

static void what_the_user_staged_elsewhere_is_left_alone(void **state)
{
	struct fixture *f = *state;
	static const char *const all[] = {"mine", "a"};
	struct jl_dirty_list dirty = {0};
	struct jl_error err;
	struct jl_oid oid;
	char *text, *command;
	size_t len;

	commit(f, "mine", "before");
	put(f, "mine", "staged");
	command = jl_xasprintf("git -C %s add mine", f->folder);
	assert_int_equal(system(command), 0);
	free(command);
	oid = commit(f, "a/x", "new");
	assert_number_equal(
		jl_repo_read(f->repo, &oid, "mine", &text, &len, &err), 0);
	assert_string_equal(text, "before");
	free(text);
	assert_number_equal(jl_repo_dirty(f->repo, all, 2, &dirty, &err), 0);
	assert_number_equal(dirty.n, 1);
	assert_string_equal(dirty.v[0].path, "mine");
	jl_dirty_list_release(&dirty);
}

static void additions_have_first_parent_positions(void **state)
{
	struct fixture *f = *state;
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

static void a_writer_keeps_others_out_until_it_ends(void **state)
{
	struct fixture *f = *state;
	struct jl_writer *mine;
	struct jl_error err;
	int status;
	pid_t child;

	assert_number_equal(
		jl_writer_begin(f->repo, "measures", &mine, &err), 0);
	child = fork();
	if (child == 0) {
		struct jl_writer *theirs;
		int rc = jl_writer_begin(f->repo, "measures", &theirs, &err);

		_exit(rc == JL_EENV && strstr(err.message, "another jledger")
				? 0
				: 1);
	}
	waitpid(child, &status, 0);
	assert_true(WIFEXITED(status));
	assert_number_equal(WEXITSTATUS(status), 0);
	jl_writer_end(mine, 0);
	assert_number_equal(
		jl_writer_begin(f->repo, "measures", &mine, &err), 0);
	jl_writer_end(mine, 0);
}

/* A writer dies between its files and its commit, leaving git's locks. */
static void what_a_dead_writer_left_is_cleared(void **state)
{
	struct fixture *f = *state;
	const char *const paths[] = {"measures/b.csv", "measures/b.json"};
	char *csv = jl_path_join(f->folder, "measures/b.csv");
	char *lock = jl_path_join(f->folder, ".git/index.lock");
	char *temporary = jl_path_join(f->folder, ".jledger/batch.1.tmp");
	struct jl_writer *writer;
	struct jl_error err;
	int status;
	pid_t child;

	commit(f, "ledger.json", "{}");
	child = fork();
	if (child == 0) {
		if (jl_writer_begin(f->repo, "measures", &writer, &err) == 0 &&
			jl_writer_intend(writer, paths, 2, paths, 2, &err) ==
				0) {
			put(f, "measures/b.csv", "rows");
			put(f, ".git/index.lock", "");
			put(f, ".jledger/batch.1.tmp", "half");
		}
		_exit(0); /* without jl_writer_end */
	}
	waitpid(child, &status, 0);
	assert_true(jl_file_exists(csv));
	assert_true(jl_file_exists(lock));
	if (jl_writer_begin(f->repo, "measures", &writer, &err) != 0)
		fail_msg("%s", err.message);
	jl_writer_end(writer, 0);
	assert_false(jl_file_exists(csv));
	assert_false(jl_file_exists(lock));
	assert_false(jl_file_exists(temporary));
	free(csv);
	free(lock);
	free(temporary);
}

/* A writer that died behind its commit, and somebody who went to another
 * branch since: what lies outside git is nobody's to remove. */
static void what_another_branch_has_is_kept(void **state)
{
	struct fixture *f = *state;
	static const char *const receipt[] = {"measures/b.json"};
	static const char *const large[] = {"measures/b.csv.zst"};
	char *zst = jl_path_join(f->folder, large[0]);
	struct jl_writer *writer;
	struct jl_error err;
	int status;
	pid_t child;

	commit(f, "ledger.json", "{}");
	child = fork();
	if (child == 0) {
		if (jl_writer_begin(f->repo, "measures", &writer, &err) == 0 &&
			jl_writer_intend(writer, receipt, 1, large, 1, &err) ==
				0) {
			put(f, large[0], "rows");
			commit(f, receipt[0], "{}");
		}
		_exit(0);
	}
	waitpid(child, &status, 0);
	put(f, ".git/HEAD", "ref: refs/heads/side\n");
	if (jl_writer_begin(f->repo, "measures", &writer, &err) != 0)
		fail_msg("%s", err.message);
	jl_writer_end(writer, 0);
	assert_true(jl_file_exists(zst));
	free(zst);
}

static void a_lock_of_a_living_git_is_not_touched(void **state)
{
	struct fixture *f = *state;
	char *lock = jl_path_join(f->folder, ".git/index.lock");
	const char *const paths[] = {"x"};
	struct jl_writer *writer;
	struct jl_error err;

	put(f, ".git/index.lock", "");
	assert_number_equal(
		jl_writer_begin(f->repo, "measures", &writer, &err), 0);
	assert_error(jl_writer_intend(writer, paths, 1, NULL, 0, &err), JL_EENV,
		&err, "git is busy");
	jl_writer_end(writer, JL_EENV);
	assert_true(jl_file_exists(lock));
	free(lock);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_commit_holds_its_files_and_the_work_tree_is_clean,
			setup, teardown),
		cmocka_unit_test_setup_teardown(
			what_the_user_staged_elsewhere_is_left_alone, setup,
			teardown),
		cmocka_unit_test_setup_teardown(
			additions_have_first_parent_positions, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_writer_keeps_others_out_until_it_ends, setup,
			teardown),
		cmocka_unit_test_setup_teardown(
			what_a_dead_writer_left_is_cleared, setup, teardown),
		cmocka_unit_test_setup_teardown(
			what_another_branch_has_is_kept, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_lock_of_a_living_git_is_not_touched, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
