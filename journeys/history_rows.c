/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
#include "journeys/history_rows.h"

#include "core/digest.h"

#include <stdlib.h>
#include <string.h>

const char jl_history_tables[] = "CREATE TABLE IF NOT EXISTS line ("
				 "  position INTEGER PRIMARY KEY,"
				 "  oid BLOB NOT NULL UNIQUE,"
				 "  checksum INTEGER NOT NULL,"
				 "  packed BLOB NOT NULL);"
				 "CREATE TABLE IF NOT EXISTS side ("
				 "  oid BLOB PRIMARY KEY,"
				 "  position INTEGER NOT NULL,"
				 "  checksum INTEGER NOT NULL,"
				 "  packed BLOB NOT NULL) WITHOUT ROWID;"
				 "CREATE INDEX IF NOT EXISTS side_by_position"
				 "  ON side (position);"
				 "CREATE TABLE IF NOT EXISTS change ("
				 "  position INTEGER NOT NULL,"
				 "  number INTEGER NOT NULL,"
				 "  record INTEGER NOT NULL,"
				 "  id TEXT NOT NULL,"
				 "  side BLOB NOT NULL,"
				 "  checksum INTEGER NOT NULL,"
				 "  packed BLOB NOT NULL,"
				 "  PRIMARY KEY (position, number))"
				 " WITHOUT ROWID;"
				 "CREATE INDEX IF NOT EXISTS change_by_id"
				 "  ON change (record, id, position, number);";

const char jl_history_copy[] =
	"CREATE TEMP TABLE line ("
	"  position INTEGER PRIMARY KEY, oid BLOB NOT NULL UNIQUE,"
	"  checksum INTEGER NOT NULL, packed BLOB NOT NULL);"
	"CREATE TEMP TABLE side ("
	"  oid BLOB PRIMARY KEY, position INTEGER NOT NULL,"
	"  checksum INTEGER NOT NULL, packed BLOB NOT NULL) WITHOUT ROWID;"
	"CREATE TEMP TABLE change ("
	"  position INTEGER NOT NULL, number INTEGER NOT NULL,"
	"  record INTEGER NOT NULL, id TEXT NOT NULL, side BLOB NOT NULL,"
	"  checksum INTEGER NOT NULL, packed BLOB NOT NULL,"
	"  PRIMARY KEY (position, number)) WITHOUT ROWID;"
	"CREATE INDEX temp.private_change_by_id"
	"  ON change (record, id, position, number);"
	"INSERT INTO temp.line SELECT * FROM main.line;"
	"INSERT INTO temp.side SELECT * FROM main.side;"
	"INSERT INTO temp.change SELECT * FROM main.change;";

/* ---- what is packed ---- */

#define AT(member) offsetof(struct jl_history_commit, member)
static const struct jl_field commit_fields[] = {
	{.key = "recorded_at",
		.kind = JL_FIELD_INTEGER,
		.offset = AT(recorded_at)},
	{.key = "offset_min",
		.kind = JL_FIELD_INTEGER,
		.offset = AT(offset_min)},
	{.key = "author", .kind = JL_FIELD_TEXT, .offset = AT(author)},
	{.key = "email", .kind = JL_FIELD_TEXT, .offset = AT(email)},
	{.key = "subject", .kind = JL_FIELD_TEXT, .offset = AT(subject)},
	{.key = "is_merge", .kind = JL_FIELD_BOOLEAN, .offset = AT(is_merge)},
	{.key = "changes_before",
		.kind = JL_FIELD_INTEGER,
		.offset = AT(changes_before)},
	{.key = "n_changes", .kind = JL_FIELD_INTEGER, .offset = AT(n_changes)},
};
#undef AT
static const struct jl_shape commit_shape = {"a commit",
	sizeof(struct jl_history_commit), commit_fields,
	JL_COUNT(commit_fields)};

#define AT(member) offsetof(struct jl_history_change, member)
static const struct jl_field change_fields[] = {
	{.key = "what", .kind = JL_FIELD_INTEGER, .offset = AT(what)},
	{.key = "verdict", .kind = JL_FIELD_INTEGER, .offset = AT(verdict)},
	{.key = "is_part", .kind = JL_FIELD_BOOLEAN, .offset = AT(is_part)},
	{.key = "path", .kind = JL_FIELD_TEXT, .offset = AT(path)},
	{.key = "old", .kind = JL_FIELD_TEXT, .offset = AT(old)},
	{.key = "new", .kind = JL_FIELD_TEXT, .offset = AT(new)},
	{.key = "reason", .kind = JL_FIELD_TEXT, .offset = AT(reason)},
	{.key = "sentence", .kind = JL_FIELD_TEXT, .offset = AT(sentence)},
	{.key = "since", .kind = JL_FIELD_SINCE, .offset = AT(since)},
	{.key = "until", .kind = JL_FIELD_UNTIL, .offset = AT(until)},
};
#undef AT
static const struct jl_shape change_shape = {"a change",
	sizeof(struct jl_history_change), change_fields,
	JL_COUNT(change_fields)};

/* Of the row's keys and what is packed. */
static int64_t checksum(uint64_t position, int64_t number, int64_t record,
	const void *oid, const void *packed, size_t len)
{
	uint32_t sum = jl_checksum(0, &position, sizeof(position));

	sum = jl_checksum(sum, &number, sizeof(number));
	sum = jl_checksum(sum, &record, sizeof(record));
	sum = jl_checksum(sum, oid, JL_OID_SIZE);
	return (int64_t)jl_checksum(sum, packed, len);
}

/* ---- writing ---- */

static struct jl_history_commit row_of(
	const struct jl_commit *c, uint64_t position)
{
	return (struct jl_history_commit){
		.position = position,
		.oid = c->oid,
		.recorded_at = c->recorded_at,
		.offset_min = c->offset_min,
		.author = c->author,
		.email = c->email,
		.subject = c->subject,
		.is_merge = c->n_parents > 1,
	};
}

int jl_history_insert_commit(struct jl_stmt *stmt, const struct jl_commit *c,
	uint64_t position, int64_t changes_before, int64_t n_changes,
	struct jl_str *packed, struct jl_error *err)
{
	struct jl_history_commit row = row_of(c, position);

	row.changes_before = changes_before;
	row.n_changes = n_changes;
	jl_str_clear(packed);
	jl_shape_pack(&commit_shape, &row, packed);
	jl_stmt_bind_int(stmt, 1, (int64_t)position);
	jl_stmt_bind_blob(stmt, 2, c->oid.id, JL_OID_SIZE);
	jl_stmt_bind_int(stmt, 3,
		checksum(position, 0, 0, c->oid.id, packed->text, packed->len));
	jl_stmt_bind_blob(stmt, 4, packed->text, packed->len);
	return jl_stmt_step(stmt, err);
}

int jl_history_insert_change(struct jl_stmt *stmt,
	const struct jl_built_change *built, const struct jl_oid *side,
	uint64_t position, int64_t number, struct jl_str *packed,
	struct jl_error *err)
{
	static const struct jl_oid nobody;
	const struct jl_change *c = &built->change;
	const struct jl_history_change row = {
		.what = c->what,
		.verdict = c->verdict,
		.is_part = built->is_part,
		.path = c->path,
		.old = c->old,
		.new = c->new,
		.reason = c->reason,
		.sentence = c->sentence,
		.since = c->since,
		.until = c->until,
	};

	side = side ? side : &nobody;
	jl_str_clear(packed);
	jl_str_add(packed, c->id);
	jl_str_addc(packed, '\0');
	jl_shape_pack(&change_shape, &row, packed);
	jl_stmt_bind_int(stmt, 1, (int64_t)position);
	jl_stmt_bind_int(stmt, 2, number);
	jl_stmt_bind_int(stmt, 3, built->record);
	jl_stmt_bind_text(stmt, 4, c->id);
	jl_stmt_bind_blob(stmt, 5, side->id, JL_OID_SIZE);
	jl_stmt_bind_int(stmt, 6,
		checksum(position, number, built->record, side->id,
			packed->text, packed->len));
	jl_stmt_bind_blob(stmt, 7, packed->text, packed->len);
	return jl_stmt_step(stmt, err);
}

/* ---- reading ---- */

int jl_history_damaged(struct jl_error *err)
{
	return jl_fail(err, JL_EDAMAGED, "the cache is damaged");
}

int jl_history_read_commit(struct jl_stmt *stmt, int column,
	struct jl_arena *arena, struct jl_history_commit *commit,
	struct jl_error *err)
{
	size_t oid_len, len;
	const void *oid = jl_stmt_blob(stmt, column + 1, &oid_len);
	const char *packed = jl_stmt_blob(stmt, column + 3, &len), *at;
	uint64_t position = (uint64_t)jl_stmt_int(stmt, column);

	if (oid_len != JL_OID_SIZE ||
		jl_stmt_int(stmt, column + 2) !=
			checksum(position, 0, 0, oid, packed, len))
		return jl_history_damaged(err);
	memset(commit, 0, sizeof(*commit));
	memcpy(commit->oid.id, oid, oid_len);
	at = packed = jl_arena_strndup(arena, packed, len);
	if (!jl_shape_unpack(&commit_shape, &at, packed + len, arena, commit))
		return jl_history_damaged(err);
	commit->position = position;
	commit->author = commit->author ? commit->author : "";
	commit->email = commit->email ? commit->email : "";
	commit->subject = commit->subject ? commit->subject : "";
	return 0;
}

int jl_history_read_change(struct jl_stmt *stmt, struct jl_arena *arena,
	struct jl_history_change *change, struct jl_error *err)
{
	size_t side_len, len;
	const void *side = jl_stmt_blob(stmt, 4, &side_len);
	const char *packed = jl_stmt_blob(stmt, 6, &len), *at;
	uint64_t position = (uint64_t)jl_stmt_int(stmt, 0);
	int64_t number = jl_stmt_int(stmt, 1);

	if (side_len != JL_OID_SIZE ||
		jl_stmt_int(stmt, 5) != checksum(position, number,
						jl_stmt_int(stmt, 2), side,
						packed, len))
		return jl_history_damaged(err);
	packed = jl_arena_strndup(arena, packed, len);
	at = packed + strlen(packed) + 1;
	memset(change, 0, sizeof(*change));
	if (strcmp(packed, jl_stmt_text(stmt, 3)) != 0 ||
		!jl_shape_unpack(
			&change_shape, &at, packed + len, arena, change) ||
		change->what < 0 || change->what > JL_CHANGE_CHANGED ||
		change->verdict < 0 || change->verdict > JL_VERDICT_TIGHTENED)
		return jl_history_damaged(err);
	change->position = position;
	change->number = number;
	change->record = (int)jl_stmt_int(stmt, 2);
	change->id = packed;
	change->path = change->path ? change->path : "";
	change->sentence = change->sentence ? change->sentence : "";
	return change->record >= 0 && change->record < JL_RECORDS
		       ? 0
		       : jl_history_damaged(err);
}
