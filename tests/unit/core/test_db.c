/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
#include "core/db.h"

#include "core/file.h"
#include "tests/support/test.h"

#include <unistd.h>

struct fixture {
	char *folder, *path;
	struct jl_db *db;
};

static int setup(void **state)
{
	struct fixture *f = jl_xcalloc(1, sizeof(*f));
	struct jl_error err;

	f->folder = test_folder();
	f->path = jl_path_join(f->folder, "cache.db");
	if (jl_db_open(f->path, &f->db, &err) < 0)
		fail_msg("%s", err.message);
	if (jl_db_exec(f->db,
		    "CREATE TABLE fact (k INTEGER PRIMARY KEY, t TEXT, b BLOB)",
		    &err) < 0)
		fail_msg("%s", err.message);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	jl_db_close(f->db);
	free(f->path);
	test_folder_remove(f->folder);
	free(f);
	return 0;
}

static void add(struct jl_db *db, int64_t key, const char *text)
{
	struct jl_stmt *stmt = NULL;
	struct jl_error err;

	assert_number_equal(
		jl_db_prepare(db, "INSERT INTO fact (k, t) VALUES (?1, ?2)",
			&stmt, &err),
		0);
	jl_stmt_bind_int(stmt, 1, key);
	jl_stmt_bind_text(stmt, 2, text);
	assert_number_equal(jl_stmt_step(stmt, &err), 0);
	jl_stmt_close(stmt);
}

static int64_t count(struct jl_db *db)
{
	struct jl_stmt *stmt = NULL;
	struct jl_error err;
	int64_t n;

	assert_number_equal(
		jl_db_prepare(db, "SELECT count(*) FROM fact", &stmt, &err), 0);
	assert_number_equal(jl_stmt_step(stmt, &err), 1);
	n = jl_stmt_int(stmt, 0);
	jl_stmt_close(stmt);
	return n;
}

static void what_is_bound_comes_back(void **state)
{
	static const char bytes[] = {0, 1, (char)0xff, 0, 7};
	struct fixture *f = *state;
	struct jl_stmt *stmt = NULL;
	struct jl_error err;
	size_t len;

	assert_number_equal(
		jl_db_prepare(f->db, "INSERT INTO fact VALUES (?1, ?2, ?3)",
			&stmt, &err),
		0);
	jl_stmt_bind_int(stmt, 1, INT64_MAX);
	jl_stmt_bind_text(stmt, 2, "it's; DROP TABLE fact; --");
	jl_stmt_bind_blob(stmt, 3, bytes, sizeof(bytes));
	assert_number_equal(jl_stmt_step(stmt, &err), 0);
	assert_true(jl_db_last_id(f->db) == INT64_MAX);
	jl_stmt_close(stmt);
	assert_number_equal(
		jl_db_prepare(f->db, "SELECT k, t, b FROM fact", &stmt, &err),
		0);
	assert_number_equal(jl_stmt_step(stmt, &err), 1);
	assert_true(jl_stmt_int(stmt, 0) == INT64_MAX);
	assert_string_equal(jl_stmt_text(stmt, 1), "it's; DROP TABLE fact; --");
	assert_memory_equal(jl_stmt_blob(stmt, 2, &len), bytes, sizeof(bytes));
	assert_number_equal(len, sizeof(bytes));
	assert_number_equal(jl_stmt_step(stmt, &err), 0);
	jl_stmt_close(stmt);
}

static void nothing_is_an_empty_text_and_no_bytes(void **state)
{
	struct fixture *f = *state;
	struct jl_stmt *stmt = NULL;
	struct jl_error err;
	size_t len = 7;

	add(f->db, 1, NULL);
	assert_number_equal(
		jl_db_prepare(f->db, "SELECT t, b FROM fact", &stmt, &err), 0);
	assert_number_equal(jl_stmt_step(stmt, &err), 1);
	assert_string_equal(jl_stmt_text(stmt, 0), "");
	jl_stmt_blob(stmt, 1, &len);
	assert_number_equal(len, 0);
	jl_stmt_close(stmt);
}

static void a_statement_is_ready_again_when_it_has_ended(void **state)
{
	struct fixture *f = *state;
	struct jl_stmt *stmt = NULL;
	struct jl_error err;

	for (int i = 0; i < 3; i++)
		add(f->db, i, i == 1 ? "one" : "other");
	assert_number_equal(
		jl_db_prepare(
			f->db, "SELECT k FROM fact WHERE t = ?1", &stmt, &err),
		0);
	for (int round = 0; round < 2; round++) {
		jl_stmt_bind_text(stmt, 1, "one");
		assert_number_equal(jl_stmt_step(stmt, &err), 1);
		assert_number_equal(jl_stmt_int(stmt, 0), 1);
		assert_number_equal(jl_stmt_step(stmt, &err), 0);
	}
	jl_stmt_bind_text(stmt, 1, "other");
	assert_number_equal(jl_stmt_step(stmt, &err), 1);
	jl_stmt_reset(stmt);
	jl_stmt_bind_text(stmt, 1, "none");
	assert_number_equal(jl_stmt_step(stmt, &err), 0);
	jl_stmt_close(stmt);
}

static void what_is_rolled_back_was_never_there(void **state)
{
	struct fixture *f = *state;
	struct jl_error err;

	add(f->db, 1, "kept");
	assert_number_equal(jl_db_begin(f->db, &err), 0);
	add(f->db, 2, "not kept");
	assert_number_equal(count(f->db), 2);
	jl_db_rollback(f->db);
	assert_number_equal(count(f->db), 1);
	assert_number_equal(jl_db_begin(f->db, &err), 0);
	add(f->db, 2, "kept");
	assert_number_equal(jl_db_commit(f->db, &err), 0);
	jl_db_rollback(f->db); /* of nothing */
	assert_number_equal(count(f->db), 2);
}

static void a_reader_sees_one_moment(void **state)
{
	struct fixture *f = *state;
	struct jl_db *other = NULL;
	struct jl_error err;

	add(f->db, 1, "before");
	assert_number_equal(jl_db_open(f->path, &other, &err), 0);
	assert_number_equal(jl_db_begin_read(other, &err), 0);
	assert_number_equal(count(other), 1);
	add(f->db, 2, "meanwhile");
	assert_number_equal(count(other), 1);
	jl_db_rollback(other);
	assert_number_equal(count(other), 2);
	jl_db_close(other);
}

static void a_wrong_statement_says_where(void **state)
{
	struct fixture *f = *state;
	struct jl_stmt *stmt = NULL;
	struct jl_error err;

	assert_true(jl_db_prepare(f->db, "SELECT nothing FROM fact", &stmt,
			    &err) < 0);
	assert_non_null(strstr(err.message, "nothing"));
	assert_true(jl_db_exec(f->db, "CREATE TABLE fact (k)", &err) < 0);
	assert_non_null(strstr(err.message, "fact"));
}

static void the_first_wrong_binding_is_told_at_the_step(void **state)
{
	struct fixture *f = *state;
	struct jl_stmt *stmt = NULL;
	struct jl_error err;

	assert_number_equal(
		jl_db_prepare(
			f->db, "SELECT k FROM fact WHERE k = ?1", &stmt, &err),
		0);
	jl_stmt_bind_int(stmt, 7, 1);
	jl_stmt_bind_int(stmt, 1, 1);
	assert_true(jl_stmt_step(stmt, &err) < 0);
	jl_stmt_close(stmt);
}

static void the_same_key_twice_is_refused(void **state)
{
	struct fixture *f = *state;
	struct jl_stmt *stmt = NULL;
	struct jl_error err;

	add(f->db, 1, "one");
	assert_number_equal(
		jl_db_prepare(
			f->db, "INSERT INTO fact (k) VALUES (1)", &stmt, &err),
		0);
	assert_true(jl_stmt_step(stmt, &err) < 0);
	jl_stmt_close(stmt);
	assert_number_equal(count(f->db), 1);
}

static void what_is_no_database_is_damaged(void **state)
{
	static const char letter[] =
		"this is a letter and no database at all, however long it "
		"is, and it goes on and on so that there is a page of it";
	static const char header[] =
		"SQLite format 3\0and then something else altogether, which "
		"cannot be a page of a database in any of its versions";
	static const struct {
		const char *bytes;
		size_t len;
	} files[] = {{letter, sizeof(letter)}, {header, sizeof(header)}};
	struct fixture *f = *state;
	char *path = jl_path_join(f->folder, "other.db");

	for (size_t i = 0; i < JL_COUNT(files); i++) {
		struct jl_db *db = NULL;
		struct jl_error err;
		int rc;

		test_write_file(path, files[i].bytes, files[i].len);
		rc = jl_db_open(path, &db, &err);
		if (rc == 0)
			rc = jl_db_exec(db, "CREATE TABLE t (k)", &err);
		assert_number_equal(rc, JL_EDAMAGED);
		jl_db_close(db);
	}
	free(path);
}

static void a_folder_is_no_database(void **state)
{
	struct fixture *f = *state;
	struct jl_db *db = NULL;
	struct jl_error err;

	assert_number_equal(jl_db_open(f->folder, &db, &err), JL_EENV);
	assert_non_null(strstr(err.message, f->folder));
}

static void one_in_memory_is_nobody_elses(void **state)
{
	struct jl_db *a = NULL, *b = NULL;
	struct jl_error err;

	(void)state;
	assert_number_equal(jl_db_open(NULL, &a, &err), 0);
	assert_number_equal(jl_db_open(NULL, &b, &err), 0);
	assert_number_equal(jl_db_exec(a, "CREATE TABLE t (k)", &err), 0);
	assert_true(jl_db_exec(b, "INSERT INTO t VALUES (1)", &err) < 0);
	jl_db_close(a);
	jl_db_close(b);
}

#define WITH_FILE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		WITH_FILE(what_is_bound_comes_back),
		WITH_FILE(nothing_is_an_empty_text_and_no_bytes),
		WITH_FILE(a_statement_is_ready_again_when_it_has_ended),
		WITH_FILE(what_is_rolled_back_was_never_there),
		WITH_FILE(a_reader_sees_one_moment),
		WITH_FILE(a_wrong_statement_says_where),
		WITH_FILE(the_first_wrong_binding_is_told_at_the_step),
		WITH_FILE(the_same_key_twice_is_refused),
		WITH_FILE(what_is_no_database_is_damaged),
		WITH_FILE(a_folder_is_no_database),
		cmocka_unit_test(one_in_memory_is_nobody_elses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
