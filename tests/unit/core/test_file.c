/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
#include "core/file.h"

#include "tests/support/test.h"

#include <sys/stat.h>
#include <unistd.h>

static int enter(void **state)
{
	*state = test_folder();
	return 0;
}

static int leave(void **state)
{
	test_folder_remove(*state);
	return 0;
}

static void what_is_written_is_read(void **state)
{
	char *path = jl_path_join(*state, "a");
	struct jl_error err;
	char *text;
	size_t len;

	assert_int_equal(jl_file_write(path, NULL, "one\0two", 7, &err), 0);
	assert_int_equal(jl_file_write(path, NULL, "x\0y", 3, &err), 0);
	assert_int_equal(jl_file_read(path, 100, &text, &len, &err), 0);
	assert_number_equal(len, 3);
	assert_memory_equal(text, "x\0y", 4); /* with a NUL behind it */
	free(text);
	free(path);
}

static void a_failure_says_which_and_leaves_nothing(void **state)
{
	char *folder = jl_path_join(*state, "none");
	char *path = jl_path_join(folder, "a");
	struct jl_error err;
	char *text;
	size_t len;
	int rc = jl_file_write(path, NULL, "x", 1, &err);

	assert_error(rc, JL_EENV, &err, "none/a");
	rc = jl_file_read(path, 100, &text, &len, &err);
	assert_error(rc, JL_ENOTFOUND, &err, "no such file");
	assert_null(text);
	rc = jl_file_read(*state, 100, &text, &len, &err);
	assert_error(rc, JL_EINVALID, &err, "is not a file");
	free(path);
	free(folder);
}

static void a_file_that_is_too_large_is_refused(void **state)
{
	char *path = jl_path_join(*state, "a");
	struct jl_error err;
	char *text;
	size_t len;

	test_write_file(path, "12345", 5);
	assert_error(jl_file_read(path, 4, &text, &len, &err), JL_EINVALID,
		&err, "larger than 4 bytes");
	assert_int_equal(jl_file_read(path, 5, &text, &len, &err), 0);
	free(text);
	free(path);
}

static void a_file_on_its_way_is_invisible_until_published(void **state)
{
	char *path = jl_path_join(*state, "a");
	char *temporary = jl_temporary_path(path, NULL);
	struct jl_outfile *file = NULL;
	struct jl_error err;

	assert_int_equal(jl_outfile_create(temporary, &file, &err), 0);
	assert_int_equal(jl_outfile_add(file, "ab", 2, &err), 0);
	assert_int_equal(jl_outfile_finish(file, &err), 0);
	assert_false(jl_file_exists(path));
	assert_int_equal(jl_outfile_publish(file, path, &err), 0);
	assert_true(jl_file_exists(path));
	assert_false(jl_file_exists(temporary));
	jl_outfile_free(file);
	assert_true(jl_file_exists(path));
	/* And what is not published leaves nothing. */
	assert_int_equal(jl_outfile_create(temporary, &file, &err), 0);
	jl_outfile_free(file);
	assert_false(jl_file_exists(temporary));
	free(temporary);
	free(path);
}

static void folders_are_made_all_the_way(void **state)
{
	char *path = jl_path_join(*state, "a/b/c");
	char *below;
	struct jl_error err;
	struct stat st;

	assert_int_equal(jl_folder_make(path, &err), 0);
	assert_int_equal(jl_folder_make(path, &err), 0);
	assert_int_equal(stat(path, &st), 0);
	assert_true(S_ISDIR(st.st_mode));
	below = jl_path_join(path, "file");
	test_write_file(below, "", 0);
	free(path);
	path = jl_path_join(below, "d");
	assert_error(jl_folder_make(path, &err), JL_EENV, &err,
		"cannot make the folder");
	free(below);
	free(path);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			what_is_written_is_read, enter, leave),
		cmocka_unit_test_setup_teardown(
			a_failure_says_which_and_leaves_nothing, enter, leave),
		cmocka_unit_test_setup_teardown(
			a_file_that_is_too_large_is_refused, enter, leave),
		cmocka_unit_test_setup_teardown(
			a_file_on_its_way_is_invisible_until_published, enter,
			leave),
		cmocka_unit_test_setup_teardown(
			folders_are_made_all_the_way, enter, leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
