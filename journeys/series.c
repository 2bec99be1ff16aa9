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
				"  checksum INTEGER NOT NULL,"
				"  points BLOB NOT NULL);"
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
		"DELETE FROM directory; DELETE FROM case_name;",
		err);
}

/* Of the bytes and of what they are about. */
static int64_t checksum_of(const char *journey, const char *metric, int quarter,
	const void *bytes, size_t len)
{
	uint32_t sum = jl_checksum(0, journey, strlen(journey) + 1);

	sum = jl_checksum(sum, metric, strlen(metric) + 1);
	sum = jl_checksum(sum, &quarter, sizeof(quarter));
	return (int64_t)jl_checksum(sum, bytes, len);
}

static int64_t checksum(
	const struct jl_segment *s, const void *bytes, size_t len)
{
	return checksum_of(s->journey, s->metric, s->quarter, bytes, len);
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
	struct jl_directory directory;
	size_t n_old; /* of its entries, those that were there before */
	struct jl_stmt *find, *put, *put_origins;
	struct jl_str points, origins;
	int64_t last_id;
};

static const char find_sql[] = "SELECT s.checksum, s.points, o.checksum,"
			       " o.origins"
			       " FROM series s"
			       " JOIN series_origin o ON o.id = s.id"
			       " WHERE s.id = ?";

int jl_series_store_open(
	struct jl_db *db, struct jl_series_store **out, struct jl_error *err)
{
	struct jl_series_store *s = jl_xcalloc(1, sizeof(*s));
	int rc;

	s->db = db;
	*out = s;
	rc = jl_directory_load(db, &s->directory, err);
	s->n_old = s->directory.n;
	for (size_t i = 0; i < s->n_old; i++)
		if (s->directory.v[i].id > s->last_id)
			s->last_id = s->directory.v[i].id;
	if (rc == 0)
		rc = jl_db_prepare(db, find_sql, &s->find, err);
	if (rc == 0)
		rc = jl_db_prepare(db,
			"INSERT INTO series (id, checksum, points)"
			" VALUES (?, ?, ?)"
			" ON CONFLICT (id) DO UPDATE SET"
			" checksum = excluded.checksum,"
			" points = excluded.points",
			&s->put, err);
	if (rc == 0)
		rc = jl_db_prepare(db,
			"INSERT INTO series_origin (id, checksum, origins)"
			" VALUES (?, ?, ?)"
			" ON CONFLICT (id) DO UPDATE SET"
			" checksum = excluded.checksum,"
			" origins = excluded.origins",
			&s->put_origins, err);
	return rc;
}

int jl_series_store_finish(struct jl_series_store *s, struct jl_error *err)
{
	return jl_directory_keep(s->db, &s->directory, err);
}

void jl_series_store_close(struct jl_series_store *s)
{
	if (!s)
		return;
	jl_directory_release(&s->directory);
	jl_stmt_close(s->find);
	jl_stmt_close(s->put);
	jl_stmt_close(s->put_origins);
	jl_str_release(&s->points);
	jl_str_release(&s->origins);
	free(s);
}

/* The entry of a segment that was there before, or NULL. */
static struct jl_directory_entry *find_entry(
	struct jl_series_store *s, const struct jl_segment *segment)
{
	const struct jl_directory *d = &s->directory;
	/* Those behind the old ones are not in order yet. */
	size_t at = jl_directory_seek(d, s->n_old, segment->journey,
		segment->metric, segment->quarter);
	struct jl_directory_entry *e = at < s->n_old ? &d->v[at] : NULL;

	/* What is derived of events comes behind, and is nobody's to change. */
	return e && e->quarter == segment->quarter && e->batch == 0 &&
			       strcmp(jl_directory_name(d, e->journey),
				       segment->journey) == 0 &&
			       strcmp(jl_directory_name(d, e->metric),
				       segment->metric) == 0
		       ? e
		       : NULL;
}

int jl_series_store_find(struct jl_series_store *s, struct jl_segment *segment,
	int64_t *id, struct jl_error *err)
{
	const struct jl_directory_entry *e = find_entry(s, segment);
	int rc;

	*id = 0;
	if (!e)
		return 0;
	jl_stmt_reset(s->find);
	jl_stmt_bind_int(s->find, 1, e->id);
	rc = jl_stmt_step(s->find, err);
	if (rc == 0)
		return damaged(segment, err);
	if (rc < 0)
		return rc;
	*id = e->id;
	rc = read_points(segment, s->find, 0, err);
	if (rc == 0)
		rc = read_origins(segment, s->find, 2, err);
	return rc;
}

static void enter(
	struct jl_series_store *s, const struct jl_segment *segment, int64_t id)
{
	struct jl_directory_entry *old = find_entry(s, segment);
	struct jl_directory_entry e = {.id = id,
		.first_at = segment->points[0].occurred_at,
		.last_at = jl_point_end(&segment->points[0]),
		.quarter = segment->quarter,
		.n = (uint32_t)segment->n};

	for (size_t i = 1; i < segment->n; i++)
		if (jl_point_end(&segment->points[i]) > e.last_at)
			e.last_at = jl_point_end(&segment->points[i]);
	if (!old) {
		jl_directory_add(
			&s->directory, segment->journey, segment->metric, &e);
		return;
	}
	e.journey = old->journey;
	e.metric = old->metric;
	*old = e;
}

static int put(struct jl_series_store *s, int64_t id, int64_t points_sum,
	const struct jl_str *points, int64_t origins_sum,
	const struct jl_str *origins, struct jl_error *err)
{
	int rc;

	jl_stmt_bind_int(s->put, 1, id);
	jl_stmt_bind_int(s->put, 2, points_sum);
	jl_stmt_bind_blob(s->put, 3, points->text, points->len);
	rc = jl_stmt_step(s->put, err);
	if (rc < 0)
		return rc;
	jl_stmt_bind_int(s->put_origins, 1, id);
	jl_stmt_bind_int(s->put_origins, 2, origins_sum);
	jl_stmt_bind_blob(s->put_origins, 3, origins->text, origins->len);
	return jl_stmt_step(s->put_origins, err);
}

int jl_series_store_put(struct jl_series_store *s,
	const struct jl_segment *segment, int64_t id, struct jl_error *err)
{
	if (!id)
		id = ++s->last_id;
	enter(s, segment, id);
	jl_str_clear(&s->points);
	jl_str_clear(&s->origins);
	jl_segment_pack_points(segment, &s->points);
	jl_segment_pack_origins(segment, &s->origins);
	return put(s, id, checksum(segment, s->points.text, s->points.len),
		&s->points, checksum(segment, s->origins.text, s->origins.len),
		&s->origins, err);
}

int jl_series_store_append(struct jl_series_store *s,
	const struct jl_series_part *p, struct jl_error *err)
{
	struct jl_directory_entry e = {.id = ++s->last_id,
		.first_at = p->first_at,
		.last_at = p->last_at,
		.quarter = p->quarter,
		.n = p->n,
		.batch = p->batch};

	jl_directory_add(&s->directory, p->journey, p->metric, &e);
	return put(s, e.id,
		checksum_of(p->journey, p->metric, p->quarter, p->points->text,
			p->points->len),
		p->points,
		checksum_of(p->journey, p->metric, p->quarter, p->origins->text,
			p->origins->len),
		p->origins, err);
}

static int by_number(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

int jl_series_drop(struct jl_db *db, const uint32_t *batches, size_t n,
	struct jl_error *err)
{
	struct jl_directory d;
	struct jl_stmt *stmts[2] = {NULL, NULL};
	size_t kept = 0;
	int rc = jl_directory_load(db, &d, err);

	if (rc == 0)
		rc = jl_db_prepare(
			db, "DELETE FROM series WHERE id = ?", &stmts[0], err);
	if (rc == 0)
		rc = jl_db_prepare(db, "DELETE FROM series_origin WHERE id = ?",
			&stmts[1], err);
	for (size_t i = 0; rc == 0 && i < d.n; i++) {
		struct jl_directory_entry *e = &d.v[i];

		if (e->batch == 0 || !bsearch(&e->batch, batches, n,
					     sizeof(*batches), by_number)) {
			d.v[kept++] = *e;
			continue;
		}
		for (int k = 0; rc == 0 && k < 2; k++) {
			jl_stmt_bind_int(stmts[k], 1, e->id);
			rc = jl_stmt_step(stmts[k], err);
		}
	}
	d.n = kept;
	if (rc == 0)
		rc = jl_directory_keep(db, &d, err);
	jl_stmt_close(stmts[0]);
	jl_stmt_close(stmts[1]);
	jl_directory_release(&d);
	return rc;
}

int jl_series_prepare_case_names(
	struct jl_db *db, struct jl_stmt **out, struct jl_error *err)
{
	return jl_db_prepare(db,
		"INSERT INTO case_name (case_id, name) VALUES (?, ?)"
		" ON CONFLICT (case_id) DO NOTHING",
		out, err);
}

int jl_series_name_case(struct jl_stmt *stmt,
	const uint8_t case_id[JL_CASE_SIZE], const char *text,
	struct jl_error *err)
{
	jl_stmt_bind_blob(stmt, 1, case_id, JL_CASE_SIZE);
	jl_stmt_bind_text(stmt, 2, text);
	return jl_stmt_step(stmt, err);
}

/* ---- reading ---- */

int jl_series_load(
	struct jl_db *db, struct jl_series *series, struct jl_error *err)
{
	series->db = db;
	return jl_directory_load(db, &series->directory, err);
}

void jl_series_release(struct jl_series *series)
{
	jl_directory_release(&series->directory);
	memset(series, 0, sizeof(*series));
}

struct jl_series_reader {
	const struct jl_series *series;
	struct jl_series_query query;
	struct jl_stmt *fetch;
	size_t at, end; /* in the directory */
	struct jl_segment segment;
};

static void rewind_reader(struct jl_series_reader *reader)
{
	const struct jl_directory *d = &reader->series->directory;
	const char *journey = reader->query.journey;

	reader->at = journey ? jl_directory_seek(d, d->n, journey, NULL, 0) : 0;
}

int jl_series_open(const struct jl_series *series,
	const struct jl_series_query *query, struct jl_series_reader **out,
	struct jl_error *err)
{
	struct jl_series_reader *reader = jl_xcalloc(1, sizeof(*reader));
	int rc = jl_db_prepare(series->db,
		query->with_origins
			? find_sql
			: "SELECT checksum, points FROM series WHERE id = ?",
		&reader->fetch, err);

	reader->series = series;
	reader->query = *query;
	reader->end = series->directory.n;
	rewind_reader(reader);
	if (rc < 0)
		jl_series_close(reader);
	else
		*out = reader;
	return rc;
}

/* The next entry that is asked for, or NULL. */
static const struct jl_directory_entry *next_entry(
	struct jl_series_reader *reader)
{
	const struct jl_directory *d = &reader->series->directory;
	const struct jl_series_query *q = &reader->query;

	while (reader->at < reader->end) {
		const struct jl_directory_entry *e = &d->v[reader->at++];

		if (q->journey &&
			strcmp(jl_directory_name(d, e->journey), q->journey))
			return NULL;
		if (e->last_at >= q->since && e->first_at < q->until &&
			(!q->metric || strcmp(jl_directory_name(d, e->metric),
					       q->metric) == 0))
			return e;
	}
	return NULL;
}

static int fetch(struct jl_series_reader *reader,
	const struct jl_directory_entry *e, struct jl_error *err)
{
	const struct jl_directory *d = &reader->series->directory;
	struct jl_segment *s = &reader->segment;
	int rc;

	s->journey = jl_directory_name(d, e->journey);
	s->metric = jl_directory_name(d, e->metric);
	s->quarter = e->quarter;
	jl_stmt_reset(reader->fetch);
	jl_stmt_bind_int(reader->fetch, 1, e->id);
	rc = jl_stmt_step(reader->fetch, err);
	if (rc == 0)
		return damaged(s, err);
	if (rc > 0)
		rc = read_points(s, reader->fetch, 0, err);
	if (rc == 0 && reader->query.with_origins)
		rc = read_origins(s, reader->fetch, 2, err);
	/* Derived together, they are all of one batch. */
	for (size_t i = 0;
		rc == 0 && reader->query.with_origins && e->batch && i < s->n;
		i++)
		s->origins[i].batch = e->batch;
	return rc == 0 && s->n != e->n ? damaged(s, err) : rc;
}

int jl_series_next(struct jl_series_reader *reader,
	const struct jl_segment **segment, struct jl_error *err)
{
	const struct jl_directory_entry *e = next_entry(reader);
	int rc = e ? fetch(reader, e, err) : 0;

	*segment = &reader->segment;
	return e && rc == 0 ? 1 : rc;
}

void jl_series_close(struct jl_series_reader *reader)
{
	if (!reader)
		return;
	jl_stmt_close(reader->fetch);
	jl_segment_release(&reader->segment);
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
			continue;
		at = at < until ? at : until - 1;
		last = at > last ? at : last;
	}
	return last;
}

int jl_series_last_at(const struct jl_series *series, const char *journey,
	const char *metric, int64_t until, int64_t *last_at,
	struct jl_error *err)
{
	struct jl_series_query query = {.journey = journey,
		.metric = metric,
		.since = INT64_MIN,
		.until = until};
	struct jl_series_reader *reader = NULL;
	const struct jl_directory_entry *e;
	int32_t last = INT32_MIN; /* the last quarter that has any */
	int64_t at;
	int rc = jl_series_open(series, &query, &reader, err);

	*last_at = JL_INSTANT_NONE;
	if (rc < 0)
		return rc;
	while ((e = next_entry(reader)))
		last = e->quarter;
	rewind_reader(reader);
	while (rc == 0 && (e = next_entry(reader))) {
		if (e->quarter < last)
			continue;
		rc = fetch(reader, e, err);
		at = rc == 0 ? last_moment(&reader->segment, until) : 0;
		if (rc == 0 && at > *last_at)
			*last_at = at;
	}
	jl_series_close(reader);
	return rc;
}

void jl_series_names(const struct jl_series *series, int64_t since,
	int64_t until, jl_series_name *visit, void *data)
{
	const struct jl_directory *d = &series->directory;

	for (size_t i = 0; i < d->n; i++)
		if (d->v[i].last_at >= since && d->v[i].first_at < until)
			visit(data, jl_directory_name(d, d->v[i].journey),
				jl_directory_name(d, d->v[i].metric),
				d->v[i].n);
}

char *jl_series_case_name(const struct jl_series *series, const char *hex)
{
	uint8_t case_id[JL_CASE_SIZE], digest[JL_DIGEST_SIZE];
	struct jl_stmt *stmt = NULL;
	struct jl_error ignored;
	char *name = NULL;

	/* Where there is no name, or it cannot be read, the pseudonym is one.
	 */
	if (jl_unhex(hex, strlen(hex), case_id, JL_CASE_SIZE) &&
		jl_db_prepare(series->db,
			"SELECT name FROM case_name WHERE case_id = ?", &stmt,
			&ignored) == 0) {
		jl_stmt_bind_blob(stmt, 1, case_id, JL_CASE_SIZE);
		if (jl_stmt_step(stmt, &ignored) > 0)
			name = jl_xstrdup(jl_stmt_text(stmt, 0));
	}
	jl_stmt_close(stmt);
	/* The id is the name's own hash. */
	if (name) {
		jl_sha256(name, strlen(name), digest);
		if (memcmp(digest, case_id, JL_CASE_SIZE) != 0) {
			free(name);
			name = NULL;
		}
	}
	return name ? name : jl_xstrdup(hex);
}
