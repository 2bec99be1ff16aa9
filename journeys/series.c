/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* The tables of the series, and reading segments back. */
#include "journeys/series.h"

#include "core/digest.h"
#include "core/mem.h"

#include <stdlib.h>
#include <string.h>

const char jl_series_tables[] = "CREATE TABLE IF NOT EXISTS series ("
				"  id INTEGER PRIMARY KEY,"
				"  journey TEXT NOT NULL,"
				"  metric TEXT NOT NULL,"
				"  year INTEGER NOT NULL,"
				"  n INTEGER NOT NULL,"
				"  first_at INTEGER NOT NULL,"
				"  last_at INTEGER NOT NULL,"
				"  points BLOB NOT NULL,"
				"  UNIQUE (journey, metric, year));"
				"CREATE INDEX IF NOT EXISTS series_by_time"
				"  ON series (last_at, first_at);"
				"CREATE TABLE IF NOT EXISTS series_origin ("
				"  id INTEGER PRIMARY KEY,"
				"  origins BLOB NOT NULL);"
				"CREATE TABLE IF NOT EXISTS case_name ("
				"  case_id BLOB PRIMARY KEY,"
				"  name TEXT NOT NULL);";

struct jl_series_reader {
	struct jl_stmt *stmt;
	struct jl_segment segment;
	bool with_origins;
};

int jl_series_open(struct jl_db *db, const struct jl_series_query *query,
	struct jl_series_reader **out, struct jl_error *err)
{
	struct jl_series_reader *reader = jl_xcalloc(1, sizeof(*reader));
	char *sql = jl_xasprintf(
		"SELECT s.journey, s.metric, s.year, s.points%s"
		" FROM series s%s"
		" WHERE s.last_at >= ? AND s.first_at < ?%s%s"
		" ORDER BY s.id",
		query->with_origins ? ", o.origins" : "",
		query->with_origins ? " JOIN series_origin o ON o.id = s.id"
				    : "",
		query->journey ? " AND s.journey = ?3" : "",
		query->metric ? " AND s.metric = ?4" : "");
	int rc = jl_db_prepare(db, sql, &reader->stmt, err);

	free(sql);
	if (rc < 0) {
		free(reader);
		return rc;
	}
	reader->with_origins = query->with_origins;
	jl_stmt_bind_int(reader->stmt, 1, query->since);
	jl_stmt_bind_int(reader->stmt, 2, query->until);
	if (query->journey)
		jl_stmt_bind_text(reader->stmt, 3, query->journey);
	if (query->metric)
		jl_stmt_bind_text(reader->stmt, 4, query->metric);
	*out = reader;
	return 0;
}

int jl_series_next(struct jl_series_reader *reader,
	const struct jl_segment **segment, struct jl_error *err)
{
	struct jl_segment *s = &reader->segment;
	int rc = jl_stmt_step(reader->stmt, err);
	const void *bytes;
	size_t len;

	if (rc <= 0)
		return rc;
	s->journey = jl_stmt_text(reader->stmt, 0);
	s->metric = jl_stmt_text(reader->stmt, 1);
	s->year = (int)jl_stmt_int(reader->stmt, 2);
	bytes = jl_stmt_blob(reader->stmt, 3, &len);
	if (!jl_segment_unpack_points(s, bytes, len))
		goto damaged;
	if (reader->with_origins) {
		bytes = jl_stmt_blob(reader->stmt, 4, &len);
		if (!jl_segment_unpack_origins(s, bytes, len))
			goto damaged;
	}
	*segment = s;
	return 1;
damaged:
	return jl_fail(err, JL_EDAMAGED,
		"the cache is damaged at journey %.70s, metric %.70s",
		s->journey, s->metric);
}

void jl_series_close(struct jl_series_reader *reader)
{
	if (!reader)
		return;
	jl_stmt_close(reader->stmt);
	jl_segment_release(&reader->segment);
	free(reader);
}

char *jl_series_case_name(struct jl_db *db, const uint8_t case_id[JL_CASE_SIZE])
{
	char hex[2 * JL_CASE_SIZE + 1];
	struct jl_stmt *stmt = NULL;
	struct jl_error ignored;
	char *name = NULL;

	if (jl_db_prepare(db, "SELECT name FROM case_name WHERE case_id = ?",
		    &stmt, &ignored) == 0) {
		jl_stmt_bind_blob(stmt, 1, case_id, JL_CASE_SIZE);
		if (jl_stmt_step(stmt, &ignored) > 0)
			name = jl_xstrdup(jl_stmt_text(stmt, 0));
	}
	jl_stmt_close(stmt);
	if (name)
		return name;
	jl_hex(case_id, JL_CASE_SIZE, hex);
	return jl_xstrdup(hex);
}
