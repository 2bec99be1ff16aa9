/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * SQLite: open, prepare, bind, step, transactions. The only file that knows
 * sqlite3.h. Binding remembers its first failure and the next step reports
 * it, so that callers check once.
 */
#ifndef JL_CORE_DB_H
#define JL_CORE_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"

struct jl_db;
struct jl_stmt;

/*
 * Opens or creates the file; NULL is a private database in memory. For data
 * that can be rebuilt: durability is traded for speed. JL_EDAMAGED when the
 * file is not a database or is damaged.
 */
int jl_db_open(const char *path, struct jl_db **out, struct jl_error *err);
void jl_db_close(struct jl_db *db);

/* Runs one or more statements that return nothing. */
int jl_db_exec(struct jl_db *db, const char *sql, struct jl_error *err);
int jl_db_begin(struct jl_db *db, struct jl_error *err);
/* A snapshot for reading, until the rollback. */
int jl_db_begin_read(struct jl_db *db, struct jl_error *err);
int jl_db_commit(struct jl_db *db, struct jl_error *err);
void jl_db_rollback(struct jl_db *db);

int jl_db_prepare(struct jl_db *db, const char *sql, struct jl_stmt **out,
	struct jl_error *err);
void jl_stmt_close(struct jl_stmt *stmt);
/* Parameters count from 1. The bytes are borrowed until the next reset. */
void jl_stmt_bind_int(struct jl_stmt *stmt, int i, int64_t value);
void jl_stmt_bind_text(struct jl_stmt *stmt, int i, const char *text);
void jl_stmt_bind_blob(
	struct jl_stmt *stmt, int i, const void *bytes, size_t len);
/* 1 a row, 0 no more (and reset, ready to bind again), < 0 failed. */
int jl_stmt_step(struct jl_stmt *stmt, struct jl_error *err);
void jl_stmt_reset(struct jl_stmt *stmt);
/* Columns count from 0; results are borrowed until the next step or reset. */
int64_t jl_stmt_int(struct jl_stmt *stmt, int i);
const char *jl_stmt_text(struct jl_stmt *stmt, int i); /* never NULL */
const void *jl_stmt_blob(struct jl_stmt *stmt, int i, size_t *len);

int64_t jl_db_last_id(struct jl_db *db);

#endif
