/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* A thin layer over SQLite with this program's errors. */
#include "core/db.h"

#include "core/mem.h"

#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

enum { BUSY_MS = 10000 };

struct jl_db {
	sqlite3 *handle;
	char *path;
};

struct jl_stmt {
	struct jl_db *db;
	sqlite3_stmt *handle;
	int bind_rc; /* the first failed bind */
};

static int fail(struct jl_db *db, struct jl_error *err)
{
	int rc = sqlite3_errcode(db->handle);
	enum jl_code code = JL_EENV;

	if (rc == SQLITE_CORRUPT || rc == SQLITE_NOTADB || rc == SQLITE_ERROR ||
		rc == SQLITE_CONSTRAINT || rc == SQLITE_MISMATCH ||
		rc == SQLITE_FORMAT)
		code = JL_EDAMAGED;
	return jl_fail(
		err, code, "%.400s: %s", db->path, sqlite3_errmsg(db->handle));
}

int jl_db_open(const char *path, struct jl_db **out, struct jl_error *err)
{
	struct jl_db *db = jl_xcalloc(1, sizeof(*db));
	int rc;

	db->path = jl_xstrdup(path ? path : "memory");
	rc = sqlite3_open_v2(path ? path : ":memory:", &db->handle,
		SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
			SQLITE_OPEN_NOFOLLOW,
		NULL);
	if (rc != SQLITE_OK) {
		rc = jl_fail(err, JL_EENV, "%.400s: %s", db->path,
			db->handle ? sqlite3_errmsg(db->handle)
				   : "out of memory");
		jl_db_close(db);
		return rc;
	}
	sqlite3_busy_timeout(db->handle, BUSY_MS);
	sqlite3_db_config(
		db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)NULL);
	sqlite3_db_config(
		db->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)NULL);
	rc = jl_db_exec(db,
		"PRAGMA page_size = 16384;"
		"PRAGMA journal_mode = WAL;"
		"PRAGMA synchronous = NORMAL;"
		"PRAGMA cache_size = -65536;"
		"PRAGMA mmap_size = 4294967296;",
		err);
	if (rc < 0) {
		jl_db_close(db);
		return rc;
	}
	*out = db;
	return 0;
}

void jl_db_close(struct jl_db *db)
{
	if (!db)
		return;
	sqlite3_close(db->handle);
	free(db->path);
	free(db);
}

int jl_db_exec(struct jl_db *db, const char *sql, struct jl_error *err)
{
	if (sqlite3_exec(db->handle, sql, NULL, NULL, NULL) != SQLITE_OK)
		return fail(db, err);
	return 0;
}

int jl_db_begin(struct jl_db *db, struct jl_error *err)
{
	return jl_db_exec(db, "BEGIN IMMEDIATE", err);
}

int jl_db_begin_read(struct jl_db *db, struct jl_error *err)
{
	return jl_db_exec(db, "BEGIN", err);
}

int jl_db_commit(struct jl_db *db, struct jl_error *err)
{
	return jl_db_exec(db, "COMMIT", err);
}

void jl_db_rollback(struct jl_db *db)
{
	if (!sqlite3_get_autocommit(db->handle))
		sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
}

int jl_db_prepare(struct jl_db *db, const char *sql, struct jl_stmt **out,
	struct jl_error *err)
{
	sqlite3_stmt *handle = NULL;

	if (sqlite3_prepare_v2(db->handle, sql, -1, &handle, NULL) != SQLITE_OK)
		return fail(db, err);
	*out = jl_xcalloc(1, sizeof(**out));
	(*out)->db = db;
	(*out)->handle = handle;
	return 0;
}

void jl_stmt_close(struct jl_stmt *stmt)
{
	if (!stmt)
		return;
	sqlite3_finalize(stmt->handle);
	free(stmt);
}

static void remember(struct jl_stmt *stmt, int rc)
{
	if (rc != SQLITE_OK && stmt->bind_rc == SQLITE_OK)
		stmt->bind_rc = rc;
}

void jl_stmt_bind_int(struct jl_stmt *stmt, int i, int64_t value)
{
	remember(stmt, sqlite3_bind_int64(stmt->handle, i, value));
}

void jl_stmt_bind_text(struct jl_stmt *stmt, int i, const char *text)
{
	remember(stmt,
		sqlite3_bind_text(stmt->handle, i, text, -1, SQLITE_STATIC));
}

void jl_stmt_bind_blob(
	struct jl_stmt *stmt, int i, const void *bytes, size_t len)
{
	remember(stmt, sqlite3_bind_blob64(stmt->handle, i, len ? bytes : "",
			       len, SQLITE_STATIC));
}

int jl_stmt_step(struct jl_stmt *stmt, struct jl_error *err)
{
	int rc;

	if (stmt->bind_rc != SQLITE_OK)
		return jl_fail(err, JL_EENV, "%.400s: cannot bind a value: %s",
			stmt->db->path, sqlite3_errstr(stmt->bind_rc));
	rc = sqlite3_step(stmt->handle);
	if (rc == SQLITE_ROW)
		return 1;
	if (rc == SQLITE_DONE) {
		jl_stmt_reset(stmt);
		return 0;
	}
	rc = fail(stmt->db, err);
	jl_stmt_reset(stmt);
	return rc;
}

void jl_stmt_reset(struct jl_stmt *stmt)
{
	sqlite3_reset(stmt->handle);
	stmt->bind_rc = SQLITE_OK;
}

int64_t jl_stmt_int(struct jl_stmt *stmt, int i)
{
	return sqlite3_column_int64(stmt->handle, i);
}

const char *jl_stmt_text(struct jl_stmt *stmt, int i)
{
	const unsigned char *text = sqlite3_column_text(stmt->handle, i);

	return text ? (const char *)text : "";
}

const void *jl_stmt_blob(struct jl_stmt *stmt, int i, size_t *len)
{
	const void *bytes = sqlite3_column_blob(stmt->handle, i);

	*len = (size_t)sqlite3_column_bytes(stmt->handle, i);
	return bytes ? bytes : "";
}

int64_t jl_db_last_id(struct jl_db *db)
{
	return sqlite3_last_insert_rowid(db->handle);
}
