/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/* The tables of the series: segments kept and read back. A row's checksum
 * tells a cache that broke from one that did not. */
#include "journeys/series.h"

#include "core/digest.h"
#include "core/mem.h"

#include <stdlib.h>
#include <string.h>

const char jl_series_tables[] = "CREATE TABLE IF NOT EXISTS series ("
				"  id INTEGER PRIMARY KEY,"
				"  journey TEXT NOT NULL,"
				"  metric TEXT NOT NULL,"
				"  quarter INTEGER NOT NULL,"
				"  n INTEGER NOT NULL,"
				"  first_at INTEGER NOT NULL,"
				"  last_at INTEGER NOT NULL,"
				"  checksum INTEGER NOT NULL,"
				"  points BLOB NOT NULL,"
				"  UNIQUE (journey, metric, quarter));"
				"CREATE INDEX IF NOT EXISTS series_by_time"
				"  ON series (last_at, first_at, journey,"
				"  metric, quarter);"
				"CREATE TABLE IF NOT EXISTS series_origin ("
				"  id INTEGER PRIMARY KEY,"
				"  checksum INTEGER NOT NULL,"
				"  origins BLOB NOT NULL);"
				"CREATE TABLE IF NOT EXISTS case_name ("
				"  case_id BLOB PRIMARY KEY,"
				"  name TEXT NOT NULL);";

int jl_series_clear(struct jl_db *db, struct jl_error *err)
{
	return jl_db_exec(db,
		"DELETE FROM series; DELETE FROM series_origin;"
		"DELETE FROM case_name;",
		err);
}

/* Of the bytes and of what they are about. */
static int64_t checksum(
	const struct jl_segment *s, const void *bytes, size_t len)
{
	uint32_t sum = jl_checksum(0, s->journey, strlen(s->journey) + 1);

	sum = jl_checksum(sum, s->metric, strlen(s->metric) + 1);
	sum = jl_checksum(sum, &s->quarter, sizeof(s->quarter));
	return (int64_t)jl_checksum(sum, bytes, len);
}

static int damaged(const struct jl_segment *s, struct jl_error *err)
{
	return jl_fail(err, JL_EDAMAGED,
		"the cache is damaged at journey %.70s, metric %.70s",
		s->journey, s->metric);
}

/* Two columns from the one given: the checksum and the packed bytes. */
static int read_points(struct jl_segment *s, struct jl_stmt *stmt, int column,
	struct jl_error *err)
{
	size_t len;
	const void *bytes = jl_stmt_blob(stmt, column + 1, &len);

	if (jl_stmt_int(stmt, column) != checksum(s, bytes, len) ||
		!jl_segment_unpack_points(s, bytes, len))
		return damaged(s, err);
	return 0;
}

static int read_origins(struct jl_segment *s, struct jl_stmt *stmt, int column,
	struct jl_error *err)
{
	size_t len;
	const void *bytes = jl_stmt_blob(stmt, column + 1, &len);

	if (jl_stmt_int(stmt, column) != checksum(s, bytes, len) ||
		!jl_segment_unpack_origins(s, bytes, len))
		return damaged(s, err);
	return 0;
}

/* ---- keeping ---- */

struct jl_series_store {
	struct jl_db *db;
	struct jl_stmt *find, *insert, *insert_origins, *update,
		*update_origins;
	bool is_empty; /* the series had nothing: no need to look */
	struct jl_str points, origins;
};

static int is_series_empty(struct jl_db *db, bool *empty, struct jl_error *err)
{
	struct jl_stmt *any = NULL;
	int rc = jl_db_prepare(db, "SELECT id FROM series LIMIT 1", &any, err);

	if (rc == 0)
		rc = jl_stmt_step(any, err);
	*empty = rc == 0;
	jl_stmt_close(any);
	return rc > 0 ? 0 : rc;
}

int jl_series_store_open(
	struct jl_db *db, struct jl_series_store **out, struct jl_error *err)
{
	struct jl_series_store *s = jl_xcalloc(1, sizeof(*s));
	int rc;

	s->db = db;
	*out = s;
	rc = is_series_empty(db, &s->is_empty, err);
	if (rc == 0)
		rc = jl_db_prepare(db,
			"SELECT s.id, s.checksum, s.points, o.checksum,"
			" o.origins"
			" FROM series s JOIN series_origin o ON o.id = s.id"
			" WHERE s.journey = ? AND s.metric = ?"
			" AND s.quarter = ?",
			&s->find, err);
	if (rc == 0)
		rc = jl_db_prepare(db,
			"INSERT INTO series (n, first_at, last_at, checksum,"
			" points, journey, metric, quarter)"
			" VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
			&s->insert, err);
	if (rc == 0)
		rc = jl_db_prepare(db,
			"UPDATE series SET n = ?, first_at = ?, last_at = ?,"
			" checksum = ?, points = ? WHERE id = ?",
			&s->update, err);
	if (rc == 0)
		rc = jl_db_prepare(db,
			"INSERT INTO series_origin (checksum, origins, id)"
			" VALUES (?, ?, ?)",
			&s->insert_origins, err);
	if (rc == 0)
		rc = jl_db_prepare(db,
			"UPDATE series_origin SET checksum = ?, origins = ?"
			" WHERE id = ?",
			&s->update_origins, err);
	return rc;
}

void jl_series_store_close(struct jl_series_store *s)
{
	if (!s)
		return;
	jl_stmt_close(s->find);
	jl_stmt_close(s->insert);
	jl_stmt_close(s->insert_origins);
	jl_stmt_close(s->update);
	jl_stmt_close(s->update_origins);
	jl_str_release(&s->points);
	jl_str_release(&s->origins);
	free(s);
}

int jl_series_store_find(struct jl_series_store *s, struct jl_segment *segment,
	int64_t *id, struct jl_error *err)
{
	int rc;

	*id = 0;
	if (s->is_empty)
		return 0;
	jl_stmt_reset(s->find);
	jl_stmt_bind_text(s->find, 1, segment->journey);
	jl_stmt_bind_text(s->find, 2, segment->metric);
	jl_stmt_bind_int(s->find, 3, segment->quarter);
	rc = jl_stmt_step(s->find, err);
	if (rc <= 0)
		return rc;
	*id = jl_stmt_int(s->find, 0);
	rc = read_points(segment, s->find, 1, err);
	if (rc == 0)
		rc = read_origins(segment, s->find, 3, err);
	return rc;
}

static int64_t end_of(const struct jl_point *p)
{
	return p->shape == JL_MEASURE_POINT ? p->occurred_at : p->until;
}

int jl_series_store_put(struct jl_series_store *s,
	const struct jl_segment *segment, int64_t id, struct jl_error *err)
{
	int64_t last = end_of(&segment->points[0]);
	struct jl_stmt *stmt = id ? s->update : s->insert;
	int rc;

	for (size_t i = 1; i < segment->n; i++)
		if (end_of(&segment->points[i]) > last)
			last = end_of(&segment->points[i]);
	jl_str_clear(&s->points);
	jl_str_clear(&s->origins);
	jl_segment_pack_points(segment, &s->points);
	jl_segment_pack_origins(segment, &s->origins);
	jl_stmt_bind_int(stmt, 1, (int64_t)segment->n);
	jl_stmt_bind_int(stmt, 2, segment->points[0].occurred_at);
	jl_stmt_bind_int(stmt, 3, last);
	jl_stmt_bind_int(
		stmt, 4, checksum(segment, s->points.text, s->points.len));
	jl_stmt_bind_blob(stmt, 5, s->points.text, s->points.len);
	if (id) {
		jl_stmt_bind_int(stmt, 6, id);
	} else {
		jl_stmt_bind_text(stmt, 6, segment->journey);
		jl_stmt_bind_text(stmt, 7, segment->metric);
		jl_stmt_bind_int(stmt, 8, segment->quarter);
	}
	rc = jl_stmt_step(stmt, err);
	if (rc < 0)
		return rc;
	stmt = id ? s->update_origins : s->insert_origins;
	jl_stmt_bind_int(
		stmt, 1, checksum(segment, s->origins.text, s->origins.len));
	jl_stmt_bind_blob(stmt, 2, s->origins.text, s->origins.len);
	jl_stmt_bind_int(stmt, 3, id ? id : jl_db_last_id(s->db));
	return jl_stmt_step(stmt, err);
}

/* ---- reading ---- */

struct jl_series_reader {
	struct jl_stmt *fetch;
	int64_t *ids; /* of the rows, in the order that was promised */
	size_t n, at;
	struct jl_segment segment;
	bool with_origins;
};

/* Only the ids are sorted: they are small, and the index holds all that it
 * takes. */
static int select_ids(struct jl_series_reader *reader, struct jl_db *db,
	const struct jl_series_query *query, struct jl_error *err)
{
	struct jl_stmt *stmt = NULL;
	size_t cap = 0;
	/* The + keeps SQLite from walking all of the series in that order. */
	char *sql = jl_xasprintf("SELECT id FROM series"
				 " WHERE last_at >= ? AND first_at < ?%s%s"
				 " ORDER BY +journey, +metric, +quarter",
		query->journey ? " AND journey = ?3" : "",
		query->metric ? " AND metric = ?4" : "");
	int rc = jl_db_prepare(db, sql, &stmt, err);

	free(sql);
	if (rc == 0) {
		jl_stmt_bind_int(stmt, 1, query->since);
		jl_stmt_bind_int(stmt, 2, query->until);
		if (query->journey)
			jl_stmt_bind_text(stmt, 3, query->journey);
		if (query->metric)
			jl_stmt_bind_text(stmt, 4, query->metric);
	}
	while (rc == 0 && (rc = jl_stmt_step(stmt, err)) > 0) {
		JL_GROW(reader->ids, reader->n, cap);
		reader->ids[reader->n++] = jl_stmt_int(stmt, 0);
		rc = 0;
	}
	jl_stmt_close(stmt);
	return rc;
}

int jl_series_open(struct jl_db *db, const struct jl_series_query *query,
	struct jl_series_reader **out, struct jl_error *err)
{
	struct jl_series_reader *reader = jl_xcalloc(1, sizeof(*reader));
	int rc = select_ids(reader, db, query, err);

	reader->with_origins = query->with_origins;
	if (rc == 0)
		rc = jl_db_prepare(db,
			query->with_origins
				? "SELECT s.journey, s.metric, s.quarter,"
				  " s.checksum, s.points, o.checksum,"
				  " o.origins"
				  " FROM series s"
				  " JOIN series_origin o ON o.id = s.id"
				  " WHERE s.id = ?"
				: "SELECT journey, metric, quarter, checksum,"
				  " points"
				  " FROM series WHERE id = ?",
			&reader->fetch, err);
	if (rc < 0)
		jl_series_close(reader);
	else
		*out = reader;
	return rc;
}

int jl_series_next(struct jl_series_reader *reader,
	const struct jl_segment **segment, struct jl_error *err)
{
	struct jl_segment *s = &reader->segment;
	int rc;

	if (reader->at == reader->n)
		return 0;
	jl_stmt_reset(reader->fetch);
	jl_stmt_bind_int(reader->fetch, 1, reader->ids[reader->at++]);
	rc = jl_stmt_step(reader->fetch, err);
	if (rc == 0)
		return jl_fail(err, JL_EDAMAGED, "the cache is damaged");
	if (rc < 0)
		return rc;
	s->journey = jl_stmt_text(reader->fetch, 0);
	s->metric = jl_stmt_text(reader->fetch, 1);
	s->quarter = (int)jl_stmt_int(reader->fetch, 2);
	rc = read_points(s, reader->fetch, 3, err);
	if (rc == 0 && reader->with_origins)
		rc = read_origins(s, reader->fetch, 5, err);
	*segment = s;
	return rc == 0 ? 1 : rc;
}

void jl_series_close(struct jl_series_reader *reader)
{
	if (!reader)
		return;
	jl_stmt_close(reader->fetch);
	jl_segment_release(&reader->segment);
	free(reader->ids);
	free(reader);
}

/* The last moment before the instant that a point of the segment touches. */
static int64_t last_moment(const struct jl_segment *s, int64_t until)
{
	int64_t last = JL_INSTANT_NONE;

	for (size_t i = 0; i < s->n; i++) {
		const struct jl_point *p = &s->points[i];
		int64_t at = p->shape == JL_MEASURE_POINT ||
					     p->until == p->occurred_at
				     ? p->occurred_at
				     : p->until - 1;

		if (p->occurred_at >= until)
			break;
		at = at < until ? at : until - 1;
		last = at > last ? at : last;
	}
	return last;
}

int jl_series_last_at(struct jl_db *db, const char *journey, const char *metric,
	int64_t until, int64_t *last_at, struct jl_error *err)
{
	struct jl_segment segment = {.journey = journey, .metric = metric};
	struct jl_stmt *stmt = NULL;
	int rc = jl_db_prepare(db,
		"SELECT quarter, checksum, points FROM series"
		" WHERE journey = ? AND metric = ? AND first_at < ?"
		" ORDER BY quarter DESC LIMIT 1",
		&stmt, err);

	*last_at = JL_INSTANT_NONE;
	if (rc == 0) {
		jl_stmt_bind_text(stmt, 1, journey);
		jl_stmt_bind_text(stmt, 2, metric);
		jl_stmt_bind_int(stmt, 3, until);
		rc = jl_stmt_step(stmt, err);
	}
	if (rc > 0) {
		segment.quarter = (int)jl_stmt_int(stmt, 0);
		rc = read_points(&segment, stmt, 1, err);
		*last_at = last_moment(&segment, until);
	}
	jl_stmt_close(stmt);
	jl_segment_release(&segment);
	return rc;
}

char *jl_series_case_name(struct jl_db *db, const char *hex)
{
	uint8_t case_id[JL_CASE_SIZE];
	struct jl_stmt *stmt = NULL;
	struct jl_error ignored;
	char *name = NULL;

	/* Where there is no name, or it cannot be read, the pseudonym is one.
	 */
	if (jl_unhex(hex, strlen(hex), case_id, JL_CASE_SIZE) &&
		jl_db_prepare(db,
			"SELECT name FROM case_name WHERE case_id = ?", &stmt,
			&ignored) == 0) {
		jl_stmt_bind_blob(stmt, 1, case_id, JL_CASE_SIZE);
		if (jl_stmt_step(stmt, &ignored) > 0)
			name = jl_xstrdup(jl_stmt_text(stmt, 0));
	}
	jl_stmt_close(stmt);
	return name ? name : jl_xstrdup(hex);
}
