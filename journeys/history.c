/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * The history in the cache. The line is walked back from the commit that is
 * asked for to the first commit that the cache has; what it has behind that is
 * forgotten, and what is new is added: so a history that was rewritten, or
 * another branch, costs what differs.
 */
#include "journeys/history.h"

#include "journeys/history_build.h"
#include "journeys/history_rows.h"

#include <stdlib.h>
#include <string.h>

/* ---- what the cache knows ---- */

struct known {
	struct jl_db *db;
	struct jl_stmt *line, *side;
	bool is_empty;
	int64_t last; /* of the line that is kept; behind it all is new */
};

static bool has_oid(
	struct jl_stmt *stmt, const struct jl_oid *oid, int64_t *position)
{
	struct jl_error ignored;
	bool is_there;

	jl_stmt_bind_blob(stmt, 1, oid->id, JL_OID_SIZE);
	is_there = jl_stmt_step(stmt, &ignored) > 0;
	*position = is_there ? jl_stmt_int(stmt, 0) : 0;
	jl_stmt_reset(stmt);
	return is_there;
}

static bool is_on_line(void *data, const struct jl_oid *oid)
{
	struct known *known = data;
	int64_t position;

	if (known->is_empty || !has_oid(known->line, oid, &position))
		return false;
	known->last = position;
	return true;
}

/* Is it on the part of the line that stays, or came to it by a merge? */
static bool is_accounted_for(void *data, const struct jl_oid *oid)
{
	struct known *known = data;
	int64_t position;

	if (known->is_empty || known->last == 0)
		return false;
	return (has_oid(known->line, oid, &position) &&
		       position <= known->last) ||
	       (has_oid(known->side, oid, &position) &&
		       position <= known->last);
}

static bool changed_in(
	void *data, int record, const char *id, size_t n, struct jl_oid *commit)
{
	struct known *known = data;
	struct jl_stmt *stmt = NULL;
	struct jl_error ignored;
	bool is_there = false;
	const void *oid;
	size_t len;

	if (known->is_empty ||
		jl_db_prepare(known->db,
			"SELECT l.oid FROM change AS c"
			" JOIN line AS l ON l.position = c.position"
			" WHERE c.record = ? AND c.id = ? AND c.position <= ?"
			" GROUP BY c.position ORDER BY c.position DESC"
			" LIMIT 1 OFFSET ?",
			&stmt, &ignored) < 0)
		return false;
	jl_stmt_bind_int(stmt, 1, record);
	jl_stmt_bind_text(stmt, 2, id);
	jl_stmt_bind_int(stmt, 3, known->last);
	jl_stmt_bind_int(stmt, 4, (int64_t)n);
	if (jl_stmt_step(stmt, &ignored) > 0) {
		oid = jl_stmt_blob(stmt, 0, &len);
		is_there = len == JL_OID_SIZE;
		if (is_there)
			memcpy(commit->id, oid, len);
	}
	jl_stmt_close(stmt);
	return is_there;
}

/* How long the line is, and how many changes are on it up to a position. */
static int count_line(struct jl_db *db, int64_t up_to, uint64_t *n,
	int64_t *changes, struct jl_error *err)
{
	struct jl_history_commit last = {0};
	struct jl_arena arena = {0};
	struct jl_stmt *stmt = NULL;
	int rc = jl_db_prepare(db,
		"SELECT position, oid, checksum, packed FROM line"
		" WHERE position <= ? ORDER BY position DESC LIMIT 1",
		&stmt, err);

	if (rc == 0) {
		jl_stmt_bind_int(stmt, 1, up_to);
		rc = jl_stmt_step(stmt, err);
	}
	if (rc > 0)
		rc = jl_history_read_commit(stmt, 0, &arena, &last, err);
	*n = last.position;
	*changes = last.changes_before + last.n_changes;
	jl_stmt_close(stmt);
	jl_arena_release(&arena);
	return rc;
}

static int open_known(
	struct jl_db *db, struct known *known, struct jl_error *err)
{
	uint64_t n;
	int64_t changes;
	int rc = count_line(db, INT64_MAX, &n, &changes, err);

	*known = (struct known){.db = db, .is_empty = n == 0};
	if (rc == 0)
		rc = jl_db_prepare(db,
			"SELECT position FROM line WHERE oid = ?", &known->line,
			err);
	if (rc == 0)
		rc = jl_db_prepare(db,
			"SELECT position FROM side WHERE oid = ?", &known->side,
			err);
	return rc;
}

static void close_known(struct known *known)
{
	jl_stmt_close(known->line);
	jl_stmt_close(known->side);
}

/* ---- bringing it up to a commit ---- */

static int delete_behind(
	struct jl_db *db, const char *sql, int64_t last, struct jl_error *err)
{
	struct jl_stmt *stmt = NULL;
	int rc = jl_db_prepare(db, sql, &stmt, err);

	if (rc == 0) {
		jl_stmt_bind_int(stmt, 1, last);
		rc = jl_stmt_step(stmt, err);
	}
	jl_stmt_close(stmt);
	return rc;
}

/* Says which commits are no longer on the line. */
static int note_forgotten(
	struct jl_history *history, int64_t last, struct jl_error *err)
{
	struct jl_stmt *stmt = NULL;
	int rc = jl_db_prepare(history->db,
		"SELECT count(*), min(position), oid FROM line"
		" WHERE position > ?",
		&stmt, err);
	const void *oid;
	struct jl_oid first;
	size_t len;

	if (rc == 0) {
		jl_stmt_bind_int(stmt, 1, last);
		rc = jl_stmt_step(stmt, err);
	}
	if (rc > 0 && jl_stmt_int(stmt, 0) > 0) {
		oid = jl_stmt_blob(stmt, 2, &len);
		if (len == JL_OID_SIZE) {
			memcpy(first.id, oid, len);
			jl_oid_hex(&first, history->first_forgotten);
		}
		history->n_forgotten = (uint64_t)jl_stmt_int(stmt, 0);
	}
	jl_stmt_close(stmt);
	return rc < 0 ? rc : 0;
}

static int forget_behind(
	struct jl_history *history, int64_t last, struct jl_error *err)
{
	static const char *const deletes[] = {
		"DELETE FROM line WHERE position > ?",
		"DELETE FROM side WHERE position > ?",
		"DELETE FROM change WHERE position > ?",
	};
	int rc = note_forgotten(history, last, err);

	for (size_t i = 0; rc == 0 && i < JL_COUNT(deletes); i++)
		rc = delete_behind(history->db, deletes[i], last, err);
	return rc;
}

/* The newest of the line is first, and `base` commits stand before it. */
static uint64_t position_of(
	const struct jl_built_history *built, uint64_t base, size_t commit)
{
	return base + built->line.n - commit;
}

/* How many changes each commit of the line has; yours to free. */
static int64_t *count_changes(const struct jl_built_history *built)
{
	int64_t *counts = jl_xcalloc(built->line.n + 1, sizeof(*counts));

	for (size_t i = 0; i < built->n; i++)
		counts[built->v[i].commit]++;
	return counts;
}

static int insert_commits(struct jl_db *db,
	const struct jl_built_history *built, uint64_t base, int64_t before,
	struct jl_str *packed, struct jl_error *err)
{
	int64_t *counts = count_changes(built);
	struct jl_stmt *line = NULL, *side = NULL;
	int rc = jl_db_prepare(db,
		"INSERT INTO line (position, oid, checksum, packed)"
		" VALUES (?, ?, ?, ?)",
		&line, err);

	if (rc == 0)
		rc = jl_db_prepare(db,
			"INSERT INTO side (position, oid, checksum, packed)"
			" VALUES (?, ?, ?, ?)",
			&side, err);
	for (size_t i = built->line.n; rc == 0 && i > 0; i--) {
		int64_t n = counts[i - 1];

		rc = jl_history_insert_commit(line, &built->line.v[i - 1],
			position_of(built, base, i - 1), before, n, packed,
			err);
		before += n;
	}
	for (size_t i = 0; rc == 0 && i < built->sides.commits.n; i++)
		rc = jl_history_insert_commit(side, &built->sides.commits.v[i],
			position_of(built, base, built->sides.at[i]), 0, 0,
			packed, err);
	free(counts);
	jl_stmt_close(line);
	jl_stmt_close(side);
	return rc;
}

static const struct jl_oid *side_of(const struct jl_built_history *built,
	const struct jl_built_change *change)
{
	return change->side == SIZE_MAX
		       ? NULL
		       : &built->sides.commits.v[change->side].oid;
}

static int insert_changes(struct jl_db *db,
	const struct jl_built_history *built, uint64_t base,
	struct jl_str *packed, struct jl_error *err)
{
	struct jl_stmt *stmt = NULL;
	uint64_t before = 0;
	int64_t number = 0;
	int rc = jl_db_prepare(db,
		"INSERT INTO change (position, number, record, id, side,"
		" checksum, packed) VALUES (?, ?, ?, ?, ?, ?, ?)",
		&stmt, err);

	for (size_t i = 0; rc == 0 && i < built->n; i++) {
		uint64_t position =
			position_of(built, base, built->v[i].commit);

		number = position == before ? number + 1 : 1;
		before = position;
		rc = jl_history_insert_change(stmt, &built->v[i],
			side_of(built, &built->v[i]), position, number, packed,
			err);
	}
	jl_stmt_close(stmt);
	return rc;
}

/* Within a transaction. */
static int move_to(struct jl_repo *repo, struct jl_history *history,
	const struct jl_oid *commit, struct jl_error *err)
{
	struct jl_built_history built = {0};
	struct jl_str packed = JL_STR_INIT;
	struct known known;
	const struct jl_known_history asked = {
		&known, is_on_line, is_accounted_for, changed_in};
	struct jl_oid base;
	bool has_base;
	uint64_t n;
	int64_t changes = 0;
	int rc = open_known(history->db, &known, err);

	if (rc == 0)
		rc = jl_history_build(
			repo, commit, &asked, &built, &base, &has_base, err);
	close_known(&known);
	if (rc == 0)
		rc = forget_behind(history, known.last, err);
	if (rc == 0)
		rc = count_line(history->db, known.last, &n, &changes, err);
	if (rc == 0)
		rc = insert_commits(history->db, &built, (uint64_t)known.last,
			changes, &packed, err);
	if (rc == 0)
		rc = insert_changes(history->db, &built, (uint64_t)known.last,
			&packed, err);
	jl_built_history_release(&built);
	jl_str_release(&packed);
	return rc;
}

/* Is the commit the last of the line that is kept? */
static bool is_current(struct jl_db *db, const struct jl_oid *commit)
{
	struct jl_error ignored;
	struct jl_stmt *stmt = NULL;
	const void *oid;
	bool is_last = false;
	size_t len;

	if (jl_db_prepare(db,
		    "SELECT oid FROM line ORDER BY position DESC LIMIT 1",
		    &stmt, &ignored) == 0 &&
		jl_stmt_step(stmt, &ignored) > 0) {
		oid = jl_stmt_blob(stmt, 0, &len);
		is_last =
			len == JL_OID_SIZE && memcmp(oid, commit->id, len) == 0;
	}
	jl_stmt_close(stmt);
	return is_last;
}

static int update(struct jl_repo *repo, struct jl_history *history,
	const struct jl_oid *commit, struct jl_error *err)
{
	int rc = jl_db_begin(history->db, err);

	if (rc == 0)
		rc = move_to(repo, history, commit, err);
	if (rc == 0)
		rc = jl_db_commit(history->db, err);
	if (rc < 0)
		jl_db_rollback(history->db);
	return rc;
}

/* A history of this command alone. */
static int open_private(struct jl_repo *repo, struct jl_cache *cache,
	const struct jl_oid *commit, struct jl_history *history,
	struct jl_error *err)
{
	int rc;

	history->db = jl_cache_db(cache);
	rc = jl_db_exec(history->db, jl_history_copy, err);
	if (rc == 0)
		rc = update(repo, history, commit, err);
	history->n_forgotten = 0; /* nothing was: another was asked for */
	return rc;
}

/* Where the cache cannot be written, as on a full disk. */
static int open_in_memory(struct jl_repo *repo, const struct jl_oid *commit,
	struct jl_history *history, struct jl_error *err)
{
	int rc = jl_db_open(NULL, &history->db, err);

	history->is_private = rc == 0;
	if (rc == 0)
		rc = jl_db_exec(history->db, jl_history_tables, err);
	if (rc == 0)
		rc = update(repo, history, commit, err);
	return rc;
}

static int open_head(struct jl_repo *repo, struct jl_cache *cache,
	const struct jl_oid *commit, struct jl_history *history,
	struct jl_error *err)
{
	int rc;

	history->db = jl_cache_db(cache);
	if (is_current(history->db, commit))
		return 0;
	rc = update(repo, history, commit, err);
	if (rc == JL_EENV)
		rc = open_in_memory(repo, commit, history, err);
	return rc;
}

static int open_any(struct jl_repo *repo, struct jl_cache *cache,
	const struct jl_oid *commit, bool is_head, struct jl_history *history,
	struct jl_error *err)
{
	int rc = is_head ? open_head(repo, cache, commit, history, err)
			 : open_private(repo, cache, commit, history, err);

	return rc < 0 ? rc
		      : count_line(history->db, INT64_MAX, &history->n_commits,
				&history->n_changes, err);
}

int jl_history_open(struct jl_repo *repo, struct jl_cache *cache,
	const struct jl_oid *commit, bool is_head, struct jl_history **out,
	struct jl_error *err)
{
	struct jl_history *history = jl_xcalloc(1, sizeof(*history));
	int rc = open_any(repo, cache, commit, is_head, history, err);

	if (rc == JL_EDAMAGED) {
		/* Derived: throw it away and derive it again. */
		rc = jl_cache_empty(cache, err);
		if (rc == 0)
			rc = open_any(
				repo, cache, commit, is_head, history, err);
	}
	if (rc < 0)
		jl_history_close(history);
	else
		*out = history;
	return rc;
}

void jl_history_close(struct jl_history *history)
{
	if (!history)
		return;
	if (history->is_private)
		jl_db_close(history->db);
	free(history);
}

/* ---- asking ---- */

/* A reading of changes. Those of all records are counted, because a row that is
 * gone is seen by nothing else. */
struct reading {
	const struct jl_history *history;
	const struct jl_history_query *query;
	jl_history_visit *visit;
	void *data;
	int64_t seen;
};

static bool is_next(struct reading *r, const struct jl_history_change *change,
	const struct jl_history_commit *commit)
{
	int64_t number = commit->changes_before + change->number;

	r->seen++;
	return r->query->id ||
	       number == (r->query->newest_first
					 ? r->history->n_changes + 1 - r->seen
					 : r->seen);
}

/* Does the change name a side that wrote it? */
static bool has_side(struct jl_stmt *stmt)
{
	static const struct jl_oid nobody;
	size_t len;
	const void *side = jl_stmt_blob(stmt, 4, &len);

	return len == JL_OID_SIZE && memcmp(side, nobody.id, len) != 0;
}

static int show_row(
	struct reading *r, struct jl_stmt *stmt, struct jl_error *err)
{
	struct jl_history_change change;
	struct jl_history_commit commit, writer;
	struct jl_arena arena = {0};
	bool is_from_side = jl_stmt_int(stmt, 11) != 0;
	int rc = jl_history_read_change(stmt, &arena, &change, err);

	if (rc == 0)
		rc = jl_history_read_commit(stmt, 7, &arena, &commit, err);
	if (rc == 0 && is_from_side)
		rc = jl_history_read_commit(stmt, 11, &arena, &writer, err);
	if (rc == 0 && (!is_next(r, &change, &commit) ||
			       is_from_side != has_side(stmt)))
		rc = jl_history_damaged(err);
	if (rc == 0)
		rc = r->visit(r->data, &change, &commit,
			is_from_side ? &writer : &commit, err);
	jl_arena_release(&arena);
	return rc;
}

int jl_history_read(const struct jl_history *history,
	const struct jl_history_query *query, jl_history_visit *visit,
	void *data, struct jl_error *err)
{
	static const char format[] =
		"SELECT c.position, c.number, c.record, c.id, c.side,"
		" c.checksum, c.packed, l.position, l.oid, l.checksum,"
		" l.packed, s.position, s.oid, s.checksum, s.packed"
		" FROM change AS c"
		" JOIN line AS l ON l.position = c.position"
		" LEFT JOIN side AS s ON s.oid = c.side"
		"%s ORDER BY c.position %s, c.number %s";
	const char *order = query->newest_first ? "DESC" : "ASC";
	char *sql = jl_xasprintf(format,
		query->id ? " WHERE c.record = ? AND c.id = ?" : "", order,
		order);
	struct reading r = {history, query, visit, data, 0};
	struct jl_stmt *stmt = NULL;
	bool is_whole;
	int rc = jl_db_prepare(history->db, sql, &stmt, err);

	if (rc == 0 && query->id) {
		jl_stmt_bind_int(stmt, 1, query->record);
		jl_stmt_bind_text(stmt, 2, query->id);
	}
	while (rc == 0 && (rc = jl_stmt_step(stmt, err)) > 0)
		if ((rc = show_row(&r, stmt, err)) > 0)
			break;
	is_whole = rc == 0 && !query->id;
	if (is_whole && r.seen != history->n_changes)
		rc = jl_history_damaged(err);
	jl_stmt_close(stmt);
	free(sql);
	return rc < 0 ? rc : 0;
}

int jl_history_commit_at(const struct jl_history *history, uint64_t position,
	struct jl_arena *arena, struct jl_history_commit *commit,
	struct jl_error *err)
{
	struct jl_stmt *stmt = NULL;
	int rc = jl_db_prepare(history->db,
		"SELECT position, oid, checksum, packed FROM line"
		" WHERE position = ?",
		&stmt, err);

	if (rc == 0) {
		jl_stmt_bind_int(stmt, 1, (int64_t)position);
		rc = jl_stmt_step(stmt, err);
	}
	if (rc > 0)
		rc = jl_history_read_commit(stmt, 0, arena, commit, err);
	else if (rc == 0)
		rc = jl_fail(err, JL_ENOTFOUND, "there is no such commit");
	jl_stmt_close(stmt);
	return rc;
}

int jl_history_commits(const struct jl_history *history,
	jl_history_see_commit *see, void *data, struct jl_error *err)
{
	struct jl_stmt *stmt = NULL;
	uint64_t seen = 0;
	int rc = jl_db_prepare(history->db,
		"SELECT position, oid, checksum, packed FROM line"
		" ORDER BY position",
		&stmt, err);

	while (rc == 0 && (rc = jl_stmt_step(stmt, err)) > 0) {
		struct jl_history_commit commit;
		struct jl_arena arena = {0};

		rc = jl_history_read_commit(stmt, 0, &arena, &commit, err);
		if (rc == 0 && commit.position != ++seen)
			rc = jl_history_damaged(err);
		if (rc == 0)
			rc = see(data, &commit, err);
		jl_arena_release(&arena);
	}
	if (rc == 0 && seen != history->n_commits)
		rc = jl_history_damaged(err);
	jl_stmt_close(stmt);
	return rc;
}
