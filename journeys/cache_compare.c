/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* One database attached to the other. */
#include "journeys/cache_compare.h"

#include "core/db.h"
#include "core/mem.h"

#include <stdlib.h>

/* What tables hold, without what is of one machine or moment. */
static const struct {
	const char *name, *columns;
	/* The kept one may have more, of earlier commits. */
	bool may_have_more;
} tables[] = {
	{"batch", "number, position, state, is_in_git, oid, leaf, packed",
		false},
	{"series", "id, checksum, points", false},
	{"series_origin", "id, checksum, origins", false},
	{"directory", "id, checksum, names, entries", false},
	{"case_name", "case_id, name", false},
	{"line", "position, oid, checksum, packed", false},
	{"side", "oid, position, checksum, packed", false},
	{"change", "position, number, record, id, side, checksum, packed",
		false},
	{"definition", "oid, checksum, packed", true},
};

static int count(
	struct jl_db *db, const char *sql, uint64_t *n, struct jl_error *err)
{
	struct jl_stmt *stmt = NULL;
	int rc = jl_db_prepare(db, sql, &stmt, err);

	if (rc == 0)
		rc = jl_stmt_step(stmt, err);
	if (rc > 0)
		*n += (uint64_t)jl_stmt_int(stmt, 0);
	jl_stmt_close(stmt);
	return rc < 0 ? rc : 0;
}

/* Rows of the one that the other has not. */
static int count_missing(struct jl_db *db, size_t table, const char *one,
	const char *other, uint64_t *n, struct jl_error *err)
{
	const char *columns = tables[table].columns;
	char *sql = jl_xasprintf("SELECT count(*) FROM ("
				 "SELECT %s FROM %s.%s"
				 " EXCEPT SELECT %s FROM %s.%s)",
		columns, one, tables[table].name, columns, other,
		tables[table].name);
	int rc = count(db, sql, n, err);

	free(sql);
	return rc;
}

static int attach(struct jl_db *db, const char *path, struct jl_error *err)
{
	struct jl_stmt *stmt = NULL;
	int rc = jl_db_prepare(db, "ATTACH DATABASE ? AS fresh", &stmt, err);

	if (rc == 0) {
		jl_stmt_bind_text(stmt, 1, path);
		rc = jl_stmt_step(stmt, err);
	}
	jl_stmt_close(stmt);
	return rc;
}

int jl_cache_compare(const char *kept, const char *fresh, jl_see_table *see,
	void *data, struct jl_error *err)
{
	struct jl_db *db = NULL;
	int rc = jl_db_open(kept, &db, err);

	if (rc == 0)
		rc = attach(db, fresh, err);
	for (size_t i = 0; rc == 0 && i < JL_COUNT(tables); i++) {
		uint64_t n = 0;

		rc = count_missing(db, i, "fresh", "main", &n, err);
		if (rc == 0 && !tables[i].may_have_more)
			rc = count_missing(db, i, "main", "fresh", &n, err);
		if (rc == 0 && n > 0)
			see(data, tables[i].name, n);
	}
	jl_db_close(db);
	return rc;
}
